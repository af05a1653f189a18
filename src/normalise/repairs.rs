//! The table of repairs, and what it is good for: from the texts as they were written to the clean ones, and back.
//!
//! | Column | Says |
//! |---|---|
//! | `row_id`, `entry`, `column` | which cell of which entry table |
//! | `kind`, `grade` | what was done; `certain` is applied, `probable` only proposed |
//! | `at` | how many characters stand before the changed part, in the text that the rows above left; null: nowhere in it |
//! | `before`, `after` | the changed part; often the whole cell |
//!
//! Two laws hold for every column of every entry that a source column feeds:
//!
//! 1. [`apply`]`(written, repairs) = clean` and [`undo`]`(clean, repairs) = written`, where `written` is what
//!    [`Normaliser::written`](super::Normaliser::written) gives;
//! 2. the entry's value is what its reader reads in the clean text; of a column of text it is the clean text itself.
//!
//! A date in figures that becomes `1965-11-14` was read and not repaired: it is no row here.

use std::collections::{BTreeMap, HashMap};

use polars::prelude::*;

use super::Entries;
use crate::error::{Error, Result};
use crate::frame::typed::{integers, snake, strings};
use crate::repair::{self, Grade, Placed, Repair};
use crate::schema::Entry;

/// The rows of `repairs`.
///
/// # Errors
///
/// [`Error::Library`] where Polars refuses to build the table.
pub fn table(entries: &[Entries]) -> Result<DataFrame> {
    let mut ids = Vec::new();
    let mut all = Vec::new();
    for table in entries {
        let column = table.frame.column("row_id")?.str()?.rechunk().into_owned();
        for repair in &table.repairs {
            ids.push(column.get(repair.row).unwrap_or("").to_owned());
            all.push((table.entry.as_str(), repair));
        }
    }
    let columns = vec![
        strings("row_id", ids.iter().map(Some)),
        strings("entry", all.iter().map(|(entry, _)| Some(*entry))),
        strings("column", all.iter().map(|(_, r)| Some(r.column))),
        strings("kind", all.iter().map(|(_, r)| Some(r.repair.kind.as_ref()))),
        strings("grade", all.iter().map(|(_, r)| Some(snake(&r.repair.grade)))),
        integers("at", all.iter().map(|(_, r)| r.at.and_then(|at| i64::try_from(at).ok()))),
        strings("before", all.iter().map(|(_, r)| Some(r.repair.before.as_str()))),
        strings("after", all.iter().map(|(_, r)| Some(r.repair.after.as_str()))),
    ];
    Ok(DataFrame::new(all.len(), columns)?)
}

/// Applies the certain repairs of an entry kind to its texts as they were written.
///
/// Reads `row_id` and the String columns of `written`, and the columns of `repairs` [above](self). Rows and columns that
/// no repair names stay as they are, and so does null.
///
/// # Errors
///
/// [`Error::Config`] where a repair does not find what it changes, or a column is missing or no text.
///
/// ```
/// use lltp::normalise::repairs::{apply, take_up, undo};
/// use lltp::polars::prelude::*;
/// use lltp::schema::Entry;
///
/// let written = df!("row_id" => ["f-1-2-1-1"], "note" => ["hộp  O3"])?;
/// let repairs = df!(
///     "row_id" => ["f-1-2-1-1", "f-1-2-1-1"],
///     "entry" => ["record", "record"],
///     "column" => ["note", "note"],
///     "grade" => ["certain", "probable"],
///     "at" => [3_i64, 4],
///     "before" => ["  ", "O"],
///     "after" => [" ", "0"],
/// )?;
/// let clean = apply(&written, &repairs, Entry::Record)?;
/// assert_eq!(clean.column("note")?.str()?.get(0), Some("hộp O3")); // what is only proposed is not applied
/// assert_eq!(undo(&clean, &repairs, Entry::Record)?, written);
/// let with_proposals = take_up(&clean, &repairs, Entry::Record)?;
/// assert_eq!(with_proposals.column("note")?.str()?.get(0), Some("hộp 03"));
///
/// assert!(apply(&clean, &repairs, Entry::Record).is_err()); // applied already
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn apply(written: &DataFrame, repairs: &DataFrame, entry: Entry) -> Result<DataFrame> {
    each(written, repairs, entry, |text, repairs| repair::apply(text, repairs).ok_or_else(misfit))
}

