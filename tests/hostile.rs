//! Hostile files: each ends in rows that are all accounted for, or in one clear sentence.
//!
//! The files are made here, in code; none is kept.
#![cfg(feature = "xlsx")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lltp::layout::{DateOrder, Layout};
use lltp::polars::prelude::*;
use lltp::source::{RowKind, Source};
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook};

/// What must come of a file.
enum Must {
    /// It is read: rows of data, and all rows.
    Read { data: usize, rows: usize },
    /// It is refused with a sentence that holds these words.
    Refuse(&'static str),
}
use Must::{Read, Refuse};

/// Rows by kind, and the cells of the first column with those of data.
struct Seen {
    kinds: BTreeMap<RowKind, usize>,
    rows: Vec<(usize, u32, RowKind, Vec<Option<String>>)>,
}

fn read(path: &Path) -> lltp::Result<(Source, Seen)> {
    let source = Source::open(path, None)?;
    let mut seen = Seen { kinds: BTreeMap::new(), rows: Vec::new() };
    for batch in source.batches()? {
        let batch = batch?;
        for (i, (number, kind)) in batch.source_row.iter().zip(&batch.row_kind).enumerate() {
            *seen.kinds.entry(*kind).or_default() += 1;
            if seen.rows.len() < 2_000 {
                let cells = batch.cells.iter().take(50).map(|c| c.get(i).map(str::to_owned)).collect();
                seen.rows.push((batch.sheet, *number, *kind, cells));
            }
        }
        for column in batch.cells.iter().chain(&batch.written) {
            assert_eq!(column.len(), batch.source_row.len());
        }
        assert_eq!(batch.bytes.len(), batch.source_row.len());
    }
    Ok((source, seen))
}

struct Bench {
    folder: tempfile::TempDir,
    count: usize,
}

impl Bench {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), count: 0 }
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    #[track_caller]
    fn check(&mut self, name: &str, bytes: impl AsRef<[u8]>, must: Must) {
        let path = self.file(name, bytes.as_ref());
        self.path(&path, must);
    }

    #[track_caller]
    fn path(&mut self, path: &Path, must: Must) {
        self.count += 1;
        let started = std::time::Instant::now();
        match (read(path), must) {
            (Ok((_, seen)), Read { data, rows }) => {
                let found = seen.kinds.get(&RowKind::Data).copied().unwrap_or(0);
                assert_eq!(found, data, "{}: data rows; {:?}", path.display(), seen.kinds);
                assert_eq!(seen.kinds.values().sum::<usize>(), rows, "{}: all rows; {:?}", path.display(), seen.kinds);
            }
            (Err(error), Refuse(words)) => {
                let message = error.to_string();
                assert!(message.contains(words), "{}: {message}", path.display());
                assert_eq!(message.lines().count(), 1, "{message}");
            }
            (Ok((_, seen)), Refuse(words)) => panic!("{}: read {:?}, expected: {words}", path.display(), seen.kinds),
            (Err(error), Read { .. }) => panic!("{}: refused: {error}", path.display()),
        }
        assert!(started.elapsed().as_secs() < 120, "{}: too slow", path.display());
    }
}

const HEAD: &str = "STT,Họ và tên,Năm sinh,Số bản án\n";

fn rows(n: usize) -> String {
    (1..=n).map(|i| format!("{i},Nguyễn Văn An,1980,{i}/2019/HS-ST\n")).collect()
}

fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let mark = if mark { "\u{FEFF}" } else { "" };
    format!("{mark}{text}").encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
}

