//! Which pairs are compared: records that share the key of one of several rules.
//!
//! A rule gives each record one key (0: none). Records with equal keys form a block. A block that grows past the
//! limit is parted by a second key, what is still too big by a third, and what then remains is walked in the order of
//! its finest key with a window: bounded, reported, never dropped in silence, never compared in full.
//!
//! A pair that an earlier rule has already given is skipped. Cost: one sort of 8-byte words per rule.

#![allow(clippy::indexing_slicing, reason = "indices are row numbers of the same columns")]

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Bits of a packed word that hold the row; the rest holds the key.
const ROW_BITS: u32 = 28;
/// Rows that can be told apart.
pub(crate) const MAX_ROWS: usize = 1 << ROW_BITS;
/// Neighbours compared inside a block that no key could part.
const WINDOW: usize = 8;

/// One way to find pairs.
#[derive(Debug)]
pub(crate) struct Rule {
    /// Its name in the funnel.
    pub(crate) name: String,
    /// The key of each record; 0: takes no part.
    pub(crate) keys: Vec<u64>,
    /// Finer keys, by which a block past the limit is parted, one after the other.
    pub(crate) finer: [Option<usize>; 2],
}

/// What one blocking rule brought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The rule.
    pub rule: String,
    /// Pairs that share its key.
    pub pairs: u64,
    /// Pairs that no rule before it had given.
    pub new_pairs: u64,
    /// Size of its largest block.
    pub largest: u64,
    /// Blocks past the limit, which were parted by further columns.
    pub refined: u64,
    /// Records in blocks that no column could part: compared with their neighbours alone.
    pub windowed: u64,
}

/// Calls `visit` with every new pair (l < r as rows), in parallel; answers come back in a fixed order. Pairs of parted
/// blocks may come twice.
///
/// `finer` are the columns of finer keys that rules refer to; `limit` is the largest block compared in full.
pub(crate) fn pairs<T, F>(
    rules: &[Rule],
    finer: &[Vec<u64>],
    limit: usize,
    boundary: u32,
    visit: F,
) -> (Vec<T>, Vec<Step>)
where
    T: Send,
    F: Fn(u32, u32) -> Option<T> + Sync,
{
    let mut found = Vec::new();
    let mut funnel = Vec::new();
    // Rows of parted blocks, rule by rule: their pairs may still be new to a later rule.
    let mut parted: Vec<Vec<bool>> = Vec::new();
    let marks = Marks::new(rules);
    for (number, rule) in rules.iter().enumerate() {
        let mut rows: Vec<u64> =
            (0..).zip(&rule.keys).filter(|&(_, &key)| key != 0).map(|(row, &key)| pack(key, row)).collect();
        sort(&mut rows);
        let mut step = Step { rule: rule.name.clone(), ..Step::default() };
        let mut blocks: Vec<Block> = Vec::new();
        let mut order: Vec<u32> = Vec::new();
        let mut open = Vec::new();
        let mut start = 0;
        while start < rows.len() {
            let head = key_of(rows[start]);
            let mut end = start + 1;
            while end < rows.len() && key_of(rows[end]) == head {
                end += 1;
            }
            if end - start > 1 {
                let mut block: Vec<u32> = rows[start..end].iter().map(|&row| row_of(row)).collect();
                step.largest = step.largest.max(block.len() as u64);
                if block.len() > limit {
                    step.refined += 1;
                    open.resize(rule.keys.len(), false);
                    block.iter().for_each(|&row| open[row as usize] = true);
                    part(&mut block, &rule.finer, finer, limit, &mut order, &mut blocks, &mut step);
                } else {
                    blocks.push(Block { start: order.len(), length: block.len(), window: usize::MAX });
                    order.append(&mut block);
                }
            }
            start = end;
        }
        drop(rows);
        let seen = |l: u32, r: u32| {
            marks.alike(l, r, number).any(|earlier| {
                same(&rules[earlier].keys, l, r) && !parted[earlier].get(l as usize).copied().unwrap_or(false)
            })
        };
        let parts: Vec<(Vec<T>, u64, u64)> = blocks
            .par_chunks(1024)
            .map(|blocks| {
                let (mut kept, mut all, mut new) = (Vec::new(), 0, 0);
                for block in blocks {
                    let members = &order[block.start..block.start + block.length];
                    for (at, &a) in members.iter().enumerate() {
                        for &b in members[at + 1..].iter().take(block.window) {
                            all += 1;
                            let (l, r) = if a < b { (a, b) } else { (b, a) };
                            if boundary > 0 && (l < boundary) == (r < boundary) {
                                continue;
                            }
                            if seen(l, r) {
                                continue;
                            }
                            new += 1;
                            kept.extend(visit(l, r));
                        }
                    }
                }
                (kept, all, new)
            })
            .collect();
        for (kept, all, new) in parts {
            found.extend(kept);
            step.pairs += all;
            step.new_pairs += new;
        }
        funnel.push(step);
        parted.push(open);
    }
    (found, funnel)
}

/// Half of each key, record by record: whether two records share any is told by what stands side by side in memory.
struct Marks {
    all: Vec<u32>,
    rules: usize,
}

impl Marks {
    fn new(rules: &[Rule]) -> Self {
        let rows = rules.first().map_or(0, |rule| rule.keys.len());
        let mut all = Vec::with_capacity(rows * rules.len());
        for row in 0..rows {
            all.extend(rules.iter().map(|rule| u32::try_from(rule.keys[row] >> 32).unwrap_or(0)));
        }
        Self { all, rules: rules.len() }
    }

