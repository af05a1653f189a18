//! Where each conviction of one person stands towards expungement (xóa án tích).
//!
//! [`assess`] takes one person's whole history and a day, and says for every conviction where it stands, under which
//! article, from which day, on which facts, what is missing and what was assumed. It proposes; it never decides.
//!
//! | [`Status`]      | Means                                                                 | Law                          |
//! |-----------------|-----------------------------------------------------------------------|------------------------------|
//! | `none`          | the law counts no án tích                                             | Art. 69(2), 107(1)           |
//! | `automatic`     | expunged as of right, from a day that has come                        | Art. 70, 107(2)              |
//! | `not_yet`       | expunged as of right, from a day still to come                        | Art. 70, 73                  |
//! | `court_required`| by decision of the court, not before a day                            | Art. 71, 73(3)               |
//! | `blocked`       | a condition is known to be unmet                                      | Art. 70(2)                   |
//! | `not_in_force`  | there is no effective judgment                                        | Criminal Procedure Code, 343 |
//! | `undetermined`  | a fact is missing, or practice is divided and the readings differ     |                              |
//!
//! Ten traps, each met here:
//!
//! 1. The day of the *act* decides (restart, age, code), not that of the trial.
//! 2. A later judgment for an older act restarts nothing.
//! 3. A new act restarts every conviction still open, each with its own period.
//! 4. Damages and fees must be done but do not move the start under the 2015 Code; four long penalties move the end.
//! 5. The penalty *imposed* sets the period; conditional release ends with its probation.
//! 6. Seriousness comes from the frame of the clause, not from the sentence.
//! 7. "Full 16" is a birthday, which a year alone may straddle.
//! 8. Blank, `//`, "Chưa …" and "Được miễn" are four different facts: [`Execution`].
//! 9. A half-known day counts from its latest day; a half-known new act is tried at both ends.
//! 10. "The earliest of all codes" has exceptions: the court's chapters, the 1999 articles whose law goes on, mixed
//!     chapters, expulsion, minors.
//!
//! Unknown is not good: a missing fact never makes an outcome more favourable, and an open point of law is flagged
//! with both days ([`Flag`]), never read in silence. Days come from the calendar alone; nothing reads a clock.
//!
//! Source: Penal Code 2015 (amended 2017), Art. 69–73, 107; Law 59/2024, Art. 127; Penal Codes 1999 and 1985;
//! the rows of `src/data/expungement_*.tsv`, each with its article.

mod calendar;
#[cfg(test)]
mod cases;
mod engine;
mod facts;
mod index;
mod law;
mod model;
mod point;
mod render;
mod trace;

use serde::{Serialize, Serializer};

pub use model::{
    ConditionalRelease, ConvictedOffence, Conviction, Execution, Force, Gap, GapCause, PendingAct, Person, PersonKind,
    RecordedExpungement, RecordedRoute, Trust,
};
pub use point::{Assumption, Assumptions, Condition, Conditions, Fact, Flag};
pub use trace::{Node, Step, Trace, Truth};

/// The texts of the tables of law.
#[cfg(feature = "frame")]
pub(crate) fn law_tables() -> [&'static str; 6] {
    law::TABLES.texts()
}

use crate::date::{Date, PartialDate};

/// Where a conviction stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The law counts no án tích.
    None,
    /// Expunged as of right, from a day that has come.
    Automatic,
    /// Expunged as of right, from a day still to come.
    NotYet,
    /// By decision of the court, not before a day.
    CourtRequired,
    /// A condition is known to be unmet.
    Blocked,
    /// There is no effective judgment.
    NotInForce,
    /// A fact is missing, or the readings of an open point differ.
    Undetermined,
}

impl Status {
    /// The code of the `assessments` table.
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Automatic => "automatic",
            Self::NotYet => "not_yet",
            Self::CourtRequired => "court_required",
            Self::Blocked => "blocked",
            Self::NotInForce => "not_in_force",
            Self::Undetermined => "undetermined",
        }
    }

    /// Whether nothing stands against the person: the answer that must never be given wrongly.
    pub const fn is_clear(self) -> bool {
        matches!(self, Self::None | Self::Automatic)
    }
}

/// Which way the expungement takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// As of right (đương nhiên).
    Automatic,
    /// By decision of the court.
    Court,
    /// None is needed.
    None,
    /// A fact that decides it is missing.
    Unknown,
}

impl Route {
    /// The code of the `assessments` table; none where it is not known.
    pub const fn code(self) -> Option<&'static str> {
        match self {
            Self::Automatic => Some("automatic"),
            Self::Court => Some("court"),
            Self::None => Some("none"),
            Self::Unknown => None,
        }
    }
}

/// How an expungement on record compares with the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// It may be so.
    Agrees,
    /// It lies before the day the law allows.
    EarlierThanLaw,
    /// It lies after the day from which the law gave it.
    Later,
    /// The law has no basis for it on the facts known.
    NoBasis,
    /// The court refused.
    Refused,
    /// The record has no such entry.
    NotRecorded,
}

