//! UTF-8 that was read as another charset, once or more.

use super::score::{self, Claim};
use super::table::{CODEPAGES, PAGES};
use crate::text::letter;

/// Rounds of misreading that are undone; text that went wrong three times has not been seen.
const ROUNDS: usize = 2;

/// How well a text reads: legal words, then strange characters (the fewer the better), then how common the words are.
type Score = (usize, std::cmp::Reverse<usize>, u32);

/// The text as it was meant, if it is UTF-8 that was misread, as a whole or in some of its words.
pub(super) fn repair(text: &str) -> Option<String> {
    if !(0..PAGES).any(|page| may_hold(text, page)) {
        return None;
    }
    let before = score(text);
    let mut best: Option<(Score, String)> = None;
    let mut level = vec![text.to_owned()];
    for _ in 0..ROUNDS {
        let mut next: Vec<String> = Vec::new();
        for text in &level {
            for page in 0..PAGES {
                if let Some(decoded) = decode(text, page).filter(|decoded| !next.contains(decoded)) {
                    next.push(decoded);
                }
            }
        }
        for text in &next {
            let score = score(text);
            // Fewer rounds win ties.
            if (score.0, score.1) > (before.0, before.1) && best.as_ref().is_none_or(|(best, _)| score > *best) {
                best = Some((score, text.clone()));
            }
        }
        level = next;
    }
    best.map(|(_, text)| text)
}

fn score(text: &str) -> Score {
    let (mut legal, mut weight) = (0, 0);
    for token in score::tokens(text).filter(|token| score::is_telling(token)) {
        if let Some(weighed) = score::weigh(token, Claim::Decoded) {
            legal += 1;
            weight += weighed;
        }
    }
    let strange = text
        .chars()
        .filter(|&c| {
            !c.is_ascii() && !letter::is_vietnamese(c) && !is_common(c) && !('\u{300}'..'\u{370}').contains(&c)
        })
        .count();
    (legal, std::cmp::Reverse(strange), weight)
}

/// Decodes a text from a page. Where the whole text fits the page, it is decoded as a whole; where it holds letters
/// that were repaired before, only the words that are not legal.
fn decode(text: &str, page: usize) -> Option<String> {
    if !may_hold(text, page) {
        return None;
    }
    let (whole, hits, left) = sequences(text, page);
    if hits == 0 {
        return None;
    }
    let mended_before = text.chars().any(|c| CODEPAGES.byte(page, c).is_none() && letter::is_vietnamese(c));
    if left == 0 && !mended_before {
        return score::tokens(text).any(|token| score::weigh(token, Claim::AsItStands).is_none()).then_some(whole);
    }
    let mut hits = 0;
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive([' ', '\t', '\n', '\r']) {
        let token = part.trim_end_matches([' ', '\t', '\n', '\r']);
        let (decoded, found, left) = sequences(token, page);
        if found > 0 && left == 0 && score::weigh(token, Claim::AsItStands).is_none() {
            hits += found;
            out.push_str(&decoded);
            out.push_str(part.get(token.len()..).unwrap_or(""));
        } else {
            out.push_str(part);
        }
    }
    (hits > 0).then_some(out)
}

/// Whether a first half stands before a second one anywhere: most cells hold no such pair, and cost no more than this.
fn may_hold(text: &str, page: usize) -> bool {
    let mut lead = false;
    text.chars().any(|c| {
        let byte = if c.is_ascii() { None } else { CODEPAGES.byte(page, c) };
        let pair = lead && matches!(byte, Some(0x80..=0xBF));
        lead = matches!(byte, Some(0xC2..=0xEF));
        pair
    })
}

