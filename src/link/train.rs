//! The model of Fellegi and Sunter: how often a level occurs among records of one person (m) and of two (u).
//!
//! The weight of a level is log₂ m/u; weights add up, and with the prior odds they give the probability that two
//! records are of one person. m and u come from a file, from pairs whose truth is known, or, without any truth, from
//! expectation maximisation: u from random pairs, m round by round from the pairs of each blocking rule, whose own
//! columns sit out.

#![allow(clippy::indexing_slicing, reason = "columns and levels are bounded by the arrays they index")]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::compare::{NULL, Pattern};

/// Columns that a [`Pattern`] can hold.
pub(crate) const MAX_COLUMNS: usize = 16;
/// Levels of a column; the last one stands for missing.
const LEVELS: usize = 16;

/// m and u of one level.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelModel {
    /// The level, 0 is the least agreement.
    pub level: u8,
    /// Share among pairs of one person.
    pub m: f64,
    /// Share among pairs of two persons.
    pub u: f64,
}

/// m and u of a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnModel {
    /// The column.
    pub column: String,
    /// Its levels.
    pub levels: Vec<LevelModel>,
}

/// A trained model; saved and read back with serde.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// Pairs of one person to expect per record.
    pub matches_per_record: f64,
    /// The columns in the order of comparison.
    pub columns: Vec<ColumnModel>,
}

/// Weights ready for use.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    weight: [[f32; LEVELS]; MAX_COLUMNS],
    m: [[f32; LEVELS]; MAX_COLUMNS],
    columns: usize,
    pub(crate) prior: f32,
}

impl Model {
    /// Reads a table of column, level, m, u.
    pub(crate) fn from_table(table: &'static str) -> Self {
        let mut model = Self { matches_per_record: 0.43, columns: Vec::new() };
        for row in crate::data::rows(table) {
            let number = |at: usize| row.get(at).parse::<f64>().unwrap_or(0.5);
            let level = LevelModel { level: row.get(1).parse().unwrap_or(0), m: number(2), u: number(3) };
            match model.columns.iter_mut().find(|column| column.column == row.get(0)) {
                Some(column) => column.levels.push(level),
                None => model.columns.push(ColumnModel { column: row.get(0).to_owned(), levels: vec![level] }),
            }
        }
        model
    }

    /// The parameters as the table that ships with the crate; `how` says with which options they were made.
    #[must_use]
    pub fn to_table(&self, how: &str) -> String {
        let mut table = format!(
            "# what    how often each level of agreement occurs among pairs of records of one person (m) and of two (u)\n\
             # source  counted on invented people: `cargo run --release --example train -- {how}`\n\
             # note    passport, home_town and record_code, which these people do not have, are set by hand\n\
             # levels  src/link/compare.rs\n\
             column\tlevel\tm\tu\n"
        );
        for column in &self.columns {
            for level in &column.levels {
                let row = [
                    column.column.clone(),
                    level.level.to_string(),
                    format!("{:.3e}", level.m),
                    format!("{:.3e}", level.u),
                ];
                table.push_str(&row.join("\t"));
                table.push('\n');
            }
        }
        table
    }

    /// m and u counted over pairs whose truth is known; each pattern with its count.
    pub(crate) fn from_counts(
        names: &[(&str, u8)],
        same: &BTreeMap<Pattern, f64>,
        apart: &BTreeMap<Pattern, f64>,
    ) -> Self {
        let columns = names.iter().enumerate().map(|(at, (name, count))| {
            // A level never seen is rare, not impossible.
            let start: Vec<(u8, f64)> = (0..*count).map(|level| (level, 1.0 / f64::from(*count))).collect();
            let (m, u) = (shares(same, at, &start, 2.0), shares(apart, at, &start, 2.0));
            let level = |level: u8| LevelModel { level, m: m[usize::from(level)], u: u[usize::from(level)] };
            ColumnModel { column: (*name).to_owned(), levels: (0..*count).map(level).collect() }
        });
        Self { matches_per_record: 0.43, columns: columns.collect() }
    }

