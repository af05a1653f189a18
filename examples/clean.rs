//! Cleans an export: files in, a folder of results out.
//!
//! ```text
//! $ cargo run --release --example clean
//! Ngày tính: 2026-11-24
//! cleaned: 308 dòng đọc, 302 dòng dữ liệu, 265 được nhận, 37 giữ lại
//! Xem: cleaned/report.html
//! ```

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::OnceLock;

use clap::{Parser, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use lltp::cleaner::{Cleaner, Progress};
use lltp::date::Date;
use lltp::language::Language;
use lltp::layout::Layout;
use lltp::output::Format;
use lltp::privacy::Key;
use lltp::rule::Severity;
use lltp::{Error, manifest};
use mimalloc::MiMalloc;

// A run makes and drops many large columns, which the system's allocator maps anew each time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Làm sạch dữ liệu lý lịch tư pháp: tệp vào, thư mục kết quả ra.
///
/// Cleans exports of Vietnamese judicial records: files in, a folder of results out.
/// Without FILE it cleans the sample export that ships with the crate.
#[derive(Parser)]
#[command(
    version,
    after_help = "Ví dụ / Examples:
  clean du_lieu.xlsx --out ket_qua
  clean thu_muc --as-of 2026-06-30 --format csv,xlsx
  clean du_lieu.csv --config layout.toml --overwrite
  clean thang_8.csv --add-to thang_7 --out thang_8
  clean du_lieu.csv --share --key khoa.txt
  clean --verify ket_qua

Mã thoát / Exit codes: 0 xong / done; 1 xong, có phát hiện từ mức --fail-on / done, with findings at or above --fail-on;
2 không chạy được / not done."
)]
struct Options {
    /// Tệp hoặc thư mục / files or folders: CSV, XLSX, XLS, ODS, Parquet
    #[arg(value_name = "FILE|FOLDER")]
    inputs: Vec<PathBuf>,
    /// Thư mục kết quả / result folder
    #[arg(long, value_name = "DIR", default_value = "cleaned")]
    out: PathBuf,
    /// Thay kết quả cũ trong thư mục / replace a result that is already there
    #[arg(long)]
    overwrite: bool,
    /// Ngày tính án tích, mặc định hôm nay / the day to compute for, default today
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Thời hạn phải xong / the day by which the data are to be clean
    #[arg(long, value_name = "DATE")]
    deadline: Option<Date>,
    /// Cách hiểu tệp đã sửa / how the files are to be understood
    #[arg(long, value_name = "LAYOUT.toml")]
    config: Option<PathBuf>,
    /// Tệp review.xlsx đã điền / review workbooks that came back, filled in
    #[arg(long, value_name = "REVIEW.xlsx")]
    decisions: Vec<PathBuf>,
    /// Kết quả lần trước để so sánh / an earlier result to compare progress with
    #[arg(long, value_name = "DIR")]
    previous: Option<PathBuf>,
    /// Thêm tệp mới vào kết quả lần trước; kết quả chung ghi vào --out, DIR giữ nguyên / add new files to an earlier result
    #[arg(long, value_name = "DIR")]
    add_to: Option<PathBuf>,
    /// Ghi thêm bản chia sẻ vào DIR/share: mã thay số, chữ đầu thay họ tên, năm thay ngày / also write a copy to share
    #[arg(long, requires = "key")]
    share: bool,
    /// Tệp khóa (từ 16 byte) của bản chia sẻ / key file of the copy to share
    #[arg(long, value_name = "FILE", requires = "share")]
    key: Option<PathBuf>,
    /// Định dạng thêm ngoài Parquet / formats beside Parquet
    #[arg(long, value_delimiter = ',', value_enum)]
    format: Vec<FormatOption>,
    /// Mức phát hiện làm mã thoát thành 1 / findings that turn the exit code to 1
    #[arg(long, value_enum, default_value = "never")]
    fail_on: FailOn,
    /// Chỉ kiểm tra một thư mục kết quả / only check a result folder against its manifest
    #[arg(long, value_name = "DIR")]
    verify: Option<PathBuf>,
    /// Số luồng / number of threads
    #[arg(long)]
    threads: Option<usize>,
    /// Ngôn ngữ của thông báo, report.html và todo.xlsx / language of messages, report.html and todo.xlsx
    #[arg(long, value_enum, default_value = "vi")]
    lang: LanguageOption,
}

#[derive(Clone, Copy, ValueEnum)]
enum FormatOption {
    Parquet,
    Csv,
    Xlsx,
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Never,
}

#[derive(Clone, Copy, ValueEnum)]
enum LanguageOption {
    Vi,
    En,
}

impl Options {
    fn language(&self) -> Language {
        match self.lang {
            LanguageOption::Vi => Language::Vi,
            LanguageOption::En => Language::En,
        }
    }
}

