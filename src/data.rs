//! Embedded reference tables: the one reader of `src/data/*.tsv`.
//!
//! A table is a TSV in UTF-8 and NFC. Lines that begin with `#` stand before the heading and say what the table
//! holds, its source and its dates; then one line of headings; then the rows, sorted by key. A field holds no tab
//! and no quoting; `|` parts variants inside a field, `;` parts codes.
//!
//! Tables are read once, by the module that owns them, into the form that suits its code.

/// One row of a table: its fields in the order of the headings.
pub(crate) struct Row<'a> {
    fields: Vec<&'a str>,
}

impl<'a> Row<'a> {
    /// The field of the nth column, `""` where the line is short.
    pub(crate) fn get(&self, column: usize) -> &'a str {
        self.fields.get(column).copied().unwrap_or("")
    }

    /// The variants in the nth column, parted by `|`.
    pub(crate) fn variants(&self, column: usize) -> impl Iterator<Item = &'a str> {
        self.get(column).split('|').map(str::trim).filter(|v| !v.is_empty())
    }
}

/// The rows of a table, below its heading.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Row<'static>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .skip(1)
        .map(|line| Row { fields: line.split('\t').collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_and_heading_are_no_rows() {
        let rows: Vec<_> = rows("# what  x\nkey\tforms\n01\ta|b\n02").collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows.iter().map(|r| r.get(0)).collect::<Vec<_>>(), ["01", "02"]);
        assert_eq!(rows.first().map(|r| r.variants(1).collect::<Vec<_>>()), Some(vec!["a", "b"]));
        assert_eq!(rows.get(1).map(|r| r.get(1)), Some(""));
    }
}
