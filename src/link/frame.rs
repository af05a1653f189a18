//! Frames in, frames out: typed entries to [`People`], the outcome to `pairs` and `clusters`.

#![allow(clippy::indexing_slicing, reason = "rows index the frames that they came from")]

use polars::prelude::*;
use polars_arrow::array::{Array, ListArray, Utf8ViewArray};

use super::Linkage;
use super::compare::COLUMNS;
use super::decide::{self, Outcome, Pair};
use super::person::{People, PlaceRow, Row};
use super::word::{FoldMap, hash, join};
use crate::error::{Error, Result};
use crate::frame::read::column;

/// A column of text, cell by cell; a column that the frame does not have is empty.
pub(super) struct Texts<'a>(Option<Box<dyn Iterator<Item = Option<&'a str>> + 'a>>);

impl<'a> Texts<'a> {
    /// The column, if the frame has it; another type than String is refused.
    pub(super) fn new(frame: &'a DataFrame, name: &str) -> Result<Self> {
        let Ok(column) = frame.column(name) else { return Ok(Self(None)) };
        match column.dtype() {
            DataType::Null => Ok(Self(None)),
            DataType::String if is_nothing(column) => Ok(Self(None)),
            DataType::String => Ok(Self(Some(Box::new(column.str()?.iter())))),
            other => Err(wrong_type(name, "String", other)),
        }
    }

    /// The next cell, `""` for null.
    pub(super) fn next(&mut self) -> &'a str {
        self.0.as_mut().and_then(Iterator::next).flatten().unwrap_or("")
    }
}

/// A column of lists of text, cell by cell.
pub(super) struct Lists<'a>(Option<Box<dyn Iterator<Item = Vec<&'a str>> + 'a>>);

impl<'a> Lists<'a> {
    pub(super) fn new(frame: &'a DataFrame, name: &str) -> Result<Self> {
        let Ok(column) = frame.column(name) else { return Ok(Self(None)) };
        match column.dtype() {
            DataType::List(_) if is_nothing(column) => Ok(Self(None)),
            DataType::List(inner) if matches!(**inner, DataType::String) => {
                Ok(Self(Some(Box::new(column.list()?.downcast_iter().flat_map(cells)))))
            }
            DataType::Null | DataType::List(_) => Ok(Self(None)),
            other => Err(wrong_type(name, "List(String)", other)),
        }
    }

    /// The next cell, empty for null.
    pub(super) fn next(&mut self) -> Vec<&'a str> {
        self.0.as_mut().and_then(Iterator::next).unwrap_or_default()
    }
}

/// Whether a column that no source fed is null throughout: to read it would build it.
fn is_nothing(column: &Column) -> bool {
    column.as_scalar_column().is_some() && column.null_count() == column.len()
}

fn cells(chunk: &ListArray<i64>) -> impl Iterator<Item = Vec<&str>> {
    let values = chunk.values().as_any().downcast_ref::<Utf8ViewArray>();
    (0..chunk.len()).map(move |at| {
        let (from, to) = chunk.offsets().start_end(at);
        match values {
            Some(values) if chunk.is_valid(at) => (from..to).filter_map(|cell| values.get(cell)).collect(),
            _ => Vec::new(),
        }
    })
}

fn wrong_type(name: &str, expected: &str, found: &DataType) -> Error {
    Error::Column { column: name.to_owned(), expected: expected.to_owned(), found: found.to_string() }
}

/// A place column with the columns that were derived from it.
struct Places<'a> {
    era: Texts<'a>,
    province: Texts<'a>,
    district: Texts<'a>,
    commune: Texts<'a>,
    today: Lists<'a>,
}

impl<'a> Places<'a> {
    fn new(frame: &'a DataFrame, name: &str, suffix: &str) -> Result<Self> {
        Ok(Self {
            era: Texts::new(frame, &format!("{name}_era{suffix}"))?,
            province: Texts::new(frame, &format!("{name}_province{suffix}"))?,
            district: Texts::new(frame, &format!("{name}_district{suffix}"))?,
            commune: Texts::new(frame, &format!("{name}_commune{suffix}"))?,
            today: Lists::new(frame, &format!("{name}_today{suffix}"))?,
        })
    }

    fn next(&mut self) -> PlaceRow<'a> {
        PlaceRow {
            era: self.era.next(),
            province: self.province.next(),
            district: self.district.next(),
            commune: self.commune.next(),
            today: {
                let communes = self.today.next();
                [0, 1].map(|at| communes.get(at).copied().unwrap_or(""))
            },
        }
    }
}

/// Number, date and court of each judgment, in order.
struct JudgmentColumns<'a>([Texts<'a>; 3]);

impl<'a> JudgmentColumns<'a> {
    fn new(convictions: &'a DataFrame) -> Result<Self> {
        let text = |name| Texts::new(convictions, name);
        Ok(Self([text("judgment_no")?, text("judgment_date")?, text("court")?]))
    }

    fn next(&mut self) -> (&'a str, &'a str, &'a str) {
        self.0.each_mut().map(Texts::next).into()
    }
}

