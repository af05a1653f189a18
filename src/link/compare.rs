//! Two records, column by column, in ordered levels; what speaks for one person, and what forbids it.

use super::person::{Day, People, Person, PlaceCode};
use super::word::{NameCode, Near, Role, Words};

/// The compared columns, in the order of a [`Pattern`], and how many levels each has.
pub(crate) const COLUMNS: [(&str, u8); 14] = [
    ("full_name", 13),
    ("birth_date", 10),
    ("sex", 2),
    ("citizen_id", 7),
    ("identity_card", 7),
    ("passport", 2),
    ("father_name", 6),
    ("mother_name", 6),
    ("birth_place", 4),
    ("home_town", 4),
    ("residence", 4),
    ("ethnicity", 2),
    ("judgment", 4),
    ("record_code", 2),
];

pub(crate) const NAME: usize = 0;
pub(crate) const BIRTH: usize = 1;
pub(crate) const SEX: usize = 2;
pub(crate) const CITIZEN: usize = 3;
pub(crate) const CARD: usize = 4;
pub(crate) const PASSPORT: usize = 5;
pub(crate) const FATHER: usize = 6;
pub(crate) const MOTHER: usize = 7;
pub(crate) const BIRTH_PLACE: usize = 8;
pub(crate) const HOME: usize = 9;
pub(crate) const RESIDENCE: usize = 10;
pub(crate) const ETHNICITY: usize = 11;
pub(crate) const JUDGMENT: usize = 12;
pub(crate) const CODE: usize = 13;

/// Levels of a name, from nothing to the same spelling.
pub(crate) mod name {
    /// Another name.
    pub(crate) const DIFFERENT: u8 = 0;
    /// The family name alone.
    pub(crate) const FAMILY: u8 = 1;
    /// The given name alone.
    pub(crate) const GIVEN: u8 = 2;
    /// The given names are two words that look or sound alike, the rest agrees.
    pub(crate) const GIVEN_SLIP: u8 = 3;
    /// The given names sound alike, or one has lost its marks; the rest agrees.
    pub(crate) const GIVEN_LOST: u8 = 4;
    /// Family and given name, another middle name.
    pub(crate) const MIDDLE: u8 = 5;
    /// Family and given name; `Văn` or `Thị` in the one is another middle name in the other.
    pub(crate) const MIDDLE_FILLER: u8 = 6;
    /// Family and given name; the middle name is missing or shortened in one.
    pub(crate) const MIDDLE_MISSING: u8 = 7;
    /// The same words in another order.
    pub(crate) const ORDER: u8 = 8;
    /// The given name and the rest but for slips.
    pub(crate) const SLIP: u8 = 9;
    /// The other name of one is the name of the other.
    pub(crate) const ALIAS: u8 = 10;
    /// The same letters, in one without any marks.
    pub(crate) const BARE: u8 = 11;
    /// The same spelling.
    pub(crate) const SAME: u8 = 12;
}

/// Levels of a birth date.
pub(crate) mod birth {
    pub(crate) const DIFFERENT: u8 = 0;
    /// One year apart, or both within the years that the text leaves open.
    pub(crate) const NEAR_YEAR: u8 = 1;
    /// The same year, one of the two days a placeholder.
    pub(crate) const PLACEHOLDER: u8 = 2;
    /// Day and month; another year.
    pub(crate) const YEAR_OFF: u8 = 3;
    /// Day and year; another month.
    pub(crate) const MONTH_OFF: u8 = 4;
    /// Month and year; another day.
    pub(crate) const DAY_OFF: u8 = 5;
    /// Day and month change places.
    pub(crate) const SWAPPED: u8 = 6;
    /// What is known of the one agrees with the other.
    pub(crate) const WITHIN: u8 = 7;
    /// The same year (or month) in both, no more known.
    pub(crate) const SAME_YEAR: u8 = 8;
    /// The same day.
    pub(crate) const SAME: u8 = 9;
}

