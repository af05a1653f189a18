//! A text folded for look-up: letters and digits alone, each with its marks, its place in the text and the bounds
//! around it. Spaces, dots and apostrophes part words but are no part of a name, so `Ea H'leo`, `EaHleo` and
//! `ea h leo` are one key.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// A letter or digit of the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letter {
    /// The letter without marks, small; `y` after another letter than `a` is `i`.
    pub(crate) base: u8,
    /// Circumflex 1, breve 2, horn 3, stroke 4.
    pub(crate) shape: u8,
    /// Grave 1, hook 2, tilde 3, acute 4, dot 5.
    pub(crate) tone: u8,
    bounds: u8,
    /// Where it stands in the text.
    pub(crate) at: u32,
}

const WORD: u8 = 1;
const SOFT: u8 = 2;
const HARD: u8 = 4;
const INSIDE: u8 = 8;
const UPPER: u8 = 16;
const LOCAL: u8 = 32;
const AFTER_LOCAL: u8 = 64;
const STOP: u8 = 128;

/// No Vietnamese syllable is longer than this many letters: a longer word has lost its spaces.
const LONGEST_WORD: usize = 8;

/// A text, letter by letter.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    pub(crate) letters: Vec<Letter>,
    /// Where a name may start or end, the end of the text last.
    pub(crate) edges: Vec<usize>,
    /// The key of the letters before each: with two of them the key of any stretch is known.
    sums: Vec<u64>,
    /// Whether a part of the text was passed over.
    pub(crate) skipped: bool,
}

/// How the marks of a text stand to those of a name with the same letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Marks {
    /// Others than those of the name.
    Other,
    /// Some of the name's, none besides.
    Fewer,
    /// The text bears none.
    Bare,
    /// The same.
    Same,
}

impl Folded {
    pub(crate) fn new(text: &str) -> Self {
        let mut folded = Self::default();
        folded.read(text);
        folded
    }

    /// Takes the letters of another text.
    pub(crate) fn read(&mut self, text: &str) {
        let table: &[u16] = &LETTERS;
        let code = |c: char| table.get(c as usize).copied().unwrap_or(0);
        let skip = former(text);
        let letters = &mut self.letters;
        letters.clear();
        letters.reserve(text.len());
        let mut bounds = WORD | HARD;
        let mut word = 0;
        // The code of the character before; of a letter that stands outside the table, that of a small one.
        let mut before = 0;
        let mut rest = text.char_indices();
        while let Some((at, c)) = rest.next() {
            let at32 = u32::try_from(at).unwrap_or(u32::MAX);
            let mut this = code(c);
            if at >= skip.start && at < skip.end {
                this = 0;
                if at == skip.start {
                    bounds |= WORD | HARD;
                }
            }
            if this == 0 {
                if c == '\u{ad}' || (!c.is_ascii() || c == '?') && before & ALPHA != 0 && broken(c) {
                    // A letter that was lost: the word is no name any more.
                    letters.push(Letter { base: UNKNOWN, shape: 0, tone: 0, bounds, at: at32 });
                    bounds = 0;
                    before = ALPHA;
                    continue;
                }
                match c {
                    ' ' => bounds |= WORD,
                    '\'' | '’' | '‘' | '`' | '´' | 'ʼ' => {}
                    '-' | '–' | '—' | '−' | '‑' => bounds |= WORD | SOFT,
                    '.' => bounds |= if letters.len() - word >= 4 { WORD | HARD } else { WORD },
                    '/' if is_digit(before) => bounds |= WORD,
                    c if c.is_whitespace() && c != '\n' && c != '\r' => bounds |= WORD,
                    _ => bounds |= WORD | HARD,
                }
                before = if c.is_ascii() || !c.is_alphabetic() { 0 } else { ALPHA };
                continue;
            }
            let upper = this & CAPITAL != 0;
            if bounds == 0 {
                let next = || rest.clone().next().map_or(0, |(_, next)| code(next));
                let split = is_digit(this) != is_digit(before)
                    || upper && (is_small(before) || before & CAPITAL != 0 && is_small(next()));
                if split {
                    bounds = WORD;
                }
            }
            if bounds & WORD != 0 {
                close_word(letters, word);
                word = letters.len();
            }
            let mut base = (this & 0x7F) as u8;
            if base == b'y' && (bounds & WORD != 0 || letters.last().is_none_or(|l| l.base != b'a')) {
                base = b'i';
            }
            // Phường 03 is Phường 3.
            if base == b'0' && bounds & WORD != 0 && rest.clone().next().is_some_and(|(_, c)| c.is_ascii_digit()) {
                before = 0;
                continue;
            }
            letters.push(Letter {
                base,
                shape: (this >> 7 & 7) as u8,
                tone: (this >> 10 & 7) as u8,
                bounds: bounds | if upper { UPPER } else { 0 },
                at: at32,
            });
            bounds = 0;
            before = this;
        }
        close_word(letters, word);
        self.skipped = !skip.is_empty();
        self.sum();
    }

