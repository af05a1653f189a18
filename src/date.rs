//! Dates as Vietnamese papers give them: often partial, day first, never completed with what is not written.
//!
//! | Written                                                              | Read                          |
//! |----------------------------------------------------------------------|-------------------------------|
//! | `14/11/2024`, `14-11.2024.`, `ngày 14 tháng 11 năm 2024`, in words    | `2024-11-14`                  |
//! | `2024-11-14T00:00:00`, `22h30 ngày 14/11/2024`, `14-Nov-2024`         | `2024-11-14`, time cut        |
//! | `tháng 5/1970`, `05/1970`, `00/05/1970`, `../5/1970`                  | `1970-05`                     |
//! | `1965`, `SN 1965`, `00/00/1965`, `__/__/1965`, `ngày … tháng … năm 1965` | `1965`                     |
//! | `quý II/1965`, `6 tháng đầu năm 1965`, `từ 3/2019 đến 5/2019`         | an interval                   |
//! | `khoảng năm 1965`, `trạc 45 tuổi` (with `as_of`)                      | `1965~`                       |
//! | `35 tuổi` (with `as_of`), `1965 hoặc 1966`                            | `[1965,1966]`                 |
//! | `14/11/90`                                                           | with `as_of` alone            |
//! | `33445`                                                              | with `serial` alone           |
//!
//! No date, each with its own error: a day the month does not have (never rolled over), day and month without a
//! year, lunar dates and can-chi years, UTC instants (midnight in Hà Nội is 17:00 UTC of the day before), days after
//! `as_of`, and the sentinels of spreadsheets and databases (30/12/1899, 01/01/1900, 31/12/9999). Letters that
//! stand for digits (`l4/11/I990`) are proposed as a probable repair, as are swapped day and month.
//!
//! Source for what is assumed of unproven birth dates: BLTTHS 2015 (amended 2021), Art. 417.

mod completion;
mod partial;
mod reader;

pub use completion::{Completion, read_completion};
pub use jiff::civil::Date;
pub use partial::{PartialDate, add, subtract};
pub use reader::read;

use crate::repair::{ErrorCode, Missing};

/// What the column is about, where that decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Any date of the past.
    #[default]
    Any,
    /// A birth date of a person who can be punished: a two-digit year leaves an age of 14 at least.
    Birth,
    /// A day that may lie in the future: an expiry, the end of a term.
    Expiry,
}

/// What the reader may rely on beyond the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct DateOptions {
    /// The day of reading: pivot of two-digit years, limit of future dates, base of relative ones.
    pub as_of: Option<Date>,
    /// Whether a bare number may be an Excel serial.
    pub serial: bool,
    /// Whether serials count from 1904, as in workbooks of old Macintosh systems.
    pub since_1904: bool,
    /// What the column is about.
    pub role: Role,
}

