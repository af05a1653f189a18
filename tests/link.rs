//! Linkage on frames: the laws.
#![cfg(feature = "frame")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

#[path = "../examples/explain_link.rs"]
mod explain_link;
#[path = "../examples/people/mod.rs"]
mod people;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;

use lltp::link::{Linkage, Linker, Model, PersonSettings, Settings, facts, keys, link_persons, score};
use lltp::polars::prelude::*;
use lltp::review::{Answer, Group};
use polars_io::prelude::ParquetWriter;

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

/// A result folder with what `explain-link` reads.
fn folder(records: &DataFrame, found: &Linkage) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let convictions = df!("row_id" => Vec::<String>::new()).unwrap();
    for (name, frame) in [("records", records), ("pairs", &found.pairs), ("convictions", &convictions)] {
        let file = File::create(folder.path().join(format!("{name}.parquet"))).unwrap();
        ParquetWriter::new(file).finish(&mut frame.clone()).unwrap();
    }
    folder
}

#[test]
fn every_pair_is_explained() {
    let rows: Vec<Row> = vec![
        AN,
        ["Nguyễn Văn An", "1980-05-02", "", "", "Nguyễn Văn Bình", "Trần Thị Cúc"],
        // a brother
        ["Nguyễn Văn Phú", "1980-05-02", "001080000002", "", "Nguyễn Văn Bình", "Trần Thị Cúc"],
        // somebody else
        ["Lê Thị Mai", "1971-12-24", "", "", "Lê Văn Tư", "Đỗ Thị Năm"],
        // the man himself, by two cards that a third record holds
        ["Trần Văn Tài", "1975-03-04", "", "271460001", "", ""],
        ["Trần Văn Tài", "1975-03-04", "079075123456", "271460001", "", ""],
        ["Trần Văn Tài", "1975", "079075123456", "", "", ""],
    ];
    let records = frame(&rows);
    let found = run(&rows);
    let place = folder(&records, &found);
    let id = |row: usize| format!("f-0-{:04}-1-1", row + 2);
    let explain = |place: &Path, a: usize, b: usize| explain_link::explain(place, &id(a), &id(b));
    let said = |a: usize, b: usize, words: &[&str]| {
        for (l, r) in [(a, b), (b, a)] {
            let answer = explain(place.path(), l, r).unwrap();
            assert!(words.iter().all(|word| answer.contains(word)), "{words:?} in {answer}");
        }
    };
    said(0, 1, &["link: một người", "(same_father)", "match weight"]);
    said(0, 2, &["review:", "(conflict_neighbouring_numbers)"]);
    said(0, 3, &["not kept", "apart: không có khóa chung nào"]);
    // A name alone is compared, and weighs too little to be kept.
    let weak: Vec<Row> = vec![["Nguyễn Văn An", "1980", "", "", "", ""], ["Trần Văn An", "1980", "", "", "", ""]];
    let weak_place = folder(&frame(&weak), &run(&weak));
    let answer = explain(weak_place.path(), 0, 1).unwrap();
    assert!(answer.contains("not kept") && answer.contains("apart"), "{answer}");

    // Records of one person that no pair joins.
    let pairs = &found.pairs;
    let (l, r) = (pairs.column("row_id_l").unwrap().str().unwrap(), pairs.column("row_id_r").unwrap().str().unwrap());
    let direct: BooleanChunked = l.iter().zip(r.iter()).map(|ends| ends != (Some(&id(4)), Some(&id(6)))).collect();
    let without = Linkage { pairs: pairs.filter(&direct).unwrap(), ..found.clone() };
    let answer = explain(folder(&records, &without).path(), 4, 6).unwrap();
    assert!(answer.starts_with("Cùng một người qua các cặp sau") && answer.matches("link:").count() == 2, "{answer}");

    // A person has decided.
    let shown = lltp::review::rows(&full(&records), &no_convictions(), None).unwrap();
    let answers = [0, 2].map(|row| Answer {
        group: "g".into(),
        key: shown[row].key.clone(),
        content: shown[row].content.clone(),
        person: (row + 1).to_string(),
        by: "An".into(),
        ..Answer::default()
    });
    let group = Group { id: "g".into(), rows: Vec::new(), why: String::new(), score: 0.5, risky: false };
    let mut decided = found.clone();
    lltp::review::apply(&answers, &shown, &[group], &mut decided).unwrap();
    let answer = explain(folder(&records, &decided).path(), 0, 2).unwrap();
    assert!(answer.contains("apart:") && answer.contains("decided by a person"), "{answer}");

    // Row ids that are none.
    for (left, right) in [(id(0), "zz".to_owned()), ("zz".to_owned(), id(0)), (id(0), id(0))] {
        let error = explain_link::explain(place.path(), &left, &right).unwrap_err().to_string();
        assert!(error.contains("row id") && !error.contains("zz"), "{error}");
    }
}

