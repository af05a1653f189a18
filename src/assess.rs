//! Convictions, enforcement documents and expungement entries of each person → where every conviction stands.
//!
//! Reads the entry tables, `clusters` and `pairs`; writes `assessments`. A conviction belongs to the record of its source
//! row, else of its record code. Quarantined entries and records joined by an open review pair are told to the engine
//! as such: where they could change an outcome, it is undetermined. Cost: linear in convictions.

mod convictions;
mod documents;
mod keys;
mod people;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;
use std::ops::Range;

use polars::prelude::*;
use rayon::prelude::*;

use crate::date::Date;
use crate::error::Result;
use crate::expungement::{self, Assessment, Gap, GapCause, Missing, Person};
use crate::frame::read::{line, text};
use crate::frame::typed::{dates, strings};

use convictions::Convictions;
use documents::Documents;
use keys::{ConvictionKeys, DocumentKeys};
use people::{Owner, People, RecordColumns};

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

/// Convictions in one batch of the table.
const BATCH: usize = 8_192;

/// The `assessments` table: one row per conviction, in the order of `convictions`.
///
/// # Errors
///
/// [`Error::Column`](crate::Error::Column) where a table lacks a column or has it with another type.
pub fn assess<S: BuildHasher + Sync>(history: &History<'_, S>, as_of: Date) -> Result<DataFrame> {
    let mut table = DataFrame::empty();
    assess_batches(history, as_of, |batch| {
        if table.width() == 0 {
            table = batch;
        } else {
            table.vstack_mut_owned(batch)?;
        }
        Ok(())
    })?;
    table.rechunk_mut();
    Ok(table)
}

/// As [`assess`], batch by batch: the reasoning of a nation's convictions is larger than the tables that it comes from.
/// At least one batch comes, of no rows where there are no convictions.
///
/// # Errors
///
/// As [`assess`], and those of `take`.
pub fn assess_batches<S: BuildHasher + Sync>(
    history: &History<'_, S>,
    as_of: Date,
    mut take: impl FnMut(DataFrame) -> Result<()>,
) -> Result<()> {
    let columns = RecordColumns::new(history)?;
    let keys = ConvictionKeys::new(history.convictions)?;
    let convictions = Convictions::new(history.convictions)?;
    let documents = Documents::new(history, &keys)?;
    let mut people = People::new(&columns, history.doubtful_birth);
    let rows = history.convictions.height();
    let owners: Vec<Owner> = (0..rows).map(|row| people.owner(&keys, row)).collect();
    let mut rows_of: Vec<Vec<usize>> = vec![Vec::new(); people.len()];
    for (row, owner) in owners.iter().enumerate() {
        if let Some(rows) = rows_of.get_mut(*owner as usize) {
            rows.push(row);
        }
    }
    let conviction = |row: usize| {
        let mut conviction = convictions.get(row, history.quarantined);
        documents.tell(&mut conviction);
        conviction
    };
    let person = |owner: Owner, rows: &[usize]| Person {
        birth: people.birth(owner),
        death: people.death(owner).or_else(|| documents.death(rows)),
        convictions: rows.iter().map(|row| conviction(*row)).collect(),
        gaps: gaps(people.reviews(owner), &rows_of, &convictions),
        ..Person::default()
    };
    // A person is assessed when the first of their convictions is due; what belongs to later batches waits.
    let mut waiting: HashMap<usize, Assessed> = HashMap::new();
    for from in (0..rows.max(1)).step_by(BATCH) {
        let batch = from..rows.min(from + BATCH);
        let due: Vec<(Owner, &Vec<usize>)> = batch
            .clone()
            .filter_map(|row| {
                let owner = *owners.get(row)?;
                let rows = rows_of.get(owner as usize)?;
                (rows.first() == Some(&row)).then_some((owner, rows))
            })
            .collect();
        let done: Vec<Vec<(usize, Assessed)>> = due
            .par_iter()
            .map(|(owner, rows)| {
                let assessments = expungement::assess(&person(*owner, rows), as_of);
                rows.iter().copied().zip(assessments.into_iter().map(Assessed::new)).collect()
            })
            .collect();
        waiting.extend(done.into_iter().flatten());
        let assessed: Vec<Option<Assessed>> = batch.clone().map(|row| waiting.remove(&row)).collect();
        take(table(history.convictions, &keys, batch, |row| owners.get(row).and_then(|o| people.id(*o)), &assessed)?)?;
    }
    Ok(())
}

/// An assessment whose reasoning is already in the form in which it is kept.
struct Assessed {
    assessment: Assessment,
    trace: Option<String>,
}

impl Assessed {
    fn new(mut assessment: Assessment) -> Self {
        let trace = std::mem::take(&mut assessment.trace);
        Self { assessment, trace: serde_json::to_string(&trace).ok() }
    }
}

