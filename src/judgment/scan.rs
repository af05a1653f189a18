//! Finds number, year, letters and date in a cell.

mod heading;

use crate::date::{self, DateOptions, PartialDate};
use crate::name::plain;

use self::heading::{complete, court, heading};
use super::{JudgmentError, JudgmentNumber, suffix};

/// What a cell holds.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// At least one number.
    pub(super) numbers: Vec<JudgmentNumber>,
    /// Whether other text than number, label and date stands in the cell.
    pub(super) beside: bool,
    /// Whether a date of the cell cannot be.
    pub(super) no_such_date: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Digits,
    Letters,
}

/// A run of digits or of letters, and what stands before it.
#[derive(Clone, Copy, Debug)]
struct Token<'a> {
    kind: Kind,
    text: &'a str,
    /// What stands between the token before and this one.
    gap: &'a str,
    start: usize,
    end: usize,
}

impl Token<'_> {
    fn digits(&self) -> bool {
        self.kind == Kind::Digits
    }

    fn value(&self) -> Option<i16> {
        if self.digits() { self.text.parse().ok() } else { None }
    }

    fn is(&self, word: &str) -> bool {
        plain::is(self.text, word)
    }

    /// A letter alone: before digits it is a digit misread, unless it stands for `số`.
    fn lone(&self) -> bool {
        !self.digits() && self.text.chars().count() == 1 && !self.is("s")
    }

    /// A year of four digits.
    fn year(&self) -> Option<i16> {
        self.value().filter(|year| self.text.len() == 4 && (1945..2100).contains(year))
    }

    /// The separator before the token without spaces.
    fn sep(&self) -> &str {
        self.gap.trim()
    }
}

/// A date in the cell.
struct DateSpan {
    first: usize,
    last: usize,
    year: i16,
    date: Option<PartialDate>,
}

/// The numbers of a cell.
pub(super) fn numbers(cell: &str) -> Result<Found, JudgmentError> {
    let tokens = tokens(cell);
    let dates = dates(&tokens);
    let mut found = Found { no_such_date: dates.iter().any(|d| d.date.is_none()), ..Found::default() };
    // A year, or an Excel date, that stands alone under the heading of a number.
    if let [token] = tokens.as_slice()
        && (token.year().is_some()
            || matches!(token.value(), Some(20_000..=32_767))
            || token.text.len() == 5 && token.digits())
        && token.text.len() == cell.len()
    {
        return Err(JudgmentError::Ambiguous);
    }
    let mut index = 0;
    let mut front = 0;
    let mut weak = false;
    let mut strangers = false;
    let mut broken = false;
    let mut ambiguous = false;
    let mut waiting: Option<(Option<PartialDate>, i16)> = None;
    while let Some(token) = tokens.get(index) {
        if let Some(span) = dates.iter().find(|d| d.first == index) {
            match found.numbers.last_mut() {
                Some(number) if number.date.is_none() => {
                    number.date = span.date;
                    number.year = number.year.or(Some(span.year));
                }
                _ => waiting = Some((span.date, span.year)),
            }
            let between = tokens.get(front..index).unwrap_or(&[]);
            found.beside |= !heading(between).known;
            strangers |= !(heading(between).known || court(between));
            index = span.last + 1;
            front = index;
            continue;
        }
        let glued = token.gap.is_empty() && index.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(Token::lone);
        // `12/209/HSST`, `1.234/2020`: what goes on a number by a stroke or in thousands begins none.
        let goes_on = (matches!(token.gap, "/" | "\\") || token.gap == "." && token.text.len() == 3)
            && index.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|t| t.digits() || t.lone())
            && front < index;
        if !token.digits() || glued || goes_on {
            index += 1;
            continue;
        }
        let stop = dates.iter().map(|d| d.first).find(|&first| first > index).unwrap_or(tokens.len());
        let part = number(cell, tokens.get(index..stop).unwrap_or(&[]));
        let words = tokens.get(front..index).unwrap_or(&[]);
        match part {
            Part::Number { number, strong, used } => {
                let heading = heading(words);
                let announced = words.last().is_some_and(|w| w.is("so") || w.is("s") || w.is("ba") || w.is("qd"));
                if strong || heading.known || (announced && found.numbers.is_empty()) {
                    found.beside |= !heading.known;
                    weak |= !(strong || heading.known);
                    let mut number = number;
                    complete(&mut number, &heading);
                    if let Some((date, year)) = waiting.take() {
                        number.date = date;
                        number.year = number.year.or(Some(year));
                    }
                    found.numbers.push(number);
                } else {
                    found.beside = true;
                }
                index += used;
                front = index;
            }
            Part::Ambiguous => {
                ambiguous = true;
                index += 2;
            }
            Part::None => {
                found.beside = true;
                broken = true;
                index += 1;
            }
        }
    }
    let tail = tokens.get(front..).unwrap_or(&[]);
    strangers |= !(heading(tail).known || court(tail));
    found.beside |= !tail.is_empty() && !heading(tail).known;
    // A bare number beside unknown words (a house, an article) is no judgment number.
    strangers |= broken;
    // `2019/HS-ST`: the year of a number that is not there, or a number that looks like a year.
    let year_alone = |n: &JudgmentNumber| {
        let digits = n.number.len() == 4 && n.suffix.is_some();
        let year = n.number.parse().ok().filter(|year| digits && (1976..2100).contains(year));
        year.is_some() && (n.year.is_none() || n.date.is_some() && n.year == year)
    };
    ambiguous |= found.numbers.iter().any(year_alone);
    let bare = found.numbers.iter().all(|n| n.suffix.is_none() && n.year.is_none());
    if found.numbers.is_empty()
        || found.numbers.iter().any(year_alone)
        || weak
        || (bare && strangers)
        || (bare && found.numbers.len() > 1)
    {
        return Err(if !dates.is_empty() && found.numbers.is_empty() && !ambiguous {
            JudgmentError::DateAlone
        } else if ambiguous {
            JudgmentError::Ambiguous
        } else {
            JudgmentError::Unrecognised
        });
    }
    found.numbers.dedup_by(|b, a| {
        let same = a.normal() == b.normal();
        a.date = a.date.or(if same { b.date } else { None });
        same
    });
    Ok(found)
}

