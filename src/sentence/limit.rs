//! What the law allows of a sentence: the limits of the Penal Code as checks, never as corrections.

use super::{AdditionalKind, PrincipalKind, Sentence};
use crate::date::{Date, PartialDate};

/// A limit that a sentence exceeds.
///
/// The codes are stable; [`code`](Self::code) gives them in snake case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Limit {
    /// Imprisonment for one offence is under 3 months (Art. 38).
    PrisonTooShort,
    /// Imprisonment is over 20 years for one offence, over 30 combined (Art. 38, 55).
    PrisonTooLong,
    /// Non-custodial reform for one offence is under 6 months (Art. 36).
    NonCustodialTooShort,
    /// Non-custodial reform is over 3 years (Art. 36, 55).
    NonCustodialTooLong,
    /// A suspended term is over 3 years (Art. 65).
    SuspendedTooLong,
    /// Something other than imprisonment is suspended (Art. 65).
    SuspendedWithoutPrison,
    /// Probation is outside 1 to 5 years (Art. 65); 1 to 3 for minors from 2026.
    ProbationOutOfRange,
    /// Probation without a suspended term.
    ProbationWithoutSuspension,
    /// A fine on a natural person is under 1,000,000 đồng (Art. 35).
    FineTooSmall,
    /// A ban, supervision or loss of rights is outside 1 to 5 years (Art. 41–44).
    AdditionalOutOfRange,
    /// A ban of residence or supervision without imprisonment that is served (Art. 42, 43).
    NeedsServedPrison,
    /// Loss of rights without imprisonment (Art. 44).
    NeedsPrison,
    /// A fine as principal and additional penalty for one offence (Art. 35).
    FineTwice,
    /// An additional penalty on a minor (Art. 91).
    AdditionalOnMinor,
    /// Life, death or expulsion on a minor (Art. 98).
    PenaltyOnMinor,
    /// Imprisonment of a minor over 18 years (Art. 101, 103).
    MinorPrisonTooLong,
}

impl Limit {
    /// The code in snake case.
    pub fn code(self) -> &'static str {
        match self {
            Self::PrisonTooShort => "prison_too_short",
            Self::PrisonTooLong => "prison_too_long",
            Self::NonCustodialTooShort => "non_custodial_too_short",
            Self::NonCustodialTooLong => "non_custodial_too_long",
            Self::SuspendedTooLong => "suspended_too_long",
            Self::SuspendedWithoutPrison => "suspended_without_prison",
            Self::ProbationOutOfRange => "probation_out_of_range",
            Self::ProbationWithoutSuspension => "probation_without_suspension",
            Self::FineTooSmall => "fine_too_small",
            Self::AdditionalOutOfRange => "additional_out_of_range",
            Self::NeedsServedPrison => "needs_served_prison",
            Self::NeedsPrison => "needs_prison",
            Self::FineTwice => "fine_twice",
            Self::AdditionalOnMinor => "additional_on_minor",
            Self::PenaltyOnMinor => "penalty_on_minor",
            Self::MinorPrisonTooLong => "minor_prison_too_long",
        }
    }
}

/// The Penal Code 2015 has governed offences since this day; the sums and shortest terms below are its own.
const CODE_2015: Date = Date::constant(2018, 1, 1);
/// Law 59/2024 on minors has governed offences since this day.
const MINORS_2024: Date = Date::constant(2026, 1, 1);

