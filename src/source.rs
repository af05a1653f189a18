//! Reading files twice: pass 1 understands (digest, bounds, header, columns), pass 2 yields batches of raw strings.
//!
//! | Format                             | Read by                                  |
//! |------------------------------------|------------------------------------------|
//! | CSV, TSV, any text with delimiters | records found here, fields by csv-core   |
//! | XLSX, XLS, ODS                     | calamine, cell by cell                   |
//! | Parquet                            | Polars, after a look at its types        |
//!
//! The content decides, not the extension. A path must name an existing local file; nothing is fetched, no formula or
//! macro is run, and memory follows the filled cells. [`Limits`] bounds what a file may ask for.
//!
//! Every row is yielded, each with its [`RowKind`]: titles, totals and signatures stay visible as what they are.
//! Reading costs about one pass over the bytes each time; pass 1 looks at the cells of the first rows alone.

mod content;
mod csv;
mod header;
mod heading;
mod legacy;
mod limits;
mod mapping;
mod parquet;
mod raw;
mod row;
#[cfg(feature = "xlsx")]
mod workbook;

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use polars::prelude::*;
use sha2::Digest;

pub(crate) use self::content::figures;
pub use self::limits::Limits;
pub(crate) use self::raw::Again;

use self::content::Content;
use self::csv::{Dialect, Encoding, Records, Validity};
use self::header::{Header, Kinds, Sampled};
use self::row::{Row, Rows};
use crate::error::{Error, Result};
use crate::layout::{ColumnLayout, FileLayout, SheetLayout};
use crate::schema::Tag;
use crate::text::charset::Charset;

/// Rows in one batch. Fixed, so that results do not depend on threads; a very wide table gives smaller ones.
pub const BATCH_ROWS: usize = 8_192;

/// What a source row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RowKind {
    /// A row of the table.
    Data,
    /// The heading.
    Header,
    /// The heading again, in the middle.
    RepeatedHeader,
    /// A title above the heading, or text that belongs to no table.
    Title,
    /// Column numbers, a caption of a group, the second line of a heading.
    Subheader,
    /// Sums.
    Total,
    /// Signatures, places and dates below the table, footnotes.
    Footer,
    /// Nothing.
    Blank,
}

impl RowKind {
    /// All kinds.
    const ALL: [Self; 8] = [
        Self::Data,
        Self::Header,
        Self::RepeatedHeader,
        Self::Title,
        Self::Subheader,
        Self::Total,
        Self::Footer,
        Self::Blank,
    ];

    /// The kind of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The name in `raw` and in reports: `repeated_header`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Header => "header",
            Self::RepeatedHeader => "repeated_header",
            Self::Title => "title",
            Self::Subheader => "subheader",
            Self::Total => "total",
            Self::Footer => "footer",
            Self::Blank => "blank",
        }
    }
}

/// A stretch of rows of one sheet, as strings.
#[derive(Clone, Debug)]
pub struct RawBatch {
    /// Which sheet of the file's layout.
    pub sheet: usize,
    /// Rows as a spreadsheet shows them (in text files the number of the record), ascending.
    pub source_row: Vec<u32>,
    /// What each row is.
    pub row_kind: Vec<RowKind>,
    /// One String column per column of the sheet, repaired of legacy charsets; null where a row had no such cell.
    /// The first of them stand for the columns of the layout; surplus cells of ragged rows follow.
    pub cells: Vec<StringChunked>,
    /// The cells as they were read, where they differ from `cells`: the same shape, or empty.
    pub written: Vec<StringChunked>,
    /// The bytes of a row that was not UTF-8.
    pub bytes: Vec<Option<Vec<u8>>>,
}

/// A file that was understood and can be read again.
#[derive(Debug)]
pub struct Source {
    /// The file.
    pub path: PathBuf,
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
    /// How it is understood.
    pub layout: FileLayout,
    limits: Limits,
    sheets: Vec<Understood>,
    dialect: Option<Dialect>,
}