/// Judgments by the source row that they stand in, and by record code.
pub(super) struct Judgments<'a> {
    rows: Vec<(&'a str, &'a str, &'a str)>,
    by_row: FoldMap<u64, u32>,
    by_code: FoldMap<u64, u32>,
    /// The next judgment of the same source row, and of the same record code; `u32::MAX` ends the list.
    next: Vec<[u32; 2]>,
}

impl<'a> Judgments<'a> {
    pub(super) fn new(convictions: &'a DataFrame) -> Result<Self> {
        let mut ids = Texts::new(convictions, "row_id")?;
        let mut codes = Texts::new(convictions, "record_code")?;
        let mut judgments = JudgmentColumns::new(convictions)?;
        let mut all =
            Self { rows: Vec::new(), by_row: FoldMap::default(), by_code: FoldMap::default(), next: Vec::new() };
        all.by_row.reserve(convictions.height());
        all.by_code.reserve(convictions.height());
        for at in 0..u32::try_from(convictions.height()).unwrap_or(u32::MAX) {
            let (id, code) = (ids.next(), codes.next());
            all.rows.push(judgments.next());
            let link = |heads: &mut FoldMap<u64, u32>, text: &str| {
                if text.is_empty() { u32::MAX } else { heads.insert(hash(text), at).unwrap_or(u32::MAX) }
            };
            let next = [link(&mut all.by_row, source_row(id)), link(&mut all.by_code, code)];
            all.next.push(next);
        }
        Ok(all)
    }

    /// The judgments of a record: those of its own source row, else those of its record code.
    pub(super) fn of(&self, id: &str, code: &str) -> Vec<(&'a str, &'a str, &'a str)> {
        let row = self.by_row.get(&hash(source_row(id))).map(|&head| (head, 0));
        let code = || if code.is_empty() { None } else { self.by_code.get(&hash(code)).map(|&head| (head, 1)) };
        let mut found = Vec::new();
        if let Some((mut at, list)) = row.or_else(code) {
            while let Some(row) = self.rows.get(at as usize) {
                // A record with hundreds of judgments is a mistake of the file; its first ones tell enough.
                if found.len() == 64 {
                    break;
                }
                found.push(*row);
                at = self.next[at as usize][list];
            }
        }
        found.sort_unstable();
        found
    }
}

/// A row id without its last part: digest, sheet, row and part.
fn source_row(id: &str) -> &str {
    id.rsplit_once('-').map_or(id, |(row, _)| row)
}

/// The columns of records that linkage reads; `suffix` follows each name.
pub(super) struct Columns<'a> {
    text: [Texts<'a>; 13],
    aliases: Lists<'a>,
    places: [Places<'a>; 4],
}

impl<'a> Columns<'a> {
    pub(super) fn new(records: &'a DataFrame, suffix: &str) -> Result<Self> {
        let id = format!("row_id{suffix}");
        column(records, &id, "String")?;
        let text = |name: &str| Texts::new(records, &format!("{name}{suffix}"));
        let place = |name: &str| Places::new(records, name, suffix);
        Ok(Self {
            text: [
                text("row_id")?,
                text("record_code")?,
                text("full_name")?,
                text("sex")?,
                text("birth_date")?,
                text("death_date")?,
                text("citizen_id")?,
                text("identity_card")?,
                text("passport")?,
                text("military_id")?,
                text("father_name")?,
                text("mother_name")?,
                text("ethnicity")?,
            ],
            aliases: Lists::new(records, &format!("other_names{suffix}"))?,
            places: [place("birth_place")?, place("home_town")?, place("residence")?, place("permanent_residence")?],
        })
    }

    /// The next record, without its judgments.
    pub(super) fn next(&mut self) -> Row<'a> {
        let [id, code, name, sex, birth, death, citizen, card, passport, military, father, mother, ethnicity] =
            self.text.each_mut().map(Texts::next);
        let [birth_place, home, residence, permanent] = self.places.each_mut().map(Places::next);
        Row {
            id,
            code,
            name,
            aliases: self.aliases.next(),
            sex,
            birth,
            death,
            citizen,
            card,
            passport,
            military,
            father,
            mother,
            ethnicity,
            birth_place,
            home,
            residence: if permanent.province.is_empty() { residence } else { permanent },
            judgments: Vec::new(),
        }
    }
}

/// Whether both tables hold the one record and the one conviction of each source row in the same order, as a flat export
/// gives them: then nothing need be looked up.
fn beside_one_another(records: &DataFrame, convictions: &DataFrame) -> Result<bool> {
    let height = records.height();
    if height != convictions.height() {
        return Ok(false);
    }
    let (mut records, mut convictions) = (Texts::new(records, "row_id")?, Texts::new(convictions, "row_id")?);
    // Ids are unique in their table: where all are the first of their source row, no row has two.
    let first = |id: &str| id.rsplit_once('-').is_some_and(|(_, number)| number == "1");
    Ok((0..height).all(|_| {
        let id = records.next();
        id == convictions.next() && first(id)
    }))
}

