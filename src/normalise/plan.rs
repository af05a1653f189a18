//! Which source columns feed which canonical column of a sheet, and which entries its rows yield.

use std::collections::{BTreeMap, BTreeSet};

use crate::layout::{ColumnLayout, SheetLayout};
use crate::schema::{Column, Entry};

/// A source column that feeds a canonical one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Feed<'a> {
    /// Position among the cells of a row, from 0.
    pub(super) cell: usize,
    /// How the layout understands it.
    pub(super) layout: &'a ColumnLayout,
}

impl<'a> Feed<'a> {
    /// Whether other facts stand in the same cell.
    pub(super) fn shared(&self) -> bool {
        self.layout.canonical.len() > 1
    }

    /// What a filled cell says of that column, where the heading says it: `Năm sinh: Nữ` of `record.sex`.
    pub(super) fn said(&self, entry: Entry, column: &str) -> Option<&'a str> {
        self.layout.fixed.iter().find(|(name, _)| split(name) == Some((entry, column))).map(|(_, value)| value.as_str())
    }

    /// Whether the same cell also feeds that column.
    pub(super) fn also(&self, entry: Entry, column: &str) -> bool {
        self.layout.canonical.iter().any(|name| split(name) == Some((entry, column)))
    }
}

/// One kind of entry of a sheet; a sheet may yield several enforcement entries a row, told apart by `fixed`.
#[derive(Debug)]
pub(super) struct EntryPlan<'a> {
    pub(super) entry: Entry,
    /// What the columns themselves say: `kind` → `reduction`.
    pub(super) fixed: BTreeMap<String, String>,
    feeds: BTreeMap<&'a str, Vec<Feed<'a>>>,
    constants: BTreeMap<&'a str, &'a str>,
}

impl<'a> EntryPlan<'a> {
    /// The source columns of a canonical column.
    pub(super) fn feeds(&self, column: &str) -> &[Feed<'a>] {
        self.feeds.get(column).map_or(&[], Vec::as_slice)
    }

    /// The layout's constant for a column without source.
    pub(super) fn constant(&self, column: &str) -> Option<&'a str> {
        self.constants.get(column).copied()
    }

    /// Whether anything feeds the column.
    pub(super) fn has(&self, column: &str) -> bool {
        self.feeds.contains_key(column) || self.constants.contains_key(column)
    }

    /// The canonical columns that something feeds, in the order of the schema.
    pub(super) fn columns(&self) -> impl Iterator<Item = &'static Column> {
        self.entry.columns().iter().filter(|column| self.has(column.name))
    }

    /// Every source column of the entry.
    pub(super) fn cells(&self) -> impl Iterator<Item = usize> {
        self.feeds.values().flatten().map(|feed| feed.cell)
    }
}

/// How the rows of a sheet become entries.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) entries: Vec<EntryPlan<'a>>,
    /// Columns that nobody knows, kept in `extra`.
    pub(super) unknown: Vec<Feed<'a>>,
}

/// Columns that tie entries together and stand once in a flat row.
const KEYS: [&str; 3] = ["record_code", "conviction_code", "judgment_no"];

