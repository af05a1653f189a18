//! The commands as an officer runs them: no mark of a cell on standard output, on standard error, in the report, the
//! manifest, the findings, the layout or the folder for temporary files, whatever the command, its options and the file.
#![cfg(feature = "xlsx")]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Letters that no table knows.
fn letters(n: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap());
    format!("xoz{}{}w", letter(n / 26), letter(n))
}

const HEADS: [&str; 9] = [
    "Mã hồ sơ",
    "Họ và tên",
    "Ngày sinh",
    "Số CCCD",
    "Nơi thường trú",
    "Số bản án",
    "Tòa án xét xử",
    "Hình phạt chính",
    "Ghi chú",
];

/// Rows of marks, and the marks.
fn table() -> (Vec<Vec<String>>, Vec<String>) {
    let mut marks = Vec::new();
    let rows = (0..6).map(|row| {
        let n = row * HEADS.len();
        marks.extend((n..n + HEADS.len()).map(letters));
        marks.extend([format!("2015/9{row:04}"), format!("001075{:06}", 900_000 + n), format!("98{row:03}/2015")]);
        let born = format!("{:02}/11/19{:02}", 10 + row, 61 + row);
        marks.push(born.clone());
        vec![
            format!("01HN2015/9{row:04}"),
            format!("Nguyễn Văn {}", letters(n + 1)),
            born,
            format!("001075{:06}", 900_000 + n),
            format!("Số {} Xã Cổ Loa, Huyện Đông Anh, Thành phố Hà Nội", letters(n + 4)),
            format!("98{row:03}/2015/HSST"),
            format!("Tòa án nhân dân huyện {}", letters(n + 6)),
            format!("12 tháng tù {}", letters(n + 7)),
            format!("nội dung {}", letters(n + 8)),
        ]
    });
    (rows.collect(), marks)
}

/// An example, built if it is not yet.
fn example(name: &str) -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let folder = BUILT.get_or_init(|| {
        let profile = std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().to_owned();
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--examples", "--quiet", "--manifest-path"]);
        build.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"));
        if profile.file_name().is_some_and(|name| name == "release") {
            build.arg("--release");
        }
        assert!(build.status().unwrap().success());
        profile.join("examples")
    });
    folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

struct Office {
    folder: tempfile::TempDir,
    marks: Vec<String>,
}

impl Office {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    #[track_caller]
    fn silent(&self, place: &str, text: &str) {
        let lower = text.to_lowercase();
        for mark in &self.marks {
            assert!(!lower.contains(&mark.to_lowercase()), "{place} holds {mark}");
        }
    }

    /// Runs a command in the folder and looks at what it says and at what lies about; its exit code.
    #[track_caller]
    fn run(&self, name: &str, arguments: &[&str]) -> i32 {
        let (temporary, what) = (self.path("tmp"), format!("{name} {arguments:?}"));
        fs::create_dir_all(&temporary).unwrap();
        let mut command = Command::new(example(name));
        command.args(arguments).current_dir(self.folder.path());
        for variable in ["TMPDIR", "TEMP", "TMP"] {
            command.env(variable, &temporary);
        }
        // What reads standard input is given the file.
        let fed = ["parse", "worker"].contains(&name);
        if fed {
            command.stdin(fs::File::open(self.path("in.csv")).unwrap());
        }
        let said = command.output().unwrap();
        // The line parser answers with the values: that is what it is for.
        if name != "parse" {
            self.silent(&format!("{what}: standard output"), &String::from_utf8_lossy(&said.stdout));
        }
        let errors = String::from_utf8_lossy(&said.stderr);
        self.silent(&format!("{what}: standard error"), &errors);
        assert!(!errors.contains("panicked"), "{what}: {errors}");
        assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0, "{what}: something is left");
        said.status.code().unwrap()
    }

    /// Looks at the outputs that hold no person.
    #[track_caller]
    fn result(&self, out: &str) {
        for name in
            ["report.html", "report.json", "manifest.json", "findings.csv", "share/report.html", "share/report.json"]
        {
            let path = self.path(out).join(name);
            if !name.starts_with("share/") || path.exists() {
                let text = fs::read_to_string(path).unwrap();
                self.silent(&format!("{out}/{name}"), &text);
            }
        }
        let layout = fs::read_to_string(self.path(out).join("layout.toml")).unwrap();
        // Headings are kept there, and a wrongly chosen heading row may hold people.
        let layout: Vec<&str> = layout.lines().filter(|line| !line.starts_with("header = ")).collect();
        self.silent(&format!("{out}/layout.toml"), &layout.join("\n"));
    }
}

fn office() -> (Office, String) {
    let (rows, marks) = table();
    let office = Office { folder: tempfile::tempdir().unwrap(), marks };
    let lines = std::iter::once(HEADS.map(str::to_owned).to_vec()).chain(rows).map(|row| row.join(";") + "\n");
    let csv = lines.collect::<String>();
    fs::write(office.path("in.csv"), &csv).unwrap();
    fs::write(office.path("key.txt"), "0123456789abcdef0123456789abcdef").unwrap();
    (office, csv)
}

