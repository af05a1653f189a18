//! How files are understood: sheets, header, columns, charset, era. Written as `layout.toml`, edited, passed back.
//!
//! Everything that was inferred can be put right there; what is left out is inferred again. A minimal file:
//!
//! ```
//! let layout = lltp::layout::Layout::parse(r#"
//!     [[file]]
//!     file = "so_tham_2015.xlsx"          # "*" stands for every file
//!     [[file.sheet]]
//!     sheet = "Sơ thẩm"                   # may be left out where the file has one sheet
//!     header_row = 3
//!     constants = { "conviction.court" = "TAND huyện Bá Thước, tỉnh Thanh Hóa" }
//!     [[file.sheet.column]]
//!     index = 5
//!     canonical = ["conviction.judgment_no", "conviction.judgment_date"]
//! "#, "layout.toml")?;
//! assert_eq!(layout.files[0].sheets[0].header_row, Some(3));
//!
//! let wrong = lltp::layout::Layout::parse("[[file]]\nfile = \"a.csv\"\ndelimiter = \"ab\"", "layout.toml");
//! assert!(wrong.unwrap_err().to_string().starts_with("layout.toml, line 3, `delimiter`"));
//! # Ok::<(), lltp::Error>(())
//! ```

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::error::{Error, Result};
use crate::link::PersonSettings;
use crate::place::Era;
use crate::schema::Entry;
use crate::severity::Severity;
use crate::text::charset::Charset;

/// The understanding of all files of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// One element per file, in the order of the run.
    #[serde(default, rename = "file")]
    pub files: Vec<FileLayout>,
    /// Findings that are known and do not count: see [`rule::waiver`](crate::rule::waiver).
    #[serde(default, rename = "waive", skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<Waiver>,
    /// Rules of the user's own: see [`rule::condition`](crate::rule::condition).
    #[serde(default, rename = "rule", skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<CustomRule>,
    /// Thresholds and training of the linkage; those of the crate where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<PersonSettings>,
}

/// A rule of the user's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomRule {
    /// Code, which no other rule has.
    pub code: String,
    /// The entry it is about.
    pub entry: Entry,
    /// What is wrong where it is broken.
    pub message: String,
    /// How grave.
    pub severity: Severity,
    /// The rows it is about; none: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// What must be so on them.
    pub must: Condition,
    /// Where it stands.
    #[serde(skip)]
    pub(crate) place: Place,
}

/// A condition on columns; what stands together in one condition must hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Condition {
    /// The column that the tests below are about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// It has a value, or has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<bool>,
    /// The value is that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub equals: Option<Value>,
    /// The value is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub differs: Option<Value>,
    /// The value is one of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub one_of: Option<Vec<Value>>,
    /// The value is none of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub none_of: Option<Vec<Value>>,
    /// Not under that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Value>,
    /// Not over that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Value>,
    /// Neither under the first nor over the second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub between: Option<[Value; 2]>,
    /// The text has this shape.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shape: Option<String>,
    /// The date is not before that of another column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<String>,
    /// All of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all: Option<Vec<Condition>>,
    /// One of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub any: Option<Vec<Condition>>,
    /// Not this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not: Option<Box<Condition>>,
}

impl Condition {
    /// Whether it tests a column.
    pub(crate) fn tests(&self) -> bool {
        let only_joins =
            Self { all: self.all.clone(), any: self.any.clone(), not: self.not.clone(), ..Self::default() };
        *self != only_joins
    }
}

/// A value that a condition names; a day is text, `"2019-05-17"`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A text or a day.
    Text(String),
}

/// A finding that is known: it stays listed and does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// Code of the rule.
    pub rule: String,
    /// The row, by its `row_id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<String>,
    /// Or a group of findings, as the findings name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Why.
    pub reason: String,
    /// The last day, `2026-12-31`.
    pub until: String,
    /// Where it stands.
    #[serde(skip)]
    pub(crate) place: Place,
}

