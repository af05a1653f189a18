//! Convictions, enforcement documents and expungement entries of each person → where every conviction stands.
//!
//! Reads the entry tables, `clusters` and `pairs`; writes `assessments`. A conviction belongs to the record of its source
//! row, else of its record code. Quarantined entries and records joined by an open review pair are told to the engine
//! as such: where they could change an outcome, it is undetermined. Cost: linear in convictions.

mod facts;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasher;

use polars::prelude::*;
use rayon::prelude::*;

use crate::date::Date;
use crate::error::Result;
use crate::expungement::{self, Assessment, Conviction, Gap, GapCause, Person, Trust};
use crate::frame::read::{line, text};
use crate::frame::typed::{Distinct, dates, strings};

use facts::{Enforcements, Expungements, Records};

/// The tables that an assessment reads.
#[derive(Clone, Copy, Debug)]
pub struct History<'a, S = std::collections::hash_map::RandomState> {
    /// `records`
    pub records: &'a DataFrame,
    /// `convictions`
    pub convictions: &'a DataFrame,
    /// `enforcements`
    pub enforcements: &'a DataFrame,
    /// `expungements`
    pub expungements: &'a DataFrame,
    /// `clusters`
    pub clusters: &'a DataFrame,
    /// `pairs`
    pub pairs: &'a DataFrame,
    /// Rows in quarantine, by `row_id`.
    pub quarantined: &'a HashSet<String, S>,
    /// Records whose birth date contradicts another fact of the record, by `row_id`.
    pub doubtful_birth: &'a HashSet<String, S>,
}

/// The `assessments` table: one row per conviction, in the order of `convictions`.
///
/// # Errors
///
/// [`Error::Column`](crate::Error::Column) where a table lacks a column or has it with another type.
pub fn assess<S: BuildHasher + Sync>(history: &History<'_, S>, as_of: Date) -> Result<DataFrame> {
    let ids = text(history.convictions, "row_id")?;
    let codes = text(history.convictions, "record_code")?;
    let records = Records::new(history)?;
    let mut convictions = facts::convictions(history)?;
    let keys = facts::ConvictionKeys::new(history.convictions)?;
    let mut enforcements = Enforcements::new(history)?;
    let expungements = Expungements::new(history)?;
    enforcements.tell(&keys, &mut convictions);
    expungements.tell(&keys, &mut convictions);

    // Person → convictions, in the order of the table.
    let mut people: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let owners: Vec<String> = (0..convictions.len())
        .map(|row| records.owner(ids.get(row).unwrap_or(""), codes.get(row), &keys, row))
        .collect();
    for (row, owner) in owners.iter().enumerate() {
        people.entry(owner.clone()).or_default().push(row);
    }
    let acts: HashMap<&str, Vec<usize>> = people.iter().map(|(owner, rows)| (owner.as_str(), rows.clone())).collect();
    let work: Vec<(&String, &Vec<usize>)> = people.iter().collect();
    let done: Vec<Vec<(usize, Assessment)>> = work
        .par_iter()
        .map(|(owner, rows)| {
            let mut person = Person { birth: records.birth(owner), death: records.death(owner), ..Person::default() };
            person.death = person.death.or_else(|| enforcements.death(rows));
            person.convictions = rows.iter().filter_map(|row| convictions.get(*row).cloned()).collect();
            person.gaps = gaps(records.reviews(owner), &acts, &convictions);
            rows.iter().copied().zip(expungement::assess(&person, as_of)).collect()
        })
        .collect();
    let mut by_row: Vec<Option<Assessment>> = vec![None; convictions.len()];
    for (row, assessment) in done.into_iter().flatten() {
        if let Some(slot) = by_row.get_mut(row) {
            *slot = Some(assessment);
        }
    }
    table(history, &ids, &codes, &owners, &records, &by_row)
}

