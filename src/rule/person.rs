//! Tests on the facts of a person.

use crate::date::PartialDate;
use crate::identity::{IdentityNumber, Sex};

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
