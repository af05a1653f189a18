//! The workbook that clerks fill in.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rust_xlsxwriter::{
    Color, DataValidation, Format, FormatAlign, FormatBorder, Formula, Note, Workbook, Worksheet, XlsxError,
};

use super::{COLUMNS, Decision, Group, State};
use crate::date::Date;
use crate::error::Result;
use crate::output::{failed, properties};

/// The cells that a person fills in; the last one in risky groups alone.
pub(super) const ANSWERS: [&str; 6] =
    ["Người số", "Lý do", "Số văn bản căn cứ", "Người xem", "Ngày xem", "Người duyệt"];

/// Hidden columns by which the rows are known again.
pub(super) const HIDDEN: [&str; 4] = ["group_id", "record_key", "content_hash", "run_id"];

const WORK: &str = "Cần xem";
/// The sheet of the groups that need a second person.
pub(super) const RISKY: &str = "Cần duyệt";

/// The names of the two sheets that hold groups.
pub(super) const SHEETS: [&str; 2] = [WORK, RISKY];

const GUIDE: &[&str] = &[
    "Tệp này liệt kê các nhóm hồ sơ có thể là của cùng một người. Không hồ sơ nào bị xóa hay ghi đè.",
    "Mỗi nhóm có từ 2 đến 8 dòng, tô cùng một màu. Ô có nền vàng là chỗ các hồ sơ trong nhóm khác nhau.",
    "Ô ghi đúng như trong tệp gốc; ghi chú của ô là giá trị sau khi làm sạch, nếu khác.",
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

/// Writes the workbook of the groups, with what became of the decisions that came back.
///
/// # Errors
///
/// [`Error::Library`](crate::Error::Library) where it cannot be written.
pub fn write(groups: &[Group], decisions: &[Decision], run_id: &str, as_of: Date) -> Result<Vec<u8>> {
    build(groups, decisions, run_id, as_of).map_err(failed)
}

type Done<T> = std::result::Result<T, XlsxError>;

fn build(groups: &[Group], decisions: &[Decision], run_id: &str, as_of: Date) -> Done<Vec<u8>> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(as_of)?);
    workbook.push_worksheet(guide()?);
    for (name, risky) in [(WORK, false), (RISKY, true)] {
        let mine: Vec<(usize, &Group)> = groups.iter().enumerate().filter(|(_, group)| group.risky == risky).collect();
        workbook.push_worksheet(sheet(name, &mine, risky, run_id)?);
    }
    workbook.push_worksheet(progress(groups, decisions)?);
    workbook.push_worksheet(lists()?);
    workbook.save_to_buffer()
}

fn guide() -> Done<Worksheet> {
    let mut sheet = Worksheet::new();
    sheet.set_name("Hướng dẫn")?;
    sheet.set_column_width(0, 84)?;
    let title = Format::new().set_bold().set_font_size(14);
    sheet.write_string_with_format(0, 0, "Hướng dẫn xem các hồ sơ nghi trùng", &title)?;
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, line) in (2u32..).zip(GUIDE) {
        sheet.write_string_with_format(row, 0, *line, &wrap)?;
        sheet.set_row_height(row, 16.0 * f64::from(lines(line, Some(&84.0))))?;
    }
    sheet.set_paper_size(A4);
    sheet.protect();
    Ok(sheet)
}

/// Numbers of the paper sizes in a workbook.
const A4: u8 = 9;
const A3: u8 = 8;

/// The cells of a group have one background, every second group another.
struct Formats {
    base: Format,
    differs: Format,
    open: Format,
}

impl Formats {
    fn new(place: usize) -> Self {
        let shade = Color::RGB(if place.is_multiple_of(2) { 0x00FF_FFFF } else { 0x00E3_EAF3 });
        let base = Format::new()
            .set_num_format("@")
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_background_color(shade)
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x00B0_B8C4));
        let differs = base.clone().set_background_color(Color::RGB(0x00FF_E699));
        let open = base.clone().set_unlocked();
        Self { base, differs, open }
    }
}

