//! What is to be done, by reason, and which findings come together.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Facts;
use super::progress::Rows;
use crate::error::Result;
use crate::frame::read::text;
use crate::rule::{Findings, Severity, reason};

/// Rows shown of each reason; all of them stand in the table `findings` and in `todo.xlsx`.
pub(super) const SHOWN: usize = 20;

/// Pairs of findings that are listed.
const PAIRS: usize = 40;

/// Findings of one reason and severity that no waiver covers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReasonCount {
    /// Code.
    pub reason: String,
    /// `error`, `warning`, `info`.
    pub severity: String,
    /// Who acts.
    pub actor: String,
    /// Findings.
    pub findings: u64,
    /// Source rows concerned.
    pub rows: u64,
    /// What is the matter, Vietnamese.
    pub message_vi: String,
    /// What to do next, Vietnamese.
    pub next_step_vi: String,
    /// What is the matter, English.
    pub message_en: String,
    /// What to do next, English.
    #[serde(default)]
    pub next_step_en: String,
    /// Its sheet in `todo.xlsx`, the first where it has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The first rows concerned.
    #[serde(default)]
    pub first: Vec<Row>,
    /// Persons concerned; only the copy to share asks for them.
    #[serde(skip)]
    pub(super) persons: u64,
}

/// A source row and the entry made of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// File.
    pub file: String,
    /// Sheet.
    pub sheet: String,
    /// Row as a spreadsheet shows it.
    pub row: u32,
    /// `row_id` of the finding.
    pub row_id: String,
}

/// Two kinds of finding that come together in source rows: broken rules by code, unread cells as `READ:<column>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Together {
    /// The one.
    pub a: String,
    /// The other.
    pub b: String,
    /// Source rows with both.
    pub rows: u64,
    /// Source rows with the one.
    pub rows_a: u64,
    /// Source rows with the other.
    pub rows_b: u64,
}

pub(super) fn reasons(facts: &Facts<'_>, rows: &Rows<'_>) -> Result<Vec<ReasonCount>> {
    struct Found<'f> {
        findings: u64,
        /// Source rows with the entry that a finding names.
        rows: Vec<(u32, &'f str)>,
    }
    // One reason may be an error here and worth a look there: each is work of its own, as in `todo.xlsx`.
    let mut by: BTreeMap<(Reverse<Severity>, &str), Found<'_>> = BTreeMap::new();
    for finding in facts.findings.iter().filter(|finding| !finding.waived) {
        let key = (Reverse(finding.severity), finding.reason);
        let found = by.entry(key).or_insert(Found { findings: 0, rows: Vec::new() });
        found.findings += 1;
        if let Some(row) = rows.number(finding.row_id) {
            found.rows.push((row, finding.row_id));
        }
    }
    let places = Places::new(facts)?;
    #[cfg(feature = "xlsx")]
    let sheets = super::todo::sheets(facts.findings);
    let mut all = Vec::with_capacity(by.len());
    for ((severity, code), mut found) in by {
        found.rows.sort_unstable();
        found.rows.dedup_by_key(|(row, _)| *row);
        let first = found.rows.iter().take(SHOWN).filter_map(|(row, id)| places.row(rows.place(*row)?, id));
        let first = first.collect();
        let numbers: Vec<u32> = found.rows.iter().map(|(row, _)| *row).collect();
        let reason = reason::find(code);
        let text = |f: fn(&reason::Reason) -> &'static str| reason.map_or_else(String::new, |r| f(r).to_owned());
        all.push(ReasonCount {
            reason: code.to_owned(),
            severity: severity.0.as_str().to_owned(),
            actor: text(|r| r.actor),
            findings: found.findings,
            rows: numbers.len() as u64,
            message_vi: text(|r| r.message_vi),
            next_step_vi: text(|r| r.next_step_vi),
            message_en: text(|r| r.message_en),
            next_step_en: text(|r| r.next_step_en),
            #[cfg(feature = "xlsx")]
            sheet: sheets.get(&(severity, code)).cloned(),
            #[cfg(not(feature = "xlsx"))]
            sheet: None,
            first,
            persons: rows.persons_of(&numbers),
        });
    }
    let order = |r: &ReasonCount| ["error", "warning", "info"].iter().position(|known| *known == r.severity);
    all.sort_by_key(|reason| (order(reason), Reverse(reason.rows)));
    Ok(all)
}

/// Where entries stand in their sources.
struct Places {
    tables: Vec<[polars::prelude::StringChunked; 2]>,
    rows: Vec<polars::prelude::Int64Chunked>,
}

impl Places {
    fn new(facts: &Facts<'_>) -> Result<Self> {
        let (mut tables, mut rows) = (Vec::new(), Vec::new());
        for table in facts.entries {
            tables.push([text(table, "source_file")?, text(table, "source_sheet")?]);
            rows.push(table.column("source_row")?.i64()?.rechunk().into_owned());
        }
        Ok(Self { tables, rows })
    }

    fn row(&self, (table, place): (usize, usize), row_id: &str) -> Option<Row> {
        let [file, sheet] = self.tables.get(table)?;
        Some(Row {
            file: file.get(place).unwrap_or("").to_owned(),
            sheet: sheet.get(place).unwrap_or("").to_owned(),
            row: u32::try_from(self.rows.get(table)?.get(place)?).ok()?,
            row_id: row_id.to_owned(),
        })
    }
}

pub(super) fn together(findings: &Findings, rows: &Rows<'_>) -> Vec<Together> {
    // An unread cell is told apart by its column.
    let mut kinds: Vec<(u32, &str, &str)> = Vec::with_capacity(findings.len());
    for finding in findings.iter() {
        let column = finding.columns.first().filter(|_| finding.rule == "READ").map_or("", |column| column.as_ref());
        if let Some(row) = rows.number(finding.row_id) {
            kinds.push((row, finding.rule, column));
        }
    }
    kinds.sort_unstable();
    kinds.dedup();
    let mut alone: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let mut both: BTreeMap<[(&str, &str); 2], u64> = BTreeMap::new();
    for row in kinds.chunk_by(|a, b| a.0 == b.0) {
        for (at, (_, rule, column)) in row.iter().enumerate() {
            *alone.entry((rule, column)).or_default() += 1;
            for (_, other, with) in row.iter().skip(at + 1) {
                *both.entry([(rule, column), (other, with)]).or_default() += 1;
            }
        }
    }
    let name =
        |(rule, column): (&str, &str)| if column.is_empty() { rule.to_owned() } else { format!("{rule}:{column}") };
    let of = |kind| alone.get(&kind).copied().unwrap_or(0);
    let mut pairs: Vec<Together> = both
        .into_iter()
        .map(|([a, b], rows)| Together { a: name(a), b: name(b), rows, rows_a: of(a), rows_b: of(b) })
        .collect();
    pairs.sort_by(|x, y| y.rows.cmp(&x.rows).then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b))));
    pairs.truncate(PAIRS);
    pairs
}
