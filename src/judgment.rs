//! Numbers of judgments and decisions, and the codes of records.
//!
//! | Written                                        | number | year | suffix      | says                          |
//! |------------------------------------------------|--------|------|-------------|-------------------------------|
//! | `12/2019/HS-ST`, `12/2019/HSST`, `12 / 2019 HS - ST` | 12 | 2019 | `HS-ST`   | criminal, first, judgment     |
//! | `05/HSST ngày 5/4/2003`                        | 05     | 2003 | `HS-ST`     | the year is that of the date  |
//! | `108/28.3.23`                                  | 108    | 2023 |             | number and date joined        |
//! | `27/2018/HSPT-QĐ`, `21/2018/QĐST-HNGĐ`         | 27, 21 | 2018 | as written  | decision; appeal, first       |
//! | `33/2018/TLPT-HS`, `15/CT-VKS`                 | 33, 15 | 2018 | as written  | docket, indictment            |
//! | `484/2018/QĐ-CA`, `184/2016/GCNĐX`             | …      | …    | as written  | papers on the enforcement     |
//! | `191`, `Bản án số 191`                         | 191    |      |             | the bare number of the portal |
//!
//! [`JudgmentNumber::normal`] is the form for comparison: no padding zeros, four digits of the year, `HSST` as
//! `HS-ST`. Numbers restart every year, in every court, for every case type and instance: a number alone, or with its
//! year, names no judgment; [`JudgmentNumber::agrees_with`] says only whether two writings may be of one.
//!
//! Not read: a date alone, and `12/05` (a number of 2005, or 12 May).
//!
//! Source: Resolutions 05/2017/NQ-HĐTP, 01/2017/NQ-HĐTP and 02/2017/NQ-HĐTP (forms); Circular 13/2011/TT-BTP (codes).

mod code;
mod scan;
mod suffix;

use std::fmt::{self, Write as _};

use serde::{Deserialize, Serialize};

use crate::date::PartialDate;
use crate::identity::Agreement;
use crate::name::plain;
use crate::repair::{ErrorCode, Missing, Reading, Repair};
use crate::text;

pub use code::{RecordCode, RecordCodeError};

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
    /// The letters in normal form: `HS-ST`.
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
    /// A date stands where the number should be.
    #[error("expected the number of a judgment or decision, found a date alone")]
    DateAlone,
    /// Two short numbers parted by a stroke, which may be number and year or day and month; or a year alone.
    #[error("expected a number and a year of four digits, found numbers that may be a date or a year")]
    Ambiguous,
    /// More than one number.
    #[error("expected one number, found several")]
    SeveralNumbers,
    /// The date beside the number cannot be.
    #[error("no such date beside the number")]
    NoSuchDate,
    /// Letters stand where digits must be.
    #[error("expected digits, found letters that look like digits")]
    Misread,
}

impl ErrorCode for JudgmentError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Unrecognised => "unrecognised",
            Self::DateAlone => "date_alone",
            Self::Ambiguous => "ambiguous",
            Self::SeveralNumbers => "several_numbers",
            Self::NoSuchDate => "no_such_date",
            Self::Misread => "misread",
        }
    }
}

impl JudgmentNumber {
    /// The form for comparison and storage: `12/2019/HS-ST`, without padding zeros.
    ///
    /// ```
    /// use lltp::judgment;
    ///
    /// assert_eq!(judgment::parse("Bản án số: 05/2018/HSST")?.normal(), "5/2018/HS-ST");
    /// assert_eq!(judgment::parse("191")?.normal(), "191");
    /// # Ok::<(), judgment::JudgmentError>(())
    /// ```
    pub fn normal(&self) -> String {
        self.to_string()
    }

    /// The number without padding zeros.
    fn bare(&self) -> &str {
        let bare = self.number.trim_start_matches('0');
        if bare.starts_with(|c: char| c.is_ascii_digit()) { bare } else { &self.number }
    }

