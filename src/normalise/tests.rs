#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use super::*;
use crate::layout::ColumnLayout;

const AS_OF: Date = Date::constant(2026, 6, 30);

fn sheet_of(columns: Vec<ColumnLayout>) -> SheetLayout {
    SheetLayout {
        sheet: "s".into(),
        header_row: Some(1),
        hidden: false,
        skip: false,
        era: None,
        constants: BTreeMap::new(),
        columns,
    }
}

/// The entries of rows whose columns are mapped as `columns` says; `+` joins several meanings.
fn run(columns: &[&str], rows: &[&[&str]]) -> Normalised {
    let sheet = sheet_of(
        (1..)
            .zip(columns)
            .map(|(index, names)| ColumnLayout {
                index,
                header: format!("h{index}"),
                canonical: names.split('+').filter(|n| !n.is_empty()).map(str::to_owned).collect(),
                ..ColumnLayout::default()
            })
            .collect(),
    );
    let cells = (0..columns.len())
        .map(|c| StringChunked::from_iter_options("".into(), rows.iter().map(|row| row.get(c).copied())))
        .collect();
    let raw = RawBatch {
        sheet: 0,
        source_row: (2..).take(rows.len()).collect(),
        row_kind: vec![RowKind::Data; rows.len()],
        cells,
        written: Vec::new(),
        bytes: vec![None; rows.len()],
    };
    Normaliser::new("f.csv", "blake3:0123456789abcdef0123", 1, &sheet, Options { as_of: AS_OF }).batch(&raw).unwrap()
}

fn table(made: &Normalised, entry: Entry) -> &DataFrame {
    &made.entries.iter().find(|e| e.entry == entry).unwrap().frame
}

fn texts(frame: &DataFrame, column: &str) -> Vec<Option<String>> {
    frame.column(column).unwrap().str().unwrap().iter().map(|t| t.map(str::to_owned)).collect()
}

fn one(frame: &DataFrame, column: &str) -> String {
    texts(frame, column).swap_remove(0).unwrap_or_default()
}

#[test]
fn a_flat_row_is_a_record_and_a_conviction_of_one_line() {
    let made = run(
        &["record.full_name", "record.birth_date", "conviction.judgment_no", "conviction.judgment_date", ""],
        &[&["NGUYỄN VĂN AN", "00/00/1975", "012/2019/HSST", "17/5/2019", "hộp 3"]],
    );
    let (record, conviction) = (table(&made, Entry::Record), table(&made, Entry::Conviction));
    assert_eq!(one(record, "row_id"), "0123456789abcdef-1-2-1-1");
    assert_eq!(one(conviction, "row_id"), one(record, "row_id"));
    assert_eq!(one(record, "full_name"), "Nguyễn Văn An");
    assert_eq!(one(record, "birth_date"), "1975");
    assert_eq!(one(conviction, "judgment_no"), "12/2019/HS-ST");
    assert_eq!(one(conviction, "instance"), "first");
    assert!(record.column("extra").is_ok() && conviction.column("extra").is_err(), "extra stays with the first entry");
}

#[test]
fn several_persons_in_one_cell_share_the_judgment_but_no_penalty() {
    let made = run(
        &["record.full_name", "record.birth_date", "conviction.judgment_no", "conviction.principal_penalty"],
        &[&["1. Nguyễn Văn An\n2. Trần Thị Bình", "1975", "12/2019/HS-ST", "02 năm tù"]],
    );
    let (record, conviction) = (table(&made, Entry::Record), table(&made, Entry::Conviction));
    assert_eq!(texts(record, "full_name"), [Some("Nguyễn Văn An".into()), Some("Trần Thị Bình".into())]);
    assert_eq!(texts(record, "birth_date"), [None, None], "one date beside two persons is nobody's");
    assert_eq!(conviction.height(), 2);
    assert_eq!(conviction.column("principal_penalty").unwrap().null_count(), 2);
}

#[test]
fn number_and_date_are_split_and_a_missing_year_is_completed() {
    let made = run(
        &[
            "record.full_name",
            "conviction.judgment_no+conviction.judgment_date",
            "conviction.first_instance_no",
            "conviction.first_instance_date",
        ],
        &[&["Nguyễn Văn An", "108/2023/HS-ST ngày 28/3/2023", "12/HSST", "5/4/2003"]],
    );
    let conviction = table(&made, Entry::Conviction);
    assert_eq!(one(conviction, "judgment_no"), "108/2023/HS-ST");
    assert_eq!(one(conviction, "judgment_date"), "2023-03-28");
    assert_eq!(one(conviction, "first_instance_no"), "12/2003/HS-ST");
    let repairs = &made.entries.iter().find(|e| e.entry == Entry::Conviction).unwrap().repairs;
    assert!(repairs.iter().any(|r| r.repair.kind == "year_from_date"), "{repairs:?}");
}

#[test]
fn a_stroke_means_none_imposed_only_where_nothing_was() {
    let columns =
        ["record.full_name", "conviction.judgment_no", "conviction.civil_obligation", "conviction.civil_completed_on"];
    let state = |obligation: &str, completed: &str| {
        let made = run(&columns, &[&["Nguyễn Văn An", "12/2019/HS-ST", obligation, completed]]);
        one(table(&made, Entry::Conviction), "civil_completed_on_state")
    };
    assert_eq!(state("//", "//"), "none_imposed");
    assert_eq!(state("Bồi thường 5.000.000 đồng", "//"), "unknown");
    assert_eq!(state("Bồi thường 5.000.000 đồng", ""), "unknown");
    assert_eq!(state("Bồi thường 5.000.000 đồng", "Chưa thi hành"), "not_done");
    assert_eq!(state("Bồi thường 5.000.000 đồng", "12/3/2020"), "done");
    assert_eq!(state("", "//"), "unknown", "nobody said that nothing was imposed");
}

