//! Rows gathered into batches of columns.

use polars::prelude::*;

use super::header::Kinds;
use super::legacy;
use super::row::{Row, Rows};
use super::{BATCH_ROWS, RawBatch, RowKind};
use crate::error::Result;
use crate::text::charset::Charset;

/// Gathers rows into batches.
pub(crate) struct Batcher {
    /// Place of the sheet in the layout.
    pub(super) sheet: usize,
    pub(super) kinds: Kinds,
    /// What each column is written in.
    pub(super) charsets: Vec<Option<Charset>>,
    /// Whether cells may differ from what was written.
    pub(super) legacy: bool,
    /// Columns of the layout.
    pub(super) width: usize,
    /// Cells of one batch.
    pub(super) limit: usize,
    pub(super) open: Option<Open>,
}

/// A batch being filled.
pub(super) struct Open {
    source_row: Vec<u32>,
    row_kind: Vec<RowKind>,
    cells: Vec<StringChunkedBuilder>,
    written: Vec<StringChunkedBuilder>,
    bytes: Vec<Option<Vec<u8>>>,
    any_written: bool,
}

impl Batcher {
    /// Adds a row; gives a batch where one became full.
    pub(crate) fn push(&mut self, row: &mut Row) -> Option<RawBatch> {
        let kind = self.kinds.of(row);
        self.add(row, kind)
    }

    /// Adds a row of a known kind; gives a batch where one became full.
    pub(super) fn add(&mut self, row: &mut Row, kind: RowKind) -> Option<RawBatch> {
        let count = self.open.as_ref().map_or(0, |o| o.source_row.len());
        let width = self.open.as_ref().map_or(self.width, |o| o.cells.len()).max(row.len());
        let full = if count > 0 && (count >= BATCH_ROWS || (count + 1).saturating_mul(width) > self.limit) {
            self.finish()
        } else {
            None
        };
        let open = self.open.get_or_insert_with(|| {
            let columns = |n: usize| -> Vec<StringChunkedBuilder> { (0..n).map(|_| builder(0)).collect() };
            Open {
                source_row: Vec::new(),
                row_kind: Vec::new(),
                cells: columns(self.width),
                written: if self.legacy { columns(self.width) } else { Vec::new() },
                bytes: Vec::new(),
                any_written: false,
            }
        });
        let count = open.source_row.len();
        while open.cells.len() < row.len() {
            open.cells.push(builder(count));
        }
        while open.any_written | self.legacy && open.written.len() < open.cells.len() {
            open.written.push(builder(count));
        }
        let decode_all = row.bytes.is_some();
        let texts = || (0..row.len()).filter_map(|j| row.get(j));
        let stray = kind == RowKind::Data && !decode_all && legacy::stray(texts());
        let plain = !decode_all && !stray && row.filled.is_empty() && open.written.is_empty();
        if plain && self.charsets.iter().all(Option::is_none) {
            // Nothing to repair: the cells as they are.
            let cells = row.iter().chain(std::iter::repeat(None));
            open.cells.iter_mut().zip(cells).for_each(|(column, cell)| column.append_option(cell));
            open.source_row.push(row.number);
            open.row_kind.push(kind);
            open.bytes.push(None);
            return full;
        }
        let row_charset = if stray { legacy::row_charset(texts()) } else { None };
        for (j, column) in open.cells.iter_mut().enumerate() {
            let charset = self.charsets.get(j).copied().flatten();
            let merged = row.filled.binary_search_by_key(&j, |(column, _)| *column).ok();
            let merged = merged.and_then(|at| row.filled.get(at)).filter(|_| kind == RowKind::Data);
            let cell = row.get(j).or(merged.map(|_| ""));
            let repaired = match (merged, cell) {
                (Some((_, text)), _) => {
                    Some(legacy::repair_cell(text, charset, decode_all).unwrap_or_else(|| text.clone()))
                }
                (None, Some(cell)) if stray => legacy::repair_stray(cell, charset.or(row_charset)),
                (None, Some(cell)) => legacy::repair_cell(cell, charset, decode_all),
                (None, None) => None,
            };
            match (&repaired, cell) {
                (Some(repaired), Some(cell)) => {
                    column.append_value(repaired);
                    if open.written.is_empty() {
                        open.any_written = true;
                    }
                    // the columns before already have their place in this row
                    while open.written.len() < j {
                        open.written.push(builder(count + 1));
                    }
                    if open.written.len() == j {
                        open.written.push(builder(count));
                    }
                    if let Some(written) = open.written.get_mut(j) {
                        written.append_value(cell);
                    }
                }
                (None, Some(cell)) => column.append_value(cell),
                (_, None) => column.append_null(),
            }
            if repaired.is_none()
                && let Some(written) = open.written.get_mut(j)
            {
                written.append_null();
            }
        }
        // columns that got their `written` in this very row
        while !open.written.is_empty() && open.written.len() < open.cells.len() {
            open.written.push(builder(count + 1));
        }
        open.source_row.push(row.number);
        open.row_kind.push(kind);
        open.bytes.push(row.bytes.take());
        full
    }

    /// Whether a row of this number stands below the heading.
    pub(crate) fn below_heading(&self, number: u32) -> bool {
        self.kinds.below_heading(number)
    }

    /// The batch that is open.
    pub(crate) fn finish(&mut self) -> Option<RawBatch> {
        let open = self.open.take()?;
        let columns =
            |builders: Vec<StringChunkedBuilder>| builders.into_iter().map(StringChunkedBuilder::finish).collect();
        Some(RawBatch {
            sheet: self.sheet,
            source_row: open.source_row,
            row_kind: open.row_kind,
            cells: columns(open.cells),
            written: columns(open.written),
            bytes: open.bytes,
        })
    }
}

fn builder(nulls: usize) -> StringChunkedBuilder {
    let mut builder = StringChunkedBuilder::new(PlSmallStr::EMPTY, nulls);
    for _ in 0..nulls {
        builder.append_null();
    }
    builder
}

/// Batches of one table whose rows come one by one.
pub(super) struct Batches<'a> {
    rows: Box<dyn Rows + 'a>,
    batcher: Batcher,
    row: Row,
    done: bool,
}

impl<'a> Batches<'a> {
    pub(super) fn new(rows: impl Rows + 'a, batcher: Batcher) -> Self {
        Self { rows: Box::new(rows), batcher, row: Row::default(), done: false }
    }
}

impl Iterator for Batches<'_> {
    type Item = Result<RawBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            match self.rows.next(&mut self.row) {
                Ok(true) => {
                    if let Some(batch) = self.batcher.push(&mut self.row) {
                        return Some(Ok(batch));
                    }
                }
                Ok(false) => {
                    self.done = true;
                    return self.batcher.finish().map(Ok);
                }
                Err(error) => {
                    self.done = true;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}
