//! What is gathered while the files are read: entries in compact form, findings, counts; `raw` and `repairs` are
//! written as they come.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use polars::prelude::*;

use super::earlier::Earlier;
use super::tables;
use crate::error::Result;
use crate::frame::read::source_row;
use crate::frame::typed;
use crate::layout::SheetLayout;
use crate::manifest::{InputFile, RowFlow};
use crate::normalise::{Entries, Normalised, Normaliser, repairs};
use crate::output::{Stage, TableWriter};
use crate::report::SheetRows;
use crate::rule::{Counts, Findings, RuleSet, Scope, Verdicts};
use crate::schema::Entry;
use crate::source::{RawBatch, RowKind};

/// One batch, read and checked.
pub(super) struct Batch {
    raw: DataFrame,
    repairs: DataFrame,
    sheet: usize,
    /// Rows by kind, and where the rows that are no data stand.
    kinds: BTreeMap<RowKind, u64>,
    skipped: Vec<(u32, RowKind)>,
    /// Data rows, by source row.
    data: Vec<u32>,
    made: Normalised,
    verdicts: Vec<Verdicts>,
}

impl Batch {
    pub(super) fn new(
        file: &str,
        sheet: Option<&SheetLayout>,
        raw: &RawBatch,
        reader: Option<&Normaliser<'_>>,
        rules: &RuleSet,
    ) -> Result<Self> {
        let name = sheet.map_or("", |sheet| sheet.sheet.as_str());
        let made = match reader {
            Some(reader) => reader.batch(raw)?,
            None => Normalised { entries: Vec::new(), skipped: Vec::new() },
        };
        let check = |e: &Entries| rules.evaluate(&e.frame, Scope::Entry(e.entry));
        let verdicts = made.entries.iter().map(check).collect::<Result<Vec<_>>>()?;
        let mut kinds: BTreeMap<RowKind, u64> = BTreeMap::new();
        let (mut skipped, mut data) = (Vec::new(), Vec::new());
        for (kind, row) in raw.row_kind.iter().zip(&raw.source_row) {
            *kinds.entry(*kind).or_default() += 1;
            if *kind == RowKind::Data { data.push(*row) } else { skipped.push((*row, *kind)) }
        }
        let repairs = repairs::table(&made.entries)?;
        Ok(Self { raw: tables::raw(file, name, raw)?, repairs, sheet: raw.sheet, kinds, skipped, data, made, verdicts })
    }
}

/// Everything that later stages need.
pub(super) struct Gathered {
    rules: Arc<RuleSet>,
    raw: Option<TableWriter>,
    repairs: Option<TableWriter>,
    frames: BTreeMap<Entry, Vec<DataFrame>>,
    /// Rows of each table so far.
    rows: BTreeMap<Entry, usize>,
    pub(super) findings: Findings,
    counts: BTreeMap<(Scope, usize), Counts>,
    pub(super) inputs: Vec<InputFile>,
    sheets: Vec<BTreeMap<usize, SheetRows>>,
    /// Source rows whose every data row is told apart by its line key.
    lines: u64,
    source_rows: u64,
    pub(super) written: BTreeMap<String, u64>,
}

impl Gathered {
    pub(super) fn new(stage: &Stage, rules: Arc<RuleSet>) -> Result<Self> {
        Ok(Self {
            rules,
            rows: BTreeMap::new(),
            raw: Some(stage.writer("raw", tables::raw("", "", &tables::empty_batch())?.schema())?),
            repairs: Some(stage.writer("repairs", repairs::table(&[])?.schema())?),
            frames: BTreeMap::new(),
            findings: Findings::default(),
            counts: BTreeMap::new(),
            inputs: Vec::new(),
            sheets: Vec::new(),
            lines: 0,
            source_rows: 0,
            written: BTreeMap::new(),
        })
    }

    /// The rows that follow are of this file.
    pub(super) fn file(&mut self, source: &crate::source::Source) {
        self.inputs.push(InputFile {
            file: source.layout.file.clone(),
            rows: 0,
            skipped: 0,
            digest: source.layout.digest.clone(),
            sha256: source.sha256.clone(),
        });
        self.sheets.push(BTreeMap::new());
    }

    /// Takes over what an earlier result holds, instead of reading its files again.
    pub(super) fn take_over(&mut self, earlier: &Earlier) -> Result<()> {
        for (name, writer) in [("raw", &mut self.raw), ("repairs", &mut self.repairs)] {
            let Some(writer) = writer else { continue };
            let rows = earlier.each(name, |frame| writer.write(&frame))?;
            self.written.insert(name.into(), rows);
        }
        let findings = earlier.table("findings")?;
        for entry in Entry::ALL {
            let frame = earlier.table(entry.table())?.drop("accepted")?;
            self.rows.insert(entry, frame.height());
            self.findings.about(entry.as_str(), frame.column("row_id")?.str()?, 0);
            self.findings.take_over(&findings, entry, &self.rules)?;
            let scope = Scope::Entry(entry);
            for (at, check) in self.rules.checks(scope).iter().enumerate() {
                self.counts.extend(earlier.counts(&check.code).map(|counts| ((scope, at), counts)));
            }
            self.frames.entry(entry).or_default().push(frame);
        }
        self.inputs.extend(earlier.manifest.inputs.iter().cloned());
        (self.source_rows, self.lines) = (earlier.manifest.count("source_rows"), earlier.manifest.count("data"));
        Ok(())
    }

