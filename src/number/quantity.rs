//! One quantity at the head of a row of tokens: in figures, in words, or in both.

use super::lex::{Kind, Token, Word, word};
use super::spell;

/// Nine decimal places.
pub(crate) const ONE: i128 = 1_000_000_000;

/// A quantity and how sure its reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quantity {
    /// Its value in [`ONE`]s.
    pub(crate) value: i128,
    /// How many tokens it took.
    pub(crate) used: usize,
    /// The other reading, where there are two: `1.234` with a decimal point, `hai triệu ba trăm` in full.
    pub(crate) other: Option<i128>,
    /// Whether a scale word stands in it (`triệu`, `tr`, `k`).
    pub(crate) scaled: bool,
}

/// Behind these a mark with a blank beside it parts thousands.
const CURRENCY: [Word; 3] = [word!("đồng"), word!("đ"), word!("vnđ")];
const HALF: [Word; 2] = spell::RUOI;
const POINT: [Word; 3] = [word!("phẩy"), word!("phảy"), word!("chấm")];

/// The value of a scale word or its short form behind figures.
fn scale(token: Option<&Token>) -> Option<i128> {
    let token = token?;
    if token.any(&[word!("tr"), word!("trđ"), word!("trệu")]) {
        return Some(1_000_000);
    }
    if token.is(word!("k")) {
        return Some(1_000);
    }
    spell::scale(Some(token)).map(i128::from)
}

/// Reads the quantity that begins with the first token; none where there is none.
pub(crate) fn read(tokens: &[Token]) -> Option<Quantity> {
    match tokens.first()?.kind {
        Kind::Digits => figures(tokens),
        Kind::Word => words(tokens),
        Kind::Mark(_) => None,
    }
}

fn words(tokens: &[Token]) -> Option<Quantity> {
    let rest = |used: usize| tokens.get(used..).unwrap_or(&[]);
    if tokens.first()?.is(word!("nửa")) {
        return Some(Quantity { value: ONE / 2, used: 1, other: None, scaled: false });
    }
    let spelled = spell::read(tokens)?;
    let (mut value, mut used) = (i128::from(spelled.value) * ONE, spelled.used);
    let mut scaled = spelled.unit >= 1000;
    if rest(used).first().is_some_and(|t| t.any(&HALF)) {
        value += i128::from(spelled.unit) * ONE / 2;
        used += 1;
    } else if rest(used).first().is_some_and(|t| t.any(&POINT)) && spelled.unit == 1 {
        let (fraction, more) = fraction(rest(used + 1))?;
        value += fraction;
        used += 1 + more;
        while let Some(weight) = scale(tokens.get(used)) {
            value = value.checked_mul(weight)?;
            scaled = true;
            used += 1;
        }
    }
    let other = spelled.ambiguous.then_some(value + 1);
    Some(Quantity { value, used, other, scaled })
}

/// The digits behind `phẩy`: one by one, or as one number below a hundred.
fn fraction(tokens: &[Token]) -> Option<(i128, usize)> {
    if let Some((value, used)) = spell::digits(tokens) {
        let digits = u32::try_from(used).ok()?;
        return Some((i128::from(value) * ONE / 10_i128.checked_pow(digits)?, used));
    }
    if let Some(0) = spell::digit(tokens.first()) {
        let d = spell::digit(tokens.get(1)).unwrap_or(0);
        let used = if spell::digit(tokens.get(1)).is_some() { 2 } else { 1 };
        return Some((i128::from(d) * ONE / 100, used));
    }
    let (value, used) = spell::below_hundred(tokens)?;
    let places = if value < 10 && used == 1 { 10 } else { 100 };
    Some((i128::from(value) * ONE / places, used))
}

fn figures(tokens: &[Token]) -> Option<Quantity> {
    let mut found = figure(tokens)?;
    let Some(first_weight) = scale(tokens.get(found.used)) else { return Some(found) };
    let mut weight = first_weight;
    found.used += 1;
    while let Some(more) = scale(tokens.get(found.used)).filter(|more| *more > weight) {
        weight = weight.checked_mul(more)?;
        found.used += 1;
    }
    found.value = found.value.checked_mul(weight)?;
    found.other = match found.other {
        Some(other) => Some(other.checked_mul(weight)?),
        None => None,
    };
    found.scaled = true;
    loop {
        if tokens.get(found.used).is_some_and(|t| t.any(&HALF)) {
            found.value += weight * ONE / 2;
            found.used += 1;
            return Some(found);
        }
        let Some(token) = tokens.get(found.used).filter(|t| t.kind == Kind::Digits) else { return Some(found) };
        let rest = tokens.get(found.used..)?;
        let next = figure(rest)?;
        let below = match scale(rest.get(next.used)) {
            Some(below) if below < weight => below,
            Some(_) => return Some(found),
            None => 1,
        };
        if below == 1 && next.used == 1 && next.other.is_none() {
            // `1tr5`, `2 tỷ 3`: tenths of the unit; `1tr500`: thousandths.
            let places = 10_i128.checked_pow(u32::try_from(token.bare).ok()?)?;
            if token.bare > 3 {
                found.value += next.value;
            } else {
                found.value += weight * next.value / places;
                if token.spaced && token.bare > 1 {
                    found.other = Some(found.value + next.value);
                }
            }
            found.used += 1;
            return Some(found);
        }
        // Behind a larger unit `500.000` can only be parted in thousands.
        let value = next.other.map_or(next.value, |other| other.max(next.value));
        found.value += value.checked_mul(below)?;
        found.used += next.used + usize::from(below > 1);
        weight = below;
        if below == 1 {
            return Some(found);
        }
    }
}

