//! Codes, laws and documents: their names, numbers, years and amendments.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::{Code, Context, Element, Piece, Scanner};
use crate::data;

/// The codes: how they are written, the longer form first, and the numbers of their laws.
struct Laws {
    forms: Vec<(&'static str, &'static str)>,
    /// Number, code, year of the code, whether the law amends it.
    numbers: Vec<(&'static str, &'static str, i16, bool)>,
}

static LAWS: LazyLock<Laws> = LazyLock::new(|| {
    let mut laws = Laws { forms: Vec::new(), numbers: Vec::new() };
    for row in data::rows(include_str!("../../data/laws.tsv")) {
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

impl Scanner {
    /// The number of a document: `326/2016/UBTVQH14`, `41/NQ-HĐTP`; after its kind (`named`) also `326`.
    pub(super) fn document(&self, i: usize, named: bool) -> Option<(usize, Code)> {
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

    pub(super) fn push_code(&mut self, mut code: Code, from: usize, to: usize) {
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

    pub(super) fn code(&mut self, i: usize) -> bool {
        if !matches!(self.at(i), b'b' | b'l' | b't' | b'n' | b'p' | b'v') {
            return false;
        }
        let first = self.at(i);
        for (form, name) in LAWS.forms.iter().filter(|(form, _)| form.as_bytes().first() == Some(&first)) {
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
            if let Some((end, mut code)) = self.document(next, true) {
                if *kind == "luat" && self.at(self.digits(next)) != b'/' {
                    return false;
                }
                if code.amended && self.gap == 0 && self.of_amending_law() {
                    let number = self.chars.get(next..end).unwrap_or(&[]).iter().filter(|c| !c.is_whitespace());
                    code = Code { name: Cow::Owned(number.flat_map(|c| c.to_uppercase()).collect()), ..code };
                    code.amended = false;
                    code.year = i16::try_from(self.value(self.digits(next) + 1, self.digits(next) + 5)).ok();
                }
                self.push_code(code, i, end);
                return true;
            }
        }
        false
    }

    /// `Điều 1 Luật số 12/2017/QH14`: the article is of the amending law itself, which has no more than four.
    fn of_amending_law(&self) -> bool {
        matches!(self.out.elements.last(), Some(Element { piece: Piece::Article(1..=4, None), .. }))
    }

    /// `(sửa đổi, bổ sung năm 2017)` behind a code or before one.
    pub(super) fn amendment(&mut self, i: usize) -> bool {
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
