//! A batch of raw rows and its layout → typed entries, repairs, unreadable cells.
//!
//! Rows in are rows out: each data row becomes the entries its sheet holds (record, conviction, enforcement,
//! expungement), several persons in one cell become several rows with one `source_row`, and a row that is about
//! nobody's conviction (a victim, a civil case) is skipped and counted. Each distinct text of a column is read once.
//! A cell that cannot be read becomes null and an [`Unread`]; its text stays in `raw`.
//!
//! Cost: linear in cells; the parsers of the values floor run once per distinct text.

mod cells;
mod conviction;
mod document;
mod plan;
mod raw;
mod record;
pub mod repairs;
mod table;
mod vocabulary;

use std::borrow::Cow;

use polars::prelude::*;

use crate::court::Court;
use crate::date::Date;
use crate::error::Result;
use crate::frame::memo::Memo;
use crate::frame::typed::{Distinct, PlaceCell, strings};
use crate::judgment::{self, JudgmentNumber, Matter};
use crate::layout::SheetLayout;
use crate::name;
use crate::offence::Offence;
use crate::repair::Repair;
use crate::schema::{self, Entry, Tag};
use crate::sentence::{self, Sentence};
use crate::source::{RawBatch, RowKind};
use crate::text;

pub use raw::{RawNormaliser, Tables};

use cells::{Line, Person};
use plan::{EntryPlan, Plan};
use table::{Noted, Table};

/// What reading may rely on beyond the cells.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The day of the run: pivot of two-digit years, limit of future dates.
    pub as_of: Date,
}

/// A change made or proposed to a cell.
#[derive(Clone, Debug)]
pub struct CellRepair {
    /// Row of the entry table, in this batch.
    pub row: usize,
    /// Canonical column.
    pub column: &'static str,
    /// The characters before the changed part: see [`repairs`].
    pub at: Option<usize>,
    /// The repair.
    pub repair: Repair,
}

/// A cell that could not be read.
#[derive(Clone, Debug)]
pub struct Unread {
    /// Row of the entry table, in this batch.
    pub row: usize,
    /// Canonical column.
    pub column: &'static str,
    /// How the column is read.
    pub tag: Tag,
    /// Code of the reader's error.
    pub code: &'static str,
    /// What was expected and found; no value.
    pub message: String,
    /// Shape of the cell: `99/99/9999`.
    pub shape: String,
}

/// The entries of one kind in a batch.
#[derive(Debug)]
pub struct Entries {
    /// Which kind.
    pub entry: Entry,
    /// Provenance and the canonical columns that the sheet feeds, typed.
    pub frame: DataFrame,
    /// Repairs, by row.
    pub repairs: Vec<CellRepair>,
    /// Unreadable cells, by row.
    pub unread: Vec<Unread>,
}

/// What became of a batch.
#[derive(Debug)]
pub struct Normalised {
    /// Entry tables; a kind may come several times.
    pub entries: Vec<Entries>,
    /// Data rows that are about nobody's conviction: row and why.
    pub skipped: Vec<(u32, &'static str)>,
}

/// Reads the batches of one sheet.
#[derive(Debug)]
pub struct Normaliser<'a> {
    plan: Plan<'a>,
    sheet: &'a SheetLayout,
    file: &'a str,
    /// `<16 hex of the file's digest>-<sheet>`.
    prefix: String,
    options: Options,
    known: Known,
}

/// Readings that come back in many rows and cost more to make than to find again.
#[derive(Debug, Default)]
struct Known {
    judgments: Memo<Noted<JudgmentNumber>>,
    courts: Memo<Noted<Court>>,
    places: Memo<Noted<PlaceCell>>,
    offences: Memo<Noted<Vec<Offence>>>,
    sentences: Memo<Noted<Vec<Sentence>>>,
}

impl Known {
    fn judgment(&self, text: &str) -> Noted<JudgmentNumber> {
        self.judgments.get(text, |text| Noted::new(text, judgment::read(text)))
    }

    fn sentence(&self, text: &str) -> Noted<Vec<Sentence>> {
        self.sentences.get(text, |text| Noted::new(text, sentence::read(text)))
    }
}

