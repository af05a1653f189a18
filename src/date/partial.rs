//! The value: a date as far as it is known, its bounds, comparison and EDTF form.

use jiff::civil::Date;

use super::DateError;
use crate::number::Duration;

/// A year, month or day; parts that are not known are 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(super) struct Point {
    year: i16,
    month: i8,
    day: i8,
    approximate: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Form {
    Single(Point),
    Interval(Point, Point),
    /// Two to four points in ascending order; the places left are `None`.
    OneOf([Option<Point>; 4]),
}

/// A date as far as it is known; prints and reads back as EDTF.
///
/// | Known                 | Prints                |
/// |-----------------------|-----------------------|
/// | a day                 | `1965-11-14`          |
/// | a month               | `1965-11`             |
/// | a year                | `1965`                |
/// | an interval           | `1965-04/1965-06`     |
/// | about a year or month | `1965~`               |
/// | one of several        | `[1965,1966]`         |
///
/// The order of the type sorts by first possible day where one is known; whether one date is *before* another is
/// asked with [`before`](Self::before), which may answer "cannot tell".
///
/// ```
/// use lltp::date::{DateError, PartialDate};
///
/// let date = PartialDate::month(1965, 11)?;
/// assert_eq!(date.to_string(), "1965-11");
/// assert_eq!(date.latest().map(|day| day.to_string()).as_deref(), Some("1965-11-30"));
/// assert_eq!(PartialDate::day(1975, 4, 31), Err(DateError::NoSuchDay { days: 30 }));
/// # Ok::<(), DateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate(Form);

impl Point {
    pub(super) fn year(year: i16) -> Result<Self, DateError> {
        if (1..=9999).contains(&year) { Ok(Self { year, ..Self::default() }) } else { Err(DateError::YearOutOfRange) }
    }

    pub(super) fn month(year: i16, month: i8) -> Result<Self, DateError> {
        let point = Self::year(year)?;
        if (1..=12).contains(&month) { Ok(Self { month, ..point }) } else { Err(DateError::NoSuchMonth) }
    }

    pub(super) fn day(year: i16, month: i8, day: i8) -> Result<Self, DateError> {
        let point = Self::month(year, month)?;
        let days = days_in_month(year, month);
        if (1..=days).contains(&day) { Ok(Self { day, ..point }) } else { Err(DateError::NoSuchDay { days }) }
    }

    fn first(self) -> Option<Date> {
        Date::new(self.year, self.month.max(1), self.day.max(1)).ok().filter(|_| !self.approximate)
    }

    fn last(self) -> Option<Date> {
        let month = if self.month == 0 { 12 } else { self.month };
        let day = if self.day == 0 { days_in_month(self.year, month) } else { self.day };
        Date::new(self.year, month, day).ok().filter(|_| !self.approximate)
    }

    fn exact(self) -> Self {
        Self { approximate: false, ..self }
    }

    fn write(self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        if self.approximate { f.write_str("~") } else { Ok(()) }
    }

    fn parse(text: &str) -> Result<Self, DateError> {
        let (text, approximate) = match text.strip_suffix('~') {
            Some(text) => (text, true),
            None => (text, false),
        };
        let mut parts = text.split('-');
        let mut part = |width| match parts.next() {
            None => Ok(0),
            Some(part) if part.len() == width && part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse::<i16>().map_err(|_| DateError::Unrecognised)
            }
            Some(_) => Err(DateError::Unrecognised),
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        if parts.next().is_some() {
            return Err(DateError::Unrecognised);
        }
        let small = |n: i16| i8::try_from(n).map_err(|_| DateError::Unrecognised);
        let point = match text.len() {
            4 => Self::year(year)?,
            7 => Self::month(year, small(month)?)?,
            10 => Self::day(year, small(month)?, small(day)?)?,
            _ => return Err(DateError::Unrecognised),
        };
        Ok(Self { approximate, ..point })
    }
}

/// How many days a month has; 31 where there is no such month.
pub(super) fn days_in_month(year: i16, month: i8) -> i8 {
    Date::new(year, month, 1).map_or(31, Date::days_in_month)
}

impl PartialDate {
    pub(super) const fn of(point: Point) -> Self {
        Self(Form::Single(point))
    }

    /// A whole day.
    ///
    /// # Errors
    ///
    /// [`DateError::YearOutOfRange`] (outside 1–9999), [`DateError::NoSuchMonth`], [`DateError::NoSuchDay`].
    pub fn day(year: i16, month: i8, day: i8) -> Result<Self, DateError> {
        Point::day(year, month, day).map(Self::of)
    }

    /// A month.
    ///
    /// # Errors
    ///
    /// [`DateError::YearOutOfRange`] (outside 1–9999), [`DateError::NoSuchMonth`].
    pub fn month(year: i16, month: i8) -> Result<Self, DateError> {
        Point::month(year, month).map(Self::of)
    }