/// The records with every column that a clerk sees.
fn full(records: &DataFrame) -> DataFrame {
    let mut all = records.clone();
    for name in ["record_code", "sex", "home_town", "permanent_residence", "residence", "temporary_residence"] {
        all.with_column(Column::full_null(name.into(), records.height(), &DataType::String)).unwrap();
    }
    all
}

fn no_convictions() -> DataFrame {
    let offence = DataType::List(Box::new(DataType::Struct(vec![Field::new("name".into(), DataType::String)])));
    let mut frame = DataFrame::empty();
    for name in ["row_id", "judgment_no", "judgment_date", "court"] {
        frame.with_column(Column::full_null(name.into(), 0, &DataType::String)).unwrap();
    }
    frame.with_column(Column::full_null("offences".into(), 0, &offence)).unwrap();
    frame
}

/// Random numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }
}

/// Invented people of no country: given name, surname, day of birth, number, street, postcode. One in two has a second
/// record with two cells that are mistyped or missing. Gives the tables of first and of second records; the ids of the
/// two collide, and `truth` is the person.
fn western(seed: u64, persons: usize) -> (DataFrame, DataFrame) {
    const GIVEN: [&str; 20] = [
        "emma", "jack", "olivia", "noah", "mia", "lucas", "ella", "thomas", "chloe", "harry", "grace", "oscar", "ruby",
        "joshua", "lily", "samuel", "zoe", "daniel", "sophie", "william",
    ];
    const START: [&str; 16] = [
        "wal", "mor", "hart", "ash", "brad", "cham", "dun", "ell", "fair", "gold", "holl", "ken", "lang", "mar", "nor",
        "pem",
    ];
    const END: [&str; 12] =
        ["ley", "ton", "well", "field", "wood", "son", "er", "bridge", "ford", "man", "by", "worth"];
    let mut dice = Dice(seed);
    let mut tables: [Vec<Vec<String>>; 2] = Default::default();
    for person in 0..persons {
        let surname = format!("{}{}", START[dice.below(16)], END[dice.below(12)]);
        let street = format!("{} {}{} street", 1 + dice.below(120), START[dice.below(16)], END[dice.below(12)]);
        let cells = [
            GIVEN[dice.below(20)].to_owned(),
            surname,
            format!("{}{:02}{:02}", 1930 + dice.below(70), 1 + dice.below(12), 1 + dice.below(28)),
            (1_000_000 + dice.below(8_999_999)).to_string(),
            street,
            (2000 + dice.below(900)).to_string(),
        ];
        let row = |id: usize, cells: &[String; 6]| {
            let mut all = vec![id.to_string()];
            all.extend(cells.iter().cloned().chain([person.to_string()]));
            all
        };
        tables[0].push(row(person, &cells));
        if dice.below(2) == 0 {
            let mut copy = cells.clone();
            for _ in 0..2 {
                let cell = &mut copy[dice.below(6)];
                let at = dice.below(cell.len().max(1));
                match dice.below(3) {
                    0 => cell.clear(),
                    1 if cell.len() > 3 => drop(cell.remove(at)),
                    _ if cell.starts_with(|c: char| c.is_ascii_digit()) && cell.len() > 3 => {
                        cell.replace_range(cell.len() - 1.., "5");
                    }
                    _ => cell.insert(at, 'e'),
                }
            }
            let id = tables[1].len();
            tables[1].push(row(id, &copy));
        }
    }
    let frame = |rows: &[Vec<String>]| {
        let column = |at: usize| rows.iter().map(|row| row[at].clone()).collect::<Vec<_>>();
        df!("id" => column(0), "given_name" => column(1), "surname" => column(2), "date_of_birth" => column(3),
            "number" => column(4), "street" => column(5), "postcode" => column(6), "truth" => column(7))
        .unwrap()
    };
    (frame(&tables[0]), frame(&tables[1]))
}

