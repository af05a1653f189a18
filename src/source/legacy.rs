//! Old charsets in cells: what a column is written in, and its cells repaired.
//!
//! Bytes that are no UTF-8 arrive as windows-1252 shows them, and workbooks of the time of the old fonts hold just
//! these letters, so both go the same way. A column is judged as a whole; one that says too little follows the others
//! of its sheet, unless it holds letters that no old font has.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::header::Sampled;
use super::heading;
use crate::layout::SheetLayout;
use crate::text::charset::{self, Charset, Evidence};

/// The name of a charset in a layout.
pub(crate) fn name(charset: Charset) -> &'static str {
    match charset {
        Charset::Utf8 => "utf-8",
        Charset::Tcvn3 => "tcvn3",
        Charset::Vni => "vni",
        Charset::Viscii => "viscii",
        Charset::Vps => "vps",
        Charset::Cp1258 => "cp1258",
        Charset::Viqr => "viqr",
    }
}

/// Whether a cell is a known heading, in any charset.
pub(crate) fn known_heading(cell: &str) -> bool {
    const OLD: [Charset; 5] = [Charset::Tcvn3, Charset::Vni, Charset::Viscii, Charset::Cp1258, Charset::Vps];
    let cell = cell.trim();
    let known = |cell: &str| heading::find_exact(cell).is_some();
    !cell.is_empty()
        && cell.len() <= heading::LONGEST
        && (known(cell)
            || !plain(cell) && !genuine(cell) && OLD.iter().any(|old| known(&charset::repair(cell, Some(*old)))))
}

/// Cells of a column that are weighed for its charset.
const WEIGHED: usize = 240;

/// Nothing that an old charset could have written.
fn plain(cell: &str) -> bool {
    cell.bytes().all(|b| b.is_ascii() && b >= 0x20)
}

/// Letters of Vietnamese that no old font shows.
fn genuine(cell: &str) -> bool {
    cell.chars().any(|c| matches!(c, '\u{1EA0}'..='\u{1EF9}' | 'ă' | 'Ă' | 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | 'ĩ' | 'ũ' | '\u{300}'..='\u{323}'))
}

/// The charset of each column, by sampled rows in any order; what the user's layout says goes before.
pub(crate) fn charsets<'a>(
    rows: impl Iterator<Item = &'a Sampled>,
    told: Option<&SheetLayout>,
) -> Vec<Option<Charset>> {
    let mut all = Evidence::default();
    let mut columns = Vec::new(); // evidence, genuine letters, other letters
    let mut weighed: Vec<usize> = Vec::new();
    for (_, cells) in rows {
        if columns.len() < cells.len() {
            columns.resize_with(cells.len(), || (Evidence::default(), false, false));
            weighed.resize(cells.len(), 0);
        }
        for ((cell, (evidence, real, other)), weighed) in cells.iter().zip(&mut columns).zip(&mut weighed) {
            let Some(cell) = cell.as_deref().filter(|c| !c.is_empty()) else { continue };
            let is_plain = plain(cell);
            if is_plain && !cell.contains(['^', '\'', '`', '~', '(', '+', '?', '.']) {
                continue;
            }
            // Five names tell a charset; a few hundred cells leave no doubt.
            *weighed += 1;
            if *weighed <= WEIGHED {
                evidence.add(cell);
            }
            if *weighed <= WEIGHED / 8 {
                all.add(cell);
            }
            *real |= genuine(cell);
            *other |= !is_plain;
        }
    }
    let sheet = all.charset().or_else(|| {
        let mut votes: Vec<(Charset, usize)> = Vec::new();
        for charset in columns.iter().filter_map(|(evidence, ..)| evidence.charset()) {
            match votes.iter_mut().find(|(c, _)| *c == charset) {
                Some((_, n)) => *n += 1,
                None => votes.push((charset, 1)),
            }
        }
        votes.into_iter().rev().max_by_key(|(_, n)| *n).map(|(c, _)| c)
    });
    columns
        .iter()
        .enumerate()
        .map(|(j, (evidence, real, other))| {
            let own = told.and_then(|t| t.columns.iter().find(|c| c.index == j + 1)).and_then(|c| c.charset);
            own.or_else(|| evidence.charset())
                .or(sheet.filter(|s| *other && !real && *s != Charset::Viqr))
                .filter(|c| *c != Charset::Utf8)
        })
        .collect()
}

