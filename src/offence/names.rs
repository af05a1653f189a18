//! From the spelling of an offence's name to the articles that it may stand for.
//!
//! Names are compared word by word without marks and without the small words (`hoặc`, `và`, `về`, `các` …). A
//! reading covers every word of the text; among readings the one with the fewest names wins, so that
//! `bắt, giữ hoặc giam người trái pháp luật` is one offence and `trộm cắp tài sản, cướp tài sản` are two. What
//! no exact name covers is tried as initials (`TCTS`, `Tổ chức SDTPCMT`), as acts that share an object
//! (`tàng trữ, mua bán trái phép chất ma túy`), and as a name with letters lost or wrong; each only where one
//! offence alone answers.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::catalogue::{self, Article, Relation};
use crate::citation::fold;
use crate::data;

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
    pub(super) candidates: Vec<Candidate>,
    /// Too short to decide without a citation.
    pub(super) ambiguous: bool,
    /// Letters had to be repaired: the name as it should be.
    pub(super) repaired: Option<&'static str>,
    /// First and last (exclusive) character of the text.
    pub(super) span: (usize, usize),
}

/// A word of the text, folded, with the separator before it and its place among the characters.
#[derive(Clone, Debug)]
pub(super) struct Word {
    text: String,
    /// 0 a blank, 1 a comma or `và`, 2 a semicolon or bracket.
    gap: u8,
    /// Whether the word stands in brackets.
    pub(super) bracketed: bool,
    small: bool,
    span: (usize, usize),
}

/// Words that names are written with or without.
const SMALL: &[&str] = &["hoac", "va", "hay", "cac", "nhung", "ve", "doi", "voi", "toi", "cua", "cho"];

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
    /// The words that count, in one.
    joined: String,
    letters: [u8; 26],
    candidates: Vec<Candidate>,
    ambiguous: bool,
    noise: bool,
    shown: &'static str,
}

/// All names, as a tree of words.
pub(super) struct Names {
    phrases: Vec<Phrase>,
    vocabulary: HashMap<String, u32>,
    /// Children of a node by word; the root is node 0.
    trie: HashMap<(u32, u32), u32>,
    /// The phrase that ends at a node.
    ends: Vec<Option<u32>>,
    /// Phrases by their first letter, for initials.
    initials: HashMap<u8, Vec<u32>>,
}

fn small(word: &str) -> bool {
    SMALL.contains(&word)
}

/// The words of a text outside the blanked spans.
fn all_words(text: &str, blank: &[(usize, usize)]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut word = String::new();
    let (mut from, mut to, mut gap, mut depth) = (0, 0, 2, 0usize);
    let mut chars = text.chars().filter_map(fold).enumerate().peekable();
    loop {
        let next = chars.next();
        let ahead = chars.peek().map(|(_, byte)| *byte);
        let blanked = next.is_some_and(|(at, _)| blank.iter().any(|(from, to)| (*from..*to).contains(&at)));
        if let Some((at, byte)) = next
            && !blanked
            && byte.is_ascii_alphanumeric()
        {
            if word.is_empty() {
                from = at;
            }
            word.push(char::from(byte));
            to = at + 1;
            continue;
        }
        if !word.is_empty() {
            let text = std::mem::take(&mut word);
            if matches!(text.as_str(), "toi" | "va" | "hoac" | "hay") {
                gap = gap.max(1);
            }
            let small = small(&text);
            words.push(Word { gap, bracketed: depth > 0, small, span: (from, to), text });
            // What parts the words stands before the small word.
            if !small {
                gap = 0;
            }
        }
        let Some((_, byte)) = next else { break };
        match byte {
            _ if blanked => gap = gap.max(1),
            b',' | b'/' | b'-' | b'+' | b'&' => gap = gap.max(1),
            b'.' if ahead.is_none_or(|byte| byte == b' ') => gap = gap.max(1),
            b';' | b'\n' | b':' => gap = 2,
            b'(' => {
                depth += 1;
                gap = 2;
            }
            b')' => {
                depth = depth.saturating_sub(1);
                gap = 2;
            }
            _ => {}
        }
    }
    words
}

