//! Comparison keys: a named ladder from exact to sound.

use serde::{Deserialize, Serialize};

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
pub fn key(text: &str, level: Level) -> String {
    let text = super::clean(text);
    if level == Level::Exact { text.into_owned() } else { text.to_lowercase() }
}