/// What pass 1 keeps of a sheet beside its layout.
#[derive(Debug)]
struct Understood {
    kinds: Kinds,
    shapes: Vec<Vec<String>>,
}

/// A sheet as sampled by pass 1.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    name: String,
    hidden: bool,
    rows: Vec<Sampled>,
    /// Whether the rows are the whole sheet.
    whole: bool,
}

/// What a file is by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Text,
    Xlsx,
    Xls,
    Ods,
    Parquet,
}

impl Source {
    /// Pass 1: opens a file and understands it; `given` is what the user's layout file says of it.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] where it cannot be read, [`Error::Input`] where it is empty, has no header, is not what its name
    /// says, is encrypted or damaged, or asks for more than the limits allow.
    pub fn open(path: &Path, given: Option<&FileLayout>) -> Result<Self> {
        Self::open_with(path, given, Limits::default())
    }

    /// The same under other limits.
    ///
    /// # Errors
    ///
    /// As [`Source::open`].
    pub fn open_with(path: &Path, given: Option<&FileLayout>, limits: Limits) -> Result<Self> {
        let meta =
            std::fs::metadata(path).map_err(Error::io(path, "không mở được tệp", "the file cannot be opened"))?;
        if !meta.is_file() {
            return Err(Error::input(path, "không phải là một tệp thường", "not a regular file"));
        }
        if meta.len() == 0 {
            return Err(Error::input(path, "tệp rỗng, không có dữ liệu", "the file is empty"));
        }
        let scan = scan(path)?;
        let format = format(path, &scan.head)?;
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let stem = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let mut dialect = None;
        let (sheets, format_name) = match format {
            Format::Text => {
                let found = text_dialect(&scan, given);
                dialect = Some(found);
                (vec![sample_text(path, found, &limits, stem)?], "csv")
            }
            Format::Parquet => (vec![parquet::sample(path, &limits, stem)?], "parquet"),
            #[cfg(feature = "xlsx")]
            Format::Xlsx => (workbook::sample(path, workbook::Kind::Xlsx, &limits)?, "xlsx"),
            #[cfg(feature = "xlsx")]
            Format::Xls => (workbook::sample(path, workbook::Kind::Xls, &limits)?, "xls"),
            #[cfg(feature = "xlsx")]
            Format::Ods => (workbook::sample(path, workbook::Kind::Ods, &limits)?, "ods"),
            #[cfg(not(feature = "xlsx"))]
            Format::Xlsx | Format::Xls | Format::Ods => {
                return Err(Error::input(
                    path,
                    "bản này không đọc được tệp bảng tính",
                    "this build reads no workbooks (feature `xlsx`)",
                ));
            }
        };
        if sheets.iter().all(|s| {
            s.rows.iter().all(|(_, cells)| cells.iter().all(|c| c.as_deref().is_none_or(|c| c.trim().is_empty())))
        }) {
            return Err(Error::input(path, "tệp không có ô nào chứa dữ liệu", "the file holds no filled cell"));
        }
        let mut layouts = Vec::new();
        let mut understood = Vec::new();
        for sheet in &sheets {
            let told = given.and_then(|g| {
                g.sheets
                    .iter()
                    .find(|s| s.sheet == sheet.name || g.sheets.len() == 1 && (sheets.len() == 1 || s.sheet.is_empty()))
            });
            let (layout, more) = understand(path, sheet, told)?;
            layouts.push(layout);
            understood.push(more);
        }
        if layouts.iter().all(|s| s.header_row.is_none()) {
            return Err(Error::input(
                path,
                "không tìm thấy dòng tiêu đề của bảng (có thể chỉ rõ header_row trong tệp layout)",
                "no heading row was found (header_row in a layout file can name it)",
            ));
        }
        let charset = layouts.iter().flat_map(|s| &s.columns).find_map(|c| c.charset);
        let encoding = match dialect.map(|d| d.encoding) {
            Some(Encoding::Utf8) => "utf-8".to_owned(),
            Some(Encoding::Utf16Le) => "utf-16le".to_owned(),
            Some(Encoding::Utf16Be) => "utf-16be".to_owned(),
            Some(Encoding::Bytes) => charset.map_or("bytes", legacy::name).to_owned(),
            None => charset.map_or("unicode", legacy::name).to_owned(),
        };
        let layout = FileLayout {
            file: name,
            format: format_name.to_owned(),
            digest: scan.digest,
            encoding,
            delimiter: dialect.and_then(|d| d.delimiter).map(char::from),
            sheets: layouts,
        };
        Ok(Self { path: path.to_owned(), sha256: scan.sha256, layout, limits, sheets: understood, dialect })
    }