/// Why a date could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DateError {
    /// The cell holds nothing.
    #[error("no date: the cell is empty")]
    Missing(Missing),
    /// No form of a date.
    #[error("expected a date, found other text")]
    Unrecognised,
    /// The month does not have that day.
    #[error("no such day: the month has {days} days")]
    NoSuchDay {
        /// How many days the month has.
        days: i8,
    },
    /// A month after the twelfth.
    #[error("no such month: a year has 12 months")]
    NoSuchMonth,
    /// No such quarter.
    #[error("no such quarter: a year has 4 quarters")]
    NoSuchQuarter,
    /// Day or month, but no year.
    #[error("no year beside the day and month")]
    NoYear,
    /// A year that no living memory reaches, or past 2199.
    #[error("the year is out of range")]
    YearOutOfRange,
    /// A year of two digits, and no day of reading that decides the century.
    #[error("two-digit year: the century is not given")]
    TwoDigitYear,
    /// After the day of reading.
    #[error("the date lies after the day of reading")]
    Future,
    /// A date of the lunar calendar.
    #[error("lunar date: it is not the solar date of the same figures")]
    Lunar,
    /// A year of the sixty-year cycle alone.
    #[error("can-chi year: the cycle returns every 60 years")]
    CanChi,
    /// A stem and a branch that never meet.
    #[error("no such can-chi year: stem and branch never meet")]
    NoSuchCanChi,
    /// A solar year beside a can-chi year of another place in the cycle.
    #[error("the can-chi year is not the year beside it")]
    CanChiConflict,
    /// An instant in UTC, whose day in Viet Nam depends on the convention of the source.
    #[error("instant in UTC: the local day depends on the source")]
    UtcInstant,
    /// The zero or the end of a calendar of some software.
    #[error("sentinel: a date that software writes for none")]
    Sentinel,
    /// A bare number that could be a serial of a spreadsheet.
    #[error("bare number: perhaps a spreadsheet serial")]
    Serial,
    /// Digits that can be parted in several ways, or day and month in an order that cannot be told.
    #[error("the order of day, month and year cannot be told")]
    AmbiguousOrder,
    /// Relative to the day of reading, which is not given.
    #[error("relative to a day of reading that is not given")]
    NoAsOf,
    /// Letters in the place of digits.
    #[error("letters in the place of digits")]
    Ocr,
    /// Several dates that are no interval.
    #[error("several dates in one cell")]
    SeveralDates,
    /// Before or after a date, without another end.
    #[error("only one end of an interval")]
    OpenInterval,
    /// An interval that ends before it begins.
    #[error("the interval ends before it begins")]
    Reversed,
    /// Figures and words name different numbers.
    #[error("figures and words name different numbers")]
    FiguresWordsConflict,
    /// The day of the week is not the one of the date.
    #[error("the day of the week is another")]
    WeekdayConflict,
    /// A question mark behind the date.
    #[error("marked as doubtful")]
    Doubtful,
}

impl ErrorCode for DateError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Unrecognised => "unrecognised",
            Self::NoSuchDay { .. } => "no_such_day",
            Self::NoSuchMonth => "no_such_month",
            Self::NoSuchQuarter => "no_such_quarter",
            Self::NoYear => "no_year",
            Self::YearOutOfRange => "year_out_of_range",
            Self::TwoDigitYear => "two_digit_year",
            Self::Future => "future",
            Self::Lunar => "lunar",
            Self::CanChi => "can_chi",
            Self::NoSuchCanChi => "no_such_can_chi",
            Self::CanChiConflict => "can_chi_conflict",
            Self::UtcInstant => "utc_instant",
            Self::Sentinel => "sentinel",
            Self::Serial => "serial",
            Self::AmbiguousOrder => "ambiguous_order",
            Self::NoAsOf => "no_as_of",
            Self::Ocr => "ocr",
            Self::SeveralDates => "several_dates",
            Self::OpenInterval => "open_interval",
            Self::Reversed => "reversed",
            Self::FiguresWordsConflict => "figures_words_conflict",
            Self::WeekdayConflict => "weekday_conflict",
            Self::Doubtful => "doubtful",
        }
    }
}

/// Reads one date without options: [`read`] as a `Result`.
///
/// # Errors
///
/// Any [`DateError`]; [`DateError::Missing`] where the cell is empty.
///
/// # Examples
///
/// ```
/// use lltp::date::{self, PartialDate};
///
/// assert_eq!(date::parse("ngày 02 tháng 9 năm 1975")?, PartialDate::day(1975, 9, 2)?);
/// assert_eq!(date::parse("00/00/1975")?, PartialDate::year(1975)?);
/// let err = date::parse("31/04/1975").unwrap_err();
/// assert_eq!(err.to_string(), "no such day: the month has 30 days");
/// # Ok::<(), lltp::date::DateError>(())
/// ```
pub fn parse(text: &str) -> Result<PartialDate, DateError> {
    read(text, &DateOptions::default()).into_result(DateError::Missing)
}

#[cfg(test)]
mod tests;
