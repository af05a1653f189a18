//! Findings: one row per broken rule or unreadable cell, with its sentence, next step and actor; never a value.
//!
//! What findings say is kept once, however many rows it is said of: a finding is a row and a number. The table is built
//! column by column at the end.
//!
//! That a sheet lacks a whole column is one finding, about the sheet and not about a row: its `row_id` is null, and its
//! sentence ends with the places of file and sheet, in the order of the run.
//!
//! | Column | Says |
//! |---|---|
//! | `group` | findings of one cause share it: `<source row or row_id>/<entry>.<column>` |
//! | `cause` | the columns that all findings of the group blame; one column: look there |
//! | `waiver`, `waived_until` | why and until when the finding is [known](super::waiver) and does not count |

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use polars::prelude::*;
use polars_arrow::bitmap::MutableBitmap;

use super::cause::{self, Blames, Group, Groups};
use super::waiver::{Applied, Waivers};
use super::{Check, RuleSet, Scope, Severity, reason};
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
    /// Whether a waiver covers it: it is listed, and does not count.
    pub waived: bool,
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
    waiver: Applied,
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
    /// The record's row of each conviction, where it is known.
    owners: Option<StringChunked>,
    waivers: Waivers,
}

impl Findings {
    /// The rows that the next findings are about: a batch of a table, whose first row stands at that place in it.
    pub fn about(&mut self, entry: &'static str, ids: &StringChunked, first: usize) {
        self.rows.push(Rows { entry, ids: ids.rechunk().into_owned(), first });
    }

    /// Whose the convictions are: the record's `row_id` of each row of `convictions`.
    pub fn owned(&mut self, records: &StringChunked) {
        self.owners = Some(records.rechunk().into_owned());
    }

