//! The entry tables as the facts that the law engine asks for.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::BuildHasher;

use polars::prelude::*;

use super::{History, trust};
use crate::date::PartialDate;
use crate::error::Result;
use crate::expungement::{
    ConditionalRelease, ConvictedOffence, Conviction, Execution, Force, RecordedExpungement, RecordedRoute,
};
use crate::frame::read::{Structures, flags, line, partial_dates, text};
use crate::judgment::Instance;
use crate::number::{self, Duration};
use crate::sentence::{AdditionalKind, AdditionalPenalty, Penalty, PrincipalKind};
use crate::text::key::{self, Level};

/// Who is who, and what the records say of a person.
pub(super) struct Records {
    /// Source row and person of a row → owner.
    by_line: HashMap<String, String>,
    by_code: HashMap<String, String>,
    births: HashMap<String, Option<PartialDate>>,
    deaths: HashMap<String, PartialDate>,
    reviews: HashMap<String, Vec<String>>,
    people: HashSet<String>,
}

impl Records {
    pub(super) fn new<S: BuildHasher>(history: &History<'_, S>) -> Result<Self> {
        let ids = text(history.records, "row_id")?;
        let codes = text(history.records, "record_code")?;
        let births = partial_dates(history.records, "birth_date")?;
        let deaths = partial_dates(history.records, "death_date")?;
        let (cluster_rows, cluster_people) = (text(history.clusters, "row_id")?, text(history.clusters, "person_id")?);
        let person_of: HashMap<&str, &str> =
            cluster_rows.iter().zip(cluster_people.iter()).filter_map(|(row, person)| Some((row?, person?))).collect();
        let mut records = Self {
            by_line: HashMap::new(),
            by_code: HashMap::new(),
            births: HashMap::new(),
            deaths: HashMap::new(),
            reviews: HashMap::new(),
            people: person_of.values().map(|person| (*person).to_owned()).collect(),
        };
        let mut ambiguous: BTreeSet<&str> = BTreeSet::new();
        for row in 0..ids.len() {
            let Some(id) = ids.get(row) else { continue };
            let owner = person_of.get(id).copied().unwrap_or(id);
            records.by_line.insert(line(id).to_owned(), owner.to_owned());
            if let Some(code) = codes.get(row)
                && records.by_code.insert(code.to_owned(), owner.to_owned()).is_some_and(|other| other != owner)
            {
                // One code on two people says nothing about either.
                ambiguous.insert(code);
            }
            let birth = births.get(row).copied().flatten().filter(|_| !history.doubtful_birth.contains(id));
            records.births.entry(owner.to_owned()).and_modify(|known| *known = agreed(*known, birth)).or_insert(birth);
            if let Some(death) = deaths.get(row).copied().flatten() {
                records.deaths.insert(owner.to_owned(), death);
            }
        }
        for code in ambiguous {
            records.by_code.remove(code);
        }
        let (left, right) = (text(history.pairs, "row_id_l")?, text(history.pairs, "row_id_r")?);
        let decisions = text(history.pairs, "decision")?;
        let mut reviews: BTreeSet<(&str, &str)> = BTreeSet::new();
        for row in 0..decisions.len() {
            if decisions.get(row) != Some("review") {
                continue;
            }
            let owner = |id: Option<&'_ str>| id.map(|id| person_of.get(id).copied().unwrap_or(""));
            if let (Some(l), Some(r)) = (owner(left.get(row)), owner(right.get(row)))
                && l != r
            {
                reviews.insert((l, r));
                reviews.insert((r, l));
            }
        }
        for (one, other) in reviews {
            records.reviews.entry(one.to_owned()).or_default().push(other.to_owned());
        }
        Ok(records)
    }

    /// Whose conviction it is: of its source row's record, of its record code, else its own.
    pub(super) fn owner(&self, row_id: &str, code: Option<&str>, keys: &ConvictionKeys, row: usize) -> String {
        if let Some(owner) = self.by_line.get(line(row_id)) {
            return owner.clone();
        }
        let code = code.map(str::to_owned).or_else(|| keys.record_code(row).map(str::to_owned));
        match code {
            Some(code) => self.by_code.get(&code).cloned().unwrap_or_else(|| format!("code {code}")),
            None => format!("row {row_id}"),
        }
    }

