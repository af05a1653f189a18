//! Words of names as codes: equality of spelling, of bare letters and of sound, each one integer comparison.
//!
//! A register of a million people holds a few ten thousand distinct words. Each is keyed once; a name is then a row
//! of codes, and two names are compared without touching text.

#![allow(clippy::struct_field_names, reason = "a day has a day, words have words")]
#![allow(clippy::indexing_slicing, reason = "codes are handed out by the same dictionary")]

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::data;
use crate::text::key::{Level, key};
use crate::text::syllable::{self, Standing, standing, strip_mark};

/// A fast hash without a random seed, for keys that nobody chooses to harm us.
#[derive(Default)]
pub(crate) struct Fold(u64);

impl Hasher for Fold {
    fn finish(&self) -> u64 {
        mix(self.0)
    }

    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            self.write_u64(u64::from_le_bytes(chunk.try_into().unwrap_or_default()));
        }
        let mut last = [0; 8];
        let rest = chunks.remainder();
        last[..rest.len()].copy_from_slice(rest);
        self.write_u64(u64::from_le_bytes(last) ^ ((rest.len() as u64) << 56));
    }

    fn write_u8(&mut self, value: u8) {
        self.write_u64(u64::from(value));
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }

    fn write_u64(&mut self, value: u64) {
        // Both halves of the long product, so that no bit of the state is lost to the next word.
        let product = u128::from(self.0 ^ value ^ 0x2d35_8dcc_aa6c_78a5).wrapping_mul(0x8bb8_4b93_962e_acc9_u128 | 1);
        self.0 = u64::try_from(product & u128::from(u64::MAX)).unwrap_or(0) ^ u64::try_from(product >> 64).unwrap_or(0);
    }
}

pub(crate) type FoldMap<K, V> = HashMap<K, V, BuildHasherDefault<Fold>>;

/// Spreads the bits of a number over the whole word.
pub(crate) fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    x = (x ^ (x >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    x ^ (x >> 33)
}

/// A key of several parts.
pub(crate) fn join(parts: &[u64]) -> u64 {
    parts.iter().fold(0x9e37_79b9_7f4a_7c15, |sum, part| mix(sum.rotate_left(17) ^ part))
}

/// A key of a text.
pub(crate) fn hash(text: &str) -> u64 {
    let mut fold = Fold::default();
    fold.write(text.as_bytes());
    fold.finish()
}

/// One spelling (case, tone style and i/y folded).
#[allow(clippy::struct_excessive_bools, reason = "what is known of a word is yes or no")]
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// The word without marks.
    pub(crate) bare: u64,
    /// The word as it sounds in any region.
    pub(crate) sound: u64,
    /// The word with ngã written as hỏi.
    toned: u64,
    /// Whether it carries a mark.
    pub(crate) marked: bool,
    /// Whether it is a syllable of the language; without marks, whether it may be one.
    legal: bool,
    /// `Văn` or `Thị`: says the sex, and stands or falls with the clerk.
    filler: bool,
    /// How many bear it as family name, and as middle or given name: in the tables (without marks: any name of these
    /// letters), and in the data.
    listed: [u32; 2],
    seen: [u32; 2],
    /// Whether a table holds it, letter for letter, as a given name.
    given: bool,
    letters: [u8; 12],
    length: u8,
    /// The letters with their marks.
    spelled: [char; 8],
}

/// Where a word stands in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Family,
    Given,
}

/// What the tables know of a word.
#[derive(Clone, Copy, Debug, Default)]
struct Listed {
    count: [u32; 2],
    /// As a given name, letter for letter.
    exact: bool,
}

/// How many bear a word as family name, and as middle or given name, by spelling and by bare letters.
static LISTED: LazyLock<HashMap<String, Listed>> = LazyLock::new(|| {
    let mut listed: HashMap<String, Listed> = HashMap::new();
    for (table, role, columns) in [
        (include_str!("../data/family_names.tsv"), Role::Family, 1..2),
        (include_str!("../data/given_names.tsv"), Role::Given, 1..3),
        (include_str!("../data/middle_names.tsv"), Role::Given, 1..3),
    ] {
        for row in data::rows(table) {
            let count = columns.clone().filter_map(|column| row.get(column).parse::<u32>().ok()).sum::<u32>().max(1);
            for word in row.get(0).split(' ') {
                let (spelled, bare) = (key(word, Level::Placement), key(word, Level::Unmarked));
                if spelled != bare {
                    listed.entry(bare).or_default().count[role as usize] += count;
                }
                let entry = listed.entry(spelled).or_default();
                entry.count[role as usize] += count;
                entry.exact |= role == Role::Given;
            }
        }
    }
    listed
});

