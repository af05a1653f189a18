//! What a run found, in counts: `report.json` for scripts, `report.html` for people. No cell of a person.

mod html;
mod shared;
#[cfg(feature = "xlsx")]
mod todo;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use polars::prelude::*;
use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::error::{Error, Result};
use crate::manifest::{InputFile, Manifest, RowFlow};
use crate::rule::{self, Counts, Findings, RuleSet, reason};
use crate::source::{self, Source};

#[cfg(feature = "xlsx")]
pub use todo::todo;

/// The rows of a sheet.
#[derive(Clone, Debug, Default)]
pub struct SheetRows {
    /// Data rows.
    pub data: u64,
    /// The other rows, and why.
    pub skipped: Vec<(u32, &'static str)>,
}

/// What the reading found.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// By file, then by place of the sheet.
    pub sheets: &'a [BTreeMap<usize, SheetRows>],
    /// Input files.
    pub inputs: &'a [InputFile],
    /// The rules of the run.
    pub rules: &'a RuleSet,
    /// Outcomes by rule.
    pub counts: &'a BTreeMap<(rule::Scope, usize), Counts>,
    /// Data rows about nobody's conviction.
    pub not_criminal: u64,
}

/// What a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// Day of the run.
    pub as_of: Date,
    /// The day by which the data are to be clean.
    pub deadline: Option<Date>,
    /// The files and how they were understood.
    pub sources: &'a [Source],
    /// What the reading found.
    pub gathered: Reading<'a>,
    /// How the source rows divide.
    pub flow: RowFlow,
    /// Findings.
    pub findings: &'a Findings,
    /// The table `records`.
    pub records: &'a DataFrame,
    /// The table `persons`.
    pub persons: &'a DataFrame,
    /// The table `clusters`.
    pub clusters: &'a DataFrame,
    /// The table `pairs`.
    pub pairs: &'a DataFrame,
    /// The table `assessments`.
    pub assessments: &'a DataFrame,
    /// Folder of an earlier result.
    pub previous: Option<&'a Path>,
}

/// A report.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    /// Day of the run.
    pub as_of: String,
    /// Version of the crate.
    pub version: String,
    /// How the source rows divide.
    pub flow: RowFlow,
    /// From received to expungement state known: each step with its count.
    pub funnel: Vec<Step>,
    /// The deadline, if there is one.
    pub deadline: Option<Deadline>,
    /// The funnel of the earlier result.
    pub previous: Option<Previous>,
    /// Findings by reason, most frequent first.
    pub reasons: Vec<ReasonCount>,
    /// Findings that a waiver covers.
    #[serde(default)]
    pub waived: u64,
    /// Outcomes by rule.
    pub rules: Vec<RuleCount>,
    /// Convictions by status.
    pub statuses: BTreeMap<String, u64>,
    /// Persons, records, links.
    pub linkage: BTreeMap<String, u64>,
    /// How the files were understood.
    pub inputs: Vec<Input>,
}

/// One step of the funnel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// `received`, `readable`, `standardised`, `identified`, `no_error`, `expungement_known`.
    pub step: String,
    /// How many.
    pub count: u64,
    /// Of how many.
    pub of: u64,
}

/// How the run stands to the deadline.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Deadline {
    /// The day.
    pub date: String,
    /// Days from `as_of` to it; negative where it has passed.
    pub days_left: i64,
    /// Rows not finished.
    pub open: u64,
    /// Rows a day needed to reach it.
    pub rate_needed: Option<f64>,
    /// Rows a day between the earlier result and this one.
    pub rate_present: Option<f64>,
    /// The day reached at the present rate.
    pub reached_on: Option<String>,
}

/// What an earlier result said.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Previous {
    /// Its day.
    pub as_of: String,
    /// Its funnel.
    pub funnel: Vec<Step>,
}

/// Findings of one reason.
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
    /// Rows concerned.
    pub rows: u64,
    /// What is the matter, Vietnamese.
    pub message_vi: String,
    /// What to do next, Vietnamese.
    pub next_step_vi: String,
    /// What is the matter, English.
    pub message_en: String,
}

/// Outcomes of one rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RuleCount {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// What is wrong where it is broken, Vietnamese.
    pub about_vi: String,
    /// Severity.
    pub severity: String,
    /// Outcomes.
    #[serde(flatten)]
    pub counts: Counts,
}