    /// Pass 2: every row of every sheet, in order, in batches of [`BATCH_ROWS`] rows.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], or [`Error::Input`] where the file changed since pass 1.
    pub fn batches(&self) -> Result<Box<dyn Iterator<Item = Result<RawBatch>> + Send + '_>> {
        if digest(&self.path)? != self.layout.digest {
            return Err(Error::input(
                &self.path,
                "tệp đã thay đổi trong khi xử lý",
                "the file changed while it was being read",
            ));
        }
        match (self.layout.format.as_str(), self.dialect) {
            ("csv", Some(dialect)) => {
                let records = Records::open(&self.path, dialect, &self.limits)?;
                Ok(Box::new(Batches {
                    rows: Box::new(records),
                    batcher: self.batcher(0),
                    row: Row::default(),
                    done: false,
                }))
            }
            ("parquet", _) => {
                let rows = parquet::rows(&self.path)?;
                Ok(Box::new(Batches {
                    rows: Box::new(rows),
                    batcher: self.batcher(0),
                    row: Row::default(),
                    done: false,
                }))
            }
            #[cfg(feature = "xlsx")]
            (kind, _) => {
                let kind = match kind {
                    "xls" => workbook::Kind::Xls,
                    "ods" => workbook::Kind::Ods,
                    _ => workbook::Kind::Xlsx,
                };
                let batchers = (0..self.layout.sheets.len()).map(|i| self.batcher(i)).collect();
                Ok(Box::new(workbook::batches(&self.path, kind, &self.limits, batchers)))
            }
            #[cfg(not(feature = "xlsx"))]
            _ => Err(Error::input(
                &self.path,
                "bản này không đọc được tệp bảng tính",
                "this build reads no workbooks (feature `xlsx`)",
            )),
        }
    }

    fn batcher(&self, sheet: usize) -> Batcher {
        let layout = self.layout.sheets.get(sheet);
        let columns = layout.map_or(&[][..], |s| &s.columns);
        Batcher {
            sheet,
            kinds: self.sheets.get(sheet).map_or_else(|| Kinds::new(None, &[], None, None), |s| s.kinds.clone()),
            charsets: columns.iter().map(|c| c.charset).collect(),
            legacy: columns.iter().any(|c| c.charset.is_some())
                || self.dialect.is_some_and(|d| d.encoding == Encoding::Bytes),
            width: columns.len(),
            limit: self.limits.batch_cells,
            open: None,
        }
    }

    /// The three commonest shapes of the cells of each column of a sheet (`99/99/9999`), which show no value.
    pub fn shapes(&self, sheet: usize) -> &[Vec<String>] {
        self.sheets.get(sheet).map_or(&[], |s| &s.shapes)
    }
}

/// BLAKE3 of a file, as a layout and a manifest write it.
fn digest(path: &Path) -> Result<String> {
    let mut blake = blake3::Hasher::new();
    let mut file = File::open(path).map_err(Error::io(path, "không mở được tệp", "the file cannot be opened"))?;
    let mut block = vec![0; 1 << 20];
    loop {
        let n = file.read(&mut block).map_err(Error::io(path, "không đọc được tệp", "the file cannot be read"))?;
        let Some(part) = block.get(..n).filter(|part| !part.is_empty()) else { break };
        blake.update(part);
    }
    Ok(format!("blake3:{}", blake.finalize().to_hex()))
}