    /// The person id of an owner; none where no record stands behind it.
    pub(super) fn person<'a>(&self, owner: &'a str) -> Option<&'a str> {
        self.people.contains(owner).then_some(owner)
    }

    pub(super) fn birth(&self, owner: &str) -> Option<PartialDate> {
        self.births.get(owner).copied().flatten()
    }

    pub(super) fn death(&self, owner: &str) -> Option<PartialDate> {
        self.deaths.get(owner).copied()
    }

    /// Other owners with an open review pair.
    pub(super) fn reviews(&self, owner: &str) -> &[String] {
        self.reviews.get(owner).map_or(&[], Vec::as_slice)
    }
}

/// Two records of one person: the more exact birth date where one contains the other, else none.
fn agreed(one: Option<PartialDate>, other: Option<PartialDate>) -> Option<PartialDate> {
    let (Some(one), Some(other)) = (one, other) else { return one.or(other) };
    let (Some(a), Some(b), Some(c), Some(d)) = (one.earliest(), one.latest(), other.earliest(), other.latest()) else {
        return None;
    };
    if a <= c && d <= b {
        Some(other)
    } else if c <= a && b <= d {
        Some(one)
    } else {
        None
    }
}

/// How enforcement and expungement entries name a conviction.
pub(super) struct ConvictionKeys {
    codes: StringChunked,
    records: StringChunked,
    judgments: StringChunked,
    lines: Vec<String>,
}

impl ConvictionKeys {
    pub(super) fn new(frame: &DataFrame) -> Result<Self> {
        Ok(Self {
            codes: text(frame, "conviction_code")?,
            records: text(frame, "record_code")?,
            judgments: text(frame, "judgment_no")?,
            lines: text(frame, "row_id")?.iter().map(|id| line(id.unwrap_or("")).to_owned()).collect(),
        })
    }

    /// The record code, else the one inside the conviction code (`25HN2010/00001/01`).
    fn record_code(&self, row: usize) -> Option<&str> {
        self.records
            .get(row)
            .or_else(|| self.codes.get(row).and_then(|code| code.rsplit_once('/')).map(|(record, _)| record))
    }

    pub(super) fn index(&self) -> Index<'_> {
        let mut index = Index {
            by_code: HashMap::new(),
            by_judgment: HashMap::new(),
            by_record: HashMap::new(),
            by_line: HashMap::new(),
        };
        for row in 0..self.codes.len() {
            if let Some(code) = self.codes.get(row) {
                index.by_code.entry(code).or_default().push(row);
            }
            if let Some(record) = self.record_code(row) {
                index.by_record.entry(record).or_default().push(row);
                if let Some(judgment) = self.judgments.get(row) {
                    index.by_judgment.entry((record, judgment)).or_default().push(row);
                }
            }
            if let Some(line) = self.lines.get(row) {
                index.by_line.entry(line).or_default().push(row);
            }
        }
        index
    }
}

/// Rows of convictions by each of their keys.
#[allow(clippy::struct_field_names)]
pub(super) struct Index<'a> {
    by_code: HashMap<&'a str, Vec<usize>>,
    by_judgment: HashMap<(&'a str, &'a str), Vec<usize>>,
    by_record: HashMap<&'a str, Vec<usize>>,
    by_line: HashMap<&'a str, Vec<usize>>,
}

impl Index<'_> {
    /// The convictions that a document is about: one, or none where its keys do not tell.
    pub(super) fn find<'k>(
        &'k self,
        id: &'k str,
        code: Option<&'k str>,
        record: Option<&'k str>,
        judgment: Option<&'k str>,
    ) -> &'k [usize] {
        if let Some(rows) = code.and_then(|code| self.by_code.get(code)) {
            return rows;
        }
        if let Some(rows) = record.zip(judgment).and_then(|key| self.by_judgment.get(&key)) {
            return rows;
        }
        if let Some(rows) = self.by_line.get(line(id)) {
            return rows;
        }
        // A record code alone tells only where the record has one conviction.
        record
            .filter(|_| code.is_none() && judgment.is_none())
            .and_then(|r| self.by_record.get(r))
            .filter(|rows| rows.len() == 1)
            .map_or(&[], Vec::as_slice)
    }
}

