//! The stages in order, one call: files in, a result folder out.
//!
//! ```no_run
//! use lltp::cleaner::Cleaner;
//! use lltp::date::Date;
//!
//! let summary = Cleaner::new(Date::constant(2026, 6, 30)).run(&["export.csv".into()], "cleaned".as_ref())?;
//! println!("{} rows, {} of them accepted", summary.flow.data, summary.flow.accepted);
//! # Ok::<(), lltp::Error>(())
//! ```

mod earlier;
mod stage;
mod tables;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use polars::prelude::DataFrame;
use rayon::prelude::*;

use crate::assess;
use crate::date::Date;
use crate::error::{Error, Result};
use crate::language::Language;
use crate::layout::{FileLayout, Layout};
use crate::link;
use crate::manifest::{self, InputFile, Manifest, RowFlow, SCHEMA};
use crate::normalise::{self, Normaliser};
use crate::output::{Format, OutputFile, Stage, TableWriter};
use crate::privacy::{self, Share};
use crate::report::{self, Report};
use crate::resolve;
use crate::review;
use crate::rule::waiver::Waivers;
use crate::rule::{Rule, RuleSet, Scope, Severity};
use crate::schema::Entry;
use crate::source::{RawBatch, Source};

use earlier::Earlier;
use stage::Gathered;

/// What the run is doing, for a progress bar. Names files by their place, never cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// Pass 1 over a file, by its place.
    Understanding(usize),
    /// Rows read so far, over all files.
    Read(u64),
    /// Looking for the records of one person.
    Linking,
    /// Computing where convictions stand.
    Assessing,
    /// Writing the result.
    Writing,
}

/// Cleans exports.
pub struct Cleaner {
    as_of: Date,
    deadline: Option<Date>,
    overwrite: bool,
    formats: Vec<Format>,
    layout: Option<Layout>,
    rules: Vec<(Scope, &'static [Rule])>,
    previous: Option<PathBuf>,
    add_to: Option<PathBuf>,
    decisions: Vec<PathBuf>,
    share: Option<privacy::Key>,
    language: Language,
    started_at: Option<String>,
    clock: Option<fn() -> String>,
    progress: Box<dyn Fn(Progress) + Send + Sync>,
}

impl std::fmt::Debug for Cleaner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cleaner").field("as_of", &self.as_of).field("formats", &self.formats).finish_non_exhaustive()
    }
}

/// What is made of all rows.
struct Made<'a> {
    /// In the order of [`Entry::ALL`].
    entries: [&'a DataFrame; 4],
    linkage: &'a link::Linkage,
    persons: &'a resolve::Persons,
    decisions: &'a [review::Decision],
    groups: &'a [review::Group],
    run_id: &'a str,
}

/// What a run did.
#[derive(Clone, Debug)]
pub struct Summary {
    /// How the source rows divide.
    pub flow: RowFlow,
    /// Rows of each table.
    pub tables: BTreeMap<String, u64>,
    /// Findings by severity: error, warning, info.
    pub findings: [usize; 3],
    /// Decisions that were refused.
    pub refused: usize,
    /// Id of the run.
    pub run_id: String,
}

impl Summary {
    /// Whether there are findings at least that grave.
    pub fn has(&self, severity: Severity) -> bool {
        let [error, warning, info] = self.findings;
        match severity {
            Severity::Error => error > 0,
            Severity::Warning => error + warning > 0,
            Severity::Info => error + warning + info > 0,
        }
    }
}

/// Bytes of rows of workbooks that may wait between the two passes.
#[cfg(feature = "xlsx")]
const HELD_BYTES: usize = 512 << 20;

impl Cleaner {
    /// A cleaner for a day: expungement is computed as of it, two-digit years pivot on it.
    pub fn new(as_of: Date) -> Self {
        Self {
            as_of,
            deadline: None,
            overwrite: false,
            formats: Vec::new(),
            layout: None,
            rules: Vec::new(),
            previous: None,
            add_to: None,
            decisions: Vec::new(),
            share: None,
            language: Language::Vi,
            started_at: None,
            clock: None,
            progress: Box::new(|_| {}),
        }
    }

