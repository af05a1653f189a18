//! The convictions of the table, with what their own columns say.

use std::collections::HashSet;
use std::hash::BuildHasher;

use polars::prelude::*;

use crate::date::PartialDate;
use crate::error::Result;
use crate::expungement::{ConditionalRelease, ConvictedOffence, Conviction, Execution, Force, Trust};
use crate::frame::read::{Dates, Structures, flags, text};
use crate::judgment::Instance;
use crate::sentence::{AdditionalKind, AdditionalPenalty, Penalty, PrincipalKind};
use crate::text::key::{self, Level};

/// The columns of the table, one row of which is asked for at a time: a history is small, a nation's is not.
pub(super) struct Convictions {
    ids: StringChunked,
    instances: StringChunked,
    appeals: StringChunked,
    judged: Dates,
    effective: Dates,
    acts: Dates,
    special: Dates,
    general: Dates,
    remission: Dates,
    released: Dates,
    limitation: Dates,
    remaining_months: Option<Int64Chunked>,
    remaining_days: Option<Int64Chunked>,
    suspended: BooleanChunked,
    probation: Option<Int64Chunked>,
    offences: Offences,
    principal: Penalties,
    combined: Penalties,
    additional: Additional,
    /// Principal and additional penalties, civil obligations, fee.
    states: [Executions; 4],
}

impl Convictions {
    pub(super) fn new(frame: &DataFrame) -> Result<Self> {
        let date = |name: &str| Dates::new(frame, name);
        let remaining = Structures::single(frame, "conditional_release_remaining")?;
        Ok(Self {
            ids: text(frame, "row_id")?,
            instances: text(frame, "instance")?,
            appeals: text(frame, "appeal")?,
            judged: date("judgment_date")?,
            effective: date("effective_date")?,
            acts: date("offence_date")?,
            special: date("special_amnesty_on")?,
            general: date("general_amnesty_on")?,
            remission: date("remission_on")?,
            released: date("conditional_release_on")?,
            limitation: date("limitation_ended_on")?,
            remaining_months: remaining.integers("months"),
            remaining_days: remaining.integers("days"),
            suspended: flags(frame, "suspended")?,
            probation: Structures::single(frame, "probation")?.integers("months"),
            offences: Offences::new(frame)?,
            principal: Penalties::new(frame, "principal_penalty")?,
            combined: Penalties::new(frame, "combined_penalty")?,
            additional: Additional::new(frame)?,
            states: [
                Executions::new(frame, "principal_completed_on")?,
                Executions::new(frame, "additional_completed_on")?,
                Executions::new(frame, "civil_completed_on")?,
                Executions::new(frame, "fee_completed_on")?,
            ],
        })
    }

    /// The conviction of a row.
    pub(super) fn get<S: BuildHasher>(&self, row: usize, quarantined: &HashSet<String, S>) -> Conviction {
        let number =
            |field: &Option<Int64Chunked>| field.as_ref().and_then(|f| f.get(row)).and_then(|n| u32::try_from(n).ok());
        let [principal_state, additional_state, civil_state, fee_state] =
            self.states.each_ref().map(|state| state.get(row));
        let sure = !quarantined.contains(self.ids.get(row).unwrap_or(""));
        let effective_date = self.effective.get(row);
        Conviction {
            entry: row,
            trust: if sure { Trust::Sure } else { Trust::Quarantined },
            force: force(effective_date.is_some(), self.appeals.get(row)),
            instance: self.instances.get(row).and_then(instance),
            judgment_date: self.judged.get(row),
            effective_date,
            offences: self.offences(row),
            penalties: self.principal.get(row).into_iter().collect(),
            combined: self.combined.get(row),
            suspended: self.suspended.get(row),
            probation_months: number(&self.probation),
            additional: self.additional.get(row),
            principal_state,
            additional_state,
            civil_state,
            fee_state,
            special_amnesty: self.special.get(row),
            general_amnesty: self.general.get(row),
            remission: self.remission.get(row),
            conditional_release: self.released.get(row).map(|on| ConditionalRelease {
                on,
                remaining_months: number(&self.remaining_months),
                remaining_days: number(&self.remaining_days),
            }),
            limitation_ended: self.limitation.get(row),
            ..Conviction::default()
        }
    }

    /// The offences of a row alone.
    pub(super) fn offences(&self, row: usize) -> Vec<ConvictedOffence> {
        self.offences.get(row, self.acts.get(row))
    }
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

/// Articles of a list of offences or citations.
struct Articles {
    lists: Structures,
    codes: Option<StringChunked>,
    years: Option<Int64Chunked>,
    numbers: Option<StringChunked>,
    clauses: Option<StringChunked>,
}

impl Articles {
    fn new(frame: &DataFrame, name: &str) -> Result<Self> {
        let lists = Structures::lists(frame, name)?;
        Ok(Self {
            codes: lists.text("code"),
            years: lists.integers("year"),
            numbers: lists.text("article"),
            clauses: lists.text("clause"),
            lists,
        })
    }

    fn year(&self, at: usize) -> Option<i16> {
        self.years.as_ref()?.get(at).and_then(|year| i16::try_from(year).ok())
    }

    fn article(&self, at: usize) -> Option<String> {
        self.numbers.as_ref()?.get(at).map(str::to_owned)
    }
}

/// Offences with the clause that was applied.
struct Offences {
    offences: Articles,
    citations: Articles,
}

impl Offences {
    fn new(frame: &DataFrame) -> Result<Self> {
        Ok(Self { offences: Articles::new(frame, "offences")?, citations: Articles::new(frame, "citations")? })
    }

    fn get(&self, row: usize, act: Option<PartialDate>) -> Vec<ConvictedOffence> {
        let cited = self.cited(row);
        let mut all: Vec<ConvictedOffence> = self
            .offences
            .lists
            .row(row)
            .into_iter()
            .flatten()
            .map(|at| {
                let (article, year) = (self.offences.article(at), self.offences.year(at));
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
        let Articles { lists, codes, clauses, .. } = &self.citations;
        let Some(items) = lists.row(row) else { return Vec::new() };
        items
            .filter(|at| codes.as_ref().and_then(|c| c.get(*at)).is_none_or(|code| code == "BLHS"))
            .filter_map(|at| {
                let article = self.citations.article(at)?;
                Some((self.citations.year(at), article, clauses.as_ref().and_then(|c| c.get(at)).map(str::to_owned)))
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
    dates: Dates,
    states: StringChunked,
}

impl Executions {
    fn new(frame: &DataFrame, name: &str) -> Result<Self> {
        Ok(Self { dates: Dates::new(frame, name)?, states: text(frame, &format!("{name}_state"))? })
    }

    fn get(&self, row: usize) -> Execution {
        let date = self.dates.get(row);
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
