//! Whole runs: files in, a result folder out, and what becomes of both where something is wrong.
#![cfg(feature = "xlsx")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use calamine::{Reader as _, open_workbook_auto};
use lltp::Error;
use lltp::cleaner::{Cleaner, Summary};
use lltp::date::Date;
use lltp::layout::Layout;
use lltp::manifest::{Manifest, verify};
use lltp::output::Format;
use lltp::polars::prelude::*;
use lltp::privacy::Key;
use polars_io::prelude::ParquetReader;
use rust_xlsxwriter::Workbook;

/// Invented people; the title row, the total and the blank row are no data.
const SMALL: &str = "\u{FEFF}DANH SÁCH NGƯỜI BỊ KẾT ÁN;;;;;;;;;;;
;;;;;;;;;;;
Mã hồ sơ;Họ và tên;Giới tính;Ngày sinh;Số CCCD;Họ tên cha;Nơi thường trú;Số bản án;Ngày tuyên án;Tòa án xét xử;Hình phạt chính;Ghi chú
01HN2015/00001;Nguyễn Văn An;Nam;14/11/1975;001075000011;Nguyễn Văn Bình;Xã Cổ Loa, Huyện Đông Anh, Thành phố Hà Nội;12/2015/HSST;15/8/2015;Tòa án nhân dân huyện Đông Anh, thành phố Hà Nội;12 tháng tù;=1+1
01HN2015/00002;Lê Thị Mai;Nữ;02/9/1980;001180000022;Lê Văn Nam;Xã Cổ Loa, Huyện Đông Anh, Thành phố Hà Nội;13/2015/HSST;16/8/2015;Tòa án nhân dân huyện Đông Anh, thành phố Hà Nội;Phạt tiền 5.000.000 đồng;
01HN2015/00003;Trần Văn Hòa;Nam;31/02/1966;001066000033;;;14/2015/HSST;17/8/2015;Tòa án nhân dân huyện Đông Anh, thành phố Hà Nội;03 năm tù;không rõ
01HN2016/00004;Nguyễn Văn An;Nam;14/11/1975;001075000011;Nguyễn Văn Bình;;05/2016/HSST;15/3/2016;Tòa án nhân dân huyện Đông Anh, thành phố Hà Nội;02 năm tù;
Tổng cộng: 4;;;;;;;;;;;
";

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// What stands in the folder, hidden things too.
    fn names(&self) -> BTreeSet<String> {
        names(self.folder.path())
    }
}

fn names(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/sample/export.csv")
}

fn cleaner() -> Cleaner {
    Cleaner::new(Date::constant(2026, 6, 30))
}

fn clean(input: &Path, out: &Path) -> lltp::Result<Summary> {
    cleaner().run(&[input.to_owned()], out)
}

fn table(folder: &Path, name: &str) -> DataFrame {
    let file = fs::File::open(folder.join(format!("{name}.parquet"))).unwrap();
    ParquetReader::new(file).finish().unwrap()
}

fn texts(frame: &DataFrame, column: &str) -> Vec<Option<String>> {
    frame.column(column).unwrap().str().unwrap().iter().map(|cell| cell.map(str::to_owned)).collect()
}

