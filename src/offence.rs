//! Offences of the penal codes of 1985, 1999 and 2015: names, frames, seriousness, fault.
//!
//! | Written                                    | Read                                                         |
//! |--------------------------------------------|--------------------------------------------------------------|
//! | `Tội trộm cắp tài sản`, `TRỘM CẮP TÀI SẢN` | Trộm cắp tài sản                                             |
//! | `Trom cap tai san`, `Trộm cắp TS`, `TCTS`  | the same without marks, shortened, as initials               |
//! | `Trộm cp tài sản`                          | the same with letters lost, as a repair                      |
//! | `Cố ý gây thương tích`, `CYGTT`            | the full name of the article                                 |
//! | `Trộm cắp tài sản; Cướp giật tài sản`      | two offences (`;`, `,`, `và`, `Tội` part them)               |
//! | `Bắt, giữ hoặc giam người trái pháp luật`  | one offence with commas                                      |
//! | `Tàng trữ, mua bán trái phép chất ma túy`  | two of the code of 2015, one of 1999                         |
//! | `Trộm cắp tài sản (khoản 1 Điều 173 BLHS)` | the citation chooses the code                                |
//!
//! One name stands in up to three codes under other numbers. The code is chosen by the cited article, by the year
//! of the cited code, by the date (of the act, else of the judgment), or by the name itself where only one code
//! has it. Where nothing decides, `year` and `article` are none: a number without its code would be a guess.
//!
//! The tables of 1985 are incomplete and partly recalled ([`Article::recalled`]).

mod catalogue;
mod initials;
mod names;
mod spelling;
mod words;

use serde::{Deserialize, Serialize};

pub(crate) use self::catalogue::stands;
pub use self::catalogue::{
    Article, Fault, Frame, Relation, Seriousness, Successor, catalogue, code_on, court_expungement, fault, find, frame,
    seriousness, successors,
};
use self::names::Name;
use crate::citation::{self, Citation};
use crate::date::Date;
use crate::repair::{ErrorCode, Missing, Reading, Repair};
use crate::text;

/// An offence as the catalogue of its code names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Offence {
    /// `BLHS`.
    pub code: String,
    /// 1985, 1999 or 2015; none where nothing decides.
    pub year: Option<i16>,
    /// Article, as text; none where the code is not decided.
    pub article: Option<String>,
    /// Catalogue name without "Tội".
    pub name: String,
}

/// Why an offence could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OffenceError {
    /// The cell holds nothing.
    #[error("no offence: the cell is empty")]
    Missing(Missing),
    /// The name is in no catalogue.
    #[error("expected the name of an offence, found none that the catalogues know")]
    Unrecognised,
    /// Name and cited article are of two offences.
    #[error("name and article are of two offences")]
    NameArticleConflict,
}

impl ErrorCode for OffenceError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Unrecognised => "unrecognised",
            Self::NameArticleConflict => "name_article_conflict",
        }
    }
}

/// Reads offences; `date` (of the act, else the judgment) decides the code where no citation does.
///
/// Accepts the forms in the [module table](self). The error
/// [`NameArticleConflict`](OffenceError::NameArticleConflict) stands beside the value, which then follows the name.
///
/// # Examples
///
/// ```
/// use lltp::offence::{self, OffenceError};
///
/// let found = offence::read("TCTS (khoản 1 Điều 173 BLHS)", None).value.unwrap();
/// assert_eq!((found[0].year, found[0].article.as_deref()), (Some(2015), Some("173")));
/// assert_eq!(found[0].name, "Trộm cắp tài sản");
///
/// let reading = offence::read("Trộm cắp tài sản, Điều 171 BLHS 2015", None);
/// assert_eq!(reading.value.unwrap()[0].article.as_deref(), Some("173"));
/// assert_eq!(reading.error, Some(OffenceError::NameArticleConflict));
/// ```
pub fn read(text: &str, date: Option<Date>) -> Reading<Vec<Offence>, OffenceError> {
    read_with(text, &[], date)
}

