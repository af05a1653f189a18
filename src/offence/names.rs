//! From the spelling of an offence's name to the articles that it may stand for.
//!
//! Names are compared word by word without marks and without the small words (`hoặc`, `và`, `về`, `các` …). A
//! reading covers every word of the text; among readings the one with the fewest names wins, so that
//! `bắt, giữ hoặc giam người trái pháp luật` is one offence and `trộm cắp tài sản, cướp tài sản` are two. What
//! no exact name covers is tried as initials (`TCTS`, `Tổ chức SDTPCMT`), as acts that share an object
//! (`tàng trữ, mua bán trái phép chất ma túy`), and as a name with letters lost or wrong; each only where one
//! offence alone answers.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use super::catalogue::{self, Article, Relation};
use super::initials::{align, syllable};
use super::spelling::{Letters, digits, distance, letters, ocr, osa};
use super::words::{Word, all_words, plain_key};
use crate::data;
use crate::name::table::{Fnv, Words};

/// An article that a name may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) article: &'static Article,
    /// An older or newer name of the offence: counts only where date or citation chooses its code.
    pub(super) weak: bool,
    /// The name that the article had before its amendment.
    pub(super) former: bool,
}

/// A name as found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) candidates: &'static [Candidate],
    /// Too short to decide without a citation.
    pub(super) ambiguous: bool,
    /// Letters had to be repaired: the name as it should be.
    pub(super) repaired: Option<&'static str>,
    /// First and last (exclusive) character of the text.
    pub(super) span: (usize, usize),
}

/// What stands around the names of offences and says nothing about them.
const NOISE: &[&str] = &[
    "pham",
    "danh",
    "ten",
    "hanh vi",
    "bi cao",
    "bi can",
    "theo",
    "quy dinh",
    "quy dinh tai",
    "tai",
    "theo quy dinh",
    "dong pham",
    "theo quy dinh tai",
    "duoc quy dinh tai",
    "nhieu lan",
    "chua dat",
    "thuoc truong hop chua dat",
    "pham chua dat",
    "pham toi chua dat",
    "chuan bi",
    "chuan bi pham",
    "giai doan chuan bi",
    "vai tro dong pham",
    "vai tro",
    "theo diem",
    "diem",
    "khoan",
    "dieu",
    "theo khoan",
    "theo dieu",
    "bi truy to",
    "bi xet xu",
    "bi ket an",
    "xet xu",
    "truy to",
    "bi khoi to",
    "khoi to",
    "nam",
    "blhs",
    "bo luat hinh su",
    "bl",
    "hinh su",
    "luat hinh su",
    "so",
    "thuc hien",
    "voi vai tro dong pham",
    "giup suc",
    "chu muu",
    "to chuc pham",
    "tai pham",
    "tai pham nguy hiem",
    "nguyen",
    "khung",
    "dk",
    "sua doi",
    "bo sung",
    "sua doi bo sung",
];

struct Phrase {
    /// All words, and which of them are small.
    full: Vec<(String, bool)>,
    /// The words that count, in one, and all words in one.
    joined: String,
    whole: String,
    letters: Letters,
    joined_letters: Letters,
    /// Its figures alone.
    figures: String,
    candidates: Vec<Candidate>,
    ambiguous: bool,
    noise: bool,
    shown: &'static str,
}

/// All names, as a tree of words.
pub(super) struct Names {
    phrases: Vec<Phrase>,
    vocabulary: Words<u32>,
    /// Children of a node by node and word; the root is node 0.
    trie: HashMap<u64, u32, BuildHasherDefault<Fnv>>,
    /// Phrases by their words that count, parted by blanks.
    whole: Words<u32>,
    /// The phrase that ends at a node.
    ends: Vec<Option<u32>>,
    /// Phrases by their first letter, for initials.
    initials: HashMap<u8, Vec<u32>>,
}

static NAMES: LazyLock<Names> = LazyLock::new(Names::build);

/// The matcher, built once.
pub(super) fn names() -> &'static Names {
    &NAMES
}

