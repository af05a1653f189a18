//! Names of persons: family, middle, given; aliases; minority and foreign conventions.
//!
//! | Written                                                   | Read as                                                      |
//! |-----------------------------------------------------------|--------------------------------------------------------------|
//! | `NGUYỄN THỊ THANH HÀ`                                     | family NGUYỄN, middle THỊ THANH, given HÀ; shown `Nguyễn Thị Thanh Hà` |
//! | `Tôn Thất Thuyết`, `Công Tằng Tôn Nữ Lan`                 | a family name of several syllables                           |
//! | `Y Thân Niê`, `H'Mri Knul`                                | Ê Đê and Mnông: the clan stands last                         |
//! | `Ksor Phyưn`, `Rơ Châm H'Hoa`, `Giàng A Páo`              | the clan stands first                                        |
//! | `A Thân`, `Y Blơ`, `K'Brèo`                               | a given name alone                                           |
//! | `Nguyễn Văn An (tên gọi khác: Tý; sinh năm 1990)`         | the name, the other name; the rest is cut                    |
//! | `Nguyễn Văn Hùng "trọc"`, `… tức Tý`, `… (Tý)`            | the nickname is another name                                 |
//! | `Bị cáo Nguyễn Văn An`, `1. Nguyễn Văn An`                | without role and list number                                 |
//! | `Nguyễn Văn An, Trần Thị Bình`                            | several persons: no value ([`split_persons`])                |
//! | `N.V.A`, `Nguyễn Thị Thu T`                               | shortened for publication; no evidence of identity           |
//!
//! The letters of a name are never changed: no tone moved, no mark put back, no syllable checked. What the cell holds
//! beside the name is cut as a certain repair where one reading is possible; a title that may be a family name
//! (Ông Ích Khiêm), or words that may be an address or a second name, are only proposed, and the name is given as it
//! stands.
//!
//! Source: Civil Code 2015, Art. 26; the conventions of the groups from published descriptions.

mod case;
mod cell;
mod parts;
pub(crate) mod plain;
mod segment;
mod sex;
pub(crate) mod table;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::repair::{ErrorCode, Grade, Missing, Reading};
use crate::text;

pub use sex::sex_hint;

/// By whose convention a name is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameKind {
    /// Family, middle, given.
    Vietnamese,
    /// One of the minority conventions.
    Ethnic,
    /// A foreign name.
    Foreign,
    /// Shortened to initials in a published judgment.
    Anonymised,
}

/// The name of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// As written: form and spacing repaired, letter case kept.
    pub full: String,
    /// In title case.
    pub display: String,
    /// Family name.
    pub family: Option<String>,
    /// Middle name.
    pub middle: Option<String>,
    /// Given name.
    pub given: Option<String>,
    /// Other names found in the cell.
    pub aliases: Vec<String>,
    /// Convention.
    pub kind: NameKind,
}

/// Why a name could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameError {
    /// The cell holds nothing.
    #[error("no name: the cell is empty")]
    Missing(Missing),
    /// More than one person stands in the cell.
    #[error("expected one person, found several")]
    SeveralPersons,
    /// No form of a name.
    #[error("expected a name, found other text")]
    Unrecognised,
}

impl ErrorCode for NameError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::SeveralPersons => "several_persons",
            Self::Unrecognised => "unrecognised",
        }
    }
}

/// What a cell says about one person: the name, and the facts that stand beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonCell {
    /// The name, as [`read`] gives it for the whole cell.
    pub name: Reading<Name, NameError>,
    /// Date or year of birth, as written.
    pub birth: Option<String>,
    /// Residence, as written.
    pub residence: Option<String>,
    /// Identity numbers, as written, with their labels.
    pub identity: Option<String>,
    /// What else is said, piece by piece.
    pub rest: Vec<String>,
}

/// Bytes of the longest cell that is looked at for names: some hundred accused with their addresses. What is longer is
/// no cell of names, and reading it would take time with the square of its length.
const LONGEST: usize = 32 << 10;

/// Reads the name of one person.
///
/// Accepts the forms in the [module table](self), in any letter case and Unicode form.
///
/// ```
/// use lltp::name::{self, NameError};
///
/// let name = name::read("NGUYỄN VĂN AN (tên gọi khác: Tý)").value.unwrap();
/// assert_eq!((name.display.as_str(), name.family.as_deref()), ("Nguyễn Văn An", Some("NGUYỄN")));
/// assert_eq!(name.aliases, ["Tý"]);
/// let several = name::read("Nguyễn Văn An, Trần Thị Bình");
/// assert_eq!(several.error, Some(NameError::SeveralPersons));
/// ```
pub fn read(text: &str) -> Reading<Name, NameError> {
    if text.len() > LONGEST {
        return Reading::error(NameError::Unrecognised);
    }
    let one_line = !text.contains(['\n', '\r']);
    let cell: Cow<'_, str> = if one_line {
        text::clean(text)
    } else {
        let lines: Vec<_> = text.split(['\n', '\r']).map(text::clean).filter(|line| !line.trim().is_empty()).collect();
        Cow::Owned(lines.join("\n"))
    };
    if let Some(Simple { family }) = simple(&cell)
        && let Some(name) = parts::build_with(&cell, family)
    {
        let mut repairs = if *cell == *text { Vec::new() } else { text::read(text).repairs };
        repairs.retain(|repair| repair.grade == Grade::Certain);
        return Reading { value: Some(name), missing: None, repairs, error: None };
    }
    if let Some(kind) = text::missing(&cell) {
        return Reading::missing(kind);
    }
    // A bare name is legal as it stands; in anything else legacy codes may hide.
    let cell = if one_line {
        text::mend(text)
    } else {
        let lines: Vec<_> = text.split(['\n', '\r']).map(text::mend).filter(|line| !line.trim().is_empty()).collect();
        Cow::Owned(lines.join("\n"))
    };
    let mut reading = cell::read(&cell);
    if *cell != *text && one_line {
        let repairs = text::read(text).repairs;
        reading.repairs.splice(0..0, repairs.into_iter().filter(|repair| repair.grade == Grade::Certain));
    }
    reading
}

