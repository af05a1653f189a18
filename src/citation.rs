//! Cited articles of the penal codes and other laws, as judgments and registers write them.
//!
//! | Written                                             | Read                                        |
//! |-----------------------------------------------------|---------------------------------------------|
//! | `khoản 1 Điều 173 BLHS 2015`                        | one clause                                  |
//! | `điểm b, s khoản 1, khoản 2 Điều 51; Điều 38`       | 51(1)(b)(s), 51(2), 38                      |
//! | `Điều 173 khoản 1 điểm a`, `K1 Đ173`, `173/1`       | other orders and short forms                |
//! | `đ.a k.1 Đ.173`, `khoản1Điều173`, `Đi ều 173`       | dots, lost blanks, blanks inside a word     |
//! | `các điều 38, 51, 65`, `từ khoản 1 đến khoản 3 …`   | lists and ranges                            |
//! | `Bộ luật Hình sự năm 1999 (sửa đổi, bổ sung 2009)`  | the code of 1999, amended                   |
//! | `Điều 106 BLTTHS; điểm a khoản 1 Điều 23 NQ 326/2016/UBTVQH14` | each article with the law named after it |
//!
//! Elements stand in the order of the text, one per clause. A code named behind articles is the code of all
//! articles back to the code before; a text that opens with a code has it in front of its articles. Articles that
//! follow the last code belong to the last penal code; where no code is named, to a penal code without a year.
//!
//! Not read: articles in words (`điều một trăm`), sections of annexes, clauses of documents without an article.

mod scan;

use serde::{Deserialize, Serialize};

pub(crate) use self::scan::fold;
use self::scan::{Code, Element, Piece, Scan};
use crate::repair::{ErrorCode, Missing, Reading, Repair};
use crate::text;

/// One clause of a cited article (or the article, where no clause is cited).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Citation {
    /// `BLHS`, `BLTTHS`, `BLDS` … or the number of the document.
    pub code: String,
    /// Year of the code as written; none where it is not.
    pub year: Option<i16>,
    /// Whether the amendment is cited.
    pub amended: bool,
    /// Article, as text: `51`, `217a`.
    pub article: String,
    /// Clause.
    pub clause: Option<String>,
    /// Points, in the order of the text.
    pub points: Vec<String>,
}

/// Why a citation could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CitationError {
    /// The cell holds nothing.
    #[error("no citation: the cell is empty")]
    Missing(Missing),
    /// No form of a citation.
    #[error("expected cited articles, found other text")]
    Unrecognised,
}

impl ErrorCode for CitationError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Unrecognised => "unrecognised",
        }
    }
}

/// Reads cited articles, one element per clause.
///
/// Accepts the forms in the [module table](self), with or without marks, in any letter case. Words around the
/// articles are passed over. A keyword that had to be put together (`Đi ều`) or a digit that was read as a letter
/// (`khoản l`) is listed as a certain repair.
///
/// # Examples
///
/// ```
/// use lltp::citation::{self, CitationError};
///
/// let cited = citation::read("điểm b, s khoản 1 Điều 51 BLHS 2015 (sửa đổi 2017)").value.unwrap();
/// assert_eq!(cited.len(), 1);
/// assert_eq!((cited[0].year, cited[0].amended), (Some(2015), true));
/// assert_eq!((cited[0].article.as_str(), cited[0].clause.as_deref()), ("51", Some("1")));
/// assert_eq!(cited[0].points, ["b", "s"]);
///
/// assert_eq!(citation::read("xử phạt 12 tháng tù").error, Some(CitationError::Unrecognised));
/// ```
pub fn read(text: &str) -> Reading<Vec<Citation>, CitationError> {
    let text = text::clean(text);
    let mut scan = scan::scan(&text);
    let cited = assemble(&mut scan);
    if cited.is_empty() || scan.torn {
        return match text::missing(&text) {
            Some(kind) => Reading::missing(kind),
            None => Reading::error(CitationError::Unrecognised),
        };
    }
    let reading = Reading::value(cited);
    match scan.repaired {
        Some((before, after)) => reading.with(Repair::certain("keyword", before, after)),
        None => reading,
    }
}

/// Reads cited articles; an empty cell is an error.
///
/// # Errors
///
/// [`CitationError::Missing`] of an empty cell, [`CitationError::Unrecognised`] of other text.
pub fn parse(text: &str) -> Result<Vec<Citation>, CitationError> {
    read(text).into_result(CitationError::Missing)
}

/// Citations of a clean text with the spans of everything that was read as part of one (first and last character,
/// exclusive, not counting combining marks), for those who read the rest.
pub(crate) fn spans(text: &str) -> (Vec<Citation>, Vec<(usize, usize)>) {
    let mut scan = scan::scan(text);
    let mut cited = assemble(&mut scan);
    if scan.torn {
        cited.clear();
    }
    let spans = if cited.is_empty() { Vec::new() } else { scan.elements.iter().map(|e| e.span).collect() };
    (cited, spans)
}

