//! Whole numbers in words, in the forms of every region.

use super::lex::{Token, Word, word};

/// A number read from words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spelled {
    /// Its value.
    pub(crate) value: u64,
    /// How many tokens it took.
    pub(crate) used: usize,
    /// Whether speech allows a second reading: `hai triệu ba trăm` is 2,000,300 or 2,300,000.
    pub(crate) ambiguous: bool,
    /// The last unit (1 where there is none), of which `rưỡi` is one half.
    pub(crate) unit: u64,
}

const DIGITS: [(Word, u64); 11] = [
    (word!("không"), 0),
    (word!("một"), 1),
    (word!("hai"), 2),
    (word!("ba"), 3),
    (word!("bốn"), 4),
    (word!("năm"), 5),
    (word!("sáu"), 6),
    (word!("bảy"), 7),
    (word!("bẩy"), 7),
    (word!("tám"), 8),
    (word!("chín"), 9),
];
pub(crate) const NAM: Word = word!("năm");
const MOT: Word = word!("mốt");
const TU: Word = word!("tư");
const LAM: [Word; 2] = [word!("lăm"), word!("nhăm")];
const MUOI_TEN: Word = word!("mười");
const MUOI: [Word; 2] = [word!("mươi"), word!("chục")];
const TRAM: Word = word!("trăm");
const LINH: [Word; 3] = [word!("linh"), word!("lẻ"), word!("lẽ")];
const HAM: Word = word!("hăm");
const BAM: Word = word!("băm");
pub(crate) const RUOI: [Word; 2] = [word!("rưỡi"), word!("rưởi")];
const THOUSAND: u64 = 1_000;
const BILLION: u64 = 1_000_000_000;
const SCALES: [(Word, u64); 7] = [
    (word!("nghìn"), THOUSAND),
    (word!("ngàn"), THOUSAND),
    (word!("nghì"), THOUSAND),
    (word!("vạn"), 10_000),
    (word!("triệu"), 1_000_000),
    (word!("tỷ"), BILLION),
    (word!("tỉ"), BILLION),
];

/// The value of one digit word in first place.
pub(crate) fn digit(token: Option<&Token>) -> Option<u64> {
    let token = token?;
    if token.is(TU) && token.full != TU_BARE {
        return Some(4);
    }
    DIGITS.iter().find(|(word, _)| token.is(*word)).map(|(_, value)| *value)
}

/// `tu` without its mark is more often `tù`.
const TU_BARE: u64 = (b't' as u64) << 8 | b'u' as u64;

/// The value of a scale word: `nghìn`, `triệu`, `tỷ` …
pub(crate) fn scale(token: Option<&Token>) -> Option<u64> {
    let token = token?;
    SCALES.iter().find(|(word, _)| token.is(*word)).map(|(_, value)| *value)
}

fn at(tokens: &[Token], index: usize, words: &[Word]) -> bool {
    tokens.get(index).is_some_and(|token| token.any(words))
}

/// A unit behind tens: `mốt`, `lăm`, `tư`, or a plain digit but `năm`, which then means years.
fn unit(token: Option<&Token>) -> Option<u64> {
    let token = token?;
    if token.is(MOT) {
        return Some(1);
    }
    if token.any(&LAM) {
        return Some(5);
    }
    match digit(Some(token)) {
        Some(0 | 5) | None => None,
        found => found,
    }
}

/// A unit that makes tens of the digit before it: `hai mốt` 21, `ba tư` 34, `năm lăm` 55.
fn contraction(token: Option<&Token>) -> Option<u64> {
    let token = token?;
    if token.is(MOT) && !token.is(word!("một")) {
        return Some(1);
    }
    if token.is(TU) && token.full != TU_BARE {
        return Some(4);
    }
    token.any(&LAM).then_some(5)
}

/// The number below a hundred that begins with the first token: value and tokens.
pub(crate) fn below_hundred(tokens: &[Token]) -> Option<(u64, usize)> {
    tens(tokens, 0)
}

/// Below a hundred, from `index`: value and the index behind it.
fn tens(tokens: &[Token], index: usize) -> Option<(u64, usize)> {
    let first = tokens.get(index)?;
    for (word, base) in [(HAM, 20), (BAM, 30)] {
        if first.is(word) && first.full == word_full(word) {
            return unit(tokens.get(index + 1)).map(|u| (base + u, index + 2));
        }
    }
    if first.is(MUOI_TEN) {
        return Some(with_unit(tokens, 10, index + 1));
    }
    let d = digit(Some(first))?;
    if d > 0 && at(tokens, index + 1, &MUOI) {
        return Some(with_unit(tokens, d * 10, index + 2));
    }
    // `hai mười` is a slip for `hai mươi`, with one reading.
    if d > 1 && at(tokens, index + 1, &[MUOI_TEN]) {
        return Some(with_unit(tokens, d * 10, index + 2));
    }
    if d > 1
        && let Some(u) = contraction(tokens.get(index + 1))
    {
        return Some((d * 10 + u, index + 2));
    }
    Some((d, index + 1))
}

