//! One row as it is read: its number, its cells in one buffer, and its bytes where they were not UTF-8.

use crate::error::Result;

/// A row that is filled again and again, without an allocation per cell.
#[derive(Debug, Default)]
pub(crate) struct Row {
    /// As a spreadsheet shows it; in text files the number of the record.
    pub(crate) number: u32,
    text: String,
    cells: Vec<Option<(u32, u32)>>,
    /// The bytes, where they were not UTF-8.
    pub(crate) bytes: Option<Vec<u8>>,
    /// Cells that are empty here and belong to a cell merged over several rows: column and its text, by column.
    pub(crate) filled: Vec<(usize, String)>,
}

impl Row {
    /// Empties the row for the next one.
    pub(crate) fn start(&mut self, number: u32) {
        self.number = number;
        self.text.clear();
        self.cells.clear();
        self.bytes = None;
        self.filled.clear();
    }

    /// Adds a cell.
    pub(crate) fn push(&mut self, cell: &str) {
        let start = self.text.len();
        self.text.push_str(cell);
        self.cells.push(Some((offset(start), offset(self.text.len()))));
    }

    /// Adds the cells of a record without quotes: the parts between delimiters.
    pub(crate) fn push_parts(&mut self, record: &str, delimiter: Option<u8>, limit: usize) {
        let base = self.text.len();
        self.text.push_str(record);
        let mut start = 0;
        if let Some(delimiter) = delimiter {
            for end in memchr::memchr_iter(delimiter, record.as_bytes()) {
                if self.cells.len() + 1 >= limit {
                    break; // what is beyond the limit of columns stays together in the last cell
                }
                self.cells.push(Some((offset(base + start), offset(base + end))));
                start = end + 1;
            }
        }
        self.cells.push(Some((offset(base + start), offset(base + record.len()))));
    }

    /// Puts a cell at a column, with empty places before it where there is nothing.
    pub(crate) fn put(&mut self, column: usize, cell: &str) {
        while self.cells.len() < column {
            self.cells.push(None);
        }
        if self.cells.len() == column {
            self.push(cell);
        } else {
            // A workbook that names a cell twice: the later one counts, as in Excel.
            let start = self.text.len();
            self.text.push_str(cell);
            let end = self.text.len();
            if let Some(place) = self.cells.get_mut(column) {
                *place = Some((offset(start), offset(end)));
            }
        }
    }

    /// How many cells, empty ones among them.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The nth cell.
    pub(crate) fn get(&self, column: usize) -> Option<&str> {
        let (start, end) = (*self.cells.get(column)?)?;
        self.text.get(start as usize..end as usize)
    }

    /// The cells in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        self.cells.iter().map(|cell| cell.and_then(|(start, end)| self.text.get(start as usize..end as usize)))
    }

    /// The cells as owned text.
    pub(crate) fn owned(&self) -> (u32, Vec<Option<String>>) {
        (self.number, self.iter().map(|cell| cell.map(str::to_owned)).collect())
    }
}

// A row is far below 4 GiB: records are cut at `limits::RECORD_BYTES`, a spreadsheet's cell at 32,767 characters.
fn offset(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Rows kept in one buffer each for text and places.
#[derive(Debug, Default)]
pub(crate) struct Store {
    text: String,
    /// End of each cell in the text of its row, or `NOTHING`.
    ends: Vec<u32>,
    /// Number of each row, and where its cells and its text end.
    rows: Vec<(u32, usize, usize)>,
}

/// No cell at this place.
const NOTHING: u32 = u32::MAX;

impl Store {
    /// Adds a row.
    pub(crate) fn push(&mut self, row: &Row) {
        let start = self.text.len();
        let mut end = 0;
        let in_order = row.cells.iter().flatten().all(|(from, to)| std::mem::replace(&mut end, *to) == *from);
        if in_order && end as usize == row.text.len() {
            self.text.push_str(&row.text);
            self.ends.extend(row.cells.iter().map(|cell| cell.map_or(NOTHING, |(_, end)| end)));
        } else {
            self.ends.extend(row.iter().map(|cell| {
                cell.map_or(NOTHING, |cell| {
                    self.text.push_str(cell);
                    offset(self.text.len() - start)
                })
            }));
        }
        self.rows.push((row.number, self.ends.len(), self.text.len()));
    }

    /// How many rows.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many cells.
    pub(crate) fn cells(&self) -> usize {
        self.ends.len()
    }

    /// Bytes held.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len() + size_of_val(self.ends.as_slice()) + size_of_val(self.rows.as_slice())
    }

    /// The nth row, into `row`; false behind the last.
    pub(crate) fn get(&self, at: usize, row: &mut Row) -> bool {
        let Some((number, cells_end, text_end)) = self.rows.get(at).copied() else { return false };
        let (_, cells_start, text_start) =
            at.checked_sub(1).and_then(|before| self.rows.get(before)).copied().unwrap_or_default();
        row.start(number);
        row.text.push_str(self.text.get(text_start..text_end).unwrap_or(""));
        let mut start = 0;
        row.cells.extend(self.ends.get(cells_start..cells_end).unwrap_or(&[]).iter().map(|end| {
            (*end != NOTHING).then(|| {
                let cell = (start, *end);
                start = *end;
                cell
            })
        }));
        true
    }
}

/// Rows one after the other.
pub(crate) trait Rows: Send {
    /// Reads the next row into `row`; false at the end.
    fn next(&mut self, row: &mut Row) -> Result<bool>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_rows_are_the_same() {
        let (mut store, mut row) = (Store::default(), Row::default());
        let seen = |row: &Row| row.iter().map(|cell| cell.map(str::to_owned)).collect::<Vec<_>>();
        let mut all = Vec::new();
        for number in 1..4 {
            row.start(number);
            row.put(1, "Nguyễn Văn An");
            row.put(2, "");
            row.put(4, "1980");
            if number == 2 {
                row.put(1, "Lê Thị Bình"); // named twice: the later counts
            }
            store.push(&row);
            all.push((number, seen(&row)));
        }
        row.start(9);
        store.push(&row);
        all.push((9, Vec::new()));
        for (at, (number, cells)) in all.iter().enumerate() {
            assert!(store.get(at, &mut row));
            assert_eq!((row.number, &seen(&row)), (*number, cells));
        }
        assert!(!store.get(all.len(), &mut row) && store.cells() == 15);
    }
}
