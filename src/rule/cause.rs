//! Findings of one cause: one wrong birth date breaks five rules, and is one thing to repair.
//!
//! Each finding blames the cells it reads, one of which must be wrong; a finding about a conviction may blame a cell of
//! the person's record. Among the findings of one record, the cell that the most of them blame explains those, then the
//! next one the rest. What all findings of a group blame is their *cause*: where that is one column, it is the one to
//! look at; where it is several, nothing tells them apart.
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// The cell; none where its finding blames nothing.
    pub(super) cell: Option<Blamed>,
    /// One of the findings.
    pub(super) first: u32,
    /// The columns that all of them blame, where they are several: one blames what it blames.
    pub(super) cause: Vec<u32>,
}

/// The groups, and the group of each finding.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    pub(super) all: Vec<Group>,
    pub(super) of: Vec<u32>,
}

/// Above this, a record's findings are explained row by row: no person has so many.
const MANY: usize = 512;

/// Groups the findings of each unit, a record with its convictions.
pub(super) fn groups<'a>(units: impl Iterator<Item = &'a str>, blames: &impl Fn(u32) -> Blames<'a>) -> Groups {
    let mut known: PlHashMap<&str, u32> = PlHashMap::default();
    let mut order: Vec<(u32, u32)> = Vec::new();
    for (unit, at) in units.zip(0..) {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        order.push((*known.entry(unit).or_insert(next), at));
    }
    order.sort_unstable();
    let mut found = Groups { all: Vec::new(), of: vec![0; order.len()] };
    let (mut open, mut counts) = (Vec::new(), Vec::new());
    for unit in order.chunk_by(|a, b| a.0 == b.0) {
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
        let number = u32::try_from(found.all.len()).unwrap_or(u32::MAX);
        let best = counts.iter().max_by_key(|(count, sure, cell)| (*count, *sure, std::cmp::Reverse(*cell))).copied();
        let explained = |at: u32| best.is_none_or(|(.., cell)| blames(at).has(cell));
        let mut cause = Vec::new();
        if let Some((2.., ..)) = best {
            let of_all = |cell: &Blamed| open.iter().filter(|at| explained(**at)).all(|at| blames(*at).has(*cell));
            let any = open.iter().copied().find(|at| explained(*at)).unwrap_or(first);
            cause.extend(blames(any).cells().filter(of_all).map(|cell| cell.column));
            cause.sort_unstable();
            cause.dedup();
        }
        let mut one = None;
        open.retain(|at| {
            // What blames nothing is alone.
            let mine = explained(*at) && (best.is_some() || one.is_none());
            if mine {
                one = one.or(Some(*at));
                if let Some(slot) = found.of.get_mut(*at as usize) {
                    *slot = number;
                }
            }
            !mine
        });
        found.all.push(Group { cell: best.map(|(.., cell)| cell), first: one.unwrap_or(first), cause });
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
        let found = groups(findings.iter().map(|(unit, ..)| *unit), &blames);
        assert_eq!(found.of, of);
        let found: Vec<&[u32]> = found.all.iter().map(|group| group.cause.as_slice()).collect();
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
