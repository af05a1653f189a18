//! The table of findings: its order and its columns, each built of what is said once and gathered by row.

use std::borrow::Cow;

use polars::prelude::*;

use super::group::Grouped;
use super::{Findings, Found, Said};
use crate::error::Result;
use crate::frame::typed::{nested, strings};
use crate::rule::reason;

impl Findings {
    /// Places of the findings in the order of their table: by entry, whole sheets first, then row by row.
    pub(super) fn order(&self) -> Vec<u32> {
        // What is said, in the order in which a row lists it.
        let mut order: Vec<usize> = (0..self.said.len()).collect();
        order.sort_by_key(|at| self.said.get(*at).map(|s| (s.entry, &s.rule, &s.columns, &s.message_en, &s.shape)));
        let mut rank = vec![0u32; order.len()];
        for (place, at) in (0u32..).zip(&order) {
            if let Some(rank) = rank.get_mut(*at) {
                *rank = place;
            }
        }
        let mut entries: Vec<&str> = self.said.iter().map(|said| said.entry).collect();
        entries.sort_unstable();
        entries.dedup();
        let of_entry = |said: &Said| entries.iter().position(|known| *known == said.entry).unwrap_or(0) as u64;
        let said = self.said.iter().zip(&rank).map(|(said, rank)| of_entry(said) << 60 | u64::from(*rank));
        let said: Vec<u64> = said.collect();
        // One number to sort by: entry, place in its table (whole sheets before all), place among what is said of a row.
        let key = |found: &Found| {
            let place = self.rows.get(found.rows as usize).map_or(0, |rows| rows.first + found.row as usize + 1) as u64;
            place << 24 | said.get(found.said as usize).copied().unwrap_or(0)
        };
        let mut sorted: Vec<(u64, u32)> = self.list.iter().map(key).zip(0..).collect();
        // Stable: the findings of one rule stand in order already.
        sorted.sort_by_key(|(key, _)| *key);
        sorted.into_iter().map(|(_, at)| at).collect()
    }

