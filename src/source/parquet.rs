//! Parquet: columns of text, numbers, dates and flags as strings; any other type is refused by name.

use std::fs::File;
use std::path::{Path, PathBuf};

use polars::prelude::*;
use polars_io::SerReader;
use polars_io::prelude::ParquetReader;

use super::limits::Limits;
use super::row::{Row, Rows};
use super::understand::Sheet;
use crate::error::{Error, Result};

/// Rows read at a time.
const SLICE: usize = 65_536;

/// Places beyond the first rows that are looked at, and rows at each.
const PLACES: usize = 8;
const ROWS_AT_A_PLACE: usize = 64;

/// The first rows, the names of the columns as row 1, and rows spread over the rest.
pub(crate) fn sample(path: &Path, limits: &Limits, name: String) -> Result<Sheet> {
    let mut table = rows(path)?;
    let mut sheet = Sheet { name, ..Sheet::default() };
    let mut row = Row::default();
    while sheet.rows.len() < limits.sample_rows {
        if !table.next(&mut row)? {
            return Ok(sheet);
        }
        sheet.rows.push(row.owned());
    }
    table.size = ROWS_AT_A_PLACE;
    for place in 1..=PLACES {
        let start = table.total / (PLACES + 1) * place;
        table.fetch(start)?;
        table.at = Some(start);
        while table.at.is_some_and(|at| at < start + ROWS_AT_A_PLACE) && table.next(&mut row)? {
            sheet.beyond.push(row.owned());
        }
    }
    Ok(sheet)
}

/// All rows, the heading first.
pub(crate) fn rows(path: &Path) -> Result<Table> {
    let mut reader = ParquetReader::new(file(path)?);
    let schema = reader.schema().map_err(|_| damaged(path))?;
    let mut names = Vec::new();
    for (name, field) in schema.iter() {
        use polars_arrow::datatypes::ArrowDataType as T;
        match field.dtype() {
            T::Utf8
            | T::LargeUtf8
            | T::Utf8View
            | T::Boolean
            | T::Int32
            | T::Int64
            | T::UInt32
            | T::UInt64
            | T::Float32
            | T::Float64
            | T::Date32
            | T::Timestamp(..) => {}
            other => {
                // The name of a type holds no value; nested types are named by their outer kind.
                let kind = format!("{other:?}");
                let kind = kind.split(['(', '{', ' ']).next().unwrap_or("").to_owned();
                return Err(Error::input(
                    path,
                    format!("cột thứ {} có kiểu {kind}, cần văn bản, số, ngày hoặc đúng/sai", names.len() + 1),
                    format!("column {} has the type {kind}; text, numbers, dates or flags are needed", names.len() + 1),
                ));
            }
        }
        names.push(name.to_string());
    }
    let total = reader.num_rows().map_err(|_| damaged(path))?;
    Ok(Table { path: path.to_owned(), names, total, slice: Vec::new(), size: SLICE, start: 0, at: None })
}

fn file(path: &Path) -> Result<File> {
    File::open(path).map_err(Error::io(path, "không mở được tệp", "the file cannot be opened"))
}

fn damaged(path: &Path) -> Error {
    Error::input(
        path,
        "tệp Parquet hỏng hoặc dùng tính năng không hỗ trợ",
        "a damaged Parquet file, or one with features that are not supported",
    )
}

/// The rows of a Parquet file.
pub(crate) struct Table {
    path: PathBuf,
    names: Vec<String>,
    total: usize,
    slice: Vec<StringChunked>,
    /// Rows fetched at a time.
    size: usize,
    /// Row of the table at which the slice starts.
    start: usize,
    /// Next row; none before the heading.
    at: Option<usize>,
}

impl Table {
    fn fetch(&mut self, at: usize) -> Result<()> {
        let frame = ParquetReader::new(file(&self.path)?)
            .with_slice(Some((at, self.size.min(self.total - at))))
            .finish()
            .map_err(|_| damaged(&self.path))?;
        self.slice = frame
            .columns()
            .iter()
            .map(|c| text(c.as_materialized_series()))
            .collect::<PolarsResult<_>>()
            .map_err(|_| damaged(&self.path))?;
        self.start = at;
        Ok(())
    }
}

/// A column as text: dates as `1965-11-14`, whole numbers without a point.
fn text(series: &Series) -> PolarsResult<StringChunked> {
    let days = |days: i32| {
        jiff::civil::Date::new(1970, 1, 1)
            .ok()
            .and_then(|epoch| epoch.checked_add(jiff::Span::new().try_days(days).ok()?).ok())
            .map(|d| d.to_string())
    };
    Ok(match series.dtype() {
        DataType::String => series.str()?.clone(),
        DataType::Date => series.cast(&DataType::Int32)?.i32()?.iter().map(|d| d.and_then(days)).collect(),
        DataType::Datetime(unit, _) => {
            let per_second = match unit {
                TimeUnit::Nanoseconds => 1_000_000_000,
                TimeUnit::Microseconds => 1_000_000,
                TimeUnit::Milliseconds => 1_000,
            };
            let one = |t: i64| {
                let seconds = t.div_euclid(per_second);
                let date = days(i32::try_from(seconds.div_euclid(86_400)).ok()?)?;
                let rest = seconds.rem_euclid(86_400);
                Some(if rest == 0 {
                    date
                } else {
                    format!("{date} {:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60)
                })
            };
            series.cast(&DataType::Int64)?.i64()?.iter().map(|t| t.and_then(one)).collect()
        }
        DataType::Float32 | DataType::Float64 => series
            .cast(&DataType::Float64)?
            .f64()?
            .iter()
            .map(|n| n.map(|n| if n.fract() == 0.0 && n.abs() < 1e18 { format!("{n:.0}") } else { n.to_string() }))
            .collect(),
        DataType::Boolean => series.bool()?.iter().map(|b| b.map(|b| if b { "TRUE" } else { "FALSE" })).collect(),
        _ => series.cast(&DataType::String)?.str()?.clone(),
    })
}

impl Rows for Table {
    fn next(&mut self, row: &mut Row) -> Result<bool> {
        let Some(at) = self.at else {
            row.start(1);
            self.names.iter().for_each(|name| row.push(name));
            self.at = Some(0);
            return Ok(true);
        };
        if at >= self.total {
            return Ok(false);
        }
        if at == 0 || at >= self.start + self.size {
            self.fetch(at)?;
        }
        row.start(u32::try_from(at + 2).unwrap_or(u32::MAX));
        for (j, column) in self.slice.iter().enumerate() {
            if let Some(cell) = column.get(at - self.start) {
                row.put(j, cell);
            }
        }
        self.at = Some(at + 1);
        Ok(true)
    }
}
