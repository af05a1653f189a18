//! One person each: the surviving value of every column with the row that it came from, and what the rows disagree on.
//!
//! | Column | Survives |
//! |---|---|
//! | a date | the fullest; among full ones the most frequent |
//! | a name | the most frequent, spelling with marks before spelling without |
//! | any other text | the most frequent |
//!
//! Ties go to the least row id, so that the order of rows changes nothing. Columns that were derived from a column
//! (`birth_date_from`, `residence_today`) come from the same row. Nothing is overwritten: the records stay as they are.

#![allow(clippy::needless_for_each, reason = "one line a fold")]
#![allow(clippy::indexing_slicing, reason = "rows index the frames that they came from")]

use std::collections::BTreeMap;

use polars::prelude::*;

use crate::error::{Error, Result};
use crate::schema::{Entry, Tag};
use crate::text::key::{Level, key};

/// One row each person, and their identity numbers.
#[derive(Clone, Debug)]
pub struct Persons {
    /// `person_id`, each record column that the records have, `<column>_row_id`, and `conflicts` (List of columns).
    pub persons: DataFrame,
    /// `person_id`, `kind`, `value`, `state`.
    pub identifiers: DataFrame,
}

/// Columns on which the records of one person are expected to agree.
const AGREE: [&str; 8] =
    ["full_name", "sex", "birth_date", "citizen_id", "identity_card", "father_name", "mother_name", "ethnicity"];

/// Kinds of identity numbers.
const NUMBERS: [&str; 4] = ["citizen_id", "identity_card", "passport", "military_id"];

/// Makes one person of each cluster.
///
/// Reads of `records`: `row_id` and the columns of the entry `record`; of `clusters`: `row_id` and `person_id`. Persons
/// come in the order of their first record. In `identifiers` the state is `found` (the one number of its kind),
/// `several` (a person may have held several cards), `conflict` (several personal numbers, or a number that another
/// person holds too), `cancelled` (the `note` of a record says that it was cancelled or withdrawn), `none` (a person without any number; kind and value are null).
///
/// # Errors
///
/// [`Error::Column`] where a column is missing or has another type, and where a record has no cluster.
///
/// # Examples
///
/// ```
/// use lltp::link::{PersonSettings, link_persons};
/// use lltp::polars::prelude::*;
/// use lltp::resolve::resolve;
///
/// let records = df!(
///     "row_id" => ["a-0-2-1-1", "a-0-3-1-1"],
///     "full_name" => ["TRAN VAN HOA", "Trần Văn Hòa"],
///     "birth_date" => ["1966", "1966-12-26"],
///     "identity_card" => ["031507823", "031507823"],
/// )?;
/// let linked = link_persons(&records, &DataFrame::empty(), &PersonSettings::default())?;
/// let persons = resolve(&records, &linked.clusters, &linked.pairs)?.persons;
/// assert_eq!(persons.height(), 1);
/// assert_eq!(persons.column("full_name")?.str()?.get(0), Some("Trần Văn Hòa"));
/// assert_eq!(persons.column("birth_date_row_id")?.str()?.get(0), Some("a-0-3-1-1"));
///
/// assert!(resolve(&DataFrame::empty(), &linked.clusters, &linked.pairs).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn resolve(records: &DataFrame, clusters: &DataFrame, _pairs: &DataFrame) -> Result<Persons> {
    let ids = text(records, "row_id")?;
    let groups = groups(&ids, clusters)?;
    let mut columns: Vec<Column> = vec![
        StringChunked::from_iter_values("person_id".into(), groups.iter().map(|group| group.person.as_str()))
            .into_column(),
    ];
    let mut conflicts: Vec<Vec<&'static str>> = vec![Vec::new(); groups.len()];
    let canonical = Entry::Record.columns();
    for column in canonical {
        let Ok(values) = records.column(column.name) else { continue };
        // Columns derived from this one come along.
        let own = |name: &str| {
            name == column.name
                || (name.strip_prefix(column.name).is_some_and(|rest| rest.starts_with('_'))
                    && !canonical.iter().any(|other| {
                        other.name.len() > column.name.len()
                            && name
                                .strip_prefix(other.name)
                                .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
                    }))
        };
        let own: Vec<&Column> = records.columns().iter().filter(|column| own(column.name())).collect();
        let source = PlSmallStr::from(format!("{}_row_id", column.name));
        if own.iter().all(|column| column.null_count() == column.len()) {
            let nothing = |name: PlSmallStr, dtype| Column::full_null(name, groups.len(), dtype);
            columns.extend(own.iter().map(|column| nothing(column.name().clone(), column.dtype())));
            columns.push(nothing(source, &DataType::String));
            continue;
        }
        let null = values.is_null();
        let given = |row: IdxSize| null.get(row as usize) == Some(false);
        let cells = if *values.dtype() == DataType::String { Some(values.str()?.rechunk().into_owned()) } else { None };
        let mut rows: Vec<Option<IdxSize>> = Vec::with_capacity(groups.len());
        for (group, conflicts) in groups.iter().zip(&mut conflicts) {
            if let [row] = group.rows.as_slice() {
                rows.push(given(*row).then_some(*row));
                continue;
            }
            let Some(cells) = &cells else {
                rows.push(group.rows.iter().copied().find(|row| given(*row)));
                continue;
            };
            let (row, disagree) = survivor(cells, &ids, &group.rows, column.tag);
            rows.push(row);
            if disagree && AGREE.contains(&column.name) {
                conflicts.push(column.name);
            }
        }
        let rows: IdxCa = rows.into_iter().collect();
        for column in own {
            columns.push(column.take(&rows)?);
        }
        columns.push(ids.take(&rows)?.with_name(source).into_column());
    }
    let mut list = ListStringChunkedBuilder::new("conflicts".into(), groups.len(), groups.len());
    conflicts.iter().for_each(|columns| list.append_values_iter(columns.iter().copied()));
    columns.push(list.finish().into_column());
    let persons = DataFrame::new(groups.len(), columns)?;
    let identifiers = identifiers(records, &groups)?;
    Ok(Persons { persons, identifiers })
}