#[test]
fn text_files() {
    let mut b = Bench::new();
    let table = format!("{HEAD}{}", rows(3));
    b.check("empty.csv", "", Refuse("the file is empty"));
    b.check("mark.csv", "\u{FEFF}", Refuse("no filled cell"));
    b.check("newlines.csv", "\n\n\r\n\n", Refuse("no filled cell"));
    b.check("spaces.csv", "   \n    \n", Refuse("no filled cell"));
    b.check("header_only.csv", HEAD, Read { data: 0, rows: 1 });
    b.check("header_only_no_end.csv", HEAD.trim_end(), Read { data: 0, rows: 1 });
    b.check("plain.csv", &table, Read { data: 3, rows: 4 });
    b.check("mark_plain.csv", format!("\u{FEFF}{table}"), Read { data: 3, rows: 4 });
    b.check("crlf.csv", table.replace('\n', "\r\n"), Read { data: 3, rows: 4 });
    b.check("cr.csv", table.replace('\n', "\r"), Read { data: 3, rows: 4 });
    b.check("mixed_ends.csv", table.replacen('\n', "\r\n", 2), Read { data: 3, rows: 4 });
    for (name, delimiter) in [("semicolon", ";"), ("tab", "\t"), ("pipe", "|"), ("caret", "^"), ("tilde", "~")] {
        b.check(&format!("{name}.csv"), table.replace(',', delimiter), Read { data: 3, rows: 4 });
    }
    b.check("sep.csv", format!("sep=;\n{}", table.replace(',', ";")), Read { data: 3, rows: 5 });
    b.check("utf16le.csv", utf16(&table, false, true), Read { data: 3, rows: 4 });
    b.check("utf16be.csv", utf16(&table, true, true), Read { data: 3, rows: 4 });
    b.check("utf16le_unmarked.csv", utf16(&table, false, false), Read { data: 3, rows: 4 });
    let mut odd = utf16(&table, false, true);
    odd.push(b'x');
    b.check("utf16_odd.csv", odd, Read { data: 4, rows: 5 });
    b.check(
        "unclosed.csv",
        format!("{HEAD}1,\"Nguyễn Văn An,1980,1/2019/HS-ST\n{}", rows(5)),
        Read { data: 6, rows: 7 },
    );
    b.check(
        "unclosed_last.csv",
        format!("{table}4,\"Nguyễn Văn An,1980,1/2019/HS-ST\n5,Lê Thị Bình,1981,2/2019/HS-ST"),
        Read { data: 5, rows: 6 },
    );
    b.check(
        "stray.csv",
        format!("{HEAD}1,Nguyễn \"Tèo\" An,1980,1/2019/HS-ST\n{}", rows(2)),
        Read { data: 3, rows: 4 },
    );
    b.check(
        "stray_in_quotes.csv",
        format!("{HEAD}1,\"Nguyễn \"Tèo\" An\",1980,1/2019/HS-ST\n{}", rows(2)),
        Read { data: 3, rows: 4 },
    );
    b.check(
        "lines_in_cell.csv",
        format!("{HEAD}1,\"Nguyễn Văn An\n(tức Tèo)\",1980,1/2019/HS-ST\n{}", rows(2)),
        Read { data: 3, rows: 4 },
    );
    b.check("doubled.csv", format!("{HEAD}1,\"Nguyễn \"\"Tèo\"\" An\",1980,1/2019/HS-ST\n"), Read { data: 1, rows: 2 });
    let quoted: String = table.lines().map(|l| format!("\"{}\"\n", l.replace(',', "\",\""))).collect();
    b.check("all_quoted.csv", &quoted, Read { data: 3, rows: 4 });
    b.check("all_quoted_unclosed.csv", quoted.replacen("1980\"", "1980", 1), Read { data: 3, rows: 4 });
    let strays: String = (0..20_000).map(|i| format!("{i},\"Nguyễn Văn An,1980,{i}/2019/HS-ST\n")).collect();
    b.check("many_strays.csv", format!("{HEAD}{strays}"), Read { data: 20_000, rows: 20_001 });
    b.check(
        "ragged.csv",
        format!("{HEAD}1,Nguyễn Văn An\n2,Lê Thị Bình,1980,2/2019/HS-ST,thừa,thừa nữa\n"),
        Read { data: 2, rows: 3 },
    );
    b.check("nul.csv", format!("{HEAD}1,Nguyễn\0 Văn An,1980,1/2019/HS-ST\n"), Read { data: 1, rows: 2 });
    b.check("control_z.csv", format!("{table}\u{1a}"), Read { data: 3, rows: 5 });
    let mut broken = table.clone().into_bytes();
    broken.extend_from_slice(b"4,Nguy\xd4n V\xa8n B\xd7nh,1981,4/2019/HS-ST\n");
    b.check("one_row_tcvn3.csv", &broken, Read { data: 4, rows: 5 });
    b.check("cut_character.csv", &table.as_bytes()[..table.len() - 4], Read { data: 3, rows: 4 });
    let mut half = table.clone().into_bytes();
    half.extend_from_slice("4,Lê".as_bytes().split_last().unwrap().1);
    b.check("half_character.csv", half, Read { data: 4, rows: 5 });
    let wide: String = (0..5_000).map(|i| format!("c{i},")).collect();
    b.check(
        "wide.csv",
        format!("Họ và tên,{wide}Năm sinh\nNguyễn Văn An,{}1980\n", "v,".repeat(5_000)),
        Read { data: 1, rows: 2 },
    );
    b.check("commas.csv", format!("{HEAD}{}\n{}", ",".repeat(200_000), rows(2)), Read { data: 3, rows: 4 });
    b.check(
        "big_cell.csv",
        format!("{HEAD}1,\"{}\",1980,1/2019/HS-ST\n{}", "x".repeat(10 << 20), rows(2)),
        Read { data: 3, rows: 4 },
    );
    b.check("long_line.csv", format!("{HEAD}1,{},1980,1\n", "y".repeat(5 << 20)), Read { data: 1, rows: 2 });
    b.check("bidi.csv", format!("{HEAD}1,Nguyễn \u{202E}nA năV,1980,1/2019/HS-ST\n"), Read { data: 1, rows: 2 });
    b.check("formulas.csv", format!("{HEAD}1,=cmd|'/C calc'!A0,1980,@SUM(1)\n"), Read { data: 1, rows: 2 });
    b.check("emoji.csv", format!("{HEAD}1,😀 An,1980,1/2019/HS-ST\n"), Read { data: 1, rows: 2 });
    b.check("titles.csv", format!("TÒA ÁN NHÂN DÂN,,,\nDANH SÁCH BỊ CÁO,,,\n,,,\n{table}"), Read { data: 3, rows: 7 });
    b.check("blank_block.csv", format!("{}{table}", "\n".repeat(40)), Read { data: 3, rows: 44 });
    b.check("repeated.csv", format!("{table}{HEAD}{}", rows(2)), Read { data: 5, rows: 7 });
    b.check("numbered.csv", format!("{HEAD}(1),(2),(3),(4)\n{}", rows(2)), Read { data: 2, rows: 4 });
    b.check(
        "totals.csv",
        format!(
            "{table},Tổng cộng,3,\n,,,\n,\"Hà Nội, ngày 1 tháng 2 năm 2020\",,\n,NGƯỜI LẬP BIỂU,,\n,Vũ Thị Thử,,\n"
        ),
        Read { data: 3, rows: 9 },
    );
    b.check("one_column.csv", "Họ và tên\nNguyễn Văn An\nLê Thị Bình\n", Read { data: 2, rows: 3 });
    b.check("no_header.csv", "Nguyễn Văn An,1980,Nam\nLê Thị Bình,1981,Nữ\n", Refuse("no heading row"));
    b.check("prose.txt", "Kính gửi Sở Tư pháp\nchúng tôi xin gửi danh sách\n", Refuse("no heading row"));
    let nfd: String = "STT,Ho\u{323} va\u{300} te\u{302}n,Na\u{306}m sinh\n1,Nguyễn Văn An,1980\n".into();
    b.check("nfd.csv", nfd, Read { data: 1, rows: 2 });
    b.check("text_as.xlsx", &table, Read { data: 3, rows: 4 });
    assert!(b.count >= 50, "{}", b.count);
}

