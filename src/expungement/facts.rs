//! What one judgment says by itself, before the rest of the history is looked at.

use super::calendar::{Window, add_days, add_months, least};
use super::index;
use super::law::{Law, Treatment, term};
use super::model::{ConvictedOffence, Conviction, Execution, Force, Person, PersonKind, Trust};
use super::point::{Assumption, Assumptions, Condition, Conditions, Fact, Flag};
use super::trace::Truth;
use crate::date::Date;
use crate::judgment::Instance;
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

/// The code applied; an act since the newest code leaves no choice.
fn code(law: &Law, offence: &ConvictedOffence, act: Window) -> Option<i16> {
    offence.code_year.or_else(|| {
        let last = law.pack("1999")?.acts_before?;
        (act.from >= last).then_some(2015)
    })
}

/// Asks the law about an article; where the code is not written, every code that may have been applied.
fn ask(
    law: &Law,
    offence: &ConvictedOffence,
    act: Window,
    about: impl Fn(i16, &str) -> Option<Option<&'static str>>,
) -> Result<Option<&'static str>, Fact> {
    let Some(article) = &offence.article else { return Err(Fact::Article) };
    if let Some(code) = offence.code_year {
        return about(code, article).ok_or(Fact::Article);
    }
    let possible = |code: &str| law.pack(code).is_some_and(|pack| pack.acts_before.is_none_or(|day| act.from < day));
    let mut answers = [(1985, "1985"), (1999, "1999"), (2015, "2015")]
        .into_iter()
        .filter(|(_, code)| possible(code))
        .map(|(code, _)| about(code, article));
    let first = answers.next().flatten().ok_or(Fact::Code)?;
    if answers.all(|answer| answer.is_some_and(|answer| answer.is_some() == first.is_some())) {
        Ok(first)
    } else {
        Err(Fact::Code)
    }
}

/// Whether the court alone may expunge a conviction under the article, and where that stands.
fn ask_court(law: &Law, offence: &ConvictedOffence, act: Window) -> Result<Option<&'static str>, Fact> {
    ask(law, offence, act, |code, article| {
        let court = index::article(code, article)
            .map_or_else(|| crate::offence::court_expungement(code, article), |known| known.court)?;
        let pack = match code {
            1985 => "1985-court",
            1999 => "1999-court",
            _ => "2015-court",
        };
        Some(court.then(|| law.pack(pack).map_or("BLHS 2015, Art. 71", |pack| pack.article)))
    })
}

fn truth(held: Result<Option<&'static str>, Fact>) -> Truth {
    held.map_or(Truth::Unknown, |held| Truth::of(held.is_some()))
}

/// The days of the act: at the latest the day of the judgment, and while the code cited was in force.
pub(super) fn act(offence: &ConvictedOffence, judged: Window) -> Window {
    let act = Window::of(offence.act);
    if act.to.is_some() {
        return act;
    }
    let last = match offence.code_year {
        Some(1985) => Date::new(2000, 6, 30).ok(),
        Some(1999) => Date::new(2017, 12, 31).ok(),
        _ => None,
    };
    Window { from: act.from, to: least(judged.to, last) }
}

/// Whether the person was younger than so many years at the act. The birthday itself counts as reached.
fn younger(birth: Window, act: Window, years: u32) -> Truth {
    let months = years.saturating_mul(12);
    if birth.from != Date::MIN && act.to.is_some_and(|to| to < add_months(birth.from, months)) {
        Truth::Yes
    } else if birth.to.is_some_and(|to| act.from >= add_months(to, months)) {
        Truth::No
    } else {
        Truth::Unknown
    }
}

/// The class by the clause applied, where every possible day of the act gives the same.
fn class(law: &Law, offence: &ConvictedOffence, act: Window) -> Option<Seriousness> {
    offence.seriousness.or_else(|| {
        let (code, article, clause) =
            (code(law, offence, act)?, offence.article.as_deref()?, offence.clause.as_deref());
        let constant = index::clause(code, article, clause)
            .map_or_else(|| crate::offence::seriousness(code, article, clause, None), |known| known.class);
        if constant.is_some() || act.from == Date::MIN {
            return constant;
        }
        let class = crate::offence::seriousness(code, article, clause, Some(act.from))?;
        let last = crate::offence::seriousness(code, article, clause, Some(act.to?));
        (last == Some(class)).then_some(class)
    })
}

fn fault(law: &Law, offence: &ConvictedOffence, act: Window) -> Option<Fault> {
    offence
        .fault
        .or_else(|| {
            let (code, article) = (code(law, offence, act)?, offence.article.as_deref()?);
            let clause = offence.clause.as_deref();
            Some(
                index::clause(code, article, clause)
                    .map_or_else(|| crate::offence::fault(code, article, clause), |known| known.fault),
            )
        })
        .filter(|fault| *fault != Fault::Unknown)
}

/// When the judgment took effect: its own day, on appeal the day it was pronounced, else within the terms of
/// appeal and protest.
fn effective(law: &Law, conviction: &Conviction, judged: Window) -> Window {
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
fn force(
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

fn reached(window: Window, as_of: Date) -> Truth {
    if window.to.is_some_and(|to| to <= as_of) {
        Truth::Yes
    } else if window.from > as_of {
        Truth::No
    } else {
        Truth::Unknown
    }
}

fn exempted(conviction: &Conviction) -> Truth {
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
fn imposed(conviction: &Conviction) -> Option<Imposed> {
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
fn heaviest(conviction: &Conviction) -> Option<Imposed> {
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

fn additional_imposed(conviction: &Conviction) -> Truth {
    match &conviction.additional {
        Some(list) => Truth::of(!list.is_empty()),
        None => Truth::Unknown,
    }
}

/// A condition: what was imposed, and when it was carried out. What the judgment names is never "none imposed".
fn part(state: Execution, imposed: Truth) -> Part {
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

/// Facts that cannot be true together (9.23).
fn contradicts(law: &Law, facts: &Facts, person: &Person, conviction: &Conviction, birth: Window) -> bool {
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
pub(super) fn own_flags(facts: &Facts, conviction: &Conviction, person: &Person, mut raise: impl FnMut(Flag)) {
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
