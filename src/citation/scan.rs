//! From text to the elements of citations: points, clauses, articles and codes in the order of the text, each
//! with the strength of the separator before it.
//!
//! The text is read as folded bytes, one a letter: no marks, lower case. Whatever is not part of a citation is
//! passed over; it only ends lists.

mod law;
mod points;
mod repair;

use std::borrow::Cow;

/// How strongly two elements are parted.
pub(super) type Gap = u8;
/// A comma, a dash, `và`.
const COMMA: Gap = 1;
/// The end of a bracket.
const BRACKET: Gap = 2;
/// A semicolon, the end of a sentence, other words.
const STRONG: Gap = 3;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Positions in [`Scan::points`].
    Points(usize, usize),
    Clause(u16),
    Article(u16, Option<char>),
    /// A number without a keyword, an article where nothing else is.
    Bare(u16),
    Code(Code),
}

/// A code or document as named in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Code {
    pub(super) name: Cow<'static, str>,
    pub(super) year: Option<i16>,
    pub(super) amended: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Element {
    pub(super) piece: Piece,
    pub(super) gap: Gap,
    /// First and last (exclusive) character of the text.
    pub(super) span: (usize, usize),
}

/// What a text holds.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub(super) elements: Vec<Element>,
    pub(super) points: Vec<char>,
    /// Whether words stand in the text that belong to no citation.
    pub(super) words: bool,
    /// Whether a blank may stand inside the number of an article.
    pub(super) torn: bool,
    /// A part of a keyword that had to be repaired: before, after.
    pub(super) repaired: Option<(String, &'static str)>,
}