    /// A year.
    ///
    /// # Errors
    ///
    /// [`DateError::YearOutOfRange`] (outside 1–9999).
    pub fn year(year: i16) -> Result<Self, DateError> {
        Point::year(year).map(Self::of)
    }

    /// Some day from the first day of one date to the last of another.
    ///
    /// # Errors
    ///
    /// [`DateError::Reversed`] where the end is before the start, [`DateError::Unrecognised`] where one of the two is itself
    /// an interval or a choice.
    pub fn interval(from: Self, to: Self) -> Result<Self, DateError> {
        let (Form::Single(a), Form::Single(b)) = (from.0, to.0) else { return Err(DateError::Unrecognised) };
        if a.exact().first() > b.exact().last() { Err(DateError::Reversed) } else { Ok(Self(Form::Interval(a, b))) }
    }

    /// About this time: nothing is known of its bounds.
    #[must_use]
    pub fn approximately(self) -> Self {
        let about = |point: Point| Point { approximate: true, ..point };
        Self(match self.0 {
            Form::Single(point) => Form::Single(about(point)),
            Form::Interval(a, b) => Form::Interval(about(a), about(b)),
            Form::OneOf(points) => Form::OneOf(points.map(|point| point.map(about))),
        })
    }

    /// One of two to four dates.
    ///
    /// # Errors
    ///
    /// [`DateError::Unrecognised`] for other numbers of dates, and for intervals and choices among them.
    pub fn one_of(dates: &[Self]) -> Result<Self, DateError> {
        let mut points = Vec::with_capacity(dates.len());
        for date in dates {
            let Form::Single(point) = date.0 else { return Err(DateError::Unrecognised) };
            points.push(point);
        }
        points.sort_unstable();
        points.dedup();
        match *points.as_slice() {
            [a, b] => Ok(Self(Form::OneOf([Some(a), Some(b), None, None]))),
            [a, b, c] => Ok(Self(Form::OneOf([Some(a), Some(b), Some(c), None]))),
            [a, b, c, d] => Ok(Self(Form::OneOf([Some(a), Some(b), Some(c), Some(d)]))),
            _ => Err(DateError::Unrecognised),
        }
    }

    /// The first day it may be; none where it is approximate.
    pub fn earliest(&self) -> Option<Date> {
        match self.0 {
            Form::Single(point) | Form::Interval(point, _) => point.first(),
            Form::OneOf(points) => fold(&points, Point::first, Date::min),
        }
    }

    /// The last day it may be; none where it is approximate.
    pub fn latest(&self) -> Option<Date> {
        match self.0 {
            Form::Single(point) | Form::Interval(_, point) => point.last(),
            Form::OneOf(points) => fold(&points, Point::last, Date::max),
        }
    }

    /// The day, where exactly one is known.
    pub fn as_day(&self) -> Option<Date> {
        self.earliest().filter(|day| self.latest() == Some(*day))
    }

    /// The year, where every day that it may be lies in one year; none where it is approximate.
    pub fn year_if_known(&self) -> Option<i16> {
        let year = self.earliest()?.year();
        (self.latest()?.year() == year).then_some(year)
    }

    /// The year and month, where every day that it may be lies in one month; none where it is approximate.
    pub fn month_if_known(&self) -> Option<(i16, i8)> {
        let (first, last) = (self.earliest()?, self.latest()?);
        ((first.year(), first.month()) == (last.year(), last.month())).then_some((first.year(), first.month()))
    }

    /// How many parts of a single date are known: 1 the year, 2 the month, 3 the day; 0 for intervals and choices.
    pub(super) fn precision(&self) -> u8 {
        match self.0 {
            Form::Single(Point { month: 0, .. }) => 1,
            Form::Single(Point { day: 0, .. }) => 2,
            Form::Single(_) => 3,
            _ => 0,
        }
    }

    /// Whether it is only about right (`1965~`).
    pub fn is_approximate(&self) -> bool {
        match self.0 {
            Form::Single(point) => point.approximate,
            Form::Interval(a, b) => a.approximate || b.approximate,
            Form::OneOf(points) => points.iter().flatten().any(|point| point.approximate),
        }
    }

    /// Whether it is before another date; none where the two overlap or one is approximate.
    ///
    /// ```
    /// use lltp::date::PartialDate;
    ///
    /// let (year, day) = (PartialDate::year(2019)?, PartialDate::day(2019, 5, 17)?);
    /// assert_eq!(day.before(&PartialDate::year(2020)?), Some(true));
    /// assert_eq!(day.before(&day), Some(false));
    /// assert_eq!(year.before(&day), None);
    /// # Ok::<(), lltp::date::DateError>(())
    /// ```
    pub fn before(&self, other: &Self) -> Option<bool> {
        if self.latest()? < other.earliest()? {
            Some(true)
        } else if self.earliest()? >= other.latest()? {
            Some(false)
        } else {
            None
        }
    }

