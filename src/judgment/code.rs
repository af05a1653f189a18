//! Codes of records and of the judgments in them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::repair::{ErrorCode, Missing, Reading, Repair};
use crate::text;

/// The code of a judicial record (mã số lý lịch tư pháp), or of one judgment in it (mã số bản án).
///
/// `25HN2010/00001` is record 1 of 2010 at the agency `25HN`; `25HN2010/00001/02` the second judgment entered in it,
/// in order of receipt, not of date.
///
/// Source: Circular 13/2011/TT-BTP, Art. 6; that an agency is two digits and 2–5 capitals follows from its example.
///
/// ```
/// use lltp::judgment::{RecordCode, RecordCodeError};
///
/// let code: RecordCode = "25HN2010/00001/02".parse()?;
/// assert_eq!((code.agency.as_str(), code.year, code.serial, code.judgment), ("25HN", 2010, 1, Some(2)));
/// assert_eq!(code.record().to_string(), "25HN2010/00001");
/// assert!("2010/00001".parse::<RecordCode>().is_err());
/// # Ok::<(), RecordCodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordCode {
    /// The agency that keeps the record: two digits and capitals.
    pub agency: String,
    /// The year in which the record was made.
    pub year: i16,
    /// Its number in that year.
    pub serial: u32,
    /// Which judgment of the record, in order of receipt; none for the record itself.
    pub judgment: Option<u8>,
}

/// Why a code could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordCodeError {
    /// The cell holds nothing.
    #[error("no record code: the cell is empty")]
    Missing(Missing),
    /// No form of a code.
    #[error("expected a record code such as 25HN2010/00001, found other text")]
    Unrecognised,
    /// The year in the code is none in which records were made.
    #[error("no such year of a record: expected 2010 or later")]
    NoSuchYear,
}

impl ErrorCode for RecordCodeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Unrecognised => "unrecognised",
            Self::NoSuchYear => "no_such_year",
        }
    }
}

impl RecordCode {
    /// Reads a code, with spaces, small letters and other separators repaired.
    ///
    /// ```
    /// use lltp::judgment::RecordCode;
    ///
    /// let code = RecordCode::read("33la 2013 / 102");
    /// assert_eq!(code.value.map(|c| c.to_string()).as_deref(), Some("33LA2013/00102"));
    /// ```
    pub fn read(text: &str) -> Reading<Self, RecordCodeError> {
        let cell = text::clean(text);
        if let Some(kind) = text::missing(&cell) {
            return Reading::missing(kind);
        }
        let Some(code) = Self::scan(&cell) else { return Reading::error(RecordCodeError::Unrecognised) };
        let printed = code.to_string();
        // The law on judicial records took effect on 1/7/2010.
        let error = (!(2010..2100).contains(&code.year)).then_some(RecordCodeError::NoSuchYear);
        let reading = Reading { value: Some(code), missing: None, repairs: Vec::new(), error };
        if printed == *cell { reading } else { reading.with(Repair::certain("normal_form", cell, printed)) }
    }

    /// The code of the record to which the judgment belongs.
    #[must_use]
    pub fn record(&self) -> Self {
        Self { judgment: None, ..self.clone() }
    }

    pub(super) fn scan(cell: &str) -> Option<Self> {
        // A label before the code (`Mã số LLTP: `) ends at its colon.
        let cell = cell.rsplit_once(':').map_or(cell, |(_, code)| code);
        let mut rest = cell.trim();
        let mut take = |wanted: fn(char) -> bool, skip: &[char]| -> &str {
            let end = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
            let (part, behind) = rest.split_at(end);
            rest = behind.trim_start_matches(|c: char| c == ' ' || skip.contains(&c));
            part
        };
        let digit: fn(char) -> bool = |c| c.is_ascii_digit();
        let letter: fn(char) -> bool = |c| c.is_ascii_alphabetic() || matches!(c, 'đ' | 'Đ');
        let number = take(digit, &['-', '.']);
        let letters = take(letter, &['-', '.']);
        let year = take(digit, &['/', '-', '.', '\\']);
        let serial = take(digit, &['/', '-', '.', '\\']);
        let judgment = take(digit, &[]);
        let letter_count = letters.chars().count();
        let fits = number.len() == 2 && (2..=5).contains(&letter_count) && year.len() == 4;
        if !rest.is_empty() || !fits || !(1..=5).contains(&serial.len()) || judgment.len() > 2 {
            return None;
        }
        Some(Self {
            agency: format!("{number}{}", letters.to_uppercase()),
            year: year.parse().ok()?,
            serial: serial.parse().ok()?,
            judgment: if judgment.is_empty() { None } else { Some(judgment.parse().ok()?) },
        })
    }
}

impl fmt::Display for RecordCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:04}/{:05}", self.agency, self.year, self.serial)?;
        self.judgment.map_or(Ok(()), |judgment| write!(f, "/{judgment:02}"))
    }
}

impl std::str::FromStr for RecordCode {
    type Err = RecordCodeError;

    fn from_str(text: &str) -> Result<Self, RecordCodeError> {
        Self::read(text).into_result(RecordCodeError::Missing)
    }
}

impl Serialize for RecordCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RecordCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn codes_in_every_writing() {
        for (text, printed) in [
            ("25HN2010/00001", "25HN2010/00001"),
            ("25HN2010/00001/01", "25HN2010/00001/01"),
            (" 25HN2010/00001/1 ", "25HN2010/00001/01"),
            ("25hn2010/00001", "25HN2010/00001"),
            ("25 HN 2010 / 00001 / 01", "25HN2010/00001/01"),
            ("25HN-2010-00001-01", "25HN2010/00001/01"),
            ("Mã số LLTP: 52BĐ2019/00100", "52BĐ2019/00100"),
            ("01TTLTP2015/12345", "01TTLTP2015/12345"),
            ("33LA2013/102", "33LA2013/00102"),
        ] {
            let code: Result<RecordCode, _> = text.parse();
            assert_eq!(code.map(|c| c.to_string()).as_deref(), Ok(printed), "{text}");
        }
        for text in [
            "12/2019/HS-ST",
            "HS0000001",
            "25HN2010",
            "25HN10/00001",
            "25HN2010/000001",
            "25H2010/00001",
            "25HN2010/00001/001",
            "25HN2010/00001/01/02",
            "079090001234",
            "25HN2010/0000A",
        ] {
            assert_eq!(text.parse::<RecordCode>(), Err(RecordCodeError::Unrecognised), "{text}");
        }
        assert_eq!("25HN1998/00001".parse::<RecordCode>(), Err(RecordCodeError::NoSuchYear));
        assert_eq!(RecordCode::read("//").missing, Some(Missing::Blank));
    }
}