/// How one file is understood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileLayout {
    /// File name without its folder.
    pub file: String,
    /// `csv`, `xlsx`, `xls`, `ods`, `parquet`.
    #[serde(default)]
    pub format: String,
    /// BLAKE3 of the bytes, `blake3:…`.
    #[serde(default)]
    pub digest: String,
    /// Encoding of a text file: `utf-8`, `utf-16le`, `tcvn3`, `bytes` …
    #[serde(default)]
    pub encoding: String,
    /// Delimiter of a text file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// Its sheets; a text file has one, named after the file without extension.
    #[serde(default, rename = "sheet")]
    pub sheets: Vec<SheetLayout>,
}

/// How one sheet is understood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetLayout {
    /// Name as the workbook gives it.
    #[serde(default)]
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

/// The order of day, month and year in figures that do not tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// `05/04/1990` is 5 April, as Vietnam writes.
    Dmy,
    /// `05/04/1990` is 4 May, as programs of the United States export.
    Mdy,
    /// `90/04/05` is 5 April.
    Ymd,
}

/// How one column of a sheet is understood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnLayout {
    /// Place in the sheet, from 1; 0 where the heading tells.
    #[serde(default)]
    pub index: usize,
    /// Heading as repaired text.
    #[serde(default)]
    pub header: String,
    /// `record.full_name` …; several: the facts stand together in the cell, or the value tells which one it is.
    /// Empty: kept under its own heading in `extra`.
    #[serde(default)]
    pub canonical: Vec<String>,
    /// What it may be, where the heading says so and the cells or the other columns do not agree: an answer goes into
    /// `canonical`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub question: Vec<String>,
    /// What the column itself says: `enforcement.kind = "reduction"`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fixed: BTreeMap<String, String>,
    /// Order of the figures of its dates; day first where it is left out and no cell proves another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    /// Legacy charset of its cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charset: Option<Charset>,
    /// Era of its places, told by the user or proved by its cells. Told, it binds; proved, it decides about cells that
    /// fit several eras alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub era: Option<Era>,
    /// `content` where the cells prove the era.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub era_how: String,
    /// Share of the cells that fit one era alone which fit this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub era_confidence: Option<f32>,
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
        let mut layout: Self = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let message = expectation(error.message());
            fault(text, name, at, KEYS, &message)
        })?;
        for (waiver, place) in layout.waivers.iter_mut().zip(Place::all(text, name, "waive")) {
            waiver.place = place;
        }
        for (rule, place) in layout.rules.iter_mut().zip(Place::all(text, name, "rule")) {
            rule.place = place;
        }
        layout.check(text, name)?;
        Ok(layout)
    }

    /// What TOML alone does not see: names of columns, encodings, places.
    fn check(&self, text: &str, name: &str) -> Result<()> {
        for waiver in &self.waivers {
            if waiver.row.is_some() == waiver.group.is_some() {
                return Err(waiver.place.wrong("row", "expected either `row` or `group`"));
            }
            if waiver.reason.trim().is_empty() {
                return Err(waiver.place.wrong("reason", "expected why the finding is known"));
            }
            if waiver.until.parse::<Date>().is_err() {
                return Err(waiver.place.wrong("until", "expected a day, as \"2026-12-31\""));
            }
        }
        let wrong = |needle: &str, expected: &str| {
            let at = text.find(&format!("\"{needle}\"")).or_else(|| text.find(needle)).unwrap_or(0);
            fault(text, name, at, KEYS, expected)
        };
        if let Some(settings) = &self.link
            && !(0.5 <= settings.review && settings.review <= settings.link && settings.link < 1.0)
        {
            return Err(wrong("[link]", "expected 0.5 ≤ review ≤ link < 1"));
        }
        for file in &self.files {
            if file.delimiter.is_some_and(|d| !d.is_ascii() || d == '"' || d == '\n' || d == '\r') {
                return Err(wrong("delimiter", "expected one ASCII character"));
            }
            let known = [
                "", "auto", "unicode", "utf-8", "utf-16le", "utf-16be", "bytes", "tcvn3", "vni", "viscii", "vps",
                "cp1258", "viqr",
            ];
            if !known.contains(&file.encoding.as_str()) {
                return Err(wrong(
                    &file.encoding,
                    "expected utf-8, utf-16le, utf-16be, tcvn3, vni, viscii, vps, cp1258, viqr or auto",
                ));
            }
            for sheet in &file.sheets {
                if sheet.header_row == Some(0) {
                    return Err(wrong("header_row", "expected the number of a row, from 1"));
                }
                let fixed = sheet.columns.iter().flat_map(|c| c.fixed.keys());
                let facts = sheet.columns.iter().flat_map(|c| &c.canonical);
                for fact in sheet.constants.keys().chain(fixed).chain(facts) {
                    let known = fact.split_once('.').is_some_and(|(entry, column)| {
                        Entry::ALL.into_iter().any(|e| e.as_str() == entry && e.column(column).is_some())
                    });
                    if !known {
                        return Err(wrong(fact, &format!("expected a canonical column{}", nearest(fact))));
                    }
                }
                let mut seen = Vec::new();
                for column in &sheet.columns {
                    if column.index == 0 && column.header.is_empty() {
                        return Err(wrong("column", "expected `index` (from 1) or `header` in each column"));
                    }
                    if column.index > 0 && seen.contains(&column.index) {
                        return Err(wrong(&format!("index = {}", column.index), "expected each column once"));
                    }
                    seen.push(column.index);
                }
            }
        }
        Ok(())
    }

    /// The layout as TOML, to be edited and read back.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// What the layout says of a file, by its name.
    pub fn find(&self, path: &Path) -> Option<&FileLayout> {
        let name = path.file_name()?.to_string_lossy();
        self.files.iter().find(|f| f.file == name).or_else(|| self.files.iter().find(|f| f.file == "*"))
    }
}

