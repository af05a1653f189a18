//! The stages over batches: the worker's bytes are those of the library's functions, the rows those of a whole run,
//! however the rows are dealt out; and what does not fit is refused in one sentence.
#![cfg(feature = "xlsx")]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use lltp::cleaner::Cleaner;
use lltp::date::Date;
use lltp::layout::Layout;
use lltp::link::{PersonSettings, facts, keys, score};
use lltp::normalise::{Options, RawNormaliser};
use lltp::polars::polars_utils::compression::ZstdLevel;
use lltp::polars::prelude::*;
use lltp::schema::Entry;
use polars_arrow::array::{DictionaryArray, Int32Array, Utf8Array};
use polars_arrow::datatypes::{ArrowSchema, Field as ArrowField};
use polars_arrow::io::ipc::write::{Compression, StreamWriter, WriteOptions};
use polars_arrow::record_batch::RecordBatchT;
use polars_io::prelude::ParquetReader;
use rust_xlsxwriter::Workbook;

const AS_OF: Date = Date::constant(2026, 6, 30);
const DAY: &str = "2026-06-30";

/// The worker, built if it is not yet.
fn worker() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let profile = std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().to_owned();
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--example", "worker", "--quiet", "--manifest-path"]);
        build.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"));
        if profile.file_name().is_some_and(|name| name == "release") {
            build.arg("--release");
        }
        assert!(build.status().unwrap().success());
        profile.join("examples").join(format!("worker{}", std::env::consts::EXE_SUFFIX))
    })
}

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(worker());
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        // A worker that refuses its input closes it.
        scope.spawn(move || drop(stdin.write_all(input)));
        child.wait_with_output().unwrap()
    })
}

#[track_caller]
fn done(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let output = run(arguments, input);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.success());
    output.stdout
}

#[track_caller]
fn refused(arguments: &[&str], input: &[u8], sentence: &str) {
    let output = run(arguments, input);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((said.trim_end(), output.status.code()), (sentence, Some(2)));
}

/// An Arrow stream of frames, each a batch.
fn stream(frames: &[DataFrame]) -> Vec<u8> {
    stream_as(frames, CompatLevel::oldest(), None)
}

fn stream_as(frames: &[DataFrame], level: CompatLevel, compression: Option<Compression>) -> Vec<u8> {
    let mut writer = StreamWriter::new(Vec::new(), WriteOptions { compression });
    writer.start(&frames.first().unwrap().schema().to_arrow(level), None).unwrap();
    for frame in frames {
        let mut frame = frame.clone();
        frame.rechunk_mut();
        frame.iter_chunks(level, false).for_each(|batch| writer.write(&batch, None).unwrap());
    }
    writer.finish().unwrap();
    writer.into_inner()
}

/// The rows of a stream under one another.
fn rows(stream: Vec<u8>) -> DataFrame {
    IpcStreamReader::new(Cursor::new(stream)).finish().unwrap()
}

fn split(frame: &DataFrame, size: usize) -> Vec<DataFrame> {
    let starts = (0..frame.height()).step_by(size);
    starts.map(|start| frame.slice(i64::try_from(start).unwrap(), size)).collect()
}

fn sorted(frame: &DataFrame) -> DataFrame {
    frame.sort(["row_id"], SortMultipleOptions::default()).unwrap()
}

/// A run over the sample, a file in an old font, a workbook with empty cells and generated people.
struct Run {
    folder: tempfile::TempDir,
    layout: Layout,
}

impl Run {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("out").join(name)
    }

    fn layout(&self) -> String {
        self.path("layout.toml").display().to_string()
    }

    fn table(&self, name: &str) -> DataFrame {
        let file = fs::File::open(self.path(&format!("{name}.parquet"))).unwrap();
        ParquetReader::new(file).finish().unwrap()
    }
}

fn whole() -> &'static Run {
    static RUN: OnceLock<Run> = OnceLock::new();
    RUN.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let old_font = "Hä vµ tªn;Ngµy sinh;N¬i th\u{AD}êng tró;Sè b¶n ¸n;H×nh ph¹t chÝnh
