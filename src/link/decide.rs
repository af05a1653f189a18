//! Linkage of judicial records: the blocking rules, the weight of a pair, and what is decided about it.

#![allow(clippy::indexing_slicing, reason = "rows index the arrays made for them")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::block::{self, Rule, Step};
use super::cluster::Groups;
use super::compare::{self, Decision, Grounds, Pattern, birth, name, place_key};
use super::person::{Keys, People, Person, Rare};
use super::train::{Model, Weights, probability};
use super::word::{join, mix};

/// Parameters trained on the crate's own generator.
pub(super) static SHIPPED: LazyLock<Model> =
    LazyLock::new(|| Model::from_table(include_str!("../data/link_model.tsv")));

/// Where the parameters of the model come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Training {
    /// The parameters shipped with the crate: counted on invented people of the crate's own generator.
    #[default]
    Shipped,
    /// Trained on the data at hand, without truth, from 20,000 records on; the shipped ones count as 2,000 pairs.
    Data,
}

/// Settings of the linkage of judicial records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PersonSettings {
    /// Least probability of a link; a link also needs grounds of identity and no conflict.
    pub link: f64,
    /// Least probability of a pair that a person is asked about.
    pub review: f64,
    /// Largest block that is compared in full.
    pub block_limit: usize,
    /// Where the parameters come from.
    pub training: Training,
    /// A model trained earlier; wins over `training`.
    pub model: Option<Model>,
}

impl Default for PersonSettings {
    fn default() -> Self {
        Self { link: 0.999, review: 0.6, block_limit: 200, training: Training::Shipped, model: None }
    }
}

/// A pair that is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair {
    pub(crate) l: u32,
    pub(crate) r: u32,
    pub(crate) weight: f32,
    pub(crate) pattern: Pattern,
    pub(crate) grounds: Grounds,
    pub(crate) decision: Decision,
}

/// What the linkage found.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) pairs: Vec<Pair>,
    pub(crate) groups: Vec<Vec<u32>>,
    pub(crate) funnel: Vec<Step>,
    pub(crate) model: Model,
}

/// Links the records.
pub(crate) fn run(people: &People, settings: &PersonSettings) -> Outcome {
    let (rules, finer) = rules(people);
    let model = match &settings.model {
        Some(model) => model.clone(),
        None if settings.training == Training::Data && people.rows.len() >= 20_000 => train(people, &rules, &finer),
        None => SHIPPED.clone(),
    };
    let weights = weights(&model, people.rows.len() as f64);
    let limits = Limits::of(settings);
    let (mut pairs, funnel) = block::pairs(&rules, &finer, settings.block_limit, 0, |l, r| {
        let pair = judge(people, &weights, &limits, l, r);
        (pair.decision > Decision::Apart || pair.weight > limits.explain).then_some(pair)
    });
    drop(rules);
    // Strongest first; among equals by the records themselves, never by their rows.
    let order = &people.order;
    let rank = |pair: &Pair| {
        let (x, y) = (order[pair.l as usize], order[pair.r as usize]);
        (x.min(y), x.max(y))
    };
    pairs.sort_unstable_by(|a, b| {
        b.decision
            .cmp(&a.decision)
            .then(b.weight.total_cmp(&a.weight))
            .then_with(|| rank(a).cmp(&rank(b)))
            .then((a.l, a.r).cmp(&(b.l, b.r)))
    });
    pairs.dedup_by_key(|pair| (pair.l, pair.r));
    let groups = gather(people, &weights, &mut pairs);
    settle(people.rows.len(), &groups, &mut pairs);
    Outcome { pairs, groups, funnel, model }
}

/// The weights of a model among so many records.
pub(super) fn weights(model: &Model, records: f64) -> Weights {
    model.weights(records * (records - 1.0) / 2.0, records)
}