    /// Leaves letters out: those of a stretch that has been read. A part of the address starts behind it.
    pub(crate) fn cut(&mut self, stretch: std::ops::Range<usize>) {
        self.letters.drain(stretch.clone());
        if let Some(letter) = self.letters.get_mut(stretch.start) {
            letter.bounds |= WORD | HARD;
        }
        self.sum();
    }

    fn sum(&mut self) {
        self.edges.clear();
        self.sums.clear();
        self.sums.reserve(self.letters.len() + 1);
        let mut sum = 0;
        for (index, letter) in self.letters.iter().enumerate() {
            if letter.bounds & (WORD | INSIDE) != 0 {
                self.edges.push(index);
            }
            self.sums.push(sum);
            sum = step(sum, letter.base);
        }
        self.edges.push(self.letters.len());
        self.sums.push(sum);
    }

    /// The key of a stretch of letters: those of a name, if it spells one.
    pub(crate) fn key(&self, from: usize, to: usize) -> u64 {
        let sum = |index: usize| self.sums.get(index).copied().unwrap_or(0);
        let grown = BASE.wrapping_pow(u32::try_from(to - from).unwrap_or(u32::MAX));
        sum(to).wrapping_sub(sum(from).wrapping_mul(grown))
    }

    /// The marks letter by letter, to compare others with.
    pub(crate) fn spelling(&self) -> impl Iterator<Item = u8> + '_ {
        self.letters.iter().enumerate().map(|(index, letter)| {
            let ends = self.letters.get(index + 1).is_none_or(|n| !vowel(n.base) || n.bounds & WORD != 0);
            letter.shape | letter.tone << 3 | if ends { ENDS } else { 0 }
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.letters.len()
    }

    fn bounds(&self, index: usize) -> u8 {
        self.letters.get(index).map_or(WORD | HARD, |l| l.bounds)
    }

    /// Whether a word starts at the letter (or the text has ended).
    pub(crate) fn word_starts(&self, index: usize) -> bool {
        self.bounds(index) & WORD != 0
    }

    /// Whether a name may start here: at a word, or anywhere in a word that has lost its spaces.
    pub(crate) fn may_start(&self, index: usize) -> bool {
        self.bounds(index) & (WORD | INSIDE) != 0
    }

    /// Whether a part of the address starts here: after a comma, a dash, a line end.
    pub(crate) fn part_starts(&self, index: usize) -> bool {
        self.bounds(index) & (SOFT | HARD) != 0
    }

    /// Whether a comma, a bracket or a line end stands before the letter.
    pub(crate) fn hard_before(&self, index: usize) -> bool {
        self.bounds(index) & HARD != 0
    }

    /// Notes that a word for a hamlet, street or house stands here.
    pub(crate) fn mark_local(&mut self, from: usize, to: usize) {
        if let Some(letter) = self.letters.get_mut(from) {
            letter.bounds |= LOCAL | STOP;
        }
        if let Some(letter) = self.letters.get_mut(to) {
            letter.bounds |= AFTER_LOCAL;
        }
    }

    /// Notes that a part of the address starts here.
    pub(crate) fn mark_part(&mut self, at: usize) {
        if let Some(letter) = self.letters.get_mut(at) {
            letter.bounds |= HARD;
        }
    }

    /// Notes that the name before the letter ends here: with a type word or a word of no meaning.
    pub(crate) fn mark_stop(&mut self, at: usize) {
        if let Some(letter) = self.letters.get_mut(at) {
            letter.bounds |= STOP;
        }
    }

    /// Whether a word for a hamlet, street or house starts here.
    pub(crate) fn local_starts(&self, index: usize) -> bool {
        self.letters.get(index).is_some_and(|l| l.bounds & LOCAL != 0)
    }

    /// Whether such a word ends right before the letter.
    pub(crate) fn local_ends(&self, index: usize) -> bool {
        self.letters.get(index).is_some_and(|l| l.bounds & AFTER_LOCAL != 0)
    }

    /// Whether a name that ends before the letter is complete: at the end, a part, a type word.
    pub(crate) fn stops(&self, index: usize) -> bool {
        self.bounds(index) & (SOFT | HARD | STOP) != 0
    }

    /// Whether a digit stands right before.
    pub(crate) fn digit_before(&self, index: usize) -> bool {
        index.checked_sub(1).and_then(|i| self.letters.get(i)).is_some_and(|l| l.base.is_ascii_digit())
    }

    /// Whether the letter is a capital.
    pub(crate) fn upper(&self, index: usize) -> bool {
        self.bounds(index) & UPPER != 0
    }

    /// Whether the letters from here spell `key`.
    pub(crate) fn spells(&self, from: usize, key: &[u8]) -> bool {
        self.letters.get(from..from + key.len()).is_some_and(|l| l.iter().zip(key).all(|(l, k)| l.base == *k))
    }

    /// The marks of a stretch as one number, wherever in the syllable the tone is written; whether there are any.
    pub(crate) fn marks(&self, from: usize, to: usize) -> (u64, bool) {
        let mut key = KEY;
        let (mut tone, mut any) = (0, false);
        for (index, letter) in self.letters.get(from..to).unwrap_or_default().iter().enumerate() {
            if tone != 0 && (!vowel(letter.base) || index > 0 && letter.bounds & WORD != 0) {
                key = step(key, tone);
                tone = 0;
            }
            key = step(step(key, letter.base), letter.shape | 0x40);
            if letter.tone != 0 {
                tone = letter.tone;
            }
            any |= letter.tone != 0 || letter.shape != 0;
        }
        (if tone == 0 { key } else { step(key, tone) }, any)
    }

    /// How the marks from `from` stand to the spelling of a name that has the same letters.
    pub(crate) fn compare(&self, from: usize, spelling: &[u8]) -> Marks {
        let text = self.letters.get(from..from + spelling.len()).unwrap_or_default();
        let mut found = Marks::Same;
        let (mut mine, mut theirs) = (0, 0);
        for (t, n) in text.iter().zip(spelling) {
            let (shape, tone) = (n & 7, n >> 3 & 7);
            if t.shape != shape {
                if t.shape != 0 {
                    return Marks::Other;
                }
                found = Marks::Fewer;
            }
            if t.tone != 0 {
                mine = t.tone;
            }
            if tone != 0 {
                theirs = tone;
            }
            if n & ENDS != 0 {
                if mine != theirs {
                    if mine != 0 {
                        return Marks::Other;
                    }
                    found = Marks::Fewer;
                }
                (mine, theirs) = (0, 0);
            }
        }
        found
    }
}

/// What stands in brackets and ends with `cũ` or opens with `trước`, and what follows `nay là`: names of another time than the rest.
fn former(text: &str) -> std::ops::Range<usize> {
    let bytes = text.as_bytes();
    let mut open = None;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'(' if open.is_none() => open = Some(at),
            b'n' | b'N' if at > 0 && bytes.get(at + 1..at + 4).is_some_and(|b| b.eq_ignore_ascii_case(b"ay ")) => {
                let alone = text.get(..at).is_none_or(|before| !before.ends_with(char::is_alphanumeric));
                let now = text.get(at..).unwrap_or("");
                if alone && NOW.iter().any(|word| starts_with(now, word)) {
                    return at..text.len();
                }
            }
            _ => {}
        }
    }
    let Some(open) = open else { return text.len()..text.len() };
    let inside = text.get(open..).unwrap_or("");
    let close = inside.find(')').map_or(text.len(), |at| open + at);
    let inside = text.get(open + 1..close).unwrap_or("").trim_end();
    let old = ["cũ", "Cũ", "CŨ", "cu", "CU"].iter().find_map(|word| inside.strip_suffix(word));
    let old = old.is_some_and(|before| before.trim_end().len() < before.len());
    if old || BEFORE.iter().any(|word| starts_with(inside, word)) { open..close } else { text.len()..text.len() }
}