/// Levels of a number: personal number or card.
pub(crate) mod number {
    /// Another number.
    pub(crate) const OTHER: u8 = 0;
    /// Another personal number with the same place, sex and year of birth.
    pub(crate) const ALIKE: u8 = 1;
    /// Numbers in a row, as of twins whose papers were issued on one day.
    pub(crate) const NEIGHBOUR: u8 = 2;
    /// A typing error apart.
    pub(crate) const SLIP: u8 = 3;
    /// A third record holds both: the card of the one, the personal number of the other.
    pub(crate) const BESIDE: u8 = 4;
    /// The same, and somebody else bears it too: issued twice, or mistyped into a stranger's.
    pub(crate) const TWICE: u8 = 5;
    /// The same.
    pub(crate) const SAME: u8 = 6;
}

/// The level of a column that is missing in one of the two.
pub(crate) const NULL: u8 = 15;

/// Levels of all columns, four bits each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Pattern(pub(crate) u64);

impl Pattern {
    pub(crate) const EMPTY: Self = Self(u64::MAX);

    #[must_use]
    pub(crate) fn with(self, column: usize, level: Option<u8>) -> Self {
        let level = u64::from(level.unwrap_or(NULL));
        Self((self.0 & !(0xf << (4 * column))) | (level << (4 * column)))
    }

    /// The level of a column; none where one of the two is missing.
    pub(crate) fn level(self, column: usize) -> Option<u8> {
        let level = u8::try_from(self.0 >> (4 * column) & 0xf).unwrap_or(NULL);
        (level != NULL).then_some(level)
    }

    fn at_least(self, column: usize, least: u8) -> bool {
        self.level(column).is_some_and(|level| level >= least)
    }

    fn is(self, column: usize, level: u8) -> bool {
        self.level(column) == Some(level)
    }
}

/// Compares two records in every column.
pub(crate) fn compare(people: &People, a: &Person, b: &Person) -> Pattern {
    let words = &people.words;
    let mut name = names(&a.name, &b.name, words);
    if name.is_some_and(|level| level < name::SLIP) && (a.aliases.1 > 0 || b.aliases.1 > 0) {
        let alias = |aliases: &[NameCode], name: &NameCode| {
            aliases.iter().any(|alias| names(alias, name, words).is_some_and(|level| level >= name::SLIP))
        };
        if alias(people.aliases(a), &b.name) || alias(people.aliases(b), &a.name) {
            name = Some(name::ALIAS);
        }
    }
    let equal = |x: u64, y: u64| (x != 0 && y != 0).then(|| u8::from(x == y));
    let paper = equal(a.passport, b.passport).max(equal(a.military, b.military));
    Pattern::EMPTY
        .with(NAME, name)
        .with(BIRTH, births(a.birth, b.birth))
        .with(SEX, equal(u64::from(a.sex), u64::from(b.sex)))
        .with(CITIZEN, citizens(a, b))
        .with(CARD, cards(a, b))
        .with(PASSPORT, paper)
        .with(FATHER, parents(&a.father, &b.father, words))
        .with(MOTHER, parents(&a.mother, &b.mother, words))
        .with(BIRTH_PLACE, a.birth_place.level(b.birth_place))
        .with(HOME, a.home.level(b.home))
        .with(RESIDENCE, a.residence.level(b.residence))
        .with(ETHNICITY, equal(u64::from(a.ethnicity), u64::from(b.ethnicity)))
        .with(JUDGMENT, judgments(people, a, b))
        .with(CODE, equal(a.code, b.code))
}

/// Levels of [`name`].
fn names(a: &NameCode, b: &NameCode, words: &Words) -> Option<u8> {
    let level = in_order(a, b, words)?;
    if level >= name::MIDDLE_MISSING {
        return Some(level);
    }
    // The given name may stand first, as in `An Nguyễn Văn`.
    let turned = |a: &NameCode, b: &NameCode| {
        let first = a.family().zip(b.given()).is_some_and(|(x, y)| words.get(x).bare == words.get(y).bare);
        first
            && a.codes().len() > 1
            && in_order(&a.turned(), b, words).is_some_and(|level| level >= name::MIDDLE_MISSING)
    };
    Some(if turned(a, b) || turned(b, a) { name::ORDER } else { level })
}

