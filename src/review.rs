//! What clerks decide about possible duplicates: the groups they see, and the decisions that come back.
//!
//! A *group* is two to eight records that pairs under review tie together. In the workbook, rows of one group that get
//! the same number in `Người số` are one person, different numbers are different persons, `?` and an empty cell leave
//! the row open. In a *risky* group (two personal numbers, namesakes, records of different provinces) joining counts
//! only where a second person approved it.
//!
//! Decisions are keyed to record codes, or where there is none to the content of the record, so they outlive reruns.
//! Nothing is overwritten: a decision adds a link or keeps two records apart.

#[cfg(feature = "xlsx")]
mod answers;
#[cfg(feature = "xlsx")]
mod workbook;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use polars::prelude::*;

use crate::error::Result;
use crate::frame::read::{line, text};
use crate::frame::typed::{Distinct, strings};
use crate::link::{GROUNDS, Linkage};

#[cfg(feature = "xlsx")]
pub use answers::read;
#[cfg(feature = "xlsx")]
pub use workbook::write;

/// Records in one group at most.
const GROUP_MOST: usize = 8;

/// One record as a clerk sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Row of `records`.
    pub row_id: String,
    /// Record code, else `#` and the hash of the content.
    pub key: String,
    /// Hash of what is shown.
    pub content: String,
    /// The cells shown, in the order of [`COLUMNS`].
    pub cells: Vec<String>,
}

/// A group of records that may be of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The keys of its records, hashed.
    pub id: String,
    /// Its records, in the order of `records`.
    pub rows: Vec<Row>,
    /// Why it is asked about, one Vietnamese sentence.
    pub why: String,
    /// Highest probability among its pairs.
    pub score: f64,
    /// Whether joining needs a second person.
    pub risky: bool,
}

/// The columns of the workbook that show a record: heading, and where it comes from.
pub const COLUMNS: [(&str, &str); 15] = [
    ("Mã hồ sơ", "record_code"),
    ("Họ tên", "full_name"),
    ("Ngày sinh", "birth_date"),
    ("Độ chính xác", "precision"),
    ("Giới tính", "sex"),
    ("Số định danh", "citizen_id"),
    ("CMND", "identity_card"),
    ("Cha", "father_name"),
    ("Mẹ", "mother_name"),
    ("Quê quán", "home_town"),
    ("Nơi cư trú", "residence"),
    ("Số BA", "judgment_no"),
    ("Ngày BA", "judgment_date"),
    ("Tòa án", "court"),
    ("Tội danh", "offences"),
];

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

/// The records as clerks see them, in the order of `records`: those that a pair of `asked` leaves to review, or all of them.
///
/// # Errors
///
/// [`Error::Column`](crate::Error::Column) where a table lacks a column.
pub fn rows(records: &DataFrame, convictions: &DataFrame, asked: Option<&DataFrame>) -> Result<Vec<Row>> {
    let ids = text(records, "row_id")?;
    let codes = text(records, "record_code")?;
    let asked = asked.map(open).transpose()?;
    let shown: Vec<usize> = match &asked {
        Some(pairs) => {
            let asked: HashSet<&str> = pairs.iter().flat_map(|(left, right, _)| [left.as_str(), right]).collect();
            (0..ids.len()).filter(|row| ids.get(*row).is_some_and(|id| asked.contains(id))).collect()
        }
        None => (0..ids.len()).collect(),
    };
    let judgments = judgments(convictions, &shown.iter().filter_map(|row| ids.get(*row).map(line)).collect())?;
    let plain =
        ["full_name", "birth_date", "sex", "citizen_id", "identity_card", "father_name", "mother_name", "home_town"]
            .map(|name| text(records, name));
    let [names, births, sexes, numbers, cards, fathers, mothers, homes] = plain;
    let (names, births, sexes, numbers) = (names?, births?, sexes?, numbers?);
    let (cards, fathers, mothers, homes) = (cards?, fathers?, mothers?, homes?);
    let residences =
        [text(records, "permanent_residence")?, text(records, "residence")?, text(records, "temporary_residence")?];
    Ok(shown
        .into_iter()
        .map(|row| {
            let cell = |column: &StringChunked| column.get(row).unwrap_or("").to_owned();
            let id = ids.get(row).unwrap_or("");
            let birth = cell(&births);
            let mut cells = vec![cell(&codes), cell(&names), birth.clone(), precision(&birth).to_owned()];
            cells.push(match sexes.get(row) {
                Some("male") => "Nam".to_owned(),
                Some("female") => "Nữ".to_owned(),
                _ => String::new(),
            });
            cells.extend([cell(&numbers), cell(&cards), cell(&fathers), cell(&mothers), cell(&homes)]);
            cells.push(residences.iter().find_map(|column| column.get(row)).unwrap_or("").to_owned());
            cells.extend(judgments.get(line(id)).cloned().unwrap_or_default());
            let content = blake3::hash(cells.join("\u{1}").as_bytes()).to_hex().chars().take(16).collect::<String>();
            let key = codes.get(row).map_or_else(|| format!("#{content}"), str::to_owned);
            Row { row_id: id.to_owned(), key, content, cells }
        })
        .collect())
}

