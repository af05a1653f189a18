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

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::repair::{ErrorCode, Grade, Missing, Reading, Repair};
use crate::text;
pub(crate) use fold::Folded;
use resolve::Known;
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
    determine(text, Known { era, ..Known::default() })
}

/// Reads a place as it stood on a day: only units that were in force then.
///
/// ```
/// use lltp::date::Date;
/// use lltp::place;
///
/// let text = "Huyện Điện Biên, tỉnh Lai Châu";
/// assert_eq!(place::read_on(text, Date::constant(1998, 5, 1)).value.unwrap().province.as_deref(), Some("H-lai-chau-1962"));
/// assert!(place::read_on("Huyện Cao Lộc, tỉnh Lạng Sơn", Date::constant(2026, 5, 1)).value.unwrap().district.is_none());
/// ```
pub fn read_on(text: &str, date: Date) -> Reading<Place, PlaceError> {
    if let Some(kind) = text::missing(text) {
        return Reading::missing(kind);
    }
    let day = date.to_string();
    let era = if date < REFORM { Era::Sixty3 } else { Era::Thirty4 };
    determine(text, Known { era: Some(era), day: Some(&day), ..Known::default() })
}

/// Reads a place whose levels stand in columns of their own: province, district, commune.
///
/// Each column is read for its level; where that determines nothing, they are read as one text, for clerks also
/// write a whole address into one of them.
///
/// # Examples
///
/// ```
/// use lltp::place;
///
/// let place = place::read_parts(Some("TP. Hồ Chí Minh"), Some("3"), Some("P.12")).value.unwrap();
/// assert_eq!((place.district.as_deref(), place.commune.as_deref()), (Some("770"), Some("27130")));
/// assert!(place::read_parts(None, Some("Châu Thành"), None).value.is_none());
/// ```
pub fn read_parts(province: Option<&str>, district: Option<&str>, commune: Option<&str>) -> Reading<Place, PlaceError> {
    let kind = |text: Option<&str>| text.map_or(Some(Missing::Blank), text::missing);
    if let (Some(first), Some(second), Some(third)) = (kind(commune), kind(district), kind(province)) {
        // One that says more than blank speaks for all.
        let told = [first, second, third].into_iter().find(|kind| *kind != Missing::Blank);
        return Reading::missing(told.unwrap_or(Missing::Blank));
    }
    let part = |text: Option<&str>| match (kind(text), text) {
        (None, Some(text)) => mend(text).into_owned(),
        _ => String::new(),
    };
    let (commune, district, province) = (part(commune), part(district), part(province));
    let text = [&commune, "\n", &district, "\n", &province].concat();
    let mut folded = Folded::new(&text);
    let begins = |offset: usize| folded.letters.partition_point(|l| (l.at as usize) < offset);
    let columns = [begins(commune.len() + 1), begins(commune.len() + district.len() + 2)];
    let found = find::find(&mut folded);
    let answer = resolve::resolve(&folded, &found, Known { columns: Some(columns), ..Known::default() });
    let whole = || resolve::resolve(&folded, &found, Known::default());
    match answer.or_else(whole) {
        Some(answer) => Reading::value(place(&text, &folded, &answer)),
        None => Reading::error(PlaceError::Undetermined),
    }
}

fn determine(cell: &str, known: Known<'_>) -> Reading<Place, PlaceError> {
    let text = mend(cell);
    let mut folded = Folded::new(&text);
    let found = find::find(&mut folded);
    let mut reading = match resolve::resolve(&folded, &found, known) {
        Some(answer) => Reading::value(place(&text, &folded, &answer)),
        None => Reading::error(PlaceError::Undetermined),
    };
    if *text != *cell {
        reading.repairs = certain(cell);
    }
    reading
}

/// The text as it was meant.
pub(crate) fn mend(cell: &str) -> Cow<'_, str> {
    if fold::is_plain(cell) { Cow::Borrowed(cell) } else { text::mend(cell) }
}

/// The certain repairs of a cell's letters.
pub(crate) fn certain(cell: &str) -> Vec<Repair> {
    let mut repairs = text::read(cell).repairs;
    repairs.retain(|repair| repair.grade == Grade::Certain);
    repairs
}

/// The first day of the division into 34 provinces and two levels.
const REFORM: Date = Date::constant(2025, 7, 1);

/// What a province is called in full.
///
/// ```
/// use lltp::place::{self, Era};
/// assert_eq!(place::province_name(Era::Sixty3, "24").as_deref(), Some("Tỉnh Bắc Giang"));
/// assert_eq!(place::province_name(Era::Thirty4, "24").as_deref(), Some("Tỉnh Bắc Ninh"));
/// assert_eq!(place::province_name(Era::Thirty4, "27"), None);
/// ```
pub fn province_name(era: Era, code: &str) -> Option<String> {
    TABLES.provinces.iter().find(|p| p.era == era && p.code == code).map(Province::full)
}