/// The convictions of the table, with what their own columns say.
pub(super) fn convictions<S: BuildHasher>(history: &History<'_, S>) -> Result<Vec<Conviction>> {
    let frame = history.convictions;
    let ids = text(frame, "row_id")?;
    let instances = text(frame, "instance")?;
    let appeals = text(frame, "appeal")?;
    let date = |name: &str| partial_dates(frame, name);
    let (judged, effective, acts) = (date("judgment_date")?, date("effective_date")?, date("offence_date")?);
    let (special, general, remission) =
        (date("special_amnesty_on")?, date("general_amnesty_on")?, date("remission_on")?);
    let (released, limitation) = (date("conditional_release_on")?, date("limitation_ended_on")?);
    let remaining = Structures::single(frame, "conditional_release_remaining")?;
    let (remaining_months, remaining_days) = (remaining.integers("months"), remaining.integers("days"));
    let suspended = flags(frame, "suspended")?;
    let probation = Structures::single(frame, "probation")?.integers("months");
    let offences = Offences::new(frame)?;
    let principal = Penalties::new(frame, "principal_penalty")?;
    let combined = Penalties::new(frame, "combined_penalty")?;
    let additional = Additional::new(frame)?;
    let states = [
        Executions::new(frame, "principal_completed_on")?,
        Executions::new(frame, "additional_completed_on")?,
        Executions::new(frame, "civil_completed_on")?,
        Executions::new(frame, "fee_completed_on")?,
    ];
    let at = |dates: &[Option<PartialDate>], row: usize| dates.get(row).copied().flatten();
    let number = |field: &Option<Int64Chunked>, row: usize| {
        field.as_ref().and_then(|f| f.get(row)).and_then(|n| u32::try_from(n).ok())
    };
    Ok((0..frame.height())
        .map(|row| {
            let [principal_state, additional_state, civil_state, fee_state] =
                states.each_ref().map(|state| state.get(row));
            Conviction {
                entry: row,
                trust: trust(history.quarantined, ids.get(row).unwrap_or("")),
                force: force(at(&effective, row).is_some(), appeals.get(row)),
                instance: instances.get(row).and_then(instance),
                judgment_date: at(&judged, row),
                effective_date: at(&effective, row),
                offences: offences.get(row, at(&acts, row)),
                penalties: principal.get(row).into_iter().collect(),
                combined: combined.get(row),
                suspended: suspended.get(row),
                probation_months: number(&probation, row),
                additional: additional.get(row),
                principal_state,
                additional_state,
                civil_state,
                fee_state,
                special_amnesty: at(&special, row),
                general_amnesty: at(&general, row),
                remission: at(&remission, row),
                conditional_release: at(&released, row).map(|on| ConditionalRelease {
                    on,
                    remaining_months: number(&remaining_months, row),
                    remaining_days: number(&remaining_days, row),
                }),
                limitation_ended: at(&limitation, row),
                ..Conviction::default()
            }
        })
        .collect())
}

fn force(effective: bool, appeal: Option<&str>) -> Force {
    if effective {
        return Force::Unknown;
    }
    match appeal.map(|text| key::key(text, Level::Unmarked)) {
        Some(text) if (text.contains("khang cao") || text.contains("khang nghi")) && !text.contains("khong") => {
            Force::Appealed
        }
        _ => Force::Unknown,
    }
}

fn instance(code: &str) -> Option<Instance> {
    match code {
        "first" => Some(Instance::First),
        "appeal" => Some(Instance::Appeal),
        "cassation" => Some(Instance::Cassation),
        "reopening" => Some(Instance::Reopening),
        _ => None,
    }
}

/// Offences with the clause that was applied.
struct Offences {
    offences: Structures,
    citations: Structures,
}

impl Offences {
    fn new(frame: &DataFrame) -> Result<Self> {
        Ok(Self { offences: Structures::lists(frame, "offences")?, citations: Structures::lists(frame, "citations")? })
    }

