//! Findings: one row per broken rule or unreadable cell, with its sentence, next step and actor; never a value.
//!
//! What findings say is kept once, however many rows it is said of: a finding is a row and a number. The table is built
//! column by column at the end.
//!
//! That a sheet lacks a whole column is one finding, about the sheet and not about a row: its `row_id` is null, and its
//! sentence ends with the places of file and sheet, in the order of the run.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use polars::prelude::*;
use polars_arrow::bitmap::MutableBitmap;

use super::{Check, Severity, reason};
use crate::error::Result;
use crate::frame::read::line;
use crate::frame::typed::{Typed as _, strings};
use crate::normalise::Unread;
use crate::schema::{Entry, Tag};

/// One finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding<'a> {
    /// Row of the entry table; empty where it is about a whole sheet.
    pub row_id: &'a str,
    /// Kind of entry.
    pub entry: &'static str,
    /// Columns concerned.
    pub columns: &'a [Cow<'static, str>],
    /// Code of the rule; `READ` for an unreadable cell.
    pub rule: &'a str,
    /// Code of the reason.
    pub reason: &'a str,
    /// How grave.
    pub severity: Severity,
    /// What is the matter, Vietnamese.
    pub message_vi: &'a str,
    /// What is the matter, English.
    pub message_en: &'a str,
    /// Shape of the cell.
    pub shape: &'a str,
}

/// What a finding says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Said {
    entry: &'static str,
    columns: Vec<Cow<'static, str>>,
    rule: Cow<'static, str>,
    reason: Cow<'static, str>,
    severity: Severity,
    message_vi: Cow<'static, str>,
    message_en: Cow<'static, str>,
    shape: String,
}

impl Said {
    fn broken(check: &Check, entry: &'static str) -> Self {
        Self {
            entry,
            columns: check.reads.clone(),
            rule: check.code.clone(),
            reason: check.reason.clone(),
            severity: check.severity,
            message_vi: check.about_vi.clone(),
            message_en: check.about_en.clone(),
            shape: String::new(),
        }
    }
}

/// Rows that findings are about: a batch of an entry table, or the whole of it.
#[derive(Clone, Debug)]
struct Rows {
    entry: &'static str,
    ids: StringChunked,
    /// Place of the first row in its table.
    first: usize,
}

/// A row, and what is said of it.
#[derive(Clone, Copy, Debug)]
struct Found {
    /// Place in the list of batches; [`TABLE`] for a whole sheet.
    rows: u32,
    row: IdxSize,
    said: u32,
}

/// No row: the finding is about a whole sheet.
const TABLE: u32 = u32::MAX;

/// The findings of a run.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    said: Vec<Said>,
    known: HashMap<Said, u32>,
    rows: Vec<Rows>,
    list: Vec<Found>,
}

impl Findings {
    /// The rows that the next findings are about: a batch of a table, whose first row stands at that place in it.
    pub fn about(&mut self, entry: &'static str, ids: &StringChunked, first: usize) {
        self.rows.push(Rows { entry, ids: ids.rechunk().into_owned(), first });
    }

    /// Adds the rows that break a rule.
    pub fn broken(&mut self, check: &Check, rows: &[IdxSize]) {
        if rows.is_empty() {
            return;
        }
        let (batch, entry) = self.batch();
        let said = self.say(Said::broken(check, entry));
        self.list.extend(rows.iter().map(|row| Found { rows: batch, row: *row, said }));
    }

    /// Adds unreadable cells.
    pub fn unread(&mut self, cells: &[Unread], entry: Entry) {
        let (batch, _) = self.batch();
        for unread in cells {
            let (code, severity) = reading_reason(unread, entry);
            let said = self.say(Said {
                entry: entry.as_str(),
                columns: vec![unread.column.into()],
                rule: "READ".into(),
                reason: code.into(),
                severity,
                message_vi: reason::find(code).map_or("", |reason| reason.message_vi).into(),
                message_en: unread.message.clone().into(),
                shape: unread.shape.clone(),
            });
            self.list.push(Found { rows: batch, row: IdxSize::try_from(unread.row).unwrap_or(0), said });
        }
    }

