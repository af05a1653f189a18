//! The Vietnamese syllable: its parts, whether it is legal, where its tone is written.
//!
//! | Slot   | Spellings                                                                        |
//! |--------|----------------------------------------------------------------------------------|
//! | onset  | b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x, or none        |
//! | medial | o before a ă e; u before â ê ơ y; always u after q                               |
//! | rhyme  | a vowel or diphthong with p t c ch m n ng nh, i/y, o/u or nothing behind it       |
//! | tone   | ngang, huyền, hỏi, ngã, sắc, nặng; before p t c ch only sắc and nặng             |
//!
//! Two styles of writing the tone are in use, and differ in open `oa oe uy` alone: `hòa khỏe thúy` (old),
//! `hoà khoẻ thuý` (new). Both are legal; statutes and people mix them. A syllable that is legal is no proof that
//! it exists, and names of minorities and foreigners obey none of this.

use std::sync::LazyLock;

use super::letter::{self, Vowel};
pub use super::letter::{Shape, Tone};
use crate::data;

/// Where the tone of open `oa oe uy` is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `hòa`, `khỏe`, `thúy`.
    Old,
    /// `hoà`, `khoẻ`, `thuý`.
    New,
}

/// Whether a word is a syllable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Not a syllable of Vietnamese as it is spelled.
    Illegal,
    /// Spelled by the rules, in a cell of the sound system that is next to empty.
    Marginal,
    /// A syllable; the larger the number (0 to 9), the commoner in names and words.
    Core(u8),
}

/// The longest syllable has seven letters: `nghiêng`.
const LONGEST: usize = 7;
/// Slots of the table; a power of two, four times the rows.
const SLOTS: usize = 1 << 14;

struct Entry {
    code: u64,
    tones: [u8; 6],
}

struct Table(Vec<Entry>);

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::empty();
    for row in data::rows(include_str!("../data/syllables.tsv")) {
        let mut tones = [b'.'; 6];
        tones.iter_mut().zip(row.get(1).bytes()).for_each(|(to, from)| *to = from);
        table.insert(row.get(0).chars(), tones);
    }
    table
});

/// The syllables as they are without any mark.
static UNMARKED: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::empty();
    for row in data::rows(include_str!("../data/syllables.tsv")) {
        table.insert(row.get(0).chars().map(strip_mark), [b'0'; 6]);
    }
    table
});

impl Table {
    fn empty() -> Self {
        let mut slots = Vec::new();
        slots.resize_with(SLOTS, || Entry { code: 0, tones: [b'.'; 6] });
        Self(slots)
    }

    fn insert(&mut self, letters: impl Iterator<Item = char>, tones: [u8; 6]) {
        let Some(word) = Word::of(letters) else { return };
        let mut at = Self::slot(word.code);
        while let Some(entry) = self.0.get_mut(at) {
            if entry.code == 0 || entry.code == word.code {
                *entry = Entry { code: word.code, tones };
                return;
            }
            at = (at + 1) % SLOTS;
        }
    }

    fn slot(code: u64) -> usize {
        // Fibonacci hashing: the high bits of the product are well mixed.
        usize::try_from(code.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 50).unwrap_or(0) % SLOTS
    }

    #[inline]
    fn tones(&self, code: u64) -> Option<&[u8; 6]> {
        let mut at = Self::slot(code);
        loop {
            let entry = self.0.get(at)?;
            if entry.code == code {
                return Some(&entry.tones);
            }
            if entry.code == 0 {
                return None;
            }
            at = (at + 1) % SLOTS;
        }
    }
}

/// A word taken apart: its letters without tone, and the tones it carries.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// Six bits a letter.
    code: u64,
    /// The small letters without tone.
    letters: [char; LONGEST],
    len: usize,
    /// The tone, and the letter that carries it; the last, where there are several.
    pub(crate) tone: Tone,
    pub(crate) at: usize,
    /// How many letters carry a tone.
    pub(crate) tones: usize,
}