/// Makes groups of the links, strongest first. A link that would put a conflict into a group goes to review. A record
/// that fits two persons who cannot be one (`NGUYEN VAN HUNG` beside the twins Hùng and Hưng) is linked to neither by
/// anything less than a number or the same spelling.
fn gather(people: &People, weights: &Weights, pairs: &mut [Pair]) -> Vec<Vec<u32>> {
    let order = &people.order;
    let together = |x, y| beside(people, weights, x, y) == Beside::Yes;
    let mut doubtful: Vec<u32> = Vec::new();
    loop {
        let mut groups = Groups::new(people.rows.len());
        let mut found = Vec::new();
        for pair in pairs.iter_mut().filter(|pair| pair.decision == Decision::Link) {
            let (l, r) =
                if order[pair.l as usize] <= order[pair.r as usize] { (pair.l, pair.r) } else { (pair.r, pair.l) };
            let weak = |row| !strong(pair) && doubtful.binary_search(&row).is_ok();
            if weak(l) || weak(r) {
                pair.decision = Decision::Review;
                pair.grounds.add(Grounds::CLUSTER_CONFLICT);
                continue;
            }
            let joined = groups.join(l, r, |x, y| match beside(people, weights, x, y) {
                Beside::Yes => true,
                Beside::No => false,
                Beside::OtherName => renamed(people, pair, (l, r), (x, y)) || renamed(people, pair, (r, l), (x, y)),
            });
            if !joined {
                pair.decision = Decision::Review;
                pair.grounds.add(Grounds::CLUSTER_CONFLICT);
                if !strong(pair) {
                    let fits =
                        |row, groups: &mut Groups, other| groups.members(other).iter().all(|&x| together(row, x));
                    found.extend(
                        [(l, r), (r, l)]
                            .into_iter()
                            .filter(|&(row, other)| fits(row, &mut groups, other))
                            .map(|(row, _)| row),
                    );
                }
            }
        }
        found.retain(|row| doubtful.binary_search(row).is_err());
        if found.is_empty() {
            return groups.into_lists();
        }
        doubtful.extend(found);
        doubtful.sort_unstable();
        doubtful.dedup();
    }
}

/// What other links have answered is not asked again: a doubtful pair inside one group is one person.
fn settle(rows: usize, groups: &[Vec<u32>], pairs: &mut [Pair]) {
    let mut group = vec![0u32; rows];
    for (number, members) in (0..).zip(groups) {
        members.iter().for_each(|&row| group[row as usize] = number);
    }
    for pair in pairs.iter_mut().filter(|pair| pair.decision == Decision::Review) {
        if group[pair.l as usize] == group[pair.r as usize] {
            pair.decision = Decision::Link;
            pair.grounds.add(Grounds::SAME_GROUP);
        }
    }
}

/// Whether a link stands though another person fits as well.
fn strong(pair: &Pair) -> bool {
    pair.grounds.has(NUMBER) || pair.pattern.level(compare::NAME) == Some(name::SAME)
}

/// Thresholds as weights.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    link: f32,
    review: f32,
    explain: f32,
}

impl Limits {
    pub(crate) fn of(settings: &PersonSettings) -> Self {
        #[allow(clippy::cast_possible_truncation, reason = "weights need no more")]
        let weight = |p: f64| {
            let p = p.clamp(1e-9, 1.0 - 1e-9);
            (p / (1.0 - p)).log2() as f32
        };
        let review = weight(settings.review);
        // Who asks for everything is told everything.
        let explain = if settings.review > 0.0 { review.max(4.0) } else { f32::NEG_INFINITY };
        Self { link: weight(settings.link), review, explain }
    }
}

/// Compares and decides one pair.
pub(crate) fn judge(people: &People, weights: &Weights, limits: &Limits, l: u32, r: u32) -> Pair {
    let (a, b) = (people.get(l), people.get(r));
    let pattern = compare::compare(people, a, b);
    let weight = weigh(weights, a, b, pattern);
    if weight < limits.review {
        return Pair { l, r, weight, pattern, grounds: Grounds::default(), decision: Decision::Apart };
    }
    let grounds = compare::grounds(people, a, b, pattern);
    let decision = if weight >= limits.link && identity(pattern, grounds) {
        Decision::Link
    } else if worth_a_look(pattern, grounds) {
        Decision::Review
    } else {
        Decision::Apart
    };
    Pair { l, r, weight, pattern, grounds, decision }
}