struct Group {
    person: String,
    rows: Vec<IdxSize>,
}

/// The rows of each person, persons in the order of their first record.
fn groups(ids: &StringChunked, clusters: &DataFrame) -> Result<Vec<Group>> {
    let (cluster_ids, persons) = (text(clusters, "row_id")?, text(clusters, "person_id")?);
    let person_of: PlHashMap<&str, &str> = cluster_ids.iter().flatten().zip(persons.iter().flatten()).collect();
    let mut at: PlHashMap<&str, usize> = PlHashMap::default();
    let mut groups: Vec<Group> = Vec::new();
    for (row, id) in (0..).zip(ids.iter()) {
        let person = id.and_then(|id| person_of.get(id)).ok_or_else(|| Error::Column {
            column: "row_id".into(),
            expected: "a cluster for every record".into(),
            found: "a record without".into(),
        })?;
        let group = *at.entry(person).or_insert_with(|| {
            groups.push(Group { person: (*person).to_owned(), rows: Vec::new() });
            groups.len() - 1
        });
        groups[group].rows.push(row);
    }
    Ok(groups)
}

/// The row whose value survives, and whether the values disagree.
fn survivor(cells: &StringChunked, ids: &StringChunked, rows: &[IdxSize], tag: Tag) -> (Option<IdxSize>, bool) {
    let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
    let cell = |row: IdxSize| cells.get(row as usize).filter(|cell| !cell.is_empty());
    rows.iter().filter_map(|&row| cell(row)).for_each(|cell| *votes.entry(cell).or_default() += 1);
    let folded: Vec<String> = match tag {
        Tag::Name | Tag::Names => {
            let mut keys: Vec<String> = votes.keys().map(|text| key(text, Level::Unmarked)).collect();
            keys.sort_unstable();
            keys.dedup();
            keys
        }
        // A date that is known less well agrees with one that begins like it.
        Tag::Date => votes
            .keys()
            .filter(|text| !votes.keys().any(|other| other != *text && other.starts_with(*text)))
            .map(|text| (*text).to_owned())
            .collect(),
        _ => votes.keys().map(|text| (*text).to_owned()).collect(),
    };
    let rank = |row: IdxSize| {
        let text = cell(row)?;
        let quality = match tag {
            Tag::Date => text.len().min(10),
            Tag::Name => usize::from(!text.is_ascii()),
            _ => 0,
        };
        Some((quality, votes.get(text).copied().unwrap_or(0)))
    };
    let best = rows
        .iter()
        .filter_map(|&row| rank(row).map(|rank| (row, rank)))
        .max_by(|(a, x), (b, y)| x.cmp(y).then_with(|| ids.get(*b as usize).cmp(&ids.get(*a as usize))))
        .map(|(row, _)| row);
    (best, folded.len() > 1)
}

