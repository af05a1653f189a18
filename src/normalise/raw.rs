//! Rows of the table `raw` and the layout of a run → entry tables, batch by batch: the stage for an engine that hands
//! rows to many machines.
//!
//! What is made of a row depends on that row and the layout alone, so any splitting into batches gives the rows that a
//! whole run gives.

use std::collections::HashMap;

use polars::prelude::*;

use super::{Entries, Normaliser, Options, repairs};
use crate::error::{Error, Result};
use crate::frame::read::{TextLists, column, text, wrong};
use crate::frame::typed;
use crate::layout::{FileLayout, Layout};
use crate::schema::Entry;
use crate::source::{Again, RowKind};

/// What a batch of rows of `raw` made.
#[derive(Clone, Debug)]
pub struct Tables {
    entries: [DataFrame; 4],
    /// The rows of `repairs`.
    pub repairs: DataFrame,
}

impl Tables {
    /// The rows of `records`, `convictions`, `enforcements` or `expungements`: every canonical column with its type,
    /// whatever the batch holds, without `accepted`, which all rows together decide.
    pub fn entry(&self, entry: Entry) -> &DataFrame {
        let [records, convictions, enforcements, expungements] = &self.entries;
        match entry {
            Entry::Record => records,
            Entry::Conviction => convictions,
            Entry::Enforcement => enforcements,
            Entry::Expungement => expungements,
        }
    }
}

/// Reads rows of `raw` as the layout of a run understands them.
///
/// Equal to the run that wrote the layout, but for workbooks with cells merged over several rows: `raw` holds such a
/// cell in the first of them alone.
///
/// # Examples
///
/// ```
/// use lltp::layout::Layout;
/// use lltp::normalise::{Options, RawNormaliser};
/// use lltp::polars::prelude::*;
/// use lltp::schema::Entry;
///
/// let layout = Layout::parse(r#"
///     [[file]]
///     file = "so_tham.csv"
///     format = "csv"
///     digest = "blake3:0123456789abcdef"
///     [[file.sheet]]
///     sheet = "so_tham"
///     header_row = 1
///     [[file.sheet.column]]
///     index = 1
///     canonical = ["record.full_name"]
/// "#, "layout.toml")?;
/// let reader = RawNormaliser::new(&layout, Options { as_of: "2026-06-30".parse()? })?;
/// let cells = ListChunked::from_iter([Series::new("".into(), ["NGUYỄN VĂN  AN"])]).with_name("cells".into());
/// let mut raw = df!("source_file" => ["so_tham.csv"], "source_sheet" => ["so_tham"], "source_row" => [2_i64])?;
/// raw.with_column(cells.into_column())?;
/// let made = reader.batch(&raw)?;
/// let records = made.entry(Entry::Record);
/// assert_eq!(records.column("row_id")?.str()?.get(0), Some("0123456789abcdef-1-2-1-1"));
/// assert_eq!(records.column("full_name")?.str()?.get(0), Some("Nguyễn Văn An"));
///
/// let error = reader.batch(&raw.drop("cells")?).unwrap_err();
/// assert!(error.to_string().starts_with("column `cells`: expected List(String), found [`source_file`"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct RawNormaliser<'a> {
    files: HashMap<&'a str, File<'a>>,
    /// The columns of each entry table, in the order of [`Entry::ALL`].
    fields: [Vec<Field>; 4],
}

#[derive(Debug)]
struct File<'a> {
    layout: &'a FileLayout,
    /// The readers of its sheets.
    sheets: Vec<Normaliser<'a>>,
}

