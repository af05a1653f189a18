//! Sampled rows of a sheet → its layout: heading, columns, charsets, order of dates, era.

use std::path::Path;

use super::content::{self, Content};
use super::era;
use super::header::{self, Header, Kinds, Sampled};
use super::row::Row;
use super::{RowKind, heading, legacy, mapping};
use crate::error::{Error, Result};
use crate::layout::{ColumnLayout, SheetLayout};
use crate::schema::Tag;
use crate::text::charset::Charset;

/// What pass 1 keeps of a sheet beside its layout.
#[derive(Debug)]
pub(super) struct Understood {
    pub(super) kinds: Kinds,
    pub(super) shapes: Vec<Vec<String>>,
}

/// A sheet as sampled by pass 1.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// The first rows.
    pub(super) rows: Vec<Sampled>,
    /// Rows spread over the rest; their numbers say nothing.
    pub(super) beyond: Vec<Sampled>,
}

impl Sheet {
    /// All sampled rows in an order in which any stretch is spread over the sheet.
    fn spread(&self) -> impl Iterator<Item = &Sampled> {
        let count = self.rows.len() + self.beyond.len();
        spread(count).filter_map(|at| self.rows.get(at).or_else(|| self.beyond.get(at - self.rows.len())))
    }
}

/// The numbers below `count` in steps of about three fifths of it.
fn spread(count: usize) -> impl Iterator<Item = usize> {
    let divides = |a: usize, b: usize| {
        let (mut a, mut b) = (a, b);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a > 1
    };
    let mut step = count * 618 / 1000;
    while count > 1 && divides(count, step) {
        step += 1;
    }
    (0..count).map(move |i| i * step % count)
}

/// Understands a sheet: heading, columns, charsets; what the user's layout says goes before.
pub(super) fn understand(
    path: &Path,
    mut sheet: Sheet,
    told: Option<&SheetLayout>,
) -> Result<(SheetLayout, Understood)> {
    let given = told.and_then(|t| t.header_row);
    if given.is_some_and(|row| !sheet.rows.iter().any(|(n, _)| *n == row)) {
        return Err(Error::input(
            path,
            "dòng tiêu đề ghi trong tệp layout không có trong bảng",
            "the sheet has no such row as the layout file names for its heading",
        ));
    }
    let charsets = legacy::charsets(sheet.spread(), told);
    // A repeated heading is a copy of the heading as it was written.
    let mut written = None;
    if charsets.iter().any(Option::is_some) {
        written = Some(sheet.rows.clone());
        legacy::repair_rows(sheet.rows.iter_mut().chain(&mut sheet.beyond), &charsets);
    }
    let skip = told.is_some_and(|t| t.skip);
    let header = if skip { None } else { header::find(&sheet.rows, given) };
    let Some(header) = header else {
        let layout = SheetLayout {
            sheet: sheet.name,
            header_row: None,
            hidden: sheet.hidden,
            skip,
            era: None,
            constants: told.map(|t| t.constants.clone()).unwrap_or_default(),
            columns: Vec::new(),
        };
        return Ok((layout, Understood { kinds: Kinds::new(None, &[], None, None), shapes: Vec::new() }));
    };
    let (columns, contents) = map(&sheet, &header, &charsets, told);
    let serial = header.columns.iter().position(|h| {
        matches!(
            heading::key(&heading::trim(&h.text)).as_str(),
            "stt" | "so tt" | "tt" | "so thu tu" | "thu tu" | "no" | ""
        ) && !h.text.is_empty()
    });
    let person = columns.iter().position(|c| c.canonical.iter().any(|f| f == "record.full_name"));
    let layout = SheetLayout {
        sheet: sheet.name.clone(),
        header_row: Some(header.rows.1),
        hidden: sheet.hidden,
        skip: false,
        era: told.and_then(|t| t.era),
        constants: told.map(|t| t.constants.clone()).unwrap_or_default(),
        columns,
    };
    let kinds = Kinds::new(Some(&header), written.as_ref().unwrap_or(&sheet.rows), serial, person);
    Ok((layout, Understood { kinds, shapes: contents.iter().map(Content::shapes).collect() }))
}

