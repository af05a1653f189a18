//! Readers of the values floor over Polars columns: `col("…").vn()`.
//!
//! Each expression is elementwise: it may be used in any plan, gives the same result for any chunking, and parses each
//! distinct text of a chunk once. A cell that cannot be read becomes null, and null stays null.
//!
//! | Expression                   | Type of the result                                                                |
//! |------------------------------|-----------------------------------------------------------------------------------|
//! | `.text()`, `.name_key(level)`, `.court()`, `.judgment()` | String                                              |
//! | `.name()`                    | Struct {full, display, family, middle, given, aliases List, kind}                 |
//! | `.date(options)`             | Struct {date EDTF, from Date, to Date}                                             |
//! | `.number()`                  | Float64                                                                           |
//! | `.money()`                   | Int64, đồng                                                                       |
//! | `.duration()`                | Struct {months, days}                                                             |
//! | `.identity()`                | Struct {kind, number, province, sex, birth_year}                                  |
//! | `.place(era)`                | Struct {text, era, province, district, commune, today List}                       |
//! | `.citations()`, `.offences()`| List of Struct, as in the entry tables                                            |
//! | `.penalty()`                 | Struct {kind, months, days, amount}: the one principal penalty of the cell        |
//!
//! ```
//! use lltp::frame::Vietnamese as _;
//! use lltp::polars::prelude::*;
//!
//! let frame = df!("born" => ["02/9/1975", "00/00/1960", "31/04/1975"])?;
//! let read = frame.lazy().select([col("born").vn().date(Default::default()).struct_().field_by_name("date")]).collect()?;
//! let born: Vec<_> = read.column("date")?.str()?.iter().collect();
//! assert_eq!(born, [Some("1975-09-02"), Some("1960"), None]);
//! # Ok::<(), PolarsError>(())
//! ```

pub(crate) mod memo;
pub(crate) mod read;
pub(crate) mod typed;

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use polars::prelude::*;

use crate::date::{self, DateOptions};
use crate::identity::{self, Holder};
use crate::place::{self, Era};
use crate::text::key::{self, Level};
use crate::{citation, court, judgment, name, number, offence, sentence, text};
use typed::{Distinct, PlaceCell, Typed, integers, snake, strings};

/// Gives expressions their Vietnamese readers.
pub trait Vietnamese {
    /// The readers of Vietnamese text for this expression.
    fn vn(self) -> Vn;
}

impl Vietnamese for Expr {
    fn vn(self) -> Vn {
        Vn(self)
    }
}

/// Readers of Vietnamese text for one expression.
#[derive(Clone, Debug)]
pub struct Vn(Expr);

impl Vn {
    /// Clean text; placeholders become null.
    pub fn text(self) -> Expr {
        self.read(Reader::Text)
    }

    /// The parts of a name.
    pub fn name(self) -> Expr {
        self.read(Reader::Name)
    }

    /// The comparison key of a name or text.
    pub fn name_key(self, level: Level) -> Expr {
        self.read(Reader::Key(level))
    }

    /// A date as far as it is known.
    pub fn date(self, options: DateOptions) -> Expr {
        self.read(Reader::Date(options))
    }

    /// A number in digits or words.
    pub fn number(self) -> Expr {
        self.read(Reader::Number)
    }

    /// Whole đồng.
    pub fn money(self) -> Expr {
        self.read(Reader::Money)
    }

    /// A term in months and days.
    pub fn duration(self) -> Expr {
        self.read(Reader::Duration)
    }

    /// The identity number of the cell.
    pub fn identity(self) -> Expr {
        self.read(Reader::Identity)
    }

    /// Text, codes and today's communes of a place; `era` none tries every era.
    pub fn place(self, era: Option<Era>) -> Expr {
        self.read(Reader::Place(era))
    }

    /// The number of a judgment in normal form.
    pub fn judgment(self) -> Expr {
        self.read(Reader::Judgment)
    }

    /// The name of a court in full.
    pub fn court(self) -> Expr {
        self.read(Reader::Court)
    }

    /// Cited articles.
    pub fn citations(self) -> Expr {
        self.read(Reader::Citations)
    }

    /// Offences by their catalogue names.
    pub fn offences(self) -> Expr {
        self.read(Reader::Offences)
    }