/// The pairs left to review: the ids of both records, and the row of `pairs`.
fn open(pairs: &DataFrame) -> Result<Vec<(String, String, usize)>> {
    let (left, right, decision) = (text(pairs, "row_id_l")?, text(pairs, "row_id_r")?, text(pairs, "decision")?);
    let open = (0..decision.len()).filter(|row| decision.get(*row) == Some("review"));
    Ok(open.filter_map(|row| Some((left.get(row)?.to_owned(), right.get(row)?.to_owned(), row))).collect())
}

/// Number, date, court and offences of the judgment in each of these source rows.
fn judgments(convictions: &DataFrame, lines: &HashSet<&str>) -> Result<HashMap<String, [String; 4]>> {
    let ids = text(convictions, "row_id")?;
    let columns = [text(convictions, "judgment_no")?, text(convictions, "judgment_date")?, text(convictions, "court")?];
    let offences = crate::frame::read::Structures::lists(convictions, "offences")?;
    let names = offences.text("name");
    let mut all = HashMap::new();
    for row in (0..ids.len()).filter(|row| ids.get(*row).is_some_and(|id| lines.contains(line(id)))) {
        let [number, date, court] = columns.each_ref().map(|column| column.get(row).unwrap_or("").to_owned());
        let items = offences.row(row).into_iter().flatten();
        let offences: Vec<&str> = items.filter_map(|at| names.as_ref().and_then(|names| names.get(at))).collect();
        all.insert(line(ids.get(row).unwrap_or("")).to_owned(), [number, date, court, offences.join("; ")]);
    }
    Ok(all)
}

fn precision(edtf: &str) -> &'static str {
    match edtf.len() {
        0 => "không rõ",
        4 => "năm",
        7 => "tháng",
        10 => "ngày",
        _ => "khoảng",
    }
}