fn in_order(a: &NameCode, b: &NameCode, words: &Words) -> Option<u8> {
    let (Some(family_a), Some(family_b)) = (a.family(), b.family()) else { return None };
    let (Some(given_a), Some(given_b)) = (a.given(), b.given()) else { return None };
    if a == b {
        return Some(name::SAME);
    }
    // A name without any mark says nothing about marks.
    let bare = a.marked != b.marked;
    let near = |x: u32, y: u32, role: Role| match words.near(x, y, role) {
        Near::Marks | Near::Lost if bare => Near::Same,
        near => near,
    };
    let family = near(family_a, family_b, Role::Family);
    let given = if a.other_vowel(b) { Near::Letter } else { near(given_a, given_b, Role::Given) };
    let middle = middles(a.middle(), b.middle(), a.marked && b.marked, words, |x, y| near(x, y, Role::Given));
    let family_near = family == Near::Initial || family >= Near::Marks;
    let level = match given {
        Near::Same | Near::Slip => match middle {
            Middle::Same if family == Near::Same && given == Near::Same => name::BARE,
            Middle::Same | Middle::Slip if family_near => name::SLIP,
            Middle::Missing if family_near => name::MIDDLE_MISSING,
            Middle::Filler if family_near => name::MIDDLE_FILLER,
            Middle::Different if family_near => name::MIDDLE,
            _ => name::GIVEN,
        },
        Near::Sound | Near::Lost if family_near && middle < Middle::Filler => name::GIVEN_LOST,
        _ if given >= Near::Letter && family_near && middle < Middle::Filler => name::GIVEN_SLIP,
        _ if family == Near::Same => name::FAMILY,
        _ => name::DIFFERENT,
    };
    if level < name::MIDDLE_MISSING
        && !a.other_vowel(b)
        && a.codes().len() == b.codes().len()
        && a.codes().len() > 1
        && same_bag(a, b, |x, y| near(x, y, Role::Given))
    {
        return Some(name::ORDER);
    }
    Some(level)
}

