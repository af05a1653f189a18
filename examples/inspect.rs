//! How the cleaner understands a file, without cleaning it.
//!
//! ```text
//! cargo run --release --example inspect -- FILE [--config LAYOUT.toml] [--toml | --json]
//! ```
//!
//! Prints each sheet with its heading, what every column was taken for and why, and three shapes of its cells
//! (`99/99/9999`), no values. `--toml` prints the layout to be edited and passed back with `--config`.
#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use lltp::layout::Layout;
use lltp::report::{Input, SheetRows};
use lltp::source::{RowKind, Source};

#[derive(Parser)]
#[command(about = "Cho biết tệp được hiểu thế nào / how a file is understood")]
struct Options {
    /// Tệp cần xem / the file
    file: PathBuf,
    /// Tệp layout đã sửa / an edited layout file
    #[arg(long)]
    config: Option<PathBuf>,
    /// In layout.toml
    #[arg(long, conflicts_with = "json")]
    toml: bool,
    /// In phần inputs[] của report.json
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run(options: &Options) -> lltp::Result<()> {
    let layout = options.config.as_deref().map(Layout::read).transpose()?;
    let source = Source::open(&options.file, layout.as_ref().and_then(|l| l.find(&options.file)))?;
    if options.toml {
        print!("{}", Layout { files: vec![source.layout], ..Layout::default() }.to_toml());
        return Ok(());
    }
    let mut kinds: BTreeMap<(usize, RowKind), usize> = BTreeMap::new();
    let mut rows: BTreeMap<usize, SheetRows> = BTreeMap::new();
    for batch in source.batches()? {
        let batch = batch?;
        let sheet = rows.entry(batch.sheet).or_default();
        for (row, kind) in batch.source_row.iter().zip(&batch.row_kind) {
            *kinds.entry((batch.sheet, *kind)).or_default() += 1;
            match kind {
                RowKind::Data => sheet.data += 1,
                other => sheet.skipped.push((*row, other.as_str())),
            }
        }
    }
    let input = Input::new(&source, &rows);
    if options.json {
        println!("{}", serde_json::to_string_pretty(&input).unwrap_or_default());
        return Ok(());
    }
    let delimiter = source.layout.delimiter.map(|d| format!(", delimiter {d:?}")).unwrap_or_default();
    println!("{}: {}, {}{delimiter}", input.file, input.format, input.encoding);
    for (i, sheet) in input.sheets.iter().enumerate() {
        let counts: Vec<String> =
            kinds.iter().filter(|((s, _), _)| *s == i).map(|((_, k), n)| format!("{n} {}", k.as_str())).collect();
        let entries: Vec<&str> = sheet.entries.iter().map(|entry| entry.as_str()).collect();
        println!(
            "\n{}{}  heading: {}  entries: {}  rows: {}",
            sheet.sheet,
            if sheet.hidden { " (hidden)" } else { "" },
            sheet.header_row.map_or("none".to_owned(), |n| format!("row {n}")),
            entries.join(", "),
            counts.join(", ")
        );
        for column in &sheet.columns {
            let fixed: String = column.fixed.iter().map(|(k, v)| format!(" {k}={v}")).collect();
            let question = if column.question.is_empty() { "" } else { "? " };
            println!(
                "{:>4}  {:<40} {:<48} {:.2} {:<10} {}",
                column.index,
                column.header.as_deref().unwrap_or(""),
                format!("{question}{}{fixed}", [column.canonical.as_slice(), &column.question].concat().join(" + ")),
                column.confidence,
                column.how,
                column.shapes.join("  ")
            );
        }
    }
    Ok(())
}