/// How one file was understood.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Input {
    /// File name.
    pub file: String,
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
    /// The heading, of recognised columns alone: a wrongly chosen heading row may hold people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// Canonical columns; none: kept under its own heading.
    pub canonical: Vec<String>,
    /// What the column itself says.
    pub fixed: BTreeMap<String, String>,
    /// From 0 to 1.
    pub confidence: f32,
    /// Why.
    pub how: String,
}

impl Report {
    /// Makes the report of a run.
    ///
    /// # Errors
    ///
    /// [`Error::Column`] or [`Error::Library`] where a table lacks its columns, [`Error::Input`] where the earlier
    /// result cannot be read.
    pub fn new(facts: Facts<'_>) -> Result<Self> {
        let statuses = tally(facts.assessments, "status")?;
        let funnel = funnel(&facts, &statuses);
        let previous = facts.previous.map(previous).transpose()?;
        let deadline = facts.deadline.map(|day| deadline(day, facts.as_of, &funnel, previous.as_ref()));
        let mut linkage: BTreeMap<String, u64> =
            tally(facts.pairs, "decision")?.into_iter().map(|(decision, n)| (format!("pairs_{decision}"), n)).collect();
        linkage.insert("records".into(), facts.clusters.height() as u64);
        linkage.insert("persons".into(), facts.persons.height() as u64);
        Ok(Self {
            as_of: facts.as_of.to_string(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            flow: facts.flow,
            funnel,
            deadline,
            previous,
            reasons: reasons(facts.findings),
            waived: facts.findings.waived() as u64,
            rules: rules(&facts.gathered),
            statuses,
            linkage,
            inputs: inputs(&facts),
        })
    }

    /// As JSON.
    ///
    /// # Errors
    ///
    /// [`Error::Library`] where it cannot be serialised.
    pub fn to_json(&self) -> Result<Vec<u8>> {
        let mut json = serde_json::to_vec_pretty(self)
            .map_err(|_| Error::Library { step: "report", kind: "cannot be serialised" })?;
        json.push(b'\n');
        Ok(json)
    }

    /// As one HTML page without script or anything from outside.
    pub fn to_html(&self) -> String {
        html::page(self)
    }
}

/// How often each text of a column comes.
fn tally(frame: &DataFrame, column: &str) -> Result<BTreeMap<String, u64>> {
    let mut counts = BTreeMap::new();
    if let Ok(column) = frame.column(column) {
        for text in column.str()?.iter().flatten() {
            *counts.entry(text.to_owned()).or_insert(0) += 1;
        }
    }
    Ok(counts)
}

/// The steps of the work, each of source rows but for the last, which is of convictions.
fn funnel(facts: &Facts<'_>, statuses: &BTreeMap<String, u64>) -> Vec<Step> {
    let data = facts.flow.data;
    let unread: HashSet<&str> = facts.findings.iter().filter(|f| f.rule == "READ").map(|f| f.row_id).collect();
    let lines: HashSet<&str> = unread.iter().map(|id| id.rsplitn(3, '-').nth(2).unwrap_or(id)).collect();
    let step = |step: &str, count: u64, of: u64| Step { step: step.to_owned(), count, of };
    let records = facts.records.height() as u64;
    let identified = facts.records.column("citizen_id").map_or(0, |c| records - c.null_count() as u64);
    let convictions: u64 = statuses.values().sum();
    let unknown = statuses.get("undetermined").copied().unwrap_or(0);
    vec![
        step("received", facts.flow.source_rows, facts.flow.source_rows),
        step("readable", data, facts.flow.source_rows),
        step("standardised", data.saturating_sub(lines.len() as u64), data),
        step("no_error", facts.flow.accepted, data),
        step("identified", identified, records),
        step("expungement_known", convictions - unknown, convictions),
    ]
}

fn previous(folder: &Path) -> Result<Previous> {
    Manifest::read(folder)?;
    let path = folder.join("report.json");
    let bytes = std::fs::read(&path).map_err(Error::io(&path, "không đọc được", "cannot read"))?;
    let report: Report = serde_json::from_slice(&bytes).map_err(|_| {
        Error::input(
            &path,
            "cần report.json của lltp, gặp nội dung khác",
            "expected a report.json of lltp, found other content",
        )
    })?;
    Ok(Previous { as_of: report.as_of, funnel: report.funnel })
}

fn count(funnel: &[Step], step: &str) -> u64 {
    funnel.iter().find(|s| s.step == step).map_or(0, |s| s.count)
}

fn deadline(day: Date, as_of: Date, funnel: &[Step], previous: Option<&Previous>) -> Deadline {
    let days = |from: Date, to: Date| i64::from(from.until(to).map_or(0, |span| span.get_days()));
    let days_left = days(as_of, day);
    let open = count(funnel, "readable").saturating_sub(count(funnel, "no_error"));
    let rate_present = previous.and_then(|previous| {
        let elapsed = days(previous.as_of.parse().ok()?, as_of);
        let done = count(funnel, "no_error") as f64 - count(&previous.funnel, "no_error") as f64;
        (elapsed > 0).then(|| done / elapsed as f64)
    });
    let reached_on = rate_present.filter(|rate| *rate > 0.0).and_then(|rate| {
        #[allow(clippy::cast_possible_truncation)] // a count of days
        let days = (open as f64 / rate).ceil() as i64;
        as_of.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
    });
    Deadline {
        date: day.to_string(),
        days_left,
        open,
        rate_needed: (days_left > 0).then(|| open as f64 / days_left as f64),
        rate_present,
        reached_on: reached_on.map(|day| day.to_string()),
    }
}

fn reasons(findings: &Findings) -> Vec<ReasonCount> {
    let mut by: BTreeMap<&str, (u64, BTreeSet<&str>, rule::Severity)> = BTreeMap::new();
    for finding in findings.iter() {
        let entry = by.entry(finding.reason).or_insert((0, BTreeSet::new(), finding.severity));
        entry.0 += 1;
        // What is about a whole sheet is about no row.
        entry.1.extend(finding.row_id.rsplit_once('-').map(|(line, _)| line));
        entry.2 = entry.2.max(finding.severity);
    }
    let mut all: Vec<ReasonCount> = by
        .into_iter()
        .map(|(code, (findings, rows, severity))| {
            let reason = reason::find(code);
            let text = |f: fn(&reason::Reason) -> &'static str| reason.map_or_else(String::new, |r| f(r).to_owned());
            ReasonCount {
                reason: code.to_owned(),
                severity: severity.as_str().to_owned(),
                actor: text(|r| r.actor),
                findings,
                rows: rows.len() as u64,
                message_vi: text(|r| r.message_vi),
                next_step_vi: text(|r| r.next_step_vi),
                message_en: text(|r| r.message_en),
            }
        })
        .collect();
    all.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.reason.cmp(&b.reason)));
    all
}

