//! The laws of repairs over whole files: applied to what was written they give the clean text, taken back they give what
//! was written, and the clean text reads as the entry's value.
#![cfg(feature = "frame")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use lltp::date::Date;
use lltp::generate;
use lltp::layout::{ColumnLayout, SheetLayout};
use lltp::normalise::repairs::{apply, table, take_up, undo};
use lltp::normalise::{Entries, Normaliser, Options};
use lltp::polars::prelude::*;
use lltp::repair::Grade;
use lltp::schema::Tag;
use lltp::source::{RawBatch, RowKind, Source};
use proptest::prelude::*;

const OPTIONS: Options = Options { as_of: Date::constant(2026, 6, 30) };

fn texts(frame: &DataFrame, column: &str) -> Vec<Option<String>> {
    frame.column(column).unwrap().str().unwrap().iter().map(|cell| cell.map(str::to_owned)).collect()
}

/// What came of a file: cells with a repair, cells that it left alone, and kinds of repairs.
#[derive(Debug, Default)]
struct Seen {
    repaired: usize,
    untouched: usize,
    kinds: BTreeMap<String, usize>,
    /// Columns that were read again.
    again: usize,
}

fn check(path: &Path) -> Seen {
    let source = Source::open(path, None).unwrap();
    let mut seen = Seen::default();
    for raw in source.batches().unwrap() {
        let raw = raw.unwrap();
        let sheet = &source.layout.sheets[raw.sheet];
        if sheet.skip || sheet.header_row.is_none() {
            continue;
        }
        let normaliser = Normaliser::new("f", &source.layout.digest, raw.sheet + 1, sheet, OPTIONS);
        let (made, written) = (normaliser.batch(&raw).unwrap(), normaliser.written(&raw).unwrap());
        assert_eq!(made.entries.len(), written.len());
        for (entries, (entry, written)) in made.entries.into_iter().zip(written) {
            assert_eq!((entry, texts(&written, "row_id")), (entries.entry, texts(&entries.frame, "row_id")));
            check_table(&entries, &written, sheet, &mut seen);
        }
    }
    seen
}

fn check_table(entries: &Entries, written: &DataFrame, sheet: &SheetLayout, seen: &mut Seen) {
    let (entry, repairs) = (entries.entry, table(std::slice::from_ref(entries)).unwrap());
    let clean = apply(written, &repairs, entry).unwrap();
    assert!(undo(&clean, &repairs, entry).unwrap().equals_missing(written));
    for (kind, (grade, at)) in texts(&repairs, "kind")
        .into_iter()
        .zip(texts(&repairs, "grade").into_iter().zip(repairs.column("at").unwrap().i64().unwrap().iter()))
    {
        let kind = kind.unwrap();
        assert!(at.is_some() || grade.as_deref() == Some("probable"), "{kind} is nowhere in its cell");
        *seen.kinds.entry(kind).or_default() += 1;
    }
    for column in entry.columns().iter().filter(|column| written.column(column.name).is_ok()) {
        let (before, after) = (texts(written, column.name), texts(&clean, column.name));
        let changed = before.iter().zip(&after).filter(|(before, after)| before != after).count();
        seen.repaired += changed;
        seen.untouched += before.len() - changed;
        let name = format!("{}.{}", entry.as_str(), column.name);
        let shared = sheet.columns.iter().any(|c| c.canonical.len() > 1 && c.canonical.contains(&name));
        if shared || entries.frame.column(column.name).is_err() {
            continue; // a cell that holds several facts is read for all of them at once
        }
        if column.tag == Tag::Text && !["ethnicity", "nationality", "other_names", "sex"].contains(&column.name) {
            for (clean, value) in after.iter().zip(texts(&entries.frame, column.name)) {
                assert!(value.is_none() || value == *clean, "{name}");
            }
        }
    }
    seen.again += again(entries, &clean, sheet);
}

/// The clean texts, each column in a cell of its own, make the same entries, and nothing is left to repair.
fn again(entries: &Entries, clean: &DataFrame, sheet: &SheetLayout) -> usize {
    let entry = entries.entry;
    let names: Vec<&str> =
        entry.columns().iter().map(|column| column.name).filter(|name| clean.column(name).is_ok()).collect();
    let columns = (1..).zip(&names).map(|(index, name)| {
        let name = format!("{}.{name}", entry.as_str());
        let fixed = sheet.columns.iter().find(|c| c.canonical.contains(&name)).map(|c| c.fixed.clone());
        let (canonical, fixed) = (vec![name], fixed.unwrap_or_default());
        ColumnLayout { index, canonical, fixed, date_order: None, ..ColumnLayout::default() }
    });
    let sheet = SheetLayout { columns: columns.collect(), constants: BTreeMap::new(), ..sheet.clone() };
    let rows = clean.height();
    let raw = RawBatch {
        sheet: 0,
        source_row: (2..).take(rows).collect(),
        row_kind: vec![RowKind::Data; rows],
        cells: names.iter().map(|name| clean.column(name).unwrap().str().unwrap().clone()).collect(),
        written: Vec::new(),
        bytes: vec![None; rows],
    };
    let made = Normaliser::new("f", "0", 1, &sheet, OPTIONS).batch(&raw).unwrap();
    let Some(made) = made.entries.into_iter().find(|made| made.frame.height() == rows) else { return 0 };
    let own = |name: &str| !OF_OTHER_CELLS.contains(&name);
    for name in names.iter().filter(|name| own(name)) {
        let (Ok(value), Ok(again)) = (entries.frame.column(name), made.frame.column(name)) else { continue };
        for row in 0..rows {
            let (value, again) = (value.get(row).unwrap(), again.get(row).unwrap());
            assert_eq!(value.to_string(), again.to_string(), "{name}");
        }
    }
    let left = made.repairs.iter().find(|left| left.repair.grade == Grade::Certain && own(left.column));
    assert!(left.is_none(), "{left:?}");
    names.len()
}