    /// Adds the rows that break a rule.
    pub fn broken(&mut self, check: &Check, rows: &[IdxSize]) {
        if rows.is_empty() {
            return;
        }
        let (batch, entry) = self.batch();
        let said = self.say(Said::broken(check, entry));
        self.list.extend(rows.iter().map(|row| Found { rows: batch, row: *row, said, waiver: None }));
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
            self.list.push(Found { rows: batch, row: IdxSize::try_from(unread.row).unwrap_or(0), said, waiver: None });
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
            self.list.push(Found { rows: TABLE, row: 0, said, waiver: None });
        }
    }

    /// Takes over what an earlier run found of the rows that the last batch is about, without the rules that need more
    /// than one entry.
    ///
    /// # Errors
    ///
    /// [`Error::Column`](crate::Error::Column) where `table` is not a table of findings.
    pub fn take_over(&mut self, table: &DataFrame, entry: Entry, rules: &RuleSet) -> Result<()> {
        let cells = |name| crate::frame::read::text(table, name);
        let (ids, entries, codes) = (cells("row_id")?, cells("entry")?, cells("rule")?);
        let (vi, en, shapes) = (cells("message_vi")?, cells("message_en")?, cells("shape")?);
        let (reasons, severities) = (cells("reason")?, cells("severity")?);
        let columns = table.column("columns")?.list()?.clone();
        let checks = rules.checks(Scope::Entry(entry));
        let (batch, _) = self.batch();
        let places: HashMap<String, IdxSize> = self.rows.last().map_or_else(HashMap::new, |rows| {
            rows.ids.iter().zip(0..).filter_map(|(id, row)| Some((id?.to_owned(), row))).collect()
        });
        for row in 0..table.height() {
            if entries.get(row) != Some(entry.as_str()) {
                continue;
            }
            let code = codes.get(row).unwrap_or("");
            let mut said = match checks.iter().find(|check| check.code == code) {
                Some(check) => Said::broken(check, entry.as_str()),
                None if code == "READ" => Said {
                    entry: entry.as_str(),
                    columns: Vec::new(),
                    rule: "READ".into(),
                    reason: reasons.get(row).unwrap_or("").to_owned().into(),
                    severity: Severity::Info,
                    message_vi: "".into(),
                    message_en: "".into(),
                    shape: shapes.get(row).unwrap_or("").to_owned(),
                },
                None => continue,
            };
            if code == "READ" {
                let list = columns.get_as_series(row);
                let names = list.iter().filter_map(|list| list.str().ok()).flat_map(|names| names.iter().flatten());
                said.columns = names.map(|name| name.to_owned().into()).collect();
            }
            let all = [Severity::Error, Severity::Warning, Severity::Info];
            let severity = all.into_iter().find(|known| Some(known.as_str()) == severities.get(row));
            said.severity = severity.unwrap_or(said.severity);
            said.message_vi = vi.get(row).unwrap_or("").to_owned().into();
            said.message_en = en.get(row).unwrap_or("").to_owned().into();
            let place = match ids.get(row) {
                None => Some((TABLE, 0)),
                Some(id) => places.get(id).map(|row| (batch, *row)),
            };
            if let Some((rows, row)) = place {
                let said = self.say(said);
                self.list.push(Found { rows, row, said, waiver: None });
            }
        }
        Ok(())
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
            waived: found.waiver.is_some(),
        })
    }

    fn row_id(&self, found: Found) -> Option<&str> {
        self.rows.get(found.rows as usize)?.ids.get(found.row as usize)
    }

    /// Takes out of the count what a waiver covers, now and of what is found later when it is called again.
    pub fn waive(&mut self, waivers: Waivers) {
        self.waivers = waivers;
        self.settle();
    }

    /// Applies the waivers to what has been found since.
    pub fn settle(&mut self) {
        if self.waivers.is_empty() {
            return;
        }
        let groups = if self.waivers.by_group() { self.group_names() } else { Vec::new() };
        let applied: Vec<(usize, Applied)> = self
            .list
            .iter()
            .enumerate()
            .filter_map(|(at, found)| {
                let rule = self.said.get(found.said as usize)?.rule.as_ref();
                let applied = self.waivers.find(rule, self.row_id(*found), groups.get(at).and_then(Option::as_deref));
                applied.map(|waiver| (at, Some(waiver)))
            })
            .collect();
        for (at, waiver) in applied {
            if let Some(found) = self.list.get_mut(at) {
                found.waiver = waiver;
            }
        }
    }

    /// Adds what is to be said of the waivers themselves: those that have expired, and those that cover nothing.
    pub fn close_waivers(&mut self) {
        let used: HashSet<u16> = self.list.iter().filter_map(|found| found.waiver).collect();
        let said: Vec<Said> = self
            .waivers
            .wrong(&used)
            .into_iter()
            .map(|wrong| Said {
                entry: "layout",
                columns: Vec::new(),
                rule: wrong.rule.into(),
                reason: wrong.reason.into(),
                severity: Severity::Warning,
                message_vi: wrong.message_vi.into(),
                message_en: wrong.message_en.into(),
                shape: String::new(),
            })
            .collect();
        for said in said {
            let said = self.say(said);
            self.list.push(Found { rows: TABLE, row: 0, said, waiver: None });
        }
    }

    /// How many findings a waiver covers.
    pub fn waived(&self) -> usize {
        self.list.iter().filter(|found| found.waiver.is_some()).count()
    }

    /// The cells that a finding blames; those of the person's record in common for all its entries.
    fn blames(&self) -> (Vec<String>, Vec<Vec<(bool, u32)>>) {
        let qualified = |said: &Said| -> Vec<(bool, String)> {
            let own = Entry::ALL.into_iter().find(|entry| entry.as_str() == said.entry);
            let of = |column: &str| match own {
                Some(entry) if entry.column(column).is_some() => (entry == Entry::Record, entry.as_str()),
                Some(Entry::Conviction) if Entry::Record.column(column).is_some() => (true, Entry::Record.as_str()),
                _ => (said.entry == Entry::Record.as_str(), said.entry),
            };
            said.columns
                .iter()
                .map(|column| {
                    let (of_record, entry) = of(column);
                    (of_record, format!("{entry}.{column}"))
                })
                .collect()
        };
        let all: Vec<Vec<(bool, String)>> = self.said.iter().map(qualified).collect();
        // Records first: what is wrong in the person's record is wrong in all its convictions.
        let order = |name: &str| {
            let (entry, column) = name.split_once('.').unwrap_or(("", name));
            let entry = Entry::ALL.into_iter().position(|known| known.as_str() == entry).unwrap_or(usize::MAX);
            let columns = Entry::ALL.get(entry).map_or(&[][..], |entry| entry.columns());
            (entry, columns.iter().position(|known| known.name == column).unwrap_or(usize::MAX), column.to_owned())
        };
        let mut names: Vec<String> = all.iter().flatten().map(|(_, name)| name.clone()).collect();
        names.sort_by_cached_key(|name| order(name));
        names.dedup();
        let number: HashMap<&str, u32> = names.iter().map(String::as_str).zip(0..).collect();
        let cells = all
            .iter()
            .map(|cells| cells.iter().filter_map(|(of, name)| Some((*of, *number.get(name.as_str())?))).collect())
            .collect();
        (names, cells)
    }

    /// The record with its convictions that a finding belongs to.
    fn unit(&self, found: Found) -> &str {
        let Some(rows) = self.rows.get(found.rows as usize) else { return "" };
        let owner = || self.owners.as_ref()?.get(rows.first + found.row as usize);
        let own = || rows.ids.get(found.row as usize);
        let id = if rows.entry == Entry::Conviction.as_str() { owner().or_else(own) } else { own() };
        id.map_or("", line)
    }

    /// Findings of one cause.
    fn causes(&self, cells: &[Vec<(bool, u32)>]) -> Groups {
        let table = |entry: &str| Entry::ALL.into_iter().position(|known| known.as_str() == entry).unwrap_or(0);
        let tables: Vec<u32> = self.said.iter().map(|said| u32::try_from(table(said.entry)).unwrap_or(0)).collect();
        let blames = |at: u32| {
            let nothing = Blames { row: (0, 0), columns: &[] };
            let Some(found) = self.list.get(at as usize).filter(|found| found.rows != TABLE) else { return nothing };
            let first = self.rows.get(found.rows as usize).map_or(0, |rows| rows.first);
            let row = IdxSize::try_from(first).unwrap_or(0) + found.row;
            let said = found.said as usize;
            Blames {
                row: (tables.get(said).copied().unwrap_or(0), row),
                columns: cells.get(said).map_or(&[], Vec::as_slice),
            }
        };
        cause::groups(self.list.iter().map(|found| self.unit(*found)), &blames)
    }

    /// The name of a group: what it is about and the column that explains it.
    fn group_name(&self, group: &Group, names: &[String], name: &mut String) {
        name.clear();
        let Some(cell) = group.cell else { return };
        let Some(column) = names.get(cell.column as usize) else { return };
        let Some(first) = self.list.get(group.first as usize) else { return };
        name.push_str(if cell.row.is_none() { self.unit(*first) } else { self.row_id(*first).unwrap_or("") });
        name.push('/');
        name.push_str(column);
    }

    /// The name of each finding's group.
    fn group_names(&self) -> Vec<Option<String>> {
        let (names, cells) = self.blames();
        let groups = self.causes(&cells);
        let all: Vec<String> = groups
            .all
            .iter()
            .map(|group| {
                let mut name = String::new();
                self.group_name(group, &names, &mut name);
                name
            })
            .collect();
        groups.of.iter().map(|of| all.get(*of as usize).filter(|name| !name.is_empty()).cloned()).collect()
    }

    /// The rows of which something is said that passes a test, and that no waiver covers.
    fn rows_where(&self, test: impl Fn(&Said) -> bool) -> HashSet<String> {
        let passes: Vec<bool> = self.said.iter().map(test).collect();
        let counts = |found: &&Found| passes.get(found.said as usize) == Some(&true) && found.waiver.is_none();
        let found = self.list.iter().filter(counts);
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
        let counts = |found: &&Found| grave.get(found.said as usize) == Some(&true) && found.waiver.is_none();
        for found in self.list.iter().filter(counts) {
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

    /// How many findings are of that severity, without those that a waiver covers.
    pub fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|finding| finding.severity == severity && !finding.waived).count()
    }

    /// The findings in the order of their table.
    pub fn sorted(&self) -> impl Iterator<Item = Finding<'_>> {
        let order = self.order();
        order.into_iter().filter_map(|at| self.get(*self.list.get(at as usize)?))
    }

    /// Places of the findings in the order of their table: by entry, whole sheets first, then row by row.
    fn order(&self) -> Vec<u32> {
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
        let mut entries: Vec<&str> = self.said.iter().map(|said| said.entry).collect();
        entries.sort_unstable();
        entries.dedup();
        // One number to sort by: entry, place in its table (whole sheets before all), place among what is said of a row.
        let key = |found: &Found| {
            let entry = entries.iter().position(|known| *known == entry(found)).unwrap_or(0) as u64;
            let place = self.rows.get(found.rows as usize).map_or(0, |rows| rows.first + found.row as usize + 1) as u64;
            entry << 60 | place << 24 | u64::from(rank.get(found.said as usize).copied().unwrap_or(0))
        };
        let mut sorted: Vec<(u64, u32)> = self.list.iter().map(key).zip(0..).collect();
        // Stable: the findings of one rule stand in order already.
        sorted.sort_by_key(|(key, _)| *key);
        sorted.into_iter().map(|(_, at)| at).collect()
    }

    /// The table: by entry, whole sheets first, then row by row in the order of the tables.
    ///
    /// # Errors
    ///
    /// [`Error::Library`](crate::Error::Library) where Polars refuses to build it.
    pub fn frame(&self) -> Result<DataFrame> {
        let sorted = self.order();
        let list = || sorted.iter().filter_map(|at| self.list.get(*at as usize));
        let said: IdxCa = list().map(|found| Some(found.said)).collect();
        let (mut ids, mut starts) = (StringChunked::full_null("row_id".into(), 0), Vec::with_capacity(self.rows.len()));
        for rows in &self.rows {
            starts.push(ids.len());
            ids.append(&rows.ids)?;
        }
        let at: IdxCa = list()
            .map(|found| {
                let start = starts.get(found.rows as usize)?;
                IdxSize::try_from(start + found.row as usize).ok()
            })
            .collect();
        let row_ids = ids.with_name("row_id".into()).rechunk().into_owned().into_column().take(&at)?;
        let (names, cells) = self.blames();
        let groups = self.causes(&cells);
        let mut name = String::new();
        let mut group_names = StringChunkedBuilder::new("group".into(), groups.all.len());
        // What one finding blames is written once for all that say the same.
        let mut causes: Vec<Vec<u32>> =
            cells.iter().map(|cells| cells.iter().map(|(_, column)| *column).collect()).collect();
        let mut known: HashMap<Vec<u32>, u32> = HashMap::new();
        let mut cause_of: Vec<u32> = Vec::with_capacity(groups.all.len());
        for group in &groups.all {
            self.group_name(group, &names, &mut name);
            group_names.append_option((!name.is_empty()).then_some(&name));
            cause_of.push(if group.cause.is_empty() {
                self.list.get(group.first as usize).map_or(0, |found| found.said)
            } else {
                *known.entry(group.cause.clone()).or_insert_with(|| {
                    causes.push(group.cause.clone());
                    u32::try_from(causes.len() - 1).unwrap_or(0)
                })
            });
        }
        let causes = causes.iter().map(|columns| {
            let columns: Vec<&str> =
                columns.iter().filter_map(|column| names.get(*column as usize)).map(String::as_str).collect();
            (!columns.is_empty()).then(|| columns.join(", "))
        });
        let causes = strings("cause", causes);
        let of = |at: u32| groups.of.get(at as usize).copied();
        let group: IdxCa = sorted.iter().map(|at| of(*at)).collect();
        let cause: IdxCa = sorted.iter().map(|at| cause_of.get(of(*at)? as usize).copied()).collect();
        let waiver = |found: &Found| self.waivers.get(found.waiver?);
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
        let mut all = vec![row_ids];
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
            group_names.finish().into_column().take(&group)?,
            causes.take(&cause)?,
            strings("waiver", list().map(|found| waiver(found).map(|waiver| waiver.reason.as_str()))),
            strings("waived_until", list().map(|found| waiver(found).map(|waiver| waiver.until.as_str()))),
        ]);
        Ok(DataFrame::new(self.list.len(), all)?)
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;
    use crate::date::Date;
    use crate::layout::Layout;
    use crate::rule::{RuleSet, Scope};

    const AS_OF: Date = Date::constant(2026, 6, 30);

    fn date(name: &str, text: &str) -> Vec<Column> {
        use crate::date::PartialDate;
        let date: PartialDate = text.parse().unwrap();
        PartialDate::columns(name, &[Some(&date)])
    }

    /// A record whose birth date is wrong and its conviction, in sheets of their own.
    fn found(waivers: &str) -> Result<Findings> {
        let rules = RuleSet::new()?;
        let layout = Layout::parse(waivers, "layout.toml")?;
        let mut findings = Findings::default();
        findings.waive(Waivers::new(&layout.waivers, &rules, AS_OF)?);
        let text = |name: &str, text: &str| strings(name, std::iter::once(Some(text)));
        let mut record = vec![text("row_id", "f-1-2-1-1"), text("citizen_id", "001075000000"), text("sex", "male")];
        record.extend([date("birth_date", "2015-03-02"), date("id_issued_on", "1999-01-02")].into_iter().flatten());
        let mut conviction = vec![text("row_id", "f-2-9-1-1")];
        let dates = [("birth_date", "2015-03-02"), ("offence_date", "2009-02-03"), ("judgment_date", "2010-02-03")];
        conviction.extend(dates.into_iter().flat_map(|(name, day)| date(name, day)));
        let record = (Scope::Entry(Entry::Record), record);
        for (scope, columns) in [record, (Scope::History, conviction)] {
            let frame = DataFrame::new(1, columns)?;
            findings.about(scope.entry(), frame.column("row_id")?.str()?, 0);
            let verdicts = rules.evaluate(&frame, scope)?;
            for (check, rows) in rules.checks(scope).iter().zip(&verdicts.broken) {
                if ["RC06", "RC09", "HI01", "HI10"].contains(&&*check.code) {
                    findings.broken(check, rows);
                }
            }
        }
        findings.owned(&StringChunked::new("".into(), ["f-1-2-1-1"]));
        findings.settle();
        findings.close_waivers();
        Ok(findings)
    }

    fn cells(findings: &Findings, column: &str) -> Vec<Option<String>> {
        findings.frame().unwrap().column(column).unwrap().str().unwrap().iter().map(|c| c.map(str::to_owned)).collect()
    }

    #[test]
    fn one_wrong_birth_date_is_one_group_across_sheets() {
        let findings = found("").unwrap();
        assert_eq!(findings.len(), 4);
        let of = |column| cells(&findings, column).into_iter().map(Option::unwrap).collect::<HashSet<_>>();
        assert_eq!(of("group"), HashSet::from(["f-1-2-1/record.birth_date".to_owned()]));
        assert_eq!(of("cause"), HashSet::from(["record.birth_date".to_owned()]));
        assert_eq!(findings.quarantined().len(), 2);
    }

    #[test]
    fn a_waived_finding_is_listed_and_does_not_count() {
        let waive = |rule: &str, of: &str, until: &str| {
            format!("[[waive]]\nrule = \"{rule}\"\n{of}\nreason = \"công văn 12/CV-TA\"\nuntil = \"{until}\"\n")
        };
        let row = "row = \"f-2-9-1-1\"";
        let both = waive("HI01", row, "2026-12-31") + &waive("HI10", row, "2026-06-30");
        let findings = found(&both).unwrap();
        assert_eq!((findings.len(), findings.waived()), (4, 2));
        assert_eq!(findings.quarantined(), HashSet::from(["f-1-2-1-1".to_owned()]));
        assert_eq!(findings.accepted(Entry::Conviction, 1).get(0), Some(true));
        assert_eq!(cells(&findings, "waiver").iter().flatten().count(), 2);

        let group = waive("RC06", "group = \"f-1-2-1/record.birth_date\"", "2027-01-01");
        assert_eq!(found(&group).unwrap().waived(), 1);

        let findings = found(&waive("HI01", row, "2026-06-29")).unwrap();
        assert_eq!((findings.len(), findings.waived()), (5, 0));
        assert!(findings.iter().any(|finding| finding.rule == "WV01" && finding.message_en.contains("on line 1 ")));

        let findings = found(&waive("HI01", "row = \"other\"", "2026-12-31")).unwrap();
        assert!(findings.iter().any(|finding| finding.rule == "WV02"));
        let unknown = found(&waive("XX99", row, "2026-12-31")).unwrap_err().to_string();
        assert!(unknown.starts_with("layout.toml, line 2, `rule`"), "{unknown}");
        assert!(unknown.ends_with("expected the code of a rule, as `CV03`"), "{unknown}");
    }

    #[test]
    fn a_column_that_a_sheet_lacks_is_one_finding() {
        let rules = RuleSet::new().unwrap();
        let scope = Scope::Entry(Entry::Conviction);
        let frame = df!("row_id" => ["f-1-2-1-1", "f-1-3-1-1"], "court" => [None::<&str>, None]).unwrap();
        let verdicts = rules.evaluate(&frame, scope).unwrap();
        let mut findings = Findings::default();
        findings.about("conviction", frame.column("row_id").unwrap().str().unwrap(), 0);
        for (at, check) in rules.checks(scope).iter().enumerate() {
            findings.broken(check, &verdicts.broken[at]);
            if verdicts.absent.contains(&at) {
                // Batch after batch of the sheet says it.
                findings.absent(check, Entry::Conviction, 1, 2);
                findings.absent(check, Entry::Conviction, 1, 2);
            }
        }
        let about = |code: &str| -> Vec<String> {
            findings.iter().filter(|f| f.rule == code).map(|f| f.row_id.to_owned()).collect()
        };
        assert_eq!(about("CV09"), ["f-1-2-1-1", "f-1-3-1-1"]); // the column is there, and empty
        assert_eq!(about("CV08"), [""]); // no column: one finding
        assert_eq!(about("CV01"), ["f-1-2-1-1", "f-1-3-1-1", ""]); // an error keeps each row out
        assert_eq!(about("CV03"), [""; 0]);
        let at = rules.checks(scope).iter().position(|check| check.code == "CV08").unwrap();
        assert_eq!(verdicts.counts[at].unknown, 2);
        let said = findings.iter().find(|f| f.rule == "CV08").unwrap();
        assert_eq!(said.message_en, "the date of the offence is missing: sheet 2 of file 1 has no such column");
    }
}
