//! From the facts of each judgment to where each conviction stands: periods, restarts, status.
//!
//! Every day is a [`Window`]. The strict reading of the law gives the status; each open point that was met is read
//! once more the other way, so that its flag can name both days. Where the two readings of a contested point give
//! different answers on the day asked about, the answer is undetermined.

use super::calendar::{Window, add_months, least};
use super::facts::{FactSet, Facts, Imposed, own_flags};
use super::law::{Law, Pack, Period, Waits, Who};
use super::model::{Conviction, Force, GapCause, Person, RecordedRoute, Trust};
use super::point::{Assumption, Condition, Conditions, Fact, Flag};
use super::trace::{Node, Step, Truth};
use super::{Agreement, Assessment, Flagged, Missing, Route, Status};
use crate::date::Date;
use crate::sentence::PrincipalKind;

/// Open points that are read in the favour of the person, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Reading(u16);

impl Reading {
    const STRICT: Self = Self(0);
    const PAST_DATE: Self = Self(1);
    const LESSER_ACT: Self = Self(1 << 1);
    const MINOR_2024: Self = Self(1 << 2);
    const MINOR_CONDITIONS: Self = Self(1 << 3);
    const OLD_LAW: Self = Self(1 << 4);
    const ACT_BETWEEN: Self = Self(1 << 5);
    const PAID_LATE: Self = Self(1 << 6);
    const EACH_OFFENCE: Self = Self(1 << 7);
    const WARNING_DAY: Self = Self(1 << 8);

    /// The points on which practice is divided: a status is given only where both readings agree.
    const CONTESTED: Self = Self(
        Self::PAST_DATE.0
            | Self::LESSER_ACT.0
            | Self::MINOR_2024.0
            | Self::MINOR_CONDITIONS.0
            | Self::OLD_LAW.0
            | Self::ACT_BETWEEN.0,
    );

    fn has(self, point: Self) -> bool {
        self.0 & point.0 != 0
    }

