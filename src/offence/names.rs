//! From the spelling of an offence's name to the articles that it may stand for.
//!
//! Names are compared word by word without marks and without the small words (`hoặc`, `và`, `về`, `các` …). A
//! reading covers every word of the text; among readings the one with the fewest names wins, so that
//! `bắt, giữ hoặc giam người trái pháp luật` is one offence and `trộm cắp tài sản, cướp tài sản` are two. What
//! no exact name covers is tried as initials (`TCTS`, `Tổ chức SDTPCMT`), as acts that share an object
//! (`tàng trữ, mua bán trái phép chất ma túy`), and as a name with letters lost or wrong; each only where one
//! offence alone answers.

mod near;

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use super::catalogue::{self, Article, Relation};
use super::spelling::{Letters, digits, letters};
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
}

/// The key of a step in the tree.
fn edge(node: u32, word: u32) -> u64 {
    u64::from(node) << 32 | u64::from(word)
}
