//! Seriousness and fault of an offence, by code, article, clause and day of the act.

use super::model::{Fault, Seriousness};
use crate::date::Date;
use crate::offence;

pub(super) fn seriousness(code: i16, article: &str, clause: &str, act: Option<Date>) -> Option<Seriousness> {
    Some(match offence::seriousness(code, article, Some(clause), act)? {
        offence::Seriousness::LessSerious => Seriousness::Less,
        offence::Seriousness::Serious => Seriousness::Serious,
        offence::Seriousness::VerySerious => Seriousness::Very,
        offence::Seriousness::EspeciallySerious => Seriousness::Extremely,
    })
}

pub(super) fn fault(code: i16, article: &str, clause: Option<&str>) -> Option<Fault> {
    match offence::fault(code, article, clause) {
        offence::Fault::Intentional => Some(Fault::Intentional),
        offence::Fault::Negligent => Some(Fault::Negligent),
        offence::Fault::Unknown => None,
    }
}
