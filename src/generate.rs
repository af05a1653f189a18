//! Invented people and their judicial records, with the truth beside them: for tests, benches, training, and to try
//! sizes with.
//!
//! Names are recombined from the reference tables, numbers are well formed and made up. A person has one to five
//! records, one for each judgment, each with mess of its own: case, marks, typing errors, partial and mistaken dates,
//! numbers that are missing, mistyped, cut or in the wrong column, units of another era, parents left out. One person
//! in ten has a hard neighbour: a namesake (of the same birth date too), a twin, a brother or sister, the father, a
//! co-accused.
//!
//! The same seed gives the same people, on every machine. Not imitated: TCVN3 and VNI text, several persons in a cell.

#![allow(clippy::indexing_slicing, reason = "tables are drawn from by an index below their length")]
#![allow(clippy::assigning_clones, reason = "a few names a record; the plain form reads better")]

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::data;

/// The headings of the export, in the order of [`Record::fields`].
pub const HEADINGS: [&str; 19] = [
    "Mã hồ sơ",
    "Họ và tên",
    "Tên gọi khác",
    "Giới tính",
    "Ngày sinh",
    "Nơi sinh",
    "Số CMND",
    "Số CCCD",
    "Dân tộc",
    "Họ tên cha",
    "Họ tên mẹ",
    "Xã/Phường",
    "Quận/Huyện",
    "Tỉnh/Thành phố",
    "Số bản án",
    "Ngày bản án",
    "Tòa án",
    "Tội danh",
    "Hình phạt",
];

/// One line of the export: text as a clerk left it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    fields: [String; 19],
    /// The truth about it.
    pub truth: Truth,
}

/// Whose record it is, and what was done to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Truth {
    /// The person.
    pub person: u64,
    /// `base`, or what kind of neighbour: `homonym`, `homonym_dob`, `twin`, `sibling`, `father`, `codef`.
    pub kind: &'static str,
    /// Whose neighbour.
    pub near: Option<u64>,
    /// What was done to the record.
    pub corruptions: Vec<&'static str>,
}

impl Record {
    /// The cells in the order of [`HEADINGS`].
    pub fn fields(&self) -> &[String; 19] {
        &self.fields
    }

    fn set(&mut self, column: usize, text: impl Into<String>) {
        self.fields[column] = text.into();
    }
}

const CODE: usize = 0;
const NAME: usize = 1;
const OTHER: usize = 2;
const SEX: usize = 3;
const BIRTH: usize = 4;
const BIRTH_PLACE: usize = 5;
const CARD: usize = 6;
const CITIZEN: usize = 7;
const ETHNICITY: usize = 8;
const FATHER: usize = 9;
const MOTHER: usize = 10;
const COMMUNE: usize = 11;
const DISTRICT: usize = 12;
const PROVINCE: usize = 13;
const JUDGMENT: usize = 14;
const JUDGED: usize = 15;
const COURT: usize = 16;
const OFFENCE: usize = 17;
const PENALTY: usize = 18;

