//! Sex as clerks write it.

use crate::name::plain;
use crate::repair::{ErrorCode, Missing, Reading};
use crate::text;

use super::Sex;

/// Why a sex could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SexError {
    /// The cell holds nothing.
    #[error("no sex: the cell is empty")]
    Missing(Missing),
    /// A code such as 0 or 1, whose meaning differs from system to system.
    #[error("expected a word for the sex, found a code with more than one meaning")]
    Ambiguous,
    /// No word for a sex.
    #[error("expected a word for the sex, found other text")]
    Unrecognised,
}

impl ErrorCode for SexError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Ambiguous => "ambiguous",
            Self::Unrecognised => "unrecognised",
        }
    }
}

/// Reads the sex of a person.
///
/// Accepts `Nam`, `Nữ`, `nu`, `gái`, `trai`, `M`, `F`, `Giới tính: Nam`, in any letter case and with or without marks.
/// `0`, `1` and `2` are refused: some systems write 1 for men, others for women.
///
/// ```
/// use lltp::identity::{self, Sex, SexError};
///
/// assert_eq!(identity::read_sex("NỮ").value, Some(Sex::Female));
/// assert_eq!(identity::read_sex("1").error, Some(SexError::Ambiguous));
/// ```
pub fn read_sex(text: &str) -> Reading<Sex, SexError> {
    let cell = text::clean(text);
    if let Some(kind) = text::missing(&cell) {
        return Reading::missing(kind);
    }
    let plain = plain::plain(&cell);
    let mut sex = None;
    let mut code = false;
    for word in plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        let said = match word {
            "nam" | "trai" | "m" | "male" | "ong" | "man" => Sex::Male,
            // `n` would be either; `nư` and `nử` are slips for `nữ`.
            "nu" | "gai" | "f" | "female" | "ba" | "woman" => Sex::Female,
            "gioi" | "tinh" | "phai" | "gt" | "la" | "sex" | "con" | "be" => continue,
            "0" | "1" | "2" | "x" | "t" => {
                code = true;
                continue;
            }
            _ => return Reading::error(SexError::Unrecognised),
        };
        // `Nam/Nữ` left as it was printed says nothing.
        match sex {
            None => sex = Some(said),
            Some(other) if other == said => {}
            Some(_) => return Reading::error(SexError::Ambiguous),
        }
    }
    match sex {
        Some(sex) => Reading::value(sex),
        None if code => Reading::error(SexError::Ambiguous),
        None => Reading::error(SexError::Unrecognised),
    }
}

/// Reads the sex of a person.
///
/// # Errors
///
/// Any [`SexError`]; [`SexError::Missing`] where the cell holds nothing.
pub fn parse_sex(text: &str) -> Result<Sex, SexError> {
    read_sex(text).into_result(SexError::Missing)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn words_for_the_sex() {
        for text in ["Nam", "NAM", "nam", " nam ", "M", "m", "Trai", "Giới tính: Nam", "GT: nam.", "male", "con trai"]
        {
            assert_eq!(read_sex(text).value, Some(Sex::Male), "{text}");
        }
        for text in ["Nữ", "NỮ", "nu", "Nu", "F", "Gái", "Phái nữ", "Female", "Nử", "n\u{1b0}\u{303}"] {
            assert_eq!(read_sex(text).value, Some(Sex::Female), "{text}");
        }
        for text in ["0", "1", "2", "Nam/Nữ", "Nam, nữ", "x", "T"] {
            assert_eq!(read_sex(text).error, Some(SexError::Ambiguous), "{text}");
        }
        for text in ["12", "Kinh", "nam 1990", "Việt Nam", "?"] {
            assert!(read_sex(text).value.is_none(), "{text}");
        }
        assert_eq!(read_sex("//").missing, Some(Missing::Blank));
    }
}
