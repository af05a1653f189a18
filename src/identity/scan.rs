//! Finds the numbers of a cell: which digits belong together, and what the words around them say.
//!
//! Dates of issue, telephone numbers and houses stand beside the number; a date is recognised by its shape,
//! a telephone number by its label, and neither is taken for an identity number.

use crate::name::plain;

use super::{IdentityKind, IdentityNumber};

/// A run of digits (or digits and capitals) that may be a number.
#[derive(Debug)]
pub(super) struct Candidate {
    /// Byte range in the text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The characters of the run without separators.
    pub(super) compact: String,
    /// What was between or behind its digits.
    pub(super) written: Written,
    /// The paper that the words beside it name.
    pub(super) label: Option<IdentityKind>,
}

/// How the digits of a number were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// In one piece.
    Plain,
    /// Parted by spaces, dots or hyphens.
    Separated,
    /// As a number with a decimal part: `79090001234.0`.
    Decimal,
    /// As a power of ten that keeps every digit: `2.71234567E+8`.
    Scientific,
    /// As a power of ten with digits cut off.
    Lost,
}

/// A word of the text.
#[derive(Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

impl Word<'_> {
    fn digits(&self) -> bool {
        self.text.bytes().all(|b| b.is_ascii_digit())
    }

    fn has_digit(&self) -> bool {
        self.text.bytes().any(|b| b.is_ascii_digit())
    }

    fn ascii(&self) -> bool {
        self.text.bytes().all(|b| b.is_ascii_alphanumeric())
    }

    fn len(&self) -> usize {
        self.text.len()
    }
}

/// Every candidate of the text, in its order.
pub(super) fn candidates(text: &str, hint: Option<IdentityKind>) -> Vec<Candidate> {
    let words = words(text);
    let dates = dates(text, &words);
    let mut found: Vec<Candidate> = Vec::new();
    let mut index = 0;
    let mut label_from = 0;
    while let Some(&word) = words.get(index) {
        if dates.get(index) == Some(&true) || !(word.has_digit() || prefixes(text, &words, index)) || !word.ascii() {
            index += 1;
            continue;
        }
        if let Some((end, candidate)) = scientific(text, &words, index) {
            found.push(candidate);
            label_from = end;
            index = words.iter().position(|w| w.start >= end).unwrap_or(words.len());
            continue;
        }
        let last = run_end(text, &words, &dates, index);
        let before = text.get(label_from..word.start).unwrap_or("");
        let label = label(before);
        if !matches!(label, Label::Other) {
            let label = match label {
                Label::Paper(kind) => Some(kind),
                _ => hint,
            };
            let run = words.get(index..last).unwrap_or(&[]);
            partition(text, run, label, &mut found);
        }
        label_from = words.get(last.saturating_sub(1)).map_or(text.len(), |w| w.end);
        index = last.max(index + 1);
    }
    label_behind(text, &mut found);
    found
}

/// Whether the text is shaped like a number of which digits are hidden: `0790900*****`.
pub(super) fn masked(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let hidden = text.chars().filter(|c| matches!(c, '*' | 'x' | 'X' | '•' | '#' | '…')).count();
    digits >= 2 && hidden >= 3
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut push = |start: usize, end: usize| {
        let label = glued_label(text.get(start..end).unwrap_or(""));
        if label > 0 {
            words.push(Word { text: text.get(start..start + label).unwrap_or(""), start, end: start + label });
        }
        let mut start = start + label;
        for part in glued_words(text.get(start..end).unwrap_or("")) {
            words.push(Word { text: part, start, end: start + part.len() });
            start += part.len();
        }
    };
    let mut start = None;
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() || ('\u{300}'..='\u{36F}').contains(&c) {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            push(from, at);
        }
    }
    if let Some(from) = start {
        push(from, text.len());
    }
    words
}

/// `183456789cấp15`: what is written behind a whole number without a space; else the word as it is.
fn glued_words(word: &str) -> impl Iterator<Item = &str> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let letters = word.get(digits..).unwrap_or("");
    let glued = matches!(digits, 9 | 12) && letters.chars().take_while(|c| c.is_alphabetic()).count() > 1;
    let mut rest = word;
    std::iter::from_fn(move || {
        let figure = |c: char| c.is_ascii_digit();
        let first = figure(rest.chars().next()?);
        let end = rest.find(|c| figure(c) != first).filter(|_| glued).unwrap_or(rest.len());
        let (part, behind) = rest.split_at(end);
        rest = behind;
        Some(part)
    })
}