/// One row each number of a person.
fn identifiers(records: &DataFrame, groups: &[Group]) -> Result<DataFrame> {
    // Who holds which number.
    let mut holders: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
    let mut of: Vec<Vec<(usize, String)>> = vec![Vec::new(); groups.len()];
    for (kind, name) in NUMBERS.iter().enumerate() {
        let Ok(column) = records.column(name) else { continue };
        let cells = column.str()?.rechunk();
        for (at, group) in groups.iter().enumerate() {
            let mut values: Vec<&str> =
                group.rows.iter().filter_map(|&row| cells.get(row as usize)).filter(|cell| !cell.is_empty()).collect();
            values.sort_unstable();
            values.dedup();
            for value in values {
                holders.entry((kind, value.to_owned())).or_default().push(at);
                of[at].push((kind, value.to_owned()));
            }
        }
    }
    let notes = match records.column("note") {
        Ok(column) if *column.dtype() == DataType::String => column.str()?.rechunk().into_owned(),
        _ => StringChunked::full_null("note".into(), records.height()),
    };
    let mut rows: Vec<(&str, Option<&str>, Option<String>, &str)> = Vec::new();
    for (group, numbers) in groups.iter().zip(of) {
        let notes: Vec<&str> = group.rows.iter().filter_map(|&row| notes.get(row as usize)).collect();
        let (gone, numbers): (Vec<_>, Vec<_>) = numbers
            .into_iter()
            .partition(|(kind, value)| notes.iter().any(|note| cancelled(note, NUMBERS[*kind], value)));
        for (kind, value) in gone {
            rows.push((&group.person, Some(NUMBERS[kind]), Some(value), "cancelled"));
        }
        if numbers.is_empty() && rows.last().is_none_or(|row| row.0 != group.person) {
            rows.push((&group.person, None, None, "none"));
        }
        for (kind, value) in &numbers {
            let several = numbers.iter().filter(|(other, _)| other == kind).count() > 1;
            let shared = holders.get(&(*kind, value.clone())).is_some_and(|all| all.len() > 1);
            let state = match (shared, several) {
                (true, _) => "conflict",
                (false, true) if NUMBERS[*kind] == "citizen_id" => "conflict",
                (false, true) => "several",
                (false, false) => "found",
            };
            rows.push((&group.person, Some(NUMBERS[*kind]), Some(value.clone()), state));
        }
    }
    let columns = vec![
        StringChunked::from_iter_values("person_id".into(), rows.iter().map(|row| row.0)).into_column(),
        StringChunked::from_iter_options("kind".into(), rows.iter().map(|row| row.1)).into_column(),
        StringChunked::from_iter_options("value".into(), rows.iter().map(|row| row.2.as_deref())).into_column(),
        StringChunked::from_iter_values("state".into(), rows.iter().map(|row| row.3)).into_column(),
    ];
    Ok(DataFrame::new(rows.len(), columns)?)
}

/// Whether a note says in one breath of a number, or of its kind where it names no number, that it is no longer valid.
fn cancelled(note: &str, kind: &str, value: &str) -> bool {
    const GONE: [&str; 6] = ["da huy", "bi huy", "da thu hoi", "bi thu hoi", "huy so", "het gia tri"];
    const NOT: [&str; 3] = ["chua", "khong", "chang"];
    let words: &[&str] = match kind {
        "citizen_id" => &["so dinh danh", "cccd", "can cuoc"],
        "identity_card" => &["cmnd", "cmtnd", "chung minh"],
        "passport" => &["ho chieu"],
        _ => &["quan doi", "si quan", "quan nhan"],
    };
    key(note, Level::Unmarked).split(['.', ';', ',', '\n']).any(|part| {
        let numbered = part.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() > 7);
        let about = if numbered {
            part.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word.eq_ignore_ascii_case(value))
        } else {
            words.iter().any(|word| part.contains(word))
        };
        about && GONE.iter().any(|gone| part.contains(gone)) && !part.split(' ').any(|word| NOT.contains(&word))
    })
}

