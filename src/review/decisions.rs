//! Decisions that come back: what clerks answered, what becomes of it, and the table that keeps it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use polars::prelude::*;

use super::{Group, Row, group_id};
use crate::error::Result;
use crate::frame::read::{flags, text};
use crate::frame::typed::{Distinct, complete, strings};
use crate::link::{DECIDED, Linkage};

/// One decision: records of a group that got the same number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The group.
    pub group: String,
    /// Keys of the records.
    pub keys: Vec<String>,
    /// The number, `?`, or nothing.
    pub person: String,
    /// Why.
    pub reason: String,
    /// The document it rests on.
    pub document: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub on: String,
    /// Who approved it.
    pub approved_by: String,
    /// Hashes of what was shown of them.
    pub contents: Vec<String>,
    /// Where they stand: `<file>, <sheet>, <row>`.
    pub rows: Vec<String>,
    /// Whether the group was marked as risky.
    pub risky: bool,
    /// Whether an earlier result held it already.
    pub earlier: bool,
    /// What became of it.
    pub state: State,
}

/// What became of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It counts.
    Applied,
    /// Nothing was decided, or the second person is missing.
    Open,
    /// It contradicts another decision.
    Conflict,
    /// A record has changed since.
    Stale,
    /// The group is unknown.
    Refused,
}

impl State {
    /// The code of the `decisions` table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Open => "open",
            Self::Conflict => "conflict",
            Self::Stale => "stale",
            Self::Refused => "refused",
        }
    }
}

/// What a returned row says; one per row of the workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The group.
    pub group: String,
    /// Key of the record.
    pub key: String,
    /// Hash of what was shown.
    pub content: String,
    /// Where the answer stands: `<file>, <sheet>, <row>`.
    pub row: String,
    /// Whether the group was marked as risky.
    pub risky: bool,
    /// The number, `?`, or nothing.
    pub person: String,
    /// Why.
    pub reason: String,
    /// The document it rests on.
    pub document: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub on: String,
    /// Who approved it.
    pub approved_by: String,
    /// Whether an earlier result held it already.
    pub earlier: bool,
}

/// Applies answers to a linkage: records of one person are joined, records of different persons are kept apart.
/// Returns what became of each decision. The same answers twice change nothing more. `groups` are those of the linkage
/// before the answers; an answer about a group that is none of them, and whose name its records do not bear out, is
/// refused.
///
/// # Errors
///
/// [`Error::Column`](crate::Error::Column) where a table lacks a column.
pub fn apply(answers: &[Answer], rows: &[Row], groups: &[Group], linkage: &mut Linkage) -> Result<Vec<Decision>> {
    let mut known: BTreeSet<&str> = groups.iter().map(|group| group.id.as_str()).collect();
    let mut keys: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for answer in answers {
        keys.entry(answer.group.as_str()).or_default().insert(answer.key.as_str());
    }
    // Groups that an earlier linkage showed: decisions outlive reruns.
    known.extend(keys.iter().filter(|(group, keys)| group_id(keys) == **group).map(|(group, _)| *group));
    let risky: BTreeSet<&str> = groups.iter().filter(|group| group.risky).map(|group| group.id.as_str()).collect();
    let mut by_key: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        by_key.entry(row.key.as_str()).or_default().push(row);
    }
    let mut decisions: Vec<Decision> = Vec::new();
    let mut seen: BTreeSet<[&String; 4]> = BTreeSet::new();
    for answer in answers {
        if !seen.insert([&answer.group, &answer.key, &answer.person, &answer.content]) {
            continue;
        }
        let state = match by_key.get(answer.key.as_str()) {
            None => State::Refused,
            Some(_) if !known.contains(answer.group.as_str()) => State::Refused,
            Some(rows) if !rows.iter().any(|row| row.content == answer.content) => State::Stale,
            Some(_) if answer.person.is_empty() || answer.person == "?" => State::Open,
            Some(_) if (answer.risky || risky.contains(answer.group.as_str())) && !approved(answer) => State::Open,
            Some(_) => State::Applied,
        };
        let same =
            decisions.iter_mut().find(|d| d.group == answer.group && d.person == answer.person && d.state == state);
        match same {
            Some(decision) => {
                decision.keys.push(answer.key.clone());
                decision.contents.push(answer.content.clone());
                decision.rows.push(answer.row.clone());
            }
            None => decisions.push(Decision {
                group: answer.group.clone(),
                keys: vec![answer.key.clone()],
                person: answer.person.clone(),
                reason: answer.reason.clone(),
                document: answer.document.clone(),
                by: answer.by.clone(),
                on: answer.on.clone(),
                approved_by: answer.approved_by.clone(),
                contents: vec![answer.content.clone()],
                rows: vec![answer.row.clone()],
                risky: answer.risky,
                earlier: answer.earlier,
                state,
            }),
        }
    }
    conflicts(&mut decisions);
    join(&decisions, &by_key, linkage)?;
    Ok(decisions)
}

