//! Where the heading of a sheet stands, and what every other row is.
//!
//! | Row                                                        | Kind              |
//! |------------------------------------------------------------|-------------------|
//! | above the heading                                          | title, or blank   |
//! | the heading, its parent row above (`Bản án` over `Số`, `Ngày`) | header        |
//! | the heading again                                          | repeated header   |
//! | `(1) (2) (3)`; a caption over a group of rows              | subheader         |
//! | `Tổng cộng`, `Cộng`                                        | total             |
//! | `Người lập biểu`, `…, ngày … tháng … năm …`, and what follows | footer         |

use std::collections::HashMap;

use super::RowKind;
use super::content::{self, heading_like};
use super::heading::{self, unmark};
use super::row::Row;

/// A sampled row: its number and its cells.
pub(crate) type Sampled = (u32, Vec<Option<String>>);

/// The heading of one column: what stands above it, and itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Heading {
    pub(crate) parents: Vec<String>,
    pub(crate) text: String,
}

impl Heading {
    /// The heading in one line.
    pub(crate) fn flat(&self) -> String {
        let mut parts: Vec<&str> = self.parents.iter().map(String::as_str).collect();
        parts.push(&self.text);
        parts.retain(|p| !p.is_empty());
        parts.join(" - ").split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Where the heading stands and what it says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Header {
    /// First and last row of the heading.
    pub(crate) rows: (u32, u32),
    pub(crate) columns: Vec<Heading>,
}

fn text(cell: Option<&Option<String>>) -> &str {
    cell.and_then(|c| c.as_deref()).map_or("", str::trim)
}

fn filled(cells: &[Option<String>]) -> usize {
    cells.iter().filter(|c| !text(Some(c)).is_empty()).count()
}

/// Whether a cell is a known heading, as it is written.
fn known(cell: &str) -> bool {
    !cell.trim().is_empty() && cell.len() <= heading::LONGEST && heading::find_exact(cell).is_some()
}

/// Cells of a row that are weighed at each of its ends: a heading shows itself there.
const WEIGHED: usize = 400;

/// Finds the heading among the first rows; `given` is the row that the user names.
pub(crate) fn find(rows: &[Sampled], given: Option<u32>) -> Option<Header> {
    let width = rows.iter().take(300).map(|(_, cells)| filled(cells)).max().unwrap_or(0);
    let base = match given {
        Some(number) => rows.iter().position(|(n, _)| *n == number)?,
        None => candidate(rows, width, &known)
            .or_else(|| candidate(rows, width, &|cell| cell.len() <= heading::LONGEST && heading::find(cell).is_some()))
            .or_else(|| unknown(rows, width))?,
    };
    let mut levels = vec![base];
    if given.is_none() {
        // the second row of the heading, below
        while levels.len() < 3 && levels.last().is_some_and(|last| child(rows, *last)) {
            levels.push(levels.last().map_or(base, |last| last + 1));
        }
    }
    while levels.len() < 3 && levels.first().is_some_and(|first| *first > 0 && parent(rows, first - 1, *first)) {
        levels.insert(0, levels.first().map_or(0, |first| first - 1));
    }
    let level = |i: &usize| rows.get(*i).map(|(n, cells)| (*n, cells.as_slice()));
    let levels: Vec<(u32, &[Option<String>])> = levels.iter().filter_map(level).collect();
    let columns = join(&levels);
    Some(Header { rows: (levels.first()?.0, levels.last()?.0), columns })
}

/// The row with the most known headings.
fn candidate(rows: &[Sampled], width: usize, known_heading: &dyn Fn(&str) -> bool) -> Option<usize> {
    let mut best: Option<(i64, usize)> = None;
    let mut seen = 0;
    let mut looked: HashMap<&str, bool> = HashMap::new();
    for (i, (_, cells)) in rows.iter().enumerate() {
        let count = filled(cells);
        if count == 0 {
            continue;
        }
        seen += 1;
        if seen > 120 {
            break;
        }
        let (mut values, mut known) = (0, 0);
        let cells: Vec<&str> = cells.iter().map(|c| text(Some(c))).filter(|c| !c.is_empty()).collect();
        let last = cells.len().saturating_sub(WEIGHED).max(WEIGHED);
        for &cell in cells.iter().take(WEIGHED).chain(cells.iter().skip(last)) {
            let heading = *looked.entry(cell).or_insert_with(|| known_heading(cell));
            known += usize::from(heading);
            values += usize::from(!heading && value_like(cell));
        }
        let enough = known >= 2 && known * 2 >= values
            || known == 1 && width <= 2 && values == 0 && count == 1.max(width.min(count));
        if !enough || values > known {
            continue;
        }
        let size = |n: usize| i64::try_from(n).unwrap_or(i64::MAX / 4);
        let score = 3 * size(known) - 2 * size(values);
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, i));
        }
    }
    best.map(|(_, i)| i)
}

