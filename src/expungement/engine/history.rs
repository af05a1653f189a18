//! The history of one person: new acts, and how they make the period of an older conviction run again.

use super::reading::Reading;
use super::{Case, End, Starts};
use crate::date::Date;
use crate::expungement::Assessment;
use crate::expungement::calendar::Window;
use crate::expungement::facts::{self, FactSet, Facts};
use crate::expungement::model::{Force, GapCause, Person, RecordedRoute, Trust};
use crate::expungement::point::{Fact, Flag};
use crate::expungement::trace::Truth;

/// A new act of the same person, as another conviction sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    pub(super) source: Option<usize>,
    pub(super) entry: Option<usize>,
    pub(super) act: Window,
    /// Whether it is surely an act of this person, judged with effect.
    pub(super) sure: bool,
    /// What would settle it.
    pub(super) open: Option<Fact>,
    pub(super) flag: Option<Flag>,
    pub(super) lesser: Truth,
    pub(super) principal: Window,
    pub(super) whole: Window,
    /// Why the end of its penalty is not one day.
    pub(super) principal_missing: FactSet,
    /// Whether its penalty is known not to be completed.
    pub(super) unmet: bool,
}

/// Penalties combined by a later judgment end together with it (Art. 56).
pub(super) fn join_combined(person: &Person, facts: &mut [Facts]) {
    if person.convictions.iter().all(|conviction| conviction.combined_into.is_none()) {
        return;
    }
    let ends: Vec<(usize, Window)> = person
        .convictions
        .iter()
        .zip(facts.iter())
        .map(|(conviction, facts)| (conviction.entry, facts.principal))
        .collect();
    for (conviction, facts) in person.convictions.iter().zip(facts) {
        let Some(into) = conviction.combined_into else { continue };
        match ends.iter().find(|(entry, _)| *entry == into) {
            Some((_, end)) if facts.principal.to.is_none() && !facts.principal_unmet => {
                facts.principal = *end;
                if end.to.is_some() {
                    facts.principal_missing = FactSet::default();
                }
            }
            Some((_, end)) => facts.principal = facts.principal.later(*end),
            None => facts.principal.to = None,
        }
    }
}

pub(super) fn events(person: &Person, facts: &[Facts]) -> Vec<Event> {
    if person.convictions.len() < 2 && person.pending.is_empty() && person.gaps.is_empty() {
        return Vec::new();
    }
    let mut events = Vec::with_capacity(person.convictions.len() + person.pending.len() + person.gaps.len());
    for (at, (conviction, facts)) in person.convictions.iter().zip(facts).enumerate() {
        if matches!(conviction.force, Force::SetAside | Force::NoConviction) {
            continue;
        }
        let alleged = conviction.force == Force::Appealed || facts.force == Truth::Unknown;
        let quarantined = conviction.trust == Trust::Quarantined || facts.contradiction;
        let open = if quarantined {
            Some(Fact::QuarantinedEntry)
        } else if conviction.trust == Trust::OpenReview {
            Some(Fact::OpenReview)
        } else if alleged {
            Some(Fact::NewActOutcome)
        } else {
            None
        };
        let mut push = |act| {
            events.push(Event {
                source: Some(at),
                entry: Some(conviction.entry),
                act: if quarantined { Window::OPEN } else { act },
                sure: open.is_none(),
                open,
                flag: alleged.then_some(Flag::NotInForce),
                lesser: facts.none,
                principal: if alleged || quarantined { Window::OPEN } else { facts.principal },
                whole: if alleged || quarantined { Window::OPEN } else { facts.whole() },
                principal_missing: facts.principal_missing,
                unmet: facts.principal_unmet,
            });
        };
        if conviction.offences.is_empty() {
            push(facts.act);
        }
        for offence in &conviction.offences {
            push(facts::act(offence, facts.judged));
        }
    }
    let alleged = |entry, act, fact, flag| Event {
        source: None,
        entry,
        act,
        sure: false,
        open: Some(fact),
        flag,
        lesser: Truth::No,
        principal: Window::OPEN,
        whole: Window::OPEN,
        principal_missing: FactSet::default(),
        unmet: false,
    };
    for pending in &person.pending {
        let act = Window::of(pending.act);
        events.push(alleged(pending.entry, act, Fact::NewActOutcome, Some(Flag::Prosecution)));
    }
    for gap in &person.gaps {
        let fact = match gap.cause {
            GapCause::QuarantinedEntry => Fact::QuarantinedEntry,
            GapCause::OpenReview => Fact::OpenReview,
        };
        events.push(alleged(gap.entry, Window::of(gap.act), fact, None));
    }
    events.sort_by_key(|event| (event.act.from, event.act.to, event.entry));
    events
}