/// The weight of a pair with its prior; how rare a shared value is counts as well.
pub(crate) fn weigh(weights: &Weights, a: &Person, b: &Person, pattern: Pattern) -> f32 {
    let mut sum = weights.prior + weights.sum(pattern);
    // The court lies where people live: it says nothing more where the residence agrees.
    if pattern.level(compare::JUDGMENT) == Some(1) && pattern.level(compare::RESIDENCE).is_some_and(|level| level >= 2)
    {
        sum -= weights.of(compare::JUDGMENT, 1);
    }
    // Where a share is known, it takes the place of the level's u.
    let mut rare = |column: usize, least: u8, value: fn(&Rare) -> u8| {
        if let Some(level) = pattern.level(column).filter(|&level| level >= least) {
            let bits = f32::from(value(&a.rare).min(value(&b.rare))) / 8.0;
            sum += weights.m(column, level) + bits - weights.of(column, level);
        }
    };
    match pattern.level(compare::NAME) {
        Some(name::SAME | name::BARE) => rare(compare::NAME, name::BARE, |rare| rare.name),
        Some(name::ORDER) => rare(compare::NAME, name::ORDER, |rare| rare.name),
        _ => {}
    }
    rare(compare::BIRTH, birth::SAME_YEAR, |rare| rare.birth);
    rare(compare::FATHER, 4, |rare| rare.father);
    rare(compare::MOTHER, 4, |rare| rare.mother);
    rare(compare::RESIDENCE, 3, |rare| rare.commune);
    sum
}

const NUMBER: Grounds = Grounds(Grounds::SAME_CITIZEN_ID.0 | Grounds::SAME_CARD.0 | Grounds::SAME_PASSPORT.0);
const PARENT: Grounds = Grounds(Grounds::SAME_FATHER.0 | Grounds::SAME_MOTHER.0);
/// What is never overruled.
const FORBIDDEN: Grounds = Grounds(
    Grounds::CITIZEN_CONFLICT.0 | Grounds::NEIGHBOUR_CONFLICT.0 | Grounds::GIVEN_CONFLICT.0 | Grounds::DEATH_CONFLICT.0,
);

/// Whether there are positive grounds of identity, and no conflict.
fn identity(pattern: Pattern, grounds: Grounds) -> bool {
    let name = pattern.level(compare::NAME).unwrap_or(name::DIFFERENT);
    let number = grounds.has(NUMBER);
    let birth = pattern.level(compare::BIRTH);
    let both_parents_differ = grounds.has(Grounds::FATHER_CONFLICT) && grounds.has(Grounds::MOTHER_CONFLICT);
    let one_parent_differs = grounds.has(Grounds::FATHER_CONFLICT) || grounds.has(Grounds::MOTHER_CONFLICT);
    if grounds.has(Grounds::CITIZEN_CONFLICT) || grounds.has(Grounds::DEATH_CONFLICT) || both_parents_differ {
        return false;
    }
    if number {
        // A number issued twice, or mistyped into a stranger's: the name must be of one person too.
        let named = name >= name::GIVEN_SLIP;
        let born = birth.is_none_or(|level| level >= birth::NEAR_YEAR);
        // The number, the day of birth and a parent, or the number and the whole house: a name that was changed.
        let house = grounds.has(Grounds::SAME_FATHER) && grounds.has(Grounds::SAME_MOTHER);
        if !named && (grounds.has(Grounds::SAME_BIRTH) && grounds.has(PARENT) || house && born && birth.is_some()) {
            return !one_parent_differs && !grounds.has(Grounds::SEX_CONFLICT);
        }
        return named && (born || (name >= name::ORDER && grounds.has(PARENT) && !one_parent_differs));
    }
    if lost_marks(pattern, grounds) {
        return true;
    }
    // One parent misread: the other one, the name, the day and the place must agree in full.
    let misread = name == name::SAME
        && grounds.has(PARENT)
        && grounds.has(Grounds::SAME_BIRTH)
        && grounds.has(Grounds::SAME_RESIDENCE);
    if grounds.has(FORBIDDEN) || (one_parent_differs && !misread) || name < name::MIDDLE_FILLER {
        return false;
    }
    // A name that is not quite the same, and another card or another sex: rather a brother or sister.
    if name < name::SAME && grounds.has(Grounds::CARD_CONFLICT)
        || name < name::ORDER && grounds.has(Grounds::SEX_CONFLICT)
    {
        return false;
    }
    // `Văn` for another middle name: the day and a parent must agree, and no number may be a twin's.
    if name == name::MIDDLE_FILLER
        && !(grounds.has(Grounds::SAME_BIRTH) && grounds.has(PARENT) && !grounds.has(Grounds::NUMBER_SLIP))
    {
        return false;
    }
    let parents = u8::from(grounds.has(Grounds::SAME_FATHER)) + u8::from(grounds.has(Grounds::SAME_MOTHER));
    let supports = 2 * parents
        + 2 * u8::from(grounds.has(Grounds::SAME_RESIDENCE))
        + u8::from(pattern.level(compare::RESIDENCE) == Some(2) || pattern.level(compare::JUDGMENT) == Some(1))
        + u8::from(grounds.has(Grounds::SAME_BIRTH_PLACE))
        + 2 * u8::from(grounds.has(Grounds(Grounds::NUMBER_SLIP.0 | Grounds::NUMBER_TWICE.0)))
        + 4 * u8::from(grounds.has(Grounds::NUMBER_BESIDE))
        + 2 * u8::from(grounds.has(Grounds::SAME_JUDGMENT));
    // The less the birth date says, the more must be said by other columns.
    let needed = match birth {
        Some(birth::SAME) => 1,
        Some(birth::PLACEHOLDER..=birth::SAME_YEAR) => 2,
        None | Some(birth::NEAR_YEAR) => 4,
        Some(_) if name == name::SAME => 6,
        Some(_) => u8::MAX,
    };
    supports >= needed
}

