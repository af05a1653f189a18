//! What was read before is not read again: readings of texts that come back in later batches.

use std::collections::HashMap;
use std::hash::BuildHasher as _;
use std::sync::{Mutex, PoisonError};

use polars::prelude::PlFixedStateQuality;

/// Parts with a lock each, so that batches that are read at the same time seldom wait for one another.
const PARTS: usize = 16;

/// Texts kept in each part; texts seen later are read each time. A nation has some 10⁴ courts and addresses of communes.
const KEPT: usize = 8192;

/// Readings by text, shared by the batches of a sheet. A reading depends on its text alone, so the order of batches and
/// the number of threads change nothing.
#[derive(Debug)]
pub(crate) struct Memo<T> {
    parts: [Mutex<HashMap<Box<str>, T, PlFixedStateQuality>>; PARTS],
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self { parts: std::array::from_fn(|_| Mutex::default()) }
    }
}

impl<T: Clone> Memo<T> {
    /// The reading of a text, made by `read` where it is new.
    pub(crate) fn get(&self, text: &str, read: impl FnOnce(&str) -> T) -> T {
        let hash = PlFixedStateQuality::default().hash_one(text);
        let number = usize::try_from(hash % PARTS as u64).unwrap_or(0);
        let Some(part) = self.parts.get(number) else { return read(text) };
        let open = || part.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = open().get(text) {
            return known.clone();
        }
        // Read without the lock: two threads may read the same text, and get the same.
        let new = read(text);
        let mut part = open();
        if part.len() < KEPT {
            part.insert(text.into(), new.clone());
        }
        new
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_text_is_read_once_until_the_memo_is_full() {
        let memo = Memo::default();
        let mut read = 0;
        for _ in 0..2 {
            for text in ["a", "b", "a"] {
                assert_eq!(
                    memo.get(text, |text| {
                        read += 1;
                        text.to_owned()
                    }),
                    text
                );
            }
        }
        assert_eq!(read, 2);
        for number in 0..2 * PARTS * KEPT {
            assert_eq!(memo.get(&number.to_string(), str::to_owned), number.to_string());
        }
        let kept: usize = memo.parts.iter().map(|part| part.lock().unwrap().len()).sum();
        assert_eq!(kept, PARTS * KEPT);
    }
}