    fn join(self, point: Self) -> Self {
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

/// A new act of the same person, as another conviction sees it.
#[derive(Clone, Copy, Debug)]
struct Event {
    source: Option<usize>,
    entry: Option<usize>,
    act: Window,
    /// Whether it is surely an act of this person, judged with effect.
    sure: bool,
    /// What would settle it.
    open: Option<Fact>,
    flag: Option<Flag>,
    lesser: Truth,
    principal: Window,
    whole: Window,
    /// Why the end of its penalty is not one day.
    principal_missing: FactSet,
    /// Whether its penalty is known not to be completed.
    unmet: bool,
}

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

/// Penalties combined by a later judgment end together with it (Art. 56).
fn join_combined(person: &Person, facts: &mut [Facts]) {
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

fn events(person: &Person, facts: &[Facts]) -> Vec<Event> {
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
            push(super::facts::act(offence, facts.judged));
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

/// When one reading lets the conviction end.
#[derive(Clone, Copy)]
struct End<'a> {
    window: Window,
    /// The start and the length of the last period, of the pack that decides.
    start: Window,
    months: u32,
    pack: Option<&'a Pack>,
    period: Option<&'a Period>,
    base: Window,
    /// Whether a new act surely or possibly moved it.
    moved: bool,
    restarted: bool,
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

    fn explain_none(&self, out: &mut Assessment, none: Truth) {
        let facts = self.facts;
        let numbers = &self.law.numbers;
        out.trace.push(self.node(Step::NoRecord, 1, none).article("BLHS 2015, Art. 69(2)"));
        out.trace
            .push(self.node(Step::Exempted, 2, facts.exempted).article("BLHS 2015, Art. 69(2)").fact(Fact::Principal));
        if facts.amnesty.may() {
            out.trace.push(
                self.node(Step::Amnesty, 2, facts.amnesty).article("Luật LLTP 2009, Art. 42").fact(Fact::AmnestyDay),
            );
        }
        out.trace.push(
            self.node(Step::UnderAge, 2, facts.under_age)
                .article(numbers.age_deemed_clear.article)
                .fact(Fact::Birth)
                .days(facts.act),
        );
        if facts.minor.may() {
            out.trace.push(
                self.node(Step::Minor, 2, facts.minor)
                    .article(numbers.age_of_majority.article)
                    .fact(Fact::Birth)
                    .days(facts.act),
            );
            out.trace.push(
                self.node(Step::MinorClass, 3, facts.minor_class)
                    .article(numbers.age_of_majority.article)
                    .fact(Fact::Seriousness),
            );
        }
        out.trace.push(
            self.node(Step::NegligentLesser, 2, facts.negligent).article("BLHS 2015, Art. 69(2)").fact(Fact::Fault),
        );
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

    /// Which facts would settle the answer.
    fn explain_missing(&self, out: &mut Assessment, none: Truth, window: Window) {
        let facts = self.facts;
        if out.status == Status::Undetermined {
            if none == Truth::Unknown {
                for fact in facts.none_missing.iter() {
                    out.miss(None, fact);
                }
            }
            if facts.court == Truth::Unknown {
                for fact in facts.route_missing.iter() {
                    out.miss(None, fact);
                }
            }
        }
        if window.one_day().is_some() {
            return;
        }
        let mut missing = facts.principal_missing;
        missing.join(facts.conditions_missing());
        if facts.imposed.is_none_or(|imposed| imposed.most == u32::MAX && imposed.kind == PrincipalKind::Imprisonment) {
            missing.add(Fact::Principal);
        }
        if facts.imposed.is_some_and(|imposed| imposed.suspended == Truth::Unknown) {
            missing.add(Fact::Suspended);
        }
        for fact in missing.iter() {
            out.miss(None, fact);
        }
        if facts.act.one_day().is_none() && missing.is_empty() {
            out.miss(None, Fact::Act);
        }
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

    /// The day of expungement under one reading; the strict one is explained as it is built.
    fn end(&self, reading: Reading, mut explain: Option<&mut Assessment>) -> End<'a> {
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
    fn combine(&self, reading: Reading, start: Starts, conditions: bool) -> End<'a> {
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
    fn waits_for(&self, waits: Waits) -> bool {
        match &self.conviction.additional {
            Some(list) if !list.is_empty() => list.iter().any(|penalty| waits.holds(penalty.kind)),
            _ => true,
        }
    }

    /// New acts before the end make the period run again from the end of their penalties (Art. 73(2)).
    fn restart(&self, reading: Reading, first: End<'a>, mut explain: Option<&mut Assessment>) -> End<'a> {
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

    fn run(&self, reading: Reading, first: End<'a>, before: Option<Date>, explain: Option<&mut Assessment>) -> End<'a> {
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
            self.explain_events(out, &end, before);
        }
        end
    }

    /// Whether the act lies after the conviction: after its effect surely, before its judgment surely not.
    fn after(&self, event: &Event, reading: Reading) -> Truth {
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
    fn expunged_by_court(&self) -> Option<Date> {
        self.conviction
            .recorded
            .iter()
            .filter(|entry| entry.route == RecordedRoute::Court && !entry.refused)
            .filter_map(|entry| Window::of(entry.on).to)
            .min()
    }

    /// Raises the flags of open points, with both days; tells whether a contested one would decide the status.
    fn raise_flags(&self, out: &mut Assessment, strict: &End<'a>, none: Truth) -> bool {
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
            && self.conviction.principal_state == super::model::Execution::Unknown
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
    fn new_wait(&self) -> u32 {
        self.events
            .iter()
            .filter(|event| event.source != Some(self.at))
            .filter_map(|event| self.person.convictions.get(event.source?))
            .filter_map(|conviction| {
                let pack = self.law.pack("2015")?;
                let penalty = conviction.combined.or_else(|| conviction.penalties.first().copied())?;
                let suspended = conviction.suspended == Some(true) && !conviction.suspension_activated;
                let of = super::law::term(penalty.months.unwrap_or(0), penalty.days.unwrap_or(0));
                Some(pack.period(penalty.kind, suspended, of)?.months)
            })
            .max()
            .unwrap_or(0)
    }

    /// Art. 72: at least a third of the period, by the court, an option only.
    fn special(&self, out: &mut Assessment, end: &End<'a>) {
        if !matches!(out.status, Status::NotYet | Status::CourtRequired | Status::Blocked | Status::Undetermined)
            || end.months == 0
        {
            return;
        }
        if self.facts.minor.may() {
            out.flag(Flag::SpecialMinor, None, None);
            return;
        }
        let Some(start) = end.start.to else { return };
        let special = &self.law.numbers.special_case;
        let day = add_months(start, end.months.div_ceil(special.value.max(1)));
        out.special_date = Some(day);
        out.trace.push(
            self.node(Step::Special, 1, Truth::of(day < self.as_of))
                .article(special.article)
                .months(end.months.div_ceil(special.value.max(1)))
                .days(Window::day(day)),
        );
    }

    fn explain_end(&self, out: &mut Assessment, end: &End<'a>) {
        let facts = self.facts;
        let route = match facts.court {
            Truth::Yes => Truth::No,
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
        };
        let article = if facts.court == Truth::Yes && !facts.court_article.is_empty() {
            facts.court_article
        } else {
            "BLHS 2015, Art. 70(1)"
        };
        out.trace.push(self.node(Step::Route, 1, route).article(article).fact(Fact::Article));
        if facts.abolished == Truth::Yes {
            out.trace
                .push(self.node(Step::Abolished, 2, Truth::Yes).article(facts.abolished_article).fact(Fact::Article));
        }
        let statute = end.period.map_or("BLHS 2015, Art. 70", |period| period.article);
        out.trace.push(self.node(Step::Base, 1, base_truth(end.base, self.as_of)).article(statute).days(end.base));
        if let Some(pack) = end.pack {
            out.trace.push(self.node(Step::Pack, 2, Truth::Yes).article(pack.article).fact(Fact::Act).days(facts.act));
        }
        let known = Truth::of(end.months > 0);
        out.trace.push(self.node(Step::Period, 2, known).article(statute).fact(Fact::Principal).months(end.months));
        let (step, article) = match facts.by_limitation {
            Some(article) => (Step::Limitation, article),
            None => (Step::Principal, "BLHS 2015, Art. 70(2)"),
        };
        let truth = if facts.principal_unmet { Truth::No } else { base_truth(facts.principal, self.as_of) };
        out.trace
            .push(self.node(step, 2, truth).article(article).fact(Fact::PrincipalCompletion).days(facts.principal));
        let waits = end.period.is_some_and(|period| self.waits_for(period.waits));
        for (part, step, fact) in [
            (facts.additional, if waits { Step::LongAdditional } else { Step::Additional }, Fact::AdditionalCompletion),
            (facts.civil, Step::Civil, Fact::CivilCompletion),
            (facts.fee, Step::Fee, Fact::FeeCompletion),
        ] {
            if part.imposed.may() {
                let truth = if part.unmet { Truth::No } else { base_truth(part.done, self.as_of) };
                out.trace.push(self.node(step, 1, truth).article("BLHS 2015, Art. 70(2)").fact(fact).days(part.done));
            }
        }
    }

    fn explain_events(&self, out: &mut Assessment, end: &End<'a>, before: Option<Date>) {
        for event in self.events {
            if event.source == Some(self.at)
                || !event.act.may_reach(end.window.to)
                || before.is_some_and(|before| event.act.from > before)
            {
                continue;
            }
            let after = self.after(event, Reading::STRICT);
            if after == Truth::No {
                continue;
            }
            let certain = after == Truth::Yes && event.sure && event.act.to.is_some_and(|to| to <= end.window.from);
            let truth = if certain { Truth::Yes } else { Truth::Unknown };
            let place = event.source.map_or(u32::MAX, |at| u32::try_from(at).unwrap_or(u32::MAX));
            out.trace.push(
                Node::new(Step::NewAct, 1, truth, place)
                    .article("BLHS 2015, Art. 73(2)")
                    .fact(event.open.unwrap_or(Fact::Act))
                    .days(event.act),
            );
            if event.source.is_some() {
                let end_of = Node::new(Step::Restart, 2, base_truth(event.principal, self.as_of), place)
                    .article("BLHS 2015, Art. 73(2)")
                    .fact(Fact::PrincipalCompletion)
                    .days(event.principal);
                out.trace.push(end_of);
            }
            if let Some(flag) = event.flag {
                out.flag(flag, None, None);
            }
            if !certain {
                if let Some(fact) = event.open {
                    out.miss(event.entry, fact);
                } else if event.act.one_day().is_none() {
                    out.miss(event.entry, Fact::Act);
                } else if self.facts.effective.one_day().is_none() {
                    out.miss(None, Fact::EffectiveDate);
                }
            }
            if event.unmet && certain {
                // The old period cannot run before the new penalty is completed.
                out.blocked_by.add(Condition::Principal);
            }
            if event.open.is_none() && event.principal.one_day().is_none() {
                if event.unmet {
                    out.miss(event.entry, Fact::PrincipalCompletion);
                }
                for fact in event.principal_missing.iter() {
                    out.miss(event.entry, fact);
                }
            }
        }
        if self.conviction.trust == Trust::OpenReview {
            out.miss(None, Fact::OpenReview);
        }
        if let Some(day) = end.window.one_day()
            && self.events.iter().any(|e| e.source != Some(self.at) && e.act.one_day() == Some(day))
        {
            out.flag(Flag::LastDay, Some(day), None);
        }
    }

    /// Compares the expungement entries on record with what the law gives, and counts refusals.
    fn compare_recorded(&self, out: &mut Assessment) {
        let mut refusals: Vec<Window> = Vec::new();
        let mut granted = None;
        for entry in &self.conviction.recorded {
            if entry.refused {
                refusals.push(Window::of(entry.on));
            } else if granted.is_none() {
                granted = Some(entry);
            }
        }
        if !refusals.is_empty()
            && matches!(out.status, Status::CourtRequired | Status::Blocked)
            && out.route == Route::Court
        {
            self.apply_refusals(out, &refusals);
        }
        let Some(entry) = granted else {
            out.agreement = Some(if refusals.is_empty() { Agreement::NotRecorded } else { Agreement::Refused });
            return;
        };
        let on = Window::of(entry.on);
        out.recorded_expungement = entry.on;
        let by_court = matches!(entry.route, RecordedRoute::Court | RecordedRoute::Certificate);
        out.agreement = match out.status {
            Status::None => Some(Agreement::Agrees),
            Status::NotInForce => Some(Agreement::NoBasis),
            Status::CourtRequired if entry.route == RecordedRoute::Automatic => Some(Agreement::NoBasis),
            Status::Blocked if !by_court => Some(Agreement::NoBasis),
            _ => self.compare_day(out, on, by_court),
        };
        let truth = match out.agreement {
            Some(Agreement::Agrees | Agreement::Later) => Truth::Yes,
            Some(_) => Truth::No,
            None => Truth::Unknown,
        };
        out.trace.push(
            self.node(Step::Recorded, 1, truth).article(out.statute.unwrap_or("Luật LLTP 2009, Art. 33")).days(on),
        );
    }

    /// The recorded day against the computed window; none where they cannot be told apart.
    fn compare_day(&self, out: &Assessment, on: Window, by_court: bool) -> Option<Agreement> {
        let special = if by_court { out.special_date.or_else(|| self.special_of_past(out)) } else { None };
        let other_reading = out.flags.iter().filter_map(|flagged| flagged.other_day).min();
        let allowed = least(least(out.earliest_from, special), other_reading)?;
        if on.to.is_some_and(|to| to < allowed) {
            return Some(Agreement::EarlierThanLaw);
        }
        let due = least(out.earliest_to, special)?;
        if on.from < due {
            None
        } else if by_court || on.from <= due.tomorrow().unwrap_or(due) {
            Some(Agreement::Agrees)
        } else {
            Some(Agreement::Later)
        }
    }

    /// Art. 72 day of a conviction that is expunged by now.
    fn special_of_past(&self, out: &Assessment) -> Option<Date> {
        if out.status != Status::Automatic || self.facts.minor.may() {
            return None;
        }
        let end = self.end(Reading::STRICT, None);
        let start = end.start.to?;
        Some(add_months(start, end.months.div_ceil(self.law.numbers.special_case.value.max(1))))
    }

    /// A refused application waits one year, a second or later refusal two (Art. 71(3)).
    fn apply_refusals(&self, out: &mut Assessment, refusals: &[Window]) {
        let numbers = &self.law.numbers;
        let mut sorted = refusals.to_vec();
        sorted.sort_by_key(|window| (window.from, window.to));
        let number = if sorted.len() > 1 { numbers.refused_again } else { numbers.refused_once };
        let unknown = sorted.iter().any(|window| window.to.is_none());
        let next = sorted.into_iter().reduce(Window::later).map_or(Window::OPEN, |last| last.plus_months(number.value));
        let window = Window { from: out.earliest_from.unwrap_or(Date::MIN), to: out.earliest_to }.later(next);
        out.earliest_from = Some(window.from).filter(|from| *from != Date::MIN);
        out.earliest_to = window.to;
        if out.status == Status::CourtRequired {
            out.earliest_date = window.one_day();
            out.due = window.to.and_then(|to| {
                if to < self.as_of {
                    Some(true)
                } else if self.as_of < window.from {
                    Some(false)
                } else {
                    None
                }
            });
        }
        if unknown {
            out.miss(None, Fact::RefusalDay);
        }
        out.trace.push(
            self.node(Step::Refusal, 1, base_truth(next, self.as_of))
                .article(number.article)
                .fact(Fact::RefusalDay)
                .months(number.value)
                .days(next),
        );
    }
}

/// From where a period runs: the principal penalty, and the whole judgment.
#[derive(Clone, Copy)]
struct Starts {
    principal: Window,
    whole: Window,
}

/// The day on which the Penal Code 2015 took effect.
fn in_force(law: &Law) -> Date {
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

fn base_truth(window: Window, as_of: Date) -> Truth {
    if window.to.is_some_and(|to| to <= as_of) {
        Truth::Yes
    } else if window.from > as_of && window.from != Date::MIN {
        Truth::No
    } else {
        Truth::Unknown
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
