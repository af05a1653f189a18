//! The trace of an assessment, and the facts that would settle it.

use super::reading::Reading;
use super::{Case, End};
use crate::date::Date;
use crate::expungement::calendar::Window;
use crate::expungement::model::Trust;
use crate::expungement::point::{Condition, Fact, Flag};
use crate::expungement::trace::{Node, Step, Truth};
use crate::expungement::{Assessment, Status};
use crate::sentence::PrincipalKind;

impl Case<'_> {
    pub(super) fn explain_none(&self, out: &mut Assessment, none: Truth) {
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

    /// Which facts would settle the answer.
    pub(super) fn explain_missing(&self, out: &mut Assessment, none: Truth, window: Window) {
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

    pub(super) fn explain_end(&self, out: &mut Assessment, end: &End<'_>) {
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

    pub(super) fn explain_events(&self, out: &mut Assessment, end: &End<'_>, first: Window, before: Option<Date>) {
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
            if let Some(day) = first.one_day().filter(|day| event.act.one_day() == Some(*day)) {
                out.flag(Flag::LastDay, end.window.to, Some(day));
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
}

pub(super) fn base_truth(window: Window, as_of: Date) -> Truth {
    if window.to.is_some_and(|to| to <= as_of) {
        Truth::Yes
    } else if window.from > as_of && window.from != Date::MIN {
        Truth::No
    } else {
        Truth::Unknown
    }
}
