//! How documents find the conviction that they are about.

use polars::prelude::*;

use crate::error::Result;
use crate::frame::read::{line, text};

/// How enforcement and expungement entries name a conviction.
pub(super) struct ConvictionKeys {
    ids: StringChunked,
    codes: StringChunked,
    records: StringChunked,
    judgments: StringChunked,
}

impl ConvictionKeys {
    pub(super) fn new(frame: &DataFrame) -> Result<Self> {
        Ok(Self {
            ids: text(frame, "row_id")?,
            codes: text(frame, "conviction_code")?,
            records: text(frame, "record_code")?,
            judgments: text(frame, "judgment_no")?,
        })
    }

    /// The row id.
    pub(super) fn id(&self, row: usize) -> Option<&str> {
        self.ids.get(row)
    }

    /// The source row and person that it was made of.
    pub(super) fn line(&self, row: usize) -> &str {
        line(self.ids.get(row).unwrap_or(""))
    }

    /// The record code, else the one inside the conviction code (`25HN2010/00001/01`).
    pub(super) fn record_code(&self, row: usize) -> Option<&str> {
        self.records
            .get(row)
            .or_else(|| self.codes.get(row).and_then(|code| code.rsplit_once('/')).map(|(record, _)| record))
    }

    fn index(&self) -> Index<'_> {
        let mut index = Index {
            by_code: PlHashMap::default(),
            by_judgment: PlHashMap::default(),
            by_record: PlHashMap::default(),
            by_line: PlHashMap::default(),
        };
        for row in 0..self.codes.len() {
            if let Some(code) = self.codes.get(row) {
                index.by_code.entry(code).or_default().push(row);
            }
            if let Some(record) = self.record_code(row) {
                index.by_record.entry(record).or_default().push(row);
                if let Some(judgment) = self.judgments.get(row) {
                    index.by_judgment.entry((record, judgment)).or_default().push(row);
                }
            }
            index.by_line.entry(self.line(row)).or_default().push(row);
        }
        index
    }
}

/// Rows of convictions by each of their keys.
#[allow(clippy::struct_field_names)]
struct Index<'a> {
    by_code: PlHashMap<&'a str, Vec<usize>>,
    by_judgment: PlHashMap<(&'a str, &'a str), Vec<usize>>,
    by_record: PlHashMap<&'a str, Vec<usize>>,
    by_line: PlHashMap<&'a str, Vec<usize>>,
}

impl Index<'_> {
    /// The convictions that a document is about: one, or none where its keys do not tell.
    fn find<'k>(
        &'k self,
        id: &'k str,
        code: Option<&'k str>,
        record: Option<&'k str>,
        judgment: Option<&'k str>,
    ) -> &'k [usize] {
        if let Some(rows) = code.and_then(|code| self.by_code.get(code)) {
            return rows;
        }
        if let Some(rows) = record.zip(judgment).and_then(|key| self.by_judgment.get(&key)) {
            return rows;
        }
        if let Some(rows) = self.by_line.get(line(id)) {
            return rows;
        }
        // A record code alone tells only where the record has one conviction.
        record
            .filter(|_| code.is_none() && judgment.is_none())
            .and_then(|r| self.by_record.get(r))
            .filter(|rows| rows.len() == 1)
            .map_or(&[], Vec::as_slice)
    }
}

/// The columns by which a document names the conviction that it is about.
pub(super) struct DocumentKeys {
    ids: StringChunked,
    codes: StringChunked,
    records: StringChunked,
    judgments: StringChunked,
}

impl DocumentKeys {
    pub(super) fn new(frame: &DataFrame) -> Result<Self> {
        Ok(Self {
            ids: text(frame, "row_id")?,
            codes: text(frame, "conviction_code")?,
            records: text(frame, "record_code")?,
            judgments: text(frame, "judgment_no")?,
        })
    }

    /// Each document with the convictions that it is about.
    pub(super) fn each(&self, convictions: &ConvictionKeys, mut take: impl FnMut(usize, &[usize])) {
        if self.ids.is_empty() {
            return;
        }
        let index = convictions.index();
        for row in 0..self.ids.len() {
            let id = self.ids.get(row).unwrap_or("");
            take(row, index.find(id, self.codes.get(row), self.records.get(row), self.judgments.get(row)));
        }
    }
}
