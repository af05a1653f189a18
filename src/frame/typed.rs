//! Values of the values floor as Polars columns, and back from a cell text to a typed column.
//!
//! A column is parsed once per *distinct* text ([`Distinct`]), its typed columns are built over the distinct values and
//! then gathered. What null becomes: null. The types are those of the canonical columns.

use std::collections::HashMap;

use polars::prelude::*;
use polars_arrow::array::ListArray;
use polars_arrow::bitmap::Bitmap;
use polars_arrow::offset::OffsetsBuffer;
use rayon::prelude::*;

use crate::citation::Citation;
use crate::date::{Date, PartialDate};
use crate::number::Duration;
use crate::offence::Offence;
use crate::place::Place;
use crate::schema::{self, Tag};
use crate::sentence::{AdditionalPenalty, Penalty};

/// No value in this row.
const NONE: IdxSize = IdxSize::MAX;

/// Values of a column, each kept once, with the code of its value for every row.
#[derive(Clone, Debug)]
pub(crate) struct Distinct<T> {
    pub(crate) values: Vec<T>,
    codes: Vec<IdxSize>,
}

impl<T> Distinct<T> {
    /// Parses each distinct text once, in the order of first sight; null stays without value.
    pub(crate) fn parse<'a>(texts: impl Iterator<Item = Option<&'a str>>, mut read: impl FnMut(&'a str) -> T) -> Self {
        let mut seen: HashMap<&str, IdxSize, polars::prelude::PlFixedStateQuality> = HashMap::default();
        let mut values = Vec::new();
        let codes = texts
            .map(|text| {
                text.map_or(NONE, |text| {
                    *seen.entry(text).or_insert_with(|| {
                        values.push(read(text));
                        code(values.len() - 1)
                    })
                })
            })
            .collect();
        Self { values, codes }
    }

    /// A value of its own for every row.
    pub(crate) fn each(rows: impl Iterator<Item = Option<T>>) -> Self {
        let mut values = Vec::new();
        let codes = rows
            .map(|value| {
                value.map_or(NONE, |value| {
                    values.push(value);
                    code(values.len() - 1)
                })
            })
            .collect();
        Self { values, codes }
    }

    /// A value for every thing that several rows point to.
    pub(crate) fn shared<'a, P: 'a>(
        rows: impl Iterator<Item = Option<&'a P>>,
        mut read: impl FnMut(&'a P) -> T,
    ) -> Self {
        let mut seen: HashMap<*const P, IdxSize, PlFixedStateQuality> = HashMap::default();
        let mut values = Vec::new();
        let codes = rows
            .map(|thing| {
                thing.map_or(NONE, |thing| {
                    *seen.entry(std::ptr::from_ref(thing)).or_insert_with(|| {
                        values.push(read(thing));
                        code(values.len() - 1)
                    })
                })
            })
            .collect();
        Self { values, codes }
    }

    /// The value of a row.
    pub(crate) fn get(&self, row: usize) -> Option<&T> {
        self.codes.get(row).and_then(|code| self.values.get(*code as usize))
    }

    /// Which of the distinct values a row has, by its place.
    pub(crate) fn place(&self, row: usize) -> Option<usize> {
        self.codes.get(row).filter(|code| **code != NONE).map(|code| *code as usize)
    }

    /// How many rows.
    pub(crate) fn len(&self) -> usize {
        self.codes.len()
    }

    /// Another value of each distinct value.
    pub(crate) fn map<U>(&self, f: impl FnMut(&T) -> U) -> Distinct<U> {
        Distinct { values: self.values.iter().map(f).collect(), codes: self.codes.clone() }
    }
}

impl<T> Distinct<T> {
    /// Another value made of each distinct value.
    pub(crate) fn take<U>(self, f: impl FnMut(T) -> U) -> Distinct<U> {
        Distinct { values: self.values.into_iter().map(f).collect(), codes: self.codes }
    }
}

impl<T: Clone> Distinct<Option<T>> {
    /// Where a row has no value, the other's.
    pub(crate) fn or(mut self, other: &Self) -> Self {
        let offset = code(self.values.len());
        self.values.extend(other.values.iter().cloned());
        for row in 0..self.codes.len().max(other.codes.len()) {
            if self.get(row).is_none_or(Option::is_none) {
                let theirs = other.codes.get(row).copied().unwrap_or(NONE);
                if let Some(mine) = self.codes.get_mut(row) {
                    *mine = if theirs == NONE { NONE } else { theirs + offset };
                }
            }
        }
        self
    }
}

impl<T: Typed> Distinct<Option<T>> {
    /// The typed columns: built over the distinct values, gathered by row.
    pub(crate) fn columns(&self, name: &str) -> Vec<Column> {
        let values: Vec<Option<&T>> = self.values.iter().map(Option::as_ref).collect();
        let codes: IdxCa = self.codes.iter().map(|code| (*code != NONE).then_some(*code)).collect();
        T::columns(name, &values).into_iter().filter_map(|column| column.take(&codes).ok()).collect()
    }
}

fn code(position: usize) -> IdxSize {
    IdxSize::try_from(position).unwrap_or(NONE)
}

/// A value that becomes one or more typed columns.
pub(crate) trait Typed {
    /// The columns, named after `name`.
    fn columns(name: &str, values: &[Option<&Self>]) -> Vec<Column>
    where
        Self: Sized;
}

impl Typed for String {
    fn columns(name: &str, values: &[Option<&Self>]) -> Vec<Column> {
        vec![strings(name, values.iter().map(|v| v.map(String::as_str)))]
    }
}

impl Typed for &'static str {
    fn columns(name: &str, values: &[Option<&Self>]) -> Vec<Column> {
        vec![strings(name, values.iter().map(|v| v.copied()))]
    }
}