/// Numbers by chance, the same for the same seed (`splitmix64`).
#[derive(Clone, Debug)]
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    /// A number below the limit.
    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or(0)
    }

    /// A number from the first to the last, both among them.
    fn between(&mut self, first: i32, last: i32) -> i32 {
        first + i32::try_from(self.below(usize::try_from(last - first + 1).unwrap_or(1))).unwrap_or(0)
    }

    /// Whether something of that many in a thousand happens.
    fn happens(&mut self, in_thousand: usize) -> bool {
        self.below(1000) < in_thousand
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// Words with how often each is drawn.
#[derive(Debug)]
struct Urn {
    words: Vec<&'static str>,
    sums: Vec<usize>,
}

impl Urn {
    fn new(words: impl Iterator<Item = (&'static str, usize)>) -> Self {
        let mut urn = Self { words: Vec::new(), sums: Vec::new() };
        let mut sum = 0;
        for (word, count) in words.filter(|(_, count)| *count > 0) {
            sum += count;
            urn.words.push(word);
            urn.sums.push(sum);
        }
        urn
    }

    fn draw(&self, chance: &mut Chance) -> &'static str {
        let at = chance.below(self.sums.last().copied().unwrap_or(1));
        self.words[self.sums.partition_point(|&sum| sum <= at)]
    }
}

#[derive(Debug)]
struct Commune {
    name: String,
    district: usize,
    /// Name of the commune of today that took it over, and of its province.
    today: Option<(String, String)>,
}

#[derive(Debug)]
struct Tables {
    family: Urn,
    middle: [Urn; 2],
    given: [Urn; 2],
    communes: Vec<Commune>,
    /// Full name, and the province's index.
    districts: Vec<(String, usize)>,
    /// Code, name and full name.
    provinces: Vec<(&'static str, &'static str, String)>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let number = |text: &str| text.parse::<usize>().unwrap_or(0);
    let by_sex = |table: &'static str| {
        [1, 2].map(|sex| Urn::new(data::rows(table).map(|row| (row.get(0), number(row.get(sex))))))
    };
    let mut provinces = Vec::new();
    let mut today = HashMap::new();
    for row in data::rows(include_str!("data/provinces.tsv")) {
        let full = format!("{} {}", row.get(3), row.get(2));
        match row.get(0).split_once('-') {
            Some(("63", _)) => provinces.push((row.get(1), row.get(2), full)),
            Some(("34", code)) => {
                today.insert(code, full);
            }
            _ => {}
        }
    }
    let mut districts = Vec::new();
    let mut district_at = HashMap::new();
    for row in data::rows(include_str!("data/districts.tsv")) {
        if let Some(province) = provinces.iter().position(|(code, ..)| *code == row.get(4)) {
            district_at.insert(row.get(0), districts.len());
            districts.push((format!("{} {}", row.get(2), row.get(3)), province));
        }
    }
    let kind = |short: &str| match short {
        "X" => "Xã",
        "P" => "Phường",
        "T" => "Thị trấn",
        _ => "Đặc khu",
    };
    let new: HashMap<&str, (String, String)> = data::rows(include_str!("data/communes_2025.tsv"))
        .filter_map(|row| {
            let province = today.get(row.get(3))?.clone();
            Some((row.get(0), (format!("{} {}", kind(row.get(1)), row.get(2)), province)))
        })
        .collect();
    let communes = data::rows(include_str!("data/communes.tsv"))
        .filter(|row| row.get(1).is_empty())
        .filter_map(|row| {
            Some(Commune {
                name: format!("{} {}", kind(row.get(2)), row.get(3)),
                district: *district_at.get(row.get(4))?,
                today: row.get(7).split([';', '|']).next().and_then(|code| new.get(code).cloned()),
            })
        })
        .collect();
    Tables {
        family: Urn::new(data::rows(include_str!("data/family_names.tsv")).map(|row| (row.get(0), number(row.get(1))))),
        middle: by_sex(include_str!("data/middle_names.tsv")),
        given: by_sex(include_str!("data/given_names.tsv")),
        communes,
        districts,
        provinces,
    }
});

/// Groups with names of their own: ethnicity, family names.
const GROUPS: &[(&str, &[&str])] = &[
    ("Thái", &["Lò", "Lường", "Quàng", "Cầm", "Tòng", "Vi", "Cà"]),
    ("Tày", &["Nông", "Hoàng", "Lý", "Bế", "Triệu", "Hứa"]),
    ("Mường", &["Bùi", "Đinh", "Quách", "Hà", "Phùng"]),
    ("Mông", &["Giàng", "Vàng", "Sùng", "Thào", "Lầu", "Mùa"]),
    ("Khmer", &["Thạch", "Sơn", "Kim", "Kiên", "Danh", "Châu"]),
    ("Gia Rai", &["Ksor", "Siu", "Rơ Châm", "Rmah", "Nay"]),
    ("Ê Đê", &["Niê", "Mlô", "Êban", "Kbuôr", "Ayun"]),
];
const HIGHLAND: &[&str] = &["Wan", "Krông", "Thân", "Bhum", "Blia", "Dhiăm", "Khôl", "Ngun", "Tlun", "Yam"];
const NICKNAMES: &[&str] = &["Đen", "Tý", "Cu", "Ba", "Sáu", "Bảy", "Út", "Trắng", "Mập", "Bờm", "Còi", "Xoăn"];
const OFFENCES: &[&str] = &[
    "Trộm cắp tài sản",
    "Tàng trữ trái phép chất ma túy",
    "Mua bán trái phép chất ma túy",
    "Cố ý gây thương tích",
    "Đánh bạc",
    "Lừa đảo chiếm đoạt tài sản",
    "Cướp giật tài sản",
    "Gây rối trật tự công cộng",
    "Chống người thi hành công vụ",
    "Tổ chức đánh bạc",
];

/// A full name: family, middle, given.
#[derive(Clone, Debug, PartialEq, Eq)]
struct FullName {
    family: String,
    middle: String,
    given: String,
    /// The family name stands last.
    last: bool,
}

impl FullName {
    fn text(&self) -> String {
        let words = if self.last {
            [self.middle.as_str(), &self.given, &self.family]
        } else {
            [self.family.as_str(), &self.middle, &self.given]
        };
        join(&words)
    }
}