    /// Whether it is after another date; none where the two overlap or one is approximate.
    pub fn after(&self, other: &Self) -> Option<bool> {
        other.before(self)
    }

    /// Full years from this birth date to a day, as fewest and most: one number twice where the birthday decides
    /// nothing. Who is born on 29 February completes a year on 28 February of common years. None where the date is
    /// approximate or may lie after the day.
    ///
    /// ```
    /// use lltp::date::{Date, PartialDate};
    ///
    /// assert_eq!(PartialDate::year(2000)?.age_on(Date::constant(2018, 6, 1)), Some((17, 18)));
    /// # Ok::<(), lltp::date::DateError>(())
    /// ```
    pub fn age_on(&self, day: Date) -> Option<(i16, i16)> {
        let youngest = full_years(self.latest()?, day);
        (youngest >= 0).then_some(())?;
        Some((youngest, full_years(self.earliest()?, day)))
    }

    /// The birth date that Article 417 of the Criminal Procedure Code 2015 (amended 2021) assumes for an accused or
    /// victim under 18 whose birth date cannot be proved: the last day of the known month, quarter, half-year or year.
    /// None where not even the year is known (expert assessment of age).
    ///
    /// ```
    /// use lltp::date::PartialDate;
    ///
    /// let quarter: PartialDate = "2004-04/2004-06".parse()?;
    /// assert_eq!(quarter.assumed_under_417().map(|day| day.to_string()).as_deref(), Some("2004-06-30"));
    /// assert_eq!("2004~".parse::<PartialDate>()?.assumed_under_417(), None);
    /// # Ok::<(), lltp::date::DateError>(())
    /// ```
    pub fn assumed_under_417(&self) -> Option<Date> {
        self.latest()
    }
}

/// The smallest or greatest of the bounds, where all are known.
fn fold(points: &[Option<Point>; 4], bound: fn(Point) -> Option<Date>, pick: fn(Date, Date) -> Date) -> Option<Date> {
    let mut found = None;
    for point in points.iter().flatten() {
        let day = bound(*point)?;
        found = Some(found.map_or(day, |other| pick(other, day)));
    }
    found
}

fn full_years(birth: Date, day: Date) -> i16 {
    let years = day.year() - birth.year();
    // 29 February counts as reached on 28 February of a common year.
    let birthday = (birth.month(), birth.day().min(days_in_month(day.year(), birth.month())));
    if (day.month(), day.day()) < birthday { years - 1 } else { years }
}

/// The day a term ends that begins to count on a day: years, months and days added in one step, on the same-numbered
/// day or the last day of the month. None beyond the year 9999.
///
/// ```
/// use lltp::date::{self, Date};
/// use lltp::number::Duration;
///
/// let year = Duration { years: 1, months: 0, days: 0 };
/// assert_eq!(date::add(Date::constant(2020, 2, 29), &year), Some(Date::constant(2021, 2, 28)));
/// assert_eq!(date::add(Date::constant(9999, 1, 1), &year), None);
/// ```
pub fn add(day: Date, term: &Duration) -> Option<Date> {
    day.checked_add(span(term)?).ok()
}

/// The day a term before a day, counted like [`add`].
pub fn subtract(day: Date, term: &Duration) -> Option<Date> {
    day.checked_sub(span(term)?).ok()
}

fn span(term: &Duration) -> Option<jiff::Span> {
    jiff::Span::new()
        .try_years(term.years)
        .and_then(|span| span.try_months(term.months))
        .and_then(|span| span.try_days(term.days))
        .ok()
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        Self::of(Point { year: date.year(), month: date.month(), day: date.day(), approximate: false })
    }
}

impl std::fmt::Display for PartialDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Form::Single(point) => point.write(f),
            Form::Interval(a, b) => {
                a.write(f)?;
                f.write_str("/")?;
                b.write(f)
            }
            Form::OneOf(points) => {
                f.write_str("[")?;
                for (n, point) in points.iter().flatten().enumerate() {
                    f.write_str(if n == 0 { "" } else { "," })?;
                    point.write(f)?;
                }
                f.write_str("]")
            }
        }
    }
}

impl std::str::FromStr for PartialDate {
    type Err = DateError;

    /// Reads the EDTF forms that [`Display`](std::fmt::Display) prints, and no others; cells are read by
    /// [`read`](super::read).
    fn from_str(text: &str) -> Result<Self, DateError> {
        if let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            let points: Vec<Self> =
                inner.split(',').map(|t| Point::parse(t).map(Self::of)).collect::<Result<_, _>>()?;
            return Self::one_of(&points);
        }
        match text.split_once('/') {
            Some((from, to)) => Self::interval(Self::of(Point::parse(from)?), Self::of(Point::parse(to)?)),
            None => Point::parse(text).map(Self::of),
        }
    }
}

impl serde::Serialize for PartialDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for PartialDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