impl Typed for bool {
    fn columns(name: &str, values: &[Option<&Self>]) -> Vec<Column> {
        vec![values.iter().map(|v| v.copied()).collect::<BooleanChunked>().with_name(name.into()).into_column()]
    }
}

impl Typed for i64 {
    fn columns(name: &str, values: &[Option<&Self>]) -> Vec<Column> {
        vec![integers(name, values.iter().map(|v| v.copied()))]
    }
}

impl Typed for Vec<String> {
    fn columns(name: &str, values: &[Option<&Self>]) -> Vec<Column> {
        vec![list(name, values, |items| vec![strings("", items.iter().map(|item| Some(item.as_str())))])]
    }
}

/// `x` EDTF text, `x_from` and `x_to` the first and last possible day.
impl Typed for PartialDate {
    fn columns(name: &str, values: &[Option<&Self>]) -> Vec<Column> {
        vec![
            strings(name, values.iter().map(|v| v.map(ToString::to_string))),
            dates(&format!("{name}_from"), values.iter().map(|v| v.and_then(PartialDate::earliest))),
            dates(&format!("{name}_to"), values.iter().map(|v| v.and_then(PartialDate::latest))),
        ]
    }
}

/// A completion: the date, if there is one, and the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CompletionCell {
    pub(crate) date: Option<PartialDate>,
    pub(crate) state: &'static str,
}

/// As a date, and `x_state`.
impl Typed for CompletionCell {
    fn columns(name: &str, values: &[Option<&Self>]) -> Vec<Column> {
        let date: Vec<_> = values.iter().map(|v| v.and_then(|v| v.date.as_ref())).collect();
        let mut columns = PartialDate::columns(name, &date);
        columns.push(strings(&format!("{name}_state"), values.iter().map(|v| v.map(|v| v.state))));
        columns
    }
}

/// A place as written, and as far as it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlaceCell {
    pub(crate) text: String,
    pub(crate) place: Option<Place>,
}

/// `x` text, `x_era`, `x_province`, `x_district`, `x_commune`, `x_today` list.
impl Typed for PlaceCell {
    fn columns(name: &str, values: &[Option<&Self>]) -> Vec<Column> {
        let places: Vec<Option<&Place>> = values.iter().map(|v| v.and_then(|v| v.place.as_ref())).collect();
        let part =
            |name: String, part: fn(&Place) -> Option<&str>| strings(&name, places.iter().map(|p| p.and_then(part)));
        let today: Vec<_> = places.iter().map(|p| p.map(|p| &p.today)).collect();
        let mut columns = vec![
            strings(name, values.iter().map(|v| v.map(|v| v.text.as_str()))),
            part(format!("{name}_era"), |p| Some(p.era.as_str())),
            part(format!("{name}_province"), |p| p.province.as_deref()),
            part(format!("{name}_district"), |p| p.district.as_deref()),
            part(format!("{name}_commune"), |p| p.commune.as_deref()),
        ];
        columns.append(&mut Vec::<String>::columns(&format!("{name}_today"), &today));
        columns
    }
}