/// What a district of the 63-province state is called in full, in its latest state.
///
/// ```
/// use lltp::place;
/// assert_eq!(place::district_name("770").as_deref(), Some("Quận 3"));
/// ```
pub fn district_name(code: &str) -> Option<String> {
    let states = TABLES.districts.iter().filter(|d| d.code == code);
    states.max_by_key(|d| (d.last_seen.is_empty(), d.last_seen)).map(District::full)
}

/// What a commune is called in full, in its latest state; the communes of the 63-province state are those of
/// [`Era::Sixty3`] and of [`Era::Historic`].
///
/// ```
/// use lltp::place::{self, Era};
/// assert_eq!(place::commune_name(Era::Sixty3, "02965").as_deref(), Some("Xã Tân Dương"));
/// ```
pub fn commune_name(era: Era, code: &str) -> Option<String> {
    let states = states(era, code);
    states.iter().max_by_key(|c| (c.last_seen.is_empty(), c.last_seen)).map(tables::Commune::full)
}

/// The states of a commune.
fn states(era: Era, code: &str) -> &'static [tables::Commune] {
    // Both lists are sorted by code; that of today follows.
    let today = TABLES.communes.partition_point(|c| c.era == Era::Sixty3);
    let list = if era == Era::Thirty4 { TABLES.communes.get(today..) } else { TABLES.communes.get(..today) };
    let list = list.unwrap_or_default();
    let from = list.partition_point(|c| c.code < code);
    let to = list.partition_point(|c| c.code <= code);
    list.get(from..to).unwrap_or_default()
}

/// Whether a code of an era was in force on a day: of a province (two digits, or the id of a historic one), a district
/// (three) or a commune (five). A unit that the lists show only up to some day is held to have ended on it.
///
/// ```
/// use lltp::date::Date;
/// use lltp::place::{self, Era};
/// assert!(place::in_force(Era::Sixty3, "183", Date::constant(2019, 3, 1)));
/// assert!(!place::in_force(Era::Sixty3, "183", Date::constant(2026, 3, 1)));
/// assert!(!place::in_force(Era::Thirty4, "00004", Date::constant(2019, 3, 1)));
/// ```
pub fn in_force(era: Era, code: &str, date: Date) -> bool {
    let day = date.to_string();
    if let 3 = code.len() {
        let states = || TABLES.districts.iter().filter(|d| d.code == code);
        return between(states().map(|d| (d.since, d.last_seen)), &day) && era != Era::Thirty4;
    }
    if code.len() == 5 && era == Era::Thirty4 {
        return date >= REFORM && !states(era, code).is_empty();
    }
    if code.len() == 5 {
        return between(states(era, code).iter().map(|c| (c.since, c.last_seen)), &day);
    }
    TABLES.provinces.iter().any(|p| p.era == era && p.code == code && p.in_force(&day))
}

/// Whether the day lies between the first and the last of the states of one code.
fn between<'a>(states: impl Iterator<Item = (&'a str, &'a str)>, day: &str) -> bool {
    let (mut since, mut last) = (None::<&str>, None::<&str>);
    for (from, to) in states {
        since = Some(since.map_or(from, |since| since.min(from)));
        let to = if to.is_empty() { "2025-06-30" } else { to };
        last = Some(last.map_or(to, |last| last.max(to)));
    }
    since.is_some_and(|since| since <= day) && last.is_some_and(|last| day <= last)
}

/// The units in full, the lowest first: `Xã Tân Dương, Huyện Bảo Yên, Tỉnh Lào Cai`.
///
/// ```
/// let place = lltp::place::read("x.Tân Dương-h.Bảo Yên-Lào Cai", None).value.unwrap();
/// assert_eq!(place.to_string(), "Xã Tân Dương, Huyện Bảo Yên, Tỉnh Lào Cai");
/// ```
impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let commune = self.commune.as_deref().and_then(|code| commune_name(self.era, code));
        let district = self.district.as_deref().and_then(district_name);
        let province = self.province.as_deref().and_then(|code| province_name(self.era, code));
        let units: Vec<String> = [commune, district, province].into_iter().flatten().collect();
        f.write_str(&units.join(", "))
    }
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
    let Some(answer) = resolve::resolve(&folded, &found, Known { era, upper: true, ..Known::default() }) else {
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
    date.to_string().get(..day.len()).is_some_and(|date| day <= date)
}

/// Whether a day that may be cut to month or year was over before the date.
pub(crate) fn ended_before(day: &str, date: Date) -> bool {
    date.to_string().get(..day.len()).is_some_and(|date| day < date)
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
    let day = date.to_string();
    Some(states.any(|p| p.in_force(&day)))
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