impl<'a> Case<'a> {
    /// New acts before the end make the period run again from the end of their penalties (Art. 73(2)).
    pub(super) fn restart(&self, reading: Reading, first: End<'a>, mut explain: Option<&mut Assessment>) -> End<'a> {
        let events = self.events;
        if events.is_empty() {
            return first;
        }
        if let Some(day) = self.expunged_by_court() {
            let until = self.run(reading, first, Some(day), None);
            if until.window.to.is_some_and(|to| to <= day) {
                return self.run(reading, first, Some(day), explain);
            }
        }
        self.run(reading, first, None, explain.take())
    }

    pub(super) fn run(
        &self,
        reading: Reading,
        first: End<'a>,
        before: Option<Date>,
        explain: Option<&mut Assessment>,
    ) -> End<'a> {
        let mut end = first;
        // Each round may reach further acts; the window only grows, so it settles.
        loop {
            let was = end.window;
            for event in self.events {
                if event.source == Some(self.at)
                    || before.is_some_and(|before| event.act.from > before)
                    || !event.act.may_reach(end.window.to)
                    || (event.lesser.may() && reading.has(Reading::LESSER_ACT))
                {
                    continue;
                }
                let after = self.after(event, reading);
                if after == Truth::No {
                    continue;
                }
                let sure = event.sure
                    && self.conviction.trust == Trust::Sure
                    && after == Truth::Yes
                    && event.act.to.is_some_and(|to| to <= end.window.from);
                let starts = Starts { principal: event.principal, whole: event.whole };
                let again = if event.open.is_some() && event.principal.is_open() {
                    End { window: Window::OPEN, ..end }
                } else {
                    self.combine(reading, starts, false)
                };
                let to = end.window.to.zip(again.window.to).map(|(a, b)| a.max(b));
                if to != end.window.to {
                    end = End {
                        window: Window { from: end.window.from, to },
                        restarted: true,
                        base: first.base,
                        ..again
                    };
                }
                if sure {
                    end.restarted = true;
                    end.window.from = end.window.from.max(again.window.from);
                }
            }
            if end.window == was {
                break;
            }
        }
        end.moved = end.window != first.window;
        if let Some(out) = explain {
            self.explain_events(out, &end, first.window, before);
        }
        end
    }

    /// Whether the act lies after the conviction: after its effect surely, before its judgment surely not.
    pub(super) fn after(&self, event: &Event, reading: Reading) -> Truth {
        let facts = self.facts;
        if event.act.from > facts.effective.to.unwrap_or(Date::MAX) {
            return Truth::Yes;
        }
        if event.act.to.is_some_and(|to| to <= facts.judged.from) {
            return Truth::No;
        }
        if reading.has(Reading::ACT_BETWEEN) { Truth::No } else { Truth::Unknown }
    }

    /// The day on which a court expunged the conviction, where the record says so.
    pub(super) fn expunged_by_court(&self) -> Option<Date> {
        self.conviction
            .recorded
            .iter()
            .filter(|entry| entry.route == RecordedRoute::Court && !entry.refused)
            .filter_map(|entry| Window::of(entry.on).to)
            .min()
    }
}
