//! Sentences: principal and additional penalties, terms, suspension, probation.

use serde::{Deserialize, Serialize};

use crate::date::PartialDate;
use crate::repair::{ErrorCode, Missing, Reading};

/// A principal penalty (hình phạt chính).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrincipalKind {
    /// tù có thời hạn
    Imprisonment,
    /// tù chung thân
    Life,
    /// tử hình
    Death,
    /// phạt tiền
    Fine,
    /// cải tạo không giam giữ
    NonCustodial,
    /// cảnh cáo
    Warning,
    /// trục xuất
    Expulsion,
    /// miễn hình phạt
    Exempted,
}

/// An additional penalty (hình phạt bổ sung).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdditionalKind {
    /// phạt tiền
    Fine,
    /// quản chế
    Supervision,
    /// cấm cư trú
    ResidenceBan,
    /// cấm đảm nhiệm chức vụ, hành nghề, làm công việc
    OccupationBan,
    /// tước một số quyền công dân
    Rights,
    /// tịch thu tài sản
    Confiscation,
    /// trục xuất
    Expulsion,
}

/// Bounds of a penalty that is only proposed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Range {
    /// Shortest term.
    pub min_months: Option<u32>,
    /// Longest term.
    pub max_months: Option<u32>,
    /// Smallest amount, đồng.
    pub min_amount: Option<i64>,
    /// Largest amount, đồng.
    pub max_amount: Option<i64>,
}

/// A principal penalty with its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Penalty {
    /// Which penalty.
    pub kind: PrincipalKind,
    /// The whole term in months: `1 năm 6 tháng` is 18.
    pub months: Option<u32>,
    /// Days beyond the months.
    pub days: Option<u32>,
    /// Amount of a fine, đồng.
    pub amount: Option<i64>,
    /// Bounds, where a penalty is only proposed.
    pub range: Option<Range>,
}

/// An additional penalty with its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AdditionalPenalty {
    /// Which penalty.
    pub kind: AdditionalKind,
    /// Term in months.
    pub months: Option<u32>,
    /// Amount, đồng.
    pub amount: Option<i64>,
}

/// Time in detention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Detained {
    /// First day.
    pub from: Option<PartialDate>,
    /// Last day.
    pub to: Option<PartialDate>,
}

/// One principal penalty and what the text says beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// The principal penalty.
    pub principal: Option<Penalty>,
    /// Whether imprisonment is suspended (án treo).
    pub suspended: bool,
    /// Probation (thời gian thử thách) in months.
    pub probation_months: Option<u32>,
    /// Additional penalties.
    pub additional: Vec<AdditionalPenalty>,
    /// Whether this is the combined penalty (tổng hợp hình phạt).
    pub total: bool,
    /// Whether an earlier sentence is quoted.
    pub prior: bool,
    /// From which day the term counts.
    pub from_date: Option<PartialDate>,
    /// Time in detention that is deducted.
    pub detained: Option<Detained>,
}

/// Why a sentence could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SentenceError {
    /// The cell holds nothing.
    #[error("no sentence: the cell is empty")]
    Missing(Missing),
    /// No form of a sentence.
    #[error("expected a sentence, found other text")]
    Unrecognised,
    /// Figures and words name different terms or amounts.
    #[error("figures and words name different terms")]
    FiguresWordsConflict,
}

impl ErrorCode for SentenceError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Unrecognised => "unrecognised",
            Self::FiguresWordsConflict => "figures_words_conflict",
        }
    }
}

/// Reads sentences, one element per principal penalty in the order of the text.
pub fn read(_text: &str) -> Reading<Vec<Sentence>, SentenceError> {
    Reading::error(SentenceError::Unrecognised)
}
