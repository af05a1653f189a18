//! Text files: bytes → encoding, records, fields.
//!
//! | Seen                         | Read                                                                  |
//! |------------------------------|-----------------------------------------------------------------------|
//! | UTF-8, with or without mark  | as it is; a record that is not UTF-8 is decoded by itself              |
//! | UTF-16, with or without mark | as UTF-8                                                              |
//! | other bytes                  | each byte as windows-1252 shows it, which is how fonts of 1998 are kept |
//! | LF, CRLF, CR                 | the end of a record                                                   |
//! | `"` at the start of a field  | quoting; a quote that closes nowhere sensible costs its record alone   |
//!
//! Every record is one row, blank lines too; a line end inside a quoted cell adds none. Nothing is dropped: a record
//! whose quotes do not fit is split at its delimiters with the quotes left in.

mod sniff;

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

pub(crate) use self::sniff::{Validity, dialect, sniff};

use super::limits::Limits;
use super::row::{Row, Rows};
use crate::error::{Error, Result};

/// How the bytes of a text file are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    /// Bytes of a legacy charset, shown as windows-1252.
    Bytes,
}

/// How records and fields are parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub(crate) encoding: Encoding,
    pub(crate) delimiter: Option<u8>,
    /// Records end at CR alone (the file has no LF).
    pub(crate) cr: bool,
    /// Fields of most records, to tell a cell of several lines from a stray quote; 0 where unknown.
    pub(crate) width: usize,
}

const BLOCK: usize = 1 << 20;

/// The records of a text file, in order.
pub(crate) struct Records<'l> {
    path: PathBuf,
    input: Box<dyn Read + Send>,
    dialect: Dialect,
    limits: &'l Limits,
    buffer: Vec<u8>,
    start: usize,
    end: bool,
    number: u32,
    fields: csv_core::Reader,
    output: Vec<u8>,
    ends: Vec<usize>,
}

impl<'l> Records<'l> {
    /// Opens the file anew.
    pub(crate) fn open(path: &Path, dialect: Dialect, limits: &'l Limits) -> Result<Self> {
        let file = File::open(path).map_err(Error::io(path, "không đọc được tệp", "the file cannot be read"))?;
        Ok(Self::over(path, Box::new(file), dialect, limits))
    }