/// A number in figures with its separators.
fn figure(tokens: &[Token]) -> Option<Quantity> {
    let first = tokens.first()?;
    let mut groups: [(char, u64, u64); 8] = [('\0', 0, 0); 8];
    *groups.first_mut()? = ('\0', first.digits()?, first.bare);
    let (mut count, mut used) = (1, 1);
    loop {
        let (separator, digits, step) = match (tokens.get(used), tokens.get(used + 1)) {
            (Some(mark), Some(next)) if next.kind == Kind::Digits && !mark.spaced && !next.spaced => match mark.kind {
                Kind::Mark(c @ ('.' | ',')) => (c, next, 2),
                _ => break,
            },
            // `50. 000. 000`, `1 234 567`
            (Some(mark), Some(next))
                if matches!(mark.kind, Kind::Mark('.' | ','))
                    && next.kind == Kind::Digits
                    && next.bare == 3
                    && (count > 1
                        || tokens.get(used + 2).is_some_and(|t| t.mark('.') || t.mark(',') || t.any(&CURRENCY))) =>
            {
                (if mark.mark('.') { '.' } else { ',' }, next, 2)
            }
            (Some(next), _) if next.kind == Kind::Digits && next.bare == 3 && first.bare <= 3 => (' ', next, 1),
            _ => break,
        };
        *groups.get_mut(count)? = (separator, digits.digits()?, digits.bare);
        count += 1;
        used += step;
    }
    let groups = groups.get(..count)?;
    let whole = |groups: &[(char, u64, u64)]| {
        let mut value = 0_i128;
        for (n, (_, digits, len)) in groups.iter().enumerate() {
            if n > 0 && *len != 3 || n == 0 && groups.len() > 1 && (*len > 3 || *digits == 0) {
                return None;
            }
            value = value.checked_mul(1000)?.checked_add(i128::from(*digits))?;
        }
        value.checked_mul(ONE)
    };
    let decimal = |whole: i128, (_, digits, len): (char, u64, u64)| {
        let places = 10_i128.checked_pow(u32::try_from(len).ok()?)?;
        (len <= 9).then(|| whole + i128::from(digits) * ONE / places)
    };
    let one = |value: i128| Some(Quantity { value, used, other: None, scaled: false });
    match *groups {
        [(_, digits, _)] => one(i128::from(digits) * ONE),
        [(_, _, _), (' ', ..)] => one(whole(groups)?),
        [(_, head, len), last] => {
            let decimal = decimal(i128::from(head) * ONE, last)?;
            match whole(groups) {
                Some(thousands) if len <= 3 => {
                    Some(Quantity { value: thousands, used, other: Some(decimal), scaled: false })
                }
                _ => one(decimal),
            }
        }
        [ref head @ .., last] => {
            let inner = head.get(1)?.0;
            if head.iter().skip(1).any(|group| group.0 != inner) {
                return None;
            }
            if last.0 == inner { one(whole(groups)?) } else { one(decimal(whole(head)?, last)?) }
        }
        [] => None,
    }
}

/// The same quantity in brackets behind another: `(chín)`, `[chín]`. None without brackets or without a quantity in
/// them that ends at the bracket or before a word of `units`; else the value and how many tokens it took.
pub(crate) fn bracketed(tokens: &[Token], units: &[Word]) -> Option<(Quantity, usize)> {
    let open = tokens.first()?;
    if !(open.mark('(') || open.mark('[') || open.mark('/')) {
        return None;
    }
    let mut start = 1;
    while tokens
        .get(start)
        .is_some_and(|t| t.any(&[word!("bằng"), word!("chữ"), word!("là"), word!("viết")]) || t.mark(':'))
    {
        start += 1;
    }
    let found = read(tokens.get(start..)?)?;
    let mut used = start + found.used;
    while tokens.get(used).is_some_and(|t| t.any(units)) {
        used += 1;
    }
    while tokens.get(used).is_some_and(|t| t.mark('.') || t.mark(',')) {
        used += 1;
    }
    let close = tokens.get(used)?;
    (close.mark(')') || close.mark(']') || close.mark('/')).then_some((found, used + 1))
}
