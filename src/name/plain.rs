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
        let plain = Plain::new("Số Đặng số");
        assert_eq!(plain.find("so", 1).map(|(at, _)| plain.original(at)), Some("Số Đặng ".len()));
        assert_eq!(plain.find("dan", 0), None);
        assert!(is("Ông", "ong") && !is("Ông", "on") && !is("On", "ong"));
    }
}
