//! Text without marks and capitals, letter by letter, so that byte ranges of the original stay known.
//!
//! Labels, titles and markers are recognised in this form: clerks write `Bị cáo`, `BỊ CÁO` and `bi cao` alike.

use std::sync::LazyLock;

use unicode_normalization::char::decompose_canonical;

/// The plain letter of each code point below U+1F00, 0 where it has none in ASCII.
static LETTERS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    (0..0x1F00u32)
        .map(|code| {
            let Some(c) = char::from_u32(code) else { return 0 };
            let mut base = None;
            decompose_canonical(c, |part| base = base.or(Some(part)));
            match base {
                Some('đ' | 'Đ' | 'ð' | 'Ð') => b'd',
                Some(c) if c.is_ascii_graphic() || c == ' ' => c.to_ascii_lowercase().try_into().unwrap_or(0),
                _ => 0,
            }
        })
        .collect()
});

/// The small letter, quickly for the letters of Vietnamese; as it stands where it has no single one.
pub(crate) fn small(c: char) -> char {
    let code = u32::from(c);
    let small = match code {
        0x41..=0x5A | 0xC0..=0xD6 | 0xD8..=0xDE => code + 0x20,
        0x1EA0..=0x1EFF | 0x102 | 0x110 | 0x128 | 0x168 | 0x1A0 => code | 1,
        0x1AF => 0x1B0,
        0..=0xFF | 0x103 | 0x111 | 0x129 | 0x169 | 0x1A1 | 0x1B0 => code,
        _ => {
            let mut small = c.to_lowercase();
            return small.next().filter(|_| small.next().is_none()).unwrap_or(c);
        }
    };
    char::from_u32(small).unwrap_or(c)
}

/// The capital letter, quickly for the letters of Vietnamese; as it stands where it has no single one.
pub(crate) fn capital(c: char) -> char {
    let code = u32::from(c);
    let capital = match code {
        0x61..=0x7A | 0xE0..=0xF6 | 0xF8..=0xFE => code - 0x20,
        0x1EA0..=0x1EFF | 0x103 | 0x111 | 0x129 | 0x169 | 0x1A1 => code & !1,
        0x1B0 => 0x1AF,
        0..=0x7F | 0xC0..=0xDE | 0x102 | 0x110 | 0x128 | 0x168 | 0x1A0 | 0x1AF => code,
        _ => {
            let mut capital = c.to_uppercase();
            return capital.next().filter(|_| capital.next().is_none()).unwrap_or(c);
        }
    };
    char::from_u32(capital).unwrap_or(c)
}

/// Whether the character is a letter of the Latin script, quickly for the letters of Vietnamese.
pub(crate) fn is_letter(c: char) -> bool {
    match u32::from(c) {
        0x41..=0x5A | 0x61..=0x7A | 0xC0..=0xD6 | 0xD8..=0xF6 | 0xF8..=0x24F | 0x1E00..=0x1EFF => true,
        0..=0xBF => false,
        _ => c.is_alphabetic(),
    }
}

/// The letter in lower case without marks; letters outside the Latin script stay as they are.
pub(crate) fn letter(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    match usize::try_from(u32::from(c)).ok().and_then(|code| LETTERS.get(code)) {
        Some(&plain) if plain != 0 => char::from(plain),
        _ => c,
    }
}

/// The text letter by letter in plain form; combining marks that stand alone are dropped.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    push(&mut plain, text);
    plain
}

/// Appends the plain form of a text.
pub(crate) fn push(plain: &mut String, text: &str) {
    plain.extend(text.chars().filter(|c| !('\u{300}'..='\u{36F}').contains(c)).map(letter));
}

/// Whether the text is the given plain word, whatever its case and marks.
pub(crate) fn is(text: &str, word: &str) -> bool {
    let mut letters = text.chars().map(letter);
    word.chars().all(|c| letters.next() == Some(c)) && letters.next().is_none()
}

/// A text in plain form that knows where its letters stood.
#[derive(Debug)]
pub(crate) struct Plain {
    /// The plain text.
    pub(crate) text: String,
    /// For each byte of the plain text, the byte of the original where its letter begins; then the end.
    at: Vec<usize>,
}

impl Plain {
    /// The plain form of a text.
    pub(crate) fn new(text: &str) -> Self {
        let mut plain = String::with_capacity(text.len());
        let mut at = Vec::with_capacity(text.len() + 1);
        for (from, c) in text.char_indices().filter(|(_, c)| !('\u{300}'..='\u{36F}').contains(c)) {
            plain.push(letter(c));
            at.resize(plain.len(), from);
        }
        at.push(text.len());
        Self { text: plain, at }
    }

    /// The byte of the original at a byte of the plain text.
    pub(crate) fn original(&self, at: usize) -> usize {
        self.at.get(at).or(self.at.last()).copied().unwrap_or(0)
    }

    /// Where a phrase stands in whole words at or behind a byte, as a range of the plain text.
    pub(crate) fn find(&self, phrase: &str, from: usize) -> Option<(usize, usize)> {
        let mut from = from;
        loop {
            let at = from + self.text.get(from..)?.find(phrase)?;
            let end = at + phrase.len();
            let before = self.text.get(..at)?.chars().next_back();
            let after = self.text.get(end..)?.chars().next();
            let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            if !word(before) && !word(after) {
                return Some((at, end));
            }
            from = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_capitals_go() {
        assert_eq!(plain("BỊ CÁO Đặng Ưng ÿ"), "bi cao dang ung y");
        assert_eq!(plain("a\u{301}b 日"), "ab 日");
        for c in (0..0x2000).filter_map(char::from_u32) {
            let one = |mut letters: std::vec::IntoIter<char>| {
                letters.next().filter(|_| letters.next().is_none()).unwrap_or(c)
            };
            assert_eq!(small(c), one(c.to_lowercase().collect::<Vec<_>>().into_iter()), "{c:?}");
            assert_eq!(capital(c), one(c.to_uppercase().collect::<Vec<_>>().into_iter()), "{c:?}");
            assert!(!is_letter(c) || c.is_alphabetic(), "{c:?}");
        }
        let plain = Plain::new("Số Đặng số");
        assert_eq!(plain.find("so", 1).map(|(at, _)| plain.original(at)), Some("Số Đặng ".len()));
        assert_eq!(plain.find("dan", 0), None);
        assert!(is("Ông", "ong") && !is("Ông", "on") && !is("On", "ong"));
    }
}