    /// Whether two writings may be of one judgment.
    ///
    /// Agreement is needed but not enough: numbers restart in every court. Without a year or the letters it cannot be
    /// told.
    ///
    /// ```
    /// use lltp::identity::Agreement;
    /// use lltp::judgment::parse;
    ///
    /// let number = parse("12/2019/HS-ST")?;
    /// assert_eq!(number.agrees_with(&parse("012/2019/HSST")?), Agreement::Agrees);
    /// assert_eq!(number.agrees_with(&parse("12/2019/HS-PT")?), Agreement::Disagrees);
    /// assert_eq!(number.agrees_with(&parse("12")?), Agreement::CannotTell);
    /// # Ok::<(), lltp::judgment::JudgmentError>(())
    /// ```
    pub fn agrees_with(&self, other: &Self) -> Agreement {
        fn differ<T: Copy + PartialEq>(a: Option<T>, b: Option<T>) -> bool {
            a.is_some() && b.is_some() && a != b
        }
        let suffixes = (self.suffix.as_deref(), other.suffix.as_deref());
        if !self.bare().eq_ignore_ascii_case(other.bare())
            || differ(self.year, other.year)
            || differ(self.instance, other.instance)
            || differ(self.matter, other.matter)
            || differ(self.document, other.document)
        {
            Agreement::Disagrees
        } else if self.year.is_some() && other.year.is_some() && matches!(suffixes, (Some(a), Some(b)) if a == b) {
            Agreement::Agrees
        } else {
            Agreement::CannotTell
        }
    }
}

impl fmt::Display for JudgmentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.bare().chars() {
            f.write_char(c.to_ascii_uppercase())?;
        }
        if let Some(year) = self.year {
            write!(f, "/{year:04}")?;
        }
        self.suffix.as_ref().map_or(Ok(()), |suffix| write!(f, "/{suffix}"))
    }
}

/// The key under which writings of one number meet: number, year and letters in plain form.
///
/// ```
/// use lltp::judgment::{key, parse};
///
/// assert_eq!(key(&parse("05/2018/HSST")?), key(&parse("5/2018/hs - st")?));
/// assert_eq!(key(&parse("05/2018/HSST")?), "5/2018/hsst");
/// # Ok::<(), lltp::judgment::JudgmentError>(())
/// ```
pub fn key(number: &JudgmentNumber) -> String {
    let mut key = plain::plain(&number.normal());
    key.retain(|c| c != '-');
    key
}

/// Reads the number of a judgment or decision, with the date joined to it.
///
/// Accepts the forms in the [module table](self), with labels before them and the court behind them, in any letter
/// case. The year is that of the number, else that of the date; two digits up to 39 are this century's.
///
/// ```
/// use lltp::judgment::{self, Instance, JudgmentError};
///
/// let number = judgment::read("BA số 05/HSST ngày 5/4/2003").value.unwrap();
/// assert_eq!((number.number.as_str(), number.suffix.as_deref()), ("05", Some("HS-ST")));
/// assert_eq!(number.instance, Some(Instance::First));
/// assert_eq!(judgment::read("14/3/2019").error, Some(JudgmentError::DateAlone));
/// ```
pub fn read(text: &str) -> Reading<JudgmentNumber, JudgmentError> {
    let Reading { value, missing, repairs, error } = read_all(text);
    match value.map(<[JudgmentNumber; 1]>::try_from) {
        Some(Ok([number])) => Reading { value: Some(number), missing, repairs, error },
        Some(Err(_)) => Reading { value: None, missing, repairs, error: Some(JudgmentError::SeveralNumbers) },
        None => Reading { value: None, missing, repairs, error },
    }
}

