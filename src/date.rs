//! Dates as Vietnamese papers give them: often partial, day first, never completed with what is not written.

pub use jiff::civil::Date;

use crate::repair::{ErrorCode, Missing, Reading};

/// A date as far as it is known; prints and reads back as EDTF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate {
    year: i16,
}

/// What the reader may rely on beyond the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct DateOptions {
    /// The day of reading: pivot of two-digit years, limit of future dates, base of relative ones.
    pub as_of: Option<Date>,
    /// Whether a bare number may be an Excel serial.
    pub serial: bool,
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
}

impl ErrorCode for DateError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Unrecognised => "unrecognised",
        }
    }
}

/// Reads one date, day first.
pub fn read(_text: &str, _options: &DateOptions) -> Reading<PartialDate, DateError> {
    Reading::error(DateError::Unrecognised)
}

impl PartialDate {
    /// The first day it may be; none where it is approximate.
    pub fn earliest(&self) -> Option<Date> {
        Date::new(self.year, 1, 1).ok()
    }

    /// The last day it may be; none where it is approximate.
    pub fn latest(&self) -> Option<Date> {
        Date::new(self.year, 12, 31).ok()
    }
}

impl std::fmt::Display for PartialDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.year)
    }
}

impl serde::Serialize for PartialDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl std::str::FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        text.parse().map(|year| Self { year }).map_err(|_| DateError::Unrecognised)
    }
}

impl<'de> serde::Deserialize<'de> for PartialDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
