//! Reads one value per line of standard input, answers with one JSON object per line.
//!
//! ```text
//! $ echo '00/00/1975' | cargo run -q --no-default-features --example parse -- date
//! {"value":"1975","missing":null,"repairs":[],"error":null}
//! ```

use std::io::{self, BufRead, Write};

use clap::{Parser, ValueEnum};
use lltp::date::{Date, DateOptions};
use lltp::identity::Holder;
use lltp::place::Era;
use lltp::repair::{ErrorCode, Reading};
use lltp::text::charset::{Charset, Evidence};
use lltp::text::key::{self, Level};
use lltp::{citation, court, date, identity, judgment, name, number, offence, place, sentence, text};
use serde::Serialize;
use serde_json::{Value, json};

/// Đọc từng giá trị một / Reads single values: one per line in, one JSON object per line out.
#[derive(Parser)]
struct Options {
    /// Loại giá trị / what the lines are
    #[arg(value_enum)]
    kind: Kind,
    /// Rung of the ladder of keys (key)
    #[arg(long, value_enum, default_value = "placement")]
    level: KeyLevel,
    /// Reading day: pivot of two-digit years, limit of future dates, base of relative ones (date)
    #[arg(long)]
    as_of: Option<Date>,
    /// A bare number may be an Excel serial (date)
    #[arg(long)]
    serial: bool,
    /// Era of the codes (place)
    #[arg(long, value_enum, default_value = "any")]
    era: EraOption,
    /// Charset of the bytes; auto: whole input as one column, then line, then word (decode)
    #[arg(long, value_enum, default_value = "auto")]
    charset: CharsetOption,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    Text,
    Decode,
    Key,
    Number,
    Money,
    Duration,
    Date,
    Name,
    Identity,
    Place,
    Judgment,
    Court,
    Citation,
    Offence,
    Sentence,
}

#[derive(Clone, Copy, ValueEnum)]
enum KeyLevel {
    Exact,
    Placement,
    Unmarked,
    Sound,
}

#[derive(Clone, Copy, ValueEnum)]
enum CharsetOption {
    Auto,
    Tcvn3,
    Vni,
    Viscii,
    Vps,
    Cp1258,
    Viqr,
}

#[derive(Clone, Copy, ValueEnum)]
enum EraOption {
    #[value(name = "63")]
    Sixty3,
    #[value(name = "34")]
    Thirty4,
    Any,
}

fn main() -> io::Result<()> {
    let options = Options::parse();
    let mut output = io::BufWriter::new(io::stdout().lock());
    if matches!(options.kind, Kind::Decode) {
        return decode(&options, &mut output);
    }
    for line in io::stdin().lock().split(b'\n') {
        let answer = match str::from_utf8(&line?) {
            Ok(line) => answer(line, &options),
            Err(_) => json!({"value": null, "missing": null, "repairs": [],
                "error": {"code": "invalid_utf8", "message": "expected UTF-8, found other bytes"}}),
        };
        // A closed pipe ends the run quietly: whoever reads has had enough.
        if writeln!(output, "{answer}").is_err() {
            return Ok(());
        }
    }
    output.flush().or(Ok(()))
}

/// The whole input is one column: its evidence decides first.
fn decode(options: &Options, output: &mut impl Write) -> io::Result<()> {
    let forced = match options.charset {
        CharsetOption::Auto => None,
        CharsetOption::Tcvn3 => Some(Charset::Tcvn3),
        CharsetOption::Vni => Some(Charset::Vni),
        CharsetOption::Viscii => Some(Charset::Viscii),
        CharsetOption::Vps => Some(Charset::Vps),
        CharsetOption::Cp1258 => Some(Charset::Cp1258),
        CharsetOption::Viqr => Some(Charset::Viqr),
    };
    let lines: Vec<Vec<u8>> = io::stdin().lock().split(b'\n').collect::<Result<_, _>>()?;
    let mut column = Evidence::default();
    for line in &lines {
        column.add_bytes(line);
    }
    for line in &lines {
        let reading = match forced {
            Some(charset) => text::read_bytes_as(line, charset),
            None => text::read_bytes(line, &column),
        };
        if writeln!(output, "{}", json(reading)).is_err() {
            return Ok(());
        }
    }
    output.flush().or(Ok(()))
}

fn answer(line: &str, options: &Options) -> Value {
    match options.kind {
        Kind::Text => json(text::read(line)),
        Kind::Decode => json(text::read_bytes(line.as_bytes(), &Evidence::default())),
        Kind::Key => {
            let level = match options.level {
                KeyLevel::Exact => Level::Exact,
                KeyLevel::Placement => Level::Placement,
                KeyLevel::Unmarked => Level::Unmarked,
                KeyLevel::Sound => Level::Sound,
            };
            json(text::read(line).map(|text| key::key(&text, level)))
        }
        Kind::Number => json(number::read(line).map(plain_number)),
        Kind::Money => json(number::read_money(line)),
        Kind::Duration => json(number::read_duration(line)),
        Kind::Date => json(date::read(
            line,
            &DateOptions { as_of: options.as_of, serial: options.serial, ..DateOptions::default() },
        )),
        Kind::Name => json(name::read(line)),
        Kind::Identity => json(identity::read(line, &Holder::default())),
        Kind::Place => {
            let era = match options.era {
                EraOption::Sixty3 => Some(Era::Sixty3),
                EraOption::Thirty4 => Some(Era::Thirty4),
                EraOption::Any => None,
            };
            json(place::read(line, era))
        }
        Kind::Judgment => json(judgment::read(line)),
        Kind::Court => json(court::read(line)),
        Kind::Citation => json(citation::read(line)),
        Kind::Offence => json(offence::read(line, None)),
        Kind::Sentence => json(sentence::read(line)),
    }
}

/// `105`, not `105.0`.
fn plain_number(number: f64) -> Value {
    // Whole numbers below 2⁵³ are exact.
    #[allow(clippy::cast_possible_truncation, reason = "checked by the bounds")]
    if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 { json!(number as i64) } else { json!(number) }
}

fn json<T: Serialize, E: ErrorCode>(reading: Reading<T, E>) -> Value {
    json!({
        "value": reading.value,
        "missing": reading.missing,
        "repairs": reading.repairs,
        "error": reading.error.map(|error| json!({"code": error.code(), "message": error.to_string()})),
    })
}