/// The words of a text outside the blanked spans, small ones left out.
pub(super) fn words(text: &str, blank: &[(usize, usize)]) -> Vec<Word> {
    let mut item = false;
    let mut words = all_words(text, blank);
    words.retain_mut(|word| {
        // `1. Trộm cắp`, `02) Cướp`: the number of an item.
        let number = word.gap == 2 && word.text.len() <= 2 && word.text.bytes().all(|b| b.is_ascii_digit());
        if std::mem::replace(&mut item, number) {
            word.gap = 2;
        }
        !number && !word.small
    });
    words
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
            vocabulary: HashMap::new(),
            trie: HashMap::new(),
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
            let word = *self.vocabulary.entry(word.clone()).or_insert(fresh);
            let next = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
            node = *self.trie.entry((node, word)).or_insert(next);
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
        let letters = letters(&joined);
        self.phrases.push(Phrase {
            full,
            joined,
            letters,
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
        self.trie.get(&(node, *self.vocabulary.get(word)?)).copied()
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

    /// Reads the names in the words; none where words remain that no name covers.
    pub(super) fn read(&self, words: &[Word]) -> Option<Vec<Name>> {
        let mut found = Vec::new();
        if self.cover(words, &mut found) {
            return Some(found);
        }
        found.clear();
        // Part by part: what stands between semicolons is read on its own.
        let mut from = 0;
        while from < words.len() {
            let mut to = from + 1;
            while words.get(to).is_some_and(|word| word.gap < 2) {
                to += 1;
            }
            let segment = words.get(from..to).unwrap_or(&[]);
            if !self.cover(segment, &mut found) && !self.segment(segment, &mut found) {
                return None;
            }
            from = to;
        }
        Some(found)
    }

    /// Covers all words with names, as few as can be; false where that is impossible.
    fn cover(&self, words: &[Word], found: &mut Vec<Name>) -> bool {
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
                let cost = rest + if noise { 1 } else { 4 } + if seam { 3 } else { 0 } + if short { 100 } else { 0 };
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

    fn push(&self, id: u32, words: Option<&[Word]>, repaired: Option<&'static str>, found: &mut Vec<Name>) {
        let Some(phrase) = self.get(id) else { return };
        if !phrase.noise {
            let end = |word: Option<&Word>| word.map_or((0, 0), |word| word.span);
            let words = words.unwrap_or(&[]);
            found.push(Name {
                candidates: phrase.candidates.clone(),
                ambiguous: phrase.ambiguous,
                repaired,
                span: (end(words.first()).0, end(words.last()).1),
            });
        }
    }

    /// Reads a segment that exact names do not cover.
    fn segment(&self, words: &[Word], found: &mut Vec<Name>) -> bool {
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
                let cost = if self.cover(group, &mut names) {
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
    fn shared(&self, words: &[Word], starts: &[usize], found: &mut Vec<Name>) -> bool {
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
        if let Some(end) = exact(&text(last)) {
            for cut in 1..last.len() {
                let tail = text(last.get(cut..).unwrap_or(&[]));
                let ids: Option<Vec<u32>> = before
                    .iter()
                    .map(|part| {
                        let mut words = text(part);
                        words.extend(tail.iter().cloned());
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
        if let Some(start) = exact(&text(first)) {
            for cut in 1..first.len() {
                let head = text(first.get(..cut).unwrap_or(&[]));
                let ids: Option<Vec<u32>> = others
                    .iter()
                    .map(|part| {
                        let mut words = head.clone();
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
        self.initials(words).map(|id| (id, None, 0)).or_else(|| self.misspelt(words))
    }

    /// Phrases whose words the letters are the initials of.
    fn initials(&self, words: &[Word]) -> Option<u32> {
        let letters: usize = words.iter().map(|w| w.text.len()).sum();
        let first = words.first()?.text.bytes().next()?;
        if letters < 4 {
            return None;
        }
        let mut found: Option<u32> = None;
        for id in self.initials.get(&first)? {
            let phrase = self.get(*id)?;
            if phrase.candidates.is_empty() || !abbreviates(words, &phrase.full) {
                continue;
            }
            match found.and_then(|id| self.get(id)) {
                None => found = Some(*id),
                Some(known) if same(known, phrase) => {}
                // A name of the catalogue that is spelled by the letters, and a longer one that is not, are no tie.
                Some(_) => return None,
            }
        }
        found
    }

    fn misspelt(&self, words: &[Word]) -> Option<(u32, Option<&'static str>, u32)> {
        let joined: String = words.iter().flat_map(|w| ocr(&w.text)).collect();
        let limit = match joined.len() {
            0..=5 => return None,
            6..=9 => 1,
            10..=17 => 2,
            18..=29 => 3,
            _ => 4,
        };
        let own = letters(&joined);
        let mut best: Option<(usize, u32)> = None;
        let mut second = usize::MAX;
        for (id, phrase) in self.phrases.iter().enumerate() {
            if phrase.noise
                || phrase.candidates.is_empty()
                || phrase.joined.len() < 6
                || phrase.joined.len().abs_diff(joined.len()) > limit
                || distance(&own, &phrase.letters) > 2 * limit
                || digits(&phrase.joined) != digits(&joined)
            {
                continue;
            }
            let d = strsim::osa_distance(&joined, &phrase.joined);
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
        let (d, id) = best?;
        let clear = d <= limit && d < second && (d == 0 || second - d >= 1);
        let phrase = self.get(id)?;
        clear.then_some((id, Some(phrase.shown), u32::try_from(d).unwrap_or(4)))
    }
}

/// Whether two phrases stand for the same articles.
fn same(a: &Phrase, b: &Phrase) -> bool {
    let strong = |p: &Phrase| -> Vec<(i16, &'static str)> {
        p.candidates.iter().filter(|c| !c.weak).map(|c| (c.article.year, c.article.article)).collect()
    };
    let (a, b) = (strong(a), strong(b));
    a.iter().all(|x| b.contains(x)) || b.iter().all(|x| a.contains(x))
}

/// A digit inside a word of letters is a letter that was read wrong.
fn ocr(word: &str) -> impl Iterator<Item = char> {
    let mixed = word.bytes().any(|b| b.is_ascii_lowercase());
    word.chars().map(move |c| match c {
        '0' if mixed => 'o',
        '1' if mixed => 'i',
        '5' if mixed => 's',
        '6' if mixed => 'g',
        _ => c,
    })
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn letters(text: &str) -> [u8; 26] {
    let mut counts = [0u8; 26];
    for byte in text.bytes() {
        if let Some(count) = counts.get_mut(usize::from(byte.wrapping_sub(b'a'))) {
            *count = count.saturating_add(1);
        }
    }
    counts
}

fn distance(a: &[u8; 26], b: &[u8; 26]) -> usize {
    a.iter().zip(b).map(|(a, b)| usize::from(a.abs_diff(*b))).sum()
}

/// Whether the words are the phrase with some of its words cut to their initials: `tcts`, `tang tru tpcmt`. The
/// small words of the phrase may be among the initials or not.
fn abbreviates(words: &[Word], phrase: &[(String, bool)]) -> bool {
    let Some((word, rest)) = words.split_first() else { return phrase.iter().all(|(_, small)| *small) };
    let Some(((first, small), others)) = phrase.split_first() else { return false };
    if *small && abbreviates(words, others) {
        return true;
    }
    let text = word.text.as_str();
    if text == first && abbreviates(rest, others) {
        return true;
    }
    // `ng`, `th`: the onset of a word.
    let onset =
        text.len() == 2 && first.len() > 2 && first.starts_with(text) && !text.bytes().any(|b| b"aeiouy".contains(&b));
    if onset && abbreviates(rest, others) {
        return true;
    }
    heads(text.as_bytes(), phrase).any(|others| abbreviates(rest, others))
}

/// What is left of the phrase when the letters have been read as initials, small words skipped or not.
fn heads<'a>(letters: &[u8], phrase: &'a [(String, bool)]) -> impl Iterator<Item = &'a [(String, bool)]> {
    let mut open: Vec<&[(String, bool)]> = vec![phrase];
    for letter in letters {
        let mut next: Vec<&[(String, bool)]> = Vec::new();
        for mut rest in open {
            while let Some(((word, small), others)) = rest.split_first() {
                if word.bytes().next() == Some(*letter) {
                    next.push(others);
                }
                if !small {
                    break;
                }
                rest = others;
            }
        }
        open = next;
    }
    open.into_iter()
}