    /// Adds that a sheet lacks the columns of a rule; `file` and `sheet` are places from 1.
    pub fn absent(&mut self, check: &Check, entry: Entry, file: usize, sheet: usize) {
        let mut said = Said::broken(check, entry.as_str());
        said.message_vi = format!("{}: trang {sheet} của tệp {file} không có cột này", check.about_vi).into();
        said.message_en = format!("{}: sheet {sheet} of file {file} has no such column", check.about_en).into();
        // The rows themselves say it where it is an error.
        said.severity = said.severity.min(Severity::Warning);
        if !self.known.contains_key(&said) {
            let said = self.say(said);
            self.list.push(Found { rows: TABLE, row: 0, said });
        }
    }

    fn batch(&self) -> (u32, &'static str) {
        let last = self.rows.len().saturating_sub(1);
        (u32::try_from(last).unwrap_or(TABLE), self.rows.last().map_or("", |rows| rows.entry))
    }

    /// The number of what is said.
    fn say(&mut self, said: Said) -> u32 {
        if let Some(number) = self.known.get(&said) {
            return *number;
        }
        let number = u32::try_from(self.said.len()).unwrap_or(u32::MAX);
        self.known.insert(said.clone(), number);
        self.said.push(said);
        number
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The findings, in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = Finding<'_>> {
        self.list.iter().filter_map(|found| self.get(*found))
    }

    fn get(&self, found: Found) -> Option<Finding<'_>> {
        let said = self.said.get(found.said as usize)?;
        Some(Finding {
            row_id: self.row_id(found).unwrap_or(""),
            entry: said.entry,
            columns: &said.columns,
            rule: &said.rule,
            reason: &said.reason,
            severity: said.severity,
            message_vi: &said.message_vi,
            message_en: &said.message_en,
            shape: &said.shape,
        })
    }

    fn row_id(&self, found: Found) -> Option<&str> {
        self.rows.get(found.rows as usize)?.ids.get(found.row as usize)
    }

    /// The rows of which something is said that passes a test.
    fn rows_where(&self, test: impl Fn(&Said) -> bool) -> HashSet<String> {
        let passes: Vec<bool> = self.said.iter().map(test).collect();
        let found = self.list.iter().filter(|found| passes.get(found.said as usize) == Some(&true));
        found.filter_map(|found| self.row_id(*found).map(str::to_owned)).collect()
    }

    /// The rows with a finding of severity error.
    pub fn quarantined(&self) -> HashSet<String> {
        self.rows_where(|said| said.severity == Severity::Error)
    }

    /// Whether each row of a table is accepted: none of its findings is of severity error.
    pub fn accepted(&self, entry: Entry, rows: usize) -> BooleanChunked {
        let mut accepted = MutableBitmap::from_len_set(rows);
        let grave = |said: &Said| said.entry == entry.as_str() && said.severity == Severity::Error;
        let grave: Vec<bool> = self.said.iter().map(grave).collect();
        for found in self.list.iter().filter(|found| grave.get(found.said as usize) == Some(&true)) {
            let first = self.rows.get(found.rows as usize).map(|rows| rows.first);
            if let Some(row) = first.map(|first| first + found.row as usize).filter(|row| *row < rows) {
                accepted.set(row, false);
            }
        }
        BooleanChunked::from_bitmap("accepted".into(), accepted.freeze())
    }

    /// The rows with a finding of that reason.
    pub fn rows_with(&self, reason: &str) -> HashSet<String> {
        self.rows_where(|said| said.reason == reason)
    }

    /// How many findings are of that severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|finding| finding.severity == severity).count()
    }

    /// The table: by entry, whole sheets first, then row by row in the order of the tables.
    ///
    /// # Errors
    ///
    /// [`Error::Library`](crate::Error::Library) where Polars refuses to build it.
    pub fn frame(&self) -> Result<DataFrame> {
        // What is said, in the order in which a row lists it.
        let mut order: Vec<usize> = (0..self.said.len()).collect();
        order.sort_by_key(|at| self.said.get(*at).map(|s| (s.entry, &s.rule, &s.columns, &s.message_en, &s.shape)));
        let mut rank = vec![0u32; order.len()];
        for (place, at) in (0u32..).zip(&order) {
            if let Some(rank) = rank.get_mut(*at) {
                *rank = place;
            }
        }
        let entry = |found: &Found| self.said.get(found.said as usize).map_or("", |said| said.entry);
        let place = |found: &Found| self.rows.get(found.rows as usize).map(|rows| rows.first + found.row as usize);
        let mut list: Vec<(&str, Option<usize>, u32, Found)> = self
            .list
            .iter()
            .map(|found| (entry(found), place(found), rank.get(found.said as usize).copied().unwrap_or(0), *found))
            .collect();
        list.sort_unstable_by_key(|(entry, place, rank, _)| (*entry, *place, *rank));
        let said: IdxCa = list.iter().map(|(.., found)| Some(found.said)).collect();
        let text = |name: &str, f: fn(&Said) -> &str| {
            strings(name, self.said.iter().map(|said| Some(f(said)).filter(|text| !text.is_empty()))).take(&said)
        };
        let of = |said: &Said| reason::find(&said.reason);
        let of_reason = |name: &str, f: fn(&reason::Reason) -> &'static str| {
            strings(name, self.said.iter().map(|said| of(said).map(f))).take(&said)
        };
        let columns: Vec<Vec<String>> =
            self.said.iter().map(|said| said.columns.iter().map(|c| c.clone().into_owned()).collect()).collect();
        let columns: Vec<Option<&Vec<String>>> = columns.iter().map(Some).collect();
        let mut group = String::new();
        let mut groups = StringChunkedBuilder::new("group".into(), list.len());
        for (.., found) in &list {
            group.clear();
            group.push_str(self.row_id(*found).map_or("", line));
            group.push('/');
            group.push_str(self.said.get(found.said as usize).map_or("", |said| &said.reason));
            groups.append_value(&group);
        }
        let mut all = vec![strings("row_id", list.iter().map(|(.., found)| self.row_id(*found)))];
        all.push(text("entry", |s| s.entry)?);
        for column in Vec::<String>::columns("columns", &columns) {
            all.push(column.take(&said)?);
        }
        all.extend([
            text("rule", |s| &s.rule)?,
            text("reason", |s| &s.reason)?,
            text("severity", |s| s.severity.as_str())?,
            of_reason("actor", |r| r.actor)?,
            text("message_vi", |s| &s.message_vi)?,
            text("message_en", |s| &s.message_en)?,
            of_reason("next_step_vi", |r| r.next_step_vi)?,
            text("shape", |s| &s.shape)?,
            groups.finish().into_column(),
        ]);
        Ok(DataFrame::new(list.len(), all)?)
    }
}

