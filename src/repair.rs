//! What reading a cell says beside its value: what was repaired, and which kind of nothing a cell holds.
//!
//! Every reader of the values floor returns a [`Reading`]: the value with the *certain* repairs applied, the
//! *probable* ones beside it as proposals, or which kind of missing, or a typed error. A repair is certain when
//! there is one possible reading (spacing, Unicode form, a lost zero that sex and birth year confirm), probable
//! when it chooses among several (marks put back on `Nguyen Van An`).

use std::borrow::Cow;

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
    pub kind: Cow<'static, str>,
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

/// A repair, and where it changes its cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The characters before the changed part, in the text that the certain repairs before it left; none where the cell
    /// does not hold what was repaired.
    pub at: Option<usize>,
    /// What was repaired.
    pub repair: Repair,
}

/// Where in a cell its repairs apply, in their order: to the whole of it, else to the first part that is `before`.
///
/// A reader names what it changed, which may be a part of the cell: a number beside words, one word of an offence.
/// Proposals are placed in the text that the certain repairs leave.
///
/// ```
/// use lltp::repair::{Repair, apply, placed, undo};
///
/// let repairs = vec![Repair::certain("lost_zero", "1075000000", "001075000000")];
/// let repairs = placed("CCCD 1075000000", repairs);
/// assert_eq!(repairs[0].at, Some(5));
/// assert_eq!(apply("CCCD 1075000000", &repairs).as_deref(), Some("CCCD 001075000000"));
/// assert_eq!(undo("CCCD 001075000000", &repairs).as_deref(), Some("CCCD 1075000000"));
/// assert_eq!(apply("CMND 012345678", &repairs), None); // another cell
/// ```
pub fn placed(cell: &str, repairs: Vec<Repair>) -> Vec<Placed> {
    let mut now = Cow::Borrowed(cell);
    let mut at = Vec::with_capacity(repairs.len());
    for repair in &repairs {
        at.push((repair.grade == Grade::Certain).then(|| find(&now, repair)).flatten());
        if let Some(Some(at)) = at.last()
            && let Some(next) = replace(&now, *at, &repair.before, &repair.after)
        {
            now = Cow::Owned(next);
        }
    }
    let place = |(at, repair): (Option<usize>, Repair)| {
        let at = if repair.grade == Grade::Probable { find(&now, &repair) } else { at };
        Placed { at, repair }
    };
    at.into_iter().zip(repairs).map(place).collect()
}

fn find(cell: &str, repair: &Repair) -> Option<usize> {
    let at = if cell == repair.before { 0 } else { cell.find(&repair.before)? };
    cell.get(..at).map(|before| before.chars().count())
}

/// The cell with the part that begins after `at` characters exchanged; none where that part is not `before`.
fn replace(cell: &str, at: usize, before: &str, after: &str) -> Option<String> {
    let at = cell.char_indices().map(|(at, _)| at).chain([cell.len()]).nth(at)?;
    let (head, tail) = (cell.get(..at)?, cell.get(at..)?.strip_prefix(before)?);
    Some([head, after, tail].concat())
}

/// Applies the certain repairs of a cell, in their order; proposals are passed over.
///
/// None where a repair does not find what it changes: the list is of another cell. See [`placed`].
pub fn apply(raw: &str, repairs: &[Placed]) -> Option<String> {
    certain(repairs).try_fold(raw.to_owned(), |now, (at, repair)| replace(&now, at, &repair.before, &repair.after))
}

/// Takes the certain repairs of a cell back, the last first: the text as it was written.
///
/// None where a repair does not find what it left: see [`apply`].
pub fn undo(clean: &str, repairs: &[Placed]) -> Option<String> {
    let mut last_first = certain(repairs).rev();
    last_first.try_fold(clean.to_owned(), |now, (at, repair)| replace(&now, at, &repair.after, &repair.before))
}

/// The repaired text of a cell with its proposals taken up; of several for one part, the first.
pub fn take_up(clean: &str, repairs: &[Placed]) -> String {
    let proposals = repairs.iter().filter(|placed| placed.repair.grade == Grade::Probable);
    proposals.fold(clean.to_owned(), |now, Placed { at, repair }| {
        at.and_then(|at| replace(&now, at, &repair.before, &repair.after)).unwrap_or(now)
    })
}

fn certain(repairs: &[Placed]) -> impl DoubleEndedIterator<Item = (usize, &Repair)> {
    let certain = repairs.iter().filter(|placed| placed.repair.grade == Grade::Certain);
    certain.filter_map(|placed| Some((placed.at?, &placed.repair)))
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

    /// What a cell may hold, and what may be done to it.
    const MESS: &str = "([ a-zA-ZăâđêôơưÀ-ỹ\u{300}\u{301}\u{302}\u{323}\u{a0}\t.,0-9]|Nguyễn|TrÇn|Lª|HuÕ){0,12}";

    proptest! {
        #[test]
        fn repairs_lead_from_the_cell_to_its_text_and_back(cell in MESS) {
            let reading = text::read(&cell);
            if let Some(value) = &reading.value {
                let repairs = placed(&cell, reading.repairs.clone());
                let clean = apply(&cell, &repairs);
                prop_assert_eq!(clean.as_ref(), Some(value));
                prop_assert_eq!(undo(value, &repairs), Some(cell));
            }
        }

        #[test]
        fn whatever_was_repaired_can_be_taken_back(
            cell in MESS,
            parts in proptest::collection::vec((0usize..12, 0usize..4, "[a-zạ1 ]{0,3}", any::<bool>()), 0..6),
        ) {
            // Repairs of parts of the cell, some of which another repair has changed before.
            let chars: Vec<char> = cell.chars().collect();
            let repairs = parts.into_iter().map(|(from, length, after, sure)| {
                let before: String = chars.iter().skip(from).take(length).collect();
                if sure { Repair::certain("k", before, after) } else { Repair::probable("k", before, after) }
            });
            let repairs = placed(&cell, repairs.collect());
            let clean = apply(&cell, &repairs);
            prop_assert!(clean.is_some());
            prop_assert_eq!(undo(&clean.unwrap_or_default(), &repairs), Some(cell));
        }
    }

    #[test]
    fn a_list_of_another_cell_fits_not() {
        let list = [Repair::certain("spacing", "a  b", "a b"), Repair::probable("marks", "a b", "á b")];
        let list = placed("a  b", list.into());
        assert_eq!(apply("a  b", &list).as_deref(), Some("a b"));
        assert_eq!(undo("a b", &list).as_deref(), Some("a  b"));
        assert_eq!((apply("c", &list), undo("á b", &list)), (None, None));
    }

    #[test]
    fn a_proposal_is_taken_up_only_on_demand() {
        let repairs = vec![
            Repair::certain("spacing", "so  B12", "so B12"),
            Repair::probable("ocr", "B", "8"),
            Repair::probable("ocr", "B", "13"),
        ];
        let repairs = placed("so  B12", repairs);
        assert_eq!(repairs.iter().map(|placed| placed.at).collect::<Vec<_>>(), [Some(0), Some(3), Some(3)]);
        assert_eq!(apply("so  B12", &repairs).as_deref(), Some("so B12"));
        assert_eq!(take_up("so B12", &repairs), "so 812");
    }
}