    /// The weights for a run over so many records (for two sources: pairs across alone).
    pub(crate) fn weights(&self, pairs: f64, records: f64) -> Weights {
        let mut weights = Weights {
            weight: [[0.0; LEVELS]; MAX_COLUMNS],
            m: [[0.5; LEVELS]; MAX_COLUMNS],
            columns: self.columns.len().min(MAX_COLUMNS),
            prior: 0.0,
        };
        for (at, column) in self.columns.iter().take(MAX_COLUMNS).enumerate() {
            for level in &column.levels {
                let slot = usize::from(level.level.min(NULL - 1));
                #[allow(clippy::cast_possible_truncation, reason = "weights need no more")]
                {
                    weights.weight[at][slot] = (level.m / level.u).log2() as f32;
                    weights.m[at][slot] = level.m.log2() as f32;
                }
            }
        }
        let share = (self.matches_per_record * records / pairs.max(1.0)).clamp(1e-12, 0.5);
        #[allow(clippy::cast_possible_truncation, reason = "weights need no more")]
        {
            weights.prior = (share / (1.0 - share)).log2() as f32;
        }
        weights
    }

    /// A short digest of the parameters, to nine digits: the same for a model that was saved and read back.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let level = |level: &LevelModel| format!("{} {:.8e} {:.8e}", level.level, level.m, level.u);
        let column = |column: &ColumnModel| {
            let levels: Vec<String> = column.levels.iter().map(level).collect();
            format!("{} {}", column.column, levels.join(" "))
        };
        let columns: Vec<String> = self.columns.iter().map(column).collect();
        let text = format!("{:.8e} {}", self.matches_per_record, columns.join(" "));
        format!("{:016x}", super::word::hash(&text))
    }

    /// Trains on patterns without truth. `random`: counts over random pairs. `blocked`: for each blocking rule the
    /// columns that it fixes (one bit each) and the counts over its pairs. `self` is where to start from and, with
    /// the weight of `held` pairs, what the result is drawn towards.
    #[must_use]
    pub(crate) fn train(
        &self,
        random: &BTreeMap<Pattern, f64>,
        blocked: &[(u32, BTreeMap<Pattern, f64>)],
        held: f64,
        rounds: usize,
    ) -> Self {
        let mut model = self.clone();
        // u: random pairs are nearly all of two persons.
        for (at, column) in model.columns.iter_mut().enumerate() {
            let start: Vec<(u8, f64)> = column.levels.iter().map(|l| (l.level, l.u)).collect();
            let u = shares(random, at, &start, held);
            for level in &mut column.levels {
                level.u = u[usize::from(level.level)];
            }
        }
        for _ in 0..rounds {
            let weights = model.weights(1.0, 1.0);
            let mut same = vec![[0.0f64; LEVELS]; model.columns.len()];
            for (fixed, counts) in blocked {
                let total: f64 = counts.values().sum();
                if total < 50.0 {
                    continue;
                }
                // The share of one person inside the block, itself by a few rounds.
                let scores: Vec<(Pattern, f64, f64)> = counts
                    .iter()
                    .map(|(&pattern, &count)| (pattern, count, f64::from(weights.sum_without(pattern, *fixed)).exp2()))
                    .collect();
                let mut share: f64 = 0.2;
                for _ in 0..8 {
                    let matches: f64 = scores
                        .iter()
                        .map(|(_, count, ratio)| count * share * ratio / (share * ratio + 1.0 - share))
                        .sum();
                    share = (matches / total).clamp(1e-6, 0.999);
                }
                for (pattern, count, ratio) in &scores {
                    let matches = count * share * ratio / (share * ratio + 1.0 - share);
                    for (at, slots) in same.iter_mut().enumerate().filter(|(at, _)| fixed >> at & 1 == 0) {
                        if let Some(level) = pattern.level(at) {
                            slots[usize::from(level)] += matches;
                        }
                    }
                }
            }
            let mut moved: f64 = 0.0;
            for ((column, slots), start) in model.columns.iter_mut().zip(&same).zip(&self.columns) {
                let total: f64 = slots.iter().sum::<f64>() + held;
                for (level, start) in column.levels.iter_mut().zip(&start.levels) {
                    let m = ((slots[usize::from(level.level)] + held * start.m) / total).max(1e-6);
                    moved = moved.max((m - level.m).abs());
                    level.m = m;
                }
            }
            if moved < 1e-4 {
                break;
            }
        }
        model
    }
}