fn join(words: &[&str]) -> String {
    words.iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

#[derive(Clone, Debug)]
struct Person {
    id: u64,
    kind: &'static str,
    near: Option<u64>,
    name: FullName,
    other: Option<String>,
    woman: bool,
    birth: (i32, i32, i32),
    /// What every paper says where the day was never known.
    year_only: bool,
    birth_commune: usize,
    home: usize,
    citizen: String,
    card: String,
    ethnicity: &'static str,
    father: FullName,
    mother: FullName,
    judgments: Vec<Judgment>,
}

#[derive(Clone, Debug)]
struct Judgment {
    number: i32,
    date: (i32, i32, i32),
    court: usize,
    offence: &'static str,
    penalty: String,
}

/// Records without end; take as many as wanted.
#[derive(Debug)]
pub struct Records {
    chance: Chance,
    people: u64,
    /// Records wait here, so that those of one person do not stand together.
    waiting: Vec<Record>,
    room: usize,
    given: u64,
}

/// Invented records, the same for the same seed; `room` of them are mixed at a time.
///
/// ```
/// use lltp::generate;
///
/// let some: Vec<_> = generate::records(7).take(3).collect();
/// assert_eq!(some, generate::records(7).take(3).collect::<Vec<_>>());
/// assert!(some[0].fields()[0].starts_with("HS"));
/// ```
pub fn records(seed: u64) -> Records {
    Records {
        chance: Chance(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 0x1234),
        people: 0,
        waiting: Vec::new(),
        room: 4096,
        given: 0,
    }
}

impl Iterator for Records {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        while self.waiting.len() < self.room {
            self.family();
        }
        let at = self.chance.below(self.waiting.len());
        let mut record = self.waiting.swap_remove(at);
        self.given += 1;
        record.set(CODE, format!("HS{:07}", self.given));
        Some(record)
    }
}

impl Records {
    /// A person, perhaps with a hard neighbour, and all their records.
    fn family(&mut self) {
        let person = self.person();
        let mut all = vec![];
        if self.chance.happens(130) {
            let neighbour = self.neighbour(&person);
            all.push(neighbour);
        }
        all.push(person);
        for person in &all {
            for judgment in &person.judgments {
                // Now and then one judgment was entered twice.
                let times = 1 + usize::from(self.chance.happens(25));
                for _ in 0..times {
                    let record = self.record(person, judgment);
                    self.waiting.push(record);
                }
            }
        }
    }

    fn person(&mut self) -> Person {
        let chance = &mut self.chance;
        self.people += 1;
        let woman = chance.happens(105);
        let group = if chance.happens(90) { Some(chance.of(GROUPS)) } else { None };
        let year = 1945 + i32::try_from((0..3).map(|_| chance.below(22)).sum::<usize>()).unwrap_or(0);
        let birth_commune = chance.below(TABLES.communes.len());
        let home = match chance.below(10) {
            0..=6 => birth_commune,
            7 | 8 => nearby(chance, birth_commune),
            _ => chance.below(TABLES.communes.len()),
        };
        let family = match group {
            Some((_, names)) => (*chance.of(names)).to_owned(),
            None => family(chance),
        };
        let ethnicity = group.map_or("Kinh", |(name, _)| *name);
        let name = name(chance, &family, woman, ethnicity);
        let father = self::name(chance, &family, false, ethnicity);
        let mother_family = if ethnicity == "Kinh" {
            self::family(chance)
        } else {
            group.map_or(family, |(_, n)| (*chance.of(n)).to_owned())
        };
        let mother = self::name(chance, &mother_family, true, ethnicity);
        let birth = day(chance, year);
        let mut person = Person {
            id: self.people,
            kind: "base",
            near: None,
            name,
            other: chance.happens(75).then(|| (*chance.of(NICKNAMES)).to_owned()),
            woman,
            birth,
            year_only: chance.happens(60),
            birth_commune,
            home,
            citizen: String::new(),
            card: String::new(),
            ethnicity,
            father,
            mother,
            judgments: Vec::new(),
        };
        numbers(chance, &mut person);
        judgments(chance, &mut person);
        person
    }

