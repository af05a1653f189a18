//! Why two records were linked, or not: each column's level, what speaks for and against, and the decision in words.
//!
//! ```text
//! $ cargo run --release --example explain-link -- cleaned 1f2e-1-2-1-1 1f2e-1-9-1-1
//! full_name    11
//! birth_date   7
//! …
//! match weight 31.2 (probability 1.0000)
//! + cùng số chứng minh nhân dân
//! link: một người / one person
//! ```

#![allow(clippy::print_stdout)] // an example prints its answer

use std::error::Error;
use std::fs::File;
use std::path::{Path, PathBuf};

use clap::Parser;
use lltp::link::{GROUNDS, PersonSettings, link_persons};
use lltp::polars::prelude::*;
use polars_io::SerReader;
use polars_io::prelude::ParquetReader;

/// Vì sao hai hồ sơ được (hoặc không được) liên kết / why two records were linked or not
#[derive(Parser)]
struct Options {
    /// Thư mục kết quả / folder of results
    dir: PathBuf,
    /// row_id của hồ sơ thứ nhất / row id of the first record
    left: String,
    /// row_id của hồ sơ thứ hai / row id of the second record
    right: String,
}

fn main() {
    if let Err(error) = run(&Options::parse()) {
        eprintln!("{error}");
        std::process::exit(2);
    }
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let pairs = read(&options.dir.join("pairs.parquet"))?;
    if let Some(row) = find(&pairs, &options.left, &options.right)? {
        return tell(&pairs, row);
    }
    // A pair that was not kept: compared again, alone, and without the file's share of each name.
    let records = only(&read(&options.dir.join("records.parquet"))?, options)?;
    if records.height() < 2 {
        return Err("expected two row ids of the table `records`, found none or one".into());
    }
    let convictions = read(&options.dir.join("convictions.parquet"))?;
    let found = link_persons(&records, &convictions, &PersonSettings { review: 0.0, ..PersonSettings::default() })?;
    println!("Cặp này không được giữ trong kết quả / this pair was not kept in the result.");
    if let Some(row) = find(&found.pairs, &options.left, &options.right)? {
        tell(&found.pairs, row)
    } else {
        println!("Không có khóa chung nào / the two share no blocking key: apart");
        Ok(())
    }
}

fn read(path: &Path) -> Result<DataFrame, Box<dyn Error>> {
    let file = File::open(path).map_err(|e| format!("{}: {}", path.display(), e.kind()))?;
    Ok(ParquetReader::new(file).finish()?)
}

fn only(records: &DataFrame, options: &Options) -> PolarsResult<DataFrame> {
    let keep =
        records.column("row_id")?.str()?.iter().map(|id| id == Some(&options.left) || id == Some(&options.right));
    records.filter(&BooleanChunked::from_iter_values("keep".into(), keep))
}

fn find(pairs: &DataFrame, left: &str, right: &str) -> PolarsResult<Option<usize>> {
    let (l, r) = (pairs.column("row_id_l")?.str()?, pairs.column("row_id_r")?.str()?);
    Ok(l.iter().zip(r.iter()).position(|pair| pair == (Some(left), Some(right)) || pair == (Some(right), Some(left))))
}

fn tell(pairs: &DataFrame, row: usize) -> Result<(), Box<dyn Error>> {
    for column in pairs.columns() {
        if let Some(name) = column.name().strip_prefix("level_") {
            let level = column.i8()?.get(row).map_or_else(|| "–".to_owned(), |level| level.to_string());
            println!("{name:<16}{level}");
        }
    }
    let number = |name: &str| -> PolarsResult<f64> { Ok(pairs.column(name)?.f64()?.get(row).unwrap_or(0.0)) };
    println!("match weight {:.1} (probability {:.4})", number("match_weight")?, number("match_probability")?);
    let grounds = pairs.column("grounds")?.list()?.get_as_series(row);
    for code in grounds.iter().flat_map(|codes| codes.str().into_iter().flat_map(|codes| codes.iter().flatten())) {
        let sign = if code.starts_with("conflict") { "−" } else { "+" };
        let text = GROUNDS.iter().find(|(known, _)| *known == code).map_or(code, |(_, text)| text);
        println!("{sign} {text} ({code})");
    }
    let decision = pairs.column("decision")?.str()?.get(row).unwrap_or("");
    let words = match decision {
        "link" => "một người / one person",
        "review" => "có thể là một người, cần người xem / perhaps one person, to be looked at",
        _ => "không liên kết / not linked",
    };
    println!("{decision}: {words}");
    Ok(())
}