/// Four eyes: somebody else than the one who decided.
fn approved(answer: &Answer) -> bool {
    let (by, second) = (answer.by.trim().to_lowercase(), answer.approved_by.trim().to_lowercase());
    !second.is_empty() && !by.is_empty() && second != by
}

/// A = B, B = C, but A ≠ C: none of the decisions counts.
fn conflicts(decisions: &mut [Decision]) {
    let mut person: BTreeMap<String, String> = BTreeMap::new();
    for decision in decisions.iter().filter(|d| d.state == State::Applied) {
        for pair in decision.keys.windows(2) {
            if let [a, b] = pair {
                let (a, b) = (root(&person, a), root(&person, b));
                if a != b {
                    person.insert(a.clone().max(b.clone()), a.min(b));
                }
            }
        }
    }
    let mut bad: BTreeSet<String> = BTreeSet::new();
    for one in decisions.iter().filter(|d| d.state == State::Applied) {
        for other in
            decisions.iter().filter(|d| d.state == State::Applied && d.group == one.group && d.person != one.person)
        {
            for (a, b) in one.keys.iter().flat_map(|a| other.keys.iter().map(move |b| (a, b))) {
                let (a, b) = (root(&person, a), root(&person, b));
                if a == b {
                    bad.insert(a);
                }
            }
        }
    }
    for decision in decisions.iter_mut().filter(|d| d.state == State::Applied) {
        if decision.keys.iter().any(|key| bad.contains(&root(&person, key))) {
            decision.state = State::Conflict;
        }
    }
}

fn root(person: &BTreeMap<String, String>, key: &str) -> String {
    let mut key = key.to_owned();
    while let Some(up) = person.get(&key) {
        key.clone_from(up);
    }
    key
}

/// What the decisions say of two records: one person, or two.
type Said<'a> = BTreeMap<(&'a str, &'a str), bool>;

fn said<'a>(decisions: &[Decision], by_key: &BTreeMap<&str, Vec<&'a Row>>) -> Said<'a> {
    let mut members: BTreeMap<&str, Vec<(&'a str, &str)>> = BTreeMap::new();
    for decision in decisions.iter().filter(|d| d.state == State::Applied) {
        let rows = decision.keys.iter().flat_map(|key| by_key.get(key.as_str()).into_iter().flatten());
        let rows = rows.map(|row| (row.row_id.as_str(), decision.person.as_str()));
        members.entry(&decision.group).or_default().extend(rows);
    }
    let mut said = Said::new();
    for members in members.values() {
        for (at, (a, one)) in members.iter().enumerate() {
            for (b, other) in members.iter().skip(at + 1).filter(|(b, _)| a != b) {
                said.insert((*a.min(b), *a.max(b)), one == other);
            }
        }
    }
    said
}

