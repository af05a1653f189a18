//! A batch of raw rows and its layout → typed entries, repairs, unreadable cells.
//!
//! Rows in are rows out: each data row becomes the entries its sheet holds (record, conviction, enforcement,
//! expungement), several persons in one cell become several rows with one `source_row`, and a row that is about
//! nobody's conviction (a victim, a civil case) is skipped and counted. Each distinct text of a column is read once.
//! A cell that cannot be read becomes null and an [`Unread`]; its text stays in `raw`.
//!
//! Cost: linear in cells; the parsers of the values floor run once per distinct text.

mod cells;
mod plan;
mod raw;
pub mod repairs;
mod vocabulary;

use std::borrow::Cow;

use polars::prelude::*;

use crate::citation::{self, Citation};
use crate::court::{self, Court};
use crate::date::{self, Date, DateOptions, PartialDate, Role};
use crate::error::Result;
use crate::frame::memo::Memo;
use crate::frame::typed::{CompletionCell, Distinct, Extra, PlaceCell, Typed, integers, snake, strings};
use crate::identity::{self, Holder, IdentityKind, IdentityNumber, Sex};
use crate::judgment::{self, Instance, JudgmentNumber, Matter};
use crate::layout::{DateOrder, SheetLayout};
use crate::name::{self, Name};
use crate::number::{self, Duration};
use crate::offence::{self, Offence};
use crate::person;
use crate::place;
use crate::repair::{self, ErrorCode, Reading, Repair};
use crate::schema::{self, Entry, Tag};
use crate::sentence::{self, Penalty, Sentence};
use crate::source::{RawBatch, RowKind};
use crate::text;

pub use raw::{RawNormaliser, Tables};

use cells::{Line, Person};
use plan::{EntryPlan, Plan};

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

/// One entry table in the making.
struct Table<'n, 'a> {
    normaliser: &'n Normaliser<'a>,
    plan: &'n EntryPlan<'a>,
    raw: &'n RawBatch,
    lines: Vec<&'n Line<'n>>,
    columns: Vec<Column>,
    repairs: Vec<CellRepair>,
    unread: Vec<Unread>,
}

