//! Tables as workbooks: every cell is text, long tables and long cells are split, never cut.

use polars::prelude::*;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::text;
use crate::date::Date;
use crate::error::{Error, Result};

const SHEET_ROWS: u32 = 1_048_576;
const CELL_CHARS: usize = 32_767;

/// A table spread over as many sheets as it needs.
pub(super) struct Sheets {
    names: Vec<String>,
    done: Vec<Worksheet>,
    row: u32,
    as_of: Date,
}

impl Sheets {
    pub(super) fn new(schema: &Schema, as_of: Date) -> Self {
        Self { names: schema.iter_names().map(ToString::to_string).collect(), done: Vec::new(), row: SHEET_ROWS, as_of }
    }

    pub(super) fn write(&mut self, frame: &DataFrame) -> Result<()> {
        let columns: Vec<Vec<Option<String>>> = frame.columns().iter().map(text::cells).collect();
        for row in 0..frame.height() {
            if self.row >= SHEET_ROWS {
                self.next_sheet().map_err(failed)?;
            }
            let pieces: Vec<Vec<&str>> =
                columns.iter().map(|c| c.get(row).and_then(Option::as_deref).map(pieces).unwrap_or_default()).collect();
            // A cell past the limit goes on in the rows below, under its own column.
            let height = pieces.iter().map(Vec::len).max().unwrap_or(0).max(1);
            for line in 0..height {
                if self.row >= SHEET_ROWS {
                    self.next_sheet().map_err(failed)?;
                }
                if let Some(sheet) = self.done.last_mut() {
                    for (column, pieces) in (0u16..).zip(&pieces) {
                        if let Some(piece) = pieces.get(line) {
                            sheet.write_string(self.row, column, *piece).map_err(failed)?;
                        }
                    }
                }
                self.row += 1;
            }
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<Vec<u8>> {
        if self.done.is_empty() {
            self.next_sheet().map_err(failed)?;
        }
        let mut workbook = Workbook::new();
        workbook.set_properties(&properties(self.as_of).map_err(failed)?);
        for sheet in self.done {
            workbook.push_worksheet(sheet);
        }
        workbook.save_to_buffer().map_err(failed)
    }

    fn next_sheet(&mut self) -> std::result::Result<(), XlsxError> {
        let mut sheet = Worksheet::new();
        let number = self.done.len() + 1;
        sheet.set_name(if number == 1 { "data".to_owned() } else { format!("data {number}") })?;
        let bold = Format::new().set_bold();
        for (column, name) in (0u16..).zip(&self.names) {
            sheet.write_string_with_format(0, column, name, &bold)?;
            sheet.set_column_format(column, &Format::new().set_num_format("@"))?;
        }
        sheet.set_freeze_panes(1, 0)?;
        self.done.push(sheet);
        self.row = 1;
        Ok(())
    }
}

/// Document properties whose creation time is the day of the run, so that two runs give the same bytes.
pub(crate) fn properties(as_of: Date) -> std::result::Result<DocProperties, XlsxError> {
    let (year, month, day) = (as_of.year().unsigned_abs(), as_of.month().unsigned_abs(), as_of.day().unsigned_abs());
    Ok(DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(year, month, day)?))
}

pub(crate) fn failed(_: XlsxError) -> Error {
    Error::Library { step: "xlsx", kind: "cannot write a workbook" }
}

/// A text in pieces that fit a cell.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut from, mut length) = (0, 0);
    for (at, c) in text.char_indices() {
        // Excel counts UTF-16 units.
        if length + c.len_utf16() > CELL_CHARS {
            pieces.extend(text.get(from..at));
            (from, length) = (at, 0);
        }
        length += c.len_utf16();
    }
    pieces.extend(text.get(from..));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_cell_is_split_and_nothing_is_lost() {
        let text = "ẵ".repeat(70_000);
        let parts = pieces(&text);
        assert_eq!(parts.len(), 3);
        assert_eq!(parts.concat(), text);
        assert_eq!(pieces("ngắn"), ["ngắn"]);
    }
}
