//! What the cells of a column look like: enough to doubt a heading, never enough to name a person.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::heading::unmark;
use crate::identity::{self, IdentityKind};
use crate::layout::DateOrder;
use crate::schema::{Entry, Tag};
use crate::text;

/// What a cell looks like.
#[allow(clippy::struct_excessive_bools)] // independent signs, counted apart
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) date: bool,
    pub(crate) name: bool,
    pub(crate) letters: bool,
    pub(crate) digits: usize,
    pub(crate) sex: bool,
    pub(crate) judgment: bool,
    pub(crate) penalty: bool,
    pub(crate) court: bool,
    pub(crate) citation: bool,
    pub(crate) mark: bool,
    pub(crate) state: bool,
}

/// The commonest family names, unmarked: nine in ten people bear one of them.
const SURNAMES: &[&str] = &[
    "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo", "duong",
    "ly", "dinh", "luong", "trinh", "mai", "dao", "truong", "cao", "doan", "ta", "ha", "luu", "lam", "thai", "chau",
    "quach", "tang", "la", "lo", "giang", "nong", "hua", "trieu", "vi", "ma", "dam", "to", "van", "kieu", "lu", "tong",
    "phung", "thach", "danh", "son", "au", "khong", "nghiem", "cu", "chu", "hoa", "mac", "luc", "ksor", "h", "y",
    "giap",
];

/// Looks at one cell.
pub(crate) fn look(cell: &str) -> Look {
    let cell = cell.trim();
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    let folded = unmark(cell);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let has = |list: &[&str]| list.iter().any(|w| folded.contains(w));
    Look {
        date: date(&folded),
        name: digits == 0
            && (2..=6).contains(&words.len())
            && words.first().is_some_and(|w| SURNAMES.contains(w))
            && cell.chars().count() <= 40,
        letters: letters >= 2 && letters > digits,
        digits,
        sex: matches!(folded.as_str(), "nam" | "nu" | "m" | "f" | "male" | "female" | "trai" | "gai"),
        judgment: digits >= 3
            && has(&["hsst", "hs-st", "hspt", "hs-pt", "/hs", "hs st", "hs pt", "hs/st", "/ds", "hngd"]),
        penalty: has(&[
            "thang tu",
            "nam tu",
            "tu giam",
            "an treo",
            "cai tao",
            "phat tien",
            "canh cao",
            "chung than",
            "thang",
            "phat ",
        ]) || words.last() == Some(&"tu"),
        court: has(&["tand", "toa an", "ta nd", "tand"]),
        citation: has(&["dieu ", "khoan ", "blhs", "diem "]) && digits > 0
            || folded.starts_with("d.")
            || folded.starts_with("k1")
            || folded.starts_with("k2"),
        mark: matches!(folded.as_str(), "x" | "v" | "1" | "co" | "*" | "+" | "✓" | "✔"),
        state: has(&["chua", "da ", "mien", "xong", "khong"]),
    }
}

/// Whether folded text holds a date or a year.
fn date(folded: &str) -> bool {
    let mut runs: Vec<(usize, usize)> = Vec::new(); // value, length
    let (mut value, mut len) = (0_usize, 0_usize);
    for b in folded.bytes().chain([b' ']) {
        if b.is_ascii_digit() {
            value = value.saturating_mul(10).saturating_add(usize::from(b - b'0'));
            len += 1;
        } else if len > 0 {
            runs.push((value, len));
            (value, len) = (0, 0);
        }
    }
    let year = |(value, len): &(usize, usize)| *len == 4 && (1900..=2100).contains(value);
    let letters = folded.bytes().filter(u8::is_ascii_alphabetic).count();
    let worded = folded.contains("ngay") || folded.contains("thang") || folded.contains("nam ");
    match runs.as_slice() {
        [only] => {
            year(only) && (letters == 0 || folded.contains("nam") || folded.contains("sinh"))
                || only.1 == 8 && letters == 0
                || (only.1 == 5 && letters == 0 && (10_000..=60_000).contains(&only.0))
        }
        [a, b] => (a.0 <= 12 && year(b) || year(a) && b.0 <= 12) && (letters <= 3 || worded),
        [a, b, c, ..] => {
            let short = a.1 <= 2 && b.1 <= 2;
            // programs of other countries write the month or a short year first
            let year_last = short && a.0.max(b.0) <= 31 && a.0.min(b.0) <= 12 && (year(c) || c.1 == 2);
            let year_first = (year(a) || short && c.1 == 2) && b.0 <= 12 && c.0 <= 31;
            (year_last || year_first) && (letters <= 3 || worded)
        }
        [] => false,
    }
}