    /// The first rules whose keys two records may share.
    fn alike(&self, l: u32, r: u32, rules: usize) -> impl Iterator<Item = usize> {
        let of = |row: u32| {
            let start = row as usize * self.rules;
            &self.all[start..start + rules]
        };
        of(l).iter().zip(of(r)).enumerate().filter(|(_, (a, b))| a == b && **a != 0).map(|(rule, _)| rule)
    }
}

#[derive(Debug)]
struct Block {
    start: usize,
    length: usize,
    window: usize,
}

/// A row under its key: the upper bits of the key, then the row.
pub(crate) fn pack(key: u64, row: u32) -> u64 {
    (key >> ROW_BITS << ROW_BITS) | u64::from(row)
}

pub(crate) fn key_of(packed: u64) -> u64 {
    packed >> ROW_BITS
}

pub(crate) fn row_of(packed: u64) -> u32 {
    u32::try_from(packed & ((1 << ROW_BITS) - 1)).unwrap_or_default()
}

/// Sorts packed rows that come in the order of rows: by digits of twelve bits, last digit first, each pass stable.
pub(crate) fn sort(rows: &mut Vec<u64>) {
    const DIGIT: u32 = 12;
    if rows.len() < 1 << DIGIT {
        rows.sort_unstable();
        return;
    }
    let mut other = vec![0; rows.len()];
    for shift in (ROW_BITS..u64::BITS).step_by(DIGIT as usize) {
        let digit = |row: u64| usize::try_from(row >> shift & ((1 << DIGIT) - 1)).unwrap_or(0);
        let mut starts = vec![0usize; 1 << DIGIT];
        rows.iter().for_each(|&row| starts[digit(row)] += 1);
        let mut sum = 0;
        for start in &mut starts {
            sum += std::mem::replace(start, sum);
        }
        for &row in rows.iter() {
            let slot = &mut starts[digit(row)];
            other[*slot] = row;
            *slot += 1;
        }
        std::mem::swap(rows, &mut other);
    }
}

fn same(keys: &[u64], l: u32, r: u32) -> bool {
    let key = keys[l as usize];
    key != 0 && key == keys[r as usize]
}

/// Parts a block that is too big.
fn part(
    block: &mut [u32],
    by: &[Option<usize>],
    finer: &[Vec<u64>],
    limit: usize,
    order: &mut Vec<u32>,
    blocks: &mut Vec<Block>,
    step: &mut Step,
) {
    if block.len() <= limit {
        blocks.push(Block { start: order.len(), length: block.len(), window: usize::MAX });
        order.extend_from_slice(block);
        return;
    }
    match by {
        [Some(column), rest @ ..] => {
            let keys = &finer[*column];
            block.sort_unstable_by_key(|&row| (keys[row as usize], row));
            let mut start = 0;
            while start < block.len() {
                let head = keys[block[start] as usize];
                let mut end = start + 1;
                while end < block.len() && keys[block[end] as usize] == head {
                    end += 1;
                }
                if end - start > 1 {
                    // Without the finer key a record is not parted from all others, only from those that have one.
                    part(&mut block[start..end], rest, finer, limit, order, blocks, step);
                }
                start = end;
            }
        }
        [None, rest @ ..] => part(block, rest, finer, limit, order, blocks, step),
        [] => {
            step.windowed += block.len() as u64;
            // The last column holds a key of the whole record, so that the order does not follow the rows.
            if let Some(keys) = finer.last() {
                block.sort_unstable_by_key(|&row| (keys[row as usize], row));
            }
            blocks.push(Block { start: order.len(), length: block.len(), window: WINDOW });
            order.extend_from_slice(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(keys: &[u64]) -> Rule {
        // Keys differ in their upper bits, as hashes do.
        Rule { name: "rule".into(), keys: keys.iter().map(|k| k << 40).collect(), finer: [Some(0), None] }
    }

    #[test]
    fn many_rows_are_sorted_as_few() {
        let mut rows: Vec<u64> =
            (0..20_000u32).map(|row| pack(super::super::word::mix(u64::from(row % 977)), row)).collect();
        let mut expected = rows.clone();
        expected.sort_unstable();
        sort(&mut rows);
        assert_eq!(rows, expected);
    }

    #[test]
    fn each_pair_once() {
        let rules = [rule(&[1, 1, 2, 0, 0]), rule(&[1, 1, 1, 0, 0])];
        let (found, funnel) = pairs(&rules, &[vec![0; 5]], 10, 0, |l, r| Some((l, r)));
        assert_eq!(found, [(0, 1), (0, 2), (1, 2)]);
        assert_eq!((funnel[0].new_pairs, funnel[1].pairs, funnel[1].new_pairs), (1, 3, 2));
    }

    #[test]
    fn a_big_block_is_parted_and_reported() {
        let rules = [rule(&[1; 40])];
        let finer = [(0..40).map(|row| row / 4).collect::<Vec<u64>>()];
        let (found, funnel) = pairs(&rules, &finer, 10, 0, |l, r| Some((l, r)));
        assert_eq!(found.len(), 10 * 6);
        assert_eq!((funnel[0].largest, funnel[0].refined, funnel[0].windowed), (40, 1, 0));
    }

    #[test]
    fn what_nothing_parts_is_walked_with_a_window() {
        let rules = [rule(&[1; 40])];
        let (found, funnel) = pairs(&rules, &[vec![7; 40]], 10, 0, |l, r| Some((l, r)));
        assert!(found.len() < 40 * WINDOW);
        assert_eq!(funnel[0].windowed, 40);
    }

    #[test]
    fn two_sources_meet_across_alone() {
        let rules = [rule(&[1, 1, 1, 1])];
        let (found, _) = pairs(&rules, &[vec![0; 4]], 10, 2, |l, r| Some((l, r)));
        assert_eq!(found, [(0, 2), (0, 3), (1, 2), (1, 3)]);
    }
}
