//! What the engine is told: one person, the convictions of that person, and how far each was carried out.
//!
//! Every fact may be missing. Four things that a clerk writes in one cell are four facts here:
//!
//! | The cell says        | [`Execution`]                 |
//! |----------------------|-------------------------------|
//! | `20/06/2022`         | [`Execution::Done`]           |
//! | `Chưa nộp`           | [`Execution::NotDone`]        |
//! | `Được miễn`          | [`Execution::Exempted`]       |
//! | `//`, none imposed   | [`Execution::NoneImposed`]    |
//! | nothing              | [`Execution::Unknown`]        |

use serde::{Deserialize, Serialize};

use crate::date::PartialDate;
use crate::judgment::Instance;
use crate::offence::{Fault, Seriousness};
use crate::sentence::{AdditionalPenalty, Penalty};

/// One person and the whole history that is known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Person {
    /// A human being, or a commercial legal person (Art. 89, out of scope here).
    pub kind: PersonKind,
    /// Birth, as far as it is known.
    pub birth: Option<PartialDate>,
    /// Death.
    pub death: Option<PartialDate>,
    /// Every conviction, in any order.
    pub convictions: Vec<Conviction>,
    /// Acts that are being prosecuted, without a judgment yet.
    pub pending: Vec<PendingAct>,
    /// What may be missing from the history.
    pub gaps: Vec<Gap>,
}

/// Who was convicted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonKind {
    /// A human being.
    #[default]
    Natural,
    /// pháp nhân thương mại
    Legal,
}

/// An act that is alleged and not yet judged (expungement.md 9.8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PendingAct {
    /// Row of the entry that tells of it, as the caller counts.
    pub entry: Option<usize>,
    /// Day of the alleged act.
    pub act: Option<PartialDate>,
}

/// A hole in the history: an entry that may hold a further act of this person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// Why it is no fact yet.
    pub cause: GapCause,
    /// Row of the entry, as the caller counts.
    #[serde(default)]
    pub entry: Option<usize>,
    /// Day of the act it may hold, where that is certain; none: any day.
    #[serde(default)]
    pub act: Option<PartialDate>,
}

/// Why an entry is not yet part of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapCause {
    /// It failed a check and waits for correction.
    QuarantinedEntry,
    /// It may be of the same person: a pair under review.
    OpenReview,
}

/// How far an entry may be relied on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// It passed its checks and is of this person.
    #[default]
    Sure,
    /// It failed a check: its facts may be wrong.
    Quarantined,
    /// It may be of another person: a pair under review.
    OpenReview,
}

/// Whether the judgment binds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Force {
    /// Nothing is said; the dates decide.
    #[default]
    Unknown,
    /// It took effect.
    InForce,
    /// An appeal or protest is open.
    Appealed,
    /// Set aside (hủy án), or replaced by a judgment of a higher instance.
    SetAside,
    /// No conviction at all: acquitted, freed of criminal liability, diverted.
    NoConviction,
}

/// How far one part of a judgment was carried out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Execution {
    /// Carried out on that day.
    Done(PartialDate),
    /// Known not to be carried out.
    NotDone,
    /// Exempted (được miễn), where known on which day.
    Exempted(Option<PartialDate>),
    /// The judgment imposed nothing of the kind.
    NoneImposed,
    /// Nothing is known.
    #[default]
    Unknown,
}

/// One offence of a judgment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConvictedOffence {
    /// Year of the penal code applied: 1985, 1999 or 2015.
    pub code_year: Option<i16>,
    /// Article, as text.
    pub article: Option<String>,
    /// Clause; `0` where the article has one unnumbered paragraph.
    pub clause: Option<String>,
    /// Day of the act. It decides, not the day of the trial.
    pub act: Option<PartialDate>,
    /// Seriousness, where it is known otherwise than from the clause.
    pub seriousness: Option<Seriousness>,
    /// Fault, where it is known otherwise than from the article.
    pub fault: Option<Fault>,
}

/// Conditional early release (tha tù trước thời hạn có điều kiện).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionalRelease {
    /// Day of release.
    pub on: PartialDate,
    /// Probation: the rest of the term, whole months.
    #[serde(default)]
    pub remaining_months: Option<u32>,
    /// Days beyond the months.
    #[serde(default)]
    pub remaining_days: Option<u32>,
}

/// Which way a recorded expungement took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordedRoute {
    /// Not said.
    #[default]
    Unknown,
    /// Verified by the agency (đương nhiên).
    Automatic,
    /// Decision of a court.
    Court,
    /// Certificate of a court, the practice before 2018.
    Certificate,
}

/// An expungement entry on the record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RecordedExpungement {
    /// Row of the entry, as the caller counts.
    pub entry: Option<usize>,
    /// Which way.
    pub route: RecordedRoute,
    /// From which day it holds.
    pub on: Option<PartialDate>,
    /// Whether it was refused.
    pub refused: bool,
}

/// One person in one judgment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent fact of the record")]
pub struct Conviction {
    /// Row of the entry, as the caller counts; the trace refers to it.
    pub entry: usize,
    /// How far the entry may be relied on.
    pub trust: Trust,
    /// Whether the judgment binds.
    pub force: Force,
    /// At which instance it was given.
    pub instance: Option<Instance>,
    /// Whether a foreign court gave it.
    pub foreign: bool,
    /// Day of the judgment.
    pub judgment_date: Option<PartialDate>,
    /// Day it took effect.
    pub effective_date: Option<PartialDate>,
    /// Its offences.
    pub offences: Vec<ConvictedOffence>,
    /// Principal penalties: one, or one for each offence.
    pub penalties: Vec<Penalty>,
    /// The combined penalty (hình phạt chung).
    pub combined: Option<Penalty>,
    /// Whether imprisonment is suspended (án treo).
    pub suspended: Option<bool>,
    /// Whether the suspended sentence was activated (buộc chấp hành).
    pub suspension_activated: bool,
    /// Probation (thời gian thử thách) in months.
    pub probation_months: Option<u32>,
    /// Additional penalties; none where it is not known whether there are any.
    pub additional: Option<Vec<AdditionalPenalty>>,
    /// The principal penalty, or the probation.
    pub principal_state: Execution,
    /// The additional penalties.
    pub additional_state: Execution,
    /// Damages and other decisions.
    pub civil_state: Execution,
    /// Court fees.
    pub fee_state: Execution,
    /// Release under a special amnesty (đặc xá).
    pub special_amnesty: Option<PartialDate>,
    /// General amnesty (đại xá).
    pub general_amnesty: Option<PartialDate>,
    /// Exemption from the rest of the principal penalty.
    pub remission: Option<PartialDate>,
    /// Conditional early release.
    pub conditional_release: Option<ConditionalRelease>,
    /// Day the limitation of enforcement ended, where the record says so.
    pub limitation_ended: Option<PartialDate>,
    /// Whether the judgment is known never to have been executed.
    pub never_executed: bool,
    /// Whether a wanted notice was issued; none where it is not known.
    pub wanted: Option<bool>,
    /// Whether a death sentence was commuted.
    pub death_commuted: bool,
    /// Whether it is only the measure of sending a minor to a reformatory school.
    pub judicial_measure: bool,
    /// Entry of the later judgment that combined this penalty with its own (Art. 56).
    pub combined_into: Option<usize>,
    /// Expungement entries on the record.
    pub recorded: Vec<RecordedExpungement>,
}
