//! A judicial record as a row of codes, ready to be compared.

#![allow(clippy::struct_field_names, reason = "a day has a day, words have words")]
#![allow(clippy::indexing_slicing, reason = "offsets are handed out by the same table")]

use super::block::{key_of, pack, row_of, sort};
use super::word::{FoldMap, NameCode, Near, Role, Words, hash, join, mix};

/// What a record says about a person, as typed text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row<'a> {
    pub(crate) id: &'a str,
    pub(crate) code: &'a str,
    pub(crate) name: &'a str,
    pub(crate) aliases: Vec<&'a str>,
    pub(crate) sex: &'a str,
    pub(crate) birth: &'a str,
    pub(crate) death: &'a str,
    pub(crate) citizen: &'a str,
    pub(crate) card: &'a str,
    pub(crate) passport: &'a str,
    pub(crate) military: &'a str,
    pub(crate) father: &'a str,
    pub(crate) mother: &'a str,
    pub(crate) ethnicity: &'a str,
    pub(crate) birth_place: PlaceRow<'a>,
    pub(crate) home: PlaceRow<'a>,
    pub(crate) residence: PlaceRow<'a>,
    /// Number, date and court of each judgment.
    pub(crate) judgments: Vec<(&'a str, &'a str, &'a str)>,
}

/// A place as typed columns give it.
#[derive(Clone, Debug, Default)]
pub(crate) struct PlaceRow<'a> {
    pub(crate) era: &'a str,
    pub(crate) province: &'a str,
    pub(crate) district: &'a str,
    pub(crate) commune: &'a str,
    /// The first two of today's communes.
    pub(crate) today: [&'a str; 2],
}

/// A date as far as it is known: 0 where it is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Day {
    pub(crate) year: i16,
    pub(crate) month: u8,
    pub(crate) day: u8,
    /// Years that it may be off, where it is approximate or one of several.
    pub(crate) span: u8,
}

impl Day {
    /// Reads the parser's EDTF.
    pub(crate) fn read(text: &str) -> Self {
        let number = |from: usize, to: usize| text.get(from..to).and_then(|t| t.parse::<i16>().ok()).unwrap_or(0);
        if text.starts_with('[') || text.contains(['/', '~', '?', '%']) {
            let mut years = text
                .split(|c: char| !c.is_ascii_digit())
                .filter(|part| part.len() == 4)
                .filter_map(|part| part.parse::<i16>().ok());
            let first = years.next().unwrap_or(0);
            let last = years.next_back().unwrap_or(first);
            let span = u8::try_from(last.saturating_sub(first).clamp(0, 20)).unwrap_or(0);
            return Self { year: first, month: 0, day: 0, span: span.max(u8::from(text.contains('~')) * 2) };
        }
        Self {
            year: number(0, 4),
            month: u8::try_from(number(5, 7)).unwrap_or(0),
            day: u8::try_from(number(8, 10)).unwrap_or(0),
            span: 0,
        }
    }

    pub(crate) fn is_known(self) -> bool {
        self.year != 0
    }

    /// Whether the day is known.
    pub(crate) fn is_full(self) -> bool {
        self.day != 0
    }

    /// A key of the whole date, 0 unless the day is known.
    pub(crate) fn key(self) -> u64 {
        if self.is_full() { self.packed() } else { 0 }
    }

    /// The date as one number.
    pub(crate) fn packed(self) -> u64 {
        (u64::from(self.year.unsigned_abs()) << 16) | (u64::from(self.month) << 8) | u64::from(self.day)
    }

    /// 1 January and the last days that Article 417 of the Criminal Procedure Code takes where the day is not known.
    pub(crate) fn is_placeholder(self) -> bool {
        matches!((self.day, self.month), (1, 1) | (31, 12 | 3) | (30, 6 | 9))
    }
}

/// A place as codes of today; 0 where it is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PlaceCode {
    /// One bit per province of today.
    pub(crate) provinces: u64,
    /// Era, province and district as written.
    pub(crate) district: u32,
    /// The commune as written.
    pub(crate) commune: u32,
    /// Of the communes of today.
    pub(crate) today: bool,
    /// Today's communes that may hold the place, up to two.
    pub(crate) communes: [u32; 2],
}