fn sheet(name: &str, groups: &[(usize, &Group)], risky: bool, run_id: &str) -> Done<Worksheet> {
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
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(Color::RGB(0x00C9_D6E6))
        .set_border(FormatBorder::Thin);
    let fill = head.clone().set_background_color(Color::RGB(0x00C6_E0B4));
    for (column, heading) in (0u16..).zip(&shown) {
        let format = if answers.contains(heading) { &fill } else { &head };
        sheet.write_string_with_format(0, column, *heading, format)?;
    }
    sheet.set_row_height(0, 32)?;
    let first_answer = u16::try_from(COLUMNS.len() + 3).unwrap_or(u16::MAX);
    let first_hidden = first_answer + u16::try_from(answers.len()).unwrap_or(0);
    let formats = [Formats::new(0), Formats::new(1)];
    let mut row = 1u32;
    for ((number, group), Formats { base, differs, open }) in groups.iter().zip(formats.iter().cycle()) {
        for record in &group.rows {
            sheet.write_string_with_format(row, 0, (number + 1).to_string(), base)?;
            let mut lines = lines(&group.why, WIDTHS.get(usize::from(first_answer - 2)));
            for (at, (clean, (_, name))) in record.cells.iter().zip(COLUMNS).enumerate() {
                let values: BTreeSet<&String> =
                    group.rows.iter().filter_map(|r| r.cells.get(at)).filter(|c| !c.is_empty()).collect();
                let format = if values.len() > 1 && !clean.is_empty() { differs } else { base };
                let clean = read_by_people(name, clean);
                let written = record.written.get(at).filter(|text| !text.is_empty());
                let column = u16::try_from(at + 1).unwrap_or(u16::MAX);
                lines = lines.max(self::lines(written.map_or(&*clean, String::as_str), WIDTHS.get(at + 1)));
                let text: String = written.map_or(&*clean, String::as_str).chars().take(CELL).collect();
                sheet.write_string_with_format(row, column, text, format)?;
                if let Some(note) = written.filter(|written| **written != clean).map(|_| noted(&clean)) {
                    sheet.insert_note(row, column, &note)?;
                }
            }
            sheet.write_string_with_format(row, first_answer - 2, &group.why, base)?;
            sheet.write_string_with_format(row, first_answer - 1, format!("{:.3}", group.score), base)?;
            for column in first_answer..first_hidden {
                sheet.write_string_with_format(row, column, "", open)?;
            }
            for (column, text) in (first_hidden..).zip([group.id.as_str(), &record.key, &record.content, run_id]) {
                sheet.write_string(row, column, text)?;
            }
            // Programs do not agree about the height of a row whose text is wrapped.
            sheet.set_row_height(row, 15.0 * f64::from(lines))?;
            row += 1;
        }
    }
    let last = row.max(2) - 1;
    let numbers = DataValidation::new().allow_list_strings(&["1", "2", "3", "4", "5", "6", "7", "8", "?"])?;
    sheet.add_data_validation(1, first_answer, last, first_answer, &numbers)?;
    let reasons = DataValidation::new()
        .allow_list_formula(Formula::new(format!("='{LISTS}'!$A$2:$A${}", REASONS.len() + 1)))
        .ignore_blank(true)
        .show_error_message(false);
    sheet.add_data_validation(1, first_answer + 1, last, first_answer + 1, &reasons)?;
    let note = plain_note("Cùng số = cùng một người; ? = cần xác minh; trống = chưa xem");
    sheet.insert_note(0, first_answer, &note)?;
    for column in first_hidden..first_hidden + u16::try_from(HIDDEN.len()).unwrap_or(0) {
        sheet.set_column_hidden(column)?;
    }
    for (column, width) in (0u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(1, 3)?;
    sheet.set_landscape().set_paper_size(A3).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    sheet.protect();
    Ok(sheet)
}

/// Lines that a text takes in a column, up to eight.
fn lines(text: &str, width: Option<&f64>) -> u32 {
    let width = width.copied().unwrap_or(20.0);
    (1..8).find(|lines| text.chars().count() as f64 * 1.15 <= width * f64::from(*lines)).unwrap_or(8)
}

/// Characters that one cell can hold.
const CELL: usize = 32_767;

/// Widths of the columns up to the last answer.
const WIDTHS: [f64; 24] = [
    6.0, 16.0, 24.0, 12.0, 9.0, 8.0, 15.0, 12.0, 20.0, 20.0, 26.0, 26.0, 14.0, 12.0, 26.0, 26.0, 44.0, 7.0, 8.0, 24.0,
    16.0, 14.0, 12.0, 14.0,
];

/// A cleaned value as people read it: days as `14/11/1975`.
pub(super) fn read_by_people<'a>(column: &str, clean: &'a str) -> Cow<'a, str> {
    if !matches!(column, "birth_date" | "judgment_date") {
        return Cow::Borrowed(clean);
    }
    let parts: Vec<&str> = clean.split('-').collect();
    if !clean.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') || parts.len() < 2 {
        return Cow::Borrowed(clean);
    }
    Cow::Owned(parts.into_iter().rev().collect::<Vec<_>>().join("/"))
}