    /// Reads from any input.
    pub(crate) fn over(path: &Path, input: Box<dyn Read + Send>, dialect: Dialect, limits: &'l Limits) -> Self {
        let input: Box<dyn Read + Send> = match dialect.encoding {
            Encoding::Utf16Le => Box::new(Utf16::new(input, false)),
            Encoding::Utf16Be => Box::new(Utf16::new(input, true)),
            Encoding::Utf8 | Encoding::Bytes => input,
        };
        let fields = csv_core::ReaderBuilder::new()
            .delimiter(dialect.delimiter.unwrap_or(b','))
            .terminator(csv_core::Terminator::Any(b'\n'))
            .build();
        Self {
            path: path.to_owned(),
            input,
            dialect,
            limits,
            buffer: Vec::new(),
            start: 0,
            end: false,
            number: 0,
            fields,
            output: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Reads one more block behind what is left of the buffer.
    fn fill(&mut self) -> Result<()> {
        self.buffer.drain(..self.start);
        self.start = 0;
        let len = self.buffer.len();
        self.buffer.resize(len + BLOCK.max(len), 0);
        let mut filled = len;
        while let Some(space) = self.buffer.get_mut(filled..).filter(|space| !space.is_empty()) {
            let n = self.input.read(space).map_err(Error::io(
                &self.path,
                "không đọc được tệp",
                "the file cannot be read",
            ))?;
            if n == 0 {
                self.end = true;
                break;
            }
            filled += n;
        }
        self.buffer.truncate(filled);
        Ok(())
    }

    /// Finds the next record: its length without the line end, the length to skip, and how its quotes are.
    fn find(&mut self) -> Result<Option<Found>> {
        loop {
            let rest = self.buffer.get(self.start..).unwrap_or(&[]);
            if rest.is_empty() && self.end {
                return Ok(None);
            }
            let scan = scan(rest, self.end, &self.dialect, self.limits);
            match scan {
                Some(found) => return Ok(Some(found)),
                None => self.fill()?,
            }
        }
    }
}

impl Rows for Records<'_> {
    fn next(&mut self, row: &mut Row) -> Result<bool> {
        let first = self.number == 0;
        if first && self.buffer.is_empty() && !self.end {
            self.fill()?;
            if self.dialect.encoding == Encoding::Utf8 && self.buffer.starts_with(b"\xef\xbb\xbf") {
                self.start = 3;
            }
        }
        let Some(found) = self.find()? else { return Ok(false) };
        let Some(number) = self.number.checked_add(1) else {
            return Err(Error::input(&self.path, "tệp có quá nhiều dòng", "the file has too many records"));
        };
        self.number = number;
        row.start(number);
        let record = self.buffer.get(self.start..self.start + found.len).unwrap_or(&[]);
        let text = decode(record, self.dialect.encoding);
        if !matches!(text, Cow::Borrowed(_)) {
            row.bytes = Some(record.to_vec());
        }
        match found.quotes {
            Quotes::None => row.push_parts(&text, self.dialect.delimiter, self.limits.columns),
            Quotes::Plain => {
                split_quoted(&mut self.fields, &mut self.output, &mut self.ends, &text, row, self.limits.columns);
            }
            Quotes::Stray => split_stray(&text, self.dialect.delimiter, row, self.limits.columns),
        }
        self.start += found.skip;
        Ok(true)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quotes {
    None,
    /// As the standard has it.
    Plain,
    /// Quotes that do not fit.
    Stray,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Found {
    len: usize,
    skip: usize,
    quotes: Quotes,
}

/// The first record of `rest`, or none where more must be read to tell.
fn scan(rest: &[u8], end: bool, dialect: &Dialect, limits: &Limits) -> Option<Found> {
    let newline = if dialect.cr { b'\r' } else { b'\n' };
    let line = memchr::memchr(newline, rest);
    let whole = match line {
        Some(at) => at,
        None if end => rest.len(),
        None if rest.len() >= limits.record_bytes => cut(rest, limits.record_bytes),
        None => return None,
    };
    let first_line = rest.get(..whole).unwrap_or(rest);
    let found = |len: usize, quotes| {
        let skip = len + usize::from(rest.get(len) == Some(&newline));
        let carriage = !dialect.cr && len > 0 && rest.get(len - 1) == Some(&b'\r');
        Some(Found { len: len - usize::from(carriage), skip, quotes })
    };
    let Some(delimiter) = dialect.delimiter else {
        // One column: quotes part nothing, but a wholly quoted line loses them.
        let quoted =
            first_line.starts_with(b"\"") && memchr::memchr(b'"', first_line.get(1..).unwrap_or(&[])).is_some();
        return found(whole, if quoted { Quotes::Stray } else { Quotes::None });
    };
    if memchr::memchr(b'"', first_line).is_none() {
        return found(whole, Quotes::None);
    }
    // Field by field: only a quote at the start of a field opens.
    let mut at = 0;
    let mut quotes = Quotes::None;
    loop {
        if rest.get(at) == Some(&b'"') {
            match close(rest, at, end, delimiter, newline, dialect.width, limits) {
                Close::More => return None,
                Close::At(next, plain) => {
                    at = next;
                    quotes = if plain && quotes != Quotes::Stray { Quotes::Plain } else { Quotes::Stray };
                }
                Close::Nowhere => {
                    let line = memchr::memchr(newline, rest.get(at..).unwrap_or(&[])).map(|n| at + n);
                    return found(
                        line.unwrap_or(if end { rest.len() } else { cut(rest, limits.record_bytes) }),
                        Quotes::Stray,
                    );
                }
            }
        }
        match memchr::memchr2(delimiter, newline, rest.get(at..).unwrap_or(&[])) {
            Some(n) if rest.get(at + n) == Some(&newline) => return found(at + n, quotes),
            Some(n) => at += n + 1,
            None if end => return found(rest.len(), quotes),
            None if rest.len() >= limits.record_bytes => return found(cut(rest, limits.record_bytes), Quotes::Stray),
            None => return None,
        }
    }
}

/// A place at or before `at` that does not part a character.
fn cut(rest: &[u8], at: usize) -> usize {
    let mut at = at.min(rest.len());
    while at > 1 && rest.get(at).is_some_and(|b| b & 0xC0 == 0x80) && rest.len() - at < 4096 {
        at -= 1;
    }
    at
}

enum Close {
    /// The end of the buffer came first.
    More,
    /// Just behind the closing quote, and whether all quotes inside are doubled.
    At(usize, bool),
    /// The opening quote was a stray one.
    Nowhere,
}

/// Where the quote that opens at `open` closes.
fn close(rest: &[u8], open: usize, end: bool, delimiter: u8, newline: u8, width: usize, limits: &Limits) -> Close {
    let mut from = open + 1;
    let mut plain = true;
    let mut lines = 0_usize; // line ends between the opening quote and `from`
    let ends_field = |byte: Option<&u8>| byte.is_none_or(|b| *b == delimiter || *b == newline || *b == b'\r');
    loop {
        let ahead = rest.get(from..).unwrap_or(&[]);
        let Some(n) = memchr::memchr(b'"', ahead) else {
            let too_long = rest.len() - open >= limits.record_bytes
                || memchr::memchr_iter(newline, ahead).nth(limits.cell_lines).is_some();
            return if end || too_long { Close::Nowhere } else { Close::More };
        };
        let quote = from + n;
        lines += memchr::memchr_iter(newline, ahead.get(..n).unwrap_or(&[])).count();
        if lines > limits.cell_lines || quote - open > limits.record_bytes {
            return Close::Nowhere;
        }
        let next = rest.get(quote + 1);
        if next.is_none() && !end {
            return Close::More;
        }
        if next == Some(&b'"') {
            // `""` is a quote inside the cell, unless it stands as an empty cell of a later line.
            let before = rest.get(quote - 1);
            let empty_cell = lines > 0 && before.is_some_and(|b| *b == delimiter || *b == newline);
            if empty_cell && rest.get(quote + 2).is_none() && !end {
                return Close::More;
            }
            if empty_cell && ends_field(rest.get(quote + 2)) {
                return Close::Nowhere;
            }
            from = quote + 2;
        } else if ends_field(next) {
            if lines > 0 && looks_like_records(rest.get(open..quote).unwrap_or(&[]), delimiter, newline, width) {
                return Close::Nowhere;
            }
            return Close::At(quote + 1, plain);
        } else if lines > 0 {
            return Close::Nowhere; // it opens a cell of a later line
        } else {
            plain = false;
            from = quote + 1;
        }
    }
}

/// Whether a stretch that would be one cell of several lines holds whole records: its second line has all delimiters.
fn looks_like_records(cell: &[u8], delimiter: u8, newline: u8, width: usize) -> bool {
    let enough = if delimiter == b',' { 6 } else { 3 };
    width >= enough
        && cell.split(|b| *b == newline).skip(1).any(|line| memchr::memchr_iter(delimiter, line).count() + 1 >= width)
}

/// The fields of a record whose quotes are as the standard has them.
fn split_quoted(
    reader: &mut csv_core::Reader,
    output: &mut Vec<u8>,
    ends: &mut Vec<usize>,
    record: &str,
    row: &mut Row,
    limit: usize,
) {
    output.resize(record.len() + 16, 0);
    ends.resize((record.len() + 2).min(limit + 1), 0);
    reader.reset();
    let mut input = record.as_bytes();
    let (mut out, mut fields) = (0, 0);
    loop {
        let (result, read, wrote, ended) = reader.read_record(
            input,
            output.get_mut(out..).unwrap_or(&mut []),
            ends.get_mut(fields..).unwrap_or(&mut []),
        );
        input = input.get(read..).unwrap_or(&[]);
        out += wrote;
        fields += ended;
        match result {
            csv_core::ReadRecordResult::InputEmpty => {} // the next call, on nothing, ends the record
            csv_core::ReadRecordResult::Record => break,
            csv_core::ReadRecordResult::End => break,
            csv_core::ReadRecordResult::OutputFull | csv_core::ReadRecordResult::OutputEndsFull => {
                // More fields than the limit of columns: keep the record whole rather than lose any.
                row.start(row.number);
                row.push(record);
                return;
            }
        }
    }
    let mut start = 0;
    for end in ends.iter().take(fields) {
        // csv-core removes quotes alone, so the parts stay UTF-8.
        row.push(output.get(start..*end).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or(""));
        start = *end;
    }
}

/// The fields of a record whose quotes do not fit: what is well quoted is unquoted, all else stays as it stands.
fn split_stray(record: &str, delimiter: Option<u8>, row: &mut Row, limit: usize) {
    let bytes = record.as_bytes();
    let mut at = 0;
    // Once an opening quote found no end up to the end of the record, none behind it will, but for an empty `""`.
    let mut open_ended = false;
    loop {
        if row.len() + 1 >= limit {
            row.push(record.get(at..).unwrap_or(""));
            return;
        }
        if bytes.get(at) == Some(&b'"') && (!open_ended || bytes.get(at + 1) == Some(&b'"')) {
            let mut from = at + 1;
            let closed = loop {
                if open_ended && from > at + 1 {
                    break None;
                }
                let Some(n) = memchr::memchr(b'"', bytes.get(from..).unwrap_or(&[])) else { break None };
                let quote = from + n;
                let next = bytes.get(quote + 1).copied();
                if next.is_none() || next == delimiter {
                    break Some(quote);
                }
                from = quote + if next == Some(b'"') { 2 } else { 1 };
            };
            open_ended |= closed.is_none();
            if let Some(quote) = closed {
                row.push(&record.get(at + 1..quote).unwrap_or("").replace("\"\"", "\""));
                if quote + 1 >= bytes.len() {
                    return;
                }
                at = quote + 2;
                continue;
            }
        }
        let n = delimiter.and_then(|delimiter| memchr::memchr(delimiter, bytes.get(at..).unwrap_or(&[])));
        if let Some(n) = n {
            row.push(record.get(at..at + n).unwrap_or(""));
            at += n + 1;
        } else {
            row.push(record.get(at..).unwrap_or(""));
            return;
        }
    }
}

/// The text of a record: borrowed where it is UTF-8.
pub(crate) fn decode(record: &[u8], encoding: Encoding) -> Cow<'_, str> {
    match std::str::from_utf8(record) {
        Ok(text) if encoding != Encoding::Bytes || text.is_ascii() => Cow::Borrowed(text),
        Err(_) if encoding != Encoding::Bytes && mostly_utf8(record) => String::from_utf8_lossy(record),
        _ => Cow::Owned(record.iter().map(|b| windows_1252(*b)).collect()),
    }
}

/// Whether more characters of several bytes are whole than broken: damaged UTF-8 rather than another charset.
fn mostly_utf8(record: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in record.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken
}

/// The character that windows-1252 shows for a byte; unassigned bytes stay themselves.
pub(crate) fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '\u{20AC}', '\u{81}', '\u{201A}', '\u{192}', '\u{201E}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2C6}',
        '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8D}', '\u{17D}', '\u{8F}', '\u{90}', '\u{2018}', '\u{2019}',
        '\u{201C}', '\u{201D}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2DC}', '\u{2122}', '\u{161}', '\u{203A}',
        '\u{153}', '\u{9D}', '\u{17E}', '\u{178}',
    ];
    match byte {
        0x80..=0x9F => HIGH.get(usize::from(byte - 0x80)).copied().unwrap_or(char::from(byte)),
        _ => char::from(byte),
    }
}

/// UTF-16 read as UTF-8.
struct Utf16 {
    input: Box<dyn Read + Send>,
    big: bool,
    first: bool,
    raw: Vec<u8>,
    ready: Vec<u8>,
    given: usize,
}

impl Utf16 {
    fn new(input: Box<dyn Read + Send>, big: bool) -> Self {
        Self { input, big, first: true, raw: Vec::new(), ready: Vec::new(), given: 0 }
    }
}

impl Read for Utf16 {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.given == self.ready.len() {
            let mut block = vec![0; BLOCK];
            let n = self.input.read(&mut block)?;
            self.raw.extend_from_slice(block.get(..n).unwrap_or(&[]));
            // Keep an odd byte and the first half of a pair for the next block.
            let mut whole = self.raw.len() & !1;
            let unit = |pair: &[u8]| match (pair.first(), pair.get(1), self.big) {
                (Some(a), Some(b), false) => u16::from_le_bytes([*a, *b]),
                (Some(a), Some(b), true) => u16::from_be_bytes([*a, *b]),
                _ => 0xFFFD,
            };
            if n > 0
                && whole >= 2
                && self.raw.get(whole - 2..whole).is_some_and(|p| (0xD800..0xDC00).contains(&unit(p)))
            {
                whole -= 2;
            }
            let taken = if n == 0 { self.raw.len() } else { whole };
            let mut text = String::with_capacity(taken);
            let units = self.raw.get(..taken).unwrap_or(&[]).chunks(2).map(unit);
            for c in char::decode_utf16(units) {
                let c = c.unwrap_or('\u{FFFD}');
                if !(self.first && c == '\u{FEFF}') {
                    text.push(c);
                }
                self.first = false;
            }
            self.raw.drain(..taken);
            self.ready = text.into_bytes();
            self.given = 0;
            if self.ready.is_empty() && n > 0 {
                return self.read(out);
            }
        }
        let rest = self.ready.get(self.given..).unwrap_or(&[]);
        let n = rest.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..n), rest.get(..n)) {
            to.copy_from_slice(from);
        }
        self.given += n;
        Ok(n)
    }
}