    /// Somebody who is easily taken for the person.
    fn neighbour(&mut self, of: &Person) -> Person {
        let mut other = self.person();
        let chance = &mut self.chance;
        other.near = Some(of.id);
        match chance.below(93) {
            0..=29 => {
                other.kind = "homonym";
                other.name = of.name.clone();
                other.woman = of.woman;
            }
            30..=37 => {
                other.kind = "homonym_dob";
                other.name = of.name.clone();
                other.woman = of.woman;
                (other.birth, other.year_only) = (of.birth, of.year_only);
            }
            38..=65 => {
                let twin = chance.below(2) == 0;
                other.kind = if twin { "twin" } else { "sibling" };
                (other.father, other.mother) = (of.father.clone(), of.mother.clone());
                (other.birth_commune, other.home, other.ethnicity) = (of.birth_commune, of.home, of.ethnicity);
                if chance.below(3) > 0 {
                    other.woman = of.woman;
                }
                // Twins of one sex often share the middle name, and have given names that sound alike.
                let mut own = name(chance, &of.name.family, other.woman, of.ethnicity);
                if other.woman == of.woman && chance.below(2) == 0 {
                    own.middle.clone_from(&of.name.middle);
                }
                for _ in 0..if twin { 30 } else { 1 } {
                    if own.given != of.name.given && (!twin || own.given.chars().next() == of.name.given.chars().next())
                    {
                        break;
                    }
                    own.given = name(chance, &of.name.family, other.woman, of.ethnicity).given;
                }
                if own.given == of.name.given {
                    own.given = "Út".into();
                }
                other.name = own;
                if twin {
                    (other.birth, other.year_only) = (of.birth, false);
                } else {
                    other.birth = day(chance, of.birth.0 + if of.birth.0 % 2 == 0 { 3 } else { -2 });
                }
            }
            66..=78 => {
                other.kind = "father";
                other.name = of.father.clone();
                other.woman = false;
                other.father = name(chance, &of.name.family, false, of.ethnicity);
                let year = of.birth.0 - chance.between(20, 34);
                other.birth = day(chance, year);
                (other.birth_commune, other.home, other.ethnicity) = (of.birth_commune, of.home, of.ethnicity);
            }
            _ => other.kind = "codef",
        }
        numbers(chance, &mut other);
        if other.kind == "twin" && chance.below(3) > 0 {
            // Papers issued on one day bear neighbouring numbers.
            other.card = follow(&of.card, 1 + chance.below(2));
            if other.woman == of.woman {
                other.citizen = follow(&of.citizen, 1);
            }
        }
        judgments(chance, &mut other);
        if other.kind == "codef" || (matches!(other.kind, "twin" | "sibling" | "father") && chance.happens(250)) {
            let shared = chance.of(&of.judgments).clone();
            other.judgments[0] = shared;
        }
        other
    }