impl Names {
    fn build() -> Self {
        let mut names = Self {
            phrases: Vec::new(),
            vocabulary: Words::default(),
            trie: HashMap::default(),
            whole: Words::default(),
            ends: vec![None],
            initials: HashMap::new(),
        };
        for year in [1985, 1999, 2015] {
            for article in catalogue::catalogue(year).iter().filter(|a| a.offence) {
                let candidate = Candidate { article, weak: false, former: false };
                names.add(article.name, candidate, false);
                if let Some(former) = article.former {
                    names.add(former, Candidate { former: true, ..candidate }, false);
                }
            }
        }
        for row in data::rows(include_str!("../data/offence_aliases.tsv")) {
            for (column, weak) in [(1, false), (2, true)] {
                for offence in row.get(column).split(' ').filter(|o| !o.is_empty()) {
                    let found =
                        offence.split_once(':').and_then(|(year, number)| catalogue::find(year.parse().ok()?, number));
                    if let Some(article) = found {
                        names.add(
                            row.get(0),
                            Candidate { article, weak, former: false },
                            row.get(3).ends_with("ambiguous"),
                        );
                    }
                }
            }
        }
        for noise in NOISE {
            let id = names.phrase(noise);
            if let Some(phrase) = names.phrases.get_mut(id) {
                phrase.noise = phrase.candidates.is_empty();
            }
        }
        // A name of the one code with the article of the other: weak, through the map.
        for phrase in &mut names.phrases {
            let mut more = Vec::new();
            for candidate in &phrase.candidates {
                if candidate.article.year == 1999 {
                    for successor in catalogue::successors(candidate.article.article) {
                        if successor.relation != Relation::Partial {
                            more.extend(catalogue::find(2015, successor.article));
                        }
                    }
                } else if candidate.article.year == 2015 {
                    for old in catalogue::catalogue(1999) {
                        if catalogue::successors(old.article)
                            .any(|s| s.article == candidate.article.article && s.relation != Relation::Partial)
                        {
                            more.push(old);
                        }
                    }
                }
            }
            for article in more {
                // A code that the name itself belongs to needs no detour.
                if !phrase.candidates.iter().any(|c| c.article.year == article.year && !c.weak)
                    && !phrase.candidates.iter().any(|c| std::ptr::eq(c.article, article))
                {
                    phrase.candidates.push(Candidate { article, weak: true, former: false });
                }
            }
        }
        for (id, phrase) in names.phrases.iter().enumerate() {
            if let (false, Some(first), Ok(id)) = (phrase.noise, phrase.joined.bytes().next(), u32::try_from(id)) {
                names.initials.entry(first).or_default().push(id);
            }
        }
        names
    }

    /// The phrase of the spelling, made if there is none.
    fn phrase(&mut self, spelling: &'static str) -> usize {
        let full: Vec<(String, bool)> =
            all_words(spelling, &[]).into_iter().map(|word| (word.text, word.small)).collect();
        let mut node = 0u32;
        for (word, _) in full.iter().filter(|(_, small)| !small) {
            let fresh = u32::try_from(self.vocabulary.len()).unwrap_or(u32::MAX);
            let word = *self.vocabulary.entry(word.as_str().into()).or_insert(fresh);
            let next = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
            node = *self.trie.entry(edge(node, word)).or_insert(next);
            if node == next {
                self.ends.push(None);
            }
        }
        let slot = self.ends.get_mut(node as usize);
        if let Some(Some(id)) = slot {
            return *id as usize;
        }
        let id = self.phrases.len();
        if let Some(slot) = slot {
            *slot = u32::try_from(id).ok();
        }
        let joined: String = full.iter().filter(|(_, small)| !small).map(|(word, _)| word.as_str()).collect();
        let whole: String = full.iter().map(|(word, _)| word.as_str()).collect();
        let counted: Vec<&str> = full.iter().filter(|(_, small)| !small).map(|(word, _)| word.as_str()).collect();
        if let Ok(id) = u32::try_from(id) {
            self.whole.insert(counted.join(" ").into(), id);
        }
        self.phrases.push(Phrase {
            letters: letters(whole.bytes()),
            joined_letters: letters(joined.bytes()),
            figures: digits(&joined),
            full,
            joined,
            whole,
            candidates: Vec::new(),
            ambiguous: false,
            noise: false,
            shown: spelling,
        });
        id
    }

