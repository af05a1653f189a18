//! Names cut to the initials of their words: `TCTS`, `tàng trữ TPCMT`.

use super::words::Word;

/// Whether the letters may be a syllable, and so no initials: `bac`, `giam`.
pub(super) fn syllable(word: &str) -> bool {
    const ONSETS: &[&str] = &[
        "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "g", "h", "k", "l", "m", "n",
        "p", "r", "s", "t", "v", "x", "",
    ];
    const CODAS: &[&str] = &["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];
    if word.bytes().any(|b| b.is_ascii_digit()) {
        return word.bytes().all(|b| b.is_ascii_digit());
    }
    ONSETS.iter().filter_map(|onset| word.strip_prefix(onset)).any(|rest| {
        let vowels = rest.bytes().take_while(|b| b"aeiouy".contains(b)).count();
        (1..=3).contains(&vowels) && rest.get(vowels..).is_some_and(|coda| CODAS.contains(&coda))
    })
}

/// How many words of the phrase are skipped, at least, where the words are the phrase with some of its words cut to
/// their initials (`tcts`, `tang tru tpcmt`); none where they are not, or where more than `skips` are.
///
/// The small words of the phrase may be among the initials or not. The first word of the phrase is never skipped.
pub(super) fn align(words: &[Word], phrase: &[(String, bool)], skips: usize) -> Option<usize> {
    // The first word begins the phrase, small words aside: most phrases end here.
    let begins = 1 + phrase.iter().take_while(|(_, small)| *small).count();
    if words.first().is_some_and(|word| (0..begins).all(|at| ends(&word.text, phrase, at).is_empty())) {
        return None;
    }
    // Fewest skips to have read the first words and the first words of the phrase.
    let width = phrase.len() + 1;
    let mut row: Vec<Option<usize>> = vec![None; width];
    for (at, slot) in row.iter_mut().enumerate() {
        *slot = Some(0);
        if phrase.get(at).is_none_or(|(_, small)| !small) {
            break;
        }
    }
    for word in words {
        let mut next: Vec<Option<usize>> = vec![None; width];
        for (at, cost) in row.iter().enumerate() {
            let Some(cost) = *cost else { continue };
            for to in ends(&word.text, phrase, at) {
                if let Some(slot) = next.get_mut(to) {
                    *slot = Some(slot.map_or(cost, |known| known.min(cost)));
                }
            }
        }
        // Words of the phrase that nothing stands for.
        for at in 1..width {
            let small = phrase.get(at - 1).is_some_and(|(_, small)| *small);
            let before = next.get(at - 1).copied().flatten().map(|cost| cost + usize::from(!small));
            if let (Some(before), Some(slot)) = (before.filter(|cost| *cost <= skips), next.get_mut(at)) {
                *slot = Some(slot.map_or(before, |known| known.min(before)));
            }
        }
        if next.iter().all(Option::is_none) {
            return None;
        }
        row = next;
    }
    row.last().copied().flatten()
}

/// Where in the phrase one may be after the word: behind the word itself, or behind the words that it is the
/// initials of.
fn ends(text: &str, phrase: &[(String, bool)], at: usize) -> Vec<usize> {
    let mut ends = Vec::new();
    let Some((first, _)) = phrase.get(at) else { return ends };
    if text == first {
        ends.push(at + 1);
    }
    // `ng`, `th`: the onset of a word.
    let vowels = text.bytes().any(|b| b"aeiouy".contains(&b));
    if text.len() == 2 && first.len() > 2 && first.starts_with(text) && !vowels {
        ends.push(at + 1);
    }
    if syllable(text) && text.len() > 1 {
        return ends;
    }
    // Positions with what is left of the letters.
    let mut open: Vec<(usize, &str)> = vec![(at, text)];
    while let Some((mut at, letters)) = open.pop() {
        if letters.is_empty() {
            ends.push(at);
            continue;
        }
        while let Some((word, small)) = phrase.get(at) {
            // A number counts as a whole (`HDND16T`) or by its first figure.
            let rest = letters.strip_prefix(word.as_str()).filter(|_| word.bytes().all(|b| b.is_ascii_digit()));
            if let Some(rest) = rest {
                open.push((at + 1, rest));
            }
            if word.bytes().next() == letters.bytes().next()
                && let Some(rest) = letters.get(1..)
            {
                open.push((at + 1, rest));
            }
            if !small {
                break;
            }
            at += 1;
        }
    }
    ends
}
