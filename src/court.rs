//! Courts, valid in time.
//!
//! | Written | Read as |
//! |---|---|
//! | `Toà án nhân dân huyện Cao Lộc, tỉnh Lạng Sơn`, `TAND H. Cao Lộc` | a district court, to 30/6/2025 |
//! | `TAND tỉnh Lạng Sơn`, `Tòa án TP. Hà Nội` | a provincial court |
//! | `TAND KV9 - TP. CẦN THƠ`, `Tòa án nhân dân khu vực 9 – Cần Thơ` | a regional court, from 1/7/2025 |
//! | `TANDCC tại Đà Nẵng`, `TANDTC`, `Tòa phúc thẩm TANDTC tại Hà Nội` | a high court, the supreme court and its appeal courts |
//! | `TAQS KV1 QK5`, `Tòa án quân sự Quân khu 7`, `TAQSTW` | military courts |
//! | `Thị xã Đức Phổ` | the court of the district: old lists name the place alone |
//! | `TAND khu vực 1`, `TAND huyện Châu Thành`, `TAND thành phố Huế` | nothing: several courts bear the name |
//!
//! The name is given in full, district and province parted by a comma, with the type of unit that the text gives
//! (`thị xã` before a town became a city). A missing province is filled in where the district is the only one of its
//! name. A provincial court of before and after 1/7/2025 has one name; without a date it is read with the older code.
//!
//! Source: Law on the organisation of people's courts 2014 and 2024; NQ 81/2025/UBTVQH15; NQ 571/NQ-UBTVQH14.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::data;
use crate::date::Date;
use crate::judgment::Instance;
use crate::place::{self, Era, Folded};
use crate::repair::{ErrorCode, Missing, Reading};
use crate::text;

/// A level in the system of courts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CourtLevel {
    /// Tòa án nhân dân tối cao
    Supreme,
    /// Tòa án nhân dân cấp cao, 1/6/2015 to 30/6/2025
    High,
    /// cấp tỉnh
    Province,
    /// cấp huyện, to 30/6/2025
    District,
    /// khu vực, from 1/7/2025
    Region,
    /// Tòa án quân sự trung ương
    MilitaryCentral,
    /// quân khu và tương đương
    MilitaryRegion,
    /// Tòa án quân sự khu vực
    MilitaryArea,
}

/// A court.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Court {
    /// Its level.
    pub level: CourtLevel,
    /// Its name in full, district and province parted by a comma.
    pub name: String,
    /// Province code, of the era of the court; the id of a historic province.
    pub province: Option<String>,
    /// District code.
    pub district: Option<String>,
    /// Number of a regional court or of a military area court.
    pub number: Option<u8>,
}

/// Why a court could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CourtError {
    /// The cell holds nothing.
    #[error("no court: the cell is empty")]
    Missing(Missing),
    /// The text does not determine a court.
    #[error("expected a court, found none that the text determines")]
    Undetermined,
}

impl ErrorCode for CourtError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Undetermined => "undetermined",
        }
    }
}

/// Reads a court.
///
/// Accepts the forms in the [module table](self), in any letter case, with or without marks.
///
/// # Errors
///
/// The reading's error is [`CourtError::Undetermined`] where the text names no court, or several courts bear the name.
///
/// # Examples
///
/// ```
/// use lltp::court::{self, CourtLevel};
///
/// let court = court::read("TAND H. Cao Lộc").value.unwrap();
/// assert_eq!(court.level, CourtLevel::District);
/// assert_eq!(court.name, "Tòa án nhân dân huyện Cao Lộc, tỉnh Lạng Sơn");
/// assert_eq!(court.province.as_deref(), Some("20"));
///
/// let reading = court::read("TAND khu vực 1");
/// assert_eq!(reading.error.unwrap().to_string(), "expected a court, found none that the text determines");
/// ```
pub fn read(text: &str) -> Reading<Court, CourtError> {
    read_on(text, None)
}