/// The letter without marks in lower case, a digit or sign as itself; a blank for any white space, `\x01` for
/// letters and signs that no citation holds, none for a mark that combines.
pub(crate) fn fold(c: char) -> Option<u8> {
    Some(match c {
        'A'..='Z' => c as u8 + 32,
        '\t' | '\r' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => b' ',
        '\0'..='\x7f' => c as u8,
        'À'..='Å' | 'à'..='å' | 'Ă' | 'ă' | '\u{1ea0}'..='\u{1eb7}' => b'a',
        'È'..='Ë' | 'è'..='ë' | '\u{1eb8}'..='\u{1ec7}' => b'e',
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ' | 'ĩ' | '\u{1ec8}'..='\u{1ecb}' => b'i',
        'Ò'..='Ö' | 'ò'..='ö' | 'Ơ' | 'ơ' | '\u{1ecc}'..='\u{1ee3}' => b'o',
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ' | 'ũ' | 'Ư' | 'ư' | '\u{1ee4}'..='\u{1ef1}' => b'u',
        'Ý' | 'ý' | '\u{1ef2}'..='\u{1ef9}' => b'y',
        'Đ' | 'đ' | 'Ð' | 'ð' => b'd',
        '\u{300}'..='\u{36f}' => return None,
        '\u{2010}'..='\u{2015}' | '\u{2212}' => b'-',
        _ => 1,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    Free,
    Points,
    Clause,
    Article,
    /// A clause behind the stroke of `173/1`.
    SubClause,
    Bare,
}

/// Words that part nothing.
const FILLERS: &[&str] = &[
    "cua", "thuoc", "tai", "theo", "o", "quy", "dinh", "cac", "ap", "dung", "can", "cu", "cung", "nhu", "so", "muc",
    "hoac", "luat",
];

#[expect(clippy::struct_excessive_bools, reason = "each tells one separator since the last element")]
struct Scanner {
    chars: Vec<char>,
    s: Vec<u8>,
    i: usize,
    gap: Gap,
    context: Context,
    /// A separator stands between the last member of a list and here, or the keyword was just read.
    listing: bool,
    slash: bool,
    dash: bool,
    range: bool,
    /// Where the keyword of the next element began.
    keyword: Option<usize>,
    amended: bool,
    out: Scan,
}

/// Finds the elements of a clean text.
pub(super) fn scan(text: &str) -> Scan {
    let mut chars = Vec::with_capacity(text.len());
    let mut s = Vec::with_capacity(text.len());
    for c in text.chars() {
        if let Some(byte) = fold(c) {
            chars.push(c);
            s.push(byte);
        }
    }
    let mut scanner = Scanner {
        chars,
        s,
        i: 0,
        gap: STRONG,
        context: Context::Free,
        listing: false,
        slash: false,
        dash: false,
        range: false,
        keyword: None,
        amended: false,
        out: Scan { elements: Vec::with_capacity(8), ..Scan::default() },
    };
    scanner.run();
    scanner.out
}

impl Scanner {
    fn at(&self, i: usize) -> u8 {
        self.s.get(i).copied().unwrap_or(0)
    }

    fn slice(&self, from: usize, to: usize) -> &[u8] {
        self.s.get(from..to).unwrap_or(&[])
    }

    fn letters(&self, mut i: usize) -> usize {
        while self.at(i).is_ascii_lowercase() {
            i += 1;
        }
        i
    }

    fn digits(&self, mut i: usize) -> usize {
        while self.at(i).is_ascii_digit() {
            i += 1;
        }
        i
    }

    /// The next position that holds neither a blank nor one of the signs.
    fn skip(&self, mut i: usize, signs: &[u8]) -> usize {
        while self.at(i) == b' ' || signs.contains(&self.at(i)) {
            i += 1;
        }
        i
    }

    fn value(&self, from: usize, to: usize) -> u32 {
        self.slice(from, to)
            .iter()
            .fold(0u32, |n, d| n.saturating_mul(10).saturating_add(u32::from(d.saturating_sub(b'0'))))
    }

    /// Whether the letters stand here, blanks and dots between them or not; where they end.
    fn spelled(&self, mut i: usize, letters: &str) -> Option<usize> {
        let mut first = true;
        for letter in letters.bytes() {
            if !first {
                i = self.skip(i, b".,");
            }
            first = false;
            if self.at(i) != letter {
                return None;
            }
            i += 1;
        }
        Some(i)
    }

    fn push(&mut self, piece: Piece, from: usize, to: usize) {
        let from = self.keyword.take().unwrap_or(from);
        self.out.elements.push(Element { piece, gap: self.gap, span: (from, to) });
        self.gap = 0;
        self.listing = false;
        self.slash = false;
        self.dash = false;
        self.range = false;
    }

    fn run(&mut self) {
        while self.i < self.s.len() {
            let c = self.at(self.i);
            if c.is_ascii_lowercase() {
                self.word();
            } else if c.is_ascii_digit() {
                self.number();
            } else {
                self.sign(c);
                self.i += 1;
            }
        }
    }

    fn sign(&mut self, c: u8) {
        match c {
            b',' | b'&' | b'+' => {
                self.gap = self.gap.max(COMMA);
                self.listing = true;
            }
            b';' | b'\n' => {
                // What a bracket closed is over for good.
                self.gap = if self.gap == BRACKET { STRONG + 1 } else { STRONG };
                self.listing = true;
            }
            b'-' => {
                self.gap = self.gap.max(COMMA);
                self.dash = true;
                self.listing = true;
            }
            b'/' => self.slash = true,
            // `173.1` and `173(1)` name a clause; `Điều 173. Điều 38` ends a citation.
            b'.' if self.at(self.i + 1).is_ascii_digit() && self.i > 0 && self.at(self.i - 1).is_ascii_digit() => {
                self.slash = true;
            }
            b'(' if self.at(self.skip(self.i + 1, b"")).is_ascii_digit() => {
                let before = self.slice(0, self.i).trim_ascii_end();
                self.slash |= before.last().is_some_and(u8::is_ascii_digit);
            }
            b'.' if self.at(self.i + 1) == b' ' && self.i > 0 && self.at(self.i - 1).is_ascii_digit() => {
                self.gap = STRONG;
                self.listing = true;
            }
            b')' => self.gap = self.gap.max(BRACKET),
            1 => {
                self.out.words = true;
                self.gap = STRONG;
            }
            _ => {}
        }
    }

    fn keyword(&mut self, context: Context, from: usize, to: usize) {
        self.range &= self.context == context;
        self.context = context;
        self.listing = true;
        self.slash = false;
        self.dash = false;
        self.keyword = Some(from);
        self.i = to;
    }

    fn word(&mut self) {
        let i = self.i;
        let end = self.letters(i);
        let len = end - i;
        // A digit behind the word, over blanks and dots: `k.1`, `Đ. 173`.
        let ahead = self.skip(end, b".:,");
        let number_ahead = self.at(ahead).is_ascii_digit();

        match self.slice(i, end) {
            b"dieu" => return self.keyword(Context::Article, i, end),
            b"khoan" => return self.keyword(Context::Clause, i, end),
            b"diem" => return self.keyword(Context::Points, i, end),
            b"va" | b"voi" => {
                self.gap = self.gap.max(COMMA);
                self.listing = true;
                self.i = end;
                return;
            }
            b"den" | b"toi" if self.context != Context::Free && (number_ahead || self.range_goes_on(end)) => {
                self.range = true;
                self.listing = true;
                self.i = end;
                return;
            }
            b"tu" => {
                self.i = end;
                return;
            }
            b"ngay" | b"trang" | b"tr" if number_ahead => {
                self.gap = self.gap.max(COMMA);
                self.i = self.numbers_end(ahead);
                return;
            }
            _ => {}
        }
        if (self.at(i) == b'd' || self.at(i) == b'k') && self.split_keyword(i, end) {
            return;
        }
        if matches!(self.slice(i, end), b"k" | b"kh") && number_ahead {
            return self.keyword(Context::Clause, i, end);
        }
        if len == 1 && self.at(i) == b'd' && number_ahead && self.at(end) != b',' && !self.letters_behind(ahead) {
            return self.keyword(Context::Article, i, end);
        }
        // `B.L.H.S` behind points is no list of them.
        if len == 1 && self.at(i) == b'b' && self.at(end) == b'.' && self.code(i) {
            return;
        }
        if self.context == Context::Points && self.points(i, end) {
            return;
        }
        if self.abbreviated_points(i, end) || self.bare_points(i, end) {
            return;
        }
        if self.code(i) || self.amendment(i) {
            return;
        }
        if self.glued(i, end) || self.misspelt(i, end, number_ahead) {
            return;
        }
        // `khoản l`, `Điều l73`: a letter read for the digit 1.
        if matches!(self.context, Context::Clause | Context::Article) && self.listing && self.number_in_letters(i, end)
        {
            return;
        }
        if self.context == Context::Clause
            && self.listing
            && let Some(n) = repair::number_word(self.slice(i, end))
        {
            self.push(Piece::Clause(n), i, end);
            self.i = end;
            return;
        }
        if !FILLERS.iter().any(|filler| filler.as_bytes() == self.slice(i, end)) {
            self.out.words = true;
            self.gap = STRONG;
            self.context = Context::Free;
            self.keyword = None;
        }
        self.i = end;
    }

    /// `điểm a đến điểm c`: a keyword or a letter follows.
    fn range_goes_on(&self, end: usize) -> bool {
        let next = self.skip(end, b"");
        let to = self.letters(next);
        matches!(self.slice(next, to), b"diem" | b"khoan" | b"dieu") || to == next + 1
    }

    /// The end of a date, or of a number.
    fn numbers_end(&self, mut i: usize) -> usize {
        loop {
            i = self.digits(i);
            if matches!(self.at(i), b'/' | b'-' | b'.') && self.at(i + 1).is_ascii_digit() {
                i += 1;
            } else {
                return i;
            }
        }
    }

    fn number(&mut self) {
        let i = self.i;
        let mut end = self.digits(i);
        if let Some((to, code)) = self.document(i, false) {
            self.push_code(code, i, to);
            return;
        }
        // A date, a sum of money, a long number: no article.
        let dates = self.numbers_end(end);
        if end - i > 3 || self.value(i, end) == 0 && end - i > 1 || self.is_date(i, dates) {
            self.i = dates;
            self.out.words = true;
            self.gap = STRONG;
            self.context = Context::Free;
            return;
        }
        let mut n = self.value(i, end);
        // `1O4`, `1l3`: letters between digits.
        while matches!(self.at(end), b'o' | b'l' | b'i') && self.at(end + 1).is_ascii_digit() && n < 100 {
            let digit = u32::from(self.at(end) != b'o');
            self.repaired(end, end + 1, if digit == 0 { "0" } else { "1" });
            let to = self.digits(end + 1);
            n = self
                .slice(end + 1, to)
                .iter()
                .fold(n * 10 + digit, |n, d| n.saturating_mul(10).saturating_add(u32::from(d - b'0')));
            end = to;
        }
        let mut suffix = None;
        // `25O`, `17l`: letters read for digits; `217a`: the suffix of an inserted article.
        let tail = self.letters(end);
        if tail == end + 1 {
            match self.at(end) {
                b'o' if end - i < 3 => {
                    n *= 10;
                    self.repaired(i, tail, "0");
                    end = tail;
                }
                b'l' | b'i' if end - i == 2 && self.context == Context::Article => {
                    n = n * 10 + 1;
                    self.repaired(i, tail, "1");
                    end = tail;
                }
                b'a' | b'b' | b'c' if self.context == Context::Article && self.listing => {
                    suffix = self.point(end);
                    end = tail;
                }
                _ => {}
            }
        } else if tail == end
            && self.at(end) == b' '
            && self.letters(end + 1) == end + 2
            && self.context == Context::Article
            && self.listing
            && matches!((n, self.at(end + 1)), (217 | 256, b'a'))
        {
            // `Điều 217 a`: the two inserted articles of the code of 2015.
            suffix = Some('a');
            end += 2;
        }
        let Ok(n) = u16::try_from(n) else {
            self.i = end;
            return;
        };
        self.i = end;
        // Half of it cannot be read.
        if self.at(end) == 1 && self.chars.get(end).is_some_and(|c| c.is_alphabetic()) {
            return;
        }
        // `- 5 -`: the number of a page.
        let after = self.skip(end, b"");
        let tied = i > 1 && self.at(i - 1) == b'-' && self.at(i - 2).is_ascii_digit();
        if self.dash && !tied && self.at(after) == b'-' && !self.at(self.skip(after + 1, b"")).is_ascii_digit() {
            return;
        }
        match self.context {
            // `Đ173-2`: the clause behind a dash.
            Context::Article
                if self.dash
                    && n <= 10
                    && i > 0
                    && self.at(i - 1) == b'-'
                    && matches!(self.out.elements.last(), Some(Element { piece: Piece::Article(72.., _), .. })) =>
            {
                self.gap = 0;
                self.push(Piece::Clause(n), i, end);
                self.context = Context::SubClause;
            }
            Context::Article if self.listing => {
                if self.range || self.dash {
                    self.expand_articles(n, i);
                }
                self.push(Piece::Article(n, suffix), i, end);
            }
            Context::Article if self.slash => {
                if n <= 20 {
                    self.push(Piece::Clause(n), i, end);
                    self.context = Context::SubClause;
                } else {
                    self.gap = self.gap.max(COMMA);
                    self.push(Piece::Article(n, None), i, end);
                }
            }
            Context::SubClause if self.listing && n <= 12 => self.push(Piece::Clause(n), i, end),
            Context::SubClause if self.listing => {
                self.push(Piece::Article(n, suffix), i, end);
                self.context = Context::Article;
            }
            Context::Clause if self.slash && n >= 30 => {
                self.push(Piece::Article(n, suffix), i, end);
                self.context = Context::Article;
            }
            Context::Clause if self.listing || self.slash => {
                if self.range || self.dash {
                    self.expand_clauses(n, i);
                }
                self.push(Piece::Clause(n), i, end);
            }
            Context::Points if self.slash => {
                self.push(Piece::Clause(n), i, end);
                self.context = Context::Clause;
            }
            Context::Free | Context::Bare => self.bare(n, i, end),
            Context::Clause if n >= 30 => self.push(Piece::Bare(n), i, end),
            // A number that no separator ties to the list: of the page, most likely. Articles below 10 are hardly ever
            // cited: `Điều 1 73` is a torn one.
            _ => {
                let torn = |e: &Element| matches!(e.piece, Piece::Article(..=9, None)) && e.span.1 + 1 == i;
                self.out.torn |= self.context == Context::Article
                    && self.at(i - 1) == b' '
                    && self.out.elements.last().is_some_and(torn);
                self.i = self.numbers_end(end);
            }
        }
    }

    fn is_date(&self, i: usize, end: usize) -> bool {
        let parts = self.slice(i, end).split(|c| matches!(c, b'/' | b'-' | b'.'));
        let mut count = 0;
        let mut last = 0;
        for part in parts {
            count += 1;
            last = part.len();
        }
        // `108/28.3.23`: number and day of a judgment.
        let bare = matches!(self.context, Context::Free | Context::Bare);
        count > 3 || count == 3 && (last == 4 || bare) || count == 2 && last == 4
    }

    fn expand_articles(&mut self, to: u16, at: usize) {
        let Some(Element { piece: Piece::Article(from, None), .. }) = self.out.elements.last() else { return };
        let from = *from;
        if to > from && to - from <= if self.range { 20 } else { 5 } {
            for n in from + 1..to {
                self.out.elements.push(Element { piece: Piece::Article(n, None), gap: COMMA, span: (at, at) });
            }
        }
    }

    fn expand_clauses(&mut self, to: u16, at: usize) {
        let Some(Element { piece: Piece::Clause(from), .. }) = self.out.elements.last() else { return };
        let from = *from;
        if to > from && to - from <= 10 {
            for n in from + 1..to {
                self.out.elements.push(Element { piece: Piece::Clause(n), gap: COMMA, span: (at, at) });
            }
        }
    }

    /// A number without a keyword, or a pair: `173/1`, `1/173`.
    fn bare(&mut self, n: u16, i: usize, end: usize) {
        let tied = self.dash && n <= 10 && i > 1 && self.at(i - 1) == b'-' && self.at(i - 2).is_ascii_digit();
        if (self.slash || tied)
            && self.context == Context::Bare
            && let Some(Element { piece, .. }) = self.out.elements.last_mut()
        {
            match *piece {
                Piece::Bare(first) if first >= 72 && n <= 20 => {
                    self.gap = if tied { 0 } else { self.gap };
                    self.push(Piece::Clause(n), i, end);
                    self.context = Context::SubClause;
                    return;
                }
                Piece::Bare(first) if first <= 20 && n >= 72 => *piece = Piece::Clause(first),
                // `12/7` may be a day.
                Piece::Bare(first) if first < 32 && n < 32 => self.out.words = true,
                _ => {}
            }
        }
        self.context = Context::Bare;
        self.push(Piece::Bare(n), i, end);
    }
}
