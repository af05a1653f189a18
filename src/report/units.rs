//! The units whose progress a report shows, by what the rows say of them.
//!
//! A unit is named by our tables, never by a cell: a column that was misunderstood may hold people.

use polars::prelude::*;

use super::Facts;
use super::progress::{CONVICTION, Known, RECORD};
use crate::court;
use crate::error::Result;
use crate::frame::read::text;
use crate::place;
use crate::text::key::{Level, key};

/// A way to divide the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Division {
    /// The sending body, or else the file.
    Supplier,
    /// The court of the judgment.
    Court,
    /// The district of residence, before 1/7/2025.
    District,
    /// The commune of residence today.
    Commune,
}

impl Division {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Supplier => "supplier",
            Self::Court => "court",
            Self::District => "district",
            Self::Commune => "commune",
        }
    }
}

/// The units of a division: their names, the first of them unknown and without one, and the unit of each row.
pub(super) struct Units {
    pub(super) names: Vec<String>,
    pub(super) of: Vec<u32>,
}

/// Numbers names.
struct Names {
    numbers: PlHashMap<String, u32>,
    names: Vec<String>,
}

impl Names {
    fn new() -> Self {
        Self { numbers: PlHashMap::default(), names: vec![String::new()] }
    }

    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(0);
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// Numbers the texts of a column, each distinct one named once; none where it has no name.
    fn column(&mut self, texts: &StringChunked, name: impl Fn(&str) -> Option<String>) -> Vec<Option<u32>> {
        if texts.null_count() == texts.len() {
            return vec![None; texts.len()];
        }
        let mut seen: PlHashMap<&str, Option<u32>> = PlHashMap::default();
        let numbers = texts.iter().map(|text| {
            let text = text?;
            *seen.entry(text).or_insert_with(|| name(text).map(|name| self.number(&name)))
        });
        numbers.collect()
    }
}

/// Divides the rows in every way.
pub(super) fn divide(facts: &Facts<'_>, known: &Known<'_>) -> Result<Vec<(Division, Units)>> {
    let records = facts.entries[RECORD];
    let whole = |name: &str| Some(name.to_owned());

    let mut names = Names::new();
    let agencies = names.column(&text(records, "source_agency")?, agency);
    let mut of = known.inherit(RECORD, first(known, RECORD, &agencies), |first, _| first);
    for (table, frame) in facts.entries.iter().enumerate() {
        let files = names.column(&text(frame, "source_file")?, whole);
        for (row, file) in known.of.get(table).into_iter().flatten().zip(files) {
            if let Some(slot) = of.get_mut(*row as usize) {
                *slot = slot.or(file);
            }
        }
    }
    let suppliers = units(names.names, of);

    let mut names = Names::new();
    let courts = names.column(&text(facts.entries[CONVICTION], "court")?, whole);
    let of = known.inherit(CONVICTION, first(known, CONVICTION, &courts), |first, _| first);
    let courts = units(names.names, of);

    let (mut old, mut new) = (Names::new(), Names::new());
    let (mut districts, mut communes) = (vec![None; records.height()], vec![None; records.height()]);
    for column in ["permanent_residence", "residence", "temporary_residence"] {
        let codes = old.column(&text(records, &format!("{column}_district"))?, place::district_in_full);
        fill(&mut districts, &codes);
        fill(&mut communes, &new.column(&only(records, &format!("{column}_today"))?, place::commune_in_full));
    }
    let residence = |names: Names, of: &[Option<u32>]| {
        units(names.names, known.inherit(RECORD, first(known, RECORD, of), |first, _| first))
    };
    let (districts, communes) = (residence(old, &districts), residence(new, &communes));
    Ok(vec![
        (Division::Supplier, suppliers),
        (Division::Court, courts),
        (Division::District, districts),
        (Division::Commune, communes),
    ])
}

fn units(names: Vec<String>, of: Vec<Option<u32>>) -> Units {
    Units { names, of: of.into_iter().map(Option::unwrap_or_default).collect() }
}

fn fill(all: &mut [Option<u32>], more: &[Option<u32>]) {
    all.iter_mut().zip(more).for_each(|(one, other)| *one = one.or(*other));
}

/// For each row what its first entry that says something says.
fn first(known: &Known<'_>, side: usize, said: &[Option<u32>]) -> Vec<Option<u32>> {
    let mut of = vec![None; known.rows()];
    for (row, said) in known.of.get(side).into_iter().flatten().zip(said) {
        if let Some(slot) = of.get_mut(*row as usize) {
            let slot: &mut Option<u32> = slot;
            *slot = slot.or(*said);
        }
    }
    of
}

/// The item of each list that has one alone.
fn only(frame: &DataFrame, name: &str) -> Result<StringChunked> {
    let lists = frame.column(name)?.list()?.rechunk();
    if lists.null_count() == lists.len() {
        return Ok(StringChunked::full_null(name.into(), lists.len()));
    }
    let inner = lists.get_inner();
    let (inner, mut out) = (inner.str()?, Vec::with_capacity(lists.len()));
    for array in lists.downcast_iter() {
        out.extend(array.offsets().windows(2).map(|ends| match ends {
            [from, to] if to - from == 1 => usize::try_from(*from).ok().and_then(|at| inner.get(at)),
            _ => None,
        }));
    }
    Ok(StringChunked::from_iter_options(name.into(), out.into_iter()))
}

/// Bodies that send records, the longer name before the shorter one within it.
const BODIES: [&str; 9] = [
    "Trung tâm Lý lịch tư pháp quốc gia",
    "Chi cục Thi hành án dân sự",
    "Cục Thi hành án dân sự",
    "Viện kiểm sát nhân dân",
    "Ủy ban nhân dân",
    "Sở Tư pháp",
    "Công an",
    "Trại giam",
    "Trại tạm giam",
];

/// The name of a sending body, made of its kind and its unit in the tables; none where the text determines neither a
/// court nor such a body.
fn agency(text: &str) -> Option<String> {
    if let Some(court) = court::read(text).value {
        return Some(court.name);
    }
    let plain = key(text, Level::Unmarked);
    let body = BODIES.iter().find(|body| plain.contains(&key(body, Level::Unmarked)))?;
    let found = place::read(text, None).value;
    let unit = found.and_then(|p| {
        let code = p.commune.as_deref().filter(|_| p.era == place::Era::Thirty4).and_then(place::commune_in_full);
        let district = || p.district.as_deref().and_then(place::district_in_full);
        code.or_else(district).or_else(|| place::province_name(p.era, p.province.as_deref()?))
    });
    Some(unit.map_or_else(|| (*body).to_owned(), |unit| format!("{body} {unit}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sending_body_is_named_by_the_tables_alone() {
        for (text, name) in [
            ("TAND huyện Cao Lộc, Lạng Sơn", Some("Tòa án nhân dân huyện Cao Lộc, tỉnh Lạng Sơn")),
            ("CÔNG AN TỈNH LẠNG SƠN", Some("Công an Tỉnh Lạng Sơn")),
            ("Sở Tư pháp", Some("Sở Tư pháp")),
            ("Công an Nguyễn Văn An", Some("Công an")),
            ("Nguyễn Văn An", None),
            ("", None),
        ] {
            assert_eq!(agency(text).as_deref(), name, "{text}");
        }
    }
}