    fn get(&self, row: usize, act: Option<PartialDate>) -> Vec<ConvictedOffence> {
        let cited = self.cited(row);
        let years = self.offences.integers("year");
        let articles = self.offences.text("article");
        let mut all: Vec<ConvictedOffence> = self
            .offences
            .row(row)
            .into_iter()
            .flatten()
            .map(|at| {
                let article = articles.as_ref().and_then(|a| a.get(at)).map(str::to_owned);
                let year = years.as_ref().and_then(|y| y.get(at)).and_then(|y| i16::try_from(y).ok());
                let mut applied =
                    cited.iter().filter(|(y, a, _)| Some(a) == article.as_ref() && (y.is_none() || *y == year));
                // Two clauses of one article leave the clause open.
                let clause =
                    applied.next().filter(|_| applied.next().is_none()).and_then(|(_, _, clause)| clause.clone());
                ConvictedOffence { code_year: year, article, clause, act, ..ConvictedOffence::default() }
            })
            .collect();
        if all.is_empty() {
            // The citation alone names the offence; articles of the general part name none.
            for (year, article, clause) in cited {
                if article.trim_end_matches(char::is_alphabetic).parse::<u16>().is_ok_and(|n| n >= 108) {
                    all.push(ConvictedOffence {
                        code_year: year,
                        article: Some(article),
                        clause,
                        act,
                        ..ConvictedOffence::default()
                    });
                }
            }
        }
        if all.is_empty() {
            all.push(ConvictedOffence { act, ..ConvictedOffence::default() });
        }
        all
    }

    /// Year, article, clause of the penal code's citations.
    fn cited(&self, row: usize) -> Vec<(Option<i16>, String, Option<String>)> {
        let Some(items) = self.citations.row(row) else { return Vec::new() };
        let (codes, articles) = (self.citations.text("code"), self.citations.text("article"));
        let (years, clauses) = (self.citations.integers("year"), self.citations.text("clause"));
        items
            .filter(|at| codes.as_ref().and_then(|c| c.get(*at)).is_none_or(|code| code == "BLHS"))
            .filter_map(|at| {
                let article = articles.as_ref()?.get(at)?.to_owned();
                let year = years.as_ref().and_then(|y| y.get(at)).and_then(|y| i16::try_from(y).ok());
                Some((year, article, clauses.as_ref().and_then(|c| c.get(at)).map(str::to_owned)))
            })
            .collect()
    }
}

struct Penalties {
    kinds: Option<StringChunked>,
    months: Option<Int64Chunked>,
    days: Option<Int64Chunked>,
    amounts: Option<Int64Chunked>,
}

impl Penalties {
    fn new(frame: &DataFrame, name: &str) -> Result<Self> {
        let penalties = Structures::single(frame, name)?;
        Ok(Self {
            kinds: penalties.text("kind"),
            months: penalties.integers("months"),
            days: penalties.integers("days"),
            amounts: penalties.integers("amount"),
        })
    }

    fn get(&self, row: usize) -> Option<Penalty> {
        let kind = match self.kinds.as_ref()?.get(row)? {
            "imprisonment" => PrincipalKind::Imprisonment,
            "life" => PrincipalKind::Life,
            "death" => PrincipalKind::Death,
            "fine" => PrincipalKind::Fine,
            "non_custodial" => PrincipalKind::NonCustodial,
            "warning" => PrincipalKind::Warning,
            "expulsion" => PrincipalKind::Expulsion,
            "exempted" => PrincipalKind::Exempted,
            _ => return None,
        };
        let number = |field: &Option<Int64Chunked>| field.as_ref()?.get(row);
        Some(Penalty {
            kind,
            months: number(&self.months).and_then(|n| u32::try_from(n).ok()),
            days: number(&self.days).and_then(|n| u32::try_from(n).ok()),
            amount: number(&self.amounts),
            range: None,
        })
    }
}

struct Additional {
    lists: Structures,
    kinds: Option<StringChunked>,
    months: Option<Int64Chunked>,
    amounts: Option<Int64Chunked>,
}