NguyÔn V¨n An;14/11/1975;X· Cæ Loa, HuyÖn §«ng Anh, Thµnh phè Hµ Néi;12/2015/HSST;12 th¸ng tï
TrÇn ThÞ B×nh;2/9/1980;X· Cæ Loa, HuyÖn §«ng Anh, Thµnh phè Hµ Néi;13/2015/HSST;02 n¨m tï
Lª V¨n C\u{AD}êng;1966;X· Cæ Loa, HuyÖn §«ng Anh, Thµnh phè Hµ Néi;14/2015/HSST;ph¹t tiÒn 5.000.000 ®ång
";
        fs::write(path("font_cu.csv"), old_font).unwrap();
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let cells = [
            ["Họ và tên", "Ngày sinh", "Số CMND", "Số CCCD", "Số bản án", "Ngày tuyên án", "Ngày chấp hành xong", "Cột lạ"],
            ["Lê Thị Mai", "", "012345678", "", "13/2015/HSST", "16/8/2015", "", "x"],
            ["Phạm Văn Dũng", "1970", "", "001070000044", "14/2015/HSST", "", "//", ""],
            ["", "", "", "", "", "", "", ""],
            ["Đỗ Văn Nam", "3/4/1981", "", "", "", "", "chưa", "y"],
        ];
        for (row, cells) in (0..).zip(cells) {
            for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
        book.save(path("so_ho_so.xlsx")).unwrap();
        let heads = "Họ và tên;Ngày sinh;Giới tính;Số CCCD;Họ tên cha;Nơi thường trú;Số bản án\n";
        let person = |n: usize| {
            let given = ["An", "Bình", "Cường", "Dũng", "Hòa", "Hải", "Lan", "Mai"].get(n % 8).unwrap();
            let (day, month, year) = (1 + n % 28, 1 + n % 9, 50 + n % 47);
            let place = "Xã Cổ Loa, Huyện Đông Anh, Thành phố Hà Nội";
            format!("Nguyễn Văn {given};{day:02}/0{month}/19{year};Nam;0010{year}{n:06};Nguyễn Văn Bình;{place};{n}/2015/HSST\n")
        };
        let people: String = std::iter::once(heads.to_owned()).chain((0..60).map(person)).collect();
        fs::write(path("nguoi.csv"), people).unwrap();
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/sample/export.csv");
        let inputs = [sample, path("font_cu.csv"), path("so_ho_so.xlsx"), path("nguoi.csv")];
        Cleaner::new(AS_OF).run(&inputs, &path("out")).unwrap();
        let layout = Layout::read(&path("out/layout.toml")).unwrap();
        assert!(layout.files.iter().any(|file| file.sheets.iter().any(|s| s.columns.iter().any(|c| c.charset.is_some()))));
        Run { folder, layout }
    })
}

#[test]
fn normalise_gives_the_rows_of_a_whole_run_however_they_are_split() {
    let run = whole();
    let (layout, raw) = (run.layout(), run.table("raw"));
    let reader = RawNormaliser::new(&run.layout, Options { as_of: AS_OF }).unwrap();
    let cases =
        [(Entry::Record, 1000), (Entry::Conviction, 100), (Entry::Enforcement, 1000), (Entry::Expungement, 1000)];
    for (entry, size) in cases {
        let batches = split(&raw, size);
        let arguments = ["normalise", "--layout", &layout, "--as-of", DAY, "--entry", entry.as_str()];
        let made = done(&arguments, &stream(&batches));
        let in_process: Vec<DataFrame> =
            batches.iter().map(|batch| reader.batch(batch).unwrap().entry(entry).clone()).collect();
        assert!(made == stream(&in_process), "{entry:?}: other bytes");
        let expected = run.table(entry.table()).drop("accepted").unwrap();
        assert!(sorted(&rows(made)).equals_missing(&sorted(&expected)), "{entry:?}: other rows");
    }
    let repairs = done(&["normalise", "--layout", &layout, "--as-of", DAY, "--repairs"], &stream(&split(&raw, 100)));
    let in_order = |frame: &DataFrame| {
        frame.sort(["row_id", "entry"], SortMultipleOptions::default().with_maintain_order(true)).unwrap()
    };
    assert!(in_order(&rows(repairs)).equals_missing(&in_order(&run.table("repairs"))));
    // Rows of three files.
    let few = raw.slice(300, 20);
    let arguments = ["normalise", "--layout", &layout, "--as-of", DAY];
    let together = rows(done(&arguments, &stream(&split(&few, 1000))));
    for size in [7, 1] {
        assert!(rows(done(&arguments, &stream(&split(&few, size)))).equals_missing(&together), "batches of {size}");
    }
    // Another writer.
    for compression in [None, Some(Compression::LZ4), Some(Compression::ZSTD(ZstdLevel::default()))] {
        let other = stream_as(&split(&few, 7), CompatLevel::newest(), compression);
        assert!(rows(done(&arguments, &other)).equals_missing(&together), "{compression:?}");
    }
}