fn text(frame: &DataFrame, name: &str) -> Result<StringChunked> {
    let missing =
        |found: String| Error::Column { column: name.to_owned(), expected: "a column of String".into(), found };
    let column = frame.column(name).map_err(|_| missing("no such column".into()))?;
    match column.dtype() {
        DataType::String => Ok(column.str()?.rechunk().into_owned()),
        other => Err(missing(other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn cells(frame: &DataFrame, name: &str) -> Vec<String> {
        frame.column(name).unwrap().str().unwrap().iter().map(|cell| cell.unwrap_or("-").to_owned()).collect()
    }

    #[test]
    fn the_best_value_survives_with_its_row() {
        let records = df!(
            "row_id" => ["f-0-2-1-1", "f-0-3-1-1", "f-0-4-1-1", "f-0-5-1-1"],
            "full_name" => ["NGUYEN VAN AN", "Nguyễn Văn An", "Nguyễn Văn Ân", "Lê Thị Mai"],
            "sex" => [Some("male"), None, Some("female"), Some("female")],
            "birth_date" => [Some("1980-05-02"), Some("1980"), None, Some("1990")],
            "birth_date_from" => [Some(1), Some(2), None, Some(4)],
            "citizen_id" => [Some("001080000001"), None, Some("001080000007"), None],
        )
        .unwrap();
        let clusters = df!(
            "row_id" => ["f-0-5-1-1", "f-0-2-1-1", "f-0-3-1-1", "f-0-4-1-1"],
            "person_id" => ["P2", "P1", "P1", "P1"],
        )
        .unwrap();
        let found = resolve(&records, &clusters, &DataFrame::empty()).unwrap();
        let persons = &found.persons;
        assert_eq!(cells(persons, "person_id"), ["P1", "P2"]);
        assert_eq!(cells(persons, "full_name"), ["Nguyễn Văn An", "Lê Thị Mai"]);
        assert_eq!(cells(persons, "full_name_row_id"), ["f-0-3-1-1", "f-0-5-1-1"]);
        assert_eq!(cells(persons, "birth_date"), ["1980-05-02", "1990"]);
        assert_eq!(persons.column("birth_date_from").unwrap().i32().unwrap().get(0), Some(1));
        let conflicts = persons.column("conflicts").unwrap().list().unwrap().get_as_series(0).unwrap();
        assert_eq!(conflicts.str().unwrap().iter().flatten().collect::<Vec<_>>(), ["sex", "citizen_id"]);
        assert_eq!(cells(&found.identifiers, "state"), ["conflict", "conflict", "none"]);
    }

    #[test]
    fn a_number_is_cancelled_where_a_note_says_so() {
        let check = |note: &str, kind: &str, expected: bool| {
            assert_eq!(cancelled(note, kind, "271460001"), expected, "{note}");
        };
        check("Số CMND 271460001 đã hủy, cấp lại CCCD", "identity_card", true);
        check("CMND ĐÃ BỊ THU HỒI", "identity_card", true);
        check("Cmnd 271460001 hết giá trị sử dụng", "identity_card", true);
        check("CMND 011111111 đã hủy", "identity_card", false);
        check("CMND chưa bị thu hồi", "identity_card", false);
        check("Giấy phép lái xe đã thu hồi; CMND 271460001", "identity_card", false);
        check("CMND đã hủy", "citizen_id", false);
        check("", "identity_card", false);

        let records = df!(
            "row_id" => ["f-0-2-1-1", "f-0-3-1-1"],
            "identity_card" => ["271460001", "011111111"],
            "note" => [Some("CMND 271460001 đã hủy"), None],
        )
        .unwrap();
        let clusters = df!("row_id" => ["f-0-2-1-1", "f-0-3-1-1"], "person_id" => ["P1", "P1"]).unwrap();
        let found = resolve(&records, &clusters, &DataFrame::empty()).unwrap().identifiers;
        assert_eq!(cells(&found, "state"), ["cancelled", "found"]);
    }

    #[test]
    fn a_number_of_two_persons_is_a_conflict() {
        let records = df!(
            "row_id" => ["f-0-2-1-1", "f-0-3-1-1", "f-0-4-1-1"],
            "identity_card" => ["271460001", "271460001", "011111111"],
        )
        .unwrap();
        let clusters =
            df!("row_id" => ["f-0-2-1-1", "f-0-3-1-1", "f-0-4-1-1"], "person_id" => ["P1", "P2", "P3"]).unwrap();
        let found = resolve(&records, &clusters, &DataFrame::empty()).unwrap().identifiers;
        assert_eq!(cells(&found, "state"), ["conflict", "conflict", "found"]);
    }
}
