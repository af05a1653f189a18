//! Calendar arithmetic of periods, and windows of days where a date is half known.
//!
//! | From       | Plus      | Gives      | Why                                                            |
//! |------------|-----------|------------|----------------------------------------------------------------|
//! | 15/08/2020 | 24 months | 15/08/2022 | the same-numbered day (Criminal Procedure Code 2015, Art. 134) |
//! | 29/02/2020 | 12 months | 28/02/2021 | the last day of the month where that day does not exist        |
//! | 31/08/2020 | 6 months  | 28/02/2021 | the same                                                       |
//! | 28/02/2021 | 36 months | 28/02/2024 | never moved on to a later "last day"                           |
//!
//! A [`Window`] holds the first and the last day on which something may have happened. Its last day is none where
//! nothing bounds it: an unknown day is never read as an early one.

use crate::date::{Date, PartialDate};

/// The first and the last possible day; no last day where nothing bounds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) from: Date,
    pub(crate) to: Option<Date>,
}

impl Window {
    /// Nothing is known.
    pub(crate) const OPEN: Self = Self { from: Date::MIN, to: None };

    pub(crate) const fn day(day: Date) -> Self {
        Self { from: day, to: Some(day) }
    }

    pub(crate) const fn since(from: Date) -> Self {
        Self { from, to: None }
    }

    /// The days of a partial date; open where it is missing or approximate.
    pub(crate) fn of(date: Option<PartialDate>) -> Self {
        match date.map(|date| (date.earliest(), date.latest())) {
            Some((Some(from), Some(to))) => Self { from, to: Some(to) },
            _ => Self::OPEN,
        }
    }

    /// Whether nothing at all is known.
    pub(crate) fn is_open(self) -> bool {
        self.from == Date::MIN && self.to.is_none()
    }

    /// Whether it is one day.
    pub(crate) fn one_day(self) -> Option<Date> {
        self.to.filter(|to| *to == self.from)
    }

    pub(crate) fn plus_months(self, months: u32) -> Self {
        Self { from: add_months(self.from, months), to: self.to.map(|to| add_months(to, months)) }
    }

    /// Plus a period that may itself be half known.
    pub(crate) fn plus_between(self, least: u32, most: Option<u32>) -> Self {
        Self { from: add_months(self.from, least), to: self.to.zip(most).map(|(to, most)| add_months(to, most)) }
    }

    /// The later of two events.
    pub(crate) fn later(self, other: Self) -> Self {
        Self { from: self.from.max(other.from), to: self.to.zip(other.to).map(|(a, b)| a.max(b)) }
    }

    /// The earlier of two events.
    pub(crate) fn earlier(self, other: Self) -> Self {
        Self { from: self.from.min(other.from), to: least(self.to, other.to) }
    }

    /// One or the other.
    pub(crate) fn either(self, other: Self) -> Self {
        Self { from: self.from.min(other.from), to: self.to.zip(other.to).map(|(a, b)| a.max(b)) }
    }

    /// Whether it surely lies before `other`.
    pub(crate) fn surely_before(self, other: Self) -> bool {
        self.to.is_some_and(|to| to < other.from)
    }

    /// Whether it may be on `day` or before.
    pub(crate) fn may_reach(self, day: Option<Date>) -> bool {
        day.is_none_or(|day| self.from <= day)
    }
}

/// The earlier of two days, where none is never.
pub(crate) fn least(a: Option<Date>, b: Option<Date>) -> Option<Date> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (day, None) | (None, day) => day,
    }
}

/// The same-numbered day so many months later, or the last day of that month where there is none.
pub(crate) fn add_months(day: Date, months: u32) -> Date {
    if day == Date::MIN {
        return day;
    }
    let ahead = i32::from(day.month()) - 1 + i32::try_from(months).unwrap_or(i32::MAX / 2);
    let (years, month) = (ahead.div_euclid(12), ahead.rem_euclid(12) + 1);
    let (Ok(year), Ok(month)) = (i16::try_from(i32::from(day.year()).saturating_add(years)), i8::try_from(month))
    else {
        return Date::MAX;
    };
    Date::new(year, month, day.day())
        .or_else(|_| Date::new(year, month, 1).map(Date::last_of_month))
        .unwrap_or(Date::MAX)
}

/// So many days later.
pub(crate) fn add_days(day: Date, days: u32) -> Date {
    day.checked_add(jiff::Span::new().days(i64::from(days.min(100_000)))).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[track_caller]
    fn check(from: Date, months: u32, expected: Date) {
        assert_eq!(add_months(from, months), expected, "{from} + {months}");
    }

    #[test]
    fn months_end_on_the_same_numbered_day() {
        check(date(2020, 8, 15), 24, date(2022, 8, 15));
        check(date(2020, 2, 29), 12, date(2021, 2, 28));
        check(date(2020, 2, 29), 48, date(2024, 2, 29));
        check(date(2021, 2, 28), 36, date(2024, 2, 28));
        check(date(2020, 8, 31), 6, date(2021, 2, 28));
        check(date(2019, 8, 31), 6, date(2020, 2, 29));
        check(date(2021, 1, 31), 1, date(2021, 2, 28));
        check(date(2021, 1, 31), 24, date(2023, 1, 31));
        check(date(2021, 10, 31), 1, date(2021, 11, 30));
        check(date(2021, 12, 31), 12, date(2022, 12, 31));
        check(date(2021, 12, 1), 1, date(2022, 1, 1));
        check(date(2021, 5, 5), 0, date(2021, 5, 5));
        check(Date::MAX, 12, Date::MAX);
        check(Date::MIN, 12, Date::MIN);
    }

    #[test]
    fn months_never_run_backwards() {
        let mut day = date(2019, 12, 1);
        while day < date(2021, 3, 1) {
            let next = add_days(day, 1);
            for months in 0..40 {
                assert!(add_months(day, months) <= add_months(next, months), "{day} + {months}");
                assert!(add_months(day, months) <= add_months(day, months + 1), "{day} + {months}");
            }
            day = next;
        }
    }

    #[test]
    fn unknown_is_no_early_day() {
        let known = Window::day(date(2020, 1, 1));
        assert_eq!(Window::OPEN.later(known).to, None);
        assert_eq!(Window::OPEN.either(known).to, None);
        assert_eq!(Window::OPEN.earlier(known).to, known.to);
        assert_eq!(Window::OPEN.plus_months(24).to, None);
        assert!(!Window::OPEN.surely_before(known));
        assert!(Window::OPEN.may_reach(Some(Date::MIN)));
        assert!(Window::of(None).is_open());
    }
}
