//! The table `raw` as batches again: from what was kept of the rows back to what was read of them.

use super::header::Kinds;
use super::row::Row;
use super::{Batcher, Limits, RawBatch, RowKind};
use crate::layout::FileLayout;

/// Makes batches of one sheet of rows that a table kept.
///
/// Old charsets are repaired as the first time. What a table of rows cannot tell: a cell merged over several rows
/// stands in the first of them alone.
pub(crate) struct Again {
    batcher: Batcher,
    row: Row,
    /// Only text files have empty cells; elsewhere `raw` writes one for a cell that is not there.
    keep_empty: bool,
    full: Vec<RawBatch>,
}

impl Again {
    /// For the rows of a sheet of a file, by its place in the layout.
    pub(crate) fn new(layout: &FileLayout, sheet: usize) -> Self {
        let columns = layout.sheets.get(sheet).map_or(&[][..], |sheet| &sheet.columns);
        let batcher = Batcher {
            sheet,
            kinds: Kinds::new(None, &[], None, None),
            charsets: columns.iter().map(|column| column.charset).collect(),
            legacy: false,
            width: columns.len(),
            limit: Limits::default().batch_cells,
            open: None,
        };
        Self { batcher, row: Row::default(), keep_empty: layout.format == "csv", full: Vec::new() }
    }

    /// Adds a row.
    pub(crate) fn push<'t>(
        &mut self,
        number: u32,
        kind: RowKind,
        cells: impl Iterator<Item = Option<&'t str>>,
        bytes: Option<&[u8]>,
    ) {
        self.row.start(number);
        self.row.bytes = bytes.map(<[u8]>::to_vec);
        for (column, cell) in cells.enumerate() {
            if let Some(cell) = cell.filter(|cell| self.keep_empty || !cell.is_empty()) {
                self.row.put(column, cell);
            }
        }
        self.full.extend(self.batcher.add(&mut self.row, kind));
    }

    /// The batches.
    pub(crate) fn finish(mut self) -> Vec<RawBatch> {
        self.full.extend(self.batcher.finish());
        self.full
    }
}