/// Whether both hold the same words, one of them perhaps with a slip.
fn same_bag(a: &NameCode, b: &NameCode, near: impl Fn(u32, u32) -> Near) -> bool {
    let (mut taken, mut slips) = (0u32, 0);
    let mut find = |word: u32, least: Near| {
        let free = |&(at, &other): &(usize, &u32)| taken >> at & 1 == 0 && near(word, other) >= least;
        let found = b.codes().iter().enumerate().find(free).map(|(at, _)| at);
        taken |= found.map_or(0, |at| 1 << at);
        found.is_some()
    };
    let left: Vec<u32> = a.codes().iter().copied().filter(|&word| !find(word, Near::Same)).collect();
    left.into_iter().all(|word| {
        slips += 1;
        slips == 1 && find(word, Near::Slip)
    })
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Middle {
    Same,
    Slip,
    Missing,
    Filler,
    Different,
}

/// Between names that both carry marks one letter or mark is a slip, for the given name is the same.
fn middles(a: &[u32], b: &[u32], marked: bool, words: &Words, near: impl Fn(u32, u32) -> Near) -> Middle {
    if a.len() == b.len() {
        let mut worst = Middle::Same;
        for (&x, &y) in a.iter().zip(b) {
            let one = match near(x, y) {
                Near::Same => Middle::Same,
                Near::Sound | Near::Lost | Near::Slip => Middle::Slip,
                Near::Initial => Middle::Missing,
                Near::Marks | Near::Letter if marked => Middle::Slip,
                _ if words.one_filler(x, y) => Middle::Filler,
                _ => Middle::Different,
            };
            worst = worst.max(one);
        }
        return worst;
    }
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    // What is left must stand in the other, in order.
    let mut rest = long.iter();
    let held = short.iter().all(|&word| {
        rest.any(|&other| {
            let near = near(word, other);
            near == Near::Initial || near >= Near::Sound
        })
    });
    if held { Middle::Missing } else { Middle::Different }
}

/// Parents: 5 the same spelling, 4 without marks, 3 slips, 2 shortened (given name alone, middle name missing),
/// 1 the given name with another family or middle name, 0 another name. The children of one house have one father, so
/// a letter more or less is a slip here, be it another name of its own.
fn parents(a: &NameCode, b: &NameCode, words: &Words) -> Option<u8> {
    let level = names(a, b, words)?;
    if (a.codes().len() == 1) != (b.codes().len() == 1) {
        let same = a.given().zip(b.given()).is_some_and(|(x, y)| words.near(x, y, Role::Given) >= Near::Marks);
        return Some(if same { 2 } else { 0 });
    }
    let one_letter = || {
        let near = |x: &u32, y: &u32| words.near(*x, *y, Role::Given);
        let mut apart = a.codes().iter().zip(b.codes()).map(|(x, y)| near(x, y)).filter(|near| *near < Near::Marks);
        a.codes().len() == b.codes().len() && apart.next() == Some(Near::Letter) && apart.next().is_none()
    };
    Some(match level {
        name::SAME => 5,
        name::BARE => 4,
        name::SLIP | name::GIVEN_SLIP | name::GIVEN_LOST | name::ORDER => 3,
        name::MIDDLE_MISSING | name::MIDDLE_FILLER => 2,
        name::MIDDLE | name::GIVEN | name::FAMILY if one_letter() => 3,
        name::MIDDLE | name::GIVEN => 1,
        _ => 0,
    })
}

/// Levels of [`birth`].
fn births(a: Day, b: Day) -> Option<u8> {
    if !a.is_known() || !b.is_known() {
        return None;
    }
    let years = a.year.abs_diff(b.year);
    if a.span > 0 || b.span > 0 {
        let open = u16::from(a.span) + u16::from(b.span);
        return Some(if years <= open { birth::NEAR_YEAR } else { birth::DIFFERENT });
    }
    if a.is_full() && b.is_full() {
        let (day, month) = (a.day == b.day, a.month == b.month);
        let placeholder = a.is_placeholder() || b.is_placeholder();
        return Some(match (day, month, years) {
            (true, true, 0) => birth::SAME,
            (_, _, 0) if a.day == b.month && a.month == b.day => birth::SWAPPED,
            (_, _, 0) if placeholder => birth::PLACEHOLDER,
            (false, true, 0) => birth::DAY_OFF,
            (true, false, 0) => birth::MONTH_OFF,
            (true, true, _) if years <= 10 => birth::YEAR_OFF,
            (_, _, 1) if placeholder => birth::NEAR_YEAR,
            _ => birth::DIFFERENT,
        });
    }
    let month = a.month == 0 || b.month == 0 || a.month == b.month;
    Some(match years {
        0 if a == b => birth::SAME_YEAR,
        0 if month => birth::WITHIN,
        0 if a.is_placeholder() || b.is_placeholder() => birth::PLACEHOLDER,
        1 if month => birth::NEAR_YEAR,
        _ => birth::DIFFERENT,
    })
}

/// Levels of [`number`] between two personal numbers.
fn citizens(a: &Person, b: &Person) -> Option<u8> {
    let level = numbers(a.citizen, b.citizen, a.twice.citizen || b.twice.citizen)?;
    let alike = level == number::OTHER && a.citizen / 1_000_000 == b.citizen / 1_000_000;
    Some(if alike { number::ALIKE } else { level })
}

/// Levels of [`number`] between two cards.
fn cards(a: &Person, b: &Person) -> Option<u8> {
    let beside = |x: &Person, y: &Person| x.card == 0 && y.card != 0 && x.card_beside == y.card;
    if beside(a, b) || beside(b, a) {
        return Some(number::BESIDE);
    }
    numbers(u64::from(a.card), u64::from(b.card), a.twice.card || b.twice.card)
}

fn numbers(a: u64, b: u64, twice: bool) -> Option<u8> {
    (a != 0 && b != 0).then(|| match a.abs_diff(b) {
        0 if twice => number::TWICE,
        0 => number::SAME,
        1..=9 => number::NEIGHBOUR,
        _ if typing_error(a, b) => number::SLIP,
        _ => number::OTHER,
    })
}

/// One digit changed, or two neighbours swapped.
pub(crate) fn typing_error(mut a: u64, mut b: u64) -> bool {
    let mut places = [0u64; 2];
    let (mut count, mut place) = (0, 0);
    let mut swapped = true;
    let mut first = (0, 0);
    while a != 0 || b != 0 {
        let (x, y) = (a % 10, b % 10);
        if x != y {
            match count {
                0 => first = (x, y),
                1 => swapped = first == (y, x) && place == places[0] + 1,
                _ => return false,
            }
            places[0] = place;
            count += 1;
        }
        (a, b, place) = (a / 10, b / 10, place + 1);
    }
    count == 1 || (count == 2 && swapped)
}

/// 3 the same number and date, 2 the same number, and a date that is missing or a slip apart, 1 another one of the same
/// district court, 0 none in common.
fn judgments(people: &People, a: &Person, b: &Person) -> Option<u8> {
    let (left, right) = (people.judgments(a), people.judgments(b));
    let mut best = None;
    for x in left {
        for y in right {
            // Courts change their names: where number and day agree they are not asked.
            let court = x.court == 0 || y.court == 0 || x.court == y.court;
            let level = if x.number == y.number {
                match births(x.date, y.date) {
                    Some(birth::SAME) => 3,
                    _ if !court => 0,
                    None
                    | Some(
                        birth::WITHIN
                        | birth::SAME_YEAR
                        | birth::SWAPPED
                        | birth::DAY_OFF
                        | birth::MONTH_OFF
                        | birth::YEAR_OFF,
                    ) => 2,
                    _ => 0,
                }
            } else {
                u8::from(x.district && x.court == y.court)
            };
            best = best.max(Some(level));
        }
    }
    best
}

/// The code of a pair that a person has decided about: see [`review`](crate::review).
pub const DECIDED: &str = "decided";

/// What speaks for one person, and what against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Grounds(pub(crate) u32);

macro_rules! grounds {
    ($($bit:literal $name:ident $code:literal $about:literal;)*) => {
        #[allow(dead_code, reason = "what persons decided is said on frames")]
        impl Grounds {
            $(#[doc = $about] pub(crate) const $name: Self = Self(1 << $bit);)*
        }
        /// Codes of grounds with their meaning, in the order in which they are listed.
        pub const GROUNDS: &[(&str, &str)] = &[$(($code, $about)),*];
    };
}

grounds! {
    0 SAME_CITIZEN_ID "same_citizen_id" "cùng số định danh cá nhân";
    1 SAME_CARD "same_identity_card" "cùng số chứng minh nhân dân";
    2 SAME_PASSPORT "same_passport" "cùng số hộ chiếu hoặc giấy tờ quân đội";
    3 NUMBER_BESIDE "numbers_in_one_record" "số chứng minh nhân dân và số định danh cùng có trong một hồ sơ khác";
    4 NUMBER_TWICE "same_number_issued_twice" "cùng số giấy tờ, nhưng người khác cũng mang số này";
    5 NUMBER_SLIP "number_typing_error" "số giấy tờ chỉ khác một lỗi gõ";
    6 SAME_NAME "same_name" "cùng họ tên";
    7 NEAR_NAME "similar_name" "họ tên khác nhau do lỗi gõ, thiếu dấu, khác hoặc thiếu đệm, đảo thứ tự";
    8 ALIAS "other_name" "tên gọi khác của người này là họ tên của người kia";
    9 SAME_BIRTH "same_birth_date" "cùng ngày sinh";
    10 NEAR_BIRTH "similar_birth_date" "ngày sinh gần giống";
    11 SAME_FATHER "same_father" "cùng họ tên cha";
    12 SAME_MOTHER "same_mother" "cùng họ tên mẹ";
    13 SAME_RESIDENCE "same_residence" "cùng xã, phường cư trú";
    14 SAME_BIRTH_PLACE "same_birth_place" "cùng nơi sinh hoặc quê quán";
    15 SAME_JUDGMENT "same_judgment" "cùng một bản án";
    16 SAME_CODE "same_record_code" "cùng mã số lý lịch tư pháp";
    17 SAME_GROUP "same_group" "cùng nối với hồ sơ khác của một người";
    18 CITIZEN_CONFLICT "conflict_citizen_id" "hai số định danh cá nhân khác nhau";
    19 CARD_CONFLICT "conflict_identity_card" "hai số chứng minh nhân dân khác nhau";
    20 NEIGHBOUR_CONFLICT "conflict_neighbouring_numbers" "hai số giấy tờ liền nhau, như của anh chị em sinh đôi";
    21 GIVEN_CONFLICT "conflict_given_name" "tên khác nhau";
    22 MIDDLE_CONFLICT "conflict_middle_name" "tên đệm khác nhau";
    23 BIRTH_CONFLICT "conflict_birth_date" "ngày sinh khác nhau";
    24 SEX_CONFLICT "conflict_sex" "giới tính khác nhau";
    25 FATHER_CONFLICT "conflict_father" "họ tên cha khác nhau";
    26 MOTHER_CONFLICT "conflict_mother" "họ tên mẹ khác nhau";
    27 DEATH_CONFLICT "conflict_death" "một người đã chết trước khi người kia bị xét xử";
    28 AGE_CONFLICT "conflict_age" "chưa đủ 14 tuổi khi bị xét xử";
    29 CLUSTER_CONFLICT "conflict_in_group" "nhóm hồ sơ có mâu thuẫn";
    30 DECIDED "decided" "cán bộ đã xem và quyết định";
}

impl Grounds {
    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// The codes, in the order of [`GROUNDS`].
    pub(crate) fn codes(self) -> impl Iterator<Item = &'static str> {
        GROUNDS.iter().zip(0..).filter(move |(_, bit)| self.0 >> bit & 1 == 1).map(|((code, _), _)| *code)
    }
}

/// What is decided about a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Decision {
    /// Kept to explain why not.
    Apart,
    /// For a person to decide.
    Review,
    /// One person.
    Link,
}