/// Every file of a result but the manifest, and the manifest without its times.
fn content(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for name in names(folder) {
        let path = folder.join(&name);
        if path.is_dir() {
            all.extend(content(&path).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            all.insert(name, fs::read(path).unwrap());
        }
    }
    if let Some(manifest) = all.get_mut("manifest.json") {
        let mut json: serde_json::Value = serde_json::from_slice(manifest).unwrap();
        json.as_object_mut().unwrap().retain(|key, _| !key.ends_with("_at"));
        *manifest = serde_json::to_vec(&json).unwrap();
    }
    all
}

#[track_caller]
fn same(a: &Path, b: &Path) {
    let (a, b) = (content(a), content(b));
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    let differ: Vec<&String> = a.iter().filter(|(name, bytes)| **bytes != b[*name]).map(|(name, _)| name).collect();
    assert!(differ.is_empty(), "{differ:?} differ");
}

/// A refusal: one line that names the file, in both languages, without any of the words.
#[track_caller]
fn refused(error: &Error, name: &str, words: &[&str]) {
    let text = error.to_string();
    assert!(text.contains(name) && text.contains(" / ") && !text.contains('\n'), "{text}");
    for word in words {
        assert!(!text.contains(word) && !format!("{error:?}").contains(word), "{text}");
    }
}

#[test]
fn rows_in_are_rows_out() {
    let place = Place::new();
    let out = place.path("out");
    let summary = clean(&sample(), &out).unwrap();
    let manifest = Manifest::read(&out).unwrap();
    let flow = summary.flow;
    assert_eq!(flow.data + flow.skipped, flow.source_rows);
    assert_eq!(flow.accepted + flow.quarantined, flow.data);
    assert_eq!(manifest.inputs[0].rows + manifest.inputs[0].skipped, flow.source_rows);
    let raw = table(&out, "raw");
    assert_eq!(raw.height() as u64, flow.source_rows);
    // Every source row once, in order.
    let rows: Vec<i64> = raw.column("source_row").unwrap().i64().unwrap().iter().flatten().collect();
    assert!(rows.iter().zip(1..).all(|(row, expected)| *row == expected), "{rows:?}");
    for output in manifest.outputs.iter().filter(|o| o.file.ends_with(".parquet")) {
        let name = output.file.trim_end_matches(".parquet");
        let frame = table(&out, name);
        assert_eq!(Some(frame.height()), output.rows, "{name}");
        assert_eq!(manifest.counts[name], frame.height() as u64, "{name}");
    }
    // Entries come of data rows, each with an id of its own, and every record has one person.
    let data: BTreeSet<i64> = rows
        .iter()
        .zip(texts(&raw, "row_kind"))
        .filter(|(_, kind)| kind.as_deref() == Some("data"))
        .map(|(row, _)| *row)
        .collect();
    for name in ["records", "convictions", "enforcements", "expungements"] {
        let frame = table(&out, name);
        let ids = texts(&frame, "row_id");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{name}");
        assert!(frame.column("source_row").unwrap().i64().unwrap().iter().flatten().all(|row| data.contains(&row)));
    }
    assert_eq!(table(&out, "clusters").height(), table(&out, "records").height());
    assert_eq!(table(&out, "assessments").height(), table(&out, "convictions").height());
    let findings: BTreeSet<_> = texts(&table(&out, "findings"), "row_id").into_iter().flatten().collect();
    let entries: BTreeSet<_> = ["records", "convictions", "enforcements", "expungements"]
        .iter()
        .flat_map(|name| texts(&table(&out, name), "row_id"))
        .flatten()
        .collect();
    assert!(findings.is_subset(&entries));
}

#[test]
fn raw_keeps_every_cell() {
    let place = Place::new();
    let out = place.path("out");
    clean(&place.file("a.csv", SMALL), &out).unwrap();
    let raw = table(&out, "raw");
    let cells = raw.column("cells").unwrap().list().unwrap();
    for (row, line) in SMALL.trim_start_matches('\u{FEFF}').lines().enumerate() {
        let kept = cells.get_as_series(row).unwrap();
        let kept: Vec<&str> = kept.str().unwrap().iter().flatten().collect();
        assert_eq!(kept.join(";"), line, "row {row}");
    }
    let kinds = texts(&raw, "row_kind").into_iter().flatten().collect::<Vec<_>>();
    assert_eq!(kinds, ["title", "blank", "header", "data", "data", "data", "data", "total"]);
}

#[test]
fn two_runs_are_equal_but_for_the_times() {
    let place = Place::new();
    let key = Key::new(b"a key for tests only").unwrap();
    let run = |out: &str| {
        let cleaner = cleaner().formats(&[Format::Csv, Format::Xlsx]).share(Some(key.clone()));
        cleaner.clock(|| format!("{:?}", std::time::SystemTime::now())).run(&[sample()], &place.path(out)).unwrap()
    };
    let (one, two) = (run("one"), run("two"));
    assert_eq!(one.run_id, two.run_id);
    same(&place.path("one"), &place.path("two"));
    let times = |out: &str| Manifest::read(&place.path(out)).unwrap().started_at.unwrap();
    assert_ne!(times("one"), times("two"));
    assert_eq!(verify(&place.path("one")).unwrap(), []);
    assert_eq!(verify(&place.path("one/share")).unwrap(), []);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let place = Place::new();
    // Sheets are batches of their own.
    let mut workbook = Workbook::new();
    let text = fs::read_to_string(sample()).unwrap();
    let lines: Vec<Vec<&str>> = text.lines().skip(2).map(|line| line.split(';').collect()).collect();
    for number in 0..6usize {
        let sheet = workbook.add_worksheet();
        for (row, line) in (0..).zip(lines.iter().take(1).chain(lines.iter().skip(1 + number * 12).take(12))) {
            for (column, cell) in (0..).zip(line) {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
    }
    let input = place.path("a.xlsx");
    workbook.save(&input).unwrap();
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| clean(&input, &place.path(&format!("out{threads}")))).unwrap();
    }
    same(&place.path("out1"), &place.path("out3"));
}

#[test]
fn a_result_is_replaced_only_when_told() {
    let place = Place::new();
    let (input, out) = (place.file("a.csv", SMALL), place.path("out"));
    fs::create_dir(&out).unwrap();
    fs::write(out.join("notes.txt"), "mine").unwrap();
    fs::write(out.join("other.csv"), "mine").unwrap();
    let key = Key::new(b"a key for tests only").unwrap();
    cleaner().formats(&[Format::Csv]).share(Some(key)).run(std::slice::from_ref(&input), &out).unwrap();
    let first = content(&out);
    assert!(first.contains_key("records.csv") && first.contains_key("share/records.csv"));

    let error = clean(&input, &out).unwrap_err();
    assert!(matches!(error, Error::Config { .. }));
    refused(&error, "out", &["Nguyễn"]);
    assert!(content(&out) == first);

    // The new result has no CSV and no copy: the old ones go, what is not of the run stays.
    fs::write(out.join("share/letter.txt"), "mine").unwrap();
    cleaner().overwrite(true).run(&[input], &out).unwrap();
    let second = content(&out);
    assert!(!second.contains_key("records.csv") && !second.contains_key("share/records.csv"));
    for mine in ["notes.txt", "other.csv", "share/letter.txt"] {
        assert_eq!(second[mine], b"mine", "{mine}");
    }
    assert_eq!(verify(&out).unwrap(), []);
}

#[test]
fn a_file_or_a_link_is_no_result_folder() {
    let place = Place::new();
    let input = place.file("a.csv", SMALL);
    let file = place.file("taken", "mine");
    let error = clean(&input, &file).unwrap_err();
    refused(&error, "taken", &["mine"]);
    assert_eq!(fs::read(&file).unwrap(), b"mine");
    #[cfg(unix)]
    {
        let real = place.path("real");
        fs::create_dir(&real).unwrap();
        std::os::unix::fs::symlink(&real, place.path("link")).unwrap();
        refused(&clean(&input, &place.path("link")).unwrap_err(), "link", &[]);
        assert!(names(&real).is_empty());
        // Nor is a link the place of the copy to share.
        fs::create_dir(place.path("out")).unwrap();
        std::os::unix::fs::symlink(&real, place.path("out/share")).unwrap();
        let key = Key::new(b"a key for tests only").unwrap();
        let error = cleaner().share(Some(key)).run(std::slice::from_ref(&input), &place.path("out")).unwrap_err();
        refused(&error, "share", &[]);
        assert!(names(&real).is_empty());
        assert_eq!(names(&place.path("out")), BTreeSet::from(["share".to_owned()]));
    }
}

#[test]
fn a_run_that_fails_leaves_nothing() {
    let place = Place::new();
    let input = place.file("a.csv", SMALL);
    // The earlier result is looked for late, when all tables are written.
    let error = cleaner().previous(Some(place.path("none"))).run(std::slice::from_ref(&input), &place.path("out"));
    assert!(matches!(error, Err(Error::Io { .. } | Error::Input { .. } | Error::Config { .. })));
    assert_eq!(place.names(), BTreeSet::from(["a.csv".to_owned()]));
    // The second file is refused after the first was understood.
    let empty = place.file("b.csv", "");
    assert!(cleaner().run(&[input, empty], &place.path("out")).is_err());
    assert_eq!(place.names(), BTreeSet::from(["a.csv".to_owned(), "b.csv".to_owned()]));
}

#[test]
fn what_a_killed_run_left_is_removed() {
    let place = Place::new();
    let input = place.file("a.csv", SMALL);
    fs::create_dir(place.path(".out.stage")).unwrap();
    place.file(".out.stage/records.parquet", "half");
    place.file(".out.lock", "");
    clean(&input, &place.path("out")).unwrap();
    assert_eq!(place.names(), BTreeSet::from(["a.csv".to_owned(), "out".to_owned()]));
    assert_eq!(verify(&place.path("out")).unwrap(), []);
}

#[test]
fn a_folder_that_another_run_writes_to_is_refused() {
    let place = Place::new();
    let input = place.file("a.csv", SMALL);
    let lock = fs::File::create(place.path(".out.lock")).unwrap();
    lock.lock().unwrap();
    let error = clean(&input, &place.path("out")).unwrap_err();
    assert!(error.to_string().contains("another run is writing"), "{error}");
    assert!(!place.path("out").exists());
}

#[test]
fn a_file_counts_once() {
    let place = Place::new();
    let (one, two) = (place.file("a.csv", SMALL), place.file("b.csv", SMALL));
    for inputs in [vec![one.clone(), one.clone()], vec![one, two]] {
        let error = cleaner().run(&inputs, &place.path("out")).unwrap_err();
        assert!(error.to_string().contains("already part of the run"), "{error}");
        refused(&error, ".csv", &["Nguyễn"]);
    }
    assert!(!place.path("out").exists());
}

#[test]
fn files_that_are_no_tables_are_refused() {
    let place = Place::new();
    let mark = "Nguyễn Văn Bí Mật";
    let encrypted = [
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(),
        &[0; 600],
        "E\0n\0c\0r\0y\0p\0t\0e\0d\0".as_bytes(),
        mark.as_bytes(),
    ]
    .concat();
    let zip = [b"PK\x03\x04".as_slice(), mark.as_bytes(), &[7; 300]].concat();
    let noise: Vec<u8> = (0..4000u32).map(|i| u8::try_from(i.wrapping_mul(2_654_435_761) >> 24).unwrap()).collect();
    for (name, bytes) in [
        ("empty.csv", Vec::new()),
        ("blank.csv", b"\n\n;;;\n".to_vec()),
        ("bom.csv", "\u{FEFF}".into()),
        ("people.csv", format!("{mark}\n{mark}\n").into_bytes()),
        ("locked.xlsx", encrypted),
        ("broken.xlsx", zip),
        ("noise.xlsx", noise.clone()),
        ("noise.csv", noise),
        ("print.csv", format!("%PDF-1.7\n{mark}").into_bytes()),
    ] {
        let error = clean(&place.file(name, bytes), &place.path("out")).expect_err(name);
        assert!(matches!(error, Error::Input { .. }), "{name}: {error:?}");
        refused(&error, name, &["Nguyễn", "Bí Mật"]);
        assert!(!place.path("out").exists(), "{name}");
    }
    let error = clean(&place.path("missing.csv"), &place.path("out")).unwrap_err();
    refused(&error, "missing.csv", &[]);
    assert!(matches!(cleaner().run(&[], &place.path("out")), Err(Error::Config { .. })));
}

#[test]
fn a_header_without_rows_is_done() {
    let place = Place::new();
    let head: String = SMALL.lines().take(3).map(|line| format!("{line}\n")).collect();
    let summary = clean(&place.file("a.csv", head), &place.path("out")).unwrap();
    assert_eq!((summary.flow.source_rows, summary.flow.data, summary.flow.skipped), (3, 0, 3));
    assert_eq!(table(&place.path("out"), "records").height(), 0);
    assert_eq!(verify(&place.path("out")).unwrap(), []);
}

#[test]
fn a_folder_is_its_readable_files_by_name() {
    let place = Place::new();
    let folder = place.path("in");
    fs::create_dir(&folder).unwrap();
    let (head, rows) = SMALL.split_at(SMALL.find("01HN").unwrap());
    let rows: Vec<&str> = rows.lines().collect();
    for (name, row) in [("b.csv", rows[1]), ("a.csv", rows[0]), (".hidden.csv", rows[2]), ("readme.md", rows[2])] {
        fs::write(folder.join(name), format!("{head}{row}\n")).unwrap();
    }
    clean(&folder, &place.path("out")).unwrap();
    let files: Vec<_> =
        Manifest::read(&place.path("out")).unwrap().inputs.into_iter().map(|i| (i.file, i.rows)).collect();
    assert_eq!(files, [("a.csv".to_owned(), 1), ("b.csv".to_owned(), 1)]);

    fs::create_dir(place.path("none")).unwrap();
    refused(&clean(&place.path("none"), &place.path("out2")).unwrap_err(), "none", &[]);
}

#[test]
fn verify_finds_what_was_changed_or_taken() {
    let place = Place::new();
    let out = place.path("out");
    clean(&place.file("a.csv", SMALL), &out).unwrap();
    assert_eq!(verify(&out).unwrap(), []);
    let mut report = fs::read(out.join("report.json")).unwrap();
    report.push(b' ');
    fs::write(out.join("report.json"), report).unwrap();
    fs::remove_file(out.join("pairs.parquet")).unwrap();
    let wrong = verify(&out).unwrap();
    assert_eq!(wrong, [("pairs.parquet".to_owned(), "missing"), ("report.json".to_owned(), "changed")]);
    fs::remove_file(out.join("manifest.json")).unwrap();
    assert!(verify(&out).is_err());
}

#[test]
fn the_written_layout_gives_the_same_result() {
    let place = Place::new();
    for (name, input) in [("small", place.file("a.csv", SMALL)), ("sample", sample())] {
        let (one, two) = (place.path(&format!("{name}-1")), place.path(&format!("{name}-2")));
        clean(&input, &one).unwrap();
        let layout = Layout::read(&one.join("layout.toml")).unwrap();
        cleaner().layout(Some(layout)).run(&[input], &two).unwrap();
        let (one, two) = (content(&one), content(&two));
        for name in one.keys().filter(|name| name.ends_with(".parquet")) {
            assert!(one[name] == two[name], "{name} differs");
        }
    }
}

/// A filled copy of a review workbook: every row of the first group of both sheets is person 1.
fn fill(from: &Path, to: &Path) -> BTreeMap<String, Vec<String>> {
    let mut filled: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut source = open_workbook_auto(from).unwrap();
    let mut workbook = Workbook::new();
    for name in ["Cần xem", "Cần duyệt"] {
        let range = source.worksheet_range(name).unwrap();
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap();
        let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
        let at = |heading: &str| rows[0].iter().position(|cell| cell == heading);
        let (group, key) = (at("group_id").unwrap(), at("record_key").unwrap());
        let first = rows.get(1).map(|row| row[group].clone());
        for (number, mut row) in rows.clone().into_iter().enumerate() {
            if number > 0 && Some(&row[group]) == first.as_ref() {
                for (heading, text) in [
                    ("Người số", "1"),
                    ("Lý do", "Cùng cha mẹ và ngày sinh"),
                    ("Người xem", "Cán bộ A"),
                    ("Ngày xem", "2026-07-01"),
                    ("Người duyệt", "Cán bộ B"),
                ] {
                    if let Some(place) = at(heading) {
                        row[place] = text.to_owned();
                    }
                }
                filled.entry(row[group].clone()).or_default().push(row[key].clone());
            }
            for (column, cell) in (0..).zip(&row) {
                sheet.write_string(u32::try_from(number).unwrap(), column, cell).unwrap();
            }
        }
    }
    workbook.save(to).unwrap();
    filled
}

#[test]
fn decisions_join_persons_and_twice_changes_nothing() {
    let place = Place::new();
    clean(&sample(), &place.path("before")).unwrap();
    let answers = place.path("filled.xlsx");
    let groups = fill(&place.path("before/review.xlsx"), &answers);
    assert!(!groups.is_empty(), "the sample has groups to decide about");

    let run =
        |out: &str, decisions: Vec<PathBuf>| cleaner().decisions(decisions).run(&[sample()], &place.path(out)).unwrap();
    let summary = run("once", vec![answers.clone()]);
    assert_eq!(summary.refused, 0);
    let person = |out: &str, key: &str| -> BTreeSet<String> {
        let clusters = table(&place.path(out), "clusters");
        let codes = texts(&clusters, "record_code");
        let rows = codes.iter().zip(texts(&clusters, "person_id"));
        rows.filter(|(code, _)| code.as_deref() == Some(key)).filter_map(|(_, person)| person).collect()
    };
    for keys in groups.values() {
        let joined: BTreeSet<String> = keys.iter().flat_map(|key| person("once", key)).collect();
        assert_eq!(joined.len(), 1, "{keys:?}");
        let before: BTreeSet<String> = keys.iter().flat_map(|key| person("before", key)).collect();
        assert!(before.len() > 1, "{keys:?}");
    }
    let states: BTreeSet<_> = texts(&table(&place.path("once"), "decisions"), "state").into_iter().flatten().collect();
    assert!(states.contains("applied") && states.iter().all(|s| s == "applied" || s == "open"), "{states:?}");

    run("twice", vec![answers.clone(), answers]);
    for name in ["clusters", "persons", "pairs", "decisions", "assessments"] {
        let read = |out: &str| fs::read(place.path(out).join(format!("{name}.parquet"))).unwrap();
        assert!(read("once") == read("twice"), "{name} differs");
    }
    // Nothing but the links has changed.
    for name in ["records", "convictions", "raw", "repairs"] {
        let read = |out: &str| fs::read(place.path(out).join(format!("{name}.parquet"))).unwrap();
        assert!(read("before") == read("once"), "{name} differs");
    }
}

/// The sample in two files of its own heading.
fn halves(place: &Place) -> [PathBuf; 2] {
    let text = fs::read_to_string(sample()).unwrap();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (head, rows) = lines.split_at(3);
    let cut = (150..rows.len()).find(|at| rows[*at].as_bytes()[0].is_ascii_digit()).unwrap();
    [("a.csv", &rows[..cut]), ("b.csv", &rows[cut..])]
        .map(|(name, rows)| place.file(name, head.iter().chain(rows).copied().collect::<String>()))
}

#[test]
fn what_is_added_to_a_result_gives_what_one_run_gives() {
    let place = Place::new();
    let [a, b] = halves(&place);
    let layout = Layout::parse(
        "[[rule]]\ncode = \"U01\"\nentry = \"conviction\"\nmessage = \"m\"\nseverity = \"error\"
         must = { column = \"court_fee\", at_most = 150_000 }",
        "layout.toml",
    )
    .unwrap();
    let run = |files: &[&PathBuf], out: &str, to: Option<&str>, decisions: &[&PathBuf]| {
        let files: Vec<PathBuf> = files.iter().copied().cloned().collect();
        let decisions = decisions.iter().copied().cloned().collect();
        let cleaner = cleaner().layout(to.is_none().then(|| layout.clone())).formats(&[Format::Csv]);
        cleaner.add_to(to.map(|to| place.path(to))).decisions(decisions).run(&files, &place.path(out))
    };
    run(&[&a, &b], "all", None, &[]).unwrap();
    run(&[&a], "first", None, &[]).unwrap();
    let before = content(&place.path("first"));
    run(&[&b], "added", Some("first"), &[]).unwrap();
    same(&place.path("all"), &place.path("added"));
    assert!(before == content(&place.path("first")), "the earlier result stays as it is");
    assert!(verify(&place.path("added")).unwrap().is_empty());

    // What was decided then still counts, with and without new files.
    let answers = place.path("filled.xlsx");
    assert!(!fill(&place.path("first/review.xlsx"), &answers).is_empty());
    run(&[&a, &b], "all_decided", None, &[&answers]).unwrap();
    run(&[], "first_decided", Some("first"), &[&answers]).unwrap();
    run(&[&b], "added_decided", Some("first_decided"), &[]).unwrap();
    same(&place.path("all_decided"), &place.path("added_decided"));
    run(&[], "again", Some("added_decided"), &[&answers]).unwrap();
    for name in ["clusters", "pairs", "persons", "decisions", "records"] {
        let read = |out: &str| fs::read(place.path(out).join(format!("{name}.parquet"))).unwrap();
        assert!(read("added_decided") == read("again"), "{name} differs");
    }
}

#[test]
fn a_result_that_nothing_can_be_added_to_is_refused() {
    let place = Place::new();
    let [a, b] = halves(&place);
    clean(&a, &place.path("first")).unwrap();
    let add = |file: &PathBuf, to: &str, out: &str| {
        let run = cleaner().add_to(Some(place.path(to))).run(std::slice::from_ref(file), &place.path(out));
        assert!(!place.path(out).exists() || out == to);
        run.unwrap_err()
    };
    // The same file under another name.
    let again = place.file("again.csv", fs::read(&a).unwrap());
    refused(&add(&again, "first", "out"), "again.csv", &["Nguyễn"]);
    refused(&add(&b, "first", "first"), "first", &[]);
    refused(&add(&b, "nothing", "out"), "nothing", &[]);
    // Other rules.
    let rule = "[[rule]]\ncode = \"U01\"\nentry = \"record\"\nmessage = \"m\"\nseverity = \"info\"
        must = { column = \"sex\", given = true }";
    let with = cleaner().layout(Some(Layout::parse(rule, "layout.toml").unwrap()));
    let run = with.add_to(Some(place.path("first"))).run(std::slice::from_ref(&b), &place.path("out"));
    refused(&run.unwrap_err(), "first", &[]);
    // Another version, a changed table.
    let manifest = place.path("first/manifest.json");
    let good = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, good.replace("\"version\": \"0.1.0\"", "\"version\": \"0.0.9\"")).unwrap();
    refused(&add(&b, "first", "out"), "first", &[]);
    fs::write(&manifest, good).unwrap();
    fs::write(place.path("first/pairs.parquet"), "").unwrap();
    refused(&add(&b, "first", "out"), "first", &[]);
    // A copy to share.
    let key = Key::new(b"0123456789abcdef0123456789abcdef").unwrap();
    cleaner().share(Some(key)).run(std::slice::from_ref(&a), &place.path("shared")).unwrap();
    refused(&add(&b, "shared/share", "out"), "share", &[]);
}

#[test]
fn what_does_not_fit_a_result_is_refused_with_its_row_or_shown_again() {
    let place = Place::new();
    clean(&sample(), &place.path("before")).unwrap();
    let review = place.path("before/review.xlsx");
    // The text as it was written is shown, not the cleaned value.
    let mut book = open_workbook_auto(&review).unwrap();
    let sheets = ["Hướng dẫn", "Cần xem", "Cần duyệt", "Tiến độ", "Danh mục"];
    assert_eq!(book.sheet_names(), sheets);
    let rows: Vec<Vec<String>> = ["Cần xem", "Cần duyệt"]
        .iter()
        .flat_map(|name| {
            let range = book.worksheet_range(name).unwrap();
            range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect::<Vec<_>>()
        })
        .collect();
    let born = rows[0].iter().position(|heading| heading == "Ngày sinh").unwrap();
    assert!(rows.iter().any(|row| row[born].starts_with("ngày ")), "days in words");
    assert!(rows.iter().all(|row| !row[born].contains('-')), "no EDTF");

    let filled = place.path("filled.xlsx");
    let groups = fill(&review, &filled);
    let wrong = |column: &str, out: &str| {
        let to = place.path(&format!("{out}.xlsx"));
        let (mut from, mut workbook) = (open_workbook_auto(&filled).unwrap(), Workbook::new());
        for name in ["Cần xem", "Cần duyệt"] {
            let range = from.worksheet_range(name).unwrap();
            let sheet = workbook.add_worksheet();
            sheet.set_name(name).unwrap();
            let head: Vec<String> = range.rows().next().unwrap().iter().map(ToString::to_string).collect();
            for (row, cells) in (0..).zip(range.rows()) {
                for (at, cell) in (0..).zip(cells) {
                    let other = row > 0 && head[usize::from(at)] == column;
                    let text = if other { "0000".to_owned() } else { cell.to_string() };
                    sheet.write_string(row, at, text).unwrap();
                }
            }
        }
        workbook.save(&to).unwrap();
        let summary = cleaner().decisions(vec![to]).run(&[sample()], &place.path(out)).unwrap();
        let decisions = table(&place.path(out), "decisions");
        let rows = decisions.column("rows").unwrap().list().unwrap().get_as_series(0).unwrap();
        let first = rows.str().unwrap().get(0).unwrap().to_owned();
        (summary.refused > 0, texts(&decisions, "state")[0].clone().unwrap(), first)
    };
    let (refused, state, row) = wrong("group_id", "unknown");
    assert!(refused && state == "refused" && row == "unknown.xlsx, Cần xem, 2", "{state} {row}");
    let (refused, state, _) = wrong("content_hash", "changed");
    assert!(!refused && state == "stale", "{state}");
    // Neither joined anybody: the groups are shown again.
    for out in ["unknown", "changed"] {
        assert_eq!(
            fill(&place.path(out).join("review.xlsx"), &place.path("again.xlsx")).keys().collect::<Vec<_>>(),
            groups.keys().collect::<Vec<_>>()
        );
    }
}

#[test]
fn the_manifest_names_the_model_and_the_layout_sets_the_thresholds() {
    let place = Place::new();
    clean(&sample(), &place.path("usual")).unwrap();
    let (records, convictions) = (table(&place.path("usual"), "records"), table(&place.path("usual"), "convictions"));
    let linked = lltp::link::link_persons(&records, &convictions, &lltp::link::PersonSettings::default()).unwrap();
    let versions = |out: &str| Manifest::read(&place.path(out)).unwrap().versions;
    assert_eq!(versions("usual")["link_model"], linked.fingerprint);

    let layout =
        Layout::parse("[link]\nlink = 0.999999999\nreview = 0.999999999\ntraining = \"data\"", "layout.toml").unwrap();
    cleaner().layout(Some(layout)).run(&[sample()], &place.path("strict")).unwrap();
    let review = |out: &str| {
        let pairs = table(&place.path(out), "pairs");
        let asked = texts(&pairs, "decision").iter().filter(|said| said.as_deref() == Some("review")).count();
        (asked, pairs.height())
    };
    assert!(review("strict") != review("usual"), "{:?}", review("strict"));
    // Too few records to train on: the shipped model.
    assert_eq!(versions("strict")["link_model"], linked.fingerprint);
    let again = Layout::read(&place.path("strict/layout.toml")).unwrap();
    assert_eq!(again.link.map(|settings| settings.link), Some(0.999_999_999));
    for (text, place) in [
        ("[link]\nlink = 0.3", "line 1"),
        ("[link]\nlink = \"high\"", "line 2, `link`"),
        ("[link]\ntraining = \"much\"", "line 2, `training`"),
    ] {
        let error = Layout::parse(text, "layout.toml").unwrap_err().to_string();
        assert!(error.contains(place) && !error.contains("much"), "{error}");
    }
}

#[test]
fn a_workbook_of_another_kind_is_no_decision() {
    let place = Place::new();
    let input = place.file("a.csv", SMALL);
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write_string(0, 0, "Nguyễn Văn An").unwrap();
    workbook.save(place.path("other.xlsx")).unwrap();
    for name in ["other.xlsx", "a.csv", "missing.xlsx"] {
        let run = cleaner().decisions(vec![place.path(name)]).run(std::slice::from_ref(&input), &place.path("out"));
        refused(&run.unwrap_err(), name, &["Nguyễn"]);
        assert!(!place.path("out").exists());
    }
}

#[test]
fn csv_has_a_mark_empty_nulls_and_no_formulas() {
    let place = Place::new();
    let out = place.path("out");
    cleaner().formats(&[Format::Csv]).run(&[place.file("a.csv", SMALL)], &out).unwrap();
    let all: String = ["records", "convictions"]
        .iter()
        .map(|name| {
            let text = fs::read_to_string(out.join(format!("{name}.csv"))).unwrap();
            assert!(text.starts_with("\u{FEFF}row_id,"));
            assert_eq!(text.lines().count(), 5, "{name}");
            text
        })
        .collect();
    assert!(all.contains(",\"'=1+1\""), "a formula is defused");
    assert!(!all.contains(",null,") && !all.contains(",=1") && all.contains(",,"));
    // Parquet keeps the cell exactly.
    let notes = ["records", "convictions"].map(|name| texts(&table(&out, name), "note")).concat();
    assert!(notes.contains(&Some("=1+1".to_owned())), "{notes:?}");
}

#[test]
#[cfg(unix)]
fn results_are_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let out = place.path("deep/er/out");
    let key = Key::new(b"a key for tests only").unwrap();
    cleaner().share(Some(key)).run(&[place.file("a.csv", SMALL)], &out).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&out), mode(&out.join("share"))), (0o700, 0o700));
    for folder in [out.clone(), out.join("share")] {
        for name in names(&folder).into_iter().filter(|name| name != "share") {
            assert_eq!(mode(&folder.join(&name)), 0o600, "{name}");
        }
    }
}

