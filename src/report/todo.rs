//! `todo.xlsx`: the findings that somebody must act on, one numbered sheet per reason.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use polars::prelude::*;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use crate::date::Date;
use crate::error::Result;
use crate::frame::read::text;
use crate::language::Language;
use crate::output::{failed, properties};
use crate::rule::finding::Finding;
use crate::rule::{Findings, Severity, reason};

/// Findings on a sheet at most. What is more than a clerk does in months stays in `findings`, and comes up when these are
/// done; the last row of the sheet says how many.
const SHEET_ROWS: usize = 20_000;

const HEAD: [(&str, &str, f64); 11] = [
    ("STT", "No.", 6.0),
    ("Tệp", "File", 24.0),
    ("Trang", "Sheet", 16.0),
    ("Dòng", "Row", 8.0),
    ("Mã hồ sơ", "Record code", 18.0),
    ("Cột", "Columns", 24.0),
    ("Vấn đề", "What is the matter", 46.0),
    ("Bước tiếp theo", "Next step", 46.0),
    ("Mức", "Severity", 10.0),
    ("Dạng của ô", "Shape of the cell", 18.0),
    ("row_id", "row_id", 40.0),
];

/// Where the rows of an entry table stand in their source.
struct Places {
    ids: StringChunked,
    files: StringChunked,
    sheets: StringChunked,
    codes: StringChunked,
    rows: Int64Chunked,
}

impl Places {
    fn new(table: &DataFrame) -> Result<Self> {
        Ok(Self {
            ids: text(table, "row_id")?,
            files: text(table, "source_file")?,
            sheets: text(table, "source_sheet")?,
            codes: text(table, "record_code")?,
            rows: table.column("source_row")?.i64()?.rechunk().into_owned(),
        })
    }
}

/// Where a row id stands: its table, and the row there.
type Index<'a> = HashMap<&'a str, (&'a Places, usize)>;

/// The name of a sheet: reason codes are Vietnamese in every language, for scripts and people look sheets up by name.
fn sheet_name(number: usize, reason: &str) -> String {
    format!("{number:02} {reason}").chars().take(31).collect()
}

/// The work of one sheet: the first findings, and how many there are.
#[derive(Default)]
struct Work<'f> {
    shown: Vec<Finding<'f>>,
    count: usize,
}

/// Gravest first, then by reason: the order of the sheets.
type Key<'f> = (Reverse<Severity>, &'f str);

/// Findings to act on, without those that are waived.
fn to_do<'f>(findings: impl Iterator<Item = Finding<'f>>) -> impl Iterator<Item = (Key<'f>, Finding<'f>)> {
    let work = findings.filter(|finding| finding.severity > Severity::Info && !finding.waived);
    work.map(|finding| ((Reverse(finding.severity), finding.reason), finding))
}

fn by_reason(findings: &Findings) -> BTreeMap<Key<'_>, Work<'_>> {
    let mut by: BTreeMap<_, Work<'_>> = BTreeMap::new();
    for (key, finding) in to_do(findings.sorted()) {
        let work = by.entry(key).or_default();
        work.count += 1;
        if work.shown.len() < SHEET_ROWS {
            work.shown.push(finding);
        }
    }
    by
}

/// The sheet of each severity and reason.
pub(super) fn sheets(findings: &Findings) -> BTreeMap<Key<'_>, String> {
    let reasons: BTreeSet<Key<'_>> = to_do(findings.iter()).map(|(key, _)| key).collect();
    reasons.into_iter().zip(1..).map(|(key, number)| (key, sheet_name(number, key.1))).collect()
}

