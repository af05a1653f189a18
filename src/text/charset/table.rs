//! The tables of the charsets, read once.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::data;

/// A charset of one byte a letter.
pub(super) struct SingleByte {
    letters: [Option<char>; 256],
    bytes: HashMap<char, u8>,
}

pub(super) static TCVN3: LazyLock<SingleByte> =
    LazyLock::new(|| SingleByte::read(include_str!("../../data/legacy_tcvn3.tsv")));
pub(super) static VISCII: LazyLock<SingleByte> =
    LazyLock::new(|| SingleByte::read(include_str!("../../data/legacy_viscii.tsv")));
pub(super) static VPS: LazyLock<SingleByte> =
    LazyLock::new(|| SingleByte::read(include_str!("../../data/legacy_vps.tsv")));
pub(super) static CP1258: LazyLock<SingleByte> =
    LazyLock::new(|| SingleByte::read(include_str!("../../data/legacy_cp1258.tsv")));

impl SingleByte {
    fn read(table: &'static str) -> Self {
        let mut read = Self { letters: [None; 256], bytes: HashMap::new() };
        let rows: Vec<_> = data::rows(table).collect();
        for row in &rows {
            let (Ok(byte), Some(letter)) = (u8::from_str_radix(row.get(0), 16), character(row.get(1))) else {
                continue;
            };
            if let Some(slot) = read.letters.get_mut(usize::from(byte)) {
                *slot = Some(letter);
            }
            read.bytes.entry(letter).or_insert(byte);
        }
        read
    }

    /// The letter of a byte; `None` where the byte is what Windows-1252 has there.
    pub(super) fn letter(&self, byte: u8) -> Option<char> {
        self.letters.get(usize::from(byte)).copied().flatten()
    }

    /// The byte of a letter.
    pub(super) fn byte(&self, letter: char) -> Option<u8> {
        self.bytes.get(&letter).copied()
    }
}

/// VNI-Windows: one or two bytes a letter.
pub(super) struct Vni {
    pairs: HashMap<(u8, u8), char>,
    singles: HashMap<u8, char>,
    bytes: HashMap<char, (u8, Option<u8>)>,
}

pub(super) static VNI: LazyLock<Vni> = LazyLock::new(|| {
    let mut vni = Vni { pairs: HashMap::new(), singles: HashMap::new(), bytes: HashMap::new() };
    for row in data::rows(include_str!("../../data/legacy_vni.tsv")) {
        let (Ok(code), Some(letter)) = (u16::from_str_radix(row.get(0), 16), character(row.get(1))) else { continue };
        let [first, second] = code.to_be_bytes();
        if first == 0 {
            vni.singles.insert(second, letter);
            vni.bytes.insert(letter, (second, None));
        } else {
            vni.pairs.insert((first, second), letter);
            vni.bytes.insert(letter, (first, Some(second)));
            // The case of the second byte is that of the font's key; the first decides.
            vni.pairs.entry((first, second ^ 0x20)).or_insert(letter);
        }
    }
    vni
});

impl Vni {
    pub(super) fn pair(&self, base: u8, mark: u8) -> Option<char> {
        self.pairs.get(&(base, mark)).copied()
    }

    pub(super) fn single(&self, byte: u8) -> Option<char> {
        self.singles.get(&byte).copied()
    }

    pub(super) fn bytes(&self, letter: char) -> Option<(u8, Option<u8>)> {
        self.bytes.get(&letter).copied()
    }
}

/// How many charsets UTF-8 is misread as.
pub(super) const PAGES: usize = 6;

/// The charsets that UTF-8 is misread as: Windows-1252 (and Latin-1), Windows-1250, Latin-2, Windows-1258,
/// Mac Roman, DOS 437.
pub(super) struct Pages {
    /// The upper half of each page.
    views: [[char; 128]; PAGES],
    bytes: [HashMap<char, u8>; PAGES],
}

pub(super) static CODEPAGES: LazyLock<Pages> = LazyLock::new(|| {
    let mut pages = Pages { views: [['\u{FFFD}'; 128]; PAGES], bytes: Default::default() };
    for row in data::rows(include_str!("../../data/codepages.tsv")) {
        let Ok(byte) = u8::from_str_radix(row.get(0), 16) else { continue };
        for (page, (view, bytes)) in pages.views.iter_mut().zip(&mut pages.bytes).enumerate() {
            let Some(c) = character(row.get(page + 1)) else { continue };
            if let Some(slot) = view.get_mut(usize::from(byte & 0x7F)) {
                *slot = c;
            }
            bytes.entry(c).or_insert(byte);
        }
    }
    pages
});

impl Pages {
    /// The byte that a character stands for on a page; a control code of the upper half stands for itself.
    pub(super) fn byte(&self, page: usize, c: char) -> Option<u8> {
        if c.is_ascii() {
            return u8::try_from(c).ok();
        }
        self.bytes.get(page)?.get(&c).copied().or_else(|| match c {
            '\u{80}'..='\u{9F}' => u8::try_from(c).ok(),
            // What the page leaves to control codes is shown as Windows-1252 shows it.
            _ if (1..4).contains(&page) => self.bytes.first()?.get(&c).copied().filter(|b| (0x80..0xA0).contains(b)),
            _ => None,
        })
    }

    /// What a byte looks like on a page.
    pub(super) fn view(&self, page: usize, byte: u8) -> char {
        if byte.is_ascii() {
            return char::from(byte);
        }
        self.views.get(page).and_then(|view| view.get(usize::from(byte & 0x7F))).copied().unwrap_or('\u{FFFD}')
    }
}

/// The byte that a character of a text read as Windows-1252 or Latin-1 stands for.
#[inline]
pub(super) fn unit(c: char) -> Option<u8> {
    match c {
        '\0'..='\u{FF}' => u8::try_from(c).ok(),
        _ => CODEPAGES.byte(0, c),
    }
}

/// Bytes as a program of the West shows them: Windows-1252, undefined bytes as control codes.
pub(super) fn view(bytes: &[u8]) -> String {
    bytes.iter().map(|&b| CODEPAGES.view(0, b)).collect()
}

/// A field that holds one character, as itself or as `U+0300`.
fn character(field: &str) -> Option<char> {
    match field.strip_prefix("U+") {
        Some(hex) => u32::from_str_radix(hex, 16).ok().and_then(char::from_u32),
        None => field.chars().next(),
    }
}
