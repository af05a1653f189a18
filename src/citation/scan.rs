//! From text to the elements of citations: points, clauses, articles and codes in the order of the text, each
//! with the strength of the separator before it.
//!
//! The text is read as folded bytes, one a letter: no marks, lower case. Whatever is not part of a citation is
//! passed over; it only ends lists.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::data;

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

/// Letters of points in the order of Vietnamese statutes.
pub(super) const POINTS: &str = "abcdđeghiklmnopqrstuvxy";

/// The codes: how they are written, the longer form first, and the numbers of their laws.
struct Laws {
    forms: Vec<(&'static str, &'static str)>,
    /// Number, code, year of the code, whether the law amends it.
    numbers: Vec<(&'static str, &'static str, i16, bool)>,
}

static LAWS: LazyLock<Laws> = LazyLock::new(|| {
    let mut laws = Laws { forms: Vec::new(), numbers: Vec::new() };
    for row in data::rows(include_str!("../data/laws.tsv")) {
        laws.forms.extend(row.variants(1).map(|form| (form, row.get(0))));
        for (number, year) in row.variants(2).filter_map(|number| number.split_once('=')) {
            if let Ok(code_year) = year.trim_end_matches('+').parse() {
                laws.numbers.push((number, row.get(0), code_year, year.ends_with('+')));
            }
        }
    }
    laws.forms.sort_by_key(|(form, _)| std::cmp::Reverse(form.len()));
    laws
});

/// Kinds of documents that are cited by number.
const DOCUMENTS: &[&str] =
    &["nghiquyet", "nghidinh", "thongtulientich", "thongtu", "phaplenh", "ttlt", "vbhn", "nq", "nd", "luat"];

/// How the letters of a law's number begin; a judgment has others.
const NUMBER_LETTERS: &[&str] = &["qh", "ubtvqh", "nq", "ndcp", "nd-cp", "tt-", "ttlt", "vbhn", "pl-"];

/// Words between a code and its year.
const TAIL: &[&str] = &[
    "namsuadoi",
    "nam",
    "nuoc",
    "cong",
    "hoa",
    "xa",
    "hoi",
    "chu",
    "nghia",
    "viet",
    "chxhcnvn",
    "chxhcn",
    "xhcnvn",
    "xhcn",
    "vn",
    "cua",
    "duoc",
    "da",
    "so",
    "n",
    "hien",
    "hanh",
    "theo",
    "luat",
    "mot",
    "ban",
];

/// Words that change the code as cited.
const AMENDED: &[&str] = &["suadoibosung", "suadoi", "bosung", "sdbs", "sdoi", "sd", "bs"];

/// Words that part nothing.
const FILLERS: &[&str] = &[
    "cua", "thuoc", "tai", "theo", "o", "quy", "dinh", "cac", "ap", "dung", "can", "cu", "cung", "nhu", "so", "muc",
    "hoac", "luat",
];