fn noted(clean: &str) -> Note {
    plain_note(&if clean.is_empty() {
        "Chưa đọc được".to_owned()
    } else {
        format!("Đã làm sạch: {clean}")
    })
}

fn plain_note(text: &str) -> Note {
    Note::new(text).add_author_prefix(false).set_author("lltp")
}

fn progress(groups: &[Group], decisions: &[Decision]) -> Done<Worksheet> {
    let mut sheet = Worksheet::new();
    sheet.set_name("Tiến độ")?;
    for (column, width) in [(0u16, 44), (1, 44), (2, 14), (3, 34)] {
        sheet.set_column_width(column, width)?;
    }
    let bold = Format::new().set_bold();
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let risky = groups.iter().filter(|group| group.risky).count();
    let records: usize = groups.iter().map(|group| group.rows.len()).sum();
    let state = |state: State| decisions.iter().filter(|decision| decision.state == state).count();
    let counts = [
        ("Nhóm còn phải xem", groups.len() - risky),
        ("Nhóm còn phải xem, cần hai người (xem và duyệt)", risky),
        ("Hồ sơ trong các nhóm đó", records),
        ("Quyết định đã có hiệu lực", state(State::Applied)),
        ("Quyết định còn để ngỏ hoặc chưa được duyệt", state(State::Open)),
        ("Quyết định mâu thuẫn với nhau", state(State::Conflict)),
        ("Quyết định về hồ sơ đã thay đổi, xin xem lại", state(State::Stale)),
        ("Quyết định không được nhận: nhóm hoặc hồ sơ không có", state(State::Refused)),
    ];
    for (row, (label, count)) in (0u32..).zip(counts) {
        sheet.write_string_with_format(row, 0, label, &wrap)?;
        sheet.write_string(row, 1, count.to_string())?;
    }
    // What did not count, row by row, so that somebody can put it right.
    let mut row = 10;
    for (column, heading) in (0u16..).zip(["Quyết định không tính", "Tệp, trang, dòng", "Người số", "Người xem"])
    {
        sheet.write_string_with_format(row, column, heading, &bold)?;
    }
    for decision in decisions {
        let why = match decision.state {
            State::Conflict => "mâu thuẫn: cùng một người ở nhóm này, khác người ở nhóm kia",
            State::Stale => "hồ sơ đã thay đổi từ khi xem",
            State::Refused => "không có nhóm hoặc hồ sơ này",
            State::Applied | State::Open => continue,
        };
        for place in &decision.rows {
            row += 1;
            for (column, text) in (0u16..).zip([why, place, &decision.person, &decision.by]) {
                sheet.write_string_with_format(row, column, text, &wrap)?;
            }
        }
    }
    sheet.protect();
    Ok(sheet)
}

const LISTS: &str = "Danh mục";

fn lists() -> Done<Worksheet> {
    let mut sheet = Worksheet::new();
    sheet.set_name(LISTS)?;
    sheet.set_column_width(0, 40)?;
    sheet.write_string_with_format(0, 0, "Lý do", &Format::new().set_bold())?;
    for (row, reason) in (1u32..).zip(REASONS) {
        sheet.write_string(row, 0, reason)?;
    }
    sheet.protect();
    Ok(sheet)
}
