//! Invented judicial records to try sizes with, and the truth beside them.
//!
//! ```text
//! $ cargo run --release --example generate -- 10000 people.csv --seed 7
//! people.csv: 10000 rows; truth: people.truth.csv
//! ```
//!
//! The truth names for each record the person, what kind of hard neighbour it is, whose, and what was done to it.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::Parser;
use lltp::generate::{self, HEADINGS};

/// Hồ sơ bịa để thử / invented records to try sizes with
#[derive(Parser)]
struct Options {
    /// Số dòng / rows
    rows: usize,
    /// Tệp CSV sẽ ghi / the CSV file to write
    out: PathBuf,
    /// The same seed gives the same people
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    let truth = options.out.with_extension("truth.csv");
    let mut rows = BufWriter::new(File::create(&options.out)?);
    let mut answers = BufWriter::new(File::create(&truth)?);
    let quote = |text: &str| {
        if text.contains(['"', ',', '\n', '\r']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    writeln!(rows, "\u{feff}{}", HEADINGS.join(","))?;
    writeln!(answers, "record_id,person_id,kind,near_person_id,corruptions")?;
    for record in generate::records(options.seed).take(options.rows) {
        let cells: Vec<String> = record.fields().iter().map(|cell| quote(cell)).collect();
        writeln!(rows, "{}", cells.join(","))?;
        let near = record.truth.near.map_or_else(String::new, |near| near.to_string());
        let code = record.fields().first().map_or("", String::as_str);
        writeln!(
            answers,
            "{code},{},{},{near},{}",
            record.truth.person,
            record.truth.kind,
            record.truth.corruptions.join("+")
        )?;
    }
    rows.flush()?;
    answers.flush()?;
    eprintln!("{}: {} rows; truth: {}", options.out.display(), options.rows, truth.display());
    Ok(())
}
