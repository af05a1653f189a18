//! Why two records were linked, or not: each column's level, what speaks for and against, and the decision in words.
//!
//! ```text
//! $ cargo run --release --example explain-link -- cleaned 1f2e-1-2-1-1 1f2e-1-9-1-1
//! full_name       11
//! birth_date      7
//! …
//! match weight 31.2 (probability 1.0000)
//! + cùng số chứng minh nhân dân (same_identity_card)
//! link: một người / one person
//! ```
//!
//! Two records of one person that no pair joins directly are explained by the pairs between them.

#![allow(clippy::print_stdout)] // an example prints its answer

use std::collections::{BTreeMap, VecDeque};
use std::error::Error;
use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};

use clap::Parser;
use lltp::link::{DECIDED, GROUNDS, PersonSettings, link_persons};
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

#[allow(dead_code)] // tests ask for the answer itself
fn main() {
    let options = Options::parse();
    match explain(&options.dir, &options.left, &options.right) {
        Ok(answer) => print!("{answer}"),
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(2);
        }
    }
}

/// The explanation of two records of a result folder.
pub(crate) fn explain(dir: &Path, left: &str, right: &str) -> Result<String, Box<dyn Error>> {
    if left == right {
        return Err("expected two row ids, found one".into());
    }
    let records = read(dir, "records")?;
    let ids = records.column("row_id")?.str()?;
    for (id, which) in [(left, "first"), (right, "second")] {
        if !ids.iter().any(|known| known == Some(id)) {
            return Err(format!("the {which} row id is not in the table `records`").into());
        }
    }
    let pairs = read(dir, "pairs")?;
    if let Some(row) = find(&pairs, left, right)? {
        return tell(&pairs, row, None);
    }
    if let Some(chain) = chain(&pairs, left, right)? {
        let mut answer = "Cùng một người qua các cặp sau / one person by these pairs:\n".to_owned();
        for row in chain {
            let end =
                |name| -> PolarsResult<String> { Ok(pairs.column(name)?.str()?.get(row).unwrap_or("").to_owned()) };
            write!(answer, "\n{} – {}\n{}", end("row_id_l")?, end("row_id_r")?, tell(&pairs, row, None)?)?;
        }
        return Ok(answer);
    }
    // A pair that was not kept: compared again, alone, and without the file's share of each name.
    let keep = ids.iter().map(|id| id == Some(left) || id == Some(right));
    let two = records.filter(&BooleanChunked::from_iter_values("keep".into(), keep))?;
    let settings = PersonSettings { review: 0.0, ..PersonSettings::default() };
    let found = link_persons(&two, &read(dir, "convictions")?, &settings)?;
    let mut answer = "Cặp này không được giữ trong kết quả / this pair was not kept in the result.\n".to_owned();
    match find(&found.pairs, left, right)? {
        Some(row) => answer += &tell(&found.pairs, row, Some("apart"))?,
        None => answer += "apart: không có khóa chung nào / they share no blocking key, so they were not compared\n",
    }
    Ok(answer)
}

fn read(dir: &Path, table: &str) -> Result<DataFrame, Box<dyn Error>> {
    let path = dir.join(format!("{table}.parquet"));
    let file = File::open(&path).map_err(|e| format!("{}: {}", path.display(), e.kind()))?;
    Ok(ParquetReader::new(file).finish()?)
}

fn find(pairs: &DataFrame, left: &str, right: &str) -> PolarsResult<Option<usize>> {
    let (l, r) = (pairs.column("row_id_l")?.str()?, pairs.column("row_id_r")?.str()?);
    Ok(l.iter().zip(r.iter()).position(|pair| pair == (Some(left), Some(right)) || pair == (Some(right), Some(left))))
}

/// The rows of the fewest links that lead from one record to another.
fn chain(pairs: &DataFrame, left: &str, right: &str) -> PolarsResult<Option<Vec<usize>>> {
    let (l, r) = (pairs.column("row_id_l")?.str()?, pairs.column("row_id_r")?.str()?);
    let decision = pairs.column("decision")?.str()?;
    let mut links: BTreeMap<&str, Vec<(&str, usize)>> = BTreeMap::new();
    for (row, (ends, decision)) in l.iter().zip(r.iter()).zip(decision.iter()).enumerate() {
        if let ((Some(l), Some(r)), Some("link")) = (ends, decision) {
            links.entry(l).or_default().push((r, row));
            links.entry(r).or_default().push((l, row));
        }
    }
    let mut from: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    let mut next = VecDeque::from([left]);
    while let Some(at) = next.pop_front() {
        if at == right {
            let (mut at, mut rows) = (at, Vec::new());
            while let Some((before, row)) = from.get(at).filter(|_| at != left) {
                rows.push(*row);
                at = before;
            }
            rows.reverse();
            return Ok(Some(rows));
        }
        for (other, row) in links.get(at).into_iter().flatten() {
            if *other != left && !from.contains_key(other) {
                from.insert(other, (at, *row));
                next.push_back(other);
            }
        }
    }
    Ok(None)
}

fn tell(pairs: &DataFrame, row: usize, decided: Option<&str>) -> Result<String, Box<dyn Error>> {
    let mut answer = String::new();
    for column in pairs.columns() {
        if let Some(name) = column.name().strip_prefix("level_") {
            let level = column.i8()?.get(row).map_or_else(|| "–".to_owned(), |level| level.to_string());
            writeln!(answer, "{name:<16}{level}")?;
        }
    }
    let number = |name: &str| -> PolarsResult<f64> { Ok(pairs.column(name)?.f64()?.get(row).unwrap_or(0.0)) };
    writeln!(answer, "match weight {:.1} (probability {:.4})", number("match_weight")?, number("match_probability")?)?;
    let grounds = pairs.column("grounds")?.list()?.get_as_series(row);
    let codes: Vec<&str> = grounds.iter().filter_map(|list| list.str().ok()).flat_map(|s| s.iter().flatten()).collect();
    for code in &codes {
        let sign = if code.starts_with("conflict") { "−" } else { "+" };
        let text = GROUNDS.iter().find(|(known, _)| known == code).map_or(*code, |(_, text)| text);
        writeln!(answer, "{sign} {text} ({code})")?;
    }
    let decision = decided.or(pairs.column("decision")?.str()?.get(row)).unwrap_or("");
    let words = match decision {
        "link" => "một người / one person",
        "review" => "có thể là một người, cần người xem / perhaps one person, to be looked at",
        _ => "không liên kết / not linked",
    };
    writeln!(answer, "{decision}: {words}")?;
    if codes.contains(&DECIDED) {
        writeln!(answer, "do người quyết định, xem bảng decisions / decided by a person, see the table `decisions`")?;
    }
    Ok(answer)
}