/// Puts points to clauses, clauses to articles, articles to codes. What is part of no citation leaves the elements.
fn assemble(scan: &mut Scan) -> Vec<Citation> {
    let keyword = scan.elements.iter().any(|e| matches!(e.piece, Piece::Article(..)));
    let code = scan.elements.iter().any(|e| matches!(e.piece, Piece::Code(_)));
    // Numbers alone are articles only where nothing else is written.
    let bare = !keyword && (code || !scan.words);
    let mut carried = 0;
    scan.elements.retain_mut(|element| {
        if let Piece::Bare(n) = element.piece {
            if !bare || n == 0 {
                carried = carried.max(element.gap);
                return false;
            }
            element.piece = Piece::Article(n, None);
        }
        element.gap = element.gap.max(carried);
        carried = 0;
        true
    });
    let (elements, points) = (&scan.elements, &scan.points);
    let codes = codes(elements);
    let owners = &owners(elements);

    let mut cited: Vec<Citation> = Vec::new();
    let is_article = |e: &Element| matches!(e.piece, Piece::Article(..));
    let mut from = 0;
    for (index, element) in elements.iter().enumerate() {
        let Piece::Article(number, suffix) = &element.piece else { continue };
        // What an article owns stands between its neighbours.
        let to = elements.iter().skip(index + 1).position(is_article).map_or(elements.len(), |next| index + 1 + next);
        let near = from..to;
        from = index + 1;
        let owned = |by: usize| near.clone().filter(move |at| owners.get(*at).copied().flatten() == Some(by));
        let (name, year, amended) = match codes.get(index).copied().flatten() {
            Some(Code { name, year, amended }) => (name.as_ref(), *year, *amended),
            None => ("BLHS", None, false),
        };
        let article = match suffix {
            Some(suffix) => format!("{number}{suffix}"),
            None => number.to_string(),
        };
        let citation = |clause: Option<u16>| Citation {
            code: name.to_owned(),
            year,
            amended,
            article: article.clone(),
            clause: clause.map(|n| n.to_string()),
            points: Vec::new(),
        };
        let first = cited.len();
        for other in owned(index) {
            let Some(Element { piece: Piece::Clause(n), .. }) = elements.get(other) else { continue };
            let clause = n.to_string();
            // `điểm a khoản 1, điểm b khoản 1`: one element per clause.
            let same = cited.iter().skip(first).position(|c| c.clause.as_deref() == Some(&clause));
            let position = if let Some(position) = same {
                first + position
            } else {
                cited.push(citation(Some(*n)));
                cited.len() - 1
            };
            let Some(target) = cited.get_mut(position) else { continue };
            for list in owned(other) {
                add_points(points, elements.get(list), &mut target.points);
            }
        }
        if cited.len() == first {
            let mut alone = citation(None);
            for list in owned(index) {
                add_points(points, elements.get(list), &mut alone.points);
            }
            cited.push(alone);
        }
    }
    let mut index = 0;
    while index < cited.len() {
        let again = cited.get(index).is_some_and(|this| {
            cited.iter().take(index).any(|before| before.article == this.article && before == this)
        });
        if again {
            cited.remove(index);
        } else {
            index += 1;
        }
    }
    cited
}

fn add_points(letters: &[char], element: Option<&Element>, points: &mut Vec<String>) {
    let Some(Element { piece: Piece::Points(from, to), .. }) = element else { return };
    for point in letters.get(*from..*to).unwrap_or(&[]) {
        if !points.iter().any(|p| p.chars().eq([*point])) {
            points.push(point.to_string());
        }
    }
}

/// The code of each article.
fn codes(elements: &[Element]) -> Vec<Option<&Code>> {
    let mut codes: Vec<Option<&Code>> = vec![None; elements.len()];
    let is_code = |e: &&Element| matches!(e.piece, Piece::Code(_));
    let is_article = |e: &&Element| matches!(e.piece, Piece::Article(..));
    let mut structure = elements.iter().filter(|e| is_code(e) || is_article(e));
    let leads = structure.next().is_some_and(|e| is_code(&e)) && !structure.next_back().is_some_and(|e| is_code(&e));
    if leads {
        let mut heading = None;
        // Articles since the last strong separator: a code right behind them is theirs alone.
        let mut open: Vec<usize> = Vec::new();
        for (index, element) in elements.iter().enumerate() {
            if element.gap > 1 {
                open.clear();
            }
            match &element.piece {
                Piece::Code(code) if element.gap == 0 && !open.is_empty() => {
                    for article in open.drain(..) {
                        if let Some(slot) = codes.get_mut(article) {
                            *slot = Some(code);
                        }
                    }
                }
                Piece::Code(code) => heading = Some(code),
                _ => {
                    open.push(index);
                    if let Some(slot) = codes.get_mut(index) {
                        *slot = heading;
                    }
                }
            }
        }
        return codes;
    }
    let mut after = None;
    for (element, slot) in elements.iter().zip(&mut codes).rev() {
        match &element.piece {
            Piece::Code(code) => after = Some(code),
            _ => *slot = after,
        }
    }
    // Behind the last code: the penal code that the text already named.
    let penal = elements.iter().rev().find_map(|e| match &e.piece {
        Piece::Code(code) if code.name == "BLHS" => Some(code),
        _ => None,
    });
    for (element, slot) in elements.iter().zip(&mut codes).rev() {
        if matches!(element.piece, Piece::Code(_)) {
            break;
        }
        *slot = penal;
    }
    codes
}

/// For each clause its article, for each list of points its clause (or article).
///
/// `điểm a khoản 1 Điều 173` rises, `Điều 173 khoản 1 điểm a` falls. Between two articles the elements are cut at
/// the strongest separator; where all are alike, the text's own direction decides.
fn owners(elements: &[Element]) -> Vec<Option<usize>> {
    let mut owners = vec![None; elements.len()];
    let is_article = |e: &Element| matches!(e.piece, Piece::Article(..));
    let falls = falls(elements);

    let articles: Vec<usize> = elements.iter().enumerate().filter(|(_, e)| is_article(e)).map(|(i, _)| i).collect();
    let mut previous: Option<usize> = None;
    for next in articles.iter().copied().map(Some).chain([None]) {
        let from = previous.map_or(0, |p| p + 1);
        let to = next.unwrap_or(elements.len());
        // Elements before the cut belong to the article before.
        let cut = match (previous, next) {
            (None, _) => from,
            (_, None) => to,
            (Some(_), Some(_)) => {
                let mut best = (0, from);
                let mut code = false;
                for at in from..=to {
                    let Some(element) = elements.get(at) else { break };
                    if matches!(element.piece, Piece::Code(_)) {
                        code = true;
                        continue;
                    }
                    let strength = element.gap * 2 + u8::from(code);
                    code = false;
                    if strength > best.0 || (strength == best.0 && falls) || at == from {
                        best = (strength, at);
                    }
                }
                best.1
            }
        };
        let mut side = |range: std::ops::Range<usize>, article: Option<usize>, falling: bool| {
            for at in range.clone() {
                match elements.get(at).map(|e| &e.piece) {
                    Some(Piece::Clause(_)) => set(&mut owners, at, article),
                    Some(Piece::Points(..)) => {
                        let owner = clause_of(elements, range.clone(), at, falling).or(article);
                        set(&mut owners, at, owner);
                    }
                    _ => {}
                }
            }
        };
        side(from..cut, previous, true);
        side(cut..to, next, false);
        previous = next;
    }
    owners
}

/// Whether the text goes from articles down to points: by the neighbours that nothing parts, else by its ends.
fn falls(elements: &[Element]) -> bool {
    let rank = |e: &Element| match e.piece {
        Piece::Points(..) => Some(0u8),
        Piece::Clause(_) => Some(1),
        Piece::Article(..) => Some(2),
        _ => None,
    };
    let mut balance = 0i32;
    for pair in elements.windows(2) {
        let [before, after] = pair else { continue };
        if let (Some(from), Some(to), 0) = (rank(before), rank(after), after.gap) {
            balance += i32::from(from > to) - i32::from(from < to);
        }
    }
    let mut parts = elements.iter().filter_map(rank);
    let ends = parts.next() == Some(2) && parts.next_back().is_some_and(|rank| rank < 2);
    balance > 0 || balance == 0 && ends
}

