//! Names of persons: family, middle, given; aliases; minority and foreign conventions.

pub(crate) mod plain;

use serde::{Deserialize, Serialize};

use crate::repair::{ErrorCode, Missing, Reading};

/// By whose convention a name is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameKind {
    /// Family, middle, given.
    Vietnamese,
    /// One of the minority conventions.
    Ethnic,
    /// A foreign name.
    Foreign,
    /// Shortened to initials in a published judgment.
    Anonymised,
}

/// The name of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// As written: form and spacing repaired, letter case kept.
    pub full: String,
    /// In title case.
    pub display: String,
    /// Family name.
    pub family: Option<String>,
    /// Middle name.
    pub middle: Option<String>,
    /// Given name.
    pub given: Option<String>,
    /// Other names found in the cell.
    pub aliases: Vec<String>,
    /// Convention.
    pub kind: NameKind,
}

/// Why a name could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameError {
    /// The cell holds nothing.
    #[error("no name: the cell is empty")]
    Missing(Missing),
    /// More than one person stands in the cell.
    #[error("expected one person, found several")]
    SeveralPersons,
    /// No form of a name.
    #[error("expected a name, found other text")]
    Unrecognised,
}

impl ErrorCode for NameError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::SeveralPersons => "several_persons",
            Self::Unrecognised => "unrecognised",
        }
    }
}

/// Reads the name of one person.
pub fn read(_text: &str) -> Reading<Name, NameError> {
    Reading::error(NameError::Unrecognised)
}