    /// The one principal penalty of the cell; null where it holds several.
    pub fn penalty(self) -> Expr {
        self.read(Reader::Penalty)
    }

    fn read(self, reader: Reader) -> Expr {
        let mut call = reader.held();
        if let Expr::AnonymousFunction { input, .. } = &mut call {
            *input = vec![self.0];
        }
        call
    }
}

/// A reader with its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Reader {
    Text,
    Name,
    Key(Level),
    Date(DateOptions),
    Number,
    Money,
    Duration,
    Identity,
    Place(Option<Era>),
    Judgment,
    Court,
    Citations,
    Offences,
    Penalty,
}

/// Polars joins equal calls only where they hold one function object, so each reader has one for its arguments.
static HELD: LazyLock<Mutex<HashMap<Reader, Expr>>> = LazyLock::new(Mutex::default);

/// Past this many sets of arguments (a date of reading for every day of a year) the cache starts anew.
const HELD_MOST: usize = 512;

impl Reader {
    fn held(self) -> Expr {
        let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= HELD_MOST {
            held.clear();
        }
        held.entry(self)
            .or_insert_with(|| {
                col("").map_many(
                    move |input: &mut [Column]| match input {
                        [column, ..] => self.run(column),
                        [] => polars_bail!(ShapeMismatch: "a reader takes one column"),
                    },
                    &[],
                    move |_: &Schema, input: &[Field]| match input {
                        [field, ..] => Ok(Field::new(field.name().clone(), self.dtype())),
                        [] => polars_bail!(ShapeMismatch: "a reader takes one column"),
                    },
                )
            })
            .clone()
    }

    /// The type of the result: that of no rows.
    fn dtype(self) -> DataType {
        self.read(&StringChunked::full_null("".into(), 0)).map_or(DataType::String, |column| column.dtype().clone())
    }

    fn run(self, column: &Column) -> PolarsResult<Column> {
        let texts = column.cast(&DataType::String)?;
        self.read(texts.str()?)
    }

    fn read(self, texts: &StringChunked) -> PolarsResult<Column> {
        let name = texts.name().as_str();
        match self {
            Self::Text => of(texts, |t| text::read(t).value),
            Self::Key(level) => of(texts, |t| text::missing(t).is_none().then(|| key::key(t, level))),
            Self::Money => of(texts, |t| number::read_money(t).value),
            Self::Judgment => of(texts, |t| judgment::read(t).value.map(|number| number.normal())),
            Self::Court => of(texts, |t| court::read(t).value.map(|court| court.name)),
            Self::Citations => of(texts, |t| citation::read(t).value),
            Self::Offences => of(texts, |t| offence::read(t, None).value),
            Self::Duration => of(texts, |t| number::read_duration(t).value),
            Self::Penalty => of(texts, |t| {
                let sentences = sentence::read(t).value?;
                let [only] = sentences.as_slice() else { return None };
                only.principal
            }),
            Self::Number => {
                let numbers = Distinct::parse(texts.iter(), |t| number::read(t).value);
                let cells = (0..numbers.len()).map(|row| numbers.get(row).copied().flatten());
                Ok(Float64Chunked::from_iter_options(name.into(), cells).into_column())
            }
            Self::Date(options) => {
                let dates = Distinct::parse(texts.iter(), |t| date::read(t, &options).value);
                parts(name, texts.len(), dates.columns("date"), "date")
            }
            Self::Place(era) => {
                let places = Distinct::parse(texts.iter(), |t| {
                    let reading = place::read(t, era);
                    let text = text::clean(t).into_owned();
                    reading.missing.is_none().then_some(PlaceCell { text, place: reading.value })
                });
                parts(name, texts.len(), places.columns("text"), "text")
            }
            Self::Name => {
                let names = Distinct::parse(texts.iter(), |t| name::read(t).value);
                let part = |column: &str, f: fn(&name::Name) -> Option<String>| {
                    names.map(|name| name.as_ref().and_then(f)).columns(column)
                };
                let mut columns = part("full", |n| Some(n.full.clone()));
                columns.extend(part("display", |n| Some(n.display.clone())));
                columns.extend(part("family", |n| n.family.clone()));
                columns.extend(part("middle", |n| n.middle.clone()));
                columns.extend(part("given", |n| n.given.clone()));
                columns.extend(names.map(|name| name.as_ref().map(|name| name.aliases.clone())).columns("aliases"));
                columns.extend(part("kind", |n| Some(snake(&n.kind))));
                parts(name, texts.len(), columns, "")
            }
            Self::Identity => {
                let numbers = Distinct::parse(texts.iter(), |t| identity::read(t, &Holder::default()).value);
                let cell = |row: usize| numbers.get(row).and_then(Option::as_ref);
                let rows = || 0..numbers.len();
                let columns = vec![
                    strings("kind", rows().map(|row| cell(row).map(|n| snake(&n.kind)))),
                    strings("number", rows().map(|row| cell(row).map(|n| n.number.as_str()))),
                    strings("province", rows().map(|row| cell(row).and_then(|n| n.province.as_deref()))),
                    strings("sex", rows().map(|row| cell(row).and_then(|n| n.sex.as_ref().map(snake)))),
                    integers("birth_year", rows().map(|row| cell(row).and_then(|n| n.birth_year).map(i64::from))),
                ];
                parts(name, texts.len(), columns, "")
            }
        }
    }
}