#[test]
fn linkage_in_steps_gives_the_pairs_of_a_whole_run() {
    let run = whole();
    let (records, pairs) = (run.table("records"), run.table("pairs"));
    let convictions = run.path("convictions.parquet").display().to_string();
    let known = facts(&records, &run.table("convictions")).unwrap();
    let made = done(&["facts", "--convictions", &convictions], &stream(&split(&records, 100)));
    assert!(made == stream(std::slice::from_ref(&known)));
    let records = records.hstack(rows(made).drop("row_id").unwrap().columns()).unwrap();

    let batches = split(&records, 100);
    let in_process: Vec<DataFrame> = batches.iter().map(|batch| keys(batch).unwrap()).collect();
    let found = done(&["keys"], &stream(&batches));
    assert!(found == stream(&in_process));
    for size in [1, 7] {
        let few = split(&records.head(Some(20)), size);
        assert!(rows(done(&["keys"], &stream(&few))).equals_missing(&keys(&records.head(Some(20))).unwrap()));
    }

    let ids: Vec<&str> = records.column("row_id").unwrap().str().unwrap().iter().flatten().collect();
    let side = |end: &str| {
        let wanted = pairs.column(&format!("row_id{end}")).unwrap().str().unwrap();
        let at = wanted.iter().map(|id| ids.iter().position(|known| Some(*known) == id));
        let at: IdxCa = at.map(|row| IdxSize::try_from(row.unwrap()).ok()).collect();
        let taken = records.take(&at).unwrap();
        taken.columns().iter().map(|c| c.clone().with_name(format!("{}{end}", c.name()).into())).collect::<Vec<_>>()
    };
    let candidates = DataFrame::new(pairs.height(), [side("_l"), side("_r")].concat()).unwrap();
    assert!(candidates.height() > 3);
    let batches = split(&candidates, 7);
    let in_process: Vec<DataFrame> =
        batches.iter().map(|batch| score(batch, &PersonSettings::default()).unwrap()).collect();
    let made = done(&["score"], &stream(&batches));
    assert!(made == stream(&in_process));
    // Groups may change grounds and decision, nothing else.
    let alone = |frame: &DataFrame| frame.drop("grounds").unwrap().drop("decision").unwrap();
    assert!(alone(&rows(made)).equals_missing(&alone(&pairs)));

    refused(
        &["score", "--lang", "en"],
        &stream(&[candidates.select(["row_id_l", "row_id_r", "judgment_nos_l"]).unwrap()]),
        "column `judgment_dates_l`: expected List(String), found [`row_id_l`, `row_id_r`, `judgment_nos_l`]",
    );
    refused(
        &["keys", "--lang", "en"],
        &stream(&[records.select(["full_name"]).unwrap()]),
        "column `row_id`: expected String, found [`full_name`]",
    );
    refused(
        &["facts", "--convictions", "layout.toml", "--lang", "en"],
        &stream(&[records]),
        "layout.toml: expected a Parquet file that can be read",
    );
}

