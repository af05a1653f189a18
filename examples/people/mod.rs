//! Invented people as typed frames, with whose record each is: for the examples, benches and tests of linkage.

use std::fs::File;
use std::io::{BufWriter, Write};

use lltp::date::Date;
use lltp::generate::{self, HEADINGS};
use lltp::normalise::{Normaliser, Options};
use lltp::polars::prelude::*;
use lltp::schema::Entry;
use lltp::source::Source;

/// What linkage reads.
const RECORD: [&str; 14] = [
    "row_id",
    "record_code",
    "full_name",
    "sex",
    "birth_date",
    "citizen_id",
    "identity_card",
    "father_name",
    "mother_name",
    "ethnicity",
    "birth_place",
    "permanent_residence",
    "residence",
    "other_names",
];
const PARTS: [&str; 5] = ["_era", "_province", "_district", "_commune", "_today"];
const CONVICTION: [&str; 5] = ["row_id", "record_code", "judgment_no", "judgment_date", "court"];

/// Typed records and convictions of invented people.
pub(crate) struct People {
    pub(crate) records: DataFrame,
    pub(crate) convictions: DataFrame,
    /// Whose record each row of `records` is.
    pub(crate) persons: Vec<u64>,
}

/// Generates, writes, reads and normalises so many records.
pub(crate) fn people(seed: u64, rows: usize) -> Result<People, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("people.csv");
    let mut out = BufWriter::new(File::create(&path)?);
    writeln!(out, "{}", HEADINGS.join("\t"))?;
    let mut truth = Vec::with_capacity(rows);
    for record in generate::records(seed).take(rows) {
        writeln!(out, "{}", record.fields().join("\t"))?;
        truth.push(record.truth.person);
    }
    out.flush()?;
    drop(out);

    let source = Source::open(&path, None)?;
    let options = Options { as_of: Date::new(2026, 6, 30)? };
    let readers: Vec<Normaliser<'_>> = (source.layout.sheets.iter().zip(1..))
        .map(|(sheet, number)| Normaliser::new("people.csv", &source.layout.digest, number, sheet, options))
        .collect();
    let (mut records, mut convictions): (Option<DataFrame>, Option<DataFrame>) = (None, None);
    for batch in source.batches()? {
        let batch = batch?;
        let Some(reader) = readers.get(batch.sheet) else { continue };
        for made in reader.batch(&batch)?.entries {
            let (all, names) = match made.entry {
                Entry::Record => (&mut records, record_columns()),
                Entry::Conviction => (&mut convictions, CONVICTION.map(str::to_owned).to_vec()),
                _ => continue,
            };
            let frame = select(&made.frame, &names)?;
            match all {
                Some(all) => {
                    all.vstack_mut(&frame)?;
                }
                None => *all = Some(frame),
            }
        }
    }
    let mut records = records.ok_or("no records")?;
    records.rechunk_mut();
    let mut convictions = convictions.unwrap_or_else(DataFrame::empty);
    convictions.rechunk_mut();
    // The codes count the records.
    let codes = records.column("record_code")?.str()?.clone();
    let number = |code: &str| code.trim_start_matches(|c: char| !c.is_ascii_digit()).parse::<usize>().unwrap_or(1);
    let persons = codes.iter().map(|code| truth.get(code.map_or(0, number) - 1).copied().unwrap_or_default()).collect();
    Ok(People { records, convictions, persons })
}

fn record_columns() -> Vec<String> {
    let places = ["birth_place", "permanent_residence", "residence"];
    let parts = places.iter().flat_map(|place| PARTS.iter().map(move |part| format!("{place}{part}")));
    RECORD.iter().map(|name| (*name).to_owned()).chain(parts).collect()
}

/// The columns in this order, null where the frame lacks one.
fn select(frame: &DataFrame, names: &[String]) -> PolarsResult<DataFrame> {
    let null = |name: &str| {
        let list = name.ends_with("_today") || name == "other_names";
        let kind = if list { DataType::List(Box::new(DataType::String)) } else { DataType::String };
        Column::full_null(name.into(), frame.height(), &kind)
    };
    let columns = names.iter().map(|name| frame.column(name).cloned().unwrap_or_else(|_| null(name)));
    DataFrame::new(frame.height(), columns.collect())
}