    fn add(&mut self, spelling: &'static str, candidate: Candidate, ambiguous: bool) {
        let id = self.phrase(spelling);
        let Some(phrase) = self.phrases.get_mut(id) else { return };
        phrase.ambiguous |= ambiguous;
        match phrase.candidates.iter_mut().find(|c| std::ptr::eq(c.article, candidate.article)) {
            Some(known) => {
                known.weak &= candidate.weak;
                known.former &= candidate.former;
            }
            None => phrase.candidates.push(candidate),
        }
    }

    fn step(&self, node: u32, word: &str) -> Option<u32> {
        self.trie.get(&edge(node, *self.vocabulary.get(word)?)).copied()
    }

    fn get(&self, id: u32) -> Option<&Phrase> {
        self.phrases.get(id as usize)
    }

    fn exact<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> Option<u32> {
        let mut node = 0;
        for word in words {
            node = self.step(node, word)?;
        }
        self.ends.get(node as usize).copied().flatten()
    }

    /// The name that is the whole text, where it holds no figures and no brackets; of a code that the year allows.
    pub(super) fn plain(&'static self, text: &str, year: Option<i16>) -> Option<Name> {
        let mut key = String::with_capacity(text.len());
        plain_key(text, &mut key)?;
        let id = *self.whole.get(key.as_str())?;
        let phrase = self.get(id).filter(|phrase| !phrase.noise && !self.foreign(id, year))?;
        Some(Name { candidates: &phrase.candidates, ambiguous: phrase.ambiguous, repaired: None, span: (0, 0) })
    }

    /// Reads the names in the words; none where words remain that no name covers.
    /// A `year` that date or citation give prefers names of that code.
    pub(super) fn read(&'static self, words: &[Word], year: Option<i16>) -> Option<Vec<Name>> {
        let mut found = Vec::new();
        if self.cover(words, year, &mut found) {
            return Some(found);
        }
        // A long name may hold a semicolon of its own.
        if words.iter().skip(1).any(|word| word.gap > 0)
            && let Some((id, shown, _)) = self.misspelt(words)
        {
            self.push(id, Some(words), shown, &mut found);
            return Some(found);
        }
        // Part by part: what stands between semicolons is read on its own.
        let mut from = 0;
        while from < words.len() {
            let mut to = from + 1;
            while words.get(to).is_some_and(|word| word.gap < 2) {
                to += 1;
            }
            let segment = words.get(from..to).unwrap_or(&[]);
            if !self.cover(segment, year, &mut found) && !self.segment(segment, year, &mut found) {
                return None;
            }
            from = to;
        }
        Some(found)
    }

    /// Covers all words with names, as few as can be; false where that is impossible.
    fn cover(&'static self, words: &[Word], year: Option<i16>, found: &mut Vec<Name>) -> bool {
        // Cheapest cover of the words from i on: cost and the phrase to take.
        let mut best: Vec<Option<(u32, usize, u32)>> = vec![None; words.len() + 1];
        if let Some(last) = best.last_mut() {
            *last = Some((0, 0, 0));
        }
        for i in (0..words.len()).rev() {
            let mut node = 0;
            for (j, word) in words.iter().enumerate().skip(i) {
                let Some(next) = self.step(node, &word.text) else { break };
                node = next;
                let Some(id) = self.ends.get(node as usize).copied().flatten() else { continue };
                let Some((rest, _, _)) = best.get(j + 1).copied().flatten() else { continue };
                let noise = self.get(id).is_some_and(|phrase| phrase.noise);
                // Two names need something between them.
                let seam = i > 0 && !noise && words.get(i).is_some_and(|word| word.gap == 0);
                let short = j == i && seam;
                let cost = rest
                    + if noise { 1 } else { 4 }
                    + if self.foreign(id, year) { 8 } else { 0 }
                    + if seam { 3 } else { 0 }
                    + if short { 100 } else { 0 };
                let slot = best.get_mut(i);
                if let Some(slot) = slot
                    && slot.is_none_or(|(known, _, _)| cost < known)
                {
                    *slot = Some((cost, j + 1, id));
                }
            }
        }
        if best.first().copied().flatten().is_none_or(|(cost, _, _)| cost >= 100) {
            return words.is_empty();
        }
        let mut i = 0;
        while let Some((_, to, id)) = best.get(i).copied().flatten().filter(|_| i < words.len()) {
            self.push(id, words.get(i..to), None, found);
            i = to;
        }
        true
    }

