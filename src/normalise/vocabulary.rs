//! Short answers: instance, kind of an enforcement document, route of an expungement, a person who is no accused.

use std::sync::LazyLock;

use crate::data;
use crate::text::key::{self, Level};

struct Form {
    list: &'static str,
    code: &'static str,
    words: String,
}

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let mut forms: Vec<Form> = data::rows(include_str!("../data/vocabulary.tsv"))
        .flat_map(|row| row.variants(2).map(|f| (row.get(0), row.get(1), f)).collect::<Vec<_>>())
        .map(|(list, code, form)| Form { list, code, words: form.to_owned() })
        .collect();
    // The longest form decides: "tạm đình chỉ" is no "đình chỉ".
    forms.sort_by(|a, b| b.words.len().cmp(&a.words.len()).then_with(|| a.words.cmp(&b.words)));
    forms
});

/// The code of the longest form of a list that stands in the text as whole words.
pub(super) fn find(list: &str, text: &str) -> Option<&'static str> {
    let words = words(text);
    FORMS
        .iter()
        .filter(|form| form.list == list)
        .find(|form| words.match_indices(form.words.as_str()).any(|(at, found)| whole(&words, at, found.len())))
        .map(|form| form.code)
}

/// Lower-case letters and digits without marks, single spaces between words.
pub(super) fn words(text: &str) -> String {
    let folded = key::key(text, Level::Unmarked);
    let mut words = String::with_capacity(folded.len());
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

fn whole(words: &str, at: usize, length: usize) -> bool {
    let before = words.get(..at).is_none_or(|s| s.is_empty() || s.ends_with(' '));
    let after = words.get(at + length..).is_none_or(|s| s.is_empty() || s.starts_with(' '));
    before && after
}