/// Rewrites `clusters`, and in `pairs` the decisions and grounds of what persons have decided. A decision outranks a
/// link: where records that are kept apart would stay in one cluster, its weakest links give way and are asked about.
fn join(decisions: &[Decision], by_key: &BTreeMap<&str, Vec<&Row>>, linkage: &mut Linkage) -> Result<()> {
    let said = said(decisions, by_key);
    if said.is_empty() {
        return Ok(());
    }
    let ids = text(&linkage.clusters, "row_id")?;
    let people = text(&linkage.clusters, "person_id")?;
    let at: HashMap<&str, usize> = ids.iter().enumerate().filter_map(|(row, id)| Some((id?, row))).collect();
    let place = |(a, b): &(&str, &str)| Some((*at.get(a)?, *at.get(b)?));
    let split = |same: bool| said.iter().filter(move |(_, one)| **one == same).filter_map(move |(pair, _)| place(pair));
    let apart: HashSet<(usize, usize)> = split(false).collect();

    // Persons that the decisions touch, joined as they say.
    let mut persons: BTreeMap<String, String> = BTreeMap::new();
    for (a, b) in split(true) {
        if let (Some(a), Some(b)) = (people.get(a), people.get(b)) {
            let (a, b) = (root(&persons, a), root(&persons, b));
            if a != b {
                persons.insert(a.clone().max(b.clone()), a.min(b));
            }
        }
    }
    let mut person: Vec<String> = people.iter().map(|person| root(&persons, person.unwrap_or(""))).collect();
    let torn: BTreeSet<String> = apart
        .iter()
        .filter(|(a, b)| person.get(*a) == person.get(*b))
        .filter_map(|(a, _)| person.get(*a).cloned())
        .collect();

    let pairs = &linkage.pairs;
    let (left, right, decision) = (text(pairs, "row_id_l")?, text(pairs, "row_id_r")?, text(pairs, "decision")?);
    let weights = pairs.column("match_weight")?.f64()?.rechunk();
    let ends: Vec<Option<(usize, usize)>> =
        left.iter().zip(right.iter()).map(|ends| place(&(ends.0?.min(ends.1?), ends.0?.max(ends.1?)))).collect();
    let mut decided: Vec<Option<&str>> = decision.iter().collect();
    let known: BTreeMap<(usize, usize), bool> =
        said.iter().filter_map(|(pair, one)| Some((place(pair)?, *one))).collect();
    let by_person: Vec<bool> = ends.iter().map(|ends| ends.is_some_and(|ends| known.contains_key(&ends))).collect();
    for (decided, ends) in decided.iter_mut().zip(&ends) {
        match ends.and_then(|ends| known.get(&ends)) {
            Some(true) => *decided = Some("link"),
            Some(false) => *decided = Some("apart"),
            None => {}
        }
    }
    if !torn.is_empty() {
        let inside = |(a, _): &(usize, usize)| person.get(*a).is_some_and(|person| torn.contains(person));
        let mut links: Vec<(f64, usize, (usize, usize))> = (ends.iter().enumerate())
            .filter(|(row, _)| decided.get(*row) == Some(&Some("link")) && by_person.get(*row) == Some(&false))
            .filter_map(|(row, ends)| Some((weights.get(row).unwrap_or(0.0), row, (*ends)?)))
            .filter(|(_, _, ends)| inside(ends))
            .collect();
        links.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let rows = (0..person.len()).filter(|row| inside(&(*row, *row)));
        let mut parts = Parts { of: rows.map(|row| (row, row)).collect(), apart: &apart };
        for (a, b) in split(true).filter(inside) {
            parts.join(a, b);
        }
        for (_, row, (a, b)) in links {
            if !parts.join(a, b)
                && let Some(decided) = decided.get_mut(row)
            {
                *decided = Some("review");
            }
        }
        parts.name(&ids, &mut person);
    }
    linkage.pairs = with_decisions(pairs, &decided, &by_person, &said, &ids)?;

    let mut sizes: HashMap<&str, i64> = HashMap::new();
    for person in &person {
        *sizes.entry(person.as_str()).or_default() += 1;
    }
    let size = person.iter().map(|person| sizes.get(person.as_str()).copied());
    let size_type = linkage.clusters.column("cluster_size")?.dtype().clone();
    let size = Int64Chunked::from_iter_options("cluster_size".into(), size).into_series().cast(&size_type)?;
    linkage.clusters.with_column(size.into_column())?;
    linkage.clusters.with_column(strings("person_id", person.iter().map(Some)))?;
    Ok(())
}

