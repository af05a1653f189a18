//! What a name hints of its bearer's sex.

use std::sync::LazyLock;

use crate::data;
use crate::identity::Sex;

use super::table::{Lower, Words};
use super::{Name, NameKind, plain};

/// Men and women who bear a syllable.
#[derive(Clone, Copy, Default)]
struct Bearers {
    men: f32,
    women: f32,
}

static MIDDLE: LazyLock<Words<Bearers>> = LazyLock::new(|| read(include_str!("../data/middle_names.tsv"), 1.0));
static GIVEN: LazyLock<Words<Bearers>> = LazyLock::new(|| {
    // A percent of the second sample stands for some eighty persons of the first.
    let mut given = read(include_str!("../data/given_names_dkl01.tsv"), 0.0);
    given.extend(read(include_str!("../data/given_names.tsv"), 1.0));
    given
});

/// Rows of syllable and counts; with `men_first` 0 the columns are women, men, in percent.
fn read(table: &'static str, men_first: f32) -> Words<Bearers> {
    let counts = men_first > 0.0;
    data::rows(table)
        .map(|row| {
            let number = |column| row.get(column).parse().unwrap_or(0.0);
            let (men, women) = if counts { (number(1), number(2)) } else { (number(2) * 80.0, number(1) * 80.0) };
            (row.get(0).to_lowercase().into(), Bearers { men, women })
        })
        .collect()
}

/// Which sex the name hints at, and how probable that is (over 0.5).
///
/// A check against the recorded sex, never a value for it: `Thị` is on a few men, and is a family name in the South.
/// No hint is given for unmarked, foreign and shortened names, nor where the two are nearly even.
///
/// ```
/// use lltp::identity::Sex;
/// use lltp::name::{parse, sex_hint};
///
/// let (sex, probability) = sex_hint(&parse("Nguyễn Thị Thanh Hà")?).unwrap();
/// assert!(sex == Sex::Female && probability > 0.99);
/// assert_eq!(sex_hint(&parse("Ksor Phyưn")?), None);
/// # Ok::<(), lltp::name::NameError>(())
/// ```
pub fn sex_hint(name: &Name) -> Option<(Sex, f32)> {
    match name.kind {
        NameKind::Vietnamese => {}
        NameKind::Ethnic => return ethnic(name),
        NameKind::Foreign | NameKind::Anonymised => return None,
    }
    if name.full.is_ascii() {
        return None;
    }
    let mut odds = 0.0f32;
    let mut known = false;
    let mut weigh = |table: &Words<Bearers>, syllable: &str| {
        if let Some(bearers) = table.get(Lower::new(syllable).as_str()) {
            // Smoothed, so that a syllable seen on three women does not decide.
            odds += ((bearers.women + 0.5) / (bearers.men + 0.5)).ln();
            known |= bearers.men + bearers.women >= 5.0;
        }
    };
    for syllable in name.middle.as_deref().unwrap_or("").split(' ').filter(|s| !s.is_empty()) {
        weigh(&MIDDLE, syllable);
    }
    weigh(&GIVEN, name.given.as_deref().unwrap_or(""));
    let women = 1.0 / (1.0 + (-odds).exp());
    let (sex, probability) = if women >= 0.5 { (Sex::Female, women) } else { (Sex::Male, 1.0 - women) };
    (known && probability >= 0.75).then_some((sex, probability.min(0.999)))
}

/// H' and Thị are women; Y is a man where a clan stands last, and a woman among the Ba Na and Xơ Đăng.
fn ethnic(name: &Name) -> Option<(Sex, f32)> {
    let first = name.full.split([' ', '-', '.']).next().unwrap_or("");
    let middle = name.middle.as_deref().unwrap_or("");
    let words = || middle.split(' ');
    if first.starts_with(['H', 'h']) && first.contains(['\'', '’']) || words().any(|w| plain::is(w, "thi")) {
        Some((Sex::Female, 0.98))
    } else if plain::is(first, "thi") || plain::is(first, "ka") || plain::is(first, "neang") {
        Some((Sex::Female, 0.95))
    } else if plain::is(first, "y") && name.family.is_some()
        || words().any(|w| plain::is(w, "van") || plain::is(w, "a"))
    {
        Some((Sex::Male, 0.95))
    } else if plain::is(first, "a") {
        Some((Sex::Male, 0.9))
    } else if plain::is(first, "y") {
        Some((Sex::Female, 0.9))
    } else {
        None
    }
}