impl Additional {
    fn new(frame: &DataFrame) -> Result<Self> {
        let lists = Structures::lists(frame, "additional_penalties")?;
        Ok(Self {
            kinds: lists.text("kind"),
            months: lists.integers("months"),
            amounts: lists.integers("amount"),
            lists,
        })
    }

    fn get(&self, row: usize) -> Option<Vec<AdditionalPenalty>> {
        let items = self.lists.row(row)?;
        Some(
            items
                .filter_map(|at| {
                    let kind = match self.kinds.as_ref()?.get(at)? {
                        "fine" => AdditionalKind::Fine,
                        "supervision" => AdditionalKind::Supervision,
                        "residence_ban" => AdditionalKind::ResidenceBan,
                        "occupation_ban" => AdditionalKind::OccupationBan,
                        "rights" => AdditionalKind::Rights,
                        "confiscation" => AdditionalKind::Confiscation,
                        _ => AdditionalKind::Expulsion,
                    };
                    let months = self.months.as_ref().and_then(|m| m.get(at)).and_then(|n| u32::try_from(n).ok());
                    Some(AdditionalPenalty { kind, months, amount: self.amounts.as_ref().and_then(|a| a.get(at)) })
                })
                .collect(),
        )
    }
}

struct Executions {
    dates: Vec<Option<PartialDate>>,
    states: StringChunked,
}

impl Executions {
    fn new(frame: &DataFrame, name: &str) -> Result<Self> {
        Ok(Self { dates: partial_dates(frame, name)?, states: text(frame, &format!("{name}_state"))? })
    }

    fn get(&self, row: usize) -> Execution {
        let date = self.dates.get(row).copied().flatten();
        match (self.states.get(row), date) {
            (Some("done"), Some(date)) => Execution::Done(date),
            (Some("exempted"), date) => Execution::Exempted(date),
            (Some("not_done"), _) => Execution::NotDone,
            (Some("none_imposed"), _) => Execution::NoneImposed,
            // Done on a day that nobody wrote down cannot start a period.
            _ => Execution::Unknown,
        }
    }
}

/// Documents on the execution of sentences.
pub(super) struct Enforcements {
    ids: StringChunked,
    codes: StringChunked,
    records: StringChunked,
    judgments: StringChunked,
    kinds: StringChunked,
    dates: Vec<Option<PartialDate>>,
    effective: Vec<Option<PartialDate>>,
    terms: StringChunked,
    contents: StringChunked,
    deaths: HashMap<usize, PartialDate>,
}

impl Enforcements {
    pub(super) fn new<S>(history: &History<'_, S>) -> Result<Self> {
        let frame = history.enforcements;
        Ok(Self {
            ids: text(frame, "row_id")?,
            codes: text(frame, "conviction_code")?,
            records: text(frame, "record_code")?,
            judgments: text(frame, "judgment_no")?,
            kinds: text(frame, "kind")?,
            dates: partial_dates(frame, "document_date")?,
            effective: partial_dates(frame, "effective_date")?,
            terms: text(frame, "amount_or_term")?,
            contents: text(frame, "content")?,
            deaths: HashMap::new(),
        })
    }

    /// The death that a document on one of these convictions tells of.
    pub(super) fn death(&self, convictions: &[usize]) -> Option<PartialDate> {
        convictions.iter().find_map(|row| self.deaths.get(row).copied())
    }

    /// Tells each conviction what its documents say.
    pub(super) fn tell(&mut self, keys: &ConvictionKeys, convictions: &mut [Conviction]) {
        let index = keys.index();
        let mut deaths = HashMap::new();
        for row in 0..self.ids.len() {
            let about = index.find(
                self.ids.get(row).unwrap_or(""),
                self.codes.get(row),
                self.records.get(row),
                self.judgments.get(row),
            );
            for conviction in about {
                if let Some(conviction) = convictions.get_mut(*conviction) {
                    self.document(row, conviction);
                    if self.kinds.get(row) == Some("death")
                        && let Some(on) = self.on(row)
                    {
                        deaths.insert(conviction.entry, on);
                    }
                }
            }
        }
        self.deaths = deaths;
    }