/// The convictions with the facts of their persons, for the rules over a history: `birth_date`, `death_date`, `sex` of the
/// record of the same source row, else of the record code, and its `record_row_id`.
///
/// # Errors
///
/// [`Error::Column`](crate::Error::Column) where a table lacks a column.
pub fn with_person(convictions: &DataFrame, records: &DataFrame) -> Result<DataFrame> {
    let lines: HashMap<String, usize> =
        text(records, "row_id")?.iter().enumerate().map(|(row, id)| (line(id.unwrap_or("")).to_owned(), row)).collect();
    let codes: HashMap<String, usize> = text(records, "record_code")?
        .iter()
        .enumerate()
        .filter_map(|(row, code)| Some((code?.to_owned(), row)))
        .collect();
    let (ids, own) = (text(convictions, "row_id")?, text(convictions, "record_code")?);
    let rows: IdxCa = (0..ids.len())
        .map(|row| {
            let record = ids
                .get(row)
                .and_then(|id| lines.get(line(id)))
                .or_else(|| own.get(row).and_then(|code| codes.get(code)));
            record.and_then(|record| IdxSize::try_from(*record).ok())
        })
        .collect();
    let mut joined = convictions.clone();
    for column in
        ["birth_date", "birth_date_from", "birth_date_to", "death_date", "death_date_from", "death_date_to", "sex"]
    {
        joined.with_column(records.column(column)?.take(&rows)?)?;
    }
    joined.with_column(records.column("row_id")?.take(&rows)?.with_name("record_row_id".into()))?;
    Ok(joined)
}

/// Enforcement documents or expungement entries beside the convictions they are about, for the rules across tables:
/// `conviction_found` (null where there is no conviction at all) and, where it is one conviction, its `judgment_date`.
///
/// # Errors
///
/// [`Error::Column`](crate::Error::Column) where a table lacks a column.
pub fn with_conviction(documents: &DataFrame, convictions: &DataFrame) -> Result<DataFrame> {
    let keys = facts::ConvictionKeys::new(convictions)?;
    let index = keys.index();
    let [ids, codes, records, judgments] =
        ["row_id", "conviction_code", "record_code", "judgment_no"].map(|name| text(documents, name));
    let (ids, codes, records, judgments) = (ids?, codes?, records?, judgments?);
    let any = convictions.height() > 0;
    let mut found = BooleanChunkedBuilder::new("conviction_found".into(), ids.len());
    let mut rows: Vec<Option<IdxSize>> = Vec::with_capacity(ids.len());
    for row in 0..ids.len() {
        let id = ids.get(row).unwrap_or("");
        let about = index.find(id, codes.get(row), records.get(row), judgments.get(row));
        found.append_option(any.then_some(!about.is_empty()));
        rows.push(if let [one] = about { IdxSize::try_from(*one).ok() } else { None });
    }
    let rows: IdxCa = rows.into_iter().collect();
    let mut joined = documents.clone();
    joined.with_column(found.finish().into_column())?;
    for column in ["judgment_date", "judgment_date_from", "judgment_date_to"] {
        joined.with_column(convictions.column(column)?.take(&rows)?)?;
    }
    Ok(joined)
}

/// Records and convictions beside one another, for the rules across tables: `conviction_found` of each record,
/// `record_found` of each conviction, by source row or record code; null where there is no such table.
///
/// # Errors
///
/// [`Error::Column`](crate::Error::Column) where a table lacks a column.
pub fn with_one_another(records: &DataFrame, convictions: &DataFrame) -> Result<(DataFrame, DataFrame)> {
    let beside = |frame: &DataFrame, other: &DataFrame, name: &str| -> Result<DataFrame> {
        let (ids, codes) = (text(other, "row_id")?, text(other, "record_code")?);
        let lines: HashSet<&str> = ids.iter().flatten().map(line).collect();
        let codes: HashSet<&str> = codes.iter().flatten().collect();
        let (own, own_codes) = (text(frame, "row_id")?, text(frame, "record_code")?);
        let found: BooleanChunked = own
            .iter()
            .zip(own_codes.iter())
            .map(|(id, code)| {
                let found = id.is_some_and(|id| lines.contains(line(id))) || code.is_some_and(|c| codes.contains(c));
                (other.height() > 0).then_some(found)
            })
            .collect();
        let mut frame = frame.clone();
        frame.with_column(found.with_name(name.into()).into_column())?;
        Ok(frame)
    };
    Ok((beside(records, convictions, "conviction_found")?, beside(convictions, records, "record_found")?))
}

