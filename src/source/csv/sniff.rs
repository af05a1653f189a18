//! How a text is written, by its first bytes: encoding, line ends, delimiter, width.

use std::io::Read as _;

use super::{Dialect, Encoding, Utf16, decode};

/// Finds encoding, line ends, delimiter and width from the first bytes of a file.
///
/// `invalid` says whether bytes that are not UTF-8 were seen anywhere in the file; `recognise` counts how many of the
/// cells of a record are known headings, which decides between delimiters that fit equally well.
pub(crate) fn sniff(head: &[u8], invalid: &Validity, recognise: &dyn Fn(&[&str]) -> usize) -> Dialect {
    let encoding = if head.starts_with(b"\xff\xfe") {
        Encoding::Utf16Le
    } else if head.starts_with(b"\xfe\xff") {
        Encoding::Utf16Be
    } else if let Some(encoding) = unmarked_utf16(head) {
        encoding
    } else if invalid.legacy() {
        Encoding::Bytes
    } else {
        Encoding::Utf8
    };
    dialect(head, encoding, recognise)
}

/// The dialect of a file of this encoding.
pub(crate) fn dialect(head: &[u8], encoding: Encoding, recognise: &dyn Fn(&[&str]) -> usize) -> Dialect {
    let mut text = Vec::new();
    match encoding {
        Encoding::Utf16Le | Encoding::Utf16Be => {
            let mut input = Utf16::new(Box::new(std::io::Cursor::new(head.to_vec())), encoding == Encoding::Utf16Be);
            // Reading from memory cannot fail.
            let _ = input.read_to_end(&mut text);
        }
        Encoding::Utf8 | Encoding::Bytes => text.extend_from_slice(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head)),
    }
    let cr = memchr::memchr(b'\n', &text).is_none() && memchr::memchr(b'\r', &text).is_some();
    let lines: Vec<&[u8]> = text
        .split(|b| *b == if cr { b'\r' } else { b'\n' })
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
        .take(300)
        .collect();
    // Excel's own hint.
    if let Some([delimiter]) = lines.first().and_then(|line| line.strip_prefix(b"sep=")) {
        return Dialect { encoding, delimiter: Some(*delimiter), cr, width: 0 };
    }
    let mut best: (f64, Option<u8>, usize) = (0.0, None, 0);
    for delimiter in *b";\t,|^~#" {
        let mut counts: Vec<usize> = Vec::new();
        let mut known = 0;
        for line in &lines {
            if line.iter().all(|b| b.is_ascii_whitespace() || *b == delimiter) {
                continue;
            }
            let line = decode(line, encoding);
            let cells = outside_quotes(&line, delimiter);
            if counts.len() < 40 {
                known = known.max(recognise(&cells));
            }
            counts.push(cells.len());
        }
        let Some(mode) =
            counts.iter().copied().filter(|n| *n > 1).max_by_key(|n| (counts.iter().filter(|m| *m == n).count(), *n))
        else {
            continue;
        };
        let share = counts.iter().filter(|n| **n == mode).count() as f64 / counts.len() as f64;
        // A known heading outweighs any regularity: commas inside addresses can be regular too.
        let score = known as f64 * 2.0 + share + (mode.min(30) as f64) / 100.0;
        if score > best.0 + 1e-9 && (known > 0 || share >= 0.5) {
            best = (score, Some(delimiter), mode);
        }
    }
    // One column of known heading, with delimiters only in its cells.
    if let Some(delimiter) = best.1 {
        let alone = lines
            .iter()
            .take(40)
            .map(|line| decode(line, encoding))
            .map(|line| recognise(&[line.trim().trim_matches('"')]))
            .max()
            .unwrap_or(0);
        let parted = lines
            .iter()
            .take(40)
            .map(|line| decode(line, encoding))
            .map(|line| recognise(&outside_quotes(&line, delimiter)))
            .max()
            .unwrap_or(0);
        if alone > parted {
            best.1 = None;
            best.2 = 1;
        }
    }
    Dialect { encoding, delimiter: best.1, cr, width: best.2 }
}

/// The parts of a line between delimiters that stand outside quotes, for a first look.
fn outside_quotes(line: &str, delimiter: u8) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, b) in line.bytes().enumerate() {
        if b == b'"' {
            quoted = !quoted;
        } else if b == delimiter && !quoted {
            parts.push(line.get(start..at).unwrap_or("").trim_matches('"'));
            start = at + 1;
        }
    }
    parts.push(line.get(start..).unwrap_or("").trim_matches('"'));
    parts
}

/// UTF-16 without a mark: every other byte of the beginning is NUL.
fn unmarked_utf16(head: &[u8]) -> Option<Encoding> {
    let head = head.get(..head.len().min(4096) & !1)?;
    let pairs = head.len() / 2;
    if pairs < 8 {
        return None;
    }
    let zero = |offset: usize| head.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    // Vietnamese letters lie past U+00FF, so about two thirds are left.
    match (zero(0), zero(1)) {
        (even, odd) if odd * 2 > pairs && even * 20 < pairs => Some(Encoding::Utf16Le),
        (even, odd) if even * 2 > pairs && odd * 20 < pairs => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// What a look at all bytes says of their being UTF-8.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Validity {
    /// Characters of several bytes.
    pub(crate) whole: u64,
    /// Bytes or runs of bytes that are none.
    pub(crate) broken: u64,
    tail: ([u8; 4], usize),
}

impl Validity {
    /// Looks at one more block.
    pub(crate) fn add(&mut self, block: &[u8]) {
        let mut joined = Vec::new();
        let block = if self.tail.1 == 0 {
            block
        } else {
            joined.extend_from_slice(self.tail.0.get(..self.tail.1).unwrap_or(&[]));
            joined.extend_from_slice(block);
            &joined
        };
        self.tail.1 = 0;
        let mut rest = block;
        loop {
            match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.whole += wide(text.as_bytes());
                    return;
                }
                Err(error) => {
                    let (valid, bad) = rest.split_at(error.valid_up_to());
                    self.whole += wide(valid);
                    let Some(len) = error.error_len() else {
                        // A character cut by the end of the block.
                        for (to, from) in self.tail.0.iter_mut().zip(bad) {
                            *to = *from;
                        }
                        self.tail.1 = bad.len().min(4);
                        return;
                    };
                    self.broken += 1;
                    rest = bad.get(len..).unwrap_or(&[]);
                }
            }
        }
    }

    /// Whether the file is written in another charset than UTF-8, not merely damaged.
    fn legacy(&self) -> bool {
        self.broken > self.whole
    }
}

/// Characters of several bytes, counted by their leading bytes.
fn wide(text: &[u8]) -> u64 {
    text.iter().filter(|b| **b >= 0xC0).count() as u64
}