impl Agreement {
    /// The code of the `assessments` table.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::EarlierThanLaw => "earlier_than_law",
            Self::Later => "later",
            Self::NoBasis => "no_basis",
            Self::Refused => "refused",
            Self::NotRecorded => "not_recorded",
        }
    }
}

/// A missing fact, and the entry that lacks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Row of the entry, as the caller counts.
    pub entry: usize,
    /// What it lacks.
    pub fact: Fact,
}

/// An open point of law that this conviction meets, with the days of both readings where they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Flagged {
    /// Which point.
    pub flag: Flag,
    /// The day of the reading that was used.
    #[serde(serialize_with = "iso")]
    pub day: Option<Date>,
    /// The day of the other reading.
    #[serde(serialize_with = "iso")]
    pub other_day: Option<Date>,
}

/// Where one conviction stands on one day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Assessment {
    /// Row of the conviction, as the caller counts.
    pub entry: usize,
    /// Where it stands.
    pub status: Status,
    /// Which way it takes.
    pub route: Route,
    /// The day of expungement, where it is one day; for `blocked` and `court_required` the day not before which.
    #[serde(serialize_with = "iso")]
    pub earliest_date: Option<Date>,
    /// First day of its interval.
    #[serde(serialize_with = "iso")]
    pub earliest_from: Option<Date>,
    /// Last day of its interval; none where a missing fact leaves it open.
    #[serde(serialize_with = "iso")]
    pub earliest_to: Option<Date>,
    /// Whether that day has passed; none where it is not known, or is today (9.6).
    pub due: Option<bool>,
    /// Art. 72: the day before which no court may grant it in a special case. An option, never assumed.
    #[serde(serialize_with = "iso")]
    pub special_date: Option<Date>,
    /// The article that decides: `BLHS 2015, Art. 70(2)(b)`.
    pub statute: Option<&'static str>,
    /// The set of rules that decides: `2015`, `1999`, `2024-minor` …
    pub pack: Option<&'static str>,
    /// Conditions known to be unmet.
    pub blocked_by: Conditions,
    /// Facts that would settle the answer.
    pub missing: Vec<Missing>,
    /// What was taken for granted.
    pub assumptions: Assumptions,
    /// Open points of law.
    pub flags: Vec<Flagged>,
    /// The reasoning.
    pub trace: Trace,
    /// The day of the expungement on record.
    pub recorded_expungement: Option<PartialDate>,
    /// How that compares; none where it cannot be told.
    pub agreement: Option<Agreement>,
}

impl Assessment {
    fn new(entry: usize) -> Self {
        Self {
            entry,
            status: Status::Undetermined,
            route: Route::Unknown,
            earliest_date: None,
            earliest_from: None,
            earliest_to: None,
            due: None,
            special_date: None,
            statute: None,
            pack: None,
            blocked_by: Conditions::default(),
            missing: Vec::new(),
            assumptions: Assumptions::default(),
            flags: Vec::new(),
            trace: Trace::default(),
            recorded_expungement: None,
            agreement: None,
        }
    }

    /// Whether this open point was met.
    pub fn has_flag(&self, flag: Flag) -> bool {
        self.flags.iter().any(|flagged| flagged.flag == flag)
    }
}

#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn iso<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => trace::Day(*day).serialize(serializer),
        None => serializer.serialize_none(),
    }
}

/// Where every conviction of a person stands on `as_of`, in the order given.
///
/// The whole history must be there: a new act restarts every conviction still open. What may be missing from it is
/// said in [`Person::gaps`] and [`Person::pending`].
///
/// # Examples
///
/// ```
/// use lltp::date::Date;
/// use lltp::expungement::{assess, Status};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // Two years of imprisonment for theft, completed on 15/08/2020, nothing else imposed.
/// let mut person: lltp::expungement::Person = serde_json::from_str(r#"{
///     "birth": "1980-01-01",
///     "convictions": [{
///         "judgment_date": "2018-11-20", "effective_date": "2018-12-20",
///         "offences": [{"code_year": 2015, "article": "173", "clause": "1", "act": "2018-08-01"}],
///         "penalties": [{"kind": "imprisonment", "months": 24}], "suspended": false,
///         "principal_state": {"done": "2020-08-15"}, "additional": [], "additional_state": "none_imposed",
///         "civil_state": "none_imposed", "fee_state": "none_imposed"
///     }]
/// }"#)?;
/// let as_of: Date = "2026-06-30".parse()?;
/// let found = assess(&person, as_of);
/// assert_eq!(found[0].status, Status::Automatic);
/// assert_eq!(found[0].earliest_date, Some("2022-08-15".parse()?));
/// assert_eq!(found[0].statute, Some("BLHS 2015, Art. 70(2)(b)"));
///
/// // Without the day of completion nothing can be said.
/// person.convictions[0].principal_state = lltp::expungement::Execution::Unknown;
/// assert_eq!(assess(&person, as_of)[0].status, Status::Undetermined);
/// # Ok(())
/// # }
/// ```
pub fn assess(person: &Person, as_of: Date) -> Vec<Assessment> {
    engine::assess(&law::LAW, person, as_of)
}