impl Word {
    /// Takes a word apart; `None` if it is empty, too long or holds something beside Vietnamese letters.
    #[inline]
    pub(crate) fn read(word: &str) -> Option<Self> {
        Self::of(word.chars())
    }

    /// As [`Word::read`], from letters.
    #[inline]
    pub(crate) fn of(chars: impl Iterator<Item = char>) -> Option<Self> {
        let mut read = Self { code: 0, letters: ['\0'; LONGEST], len: 0, tone: Tone::Level, at: 0, tones: 0 };
        for c in chars {
            let (letter, number) = if c.is_ascii_alphabetic() {
                let lower = c.to_ascii_lowercase();
                (lower, u64::from(lower as u32 - 0x60))
            } else if let Some(vowel) = Vowel::of(c) {
                let vowel = vowel.lower();
                if vowel.tone != Tone::Level {
                    read.tone = vowel.tone;
                    read.at = read.len;
                    read.tones += 1;
                }
                let letter = vowel.with_tone(Tone::Level).letter();
                let number = match letter {
                    'ă' => 27,
                    'â' => 28,
                    'ê' => 30,
                    'ô' => 31,
                    'ơ' => 32,
                    'ư' => 33,
                    _ => u64::from(letter as u32 - 0x60),
                };
                (letter, number)
            } else if c == 'đ' || c == 'Đ' {
                ('đ', 29)
            } else {
                return None;
            };
            *read.letters.get_mut(read.len)? = letter;
            read.len += 1;
            read.code = read.code << 6 | number;
        }
        (read.len > 0).then_some(read)
    }

    /// The small letters without tone.
    pub(crate) fn letters(&self) -> &[char] {
        self.letters.get(..self.len).unwrap_or(&[])
    }

    /// Whether the letters make a syllable with some tone.
    #[inline]
    pub(crate) fn is_syllable(&self) -> bool {
        TABLE.tones(self.code).is_some()
    }

    /// Whether the letters are a syllable without its marks.
    #[inline]
    pub(crate) fn is_unmarked_syllable(&self) -> bool {
        UNMARKED.tones(self.code).is_some()
    }

    /// The standing of the letters with a tone, wherever it is written.
    #[inline]
    pub(crate) fn standing_with(&self, tone: Tone) -> Standing {
        match TABLE.tones(self.code).and_then(|tones| tones.get(tone.index())) {
            None | Some(b'.') => Standing::Illegal,
            Some(b'-') => Standing::Marginal,
            Some(weight) => Standing::Core(weight.saturating_sub(b'0')),
        }
    }

    /// The standing of the word as spelled.
    #[inline]
    pub(crate) fn standing(&self) -> Standing {
        match self.tones {
            0 => self.standing_with(Tone::Level),
            1 if self.at == self.place(Style::Old) || self.at == self.place(Style::New) => {
                self.standing_with(self.tone)
            }
            _ => Standing::Illegal,
        }
    }

    /// The tone, if at most one is written.
    #[inline]
    pub(crate) fn tone(&self) -> Option<Tone> {
        (self.tones <= 1).then_some(self.tone)
    }

    /// Which letter carries the tone.
    pub(crate) fn place(&self, style: Style) -> usize {
        place(self.letters(), style)
    }

    /// Where the vowels stand: `gi` and `qu` are onsets before another vowel.
    fn vowels(&self) -> (usize, usize) {
        vowels(self.letters())
    }
}

fn vowels(letters: &[char]) -> (usize, usize) {
    let is_vowel = |at: usize| letters.get(at).is_some_and(|&c| Vowel::of(c).is_some());
    let mut start = (0..letters.len()).find(|&at| is_vowel(at)).unwrap_or(letters.len());
    let onset = start.checked_sub(1).and_then(|at| letters.get(at));
    let vowel = letters.get(start);
    if is_vowel(start + 1)
        && ((onset == Some(&'q') && vowel == Some(&'u')) || (onset == Some(&'g') && vowel == Some(&'i')))
    {
        start += 1;
    }
    let end = (start..letters.len()).find(|&at| !is_vowel(at)).unwrap_or(letters.len());
    (start, end)
}

