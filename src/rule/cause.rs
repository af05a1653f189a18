//! Findings of one cause: one wrong birth date breaks five rules, and is one thing to repair.
//!
//! Each finding blames the cells it reads, one of which must be wrong; a finding about a conviction may blame a cell of
//! the person's record. Among the findings of one record, the cell that the most of them blame explains those (of
//! several, the one named first), then the next one the rest. What all findings of a group blame is their *cause*: where
//! that is one column, it is the one to look at; where it is several, nothing tells them apart.
//!
//! Cost: linear in findings, but for a sort.

use polars::prelude::{IdxSize, PlHashMap};

/// A cell that a finding blames.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Blamed {
    /// Row of the finding, or none: the person's record.
    pub(super) row: Option<(u32, IdxSize)>,
    /// Place of the column in the list of all columns, records first.
    pub(super) column: u32,
}

/// What a finding blames: its row, and the columns, each with whether it is of the person's record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blames<'a> {
    pub(super) row: (u32, IdxSize),
    pub(super) columns: &'a [(bool, u32)],
}

impl Blames<'_> {
    fn cells(self) -> impl Iterator<Item = Blamed> {
        self.columns
            .iter()
            .map(move |(of_record, column)| Blamed { row: (!of_record).then_some(self.row), column: *column })
    }

    fn has(self, cell: Blamed) -> bool {
        self.cells().any(|own| own == cell)
    }
}

/// Findings that one cell explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// The cell: whether it is of the person's record, and its column; none where its finding blames nothing.
    pub(super) cell: Option<(bool, u32)>,
    /// One of the findings.
    pub(super) first: u32,
    /// The columns that all of them blame, where they are several: one blames what it blames.
    pub(super) cause: Option<u32>,
}

/// The groups, the group of each finding, and what the findings of a group blame in common.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    pub(super) all: Vec<Group>,
    pub(super) of: Vec<u32>,
    pub(super) causes: Vec<Vec<u32>>,
    known: PlHashMap<Vec<u32>, u32>,
}

impl Groups {
    fn add(&mut self, cell: Option<Blamed>, first: u32, cause: Option<Vec<u32>>) {
        let cause = cause.map(|columns| {
            *self.known.entry(columns).or_insert_with_key(|columns| {
                self.causes.push(columns.clone());
                number(self.causes.len() - 1)
            })
        });
        let cell = cell.map(|cell| (cell.row.is_none(), cell.column));
        self.all.push(Group { cell, first, cause });
    }

