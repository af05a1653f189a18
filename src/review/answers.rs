//! A workbook that came back.

use std::path::Path;

use calamine::{Data, Reader, open_workbook_auto};

use super::Answer;
use super::workbook::{ANSWERS, HIDDEN, RISKY, SHEETS};
use crate::error::{Error, Result};

/// Reads the answers of a filled workbook, in the order of its rows.
///
/// # Errors
///
/// [`Error::Input`] where the file is no workbook or lacks the sheets and columns of `review.xlsx`.
pub fn read(path: &Path) -> Result<Vec<Answer>> {
    let wrong = || {
        Error::input(
            path,
            "cần tệp review.xlsx đã điền, gặp tệp khác",
            "expected a filled review.xlsx, found another file",
        )
    };
    if !path.is_file() {
        return Err(Error::input(path, "không có tệp này", "there is no such file"));
    }
    let mut workbook = open_workbook_auto(path).map_err(|_| wrong())?;
    let mut answers = Vec::new();
    for sheet in SHEETS {
        let range = workbook.worksheet_range(sheet).map_err(|_| wrong())?;
        let mut rows = range.rows();
        let head: Vec<String> = rows.next().ok_or_else(wrong)?.iter().map(cell).collect();
        let column = |name: &str| head.iter().position(|heading| heading == name);
        let places: Vec<Option<usize>> = ANSWERS.iter().chain(&HIDDEN).map(|name| column(name)).collect();
        let [person, reason, document, by, on, approved, group, key, content, _run] = places.as_slice() else {
            return Err(wrong());
        };
        if group.is_none() || key.is_none() || content.is_none() || person.is_none() {
            return Err(wrong());
        }
        let file = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        for (row, number) in rows.zip(2..) {
            let at = |place: &Option<usize>| place.and_then(|place| row.get(place)).map(cell).unwrap_or_default();
            if at(key).is_empty() {
                continue;
            }
            answers.push(Answer {
                group: at(group),
                key: at(key),
                content: at(content),
                row: format!("{file}, {sheet}, {number}"),
                risky: sheet == RISKY,
                person: at(person),
                reason: at(reason),
                document: at(document),
                by: at(by),
                on: at(on),
                approved_by: at(approved),
                earlier: false,
            });
        }
    }
    Ok(answers)
}

fn cell(data: &Data) -> String {
    match data {
        Data::DateTime(date) => date.to_ymd_hms_milli_text(),
        other => other.to_string().trim().to_owned(),
    }
}

/// Days as a spreadsheet keeps them, as ISO text.
trait Iso {
    fn to_ymd_hms_milli_text(&self) -> String;
}

impl Iso for calamine::ExcelDateTime {
    fn to_ymd_hms_milli_text(&self) -> String {
        let (year, month, day, ..) = self.to_ymd_hms_milli();
        format!("{year:04}-{month:02}-{day:02}")
    }
}
