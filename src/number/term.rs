//! A term in years, months and days at the head of a row of tokens.

use super::lex::{Kind, Token, Word, word};
use super::quantity::{self, ONE};
use super::{Duration, spell};

/// A term and how it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    /// The term as written.
    pub(crate) duration: Duration,
    /// How many tokens it took.
    pub(crate) used: usize,
    /// Whether figures and words name different terms.
    pub(crate) conflict: bool,
}

/// Units of time, the larger before the smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Year,
    Month,
    Week,
    Day,
}

const YEAR: [Word; 2] = [word!("năm"), word!("nam")];
const MONTH: [Word; 7] =
    [word!("tháng"), word!("thang"), word!("thág"), word!("tháng."), word!("thánh"), word!("thàng"), word!("thág")];
const SHORT_MONTH: [Word; 4] = [word!("th"), word!("thg"), word!("t"), word!("tg")];
const SHORT_YEAR: [Word; 1] = [word!("n")];
const WEEK: [Word; 1] = [word!("tuần")];
const DAY: [Word; 2] = [word!("ngày"), word!("ngầy")];

fn unit(token: Option<&Token>) -> Option<Unit> {
    let token = token?;
    if token.any(&YEAR) {
        Some(Unit::Year)
    } else if token.any(&MONTH) {
        Some(Unit::Month)
    } else if token.any(&DAY) {
        Some(Unit::Day)
    } else if token.any(&WEEK) {
        Some(Unit::Week)
    } else if token.any(&SHORT_YEAR) {
        Some(Unit::Year)
    } else if token.any(&SHORT_MONTH) {
        Some(Unit::Month)
    } else {
        None
    }
}

/// Whether the token may be a unit of time.
pub(crate) fn timed(token: Option<&Token>) -> bool {
    unit(token).is_some()
}

/// Reads the term that begins with the first token; none where there is none.
pub(crate) fn read(tokens: &[Token]) -> Option<Term> {
    let mut term = Term { duration: Duration::default(), used: 0, conflict: false };
    let mut last: Option<Unit> = None;
    loop {
        let mut start = term.used;
        if last.is_some() {
            // `01 năm, 06 tháng`, `một năm và sáu tháng`
            let parting = tokens.get(start).is_some_and(|t| t.mark(',') || t.is(word!("và")) || t.is(word!("lẻ")));
            start += usize::from(parting);
        }
        let rest = tokens.get(start..).unwrap_or(&[]);
        let Some((value, unit, used, conflict)) = piece(rest) else { break };
        if last.is_some_and(|last| last >= unit) {
            break;
        }
        // `06 tháng 5/2019` ends in a month.
        let behind = tokens.get(start + used);
        if behind.is_some_and(|t| t.mark('/')) && tokens.get(start + used + 1).is_some_and(|t| t.kind == Kind::Digits) {
            break;
        }
        add(&mut term.duration, value, unit)?;
        term.conflict |= conflict;
        term.used = start + used;
        last = Some(unit);
        let half = tokens.get(term.used).is_some_and(|t| t.any(&spell::RUOI));
        if half {
            if unit != Unit::Year {
                return None;
            }
            term.duration.months += 6;
            term.used += 1;
            break;
        }
    }
    last?;
    // `36 tháng (ba mươi sáu tháng)`, `02 năm (hai)`
    let rest = tokens.get(term.used..).unwrap_or(&[]);
    if rest.first().is_some_and(|t| t.mark('(') || t.mark('[')) {
        let inner = rest.get(1..).unwrap_or(&[]);
        let closes = |at: usize| inner.get(at).is_some_and(|t| t.mark(')') || t.mark(']'));
        if let Some(said) = read(inner)
            && (closes(said.used) || inner.get(said.used).is_some_and(|t| t.is(word!("tù"))) && closes(said.used + 1))
        {
            term.conflict |= whole(&said.duration) != whole(&term.duration) || said.conflict;
            term.used += said.used + 2 + usize::from(!closes(said.used));
        } else if let Some((said, used)) = quantity::bracketed(rest, &[]) {
            let d = term.duration;
            let single = [d.years, d.months, d.days].into_iter().filter(|n| *n > 0).map(i128::from);
            let single: Vec<i128> = single.collect();
            term.conflict |= !matches!(*single, [one] if one * ONE == said.value);
            term.used += used;
        }
    }
    Some(term)
}

