//! Tests on the facts of a person.

use std::sync::LazyLock;

use crate::identity;
use crate::name::{self, Name};
use crate::text::key::{Level, key};

/// Whether every word of a name but the markers of ethnic names has more than one letter.
pub(super) fn spelled_out(name: &str) -> bool {
    name.split_whitespace().next_back().is_some_and(|last| last.chars().filter(|c| c.is_alphabetic()).count() > 1)
}

/// Whether the first two digits of a nine-digit card are a group of the table.
pub(super) fn card_prefix(number: &str) -> Option<bool> {
    static KNOWN: LazyLock<Vec<bool>> = LazyLock::new(|| {
        let issued = |group| identity::parse(&format!("{group:02}1234567"));
        (0..100).map(|group| issued(group).is_ok_and(|card| card.issuing_provinces().next().is_some())).collect()
    });
    let digits = number.len() == 9 && number.bytes().all(|b| b.is_ascii_digit());
    let one_digit = number.bytes().all(|b| number.as_bytes().first() == Some(&b));
    let group: usize = number.get(..2).filter(|_| digits && !one_digit)?.parse().ok()?;
    KNOWN.get(group).copied()
}

/// Whether the family name is that of a parent, whose family name `family` knows; none where a name has none.
pub(super) fn family_of_a_parent<'a>(
    own: &Name,
    [father, mother]: [&'a str; 2],
    mut family: impl FnMut(&'a str) -> Option<String>,
) -> Option<bool> {
    let own = own.family.as_deref()?;
    // Most bear the first word of a parent's name as it stands there: no need to read that name.
    let begins = |parent: &str| parent.strip_prefix(own).is_some_and(|rest| rest.starts_with(' '));
    if begins(father) || begins(mother) {
        return Some(true);
    }
    let own = key(own, Level::Placement);
    Some(own == family(father)? || own == family(mother)?)
}

/// The family name in a name, to compare it by.
pub(super) fn family(name: &str) -> Option<String> {
    name::read(name).value?.family.map(|family| key(&family, Level::Placement))
}
