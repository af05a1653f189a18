//! Cells as text, for CSV and workbooks.

use std::io::Write;

use polars::prelude::*;
use serde_json::Value;

use crate::error::{Error, Result};
use crate::frame::typed::date_of;

/// A CSV file: UTF-8 with a byte order mark, null empty, formulas defused.
pub(super) struct Csv<W> {
    writer: W,
    line: String,
}

impl<W: Write> Csv<W> {
    pub(super) fn new(mut writer: W, schema: &Schema) -> Result<Self> {
        let mut line = String::from('\u{FEFF}');
        for (i, name) in schema.iter_names().enumerate() {
            if i > 0 {
                line.push(',');
            }
            push(&mut line, name);
        }
        line.push('\n');
        writer.write_all(line.as_bytes()).map_err(failed)?;
        Ok(Self { writer, line })
    }

    pub(super) fn write(&mut self, frame: &DataFrame) -> Result<()> {
        let columns: Vec<Vec<Option<String>>> = frame.columns().iter().map(cells).collect();
        for row in 0..frame.height() {
            self.line.clear();
            for (i, column) in columns.iter().enumerate() {
                if i > 0 {
                    self.line.push(',');
                }
                if let Some(Some(cell)) = column.get(row) {
                    push(&mut self.line, cell);
                }
            }
            self.line.push('\n');
            self.writer.write_all(self.line.as_bytes()).map_err(failed)?;
        }
        Ok(())
    }

    pub(super) fn into_inner(self) -> W {
        self.writer
    }
}

fn failed(_: std::io::Error) -> Error {
    Error::Library { step: "csv", kind: "cannot write" }
}

/// A field, quoted where it must be; an apostrophe before what a spreadsheet would run as a formula.
fn push(line: &mut String, cell: &str) {
    let defuse = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if !defuse && !cell.contains([',', '"', '\n', '\r']) {
        line.push_str(cell);
        return;
    }
    line.push('"');
    if defuse {
        line.push('\'');
    }
    for c in cell.chars() {
        if c == '"' {
            line.push('"');
        }
        line.push(c);
    }
    line.push('"');
}

/// Every cell of a column as text; lists and structures as JSON.
pub(super) fn cells(column: &Column) -> Vec<Option<String>> {
    if let Ok(strings) = column.str() {
        return strings.iter().map(|cell| cell.map(str::to_owned)).collect();
    }
    let series = column.as_materialized_series();
    series.iter().map(|value| text(&value)).collect()
}

fn text(value: &AnyValue<'_>) -> Option<String> {
    match json(value) {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

/// A cell as JSON; dates as ISO text.
fn json(value: &AnyValue<'_>) -> Value {
    match value {
        AnyValue::Null => Value::Null,
        AnyValue::Boolean(b) => Value::Bool(*b),
        AnyValue::String(s) => Value::String((*s).to_owned()),
        AnyValue::StringOwned(s) => Value::String(s.to_string()),
        AnyValue::Date(days) => date_of(*days).map_or(Value::Null, |date| Value::String(date.to_string())),
        AnyValue::Float32(f) => float(f64::from(*f)),
        AnyValue::Float64(f) => float(*f),
        AnyValue::List(items) => Value::Array(items.iter().map(|item| json(&item)).collect()),
        AnyValue::Struct(_, _, fields) => Value::Object(
            fields.iter().zip(value._iter_struct_av()).map(|(f, v)| (f.name().to_string(), json(&v))).collect(),
        ),
        AnyValue::StructOwned(parts) => {
            Value::Object(parts.1.iter().zip(&parts.0).map(|(f, v)| (f.name().to_string(), json(v))).collect())
        }
        AnyValue::Binary(bytes) => Value::String(super::hex(bytes)),
        other => other.extract::<i64>().map_or(Value::Null, |n| Value::Number(n.into())),
    }
}

fn float(value: f64) -> Value {
    serde_json::Number::from_f64(value).map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_and_quotes_doubled() {
        let check = |cell: &str, expected: &str| {
            let mut line = String::new();
            push(&mut line, cell);
            assert_eq!(line, expected);
        };
        check("Nguyễn Văn An", "Nguyễn Văn An");
        check("=1+1", "\"'=1+1\"");
        check("-", "\"'-\"");
        check("a,\"b\"", "\"a,\"\"b\"\"\"");
    }
}
