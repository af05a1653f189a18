//! One person's history in, the whole reasoning out: where each conviction stands towards expungement.
//!
//! ```text
//! $ cargo run --release --example explain -- examples/sample/case.toml --lang en
//! entry 1: Expunged as of right from 2025-06-20 (Art. 70(2)(c) BLHS 2015).
//! - the judgment is in force: yes, 2016-05-20 [Art. 343 BLTTHS 2015]
//! …
//! ```
//!
//! `--json` prints the assessments with their traces instead. Exit code 2: the file could not be read.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use lltp::date::Date;
use lltp::expungement::{Person, assess};
use lltp::language::Language;
use serde::Deserialize;

/// Lập luận xóa án tích của một người / the reasoning about one person's expungement.
#[derive(Parser)]
struct Options {
    /// Tệp TOML: xem examples/sample/case.toml / a history, as in examples/sample/case.toml
    case: PathBuf,
    /// Ngày xét / the day asked about; before the `as_of` of the file
    #[arg(long)]
    as_of: Option<Date>,
    /// Ngôn ngữ / language
    #[arg(long, value_enum, default_value = "vi")]
    lang: Lang,
    /// One sentence for each conviction
    #[arg(long)]
    short: bool,
    /// JSON, with the trace as a tree
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Lang {
    Vi,
    En,
}

#[derive(Deserialize)]
struct Case {
    as_of: Option<String>,
    #[serde(flatten)]
    person: toml::Table,
}

fn main() -> ExitCode {
    let options = Options::parse();
    match run(&options) {
        Ok(text) => {
            use std::io::Write as _;
            // A closed output ends nothing that matters.
            let _ = std::io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{}: {why}", options.case.display());
            ExitCode::from(2)
        }
    }
}

fn run(options: &Options) -> Result<String, String> {
    let text = std::fs::read_to_string(&options.case).map_err(|error| error.kind().to_string())?;
    // The message names the key and what was expected, not what stands there.
    let case: Case = toml::from_str(&text).map_err(|error| refusal(&text, &error))?;
    let person: Person = case.person.try_into().map_err(|error| refusal(&text, &error))?;
    let told = case.as_of.as_deref().map(str::parse::<Date>).transpose().map_err(|_| "as_of: expected a day")?;
    let as_of = options.as_of.or(told).ok_or("as_of: expected a day in the file or as an option")?;
    let found = assess(&person, as_of);
    if options.json {
        return serde_json::to_string_pretty(&found).map(|json| json + "\n").map_err(|error| error.to_string());
    }
    let (language, entry) = match options.lang {
        Lang::Vi => (Language::Vi, "bản án"),
        Lang::En => (Language::En, "entry"),
    };
    let mut text = String::new();
    for found in &found {
        let said = if options.short { found.sentence(language) } else { found.explain(language) };
        let _ = writeln!(text, "{entry} {}: {said}", found.entry);
    }
    Ok(text)
}

/// Where the file departs from the form, without quoting it.
fn refusal(text: &str, error: &toml::de::Error) -> String {
    let line = error.span().map(|span| text.get(..span.start).unwrap_or("").lines().count().max(1));
    match line {
        Some(line) => format!("line {line}: not a case of the form of examples/sample/case.toml"),
        None => "not a case of the form of examples/sample/case.toml".to_owned(),
    }
}