/// Whether a day stands anywhere in the cell: `12/2019/HS-ST ngày 1/2/2019`.
fn dated(cell: &str) -> bool {
    let runs: Vec<&str> = cell.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).collect();
    runs.windows(3).any(|run| match run {
        [day, month, year] => {
            let least =
                |run: &str, most: u32| run.len() <= 2 && run.parse::<u32>().is_ok_and(|n| (1..=most).contains(&n));
            least(day, 31)
                && least(month, 12)
                && (year.len() == 4 && (year.starts_with("19") || year.starts_with("20")))
        }
        _ => false,
    })
}

/// Dates of three figures, by what their order can be: a figure past 12 is no month, one past 31 no day.
#[derive(Clone, Copy, Debug, Default)]
struct FigureDates {
    all: usize,
    day_first: usize,
    month_first: usize,
    year_first: usize,
    year_last: usize,
}

impl FigureDates {
    fn add(&mut self, cell: &str) {
        let Some([first, second, third]) = figures(cell) else { return };
        let number = |run: &str| run.parse::<u32>().unwrap_or(0);
        let short = first.len() <= 2 && second.len() <= 2;
        let (a, b, c) = (number(first), number(second), number(third));
        if !short {
            return; // a year of four digits in front leaves no doubt
        }
        self.all += 1;
        self.day_first += usize::from((13..=31).contains(&a) && b <= 12);
        self.month_first += usize::from(a <= 12 && (13..=31).contains(&b));
        self.year_first += usize::from(a > 31 && third.len() <= 2 && b <= 12 && c <= 31);
        self.year_last += usize::from(third.len() == 4 || c > 31);
    }

    /// Another order than day first needs several cells that prove it, a fifth of them all, and none that denies it.
    fn order(self) -> Option<DateOrder> {
        let proved = |votes: usize| votes >= 3 && votes * 5 >= self.all;
        if proved(self.month_first) && self.day_first == 0 && self.year_first == 0 {
            Some(DateOrder::Mdy)
        } else if proved(self.year_first) && self.year_last == 0 && self.month_first == 0 {
            Some(DateOrder::Ymd)
        } else {
            None
        }
    }
}

/// The three figures of a date of figures alone, parted by one kind of sign: `5/14/1990`.
pub(crate) fn figures(cell: &str) -> Option<[&str; 3]> {
    let cell = cell.trim();
    let sign = cell.find(['/', '-', '.']).and_then(|at| cell.get(at..=at))?;
    let mut runs = cell.split(sign);
    let parts = [runs.next()?, runs.next()?, runs.next()?];
    let plain = |run: &&str| matches!(run.len(), 1 | 2 | 4) && run.bytes().all(|b| b.is_ascii_digit());
    (runs.next().is_none() && parts.iter().all(plain)).then_some(parts)
}

/// How often the cells of a column look like what.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    pub(crate) filled: usize,
    date: usize,
    name: usize,
    letters: usize,
    digit: usize,
    id: usize,
    sex: usize,
    judgment: usize,
    penalty: usize,
    court: usize,
    mark: usize,
    state: usize,
    status: usize,
    two: usize,
    four: usize,
    personal: usize,
    dated: usize,
    figures: FigureDates,
    distinct: HashSet<String>,
    shapes: Vec<(String, usize)>,
    /// Which rows have a cell.
    rows: Vec<bool>,
}

/// Filled cells of a column that are looked at.
const LOOKED_AT: usize = 400;

impl Content {
    /// Whether rows have a cell of both columns: more than one in ten of those that have one.
    pub(crate) fn beside(&self, other: &Self) -> bool {
        let both = self.rows.iter().zip(&other.rows).filter(|(a, b)| **a && **b).count();
        let either = self.rows.iter().zip(&other.rows).filter(|(a, b)| **a || **b).count();
        both * 10 > either
    }

