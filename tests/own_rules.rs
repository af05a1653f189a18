//! Rules and waivers of an office's own, through a whole run: what they find, what they keep out, what the report says.
#![cfg(feature = "xlsx")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};

use lltp::cleaner::{Cleaner, Summary};
use lltp::date::Date;
use lltp::layout::Layout;
use lltp::polars::prelude::*;
use lltp::rule::{Rule, Scope, Severity, Source, Text};
use lltp::schema::Entry;
use polars_io::prelude::ParquetReader;

/// Invented people; the third is judged before the offence.
const FILE: &str = "\
Mã hồ sơ;Họ và tên;Giới tính;Ngày sinh;Số bản án;Ngày tuyên án;Ngày phạm tội;Tòa án xét xử;Tội danh;Hình phạt chính;Án phí
01HN2015/00001;Nguyễn Văn An;Nam;14/11/1975;12/2015/HSST;15/8/2015;02/3/2015;Tòa án nhân dân huyện Đông Anh, thành phố Hà Nội;Trộm cắp tài sản;12 tháng tù;200.000
01HN2015/00002;Lê Thị Mai;Nữ;02/9/1980;13/2015/HSST;16/8/2015;03/3/2015;Tòa án nhân dân huyện Đông Anh, thành phố Hà Nội;Trộm cắp tài sản;12 tháng tù;9.000.000
01HN2015/00003;Trần Văn Hòa;Nam;13/02/1966;14/2015/HSST;17/8/2015;04/12/2015;Tòa án nhân dân huyện Đông Anh, thành phố Hà Nội;Trộm cắp tài sản;03 năm tù;200.000
01HN2016/00004;Phạm Thị Lan;Nữ;14/11/1985;05/2016/HSST;15/3/2016;05/1/2016;Tòa án nhân dân huyện Đông Anh, thành phố Hà Nội;Trộm cắp tài sản;02 năm tù;
";

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        fs::write(place.path("rows.csv"), FILE).unwrap();
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, out: &str, layout: &str, cleaner: impl FnOnce(Cleaner) -> Cleaner) -> (Summary, PathBuf) {
        let layout = Layout::parse(layout, "layout.toml").unwrap();
        let run = cleaner(Cleaner::new(Date::constant(2026, 6, 30)).layout(Some(layout)));
        (run.run(&[self.path("rows.csv")], &self.path(out)).unwrap(), self.path(out))
    }
}

fn table(folder: &Path, name: &str) -> DataFrame {
    ParquetReader::new(fs::File::open(folder.join(format!("{name}.parquet"))).unwrap()).finish().unwrap()
}

/// Columns of the findings of a rule, row by row.
fn findings(folder: &Path, rule: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let found = table(folder, "findings").lazy().filter(col("rule").eq(lit(rule))).collect().unwrap();
    let cell = |column: &str, row| found.column(column).unwrap().str().unwrap().get(row).unwrap_or("").to_owned();
    (0..found.height()).map(|row| columns.iter().map(|column| cell(column, row)).collect()).collect()
}

/// Which convictions are accepted, in the order of the file.
fn accepted(folder: &Path) -> Vec<bool> {
    table(folder, "convictions").column("accepted").unwrap().bool().unwrap().iter().flatten().collect()
}

/// The counts of a rule in the report: held, broken, unknown, not applicable.
fn counts(folder: &Path, rule: &str) -> [u64; 4] {
    let report: serde_json::Value = serde_json::from_slice(&fs::read(folder.join("report.json")).unwrap()).unwrap();
    let rules = report["rules"].as_array().unwrap();
    let found = rules.iter().find(|known| known["code"] == rule).unwrap();
    ["held", "broken", "unknown", "not_applicable"].map(|outcome| found[outcome].as_u64().unwrap())
}