fn set(owners: &mut [Option<usize>], at: usize, owner: Option<usize>) {
    if let Some(slot) = owners.get_mut(at) {
        *slot = owner;
    }
}

/// The clause that points belong to: the next one on either side, the nearer where there are two.
fn clause_of(elements: &[Element], range: std::ops::Range<usize>, at: usize, falls: bool) -> Option<usize> {
    let mut before = None;
    let mut strength = 0;
    for i in (range.start..at).rev() {
        let gap = elements.get(i + 1).map_or(0, |e| e.gap);
        strength = gap.max(strength);
        match elements.get(i).map(|e| &e.piece) {
            Some(Piece::Points(..)) => {}
            Some(Piece::Clause(_)) => {
                before = Some((i, strength));
                break;
            }
            _ => break,
        }
    }
    let mut after = None;
    strength = 0;
    for i in at + 1..range.end {
        let Some(element) = elements.get(i) else { break };
        strength = element.gap.max(strength);
        match element.piece {
            Piece::Points(..) => {}
            Piece::Clause(_) => {
                after = Some((i, strength));
                break;
            }
            _ => break,
        }
    }
    match (before, after) {
        (Some((before, b)), Some((after, a))) => Some(if b < a || b == a && falls { before } else { after }),
        (before, after) => after.or(before).map(|(i, _)| i),
    }
}

impl Citation {
    /// Whether article, clause and points stand in the law; none where no table tells.
    ///
    /// The whole code of 2015 is known, with points; of the code of 1999 the articles and the clauses with a frame.
    ///
    /// ```
    /// use lltp::citation;
    /// let exists = |text| citation::parse(text).unwrap()[0].exists();
    /// assert_eq!(exists("điểm s khoản 1 Điều 51 BLHS 2015"), Some(true));
    /// assert_eq!(exists("khoản 5 Điều 51 BLHS 2015"), Some(false));
    /// assert_eq!(exists("khoản 1 Điều 51"), None, "the code is not named");
    /// ```
    pub fn exists(&self) -> Option<bool> {
        if self.code != "BLHS" {
            return None;
        }
        crate::offence::stands(self.year?, &self.article, self.clause.as_deref(), &self.points)
    }
}

