//! Workbooks: XLSX, XLS and ODS through calamine, row by row.
//!
//! | Cell                            | Text                                        |
//! |---------------------------------|---------------------------------------------|
//! | number 1075000000, format `0…0` | `001075000000`: the zeros of the format      |
//! | number 1965                     | `1965`, without `.0`                        |
//! | date                            | `1965-11-14`, with the time where it has one |
//! | formula                         | its stored value; nothing is computed       |
//! | styled and empty                | nothing                                     |
//! | merged over several rows        | below the heading, the value in each of them |

use std::io::Cursor;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};

use super::RawBatch;
use super::batch::Batcher;
use super::limits::Limits;
use super::row::{Row, Store};
use super::understand::Sheet;
use crate::error::{Error, Result};

/// Which of the formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Xlsx,
    Xls,
    Ods,
}

enum Book {
    Xlsx(Box<Xlsx<Cursor<Vec<u8>>>>),
    Xls(Box<Xls<Cursor<Vec<u8>>>>),
    Ods(Box<Ods<Cursor<Vec<u8>>>>),
}

/// Workbooks below this size are also asked for merged cells, which takes a second look at each sheet; larger ones
/// come from programs, which merge nothing.
const MERGES_BELOW: usize = 4 << 20;

/// Rows beyond the first that are looked at in a sheet.
const SPREAD: usize = 1_500;

/// The rows of a workbook, kept from pass 1 for pass 2.
#[derive(Debug, Default)]
pub(crate) struct Held {
    sheets: Vec<HeldSheet>,
}

#[derive(Debug, Default)]
struct HeldSheet {
    rows: Store,
    merges: Vec<Merge>,
}

/// Cells merged over several rows: first row, last row, column, from 0.
type Merge = (u32, u32, u32);

impl Held {
    /// Bytes held.
    pub(crate) fn bytes(&self) -> usize {
        self.sheets.iter().map(|sheet| sheet.rows.bytes()).sum()
    }
}

/// The first rows of every sheet, rows spread over the rest, and all rows where they are no more than the limits allow.
pub(crate) fn sample(path: &Path, kind: Kind, limits: &Limits) -> Result<(Vec<Sheet>, Option<Held>)> {
    let (path, limits) = (path.to_owned(), limits.clone());
    guarded(&path.clone(), move || {
        let mut book = open(&path, kind, &limits)?;
        let small = small(&path);
        let (mut sheets, mut held, mut all) = (Vec::new(), Held::default(), true);
        let mut kept = 0; // cells
        for (name, hidden, table) in book.sheets() {
            let mut rows = Store::default();
            if table {
                let mut whole = true;
                book.walk(&path, &name, &limits, &mut |row| {
                    rows.push(row);
                    let keep = all && kept + rows.cells() <= limits.held_cells && rows.bytes() < HELD_BYTES;
                    whole = keep || rows.len() < limits.sample_rows && rows.cells() < limits.sample_cells();
                    all &= keep;
                    whole
                })?;
            }
            let mut sheet = Sheet { name: name.clone(), hidden, ..Sheet::default() };
            let mut row = Row::default();
            let (mut at, mut cells) = (0, 0);
            while at < limits.sample_rows && cells < limits.sample_cells() && rows.get(at, &mut row) {
                cells += row.len();
                sheet.rows.push(row.owned());
                at += 1;
            }
            let step = (rows.len().saturating_sub(at) / SPREAD).max(1);
            let mut cells = 0;
            while cells < limits.sample_cells() && rows.get(at, &mut row) {
                cells += row.len();
                sheet.beyond.push(row.owned());
                at += step;
            }
            sheets.push(sheet);
            kept += rows.cells();
            if all {
                let merges = if small && table { book.merges(&name) } else { Vec::new() };
                held.sheets.push(HeldSheet { rows, merges });
            }
        }
        if sheets.is_empty() {
            return Err(Error::input(&path, "tệp không có bảng tính nào", "the workbook has no sheet"));
        }
        Ok((sheets, all.then_some(held)))
    })
}

/// Bytes of one sheet that are kept.
const HELD_BYTES: usize = 256 << 20;

fn small(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|m| m.len() < MERGES_BELOW as u64)
}