/// The groups of a linkage, most certain first.
///
/// # Errors
///
/// [`Error::Column`](crate::Error::Column) where `pairs` lacks a column.
pub fn groups(rows: &[Row], records: &DataFrame, pairs: &DataFrame) -> Result<Vec<Group>> {
    let at: HashMap<&str, usize> = rows.iter().enumerate().map(|(i, row)| (row.row_id.as_str(), i)).collect();
    let provinces = provinces(records, &at)?;
    let probabilities = pairs.column("match_probability")?;
    let mut open: Vec<(f64, usize, usize, Vec<String>)> = open(pairs)?
        .iter()
        .filter_map(|(left, right, row)| Some((*at.get(left.as_str())?, *at.get(right.as_str())?, *row)))
        .map(|(left, right, row)| {
            let probability = probabilities.get(row)?.try_extract::<f64>().unwrap_or(0.0);
            Ok((probability, left, right, grounds(pairs, row)?))
        })
        .collect::<Result<_>>()?;
    open.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    // Union, strongest pair first, while a group stays small enough to be read.
    let mut group_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut members: Vec<BTreeSet<usize>> = Vec::new();
    let mut pairs_of: Vec<Vec<usize>> = Vec::new();
    for (number, (_, l, r, _)) in open.iter().enumerate() {
        let (a, b) = (group_of.get(l).copied(), group_of.get(r).copied());
        let size = |g: Option<usize>| g.and_then(|g| members.get(g)).map_or(1, BTreeSet::len);
        let target = match (a, b) {
            (Some(a), Some(b)) if a == b => a,
            (Some(a), Some(b)) if size(Some(a)) + size(Some(b)) <= GROUP_MOST => {
                let moved = members.get_mut(b).map(std::mem::take).unwrap_or_default();
                let pairs = pairs_of.get_mut(b).map(std::mem::take).unwrap_or_default();
                for member in moved {
                    group_of.insert(member, a);
                    if let Some(members) = members.get_mut(a) {
                        members.insert(member);
                    }
                }
                if let Some(own) = pairs_of.get_mut(a) {
                    own.extend(pairs);
                }
                a
            }
            (Some(g), None) | (None, Some(g)) if size(Some(g)) < GROUP_MOST => g,
            _ => {
                members.push(BTreeSet::new());
                pairs_of.push(Vec::new());
                members.len() - 1
            }
        };
        for end in [l, r] {
            group_of.entry(*end).or_insert(target);
            if let Some(members) = members.get_mut(target) {
                members.insert(*end);
            }
        }
        if let Some(pairs) = pairs_of.get_mut(target) {
            pairs.push(number);
        }
    }
    let mut groups: Vec<Group> = members
        .iter()
        .zip(&pairs_of)
        .filter(|(members, _)| members.len() > 1)
        .map(|(members, pairs)| {
            let rows: Vec<Row> = members.iter().filter_map(|i| rows.get(*i).cloned()).collect();
            let pairs: Vec<_> = pairs.iter().filter_map(|p| open.get(*p)).collect();
            let codes: BTreeSet<&str> = pairs.iter().flat_map(|p| p.3.iter().map(String::as_str)).collect();
            let places: BTreeSet<&str> = members.iter().filter_map(|i| provinces.get(i).map(String::as_str)).collect();
            let keys: BTreeSet<&str> = rows.iter().map(|row| row.key.as_str()).collect();
            let namesakes = codes.contains("same_name") && codes.iter().any(|code| code.starts_with("conflict_"));
            Group {
                id: group_id(&keys),
                why: why(&codes),
                score: pairs.iter().map(|p| p.0).fold(0.0, f64::max),
                risky: codes.contains("conflict_citizen_id") || namesakes || places.len() > 1,
                rows,
            }
        })
        .collect();
    groups.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
    Ok(groups)
}

/// A group is known by the keys of its records.
fn group_id(keys: &BTreeSet<&str>) -> String {
    let keys: Vec<&str> = keys.iter().copied().collect();
    blake3::hash(keys.join("\u{1}").as_bytes()).to_hex().chars().take(16).collect()
}

/// One sentence: what speaks for one person, and what against.
fn why(codes: &BTreeSet<&str>) -> String {
    let words = |against: bool| {
        let all: Vec<&str> = GROUNDS
            .iter()
            .filter(|(code, _)| codes.contains(code) && code.starts_with("conflict_") == against)
            .map(|(_, words)| *words)
            .collect();
        all.join(", ")
    };
    let (pro, con) = (words(false), words(true));
    let mut sentence = match (pro.is_empty(), con.is_empty()) {
        (false, false) => format!("{pro}; nhưng {con}"),
        (false, true) => pro,
        (true, _) => con,
    };
    if let Some(first) = sentence.chars().next() {
        sentence.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    }
    sentence.push('.');
    sentence
}

fn grounds(pairs: &DataFrame, row: usize) -> Result<Vec<String>> {
    let lists = pairs.column("grounds")?.list()?;
    let Some(list) = lists.get_as_series(row) else { return Ok(Vec::new()) };
    Ok(list.str()?.iter().flatten().map(str::to_owned).collect())
}

