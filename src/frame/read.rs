//! Typed columns back to plain values: the inverse of [`super::typed`].

use polars::prelude::*;
use polars_arrow::array::{Array, Utf8ViewArray};

use crate::date::PartialDate;
use crate::error::{Error, Result};

/// The source row and person that an entry was made of: its `row_id` without the last number.
pub(crate) fn line(row_id: &str) -> &str {
    row_id.rsplit_once('-').map_or(row_id, |(line, _)| line)
}

/// The source row of an entry: file, sheet, row.
pub(crate) fn source_row(row_id: &str) -> &str {
    let line = line(row_id);
    line.rsplit_once('-').map_or(line, |(row, _)| row)
}

/// A String column in one piece.
pub(crate) fn text(frame: &DataFrame, name: &str) -> Result<StringChunked> {
    let column = column(frame, name, "String")?;
    let unlike = |_| wrong(name, "String", column.dtype());
    if let Some(one) = column.as_scalar_column() {
        // A column of nothing is made anew each time: kept in the frame, it would take as much as one of texts.
        return Ok(one.to_series().str().map_err(unlike)?.clone());
    }
    Ok(column.str().map_err(unlike)?.rechunk().into_owned())
}

/// A Boolean column in one piece.
pub(crate) fn flags(frame: &DataFrame, name: &str) -> Result<BooleanChunked> {
    let column = column(frame, name, "Boolean")?;
    let flags = column.bool().map_err(|_| wrong(name, "Boolean", column.dtype()))?;
    Ok(flags.rechunk().into_owned())
}

/// A column of lists of text, in one piece.
pub(crate) struct TextLists(ListChunked);

impl TextLists {
    pub(crate) fn new(frame: &DataFrame, name: &str) -> Result<Self> {
        let column = column(frame, name, "List(String)")?;
        match column.dtype() {
            DataType::List(inner) if **inner == DataType::String => Ok(Self(column.list()?.rechunk().into_owned())),
            other => Err(wrong(name, "List(String)", other)),
        }
    }

    /// The texts of a row; none where it has no list.
    pub(crate) fn row(&self, row: usize) -> impl Iterator<Item = Option<&str>> {
        let list = self.0.downcast_iter().next().filter(|list| row < list.len() && list.is_valid(row));
        list.into_iter().flat_map(move |list| {
            let (from, to) = list.offsets().start_end(row);
            let texts = list.values().as_any().downcast_ref::<Utf8ViewArray>();
            texts.into_iter().flat_map(move |texts| (from..to).map(|at| texts.get(at)))
        })
    }
}

/// A date column, each cell read from its EDTF text when it is asked for.
pub(crate) struct Dates(StringChunked);

impl Dates {
    pub(crate) fn new(frame: &DataFrame, name: &str) -> Result<Self> {
        text(frame, name).map(Self)
    }

    pub(crate) fn get(&self, row: usize) -> Option<PartialDate> {
        self.0.get(row)?.parse().ok()
    }
}

/// A list of structures, row by row.
pub(crate) struct Structures {
    /// Where each row's items begin in the flattened fields; one more than rows.
    starts: Vec<usize>,
    given: Vec<bool>,
    fields: Vec<Series>,
}

impl Structures {
    /// A `List(Struct)` column.
    pub(crate) fn lists(frame: &DataFrame, name: &str) -> Result<Self> {
        let column = column(frame, name, "List(Struct)")?;
        let lists = column.list().map_err(|_| wrong(name, "List", column.dtype()))?.rechunk();
        let mut starts = vec![0];
        let mut given = Vec::with_capacity(lists.len());
        let mut inner: Option<Series> = None;
        if let Some(array) = lists.downcast_iter().next() {
            let offsets = array.offsets();
            let first = offsets.first();
            starts = offsets.iter().map(|offset| usize::try_from(offset - first).unwrap_or(0)).collect();
            given = (0..lists.len()).map(|row| array.is_valid(row)).collect();
            let length = starts.last().copied().unwrap_or(0);
            inner = Some(lists.get_inner().slice(*first, length));
        }
        let fields = match inner {
            Some(inner) => inner.struct_().map_err(|_| wrong(name, "List(Struct)", lists.dtype()))?.fields_as_series(),
            None => Vec::new(),
        };
        Ok(Self { starts, given, fields })
    }

    /// A `Struct` column: one item a row, or none where every field is null.
    pub(crate) fn single(frame: &DataFrame, name: &str) -> Result<Self> {
        let column = column(frame, name, "Struct")?;
        let fields = column.struct_().map_err(|_| wrong(name, "Struct", column.dtype()))?.fields_as_series();
        let mut any = BooleanChunked::full("".into(), false, column.len());
        for field in &fields {
            any = &any | &field.is_not_null();
        }
        let given = any.iter().map(|given| given == Some(true)).collect();
        Ok(Self { starts: (0..=column.len()).collect(), given, fields })
    }

    /// The items of a row, as positions in the fields; nothing where the row has no list.
    pub(crate) fn row(&self, row: usize) -> Option<std::ops::Range<usize>> {
        if !self.given.get(row).copied().unwrap_or(false) {
            return None;
        }
        Some(self.starts.get(row).copied()?..self.starts.get(row + 1).copied()?)
    }

    /// A text field in one piece.
    pub(crate) fn text(&self, field: &str) -> Option<StringChunked> {
        self.field(field)?.str().ok().map(|text| text.rechunk().into_owned())
    }

    /// An integer field in one piece.
    pub(crate) fn integers(&self, field: &str) -> Option<Int64Chunked> {
        self.field(field)?.i64().ok().map(|integers| integers.rechunk().into_owned())
    }

    fn field(&self, name: &str) -> Option<&Series> {
        self.fields.iter().find(|field| field.name().as_str() == name)
    }
}

/// A column that must be there; the error lists those that are.
pub(crate) fn column<'f>(frame: &'f DataFrame, name: &str, expected: &str) -> Result<&'f Column> {
    frame.column(name).map_err(|_| Error::Column {
        column: name.to_owned(),
        expected: expected.to_owned(),
        found: format!(
            "[{}]",
            frame.get_column_names().iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")
        ),
    })
}

/// That a column has another type.
pub(crate) fn wrong(column: &str, expected: &str, found: &DataType) -> Error {
    Error::Column { column: column.to_owned(), expected: expected.to_owned(), found: found.to_string() }
}
