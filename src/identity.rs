//! Identity numbers as printed on Vietnamese papers.

use serde::{Deserialize, Serialize};

use crate::repair::{ErrorCode, Missing, Reading};

/// Sex as recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// nam
    Male,
    /// nữ
    Female,
}

/// Which paper a number is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityKind {
    /// 12-digit personal number.
    CitizenId,
    /// 9-digit card (CMND).
    IdentityCard,
    /// Passport.
    Passport,
    /// Military card.
    Military,
}

/// An identity number and what its digits tell.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct IdentityNumber {
    /// Which paper.
    pub kind: IdentityKind,
    /// The number, digits and capitals alone.
    pub number: String,
    /// Province code (63-province state) where the birth was registered.
    pub province: Option<String>,
    /// Sex in the fourth digit.
    pub sex: Option<Sex>,
    /// Year of birth in the fourth to sixth digit.
    pub birth_year: Option<i16>,
}

/// Why an identity number could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdentityError {
    /// The cell holds nothing.
    #[error("no identity number: the cell is empty")]
    Missing(Missing),
    /// No form of an identity number.
    #[error("expected an identity number, found other text")]
    Unrecognised,
}

impl ErrorCode for IdentityError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Unrecognised => "unrecognised",
        }
    }
}

/// What the record says about the person, to confirm a repair with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Holder {
    /// Recorded sex.
    pub sex: Option<Sex>,
    /// Recorded year of birth.
    pub birth_year: Option<i16>,
}

/// Reads the identity number of a cell.
pub fn read(_text: &str, _holder: &Holder) -> Reading<IdentityNumber, IdentityError> {
    Reading::error(IdentityError::Unrecognised)
}

/// Reads every identity number of a cell, in the order of the text.
pub fn read_all(_text: &str, _holder: &Holder) -> Reading<Vec<IdentityNumber>, IdentityError> {
    Reading::error(IdentityError::Unrecognised)
}