/// Where a block of the layout file stands, for what is found wrong in it later.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    /// What errors call the file.
    name: String,
    /// Line and key of its header and of each of its keys.
    keys: Vec<(usize, String)>,
}

/// Where it stands says nothing about what it is.
impl PartialEq for Place {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Place {}

impl Place {
    /// The places of all `[[header]]` blocks, in their order.
    fn all(text: &str, name: &str, header: &str) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        let mut inside = false;
        for (line, content) in (1..).zip(text.lines().map(str::trim)) {
            if content.starts_with('[') {
                let title = content.split('#').next().unwrap_or("").trim().trim_matches(['[', ']', ' ']);
                inside = title == header || inside && title.starts_with(&format!("{header}."));
                if title == header {
                    all.push(Self { name: name.to_owned(), keys: vec![(line, header.to_owned())] });
                    continue;
                }
            }
            if let (true, Some(place), Some((key, _))) = (inside, all.last_mut(), content.split_once('=')) {
                place.keys.push((line, key.trim().to_owned()));
            }
        }
        all
    }

    /// Line of its header.
    pub(crate) fn line(&self) -> usize {
        self.keys.first().map_or(0, |(line, _)| *line)
    }

    /// An error at one of its keys, or at its header where the key is missing.
    pub(crate) fn wrong(&self, key: &str, expected: &str) -> Error {
        let line = self.keys.iter().find(|(_, known)| known == key).map_or(self.line(), |(line, _)| *line);
        let place =
            if line == 0 { format!("{}, `{key}`", self.name) } else { format!("{}, line {line}, `{key}`", self.name) };
        Error::config(place, format!("dòng {line} của tệp layout không hợp lệ"), expected)
    }
}

/// The keys of a layout file. Another stands in no message: in a file given by mistake it may be a person.
const KEYS: &[&str] = &[
    "link",
    "review",
    "block_limit",
    "training",
    "model",
    "file",
    "format",
    "digest",
    "encoding",
    "delimiter",
    "sheet",
    "header_row",
    "hidden",
    "skip",
    "era",
    "era_how",
    "era_confidence",
    "constants",
    "column",
    "index",
    "header",
    "canonical",
    "question",
    "fixed",
    "date_order",
    "charset",
    "confidence",
    "how",
    "file.sheet",
    "file.sheet.column",
    "waive",
    "group",
    "rule",
    "row",
    "reason",
    "until",
    "file.sheet.constants",
    "file.sheet.column.fixed",
    "code",
    "entry",
    "message",
    "severity",
    "when",
    "must",
    "rule.when",
    "rule.must",
    "given",
    "equals",
    "differs",
    "one_of",
    "none_of",
    "at_least",
    "at_most",
    "between",
    "shape",
    "not_before",
    "all",
    "any",
    "not",
];