/// So many times as frequent must a name be that a word one letter from it, which no table holds, is a slip.
const SLIP_RATIO: u32 = 40;

impl Word {
    fn letters(&self) -> &[u8] {
        &self.letters[..usize::from(self.length)]
    }

    /// Whether two words are one slip apart with their marks; without marks in one of them that cannot be told.
    fn one_slip_marked(&self, other: &Self) -> bool {
        fn letters(word: &Word) -> &[char] {
            let length = word.spelled.iter().take_while(|c| **c != '\0').count();
            &word.spelled[..length]
        }
        let (a, b) = (letters(self), letters(other));
        // A letter that is struck by mistake bears no marks: `Đức` is no slip for `Đạc`.
        let struck = a.len() != b.len()
            || a.iter()
                .zip(b)
                .filter(|(x, y)| x != y)
                .all(|(x, y)| x.is_ascii() || y.is_ascii() || strip_mark(*x) == strip_mark(*y));
        !(self.marked && other.marked) || struck && one_slip(a, b)
    }

    /// Whether one of two words that look alike is a slip for the other: it is no word at all, or a word that nobody
    /// is named, beside a name that many bear.
    fn is_slip_for(&self, other: &Self, role: Role) -> bool {
        let role = role as usize;
        let rare = || {
            let (rare, known) = if self.listed[role] == 0 { (self, other) } else { (other, self) };
            (self.listed[role] == 0) != (other.listed[role] == 0)
                && rare.seen[role].saturating_mul(SLIP_RATIO) <= known.listed[role].saturating_add(known.seen[role])
        };
        (self.legal != other.legal || rare()) && self.one_slip_marked(other)
    }
}

/// How near two words are, from nothing to the same spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Near {
    /// Nothing speaks for one word.
    Different,
    /// One is the beginning of the other, as in `T.` and `Ng.`
    Initial,
    /// One letter apart, and both are words: `Hùng`, `Dũng`.
    Letter,
    /// The same letters, both with marks of their own: `Hùng`, `Hưng`.
    Marks,
    /// Alike in the speech of some region, and both are words: `Văn`, `Văng`.
    Sound,
    /// The marks are missing in one: `Dung`, `Dũng`.
    Lost,
    /// A slip of hand or machine: one of them is no word; or hỏi and ngã, which half the country does not tell apart.
    Slip,
    /// The same spelling.
    Same,
}

/// All words of a run, each keyed once.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// By the hash of the word: 64 bits tell a few ten thousand words apart.
    written: FoldMap<u64, u32>,
    spelled: FoldMap<Box<str>, u32>,
    words: Vec<Word>,
}

impl Words {
    /// The code of a word as written.
    pub(crate) fn code(&mut self, written: &str) -> u32 {
        let hashed = hash(written);
        if let Some(&code) = self.written.get(&hashed) {
            return code;
        }
        let spelled = key(written, Level::Placement);
        let code = if let Some(&code) = self.spelled.get(spelled.as_str()) {
            code
        } else {
            let code = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
            let bare = key(written, Level::Unmarked);
            let mut letters = [0; 12];
            let mut length = 0;
            for (slot, &byte) in letters.iter_mut().zip(bare.as_bytes()) {
                *slot = byte;
                length += 1;
            }
            let listed = LISTED.get(&spelled).copied().unwrap_or_default();
            self.words.push(Word {
                bare: hash(&bare),
                sound: hash(&key(written, Level::Sound)),
                toned: hash(&spelled.nfd().map(|c| if c == '\u{303}' { '\u{309}' } else { c }).collect::<String>()),
                marked: bare != spelled,
                legal: matches!(standing(written), Standing::Core(_))
                    || bare == spelled && syllable::Word::read(written).is_some_and(|word| word.is_unmarked_syllable()),
                filler: matches!(spelled.as_str(), "văn" | "thị" | "van" | "thi"),
                listed: listed.count,
                given: listed.exact,
                seen: [0; 2],
                letters,
                length,
                spelled: first_letters(&spelled),
            });
            self.spelled.insert(spelled.into(), code);
            code
        };
        self.written.insert(hashed, code);
        code
    }

