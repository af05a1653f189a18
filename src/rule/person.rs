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

/// Whether two names, unmarked and in small letters, may be one person's: family and given name are one, the one begins
/// the other, the words are the same in another order, or the family name alone has a letter wrong.
pub(super) fn may_be_one(a: &str, b: &str) -> bool {
    let [one, other] = [a, b].map(|name| name.split_whitespace().collect::<Vec<_>>());
    let ([family, .., given], [other_family, .., other_given]) = (one.as_slice(), other.as_slice()) else {
        return a == b;
    };
    let near = family.len().min(other_family.len()) >= 4 && strsim::osa_distance(family, other_family) == 1;
    if given == other_given && (family == other_family || near) || one.starts_with(&other) || other.starts_with(&one) {
        return true;
    }
    let [one, other] = [one, other].map(|mut words| {
        words.sort_unstable();
        words
    });
    one == other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_person_and_of_two() {
        for (a, b, one) in [
            ("hoang vinh", "hoang truong vinh", true),
            ("pham p. thanh", "pham phuc thanh", true),
            ("ngoc uqoc truc", "ngoc quoc truc", true),
            ("ha kien minh", "ha minh kien", true),
            ("truonq van dang", "truong van dang", true),
            ("pham van hieu", "pham van hieu - bay", true),
            ("nguyen van luong", "nguyen van hiep", false),
            ("dang van hieu", "tran van hieu", false),
            ("ho van an", "ha van an", false),
            ("nguyen", "nguyen van an", false),
            ("", "nguyen van an", false),
        ] {
            assert_eq!((may_be_one(a, b), may_be_one(b, a)), (one, one), "{a}, {b}");
        }
    }
}