    /// Looks at the cells of a column, row by row.
    pub(crate) fn of<'a>(cells: impl Iterator<Item = Option<&'a str>>) -> Self {
        let mut content = Self::default();
        for cell in cells {
            let cell = cell.filter(|cell| text::missing(cell).is_none());
            content.rows.push(cell.is_some());
            let Some(cell) = cell else { continue };
            content.figures.add(cell);
            if content.filled == LOOKED_AT {
                continue;
            }
            let look = look(cell);
            content.filled += 1;
            let bare = cell.trim();
            let figures = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit());
            content.two += usize::from(figures && bare.len() <= 2);
            content.four += usize::from(figures && bare.len() <= 4);
            content.dated += usize::from(dated(cell));
            content.personal += usize::from(figures && personal_number(bare));
            content.distinct.insert(cell.to_owned());
            for (count, seen) in [
                (&mut content.date, look.date),
                (&mut content.name, look.name),
                (&mut content.letters, look.letters),
                (&mut content.digit, look.digits > 0),
                (&mut content.id, look.digits >= 8),
                (&mut content.sex, look.sex),
                (&mut content.judgment, look.judgment),
                (&mut content.penalty, look.penalty),
                (&mut content.court, look.court),
                (&mut content.mark, look.mark),
                (&mut content.state, look.state),
            ] {
                *count += usize::from(seen);
            }
            let folded = unmark(cell);
            content.status += usize::from(
                folded.contains("hoan chinh")
                    || folded.contains("cho bo sung")
                    || folded.contains("bo sung")
                    || folded.contains("thieu"),
            );
            let shape = shape(cell);
            if let Some((_, n)) = content.shapes.iter_mut().find(|(s, _)| *s == shape) {
                *n += 1;
            } else if content.shapes.len() < 64 {
                content.shapes.push((shape, 1));
            }
        }
        content
    }

    /// The order of day, month and year that the cells prove, where it is not the Vietnamese one.
    pub(crate) fn date_order(&self) -> Option<DateOrder> {
        self.figures.order()
    }

    /// Whether all cells are whole numbers of at most so many digits.
    pub(crate) fn is_small_number(&self, digits: usize) -> bool {
        digits == 2 && self.two == self.filled || digits == 4 && self.four == self.filled
    }

    /// Whether nearly all cells are personal numbers by their structure, hardly any of them twice.
    pub(crate) fn is_personal_numbers(&self) -> bool {
        self.filled >= 5 && self.share(self.personal) >= 0.95 && self.share(self.distinct.len()) >= 0.5
    }

    /// Whether the cells are numbers of papers without a day.
    pub(crate) fn is_undated(&self) -> bool {
        self.filled >= 3 && self.share(self.digit) >= 0.5 && self.share(self.dated) < 0.1
    }

    /// Whether nearly all cells are names of persons, hardly any of them twice.
    pub(crate) fn is_names(&self) -> bool {
        self.filled >= 5 && self.share(self.name) >= 0.8 && self.share(self.letters) >= 0.95
    }

    fn share(&self, count: usize) -> f64 {
        if self.filled == 0 { 0.0 } else { count as f64 / self.filled as f64 }
    }

    /// Whether a condition of an alias about the cells holds.
    pub(crate) fn holds(&self, condition: &str) -> bool {
        match condition {
            "person" => self.share(self.name) >= 0.5,
            "penalty_text" => self.share(self.penalty) >= 0.4,
            "judgment_text" => self.share(self.judgment) >= 0.5,
            "status" => self.share(self.status) >= 0.3,
            _ => false,
        }
    }

    /// Whether the cells contradict a column of this kind: most of them cannot be such values.
    pub(crate) fn denies(&self, tag: Tag, joined: bool) -> bool {
        if self.filled < 3 {
            return false;
        }
        let marks = self.share(self.mark) >= 0.8;
        match tag {
            Tag::Date => !joined && self.share(self.date) < 0.5,
            Tag::Completion => self.share(self.date) + self.share(self.state) + self.share(self.mark) < 0.4,
            Tag::Name | Tag::Names => self.share(self.letters) < 0.6 || !joined && self.share(self.date) > 0.5,
            Tag::CitizenId | Tag::IdentityCard => self.share(self.id) < 0.4,
            Tag::Passport => self.share(self.digit) < 0.5,
            Tag::Judgment => self.share(self.digit) < 0.5,
            Tag::Document => self.share(self.digit) < 0.4,
            Tag::Sex => self.share(self.sex) < 0.4 && !marks,
            Tag::Court => self.share(self.letters) < 0.6 || self.share(self.date) > 0.5,
            Tag::Place => !joined && (self.share(self.letters) < 0.5 || self.share(self.date) > 0.5),
            Tag::Offences => {
                self.share(self.letters) < 0.4 && self.share(self.digit) < 0.5 || self.share(self.date) > 0.5
            }
            Tag::Citations => self.share(self.digit) < 0.4,
            Tag::Penalty => self.share(self.penalty) + self.share(self.digit) < 0.4 || self.share(self.date) > 0.6,
            Tag::Money => self.share(self.digit) + self.share(self.state) < 0.4,
            Tag::Term => self.share(self.digit) < 0.4,
            Tag::EnforcementKind | Tag::Route => self.share(self.letters) < 0.5 || self.share(self.date) > 0.5,
            _ => false,
        }
    }

    /// Whether the cells are what a column of this kind holds, strongly enough to trust a misspelt heading.
    pub(crate) fn supports(&self, tag: Tag) -> bool {
        match tag {
            Tag::Date | Tag::Completion => self.share(self.date) >= 0.5,
            Tag::Name => self.share(self.name) >= 0.4,
            Tag::CitizenId | Tag::IdentityCard => self.share(self.id) >= 0.6,
            Tag::Sex => self.share(self.sex) >= 0.6,
            Tag::Court => self.share(self.court) >= 0.4,
            Tag::Judgment => self.share(self.digit) >= 0.6,
            Tag::Penalty => self.share(self.penalty) >= 0.4,
            _ => !self.denies(tag, false),
        }
    }

    /// The three commonest shapes of the cells.
    pub(crate) fn shapes(&self) -> Vec<String> {
        let mut shapes: Vec<&(String, usize)> = self.shapes.iter().collect();
        shapes.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        shapes.into_iter().take(3).map(|(shape, _)| shape.clone()).collect()
    }
}

