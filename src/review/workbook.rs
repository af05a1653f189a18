//! The workbook that clerks fill in.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Color, DataValidation, Format, FormatBorder, Note, Workbook, Worksheet, XlsxError};

use super::{COLUMNS, Group};
use crate::date::Date;
use crate::error::Result;
use crate::output::{failed, properties};

/// The cells that a person fills in; the last one in risky groups alone.
pub(super) const ANSWERS: [&str; 6] =
    ["Người số", "Lý do", "Số văn bản căn cứ", "Người xem", "Ngày xem", "Người duyệt"];

/// Hidden columns by which the rows are known again.
pub(super) const HIDDEN: [&str; 4] = ["group_id", "record_key", "content_hash", "run_id"];

const WORK: &str = "Cần xem";
const RISKY: &str = "Cần duyệt";

/// The names of the two sheets that hold groups.
pub(super) const SHEETS: [&str; 2] = [WORK, RISKY];

const GUIDE: &[&str] = &[
    "Tệp này liệt kê các nhóm hồ sơ có thể là của cùng một người. Không hồ sơ nào bị xóa hay ghi đè.",
    "Mỗi nhóm có từ 2 đến 8 dòng, tô cùng một màu. Ô có nền vàng là chỗ các hồ sơ trong nhóm khác nhau.",
    "Cột «Người số»: các dòng trong một nhóm mang cùng một số là cùng một người; khác số là khác người.",
    "Ghi «?» nếu cần xác minh. Để trống nếu chưa xem: dòng đó giữ nguyên và sẽ hiện lại lần sau.",
    "Ghi lý do, số văn bản căn cứ, người xem và ngày xem.",
    "Trang «Cần duyệt»: hai số định danh, trùng tên, hoặc khác tỉnh. Nối hồ sơ ở trang này chỉ có hiệu lực khi có «Người duyệt» khác «Người xem».",
    "Chỉ các ô cần điền là mở; các ô khác được khóa để dữ liệu không bị đổi ngoài ý muốn.",
    "Xong thì chạy lại với --decisions và tên tệp này. Chạy hai lần với cùng một tệp không làm đổi gì thêm.",
];

const REASONS: [&str; 6] = [
    "Cùng số định danh",
    "Cùng cha mẹ và ngày sinh",
    "Đã xác minh với công an xã",
    "Khác cha mẹ",
    "Sinh đôi",
    "Trùng tên, khác người",
];

/// Writes the workbook of the groups.
///
/// # Errors
///
/// [`Error::Library`](crate::Error::Library) where it cannot be written.
pub fn write(groups: &[Group], run_id: &str, as_of: Date) -> Result<Vec<u8>> {
    build(groups, run_id, as_of).map_err(failed)
}

fn build(groups: &[Group], run_id: &str, as_of: Date) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(as_of)?);
    workbook.push_worksheet(guide()?);
    for (name, risky) in [(WORK, false), (RISKY, true)] {
        let mine: Vec<(usize, &Group)> = groups.iter().enumerate().filter(|(_, group)| group.risky == risky).collect();
        workbook.push_worksheet(sheet(name, &mine, risky, run_id)?);
    }
    workbook.push_worksheet(progress(groups)?);
    workbook.push_worksheet(lists()?);
    workbook.save_to_buffer()
}

fn guide() -> std::result::Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name("Hướng dẫn")?;
    sheet.set_column_width(0, 110)?;
    sheet.write_string_with_format(
        0,
        0,
        "Hướng dẫn xem các hồ sơ nghi trùng",
        &Format::new().set_bold().set_font_size(14),
    )?;
    let wrap = Format::new().set_text_wrap();
    for (row, line) in (2u32..).zip(GUIDE) {
        sheet.write_string_with_format(row, 0, *line, &wrap)?;
    }
    sheet.protect();
    Ok(sheet)
}