const BEFORE: [&str; 4] = ["trước ", "truoc ", "tên cũ", "ten cu"];

const NOW: [&str; 6] = ["nay là", "nay thuộc", "nay la ", "nay thuoc", "nay thành", "nay đổi"];

/// Whether the text starts with small letters, in any case.
fn starts_with(text: &str, word: &str) -> bool {
    let mut text = text.chars().flat_map(char::to_lowercase);
    word.chars().all(|c| text.next() == Some(c))
}

/// The base of a letter of another script, or of one that was lost.
const UNKNOWN: u8 = 0x7F;

/// Whether a sign inside a word stands in place of a letter.
fn broken(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '-' | '–' | '—' | '−' | '‑' | '’' | '‘' | '´' | 'ʼ' | '“' | '”' | '…' | '•')
}

/// Whether a text can be read as it stands: single spaces, letters of the Vietnamese alphabet in one form, and either
/// ASCII throughout or letters that no old charset and no misread byte shows.
pub(crate) fn is_plain(text: &str) -> bool {
    let (mut ascii, mut sure) = (true, false);
    let mut before = ' ';
    for c in text.chars() {
        match c {
            ' ' if before == ' ' => return false,
            '`' | '_' | '?' | '^' | '~' => return false,
            ' '..='~' => {}
            '\u{1EA0}'..='\u{1EF9}' | 'Ă' | 'ă' | 'Đ' | 'đ' | 'Ơ' | 'ơ' | 'Ư' | 'ư' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' =>
            {
                (ascii, sure) = (false, true);
            }
            'À'..='Ã'
            | 'È'..='Ê'
            | 'Ì'
            | 'Í'
            | 'Ò'..='Õ'
            | 'Ù'
            | 'Ú'
            | 'Ý'
            | 'à'..='ã'
            | 'è'..='ê'
            | 'ì'
            | 'í'
            | 'ò'..='õ'
            | 'ù'
            | 'ú'
            | 'ý' => ascii = false,
            _ => return false,
        }
        before = c;
    }
    (ascii || sure) && before != ' '
}