/// A cell that is a bare name, with the family name that its first word is; none where that lacks its marks.
struct Simple {
    family: Option<table::Family>,
}

/// Whether a cell is a bare name: words that no title, marker or separator can be among.
fn simple(cell: &str) -> Option<Simple> {
    let mut words = 0;
    let mut family = None;
    for word in cell.split(' ') {
        let mut letters = word.chars();
        let first = letters.next()?;
        if plain::small(first) == first || !plain::is_letter(first) {
            return None;
        }
        // In capitals a marker is no smaller than a name.
        let mut capitals = true;
        for c in letters {
            if !plain::is_letter(c) {
                return None;
            }
            capitals &= plain::small(c) != c;
        }
        if words == 0 {
            // Forms of address that are family names as well, and the first words of roles.
            if word.len() <= 5
                && matches!(plain::letter(first), 'o' | 'b' | 'c' | 'a' | 'e' | 'h' | 'v' | 't')
                && ["ong", "ba", "chu", "co", "anh", "em", "bi", "ho", "vu", "ten"]
                    .iter()
                    .any(|title| plain::is(word, title))
                && !matches!(word, "Vũ" | "VŨ" | "Hồ" | "HỒ")
            {
                return None;
            }
            family = table::family(word);
            if family.is_none() {
                table::unmarked_family(word)?;
            }
        } else if capitals {
            let marker = word.len() <= 9
                && matches!(
                    word,
                    "TỨC"
                        | "HAY"
                        | "TỰ"
                        | "VÀ"
                        | "CÙNG"
                        | "BÍ"
                        | "TÊN"
                        | "CÒN"
                        | "CÓ"
                        | "SN"
                        | "NS"
                        | "SINH"
                        | "THƯỜNG"
                        | "BIỆT"
                        | "TỤC"
                        | "HKTT"
                        | "TRÚ"
                        | "NƠI"
                        | "ALIAS"
                        | "AKA"
                        | "ĐỒNG"
                        | "NAM"
                        | "NĂM"
                        | "QUÊ"
                        | "CMND"
                        | "CCCD"
                        | "TGK"
                );
            if marker {
                return None;
            }
        } else if word.len() <= 5 && matches!(word, "Sinh" | "Tên" | "Bí" | "Alias" | "Aka" | "Còn" | "Đồng") {
            return None;
        }
        words += 1;
    }
    (2..=6).contains(&words).then_some(Simple { family })
}

/// Reads the name of one person.
///
/// # Errors
///
/// [`NameError::Missing`], [`NameError::SeveralPersons`] or [`NameError::Unrecognised`].
///
/// ```
/// use lltp::name;
///
/// assert_eq!(name::parse("Tôn Thất Thuyết")?.family.as_deref(), Some("Tôn Thất"));
/// let err = name::parse("1. Nguyễn Văn An 2. Trần Thị Bình").unwrap_err();
/// assert_eq!(err.to_string(), "expected one person, found several");
/// # Ok::<(), name::NameError>(())
/// ```
pub fn parse(text: &str) -> Result<Name, NameError> {
    read(text).into_result(NameError::Missing)
}

/// The parts of a cell that are one person each: numbered, on lines of their own, or parted by `;`, `,` and `và`.
///
/// A comma parts persons only where a name with a common family name follows; facts beside a name stay with it.
/// Accomplices without a name (`và đồng phạm`) are left out. A cell of one person is given back whole, trimmed.
///
/// ```
/// use lltp::name::split_persons;
///
/// assert_eq!(split_persons("1. Bùi Nguyễn Hoàng 2. Đỗ Lê Nam"), ["Bùi Nguyễn Hoàng", "Đỗ Lê Nam"]);
/// assert_eq!(split_persons("Trần Văn An, sinh năm 1990, trú tại: xã A, huyện B").len(), 1);
/// ```
pub fn split_persons(text: &str) -> Vec<&str> {
    if text.len() > LONGEST {
        return vec![text.trim()];
    }
    cell::persons(text)
        .into_iter()
        .filter_map(|range| text.get(range))
        .map(cell::tidy)
        .filter(|person| !person.is_empty())
        .collect()
}

