//! How far every source row has come, and with the rows each unit.
//!
//! | Step                | A source row has taken it where                                                   |
//! |---------------------|-----------------------------------------------------------------------------------|
//! | `readable`          | at least one entry was made of it                                                 |
//! | `standardised`      | no cell of it stayed unread                                                       |
//! | `identified`        | every record of it has a personal number; of foreigners, a passport               |
//! | `no_error`          | none of its entries is in quarantine                                              |
//! | `expungement_known` | every conviction of it has a status other than `undetermined`, and there is one   |
//!
//! A row without a record, or without a conviction, stands as the rows of its record code do: in a workbook with a sheet
//! for each kind of entry, all rows of one record move together. Where there are none, the step is not taken.

use polars::prelude::*;

use super::Facts;
use super::units::{Division, Units};
use crate::error::Result;
use crate::frame::read::{source_row, text};
use crate::rule::Severity;

/// The steps of a row that was received.
pub(super) const STEPS: [&str; 5] = ["readable", "standardised", "identified", "no_error", "expungement_known"];

/// Places of the steps that findings tell.
const STANDARDISED: usize = 1;
const NO_ERROR: usize = 3;

/// The reason of a finding that says that a person is a foreigner.
const FOREIGN: &str = "nguoi_nuoc_ngoai";

/// Keys of the entry tables, in the order of [`crate::schema::Entry::ALL`].
pub(super) struct Keys {
    ids: Vec<StringChunked>,
    codes: Vec<StringChunked>,
}

impl Keys {
    pub(super) fn new(facts: &Facts<'_>) -> Result<Self> {
        let ids = facts.entries.iter().map(|table| text(table, "row_id")).collect::<Result<_>>()?;
        let codes = facts.entries.iter().map(|table| text(table, "record_code")).collect::<Result<_>>()?;
        Ok(Self { ids, codes })
    }
}

/// Rows and the persons they are about. Rows are added person by person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) rows: u64,
    pub(super) persons: u64,
    /// The person of the last row, counted from 1.
    last: u32,
}

impl Cell {
    pub(super) fn new(rows: u64, persons: u64) -> Self {
        Self { rows, persons, last: 0 }
    }

    fn add(&mut self, person: u32) {
        self.rows += 1;
        if self.last != person + 1 {
            self.persons += 1;
            self.last = person + 1;
        }
    }

    fn join(&mut self, other: Self) {
        self.rows += other.rows;
        // Persons with rows in both are counted once too often, so the larger of the two is what is sure.
        self.persons = self.persons.max(other.persons);
    }
}

/// How far the rows of one unit have come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) all: Cell,
    /// Rows that have taken a step, and rows that have not.
    pub(super) met: [Cell; STEPS.len()],
    pub(super) unmet: [Cell; STEPS.len()],
    /// Rows that have taken this step and all before it.
    pub(super) through: [u64; STEPS.len()],
}

impl Tally {
    fn add(&mut self, met: [bool; STEPS.len()], person: u32) {
        self.all.add(person);
        let mut so_far = true;
        let cells = self.met.iter_mut().zip(&mut self.unmet).zip(&mut self.through);
        for (met, ((yes, no), through)) in met.into_iter().zip(cells) {
            let cell = if met { yes } else { no };
            cell.add(person);
            so_far &= met;
            *through += u64::from(so_far);
        }
    }

    /// Adds the rows of another unit; persons are then a lower bound.
    pub(super) fn join(&mut self, other: &Self) {
        self.all.join(other.all);
        for (mine, theirs) in [(&mut self.met, &other.met), (&mut self.unmet, &other.unmet)] {
            mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| mine.join(*theirs));
        }
        self.through.iter_mut().zip(other.through).for_each(|(mine, theirs)| *mine += theirs);
    }

    /// Rows that were received and left no entry.
    fn lost(&mut self, rows: u64) {
        self.all.rows += rows;
        self.unmet.iter_mut().for_each(|cell| cell.rows += rows);
    }

    /// Rows that have taken every step.
    pub(super) fn finished(&self) -> u64 {
        self.through.last().copied().unwrap_or(0)
    }
}

/// The units of each division by name, with their rows.
pub(super) type Divided = Vec<(Division, Vec<(String, Tally)>)>;