/// Length of the label that stands before a number without a space: `CMND271234567`, `CMNDsố271234567`, `HCB1234567`.
fn glued_label(word: &str) -> usize {
    let Some(head) = word.find(|c: char| c.is_ascii_digit()).filter(|&head| head >= 2) else { return 0 };
    let (letters, digits) = word.split_at(head);
    let plain = plain::plain(letters);
    for (label, kind) in LABELS {
        let label = label.trim();
        let Some(rest) = plain.strip_prefix(label) else { continue };
        // `CC1234567` may be a passport.
        let plain_label = (rest.is_empty() && (label.len() > 2 || digits.len() >= 9)) || rest == "so";
        if plain_label {
            return head;
        }
        if *kind == Some(IdentityKind::Passport) && rest.len() == 1 && letters.ends_with(|c: char| c.is_ascii()) {
            return head - 1;
        }
    }
    0
}

fn gap<'a>(text: &'a str, a: &Word<'_>, b: &Word<'_>) -> &'a str {
    text.get(a.end..b.start).unwrap_or("")
}

/// One or two capitals that stand before digits: the series of a passport.
fn prefixes(text: &str, words: &[Word<'_>], index: usize) -> bool {
    let (Some(word), Some(next)) = (words.get(index), words.get(index + 1)) else { return false };
    word.len() <= 2
        && word.text.bytes().all(|b| b.is_ascii_uppercase())
        && (6..=8).contains(&next.len())
        && next.digits()
        && matches!(gap(text, word, next), " " | "-" | "." | " - ")
}

/// Which words are parts of dates.
fn dates(text: &str, words: &[Word<'_>]) -> Vec<bool> {
    let mut dates = vec![false; words.len()];
    for index in 0..words.len() {
        let [Some(a), Some(b), Some(c)] = [words.get(index), words.get(index + 1), words.get(index + 2)] else { break };
        let (one, two) = (gap(text, a, b).trim(), gap(text, b, c).trim());
        let short = |w: &Word<'_>| w.digits() && w.len() <= 2;
        let year = |w: &Word<'_>| w.digits() && w.len() == 4 && (w.text.starts_with("19") || w.text.starts_with("20"));
        let parted = |gap: &str| matches!(gap, "/" | "-" | ".");
        let day_first = short(a) && short(b) && (year(c) || (short(c) && c.len() == 2));
        let year_first = year(a) && short(b) && short(c);
        // `079.09.00.…`: a date does not go on with the same separator.
        let goes_on = words.get(index + 3).is_some_and(|d| d.digits() && gap(text, c, d).trim() == two && two != "-");
        if parted(one) && one == two && (day_first || year_first) && !goes_on {
            for part in dates.iter_mut().skip(index).take(3) {
                *part = true;
            }
        }
    }
    // Bare years and the day and month of `ngày 12 tháng 3 năm 2010` stand behind their words.
    for index in 1..words.len() {
        let [Some(before), Some(word)] = [words.get(index - 1), words.get(index)] else { continue };
        let unit = ["ngay", "thang", "nam", "nhiem", "khoa"].iter().any(|unit| plain::is(before.text, unit));
        if unit
            && word.digits()
            && word.len() <= 4
            && let Some(part) = dates.get_mut(index)
        {
            *part = true;
        }
    }
    dates
}

/// The end of the run of words that may belong to one number, or to several written one after the other.
fn run_end(text: &str, words: &[Word<'_>], dates: &[bool], from: usize) -> usize {
    let mut end = from + 1;
    while let (Some(a), Some(b)) = (words.get(end - 1), words.get(end)) {
        let joined =
            matches!(gap(text, a, b), " " | "." | "-" | ". " | " - " | "- " | " -" | " . " | " ." | "–" | " – ");
        if !joined || dates.get(end) == Some(&true) || !b.ascii() || !b.has_digit() {
            break;
        }
        end += 1;
    }
    end
}

/// Splits a run of words into numbers of 12 and 9 digits; what does not fit stays together.
fn partition(text: &str, run: &[Word<'_>], label: Option<IdentityKind>, found: &mut Vec<Candidate>) {
    let mut run = run;
    let mut decimal = false;
    if let [.., number, zero] = run {
        // A spreadsheet wrote the number with a decimal part; the zero is not a digit of the number.
        if gap(text, number, zero) == "." && matches!(zero.text, "0" | "00") && number.digits() && number.len() >= 8 {
            run = run.get(..run.len() - 1).unwrap_or(run);
            decimal = true;
        }
    }
    let numeric = run.iter().all(Word::digits);
    let parts = if numeric { cut(run) } else { Vec::new() };
    let parts = if parts.is_empty() { loose(run, numeric) } else { parts };
    for part in parts {
        let (Some(first), Some(last)) = (part.first(), part.last()) else { continue };
        let compact: String = part.iter().map(|w| w.text).collect();
        let written = match part.len() {
            1 if decimal && run.last().is_some_and(|w| w.start == last.start) => Written::Decimal,
            1 => Written::Plain,
            _ => Written::Separated,
        };
        found.push(Candidate { start: first.start, end: last.end, compact, written, label });
    }
}

/// The run cut into pieces of exactly 12 or 9 digits, if there is such a cut; well-formed personal numbers go first.
fn cut<'r, 'a>(run: &'r [Word<'a>]) -> Vec<&'r [Word<'a>]> {
    if run.is_empty() {
        return Vec::new();
    }
    for (wanted, well_formed) in [(12, true), (9, false), (12, false)] {
        let mut sum = 0;
        for (index, word) in run.iter().enumerate() {
            sum += word.len();
            if sum > wanted {
                break;
            }
            if sum == wanted {
                let (piece, rest) = run.split_at(index + 1);
                let number: String = piece.iter().map(|w| w.text).collect();
                if well_formed && !(number.starts_with('0') && IdentityNumber::citizen_id(&number).is_ok()) {
                    break;
                }
                let mut pieces = vec![piece];
                if rest.is_empty() {
                    return pieces;
                }
                let others = cut(rest);
                if !others.is_empty() {
                    pieces.extend(others);
                    return pieces;
                }
            }
        }
    }
    Vec::new()
}

/// Where no cut fits: the whole run if it is short enough for one number, else each word that could be one.
fn loose<'r, 'a>(run: &'r [Word<'a>], numeric: bool) -> Vec<&'r [Word<'a>]> {
    let total: usize = run.iter().map(Word::len).sum();
    let alone = run.iter().filter(|w| w.len() >= 7).count();
    if numeric && alone == 0 && (7..=13).contains(&total) {
        return vec![run];
    }
    if let [series, number] = run
        && !numeric
        && series.len() <= 2
        && number.digits()
    {
        return vec![run];
    }
    if !numeric && alone == 0 && (8..=13).contains(&total) {
        return vec![run];
    }
    run.chunks(1).filter(|w| w.iter().all(|w| w.len() >= 5)).collect()
}

