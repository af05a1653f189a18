//! Administrative units, valid in time: free text to codes, old units to today's.
//!
//! | Written | Read as |
//! |---|---|
//! | `Xã Tân Dương, Huyện Bảo Yên, Tỉnh Lào Cai` | commune, district and province of the 63-province state |
//! | `X. Tân Dương - H. Bảo Yên - Lào Cai`, `XA TAN DUONG, BAO YEN, LAO CAI` | the same |
//! | `P.12, Q.3, T.p HCM` | Phường 12, Quận 3, Thành phố Hồ Chí Minh |
//! | `Phường Trấn Biên, Tỉnh Đồng Nai` | a commune of the 34-province state: two levels, a name that only it knows |
//! | `Đan Phượng, Hà Tây` | a historic province, by its id |
//! | `Châu Thành`, `Phú Tân`, `BT` | nothing: several units bear the name |
//!
//! A reading weighs all chains province – district – commune that the names in the text allow and keeps the levels
//! on which the best agree. A name in the wrong place, a type word before an unknown name, marks that contradict the
//! table all count against a chain; a level that stays open is null. What is no unit (house, street, hamlet) is `rest`.
//!
//! Codes carry their era: seven province codes changed meaning on 1/7/2025, and new communes took over old codes.
//! Not read: hamlets, streets, and units that had ended before 2017 except provinces.
//!
//! Source: lists of the General Statistics Office 2017–2025; resolutions 1654–1687/NQ-UBTVQH15; QĐ 19/2025/QĐ-TTg.

mod find;
mod fold;
mod resolve;
mod tables;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::repair::{ErrorCode, Missing, Reading};
use crate::text;
pub(crate) use fold::Folded;
pub(crate) use tables::Province;
use tables::{District, TABLES};

/// Whose division of the country a place is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Era {
    /// 63 provinces, three levels, to 30/6/2025.
    #[serde(rename = "63")]
    Sixty3,
    /// 34 provinces, two levels, from 1/7/2025.
    #[serde(rename = "34")]
    Thirty4,
    /// A province that had ended before.
    #[serde(rename = "historic")]
    Historic,
}

impl Era {
    /// `63`, `34` or `historic`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sixty3 => "63",
            Self::Thirty4 => "34",
            Self::Historic => "historic",
        }
    }
}

/// A place as far as the text determines it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Era of the codes.
    pub era: Era,
    /// Province code of the era, or the id of a historic unit.
    pub province: Option<String>,
    /// District code.
    pub district: Option<String>,
    /// Commune code.
    pub commune: Option<String>,
    /// Today's commune codes that may hold the place; empty unless the commune is determined.
    pub today: Vec<String>,
    /// The rest of the address: house, street, hamlet.
    pub rest: String,
}

/// What a unit is called by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Province,
    City,
    Quan,
    Huyen,
    Town,
    Phuong,
    Xa,
    Township,
    Zone,
}

impl Kind {
    fn of(word: &str) -> Self {
        match word {
            "Thành phố" | "Đô thành" => Self::City,
            "Quận" => Self::Quan,
            "Huyện" => Self::Huyen,
            "Thị xã" => Self::Town,
            "P" => Self::Phuong,
            "X" => Self::Xa,
            "T" => Self::Township,
            "K" | "Đặc khu" => Self::Zone,
            _ => Self::Province,
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Province => "Tỉnh",
            Self::City => "Thành phố",
            Self::Quan => "Quận",
            Self::Huyen => "Huyện",
            Self::Town => "Thị xã",
            Self::Phuong => "Phường",
            Self::Xa => "Xã",
            Self::Township => "Thị trấn",
            Self::Zone => "Đặc khu",
        }
    }
}

/// Why a place could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlaceError {
    /// The cell holds nothing.
    #[error("no place: the cell is empty")]
    Missing(Missing),
    /// The text does not determine a unit.
    #[error("expected an administrative unit, found none that the text determines")]
    Undetermined,
}