impl PlaceCode {
    pub(crate) fn read(place: &PlaceRow<'_>, eras: &FoldMap<u64, u64>) -> Self {
        let mut communes = [0; 2];
        for (slot, commune) in communes.iter_mut().zip(&place.today) {
            *slot = commune.parse().unwrap_or(0);
        }
        let (district, commune) = (place.district.parse().unwrap_or(0), place.commune.parse().unwrap_or(0));
        let provinces = match place.era {
            _ if place.province.is_empty() => 0,
            "34" | "63" => eras.get(&province_key(place.era, place.province)).copied().unwrap_or(0),
            _ => eras.get(&province_key("", place.province)).copied().unwrap_or(0),
        };
        Self { provinces, district, commune, today: place.era == "34", communes }
    }

    /// 3 the same commune, 2 district, 1 province, 0 apart; none where one of them is not known.
    pub(crate) fn level(self, other: Self) -> Option<u8> {
        if self.provinces == 0 || other.provinces == 0 {
            return None;
        }
        // Many communes became one: in one era the communes as written are compared, across eras those of today.
        let written = self.today == other.today && self.commune != 0 && other.commune != 0;
        let commune = if written {
            self.commune == other.commune
        } else {
            self.communes.iter().any(|&c| c != 0 && other.communes.contains(&c))
        };
        Some(if commune {
            3
        } else if self.district != 0 && self.district == other.district {
            2
        } else {
            u8::from(self.provinces & other.provinces != 0)
        })
    }
}

/// Provinces of every era → provinces of today, one bit each.
pub(crate) fn provinces_today() -> FoldMap<u64, u64> {
    let table = include_str!("../data/provinces.tsv");
    let today: Vec<&str> =
        crate::data::rows(table).filter(|row| row.get(0).starts_with("34-")).map(|row| row.get(1)).collect();
    let bit = |code: &str| today.iter().position(|known| *known == code).map_or(0, |at| 1 << at);
    crate::data::rows(table)
        .map(|row| {
            let bits = row.get(6).split([';', '|', ',']).map(|code| bit(code.trim())).fold(0, |all, bit| all | bit);
            let (era, code) =
                row.get(0).split_once('-').filter(|(era, _)| matches!(*era, "34" | "63")).unwrap_or(("", row.get(0)));
            (province_key(era, code), bits)
        })
        .collect()
}

fn province_key(era: &str, code: &str) -> u64 {
    join(&[hash(era), hash(code)])
}

/// A judgment of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Judgment {
    /// Key of number and year.
    pub(crate) number: u64,
    pub(crate) date: Day,
    /// Key of the court; 0 where it is not known.
    pub(crate) court: u64,
    /// Whether it is a court below the province.
    pub(crate) district: bool,
}

/// One record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person {
    pub(crate) name: NameCode,
    pub(crate) father: NameCode,
    pub(crate) mother: NameCode,
    pub(crate) birth: Day,
    pub(crate) death: Day,
    /// 0 unknown, 1 male, 2 female.
    pub(crate) sex: u8,
    pub(crate) ethnicity: u32,
    pub(crate) citizen: u64,
    pub(crate) card: u32,
    /// Where there is no card: the one that another record holds beside the personal number.
    pub(crate) card_beside: u32,
    pub(crate) twice: Twice,
    pub(crate) passport: u64,
    pub(crate) military: u64,
    pub(crate) birth_place: PlaceCode,
    pub(crate) home: PlaceCode,
    pub(crate) residence: PlaceCode,
    pub(crate) code: u64,
    pub(crate) aliases: (u32, u8),
    pub(crate) judgments: (u32, u8),
    /// How rare name, father's and mother's name, birth date and commune are: log₂ of their share, times −8.
    pub(crate) rare: Rare,
}

/// Which numbers of a record another person bears too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Twice {
    pub(crate) citizen: bool,
    pub(crate) card: bool,
}

/// How rare the values of a record are: −8 · log₂ of the share of records that hold the value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rare {
    pub(crate) name: u8,
    pub(crate) father: u8,
    pub(crate) mother: u8,
    pub(crate) birth: u8,
    pub(crate) commune: u8,
}

/// Keys of what a record says, 0 where it says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Keys {
    pub(crate) name: u64,
    pub(crate) family: u64,
    /// Of a middle name that tells people apart: not of `Văn` or `Thị`.
    pub(crate) middle: u64,
    pub(crate) given: u64,
    pub(crate) father: u64,
    pub(crate) mother: u64,
    /// The whole birth date, and its year.
    pub(crate) birth: u64,
    pub(crate) year: u64,
    /// Number and date of the first judgment.
    pub(crate) judgment: u64,
}

/// All records of a run.
#[derive(Debug)]
pub(crate) struct People {
    pub(crate) words: Words,
    pub(crate) rows: Vec<Person>,
    pub(crate) aliases: Vec<NameCode>,
    pub(crate) judgments: Vec<Judgment>,
    ethnicities: FoldMap<Box<str>, u32>,
    eras: FoldMap<u64, u64>,
    /// Keys of each record, once all records are in.
    pub(crate) keys: Vec<Keys>,
    /// Key of each record's identity, to order by without regard to rows.
    pub(crate) order: Vec<u64>,
}

