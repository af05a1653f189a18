//! Courts, valid in time.

use serde::{Deserialize, Serialize};

use crate::repair::{ErrorCode, Missing, Reading};

/// A level in the system of courts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CourtLevel {
    /// Tòa án nhân dân tối cao
    Supreme,
    /// Tòa án nhân dân cấp cao, 1/6/2015 to 30/6/2025
    High,
    /// cấp tỉnh
    Province,
    /// cấp huyện, to 30/6/2025
    District,
    /// khu vực, from 1/7/2025
    Region,
    /// Tòa án quân sự trung ương
    MilitaryCentral,
    /// quân khu và tương đương
    MilitaryRegion,
    /// Tòa án quân sự khu vực
    MilitaryArea,
}

/// A court.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Court {
    /// Its level.
    pub level: CourtLevel,
    /// Its name in full, district and province parted by a comma.
    pub name: String,
    /// Province code, of the era of the court.
    pub province: Option<String>,
    /// District code.
    pub district: Option<String>,
    /// Number of a regional court.
    pub number: Option<u8>,
}

/// Why a court could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CourtError {
    /// The cell holds nothing.
    #[error("no court: the cell is empty")]
    Missing(Missing),
    /// The text does not determine a court.
    #[error("expected a court, found none that the text determines")]
    Undetermined,
}

impl ErrorCode for CourtError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Undetermined => "undetermined",
        }
    }
}

/// Reads a court.
pub fn read(_text: &str) -> Reading<Court, CourtError> {
    Reading::error(CourtError::Undetermined)
}
