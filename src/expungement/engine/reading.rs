//! Open points of law: each read strictly for the status, and once more the other way for its flag.

use super::{Case, End, in_force};
use crate::date::Date;
use crate::expungement::Assessment;
use crate::expungement::calendar::add_months;
use crate::expungement::law;
use crate::expungement::model::Execution;
use crate::expungement::point::{Condition, Flag};
use crate::expungement::trace::Truth;

/// Open points that are read in the favour of the person, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reading(u16);

impl Reading {
    pub(super) const STRICT: Self = Self(0);
    pub(super) const PAST_DATE: Self = Self(1);
    pub(super) const LESSER_ACT: Self = Self(1 << 1);
    pub(super) const MINOR_2024: Self = Self(1 << 2);
    pub(super) const MINOR_CONDITIONS: Self = Self(1 << 3);
    pub(super) const OLD_LAW: Self = Self(1 << 4);
    pub(super) const ACT_BETWEEN: Self = Self(1 << 5);
    pub(super) const PAID_LATE: Self = Self(1 << 6);
    pub(super) const EACH_OFFENCE: Self = Self(1 << 7);
    pub(super) const WARNING_DAY: Self = Self(1 << 8);

    /// The points on which practice is divided: a status is given only where both readings agree.
    pub(super) const CONTESTED: Self = Self(
        Self::PAST_DATE.0
            | Self::LESSER_ACT.0
            | Self::MINOR_2024.0
            | Self::MINOR_CONDITIONS.0
            | Self::OLD_LAW.0
            | Self::ACT_BETWEEN.0,
    );

    pub(super) fn has(self, point: Self) -> bool {
        self.0 & point.0 != 0
    }

    pub(super) fn join(self, point: Self) -> Self {
        Self(self.0 | point.0)
    }
}

const POINTS: [(Reading, Flag); 9] = [
    (Reading::PAST_DATE, Flag::PastDate),
    (Reading::LESSER_ACT, Flag::LesserAct),
    (Reading::MINOR_2024, Flag::Minor2024),
    (Reading::MINOR_CONDITIONS, Flag::MinorConditions),
    (Reading::OLD_LAW, Flag::OldLawKept),
    (Reading::ACT_BETWEEN, Flag::ActBetween),
    (Reading::PAID_LATE, Flag::PaidLate),
    (Reading::EACH_OFFENCE, Flag::CombinedBand),
    (Reading::WARNING_DAY, Flag::WarningDay),
];

impl Case<'_> {
    /// Raises the flags of open points, with both days; tells whether a contested one would decide the status.
    pub(super) fn raise_flags(&self, out: &mut Assessment, strict: &End<'_>, none: Truth) -> bool {
        let facts = self.facts;
        let mut met = Reading::STRICT;
        let pending = strict.window.to;
        let parts = [facts.additional, facts.civil, facts.fee].map(|part| (part.imposed.may(), part.done.to));
        let done_by = |day: Date| parts.iter().all(|(imposed, done)| !imposed || done.is_some_and(|done| done <= day));
        let since = in_force(self.law);
        // Another reading is only tried where it may give another day.
        let possible = |reading: Reading| match reading {
            Reading::PAST_DATE => {
                facts.act.from < since
                    && (facts.principal.from < since || facts.court.may() || self.as_of < since || facts.kept.may())
            }
            Reading::LESSER_ACT => {
                strict.moved && self.events.iter().any(|e| e.source != Some(self.at) && e.lesser.may())
            }
            Reading::MINOR_2024 => facts.minor.may(),
            Reading::MINOR_CONDITIONS => facts.minor.may() && !done_by(facts.principal.from),
            Reading::OLD_LAW => facts.kept.may(),
            Reading::ACT_BETWEEN => strict.moved,
            Reading::PAID_LATE => !done_by(strict.base.from),
            Reading::EACH_OFFENCE => self.conviction.penalties.len() > 1,
            Reading::WARNING_DAY => facts.warning_lenient.is_some(),
            _ => false,
        };
        for (reading, flag) in POINTS {
            if !possible(reading) {
                continue;
            }
            let other = self.end(reading, None);
            let other_none = self.none(reading);
            if other.window != strict.window || other_none != none {
                met = met.join(reading);
                out.flag(flag, pending.or(Some(strict.window.from)), other.window.to.or(Some(other.window.from)));
            }
        }
        if facts.minor.may() && strict.pack.is_some_and(|pack| pack.name == "2024-minor") {
            out.flag(Flag::Minor2024, pending, None);
            if strict.restarted {
                out.flag(Flag::RestartMinor2024, pending, None);
            }
        }
        let unmet = self.unmet();
        if !unmet.is_empty() {
            let lenient = strict.base.to;
            let other = |condition| unmet.contains(condition);
            if other(Condition::Additional) || other(Condition::Civil) || other(Condition::Fee) {
                out.flag(Flag::Unpaid, None, lenient);
            }
            if other(Condition::Civil)
                && facts
                    .effective
                    .to
                    .is_some_and(|to| add_months(to, self.law.numbers.request_enforcement.value) < self.as_of)
            {
                out.flag(Flag::RequestLapsed, None, lenient);
            }
        }
        if strict.restarted
            && let Some(day) = strict.window.one_day()
        {
            // The other reading adds the period of the new conviction to that of the old one.
            out.flag(Flag::Parallel, Some(day), Some(add_months(day, self.new_wait())));
        }
        if let Some(day) = facts.probation_end
            && self.conviction.principal_state == Execution::Unknown
        {
            out.flag(Flag::ProbationDay, Some(day), day.yesterday().ok());
        }
        if facts.court == Truth::Yes
            && let Some(list) = &self.conviction.additional
            && strict.base.to.zip(facts.additional.done.to).is_some_and(|(base, done)| done > base)
            && !list.iter().any(|penalty| strict.period.is_some_and(|period| period.waits.holds(penalty.kind)))
        {
            out.flag(Flag::CourtBan, strict.window.to, strict.base.to);
        }
        // Before the day of payment the condition was unmet under every reading.
        let paid = [facts.additional, facts.civil, facts.fee]
            .into_iter()
            .all(|part| !part.imposed.may() || part.done.to.is_some_and(|done| done < self.as_of));
        let divided = if paid { Reading::CONTESTED.join(Reading::PAID_LATE) } else { Reading::CONTESTED };
        let contested = Reading(met.0 & divided.0);
        if contested == Reading::STRICT {
            return false;
        }
        let other = self.end(contested, None).window;
        // What blocks under both readings stays blocked.
        let open = unmet.is_empty() || other.to.is_some();
        self.none(contested) != none || (open && other.from < self.as_of)
    }

    /// Length of the period of the latest new conviction.
    pub(super) fn new_wait(&self) -> u32 {
        self.events
            .iter()
            .filter(|event| event.source != Some(self.at))
            .filter_map(|event| self.person.convictions.get(event.source?))
            .filter_map(|conviction| {
                let pack = self.law.pack("2015")?;
                let penalty = conviction.combined.or_else(|| conviction.penalties.first().copied())?;
                let suspended = conviction.suspended == Some(true) && !conviction.suspension_activated;
                let of = law::term(penalty.months.unwrap_or(0), penalty.days.unwrap_or(0));
                Some(pack.period(penalty.kind, suspended, of)?.months)
            })
            .max()
            .unwrap_or(0)
    }
}
