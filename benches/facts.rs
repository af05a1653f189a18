//! Readers of the facts of a judgment on one core, over distinct cells: cells and bytes a second.
//!
//! Run: `cargo bench --no-default-features --bench facts [-- KIND]`. Before measuring it prints how long the first cell
//! of each kind takes, which loads the kind's tables, and the share of its cells that is read.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout)]

use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use lltp::identity::Holder;
use lltp::{citation, court, identity, judgment, name, offence, place, sentence};

/// What is measured: a kind of cell, distinct cells of it, and whether its reader makes something of one.
struct Kind {
    name: &'static str,
    cells: fn() -> Vec<String>,
    reads: fn(&str) -> bool,
}

const KINDS: &[Kind] = &[
    Kind { name: "place", cells: addresses, reads: |cell| place::read(cell, None).value.is_some() },
    Kind { name: "court", cells: courts, reads: |cell| court::read(cell).value.is_some() },
    Kind { name: "name", cells: names, reads: |cell| name::read(cell).value.is_some() },
    Kind {
        name: "identity",
        cells: identities,
        reads: |cell| identity::read(cell, &Holder::default()).value.is_some(),
    },
    Kind { name: "judgment", cells: judgments, reads: |cell| judgment::read(cell).value.is_some() },
    Kind { name: "citation", cells: citations, reads: |cell| citation::read(cell).value.is_some() },
    Kind { name: "citation_long", cells: long_citations, reads: |cell| citation::read(cell).value.is_some() },
    Kind { name: "offence", cells: offences, reads: |cell| offence::read(cell, None).value.is_some() },
    Kind {
        name: "offence_misspelt",
        cells: misspelt_offences,
        reads: |cell| offence::read(cell, None).value.is_some(),
    },
    Kind { name: "sentence", cells: sentences, reads: |cell| sentence::read(cell).value.is_some() },
    Kind { name: "sentence_long", cells: long_sentences, reads: |cell| sentence::read(cell).value.is_some() },
];

/// Cells numbered through, so that each is another.
fn numbered(cell: fn(usize) -> String) -> Vec<String> {
    (0..20_000).map(cell).collect()
}

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

/// Family, middle and given name, drawn without weights.
fn names() -> Vec<String> {
    let first = |table: &'static str| rows(table).map(|row| row[0]).collect::<Vec<_>>();
    let family = first(include_str!("../src/data/family_names.tsv"));
    let middle = first(include_str!("../src/data/middle_names.tsv"));
    let given = first(include_str!("../src/data/given_names.tsv"));
    let draw = |n: usize| {
        let of = |list: &[&'static str], step: usize| list[n * step % list.len()];
        format!("{} {} {}", of(&family, 1), of(&middle, 7), of(&given, 11))
    };
    let mut cells: Vec<String> = (0..20_000).map(draw).collect();
    cells.sort_unstable();
    cells.dedup();
    cells
}

fn identities() -> Vec<String> {
    numbered(|n| match n % 4 {
        0 => format!("0790900{n:05}"),
        1 => format!("CCCD: 079 190 0{n:05}"),
        2 => format!("CMND số 2712{n:05} do Công an Đồng Nai cấp ngày 12/3/2010"),
        _ => format!("{}", 271_200_000 + n),
    })
}

fn judgments() -> Vec<String> {
    numbered(|n| match (n % 4, n / 40 + 1, 2000 + n % 25) {
        (0, number, year) => format!("{number}/{year}/HS-ST"),
        (1, number, year) => format!("Bản án số {number:02}/{year}/HSST ngày {}/{}/{year}", n % 28 + 1, n % 12 + 1),
        (2, number, year) => format!("{number}/HSPT ngày {}.{}.{year}", n % 28 + 1, n % 12 + 1),
        (_, number, year) => format!("QĐ số {number}/{year}/QĐ-CA"),
    })
}

fn citations() -> Vec<String> {
    numbered(|n| match (n % 4, n / 4 % 317 + 108, n / 1268 % 4 + 1) {
        (0, article, clause) => format!("khoản {clause} Điều {article} BLHS 2015"),
        (1, article, clause) => format!("k{clause} Đ{article}"),
        (2, article, clause) => format!("Điều {article} khoản {clause} điểm a, b Bộ luật Hình sự năm 1999"),
        (_, article, clause) => format!("điểm a, b khoản {clause} Điều {article}; Điều {}", n % 90 + 10),
    })
}

fn long_citations() -> Vec<String> {
    numbered(|n| {
        format!(
            "điểm a, b khoản {} Điều {}; điểm b, s khoản 1, khoản 2 Điều 51; điểm g khoản 1 Điều 52; các điều 17, 38, \
             50, 55, 58 Bộ luật Hình sự năm 2015 (sửa đổi, bổ sung năm 2017); Điều 106 Bộ luật Tố tụng hình sự; điểm a \
             khoản 1 Điều 23 Nghị quyết số 326/2016/UBTVQH14",
            n % 4 + 1,
            n / 4 % 317 + 108,
        )
    })
}

/// The names of the offences of two codes.
fn offence_names() -> Vec<&'static str> {
    [2015, 1999].into_iter().flat_map(offence::catalogue).filter(|a| a.offence).map(|a| a.name).collect()
}

fn offences() -> Vec<String> {
    let mut cells = Vec::new();
    for name in offence_names() {
        cells.extend([name.to_owned(), format!("Tội {}", name.to_lowercase()), name.to_uppercase()]);
        cells.push(format!("{name}; Trộm cắp tài sản"));
    }
    cells.sort_unstable();
    cells.dedup();
    cells
}

/// Each name with one letter lost.
fn misspelt_offences() -> Vec<String> {
    let lose = |(n, name): (usize, &str)| {
        let letters = name.chars().count();
        let lost = 1 + n % (letters - 1);
        name.chars().enumerate().filter(|(at, _)| *at != lost).map(|(_, c)| c).collect()
    };
    offence_names().into_iter().enumerate().map(lose).collect()
}

fn sentences() -> Vec<String> {
    numbered(|n| match n % 4 {
        0 => format!(
            "{:02} năm {:02} tháng tù, tính từ ngày {}/{}/2019",
            n % 15 + 1,
            n % 12,
            n % 28 + 1,
            n / 28 % 12 + 1
        ),
        1 => format!("{} tháng tù nhưng cho hưởng án treo, thời gian thử thách {} tháng", n / 60 % 36 + 1, n % 60 + 1),
        2 => format!("Phạt tiền {}.{:03}.000 đồng", n / 1000 + 5, n % 1000),
        _ => format!("phạt {} tháng tù, quản chế {} năm", n / 5 % 240 + 1, n % 5 + 1),
    })
}

fn long_sentences() -> Vec<String> {
    numbered(|n| {
        format!(
            "{a} tháng tù về tội Trộm cắp tài sản, {b} tháng tù về tội Đánh bạc. Tổng hợp hình phạt chung là {} tháng \
             tù, được trừ thời gian tạm giam từ ngày 0{d}/02/2019 đến ngày 1{d}/05/2019. Phạt bổ sung {d}.000.000 đồng",
            n % 140 + 1 + n / 140 + 1,
            a = n % 140 + 1,
            b = n / 140 + 1,
            d = n % 9 + 1,
        )
    })
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