/// Columns of places whose era is looked for; no sheet of people has more.
const PLACES: usize = 16;

fn map(
    sheet: &Sheet,
    header: &Header,
    charsets: &[Option<Charset>],
    told: Option<&SheetLayout>,
) -> (Vec<ColumnLayout>, Vec<Content>) {
    let rows = &sheet.rows;
    // Rows that are no data say nothing of a column.
    let mut kinds = Kinds::new(Some(header), rows, None, None);
    let mut row = Row::default();
    let mut data: Vec<&Sampled> = Vec::new();
    let later = header.rows.1.saturating_add(1);
    for (number, sampled) in
        rows.iter().map(|sampled| (sampled.0, sampled)).chain(sheet.beyond.iter().map(|sampled| (later, sampled)))
    {
        row.start(number);
        for (j, cell) in sampled.1.iter().enumerate() {
            if let Some(cell) = cell {
                row.put(j, cell);
            }
        }
        if kinds.of(&row) == RowKind::Data {
            data.push(sampled);
        }
    }
    let spread = || spread(data.len()).filter_map(|at| data.get(at));
    let cells = |j: usize| spread().map(move |(_, cells)| cells.get(j).and_then(|cell| cell.as_deref()));
    let contents: Vec<Content> = (0..header.columns.len()).map(|j| Content::of(cells(j))).collect();
    let mut title = sheet.name.clone();
    for (_, cells) in rows.iter().take_while(|(n, _)| *n < header.rows.0).take(10) {
        for cell in cells.iter().flatten().filter(|c| c.chars().count() < 200) {
            title.push(' ');
            title.push_str(cell);
        }
    }
    let mut places = 0;
    let mut columns = mapping::columns(&header.columns, &contents, &title);
    for (j, column) in columns.iter_mut().enumerate() {
        column.charset = charsets.get(j).copied().flatten();
        let dates = |fact: &String| matches!(content::tag(fact), Some(Tag::Date | Tag::Completion));
        if column.canonical.iter().any(dates) {
            column.date_order = contents.get(j).and_then(Content::date_order);
        }
        let place = column.canonical.iter().any(|fact| content::tag(fact) == Some(Tag::Place));
        places += usize::from(place);
        if place
            && places <= PLACES
            && let Some((era, share)) = era::of(cells(j).flatten())
        {
            column.era = Some(era);
            "content".clone_into(&mut column.era_how);
            column.era_confidence = Some(share);
        }
        let Some(own) = told.and_then(|t| {
            let named = |c: &&ColumnLayout| {
                if c.index > 0 { c.index == j + 1 } else { heading::key(&c.header) == heading::key(&column.header) }
            };
            t.columns.iter().find(named)
        }) else {
            continue;
        };
        column.charset = own.charset.or(column.charset);
        column.date_order = own.date_order.or(column.date_order);
        if own.era.is_some() {
            column.era = own.era;
            column.era_how.clone_from(&own.era_how);
            column.era_confidence = own.era_confidence;
        }
        let unchanged = own.canonical == column.canonical && own.fixed == column.fixed;
        let charset_alone = own.canonical.is_empty()
            && own.how.is_empty()
            && (own.charset.is_some() || own.date_order.is_some() || own.era.is_some());
        if unchanged || charset_alone {
            continue;
        }
        column.canonical.clone_from(&own.canonical);
        column.question.clear();
        column.fixed.clone_from(&own.fixed);
        column.confidence = 1.0;
        "layout".clone_into(&mut column.how);
    }
    (columns, contents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_stretch_is_spread() {
        for count in [0, 1, 2, 3, 10, 97, 2_000, 3_500] {
            let mut all: Vec<usize> = spread(count).collect();
            if count >= 2_000 {
                let first = all.iter().take(count / 10);
                assert!(first.clone().any(|at| *at > count * 9 / 10) && first.clone().any(|at| *at < count / 5));
            }
            all.sort_unstable();
            assert_eq!(all, (0..count).collect::<Vec<_>>());
        }
    }
}