#[test]
fn a_charge_without_judgment_is_no_conviction_and_a_civil_case_is_nobodys() {
    let columns = ["record.full_name", "conviction.offences", "conviction.judgment_no"];
    let made = run(&columns, &[&["Nguyễn Văn An", "Trộm cắp tài sản", ""]]);
    assert_eq!(made.entries.iter().map(|e| e.entry).collect::<Vec<_>>(), [Entry::Record]);
    let civil = run(&columns, &[&["Nguyễn Văn An", "Ly hôn", "12/2019/HNGĐ-ST"]]);
    assert!(civil.entries.is_empty());
    assert_eq!(civil.skipped, [(2, "not_criminal")]);
}

#[test]
fn the_number_tells_which_paper_it_is_of() {
    let columns = ["record.full_name", "record.citizen_id+record.identity_card+record.passport"];
    let made =
        run(&columns, &[&["Nguyễn Văn An", "001075000001"], &["Trần Thị Bình", "012345678"], &["Lê Văn Cường", "//"]]);
    let record = table(&made, Entry::Record);
    assert_eq!(texts(record, "citizen_id"), [Some("001075000001".into()), None, None]);
    assert_eq!(texts(record, "identity_card"), [None, Some("012345678".into()), None]);
}

#[test]
fn a_cell_that_cannot_be_read_is_null_and_noted_without_its_text() {
    let made = run(&["record.full_name", "record.birth_date"], &[&["Nguyễn Văn An", "31/04/1975"]]);
    let entries = made.entries.iter().find(|e| e.entry == Entry::Record).unwrap();
    assert_eq!(texts(&entries.frame, "birth_date"), [None]);
    let unread = &entries.unread[0];
    assert_eq!((unread.column, unread.shape.as_str()), ("birth_date", "99/99/9999"));
    assert!(!unread.message.contains("1975"));
}

#[test]
fn province_district_and_commune_columns_make_one_place() {
    let mut names = vec!["record.full_name"];
    names.extend(["record.residence"; 3]);
    let made = run(&names, &[&["Nguyễn Văn An", "Xã Thạch Đài", "Huyện Thạch Hà", "Tỉnh Hà Tĩnh"]]);
    let record = table(&made, Entry::Record);
    assert_eq!(one(record, "residence"), "Xã Thạch Đài, Huyện Thạch Hà, Tỉnh Hà Tĩnh");
    assert_eq!(one(record, "residence_era"), "63");
    assert_eq!(one(record, "residence_province"), "42");
}

#[test]
fn the_day_of_the_judgment_tells_the_division_of_a_place_that_fits_both() {
    let made = run(
        &["record.full_name", "record.residence", "conviction.judgment_no", "conviction.judgment_date"],
        &[
            &["Nguyễn Văn An", "Xã Sơn Đồng, TP. Hà Nội", "12/2025/HS-ST", "17/9/2025"],
            &["Nguyễn Văn An", "Xã Sơn Đồng, TP. Hà Nội", "12/2019/HS-ST", "17/5/2019"],
            &["Nguyễn Văn An", "Xã Sơn Đồng, TP. Hà Nội", "12/HS-ST", ""],
            &["Nguyễn Văn An", "Xã Sơn Đồng, H. Hoài Đức, TP. Hà Nội", "12/2025/HS-ST", "17/9/2025"],
        ],
    );
    let record = table(&made, Entry::Record);
    let found: Vec<Option<String>> = texts(record, "residence_commune");
    assert_eq!(found, [Some("09871".into()), Some("09859".into()), None, Some("09859".into())]);
}

#[test]
fn a_heading_can_say_the_value_and_names_can_come_in_pieces() {
    let mut sheet_columns = vec!["record.full_name", "record.full_name", "record.birth_date", "record.birth_date"];
    sheet_columns.push("record.note");
    let columns: Vec<ColumnLayout> = (1..)
        .zip(sheet_columns)
        .map(|(index, name)| ColumnLayout {
            index,
            header: format!("h{index}"),
            canonical: vec![name.to_owned()],
            fixed: match index {
                3 => [("record.sex".to_owned(), "male".to_owned())].into(),
                4 => [("record.sex".to_owned(), "female".to_owned())].into(),
                _ => BTreeMap::new(),
            },
            ..ColumnLayout::default()
        })
        .collect();
    let sheet = SheetLayout { columns, ..sheet_of(Vec::new()) };
    let rows = [["Nguyễn Văn", "An", "1975", "", "x"], ["Trần Thị", "Bình", "", "1980", ""]];
    let cells =
        (0..5).map(|c| StringChunked::from_iter_options("".into(), rows.iter().map(|row| Some(row[c])))).collect();
    let raw = RawBatch {
        sheet: 0,
        source_row: vec![2, 3],
        row_kind: vec![RowKind::Data; 2],
        cells,
        written: Vec::new(),
        bytes: vec![None; 2],
    };
    let made = Normaliser::new("f.csv", "0123456789abcdef", 1, &sheet, Options { as_of: AS_OF }).batch(&raw).unwrap();
    let record = table(&made, Entry::Record);
    assert_eq!(made.entries.len(), 1);
    assert_eq!(texts(record, "full_name"), [Some("Nguyễn Văn An".into()), Some("Trần Thị Bình".into())]);
    assert_eq!(texts(record, "birth_date"), [Some("1975".into()), Some("1980".into())]);
    assert_eq!(texts(record, "sex"), [Some("male".into()), Some("female".into())]);
}