/// `7.9084E+10`: a number that a spreadsheet wrote as a power of ten.
fn scientific(text: &str, words: &[Word<'_>], index: usize) -> Option<(usize, Candidate)> {
    let first = words.get(index)?;
    let power = |digits: &str| digits.parse::<usize>().ok().filter(|p| (5..=13).contains(p));
    let (mantissa, exponent, end) = match words.get(index + 1) {
        Some(second) if first.digits() && first.len() == 1 && matches!(gap(text, first, second), "." | ",") => {
            let at = second.text.find(['e', 'E'])?;
            let (fraction, exponent) = (second.text.get(..at)?, second.text.get(at + 1..)?);
            let third = words.get(index + 2).filter(|third| exponent.is_empty() && gap(text, second, third) == "+");
            let exponent = third.map_or(exponent, |third| third.text);
            (format!("{}{fraction}", first.text), exponent, third.map_or(second.end, |w| w.end))
        }
        next => {
            let at = first.text.find(['e', 'E'])?;
            let (whole, exponent) = (first.text.get(..at)?, first.text.get(at + 1..)?);
            let next = next.filter(|next| exponent.is_empty() && gap(text, first, next) == "+");
            if whole.len() != 1 {
                return None;
            }
            (whole.to_owned(), next.map_or(exponent, |w| w.text), next.map_or(first.end, |w| w.end))
        }
    };
    let exponent = power(exponent)?;
    if mantissa.is_empty() || !mantissa.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let written = if mantissa.len() == exponent + 1 { Written::Scientific } else { Written::Lost };
    Some((end, Candidate { start: first.start, end, compact: mantissa, written, label: None }))
}

enum Label {
    None,
    Paper(IdentityKind),
    Other,
}

/// What the words before a number say it is; words that name several papers say nothing.
fn label(before: &str) -> Label {
    let text = format!(" {} ", words(&plain::plain(before)).iter().map(|w| w.text).collect::<Vec<_>>().join(" "));
    let mut last: Option<(usize, usize, Option<IdentityKind>)> = None;
    let mut several = false;
    for &(words, kind) in LABELS {
        let Some(at) = text.rfind(words) else { continue };
        match last {
            Some((end, _, other)) if other != kind => {
                several = true;
                if at + words.len() > end {
                    last = Some((at + words.len(), at, kind));
                }
            }
            Some((end, ..)) if at + words.len() <= end => {}
            _ => last = Some((at + words.len(), at, kind)),
        }
    }
    match last {
        None => Label::None,
        Some((_, _, None)) => Label::Other,
        Some(_) if several => Label::None,
        Some((_, _, Some(kind))) => Label::Paper(kind),
    }
}

/// `271234567 (CMND)`: the label in brackets behind the number.
fn label_behind(text: &str, found: &mut [Candidate]) {
    for candidate in found.iter_mut().filter(|c| c.label.is_none()) {
        let behind = text.get(candidate.end..).unwrap_or("").trim_start();
        let inside = behind.strip_prefix('(').and_then(|b| b.split_once(')')).map(|(inside, _)| inside);
        if let Some(Label::Paper(kind)) = inside.map(label) {
            candidate.label = Some(kind);
        }
    }
}

/// Words that name a paper, plain and between spaces; `None` is a number that identifies nobody: of a telephone, of a
/// driving licence, of an account.
const LABELS: &[(&str, Option<IdentityKind>)] = &[
    (" cccd ", Some(IdentityKind::CitizenId)),
    (" can cuoc ", Some(IdentityKind::CitizenId)),
    (" cc ", Some(IdentityKind::CitizenId)),
    (" tcc ", Some(IdentityKind::CitizenId)),
    (" ddcn ", Some(IdentityKind::CitizenId)),
    (" sdd ", Some(IdentityKind::CitizenId)),
    (" sddcn ", Some(IdentityKind::CitizenId)),
    (" dinh danh ", Some(IdentityKind::CitizenId)),
    (" mdd ", Some(IdentityKind::CitizenId)),
    (" cmnd ", Some(IdentityKind::IdentityCard)),
    (" cmtnd ", Some(IdentityKind::IdentityCard)),
    (" cmt ", Some(IdentityKind::IdentityCard)),
    (" gcmnd ", Some(IdentityKind::IdentityCard)),
    (" scmnd ", Some(IdentityKind::IdentityCard)),
    (" chung minh nhan dan ", Some(IdentityKind::IdentityCard)),
    (" chung minh thu ", Some(IdentityKind::IdentityCard)),
    (" cm nd ", Some(IdentityKind::IdentityCard)),
    (" ho chieu ", Some(IdentityKind::Passport)),
    (" hc ", Some(IdentityKind::Passport)),
    (" passport ", Some(IdentityKind::Passport)),
    (" pp ", Some(IdentityKind::Passport)),
    (" cmsq ", Some(IdentityKind::Military)),
    (" cmqn ", Some(IdentityKind::Military)),
    (" cmqd ", Some(IdentityKind::Military)),
    (" cmsqqd ", Some(IdentityKind::Military)),
    (" cmqncn ", Some(IdentityKind::Military)),
    (" qncn ", Some(IdentityKind::Military)),
    (" shsq ", Some(IdentityKind::Military)),
    (" shqn ", Some(IdentityKind::Military)),
    (" chung minh cand ", Some(IdentityKind::Military)),
    (" si quan ", Some(IdentityKind::Military)),
    (" sy quan ", Some(IdentityKind::Military)),
    (" quan nhan ", Some(IdentityKind::Military)),
    (" quan doi ", Some(IdentityKind::Military)),
    (" quan doi nhan dan ", Some(IdentityKind::Military)),
    (" cm qd ", Some(IdentityKind::Military)),
    (" cmt qd ", Some(IdentityKind::Military)),
    (" chung minh cong an ", Some(IdentityKind::Military)),
    (" cmcand ", Some(IdentityKind::Military)),
    (" sdt ", None),
    (" dt ", None),
    (" dien thoai ", None),
    (" tel ", None),
    (" phone ", None),
    (" di dong ", None),
    (" gplx ", None),
    (" lai xe ", None),
    (" bang lai ", None),
    (" tk ", None),
    (" khai sinh ", None),
    (" gks ", None),
    (" bhyt ", None),
    (" bhxh ", None),
    (" bao hiem ", None),
    (" tai khoan ", None),
    (" stk ", None),
    (" mst ", None),
    (" so thue ", None),
    (" bien lai ", None),
];