/// Repairs rows by the charsets of their columns.
pub(crate) fn repair_rows<'a>(rows: impl Iterator<Item = &'a mut Sampled>, charsets: &[Option<Charset>]) {
    for (_, cells) in rows {
        for (cell, charset) in cells.iter_mut().zip(charsets) {
            if let Some(repaired) = cell.as_deref().and_then(|c| repair_cell(c, *charset, false)) {
                *cell = Some(repaired);
            }
        }
    }
}

/// The repaired cell, where it differs from what is written; `bytes`: its row was not UTF-8.
pub(crate) fn repair_cell(cell: &str, charset: Option<Charset>, bytes: bool) -> Option<String> {
    if charset.is_none() && !bytes || charset != Some(Charset::Viqr) && plain(cell) {
        return None;
    }
    match charset::repair(cell, charset) {
        Cow::Owned(repaired) if repaired != cell => Some(repaired),
        _ => None,
    }
}

/// Whether one cell of a row holds signs that no Vietnamese text has, so that the row may be of another file than its
/// neighbours: `NguyÔn V¨n An` pasted among good rows.
pub(crate) fn stray<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    cells.into_iter().any(|cell| !cell.is_ascii() && cell.chars().any(foreign))
}

/// What the cells of one row are written in.
pub(crate) fn row_charset<'a>(cells: impl Iterator<Item = &'a str>) -> Option<Charset> {
    let mut evidence = Evidence::default();
    for cell in cells.filter(|cell| !plain(cell)) {
        evidence.add(cell);
    }
    evidence.charset().filter(|charset| *charset != Charset::Utf8)
}

/// The cell of a stray row, repaired.
pub(crate) fn repair_stray(cell: &str, charset: Option<Charset>) -> Option<String> {
    if plain(cell) {
        return None;
    }
    match charset::repair(cell, charset) {
        Cow::Owned(repaired) if repaired != cell => Some(repaired),
        _ => None,
    }
}

/// A sign that stands in no Vietnamese text: a letter of another alphabet, a symbol of Latin-1, a control.
fn foreign(c: char) -> bool {
    match u32::from(c) {
        0..=0x7F => false,
        // Nearly all others are letters with two bytes.
        low @ 0x80..=0x3FF => HOME.get(low as usize / 64).is_none_or(|bits| bits >> (low % 64) & 1 == 0),
        _ => !at_home(c),
    }
}

/// The signs below U+0400 that a Vietnamese text has, a bit each.
static HOME: LazyLock<[u64; 16]> = LazyLock::new(|| {
    let mut bits = [0_u64; 16];
    for (word, low) in bits.iter_mut().zip((0_u32..).step_by(64)) {
        *word =
            (0..64).filter(|bit| char::from_u32(low + bit).is_some_and(at_home)).fold(0, |word, bit| word | 1 << bit);
    }
    bits
});

fn at_home(c: char) -> bool {
    matches!(c,
        '\0'..='\u{7F}' | '\u{A0}' | '\u{AB}' | '\u{B0}' | '\u{BB}' | '\u{300}'..='\u{323}' | '\u{1EA0}'..='\u{1EF9}'
        | '\u{2010}'..='\u{201F}' | '\u{2026}' | '\u{200B}'..='\u{200D}' | '\u{FEFF}'
        | 'À'..='Ã' | 'È'..='Ê' | 'Ì' | 'Í' | 'Ò'..='Õ' | 'Ù' | 'Ú' | 'Ý'
        | 'à'..='ã' | 'è'..='ê' | 'ì' | 'í' | 'ò'..='õ' | 'ù' | 'ú' | 'ý'
        | 'ă' | 'Ă' | 'đ' | 'Đ' | 'ĩ' | 'Ĩ' | 'ũ' | 'Ũ' | 'ơ' | 'Ơ' | 'ư' | 'Ư')
}
