//! Linkage on frames: the laws.
#![cfg(feature = "frame")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use lltp::link::{Linkage, PersonSettings, link_persons};
use lltp::polars::prelude::*;

/// Name, birth date, citizen id, card, father, mother.
type Row = [&'static str; 6];

const AN: Row = ["Nguyễn Văn An", "1980-05-02", "001080000001", "", "Nguyễn Văn Bình", "Trần Thị Cúc"];

fn frame(rows: &[Row]) -> DataFrame {
    let column = |at: usize| rows.iter().map(|row| (!row[at].is_empty()).then_some(row[at])).collect::<Vec<_>>();
    let ids: Vec<String> = (0..rows.len()).map(|row| format!("f-0-{:04}-1-1", row + 2)).collect();
    df!(
        "row_id" => ids,
        "full_name" => column(0),
        "birth_date" => column(1),
        "citizen_id" => column(2),
        "identity_card" => column(3),
        "father_name" => column(4),
        "mother_name" => column(5),
    )
    .unwrap()
}

fn run(rows: &[Row]) -> Linkage {
    link_persons(&frame(rows), &DataFrame::empty(), &PersonSettings::default()).unwrap()
}

/// Sizes of the clusters in the order of the rows.
fn sizes(linkage: &Linkage) -> Vec<u32> {
    linkage.clusters.column("cluster_size").unwrap().u32().unwrap().iter().flatten().collect()
}

#[track_caller]
fn joined(a: Row, b: Row, expected: bool) {
    assert_eq!(sizes(&run(&[a, b])), if expected { [2, 2] } else { [1, 1] }, "{a:?} {b:?}");
    assert_eq!(sizes(&run(&[b, a])), if expected { [2, 2] } else { [1, 1] }, "{b:?} {a:?}");
}

#[test]
fn one_person() {
    joined(AN, AN, true);
    // without marks, without number
    joined(AN, ["NGUYEN VAN AN", "1980-05-02", "", "", "Nguyen Van Binh", "Tran Thi Cuc"], true);
    // the number alone agrees, the year alone is known
    joined(AN, ["Nguyễn Văn An", "1980", "001080000001", "", "", ""], true);
    // one digit mistyped
    joined(AN, ["Nguyễn Văn An", "1980-05-02", "001080000007", "", "Nguyễn Văn Bình", ""], true);
    // the middle name is missing
    joined(AN, ["Nguyễn An", "1980-05-02", "001080000001", "", "Nguyễn Văn Bình", ""], true);
    // day and month in the other order
    joined(AN, ["Nguyễn Văn An", "1980-02-05", "", "", "Nguyễn Văn Bình", "Trần Thị Cúc"], true);
}

#[test]
fn two_persons() {
    // twins with consecutive numbers
    joined(AN, ["Nguyễn Văn Phú", "1980-05-02", "001080000002", "", "Nguyễn Văn Bình", "Trần Thị Cúc"], false);
    // twins whose names differ by a mark
    joined(
        ["Nguyễn Văn Hùng", "1980-05-02", "", "", "Nguyễn Văn Bình", "Trần Thị Cúc"],
        ["Nguyễn Văn Hưng", "1980-05-02", "", "", "Nguyễn Văn Bình", "Trần Thị Cúc"],
        false,
    );
    // twins who share given name and all but the middle one
    joined(
        ["Lê Thị Kim Anh", "1980-05-02", "", "", "Lê Văn Bình", "Trần Thị Cúc"],
        ["Lê Thị Vân Anh", "1980-05-02", "", "", "Lê Văn Bình", "Trần Thị Cúc"],
        false,
    );
    // namesakes born on one day
    joined(AN, ["Nguyễn Văn An", "1980-05-02", "", "", "Nguyễn Hữu Đức", "Lê Thị Mai"], false);
    // two numbers
    joined(AN, ["Nguyễn Văn An", "1980-05-02", "079080123456", "", "Nguyễn Văn Bình", "Trần Thị Cúc"], false);
    // a number issued twice, or mistyped into another's
    joined(
        ["Nguyễn Văn An", "1980-05-02", "", "271460001", "Nguyễn Văn Bình", "Trần Thị Cúc"],
        ["Phạm Thị Hoa", "1975-11-20", "", "271460001", "Phạm Văn Tư", "Vũ Thị Lý"],
        false,
    );
    // father and son of one name
    joined(AN, ["Nguyễn Văn An", "1955-01-09", "", "", "Nguyễn Văn Tư", "Lê Thị Sáu"], false);
}

#[test]
fn a_record_without_any_cell_links_to_nothing() {
    joined([""; 6], [""; 6], false);
    joined([""; 6], AN, false);
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let rows: Vec<Row> = vec![
        AN,
        ["Nguyễn An", "1980-05-02", "001080000001", "", "", ""],
        ["NGUYEN VAN AN", "1980", "", "", "Nguyen Van Binh", "Tran Thi Cuc"],
        ["Nguyễn Văn An", "1980-05-02", "079080123456", "", "Nguyễn Văn Bình", "Trần Thị Cúc"],
        ["Nguyễn Văn Phú", "1980-05-02", "001080000002", "", "Nguyễn Văn Bình", "Trần Thị Cúc"],
    ];
    let forward = frame(&rows);
    let backward = forward.reverse();
    let settings = PersonSettings::default();
    let one = link_persons(&forward, &DataFrame::empty(), &settings).unwrap();
    let two = link_persons(&backward, &DataFrame::empty(), &settings).unwrap();
    assert!(one.pairs.equals_missing(&two.pairs));
    assert!(one.clusters.equals_missing(&two.clusters.reverse()));
}

#[test]
fn each_cluster_is_connected_by_links() {
    let rows: Vec<Row> = (0..40)
        .map(|at| match at % 4 {
            0 => AN,
            1 => ["Nguyễn An", "1980-05-02", "001080000001", "", "", ""],
            2 => ["Nguyễn Văn An", "1980-05-02", "079080123456", "", "Nguyễn Văn Bình", "Trần Thị Cúc"],
            _ => ["Lê Thị Kim Anh", "1980-05-02", "", "", "Lê Văn Bình", "Trần Thị Cúc"],
        })
        .collect();
    let found = run(&rows);
    let text = |column: &str| -> Vec<String> {
        found.pairs.column(column).unwrap().str().unwrap().iter().map(|cell| cell.unwrap().to_owned()).collect()
    };
    let (l, r, decision) = (text("row_id_l"), text("row_id_r"), text("decision"));
    let ids: Vec<String> =
        found.clusters.column("row_id").unwrap().str().unwrap().iter().map(|cell| cell.unwrap().to_owned()).collect();
    let persons: Vec<String> = found
        .clusters
        .column("person_id")
        .unwrap()
        .str()
        .unwrap()
        .iter()
        .map(|cell| cell.unwrap().to_owned())
        .collect();
    let mut parent: Vec<usize> = (0..ids.len()).collect();
    for ((l, r), decision) in l.iter().zip(&r).zip(&decision) {
        if decision == "link" {
            let at = |id: &String| ids.iter().position(|other| other == id).unwrap();
            let (x, y) = (parent[at(l)], parent[at(r)]);
            parent.iter_mut().filter(|p| **p == x).for_each(|p| *p = y);
        }
    }
    for a in 0..ids.len() {
        for b in 0..ids.len() {
            assert_eq!(persons[a] == persons[b], parent[a] == parent[b], "{} {}", ids[a], ids[b]);
        }
    }
}

#[test]
fn a_conflicting_number_never_makes_a_link() {
    let others = ["001080000001", "001080000007", "079080123456", ""];
    let bases: [Row; 3] =
        [AN, ["NGUYEN VAN AN", "1980", "", "", "Nguyen Van Binh", ""], ["Nguyễn Văn An", "1980-05-02", "", "", "", ""]];
    for base in bases {
        for other in others {
            let mut b = base;
            b[2] = other;
            let without = sizes(&run(&[["Nguyễn Văn An", "1980-05-02", "", "", "Nguyễn Văn Bình", "Trần Thị Cúc"], b]));
            let mut a = AN;
            a[2] = "036080999999";
            let with = sizes(&run(&[a, b]));
            assert!(with <= without, "{b:?}");
        }
    }
}
