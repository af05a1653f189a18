//! What the codes stand for: names in full, and the time in which they were in force.

use super::tables::{Commune, District, Province, TABLES};
use super::{Era, Place};
use crate::date::Date;

/// The first day of the division into 34 provinces and two levels.
pub(super) const REFORM: Date = Date::constant(2025, 7, 1);

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
    states.iter().max_by_key(|c| (c.last_seen.is_empty(), c.last_seen)).map(Commune::full)
}

/// A district of the 63-province state with its province.
///
/// ```
/// use lltp::place;
/// assert_eq!(place::district_in_full("183").as_deref(), Some("Huyện Cao Lộc, Tỉnh Lạng Sơn"));
/// assert_eq!(place::district_in_full("999"), None);
/// ```
pub fn district_in_full(code: &str) -> Option<String> {
    let states = TABLES.districts.iter().filter(|d| d.code == code);
    let state = states.max_by_key(|d| (d.last_seen.is_empty(), d.last_seen))?;
    Some(within(&state.full(), Era::Sixty3, state.province))
}

/// A commune of today with its province.
///
/// ```
/// use lltp::place;
/// assert_eq!(place::commune_in_full("00004").as_deref(), Some("Phường Ba Đình, Thành phố Hà Nội"));
/// assert_eq!(place::commune_in_full("99999"), None);
/// ```
pub fn commune_in_full(code: &str) -> Option<String> {
    let state = states(Era::Thirty4, code).first()?;
    Some(within(&state.full(), Era::Thirty4, state.province))
}

fn within(name: &str, era: Era, province: u8) -> String {
    let of = TABLES.provinces.iter().find(|p| p.era == era && p.number == province);
    of.map_or_else(|| name.to_owned(), |of| format!("{name}, {}", of.full()))
}

/// The states of a commune.
fn states(era: Era, code: &str) -> &'static [Commune] {
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
