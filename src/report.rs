//! What a run found, in counts: `report.json` for scripts, `report.html` for people. No cell of a person.
//!
//! Three readers: the *manager* sees how far the rows of each unit have come and whether the deadline will be met; the
//! *clerk* what to do first, with the rows concerned; the *engineer* how the files were understood, what the rules found
//! and which findings come together.

mod deadline;
mod html;
mod inputs;
mod progress;
mod shared;
#[cfg(feature = "xlsx")]
mod todo;
mod units;
mod work;

use std::collections::BTreeMap;
use std::path::Path;

use polars::prelude::*;
use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::error::{Error, Result};
use crate::language::Language;
use crate::layout::Waiver;
use crate::manifest::{InputFile, Manifest, RowFlow};
use crate::rule::{self, Counts, Findings, RuleSet};
use crate::source::Source;

pub use deadline::{Deadline, Pace};
pub use inputs::{Input, Sheet, SheetColumn, Skipped};
#[cfg(feature = "xlsx")]
pub use todo::todo;
pub use work::{ReasonCount, Row, Together};

use progress::{Keys, Rows, STEPS, Tally};

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
    /// By file that was read, then by place of the sheet.
    pub sheets: &'a [BTreeMap<usize, SheetRows>],
    /// Input files.
    pub inputs: &'a [InputFile],
    /// The rules of the run.
    pub rules: &'a RuleSet,
    /// Outcomes by rule.
    pub counts: &'a BTreeMap<(rule::Scope, usize), Counts>,
}

/// What a report is made of.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// Day of the run.
    pub as_of: Date,
    /// The day by which the data are to be clean.
    pub deadline: Option<Date>,
    /// How the files of an earlier result, to which the run adds, were understood.
    pub earlier: &'a [Input],
    /// The files and how they were understood.
    pub sources: &'a [Source],
    /// What the reading found.
    pub gathered: Reading<'a>,
    /// How the source rows divide.
    pub flow: RowFlow,
    /// Findings.
    pub findings: &'a Findings,
    /// The entry tables, in the order of [`Entry::ALL`](crate::schema::Entry::ALL).
    pub entries: [&'a DataFrame; 4],
    /// The table `persons`.
    pub persons: &'a DataFrame,
    /// The table `clusters`.
    pub clusters: &'a DataFrame,
    /// The table `pairs`.
    pub pairs: &'a DataFrame,
    /// The table `assessments`.
    pub assessments: &'a DataFrame,
    /// What an earlier result said.
    pub previous: Option<Previous>,
}

/// A report.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    /// Day of the run.
    pub as_of: String,
    /// Version of the crate.
    pub version: String,
    /// Versions of what the result rests on.
    #[serde(default)]
    pub versions: BTreeMap<String, String>,
    /// How the source rows divide.
    pub flow: RowFlow,
    /// From received to expungement state known: each step with its count.
    pub funnel: Vec<Step>,
    /// Rows that have taken every step.
    #[serde(default)]
    pub finished: u64,
    /// The funnel of each unit, by supplier, court, old district and new commune.
    #[serde(default)]
    pub units: Vec<Breakdown>,
    /// The deadline, if there is one.
    pub deadline: Option<Deadline>,
    /// What an earlier result said.
    pub previous: Option<Previous>,
    /// Findings by reason, gravest and most frequent first.
    pub reasons: Vec<ReasonCount>,
    /// Findings that a waiver covers.
    #[serde(default)]
    pub waived: u64,
    /// The waivers of the layout file.
    #[serde(default)]
    pub waivers: Vec<Waived>,
    /// Outcomes by rule.
    pub rules: Vec<RuleCount>,
    /// Findings that come together, most frequent first.
    #[serde(default)]
    pub together: Vec<Together>,
    /// Convictions by status.
    pub statuses: BTreeMap<String, u64>,
    /// Persons, records, links.
    pub linkage: BTreeMap<String, u64>,
    /// How the files were understood.
    pub inputs: Vec<Input>,
    /// Persons behind the counts; only the copy to share asks for them.
    #[serde(skip)]
    persons: Persons,
}

/// The persons behind counts.
#[derive(Clone, Debug, Default)]
struct Persons {
    all: u64,
    total: Tally,
    courts: Vec<(String, Tally)>,
    statuses: BTreeMap<String, u64>,
}

