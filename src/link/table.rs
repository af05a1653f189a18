//! Linkage of any table, as its settings say.

#![allow(clippy::indexing_slicing, reason = "rows index the arrays made for them")]

use std::collections::BTreeMap;

use polars::prelude::*;
use serde::{Deserialize, Serialize};
use strsim::{jaro_winkler, osa_distance};

use super::Linkage;
use super::block::{self, Rule};
use super::cluster::Groups;
use super::compare::{Decision, Pattern};
use super::frame::round;
use super::train::{ColumnModel, LevelModel, MAX_COLUMNS, Model, probability};
use super::word::{hash, join, mix};
use crate::error::{Error, Result};
use crate::layout;
use crate::text::key::{Level, key};

/// What is compared, how pairs are found, where the thresholds lie. The smallest settings:
///
/// ```
/// use lltp::link::Settings;
///
/// let settings = Settings::parse(
///     r#"
///     block = [["surname", "birth_date"], ["number"]]
///
///     [[compare]]
///     column = "surname"
///     as = "name"
///     term_frequency = true
///     "#,
///     "settings.toml",
/// )?;
/// assert_eq!(settings.block.len(), 2);
///
/// let wrong = Settings::parse("block = [[\"number\"]]\n[[compare]]\ncolumn = \"number\"\nas = \"digits\"", "settings.toml");
/// assert_eq!(
///     wrong.unwrap_err().message(lltp::language::Language::En),
///     "settings.toml, line 4, `as`: expected one of `exact`, `name`, `text`, `date`, `number`, `code`, found another word"
/// );
/// # Ok::<(), lltp::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Blocking rules: pairs equal in all columns of one of the rules are compared.
    pub block: Vec<Vec<String>>,
    /// The compared columns.
    pub compare: Vec<Compare>,
    /// Least probability of a link.
    #[serde(default = "link_default")]
    pub link: f64,
    /// Least probability of a pair that a person is asked about.
    #[serde(default = "review_default")]
    pub review: f64,
    /// Largest block that is compared in full.
    #[serde(default = "limit_default")]
    pub block_limit: usize,
    /// A model trained earlier; without one it is trained on the data at hand, without truth.
    #[serde(default)]
    pub model: Option<Model>,
}

impl Settings {
    /// Reads a settings file; `name` is what errors call it.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] with line and key where it does not fit.
    pub fn parse(text: &str, name: &str) -> Result<Self> {
        const KEYS: &[&str] =
            &["block", "compare", "column", "as", "term_frequency", "link", "review", "block_limit", "model"];
        toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            layout::fault(text, name, at, KEYS, &layout::expectation(error.message()))
        })
    }
}

fn link_default() -> f64 {
    0.95
}

fn review_default() -> f64 {
    0.5
}

fn limit_default() -> usize {
    500
}

/// A compared column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compare {
    /// Its name.
    pub column: String,
    /// How its values are compared.
    #[serde(rename = "as")]
    pub kind: Kind,
    /// Whether rare values count for more than frequent ones.
    #[serde(default)]
    pub term_frequency: bool,
}

/// How the values of a column are compared; the levels from the top down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Equal, or not. Letter case and spacing do not count.
    Exact,
    /// Equal; equal without marks; much alike; alike; not.
    Name,
    /// Equal; much alike or the same words in another order; alike; not.
    Text,
    /// The same day; one slip apart; the same month; the same year; not.
    Date,
    /// Equal; one digit apart; not. Zeros in front and separators do not count.
    Number,
    /// Equal; one character apart; not. Separators do not count.
    Code,
}

impl Kind {
    /// The highest level.
    fn top(self) -> u8 {
        match self {
            Self::Exact => 1,
            Self::Number | Self::Code => 2,
            Self::Text => 3,
            Self::Name | Self::Date => 4,
        }
    }

    /// The value as it is compared; empty where there is none.
    fn fold(self, text: &str) -> String {
        let text = text.trim();
        match self {
            Self::Exact | Self::Text | Self::Name => {
                let text = key(text, Level::Placement);
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            }
            Self::Date => date(text),
            Self::Number => {
                let digits: String = text.chars().filter(char::is_ascii_digit).collect();
                digits.trim_start_matches('0').to_owned()
            }
            Self::Code => text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect(),
        }
    }

