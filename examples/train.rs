//! The parameters of the linkage model, counted on invented people whose truth is known.
//!
//! ```text
//! $ cargo run --release --example train -- --rows 100000 --seed 21 > src/data/link_model.tsv
//! ```
//!
//! This is how the table that ships with the crate was made; figures about linkage are taken on other seeds.

#![allow(clippy::print_stdout, missing_docs)] // an example prints its answer

mod people;

use clap::Parser;
use lltp::link;

/// Tham số của mô hình liên kết / the parameters of the linkage model
#[derive(Parser)]
struct Options {
    /// Số hồ sơ / records
    #[arg(long, default_value_t = 100_000)]
    rows: usize,
    /// The same seed gives the same people
    #[arg(long, default_value_t = 21)]
    seed: u64,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::parse();
    let people = people::people(options.seed, options.rows)?;
    let model = link::count_persons(&people.records, &people.convictions, &people.persons)?;
    print!("{}", model.to_table(&format!("--rows {} --seed {}", options.rows, options.seed)));
    Ok(())
}
