//! The 134 marked letters: base, shape, tone and case, taken apart and put together.

use std::fmt;

/// The mark that makes another vowel of a base letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shape {
    /// `â ê ô`
    Circumflex,
    /// `ă`
    Breve,
    /// `ơ ư`
    Horn,
}

/// One of the six tones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tone {
    /// Ngang: no mark.
    #[default]
    Level,
    /// Huyền: `à`
    Grave,
    /// Hỏi: `ả`
    Hook,
    /// Ngã: `ã`
    Tilde,
    /// Sắc: `á`
    Acute,
    /// Nặng: `ạ`
    Dot,
}

impl Tone {
    /// The tones in the order of the alphabet.
    pub const ALL: [Self; 6] = [Self::Level, Self::Grave, Self::Hook, Self::Tilde, Self::Acute, Self::Dot];

    /// The place of the tone in [`Tone::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Tone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Level => "ngang",
            Self::Grave => "huyền",
            Self::Hook => "hỏi",
            Self::Tilde => "ngã",
            Self::Acute => "sắc",
            Self::Dot => "nặng",
        })
    }
}

/// The vowels, each with its six tones; small letters, then capitals.
const VOWELS: [[[char; 6]; 2]; 12] = [
    [['a', 'à', 'ả', 'ã', 'á', 'ạ'], ['A', 'À', 'Ả', 'Ã', 'Á', 'Ạ']],
    [['ă', 'ằ', 'ẳ', 'ẵ', 'ắ', 'ặ'], ['Ă', 'Ằ', 'Ẳ', 'Ẵ', 'Ắ', 'Ặ']],
    [['â', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ'], ['Â', 'Ầ', 'Ẩ', 'Ẫ', 'Ấ', 'Ậ']],
    [['e', 'è', 'ẻ', 'ẽ', 'é', 'ẹ'], ['E', 'È', 'Ẻ', 'Ẽ', 'É', 'Ẹ']],
    [['ê', 'ề', 'ể', 'ễ', 'ế', 'ệ'], ['Ê', 'Ề', 'Ể', 'Ễ', 'Ế', 'Ệ']],
    [['i', 'ì', 'ỉ', 'ĩ', 'í', 'ị'], ['I', 'Ì', 'Ỉ', 'Ĩ', 'Í', 'Ị']],
    [['o', 'ò', 'ỏ', 'õ', 'ó', 'ọ'], ['O', 'Ò', 'Ỏ', 'Õ', 'Ó', 'Ọ']],
    [['ô', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ'], ['Ô', 'Ồ', 'Ổ', 'Ỗ', 'Ố', 'Ộ']],
    [['ơ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ'], ['Ơ', 'Ờ', 'Ở', 'Ỡ', 'Ớ', 'Ợ']],
    [['u', 'ù', 'ủ', 'ũ', 'ú', 'ụ'], ['U', 'Ù', 'Ủ', 'Ũ', 'Ú', 'Ụ']],
    [['ư', 'ừ', 'ử', 'ữ', 'ứ', 'ự'], ['Ư', 'Ừ', 'Ử', 'Ữ', 'Ứ', 'Ự']],
    [['y', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ'], ['Y', 'Ỳ', 'Ỷ', 'Ỹ', 'Ý', 'Ỵ']],
];

/// No vowel of ours.
const NONE: u8 = u8::MAX;
/// Set in a code where the letter is a capital.
const UPPER: u8 = 0x80;
/// First code point of the block of letters with a tone, U+1EA0.
const BLOCK: usize = 0x1EA0;

/// Codes of the vowels below U+0200, then of the block from U+1EA0: row × 6 + tone, and the bit of capitals.
static CODES: [u8; 0x200 + 0x60] = codes();

#[expect(clippy::indexing_slicing, reason = "const evaluation: out of bounds does not compile")]
#[expect(clippy::cast_possible_truncation, reason = "row × 6 + tone is below 72")]
const fn codes() -> [u8; 0x200 + 0x60] {
    let mut codes = [NONE; 0x200 + 0x60];
    let mut row = 0;
    while row < 12 {
        let mut tone = 0;
        while tone < 6 {
            let code = (row * 6 + tone) as u8;
            codes[slot(VOWELS[row][0][tone])] = code;
            codes[slot(VOWELS[row][1][tone])] = code | UPPER;
            tone += 1;
        }
        row += 1;
    }
    codes
}

const fn slot(c: char) -> usize {
    let c = c as usize;
    if c >= BLOCK { c - BLOCK + 0x200 } else { c }
}

/// A vowel of the alphabet: one of twelve, its tone, its case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Vowel {
    row: u8,
    /// The tone it carries.
    pub(crate) tone: Tone,
    /// Whether it is a capital.
    pub(crate) upper: bool,
}

impl Vowel {
    /// Takes a letter apart, if it is a vowel of the Vietnamese alphabet (`y` among them).
    #[inline]
    pub(crate) fn of(c: char) -> Option<Self> {
        let at = c as usize;
        let at = match at {
            0..0x200 => at,
            BLOCK..0x1F00 => at - BLOCK + 0x200,
            _ => return None,
        };
        let code = *CODES.get(at)?;
        if code == NONE {
            return None;
        }
        let (row, tone) = ((code & !UPPER) / 6, (code & !UPPER) % 6);
        Some(Self { row, tone: *Tone::ALL.get(usize::from(tone))?, upper: code & UPPER != 0 })
    }

    /// The vowel of an ASCII letter and a shape, if there is one.
    pub(crate) fn new(base: char, shape: Option<Shape>, tone: Tone) -> Option<Self> {
        let row = match (base.to_ascii_lowercase(), shape) {
            ('a', None) => 0,
            ('a', Some(Shape::Breve)) => 1,
            ('a', Some(Shape::Circumflex)) => 2,
            ('e', None) => 3,
            ('e', Some(Shape::Circumflex)) => 4,
            ('i', None) => 5,
            ('o', None) => 6,
            ('o', Some(Shape::Circumflex)) => 7,
            ('o', Some(Shape::Horn)) => 8,
            ('u', None) => 9,
            ('u', Some(Shape::Horn)) => 10,
            ('y', None) => 11,
            _ => return None,
        };
        Some(Self { row, tone, upper: base.is_ascii_uppercase() })
    }

    /// The letter.
    #[inline]
    pub(crate) fn letter(self) -> char {
        VOWELS
            .get(usize::from(self.row))
            .and_then(|cases| cases.get(usize::from(self.upper)))
            .and_then(|tones| tones.get(self.tone.index()))
            .copied()
            .unwrap_or('\u{FFFD}')
    }

    /// The same vowel with another tone.
    #[inline]
    pub(crate) fn with_tone(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }

    /// The same vowel in small letters.
    #[inline]
    pub(crate) fn lower(self) -> Self {
        Self { upper: false, ..self }
    }

    /// Its shape.
    #[inline]
    pub(crate) fn shape(self) -> Option<Shape> {
        match self.row {
            1 => Some(Shape::Breve),
            2 | 4 | 7 => Some(Shape::Circumflex),
            8 | 10 => Some(Shape::Horn),
            _ => None,
        }
    }

    /// The base letter in ASCII, in the vowel's case.
    #[inline]
    pub(crate) fn base(self) -> char {
        let base = match self.row {
            0..=2 => 'a',
            3 | 4 => 'e',
            5 => 'i',
            6..=8 => 'o',
            9 | 10 => 'u',
            _ => 'y',
        };
        if self.upper { base.to_ascii_uppercase() } else { base }
    }
}

/// Every marked letter, small and capital: 132 vowels with a mark, and `đ`.
#[cfg(test)]
pub(crate) fn marked() -> impl Iterator<Item = char> {
    VOWELS.iter().flatten().flatten().copied().filter(|c| !c.is_ascii()).chain(['đ', 'Đ'])
}

/// Whether the character is a letter of the Vietnamese alphabet, or one of the four it borrows (f, j, w, z).
#[inline]
pub(crate) fn is_vietnamese(c: char) -> bool {
    c.is_ascii_alphabetic() || c == 'đ' || c == 'Đ' || Vowel::of(c).is_some()
}

/// A letter in small form; 1:1 for all letters of the alphabet.
#[inline]
pub(crate) fn lower(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    if let Some(vowel) = Vowel::of(c) {
        return vowel.lower().letter();
    }
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(lower), None) => lower,
        _ => c,
    }
}

/// A letter in capital form; 1:1 for all letters of the alphabet.
#[inline]
pub(crate) fn upper(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_uppercase();
    }
    if let Some(vowel) = Vowel::of(c) {
        return Vowel { upper: true, ..vowel }.letter();
    }
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(upper), None) => upper,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_letter_comes_apart_and_together() {
        let letters: Vec<char> = marked().collect();
        assert_eq!(letters.len(), 134);
        for c in letters {
            assert_eq!(upper(lower(c)), upper(c));
            assert_eq!(c.to_lowercase().collect::<Vec<_>>(), [lower(c)]);
            if let Some(v) = Vowel::of(c) {
                assert_eq!(v.letter(), c);
                assert_eq!(Vowel::new(v.base(), v.shape(), v.tone).unwrap(), v);
            }
        }
    }

    #[test]
    fn other_letters_are_no_vowels() {
        for c in ['b', 'đ', 'Đ', 'ä', 'ñ', 'ŏ', 'ẞ', '\u{1EFA}', '\u{1EFF}', '漢'] {
            assert_eq!(Vowel::of(c), None, "{c}");
        }
    }
}
