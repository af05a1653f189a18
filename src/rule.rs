//! Rules: declared, evaluated, documented and tested in one place.
//!
//! A rule is one element of a list: its code, what it finds, the law or reason behind it, the columns it reads, and an
//! expression that is true where it holds, false where it is broken, and null where it cannot be told. The same element
//! is the manual's entry and carries the rows that the walking test runs it on.
//!
//! Rules run at three points: over each batch, over all entries with the history of each person, and after the
//! assessment. Each point is one pass over its frame.

pub mod cause;
pub mod check;
pub mod condition;
pub mod finding;
pub mod reason;
pub mod waiver;

mod across;
mod assessment;
mod conviction;
mod day;
mod document;
mod expression;
mod fact;
mod group;
mod history;
mod judgment;
mod person;
mod record;
mod table;

use polars::prelude::*;
use serde::{Deserialize, Serialize};

use crate::frame::typed;
use crate::language::Language;
use crate::schema::{self, Entry};

pub use crate::severity::Severity;
pub use across::{CONVICTION_ACROSS, ENFORCEMENT_ACROSS, EXPUNGEMENT_ACROSS, RECORD_ACROSS};
pub use assessment::ASSESSMENT;
pub use check::{Check, RuleSet, Verdicts};
pub use conviction::CONVICTION;
pub use document::{ENFORCEMENT, EXPUNGEMENT};
pub use finding::Findings;
pub use history::HISTORY;
pub use record::RECORD;
pub use table::{CONVICTIONS, RECORDS};

/// A sentence in two languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// Vietnamese.
    pub vi: &'static str,
    /// English.
    pub en: &'static str,
}

impl Text {
    /// The sentence in a language.
    pub fn of(self, language: Language) -> &'static str {
        language.choose(self.vi, self.en)
    }
}

/// What a rule rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// An article of the law.
    Law(&'static str),
    /// Plain reason: what happens later has a later date.
    Reason,
}

