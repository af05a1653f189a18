//! Cells that hold more or less than one plain value: persons, lists, codes, flags, completions.

use std::borrow::Cow;

use polars::prelude::StringChunked;

use super::plan::EntryPlan;
use super::vocabulary;
use crate::date::{Completion, Date, DateError, DateOptions, PartialDate};
use crate::frame::typed::CompletionCell;
use crate::identity::{self, Holder, IdentityError, IdentityKind, IdentityNumber};
use crate::layout::DateOrder;
use crate::name::{self, Name, NameError};
use crate::number::{self, NumberError};
use crate::place::Era;
use crate::repair::{ErrorCode, Missing, Reading};
use crate::source;
use crate::text;

/// A person of a name cell, with the facts that stand in the same cell.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) reading: Reading<Name, NameError>,
    /// The part of the cell that is about the person, where it is not the whole.
    pub(super) text: Option<String>,
    pub(super) birth: Option<String>,
    pub(super) residence: Option<String>,
    pub(super) identity: Option<String>,
}

/// One person of one data row.
#[derive(Debug)]
pub(super) struct Line<'p> {
    /// Position in the batch.
    pub(super) row: usize,
    /// Row as a spreadsheet shows it.
    pub(super) source_row: u32,
    /// Which person of the row, from 1.
    pub(super) part: usize,
    /// Of how many.
    pub(super) of: usize,
    pub(super) person: Option<&'p Person>,
}

/// The persons of a cell that holds several, or one with other facts.
pub(super) fn persons(text: &str) -> Vec<Person> {
    name::split_persons(text)
        .into_iter()
        .map(|part| {
            let name::PersonCell { name, birth, residence, identity, .. } = name::read_person(part);
            Person { reading: name, text: Some(part.to_owned()), birth, residence, identity }
        })
        .collect()
}

/// The order in which the feeds of a column are joined: commune, district, province; otherwise as they stand.
pub(super) fn joining_order(plan: &EntryPlan<'_>, column: &str) -> Vec<usize> {
    let feeds = plan.feeds(column);
    let mut order: Vec<usize> = (0..feeds.len()).collect();
    if plan.entry.column(column).is_some_and(|column| column.tag == crate::schema::Tag::Place) {
        order.sort_by_key(|i| feeds.get(*i).map_or(0, |feed| unit_rank(&feed.layout.header)));
    }
    order
}

/// A date of figures in another order, day first; any other text as it stands.
pub(super) fn reordered(text: Cow<'_, str>, order: DateOrder) -> Cow<'_, str> {
    let Some([first, second, third]) = source::figures(&text) else { return text };
    match order {
        DateOrder::Mdy if first.len() <= 2 => Cow::Owned(format!("{second}/{first}/{third}")),
        DateOrder::Ymd if third.len() <= 2 => Cow::Owned(format!("{third}/{second}/{first}")),
        _ => text,
    }
}

/// The feeds of day, month and year, where a date stands in three columns.
pub(super) fn date_parts(plan: &EntryPlan<'_>, column: &str) -> Option<[usize; 3]> {
    let feeds = plan.feeds(column);
    let last = |heading: &str| vocabulary::words(heading.rsplit(" - ").next().unwrap_or(heading));
    let first = |word: &str| feeds.iter().position(|feed| last(&feed.layout.header).split(' ').next() == Some(word));
    let parts = [first("ngay")?, first("thang")?, first("nam")?];
    (feeds.len() == 3 && plan.entry.column(column).is_some_and(|column| column.tag == crate::schema::Tag::Date))
        .then_some(parts)
}

/// A date whose day, month and year stand in three columns; what is not filled is written `00`, as clerks do.
pub(super) fn join_date<'n>(
    cells: &[(&'n StringChunked, Option<&'n str>)],
    parts: [usize; 3],
    row: usize,
) -> Option<Cow<'n, str>> {
    let text = |part: usize| cells.get(part).and_then(|(cells, _)| cells.get(row));
    let filled = |part: usize| text(part).map(str::trim).filter(|text| text::missing(text).is_none());
    let [day, month, year] = parts;
    match (filled(day), filled(month), filled(year)) {
        (None, None, None) => parts.into_iter().find_map(text).map(Cow::Borrowed),
        (None, None, Some(year)) => Some(Cow::Borrowed(year)),
        (day, month, year) => {
            let [day, month, year] = [day.unwrap_or("00"), month.unwrap_or("00"), year.unwrap_or("")];
            Some(Cow::Owned(format!("{day}/{month}/{year}")))
        }
    }
}

