//! From the facts of each judgment to where each conviction stands: periods, restarts, status.
//!
//! Every day is a [`Window`]. The strict reading of the law gives the status; each open point that was met is read
//! once more the other way, so that its flag can name both days. Where the two readings of a contested point give
//! different answers on the day asked about, the answer is undetermined.

mod explain;
mod history;
mod period;
mod reading;
mod record;

use history::{Event, events, join_combined};
use period::{End, Starts, in_force};
use reading::Reading;

use super::calendar::{Window, least};
use super::facts::{Facts, own_flags};
use super::law::Law;
use super::model::{Conviction, Person, Trust};
use super::point::{Assumption, Condition, Conditions, Fact, Flag};
use super::trace::{Node, Step, Truth};
use super::{Assessment, Flagged, Missing, Route, Status};
use crate::date::Date;

pub(super) fn assess(law: &Law, person: &Person, as_of: Date) -> Vec<Assessment> {
    let mut facts: Vec<Facts> =
        person.convictions.iter().map(|conviction| Facts::of(law, person, conviction, as_of)).collect();
    join_combined(person, &mut facts);
    let events = events(person, &facts);
    person
        .convictions
        .iter()
        .zip(&facts)
        .enumerate()
        .map(|(at, (conviction, facts))| Case { law, person, conviction, facts, at, events: &events, as_of }.assess())
        .collect()
}

/// One conviction within its history.
struct Case<'a> {
    law: &'a Law,
    person: &'a Person,
    conviction: &'a Conviction,
    facts: &'a Facts,
    at: usize,
    events: &'a [Event],
    as_of: Date,
}

