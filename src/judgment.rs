//! Numbers of judgments and decisions, and record codes.

use serde::{Deserialize, Serialize};

use crate::date::PartialDate;
use crate::repair::{ErrorCode, Missing, Reading};

/// At which instance a court decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instance {
    /// sơ thẩm
    First,
    /// phúc thẩm
    Appeal,
    /// giám đốc thẩm
    Cassation,
    /// tái thẩm
    Reopening,
}

/// What a case is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// hình sự
    Criminal,
    /// dân sự
    Civil,
    /// hôn nhân và gia đình
    Family,
    /// kinh doanh, thương mại
    Commercial,
    /// lao động
    Labour,
    /// hành chính
    Administrative,
    /// phá sản
    Bankruptcy,
}

/// What kind of paper carries the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Document {
    /// bản án
    Judgment,
    /// quyết định
    Decision,
    /// thụ lý
    Docket,
    /// cáo trạng
    Indictment,
}

/// The number of a judgment or decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgmentNumber {
    /// The number as written, padding zeros kept.
    pub number: String,
    /// From the number, else from the date beside it.
    pub year: Option<i16>,
    /// In normal form: `HS-ST`.
    pub suffix: Option<String>,
    /// At which instance.
    pub instance: Option<Instance>,
    /// The date that stands in the same cell.
    pub date: Option<PartialDate>,
    /// What the case is about.
    pub matter: Option<Matter>,
    /// What kind of paper.
    pub document: Option<Document>,
}

/// Why a number could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JudgmentError {
    /// The cell holds nothing.
    #[error("no judgment number: the cell is empty")]
    Missing(Missing),
    /// No form of a judgment number.
    #[error("expected the number of a judgment or decision, found other text")]
    Unrecognised,
}

impl ErrorCode for JudgmentError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Unrecognised => "unrecognised",
        }
    }
}

/// Reads the number of a judgment or decision, with the date joined to it.
pub fn read(_text: &str) -> Reading<JudgmentNumber, JudgmentError> {
    Reading::error(JudgmentError::Unrecognised)
}
