//! Tests on the facts of a person.

use crate::date::PartialDate;
use crate::identity::{self, IdentityNumber, Sex};
use crate::name;
use crate::text::key::{Level, key};

/// Whether a personal number agrees with recorded sex or birth date; none where it cannot be told.
pub(super) fn number_agrees(number: &str, sex: Option<&str>, birth: Option<&str>) -> Option<bool> {
    let number = IdentityNumber::citizen_id(number).ok()?;
    if let Some(sex) = sex {
        let recorded = match sex {
            "male" => Sex::Male,
            "female" => Sex::Female,
            _ => return None,
        };
        return number.sex.map(|sex| sex == recorded);
    }
    let birth: PartialDate = birth?.parse().ok()?;
    let (first, last) = (birth.earliest()?.year(), birth.latest()?.year());
    let year = number.birth_year?;
    if !(first..=last).contains(&year) {
        return Some(false);
    }
    (first == last).then_some(true)
}

/// Whether a birth date lies in or after a year.
pub(super) fn not_before_year(birth: &str, year: i16) -> Option<bool> {
    let birth: PartialDate = birth.parse().ok()?;
    if birth.latest()?.year() < year {
        return Some(false);
    }
    (birth.earliest()?.year() >= year).then_some(true)
}

/// Whether the age on a day is at least so many years; none where a half-known date leaves it open.
pub(super) fn age_at_least(birth: &str, day: &str, years: i16) -> Option<bool> {
    let (birth, day): (PartialDate, PartialDate) = (birth.parse().ok()?, day.parse().ok()?);
    let (least, most) = (birth.age_on(day.earliest()?)?.0, birth.age_on(day.latest()?)?.1);
    if most < years {
        return Some(false);
    }
    (least >= years).then_some(true)
}

/// Whether every word of a name but the markers of ethnic names has more than one letter.
pub(super) fn spelled_out(name: &str) -> bool {
    name.split_whitespace().next_back().is_some_and(|last| last.chars().filter(|c| c.is_alphabetic()).count() > 1)
}

/// Whether a name suits the recorded sex; none where names say too little.
pub(super) fn name_suits(name: &str, sex: &str) -> Option<bool> {
    let (hint, sure) = name::sex_hint(&name::read(name).value?)?;
    let recorded = match sex {
        "male" => Sex::Male,
        "female" => Sex::Female,
        _ => return None,
    };
    (sure >= 0.99).then_some(hint == recorded)
}

/// Whether the first two digits of a nine-digit card are a group of the table.
pub(super) fn card_prefix(number: &str) -> Option<bool> {
    let number = identity::parse(number).ok()?;
    Some(number.issuing_provinces().next().is_some())
}

/// Whether the family name is that of a parent; none where a name has no family name.
pub(super) fn family_of_a_parent(name: &str, father: &str, mother: &str) -> Option<bool> {
    let family = |text: &str| name::read(text).value?.family.map(|family| key(&family, Level::Placement));
    let own = family(name)?;
    Some(own == family(father)? || own == family(mother)?)
}