/// Whether the given names differ by lost marks or by ear alone, and all else that tells brothers apart agrees.
fn lost_marks(pattern: Pattern, grounds: Grounds) -> bool {
    pattern.level(compare::NAME) == Some(name::GIVEN_LOST)
        && grounds.has(Grounds::SAME_BIRTH)
        && grounds.has(Grounds::SAME_FATHER)
        && grounds.has(Grounds::SAME_MOTHER)
        && !grounds.has(Grounds::CARD_CONFLICT)
        && !grounds.has(Grounds::SEX_CONFLICT)
        && !grounds.has(Grounds(Grounds::NUMBER_SLIP.0 | Grounds::NEIGHBOUR_CONFLICT.0))
}

/// Whether a pair that is not linked should be shown to a person.
fn worth_a_look(pattern: Pattern, grounds: Grounds) -> bool {
    let name = pattern.level(compare::NAME).unwrap_or(name::DIFFERENT);
    let number = grounds.has(NUMBER);
    if grounds.has(Grounds::DEATH_CONFLICT) {
        return false;
    }
    let both_parents_differ = grounds.has(Grounds::FATHER_CONFLICT) && grounds.has(Grounds::MOTHER_CONFLICT);
    if both_parents_differ && !number {
        return false;
    }
    if grounds.has(Grounds::CITIZEN_CONFLICT) && name < name::MIDDLE {
        return false;
    }
    // A name may have been changed, or taken from a brother: only where everything else agrees.
    let house = grounds.has(Grounds::SAME_BIRTH)
        && grounds.has(Grounds::SAME_FATHER)
        && grounds.has(Grounds::SAME_MOTHER)
        && !grounds.has(Grounds::SEX_CONFLICT)
        && !grounds.has(Grounds::CARD_CONFLICT);
    number || name >= name::GIVEN_SLIP || grounds.has(Grounds::NUMBER_SLIP) || house
}

/// Whether two records may be of one group, though perhaps no link joins them directly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beside {
    Yes,
    /// Nothing but the given names are in the way.
    OtherName,
    No,
}

fn beside(people: &People, weights: &Weights, l: u32, r: u32) -> Beside {
    let (a, b) = (people.get(l), people.get(r));
    let pattern = compare::compare(people, a, b);
    let grounds = compare::grounds(people, a, b, pattern);
    if grounds.has(Grounds::CITIZEN_CONFLICT) || grounds.has(Grounds::DEATH_CONFLICT) {
        return Beside::No;
    }
    if grounds.has(NUMBER) {
        return Beside::Yes;
    }
    if grounds.has(Grounds::FATHER_CONFLICT) && grounds.has(Grounds::MOTHER_CONFLICT) {
        return Beside::No;
    }
    // Another given name is another person, and be it by a mark: twins are called Hùng and Hưng.
    if lost_marks(pattern, grounds) {
        return Beside::Yes;
    }
    if pattern.level(compare::NAME).unwrap_or(name::SAME) < name::MIDDLE {
        return Beside::OtherName;
    }
    if weigh(weights, a, b, pattern) > -4.0 { Beside::Yes } else { Beside::No }
}