impl<'a> RawNormaliser<'a> {
    /// A reader for the files of a layout, as a run wrote it.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] where the layout does not say of which bytes and columns it is: a file without `digest`, a column
    /// without `index`, two files of one name, or none.
    pub fn new(layout: &'a Layout, options: Options) -> Result<Self> {
        let mut files = HashMap::new();
        for (number, file) in (1..).zip(&layout.files) {
            let wrong = |key: &str, vi: &str, en: &str| {
                let vi = format!("{vi}, như layout.toml của một lần chạy");
                Err(Error::config(
                    format!("layout, [[file]] {number}, `{key}`"),
                    vi,
                    format!("{en}, as a run wrote it"),
                ))
            };
            let hex = file.digest.trim_start_matches("blake3:");
            if hex.len() < 16 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return wrong("digest", "cần mã băm của tệp", "expected the digest of the file");
            }
            if file.sheets.iter().flat_map(|sheet| &sheet.columns).any(|column| column.index == 0) {
                return wrong("index", "cần số thứ tự của từng cột", "expected the index of each column");
            }
            let reader = |(sheet, number)| Normaliser::new(&file.file, &file.digest, number, sheet, options);
            let sheets = file.sheets.iter().zip(1..).map(reader).collect();
            if files.insert(file.file.as_str(), File { layout: file, sheets }).is_some() {
                return wrong("file", "cần các tệp khác tên nhau", "expected files of different names");
            }
        }
        if files.is_empty() {
            return Err(Error::config("layout, `file`", "cần ít nhất một tệp", "expected at least one file"));
        }
        Ok(Self { files, fields: Entry::ALL.map(typed::made_fields) })
    }

    /// The entries that rows of `raw` make, in their order.
    ///
    /// Reads `source_file` and `source_sheet` (String), `source_row` (an integer), `cells` (List(String)), and where they
    /// are there `row_kind` (String; without it every row is data) and `bytes` (Binary). Rows of the layout's sheets that
    /// are not read (skipped ones, those without a heading) make none.
    ///
    /// # Errors
    ///
    /// [`Error::Column`] where a column is missing or has another type, [`Error::Config`] where it holds what no run writes
    /// there: a file or sheet that the layout does not know.
    pub fn batch(&self, raw: &DataFrame) -> Result<Tables> {
        let rows = Rows::new(raw)?;
        let mut made: Vec<Entries> = Vec::new();
        let mut from = 0;
        while from < raw.height() {
            let sheet = (rows.file.get(from), rows.sheet.get(from));
            let same = |row: &usize| (rows.file.get(*row), rows.sheet.get(*row)) == sheet;
            let to = (from..raw.height()).take_while(same).last().unwrap_or(from) + 1;
            let file = sheet.0.and_then(|name| self.files.get(name));
            let file = file.ok_or_else(|| {
                unknown("source_file", "cần tên một tệp trong layout", "expected the name of a file of the layout")
            })?;
            let number = file.layout.sheets.iter().position(|known| Some(known.sheet.as_str()) == sheet.1);
            let number = number.ok_or_else(|| {
                unknown(
                    "source_sheet",
                    "cần tên một sheet của tệp trong layout",
                    "expected a sheet of the file in the layout",
                )
            })?;
            let read = |sheet: &&crate::layout::SheetLayout| !sheet.skip && sheet.header_row.is_some();
            if let (Some(_), Some(reader)) = (file.layout.sheets.get(number).filter(read), file.sheets.get(number)) {
                let mut again = Again::new(file.layout, number);
                for row in from..to {
                    let (source_row, kind) = rows.place(row)?;
                    again.push(source_row, kind, rows.cells.row(row), rows.bytes.as_ref().and_then(|b| b.get(row)));
                }
                for batch in again.finish() {
                    made.extend(reader.batch(&batch)?.entries);
                }
            }
            from = to;
        }
        let repairs = repairs::table(&made)?;
        let mut frames: [Vec<DataFrame>; 4] = Default::default();
        for table in made {
            let place = Entry::ALL.iter().position(|entry| *entry == table.entry);
            if let Some(frames) = place.and_then(|place| frames.get_mut(place)) {
                frames.push(table.frame);
            }
        }
        let mut entries: [DataFrame; 4] = Default::default();
        for ((entry, frames), fields) in entries.iter_mut().zip(frames).zip(&self.fields) {
            *entry = typed::stack(frames, fields)?;
        }
        Ok(Tables { entries, repairs })
    }
}

/// The columns of `raw`.
struct Rows {
    file: StringChunked,
    sheet: StringChunked,
    number: Int64Chunked,
    kind: Option<StringChunked>,
    cells: TextLists,
    bytes: Option<BinaryChunked>,
}

impl Rows {
    fn new(raw: &DataFrame) -> Result<Self> {
        let given = |name: &str| raw.column(name).ok().filter(|column| *column.dtype() != DataType::Null);
        let number = column(raw, "source_row", "Int64")?;
        if !number.dtype().is_integer() {
            return Err(wrong("source_row", "Int64", number.dtype()));
        }
        let number = number.cast(&DataType::Int64)?.i64()?.rechunk().into_owned();
        let bytes = given("bytes").map(|column| match column.binary() {
            Ok(bytes) => Ok(bytes.rechunk().into_owned()),
            Err(_) => Err(wrong("bytes", "Binary", column.dtype())),
        });
        Ok(Self {
            file: text(raw, "source_file")?,
            sheet: text(raw, "source_sheet")?,
            number,
            kind: given("row_kind").map(|_| text(raw, "row_kind")).transpose()?,
            cells: TextLists::new(raw, "cells")?,
            bytes: bytes.transpose()?,
        })
    }

    /// Number and kind of a row.
    fn place(&self, row: usize) -> Result<(u32, RowKind)> {
        let number = self.number.get(row).and_then(|number| u32::try_from(number).ok()).filter(|number| *number > 0);
        let number =
            number.ok_or_else(|| unknown("source_row", "cần số dòng từ 1", "expected the number of a row, from 1"))?;
        let kind = match &self.kind {
            Some(kinds) => kinds.get(row).and_then(RowKind::named),
            None => Some(RowKind::Data),
        };
        Ok((
            number,
            kind.ok_or_else(|| {
                unknown(
                    "row_kind",
                    "cần loại dòng: data, header, total …",
                    "expected a kind of row: data, header, total …",
                )
            })?,
        ))
    }
}

/// A column of `raw` that holds what no run writes there.
fn unknown(column: &str, vi: &str, en: &str) -> Error {
    Error::config(format!("`{column}`"), format!("{vi}, gặp giá trị khác"), format!("{en}, found something else"))
}
