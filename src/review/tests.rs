#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeSet;

use polars::prelude::*;

use super::decisions::*;
use super::*;
use crate::link::Linkage;

fn row(key: &str) -> Row {
    Row {
        row_id: format!("f-1-{key}-1-1"),
        key: key.into(),
        content: format!("c{key}"),
        cells: vec![String::new(); 15],
        written: Vec::new(),
    }
}

fn answer(key: &str, person: &str) -> Answer {
    Answer {
        group: "g".into(),
        key: key.into(),
        content: format!("c{key}"),
        person: person.into(),
        by: "An".into(),
        ..Answer::default()
    }
}

fn linkage(keys: &[&str]) -> Linkage {
    let ids: Vec<String> = keys.iter().map(|key| row(key).row_id).collect();
    let records = df!("row_id" => &ids, "record_code" => keys).unwrap();
    let convictions = df!("row_id" => Vec::<String>::new(), "record_code" => Vec::<String>::new()).unwrap();
    crate::link::link_persons(&records, &convictions, &crate::link::PersonSettings::default()).unwrap()
}

/// The groups that the linkage showed.
fn groups() -> Vec<Group> {
    let group = |id: &str| Group { id: id.into(), rows: Vec::new(), why: String::new(), score: 0.5, risky: false };
    ["g", "h", "i"].map(group).to_vec()
}

fn people(linkage: &Linkage) -> Vec<String> {
    text(&linkage.clusters, "person_id").unwrap().iter().map(|p| p.unwrap().to_owned()).collect()
}

#[test]
fn the_same_number_joins_and_twice_changes_nothing() {
    let rows = ["A", "B", "C"].map(row);
    let answers = [answer("A", "1"), answer("B", "1"), answer("C", "2")];
    let mut once = linkage(&["A", "B", "C"]);
    let decisions = apply(&answers, &rows, &groups(), &mut once).unwrap();
    assert!(decisions.iter().all(|d| d.state == State::Applied), "{decisions:?}");
    let found = people(&once);
    assert!(found[0] == found[1] && found[1] != found[2], "{found:?}");
    let doubled: Vec<Answer> = answers.iter().chain(&answers).cloned().collect();
    let mut twice = linkage(&["A", "B", "C"]);
    assert_eq!(apply(&doubled, &rows, &groups(), &mut twice).unwrap(), decisions);
    assert_eq!(people(&twice), found);
}

#[test]
fn an_empty_or_doubtful_row_stays_open() {
    let rows = ["A", "B"].map(row);
    let mut joined = linkage(&["A", "B"]);
    let decisions = apply(&[answer("A", ""), answer("B", "?")], &rows, &groups(), &mut joined).unwrap();
    assert!(decisions.iter().all(|d| d.state == State::Open));
    assert_ne!(people(&joined)[0], people(&joined)[1]);
}

#[test]
fn an_unknown_record_is_refused_and_a_changed_one_is_stale() {
    let rows = ["A"].map(row);
    let mut changed = answer("A", "1");
    changed.content = "old".into();
    let decisions = apply(&[changed, answer("Z", "1")], &rows, &groups(), &mut linkage(&["A"])).unwrap();
    assert_eq!(decisions.iter().map(|d| d.state).collect::<Vec<_>>(), [State::Stale, State::Refused]);
}

#[test]
fn a_chain_that_contradicts_itself_joins_nobody() {
    let rows = ["A", "B", "C"].map(row);
    let of = |group: &str, key: &str, person: &str| Answer { group: group.into(), ..answer(key, person) };
    let answers = [
        of("g", "A", "1"),
        of("g", "B", "1"),
        of("h", "B", "1"),
        of("h", "C", "1"),
        of("i", "A", "1"),
        of("i", "C", "2"),
    ];
    let mut joined = linkage(&["A", "B", "C"]);
    let decisions = apply(&answers, &rows, &groups(), &mut joined).unwrap();
    assert!(decisions.iter().all(|d| d.state == State::Conflict), "{decisions:?}");
    let found = people(&joined);
    assert!(found[0] != found[1] && found[1] != found[2]);
}

#[test]
fn a_risky_group_needs_a_second_person() {
    let rows = ["A", "B"].map(row);
    let with =
        |approved: &str| ["A", "B"].map(|key| Answer { risky: true, approved_by: approved.into(), ..answer(key, "1") });
    for (approved, state) in [("", State::Open), ("An", State::Open), (" AN", State::Open), ("Bình", State::Applied)] {
        let decisions = apply(&with(approved), &rows, &groups(), &mut linkage(&["A", "B"])).unwrap();
        assert_eq!(decisions.first().map(|d| d.state), Some(state), "{approved}");
    }
}

#[test]
fn an_unknown_group_is_refused_and_an_earlier_one_still_counts() {
    let rows = ["A", "B", "C"].map(row);
    let of = |group: &str, key: &str| Answer { group: group.into(), ..answer(key, "1") };
    let state = |answers: &[Answer]| {
        let decisions = apply(answers, &rows, &[], &mut linkage(&["A", "B", "C"])).unwrap();
        decisions.iter().map(|d| (d.keys.len(), d.state)).collect::<Vec<_>>()
    };
    let earlier = group_id(&["A", "B"].into());
    assert_eq!(
        state(&[of(&earlier, "A"), of(&earlier, "B"), of("x", "C")]),
        [(2, State::Applied), (1, State::Refused)]
    );
    // A record put under another group is refused with it.
    assert_eq!(state(&[of(&earlier, "A"), of(&earlier, "C")]), [(2, State::Refused)]);
}