impl Typed for Vec<Offence> {
    fn columns(name: &str, values: &[Option<&Self>]) -> Vec<Column> {
        vec![list(name, values, |items| {
            vec![
                strings("code", items.iter().map(|o| Some(o.code.as_str()))),
                integers("year", items.iter().map(|o| o.year.map(i64::from))),
                strings("article", items.iter().map(|o| o.article.as_deref())),
                strings("name", items.iter().map(|o| Some(o.name.as_str()))),
            ]
        })]
    }
}

impl Typed for Vec<Citation> {
    fn columns(name: &str, values: &[Option<&Self>]) -> Vec<Column> {
        vec![list(name, values, |items| {
            let points: Vec<_> = items.iter().map(|c| Some(&c.points)).collect();
            let mut columns = vec![
                strings("code", items.iter().map(|c| Some(c.code.as_str()))),
                integers("year", items.iter().map(|c| c.year.map(i64::from))),
                items
                    .iter()
                    .map(|c| Some(c.amended))
                    .collect::<BooleanChunked>()
                    .with_name("amended".into())
                    .into_column(),
                strings("article", items.iter().map(|c| Some(c.article.as_str()))),
                strings("clause", items.iter().map(|c| c.clause.as_deref())),
            ];
            columns.append(&mut Vec::<String>::columns("points", &points));
            columns
        })]
    }
}

impl Typed for Penalty {
    fn columns(name: &str, values: &[Option<&Self>]) -> Vec<Column> {
        vec![structure(
            name,
            values,
            &[
                strings("kind", values.iter().map(|v| v.map(|p| snake(&p.kind)))),
                integers("months", values.iter().map(|v| v.and_then(|p| p.months).map(i64::from))),
                integers("days", values.iter().map(|v| v.and_then(|p| p.days).map(i64::from))),
                integers("amount", values.iter().map(|v| v.and_then(|p| p.amount))),
            ],
        )]
    }
}

impl Typed for Vec<AdditionalPenalty> {
    fn columns(name: &str, values: &[Option<&Self>]) -> Vec<Column> {
        vec![list(name, values, |items| {
            vec![
                strings("kind", items.iter().map(|p| Some(snake(&p.kind)))),
                integers("months", items.iter().map(|p| p.months.map(i64::from))),
                integers("amount", items.iter().map(|p| p.amount)),
            ]
        })]
    }
}

/// A term as months and days; years become months.
impl Typed for Duration {
    fn columns(name: &str, values: &[Option<&Self>]) -> Vec<Column> {
        vec![structure(
            name,
            values,
            &[
                integers("months", values.iter().map(|v| v.map(|d| i64::from(d.years) * 12 + i64::from(d.months)))),
                integers("days", values.iter().map(|v| v.map(|d| i64::from(d.days)))),
            ],
        )]
    }
}

/// A heading that nobody knows, and its cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Extra {
    pub(crate) heading: String,
    pub(crate) text: String,
}

impl Typed for Vec<Extra> {
    fn columns(name: &str, values: &[Option<&Self>]) -> Vec<Column> {
        vec![list(name, values, |items| {
            vec![
                strings("heading", items.iter().map(|e| Some(e.heading.as_str()))),
                strings("text", items.iter().map(|e| Some(e.text.as_str()))),
            ]
        })]
    }
}

/// The snake-case name that serde gives a unit variant.
pub(crate) fn snake<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A String column.
pub(crate) fn strings<S: AsRef<str>>(name: &str, cells: impl Iterator<Item = Option<S>>) -> Column {
    let mut builder = StringChunkedBuilder::new(name.into(), cells.size_hint().0);
    for cell in cells {
        builder.append_option(cell);
    }
    builder.finish().into_column()
}

/// An Int64 column.
pub(crate) fn integers(name: &str, cells: impl Iterator<Item = Option<i64>>) -> Column {
    Int64Chunked::from_iter_options(name.into(), cells).into_column()
}

/// A Date column.
pub(crate) fn dates(name: &str, cells: impl Iterator<Item = Option<Date>>) -> Column {
    Int32Chunked::from_iter_options(name.into(), cells.map(|date| date.map(days))).into_date().into_column()
}

/// Days since 1970-01-01.
pub(crate) fn days(date: Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.until(date).map_or(0, |span| span.get_days())
}

