//! Words, digit groups and marks of a cell, ready to be compared without allocating.
//!
//! A Vietnamese word has at most eight letters, so it packs into eight bytes: once with its marks ([`Token::full`])
//! and once without ([`Token::bare`]). A token counts as a word where it carries that word's marks or none at all;
//! other marks make another word (`tháng` is not `Thắng`, `thang` may be either).

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A run of ASCII digits.
    Digits,
    /// A run of letters.
    Word,
    /// Any other character but space.
    Mark(char),
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: Kind,
    /// Byte offset of its first byte.
    pub(crate) start: usize,
    /// Byte offset behind its last byte.
    pub(crate) end: usize,
    /// The word packed with its marks; the value of digits.
    pub(crate) full: u64,
    /// The word packed without its marks; the number of digits.
    pub(crate) bare: u64,
    /// Whether space stands before it.
    pub(crate) spaced: bool,
}

impl Word {
    /// The word packed with its marks.
    pub(crate) const fn full(self) -> u64 {
        self.full
    }

    /// The word packed without its marks.
    pub(crate) const fn bare(self) -> u64 {
        self.bare
    }
}

impl Token {
    /// Whether the token is this word: with its marks, or with none.
    pub(crate) fn is(&self, word: Word) -> bool {
        self.full == word.full || self.full == word.bare
    }

    /// Whether the token is one of these words.
    pub(crate) fn any(&self, words: &[Word]) -> bool {
        self.kind == Kind::Word && words.iter().any(|word| self.is(*word))
    }

    /// Whether the token is a mark and this one.
    pub(crate) fn mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    /// The value of a digit group that fits.
    pub(crate) fn digits(&self) -> Option<u64> {
        (self.kind == Kind::Digits && self.bare <= 18).then_some(self.full)
    }
}

/// A word to compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    full: u64,
    bare: u64,
}

/// A word in lower case, packed by the compiler.
macro_rules! word {
    ($text:literal) => {
        const { $crate::number::lex::pack($text) }
    };
}
pub(crate) use word;

/// Packs a word in lower case.
pub(crate) const fn pack(text: &str) -> Word {
    let bytes = text.as_bytes();
    let (mut full, mut bare, mut at) = (0, 0, 0);
    while at < bytes.len() {
        let (c, len) = decode(bytes, at);
        let code = code(c);
        full = push(full, code);
        bare = push(bare, unmarked(code));
        at += len;
    }
    Word { full, bare }
}

/// Cuts a text into tokens, letter case folded.
pub(crate) fn lex(text: &str, tokens: &mut Vec<Token>) {
    let mut spaced = true;
    for (start, c) in text.char_indices() {
        if c.is_whitespace() {
            spaced = true;
            continue;
        }
        let end = start + c.len_utf8();
        let code = code(c);
        let kind = match code {
            b'0'..=b'9' => Kind::Digits,
            0 => Kind::Mark(c),
            _ => Kind::Word,
        };
        match tokens.last_mut() {
            Some(last) if !spaced && last.kind == kind && kind == Kind::Word => {
                last.full = push(last.full, code);
                last.bare = push(last.bare, unmarked(code));
                last.end = end;
            }
            Some(last) if !spaced && last.kind == kind && kind == Kind::Digits => {
                last.full = last.full.saturating_mul(10).saturating_add(u64::from(code - b'0'));
                last.bare += 1;
                last.end = end;
            }
            _ => {
                let (full, bare) = match kind {
                    Kind::Digits => (u64::from(code - b'0'), 1),
                    Kind::Word => (u64::from(code), u64::from(unmarked(code))),
                    Kind::Mark(_) => (0, 0),
                };
                tokens.push(Token { kind, start, end, full, bare, spaced });
            }
        }
        spaced = false;
    }
}

const fn push(packed: u64, code: u8) -> u64 {
    packed.rotate_left(8) ^ code as u64
}

/// Lower-case letters with marks, by their letter without.
const MARKED: [(u8, &[char]); 7] = [
    (b'a', &['à', 'á', 'ả', 'ã', 'ạ', 'ă', 'ằ', 'ắ', 'ẳ', 'ẵ', 'ặ', 'â', 'ầ', 'ấ', 'ẩ', 'ẫ', 'ậ']),
    (b'e', &['è', 'é', 'ẻ', 'ẽ', 'ẹ', 'ê', 'ề', 'ế', 'ể', 'ễ', 'ệ']),
    (b'i', &['ì', 'í', 'ỉ', 'ĩ', 'ị']),
    (b'o', &['ò', 'ó', 'ỏ', 'õ', 'ọ', 'ô', 'ồ', 'ố', 'ổ', 'ỗ', 'ộ', 'ơ', 'ờ', 'ớ', 'ở', 'ỡ', 'ợ']),
    (b'u', &['ù', 'ú', 'ủ', 'ũ', 'ụ', 'ư', 'ừ', 'ứ', 'ử', 'ữ', 'ự']),
    (b'y', &['ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ']),
    (b'd', &['đ']),
];