    /// The day by which the data are to be clean.
    #[must_use]
    pub fn deadline(mut self, deadline: Option<Date>) -> Self {
        self.deadline = deadline;
        self
    }

    /// Whether a result that is already in the folder is replaced.
    #[must_use]
    pub fn overwrite(mut self, overwrite: bool) -> Self {
        self.overwrite = overwrite;
        self
    }

    /// Formats beside Parquet.
    #[must_use]
    pub fn formats(mut self, formats: &[Format]) -> Self {
        self.formats = formats.to_vec();
        self
    }

    /// How the files are to be understood, where the user has said so.
    #[must_use]
    pub fn layout(mut self, layout: Option<Layout>) -> Self {
        self.layout = layout;
        self
    }

    /// Rules of the caller's own, beside those of the crate and of the layout file: see [`Rule`].
    #[must_use]
    pub fn rules(mut self, scope: Scope, rules: &'static [Rule]) -> Self {
        self.rules.push((scope, rules));
        self
    }

    /// An earlier result to compare progress with.
    #[must_use]
    pub fn previous(mut self, previous: Option<PathBuf>) -> Self {
        self.previous = previous;
        self
    }

    /// An earlier result that the inputs are added to: the result is then that of the earlier files and the new ones
    /// together, as one run over all of them gives it, and the earlier folder stays as it is.
    ///
    /// Its rows are not read again: what was made of them, and what the rules for one entry found, is taken over, so an
    /// `as_of` of another day does not change how they were read. All that needs all rows (links, persons, histories,
    /// assessments) is made anew. Decisions of the earlier result still count; a new answer about the same record of the
    /// same group takes their place. Without a layout, the waivers and rules of the earlier one count.
    ///
    /// Cost: what [`Cleaner::run`] costs, less reading, normalising and checking the earlier rows.
    #[must_use]
    pub fn add_to(mut self, folder: Option<PathBuf>) -> Self {
        self.add_to = folder;
        self
    }

    /// Review workbooks that came back, filled in.
    #[must_use]
    pub fn decisions(mut self, decisions: Vec<PathBuf>) -> Self {
        self.decisions = decisions;
        self
    }

    /// Writes a copy that may leave the office into `share/` of the result, tokens under this key: see [`privacy`].
    #[must_use]
    pub fn share(mut self, key: Option<privacy::Key>) -> Self {
        self.share = key;
        self
    }

    /// The language of `report.html` and `todo.xlsx`; default Vietnamese. Tables and `report.json` carry both.
    #[must_use]
    pub fn language(mut self, language: Language) -> Self {
        self.language = language;
        self
    }

    /// A clock for the manifest's times; the library has none.
    #[must_use]
    pub fn clock(mut self, clock: fn() -> String) -> Self {
        self.started_at = Some(clock());
        self.clock = Some(clock);
        self
    }

    /// Whom to tell how far the run is.
    #[must_use]
    pub fn progress(mut self, progress: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.progress = Box::new(progress);
        self
    }

