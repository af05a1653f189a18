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

mod group;
mod reading;
mod table;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use polars::prelude::*;
use polars_arrow::bitmap::MutableBitmap;

use super::waiver::{Applied, Waivers};
use super::{Check, RuleSet, Scope, Severity, reason};
use crate::error::Result;
use crate::layout::Waiver;
use crate::normalise::Unread;
use crate::schema::Entry;

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
            let (code, severity) = reading::reason_of(unread, entry);
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

    /// The waivers of the run: each with whether it has expired, and how many findings it covers.
    pub fn waivers(&self) -> impl Iterator<Item = (&Waiver, bool, u64)> {
        let mut covers = vec![0; self.waivers.iter().count()];
        for waiver in self.list.iter().filter_map(|found| found.waiver) {
            if let Some(count) = covers.get_mut(usize::from(waiver)) {
                *count += 1;
            }
        }
        self.waivers.iter().zip(covers).map(|((waiver, expired), covers)| (waiver, expired, covers))
    }

    /// How many findings a waiver covers.
    pub fn waived(&self) -> usize {
        self.list.iter().filter(|found| found.waiver.is_some()).count()
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
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;
    use crate::date::Date;
    use crate::frame::typed::{Typed as _, strings};
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