/// The records as codes.
pub(super) fn people(records: &DataFrame, convictions: &DataFrame) -> Result<People> {
    let mut columns = Columns::new(records, "")?;
    if records.height() > super::block::MAX_ROWS {
        return Err(Error::Library { step: "link", kind: "more records than one run can hold" });
    }
    let mut people = People::with_capacity(records.height());
    if beside_one_another(records, convictions)? {
        let mut judgments = JudgmentColumns::new(convictions)?;
        for _ in 0..records.height() {
            people.push(&Row { judgments: vec![judgments.next()], ..columns.next() });
        }
    } else {
        let judgments = Judgments::new(convictions)?;
        for _ in 0..records.height() {
            let row = columns.next();
            people.push(&Row { judgments: judgments.of(row.id, row.code), ..row });
        }
    }
    people.count();
    Ok(people)
}

/// The outcome as frames.
pub(super) fn linkage(records: &DataFrame, people: &People, outcome: Outcome) -> Result<Linkage> {
    let ids = records.column("row_id")?.str()?.rechunk();
    let ids = ids.as_ref();
    let id = |row: u32| ids.get(row as usize).unwrap_or("");
    let codes = match records.column("record_code") {
        Ok(column) if *column.dtype() == DataType::String => column.str()?.clone(),
        _ => StringChunked::full_null("record_code".into(), records.height()),
    };
    let codes = codes.rechunk();
    let code = |row: u32| codes.get(row as usize).filter(|code| !code.is_empty());
    let pairs = pair_frame(&outcome.pairs, id)?;

    // A person is named after the least record code (else row id) of the group; two groups that share one take the
    // row id as well. Rows, threads and runs do not enter.
    let keys: Vec<u64> = outcome
        .groups
        .iter()
        .map(|group| hash(group.iter().map(|&row| code(row).unwrap_or_else(|| id(row))).min().unwrap_or("")))
        .collect();
    let mut seen: FoldMap<u64, u32> = FoldMap::default();
    seen.reserve(keys.len());
    keys.iter().for_each(|&key| *seen.entry(key).or_default() += 1);
    let mut person = vec![(0u64, 0u32); records.height()];
    for (group, &key) in outcome.groups.iter().zip(&keys) {
        let key = if seen.get(&key).copied() == Some(1) {
            key
        } else {
            join(&[key, hash(group.iter().map(|&row| id(row)).min().unwrap_or(""))])
        };
        for &row in group {
            person[row as usize] = (key, u32::try_from(group.len()).unwrap_or(u32::MAX));
        }
    }
    let mut person_ids = StringChunkedBuilder::new("person_id".into(), person.len());
    person.iter().for_each(|(key, _)| person_ids.append_value(format!("P{key:016x}")));
    let sizes = UInt32Chunked::from_iter_values("cluster_size".into(), person.iter().map(|&(_, size)| size));
    let clusters = DataFrame::new(
        records.height(),
        vec![
            ids.clone().into_column(),
            codes.into_owned().with_name("record_code".into()).into_column(),
            person_ids.finish().into_column(),
            sizes.into_column(),
        ],
    )?;
    let _ = people;
    Ok(Linkage {
        pairs,
        clusters,
        compared: outcome.funnel.iter().map(|step| step.new_pairs).sum(),
        funnel: outcome.funnel,
        fingerprint: outcome.model.fingerprint(),
        model: outcome.model,
    })
}

pub(super) fn pair_frame<'a>(pairs: &[Pair], id: impl Fn(u32) -> &'a str) -> Result<DataFrame> {
    let height = pairs.len();
    let ends = |pair: &Pair| {
        let (l, r) = (id(pair.l), id(pair.r));
        if l <= r { (l, r) } else { (r, l) }
    };
    let mut columns: Vec<Column> = vec![
        StringChunked::from_iter_values("row_id_l".into(), pairs.iter().map(|pair| ends(pair).0)).into_column(),
        StringChunked::from_iter_values("row_id_r".into(), pairs.iter().map(|pair| ends(pair).1)).into_column(),
        Float64Chunked::from_iter_values("match_weight".into(), pairs.iter().map(|pair| round(pair.weight)))
            .into_column(),
        Float64Chunked::from_iter_values("match_probability".into(), pairs.iter().map(decide::pair_probability))
            .into_column(),
    ];
    for (at, (name, _)) in COLUMNS.iter().enumerate() {
        let levels = pairs.iter().map(|pair| pair.pattern.level(at).and_then(|level| i8::try_from(level).ok()));
        columns.push(Int8Chunked::from_iter_options(format!("level_{name}").into(), levels).into_column());
    }
    let mut grounds = ListStringChunkedBuilder::new("grounds".into(), height, height * 4);
    pairs.iter().for_each(|pair| grounds.append_values_iter(pair.grounds.codes()));
    columns.push(grounds.finish().into_column());
    columns.push(
        StringChunked::from_iter_values("decision".into(), pairs.iter().map(|pair| pair.decision.as_str()))
            .into_column(),
    );
    Ok(DataFrame::new(height, columns)?)
}

/// Hundredths: more digits of a weight say nothing.
pub(super) fn round(weight: f32) -> f64 {
    (f64::from(weight) * 100.0).round() / 100.0
}