/// Reads a court or says why not.
///
/// # Errors
///
/// [`CourtError::Missing`] of an empty cell, [`CourtError::Undetermined`] where no court is determined.
///
/// ```
/// use lltp::court::{self, CourtError};
///
/// assert_eq!(court::parse("TAND KV9 - TP. CẦN THƠ")?.name, "Tòa án nhân dân khu vực 9 - Cần Thơ");
/// assert_eq!(court::parse("TAND huyện Châu Thành"), Err(CourtError::Undetermined));
/// # Ok::<(), CourtError>(())
/// ```
pub fn parse(text: &str) -> Result<Court, CourtError> {
    read(text).into_result(CourtError::Missing)
}

/// Reads a court as it stood on a day: codes of the provinces of that day, and names that only the day tells apart
/// (`TAND thành phố Huế`: of the district to 2024, of the province from 2025).
///
/// ```
/// use lltp::court;
/// use lltp::date::Date;
///
/// let court = court::read_on("TAND tỉnh Bắc Ninh", Date::new(2025, 8, 1).ok()).value.unwrap();
/// assert_eq!(court.province.as_deref(), Some("24"));
/// ```
pub fn read_on(text: &str, date: Option<Date>) -> Reading<Court, CourtError> {
    if let Some(kind) = text::missing(text) {
        return Reading::missing(kind);
    }
    let mended = place::mend(text);
    let mut reading = match find(&mended, date) {
        Some(court) => Reading::value(court),
        None => Reading::error(CourtError::Undetermined),
    };
    if *mended != *text {
        reading.repairs = place::certain(text);
    }
    reading
}

/// How a text opens that names a court, longest first.
const OPENINGS: [&str; 17] = [
    "toaannhandan",
    "toaannhannhan",
    "toaandan",
    "toaannd",
    "tanhandan",
    "taannhandan",
    "toanhandan",
    "toaan",
    "toand",
    "tand",
    "tatoi",
    "taqs",
    "toaqs",
    "tatc",
    "tacc",
    "toa",
    "ta",
];

fn find(text: &str, date: Option<Date>) -> Option<Court> {
    let all = Folded::new(text);
    let opening = opening(&all);
    let named = opening.is_some();
    let after = opening.map_or(0, |(_, end)| end);
    let start = opening.map_or(0, |(start, _)| start);
    if named {
        if let Some(court) = military(&all, after) {
            return court;
        }
        if has(&all, "toicao") || all.spells(after, b"tc") || has(&all, "tandtc") || has(&all, "tatc") {
            return supreme(&all, start);
        }
        if all.spells(after, b"capcao") || all.spells(after, b"cc") || has(&all, "tacc") {
            return fixed(CourtLevel::High, seat(&all)?, None);
        }
    }
    let from = all.letters.get(after).map_or(text.len(), |l| l.at as usize);
    let text = text.get(from..)?;
    let text = nay(text);
    if let Some(court) = region(text, named) {
        return court;
    }
    of_place(text, named, date)
}

/// The last opening in the text: `Tòa hình sự - TAND thành phố Hà Nội` names the court after it.
fn opening(text: &Folded) -> Option<(usize, usize)> {
    let mut found = None;
    let mut start = 0;
    while start < text.len() {
        let opening = OPENINGS.iter().find_map(|opening| {
            let end = start + opening.len();
            let bounded = text.may_start(end)
                || text.upper(start) && text.upper(end - 1) && !text.upper(end)
                || matches!(*opening, "tand")
                    && ["tc", "cc", "kv"].iter().any(|short| text.spells(end, short.as_bytes()))
                || matches!(*opening, "taqs")
                    && ["tw", "qk", "kv"].iter().any(|short| text.spells(end, short.as_bytes()));
            let fits = text.word_starts(start) && text.spells(start, opening.as_bytes()) && bounded;
            // Short openings only where they are written in capitals or open the text.
            let sure = opening.len() > 4
                || start == 0
                || text.upper(start) && text.upper(start + 1)
                || text.spells(start, b"toa");
            (fits && sure).then_some(match *opening {
                "taqs" | "toaqs" | "tatoi" | "tatc" | "tacc" => (start, start + 2),
                _ => (start, end),
            })
        });
        match opening {
            Some((at, end)) => {
                // What follows `nay là` is the court of today, not of the record.
                if found.is_some() && ends_with(text, at, "nayla") {
                    break;
                }
                if found.is_none() || !text.spells(at, b"ta") || text.spells(at, b"tand") {
                    found = Some((at, end));
                }
                start = end.max(start + 1);
            }
            None => start += 1,
        }
    }
    found
}