/// The shape of a cell, which shows no value: digits `9`, letters `A` and `a` (longer runs end in `+`), the
/// rest as it stands: `99/99/9999`, `Aaa+ Aaa Aa`.
pub(crate) fn shape(cell: &str) -> String {
    let mut out = String::new();
    let mut run = 0;
    let mut last = ' ';
    for c in cell.trim().chars() {
        let class = if c.is_numeric() {
            '9'
        } else if c.is_uppercase() {
            'A'
        } else if c.is_alphabetic() {
            'a'
        } else if c.is_whitespace() {
            ' '
        } else if c.is_control() || !c.is_ascii() {
            '?'
        } else {
            c
        };
        if class == last && (class == 'a' || class == 'A' || class == ' ') {
            run += 1;
            match run {
                1 if class != ' ' => out.push(class),
                2 if class != ' ' => out.push('+'),
                _ => {}
            }
            continue;
        }
        run = 0;
        last = class;
        out.push(class);
        if out.len() >= 40 {
            out.push('…');
            break;
        }
    }
    out
}

/// Whether twelve digits have the structure of a personal number: a province, a century and sex of people alive.
fn personal_number(digits: &str) -> bool {
    digits.len() == 12
        && identity::parse(digits)
            .is_ok_and(|number| number.kind == IdentityKind::CitizenId && number.birth_year.is_some())
}

/// The tag of `record.birth_date` and the like.
pub(crate) fn tag(fact: &str) -> Option<Tag> {
    static TAGS: LazyLock<Vec<(String, Tag)>> = LazyLock::new(|| {
        Entry::ALL
            .into_iter()
            .flat_map(|entry| entry.columns().iter().map(move |c| (format!("{}.{}", entry.as_str(), c.name), c.tag)))
            .collect()
    });
    TAGS.iter().find(|(name, _)| name == fact).map(|(_, tag)| *tag)
}

/// Whether a cell can be part of a heading: words, no value.
pub(crate) fn heading_like(cell: &str) -> bool {
    let look = look(cell);
    let chars = cell.trim().chars().count();
    look.letters
        && !look.date
        && look.digits <= 4
        && chars <= 160
        && !look.sex
        && !look.judgment
        && !(look.court && chars > 22)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_show_no_value() {
        for (cell, expected) in [
            ("14/11/1965", "99/99/9999"),
            ("Nguyễn Văn An", "Aaa+ Aaa Aa"),
            ("12/2019/HS-ST", "99/9999/AA-AA"),
            ("TRẦN", "AA+"),
        ] {
            assert_eq!(shape(cell), expected);
        }
    }

    #[test]
    fn the_order_of_dates_needs_proof() {
        let order = |cells: &[&str]| Content::of(cells.iter().copied().map(Some)).date_order();
        assert_eq!(order(&["5/14/1990", "12/25/1991", "3/31/1980", "4/5/1970"]), Some(DateOrder::Mdy));
        assert_eq!(order(&["5/14/1990", "12/25/1991", "3/31/1980", "14/5/1970"]), None);
        assert_eq!(order(&["5/14/1990", "4/5/1970"]), None);
        assert_eq!(order(&["90/11/14", "85/02/03", "79/12/31"]), Some(DateOrder::Ymd));
        assert_eq!(order(&["1990-11-14", "14/11/1990", "01/02/1990"]), None);
    }

    #[test]
    fn looks() {
        assert!(look("14/11/1965").date && look("1965").date && look("ngày 02 tháng 9 năm 1975").date);
        assert!(look("5/14/1990").date && look("90/11/14").date && !look("14/14/1990").date);
        assert!(!look("12/2019/HS-ST").date && !look("079090001234").date && !look("06 tháng tù").date);
        assert!(look("Nguyễn Văn An").name && !look("Trộm cắp tài sản").name);
        assert!(look("Nam").sex && look("15 tháng tù").penalty && look("TAND quận 8").court);
    }
}
