//! The form of text: invisible characters, order of marks, look-alikes, spaces.
//!
//! | Stage      | Does                                                                                        |
//! |------------|---------------------------------------------------------------------------------------------|
//! | invisible  | deletes byte order marks, direction marks, zero-width characters, soft hyphens, control codes |
//! | unicode    | sorts marks (shape, then tone, one of each), sets spacing marks on their vowel, composes (NFC) |
//! | confusable | maps Cyrillic, Greek, full-width letters and other `đ`, where the word is Vietnamese afterwards |
//! | spacing    | one plain space between words, none at the ends; line ends and tabs are spaces               |
//!
//! A zero-width space is deleted, not made a space: where it stands in files it is a break hint inside a word or
//! beside a true space. Apostrophes and dashes stay as written; only comparison keys fold them.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::letter::{self, Shape, Tone, Vowel};
use super::syllable::{self, Standing};

/// Cleans the form of a text.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim_matches(' ');
    if is_clean(trimmed) {
        return Cow::Borrowed(trimmed);
    }
    if let Some(composed) = compose_plain(trimmed) {
        return Cow::Owned(composed);
    }
    let mut cleaned = Cow::Borrowed(trimmed);
    // A look-alike put right may take the mark behind it: a few rounds reach the end.
    for _ in 0..4 {
        let mut changed = false;
        for (_, stage) in STAGES {
            if let Cow::Owned(next) = stage(&cleaned) {
                changed |= *next != *cleaned;
                cleaned = Cow::Owned(next);
            }
        }
        if !changed {
            break;
        }
    }
    match cleaned {
        Cow::Owned(cleaned) if cleaned == text => Cow::Borrowed(text),
        cleaned => cleaned,
    }
}

/// A stage: borrowed where it changes nothing.
type Stage = fn(&str) -> Cow<'_, str>;

/// The stages in their order, each with the kind of its repairs.
pub(super) const STAGES: [(&str, Stage); 4] =
    [("invisible", visible), ("unicode", compose), ("confusable", unmask), ("spacing", space)];

/// Whether no stage has anything to do: one pass over the bytes, no table.
#[inline]
pub(super) fn is_clean(text: &str) -> bool {
    let mut bytes = text.bytes();
    let mut after_space = true;
    while let Some(byte) = bytes.next() {
        match byte {
            b' ' => {
                if after_space {
                    return false;
                }
                after_space = true;
                continue;
            }
            b'`' | b'_' => return false,
            b'!'..=b'~' => {}
            // U+00C0 to U+024F.
            0xC3..=0xC9 => {
                let low = bytes.next().unwrap_or(0);
                if !is_plain_two(u32::from(byte & 0x1F) << 6 | u32::from(low & 0x3F)) {
                    return false;
                }
            }
            // U+1E00 to U+1EFF: all but the dotted y, which nobody means.
            0xE1 => {
                let (middle, low) = (bytes.next().unwrap_or(0), bytes.next().unwrap_or(0));
                if !(0xB8..=0xBB).contains(&middle) || (middle == 0xBA && (low == 0x8E || low == 0x8F)) {
                    return false;
                }
            }
            0xC2 | 0xE2 => return is_clean_by_letter(text),
            _ => return false,
        }
        after_space = false;
    }
    !after_space || text.is_empty()
}

#[cold]
fn is_clean_by_letter(text: &str) -> bool {
    let mut after_space = true;
    for c in text.chars() {
        if c == ' ' {
            if after_space {
                return false;
            }
            after_space = true;
        } else if is_plain(c) {
            after_space = false;
        } else {
            return false;
        }
    }
    !after_space || text.is_empty()
}

#[inline]
fn is_plain_two(c: u32) -> bool {
    (0xC0..0x250).contains(&c) && !matches!(c, 0xD0 | 0xF0 | 0x189 | 0x131 | 0x1CD | 0x1CE | 0x226..=0x22F)
}

/// A character that no stage touches, whatever stands beside it. Space is not among them.
#[inline]
fn is_plain(c: char) -> bool {
    match c {
        '!'..='~' => c != '`' && c != '_',
        '\u{C0}'..='\u{24F}' => is_plain_two(u32::from(c)),
        '\u{1E00}'..='\u{1EFF}' => !matches!(c, '\u{1E8E}' | '\u{1E8F}'),
        '§' | '°' | '²' | '³' | 'º' | '«' | '»' | '–' | '—' | '‘' | '’' | '“' | '”' | '…' | '•' => {
            true
        }
        _ => false,
    }
}