/// Whether a cell is plainly a value: what no heading would be.
fn value_like(cell: &str) -> bool {
    let look = content::look(cell);
    let chars = cell.chars().count();
    !cell.is_empty()
        && (look.date
            || look.name
            || look.sex
            || look.judgment
            || look.digits >= 5
            || look.digits > 0 && !cell.chars().any(char::is_alphabetic)
            || look.court && chars > 22
            || chars > 160)
}

/// A heading of which nothing is known: the first wide row, all of words, above rows that are not.
fn unknown(rows: &[Sampled], width: usize) -> Option<usize> {
    let (at, (_, cells)) = rows.iter().enumerate().find(|(_, (_, cells))| filled(cells) >= 2.max(width * 6 / 10))?;
    let words = cells.iter().all(|c| {
        let cell = text(Some(c));
        cell.is_empty()
            || heading_like(cell)
                && cell.chars().count() <= 60
                && !content::look(cell).name
                && !content::look(cell).penalty
    });
    let mut names: Vec<String> = cells.iter().map(|c| unmark(text(Some(c)))).filter(|c| !c.is_empty()).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    let below = rows.iter().skip(at + 1).filter(|(_, cells)| filled(cells) > 0).take(20).collect::<Vec<_>>();
    let other = below.is_empty()
        || below
            .iter()
            .any(|(_, cells)| cells.iter().any(|c| !text(Some(c)).is_empty() && !heading_like(text(Some(c)))));
    (words && other && names.len() == count).then_some(at)
}

/// Whether the row below is the second row of the heading: it stands where the first has gaps, and holds words.
fn child(rows: &[Sampled], at: usize) -> bool {
    let (Some((n, above)), Some((m, below))) = (rows.get(at), rows.get(at + 1)) else { return false };
    if *m != n + 1 || filled(below) == 0 || numbering(below.iter().map(|c| text(Some(c)))) {
        return false;
    }
    let mut gaps = 0;
    for (j, cell) in below.iter().enumerate() {
        let cell = text(Some(cell));
        if cell.is_empty() {
            continue;
        }
        let look = content::look(cell);
        if !(heading_like(cell) || part(cell)) || look.name && !known(cell) || cell.chars().count() > 80 {
            return false;
        }
        let gap = text(above.get(j)).is_empty();
        let group = text(above.get(j + 1)).is_empty() && !text(below.get(j + 1)).is_empty();
        if !gap && !group {
            return false;
        }
        gaps += usize::from(gap);
    }
    if gaps == 0 {
        return false;
    }
    let columns = join(&[(*n, above.as_slice()), (*m, below.as_slice())]);
    let known = columns
        .iter()
        .enumerate()
        .filter(|(j, h)| {
            !text(below.get(*j)).is_empty()
                && (heading::find(&h.text).is_some() || h.parents.iter().any(|p| both(p, &h.text)) || part(&h.text))
        })
        .count();
    known * 2 >= filled(below)
}

/// Words that head a column below another heading and mean nothing alone.
fn part(cell: &str) -> bool {
    matches!(
        heading::key(cell).as_str(),
        "so" | "ngay"
            | "thang"
            | "nam"
            | "nu"
            | "cq"
            | "noi"
            | "so ky hieu"
            | "chinh"
            | "bs"
            | "tu ngay"
            | "den ngay"
            | "muc"
            | "loai"
    )
}

fn both(parent: &str, child: &str) -> bool {
    heading::find(&format!("{child} {parent}")).is_some() || heading::find(&format!("{parent} {child}")).is_some()
}

/// Whether the row above the heading is a row of parent headings, not a title.
fn parent(rows: &[Sampled], at: usize, below: usize) -> bool {
    let (Some((n, above)), Some((m, cells))) = (rows.get(at), rows.get(below)) else { return false };
    if *m != n + 1
        || !above
            .iter()
            .all(|c| text(Some(c)).is_empty() || heading_like(text(Some(c))) && text(Some(c)).chars().count() <= 80)
    {
        return false;
    }
    let count = filled(above);
    // a heading that stands above a gap of the lower row is one cell over two rows
    let over_gap =
        above.iter().enumerate().filter(|(j, c)| !text(Some(c)).is_empty() && text(cells.get(*j)).is_empty()).count();
    over_gap >= 1 && (count >= 2 || above.iter().filter(|c| known(text(Some(c)))).count() == 1)
        || count >= 2 && above.len() <= cells.len().max(1) + 1 && count < filled(cells)
}