    /// Cleans files and folders into `out`.
    ///
    /// Cost: linear in cells, but for linkage, whose blocks are bounded. Memory: the entries (not the raw cells) of all
    /// rows.
    ///
    /// # Errors
    ///
    /// [`Error`] where an input, the layout or `out` does not fit; nothing is then left in `out`.
    pub fn run(&self, inputs: &[PathBuf], out: &Path) -> Result<Summary> {
        let previous = self.previous.as_deref().map(report::Previous::read).transpose()?;
        let earlier = self.add_to.as_deref().map(|folder| Earlier::open(folder, out)).transpose()?;
        let layout = self.layout.clone().or_else(|| earlier.as_ref().map(Earlier::rules)).unwrap_or_default();
        let (rules, waivers) = self.rule_set(&layout)?;
        if let Some(earlier) = &earlier {
            earlier.fits(&layout, &self.options(None))?;
        }
        let sources = self.understand(inputs, earlier.as_ref())?;
        let mut stage = Stage::open(out, self.overwrite, &self.formats, self.as_of)?;
        let mut gathered = self.read(&sources, earlier.as_ref(), &mut stage, &rules, waivers)?;
        let options = self.options(earlier.as_ref());
        let run_id = Manifest::run_id(&gathered.inputs, &options, env!("CARGO_PKG_VERSION"));

        (self.progress)(Progress::Linking);
        let [records, convictions, enforcements, expungements] = gathered.entries()?;
        let mut linkage = link::link_persons(&records, &convictions, &layout.link.clone().unwrap_or_default())?;
        let answers = self.answers(earlier.as_ref())?;
        // Answers may be about any record.
        let shown = review::rows(&records, &convictions, answers.is_empty().then_some(&linkage.pairs))?;
        let asked = review::groups(&shown, &records, &linkage.pairs)?;
        let decisions = review::apply(&answers, &shown, &asked, &mut linkage)?;
        let mut groups = if decisions.is_empty() { asked } else { review::groups(&shown, &records, &linkage.pairs)? };
        drop(shown);
        let before = earlier.iter().flat_map(Earlier::files).cloned();
        let files: Vec<FileLayout> = before.chain(sources.iter().map(|source| source.layout.clone())).collect();
        let rows = gathered.inputs.iter().map(|input| input.rows + input.skipped);
        review::note(&mut groups, &files.iter().zip(rows).collect::<Vec<_>>(), |start, rows| {
            stage.read("raw", start..start + rows, &["source_sheet", "source_row", "cells"])
        })?;
        let entries = [&records, &convictions, &enforcements, &expungements];

        (self.progress)(Progress::Assessing);
        let (persons, assessments) = rayon::join(
            || resolve::resolve(&records, &linkage.clusters, &linkage.pairs),
            || {
                check_whole(&mut gathered, entries)?;
                self.assess(entries, &linkage, &mut gathered, &mut stage)
            },
        );
        let (persons, assessments) = (persons?, assessments?);
        let quarantined = gathered.findings.quarantined();

        (self.progress)(Progress::Writing);
        let made = Made {
            entries,
            linkage: &linkage,
            persons: &persons,
            decisions: &decisions,
            groups: &groups,
            run_id: &run_id,
        };
        let share = self.share.as_ref().map(|key| Share::new(key, &linkage.clusters)).transpose()?;
        let mut written = self.write(&made, &gathered, share.as_ref(), &mut stage)?;
        written.push(("assessments", assessments.height() as u64));
        let flow = gathered.flow(&quarantined)?;
        let report = Report::new(&report::Facts {
            as_of: self.as_of,
            deadline: self.deadline,
            sources: &sources,
            earlier: earlier.as_ref().map_or(&[], Earlier::inputs),
            gathered: gathered.report_facts(),
            flow,
            findings: &gathered.findings,
            entries,
            persons: &persons.persons,
            clusters: &linkage.clusters,
            pairs: &linkage.pairs,
            assessments: &assessments,
            previous,
        })?;
        let layout = Layout { files, ..layout };
        stage.bytes("layout.toml", None, layout.to_toml().as_bytes())?;
        stage.bytes("report.json", None, &report.to_json()?)?;
        stage.bytes("report.html", None, report.to_html(self.language).as_bytes())?;
        if let Some(share) = &share {
            stage.table("share/assessments", &share.table("assessments", &assessments)?)?;
            self.copy(&mut stage, &written, &report, &run_id)?;
        }
        let refused = decisions.iter().filter(|d| d.state == review::State::Refused && !d.earlier).count();
        let mut rows = gathered.written.clone();
        rows.extend(written.iter().map(|(name, rows)| ((*name).to_owned(), *rows)));
        self.finish(stage, &gathered, flow, rows, refused, (options, run_id, &linkage.fingerprint))
    }

