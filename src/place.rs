//! Administrative units, valid in time: free text to codes, old units to today's.

use serde::{Deserialize, Serialize};

use crate::repair::{ErrorCode, Missing, Reading};

/// Whose division of the country a place is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Era {
    /// 63 provinces, three levels, to 30/6/2025.
    #[serde(rename = "63")]
    Sixty3,
    /// 34 provinces, two levels, from 1/7/2025.
    #[serde(rename = "34")]
    Thirty4,
    /// A province that had ended before.
    #[serde(rename = "historic")]
    Historic,
}

impl Era {
    /// `63`, `34` or `historic`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sixty3 => "63",
            Self::Thirty4 => "34",
            Self::Historic => "historic",
        }
    }
}

/// A place as far as the text determines it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Era of the codes.
    pub era: Era,
    /// Province code of the era, or the id of a historic unit.
    pub province: Option<String>,
    /// District code.
    pub district: Option<String>,
    /// Commune code.
    pub commune: Option<String>,
    /// Today's commune codes that may hold the place; empty unless the commune is determined.
    pub today: Vec<String>,
    /// The rest of the address: house, street, hamlet.
    pub rest: String,
}

/// Why a place could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlaceError {
    /// The cell holds nothing.
    #[error("no place: the cell is empty")]
    Missing(Missing),
    /// The text does not determine a unit.
    #[error("expected an administrative unit, found none that the text determines")]
    Undetermined,
}

impl ErrorCode for PlaceError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Undetermined => "undetermined",
        }
    }
}

/// Reads a place; `era` none tries every era.
pub fn read(_text: &str, _era: Option<Era>) -> Reading<Place, PlaceError> {
    Reading::error(PlaceError::Undetermined)
}
