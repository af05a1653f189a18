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

/// Whether a court existed on the day of the judgment.
pub(super) fn court_existed(court: &str, date: &str) -> Option<bool> {
    let court: Court = court::read(court).value?;
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
