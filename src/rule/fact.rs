//! Facts: columns that several rules read and that cost something to derive, so each is derived once for a frame.
//!
//! A fact is named after the column it is read from: `judgment_no.year` is the year in a judgment's number. An
//! expression refers to it as to any column; only the facts that some rule of the frame refers to are derived.

use polars::prelude::*;

use super::expression::texts;
use super::{day, person};
use crate::court;
use crate::frame::typed::{self, Distinct, snake, strings};
use crate::identity::{IdentityNumber, Sex};
use crate::judgment::{self, Instance, Matter};
use crate::name;

/// Columns that are derived together.
pub(super) struct Fact {
    /// The names of what is derived.
    pub(super) names: &'static [&'static str],
    /// The columns that it is derived from.
    pub(super) reads: &'static [&'static str],
    derive: fn(&'static [&'static str], &[Column]) -> PolarsResult<Vec<Column>>,
}

impl Fact {
    /// The fact of that name.
    pub(super) fn find(name: &str) -> Option<&'static Self> {
        FACTS.iter().find(|fact| fact.names.contains(&name))
    }

    /// Its columns over a frame.
    pub(super) fn columns(&self, frame: &DataFrame) -> PolarsResult<Vec<Column>> {
        let inputs = self.reads.iter().map(|name| frame.column(name).cloned()).collect::<PolarsResult<Vec<_>>>()?;
        (self.derive)(self.names, &inputs)
    }
}

static FACTS: &[Fact] = &[
    Fact { names: &["citizen_id.sex", "citizen_id.birth_year"], reads: &["citizen_id"], derive: citizen_id },
    Fact {
        names: &[
            "judgment_no.year",
            "judgment_no.number",
            "judgment_no.instance",
            "judgment_no.criminal",
            "judgment_no.dated",
        ],
        reads: &["judgment_no"],
        derive: judgment_no,
    },
    Fact {
        names: &["court.existed", "court.decides"],
        reads: &["court", "judgment_date_from", "judgment_date_to", "instance"],
        derive: court_facts,
    },
    Fact { names: &["conviction_code.number"], reads: &["conviction_code"], derive: conviction_code },
    Fact { names: &["agency"], reads: &["managing_agency", "source_agency", "source_file"], derive: agency },
    Fact {
        names: &["full_name.sex", "full_name.of_a_parent"],
        reads: &["full_name", "father_name", "mother_name"],
        derive: full_name,
    },
    Fact {
        names: &["age_at_offence_date.least", "age_at_offence_date.most"],
        reads: &["birth_date_from", "birth_date_to", "offence_date_from", "offence_date_to"],
        derive: age,
    },
    Fact {
        names: &["age_at_detained_from.least", "age_at_detained_from.most"],
        reads: &["birth_date_from", "birth_date_to", "detained_from_from", "detained_from_to"],
        derive: age,
    },
    Fact {
        names: &["age_at_id_issued_on.least", "age_at_id_issued_on.most"],
        reads: &["birth_date_from", "birth_date_to", "id_issued_on_from", "id_issued_on_to"],
        derive: age,
    },
];

/// The names of the derived columns, in their order.
fn named<const N: usize>(names: &'static [&'static str]) -> PolarsResult<[&'static str; N]> {
    names.try_into().map_err(|_| polars_err!(ShapeMismatch: "a fact has other names than columns"))
}

fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "male",
        Sex::Female => "female",
    }
}

/// Sex and year of birth in a personal number.
fn citizen_id(names: &'static [&'static str], columns: &[Column]) -> PolarsResult<Vec<Column>> {
    let [sexes, years] = named(names)?;
    let numbers = texts(columns)?;
    let read: Vec<(Option<Sex>, Option<i32>)> = numbers
        .iter()
        .flat_map(StringChunked::iter)
        .map(|number| {
            let number = number.and_then(|number| IdentityNumber::citizen_id(number).ok());
            number.map_or((None, None), |number| (number.sex, number.birth_year.map(i32::from)))
        })
        .collect();
    Ok(vec![
        strings(sexes, read.iter().map(|(s, _)| s.map(sex))),
        Int32Chunked::from_iter_options(years.into(), read.iter().map(|(_, year)| *year)).into_column(),
    ])
}

/// Year, instance, whether it is criminal and whether it has its year: of a judgment's number.
fn judgment_no(names: &'static [&'static str], columns: &[Column]) -> PolarsResult<Vec<Column>> {
    let [year, running, instance, criminal, dated] = named(names)?;
    let numbers = texts(columns)?;
    let read = Distinct::parse(numbers.iter().flat_map(StringChunked::iter), |text| judgment::read(text).value);
    let each = |row: usize| read.get(row).and_then(Option::as_ref);
    let rows = 0..read.len();
    let flags = |name: &str, f: fn(&judgment::JudgmentNumber) -> Option<bool>| {
        rows.clone().map(|row| each(row).and_then(f)).collect::<BooleanChunked>().with_name(name.into()).into_column()
    };
    let instances = read.map(|number| number.as_ref().and_then(|number| number.instance).map(|i| snake(&i)));
    let number = |name: &str, f: fn(&judgment::JudgmentNumber) -> Option<i32>| {
        Int32Chunked::from_iter_options(name.into(), rows.clone().map(|row| each(row).and_then(f))).into_column()
    };
    let mut all = vec![number(year, |n| n.year.map(i32::from)), number(running, |n| n.number.parse().ok())];
    all.append(&mut instances.columns(instance));
    all.push(flags(criminal, |number| Some(number.matter? == Matter::Criminal)));
    all.push(flags(dated, |number| Some(number.year.is_some())));
    Ok(all)
}

