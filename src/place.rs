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

use crate::repair::{ErrorCode, Missing, Reading};
use crate::text;
use fold::Folded;
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

    fn word(self) -> &'static str {
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
    let folded = Folded::new(&text);
    let found = find::find(&folded);
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