impl People {
    pub(crate) fn with_capacity(rows: usize) -> Self {
        Self {
            words: Words::default(),
            rows: Vec::with_capacity(rows),
            aliases: Vec::new(),
            judgments: Vec::new(),
            ethnicities: FoldMap::default(),
            eras: provinces_today(),
            keys: Vec::new(),
            order: Vec::with_capacity(rows),
        }
    }

    /// Adds a record.
    pub(crate) fn push(&mut self, row: &Row<'_>) {
        let first_alias = self.aliases.len();
        // `Trần Văn Hòa - Đen`: one person, and what people call him; or the wife and the name that she had.
        let (name, beside) = match row.name.split_once(" - ") {
            Some((name, beside)) if name.contains(' ') => (name, Some(beside)),
            _ => (row.name, None),
        };
        for alias in row.aliases.iter().copied().chain(beside) {
            let code = NameCode::read(alias, &mut self.words);
            // A nickname of one word tells nobody apart.
            if code.codes().len() > 1 {
                self.aliases.push(code);
            }
        }
        let first_judgment = self.judgments.len();
        for (number, date, court) in &row.judgments {
            if number.is_empty() {
                continue;
            }
            // Files write the suffix or leave it out: number and year are the judgment.
            let key = judgment_key(number);
            let next = hash(number) | 1;
            let number = if key == 0 { next } else { key };
            // `Tòa án nhân dân huyện Cờ Đỏ, thành phố Cần Thơ`; since July 2025 `khu vực 5 - Sơn La`.
            let district = court.contains([',', '-']);
            let court = if court.is_empty() { 0 } else { hash(court) };
            self.judgments.push(Judgment { number, date: Day::read(date), court, district });
        }
        let ethnicity = if row.ethnicity.is_empty() {
            0
        } else if let Some(&code) = self.ethnicities.get(row.ethnicity) {
            code
        } else {
            let code = u32::try_from(self.ethnicities.len() + 1).unwrap_or(u32::MAX);
            self.ethnicities.insert(row.ethnicity.into(), code);
            code
        };
        let text = |text: &str| if text.is_empty() { 0 } else { hash(text) };
        self.order.push(if row.code.is_empty() { hash(row.id) } else { join(&[hash(row.code), hash(row.id)]) });
        let citizen: u64 = row.citizen.parse().unwrap_or(0);
        let (number_sex, number_year) = said_by_number(citizen);
        let sex = match row.sex {
            "male" => 1,
            "female" => 2,
            _ => 0,
        };
        let mut birth = Day::read(row.birth);
        if !birth.is_known() {
            birth.year = number_year;
        }
        let person = Person {
            name: NameCode::read(name, &mut self.words),
            father: NameCode::read(row.father, &mut self.words),
            mother: NameCode::read(row.mother, &mut self.words),
            birth,
            death: Day::read(row.death),
            // Where cell and number disagree, one of them is mistyped.
            sex: match (sex, number_sex) {
                (0, said) | (said, 0) => said,
                (sex, said) if sex == said => sex,
                _ => 0,
            },
            ethnicity,
            citizen,
            card: row.card.parse().unwrap_or(0),
            card_beside: 0,
            twice: Twice::default(),
            passport: text(row.passport),
            military: text(row.military),
            birth_place: PlaceCode::read(&row.birth_place, &self.eras),
            home: PlaceCode::read(&row.home, &self.eras),
            residence: PlaceCode::read(&row.residence, &self.eras),
            code: text(row.code),
            aliases: span(first_alias, self.aliases.len()),
            judgments: span(first_judgment, self.judgments.len()),
            rare: Rare::default(),
        };
        self.rows.push(person);
    }

    pub(crate) fn get(&self, row: u32) -> &Person {
        &self.rows[row as usize]
    }

    pub(crate) fn aliases(&self, person: &Person) -> &[NameCode] {
        slice(&self.aliases, person.aliases)
    }

    pub(crate) fn judgments(&self, person: &Person) -> &[Judgment] {
        slice(&self.judgments, person.judgments)
    }