/// Runs what reads hostile bytes apart, so that a fault in a library becomes a refusal.
fn guarded<T: Send + 'static>(path: &Path, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    match std::thread::Builder::new().spawn(work).map(JoinHandle::join) {
        Ok(Ok(result)) => result,
        _ => Err(damaged(path)),
    }
}

fn damaged(path: &Path) -> Error {
    Error::input(
        path,
        "tệp hỏng hoặc bị cắt, không đọc được như một bảng tính",
        "damaged or cut off: it cannot be read as a workbook",
    )
}

fn encrypted(path: &Path) -> Error {
    Error::input(
        path,
        "tệp được bảo vệ bằng mật khẩu; hãy bỏ mật khẩu rồi chạy lại",
        "protected by a password, which must be removed first",
    )
}

fn open(path: &Path, kind: Kind, limits: &Limits) -> Result<Book> {
    let length =
        std::fs::metadata(path).map_err(Error::io(path, "không mở được tệp", "the file cannot be opened"))?.len();
    if length > limits.workbook_bytes {
        return Err(Error::input(
            path,
            format!("bảng tính lớn hơn giới hạn {} MiB", limits.workbook_bytes >> 20),
            format!("the workbook is larger than the limit of {} MiB", limits.workbook_bytes >> 20),
        ));
    }
    let bytes = std::fs::read(path).map_err(Error::io(path, "không đọc được tệp", "the file cannot be read"))?;
    match kind {
        Kind::Xlsx | Kind::Ods => unpacks_to(path, &bytes, limits)?,
        Kind::Xls => {
            let named = |name: &str| {
                let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
                memchr::memmem::find(&bytes, &wide).is_some()
            };
            if named("EncryptedPackage") {
                return Err(encrypted(path));
            }
            if named("WordDocument") || named("PowerPoint Document") {
                return Err(Error::input(
                    path,
                    "tệp là Word hoặc PowerPoint, cần bảng tính",
                    "a Word or PowerPoint file; a workbook is needed",
                ));
            }
        }
    }
    match kind {
        Kind::Xlsx => Xlsx::new(Cursor::new(bytes)).map(|b| Book::Xlsx(Box::new(b))).map_err(|e| match e {
            XlsxError::Password => encrypted(path),
            _ => damaged(path),
        }),
        Kind::Xls => Xls::new(Cursor::new(bytes)).map(|b| Book::Xls(Box::new(b))).map_err(|e| match e {
            XlsError::Password => encrypted(path),
            _ => damaged(path),
        }),
        Kind::Ods => Ods::new(Cursor::new(bytes)).map(|b| Book::Ods(Box::new(b))).map_err(|e| match e {
            calamine::OdsError::Password => encrypted(path),
            _ => damaged(path),
        }),
    }
}

/// Refuses a packed file that unpacks to more than the limits, by the sizes in its directory.
fn unpacks_to(path: &Path, bytes: &[u8], limits: &Limits) -> Result<()> {
    let short = |at: usize| Some(usize::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    let long = |at: usize| Some(u64::from(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?)));
    let tail = bytes.len().saturating_sub(66_000);
    let end = memchr::memmem::rfind(bytes.get(tail..).unwrap_or(&[]), b"PK\x05\x06").map(|n| tail + n);
    let Some(mut at) = end.and_then(|end| long(end + 16)).and_then(|at| usize::try_from(at).ok()) else {
        return Err(damaged(path));
    };
    let mut total = 0;
    while bytes.get(at..at + 4) == Some(b"PK\x01\x02") {
        let sizes = (|| {
            Some((long(at + 20)?, long(at + 24)?, short(at + 28)?, short(at + 30)?, short(at + 32)?, short(at + 8)?))
        })();
        let Some((packed, unpacked, name, extra, comment, flags)) = sizes else { return Err(damaged(path)) };
        if flags & 1 == 1 {
            return Err(encrypted(path));
        }
        total += unpacked;
        let bomb = unpacked > 64 << 20 && unpacked / packed.max(1) > limits.unpacked_ratio;
        if bomb || total > limits.unpacked_bytes {
            return Err(Error::input(
                path,
                "tệp nén giải ra quá lớn so với giới hạn (nghi là bom nén)",
                "it unpacks to more than the limit allows (a zip bomb?)",
            ));
        }
        at += 46 + name + extra + comment;
    }
    Ok(())
}