/// Reads every number of a cell: `12/2019/HS-ST; 45/2019/HS-PT`.
///
/// ```
/// use lltp::judgment;
///
/// let both = judgment::read_all("12/2019/HS-ST ngày 14/3/2019 và 45/2019/HS-PT ngày 2/7/2019").value.unwrap();
/// assert_eq!(both.len(), 2);
/// ```
pub fn read_all(text: &str) -> Reading<Vec<JudgmentNumber>, JudgmentError> {
    let cell = if text.is_ascii() { text::clean(text) } else { text::mend(text) };
    let cell = cell.trim();
    if let Some(kind) = text::missing(cell) {
        return Reading::missing(kind);
    }
    if !cell.bytes().any(|b| b.is_ascii_digit()) {
        let text = plain::plain(cell);
        let denied = ["khong ", "chua ", "ko "].iter().any(|word| text.starts_with(word));
        let unknown = ["ro", "nho", "biet", "xac"].iter().any(|word| text.split(' ').any(|w| w == *word));
        if denied && text.split(' ').count() <= 5 {
            return Reading::missing(if unknown { Missing::Unknown } else { Missing::None });
        }
    }
    if RecordCode::scan(cell).is_some() {
        return Reading::error(JudgmentError::Unrecognised);
    }
    let found = match scan::numbers(cell) {
        Ok(found) => found,
        Err(error) => {
            // `l2/2O19/HSST`: what a scanner misread is proposed where the corrected text reads.
            let corrected = scan::digits_for_letters(cell);
            return match corrected.map(|after| (scan::numbers(&after), after)) {
                Some((Ok(_), after)) => {
                    Reading::error(JudgmentError::Misread).with(Repair::probable("ocr", cell, after))
                }
                _ => Reading::error(error),
            };
        }
    };
    let mut repairs = Vec::new();
    let normal: Vec<String> = found.numbers.iter().map(JudgmentNumber::normal).collect();
    let normal = normal.join("; ");
    if normal != cell {
        let kind = if found.beside { "neighbour" } else { "normal_form" };
        repairs.push(Repair::certain(kind, cell, normal));
    }
    let error = found.no_such_date.then_some(JudgmentError::NoSuchDate);
    Reading { value: Some(found.numbers), missing: None, repairs, error }
}

/// Reads the number of a judgment or decision.
///
/// # Errors
///
/// Any [`JudgmentError`]; [`JudgmentError::Missing`] where the cell holds nothing.
///
/// ```
/// use lltp::judgment;
///
/// assert_eq!(judgment::parse("484/2018/QD-CA")?.normal(), "484/2018/QĐ-CA");
/// let err = judgment::parse("12/05").unwrap_err();
/// assert_eq!(err.to_string(), "expected a number and a year of four digits, found numbers that may be a date or a year");
/// # Ok::<(), judgment::JudgmentError>(())
/// ```
pub fn parse(text: &str) -> Result<JudgmentNumber, JudgmentError> {
    read(text).into_result(JudgmentError::Missing)
}

/// Reads the number of any document, in normal form where it has the form of a number, else as it is written.
///
/// Certificates carry numbers of many shapes (`GCN 0012345`, `C 045678`); none is refused that holds a digit.
///
/// ```
/// use lltp::judgment;
///
/// assert_eq!(judgment::read_document_no("Số: 112/2019/XN - CCTHADS").value.as_deref(), Some("112/2019/XN-CCTHADS"));
/// assert_eq!(judgment::read_document_no("C 045678").value.as_deref(), Some("C 045678"));
/// assert!(judgment::read_document_no("chưa có số").value.is_none());
/// ```
pub fn read_document_no(text: &str) -> Reading<String, JudgmentError> {
    let reading = read(text);
    match reading.error {
        Some(JudgmentError::Unrecognised | JudgmentError::Ambiguous | JudgmentError::Misread)
            if text.bytes().any(|b| b.is_ascii_digit()) =>
        {
            Reading::value(text::clean(text).trim().to_owned())
        }
        _ => reading.map(|number| number.normal()),
    }
}

#[cfg(test)]
mod tests;