fn ends_with(text: &Folded, at: usize, key: &str) -> bool {
    at >= key.len() && text.spells(at - key.len(), key.as_bytes())
}

fn has(text: &Folded, key: &str) -> bool {
    position(text, key).is_some()
}

/// Where the letters stand, from the start of a word on.
fn position(text: &Folded, key: &str) -> Option<usize> {
    (0..text.len()).find(|&at| (text.may_start(at) || key.starts_with("qs")) && text.spells(at, key.as_bytes()))
}

/// The text before `nay là`, `nay thuộc`.
fn nay(text: &str) -> &str {
    let folded = Folded::new(text);
    let cut = ["nayla", "naythuoc"].iter().filter_map(|key| position(&folded, key)).filter(|at| *at > 0).min();
    match cut.and_then(|at| folded.letters.get(at)) {
        Some(letter) => text.get(..letter.at as usize).unwrap_or(text),
        None => text,
    }
}

fn military(text: &Folded, after: usize) -> Option<Option<Court>> {
    if !text.spells(after, b"quansu") && !text.spells(after, b"qs") {
        return None;
    }
    if has(text, "trunguong") || has(text, "tw") || text.spells(after, b"qstw") {
        return Some(fixed(CourtLevel::MilitaryCentral, "", None));
    }
    let area = number_after(text, &["khuvuc", "kvuc", "kv", "qskv"]);
    let seat = if let Some((_, Some(number))) = number_after(text, &["quankhu", "qkhu", "qk", "qsqk"]) {
        SEATS.iter().find(|(n, _)| *n == number).map(|(_, seat)| *seat)
    } else if has(text, "thudo") || has(text, "hanoi") || has(text, "tdhn") {
        Some("thudo")
    } else if has(text, "haiquan") {
        Some("haiquan")
    } else {
        None
    };
    let Some(seat) = seat else { return Some(None) };
    Some(match area {
        None => fixed(CourtLevel::MilitaryRegion, seat, None),
        Some((_, number)) => fixed(CourtLevel::MilitaryArea, seat, number),
    })
}

const SEATS: [(u8, &str); 7] = [
    (1, "quankhu1"),
    (2, "quankhu2"),
    (3, "quankhu3"),
    (4, "quankhu4"),
    (5, "quankhu5"),
    (7, "quankhu7"),
    (9, "quankhu9"),
];

/// The number after one of the words: digits, or a Roman number. The outer none where no word stands there.
fn number_after(text: &Folded, words: &[&str]) -> Option<(std::ops::Range<usize>, Option<u8>)> {
    let (start, mut end) = words.iter().find_map(|word| position(text, word).map(|at| (at, at + word.len())))?;
    if text.spells(end, b"so") && !text.may_start(end + 1) {
        end += 2;
    }
    let mut number: Option<u8> = None;
    let first = end;
    while let Some(digit) = text.letters.get(end).map(|l| l.base).filter(u8::is_ascii_digit) {
        if end > first && text.word_starts(end) {
            break;
        }
        number = number.unwrap_or(0).checked_mul(10).and_then(|n| n.checked_add(digit - b'0'));
        number?;
        end += 1;
    }
    if number.is_none() {
        const ROMAN: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
        let roman = ROMAN.iter().zip(1..=10u8).rev().find(|(roman, _)| {
            text.upper(end) && text.spells(end, roman.as_bytes()) && text.word_starts(end + roman.len())
        });
        if let Some((roman, value)) = roman {
            number = Some(value);
            end += roman.len();
        }
    }
    Some((start..end, number))
}

fn supreme(text: &Folded, start: usize) -> Option<Court> {
    let appeal = position(text, "phuctham").or_else(|| position(text, "tpt")).or_else(|| position(text, "toapt"));
    if appeal.is_some_and(|at| at < start) || text.spells(0, b"toaphuctham") {
        return fixed(CourtLevel::Supreme, seat(text)?, None);
    }
    fixed(CourtLevel::Supreme, "", None)
}