/// The province in which the person of each of these records lives, as written.
fn provinces(records: &DataFrame, of: &HashMap<&str, usize>) -> Result<HashMap<usize, String>> {
    let ids = text(records, "row_id")?;
    let columns = [text(records, "permanent_residence_province")?, text(records, "residence_province")?];
    let province = |row: usize| columns.iter().find_map(|column| column.get(row)).map(str::to_owned);
    Ok((0..ids.len()).filter_map(|row| Some((*of.get(ids.get(row)?)?, province(row)?))).collect())
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
            Some(_) if answer.risky && !approved(answer) => State::Open,
            Some(_) => State::Applied,
        };
        let same =
            decisions.iter_mut().find(|d| d.group == answer.group && d.person == answer.person && d.state == state);
        match same {
            Some(decision) => {
                decision.keys.push(answer.key.clone());
                decision.contents.push(answer.content.clone());
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
    !answer.approved_by.is_empty() && !answer.by.is_empty() && answer.approved_by != answer.by
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

/// Rewrites `clusters` and the decisions of `pairs`.
fn join(decisions: &[Decision], by_key: &BTreeMap<&str, Vec<&Row>>, linkage: &mut Linkage) -> Result<()> {
    let rows_of = |key: &String| by_key.get(key.as_str()).into_iter().flatten().map(|row| row.row_id.as_str());
    let ids = text(&linkage.clusters, "row_id")?;
    let people = text(&linkage.clusters, "person_id")?;
    let person_of: HashMap<&str, &str> =
        ids.iter().zip(people.iter()).filter_map(|(id, person)| Some((id?, person?))).collect();
    let mut up: BTreeMap<String, String> = BTreeMap::new();
    let mut number: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for decision in decisions.iter().filter(|d| d.state == State::Applied) {
        let members: Vec<&str> = decision.keys.iter().flat_map(rows_of).collect();
        for id in &members {
            number.insert((decision.group.as_str(), *id), decision.person.as_str());
        }
        for pair in members.windows(2) {
            if let [a, b] = pair
                && let (Some(a), Some(b)) = (person_of.get(a), person_of.get(b))
            {
                let (a, b) = (root(&up, a), root(&up, b));
                if a != b {
                    up.insert(a.clone().max(b.clone()), a.min(b));
                }
            }
        }
    }
    let joined: Vec<Option<String>> = people.iter().map(|person| person.map(|person| root(&up, person))).collect();
    let mut sizes: HashMap<&str, i64> = HashMap::new();
    for person in joined.iter().flatten() {
        *sizes.entry(person.as_str()).or_default() += 1;
    }
    let size: Vec<Option<i64>> = joined.iter().map(|person| sizes.get(person.as_deref()?).copied()).collect();
    let size_type = linkage.clusters.column("cluster_size")?.dtype().clone();
    let size =
        Int64Chunked::from_iter_options("cluster_size".into(), size.into_iter()).into_series().cast(&size_type)?;
    linkage.clusters.with_column(size.into_column())?;
    linkage.clusters.with_column(strings("person_id", joined.iter().map(Option::as_deref)))?;

    let (left, right, decision) =
        (text(&linkage.pairs, "row_id_l")?, text(&linkage.pairs, "row_id_r")?, text(&linkage.pairs, "decision")?);
    let mut said_of: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
    for ((group, id), person) in &number {
        said_of.entry(id).or_default().push((group, person));
    }
    let decided: Vec<Option<&str>> = (0..decision.len())
        .map(|row| {
            let (l, r) = (left.get(row)?, right.get(row)?);
            let said = said_of
                .get(l)
                .into_iter()
                .flatten()
                .find_map(|(group, person)| Some((*person, *number.get(&(*group, r))?)));
            match said {
                Some((one, other)) if one == other => Some("link"),
                Some(_) => Some("apart"),
                None => decision.get(row),
            }
        })
        .collect();
    let decided = strings("decision", decided.into_iter());
    linkage.pairs.with_column(decided)?;
    Ok(())
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
    columns.extend(Distinct::each(decisions.iter().map(|d| Some(Some(d.contents.clone())))).columns("contents"));
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
    let risky = crate::frame::read::flags(table, "risky")?;
    let (keys, contents) = (table.column("record_keys")?.list()?, table.column("contents")?.list()?);
    let list = |column: &ListChunked, row: usize| -> Vec<String> {
        let items = column.get_as_series(row);
        items.iter().filter_map(|items| items.str().ok()).flat_map(|s| s.iter().flatten().map(str::to_owned)).collect()
    };
    let mut answers = Vec::new();
    for row in 0..table.height() {
        let cell = |column: &StringChunked| column.get(row).unwrap_or("").to_owned();
        let shown = list(keys, row).into_iter().zip(list(contents, row));
        answers.extend(shown.map(|(key, content)| Answer {
            group: cell(&group),
            key,
            content,
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

#[cfg(test)]
mod tests;