impl Case<'_> {
    fn assess(&self) -> Assessment {
        let mut out = Assessment::new(self.conviction.entry);
        out.assumptions = self.facts.assumptions;
        out.trace.nodes.reserve(20);
        out.trace.push(self.node(Step::Outcome, 0, Truth::Yes));
        self.decide(&mut out);
        if self.person.death.is_some() {
            out.assumptions.add(Assumption::Deceased);
        }
        self.compare_recorded(&mut out);
        if out.status == Status::Undetermined && !out.missing.is_empty() {
            out.flag(Flag::MissingFact, None, None);
        }
        for flagged in &out.flags {
            let window = Window { from: flagged.day.unwrap_or(Date::MIN), to: flagged.other_day };
            out.trace.push(
                Node::new(Step::OpenPoint, 1, Truth::Unknown, self.place())
                    .flag(flagged.flag)
                    .fact(Fact::Article)
                    .days(window),
            );
        }
        if let Some(outcome) = out.trace.nodes.first_mut() {
            outcome.truth = match out.status {
                Status::None | Status::Automatic => Truth::Yes,
                Status::Undetermined => Truth::Unknown,
                _ => Truth::No,
            };
            outcome.article = out.statute;
            outcome.from = out.earliest_from;
            outcome.to = out.earliest_to;
        }
        out
    }

    fn place(&self) -> u32 {
        u32::try_from(self.at).unwrap_or(u32::MAX)
    }

    fn node(&self, step: Step, depth: u8, truth: Truth) -> Node {
        Node::new(step, depth, truth, self.place())
    }

    fn decide(&self, out: &mut Assessment) {
        let facts = self.facts;
        own_flags(facts, self.conviction, self.person, |flag| out.flag(flag, None, None));
        if !facts.in_scope {
            out.trace.push(self.node(Step::Scope, 1, Truth::No).article("BLHS 2015, Art. 89").fact(Fact::Article));
            out.status = Status::Undetermined;
            return;
        }
        out.trace.push(
            self.node(Step::InForce, 1, facts.force)
                .article("BLTTHS 2015, Art. 343")
                .fact(Fact::EffectiveDate)
                .days(facts.effective),
        );
        if facts.no_conviction {
            out.status = Status::None;
            out.route = Route::None;
            out.statute = Some("BLHS 2015, Art. 29");
            return;
        }
        match facts.force {
            Truth::No => {
                out.status = Status::NotInForce;
                out.route = Route::None;
                out.statute = Some("BLTTHS 2015, Art. 343");
                return;
            }
            Truth::Unknown => {
                out.miss(None, Fact::EffectiveDate);
                out.status = Status::Undetermined;
                return;
            }
            Truth::Yes => {}
        }
        out.trace.push(self.node(Step::Consistent, 1, Truth::of(!facts.contradiction)).fact(Fact::Act).days(facts.act));
        if facts.contradiction {
            out.status = Status::Undetermined;
            return;
        }
        if self.conviction.trust == Trust::Quarantined {
            out.miss(None, Fact::QuarantinedEntry);
            out.status = Status::Undetermined;
            return;
        }
        let none = self.none(Reading::STRICT);
        self.explain_none(out, none);
        if none == Truth::Yes {
            out.status = Status::None;
            out.route = Route::None;
            out.statute = Some(self.none_article());
            return;
        }
        self.follow(out, none);
    }

    /// Whether no record is counted. Before 2018 the older codes had no such class beside exemption.
    fn none(&self, reading: Reading) -> Truth {
        let facts = self.facts;
        let strong = facts.exempted.or(facts.amnesty);
        if strong == Truth::Yes {
            return Truth::Yes;
        }
        if facts.kept.may() && !reading.has(Reading::OLD_LAW) && facts.none.may() {
            return strong;
        }
        let past = self.as_of < in_force(self.law) && facts.act.from < in_force(self.law);
        if past && !reading.has(Reading::PAST_DATE) { strong } else { facts.none }
    }

    fn none_article(&self) -> &'static str {
        let facts = self.facts;
        let numbers = &self.law.numbers;
        if facts.exempted == Truth::Yes {
            "BLHS 2015, Art. 69(2)"
        } else if facts.amnesty == Truth::Yes {
            "Luật LLTP 2009, Art. 42"
        } else if facts.under_age == Truth::Yes {
            numbers.age_deemed_clear.article
        } else if facts.minor == Truth::Yes && facts.measure == Truth::Yes {
            "BLHS 2015, Art. 107(1)(c)"
        } else if facts.minor == Truth::Yes && facts.minor_class == Truth::Yes {
            numbers.age_of_majority.article
        } else {
            "BLHS 2015, Art. 69(2)"
        }
    }

    /// The way of a conviction that is counted (or may be).
    fn follow(&self, out: &mut Assessment, none: Truth) {
        let facts = self.facts;
        let as_of = self.as_of;
        let end = self.end(Reading::STRICT, Some(out));
        let court = facts.court;
        out.assumptions.add(Assumption::HistoryComplete);
        out.route = match court {
            Truth::Yes => Route::Court,
            Truth::No => Route::Automatic,
            Truth::Unknown => Route::Unknown,
        };
        out.statute = end.period.map(|period| period.article).or(end.pack.map(|pack| pack.article));
        out.pack = end.pack.map(|pack| pack.name);
        let window = end.window;
        out.earliest_from = Some(window.from).filter(|from| *from != Date::MIN);
        out.earliest_to = window.to;
        out.earliest_date = window.one_day();
        let mut unmet = self.unmet();
        for condition in out.blocked_by.iter() {
            unmet.add(condition);
        }
        out.blocked_by = unmet;
        let cleared = window.to.is_some_and(|to| to < as_of);
        let contested = self.raise_flags(out, &end, none);

        out.status = if court == Truth::Yes {
            if none == Truth::Unknown {
                Status::Undetermined
            } else if unmet.is_empty() {
                Status::CourtRequired
            } else {
                Status::Blocked
            }
        } else if court == Truth::Unknown {
            Status::Undetermined
        } else if cleared {
            Status::Automatic
        } else if none == Truth::Unknown || contested {
            Status::Undetermined
        } else if !unmet.is_empty() {
            Status::Blocked
        } else if end.months == 0 {
            Status::Undetermined
        } else if as_of <= window.from {
            Status::NotYet
        } else {
            Status::Undetermined
        };
        out.due = match (out.status, window.to) {
            (_, Some(to)) if to < as_of => Some(true),
            (Status::Undetermined, _) => None,
            _ if as_of == window.from && window.one_day().is_some() => None,
            _ if as_of <= window.from => Some(false),
            (Status::Blocked, _) => Some(false),
            _ => None,
        };
        if out.status == Status::Blocked {
            out.earliest_date = out.earliest_from;
        }
        if window.one_day() == Some(as_of) && out.status != Status::Blocked {
            out.flag(Flag::LastDay, Some(as_of), None);
        }
        let due = match out.due {
            Some(due) => Truth::of(due),
            None => Truth::Unknown,
        };
        out.trace.push(self.node(Step::Due, 1, due).article(out.statute.unwrap_or("BLHS 2015, Art. 70")).days(window));
        self.explain_missing(out, none, window);
        self.special(out, &end);
    }

    fn unmet(&self) -> Conditions {
        let mut unmet = self.facts.unmet();
        if self.facts.abolished == Truth::Yes {
            let principal = self.facts.principal_unmet;
            unmet = Conditions::default();
            if principal {
                unmet.add(Condition::Principal);
            }
        }
        unmet
    }
}

impl Assessment {
    fn flag(&mut self, flag: Flag, day: Option<Date>, other_day: Option<Date>) {
        match self.flags.iter_mut().find(|flagged| flagged.flag == flag) {
            Some(flagged) => {
                flagged.day = flagged.day.or(day);
                flagged.other_day = least(flagged.other_day, other_day);
            }
            None => self.flags.push(Flagged { flag, day, other_day }),
        }
    }

    fn miss(&mut self, entry: Option<usize>, fact: Fact) {
        let missing = Missing { entry: entry.unwrap_or(self.entry), fact };
        if !self.missing.contains(&missing) {
            self.missing.push(missing);
        }
    }
}