/// Reads what a cell says about one person: `Nguyễn Văn An, sinh năm 1990, HKTT: xã A, huyện B`.
///
/// Birth, residence and numbers are given as written, for the readers of dates, places and identity numbers.
///
/// ```
/// use lltp::name::read_person;
///
/// let cell = read_person("Nguyễn Văn An (1963; Phường Hải Thành, Thành phố Đồng Hới)");
/// assert_eq!(cell.name.value.map(|n| n.display).as_deref(), Some("Nguyễn Văn An"));
/// assert_eq!(cell.birth.as_deref(), Some("1963"));
/// assert_eq!(cell.residence.as_deref(), Some("Phường Hải Thành, Thành phố Đồng Hới"));
/// ```
pub fn read_person(text: &str) -> PersonCell {
    if text.len() > LONGEST {
        let name = read(text);
        return PersonCell { name, birth: None, residence: None, identity: None, rest: Vec::new() };
    }
    let lines: Vec<_> = text.split(['\n', '\r']).map(text::mend).filter(|line| !line.trim().is_empty()).collect();
    cell::person(read(text), &lines.join("\n"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn name(text: &str) -> Name {
        let reading = read(text);
        let Some(name) = reading.value else { panic!("{text}: {reading:?}") };
        name
    }

    #[track_caller]
    fn parts(text: &str, kind: NameKind, family: &str, middle: &str, given: &str) {
        let name = name(text);
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        assert_eq!(
            (part(&name.family), part(&name.middle), part(&name.given)),
            (family.into(), middle.into(), given.into()),
            "{text}"
        );
        assert_eq!(name.kind, kind, "{text}");
    }

    #[track_caller]
    fn reads(text: &str, full: &str, aliases: &[&str]) {
        let name = name(text);
        assert_eq!(
            (name.full.as_str(), name.aliases.iter().map(String::as_str).collect::<Vec<_>>()),
            (full, aliases.to_vec()),
            "{text}"
        );
    }

    #[track_caller]
    fn certain(text: &str, full: &str) {
        let reading = read(text);
        assert_eq!(reading.value.as_ref().map(|n| n.full.as_str()), Some(full), "{text}");
        assert!(reading.repairs.iter().all(|r| r.grade == Grade::Certain), "{text}: {reading:?}");
    }

    #[track_caller]
    fn proposed(text: &str, after: &str) {
        let reading = read(text);
        assert_eq!(reading.value.as_ref().map(|n| n.full.as_str()), Some(text), "{text}: {reading:?}");
        assert_eq!(
            reading.repairs.iter().map(|r| (r.grade, r.after.as_str())).collect::<Vec<_>>(),
            [(Grade::Probable, after)],
            "{text}"
        );
    }

    #[track_caller]
    fn several(text: &str) {
        let reading = read(text);
        assert_eq!((reading.value, reading.error), (None, Some(NameError::SeveralPersons)), "{text}");
    }

    #[test]
    fn vietnamese_names() {
        use NameKind::Vietnamese;
        for (text, family, middle, given) in [
            ("Nguyễn Văn An", "Nguyễn", "Văn", "An"),
            ("NGUYỄN THỊ THANH HÀ", "NGUYỄN", "THỊ THANH", "HÀ"),
            ("nguyễn hoàng thông", "nguyễn", "hoàng", "thông"),
            ("Lê Minh", "Lê", "", "Minh"),
            ("Nguyen Van An", "Nguyen", "Van", "An"),
            ("Trần Lê Bảo Ngọc", "Trần", "Lê Bảo", "Ngọc"),
            ("Nguyễn Phúc Thành", "Nguyễn", "Phúc", "Thành"),
            ("Nguyễn Phước Bảo Long", "Nguyễn Phước", "Bảo", "Long"),
            ("Tôn Thất Thuyết", "Tôn Thất", "", "Thuyết"),
            ("Tôn Nữ Hoàng Yến", "Tôn Nữ", "Hoàng", "Yến"),
            ("Công Tằng Tôn Nữ Lan Anh", "Công Tằng Tôn Nữ", "Lan", "Anh"),
            ("Công Huyền Tôn Nữ Thị Hoa", "Công Huyền Tôn Nữ", "Thị", "Hoa"),
            ("Âu Dương Phong", "Âu Dương", "", "Phong"),
            ("Tôn Công Hào", "Tôn", "Công", "Hào"),
            ("Nguyễn Thị Kim Ngọc Ánh", "Nguyễn", "Thị Kim Ngọc", "Ánh"),
            ("Ma Tuấn Đông", "Ma", "Tuấn", "Đông"),
            ("Lò Văn Hùng", "Lò", "Văn", "Hùng"),
            ("Thạch Sô Phia", "Thạch", "Sô", "Phia"),
            ("Teần Văn Dũng", "Teần", "Văn", "Dũng"),
            ("Traanf Minh Vinh", "Traanf", "Minh", "Vinh"),
            ("Trần Văn Chiến", "Trần", "Văn", "Chiến"),
            ("Huỳnh Nqọc Nam", "Huỳnh", "Nqọc", "Nam"),
            ("Nguyễn Văn Sinh", "Nguyễn", "Văn", "Sinh"),
            ("Nguyễn Văn Tự", "Nguyễn", "Văn", "Tự"),
            ("Nguyễn Tự Cường", "Nguyễn", "Tự", "Cường"),
            ("NGUYỄN TỰ CƯỜNG", "NGUYỄN", "TỰ", "CƯỜNG"),
            ("NGUYỄN VĂN SINH", "NGUYỄN", "VĂN", "SINH"),
            ("Nguyễn Nam Sinh", "Nguyễn", "Nam", "Sinh"),
            ("Nguyễn Văn Trú", "Nguyễn", "Văn", "Trú"),
            ("Anh", "", "", "Anh"),
            ("Nguyễn", "", "", "Nguyễn"),
            ("An Nguyễn Văn", "Nguyễn", "Văn", "An"),
            ("Anh Thư", "Anh", "", "Thư"),
            ("Vi Văn Anh", "Vi", "Văn", "Anh"),
            ("Chu Văn An", "Chu", "Văn", "An"),
            ("Hồ Thị Ý", "Hồ", "Thị", "Ý"),
            ("Đặng Thùy Trâm", "Đặng", "Thùy", "Trâm"),
            ("Võ Nguyễn Hoà", "Võ", "Nguyễn", "Hoà"),
            ("Nguyễn Văn Ba", "Nguyễn", "Văn", "Ba"),
            ("Nguyễn Văn Em", "Nguyễn", "Văn", "Em"),
        ] {
            parts(text, Vietnamese, family, middle, given);
        }
        assert_eq!(name("NGUYỄN THỊ THANH HÀ").display, "Nguyễn Thị Thanh Hà");
        assert_eq!(name("nguyễn văn an").display, "Nguyễn Văn An");
        assert_eq!(name("NguyễN vĂn aN").display, "Nguyễn Văn An");
        assert_eq!(name("Nguyễn  Văn\u{a0}An").full, "Nguyễn Văn An");
    }

    #[test]
    fn names_of_the_minorities() {
        use NameKind::Ethnic;
        for (text, family, middle, given) in [
            ("Y Thân Niê", "Niê", "", "Y Thân"),
            ("Y Nguên Mlô", "Mlô", "", "Y Nguên"),
            ("Y Thân Niê Kđăm", "Niê Kđăm", "", "Y Thân"),
            ("H'Mri Knul", "Knul", "", "H'Mri"),
            ("H’Linh Êban", "Êban", "", "H’Linh"),
            ("H' Linh Byă", "Byă", "", "H' Linh"),
            ("H Linh Niê", "Niê", "", "H Linh"),
            ("HLinh Niê", "Niê", "", "HLinh"),
            ("Y-Thân Ayun", "Ayun", "", "Y-Thân"),
            ("Y Bliu Buôn Yă", "Buôn Yă", "", "Y Bliu"),
            ("Ksor Phyưn", "Ksor", "", "Phyưn"),
            ("KSOR PHYƯN", "KSOR", "", "PHYƯN"),
            ("Rơ Châm H'Hoa", "Rơ Châm", "", "H'Hoa"),
            ("Siu H'Linh", "Siu", "", "H'Linh"),
            ("Ksor H' Linh", "Ksor", "", "H' Linh"),
            ("Rah Lan Thị Hoa", "Rah Lan", "Thị", "Hoa"),
            ("Kpă Klơng", "Kpă", "", "Klơng"),
            ("A Thân", "", "", "A Thân"),
            ("Y Blơ", "", "", "Y Blơ"),
            ("H'Linh", "", "", "H'Linh"),
            ("K'Brèo", "", "", "K'Brèo"),
            ("K' Brèo", "", "", "K' Brèo"),
            ("Đinh Y Blơ", "Đinh", "", "Y Blơ"),
            ("Ka Hằng", "", "", "Ka Hằng"),
            ("Điểu Thân", "Điểu", "", "Thân"),
            ("Điểu Thị Hoa", "Điểu", "Thị", "Hoa"),
            ("Thị Mai", "Thị", "", "Mai"),
            ("Giàng A Páo", "Giàng", "A", "Páo"),
            ("GIÀNG A SÁNG", "GIÀNG", "A", "SÁNG"),
            ("Giàng Thị Mai", "Giàng", "Thị", "Mai"),
            ("Lý A Sìn", "Lý", "A", "Sìn"),
            ("A Lăng Thị Hoa", "A Lăng", "Thị", "Hoa"),
            ("Zơ Râm Bình", "Zơ Râm", "", "Bình"),
            ("Pi Năng Thị Hoa", "Pi Năng", "Thị", "Hoa"),
            ("Vừ Mí Nô", "Vừ", "Mí", "Nô"),
            ("Cil Múp Ha Sép", "Cil Múp", "Ha", "Sép"),
        ] {
            parts(text, Ethnic, family, middle, given);
        }
        assert_eq!(name("Y THÂN NIÊ KĐĂM").display, "Y Thân Niê Kđăm");
        assert_eq!(name("H'MRI KNUL").display, "H'Mri Knul");
        assert_eq!(name("k'brèo").display, "K'Brèo");
        assert_eq!(name("Y- Thân Niê").full, "Y-Thân Niê");
    }

    #[test]
    fn foreign_and_shortened_names() {
        use NameKind::{Anonymised, Foreign};
        for (text, kind, family, middle, given) in [
            ("WANG XIAOMING", Foreign, "WANG", "", "XIAOMING"),
            ("SMITH JOHN MICHAEL", Foreign, "SMITH", "", "JOHN MICHAEL"),
            ("John Smith", Foreign, "John", "", "Smith"),
            ("KIM MIN JUN", Foreign, "KIM", "", "MIN JUN"),
            ("Chen Long", Foreign, "Chen", "", "Long"),
            ("Park Ji Sung", Foreign, "Park", "", "Ji Sung"),
            ("王小明", Foreign, "", "", "王小明"),
            ("N.V.A", Anonymised, "", "", "N.V.A"),
            ("Nguyễn Văn A", Anonymised, "Nguyễn", "Văn", "A"),
            ("Nguyễn Thị Thu T", Anonymised, "Nguyễn", "Thị Thu", "T"),
            ("Nguyễn Văn Đ", Anonymised, "Nguyễn", "Văn", "Đ"),
            ("Nguyễn Văn A1", Anonymised, "Nguyễn", "Văn", "A1"),
            ("Trần Thị Th", Anonymised, "Trần", "Thị", "Th"),
            ("Nguyễn V. A", Anonymised, "Nguyễn", "V.", "A"),
            ("Trần Văn H.", Anonymised, "Trần", "Văn", "H."),
            ("N. V. A.", Anonymised, "N.", "V.", "A."),
        ] {
            parts(text, kind, family, middle, given);
        }
    }

    #[test]
    fn other_names() {
        for (text, aliases) in [
            ("Nguyễn Văn An (tên gọi khác: Tý)", &["Tý"][..]),
            ("Nguyễn Văn An, tên gọi khác: Tý", &["Tý"]),
            ("Nguyễn Văn An; tên gọi khác: Tý, Tèo", &["Tý", "Tèo"]),
            ("Nguyễn Văn An (tên gọi khác: Tý, Tèo)", &["Tý", "Tèo"]),
            ("Nguyễn Văn An (tên gọi khác: Tý và Tèo)", &["Tý", "Tèo"]),
            ("Nguyễn Văn An, tên gọi khác: Không", &[]),
            ("Nguyễn Văn An, tên gọi khác: không có", &[]),
            ("Nguyễn Văn An, tên gọi khác: Ko", &[]),
            ("Nguyễn Văn An, tên gọi khác: -", &[]),
            ("Nguyễn Văn An (Tên gọi khác: không)", &[]),
            ("Nguyễn Văn An - Tên gọi khác: Tý", &["Tý"]),
            ("Nguyễn Văn An tên khác Tý", &["Tý"]),
            ("Nguyễn Văn An (tên thường gọi: Tý Đen)", &["Tý Đen"]),
            ("Nguyễn Văn An (tức Tý)", &["Tý"]),
            ("Nguyễn Văn An tức Tý", &["Tý"]),
            ("Nguyễn Văn An tức là Tý", &["Tý"]),
            ("Nguyễn Văn An hay còn gọi là Tý", &["Tý"]),
            ("Nguyễn Văn An còn gọi là Tý", &["Tý"]),
            ("Nguyễn Văn An (còn có tên là Tý)", &["Tý"]),
            ("Nguyễn Văn An tự Tý", &["Tý"]),
            ("Nguyễn Văn An, bí danh Tý", &["Tý"]),
            ("Nguyễn Văn An, bí danh: Tý", &["Tý"]),
            ("Nguyễn Văn An (biệt danh: Tý)", &["Tý"]),
            ("Nguyễn Văn An (biệt hiệu Tý)", &["Tý"]),
            ("Nguyễn Văn An alias Tý", &["Tý"]),
            ("Nguyễn Văn An a.k.a Tý", &["Tý"]),
            ("Nguyễn Văn An, pháp danh Tý", &["Tý"]),
            ("Nguyễn Văn An (Tý)", &["Tý"]),
            ("Nguyễn Văn An (Tý Đen)", &["Tý Đen"]),
            ("Nguyễn Văn An \"Đen\"", &["Đen"]),
            ("Nguyễn Văn An “Đen”", &["Đen"]),
            ("Nguyễn Văn An \"trọc\"", &["trọc"]),
            ("Nguyễn Văn An (An “Đen”)", &["An Đen"]),
            ("Nguyễn Văn An 'Đen'", &["Đen"]),
            ("Nguyễn Văn An ‘Đen’", &["Đen"]),
            ("Nguyễn Văn An có tên gọi khác là Tý", &["Tý"]),
            ("Nguyễn Văn An còn có tên gọi khác Tý", &["Tý"]),
            ("Nguyễn Văn An (Tý, SN 1990)", &["Tý"]),
            ("Nguyễn Văn An (tức: Tý, sinh năm 1990)", &["Tý"]),
            ("Nguyễn Văn An (sinh năm 1990), tên gọi khác: Tý, trú tại xã A", &["Tý"]),
            ("Nguyễn Văn An (tên cũ: Nguyễn Văn Bê)", &[]),
            ("Nguyễn Văn An (tên khai sinh: Nguyễn Văn Bê)", &[]),
            ("Họ và tên: Nguyễn Văn An; tên gọi khác: Tý; sinh ngày 1/2/1990", &["Tý"]),
        ] {
            reads(text, "Nguyễn Văn An", aliases);
        }
        reads("NGUYỄN VĂN AN TỨC TÝ", "NGUYỄN VĂN AN", &["TÝ"]);
        reads("NGUYỄN VĂN AN TỰ TÝ", "NGUYỄN VĂN AN", &["TÝ"]);
        reads("NGUYỄN VĂN AN (TÊN GỌI KHÁC: TÝ)", "NGUYỄN VĂN AN", &["TÝ"]);
        reads("WANG XIAOMING (Vương Tiểu Minh)", "WANG XIAOMING", &["Vương Tiểu Minh"]);
        reads("Y Thân Niê (Ama Hoa)", "Y Thân Niê", &["Ama Hoa"]);
    }

    #[test]
    fn facts_beside_the_name() {
        for text in [
            "Nguyễn Văn An, sinh năm 1990",
            "Nguyễn Văn An sinh năm 1990",
            "Nguyễn Văn An (sinh năm 1990)",
            "Nguyễn Văn An SN 1990",
            "Nguyễn Văn An (SN 1990)",
            "Nguyễn Văn An - 1990",
            "Nguyễn Văn An - SN: 1990",
            "Nguyễn Văn An (1990)",
            "Nguyễn Văn An, 1990",
            "Nguyễn Văn An 1990",
            "Nguyễn Văn An 15/11/1990",
            "Nguyễn Văn An, sinh ngày 15/11/1990",
            "Nguyễn Văn An (15/11/1990)",
            "Nguyễn Văn An, sinh ngày 15 tháng 11 năm 1990 tại Hà Nội",
            "Nguyễn Văn An SN1990",
            "Nguyễn Văn An, nam, 1990",
            "Nguyễn Văn An, sinh năm 1990, trú tại: xã A, huyện B, tỉnh C",
            "Nguyễn Văn An, HKTT: xã A, huyện B",
            "Nguyễn Văn An (1963; Phường Hải Thành, Thành phố Đồng Hới)",
            "Nguyễn Văn An, thôn Đoài, xã A",
            "Nguyễn Văn An - Hà Nội",
            "Nguyễn Văn An, CMND: 271234567",
            "Nguyễn Văn An 079090001234",
            "Nguyễn Văn An\nSinh ngày 15/11/1990\nNơi cư trú: Xã A, Huyện B",
            "Nguyễn Văn An (con ông Nguyễn Văn Bình)",
            "Nguyễn Văn An (đã chết)",
            "Nguyễn Văn An (bỏ trốn)",
            "Nguyễn Văn An.",
            "Nguyễn Văn An,",
            "1. Nguyễn Văn An",
            "1) Nguyễn Văn An",
            "01. Nguyễn Văn An",
            "1/ Nguyễn Văn An",
            "- Nguyễn Văn An",
            "+ Nguyễn Văn An",
            "(1) Nguyễn Văn An",
            "* Nguyễn Văn An",
            "Nguyễn Văn An (nam)",
            "Nguyễn Văn An. Sinh năm 1990",
            "Nguyễn Văn An, sinh năm: 1990",
            "Nguyễn Văn An (sinh 1990)",
            "Nguyễn Văn An, quốc tịch Việt Nam",
            "Nguyễn Văn An, dân tộc: Kinh",
            "Nguyễn Văn An1990",
            "Nguyễn Văn An ?",
            "STT 1: Nguyễn Văn An",
            "a) Nguyễn Văn An",
            "1.1 Nguyễn Văn An",
            "Nguyễn, Văn An",
            "Nguyễn Văn,An",
            "Nguyễn Văn An\n30/8/1985\nxã Ngãi Hùng, huyện Tiểu Cần, tỉnh Trà Vinh",
            "Nguyễn Văn An\n1964\nP. Bích Động, Việt Yên",
        ] {
            certain(text, "Nguyễn Văn An");
        }
        proposed("Nguyễn Văn An, Ba Chẽ", "Nguyễn Văn An");
        // Seen in an export: UTF-8 read as another charset, whose quotation marks are halves of letters.
        certain("Nguyá»…n VÄƒn Anh", "Nguyễn Văn Anh");
        certain("NguyÔn Hoµng §¨ng", "Nguyễn Hoàng Đăng");
        certain(" Lê  Xuân  Kiên .", "Lê Xuân Kiên");
    }

    #[test]
    fn titles_and_roles() {
        for text in [
            "Bị cáo Nguyễn Văn An",
            "BỊ CÁO: Nguyễn Văn An",
            "bị cáo Nguyễn Văn An",
            "Bị can Nguyễn Văn An",
            "Bị án Nguyễn Văn An",
            "Bị hại: Nguyễn Văn An",
            "Phạm nhân Nguyễn Văn An",
            "Người bị kết án: Nguyễn Văn An",
            "Họ và tên: Nguyễn Văn An",
            "Họ tên: Nguyễn Văn An",
            "Tên: Nguyễn Văn An",
            "Anh Nguyễn Văn An",
            "anh Nguyễn Văn An",
            "Chị Nguyễn Văn An",
            "Em Nguyễn Văn An",
            "Ông Nguyễn Văn An",
            "ông Nguyễn Văn An",
            "ÔNG Nguyễn Văn An",
            "Cháu Nguyễn Văn An",
            "Cụ Nguyễn Văn An",
            "Ông/bà Nguyễn Văn An",
            "1. Bị cáo Nguyễn Văn An",
            "Bị cáo: Ông Nguyễn Văn An",
            "Đối tượng Nguyễn Văn An",
            "Ông: Nguyễn Văn An",
        ] {
            certain(text, "Nguyễn Văn An");
        }
        proposed("Ông Ích Khiêm", "Ích Khiêm");
        proposed("Bà Trần Bình", "Trần Bình");
        certain("Anh Thư", "Anh Thư");
        certain("Chu Văn An", "Chu Văn An");
        certain("Bị cáo Giàng A Sáng", "Giàng A Sáng");
        certain("Chị Trần Bình", "Trần Bình");
    }

    #[test]
    fn several_persons() {
        for text in [
            "Nguyễn Văn An, Trần Thị Bình",
            "Nguyễn Văn An; Trần Thị Bình",
            "Nguyễn Văn An và Trần Thị Bình",
            "1. Nguyễn Văn An 2. Trần Thị Bình",
            "1. Nguyễn Văn An\n2. Trần Thị Bình",
            "Nguyễn Văn An\nTrần Thị Bình",
            "- Nguyễn Văn An - Trần Thị Bình",
            "- Nguyễn Văn An\n- Trần Thị Bình",
            "Nguyễn Văn An & Trần Thị Bình",
            "Nguyễn Văn An/ Trần Thị Bình",
            "Nguyễn Văn An và đồng phạm",
            "Nguyễn Văn An cùng đồng phạm",
            "NGUYỄN VĂN AN; TRẦN THỊ BÌNH; LÊ VĂN CƯỜNG",
            "Nguyễn Văn An, Trần Thị Bình và Lê Văn Cường",
            "1/ Nguyễn Văn An; 2/ Trần Thị Bình",
            "Nguyễn Văn An (1990), Trần Thị Bình (1992)",
            "Nguyễn Văn An - 1990; Trần Thị Bình - 1992",
            "Nguyễn Văn An cùng Trần Thị Bình",
            "Nguyễn Văn An, sinh năm 1990; Trần Thị Bình, sinh năm 1992",
            "1.Nguyễn Văn An 2.Trần Thị Bình",
            "Nguyễn Văn An + Trần Thị Bình",
            "Nguyễn Văn An và 3 bị cáo khác",
            "Nguyễn Văn An.Trần Thị Bình",
            "Nguyễn Văn An- Trần Thị Bình",
            "Y Thân Niê, Y Bliu Byă",
            "Các bị cáo: Nguyễn Văn An, Trần Thị Bình",
            "1) Nguyễn Văn An, sinh năm 1990 2) Trần Thị Bình, sinh năm 1992",
            "Nguyễn Văn An, Trần Bình, Lê Văn C",
            "Vụ Nguyễn Văn An và đồng phạm",
        ] {
            several(text);
        }
        let cases: &[(&str, &[&str])] = &[
            ("1. Bùi Nguyễn Hoàng 2. Đỗ Lê Nam", &["Bùi Nguyễn Hoàng", "Đỗ Lê Nam"]),
            ("Đặng Ngọc An, Nguyễn Văn Dương", &["Đặng Ngọc An", "Nguyễn Văn Dương"]),
            (
                "TRẦN MINH THẮNG; PHAN KHÁNH THÀNH; NGUYỄN KHÁNH PHÁT",
                &["TRẦN MINH THẮNG", "PHAN KHÁNH THÀNH", "NGUYỄN KHÁNH PHÁT"],
            ),
            ("- Vũ Trọng Tuấn\n- Nguyễn Thu Linh", &["Vũ Trọng Tuấn", "Nguyễn Thu Linh"]),
            ("- Vũ Trọng Tuấn - Nguyễn Thu Linh", &["Vũ Trọng Tuấn", "Nguyễn Thu Linh"]),
            (
                "1. Huỳnh Duy Hải\n2. Hoàng Vũ Tiến\n3. Đinh Tiến Quý",
                &["Huỳnh Duy Hải", "Hoàng Vũ Tiến", "Đinh Tiến Quý"],
            ),
            ("Nguyễn Văn An và Trần Thị Bình", &["Nguyễn Văn An", "Trần Thị Bình"]),
            ("Nguyễn Văn An và đồng phạm", &["Nguyễn Văn An"]),
            ("Nguyễn Văn An", &["Nguyễn Văn An"]),
            ("Nguyễn Văn An (tức Trần Văn B)", &["Nguyễn Văn An (tức Trần Văn B)"]),
            ("Tăng Thị Thùy, Châu Hoàng Duy", &["Tăng Thị Thùy", "Châu Hoàng Duy"]),
            ("", &[]),
        ];
        for (text, persons) in cases {
            assert_eq!(split_persons(text), *persons, "{text}");
        }
    }

    #[test]
    fn cells_of_three_facts() {
        for (text, birth, residence) in [
            (
                "Hoàng Văn Dũng\nSinh ngày ngày 15 tháng 11 năm 1994\nNơi cư trú: Xã Ngọc Lập, Huyện Yên Lập",
                "ngày 15 tháng 11 năm 1994",
                "Xã Ngọc Lập, Huyện Yên Lập",
            ),
            (
                "Hoàng Văn Dũng, sinh: 19.4.1965; trú tại: Xã Vũ Vinh, Huyện Vũ Thư",
                "19.4.1965",
                "Xã Vũ Vinh, Huyện Vũ Thư",
            ),
            ("Hoàng Văn Dũng\n30/8/1985\nxã Ngãi Hùng, huyện Tiểu Cần", "30/8/1985", "xã Ngãi Hùng, huyện Tiểu Cần"),
            (
                "Hoàng Văn Dũng (1963; Phường Hải Thành, Thành phố Đồng Hới)",
                "1963",
                "Phường Hải Thành, Thành phố Đồng Hới",
            ),
            (
                "Hoàng Văn Dũng, sinh: ngày 18 tháng 09 năm 1957; trú tại: xã Ia Chia - huyện Ia Grai - Gia Lai",
                "ngày 18 tháng 09 năm 1957",
                "xã Ia Chia, huyện Ia Grai, Gia Lai",
            ),
            (
                "Hoàng Văn Dũng\nngày 10 tháng 11 năm 1993\nxã Kiên Đài, huyện Chiêm Hóa",
                "ngày 10 tháng 11 năm 1993",
                "xã Kiên Đài, huyện Chiêm Hóa",
            ),
        ] {
            let cell = read_person(text);
            assert_eq!(cell.name.value.map(|n| n.full).as_deref(), Some("Hoàng Văn Dũng"), "{text}");
            assert_eq!(cell.birth.as_deref(), Some(birth), "{text}");
            assert_eq!(cell.residence.as_deref(), Some(residence), "{text}");
        }
    }

    #[test]
    fn no_name() {
        for (text, kind) in [
            ("", Missing::Blank),
            ("//", Missing::Blank),
            ("không rõ", Missing::Unknown),
            ("Không có", Missing::None),
            ("Chưa rõ họ tên", Missing::Unknown),
            ("Không xác định được tên", Missing::Unknown),
            ("Vô danh", Missing::Unknown),
            ("Họ và tên:", Missing::Blank),
            ("Không tên", Missing::None),
        ] {
            assert_eq!(read(text).missing, Some(kind), "{text}");
        }
        for text in ["123", "Công ty TNHH An Bình", "Tòa án nhân dân huyện A", "12/3/2019"] {
            assert_eq!(read(text).error, Some(NameError::Unrecognised), "{text}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in any::<String>()) {
            let _ = read(&text);
            let _ = split_persons(&text);
            let _ = read_person(&text);
        }

        #[test]
        fn reading_pieces_never_panics(text in "(Nguyễn|Văn|H'|Y|Niê|A|tức|và|sinh năm|1990|ông|bị cáo|[ ,;()\"./\n-]){0,14}") {
            if let Some(name) = read(&text).value {
                let _ = sex_hint(&name);
            }
            let _ = split_persons(&text);
            let _ = read_person(&text);
        }

        #[test]
        fn cleaning_twice_is_cleaning_once(text in "(Nguyễn|Văn|An|H'Linh|Y|Niê|A|tức|sinh năm|1990|ông|bị cáo|[ ,;()-]){1,9}") {
            if let Some(name) = read(&text).value {
                let again = read(&name.full);
                prop_assert_eq!(again.value.map(|n| n.full), Some(name.full));
            }
        }

        #[test]
        fn parts_joined_are_the_name(text in "(Nguyễn|Trần|Tôn Thất|Giàng|Ksor|Y|H'Linh|Smith|A|N.V) (Văn|Thị|Hoàng|A|Xuân)? ?(An|Bình|Niê|T|Zo)") {
            if let Some(name) = read(&text).value {
                let parts = [&name.family, &name.middle, &name.given];
                let mut joined: Vec<_> = parts.iter().filter_map(|p| p.as_deref()).flat_map(|p| p.split(' ')).collect();
                let mut words: Vec<_> = name.full.split(' ').collect();
                if name.kind == NameKind::Ethnic {
                    joined.sort_unstable();
                    words.sort_unstable();
                }
                prop_assert_eq!(joined, words);
            }
        }
    }
}