fn main() -> ExitCode {
    let options = Options::parse();
    match run(&options) {
        Ok(code) => code,
        Err(error) => {
            // One line, whatever the message holds.
            eprintln!("{}", error.message(options.language()).replace('\n', " "));
            ExitCode::from(2)
        }
    }
}

fn run(options: &Options) -> Result<ExitCode, Error> {
    let language = options.language();
    if let Some(folder) = &options.verify {
        return verify(folder, language);
    }
    if let Some(threads) = options.threads {
        // Fails only where a pool is already running, and none is yet.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
    let as_of = options.as_of.unwrap_or_else(today);
    if options.as_of.is_none() {
        say(&format!("{}: {as_of}", language.choose("Ngày tính", "As of")));
    }
    let layout = options.config.as_deref().map(Layout::read).transpose()?;
    let inputs =
        if options.inputs.is_empty() && options.add_to.is_none() { vec![sample()] } else { options.inputs.clone() };
    let formats: Vec<Format> = options
        .format
        .iter()
        .map(|format| match format {
            FormatOption::Parquet => Format::Parquet,
            FormatOption::Csv => Format::Csv,
            FormatOption::Xlsx => Format::Xlsx,
        })
        .collect();
    let key = options.key.as_deref().map(Key::read).transpose()?;
    let cleaner = Cleaner::new(as_of)
        .deadline(options.deadline)
        .overwrite(options.overwrite)
        .formats(&formats)
        .layout(layout)
        .previous(options.previous.clone())
        .add_to(options.add_to.clone())
        .decisions(options.decisions.clone())
        .share(key)
        .language(language)
        .clock(|| jiff::Timestamp::now().to_string())
        .progress(move |progress| show(progress, language));
    let summary = cleaner.run(&inputs, &options.out)?;
    bar().finish_and_clear();
    let (flow, out) = (summary.flow, options.out.display());
    let [read, data, accepted, kept] =
        [flow.source_rows, flow.data, flow.accepted, flow.quarantined].map(|rows| language.count(rows));
    let report = options.out.join("report.html");
    say(&language.choose(
        format!(
            "{out}: {read} dòng đọc, {data} dòng dữ liệu, {accepted} được nhận, {kept} giữ lại\nXem: {}",
            report.display()
        ),
        format!(
            "{out}: {read} rows read, {data} data rows, {accepted} accepted, {kept} in quarantine\nOpen: {}",
            report.display()
        ),
    ));
    if summary.refused > 0 {
        let refused = summary.refused;
        say(&language.choose(
            format!("{refused} quyết định không được nhận: xem bảng decisions"),
            format!("{refused} decisions refused: see the table decisions"),
        ));
    }
    let failed = match options.fail_on {
        FailOn::Error => summary.has(Severity::Error),
        FailOn::Warning => summary.has(Severity::Warning),
        FailOn::Never => false,
    };
    Ok(ExitCode::from(u8::from(failed || summary.refused > 0)))
}

/// Today in Viet Nam, which keeps UTC+7 all year.
fn today() -> Date {
    jiff::tz::Offset::constant(7).to_datetime(jiff::Timestamp::now()).date()
}

/// The export that ships with the crate.
fn sample() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/sample/export.csv")
}

fn verify(folder: &std::path::Path, language: Language) -> Result<ExitCode, Error> {
    let wrong = manifest::verify(folder)?;
    for (file, what) in &wrong {
        let vi = if *what == "missing" { "không còn" } else { "đã bị sửa" };
        eprintln!("{file}: {}", language.choose(vi, what));
    }
    if wrong.is_empty() {
        say(&format!("{}: {}", folder.display(), language.choose("đúng như manifest", "as in the manifest")));
    }
    Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// Prints a line; a closed standard output does not end the run.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn bar() -> &'static ProgressBar {
    static BAR: OnceLock<ProgressBar> = OnceLock::new();
    BAR.get_or_init(|| {
        if !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            bar.set_style(style);
        }
        bar
    })
}

fn show(progress: Progress, language: Language) {
    let bar = bar();
    bar.tick();
    bar.set_message(match progress {
        Progress::Understanding(file) => {
            format!("{} {}", language.choose("Tìm hiểu tệp", "Understanding file"), file + 1)
        }
        Progress::Read(rows) => {
            let rows = language.count(rows);
            language.choose(format!("Đã đọc {rows} dòng"), format!("{rows} rows read"))
        }
        Progress::Linking => {
            language.choose("Tìm hồ sơ của cùng một người", "Looking for records of one person").to_owned()
        }
        Progress::Assessing => language.choose("Tính thời hạn xóa án tích", "Computing expungement").to_owned(),
        Progress::Writing => language.choose("Ghi kết quả", "Writing the result").to_owned(),
        _ => String::new(),
    });
}