/// The common way of being unclean, in one pass: separate marks, spaces, invisible characters. `None`: something else.
fn compose_plain(text: &str) -> Option<String> {
    let mut composed = String::with_capacity(text.len());
    let mut pending: Option<char> = None;
    for c in text.chars() {
        if let Some(mark) = Mark::of(c) {
            pending = Some(mark.on(pending?)?);
            continue;
        }
        if is_invisible(c) {
            continue;
        }
        if let Some(letter) = pending.take() {
            composed.push(letter);
        }
        if is_space(c) {
            if !composed.is_empty() && !composed.ends_with(' ') {
                composed.push(' ');
            }
        } else if is_plain(c) {
            pending = Some(c);
        } else {
            return None;
        }
    }
    composed.extend(pending);
    composed.truncate(composed.trim_end_matches(' ').len());
    Some(composed)
}

/// A combining mark of Vietnamese.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Shape(Shape),
    Tone(Tone),
}

impl Mark {
    #[inline]
    fn of(c: char) -> Option<Self> {
        if !('\u{300}'..'\u{370}').contains(&c) {
            return None;
        }
        Some(match c {
            '\u{300}' | '\u{340}' => Self::Tone(Tone::Grave),
            '\u{301}' | '\u{341}' => Self::Tone(Tone::Acute),
            '\u{303}' | '\u{342}' => Self::Tone(Tone::Tilde),
            '\u{309}' => Self::Tone(Tone::Hook),
            '\u{323}' => Self::Tone(Tone::Dot),
            '\u{302}' => Self::Shape(Shape::Circumflex),
            '\u{306}' => Self::Shape(Shape::Breve),
            '\u{31B}' => Self::Shape(Shape::Horn),
            _ => return None,
        })
    }

    /// A spacing character that stands for the mark behind a vowel.
    fn of_spacing(c: char) -> Option<Self> {
        Some(match c {
            '`' | '\u{2CB}' | '\u{1FEF}' => Self::Tone(Tone::Grave),
            '\u{B4}' | '\u{2CA}' | '\u{384}' | '\u{1FFD}' => Self::Tone(Tone::Acute),
            '\u{2DC}' => Self::Tone(Tone::Tilde),
            '\u{2C0}' => Self::Tone(Tone::Hook),
            '\u{2D1}' => Self::Tone(Tone::Dot),
            '\u{2C6}' => Self::Shape(Shape::Circumflex),
            '\u{2D8}' => Self::Shape(Shape::Breve),
            '\u{315}' => Self::Shape(Shape::Horn),
            _ => return None,
        })
    }

    /// The vowel with the mark, if it has none of its kind, or the same.
    #[inline]
    fn on(self, c: char) -> Option<char> {
        let vowel = Vowel::of(c)?;
        let marked = match self {
            Self::Tone(tone) if vowel.tone == Tone::Level || vowel.tone == tone => vowel.with_tone(tone),
            Self::Shape(shape) if vowel.shape().is_none_or(|s| s == shape) => {
                Vowel::new(vowel.base(), Some(shape), vowel.tone)?
            }
            _ => return None,
        };
        Some(marked.letter())
    }
}

/// A character that takes no place.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{E}'..='\u{1F}' | '\u{7F}' | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0001}' | '\u{E0020}'..='\u{E007F}')
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{2800}' || c == '\u{3164}'
}

fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_invisible) {
        Cow::Owned(text.chars().filter(|&c| !is_invisible(c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn space(text: &str) -> Cow<'_, str> {
    // What XLSX writers leave of a carriage return.
    const ESCAPED_CR: &str = "_x000D_";
    let text: Cow<'_, str> =
        if text.contains(ESCAPED_CR) { Cow::Owned(text.replace(ESCAPED_CR, " ")) } else { Cow::Borrowed(text) };
    let mut after_space = true;
    let clean = text.chars().all(|c| {
        let ok = !is_space(c) || (c == ' ' && !after_space);
        after_space = is_space(c);
        ok
    }) && (!after_space || text.is_empty());
    if clean {
        return text;
    }
    let mut spaced = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    Cow::Owned(spaced)
}

/// Sorted and composed marks, and nothing else.
pub(super) fn clean_marks(text: &str) -> Cow<'_, str> {
    compose(text)
}

/// The combining mark of a tone.
pub(super) fn combining(tone: Tone) -> Option<char> {
    Some(match tone {
        Tone::Level => return None,
        Tone::Grave => '\u{300}',
        Tone::Hook => '\u{309}',
        Tone::Tilde => '\u{303}',
        Tone::Acute => '\u{301}',
        Tone::Dot => '\u{323}',
    })
}

/// Sorts and composes marks.
fn compose(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| is_plain(c) || c == ' ') {
        return Cow::Borrowed(text);
    }
    let mut composed = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut cluster: Vec<char> = Vec::new();
    while let Some(c) = chars.next() {
        if Vowel::of(c).is_none() {
            composed.push(c);
            continue;
        }
        cluster.clear();
        while let Some(&next) = chars.peek().filter(|&&next| is_combining(next)) {
            cluster.push(next);
            chars.next();
        }
        // Where another mark stands among ours, their order may mean something: left as it is.
        let marked = cluster.iter().try_fold(c, |letter, &mark| Mark::of(mark)?.on(letter));
        match marked {
            Some(letter) => composed.push(letter),
            None => composed.extend(std::iter::once(c).chain(cluster.iter().copied()).nfc()),
        }
    }
    let composed = set_spacing_marks(&composed).unwrap_or(composed);
    let composed =
        if is_nfc_quick(composed.chars()) == IsNormalized::Yes { composed } else { composed.nfc().collect() };
    if composed == text { Cow::Borrowed(text) } else { Cow::Owned(composed) }
}

/// Sets spacing marks (`a´`) on the vowel before them, where that makes a syllable of the word. An acute or grave
/// that quotes, or stands for an apostrophe, does not.
fn set_spacing_marks(text: &str) -> Option<String> {
    if !text.chars().any(|c| Mark::of_spacing(c).is_some()) {
        return None;
    }
    let mut changed = false;
    let in_word = |c: char| letter::is_vietnamese(c) || Mark::of_spacing(c).is_some();
    let set = map_words(text, in_word, |word, out| {
        let mut marked: Vec<char> = Vec::new();
        for c in word.chars() {
            match Mark::of_spacing(c) {
                // The mark may stand behind the coda of an open vowel no further than one letter away.
                Some(mark) => match marked.pop().map(|last| (last, mark.on(last))) {
                    Some((_, Some(letter))) => marked.push(letter),
                    Some((last, None)) => marked.extend([last, c]),
                    None => marked.push(c),
                },
                None => marked.push(c),
            }
        }
        let marked: String = marked.into_iter().collect();
        if marked != word && syllable::standing(&marked) > Standing::Illegal {
            changed = true;
            out.push_str(&marked);
        } else {
            out.push_str(word);
        }
    });
    changed.then_some(set)
}

fn is_combining(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Calls `word` on each maximal run of characters of a word, and copies the rest.
pub(super) fn map_words(text: &str, in_word: impl Fn(char) -> bool, mut word: impl FnMut(&str, &mut String)) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let start = rest.find(&in_word).unwrap_or(rest.len());
        let (between, tail) = rest.split_at(start);
        out.push_str(between);
        let end = tail.find(|c| !in_word(c)).unwrap_or(tail.len());
        let (run, tail) = tail.split_at(end);
        if !run.is_empty() {
            word(run, &mut out);
        }
        rest = tail;
    }
    out
}

/// Maps look-alikes.
fn unmask(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| !is_plain(c) && c != ' ' && is_lookalike(c)) {
        return Cow::Borrowed(text);
    }
    let mut narrow = String::with_capacity(text.len());
    for c in text.chars() {
        narrow.push(match c {
            '\u{FF01}'..='\u{FF5E}' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
            c => c,
        });
    }
    // A word of look-alikes alone is Latin if the rest of the text is.
    let latin = narrow.chars().any(letter::is_vietnamese)
        && !narrow.chars().any(|c| is_other_script(c) && script_lookalike(c).is_none());
    let in_word = |c: char| c.is_alphabetic() || is_combining(c) || c == '₫';
    let unmasked = map_words(&narrow, in_word, |word, out| {
        let mapped = unmask_word(word, latin);
        out.push_str(mapped.as_deref().unwrap_or(word));
    });
    if unmasked == text { Cow::Borrowed(text) } else { Cow::Owned(unmasked) }
}

fn is_lookalike(c: char) -> bool {
    matches!(c, '\u{FF01}'..='\u{FF5E}' | 'Ð' | 'ð' | 'Ɖ' | 'ɖ' | '₫')
        || script_lookalike(c).is_some()
        || odd_letter(c).is_some()
}

fn is_other_script(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{52F}') && c.is_alphabetic()
}

