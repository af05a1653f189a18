//! Comparison keys: a named ladder from exact to sound.

use serde::{Deserialize, Serialize};

use super::syllable::{Style, place_tones, strip_marks};

/// A rung of the ladder of comparison keys, from strict to loose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The cleaned text.
    Exact,
    /// Case, tone style, i/y, apostrophes and the prefixes of ethnic names folded.
    Placement,
    /// Placement without any marks.
    Unmarked,
    /// Unmarked with the regional merges of sound.
    Sound,
}

/// The comparison key of a text; the order of its words is kept.
///
/// ```
/// use lltp::text::key::{Level, key};
/// assert_eq!(key("HOÀ", Level::Placement), key("hòa", Level::Placement));
/// ```
pub fn key(text: &str, level: Level) -> String {
    let mut out = String::with_capacity(text.len());
    key_into(text, level, &mut out);
    out
}

/// Appends the key of a text to a buffer; see [`key`].
pub fn key_into(text: &str, level: Level, out: &mut String) {
    let text = super::clean(text);
    match level {
        Level::Exact => out.push_str(&text),
        Level::Placement => out.push_str(&place_tones(&text.to_lowercase(), Style::Old)),
        Level::Unmarked | Level::Sound => out.push_str(&strip_marks(&text.to_lowercase())),
    }
}
