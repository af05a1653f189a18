//! Tables that are made of the run itself, and the files that a run reads.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use polars::prelude::*;

use crate::error::{Error, Result};
use crate::frame::typed::{self, integers, strings};
use crate::schema::Entry;
use crate::source::RawBatch;

/// Endings of the files that are taken out of a folder.
const ENDINGS: [&str; 8] = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods", "parquet"];

/// The files of a run: files as given, folders by their readable files, sorted by name.
pub(super) fn files(inputs: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for input in inputs {
        if !input.is_dir() {
            files.push(input.clone());
            continue;
        }
        let mut inside: Vec<PathBuf> = fs::read_dir(input)
            .map_err(Error::io(input, "không đọc được thư mục", "cannot read the folder"))?
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.is_file() && readable(path))
            .collect();
        inside.sort();
        if inside.is_empty() {
            return Err(Error::input(
                input,
                "thư mục không có tệp nào đọc được",
                "the folder holds no file that can be read",
            ));
        }
        files.append(&mut inside);
    }
    if files.is_empty() {
        return Err(Error::config("FILE", "cần ít nhất một tệp", "expected at least one file"));
    }
    Ok(files)
}

fn readable(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(['.', '~']));
    let known = path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)));
    known && !hidden
}

/// A batch of no rows, for the types of its table.
pub(super) fn empty_batch() -> RawBatch {
    RawBatch {
        sheet: 0,
        source_row: Vec::new(),
        row_kind: Vec::new(),
        cells: Vec::new(),
        written: Vec::new(),
        bytes: Vec::new(),
    }
}

/// The rows of `raw`: what was read, as it was read.
pub(super) fn raw(file: &str, sheet: &str, batch: &RawBatch) -> Result<DataFrame> {
    let rows = batch.source_row.len();
    let written = |column: usize, row: usize| {
        let read = batch.written.get(column).and_then(|cells| cells.get(row));
        read.or_else(|| batch.cells.get(column).and_then(|cells| cells.get(row)))
    };
    let width = batch.cells.len();
    let mut cells = ListStringChunkedBuilder::new("cells".into(), rows, rows * width);
    for row in 0..rows {
        // Trailing cells that the row did not have are not part of it.
        let length = (0..width).rev().find(|column| written(*column, row).is_some()).map_or(0, |last| last + 1);
        cells.append_values_iter((0..length).map(|column| written(column, row).unwrap_or("")));
    }
    let mut bytes = BinaryChunkedBuilder::new("bytes".into(), rows);
    for row in 0..rows {
        bytes.append_option(batch.bytes.get(row).and_then(Option::as_deref));
    }
    let columns = vec![
        strings("source_file", (0..rows).map(|_| Some(file))),
        strings("source_sheet", (0..rows).map(|_| Some(sheet))),
        integers("source_row", batch.source_row.iter().map(|row| Some(i64::from(*row)))),
        strings("row_kind", batch.row_kind.iter().map(|kind| Some(kind.as_str()))),
        cells.finish().into_column(),
        bytes.finish().into_column(),
    ];
    Ok(DataFrame::new(rows, columns)?)
}

/// An entry table with `accepted`.
pub(super) fn with_accepted(mut frame: DataFrame, entry: Entry, quarantined: &HashSet<String>) -> Result<DataFrame> {
    let ids = frame.column("row_id")?.str()?.clone();
    let accepted: BooleanChunked = ids.iter().map(|id| Some(id.is_none_or(|id| !quarantined.contains(id)))).collect();
    frame.with_column(accepted.with_name("accepted".into()).into_column())?;
    Ok(typed::complete(&frame, &typed::entry_fields(entry))?)
}
