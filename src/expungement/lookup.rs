//! Seriousness and fault of an offence, by code, article, clause and day of the act.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::model::{Fault, Seriousness};
use crate::data;
use crate::date::Date;

/// Class by code and citation (`173:1`): for acts before and from a day on.
static CLASSES: LazyLock<HashMap<(i16, String), Seriousness>> = LazyLock::new(|| {
    let mut classes = HashMap::new();
    for table in [
        include_str!("../data/offence_frames_1999.tsv"),
        include_str!("../data/offence_frames_2015.tsv"),
        include_str!("../data/offence_frames_2025.tsv"),
    ] {
        for row in data::rows(table) {
            let class = match row.get(16) {
                "it_nghiem_trong" => Seriousness::Less,
                "nghiem_trong" => Seriousness::Serious,
                "rat_nghiem_trong" => Seriousness::Very,
                "dac_biet_nghiem_trong" => Seriousness::Extremely,
                _ => continue,
            };
            if let Ok(code) = row.get(0).parse() {
                classes.insert((code, format!("{}:{}", row.get(1), row.get(2))), class);
            }
        }
    }
    classes
});

static FAULTS: LazyLock<HashMap<(i16, String), Option<Fault>>> = LazyLock::new(|| {
    data::rows(include_str!("../data/offence_fault.tsv"))
        .filter_map(|row| {
            let fault = match row.get(3) {
                "intentional" => Some(Fault::Intentional),
                "negligent" => Some(Fault::Negligent),
                _ => None,
            };
            Some(((row.get(0).parse().ok()?, format!("{}:{}", row.get(1), row.get(2))), fault))
        })
        .collect()
});

pub(super) fn seriousness(code: i16, article: &str, clause: &str, _act: Option<Date>) -> Option<Seriousness> {
    CLASSES.get(&(code, format!("{article}:{clause}"))).copied()
}

pub(super) fn fault(code: i16, article: &str, clause: Option<&str>) -> Option<Fault> {
    if let Some(clause) = clause
        && let Some(fault) = FAULTS.get(&(code, format!("{article}:{clause}")))
    {
        return *fault;
    }
    FAULTS.get(&(code, format!("{article}:"))).copied().flatten()
}
