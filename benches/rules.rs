//! Rules over 1,000,000 invented rows: eight of them with findings and `accepted`, the same eight as plain Polars
//! expressions with counts alone, and all rules of records and of convictions.
//!
//! ```text
//! $ cargo bench --bench rules                # 1,000,000 rows
//! $ cargo bench --bench rules -- 100000
//! ```
//!
//! Prints the CPU seconds of the process, user and system, of one evaluation, and the peak of memory above what the
//! process held before it, where the system tells them (`/proc`).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, missing_docs)]

mod process;

use std::hint::black_box;
use std::sync::OnceLock;
use std::time::Instant;

use lltp::polars::prelude::*;
use lltp::rule::{Findings, RuleSet, Scope};
use lltp::schema::Entry;

use process::{cpu, memory};

static ROWS: OnceLock<usize> = OnceLock::new();

fn rows() -> usize {
    *ROWS.get_or_init(|| std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(1_000_000))
}

/// Runs the work for two CPU seconds at least, prints what one takes, and gives its CPU seconds back.
fn measure<T>(name: &str, mut work: impl FnMut() -> T) -> f64 {
    black_box(work());
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let held = memory("VmRSS");
    let (start, mut times) = (Instant::now(), 0);
    let before = cpu(start);
    while cpu(start) - before < 2.0 || times < 3 {
        black_box(work());
        times += 1;
    }
    let seconds = (cpu(start) - before) / f64::from(times);
    let more = held.zip(memory("VmHWM")).map_or_else(|| "?".to_owned(), |(held, peak)| format!("{:.0}", peak - held));
    println!("| {name} | {seconds:.4} | {more} |");
    seconds
}