/// One man three times: the first two by number and name, the third by parents alone.
fn linked() -> (Vec<Row>, Linkage) {
    let rows = ["A", "B", "C"].map(row).to_vec();
    let records = df!(
        "row_id" => rows.iter().map(|row| row.row_id.as_str()).collect::<Vec<_>>(),
        "record_code" => ["A", "B", "C"],
        "full_name" => ["Nguyễn Văn An", "Nguyễn Văn An", "Nguyễn Văn An"],
        "birth_date" => ["1980-05-02", "1980-05-02", "1980-05-02"],
        "citizen_id" => [Some("001080000001"), Some("001080000001"), None],
        "father_name" => ["Nguyễn Văn Bình", "Nguyễn Văn Bình", "Nguyễn Văn Bình"],
        "mother_name" => ["Trần Thị Cúc", "Trần Thị Cúc", "Trần Thị Cúc"],
    )
    .unwrap();
    let convictions = df!("row_id" => Vec::<String>::new(), "record_code" => Vec::<String>::new()).unwrap();
    (rows, crate::link::link_persons(&records, &convictions, &crate::link::PersonSettings::default()).unwrap())
}

fn decisions_of(linkage: &Linkage) -> Vec<(String, bool)> {
    let decision = text(&linkage.pairs, "decision").unwrap();
    let decided = |row| grounds(&linkage.pairs, row).unwrap().iter().any(|code| code == crate::link::DECIDED);
    decision.iter().enumerate().map(|(row, said)| (said.unwrap().to_owned(), decided(row))).collect()
}

#[test]
fn a_person_outranks_a_link_and_the_weakest_links_give_way() {
    let (rows, mut linkage) = linked();
    assert_eq!(people(&linkage).iter().collect::<BTreeSet<_>>().len(), 1, "all three are linked");
    let decisions = apply(&[answer("A", "1"), answer("C", "2")], &rows, &groups(), &mut linkage).unwrap();
    assert!(decisions.iter().all(|d| d.state == State::Applied));
    let found = people(&linkage);
    assert!(found[0] == found[1] && found[1] != found[2], "{found:?}");
    let size: Vec<u32> = linkage.clusters.column("cluster_size").unwrap().u32().unwrap().iter().flatten().collect();
    assert_eq!(size, [2, 2, 1]);
    let mut said = decisions_of(&linkage);
    said.sort();
    assert_eq!(said, [("apart".into(), true), ("link".into(), false), ("review".into(), false)]);
}

#[test]
fn a_join_that_no_pair_shows_becomes_one() {
    let rows = ["A", "B"].map(row);
    let mut joined = linkage(&["A", "B"]);
    assert_eq!(joined.pairs.height(), 0);
    apply(&[answer("A", "1"), answer("B", "1")], &rows, &groups(), &mut joined).unwrap();
    assert_eq!(decisions_of(&joined), [("link".to_owned(), true)]);
}

#[test]
fn a_new_answer_takes_the_place_of_an_earlier_one_and_half_a_sheet_loses_nothing() {
    let rows = ["A", "B"].map(row);
    let mut first = linkage(&["A", "B"]);
    let before = apply(&[answer("A", "1"), answer("B", "1")], &rows, &groups(), &mut first).unwrap();
    let kept = earlier(&table(&before).unwrap()).unwrap();
    assert!(kept.iter().all(|answer| answer.earlier) && kept.len() == 2);
    let again = |answers: &[Answer]| {
        let mut linkage = linkage(&["A", "B"]);
        let all = renew(kept.clone(), answers.to_vec());
        (apply(&all, &rows, &groups(), &mut linkage).unwrap(), people(&linkage))
    };
    // Nothing new, and a sheet that came back empty.
    for answers in [&[][..], &[answer("A", ""), answer("B", "")]] {
        let (decisions, found) = again(answers);
        assert_eq!(decisions.len(), 1);
        assert_eq!(found[0], found[1]);
    }
    let (decisions, found) = again(&[answer("B", "2")]);
    assert!(decisions.iter().all(|d| d.state == State::Applied), "{decisions:?}");
    assert_ne!(found[0], found[1]);
}

#[test]
fn of_two_files_of_one_day_neither_outranks_the_other() {
    let rows = ["A", "B"].map(row);
    let answers = [answer("A", "1"), answer("B", "1"), answer("A", "1"), answer("B", "2")];
    let mut linkage = linkage(&["A", "B"]);
    let decisions = apply(&answers, &rows, &groups(), &mut linkage).unwrap();
    assert!(decisions.iter().all(|d| d.state == State::Conflict), "{decisions:?}");
    assert_ne!(people(&linkage)[0], people(&linkage)[1]);
}

#[test]
fn days_are_written_as_people_write_them() {
    #[cfg(feature = "xlsx")]
    for (clean, shown) in
        [("1975-11-14", "14/11/1975"), ("1975-11", "11/1975"), ("1975", "1975"), ("1975~", "1975~"), ("", "")]
    {
        assert_eq!(super::workbook::read_by_people("birth_date", clean), shown);
    }
}