/// How large a unit a heading names: commune before district before province.
fn unit_rank(heading: &str) -> u8 {
    let words = vocabulary::words(heading);
    let names = |list: &[&str]| list.iter().any(|name| words.split(' ').any(|word| word == *name));
    if names(&["xa", "phuong", "commune"]) {
        1
    } else if names(&["huyen", "quan", "district"]) {
        2
    } else if names(&["tinh", "tp", "province"]) || words.contains("thanh pho") {
        3
    } else {
        0
    }
}

/// The cells of a row that feed one column, joined, blanks left out; a filled cell whose heading says the value says it.
pub(super) fn join<'n>(
    cells: &[(&'n StringChunked, Option<&'n str>)],
    order: &[usize],
    between: &str,
    row: usize,
) -> Option<Cow<'n, str>> {
    let text = |i: &usize| cells.get(*i).and_then(|(cells, said)| cells.get(row).map(|text| (text, *said)));
    let mut texts = order
        .iter()
        .filter_map(text)
        .filter(|(text, _)| text::missing(text).is_none())
        .map(|(text, said)| said.unwrap_or(text));
    let Some(first) = texts.next() else {
        // Nothing filled: a placeholder still says which kind of nothing.
        return order.iter().find_map(text).map(|(text, _)| Cow::Borrowed(text));
    };
    let mut joined = Cow::Borrowed(first);
    for text in texts {
        let joined = joined.to_mut();
        joined.push_str(between);
        joined.push_str(text);
    }
    Some(joined)
}

/// Why a short answer could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum AnswerError {
    #[error("expected one of the answers of the form, found other text")]
    Unrecognised,
}

impl ErrorCode for AnswerError {
    fn code(&self) -> &'static str {
        "unrecognised"
    }
}