    /// From which day a document holds.
    fn on(&self, row: usize) -> Option<PartialDate> {
        self.effective.get(row).copied().flatten().or(self.dates.get(row).copied().flatten())
    }

    fn document(&self, row: usize, conviction: &mut Conviction) {
        let on = self.on(row);
        match self.kinds.get(row) {
            // The certificate is never older than what it certifies.
            Some("completion") if conviction.principal_state == Execution::Unknown => {
                if let Some(on) = on {
                    conviction.principal_state = Execution::Done(on);
                }
            }
            Some("civil_completion") => {
                let content = self.contents.get(row).map(|c| key::key(c, Level::Unmarked)).unwrap_or_default();
                let Some(on) = on else { return };
                if content.contains("an phi") && conviction.fee_state == Execution::Unknown {
                    conviction.fee_state = Execution::Done(on);
                }
                let damages = ["boi thuong", "cap duong", "dan su"].iter().any(|word| content.contains(word));
                if damages && conviction.civil_state == Execution::Unknown {
                    conviction.civil_state = Execution::Done(on);
                }
            }
            Some("special_amnesty") => conviction.special_amnesty = conviction.special_amnesty.or(on),
            Some("general_amnesty") => conviction.general_amnesty = conviction.general_amnesty.or(on),
            Some("exemption") => conviction.remission = conviction.remission.or(on),
            Some("conditional_release") => {
                let rest: Option<Duration> = self.terms.get(row).and_then(|term| number::read_duration(term).value);
                if let (None, Some(on)) = (conviction.conditional_release, on) {
                    conviction.conditional_release = Some(ConditionalRelease {
                        on,
                        remaining_months: rest.map(|rest| rest.years * 12 + rest.months),
                        remaining_days: rest.map(|rest| rest.days),
                    });
                }
            }
            Some("breach") => conviction.suspension_activated = true,
            Some("quashed") => conviction.force = Force::SetAside,
            Some("commutation") => conviction.death_commuted = true,
            Some("wanted") => conviction.wanted = Some(true),
            _ => {}
        }
    }
}

/// Expungement entries on record.
pub(super) struct Expungements {
    ids: StringChunked,
    codes: StringChunked,
    records: StringChunked,
    judgments: StringChunked,
    routes: StringChunked,
    results: StringChunked,
    dates: Vec<Option<PartialDate>>,
    effective: Vec<Option<PartialDate>>,
}

impl Expungements {
    pub(super) fn new<S>(history: &History<'_, S>) -> Result<Self> {
        let frame = history.expungements;
        Ok(Self {
            ids: text(frame, "row_id")?,
            codes: text(frame, "conviction_code")?,
            records: text(frame, "record_code")?,
            judgments: text(frame, "judgment_no")?,
            routes: text(frame, "route")?,
            results: text(frame, "result")?,
            dates: partial_dates(frame, "document_date")?,
            effective: partial_dates(frame, "effective_date")?,
        })
    }

    /// Tells each conviction what is recorded of its expungement.
    pub(super) fn tell(&self, keys: &ConvictionKeys, convictions: &mut [Conviction]) {
        let index = keys.index();
        for row in 0..self.ids.len() {
            let about = index.find(
                self.ids.get(row).unwrap_or(""),
                self.codes.get(row),
                self.records.get(row),
                self.judgments.get(row),
            );
            let result = self.results.get(row).map(|r| key::key(r, Level::Unmarked)).unwrap_or_default();
            let recorded = RecordedExpungement {
                entry: Some(row),
                route: match self.routes.get(row) {
                    Some("automatic") => RecordedRoute::Automatic,
                    Some("court") => RecordedRoute::Court,
                    Some("certificate") => RecordedRoute::Certificate,
                    _ => RecordedRoute::Unknown,
                },
                on: self.effective.get(row).copied().flatten().or(self.dates.get(row).copied().flatten()),
                refused: ["bac", "khong chap nhan", "khong du", "chua du", "tu choi"]
                    .iter()
                    .any(|word| result.contains(word)),
            };
            for conviction in about {
                if let Some(conviction) = convictions.get_mut(*conviction) {
                    conviction.recorded.push(recorded);
                }
            }
        }
    }
}