/// Whether a link explains that two records beside it bear other given names: the name was changed, and who bears the
/// number of the one has its new name, who bears the number or the spelling of the other its old one.
#[allow(clippy::many_single_char_names, reason = "rows")]
fn renamed(people: &People, pair: &Pair, (l, r): (u32, u32), (x, y): (u32, u32)) -> bool {
    let number = |a: u32, b: u32| {
        let (a, b) = (people.get(a), people.get(b));
        (a.citizen != 0 && a.citizen == b.citizen) || (a.card != 0 && a.card == b.card)
    };
    let alike = |a: u32, b: u32| a == b || number(a, b) || people.get(a).name == people.get(b).name;
    let given = people.get(l).name.given() == people.get(r).name.given();
    alike(x, l) && alike(y, r) && (pair.grounds.has(NUMBER) || given && (number(x, l) || number(y, r)))
}

/// Finer keys by which a block past the limit is parted.
const GIVEN: usize = 0;
const BIRTH_YEAR: usize = 1;
const PROVINCE: usize = 2;

/// A blocking rule: its name, the finer keys that part its largest blocks, and the parts of its key.
type Parts = (&'static str, [usize; 2], fn(&Person, &Keys) -> [u64; 3]);

const RULES: [Parts; 21] = [
    ("citizen_id", [GIVEN, BIRTH_YEAR], |p, _| [p.citizen, 1, 1]),
    ("identity_card", [GIVEN, BIRTH_YEAR], |p, _| [u64::from(p.card.max(p.card_beside)), 1, 1]),
    ("passport", [GIVEN, BIRTH_YEAR], |p, _| [p.passport, 1, 1]),
    ("record_code", [GIVEN, BIRTH_YEAR], |p, _| [p.code, 1, 1]),
    ("name+birth_date", [PROVINCE, GIVEN], |_, k| [k.name, k.birth, 1]),
    ("given_name+birth_date", [PROVINCE, GIVEN], |_, k| [k.given, k.birth, 1]),
    ("name+father", [BIRTH_YEAR, PROVINCE], |_, k| [k.name, k.father, 1]),
    ("name+mother", [BIRTH_YEAR, PROVINCE], |_, k| [k.name, k.mother, 1]),
    ("father+mother", [GIVEN, BIRTH_YEAR], |_, k| [k.father, k.mother, 1]),
    ("birth_date+father", [GIVEN, PROVINCE], |_, k| [k.birth, k.father, 1]),
    ("birth_date+mother", [GIVEN, PROVINCE], |_, k| [k.birth, k.mother, 1]),
    ("name+commune", [BIRTH_YEAR, GIVEN], |p, k| [k.name, place_key(p.residence), 1]),
    ("birth_date+commune", [GIVEN, PROVINCE], |p, k| [k.birth, place_key(p.residence), 1]),
    ("father+commune", [GIVEN, BIRTH_YEAR], |p, k| [k.father, place_key(p.residence), 1]),
    ("mother+commune", [GIVEN, BIRTH_YEAR], |p, k| [k.mother, place_key(p.residence), 1]),
    ("family_name+commune+birth_year", [GIVEN, PROVINCE], |p, k| [k.family, place_key(p.residence), k.year]),
    ("name+birth_year+province", [PROVINCE, GIVEN], |p, k| [k.name, k.year, p.residence.provinces]),
    ("name+birth_year+birth_province", [PROVINCE, GIVEN], |p, k| [k.name, k.year, p.birth_place.provinces]),
    ("judgment+given_name", [BIRTH_YEAR, PROVINCE], |_, k| [k.judgment, k.given, 1]),
    ("judgment+birth_date", [GIVEN, PROVINCE], |_, k| [k.judgment, k.birth, 1]),
    ("family+middle+birth_date", [PROVINCE, GIVEN], |_, k| [k.family, k.middle, k.birth]),
];

/// The blocking rules with the columns of finer keys; the last of these is a key of the whole record.
pub(super) fn rules(people: &People) -> (Vec<Rule>, Vec<Vec<u64>>) {
    let rows = &people.rows;
    let known = &people.keys;
    let finer = vec![
        known.iter().map(|key| key.given).collect(),
        rows.iter().map(|p| u64::from(p.birth.year.unsigned_abs())).collect(),
        rows.iter().map(|p| p.residence.provinces | p.birth_place.provinces << 1).collect(),
        people.order.clone(),
    ];
    // One pass over the records for all rules.
    let mut keys = vec![Vec::with_capacity(rows.len()); RULES.len()];
    for (person, key) in rows.iter().zip(known) {
        for ((_, _, parts), keys) in RULES.iter().zip(&mut keys) {
            let parts = parts(person, key);
            // A key whose parts are not all known is none.
            keys.push(if parts.contains(&0) { 0 } else { join(&parts) | 1 << 40 });
        }
    }
    let rules = RULES.iter().zip(keys).map(|((name, parted, _), keys)| Rule {
        name: (*name).to_owned(),
        keys,
        finer: parted.map(Some),
    });
    (rules.collect(), finer)
}

/// Compared columns that a blocking rule fixes, one bit each.
const FIXED: [(&str, u32); 6] = [
    ("name+birth_date", 1 << compare::NAME | 1 << compare::BIRTH),
    ("name+father", 1 << compare::NAME | 1 << compare::FATHER),
    ("name+mother", 1 << compare::NAME | 1 << compare::MOTHER),
    ("father+mother", 1 << compare::FATHER | 1 << compare::MOTHER),
    ("citizen_id", 1 << compare::CITIZEN),
    ("identity_card", 1 << compare::CARD),
];

/// Trains the shipped model further on the data at hand.
fn train(people: &People, rules: &[Rule], finer: &[Vec<u64>]) -> Model {
    let pattern = |l: u32, r: u32| compare::compare(people, people.get(l), people.get(r));
    let mut random: BTreeMap<Pattern, f64> = BTreeMap::new();
    let rows = people.rows.len() as u64;
    let mut state = 1u64;
    for _ in 0..400_000 {
        state = mix(state.wrapping_add(0x9e37_79b9));
        let row = |at: u64| u32::try_from(at % rows.max(1)).unwrap_or(0);
        let (l, r) = (row(state), row(state >> 32));
        if l != r {
            *random.entry(pattern(l.min(r), l.max(r))).or_default() += 1.0;
        }
    }
    let blocked: Vec<(u32, BTreeMap<Pattern, f64>)> = rules
        .iter()
        .filter_map(|rule| {
            let (_, fixed) = FIXED.iter().find(|(name, _)| *name == rule.name)?;
            let alone = [Rule { name: String::new(), keys: rule.keys.clone(), finer: rule.finer }];
            let (found, _) = block::pairs(&alone, finer, 30, 0, |l, r| Some(pattern(l, r)));
            let mut counts = BTreeMap::new();
            found.into_iter().for_each(|pattern| *counts.entry(pattern).or_default() += 1.0);
            Some((*fixed, counts))
        })
        .collect();
    SHIPPED.train(&random, &blocked, 2_000.0, 20)
}

/// Counts patterns over pairs whose truth is known: the way the shipped parameters were made. What invented people do
/// not show (passports, home towns, record codes that two records share) stays as it was set by hand.
pub(crate) fn count(people: &People, person: &[u64]) -> Model {
    const BY_HAND: [&str; 3] = ["passport", "home_town", "record_code"];
    let count = |pattern: Pattern, counts: &mut BTreeMap<Pattern, f64>| *counts.entry(pattern).or_default() += 1.0;
    let (mut same, mut apart) = (BTreeMap::new(), BTreeMap::new());
    let mut by_person: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
    for (row, &person) in (0..).zip(person) {
        by_person.entry(person).or_default().push(row);
    }
    for rows in by_person.values() {
        for (at, &l) in rows.iter().enumerate() {
            for &r in rows.iter().skip(at + 1) {
                count(compare::compare(people, people.get(l), people.get(r)), &mut same);
            }
        }
    }
    let rows = (people.rows.len() as u64).max(1);
    let mut state = 1;
    for _ in 0..(rows * 40).min(4_000_000) {
        state = mix(state + 0x9e37_79b9);
        let (l, r) = (state % rows, (state >> 32) % rows);
        let whose = |row: u64| usize::try_from(row).ok().and_then(|row| person.get(row));
        if whose(l) != whose(r) {
            let row = |at: u64| people.get(u32::try_from(at).unwrap_or(0));
            count(compare::compare(people, row(l), row(r)), &mut apart);
        }
    }
    let mut model = Model::from_counts(&compare::COLUMNS, &same, &apart);
    for (column, by_hand) in model.columns.iter_mut().zip(&SHIPPED.columns) {
        if BY_HAND.contains(&column.column.as_str()) {
            column.clone_from(by_hand);
        }
    }
    model
}

/// The probability of a pair.
pub(crate) fn pair_probability(pair: &Pair) -> f64 {
    probability(pair.weight)
}