/// The date that many days after 1970-01-01.
pub(crate) fn date_of(days: i32) -> Option<Date> {
    use jiff::ToSpan as _;
    jiff::civil::date(1970, 1, 1).checked_add(i64::from(days).days()).ok()
}

/// A list column: `fields` gives the columns of the flattened items (one nameless column: a list of plain values).
fn list<T>(name: &str, values: &[Option<&Vec<T>>], fields: impl Fn(&[&T]) -> Vec<Column>) -> Column {
    let items: Vec<&T> = values.iter().flatten().flat_map(|list| list.iter()).collect();
    let mut columns = fields(&items);
    let inner = match columns.as_slice() {
        [only] if only.name().is_empty() => columns.swap_remove(0).take_materialized_series(),
        _ => {
            let fields: Vec<Series> = columns.into_iter().map(Column::take_materialized_series).collect();
            match StructChunked::from_series("".into(), items.len(), fields.iter()) {
                Ok(fields) => fields.into_series(),
                Err(_) => return Column::full_null(name.into(), values.len(), &DataType::Null),
            }
        }
    };
    let mut offsets: Vec<i64> = Vec::with_capacity(values.len() + 1);
    let mut end = 0;
    offsets.push(end);
    for value in values {
        end += value.map_or(0, |list| i64::try_from(list.len()).unwrap_or(0));
        offsets.push(end);
    }
    let validity = values.iter().any(Option::is_none).then(|| values.iter().map(Option::is_some).collect());
    nested(name, &inner, offsets, validity)
}

/// A list column of items that follow one another; list n ends at offset n + 1.
pub(crate) fn nested(name: &str, items: &Series, offsets: Vec<i64>, validity: Option<Bitmap>) -> Column {
    let rows = offsets.len().saturating_sub(1);
    let items = items.rechunk().to_arrow(0, CompatLevel::newest());
    let dtype = ListArray::<i64>::default_datatype(items.dtype().clone());
    OffsetsBuffer::try_from(offsets)
        .and_then(|offsets| ListArray::<i64>::try_new(dtype, offsets, items, validity))
        .and_then(|array| Series::try_from((PlSmallStr::from(name), Box::new(array) as ArrayRef)))
        .map_or_else(|_| Column::full_null(name.into(), rows, &DataType::Null), Series::into_column)
}

/// A struct column; null where there is no value.
fn structure<T>(name: &str, values: &[Option<&T>], fields: &[Column]) -> Column {
    let fields: Vec<Series> = fields.iter().map(|c| c.as_materialized_series().clone()).collect();
    let validity: BooleanChunked = values.iter().map(|v| Some(v.is_some())).collect();
    StructChunked::from_series(name.into(), values.len(), fields.iter())
        .and_then(|fields| {
            let nulls = Series::full_null(name.into(), values.len(), fields.dtype());
            fields.into_series().zip_with(&validity, &nulls)
        })
        .map_or_else(|_| Column::full_null(name.into(), values.len(), &DataType::Null), Series::into_column)
}

/// The typed columns of a canonical column: name and type.
pub(crate) fn fields(column: &schema::Column) -> Vec<Field> {
    let name = column.name;
    let built: Vec<Column> = match column.tag {
        Tag::Names => Vec::<String>::columns(name, &[]),
        Tag::Date => PartialDate::columns(name, &[]),
        Tag::Completion => CompletionCell::columns(name, &[]),
        Tag::Place => PlaceCell::columns(name, &[]),
        Tag::Offences => Vec::<Offence>::columns(name, &[]),
        Tag::Citations => Vec::<Citation>::columns(name, &[]),
        Tag::Penalty => Penalty::columns(name, &[]),
        Tag::Additional => Vec::<AdditionalPenalty>::columns(name, &[]),
        Tag::Flag => bool::columns(name, &[]),
        Tag::Term => Duration::columns(name, &[]),
        Tag::Money => i64::columns(name, &[]),
        Tag::CivilObligation => {
            let mut columns = String::columns(name, &[]);
            columns.append(&mut i64::columns(&format!("{name}_amount"), &[]));
            columns
        }
        _ => String::columns(name, &[]),
    };
    built.into_iter().map(|column| column.field().into_owned()).collect()
}

