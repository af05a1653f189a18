//! One stage over an Arrow stream: batches in on standard input, batches out on standard output, so that an engine for
//! many machines (Spark, Ray, Dask, xargs) can run it beside its data. Memory follows the batch, not the stream.
//!
//! ```text
//! $ worker normalise --layout cleaned/layout.toml --as-of 2026-06-30 < raw.arrows > records.arrows
//! ```
//!
//! | Stage | In | Out |
//! |---|---|---|
//! | `normalise` | rows of `raw` | rows of `records` (`--entry`: of another entry table; `--repairs`: of `repairs`) |
//! | `facts` | rows of `records` | what the next two need to know of each record, to be joined by `row_id` |
//! | `keys` | rows of `records`, with their facts | the keys by which pairs are found: to be joined on `rule` and `key` |
//! | `score` | pairs: the columns of `records` and facts, ending in `_l` and `_r` | rows of `pairs` |
//!
//! A batch in gives a batch out, each equal to what the library function gives for it, byte for byte; a stream without
//! batches gives the schema of the result. What a batch gives depends on its rows alone, so they may be dealt out at will.
//! But for `facts`, which counts names and numbers over all records: it holds them, and gives one batch.
//!
//! Exit code 0: done. 2: not done, with one sentence on standard error why; the stream out has then no end mark.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use lltp::Error;
use lltp::date::Date;
use lltp::language::Language;
use lltp::layout::Layout;
use lltp::link::{self, PersonSettings};
use lltp::normalise::{self, RawNormaliser};
use lltp::polars::prelude::*;
use lltp::schema::Entry;
use polars_arrow::datatypes::ArrowDataType;
use polars_arrow::io::ipc::read::{StreamReader, StreamState, read_stream_metadata};
use polars_arrow::io::ipc::write::{StreamWriter, WriteOptions};
use polars_io::SerReader;
use polars_io::prelude::ParquetReader;

/// Chạy một bước trên luồng Arrow IPC từ đầu vào chuẩn / runs one stage over an Arrow IPC stream on standard input
#[derive(Parser)]
#[command(version)]
struct Options {
    /// Bước / stage: normalise, facts, keys, score
    stage: String,
    /// layout.toml của một lần chạy / the layout as a run wrote it
    #[arg(long, value_name = "FILE")]
    layout: Option<PathBuf>,
    /// Ngày của lần chạy, mặc định hôm nay / the day of the run, default today
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Bảng được ghi / which entries are written
    #[arg(long, value_enum, default_value = "record")]
    entry: EntryOption,
    /// Ghi bảng sửa chữa thay cho bảng hồ sơ / writes the repairs instead of the entries
    #[arg(long)]
    repairs: bool,
    /// Bảng convictions.parquet cho bước facts / the convictions of the records, for the stage facts
    #[arg(long, value_name = "FILE")]
    convictions: Option<PathBuf>,
    /// Ngôn ngữ của thông báo / language of messages
    #[arg(long, value_enum, default_value = "vi")]
    lang: LanguageOption,
}

#[derive(Clone, Copy, ValueEnum)]
enum EntryOption {
    Record,
    Conviction,
    Enforcement,
    Expungement,
}

#[derive(Clone, Copy, ValueEnum)]
enum LanguageOption {
    Vi,
    En,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let language = match options.lang {
        LanguageOption::Vi => Language::Vi,
        LanguageOption::En => Language::En,
    };
    // What a library says when it gives up may quote cells.
    panic::set_hook(Box::new(|_| {}));
    let gave_up = || Err(refuse("worker", "lỗi bên trong chương trình", "a fault of the program"));
    match guarded(|| run(&options)).unwrap_or_else(gave_up) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One line, whatever the message holds.
            eprintln!("{}", error.message(language).replace('\n', " "));
            ExitCode::from(2)
        }
    }
}

/// What a call gives, or none where it panics.
fn guarded<T>(call: impl FnOnce() -> T) -> Option<T> {
    panic::catch_unwind(AssertUnwindSafe(call)).ok()
}

fn run(options: &Options) -> Result<(), Error> {
    match options.stage.as_str() {
        "normalise" => {
            let Some(path) = &options.layout else {
                return Err(refuse(
                    "--layout",
                    "cần layout.toml của một lần chạy",
                    "expected the layout.toml of a run",
                ));
            };
            let layout = Layout::read(path)?;
            let as_of = options.as_of.unwrap_or_else(today);
            let reader = RawNormaliser::new(&layout, normalise::Options { as_of })?;
            let entry = match options.entry {
                EntryOption::Record => Entry::Record,
                EntryOption::Conviction => Entry::Conviction,
                EntryOption::Enforcement => Entry::Enforcement,
                EntryOption::Expungement => Entry::Expungement,
            };
            stream(Each::Batch, |raw| {
                let made = reader.batch(raw)?;
                Ok(if options.repairs { made.repairs } else { made.entry(entry).clone() })
            })
        }
        "facts" => {
            let convictions = options.convictions.as_deref().map_or_else(|| Ok(DataFrame::empty()), table)?;
            stream(Each::Whole, |records| link::facts(records, &convictions))
        }
        "keys" => stream(Each::Batch, link::keys),
        "score" => stream(Each::Batch, |pairs| link::score(pairs, &PersonSettings::default())),
        _ => {
            let stages = "normalise, facts, keys, score";
            Err(refuse("STAGE", &format!("cần một bước: {stages}"), &format!("expected a stage: {stages}")))
        }
    }
}

