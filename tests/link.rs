//! Linkage on frames: the laws.
#![cfg(feature = "frame")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

#[path = "../examples/people/mod.rs"]
mod people;

use std::collections::BTreeMap;

use lltp::link::{Linkage, PersonSettings, facts, keys, link_persons, score};
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

/// Seeds that the model was not made on.
#[test]
fn invented_people_are_found_and_never_mixed_up() {
    for seed in [101, 102] {
        let people = people::people(seed, 1_500).unwrap();
        let found = link_persons(&people.records, &people.convictions, &PersonSettings::default()).unwrap();
        let cluster = found.clusters.column("person_id").unwrap().str().unwrap();
        let cluster: Vec<&str> = cluster.iter().flatten().collect();
        let mut persons: BTreeMap<&str, u64> = BTreeMap::new();
        let mut same: BTreeMap<u64, Vec<&str>> = BTreeMap::new();
        for (person, cluster) in people.persons.iter().zip(cluster) {
            assert_eq!(persons.entry(cluster).or_insert(*person), person, "seed {seed}: two persons in {cluster}");
            same.entry(*person).or_default().push(cluster);
        }
        let (mut pairs, mut right) = (0, 0);
        for clusters in same.values() {
            for (at, one) in clusters.iter().enumerate() {
                pairs += clusters.len() - at - 1;
                right += clusters.iter().skip(at + 1).filter(|other| *other == one).count();
            }
        }
        assert!(right * 100 >= pairs * 93, "seed {seed}: {right} of {pairs} pairs");
    }
}

#[test]
fn a_number_that_two_persons_bear_is_weak() {
    let rows: [Row; 3] = [
        ["Nguyễn Văn An", "1980-05-02", "", "271460001", "", ""],
        ["Phạm Thị Hoa", "1961-11-20", "", "271460001", "", ""],
        ["Nguyễn Văn An", "1981", "", "271460001", "", ""],
    ];
    // Alone the number and the name outweigh a year; beside a stranger with the same number they are not.
    joined(rows[0], rows[2], true);
    assert_eq!(sizes(&run(&rows)), [1, 1, 1]);
}

#[test]
fn numbers_in_a_row_are_of_twins() {
    let twin = |name, number| [name, "1980-05-02", number, "", "Nguyễn Văn Bình", "Trần Thị Cúc"];
    joined(twin("Nguyễn Văn Quán", "001080000001"), twin("NGUYEN VAN QUAN", "001080000002"), false);
    joined(twin("Nguyễn Văn Quán", "001080000001"), twin("Nguyễn Văn Quán", "001080000002"), true);
}

/// Pairs as an engine would join them: the rows of both records side by side.
fn side_by_side(records: &DataFrame, pairs: &[(usize, usize)]) -> DataFrame {
    let side = |rows: &mut dyn Iterator<Item = usize>, end: &str| {
        let rows: IdxCa = rows.map(|row| Some(IdxSize::try_from(row).unwrap())).collect();
        let taken = records.take(&rows).unwrap();
        taken.columns().iter().map(|c| c.clone().with_name(format!("{}{end}", c.name()).into())).collect::<Vec<_>>()
    };
    let left = side(&mut pairs.iter().map(|pair| pair.0), "_l");
    let right = side(&mut pairs.iter().map(|pair| pair.1), "_r");
    DataFrame::new(pairs.len(), [left, right].concat()).unwrap()
}

fn batches(frame: &DataFrame, size: usize, stage: impl Fn(&DataFrame) -> DataFrame) -> DataFrame {
    let starts = (0..frame.height()).step_by(size);
    let made = starts.map(|start| stage(&frame.slice(i64::try_from(start).unwrap(), size)));
    made.reduce(|mut all, next| {
        all.vstack_mut(&next).unwrap();
        all
    })
    .unwrap()
}

#[test]
fn step_by_step_gives_the_pairs_of_the_whole() {
    let people = people::people(5, 1500).unwrap();
    let (records, settings) = (&people.records, PersonSettings::default());
    let whole = link_persons(records, &people.convictions, &settings).unwrap();
    let known = facts(records, &people.convictions).unwrap();
    let records = records.hstack(known.drop("row_id").unwrap().columns()).unwrap();

    // Candidates: rule and key agree.
    let keys = batches(&records, 97, |batch| keys(batch).unwrap());
    let at: BTreeMap<&str, usize> =
        records.column("row_id").unwrap().str().unwrap().iter().flatten().zip(0..).collect();
    let ids = keys.column("row_id").unwrap().str().unwrap().iter().flatten();
    let rules = keys.column("rule").unwrap().str().unwrap().iter().flatten();
    let mut blocks: BTreeMap<(&str, u64), Vec<usize>> = BTreeMap::new();
    for ((id, rule), key) in ids.zip(rules).zip(keys.column("key").unwrap().u64().unwrap().iter().flatten()) {
        blocks.entry((rule, key)).or_default().push(at[id]);
    }
    let mut candidates: Vec<(usize, usize)> = Vec::new();
    let mut by_rule: BTreeMap<&str, u64> = BTreeMap::new();
    for ((rule, _), rows) in &blocks {
        for (number, &l) in rows.iter().enumerate() {
            candidates.extend(rows[number + 1..].iter().map(|&r| (l, r)));
        }
        *by_rule.entry(rule).or_default() += (rows.len() * (rows.len() - 1) / 2) as u64;
    }
    for step in whole.funnel.iter().filter(|step| step.refined == 0) {
        assert_eq!(by_rule.get(step.rule.as_str()).copied().unwrap_or(0), step.pairs, "{}", step.rule);
    }
    candidates.sort_unstable();
    candidates.dedup();

    // Each pair alone, but for what groups decide.
    let pairs = side_by_side(&records, &candidates);
    let scored = batches(&pairs, 1000, |batch| score(batch, &settings).unwrap());
    assert_eq!(scored.height(), candidates.len());
    assert_eq!(scored.get_column_names(), whole.pairs.get_column_names());
    let turned: Vec<(usize, usize)> = candidates.iter().map(|&(l, r)| (r, l)).collect();
    assert!(score(&side_by_side(&records, &turned), &settings).unwrap().equals_missing(&scored));
    let rows = |frame: &DataFrame| -> BTreeMap<String, (String, Vec<String>, String)> {
        let decision = frame.width() - 1;
        let cell = |row: usize, column: usize| format!("{:?}", frame.columns()[column].get(row).unwrap());
        let grounds = frame.column("grounds").unwrap().list().unwrap();
        (0..frame.height())
            .map(|row| {
                let levels = (2..decision - 1).map(|column| cell(row, column)).collect::<Vec<_>>().join(" ");
                let grounds = grounds.get_as_series(row).unwrap();
                let grounds = grounds.str().unwrap().iter().flatten().map(str::to_owned).collect();
                (cell(row, 0) + &cell(row, 1), (levels, grounds, cell(row, decision)))
            })
            .collect()
    };
    let (alone, mut together) = (rows(&scored), rows(&whole.pairs));
    assert!(together.len() > 200, "{}", together.len());
    for (pair, (levels, grounds, decision)) in alone {
        let Some((of_whole, mut known, decided)) = together.remove(&pair) else {
            assert_eq!(decision, "String(\"apart\")");
            continue;
        };
        assert_eq!(levels, of_whole, "{pair}");
        let before = known.len();
        known.retain(|ground| ground != "conflict_in_group" && ground != "same_group");
        assert_eq!(grounds, known);
        assert!(decision == decided || known.len() < before, "{pair}: {decision} {decided}");
    }
    assert!(together.is_empty(), "{} pairs are no candidates", together.len());
}
