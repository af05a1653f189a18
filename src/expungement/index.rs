//! What the offence catalogue says about plain article and clause numbers, laid out for looking up by number.
//!
//! The engine asks about every offence of every conviction; the catalogue is searched once, here.

use std::sync::LazyLock;

use crate::offence::{self, Fault, Seriousness};

/// The answers for one clause, on any day.
#[derive(Clone, Copy)]
pub(super) struct Clause {
    /// None too where the class changed in time.
    pub(super) class: Option<Seriousness>,
    pub(super) fault: Fault,
}

/// The answers for one article.
#[derive(Clone, Copy)]
pub(super) struct Article {
    pub(super) court: Option<bool>,
    /// Clauses 0 to 8, and last: no clause cited.
    clauses: [Clause; CLAUSES + 1],
}

const CLAUSES: usize = 9;
const ARTICLES: u16 = 450;
const CODES: [i16; 3] = [1985, 1999, 2015];

static INDEX: LazyLock<Vec<Article>> = LazyLock::new(|| {
    CODES
        .into_iter()
        .flat_map(|code| (0..ARTICLES).map(move |number| (code, number.to_string())))
        .map(|(code, article)| Article {
            court: offence::court_expungement(code, &article),
            clauses: std::array::from_fn(|number| {
                let clause = (number < CLAUSES).then(|| number.to_string());
                Clause {
                    class: offence::seriousness(code, &article, clause.as_deref(), None),
                    fault: offence::fault(code, &article, clause.as_deref()),
                }
            }),
        })
        .collect()
});

/// Digits alone, as a number: `173`, not `217a` and not `0173`.
fn plain(text: &str) -> Option<usize> {
    if text.starts_with('0') && text.len() > 1 || text.len() > 3 {
        return None;
    }
    text.bytes().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + usize::from(byte - b'0')))
}

/// The answers for an article, where its number is a plain one.
pub(super) fn article(code: i16, article: &str) -> Option<&'static Article> {
    let at = CODES.iter().position(|known| *known == code)?;
    let number = plain(article).filter(|number| !article.is_empty() && *number < usize::from(ARTICLES))?;
    INDEX.get(at * usize::from(ARTICLES) + number)
}

/// The answers for a clause, where both numbers are plain ones.
pub(super) fn clause(code: i16, of: &str, clause: Option<&str>) -> Option<Clause> {
    let at = match clause {
        None => CLAUSES,
        Some(clause) => plain(clause).filter(|number| !clause.is_empty() && *number < CLAUSES)?,
    };
    article(code, of)?.clauses.get(at).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_says_what_the_catalogue_says() {
        for (code, name) in [(2015, "173"), (2015, "260"), (1999, "202"), (1999, "88"), (1985, "155"), (2015, "51")] {
            let known = article(code, name).map(|known| known.court);
            assert_eq!(known, Some(offence::court_expungement(code, name)), "{code}:{name}");
            for of in [None, Some("0"), Some("1"), Some("4")] {
                let known = clause(code, name, of).map(|known| (known.class, known.fault));
                let asked = (offence::seriousness(code, name, of, None), offence::fault(code, name, of));
                assert_eq!(known, Some(asked), "{code}:{name}:{of:?}");
            }
        }
        assert!(article(2015, "217a").is_none() && article(2015, "").is_none() && article(2000, "1").is_none());
        assert!(clause(2015, "173", Some("12")).is_none() && clause(2015, "173", Some("a")).is_none());
    }
}