impl<'a> Plan<'a> {
    pub(super) fn new(sheet: &'a SheetLayout) -> Self {
        let mut entries: Vec<EntryPlan<'a>> = Vec::new();
        for layout in &sheet.columns {
            let feed = Feed { cell: layout.index.saturating_sub(1), layout };
            let said = layout.fixed.keys().filter(|name| !layout.canonical.contains(name));
            for (entry, column) in layout.canonical.iter().chain(said).filter_map(|name| split(name)) {
                // Documents of several kinds in one row are several entries.
                let mut fixed = BTreeMap::new();
                if let (Entry::Enforcement, Some(kind)) = (entry, feed.said(Entry::Enforcement, "kind")) {
                    fixed.insert("kind".to_owned(), kind.to_owned());
                    if column == "kind" && !layout.canonical.iter().any(|name| name == "enforcement.kind") {
                        continue;
                    }
                }
                let plan = if let Some(position) =
                    entries.iter_mut().position(|plan| plan.entry == entry && plan.fixed == fixed)
                {
                    entries.get_mut(position)
                } else {
                    entries.push(EntryPlan { entry, fixed, feeds: BTreeMap::new(), constants: BTreeMap::new() });
                    entries.last_mut()
                };
                if let (Some(plan), Some(column)) = (plan, entry.column(column)) {
                    plan.feeds.entry(column.name).or_default().push(feed);
                }
            }
        }
        for (name, value) in &sheet.constants {
            if let Some((entry, column)) = split(name) {
                for plan in entries.iter_mut().filter(|plan| plan.entry == entry) {
                    plan.constants.insert(column, value);
                }
            }
        }
        let mut plan = Self { entries, unknown: Vec::new() };
        plan.share_keys();
        plan.entries.retain(stands_alone);
        // What feeds no entry of this sheet is kept under its own heading.
        let used: BTreeSet<usize> = plan.entries.iter().flat_map(EntryPlan::cells).collect();
        plan.unknown = sheet
            .columns
            .iter()
            .map(|layout| Feed { cell: layout.index.saturating_sub(1), layout })
            .filter(|feed| !used.contains(&feed.cell))
            .collect();
        plan.entries.sort_by_key(|plan| plan.entry);
        plan
    }

    /// The plan of an entry kind (the first, where `fixed` tells several apart).
    pub(super) fn entry(&self, entry: Entry) -> Option<&EntryPlan<'a>> {
        self.entries.iter().find(|plan| plan.entry == entry)
    }

    /// A key that one entry has belongs to the others of the row too.
    fn share_keys(&mut self) {
        for key in KEYS {
            let Some(feeds) = self.entries.iter().find_map(|plan| plan.feeds.get(key)).cloned() else { continue };
            for plan in &mut self.entries {
                if let Some(column) = plan.entry.column(key) {
                    plan.feeds.entry(column.name).or_insert_with(|| feeds.clone());
                }
            }
        }
    }
}

/// Whether the columns make an entry, or are mere keys to one that stands elsewhere.
fn stands_alone(plan: &EntryPlan<'_>) -> bool {
    let others = plan.feeds.keys().filter(|name| !KEYS.contains(name));
    match plan.entry {
        Entry::Record => plan.has("full_name") || others.filter(|name| **name != "note").count() > 1,
        Entry::Conviction => {
            others.filter(|name| **name != "note").count() > 0 || plan.feeds.contains_key("judgment_no")
        }
        Entry::Enforcement | Entry::Expungement => others.count() > 0,
    }
}

/// `record.full_name` → (record, `full_name`).
fn split(name: &str) -> Option<(Entry, &str)> {
    let (entry, column) = name.split_once('.')?;
    Some((Entry::ALL.into_iter().find(|e| e.as_str() == entry)?, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(columns: &[&[&str]]) -> SheetLayout {
        SheetLayout {
            sheet: "s".into(),
            header_row: Some(1),
            hidden: false,
            skip: false,
            era: None,
            constants: BTreeMap::new(),
            columns: columns
                .iter()
                .enumerate()
                .map(|(i, names)| ColumnLayout {
                    index: i + 1,
                    canonical: names.iter().map(|n| (*n).to_owned()).collect(),
                    ..ColumnLayout::default()
                })
                .collect(),
        }
    }

    #[test]
    fn a_key_alone_makes_no_record() {
        let sheet = sheet(&[&["record.record_code"], &["conviction.judgment_no", "conviction.judgment_date"]]);
        let plan = Plan::new(&sheet);
        assert_eq!(plan.entries.iter().map(|p| p.entry).collect::<Vec<_>>(), [Entry::Conviction]);
        assert_eq!(plan.entry(Entry::Conviction).map(|p| p.feeds("record_code").len()), Some(1));
    }

    #[test]
    fn unknown_columns_are_kept() {
        let sheet = sheet(&[&["record.full_name"], &[]]);
        assert_eq!(Plan::new(&sheet).unknown.len(), 1);
    }
}
