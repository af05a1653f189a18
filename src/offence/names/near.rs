//! Names that no exact spelling covers: initials, acts that share an object, parts of compounds, letters lost or wrong.

use super::super::initials::{align, syllable};
use super::super::spelling::{digits, distance, letters, ocr, osa};
use super::super::words::Word;
use super::{Name, Names, Phrase};

impl Names {
    /// Reads a segment that exact names do not cover.
    pub(super) fn segment(&'static self, words: &[Word], year: Option<i16>, found: &mut Vec<Name>) -> bool {
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
    pub(super) fn misspelt(&self, words: &[Word]) -> Option<(u32, Option<&'static str>, u32)> {
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
