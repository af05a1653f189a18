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

/// Findings that one cell explains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// The cell.
    pub(super) cell: Blamed,
    /// The columns that all of them blame.
    pub(super) cause: Vec<u32>,
    /// Their places in the list.
    pub(super) findings: Vec<u32>,
}

/// Above this, a record's findings are explained row by row: no person has so many.
const MANY: usize = 512;

/// Groups the findings of each unit (a record with its convictions): `unit`, then the cells that each finding blames.
pub(super) fn groups<'a>(findings: impl Iterator<Item = (&'a str, Vec<Blamed>)>) -> Vec<Group> {
    let mut units: PlHashMap<&str, u32> = PlHashMap::default();
    let mut blamed: Vec<Vec<Blamed>> = Vec::new();
    let mut order: Vec<(u32, u32)> = Vec::new();
    for ((unit, cells), at) in findings.zip(0..) {
        let next = u32::try_from(units.len()).unwrap_or(u32::MAX);
        order.push((*units.entry(unit).or_insert(next), at));
        blamed.push(cells);
    }
    order.sort_unstable();
    let cells = |at: u32| blamed.get(at as usize).map_or(&[][..], Vec::as_slice);
    let row = |at: u32| cells(at).first().and_then(|cell| cell.row);
    let mut all = Vec::new();
    for unit in order.chunk_by(|a, b| a.0 == b.0) {
        let mut mine: Vec<u32> = unit.iter().map(|(_, at)| *at).collect();
        if mine.len() <= MANY {
            explain(mine, &cells, &mut all);
        } else {
            mine.sort_by_key(|at| row(*at));
            for few in mine.chunk_by(|a, b| row(*a) == row(*b)) {
                explain(few.to_vec(), &cells, &mut all);
            }
        }
    }
    all
}

/// Explains findings by as few cells as a greedy choice finds.
fn explain<'a>(mut open: Vec<u32>, cells: &impl Fn(u32) -> &'a [Blamed], all: &mut Vec<Group>) {
    while let Some(first) = open.first() {
        let mut counts: Vec<(usize, bool, Blamed)> = Vec::new();
        for at in &open {
            let blamed = cells(*at);
            for cell in blamed {
                // What one finding blames alone is surely wrong.
                let alone = blamed.len() == 1;
                match counts.iter_mut().find(|(.., known)| known == cell) {
                    Some((count, sure, _)) => {
                        *count += 1;
                        *sure |= alone;
                    }
                    None => counts.push((1, alone, *cell)),
                }
            }
        }
        let best = counts.iter().max_by_key(|(count, sure, cell)| (*count, *sure, std::cmp::Reverse(*cell)));
        let Some((.., cell)) = best.copied() else {
            // It blames nothing: a group of its own.
            let cell = Blamed { row: None, column: u32::MAX };
            all.push(Group { cell, cause: Vec::new(), findings: vec![*first] });
            open.remove(0);
            continue;
        };
        let (findings, rest): (Vec<u32>, Vec<u32>) = open.into_iter().partition(|at| cells(*at).contains(&cell));
        let mut common: Vec<Blamed> = findings.first().map_or_else(Vec::new, |at| cells(*at).to_vec());
        common.retain(|cell| findings.iter().all(|at| cells(*at).contains(cell)));
        let mut cause: Vec<u32> = common.into_iter().map(|cell| cell.column).collect();
        cause.sort_unstable();
        cause.dedup();
        all.push(Group { cell, cause, findings });
        open = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BIRTH: Blamed = Blamed { row: None, column: 0 };
    const NUMBER: Blamed = Blamed { row: None, column: 1 };

    fn conviction(row: IdxSize, column: u32) -> Blamed {
        Blamed { row: Some((1, row)), column }
    }

    #[track_caller]
    fn check(findings: &[(&str, &[Blamed])], expected: &[(&[u32], &[u32])]) {
        let found = groups(findings.iter().map(|(unit, cells)| (*unit, cells.to_vec())));
        let found: Vec<(&[u32], &[u32])> =
            found.iter().map(|group| (group.findings.as_slice(), group.cause.as_slice())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn one_wrong_birth_date_is_one_cause_of_five_findings() {
        let findings: [(&str, &[Blamed]); 6] = [
            ("a", &[NUMBER, BIRTH]),
            ("a", &[BIRTH, conviction(7, 10)]),
            ("a", &[BIRTH, conviction(8, 10)]),
            ("a", &[conviction(8, 11), BIRTH]),
            ("b", &[NUMBER, BIRTH]),
            ("a", &[BIRTH]),
        ];
        check(&findings, &[(&[0, 1, 2, 3, 5], &[0]), (&[4], &[0, 1])]);
    }

    #[test]
    fn two_causes_stay_apart() {
        let judged = conviction(7, 11);
        let findings: [(&str, &[Blamed]); 4] =
            [("a", &[judged, conviction(7, 10)]), ("a", &[judged, conviction(7, 12)]), ("a", &[NUMBER]), ("a", &[])];
        check(&findings, &[(&[0, 1], &[11]), (&[2], &[1]), (&[3], &[])]);
    }

    #[test]
    fn dates_of_two_convictions_are_two_causes() {
        let findings: [(&str, &[Blamed]); 2] =
            [("a", &[conviction(7, 10), conviction(7, 11)]), ("a", &[conviction(8, 10), conviction(8, 11)])];
        check(&findings, &[(&[0], &[10, 11]), (&[1], &[10, 11])]);
    }
}