/// A fault at a byte of the file: its line, the key there, what was expected.
pub(crate) fn fault(text: &str, name: &str, at: usize, keys: &[&str], expected: &str) -> Error {
    let at = at.min(text.len());
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let content = text.lines().nth(line - 1).unwrap_or("");
    // A line without a key is no line of a layout file: an export given by mistake holds people.
    let keyed = content.contains('=') || content.trim_start().starts_with('[');
    let key = content.split('=').next().filter(|_| keyed).unwrap_or("").trim().trim_matches(['[', ']', '"', '{']);
    let key: String =
        key.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')).take(40).collect();
    let known = keys.contains(&key.as_str());
    let place = if known { format!("{name}, line {line}, `{key}`") } else { format!("{name}, line {line}") };
    Error::config(place, format!("dòng {line} của tệp layout không hợp lệ"), expected)
}

/// What a message of the TOML reader says was expected, and which kind of thing it found, without the value itself.
pub(crate) fn expectation(message: &str) -> String {
    let message = message.lines().next().unwrap_or("").trim();
    // The key itself may be anything that stands in a file given by mistake; those that fit say enough.
    if message.starts_with("missing field") {
        return message.to_owned();
    }
    let Some(at) = message.find("expected ") else { return "expected valid TOML".to_owned() };
    let (found, expected) = message.split_at(at);
    let kind = |of: &str| found.strip_prefix(of).and_then(|found| found.split(['`', '"', ',']).next());
    let found = match kind("invalid type: ").or_else(|| kind("invalid value: ")).map(str::trim) {
        Some("string") => ", found text",
        Some("integer") => ", found a whole number",
        Some("floating point") => ", found a number with a fraction",
        Some("boolean") => ", found true or false",
        Some("sequence") => ", found a list",
        Some("map") => ", found a table",
        _ if found.starts_with("unknown variant") => ", found another word",
        _ if found.starts_with("unknown field") => ", found another key",
        _ => "",
    };
    let expected = match expected.strip_prefix("expected ").unwrap_or("") {
        "a string" => "expected text",
        "a boolean" => "expected true or false",
        "a sequence" => "expected a list",
        "u8" | "u16" | "u32" | "u64" | "usize" | "i32" | "i64" => "expected a whole number",
        "f32" | "f64" => "expected a number",
        other if other.starts_with("struct ") => "expected a table",
        _ => expected,
    };
    format!("{expected}{found}")
}

