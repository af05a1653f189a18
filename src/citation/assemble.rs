//! From the elements of a text to citations: which points are of which clause, which clause of which article, which
//! article of which code.

use super::Citation;
use super::scan::{Code, Element, Piece, Scan};

/// Puts points to clauses, clauses to articles, articles to codes. What is part of no citation leaves the elements.
pub(super) fn assemble(scan: &mut Scan) -> Vec<Citation> {
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
