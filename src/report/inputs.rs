//! How the files of a run were understood: sheets, headings, columns. No cell of a person.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::SheetRows;
use crate::layout::{ColumnLayout, SheetLayout};
use crate::schema::Entry;
use crate::source::{self, Source};

/// How one file was understood.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Input {
    /// File name.
    pub file: String,
    /// `csv`, `xlsx`, `xls`, `ods`, `parquet`.
    #[serde(default)]
    pub format: String,
    /// `blake3:…`
    pub digest: String,
    /// Encoding.
    pub encoding: String,
    /// Data rows.
    pub rows: u64,
    /// Its sheets.
    pub sheets: Vec<Sheet>,
}

/// How one sheet was understood.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sheet {
    /// Name.
    pub sheet: String,
    /// Whether it is hidden.
    #[serde(default)]
    pub hidden: bool,
    /// The entries that its rows make.
    #[serde(default)]
    pub entries: Vec<Entry>,
    /// Last row of the heading.
    pub header_row: Option<u32>,
    /// Data rows.
    pub rows: u64,
    /// Rows that are no data.
    pub skipped: Vec<Skipped>,
    /// Columns.
    pub columns: Vec<SheetColumn>,
}

/// A row that is no data.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Skipped {
    /// Row as a spreadsheet shows it.
    pub row: u32,
    /// `title`, `header`, `total`, `blank` …
    pub why: String,
}

/// How one column was understood.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SheetColumn {
    /// Place, from 1.
    pub index: usize,
    /// The heading, where it is one that the table of headings knows: a wrongly chosen heading row may hold people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// Canonical columns; none: kept under its own heading.
    pub canonical: Vec<String>,
    /// What it may be, where the heading says so and the cells or the other columns do not agree.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub question: Vec<String>,
    /// What the column itself says.
    pub fixed: BTreeMap<String, String>,
    /// From 0 to 1.
    pub confidence: f32,
    /// Why.
    pub how: String,
    /// The commonest shapes of its cells (`99/99/9999`), which show no value.
    #[serde(default)]
    pub shapes: Vec<String>,
}

impl Input {
    /// What was understood of a file; `rows` is what its sheets held, by their place.
    ///
    /// ```no_run
    /// use lltp::report::Input;
    /// use lltp::source::Source;
    ///
    /// let source = Source::open("so_tham_2015.xlsx".as_ref(), None)?;
    /// let input = Input::new(&source, &Default::default());
    /// assert_eq!(input.sheets.len(), source.layout.sheets.len());
    /// # Ok::<(), lltp::Error>(())
    /// ```
    pub fn new(source: &Source, rows: &BTreeMap<usize, SheetRows>) -> Self {
        let file = &source.layout;
        let sheets = file.sheets.iter().enumerate().map(|(at, sheet)| {
            let rows = rows.get(&at).cloned().unwrap_or_default();
            let named = names_columns(sheet);
            Sheet {
                sheet: sheet.sheet.clone(),
                hidden: sheet.hidden,
                entries: sheet.entries(),
                header_row: sheet.header_row,
                rows: rows.data,
                skipped: rows.skipped.iter().map(|(row, why)| Skipped { row: *row, why: (*why).to_owned() }).collect(),
                columns: sheet.columns.iter().map(|own| column(own, named, source.shapes(at))).collect(),
            }
        });
        let sheets: Vec<Sheet> = sheets.collect();
        Self {
            file: file.file.clone(),
            format: file.format.clone(),
            digest: file.digest.clone(),
            encoding: file.encoding.clone(),
            rows: sheets.iter().map(|sheet| sheet.rows).sum(),
            sheets,
        }
    }
}

fn column(column: &ColumnLayout, named: bool, shapes: &[Vec<String>]) -> SheetColumn {
    let known = !column.canonical.is_empty() || source::known_heading(&column.header);
    SheetColumn {
        index: column.index,
        header: (named && known).then(|| column.header.clone()),
        canonical: column.canonical.clone(),
        question: column.question.clone(),
        fixed: column.fixed.clone(),
        confidence: column.confidence,
        how: column.how.clone(),
        shapes: shapes.get(column.index.saturating_sub(1)).cloned().unwrap_or_default(),
    }
}

/// Whether the heading row of a sheet may be shown: at least half of the recognised columns have a heading of known
/// words. A row of people that was taken for the heading has none; its columns are recognised by their content, or
/// named by a layout file.
fn names_columns(sheet: &SheetLayout) -> bool {
    let recognised = || sheet.columns.iter().filter(|column| !column.canonical.is_empty());
    recognised().filter(|column| source::known_heading(&column.header)).count() * 2 >= recognised().count()
}