/// The cell with digits for the letters that scanners and typists put among them.
pub(super) fn digits_for_letters(cell: &str) -> Option<String> {
    let digit = |c: char| match c {
        'O' | 'o' => Some('0'),
        'l' | 'I' | '|' => Some('1'),
        _ => None,
    };
    let chars: Vec<char> = cell.chars().collect();
    let mut changed = false;
    let corrected = chars
        .iter()
        .enumerate()
        .map(|(at, &c)| {
            // Only within a run that has digits and nothing but digits and such letters.
            let run = |range: &mut dyn Iterator<Item = usize>| {
                let mut seen = false;
                for i in range {
                    match chars.get(i) {
                        Some(c) if c.is_ascii_digit() => seen = true,
                        Some(&c) if digit(c).is_some() => {}
                        Some(c) if c.is_alphanumeric() => return None,
                        _ => break,
                    }
                }
                Some(seen)
            };
            match (digit(c), run(&mut (0..at).rev()), run(&mut (at + 1..chars.len()))) {
                (Some(digit), Some(before), Some(after)) if before || after => {
                    changed = true;
                    digit
                }
                _ => c,
            }
        })
        .collect();
    changed.then_some(corrected)
}

enum Part {
    Number { number: JudgmentNumber, strong: bool, used: usize },
    Ambiguous,
    None,
}