/// The headings of the columns from one to three rows.
fn join(levels: &[(u32, &[Option<String>])]) -> Vec<Heading> {
    let width = levels.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let mut columns = vec![Heading::default(); width];
    for (depth, (_, cells)) in levels.iter().enumerate() {
        let last = depth + 1 == levels.len();
        let mut carried = String::new();
        for (j, column) in columns.iter_mut().enumerate() {
            let own = text(cells.get(j));
            if !own.is_empty() {
                carried = own.to_owned();
            }
            let lower = levels.iter().skip(depth + 1).any(|(_, cells)| !text(cells.get(j)).is_empty());
            if last || !lower {
                if !own.is_empty() {
                    own.clone_into(&mut column.text);
                }
            } else if !carried.is_empty() && column.text.is_empty() {
                column.parents.push(carried.clone());
            }
        }
    }
    columns
}

/// Whether the cells number the columns: `(1)`, `(2)` …, or `A`, `B`, `1`, `2`.
pub(crate) fn numbering<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let (mut count, mut last, mut letters) = (0, 0_u32, 0);
    for cell in cells.map(str::trim).filter(|c| !c.is_empty()) {
        if cell.len() > 12 {
            return false;
        }
        let bare = cell.trim_matches(['(', ')', '[', ']', '.']);
        let number: Option<u32> = bare.split(['=', '+']).next().and_then(|n| n.trim().parse().ok());
        match number {
            // the numbers rise, a few may be left out
            Some(n) if n > last && n <= last + 4 && n < 1000 => last = n,
            None if bare.len() == 1 && bare.bytes().all(|b| b.is_ascii_alphabetic()) && last == 0 => letters += 1,
            _ => return false,
        }
        count += 1;
    }
    count >= 2 && last >= 1 && count > letters && (count >= 3 || last == 2)
}

/// Tells the kinds of rows in their order.
#[derive(Clone, Debug)]
pub(crate) struct Kinds {
    rows: Option<(u32, u32)>,
    /// Texts of the heading as read, row by row.
    levels: Vec<Vec<String>>,
    filled: usize,
    serial: Option<usize>,
    name: Option<usize>,
    in_footer: bool,
}

impl Kinds {
    /// For a sheet with this heading among these rows as read; `serial` is its column of row numbers, `name` that of the person.
    pub(crate) fn new(header: Option<&Header>, rows: &[Sampled], serial: Option<usize>, name: Option<usize>) -> Self {
        let count = header.map_or(0, |h| h.columns.iter().filter(|c| !c.text.is_empty()).count());
        // As they were read, for a repeated heading is a copy.
        let levels = header.map_or_else(Vec::new, |h| {
            let own = rows.iter().filter(|(n, _)| (h.rows.0..=h.rows.1).contains(n));
            own.map(|(_, cells)| cells.iter().map(|c| text(Some(c)).to_owned()).collect()).collect()
        });
        Self { rows: header.map(|h| h.rows), levels, filled: count, serial, name, in_footer: false }
    }

    /// Whether a row of this number stands below the heading.
    pub(crate) fn below_heading(&self, number: u32) -> bool {
        self.rows.is_some_and(|(_, end)| number > end)
    }

