//! What reading a cell says beside its value: what was repaired, and which kind of nothing a cell holds.
//!
//! Every reader of the values floor returns a [`Reading`]: the value with the *certain* repairs applied, the
//! *probable* ones beside it as proposals, or which kind of missing, or a typed error. A repair is certain when
//! there is one possible reading (spacing, Unicode form, a lost zero that sex and birth year confirm), probable
//! when it chooses among several (marks put back on `Nguyen Van An`).

use serde::{Deserialize, Serialize};

/// How sure a [`Repair`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// One possible reading: applied.
    Certain,
    /// One reading among several: proposed, never applied.
    Probable,
}

/// One change to a cell, made or proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// What was repaired, in snake case: `charset`, `unicode`, `spacing`, `lost_zero`, `ocr` …
    pub kind: std::borrow::Cow<'static, str>,
    /// Whether it was applied or is only proposed.
    pub grade: Grade,
    /// The text before.
    pub before: String,
    /// The text after.
    pub after: String,
}

impl Repair {
    /// A repair with one possible reading.
    pub fn certain(kind: &'static str, before: impl Into<String>, after: impl Into<String>) -> Self {
        Self { kind: kind.into(), grade: Grade::Certain, before: before.into(), after: after.into() }
    }

    /// A repair that chooses among readings.
    pub fn probable(kind: &'static str, before: impl Into<String>, after: impl Into<String>) -> Self {
        Self { kind: kind.into(), grade: Grade::Probable, before: before.into(), after: after.into() }
    }
}

/// Applies the certain repairs of a cell, in their order; probable ones are passed over.
///
/// None where a repair does not begin with the text that the ones before it left: the list is of another cell, or names
/// only the part of a cell that was changed.
///
/// ```
/// use lltp::repair::{apply, undo};
/// use lltp::text;
///
/// let reading = text::read("Nguye\u{302}\u{303}n  Văn An");
/// let clean = apply("Nguye\u{302}\u{303}n  Văn An", &reading.repairs);
/// assert_eq!(clean, reading.value);
/// assert_eq!(undo(&clean.unwrap(), &reading.repairs).as_deref(), Some("Nguye\u{302}\u{303}n  Văn An"));
/// assert_eq!(apply("Trần Thị Bình", &reading.repairs), None);
/// ```
pub fn apply(raw: &str, repairs: &[Repair]) -> Option<String> {
    let mut certain = repairs.iter().filter(|repair| repair.grade == Grade::Certain);
    certain.try_fold(raw, |now, repair| (now == repair.before).then_some(&*repair.after)).map(str::to_owned)
}

/// Takes the certain repairs of a cell back, the last first: the text as it was written.
///
/// None where a repair does not end with the text: see [`apply`].
pub fn undo(clean: &str, repairs: &[Repair]) -> Option<String> {
    let mut certain = repairs.iter().rev().filter(|repair| repair.grade == Grade::Certain);
    certain.try_fold(clean, |now, repair| (now == repair.after).then_some(&*repair.before)).map(str::to_owned)
}

/// Which kind of nothing a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// Nothing was written, or only dots and strokes: `""`, `…`, `//`, `-`.
    Blank,
    /// The writer says that there is none: `không`, `không có`.
    None,
    /// The writer says that it is not known: `không rõ`, `KXĐ`.
    Unknown,
    /// Something stands there that nobody can read: `???`, `không đọc được`.
    Illegible,
}

/// An error with a fixed code that scripts can rely on.
pub trait ErrorCode: std::error::Error {
    /// The code, in snake case: `no_such_day`, `figures_words_conflict` …
    fn code(&self) -> &'static str;
}

/// Reading text as text cannot fail.
impl ErrorCode for std::convert::Infallible {
    fn code(&self) -> &'static str {
        match *self {}
    }
}

/// What one cell says: at most one of value, missing and error is set.
///
/// ```
/// use lltp::repair::{Missing, Reading};
/// let reading: Reading<i32, std::fmt::Error> = Reading::missing(Missing::Blank);
/// assert!(reading.value.is_none() && reading.error.is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading<T, E> {
    /// The value, with certain repairs applied.
    pub value: Option<T>,
    /// Which kind of nothing the cell holds.
    pub missing: Option<Missing>,
    /// Certain repairs (applied) and probable ones (proposed).
    pub repairs: Vec<Repair>,
    /// Why there is no value, or (beside a value) what in it cannot be so.
    pub error: Option<E>,
}

impl<T, E> Reading<T, E> {
    /// A cell that was read.
    pub fn value(value: T) -> Self {
        Self { value: Some(value), missing: None, repairs: Vec::new(), error: None }
    }

    /// A cell that holds nothing.
    pub fn missing(missing: Missing) -> Self {
        Self { value: None, missing: Some(missing), repairs: Vec::new(), error: None }
    }

    /// A cell that could not be read.
    pub fn error(error: E) -> Self {
        Self { value: None, missing: None, repairs: Vec::new(), error: Some(error) }
    }

    /// Adds a repair to the list.
    #[must_use]
    pub fn with(mut self, repair: Repair) -> Self {
        self.repairs.push(repair);
        self
    }

    /// The same reading with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Reading<U, E> {
        Reading { value: self.value.map(f), missing: self.missing, repairs: self.repairs, error: self.error }
    }

    /// The value, or why there is none; `missing` turns an empty cell into an error.
    ///
    /// # Errors
    ///
    /// The reading's own error (also where a value stands beside it), or `missing` of an empty cell.
    pub fn into_result(self, missing: impl FnOnce(Missing) -> E) -> Result<T, E> {
        match (self.value, self.error) {
            (_, Some(error)) => Err(error),
            (Some(value), None) => Ok(value),
            (None, None) => Err(missing(self.missing.unwrap_or(Missing::Blank))),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text;

    proptest! {
        #[test]
        fn repairs_lead_from_the_cell_to_its_text_and_back(cell in "([ a-zA-ZăâđêôơưÀ-ỹ\u{300}\u{301}\u{302}\u{323}\u{a0}\t.,0-9]|Nguyễn|TrÇn|Lª|HuÕ){0,12}") {
            let reading = text::read(&cell);
            if let Some(value) = &reading.value {
                let clean = apply(&cell, &reading.repairs);
                prop_assert_eq!(clean.as_ref(), Some(value));
                prop_assert_eq!(undo(value, &reading.repairs), Some(cell));
            }
        }
    }

    #[test]
    fn a_list_of_another_cell_fits_not() {
        let list = [Repair::certain("spacing", "a  b", "a b"), Repair::probable("marks", "a b", "á b")];
        assert_eq!(apply("a  b", &list).as_deref(), Some("a b"));
        assert_eq!(undo("a b", &list).as_deref(), Some("a  b"));
        assert_eq!((apply("c", &list), undo("á b", &list)), (None, None));
    }
}
