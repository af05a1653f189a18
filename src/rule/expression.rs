//! Expressions that rules share. All are three-valued: a missing fact gives null.

use polars::prelude::*;
use polars_arrow::bitmap::Bitmap;

use crate::date::Date;
use crate::frame::typed;

/// The rule is about every row.
pub(super) fn always() -> Expr {
    lit(true)
}

/// Null as a Boolean.
fn unknown() -> Expr {
    lit(NULL).cast(DataType::Boolean)
}

/// True where the one is, false where the other is, else unknown.
fn told(held: Expr, broken: Expr) -> Expr {
    when(held.clone().or(broken)).then(held).otherwise(unknown())
}

/// `later` is not before `earlier`: held where no possible day contradicts it, broken where every one does.
pub(super) fn not_before(later: &str, earlier: &str) -> Expr {
    let day = |column: &str, end: &str| col(format!("{column}_{end}"));
    told(day(later, "from").gt_eq(day(earlier, "to")), day(later, "to").lt(day(earlier, "from")))
}

/// The date is not before a day.
pub(super) fn since(column: &str, day: Date) -> Expr {
    let day = lit(typed::days(day)).cast(DataType::Date);
    told(col(format!("{column}_from")).gt_eq(day.clone()), col(format!("{column}_to")).lt(day))
}

/// The date is not after a day.
pub(super) fn until(column: &str, day: Date) -> Expr {
    let day = lit(typed::days(day)).cast(DataType::Date);
    told(col(format!("{column}_to")).lt_eq(day.clone()), col(format!("{column}_from")).gt(day))
}

/// The text has a shape: `9` for a digit, `A` for a capital, `a` for a small letter, all else as it stands.
pub(super) fn shaped(column: Expr, shape: String) -> Expr {
    let fits = move |text: &str| {
        let mut letters = text.chars();
        let each = shape.chars().all(|class| {
            letters.next().is_some_and(|c| match class {
                '9' => c.is_ascii_digit(),
                'A' => c.is_uppercase(),
                'a' => c.is_lowercase(),
                other => c == other,
            })
        });
        each && letters.next().is_none()
    };
    column.map(
        move |column| {
            let texts = texts(&[column])?;
            let fits = texts.iter().flat_map(StringChunked::iter).map(|text| text.map(&fits));
            Ok(fits.collect::<BooleanChunked>().into_column())
        },
        |_, field| Ok(Field::new(field.name().clone(), DataType::Boolean)),
    )
}

/// The column has a value.
pub(super) fn given(column: &str) -> Expr {
    col(column).is_not_null()
}

/// One of the columns has a value.
pub(super) fn one_given(columns: &[&str]) -> Expr {
    columns.iter().map(|column| given(column)).reduce(Expr::or).unwrap_or_else(|| lit(false))
}

/// The state of a completion is known.
pub(super) fn known_state(column: &str) -> Expr {
    col(format!("{column}_state")).fill_null(lit("unknown")).neq(lit("unknown"))
}

/// A field of a structure.
pub(super) fn field(column: &str, field: &str) -> Expr {
    col(column).struct_().field_by_name(field)
}

/// The person was at least that old on the day: `least` and `most` are the [facts](super::fact) of the pair of dates.
pub(super) fn aged(day: &str, years: i32) -> Expr {
    let age = |end: &str| col(format!("age_at_{day}.{end}"));
    told(age("least").gt_eq(lit(years)), age("most").lt(lit(years)))
}

/// A row-wise test over dates and whole numbers; null where one is null or the test cannot tell.
pub(super) fn numbers<const N: usize>(columns: [&str; N], test: fn([i32; N]) -> Option<bool>) -> Expr {
    elementwise(columns, move |columns, rows| {
        let numbers: Vec<Int32Chunked> = columns
            .iter()
            .map(|column| {
                column.to_physical_repr().cast(&DataType::Int32).and_then(|c| c.i32().map(|c| c.rechunk().into_owned()))
            })
            .collect::<PolarsResult<_>>()?;
        let arrays: Vec<_> = numbers.iter().map(ChunkedArray::downcast_as_array).collect();
        let values: Vec<&[i32]> = arrays.iter().map(|array| array.values().as_slice()).collect();
        let known = arrays
            .iter()
            .filter_map(|array| array.validity())
            .fold(None, |known: Option<Bitmap>, all| Some(known.map_or_else(|| all.clone(), |known| &known & all)));
        Ok((0..rows)
            .map(|row| {
                let mut cells = [0; N];
                for (cell, column) in cells.iter_mut().zip(&values) {
                    *cell = *column.get(row)?;
                }
                known.as_ref().is_none_or(|known| known.get(row) == Some(true)).then(|| test(cells)).flatten()
            })
            .collect())
    })
}

/// The later date lies within the years that the test allows, given the first and last possible day of either.
pub(super) fn within_years(earlier: &str, later: &str, test: fn([i32; 4]) -> Option<bool>) -> Expr {
    let columns = [format!("{earlier}_from"), format!("{earlier}_to"), format!("{later}_from"), format!("{later}_to")];
    numbers(columns.each_ref().map(String::as_str), test)
}

/// A row-wise test over texts; null where one is null or the test cannot tell.
pub(super) fn test<const N: usize>(columns: [&str; N], test: fn([&str; N]) -> Option<bool>) -> Expr {
    elementwise(columns, move |columns, rows| {
        let texts = texts(columns)?;
        Ok((0..rows).map(|row| test(cells(&texts, row)?)).collect())
    })
}

/// As [`test`], where texts repeat and the test is costly: each combination is tested once.
pub(super) fn test_distinct<const N: usize>(columns: [&str; N], test: fn([&str; N]) -> Option<bool>) -> Expr {
    elementwise(columns, move |columns, rows| {
        let texts = texts(columns)?;
        let mut known: PlHashMap<[&str; N], Option<bool>> = PlHashMap::default();
        Ok((0..rows)
            .map(|row| {
                let cells = cells(&texts, row)?;
                *known.entry(cells).or_insert_with(|| test(cells))
            })
            .collect())
    })
}

/// Text columns, each in one piece.
pub(super) fn texts(columns: &[Column]) -> PolarsResult<Vec<StringChunked>> {
    columns.iter().map(|c| c.cast(&DataType::String).and_then(|c| c.str().map(|c| c.rechunk().into_owned()))).collect()
}

/// The texts of a row, where all are given.
fn cells<const N: usize>(texts: &[StringChunked], row: usize) -> Option<[&str; N]> {
    let mut cells = [""; N];
    for (cell, text) in cells.iter_mut().zip(texts) {
        *cell = text.get(row)?;
    }
    Some(cells)
}

/// A function of the columns of a row, as an expression.
fn elementwise<const N: usize>(
    columns: [&str; N],
    test: impl Fn(&[Column], usize) -> PolarsResult<BooleanChunked> + Send + Sync + 'static,
) -> Expr {
    let inputs = columns.map(col);
    let [first, rest @ ..] = inputs.as_slice() else { return unknown() };
    first.clone().map_many(
        move |columns: &mut [Column]| {
            let rows = columns.first().map_or(0, Column::len);
            Ok(test(columns, rows)?.into_column())
        },
        rest,
        |_, fields| Ok(Field::new(fields.first().map_or("".into(), |f| f.name().clone()), DataType::Boolean)),
    )
}
