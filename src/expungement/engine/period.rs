//! One period: under every pack of rules that applies, from its start to its end.

use super::Case;
use super::reading::Reading;
use crate::date::Date;
use crate::expungement::Assessment;
use crate::expungement::calendar::Window;
use crate::expungement::facts::Imposed;
use crate::expungement::law::{Law, Pack, Period, Waits, Who};
use crate::expungement::trace::Truth;

/// From where a period runs: the principal penalty, and the whole judgment.
#[derive(Clone, Copy)]
pub(super) struct Starts {
    pub(super) principal: Window,
    pub(super) whole: Window,
}

/// When one reading lets the conviction end.
#[derive(Clone, Copy)]
pub(super) struct End<'a> {
    pub(super) window: Window,
    /// The start and the length of the last period, of the pack that decides.
    pub(super) start: Window,
    pub(super) months: u32,
    pub(super) pack: Option<&'a Pack>,
    pub(super) period: Option<&'a Period>,
    pub(super) base: Window,
    /// Whether a new act surely or possibly moved it.
    pub(super) moved: bool,
    pub(super) restarted: bool,
}

impl End<'_> {
    /// One or the other, of which the stricter is told.
    fn or(self, other: Self) -> Self {
        let later = match (self.window.to, other.window.to) {
            (Some(a), Some(b)) => b > a,
            (Some(_), None) => true,
            (None, _) => false,
        };
        let chosen = if later { other } else { self };
        Self { window: self.window.either(other.window), base: self.base.either(other.base), ..chosen }
    }
}

/// A length of time that may be half known.
#[derive(Clone, Copy)]
struct Wait<'a> {
    least: u32,
    most: Option<u32>,
    period: Option<&'a Period>,
    waits: Waits,
}

impl<'a> Case<'a> {
    /// The day of expungement under one reading; the strict one is explained as it is built.
    pub(super) fn end(&self, reading: Reading, mut explain: Option<&mut Assessment>) -> End<'a> {
        let start = Starts {
            principal: match self.facts.warning_lenient {
                Some(day) if reading.has(Reading::WARNING_DAY) => Window::day(day),
                _ => self.facts.principal,
            },
            whole: self.facts.whole(),
        };
        let first = self.combine(reading, start, true);
        if let Some(out) = explain.as_deref_mut() {
            self.explain_end(out, &first);
        }
        let mut end = self.restart(reading, first, explain);
        if self.facts.abolished == Truth::Yes {
            let at_once = self.facts.principal.later(Window::day(in_force(self.law)));
            if at_once.to.is_some_and(|to| end.window.to.is_none_or(|end| to < end)) {
                end.window = at_once;
                end.period = None;
                end.pack = None;
            }
        }
        end
    }

    /// One period from one start, under every pack that applies, and of them the day that counts.
    pub(super) fn combine(&self, reading: Reading, start: Starts, conditions: bool) -> End<'a> {
        let of_right = || {
            let adult = || self.over_packs(reading, start, conditions, Who::Adult, false);
            let minor = || self.over_packs(reading, start, conditions, Who::Minor, false);
            match self.facts.minor {
                Truth::No => adult(),
                Truth::Yes => minor(),
                Truth::Unknown => adult().or(minor()),
            }
        };
        let by_court = || self.over_packs(reading, start, conditions, Who::Adult, true);
        match self.facts.court {
            Truth::No => of_right(),
            Truth::Yes => by_court(),
            Truth::Unknown => by_court().or(of_right()),
        }
    }

    fn over_packs(&self, reading: Reading, start: Starts, conditions: bool, who: Who, court: bool) -> End<'a> {
        let facts = self.facts;
        // The older law goes on, or the stricter of the court lists: the later day counts.
        let kept = facts.kept.may() && !reading.has(Reading::OLD_LAW);
        let latest = kept || (court && !reading.has(Reading::PAST_DATE));
        let imposed = if reading.has(Reading::EACH_OFFENCE) { facts.each } else { facts.imposed };
        let mut best: Option<End<'a>> = None;
        for pack in &self.law.packs {
            if (pack.who != Who::Any && pack.who != who) || pack.court != court {
                continue;
            }
            let applies = applies(self.law, pack, facts.act, reading);
            if applies == Truth::No {
                continue;
            }
            let Some(wait) = wait(pack, imposed) else { continue };
            let mut end = self.under(reading, start, conditions, pack, wait);
            // A pack that may not apply moves no bound that it would have to move surely.
            if applies == Truth::Unknown && latest && facts.kept != Truth::Unknown {
                end.window.from = Date::MIN;
            } else if applies == Truth::Unknown && !latest {
                end.window.to = None;
            }
            best = Some(match best {
                None => end,
                Some(best) => {
                    let later = match (best.window.to, end.window.to) {
                        (Some(a), Some(b)) => b > a,
                        (Some(_), None) => true,
                        (None, _) => false,
                    };
                    let chosen = if later == latest { end } else { best };
                    let mut window =
                        if latest { best.window.later(end.window) } else { best.window.earlier(end.window) };
                    if kept && facts.kept == Truth::Unknown {
                        window.from = best.window.from.min(end.window.from);
                    }
                    let base = if latest { best.base.later(end.base) } else { best.base.earlier(end.base) };
                    End { window, base, ..chosen }
                }
            });
        }
        best.unwrap_or(End {
            window: Window::since(start.principal.from),
            start: start.principal,
            months: 0,
            pack: None,
            period: None,
            base: Window::since(start.principal.from),
            moved: false,
            restarted: false,
        })
    }

    fn under(&self, reading: Reading, start: Starts, conditions: bool, pack: &'a Pack, wait: Wait<'a>) -> End<'a> {
        let facts = self.facts;
        let start = if pack.whole { start.whole } else { start.principal };
        let base = start.plus_between(wait.least, wait.most);
        let mut window = base;
        if conditions && self.waits_for(wait.waits) && facts.additional.imposed.may() {
            window = window.later(facts.additional.done);
        }
        let freed = pack.who == Who::Minor && reading.has(Reading::MINOR_CONDITIONS);
        if conditions && !freed {
            for part in [facts.additional, facts.civil, facts.fee] {
                let lenient = reading.has(Reading::PAID_LATE) && part.done.to.is_some();
                if part.imposed.may() && !lenient {
                    window = window.later(part.done);
                }
            }
        }
        if !reading.has(Reading::PAST_DATE) || pack.binds_from != pack.binds_to {
            // No day under this pack lies before the pack itself.
            let floor = Window { from: pack.binds_from, to: Some(pack.binds_to) };
            if facts.act.to.is_some_and(|to| to < pack.binds_from) {
                window = window.later(floor);
            } else if facts.act.from < pack.binds_to {
                window.to = window.to.map(|to| to.max(pack.binds_to));
            }
        }
        End {
            window,
            start,
            months: wait.most.unwrap_or(wait.least),
            pack: Some(pack),
            period: wait.period,
            base,
            moved: false,
            restarted: false,
        }
    }

    /// Whether an additional penalty is of those that end the period.
    pub(super) fn waits_for(&self, waits: Waits) -> bool {
        match &self.conviction.additional {
            Some(list) if !list.is_empty() => list.iter().any(|penalty| waits.holds(penalty.kind)),
            _ => true,
        }
    }
}