    fn record(&mut self, person: &Person, judgment: &Judgment) -> Record {
        let chance = &mut self.chance;
        let mut done: Vec<&'static str> = Vec::new();
        let mut record = Record::default();
        let name = written_name(chance, person, &mut done);
        record.set(NAME, name);
        let mut note = |chance: &mut Chance, in_thousand: usize, what: &'static str| {
            let happens = chance.happens(in_thousand);
            if happens {
                done.push(what);
            }
            happens
        };
        // Other names.
        if let Some(other) = &person.other {
            if note(chance, 170, "alias_in_name") {
                let forms = ["{} (tức {})", "{} (tên khác: {})", "{} ({})", "{} - {}"];
                let text = chance.of(&forms).replacen("{}", &record.fields[NAME], 1).replacen("{}", other, 1);
                record.set(NAME, text);
            } else if chance.happens(900) {
                record.set(OTHER, other.as_str());
            }
        }
        // Sex, birth date.
        let wrong = note(chance, 7, "sex_wrong");
        let woman = person.woman != wrong;
        let sex = if chance.happens(18) {
            ""
        } else if woman {
            "Nữ"
        } else {
            "Nam"
        };
        record.set(SEX, sex);
        let mut birth = person.birth;
        let mut text = None;
        if person.year_only {
            text = Some(partial(chance, birth.0));
        } else {
            match chance.below(1000) {
                0..=32 => {
                    note(chance, 1000, "year_only");
                    text = Some(partial(chance, birth.0));
                }
                33..=63 if birth.2 != 0 => {
                    note(chance, 1000, "day_off");
                    birth.2 = chance.between(1, 28);
                }
                64..=89 => {
                    note(chance, 1000, "year_off");
                    birth.0 += *chance.of(&[-10, -2, -1, -1, 1, 1, 2]);
                }
                90..=105 => {
                    note(chance, 1000, "month_off");
                    (birth.1, birth.2) = (chance.between(1, 12), birth.2.min(28));
                }
                106..=123 => {
                    note(chance, 1000, "jan1");
                    (birth.1, birth.2) = (1, 1);
                }
                124..=130 if birth.2 <= 12 => {
                    note(chance, 1000, "day_month_swap");
                    (birth.1, birth.2) = (birth.2, birth.1);
                }
                131..=142 => {
                    note(chance, 1000, "dob_missing");
                    text = Some(String::new());
                }
                _ => {}
            }
        }
        let text = text.unwrap_or_else(|| written_day(chance, birth));
        record.set(BIRTH, text);
        // Numbers.
        let has_citizen = judgment.date.0 >= 2016 && chance.happens(700);
        let mut citizen = if has_citizen { person.citizen.clone() } else { String::new() };
        let mut card = if !has_citizen || chance.happens(180) { person.card.clone() } else { String::new() };
        if note(chance, 250, "id_missing") {
            (citizen, card) = (String::new(), String::new());
        } else if note(chance, 42, "id_digit") {
            let number = if citizen.is_empty() { &mut card } else { &mut citizen };
            *number = mistype(chance, number);
        } else if note(chance, 14, "id_wrong_column") {
            std::mem::swap(&mut card, &mut citizen);
        } else if note(chance, 14, "id_zero_lost") {
            citizen = citizen.trim_start_matches('0').to_owned();
            card = card.strip_prefix('0').unwrap_or(&card).to_owned();
        } else if note(chance, 13, "id_spaced") {
            let spaced = |text: &str| {
                text.chars()
                    .collect::<Vec<_>>()
                    .chunks(3)
                    .map(|part| part.iter().collect::<String>())
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            (citizen, card) = (spaced(&citizen), spaced(&card));
        }
        record.set(CITIZEN, citizen);
        record.set(CARD, card);
        record.set(ETHNICITY, if chance.happens(45) { "" } else { person.ethnicity });
        // Parents.
        for (column, parent) in [(FATHER, &person.father), (MOTHER, &person.mother)] {
            let text = match chance.below(100) {
                0..=11 => String::new(),
                12 => format!("{} (đã chết)", parent.text()),
                13 => "không rõ".to_owned(),
                14 => typo(chance, &parent.text()),
                15 => parent.given.clone(),
                16 => join(&[&parent.family, &parent.given]),
                _ => parent.text(),
            };
            record.set(column, text);
        }
        // Places.
        let moved = note(chance, 55, "moved");
        let home = if moved {
            if chance.below(2) == 0 { nearby(chance, person.home) } else { chance.below(TABLES.communes.len()) }
        } else {
            person.home
        };
        address(chance, &mut record, home, judgment, &mut done);
        let (place, commune) = (person.birth_commune, &TABLES.communes[person.birth_commune]);
        let (district, province) = names(place);
        let text = match chance.below(10) {
            0..=4 => province.to_owned(),
            5 | 6 => format!("{} - {}", bare_unit(district), TABLES.provinces[TABLES.districts[commune.district].1].1),
            7 | 8 => format!("{} - {} - {}", commune.name, district, province),
            _ => String::new(),
        };
        record.set(BIRTH_PLACE, text);
        // The judgment.
        let (year, suffix) = (judgment.date.0, if judgment.date.0 >= 2017 { "HS-ST" } else { "HSST" });
        let number = match chance.below(20) {
            0 => format!("{}/{year}", judgment.number),
            1 => format!("{}/{year}/ {suffix}", judgment.number),
            _ => format!("{:02}/{year}/{suffix}", judgment.number),
        };
        record.set(JUDGMENT, number);
        record.set(JUDGED, written_day(chance, judgment.date));
        let (district, province) = names(judgment.court);
        let court = if judgment.number % 5 == 0 { province } else { district };
        let long = chance.below(2) == 0;
        let court = format!("{} {}", if long { "Tòa án nhân dân" } else { "TAND" }, lower_first(court));
        record.set(COURT, court);
        record.set(OFFENCE, judgment.offence);
        record.set(PENALTY, judgment.penalty.as_str());
        // What happens to a line as a whole.
        let line = |record: &mut Record, change: &dyn Fn(&str) -> String| {
            for field in record.fields.iter_mut().skip(1) {
                *field = change(field);
            }
        };
        match chance.below(1000) {
            0..=199 => {
                done.push("upper");
                for column in [NAME, FATHER, MOTHER] {
                    record.fields[column] = record.fields[column].to_uppercase();
                }
            }
            200..=207 => {
                done.push("lower");
                record.fields[NAME] = record.fields[NAME].to_lowercase();
            }
            _ => {}
        }
        match chance.below(1000) {
            0..=59 => {
                done.push("ascii");
                line(&mut record, &unmarked);
            }
            60..=89 => {
                done.push("nfd");
                line(&mut record, &|text| text.nfd().collect());
            }
            90..=109 => {
                done.push("mojibake");
                line(&mut record, &mojibake);
            }
            110..=119 => {
                done.push("space");
                record.fields[NAME] = format!(" {} ", record.fields[NAME].replace(' ', "\u{a0}"));
            }
            120..=219 => {
                done.push("new_tone");
                line(&mut record, &|text| {
                    text.replace("òa", "oà").replace("óa", "oá").replace("úy", "uý").replace("ùy", "uỳ")
                });
            }
            _ => {}
        }
        done.sort_unstable();
        done.dedup();
        record.truth = Truth { person: person.id, kind: person.kind, near: person.near, corruptions: done };
        record
    }
}