    /// Whether a name belongs to other codes than the one of the year. Names of 1985 alone, some of which hold what
    /// are two offences today, give way where no year asks for them.
    fn foreign(&self, id: u32, year: Option<i16>) -> bool {
        let Some(phrase) = self.get(id).filter(|phrase| !phrase.noise) else { return false };
        match year {
            Some(year) => !phrase.candidates.iter().any(|c| c.article.year == year),
            None => phrase.candidates.iter().all(|c| c.article.year == 1985),
        }
    }

    fn push(&'static self, id: u32, words: Option<&[Word]>, repaired: Option<&'static str>, found: &mut Vec<Name>) {
        let Some(phrase) = self.get(id) else { return };
        if !phrase.noise {
            let end = |word: Option<&Word>| word.map_or((0, 0), |word| word.span);
            let words = words.unwrap_or(&[]);
            found.push(Name {
                candidates: &phrase.candidates,
                ambiguous: phrase.ambiguous,
                repaired,
                span: (end(words.first()).0, end(words.last()).1),
            });
        }
    }

    /// Reads a segment that exact names do not cover.
    fn segment(&'static self, words: &[Word], year: Option<i16>, found: &mut Vec<Name>) -> bool {
        // Parts between commas: parts i..j are one name or share an object.
        let mut starts: Vec<usize> =
            (0..words.len()).filter(|i| *i == 0 || words.get(*i).is_some_and(|w| w.gap > 0)).collect();
        starts.push(words.len());
        let parts = starts.len() - 1;
        if parts > 12 {
            return false;
        }
        let mut best: Vec<Option<(u32, usize, Vec<Name>)>> = vec![None; parts + 1];
        if let Some(last) = best.last_mut() {
            *last = Some((0, parts, Vec::new()));
        }
        for i in (0..parts).rev() {
            for j in i + 1..=parts {
                let Some((rest, _, _)) = best.get(j).cloned().flatten() else { continue };
                let (Some(from), Some(to)) = (starts.get(i).copied(), starts.get(j).copied()) else { continue };
                let group = words.get(from..to).unwrap_or(&[]);
                let mut names = Vec::new();
                let cost = if self.cover(group, year, &mut names) {
                    2
                } else if self.shared(words, starts.get(i..=j).unwrap_or(&[]), &mut names) {
                    3
                } else if let Some((id, shown, d)) = self.near(group) {
                    self.push(id, Some(group), shown, &mut names);
                    3 + d
                } else {
                    continue;
                };
                if let Some(slot) = best.get_mut(i)
                    && slot.as_ref().is_none_or(|(known, _, _)| rest + cost < *known)
                {
                    *slot = Some((rest + cost, j, names));
                }
            }
        }
        let mut i = 0;
        while let Some((_, to, names)) = best.get(i).cloned().flatten().filter(|_| i < parts) {
            found.extend(names);
            i = to;
        }
        i == parts
    }

