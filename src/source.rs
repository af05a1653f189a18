//! Reading files twice: pass 1 understands (digest, bounds, header, columns), pass 2 yields batches of raw strings.

use std::path::{Path, PathBuf};

use polars::prelude::*;

use crate::error::Result;
use crate::layout::FileLayout;

/// Rows in one batch. Fixed, so that results do not depend on threads.
pub const BATCH_ROWS: usize = 16_384;

/// What a source row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RowKind {
    /// A row of the table.
    Data,
    /// The heading.
    Header,
    /// The heading again, in the middle.
    RepeatedHeader,
    /// A title above the heading, or text that belongs to no table.
    Title,
    /// Column numbers, a caption of a group, the second line of a heading.
    Subheader,
    /// Sums.
    Total,
    /// Signatures, places and dates below the table, footnotes.
    Footer,
    /// Nothing.
    Blank,
}

/// A stretch of rows of one sheet, as strings.
#[derive(Clone, Debug)]
pub struct RawBatch {
    /// Which sheet of the file's layout.
    pub sheet: usize,
    /// Rows as a spreadsheet shows them (in text files the number of the record), ascending.
    pub source_row: Vec<u32>,
    /// What each row is.
    pub row_kind: Vec<RowKind>,
    /// One String column per column of the sheet, repaired of legacy charsets; null where a row had no such cell.
    /// The first of them stand for the columns of the layout; surplus cells of ragged rows follow.
    pub cells: Vec<StringChunked>,
    /// The cells as they were read, where they differ from `cells`: the same shape, or empty.
    pub written: Vec<StringChunked>,
    /// The bytes of a row that was not UTF-8.
    pub bytes: Vec<Option<Vec<u8>>>,
}

/// A file that was understood and can be read again.
#[derive(Debug)]
pub struct Source {
    /// The file.
    pub path: PathBuf,
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
    /// How it is understood.
    pub layout: FileLayout,
}

impl Source {
    /// Pass 1: opens a file and understands it; `given` is what the user's layout file says of it.
    ///
    /// # Errors
    ///
    /// [`Error::Io`](crate::Error::Io) where it cannot be read, [`Error::Input`](crate::Error::Input) where it is
    /// empty, has no header, or is not what its name says.
    pub fn open(_path: &Path, _given: Option<&FileLayout>) -> Result<Self> {
        unimplemented!()
    }

    /// Pass 2: every row of every sheet, in order, in batches of [`BATCH_ROWS`] rows.
    ///
    /// # Errors
    ///
    /// [`Error::Io`](crate::Error::Io), or [`Error::Input`](crate::Error::Input) where the file changed since pass 1.
    pub fn batches(&self) -> Result<Box<dyn Iterator<Item = Result<RawBatch>> + Send + '_>> {
        unimplemented!()
    }
}