/// A short answer of a list.
pub(super) fn coded(list: &'static str, text: &str) -> Reading<&'static str, AnswerError> {
    if let Some(missing) = text::missing(text) {
        return Reading::missing(missing);
    }
    vocabulary::find(list, text).map_or_else(|| Reading::error(AnswerError::Unrecognised), Reading::value)
}

/// Yes or no.
pub(super) fn flag(text: &str) -> Reading<bool, AnswerError> {
    let words = vocabulary::words(text);
    match words.as_str() {
        "co" | "x" | "true" | "1" | "yes" | "an treo" | "treo" | "huong an treo" | "cho huong an treo"
        | "duoc huong an treo" => Reading::value(true),
        "khong" | "false" | "0" | "no" | "tu giam" | "khong co" => Reading::value(false),
        _ => text::missing(text).map_or_else(|| Reading::error(AnswerError::Unrecognised), Reading::missing),
    }
}

/// A list of other names, parted by comma, semicolon, `và`, `hoặc`.
pub(super) fn names(text: &str) -> Reading<Vec<String>, NameError> {
    if let Some(missing) = text::missing(text) {
        return Reading::missing(missing);
    }
    let clean = text::clean(text);
    let names: Vec<String> = clean
        .split([',', ';', '/', '\n'])
        .flat_map(|part| part.split(" và "))
        .flat_map(|part| part.split(" hoặc "))
        .map(|part| part.trim().trim_matches(['"', '“', '”', '(', ')']).trim())
        .filter(|part| text::missing(part).is_none())
        .map(str::to_owned)
        .collect();
    if names.is_empty() { Reading::missing(Missing::None) } else { Reading::value(names) }
}

/// The numbers of a column whose heading names the paper.
pub(super) fn identity(text: &str, kind: IdentityKind, holder: &Holder) -> Reading<Vec<IdentityNumber>, IdentityError> {
    let one = identity::read_as(text, kind, holder);
    if one.value.is_some() || one.missing.is_some() {
        return one.map(|number| vec![number]);
    }
    let all = identity::read_all(text, holder);
    if all.value.is_some() { all } else { one.map(|number| vec![number]) }
}

/// The date of issue out of a cell that also names the place.
pub(super) fn issued_on(text: &str, options: &DateOptions) -> Reading<PartialDate, DateError> {
    let issue = identity::issue(text);
    match issue.on {
        Some(date) => Reading::value(date),
        None => crate::date::read(text, options),
    }
}

/// A code of an office: spaces inside and around it fall away.
pub(super) fn code(text: &str) -> Reading<String, std::convert::Infallible> {
    match text::missing(text) {
        Some(missing) => Reading::missing(missing),
        None => Reading::value(text::clean(text).split_whitespace().collect::<String>()),
    }
}

/// A fee in đồng; the cell may hold words around the amount.
pub(super) fn fee(text: &str) -> Reading<i64, NumberError> {
    let reading = number::read_money(text);
    if reading.value.is_none() && reading.error.is_some() {
        let found = number::find_money(text);
        if found.value.is_some() {
            return found;
        }
    }
    reading
}

/// The one amount that stands in running text.
pub(super) fn amount(text: &str) -> Option<i64> {
    number::read_money(text).value.or_else(|| number::find_money(text).value)
}

/// Whether the cell says that there is none: `//`, `không`.
pub(super) fn says_none(text: &str) -> bool {
    text.trim() == "//" || text::missing(text) == Some(Missing::None)
}

/// A completion cell that says something; nothing for blanks and strokes, which the caller decides.
pub(super) fn completion(text: &str, options: &DateOptions) -> Reading<CompletionCell, DateError> {
    let Reading { value, missing, repairs, error } = crate::date::read_completion(text, options);
    let value = value.and_then(|completion| {
        let (date, state) = match completion {
            Completion::Done(date) => (Some(date), "done"),
            Completion::DoneUndated => (None, "done"),
            Completion::NotDone => (None, "not_done"),
            Completion::Exempted(date) => (date, "exempted"),
            Completion::NoneImposed => (None, "none_imposed"),
            _ => return None,
        };
        Some(CompletionCell { date, state })
    });
    Reading { value, missing, repairs, error }
}

/// A day within the time of the code that was in force: the same day for all dates of one code.
pub(super) fn code_era(date: Date) -> Date {
    const FIRST: [Date; 3] =
        [jiff::civil::date(1986, 1, 1), jiff::civil::date(2000, 7, 1), jiff::civil::date(2018, 1, 1)];
    FIRST.into_iter().rev().find(|first| *first <= date).unwrap_or(date)
}

/// A day within the time of the court system that was in force: the same day for all dates of one system.
pub(super) fn court_era(date: Date) -> Date {
    const FIRST: [Date; 4] = [
        jiff::civil::date(1960, 1, 1),
        jiff::civil::date(2015, 6, 1),
        jiff::civil::date(2025, 1, 1),
        jiff::civil::date(2025, 7, 1),
    ];
    FIRST.into_iter().rev().find(|first| *first <= date).unwrap_or(date)
}

/// The day that decides about a place that fits two eras alike: the row's own, or one of the era that the cells of its
/// column prove. A column of old names beside a row of today leaves it open.
pub(super) fn place_day(day: Option<Date>, proved: Option<Era>) -> Option<Date> {
    const BEFORE: Date = jiff::civil::date(2025, 1, 1);
    const TODAY: Date = jiff::civil::date(2025, 7, 1);
    match proved {
        Some(Era::Thirty4) => Some(TODAY),
        Some(Era::Sixty3) if day.is_none_or(|day| day < TODAY) => Some(BEFORE),
        Some(Era::Sixty3) => None,
        Some(Era::Historic) | None => day.map(court_era),
    }
}

/// The shape of a cell: letters `A` and `a`, digits `9`, the rest as it is; runs of more than four are cut.
pub(super) fn shape(text: &str) -> String {
    let mut shape = String::new();
    let (mut last, mut run) = ('\0', 0);
    for c in text.chars().take(200) {
        let class = if c.is_ascii_digit() || c.is_numeric() {
            '9'
        } else if c.is_alphabetic() {
            if c.is_uppercase() { 'A' } else { 'a' }
        } else if c.is_whitespace() {
            ' '
        } else if c.is_ascii_punctuation() {
            c
        } else {
            '?'
        };
        run = if class == last { run + 1 } else { 1 };
        last = class;
        if run <= 4 && shape.len() < 40 {
            shape.push(class);
        }
    }
    shape
}