impl<'a> Normaliser<'a> {
    /// A reader for a sheet of a file; `digest` is the file's, in hex, `number` the sheet's place from 1.
    pub fn new(file: &'a str, digest: &str, number: usize, sheet: &'a SheetLayout, options: Options) -> Self {
        let hex = digest.trim_start_matches("blake3:");
        let prefix = format!("{}-{number}", hex.get(..16).unwrap_or(hex));
        Self { plan: Plan::new(sheet), sheet, file, prefix, options, known: Known::default() }
    }

    /// The entries that the rows of a batch make.
    ///
    /// # Errors
    ///
    /// [`Error::Library`](crate::Error::Library) where Polars refuses to build a frame.
    pub fn batch(&self, raw: &RawBatch) -> Result<Normalised> {
        let mut entries: Vec<Entries> = Vec::new();
        let skipped = self.each_table(raw, |mut table, first| {
            match table.plan.entry {
                Entry::Record => table.record(),
                Entry::Conviction => table.conviction(),
                Entry::Enforcement => table.enforcement(),
                Entry::Expungement => table.expungement(),
            }
            table.extra(first);
            entries.push(table.finish()?);
            Ok(())
        })?;
        Ok(Normalised { entries, skipped })
    }

    /// The texts of which [`batch`](Self::batch) makes entries, as they were written: for each of its tables, `row_id`
    /// and a String column for every canonical column that the sheet feeds. Where several source columns feed one, their
    /// cells are joined.
    ///
    /// # Errors
    ///
    /// [`Error::Library`](crate::Error::Library) where Polars refuses to build a frame.
    pub fn written(&self, raw: &RawBatch) -> Result<Vec<(Entry, DataFrame)>> {
        let mut tables = Vec::new();
        let cells = as_written(raw);
        self.each_table(raw, |table, _| {
            let texts = |column: &schema::Column| strings(column.name, table.written(&cells, column.name).into_iter());
            let ids = table.columns.iter().filter(|column| column.name() == "row_id").cloned();
            let columns: Vec<Column> = ids.chain(table.plan.columns().map(texts)).collect();
            tables.push((table.plan.entry, DataFrame::new(table.lines.len(), columns)?));
            Ok(())
        })?;
        Ok(tables)
    }

    /// Hands over each entry table that has rows in a batch, with which of them are the first of their source row;
    /// gives the rows back that make none.
    fn each_table(
        &self,
        raw: &RawBatch,
        mut take: impl FnMut(Table<'_, 'a>, &[bool]) -> Result<()>,
    ) -> Result<Vec<(u32, &'static str)>> {
        let (rows, people) = self.people(raw);
        let mut lines = lines(raw, &rows, &people);
        let skipped = self.skip(raw, &mut lines);
        let mut taken = vec![false; lines.len()];
        let mut made: Vec<(Entry, usize)> = Vec::new();
        for plan in &self.plan.entries {
            let mine: Vec<usize> =
                (0..lines.len()).filter(|i| lines.get(*i).is_some_and(|l| present(plan, raw, l))).collect();
            let number = made.iter().filter(|(entry, _)| *entry == plan.entry).count() + 1;
            made.push((plan.entry, number));
            if mine.is_empty() {
                continue;
            }
            let first: Vec<bool> =
                mine.iter().map(|i| taken.get_mut(*i).is_some_and(|t| !std::mem::replace(t, true))).collect();
            let lines: Vec<&Line<'_>> = mine.iter().filter_map(|i| lines.get(*i)).collect();
            let mut table = Table {
                normaliser: self,
                plan,
                raw,
                lines,
                columns: Vec::new(),
                repairs: Vec::new(),
                unread: Vec::new(),
            };
            table.provenance(number);
            take(table, &first)?;
        }
        Ok(skipped)
    }

    /// The positions of the data rows, and the persons that each names.
    fn people(&self, raw: &RawBatch) -> (Vec<usize>, Distinct<Vec<Person>>) {
        let feeds = self.plan.entry(Entry::Record).map_or(&[][..], |plan| plan.feeds("full_name"));
        let joined = feeds.iter().any(plan::Feed::shared);
        let rows: Vec<usize> =
            raw.row_kind.iter().enumerate().filter(|(_, kind)| **kind == RowKind::Data).map(|(row, _)| row).collect();
        let cells: Vec<(&StringChunked, Option<&str>)> =
            feeds.iter().filter_map(|feed| Some((raw.cells.get(feed.cell)?, None))).collect();
        let order: Vec<usize> = (0..cells.len()).collect();
        // Family, middle and given name in columns of their own are one name.
        let names: Vec<Option<Cow<'_, str>>> = rows.iter().map(|row| cells::join(&cells, &order, " ", *row)).collect();
        let people = Distinct::parse(names.iter().map(Option::as_deref), |text| people(text, joined));
        (rows, people)
    }