    fn level(self, a: &str, b: &str) -> u8 {
        if a == b {
            return self.top();
        }
        match self {
            Self::Exact => 0,
            Self::Number | Self::Code => u8::from(a.len().min(b.len()) > 2 && osa_distance(a, b) == 1),
            Self::Name => {
                let (a, b) = (key(a, Level::Unmarked), key(b, Level::Unmarked));
                if a == b {
                    return 3;
                }
                let alike = jaro_winkler(&a, &b);
                if alike >= 0.92 || (a.len().min(b.len()) > 3 && osa_distance(&a, &b) == 1) {
                    2
                } else {
                    u8::from(alike >= 0.82)
                }
            }
            Self::Text => {
                let sorted = |text: &str| {
                    let mut words: Vec<&str> = text.split(' ').collect();
                    words.sort_unstable();
                    words.join(" ")
                };
                let alike = jaro_winkler(a, b);
                if alike >= 0.93 || sorted(a) == sorted(b) { 2 } else { u8::from(alike >= 0.84) }
            }
            Self::Date => {
                if a.len() == b.len() && (osa_distance(a, b) == 1 || swapped(a, b)) {
                    return 3;
                }
                if a.get(..6) == b.get(..6) && a.len() >= 6 && b.len() >= 6 {
                    return 2;
                }
                u8::from(a.get(..4) == b.get(..4))
            }
        }
    }
}

/// A date as `yyyymmdd`, as far as it is known; what is no date is kept as it is.
fn date(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() == 8 && text.len() == 8 {
        return digits;
    }
    match crate::date::parse(text) {
        Ok(date) => date.to_string().chars().filter(char::is_ascii_digit).collect(),
        Err(_) => digits,
    }
}

/// Whether day and month have changed places.
fn swapped(a: &str, b: &str) -> bool {
    a.len() == 8 && b.len() == 8 && a.get(..4) == b.get(..4) && a.get(4..6) == b.get(6..8) && a.get(6..8) == b.get(4..6)
}

/// Links the records of any table, or of two.
#[derive(Clone, Debug)]
pub struct Linker {
    settings: Settings,
    id: String,
}

/// A kept pair: decision, weight, both rows, levels.
type Scored = (Decision, f32, u32, u32, Pattern);

/// The values of a column, ready to be compared.
struct Values {
    kind: Kind,
    text: Vec<String>,
    /// Key of the text; 0 where there is none.
    key: Vec<u64>,
    /// log₂ of the share of records that hold the value, where that counts.
    share: Vec<f32>,
}

impl Linker {
    /// A linker with these settings; `id` names the column that tells records apart.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] without a blocking rule or a compared column, and with more than 16 compared columns.
    pub fn new(settings: Settings, id: &str) -> Result<Self> {
        let refuse = |vi: &str, en: &str| Err(Error::config("settings", vi, en));
        if settings.block.is_empty() || settings.block.iter().any(Vec::is_empty) {
            return refuse(
                "cần ít nhất một quy tắc chia khối có cột",
                "expected at least one blocking rule with a column",
            );
        }
        if settings.compare.is_empty() || settings.compare.len() > MAX_COLUMNS {
            return refuse("cần từ 1 đến 16 cột so sánh", "expected 1 to 16 compared columns");
        }
        if !(0.0..=1.0).contains(&settings.review) || settings.link < settings.review || settings.link > 1.0 {
            return refuse("ngưỡng phải nằm giữa 0 và 1, review không lớn hơn link", "expected 0 ≤ review ≤ link ≤ 1");
        }
        Ok(Self { settings, id: id.to_owned() })
    }