/// What reading all bytes once tells.
struct Scan {
    digest: String,
    sha256: String,
    head: Vec<u8>,
    validity: Validity,
}

fn scan(path: &Path) -> Result<Scan> {
    let fail = || Error::io(path, "không đọc được tệp", "the file cannot be read");
    let mut file = File::open(path).map_err(fail())?;
    let (mut blake, mut sha) = (blake3::Hasher::new(), sha2::Sha256::new());
    let mut validity = Validity::default();
    let mut head = Vec::new();
    let mut text = None;
    let mut block = vec![0; 1 << 20];
    loop {
        let n = file.read(&mut block).map_err(fail())?;
        let Some(part) = block.get(..n).filter(|p| !p.is_empty()) else { break };
        blake.update(part);
        sha.update(part);
        if head.len() < 1 << 20 {
            head.extend_from_slice(part);
        }
        if *text.get_or_insert_with(|| binary(part).is_none()) {
            validity.add(part);
        }
    }
    let sha256 = sha.finalize().iter().fold(String::with_capacity(64), |mut hex, b| {
        for digit in [b >> 4, b & 15] {
            hex.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
        hex
    });
    Ok(Scan { digest: format!("blake3:{}", blake.finalize().to_hex()), sha256, head, validity })
}

/// Binary formats by their first bytes.
fn binary(head: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"PK\x03\x04", "zip"),
        (b"PK\x05\x06", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
        (b"PAR1", "parquet"),
        (b"%PDF", "PDF"),
        (b"\x1f\x8b", "gzip"),
        (b"Rar!", "RAR"),
        (b"7z\xbc\xaf", "7z"),
        (b"\x89PNG", "PNG"),
        (b"\xff\xd8\xff", "JPEG"),
        (b"GIF8", "GIF"),
        (b"SQLite format 3\0", "SQLite"),
        (b"\x7fELF", "ELF"),
        (b"MZ\x90\0", "EXE"),
        (b"BM\x36", "BMP"),
        (b"II*\0", "TIFF"),
        (b"MM\0*", "TIFF"),
        (b"\0\x01\0\0Standard", "Access"),
        (b"ARROW1", "Arrow"),
        (b"\xfd7zXZ", "xz"),
        (b"BZh9", "bzip2"),
        (b"\x28\xb5\x2f\xfd", "zstd"),
        (b"{\\rtf", "RTF"),
    ];
    MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, name)| *name)
}

/// The format by content, checked against nothing: an extension that says otherwise is simply wrong.
fn format(path: &Path, head: &[u8]) -> Result<Format> {
    let has = |needle: &[u8]| memchr::memmem::find(head, needle).is_some();
    let refuse = |what: &str| {
        Err(Error::input(
            path,
            format!("tệp là {what}, cần CSV, XLSX, XLS, ODS hoặc Parquet"),
            format!("the file is {what}; CSV, XLSX, XLS, ODS or Parquet is needed"),
        ))
    };
    match binary(head) {
        Some("zip") if has(b"application/vnd.oasis.opendocument.spreadsheet") => Ok(Format::Ods),
        Some("zip") if has(b"xl/") || has(b"[Content_Types].xml") || has(b"_rels/.rels") => {
            if has(b"word/") {
                return refuse("Word (docx)");
            }
            if has(b"ppt/slides") {
                return refuse("PowerPoint (pptx)");
            }
            Ok(Format::Xlsx)
        }
        Some("zip") => {
            // The names may stand beyond the head; the workbook reader tells.
            let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
            match extension.as_deref() {
                Some("xlsx" | "xlsm") => Ok(Format::Xlsx),
                Some("ods") => Ok(Format::Ods),
                _ => refuse("ZIP"),
            }
        }
        Some("ole") => Ok(Format::Xls),
        Some("parquet") => Ok(Format::Parquet),
        Some(other) => refuse(other),
        None => {
            let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
            let start: Vec<u8> = start
                .iter()
                .copied()
                .skip_while(u8::is_ascii_whitespace)
                .take(1024)
                .map(|b| b.to_ascii_lowercase())
                .collect();
            if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") || start.starts_with(b"<table") {
                return refuse("HTML");
            }
            if start.starts_with(b"<?xml") {
                return refuse("XML");
            }
            if start.starts_with(b"{\"") || start.starts_with(b"[{") {
                return refuse("JSON");
            }
            // Text has hardly any control characters; UTF-16 has NULs in every other place, which `csv` knows.
            let sample = head.get(..head.len().min(1 << 16)).unwrap_or(head);
            let controls = sample
                .iter()
                .filter(|b| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0 | 0x1a | 0x0c | 0x0b))
                .count();
            if controls * 10 > sample.len() {
                return Err(Error::input(path, "không nhận ra định dạng tệp", "the format of the file is not known"));
            }
            if sample.iter().all(|b| *b == 0) {
                return Err(Error::input(path, "tệp chỉ chứa byte rỗng", "the file holds nothing but NUL bytes"));
            }
            Ok(Format::Text)
        }
    }
}

