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
//! Pass 1 reads all bytes of a text once (digest, charset) and looks at the cells of its first rows and of rows spread
//! over the rest of it; a workbook up to [`Limits::held_cells`] is read whole and kept for pass 2, so that it is read
//! once; of a larger one only the rows up to there are looked at, and pass 2 reads it anew.

mod batch;
mod content;
mod csv;
mod era;
mod format;
mod header;
mod heading;
mod legacy;
mod limits;
mod mapping;
mod parquet;
mod raw;
mod row;
mod understand;
#[cfg(feature = "xlsx")]
mod workbook;

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
#[cfg(feature = "xlsx")]
use std::sync::Mutex;

use polars::prelude::*;

pub(crate) use self::content::figures;
pub use self::limits::Limits;
pub(crate) use self::raw::Again;

use self::batch::{Batcher, Batches};
use self::csv::{Dialect, Encoding, Records};
use self::format::{Format, Scan};
use self::header::Kinds;
use self::row::{Row, Rows};
use self::understand::{Sheet, Understood, understand};
use crate::error::{Error, Result};
use crate::layout::FileLayout;

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
    /// The rows of a workbook, for the first to ask for its batches.
    #[cfg(feature = "xlsx")]
    held: Mutex<Option<workbook::Held>>,
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
        let scan = format::scan(path)?;
        let format = format::format(path, &scan.head)?;
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let stem = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let mut dialect = None;
        #[cfg(feature = "xlsx")]
        let mut held = None;
        #[cfg(feature = "xlsx")]
        let mut book = |kind| {
            let (sheets, rows) = workbook::sample(path, kind, &limits)?;
            held = rows;
            Ok::<_, Error>(sheets)
        };
        let (sheets, format_name) = match format {
            Format::Text => {
                let found = text_dialect(&scan, given);
                dialect = Some(found);
                (vec![sample_text(path, found, &limits, stem)?], "csv")
            }
            Format::Parquet => (vec![parquet::sample(path, &limits, stem)?], "parquet"),
            #[cfg(feature = "xlsx")]
            Format::Xlsx => (book(workbook::Kind::Xlsx)?, "xlsx"),
            #[cfg(feature = "xlsx")]
            Format::Xls => (book(workbook::Kind::Xls)?, "xls"),
            #[cfg(feature = "xlsx")]
            Format::Ods => (book(workbook::Kind::Ods)?, "ods"),
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
        let count = sheets.len();
        for sheet in sheets {
            let told = given.and_then(|g| {
                g.sheets
                    .iter()
                    .find(|s| s.sheet == sheet.name || g.sheets.len() == 1 && (count == 1 || s.sheet.is_empty()))
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
        Ok(Self {
            path: path.to_owned(),
            sha256: scan.sha256,
            layout,
            limits,
            sheets: understood,
            dialect,
            #[cfg(feature = "xlsx")]
            held: Mutex::new(held),
        })
    }

    /// Pass 2: every row of every sheet, in order, in batches of [`BATCH_ROWS`] rows.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], or [`Error::Input`] where the file changed since pass 1.
    pub fn batches(&self) -> Result<Box<dyn Iterator<Item = Result<RawBatch>> + Send + '_>> {
        if format::digest(&self.path)? != self.layout.digest {
            return Err(Error::input(
                &self.path,
                "tệp đã thay đổi trong khi xử lý",
                "the file changed while it was being read",
            ));
        }
        match (self.layout.format.as_str(), self.dialect) {
            ("csv", Some(dialect)) => {
                let records = Records::open(&self.path, dialect, &self.limits)?;
                Ok(Box::new(Batches::new(records, self.batcher(0))))
            }
            ("parquet", _) => {
                let rows = parquet::rows(&self.path)?;
                Ok(Box::new(Batches::new(rows, self.batcher(0))))
            }
            #[cfg(feature = "xlsx")]
            (kind, _) => {
                let kind = match kind {
                    "xls" => workbook::Kind::Xls,
                    "ods" => workbook::Kind::Ods,
                    _ => workbook::Kind::Xlsx,
                };
                let batchers = (0..self.layout.sheets.len()).map(|i| self.batcher(i)).collect();
                let held = self.held.lock().ok().and_then(|mut held| held.take());
                Ok(Box::new(workbook::batches(&self.path, kind, &self.limits, held, batchers)))
            }
            #[cfg(not(feature = "xlsx"))]
            _ => Err(Error::input(
                &self.path,
                "bản này không đọc được tệp bảng tính",
                "this build reads no workbooks (feature `xlsx`)",
            )),
        }
    }

    /// Bytes of the rows of a workbook that are kept for pass 2.
    #[cfg(feature = "xlsx")]
    pub(crate) fn held_bytes(&self) -> usize {
        self.held.lock().map_or(0, |held| held.as_ref().map_or(0, workbook::Held::bytes))
    }

    /// Lets go of rows kept for pass 2, which then reads the workbook anew.
    #[cfg(feature = "xlsx")]
    pub(crate) fn release(&self) {
        if let Ok(mut held) = self.held.lock() {
            *held = None;
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

/// Places of a text at which rows beyond the first are looked at, and how many at each.
const PLACES: u64 = 32;
const ROWS_AT_A_PLACE: usize = 48;
/// Bytes read at such a place.
const WINDOW: u64 = 256 << 10;

fn sample_text(path: &Path, dialect: Dialect, limits: &Limits, name: String) -> Result<Sheet> {
    let mut records = Records::open(path, dialect, limits)?;
    let mut sheet = Sheet { name, ..Sheet::default() };
    let mut row = Row::default();
    let mut cells = 0;
    while sheet.rows.len() < limits.sample_rows && cells < limits.sample_cells() {
        if !records.next(&mut row)? {
            return Ok(sheet);
        }
        cells += row.len();
        sheet.rows.push(row.owned());
    }
    let fail = || Error::io(path, "không đọc được tệp", "the file cannot be read");
    let length = std::fs::metadata(path).map_err(fail())?.len();
    let mut cells = 0;
    for place in 1..=PLACES {
        let mut file = File::open(path).map_err(fail())?;
        // an even place, for UTF-16
        file.seek(SeekFrom::Start((length / (PLACES + 1) * place) & !1)).map_err(fail())?;
        let mut records = Records::over(path, Box::new(file.take(WINDOW)), dialect, limits);
        // The first record is cut, and so may be the last; a place inside a cell of several lines shows by the width.
        let mut rows = Vec::new();
        while rows.len() <= ROWS_AT_A_PLACE && cells < limits.sample_cells() && records.next(&mut row)? {
            cells += row.len();
            rows.push(row.owned());
        }
        rows.pop();
        sheet.beyond.extend(rows.into_iter().skip(1).filter(|(_, cells)| cells.len() == dialect.width.max(1)));
    }
    Ok(sheet)
}

/// Whether a heading, its parents before it, has a part of known words.
pub(crate) fn known_heading(header: &str) -> bool {
    header.split(" - ").any(|part| heading::find(part).is_some())
}