/// Words one letter away from a keyword that mean something else.
const NOT_KEYWORDS: &[&str] = &[
    "hieu", "tieu", "lieu", "kieu", "dien", "diet", "hoan", "khan", "hiem", "kiem", "tiem", "niem", "diep", "them",
    "dem",
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
        out: Scan::default(),
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
            b'(' if self.i > 0
                && self.at(self.skip(self.i + 1, b"")).is_ascii_digit()
                && self.at(self.i - 1).is_ascii_digit() =>
            {
                self.slash = true;
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

    fn repaired(&mut self, from: usize, to: usize, after: &'static str) {
        if self.out.repaired.is_none() {
            let before = self.chars.get(from..to).map(|chars| chars.iter().collect()).unwrap_or_default();
            self.out.repaired = Some((before, after));
        }
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
            && let Some(n) = number_word(self.slice(i, end))
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

    /// `đ1ch`: the figure is a letter of a word.
    fn letters_behind(&self, number: usize) -> bool {
        let from = self.digits(number);
        let to = self.letters(from);
        to > from + 1 && !matches!(self.at(from), b'k' | b'b' | b'd' | b'l')
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

    /// `Đi ều`, `kho-ản`, `khoả12n`: a keyword with a gap or a page number inside.
    fn split_keyword(&mut self, i: usize, end: usize) -> bool {
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

    fn point(&self, i: usize) -> Option<char> {
        let c = self.chars.get(i)?.to_lowercase().next()?;
        let c = if c == 'ð' { 'đ' } else { c };
        POINTS.contains(c).then_some(c)
    }

    fn push_point(&mut self, point: char, from: usize, to: usize) {
        let start = self.out.points.len();
        self.out.points.push(point);
        match self.out.elements.last_mut() {
            // Another member of the same list.
            Some(Element { piece: Piece::Points(_, last), span, .. })
                if (self.keyword.is_none() || self.range) && *last == start =>
            {
                if self.range || self.dash {
                    let before = self.out.points.get(start.wrapping_sub(1)).copied();
                    let position = |c: Option<char>| POINTS.chars().position(|p| Some(p) == c);
                    if let (Some(a), Some(b)) = (position(before), position(Some(point))) {
                        // `a-d` is a range, `b-s` two points: the pair is cited together every day.
                        if b > a && (self.range || b - a <= 3) {
                            self.out.points.pop();
                            self.out.points.extend(POINTS.chars().skip(a + 1).take(b - a));
                        }
                    }
                }
                *last = self.out.points.len();
                span.1 = to;
                self.keyword = None;
                self.gap = 0;
                self.listing = false;
                self.dash = false;
                self.range = false;
                self.slash = false;
            }
            _ => self.push(Piece::Points(start, start + 1), from, to),
        }
    }

    /// Letters of points in a list of points.
    fn points(&mut self, i: usize, end: usize) -> bool {
        let len = end - i;
        if len == 1 {
            let Some(point) = self.point(i) else { return false };
            self.push_point(point, i, end);
            self.i = end;
            return true;
        }
        // `bs khoản 1`: two points without a comma; `đa`, `vk` and the like are no words either.
        if len <= 3 && !matches!(self.slice(i, end), b"va" | b"sd" | b"bs" | b"so" | b"tai")
            || self.slice(i, end) == b"bs"
        {
            let next = self.skip(end, b".");
            let keyword = self.slice(next, self.letters(next)) == b"khoan"
                || matches!(self.at(next), b'k') && self.at(self.skip(next + 1, b".")).is_ascii_digit();
            let points: Option<Vec<char>> = (i..end).map(|p| self.point(p)).collect();
            let rising = |points: &[char]| {
                points.windows(2).all(|pair| {
                    let position = |c: Option<&char>| c.and_then(|c| POINTS.find(*c));
                    position(pair.first()) < position(pair.last())
                })
            };
            if let (true, Some(points)) = (keyword, points)
                && rising(&points)
            {
                for (offset, point) in points.into_iter().enumerate() {
                    self.push_point(point, i + offset, i + offset + 1);
                }
                self.i = end;
                return true;
            }
        }
        false
    }

    /// `đ.a`, `đ a, b`, `đa`: the keyword shortened to its first letter.
    fn abbreviated_points(&mut self, i: usize, end: usize) -> bool {
        if self.at(i) != b'd' {
            return false;
        }
        let first = if end - i == 1 { self.skip(end, b".") } else { i + 1 };
        let to = self.letters(first);
        if to != first + 1 || self.point(first).is_none() || (end - i != 1 && end - i != 2) {
            return false;
        }
        let goes_on = self.points_go_on(to);
        if goes_on {
            self.keyword(Context::Points, i, first);
        }
        goes_on
    }

    /// Whether single letters, then a clause or article follow, as they do behind a point.
    fn points_go_on(&self, to: usize) -> bool {
        let mut next = self.skip(to, b".,;");
        while self.at(next).is_ascii_lowercase()
            && self.letters(next) == next + 1
            && self.at(next) != b'k'
            && self.at(next) != b'd'
        {
            next = self.skip(next + 1, b".,;");
        }
        let word = self.slice(next, self.letters(next));
        matches!(word, b"khoan" | b"dieu" | b"va" | b"k" | b"kh" | b"d") || matches!(self.at(next), b'/' | 0)
    }

    /// `khoản 1a`, `173.1 a` and `a, b khoản 1`: letters without the keyword.
    fn bare_points(&mut self, i: usize, end: usize) -> bool {
        if end - i != 1 || self.point(i).is_none() {
            return false;
        }
        // `a)` numbers an item, `173(2)(a)` names a point.
        let bracketed = i > 0 && self.at(i - 1) == b'(';
        if matches!(self.at(end), b')' | b'.') && !bracketed {
            return false;
        }
        let follows = matches!(self.context, Context::Clause | Context::SubClause)
            && !self.listing
            && matches!(self.out.elements.last(), Some(Element { piece: Piece::Clause(_), .. }));
        let leads = self.context == Context::Free && {
            let mut next = self.skip(end, b",;&-/");
            while self.at(next).is_ascii_lowercase() && self.letters(next) == next + 1 && self.at(next) != b'k' {
                next = self.skip(next + 1, b",;&-/");
            }
            let word = self.slice(next, self.letters(next));
            // `a/2/173`
            let digits = self.digits(end + 1);
            let strokes = self.at(end) == b'/' && digits > end + 1 && self.at(digits) == b'/';
            strokes
                || word == b"khoan"
                || (matches!(word, b"k" | b"kh") && self.at(self.skip(self.letters(next), b".")).is_ascii_digit())
        };
        if follows || leads {
            self.context = Context::Points;
            self.keyword = Some(i);
            return self.points(i, end);
        }
        false
    }

    /// Keyword and number, or point and keyword, without a blank: `Khoản1Điều173`, `bkhoản`.
    fn glued(&mut self, i: usize, end: usize) -> bool {
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
    fn misspelt(&mut self, i: usize, end: usize, number_ahead: bool) -> bool {
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
    fn number_in_letters(&mut self, i: usize, end: usize) -> bool {
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
        if self.dash && self.at(after) == b'-' && !self.at(self.skip(after + 1, b"")).is_ascii_digit() {
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
            // A number that no separator ties to the list: of the page, most likely.
            _ => self.i = self.numbers_end(end),
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
        count == 3 && (last == 4 || last == 2 && self.context == Context::Free) || count == 2 && last == 4
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
        if self.slash
            && self.context == Context::Bare
            && let Some(Element { piece, .. }) = self.out.elements.last_mut()
        {
            match *piece {
                Piece::Bare(first) if first >= 72 && n <= 20 => {
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

    /// The number of a document: `326/2016/UBTVQH14`, `41/NQ-HĐTP`; after its kind (`named`) also `326`.
    fn document(&self, i: usize, named: bool) -> Option<(usize, Code)> {
        let end = self.digits(i);
        if end == i || end - i > 4 {
            return None;
        }
        let mut to = end;
        let mut year = None;
        let mut suffix = false;
        let slash = self.skip(end, b"");
        if self.at(slash) == b'/' {
            let next = self.skip(slash + 1, b"");
            let digits = self.digits(next);
            if digits - next == 4 {
                let y = self.value(next, digits);
                if !(1945..=2100).contains(&y) {
                    return None;
                }
                year = i16::try_from(y).ok();
                to = digits;
                let slash = self.skip(digits, b"");
                if self.at(slash) == b'/' && self.at(self.skip(slash + 1, b"")).is_ascii_lowercase() {
                    to = self.suffix(self.skip(slash + 1, b""));
                    suffix = true;
                }
            } else if digits == next
                && self.at(next).is_ascii_lowercase()
                && (named || self.at(self.letters(next)) == b'-')
            {
                // `1/Điều 173` and `1/k2` go on as citations.
                if self.slice(next, next + 4) == b"dieu" {
                    return None;
                }
                to = self.suffix(next);
                suffix = true;
            } else if !named {
                return None;
            }
        } else if !named {
            return None;
        }
        let law = suffix && NUMBER_LETTERS.iter().any(|law| self.spelled(self.suffix_start(i), law).is_some());
        if !named && !law {
            return None;
        }
        let number: String =
            self.chars.get(i..to)?.iter().filter(|c| !c.is_whitespace()).flat_map(|c| c.to_uppercase()).collect();
        for (known, name, year, amended) in &LAWS.numbers {
            let rest = number.trim_start_matches('0').strip_prefix(known);
            if rest.is_some_and(|rest| rest.is_empty() && named || rest.starts_with("/QH") || rest.starts_with("-QH")) {
                return Some((to, Code { name: Cow::Borrowed(name), year: Some(*year), amended: *amended }));
            }
        }
        Some((to, Code { name: Cow::Owned(number), year, amended: false }))
    }

    /// Where the letters of a document number begin.
    fn suffix_start(&self, mut i: usize) -> usize {
        while matches!(self.at(i), b'0'..=b'9' | b'/' | b' ') {
            i += 1;
        }
        i
    }

    /// The end of `UBTVQH14`, `NQ-HĐTP`, `UBTVQH 14`.
    fn suffix(&self, i: usize) -> usize {
        let mut to = i;
        while self.at(to).is_ascii_lowercase()
            || self.at(to).is_ascii_digit()
            || self.at(to) == b'-' && self.at(to + 1).is_ascii_lowercase()
        {
            to += 1;
        }
        let next = self.skip(to, b"");
        if to >= 2 && self.slice(to - 2, to) == b"qh" && next > to && self.digits(next) - next == 2 {
            return next + 2;
        }
        to
    }

    fn push_code(&mut self, mut code: Code, from: usize, to: usize) {
        let known = !code.name.starts_with(|c: char| c.is_ascii_digit());
        let to = self.tail(&mut code, to, known);
        code.amended |= self.amended;
        self.amended = false;
        self.context = Context::Free;
        self.keyword = None;
        // `Luật số 12/2017/QH14` beside the code it amends.
        if let Some(Element { piece: Piece::Code(before), span, .. }) = self.out.elements.last_mut()
            && before.name == code.name
            && (before.year.is_none() || code.year.is_none() || before.year == code.year)
        {
            before.year = before.year.or(code.year);
            before.amended |= code.amended;
            span.1 = to;
            self.i = to;
            return;
        }
        self.push(Piece::Code(code), from, to);
        self.i = to;
    }

    fn code(&mut self, i: usize) -> bool {
        if !matches!(self.at(i), b'b' | b'l' | b't' | b'n' | b'p' | b'v') {
            return false;
        }
        for (form, name) in &LAWS.forms {
            let Some(to) = self.spelled(i, form) else { continue };
            if self.at(to).is_ascii_lowercase()
                && !TAIL
                    .iter()
                    .chain(AMENDED)
                    .chain(&["va"])
                    .any(|word| self.slice(to, to + word.len()) == word.as_bytes())
            {
                continue;
            }
            self.push_code(Code { name: Cow::Borrowed(name), year: None, amended: false }, i, to);
            return true;
        }
        for kind in DOCUMENTS {
            let Some(to) = self.spelled(i, kind) else { continue };
            let mut next = self.skip(to, b".:");
            if self.slice(next, self.letters(next)) == b"so" {
                next = self.skip(next + 2, b".:");
            }
            if let Some((end, code)) = self.document(next, true) {
                if *kind == "luat" && self.at(self.digits(next)) != b'/' {
                    return false;
                }
                self.push_code(code, i, end);
                return true;
            }
        }
        false
    }

    /// `(sửa đổi, bổ sung năm 2017)` behind a code or before one.
    fn amendment(&mut self, i: usize) -> bool {
        for word in AMENDED {
            let Some(to) = self.spelled(i, word) else { continue };
            if self.at(to).is_ascii_lowercase() {
                continue;
            }
            let before = self.out.elements.len();
            match self.out.elements.last_mut() {
                Some(Element { piece: Piece::Code(code), .. }) if before > 0 => code.amended = true,
                _ => self.amended = true,
            }
            let mut end = to;
            // Its year is not the year of the code.
            let mut next = self.skip(to, b",.(");
            for word in ["nam", "bosung", "nam"] {
                if let Some(e) = self.spelled(next, word) {
                    next = self.skip(e, b",.(");
                }
            }
            if self.digits(next) == next + 4 {
                end = next + 4;
            }
            self.i = end.max(to);
            return true;
        }
        false
    }

    /// Reads what stands behind a code: its year, its number, its amendment; the end of it.
    fn tail(&self, code: &mut Code, from: usize, known: bool) -> usize {
        let penal = code.name == "BLHS";
        let mut end = from;
        let mut i = from;
        let mut amending = false;
        let mut comma = false;
        'read: loop {
            while matches!(self.at(i), b' ' | b'(' | b')' | b',' | b'-' | b'/' | b'.' | b'\n') {
                if matches!(self.at(i), b')') {
                    end = i + 1;
                }
                comma |= matches!(self.at(i), b',' | b'\n');
                i += 1;
            }
            if self.at(i).is_ascii_digit() {
                let to = self.digits(i);
                if let Some((to, number)) = self.document(i, false) {
                    if number.name != code.name && (penal || !known) {
                        break;
                    }
                    code.year = code.year.or(number.year);
                    code.amended |= number.amended;
                    (i, end) = (to, to);
                    continue;
                }
                let n = self.value(i, to);
                let year = match to - i {
                    4 if (1945..=2100).contains(&n)
                        && !(self.at(to) == b'/' && self.at(to + 1).is_ascii_digit() && n < 1980) =>
                    {
                        n
                    }
                    2 if penal && !comma && code.year.is_none() && matches!(n, 85 | 99) => 1900 + n,
                    2 if penal
                        && !comma
                        && code.year.is_none()
                        && n == 15
                        && (i == from || self.at(i - 1) == b' ' && i == from + 1) =>
                    {
                        2015
                    }
                    _ => break,
                };
                let Ok(year) = i16::try_from(year) else { break };
                match (penal, year) {
                    (true, 1985 | 1999 | 2015) if code.year.is_none() => code.year = Some(year),
                    (true, 1989..=1997 | 2009 | 2017 | 2025) => {
                        code.amended = true;
                        if code.year.is_none() && !amending {
                            code.year = Some(match year {
                                2009 => 1999,
                                2017 | 2025 => 2015,
                                _ => 1985,
                            });
                        }
                    }
                    _ if amending => {}
                    _ if code.year.is_none() && known && !penal => code.year = Some(year),
                    _ => break,
                }
                (i, end) = (to, to);
                comma = false;
                continue;
            }
            if !self.at(i).is_ascii_lowercase() {
                break;
            }
            for word in AMENDED {
                if let Some(to) = self.spelled(i, word)
                    && (!self.at(to).is_ascii_lowercase() || self.slice(to, to + 3) == b"nam")
                {
                    code.amended = true;
                    amending = true;
                    (i, end) = (to, to);
                    continue 'read;
                }
            }
            let to = self.letters(i);
            let word = self.slice(i, to);
            if matches!(word, b"va" | b"ngay") && code.year.is_some() {
                // `và Luật sửa đổi, bổ sung`, `ngày 20/6/2017` go on only if an amendment follows.
                let mut next = self.skip(to, b"");
                for filler in ["luat", "duoc", "da"] {
                    if let Some(e) = self.spelled(next, filler) {
                        next = self.skip(e, b"");
                    }
                }
                if word == b"va"
                    && AMENDED.iter().any(|a| self.spelled(next, a).is_some_and(|e| !self.at(e).is_ascii_lowercase()))
                {
                    i = next;
                    continue;
                }
                break;
            }
            if let Some(word) =
                TAIL.iter().find(|tail| tail.as_bytes() == word || (**tail == "nam" && word.starts_with(b"nam")))
            {
                i += word.len();
                continue;
            }
            break;
        }
        end
    }
}

fn number_word(word: &[u8]) -> Option<u16> {
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