/// Reads offences whose citations stand in a cell of their own.
///
/// ```
/// use lltp::{citation, offence};
/// let cited = citation::parse("K2 Đ138 BLHS 1999").unwrap();
/// let found = offence::read_with("Trộm cắp TS", &cited, None).value.unwrap();
/// assert_eq!((found[0].year, found[0].article.as_deref()), (Some(1999), Some("138")));
/// ```
pub fn read_with(text: &str, citations: &[Citation], date: Option<Date>) -> Reading<Vec<Offence>, OffenceError> {
    let text = text::clean(text);
    // A cell that is a name and nothing else, as most are.
    if citations.is_empty()
        && let Some(name) = names::names().plain(&text, date.and_then(code_on))
    {
        return decide(&[name], &[], date);
    }
    if let Some(kind) = text::missing(&text) {
        return Reading::missing(kind);
    }
    // There is no article without a figure.
    let figures = text.bytes().any(|b| b.is_ascii_digit());
    let (own, spans) = if figures { citation::spans(&text) } else { (Vec::new(), Vec::new()) };
    let mut cited: Vec<&Citation> = own.iter().chain(citations).collect();
    cited.retain(|c| c.code == "BLHS");

    // The code that citation or date ask for.
    let mut years = cited.iter().filter_map(|c| c.year);
    let year = years.next().filter(|first| years.all(|year| year == *first)).or_else(|| date.and_then(code_on));
    let words = words::words(&text, &spans);
    let found = names::names()
        .read(&words, year)
        .or_else(|| {
            // What stands in brackets explains the offence.
            let open: Vec<_> = words.iter().filter(|word| !word.bracketed).cloned().collect();
            (open.len() < words.len()).then(|| names::names().read(&open, year)).flatten()
        })
        .or_else(|| {
            // A sentence: `bị cáo … phạm tội …, xử phạt …`.
            let told = words::told(&text, &spans)?;
            names::names().read(&told, year)
        });
    let Some(found) = found else { return Reading::error(OffenceError::Unrecognised) };
    if found.is_empty() {
        return by_citation(&cited, date);
    }
    let mut reading = decide(&found, &cited, date);
    let chars: Vec<char> = text.chars().filter(|c| citation::fold(*c).is_some()).collect();
    for name in &found {
        if let Some(spelling) = name.repaired {
            let before: String = chars.get(name.span.0..name.span.1).unwrap_or(&[]).iter().collect();
            reading.repairs.push(Repair::certain("spelling", before, spelling));
        }
    }
    reading
}

/// Reads offences; an empty cell is an error.
///
/// # Errors
///
/// [`OffenceError::Missing`] of an empty cell, [`OffenceError::Unrecognised`] of other text,
/// [`OffenceError::NameArticleConflict`] where name and cited article disagree.
pub fn parse(text: &str, date: Option<Date>) -> Result<Vec<Offence>, OffenceError> {
    read(text, date).into_result(OffenceError::Missing)
}

/// Whether an offence is the one that a citation names; none where one of them leaves code or article open, or the
/// citation is not of an offence (`Điều 51` on mitigation).
///
/// ```
/// use lltp::{citation, offence};
/// let theft = &offence::parse("Trộm cắp tài sản, Điều 173 BLHS 2015", None).unwrap()[0];
/// let agrees = |text| offence::agrees(theft, &citation::parse(text).unwrap()[0]);
/// assert_eq!(agrees("khoản 2 Điều 173 BLHS 2015"), Some(true));
/// assert_eq!(agrees("khoản 2 Điều 171 BLHS 2015"), Some(false));
/// assert_eq!(agrees("Điều 38 BLHS 2015"), None);
/// ```
pub fn agrees(offence: &Offence, citation: &Citation) -> Option<bool> {
    if citation.code != offence.code || !special_part(citation) {
        return None;
    }
    let (year, article) = (offence.year?, offence.article.as_deref()?);
    match citation.year {
        Some(cited) if cited == year => Some(citation.article == article),
        // The act of an older code under its new number.
        Some(2015) if year == 1999 => Some(successors(article).any(|s| s.article == citation.article)),
        Some(1999) if year == 2015 => Some(successors(&citation.article).any(|s| s.article == article)),
        Some(_) => None,
        None => (citation.article == article).then_some(true),
    }
}

/// Whether the citation is of an article that describes an offence.
fn special_part(citation: &Citation) -> bool {
    let number: u16 = citation.article.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(0);
    match citation.year {
        Some(2015) => number >= 108 && find(2015, &citation.article).is_none_or(|a| a.offence),
        Some(1999) => number >= 78 && find(1999, &citation.article).is_none_or(|a| a.offence),
        Some(1985) => number >= 72,
        // In the code of 2015 the articles to 107 are of the general part.
        _ => number >= 108,
    }
}

fn offence(article: &Article) -> Offence {
    Offence {
        code: "BLHS".to_owned(),
        year: Some(article.year),
        article: Some(article.article.to_owned()),
        name: article.name.to_owned(),
    }
}

