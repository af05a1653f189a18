//! The upper units of a text that names no commune: what a court is named after.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold::Folded;
use super::resolve::Known;
use super::tables::{self, District, Province, TABLES};
use super::{Era, Kind, Sketch};
use crate::date::Date;

/// The upper units that a text names: what a court needs.
#[derive(Clone, Debug)]
pub(crate) struct Units {
    pub(crate) province: Option<&'static Province>,
    pub(crate) district: Option<&'static District>,
    /// The type word before the district.
    pub(crate) kind: Option<Kind>,
    /// Whether the one unit that is named has its type word.
    pub(crate) typed: bool,
    /// Whether the text names these units and nothing else, in one way.
    pub(crate) clear: bool,
    /// Whether it is the name Huế alone, of a district to 2024, of a province from 2025.
    pub(crate) is_hue: bool,
}

/// Province and district of a text that names no commune.
pub(crate) fn units(sketch: &mut Sketch, era: Era) -> Option<Units> {
    let answer = sketch.resolve(Known { era: Some(era), upper: true, ..Known::default() })?;
    let best = &answer.best;
    let [province, district, _] = answer.keep;
    let province = best.province.filter(|_| province).and_then(|row| TABLES.provinces.get(usize::from(row)));
    let district = best.district.filter(|_| district).and_then(|row| TABLES.districts.get(usize::from(row)));
    let first = best.used.iter().flatten().map(|m| m.start).min().unwrap_or(0);
    let [province_used, district_used, _] = best.used;
    let is_hue = province.is_some_and(|p| p.number == 46)
        && district.is_none_or(|d| d.name == "Huế")
        && best.used.iter().flatten().count() == 1
        && province_used
            .or(district_used)
            .is_some_and(|m| m.end - m.name == 3 && m.kind.is_none_or(|k| k == Kind::City));
    Some(Units {
        province,
        district,
        kind: district_used.and_then(|m| m.kind),
        typed: province_used.is_some_and(|m| m.kind.is_some()),
        clear: answer.settled && first == 0 && best.score > 0,
        is_hue,
    })
}

/// The one province of today that two letters fit.
pub(crate) fn by_initials(text: &Folded) -> Option<Units> {
    let mut fitting = TABLES.find(text.key(0, text.len()))?.provinces().iter().filter(|e| e.era == Era::Thirty4 as u8);
    let province = TABLES.provinces.get(usize::from(fitting.next()?.row))?;
    let same =
        |other: &tables::Entry| TABLES.provinces.get(usize::from(other.row)).is_some_and(|p| p.code == province.code);
    let alone = fitting.all(same);
    alone.then_some(Units {
        province: Some(province),
        district: None,
        kind: None,
        typed: false,
        clear: true,
        is_hue: false,
    })
}

/// The state of the district that bears the name as the text spells it (`Qui Nhơn`, later `Quy Nhơn`).
pub(crate) fn as_spelled(mut units: Units, text: &str) -> Units {
    if let Some(district) = units.district {
        let mut states = TABLES.states(district.number).iter().filter(|d| d.kind == district.kind);
        if states.clone().any(|d| d.name != district.name) {
            let text = text.to_lowercase();
            let spelled = |d: &District| text.contains(&d.name.to_lowercase());
            if !spelled(district) {
                units.district = states.find(|d| spelled(d)).or(units.district);
            }
        }
    }
    units
}

fn hue_units(province: &str, district: bool) -> Units {
    Units {
        province: TABLES.provinces.iter().find(|p| p.id == province),
        district: TABLES.districts.iter().find(|d| district && d.name == "Huế"),
        kind: None,
        typed: true,
        clear: true,
        is_hue: false,
    }
}

/// Thành phố Huế, the district.
pub(crate) fn hue() -> Units {
    hue_units("63-46", true)
}

/// Thành phố Huế, the province.
pub(crate) fn new_hue() -> Units {
    hue_units("34-46", false)
}

/// Whether a day that may be cut to month or year has begun by the date.
pub(crate) fn begins_by(day: &str, date: Date) -> bool {
    date.to_string().get(..day.len()).is_some_and(|date| day <= date)
}

/// Whether a day that may be cut to month or year was over before the date.
pub(crate) fn ended_before(day: &str, date: Date) -> bool {
    date.to_string().get(..day.len()).is_some_and(|date| day < date)
}

/// Units by the full name that texts bear, in lower case: made once, for a run asks for every court and day.
struct FullNames {
    provinces: Vec<(String, &'static Province)>,
    districts: HashMap<&'static str, Vec<(String, &'static District)>>,
}

static FULL_NAMES: LazyLock<FullNames> = LazyLock::new(|| {
    let mut names = FullNames { provinces: Vec::new(), districts: HashMap::new() };
    for province in &TABLES.provinces {
        names.provinces.push((format!(" {} {}", province.kind.word(), province.name).to_lowercase(), province));
    }
    for district in &TABLES.districts {
        let name = format!("{} {}", district.kind.word(), district.name).to_lowercase();
        names.districts.entry(district.code).or_default().push((name, district));
    }
    names
});

/// Whether a province whose full name ends the text existed on the date, in any era.
pub(crate) fn province_existed(name: &str, date: Date) -> Option<bool> {
    let name = name.to_lowercase();
    let mut states = FULL_NAMES.provinces.iter().filter(|(full, _)| name.ends_with(full)).peekable();
    states.peek()?;
    let day = date.to_string();
    Some(states.any(|(_, province)| province.in_force(&day)))
}

/// Whether a district of this code and of the type and name in the text existed on the date.
pub(crate) fn district_existed(code: &str, name: &str, date: Date) -> Option<bool> {
    let name = name.to_lowercase();
    let day = date.to_string();
    let seen = |(full, d): &(String, &District)| {
        name.contains(full)
            && (d.since.is_empty() || d.since <= day.as_str())
            && (d.last_seen.is_empty() || day.as_str() <= d.last_seen)
    };
    FULL_NAMES.districts.get(code)?.iter().any(seen).then_some(true)
}
