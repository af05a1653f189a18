//! Which findings have one cause, and what their group is called.

use std::collections::HashMap;

use polars::prelude::PlHashMap;

use super::{Findings, Found, Said, TABLE};
use crate::frame::read::line;
use crate::rule::cause::{self, Blames, Group, Groups};
use crate::schema::Entry;

/// The findings of a run, grouped in the order of their table.
pub(super) struct Grouped {
    /// Every column that is blamed, as `record.birth_date`.
    pub(super) names: Vec<String>,
    /// The columns that each thing said blames, by their place among the names.
    pub(super) blamed: Vec<Vec<(bool, u32)>>,
    pub(super) groups: Groups,
}

impl Findings {
    /// The groups of findings that stand in the order of their table.
    pub(super) fn grouped(&self, order: &[u32]) -> Grouped {
        let (names, blamed) = self.blames();
        let table = |entry: &str| Entry::ALL.into_iter().position(|known| known.as_str() == entry).unwrap_or(0);
        let tables: Vec<u32> = self.said.iter().map(|said| u32::try_from(table(said.entry)).unwrap_or(0)).collect();
        let blames = |at: u32| {
            let nothing = Blames { row: (0, 0), columns: &[] };
            let found = order.get(at as usize).and_then(|at| self.list.get(*at as usize));
            let Some(found) = found.filter(|found| found.rows != TABLE) else { return nothing };
            let first = self.rows.get(found.rows as usize).map_or(0, |rows| rows.first);
            let said = found.said as usize;
            Blames {
                row: (tables.get(said).copied().unwrap_or(0), u32::try_from(first).unwrap_or(0) + found.row),
                columns: blamed.get(said).map_or(&[], Vec::as_slice),
            }
        };
        let groups = cause::groups(&self.units(order), &blames);
        Grouped { names, blamed, groups }
    }

    /// The record with its convictions that each finding belongs to, as a number.
    fn units(&self, order: &[u32]) -> Vec<u32> {
        let mut known: PlHashMap<&str, u32> = PlHashMap::default();
        let mut last = (None, 0);
        order
            .iter()
            .map(|at| {
                let found = self.list.get(*at as usize);
                let row = found.map(|found| (found.rows, found.row));
                if row != last.0 {
                    let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
                    last = (row, *known.entry(found.map_or("", |found| self.unit(*found))).or_insert(next));
                }
                last.1
            })
            .collect()
    }

    /// The source row of the record with its convictions that a finding belongs to.
    fn unit(&self, found: Found) -> &str {
        let Some(rows) = self.rows.get(found.rows as usize) else { return "" };
        let owner = || self.owners.as_ref()?.get(rows.first + found.row as usize);
        let own = || rows.ids.get(found.row as usize);
        let id = if rows.entry == Entry::Conviction.as_str() { owner().or_else(own) } else { own() };
        id.map_or("", line)
    }

    /// The cells that a finding blames; those of the person's record in common for all its entries.
    fn blames(&self) -> (Vec<String>, Vec<Vec<(bool, u32)>>) {
        let qualified = |said: &Said| -> Vec<(bool, String)> {
            let own = Entry::ALL.into_iter().find(|entry| entry.as_str() == said.entry);
            let of = |column: &str| match own {
                Some(entry) if entry.column(column).is_some() => (entry == Entry::Record, entry.as_str()),
                Some(Entry::Conviction) if Entry::Record.column(column).is_some() => (true, Entry::Record.as_str()),
                _ => (said.entry == Entry::Record.as_str(), said.entry),
            };
            said.columns
                .iter()
                .map(|column| {
                    let (of_record, entry) = of(column);
                    (of_record, format!("{entry}.{column}"))
                })
                .collect()
        };
        let all: Vec<Vec<(bool, String)>> = self.said.iter().map(qualified).collect();
        // Records first: what is wrong in the person's record is wrong in all its convictions.
        let order = |name: &str| {
            let (entry, column) = name.split_once('.').unwrap_or(("", name));
            let entry = Entry::ALL.into_iter().position(|known| known.as_str() == entry).unwrap_or(usize::MAX);
            let columns = Entry::ALL.get(entry).map_or(&[][..], |entry| entry.columns());
            (entry, columns.iter().position(|known| known.name == column).unwrap_or(usize::MAX), column.to_owned())
        };
        let mut names: Vec<String> = all.iter().flatten().map(|(_, name)| name.clone()).collect();
        names.sort_by_cached_key(|name| order(name));
        names.dedup();
        let number: HashMap<&str, u32> = names.iter().map(String::as_str).zip(0..).collect();
        let cells = all
            .iter()
            .map(|cells| cells.iter().filter_map(|(of, name)| Some((*of, *number.get(name.as_str())?))).collect())
            .collect();
        (names, cells)
    }

    /// The name of a group: what it is about and the column that explains it; empty where it has none.
    pub(super) fn group_name(&self, group: Group, order: &[u32], names: &[String], name: &mut String) {
        name.clear();
        let Some((of_record, column)) = group.cell else { return };
        let Some(column) = names.get(column as usize) else { return };
        let first = order.get(group.first as usize).and_then(|at| self.list.get(*at as usize));
        let Some(first) = first else { return };
        name.push_str(if of_record { self.unit(*first) } else { self.row_id(*first).unwrap_or("") });
        name.push('/');
        name.push_str(column);
    }

    /// The name of each finding's group, in the order in which they were found.
    pub(super) fn group_names(&self) -> Vec<Option<String>> {
        let order = self.order();
        let Grouped { names, groups, .. } = self.grouped(&order);
        let all: Vec<String> = groups
            .all
            .iter()
            .map(|group| {
                let mut name = String::new();
                self.group_name(*group, &order, &names, &mut name);
                name
            })
            .collect();
        let mut found = vec![None; order.len()];
        for (at, of) in order.iter().zip(&groups.of) {
            if let Some(slot) = found.get_mut(*at as usize) {
                *slot = all.get(*of as usize).filter(|name| !name.is_empty()).cloned();
            }
        }
        found
    }
}
