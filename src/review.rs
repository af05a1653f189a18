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
mod decisions;
#[cfg(feature = "xlsx")]
mod workbook;
mod written;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use polars::prelude::*;

use crate::error::Result;
use crate::frame::read::{line, text};
use crate::link::GROUNDS;

#[cfg(feature = "xlsx")]
pub use answers::read;
pub(crate) use written::note;

pub use decisions::{Answer, Decision, State, apply, earlier, renew, table};
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
    /// The same as they were written, where that was looked up; empty where there is nothing to show.
    pub written: Vec<String>,
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

/// The place of the personal number among [`COLUMNS`].
const CITIZEN_ID: usize = 5;

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
            Row { row_id: id.to_owned(), key, content, cells, written: Vec::new() }
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
            let numbers: BTreeSet<&String> =
                rows.iter().filter_map(|row| row.cells.get(CITIZEN_ID)).filter(|number| !number.is_empty()).collect();
            let namesakes = codes.contains("same_name") && codes.iter().any(|code| code.starts_with("conflict_"));
            Group {
                id: group_id(&keys),
                why: why(&codes),
                score: pairs.iter().map(|p| p.0).fold(0.0, f64::max),
                risky: numbers.len() > 1 || namesakes || places.len() > 1,
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

#[cfg(test)]
mod tests;