    /// What the next row is.
    pub(crate) fn of(&mut self, row: &Row) -> RowKind {
        let mut filled = 0;
        let mut first = None;
        for (j, cell) in row.iter().enumerate() {
            if cell.is_some_and(|c| c.chars().any(|c| !c.is_whitespace() && !c.is_control())) {
                filled += 1;
                if first.is_none() {
                    first = Some(j);
                }
            }
        }
        let Some(first) = first else { return RowKind::Blank };
        let Some((start, end)) = self.rows else { return RowKind::Title };
        if row.number < start {
            return RowKind::Title;
        }
        if row.number <= end {
            return RowKind::Header;
        }
        let cell = |j: usize| row.get(j).map_or("", str::trim);
        if self.repeats(row, filled) {
            self.in_footer = false;
            return RowKind::RepeatedHeader;
        }
        let bare = cell(first).trim_matches(['(', ')', '[', ']']);
        if (bare == "1" || bare.len() == 1 && bare.eq_ignore_ascii_case("a"))
            && numbering(row.iter().map(|c| c.unwrap_or("")))
        {
            return RowKind::Subheader;
        }
        let sparse = filled <= 1.max(self.filled * 4 / 10);
        if first <= 3 && filled <= 2.max(self.filled * 7 / 10) && self.total(row, first) {
            return RowKind::Total;
        }
        if !sparse {
            self.in_footer = false;
            return RowKind::Data;
        }
        if filled == 1 && self.serial == Some(first) && cell(first).bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            return RowKind::Blank; // numbered beforehand, never filled in
        }
        let person = self.name.is_some_and(|j| content::look(cell(j)).name);
        if self.in_footer || row.iter().flatten().any(signature) {
            // a person with an identity or a judgment is no signature
            let values = row.iter().flatten().filter(|c| content::look(c).digits >= 4 && !signature(c)).count();
            if values < 2 {
                self.in_footer = true;
                return RowKind::Footer;
            }
            self.in_footer = false;
            return RowKind::Data;
        }
        let look = content::look(cell(first));
        let worded = cell(first).chars().filter(|c| c.is_alphabetic()).count() >= 2;
        if filled == 1 && self.filled >= 4 && first <= 1 && !person && !look.name && worded && look.digits < 8 {
            return RowKind::Subheader;
        }
        if filled == 2
            && self.filled >= 5
            && first == 0
            && !person
            && roman(cell(0))
            && heading_like(cell(1))
            && !content::look(cell(1)).name
        {
            return RowKind::Subheader;
        }
        RowKind::Data
    }

    fn repeats(&self, row: &Row, filled: usize) -> bool {
        self.levels.iter().any(|level| {
            let mut same = 0;
            for (j, cell) in row.iter().enumerate() {
                let Some(cell) = cell.map(str::trim).filter(|c| !c.is_empty()) else { continue };
                let Some(heading) = level.get(j).filter(|h| !h.is_empty()) else { continue };
                if cell == heading || cell.len() == heading.len() && cell.to_lowercase() == heading.to_lowercase() {
                    same += 1;
                } else if same == 0 && j > 3 {
                    return false;
                }
            }
            same >= 2 && same * 10 >= filled * 6 || same == 1 && filled == 1 && self.filled <= 2
        })
    }

    fn total(&self, row: &Row, first: usize) -> bool {
        let mut texts = row.iter().skip(first).flatten().map(str::trim).filter(|c| !c.is_empty());
        // the word stands first, or behind a row number
        (0..2).any(|_| texts.next().is_some_and(total_word))
            && !self.name.is_some_and(|j| row.get(j).is_some_and(|c| content::look(c).name && !total_word(c)))
    }
}

/// `Tổng cộng`, `Cộng`, `Tổng số: 35 bị cáo`; not the family name Tống.
fn total_word(cell: &str) -> bool {
    if cell.len() > 120 {
        return false;
    }
    let lower = cell.to_lowercase();
    let lower = lower.trim_start_matches(|c: char| !c.is_alphabetic());
    let bare = lower.trim_end_matches(|c: char| !c.is_alphabetic());
    matches!(
        bare,
        "cộng"
            | "tổng"
            | "tổng cộng"
            | "tổng số"
            | "cong"
            | "tong"
            | "total"
            | "sum"
            | "lũy kế"
            | "cộng dồn"
            | "cộng trang"
            | "mang sang"
    ) || [
        "tổng cộng",
        "tổng số",
        "tong cong",
        "tong so",
        "cộng trang",
        "cộng:",
        "tổng:",
        "cộng tháng",
        "cộng năm",
        "tổng hợp:",
    ]
    .iter()
    .any(|w| lower.starts_with(w))
}

/// `I`, `IV.`, `A`, `B)`.
fn roman(cell: &str) -> bool {
    let bare = cell.trim_matches(['.', ')', '(', ' ', '-', '/']);
    !bare.is_empty()
        && bare.len() <= 5
        && (bare.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L'))
            || bare.len() == 1 && bare.chars().all(|c| c.is_ascii_uppercase()))
}