fn text_dialect(scan: &Scan, given: Option<&FileLayout>) -> Dialect {
    // A long cell falls into thousands under a delimiter that is none; the first cells tell as well. Lines are looked at
    // under each delimiter, so each distinct cell is judged once.
    let judged: RefCell<HashMap<String, bool>> = RefCell::default();
    let known = |cell: &str| {
        let mut judged = judged.borrow_mut();
        if let Some(known) = judged.get(cell) {
            return *known;
        }
        let known = legacy::known_heading(cell);
        judged.insert(cell.to_owned(), known);
        known
    };
    let recognise = |cells: &[&str]| cells.iter().take(400).filter(|c| known(c)).count();
    let told = given.and_then(|g| match g.encoding.as_str() {
        "utf-8" => Some(Encoding::Utf8),
        "utf-16le" => Some(Encoding::Utf16Le),
        "utf-16be" => Some(Encoding::Utf16Be),
        "" | "auto" | "unicode" => None,
        _ => Some(Encoding::Bytes),
    });
    let mut dialect = match told {
        Some(encoding) => csv::dialect(&scan.head, encoding, &recognise),
        None => csv::sniff(&scan.head, &scan.validity, &recognise),
    };
    if let Some(delimiter) = given.and_then(|g| g.delimiter).and_then(|d| u8::try_from(d).ok()) {
        dialect.delimiter = Some(delimiter);
    }
    dialect
}

fn sample_text(path: &Path, dialect: Dialect, limits: &Limits, name: String) -> Result<Sheet> {
    let mut records = Records::open(path, dialect, limits)?;
    let mut sheet = Sheet { name, ..Sheet::default() };
    let mut row = Row::default();
    let mut cells = 0;
    while sheet.rows.len() < limits.sample_rows && cells < limits.batch_cells / 4 {
        if !records.next(&mut row)? {
            sheet.whole = true;
            break;
        }
        cells += row.len();
        sheet.rows.push(row.owned());
    }
    Ok(sheet)
}