    /// `tàng trữ, mua bán trái phép chất ma túy`: the last part ends with the object of all, or the first begins
    /// with the act of all.
    fn shared(&'static self, words: &[Word], starts: &[usize], found: &mut Vec<Name>) -> bool {
        let parts: Vec<&[Word]> =
            starts.windows(2).filter_map(|pair| words.get(*pair.first()?..*pair.last()?)).collect();
        let (Some((first, others)), Some((last, before))) = (parts.split_first(), parts.split_last()) else {
            return false;
        };
        if others.is_empty() {
            return false;
        }
        let text = |words: &'_ [Word]| -> Vec<String> { words.iter().map(|w| w.text.clone()).collect() };
        let whole = |ids: Vec<u32>, found: &mut Vec<Name>| {
            for (id, pair) in ids.into_iter().zip(starts.windows(2)) {
                if let [from, to] = *pair {
                    self.push(id, words.get(from..to), None, found);
                }
            }
        };
        let exact = |words: &[String]| {
            self.exact(words.iter().map(String::as_str)).filter(|id| self.get(*id).is_some_and(|p| !p.noise))
        };
        // A part that is itself shortened (`mua bán trái phép VLN`) gives its object in full.
        let spelled = |words: &[Word]| -> Vec<String> {
            let own = text(words);
            if exact(&own).is_some() {
                return own;
            }
            let known = self.initials(words).and_then(|id| self.get(id));
            known.map_or(own, |phrase| phrase.full.iter().filter(|(_, small)| !small).map(|(w, _)| w.clone()).collect())
        };
        let (first, last) = (spelled(first), spelled(last));
        if let Some(end) = exact(&last) {
            for cut in 1..last.len() {
                let tail = last.get(cut..).unwrap_or(&[]);
                let ids: Option<Vec<u32>> = before
                    .iter()
                    .map(|part| {
                        let mut words = text(part);
                        words.extend_from_slice(tail);
                        exact(&words)
                    })
                    .collect();
                if let Some(mut ids) = ids {
                    ids.push(end);
                    whole(ids, found);
                    return true;
                }
            }
        }
        if let Some(start) = exact(&first) {
            for cut in 1..first.len() {
                let head = first.get(..cut).unwrap_or(&[]);
                let ids: Option<Vec<u32>> = others
                    .iter()
                    .map(|part| {
                        let mut words = head.to_vec();
                        words.extend(text(part));
                        exact(&words)
                    })
                    .collect();
                if let Some(mut ids) = ids {
                    ids.insert(0, start);
                    whole(ids, found);
                    return true;
                }
            }
        }
        false
    }

    /// The one phrase that the words abbreviate or misspell, its spelling if letters were wrong, and how far it is.
    fn near(&self, words: &[Word]) -> Option<(u32, Option<&'static str>, u32)> {
        self.initials(words)
            .map(|id| (id, None, 0))
            .or_else(|| self.misspelt(words))
            .or_else(|| self.part(words).map(|id| (id, None, 2)))
    }