/// Words that stand below a table: who signs, where and when, notes.
fn signature(cell: &str) -> bool {
    let cell = cell.trim();
    if cell.len() < 4 || cell.len() > 400 {
        return false;
    }
    let folded = unmark(cell);
    let text = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    let starts = [
        "nguoi lap",
        "thu truong",
        "giam doc",
        "pho giam doc",
        "chanh an",
        "pho chanh an",
        "vien truong",
        "pho vien truong",
        "ke toan",
        "nguoi nhap",
        "nguoi kiem tra",
        "nguoi bao cao",
        "nguoi tong hop",
        "truong phong",
        "pho truong phong",
        "giam thi",
        "pho giam thi",
        "cuc truong",
        "chi cuc truong",
        "truong trai",
        "pho chi cuc truong",
        "thu kho",
        "noi nhan",
        "ghi chu:",
        "luu y:",
        "nguon:",
        "can bo lap",
        "nguoi thong ke",
        "can bo tong hop",
        "nguoi giao",
        "nguoi nhan",
        "dai dien ben",
        "xac nhan cua",
        "can bo thong ke",
        "tm. ",
        "kt. ",
        "tl. ",
        "tuq. ",
        "nguoi ky",
        "truong cong an",
        "pho truong cong an",
        "cham hanh vien truong",
        "doi truong",
        "thu ky lap",
        "danh sach nay",
        "danh sach gom",
        "danh sach co",
        "bieu nay",
        "an dinh danh sach",
        "ky ten",
        "nguoi in",
        "in ngay",
        "ngay in",
        "het danh sach",
        "--- het",
        "duyet",
        "lanh dao",
    ];
    let contains = ["ghi ro ho ten", "ky, ghi", "ky ten", "dong dau", "ky va ghi", "(ky)", "da ky"];
    let dated = folded.contains("ngay")
        && folded.contains("thang")
        && folded.contains(" nam")
        && (folded.contains(',') || text.starts_with("ngay"))
        && cell.chars().count() <= 80;
    starts.iter().any(|s| text.starts_with(s))
        || contains.iter().any(|s| folded.contains(s))
        || dated
        || folded.starts_with("(*)")
        || folded.starts_with("* ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn sample(rows: &[&[&str]]) -> Vec<Sampled> {
        rows.iter()
            .enumerate()
            .map(|(i, r)| {
                (u32::try_from(i).unwrap() + 1, r.iter().map(|c| (!c.is_empty()).then(|| (*c).to_owned())).collect())
            })
            .collect()
    }

    #[track_caller]
    fn rows(cells: &[&[&str]], expected: Option<(u32, u32)>) -> Vec<String> {
        let header = find(&sample(cells), None);
        assert_eq!(header.as_ref().map(|h| h.rows), expected);
        header.map(|h| h.columns.iter().map(Heading::flat).collect()).unwrap_or_default()
    }

    #[test]
    fn headings_under_titles() {
        rows(
            &[
                &["DANH SÁCH BỊ CÁO", "", ""],
                &["", "", ""],
                &["STT", "Họ tên", "Năm sinh"],
                &["1", "Nguyễn Văn An", "1980"],
            ],
            Some((3, 3)),
        );
        rows(&[&["Nguyễn Văn An", "1980", "Nam"], &["Lê Thị Bình", "1981", "Nữ"]], None);
        rows(&[&["Họ tên"], &["Nguyễn Văn An"]], Some((1, 1)));
        rows(&[&["mau", "kich thuoc"], &["do", "12"]], Some((1, 1)));
    }

    #[test]
    fn two_rows() {
        let columns = rows(
            &[
                &["Danh sách án hình sự", "", "", "", "", ""],
                &["STT", "Họ tên", "Bản án sơ thẩm", "", "", "Tội danh"],
                &["", "", "Số", "Ngày", "Tòa án", ""],
                &["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
                &["1", "Nguyễn Văn An", "12/2019/HS-ST", "1/2/2019", "TAND Q8", "Trộm cắp tài sản"],
            ],
            Some((2, 3)),
        );
        assert_eq!(columns[3], "Bản án sơ thẩm - Ngày");
        let columns = rows(
            &[&["STT", "Năm sinh", "", "Tội danh"], &["", "Nam", "Nữ", ""], &["1", "1980", "", "Đánh bạc"]],
            Some((1, 2)),
        );
        assert_eq!(columns[2], "Năm sinh - Nữ");
    }

    #[test]
    fn numbering_rows() {
        assert!(numbering(["(1)", "(2)", "(3)"].into_iter()));
        assert!(numbering(["A", "B", "1", "2", "3"].into_iter()));
        assert!(!numbering(["1", "Nguyễn Văn An", "3"].into_iter()));
        assert!(!numbering(["1", "1980"].into_iter()));
    }

    #[test]
    fn words_below_the_table() {
        assert!(total_word("Tổng cộng: 12") && total_word("CỘNG") && !total_word("Tống Văn An"));
        assert!(
            signature("Hà Nội, ngày 12 tháng 3 năm 2024")
                && signature("NGƯỜI LẬP BIỂU")
                && signature("(Ký, ghi rõ họ tên)")
        );
        assert!(!signature("Nguyễn Văn An"));
    }
}
