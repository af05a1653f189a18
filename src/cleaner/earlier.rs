//! An earlier result as the beginning of a run: its files are not read again.
//!
//! What was made of a source row does not depend on other rows, so `raw`, `repairs`, the entry tables, the findings of
//! the rules for one entry and their counts are taken over as they stand; everything else is made anew over all rows.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use polars::prelude::*;
use polars_io::prelude::ParquetReader;
use serde_json::Value;

use crate::error::{Error, Result};
use crate::layout::{FileLayout, Layout};
use crate::manifest::{self, Manifest, SCHEMA};
use crate::report::{Input, Report};
use crate::rule::Counts;

/// Rows of a table that are held at a time.
const SLICE: usize = 65_536;

/// The option that names the days of reading, where they are not all the day of the run.
const READ_ON: &str = "read_as_of";

/// A complete result, checked.
pub(super) struct Earlier {
    folder: PathBuf,
    pub(super) manifest: Manifest,
    layout: Layout,
    report: Report,
}

impl Earlier {
    /// Opens the result in a folder that the run into `out` begins with.
    pub(super) fn open(folder: &Path, out: &Path) -> Result<Self> {
        let wrong = |vi: &str, en: &str| Error::input(folder, vi, en);
        let manifest = Manifest::read(folder)?;
        if fs::canonicalize(out).is_ok_and(|out| fs::canonicalize(folder).is_ok_and(|folder| folder == out)) {
            return Err(wrong(
                "kết quả lần trước phải giữ nguyên: cần một thư mục kết quả khác",
                "the earlier result stays as it is: another result folder is needed",
            ));
        }
        if manifest.schema != SCHEMA || manifest.version != env!("CARGO_PKG_VERSION") {
            return Err(wrong(
                "kết quả lần trước do phiên bản khác tạo ra, cần chạy lại từ đầu",
                "the earlier result was made by another version: clean its files anew",
            ));
        }
        if !manifest.outputs.iter().any(|output| output.file == "raw.parquet") {
            return Err(wrong(
                "cần một kết quả đầy đủ, gặp bản chia sẻ hoặc thư mục khác",
                "expected a complete result, found a copy to share or another folder",
            ));
        }
        if !manifest::verify(folder)?.is_empty() {
            return Err(wrong(
                "kết quả lần trước không còn đúng như manifest (xem --verify)",
                "the earlier result is not what its manifest says (see --verify)",
            ));
        }
        let path = folder.join("report.json");
        let report = fs::read(&path).map_err(Error::io(&path, "không đọc được", "cannot read"))?;
        let report = serde_json::from_slice(&report).map_err(|_| {
            Error::input(
                &path,
                "cần report.json của lltp, gặp nội dung khác",
                "expected a report.json of lltp, found other content",
            )
        })?;
        let layout = Layout::read(&folder.join("layout.toml"))?;
        Ok(Self { folder: folder.to_owned(), manifest, layout, report })
    }

    /// Refuses a run with other rules than those that the rows were checked by.
    pub(super) fn fits(&self, layout: &Layout, options: &BTreeMap<String, Value>) -> Result<()> {
        if layout.rules == self.layout.rules && options.get("rules") == self.manifest.options.get("rules") {
            return Ok(());
        }
        Err(Error::input(
            &self.folder,
            "kết quả lần trước được kiểm tra theo các quy tắc khác, cần chạy lại từ đầu",
            "the earlier result was checked by other rules: clean its files anew",
        ))
    }

    /// The rules, waivers and thresholds of its layout, without its files: a new file of the same name is another file.
    pub(super) fn rules(&self) -> Layout {
        Layout { files: Vec::new(), ..self.layout.clone() }
    }

    /// How its files were understood, as the layout says it.
    pub(super) fn files(&self) -> &[FileLayout] {
        &self.layout.files
    }

    /// How its files were understood, as the report says it.
    pub(super) fn inputs(&self) -> &[Input] {
        &self.report.inputs
    }

    /// Whether it was made of that file, among others.
    pub(super) fn holds(&self, digest: &str) -> bool {
        self.manifest.inputs.iter().any(|input| input.digest == digest)
    }

    /// The outcomes of a rule for one entry, where there were entries.
    pub(super) fn counts(&self, code: &str) -> Option<Counts> {
        self.report.rules.iter().find(|rule| rule.code == code).map(|rule| rule.counts)
    }

    /// Completes the options of a run that begins with it: equal to those of one run over all files where the days of
    /// reading are equal.
    pub(super) fn join_options(&self, options: &mut BTreeMap<String, Value>) {
        let before = &self.manifest.options;
        let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
        let mut decisions = list(before.get("decisions"));
        decisions.extend(list(options.get("decisions")));
        options.insert("decisions".into(), decisions.into());
        if let (Some(Value::Null), Some(layout)) = (options.get("layout"), before.get("layout")) {
            options.insert("layout".into(), layout.clone());
        }
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let mut days: BTreeSet<String> = list(before.get(READ_ON))
            .iter()
            .filter_map(|day| text(Some(day)))
            .chain(text(before.get("as_of")))
            .collect();
        days.extend(text(options.get("as_of")));
        if days.len() > 1 {
            options.insert(READ_ON.into(), days.into_iter().collect::<Vec<_>>().into());
        }
    }

    /// One of its tables.
    pub(super) fn table(&self, name: &str) -> Result<DataFrame> {
        let mut table = self.reader(name)?.finish()?;
        table.rechunk_mut();
        Ok(table)
    }

    /// Walks over the rows of one of its tables, some at a time; gives their number.
    pub(super) fn each(&self, name: &str, mut take: impl FnMut(DataFrame) -> Result<()>) -> Result<u64> {
        let rows = self.reader(name)?.num_rows()?;
        for start in (0..rows).step_by(SLICE) {
            take(self.reader(name)?.with_slice(Some((start, SLICE.min(rows - start)))).finish()?)?;
        }
        Ok(rows as u64)
    }

    fn reader(&self, name: &str) -> Result<ParquetReader<File>> {
        let path = self.folder.join(format!("{name}.parquet"));
        let file = File::open(&path).map_err(Error::io(&path, "không mở được tệp", "the file cannot be opened"))?;
        Ok(ParquetReader::new(file))
    }
}