/// The typed columns of an entry table as they are made of rows: provenance first, in the order of the schema.
pub(crate) fn made_fields(entry: schema::Entry) -> Vec<Field> {
    let text = |name: &str| Field::new(name.into(), DataType::String);
    let mut all = vec![
        text("row_id"),
        text("source_file"),
        text("source_sheet"),
        Field::new("source_row".into(), DataType::Int64),
    ];
    for column in entry.columns() {
        all.extend(fields(column));
        if (entry, column.name) == (schema::Entry::Record, "full_name") {
            all.push(text("name_kind"));
        }
    }
    all.extend(Vec::<Extra>::columns("extra", &[]).into_iter().map(|column| column.field().into_owned()));
    all
}

/// The typed columns of an entry table in the result: as they were made, and whether the row was accepted.
pub(crate) fn entry_fields(entry: schema::Entry) -> Vec<Field> {
    let mut all = made_fields(entry);
    all.push(Field::new("accepted".into(), DataType::Boolean));
    all
}

/// Frames under one another, in one piece, with every field; a field that none of them has is made once. Goes column by
/// column, so that no more than a column for each thread is held twice.
pub(crate) fn stack(frames: Vec<DataFrame>, fields: &[Field]) -> PolarsResult<DataFrame> {
    let has = |frame: &DataFrame, field: &Field| frame.column(field.name()).is_ok();
    let present: Vec<Field> =
        fields.iter().filter(|field| frames.iter().any(|frame| has(frame, field))).cloned().collect();
    let rows = frames.iter().map(DataFrame::height).sum();
    let mut parts: Vec<Vec<Column>> = present.iter().map(|_| Vec::with_capacity(frames.len())).collect();
    for frame in frames {
        for (parts, column) in parts.iter_mut().zip(complete(&frame, &present)?.into_columns()) {
            parts.push(column);
        }
    }
    let columns = parts.into_par_iter().map(in_one_piece).collect::<PolarsResult<Vec<_>>>()?;
    complete(&DataFrame::new(rows, columns)?, fields)
}

/// Columns under one another.
fn in_one_piece(parts: Vec<Column>) -> PolarsResult<Column> {
    let mut parts = parts.into_iter();
    let mut all = parts.next().unwrap_or_default();
    parts.try_for_each(|part| all.append_owned(part).map(|_| ()))?;
    Ok(all.rechunk())
}

/// The frame with every field: what is missing is null.
pub(crate) fn complete(frame: &DataFrame, fields: &[Field]) -> PolarsResult<DataFrame> {
    let height = frame.height();
    let columns = fields
        .iter()
        .map(|field| match frame.column(field.name()) {
            Ok(column) if column.dtype() == field.dtype() => Ok(column.clone()),
            // An all-null column may have lost its type.
            Ok(column) if column.null_count() < height => polars_bail!(SchemaMismatch: "column {}", field.name()),
            _ => Ok(Column::full_null(field.name().clone(), height, field.dtype())),
        })
        .collect::<PolarsResult<Vec<_>>>()?;
    DataFrame::new(height, columns)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn each_distinct_text_is_parsed_once() {
        let mut parsed = 0;
        let distinct = Distinct::parse([Some("a"), None, Some("b"), Some("a")].into_iter(), |text| {
            parsed += 1;
            Some(text.to_owned())
        });
        assert_eq!(parsed, 2);
        let [column]: [Column; 1] = distinct.columns("x").try_into().unwrap();
        let cells: Vec<_> = column.str().unwrap().iter().collect();
        assert_eq!(cells, [Some("a"), None, Some("b"), Some("a")]);
    }

    #[test]
    fn lists_of_structures_keep_null_and_empty_apart() {
        let offence = |name: &str| Offence { code: "BLHS".into(), year: Some(2015), article: None, name: name.into() };
        let values = [Some(vec![offence("a"), offence("b")]), None, Some(vec![])];
        let column = Distinct::each(values.into_iter().map(Some)).columns("offences").remove(0);
        assert_eq!(column.len(), 3);
        let lists = column.list().unwrap();
        let lengths: Vec<_> = (0..3).map(|i| lists.get_as_series(i).map(|s| s.len())).collect();
        assert_eq!(lengths, [Some(2), None, Some(0)]);
        let DataType::List(inner) = column.dtype() else { unreachable!() };
        assert!(matches!(inner.as_ref(), DataType::Struct(fields) if fields.len() == 4));
    }

    #[test]
    fn days_and_dates_are_each_others_inverse() {
        for days_since in [-40_000, -1, 0, 1, 20_000] {
            assert_eq!(days(date_of(days_since).unwrap()), days_since);
        }
    }
}
