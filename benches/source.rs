//! Reading files to string columns, beside the bare readers: 100,000 rows × 19 columns of CSV, 20,000 of XLSX.
//!
//! `cargo bench --bench source`; both passes count for us, one loop over the fields for the bare readers.
//! `cargo bench --bench source -- --full` reads 1,000,000 rows of CSV and 200,000 of XLSX, each reader in a process of
//! its own, and prints its CPU seconds and peak memory (Linux).
#![cfg(feature = "xlsx")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, missing_docs)]

mod bare;

use std::hint::black_box;
use std::path::{Path, PathBuf};

use calamine::{DataRef, Reader, Xlsx};
use criterion::{Criterion, Throughput, criterion_group};
use lltp::polars::prelude::*;
use lltp::source::Source;

const HEADINGS: [&str; 19] = [
    "Mã hồ sơ",
    "Họ và tên",
    "Tên gọi khác",
    "Giới tính",
    "Ngày sinh",
    "Nơi sinh",
    "Số CMND",
    "Số CCCD",
    "Dân tộc",
    "Họ tên cha",
    "Họ tên mẹ",
    "Xã/Phường",
    "Quận/Huyện",
    "Tỉnh/Thành phố",
    "Số bản án",
    "Ngày bản án",
    "Tòa án",
    "Tội danh",
    "Hình phạt",
];

/// Invented cells, the same in every run.
fn cell(row: usize, column: usize) -> String {
    match column {
        0 => format!("HS{row:07}"),
        1 => format!("Nguyễn Văn {}", ["An", "Bình", "Cường", "Dũng"][row % 4]),
        3 => ["Nam", "Nữ"][row % 2].into(),
        4 | 15 => format!("{:02}/{:02}/{}", row % 28 + 1, row % 12 + 1, 1950 + row % 60),
        7 => format!("0790{:08}", row % 100_000_000),
        8 => "Kinh".into(),
        9 | 10 => "Trần Thị Hoa".into(),
        5 | 11 => "Xã Lũng Cao".into(),
        12 => "Huyện Bá Thước".into(),
        13 => "Tỉnh Thanh Hóa".into(),
        14 => format!("{}/2019/HS-ST", row % 400),
        16 => "TAND huyện Bá Thước, tỉnh Thanh Hóa".into(),
        17 => "Trộm cắp tài sản".into(),
        18 => "06 tháng tù".into(),
        _ => String::new(),
    }
}

fn csv(folder: &Path, rows: usize) -> PathBuf {
    let mut text = HEADINGS.join(";") + "\n";
    for row in 0..rows {
        text += &(0..19).map(|column| cell(row, column)).collect::<Vec<_>>().join(";");
        text.push('\n');
    }
    let path = folder.join("bench.csv");
    std::fs::write(&path, text).unwrap();
    path
}

fn xlsx(folder: &Path, rows: usize) -> PathBuf {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..=rows {
        for (column, heading) in HEADINGS.iter().enumerate() {
            let text = if row == 0 { (*heading).to_owned() } else { cell(row, column) };
            if !text.is_empty() {
                sheet.write(u32::try_from(row).unwrap(), u16::try_from(column).unwrap(), text).unwrap();
            }
        }
    }
    let path = folder.join("bench.xlsx");
    book.save(&path).unwrap();
    path
}

fn ours(path: &Path) -> usize {
    let source = Source::open(path, None).unwrap();
    source.batches().unwrap().map(|batch| black_box(batch.unwrap()).source_row.len()).sum()
}

/// csv-core over the whole file, one string builder a column.
fn bare_csv(path: &Path) -> usize {
    let mut columns: Vec<StringChunkedBuilder> =
        (0..19).map(|_| StringChunkedBuilder::new(PlSmallStr::EMPTY, 0)).collect();
    let mut rows = 0;
    bare::fields(path, b';', |column, field, record_end| {
        columns[column].append_value(field);
        rows += usize::from(record_end);
    });
    black_box(columns.into_iter().map(StringChunkedBuilder::finish).collect::<Vec<_>>());
    rows
}

/// calamine over the cells.
fn bare_xlsx(path: &Path) -> usize {
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    let name = book.sheet_names()[0].clone();
    let mut reader = book.worksheet_cells_reader(&name).unwrap();
    let (mut length, mut rows) = (0, 0);
    while let Some(cell) = reader.next_cell().unwrap() {
        if let DataRef::SharedString(text) = cell.get_value() {
            length += text.len();
        }
        rows = cell.get_position().0 as usize + 1;
    }
    black_box(length);
    rows
}

fn benches(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let (rows, sheet_rows) = (100_000, 20_000);
    let (text, book) = (csv(folder.path(), rows), xlsx(folder.path(), sheet_rows));
    let mut group = c.benchmark_group("source");
    group.sample_size(10).throughput(Throughput::Elements(rows as u64));
    group.bench_function("csv 100k", |b| b.iter(|| ours(&text)));
    group.bench_function("csv 100k, csv-core alone", |b| b.iter(|| bare_csv(&text)));
    group.throughput(Throughput::Elements(sheet_rows as u64));
    group.bench_function("xlsx 20k", |b| b.iter(|| ours(&book)));
    group.bench_function("xlsx 20k, calamine alone", |b| b.iter(|| bare_xlsx(&book)));
    group.finish();
}

/// One reader over the big file in a process of its own.
fn alone(reader: &str, path: &Path) {
    let rows = match reader {
        "csv-core" => bare_csv(path),
        "calamine" => bare_xlsx(path),
        _ => ours(path),
    };
    let number = |text: &str| text.split_whitespace().find_map(|word| word.parse::<f64>().ok()).unwrap();
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let ticks: f64 = stat.rsplit(')').next().unwrap().split_whitespace().skip(11).take(2).map(number).sum();
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = number(status.lines().find(|line| line.starts_with("VmHWM")).unwrap());
    println!("{reader:<10} {rows:>9} rows  {:>6.2} CPU s  {:>6.0} MB", ticks / 100.0, peak / 1024.0);
}

fn full() {
    let folder = tempfile::tempdir().unwrap();
    let (text, book) = (csv(folder.path(), 1_000_000), xlsx(folder.path(), 200_000));
    let program = std::env::current_exe().unwrap();
    for (path, readers) in [(&text, ["csv-core", "lltp"]), (&book, ["calamine", "lltp"])] {
        println!("{} MB", std::fs::metadata(path).unwrap().len() >> 20);
        for reader in readers.iter().cycle().take(6) {
            let done = std::process::Command::new(&program).arg("--alone").arg(reader).arg(path).status().unwrap();
            assert!(done.success());
        }
    }
}

criterion_group!(source, benches);

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().position(|argument| argument == "--alone") {
        Some(at) => alone(&arguments[at + 1], Path::new(&arguments[at + 2])),
        None if arguments.iter().any(|argument| argument == "--full") => full(),
        None => {
            source();
            Criterion::default().configure_from_args().final_summary();
        }
    }
}