/// Rows of persons that were torn, each with its part; none is beside one that it is kept apart from.
struct Parts<'a> {
    of: BTreeMap<usize, usize>,
    apart: &'a HashSet<(usize, usize)>,
}

impl Parts<'_> {
    /// Joins the parts of two rows, unless a decision keeps them apart; tells whether they are one now.
    fn join(&mut self, a: usize, b: usize) -> bool {
        let part = |row: usize| self.of.get(&row).copied();
        let (a, b) = (part(a), part(b));
        let torn = |(x, y): &(usize, usize)| [(a, b), (b, a)].contains(&(part(*x), part(*y)));
        if a != b && self.apart.iter().any(torn) {
            return false;
        }
        if let Some(a) = a {
            self.of.values_mut().filter(|part| Some(**part) == b).for_each(|part| *part = a);
        }
        true
    }

    /// The part with the first row keeps the name of the person, the others are named after their first row.
    fn name(&self, ids: &StringChunked, person: &mut [String]) {
        let mut firsts: HashMap<usize, &str> = HashMap::new();
        let mut keeps: HashMap<String, &str> = HashMap::new();
        for (row, part) in &self.of {
            let (id, person) = (ids.get(*row).unwrap_or(""), person.get(*row).cloned().unwrap_or_default());
            let (first, kept) = (firsts.entry(*part).or_insert(id), keeps.entry(person).or_insert(id));
            *first = (*first).min(id);
            *kept = (*kept).min(id);
        }
        for (row, part) in &self.of {
            let first = firsts.get(part).copied().unwrap_or("");
            if let Some(person) = person.get_mut(*row).filter(|person| keeps.get(*person) != Some(&first)) {
                let hash = blake3::hash(first.as_bytes()).to_hex();
                *person = format!("P{}", hash.get(..16).unwrap_or_default());
            }
        }
    }
}

/// The pairs with what was decided; a pair that was joined though nothing had brought it up is added, so that the pairs
/// explain every cluster.
fn with_decisions(
    pairs: &DataFrame,
    decided: &[Option<&str>],
    by_person: &[bool],
    said: &Said<'_>,
    ids: &StringChunked,
) -> Result<DataFrame> {
    let there: HashSet<&str> = ids.iter().flatten().collect();
    let (left, right) = (text(pairs, "row_id_l")?, text(pairs, "row_id_r")?);
    let known: HashSet<(&str, &str)> = left.iter().zip(right.iter()).filter_map(|(l, r)| Some((l?, r?))).collect();
    let more: Vec<(&str, &str)> = said
        .iter()
        .filter(|(pair, one)| **one && !known.contains(*pair) && there.contains(pair.0) && there.contains(pair.1))
        .map(|(pair, _)| *pair)
        .collect();
    let added = DataFrame::new(
        more.len(),
        vec![
            strings("row_id_l", more.iter().map(|(l, _)| Some(*l))),
            strings("row_id_r", more.iter().map(|(_, r)| Some(*r))),
        ],
    )?;
    let fields: Vec<Field> = pairs.schema().iter_fields().collect();
    let mut all = pairs.clone();
    all.vstack_mut_owned(complete(&added, &fields)?)?;
    all.rechunk_mut();
    let lists = all.column("grounds")?.list()?.clone();
    let mut grounds = ListStringChunkedBuilder::new("grounds".into(), all.height(), all.height() * 4);
    for row in 0..all.height() {
        let list = lists.get_as_series(row);
        let codes = list.iter().filter_map(|list| list.str().ok()).flat_map(|codes| codes.iter().flatten());
        let by_person = by_person.get(row).copied().unwrap_or(true);
        grounds.append_values_iter(codes.chain(by_person.then_some(DECIDED)));
    }
    let decision = decided.iter().copied().chain(more.iter().map(|_| Some("link")));
    all.with_column(strings("decision", decision))?;
    all.with_column(grounds.finish().into_column())?;
    Ok(all)
}