/// Writes the workbook; `tables` are the entry tables. Sheets are named after reason codes in every language.
///
/// # Errors
///
/// [`Error::Column`](crate::Error::Column) where a table lacks its provenance,
/// [`Error::Library`](crate::Error::Library) where the workbook cannot be written.
pub fn todo(findings: &Findings, tables: &[&DataFrame], as_of: Date, language: Language) -> Result<Vec<u8>> {
    let reasons: Vec<_> = by_reason(findings).into_iter().map(|((_, reason), work)| (reason, work)).collect();
    let tables: Vec<Places> = tables.iter().map(|table| Places::new(table)).collect::<Result<_>>()?;
    let shown: HashSet<&str> = reasons.iter().flat_map(|(_, work)| &work.shown).map(|finding| finding.row_id).collect();
    let mut places = Index::new();
    for table in &tables {
        let rows =
            table.ids.iter().enumerate().filter_map(|(row, id)| Some((id.filter(|id| shown.contains(id))?, row)));
        places.extend(rows.map(|(id, row)| (id, (table, row))));
    }
    build(&reasons, &places, as_of, language).map_err(failed)
}

fn build(
    reasons: &[(&str, Work<'_>)],
    places: &Index<'_>,
    as_of: Date,
    language: Language,
) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(as_of)?);
    // Hundreds of thousands of like rows: the quickest level is near the best.
    workbook.set_zip_compression_level(1);
    for ((reason, work), number) in reasons.iter().zip(1..) {
        workbook.push_worksheet(sheet(number, reason, work, places, language)?);
    }
    if reasons.is_empty() {
        let mut sheet = Worksheet::new();
        sheet.set_name("Không có việc")?;
        sheet.write_string(0, 0, language.choose("Không có việc nào cần làm.", "Nothing to do."))?;
        workbook.push_worksheet(sheet);
    }
    workbook.save_to_buffer()
}

fn sheet(
    number: usize,
    reason: &str,
    work: &Work<'_>,
    places: &Index<'_>,
    language: Language,
) -> std::result::Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(sheet_name(number, reason))?;
    let head = Format::new().set_bold().set_text_wrap();
    let cell = Format::new().set_num_format("@").set_text_wrap();
    for (column, (vi, en, width)) in (0u16..).zip(HEAD) {
        sheet.write_string_with_format(0, column, language.choose(vi, en), &head)?;
        sheet.set_column_width(column, width)?;
        // A format for the column, not for each of its cells, of which there may be millions.
        sheet.set_column_format(column, &cell)?;
    }
    let next = reason::find(reason).map_or("", |reason| language.choose(reason.next_step_vi, reason.next_step_en));
    for (row, finding) in (1u32..).zip(&work.shown) {
        let place = places.get(finding.row_id);
        let of = |f: fn(&Places) -> &StringChunked| place.and_then(|(table, row)| f(table).get(*row)).unwrap_or("");
        let line = place.and_then(|(table, row)| table.rows.get(*row)).map_or_else(String::new, |row| row.to_string());
        let number = row.to_string();
        let columns = finding.columns.join(", ");
        let cells = [
            number.as_str(),
            of(|p| &p.files),
            of(|p| &p.sheets),
            &line,
            of(|p| &p.codes),
            &columns,
            language.choose(finding.message_vi, finding.message_en),
            next,
            super::html::severity(finding.severity.as_str(), language),
            finding.shape,
            finding.row_id,
        ];
        for (column, text) in (0u16..).zip(cells) {
            // Written as strings in columns of text format: nothing here can run as a formula.
            sheet.write_string(row, column, text)?;
        }
    }
    let last = u32::try_from(work.shown.len()).unwrap_or(u32::MAX);
    let more = work.count - work.shown.len();
    if more > 0 {
        let note = match language {
            Language::Vi => format!("… và {more} dòng nữa: xem bảng findings; làm xong các dòng này rồi chạy lại."),
            Language::En => format!("… and {more} more: see the table findings; run again when these are done."),
        };
        sheet.write_string(last + 1, 6, note)?;
    }
    sheet.autofilter(0, 0, last, u16::try_from(HEAD.len() - 1).unwrap_or(0))?;
    sheet.set_freeze_panes(1, 0)?;
    Ok(sheet)
}