/// Understands a sheet: heading, columns, charsets; what the user's layout says goes before.
fn understand(path: &Path, sheet: &Sheet, told: Option<&SheetLayout>) -> Result<(SheetLayout, Understood)> {
    let mut rows = sheet.rows.clone();
    let given = told.and_then(|t| t.header_row);
    if given.is_some_and(|row| !rows.iter().any(|(n, _)| *n == row)) {
        return Err(Error::input(
            path,
            "dòng tiêu đề ghi trong tệp layout không có trong bảng",
            "the sheet has no such row as the layout file names for its heading",
        ));
    }
    let charsets = legacy::repair_sample(&mut rows, told);
    let skip = told.is_some_and(|t| t.skip);
    let header = if skip { None } else { header::find(&rows, given) };
    let Some(header) = header else {
        let layout = SheetLayout {
            sheet: sheet.name.clone(),
            header_row: None,
            hidden: sheet.hidden,
            skip,
            era: None,
            constants: told.map(|t| t.constants.clone()).unwrap_or_default(),
            columns: Vec::new(),
        };
        return Ok((layout, Understood { kinds: Kinds::new(None, &[], None, None), shapes: Vec::new() }));
    };
    let (columns, contents) = map(sheet, &rows, &header, &charsets, told);
    let serial = header.columns.iter().position(|h| {
        matches!(
            heading::key(&heading::trim(&h.text)).as_str(),
            "stt" | "so tt" | "tt" | "so thu tu" | "thu tu" | "no" | ""
        ) && !h.text.is_empty()
    });
    let person = columns.iter().position(|c| c.canonical.iter().any(|f| f == "record.full_name"));
    let layout = SheetLayout {
        sheet: sheet.name.clone(),
        header_row: Some(header.rows.1),
        hidden: sheet.hidden,
        skip: false,
        era: told.and_then(|t| t.era),
        constants: told.map(|t| t.constants.clone()).unwrap_or_default(),
        columns,
    };
    let kinds = Kinds::new(Some(&header), &sheet.rows, serial, person);
    Ok((layout, Understood { kinds, shapes: contents.iter().map(Content::shapes).collect() }))
}

fn map(
    sheet: &Sheet,
    rows: &[Sampled],
    header: &Header,
    charsets: &[Option<Charset>],
    told: Option<&SheetLayout>,
) -> (Vec<ColumnLayout>, Vec<Content>) {
    // Rows that are no data say nothing of a column.
    let mut kinds = Kinds::new(Some(header), rows, None, None);
    let mut row = Row::default();
    let mut data: Vec<&Sampled> = Vec::new();
    for sampled in rows {
        row.start(sampled.0);
        for (j, cell) in sampled.1.iter().enumerate() {
            if let Some(cell) = cell {
                row.put(j, cell);
            }
        }
        if kinds.of(&row) == RowKind::Data {
            data.push(sampled);
        }
    }
    let contents: Vec<Content> = (0..header.columns.len())
        .map(|j| Content::of(data.iter().map(|(_, cells)| cells.get(j).and_then(|c| c.as_deref()))))
        .collect();
    let mut title = sheet.name.clone();
    for (_, cells) in rows.iter().take_while(|(n, _)| *n < header.rows.0).take(10) {
        for cell in cells.iter().flatten().filter(|c| c.chars().count() < 200) {
            title.push(' ');
            title.push_str(cell);
        }
    }
    let mut columns = mapping::columns(&header.columns, &contents, &title);
    for (j, column) in columns.iter_mut().enumerate() {
        column.charset = charsets.get(j).copied().flatten();
        let dates = |fact: &String| matches!(content::tag(fact), Some(Tag::Date | Tag::Completion));
        if column.canonical.iter().any(dates) {
            column.date_order = contents.get(j).and_then(Content::date_order);
        }
        let Some(own) = told.and_then(|t| {
            let named = |c: &&ColumnLayout| {
                if c.index > 0 { c.index == j + 1 } else { heading::key(&c.header) == heading::key(&column.header) }
            };
            t.columns.iter().find(named)
        }) else {
            continue;
        };
        column.charset = own.charset.or(column.charset);
        column.date_order = own.date_order.or(column.date_order);
        let unchanged = own.canonical == column.canonical && own.fixed == column.fixed;
        let charset_alone =
            own.canonical.is_empty() && own.how.is_empty() && (own.charset.is_some() || own.date_order.is_some());
        if unchanged || charset_alone {
            continue;
        }
        column.canonical.clone_from(&own.canonical);
        column.fixed.clone_from(&own.fixed);
        column.confidence = 1.0;
        "layout".clone_into(&mut column.how);
    }
    (columns, contents)
}

