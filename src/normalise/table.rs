//! One entry table in the making: what feeds its columns, how a column is read, and what is noted beside its values.

use std::borrow::Cow;

use polars::prelude::*;

use crate::court;
use crate::date::{self, Date, DateOptions, Role};
use crate::error::Result;
use crate::frame::typed::{Distinct, Extra, PlaceCell, Typed, integers, strings};
use crate::judgment::{self, JudgmentNumber};
use crate::layout::DateOrder;
use crate::name;
use crate::number;
use crate::place;
use crate::repair::{self, ErrorCode, Reading, Repair};
use crate::schema::{self, Entry, Tag};
use crate::source::RawBatch;
use crate::text;

use super::cells::{self, Line};
use super::plan::{self, EntryPlan};
use super::{CellRepair, Entries, Normaliser, Unread, as_written};

/// One entry table in the making.
pub(super) struct Table<'n, 'a> {
    pub(super) normaliser: &'n Normaliser<'a>,
    pub(super) plan: &'n EntryPlan<'a>,
    pub(super) raw: &'n RawBatch,
    pub(super) lines: Vec<&'n Line<'n>>,
    pub(super) columns: Vec<Column>,
    pub(super) repairs: Vec<CellRepair>,
    pub(super) unread: Vec<Unread>,
}

impl<'n> Table<'n, '_> {
    pub(super) fn provenance(&mut self, number: usize) {
        let prefix = &self.normaliser.prefix;
        let ids = self.lines.iter().map(|l| Some(format!("{prefix}-{}-{}-{number}", l.source_row, l.part)));
        self.columns.push(strings("row_id", ids));
        self.columns.push(strings("source_file", self.lines.iter().map(|_| Some(self.normaliser.file))));
        self.columns
            .push(strings("source_sheet", self.lines.iter().map(|_| Some(self.normaliser.sheet.sheet.as_str()))));
        self.columns.push(integers("source_row", self.lines.iter().map(|l| Some(i64::from(l.source_row)))));
    }

    pub(super) fn finish(mut self) -> Result<Entries> {
        let made = std::mem::take(&mut self.repairs);
        let repairs = self.placed(made);
        let frame = DataFrame::new(self.lines.len(), self.columns)?;
        Ok(Entries { entry: self.plan.entry, frame, repairs, unread: self.unread })
    }

    /// The text that feeds a column, line by line.
    pub(super) fn texts(&self, column: &str) -> Vec<Option<Cow<'n, str>>> {
        let mut texts = self.texts_in(&self.raw.cells, column);
        if let Some(order) = self.date_order(column) {
            for text in &mut texts {
                *text = text.take().map(|text| cells::reordered(text, order));
            }
        }
        texts
    }

    /// The order of day, month and year in a column of dates, where it is another than the usual one.
    pub(super) fn date_order(&self, column: &str) -> Option<DateOrder> {
        let dates = |column: &schema::Column| matches!(column.tag, Tag::Date | Tag::Completion);
        self.plan.entry.column(column).filter(|column| dates(column))?;
        match self.plan.feeds(column) {
            [only] if only.said(self.plan.entry, column).is_none() => only.layout.date_order,
            _ => None,
        }
    }

    /// The text of cells that feeds a column, line by line.
    pub(super) fn texts_in<'c>(&self, cells: &'c [StringChunked], column: &str) -> Vec<Option<Cow<'c, str>>>
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
    pub(super) fn written<'c>(&'c self, as_written: &'c [StringChunked], column: &str) -> Vec<Option<Cow<'c, str>>> {
        let own =
            |(text, line): (Option<Cow<'c, str>>, &&'c Line<'n>)| text_of(line, column).map(Cow::Borrowed).or(text);
        self.texts_in(as_written, column).into_iter().zip(&self.lines).map(own).collect()
    }

    /// Reads a column with one reader; repairs and unreadable cells are noted.
    pub(super) fn read<T, E: ErrorCode>(
        &mut self,
        column: &'static str,
        texts: &[Option<Cow<'_, str>>],
        read: impl Fn(&str) -> Reading<T, E>,
    ) -> Distinct<Option<T>> {
        let readings = Distinct::parse(texts.iter().map(Option::as_deref), |text| Noted::new(text, read(text)));
        self.note(column, readings, self.plan.feeds(column).iter().any(plan::Feed::shared))
    }

    /// Notes what readings say beside their values.
    pub(super) fn note<T>(
        &mut self,
        column: &'static str,
        readings: Distinct<Noted<T>>,
        quiet: bool,
    ) -> Distinct<Option<T>> {
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

    pub(super) fn push<T: Typed>(&mut self, column: &str, cells: &Distinct<Option<T>>) {
        self.columns.append(&mut cells.columns(column));
    }

    /// A column that its tag alone decides.
    pub(super) fn plain(&mut self, column: &'static schema::Column) {
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

    pub(super) fn places(&mut self, column: &'static str, texts: &[Option<Cow<'_, str>>]) {
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
    pub(super) fn written_about(&self) -> Vec<Option<Date>> {
        let plan = self.normaliser.plan.entry(Entry::Conviction);
        let feeds = plan.map_or(&[][..], |plan| plan.feeds("judgment_date"));
        let cells: Vec<&StringChunked> = feeds.iter().filter_map(|feed| self.raw.cells.get(feed.cell)).collect();
        let options = self.dates();
        let day = |text: &str| date::read(text, &options).value.and_then(|date| date.earliest());
        let days =
            Distinct::parse(self.lines.iter().map(|line| cells.iter().find_map(|cells| cells.get(line.row))), day);
        (0..days.len()).map(|row| days.get(row).copied().flatten()).collect()
    }

    pub(super) fn vocabulary(&mut self, column: &'static str, find: fn(&str) -> Option<&'static str>) {
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
    pub(super) fn placed(&self, mut made: Vec<CellRepair>) -> Vec<CellRepair> {
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
    pub(super) fn extra(&mut self, first: &[bool]) {
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

    pub(super) fn dates(&self) -> DateOptions {
        // A bare number in a column of dates is a day as a spreadsheet counts them.
        DateOptions { as_of: Some(self.normaliser.options.as_of), serial: true, ..DateOptions::default() }
    }

    /// The first possible days of a date column that was pushed or that a feed gives.
    pub(super) fn first_days(&self, column: &str) -> Vec<Option<Date>> {
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
pub(super) struct Noted<T> {
    pub(super) value: Option<T>,
    pub(super) repairs: Vec<Repair>,
    pub(super) error: Option<(&'static str, String)>,
    pub(super) shape: String,
}

impl<T> Noted<T> {
    pub(super) fn new<E: ErrorCode>(text: &str, reading: Reading<T, E>) -> Self {
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

    pub(super) fn says_something(&self) -> bool {
        self.error.is_some() || !self.repairs.is_empty()
    }
}