fn rules(reading: &Reading<'_>) -> Vec<RuleCount> {
    reading
        .counts
        .iter()
        .filter_map(|((scope, at), counts)| {
            let rule = reading.rules.checks(*scope).get(*at)?;
            Some(RuleCount {
                code: rule.code.clone().into_owned(),
                name: rule.name.clone().into_owned(),
                about_vi: rule.about_vi.clone().into_owned(),
                severity: rule.severity.as_str().to_owned(),
                counts: *counts,
            })
        })
        .collect()
}

fn inputs(facts: &Facts<'_>) -> Vec<Input> {
    let none = BTreeMap::new();
    facts
        .sources
        .iter()
        .enumerate()
        .map(|(at, source)| {
            let read = facts.gathered.sheets.get(at).unwrap_or(&none);
            let sheets = source.layout.sheets.iter().enumerate().map(|(number, sheet)| {
                let rows = read.get(&number).cloned().unwrap_or_default();
                let named = source::names_columns(sheet);
                let columns = sheet.columns.iter().map(|column| SheetColumn {
                    index: column.index,
                    header: (named && !column.canonical.is_empty()).then(|| column.header.clone()),
                    canonical: column.canonical.clone(),
                    fixed: column.fixed.clone(),
                    confidence: column.confidence,
                    how: column.how.clone(),
                });
                Sheet {
                    sheet: sheet.sheet.clone(),
                    header_row: sheet.header_row,
                    rows: rows.data,
                    skipped: rows
                        .skipped
                        .iter()
                        .map(|(row, why)| Skipped { row: *row, why: (*why).to_owned() })
                        .collect(),
                    columns: columns.collect(),
                }
            });
            Input {
                file: source.layout.file.clone(),
                digest: source.layout.digest.clone(),
                encoding: source.layout.encoding.clone(),
                rows: facts.gathered.inputs.get(at).map_or(0, |input| input.rows),
                sheets: sheets.collect(),
            }
        })
        .collect()
}