/// Columns whose value also draws on other cells: aliases on the name, numbers on their kind, a date on the judgment's
/// number, the year of a code on the day of the judgment.
const OF_OTHER_CELLS: [&str; 10] = [
    "other_names",
    "citizen_id",
    "identity_card",
    "passport",
    "military_id",
    "judgment_no",
    "judgment_date",
    "case_date",
    "document_date",
    "offences",
];

#[test]
fn the_shipped_sample() {
    let seen = check(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/sample/export.csv"));
    assert!(seen.repaired > 100 && seen.untouched > seen.repaired && seen.again > 10, "{seen:?}");
    for kind in ["charset", "confusable", "lost_zero", "normal_form", "spacing", "unicode"] {
        assert!(seen.kinds.contains_key(kind), "{kind}: {seen:?}");
    }
}

#[test]
fn invented_records() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("invented.csv");
    let mut csv = generate::HEADINGS.join("\t");
    for record in generate::records(5).take(2_000) {
        csv.push('\n');
        csv += &record.fields().join("\t");
    }
    fs::write(&path, csv).unwrap();
    let seen = check(&path);
    assert!(seen.repaired > 500 && seen.again > 10, "{seen:?}");
}

#[test]
fn months_before_days_and_a_year_that_the_date_gives() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dates.csv");
    let rows: String = (1..40)
        .map(|n| format!("Nguyễn Văn An;{}/{}/1980;{n}/HSST;{}/8/2009\n", n % 12 + 1, n % 28 + 1, n % 28 + 1))
        .collect();
    fs::write(&path, format!("Họ và tên;Ngày sinh;Số bản án;Ngày tuyên án\n{rows}")).unwrap();
    let seen = check(&path);
    assert!(seen.kinds.contains_key("date_order") && seen.kinds.contains_key("year_from_date"), "{seen:?}");
}

/// A sheet of which one column feeds several facts, one fact is fed by several columns, and one is in an old charset.
fn mess(rows: &[Vec<String>]) -> (SheetLayout, RawBatch) {
    let columns: [&[&str]; 8] = [
        &["record.full_name"],
        &["record.birth_date"],
        &["record.citizen_id", "record.id_issued_on"],
        &["record.birth_place"],
        &["record.birth_place"],
        &["conviction.judgment_no", "conviction.judgment_date"],
        &["conviction.offences"],
        &["record.note"],
    ];
    let columns = (1..).zip(columns).map(|(index, canonical)| ColumnLayout {
        index,
        canonical: canonical.iter().map(|&name| name.to_owned()).collect(),
        ..ColumnLayout::default()
    });
    let sheet = SheetLayout { header_row: Some(1), columns: columns.collect(), ..SheetLayout::default() };
    let cells = |old: bool| -> Vec<StringChunked> {
        let cell = |row: &Vec<String>, column: usize| {
            row.get(column).map(|cell| if old && column == 7 { cell.replace('n', "µ") } else { cell.clone() })
        };
        (0..8).map(|column| rows.iter().map(|row| cell(row, column)).collect()).collect()
    };
    let raw = RawBatch {
        sheet: 0,
        source_row: (2..).take(rows.len()).collect(),
        row_kind: vec![RowKind::Data; rows.len()],
        cells: cells(false),
        written: cells(true),
        bytes: vec![None; rows.len()],
    };
    (sheet, raw)
}

/// Cells as they come, and worse.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "(NGUYỄN|Nguye\u{302}\u{303}n|TrÇn|Hoµng|Ông|1\\.) {1,2}(Văn|Thi\u{323}|V¨n) (An|BÌNH),? ?(sinh năm 1980|và Lê Thị Mai|\\(tức Ba\\))?",
        "[0O]?[0-9]{8,12}( ?- ?1/2/2001)?",
        "(CCCD|Số|HSST|Tội trộm cấp|trộm cắp tài sản|xã|tỉnh Hà Nam|huyện Đông Anh|//|không rõ|[0-9l]{1,3}/[0-9]{4}/HS-?ST|ngày [0-9]/[0-9]{1,2}/20[01][0-9]|[ \u{a0}.,;]){0,4}",
        "\\PC{0,20}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_the_cells_hold(rows in proptest::collection::vec(proptest::collection::vec(cell(), 8), 1..12)) {
        let (sheet, raw) = mess(&rows);
        let normaliser = Normaliser::new("f", "0", 1, &sheet, OPTIONS);
        let (made, written) = (normaliser.batch(&raw).unwrap(), normaliser.written(&raw).unwrap());
        for (entries, (entry, written)) in made.entries.iter().zip(&written) {
            let repairs = table(std::slice::from_ref(entries)).unwrap();
            let clean = apply(written, &repairs, *entry).unwrap();
            prop_assert!(undo(&clean, &repairs, *entry).unwrap().equals_missing(written));
            prop_assert!(take_up(&clean, &repairs, *entry).is_ok());
        }
    }
}
