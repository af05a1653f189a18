//! No cell of a person leaves the outputs that are declared to hold it: every cell of a file is a mark of its own, and
//! no mark may be found in an error, the report, the manifest, the findings, the layout (but for headings) or the copy
//! to share, whatever is wrong with the file.
#![cfg(feature = "xlsx")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use lltp::cleaner::Cleaner;
use lltp::date::Date;
use lltp::layout::Layout;
use lltp::output::Format;
use lltp::polars::prelude::*;
use lltp::privacy::Key;
use polars_io::prelude::ParquetReader;
use rust_xlsxwriter::Workbook;

const ROWS: usize = 8;

/// A heading, and the cell of a row: something of the kind that the heading promises, with its mark within.
type Shape = (&'static str, fn(usize) -> (String, Vec<String>));

/// Letters of a number, so that a name may hold them.
fn letters(n: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap());
    format!("xoz{}{}w", letter(n / 26), letter(n))
}

fn name(n: usize) -> (String, Vec<String>) {
    let mark = letters(n);
    let (first, rest) = mark.split_at(1);
    let given = format!("{}{rest}", first.to_uppercase());
    (format!("Nguyễn Văn {given}"), vec![mark, given])
}

fn text(n: usize) -> (String, Vec<String>) {
    (format!("nội dung {}", letters(n)), vec![letters(n)])
}

fn day(n: usize) -> (String, Vec<String>) {
    let (day, month, year) = (1 + n % 28, 1 + n / 28 % 12, 1961 + n % 20);
    let written = format!("{day:02}/{month:02}/{year}");
    (written.clone(), vec![written, format!("{year}-{month:02}-{day:02}"), format!("{day}/{month}/{year}")])
}

fn number(digits: &str, n: usize) -> (String, Vec<String>) {
    (format!("{digits}{n:06}"), vec![format!("{digits}{n:06}")])
}

const SHAPES: &[Shape] = &[
    ("Mã hồ sơ", |n| (format!("01HN2015/9{n:04}"), vec![format!("2015/9{n:04}")])),
    ("Họ và tên", name),
    ("Tên gọi khác", name),
    ("Ngày sinh", day),
    ("Số CCCD", |n| number("001075", 900_000 + n)),
    ("Số CMND", |n| (format!("0117{n:05}"), vec![format!("0117{n:05}")])),
    ("Nghề nghiệp", text),
    ("Họ tên cha", name),
    ("Họ tên mẹ", name),
    ("Nơi thường trú", |n| {
        (format!("Số {} Xã Cổ Loa, Huyện Đông Anh, Thành phố Hà Nội", letters(n)), vec![letters(n)])
    }),
    ("Số bản án", |n| (format!("98{n:03}/2015/HSST"), vec![format!("98{n:03}/2015")])),
    ("Ngày tuyên án", day),
    ("Tòa án xét xử", |n| (format!("Tòa án nhân dân huyện {}", letters(n)), vec![letters(n)])),
    ("Tội danh", |n| (format!("Trộm cắp {}", letters(n)), vec![letters(n)])),
    ("Hình phạt chính", |n| (format!("12 tháng tù {}", letters(n)), vec![letters(n)])),
    ("Nghĩa vụ dân sự", |n| (format!("bồi thường cho {}", letters(n)), vec![letters(n)])),
    ("Tiền án", text),
    ("Ghi chú", text),
    ("Cột lạ", text),
];

/// A table whose every cell is a mark, and the marks.
struct Table {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
    marks: Vec<String>,
}

/// Cells that are what their headings say.
fn plausible() -> Table {
    let mut marks = Vec::new();
    let mut cell = |row: usize, column: usize| {
        let (cell, mut own) = SHAPES[column].1(1 + row * SHAPES.len() + column);
        marks.append(&mut own);
        cell
    };
    let rows = (0..ROWS).map(|row| (0..SHAPES.len()).map(|column| cell(row, column)).collect()).collect();
    Table { heads: SHAPES.iter().map(|(head, _)| (*head).to_owned()).collect(), rows, marks }
}