/// A finding that is known for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waived {
    /// Code of the rule.
    pub rule: String,
    /// The row or the group of findings.
    pub of: String,
    /// Why, in the words of the layout file.
    pub reason: String,
    /// Its last day.
    pub until: String,
    /// Whether that day has passed: it covers nothing.
    pub expired: bool,
    /// How many findings it covers.
    pub covers: u64,
}

impl From<(&Waiver, bool, u64)> for Waived {
    fn from((waiver, expired, covers): (&Waiver, bool, u64)) -> Self {
        Self {
            rule: waiver.rule.clone(),
            of: waiver.row.clone().or_else(|| waiver.group.clone()).unwrap_or_default(),
            reason: waiver.reason.clone(),
            until: waiver.until.clone(),
            expired,
            covers,
        }
    }
}

/// One step of the funnel, of source rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// `received`, `readable`, `standardised`, `identified`, `no_error`, `expungement_known`.
    pub step: String,
    /// Rows that have taken this step.
    pub count: u64,
    /// Of how many.
    pub of: u64,
    /// Rows that have taken this step and all before it.
    #[serde(default)]
    pub through: u64,
}

/// One way to divide the rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breakdown {
    /// `supplier`, `court`, `district` (before 1/7/2025), `commune` (today).
    pub by: String,
    /// The units, most open work first.
    pub units: Vec<Unit>,
}

/// How far the rows of a unit have come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its name in our tables, or the name of the file; none where the rows do not tell.
    pub unit: Option<String>,
    /// Source rows.
    pub received: u64,
    /// Rows of which an entry was made.
    pub readable: u64,
    /// Rows without an unread cell.
    pub standardised: u64,
    /// Rows whose persons have a number.
    pub identified: u64,
    /// Rows without an error.
    pub no_error: u64,
    /// Rows whose convictions have a known status.
    pub expungement_known: u64,
    /// Rows that have taken every step.
    pub finished: u64,
}

impl Unit {
    fn new(name: &str, tally: &Tally) -> Self {
        let [readable, standardised, identified, no_error, expungement_known] = tally.met.map(|cell| cell.rows);
        let unit = (!name.is_empty()).then(|| name.to_owned());
        let (received, finished) = (tally.all.rows, tally.finished());
        Self { unit, received, readable, standardised, identified, no_error, expungement_known, finished }
    }

    /// Rows that have not taken every step.
    pub fn open(&self) -> u64 {
        self.received.saturating_sub(self.finished)
    }

    /// The counts of the steps after `received`.
    pub fn steps(&self) -> [u64; 5] {
        [self.readable, self.standardised, self.identified, self.no_error, self.expungement_known]
    }
}

/// What an earlier result said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Previous {
    /// Its day.
    pub as_of: String,
    /// Its funnel.
    pub funnel: Vec<Step>,
    /// Rows that had taken every step.
    #[serde(default)]
    pub finished: u64,
    /// The funnels of its units.
    #[serde(default)]
    pub units: Vec<Breakdown>,
}

impl Previous {
    /// What the report in a result folder says.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] where there is no complete result, [`Error::Input`] where it is not one.
    pub fn read(folder: &Path) -> Result<Self> {
        Manifest::read(folder)?;
        let path = folder.join("report.json");
        let bytes = std::fs::read(&path).map_err(Error::io(&path, "không đọc được", "cannot read"))?;
        serde_json::from_slice(&bytes).map_err(|_| {
            Error::input(
                &path,
                "cần report.json của lltp, gặp nội dung khác",
                "expected a report.json of lltp, found other content",
            )
        })
    }

    /// The unit of that name.
    fn unit(&self, by: &str, name: Option<&str>) -> Option<&Unit> {
        let division = self.units.iter().find(|division| division.by == by)?;
        division.units.iter().find(|unit| unit.unit.as_deref() == name)
    }
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
    /// What is wrong where it is broken, English.
    #[serde(default)]
    pub about_en: String,
    /// Code of its reason.
    #[serde(default)]
    pub reason: String,
    /// Severity.
    pub severity: String,
    /// Outcomes.
    #[serde(flatten)]
    pub counts: Counts,
}