impl Decision {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Review => "review",
            Self::Apart => "apart",
        }
    }
}

/// What the levels say for and against one person.
pub(crate) fn grounds(people: &People, a: &Person, b: &Person, pattern: Pattern) -> Grounds {
    let mut all = Grounds::default();
    let mut when = |holds: bool, ground: Grounds| {
        if holds {
            all.add(ground);
        }
    };
    let name = pattern.level(NAME).unwrap_or(name::DIFFERENT);
    let birth = pattern.level(BIRTH);
    let number = |level: u8| pattern.is(CITIZEN, level) || pattern.is(CARD, level);
    // Numbers in a row are a typing error only where the names do not differ by a single mark.
    let neighbour = number(number::NEIGHBOUR);
    when(pattern.is(CITIZEN, number::SAME), Grounds::SAME_CITIZEN_ID);
    when(pattern.is(CARD, number::SAME), Grounds::SAME_CARD);
    when(pattern.is(PASSPORT, 1), Grounds::SAME_PASSPORT);
    when(number(number::BESIDE), Grounds::NUMBER_BESIDE);
    when(number(number::TWICE), Grounds::NUMBER_TWICE);
    when(number(number::SLIP) || neighbour && name == name::SAME, Grounds::NUMBER_SLIP);
    when(neighbour && name != name::SAME, Grounds::NEIGHBOUR_CONFLICT);
    when(name == name::SAME || name == name::BARE, Grounds::SAME_NAME);
    when(matches!(name, name::GIVEN_SLIP | name::GIVEN_LOST | name::MIDDLE_FILLER..=name::SLIP), Grounds::NEAR_NAME);
    when(name == name::ALIAS, Grounds::ALIAS);
    when(birth == Some(birth::SAME), Grounds::SAME_BIRTH);
    when(birth.is_some_and(|l| (birth::NEAR_YEAR..birth::SAME).contains(&l)), Grounds::NEAR_BIRTH);
    when(pattern.at_least(FATHER, 3), Grounds::SAME_FATHER);
    when(pattern.at_least(MOTHER, 3), Grounds::SAME_MOTHER);
    when(pattern.is(RESIDENCE, 3), Grounds::SAME_RESIDENCE);
    when(pattern.at_least(BIRTH_PLACE, 2) || pattern.at_least(HOME, 2), Grounds::SAME_BIRTH_PLACE);
    when(pattern.at_least(JUDGMENT, 2), Grounds::SAME_JUDGMENT);
    when(pattern.is(CODE, 1), Grounds::SAME_CODE);
    when(pattern.level(CITIZEN).is_some_and(|l| l < number::NEIGHBOUR), Grounds::CITIZEN_CONFLICT);
    when(pattern.is(CARD, number::OTHER), Grounds::CARD_CONFLICT);
    when(name < name::MIDDLE, Grounds::GIVEN_CONFLICT);
    when(name == name::MIDDLE, Grounds::MIDDLE_CONFLICT);
    when(birth == Some(birth::DIFFERENT), Grounds::BIRTH_CONFLICT);
    when(pattern.is(SEX, 0), Grounds::SEX_CONFLICT);
    when(pattern.level(FATHER).is_some_and(|l| l < 2), Grounds::FATHER_CONFLICT);
    when(pattern.level(MOTHER).is_some_and(|l| l < 2), Grounds::MOTHER_CONFLICT);
    when(after_death(people, a, b) || after_death(people, b, a), Grounds::DEATH_CONFLICT);
    when(too_young(people, a, b) || too_young(people, b, a), Grounds::AGE_CONFLICT);
    all
}