fn family(chance: &mut Chance) -> String {
    // The list of pupils has too few Nguyễn for the country.
    if chance.happens(90) { "Nguyễn".to_owned() } else { TABLES.family.draw(chance).to_owned() }
}

fn name(chance: &mut Chance, family: &str, woman: bool, ethnicity: &str) -> FullName {
    let sex = usize::from(woman);
    if ethnicity == "Ê Đê" {
        let middle = if woman { "H'" } else { "Y" };
        let given = *chance.of(HIGHLAND);
        let (middle, given) =
            if woman { (String::new(), format!("{middle}{given}")) } else { (middle.to_owned(), given.to_owned()) };
        return FullName { family: family.to_owned(), middle, given, last: true };
    }
    let middle = match (woman, chance.below(100)) {
        (true, 0..=54) => "Thị".to_owned(),
        (true, 55..=69) => format!("Thị {}", TABLES.middle[1].draw(chance)),
        (false, 0..=34) => "Văn".to_owned(),
        (_, 96..=99) => String::new(),
        _ => TABLES.middle[sex].draw(chance).to_owned(),
    };
    FullName { family: family.to_owned(), middle, given: TABLES.given[sex].draw(chance).to_owned(), last: false }
}

fn day(chance: &mut Chance, year: i32) -> (i32, i32, i32) {
    let month = chance.between(1, 12);
    let last = match month {
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (year, month, chance.between(1, last))
}

/// A commune of the same province.
fn nearby(chance: &mut Chance, of: usize) -> usize {
    let at = (of + chance.below(81)).saturating_sub(40).min(TABLES.communes.len() - 1);
    let province = |commune: usize| TABLES.districts[TABLES.communes[commune].district].1;
    if province(at) == province(of) { at } else { of }
}

/// Full names of district and province of a commune.
fn names(commune: usize) -> (&'static str, &'static str) {
    let (district, province) = &TABLES.districts[TABLES.communes[commune].district];
    (district, &TABLES.provinces[*province].2)
}

fn numbers(chance: &mut Chance, person: &mut Person) {
    let province = TABLES.districts[TABLES.communes[person.birth_commune].district].1;
    let century = if person.birth.0 < 2000 { 0 } else { 2 } + i32::from(person.woman);
    person.citizen =
        format!("0{}{century}{:02}{:06}", TABLES.provinces[province].0, person.birth.0 % 100, chance.below(1_000_000));
    person.card = format!("{:02}{:07}", chance.between(1, 38), chance.below(10_000_000));
}

fn follow(number: &str, by: usize) -> String {
    number.parse::<usize>().map_or_else(|_| number.to_owned(), |n| format!("{:0width$}", n + by, width = number.len()))
}

fn judgments(chance: &mut Chance, person: &mut Person) {
    let count = match chance.below(1000) {
        0..=698 => 1,
        699..=904 => 2,
        905..=970 => 3,
        971..=993 => 4,
        _ => 5,
    };
    let first = (person.birth.0 + 17).max(1990);
    person.judgments = (0..count)
        .map(|_| {
            let year = chance.between(first.min(2024), 2025).max(chance.between(first.min(2024), 2025));
            Judgment {
                number: chance.between(1, 399),
                date: day(chance, year),
                court: person.home,
                offence: chance.of::<&'static str>(OFFENCES),
                penalty: format!("{:02} tháng tù", 3 * chance.between(2, 13)),
            }
        })
        .collect();
}

fn written_name(chance: &mut Chance, person: &Person, done: &mut Vec<&'static str>) -> String {
    let mut name = person.name.clone();
    let mut note = |what| done.push(what);
    match chance.below(1000) {
        0..=21 if !name.middle.is_empty() => {
            note("middle_missing");
            name.middle.clear();
        }
        22..=29 if !name.middle.is_empty() => {
            note("abbrev");
            name.middle = format!("{}.", name.middle.chars().next().unwrap_or('V'));
        }
        30..=34 => {
            note("middle_other");
            name.middle = TABLES.middle[usize::from(person.woman)].draw(chance).to_owned();
        }
        35..=39 => {
            note("given_other");
            name.given = TABLES.given[usize::from(person.woman)].draw(chance).to_owned();
        }
        40..=42 => {
            note("name_changed");
            name.middle = TABLES.middle[usize::from(person.woman)].draw(chance).to_owned();
            name.given = TABLES.given[usize::from(person.woman)].draw(chance).to_owned();
        }
        43..=50 => {
            note("given_first");
            return join(&[&name.given, &name.family, &name.middle]);
        }
        51..=54 if !name.middle.is_empty() => {
            note("middle_swapped");
            std::mem::swap(&mut name.middle, &mut name.given);
        }
        55..=83 => {
            note("typo");
            return typo(chance, &name.text());
        }
        84..=107 => {
            note("phonetic");
            return sound(chance, &name.text());
        }
        108..=122 => {
            note("ocr");
            let forms = [("n ", "u "), ("h", "b"), ("g", "q"), ("ư", "u"), ("ơ", "o"), ("l", "1"), ("ấ", "ẩ")];
            let (from, to) = *chance.of(&forms);
            return format!("{} ", name.text()).replacen(from, to, 1).trim_end().to_owned();
        }
        123..=132 => {
            note("telex");
            let text = name.text();
            let words: Vec<&str> = text.split(' ').collect();
            let at = chance.below(words.len());
            return words
                .iter()
                .enumerate()
                .map(|(i, word)| if i == at { telex(word) } else { (*word).to_owned() })
                .collect::<Vec<_>>()
                .join(" ");
        }
        133..=142 => {
            note("tone_lost");
            let text = name.text();
            let words: Vec<&str> = text.split(' ').collect();
            let at = chance.below(words.len());
            return words
                .iter()
                .enumerate()
                .map(|(i, word)| if i == at { unmarked(word) } else { (*word).to_owned() })
                .collect::<Vec<_>>()
                .join(" ");
        }
        143..=179 => {
            note("i_y");
            return name.text().replace("ỹ", "ĩ").replace("ý", "í").replace("Lý", "Lí");
        }
        _ => {}
    }
    name.text()
}

fn partial(chance: &mut Chance, year: i32) -> String {
    let forms = ["{}", "{}", "{}", "00/00/{}", "--/--/{}", "Sinh năm {}", "../../{}"];
    chance.of(&forms).replace("{}", &year.to_string())
}

fn written_day(chance: &mut Chance, (y, m, d): (i32, i32, i32)) -> String {
    match chance.below(20) {
        13 => format!("{d}/{m}/{y}"),
        14 => format!("{d:02}-{m:02}-{y}"),
        15 => format!("{d:02}.{m:02}.{y}"),
        16 => format!("{y}-{m:02}-{d:02}"),
        17 => format!("ngày {d:02} tháng {m:02} năm {y}"),
        _ => format!("{d:02}/{m:02}/{y}"),
    }
}

fn address(chance: &mut Chance, record: &mut Record, home: usize, judgment: &Judgment, done: &mut Vec<&'static str>) {
    let commune = &TABLES.communes[home];
    let (district, province) = names(home);
    if let Some((new, today)) = commune.today.as_ref().filter(|_| judgment.date.0 == 2025 && chance.happens(550)) {
        done.push("new_admin");
        record.set(COMMUNE, new.as_str());
        record.set(PROVINCE, today.as_str());
        return;
    }
    let short = |text: &str| {
        text.replace("Phường ", "P. ")
            .replace("Xã ", "X. ")
            .replace("Thị trấn ", "TT. ")
            .replace("Quận ", "Q. ")
            .replace("Huyện ", "H. ")
            .replace("Thị xã ", "TX. ")
            .replace("Thành phố ", "TP. ")
            .replace("Tỉnh ", "")
    };
    match chance.below(100) {
        0..=6 => {
            done.push("addr_abbrev_or_missing");
            record.set(COMMUNE, short(&commune.name));
            record.set(DISTRICT, short(district));
            record.set(PROVINCE, short(province));
        }
        7..=14 => {
            done.push("addr_abbrev_or_missing");
            if chance.below(2) == 0 {
                record.set(DISTRICT, district);
            }
            record.set(PROVINCE, province);
        }
        _ => {
            record.set(COMMUNE, commune.name.as_str());
            record.set(DISTRICT, district);
            record.set(PROVINCE, province);
        }
    }
}

fn bare_unit(name: &str) -> &str {
    ["Huyện ", "Quận ", "Thị xã "].iter().find_map(|kind| name.strip_prefix(kind)).unwrap_or(name)
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// One digit changed, lost, doubled, or two swapped.
fn mistype(chance: &mut Chance, number: &str) -> String {
    let mut digits: Vec<char> = number.chars().collect();
    if digits.len() < 3 {
        return number.to_owned();
    }
    let at = 1 + chance.below(digits.len() - 2);
    match chance.below(10) {
        0 => {
            digits.remove(at);
        }
        1 => digits.insert(at, digits[at]),
        2 | 3 => digits.swap(at, at + 1),
        _ => digits[at] = char::from(b"0123456789"[chance.below(10)]),
    }
    digits.into_iter().collect()
}

/// One letter changed, lost, doubled, or two swapped.
fn typo(chance: &mut Chance, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() < 4 {
        return text.to_owned();
    }
    let at = 1 + chance.below(letters.len() - 2);
    if letters[at] == ' ' || letters[at + 1] == ' ' {
        return text.to_owned();
    }
    match chance.below(4) {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at, letters[at]),
        2 => letters.swap(at, at + 1),
        _ => letters[at] = char::from(b"aeiouyhngtmlbv"[chance.below(14)]),
    }
    letters.into_iter().collect()
}

fn sound(chance: &mut Chance, text: &str) -> String {
    let merges = [
        ("ng ", "n "),
        ("n ", "ng "),
        ("Tr", "Ch"),
        ("Ch", "Tr"),
        ("S", "X"),
        ("L", "N"),
        ("N", "L"),
        ("ễ", "ể"),
        ("ỹ", "ỷ"),
        ("c ", "t "),
        ("t ", "c "),
        ("V", "D"),
        ("Gi", "D"),
        ("ĩ", "ỉ"),
        ("iê", "i"),
        ("nh ", "n "),
        ("ũ", "ủ"),
        ("Qu", "W"),
    ];
    let padded = format!("{text} ");
    for _ in 0..8 {
        let (from, to) = *chance.of(&merges);
        if padded.contains(from) {
            return padded.replacen(from, to, 1).trim_end().to_owned();
        }
    }
    text.to_owned()
}

fn unmarked(text: &str) -> String {
    text.nfd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .map(|c| match c {
            'đ' => 'd',
            'Đ' => 'D',
            c => c,
        })
        .collect()
}

/// A word with its marks as the keys that were struck.
fn telex(word: &str) -> String {
    let (mut out, mut tone) = (String::new(), None);
    for c in word.nfd() {
        match c {
            '\u{300}' => tone = Some('f'),
            '\u{301}' => tone = Some('s'),
            '\u{303}' => tone = Some('x'),
            '\u{309}' => tone = Some('r'),
            '\u{323}' => tone = Some('j'),
            '\u{302}' => out.extend(out.chars().next_back().map(|c| c.to_ascii_lowercase())),
            '\u{306}' | '\u{31b}' => out.push('w'),
            'đ' => out.push_str("dd"),
            'Đ' => out.push_str("Dd"),
            c => out.push(c),
        }
    }
    out.extend(tone);
    out
}

/// UTF-8 read as Windows-1252.
fn mojibake(text: &str) -> String {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    text.bytes()
        .map(|byte| match byte {
            0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
            byte => char::from(byte),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_people() {
        let one: Vec<Record> = records(3).take(200).collect();
        assert_eq!(one, records(3).take(200).collect::<Vec<_>>());
        assert_ne!(one, records(4).take(200).collect::<Vec<_>>());
    }

    #[test]
    fn every_kind_of_neighbour_and_mess_occurs() {
        let some: Vec<Record> = records(1).take(20_000).collect();
        for kind in ["base", "homonym", "homonym_dob", "twin", "sibling", "father", "codef"] {
            assert!(some.iter().any(|record| record.truth.kind == kind), "{kind}");
        }
        for mess in
            ["upper", "ascii", "nfd", "mojibake", "typo", "year_only", "id_digit", "id_zero_lost", "moved", "new_admin"]
        {
            assert!(some.iter().any(|record| record.truth.corruptions.contains(&mess)), "{mess}");
        }
        // A third of the records belongs to people who have several.
        let mut count = HashMap::<u64, usize>::new();
        for record in &some {
            *count.entry(record.truth.person).or_default() += 1;
        }
        let several: usize = count.values().filter(|&&n| n > 1).sum();
        assert!((8_000..14_000).contains(&several), "{several}");
    }

    #[test]
    fn mess_is_what_it_says() {
        assert_eq!(unmarked("Đặng Thị Nữ"), "Dang Thi Nu");
        assert_eq!(telex("Nguyễn"), "Nguyeenx");
        assert_eq!(telex("Đức"), "Dduwcs");
        assert_eq!(mojibake("Trịnh"), "Trá»‹nh");
        assert_eq!(follow("001080000009", 1), "001080000010");
    }
}