/// Gathers rows into batches.
pub(crate) struct Batcher {
    sheet: usize,
    kinds: Kinds,
    charsets: Vec<Option<Charset>>,
    /// Whether cells may differ from what was written.
    legacy: bool,
    width: usize,
    limit: usize,
    open: Option<Open>,
}

/// A batch being filled.
struct Open {
    source_row: Vec<u32>,
    row_kind: Vec<RowKind>,
    cells: Vec<StringChunkedBuilder>,
    written: Vec<StringChunkedBuilder>,
    bytes: Vec<Option<Vec<u8>>>,
    any_written: bool,
}

impl Batcher {
    /// Adds a row; gives a batch where one became full.
    pub(crate) fn push(&mut self, row: &mut Row) -> Option<RawBatch> {
        let kind = self.kinds.of(row);
        self.add(row, kind)
    }

    /// Adds a row of a known kind; gives a batch where one became full.
    fn add(&mut self, row: &mut Row, kind: RowKind) -> Option<RawBatch> {
        let count = self.open.as_ref().map_or(0, |o| o.source_row.len());
        let width = self.open.as_ref().map_or(self.width, |o| o.cells.len()).max(row.len());
        let full = if count > 0 && (count >= BATCH_ROWS || (count + 1).saturating_mul(width) > self.limit) {
            self.finish()
        } else {
            None
        };
        let open = self.open.get_or_insert_with(|| {
            let columns = |n: usize| -> Vec<StringChunkedBuilder> { (0..n).map(|_| builder(0)).collect() };
            Open {
                source_row: Vec::new(),
                row_kind: Vec::new(),
                cells: columns(self.width),
                written: if self.legacy { columns(self.width) } else { Vec::new() },
                bytes: Vec::new(),
                any_written: false,
            }
        });
        let count = open.source_row.len();
        while open.cells.len() < row.len() {
            open.cells.push(builder(count));
        }
        while open.any_written | self.legacy && open.written.len() < open.cells.len() {
            open.written.push(builder(count));
        }
        let decode_all = row.bytes.is_some();
        let texts = || (0..row.len()).filter_map(|j| row.get(j));
        let stray = kind == RowKind::Data && !decode_all && legacy::stray(texts());
        let row_charset = if stray { legacy::row_charset(texts()) } else { None };
        for (j, column) in open.cells.iter_mut().enumerate() {
            let charset = self.charsets.get(j).copied().flatten();
            let merged = row.filled.binary_search_by_key(&j, |(column, _)| *column).ok();
            let merged = merged.and_then(|at| row.filled.get(at)).filter(|_| kind == RowKind::Data);
            let cell = row.get(j).or(merged.map(|_| ""));
            let repaired = match (merged, cell) {
                (Some((_, text)), _) => {
                    Some(legacy::repair_cell(text, charset, decode_all).unwrap_or_else(|| text.clone()))
                }
                (None, Some(cell)) if stray => legacy::repair_stray(cell, charset.or(row_charset)),
                (None, Some(cell)) => legacy::repair_cell(cell, charset, decode_all),
                (None, None) => None,
            };
            match (&repaired, cell) {
                (Some(repaired), Some(cell)) => {
                    column.append_value(repaired);
                    if open.written.is_empty() {
                        open.any_written = true;
                    }
                    // the columns before already have their place in this row
                    while open.written.len() < j {
                        open.written.push(builder(count + 1));
                    }
                    if open.written.len() == j {
                        open.written.push(builder(count));
                    }
                    if let Some(written) = open.written.get_mut(j) {
                        written.append_value(cell);
                    }
                }
                (None, Some(cell)) => column.append_value(cell),
                (_, None) => column.append_null(),
            }
            if repaired.is_none()
                && let Some(written) = open.written.get_mut(j)
            {
                written.append_null();
            }
        }
        // columns that got their `written` in this very row
        while !open.written.is_empty() && open.written.len() < open.cells.len() {
            open.written.push(builder(count + 1));
        }
        open.source_row.push(row.number);
        open.row_kind.push(kind);
        open.bytes.push(row.bytes.take());
        full
    }