/// The city at which a court of appeal sits.
fn seat(text: &Folded) -> Option<&'static str> {
    let seats: [(&str, &[&str]); 3] = [
        ("hanoi", &["hanoi", "hn"]),
        ("danang", &["danang", "dn"]),
        ("hochiminh", &["hochiminh", "hcm", "saigon", "tphcm"]),
    ];
    let mut found = seats.iter().filter(|(_, forms)| forms.iter().any(|form| has(text, form)));
    let seat = found.next()?.0;
    found.next().is_none().then_some(seat)
}

/// A court that the table names.
fn fixed(level: CourtLevel, seat: &str, area: Option<u8>) -> Option<Court> {
    let row = FIXED.iter().find(|row| row.level == level && row.seat == seat && row.area == area)?;
    Some(Court { level, name: row.name.to_owned(), province: None, district: None, number: area })
}

struct Fixed {
    level: CourtLevel,
    seat: &'static str,
    area: Option<u8>,
    name: &'static str,
    from: &'static str,
    to: &'static str,
}

static FIXED: LazyLock<Vec<Fixed>> = LazyLock::new(|| {
    data::rows(include_str!("data/courts.tsv"))
        .map(|row| Fixed {
            level: match row.get(0) {
                "supreme" => CourtLevel::Supreme,
                "high" => CourtLevel::High,
                "military_central" => CourtLevel::MilitaryCentral,
                "military_region" => CourtLevel::MilitaryRegion,
                _ => CourtLevel::MilitaryArea,
            },
            seat: row.get(1),
            area: row.get(2).parse().ok(),
            name: row.get(3),
            from: row.get(4),
            to: row.get(5),
        })
        .collect()
});

/// Provinces have no more regional courts than this.
const MOST_REGIONS: u8 = 20;

fn region(text: &str, named: bool) -> Option<Option<Court>> {
    let folded = Folded::new(text);
    let (span, number) = number_after(&folded, &["khuvuc", "kvuc", "kv"])?;
    let Some(number) = number.filter(|n| (1..=MOST_REGIONS).contains(n)) else { return Some(None) };
    if !named && span.start != 0 {
        return Some(None);
    }
    let at = |index: usize| folded.letters.get(index).map_or(text.len(), |l| l.at as usize);
    let other = format!("{}, {}", text.get(..at(span.start)).unwrap_or(""), text.get(at(span.end)..).unwrap_or(""));
    let units = place::units(&other, Some(Era::Thirty4), true);
    let Some(units) = units.filter(|u| u.district.is_none()) else { return Some(None) };
    let Some(province) = units.province else { return Some(None) };
    let name = if province.code == "79" { "Thành phố Hồ Chí Minh" } else { province.name };
    Some(Some(Court {
        level: CourtLevel::Region,
        name: format!("Tòa án nhân dân khu vực {number} - {name}"),
        province: Some(province.code.to_owned()),
        district: None,
        number: Some(number),
    }))
}

fn of_place(text: &str, named: bool, date: Option<Date>) -> Option<Court> {
    let newer = date.is_some_and(|d| d >= Date::constant(2025, 7, 1));
    let units = place::units(text, Some(Era::Sixty3), false);
    let units = if newer && units.as_ref().is_none_or(|u| u.district.is_none()) {
        place::units(text, Some(Era::Thirty4), false).or(units)
    } else {
        units
    }?;
    if !units.clear && !(units.is_hue && date.is_some()) {
        return None;
    }
    if units.is_hue {
        // One name: of the district court to 2024, of the provincial court from 2025.
        let date = date?;
        return if date < Date::constant(2025, 1, 1) {
            district_court(&place::hue()?)
        } else {
            province_court(&place::new_hue()?)
        };
    }
    if units.district.is_some() {
        return district_court(&place::as_spelled(units, text));
    }
    (named || units.typed).then_some(())?;
    province_court(&units)
}

fn province_court(units: &place::Units) -> Option<Court> {
    let province = units.province?;
    Some(Court {
        level: CourtLevel::Province,
        name: format!("Tòa án nhân dân {}", in_name(province)),
        province: Some(province.code.to_owned()),
        district: None,
        number: None,
    })
}