/// ", as `record.full_name`": the column that a wrong name may mean.
fn nearest(fact: &str) -> String {
    let all =
        Entry::ALL.into_iter().flat_map(|e| e.columns().iter().map(move |c| format!("{}.{}", e.as_str(), c.name)));
    all.map(|name| (strsim::osa_distance(&name, fact), name))
        .min()
        .filter(|(distance, _)| *distance <= 4)
        .map_or_else(|| " as `record.full_name`".to_owned(), |(_, name)| format!(" as `{name}`"))
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[track_caller]
    fn refused(text: &str, start: &str) {
        let message = Layout::parse(text, "layout.toml").unwrap_err().to_string();
        assert!(message.starts_with(start), "{message}");
    }

    #[test]
    fn faults_name_line_key_and_expectation() {
        refused("[[file]]\nfile = \"a\"\nformat = 5", "layout.toml, line 3, `format`");
        let unknown = Layout::parse("[[file]]\nfile = \"a\"\ncolour = \"red\"", "layout.toml").unwrap_err().to_string();
        assert!(unknown.starts_with("layout.toml, line 3: "), "{unknown}");
        assert!(!unknown.contains("colour") && unknown.contains("`delimiter`"), "{unknown}");
        refused("[[file]\n", "layout.toml, line 1");
        let ends = |text: &str, start: &str, end: &str| {
            let message = Layout::parse(text, "layout.toml").unwrap_err().to_string();
            assert!(message.starts_with(start) && message.ends_with(end), "{message}");
        };
        let of_file = |rest: &str| format!("[[file]]\nfile = \"a\"\n[[file.sheet]]\n{rest}");
        ends(&of_file("hidden = 1"), "layout.toml, line 4, `hidden`", "expected true or false, found a whole number");
        ends(
            &of_file("header_row = \"x\""),
            "layout.toml, line 4, `header_row`",
            "expected a whole number, found text",
        );
        ends(&of_file("era = \"x\""), "layout.toml, line 4, `era`", "found another word");
        let severity = "[[rule]]\ncode = \"U01\"\nentry = \"record\"\nmessage = \"m\"\nseverity = \"fatal\"";
        let expected = "expected one of `info`, `warning`, `error`, found another word";
        ends(severity, "layout.toml, line 5, `severity`", expected);
        refused("[[file]]\nfile = \"a\"\nencoding = \"koi8\"", "layout.toml, line 3, `encoding`");
        refused("[[file]]\nfile = \"a\"\n[[file.sheet]]\nheader_row = 0", "layout.toml, line 4, `header_row`");
        let waive = |rest: &str| format!("[[file]]\nfile = \"a\"\n\n[[waive]]\nrule = \"CV03\"\n{rest}");
        refused(&waive("row = \"r\"\nuntil = \"2026-12-31\""), "layout.toml, line 4, `waive`");
        refused(
            &waive("row = \"r\"\nreason = \" \"\nuntil = \"2026-12-31\""),
            "layout.toml, line 7, `reason`: dòng 7 của tệp layout không hợp lệ / expected why the finding is known",
        );
        refused(&waive("row = \"r\"\nreason = \"b\"\nuntil = \"31/12\""), "layout.toml, line 8, `until`");
        refused(&waive("reason = \"b\"\nuntil = \"2026-12-31\""), "layout.toml, line 4, `row`");
        let text = "[[file]]\nfile = \"a\"\n[[file.sheet]]\n[[file.sheet.column]]\nindex = 1\ncanonical = [\"record.fullname\"]";
        let message = Layout::parse(text, "layout.toml").unwrap_err().to_string();
        assert!(message.contains("line 6, `canonical`") && message.contains("as `record.full_name`"), "{message}");
    }

    #[test]
    fn values_stay_out_of_messages() {
        let message = Layout::parse("[[file]]\nfile = \"a\"\n[[file.sheet]]\nheader_row = \"Nguyễn Văn An\"", "l")
            .unwrap_err()
            .to_string();
        assert!(!message.contains("Nguyễn") && message.contains("line 4, `header_row`"), "{message}");
        for text in ["NguyenVanAn;1975\n", "[[file]]\nfile = \"a\"\n[[file.sheet]]\nera = \"NguyenVanAn\""] {
            let message = Layout::parse(text, "l").unwrap_err().to_string();
            assert!(!message.contains("NguyenVanAn"), "{message}");
        }
    }

    #[test]
    fn written_and_read_back() {
        let text = "[[file]]\nfile = \"a.csv\"\nformat = \"csv\"\ndigest = \"blake3:00\"\nencoding = \"utf-8\"\ndelimiter = \";\"\n[[file.sheet]]\nsheet = \"a\"\nheader_row = 2\n[[file.sheet.column]]\nindex = 1\nheader = \"Họ tên\"\ncanonical = [\"record.full_name\"]\ncharset = \"tcvn3\"";
        let layout = Layout::parse(text, "l").unwrap();
        assert_eq!(Layout::parse(&layout.to_toml(), "l").unwrap(), layout);
        assert_eq!(layout.files[0].sheets[0].entries(), [Entry::Record]);
    }
}