    /// Rows so far.
    pub(super) fn rows(&self) -> u64 {
        self.source_rows
    }

    pub(super) fn take(&mut self, batch: Batch) -> Result<()> {
        let Batch { raw, repairs, sheet, kinds, skipped, data, made, verdicts } = batch;
        if let Some(writer) = &mut self.raw {
            writer.write(&raw)?;
        }
        if let Some(writer) = &mut self.repairs {
            writer.write(&repairs)?;
        }
        *self.written.entry("raw".into()).or_default() += raw.height() as u64;
        *self.written.entry("repairs".into()).or_default() += repairs.height() as u64;
        let rows: u64 = kinds.values().sum();
        let not_criminal: BTreeSet<u32> = made.skipped.iter().map(|(row, _)| *row).collect();
        let about_nobody = not_criminal.len() as u64;
        let data = data.len() as u64 - about_nobody;
        self.source_rows += rows;
        self.lines += data;
        if let Some(input) = self.inputs.last_mut() {
            input.rows += data;
            input.skipped += rows - data;
        }
        if let Some(sheets) = self.sheets.last_mut() {
            let sheet = sheets.entry(sheet).or_default();
            sheet.data += data;
            sheet.skipped.extend(skipped.into_iter().map(|(row, kind)| (row, kind.as_str())));
            sheet.skipped.extend(made.skipped.iter().copied());
        }
        for (entries, verdicts) in made.entries.into_iter().zip(verdicts) {
            let ids = entries.frame.column("row_id")?.str()?.rechunk();
            let rows = self.rows.entry(entries.entry).or_default();
            self.findings.about(entries.entry.as_str(), &ids, std::mem::replace(rows, *rows + ids.len()));
            self.findings.unread(&entries.unread, entries.entry);
            let (file, scope) = (self.inputs.len(), Scope::Entry(entries.entry));
            for check in verdicts.absent.iter().filter_map(|at| self.rules.checks(scope).get(*at)) {
                self.findings.absent(check, entries.entry, file, sheet + 1);
            }
            self.judge(scope, verdicts);
            self.frames.entry(entries.entry).or_default().push(entries.frame);
        }
        Ok(())
    }

    /// Runs the rules of a scope over its whole frame.
    pub(super) fn check(&mut self, scope: Scope, frame: &DataFrame) -> Result<()> {
        let verdicts = self.rules.evaluate(frame, scope)?;
        self.findings.about(scope.entry(), frame.column("row_id")?.str()?, 0);
        self.judge(scope, verdicts);
        Ok(())
    }

    /// Takes in what rules found.
    fn judge(&mut self, scope: Scope, verdicts: Verdicts) {
        for (check, rows) in self.rules.checks(scope).iter().zip(&verdicts.broken) {
            self.findings.broken(check, rows);
        }
        for (rule, counts) in verdicts.counts.into_iter().enumerate() {
            self.counts.entry((scope, rule)).or_default().add(counts);
        }
    }

    /// Completes `raw` and `repairs`.
    pub(super) fn close(&mut self, stage: &mut Stage) -> Result<()> {
        for writer in [self.raw.take(), self.repairs.take()].into_iter().flatten() {
            stage.close(writer)?;
        }
        Ok(())
    }

    /// The entry tables, in the order of [`Entry::ALL`], with every canonical column.
    pub(super) fn entries(&mut self) -> Result<[DataFrame; 4]> {
        let mut frames = Vec::with_capacity(4);
        for entry in Entry::ALL {
            let rows = self.frames.remove(&entry).unwrap_or_default();
            frames.push(typed::stack(rows, &typed::made_fields(entry))?);
        }
        <[DataFrame; 4]>::try_from(frames)
            .map_err(|_| crate::Error::Library { step: "cleaner", kind: "four kinds of entry" })
    }

    /// How the source rows divide.
    pub(super) fn flow(&self, quarantined: &HashSet<String>) -> Result<RowFlow> {
        let lines: HashSet<&str> = quarantined.iter().map(|id| source_row(id)).collect();
        let bad = (lines.len() as u64).min(self.lines);
        RowFlow::new(self.source_rows, self.lines, self.source_rows - self.lines, self.lines - bad, bad)
    }

    /// What the report shows of the reading.
    pub(super) fn report_facts(&self) -> crate::report::Reading<'_> {
        crate::report::Reading { sheets: &self.sheets, inputs: &self.inputs, rules: &self.rules, counts: &self.counts }
    }
}