/// One rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Fixed code; its meaning never changes.
    pub code: &'static str,
    /// The fault, in kebab case.
    pub name: &'static str,
    /// What is wrong where the rule is broken.
    pub about: Text,
    /// Law or reason.
    pub source: Source,
    /// How grave.
    pub severity: Severity,
    /// Code of the reason in `reasons.tsv`.
    pub reason: &'static str,
    /// The canonical columns it reads.
    pub reads: &'static [&'static str],
    /// Where it applies; elsewhere the outcome is *not applicable*.
    pub applies: fn() -> Expr,
    /// True: held; false: broken; null: unknown.
    pub holds: fn() -> Expr,
    /// Rows on which it holds: one text per column it reads.
    pub good: &'static [&'static [&'static str]],
    /// Rows on which it is broken.
    pub bad: &'static [&'static [&'static str]],
    /// Rows on which it cannot be told.
    pub unknown: &'static [&'static [&'static str]],
}

/// What a rule is about, and with that when it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// One entry; runs over each batch.
    Entry(Entry),
    /// All rows of an entry table beside one another: codes, the accused of one judgment; runs over all entries.
    Table(Entry),
    /// One entry beside those of other tables that it names; runs over all entries.
    Across(Entry),
    /// A conviction with the facts of its person; runs over all entries.
    History,
    /// Where a conviction stands; runs after the assessment.
    Assessment,
}

impl Scope {
    /// All scopes, in the order in which they run.
    pub const ALL: [Self; 12] = [
        Self::Entry(Entry::Record),
        Self::Entry(Entry::Conviction),
        Self::Entry(Entry::Enforcement),
        Self::Entry(Entry::Expungement),
        Self::Table(Entry::Record),
        Self::Table(Entry::Conviction),
        Self::Across(Entry::Record),
        Self::Across(Entry::Conviction),
        Self::Across(Entry::Enforcement),
        Self::Across(Entry::Expungement),
        Self::History,
        Self::Assessment,
    ];

    /// Its rules.
    pub fn rules(self) -> &'static [Rule] {
        match self {
            Self::Entry(Entry::Record) => RECORD,
            Self::Entry(Entry::Conviction) => CONVICTION,
            Self::Entry(Entry::Enforcement) => ENFORCEMENT,
            Self::Entry(Entry::Expungement) => EXPUNGEMENT,
            Self::Table(Entry::Record) => RECORDS,
            Self::Table(Entry::Conviction) => CONVICTIONS,
            Self::Table(Entry::Enforcement | Entry::Expungement) => &[],
            Self::Across(Entry::Record) => RECORD_ACROSS,
            Self::Across(Entry::Conviction) => CONVICTION_ACROSS,
            Self::Across(Entry::Enforcement) => ENFORCEMENT_ACROSS,
            Self::Across(Entry::Expungement) => EXPUNGEMENT_ACROSS,
            Self::History => HISTORY,
            Self::Assessment => ASSESSMENT,
        }
    }

    /// The entry kind that findings name.
    pub fn entry(self) -> &'static str {
        match self {
            Self::Entry(entry) | Self::Table(entry) | Self::Across(entry) => entry.as_str(),
            Self::History | Self::Assessment => "conviction",
        }
    }

    /// The canonical column that a rule of this scope reads under that name.
    pub fn column(self, name: &str) -> Option<&'static schema::Column> {
        match self {
            Self::Entry(entry) | Self::Table(entry) => entry.column(name),
            Self::Across(entry) => entry.column(name).or_else(|| Self::beside(entry).find(|c| c.name == name)),
            Self::History => Entry::Conviction.column(name).or_else(|| Entry::Record.column(name)),
            Self::Assessment => None,
        }
    }

    /// What the other tables say beside an entry.
    fn beside(entry: Entry) -> impl Iterator<Item = &'static schema::Column> {
        let judged = Entry::Conviction.column("judgment_date").filter(|_| entry.column("judgment_date").is_none());
        across::FOUND.iter().chain(judged)
    }

    /// The typed columns that its frame has.
    fn fields(self) -> Vec<Field> {
        match self {
            Self::Entry(entry) | Self::Table(entry) => typed::entry_fields(entry),
            Self::Across(entry) => {
                let mut fields = typed::entry_fields(entry);
                fields.extend(Self::beside(entry).flat_map(typed::fields));
                fields
            }
            Self::History => {
                let person = ["birth_date", "death_date", "sex"].iter().filter_map(|name| Entry::Record.column(name));
                let mut fields = typed::entry_fields(Entry::Conviction);
                fields.extend(person.flat_map(typed::fields));
                fields
            }
            Self::Assessment => {
                ["row_id", "status", "agreement"].map(|name| Field::new(name.into(), DataType::String)).into()
            }
        }
    }
}

/// What became of a rule on a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Held.
    Held,
    /// Broken.
    Broken,
    /// A fact is missing.
    Unknown,
    /// The rule is not about this row.
    NotApplicable,
}

/// How often each outcome came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows on which the rule held.
    pub held: u64,
    /// Rows on which it was broken.
    pub broken: u64,
    /// Rows on which it could not be told.
    pub unknown: u64,
    /// Rows it is not about.
    pub not_applicable: u64,
}

impl Counts {
    /// The outcome of the one row that was counted.
    fn only(self) -> Outcome {
        match self {
            Self { held: 1, .. } => Outcome::Held,
            Self { broken: 1, .. } => Outcome::Broken,
            Self { unknown: 1, .. } => Outcome::Unknown,
            _ => Outcome::NotApplicable,
        }
    }

    /// Adds the counts of another batch.
    pub fn add(&mut self, other: Self) {
        self.held += other.held;
        self.broken += other.broken;
        self.unknown += other.unknown;
        self.not_applicable += other.not_applicable;
    }
}

#[cfg(test)]
mod tests;
