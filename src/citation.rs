//! Cited articles of the penal codes and other laws.

use serde::{Deserialize, Serialize};

use crate::repair::{ErrorCode, Missing, Reading};

/// One clause of a cited article (or the article, where no clause is cited).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Citation {
    /// `BLHS`, `BLTTHS`, `BLDS` … or the number of the document.
    pub code: String,
    /// Year of the code as written; none where it is not.
    pub year: Option<i16>,
    /// Whether the amendment is cited.
    pub amended: bool,
    /// Article, as text: `51`, `337a`.
    pub article: String,
    /// Clause.
    pub clause: Option<String>,
    /// Points, in the order of the text.
    pub points: Vec<String>,
}

/// Why a citation could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CitationError {
    /// The cell holds nothing.
    #[error("no citation: the cell is empty")]
    Missing(Missing),
    /// No form of a citation.
    #[error("expected cited articles, found other text")]
    Unrecognised,
}

impl ErrorCode for CitationError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Unrecognised => "unrecognised",
        }
    }
}

/// Reads cited articles, one element per clause.
pub fn read(_text: &str) -> Reading<Vec<Citation>, CitationError> {
    Reading::error(CitationError::Unrecognised)
}
