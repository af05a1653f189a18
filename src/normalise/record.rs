//! The columns of a record: the person, their papers, their places.

use std::borrow::Cow;

use crate::date::{self, DateOptions, PartialDate, Role};
use crate::frame::typed::{Distinct, snake};
use crate::identity::{self, Holder, IdentityKind, IdentityNumber, Sex};
use crate::name::Name;
use crate::person;
use crate::repair::ErrorCode as _;
use crate::schema::Entry;

use super::cells::{self, Person};
use super::table::{Noted, Table};

impl<'n> Table<'n, '_> {
    /// The columns of a record.
    pub(super) fn record(&mut self) {
        let people: Vec<Option<&'n Person>> = self.lines.iter().map(|line| line.person).collect();
        let names = Distinct::shared(people.iter().copied(), Noted::person);
        let names: Distinct<Option<Name>> = self.note("full_name", names, false);
        if self.plan.has("full_name") {
            self.push("full_name", &names.map(|name| name.as_ref().map(|name| name.display.clone())));
            let kind = names.map(|name| name.as_ref().map(|name| snake(&name.kind)));
            self.push("name_kind", &kind);
        }
        self.other_names(&names);
        let sex = self.texts("sex");
        let sex = self.read("sex", &sex, identity::read_sex);
        if self.plan.has("sex") {
            self.push("sex", &sex.map(|sex| sex.as_ref().map(snake)));
        }
        let birth = self.birth(&people);
        self.identities(&people, &sex, &birth);
        for column in self.plan.columns() {
            match column.name {
                "full_name" | "other_names" | "sex" | "birth_date" | "citizen_id" | "identity_card" | "passport"
                | "military_id" => {}
                "residence" | "permanent_residence" | "temporary_residence" => self.residence(column.name, &people),
                "ethnicity" => self.vocabulary(column.name, person::ethnicity),
                "nationality" => self.vocabulary(column.name, person::nationality),
                _ => self.plain(column),
            }
        }
    }

    /// Names of the column and of the name cell together.
    pub(super) fn other_names(&mut self, names: &Distinct<Option<Name>>) {
        let texts = self.texts("other_names");
        let others = self.read("other_names", &texts, cells::names);
        let all = Distinct::each((0..self.lines.len()).map(|row| {
            let mut all: Vec<String> = Vec::new();
            let column = others.get(row).and_then(Option::as_ref).into_iter().flatten();
            let cell = names.get(row).and_then(Option::as_ref).into_iter().flat_map(|name| &name.aliases);
            for name in column.chain(cell) {
                if !all.contains(name) {
                    all.push(name.clone());
                }
            }
            (!all.is_empty()).then_some(Some(all))
        }));
        if self.plan.has("other_names") || !all.values.is_empty() {
            self.push("other_names", &all);
        }
    }

    pub(super) fn birth(&mut self, people: &[Option<&'n Person>]) -> Distinct<Option<PartialDate>> {
        let from_name = people.iter().any(|p| p.is_some_and(|p| p.birth.is_some()));
        let joined = self.plan.feeds("birth_date").iter().all(|feed| feed.also(Entry::Record, "full_name"));
        let mut texts = if joined { vec![None; self.lines.len()] } else { self.texts("birth_date") };
        for ((text, person), line) in texts.iter_mut().zip(people).zip(&self.lines) {
            if let Some(birth) = person.and_then(|p| p.birth.as_deref()) {
                *text = Some(Cow::Borrowed(birth));
            } else if line.of > 1 {
                // One date beside several persons is nobody's.
                *text = None;
            }
        }
        let options = DateOptions { role: Role::Birth, ..self.dates() };
        let birth = self.read("birth_date", &texts, |text| date::read(text, &options));
        if self.plan.has("birth_date") || from_name {
            self.push("birth_date", &birth);
        }
        birth
    }

    pub(super) fn residence(&mut self, column: &'static str, people: &[Option<&'n Person>]) {
        let joined = self.plan.feeds(column).iter().all(|feed| feed.also(Entry::Record, "full_name"));
        let mut texts = if joined { vec![None; self.lines.len()] } else { self.texts(column) };
        for (text, person) in texts.iter_mut().zip(people) {
            if let Some(residence) = person.and_then(|p| p.residence.as_deref()) {
                *text = Some(Cow::Borrowed(residence));
            }
        }
        self.places(column, &texts);
    }

    /// All identity columns at once: the number tells which column it belongs to.
    pub(super) fn identities(
        &mut self,
        people: &[Option<&'n Person>],
        sex: &Distinct<Option<Sex>>,
        birth: &Distinct<Option<PartialDate>>,
    ) {
        const COLUMNS: [(&str, IdentityKind); 4] = [
            ("citizen_id", IdentityKind::CitizenId),
            ("identity_card", IdentityKind::IdentityCard),
            ("passport", IdentityKind::Passport),
            ("military_id", IdentityKind::Military),
        ];
        let mut found: [Vec<Option<Option<String>>>; 4] = std::array::from_fn(|_| vec![None; self.lines.len()]);
        let mut seen: Vec<usize> = Vec::new();
        for (column, kind) in COLUMNS {
            let feeds = self.plan.feeds(column);
            let Some(feed) = feeds.first() else { continue };
            if seen.contains(&feed.cell) {
                continue;
            }
            seen.push(feed.cell);
            let either = COLUMNS.iter().filter(|(other, _)| feed.also(Entry::Record, other)).count() > 1;
            let texts = self.texts(column);
            let readings = Distinct::each(texts.iter().enumerate().map(|(row, text)| {
                let holder = Holder {
                    sex: sex.get(row).copied().flatten(),
                    birth_year: birth.get(row).copied().flatten().and_then(|date| date.year_if_known()),
                };
                text.as_deref().map(|text| {
                    let reading =
                        if either { identity::read_all(text, &holder) } else { cells::identity(text, kind, &holder) };
                    Noted::new(text, reading)
                })
            }));
            let numbers = self.note(column, readings, false);
            for row in 0..numbers.len() {
                for number in numbers.get(row).and_then(Option::as_ref).into_iter().flatten() {
                    put(&mut found, &COLUMNS.map(|(_, kind)| kind), row, number);
                }
            }
        }
        for (row, person) in people.iter().enumerate() {
            if let Some(text) = person.and_then(|p| p.identity.as_deref()) {
                for number in identity::read_all(text, &Holder::default()).value.unwrap_or_default() {
                    put(&mut found, &COLUMNS.map(|(_, kind)| kind), row, &number);
                }
            }
        }
        for ((column, _), cells) in COLUMNS.into_iter().zip(found) {
            if self.plan.has(column) || cells.iter().any(Option::is_some) {
                self.push(column, &Distinct::each(cells.into_iter()));
            }
        }
    }
}

impl Noted<Name> {
    pub(super) fn person(person: &Person) -> Self {
        let reading = &person.reading;
        let error = reading.error.as_ref().map(|error| (error.code(), error.to_string()));
        Self { value: reading.value.clone(), repairs: reading.repairs.clone(), error, shape: String::new() }
    }
}

/// Puts a number into the column of its kind, where that is still free.
#[allow(clippy::option_option)] // no number, or the value that the column is built of
fn put(found: &mut [Vec<Option<Option<String>>>; 4], kinds: &[IdentityKind; 4], row: usize, number: &IdentityNumber) {
    for (cells, kind) in found.iter_mut().zip(kinds) {
        if *kind == number.kind
            && let Some(cell) = cells.get_mut(row)
            && cell.is_none()
        {
            *cell = Some(Some(number.number.clone()));
        }
    }
}
