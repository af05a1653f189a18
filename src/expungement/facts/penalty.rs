//! The penalty imposed, and what else the judgment imposed.

use super::{Imposed, Part};
use crate::expungement::calendar::Window;
use crate::expungement::law::term;
use crate::expungement::model::{Conviction, Execution};
use crate::expungement::trace::Truth;
use crate::sentence::PrincipalKind;

pub(super) fn exempted(conviction: &Conviction) -> Truth {
    let all = conviction.combined.iter().chain(&conviction.penalties);
    let mut found = false;
    for penalty in all {
        found = true;
        if penalty.kind != PrincipalKind::Exempted {
            return Truth::No;
        }
    }
    if found { Truth::Yes } else { Truth::Unknown }
}

fn suspended(conviction: &Conviction) -> Truth {
    if conviction.suspension_activated {
        return Truth::No;
    }
    conviction.suspended.map_or(Truth::Unknown, Truth::of)
}

fn of_penalty(penalty: &crate::sentence::Penalty, suspended: Truth) -> Imposed {
    let known = penalty.months.is_some() || penalty.days.is_some();
    let of = term(penalty.months.unwrap_or(0), penalty.days.unwrap_or(0));
    let (least, most) = if known { (of, of) } else { (1, u32::MAX) };
    let suspended = if penalty.kind == PrincipalKind::Imprisonment { suspended } else { Truth::No };
    Imposed { kind: penalty.kind, suspended, least, most }
}

/// The penalty that sets the period: the combined one (9.5); without it, between the heaviest and the sum.
pub(super) fn imposed(conviction: &Conviction) -> Option<Imposed> {
    let suspended = suspended(conviction);
    if let Some(combined) = &conviction.combined {
        return Some(of_penalty(combined, suspended));
    }
    let heaviest = heaviest(conviction)?;
    if conviction.penalties.len() < 2 || heaviest.kind != PrincipalKind::Imprisonment {
        return Some(heaviest);
    }
    // Three days of non-custodial reform count as one of imprisonment.
    let sum = conviction.penalties.iter().fold(0_u32, |sum, penalty| {
        let each = of_penalty(penalty, suspended);
        match penalty.kind {
            PrincipalKind::Imprisonment => sum.saturating_add(each.most),
            PrincipalKind::NonCustodial => sum.saturating_add(each.most.div_ceil(3)),
            _ => sum,
        }
    });
    Some(Imposed { most: sum, ..heaviest })
}

/// The heaviest of the penalties of the offences.
pub(super) fn heaviest(conviction: &Conviction) -> Option<Imposed> {
    let suspended = suspended(conviction);
    conviction
        .penalties
        .iter()
        .map(|penalty| of_penalty(penalty, suspended))
        .filter(|imposed| imposed.kind != PrincipalKind::Exempted || conviction.penalties.len() == 1)
        .reduce(|a, b| if (weight(b.kind), b.most) > (weight(a.kind), a.most) { b } else { a })
}

fn weight(kind: PrincipalKind) -> u8 {
    match kind {
        PrincipalKind::Exempted => 0,
        PrincipalKind::Warning => 1,
        PrincipalKind::Fine => 2,
        PrincipalKind::NonCustodial => 3,
        PrincipalKind::Expulsion => 4,
        PrincipalKind::Imprisonment => 5,
        PrincipalKind::Life => 6,
        PrincipalKind::Death => 7,
    }
}

pub(super) fn additional_imposed(conviction: &Conviction) -> Truth {
    match &conviction.additional {
        Some(list) => Truth::of(!list.is_empty()),
        None => Truth::Unknown,
    }
}

/// A condition: what was imposed, and when it was carried out. What the judgment names is never "none imposed".
pub(super) fn part(state: Execution, imposed: Truth) -> Part {
    let (said, unmet, done) = match state {
        Execution::Done(day) | Execution::Exempted(Some(day)) => (Truth::Yes, false, Window::of(Some(day))),
        Execution::NotDone => (Truth::Yes, true, Window::OPEN),
        Execution::NoneImposed if imposed == Truth::Yes => (Truth::Yes, false, Window::OPEN),
        Execution::NoneImposed => (Truth::No, false, Window::OPEN),
        Execution::Exempted(None) => (Truth::Yes, false, Window::OPEN),
        Execution::Unknown if imposed == Truth::No => (Truth::No, false, Window::OPEN),
        Execution::Unknown => (Truth::Unknown, false, Window::OPEN),
    };
    Part { imposed: said, unmet, done }
}