/// The same for the same row and salt (`splitmix64`).
fn chance(row: usize, salt: u64) -> usize {
    let x = (row as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(salt.wrapping_mul(0x2545_f491_4f6c_dd1d));
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    usize::try_from((x ^ (x >> 27)) >> 33).unwrap()
}

/// A text of each row; one row in fifty has none.
fn texts(name: &str, salt: u64, text: impl Fn(usize) -> String) -> Column {
    let cells = (0..rows()).map(|row| (!chance(row, salt + 99).is_multiple_of(50)).then(|| text(row)));
    StringChunked::from_iter_options(name.into(), cells).into_column()
}

/// A date as its EDTF text, first and last day: so many days after a day of the row's own, but for one row in a hundred;
/// one in twenty is a year.
fn date(name: &str, salt: u64, after: i32, days: usize) -> Vec<Column> {
    let base = |row| 9_000 + i32::try_from(chance(row, 77) % 9_000).unwrap();
    let day = |row| {
        let days = i32::try_from(chance(row, salt) % days).unwrap();
        base(row) + if chance(row, salt + 5).is_multiple_of(100) { -days } else { after + days }
    };
    let year = |row| chance(row, salt + 7).is_multiple_of(20);
    let given = |row| !chance(row, salt + 99).is_multiple_of(50);
    let ends = |end: &str, last: i32| {
        let whole = |row| day(row).div_euclid(365) * 365 + last;
        let days = (0..rows()).map(|row| given(row).then(|| if year(row) { whole(row) } else { day(row) }));
        Int32Chunked::from_iter_options(format!("{name}_{end}").as_str().into(), days).into_date().into_column()
    };
    let text = texts(name, salt, |row| {
        let (y, rest) = (1970 + day(row).div_euclid(365), day(row).rem_euclid(365));
        if year(row) { y.to_string() } else { format!("{y}-{:02}-{:02}", rest / 31 + 1, rest % 28 + 1) }
    });
    vec![text, ends("from", 0), ends("to", 364)]
}

fn penalty(name: &str, salt: u64) -> Column {
    let kinds = ["imprisonment", "imprisonment", "imprisonment", "non_custodial", "fine", "warning"];
    let kind: StringChunked = (0..rows()).map(|row| Some(kinds[chance(row, salt) % 6])).collect();
    let number = |name: &str, divisor: usize, factor: i64| {
        let numbers = (0..rows()).map(|row| Some(i64::try_from(6 + chance(row, salt + 3) % divisor).unwrap() * factor));
        Int64Chunked::from_iter_options(name.into(), numbers).into_series()
    };
    let fields = [
        kind.with_name("kind".into()).into_series(),
        number("months", 29, 1),
        number("days", 1, 0),
        number("amount", 40, 200_000),
    ];
    StructChunked::from_series(name.into(), rows(), fields.iter()).unwrap().into_column()
}

fn name(row: usize, salt: u64) -> String {
    let families = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi"];
    let middles = ["Văn", "Thị", "Hữu", "Thanh", "Đức", "Ngọc", "Minh", "Quang"];
    let given = ["An", "Bình", "Cường", "Dũng", "Giang", "Hà", "Khánh", "Linh", "Mai", "Nam", "Phúc", "Quỳnh", "Sơn"];
    let pick = |list: &[&str], salt: u64| list[chance(row, salt) % list.len()].to_owned();
    // The family is the father's, but for one in fifty; the mother has her own.
    let family = if salt == MOTHER || chance(row, salt).is_multiple_of(50) { salt + 1_100 } else { 11 };
    let middle = if salt == FATHER { "Văn".to_owned() } else { pick(&middles, salt + 1_200) };
    [pick(&families, family), middle, pick(&given, salt + 1_300)].join(" ")
}

const OWN: u64 = 31;
const FATHER: u64 = 32;
const MOTHER: u64 = 33;

/// A number that agrees with sex and year of birth, but for one in a hundred.
fn citizen_id(row: usize) -> String {
    let days = i32::try_from(chance(row, 77) % 9_000 + chance(row, BIRTH) % 3_000).unwrap();
    let year = 1970 + usize::try_from(days * 4 / 1461).unwrap();
    let wrong = usize::from(chance(row, 41).is_multiple_of(100));
    let digit = (year - 1900) / 100 * 2 + (chance(row, 34) + wrong) % 2;
    let province = ["001", "079", "038", "048"][row % 4];
    format!("{province}{digit}{:02}{:06}", year % 100, chance(row, 35) % 1_000_000)
}

const BIRTH: u64 = 400;

fn row_id() -> Column {
    let ids = (0..rows()).map(|row| Some(format!("0123456789abcdef-1-{}-1-1", row + 2)));
    StringChunked::from_iter_options("row_id".into(), ids).into_column()
}

fn convictions() -> DataFrame {
    let courts = ["Tòa án nhân dân huyện Bá Thước, tỉnh Thanh Hóa", "Tòa án nhân dân tỉnh Thanh Hóa"];
    let mut columns = vec![
        row_id(),
        texts("judgment_no", 1, |row| format!("{}/{}/HS-ST", chance(row, 1) % 900, 1995 + chance(row, 2) % 25)),
        texts("instance", 3, |row| if chance(row, 3).is_multiple_of(9) { "appeal" } else { "first" }.to_owned()),
        texts("court", 4, |row| courts[chance(row, 4) % 2].to_owned()),
        texts("record_code", 5, |row| format!("25HN2010/{row:05}")),
        texts("conviction_code", 6, |row| format!("25HN2010/{row:05}/01")),
        penalty("principal_penalty", 7),
        (0..rows())
            .map(|row| Some(chance(row, 8).is_multiple_of(4)))
            .collect::<BooleanChunked>()
            .with_name("suspended".into())
            .into_column(),
    ];
    let number = |name: &str, salt: u64, most: usize| {
        let numbers = (0..rows()).map(|row| Some(i64::try_from(chance(row, salt) % most).unwrap() + 12));
        Int64Chunked::from_iter_options(name.into(), numbers).into_series()
    };
    let probation = [number("months", 9, 49), number("days", 10, 1)];
    columns.push(StructChunked::from_series("probation".into(), rows(), probation.iter()).unwrap().into_column());
    for (salt, (name, after, days)) in (20..).step_by(16).zip([
        ("offence_date", 0, 1),
        ("judgment_date", 60, 300),
        ("effective_date", 375, 30),
        ("sentence_start", 375, 60),
        ("detained_from", 1, 10),
        ("detained_to", 12, 300),
        ("principal_completed_on", 800, 2_000),
    ]) {
        columns.extend(date(name, salt, after, days));
    }
    DataFrame::new(rows(), columns).unwrap()
}

fn records() -> DataFrame {
    let mut columns = vec![
        row_id(),
        texts("record_code", 5, |row| format!("25HN2010/{row:05}")),
        texts("full_name", 31, |row| name(row, OWN)),
        texts("father_name", 32, |row| name(row, FATHER)),
        texts("mother_name", 33, |row| name(row, MOTHER)),
        texts("sex", 34, |row| ["male", "female"][chance(row, 34) % 2].to_owned()),
        texts("citizen_id", 35, citizen_id),
        texts("identity_card", 36, |row| format!("{:09}", chance(row, 36) % 400_000_000)),
        texts("nationality", 37, |_| "Việt Nam".to_owned()),
        texts("ethnicity", 38, |row| ["Kinh", "Tày", "Mường"][row % 3].to_owned()),
    ];
    columns.extend(date("birth_date", BIRTH, -9_000, 3_000));
    columns.extend(date("id_issued_on", 416, 0, 900));
    DataFrame::new(rows(), columns).unwrap()
}

/// Findings table and accepted column.
fn checked(rules: &RuleSet, frame: &DataFrame, entry: Entry) -> (DataFrame, BooleanChunked) {
    let scope = Scope::Entry(entry);
    let verdicts = rules.evaluate(frame, scope).unwrap();
    let mut findings = Findings::default();
    findings.about(entry.as_str(), frame.column("row_id").unwrap().str().unwrap(), 0);
    for (check, rows) in rules.checks(scope).iter().zip(&verdicts.broken) {
        findings.broken(check, rows);
    }
    (findings.frame().unwrap(), findings.accepted(entry, rows()))
}

/// What a user of Polars would write: how often each of the eight rules over convictions is broken.
fn plain_convictions(frame: &DataFrame) -> DataFrame {
    let given = |column: &str| col(column).is_not_null();
    let months = |column: &str| col(column).struct_().field_by_name("months");
    let kind = || col("principal_penalty").struct_().field_by_name("kind");
    count(
        frame,
        [
            given("judgment_no").not(),
            given("judgment_date").not(),
            before("judgment_date", "offence_date"),
            before("effective_date", "judgment_date"),
            before("principal_completed_on", "offence_date"),
            col("suspended").and(months("principal_penalty").gt(lit(36))),
            given("probation").and(months("probation").lt(lit(12)).or(months("probation").gt(lit(60)))),
            kind()
                .eq(lit("non_custodial"))
                .and(months("principal_penalty").lt(lit(6)).or(months("principal_penalty").gt(lit(36)))),
        ],
    )
}

/// The same over records, whose rules read text.
fn plain_records(frame: &DataFrame) -> DataFrame {
    let given = |column: &str| col(column).is_not_null();
    let digits = |first: i64, count: u64| col("citizen_id").str().slice(lit(first), lit(count)).cast(DataType::Int32);
    let number_is_of = when((digits(3, 1) % lit(2)).eq(lit(0))).then(lit("male")).otherwise(lit("female"));
    let year = |date: &str| col(date).str().slice(lit(0), lit(4)).cast(DataType::Int32);
    let number_year = lit(1900) + lit(100) * (digits(3, 1) / lit(2)) + digits(4, 2);
    count(
        frame,
        [
            given("full_name").not(),
            given("citizen_id").and(number_is_of.neq(col("sex"))),
            given("citizen_id").and(number_year.neq(year("birth_date"))),
            given("birth_date").and(col("birth_date").str().ends_with(lit("-01-01"))),
            before("id_issued_on", "birth_date"),
            col("nationality").neq(lit("Việt Nam")),
            given("father_name").and(given("mother_name")).and(col("father_name").eq(col("mother_name"))),
            given("full_name").and(given("father_name")).and(col("full_name").eq(col("father_name"))),
        ],
    )
}

fn before(later: &str, earlier: &str) -> Expr {
    col(format!("{later}_to")).lt(col(format!("{earlier}_from")))
}

fn count(frame: &DataFrame, broken: [Expr; 8]) -> DataFrame {
    let sums: Vec<Expr> = broken.into_iter().enumerate().map(|(at, expr)| expr.sum().alias(at.to_string())).collect();
    frame.clone().lazy().select(sums).collect().unwrap()
}

/// Name, rules, and the same as plain expressions.
type Eight = (&'static str, [&'static str; 8], fn(&DataFrame) -> DataFrame);