    /// Phrases that begin like the words, with the number of words that they have more.
    fn aligned<'a>(&'a self, words: &'a [Word], skips: usize) -> impl Iterator<Item = (u32, &'a Phrase, usize)> {
        let first = words.first().and_then(|word| word.text.bytes().next());
        let ids = first.and_then(|first| self.initials.get(&first)).map_or(&[][..], Vec::as_slice);
        ids.iter().filter_map(move |id| {
            let phrase = self.get(*id)?;
            align(words, &phrase.full, skips).map(|skipped| (*id, phrase, skipped))
        })
    }

    /// The phrase whose words the letters are the initials of.
    fn initials(&self, words: &[Word]) -> Option<u32> {
        if words.iter().map(|w| w.text.len()).sum::<usize>() < 4 || words.iter().all(|w| syllable(&w.text)) {
            return None;
        }
        let mut found: Option<(u32, &Phrase)> = None;
        for (id, phrase, _) in self.aligned(words, 0) {
            match found {
                None => found = Some((id, phrase)),
                Some((_, known)) if same(known, phrase) => {}
                Some(_) => return None,
            }
        }
        found.map(|(id, _)| id)
    }

    /// The one compound name of which the words name a part: `làm, tàng trữ tài liệu nhằm chống Nhà nước …`.
    fn part(&self, words: &[Word]) -> Option<u32> {
        if words.len() < 4 {
            return None;
        }
        let mut found: Option<(u32, &Phrase, usize)> = None;
        // Whatever else begins and ends so makes the part ambiguous, however long it is.
        for (id, phrase, skipped) in self.aligned(words, 4 * words.len()) {
            match found {
                None => found = Some((id, phrase, skipped)),
                Some((_, known, least)) if related(known, phrase) => {
                    if skipped < least {
                        found = Some((id, phrase, skipped));
                    }
                }
                Some(_) => return None,
            }
        }
        // Three words of five at least.
        found.filter(|(_, _, skipped)| 3 * skipped <= 2 * words.len()).map(|(id, _, _)| id)
    }

    /// The one phrase that a few letters part from the words, and how many.
    fn misspelt(&self, words: &[Word]) -> Option<(u32, Option<&'static str>, u32)> {
        let joined: String = words.iter().flat_map(|w| ocr(&w.text)).collect();
        let whole: String = words.iter().flat_map(|w| w.lead.chars().chain(ocr(&w.text))).collect();
        let limit = match joined.len() {
            0..=5 => return None,
            6..=9 => 1,
            10..=17 => 2,
            18..=29 => 3,
            _ => 4,
        };
        let (own, own_joined) = (letters(whole.bytes()), letters(joined.bytes()));
        let figures = digits(&joined);
        let mut best: Option<(usize, u32)> = None;
        let mut second = usize::MAX;
        for (id, phrase) in self.phrases.iter().enumerate() {
            let near = phrase.whole.len().abs_diff(whole.len()) <= limit;
            let near_joined = phrase.joined.len().abs_diff(joined.len()) <= limit;
            if !(near || near_joined)
                || phrase.noise
                || phrase.candidates.is_empty()
                || phrase.joined.len() < 6
                || phrase.figures != figures
            {
                continue;
            }
            // With the small words and without: either may be what went wrong. Each edit changes the count of two
            // letters at most, so that most names need no distance at all.
            let apart = distance(&own, &phrase.letters);
            let mut d = if near && apart <= 2 * limit { osa(&whole, &phrase.whole) } else { usize::MAX };
            if d > 0 && near_joined && apart <= 24 && distance(&own_joined, &phrase.joined_letters) <= 2 * (limit + 1) {
                d = d.min(osa(&joined, &phrase.joined));
            }
            if d > limit + 1 {
                continue;
            }
            let id = u32::try_from(id).ok()?;
            match best {
                Some((known, other)) if self.get(other).is_some_and(|other| same(other, phrase)) => {
                    if d < known {
                        best = Some((d, id));
                    }
                }
                Some((known, _)) if d >= known => second = second.min(d),
                Some((known, _)) => {
                    second = known;
                    best = Some((d, id));
                }
                None => best = Some((d, id)),
            }
        }
        let (d, id) = best.filter(|(d, _)| *d <= limit && *d < second)?;
        Some((id, Some(self.get(id)?.shown), u32::try_from(d).unwrap_or(4)))
    }
}

/// The key of a step in the tree.
fn edge(node: u32, word: u32) -> u64 {
    u64::from(node) << 32 | u64::from(word)
}

/// Whether two phrases stand for the same articles.
fn same(a: &Phrase, b: &Phrase) -> bool {
    let strong = |p: &Phrase| -> Vec<(i16, &'static str)> {
        p.candidates.iter().filter(|c| !c.weak).map(|c| (c.article.year, c.article.article)).collect()
    };
    let (a, b) = (strong(a), strong(b));
    a.iter().all(|x| b.contains(x)) || b.iter().all(|x| a.contains(x))
}

/// Whether one phrase stands for articles that the other may stand for, too.
fn related(a: &Phrase, b: &Phrase) -> bool {
    let within = |a: &Phrase, b: &Phrase| {
        a.candidates.iter().filter(|c| !c.weak).all(|x| b.candidates.iter().any(|y| std::ptr::eq(x.article, y.article)))
    };
    within(a, b) || within(b, a)
}
