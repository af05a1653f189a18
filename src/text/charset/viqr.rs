//! VIQR: letters with their marks behind them, in ASCII (RFC 1456).

use super::score::{self, Claim};
use crate::text::form;
use crate::text::letter::{self, Shape, Tone, Vowel};
use crate::text::syllable::{Standing, Word};

/// How a mark at the end of a word is taken that may as well be punctuation: `Hoa.`
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// A mark: the charset is known.
    Mark,
    /// Punctuation: the text is a sentence.
    Punctuation,
}

fn is_mark(c: char) -> bool {
    matches!(c, '\'' | '`' | '?' | '~' | '.' | '^' | '(' | '+' | '*')
}

fn in_word(c: char) -> bool {
    c.is_ascii_alphabetic() || is_mark(c) || c == '\\' || letter::is_vietnamese(c)
}

/// What VIQR evidence a text holds.
#[derive(Clone, Copy, Default)]
pub(super) struct Tells {
    /// Words that hold marks.
    pub(super) words: usize,
    /// Those that are syllables when decoded.
    pub(super) legal: usize,
    /// Those among the legal that can be nothing else.
    pub(super) sure: usize,
}

/// Counts the words of a text that VIQR would explain.
pub(super) fn tells(text: &str) -> Tells {
    let mut tells = Tells::default();
    if !text.contains(['^', '~', '`', '(', '+', '*', '\'', '?', '.', 'd', 'D']) {
        return tells;
    }
    form::map_words(text, in_word, |word, _| {
        let marked = word.trim_end_matches(['.', '?', '\'', '*']);
        let inner = marked.contains(is_mark) && marked.contains(|c: char| c.is_ascii_alphabetic());
        let stroke = word.to_ascii_lowercase().starts_with("dd");
        if inner || stroke {
            tells.words += 1;
            if let Some(decoded) = decode_word(word, Ending::Mark) {
                let (letters, marks) = (decoded.chars().filter(|c| c.is_alphabetic()).count(), word.len());
                tells.legal += 1;
                if letters < marks && (stroke || word.contains(['^', '(', '+', '~', '`']) || is_split(word)) {
                    tells.sure += 1;
                }
            }
        }
    });
    tells
}

/// Whether a mark stands before a coda: `Tri.nh`, `Ha.nh`; no abbreviation is written like that.
fn is_split(word: &str) -> bool {
    word.split_once(is_mark).is_some_and(|(head, coda)| {
        head.len() > 1
            && !head.starts_with(|c: char| Vowel::of(c).is_some())
            && matches!(coda, "c" | "ch" | "m" | "n" | "ng" | "nh" | "p" | "t")
    })
}

/// Decodes every word that is a syllable then.
pub(super) fn decode(text: &str, ending: Ending) -> String {
    form::map_words(text, in_word, |word, out| match decode_word(word, ending) {
        Some(decoded) => out.push_str(&decoded),
        None => out.push_str(word),
    })
}

fn decode_word(word: &str, ending: Ending) -> Option<String> {
    let tail = |word: &str| word.len() - word.trim_end_matches(is_mark).len();
    let marks = tail(word);
    // As many marks as make a syllable; what is left behind it is punctuation. A lone `(` or `)` is no mark there.
    for kept in 0..=marks {
        let (head, rest) = word.split_at_checked(word.len() - kept)?;
        let bare_end =
            head.ends_with(['.', '?']) && head.trim_end_matches(['.', '?']).chars().all(|c| c.is_ascii_alphabetic());
        if ending == Ending::Punctuation && bare_end && !has_stroke(head) {
            continue;
        }
        let Some(decoded) = letters(head) else { continue };
        let legal = Word::read(&decoded).is_some_and(|word| word.standing() > Standing::Illegal)
            || (!decoded.is_ascii() && score::weigh(&decoded, Claim::Decoded).is_some())
            || decoded == "đ";
        if legal && decoded != head {
            return Some(decoded + rest);
        }
        if decoded == head {
            return None;
        }
    }
    None
}

fn has_stroke(word: &str) -> bool {
    word.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("dd"))
}

/// The letters of a run of VIQR; `None` where a mark stands behind no vowel.
fn letters(word: &str) -> Option<String> {
    let mut out: Vec<char> = Vec::new();
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            'd' | 'D' if chars.peek().is_some_and(|n| n.eq_ignore_ascii_case(&'d')) => {
                chars.next();
                out.push(if c == 'D' { 'Đ' } else { 'đ' });
            }
            c if is_mark(c) => {
                let vowel = Vowel::of(out.pop()?)?;
                let marked = match c {
                    '\'' => tone(vowel, Tone::Acute),
                    '`' => tone(vowel, Tone::Grave),
                    '?' => tone(vowel, Tone::Hook),
                    '~' => tone(vowel, Tone::Tilde),
                    '.' => tone(vowel, Tone::Dot),
                    '^' => shape(vowel, Shape::Circumflex),
                    '(' => shape(vowel, Shape::Breve),
                    _ => shape(vowel, Shape::Horn),
                };
                out.push(marked?);
            }
            c => out.push(c),
        }
    }
    Some(out.into_iter().collect())
}

fn tone(vowel: Vowel, tone: Tone) -> Option<char> {
    (vowel.tone == Tone::Level).then(|| vowel.with_tone(tone).letter())
}

fn shape(vowel: Vowel, shape: Shape) -> Option<char> {
    if vowel.shape().is_some() {
        return None;
    }
    Vowel::new(vowel.base(), Some(shape), vowel.tone).map(Vowel::letter)
}

/// Writes a text in VIQR.
pub(super) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match (c, Vowel::of(c)) {
            ('đ', _) => out.push_str("dd"),
            ('Đ', _) => out.push_str("DD"),
            (_, Some(vowel)) => {
                out.push(vowel.base());
                out.extend(vowel.shape().map(|shape| match shape {
                    Shape::Circumflex => '^',
                    Shape::Breve => '(',
                    Shape::Horn => '+',
                }));
                match vowel.tone {
                    Tone::Level => {}
                    Tone::Grave => out.push('`'),
                    Tone::Hook => out.push('?'),
                    Tone::Tilde => out.push('~'),
                    Tone::Acute => out.push('\''),
                    Tone::Dot => out.push('.'),
                }
            }
            _ => out.push(c),
        }
    }
    out
}