    /// Notes what only all records together tell: numbers that two persons bear, and cards beside personal numbers.
    fn numbers(&mut self) {
        let beside: FoldMap<u64, u32> = {
            let mut beside: FoldMap<u64, u32> = FoldMap::default();
            for person in self.rows.iter().filter(|person| person.citizen != 0 && person.card != 0) {
                // Several cards say nothing.
                beside
                    .entry(person.citizen)
                    .and_modify(|card| *card *= u32::from(*card == person.card))
                    .or_insert(person.card);
            }
            beside
        };
        for person in self.rows.iter_mut().filter(|person| person.citizen != 0 && person.card == 0) {
            person.card_beside = beside.get(&person.citizen).copied().unwrap_or(0);
        }
        let citizens = self.borne_twice(|person| person.citizen);
        let cards = self.borne_twice(|person| u64::from(person.card));
        citizens.into_iter().for_each(|row| self.rows[row as usize].twice.citizen = true);
        cards.into_iter().for_each(|row| self.rows[row as usize].twice.card = true);
    }

    /// The rows whose number somebody else bears: another given name, and another year of birth or sex.
    fn borne_twice(&self, number: impl Fn(&Person) -> u64) -> Vec<u32> {
        let mut rows: Vec<(u64, u32)> = (0..)
            .zip(&self.rows)
            .map(|(row, person)| (number(person), row))
            .filter(|(number, _)| *number != 0)
            .collect();
        rows.sort_unstable();
        let two = |l: u32, r: u32| {
            let (a, b) = (self.get(l), self.get(r));
            let given = a.name.given().zip(b.name.given());
            given.is_some_and(|(x, y)| self.words.near(x, y, Role::Given) == Near::Different)
                && (a.birth.is_known() && b.birth.is_known() && a.birth.year.abs_diff(b.birth.year) > 2
                    || a.sex != 0 && b.sex != 0 && a.sex != b.sex)
        };
        rows.chunk_by(|a, b| a.0 == b.0)
            .filter(|block| {
                block.len() > 1
                    && block.iter().enumerate().any(|(at, l)| block.iter().skip(at + 1).take(8).any(|r| two(l.1, r.1)))
            })
            .flatten()
            .map(|(_, row)| *row)
            .collect()
    }

    /// Counts names, dates and communes, once all records are in.
    pub(crate) fn count(&mut self) {
        self.numbers();
        self.rows.iter().for_each(|person| self.words.see(&person.name));
        self.make_keys();
        self.rarity();
    }

    /// The keys of each record.
    pub(crate) fn make_keys(&mut self) {
        let words = &self.words;
        let bare = |code: Option<u32>| code.map_or(0, |code| words.get(code).bare);
        self.keys = self
            .rows
            .iter()
            .map(|p| Keys {
                name: p.name.bag(words),
                family: bare(p.name.family()),
                middle: if words.is_filler(p.name.middle()) { 0 } else { middle_key(&p.name, words) },
                given: bare(p.name.given()),
                father: p.father.bag(words),
                mother: p.mother.bag(words),
                birth: p.birth.key(),
                year: u64::from(p.birth.year.unsigned_abs()),
                judgment: slice(&self.judgments, p.judgments).first().map_or(0, |j| join(&[j.number, j.date.packed()])),
            })
            .collect();
    }

    /// How rare the values of each record are.
    fn rarity(&mut self) {
        let (total, words) = (self.rows.len() as f64, &self.words);
        // Shares of the parts of a name, to judge names that were seen once.
        let mut parts: [FoldMap<u64, u32>; 3] = Default::default();
        for (person, key) in self.rows.iter().zip(&self.keys).filter(|(_, key)| key.name != 0) {
            *parts[0].entry(key.family).or_default() += 1;
            *parts[1].entry(middle_key(&person.name, words)).or_default() += 1;
            *parts[2].entry(key.given).or_default() += 1;
        }
        let part =
            |at: usize, key: u64| (f64::from(parts[at].get(&key).copied().unwrap_or(0)) + 1.0) / (total + 2000.0);
        let by_word: Vec<[f64; 2]> = words.bare().map(|bare| [part(0, bare), part(2, bare)]).collect();
        let expected = |name: &NameCode| match (name.family(), name.given()) {
            (Some(family), Some(given)) => {
                // Middle and given names go with the sex, hence the 2.
                let ends = by_word[family as usize][0] * by_word[given as usize][1];
                (2.0 * ends * part(1, middle_key(name, words))).max(1e-9)
            }
            _ => 1.0,
        };
        let names = counts(self.keys.iter().map(|key| key.name));
        let fathers = counts(self.keys.iter().map(|key| key.father));
        let mothers = counts(self.keys.iter().map(|key| key.mother));
        let births = counts(self.rows.iter().map(|p| mix(p.birth.packed())));
        let communes = counts(self.rows.iter().map(|p| mix(u64::from(p.residence.communes[0]))));
        // What was seen, drawn towards what was expected as if 3,000 records more had been seen.
        let share = |count: u32, expected: f64| {
            let seen = f64::from(count.saturating_sub(1));
            bits((seen + 3000.0 * expected) / (total + 3000.0))
        };
        let rare: Vec<Rare> = self
            .rows
            .iter()
            .enumerate()
            .map(|(row, person)| Rare {
                name: share(names[row], expected(&person.name)),
                father: share(fathers[row], expected(&person.father)),
                mother: share(mothers[row], expected(&person.mother)),
                birth: share(births[row], if person.birth.is_full() { 5e-5 } else { 0.02 }),
                commune: share(communes[row], 3e-4),
            })
            .collect();
        for (person, rare) in self.rows.iter_mut().zip(rare) {
            person.rare = rare;
        }
    }
}

