//! Tests on the facts of a person.

use crate::identity;
use crate::name::{self, Name};
use crate::text::key::{Level, key};

/// Whether every word of a name but the markers of ethnic names has more than one letter.
pub(super) fn spelled_out(name: &str) -> bool {
    name.split_whitespace().next_back().is_some_and(|last| last.chars().filter(|c| c.is_alphabetic()).count() > 1)
}

/// Whether the first two digits of a nine-digit card are a group of the table.
pub(super) fn card_prefix(number: &str) -> Option<bool> {
    let number = identity::parse(number).ok()?;
    Some(number.issuing_provinces().next().is_some())
}

/// Whether the family name is that of a parent; none where a name has no family name.
pub(super) fn family_of_a_parent(own: &Name, father: &str, mother: &str) -> Option<bool> {
    let own = own.family.as_deref()?;
    // Most bear the first word of a parent's name as it stands there: no need to read that name.
    let begins = |parent: &str| parent.strip_prefix(own).is_some_and(|rest| rest.starts_with(' '));
    if begins(father) || begins(mother) {
        return Some(true);
    }
    let family = |text: &str| name::read(text).value?.family.map(|family| key(&family, Level::Placement));
    let own = key(own, Level::Placement);
    Some(own == family(father)? || own == family(mother)?)
}