/// Takes the certain repairs of an entry kind back: from the clean texts to those that were written.
///
/// # Errors
///
/// As [`apply`].
pub fn undo(clean: &DataFrame, repairs: &DataFrame, entry: Entry) -> Result<DataFrame> {
    each(clean, repairs, entry, |text, repairs| repair::undo(text, repairs).ok_or_else(misfit))
}

/// Takes the proposals up, too: in clean texts, each part for which there is one becomes the first of them.
///
/// # Errors
///
/// [`Error::Config`] where a column is missing or no text.
pub fn take_up(clean: &DataFrame, repairs: &DataFrame, entry: Entry) -> Result<DataFrame> {
    each(clean, repairs, entry, |text, repairs| Ok(repair::take_up(text, repairs)))
}

fn misfit() -> Error {
    Error::config("repairs", "một sửa chữa không khớp với ô", "expected the texts that the repairs were made of")
}

/// The frame with every repaired cell changed.
fn each(
    frame: &DataFrame,
    repairs: &DataFrame,
    entry: Entry,
    change: impl Fn(&str, &[Placed]) -> Result<String>,
) -> Result<DataFrame> {
    let text = |name: &str| text(repairs, name);
    let [ids, entries, columns] = [text("row_id")?, text("entry")?, text("column")?];
    let [grades, befores, afters] = [text("grade")?, text("before")?, text("after")?];
    let at = repairs.column("at").and_then(|at| at.cast(&DataType::Int64)).map_err(|_| no_column("at"))?;
    let at = at.i64()?.rechunk();
    let mut cells: BTreeMap<&str, HashMap<&str, Vec<Placed>>> = BTreeMap::new();
    for row in 0..repairs.height() {
        let (Some(id), Some(column)) = (ids.get(row), columns.get(row)) else { continue };
        if entries.get(row) != Some(entry.as_str()) {
            continue;
        }
        let grade = if grades.get(row) == Some("certain") { Grade::Certain } else { Grade::Probable };
        let part = |part: &StringChunked| part.get(row).unwrap_or("").to_owned();
        let repair = Repair { kind: "".into(), grade, before: part(&befores), after: part(&afters) };
        let at = at.get(row).and_then(|at| usize::try_from(at).ok());
        cells.entry(column).or_default().entry(id).or_default().push(Placed { at, repair });
    }
    let mut changed = frame.clone();
    let ids = self::text(frame, "row_id")?;
    for (name, cells) in cells.into_iter().filter(|(name, _)| frame.column(name).is_ok()) {
        let texts = self::text(frame, name)?;
        let texts = ids.iter().zip(texts.iter()).map(|(id, text)| match (id.and_then(|id| cells.get(id)), text) {
            (Some(repairs), Some(text)) => change(text, repairs).map(Some),
            (_, text) => Ok(text.map(str::to_owned)),
        });
        changed.with_column(strings(name, texts.collect::<Result<Vec<_>>>()?.into_iter()))?;
    }
    Ok(changed)
}

fn text(frame: &DataFrame, name: &str) -> Result<StringChunked> {
    let column = frame.column(name).map_err(|_| no_column(name))?;
    column.str().map(|texts| texts.rechunk().into_owned()).map_err(|_| no_column(name))
}

fn no_column(name: &str) -> Error {
    Error::config(format!("`{name}`"), "không có cột này ở dạng văn bản", "expected a column of text of that name")
}