/// Shapes whose cost would grow with the square of their size if one part looked at another part for each part.
#[test]
fn shapes_that_could_take_long() {
    let mut b = Bench::new();
    // many columns: known headings, the same again and again, unknown, nearly known
    for (name, heading) in
        [("same", "Họ tên"), ("names", "Ngày sinh bị cáo"), ("joined", "Số, ngày BA/QĐ"), ("misspelt", "Sô bảng an")]
    {
        let heads: Vec<String> =
            (0..6_000).map(|i| if i % 3 == 0 { heading.to_owned() } else { format!("{heading} {i}") }).collect();
        let row = vec!["Nguyễn Văn An"; 6_000].join(";");
        let text = format!("Họ và tên;Năm sinh;{}\n{}", heads.join(";"), format!("Lê Thị Bình;1980;{row}\n").repeat(3));
        b.check(&format!("columns_{name}.csv"), text, Read { data: 3, rows: 4 });
    }
    // one cell of prose in which every delimiter stands
    let prose = "Cố ý gây thương tích, Nguyễn Văn An; 12/3/2019 | TAND quận 8\t^ 09 tháng tù ~ # ";
    let cell = prose.repeat(200_000 / prose.len());
    b.check(
        "prose_in_quotes.csv",
        format!("{HEAD}1,\"{cell}\",1980,1/2019/HS-ST\n{}", rows(2)),
        Read { data: 3, rows: 4 },
    );
    b.check("prose_bare.csv", format!("{HEAD}1,{cell},1980,1/2019/HS-ST\n{}", rows(2)), Read { data: 3, rows: 4 });
    b.check("prose_alone.csv", format!("{cell}\n"), Refuse("no heading row"));
    b.check(
        "long_heading.csv",
        format!("{}\n{HEAD}{}", "Số ngày BA/QĐ ".repeat(20_000), rows(2)),
        Read { data: 2, rows: 4 },
    );
    // quotes: doubled a million times, opened in every cell, opened in every line, nested like brackets
    b.check(
        "deep_quotes.csv",
        format!("{HEAD}1,\"{}\",1980,1\n{}", "\"\"".repeat(1 << 20), rows(2)),
        Read { data: 3, rows: 4 },
    );
    b.check(
        "odd_quotes.csv",
        format!("{HEAD}1,{},1980,1\n{}", "\"".repeat((1 << 20) + 1), rows(2)),
        Read { data: 3, rows: 4 },
    );
    b.check("open_quotes.csv", format!("{HEAD}{}\n{}", ",\"x".repeat(100_000), rows(2)), Read { data: 3, rows: 4 });
    b.check(
        "open_lines.csv",
        format!("{HEAD}{}{}", "1,\"x\n".repeat(30_000), rows(2)),
        Read { data: 30_002, rows: 30_003 },
    );
    // rows that all look like a heading
    b.check("headings.csv", HEAD.repeat(5_000), Read { data: 0, rows: 5_000 });
    // a person in thousands of sheets; hardly any cell in a very wide sheet
    let many = workbook(|w| {
        for i in 0..2_000 {
            let sheet = w.add_worksheet();
            sheet.set_name(format!("Bị cáo {i}")).unwrap();
            table(sheet, 0, 1);
        }
    });
    b.check("sheets.xlsx", many, Read { data: 2_000, rows: 4_000 });
    let corners = workbook(|w| {
        let sheet = w.add_worksheet();
        table(sheet, 0, 2);
        for row in 3..200 {
            sheet.write(row, 16_383, "x").unwrap();
        }
    });
    b.check("corners.xlsx", corners, Read { data: 199, rows: 200 });
    let merged = workbook(|w| {
        let sheet = w.add_worksheet();
        table(sheet, 0, 2);
        for column in 5..4_000 {
            sheet.write(0, column, "Ghi chú").unwrap();
            sheet.merge_range(1, column, 2, column, "x", &Format::new()).unwrap();
        }
    });
    b.check("merged.xlsx", merged, Read { data: 2, rows: 3 });
}

