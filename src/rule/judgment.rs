//! Tests on the facts of a judgment.

use super::day;

/// Whether a year is that of a date, given as its first and last possible day.
pub(super) fn same_year([year, from, to]: [i32; 3]) -> Option<bool> {
    let (first, last) = (day::year(from), day::year(to));
    if !(first..=last).contains(&year) {
        return Some(false);
    }
    (first == last).then_some(true)
}

/// Whether a conviction code begins with the record code.
pub(super) fn code_of_record(code: &str, record: &str) -> Option<bool> {
    let (head, _) = code.rsplit_once('/')?;
    Some(head == record)
}

/// Whether a later date lies within so many years of an earlier one, each given as its first and last possible day.
pub(super) fn within_years([from, to, later_from, later_to]: [i32; 4], years: i32) -> Option<bool> {
    if !day::within(to, later_from, years) {
        return Some(false);
    }
    day::within(from, later_to, years).then_some(true)
}