#[test]
fn the_copy_to_share_holds_tokens_initials_and_years() {
    let place = Place::new();
    let key = Key::new(b"a key for tests only").unwrap();
    cleaner().share(Some(key.clone())).run(&[sample()], &place.path("out")).unwrap();
    let (out, copy) = (place.path("out"), place.path("out/share"));
    for name in ["raw.parquet", "repairs.parquet", "review.xlsx", "todo.xlsx", "layout.toml"] {
        assert!(!copy.join(name).exists(), "{name}");
    }
    let (full, shared) = (table(&out, "records"), table(&copy, "records"));
    assert_eq!(full.height(), shared.height());
    for column in ["note", "extra", "source_file", "permanent_residence", "birth_date_from", "prior_convictions"] {
        assert!(shared.column(column).is_err(), "{column}");
    }
    for (purpose, column) in [("row_id", "row_id"), ("record_code", "record_code"), ("citizen_id", "citizen_id")] {
        let tokens: Vec<_> =
            texts(&full, column).iter().map(|cell| Some(key.token(purpose, cell.as_deref()?))).collect();
        assert_eq!(texts(&shared, column), tokens, "{column}");
    }
    let known = |column: &str| texts(&shared, column).into_iter().flatten();
    assert!(known("full_name").all(|name| name.split('.').all(|part| part.chars().count() <= 2)));
    assert!(known("birth_date").all(|date| !date.contains('-')));
    // Tables of the copy join as the full ones do.
    let ids: BTreeSet<_> = texts(&table(&copy, "clusters"), "row_id").into_iter().collect();
    assert_eq!(ids, texts(&shared, "row_id").into_iter().collect());
    let report: serde_json::Value = serde_json::from_slice(&fs::read(copy.join("report.json")).unwrap()).unwrap();
    let small = |counts: &serde_json::Value| {
        counts.as_object().unwrap().values().any(|n| n.as_u64().is_some_and(|n| (1..5).contains(&n)))
    };
    assert!(!small(&report["statuses"]) && !small(&report["funnel"]));
    assert!(report["courts"].as_array().unwrap().iter().all(|court| !small(court)));
    assert!(report["reasons"].as_array().unwrap().iter().all(|reason| !small(reason)));
}