/// The limits that a sentence exceeds, in the order of [`Limit`]. What cannot be told is not said: a minor's limits
/// only where `minor` is true, limits that came with the code of 2015 only where the offence is known to be no older.
///
/// `minor` is whether the offender was under 18 at the offence.
///
/// ```
/// use lltp::sentence::{self, Limit};
///
/// let read = sentence::parse("04 năm tù cho hưởng án treo, thử thách 06 năm").unwrap_or_default();
/// assert_eq!(sentence::limits(&read[0], None, None), [Limit::SuspendedTooLong, Limit::ProbationOutOfRange]);
/// let read = sentence::parse("02 năm tù, quản chế 02 năm").unwrap_or_default();
/// assert_eq!(sentence::limits(&read[0], Some(false), None), []);
/// ```
pub fn limits(sentence: &Sentence, minor: Option<bool>, offence_date: Option<&PartialDate>) -> Vec<Limit> {
    let mut found = Vec::new();
    let mut say = |broken: bool, limit: Limit| {
        if broken && !found.contains(&limit) {
            found.push(limit);
        }
    };
    let since = |day: Date| offence_date.and_then(PartialDate::earliest).is_some_and(|first| first >= day);
    let new_code = since(CODE_2015);
    let minor = minor == Some(true);
    let kind = sentence.principal.map(|p| p.kind);
    let (months, days) = sentence.principal.map_or((None, 0), |p| (p.months, p.days.unwrap_or(0)));
    let over = |limit: u32| months.is_some_and(|m| (m, days) > (limit, 0));
    let under = |limit: u32| months.is_some_and(|m| m < limit);
    // Parts of a combined penalty and earlier ones follow their own rules; a term shortened by law is no fault.
    let single = !sentence.total && !sentence.prior;
    match kind {
        Some(PrincipalKind::Imprisonment) => {
            say(single && under(3), Limit::PrisonTooShort);
            say(over(if sentence.total { 360 } else { 240 }), Limit::PrisonTooLong);
            say(minor && over(216), Limit::MinorPrisonTooLong);
            say(sentence.suspended && over(36), Limit::SuspendedTooLong);
        }
        Some(PrincipalKind::NonCustodial) => {
            say(single && under(6) && !minor, Limit::NonCustodialTooShort);
            say(over(36), Limit::NonCustodialTooLong);
        }
        Some(PrincipalKind::Fine) => {
            say(
                new_code && !minor && sentence.principal.and_then(|p| p.amount).is_some_and(|a| a < 1_000_000),
                Limit::FineTooSmall,
            );
        }
        Some(PrincipalKind::Life | PrincipalKind::Death | PrincipalKind::Expulsion) => {
            say(minor, Limit::PenaltyOnMinor);
        }
        _ => {}
    }
    say(sentence.suspended && kind.is_some_and(|k| k != PrincipalKind::Imprisonment), Limit::SuspendedWithoutPrison);
    if let Some(probation) = sentence.probation_months {
        let most = if minor && since(MINORS_2024) { 36 } else { 60 };
        let days = sentence.probation_days.unwrap_or(0);
        say(probation < 12 || (probation, days) > (most, 0), Limit::ProbationOutOfRange);
        say(!sentence.suspended, Limit::ProbationWithoutSuspension);
    }
    let served = matches!(kind, Some(PrincipalKind::Imprisonment | PrincipalKind::Life | PrincipalKind::Death))
        && !sentence.suspended;
    let prison = served || kind == Some(PrincipalKind::Imprisonment);
    for penalty in &sentence.additional {
        let banned =
            !matches!(penalty.kind, AdditionalKind::Fine | AdditionalKind::Confiscation | AdditionalKind::Expulsion);
        say(banned && penalty.months.is_some_and(|m| !(12..=60).contains(&m)), Limit::AdditionalOutOfRange);
        let local = matches!(penalty.kind, AdditionalKind::Supervision | AdditionalKind::ResidenceBan);
        say(local && kind.is_some() && !served, Limit::NeedsServedPrison);
        say(penalty.kind == AdditionalKind::Rights && kind.is_some() && !prison, Limit::NeedsPrison);
        say(penalty.kind == AdditionalKind::Fine && kind == Some(PrincipalKind::Fine) && single, Limit::FineTwice);
        say(minor, Limit::AdditionalOnMinor);
    }
    found.sort_unstable();
    found
}