impl Weights {
    /// The weight of a level of a column.
    pub(crate) fn of(&self, column: usize, level: u8) -> f32 {
        self.weight[column][usize::from(level)]
    }

    /// log₂ m of a level of a column.
    pub(crate) fn m(&self, column: usize, level: u8) -> f32 {
        self.m[column][usize::from(level)]
    }

    /// The weights of all columns together, without the prior.
    pub(crate) fn sum(&self, pattern: Pattern) -> f32 {
        self.sum_without(pattern, 0)
    }

    fn sum_without(&self, pattern: Pattern, fixed: u32) -> f32 {
        (0..self.columns)
            .filter(|at| fixed >> at & 1 == 0)
            .map(|at| pattern.level(at).map_or(0.0, |level| self.of(at, level)))
            .sum()
    }
}

/// The probability that belongs to a weight with its prior.
pub(crate) fn probability(weight: f32) -> f64 {
    let odds = f64::from(weight.clamp(-60.0, 60.0)).exp2();
    odds / (1.0 + odds)
}

/// The share of each level among the pairs where the column is known, drawn towards a start.
fn shares(counts: &BTreeMap<Pattern, f64>, column: usize, start: &[(u8, f64)], held: f64) -> [f64; LEVELS] {
    let mut slots = [0.0; LEVELS];
    for (pattern, count) in counts {
        if let Some(level) = pattern.level(column) {
            slots[usize::from(level)] += count;
        }
    }
    for (level, share) in start {
        slots[usize::from(*level)] += share * held;
    }
    let total: f64 = slots.iter().sum();
    slots.map(|slot| ((slot + 1e-9) / (total + 1e-9)).max(1e-7))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn training_finds_the_shares_of_a_mixture() {
        // Two columns with two levels; a third column was blocked on. 30 % of the blocked pairs are of one person.
        let pattern = |a: u8, b: u8| Pattern::EMPTY.with(0, Some(a)).with(1, Some(b)).with(2, Some(1));
        let (m, u) = (0.9, 0.05);
        let mut blocked = BTreeMap::new();
        let mut random = BTreeMap::new();
        for a in 0..2u8 {
            for b in 0..2u8 {
                let p = |s: f64, x: u8| if x == 1 { s } else { 1.0 - s };
                blocked.insert(pattern(a, b), 1e5 * (0.3 * p(m, a) * p(m, b) + 0.7 * p(u, a) * p(u, b)));
                random.insert(pattern(a, b), 1e5 * p(u, a) * p(u, b));
            }
        }
        let level = |level, m, u| LevelModel { level, m, u };
        let column =
            |name: &str| ColumnModel { column: name.into(), levels: vec![level(0, 0.3, 0.5), level(1, 0.7, 0.5)] };
        let start = Model { matches_per_record: 0.4, columns: vec![column("a"), column("b"), column("c")] };
        let model = start.train(&random, &[(0b100, blocked)], 10.0, 200);
        for column in &model.columns[..2] {
            assert!((column.levels[1].m - m).abs() < 0.02, "{model:?}");
            assert!((column.levels[1].u - u).abs() < 0.01, "{model:?}");
        }
    }

    #[test]
    fn weights_and_probabilities() {
        let level = |level, m, u| LevelModel { level, m, u };
        let columns = vec![ColumnModel { column: "a".into(), levels: vec![level(0, 0.1, 0.8), level(1, 0.9, 0.2)] }];
        let weights = Model { matches_per_record: 0.5, columns }.weights(1000.0, 100.0);
        assert!((weights.of(0, 0) + 3.0).abs() < 1e-6);
        assert!(weights.sum(Pattern::EMPTY).abs() < 1e-6);
        assert!((probability(0.0) - 0.5).abs() < 1e-9);
    }
}
