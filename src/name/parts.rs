//! Splits a bare name into family, middle and given name, by the convention that its words show.

use std::ops::Range;

use crate::repair::Grade;
use crate::text;
use crate::text::syllable::{Standing, standing};

use super::table::{self, Convention, Family};
use super::{Name, NameKind, case, plain};

/// The most words that one name has.
pub(super) const LONGEST: usize = 10;

/// The words of the name that are its parts.
struct Parts {
    kind: NameKind,
    family: Range<usize>,
    middle: Range<usize>,
    given: Range<usize>,
}

/// The name that the text is: nothing but the words of one name, parted by single spaces.
pub(super) fn build(full: &str) -> Option<Name> {
    let first = full.split(' ').find(|word| !word.is_empty())?;
    build_with(full, table::family(first))
}

/// The same, where the family name that the first word is has been looked up.
pub(super) fn build_with(full: &str, family: Option<Family>) -> Option<Name> {
    let mut words: [&str; LONGEST] = [""; LONGEST];
    let mut count = 0;
    for word in full.split(' ').filter(|w| !w.is_empty()) {
        *words.get_mut(count)? = word;
        count += 1;
    }
    let words = words.get(..count)?;
    let parts = split(words, family)?;
    let text = |range: Range<usize>| -> Option<String> {
        let part = words.get(range)?;
        let (first, last) = (part.first()?, part.last()?);
        let start = offset(full, first);
        Some(full.get(start..offset(full, last) + last.len())?.to_owned())
    };
    Some(Name {
        full: full.to_owned(),
        display: case::display(full),
        family: text(parts.family),
        middle: text(parts.middle),
        given: text(parts.given),
        aliases: Vec::new(),
        kind: parts.kind,
    })
}

/// Where a part of a text begins in it.
fn offset(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len())
}

fn split(words: &[&str], family: Option<Family>) -> Option<Parts> {
    let first = *words.first()?;
    let count = words.len();
    let whole = |kind| Some(Parts { kind, family: 0..0, middle: 0..0, given: 0..count });
    let clan_first = |kind, family: usize| {
        Some(Parts {
            kind,
            family: 0..family,
            middle: family..given_from(words, family),
            given: given_from(words, family)..count,
        })
    };
    // The common case first: a family name of the Kinh and words that need no second look.
    if let Some(Family { convention: Convention::Kinh, middle_a, opens, .. }) = family
        && first.chars().nth(1).is_some()
        && count > 1
    {
        if given_first(words) {
            return Some(Parts { kind: NameKind::Vietnamese, family: 1..2, middle: 2..count, given: 0..1 });
        }
        if anonymised(words) {
            return clan_first(NameKind::Anonymised, 1);
        }
        let family = if count > 2 && opens { compound(words) } else { None }.unwrap_or(1);
        let highland = given_from(words, family) + 1 < count || words.last().is_some_and(|w| marked(w));
        let kind = if highland || middle_a && count > 2 && words.get(1).is_some_and(|w| plain::is(w, "a")) {
            NameKind::Ethnic
        } else if foreign_behind_family(words) {
            return clan_first(NameKind::Foreign, 1).map(without_middle);
        } else {
            NameKind::Vietnamese
        };
        return clan_first(kind, family);
    }
    if let Some(parts) = ethnic(words, family) {
        return Some(parts);
    }
    if anonymised(words) {
        let initials = count == 1 || words.iter().all(|w| initial(w));
        return if initials && count == 1 { whole(NameKind::Anonymised) } else { clan_first(NameKind::Anonymised, 1) };
    }
    if foreign(words) && !misspelled(words) {
        return if count == 1 {
            whole(NameKind::Foreign)
        } else {
            clan_first(NameKind::Foreign, 1).map(without_middle)
        };
    }
    if count == 1 {
        return whole(NameKind::Vietnamese);
    }
    if given_first(words) {
        return Some(Parts { kind: NameKind::Vietnamese, family: 1..2, middle: 2..count, given: 0..1 });
    }
    let family = compound(words).filter(|&family| family < count).unwrap_or(1);
    clan_first(NameKind::Vietnamese, family)
}