/// The running number in a conviction code: 2 in `25HN2010/00001/02`.
fn conviction_code(names: &'static [&'static str], columns: &[Column]) -> PolarsResult<Vec<Column>> {
    let [number] = named(names)?;
    let codes = texts(columns)?;
    let numbers = codes.iter().flat_map(StringChunked::iter).map(|code| code?.rsplit_once('/')?.1.parse().ok());
    Ok(vec![Int32Chunked::from_iter_options(number.into(), numbers).into_column()])
}

/// Whose records they are: the managing agency, else the sender, else the file as what one agency sent.
fn agency(names: &'static [&'static str], columns: &[Column]) -> PolarsResult<Vec<Column>> {
    let [agency] = named(names)?;
    let texts = texts(columns)?;
    let rows = 0..texts.first().map_or(0, ChunkedArray::len);
    Ok(vec![strings(agency, rows.map(|row| texts.iter().find_map(|text| text.get(row))))])
}

/// Whether a court existed on the day of the judgment, and whether it decides at that instance.
fn court_facts(names: &'static [&'static str], columns: &[Column]) -> PolarsResult<Vec<Column>> {
    let [existed, decides] = named(names)?;
    let [courts, from, to, instances] = columns else { polars_bail!(ShapeMismatch: "a court has four columns") };
    let (texts, days) = (texts(&[courts.clone(), instances.clone()])?, [from, to]);
    let [texts, instances] = texts.as_slice() else { polars_bail!(ShapeMismatch: "two texts") };
    let courts = Distinct::parse(texts.iter(), |text| court::read(text).value);
    let days: Vec<Int32Chunked> = days
        .iter()
        .map(|c| c.to_physical_repr().i32().map(|c| c.rechunk().into_owned()))
        .collect::<PolarsResult<_>>()?;
    // Courts and days repeat, and to look up when a district stood is costly.
    let mut known: PlHashMap<(usize, i32), Option<bool>> = PlHashMap::default();
    let mut existed_on = |place: usize, day: Option<i32>| {
        let day = day?;
        let court = courts.values.get(place)?.as_ref()?;
        *known.entry((place, day)).or_insert_with(|| court.existed_on(typed::date_of(day)?))
    };
    let each = |row: usize| courts.get(row).and_then(Option::as_ref);
    let both = (0..courts.len()).map(|row| {
        let (place, [from, to]) = (courts.place(row)?, days.as_slice()) else { return None };
        let (first, last) = (existed_on(place, from.get(row))?, existed_on(place, to.get(row))?);
        (first == last).then_some(first)
    });
    let both: BooleanChunked = both.collect();
    let sits = (0..courts.len()).map(|row| {
        let instance = match instances.get(row)? {
            "first" => Instance::First,
            "appeal" => Instance::Appeal,
            "cassation" => Instance::Cassation,
            "reopening" => Instance::Reopening,
            _ => return None,
        };
        each(row)?.can_decide(instance, None)
    });
    let sits: BooleanChunked = sits.collect();
    Ok(vec![both.with_name(existed.into()).into_column(), sits.with_name(decides.into()).into_column()])
}

/// The sex that a name is all but sure to be of, and whether its family name is that of a parent.
fn full_name(names: &'static [&'static str], columns: &[Column]) -> PolarsResult<Vec<Column>> {
    let [sexes, families_name] = named(names)?;
    let texts = texts(columns)?;
    let [own, father, mother] = texts.as_slice() else { polars_bail!(ShapeMismatch: "three names") };
    // Names repeat, and to read one costs more than to find it again.
    let names = Distinct::parse(own.iter(), |own| name::read(own).value);
    let hints = names.map(|own| {
        let hint = own.as_ref().and_then(name::sex_hint).filter(|(_, sure)| *sure >= 0.99);
        hint.map(|(hint, _)| sex(hint))
    });
    let mut known: PlHashMap<&str, Option<String>> = PlHashMap::default();
    let families: BooleanChunked = (father.iter().zip(mother.iter()).enumerate())
        .map(|(row, parents)| {
            let (Some(own), (Some(father), Some(mother))) = (names.get(row)?.as_ref(), parents) else { return None };
            let family = |name| known.entry(name).or_insert_with(|| person::family(name)).clone();
            person::family_of_a_parent(own, [father, mother], family)
        })
        .collect();
    let mut columns = hints.columns(sexes);
    columns.push(families.with_name(families_name.into()).into_column());
    Ok(columns)
}

/// Full years from the birth to a day, as fewest and most; below zero where the day precedes the birth.
fn age(names: &'static [&'static str], columns: &[Column]) -> PolarsResult<Vec<Column>> {
    let [least, most] = named(names)?;
    let days: Vec<Int32Chunked> = columns
        .iter()
        .map(|c| c.to_physical_repr().i32().map(|c| c.rechunk().into_owned()))
        .collect::<PolarsResult<_>>()?;
    let [born_from, born_to, from, to] = days.as_slice() else { polars_bail!(ShapeMismatch: "an age has four days") };
    let years = |name: &str, birth: &Int32Chunked, day: &Int32Chunked| {
        let years = birth.iter().zip(day.iter()).map(|(birth, day)| Some(day::full_years(birth?, day?)));
        Int32Chunked::from_iter_options(name.into(), years).into_column()
    };
    Ok(vec![years(least, born_to, from), years(most, born_from, to)])
}