fn sheet(
    name: &str,
    groups: &[(usize, &Group)],
    risky: bool,
    run_id: &str,
) -> std::result::Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    let answers = if risky { &ANSWERS[..] } else { ANSWERS.get(..5).unwrap_or(&ANSWERS) };
    let shown: Vec<&str> = std::iter::once("Nhóm")
        .chain(COLUMNS.iter().map(|(heading, _)| *heading))
        .chain(["Vì sao nghi trùng", "Điểm"])
        .chain(answers.iter().copied())
        .chain(HIDDEN)
        .collect();
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_background_color(Color::RGB(0x00D9_E2EC))
        .set_border(FormatBorder::Thin);
    for (column, heading) in (0u16..).zip(&shown) {
        sheet.write_string_with_format(0, column, *heading, &head)?;
    }
    let first_answer = u16::try_from(COLUMNS.len() + 3).unwrap_or(u16::MAX);
    let first_hidden = first_answer + u16::try_from(answers.len()).unwrap_or(0);
    let mut row = 1u32;
    for (place, (number, group)) in groups.iter().enumerate() {
        let shade = Color::RGB(if place.is_multiple_of(2) { 0x00FF_FFFF } else { 0x00EE_F3F8 });
        let base = Format::new()
            .set_num_format("@")
            .set_text_wrap()
            .set_background_color(shade)
            .set_border(FormatBorder::Thin);
        let differs = base.clone().set_background_color(Color::RGB(0x00FF_F2B3));
        let open = base.clone().set_unlocked();
        for record in &group.rows {
            sheet.write_string_with_format(row, 0, (number + 1).to_string(), &base)?;
            for (column, cell) in (0usize..).zip(&record.cells) {
                let values: BTreeSet<&String> =
                    group.rows.iter().filter_map(|r| r.cells.get(column)).filter(|c| !c.is_empty()).collect();
                let format = if values.len() > 1 && !cell.is_empty() { &differs } else { &base };
                sheet.write_string_with_format(row, u16::try_from(column + 1).unwrap_or(u16::MAX), cell, format)?;
            }
            sheet.write_string_with_format(row, first_answer - 2, &group.why, &base)?;
            sheet.write_string_with_format(row, first_answer - 1, format!("{:.3}", group.score), &base)?;
            for column in first_answer..first_hidden {
                sheet.write_string_with_format(row, column, "", &open)?;
            }
            for (column, text) in (first_hidden..).zip([group.id.as_str(), &record.key, &record.content, run_id]) {
                sheet.write_string(row, column, text)?;
            }
            row += 1;
        }
    }
    let last = row.max(2) - 1;
    let numbers = DataValidation::new().allow_list_strings(&["1", "2", "3", "4", "5", "6", "7", "8", "?"])?;
    sheet.add_data_validation(1, first_answer, last, first_answer, &numbers)?;
    let reasons = DataValidation::new().allow_list_strings(&REASONS)?.ignore_blank(true).show_error_message(false);
    sheet.add_data_validation(1, first_answer + 1, last, first_answer + 1, &reasons)?;
    sheet.insert_note(0, first_answer, &Note::new("Cùng số = cùng một người; ? = cần xác minh; trống = chưa xem"))?;
    for column in first_hidden..first_hidden + u16::try_from(HIDDEN.len()).unwrap_or(0) {
        sheet.set_column_hidden(column)?;
    }
    for (column, width) in [(1u16, 16), (2, 24), (3, 12), (6, 15), (8, 22), (9, 22), (11, 34), (14, 30), (15, 28)] {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_column_width(first_answer - 2, 46)?;
    sheet.set_freeze_panes(1, 3)?;
    sheet.protect();
    Ok(sheet)
}

fn progress(groups: &[Group]) -> std::result::Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name("Tiến độ")?;
    sheet.set_column_width(0, 44)?;
    let risky = groups.iter().filter(|group| group.risky).count();
    let records: usize = groups.iter().map(|group| group.rows.len()).sum();
    for (row, (label, count)) in (0u32..).zip([
        ("Nhóm cần xem", groups.len() - risky),
        ("Nhóm cần hai người (xem và duyệt)", risky),
        ("Hồ sơ trong các nhóm", records),
    ]) {
        sheet.write_string(row, 0, label)?;
        sheet.write_string(row, 1, count.to_string())?;
    }
    sheet.protect();
    Ok(sheet)
}

fn lists() -> std::result::Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name("Danh mục")?;
    sheet.set_column_width(0, 40)?;
    sheet.write_string_with_format(0, 0, "Lý do", &Format::new().set_bold())?;
    for (row, reason) in (1u32..).zip(REASONS) {
        sheet.write_string(row, 0, reason)?;
    }
    sheet.protect();
    Ok(sheet)
}