fn place(letters: &[char], style: Style) -> usize {
    let (start, end) = vowels(letters);
    let run = letters.get(start..end).unwrap_or(&[]);
    if let Some(shaped) = run.iter().rposition(|c| !c.is_ascii()) {
        return start + shaped;
    }
    match run {
        [_, _, ..] if end < letters.len() => end - 1,
        [_, _, _, ..] => start + 1,
        ['o', 'a' | 'e'] | ['u', 'y'] if style == Style::New => start + 1,
        _ => start,
    }
}

/// Whether a word is a syllable, in either style of writing the tone and any letter case.
///
/// ```
/// use lltp::text::syllable::{Standing, standing};
///
/// assert!(matches!(standing("Nguyễn"), Standing::Core(_)));
/// assert!(matches!(standing("hoà"), Standing::Core(_)));
/// assert_eq!(standing("Nguỹên"), Standing::Illegal);
/// assert_eq!(standing("Kđăm"), Standing::Illegal);
/// ```
pub fn standing(word: &str) -> Standing {
    Word::read(word).map_or(Standing::Illegal, |word| word.standing())
}

/// The parts of a syllable, in small letters and without tone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// `ngh`, `qu`, `gi`, or empty.
    pub onset: String,
    /// The vowel letters after the onset, a medial among them: `oa`, `uyê`.
    pub vowels: String,
    /// `nh`, `t`, or empty; glides stand among the vowels.
    pub coda: String,
    /// The tone.
    pub tone: Tone,
}

/// The parts of a legal syllable.
///
/// ```
/// use lltp::text::syllable::{Tone, parts};
///
/// let parts = parts("Quỳnh").ok_or("no syllable")?;
/// assert_eq!((&*parts.onset, &*parts.vowels, &*parts.coda, parts.tone), ("qu", "y", "nh", Tone::Grave));
/// assert_eq!(lltp::text::syllable::parts("Kbuôr"), None);
/// # Ok::<(), &str>(())
/// ```
pub fn parts(word: &str) -> Option<Parts> {
    let word = Word::read(word)?;
    if word.standing() == Standing::Illegal {
        return None;
    }
    let (start, end) = word.vowels();
    let letters = word.letters();
    let part = |from: usize, to: usize| letters.get(from..to).unwrap_or(&[]).iter().collect();
    Some(Parts { onset: part(0, start), vowels: part(start, end), coda: part(end, letters.len()), tone: word.tone })
}

/// The word with its tone where the style writes it; unchanged where it is no syllable with one tone.
///
/// Never for stored names: they keep the style of their papers.
///
/// ```
/// use lltp::text::syllable::{Style, place_tone};
///
/// assert_eq!(place_tone("Hoà", Style::Old), "Hòa");
/// assert_eq!(place_tone("thúy", Style::New), "thuý");
/// assert_eq!(place_tone("Nguỹên", Style::Old), "Nguyễn"); // a misplaced tone
/// assert_eq!(place_tone("Quý", Style::New), "Quý");
/// assert_eq!(place_tone("H'Lòa", Style::New), "H'Lòa");
/// ```
pub fn place_tone(word: &str, style: Style) -> String {
    match Word::read(word) {
        Some(read) if read.tones == 1 && read.standing_with(read.tone) != Standing::Illegal => {
            let place = read.place(style);
            word.chars()
                .enumerate()
                .map(|(at, c)| match Vowel::of(c) {
                    Some(v) => v.with_tone(if at == place { read.tone } else { Tone::Level }).letter(),
                    None => c,
                })
                .collect()
        }
        _ => word.to_owned(),
    }
}

/// The text with every tone in the given style, word by word; see [`place_tone`].
///
/// ```
/// use lltp::text::syllable::{Style, place_tones};
/// assert_eq!(place_tones("Luật Thuỷ sản", Style::Old), "Luật Thủy sản");
/// ```
pub fn place_tones(text: &str, style: Style) -> String {
    let mut placed = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        let word = part.trim_end_matches(|c: char| !c.is_alphabetic());
        placed.push_str(&place_tone(word, style));
        placed.push_str(part.get(word.len()..).unwrap_or(""));
    }
    placed
}