impl Book {
    /// Names of the sheets, whether hidden, whether tables.
    fn sheets(&self) -> Vec<(String, bool, bool)> {
        let sheets = match self {
            Self::Xlsx(book) => book.sheets_metadata(),
            Self::Xls(book) => book.sheets_metadata(),
            Self::Ods(book) => book.sheets_metadata(),
        };
        sheets
            .iter()
            .map(|s| (s.name.clone(), s.visible != SheetVisible::Visible, s.typ == SheetType::WorkSheet))
            .collect()
    }

    /// Gives the rows of a sheet to `sink` until it wants no more.
    fn walk(&mut self, path: &Path, name: &str, limits: &Limits, sink: &mut dyn FnMut(&mut Row) -> bool) -> Result<()> {
        let mut row = Row::default();
        let mut flow = Flow { limits, last: None, sink };
        match self {
            Self::Xlsx(book) => {
                let mut reader = match book.worksheet_cells_reader(name) {
                    Ok(reader) => reader,
                    // a chart, a macro sheet, or a name without a part
                    Err(XlsxError::NotAWorksheet(_) | XlsxError::WorksheetNotFound(_)) => return Ok(()),
                    Err(_) => return Err(damaged(path)),
                };
                let zeros: Vec<usize> = reader
                    .styles()
                    .iter()
                    .map(|s| s.number_format.as_ref().map_or(0, |f| zeros(&f.format_code)))
                    .collect();
                let mut current: Option<u32> = None;
                while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|_| damaged(path))? {
                    let (at, column) = cell.get_position();
                    let value = cell.get_value();
                    if matches!(value, DataRef::Empty) {
                        continue;
                    }
                    if current != Some(at) {
                        if current.is_some_and(|c| at < c) {
                            return Err(Error::input(
                                path,
                                "các dòng trong bảng không theo thứ tự",
                                "the rows of a sheet are out of order",
                            ));
                        }
                        if current.is_some() && !flow.give(&mut row) {
                            return Ok(());
                        }
                        current = Some(at);
                        row.start(at + 1);
                    }
                    put(&mut row, column as usize, value, zeros.get(style).copied().unwrap_or(0));
                }
                if current.is_some() {
                    flow.give(&mut row);
                }
            }
            Self::Xls(book) => {
                let range = book.worksheet_range(name).map_err(|_| damaged(path))?;
                dense(&range, &mut row, &mut flow);
            }
            Self::Ods(book) => {
                let range = book.worksheet_range(name).map_err(|_| damaged(path))?;
                dense(&range, &mut row, &mut flow);
            }
        }
        Ok(())
    }

    /// Cells merged over several rows.
    fn merges(&mut self, name: &str) -> Vec<Merge> {
        let regions = match self {
            Self::Xlsx(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
            Self::Xls(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
            Self::Ods(_) => Vec::new(),
        };
        let mut merges: Vec<_> = regions
            .iter()
            .filter(|d| d.end.0 > d.start.0 && d.end.0 - d.start.0 < 1000)
            .map(|d| (d.start.0, d.end.0, d.start.1))
            .collect();
        merges.sort_unstable();
        merges
    }
}

/// Hands rows on, with the blank ones between them.
struct Flow<'a> {
    limits: &'a Limits,
    last: Option<u32>,
    sink: &'a mut dyn FnMut(&mut Row) -> bool,
}

impl Flow<'_> {
    fn give(&mut self, row: &mut Row) -> bool {
        let number = row.number;
        let next = self.last.map_or(1, |last| last + 1);
        if number > next && number - next <= self.limits.blank_rows {
            let mut blank = Row::default();
            for gap in next..number {
                blank.start(gap);
                if !(self.sink)(&mut blank) {
                    return false;
                }
            }
        }
        self.last = Some(number);
        (self.sink)(row)
    }
}

/// The rows of a range that calamine holds in memory.
fn dense(range: &calamine::Range<Data>, row: &mut Row, flow: &mut Flow<'_>) {
    let Some((top, left)) = range.start() else { return };
    for (i, cells) in range.rows().enumerate() {
        if cells.iter().all(|c| matches!(c, Data::Empty)) {
            continue;
        }
        row.start(top + u32::try_from(i).unwrap_or(u32::MAX - top - 1) + 1);
        for (j, cell) in cells.iter().enumerate() {
            if !matches!(cell, Data::Empty) {
                put(row, left as usize + j, &DataRef::from_owned(cell), 0);
            }
        }
        if !flow.give(row) {
            return;
        }
    }
}