fn district_court(units: &place::Units) -> Option<Court> {
    let (province, district) = (units.province?, units.district?);
    let kind = units.kind.unwrap_or(district.kind);
    Some(Court {
        level: CourtLevel::District,
        name: format!("Tòa án nhân dân {} {}, {}", kind.word().to_lowercase(), district.name, in_name(province)),
        province: Some(province.code.to_owned()),
        district: Some(district.code.to_owned()),
        number: None,
    })
}

/// `tỉnh Lạng Sơn`, `thành phố Hà Nội`; Hồ Chí Minh alone is written `Thành phố`.
fn in_name(province: &place::Province) -> String {
    let word =
        if province.name == "Hồ Chí Minh" { "Thành phố".to_owned() } else { province.kind.word().to_lowercase() };
    format!("{word} {}", province.name)
}

impl Court {
    /// Whether a court of this name existed on the day; none where the sources do not tell.
    ///
    /// ```
    /// use lltp::court;
    /// use lltp::date::Date;
    ///
    /// let court = court::read("TAND huyện Cao Lộc").value.unwrap();
    /// assert_eq!(court.existed_on(Date::constant(2019, 3, 1)), Some(true));
    /// assert_eq!(court.existed_on(Date::constant(2026, 3, 1)), Some(false));
    /// ```
    pub fn existed_on(&self, date: Date) -> Option<bool> {
        let reform = Date::constant(2025, 7, 1);
        match self.level {
            CourtLevel::Region => Some(date >= reform),
            CourtLevel::District if date >= reform => Some(false),
            CourtLevel::District => place::district_existed(self.district.as_deref()?, &self.name, date),
            CourtLevel::Province => place::province_existed(&self.name, date),
            _ => {
                let row = FIXED.iter().find(|row| row.name == self.name)?;
                let began = row.from.is_empty() || place::begins_by(row.from, date);
                let ended = !row.to.is_empty() && place::ended_before(row.to, date);
                Some(began && !ended)
            }
        }
    }

    /// Whether a court of this level decides in the instance; none where that depends on what is not known.
    ///
    /// District, regional and military area courts try at first instance alone; provincial courts at first instance and
    /// on appeal, in cassation only before 1/6/2015 and from 1/7/2025; high courts on appeal and above; the supreme
    /// court in cassation, on appeal before 1/6/2015.
    ///
    /// ```
    /// use lltp::court;
    /// use lltp::judgment::Instance;
    ///
    /// let court = court::read("TAND huyện Cao Lộc").value.unwrap();
    /// assert_eq!(court.can_decide(Instance::First, None), Some(true));
    /// assert_eq!(court.can_decide(Instance::Appeal, None), Some(false));
    /// ```
    pub fn can_decide(&self, instance: Instance, date: Option<Date>) -> Option<bool> {
        let between = date.map(|d| (Date::constant(2015, 6, 1)..Date::constant(2025, 7, 1)).contains(&d));
        // To 30/6/2004 the highest courts could try at first and last instance.
        let early = date.is_none_or(|d| d < Date::constant(2004, 7, 1));
        match (self.level, instance) {
            (CourtLevel::District | CourtLevel::Region | CourtLevel::MilitaryArea, _) => {
                Some(instance == Instance::First)
            }
            (CourtLevel::Province | CourtLevel::MilitaryRegion, Instance::First | Instance::Appeal) => Some(true),
            (CourtLevel::Province, _) => between.map(|between| !between),
            (CourtLevel::MilitaryRegion, _) => match between {
                Some(true) => Some(false),
                _ => None,
            },
            (CourtLevel::High, _) => Some(instance != Instance::First),
            (CourtLevel::Supreme, Instance::Appeal) => match (between, date) {
                (Some(true), _) => Some(false),
                (_, Some(date)) if date < Date::constant(2015, 6, 1) => Some(true),
                _ => None,
            },
            (CourtLevel::Supreme | CourtLevel::MilitaryCentral, Instance::First) => (!early).then_some(false),
            (CourtLevel::Supreme | CourtLevel::MilitaryCentral, _) => Some(true),
        }
    }
}
