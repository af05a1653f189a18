//! Readers of the facts of a judgment on one core, over distinct cells: cells and bytes a second.
//!
//! Run: `cargo bench --no-default-features --bench facts [-- KIND]`. Before measuring it prints how long the first cell
//! of each kind takes, which loads the kind's tables, and the share of its cells that is read.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use lltp::{court, place};

/// What is measured: a kind of cell, distinct cells of it, and whether its reader makes something of one.
struct Kind {
    name: &'static str,
    cells: fn() -> Vec<String>,
    reads: fn(&str) -> bool,
}

const KINDS: &[Kind] = &[
    Kind { name: "place", cells: addresses, reads: |cell| place::read(cell, None).value.is_some() },
    Kind { name: "court", cells: courts, reads: |cell| court::read(cell).value.is_some() },
];

/// The rows of a table, split.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| line.split('\t').collect())
}

/// Code, type, name and province of the living districts.
fn districts() -> Vec<[&'static str; 4]> {
    let rows = rows(include_str!("../src/data/districts.tsv"));
    rows.filter_map(|row| match row[..] {
        [code, "", kind, name, province, ..] => Some([code, kind, name, province]),
        _ => None,
    })
    .collect()
}

/// Type and name of a province of the 63.
fn province(code: &str) -> (&'static str, &'static str) {
    rows(include_str!("../src/data/provinces.tsv"))
        .find_map(|row| match row[..] {
            [id, c, name, kind, ..] if id.starts_with("63-") && c == code => Some((kind, name)),
            _ => None,
        })
        .unwrap()
}

/// Every commune of the 63 provinces in full, abbreviated, and in capitals behind a house and a street.
fn addresses() -> Vec<String> {
    let upper: Vec<(&str, String, String)> = districts()
        .into_iter()
        .map(|[code, kind, name, p]| {
            let (p_kind, p_name) = province(p);
            let letter = if kind == "Quận" { "Q." } else { "H." };
            (code, format!("{kind} {name}, {p_kind} {p_name}"), format!("{letter} {name} - {p_name}"))
        })
        .collect();
    let mut cells = Vec::new();
    for row in rows(include_str!("../src/data/communes.tsv")) {
        let [_, "", kind, name, district, ..] = row[..] else { continue };
        let Some((_, full, short)) = upper.iter().find(|(code, ..)| *code == district) else { continue };
        let (long, letters) = match kind {
            "P" => ("Phường", "P."),
            "T" => ("Thị trấn", "TT."),
            _ => ("Xã", "X."),
        };
        cells.push(format!("{long} {name}, {full}"));
        cells.push(format!("{letters} {name} - {short}"));
        cells.push(format!("Số 12 đường Lê Lợi, {long} {name}, {full}").to_uppercase());
    }
    cells
}

/// The courts of every district in four writings, those of the regions in two.
fn courts() -> Vec<String> {
    let mut cells = Vec::new();
    for [_, kind, name, p] in districts() {
        let (p_kind, p_name) = province(p);
        let (kind, p_kind) = (kind.to_lowercase(), p_kind.to_lowercase());
        cells.push(format!("Tòa án nhân dân {kind} {name}, {p_kind} {p_name}"));
        cells.push(format!("TAND {kind} {name} - {p_name}"));
        cells.push(format!("Toà án {kind} {name}, {p_kind} {p_name}").to_uppercase());
        cells.push(format!("TAND {kind} {name}"));
    }
    for row in rows(include_str!("../src/data/provinces.tsv")) {
        let [id, _, name, kind, ..] = row[..] else { continue };
        if id.starts_with("34-") {
            cells.push(format!("TAND {} {name}", kind.to_lowercase()));
            for number in 1..=12 {
                cells.push(format!("Tòa án nhân dân khu vực {number} - {name}"));
                cells.push(format!("TAND KV{number} {name}"));
            }
        }
    }
    cells.sort_unstable();
    cells.dedup();
    cells
}

fn facts(c: &mut Criterion) {
    for kind in KINDS {
        let cells = (kind.cells)();
        let start = Instant::now();
        black_box(cells.first().is_some_and(|cell| (kind.reads)(cell)));
        let first = start.elapsed();
        let read = cells.iter().filter(|cell| (kind.reads)(cell)).count();
        println!("{}: the first cell with the tables in {first:.1?}; reads {read} of {} cells", kind.name, cells.len());
        let mut group = c.benchmark_group(kind.name);
        group.sample_size(10);
        group.throughput(Throughput::ElementsAndBytes {
            elements: cells.len() as u64,
            bytes: cells.iter().map(|cell| cell.len() as u64).sum(),
        });
        group.bench_function("read", |b| {
            b.iter(|| cells.iter().filter(|cell| (kind.reads)(black_box(cell))).count());
        });
        group.finish();
    }
}

criterion_group!(benches, facts);
criterion_main!(benches);