    /// Writes what needed all rows, its copy to share, and the workbooks; says how many rows each table has.
    fn write(
        &self,
        &Made { entries, linkage, persons, decisions, groups, run_id }: &Made<'_>,
        gathered: &Gathered,
        share: Option<&Share<'_>>,
        stage: &mut Stage,
    ) -> Result<Vec<(&'static str, u64)>> {
        let quarantined = gathered.findings.quarantined();
        // The workbooks take as long as all other tables: they are made beside them.
        #[cfg(feature = "xlsx")]
        let books = {
            let (findings, as_of, language) = (&gathered.findings, self.as_of, self.language);
            move || {
                let todo = report::todo(findings, &entries, as_of, language)?;
                Ok::<_, Error>((review::write(groups, decisions, run_id, as_of)?, todo))
            }
        };
        let mut written = Vec::new();
        let mut write = || -> Result<()> {
            for (entry, frame) in Entry::ALL.into_iter().zip(entries) {
                let frame = tables::with_accepted(frame.clone(), entry, &quarantined)?;
                written.push(table(stage, share, entry.table(), &frame)?);
            }
            written.push(table(stage, share, "findings", &gathered.findings.frame()?)?);
            for (name, frame) in [
                ("pairs", &linkage.pairs),
                ("clusters", &linkage.clusters),
                ("persons", &persons.persons),
                ("identifiers", &persons.identifiers),
                ("decisions", &review::table(decisions)?),
            ] {
                written.push(table(stage, share, name, frame)?);
            }
            Ok(())
        };
        #[cfg(feature = "xlsx")]
        {
            let (books, tables) = std::thread::scope(|scope| {
                let books = scope.spawn(books);
                let tables = write();
                (books.join(), tables)
            });
            tables?;
            let (review, todo) = books.map_err(|_| Error::Library { step: "xlsx", kind: "the writer stopped" })??;
            stage.bytes("review.xlsx", None, &review)?;
            stage.bytes("todo.xlsx", None, &todo)?;
        }
        #[cfg(not(feature = "xlsx"))]
        {
            let _ = (groups, run_id);
            write()?;
        }
        Ok(written)
    }

    /// The rules of the run and its waivers; what does not fit is refused before any data are read.
    fn rule_set(&self, layout: &Layout) -> Result<(Arc<RuleSet>, Waivers)> {
        let mut rules = RuleSet::new()?.with_custom(&layout.rules)?;
        for (scope, added) in &self.rules {
            rules = rules.with(*scope, added)?;
        }
        let waivers = Waivers::new(&layout.waivers, &rules, self.as_of)?;
        Ok((Arc::new(rules), waivers))
    }

    /// Pass 1 over every file.
    fn understand(&self, inputs: &[PathBuf], earlier: Option<&Earlier>) -> Result<Vec<Source>> {
        let files = if inputs.is_empty() && earlier.is_some() { Vec::new() } else { tables::files(inputs)? };
        let mut digests = HashSet::new();
        let mut sources = Vec::with_capacity(files.len());
        #[cfg(feature = "xlsx")]
        let mut held = 0;
        for (number, path) in files.iter().enumerate() {
            (self.progress)(Progress::Understanding(number));
            let given = self.layout.as_ref().and_then(|layout| layout.find(path));
            let source = Source::open(path, given)?;
            if earlier.is_some_and(|earlier| earlier.holds(&source.layout.digest)) {
                return Err(Error::input(
                    path,
                    "tệp này đã có trong kết quả lần trước",
                    "this file is already part of the earlier result",
                ));
            }
            if !digests.insert(source.layout.digest.clone()) {
                return Err(Error::input(path, "tệp này đã có trong lần chạy", "this file is already part of the run"));
            }
            // Rows kept between the passes, up to what one large workbook takes.
            #[cfg(feature = "xlsx")]
            {
                held += source.held_bytes();
                if held > HELD_BYTES {
                    held -= source.held_bytes();
                    source.release();
                }
            }
            sources.push(source);
        }
        Ok(sources)
    }

