//! Lists of points: `điểm a, b`, `đ.a`, `điểm bs`, `a đến d`, and letters without the keyword.

use super::{COMMA, Context, Element, Piece, Scanner};

/// Letters of points in the order of Vietnamese statutes.
const POINTS: &str = "abcdđeghiklmnopqrstuvxy";

impl Scanner {
    pub(super) fn point(&self, i: usize) -> Option<char> {
        let c = self.chars.get(i)?.to_lowercase().next()?;
        let c = if c == 'ð' { 'đ' } else { c };
        POINTS.contains(c).then_some(c)
    }

    pub(super) fn push_point(&mut self, point: char, from: usize, to: usize) {
        let start = self.out.points.len();
        // `diem d, d` without marks: the letter and the one after it.
        let again = self.context == Context::Points && point == 'd' && self.out.points.last() == Some(&'d');
        let listed =
            matches!(self.out.elements.last(), Some(Element { piece: Piece::Points(_, to), .. }) if *to == start);
        let point = if again && listed { 'đ' } else { point };
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
    pub(super) fn points(&mut self, i: usize, end: usize) -> bool {
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
    pub(super) fn abbreviated_points(&mut self, i: usize, end: usize) -> bool {
        if self.at(i) != b'd' {
            return false;
        }
        let first = if end - i == 1 { self.skip(end, b".") } else { i + 1 };
        let to = self.letters(first);
        if to != first + 1 || self.point(first).is_none() || (end - i != 1 && end - i != 2) {
            return false;
        }
        // … unless a clause was just named: `Đ51 k1 đ.s BLHS`.
        let behind =
            self.gap <= COMMA && matches!(self.out.elements.last(), Some(Element { piece: Piece::Clause(_), .. }));
        let goes_on = behind || self.points_go_on(to);
        if goes_on {
            self.keyword(Context::Points, i, first);
        }
        goes_on
    }

    /// Whether single letters, then a clause or article follow, as they do behind a point.
    pub(super) fn points_go_on(&self, to: usize) -> bool {
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
    pub(super) fn bare_points(&mut self, i: usize, end: usize) -> bool {
        if end - i != 1 || self.point(i).is_none() {
            return false;
        }
        // `a)` numbers an item, `173(2)(a)` names a point.
        let bracketed = i > 0 && self.at(i - 1) == b'(';
        if matches!(self.at(end), b')' | b'.') && !bracketed {
            return false;
        }
        // `249-1-c`: the dash goes on the clause.
        let tied = i > 1 && self.at(i - 1) == b'-' && self.at(i - 2).is_ascii_digit();
        let follows = matches!(self.context, Context::Clause | Context::SubClause)
            && (!self.listing || tied)
            && matches!(self.out.elements.last(), Some(Element { piece: Piece::Clause(_), .. }));
        // `Điều 51 (b, s khoản 1)`
        let opens = self.context == Context::Free || self.context == Context::Article && bracketed;
        let leads = opens && {
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
}