/// Months and days: a year is twelve months, as courts count it.
fn whole(duration: &Duration) -> (u64, u32) {
    (u64::from(duration.years) * 12 + u64::from(duration.months), duration.days)
}

/// One number with its unit: value in [`ONE`]s, unit, tokens, conflict.
fn piece(tokens: &[Token]) -> Option<(i128, Unit, usize, bool)> {
    let number = number(tokens)?;
    let mut used = number.used;
    let mut conflict = false;
    let mut found = unit_behind(tokens, used);
    // `24.tháng`, `24-tháng`
    let dotted = tokens.get(used).is_some_and(|t| !t.spaced && (t.mark('.') || t.mark('-')))
        && tokens.get(used + 1).is_some_and(|t| !t.spaced && unit(Some(t)).is_some() && t.end - t.start > 2);
    if dotted {
        used += 1;
        found = unit_behind(tokens, used);
    }
    if found.is_none() {
        if let Some((said, more)) = quantity::bracketed(tokens.get(used..)?, &[]) {
            conflict = said.value != number.value;
            used += more;
            found = unit_behind(tokens, used);
        } else if tokens.get(used)?.mark('(') {
            // `02 (hai năm) tù`
            let (value, unit, more, inner) = piece(tokens.get(used + 1..)?)?;
            if !tokens.get(used + 1 + more)?.mark(')') {
                return None;
            }
            let again = unit_behind(tokens, used + 2 + more) == Some(unit);
            return Some((number.value, unit, used + 2 + more + usize::from(again), inner || value != number.value));
        }
    }
    Some((number.value, found?, used + 1, conflict))
}

/// The unit at an index; short forms only behind figures.
fn unit_behind(tokens: &[Token], at: usize) -> Option<Unit> {
    let token = tokens.get(at)?;
    let short = token.any(&SHORT_MONTH) || token.any(&SHORT_YEAR);
    let figures = at.checked_sub(1).and_then(|n| tokens.get(n)).is_some_and(|t| t.kind == Kind::Digits);
    // `01 n¨m` is a legacy charset, no year of one letter.
    let glued = tokens.get(at + 1).is_some_and(|t| {
        !t.spaced && t.kind != Kind::Digits && !matches!(t.kind, Kind::Mark(',' | '.' | ';' | ')' | '(' | '-' | '/'))
    });
    if short && (!figures || glued) { None } else { unit(Some(token)) }
}

fn number(tokens: &[Token]) -> Option<quantity::Quantity> {
    let found = quantity::read(tokens)?;
    // `1.500 ngày` has two readings; `01.năm` is one number with a stray mark.
    (found.other.is_none() && !found.scaled).then_some(found)
}

fn add(duration: &mut Duration, value: i128, unit: Unit) -> Option<()> {
    let twelfths = if unit == Unit::Year { value * 12 } else { value };
    if twelfths % ONE != 0 {
        return None;
    }
    let whole = u32::try_from(value / ONE).ok()?;
    match unit {
        Unit::Year => {
            duration.years = duration.years.checked_add(whole)?;
            duration.months = u32::try_from((twelfths - i128::from(whole) * 12 * ONE) / ONE).ok()?;
        }
        Unit::Month => duration.months = duration.months.checked_add(whole)?,
        Unit::Week => duration.days = duration.days.checked_add(whole.checked_mul(7)?)?,
        Unit::Day => duration.days = duration.days.checked_add(whole)?,
    }
    Some(())
}