    /// Whether a row of this number stands below the heading.
    pub(crate) fn below_heading(&self, number: u32) -> bool {
        self.kinds.below_heading(number)
    }

    /// The batch that is open.
    pub(crate) fn finish(&mut self) -> Option<RawBatch> {
        let open = self.open.take()?;
        let columns =
            |builders: Vec<StringChunkedBuilder>| builders.into_iter().map(StringChunkedBuilder::finish).collect();
        Some(RawBatch {
            sheet: self.sheet,
            source_row: open.source_row,
            row_kind: open.row_kind,
            cells: columns(open.cells),
            written: columns(open.written),
            bytes: open.bytes,
        })
    }
}

fn builder(nulls: usize) -> StringChunkedBuilder {
    let mut builder = StringChunkedBuilder::new(PlSmallStr::EMPTY, nulls);
    for _ in 0..nulls {
        builder.append_null();
    }
    builder
}

/// Batches of one table whose rows come one by one.
struct Batches<'a> {
    rows: Box<dyn Rows + 'a>,
    batcher: Batcher,
    row: Row,
    done: bool,
}

impl Iterator for Batches<'_> {
    type Item = Result<RawBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            match self.rows.next(&mut self.row) {
                Ok(true) => {
                    if let Some(batch) = self.batcher.push(&mut self.row) {
                        return Some(Ok(batch));
                    }
                }
                Ok(false) => {
                    self.done = true;
                    return self.batcher.finish().map(Ok);
                }
                Err(error) => {
                    self.done = true;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}

/// Whether the heading row of a sheet may be shown: at least half of the recognised columns have a heading of known
/// words. A row of people that was taken for the heading has none; its columns are recognised by their content, or
/// named by a layout file.
pub fn names_columns(sheet: &SheetLayout) -> bool {
    let known = |header: &str| header.split(" - ").any(|part| heading::find(part).is_some());
    let recognised = || sheet.columns.iter().filter(|column| !column.canonical.is_empty());
    recognised().filter(|column| known(&column.header)).count() * 2 >= recognised().count()
}

/// What `report.json` says of one file (`inputs[]`): sheets, columns, and the rows that gave no entry, as (sheet, row,
/// why). No cell of the file is in it; headings stand only with recognised columns.
pub fn describe(source: &Source, skipped: &[(usize, u32, String)]) -> serde_json::Value {
    use serde_json::json;
    let sheets: Vec<_> = source
        .layout
        .sheets
        .iter()
        .enumerate()
        .map(|(i, sheet)| {
            let named = names_columns(sheet);
            let columns: Vec<_> = sheet
                .columns
                .iter()
                .map(|column| {
                    let mut one = serde_json::Map::new();
                    one.insert("index".into(), json!(column.index));
                    // A wrongly chosen heading row may hold people, so unknown headings stay out.
                    if named && !column.canonical.is_empty() || column.how == "alias" {
                        one.insert("header".into(), json!(column.header));
                    }
                    one.insert("canonical".into(), json!(column.canonical));
                    one.insert("fixed".into(), json!(column.fixed));
                    one.insert("confidence".into(), json!((f64::from(column.confidence) * 100.0).round() / 100.0));
                    one.insert("how".into(), json!(column.how));
                    one.insert("shapes".into(), json!(source.shapes(i).get(column.index.saturating_sub(1)).cloned().unwrap_or_default()));
                    one
                })
                .collect();
            let rows: Vec<_> = skipped.iter().filter(|(s, ..)| *s == i).map(|(_, row, why)| json!({"row": row, "why": why})).collect();
            json!({"sheet": sheet.sheet, "hidden": sheet.hidden, "header_row": sheet.header_row, "entries": sheet.entries(), "skipped": rows, "columns": columns})
        })
        .collect();
    json!({
        "file": source.layout.file,
        "format": source.layout.format,
        "digest": source.layout.digest,
        "sha256": source.sha256,
        "encoding": source.layout.encoding,
        "sheets": sheets,
    })
}