/// Cells that nobody can read.
fn unreadable() -> Table {
    let cell = |row: usize, column: usize| format!("Zq{:04}x", row * SHAPES.len() + column);
    let rows: Vec<Vec<String>> =
        (0..ROWS).map(|row| (0..SHAPES.len()).map(|column| cell(row, column)).collect()).collect();
    let marks = rows.iter().flatten().cloned().collect();
    Table { heads: SHAPES.iter().map(|(head, _)| (*head).to_owned()).collect(), rows, marks }
}

impl Table {
    fn csv(&self) -> String {
        let lines = std::iter::once(&self.heads).chain(&self.rows).map(|row| row.join(";") + "\n");
        format!("\u{FEFF}{}", lines.collect::<String>())
    }
}

struct Canary<'a> {
    marks: &'a [String],
    folder: tempfile::TempDir,
    runs: usize,
}

impl Canary<'_> {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    #[track_caller]
    fn silent(&self, place: &str, text: &str) {
        let lower = text.to_lowercase();
        for mark in self.marks {
            if let Some(at) = lower.find(&mark.to_lowercase()) {
                let from = (0..=at.saturating_sub(60)).rev().find(|i| lower.is_char_boundary(*i)).unwrap_or(0);
                panic!("{place} holds {mark}: …{}", lower[from..].chars().take(160).collect::<String>());
            }
        }
    }

    /// Runs over a file and looks everywhere but in the declared outputs; whether the run was done.
    #[track_caller]
    fn run(&mut self, what: &str, cleaner: Cleaner, input: &Path) -> bool {
        self.runs += 1;
        let out = self.path("out");
        let key = Key::new(b"a key for tests only").unwrap();
        let before: Vec<_> = listing(self.folder.path());
        match cleaner.formats(&[Format::Csv]).share(Some(key)).run(&[input.to_owned()], &out) {
            Err(error) => {
                self.silent(what, &format!("{error}\n{error:?}"));
                assert_eq!(before, listing(self.folder.path()), "{what}: something is left");
                false
            }
            Ok(summary) => {
                self.silent(what, &format!("{summary:?}"));
                self.result(what, &out);
                fs::remove_dir_all(&out).unwrap();
                assert_eq!(before, listing(self.folder.path()), "{what}: something is left");
                true
            }
        }
    }

    #[track_caller]
    fn result(&self, what: &str, out: &Path) {
        for name in ["report.html", "report.json", "manifest.json", "findings.csv", "share/manifest.json"] {
            self.silent(&format!("{what}: {name}"), &fs::read_to_string(out.join(name)).unwrap());
        }
        self.silent(&format!("{what}: findings"), &all_cells(&out.join("findings.parquet")));
        // Headings are kept in the layout, and a wrongly chosen heading row may hold people.
        let layout = fs::read_to_string(out.join("layout.toml")).unwrap();
        let layout: String = layout
            .lines()
            .filter(|line| !line.starts_with("header = "))
            .fold(String::new(), |all, line| all + line + "\n");
        self.silent(&format!("{what}: layout.toml"), &layout);
        for name in listing(&out.join("share")) {
            let place = format!("{what}: share/{name}");
            let path = out.join("share").join(&name);
            if name.ends_with(".parquet") {
                self.silent(&place, &all_cells(&path));
            } else {
                self.silent(&place, &fs::read_to_string(path).unwrap());
            }
        }
        // The marks are where they belong: the test would be blind otherwise.
        let raw = all_cells(&out.join("raw.parquet")).to_lowercase();
        assert!(self.marks.iter().any(|mark| raw.contains(&mark.to_lowercase())), "{what}: raw holds no mark");
    }
}