/// The source rows of which entries were made, numbered in the order of reading.
pub(super) struct Rows<'a> {
    numbers: PlHashMap<&'a str, u32>,
    /// The first entry of a row: its table and place in it.
    at: Vec<(usize, usize)>,
    met: Vec<[bool; STEPS.len()]>,
    person: Vec<u32>,
    persons: usize,
    units: Vec<(Division, Units)>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(keys: &'a Keys, facts: &Facts<'_>) -> Result<Self> {
        let mut numbers: PlHashMap<&str, u32> = PlHashMap::default();
        let (mut at, mut code) = (Vec::new(), Vec::new());
        // The row of each entry, table by table.
        let mut of: Vec<Vec<u32>> = Vec::new();
        for (table, (ids, codes)) in keys.ids.iter().zip(&keys.codes).enumerate() {
            let (mut last, mut number) = ("", 0);
            let rows = ids.iter().zip(codes.iter()).enumerate().map(|(place, (id, own))| {
                let row = source_row(id.unwrap_or(""));
                if place == 0 || row != last {
                    last = row;
                    number = *numbers.entry(row).or_insert_with(|| {
                        at.push((table, place));
                        code.push(own);
                        u32::try_from(at.len() - 1).unwrap_or(u32::MAX)
                    });
                }
                number
            });
            of.push(rows.collect());
        }
        let mut rows = Self { numbers, met: Vec::new(), person: Vec::new(), persons: 0, units: Vec::new(), at };
        let known = rows.known(facts, &of, &code)?;
        rows.judge(facts, &known);
        rows.people(facts, &known)?;
        rows.units = super::units::divide(facts, &known)?;
        Ok(rows)
    }

    /// The number of the source row of an entry.
    pub(super) fn number(&self, row_id: &str) -> Option<u32> {
        self.numbers.get(source_row(row_id)).copied()
    }

    /// The persons of some rows.
    pub(super) fn persons_of(&self, rows: &[u32]) -> u64 {
        let mut persons: Vec<u32> = rows.iter().filter_map(|row| self.person.get(*row as usize).copied()).collect();
        persons.sort_unstable();
        persons.dedup();
        persons.len() as u64
    }

    /// The persons of all rows.
    pub(super) fn persons(&self) -> u64 {
        self.persons as u64
    }

    /// Table and place of the first entry of a row.
    pub(super) fn place(&self, row: u32) -> Option<(usize, usize)> {
        self.at.get(row as usize).copied()
    }

    /// All rows, and the rows of each unit by its number.
    pub(super) fn tally(&self, received: u64) -> (Tally, Divided) {
        let mut order: Vec<u32> = (0..u32::try_from(self.at.len()).unwrap_or(u32::MAX)).collect();
        order.sort_by_key(|row| self.person.get(*row as usize));
        let mut all = Tally::default();
        let mut divided: Vec<Vec<Tally>> =
            self.units.iter().map(|(_, units)| vec![Tally::default(); units.names.len()]).collect();
        for row in order {
            let row = row as usize;
            let (Some(met), Some(person)) = (self.met.get(row), self.person.get(row)) else { continue };
            all.add(*met, *person);
            for ((_, units), tallies) in self.units.iter().zip(&mut divided) {
                let unit = units.of.get(row).copied().unwrap_or(0) as usize;
                if let Some(tally) = tallies.get_mut(unit) {
                    tally.add(*met, *person);
                }
            }
        }
        let lost = received.saturating_sub(all.all.rows);
        all.lost(lost);
        let mut out = Vec::new();
        for ((division, units), mut tallies) in self.units.iter().zip(divided) {
            if let Some(unknown) = tallies.first_mut() {
                unknown.lost(lost);
            }
            let named = units.names.iter().cloned().zip(tallies).filter(|(_, tally)| tally.all.rows > 0);
            out.push((*division, named.collect()));
        }
        (all, out)
    }

    fn known<'k>(&self, facts: &Facts<'_>, of: &'k [Vec<u32>], code: &'k [Option<&'a str>]) -> Result<Known<'k>> {
        let mut known =
            Known { of, code, has: vec![[false; 2]; code.len()], identified: Vec::new(), determined: Vec::new() };
        for side in [RECORD, CONVICTION] {
            for row in of.get(side).into_iter().flatten() {
                if let Some(has) = known.has.get_mut(*row as usize).and_then(|has| has.get_mut(side)) {
                    *has = true;
                }
            }
        }
        let foreign: PlHashSet<u32> = (facts.findings.iter().filter(|f| f.reason == FOREIGN))
            .filter_map(|finding| self.number(finding.row_id))
            .collect();
        let (numbers, passports) =
            (facts.entries[RECORD].column("citizen_id")?, facts.entries[RECORD].column("passport")?);
        let (numbers, passports) = (numbers.is_not_null(), passports.is_not_null());
        let mut identified: Vec<Option<bool>> = vec![None; code.len()];
        for (place, row) in of.get(RECORD).into_iter().flatten().enumerate() {
            let passport = passports.get(place) == Some(true) && foreign.contains(row);
            both(&mut identified, *row, numbers.get(place) == Some(true) || passport);
        }
        let mut determined: Vec<Option<bool>> = vec![None; code.len()];
        let (ids, statuses) = (text(facts.assessments, "row_id")?, text(facts.assessments, "status")?);
        for (id, status) in ids.iter().zip(statuses.iter()) {
            if let Some(row) = id.and_then(|id| self.number(id)) {
                both(&mut determined, row, status.is_some_and(|status| status != "undetermined"));
            }
        }
        known.identified = known.inherit(RECORD, identified, |a, b| a && b);
        known.determined = known.inherit(CONVICTION, determined, |a, b| a && b);
        Ok(known)
    }

    /// Which steps each row has taken.
    fn judge(&mut self, facts: &Facts<'_>, known: &Known<'_>) {
        let flags = known.identified.iter().zip(&known.determined);
        self.met = flags
            .map(|(identified, determined)| [true, true, identified == &Some(true), true, determined == &Some(true)])
            .collect();
        for finding in facts.findings.iter() {
            let unread = finding.rule == "READ";
            let error = finding.severity == Severity::Error && !finding.waived;
            if !unread && !error {
                continue;
            }
            let Some(met) = self.number(finding.row_id).and_then(|row| self.met.get_mut(row as usize)) else {
                continue;
            };
            met[STANDARDISED] &= !unread;
            met[NO_ERROR] &= !error;
        }
    }

    /// The person of each row; a row without one is about somebody of its own.
    fn people(&mut self, facts: &Facts<'_>, known: &Known<'_>) -> Result<()> {
        let (ids, people) = (text(facts.clusters, "row_id")?, text(facts.clusters, "person_id")?);
        let mut seen: PlHashMap<&str, u32> = PlHashMap::default();
        let mut person: Vec<Option<u32>> = vec![None; self.at.len()];
        for (id, of) in ids.iter().zip(people.iter()) {
            let (Some(id), Some(of)) = (id, of) else { continue };
            let next = u32::try_from(seen.len()).unwrap_or(u32::MAX);
            let number = *seen.entry(of).or_insert(next);
            if let Some(slot) = self.number(id).and_then(|row| person.get_mut(row as usize)) {
                slot.get_or_insert(number);
            }
        }
        let mut next = u32::try_from(seen.len()).unwrap_or(u32::MAX);
        let own = |person: Option<u32>| {
            person.unwrap_or_else(|| {
                next = next.saturating_add(1);
                next - 1
            })
        };
        self.person = known.inherit(RECORD, person, |first, _| first).into_iter().map(own).collect();
        self.persons = next as usize;
        Ok(())
    }
}

