//! Sentences: principal and additional penalties, terms, suspension, probation.
//!
//! | Written                                                                     | Read                                |
//! |-----------------------------------------------------------------------------|-------------------------------------|
//! | `02 (hai) năm 06 (sáu) tháng tù`                                             | imprisonment, 30 months             |
//! | `24 tháng tù nhưng cho hưởng án treo, thời gian thử thách 48 tháng`          | suspended, probation 48 months      |
//! | `12 tháng cải tạo không giam giữ, khấu trừ 5% thu nhập`                      | non-custodial, 12 months            |
//! | `Phạt tiền 10.000.000 đồng`, `Tù chung thân`, `Cảnh cáo`, `Miễn hình phạt`   | a fine, life, a warning, exempted   |
//! | `02 năm tù, phạt bổ sung 10 triệu đồng, quản chế 02 năm`                     | with two additional penalties       |
//! | `01 năm tù về tội A; 02 năm tù về tội B. Tổng hợp hình phạt là 03 năm tù`     | three sentences, the last the total |
//! | `… tổng hợp với 02 năm tù của bản án số 12/2015/HSST, chung là 05 năm tù`     | the second prior, the last the total |
//! | `Đề nghị xử phạt từ 12 đến 18 tháng tù`                                      | a range                             |
//!
//! No sentence, each with its own error: a penalty frame of the law (`bị phạt tù từ 02 năm đến 07 năm`), detention, an
//! administrative fine, damages and fees, a term without its kind, and figures and words that disagree.
//!
//! A fine beside another principal penalty is additional. What counts against the law (a suspended term over three
//! years, supervision without imprisonment) is said by [`limits`], never corrected.
//!
//! Source: Penal Code 2015, Art. 32–45, 55, 56, 65; Resolution 02/2018/NQ-HĐTP.

mod assemble;
mod event;
mod limit;

pub use limit::{Limit, limits};

use serde::{Deserialize, Serialize};

use crate::date::PartialDate;
use crate::number::lex::{self, Token};
use crate::number::{self, Duration};
use crate::repair::{ErrorCode, Missing, Reading, Repair};
use crate::text;

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
    /// Days of the probation beyond the months.
    #[serde(skip)]
    pub probation_days: Option<u32>,
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
    /// A term, but no word says of which penalty.
    #[error("a term without the kind of its penalty")]
    NoKind,
    /// A penalty, but no term or amount.
    #[error("a penalty without its term or amount")]
    NoSize,
    /// Additional penalties without a principal one.
    #[error("additional penalties without a principal one")]
    NoPrincipal,
    /// The frame of an article, or a bound.
    #[error("a penalty frame of the law is no sentence")]
    LegalFrame,
    /// Detention before the judgment.
    #[error("detention is no sentence")]
    Detention,
    /// A fine for an administrative violation.
    #[error("an administrative sanction is no sentence")]
    Administrative,
    /// Compulsory education, treatment or the like.
    #[error("a measure that is no penalty")]
    Measure,
    /// A reduction, postponement or exemption of a sentence that stands elsewhere.
    #[error("about the execution of a sentence, not a sentence")]
    Enforcement,
    /// Letters in the place of digits.
    #[error("letters in the place of digits")]
    Ocr,
    /// Damages, fees and gains to be paid.
    #[error("a civil duty or fee is no sentence")]
    Civil,
    /// An earlier judgment is upheld, which stands elsewhere.
    #[error("an upheld judgment is not spelled out")]
    Upheld,
    /// Freed of criminal liability, or not guilty.
    #[error("no conviction, so no sentence")]
    NotConvicted,
    /// An amount with two readings.
    #[error("the amount can be read in two ways")]
    Ambiguous,
}

impl ErrorCode for SentenceError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Unrecognised => "unrecognised",
            Self::FiguresWordsConflict => "figures_words_conflict",
            Self::NoKind => "no_kind",
            Self::NoSize => "no_size",
            Self::NoPrincipal => "no_principal",
            Self::LegalFrame => "legal_frame",
            Self::Detention => "detention",
            Self::Administrative => "administrative",
            Self::Measure => "measure",
            Self::Enforcement => "enforcement",
            Self::Ocr => "ocr",
            Self::Civil => "civil",
            Self::Upheld => "upheld",
            Self::NotConvicted => "not_convicted",
            Self::Ambiguous => "ambiguous",
        }
    }
}

/// Reads sentences, one element per principal penalty in the order of the text.
///
/// ```
/// use lltp::repair::ErrorCode;
/// use lltp::sentence::{self, PrincipalKind};
///
/// let read = sentence::read("24 tháng tù nhưng cho hưởng án treo, thời gian thử thách 48 tháng").value.unwrap_or_default();
/// let penalty = read[0].principal.map(|p| (p.kind, p.months));
/// assert_eq!(penalty, Some((PrincipalKind::Imprisonment, Some(24))));
/// assert_eq!((read[0].suspended, read[0].probation_months), (true, Some(48)));
/// let conflict = sentence::read("02 (ba) năm tù").error.map(|e| e.code());
/// assert_eq!(conflict, Some("figures_words_conflict"));
/// ```
pub fn read(text: &str) -> Reading<Vec<Sentence>, SentenceError> {
    cell(text, assemble::assemble)
}

