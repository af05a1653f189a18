//! Cited articles of the penal codes and other laws, as judgments and registers write them.
//!
//! | Written                                             | Read                                        |
//! |-----------------------------------------------------|---------------------------------------------|
//! | `khoản 1 Điều 173 BLHS 2015`                        | one clause                                  |
//! | `điểm b, s khoản 1, khoản 2 Điều 51; Điều 38`       | 51(1)(b)(s), 51(2), 38                      |
//! | `Điều 173 khoản 1 điểm a`, `K1 Đ173`, `173/1`       | other orders and short forms                |
//! | `đ.a k.1 Đ.173`, `khoản1Điều173`, `Đi ều 173`       | dots, lost blanks, blanks inside a word     |
//! | `các điều 38, 51, 65`, `từ khoản 1 đến khoản 3 …`   | lists and ranges                            |
//! | `Bộ luật Hình sự năm 1999 (sửa đổi, bổ sung 2009)`  | the code of 1999, amended                   |
//! | `Điều 106 BLTTHS; điểm a khoản 1 Điều 23 NQ 326/2016/UBTVQH14` | each article with the law named after it |
//!
//! Elements stand in the order of the text, one per clause. A code named behind articles is the code of all
//! articles back to the code before; a text that opens with a code has it in front of its articles. Articles that
//! follow the last code belong to the last penal code; where no code is named, to a penal code without a year.
//!
//! Not read: articles in words (`điều một trăm`), sections of annexes, clauses of documents without an article.

mod assemble;
mod scan;

use serde::{Deserialize, Serialize};

use self::assemble::assemble;
pub(crate) use self::scan::fold;
use crate::repair::{ErrorCode, Missing, Reading, Repair};
use crate::text;

/// One clause of a cited article (or the article, where no clause is cited).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Citation {
    /// `BLHS`, `BLTTHS`, `BLDS` … or the number of the document.
    pub code: String,
    /// Year of the code as written; none where it is not.
    pub year: Option<i16>,
    /// Whether the amendment is cited.
    pub amended: bool,
    /// Article, as text: `51`, `217a`.
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
///
/// Accepts the forms in the [module table](self), with or without marks, in any letter case. Words around the
/// articles are passed over. A keyword that had to be put together (`Đi ều`) or a digit that was read as a letter
/// (`khoản l`) is listed as a certain repair.
///
/// # Examples
///
/// ```
/// use lltp::citation::{self, CitationError};
///
/// let cited = citation::read("điểm b, s khoản 1 Điều 51 BLHS 2015 (sửa đổi 2017)").value.unwrap();
/// assert_eq!(cited.len(), 1);
/// assert_eq!((cited[0].year, cited[0].amended), (Some(2015), true));
/// assert_eq!((cited[0].article.as_str(), cited[0].clause.as_deref()), ("51", Some("1")));
/// assert_eq!(cited[0].points, ["b", "s"]);
///
/// assert_eq!(citation::read("xử phạt 12 tháng tù").error, Some(CitationError::Unrecognised));
/// ```
pub fn read(text: &str) -> Reading<Vec<Citation>, CitationError> {
    let text = text::clean(text);
    let mut scan = scan::scan(&text);
    let cited = assemble(&mut scan);
    if cited.is_empty() || scan.torn {
        return match text::missing(&text) {
            Some(kind) => Reading::missing(kind),
            None => Reading::error(CitationError::Unrecognised),
        };
    }
    let reading = Reading::value(cited);
    match scan.repaired {
        Some((before, after)) => reading.with(Repair::certain("keyword", before, after)),
        None => reading,
    }
}

/// Reads cited articles; an empty cell is an error.
///
/// # Errors
///
/// [`CitationError::Missing`] of an empty cell, [`CitationError::Unrecognised`] of other text.
pub fn parse(text: &str) -> Result<Vec<Citation>, CitationError> {
    read(text).into_result(CitationError::Missing)
}

/// Citations of a clean text with the spans of everything that was read as part of one (first and last character,
/// exclusive, not counting combining marks), for those who read the rest.
pub(crate) fn spans(text: &str) -> (Vec<Citation>, Vec<(usize, usize)>) {
    let mut scan = scan::scan(text);
    let mut cited = assemble(&mut scan);
    if scan.torn {
        cited.clear();
    }
    let spans = if cited.is_empty() { Vec::new() } else { scan.elements.iter().map(|e| e.span).collect() };
    (cited, spans)
}

#[cfg(test)]
mod tests;