/// Sex (1 male, 2 female) and year of birth that a personal number says, 0 where there is none.
fn said_by_number(citizen: u64) -> (u8, i16) {
    if citizen == 0 {
        return (0, 0);
    }
    let century = citizen / 100_000_000 % 10;
    let year = 1900 + 100 * (century / 2) + citizen / 1_000_000 % 100;
    (1 + u8::from(century % 2 == 1), i16::try_from(year).unwrap_or(0))
}

/// Number and year of a judgment's normal form (`12/2019/HS-ST`), 0 where it has another.
fn judgment_key(number: &str) -> u64 {
    let mut parts = number.split('/');
    let (Some(number), Some(year)) = (parts.next(), parts.next()) else { return 0 };
    match (number.parse::<u32>(), year.parse::<u16>()) {
        (Ok(number), Ok(year)) => join(&[u64::from(number), u64::from(year)]) | 1,
        _ => 0,
    }
}

pub(crate) fn middle_key(name: &NameCode, words: &Words) -> u64 {
    name.middle().iter().fold(1, |key, &code| mix(key.rotate_left(9) ^ words.get(code).bare))
}

fn span(from: usize, to: usize) -> (u32, u8) {
    (u32::try_from(from).unwrap_or(0), u8::try_from(to - from).unwrap_or(u8::MAX))
}

fn slice<T>(all: &[T], (from, length): (u32, u8)) -> &[T] {
    all.get(from as usize..from as usize + usize::from(length)).unwrap_or(&[])
}

fn bits(share: f64) -> u8 {
    let bits = (-8.0 * share.log2()).round().clamp(0.0, 255.0);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    {
        bits as u8
    }
}

/// How often each row's key occurs.
fn counts(keys: impl Iterator<Item = u64>) -> Vec<u32> {
    let mut rows: Vec<u64> = (0..).zip(keys).map(|(row, key)| pack(key, row)).collect();
    let mut counts = vec![0; rows.len()];
    sort(&mut rows);
    for block in rows.chunk_by(|a, b| key_of(*a) == key_of(*b)) {
        for &row in block {
            counts[row_of(row) as usize] = u32::try_from(block.len()).unwrap_or(u32::MAX);
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        let day = |year, month, day, span| Day { year, month, day, span };
        for (text, expected) in [
            ("1965-11-14", day(1965, 11, 14, 0)),
            ("1965-11", day(1965, 11, 0, 0)),
            ("1965", day(1965, 0, 0, 0)),
            ("1965~", day(1965, 0, 0, 2)),
            ("[1965,1966]", day(1965, 0, 0, 1)),
            ("1965-04/1965-06", day(1965, 0, 0, 0)),
            ("", day(0, 0, 0, 0)),
        ] {
            assert_eq!(Day::read(text), expected, "{text}");
        }
    }

    #[test]
    fn judgments_are_number_and_year() {
        assert_eq!(judgment_key("12/2019/HS-ST"), judgment_key("12/2019"));
        assert_ne!(judgment_key("12/2019/HS-ST"), judgment_key("12/2018/HS-ST"));
        assert_eq!(judgment_key("Số 12"), 0);
    }

    #[test]
    fn provinces_meet_across_eras() {
        let eras = provinces_today();
        let place = |era, province| PlaceCode::read(&PlaceRow { era, province, ..PlaceRow::default() }, &eras);
        // Long An of 63 is part of Tây Ninh of 34.
        assert_eq!(place("63", "80").level(place("34", "80")), Some(1));
        assert_eq!(place("63", "72").level(place("34", "80")), Some(1));
        assert_eq!(place("63", "01").level(place("34", "80")), Some(0));
        assert_eq!(place("63", "01").level(place("", "")), None);
    }
}