/// Reads sentences: [`read`] as a `Result`.
///
/// # Errors
///
/// Any [`SentenceError`]; [`SentenceError::Missing`] where the cell is empty.
pub fn parse(text: &str) -> Result<Vec<Sentence>, SentenceError> {
    read(text).into_result(SentenceError::Missing)
}

/// Reads a cell of additional penalties alone: `Phạt tiền 10.000.000 đồng`, `Quản chế 2 năm`.
///
/// An amount without a word is a fine. `Không áp dụng hình phạt bổ sung` is an empty list.
///
/// ```
/// use lltp::sentence::{self, AdditionalKind};
///
/// let read = sentence::read_additional("Quản chế 02 năm; phạt tiền 5.000.000đ").value.unwrap_or_default();
/// assert_eq!((read[0].kind, read[0].months), (AdditionalKind::Supervision, Some(24)));
/// assert_eq!((read[1].kind, read[1].amount), (AdditionalKind::Fine, Some(5_000_000)));
/// assert!(sentence::read_additional("02 năm tù").value.is_none());
/// ```
pub fn read_additional(text: &str) -> Reading<Vec<AdditionalPenalty>, SentenceError> {
    cell(text, assemble::additional)
}

/// Reads a cell of the probation alone: `48 tháng`, `thử thách 05 năm`.
///
/// ```
/// use lltp::number::Duration;
/// use lltp::sentence;
///
/// let years = Duration { years: 5, months: 0, days: 0 };
/// assert_eq!(sentence::read_probation("thử thách 05 (năm) năm").value, Some(years));
/// assert!(sentence::read_probation("//").value.is_none());
/// ```
pub fn read_probation(text: &str) -> Reading<Duration, SentenceError> {
    cell(text, assemble::probation)
}

/// Reads a cell that names a principal penalty without its size: `Tù có thời hạn`, `Phạt tiền`, `Án treo`. The second
/// value is whether it is suspended. None where the cell names none or several.
///
/// ```
/// use lltp::sentence::{self, PrincipalKind};
///
/// assert_eq!(sentence::read_kind("Tù có thời hạn"), Some((PrincipalKind::Imprisonment, false)));
/// assert_eq!(sentence::read_kind("Tù cho hưởng án treo"), Some((PrincipalKind::Imprisonment, true)));
/// assert_eq!(sentence::read_kind("Nguyễn Văn An"), None);
/// ```
pub fn read_kind(text: &str) -> Option<(PrincipalKind, bool)> {
    use event::{Key, What};
    let clean = text::clean(text);
    let tokens = tokens(&clean);
    let mut found = None;
    let mut suspended = false;
    for event in event::events(&clean, &tokens) {
        let What::Key(key) = event.what else { continue };
        let kind = match key {
            Key::Suspended => {
                suspended = true;
                PrincipalKind::Imprisonment
            }
            Key::Prison => PrincipalKind::Imprisonment,
            Key::Life => PrincipalKind::Life,
            Key::Death => PrincipalKind::Death,
            Key::Fine => PrincipalKind::Fine,
            Key::NonCustodial => PrincipalKind::NonCustodial,
            Key::Warning => PrincipalKind::Warning,
            Key::Expulsion => PrincipalKind::Expulsion,
            Key::Exempted => PrincipalKind::Exempted,
            Key::Administrative | Key::Additional | Key::Not => return None,
            _ => continue,
        };
        if found.is_some_and(|other| other != kind) {
            return None;
        }
        found = Some(kind);
    }
    found.map(|kind| (kind, suspended))
}

fn tokens(clean: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(clean.len() / 4 + 4);
    lex::lex(clean, &mut tokens);
    tokens
}

fn cell<T>(text: &str, reader: fn(&[event::Event]) -> Result<T, SentenceError>) -> Reading<T, SentenceError> {
    let clean = text::clean(text);
    if let Some(kind) = text::missing(&clean) {
        return Reading::missing(kind);
    }
    match reader(&event::events(&clean, &tokens(&clean))) {
        Ok(value) => Reading::value(value),
        Err(SentenceError::Ocr) => {
            let reading = Reading::error(SentenceError::Ocr);
            match number::ocr(&clean) {
                Some(digits) if reader(&event::events(&digits, &tokens(&digits))).is_ok() => {
                    reading.with(Repair::probable("ocr", text, digits))
                }
                _ => reading,
            }
        }
        Err(error) => Reading::error(error),
    }
}

#[cfg(test)]
mod tests;
