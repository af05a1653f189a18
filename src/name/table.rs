//! The tables of family names, and how a word is looked up in them without allocating.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use crate::data;

use super::plain;

/// By whose convention a family name is built in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Convention {
    /// Family, middle, given.
    Kinh,
    /// A minority convention with the clan first.
    Ethnic,
    /// A clan that stands last behind Y or H'.
    Last,
}

/// What the tables know of a family name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Family {
    pub(super) convention: Convention,
    /// Seen often enough that a word before it may be taken for a title.
    pub(super) common: bool,
    /// Borne by the Mông or the Hoa, who put `A` between family and given name.
    pub(super) middle_a: bool,
    /// Opens a family name of several syllables.
    pub(super) opens: bool,
}

/// How many of the 14,133 bear a common name.
const COMMON: u32 = 20;

/// FNV-1a: short keys of fixed tables need no defence against collisions.
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }
}

/// A table by short words.
pub(crate) type Words<T> = HashMap<Box<str>, T, BuildHasherDefault<Fnv>>;

struct Tables {
    /// By the name in small letters.
    exact: Words<Family>,
    /// By the plain form: for names without marks.
    plain: Words<Family>,
    /// Compounds in small letters, longest first, by their first word.
    compounds: Words<Vec<Vec<Box<str>>>>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables { exact: Words::default(), plain: Words::default(), compounds: Words::default() };
    for row in data::rows(include_str!("../data/family_names.tsv")) {
        let (name, count, groups) = (row.get(0).to_lowercase(), row.get(1).parse().unwrap_or(0), row.get(2));
        let family = Family {
            convention: match row.get(3) {
                "last" => Convention::Last,
                "ethnic" => Convention::Ethnic,
                _ => Convention::Kinh,
            },
            common: count >= COMMON,
            opens: false,
            middle_a: groups.contains("Mông") || groups.contains("Hoa") || groups.contains("Hà Nhì"),
        };
        let plain = plain::plain(&name);
        let entry = tables.plain.entry(plain.into()).or_insert(family);
        // `Ho` may be Hồ or Hổ: the commoner decides.
        if family.common && !entry.common {
            *entry = family;
        }
        tables.exact.insert(name.into(), family);
    }
    for row in data::rows(include_str!("../data/double_surnames.tsv")) {
        let name = row.get(0).to_lowercase();
        if row.get(1) == "compound" {
            let words: Vec<Box<str>> = name.split(' ').map(Box::from).collect();
            if let Some(first) = words.first() {
                if let Some(family) = tables.exact.get_mut(first) {
                    family.opens = true;
                }
                let compounds = tables.compounds.entry(first.clone()).or_default();
                compounds.push(words);
                compounds.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
            }
        }
    }
    tables
});

/// A word in small letters, on the stack.
pub(super) struct Lower {
    bytes: [u8; 40],
    len: usize,
}

impl Lower {
    /// The word in small letters; empty where it is longer than any name of the tables.
    pub(super) fn new(word: &str) -> Self {
        let mut lower = Self { bytes: [0; 40], len: 0 };
        for c in word.chars().map(plain::small) {
            let c = if matches!(c, '’' | '‘' | 'ʼ') { '\'' } else { c };
            let Some(space) = lower.bytes.get_mut(lower.len..lower.len + c.len_utf8()) else {
                lower.len = 0;
                return lower;
            };
            c.encode_utf8(space);
            lower.len += c.len_utf8();
        }
        lower
    }

    pub(super) fn as_str(&self) -> &str {
        self.bytes.get(..self.len).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or("")
    }
}

/// The family name that a word is, in any letter case.
pub(super) fn family(word: &str) -> Option<Family> {
    TABLES.exact.get(Lower::new(word).as_str()).copied()
}

/// The family name that a word without marks may be.
pub(super) fn unmarked_family(word: &str) -> Option<Family> {
    if word.is_ascii() { TABLES.plain.get(Lower::new(word).as_str()).copied() } else { None }
}

/// The family name that a word is, with its marks or without any.
pub(super) fn any_family(word: &str) -> Option<Family> {
    family(word).or_else(|| unmarked_family(word))
}

/// How many words at the front are a family name of several syllables.
pub(super) fn compound(words: &[&str]) -> Option<usize> {
    let first = words.first()?;
    let compounds = TABLES.compounds.get(Lower::new(first).as_str())?;
    compounds
        .iter()
        .find(|c| c.len() < words.len() + 1 && c.iter().zip(words).all(|(c, w)| **c == *Lower::new(w).as_str()))
        .map(Vec::len)
}