/// The `decisions` table.
///
/// # Errors
///
/// [`Error::Library`](crate::Error::Library) where Polars refuses to build it.
pub fn table(decisions: &[Decision]) -> Result<DataFrame> {
    let column = |name: &str, f: fn(&Decision) -> &str| {
        strings(name, decisions.iter().map(|d| Some(f(d)).filter(|text| !text.is_empty())))
    };
    let mut columns = vec![column("group", |d| &d.group)];
    columns.extend(Distinct::each(decisions.iter().map(|d| Some(Some(d.keys.clone())))).columns("record_keys"));
    columns.extend([
        column("person_number", |d| &d.person),
        column("reason", |d| &d.reason),
        column("document", |d| &d.document),
        column("by", |d| &d.by),
        column("on", |d| &d.on),
        column("approved_by", |d| &d.approved_by),
        column("state", |d| d.state.as_str()),
    ]);
    let lists = |name: &str, f: fn(&Decision) -> &Vec<String>| {
        Distinct::each(decisions.iter().map(|d| Some(Some(f(d).clone())))).columns(name)
    };
    columns.extend(lists("contents", |d| &d.contents));
    columns.extend(lists("rows", |d| &d.rows));
    columns.extend(Distinct::each(decisions.iter().map(|d| Some(Some(d.risky)))).columns("risky"));
    Ok(DataFrame::new(decisions.len(), columns)?)
}

/// The answers that a `decisions` table was made of.
///
/// # Errors
///
/// [`Error::Column`](crate::Error::Column) where it is another table.
pub fn earlier(table: &DataFrame) -> Result<Vec<Answer>> {
    let cells =
        ["group", "person_number", "reason", "document", "by", "on", "approved_by"].map(|name| text(table, name));
    let [group, person, reason, document, by, on, approved_by] = cells;
    let (group, person, reason, document) = (group?, person?, reason?, document?);
    let (by, on, approved_by) = (by?, on?, approved_by?);
    let risky = flags(table, "risky")?;
    let [keys, contents, rows] = ["record_keys", "contents", "rows"].map(|name| table.column(name)?.list());
    let (keys, contents, rows) = (keys?, contents?, rows?);
    let list = |column: &ListChunked, row: usize| -> Vec<String> {
        let items = column.get_as_series(row);
        items.iter().filter_map(|items| items.str().ok()).flat_map(|s| s.iter().flatten().map(str::to_owned)).collect()
    };
    let mut answers = Vec::new();
    for row in 0..table.height() {
        let cell = |column: &StringChunked| column.get(row).unwrap_or("").to_owned();
        let shown = list(keys, row).into_iter().zip(list(contents, row)).zip(list(rows, row));
        answers.extend(shown.map(|((key, content), place)| Answer {
            group: cell(&group),
            key,
            content,
            row: place,
            risky: risky.get(row).unwrap_or(true),
            person: cell(&person),
            reason: cell(&reason),
            document: cell(&document),
            by: cell(&by),
            on: cell(&on),
            approved_by: cell(&approved_by),
            earlier: true,
        }));
    }
    Ok(answers)
}

/// Earlier answers with those that came back now; what is answered again about a record of a group takes the place of
/// what was answered before.
pub fn renew(earlier: Vec<Answer>, now: Vec<Answer>) -> Vec<Answer> {
    let known = |answer: &Answer| (answer.group.clone(), answer.key.clone());
    let mut places: HashMap<(String, String), usize> = earlier.iter().map(known).zip(0..).collect();
    let mut all = earlier;
    for answer in now {
        let again = places.get(&known(&answer)).copied();
        match again.and_then(|at| all.get_mut(at)) {
            Some(_) if answer.person.is_empty() => {}
            Some(before) => {
                places.remove(&known(&answer));
                *before = answer;
            }
            None => all.push(answer),
        }
    }
    all
}
