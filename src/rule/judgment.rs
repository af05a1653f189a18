//! Tests on the facts of a judgment.

use crate::court::{self, Court};
use crate::date::PartialDate;
use crate::judgment::{self, Instance};

/// Whether the year in a judgment's number is the year of its date.
pub(super) fn same_year(number: &str, date: &str) -> Option<bool> {
    let year = judgment::read(number).value?.year?;
    let date: PartialDate = date.parse().ok()?;
    let (first, last) = (date.earliest()?.year(), date.latest()?.year());
    if !(first..=last).contains(&year) {
        return Some(false);
    }
    (first == last).then_some(true)
}

/// The court of a text.
pub(super) fn court(text: &str) -> Option<Court> {
    court::read(text).value
}

/// Whether a court existed on the day of the judgment.
pub(super) fn court_existed(court: &Court, date: &str) -> Option<bool> {
    let date: PartialDate = date.parse().ok()?;
    let (first, last) = (court.existed_on(date.earliest()?)?, court.existed_on(date.latest()?)?);
    (first == last).then_some(first)
}

/// Whether a court decides at an instance.
pub(super) fn court_decides(court: &str, instance: &str) -> Option<bool> {
    let instance = match instance {
        "first" => Instance::First,
        "appeal" => Instance::Appeal,
        "cassation" => Instance::Cassation,
        "reopening" => Instance::Reopening,
        _ => return None,
    };
    court::read(court).value?.can_decide(instance, None)
}

/// Whether the instance of a number is the recorded one.
pub(super) fn same_instance(number: &str, instance: &str) -> Option<bool> {
    let own = judgment::read(number).value?.instance?;
    Some(crate::frame::typed::snake(&own) == instance)
}

/// Whether a number is of a criminal case.
pub(super) fn criminal(number: &str) -> Option<bool> {
    Some(judgment::read(number).value?.matter? == judgment::Matter::Criminal)
}

/// Whether a number has its year.
pub(super) fn has_year(number: &str) -> Option<bool> {
    Some(judgment::read(number).value?.year.is_some())
}

/// Whether a conviction code begins with the record code.
pub(super) fn code_of_record(code: &str, record: &str) -> Option<bool> {
    let (head, _) = code.rsplit_once('/')?;
    Some(head == record)
}

/// Whether a later day lies within so many years of an earlier one; none where half-known days leave it open.
pub(super) fn within_years(earlier: &str, later: &str, years: i16) -> Option<bool> {
    let (earlier, later): (PartialDate, PartialDate) = (earlier.parse().ok()?, later.parse().ok()?);
    let span = jiff::Span::new().try_years(years).ok()?;
    if earlier.latest()?.checked_add(span).ok()? < later.earliest()? {
        return Some(false);
    }
    (earlier.earliest()?.checked_add(span).ok()? >= later.latest()?).then_some(true)
}

/// Whether a day lies before the Criminal Procedure Code of 2015 took effect.
pub(super) fn before_2018(day: &str) -> Option<bool> {
    let day: PartialDate = day.parse().ok()?;
    let first = jiff::civil::date(2018, 1, 1);
    if day.latest()? < first {
        return Some(true);
    }
    (day.earliest()? >= first).then_some(false)
}
