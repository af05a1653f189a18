//! How files are understood: sheets, header, columns, charset, era. Written as `layout.toml`, edited, passed back.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::place::Era;
use crate::schema::Entry;
use crate::text::charset::Charset;

/// The understanding of all files of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// One element per file, in the order of the run.
    #[serde(default, rename = "file")]
    pub files: Vec<FileLayout>,
}

/// How one file is understood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileLayout {
    /// File name without its folder.
    pub file: String,
    /// `csv`, `xlsx`, `xls`, `ods`, `parquet`.
    pub format: String,
    /// BLAKE3 of the bytes, `blake3:…`.
    pub digest: String,
    /// Encoding of a text file: `utf-8`, `utf-16le`, `tcvn3`, `bytes` …
    pub encoding: String,
    /// Delimiter of a text file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// Its sheets; a text file has one, named after the file without extension.
    #[serde(default, rename = "sheet")]
    pub sheets: Vec<SheetLayout>,
}

/// How one sheet is understood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetLayout {
    /// Name as the workbook gives it.
    pub sheet: String,
    /// Last row of the heading, as a spreadsheet shows it; none where the sheet holds no table for us.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u32>,
    /// Whether the sheet is hidden.
    #[serde(default)]
    pub hidden: bool,
    /// Whether the sheet is left out, and kept in `raw` alone.
    #[serde(default)]
    pub skip: bool,
    /// Era of its places, where the sheet tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub era: Option<Era>,
    /// Values for columns the sheet does not have: `"conviction.court" = "…"`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub constants: BTreeMap<String, String>,
    /// Its columns.
    #[serde(default, rename = "column")]
    pub columns: Vec<ColumnLayout>,
}

/// How one column of a sheet is understood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnLayout {
    /// Place in the sheet, from 1.
    pub index: usize,
    /// Heading as repaired text.
    pub header: String,
    /// `record.full_name` …; several: the facts stand together in the cell, or the value tells which one it is.
    /// Empty: kept under its own heading in `extra`.
    #[serde(default)]
    pub canonical: Vec<String>,
    /// What the column itself says: `enforcement.kind = "reduction"`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fixed: BTreeMap<String, String>,
    /// Legacy charset of its cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charset: Option<Charset>,
    /// From 0 to 1.
    #[serde(default)]
    pub confidence: f32,
    /// Why: `alias`, `content`, `context`, `layout`, `question` …
    #[serde(default)]
    pub how: String,
}

impl Layout {
    /// Reads a layout file.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] where it cannot be read, [`Error::Config`] with its line and key where it does not fit.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(Error::io(
            path,
            "không đọc được tệp layout",
            "the layout file cannot be read",
        ))?;
        Self::parse(&text, &path.display().to_string())
    }

    /// Reads the text of a layout file; `name` is what errors call it.
    ///
    /// # Errors
    ///
    /// [`Error::Config`].
    pub fn parse(text: &str, name: &str) -> Result<Self> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        toml::from_str(text).map_err(|_| Error::config(name, "tệp layout sai", "the layout does not fit"))
    }

    /// The layout as TOML, to be edited and read back.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// What the layout says of a file, by its name.
    pub fn find(&self, path: &Path) -> Option<&FileLayout> {
        let name = path.file_name()?.to_string_lossy();
        self.files.iter().find(|f| f.file == name)
    }
}

impl SheetLayout {
    /// The entries that its rows make. Keys alone (`record_code`, `judgment_no` of a sheet of documents) and notes
    /// make none.
    pub fn entries(&self) -> Vec<Entry> {
        let facts = || {
            let columns = self.columns.iter().flat_map(|c| c.canonical.iter().map(String::as_str));
            columns.chain(self.constants.keys().map(String::as_str))
        };
        let documents = facts().any(|f| f.starts_with("enforcement.") || f.starts_with("expungement."));
        let makes = |entry: Entry| {
            facts().any(|fact| {
                fact.strip_prefix(entry.as_str()).and_then(|f| f.strip_prefix('.')).is_some_and(|column| match column {
                    "record_code" | "conviction_code" | "note" => false,
                    "judgment_no" => entry == Entry::Conviction && !documents,
                    "local_code" | "archive_no" | "box_no" | "source_agency" | "managing_agency" => false,
                    _ => true,
                })
            })
        };
        let mut entries: Vec<Entry> = Entry::ALL.into_iter().filter(|e| makes(*e)).collect();
        // A sheet of codes alone is a sheet of records.
        if entries.is_empty() && facts().any(|f| f == "record.record_code") {
            entries.push(Entry::Record);
        }
        entries
    }
}