/// A cell that names articles alone.
fn by_citation(cited: &[&Citation], date: Option<Date>) -> Reading<Vec<Offence>, OffenceError> {
    let mut offences: Vec<Offence> = Vec::new();
    for citation in cited.iter().filter(|c| special_part(c)) {
        let article = citation
            .year
            .or_else(|| date.and_then(code_on))
            .and_then(|year| find(year, &citation.article))
            .filter(|article| article.offence);
        let Some(article) = article else { return Reading::error(OffenceError::Unrecognised) };
        let offence = offence(article);
        if !offences.contains(&offence) {
            offences.push(offence);
        }
    }
    if offences.is_empty() { Reading::error(OffenceError::Unrecognised) } else { Reading::value(offences) }
}

/// Chooses the code of each name.
fn decide(found: &[Name], cited: &[&Citation], date: Option<Date>) -> Reading<Vec<Offence>, OffenceError> {
    let special: Vec<&Citation> = cited.iter().copied().filter(|c| special_part(c)).collect();
    let mut used = vec![false; special.len()];
    // First by the article itself.
    let by_article: Vec<Option<&'static Article>> = found
        .iter()
        .map(|name| {
            let mut choice: Option<&'static Article> = None;
            for (citation, used) in special.iter().zip(&mut used) {
                let matches = |candidate: &&names::Candidate| {
                    candidate.article.article == citation.article
                        && citation.year.is_none_or(|year| year == candidate.article.year)
                };
                let strong = name.candidates.iter().filter(|c| !c.weak).find(matches);
                if let Some(candidate) = strong.or_else(|| name.candidates.iter().find(matches)) {
                    *used = true;
                    choice = choice.or(Some(candidate.article));
                }
            }
            choice
        })
        .collect();

    // The year that the text gives: of its codes, else of the articles that were found.
    let one_year = |mut years: Box<dyn Iterator<Item = i16> + '_>| {
        let first = years.next()?;
        years.all(|year| year == first).then_some(first)
    };
    let written = one_year(Box::new(cited.iter().filter_map(|c| c.year)));
    let inferred = written.or_else(|| one_year(Box::new(by_article.iter().flatten().map(|a| a.year))));

    let mut offences: Vec<Offence> = Vec::new();
    let mut conflict = false;
    for (name, chosen) in found.iter().zip(&by_article) {
        let offence = if let Some(article) = chosen {
            offence(article)
        } else {
            if name.ambiguous {
                return Reading::error(OffenceError::Unrecognised);
            }
            conflict |= used.contains(&false);
            undecided(name, inferred, date)
        };
        if !offences.contains(&offence) {
            offences.push(offence);
        }
    }
    let mut reading = Reading::value(offences);
    if conflict {
        reading.error = Some(OffenceError::NameArticleConflict);
    }
    reading
}

/// The offence of a name that no cited article settles.
fn undecided(name: &Name, inferred: Option<i16>, date: Option<Date>) -> Offence {
    let early = date.map(|date| (date.year(), date.month()) < (2010, 1));
    let of_year = |year: i16| {
        let pick = |weak: bool| {
            let of_code = || name.candidates.iter().filter(move |c| c.article.year == year && c.weak == weak);
            // A name that an amendment moved to another article: the day tells which.
            let of_day = of_code().filter(|c| year == 1999 && Some(c.former) == early);
            let mut articles = of_day.clone().chain(of_code().filter(|_| of_day.clone().next().is_none()));
            let first = articles.next()?;
            Some(articles.next().is_none().then_some(first.article))
        };
        // Several successors of an old name choose nothing.
        pick(false).or_else(|| pick(true).filter(Option::is_some))
    };
    for year in [inferred, date.and_then(code_on)].into_iter().flatten() {
        match of_year(year) {
            Some(Some(article)) => return offence(article),
            // Several articles of this code have the name.
            Some(None) => return Offence { year: Some(year), ..open(name) },
            None => {}
        }
    }
    // The names of 1985 are not all known: that an act of its time has a later name decides nothing.
    let dark = inferred.or_else(|| date.and_then(code_on)) == Some(1985);
    let mut strong = name.candidates.iter().filter(|c| !c.weak);
    match (strong.next(), strong.next()) {
        (Some(only), None) if !dark => offence(only.article),
        _ => open(name),
    }
}

/// The name alone, as the youngest code that has it spells it.
fn open(name: &Name) -> Offence {
    let newest = name.candidates.iter().filter(|c| !c.weak).max_by_key(|c| c.article.year);
    let newest = newest.or_else(|| name.candidates.first());
    Offence {
        code: "BLHS".to_owned(),
        year: None,
        article: None,
        name: newest.map(|c| c.article.name.to_owned()).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests;
