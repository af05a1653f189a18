//! The cells of a group as they stand in the source, beside the values that were made of them.

use std::collections::HashMap;

use polars::prelude::*;

use super::{COLUMNS, Group};
use crate::error::Result;
use crate::frame::read::text;
use crate::layout::{ColumnLayout, FileLayout, SheetLayout};
use crate::text;

/// Where a shown column comes from: canonical columns, the first with text counts.
fn sources(column: &str) -> &'static [&'static str] {
    match column {
        "record_code" => &["record.record_code"],
        "full_name" => &["record.full_name"],
        "birth_date" => &["record.birth_date"],
        "sex" => &["record.sex"],
        "citizen_id" => &["record.citizen_id"],
        "identity_card" => &["record.identity_card"],
        "father_name" => &["record.father_name"],
        "mother_name" => &["record.mother_name"],
        "home_town" => &["record.home_town"],
        "residence" => &["record.permanent_residence", "record.residence", "record.temporary_residence"],
        "judgment_no" => &["conviction.judgment_no"],
        "judgment_date" => &["conviction.judgment_date"],
        "court" => &["conviction.court"],
        "offences" => &["conviction.offences"],
        _ => &[],
    }
}

/// The cells of a sheet that feed a shown column.
struct Feed {
    cells: Vec<usize>,
    /// Whether other facts stand in the same cell.
    shared: bool,
}

impl Feed {
    fn of(sheet: &SheetLayout, canonical: &str) -> Option<Self> {
        // A legacy charset cannot be read as it was written; a heading that says the value leaves another text in the cell.
        let feeds = |column: &&ColumnLayout| {
            column.canonical.iter().any(|name| name == canonical)
                && !column.fixed.contains_key(canonical)
                && column.charset.is_none()
                && column.index > 0
        };
        let columns: Vec<&ColumnLayout> = sheet.columns.iter().filter(feeds).collect();
        let shared = columns.iter().any(|column| column.canonical.len() > 1);
        let cells: Vec<usize> = columns.iter().map(|column| column.index - 1).collect();
        (!cells.is_empty()).then_some(Self { cells, shared })
    }
}

/// Notes how the cells of the groups were written. `files` are in the order of `raw`, each with its number of rows; `read`
/// gives the columns `source_sheet`, `source_row` and `cells` of so many rows of `raw` from a place on.
///
/// Cost: one pass over `raw`, of the files that have records in groups.
pub(crate) fn note(
    groups: &mut [Group],
    files: &[(&FileLayout, u64)],
    mut read: impl FnMut(usize, usize) -> Result<DataFrame>,
) -> Result<()> {
    const SLICE: usize = 65_536;
    let mut start = 0;
    for (file, rows) in files {
        let end = start + usize::try_from(*rows).unwrap_or(0);
        let digest = file.digest.trim_start_matches("blake3:");
        let digest = digest.get(..16).unwrap_or(digest);
        // Rows of this file by sheet and source row.
        let mut wanted: HashMap<(usize, i64), Vec<(usize, usize)>> = HashMap::new();
        for (g, group) in groups.iter().enumerate() {
            for (r, row) in group.rows.iter().enumerate() {
                if let Some((sheet, source_row)) = place(&row.row_id, digest) {
                    wanted.entry((sheet, source_row)).or_default().push((g, r));
                }
            }
        }
        let feeds: Vec<Vec<Vec<Feed>>> = file
            .sheets
            .iter()
            .map(|sheet| {
                let of = |column: &str| sources(column).iter().filter_map(|name| Feed::of(sheet, name)).collect();
                COLUMNS.iter().map(|(_, column)| of(column)).collect()
            })
            .collect();
        while start < end && !wanted.is_empty() {
            let slice = read(start, SLICE.min(end - start))?;
            let names = text(&slice, "source_sheet")?;
            let (numbers, cells) = (slice.column("source_row")?.i64()?.clone(), slice.column("cells")?.list()?.clone());
            for (at, (name, number)) in names.iter().zip(numbers.iter()).enumerate() {
                let sheet = file.sheets.iter().position(|sheet| Some(sheet.sheet.as_str()) == name);
                let (Some(sheet), Some(number)) = (sheet, number) else { continue };
                let Some(places) = wanted.remove(&(sheet, number)) else { continue };
                let Some(list) = cells.get_as_series(at) else { continue };
                let (list, feeds) = (list.str()?.clone(), feeds.get(sheet).map_or(&[][..], Vec::as_slice));
                for (g, r) in places {
                    if let Some(row) = groups.get_mut(g).and_then(|group| group.rows.get_mut(r)) {
                        row.written =
                            feeds.iter().zip(&row.cells).map(|(feeds, clean)| shown(feeds, &list, clean)).collect();
                    }
                }
            }
            start += slice.height().max(1);
        }
        start = end;
    }
    Ok(())
}

/// Sheet and row of the first person of a source row, where it is of that file.
fn place(row_id: &str, digest: &str) -> Option<(usize, i64)> {
    let mut parts = row_id.strip_prefix(digest)?.strip_prefix('-')?.split('-');
    let (sheet, row, part) = (parts.next()?, parts.next()?, parts.next()?);
    let sheet: usize = sheet.parse().ok()?;
    (part == "1").then_some((sheet.checked_sub(1)?, row.parse().ok()?))
}

/// The text of the first canonical column that has any; nothing where the cell is blank, or is about something else.
fn shown(feeds: &[Feed], cells: &StringChunked, clean: &str) -> String {
    let text = |feed: &Feed| {
        let parts = feed.cells.iter().filter_map(|cell| cells.get(*cell)).filter(|cell| text::missing(cell).is_none());
        parts.map(str::trim).collect::<Vec<_>>().join(" ")
    };
    let found = feeds.iter().filter(|feed| !feed.shared || !clean.is_empty()).map(text);
    found.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}