const fn word_full(word: Word) -> u64 {
    word.full()
}

fn with_unit(tokens: &[Token], tens: u64, index: usize) -> (u64, usize) {
    match unit(tokens.get(index)) {
        // `mười ba trăm` is no number; the unit belongs to what follows.
        Some(_) if at(tokens, index + 1, &[TRAM]) => (tens, index),
        Some(u) => (tens + u, index + 1),
        None => (tens, index),
    }
}

/// Below a thousand, from `index`: value, the index behind it, and whether it ends in bare hundreds.
fn group(tokens: &[Token], index: usize) -> Option<(u64, usize, bool)> {
    if let Some(hundreds) = digit(tokens.get(index))
        && at(tokens, index + 1, &[TRAM])
    {
        let next = index + 2;
        if at(tokens, next, &LINH) {
            return match digit(tokens.get(next + 1)).or_else(|| unit(tokens.get(next + 1))) {
                Some(u) if u > 0 => Some((hundreds * 100 + u, next + 2, false)),
                _ => None,
            };
        }
        return Some(match tens(tokens, next) {
            // `một trăm hai` is 120, but `một trăm năm` may be a hundred years.
            Some((u, end)) if end == next + 1 && u < 10 => {
                if u == 0 || tokens.get(next).is_some_and(|t| t.is(NAM)) {
                    (hundreds * 100, next, true)
                } else {
                    (hundreds * 100 + u * 10, end, false)
                }
            }
            Some((rest, end)) => (hundreds * 100 + rest, end, false),
            None => (hundreds * 100, next, true),
        });
    }
    tens(tokens, index).map(|(value, end)| (value, end, false))
}

/// Reads the number that begins with the first token.
pub(crate) fn read(tokens: &[Token]) -> Option<Spelled> {
    let (mut total, mut part, mut index) = (0_u64, 0_u64, 0);
    let mut last_scale: Option<u64> = None;
    let mut unit = 1;
    let mut ambiguous = false;
    loop {
        let linh = last_scale.is_some() && at(tokens, index, &LINH);
        let start = index + usize::from(linh);
        let Some((mut value, next, hundreds)) = group(tokens, start) else { break };
        // `hai nghìn năm` may be two thousand years.
        if last_scale.is_some()
            && !linh
            && next == start + 1
            && tokens.get(start).is_some_and(|t| t.is(NAM))
            && scale(tokens.get(next)).is_none()
        {
            break;
        }
        index = next;
        unit = if hundreds { 100 } else { 1 };
        let mut scaled = false;
        while let Some(weight) = scale(tokens.get(index)) {
            if weight == BILLION {
                total = total.checked_add(part)?.checked_add(value)?.checked_mul(weight)?;
                (part, value) = (0, 0);
            } else if scaled && value == 0 {
                // `hai nghìn triệu` multiplies; `triệu nghìn` is nothing.
                if last_scale.is_some_and(|last| last > weight) {
                    return None;
                }
                part = part.checked_mul(weight)?;
            } else {
                if last_scale.is_some_and(|last| last <= weight && last != BILLION) {
                    return None;
                }
                part = part.checked_add(value.checked_mul(weight)?)?;
                value = 0;
            }
            (last_scale, unit, scaled) = (Some(weight), weight, true);
            index += 1;
        }
        if scaled {
            continue;
        }
        if let Some(weight) = last_scale {
            if !linh && next == start + 1 && value > 0 {
                // A bare digit behind a large unit counts tenths of it: `hai tỷ ba`.
                value = value.checked_mul(weight / 10)?;
            } else if hundreds && value > 0 && weight > THOUSAND {
                ambiguous = true;
            }
        }
        part = part.checked_add(value)?;
        break;
    }
    if index == 0 {
        return None;
    }
    Some(Spelled { value: total.checked_add(part)?, used: index, ambiguous, unit })
}

/// Reads three or more digits spelled one by one: `một chín sáu lăm` is 1965.
pub(crate) fn digits(tokens: &[Token]) -> Option<(u64, usize)> {
    let (mut value, mut used) = (0_u64, 0);
    while let Some(d) = digit(tokens.get(used)).or_else(|| unit(tokens.get(used))) {
        value = value.checked_mul(10)?.checked_add(d)?;
        used += 1;
    }
    (used >= 3).then_some((value, used))
}