const FIRST: usize = 0xC0;
const SECOND: usize = 0x1EA0;

/// Codes of the letters with marks: those from U+00C0, then those from U+1EA0; and their letters without marks.
static CODES: ([u8; 0xF1], [u8; 0x5A], [u8; 256]) = codes();

#[allow(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "computed by the compiler, which refuses what is out of bounds; codes stay below 256"
)]
const fn codes() -> ([u8; 0xF1], [u8; 0x5A], [u8; 256]) {
    let (mut first, mut second, mut bare) = ([0; 0xF1], [0; 0x5A], [0; 256]);
    let mut code = 0;
    while code < 128 {
        bare[code] = code as u8;
        code += 1;
    }
    let mut row = 0;
    while row < MARKED.len() {
        let (letter, marked) = MARKED[row];
        let mut at = 0;
        while at < marked.len() {
            let lower = marked[at] as usize;
            let upper = if lower < 0x100 { lower - 0x20 } else { lower - 1 };
            if lower >= SECOND {
                second[lower - SECOND] = code as u8;
                second[upper - SECOND] = code as u8;
            } else {
                first[lower - FIRST] = code as u8;
                first[upper - FIRST] = code as u8;
            }
            bare[code] = letter;
            code += 1;
            at += 1;
        }
        row += 1;
    }
    (first, second, bare)
}

/// The code of a letter or digit with its case folded, 0 for everything else.
#[allow(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "the bounds stand in the match arms")]
const fn code(c: char) -> u8 {
    match c as u32 {
        n @ (0x30..=0x39 | 0x61..=0x7A) => n as u8,
        n @ 0x41..=0x5A => n as u8 | 0x20,
        n @ 0xC0..=0x1B0 => CODES.0[n as usize - FIRST],
        n @ 0x1EA0..=0x1EF9 => CODES.1[n as usize - SECOND],
        _ => 0,
    }
}

#[allow(clippy::indexing_slicing, reason = "a byte indexes a table of 256")]
const fn unmarked(code: u8) -> u8 {
    CODES.2[code as usize]
}

#[allow(clippy::indexing_slicing, reason = "computed by the compiler from literals")]
const fn decode(bytes: &[u8], at: usize) -> (char, usize) {
    let first = bytes[at] as u32;
    let (n, len) = if first < 0x80 {
        (first, 1)
    } else if first < 0xE0 {
        ((first & 0x1F) << 6 | bytes[at + 1] as u32 & 0x3F, 2)
    } else {
        ((first & 0x0F) << 12 | (bytes[at + 1] as u32 & 0x3F) << 6 | bytes[at + 2] as u32 & 0x3F, 3)
    };
    match char::from_u32(n) {
        Some(c) => (c, len),
        None => ('\0', len),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        lex(text, &mut tokens);
        tokens
    }

    #[test]
    fn words_digits_and_marks_are_parted() {
        let cell = "02 (hai) NĂM06 tháng.";
        let texts: Vec<&str> = tokens(cell).iter().map(|t| &cell[t.start..t.end]).collect();
        assert_eq!(texts, ["02", "(", "hai", ")", "NĂM", "06", "tháng", "."]);
    }

    #[test]
    fn a_word_is_met_with_its_marks_or_with_none() {
        let met = |text: &str, w: &str| tokens(text)[0].is(pack(w));
        assert!(met("THÁNG", "tháng") && met("thang", "tháng") && met("Đồng", "đồng") && met("dong", "đồng"));
        assert!(!met("Thắng", "tháng") && !met("tù", "từ") && !met("nghiêngg", "nghiêng"));
    }

    #[test]
    fn every_letter_with_marks_has_a_code_in_both_cases() {
        for (letter, marked) in MARKED {
            for &c in marked {
                let upper = c.to_uppercase().next().unwrap();
                assert!(code(c) >= 128, "{c}");
                assert_eq!(code(c), code(upper), "{c}");
                assert_eq!(unmarked(code(c)), letter, "{c}");
            }
        }
    }
}
