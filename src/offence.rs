//! Offences of the penal codes of 1985, 1999 and 2015: names, frames, seriousness, fault.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::repair::{ErrorCode, Missing, Reading};

/// An offence as the catalogue of its code names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Offence {
    /// `BLHS`.
    pub code: String,
    /// 1985, 1999 or 2015; none where nothing decides.
    pub year: Option<i16>,
    /// Article, as text.
    pub article: Option<String>,
    /// Catalogue name without "Tội".
    pub name: String,
}

/// Why an offence could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OffenceError {
    /// The cell holds nothing.
    #[error("no offence: the cell is empty")]
    Missing(Missing),
    /// The name is in no catalogue.
    #[error("expected the name of an offence, found none that the catalogues know")]
    Unrecognised,
    /// Name and cited article are of two offences.
    #[error("name and article are of two offences")]
    NameArticleConflict,
}

impl ErrorCode for OffenceError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Unrecognised => "unrecognised",
            Self::NameArticleConflict => "name_article_conflict",
        }
    }
}

/// Reads offences; `date` (of the offence, else the judgment) decides the code where no citation does.
pub fn read(_text: &str, _date: Option<Date>) -> Reading<Vec<Offence>, OffenceError> {
    Reading::error(OffenceError::Unrecognised)
}