const EIGHT: [Eight; 2] = [
    ("convictions", ["CV01", "CV02", "CV03", "CV04", "CV05", "CV15", "CV16", "CV19"], plain_convictions),
    ("records", ["RC01", "RC05", "RC06", "RC07", "RC09", "RC11", "RC12", "RC29"], plain_records),
];

fn main() {
    let all = RuleSet::new().unwrap();
    println!("| Rules, {} rows | CPU s | MB |\n|---|---:|---:|", rows());
    let frames: [(Entry, fn() -> DataFrame); 2] = [(Entry::Conviction, convictions), (Entry::Record, records)];
    for ((name, codes, plain), (entry, frame)) in EIGHT.iter().zip(frames) {
        let frame = &frame();
        println!("| frame of {name} | | {} |", frame.estimated_size() >> 20);
        let eight = RuleSet::new().unwrap().only(|check| codes.contains(&&*check.code));
        let scope = Scope::Entry(entry);
        let floor = measure(&format!("eight of {name}: plain Polars, counts"), || plain(frame));
        measure(&format!("eight of {name}: evaluated"), || eight.evaluate(frame, scope).unwrap());
        let found = checked(&eight, frame, entry).0.height();
        let name_found = format!("eight of {name}: {found} findings and `accepted`");
        let seconds = measure(&name_found, || checked(&eight, frame, entry));
        println!("| … times plain Polars: {:.2} | | |", seconds / floor);
        let count = all.checks(scope).len();
        measure(&format!("all {count} of {name}: evaluated"), || all.evaluate(frame, scope).unwrap());
        let found = checked(&all, frame, entry).0.height();
        measure(&format!("all {count} of {name}: {found} findings and `accepted`"), || checked(&all, frame, entry));
    }
}
