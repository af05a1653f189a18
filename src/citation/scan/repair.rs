//! Keywords and numbers that were written wrong: split, glued, misspelt, with letters for figures.

use super::{COMMA, Context, Piece, Scanner};

/// Words one letter away from a keyword that mean something else.
const NOT_KEYWORDS: &[&str] = &[
    "hieu", "tieu", "lieu", "kieu", "dien", "diet", "hoan", "khan", "hiem", "kiem", "tiem", "niem", "diep", "them",
    "dem",
];

impl Scanner {
    /// `đ1ch`: the figure is a letter of a word.
    pub(super) fn letters_behind(&self, number: usize) -> bool {
        let from = self.digits(number);
        let to = self.letters(from);
        to > from + 1 && !matches!(self.at(from), b'k' | b'b' | b'd' | b'l')
    }

    /// `Đi ều`, `kho-ản`, `khoả12n`: a keyword with a gap or a page number inside.
    pub(super) fn split_keyword(&mut self, i: usize, end: usize) -> bool {
        for (keyword, context) in [("dieu", Context::Article), ("khoan", Context::Clause), ("diem", Context::Points)] {
            let len = end - i;
            let (Some(head), Some(rest)) = (keyword.as_bytes().get(..len), keyword.as_bytes().get(len..)) else {
                continue;
            };
            if rest.is_empty() || self.slice(i, end) != head {
                continue;
            }
            let mut next = end;
            while next < end + 4 && self.at(next) != 0 && !self.at(next).is_ascii_lowercase() {
                next += 1;
            }
            let to = next + rest.len();
            if next > end && self.slice(next, to) == rest && !self.at(to).is_ascii_lowercase() {
                let after = match context {
                    Context::Article => "điều",
                    Context::Clause => "khoản",
                    _ => "điểm",
                };
                self.repaired(i, to, after);
                self.keyword(context, i, to);
                return true;
            }
        }
        false
    }

    /// Keyword and number, or point and keyword, without a blank: `Khoản1Điều173`, `bkhoản`.
    pub(super) fn glued(&mut self, i: usize, end: usize) -> bool {
        for (keyword, context) in [("dieu", Context::Article), ("khoan", Context::Clause), ("diem", Context::Points)] {
            let len = keyword.len();
            if self.slice(i, i + len) == keyword.as_bytes() {
                self.keyword(context, i, i + len);
                return true;
            }
            let Some(start) = end.checked_sub(len) else { continue };
            if start > i && self.slice(start, end) == keyword.as_bytes() {
                let rest = start - i;
                if self.context == Context::Points && rest <= 2 && self.slice(i, start) != b"va" {
                    for p in i..start {
                        if let Some(point) = self.point(p) {
                            self.push_point(point, p, p + 1);
                        }
                    }
                } else if self.slice(i, start) == b"va" {
                    self.gap = self.gap.max(COMMA);
                } else if rest > 2 {
                    continue;
                }
                self.keyword(context, start, end);
                return true;
            }
        }
        false
    }

    /// A keyword with one letter wrong, lost or doubled, before a number.
    pub(super) fn misspelt(&mut self, i: usize, end: usize, number_ahead: bool) -> bool {
        let word = self.slice(i, end);
        if end - i < 3 || NOT_KEYWORDS.iter().any(|w| w.as_bytes() == word) {
            return false;
        }
        let near = |keyword: &str| std::str::from_utf8(word).is_ok_and(|word| strsim::osa_distance(word, keyword) == 1);
        let ahead = self.skip(end, b".:");
        if number_ahead && near("dieu") {
            self.repaired(i, end, "điều");
            self.keyword(Context::Article, i, end);
            return true;
        }
        if number_ahead && near("khoan") {
            self.repaired(i, end, "khoản");
            self.keyword(Context::Clause, i, end);
            return true;
        }
        if self.letters(ahead) == ahead + 1
            && near("diem")
            && self.point(ahead).is_some()
            && self.points_go_on(ahead + 1)
        {
            self.repaired(i, end, "điểm");
            self.keyword(Context::Points, i, end);
            return true;
        }
        false
    }

    /// A number of which some digits were read as letters: `l73`, `I`.
    pub(super) fn number_in_letters(&mut self, i: usize, end: usize) -> bool {
        let roman = match self.slice(i, end) {
            b"ii" => 2,
            b"iii" => 3,
            b"iv" => 4,
            _ => 0,
        };
        if roman > 0 && self.context == Context::Clause {
            self.push(Piece::Clause(roman), i, end);
            self.i = end;
            return true;
        }
        if end - i != 1 || !matches!(self.at(i), b'l' | b'i') {
            return false;
        }
        let digits = self.digits(end);
        if digits > end + 2 || self.at(digits).is_ascii_lowercase() {
            return false;
        }
        let mut n = 1u32;
        for d in self.slice(end, digits) {
            n = n * 10 + u32::from(d - b'0');
        }
        let n = u16::try_from(n).unwrap_or(0);
        self.repaired(i, i + 1, "1");
        match self.context {
            Context::Clause => self.push(Piece::Clause(n), i, digits),
            _ => self.push(Piece::Article(n, None), i, digits),
        }
        self.i = digits;
        true
    }

    pub(super) fn repaired(&mut self, from: usize, to: usize, after: &'static str) {
        if self.out.repaired.is_none() {
            let before = self.chars.get(from..to).map(|chars| chars.iter().collect()).unwrap_or_default();
            self.out.repaired = Some((before, after));
        }
    }
}

pub(super) fn number_word(word: &[u8]) -> Option<u16> {
    Some(match word {
        b"mot" => 1,
        b"hai" => 2,
        b"ba" => 3,
        b"bon" => 4,
        b"nam" => 5,
        b"sau" => 6,
        b"bay" => 7,
        _ => return None,
    })
}