#[test]
fn what_is_no_table() {
    let mut b = Bench::new();
    b.check("page.xls", "<html><body><table><tr><td>Họ tên</td></tr></table></body></html>", Refuse("HTML"));
    b.check("a.xml", "<?xml version=\"1.0\"?><a/>", Refuse("XML"));
    b.check("a.json", "[{\"a\": 1}]", Refuse("JSON"));
    b.check("a.csv", b"%PDF-1.7 ...", Refuse("PDF"));
    b.check("b.csv", b"\x89PNG\r\n\x1a\n....", Refuse("PNG"));
    b.check("c.csv", b"\x1f\x8b\x08....", Refuse("gzip"));
    b.check("d.rar", b"Rar!\x1a\x07....", Refuse("RAR"));
    b.check("e.db", b"SQLite format 3\0....", Refuse("SQLite"));
    b.check("nuls.csv", vec![0; 5_000], Refuse("NUL"));
    b.check(
        "noise.csv",
        (0..5_000_u32).map(|i| u8::try_from(i * 7 % 29).unwrap()).collect::<Vec<_>>(),
        Refuse("format of the file"),
    );
    b.check(
        "word.docx",
        zip(&[("[Content_Types].xml", b"<x/>", None), ("word/document.xml", b"<x/>", None)]),
        Refuse("Word"),
    );
    b.check("other.zip", zip(&[("a.txt", b"abc", None)]), Refuse("ZIP"));
    b.check("none.zip", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", Refuse("ZIP"));
    b.check("none.xlsx", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", Refuse("damaged"));
    b.check(
        "bomb.xlsx",
        zip(&[("[Content_Types].xml", b"<x/>", None), ("xl/worksheets/sheet1.xml", b"<x/>", Some(3_000_000_000))]),
        Refuse("zip bomb"),
    );
    let mut locked = zip(&[("[Content_Types].xml", b"<x/>", None), ("xl/workbook.xml", b"<x/>", None)]);
    let at = locked.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    locked[at + 8] |= 1;
    b.check("locked.xlsx", locked, Refuse("password"));
    let mut ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    ole.resize(1_024, 0);
    b.check("damaged.xls", &ole, Refuse("damaged"));
    ole.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    b.check("encrypted.xlsx", &ole, Refuse("password"));
    let folder = b.folder.path().to_owned();
    b.path(&folder, Refuse("not a regular file"));
    b.path(&folder.join("missing.csv"), Refuse("cannot be opened"));
    b.path(Path::new("https://example.invalid/a.csv"), Refuse("cannot be opened"));
}

/// A packed file with stored parts; a part may claim to unpack to more.
fn zip(parts: &[(&str, &[u8], Option<u32>)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes, claim) in parts {
        let mut crc = !0_u32;
        for byte in *bytes {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
            }
        }
        let (len, name_len) = (u32::try_from(bytes.len()).unwrap(), u16::try_from(name.len()).unwrap());
        let sizes =
            |packed: u32, unpacked: u32| [(!crc).to_le_bytes(), packed.to_le_bytes(), unpacked.to_le_bytes()].concat();
        let at = u32::try_from(out.len()).unwrap();
        out.extend(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0");
        out.extend(sizes(len, len));
        out.extend(name_len.to_le_bytes());
        out.extend([0, 0]);
        out.extend(name.as_bytes());
        out.extend(*bytes);
        directory.extend(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0");
        directory.extend(sizes(len, claim.unwrap_or(len)));
        directory.extend(name_len.to_le_bytes());
        directory.extend([0; 12]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (at, len) = (u32::try_from(out.len()).unwrap(), u32::try_from(directory.len()).unwrap());
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    out.extend(directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([count, count].concat());
    out.extend(len.to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0, 0]);
    out
}

fn workbook(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

fn table(sheet: &mut rust_xlsxwriter::Worksheet, top: u32, n: u32) {
    for (j, heading) in ["STT", "Họ và tên", "Năm sinh", "Số CCCD", "Số bản án"].iter().enumerate() {
        sheet.write(top, u16::try_from(j).unwrap(), *heading).unwrap();
    }
    for i in 1..=n {
        sheet.write(top + i, 0, i).unwrap();
        sheet.write(top + i, 1, "Nguyễn Văn An").unwrap();
        sheet.write(top + i, 2, 1980).unwrap();
        sheet.write_with_format(top + i, 3, 1_080_000_000.0, &Format::new().set_num_format("000000000000")).unwrap();
        sheet.write(top + i, 4, format!("{i}/2019/HS-ST")).unwrap();
    }
}

#[test]
fn workbooks() {
    let mut b = Bench::new();
    let good = workbook(|w| table(w.add_worksheet(), 0, 3));
    b.check("good.xlsx", &good, Read { data: 3, rows: 4 });
    b.check("good_as.csv", &good, Read { data: 3, rows: 4 });
    b.check("truncated.xlsx", &good[..good.len() / 2], Refuse("damaged"));
    b.check("headless.xlsx", &good[..200], Refuse("damaged"));
    b.check(
        "empty_sheet.xlsx",
        workbook(|w| {
            w.add_worksheet();
        }),
        Refuse("no filled cell"),
    );
    b.check(
        "titles.xlsx",
        workbook(|w| {
            let sheet = w.add_worksheet();
            sheet.merge_range(0, 0, 0, 4, "DANH SÁCH", &Format::new()).unwrap();
            table(sheet, 4, 3);
        }),
        Read { data: 3, rows: 8 },
    );
    b.check(
        "hidden.xlsx",
        workbook(|w| {
            table(w.add_worksheet(), 0, 2);
            table(w.add_worksheet().set_hidden(true), 0, 3);
        }),
        Read { data: 5, rows: 7 },
    );
    b.check(
        "one_without_header.xlsx",
        workbook(|w| {
            table(w.add_worksheet(), 0, 2);
            w.add_worksheet().write(3, 2, "Ghi chú riêng").unwrap();
        }),
        Read { data: 2, rows: 7 },
    );
    b.check(
        "styled.xlsx",
        workbook(|w| {
            let sheet = w.add_worksheet();
            table(sheet, 0, 3);
            for i in 4..30_000 {
                sheet.write_blank(i, 1, &Format::new().set_bold()).unwrap();
            }
        }),
        Read { data: 3, rows: 4 },
    );
    b.check(
        "far_cell.xlsx",
        workbook(|w| {
            let sheet = w.add_worksheet();
            table(sheet, 0, 3);
            sheet.write(1_048_575, 16_383, "xa").unwrap();
        }),
        Read { data: 4, rows: 5 },
    );
    b.check(
        "formula.xlsx",
        workbook(|w| {
            let sheet = w.add_worksheet();
            table(sheet, 0, 1);
            sheet
                .write(1, 1, Formula::new("=HYPERLINK(\"http://example.invalid\",\"x\")").set_result("Lê Thị Bình"))
                .unwrap();
        }),
        Read { data: 1, rows: 2 },
    );
    b.check(
        "wide.xlsx",
        workbook(|w| {
            let sheet = w.add_worksheet();
            table(sheet, 0, 1);
            for j in 5..3_000 {
                sheet.write(1, j, "x").unwrap();
            }
        }),
        Read { data: 1, rows: 2 },
    );
    // a macro and a link to another book beside the sheets are neither run nor followed
    let mut parts: Vec<(&str, &[u8], Option<u32>)> = vec![
        (
            "[Content_Types].xml",
            b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>",
            None,
        ),
        ("_rels/.rels", b"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>", None),
        ("xl/workbook.xml", b"<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets><externalReferences><externalReference r:id=\"r2\"/></externalReferences></workbook>", None),
        ("xl/_rels/workbook.xml.rels", b"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink\" Target=\"externalLinks/externalLink1.xml\"/></Relationships>", None),
        ("xl/worksheets/sheet1.xml", "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Họ và tên</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>Năm sinh</t></is></c></row><row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>Nguyễn Văn An</t></is></c><c r=\"B2\"><f>[1]A!B2</f><v>1980</v></c></row></sheetData></worksheet>".as_bytes(), None),
        ("xl/externalLinks/externalLink1.xml", b"<externalLink xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><externalBook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" r:id=\"rId1\"/></externalLink>", None),
        ("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 not a macro", None),
    ];
    b.check("linked.xlsm", zip(&parts), Read { data: 1, rows: 2 });
    // a sheet of which the book speaks and that is not there
    parts.remove(4);
    b.check("no_sheet.xlsx", zip(&parts), Refuse("no filled cell"));
    assert!(b.count >= 14);
}

#[test]
fn cells_of_a_workbook() {
    let b = Bench::new();
    let path = b.file(
        "cells.xlsx",
        &workbook(|w| {
            let sheet = w.add_worksheet();
            for (j, heading) in ["Họ và tên", "Số CCCD", "Ngày sinh", "Số bản án"].iter().enumerate() {
                sheet.write(0, u16::try_from(j).unwrap(), *heading).unwrap();
            }
            let zeros = Format::new().set_num_format("000000000000");
            let day = Format::new().set_num_format("dd/mm/yyyy");
            sheet.write(1, 0, "Nguyễn Văn An").unwrap();
            sheet.write_with_format(1, 1, 1_080_000_001.0, &zeros).unwrap();
            sheet.write_with_format(1, 2, 24_060.0, &day).unwrap();
            sheet.write(2, 0, "Lê Thị Bình").unwrap();
            sheet.write(2, 2, 1965.0).unwrap();
            sheet.merge_range(1, 3, 2, 3, "12/2019/HS-ST", &Format::new()).unwrap();
        }),
    );
    let (source, seen) = read(&path).unwrap();
    let cells = |i: usize| seen.rows[i].3.iter().map(|c| c.as_deref().unwrap_or("")).collect::<Vec<_>>();
    assert_eq!(cells(1), ["Nguyễn Văn An", "001080000001", "1965-11-14", "12/2019/HS-ST"]);
    assert_eq!(cells(2), ["Lê Thị Bình", "", "1965", "12/2019/HS-ST"]);
    let written = source.batches().unwrap().next().unwrap().unwrap().written;
    assert_eq!(written[3].get(2), Some("")); // what was read stays visible
    assert_eq!(source.layout.sheets[0].columns[3].canonical, ["conviction.judgment_no"]);
}

#[test]
fn parquet_files() {
    let mut b = Bench::new();
    let write = |columns: Vec<Column>| {
        let mut frame = DataFrame::new(columns[0].len(), columns).unwrap();
        let mut out = std::io::Cursor::new(Vec::new());
        polars_io::prelude::ParquetWriter::new(&mut out).finish(&mut frame).unwrap();
        out.into_inner()
    };
    let names = Column::new("Họ và tên".into(), ["Nguyễn Văn An", "Lê Thị Bình"]);
    let years = Column::new("Năm sinh".into(), [1980_i64, 1981]);
    let good = write(vec![names.clone(), years.clone()]);
    b.check("good.parquet", &good, Read { data: 2, rows: 3 });
    b.check("good_as.csv", &good, Read { data: 2, rows: 3 });
    b.check("truncated.parquet", &good[..good.len() - 20], Refuse("Parquet"));
    b.check("head.parquet", b"PAR1", Refuse("Parquet"));
    let lists = Column::new("Tên khác".into(), [Series::new("".into(), ["a"]), Series::new("".into(), ["b"])]);
    b.check("list.parquet", write(vec![names, years, lists]), Refuse("column 3 has the type"));
}

#[test]
fn nothing_read_is_lost() {
    let b = Bench::new();
    let path = b.file("mixed.csv", b"STT,H\xe1\xbb\x8d t\xc3\xaan,N\xc4\x83m sinh\n1,Nguy\xd4n V\xa8n An,1980\n2,\"L\xc3\xaa \"T\xc3\xa8o\" B\xc3\xacnh,1981\n3,x,1982,th\xe1\xbb\xaba\n");
    let source = Source::open(&path, None).unwrap();
    let batch = source.batches().unwrap().next().unwrap().unwrap();
    assert_eq!(batch.bytes[1].as_deref(), Some(&b"1,Nguy\xd4n V\xa8n An,1980"[..]));
    assert_eq!(batch.cells[1].get(1), Some("Nguyễn Văn An"));
    assert_eq!(batch.written[1].get(1), Some("NguyÔn V¨n An"));
    assert_eq!(batch.cells[1].get(2), Some("\"Lê \"Tèo\" Bình"));
    assert_eq!(batch.cells[3].get(3), Some("thừa"));
    assert_eq!(batch.cells[3].get(2), None);
}

/// What a layout file may set, each seen to take hold; and the same file with the same layout is the same.
#[test]
fn what_a_layout_file_sets_takes_hold() {
    let b = Bench::new();
    let given = |path: &Path, toml: &str| {
        let layout = Layout::parse(&format!("[[file]]\nfile = \"*\"\n{toml}"), "layout.toml").unwrap();
        let source = Source::open(path, layout.find(path)).unwrap();
        let cells: Vec<String> = source.batches().unwrap().map(|batch| format!("{:?}", batch.unwrap().cells)).collect();
        let again = Source::open(path, layout.find(path)).unwrap();
        assert_eq!(again.layout, source.layout);
        assert_eq!(cells, again.batches().unwrap().map(|b| format!("{:?}", b.unwrap().cells)).collect::<Vec<_>>());
        (source, cells.concat())
    };
    let path = b.file(
        "a.csv",
        "Họ tên;Ngày sinh\nNguyễn Văn An;05/04/1990\nHọ tên;Ngày sinh\nLê Thị Hoa;1/2/1980\n".as_bytes(),
    );
    assert_eq!(given(&path, "[[file.sheet]]\nheader_row = 3").0.layout.sheets[0].header_row, Some(3));
    let (source, _) =
        given(&path, "[[file.sheet]]\nera = \"34\"\nconstants = { \"conviction.court\" = \"TAND quận 8\" }");
    assert_eq!(source.layout.sheets[0].constants["conviction.court"], "TAND quận 8");
    assert!(source.layout.sheets[0].era.is_some());
    let (source, _) = given(&path, "[[file.sheet]]\n[[file.sheet.column]]\nindex = 2\ndate_order = \"mdy\"");
    let column = &source.layout.sheets[0].columns[1];
    assert_eq!((column.date_order, column.canonical.join("")), (Some(DateOrder::Mdy), "record.birth_date".into()));
    assert_eq!(given(&path, "delimiter = \",\"\n[[file.sheet]]\nheader_row = 1").0.layout.delimiter, Some(','));
    // bytes that two charsets can have written: the user knows
    let path = b.file("old.csv", b"Ho ten;Nam sinh\nNguy\xd4n V\xa8n An;1980\n");
    let (source, cells) =
        given(&path, "encoding = \"tcvn3\"\n[[file.sheet]]\n[[file.sheet.column]]\nindex = 1\ncharset = \"tcvn3\"");
    assert_eq!(source.layout.encoding, "tcvn3");
    assert!(cells.contains("Nguyễn Văn An"), "{cells}");
    // one sheet of two
    let two = workbook(|w| {
        table(w.add_worksheet().set_name("Bị cáo").unwrap(), 0, 2);
        table(w.add_worksheet().set_name("Nháp").unwrap(), 0, 2);
    });
    let path = b.file("two.xlsx", &two);
    let (source, _) = given(&path, "[[file.sheet]]\nsheet = \"Nháp\"\nskip = true");
    let read: Vec<bool> = source.layout.sheets.iter().map(|s| s.header_row.is_some()).collect();
    assert_eq!(read, [true, false]);
}

/// A file that changes between the passes is noticed, even where its length stays.
#[test]
fn a_file_that_changes_is_noticed() {
    let b = Bench::new();
    let table = format!("{HEAD}{}", rows(3));
    let path = b.file("a.csv", table.as_bytes());
    let source = Source::open(&path, None).unwrap();
    std::fs::write(&path, table.replace("Nguyễn", "Nguyên")).unwrap();
    let error = source.batches().and_then(Iterator::collect::<lltp::Result<Vec<_>>>).unwrap_err();
    assert!(error.to_string().contains("the file changed"), "{error}");
    let book = workbook(|w| table_of(w, 1980));
    let path = b.file("a.xlsx", &book);
    let source = Source::open(&path, None).unwrap();
    let mut other = book.clone();
    *other.last_mut().unwrap() ^= 1;
    std::fs::write(&path, other).unwrap();
    assert!(source.batches().and_then(Iterator::collect::<lltp::Result<Vec<_>>>).is_err());
}

fn table_of(book: &mut Workbook, year: u32) {
    let sheet = book.add_worksheet();
    table(sheet, 0, 3);
    sheet.write(1, 2, year).unwrap();
}

#[test]
fn a_layout_file_goes_before_what_was_inferred() {
    let b = Bench::new();
    let path = b.file("a.csv", "Danh sách,,\nA,B,C\nNguyễn Văn An,1980,12/2019/HS-ST\n".as_bytes());
    assert!(Source::open(&path, None).is_ok() || Source::open(&path, None).is_err());
    let layout = Layout::parse(
        "[[file]]\nfile = \"*\"\n[[file.sheet]]\nheader_row = 2\n[[file.sheet.column]]\nindex = 1\ncanonical = [\"record.full_name\"]\n\
         [[file.sheet.column]]\nheader = \"b\"\ncanonical = [\"record.birth_date\"]",
        "layout.toml",
    )
    .unwrap();
    let source = Source::open(&path, layout.find(&path)).unwrap();
    let sheet = &source.layout.sheets[0];
    assert_eq!(sheet.header_row, Some(2));
    assert_eq!(
        (sheet.columns[0].canonical.join("+"), sheet.columns[0].how.as_str()),
        ("record.full_name".into(), "layout")
    );
    assert_eq!(sheet.columns[1].canonical, ["record.birth_date"]);
    // written, read back and applied again: the same understanding
    let again =
        Layout::parse(&Layout { files: vec![source.layout.clone()], ..Layout::default() }.to_toml(), "layout.toml")
            .unwrap();
    let second = Source::open(&path, again.find(&path)).unwrap();
    let facts = |s: &Source| s.layout.sheets[0].columns.iter().map(|c| c.canonical.clone()).collect::<Vec<_>>();
    assert_eq!(facts(&second), facts(&source));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_as_text(bytes in prop::collection::vec(prop_oneof![3 => prop::sample::select(b"\",;\n\r\t aN1".to_vec()), 1 => any::<u8>()], 0..600), headed in any::<bool>()) {
        let b = Bench::new();
        let mut file = if headed { HEAD.as_bytes().to_vec() } else { Vec::new() };
        file.extend(&bytes);
        let path = b.file("a.csv", &file);
        if let Ok((_, seen)) = read(&path) {
            // rows are numbered without a gap: every record is one row
            let numbers: Vec<u32> = seen.rows.iter().map(|r| r.1).collect();
            prop_assert!(numbers.iter().zip(1..).all(|(n, i)| *n == i));
            // and every byte that is no quote, delimiter or line end stands in some cell
            let letters = |s: &str| s.chars().filter(char::is_ascii_alphanumeric).count();
            let text: usize = seen.rows.iter().flat_map(|r| r.3.iter().flatten()).map(|c| letters(c)).sum();
            if std::str::from_utf8(&file).is_ok() && seen.rows.iter().all(|r| r.3.len() < 50) {
                prop_assert_eq!(text, letters(std::str::from_utf8(&file).unwrap()));
            }
        }
    }

    #[test]
    fn random_damage_to_a_workbook(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let b = Bench::new();
        let mut bytes = workbook(|w| table(w.add_worksheet(), 0, 3));
        let place = at.index(bytes.len());
        bytes[place] = byte;
        let _ = read(&b.file("a.xlsx", &bytes));
        bytes.truncate(cut.index(bytes.len()));
        let _ = read(&b.file("b.xlsx", &bytes));
    }

    #[test]
    fn random_text_as_layout(text in "[\\[\\]a-z=\" \n.#0-9]{0,200}") {
        if let Err(error) = Layout::parse(&text, "layout.toml") {
            prop_assert_eq!(error.to_string().lines().count(), 1);
        }
    }
}