const FEE: &str = "
[[rule]]
code = \"U01\"
entry = \"conviction\"
message = \"án phí cao bất thường\"
severity = \"error\"
when = { column = \"court\", given = true }
must = { column = \"court_fee\", at_most = 5_000_000 }
";

#[test]
fn a_rule_of_the_layout_file() {
    let place = Place::new();
    let (before, plain) = place.run("plain", "", |run| run);
    let (after, out) = place.run("out", FEE, |run| run);
    assert_eq!(counts(&out, "U01"), [2, 1, 1, 0]);
    let columns = ["entry", "reason", "severity", "message_vi"];
    assert_eq!(findings(&out, "U01", &columns), [["conviction", "quy_tac_rieng", "error", "án phí cao bất thường"]]);
    let second = table(&out, "convictions").column("row_id").unwrap().str().unwrap().get(1).unwrap().to_owned();
    assert_eq!(findings(&out, "U01", &["row_id"]), [[second]]);
    assert_eq!((accepted(&plain), accepted(&out)), (vec![true, true, false, true], vec![true, false, false, true]));
    assert_eq!(after.findings[0], before.findings[0] + 1);
    assert_eq!(after.flow.accepted + 1, before.flow.accepted);
    assert_ne!(after.run_id, before.run_id);
    let html = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(html.contains("U01") && html.contains("án phí cao bất thường"));
}

static OWN: &[Rule] = &[Rule {
    code: "U02",
    name: "not-of-our-court",
    about: Text { vi: "bản án không của tòa án này", en: "the judgment is of another court" },
    source: Source::Reason,
    severity: Severity::Warning,
    reason: "quy_tac_rieng",
    reads: &["court"],
    applies: || lit(true),
    holds: || col("court").str().starts_with(lit("Tòa án nhân dân thành phố Hà Nội")),
    good: &[&["Tòa án nhân dân thành phố Hà Nội"]],
    bad: &[&["Tòa án nhân dân huyện Đông Anh, thành phố Hà Nội"]],
    unknown: &[&[""]],
}];

#[test]
fn a_rule_in_rust() {
    let place = Place::new();
    let (before, _) = place.run("plain", "", |run| run);
    let (after, out) = place.run("out", "", |run| run.rules(Scope::Entry(Entry::Conviction), OWN));
    assert_eq!(counts(&out, "U02"), [0, 4, 0, 0]);
    assert_eq!(findings(&out, "U02", &["message_en", "severity"]).len(), 4);
    assert_eq!(after.findings, [before.findings[0], before.findings[1] + 4, before.findings[2]]);
    assert_eq!(accepted(&out), [true, true, false, true], "a warning keeps no row out");
}

fn waiver(row: &str, until: &str) -> String {
    format!("[[waive]]\nrule = \"CV03\"\nrow = \"{row}\"\nreason = \"công văn 12/CV-TA\"\nuntil = \"{until}\"\n")
}

#[test]
fn a_waiver_until_its_last_day_and_after() {
    let place = Place::new();
    let (before, plain) = place.run("plain", "", |run| run);
    let found = findings(&plain, "CV03", &["row_id", "waiver", "waived_until"]);
    let [row, none, _] = found[0].as_slice() else { return assert_eq!(found, [["one"]]) };
    assert_eq!((found.len(), none.as_str(), before.findings[0]), (1, "", 1));

    let (waived, out) = place.run("waived", &waiver(row, "2026-06-30"), |run| run);
    assert_eq!(
        findings(&out, "CV03", &["row_id", "waiver", "waived_until"]),
        [[row, "công văn 12/CV-TA", "2026-06-30"]]
    );
    assert_eq!((waived.findings[0], accepted(&out)), (0, vec![true; 4]));
    assert_eq!(counts(&out, "CV03"), counts(&plain, "CV03"), "the rule is as broken as it was");
    assert!(!waived.has(Severity::Error));
    let html = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(html.contains("công văn 12/CV-TA") && html.contains("30/6/2026"), "the report shows the waiver");

    let (expired, out) = place.run("expired", &waiver(row, "2026-06-29"), |run| run);
    assert_eq!((expired.findings[0], accepted(&out)), (1, vec![true, true, false, true]));
    assert_eq!(findings(&out, "CV03", &["waiver"]), [[""]]);
    assert_eq!(findings(&out, "WV01", &["entry", "severity"]), [["layout", "warning"]]);
}