fn listing(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Every cell of a Parquet file as text.
fn all_cells(path: &Path) -> String {
    let frame = ParquetReader::new(fs::File::open(path).unwrap()).finish().unwrap();
    let mut all = String::new();
    for column in frame.columns() {
        // Lists and structures show their first cells alone, so they are taken apart.
        for series in flat(column.as_materialized_series()) {
            for row in 0..series.len() {
                let _ = writeln!(all, "{}", series.get(row).unwrap());
            }
        }
    }
    all
}

fn flat(series: &Series) -> Vec<Series> {
    match series.dtype() {
        DataType::List(_) => flat(&series.explode(ExplodeOptions { empty_as_null: true, keep_nulls: true }).unwrap()),
        DataType::Struct(_) => series.struct_().unwrap().fields_as_series().iter().flat_map(flat).collect(),
        _ => vec![series.clone()],
    }
}

fn cleaner() -> Cleaner {
    Cleaner::new(Date::constant(2026, 6, 30))
}

fn every_breakage(table: &Table) {
    let mut canary = Canary { marks: &table.marks, folder: tempfile::tempdir().unwrap(), runs: 0 };
    let csv = table.csv();
    let input = canary.path("in.csv");
    let mut done = 0;

    // The file itself, and broken.
    let lines: Vec<&str> = csv.lines().collect();
    let first = &table.rows[0];
    let middle = csv.char_indices().nth(csv.chars().count() / 2).unwrap().0;
    let utf16: Vec<u8> = csv.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut bad = csv.clone().into_bytes();
    for at in (csv.find('\n').unwrap()..bad.len()).step_by(97) {
        bad[at] = 0xFF;
    }
    let with = |from: &str, to: &str| csv.replacen(from, to, 40).into_bytes();
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("intact", csv.clone().into_bytes()),
        ("a quote that nobody closes", with(&first[1], &format!("\"{}", first[1]))),
        ("quotes within cells", with("; ", "\";\"").into_iter().chain(b"\"".iter().copied()).collect()),
        ("every cell in quotes, one torn", csv.replace(';', "\";\"").into_bytes()),
        ("bad bytes", bad),
        ("cut in the middle", csv.as_bytes()[..middle].to_vec()),
        ("no heading", (lines[1..].join("\n") + "\n").into_bytes()),
        ("heading below the rows", (lines[1..].join("\n") + "\n" + lines[0] + "\n").into_bytes()),
        (
            "another delimiter half-way",
            [csv[..middle].to_owned(), csv[middle..].replace(';', "|")].concat().into_bytes(),
        ),
        ("no delimiter at all", csv.replace(';', "   ").into_bytes()),
        ("UTF-16 with an odd end", [utf16.as_slice(), b"x"].concat()),
        ("NUL bytes", csv.replace("; ", ";\0").replace('1', "1\0").into_bytes()),
        ("more cells than headings", csv.replace('\n', &format!(";{};{}\n", first[1], first[4])).into_bytes()),
        (
            "a title and a total with people in them",
            format!("Danh sách của {}\n{csv}Tổng cộng: {}\nNgười lập: {}\n", first[1], first[2], first[7]).into_bytes(),
        ),
        ("headings twice, the second with people", format!("{csv}{}\n{}\n", lines[0], lines[1]).into_bytes()),
        (
            "columns shifted by one",
            lines
                .iter()
                .enumerate()
                .map(|(i, l)| if i == 0 { format!("{l}\n") } else { format!("x;{l}\n") })
                .collect::<String>()
                .into_bytes(),
        ),
        (
            "a cell of 200,000 characters",
            csv.replacen(&first[9], &first[9].repeat(200_000 / first[9].len()), 1).into_bytes(),
        ),
        ("markup and formulas", csv.replace(&first[1], &format!("=<script>{}</script>", first[1])).into_bytes()),
    ];
    for (what, bytes) in files {
        fs::write(&input, bytes).unwrap();
        done += usize::from(canary.run(what, cleaner(), &input));
    }
    assert!(done >= 10, "most breakages are read: {done}");

    // Another kind of file than its name says; a workbook.
    let fake = canary.path("in.xlsx");
    fs::write(&fake, format!("PK\u{3}\u{4}{csv}")).unwrap();
    assert!(!canary.run("no workbook", cleaner(), &fake));
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(std::iter::once(&table.heads).chain(&table.rows)) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    workbook.save(&fake).unwrap();
    assert!(canary.run("a workbook", cleaner(), &fake));

    // Wrong layouts: every column under the name of its neighbour; a row of people as heading; values where TOML wants
    // others.
    fs::write(&input, &csv).unwrap();
    let canonical = [
        "record.birth_date",
        "record.citizen_id",
        "record.sex",
        "conviction.judgment_no",
        "conviction.judgment_date",
        "conviction.court",
        "conviction.offences",
        "conviction.principal_penalty",
        "conviction.citations",
        "record.permanent_residence",
        "conviction.court_fee",
        "conviction.suspended",
        "conviction.probation",
        "conviction.principal_completed_on",
        "expungement.route",
        "enforcement.kind",
        "record.identity_card",
        "record.full_name",
        "conviction.instance",
    ];
    for header_row in [1, 3] {
        let mut layout = format!("[[file]]\nfile = \"*\"\n[[file.sheet]]\nheader_row = {header_row}\n");
        for (index, canonical) in (1..).zip(canonical) {
            let _ = write!(layout, "[[file.sheet.column]]\nindex = {index}\ncanonical = [\"{canonical}\"]\n");
        }
        let layout = Layout::parse(&layout, "layout.toml").unwrap();
        canary.run("a wrong layout", cleaner().layout(Some(layout)), &input);
    }
    let mark = &first[1];
    for toml in [
        format!("[[file]]\nfile = \"a\"\nencoding = \"{mark}\""),
        format!("[[file]]\nfile = \"a\"\ndelimiter = \"{mark}\""),
        format!("[[file]]\nfile = \"a\"\n[[file.sheet]]\nheader_row = \"{mark}\""),
        format!("[[file]]\nfile = \"a\"\n[[file.sheet]]\nera = \"{mark}\""),
        format!("[[file]]\nfile = \"a\"\n[[file.sheet]]\n[[file.sheet.column]]\nindex = 1\ncanonical = [\"{mark}\"]"),
        format!("[[file]]\nfile = \"a\"\n[[file.sheet]]\n[[file.sheet.column]]\nindex = 1\ncharset = \"{mark}\""),
        format!("{mark}\n{csv}"),
        csv.clone(),
    ] {
        if let Err(error) = Layout::parse(&toml, "layout.toml") {
            canary.silent("layout.toml", &format!("{error}\n{error:?}"));
        }
    }

    // The file as decisions, as an earlier result, as a key.
    assert!(!canary.run("decisions that are none", cleaner().decisions(vec![input.clone()]), &input));
    assert!(!canary.run("decisions of another workbook", cleaner().decisions(vec![fake.clone()]), &input));
    let earlier = canary.path("earlier");
    fs::create_dir(&earlier).unwrap();
    for name in ["manifest.json", "report.json"] {
        fs::write(earlier.join(name), &csv).unwrap();
    }
    assert!(!canary.run("an earlier result that is none", cleaner().previous(Some(earlier.clone())), &input));
    let error = lltp::manifest::verify(&earlier).unwrap_err();
    canary.silent("verify", &format!("{error}\n{error:?}"));
    let key = canary.path("khoa.txt");
    fs::write(&key, mark.chars().take(7).collect::<String>()).unwrap();
    let error = Key::read(&key).unwrap_err();
    canary.silent("key", &format!("{error}\n{error:?}"));
    assert!(canary.runs > 20);
}

#[test]
fn readable_cells_stay_in_the_declared_outputs() {
    every_breakage(&plausible());
}

#[test]
fn unreadable_cells_stay_in_the_declared_outputs() {
    every_breakage(&unreadable());
}