/// Today in Viet Nam, which keeps UTC+7 all year.
fn today() -> Date {
    jiff::tz::Offset::constant(7).to_datetime(jiff::Timestamp::now()).date()
}

/// A Parquet table.
fn table(path: &Path) -> Result<DataFrame, Error> {
    let read = |path: &Path| ParquetReader::new(File::open(path).ok()?).finish().ok();
    guarded(|| read(path)).flatten().ok_or_else(|| {
        let place = path.display().to_string();
        refuse(&place, "cần một tệp Parquet đọc được", "expected a Parquet file that can be read")
    })
}

/// What a stage takes at a time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Each {
    Batch,
    Whole,
}

/// Runs a stage over standard input.
fn stream(each: Each, stage: impl Fn(&DataFrame) -> Result<DataFrame, Error>) -> Result<(), Error> {
    let no_stream = || refuse("stdin", "cần một luồng Arrow IPC, gặp nội dung khác", "expected an Arrow IPC stream");
    let cut = || refuse("stdin", "luồng Arrow bị cắt hoặc hỏng giữa chừng", "the Arrow stream is cut or damaged");
    let unwritten = |_| refuse("stdout", "không ghi được kết quả", "the result cannot be written");
    let mut input = Forward { inner: BufReader::with_capacity(1 << 18, io::stdin().lock()), at: 0 };
    let metadata = guarded(|| read_stream_metadata(&mut input).ok()).flatten().ok_or_else(no_stream)?;
    for (name, field) in metadata.schema.iter() {
        check(name, field.dtype())?;
    }
    // No rows: what is missing is said before any row is read, and the result has its schema though no row may come.
    let empty = DataFrame::empty_with_schema(&Schema::from_arrow_schema(&metadata.schema));
    let schema = stage(&empty)?.schema().to_arrow(COMPAT);
    let mut output =
        StreamWriter::new(BufWriter::with_capacity(1 << 18, io::stdout().lock()), WriteOptions { compression: None });
    output.start(&schema, None).map_err(unwritten)?;
    let mut write = |taken: &DataFrame| {
        let mut made = stage(taken)?;
        made.rechunk_mut();
        made.iter_chunks(COMPAT, false).try_for_each(|batch| output.write(&batch, None).map_err(unwritten))
    };
    let (mut batches, mut whole) = (StreamReader::new(input, metadata, None), empty);
    // The reader panics at some faults of a stream.
    while let Some(state) = guarded(|| batches.next()).ok_or_else(cut)? {
        // A stream that ends without its end mark waits for ever.
        let Ok(StreamState::Some(batch)) = state else { return Err(cut()) };
        match each {
            Each::Batch => write(&DataFrame::from(batch))?,
            Each::Whole => whole.vstack_mut_owned(DataFrame::from(batch)).map(|_| ())?,
        }
    }
    if each == Each::Whole {
        whole.rechunk_mut();
        write(&whole)?;
    }
    output.finish().map_err(unwritten)?;
    output.into_inner().flush().map_err(|error| unwritten(error.into()))
}

/// Text with offsets, which every reader of Arrow knows; views are younger.
const COMPAT: CompatLevel = CompatLevel::oldest();

/// Refuses a column of a type that this build of Polars does not know, before it is touched.
fn check(name: impl Display + Copy, dtype: &ArrowDataType) -> Result<(), Error> {
    use ArrowDataType as T;
    match dtype {
        T::Null | T::Boolean | T::Int32 | T::Int64 | T::UInt32 | T::UInt64 | T::Float32 | T::Float64 | T::Date32 => {
            Ok(())
        }
        T::Utf8 | T::LargeUtf8 | T::Utf8View | T::Binary | T::LargeBinary | T::BinaryView => Ok(()),
        T::List(inner) | T::LargeList(inner) => check(name, inner.dtype()),
        T::Struct(fields) => fields.iter().try_for_each(|field| check(name, field.dtype())),
        other => {
            let kind = format!("{other:?}");
            let kind = kind.split(['(', '{', ' ']).next().unwrap_or("");
            Err(refuse(
                &format!("`{name}`"),
                &format!("cần văn bản, số, ngày, danh sách hoặc cấu trúc, gặp kiểu {kind}"),
                &format!("expected text, numbers, dates, lists or structures, found the type {kind}"),
            ))
        }
    }
}

fn refuse(place: &str, vi: &str, en: &str) -> Error {
    Error::Config { place: place.to_owned(), vi: vi.to_owned(), en: en.to_owned() }
}

/// A stream that can be skipped forward, which is all that its reader asks of it.
struct Forward<R> {
    inner: R,
    at: u64,
}

impl<R: Read> Read for Forward<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl<R: Read> Seek for Forward<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let ahead = match to {
            SeekFrom::Current(ahead) => u64::try_from(ahead).ok(),
            SeekFrom::Start(to) => to.checked_sub(self.at),
            SeekFrom::End(_) => None,
        };
        let ahead = ahead.ok_or(io::ErrorKind::Unsupported)?;
        if io::copy(&mut self.by_ref().take(ahead), &mut io::sink())? < ahead {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(self.at)
    }
}
