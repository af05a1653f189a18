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
use crate::place::{self, Era, Folded, Sketch, units};
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
    let mut sketch = Sketch::letters(text);
    let court = decide(text, &mut sketch, date);
    sketch.leave();
    court
}

fn decide(text: &str, sketch: &mut Sketch, date: Option<Date>) -> Option<Court> {
    let all = &mut sketch.folded;
    let opening = opening(all);
    let (start, after) = opening.unwrap_or_default();
    let named = opening.is_some();
    if named {
        if all.spells(after, b"quansu") || all.spells(after, b"qs") {
            return military(all, after);
        }
        if has(all, "toicao") || all.spells(after, b"tc") || has(all, "tandtc") || has(all, "tatc") {
            return supreme(all, start);
        }
        if all.spells(after, b"capcao") || all.spells(after, b"cc") || has(all, "tacc") {
            return fixed(CourtLevel::High, seat(all)?, None);
        }
    }
    if all.word_starts(after) {
        all.cut(0..after);
    } else {
        // `TANDhuyệnCaoLộc`: the words are other ones without the opening.
        let from = all.letters.get(after).map_or(text.len(), |l| l.at as usize);
        all.read(text.get(from..)?);
    }
    // The text before `nay là`, `nay thuộc`.
    let now = ["nayla", "naythuoc"].iter().filter_map(|key| position(all, key)).filter(|at| *at > 0).min();
    if let Some(now) = now {
        all.cut(now..all.len());
    }
    if let Some((span, number)) = number_after(all, &["khuvuc", "kvuc", "kv"]) {
        return if named || span.start == 0 { region(sketch, span, number?) } else { None };
    }
    of_place(text, sketch, named, date)
}

