//! The words of a text in which offences are looked for: folded, with the separators between them.

use crate::citation::fold;

/// A word of the text, folded, with the separator before it and its place among the characters.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) text: String,
    /// 0 a blank, 1 a comma or `và`, 2 a semicolon or bracket.
    pub(super) gap: u8,
    /// Whether the word stands in brackets.
    pub(super) bracketed: bool,
    pub(super) small: bool,
    /// The small words before it.
    pub(super) lead: String,
    pub(super) span: (usize, usize),
}

/// Words that names are written with or without.
const SMALL: &[&str] = &["hoac", "va", "hay", "cac", "nhung", "ve", "doi", "voi", "toi", "cua", "cho"];

pub(super) fn small(word: &str) -> bool {
    SMALL.contains(&word)
}

/// The words of a text outside the blanked spans.
pub(super) fn all_words(text: &str, blank: &[(usize, usize)]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut word = String::new();
    let (mut from, mut to, mut gap, mut depth) = (0, 0, 2, 0usize);
    let mut chars = text.chars().filter_map(fold).enumerate().peekable();
    // A long cell has thousands of spans: each is met once.
    let mut spans = blank.to_vec();
    spans.sort_unstable();
    let (mut spans, mut blanked_to) = (spans.into_iter().peekable(), 0);
    loop {
        let next = chars.next();
        let ahead = chars.peek().map(|(_, byte)| *byte);
        let blanked = next.is_some_and(|(at, _)| {
            while let Some((_, to)) = spans.next_if(|(from, _)| *from <= at) {
                blanked_to = blanked_to.max(to);
            }
            at < blanked_to
        });
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
            // `dưới16`, `16t`: a number of two figures is a word of its own; one figure may be a letter read wrong.
            for text in figures_apart(&std::mem::take(&mut word)) {
                if matches!(text, "toi" | "va" | "hoac" | "hay") {
                    gap = gap.max(1);
                }
                let small = small(text);
                let text = text.to_owned();
                words.push(Word { gap, bracketed: depth > 0, small, lead: String::new(), span: (from, to), text });
                // What parts the words stands before the small word.
                if !small {
                    gap = 0;
                }
            }
        }
        let Some((at, byte)) = next else { break };
        match byte {
            _ if blanked => gap = gap.max(1),
            b',' | b'/' | b'-' | b'+' | b'&' => gap = gap.max(1),
            b'.' if ahead.is_none_or(|byte| byte == b' ') => gap = gap.max(1),
            b';' | b'\n' | b':' => gap = 2,
            b'(' => {
                depth += 1;
                gap = 2;
            }
            // `a) Trộm cắp tài sản`: the letter of an item.
            b')' if depth == 0 && words.last().is_some_and(|w| w.text.len() == 1 && w.span.1 == at && w.gap != 1) => {
                words.pop();
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

fn figures_apart(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let figure = |c: char| c.is_ascii_digit();
        let first = rest.chars().next()?;
        let run = |text: &str| text.find(|c| !figure(c)).unwrap_or(text.len());
        let end = if figure(first) && run(rest) > 1 {
            run(rest)
        } else {
            rest.char_indices()
                .find(|(at, _)| *at > 0 && run(rest.get(*at..).unwrap_or("")) > 1)
                .map_or(rest.len(), |(at, _)| at)
        };
        let (head, tail) = rest.split_at(end);
        rest = tail;
        Some(head)
    })
}

/// The words of a text outside the blanked spans, small ones left out.
pub(super) fn words(text: &str, blank: &[(usize, usize)]) -> Vec<Word> {
    let mut item = false;
    let mut listed = None;
    let mut lead = String::new();
    let mut words = all_words(text, blank);
    words.retain_mut(|word| {
        if word.small {
            lead.push_str(&word.text);
        } else {
            word.lead = std::mem::take(&mut lead);
        }
        // `1. Trộm cắp`, `02) Cướp`: the number of an item; behind the first the next may stand without a separator.
        let figure = word.text.parse::<u8>().ok().filter(|_| word.text.len() <= 2);
        let number = figure.is_some_and(|figure| word.gap == 2 || listed == Some(figure));
        if number {
            listed = figure.map(|figure| figure.saturating_add(1));
        }
        if std::mem::replace(&mut item, number) {
            word.gap = 2;
        }
        !number && !word.small
    });
    words
}

/// The words of a sentence between `phạm tội` or `về tội` and what follows the name of an offence.
pub(super) fn told(text: &str, blank: &[(usize, usize)]) -> Option<Vec<Word>> {
    let folded: String = text.chars().filter_map(fold).map(char::from).collect();
    let from = ["pham toi", "pham cac toi", "ve toi", "ve cac toi", "toi danh"]
        .iter()
        .filter_map(|marker| folded.find(marker).map(|at| at + marker.len()))
        .min()?;
    let rest = folded.get(from..)?;
    let to = ["ap dung", "xu phat", "theo", "can cu", "quy dinh", "va xu", "bi xu"]
        .iter()
        .filter_map(|marker| rest.find(marker))
        .min()
        .map_or(folded.len(), |at| from + at);
    let mut blank = blank.to_vec();
    blank.extend([(0, from), (to, folded.len())]);
    Some(words(text, &blank))
}

/// The words that count, parted by blanks; none for a text with figures or brackets, which may hold more than names.
pub(super) fn plain_key(text: &str, key: &mut String) -> Option<()> {
    let mut from = 0;
    for byte in text.chars().filter_map(fold).chain([b' ']) {
        if byte.is_ascii_lowercase() {
            key.push(char::from(byte));
            continue;
        }
        if byte.is_ascii_digit() || matches!(byte, b'(' | b')') {
            return None;
        }
        if key.len() > from {
            if small(key.get(from..).unwrap_or("")) {
                key.truncate(from);
            } else {
                key.push(' ');
                from = key.len();
            }
        }
    }
    key.pop();
    Some(())
}