/// The convictions with the facts of their persons, for the rules over a history: `birth_date`, `death_date`, `sex` of the
/// record of the same source row, else of the record code, and its `record_row_id`.
///
/// # Errors
///
/// [`Error::Column`](crate::Error::Column) where a table lacks a column.
pub fn with_person(convictions: &DataFrame, records: &DataFrame) -> Result<DataFrame> {
    let (record_ids, record_codes) = (text(records, "row_id")?, text(records, "record_code")?);
    let lines: PlHashMap<&str, usize> =
        record_ids.iter().enumerate().map(|(row, id)| (line(id.unwrap_or("")), row)).collect();
    let codes: PlHashMap<&str, usize> =
        record_codes.iter().enumerate().filter_map(|(row, code)| Some((code?, row))).collect();
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
    let any = convictions.height() > 0;
    let mut found = BooleanChunkedBuilder::new("conviction_found".into(), documents.height());
    let mut rows: Vec<Option<IdxSize>> = Vec::with_capacity(documents.height());
    DocumentKeys::new(documents)?.each(&ConvictionKeys::new(convictions)?, |_, about| {
        found.append_option(any.then_some(!about.is_empty()));
        rows.push(if let [one] = about { IdxSize::try_from(*one).ok() } else { None });
    });
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
        let lines: PlHashSet<&str> = ids.iter().flatten().map(line).collect();
        let codes: PlHashSet<&str> = codes.iter().flatten().collect();
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
fn gaps(others: &[Owner], rows_of: &[Vec<usize>], convictions: &Convictions) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for row in others.iter().filter_map(|other| rows_of.get(*other as usize)).flatten() {
        let offences = convictions.offences(*row);
        if offences.is_empty() {
            gaps.push(Gap { cause: GapCause::OpenReview, entry: Some(*row), act: None });
        }
        for offence in offences {
            gaps.push(Gap { cause: GapCause::OpenReview, entry: Some(*row), act: offence.act });
        }
    }
    gaps
}

/// The rows of a batch of convictions.
fn table<'a>(
    convictions: &DataFrame,
    keys: &ConvictionKeys,
    batch: Range<usize>,
    person: impl Fn(usize) -> Option<&'a str>,
    rows: &[Option<Assessed>],
) -> Result<DataFrame> {
    let (start, length) = (i64::try_from(batch.start).unwrap_or(i64::MAX), batch.len());
    let same = |name: &str| Ok::<_, PolarsError>(convictions.column(name)?.slice(start, length));
    let all = || rows.iter().map(|row| row.as_ref().map(|row| &row.assessment));
    let code = |name: &str, f: fn(&Assessment) -> Option<&'static str>| strings(name, all().map(|a| a.and_then(f)));
    let day = |name: &str, f: fn(&Assessment) -> Option<Date>| dates(name, all().map(|a| a.and_then(f)));
    let due: BooleanChunked = all().map(|a| a.and_then(|a| a.due)).collect();
    // A fact of another entry names that entry.
    let missing = |a: &Assessment| -> Vec<Cow<'static, str>> {
        let code = |m: &Missing| match keys.id(m.entry).filter(|_| m.entry != a.entry) {
            Some(id) => Cow::Owned(format!("{}@{id}", m.fact.code())),
            None => Cow::Borrowed(m.fact.code()),
        };
        let mut missing: Vec<_> = a.missing.iter().map(code).collect();
        missing.dedup();
        missing
    };
    let columns = vec![
        same("row_id")?,
        same("record_code")?,
        same("judgment_no")?,
        strings("person_id", batch.map(person)),
        code("status", |a| Some(a.status.code())),
        code("route", |a| a.route.code()),
        day("earliest_date", |a| a.earliest_date),
        day("earliest_from", |a| a.earliest_from),
        day("earliest_to", |a| a.earliest_to),
        due.with_name("due".into()).into_column(),
        day("special_date", |a| a.special_date),
        code("statute", |a| a.statute),
        lists("blocked_by", all(), |a| a.blocked_by.iter().map(|c| Cow::Borrowed(c.code())).collect()),
        lists("missing", all(), missing),
        lists("assumptions", all(), |a| a.assumptions.iter().map(|x| Cow::Borrowed(x.code())).collect()),
        lists("flags", all(), |a| a.flags.iter().map(|f| Cow::Borrowed(f.flag.code())).collect()),
        strings("trace", rows.iter().map(|row| row.as_ref().and_then(|row| row.trace.as_deref()))),
        strings("recorded_expungement", all().map(|a| a?.recorded_expungement.map(|date| date.to_string()))),
        code("agreement", |a| a.agreement.map(expungement::Agreement::code)),
    ];
    Ok(DataFrame::new(length, columns)?)
}

/// A List(String) column of codes.
fn lists<'a>(
    name: &str,
    rows: impl Iterator<Item = Option<&'a Assessment>>,
    codes: impl Fn(&Assessment) -> Vec<Cow<'static, str>>,
) -> Column {
    let mut list = ListStringChunkedBuilder::new(name.into(), BATCH, BATCH);
    for row in rows {
        match row {
            Some(assessment) => list.append_values_iter(codes(assessment).iter().map(AsRef::as_ref)),
            None => list.append_null(),
        }
    }
    list.finish().into_column()
}