fn without_middle(parts: Parts) -> Parts {
    Parts { middle: 0..0, given: parts.family.end..parts.given.end, ..parts }
}

/// Where the given name begins behind the family name: the last word, with the marker that belongs to it.
fn given_from(words: &[&str], family: usize) -> usize {
    let last = words.len().saturating_sub(1).max(family.min(words.len()));
    let marker = words.get(last.wrapping_sub(1)).is_some_and(|w| last > family && marker(w));
    if marker { last - 1 } else { last }
}

/// Compounds; those that begin with Nguyễn only before two more words, for `Nguyễn Phúc Thành` has a middle name.
fn compound(words: &[&str]) -> Option<usize> {
    let family = table::compound(words).filter(|&family| family < words.len())?;
    let lineage = words.first().is_some_and(|w| plain::is(w, "nguyen"));
    (!lineage || words.len() >= family + 2).then_some(family)
}

/// `Y`, `H'`, `H`, `K'`, `Ka`: words that open a given name in the Central Highlands.
fn marker(word: &str) -> bool {
    word.len() <= 4
        && matches!(
            word,
            "Y" | "H" | "H'" | "H’" | "K'" | "K’" | "H." | "Y." | "Y-" | "H-" | "y" | "h" | "h'" | "k'" | "K"
        )
}

/// Whether a word carries the marker H' or K' glued to it.
fn marked(word: &str) -> bool {
    let mut chars = word.chars();
    matches!(chars.next(), Some('H' | 'h' | 'K' | 'k' | 'M' | 'J' | 'B' | 'R' | 'D'))
        && matches!(chars.next(), Some('\'' | '’' | '‘' | 'ʼ' | '`' | '´'))
        && chars.next().is_some()
}

/// Names of the conventions of the minorities.
fn ethnic(words: &[&str], family: Option<Family>) -> Option<Parts> {
    let first = *words.first()?;
    let count = words.len();
    let parts = |family, middle, given| Some(Parts { kind: NameKind::Ethnic, family, middle, given });
    let opens = marker(first) || marked(first) || ["Y-", "Y.", "H-", "H."].iter().any(|m| first.starts_with(m));
    if opens || glued_h(words) {
        // The marker alone is the family name of nobody: `H Văn Khoa` is a name with a letter lost.
        if count == 1 {
            return marked(first)
                .then_some(())
                .or_else(|| first.contains(['-', '.']).then_some(()))
                .and_then(|()| parts(0..0, 0..0, 0..1));
        }
        let least = if marked(first) || first.chars().count() > 2 { 1 } else { 2 };
        let last_two = words.get(count - 2..).filter(|_| count >= least + 2).and_then(table::compound) == Some(2);
        let clan = words.last().and_then(|last| table::any_family(last)).map(|f| f.convention);
        if last_two {
            return parts(count - 2..count, 0..0, 0..count - 2);
        }
        if count > least && matches!(clan, Some(Convention::Last | Convention::Ethnic)) {
            return parts(count - 1..count, 0..0, 0..count - 1);
        }
        let odd = words.last().is_some_and(|last| standing(last) == Standing::Illegal && last.chars().count() > 1);
        if count > least && (odd && !plain::is(first, "k")) && !first.starts_with(['K', 'k']) {
            return parts(count - 1..count, 0..0, 0..count - 1);
        }
        if first.starts_with(['K', 'k']) && family.is_some() && !marker(first) {
            return parts(0..1, 1..given_from(words, 1), given_from(words, 1)..count);
        }
        let lone_initial = matches!(first, "H" | "h" | "K" | "k");
        if lone_initial {
            return None;
        }
        return parts(0..0, 0..0, 0..count);
    }
    if plain::is(first, "a") || plain::is(first, "ka") || plain::is(first, "ha") {
        if let Some(clan) = table::compound(words).filter(|&clan| clan < count) {
            return parts(0..clan, clan..given_from(words, clan), given_from(words, clan)..count);
        }
        let last_initial = words.last().is_some_and(|w| initial(w));
        if plain::is(first, "a") && count == 2 && !last_initial || plain::is(first, "ka") && count >= 2 {
            return parts(0..0, 0..0, 0..count);
        }
        return None;
    }
    let convention = family.map(|f| f.convention);
    if matches!(convention, Some(Convention::Ethnic | Convention::Last))
        || table::compound(words).is_some_and(|c| {
            c < count
                && words.first().and_then(|w| table::family(w)).is_none_or(|f| f.convention != Convention::Kinh)
                && words
                    .get(..c)
                    .is_some_and(|w| w.iter().any(|w| standing(w) == Standing::Illegal) || ethnic_compound(w))
        })
    {
        if count == 1 {
            return parts(0..0, 0..0, 0..1);
        }
        if anonymised(words) {
            return None;
        }
        let clan = table::compound(words).filter(|&clan| clan < count).unwrap_or(1);
        return parts(0..clan, clan..given_from(words, clan), given_from(words, clan)..count);
    }
    None
}

