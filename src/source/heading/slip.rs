//! Headings with a slip of the pen: a letter lost, doubled or taken for another, words run together or torn.
//!
//! What is mended must be one known heading alone, and the cells must agree (see `mapping`).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::key::phrases;
use super::table::TABLE;
use super::whole_key;

/// The one known key that a key with slips can be; none where nothing or several are near.
pub(super) fn mended(whole: &str) -> Option<String> {
    if !(5..=60).contains(&whole.len()) {
        return None;
    }
    torn(whole).or_else(|| near(whole)).or_else(|| mend(whole)).or_else(|| heard(whole))
}

/// Words run together or torn: `Họvà tên`, `Ngày tu yên án`.
fn torn(whole: &str) -> Option<String> {
    let squashed: String = whole.split(' ').collect();
    TABLE.squashed.get(&squashed).or_else(|| TABLE.squashed.get(&squashed.replacen("va", "", 1))).cloned()
}

/// The one alias that is one slip away from a long key: `noi thuong chu`, `ngay tuyen a`.
fn near(whole: &str) -> Option<String> {
    if whole.len() < 8 {
        return None;
    }
    // A known short word is no slip: `Nơi sinh` is not `Nam sinh`.
    let slip = |known: &str, word: &str| {
        known == word
            || same_start(known, word)
                && (known.len() >= 4 && word.len() >= 4 || word.len() == 1 || !TABLE.words.contains(word))
    };
    only(one_letter_away(whole).filter(|key| key.split(' ').zip(whole.split(' ')).all(|(a, b)| slip(a, b))))
}

/// The one alias that is one letter away, be what is written a word too: `Gới tính`.
pub(super) fn guessed(whole: &str) -> Option<String> {
    let starts = |key: &String| key.split(' ').zip(whole.split(' ')).all(|(a, b)| same_start(a, b));
    only(one_letter_away(whole).filter(|_| (8..=60).contains(&whole.len())).filter(starts))
}

fn one_letter_away(whole: &str) -> impl Iterator<Item = String> {
    let near = gaps(whole).filter_map(|gap| WITH_A_GAP.get(&gap)).flatten().copied();
    near.filter(move |key| strsim::osa_distance(key, whole) == 1).map(str::to_owned)
}

fn same_start(known: &str, word: &str) -> bool {
    known.bytes().next() == word.bytes().next()
}

/// The one element of a list, however often it stands there.
fn only(list: impl Iterator<Item = String>) -> Option<String> {
    let mut found: Vec<String> = list.collect();
    found.sort_unstable();
    found.dedup();
    if found.len() == 1 { found.pop() } else { None }
}

/// Known headings by what is left of them without one word: a slip lies in one word, the others are as they stand.
static WITH_A_GAP: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let mut map: HashMap<String, Vec<&'static str>> = HashMap::new();
    for key in TABLE.keys.keys() {
        for gap in gaps(key) {
            map.entry(gap).or_default().push(key);
        }
    }
    map
});

/// The text with each of its words in turn left out, its place marked.
fn gaps(text: &str) -> impl Iterator<Item = String> {
    let words: Vec<&str> = text.split(' ').collect();
    (0..words.len()).map(move |gap| {
        words.iter().enumerate().map(|(i, word)| if i == gap { "*" } else { word }).collect::<Vec<_>>().join(" ")
    })
}

/// Whether one word may be a slip for the other: "caoo", "tenn" are still told by their beginning, "sih", "hin" lost a
/// letter.
fn slip_or_short(known: &str, word: &str) -> bool {
    let (k, w) = (known.len(), word.len());
    same_start(known, word) && (k >= 4 && w >= 4 || k == 4 && w == 3)
        || k == 3 && w >= 3 && known.get(..2) == word.get(..2)
}

/// Known words tried for an unknown one.
const TRIED: usize = 8;

/// The key with its one or two unknown words replaced by known words that are close or sound the same.
fn mend(whole: &str) -> Option<String> {
    let words: Vec<&str> = whole.split(' ').collect();
    let unknown: Vec<usize> =
        (0..words.len()).filter(|i| words.get(*i).is_some_and(|word| !TABLE.words.contains(*word))).collect();
    let mut trials: Vec<Vec<String>> = vec![words.iter().map(|word| (*word).to_owned()).collect()];
    if unknown.is_empty() || unknown.len() > 2 {
        return None;
    }
    for at in unknown {
        let known = close(words.get(at)?);
        let with = |trial: Vec<String>| {
            known.iter().map(move |word| {
                let mut trial = trial.clone();
                if let Some(place) = trial.get_mut(at) {
                    (*word).clone_into(place);
                }
                trial
            })
        };
        trials = trials.into_iter().flat_map(with).collect();
    }
    only(trials.into_iter().map(|words| phrases(&words.join(" "))).filter(|key| whole_key(key).is_some()))
}

/// Known words that an unknown one may be a slip for.
fn close(word: &str) -> Vec<&'static str> {
    if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Vec::new();
    }
    let bound = if word.len() >= 8 { 2 } else { 1 };
    let near = TABLE.starting_as(word).map(String::as_str).filter(|known| {
        known.len().abs_diff(word.len()) <= bound
            && slip_or_short(known, word)
            && known.bytes().all(|c| c.is_ascii_lowercase())
            && strsim::osa_distance(known, word) <= bound
    });
    let alike = ALIKE.get(&sound(word)).into_iter().flatten().copied();
    let mut all: Vec<&str> = near.chain(alike).take(TRIED).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Known words by their sound.
static ALIKE: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let mut map: HashMap<String, Vec<&'static str>> = HashMap::new();
    for word in TABLE.words.iter().filter(|word| word.len() >= 2) {
        map.entry(sound(word)).or_default().push(word);
    }
    map
});

/// The one known heading that sounds the same: `Ngày chấp hành song`.
fn heard(whole: &str) -> Option<String> {
    only(HEARD.get(&all_sounds(whole))?.iter().map(|key| (*key).to_owned()))
}

/// Known headings by their sound.
static HEARD: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let mut map: HashMap<String, Vec<&'static str>> = HashMap::new();
    for key in TABLE.keys.keys() {
        map.entry(all_sounds(key)).or_default().push(key);
    }
    map
});

fn all_sounds(text: &str) -> String {
    text.split(' ').map(sound).collect::<Vec<_>>().join(" ")
}

/// What clerks take for one: s and x, ch and tr, d, gi and r, i and y, a letter and its double.
fn sound(word: &str) -> String {
    const STARTS: [(&str, &str); 6] = [("x", "s"), ("tr", "ch"), ("gi", "d"), ("r", "d"), ("k", "c"), ("gh", "g")];
    let (start, rest) = STARTS
        .iter()
        .find_map(|(written, sound)| Some((*sound, word.strip_prefix(written).filter(|rest| !rest.is_empty())?)))
        .unwrap_or(("", word));
    let mut out = start.to_owned();
    for c in rest.chars().map(|c| if c == 'y' { 'i' } else { c }) {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_mended_where_one_heading_is_near() {
        for (written, meant) in [
            ("ngay tuyen a", Some("ngay tuyen an")),
            ("ngay chap hanh song", Some("ngay chap hanh xong")),
            ("so ba ngay tu yen an", None),
            ("nam sih", Some("nam sinh")),
            ("noi sinh", None),
            ("mau sac", None),
        ] {
            assert_eq!(mended(written).filter(|key| key != written).as_deref(), meant, "{written}");
        }
        assert_eq!((sound("xung"), sound("caoo"), sound("ki")), ("sung".into(), "cao".into(), "ci".into()));
    }
}