/// The last opening in the text: `Tòa hình sự - TAND thành phố Hà Nội` names the court after it.
fn opening(text: &Folded) -> Option<(usize, usize)> {
    let mut found = None;
    let mut next = 0;
    for &start in &text.edges {
        if start < next || !text.word_starts(start) || !text.spells(start, b"t") {
            continue;
        }
        let opening = OPENINGS.iter().find_map(|opening| {
            if !text.spells(start, opening.as_bytes()) {
                return None;
            }
            let end = start + opening.len();
            let bounded = text.may_start(end)
                || text.upper(start) && text.upper(end - 1) && !text.upper(end)
                || matches!(*opening, "tand")
                    && ["tc", "cc", "kv"].iter().any(|short| text.spells(end, short.as_bytes()))
                || matches!(*opening, "taqs")
                    && ["tw", "qk", "kv"].iter().any(|short| text.spells(end, short.as_bytes()));
            // Short openings only where they are written in capitals or open the text.
            let sure = opening.len() > 4
                || start == 0
                || text.upper(start) && text.upper(start + 1)
                || text.spells(start, b"toa");
            (bounded && sure).then_some(match *opening {
                "taqs" | "toaqs" | "tatoi" | "tatc" | "tacc" => (start, start + 2),
                _ => (start, end),
            })
        });
        let Some((at, end)) = opening else { continue };
        // What follows `nay là` is the court of today, not of the record.
        if found.is_some() && ends_with(text, at, "nayla") {
            break;
        }
        if found.is_none() || !text.spells(at, b"ta") || text.spells(at, b"tand") {
            found = Some((at, end));
        }
        next = end.max(start + 1);
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
    let spells = |at: &usize| text.spells(*at, key.as_bytes());
    if key.starts_with("qs") { (0..text.len()).find(spells) } else { text.edges.iter().copied().find(spells) }
}

fn military(text: &Folded, after: usize) -> Option<Court> {
    if has(text, "trunguong") || has(text, "tw") || text.spells(after, b"qstw") {
        return fixed(CourtLevel::MilitaryCentral, "", None);
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
    }?;
    match area {
        None => fixed(CourtLevel::MilitaryRegion, seat, None),
        Some((_, number)) => fixed(CourtLevel::MilitaryArea, seat, number),
    }
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
    // `Tòa phúc thẩm TANDTC tại Hà Nội`, `TANDTC Tòa phúc thẩm tại Hà Nội`.
    if appeal.is_some_and(|at| at < start) || has(text, "toaphuctham") || has(text, "toapt") {
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

fn region(sketch: &mut Sketch, span: std::ops::Range<usize>, number: u8) -> Option<Court> {
    if !(1..=MOST_REGIONS).contains(&number) {
        return None;
    }
    sketch.folded.cut(span);
    sketch.find();
    let units = units::units(sketch, Era::Thirty4).or_else(|| units::by_initials(&sketch.folded));
    let units = units.filter(|u| u.district.is_none())?;
    let province = units.province?;
    let name = if province.code == "79" { "Thành phố Hồ Chí Minh" } else { province.name };
    Some(Court {
        level: CourtLevel::Region,
        name: format!("Tòa án nhân dân khu vực {number} - {name}"),
        province: Some(province.code.to_owned()),
        district: None,
        number: Some(number),
    })
}

fn of_place(text: &str, sketch: &mut Sketch, named: bool, date: Option<Date>) -> Option<Court> {
    sketch.find();
    let newer = date.is_some_and(|d| d >= Date::constant(2025, 7, 1));
    let units = units::units(sketch, Era::Sixty3);
    let units = if newer && units.as_ref().is_none_or(|u| u.district.is_none()) {
        units::units(sketch, Era::Thirty4).or(units)
    } else {
        units.or_else(|| units::units(sketch, Era::Thirty4))
    }?;
    if !units.clear && (!units.is_hue || date.is_none()) {
        return None;
    }
    if units.is_hue {
        // One name: of the district court to 2024, of the provincial court from 2025.
        let date = date?;
        return if date < Date::constant(2025, 1, 1) {
            district_court(&units::hue())
        } else {
            province_court(&units::new_hue())
        };
    }
    if units.district.is_some() {
        return district_court(&units::as_spelled(units, text));
    }
    (named || units.typed).then_some(())?;
    province_court(&units)
}

fn province_court(units: &units::Units) -> Option<Court> {
    let province = units.province?;
    Some(Court {
        level: CourtLevel::Province,
        name: [OPENING, " ", in_name(province), " ", province.name].concat(),
        province: Some(province.code.to_owned()),
        district: None,
        number: None,
    })
}

fn district_court(units: &units::Units) -> Option<Court> {
    let (province, district) = (units.province?, units.district?);
    let kind = units.kind.unwrap_or(district.kind).small_word();
    Some(Court {
        level: CourtLevel::District,
        name: [OPENING, " ", kind, " ", district.name, ", ", in_name(province), " ", province.name].concat(),
        province: Some(province.code.to_owned()),
        district: Some(district.code.to_owned()),
        number: None,
    })
}

const OPENING: &str = "Tòa án nhân dân";

/// The type word of a province inside a name; Hồ Chí Minh alone is written `Thành phố`.
fn in_name(province: &place::Province) -> &'static str {
    if province.name == "Hồ Chí Minh" { province.kind.word() } else { province.kind.small_word() }
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
            CourtLevel::District => units::district_existed(self.district.as_deref()?, &self.name, date),
            CourtLevel::Province => units::province_existed(&self.name, date),
            _ => {
                let row = FIXED.iter().find(|row| row.name == self.name)?;
                let began = row.from.is_empty() || units::begins_by(row.from, date);
                let ended = !row.to.is_empty() && units::ended_before(row.to, date);
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn level(level: CourtLevel) -> &'static str {
        match level {
            CourtLevel::Supreme => "supreme",
            CourtLevel::High => "high",
            CourtLevel::Province => "province",
            CourtLevel::District => "district",
            CourtLevel::Region => "region",
            CourtLevel::MilitaryCentral => "military_central",
            CourtLevel::MilitaryRegion => "military_region",
            CourtLevel::MilitaryArea => "military_area",
        }
    }

    #[track_caller]
    fn check(text: &str, codes: &str, name: &str) {
        let court = read(text).value;
        let dash = |code: Option<String>| code.unwrap_or_else(|| "-".to_owned());
        let found = court.clone().map(|c| {
            let number = dash(c.number.map(|n| n.to_string()));
            format!("{} {} {} {number}", level(c.level), dash(c.province), dash(c.district))
        });
        assert_eq!(found.unwrap_or_default(), codes, "{text}");
        assert_eq!(court.map(|c| c.name).unwrap_or_default(), name, "{text}");
    }

    #[test]
    fn cases() {
        for (text, codes, name) in CASES {
            check(text, codes, name);
        }
    }

    #[test]
    fn names_read_back() {
        for (_, _, name) in CASES.iter().filter(|(_, _, name)| !name.is_empty()) {
            assert_eq!(parse(name).unwrap().name, *name);
        }
        for row in FIXED.iter() {
            assert_eq!(parse(row.name).unwrap().name, row.name);
        }
    }

    #[test]
    fn the_day_tells_courts_of_one_name_apart() {
        let on = |text: &str, year: i16| read_on(text, Date::new(year, 8, 1).ok()).value.unwrap();
        assert_eq!(on("TAND thành phố Huế", 2019).district.as_deref(), Some("474"));
        assert_eq!(on("TAND thành phố Huế", 2019).name, "Tòa án nhân dân thành phố Huế, tỉnh Thừa Thiên Huế");
        assert_eq!(on("TAND thành phố Huế", 2026).level, CourtLevel::Province);
        assert_eq!(on("TAND tỉnh An Giang", 2019).province.as_deref(), Some("89"));
        assert_eq!(on("TAND tỉnh An Giang", 2026).province.as_deref(), Some("91"));
        // A district court in 2026 stays what the text says: a finding, not a change.
        assert_eq!(on("TAND huyện Cao Lộc", 2026).level, CourtLevel::District);
    }

    #[test]
    fn existence() {
        let on = |text: &str, year: i16| parse(text).unwrap().existed_on(Date::constant(year, 8, 1));
        assert_eq!(on("TAND huyện Cao Lộc", 2010), Some(true));
        assert_eq!(on("TAND huyện Cao Lộc", 2025), Some(false));
        assert_eq!(on("TAND khu vực 1 - Bắc Ninh", 2010), Some(false));
        assert_eq!(on("TAND khu vực 1 - Bắc Ninh", 2025), Some(true));
        assert_eq!(on("TAND tỉnh Hà Tây", 2007), Some(true));
        assert_eq!(on("TAND tỉnh Hà Tây", 2009), Some(false));
        assert_eq!(on("TAND tỉnh Bắc Ninh", 2026), Some(true));
        assert_eq!(on("TAND tỉnh Bắc Giang", 2026), Some(false));
        assert_eq!(on("TAND quận Thủ Đức, TP.HCM", 2019), Some(true));
        assert_eq!(on("TAND quận Thủ Đức, TP.HCM", 2023), None);
        assert_eq!(on("TANDCC tại Hà Nội", 2014), Some(false));
        assert_eq!(on("TANDCC tại Hà Nội", 2020), Some(true));
        assert_eq!(on("TAQS QK7", 2020), Some(true));
        assert_eq!(on("TAQS KV1 QK4", 2020), Some(false));
    }

    #[test]
    fn instances() {
        use Instance::{Appeal, Cassation, First};
        let can =
            |text: &str, instance, year: i16| parse(text).unwrap().can_decide(instance, Date::new(year, 3, 1).ok());
        assert_eq!(can("TAND huyện Cao Lộc", First, 2019), Some(true));
        assert_eq!(can("TAND huyện Cao Lộc", Appeal, 2019), Some(false));
        assert_eq!(can("TAND tỉnh Lạng Sơn", Appeal, 2019), Some(true));
        assert_eq!(can("TAND tỉnh Lạng Sơn", Cassation, 2010), Some(true));
        assert_eq!(can("TAND tỉnh Lạng Sơn", Cassation, 2019), Some(false));
        assert_eq!(parse("TAND tỉnh Lạng Sơn").unwrap().can_decide(Cassation, None), None);
        assert_eq!(can("TANDCC tại Hà Nội", First, 2019), Some(false));
        assert_eq!(can("TANDTC", Appeal, 2019), Some(false));
        assert_eq!(can("TANDTC", Appeal, 2010), Some(true));
        assert_eq!(can("TANDTC", First, 2019), Some(false));
    }

    #[test]
    fn missing_cells() {
        assert_eq!(read("//"), Reading::missing(Missing::Blank));
        assert_eq!(parse("").unwrap_err().to_string(), "no court: the cell is empty");
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,60}") {
            let _ = read(&text);
        }

        #[test]
        fn what_is_read_has_a_name_that_reads_back(words in prop::collection::vec(
            prop::sample::select(vec![
                "TAND", "TAQS", "tòa án", "nhân dân", "TC", "tối cao", "KV", "5", "-", "khu vực", "QK7", "huyện", "Cao Lộc",
                "tp", "Huế", "IX", "phúc thẩm", "tại", "HN", "nay là", "tỉnh", "Lạng Sơn", "Q1", ",",
            ]), 0..10), spaced in any::<bool>()) {
            let text = words.join(if spaced { " " } else { "" });
            if let Some(court) = read(&text).value {
                let again = read(&court.name).value;
                prop_assert!(again.is_none_or(|again| again.name == court.name), "{}: {:?}", text, court);
            }
        }
    }

    const CASES: &[(&str, &str, &str)] = &[
        (
            "Tòa án nhân dân huyện Cao Lộc, tỉnh Lạng Sơn",
            "district 20 183 -",
            "Tòa án nhân dân huyện Cao Lộc, tỉnh Lạng Sơn",
        ),
        ("TAND huyện Cao Lộc,  tỉnh Lạng Sơn", "district 20 183 -", "Tòa án nhân dân huyện Cao Lộc, tỉnh Lạng Sơn"),
        ("TAND H. Cao Lộc", "district 20 183 -", "Tòa án nhân dân huyện Cao Lộc, tỉnh Lạng Sơn"),
        ("TOÀ ÁN NHÂN DÂN HUYỆN CAO LỘC", "district 20 183 -", "Tòa án nhân dân huyện Cao Lộc, tỉnh Lạng Sơn"),
        ("Toa an nhan dan huyen Cao Loc", "district 20 183 -", "Tòa án nhân dân huyện Cao Lộc, tỉnh Lạng Sơn"),
        (
            "TAND TP. Thủ Dầu Một,  tỉnh Bình Dương",
            "district 74 718 -",
            "Tòa án nhân dân thành phố Thủ Dầu Một, tỉnh Bình Dương",
        ),
        ("TAND cấp cao tại TP Hồ Chí Minh", "high - - -", "Tòa án nhân dân cấp cao tại Thành phố Hồ Chí Minh"),
        ("TANDCC tại Đà Nẵng", "high - - -", "Tòa án nhân dân cấp cao tại Đà Nẵng"),
        ("TANDTC", "supreme - - -", "Tòa án nhân dân tối cao"),
        ("Tòa phúc thẩm TANDTC tại Hà Nội", "supreme - - -", "Tòa phúc thẩm Tòa án nhân dân tối cao tại Hà Nội"),
        ("TAQS QK7", "military_region - - -", "Tòa án quân sự Quân khu 7"),
        ("TAQSKV 1 QK5", "military_area - - 1", "Tòa án quân sự khu vực 1 Quân khu 5"),
        ("Tòa án quân sự khu vực 1 Quân khu 4", "military_area - - 1", "Tòa án quân sự Khu vực 1 Quân khu 4"),
        ("TAQSTW", "military_central - - -", "Tòa án quân sự trung ương"),
        ("TAND KV9", "", ""),
        ("TÒA ÁN NHÂN DÂN KHU VỰC 9 - TP. CẦN THƠ", "region 92 - 9", "Tòa án nhân dân khu vực 9 - Cần Thơ"),
        ("TAND khu vực 1", "", ""),
        ("khu vực 2-Hà Nội", "region 01 - 2", "Tòa án nhân dân khu vực 2 - Hà Nội"),
        (
            "Tòa án nhân dân khu vực 1 Thành Phố Hồ Chí Minh",
            "region 79 - 1",
            "Tòa án nhân dân khu vực 1 - Thành phố Hồ Chí Minh",
        ),
        ("Tòa án nhân dân khu vực 1 - TP.HCM", "region 79 - 1", "Tòa án nhân dân khu vực 1 - Thành phố Hồ Chí Minh"),
        ("TAND khu vực 3, tỉnh Lâm Đồng", "region 68 - 3", "Tòa án nhân dân khu vực 3 - Lâm Đồng"),
        ("TAND KV1-HN", "region 01 - 1", "Tòa án nhân dân khu vực 1 - Hà Nội"),
        ("Thành phố Quảng Ngãi", "district 51 522 -", "Tòa án nhân dân thành phố Quảng Ngãi, tỉnh Quảng Ngãi"),
        ("Thị xã Đức Phổ", "district 51 534 -", "Tòa án nhân dân thị xã Đức Phổ, tỉnh Quảng Ngãi"),
        ("TAND thành phố Huế", "", ""),
        (
            "TAND thành phố Huế, tỉnh Thừa Thiên Huế",
            "district 46 474 -",
            "Tòa án nhân dân thành phố Huế, tỉnh Thừa Thiên Huế",
        ),
        ("TAND huyện Châu Thành", "", ""),
        (
            "TAND huyện Châu Thành, tỉnh Tiền Giang",
            "district 82 821 -",
            "Tòa án nhân dân huyện Châu Thành, tỉnh Tiền Giang",
        ),
        ("TAND Lạng Sơn", "province 20 - -", "Tòa án nhân dân tỉnh Lạng Sơn"),
        ("TAND tỉnh Lạng Sơn", "province 20 - -", "Tòa án nhân dân tỉnh Lạng Sơn"),
        ("TAND thành phố Hồ Chí Minh", "province 79 - -", "Tòa án nhân dân Thành phố Hồ Chí Minh"),
        ("TAND Q.1", "district 79 760 -", "Tòa án nhân dân quận 1, Thành phố Hồ Chí Minh"),
        ("TAND quận 9", "district 79 763 -", "Tòa án nhân dân quận 9, Thành phố Hồ Chí Minh"),
        ("TAND TP Thủ Đức", "district 79 769 -", "Tòa án nhân dân thành phố Thủ Đức, Thành phố Hồ Chí Minh"),
        ("TAND huyện Phú Quốc", "district 91 911 -", "Tòa án nhân dân huyện Phú Quốc, tỉnh Kiên Giang"),
        ("TAND thị xã Tam Kỳ, Quảng Nam", "district 49 502 -", "Tòa án nhân dân thị xã Tam Kỳ, tỉnh Quảng Nam"),
        ("TAND tỉnh Hà Tây", "province H-ha-tay-1991 - -", "Tòa án nhân dân tỉnh Hà Tây"),
        ("TAND tỉnh Sông Bé", "province H-song-be-1976 - -", "Tòa án nhân dân tỉnh Sông Bé"),
        ("TANDhuyệnCaoLộc", "district 20 183 -", "Tòa án nhân dân huyện Cao Lộc, tỉnh Lạng Sơn"),
        ("TANDquận5", "district 79 774 -", "Tòa án nhân dân quận 5, Thành phố Hồ Chí Minh"),
        ("Tòa hình sự - TAND thành phố Hà Nội", "province 01 - -", "Tòa án nhân dân thành phố Hà Nội"),
        ("Công an huyện Cao Lộc", "", ""),
        ("VKSND tỉnh Lạng Sơn", "", ""),
        (
            "TAND huyện Đan Phượng, tỉnh Hà Tây",
            "district H-ha-tay-1991 273 -",
            "Tòa án nhân dân huyện Đan Phượng, tỉnh Hà Tây",
        ),
        (
            "TAND huyện Cao Lộc (nay là TAND khu vực 1 - Lạng Sơn)",
            "district 20 183 -",
            "Tòa án nhân dân huyện Cao Lộc, tỉnh Lạng Sơn",
        ),
        ("Cao Lộc", "district 20 183 -", "Tòa án nhân dân huyện Cao Lộc, tỉnh Lạng Sơn"),
        ("Hà Nội", "", ""),
        ("tand tp biên hoà", "district 75 731 -", "Tòa án nhân dân thành phố Biên Hòa, tỉnh Đồng Nai"),
        ("TAND huyện Ea H'leo", "district 66 645 -", "Tòa án nhân dân huyện Ea H'leo, tỉnh Đắk Lắk"),
        ("TAND TX Dĩ An, Bình Dương", "district 74 724 -", "Tòa án nhân dân thị xã Dĩ An, tỉnh Bình Dương"),
        ("TAND huyện Kỳ Anh", "district 42 447 -", "Tòa án nhân dân huyện Kỳ Anh, tỉnh Hà Tĩnh"),
        ("TAND Kỳ Anh", "", ""),
        ("Trại giam Huyện Cái Nước", "", ""),
        ("TAND Huyện Nghi Xuân", "district 42 442 -", "Tòa án nhân dân huyện Nghi Xuân, tỉnh Hà Tĩnh"),
        ("Toà án ND huyện Cao Lộc", "district 20 183 -", "Tòa án nhân dân huyện Cao Lộc, tỉnh Lạng Sơn"),
        ("TAND H.Cao Lộc - Lạng Sơn", "district 20 183 -", "Tòa án nhân dân huyện Cao Lộc, tỉnh Lạng Sơn"),
        ("TÒA ÁN NHÂN DÂN THÀNH PHỐ HÀ NỘI", "province 01 - -", "Tòa án nhân dân thành phố Hà Nội"),
        ("TAND TP.HCM", "province 79 - -", "Tòa án nhân dân Thành phố Hồ Chí Minh"),
        ("TAND TP. HCM", "province 79 - -", "Tòa án nhân dân Thành phố Hồ Chí Minh"),
        ("TAND TPHCM", "province 79 - -", "Tòa án nhân dân Thành phố Hồ Chí Minh"),
        ("Tòa án nhân dân Tp Đà Nẵng", "province 48 - -", "Tòa án nhân dân thành phố Đà Nẵng"),
        ("TAND Đà Nẵng", "province 48 - -", "Tòa án nhân dân thành phố Đà Nẵng"),
        ("TAND Hà Nội", "province 01 - -", "Tòa án nhân dân thành phố Hà Nội"),
        ("TAND tp Hải Phòng", "province 31 - -", "Tòa án nhân dân thành phố Hải Phòng"),
        ("TAND quận Hải Châu, Đà Nẵng", "district 48 492 -", "Tòa án nhân dân quận Hải Châu, thành phố Đà Nẵng"),
        ("TAND Q. Bình Thạnh, TP.HCM", "district 79 765 -", "Tòa án nhân dân quận Bình Thạnh, Thành phố Hồ Chí Minh"),
        ("TAND Q12", "district 79 761 -", "Tòa án nhân dân quận 12, Thành phố Hồ Chí Minh"),
        ("TAND quận 12 - TP Hồ Chí Minh", "district 79 761 -", "Tòa án nhân dân quận 12, Thành phố Hồ Chí Minh"),
        ("TAND TX Từ Sơn", "district 27 261 -", "Tòa án nhân dân thị xã Từ Sơn, tỉnh Bắc Ninh"),
        ("TAND huyện Từ Sơn", "district 27 261 -", "Tòa án nhân dân huyện Từ Sơn, tỉnh Bắc Ninh"),
        ("TAND thành phố Thủ Đức", "district 79 769 -", "Tòa án nhân dân thành phố Thủ Đức, Thành phố Hồ Chí Minh"),
        ("TAND quận Thủ Đức", "district 79 762 -", "Tòa án nhân dân quận Thủ Đức, Thành phố Hồ Chí Minh"),
        ("TAND TP Nha Trang", "district 56 568 -", "Tòa án nhân dân thành phố Nha Trang, tỉnh Khánh Hòa"),
        ("TAND Nha Trang", "district 56 568 -", "Tòa án nhân dân thành phố Nha Trang, tỉnh Khánh Hòa"),
        ("TAND huyện Kim Sơn, Ninh Bình", "district 37 376 -", "Tòa án nhân dân huyện Kim Sơn, tỉnh Ninh Bình"),
        ("TAND tỉnh Ninh Bình", "province 37 - -", "Tòa án nhân dân tỉnh Ninh Bình"),
        ("TAND thành phố Ninh Bình", "district 37 369 -", "Tòa án nhân dân thành phố Ninh Bình, tỉnh Ninh Bình"),
        ("TAND tỉnh Bà Rịa - Vũng Tàu", "province 77 - -", "Tòa án nhân dân tỉnh Bà Rịa - Vũng Tàu"),
        ("TAND tỉnh BR-VT", "province 77 - -", "Tòa án nhân dân tỉnh Bà Rịa - Vũng Tàu"),
        ("TAND thành phố Vũng Tàu", "district 77 747 -", "Tòa án nhân dân thành phố Vũng Tàu, tỉnh Bà Rịa - Vũng Tàu"),
        (
            "TAND tỉnh Quảng Nam - Đà Nẵng",
            "province H-quang-nam-da-nang-1976 - -",
            "Tòa án nhân dân tỉnh Quảng Nam - Đà Nẵng",
        ),
        ("TAND tỉnh Thừa Thiên Huế", "province 46 - -", "Tòa án nhân dân tỉnh Thừa Thiên Huế"),
        ("TAND tỉnh TT Huế", "province 46 - -", "Tòa án nhân dân tỉnh Thừa Thiên Huế"),
        ("TAND thị xã Hương Thủy", "district 46 479 -", "Tòa án nhân dân thị xã Hương Thủy, tỉnh Thừa Thiên Huế"),
        ("TAND huyện Phú Vang, TP. Huế", "district 46 478 -", "Tòa án nhân dân huyện Phú Vang, thành phố Huế"),
        ("TAND Khu vực 5 - Nghệ An", "region 40 - 5", "Tòa án nhân dân khu vực 5 - Nghệ An"),
        ("TAND KV 5 Nghệ An", "region 40 - 5", "Tòa án nhân dân khu vực 5 - Nghệ An"),
        ("TAND KV.5 - Nghệ An", "region 40 - 5", "Tòa án nhân dân khu vực 5 - Nghệ An"),
        ("TANDKV5-Nghệ An", "region 40 - 5", "Tòa án nhân dân khu vực 5 - Nghệ An"),
        ("Tòa án nhân dân khu vực 3 – Lâm Đồng", "region 68 - 3", "Tòa án nhân dân khu vực 3 - Lâm Đồng"),
        ("Tòa án nhân dân Khu vực I - Thanh Hóa", "region 38 - 1", "Tòa án nhân dân khu vực 1 - Thanh Hóa"),
        ("TAND khu vực 25 - Thanh Hóa", "", ""),
        ("TAND khu vực 3 - Bình Dương", "", ""),
        ("Tòa án khu vực 7 Đồng Tháp", "region 82 - 7", "Tòa án nhân dân khu vực 7 - Đồng Tháp"),
        ("tòa án nhân dân khu vực 1 - tp. huế", "region 46 - 1", "Tòa án nhân dân khu vực 1 - Huế"),
        ("TAND khu vực 8 - TP Đà Nẵng", "region 48 - 8", "Tòa án nhân dân khu vực 8 - Đà Nẵng"),
        ("TAND cấp cao", "", ""),
        ("Tòa án nhân dân cấp cao tại Hà Nội", "high - - -", "Tòa án nhân dân cấp cao tại Hà Nội"),
        ("TANDCC Hà Nội", "high - - -", "Tòa án nhân dân cấp cao tại Hà Nội"),
        ("TANDCC tại TP. HCM", "high - - -", "Tòa án nhân dân cấp cao tại Thành phố Hồ Chí Minh"),
        ("Tòa án Nhân dân Tối cao", "supreme - - -", "Tòa án nhân dân tối cao"),
        ("TAND tối cao", "supreme - - -", "Tòa án nhân dân tối cao"),
        (
            "Tòa phúc thẩm TAND tối cao tại Đà Nẵng",
            "supreme - - -",
            "Tòa phúc thẩm Tòa án nhân dân tối cao tại Đà Nẵng",
        ),
        (
            "Tòa phúc thẩm Tòa án nhân dân tối cao tại TP. Hồ Chí Minh",
            "supreme - - -",
            "Tòa phúc thẩm Tòa án nhân dân tối cao tại Thành phố Hồ Chí Minh",
        ),
        ("Tòa phúc thẩm TANDTC", "", ""),
        ("Tòa án quân sự Trung ương", "military_central - - -", "Tòa án quân sự trung ương"),
        ("TAQS khu vực Thủ đô", "military_area - - -", "Tòa án quân sự khu vực Thủ đô Hà Nội"),
        ("Tòa án Quân sự Quân khu 5", "military_region - - -", "Tòa án quân sự Quân khu 5"),
        ("TAQS Quân khu VII", "military_region - - -", "Tòa án quân sự Quân khu 7"),
        ("TAQS Quân chủng Hải quân", "military_region - - -", "Tòa án quân sự Quân chủng Hải quân"),
        ("Tòa án quân sự khu vực 2, Quân khu 5", "military_area - - 2", "Tòa án quân sự khu vực 2 Quân khu 5"),
        ("TAQS KV2 QK7", "military_area - - 2", "Tòa án quân sự Khu vực 2 Quân khu 7"),
        ("TAQS Quân khu 6", "", ""),
        ("TAQS khu vực 1", "", ""),
        ("Tòa án quân sự", "", ""),
        ("Hội đồng xét xử TAND huyện Cao Lộc", "district 20 183 -", "Tòa án nhân dân huyện Cao Lộc, tỉnh Lạng Sơn"),
        (
            "Tòa gia đình và người chưa thành niên TAND TP. Hồ Chí Minh",
            "province 79 - -",
            "Tòa án nhân dân Thành phố Hồ Chí Minh",
        ),
        ("Huyện Cao Lộc, Lạng Sơn", "district 20 183 -", "Tòa án nhân dân huyện Cao Lộc, tỉnh Lạng Sơn"),
        ("Tỉnh Quảng Ngãi", "province 51 - -", "Tòa án nhân dân tỉnh Quảng Ngãi"),
        ("Thành phố Đà Nẵng", "province 48 - -", "Tòa án nhân dân thành phố Đà Nẵng"),
        ("Đà Nẵng", "", ""),
        ("TAND", "", ""),
        ("Tòa án nhân dân", "", ""),
        ("Tòa án nhân dân tỉnh", "", ""),
        ("TAND huyện", "", ""),
        ("Viện kiểm sát nhân dân huyện Cao Lộc", "", ""),
        ("Chi cục Thi hành án dân sự huyện Cao Lộc", "", ""),
        ("Công an thành phố Hà Nội", "", ""),
        ("Sở Tư pháp tỉnh Lạng Sơn", "", ""),
        ("xã Tân Liên, huyện Cao Lộc", "", ""),
        ("TAND huyện Mù Cang Chải", "district 15 137 -", "Tòa án nhân dân huyện Mù Căng Chải, tỉnh Yên Bái"),
        ("TAND huyện Cư Mgar", "district 66 648 -", "Tòa án nhân dân huyện Cư M'gar, tỉnh Đắk Lắk"),
        ("TAND huyện Đắk Song, Đắk Nông", "district 67 665 -", "Tòa án nhân dân huyện Đắk Song, tỉnh Đắk Nông"),
        ("TAND TP Buôn Ma Thuột", "district 66 643 -", "Tòa án nhân dân thành phố Buôn Ma Thuột, tỉnh Đắk Lắk"),
        ("TAND TP Pleiku, tỉnh Gia Lai", "district 64 622 -", "Tòa án nhân dân thành phố Pleiku, tỉnh Gia Lai"),
        (
            "TAND Tp.Phan Rang-Tháp Chàm",
            "district 58 582 -",
            "Tòa án nhân dân thành phố Phan Rang-Tháp Chàm, tỉnh Ninh Thuận",
        ),
        (
            "TAND thành phố Phan Rang - Tháp Chàm, tỉnh Ninh Thuận",
            "district 58 582 -",
            "Tòa án nhân dân thành phố Phan Rang-Tháp Chàm, tỉnh Ninh Thuận",
        ),
        ("TAND huyện Từ Liêm, Hà Nội", "district 01 019 -", "Tòa án nhân dân huyện Từ Liêm, thành phố Hà Nội"),
        (
            "TAND thị xã Hà Đông, tỉnh Hà Tây",
            "district H-ha-tay-1991 268 -",
            "Tòa án nhân dân thị xã Hà Đông, tỉnh Hà Tây",
        ),
        ("TAND tỉnh Hậu Giang", "province 93 - -", "Tòa án nhân dân tỉnh Hậu Giang"),
        ("TAND tỉnh Cần Thơ", "province H-can-tho-1991 - -", "Tòa án nhân dân tỉnh Cần Thơ"),
        ("TAND TP Cần Thơ", "province 92 - -", "Tòa án nhân dân thành phố Cần Thơ"),
        ("TAND tỉnh Nghệ Tĩnh", "province H-nghe-tinh-1975 - -", "Tòa án nhân dân tỉnh Nghệ Tĩnh"),
        ("TAND tỉnh Minh Hải", "province H-minh-hai-1976 - -", "Tòa án nhân dân tỉnh Minh Hải"),
        ("TAND thành phố Đồng Nai", "province 75 - -", "Tòa án nhân dân thành phố Đồng Nai"),
        ("TAND huyện Châu Thành, Kiên Giang", "district 91 905 -", "Tòa án nhân dân huyện Châu Thành, tỉnh Kiên Giang"),
        ("TAND huyện Châu Thành A", "district 93 932 -", "Tòa án nhân dân huyện Châu Thành A, tỉnh Hậu Giang"),
        ("TAND huyện Tân Phú", "district 75 734 -", "Tòa án nhân dân huyện Tân Phú, tỉnh Đồng Nai"),
        ("TAND quận Tân Phú", "district 79 767 -", "Tòa án nhân dân quận Tân Phú, Thành phố Hồ Chí Minh"),
        ("TAND huyện Chợ Mới, An Giang", "district 89 893 -", "Tòa án nhân dân huyện Chợ Mới, tỉnh An Giang"),
        ("TAND TX Cai Lậy", "district 82 817 -", "Tòa án nhân dân thị xã Cai Lậy, tỉnh Tiền Giang"),
        ("TAND huyện Cai Lậy", "district 82 820 -", "Tòa án nhân dân huyện Cai Lậy, tỉnh Tiền Giang"),
        ("TAND TP Cao Lãnh", "district 87 866 -", "Tòa án nhân dân thành phố Cao Lãnh, tỉnh Đồng Tháp"),
        ("TAND thị xã Long Mỹ", "district 93 937 -", "Tòa án nhân dân thị xã Long Mỹ, tỉnh Hậu Giang"),
        ("TAND Huyện Krông Pắk, tỉnh Đắk Lắk", "district 66 654 -", "Tòa án nhân dân huyện Krông Pắc, tỉnh Đắk Lắk"),
        ("TAND TP ĐBP", "district 11 094 -", "Tòa án nhân dân thành phố Điện Biên Phủ, tỉnh Điện Biên"),
        (
            "TAND TP PR-TC, Ninh Thuận",
            "district 58 582 -",
            "Tòa án nhân dân thành phố Phan Rang-Tháp Chàm, tỉnh Ninh Thuận",
        ),
        ("TANDTC Toà phúc thẩm tại Hà Nội", "supreme - - -", "Tòa phúc thẩm Tòa án nhân dân tối cao tại Hà Nội"),
        ("TACC HN", "high - - -", "Tòa án nhân dân cấp cao tại Hà Nội"),
        ("TAND tỉnh Gia Lai - khu vực 4", "region 52 - 4", "Tòa án nhân dân khu vực 4 - Gia Lai"),
        ("Bản án của TAND huyện Diễn Châu", "district 40 425 -", "Tòa án nhân dân huyện Diễn Châu, tỉnh Nghệ An"),
        ("T.A.N.D quận Cầu Giấy", "district 01 005 -", "Tòa án nhân dân quận Cầu Giấy, thành phố Hà Nội"),
        ("TAND huyện Chợ Mới", "", ""),
        ("nguyễn văn a", "", ""),
        ("Lào", "", ""),
    ];
}