    /// Pass 2: batches are read in order, normalised and checked side by side, written in order.
    fn read(
        &self,
        sources: &[Source],
        earlier: Option<&Earlier>,
        stage: &mut Stage,
        rules: &Arc<RuleSet>,
        waivers: Waivers,
    ) -> Result<Gathered> {
        let mut gathered = Gathered::new(stage, rules.clone())?;
        gathered.findings.waive(waivers);
        if let Some(earlier) = earlier {
            gathered.take_over(earlier)?;
            (self.progress)(Progress::Read(gathered.rows()));
        }
        let options = normalise::Options { as_of: self.as_of };
        let at_once = rayon::current_num_threads() * 2;
        for source in sources {
            let file = source.layout.file.as_str();
            let readers: Vec<Normaliser<'_>> = (source.layout.sheets.iter().zip(1..))
                .map(|(sheet, number)| Normaliser::new(file, &source.layout.digest, number, sheet, options))
                .collect();
            gathered.file(source);
            let check = |raw: RawBatch| {
                let sheet = source.layout.sheets.get(raw.sheet);
                let reader =
                    readers.get(raw.sheet).filter(|_| sheet.is_some_and(|s| !s.skip && s.header_row.is_some()));
                stage::Batch::new(file, sheet, &raw, reader, rules)
            };
            let mut batches = source.batches()?;
            let mut read = || batches.by_ref().take(at_once).collect::<Result<Vec<RawBatch>>>();
            let mut take = |done: Vec<stage::Batch>| {
                done.into_iter().try_for_each(|batch| {
                    gathered.take(batch)?;
                    (self.progress)(Progress::Read(gathered.rows()));
                    Ok(())
                })
            };
            // While some batches are checked, the next are read and the last are written.
            let (mut raw, mut done) = (read()?, Vec::new());
            while !raw.is_empty() || !done.is_empty() {
                let (next, (checked, taken)): (_, (Result<Vec<_>>, Result<()>)) =
                    rayon::join(&mut read, || rayon::join(|| raw.into_par_iter().map(check).collect(), || take(done)));
                taken?;
                (raw, done) = (next?, checked?);
            }
        }
        gathered.close(stage)?;
        Ok(gathered)
    }

    /// Writes `assessments` as they come; keeps them without the reasoning, which nothing later reads.
    fn assess(
        &self,
        [records, convictions, enforcements, expungements]: [&DataFrame; 4],
        linkage: &link::Linkage,
        gathered: &mut Gathered,
        stage: &mut Stage,
    ) -> Result<DataFrame> {
        let history = assess::History {
            records,
            convictions,
            enforcements,
            expungements,
            clusters: &linkage.clusters,
            pairs: &linkage.pairs,
            quarantined: &gathered.findings.quarantined(),
            doubtful_birth: &gathered.findings.rows_with("khong_trung_khop_ngay_sinh"),
        };
        let mut kept = DataFrame::empty();
        let mut writer: Option<TableWriter> = None;
        assess::assess_batches(&history, self.as_of, |batch| {
            gathered.check(Scope::Assessment, &batch)?;
            let writer = match &mut writer {
                Some(writer) => writer,
                None => writer.insert(stage.writer("assessments", batch.schema())?),
            };
            writer.write(&batch)?;
            let batch = batch.drop("trace")?;
            if kept.width() == 0 {
                kept = batch;
            } else {
                kept.vstack_mut_owned(batch)?;
            }
            Ok(())
        })?;
        if let Some(writer) = writer {
            stage.close(writer)?;
        }
        gathered.findings.settle();
        gathered.findings.close_waivers();
        kept.rechunk_mut();
        Ok(kept)
    }