/// Acts that the records of an open review pair may add to a person's history.
fn gaps(others: &[String], acts: &HashMap<&str, Vec<usize>>, convictions: &[Conviction]) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for row in others.iter().filter_map(|other| acts.get(other.as_str())).flatten() {
        let Some(conviction) = convictions.get(*row) else { continue };
        if conviction.offences.is_empty() {
            gaps.push(Gap { cause: GapCause::OpenReview, entry: Some(*row), act: None });
        }
        for offence in &conviction.offences {
            gaps.push(Gap { cause: GapCause::OpenReview, entry: Some(*row), act: offence.act });
        }
    }
    gaps
}

fn table<S>(
    history: &History<'_, S>,
    ids: &StringChunked,
    codes: &StringChunked,
    owners: &[String],
    records: &Records,
    rows: &[Option<Assessment>],
) -> Result<DataFrame> {
    let judgments = text(history.convictions, "judgment_no")?;
    let of = |f: fn(&Assessment) -> Option<&'static str>| rows.iter().map(move |a| a.as_ref().and_then(f));
    let day = |f: fn(&Assessment) -> Option<Date>| rows.iter().map(move |a| a.as_ref().and_then(f));
    let list = |name: &str, f: &dyn Fn(&Assessment) -> Vec<String>| {
        Distinct::each(rows.iter().map(|a| a.as_ref().map(|a| Some(f(a))))).columns(name)
    };
    let due: BooleanChunked = rows.iter().map(|a| a.as_ref().and_then(|a| a.due)).collect();
    let mut columns = vec![
        strings("row_id", ids.iter()),
        strings("record_code", codes.iter()),
        strings("judgment_no", judgments.iter()),
        strings("person_id", owners.iter().map(|owner| records.person(owner))),
        strings("status", of(|a| Some(a.status.code()))),
        strings("route", of(|a| a.route.code())),
        dates("earliest_date", day(|a| a.earliest_date)),
        dates("earliest_from", day(|a| a.earliest_from)),
        dates("earliest_to", day(|a| a.earliest_to)),
        due.with_name("due".into()).into_column(),
        dates("special_date", day(|a| a.special_date)),
        strings("statute", of(|a| a.statute)),
    ];
    columns.append(&mut list("blocked_by", &|a| a.blocked_by.iter().map(|c| c.code().to_owned()).collect()));
    columns.append(&mut list("missing", &|a| {
        let mut missing: Vec<String> = a
            .missing
            .iter()
            .map(|m| {
                // A fact of another entry names that entry.
                let elsewhere = if m.entry == a.entry { None } else { ids.get(m.entry) };
                elsewhere.map_or_else(|| m.fact.code().to_owned(), |id| format!("{}@{id}", m.fact.code()))
            })
            .collect();
        missing.dedup();
        missing
    }));
    columns.append(&mut list("assumptions", &|a| a.assumptions.iter().map(|x| x.code().to_owned()).collect()));
    columns.append(&mut list("flags", &|a| a.flags.iter().map(|f| f.flag.code().to_owned()).collect()));
    columns.push(strings("trace", rows.iter().map(|a| a.as_ref().and_then(|a| serde_json::to_string(&a.trace).ok()))));
    columns.push(strings(
        "recorded_expungement",
        rows.iter().map(|a| a.as_ref()?.recorded_expungement.map(|d| d.to_string())),
    ));
    columns.push(strings("agreement", of(|a| a.agreement.map(expungement::Agreement::code))));
    Ok(DataFrame::new(rows.len(), columns)?)
}

/// How far an entry may be relied on.
fn trust<S: BuildHasher>(quarantined: &HashSet<String, S>, row_id: &str) -> Trust {
    if quarantined.contains(row_id) { Trust::Quarantined } else { Trust::Sure }
}
