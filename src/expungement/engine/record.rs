//! Expungement entries on record, refusals, and the special case of Art. 72.

use super::explain::base_truth;
use super::reading::Reading;
use super::{Case, End};
use crate::date::Date;
use crate::expungement::calendar::{Window, add_months, least};
use crate::expungement::model::RecordedRoute;
use crate::expungement::point::{Fact, Flag};
use crate::expungement::trace::{Step, Truth};
use crate::expungement::{Agreement, Assessment, Route, Status};

impl Case<'_> {
    /// Art. 72: at least a third of the period, by the court, an option only.
    pub(super) fn special(&self, out: &mut Assessment, end: &End<'_>) {
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

    /// Compares the expungement entries on record with what the law gives, and counts refusals.
    pub(super) fn compare_recorded(&self, out: &mut Assessment) {
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
    pub(super) fn compare_day(&self, out: &Assessment, on: Window, by_court: bool) -> Option<Agreement> {
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
    pub(super) fn special_of_past(&self, out: &Assessment) -> Option<Date> {
        if out.status != Status::Automatic || self.facts.minor.may() {
            return None;
        }
        let end = self.end(Reading::STRICT, None);
        let start = end.start.to?;
        Some(add_months(start, end.months.div_ceil(self.law.numbers.special_case.value.max(1))))
    }

    /// A refused application waits one year, a second or later refusal two (Art. 71(3)).
    pub(super) fn apply_refusals(&self, out: &mut Assessment, refusals: &[Window]) {
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