/// The reason and severity of an unreadable cell, by what its column holds.
fn reading_reason(unread: &Unread, entry: Entry) -> (&'static str, Severity) {
    let decisive = match entry {
        Entry::Record => matches!(unread.column, "full_name" | "birth_date"),
        Entry::Conviction => {
            matches!(unread.column, "judgment_date" | "offence_date" | "effective_date" | "principal_completed_on")
        }
        Entry::Enforcement | Entry::Expungement => false,
    };
    let code = match unread.tag {
        Tag::Name if unread.column == "full_name" => "ho_ten_khong_doc_duoc",
        Tag::Date | Tag::Completion
            if matches!(unread.code, "no_such_day" | "no_such_month" | "future" | "placeholder") =>
        {
            "ngay_khong_co_that"
        }
        Tag::CitizenId | Tag::IdentityCard | Tag::Passport | Tag::Military if unread.code == "lost_digits" => {
            "so_dinh_danh_mat_chu_so"
        }
        Tag::CitizenId | Tag::IdentityCard => "so_dinh_danh_sai_dinh_dang",
        Tag::Judgment if unread.column == "judgment_no" => "so_ban_an_khong_doc_duoc",
        Tag::Penalty if unread.column == "principal_penalty" => "hinh_phat_khong_doc_duoc",
        Tag::Offences if unread.code == "name_article_conflict" => "toi_danh_khac_dieu_luat",
        Tag::Offences => "toi_danh_ngoai_danh_muc",
        Tag::Citations => "dieu_khoan_thieu",
        Tag::Court => "toa_an_khong_doc_duoc",
        _ => "o_khong_doc_duoc",
    };
    let usual = reason::find(code).map_or(Severity::Warning, |reason| reason.severity);
    let severity = match unread.tag {
        Tag::Date | Tag::Completion if decisive => Severity::Error,
        Tag::Date | Tag::Completion => Severity::Warning,
        _ => usual,
    };
    (code, severity)
}