#[test]
fn what_does_not_fit_is_refused_in_one_sentence() {
    let run = whole();
    let (layout, raw) = (run.layout(), run.table("raw").slice(0, 5));
    let normalise = ["normalise", "--layout", &layout];
    let good = stream(std::slice::from_ref(&raw));

    let none = done(&normalise, &stream(&[raw.clear()]));
    let records = rows(none);
    assert_eq!((records.height(), records.width()), (0, run.table("records").width() - 1));

    refused(&["clean"], &good, "STAGE: cần một bước: normalise, facts, keys, score");
    refused(&["clean", "--lang", "en"], &good, "STAGE: expected a stage: normalise, facts, keys, score");
    refused(&["normalise"], &good, "--layout: cần layout.toml của một lần chạy");
    let bad = run.folder.path().join("bad.toml").display().to_string();
    fs::write(&bad, "[[file]]\nfile = \"a\"\nformat = 5\n").unwrap();
    refused(
        &["normalise", "--layout", &bad],
        &good,
        &format!("{bad}, line 3, `format`: dòng 3 của tệp layout không hợp lệ"),
    );
    fs::write(&bad, "[[file]]\nfile = \"a\"\n").unwrap();
    refused(
        &["normalise", "--layout", &bad, "--lang", "en"],
        &good,
        "layout, [[file]] 1, `digest`: expected the digest of the file, as a run wrote it",
    );
    let english = ["normalise", "--layout", &layout, "--lang", "en"];
    refused(&english, &[], "stdin: expected an Arrow IPC stream");
    refused(&english, "Nguyễn Văn An;14/11/1975\n".as_bytes(), "stdin: expected an Arrow IPC stream");
    let cut = "stdin: the Arrow stream is cut or damaged";
    for missing in [1, 8, 9, 500] {
        refused(&english, good.get(..good.len() - missing).unwrap(), cut);
    }
    let without = |name: &str| stream(&[raw.drop(name).unwrap()]);
    refused(
        &english,
        &without("cells"),
        "column `cells`: expected List(String), found [`source_file`, `source_sheet`, `source_row`, `row_kind`, `bytes`]",
    );
    let mut wrong = raw.clone();
    wrong.with_column(raw.column("source_file").unwrap().clone().with_name("cells".into())).unwrap();
    refused(&english, &stream(&[wrong.clone()]), "column `cells`: expected List(String), found str");
    refused(&normalise, &stream(&[wrong]), "cột `cells`: cần List(String), gặp str");
    let mut other = raw.clone();
    other.with_column(Column::new("source_file".into(), vec!["Nguyễn Văn An"; 5])).unwrap();
    refused(
        &english,
        &stream(&[other]),
        "`source_file`: expected the name of a file of the layout, found something else",
    );
    refused(
        &english,
        &dictionary(),
        "`source_file`: expected text, numbers, dates, lists or structures, found the type Dictionary",
    );
}

/// A stream with a column whose texts are numbered.
fn dictionary() -> Vec<u8> {
    let texts = Utf8Array::<i32>::from_slice(["a", "b"]);
    let array = DictionaryArray::try_from_keys(Int32Array::from_slice([0, 1, 0]), texts.boxed(), false).unwrap();
    let schema: ArrowSchema =
        [("source_file".into(), ArrowField::new("source_file".into(), array.dtype().clone(), true))]
            .into_iter()
            .collect();
    let mut writer = StreamWriter::new(Vec::new(), WriteOptions { compression: None });
    writer.start(&schema, None).unwrap();
    writer.write(&RecordBatchT::new(3, schema.into(), vec![array.boxed()]), None).unwrap();
    writer.finish().unwrap();
    writer.into_inner()
}

#[test]
fn a_damaged_stream_ends_without_a_word_of_its_cells() {
    let whole = whole();
    let (layout, raw) = (whole.layout(), whole.table("raw").slice(1, 3));
    let good = stream(std::slice::from_ref(&raw));
    for at in (0..good.len()).step_by(good.len() / 20) {
        let mut bad = good.clone();
        let byte = bad.get_mut(at).unwrap();
        *byte = byte.wrapping_add(if at % 2 == 0 { 1 } else { 0x80 });
        let output = run(&["normalise", "--layout", &layout, "--as-of", DAY], &bad);
        let said = String::from_utf8_lossy(&output.stderr);
        match output.status.code() {
            Some(0) => assert_eq!(said, ""),
            code => assert!(code == Some(2) && said.lines().count() == 1, "byte {at}: {said}"),
        }
    }
}