#[test]
fn no_command_shows_a_cell() {
    let (office, csv) = office();
    let clean = |arguments: &[&str]| office.run("clean", &[&["in.csv", "--format", "csv"], arguments].concat());
    assert_eq!(clean(&["--out", "a", "--as-of", "2026-06-10"]), 0);
    office.result("a");
    assert_eq!(clean(&["--out", "b", "--as-of", "2026-06-30", "--share", "--key", "key.txt", "--lang", "en"]), 0);
    office.result("b");
    for deadline in ["2025-03-31", "2026-12-31"] {
        let options = ["--out", "c", "--overwrite", "--as-of", "2026-06-30", "--previous", "a", "--deadline", deadline];
        assert_eq!(clean(&options), 0);
        office.result("c");
    }
    assert_eq!(clean(&["--out", "d", "--config", "a/layout.toml", "--fail-on", "warning"]), 1);
    office.result("d");
    assert_eq!(clean(&["--out", "f", "--as-of", "2026-06-10", "--decisions", "a/review.xlsx"]), 0);
    office.result("f");
    fs::write(office.path("more.csv"), format!("{csv}\n")).unwrap();
    let add = ["more.csv", "--out", "g", "--add-to", "a", "--as-of", "2026-06-30", "--format", "csv"];
    assert_eq!(office.run("clean", &add), 0);
    office.result("g");
    assert_eq!(office.run("clean", &["--verify", "a"]), 0);
    // Refusals: a folder that is taken, and the file in the place of something else.
    assert_eq!(clean(&["--out", "a"]), 2);
    for option in ["--config", "--decisions", "--previous"] {
        for language in ["vi", "en"] {
            assert_eq!(clean(&["--out", "e", option, "in.csv", "--lang", language]), 2, "{option}");
        }
    }
    assert_eq!(office.run("clean", &["--verify", "in.csv"]), 2);
    fs::write(office.path("short.txt"), csv.chars().skip(90).take(9).collect::<String>()).unwrap();
    assert_eq!(clean(&["--out", "e", "--share", "--key", "short.txt"]), 2);
    assert!(!office.path("e").exists());

    for how in ["", "--json", "--toml"] {
        let how: Vec<&str> = std::iter::once(how).filter(|how| !how.is_empty()).collect();
        assert_eq!(office.run("inspect", &[&["in.csv"], how.as_slice()].concat()), 0);
    }
    assert_ne!(office.run("inspect", &["in.csv", "--config", "in.csv"]), 0);
    let ids: Vec<String> = fs::read_to_string(office.path("a/records.csv"))
        .unwrap()
        .lines()
        .skip(1)
        .filter_map(|line| line.trim_start_matches('\u{FEFF}').split(',').next().map(str::to_owned))
        .collect();
    if let [left, right, ..] = ids.as_slice() {
        office.run("explain-link", &["a", left, right]);
    }
    assert_ne!(office.run("explain-link", &["in.csv", "x", "y"]), 0);
    assert_ne!(office.run("explain", &["in.csv"]), 0);
    assert_eq!(office.run("rules", &[]), 0);
    for kind in ["name", "date", "identity", "place", "sentence"] {
        assert_eq!(office.run("parse", &[kind]), 0);
    }
    assert_eq!(office.run("generate", &["5", "invented.csv"]), 0);
    // A stream that is none.
    assert_eq!(office.run("worker", &["normalise", "--layout", "a/layout.toml", "--as-of", "2026-06-30"]), 2);
    assert_eq!(office.run("worker", &["facts"]), 2);

    let comma = csv.replace(", ", " ").replace(';', ",");
    fs::write(office.path("table.csv"), comma).unwrap();
    let settings = "block = [[\"Họ và tên\"]]\n[[compare]]\ncolumn = \"Họ và tên\"\nas = \"name\"\n";
    fs::write(office.path("settings.toml"), settings).unwrap();
    let link = |settings: &str, out: &str| {
        office.run("link", &["table.csv", "--settings", settings, "--id", "Mã hồ sơ", "--out", out])
    };
    assert_eq!(link("settings.toml", "l"), 0);
    assert_ne!(link("in.csv", "m"), 0);
}

#[test]
fn no_broken_file_shows_a_cell() {
    let (office, csv) = office();
    let lines: Vec<&str> = csv.lines().collect();
    let heading = lines.first().unwrap().to_string();
    let body = lines.get(1..).unwrap().join("\n");
    let half: usize = csv.char_indices().nth(csv.chars().count() / 2).unwrap().0;
    let (head, tail) = csv.split_at(half);
    let mut bad = csv.clone().into_bytes();
    bad.iter_mut().skip(heading.len()).step_by(97).for_each(|byte| *byte = 0xFF);
    let broken: [(&str, Vec<u8>); 12] = [
        ("open_quote.csv", csv.replacen("Nguyễn", "\"Nguyễn", 1).into_bytes()),
        ("bad_bytes.csv", bad),
        ("cut.csv", head.as_bytes().to_vec()),
        ("no_heading.csv", body.clone().into_bytes()),
        ("heading_below.csv", format!("{body}\n{heading}\n").into_bytes()),
        ("other_delimiter.csv", [head, &tail.replace(';', "|")].concat().into_bytes()),
        ("no_delimiter.csv", csv.replace(';', "   ").into_bytes()),
        ("odd_utf16.csv", csv.encode_utf16().flat_map(u16::to_le_bytes).chain([0]).collect()),
        ("nul.csv", csv.replace('1', "1\0").into_bytes()),
        ("more_cells.csv", csv.replace('\n', ";x;y;z\n").into_bytes()),
        ("shifted.csv", format!("{heading}\n{}", body.replace('\n', "\nx;")).into_bytes()),
        ("no_workbook.xlsx", [b"PK\x03\x04", csv.as_bytes()].concat()),
    ];
    for (at, (name, bytes)) in broken.into_iter().enumerate() {
        fs::write(office.path(name), bytes).unwrap();
        let out = format!("out{at}");
        let language = if at % 2 == 0 { "vi" } else { "en" };
        let options = ["--as-of", "2026-06-30", "--format", "csv", "--share", "--key", "key.txt", "--lang", language];
        if office.run("clean", &[&[name, "--out", &out], options.as_slice()].concat()) == 2 {
            assert!(!office.path(&out).exists(), "{name}");
        } else {
            office.result(&out);
        }
        office.run("inspect", &[name]);
    }
}