/// Every UTF-8 sequence of the text decoded, how many, and how many broken ones are left.
fn sequences(text: &str, page: usize) -> (String, usize, usize) {
    let mut out = String::with_capacity(text.len());
    let (mut hits, mut left) = (0, 0);
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let byte = if c.is_ascii() { None } else { CODEPAGES.byte(page, c) };
        let rest = chars.get(at + 1..).unwrap_or(&[]);
        if let Some((decoded, len)) = byte.and_then(|lead| sequence(lead, rest, page)) {
            out.push(decoded);
            hits += 1;
            at += len;
        } else if let Some((letter, len)) = byte.and_then(|lead| lost(lead, out.chars().next_back(), rest, page)) {
            // No hit: what lost a half is no evidence for itself.
            out.push(letter);
            at += len;
        } else {
            left +=
                usize::from(matches!(byte, Some(0x80..=0xBF | 0xC3..=0xC6 | 0xE1)) && !is_common(c) && c != '\u{A0}');
            out.push(c);
            at += 1;
        }
    }
    (out, hits, left)
}

/// Signs that stand in text beside misread letters and are no halves of them.
fn is_common(c: char) -> bool {
    matches!(c, '–' | '—' | '“' | '”' | '‘' | '’' | '…' | '•' | '§' | '°' | '«' | '»')
}

/// One UTF-8 sequence: what it says and how many characters it takes.
fn sequence(lead: u8, rest: &[char], page: usize) -> Option<(char, usize)> {
    let len = match lead {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0];
    for (slot, &c) in bytes.iter_mut().skip(1).zip(rest).take(len - 1) {
        *slot = CODEPAGES.byte(page, c).filter(|b| (0x80..0xC0).contains(b))?;
    }
    if rest.len() < len - 1 {
        return None;
    }
    let c = str::from_utf8(bytes.get(..len)?).ok()?.chars().next()?;
    // What our texts hold, or hold after one more round: Latin letters, marks, signs, lines of DOS.
    matches!(c,
        '\u{80}'..='\u{24F}' | '\u{2B0}'..='\u{2FF}' | '\u{300}'..='\u{303}' | '\u{306}' | '\u{309}' | '\u{31B}' | '\u{323}' | '\u{1E00}'..='\u{1EFF}' | '\u{2000}'..='\u{23FF}'
        | '\u{2500}'..='\u{25FF}' | '\u{393}' | '\u{398}' | '\u{3A3}' | '\u{3A6}' | '\u{3A9}' | '\u{3B1}'..='\u{3C6}'
        | '\u{F8FF}' | '\u{FB01}' | '\u{FB02}' | '\u{FEFF}')
    .then_some((c, len))
}

/// A sequence whose second half was lost: a no-break space taken for a plain one, or a byte that the page has not.
/// Only where one letter remains possible.
fn lost(lead: u8, before: Option<char>, rest: &[char], page: usize) -> Option<(char, usize)> {
    let next = rest.first().copied();
    let inside = before.is_some_and(char::is_alphabetic);
    let gone = next.is_none_or(|c| c == ' ' || c.is_ascii_punctuation());
    let before_letter = next.is_some_and(|c| {
        c.is_ascii_alphabetic() || CODEPAGES.byte(page, c).is_some_and(|b| matches!(b, 0xC3..=0xC6 | 0xE1))
    });
    match lead {
        // `tÃ i`: what is no word of its own belongs to the one before.
        0xC3 if gone && inside && next == Some(' ') && is_rest_of_word(rest.get(1..).unwrap_or(&[])) => Some(('à', 2)),
        0xC3 if gone => Some(('à', 1)),
        0xC4 if before_letter && inside => Some(('ă', 1)),
        0xC4 if before_letter => Some(('Đ', 1)),
        _ => None,
    }
}

/// Whether a glide or coda stands alone before the next space.
fn is_rest_of_word(rest: &[char]) -> bool {
    let word: String = rest.iter().take_while(|c| c.is_alphabetic()).take(3).collect();
    matches!(&*word, "i" | "o" | "u" | "y" | "m" | "n" | "ng" | "nh" | "p" | "t" | "c" | "ch")
}

/// What one round on one page makes of a text, for tests.
#[cfg(test)]
pub(super) fn decoded(text: &str, page: usize) -> (String, usize) {
    let (decoded, hits, _) = sequences(text, page);
    (decoded, hits)
}