/// The text without tones; shapes and `đ` stay.
///
/// ```
/// assert_eq!(lltp::text::syllable::strip_tones("Nguyễn Thị Đào"), "Nguyên Thi Đao");
/// ```
pub fn strip_tones(text: &str) -> String {
    text.chars().map(|c| Vowel::of(c).map_or(c, |v| v.with_tone(Tone::Level).letter())).collect()
}

/// The text without any marks, in its own case: ASCII where the letters were Latin.
///
/// ```
/// assert_eq!(lltp::text::syllable::strip_marks("Đặng Thị Ngọc, Niê Êčăm"), "Dang Thi Ngoc, Nie Ecam");
/// ```
pub fn strip_marks(text: &str) -> String {
    text.chars().map(strip_mark).collect()
}

/// A letter without marks; other characters unchanged.
#[inline]
pub(crate) fn strip_mark(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    if let Some(vowel) = Vowel::of(c) {
        return vowel.base();
    }
    match c {
        'đ' | 'ð' | 'ɖ' => 'd',
        'Đ' | 'Ð' | 'Ɖ' => 'D',
        'ƀ' => 'b',
        'Ƀ' => 'B',
        'ø' => 'o',
        'Ø' => 'O',
        'ł' => 'l',
        'Ł' => 'L',
        'ı' => 'i',
        _ => {
            let mut base = c;
            let mut first = true;
            unicode_normalization::char::decompose_canonical(c, |part| {
                if first {
                    base = part;
                    first = false;
                }
            });
            if base.is_ascii_alphabetic() { base } else { c }
        }
    }
}

/// Whether every letter of the word that has a case is a capital.
pub(crate) fn is_upper(word: &str) -> bool {
    word.chars().all(|c| letter::upper(c) == c)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[track_caller]
    fn styles(old: &str, new: &str) {
        for word in [old, new] {
            assert!(matches!(standing(word), Standing::Core(_) | Standing::Marginal), "{word}");
            assert_eq!(place_tone(word, Style::Old), old);
            assert_eq!(place_tone(word, Style::New), new);
        }
    }

    #[test]
    fn both_styles() {
        for (old, new) in [("hòa", "hoà"), ("khỏe", "khoẻ"), ("thúy", "thuý"), ("hủy", "huỷ"), ("Tòa", "Toà")]
        {
            styles(old, new);
        }
        for same in [
            "hoàn",
            "toán",
            "huýt",
            "ngoài",
            "khuỷu",
            "xoáy",
            "mía",
            "múa",
            "lửa",
            "già",
            "quà",
            "quỳ",
            "quý",
            "giặt",
            "gì",
            "gìn",
            "giếng",
            "trường",
            "tuyển",
            "nguyễn",
            "quốc",
            "người",
            "yếu",
            "uống",
            "quyền",
            "giữa",
            "quéo",
            "ngoéo",
            "hoèo",
            "boóng",
            "quạu",
            "của",
        ] {
            styles(same, same);
        }
    }

    #[test]
    fn illegal() {
        for word in [
            "qùy",
            "gìa",
            "beò",
            "ci",
            "ce",
            "cem",
            "hoc",
            "bât",
            "Kbuôr",
            "Nguyeãn",
            "w",
            "kà",
            "ngề",
            "gế",
            "ghà",
            "aa",
            "",
            "nghiêngg",
            "A1",
            "trưừong",
            "hóà",
        ] {
            assert_eq!(standing(word), Standing::Illegal, "{word}");
        }
    }

    #[test]
    fn legal() {
        for word in [
            "chính", "bích", "bèo", "chèo", "Nguyễn", "VY", "Thy", "Đỗ", "yến", "Ý", "Uyển", "ơn", "Ưng", "Quỳnh",
            "Khuê", "Oanh",
        ] {
            assert!(matches!(standing(word), Standing::Core(_)), "{word}");
        }
    }
}