impl ErrorCode for PlaceError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Undetermined => "undetermined",
        }
    }
}

/// Reads a place; `era` none tries every era.
///
/// Accepts the forms in the [module table](self), in any letter case, with or without marks and spaces, the levels in
/// any order. A level that the text leaves open is null; a text that determines no unit is an error. A province whose
/// name stands alone is read in the era of 63; with `era` 63 historic provinces are read too.
///
/// # Errors
///
/// The reading's error is [`PlaceError::Undetermined`] where no unit is determined.
///
/// # Examples
///
/// ```
/// use lltp::place::{self, Era};
///
/// let place = place::read("Thôn 3, X. Tân Dương - H. Bảo Yên - Lào Cai", None).value.unwrap();
/// assert_eq!(place.era, Era::Sixty3);
/// assert_eq!(place.commune.as_deref(), Some("02965"));
/// assert_eq!(place.today, ["02962"]);
/// assert_eq!(place.rest, "Thôn 3");
///
/// let reading = place::read("Châu Thành", None);
/// assert!(reading.value.is_none());
/// assert_eq!(reading.error.unwrap().to_string(), "expected an administrative unit, found none that the text determines");
/// ```
pub fn read(text: &str, era: Option<Era>) -> Reading<Place, PlaceError> {
    if let Some(kind) = text::missing(text) {
        return Reading::missing(kind);
    }
    let text = text::clean(text);
    let mut folded = Folded::new(&text);
    let found = find::find(&mut folded);
    let Some(answer) = resolve::resolve(&folded, &found, era) else {
        return Reading::error(PlaceError::Undetermined);
    };
    Reading::value(place(&text, &folded, &answer))
}

/// Reads a place or says why not.
///
/// # Errors
///
/// [`PlaceError::Missing`] of an empty cell, [`PlaceError::Undetermined`] where no unit is determined.
///
/// ```
/// use lltp::place::{self, PlaceError};
/// use lltp::repair::Missing;
///
/// assert_eq!(place::parse("Q.3, TP.HCM", None)?.district.as_deref(), Some("770"));
/// assert_eq!(place::parse("//", None), Err(PlaceError::Missing(Missing::Blank)));
/// # Ok::<(), PlaceError>(())
/// ```
pub fn parse(text: &str, era: Option<Era>) -> Result<Place, PlaceError> {
    read(text, era).into_result(PlaceError::Missing)
}

fn place(text: &str, folded: &Folded, answer: &resolve::Answer) -> Place {
    let best = &answer.best;
    let province = best.province.filter(|_| answer.province).and_then(|row| TABLES.provinces.get(usize::from(row)));
    let district = best.district.filter(|_| answer.district).and_then(|row| TABLES.districts.get(usize::from(row)));
    let commune = best.commune.filter(|_| answer.commune).and_then(|row| TABLES.communes.get(usize::from(row)));
    Place {
        era: best.era,
        province: province.map(|p| p.code.to_owned()),
        district: district.map(|d| d.code.to_owned()),
        commune: commune.map(|c| c.code.to_owned()),
        today: commune
            .map(|c| c.today.split(';').filter(|t| !t.is_empty()).map(str::to_owned).collect())
            .unwrap_or_default(),
        rest: rest(text, folded, answer),
    }
}

/// What stands outside the units that were read.
fn rest(text: &str, folded: &Folded, answer: &resolve::Answer) -> String {
    let keep = [answer.province, answer.district, answer.commune];
    let mut used: Vec<(usize, usize)> = answer
        .best
        .used
        .iter()
        .zip(keep)
        .filter_map(|(mention, keep)| mention.filter(|_| keep))
        .map(|m| (m.start, m.end))
        .collect();
    used.sort_unstable();
    let mut parts: Vec<&str> = Vec::new();
    let mut from = 0;
    let offset = |index: usize| folded.letters.get(index).map_or(text.len(), |l| l.at as usize);
    for (start, end) in used.into_iter().chain([(folded.len(), folded.len())]) {
        let part = text.get(from..offset(start)).unwrap_or("");
        let part = part
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '-' | '–' | '.' | ':' | '(' | '\''));
        if !part.is_empty() {
            parts.push(part);
        }
        let last = end.checked_sub(1).map_or(0, offset);
        from = text.get(last..).and_then(|t| t.chars().next()).map_or(text.len(), |c| last + c.len_utf8());
        if end == folded.len() {
            break;
        }
    }
    parts.join(", ")
}

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