/// A cell of an owned range as the reader's own kind of cell.
trait FromOwned<'a> {
    fn from_owned(data: &'a Data) -> DataRef<'a>;
}

impl<'a> FromOwned<'a> for DataRef<'a> {
    fn from_owned(data: &'a Data) -> DataRef<'a> {
        match data {
            Data::Int(n) => DataRef::Int(*n),
            Data::Float(n) => DataRef::Float(*n),
            Data::String(s) => DataRef::SharedString(s),
            Data::Bool(b) => DataRef::Bool(*b),
            Data::DateTime(d) => DataRef::DateTime(*d),
            Data::DateTimeIso(s) => DataRef::DateTimeIso(s.clone()),
            Data::DurationIso(s) => DataRef::DurationIso(s.clone()),
            Data::Error(e) => DataRef::Error(e.clone()),
            Data::Empty => DataRef::Empty,
        }
    }
}

fn put(row: &mut Row, column: usize, value: &DataRef<'_>, zeros: usize) {
    match value {
        DataRef::String(text) => row.put(column, text),
        DataRef::SharedString(text) => row.put(column, text),
        DataRef::Int(n) if zeros > 0 && *n >= 0 => row.put(column, &format!("{n:0zeros$}")),
        DataRef::Int(n) => row.put(column, &n.to_string()),
        DataRef::Float(n) => row.put(column, &number(*n, zeros)),
        DataRef::Bool(b) => row.put(column, if *b { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(date) => row.put(column, &date_text(date)),
        DataRef::DateTimeIso(text) => {
            let text = text.strip_suffix("T00:00:00").unwrap_or(text);
            row.put(column, &text.replacen('T', " ", 1));
        }
        DataRef::DurationIso(text) => row.put(column, text),
        DataRef::Error(error) => row.put(column, &error.to_string()),
        DataRef::Empty => {}
    }
}

/// A number as a spreadsheet shows it: whole without `.0`, at most 15 digits behind a point, zeros of its format in front.
fn number(n: f64, zeros: usize) -> String {
    if n.fract() == 0.0 && n.abs() < 1e18 {
        if zeros > 0 && n >= 0.0 { format!("{n:0zeros$.0}") } else { format!("{n:.0}") }
    } else {
        format!("{n:.14e}").parse::<f64>().map_or_else(|_| n.to_string(), |n| n.to_string())
    }
}

/// How many digits a format of zeros asks for: `000000000000` is 12; 0 for any other format.
fn zeros(format: &str) -> usize {
    let format = format.split(';').next().unwrap_or("");
    if format.len() >= 2 && format.len() <= 30 && format.bytes().all(|b| b == b'0') { format.len() } else { 0 }
}

/// A date as `1965-11-14`, with its time where it has one; a time of day or a duration alone as `h:mm:ss`.
fn date_text(date: &ExcelDateTime) -> String {
    let serial = date.as_f64();
    if !serial.is_finite() || !(0.0..2_958_466.0).contains(&serial) {
        return number(serial, 0);
    }
    let (year, month, day, hour, minute, second, milli) = date.to_ymd_hms_milli();
    if date.is_duration() || serial < 1.0 {
        let seconds = (serial * 86_400.0).round();
        return format!(
            "{}:{:02}:{:02}",
            (seconds / 3600.0).floor(),
            ((seconds % 3600.0) / 60.0).floor(),
            seconds % 60.0
        );
    }
    if (hour, minute, second) == (0, 0, 0) && milli < 500 {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}

/// Reads all sheets in a thread of its own, a few batches ahead of the caller.
pub(crate) fn batches(path: &Path, kind: Kind, limits: &Limits, held: Option<Held>, batchers: Vec<Batcher>) -> Ahead {
    let (sender, receiver) = sync_channel(2);
    let (at, limits) = (path.to_owned(), limits.clone());
    let worker = std::thread::Builder::new().spawn(move || {
        let sent = match held {
            Some(held) => {
                send_held(held, batchers, &sender);
                Ok(())
            }
            None => send(&at, kind, &limits, batchers, &sender),
        };
        if let Err(error) = sent {
            // Nobody listens any more: nothing to say.
            let _ = sender.send(Err(error));
        }
    });
    Ahead { path: path.to_owned(), receiver: Some(receiver), worker: worker.ok() }
}

/// The rows that pass 1 kept.
fn send_held(held: Held, batchers: Vec<Batcher>, sender: &SyncSender<Result<RawBatch>>) {
    let mut row = Row::default();
    for (HeldSheet { rows, merges }, batcher) in held.sheets.into_iter().zip(batchers) {
        let mut sending = Sending::new(batcher, merges, sender);
        let mut at = 0;
        while rows.get(at, &mut row) {
            if !sending.push(&mut row) {
                return;
            }
            at += 1;
        }
        if !sending.finish() {
            return;
        }
    }
}

fn send(
    path: &Path,
    kind: Kind,
    limits: &Limits,
    batchers: Vec<Batcher>,
    sender: &SyncSender<Result<RawBatch>>,
) -> Result<()> {
    let mut book = open(path, kind, limits)?;
    let small = small(path);
    for ((name, _, table), batcher) in book.sheets().into_iter().zip(batchers) {
        if !table {
            continue;
        }
        let merges = if small { book.merges(&name) } else { Vec::new() };
        let mut sending = Sending::new(batcher, merges, sender);
        let mut heard = true;
        book.walk(path, &name, limits, &mut |row| {
            heard = sending.push(row);
            heard
        })?;
        if !heard || !sending.finish() {
            return Ok(());
        }
    }
    Ok(())
}

/// Rows of one sheet on their way into batches: merged cells are filled in.
struct Sending<'a> {
    batcher: Batcher,
    merges: std::iter::Peekable<std::vec::IntoIter<Merge>>,
    /// The merged cells that reach into the row: last row, column, text.
    open: Vec<(u32, usize, String)>,
    sender: &'a SyncSender<Result<RawBatch>>,
}

impl<'a> Sending<'a> {
    fn new(batcher: Batcher, mut merges: Vec<Merge>, sender: &'a SyncSender<Result<RawBatch>>) -> Self {
        merges.retain(|(first, ..)| batcher.below_heading(first + 1));
        Self { batcher, merges: merges.into_iter().peekable(), open: Vec::new(), sender }
    }

    /// Sends what became full; false where nobody listens any more.
    fn push(&mut self, row: &mut Row) -> bool {
        let at = row.number.saturating_sub(1);
        self.open.retain(|(last, ..)| at <= *last);
        for (_, column, text) in &self.open {
            if row.get(*column).is_none() {
                row.filled.push((*column, text.clone()));
            }
        }
        row.filled.sort_unstable();
        while let Some((first, last, column)) = self.merges.next_if(|(first, ..)| *first <= at) {
            if let Some(text) = row.get(column as usize).filter(|_| first == at) {
                self.open.push((last, column as usize, text.to_owned()));
            }
        }
        self.batcher.push(row).is_none_or(|batch| self.sender.send(Ok(batch)).is_ok())
    }

    fn finish(mut self) -> bool {
        self.batcher.finish().is_none_or(|batch| self.sender.send(Ok(batch)).is_ok())
    }
}

/// The batches that a reading thread sends.
pub(crate) struct Ahead {
    path: std::path::PathBuf,
    receiver: Option<Receiver<Result<RawBatch>>>,
    worker: Option<JoinHandle<()>>,
}

impl Iterator for Ahead {
    type Item = Result<RawBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Ok(batch) = self.receiver.as_ref()?.recv() {
            return Some(batch);
        }
        self.receiver = None;
        match self.worker.take().map(JoinHandle::join) {
            Some(Ok(())) => None,
            _ => Some(Err(damaged(&self.path))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (n, width, expected) in [
            (1_075_000_000.0, 12, "001075000000"),
            (1965.0, 0, "1965"),
            (0.1 + 0.2, 0, "0.3"),
            (-5.0, 3, "-5"),
            (1234.5, 2, "1234.5"),
        ] {
            assert_eq!(number(n, width), expected);
        }
        assert_eq!((zeros("000000000000"), zeros("General"), zeros("0"), zeros("0.00")), (12, 0, 0, 0));
    }
}