    /// What decides the result beside the inputs.
    fn options(&self, earlier: Option<&Earlier>) -> BTreeMap<String, serde_json::Value> {
        let digests: Vec<String> =
            self.decisions.iter().filter_map(|path| manifest::digests(path).ok()).map(|(digest, _)| digest).collect();
        let mut options: BTreeMap<String, serde_json::Value> = [
            ("as_of", self.as_of.to_string().into()),
            ("deadline", self.deadline.map(|day| day.to_string()).into()),
            ("formats", serde_json::to_value(&self.formats).unwrap_or_default()),
            ("layout", self.layout.as_ref().map(Layout::to_toml).into()),
            ("decisions", digests.into()),
            ("rules", self.rules.iter().flat_map(|(_, rules)| *rules).map(|rule| rule.code).collect::<Vec<_>>().into()),
            ("share", self.share.is_some().into()),
            ("language", self.language.tag().into()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        if let Some(earlier) = earlier {
            earlier.join_options(&mut options);
        }
        options
    }

    /// The answers of all workbooks that came back, after those of the earlier result.
    fn answers(&self, earlier: Option<&Earlier>) -> Result<Vec<review::Answer>> {
        let mut answers: Vec<review::Answer> = Vec::new();
        #[cfg(feature = "xlsx")]
        for path in &self.decisions {
            answers.append(&mut review::read(path)?);
        }
        let before = earlier.map(|earlier| review::earlier(&earlier.table("decisions")?)).transpose()?;
        Ok(review::renew(before.unwrap_or_default(), answers))
    }

    /// What belongs to the tables of a copy to share: a report without small counts, a manifest of its own without file names.
    fn copy(&self, stage: &mut Stage, tables: &[(&str, u64)], report: &Report, run_id: &str) -> Result<()> {
        stage.bytes("share/report.json", None, &report.to_shared_json()?)?;
        stage.bytes("share/report.html", None, report.to_shared_html(self.language).as_bytes())?;
        let inside = |file: OutputFile| Some(OutputFile { file: file.file.strip_prefix("share/")?.to_owned(), ..file });
        let counts = tables.iter().map(|(name, rows)| ((*name).to_owned(), *rows));
        let manifest = Manifest {
            schema: SCHEMA.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            run_id: run_id.to_owned(),
            options: [("as_of".to_owned(), self.as_of.to_string().into())].into(),
            inputs: Vec::new(),
            outputs: stage.files().into_iter().filter_map(inside).collect(),
            counts: counts.collect(),
            versions: BTreeMap::new(),
            started_at: None,
            ended_at: None,
        };
        stage.bytes("share/manifest.json", None, &manifest.to_json()?)
    }

    /// The manifest, and everything into place.
    fn finish(
        &self,
        stage: Stage,
        gathered: &Gathered,
        flow: RowFlow,
        tables: BTreeMap<String, u64>,
        refused: usize,
        (options, run_id, model): (BTreeMap<String, serde_json::Value>, String, &str),
    ) -> Result<Summary> {
        let inputs: Vec<InputFile> = gathered.inputs.clone();
        let version = env!("CARGO_PKG_VERSION");
        let mut versions = manifest::versions();
        versions.insert("link_model".to_owned(), model.to_owned());
        let mut counts = tables.clone();
        for (name, count) in [
            ("source_rows", flow.source_rows),
            ("data", flow.data),
            ("skipped", flow.skipped),
            ("accepted", flow.accepted),
            ("quarantined", flow.quarantined),
            ("waived", gathered.findings.waived() as u64),
        ] {
            counts.insert(name.to_owned(), count);
        }
        let manifest = Manifest {
            schema: SCHEMA.to_owned(),
            version: version.to_owned(),
            run_id: run_id.clone(),
            options,
            inputs,
            outputs: stage.files(),
            counts,
            versions,
            started_at: self.started_at.clone(),
            ended_at: self.clock.map(|clock| clock()),
        };
        stage.commit(&manifest.to_json()?)?;
        let findings = [Severity::Error, Severity::Warning, Severity::Info].map(|s| gathered.findings.count(s));
        Ok(Summary { flow, tables, findings, refused, run_id })
    }
}

/// Writes a table and its copy to share; says how many rows it has.
fn table(
    stage: &mut Stage,
    share: Option<&Share<'_>>,
    name: &'static str,
    frame: &DataFrame,
) -> Result<(&'static str, u64)> {
    stage.table(name, frame)?;
    if let Some(share) = share {
        stage.table(&format!("share/{name}"), &share.table(name, frame)?)?;
    }
    Ok((name, frame.height() as u64))
}

/// The rules that need all rows: over whole tables, across tables, over histories.
fn check_whole(gathered: &mut Gathered, entries: [&DataFrame; 4]) -> Result<()> {
    let [records, convictions, enforcements, expungements] = entries;
    gathered.check(Scope::Table(Entry::Record), records)?;
    gathered.check(Scope::Table(Entry::Conviction), convictions)?;
    let (beside, judged) = assess::with_one_another(records, convictions)?;
    gathered.check(Scope::Across(Entry::Record), &beside)?;
    gathered.check(Scope::Across(Entry::Conviction), &judged)?;
    for (entry, documents) in [(Entry::Enforcement, enforcements), (Entry::Expungement, expungements)] {
        gathered.check(Scope::Across(entry), &assess::with_conviction(documents, convictions)?)?;
    }
    let owned = assess::with_person(convictions, records)?;
    gathered.findings.owned(owned.column("record_row_id")?.str()?);
    gathered.check(Scope::History, &owned)?;
    gathered.findings.settle();
    Ok(())
}
