//! Readers of single values on one core, over 100,000 invented names: elements and bytes a second.
//!
//! Run: `cargo bench --no-default-features --bench values`. Before measuring it prints how many
//! clean names the fast path of `text::clean` takes (its hit rate).
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout)]

use std::borrow::Cow;
use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use lltp::date::{self, DateOptions};
use lltp::text::key::{self, Level};
use lltp::text::{self, charset};
use lltp::{number, sentence};
use unicode_normalization::UnicodeNormalization;

const NAMES: usize = 100_000;

/// Surname × middle × given, drawn without weights from the tables.
fn names() -> Vec<String> {
    let column = |table: &'static str| -> Vec<&str> {
        table.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(|line| line.split('\t').next()).collect()
    };
    let family = column(include_str!("../src/data/family_names.tsv"));
    let middle = column(include_str!("../src/data/middle_names.tsv"));
    let given = column(include_str!("../src/data/given_names.tsv"));
    let mut state = 1_u64;
    let mut next = |of: &[&'static str]| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        of[usize::try_from(state >> 33).unwrap() % of.len()]
    };
    (0..NAMES).map(|_| format!("{} {} {}", next(&family), next(&middle), next(&given))).collect()
}

fn bench_text(c: &mut Criterion) {
    let nfc = names();
    let nfd: Vec<String> = nfc.iter().map(|name| name.nfd().collect()).collect();
    let tcvn3: Vec<String> = nfc
        .iter()
        .filter_map(|name| charset::encode(name, charset::Charset::Tcvn3))
        .map(|bytes| bytes.into_iter().map(char::from).collect())
        .collect();

    let borrowed = nfc.iter().filter(|name| matches!(text::clean(name), Cow::Borrowed(_))).count();
    println!("text::clean borrows {borrowed} of {} clean names: what is borrowed allocated nothing", nfc.len());

    let mut group = c.benchmark_group("text");
    for (kind, names) in [("nfc", &nfc), ("nfd", &nfd)] {
        group.throughput(Throughput::ElementsAndBytes {
            elements: names.len() as u64,
            bytes: names.iter().map(|name| name.len() as u64).sum(),
        });
        group.bench_function(format!("clean/{kind}"), |b| {
            b.iter(|| {
                for name in names {
                    black_box(text::clean(black_box(name)));
                }
            });
        });
        group.bench_function(format!("mend/{kind}"), |b| {
            b.iter(|| {
                for name in names {
                    black_box(text::mend(black_box(name)));
                }
            });
        });
        group.bench_function(format!("read/{kind}"), |b| {
            b.iter(|| {
                for name in names {
                    black_box(text::read(black_box(name)));
                }
            });
        });
    }
    group.throughput(Throughput::Elements(tcvn3.len() as u64));
    group.bench_function("mend/tcvn3", |b| {
        b.iter(|| {
            for name in &tcvn3 {
                black_box(text::mend(black_box(name)));
            }
        });
    });
    group.finish();

    let mut group = c.benchmark_group("key");
    group.throughput(Throughput::Elements(nfc.len() as u64));
    for level in [Level::Exact, Level::Placement, Level::Unmarked, Level::Sound] {
        group.bench_function(format!("{level:?}").to_lowercase(), |b| {
            b.iter_batched_ref(
                || String::with_capacity(64),
                |out| {
                    for name in &nfc {
                        out.clear();
                        key::key_into(black_box(name), level, out);
                    }
                },
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

/// Distinct cells, numbered through: dates in figures and in words, terms, amounts, sentences.
fn bench_facts(c: &mut Criterion) {
    let cells = |cell: fn(usize) -> String| (0..10_000).map(cell).collect::<Vec<_>>();
    let figures = cells(|n| match (n % 28 + 1, n / 28 % 12 + 1, 1950 + n % 70) {
        (d, m, y) if n % 3 == 0 => format!("{d:02}/{m:02}/{y}"),
        (d, m, y) if n % 3 == 1 => format!("{d}-{m}-{y}"),
        (d, m, y) => format!("{y}-{m:02}-{d:02}"),
    });
    let labelled = cells(|n| format!("ngày {} tháng {} năm {}", n % 28 + 1, n / 28 % 12 + 1, 1950 + n % 70));
    let partial = cells(|n| format!("khoảng tháng {}/{}", n % 12 + 1, 1950 + n % 70));
    let terms = cells(|n| format!("02 (hai) năm {} tháng", n % 12));
    let amounts = cells(|n| format!("{}.{:03}.000 đồng", n % 900 + 1, n % 1000));
    let sentences = cells(|n| match n % 4 {
        0 => format!("{:02} năm {:02} tháng tù", n % 15 + 1, n % 12),
        1 => format!("{} tháng tù nhưng cho hưởng án treo, thời gian thử thách {} tháng", n % 36 + 1, n % 60 + 1),
        2 => format!("Phạt tiền {}.000.000 đồng", n % 90 + 5),
        _ => format!("phạt {} năm tù, quản chế {} năm", n % 20 + 1, n % 5 + 1),
    });
    let options = DateOptions::default();
    let mut group = c.benchmark_group("facts");
    group.throughput(Throughput::Elements(figures.len() as u64));
    let mut each = |name: &str, cells: &[String], read: &dyn Fn(&str) -> bool| {
        assert!(cells.iter().all(|cell| read(cell)), "{name}");
        group.bench_function(name, |b| b.iter(|| cells.iter().filter(|cell| read(black_box(cell))).count()));
    };
    each("date/figures", &figures, &|cell| date::read(cell, &options).value.is_some());
    each("date/labelled", &labelled, &|cell| date::read(cell, &options).value.is_some());
    each("date/partial", &partial, &|cell| date::read(cell, &options).value.is_some());
    each("number/duration", &terms, &|cell| number::read_duration(cell).value.is_some());
    each("number/money", &amounts, &|cell| number::read_money(cell).value.is_some());
    each("sentence", &sentences, &|cell| sentence::read(cell).value.is_some());
    group.finish();
}

criterion_group!(benches, bench_text, bench_facts);
criterion_main!(benches);
