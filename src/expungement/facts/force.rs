//! Whether a judgment is in force.

use crate::date::Date;
use crate::expungement::calendar::{Window, add_days};
use crate::expungement::law::Law;
use crate::expungement::model::{Conviction, Execution, Force};
use crate::expungement::point::{Assumption, Assumptions};
use crate::expungement::trace::Truth;
use crate::judgment::Instance;

/// When the judgment took effect: its own day, on appeal the day it was pronounced, else within the terms of
/// appeal and protest.
pub(super) fn effective(law: &Law, conviction: &Conviction, judged: Window) -> Window {
    let told = Window::of(conviction.effective_date);
    if told.to.is_some() {
        return told;
    }
    match conviction.instance {
        Some(Instance::Appeal | Instance::Cassation | Instance::Reopening) => judged,
        _ => Window { from: judged.from, to: judged.to.map(|to| add_days(to, law.numbers.protest_days.value)) },
    }
}

/// Whether the judgment is in force on `as_of`.
pub(super) fn force(
    law: &Law,
    conviction: &Conviction,
    judged: Window,
    effective: Window,
    as_of: Date,
    assumptions: &mut Assumptions,
) -> Truth {
    let told = Window::of(conviction.effective_date);
    match conviction.force {
        Force::Appealed | Force::SetAside => return Truth::No,
        Force::NoConviction => return Truth::Yes,
        Force::InForce if told.to.is_none() => {
            return if judged.from > as_of { Truth::No } else { Truth::Yes };
        }
        Force::InForce | Force::Unknown => {}
    }
    if judged.from > as_of || told.from > as_of {
        return Truth::No;
    }
    if effective.to.is_some_and(|to| to <= as_of) {
        if told.to.is_none() {
            assumptions.add(Assumption::InForceByLapse);
        }
        return Truth::Yes;
    }
    let executed = [
        match conviction.principal_state {
            Execution::Done(day) | Execution::Exempted(Some(day)) => Some(day),
            _ => None,
        },
        conviction.special_amnesty,
        conviction.remission,
    ];
    if executed.into_iter().flatten().any(|day| reached(Window::of(Some(day)), as_of) == Truth::Yes) {
        assumptions.add(Assumption::InForceByExecution);
        return Truth::Yes;
    }
    let last_day_of_appeal = add_days(judged.from, law.numbers.appeal_days.value);
    if judged.from != Date::MIN
        && told.to.is_none()
        && !matches!(conviction.instance, Some(Instance::Appeal | Instance::Cassation | Instance::Reopening))
        && as_of <= last_day_of_appeal
    {
        return Truth::No;
    }
    Truth::Unknown
}

pub(super) fn reached(window: Window, as_of: Date) -> Truth {
    if window.to.is_some_and(|to| to <= as_of) {
        Truth::Yes
    } else if window.from > as_of {
        Truth::No
    } else {
        Truth::Unknown
    }
}