    /// The finding is of the group that is added next.
    fn mark(&mut self, at: u32) {
        let next = number(self.all.len());
        if let Some(slot) = self.of.get_mut(at as usize) {
            *slot = next;
        }
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// Above this, a record's findings are explained row by row: no person has so many.
const MANY: usize = 512;

/// Groups the findings of each unit, a record with its convictions: `units` has the unit of each finding.
pub(super) fn groups<'a>(units: &[u32], blames: &impl Fn(u32) -> Blames<'a>) -> Groups {
    // Stable: the findings of one unit stay in their order; most stand together already.
    let mut order: Vec<(u32, u32)> = units.iter().copied().zip(0..).collect();
    order.sort_by_key(|(unit, _)| *unit);
    let mut found = Groups { of: vec![0; order.len()], ..Groups::default() };
    let (mut open, mut counts) = (Vec::new(), Vec::new());
    for unit in order.chunk_by(|a, b| a.0 == b.0) {
        if let [(_, only)] = unit {
            found.mark(*only);
            found.add(blames(*only).cells().next(), *only, None);
            continue;
        }
        open.clear();
        open.extend(unit.iter().map(|(_, at)| *at));
        if open.len() <= MANY {
            explain(&mut open, &mut counts, blames, &mut found);
        } else {
            let mut mine = open.clone();
            mine.sort_by_key(|at| blames(*at).row);
            for few in mine.chunk_by(|a, b| blames(*a).row == blames(*b).row) {
                explain(&mut few.to_vec(), &mut counts, blames, &mut found);
            }
        }
    }
    found
}

/// Explains findings by as few cells as a greedy choice finds; empties the list.
fn explain<'a>(
    open: &mut Vec<u32>,
    counts: &mut Vec<(usize, bool, Blamed)>,
    blames: &impl Fn(u32) -> Blames<'a>,
    found: &mut Groups,
) {
    while let Some(first) = open.first().copied() {
        counts.clear();
        for blamed in open.iter().map(|at| blames(*at)) {
            // What one finding blames alone is surely wrong.
            let alone = blamed.columns.len() == 1;
            for cell in blamed.cells() {
                match counts.iter_mut().find(|(.., known)| *known == cell) {
                    Some((count, sure, _)) => {
                        *count += 1;
                        *sure |= alone;
                    }
                    None => counts.push((1, alone, cell)),
                }
            }
        }
        // Of several, the one that is named first.
        let best = counts.iter().rev().max_by_key(|(count, sure, _)| (*count, *sure)).copied();
        let explained = |at: u32| best.is_none_or(|(.., cell)| blames(at).has(cell));
        let cause = matches!(best, Some((2.., ..))).then(|| {
            let of_all = |cell: &Blamed| open.iter().filter(|at| explained(**at)).all(|at| blames(*at).has(*cell));
            let any = open.iter().copied().find(|at| explained(*at)).unwrap_or(first);
            let mut cause: Vec<u32> = blames(any).cells().filter(of_all).map(|cell| cell.column).collect();
            cause.sort_unstable();
            cause.dedup();
            cause
        });
        let mut one = None;
        open.retain(|at| {
            // What blames nothing is alone.
            let mine = explained(*at) && (best.is_some() || one.is_none());
            if mine {
                one = one.or(Some(*at));
                found.mark(*at);
            }
            !mine
        });
        found.add(best.map(|(.., cell)| cell), one.unwrap_or(first), cause);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]

    use super::*;

    type Cells<'a> = (&'a str, IdxSize, &'a [(bool, u32)]);

    const BIRTH: (bool, u32) = (true, 0);
    const NUMBER: (bool, u32) = (true, 1);

    /// The group of each finding, and the cause of each group.
    #[track_caller]
    fn check(findings: &[Cells<'_>], of: &[u32], causes: &[&[u32]]) {
        let blames = |at: u32| Blames { row: (1, findings[at as usize].1), columns: findings[at as usize].2 };
        let units: Vec<u32> = findings.iter().map(|(unit, ..)| u32::from(*unit == "b")).collect();
        let found = groups(&units, &blames);
        assert_eq!(found.of, of);
        let cause = |group: &Group| group.cause.map_or(&[][..], |cause| &found.causes[cause as usize]);
        let found: Vec<&[u32]> = found.all.iter().map(cause).collect();
        assert_eq!(found, causes);
    }

    #[test]
    fn one_wrong_birth_date_is_one_cause_of_five_findings() {
        let findings: [Cells<'_>; 6] = [
            ("a", 1, &[NUMBER, BIRTH]),
            ("a", 7, &[BIRTH, (false, 10)]),
            ("a", 8, &[BIRTH, (false, 10)]),
            ("a", 8, &[(false, 11), BIRTH]),
            ("b", 2, &[NUMBER, BIRTH]),
            ("a", 1, &[BIRTH]),
        ];
        check(&findings, &[0, 0, 0, 0, 1, 0], &[&[0], &[]]);
    }

    #[test]
    fn two_causes_stay_apart() {
        let judged = (false, 11);
        let findings: [Cells<'_>; 5] = [
            ("a", 7, &[judged, (false, 10)]),
            ("a", 7, &[judged, (false, 12)]),
            ("a", 1, &[NUMBER]),
            ("a", 1, &[]),
            ("a", 1, &[]),
        ];
        check(&findings, &[0, 0, 1, 2, 3], &[&[11], &[], &[], &[]]);
    }

    #[test]
    fn dates_of_two_convictions_are_two_causes() {
        let dates: [(bool, u32); 2] = [(false, 10), (false, 11)];
        check(&[("a", 7, &dates), ("a", 8, &dates)], &[0, 1], &[&[], &[]]);
    }
}
