//! Facts that cannot be true together (9.23), and the open points a judgment meets by itself.

use super::Facts;
use super::offence::{act, younger};
use crate::date::Date;
use crate::expungement::calendar::{Window, add_months};
use crate::expungement::law::{Law, term};
use crate::expungement::model::{ConvictedOffence, Conviction, Execution, Person, PersonKind, Trust};
use crate::expungement::point::Flag;
use crate::expungement::trace::Truth;
use crate::sentence::PrincipalKind;

/// Facts that cannot be true together (9.23).
pub(super) fn contradicts(law: &Law, facts: &Facts, person: &Person, conviction: &Conviction, birth: Window) -> bool {
    let numbers = &law.numbers;
    let death = Window::of(person.death);
    let done = match conviction.principal_state {
        Execution::Done(day) => Window::of(Some(day)),
        _ => Window::OPEN,
    };
    let first_act = facts.act;
    let impossible_code = conviction.offences.iter().any(|offence| {
        let act = act(offence, facts.judged);
        offence.code_year.is_some_and(|code| !law.may_apply(code, act.from, facts.judged.to))
    });
    let too_young = younger(birth, first_act, numbers.age_of_responsibility.value) == Truth::Yes;
    // Life and death are for adults; only short terms are suspended (longer ones under the 1985 Code).
    let impossible_penalty = facts.imposed.is_some_and(|imposed| {
        let newer = |offence: &ConvictedOffence| offence.code_year.is_some_and(|code| code > 1985);
        matches!(imposed.kind, PrincipalKind::Life | PrincipalKind::Death) && facts.minor == Truth::Yes
            || imposed.suspended == Truth::Yes
                && imposed.least > term(numbers.suspended_most.value, 0)
                && conviction.offences.iter().all(newer)
    });
    if too_young
        || impossible_code
        || impossible_penalty
        || facts.judged.surely_before(Window { from: first_act.from, to: None })
        || facts.effective.surely_before(facts.judged)
        || done.surely_before(facts.judged)
        || done.surely_before(first_act)
        || facts.principal.surely_before(first_act)
        || first_act.surely_before(birth)
        || death.surely_before(first_act)
        || death.surely_before(birth)
    {
        return true;
    }
    // Supervision and bans on residence begin when the imprisonment ends.
    if let Some(list) = &conviction.additional
        && let Execution::Done(day) = conviction.additional_state
        && list.iter().any(|penalty| {
            use crate::sentence::AdditionalKind::{ResidenceBan, Supervision};
            matches!(penalty.kind, Supervision | ResidenceBan)
        })
        && Window::of(Some(day)).surely_before(facts.principal)
    {
        return true;
    }
    [facts.civil.done, facts.fee.done].into_iter().any(|done| done.surely_before(first_act))
        || served_too_short(law, facts, conviction, done)
}

/// Whether a completion lies so early that no reduction explains it, without an amnesty or exemption on record.
fn served_too_short(law: &Law, facts: &Facts, conviction: &Conviction, done: Window) -> bool {
    let Some(imposed) = facts.imposed else { return false };
    if imposed.kind != PrincipalKind::Imprisonment
        || conviction.special_amnesty.is_some()
        || conviction.remission.is_some()
        || conviction.conditional_release.is_some()
        || conviction.general_amnesty.is_some()
    {
        return false;
    }
    match imposed.suspended {
        Truth::Yes => conviction.probation_months.is_some_and(|months| {
            let least = months / law.numbers.probation_share.value.max(1);
            done.surely_before(Window::since(add_months(facts.judged.from, least)))
        }),
        Truth::No => {
            let months = imposed.least / 32 * law.numbers.served_share.value / 100;
            facts.act.from != Date::MIN && done.surely_before(Window::since(add_months(facts.act.from, months)))
        }
        Truth::Unknown => false,
    }
}

/// Which flags a judgment carries by itself.
pub(in crate::expungement) fn own_flags(
    facts: &Facts,
    conviction: &Conviction,
    person: &Person,
    mut raise: impl FnMut(Flag),
) {
    if person.kind == PersonKind::Legal {
        raise(Flag::LegalPerson);
    }
    if conviction.foreign {
        raise(Flag::Foreign);
    }
    if facts.contradiction {
        raise(Flag::Contradiction);
    }
    let kind = facts.imposed.map(|imposed| imposed.kind);
    if kind == Some(PrincipalKind::Expulsion) {
        raise(Flag::Expulsion);
    }
    if kind == Some(PrincipalKind::Fine) && facts.court == Truth::Yes {
        raise(Flag::CourtFine);
    }
    if conviction.suspension_activated {
        raise(Flag::Activated);
    }
    if conviction.combined_into.is_some() {
        raise(Flag::Combination);
    }
    if conviction.offences.len() > 1 && conviction.penalties.len() == 1 && conviction.combined.is_none() {
        // Records carry the combined penalty; whether this one is it stands nowhere.
        raise(Flag::CombinedBand);
    }
    if facts.mixed {
        raise(Flag::MixedChapters);
    }
    if facts.abolished_part {
        raise(Flag::AbolishedPart);
    }
    if facts.old_chapter {
        raise(Flag::OldChapter);
    }
    if facts.by_limitation.is_some() && (!facts.unmet().is_empty() || !facts.conditions_missing().is_empty()) {
        raise(Flag::LimitationUnpaid);
    }
    if conviction.principal_state == Execution::Unknown {
        match kind {
            Some(PrincipalKind::NonCustodial) => raise(Flag::NonCustodialStart),
            Some(PrincipalKind::Warning) => raise(Flag::WarningDay),
            _ => {}
        }
    }
    if conviction.trust == Trust::Sure && facts.minor.may() && facts.court == Truth::Yes {
        raise(Flag::Minor2024);
    }
}