    /// The bare keys of all words, in the order of their codes.
    pub(crate) fn bare(&self) -> impl Iterator<Item = u64> {
        self.words.iter().map(|word| word.bare)
    }

    /// What is known of a word.
    pub(crate) fn get(&self, code: u32) -> &Word {
        &self.words[code as usize]
    }

    /// Notes that a name of the data holds a word.
    pub(crate) fn see(&mut self, name: &NameCode) {
        for (at, &code) in name.codes().iter().enumerate() {
            let role = if at == 0 { Role::Family } else { Role::Given };
            let seen = &mut self.words[code as usize].seen[role as usize];
            *seen = seen.saturating_add(1);
        }
    }

    /// How many names of the data hold a word, as family name, and as middle or given name.
    pub(crate) fn seen(&self, code: u32) -> [u32; 2] {
        self.get(code).seen
    }

    /// Notes how many names of the data hold a word, where that was counted before.
    pub(crate) fn set_seen(&mut self, code: u32, seen: [u32; 2]) {
        self.words[code as usize].seen = seen;
    }

    /// Whether a middle name is missing or says no more than the sex.
    pub(crate) fn is_filler(&self, middle: &[u32]) -> bool {
        middle.iter().all(|&code| self.get(code).filler)
    }

    /// Whether exactly one of two words is `Văn` or `Thị`.
    pub(crate) fn one_filler(&self, a: u32, b: u32) -> bool {
        self.get(a).filler != self.get(b).filler
    }

    /// How near two words are that stand in one place of a name.
    pub(crate) fn near(&self, a: u32, b: u32, role: Role) -> Near {
        if a == b {
            return Near::Same;
        }
        let (a, b) = (self.get(a), self.get(b));
        if a.bare == b.bare {
            let bare = if a.marked { b } else { a };
            return if a.toned == b.toned || a.is_slip_for(b, role) {
                Near::Slip
            } else if a.marked && b.marked || bare.given {
                // `Nam` and `Năm` are two names, the one without marks by nature.
                Near::Marks
            } else {
                Near::Lost
            };
        }
        if a.length.min(b.length) < 3 && (a.letters().starts_with(b.letters()) || b.letters().starts_with(a.letters()))
        {
            // Short words are beginnings of many: only consonants alone are taken for a shortened name.
            let short = if a.length < b.length { a } else { b };
            return if short.legal && short.length > 1 { Near::Different } else { Near::Initial };
        }
        if !one_slip(a.letters(), b.letters()) {
            Near::Different
        } else if a.is_slip_for(b, role) {
            Near::Slip
        } else if a.sound == b.sound && (a.listed[role as usize] == 0 || b.listed[role as usize] == 0) {
            Near::Sound
        } else {
            Near::Letter
        }
    }
}

fn first_letters(word: &str) -> [char; 8] {
    let mut letters = ['\0'; 8];
    letters.iter_mut().zip(word.chars()).for_each(|(slot, c)| *slot = c);
    letters
}

/// Whether two words are one letter added, lost, changed or one neighbouring pair swapped apart.
#[allow(clippy::many_single_char_names, reason = "letters")]
pub(crate) fn one_slip<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if b.len() - a.len() > 1 {
        return false;
    }
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[head..], &b[head..]);
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - tail], &b[..b.len() - tail]);
    match (a, b) {
        ([] | [_], [_]) | ([], []) => true,
        ([p, q], [r, s]) => p == s && q == r,
        _ => false,
    }
}

/// `My`, `Vy`, `Thy`: a y without a mark after a consonant.
fn ends_in_wye(word: &str) -> bool {
    let letters = word.as_bytes();
    let consonant = |byte: &u8| byte.is_ascii_alphabetic() && !b"aeiouyAEIOUY".contains(byte);
    matches!(letters, [first @ .., b'y' | b'Y'] if !first.is_empty() && first.iter().all(consonant))
}

/// H'Linh, Y-Thân.
fn is_marked_name(part: &str) -> bool {
    part.strip_prefix(['H', 'Y', 'K']).is_some_and(|rest| rest.starts_with(['\'', '’', '-']))
}

/// The most words of a name that are kept apart.
pub(crate) const NAME_WORDS: usize = 6;