/// Compounds of clans, as against those of lineages (Tôn Thất, Âu Dương).
fn ethnic_compound(words: &[&str]) -> bool {
    let first = words.first().copied().unwrap_or("");
    !["ton", "cong", "huyen", "au", "tu", "gia", "hoang", "thuong", "ha", "nguyen"].iter().any(|w| plain::is(first, w))
}

/// `HLinh Niê`: the marker glued to the name, before a clan that stands last.
fn glued_h(words: &[&str]) -> bool {
    let [first, .., last] = words else { return false };
    let mut chars = first.chars();
    matches!(chars.next(), Some('H' | 'h'))
        && standing(first) == Standing::Illegal
        && matches!(table::any_family(last).map(|f| f.convention), Some(Convention::Last))
}

/// Whether a word is the initial of a name: one letter, a letter and a number, an onset, or letters with dots.
fn initial(word: &str) -> bool {
    // Names end in longer words, or in words with marks: no second look at them.
    if word.len() > 6 || (word.len() > 3 && !word.contains('.')) {
        return false;
    }
    let bare = word.trim_end_matches('.');
    let mut chars = bare.chars();
    let Some(first) = chars.next().filter(|c| c.is_alphabetic()) else { return false };
    let rest = chars.as_str();
    if rest.is_empty() {
        return first.is_ascii() || matches!(first, 'Đ' | 'đ');
    }
    if rest.bytes().all(|b| b.is_ascii_digit()) && rest.len() <= 2 {
        return true;
    }
    let dotted = bare.contains('.')
        && bare.split('.').all(|part| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic));
    let vowel = bare.bytes().any(|b| matches!(b.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y'));
    let onset = !vowel
        && bare.is_ascii()
        && ["ch", "kh", "ng", "nh", "ph", "th", "tr", "gh", "ngh"].iter().any(|o| bare.eq_ignore_ascii_case(o));
    dotted || onset
}

/// Whether a judgment was published with this name shortened: the last word, or all words, are initials.
fn anonymised(words: &[&str]) -> bool {
    let Some(last) = words.last() else { return false };
    if last.len() > 6 {
        return false;
    }
    let capital = last.len() == 1 && last.bytes().all(|b| b.is_ascii_uppercase());
    initial(last) && (words.len() > 1 || capital || last.contains('.') || last.bytes().any(|b| b.is_ascii_digit()))
        || words.len() > 1 && words.iter().skip(1).any(|w| w.ends_with('.') && initial(w))
}

/// Letters that no Vietnamese syllable has.
fn odd_letters(word: &str) -> bool {
    word.chars().any(|c| matches!(plain::letter(c), 'f' | 'j' | 'w' | 'z'))
}

/// Evidence for a foreign name where the first word is no family name known here.
fn foreign(words: &[&str]) -> bool {
    let illegal = words.iter().filter(|w| standing(w) == Standing::Illegal).count();
    let odd = words.iter().any(|w| odd_letters(w));
    let script = words.iter().any(|w| w.chars().any(|c| c.is_alphabetic() && !latin(c)));
    let unmarked = words.iter().all(|w| w.is_ascii());
    let first = words.first().copied().unwrap_or("");
    let known = table::any_family(first).is_some();
    // A misspelled Vietnamese name (`Teần Văn Dũng`) has one illegal word; its middle name betrays it.
    let middle = words.iter().skip(1).any(|w| ["Văn", "Thị", "VĂN", "THỊ", "văn", "thị"].contains(w));
    script
        || !middle && !known && (illegal > 2 || illegal == words.len() || (odd && unmarked) || illegal > 1 && unmarked)
        || !middle && known && odd && unmarked && illegal > 0
        || !known && unmarked && words.len() > 1 && PINYIN.iter().any(|p| first.eq_ignore_ascii_case(p))
}

/// Typing residue: put right, the first word is a common family name (`Traanf Minh Vinh`).
fn misspelled(words: &[&str]) -> bool {
    let corrected = text::read(&words.join(" ")).repairs.into_iter().find(|repair| repair.grade == Grade::Probable);
    corrected.is_some_and(|c| c.after.split(' ').next().and_then(table::family).is_some_and(|f| f.common))
}

/// `KIM MIN JUN`: a family name that is also Vietnamese, no marks, and letters that Vietnamese has not.
fn foreign_behind_family(words: &[&str]) -> bool {
    words.len() > 1 && words.iter().all(|w| w.is_ascii()) && {
        let rest = words.get(1..).unwrap_or(&[]);
        let illegal = rest.iter().filter(|w| standing(w) == Standing::Illegal).count();
        rest.iter().any(|w| odd_letters(w)) && illegal > 0 || illegal == rest.len()
    }
}

fn latin(c: char) -> bool {
    c.is_ascii()
        || ('\u{C0}'..='\u{24F}').contains(&c)
        || ('\u{1E00}'..='\u{1EFF}').contains(&c)
        || ('\u{300}'..='\u{36F}').contains(&c)
        || ('\u{2B0}'..='\u{2FF}').contains(&c)
}

/// Family names in Pinyin and of Koreans that no Vietnamese name without marks is.
const PINYIN: &[&str] = &[
    "wang", "li", "zhang", "liu", "chen", "huang", "zhao", "wu", "zhou", "xu", "sun", "zhu", "guo", "lin", "luo",
    "zheng", "xie", "deng", "peng", "zeng", "xiao", "tian", "dong", "pan", "yuan", "cai", "jiang", "yu", "ye", "cheng",
    "wei", "su", "lu", "ding", "ren", "shen", "yao", "cui", "zhong", "tan", "fan", "jin", "shi", "liao", "jia", "xia",
    "fu", "fang", "zou", "xiong", "meng", "qin", "qiu", "hou", "yan", "xue", "lei", "park", "lee", "choi", "jung",
    "cho", "yoon", "jang", "shin", "seo", "kwon", "hwang", "ahn", "song", "ryu", "hong", "jeon", "he", "gao", "hu",
    "feng", "yang",
];

/// `An Nguyễn Văn`: a list sorted by given names. Nothing but a middle name at the end proves it.
fn given_first(words: &[&str]) -> bool {
    let [first, second, .., last] = words else { return false };
    matches!(*last, "Thị" | "THỊ" | "thị" | "Văn" | "VĂN" | "văn")
        && table::family(first).is_none_or(|f| !f.common)
        && table::family(second).is_some_and(|f| f.common)
}
