//! What one judgment says by itself, before the rest of the history is looked at.

mod check;
mod force;
mod offence;
mod penalty;

pub(super) use check::own_flags;
pub(super) use offence::act;

use check::contradicts;
use force::{effective, force, reached};
use offence::{ask, ask_court, class, fault, truth, younger};
use penalty::{additional_imposed, exempted, heaviest, imposed, part};

use super::calendar::{Window, add_days, add_months};
use super::law::{Law, Treatment};
use super::model::{ConvictedOffence, Conviction, Execution, Force, Person, PersonKind};
use super::point::{Assumption, Assumptions, Condition, Conditions, Fact};
use super::trace::Truth;
use crate::date::Date;
use crate::offence::{Fault, Seriousness};
use crate::sentence::PrincipalKind;

/// A set of facts, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FactSet(u32);

impl FactSet {
    pub(super) fn add(&mut self, fact: Fact) {
        self.0 |= 1 << fact as u32;
    }

    pub(super) fn join(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub(super) fn iter(self) -> impl Iterator<Item = Fact> {
        Fact::ALL.iter().copied().filter(move |fact| self.0 & (1 << *fact as u32) != 0)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The principal penalty imposed, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Imposed {
    pub(super) kind: PrincipalKind,
    pub(super) suspended: Truth,
    /// Bounds of the term, see [`term`].
    pub(super) least: u32,
    pub(super) most: u32,
}

/// One condition beside the principal penalty.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) imposed: Truth,
    /// Whether it is known not to be done.
    pub(super) unmet: bool,
    /// When it was done.
    pub(super) done: Window,
}

/// One judgment by itself.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent finding")]
pub(super) struct Facts {
    pub(super) in_scope: bool,
    pub(super) force: Truth,
    pub(super) no_conviction: bool,
    pub(super) contradiction: bool,
    pub(super) act: Window,
    pub(super) judged: Window,
    pub(super) effective: Window,
    // Without a record.
    pub(super) none: Truth,
    pub(super) exempted: Truth,
    pub(super) under_age: Truth,
    pub(super) minor: Truth,
    pub(super) minor_class: Truth,
    pub(super) measure: Truth,
    pub(super) negligent: Truth,
    pub(super) amnesty: Truth,
    pub(super) none_missing: FactSet,
    // Route.
    pub(super) court: Truth,
    pub(super) court_article: &'static str,
    pub(super) mixed: bool,
    pub(super) kept: Truth,
    pub(super) kept_article: &'static str,
    pub(super) abolished: Truth,
    pub(super) abolished_article: &'static str,
    pub(super) abolished_part: bool,
    pub(super) old_chapter: bool,
    pub(super) route_missing: FactSet,
    // Penalty and its end.
    pub(super) imposed: Option<Imposed>,
    pub(super) each: Option<Imposed>,
    pub(super) principal: Window,
    pub(super) principal_unmet: bool,
    pub(super) by_limitation: Option<&'static str>,
    pub(super) warning_lenient: Option<Date>,
    pub(super) probation_end: Option<Date>,
    pub(super) principal_missing: FactSet,
    pub(super) additional: Part,
    pub(super) civil: Part,
    pub(super) fee: Part,
    pub(super) assumptions: Assumptions,
}

impl Facts {
    pub(super) fn of(law: &Law, person: &Person, conviction: &Conviction, as_of: Date) -> Self {
        let numbers = &law.numbers;
        let judged = Window::of(conviction.judgment_date);
        let effective = effective(law, conviction, judged);
        let act = conviction
            .offences
            .iter()
            .map(|offence| act(offence, judged))
            .reduce(Window::either)
            .unwrap_or(Window { from: Date::MIN, to: judged.to });
        let birth = Window::of(person.birth);
        let mut assumptions = Assumptions::default();
        let force = force(law, conviction, judged, effective, as_of, &mut assumptions);
        let mut facts = Self {
            in_scope: person.kind == PersonKind::Natural && !conviction.foreign,
            force,
            no_conviction: conviction.force == Force::NoConviction,
            contradiction: false,
            act,
            judged,
            effective,
            none: Truth::Unknown,
            exempted: exempted(conviction),
            under_age: Truth::Unknown,
            minor: Truth::Unknown,
            minor_class: Truth::Unknown,
            measure: Truth::of(conviction.judicial_measure),
            negligent: Truth::Unknown,
            amnesty: match conviction.general_amnesty {
                None => Truth::No,
                amnesty => reached(Window::of(amnesty), as_of),
            },
            none_missing: FactSet::default(),
            court: Truth::No,
            court_article: "",
            mixed: false,
            kept: Truth::No,
            kept_article: "",
            abolished: Truth::Unknown,
            abolished_article: "",
            abolished_part: false,
            old_chapter: false,
            route_missing: FactSet::default(),
            imposed: imposed(conviction),
            each: heaviest(conviction).or_else(|| imposed(conviction)),
            principal: Window::OPEN,
            principal_unmet: false,
            by_limitation: None,
            warning_lenient: None,
            probation_end: None,
            principal_missing: FactSet::default(),
            additional: part(conviction.additional_state, additional_imposed(conviction)),
            civil: part(conviction.civil_state, Truth::Unknown),
            fee: part(conviction.fee_state, Truth::Unknown),
            assumptions,
        };
        facts.look_at_offences(law, conviction, birth);
        facts.look_at_route(law, conviction);
        facts.look_at_principal(law, conviction);
        facts.look_at_exemptions(conviction);
        facts.contradiction =
            contradicts(law, &facts, person, conviction, birth) || numbers.age_of_responsibility.value == u32::MAX;
        facts
    }

    /// Whether the acts leave no record (Art. 69(2), 107(1); 59/2024 Art. 127(1)).
    fn look_at_offences(&mut self, law: &Law, conviction: &Conviction, birth: Window) {
        let numbers = &law.numbers;
        let judged = self.judged;
        let mut clear = Truth::Yes;
        let (mut minors, mut under, mut class_all, mut negligent_all) =
            (Truth::Yes, Truth::Yes, Truth::Yes, Truth::Yes);
        if conviction.offences.is_empty() {
            (clear, minors, under, class_all, negligent_all) =
                (Truth::Unknown, Truth::Unknown, Truth::Unknown, Truth::Unknown, Truth::Unknown);
            self.none_missing.add(Fact::Article);
        }
        for offence in &conviction.offences {
            let act = act(offence, judged);
            let under_age = younger(birth, act, numbers.age_deemed_clear.value);
            let minor = younger(birth, act, numbers.age_of_majority.value);
            let class = class(law, offence, act);
            let fault = fault(law, offence, act);
            let negligent = fault.map_or(Truth::Unknown, |fault| Truth::of(fault == Fault::Negligent));
            let up_to = |top: Seriousness| class.map_or(Truth::Unknown, |class| Truth::of(class <= top));
            let lesser = up_to(Seriousness::Serious);
            let minor_class = lesser.or(negligent.and(up_to(Seriousness::VerySerious)));
            let negligent_lesser = negligent.and(lesser);
            let this = under_age.or(minor.and(minor_class)).or(negligent_lesser);
            if this == Truth::Unknown {
                if under_age == Truth::Unknown || minor == Truth::Unknown {
                    if birth.one_day().is_none() {
                        self.none_missing.add(Fact::Birth);
                    }
                    if act.one_day().is_none() {
                        self.none_missing.add(Fact::Act);
                    }
                }
                if class.is_none() && (minor.may() || negligent.may()) {
                    self.none_missing.add(match offence {
                        ConvictedOffence { article: None, .. } => Fact::Article,
                        ConvictedOffence { code_year: None, .. } => Fact::Code,
                        ConvictedOffence { clause: None, .. } => Fact::Clause,
                        _ => Fact::Seriousness,
                    });
                }
                if fault.is_none() {
                    self.none_missing.add(if offence.article.is_none() { Fact::Article } else { Fact::Fault });
                }
            }
            clear = clear.and(this);
            minors = minors.and(minor);
            under = under.and(under_age);
            class_all = class_all.and(minor_class);
            negligent_all = negligent_all.and(negligent_lesser);
        }
        self.minor = minors;
        self.under_age = under;
        self.minor_class = class_all;
        self.negligent = negligent_all;
        let measure = self.measure.and(self.minor);
        self.none = self.exempted.or(measure).or(self.amnesty).or(clear);
        if self.none == Truth::Unknown {
            if self.exempted == Truth::Unknown {
                self.none_missing.add(Fact::Principal);
            }
            if self.amnesty == Truth::Unknown {
                self.none_missing.add(Fact::AmnestyDay);
            }
        }
    }

    /// Automatic or by the court (Art. 70, 71, 73(3)); older law that goes on; acts that are no offence any more.
    fn look_at_route(&mut self, law: &Law, conviction: &Conviction) {
        let (mut any_court, mut all_court, mut any_kept, mut all_abolished) =
            (Truth::No, Truth::Yes, Truth::No, Truth::Yes);
        if conviction.offences.is_empty() {
            (any_court, any_kept, all_abolished) = (Truth::Unknown, Truth::Unknown, Truth::Unknown);
        }
        for offence in &conviction.offences {
            let act = act(offence, self.judged);
            let ask = |treatment| {
                ask(law, offence, act, |code, article| {
                    Some(law.treatment(code, article, offence.clause.as_deref(), treatment))
                })
            };
            let court = ask_court(law, offence, act);
            let kept = ask(Treatment::Kept);
            let abolished = ask(Treatment::Abolished);
            if let Ok(Some(_)) = ask(Treatment::AbolishedPart) {
                self.abolished_part = true;
            }
            if let Err(fact) = court {
                self.route_missing.add(fact);
            }
            if let Ok(Some(article)) = court {
                self.court_article = article;
                self.old_chapter |= offence.code_year == Some(1985);
            }
            if let Ok(Some(article)) = kept {
                self.kept_article = article;
            }
            if let Ok(Some(article)) = abolished {
                self.abolished_article = article;
            }
            any_court = any_court.or(truth(court));
            all_court = all_court.and(truth(court));
            any_kept = any_kept.or(truth(kept));
            all_abolished = all_abolished.and(truth(abolished));
        }
        self.court = any_court;
        self.mixed = any_court == Truth::Yes && all_court == Truth::No;
        self.kept = any_kept;
        self.abolished = all_abolished;
        if conviction.offences.is_empty() {
            self.route_missing.add(Fact::Article);
        }
    }

    /// When the principal penalty, the probation or the limitation ended.
    fn look_at_principal(&mut self, law: &Law, conviction: &Conviction) {
        let kind = self.imposed.map(|imposed| imposed.kind);
        let suspended = self.imposed.map_or(Truth::Unknown, |imposed| imposed.suspended);
        if suspended == Truth::Yes
            && let (Some(months), Some(from)) = (conviction.probation_months, self.judged.one_day())
        {
            self.probation_end = Some(add_months(from, months));
        }
        if suspended == Truth::Yes && !conviction.suspension_activated {
            self.assumptions.add(Assumption::SuspensionKept);
        }
        let lower = Window::since(self.judged.from.max(self.act.from));
        let dated = [
            match conviction.principal_state {
                Execution::Done(day) | Execution::Exempted(Some(day)) => Some(day),
                _ => None,
            },
            conviction.special_amnesty,
            conviction.remission,
        ];
        let mut end = dated.into_iter().flatten().map(|day| Window::of(Some(day))).reduce(Window::later);
        if let Some(release) = conviction.conditional_release {
            let on = Window::of(Some(release.on));
            let known = release.remaining_months.is_some() || release.remaining_days.is_some();
            let months = release.remaining_months.unwrap_or(0);
            let days = release.remaining_days.unwrap_or(0);
            let over = |day| add_days(add_months(day, months), days);
            if known {
                let over = Window { from: over(on.from), to: on.to.map(over) };
                end = Some(end.map_or(over, |end| end.later(over)));
                self.assumptions.add(Assumption::ProbationKept);
            } else if !end.is_some_and(|end| on.surely_before(end)) {
                end = Some(Window::since(on.from));
                self.principal_missing.add(Fact::ReleaseRemaining);
            }
        }
        if self.exempted == Truth::Yes {
            end = Some(self.effective);
        }
        if kind == Some(PrincipalKind::Warning)
            && let Some(told) = end
        {
            // Given in the courtroom, but the judgment takes effect later (9.12).
            let strict = told.later(self.effective);
            if told.to != strict.to {
                self.warning_lenient = told.to;
            }
            end = Some(strict);
            if strict.to.is_none() {
                self.principal_missing.add(Fact::EffectiveDate);
            }
        }
        if end.is_none()
            && let Some(day) = conviction.limitation_ended
        {
            end = Some(Window::of(Some(day)));
            self.by_limitation = Some("BLHS 2015, Art. 60");
        }
        if end.is_none() && conviction.never_executed {
            end = self.lapse(law, conviction);
        }
        if kind == Some(PrincipalKind::Death) && !conviction.death_commuted {
            self.principal_missing.add(Fact::Commutation);
            end = end.map(|end| Window::since(end.from));
        }
        if let Some(end) = end {
            self.principal = end;
            if end.one_day().is_none() && self.principal_missing.is_empty() {
                self.principal_missing.add(Fact::PrincipalCompletion);
            }
        } else {
            self.principal = lower;
            self.principal_unmet = conviction.principal_state == Execution::NotDone;
            if !self.principal_unmet {
                self.principal_missing.add(Fact::PrincipalCompletion);
            }
        }
    }

    /// Limitation of a judgment that was never executed (Art. 60, 61).
    fn lapse(&mut self, law: &Law, conviction: &Conviction) -> Option<Window> {
        let imposed = self.imposed?;
        let barred = self.court.may()
            || conviction.offences.iter().any(|offence| match (&offence.article, offence.code_year) {
                (Some(article), Some(code)) => {
                    let clause = offence.clause.as_deref();
                    law.treatment(code, article, clause, Treatment::NoLimitation).is_some()
                }
                _ => true,
            });
        if barred {
            return None;
        }
        // Who evades under a wanted notice starts it anew on return.
        if conviction.wanted == Some(true) {
            return None;
        }
        let (low, high) = (law.limit(imposed.kind, imposed.least)?, law.limit(imposed.kind, imposed.most)?);
        self.by_limitation = Some(high.article);
        let end = self.effective.plus_between(low.months, Some(high.months));
        if conviction.wanted.is_none() {
            self.principal_missing.add(Fact::Wanted);
        }
        // An appeal that is not on record would move the effect, and with it the limitation.
        let told = Window::of(conviction.effective_date).to.is_some();
        if !told {
            self.principal_missing.add(Fact::EffectiveDate);
        }
        Some(if told && conviction.wanted.is_some() { end } else { Window::since(end.from) })
    }

    /// Exemptions whose day is not written.
    fn look_at_exemptions(&mut self, conviction: &Conviction) {
        for (state, part) in [(conviction.civil_state, &mut self.civil), (conviction.fee_state, &mut self.fee)] {
            if state == Execution::Exempted(None) {
                // Courts exempt from fees in the judgment itself.
                part.imposed = Truth::No;
                self.assumptions.add(Assumption::ExemptedInTime);
            }
        }
    }

    /// When the whole judgment was carried out.
    pub(super) fn whole(&self) -> Window {
        [self.additional, self.civil, self.fee]
            .into_iter()
            .filter(|part| part.imposed.may())
            .fold(self.principal, |whole, part| whole.later(part.done))
    }

    /// Conditions known to be unmet.
    pub(super) fn unmet(&self) -> Conditions {
        let mut unmet = Conditions::default();
        for (open, condition) in [
            (self.principal_unmet, Condition::Principal),
            (self.additional.unmet, Condition::Additional),
            (self.civil.unmet, Condition::Civil),
            (self.fee.unmet, Condition::Fee),
        ] {
            if open {
                unmet.add(condition);
            }
        }
        unmet
    }

    /// Conditions of which nothing is known.
    pub(super) fn conditions_missing(&self) -> FactSet {
        let mut missing = FactSet::default();
        for (part, fact) in [
            (self.additional, Fact::AdditionalCompletion),
            (self.civil, Fact::CivilCompletion),
            (self.fee, Fact::FeeCompletion),
        ] {
            if part.imposed.may() && !part.unmet && part.done.one_day().is_none() {
                missing.add(fact);
            }
        }
        missing
    }
}
