//! Expressions over the rows that share a key: one judgment's accused, the rows of one record code.
//!
//! They look at the whole table. A row without its key or its value is unknown; a row alone with its key holds. Where
//! the rows of a key disagree and more than half of them say one thing, the others are broken; where no such majority
//! stands, all are, for nothing tells which is wrong.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher as _, Hash};

use polars::prelude::*;

use super::expression::texts;
use super::person;
use crate::text::key::{Level, key};

/// No other row has the same keys.
pub(super) fn once<const N: usize>(keys: [&str; N]) -> Expr {
    grouped(keys, [], |_| {
        Ok(Box::new(|rows: &[usize], outcome: &mut [Option<bool>]| {
            for row in rows {
                set(outcome, *row, rows.len() == 1);
            }
        }))
    })
}

/// The rows with the same keys have the same text in a column, whatever its marks and letter case.
pub(super) fn agree<const N: usize>(keys: [&str; N], column: &str) -> Expr {
    grouped(keys, [column], |columns| {
        let column = texts(columns)?.into_iter().next().unwrap_or_default();
        Ok(Box::new(move |rows: &[usize], outcome: &mut [Option<bool>]| {
            let cells: Vec<(usize, &str)> = rows.iter().filter_map(|row| Some((*row, column.get(*row)?))).collect();
            let one = cells.first().map(|(_, text)| *text);
            if cells.iter().all(|(_, text)| Some(*text) == one) {
                for (row, _) in &cells {
                    set(outcome, *row, true);
                }
                return;
            }
            let folded: Vec<(usize, String)> =
                cells.iter().map(|(row, text)| (*row, key(text, Level::Unmarked))).collect();
            let most = majority(folded.iter().map(|(_, text)| text));
            for (row, text) in &folded {
                set(outcome, *row, folded.iter().all(|(_, other)| other == text) || most == Some(text));
            }
        }))
    })
}

/// The rows with the same keys have names that may be one person's, as [`person::may_be_one`] tells.
pub(super) fn names_agree<const N: usize>(keys: [&str; N], column: &str) -> Expr {
    grouped(keys, [column], |columns| {
        let column = texts(columns)?.into_iter().next().unwrap_or_default();
        Ok(Box::new(move |rows: &[usize], outcome: &mut [Option<bool>]| {
            let cells = rows.iter().filter_map(|row| Some((*row, key(column.get(*row)?, Level::Unmarked))));
            let cells: Vec<(usize, String)> = cells.collect();
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            for (_, name) in &cells {
                *counts.entry(name).or_default() += 1;
            }
            // So many names are nobody's: a placeholder for a number, whose names are compared as they stand.
            let one = |a: &str, b: &str| if counts.len() <= NAMES { person::may_be_one(a, b) } else { a == b };
            let holds: BTreeMap<&str, bool> = counts
                .keys()
                .map(|name| {
                    let like: usize = counts.iter().filter(|(other, _)| one(name, other)).map(|(_, count)| count).sum();
                    (*name, 2 * like > cells.len())
                })
                .collect();
            for (row, name) in &cells {
                set(outcome, *row, holds.get(name.as_str()) == Some(&true));
            }
        }))
    })
}

/// Above this, names of one number are not compared with one another.
const NAMES: usize = 32;

/// The rows with the same keys have dates that may be one day.
pub(super) fn dates_agree<const N: usize>(keys: [&str; N], date: &str) -> Expr {
    let [from, to] = [format!("{date}_from"), format!("{date}_to")];
    grouped(keys, [&from, &to], |columns| {
        let days = days(columns)?;
        Ok(Box::new(move |rows: &[usize], outcome: &mut [Option<bool>]| {
            let cells: Vec<(usize, (i32, i32))> =
                rows.iter().filter_map(|row| Some((*row, pair(&days, *row)?))).collect();
            let latest = cells.iter().map(|(_, (from, _))| *from).max();
            let earliest = cells.iter().map(|(_, (_, to))| *to).min();
            let together = latest <= earliest;
            let most = majority(cells.iter().map(|(_, interval)| interval)).copied();
            for (row, (from, to)) in &cells {
                let apart = most.is_none_or(|(first, last)| *to < first || last < *from);
                set(outcome, *row, together || !apart);
            }
        }))
    })
}

/// Of the rows with the same keys, a higher number does not have an earlier date.
///
/// The rows of every longest chain in which both ascend hold; a row in none is broken; where several chains are longest,
/// a row of some of them is unknown. A date that is no single day is unknown.
pub(super) fn in_order<const N: usize>(keys: [&str; N], number: &str, date: &str) -> Expr {
    let [from, to] = [format!("{date}_from"), format!("{date}_to")];
    grouped(keys, [number, &from, &to], |columns| {
        let days = days(columns)?;
        Ok(Box::new(move |rows: &[usize], outcome: &mut [Option<bool>]| {
            let mut cells: Vec<(i32, i32, usize)> = rows
                .iter()
                .filter_map(|row| {
                    let [number, from, to] = days.as_slice() else { return None };
                    let (from, to) = (from.get(*row)?, to.get(*row)?);
                    (from == to).then_some((number.get(*row)?, from, *row))
                })
                .collect();
            cells.sort_unstable();
            // Several accused of one judgment are one point.
            let mut points: Vec<(i32, i32)> = cells.iter().map(|(number, day, _)| (*number, *day)).collect();
            points.dedup();
            let states = chains(&points);
            for (number, day, row) in cells {
                let at = points.binary_search(&(number, day)).ok();
                if let Some(slot) = outcome.get_mut(row) {
                    *slot = at.and_then(|at| states.get(at).copied().flatten());
                }
            }
        }))
    })
}