/// Reads one number from the tokens, the first of which are its digits.
fn number(cell: &str, tokens: &[Token<'_>]) -> Part {
    let Some(first) = tokens.first() else { return Part::None };
    if first.text.len() > 7 {
        return Part::None;
    }
    let mut used = 1;
    let mut digits = first.text.to_owned();
    // `12a/2019/HS-ST`: a second judgment entered under one number.
    if let Some(letter) = tokens.get(1)
        && letter.gap.is_empty()
        && letter.text.len() == 1
        && letter.text.bytes().all(|b| b.is_ascii_alphabetic())
        && tokens.get(2).is_none_or(|next| !next.gap.is_empty())
    {
        digits.push_str(letter.text);
        used = 2;
    }
    // A spreadsheet wrote the bare number with a decimal part.
    if let [zero] = tokens.get(used..).unwrap_or(&[])
        && zero.gap == "."
        && zero.text == "0"
    {
        used += 1;
    }
    let mut year = None;
    let mut short_year = None;
    if let Some(next) = tokens.get(used)
        && next.digits()
        && matches!(next.sep(), "/" | "-" | "." | "\\" | "_" | "")
    {
        if let Some(full) = next.year() {
            year = Some(full);
            used += 1;
        } else if next.text.len() == 2 && matches!(next.sep(), "/" | "-" | ".") {
            short_year = next.value();
            used += 1;
        } else if !next.sep().is_empty() {
            return Part::None;
        }
    }
    let cut_short = |used: usize, letters: &[&str]| {
        letters.is_empty() && tokens.get(used).is_some_and(|next| next.gap.is_empty() && !suffix::known(next.text))
    };
    let (mut letters, taken) = letters(cell, tokens.get(used..).unwrap_or(&[]));
    used += taken;
    // `12/HS-ST/2003`, `12/HSST năm 2003`: the year behind the letters.
    if year.is_none() && short_year.is_none() {
        let rest = tokens.get(used..).unwrap_or(&[]);
        let (skip, candidate) = match rest {
            [word, year, ..] if word.is("nam") => (2, Some(year)),
            [year, ..] if !letters.is_empty() => (1, Some(year)),
            _ => (0, None),
        };
        let goes_on = rest.get(skip).is_some_and(|next| next.digits() && !next.sep().is_empty());
        if let Some(candidate) = candidate
            && matches!(candidate.sep(), "/" | "-" | "." | "")
            && !goes_on
        {
            if let Some(full) = candidate.year() {
                year = Some(full);
                used += skip;
            } else if candidate.text.len() == 2 && (candidate.sep() == "/" || candidate.gap == "-") {
                short_year = candidate.value();
                used += skip;
            }
        }
        if letters.is_empty() && year.is_some() {
            let (behind, taken) = self::letters(cell, tokens.get(used..).unwrap_or(&[]));
            letters = behind;
            used += taken;
        }
    }
    if let Some(short) = short_year {
        // Day and month as well as number and year.
        if letters.is_empty() && (1..=12).contains(&short) && matches!(first.value(), Some(1..=31)) {
            return Part::Ambiguous;
        }
        year = Some(if short < 40 { 2000 + short } else { 1900 + short });
    }
    let whole = tokens.get(used.saturating_sub(1)).map_or(cell.len(), |last| last.end);
    // `12/20l9`: the year is cut by a letter.
    if used > 1 && cut_short(used, &letters) {
        return Part::None;
    }
    // `33LA2013/00102`, `12m2`: letters that are glued to the digits and are no letters of a number.
    if used == 1 && letters.is_empty() && tokens.get(1).is_some_and(|next| next.gap.is_empty()) {
        return Part::None;
    }
    let slashed = cell.get(first.start..whole).is_some_and(|written| written.contains('/'));
    let suffix = if letters.is_empty() { None } else { Some(suffix::normal(&letters)) };
    let facts = suffix.as_deref().map(suffix::facts).unwrap_or_default();
    // `122019/HSST`: number and year ran together; no court gives six digits.
    let run_together = facts.matter.is_some() && digits.trim_start_matches('0').len() > 5;
    // `07/2020/H S-ST`: the letters are torn.
    if run_together || suffix.as_ref().is_some_and(|letters| letters.chars().count() == 1) {
        return Part::None;
    }
    let strong = suffix.is_some() || (year.is_some() && (slashed || used > 1));
    Part::Number {
        number: JudgmentNumber {
            number: digits,
            year,
            suffix,
            instance: facts.instance,
            date: None,
            matter: facts.matter,
            document: facts.document,
        },
        strong,
        used,
    }
}

/// The letters at the front of the tokens, and how many tokens they take.
fn letters<'a>(cell: &'a str, tokens: &[Token<'a>]) -> (Vec<&'a str>, usize) {
    let mut letters: Vec<&'a str> = Vec::new();
    let mut taken = 0;
    while let Some(token) = tokens.get(taken) {
        let sep = token.sep();
        let spaced = token.gap.contains(char::is_whitespace);
        if token.digits() {
            // A department behind its office: `VKS-P1`, `V2`, `QSKV1`.
            let department = token.gap.is_empty() && !letters.is_empty() && token.text.len() <= 2;
            let office = tokens.get(taken.wrapping_sub(1)).filter(|_| department);
            let (Some(office), Some(last)) = (office, letters.last_mut()) else { break };
            *last = cell.get(office.start..token.end).unwrap_or(last);
            taken += 1;
            continue;
        }
        let known = suffix::known(token.text);
        let capitals = !token.text.chars().any(char::is_lowercase);
        let joined = match sep {
            "/" | "-" | "\\" | "_" | "&" => {
                let open = capitals && !stop(token.text) && !suffix::complete(&letters);
                known || (!spaced && !stop(token.text)) || open
            }
            "." => {
                let whole = || {
                    let all: Vec<&str> = letters.iter().copied().chain([token.text]).collect();
                    suffix::complete(&all)
                };
                known || (!spaced && capitals && (letters.is_empty() || whole()))
            }
            "" if token.gap.is_empty() => known,
            "" => known && (letters.is_empty() || !token.is("gd")),
            _ => false,
        };
        if !joined {
            break;
        }
        letters.push(token.text);
        taken += 1;
    }
    (letters, taken)
}

/// Words behind a dash that belong to a court or a person, not to the letters.
fn stop(word: &str) -> bool {
    ["tand", "taqs", "toa", "ngay", "cua", "tandtc", "tandcc"].iter().any(|stop| plain::is(word, stop))
}

/// Digits and letters of the cell in their order.
fn tokens(cell: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut gap = 0;
    let mut chars = cell.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let kind = match c {
            _ if c.is_ascii_digit() => Kind::Digits,
            _ if c.is_alphabetic() => Kind::Letters,
            _ => continue,
        };
        let mut end = start + c.len_utf8();
        while let Some(&(at, next)) = chars.peek() {
            let same = match kind {
                Kind::Digits => next.is_ascii_digit(),
                Kind::Letters => next.is_alphabetic() || ('\u{300}'..='\u{36F}').contains(&next),
            };
            if !same {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        let text = cell.get(start..end).unwrap_or("");
        let before = dashes(cell.get(gap..start).unwrap_or(""));
        gap = end;
        // `HSSTngày 12/8/2020`
        let day = text.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
        if day > 0 && kind == Kind::Letters && plain::is(text.get(day..).unwrap_or(""), "ngay") {
            let (letters, word) = text.split_at(day);
            tokens.push(Token { kind, text: letters, gap: before, start, end: start + day });
            tokens.push(Token { kind, text: word, gap: " ", start: start + day, end });
            continue;
        }
        tokens.push(Token { kind, text, gap: before, start, end });
    }
    tokens
}

/// One kind of dash for all.
fn dashes(gap: &str) -> &str {
    match gap {
        "–" | "—" | "‑" | "−" | "--" => "-",
        "∕" | "⁄" | "／" | "//" => "/",
        " – " | " — " | " ‑ " | " − " => " - ",
        _ => gap,
    }
}

/// The dates of the cell, each of which a number may stand before or behind.
fn dates(tokens: &[Token<'_>]) -> Vec<DateSpan> {
    let mut dates: Vec<DateSpan> = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        match in_words(tokens, index).or_else(|| in_digits(tokens, index)) {
            Some((last, day, month, year)) => {
                let date = date::read(&format!("{day}/{month}/{year}"), &DateOptions::default()).value;
                dates.push(DateSpan { first: index, last, year, date });
                index = last + 1;
            }
            None => index += 1,
        }
    }
    dates
}

/// `ngày 14 tháng 3 năm 2019`, from the number of its day.
fn in_words(tokens: &[Token<'_>], index: usize) -> Option<(usize, i16, i16, i16)> {
    let [day, word, month, behind, year] = tokens.get(index..index + 5)? else { return None };
    if !(word.is("thang") && behind.is("nam")) {
        return None;
    }
    Some((index + 4, day.value()?, month.value()?, year.year()?))
}

/// `14/3/2019`, `28.3.23`, `2019-03-14`: three numbers with one separator that nothing goes on.
fn in_digits(tokens: &[Token<'_>], index: usize) -> Option<(usize, i16, i16, i16)> {
    let [a, b, c] = tokens.get(index..index + 3)? else { return None };
    let sep = b.sep();
    if !matches!(sep, "/" | "-" | ".") || c.sep() != sep {
        return None;
    }
    if let Some(next) = tokens.get(index + 3) {
        // `12/14/3/2019` has its date at the end; `14/3/19/HSST` has none.
        let goes_on = next.sep() == sep && !next.gap.contains(char::is_whitespace) && sep == "/";
        let four = next.digits() && next.sep() == sep && sep != "-";
        let time = next.digits() && next.gap == " " || next.is("t") && next.gap.is_empty();
        if (goes_on || four) && !time {
            return None;
        }
    }
    if let (Some(year), Some(month), Some(day)) = (a.year(), b.value(), c.value())
        && c.text.len() <= 2
        && b.text.len() <= 2
        && sep == "-"
    {
        let time = tokens.get(index + 3).is_some_and(|t| t.digits() && t.gap == " " || t.is("t"));
        let extra = if time { tokens.len() - index - 3 } else { 0 };
        return Some((index + 2 + extra, day, month, year));
    }
    let (day, month) = (a.value()?, b.value()?);
    if a.text.len() > 2 || b.text.len() > 2 || !(1..=31).contains(&day) || !(1..=12).contains(&month) {
        return None;
    }
    let year = match (c.year(), c.text.len()) {
        (Some(year), _) => year,
        (None, 2) => c.value().map(|y| if y < 40 { 2000 + y } else { 1900 + y })?,
        _ => return None,
    };
    Some((index + 2, day, month, year))
}