impl<'n> Table<'n, '_> {
    fn provenance(&mut self, number: usize) {
        let prefix = &self.normaliser.prefix;
        let ids = self.lines.iter().map(|l| Some(format!("{prefix}-{}-{}-{number}", l.source_row, l.part)));
        self.columns.push(strings("row_id", ids));
        self.columns.push(strings("source_file", self.lines.iter().map(|_| Some(self.normaliser.file))));
        self.columns
            .push(strings("source_sheet", self.lines.iter().map(|_| Some(self.normaliser.sheet.sheet.as_str()))));
        self.columns.push(integers("source_row", self.lines.iter().map(|l| Some(i64::from(l.source_row)))));
    }

    fn finish(mut self) -> Result<Entries> {
        let made = std::mem::take(&mut self.repairs);
        let repairs = self.placed(made);
        let frame = DataFrame::new(self.lines.len(), self.columns)?;
        Ok(Entries { entry: self.plan.entry, frame, repairs, unread: self.unread })
    }

    /// The text that feeds a column, line by line.
    fn texts(&self, column: &str) -> Vec<Option<Cow<'n, str>>> {
        let mut texts = self.texts_in(&self.raw.cells, column);
        if let Some(order) = self.date_order(column) {
            for text in &mut texts {
                *text = text.take().map(|text| cells::reordered(text, order));
            }
        }
        texts
    }

    /// The order of day, month and year in a column of dates, where it is another than the usual one.
    fn date_order(&self, column: &str) -> Option<DateOrder> {
        let dates = |column: &schema::Column| matches!(column.tag, Tag::Date | Tag::Completion);
        self.plan.entry.column(column).filter(|column| dates(column))?;
        match self.plan.feeds(column) {
            [only] if only.said(self.plan.entry, column).is_none() => only.layout.date_order,
            _ => None,
        }
    }

    /// The text of cells that feeds a column, line by line.
    fn texts_in<'c>(&self, cells: &'c [StringChunked], column: &str) -> Vec<Option<Cow<'c, str>>>
    where
        'n: 'c,
    {
        let entry = self.plan.entry;
        let feeds: Vec<(&'c StringChunked, Option<&'c str>)> = self
            .plan
            .feeds(column)
            .iter()
            .filter_map(|feed| Some((cells.get(feed.cell)?, feed.said(entry, column))))
            .collect();
        match feeds.as_slice() {
            [] => {
                let constant = self.plan.constant(column).map(|text| Cow::Owned(text.to_owned()));
                self.lines.iter().map(|_| constant.clone()).collect()
            }
            [(only, None)] => self.lines.iter().map(|line| only.get(line.row).map(Cow::Borrowed)).collect(),
            several => {
                if let Some(parts) = cells::date_parts(self.plan, column) {
                    return self.lines.iter().map(|line| cells::join_date(several, parts, line.row)).collect();
                }
                let order = cells::joining_order(self.plan, column);
                let between = if column == "full_name" { " " } else { ", " };
                self.lines.iter().map(|line| cells::join(several, &order, between, line.row)).collect()
            }
        }
    }

    /// The text that feeds a column as it was written, line by line: of a cell that names several persons, the part about
    /// the one of the line.
    fn written<'c>(&'c self, as_written: &'c [StringChunked], column: &str) -> Vec<Option<Cow<'c, str>>> {
        let own =
            |(text, line): (Option<Cow<'c, str>>, &&'c Line<'n>)| text_of(line, column).map(Cow::Borrowed).or(text);
        self.texts_in(as_written, column).into_iter().zip(&self.lines).map(own).collect()
    }

    /// Reads a column with one reader; repairs and unreadable cells are noted.
    fn read<T, E: ErrorCode>(
        &mut self,
        column: &'static str,
        texts: &[Option<Cow<'_, str>>],
        read: impl Fn(&str) -> Reading<T, E>,
    ) -> Distinct<Option<T>> {
        let readings = Distinct::parse(texts.iter().map(Option::as_deref), |text| Noted::new(text, read(text)));
        self.note(column, readings, self.plan.feeds(column).iter().any(plan::Feed::shared))
    }

    /// Notes what readings say beside their values.
    fn note<T>(&mut self, column: &'static str, readings: Distinct<Noted<T>>, quiet: bool) -> Distinct<Option<T>> {
        let tag = self.plan.entry.column(column).map_or(Tag::Text, |column| column.tag);
        if readings.values.iter().any(Noted::says_something) {
            for row in 0..readings.len() {
                let Some(noted) = readings.get(row) else { continue };
                for repair in &noted.repairs {
                    self.repairs.push(CellRepair { row, column, at: None, repair: repair.clone() });
                }
                if let (Some((code, message)), false) = (&noted.error, quiet) {
                    let (message, shape) = (message.clone(), noted.shape.clone());
                    self.unread.push(Unread { row, column, tag, code, message, shape });
                }
            }
        }
        readings.take(|noted| noted.value)
    }

    fn push<T: Typed>(&mut self, column: &str, cells: &Distinct<Option<T>>) {
        self.columns.append(&mut cells.columns(column));
    }

    /// The columns of a record.
    fn record(&mut self) {
        let people: Vec<Option<&'n Person>> = self.lines.iter().map(|line| line.person).collect();
        let names = Distinct::shared(people.iter().copied(), Noted::person);
        let names: Distinct<Option<Name>> = self.note("full_name", names, false);
        if self.plan.has("full_name") {
            self.push("full_name", &names.map(|name| name.as_ref().map(|name| name.display.clone())));
            let kind = names.map(|name| name.as_ref().map(|name| snake(&name.kind)));
            self.push("name_kind", &kind);
        }
        self.other_names(&names);
        let sex = self.texts("sex");
        let sex = self.read("sex", &sex, identity::read_sex);
        if self.plan.has("sex") {
            self.push("sex", &sex.map(|sex| sex.as_ref().map(snake)));
        }
        let birth = self.birth(&people);
        self.identities(&people, &sex, &birth);
        for column in self.plan.columns() {
            match column.name {
                "full_name" | "other_names" | "sex" | "birth_date" | "citizen_id" | "identity_card" | "passport"
                | "military_id" => {}
                "residence" | "permanent_residence" | "temporary_residence" => self.residence(column.name, &people),
                "ethnicity" => self.vocabulary(column.name, person::ethnicity),
                "nationality" => self.vocabulary(column.name, person::nationality),
                _ => self.plain(column),
            }
        }
    }

    /// Names of the column and of the name cell together.
    fn other_names(&mut self, names: &Distinct<Option<Name>>) {
        let texts = self.texts("other_names");
        let others = self.read("other_names", &texts, cells::names);
        let all = Distinct::each((0..self.lines.len()).map(|row| {
            let mut all: Vec<String> = Vec::new();
            let column = others.get(row).and_then(Option::as_ref).into_iter().flatten();
            let cell = names.get(row).and_then(Option::as_ref).into_iter().flat_map(|name| &name.aliases);
            for name in column.chain(cell) {
                if !all.contains(name) {
                    all.push(name.clone());
                }
            }
            (!all.is_empty()).then_some(Some(all))
        }));
        if self.plan.has("other_names") || !all.values.is_empty() {
            self.push("other_names", &all);
        }
    }

    fn birth(&mut self, people: &[Option<&'n Person>]) -> Distinct<Option<PartialDate>> {
        let from_name = people.iter().any(|p| p.is_some_and(|p| p.birth.is_some()));
        let joined = self.plan.feeds("birth_date").iter().all(|feed| feed.also(Entry::Record, "full_name"));
        let mut texts = if joined { vec![None; self.lines.len()] } else { self.texts("birth_date") };
        for ((text, person), line) in texts.iter_mut().zip(people).zip(&self.lines) {
            if let Some(birth) = person.and_then(|p| p.birth.as_deref()) {
                *text = Some(Cow::Borrowed(birth));
            } else if line.of > 1 {
                // One date beside several persons is nobody's.
                *text = None;
            }
        }
        let options = DateOptions { role: Role::Birth, ..self.dates() };
        let birth = self.read("birth_date", &texts, |text| date::read(text, &options));
        if self.plan.has("birth_date") || from_name {
            self.push("birth_date", &birth);
        }
        birth
    }

    fn residence(&mut self, column: &'static str, people: &[Option<&'n Person>]) {
        let joined = self.plan.feeds(column).iter().all(|feed| feed.also(Entry::Record, "full_name"));
        let mut texts = if joined { vec![None; self.lines.len()] } else { self.texts(column) };
        for (text, person) in texts.iter_mut().zip(people) {
            if let Some(residence) = person.and_then(|p| p.residence.as_deref()) {
                *text = Some(Cow::Borrowed(residence));
            }
        }
        self.places(column, &texts);
    }

    /// All identity columns at once: the number tells which column it belongs to.
    fn identities(
        &mut self,
        people: &[Option<&'n Person>],
        sex: &Distinct<Option<Sex>>,
        birth: &Distinct<Option<PartialDate>>,
    ) {
        const COLUMNS: [(&str, IdentityKind); 4] = [
            ("citizen_id", IdentityKind::CitizenId),
            ("identity_card", IdentityKind::IdentityCard),
            ("passport", IdentityKind::Passport),
            ("military_id", IdentityKind::Military),
        ];
        let mut found: [Vec<Option<Option<String>>>; 4] = std::array::from_fn(|_| vec![None; self.lines.len()]);
        let mut seen: Vec<usize> = Vec::new();
        for (column, kind) in COLUMNS {
            let feeds = self.plan.feeds(column);
            let Some(feed) = feeds.first() else { continue };
            if seen.contains(&feed.cell) {
                continue;
            }
            seen.push(feed.cell);
            let either = COLUMNS.iter().filter(|(other, _)| feed.also(Entry::Record, other)).count() > 1;
            let texts = self.texts(column);
            let readings = Distinct::each(texts.iter().enumerate().map(|(row, text)| {
                let holder = Holder {
                    sex: sex.get(row).copied().flatten(),
                    birth_year: birth.get(row).copied().flatten().and_then(|date| date.year_if_known()),
                };
                text.as_deref().map(|text| {
                    let reading =
                        if either { identity::read_all(text, &holder) } else { cells::identity(text, kind, &holder) };
                    Noted::new(text, reading)
                })
            }));
            let numbers = self.note(column, readings, false);
            for row in 0..numbers.len() {
                for number in numbers.get(row).and_then(Option::as_ref).into_iter().flatten() {
                    put(&mut found, &COLUMNS.map(|(_, kind)| kind), row, number);
                }
            }
        }
        for (row, person) in people.iter().enumerate() {
            if let Some(text) = person.and_then(|p| p.identity.as_deref()) {
                for number in identity::read_all(text, &Holder::default()).value.unwrap_or_default() {
                    put(&mut found, &COLUMNS.map(|(_, kind)| kind), row, &number);
                }
            }
        }
        for ((column, _), cells) in COLUMNS.into_iter().zip(found) {
            if self.plan.has(column) || cells.iter().any(Option::is_some) {
                self.push(column, &Distinct::each(cells.into_iter()));
            }
        }
    }

    /// The columns of a conviction.
    fn conviction(&mut self) {
        let options = self.dates();
        let numbers = self.judgment("judgment_no", "judgment_date", &options);
        let sentences = self.sentences();
        for column in self.plan.columns() {
            match column.name {
                "judgment_no"
                | "judgment_date"
                | "principal_penalty"
                | "suspended"
                | "probation"
                | "additional_penalties"
                | "combined_penalty"
                | "sentence_start"
                | "detained_from"
                | "detained_to"
                | "offences"
                | "citations"
                | "civil_obligation"
                | "court_fee"
                | "instance" => {}
                "principal_completed_on" | "additional_completed_on" | "civil_completed_on" | "fee_completed_on" => {
                    self.completion(column.name);
                }
                "first_instance_no" => {
                    self.judgment("first_instance_no", "first_instance_date", &options);
                }
                "case_no" => {
                    self.judgment("case_no", "case_date", &options);
                }
                "first_instance_date" if self.plan.has("first_instance_no") => {}
                "case_date" if self.plan.has("case_no") => {}
                "first_instance_penalty" => {
                    let texts = self.texts(column.name);
                    let penalty = self.read(column.name, &texts, sentence::read);
                    self.push(column.name, &penalty.map(|s| s.as_deref().and_then(principal)));
                }
                _ => self.plain(column),
            }
        }
        self.instance(&numbers);
        self.offences();
        self.penalties(&sentences);
        self.money();
    }

    /// Number and date of a judgment, joined in one cell or not; the year of the number is completed from the date.
    fn judgment(
        &mut self,
        number_column: &'static str,
        date_column: &'static str,
        options: &DateOptions,
    ) -> Distinct<Option<JudgmentNumber>> {
        let texts = self.texts(number_column);
        let numbers = Distinct::parse(texts.iter().map(Option::as_deref), |text| self.normaliser.known.judgment(text));
        let numbers = self.note(number_column, numbers, false);
        let joined = self.plan.feeds(date_column).iter().all(|feed| feed.also(self.plan.entry, number_column));
        let texts = if joined { vec![None; self.lines.len()] } else { self.texts(date_column) };
        let dates = self.read(date_column, &texts, |text| date::read(text, options));
        let dates = dates.or(&numbers.map(|number| number.as_ref().and_then(|number| number.date)));
        let normal = Distinct::each((0..self.lines.len()).map(|row| {
            let number = numbers.get(row)?.as_ref()?;
            let year = dates.get(row).copied().flatten().and_then(|date| date.year_if_known());
            if number.year.is_none() && year.is_some() && number.date.is_none() {
                let completed = JudgmentNumber { year, ..number.clone() };
                let repair = Repair::certain("year_from_date", number.normal(), completed.normal());
                self.repairs.push(CellRepair { row, column: number_column, at: None, repair });
                return Some(Some(completed.normal()));
            }
            Some(Some(number.normal()))
        }));
        if self.plan.has(number_column) {
            self.push(number_column, &normal);
        }
        if self.plan.has(date_column) || dates.values.iter().any(Option::is_some) {
            self.push(date_column, &dates);
        }
        numbers
    }

    /// The instance of the column, else of the number.
    fn instance(&mut self, numbers: &Distinct<Option<JudgmentNumber>>) {
        let texts = self.texts("instance");
        let column = self.read("instance", &texts, |text| cells::coded("instance", text));
        let column = column.map(|code| code.map(str::to_owned));
        let number = numbers.map(|n| n.as_ref().and_then(|n| n.instance).map(|i: Instance| snake(&i)));
        self.push("instance", &column.or(&number));
    }

    /// Offences and citations, each helping to read the other.
    fn offences(&mut self) {
        let texts = self.texts("offences");
        let cited = self.texts("citations");
        let citations = self.read("citations", &cited, citation::read);
        let act = self.first_days("offence_date");
        let judged = self.first_days("judgment_date");
        let key = |row: usize| -> Option<String> {
            let text = texts.get(row)?.as_deref()?;
            let era = act.get(row).copied().flatten().or(judged.get(row).copied().flatten()).map(cells::code_era);
            let cited = cited.get(row).and_then(Option::as_deref).unwrap_or("");
            Some(format!("{text}\u{1}{cited}\u{1}{}", era.map_or(String::new(), |d| d.to_string())))
        };
        let keys: Vec<Option<Cow<'_, str>>> = (0..self.lines.len()).map(|row| key(row).map(Cow::Owned)).collect();
        let read = |key: &str| {
            let mut parts = key.split('\u{1}');
            let (text, cited, era) =
                (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
            let cited: Vec<Citation> = citation::read(cited).value.unwrap_or_default();
            (text.to_owned(), offence::read_with(text, &cited, era.parse().ok()))
        };
        let readings = Distinct::parse(keys.iter().map(Option::as_deref), |key| {
            self.normaliser.known.offences.get(key, |key| {
                let (text, reading) = read(key);
                Noted::new(&text, reading)
            })
        });
        let offences = self.note("offences", readings, false);
        if self.plan.has("offences") {
            self.push("offences", &offences);
        }
        if self.plan.has("citations") {
            self.push("citations", &citations);
        }
    }

    fn sentences(&mut self) -> Distinct<Option<Vec<Sentence>>> {
        let mut texts = self.texts("principal_penalty");
        for (text, line) in texts.iter_mut().zip(&self.lines) {
            // One result beside several persons is nobody's.
            if line.of > 1 {
                *text = None;
            }
        }
        let read = |text| self.normaliser.known.sentence(text);
        let sentences = Distinct::parse(texts.iter().map(Option::as_deref), read);
        self.note("principal_penalty", sentences, false)
    }

    /// The penalties: columns of their own first, else what the principal penalty's cell says.
    fn penalties(&mut self, sentences: &Distinct<Option<Vec<Sentence>>>) {
        let of = |f: fn(&[Sentence]) -> Option<Penalty>| sentences.map(|s| s.as_deref().and_then(f));
        if self.plan.has("principal_penalty") {
            self.push("principal_penalty", &of(principal));
        }
        let texts = self.texts("combined_penalty");
        let combined = self.read("combined_penalty", &texts, sentence::read);
        self.push("combined_penalty", &combined.map(|s| s.as_deref().and_then(principal)).or(&of(total)));

        let texts = self.texts("suspended");
        let suspended = self.read("suspended", &texts, cells::flag);
        let said = sentences.map(|s| s.as_deref().and_then(main).map(|s| s.suspended));
        self.push("suspended", &suspended.or(&said));

        let texts = self.texts("probation");
        let probation = self.read("probation", &texts, sentence::read_probation);
        let said = sentences.map(|s| {
            let months = s.as_deref().and_then(main)?.probation_months?;
            Some(Duration { years: 0, months, days: 0 })
        });
        self.push("probation", &probation.or(&said));

        let texts = self.texts("additional_penalties");
        let additional = self.read("additional_penalties", &texts, sentence::read_additional);
        let said = sentences.map(|s| {
            let all: Vec<_> =
                s.iter().flatten().filter(|s| !s.prior).flat_map(|s| s.additional.iter().copied()).collect();
            (!all.is_empty()).then_some(all)
        });
        // An explicit "there is none" is an empty list, not null.
        let none =
            Distinct::each(texts.iter().map(|text| Some(text.as_deref().is_some_and(cells::says_none).then(Vec::new))));
        self.push("additional_penalties", &additional.or(&said).or(&none));

        let options = self.dates();
        for (column, said) in [
            ("sentence_start", sentences.map(|s| s.as_deref().and_then(main)?.from_date)),
            ("detained_from", sentences.map(|s| s.as_deref().and_then(main)?.detained?.from)),
            ("detained_to", sentences.map(|s| s.as_deref().and_then(main)?.detained?.to)),
        ] {
            let texts = self.texts(column);
            let dates = self.read(column, &texts, |text| date::read(text, &options)).or(&said);
            if self.plan.has(column) || dates.values.iter().any(Option::is_some) {
                self.push(column, &dates);
            }
        }
    }

    /// Fee and damages.
    fn money(&mut self) {
        if self.plan.has("court_fee") {
            let texts = self.texts("court_fee");
            let fee = self.read("court_fee", &texts, cells::fee);
            self.push("court_fee", &fee);
        }
        if self.plan.has("civil_obligation") {
            let texts = self.texts("civil_obligation");
            let text = self.read("civil_obligation", &texts, text::read);
            self.push("civil_obligation", &text);
            let amount = Distinct::parse(texts.iter().map(Option::as_deref), cells::amount);
            self.push("civil_obligation_amount", &amount);
        }
    }

    /// A completion: `//` means none imposed only where the judgment imposed none.
    fn completion(&mut self, column: &'static str) {
        let imposed = match column {
            "additional_completed_on" => "additional_penalties",
            "civil_completed_on" => "civil_obligation",
            "fee_completed_on" => "court_fee",
            _ => "principal_penalty",
        };
        let texts = self.texts(column);
        let options = self.dates();
        let done = self.read(column, &texts, |text| cells::completion(text, &options));
        let none = self.texts(imposed);
        let states = Distinct::each((0..self.lines.len()).map(|row| {
            if let Some(cell) = done.get(row).and_then(Option::as_ref) {
                return Some(Some(cell.clone()));
            }
            let nothing_imposed = none.get(row).and_then(Option::as_deref).is_some_and(cells::says_none);
            let unread = texts.get(row).and_then(Option::as_deref).is_some_and(|text| text::missing(text).is_none());
            let state = if nothing_imposed && !unread { "none_imposed" } else { "unknown" };
            Some(Some(CompletionCell { date: None, state }))
        }));
        self.push(column, &states);
    }

    /// The columns of an enforcement document.
    fn enforcement(&mut self) {
        let texts = self.texts("kind");
        let kinds = self.read("kind", &texts, |text| cells::coded("kind", text)).map(|kind| kind.map(str::to_owned));
        let fixed = self.plan.fixed.get("kind").cloned();
        let fixed = Distinct::each(self.lines.iter().map(|_| Some(fixed.clone())));
        let content = self.texts("content");
        let content =
            Distinct::parse(content.iter().map(Option::as_deref), |t| vocabulary::find("kind", t).map(str::to_owned));
        self.push("kind", &kinds.or(&fixed).or(&content));
        self.documents();
    }

    /// The columns of an expungement entry.
    fn expungement(&mut self) {
        let texts = self.texts("route");
        let route =
            self.read("route", &texts, |text| cells::coded("route", text)).map(|route| route.map(str::to_owned));
        self.push("route", &route);
        self.documents();
    }

    /// Number and date of a document, and the plain columns.
    fn documents(&mut self) {
        let options = self.dates();
        for column in self.plan.columns() {
            match column.name {
                "kind" | "route" => {}
                "document_no" => {
                    self.judgment("document_no", "document_date", &options);
                }
                "document_date" if self.plan.has("document_no") => {}
                _ => self.plain(column),
            }
        }
    }

    /// A column that its tag alone decides.
    fn plain(&mut self, column: &'static schema::Column) {
        let texts = self.texts(column.name);
        match column.tag {
            Tag::Date => {
                let role = if column.name == "id_expires_on" { Role::Expiry } else { Role::Any };
                let options = DateOptions { role, ..self.dates() };
                let dates = if self.plan.feeds(column.name).iter().any(|f| f.also(Entry::Record, "id_issued_by")) {
                    self.read(column.name, &texts, |text| cells::issued_on(text, &options))
                } else {
                    self.read(column.name, &texts, |text| date::read(text, &options))
                };
                self.push(column.name, &dates);
            }
            Tag::Name => {
                let names = self.read(column.name, &texts, name::read);
                self.push(column.name, &names.map(|name| name.as_ref().map(|name| name.display.clone())));
            }
            Tag::Place => self.places(column.name, &texts),
            Tag::Court => {
                // The day of the judgment tells a court of one era from its namesake of another.
                let days =
                    self.first_days(if column.name == "court" { "judgment_date" } else { "first_instance_date" });
                let dated: Vec<Option<Cow<'_, str>>> = texts
                    .iter()
                    .zip(&days)
                    .map(|(text, day)| {
                        let day = day.map(cells::court_era).map_or_else(String::new, |day| day.to_string());
                        text.as_deref().map(|text| Cow::Owned(format!("{text}\u{1}{day}")))
                    })
                    .collect();
                let read = |key: &str| {
                    let (text, day) = key.split_once('\u{1}').unwrap_or((key, ""));
                    let dated = court::read_on(text, day.parse().ok());
                    // A court that did not sit then is a finding, not another court.
                    Noted::new(text, if dated.value.is_some() { dated } else { court::read(text) })
                };
                let known = &self.normaliser.known.courts;
                let courts = Distinct::parse(dated.iter().map(Option::as_deref), |key| known.get(key, read));
                let courts = self.note(column.name, courts, false);
                self.push(column.name, &courts.map(|court| court.as_ref().map(|court| court.name.clone())));
            }
            Tag::Judgment | Tag::Document => {
                let numbers = self.read(column.name, &texts, judgment::read);
                self.push(column.name, &numbers.map(|number| number.as_ref().map(JudgmentNumber::normal)));
            }
            Tag::Term => {
                let terms = self.read(column.name, &texts, number::read_duration);
                self.push(column.name, &terms);
            }
            Tag::Code => {
                let codes = self.read(column.name, &texts, cells::code);
                self.push(column.name, &codes);
            }
            _ => {
                let cells = self.read(column.name, &texts, text::read);
                self.push(column.name, &cells);
            }
        }
    }

    fn places(&mut self, column: &'static str, texts: &[Option<Cow<'_, str>>]) {
        // An era that the user tells binds; one that the cells prove goes before the day of the row.
        let own = self.plan.feeds(column).iter().find_map(|feed| feed.layout.era.map(|era| (era, feed.layout)));
        let proved = own.filter(|(_, layout)| layout.era_how == "content").map(|(era, _)| era);
        let told = own.filter(|_| proved.is_none()).map(|(era, _)| era).or(self.normaliser.sheet.era);
        let days = if told.is_none() { self.written_about() } else { Vec::new() };
        let keyed = texts.iter().enumerate().map(|(row, text)| {
            let text = text.as_deref()?;
            let day = || cells::place_day(days.get(row).copied().flatten(), proved);
            let context = told.map(|era| era.as_str().to_owned()).or_else(|| day().map(|day| day.to_string()));
            Some(format!("{text}\u{1}{}", context.unwrap_or_default()))
        });
        let dated: Vec<Option<String>> = keyed.collect();
        let read = |key: &str| {
            let (text, context) = key.split_once('\u{1}').unwrap_or((key, ""));
            let near = |day: Date| place::read_near(text, day);
            let reading = context.parse().map_or_else(|_| place::read(text, told), near);
            let Reading { value, missing, repairs, error } = reading;
            let cell = PlaceCell { text: text::clean(text).into_owned(), place: value };
            let value = (missing.is_none()).then_some(cell);
            Noted { error: None, ..Noted::new(text, Reading { value, missing, repairs, error }) }
        };
        let known = &self.normaliser.known.places;
        let places = Distinct::parse(dated.iter().map(Option::as_deref), |key| known.get(key, read));
        let places = self.note(column, places, true);
        self.push(column, &places);
    }

    /// The day of the judgment in each row, whose places were written about then.
    fn written_about(&self) -> Vec<Option<Date>> {
        let plan = self.normaliser.plan.entry(Entry::Conviction);
        let feeds = plan.map_or(&[][..], |plan| plan.feeds("judgment_date"));
        let cells: Vec<&StringChunked> = feeds.iter().filter_map(|feed| self.raw.cells.get(feed.cell)).collect();
        let options = self.dates();
        let day = |text: &str| date::read(text, &options).value.and_then(|date| date.earliest());
        let days =
            Distinct::parse(self.lines.iter().map(|line| cells.iter().find_map(|cells| cells.get(line.row))), day);
        (0..days.len()).map(|row| days.get(row).copied().flatten()).collect()
    }

    fn vocabulary(&mut self, column: &'static str, find: fn(&str) -> Option<&'static str>) {
        let texts = self.texts(column);
        let cells = self.read(column, &texts, |text| {
            let reading = text::read(text);
            let known = reading.value.as_deref().and_then(find).map(str::to_owned);
            reading.map(|text| known.unwrap_or(text))
        });
        self.push(column, &cells);
    }

    /// The repairs that the readers made row by row, with what happened to a cell before it was read, and where in the cell
    /// each applies.
    fn placed(&self, mut made: Vec<CellRepair>) -> Vec<CellRepair> {
        let plan = self.plan;
        let mut repairs: Vec<CellRepair> = Vec::new();
        let mut texts: Vec<(&str, Vec<Option<Cow<'_, str>>>)> = Vec::new();
        let cells = as_written(self.raw);
        for column in plan.columns().map(|column| column.name) {
            let order = self.date_order(column);
            let repaired = made.iter().any(|repair| repair.column == column);
            if self.raw.written.is_empty() && order.is_none() && !repaired {
                continue;
            }
            let written = self.written(&cells, column);
            let decoded = self.texts_in(&self.raw.cells, column).into_iter().zip(&self.lines);
            for (row, (written, (decoded, line))) in written.iter().zip(decoded).enumerate() {
                let (Some(written), Some(decoded), None) = (written, decoded, text_of(line, column)) else { continue };
                let mut add = |kind, before: &str, after: &str| {
                    if before != after {
                        let repair = Repair::certain(kind, before, after);
                        repairs.push(CellRepair { row, column, at: None, repair });
                    }
                };
                add("charset", written, &decoded);
                if let Some(order) = order {
                    add("date_order", &decoded, &cells::reordered(Cow::Borrowed(&*decoded), order));
                }
            }
            texts.push((column, written));
        }
        repairs.append(&mut made);
        let rank = |column: &str| plan.entry.columns().iter().position(|known| known.name == column);
        repairs.sort_by_cached_key(|repair| (repair.row, rank(repair.column)));
        for cell in repairs.chunk_by_mut(|a, b| (a.row, a.column) == (b.row, b.column)) {
            let Some((row, column)) = cell.first().map(|repair| (repair.row, repair.column)) else { continue };
            let known = texts.iter().find(|(known, _)| *known == column);
            let Some(Some(text)) = known.and_then(|(_, texts)| texts.get(row)) else { continue };
            let placed = repair::placed(text, cell.iter().map(|repair| repair.repair.clone()).collect());
            for (repair, placed) in cell.iter_mut().zip(placed) {
                repair.at = placed.at;
            }
        }
        repairs
    }

    /// Unknown columns stay with the first entry made of their row.
    fn extra(&mut self, first: &[bool]) {
        let unknown = &self.normaliser.plan.unknown;
        if unknown.is_empty() || !first.contains(&true) {
            return;
        }
        let extra = Distinct::each(self.lines.iter().zip(first).map(|(line, first)| {
            let cells: Vec<Extra> = unknown
                .iter()
                .filter(|_| *first && line.part == 1)
                .filter_map(|feed| {
                    let text = self.raw.cells.get(feed.cell)?.get(line.row)?;
                    let heading = feed.layout.header.clone();
                    (!text.trim().is_empty()).then(|| Extra { heading, text: text.to_owned() })
                })
                .collect();
            Some((!cells.is_empty()).then_some(cells))
        }));
        self.push("extra", &extra);
    }

    fn dates(&self) -> DateOptions {
        // A bare number in a column of dates is a day as a spreadsheet counts them.
        DateOptions { as_of: Some(self.normaliser.options.as_of), serial: true, ..DateOptions::default() }
    }

    /// The first possible days of a date column that was pushed or that a feed gives.
    fn first_days(&self, column: &str) -> Vec<Option<Date>> {
        let name = format!("{column}_from");
        if let Some(pushed) = self.columns.iter().find(|c| c.name().as_str() == name)
            && let Ok(days) = pushed.date()
        {
            return days.physical().iter().map(|d| d.and_then(crate::frame::typed::date_of)).collect();
        }
        vec![None; self.lines.len()]
    }
}

/// What a cell that names several persons or facts says of the person of a line, instead of the whole cell.
fn text_of<'l>(line: &'l Line<'_>, column: &str) -> Option<&'l str> {
    let person = line.person?;
    match column {
        "full_name" => person.text.as_deref(),
        "birth_date" => person.birth.as_deref(),
        "residence" | "permanent_residence" | "temporary_residence" => person.residence.as_deref(),
        _ => None,
    }
}

/// A reading in the form that a table needs.
#[derive(Clone, Debug)]
struct Noted<T> {
    value: Option<T>,
    repairs: Vec<Repair>,
    error: Option<(&'static str, String)>,
    shape: String,
}

impl<T> Noted<T> {
    fn new<E: ErrorCode>(text: &str, reading: Reading<T, E>) -> Self {
        let mut repairs = reading.repairs;
        if reading.missing.is_none()
            && let Cow::Owned(clean) = text::clean(text)
            && !repairs.iter().any(|repair| repair.before == text)
        {
            repairs.insert(0, Repair::certain("text", text, clean));
        }
        let error = reading.error.map(|error| (error.code(), error.to_string()));
        let shape = if error.is_some() { cells::shape(text) } else { String::new() };
        Self { value: reading.value, repairs, error, shape }
    }

    fn says_something(&self) -> bool {
        self.error.is_some() || !self.repairs.is_empty()
    }
}

impl Noted<Name> {
    fn person(person: &Person) -> Self {
        let reading = &person.reading;
        let error = reading.error.as_ref().map(|error| (error.code(), error.to_string()));
        Self { value: reading.value.clone(), repairs: reading.repairs.clone(), error, shape: String::new() }
    }
}

/// The sentence that counts: the combined one, else the only one that is not quoted from before.
fn main(sentences: &[Sentence]) -> Option<&Sentence> {
    if let Some(total) = sentences.iter().rev().find(|s| s.total) {
        return Some(total);
    }
    let mut own = sentences.iter().filter(|s| !s.prior);
    own.next().filter(|_| own.next().is_none())
}

fn principal(sentences: &[Sentence]) -> Option<Penalty> {
    main(sentences)?.principal
}

fn total(sentences: &[Sentence]) -> Option<Penalty> {
    sentences.iter().rev().find(|s| s.total)?.principal
}

/// Puts a number into the column of its kind, where that is still free.
#[allow(clippy::option_option)] // no number, or the value that the column is built of
fn put(found: &mut [Vec<Option<Option<String>>>; 4], kinds: &[IdentityKind; 4], row: usize, number: &IdentityNumber) {
    for (cells, kind) in found.iter_mut().zip(kinds) {
        if *kind == number.kind
            && let Some(cell) = cells.get_mut(row)
            && cell.is_none()
        {
            *cell = Some(Some(number.number.clone()));
        }
    }
}

#[cfg(test)]
mod tests;