/// One typed column, parsed once per distinct text.
fn of<T: Typed>(texts: &StringChunked, read: impl Fn(&str) -> Option<T>) -> PolarsResult<Column> {
    let name = texts.name().as_str();
    match Distinct::parse(texts.iter(), read).columns(name).as_slice() {
        [column] => Ok(column.clone()),
        columns => polars_bail!(ShapeMismatch: "expected one column, found {}", columns.len()),
    }
}

/// Typed columns as the fields of one structure; `text_from` of a column `text` becomes the field `from`.
fn parts(name: &str, rows: usize, columns: Vec<Column>, stem: &str) -> PolarsResult<Column> {
    let fields: Vec<Series> = columns
        .into_iter()
        .map(|mut column| {
            let field = column.name().strip_prefix(stem).and_then(|rest| rest.strip_prefix('_')).map(PlSmallStr::from);
            if let (Some(field), false) = (field, stem.is_empty()) {
                column.rename(field);
            }
            column.take_materialized_series()
        })
        .collect();
    Ok(StructChunked::from_series(name.into(), rows, fields.iter())?.into_column())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const ALL: [Reader; 14] = [
        Reader::Text,
        Reader::Name,
        Reader::Key(Level::Placement),
        Reader::Date(DateOptions { as_of: None, serial: false, since_1904: false, role: date::Role::Any }),
        Reader::Number,
        Reader::Money,
        Reader::Duration,
        Reader::Identity,
        Reader::Place(None),
        Reader::Judgment,
        Reader::Court,
        Reader::Citations,
        Reader::Offences,
        Reader::Penalty,
    ];

    const CELLS: [Option<&str>; 6] = [
        Some("Nguyễn Văn An"),
        None,
        Some("02/9/1975"),
        Some("khoản 1 Điều 173 BLHS 2015"),
        Some("02 năm tù"),
        Some("Nguyễn Văn An"),
    ];

    #[test]
    fn chunks_and_length_change_nothing() {
        let whole = StringChunked::from_iter_options("x".into(), CELLS.into_iter());
        for reader in ALL {
            let all = reader.read(&whole).unwrap();
            for (row, cell) in CELLS.into_iter().enumerate() {
                let one = reader.read(&StringChunked::from_iter_options("x".into(), std::iter::once(cell))).unwrap();
                assert_eq!(one.dtype(), &reader.dtype(), "{reader:?}");
                assert!(one.equals_missing(&all.slice(i64::try_from(row).unwrap(), 1)), "{reader:?} row {row}");
            }
        }
    }

    #[test]
    fn equal_calls_hold_one_function() {
        let call = || col("x").vn().name_key(Level::Sound);
        assert_eq!(call(), call());
        assert_ne!(call(), col("x").vn().name_key(Level::Exact));
    }

    #[test]
    fn another_type_than_text_is_read_as_text() {
        let frame = df!("year" => [1975i64, 1960]).unwrap();
        let read = frame.lazy().select([col("year").vn().date(DateOptions::default())]).collect().unwrap();
        let dates = read.column("year").unwrap().struct_().unwrap().field_by_name("date").unwrap();
        assert_eq!(dates.str().unwrap().iter().collect::<Vec<_>>(), [Some("1975"), Some("1960")]);
    }
}