/// Whether `b` was judged after `a` had died.
fn after_death(people: &People, a: &Person, b: &Person) -> bool {
    a.death.is_full() && people.judgments(b).iter().any(|j| j.date.is_full() && j.date.packed() > a.death.packed())
}

/// Whether `b` was judged before `a` was 14.
fn too_young(people: &People, a: &Person, b: &Person) -> bool {
    a.birth.is_known() && people.judgments(b).iter().any(|j| j.date.is_known() && j.date.year < a.birth.year + 14)
}

pub(crate) fn place_key(place: PlaceCode) -> u64 {
    u64::from(place.communes[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(a: &str, b: &str, level: u8) {
        let mut words = Words::default();
        let (x, y) = (NameCode::read(a, &mut words), NameCode::read(b, &mut words));
        assert_eq!(names(&x, &y, &words), Some(level), "{a} | {b}");
        assert_eq!(names(&y, &x, &words), Some(level), "{b} | {a}");
    }

    #[test]
    fn name_levels() {
        check("Nguyễn Văn An", "NGUYỄN VĂN AN", name::SAME);
        check("Trần Văn Hòa", "Trần Văn Hoà", name::SAME);
        check("Hoàng Văn Thanh", "Hoang Van Thanh", name::BARE);
        check("Nguyễn Bá Khang", "Nguyễu Bá Khang", name::SLIP);
        check("Phạm Hữu Đạt", "Phạm Đạt", name::MIDDLE_MISSING);
        check("Trần Nguyên Lộc", "Trần N. Lộc", name::MIDDLE_MISSING);
        check("Trần Nguyên Lộc", "Trần Việt Lộc", name::MIDDLE);
        check("Phạm Duy Sơn", "Phạm Sơn Duy", name::ORDER);
        check("Long Trần Văn", "Trần Văn Long", name::ORDER);
        // Nobody is named Tạp; Thắn is no slip for Toàn, nor Đạc for Đức, with their marks.
        check("Nguyễn Văn Tạo", "Nguyễn Văn Tạp", name::SLIP);
        check("Võ Văn Đạt", "Võ Văn Đạc", name::SLIP);
        check("Võ Văn Đức", "Võ Văn Đạc", name::GIVEN_SLIP);
        check("Bế Bình Toàn", "Bế Bình Thắn", name::GIVEN_SLIP);
        // Twins are called Mi and My; Mỹ and Mĩ are one name.
        check("Đoàn Thị Mi", "Đoàn Thị My", name::GIVEN_SLIP);
        check("Đoàn Thị Mi", "DOAN THI MY", name::GIVEN_SLIP);
        check("Đoàn Thị Mỹ", "Đoàn Thị Mĩ", name::SAME);
        check("Đoàn Thị Mỹ", "Doan Thi My", name::BARE);
        // Nam is a name of its own, Hưng has lost its marks.
        check("Đỗ Văn Nam", "Đỗ Văn Năm", name::GIVEN_SLIP);
        check("Đỗ Văn Hung", "Đỗ Văn Hưng", name::GIVEN_LOST);
        check("Lê Văn Hải", "Lê Quốc Hải", name::MIDDLE_FILLER);
        check("Lê Văn Hải", "Lê Thị Hải", name::MIDDLE);
        check("Phú Hoàng Sỹ", "Hoàng Sỷ Phú", name::ORDER);
        check("Dũng Đoàn Nhật", "Doan Dung", name::ORDER);
        check("Nguyễn Công Điền", "Ng. Công Điền", name::SLIP);
        check("Lê Quang Minh", "Lê Quang Mjnh", name::SLIP);
        check("Vàng Văn Dũng", "Vang Van Duong", name::GIVEN_SLIP);
        check("Y Wan Niê", "H'Wan Niê", name::GIVEN_SLIP);
        check("Y Wan Niê", "Y Krông Niê", name::FAMILY);
        check("Y Wan Niê", "Y-Wan Niê", name::SAME);
        check("Lê Văn Nghĩa", "Lê Văn Nghỉa", name::SLIP);
        check("Đinh Văn Hoan", "Dinh An Hoan", name::MIDDLE_FILLER);
        // Twins: the marks are all that tells them apart.
        check("Nguyễn Văn Hùng", "Nguyễn Văn Hưng", name::GIVEN_SLIP);
        check("Nguyễn Văn Hùng", "Nguyễn Văn Dũng", name::GIVEN_SLIP);
        check("Nguyễn Văn Hùng", "Nguyễn Văn Long", name::FAMILY);
        check("Nguyễn Văn Hùng", "Trần Thị Lan", name::DIFFERENT);
        check("Nguyễn Văn Hùng", "Trần Đức Hùng", name::GIVEN);
    }

    #[test]
    fn birth_levels() {
        for (a, b, level) in [
            ("1990-12-02", "1990-12-02", birth::SAME),
            ("1990-12-02", "1990-02-12", birth::SWAPPED),
            ("1990-12-02", "1990-12-03", birth::DAY_OFF),
            ("1990-12-02", "1990-11-02", birth::MONTH_OFF),
            ("1990-12-02", "1991-12-02", birth::YEAR_OFF),
            ("1990-12-02", "1990-01-01", birth::PLACEHOLDER),
            ("1990-12-02", "1990", birth::WITHIN),
            ("1990-12", "1990-12", birth::SAME_YEAR),
            ("1990-12-02", "1990-11", birth::DIFFERENT),
            ("1990-12-02", "1975-03-04", birth::DIFFERENT),
            ("1990~", "1991", birth::NEAR_YEAR),
        ] {
            assert_eq!(births(Day::read(a), Day::read(b)), Some(level), "{a} {b}");
            assert_eq!(births(Day::read(b), Day::read(a)), Some(level), "{b} {a}");
        }
        assert_eq!(births(Day::read(""), Day::read("1990")), None);
    }

    #[test]
    fn typing_errors() {
        for (a, b, slip) in [
            (79_083_842_390, 79_083_842_490, true),
            (79_083_842_390, 79_083_842_930, true),
            (79_083_842_390, 79_083_842_391, true),
            (79_083_842_390, 79_083_824_490, false),
            (79_083_842_390, 19_083_842_391, false),
            (182_307_372, 182_307_327, true),
            (182_307_372, 281_307_372, false),
        ] {
            assert_eq!(typing_error(a, b), slip, "{a} {b}");
            assert_eq!(typing_error(b, a), slip, "{b} {a}");
        }
    }

    #[test]
    fn number_levels() {
        for (a, b, twice, level) in [
            (79_083_842_390, 79_083_842_390, false, number::SAME),
            (79_083_842_390, 79_083_842_390, true, number::TWICE),
            (79_083_842_390, 79_083_842_392, false, number::NEIGHBOUR),
            (79_083_842_390, 79_083_842_490, false, number::SLIP),
            (79_083_842_390, 36_091_120_458, false, number::OTHER),
        ] {
            assert_eq!(numbers(a, b, twice), Some(level), "{a} {b}");
        }
        assert_eq!(numbers(0, 79_083_842_390, false), None);
    }

    #[test]
    fn grounds_list_their_codes() {
        assert_eq!(GROUNDS.len(), 31);
        let codes: Vec<_> = Grounds::CLUSTER_CONFLICT.codes().chain(Grounds::SAME_CODE.codes()).collect();
        assert_eq!(codes, ["conflict_in_group", "same_record_code"]);
    }
}