/// Of points sorted by number: true where every longest chain of dates that do not descend passes, false where none does.
fn chains(points: &[(i32, i32)]) -> Vec<Option<bool>> {
    let lengths = |days: &mut dyn Iterator<Item = i32>| -> Vec<usize> {
        let mut ends: Vec<i32> = Vec::new();
        days.map(|day| {
            let at = ends.partition_point(|end| *end <= day);
            match ends.get_mut(at) {
                Some(end) => *end = day,
                None => ends.push(day),
            }
            at + 1
        })
        .collect()
    };
    let before = lengths(&mut points.iter().map(|(_, day)| *day));
    let mut after = lengths(&mut points.iter().rev().map(|(_, day)| -*day));
    after.reverse();
    let longest = before.iter().copied().max().unwrap_or(0);
    let passes: Vec<bool> = before.iter().zip(&after).map(|(before, after)| before + after == longest + 1).collect();
    let mut at_level: HashMap<usize, usize> = HashMap::new();
    for (level, passes) in before.iter().zip(&passes) {
        *at_level.entry(*level).or_default() += usize::from(*passes);
    }
    before
        .iter()
        .zip(passes)
        .map(|(level, passes)| match (passes, at_level.get(level)) {
            (false, _) => Some(false),
            (true, Some(1)) => Some(true),
            (true, _) => None,
        })
        .collect()
}

/// What more than half of them say.
fn majority<T: Eq + Hash>(all: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: HashMap<T, usize> = HashMap::new();
    let mut total = 0;
    for one in all {
        *counts.entry(one).or_default() += 1;
        total += 1;
    }
    counts.into_iter().find(|(_, count)| count * 2 > total).map(|(one, _)| one)
}

fn set(outcome: &mut [Option<bool>], row: usize, held: bool) {
    if let Some(slot) = outcome.get_mut(row) {
        *slot = Some(held);
    }
}

/// First and last possible day of a row.
fn pair(days: &[Int32Chunked], row: usize) -> Option<(i32, i32)> {
    let [from, to] = days else { return None };
    from.get(row).zip(to.get(row))
}

/// Dates and whole numbers, each column in one piece.
fn days(columns: &[Column]) -> PolarsResult<Vec<Int32Chunked>> {
    let int = |column: &Column| {
        let column = column.to_physical_repr().cast(&DataType::Int32)?;
        column.i32().map(|column| column.rechunk().into_owned())
    };
    columns.iter().map(int).collect()
}

/// Judges the rows of one key.
type Judge = Box<dyn FnMut(&[usize], &mut [Option<bool>])>;

/// Row by row what is said of the rows with the same keys.
fn grouped<const N: usize, const M: usize>(
    keys: [&str; N],
    columns: [&str; M],
    judge: fn(&[Column]) -> PolarsResult<Judge>,
) -> Expr {
    let inputs: Vec<Expr> = keys.iter().chain(&columns).map(|name| col(*name)).collect();
    let [first, rest @ ..] = inputs.as_slice() else { return lit(NULL).cast(DataType::Boolean) };
    first.clone().map_many(
        move |columns: &mut [Column]| {
            let (keys, columns) = columns.split_at(N.min(columns.len()));
            let mut outcome = vec![None; keys.first().map_or(0, Column::len)];
            let mut judge = judge(columns)?;
            each_key(&texts(keys)?, |rows| judge(rows, &mut outcome));
            Ok(outcome.into_iter().collect::<BooleanChunked>().into_column())
        },
        rest,
        |_, fields| Ok(Field::new(fields.first().map_or("".into(), |f| f.name().clone()), DataType::Boolean)),
    )
}

/// Hands over the rows of each key, in their order; rows without a key are in none. Cost: a sort of one number a row.
fn each_key(keys: &[StringChunked], mut take: impl FnMut(&[usize])) {
    let state = PlFixedStateQuality::default();
    let cells = |row: usize| keys.iter().map(move |key| key.get(row));
    let hash = |row: usize| cells(row).try_fold(0, |all: u64, cell| Some(state.hash_one((all, cell?))));
    let rows = 0..keys.first().map_or(0, ChunkedArray::len);
    let mut order: Vec<(u64, usize)> = rows.filter_map(|row| Some((hash(row)?, row))).collect();
    order.sort_unstable();
    for alike in order.chunk_by(|a, b| a.0 == b.0) {
        if let [(_, row)] = alike {
            take(&[*row]);
            continue;
        }
        // Other keys may have the same hash.
        let mut left: Vec<usize> = alike.iter().map(|(_, row)| *row).collect();
        while let Some(&first) = left.first() {
            let (same, others): (Vec<usize>, _) = left.iter().partition(|row| cells(**row).eq(cells(first)));
            take(&same);
            left = others;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(days: &[i32], expected: &[Option<bool>]) {
        let points: Vec<(i32, i32)> = (0..).zip(days.iter().copied()).collect();
        assert_eq!(chains(&points), expected);
    }

    #[test]
    fn one_out_of_order_is_told_from_the_others() {
        let (yes, no) = (Some(true), Some(false));
        check(&[], &[]);
        check(&[5], &[yes]);
        check(&[1, 1, 2], &[yes, yes, yes]);
        check(&[1, 9, 2, 3], &[yes, no, yes, yes]);
        check(&[2, 1], &[None, None]); // either may be wrong
        check(&[1, 3, 2, 4], &[yes, None, None, yes]);
    }

    #[test]
    fn the_majority_is_more_than_half() {
        assert_eq!(majority([1, 1, 2].iter()), Some(&1));
        assert_eq!(majority([1, 2].iter()), None);
    }
}