/// Province and district of a text that names no commune; with `initials` also two letters that fit one province.
pub(crate) fn units(text: &str, era: Option<Era>, initials: bool) -> Option<Units> {
    let mut folded = Folded::new(text);
    let found = find::find(&mut folded);
    let Some(answer) = resolve::resolve_upper(&folded, &found, era) else {
        return if initials { by_initials(&folded) } else { None };
    };
    let best = &answer.best;
    let province = best.province.filter(|_| answer.province).and_then(|row| TABLES.provinces.get(usize::from(row)));
    let district = best.district.filter(|_| answer.district).and_then(|row| TABLES.districts.get(usize::from(row)));
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

fn by_initials(text: &Folded) -> Option<Units> {
    let mut fitting = TABLES.find(text.key())?.provinces.iter().filter(|e| e.era == Era::Thirty4 as u8);
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
        let text = text.to_lowercase();
        let spelled =
            |d: &&District| d.code == district.code && d.kind == district.kind && text.contains(&d.name.to_lowercase());
        if !spelled(&district) {
            units.district = TABLES.districts.iter().find(spelled).or(units.district);
        }
    }
    units
}

fn hue_units(province: &str, district: bool) -> Option<Units> {
    Some(Units {
        province: TABLES.provinces.iter().find(|p| p.id == province),
        district: TABLES.districts.iter().find(|d| district && d.name == "Huế"),
        kind: None,
        typed: true,
        clear: true,
        is_hue: false,
    })
}

/// Thành phố Huế, the district.
pub(crate) fn hue() -> Option<Units> {
    hue_units("63-46", true)
}

/// Thành phố Huế, the province.
pub(crate) fn new_hue() -> Option<Units> {
    hue_units("34-46", false)
}

/// Whether a day that may be cut to month or year has begun by the date.
pub(crate) fn begins_by(day: &str, date: Date) -> bool {
    let date = date.to_string();
    date.get(..day.len()).is_some_and(|date| day <= date)
}

/// Whether a day that may be cut to month or year was over before the date.
pub(crate) fn ended_before(day: &str, date: Date) -> bool {
    let date = date.to_string();
    date.get(..day.len()).is_some_and(|date| day < date)
}

/// Whether a province whose full name ends the text existed on the date, in any era.
pub(crate) fn province_existed(name: &str, date: Date) -> Option<bool> {
    let mut states = TABLES
        .provinces
        .iter()
        .filter(|p| {
            let full = format!(" {} {}", p.kind.word(), p.name);
            name.to_lowercase().ends_with(&full.to_lowercase())
        })
        .peekable();
    states.peek()?;
    Some(states.any(|p| begins_by(p.from, date) && (p.to.is_empty() || !ended_before(p.to, date))))
}

/// Whether a district of this code and of the type and name in the text existed on the date.
pub(crate) fn district_existed(code: &str, name: &str, date: Date) -> Option<bool> {
    let name = name.to_lowercase();
    let states: Vec<&District> = TABLES
        .districts
        .iter()
        .filter(|d| d.code == code && name.contains(&format!("{} {}", d.kind.word(), d.name).to_lowercase()))
        .collect();
    let day = date.to_string();
    let seen = |d: &&District| {
        (d.since.is_empty() || d.since <= day.as_str()) && (d.last_seen.is_empty() || day.as_str() <= d.last_seen)
    };
    if states.iter().any(seen) { Some(true) } else { None }
}