/// What the cells of a column prove decides about those that fit several readings; what the layout file says goes before.
#[test]
fn orders_and_eras_change_what_doubtful_cells_mean() {
    let place = Place::new();
    let row = |i: usize| {
        let (born, judged) = (12 + i % 16, i % 9 + 1);
        format!("Nguyễn Văn An;5/{born}/1990;Tổ {i}, Phường Trấn Biên, Tỉnh Đồng Nai;{i}/2010/HSST;2010-03-0{judged}\n")
    };
    let text = "Họ và tên;Ngày sinh;Nơi cư trú;Số bản án;Ngày bản án\n".to_owned()
        + &(1..=20).map(row).collect::<String>()
        + "Lê Thị Bình;4/5/1970;Xã Sơn Đồng, Thành phố Hà Nội;30/2010/HSST;2010-03-01\n";
    let input = place.file("a.csv", &text);
    let cleaned = |columns: &str| {
        let out = place.path("out");
        let layout =
            Layout::parse(&format!("[[file]]\nfile = \"a.csv\"\n[[file.sheet]]\n{columns}"), "layout.toml").unwrap();
        cleaner().layout(Some(layout)).overwrite(true).run(std::slice::from_ref(&input), &out).unwrap();
        let records = table(&out, "records");
        let cell = |name: &str| records.column(name).unwrap().str().unwrap().get(20).map(str::to_owned);
        (cell("birth_date"), cell("residence_commune"), fs::read_to_string(out.join("layout.toml")).unwrap())
    };
    let (born, commune, layout) = cleaned("");
    assert_eq!((born.as_deref(), commune.as_deref()), (Some("1970-04-05"), Some("09871")));
    assert!(
        layout.contains("date_order = \"mdy\"") && layout.contains("era = \"34\"\nera_how = \"content\""),
        "{layout}"
    );
    let column = |index: u8, rest: &str| format!("[[file.sheet.column]]\nindex = {index}\n{rest}\n");
    let told = column(2, "date_order = \"dmy\"") + &column(3, "era = \"63\"");
    let (born, commune, _) = cleaned(&told);
    assert_eq!((born.as_deref(), commune.as_deref()), (Some("1970-05-04"), Some("09859")));
}

/// Dozens of files in several folders are one run; each is accounted for.
#[test]
fn dozens_of_files_are_one_run() {
    let place = Place::new();
    for i in 0..36 {
        let folder = place.path(&format!("in{}", i % 3));
        fs::create_dir_all(&folder).unwrap();
        let table = format!("Họ và tên;Năm sinh\nNguyễn Văn An;{}\n", 1950 + i);
        if i % 4 == 0 {
            let mut book = Workbook::new();
            let sheet = book.add_worksheet();
            for (row, line) in (0..).zip(table.lines()) {
                for (column, cell) in (0..).zip(line.split(';')) {
                    sheet.write(row, column, cell).unwrap();
                }
            }
            book.save(folder.join(format!("{i}.xlsx"))).unwrap();
        } else {
            fs::write(folder.join(format!("{i}.csv")), table).unwrap();
        }
    }
    let out = place.path("out");
    cleaner().run(&[place.path("in0"), place.path("in1"), place.path("in2")], &out).unwrap();
    assert_eq!(table(&out, "records").height(), 36);
    assert_eq!(table(&out, "raw").height(), 72);
}