/// A name as codes of its words; family first, given last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct NameCode {
    words: [u32; NAME_WORDS],
    length: u8,
    /// Whether any word carries a mark.
    pub(crate) marked: bool,
    /// Whether the given name is one of `My`, `Vy`, `Ly`: names beside `Mi`, `Vi`, `Li`, unlike `Mỹ` and `Mĩ`, which are one.
    wye: bool,
}

impl NameCode {
    /// The codes of a name; words past the sixth are left out.
    pub(crate) fn read(text: &str, words: &mut Words) -> Self {
        let mut name = Self::default();
        let mut parts = text
            .split([' ', '\u{a0}'])
            .map(|part| {
                // Letters alone: marks of punctuation are ASCII or begin with this byte.
                let plain = part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte >= 0x80 && byte != 0xe2);
                if plain { part } else { part.trim_matches(|c: char| !c.is_alphanumeric()) }
            })
            .filter(|part| !part.is_empty());
        let mut joined = String::new();
        let mut marker = None;
        while let Some(part) = parts.next() {
            // H Linh, H'Linh and HLinh are one name, as are Y Thân and Y-Thân.
            let single = matches!(part, "H" | "Y" | "K" | "h" | "y" | "k");
            let code = if single && name.length < 2 && marker.is_none() {
                joined.clear();
                joined.push_str(part);
                if let Some(next) = parts.next() {
                    joined.push_str(next);
                }
                words.code(&joined)
            } else {
                words.code(part)
            };
            name.wye = ends_in_wye(part);
            if name.length == 0 && marker.is_none() && (single || is_marked_name(part)) {
                // Among the Ê Đê and Mnông the clan stands last; the given name is what tells two people of it apart.
                marker = Some(code);
                name.marked |= words.get(code).marked;
                continue;
            }
            name.push(code, words);
        }
        if let Some(code) = marker {
            name.wye = false;
            name.push(code, words);
        }
        name
    }

    /// Whether the given names are two though their letters are folded into one: twins are called Mi and My.
    pub(crate) fn other_vowel(&self, other: &Self) -> bool {
        self.wye != other.wye && self.given() == other.given()
    }

    fn push(&mut self, code: u32, words: &Words) {
        if usize::from(self.length) < NAME_WORDS {
            self.words[usize::from(self.length)] = code;
            self.length += 1;
        } else {
            // The given name stays last.
            self.words[NAME_WORDS - 1] = code;
        }
        self.marked |= words.get(code).marked;
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub(crate) fn codes(&self) -> &[u32] {
        &self.words[..usize::from(self.length)]
    }

    pub(crate) fn family(&self) -> Option<u32> {
        self.codes().first().copied()
    }

    pub(crate) fn given(&self) -> Option<u32> {
        self.codes().last().copied()
    }

    pub(crate) fn middle(&self) -> &[u32] {
        match self.codes() {
            [_, middle @ .., _] => middle,
            _ => &[],
        }
    }

    /// The name with its first word put last.
    #[must_use]
    pub(crate) fn turned(&self) -> Self {
        let mut turned = *self;
        turned.words[..usize::from(self.length)].rotate_left(1);
        turned
    }

    /// Key of the bare words in any order.
    pub(crate) fn bag(&self, words: &Words) -> u64 {
        let sum = self.codes().iter().fold(0u64, |sum, &code| sum.wrapping_add(mix(words.get(code).bare)));
        if self.is_empty() { 0 } else { mix(sum) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips() {
        for (a, b, slip) in [
            ("nghia", "ngia", true),
            ("tam", "tap", true),
            ("kieu", "kwieu", true),
            ("hoa", "hao", true),
            ("hung", "hung", true),
            ("lan", "mai", false),
            ("lan", "lien", false),
            ("hoang", "hang", true),
            ("hoang", "hng", false),
        ] {
            assert_eq!(one_slip(a.as_bytes(), b.as_bytes()), slip, "{a} {b}");
            assert_eq!(one_slip(b.as_bytes(), a.as_bytes()), slip, "{b} {a}");
        }
    }

    #[test]
    fn a_name_is_its_words() {
        let mut words = Words::default();
        let a = NameCode::read("Nguyễn Văn An", &mut words);
        let b = NameCode::read("NGUYỄN VĂN AN", &mut words);
        assert_eq!(a, b);
        assert_eq!(a.middle().len(), 1);
        let c = NameCode::read("An Nguyễn Văn", &mut words);
        assert_eq!(a.bag(&words), c.bag(&words));
        assert_eq!(NameCode::read("", &mut words).bag(&words), 0);
    }
}