    /// Finds the records of one person within a table.
    ///
    /// Reads the id column and the columns of the settings (any type; compared as text). `pairs`: `id_l`, `id_r`,
    /// `match_weight`, `match_probability`, `decision`, then `level_<column>`; `clusters`: the id column, `source`, `cluster_id` (the
    /// least id of the cluster).
    ///
    /// # Errors
    ///
    /// [`Error::Column`] where a column is missing.
    ///
    /// # Examples
    ///
    /// ```
    /// use lltp::link::{Linker, Settings};
    /// use lltp::polars::prelude::*;
    ///
    /// let table = df!(
    ///     "id" => ["1", "2", "3"],
    ///     "surname" => ["Nguyen", "Nguyen", "Tran"],
    ///     "number" => ["123456", "123456", "999999"],
    /// )?;
    /// let settings: Settings = toml::from_str(
    ///     r#"
    ///     block = [["number"]]
    ///     compare = [{ column = "surname", as = "name" }, { column = "number", as = "number" }]
    ///     link = 0.5
    ///     "#,
    /// )?;
    /// let found = Linker::new(settings.clone(), "id")?.link(&table)?;
    /// assert_eq!(found.pairs.height(), 1);
    /// assert!(Linker::new(settings, "number_of_record")?.link(&table).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn link(&self, table: &DataFrame) -> Result<Linkage> {
        self.run(&[table])
    }

    /// Finds the records of one person across two tables; within a table none are compared.
    ///
    /// # Errors
    ///
    /// As [`link`](Self::link).
    pub fn link_two(&self, left: &DataFrame, right: &DataFrame) -> Result<Linkage> {
        self.run(&[left, right])
    }

    fn run(&self, tables: &[&DataFrame]) -> Result<Linkage> {
        let settings = &self.settings;
        let boundary = if let [left, _] = tables { left.height() } else { 0 };
        let ids = strings(tables, &self.id)?;
        let records = ids.len();
        if records > block::MAX_ROWS {
            return Err(Error::Library { step: "link", kind: "more records than one run can hold" });
        }
        let boundary = u32::try_from(boundary).unwrap_or(0);
        let columns =
            settings.compare.iter().map(|compare| Values::new(tables, compare)).collect::<Result<Vec<_>>>()?;
        let (rules, fixed) = self.rules(tables, &columns, records)?;
        // Rows of equal content are ordered by content, whatever row they stand in.
        let order: Vec<u64> = ids.iter().map(|id| hash(id)).collect();
        let finer = vec![columns.first().map_or_else(Vec::new, |column| column.key.clone()), order];
        let pairs = if boundary == 0 {
            records as f64 * (records as f64 - 1.0) / 2.0
        } else {
            f64::from(boundary) * (records as f64 - f64::from(boundary))
        };
        let compare = |l: u32, r: u32| compare(&columns, l, r);
        let model = match &settings.model {
            Some(model) => model.clone(),
            None => self.train(&columns, &rules, &fixed, &finer, boundary, records, &compare),
        };
        let weights = model.weights(pairs, records as f64);
        let weigh = |pattern: Pattern, l: u32, r: u32| {
            let mut sum = weights.prior + weights.sum(pattern);
            for (at, column) in columns.iter().enumerate() {
                if pattern.level(at) == Some(column.kind.top()) && !column.share.is_empty() {
                    let share = column.share[l as usize].max(column.share[r as usize]);
                    sum += weights.m(at, column.kind.top()) - share - weights.of(at, column.kind.top());
                }
            }
            sum
        };
        let (mut found, funnel) = block::pairs(&rules, &finer, settings.block_limit, boundary, |l, r| {
            let pattern = compare(l, r);
            let weight = weigh(pattern, l, r);
            let p = probability(weight);
            let decision = match () {
                () if p >= settings.link && agrees(pattern, &columns) => Decision::Link,
                () if p >= settings.review => Decision::Review,
                () => Decision::Apart,
            };
            (weight > -10.0).then_some((decision, weight, l, r, pattern))
        });
        let rank = |l: u32, r: u32| {
            let (x, y) = (&ids[l as usize], &ids[r as usize]);
            if x <= y { (x, y) } else { (y, x) }
        };
        found.sort_by(|a, b| {
            b.0.cmp(&a.0)
                .then(b.1.total_cmp(&a.1))
                .then_with(|| rank(a.2, a.3).cmp(&rank(b.2, b.3)))
                .then((a.2, a.3).cmp(&(b.2, b.3)))
        });
        found.dedup_by_key(|pair| (pair.2, pair.3));
        let mut groups = Groups::new(records);
        for pair in &mut found {
            if pair.0 == Decision::Link && !groups.join(pair.2, pair.3, |x, y| weigh(compare(x, y), x, y) > -12.0) {
                pair.0 = Decision::Review;
            }
        }
        let height = found.len();
        let text = |name: &str, id: &dyn Fn(&Scored) -> String| {
            StringChunked::from_iter_values(name.into(), found.iter().map(id)).into_column()
        };
        let ends = |pair: &Scored| {
            // Within one table the lesser id stands left; across two, the table does.
            let (l, r) = (ids[pair.2 as usize].clone(), ids[pair.3 as usize].clone());
            if boundary > 0 || l <= r { (l, r) } else { (r, l) }
        };
        let mut out: Vec<Column> = vec![
            text("id_l", &|pair| ends(pair).0),
            text("id_r", &|pair| ends(pair).1),
            Float64Chunked::from_iter_values("match_weight".into(), found.iter().map(|pair| round(pair.1)))
                .into_column(),
            Float64Chunked::from_iter_values("match_probability".into(), found.iter().map(|pair| probability(pair.1)))
                .into_column(),
            text("decision", &|pair| pair.0.as_str().to_owned()),
        ];
        for (at, column) in settings.compare.iter().enumerate() {
            let levels = found.iter().map(|pair| pair.4.level(at).and_then(|level| i8::try_from(level).ok()));
            out.push(Int8Chunked::from_iter_options(format!("level_{}", column.column).into(), levels).into_column());
        }
        let pairs = DataFrame::new(height, out)?;
        let mut cluster = vec![String::new(); records];
        for group in groups.into_lists() {
            let least = group
                .iter()
                .map(|&row| (&ids[row as usize], row >= boundary && boundary > 0))
                .min_by_key(|(id, right)| (*right, *id));
            let name = least.map_or_else(String::new, |(id, right)| {
                if boundary > 0 { format!("{}:{id}", if right { "b" } else { "a" }) } else { id.clone() }
            });
            for row in group {
                cluster[row as usize].clone_from(&name);
            }
        }
        let source = (0..records).map(|row| if boundary > 0 && row >= boundary as usize { "b" } else { "a" });
        let clusters = DataFrame::new(
            records,
            vec![
                StringChunked::from_iter_values(self.id.as_str().into(), ids.iter()).into_column(),
                StringChunked::from_iter_values("source".into(), source).into_column(),
                StringChunked::from_iter_values("cluster_id".into(), cluster.iter()).into_column(),
            ],
        )?;
        Ok(Linkage {
            pairs,
            clusters,
            compared: funnel.iter().map(|step| step.new_pairs).sum(),
            funnel,
            fingerprint: model.fingerprint(),
            model,
        })
    }

    /// The blocking rules, and for each the compared columns that it fixes.
    fn rules(&self, tables: &[&DataFrame], columns: &[Values], records: usize) -> Result<(Vec<Rule>, Vec<u32>)> {
        let mut rules = Vec::new();
        let mut fixed = Vec::new();
        for rule in &self.settings.block {
            let mut keys = vec![1u64; records];
            let mut bits = 0;
            for name in rule {
                let at = self.settings.compare.iter().position(|compare| compare.column == *name);
                let values = match at {
                    Some(at) => {
                        bits |= 1 << at;
                        columns[at].key.clone()
                    }
                    None => strings(tables, name)?.iter().map(|text| folded(Kind::Exact, text)).collect(),
                };
                for (key, value) in keys.iter_mut().zip(values) {
                    *key = if *key == 0 || value == 0 { 0 } else { join(&[*key, value]) | 1 << 40 };
                }
            }
            rules.push(Rule { name: rule.join("+"), keys, finer: [Some(0), None] });
            fixed.push(bits);
        }
        Ok((rules, fixed))
    }

    #[allow(clippy::too_many_arguments, reason = "one step of `run`, named")]
    fn train(
        &self,
        columns: &[Values],
        rules: &[Rule],
        fixed: &[u32],
        finer: &[Vec<u64>],
        boundary: u32,
        records: usize,
        compare: &(impl Fn(u32, u32) -> Pattern + Sync),
    ) -> Model {
        let start = Model {
            matches_per_record: 0.5,
            columns: columns
                .iter()
                .zip(&self.settings.compare)
                .map(|(column, compare)| {
                    let top = column.kind.top();
                    let level = |level: u8| LevelModel {
                        level,
                        m: if level == top { 0.9 } else { 0.1 / f64::from(top) },
                        u: if level == 0 { 0.9 } else { 0.1 / f64::from(top) },
                    };
                    ColumnModel { column: compare.column.clone(), levels: (0..=top).map(level).collect() }
                })
                .collect(),
        };
        let mut random: BTreeMap<Pattern, f64> = BTreeMap::new();
        let rows = records.max(1) as u64;
        let mut state = 1u64;
        for _ in 0..1_000_000.min(rows * 200) {
            state = mix(state.wrapping_add(0x9e37_79b9));
            let row = |at: u64| u32::try_from(at % rows).unwrap_or(0);
            let (l, r) = (row(state), row(state >> 32));
            if l != r && (boundary == 0 || (l < boundary) != (r < boundary)) {
                *random.entry(compare(l, r)).or_default() += 1.0;
            }
        }
        let mut matches = 0.0;
        let blocked: Vec<(u32, BTreeMap<Pattern, f64>)> = rules
            .iter()
            .zip(fixed)
            .map(|(rule, &fixed)| {
                let alone = [Rule { name: String::new(), keys: rule.keys.clone(), finer: rule.finer }];
                let (found, _) = block::pairs(&alone, finer, self.settings.block_limit.min(60), boundary, |l, r| {
                    Some(compare(l, r))
                });
                let mut counts = BTreeMap::new();
                found.into_iter().for_each(|pattern| *counts.entry(pattern).or_default() += 1.0);
                (fixed, counts)
            })
            .collect();
        let mut model = start.train(&random, &blocked, 2.0, 40);
        // How many pairs of one person there are: those of the best rules, counted by the trained model.
        let weights = model.weights(20.0, 10.0);
        let (found, _) =
            block::pairs(rules, finer, self.settings.block_limit.min(60), boundary, |l, r| Some(compare(l, r)));
        for pattern in found {
            matches += probability(weights.sum(pattern) - 12.0);
        }
        model.matches_per_record = (matches / records.max(1) as f64).clamp(1e-3, 5.0);
        model
    }
}

