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

mod code;
mod find;
mod fold;
mod resolve;
mod tables;
pub(crate) mod units;

use std::borrow::Cow;
use std::cell::RefCell;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::repair::{ErrorCode, Grade, Missing, Reading, Repair};
use crate::text;
use code::REFORM;
pub use code::{commune_in_full, commune_name, district_in_full, district_name, in_force, province_name};
use find::Found;
pub(crate) use fold::Folded;
use resolve::{Answer, Chain, Known};
pub(crate) use tables::Province;
use tables::TABLES;

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

    /// The type word inside a name: `huyện`.
    pub(crate) fn small_word(self) -> &'static str {
        match self {
            Self::Province => "tỉnh",
            Self::City => "thành phố",
            Self::Quan => "quận",
            Self::Huyen => "huyện",
            Self::Town => "thị xã",
            Self::Phuong => "phường",
            Self::Xa => "xã",
            Self::Township => "thị trấn",
            Self::Zone => "đặc khu",
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
/// name stands alone is read in the era of 63; with `era` 63 historic provinces are read too. A commune and a province
/// without a district may be those of today or of before: without `era`, what both give the same code is read.
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

/// Reads a place that was written on or about a day: the day decides where the text fits the division of before
/// 1/7/2025 and that of today alike, and nothing else.
///
/// ```
/// use lltp::date::Date;
/// use lltp::place;
///
/// let on = |text: &str, year| place::read_near(text, Date::constant(year, 9, 1)).value.unwrap();
/// assert_eq!(on("Xã Sơn Đồng, Thành phố Hà Nội", 2025).commune.as_deref(), Some("09871"));
/// assert_eq!(on("Xã Sơn Đồng, Thành phố Hà Nội", 2010).commune.as_deref(), Some("09859"));
/// assert_eq!(on("Xã Sơn Đồng, H. Hoài Đức, TP. Hà Nội", 2025).commune.as_deref(), Some("09859"));
/// ```
pub fn read_near(text: &str, date: Date) -> Reading<Place, PlaceError> {
    let reading = read(text, None);
    if reading.missing.is_some() || reading.value.as_ref().is_some_and(|place| place.commune.is_some()) {
        return reading;
    }
    let era = if date < REFORM { Era::Sixty3 } else { Era::Thirty4 };
    let decided = read(text, Some(era));
    let more = |now: &Place, open: &Place| {
        let keeps = |open: &Option<String>, now: &Option<String>| open.is_none() || open == now;
        now.commune.is_some() && keeps(&open.province, &now.province) && keeps(&open.district, &now.district)
    };
    match (&decided.value, &reading.value) {
        (Some(now), Some(open)) if more(now, open) => decided,
        (Some(now), None) if now.commune.is_some() => decided,
        _ => reading,
    }
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
    if [province, district, commune].into_iter().flatten().any(|part| part.len() > LONGEST) {
        return Reading::error(PlaceError::Undetermined);
    }
    let part = |text: Option<&str>| match (kind(text), text) {
        (None, Some(text)) => mend(text).into_owned(),
        _ => String::new(),
    };
    let (commune, district, province) = (part(commune), part(district), part(province));
    let text = [&commune, "\n", &district, "\n", &province].concat();
    let mut sketch = Sketch::of(&text);
    let letters = &sketch.folded.letters;
    let begins = |offset: usize| letters.partition_point(|l| (l.at as usize) < offset);
    let columns = [begins(commune.len() + 1), begins(commune.len() + district.len() + 2)];
    let answer = sketch
        .resolve(Known { columns: Some(columns), ..Known::default() })
        .or_else(|| sketch.resolve(Known::default()));
    let reading = match answer {
        Some(answer) => Reading::value(place(&text, &sketch, &answer)),
        None => Reading::error(PlaceError::Undetermined),
    };
    sketch.leave();
    reading
}

/// Bytes of the longest text that is looked at for a place; what is longer is no address, and reading it would take
/// time with the square of its length.
const LONGEST: usize = 4 << 10;

fn determine(cell: &str, known: Known<'_>) -> Reading<Place, PlaceError> {
    if cell.len() > LONGEST {
        return Reading::error(PlaceError::Undetermined);
    }
    let text = mend(cell);
    let mut sketch = Sketch::of(&text);
    let mut reading = match sketch.resolve(known) {
        Some(answer) => Reading::value(place(&text, &sketch, &answer)),
        None => Reading::error(PlaceError::Undetermined),
    };
    sketch.leave();
    if *text != *cell {
        reading.repairs = certain(cell);
    }
    reading
}

/// A text on the way to its units: folded, with what it may name and the chains weighed.
#[derive(Default)]
pub(crate) struct Sketch {
    pub(crate) folded: Folded,
    found: Found,
    chains: Vec<Chain>,
}

thread_local! {
    /// The buffers of the last sketch, for the next.
    static BUFFERS: RefCell<Sketch> = RefCell::default();
}

impl Sketch {
    /// The letters of a text.
    pub(crate) fn letters(text: &str) -> Self {
        let mut sketch = BUFFERS.take();
        sketch.folded.read(text);
        sketch
    }

    fn of(text: &str) -> Self {
        let mut sketch = Self::letters(text);
        sketch.find();
        sketch
    }

    /// Finds what the letters may name.
    pub(crate) fn find(&mut self) {
        self.found.read(&mut self.folded);
    }

    fn resolve(&mut self, known: Known<'_>) -> Option<Answer> {
        resolve::resolve(&self.folded, &self.found, known, &mut self.chains)
    }

    /// Leaves the buffers to the next.
    pub(crate) fn leave(self) {
        BUFFERS.set(self);
    }
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

fn place(text: &str, sketch: &Sketch, answer: &Answer) -> Place {
    let best = &answer.best;
    let [province, district, commune] = answer.keep;
    let province = best.province.filter(|_| province).and_then(|row| TABLES.provinces.get(usize::from(row)));
    let district = best.district.filter(|_| district).and_then(|row| TABLES.districts.get(usize::from(row)));
    let commune = best.commune.filter(|_| commune).and_then(|row| TABLES.communes.get(usize::from(row)));
    Place {
        // Districts and communes of a province that is left open are those of the lists.
        era: if province.is_none() && answer.era == Era::Historic { Era::Sixty3 } else { answer.era },
        province: province.map(|p| p.code.to_owned()),
        district: district.map(|d| d.code.to_owned()),
        commune: commune.map(|c| c.code.to_owned()),
        today: commune
            .map(|c| c.today.split(';').filter(|t| !t.is_empty()).map(str::to_owned).collect())
            .unwrap_or_default(),
        rest: rest(text, sketch, answer),
    }
}

/// What stands outside the units that were read.
fn rest(text: &str, Sketch { folded, found, .. }: &Sketch, answer: &Answer) -> String {
    let end = (folded.len(), folded.len());
    let mut used = [end; 4];
    for ((slot, mention), keep) in used.iter_mut().zip(answer.best.used).zip(answer.keep) {
        *slot = mention.filter(|_| keep).map_or(end, |m| (m.start, m.end));
    }
    used.sort_unstable();
    let mut rest = String::new();
    let offset = |index: usize| folded.letters.get(index).map_or(text.len(), |l| l.at as usize);
    let mut from = if found.label == 0 { 0 } else { offset(found.label) };
    let mut first = found.label;
    for (start, end) in used {
        let part = text.get(from..offset(start)).unwrap_or("");
        let part = part.trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, ',' | ';' | '-' | '–' | '.' | ':' | '(' | ')' | '\'')
        });
        let nothing = part.is_empty() || !folded.skipped && find::says_nothing(folded, first, start);
        if !nothing {
            if !rest.is_empty() {
                rest.push_str(", ");
            }
            rest.push_str(part);
        }
        if start == folded.len() {
            break;
        }
        first = end;
        let last = offset(end - 1);
        from = text.get(last..).and_then(|t| t.chars().next()).map_or(text.len(), |c| last + c.len_utf8());
    }
    rest
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use proptest::prelude::*;

    use super::*;

    /// Era, province, district, commune, today's communes, rest; empty where the text determines nothing.
    fn line(place: &Place) -> String {
        let code = |code: &Option<String>| code.clone().unwrap_or_else(|| "-".to_owned());
        let (province, district, commune) = (code(&place.province), code(&place.district), code(&place.commune));
        let today = place.today.join(" ");
        format!("{} {province} {district} {commune} [{today}] {}", place.era.as_str(), place.rest)
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = read(text, None).value.map(|place| line(&place)).unwrap_or_default();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn cases() {
        for (text, expected) in CASES {
            check(text, expected);
        }
    }

    #[test]
    fn missing_cells() {
        for (text, kind) in [("", Missing::Blank), ("//", Missing::Blank), ("Không rõ", Missing::Unknown)] {
            assert_eq!(read(text, None), Reading::missing(kind), "{text}");
        }
        assert_eq!(parse(" ", None).unwrap_err().to_string(), "no place: the cell is empty");
    }

    #[test]
    fn an_era_that_is_known_decides() {
        let text = "Xã Tam Giang, tỉnh Đắk Lắk";
        assert_eq!(read(text, None).value.unwrap().commune, None);
        assert_eq!(read(text, Some(Era::Thirty4)).value.unwrap().commune.as_deref(), Some("24352"));
        let before = read(text, Some(Era::Sixty3)).value.unwrap();
        assert_eq!((before.era, before.district.as_deref()), (Era::Sixty3, Some("650")));
        assert_eq!(read("Huyện Cao Lộc", Some(Era::Thirty4)).error, Some(PlaceError::Undetermined));
    }

    #[test]
    fn a_day_decides_between_states() {
        let on = |text: &str, year: i16| read_on(text, Date::constant(year, 3, 1)).value.map(|place| line(&place));
        assert_eq!(on("Thành phố Huế, tỉnh Thừa Thiên Huế", 2018).unwrap(), "63 46 474 - [] ");
        assert_eq!(on("Hậu Giang", 1985).unwrap(), "historic H-hau-giang-1976 - - [] ");
        assert_eq!(on("Hậu Giang", 2010).unwrap(), "63 93 - - [] ");
        assert_eq!(on("Hậu Giang", 2026), None);
        assert_eq!(on("Bắc Ninh", 2026).unwrap(), "34 24 - - [] ");
    }

    #[test]
    fn columns_apart() {
        let parts = |p: &str, d: &str, c: &str| {
            read_parts(Some(p), Some(d), Some(c)).value.map(|place| line(&place)).unwrap_or_default()
        };
        assert_eq!(parts("Tỉnh Lào Cai", "Huyện Bảo Yên", "Xã Tân Dương"), "63 10 087 02965 [02962] ");
        assert_eq!(parts("Lào Cai", "Bảo Yên", "Tân Dương"), "63 10 087 02965 [02962] ");
        assert_eq!(parts("TP.HCM", "10", "13"), "63 79 771 27166 [27163] ");
        assert_eq!(parts("Thái Bình", "Thái Bình", ""), "63 34 336 - [] ");
        assert_eq!(parts("Tỉnh Đồng Nai", "", "Phường Trấn Biên"), "34 75 - 26041 [26041] ");
        assert_eq!(parts("Quảng Trị", "Quảng Ninh", ""), "63 44 456 - [] ");
        assert_eq!(parts("", "", "Xã Tân Dương, huyện Bảo Yên, Lào Cai"), "63 10 087 02965 [02962] ");
        assert_eq!(read_parts(None, Some("//"), Some("không rõ")), Reading::missing(Missing::Unknown));
    }

    #[test]
    fn damaged_letters() {
        let mended = read("Huyá»‡n Thanh Oai, ThÃ\u{a0}nh phá»‘ HÃ\u{a0} Ná»™i", None);
        assert_eq!(mended.value.as_ref().map(line).unwrap(), "63 01 278 - [] ");
        assert_eq!(mended.repairs.first().unwrap().kind, "charset");
        // What cannot be mended is no name: `H?` is not `Hà`.
        for text in ["TP H? N?i", "Qu?n 1", "TrÃ Vinh", "X\u{fffd} Tân Dương"] {
            assert_eq!(read(text, None).value, None, "{text}");
        }
    }

    #[test]
    fn the_tables_are_whole() {
        assert_eq!(TABLES.provinces.iter().filter(|p| p.era == Era::Sixty3).count(), 64);
        assert_eq!(TABLES.districts.iter().filter(|d| d.last_seen.is_empty()).count(), 696);
        let living = |era| TABLES.communes.iter().filter(|c| c.era == era && c.last_seen.is_empty()).count();
        assert_eq!((living(Era::Sixty3), living(Era::Thirty4)), (10_035, 3_321));
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,60}") {
            let _ = read(&text, None);
            let _ = read_parts(Some(&text), Some(&text), Some(&text));
        }

        #[test]
        fn never_panics_on_pieces_of_addresses(words in prop::collection::vec(
            prop::sample::select(vec![
                "xã", "P.", "Q1", "TT", "tp", "Hà", "Nội", "Tân", "Phú", "-", ",", "(", "cũ", ")", "nay là", "Thị", "X",
                "IV", "03", "Đ", "'", "?", "\n", "Châu Thành", "Lào Cai", "HN", "tỉnh", "thôn 5", "BR-VT",
            ]), 0..14), spaced in any::<bool>()) {
            let text = words.join(if spaced { " " } else { "" });
            if let Some(place) = read(&text, None).value {
                prop_assert!(place.province.is_some() || place.district.is_some() || place.commune.is_some());
            }
        }

        #[test]
        fn what_is_printed_reads_back(row in 0..TABLES.communes.len()) {
            let commune = &TABLES.communes[row];
            let place = Place {
                era: commune.era,
                province: TABLES.province(commune.era, commune.province, None)
                    .map(|row| TABLES.provinces[usize::from(row)].code.to_owned()),
                district: TABLES.district(commune.district).map(|row| TABLES.districts[usize::from(row)].code.to_owned()),
                commune: Some(commune.code.to_owned()),
                today: Vec::new(),
                rest: String::new(),
            };
            let printed = place.to_string();
            let back = read(&printed, Some(commune.era)).value.unwrap();
            prop_assert_eq!(&back.province, &place.province, "{}", printed);
            // A name borne twice is not read; an ended commune may share its name with a living one.
            if let Some(code) = &back.commune && commune.last_seen.is_empty() {
                prop_assert_eq!(code, commune.code, "{}", printed);
            }
        }

        #[test]
        fn a_code_read_for_a_day_was_in_force(row in 0..TABLES.communes.len(), year in 1976i16..2028, month in 1i8..13) {
            let date = Date::constant(year, month, 15);
            let commune = &TABLES.communes[row];
            let district = TABLES.district(commune.district).map(|row| &TABLES.districts[usize::from(row)]);
            let text = match district {
                Some(district) => format!("{}, {}", commune.full(), district.full()),
                None => commune.full(),
            };
            if let Some(place) = read_on(&text, date).value {
                for code in [&place.province, &place.district, &place.commune].into_iter().flatten() {
                    prop_assert!(in_force(place.era, code, date), "{} {} {}", text, date, code);
                }
            }
        }
    }

    const CASES: &[(&str, &str)] = &[
        ("xã/phường: Tân Dương, huyện/quận: Bảo Yên, tỉnh/TP: Lào Cai", "63 10 087 02965 [02962] "),
        ("Thốt Nốt, Hậu Giang", "historic H-hau-giang-1976 923 - [] "),
        ("Văn Quan - Lạng Sơn", "63 20 184 - [] "),
        ("X. Ba Xa - Quảng Ngãi", "34 51 - 21538 [21538] "),
        ("TX Từ Sơn, BN", "63 27 261 - [] "),
        (
            "HKTT: Tổ 5, khu phố 3, phường Trảng Dài, TP. Biên Hòa, tỉnh Đồng Nai",
            "63 75 731 25993 [25993] Tổ 5, khu phố 3",
        ),
        ("Nơi ĐKTT: Thôn Đông, xã Tàm Xá, huyện Đông Anh, Hà Nội", "63 01 017 00517 [00454 00508] Thôn Đông"),
        ("Quê quán: Nghĩa Hưng, Nam Định", "63 36 361 - [] "),
        ("thôn Hạ, xã Liên Hà, huyện Đông Anh, thành phố Hà Nội, Việt Nam", "63 01 017 00484 [00475 00454] thôn Hạ"),
        ("Ấp 2, xã Bình Lợi, H.Bình Chánh, TP.HCM", "63 79 785 27607 [27610] Ấp 2"),
        ("12/5 Lê Lợi, P.Bến Thành, Q1, TPHCM", "63 79 760 26743 [26743] 12/5 Lê Lợi"),
        ("P12 Q3 HCM", "63 79 770 27130 [27142] "),
        ("p. 5 q. tân bình tp hồ chí minh", "63 79 766 26989 [26968] "),
        ("Phường Hòa Khánh Nam, quận Liên Chiểu, Đà Nẵng", "63 48 490 20198 [20200] "),
        ("xã Hoà Tiến huyện Hoà Vang TP Đà Nẵng", "63 48 497 20326 [20332] "),
        ("TT Đông Anh, Đông Anh, HN", "63 01 017 00454 [00454 00475 00466] "),
        ("TX. Sơn Tây, Hà Nội", "63 01 269 - [] "),
        ("TP.Vinh - Nghệ An", "63 40 412 - [] "),
        ("Vinh, Nghệ An", "63 40 412 - [] "),
        ("xã Quảng Phú, TX Sầm Sơn, Thanh Hóa", "63 38 382 - [] xã Quảng Phú"),
        ("Buôn Ma Thuột, Đắk Lắk", "63 66 643 - [] "),
        ("Buôn Mê Thuột, Đăk Lăk", "63 66 643 - [] "),
        ("BMT, Đắk Lắk", "63 66 643 - [] "),
        ("xã Ea Tu, TP. Buôn Ma Thuột, Đăklăk", "63 66 643 24163 [24163] "),
        ("Plei Ku, Gia Lai", "63 64 622 - [] "),
        ("Phan Rang, Ninh Thuận", "63 58 582 - [] "),
        ("TP Phan Rang - Tháp Chàm, Ninh Thuận", "63 58 582 - [] "),
        ("Nha Trang - Khánh Hòa", "63 56 568 - [] "),
        ("Huế", "63 46 - - [] "),
        ("TP Huế", "63 46 - - [] "),
        ("Thừa Thiên Huế", "63 46 - - [] "),
        ("TT Huế", "63 46 - - [] "),
        ("Hương Thủy, TT-Huế", "63 46 479 - [] "),
        ("Bà Rịa Vũng Tàu", "63 77 - - [] "),
        ("TP Vũng Tàu, BRVT", "63 77 747 - [] "),
        ("xã Long Sơn, Vũng Tàu, BR-VT", "63 77 747 26545 [26545] "),
        ("Đặc khu Phú Quốc, tỉnh An Giang", "34 91 - 31078 [31078] "),
        ("huyện Phú Quốc, Kiên Giang", "63 91 911 - [] "),
        ("huyện Côn Đảo", "63 77 755 - [] "),
        ("Quận 2, TP Hồ Chí Minh", "63 79 769 - [] "),
        ("P. Thảo Điền, Q.2, TP.HCM", "63 79 769 27088 [27094] "),
        ("P.Thảo Điền, TP Thủ Đức, TP.HCM", "63 79 769 27088 [27094] "),
        ("Q. Thủ Đức, TPHCM", "63 79 762 - [] "),
        ("Xã Kim Chung, Hoài Đức, Hà Tây", "historic H-ha-tay-1991 274 09853 [09832] "),
        ("Hà Đông, Hà Tây", "historic H-ha-tay-1991 268 - [] "),
        ("TX Hà Đông, tỉnh Hà Tây", "historic H-ha-tay-1991 268 - [] "),
        ("Hải Hưng", "historic H-hai-hung-1968 - - [] "),
        ("huyện Kim Môn, Hải Hưng", "historic H-hai-hung-1968 - - [] huyện Kim Môn"),
        ("Gia Lương, Hà Bắc", "historic H-ha-bac-1963 - - [] Gia Lương"),
        ("Vĩnh Phú", "historic H-vinh-phu-1968 - - [] "),
        ("Nghệ Tĩnh", "historic H-nghe-tinh-1975 - - [] "),
        ("Bình Trị Thiên", "historic H-binh-tri-thien-1976 - - [] "),
        ("Quảng Nam - Đà Nẵng", "historic H-quang-nam-da-nang-1976 - - [] "),
        ("QN-ĐN", "historic H-quang-nam-da-nang-1976 - - [] "),
        ("Sông Bé", "historic H-song-be-1976 - - [] "),
        ("Lái Thiêu, Sông Bé", "historic H-song-be-1976 - - [] Lái Thiêu"),
        ("Minh Hải", "historic H-minh-hai-1976 - - [] "),
        ("Hậu Giang", "63 93 - - [] "),
        ("Cần Thơ, Hậu Giang", "historic H-hau-giang-1976 - - [] Cần Thơ"),
        ("Thuận Hải", "historic H-thuan-hai-1976 - - [] "),
        ("Cửu Long", "historic H-cuu-long-1976 - - [] "),
        ("tỉnh Hà Sơn Bình", "historic H-ha-son-binh-1975 - - [] "),
        ("Hoàng Liên Sơn", "historic H-hoang-lien-son-1975 - - [] "),
        ("Cao Lạng", "historic H-cao-lang-1975 - - [] "),
        ("Campuchia", ""),
        ("Trung Quốc", ""),
        ("Vân Nam, Trung Quốc", ""),
        ("xã Hồng Thái", ""),
        ("Tân Phú", ""),
        ("xã Tân Thành, huyện Tân Thành, BR-VT", "63 77 754 - [] xã Tân Thành"),
        ("Số 9 Trần Phú, Ba Đình, Hà Nội", "63 01 001 - [] Số 9 Trần Phú"),
        ("Trần Phú, Hà Tĩnh", "63 42 - - [] Trần Phú"),
        ("Lê Lợi, TP Vinh", "63 40 412 16669 [16681] "),
        ("phường Lê Lợi, TP Vinh", "63 40 412 16669 [16681] "),
        ("Phường Cửa Nam, Hà Nội", "63 01 - - [] Phường Cửa Nam"),
        ("Phường Cửa Nam, TP Vinh, Nghệ An", "63 40 412 16678 [16681] "),
        ("xã Nam Giang, Nam Đàn, Nghệ An", "63 40 430 17956 [17971] "),
        ("Xã Vân Hồ, Sơn La", "34 14 - 04048 [04048] "),
        ("Tổ dân phố 7, phường Bồ Đề, thành phố Hà Nội", "63 01 - - [] Tổ dân phố 7, phường Bồ Đề"),
        ("Phường Bồ Đề, quận Long Biên, thành phố Hà Nội", "63 01 004 00139 [00118] "),
        ("Ấp Tân Thuận, xã Tân Bình, Cà Mau", "63 96 - - [] Ấp Tân Thuận, xã Tân Bình"),
        ("Thành phố Hồ Chí Minh (Bình Dương cũ)", "63 79 - - [] Bình Dương cũ"),
        ("Xã Bình Mỹ, TP. Hồ Chí Minh", "63 79 - - [] Xã Bình Mỹ"),
        ("Phường Dĩ An, TPHCM", "34 79 - 25942 [25942] "),
        ("KP. Đông Tân, P. Dĩ An, TX. Dĩ An, Bình Dương", "63 74 724 25942 [25942] KP. Đông Tân"),
        ("tỉnh Bắc Giang (nay là tỉnh Bắc Ninh)", "63 24 - - [] nay là tỉnh Bắc Ninh"),
        ("Xã Nham Biền, huyện Yên Dũng, Bắc Giang", "63 24 221 07681 [07681] "),
        ("Thị trấn Neo, huyện Yên Dũng, tỉnh Bắc Giang", "63 24 221 07681 [07681] "),
        ("Nam Định - Nam Định", "63 36 356 - [] "),
        ("TP Nam Định", "63 36 356 - [] "),
        ("Thành phố Nam Định, tỉnh Nam Định", "63 36 356 - [] "),
        ("H.Mỹ Lộc - Nam Định", "63 36 358 - [] "),
        ("Thủ đô Hà Nội", "63 01 - - [] "),
        ("Tp. Hồ Chí Minh", "63 79 - - [] "),
        ("Sài gòn", "63 79 - - [] "),
        ("Đồng Nai", "63 75 - - [] "),
        ("HUYEN DAK SONG, TINH DAK NONG", "63 67 665 - [] "),
        ("ĐăkSong-ĐăkNông", "63 67 665 - [] "),
        ("Đak Đoa, Gia Lai", ""),
        ("xã Ia Ka, huyện ChưPăh, tỉnh Gia Lai", "63 64 627 23749 [23749] "),
        ("Ya Xiêr, Sa Thầy, Kontum", "63 62 616 23548 [23548] "),
        ("Xã Đạ M'Rong, Đam Rông, Lâm Đồng", "63 68 674 24859 [24875] "),
        ("xã Cư M'gar, Cư M'gar, Đắk Lắk", "63 66 648 24289 [24280] "),
        ("T.Xuân, H. Chợ Gạo, TG", "63 82 822 - [] T.Xuân"),
        ("Chợ Gạo, TG", "63 82 822 - [] "),
        ("Q. Ninh Kiều, CT", "63 92 916 - [] "),
        ("Thanh Trì, HN", "63 01 020 - [] "),
        ("Thành phố Thanh Hóa", "63 38 380 - [] "),
        ("Tỉnh Thanh Hóa, TP Thanh Hóa, P. Ba Đình", "63 38 380 14776 [14797] "),
        ("Bắc Từ Liêm Hà Nội", "63 01 021 - [] "),
        ("huyện Từ Liêm, Hà Nội", "63 01 019 - [] "),
        ("Xã Xuân Phương, huyện Từ Liêm, Hà Nội", "63 01 019 00622 [00622] "),
        ("Ninh Kiều Cần Thơ", "63 92 916 - [] "),
        ("tt. Cái Bè, Cái Bè, Tiền Giang", "63 82 819 28360 [28360] "),
        ("xã A Ngo, huyện A Lưới, TT.Huế", "63 46 481 20068 [20044] "),
        ("Phường An Cựu, Quận Thuận Hóa, TP Huế", "63 46 474 19801 [19815] "),
        ("Cần Thơ - Hậu Giang", "historic H-hau-giang-1976 - - [] Cần Thơ"),
        ("Hậu Giang - Cần Thơ", ""),
        ("Xã X, Bình Dương (cũ)", "63 74 - - [] Xã X"),
        ("TP HCM - Bình Dương", ""),
        ("Trấn Biên, Đồng Nai", "34 75 - 26041 [26041] "),
        ("Trú tại thôn 5 xã Ea Tu TP Buôn Ma Thuột tỉnh Đắk Lắk", "63 66 643 24163 [24163] thôn 5"),
        ("Tại xã Tân Dương, Bảo Yên, Lào Cai", "63 10 087 02965 [02962] "),
        ("huyện Tuy An, Phú Yên (nay thuộc tỉnh Đắk Lắk)", "63 54 559 - [] nay thuộc tỉnh Đắk Lắk"),
        ("Bắc Ninh, Việt Nam", "63 27 - - [] "),
        ("Xã Tân Dương, Huyện Bảo Yên, Tỉnh Lào Cai", "63 10 087 02965 [02962] "),
        ("X. Tân Dương - H. Bảo Yên - Lào Cai", "63 10 087 02965 [02962] "),
        ("XA TAN DUONG, BAO YEN, LAO CAI", "63 10 087 02965 [02962] "),
        ("P.12, Q.3, T.p HCM", "63 79 770 27130 [27142] "),
        ("Phường Trấn Biên, Tỉnh Đồng Nai", "34 75 - 26041 [26041] "),
        ("Đan Phượng, Hà Tây", "historic H-ha-tay-1991 273 - [] "),
        ("Châu Thành", ""),
        ("xã Tân Hương, huyện Châu Thành", "63 82 821 28525 [28525] "),
        (
            "Số 12 ngõ 5 Trần Hưng Đạo, P. Phan Chu Trinh, Q. Hoàn Kiếm, Hà Nội",
            "63 01 002 00085 [00082] Số 12 ngõ 5 Trần Hưng Đạo",
        ),
        ("Thôn 3, xã Hòa Ninh - huyện Hòa Vang - TP Đà Nẵng", "63 48 497 20299 [20308] Thôn 3"),
        ("Thành phố Huế", "63 46 - - [] "),
        ("P. Vĩnh Ninh, TP Huế, Thừa Thiên Huế", "63 46 474 19783 [19789] "),
        ("8 - TP Hồ Chí Minh", "63 79 776 - [] "),
        ("Quảng Ninh - Quảng Bình", "63 44 456 - [] "),
        ("Kon Tum - Kon Tum", "63 62 608 - [] "),
        ("Phú Mỹ - Bà Rịa - Vũng Tàu", "63 77 754 - [] "),
        ("xatanduonghuyenbaoyentinhlaocai", "63 10 087 02965 [02962] "),
        ("XãTânDương,HuyệnBảoYên,TỉnhLàoCai", "63 10 087 02965 [02962] "),
        ("Tỉnh Lào Cai, huyện Bảo Yên, xã Tân Dương, thôn 3", "63 10 087 02965 [02962] thôn 3"),
        ("Hà Nội", "63 01 - - [] "),
        ("BT", ""),
        ("Đống Đa, HN", "63 01 006 - [] "),
        ("Xã Phú Túc, Tỉnh Vĩnh Long", "34 86 - 28810 [28810] "),
        ("Điện Biên, Lai Châu", "historic H-lai-chau-1962 100 - [] "),
        ("Huyện Đắk Mil, tỉnh Đắk Lắk", "historic H-dak-lak-1976 663 - [] "),
        ("Hà Tây", "historic H-ha-tay-1991 - - [] "),
        ("Nam Hà", "historic H-nam-ha-1991 - - [] "),
        ("Tỉnh Cần Thơ", "historic H-can-tho-1991 - - [] "),
        ("tỉnh Sông Bé", "historic H-song-be-1976 - - [] "),
        ("Thành phố Đồng Nai", "34 75 - - [] "),
        ("An Giang", "63 89 - - [] "),
        ("Huyện Thuận An, tỉnh Sông Bé", "historic H-song-be-1976 725 - [] "),
        ("Sài Gòn", "63 79 - - [] "),
        ("H. Thanh Trì - TP Hà Nội", "63 01 020 - [] "),
        ("xã Tứ Hiệp, Thanh Trì, HN", "63 01 020 00658 [00340 00640] "),
        ("Thôn 4, xã Đăk Ruồng, huyện Kon Rẫy, Kon Tum", "63 62 614 23488 [23497] Thôn 4"),
        ("khóm 3, phường 1, TX Duyên Hải, Trà Vinh", "63 84 851 29512 [29512] khóm 3"),
        (
            "Số nhà 15, đường Nguyễn Huệ, khóm 2, P.1, TP.Cao Lãnh, Đồng Tháp",
            "63 87 866 29869 [29869] Số nhà 15, đường Nguyễn Huệ, khóm 2",
        ),
        ("Tổ 8 khu 3 phường Hồng Gai TP Hạ Long Quảng Ninh", "63 22 193 06691 [06685] Tổ 8 khu 3"),
        ("xóm 7, xã Nghi Kim, TP Vinh, tỉnh Nghệ An", "63 40 412 17920 [17920] xóm 7"),
        ("Bản Nà Tấu, xã Nà Tấu, TP Điện Biên Phủ, tỉnh Điện Biên", "63 11 094 03316 [03316] Bản Nà Tấu"),
        ("ấp Phước Hòa, xã Phước Tỉnh, huyện Long Điền, tỉnh Bà Rịa-Vũng Tàu", "63 77 752 26674 [26662] ấp Phước Hòa"),
        ("Xã Lộc Thái, huyện Lộc Ninh, tỉnh Bình Phước", "63 70 692 25297 [25270] "),
        ("THÔN 2, XÃ HÒA NINH, HUYỆN DI LINH, TỈNH LÂM ĐỒNG", "63 68 679 25036 [25036] THÔN 2"),
        ("thi tran lien nghia, huyen duc trong, lam dong", "63 68 678 24958 [24958] "),
        ("Phường 4, Đà Lạt, Lâm Đồng", "63 68 672 24793 [24781] "),
        ("P4, TP. Đà Lạt", "63 68 672 24793 [24781] "),
        ("Phường Xuân Hương - Đà Lạt, tỉnh Lâm Đồng", "34 68 - 24781 [24781] "),
        ("Phường 1 Bảo Lộc, Lâm Đồng", "34 68 - 24823 [24823] "),
        ("Phường 1, TP. Bảo Lộc, Lâm Đồng", "63 68 673 24823 [24823] "),
        ("Xã Đinh Văn Lâm Hà, tỉnh Lâm Đồng", "34 68 - 24871 [24871] "),
        ("Thị trấn Đinh Văn, Lâm Hà, Lâm Đồng", "63 68 676 24871 [24871] "),
        ("Đặc khu Lý Sơn, tỉnh Quảng Ngãi", "34 51 - 21548 [21548] "),
        ("Huyện đảo Lý Sơn, Quảng Ngãi", "63 51 536 - [] "),
        ("Phường Tân Uyên, Thành phố Hồ Chí Minh", "34 79 - 25888 [25888] "),
        ("Phường Hải Dương, thành phố Hải Phòng", "34 31 - 10525 [10525] "),
        ("xã Thanh Miện, TP. Hải Phòng", "34 31 - 11239 [11239] "),
        ("Phường Phủ Lý, tỉnh Ninh Bình", "34 37 - 13285 [13285] "),
        ("Phường Quy Nhơn, tỉnh Gia Lai", "34 52 - 21583 [21583] "),
        ("Phường Rạch Giá, tỉnh An Giang", "34 91 - 30742 [30742] "),
        ("Xã Cam Lâm, tỉnh Khánh Hòa", "34 56 - 22453 [22453] "),
        ("Phường Phan Thiết, tỉnh Lâm Đồng", "34 68 - 22945 [22945] "),
        ("Phường Buôn Ma Thuột, tỉnh Đắk Lắk", "34 66 - 24133 [24133] "),
        ("P. Tân An - tỉnh Long An", "63 80 - - [] P. Tân An"),
        ("phường III, TP Vị Thanh, Hậu Giang", "63 93 930 31321 [31321] "),
        ("Phường V, TP Vị Thanh, Hậu Giang", "63 93 930 31327 [31333] "),
        ("Phường 5, TP Vị Thanh, Hậu Giang", "63 93 930 31327 [31333] "),
        ("P.03, Q.Bình Thạnh, TP.HCM", "63 79 765 26947 [26944] "),
        ("Q.07, HCM", "63 79 778 - [] "),
        ("Quận Bình Chánh, TP HCM", "63 79 785 - [] "),
        ("xã Tân Kiên - Bình Chánh - TP. Hồ Chí Minh", "63 79 785 27616 [27457 27595] "),
        ("Hà Nội.", "63 01 - - [] "),
        ("TP HÀ NỘI", "63 01 - - [] "),
        ("Tỉnh Hà Nội", "63 01 - - [] "),
        ("Thành phố Quảng Ninh", ""),
        ("Xã Chi Lăng, Chi Lăng, Lạng Sơn", "63 20 187 06523 [06463] "),
        ("Chi Lăng - Lạng Sơn", "63 20 187 - [] "),
        ("An Lão, Hải Phòng", "63 31 313 - [] "),
        ("An Lão", ""),
        ("Phú Tân, Cà Mau", "63 96 972 - [] "),
        ("Phú Tân, An Giang", "63 89 888 - [] "),
        ("Châu Thành, Bến Tre", "63 83 831 - [] "),
        ("Hòa Bình", "63 17 - - [] "),
        ("Hòa Bình - Hòa Bình", "63 17 148 - [] "),
        ("Thành phố Hòa Bình", "63 17 148 - [] "),
        ("Tân Phú, TP HCM", "63 79 767 - [] "),
        ("Tân Phú, Đồng Nai", "63 75 734 - [] "),
        ("Sơn Tây, Hà Nội", "63 01 269 - [] "),
        ("Sơn Tây, Quảng Ngãi", "63 51 530 - [] "),
        ("huyện Sơn Tây", "63 51 530 - [] "),
        ("thị xã Sơn Tây", "63 01 269 - [] "),
        ("Hoàng Mai, Hà Nội", "63 01 008 - [] "),
        ("TX Hoàng Mai", "63 40 432 - [] "),
        ("Hoàng Mai", ""),
        ("Tây Ninh - Tây Ninh", "63 72 703 - [] "),
        ("Vĩnh Long, Vĩnh Long", "63 86 855 - [] "),
        ("A. Tân Thuận, X. Tân Bình, H. Thanh Bình, T. Đồng Tháp", "63 87 874 30154 [30154] A. Tân Thuận"),
        ("KP5, P. Trung Mỹ Tây, Q.12", "63 79 761 26785 [26785] KP5"),
        ("Q.12", "63 79 761 - [] "),
        ("Huyện Củ Chi", "63 79 783 - [] "),
        ("H.Củ Chi", "63 79 783 - [] "),
        ("Củ Chi", "63 79 783 - [] "),
        ("Xã Tân An Hội, huyện Củ Chi", "63 79 783 27532 [27496] "),
        ("Trại giam Thủ Đức", ""),
        ("Lào", ""),
        ("Hàn Quốc", ""),
        ("Mỹ", ""),
        ("123", ""),
        ("Số 5", ""),
        ("xã", ""),
        ("huyện", ""),
        ("P. Đô Vinh, TP PR-TC, Ninh Thuận", "63 58 582 22738 [22738] "),
        ("Xã Ea Yiêng, huyện Krông Pắk, tỉnh Đắk Lắk", "63 66 654 24535 [24526] "),
        ("P. Nam Thanh, TP ĐBP, Điện Biên", "63 11 094 03139 [03334] "),
        ("Quê Diễn Đồng, Diễn Châu, Nghệ An, trú tại P.11, Q.3, TP.HCM", ""),
        (
            "Phường Vĩnh Yên, tỉnh Phú Thọ (trước là TP Vĩnh Yên, tỉnh Vĩnh Phúc)",
            "34 25 - 08707 [08707] trước là TP Vĩnh Yên, tỉnh Vĩnh Phúc",
        ),
        ("Hoài Châu Bắc - Hoài Nhơn - Bình Định", "63 52 543 21646 [21655] "),
        ("Thanh Hóa; Thiệu Hóa; xã Thiệu Nguyên; thôn 5", "63 38 398 15802 [15772] thôn 5"),
        ("Thạnh Ngãi, Mỏ Cày, Bến Tre", "63 83 - - [] Thạnh Ngãi, Mỏ Cày"),
        ("xãDiễnLiên,huyệnDiễnChâu,tỉnhNghệAn", "63 40 425 17425 [17443] "),
        ("Hạ Lễ_Ân Thi_Hưng Yên", "63 33 329 12202 [12196] _, _"),
        ("12 Hà Nội, phường 8, TP Đà Lạt, Lâm Đồng", "63 68 672 24772 [24778] 12 Hà Nội"),
        ("Thường trú: P.11, Q.3, TP.HCM; tạm trú: P. An Bình, TP Dĩ An, Bình Dương", ""),
        ("Nguyễn Văn An", ""),
    ];
}
