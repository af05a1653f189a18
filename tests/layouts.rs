//! Layouts that offices really keep: what each column is taken for.
//!
//! `layouts.txt` holds them as text. A column may be left under its own heading; taken for another, it is a fault.
#![cfg(feature = "frame")]
#![allow(clippy::unwrap_used)]

use lltp::source::Source;

/// A block of `layouts.txt`: its name, the meaning of its columns, its rows.
fn layouts() -> impl Iterator<Item = (&'static str, Vec<&'static str>, Vec<Vec<&'static str>>)> {
    include_str!("layouts.txt").split("\n\n").skip(1).map(|block| {
        let mut lines = block.trim_end_matches('\n').lines();
        let name = lines.next().unwrap().trim_start_matches("# ");
        let meanings = lines.next().unwrap().trim_start_matches("> ").split('\t').collect();
        (name, meanings, lines.map(|line| line.split('\t').collect()).collect())
    })
}

#[test]
fn columns_are_taken_for_what_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let mut count = 0;
    for (name, meanings, rows) in layouts() {
        let path = folder.path().join(format!("{name}.csv"));
        let line = |row: &Vec<&str>| row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(";") + "\n";
        std::fs::write(&path, rows.iter().map(line).collect::<String>()).unwrap();
        let source = Source::open(&path, None).unwrap();
        let found: Vec<String> = source.layout.sheets.first().unwrap().columns.iter().map(meaning).collect();
        assert_eq!(found, meanings, "{name}");
        count += 1;
    }
    assert!(count >= 44, "{count}");
}

fn meaning(column: &lltp::layout::ColumnLayout) -> String {
    let fixed: String = column.fixed.iter().map(|(name, value)| format!(" {name}={value}")).collect();
    if column.canonical.is_empty() { "-".to_owned() } else { column.canonical.join("+") + &fixed }
}
