//! From a cell to a date: a byte path for the common forms, then a grammar of parts and labels.

mod grammar;
mod items;

use jiff::civil::Date;

use super::partial::Point;
use super::{DateError, DateOptions, PartialDate, Role};
use crate::repair::{Missing, Reading, Repair};
use crate::text;

/// What the grammar says when it finds no date.
pub(super) enum Failure {
    /// The cell holds nothing.
    Missing(Missing),
    /// Why there is no date, and how a probable repair would read it.
    Error(DateError, Option<(&'static str, String)>),
}

impl From<DateError> for Failure {
    fn from(error: DateError) -> Self {
        Self::Error(error, None)
    }
}

/// A date, and what beside it cannot be so.
pub(super) type Found = Result<(PartialDate, Option<DateError>), Failure>;

/// Reads one date, day first.
///
/// Accepts the forms in the [module table](super), in any letter case and Unicode form. A date that names no month is
/// kept as a year, never completed with 1 January.
///
/// The common forms in digits cost some tens of nanoseconds and allocate nothing.
///
/// ```
/// use lltp::date::{self, Date, DateOptions};
/// use lltp::repair::ErrorCode;
///
/// let options = DateOptions { as_of: Some(Date::constant(2026, 6, 30)), ..DateOptions::default() };
/// assert_eq!(date::read("14/11/90", &options).value.map(|d| d.to_string()).as_deref(), Some("1990-11-14"));
/// let ocr = date::read("l4/11/I990", &options);
/// assert_eq!(ocr.error.map(|e| e.code()), Some("ocr"));
/// assert_eq!(ocr.repairs[0].after, "1990-11-14");
/// ```
pub fn read(text: &str, options: &DateOptions) -> Reading<PartialDate, DateError> {
    if let Some(point) = quick(text.as_bytes().trim_ascii()).or_else(|| labelled(text.trim_ascii()))
        && let Ok(date) = plausible(PartialDate::of(point), options)
    {
        return Reading::value(date);
    }
    let clean = text::clean(text);
    // What the library prints is read back, so that a cleaned file can be cleaned again.
    let found = match clean.parse() {
        Ok(date) => Ok((date, None)),
        Err(_) => grammar::date(&clean, options),
    };
    let failure = match found {
        Ok((date, beside)) => match plausible(date, options) {
            Ok(date) => return Reading { error: beside, ..Reading::value(date) },
            Err(error) => error.into(),
        },
        Err(failure) => failure,
    };
    match failure {
        Failure::Missing(kind) => Reading::missing(kind),
        Failure::Error(error, Some((kind, after))) => Reading::error(error).with(Repair::probable(kind, text, after)),
        Failure::Error(error, None) => match text::missing(&clean) {
            Some(kind) => Reading::missing(kind),
            None => Reading::error(error),
        },
    }
}

/// Days that software writes for none: zeros of spreadsheets and databases.
const SENTINELS: [Date; 4] = [
    Date::constant(1753, 1, 1),
    Date::constant(1899, 12, 30),
    Date::constant(1899, 12, 31),
    Date::constant(1900, 1, 1),
];

/// The date, unless it cannot be meant.
pub(super) fn plausible(date: PartialDate, options: &DateOptions) -> Result<PartialDate, DateError> {
    let (Some(first), Some(last)) = (date.earliest(), date.latest()) else { return Ok(date) };
    if first == last && SENTINELS.contains(&first) || last.year() == 1 || last.year() == 9999 {
        return Err(DateError::Sentinel);
    }
    if first.year() < 1850 || last.year() > 2199 {
        return Err(DateError::YearOutOfRange);
    }
    match options.as_of {
        Some(as_of) if first > as_of && options.role != Role::Expiry => Err(DateError::Future),
        _ => Ok(date),
    }
}

/// `14/11/1990` with `/`, `-` or `.`, `1990-11-14`, `1990`; none for everything else, also for days that do not exist.
fn quick(bytes: &[u8]) -> Option<Point> {
    let digit = |b: u8| if b.is_ascii_digit() { Some(i16::from(b - b'0')) } else { None };
    let four = |[a, b, c, d]: [u8; 4]| Some(digit(a)? * 1000 + digit(b)? * 100 + digit(c)? * 10 + digit(d)?);
    let separator = |b: u8| matches!(b, b'/' | b'-' | b'.');
    let small = |bytes: &[u8]| match *bytes {
        [a] => digit(a),
        [a, b] => Some(digit(a)? * 10 + digit(b)?),
        _ => None,
    };
    let (day, month, year) = match *bytes {
        [a, b, c, d] => return Point::year(four([a, b, c, d])?).ok(),
        [d1, d2, s1, m1, m2, s2, a, b, c, d] if separator(s1) && separator(s2) => {
            (small(&[d1, d2])?, small(&[m1, m2])?, four([a, b, c, d])?)
        }
        [a, b, c, d, b'-', m1, m2, b'-', d1, d2] => (small(&[d1, d2])?, small(&[m1, m2])?, four([a, b, c, d])?),
        [ref head @ .., s2, a, b, c, d] if separator(s2) && head.len() <= 5 => {
            let s1 = head.iter().position(|b| separator(*b))?;
            (small(head.get(..s1)?)?, small(head.get(s1 + 1..)?)?, four([a, b, c, d])?)
        }
        _ => return None,
    };
    Point::day(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `ngày 14 tháng 11 năm 1990`, in the usual spelling.
fn labelled(text: &str) -> Option<Point> {
    let (day, rest) = text.strip_prefix("ngày ").or_else(|| text.strip_prefix("Ngày "))?.split_once(" tháng ")?;
    let (month, year) = rest.split_once(" năm ")?;
    let number = |text: &str, most: usize| {
        let digits = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.bytes().fold(0_i16, |value, b| value * 10 + i16::from(b - b'0')))
    };
    let year = if year.len() == 4 { number(year, 4)? } else { return None };
    Point::day(year, i8::try_from(number(month, 2)?).ok()?, i8::try_from(number(day, 2)?).ok()?).ok()
}
