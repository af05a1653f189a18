//! `todo.xlsx`: the findings that somebody must act on, one numbered sheet per reason.

use std::collections::{BTreeMap, HashMap};

use polars::prelude::*;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use crate::date::Date;
use crate::error::Result;
use crate::frame::read::text;
use crate::language::Language;
use crate::output::{failed, properties};
use crate::rule::finding::Finding;
use crate::rule::{Findings, Severity, reason};

/// Rows on a sheet at most, below its heading.
const SHEET_ROWS: usize = 1_048_000;

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

/// Findings to act on, without those that are waived, in the order of the sheets: gravest first, then by reason.
fn by_reason(findings: &Findings) -> BTreeMap<(std::cmp::Reverse<Severity>, &str), Vec<Finding<'_>>> {
    let mut by: BTreeMap<_, Vec<Finding<'_>>> = BTreeMap::new();
    for finding in findings.sorted().filter(|finding| finding.severity > Severity::Info && !finding.waived) {
        by.entry((std::cmp::Reverse(finding.severity), finding.reason)).or_default().push(finding);
    }
    by
}

/// The first sheet of each severity and reason.
pub(super) fn sheets(findings: &Findings) -> BTreeMap<(std::cmp::Reverse<Severity>, &str), String> {
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.severity > Severity::Info && !finding.waived) {
        *counts.entry((std::cmp::Reverse(finding.severity), finding.reason)).or_default() += 1;
    }
    let mut number = 0;
    let mut names = BTreeMap::new();
    for (key, count) in counts {
        names.insert(key, sheet_name(number + 1, key.1));
        number += count.div_ceil(SHEET_ROWS);
    }
    names
}

/// Writes the workbook; `tables` are the entry tables. Sheets are named after reason codes in every language.
///
/// # Errors
///
/// [`Error::Column`](crate::Error::Column) where a table lacks its provenance,
/// [`Error::Library`](crate::Error::Library) where the workbook cannot be written.
pub fn todo(findings: &Findings, tables: &[&DataFrame], as_of: Date, language: Language) -> Result<Vec<u8>> {
    let tables: Vec<Places> = tables.iter().map(|table| Places::new(table)).collect::<Result<_>>()?;
    let mut places = Index::new();
    for table in &tables {
        places.extend(table.ids.iter().enumerate().filter_map(|(row, id)| Some((id?, (table, row)))));
    }
    let reasons: Vec<_> = by_reason(findings).into_iter().map(|((_, reason), list)| (reason, list)).collect();
    build(&reasons, &places, as_of, language).map_err(failed)
}

fn build(
    reasons: &[(&str, Vec<Finding<'_>>)],
    places: &Index<'_>,
    as_of: Date,
    language: Language,
) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(as_of)?);
    let mut number = 0;
    for (reason, list) in reasons {
        for part in list.chunks(SHEET_ROWS) {
            number += 1;
            workbook.push_worksheet(sheet(number, reason, part, places, language)?);
        }
    }
    if number == 0 {
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
    list: &[Finding<'_>],
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
    for (row, finding) in (1u32..).zip(list) {
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
    let last = u32::try_from(list.len()).unwrap_or(u32::MAX);
    sheet.autofilter(0, 0, last, u16::try_from(HEAD.len() - 1).unwrap_or(0))?;
    sheet.set_freeze_panes(1, 0)?;
    Ok(sheet)
}
