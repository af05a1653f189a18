//! A whole run over invented records, stage by stage, beside the floor: the fields of the same file to string columns and
//! Parquet, and nothing else.
//!
//! ```text
//! $ cargo bench --bench run                  # 10,000 and 100,000 rows
//! $ cargo bench --bench run -- 1000000       # as many rows as you like
//! ```
//!
//! Prints the table of the README. CPU seconds are those of the process, user and system, where the system tells them
//! (`/proc`), else wall seconds; memory is the peak so far of the process, so sizes should grow.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, missing_docs)]

mod bare;
mod process;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use lltp::cleaner::{Cleaner, Progress};
use lltp::date::Date;
use lltp::generate::{self, HEADINGS};
use lltp::polars::prelude::*;
use mimalloc::MiMalloc;
use polars_io::prelude::{ParquetCompression, ParquetWriter};

use process::{cpu, memory};

// A run makes and drops many large columns, which the system's allocator maps anew each time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Rows of a batch of the floor.
const BATCH: usize = 100_000;

fn write(path: &Path, rows: usize) {
    let mut file = BufWriter::new(File::create(path).unwrap());
    writeln!(file, "{}", HEADINGS.join(",")).unwrap();
    for record in generate::records(1).take(rows) {
        let cells: Vec<String> =
            record.fields().iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        writeln!(file, "{}", cells.join(",")).unwrap();
    }
    file.flush().unwrap();
}

/// csv-core, one string column a field, Parquet.
fn floor(from: &Path, to: &Path) -> usize {
    let empty = || HEADINGS.map(|heading| StringChunkedBuilder::new(heading.into(), BATCH));
    let frame = |columns: [StringChunkedBuilder; 19], rows: usize| {
        DataFrame::new(rows, columns.into_iter().map(|column| column.finish().into_column()).collect()).unwrap()
    };
    let schema = frame(empty(), 0).schema().clone();
    let mut parquet = ParquetWriter::new(File::create(to).unwrap())
        .with_compression(ParquetCompression::Zstd(None))
        .batched(&schema)
        .unwrap();
    let (mut columns, mut rows, mut all) = (empty(), 0, 0);
    bare::fields(from, b',', |column, field, record_end| {
        columns[column].append_value(field);
        rows += usize::from(record_end);
        if rows == BATCH {
            parquet.write_batch(&frame(std::mem::replace(&mut columns, empty()), rows)).unwrap();
            all += rows;
            rows = 0;
        }
    });
    parquet.write_batch(&frame(columns, rows)).unwrap();
    parquet.finish().unwrap();
    all + rows
}

/// The stages of a run with the CPU seconds of each.
fn stages(from: &Path, out: &Path, start: Instant) -> Vec<(&'static str, f64)> {
    let marks = Arc::new(Mutex::new(vec![("pass 1, and the first batches of pass 2", cpu(start))]));
    let seen = Arc::clone(&marks);
    let cleaner = Cleaner::new(Date::constant(2026, 6, 30)).overwrite(true).progress(move |progress| {
        let name = match progress {
            Progress::Read(_) => "the rest of pass 2: read, normalise, check, write `raw` and `repairs`",
            Progress::Linking => "link",
            Progress::Assessing => "persons, whole-table rules, assessments",
            Progress::Writing => "write the tables and workbooks",
            _ => return,
        };
        let mut marks = seen.lock().unwrap();
        if marks.last().is_none_or(|(last, _)| *last != name) {
            marks.push((name, cpu(start)));
        }
    });
    cleaner.run(&[from.to_owned()], out).unwrap();
    let marks = marks.lock().unwrap();
    let ends = marks.iter().skip(1).map(|(_, at)| *at).chain([cpu(start)]);
    marks.iter().zip(ends).map(|((name, from), to)| (*name, to - from)).collect()
}

fn main() {
    let start = Instant::now();
    let asked: Vec<usize> = std::env::args().skip(1).filter_map(|arg| arg.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![10_000, 100_000] } else { asked };
    let folder = tempfile::tempdir().unwrap();
    println!("| Rows | Stage | CPU s | rows/s | × floor |\n|---:|---|---:|---:|---:|");
    for rows in sizes {
        let (csv, parquet) = (folder.path().join("rows.csv"), folder.path().join("rows.parquet"));
        write(&csv, rows);
        let before = cpu(start);
        assert_eq!(floor(&csv, &parquet), rows + 1, "the floor reads the heading too");
        let floor = (cpu(start) - before).max(0.01);
        let line = |stage: &str, seconds: f64| {
            let rate = rows as f64 / seconds.max(0.01);
            println!("| {rows} | {stage} | {seconds:.2} | {rate:.0} | {:.1} |", seconds / floor);
        };
        line("floor: fields to string columns and Parquet", floor);
        let wall = Instant::now();
        let stages = stages(&csv, &folder.path().join("out"), start);
        let wall = wall.elapsed().as_secs_f64();
        for (stage, seconds) in &stages {
            line(stage, *seconds);
        }
        line("whole run", stages.iter().map(|(_, seconds)| seconds).sum());
        let memory = memory("VmHWM").map_or_else(|| "?".to_owned(), |mb| format!("{mb:.0} MB"));
        println!("| {rows} | whole run: {wall:.1} s wall, {memory} | | | |");
    }
}