/// The letter of a spelling with which its syllable, or its vowels, end.
const ENDS: u8 = 1 << 6;

/// The key with one more letter: a polynomial in an odd number, modulo 2⁶⁴.
pub(crate) fn step(key: u64, letter: u8) -> u64 {
    key.wrapping_mul(BASE).wrapping_add(u64::from(letter))
}

const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// Start of the key of marks.
const KEY: u64 = 0xcbf2_9ce4_8422_2325;

fn vowel(base: u8) -> bool {
    matches!(base, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

fn close_word(letters: &mut [Letter], word: usize) {
    if letters.len() - word > LONGEST_WORD {
        for letter in letters.iter_mut().skip(word) {
            letter.bounds |= INSIDE;
        }
    }
}

const CAPITAL: u16 = 1 << 15;
const SMALL: u16 = 1 << 14;
const ALPHA: u16 = 1 << 13;

fn is_digit(code: u16) -> bool {
    ((code & 0x7F) as u8).is_ascii_digit()
}

fn is_small(code: u16) -> bool {
    code & SMALL != 0
}

/// Base letter, shape, tone and case of each character packed into one number; 0 for what is no letter or digit.
static LETTERS: LazyLock<Vec<u16>> = LazyLock::new(|| {
    (0..0x2000u32)
        .map(|c| {
            let Some(c) = char::from_u32(c).filter(|c| c.is_alphabetic() || c.is_ascii_digit()) else { return 0 };
            let case = if c.is_uppercase() { CAPITAL } else { 0 }
                | if c.is_lowercase() { SMALL } else { 0 }
                | if c.is_alphabetic() { ALPHA } else { 0 };
            let (mut base, mut shape, mut tone) = (0, 0, 0);
            for part in std::iter::once(c).nfd() {
                match part {
                    'đ' | 'Đ' | 'ð' | 'Ð' => (base, shape) = (u16::from(b'd'), 4),
                    '\u{300}' => tone = 1,
                    '\u{309}' => tone = 2,
                    '\u{303}' => tone = 3,
                    '\u{301}' => tone = 4,
                    '\u{323}' => tone = 5,
                    '\u{302}' => shape = 1,
                    '\u{306}' => shape = 2,
                    '\u{31b}' => shape = 3,
                    p if p.is_ascii_alphanumeric() => base = p.to_ascii_lowercase() as u16,
                    _ => {}
                }
            }
            // A letter of another script: it parts nothing and matches nothing.
            if base == 0 { 0x7F | case } else { base | shape << 7 | tone << 10 | case }
        })
        .collect()
});