    /// The table: by entry, whole sheets first, then row by row in the order of the tables.
    ///
    /// # Errors
    ///
    /// [`Error::Library`](crate::Error::Library) where Polars refuses to build it.
    pub fn frame(&self) -> Result<DataFrame> {
        let order = self.order();
        let list = || order.iter().filter_map(|at| self.list.get(*at as usize));
        let said = IdxCa::from_vec("".into(), list().map(|found| found.said).collect());
        let text = |name: &str, f: fn(&Said) -> &str| {
            strings(name, self.said.iter().map(|said| Some(f(said)).filter(|text| !text.is_empty()))).take(&said)
        };
        let of_reason = |name: &str, f: fn(&reason::Reason) -> &'static str| {
            strings(name, self.said.iter().map(|said| reason::find(&said.reason).map(f))).take(&said)
        };
        let mut all = vec![self.row_ids(&order)?, text("entry", |s| s.entry)?];
        all.push(self.columns(&said)?);
        all.extend([
            text("rule", |s| &s.rule)?,
            text("reason", |s| &s.reason)?,
            text("severity", |s| s.severity.as_str())?,
            of_reason("actor", |r| r.actor)?,
            text("message_vi", |s| &s.message_vi)?,
            text("message_en", |s| &s.message_en)?,
            of_reason("next_step_vi", |r| r.next_step_vi)?,
            text("shape", |s| &s.shape)?,
        ]);
        all.extend(self.causes(&order)?);
        let waiver = |found: &Found| self.waivers.get(found.waiver?);
        if self.waivers.is_empty() {
            let none = |name: &str| Column::full_null(name.into(), order.len(), &DataType::String);
            all.extend([none("waiver"), none("waived_until")]);
        } else {
            all.extend([
                strings("waiver", list().map(|found| waiver(found).map(|waiver| waiver.reason.as_str()))),
                strings("waived_until", list().map(|found| waiver(found).map(|waiver| waiver.until.as_str()))),
            ]);
        }
        Ok(DataFrame::new(order.len(), all)?)
    }

    /// The row of each finding; null where it is about a whole sheet.
    fn row_ids(&self, order: &[u32]) -> Result<Column> {
        let mut starts = Vec::with_capacity(self.rows.len());
        // A table that was checked as one is gathered from as it is.
        let mut all: Option<StringChunked> = None;
        for rows in &self.rows {
            starts.push(all.as_ref().map_or(0, ChunkedArray::len));
            match &mut all {
                Some(all) => all.append(&rows.ids)?,
                None => all = Some(rows.ids.clone()),
            }
        }
        let ids = all.unwrap_or_else(|| StringChunked::full_null("".into(), 0));
        let place = |found: &Found| {
            let start = starts.get(found.rows as usize)?;
            IdxSize::try_from(start + found.row as usize).ok()
        };
        let places = order.iter().map(|at| self.list.get(*at as usize).and_then(place));
        let places = IdxCa::from_iter_options("".into(), places);
        Ok(ids.with_name("row_id".into()).rechunk().into_owned().into_column().take(&places)?)
    }

    /// The list of columns of each finding: to gather the names is cheaper than to gather lists of them.
    fn columns(&self, said: &IdxCa) -> Result<Column> {
        let names = strings("", self.said.iter().flat_map(|said| &said.columns).map(Some));
        let ends = self.said.iter().scan(0, |end: &mut u32, said| {
            let start = std::mem::replace(end, *end + u32::try_from(said.columns.len()).unwrap_or(0));
            Some(start..*end)
        });
        let places: Vec<std::ops::Range<u32>> = ends.collect();
        let (mut items, mut offsets) = (Vec::with_capacity(said.len() * 2), Vec::with_capacity(said.len() + 1));
        offsets.push(0);
        for said in said.iter().flatten() {
            items.extend(places.get(said as usize).cloned().unwrap_or(0..0));
            offsets.push(i64::try_from(items.len()).unwrap_or(i64::MAX));
        }
        let items = names.take(&IdxCa::from_vec("".into(), items))?.take_materialized_series();
        Ok(nested("columns", &items, offsets, None))
    }

    /// `group` and `cause`.
    fn causes(&self, order: &[u32]) -> Result<[Column; 2]> {
        let Grouped { names, blamed, groups } = self.grouped(order);
        let mut name = String::new();
        let mut group_names = StringChunkedBuilder::new("group".into(), groups.all.len());
        for group in &groups.all {
            self.group_name(*group, order, &names, &mut name);
            group_names.append_option((!name.is_empty()).then_some(&name));
        }
        // What one finding blames, for all that say the same; then what several blame in common.
        let alone = blamed.iter().map(|columns| Cow::Owned(columns.iter().map(|(_, column)| *column).collect()));
        let in_common = groups.causes.iter().map(|columns| Cow::Borrowed(columns.as_slice()));
        let causes = alone.chain(in_common).map(|columns: Cow<'_, [u32]>| {
            let columns = columns.iter().filter_map(|column| names.get(*column as usize)).map(String::as_str);
            let columns: Vec<&str> = columns.collect();
            (!columns.is_empty()).then(|| columns.join(", "))
        });
        let causes = strings("cause", causes);
        let shared = u32::try_from(blamed.len()).unwrap_or(u32::MAX);
        let cause = |(at, of): (&u32, &u32)| match groups.all.get(*of as usize)?.cause {
            Some(cause) => Some(shared + cause),
            None => self.list.get(*at as usize).map(|found| found.said),
        };
        let cause = IdxCa::from_iter_options("".into(), order.iter().zip(&groups.of).map(cause));
        let group_names = group_names.finish().into_column();
        // Where each finding is alone, the names stand in their order already.
        let alone = groups.of.iter().zip(0..).all(|(of, at)| *of == at);
        let group = if alone { group_names } else { group_names.take(&IdxCa::from_vec("".into(), groups.of))? };
        Ok([group, causes.take(&cause)?])
    }
}