impl std::fmt::Display for Citation {
    /// `điểm b, s khoản 1 Điều 51 BLHS 2015 (sửa đổi, bổ sung)`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.points.is_empty() {
            write!(f, "điểm {} ", self.points.join(", "))?;
        }
        if let Some(clause) = &self.clause {
            write!(f, "khoản {clause} ")?;
        }
        write!(f, "Điều {} ", self.article)?;
        let number = self.code.starts_with(|c: char| c.is_ascii_digit());
        if number {
            // What kind of document a number names is not known; the reader takes this one as a heading for all.
            write!(f, "Nghị quyết số ")?;
        }
        f.write_str(&self.code)?;
        if let Some(year) = self.year.filter(|_| !number) {
            write!(f, " {year}")?;
        }
        if self.amended {
            f.write_str(" (sửa đổi, bổ sung)")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
    use super::*;

    /// Short form: `[code][year][+]:article[/clause[ points]]`, joined by `; `.
    fn short(cited: &[Citation]) -> String {
        let one = |c: &Citation| {
            let mut s = String::new();
            if c.code != "BLHS" || c.year.is_some() || c.amended {
                if c.code != "BLHS" {
                    s += &c.code;
                }
                if let Some(year) = c.year {
                    if c.code != "BLHS" {
                        s += " ";
                    }
                    s += &year.to_string();
                }
                if c.amended {
                    s += "+";
                }
                s += ":";
            }
            s += &c.article;
            if let Some(clause) = &c.clause {
                s += "/";
                s += clause;
            }
            if !c.points.is_empty() {
                s += " ";
                s += &c.points.concat();
            }
            s
        };
        cited.iter().map(one).collect::<Vec<_>>().join("; ")
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let reading = read(text);
        let found = reading.value.as_deref().map(short).unwrap_or_default();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn rising() {
        check("khoản 1 Điều 173", "173/1");
        check("điểm a, b khoản 1, khoản 2 Điều 173; Điều 38", "173/1 ab; 173/2; 38");
        check("điểm b, s khoản 1 Điều 51 BLHS 2015 (sửa đổi 2017)", "2015+:51/1 bs");
        check("điểm s khoản 1, khoản 2 Điều 51", "51/1 s; 51/2");
        check("khoản 1, 2 Điều 51", "51/1; 51/2");
        check("khoản 1 và khoản 2 Điều 51", "51/1; 51/2");
        check("điểm a khoản 1 và điểm b khoản 2 Điều 173", "173/1 a; 173/2 b");
        check("Khoản 1, Điều 168 BLHS 2015", "2015:168/1");
        check("Khoản 1, Điều 168; Khoản 1, Điều 173", "168/1; 173/1");
        check("Khoản 1, Điều 168, Khoản 1, Điều 173", "168/1; 173/1");
        check("khoản 1 Điều 168 khoản 2 Điều 173", "168/1; 173/2");
        check("Điều 38; khoản 1 Điều 173", "38; 173/1");
        check("Điều 38, khoản 1 Điều 173", "38; 173/1");
        check("Điều 17; Điều 58; điểm s khoản 1 Điều 51", "17; 58; 51/1 s");
        check("điểm đ khoản 2 Điều 134", "134/2 đ");
        check("điểm i, s khoản 1 Điều 51", "51/1 is");
        check("điểm h, k khoản 1 Điều 52", "52/1 hk");
        check("điểm k khoản 1 Điều 52", "52/1 k");
        check("điểm b và s khoản 1 Điều 51", "51/1 bs");
        check("điểm b và điểm s khoản 1 Điều 51", "51/1 bs");
        check("điểm b; s khoản 1 Điều 51", "51/1 bs");
        check("điểm b s khoản 1 Điều 51", "51/1 bs");
        check("điểm b-s khoản 1 Điều 51", "51/1 bs");
        check("điểm a-d khoản 2 Điều 173", "173/2 abcd");
        check("điểm a đến điểm d khoản 2 Điều 173", "173/2 abcd");
        check("khoản 1 các Điều 38, 51, 65", "38/1; 51; 65");
        check("các điều 51, 38, 65", "51; 38; 65");
        check("Điều 51 và 38", "51; 38");
        check("từ khoản 1 đến khoản 3 Điều 52", "52/1; 52/2; 52/3");
        check("khoản 1-3 Điều 52", "52/1; 52/2; 52/3");
        check("điểm a khoản 1, điểm b khoản 1 Điều 51", "51/1 ab");
    }

    #[test]
    fn falling_and_short() {
        check("Điều 173 khoản 1 điểm a", "173/1 a");
        check("Điều 173, khoản 1, điểm a; Điều 51", "173/1 a; 51");
        check("Điều 51 khoản 1 điểm s, khoản 2", "51/1 s; 51/2");
        check("Điều 51 khoản 1 điểm b, s; Điều 52 khoản 1 điểm h", "51/1 bs; 52/1 h");
        check("Điều 173 khoản 1; Điều 38", "173/1; 38");
        check("Điều 51 khoản 1 Điều 52 khoản 2", "51/1; 52/2");
        check("Điều 173 BLHS khoản 1", "173/1");
        check("k1 Đ173", "173/1");
        check("K1 Đ173 BLHS 2015", "2015:173/1");
        check("K1Đ173BLHS", "173/1");
        check("đ.a k.1 Đ.173", "173/1 a");
        check("đa k1 Đ173", "173/1 a");
        check("đ a, b k1 Đ173", "173/1 ab");
        check("173/1", "173/1");
        check("1/173", "173/1");
        check("k1/173", "173/1");
        check("173 k1", "173/1");
        check("173.1", "173/1");
        check("173(1)", "173/1");
        check("Điều 173(1)", "173/1");
        check("Điều 173/1", "173/1");
        check("Điều 173/k1", "173/1");
        check("điểm a/1/173", "173/1 a");
        check("173", "173");
        check("138, 139 BLHS 1999", "1999:138; 1999:139");
        check("khoản 1 173 BLHS", "173/1");
        check("17/58", "17; 58");
    }

    #[test]
    fn noise() {
        check("khoản1Điều173", "173/1");
        check("điểma,bkhoản1Điều51", "51/1 ab");
        check("Đi ều 173", "173");
        check("kho ản 1 Đi ều 173", "173/1");
        check("khoả12n 1 Điều 173", "173/1");
        check("điểm s kho-ản 1 Điều 51", "51/1 s");
        check("khỏan 1 Điều 173", "173/1");
        check("khoan 1 dieu 173 blhs", "173/1");
        check("KHOẢN 1 ĐIỀU 173 BỘ LUẬT HÌNH SỰ", "173/1");
        check("khoản l Điều l73", "173/1");
        check("khoản 1 Điều 25O", "250/1");
        check("khoản 1 Điều 173 Trang 3; Điều 38", "173/1; 38");
        check("điểm s khoản 1 Điều 51 5 Bộ luật hình sự", "51/1 s");
        check("khoản 01 Điều 173", "173/1");
        check("khoản 1 Đều 173", "173/1");
        check("khỏn 1 Điều 173", "173/1");
        check(
            "Áp dụng khoản 1 Điều 173; điểm s khoản 1 Điều 51 của Bộ luật hình sự xử phạt bị cáo 12 tháng tù",
            "173/1; 51/1 s",
        );
        check("khoản 1 (một) Điều 173", "173/1");
        check("Điều 217a BLHS 2015", "2015:217a");
    }

    #[test]
    fn codes_and_years() {
        check("Điều 173 BLHS năm 2015", "2015:173");
        check("Điều 173 BLHS2015", "2015:173");
        check("Điều 173 Bộ luật Hình sự năm 2015 (sửa đổi, bổ sung năm 2017)", "2015+:173");
        check("Điều 173 Bộ luật hình sự năm 2015 được sửa đổi, bổ sung năm 2017", "2015+:173");
        check("Điều 138 Bộ luật hình sự năm 1999 (sửa đổi, bổ sung năm 2009)", "1999+:138");
        check("Điều 155 BLHS 1985", "1985:155");
        check("Điều 155 BLHS 85", "1985:155");
        check("Điều 138 BLHS 99", "1999:138");
        check("Điều 173 BLHS (SĐBS 2017)", "+:173");
        check("Điều 173 BLHS 2017", "2015+:173");
        check("Điều 138 Bộ luật hình sự nước Cộng hòa xã hội chủ nghĩa Việt Nam năm 1999", "1999:138");
        check("Điều 173 Bộ luật Hình sự số 100/2015/QH13", "2015:173");
        check("Điều 173 BLHS số 100/2015/QH13 được sửa đổi, bổ sung theo Luật số 12/2017/QH14", "2015+:173");
        check("Điều 106 BLTTHS; Điều 47 BLHS", "BLTTHS:106; 47");
        check("Điều 331 và Điều 333 Bộ luật Tố tụng hình sự năm 2015", "BLTTHS 2015:331; BLTTHS 2015:333");
        check("Điều 584 Bộ luật dân sự", "BLDS:584");
        check("điểm a khoản 1 Điều 23 Nghị quyết số 326/2016/UBTVQH14", "326/2016/UBTVQH14 2016:23/1 a");
        check("Điều 23 NQ 326/2016/UBTVQH14 ngày 30/12/2016", "326/2016/UBTVQH14 2016:23");
        check(
            "khoản 1 Điều 173 BLHS 2015; Điều 106 BLTTHS; khoản 1 Điều 23 NQ326/2016/UBTVQH14",
            "2015:173/1; BLTTHS:106; 326/2016/UBTVQH14 2016:23/1",
        );
        check("BLHS 2015: khoản 1 Điều 173, Điều 38", "2015:173/1; 2015:38");
        check("khoản 1 Điều 173 BLHS 2015; Điều 38", "2015:173/1; 2015:38");
        check("khoản 1 Điều 173 BLHS 2015, khoản 2 Điều 51", "2015:173/1; 2015:51/2");
        check("K1 Đ168 Bộ luật Hình sự năm 2015; Khoản 1, Điều 173 BLHS 2015", "2015:168/1; 2015:173/1");
        check("Điều 41 Luật Thi hành án hình sự 2019", "Luật THAHS 2019:41");
        check("Điều 41 Luật THAHS", "Luật THAHS:41");
    }

    /// Forms seen in registers and judgments, each checked by hand.
    #[test]
    fn more_forms() {
        for (text, expected) in [
            ("điểm b, s khoản 1, khoản 2 Điều 51; Điều 38 BLHS", "51/1 bs; 51/2; 38"),
            ("Điểm c Khoản 2 Điều 134 Bộ luật Hình sự năm 2015 (sửa đổi, bổ sung năm 2017)", "2015+:134/2 c"),
            ("Điều 134 khoản 2 điểm c, d", "134/2 cd"),
            ("điểm c, d khoản 2 Điều 173, điểm s khoản 1 Điều 51, Điều 38", "173/2 cd; 51/1 s; 38"),
            ("khoản 1 Điều 249; điểm s khoản 1, khoản 2 Điều 51; Điều 65 BLHS", "249/1; 51/1 s; 51/2; 65"),
            ("K2 Đ251", "251/2"),
            ("k2đ251", "251/2"),
            ("đ251k2", "251/2"),
            ("Đ.251 K.2", "251/2"),
            ("Đ 251 k 2", "251/2"),
            ("Điều 251 K2", "251/2"),
            ("K.2 Đ.251 BLHS", "251/2"),
            ("đc k2 Đ251", "251/2 c"),
            ("điểm c k2 Đ251", "251/2 c"),
            ("đ.c k.2 Đ.251", "251/2 c"),
            ("đc,k2,Đ251", "251/2 c"),
            ("c k2 Đ251", "251/2 c"),
            ("điểm c, khoản 2, Điều 251", "251/2 c"),
            ("điểm c - khoản 2 - Điều 251", "251/2 c"),
            ("Điều 251 - khoản 2 - điểm c", "251/2 c"),
            ("Khoản 2 Điều 251; khoản 1 Điều 249 của BLHS", "251/2; 249/1"),
            ("khoản 2 điều 251 và khoản 1 điều 249", "251/2; 249/1"),
            ("Điều 251 (khoản 2), Điều 249 (khoản 1)", "251/2; 249/1"),
            ("Điều 251, Điều 249 BLHS", "251; 249"),
            ("Điều 251,249 BLHS", "251; 249"),
            ("điều 251; 249; 38; 51", "251; 249; 38; 51"),
            ("Đ251, Đ249", "251; 249"),
            ("Đ251,249,38", "251; 249; 38"),
            ("251, 249", "251; 249"),
            ("251", "251"),
            ("Điều 251 BLHS 2015 và Điều 194 BLHS 1999", "2015:251; 1999:194"),
            ("khoản 1 Điều 194 BLHS 1999; khoản 1 Điều 249 BLHS 2015", "1999:194/1; 2015:249/1"),
            (
                "khoản 1 Điều 138 Bộ luật hình sự năm 1999 (được sửa đổi, bổ sung năm 2009); Điều 7 Bộ luật Hình sự năm 2015",
                "1999+:138/1; 2015:7",
            ),
            ("khoan 1 dieu 138 bo luat hinh su nam 1999 sua doi bo sung nam 2009", "1999+:138/1"),
            ("KHOẢN 1 ĐIỀU 138 BLHS NĂM 1999 (SỬA ĐỔI BỔ SUNG NĂM 2009)", "1999+:138/1"),
            ("Khoản1, điều138, BLHS", "138/1"),
            ("khoản 1điều 138BLHS", "138/1"),
            ("khoản 1 Điều138BLHS1999", "1999:138/1"),
            ("điểmgkhoản1Điều48", "48/1 g"),
            ("điểm g khoản 1 Điều 48, điểm p khoản 1, khoản 2 Điều 46 BLHS", "48/1 g; 46/1 p; 46/2"),
            ("điểm p khoản 1 và khoản 2 Điều 46", "46/1 p; 46/2"),
            (
                "các điểm b, p khoản 1 và khoản 2 Điều 46; Điều 47; khoản 3 Điều 20 Bộ luật hình sự",
                "46/1 bp; 46/2; 47; 20/3",
            ),
            ("điểm a, điểm b, điểm đ khoản 1 Điều 171", "171/1 abđ"),
            ("điểm a và đ khoản 2 Điều 168", "168/2 ađ"),
            ("điểm a,b,đ K2 Đ168", "168/2 abđ"),
            ("Điểm đ Khoản 2 Điều 168", "168/2 đ"),
            ("đđ k2 Đ168", "168/2 đ"),
            ("điểm d Điều 51", "51 d"),
            ("Điểm s K1 Đ51, Đ17, Đ58", "51/1 s; 17; 58"),
            ("Điều 17, 58; Điều 38; điểm s khoản 1 Điều 51", "17; 58; 38; 51/1 s"),
            ("Điều 47 Bộ luật Hình sự; Điều 106 Bộ luật Tố tụng hình sự", "47; BLTTHS:106"),
            (
                "Điều 47 BLHS, Điều 106 BLTTHS năm 2015, Điều 584, 585, 586 BLDS",
                "47; BLTTHS 2015:106; BLDS:584; BLDS:585; BLDS:586",
            ),
            (
                "Điều 584, 585, 586, 589, 357, 468 Bộ luật Dân sự năm 2015",
                "BLDS 2015:584; BLDS 2015:585; BLDS 2015:586; BLDS 2015:589; BLDS 2015:357; BLDS 2015:468",
            ),
            (
                "khoản 2 Điều 136 BLTTHS; điểm a khoản 1 Điều 23 Nghị quyết 326/2016/UBTVQH14 ngày 30/12/2016",
                "BLTTHS:136/2; 326/2016/UBTVQH14 2016:23/1 a",
            ),
            (
                "điểm a khoản 1 Điều 23 Nghị quyết số 326/2016/UBTVQH14 ngày 30 tháng 12 năm 2016 của Ủy ban thường vụ Quốc hội",
                "326/2016/UBTVQH14 2016:23/1 a",
            ),
            ("Điều 331, 333 BLTTHS", "BLTTHS:331; BLTTHS:333"),
            ("khoản 1 Điều 2 Nghị quyết 41/2017/QH14", "41/2017/QH14 2017:2/1"),
            ("Điều 2 NQ số 02/2018/NQ-HĐTP", "02/2018/NQ-HĐTP 2018:2"),
            ("Điều 65 BLHS; Điều 2, 4 NQ 02/2018/NQ-HĐTP", "65; 02/2018/NQ-HĐTP 2018:2; 02/2018/NQ-HĐTP 2018:4"),
            ("theo khoản 1 Điều 173 của Bộ luật Hình sự", "173/1"),
            ("phạm vào khoản 1 Điều 260", "260/1"),
            (
                "Căn cứ khoản 1 Điều 173; điểm i, s khoản 1, khoản 2 Điều 51; Điều 65 Bộ luật Hình sự năm 2015",
                "2015:173/1; 2015:51/1 is; 2015:51/2; 2015:65",
            ),
            ("Căn cứ vào: Điều 173 khoản 1; Điều 51 khoản 1 điểm i, s; Điều 65", "173/1; 51/1 is; 65"),
            ("BLHS 2015: Điều 173 (khoản 1), Điều 51 (điểm s khoản 1)", "2015:173/1; 2015:51/1 s"),
            ("BLHS: k1 Đ173, đ.s k1 Đ51", "173/1; 51/1 s"),
            ("khoản 1, điểm a khoản 2 Điều 173", "173/1; 173/2 a"),
            ("điểm a khoản 2, khoản 3 Điều 173", "173/2 a; 173/3"),
            ("Khoản 2 (điểm a, b) Điều 173", "173/2 ab"),
            ("Điều 173.2", "173/2"),
            ("Điều 173.2.a", "173/2 a"),
            ("Điều 173(2)(a)", "173/2 a"),
            ("173 (1)", "173/1"),
            ("khoản 1 Điều 138 BLHS 1999 (nay là khoản 1 Điều 173 BLHS 2015)", "1999:138/1; 2015:173/1"),
            ("khoản 2 điều 104 (điểm a, i khoản 1) BLHS", "104/2; 104/1 ai"),
            ("Bộ luật hình sự 1999: Điều 138, 46; Bộ luật hình sự 2015: Điều 173", "1999:138; 1999:46; 2015:173"),
            ("diem d, d khoan 2 Dieu 168", "168/2 dđ"),
            ("Đ108 K4 Đ.D B.L.H.S 2015 (SĐBS 2017)", "2015+:108/4 d"),
            ("173(2)(a)", "173/2 a"),
            ("173/2/a", "173/2 a"),
            ("173/2a", "173/2 a"),
            ("173 khoản 2", "173/2"),
            ("173 k.2", "173/2"),
            ("Đ173/2", "173/2"),
            ("Đ173-2", "173/2"),
            ("2/173", "173/2"),
            ("2.173", "173/2"),
            ("khoản 2/Điều 173", "173/2"),
            ("điểm a/khoản 2/Điều 173", "173/2 a"),
            ("a/2/173", "173/2 a"),
            ("khoản 1 Đìêu 173", "173/1"),
            ("khoàn 1 Điêu 173", "173/1"),
            ("khoản 1 Diều 173", "173/1"),
            ("khoản 1 Ðiều 173", "173/1"),
            ("khoản 1 Điềú 173", "173/1"),
            ("kh oản 1 Đ iều 173", "173/1"),
            ("kho4ản 1 Điều 173", "173/1"),
            ("khoản 1 3 Điều 173", "173/1"),
            ("- 3 - khoản 1 Điều 173", "173/1"),
            ("khoản 1 Điều 173 - 5 -", "173/1"),
            ("điểm s khoản 1 Điều 51 [12]", "51/1 s"),
            ("Điều 1O4", "104"),
            ("khoản I Điều 173", "173/1"),
            ("khoản II Điều 173", "173/2"),
            ("Khoản 1 Điều 173, BLHS", "173/1"),
            ("Điều 173 k1 BLHS; Điều 51 k1 đs", "173/1; 51/1 s"),
            ("Điều 51 k1 đs, Điều 52 k1 đh", "51/1 s; 52/1 h"),
            ("Điều 51, khoản 1, điểm s và khoản 2", "51/1 s; 51/2"),
            ("Điều 46 (điểm p khoản 1, khoản 2), Điều 47, Điều 60", "46/1 p; 46/2; 47; 60"),
            ("đ.p k.1 k.2 Đ.46; Đ.60", "46/1 p; 46/2; 60"),
            ("điểm p k1,2 Đ46", "46/1 p; 46/2"),
            ("điểm p khoản 1,2 Điều 46", "46/1 p; 46/2"),
            ("khoản 1, 2 và 3 Điều 46", "46/1; 46/2; 46/3"),
            ("khoản 1,2,3 Đ46", "46/1; 46/2; 46/3"),
            ("từ Điều 331 đến Điều 333 BLTTHS", "BLTTHS:331; BLTTHS:332; BLTTHS:333"),
            ("Điều 331 đến 333 BLTTHS", "BLTTHS:331; BLTTHS:332; BLTTHS:333"),
            ("Điều 331-333 BLTTHS", "BLTTHS:331; BLTTHS:332; BLTTHS:333"),
            ("khoản 1 đến 3 Điều 52", "52/1; 52/2; 52/3"),
            ("khoản 1 - 3 Điều 52", "52/1; 52/2; 52/3"),
            ("điểm a-c khoản 1 Điều 52", "52/1 abc"),
            ("điểm a đến c khoản 1 Điều 52", "52/1 abc"),
            ("điểm a tới điểm đ khoản 1 Điều 52", "52/1 abcdđ"),
            ("từ điểm a đến điểm đ khoản 1 Điều 52", "52/1 abcdđ"),
            ("Điều 170a BLHS 1999", "1999:170a"),
            ("khoản 1 Điều 226b BLHS", "226b/1"),
            ("Điều 217a", "217a"),
            ("Điều 155 BLHS năm 1985", "1985:155"),
            ("Điều 155 BLHS 1985 sửa đổi năm 1989", "1985+:155"),
            ("Khoản 1 Điều 173 BLHS xử phạt 24 tháng tù", "173/1"),
            ("Khoản 1 Điều 173 BLHS ngày 12/5/2018", "173/1"),
            ("Bản án số 12/2019/HS-ST ngày 10/5/2019; khoản 1 Điều 173", "173/1"),
            ("Điều 12, 17, 20, 33, 46 BLHS 1999", "1999:12; 1999:17; 1999:20; 1999:33; 1999:46"),
            ("Áp dụng: k1 đ138; đ p k1 đ46; đ60 BLHS", "138/1; 46/1 p; 60"),
            ("áp dụng Điều 25, Điều 29 Bộ luật Hình sự", "25; 29"),
            ("khoản 1 Điều 173 BLHS2015 (SĐ,BS 2017)", "2015+:173/1"),
            ("khoản 1 Điều 173 BLHS 2015 (SĐ 2017)", "2015+:173/1"),
            ("khoản 1 Điều 173 BLHS 2015, sửa đổi bổ sung 2017", "2015+:173/1"),
            ("khoản 1 Điều 173 BLHS 2015 SĐBS năm 2017", "2015+:173/1"),
            ("khoản 1 Điều 173 BLHS 2015 (được SĐ, BS năm 2017)", "2015+:173/1"),
            ("khoản 1 Điều 173 BLHS 2015 - sửa đổi 2017", "2015+:173/1"),
            ("khoản 1 Điều 173 BLHS 2015/2017", "2015+:173/1"),
            ("khoản 1 Điều 173 BLHS (2015)", "2015:173/1"),
            ("khoản 1 Điều 173 BLHS năm 2015 và Luật sửa đổi, bổ sung một số điều của BLHS năm 2017", "2015+:173/1"),
            ("khoản 1 Điều 173 Luật số 100/2015/QH13", "2015:173/1"),
            ("khoản 1 Điều 173 BLHS sửa đổi", "+:173/1"),
            ("khoản 1 Điều 138 BLHS năm 1999, sửa đổi năm 2009; Điều 51 BLHS 2015", "1999+:138/1; 2015:51"),
            ("Điều 251 BLHS 2015; Điều 38", "2015:251; 2015:38"),
            ("Điều 41 Luật THAHS năm 2019", "Luật THAHS 2019:41"),
            ("Điều 41 Luật Thi hành án hình sự số 41/2019/QH14", "Luật THAHS 2019:41"),
            ("Điều 22 Luật Lý lịch tư pháp", "Luật LLTP:22"),
            ("Điều 27 Luật Phòng, chống ma túy", "Luật PCMT:27"),
            ("khoản 2 Điều 32 Luật Xử lý vi phạm hành chính", "Luật XLVPHC:32/2"),
            ("Điều 119 Luật Tư pháp người chưa thành niên", "Luật TPNCTN:119"),
            ("Áp dụng BLHS 2015; khoản 1 Điều 173; Điều 106 BLTTHS; Điều 38", "2015:173/1; BLTTHS:106; 2015:38"),
            (
                "BLHS 2015: khoản 1 Điều 173, Điều 38; BLTTHS: Điều 106, 136",
                "2015:173/1; 2015:38; BLTTHS:106; BLTTHS:136",
            ),
            ("BLHS 2015 (khoản 1 Điều 173); BLTTHS (Điều 106)", "2015:173/1; BLTTHS:106"),
            ("đi.ểm a kh.oản 1 Đi.ều 173", "173/1 a"),
            ("đ iểm a kho_ản 1 Đi_ều 173", "173/1 a"),
            ("Điềm a khõan 1 Điêu 173", "173/1 a"),
            ("điểm a, khoản 1, Điều 173, BLHS, 2015", "2015:173/1 a"),
            ("điểm a khoản 1 điều 173 bộ luật hình sự 2015 đã được sửa đổi bổ sung năm 2017", "2015+:173/1 a"),
            ("a khoản 1 Điều 173", "173/1 a"),
            ("điểm a khoản 1 - Điều 173 - BLHS 2015", "2015:173/1 a"),
            ("điểm (a) khoản (1) Điều (173)", "173/1 a"),
            ("điểm a) khoản 1) Điều 173", "173/1 a"),
            ("điểm a, b, c khoản 2; khoản 3 Điều 173", "173/2 abc; 173/3"),
            ("Điều 51 (khoản 1 điểm s; khoản 2); Điều 38", "51/1 s; 51/2; 38"),
            ("Điều 51: điểm s khoản 1, khoản 2; Điều 38", "51/1 s; 51/2; 38"),
            ("Điều 17, Điều 58, Điều 51 (điểm b, s khoản 1, khoản 2), Điều 65", "17; 58; 51/1 bs; 51/2; 65"),
            ("điều 51 khoản 1, 2", "51/1; 51/2"),
            ("điều 51 khoản 1 và 2; điều 52 khoản 1 điểm g", "51/1; 51/2; 52/1 g"),
            ("Đ51 K1,2; Đ38", "51/1; 51/2; 38"),
            ("Đ51k1đs", "51/1 s"),
            ("Đ51K1Đs,K2", "51/1 s; 51/2"),
            ("Đ.51K.1Đ.s", "51/1 s"),
            ("k1,2đ51", "51/1; 51/2"),
            ("s k1 đ51", "51/1 s"),
            ("đs k1, k2 đ51; đ38; đ17; đ58", "51/1 s; 51/2; 38; 17; 58"),
            ("Điều 51 điểm s khoản 1", "51/1 s"),
            ("điểm s, t khoản 1; khoản 2 Điều 51; khoản 1 Điều 54", "51/1 st; 51/2; 54/1"),
            ("khoản1 Điều 123 BLHS;Điều39 BLHS", "123/1; 39"),
            ("K1Đ123;Đ39BLHS", "123/1; 39"),
            ("Điều 93 khoản 1 điểm n BLHS 1999", "1999:93/1 n"),
            ("Khoản 1 Điều 93/BLHS 1999", "1999:93/1"),
            ("K1/Đ93/BLHS/1999", "1999:93/1"),
            ("khoản 1/ Điều 93/ BLHS", "93/1"),
            ("93/1 BLHS 1999", "1999:93/1"),
            ("93.1 BLHS99", "1999:93/1"),
            ("Điều luật: 173 khoản 1", "173/1"),
            ("Điều khoản: khoản 1 Điều 173", "173/1"),
            ("khoản 1 các Điều 173, 174 BLHS", "173/1; 174"),
            ("khoản 1 Điều 173, khoản 1 Điều 174, khoản 2 Điều 175, Điều 55", "173/1; 174/1; 175/2; 55"),
            ("Điểm a Khoản 3 Điều 249 - BLHS 2015", "2015:249/3 a"),
            ("điểm a K3 Đ 249 BLHS(2015)", "2015:249/3 a"),
            ("K3-Đ249-BLHS2015", "2015:249/3"),
            ("khoản 3, Điều 249, Bộ Luật Hình Sự Năm 2015 Sửa Đổi Bổ Sung Năm 2017", "2015+:249/3"),
            ("Điều 249 BLHS 2015 sđ, bs 2017", "2015+:249"),
            ("Điều 249 BLHS 2015 (sđbs)", "2015+:249"),
            ("Điều 249 BLHS (sửa đổi, bổ sung năm 2017)", "+:249"),
            ("Điều 260 khoản 2 điểm a BLHS; Điều 260 khoản 1 BLHS", "260/2 a; 260/1"),
            ("Điều 260 khoản 1; Điều 260 khoản 2", "260/1; 260/2"),
            (
                "Điều 248, 249 Bộ luật hình sự năm 1999; Điều 321 Bộ luật hình sự năm 2015",
                "1999:248; 1999:249; 2015:321",
            ),
            (
                "Điều 248 BLHS 1999, Điều 51 BLHS 2015, Điều 136 BLTTHS 2015, Điều 23 NQ 326/2016/UBTVQH14, Điều 41 Luật THAHS 2019",
                "1999:248; 2015:51; BLTTHS 2015:136; 326/2016/UBTVQH14 2016:23; Luật THAHS 2019:41",
            ),
            ("điểm h khoản 2 Điều 52; điểm o khoản 1 Điều 52", "52/2 h; 52/1 o"),
            ("điểm x khoản 1 Điều 51", "51/1 x"),
            ("điểm s khoản 1,khoản 2Điều 51", "51/1 s; 51/2"),
            ("điểms khoản1 Điều51", "51/1 s"),
            ("điểm s, khoản 1; khoản 2, Điều 51", "51/1 s; 51/2"),
            ("Điều 20; 53 BLHS", "20; 53"),
            ("Điều 33 BLHS năm 1985", "1985:33"),
            ("Điều 151 khoản 1 BLHS 85", "1985:151/1"),
            ("Trang 2 khoản 1 Điều 173", "173/1"),
            ("khoản 1 Trang 2 Điều 173", "173/1"),
            ("khoản 1 (trang 2) Điều 173", "173/1"),
            ("khoản 1 [2] Điều 173", "173/1"),
            ("khoản 1 2/5 Điều 173", "173/1"),
            ("Khoản 1 Đ. 173 BLHS 2015", "2015:173/1"),
            ("khoản 1, đ.173", "173/1"),
            ("K 1, Đ 173, BLHS", "173/1"),
            ("k1. đ173. blhs", "173/1"),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn exists() {
        for (text, expected) in [
            ("điểm s khoản 1 Điều 51 BLHS 2015", Some(true)),
            ("điểm y khoản 1 Điều 51 BLHS 2015", Some(false)),
            ("khoản 3 Điều 51 BLHS 2015", Some(true)),
            ("khoản 9 Điều 51 BLHS 2015", Some(false)),
            ("Điều 184 BLHS 2015", Some(true)),
            ("Điều 426 BLHS 2015", Some(false)),
            ("Điều 217a BLHS 2015", Some(true)),
            ("khoản 2 Điều 256a BLHS 2015", Some(true)),
            ("khoản 6 Điều 251 BLHS 2015", Some(true)),
            ("khoản 2 Điều 138 BLHS 1999", Some(true)),
            ("điểm a khoản 2 Điều 138 BLHS 1999", None),
            ("Điều 345 BLHS 1999", Some(false)),
            ("Điều 46 BLHS 1999", Some(true)),
            ("Điều 155 BLHS 1985", None),
            ("Điều 281 BLHS 1985", Some(false)),
            ("Điều 173 BLHS", None),
            ("Điều 106 BLTTHS 2015", None),
        ] {
            assert_eq!(read(text).value.unwrap()[0].exists(), expected, "{text}");
        }
    }

    #[test]
    fn repairs_are_listed() {
        let reading = read("kh oản 1 Điều 173");
        assert_eq!(reading.repairs, [Repair::certain("keyword", "kh oản", "khoản")]);
        assert!(read("khoản 1 Điều 173").repairs.is_empty());
    }

    mod laws {
        use proptest::prelude::*;

        use super::super::*;

        fn citation() -> impl Strategy<Value = Citation> {
            let code = prop_oneof![
                (
                    Just("BLHS".to_owned()),
                    prop_oneof![Just(None), Just(Some(1985)), Just(Some(1999)), Just(Some(2015))]
                ),
                (
                    prop_oneof![Just("BLTTHS".to_owned()), Just("BLDS".to_owned())],
                    prop_oneof![Just(None), Just(Some(2015))]
                ),
                Just(("326/2016/UBTVQH14".to_owned(), Some(2016))),
            ];
            let points = proptest::collection::btree_set(0..23usize, 0..4);
            (code, any::<bool>(), 1..600u16, proptest::option::of(1..9u16), points).prop_map(
                |((code, year), amended, article, clause, points)| Citation {
                    amended: amended && code == "BLHS",
                    code,
                    year,
                    article: article.to_string(),
                    clause: clause.map(|n| n.to_string()),
                    points: points
                        .into_iter()
                        .filter(|_| clause.is_some())
                        .filter_map(|i| "abcdđeghiklmnopqrstuvxy".chars().nth(i))
                        .map(String::from)
                        .collect(),
                },
            )
        }

        proptest! {
            #[test]
            fn never_panics(text in "\\PC{0,60}") {
                let _ = read(&text);
            }

            #[test]
            fn never_panics_near_the_forms(text in "(điểm|khoản|Điều|k|đ|[a-z]|[0-9]{1,4}|BLHS|năm|sửa đổi|NQ|/|,|;|\\.|-|\\(|\\)| ){0,24}") {
                let _ = read(&text);
            }

            #[test]
            fn what_is_printed_reads_back(cited in proptest::collection::vec(citation(), 1..4)) {
                let text = cited.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
                let mut expected: Vec<Citation> = Vec::new();
                for citation in cited {
                    if !expected.contains(&citation) {
                        expected.push(citation);
                    }
                }
                prop_assert_eq!(read(&text).value.unwrap_or_default(), expected, "{}", text);
            }
        }
    }

    #[test]
    fn not_citations() {
        for text in [
            "xử phạt 12 tháng tù",
            "12/03/2019",
            "Trộm cắp tài sản",
            "abc",
            "0123456789",
            "12/2019/HS-ST",
            "điều kiện",
            "108/28.3.23",
            "100/20.3.22",
            "12.03.19",
            "2 lần",
        ] {
            assert_eq!(read(text).error, Some(CitationError::Unrecognised), "{text}");
        }
        assert_eq!(read("").missing, Some(Missing::Blank));
        assert_eq!(parse("//"), Err(CitationError::Missing(Missing::Blank)));
        assert_eq!(CitationError::Unrecognised.to_string(), "expected cited articles, found other text");
    }
}