impl Report {
    /// Makes the report of a run.
    ///
    /// Cost: linear in entries and findings.
    ///
    /// # Errors
    ///
    /// [`Error::Column`] or [`Error::Library`] where a table lacks its columns.
    pub fn new(facts: &Facts<'_>) -> Result<Self> {
        let keys = Keys::new(facts)?;
        let rows = Rows::new(&keys, facts)?;
        let (total, divided) = rows.tally(facts.flow.data);
        let funnel = funnel(&total);
        let statuses = tally(facts.assessments, "status")?;
        let deadline = facts.deadline.map(|day| Deadline::new(day, facts.as_of, &total, facts.previous.as_ref()));
        let mut linkage: BTreeMap<String, u64> =
            tally(facts.pairs, "decision")?.into_iter().map(|(decision, n)| (format!("pairs_{decision}"), n)).collect();
        linkage.insert("records".into(), facts.clusters.height() as u64);
        linkage.insert("persons".into(), facts.persons.height() as u64);
        let courts = divided.iter().find(|(division, _)| *division == units::Division::Court);
        let persons = Persons {
            all: rows.persons(),
            total,
            courts: courts.map(|(_, courts)| courts.clone()).unwrap_or_default(),
            statuses: persons_by_status(facts.assessments)?,
        };
        Ok(Self {
            as_of: facts.as_of.to_string(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            versions: crate::manifest::versions(),
            flow: facts.flow,
            funnel,
            finished: total.finished(),
            units: divided.iter().map(|(division, units)| breakdown(*division, units)).collect(),
            deadline,
            previous: facts.previous.clone(),
            reasons: work::reasons(facts, &rows)?,
            waived: facts.findings.waived() as u64,
            waivers: facts.findings.waivers().map(Waived::from).collect(),
            rules: rules(&facts.gathered),
            together: work::together(facts.findings, &rows),
            statuses,
            linkage,
            inputs: inputs(facts),
            persons,
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
    pub fn to_html(&self, language: Language) -> String {
        html::page(self, language)
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

/// The persons of each status; a conviction without a person is somebody of its own.
fn persons_by_status(assessments: &DataFrame) -> Result<BTreeMap<String, u64>> {
    let [status, people] = ["status", "person_id"].map(|name| crate::frame::read::text(assessments, name));
    let (status, people) = (status?, people?);
    let mut seen: BTreeMap<&str, (u64, PlHashSet<&str>)> = BTreeMap::new();
    for (status, person) in status.iter().zip(people.iter()) {
        let Some(status) = status else { continue };
        let (alone, known) = seen.entry(status).or_default();
        match person {
            Some(person) => {
                known.insert(person);
            }
            None => *alone += 1,
        }
    }
    Ok(seen.into_iter().map(|(status, (alone, known))| (status.to_owned(), alone + known.len() as u64)).collect())
}

/// The steps of the work, each of the rows that were received.
fn funnel(total: &Tally) -> Vec<Step> {
    let of = total.all.rows;
    let received = Step { step: "received".to_owned(), count: of, of, through: of };
    let steps = STEPS.iter().zip(total.met).zip(total.through);
    let steps = steps.map(|((step, met), through)| Step { step: (*step).to_owned(), count: met.rows, of, through });
    std::iter::once(received).chain(steps).collect()
}

fn breakdown(division: units::Division, units: &[(String, Tally)]) -> Breakdown {
    let mut units: Vec<Unit> = units.iter().map(|(name, tally)| Unit::new(name, tally)).collect();
    units.sort_by(|a, b| b.open().cmp(&a.open()).then_with(|| a.unit.cmp(&b.unit)));
    Breakdown { by: division.as_str().to_owned(), units }
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
                about_en: rule.about_en.clone().into_owned(),
                reason: rule.reason.clone().into_owned(),
                severity: rule.severity.as_str().to_owned(),
                counts: *counts,
            })
        })
        .collect()
}

fn inputs(facts: &Facts<'_>) -> Vec<Input> {
    let none = BTreeMap::new();
    let read = facts.sources.iter().enumerate();
    let read = read.map(|(at, source)| Input::new(source, facts.gathered.sheets.get(at).unwrap_or(&none)));
    facts.earlier.iter().cloned().chain(read).collect()
}