impl Values {
    fn new(tables: &[&DataFrame], compare: &Compare) -> Result<Self> {
        let text: Vec<String> = strings(tables, &compare.column)?.iter().map(|text| compare.kind.fold(text)).collect();
        let keys: Vec<u64> = text.iter().map(|text| if text.is_empty() { 0 } else { hash(text) | 1 }).collect();
        let share = if compare.term_frequency {
            let mut counts: BTreeMap<u64, u32> = BTreeMap::new();
            keys.iter().filter(|&&key| key != 0).for_each(|&key| *counts.entry(key).or_default() += 1);
            let known = f64::from(counts.values().sum::<u32>()).max(1.0);
            #[allow(clippy::cast_possible_truncation, reason = "weights need no more")]
            keys.iter().map(|key| (f64::from(counts.get(key).copied().unwrap_or(1)) / known).log2() as f32).collect()
        } else {
            Vec::new()
        };
        Ok(Self { kind: compare.kind, text, key: keys, share })
    }
}

fn folded(kind: Kind, text: &str) -> u64 {
    let text = kind.fold(text);
    if text.is_empty() { 0 } else { hash(&text) | 1 }
}

fn compare(columns: &[Values], l: u32, r: u32) -> Pattern {
    let (l, r) = (l as usize, r as usize);
    columns.iter().enumerate().fold(Pattern::EMPTY, |pattern, (at, column)| {
        let level = if column.key[l] == 0 || column.key[r] == 0 {
            None
        } else if column.key[l] == column.key[r] {
            Some(column.kind.top())
        } else {
            Some(column.kind.level(&column.text[l], &column.text[r]))
        };
        pattern.with(at, level)
    })
}

