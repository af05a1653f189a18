//! Which records of a table (or of two tables) are of one person? Settings say what is compared; `examples/sample/link.toml`
//! shows all of them.
//!
//! ```text
//! $ cargo run --release --example link -- people.csv --settings settings.toml --id rec_id --out linked
//! people.csv: 5000 rows
//! block surname+date_of_birth: 3210 pairs, 3210 new
//! links 6530, review 12; clusters 2005 → linked/
//! ```
//!
//! Writes `pairs` and `clusters` as CSV and Parquet, and `model.json`, which `model = …` of the settings takes back.

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Parser;
use csv_core::{ReadFieldResult, Reader};
use lltp::link::{Linker, Settings};
use lltp::polars::prelude::*;
use polars_io::prelude::{ParquetCompression, ParquetWriter};

/// Liên kết hồ sơ trong một hoặc hai bảng CSV / Links the records of one or two CSV tables.
#[derive(Parser)]
struct Options {
    /// Bảng CSV, UTF-8, dòng đầu là tiêu đề / CSV tables in UTF-8 with a heading
    #[arg(required = true, num_args = 1..=2)]
    tables: Vec<PathBuf>,
    /// Cột so sánh, quy tắc chia khối, ngưỡng / columns, blocking rules, thresholds (TOML)
    #[arg(long)]
    settings: PathBuf,
    /// Cột mã của bản ghi / the column that tells records apart
    #[arg(long)]
    id: String,
    /// Thư mục kết quả / folder of the results
    #[arg(long)]
    out: PathBuf,
}

fn main() {
    if let Err(error) = run(&Options::parse()) {
        eprintln!("{error}");
        std::process::exit(2);
    }
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let said = |path: &Path, what: &str| format!("{}: {what}", path.display());
    let text = fs::read_to_string(&options.settings).map_err(|e| said(&options.settings, &e.kind().to_string()))?;
    let settings = Settings::parse(&text, &options.settings.display().to_string())?;
    let linker = Linker::new(settings, &options.id)?;
    let tables = options.tables.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
    for (path, table) in options.tables.iter().zip(&tables) {
        eprintln!("{}: {} rows", path.display(), table.height());
    }
    let found = match tables.as_slice() {
        [left, right] => linker.link_two(left, right)?,
        [table, ..] => linker.link(table)?,
        [] => return Ok(()),
    };
    for step in &found.funnel {
        eprintln!("block {}: {} pairs, {} new", step.rule, step.pairs, step.new_pairs);
    }
    fs::create_dir_all(&options.out).map_err(|e| said(&options.out, &e.kind().to_string()))?;
    for (name, frame) in [("pairs", &found.pairs), ("clusters", &found.clusters)] {
        write_csv(&options.out.join(format!("{name}.csv")), frame)?;
        let file = File::create(options.out.join(format!("{name}.parquet")))?;
        ParquetWriter::new(file).with_compression(ParquetCompression::Zstd(None)).finish(&mut frame.clone())?;
    }
    fs::write(options.out.join("model.json"), serde_json::to_string_pretty(&found.model)?)?;
    let decisions = found.pairs.column("decision")?.str()?;
    let count = |decision: &str| decisions.iter().filter(|cell| *cell == Some(decision)).count();
    let clusters = found.clusters.column("cluster_id")?.n_unique()?;
    eprintln!("links {}, review {}; clusters {clusters} → {}", count("link"), count("review"), options.out.display());
    Ok(())
}

/// A CSV table, every column as text; spaces around a cell and a byte order mark are left out.
fn read(path: &Path) -> Result<DataFrame, Box<dyn Error>> {
    let bytes = fs::read(path).map_err(|e| format!("{}: {}", path.display(), e.kind()))?;
    let text =
        String::from_utf8(bytes).map_err(|_| format!("{}: expected UTF-8, found other bytes", path.display()))?;
    let mut input = text.trim_start_matches('\u{feff}').as_bytes();
    let (mut reader, mut cell, mut row, mut rows) = (Reader::new(), Vec::new(), Vec::new(), Vec::new());
    let mut buffer = [0; 4096];
    loop {
        let (result, read, written) = reader.read_field(input, &mut buffer);
        input = input.get(read..).unwrap_or_default();
        cell.extend_from_slice(buffer.get(..written).unwrap_or_default());
        match result {
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            ReadFieldResult::Field { record_end } => {
                row.push(String::from_utf8(std::mem::take(&mut cell))?.trim().to_owned());
                if record_end {
                    rows.push(std::mem::take(&mut row));
                }
            }
            ReadFieldResult::End => break,
        }
    }
    let mut rows = rows.into_iter();
    let headings = rows.next().ok_or_else(|| format!("{}: expected a heading, found an empty file", path.display()))?;
    let rows: Vec<Vec<String>> = rows.filter(|row| row.len() > 1 || row.iter().any(|cell| !cell.is_empty())).collect();
    if rows.iter().any(|row| row.len() > headings.len()) {
        return Err(format!("{}: expected {} cells a row, found more", path.display(), headings.len()).into());
    }
    let columns = headings.iter().enumerate().map(|(at, name)| {
        let cells = rows.iter().map(|row| row.get(at).map(String::as_str).filter(|cell| !cell.is_empty()));
        StringChunked::from_iter_options(name.as_str().into(), cells).into_column()
    });
    Ok(DataFrame::new(rows.len(), columns.collect())?)
}

fn write_csv(path: &Path, frame: &DataFrame) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(File::create(path)?);
    let quote = |text: &str| {
        if text.contains(['"', ',', '\n', '\r']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    let names: Vec<String> = frame.get_column_names().iter().map(|name| quote(name)).collect();
    writeln!(out, "{}", names.join(","))?;
    let columns = frame.columns().iter().map(|column| column.cast(&DataType::String)).collect::<Result<Vec<_>, _>>()?;
    let columns = columns.iter().map(Column::str).collect::<Result<Vec<_>, _>>()?;
    for row in 0..frame.height() {
        let cells: Vec<String> = columns.iter().map(|column| quote(column.get(row).unwrap_or(""))).collect();
        writeln!(out, "{}", cells.join(","))?;
    }
    out.flush()?;
    Ok(())
}