/// Cyrillic and Greek letters with the glyph of a Latin one.
fn script_lookalike(c: char) -> Option<char> {
    Some(match c {
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' => 'I',
        'Ј' => 'J',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        'У' | 'Υ' => 'Y',
        'Ζ' => 'Z',
        'а' => 'a',
        'с' => 'c',
        'ԁ' => 'd',
        'е' => 'e',
        'һ' => 'h',
        'і' => 'i',
        'ј' => 'j',
        'о' | 'ο' => 'o',
        'р' => 'p',
        'ѕ' => 's',
        'ν' => 'v',
        'х' => 'x',
        'у' => 'y',
        'ѐ' => 'è',
        'Ѐ' => 'È',
        'Ά' => 'Á',
        'Έ' => 'É',
        'Ί' => 'Í',
        'Ό' => 'Ó',
        'Ύ' => 'Ý',
        'ό' => 'ó',
        _ => return None,
    })
}

/// Letters of other alphabets that stand for one of ours only where the word is a syllable afterwards.
fn odd_letter(c: char) -> Option<char> {
    Some(match c {
        'ǎ' => 'ă',
        'Ǎ' => 'Ă',
        'ө' => 'ơ',
        'Ө' => 'Ơ',
        'ʊ' => 'ư',
        'Ʊ' => 'Ư',
        'ı' => 'i',
        'ɑ' => 'a',
        'ɡ' => 'g',
        'ȧ' => 'ạ',
        'Ȧ' => 'Ạ',
        'ȯ' => 'ọ',
        'Ȯ' => 'Ọ',
        'ẏ' => 'ỵ',
        'Ẏ' => 'Ỵ',
        _ => return None,
    })
}

fn unmask_word(word: &str, latin: bool) -> Option<String> {
    // The sign of the đồng is a letter only before a letter: `₫ặng`, not `50.000₫`.
    let word_without_sign = word.trim_end_matches('₫');
    let sign = word.get(word_without_sign.len()..).unwrap_or("");
    let word = word_without_sign;
    if !word.chars().any(is_lookalike) {
        return None;
    }
    let has_latin = word.chars().any(|c| letter::is_vietnamese(c) || matches!(c, 'Ð' | 'ð' | 'Ɖ' | 'ɖ'));
    let mut mapped: String = word
        .chars()
        .map(|c| match script_lookalike(c) {
            Some(like) if has_latin || latin => like,
            _ => c,
        })
        .collect();
    if !stays_vietnamese(&mapped, |c| matches!(c, 'Ð' | 'ð' | 'Ɖ' | 'ɖ' | '₫') || odd_letter(c).is_some()) {
        return None;
    }
    if mapped.chars().any(|c| matches!(c, 'Ð' | 'ð' | 'Ɖ' | 'ɖ' | '₫')) {
        let stroke = map_stroke(&mapped);
        if is_ours(&mapped, &stroke) {
            mapped = stroke;
        }
    }
    if mapped.chars().any(|c| odd_letter(c).is_some()) {
        let letters: String = mapped.chars().map(|c| odd_letter(c).unwrap_or(c)).collect();
        let letters: String = compose(&letters).into_owned();
        if syllable::standing(&letters) > Standing::Illegal {
            mapped = letters;
        }
    }
    mapped.push_str(sign);
    Some(mapped)
}

fn map_stroke(word: &str) -> String {
    let upper = word.chars().filter(|&c| c != '₫').all(|c| letter::upper(c) == c) && word.chars().count() > 1;
    word.chars()
        .map(|c| match c {
            '₫' if upper => 'Đ',
            'Ð' | 'Ɖ' => 'Đ',
            'ð' | 'ɖ' | '₫' => 'đ',
            c => c,
        })
        .collect()
}

/// Whether the word with `đ` is ours and not, say, Icelandic: the letter opens it, it is a syllable, it is in
/// capitals (`QÐ`, `NÐ`), or it has a mark that only Vietnamese has.
fn is_ours(before: &str, after: &str) -> bool {
    let composed = compose(after);
    syllable::standing(&composed) > Standing::Illegal
        || after.starts_with(['Đ', 'đ'])
        || syllable::is_upper(before)
        || composed.chars().any(|c| Vowel::of(c).is_some() && (c > '\u{FF}' || c == 'ê' || c == 'ô'))
}

fn stays_vietnamese(word: &str, also: impl Fn(char) -> bool) -> bool {
    word.chars().all(|c| letter::is_vietnamese(c) || Mark::of(c).is_some() || also(c))
}
