//! An amount in đồng at the head of a row of tokens.

use super::lex::{Kind, Token, Word, word};
use super::quantity::{self, ONE};

/// An amount and how it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    /// Whole đồng; none where there are two readings or no whole number.
    pub(crate) value: Option<i64>,
    /// How many tokens it took.
    pub(crate) used: usize,
    /// Whether figures and words name different amounts.
    pub(crate) conflict: bool,
    /// Whether it names đồng or a scale, so that it can be nothing but money.
    pub(crate) unit: bool,
    /// Whether thousands are parted by marks, or the figure has four digits at least.
    pub(crate) large: bool,
}

pub(crate) const DONG: [Word; 7] =
    [word!("đồng"), word!("đ"), word!("vnđ"), word!("vnd"), word!("vđn"), word!("đồng."), word!("đống")];
const BEHIND: [Word; 5] = [word!("đồng"), word!("chẵn"), word!("việt"), word!("nam"), word!("đ")];

fn dong(token: Option<&Token>) -> bool {
    token.is_some_and(|t| t.any(&DONG) || t.mark('₫'))
}

/// Reads the amount that begins with the first token; none where there is none.
pub(crate) fn read(tokens: &[Token]) -> Option<Amount> {
    let front = usize::from(dong(tokens.first()) && tokens.get(1).is_some_and(|t| t.kind == Kind::Digits));
    let found = quantity::read(tokens.get(front..)?)?;
    let mut used = front + found.used;
    let mut conflict = false;
    let mut unit = front > 0 || found.scaled;
    let mut said = None;
    for _ in 0..2 {
        if let Some((words, more)) = quantity::bracketed(tokens.get(used..).unwrap_or(&[]), &BEHIND) {
            said = Some(words);
            used += more;
        }
        // `50 tr.đ`, `200.000,đ`
        let dot = usize::from(tokens.get(used).is_some_and(|t| t.mark('.') || t.mark(',')));
        if dong(tokens.get(used + dot)) {
            unit = true;
            used += dot + 1;
        }
        while tokens.get(used).is_some_and(|t| t.is(word!("chẵn")) || t.any(&[word!("việt")]) && unit) {
            used += 1;
            if tokens.get(used).is_some_and(|t| t.any(&[word!("nam")])) {
                used += 1;
            }
        }
    }
    // A đồng has no parts: of `200.000` alone and `1,500 đồng` only the thousands are meant.
    let mut value = match found.other {
        Some(_) if found.scaled => None,
        // `200.00đ`: a digit is lost, or there are parts that a đồng does not have.
        None if found.used > 1 && !found.scaled && found.value > 0 && found.value < 1000 * ONE => None,
        _ => whole(found.value),
    };
    if let Some(words) = said {
        match (value, words.other) {
            (Some(amount), None) => conflict = Some(amount) != whole(words.value),
            // The words decide between the two readings of the figures.
            (None, None) if [Some(found.value), found.other].contains(&Some(words.value)) => value = whole(words.value),
            _ => conflict = true,
        }
    }
    let large = found.scaled || found.other.is_some() || found.value >= 1000 * ONE;
    Some(Amount { value, used, conflict, unit, large })
}

fn whole(value: i128) -> Option<i64> {
    (value % ONE == 0).then(|| i64::try_from(value / ONE).ok()).flatten()
}