/// The records among the entry tables.
pub(super) const RECORD: usize = 0;
/// The convictions among the entry tables.
pub(super) const CONVICTION: usize = 1;

/// What the rows say themselves, and which rows are of one record code.
pub(super) struct Known<'k> {
    /// The row of each entry, table by table.
    pub(super) of: &'k [Vec<u32>],
    code: &'k [Option<&'k str>],
    /// Whether a row has a record, a conviction.
    has: Vec<[bool; 2]>,
    identified: Vec<Option<bool>>,
    determined: Vec<Option<bool>>,
}

impl Known<'_> {
    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.code.len()
    }

    /// Rows without an entry of a kind take what the rows of their record code say.
    pub(super) fn inherit<T: Copy>(&self, side: usize, mut own: Vec<Option<T>>, join: fn(T, T) -> T) -> Vec<Option<T>> {
        let lacks = |row: usize| self.has.get(row).and_then(|has| has.get(side)) == Some(&false);
        if !(0..own.len()).any(lacks) {
            return own;
        }
        let mut by_code: PlHashMap<&str, T> = PlHashMap::default();
        for (value, code) in own.iter().zip(self.code) {
            if let (Some(value), Some(code)) = (value, code) {
                by_code.entry(code).and_modify(|all| *all = join(*all, *value)).or_insert(*value);
            }
        }
        for (row, value) in own.iter_mut().enumerate() {
            if value.is_none() && lacks(row) {
                *value = self.code.get(row).copied().flatten().and_then(|code| by_code.get(code)).copied();
            }
        }
        own
    }
}

/// True where all entries of the row are.
fn both(all: &mut [Option<bool>], row: u32, one: bool) {
    if let Some(slot) = all.get_mut(row as usize) {
        *slot = Some(slot.unwrap_or(true) && one);
    }
}