    /// Takes out the rows about a victim, a witness, a civil case.
    fn skip(&self, raw: &RawBatch, lines: &mut Vec<Line<'_>>) -> Vec<(u32, &'static str)> {
        let Some(plan) = self.plan.entry(Entry::Conviction) else { return Vec::new() };
        let cell = |line: &Line<'_>, column: &str| {
            plan.feeds(column).iter().find_map(|feed| raw.cells.get(feed.cell).and_then(|c| c.get(line.row)))
        };
        let mut skipped = Vec::new();
        lines.retain(|line| {
            let bystander = cell(line, "role").is_some_and(|role| vocabulary::find("bystander", role).is_some());
            let civil = ["judgment_no", "case_no"].iter().any(|column| {
                cell(line, column)
                    .and_then(|text| self.known.judgment(text).value)
                    .and_then(|number| number.matter)
                    .is_some_and(|matter| matter != Matter::Criminal)
            });
            let why = if bystander { "bystander" } else { "not_criminal" };
            if (bystander || civil) && skipped.last() != Some(&(line.source_row, why)) {
                skipped.push((line.source_row, why));
            }
            !bystander && !civil
        });
        skipped
    }
}

/// The cells as they were written, before an old charset was decoded.
fn as_written(raw: &RawBatch) -> Cow<'_, [StringChunked]> {
    if raw.written.is_empty() {
        return Cow::Borrowed(&raw.cells);
    }
    let both = |(cells, written): (&StringChunked, &StringChunked)| {
        (0..cells.len()).map(|row| written.get(row).or_else(|| cells.get(row))).collect()
    };
    Cow::Owned(raw.cells.iter().zip(&raw.written).map(both).collect())
}

/// One line per person of each data row.
fn lines<'p>(raw: &RawBatch, rows: &[usize], people: &'p Distinct<Vec<Person>>) -> Vec<Line<'p>> {
    let mut lines = Vec::with_capacity(rows.len());
    for (position, &row) in rows.iter().enumerate() {
        let source_row = raw.source_row.get(row).copied().unwrap_or_default();
        match people.get(position).map(Vec::as_slice) {
            None | Some([]) => lines.push(Line { row, source_row, part: 1, of: 1, person: None }),
            Some(persons) => lines.extend(persons.iter().zip(1..).map(|(person, part)| Line {
                row,
                source_row,
                part,
                of: persons.len(),
                person: Some(person),
            })),
        }
    }
    lines
}

/// The persons of a name cell; none where it names nobody.
fn people(text: &str, joined: bool) -> Vec<Person> {
    if text::missing(text).is_some() {
        return Vec::new();
    }
    if !joined {
        let reading = name::read(text);
        if !matches!(reading.error, Some(name::NameError::SeveralPersons)) {
            return vec![Person { reading, text: None, birth: None, residence: None, identity: None }];
        }
    }
    cells::persons(text)
}

/// Whether a line makes an entry of this kind.
fn present(plan: &EntryPlan<'_>, raw: &RawBatch, line: &Line<'_>) -> bool {
    let filled = |column: &str| {
        plan.constant(column).is_none()
            && plan.feeds(column).iter().any(|feed| {
                raw.cells.get(feed.cell).and_then(|c| c.get(line.row)).is_some_and(|text| text::missing(text).is_none())
            })
    };
    match plan.entry {
        Entry::Record => plan.columns().any(|column| filled(column.name)),
        // A charge without a judgment is no conviction.
        Entry::Conviction => [
            "judgment_no",
            "judgment_date",
            "principal_penalty",
            "conviction_code",
            "effective_date",
            "combined_penalty",
            "result",
        ]
        .into_iter()
        .any(filled),
        Entry::Enforcement | Entry::Expungement => {
            let keys = ["record_code", "conviction_code", "judgment_no"];
            plan.columns().filter(|column| !keys.contains(&column.name)).any(|column| filled(column.name))
        }
    }
}

#[cfg(test)]
mod tests;