/// The day on which the Penal Code 2015 took effect.
pub(super) fn in_force(law: &Law) -> Date {
    law.pack("2015").map_or(Date::MAX, |pack| pack.binds_from)
}

/// Whether a pack is for acts of that day.
fn applies(law: &Law, pack: &Pack, act: Window, reading: Reading) -> Truth {
    if pack.name == "2024-minor" && !reading.has(Reading::MINOR_2024) {
        // For earlier acts it is a reading, known from one copy (9.17).
        let from = law.pack("2015-minor").and_then(|pack| pack.acts_before).unwrap_or(Date::MAX);
        return if act.from >= from {
            Truth::Yes
        } else if act.to.is_some_and(|to| to < from) {
            Truth::No
        } else {
            Truth::Unknown
        };
    }
    match pack.acts_before {
        None => Truth::Yes,
        Some(before) if act.to.is_some_and(|to| to < before) => Truth::Yes,
        Some(before) if act.from >= before => Truth::No,
        Some(_) => Truth::Unknown,
    }
}

/// The period of a penalty under a pack, none where the pack has none for it.
fn wait<'a>(pack: &'a Pack, imposed: Option<Imposed>) -> Option<Wait<'a>> {
    let mut found: Option<Wait<'a>> = None;
    let mut open = false;
    let mut meet = |period: Option<&'a Period>| match period {
        None => open = true,
        Some(period) => {
            found = Some(match found {
                None => {
                    Wait { least: period.months, most: Some(period.months), period: Some(period), waits: period.waits }
                }
                Some(found) => {
                    let longer = found.most.is_none_or(|most| period.months > most);
                    Wait {
                        least: found.least.min(period.months),
                        most: found.most.map(|most| most.max(period.months)),
                        period: if longer { Some(period) } else { found.period },
                        waits: if longer { period.waits } else { found.waits },
                    }
                }
            });
        }
    };
    match imposed {
        None => {
            pack.periods.iter().for_each(|period| meet(Some(period)));
            meet(None);
        }
        Some(imposed) => {
            if imposed.suspended.may() {
                meet(pack.period(imposed.kind, true, imposed.least));
            }
            if imposed.suspended != Truth::Yes {
                meet(pack.period(imposed.kind, false, imposed.least));
                if imposed.most != imposed.least {
                    for period in pack.periods.iter().filter(|p| p.meets(imposed.kind, imposed.least, imposed.most)) {
                        meet(Some(period));
                    }
                    meet(pack.period(imposed.kind, false, imposed.most));
                }
            }
        }
    }
    let mut found = found?;
    if open {
        found.most = None;
    }
    Some(found)
}