/// Whether anything speaks for one record: at least one column agrees in full.
fn agrees(pattern: Pattern, columns: &[Values]) -> bool {
    columns.iter().enumerate().any(|(at, column)| pattern.level(at) == Some(column.kind.top()))
}

/// A column of all tables as text, empty for null.
fn strings(tables: &[&DataFrame], name: &str) -> Result<Vec<String>> {
    let mut all = Vec::new();
    for table in tables {
        let column = table.column(name).map_err(|_| Error::Column {
            column: name.to_owned(),
            expected: "a column of that name".into(),
            found: table.get_column_names().iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
        })?;
        let text = column.cast(&DataType::String)?;
        all.extend(text.str()?.iter().map(|cell| cell.unwrap_or("").to_owned()));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels() {
        let level = |kind: Kind, a: &str, b: &str| kind.level(&kind.fold(a), &kind.fold(b));
        for (kind, a, b, expected) in [
            (Kind::Exact, " Nguyen ", "nguyen", 1),
            (Kind::Exact, "Nguyen", "Tran", 0),
            (Kind::Name, "Hòa", "HOÀ", 4),
            (Kind::Name, "Hòa", "Hoa", 3),
            (Kind::Name, "mitchell", "mitchel", 2),
            (Kind::Name, "smith", "jones", 0),
            (Kind::Text, "high street 12", "12 high street", 2),
            (Kind::Date, "19871013", "19871013", 4),
            (Kind::Date, "1987-10-13", "13/10/1987", 4),
            (Kind::Date, "19871013", "19781013", 3),
            (Kind::Date, "19870503", "19870305", 3),
            (Kind::Date, "19871013", "19871028", 2),
            (Kind::Date, "19871013", "19870228", 1),
            (Kind::Number, "0123 456", "123456", 2),
            (Kind::Number, "123456", "123457", 1),
            (Kind::Code, "AB-12", "ab12", 2),
            (Kind::Code, "AB-12", "AB-13", 1),
        ] {
            assert_eq!(level(kind, a, b), expected, "{kind:?} {a} {b}");
            assert_eq!(level(kind, b, a), expected, "{kind:?} {b} {a}");
        }
    }
}
