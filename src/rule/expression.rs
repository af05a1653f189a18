//! Expressions that rules share. All are three-valued: a missing fact gives null.

use std::collections::HashMap;

use polars::prelude::*;

/// The rule is about every row.
pub(super) fn always() -> Expr {
    lit(true)
}

/// Null as a Boolean.
fn unknown() -> Expr {
    lit(NULL).cast(DataType::Boolean)
}

/// `later` is not before `earlier`: held where no possible day contradicts it, broken where every one does.
pub(super) fn not_before(later: &str, earlier: &str) -> Expr {
    let day = |column: &str, end: &str| col(format!("{column}_{end}"));
    when(day(later, "to").lt(day(earlier, "from")))
        .then(lit(false))
        .when(day(later, "from").gt_eq(day(earlier, "to")))
        .then(lit(true))
        .otherwise(unknown())
}

/// The column has a value.
pub(super) fn given(column: &str) -> Expr {
    col(column).is_not_null()
}

/// One of the columns has a value.
pub(super) fn one_given(columns: &[&str]) -> Expr {
    columns.iter().map(|column| given(column)).reduce(Expr::or).unwrap_or_else(|| lit(false))
}

/// The state of a completion is known; unknown where it is not.
pub(super) fn known_state(column: &str) -> Expr {
    let state = col(format!("{column}_state"));
    when(state.clone().is_null().or(state.eq(lit("unknown")))).then(unknown()).otherwise(lit(true))
}

/// A field of a structure.
pub(super) fn field(column: &str, field: &str) -> Expr {
    col(column).struct_().field_by_name(field)
}

/// As [`test`] over two columns, the first of which is costly to read and repeats: each of its texts is read once.
pub(super) fn test_read<T: 'static>(
    column: &str,
    read: fn(&str) -> Option<T>,
    other: &str,
    test: fn(&T, &str) -> Option<bool>,
) -> Expr {
    col(column).map_many(
        move |columns: &mut [Column]| {
            let [first, second] = columns else { polars_bail!(ShapeMismatch: "a test takes two columns") };
            let (first, second) = (first.cast(&DataType::String)?, second.cast(&DataType::String)?);
            let (first, second) = (first.str()?, second.str()?);
            let mut known: HashMap<&str, Option<T>> = HashMap::new();
            let mut outcome = BooleanChunkedBuilder::new("".into(), first.len());
            for (text, other) in first.iter().zip(second.iter()) {
                let value = text.and_then(|text| known.entry(text).or_insert_with(|| read(text)).as_ref());
                outcome.append_option(value.zip(other).and_then(|(value, other)| test(value, other)));
            }
            Ok(outcome.finish().into_column())
        },
        &[col(other)],
        |_, fields| Ok(Field::new(fields.first().map_or("".into(), |f| f.name().clone()), DataType::Boolean)),
    )
}

/// A row-wise test over text columns; null where a text is null or the test cannot tell.
pub(super) fn test<const N: usize>(columns: [&str; N], test: fn([&str; N]) -> Option<bool>) -> Expr {
    let inputs: Vec<Expr> = columns.iter().map(|column| col(*column)).collect();
    let [first, rest @ ..] = inputs.as_slice() else { return lit(NULL).cast(DataType::Boolean) };
    first.clone().map_many(
        move |columns: &mut [Column]| {
            let texts: Vec<StringChunked> = columns
                .iter()
                .map(|column| column.cast(&DataType::String).and_then(|column| column.str().cloned()))
                .collect::<PolarsResult<_>>()?;
            let rows = texts.iter().map(ChunkedArray::len).max().unwrap_or(0);
            let mut known: HashMap<[&str; N], Option<bool>> = HashMap::new();
            let mut outcome = BooleanChunkedBuilder::new("".into(), rows);
            for row in 0..rows {
                let mut cells = [""; N];
                let mut complete = true;
                for (cell, text) in cells.iter_mut().zip(&texts) {
                    match text.get(if text.len() == 1 { 0 } else { row }) {
                        Some(text) => *cell = text,
                        None => complete = false,
                    }
                }
                // Courts, names and dates repeat: each combination is tested once.
                outcome.append_option(if complete { *known.entry(cells).or_insert_with(|| test(cells)) } else { None });
            }
            Ok(outcome.finish().into_column())
        },
        rest,
        |_, fields| Ok(Field::new(fields.first().map_or("".into(), |f| f.name().clone()), DataType::Boolean)),
    )
}