fn texts(frame: &DataFrame, column: &str) -> Vec<String> {
    frame.column(column).unwrap().str().unwrap().iter().map(|cell| cell.unwrap().to_owned()).collect()
}

/// F1 of the pairs that stand in one cluster.
fn f1(clusters: &DataFrame, truth: &[String]) -> f64 {
    let cluster = texts(clusters, "cluster_id");
    let pairs = |keys: Vec<(&str, &str)>| {
        let mut counts: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
        counts.values().map(|n| n * (n - 1) / 2).sum::<u64>() as f64
    };
    let both = pairs(cluster.iter().zip(truth).map(|(c, t)| (c.as_str(), t.as_str())).collect());
    let found = pairs(cluster.iter().map(|c| (c.as_str(), "")).collect());
    let there = pairs(truth.iter().map(|t| ("", t.as_str())).collect());
    2.0 * both / (found + there)
}

#[test]
fn western_people_are_found_by_settings_alone() {
    let settings = Settings::parse(include_str!("../examples/sample/link.toml"), "link.toml").unwrap();
    // The smallest ones: blocks, and columns that are compared.
    let smallest = "block = [[\"surname\", \"date_of_birth\"], [\"number\"], [\"given_name\", \"street\"]]
        compare = [
            { column = \"given_name\", as = \"name\" }, { column = \"surname\", as = \"name\", term_frequency = true },
            { column = \"date_of_birth\", as = \"date\" }, { column = \"number\", as = \"number\" },
            { column = \"street\", as = \"text\" },
        ]";
    let smallest = Settings::parse(smallest, "link.toml").unwrap();
    let (first, second) = western(7, 300);
    let all = first.vstack(&second).unwrap();
    let numbered: Vec<String> = (0..all.height()).map(|row| row.to_string()).collect();
    let mut one = all.clone();
    one.with_column(StringChunked::from_iter_values("id".into(), numbered.iter()).into_column()).unwrap();
    let truth = texts(&all, "truth");
    for (settings, least) in [(settings, 0.99), (smallest, 0.97)] {
        let linker = Linker::new(settings, "id").unwrap();
        let found = linker.link(&one).unwrap();
        let score = f1(&found.clusters, &truth);
        assert!(score >= least, "one table: {score}");
        // Two tables whose ids collide: only pairs across are made, and no cluster is named after both.
        let found = linker.link_two(&first, &second).unwrap();
        let score = f1(&found.clusters, &truth);
        assert!(score >= least, "two tables: {score}");
        let sides: BTreeSet<String> = texts(&found.clusters, "source").into_iter().collect();
        assert_eq!(sides.into_iter().collect::<Vec<_>>(), ["a", "b"]);
        // The model is saved and read back.
        let model: Model = serde_json::from_str(&serde_json::to_string(&found.model).unwrap()).unwrap();
        assert_eq!(model.fingerprint(), found.fingerprint);
    }
}

#[test]
fn settings_that_do_not_fit_are_refused_with_line_and_key() {
    let good = "block = [[\"number\"]]\n[[compare]]\ncolumn = \"number\"\nas = \"number\"\n";
    for (text, expected) in [
        (
            good.replace("\"number\"\n", "\"numeral\"\n").replace("column = \"numeral\"", "column = \"number\""),
            "line 4, `as`",
        ),
        (good.replace("[[\"number\"]]", "\"number\""), "line 1, `block`"),
        (format!("{good}term_frequency = 1\n"), "line 5, `term_frequency`"),
        (format!("link = \"high\"\n{good}"), "line 1, `link`"),
        ("block = [[\"number\"]]\n".to_owned(), "compare"),
    ] {
        let error = Settings::parse(&text, "s.toml").unwrap_err().to_string();
        assert!(error.contains("s.toml") && error.contains(expected) && !error.contains("numeral"), "{error}");
    }
    let mut settings = Settings::parse(good, "s.toml").unwrap();
    settings.link = 0.2;
    assert!(Linker::new(settings.clone(), "id").unwrap_err().to_string().contains("review"));
    settings.link = 0.9;
    let table = df!("id" => ["1"], "name" => ["x"]).unwrap();
    let error = Linker::new(settings, "id").unwrap().link(&table).unwrap_err().to_string();
    assert_eq!(error, "column `number`: expected a column of that name, found `id`, `name`");
}
