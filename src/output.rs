//! The result folder: staged beside its place, private, moved in whole, `manifest.json` last.
//!
//! Files are written into `.<name>.stage` beside the folder (mode 0700, files 0600 where the system has modes), under a
//! lock; only when all are complete they are moved into place. A killed run leaves a stage and no manifest; the next run
//! removes the stage. Parquet has a fixed number of rows in a row group, so the same rows give the same bytes.

mod text;
#[cfg(feature = "xlsx")]
mod workbook;

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use polars::polars_utils::compression::ZstdLevel;
use polars::prelude::*;
use polars_io::parquet::write::BatchedWriter;
use polars_io::parquet::write::{ParquetCompression, ParquetWriter, StatisticsOptions};
use polars_io::prelude::ParquetReader;
use serde::{Deserialize, Serialize};
use sha2::Digest as _;

use crate::error::{Error, Result};

#[cfg(feature = "xlsx")]
pub(crate) use workbook::{failed, properties};

/// Rows in a row group of a Parquet file.
const GROUP_ROWS: usize = 16_384;

/// A form in which tables are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Always written.
    Parquet,
    /// UTF-8 with a byte order mark; lists and structures as JSON text.
    Csv,
    /// Every cell as text; needs feature `xlsx`.
    Xlsx,
}

/// An output file of the manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputFile {
    /// Name in the folder.
    pub file: String,
    /// Rows, for tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<usize>,
    /// `blake3:…`
    pub digest: String,
    /// SHA-256, hex.
    pub sha256: String,
}

/// A result folder in the making.
#[derive(Debug)]
pub struct Stage {
    target: PathBuf,
    folder: PathBuf,
    lock: Option<File>,
    formats: Vec<Format>,
    #[cfg_attr(not(feature = "xlsx"), allow(dead_code))]
    as_of: crate::date::Date,
    files: BTreeMap<String, OutputFile>,
    done: bool,
}

impl Stage {
    /// Opens a stage for `target`.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] where `target` is a file, a link, or holds a result and `overwrite` is false;
    /// [`Error::Io`] where another run holds the lock or the system refuses.
    pub fn open(target: &Path, overwrite: bool, formats: &[Format], as_of: crate::date::Date) -> Result<Self> {
        let place = || target.display().to_string();
        if let Ok(meta) = fs::symlink_metadata(target) {
            if meta.file_type().is_symlink() {
                return Err(Error::config(
                    place(),
                    "cần một thư mục, gặp một liên kết",
                    "expected a folder, found a link",
                ));
            }
            if !meta.is_dir() {
                return Err(Error::config(place(), "cần một thư mục, gặp một tệp", "expected a folder, found a file"));
            }
            if target.join("manifest.json").exists() && !overwrite {
                return Err(Error::config(
                    place(),
                    "cần một thư mục chưa có kết quả (hoặc --overwrite), gặp manifest.json",
                    "expected a folder without a result (or --overwrite), found manifest.json",
                ));
            }
        }
        let name = target.file_name().map_or_else(|| "lltp".to_owned(), |name| name.to_string_lossy().into_owned());
        let parent = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = parent.join(format!(".{name}.stage"));
        let lock = lock(parent, &name)?;
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(Error::io(
                &folder,
                "không xóa được thư mục tạm cũ",
                "cannot remove the old stage",
            ))?;
        }
        private_folder(&folder)?;
        let mut formats = formats.to_vec();
        formats.push(Format::Parquet);
        formats.sort_unstable();
        formats.dedup();
        Ok(Self {
            target: target.to_owned(),
            folder,
            lock: Some(lock),
            formats,
            as_of,
            files: BTreeMap::new(),
            done: false,
        })
    }

    /// Writes a table in every format of the run.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] or [`Error::Library`] where a file cannot be written.
    pub fn table(&mut self, name: &str, frame: &DataFrame) -> Result<()> {
        let mut writer = self.writer(name, frame.schema())?;
        writer.write(frame)?;
        self.close(writer)
    }

    /// A writer that takes a table in batches; close it with [`Stage::close`].
    ///
    /// # Errors
    ///
    /// [`Error::Io`] or [`Error::Library`] where a file cannot be made.
    pub fn writer(&self, name: &str, schema: &Schema) -> Result<TableWriter> {
        let file = self.create(&format!("{name}.parquet"))?;
        let parquet = ParquetWriter::new(file.clone())
            .with_compression(ParquetCompression::Zstd(ZstdLevel::try_new(1).ok()))
            // Nobody asks these files for a range of values.
            .with_statistics(StatisticsOptions::empty())
            .batched(schema)?;
        let csv = if self.formats.contains(&Format::Csv) {
            Some(text::Csv::new(self.create(&format!("{name}.csv"))?, schema)?)
        } else {
            None
        };
        #[cfg(feature = "xlsx")]
        let xlsx = self.formats.contains(&Format::Xlsx).then(|| workbook::Sheets::new(schema, self.as_of));
        Ok(TableWriter {
            name: name.to_owned(),
            file,
            parquet,
            csv,
            #[cfg(feature = "xlsx")]
            xlsx,
            held: None,
            rows: 0,
        })
    }

    /// Completes a table.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] or [`Error::Library`] where a file cannot be completed.
    pub fn close(&mut self, mut writer: TableWriter) -> Result<()> {
        writer.flush(true)?;
        let TableWriter { name, file, parquet, csv, rows, .. } = writer;
        parquet.finish()?;
        self.keep(&format!("{name}.parquet"), Some(rows), &file)?;
        if let Some(csv) = csv {
            self.keep(&format!("{name}.csv"), Some(rows), &csv.into_inner())?;
        }
        #[cfg(feature = "xlsx")]
        if let Some(xlsx) = writer.xlsx {
            self.bytes(&format!("{name}.xlsx"), Some(rows), &xlsx.finish()?)?;
        }
        Ok(())
    }

    /// Writes a file at once.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] where the system refuses.
    pub fn bytes(&mut self, name: &str, rows: Option<usize>, bytes: &[u8]) -> Result<()> {
        let mut file = self.create(name)?;
        file.write_all(bytes).map_err(Error::io(&self.folder.join(name), CANNOT_WRITE.0, CANNOT_WRITE.1))?;
        self.keep(name, rows, &file)
    }

    /// Some rows and columns of a table that is complete.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] or [`Error::Library`] where it is not there.
    pub(crate) fn read(&self, name: &str, rows: std::ops::Range<usize>, columns: &[&str]) -> Result<DataFrame> {
        let path = self.folder.join(format!("{name}.parquet"));
        let file = File::open(&path).map_err(Error::io(&path, "không mở được tệp", "the file cannot be opened"))?;
        let columns = columns.iter().map(|name| (*name).to_owned()).collect();
        let reader = ParquetReader::new(file).with_columns(Some(columns));
        Ok(reader.with_slice(Some((rows.start, rows.len()))).finish()?)
    }

    /// The files so far, by name.
    pub fn files(&self) -> Vec<OutputFile> {
        self.files.values().cloned().collect()
    }

    /// Moves everything into place, the manifest last.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] where the system refuses; a folder without manifest is then left behind.
    pub fn commit(mut self, manifest: &[u8]) -> Result<()> {
        let moved = (CANNOT_MOVE.0, CANNOT_MOVE.1);
        private_folder(&self.target)?;
        let old = self.target.join("manifest.json");
        if old.exists() {
            for file in replaced(&old) {
                let path = self.target.join(&file);
                if path.is_file() && !self.files.contains_key(&file) {
                    fs::remove_file(&path).map_err(Error::io(&path, moved.0, moved.1))?;
                    if let Some((inner, _)) = file.split_once('/') {
                        // Stays where other files are in it.
                        let _ = fs::remove_dir(self.target.join(inner));
                    }
                }
            }
            fs::remove_file(&old).map_err(Error::io(&old, moved.0, moved.1))?;
        }
        let names: Vec<String> = self.files.keys().cloned().collect();
        self.bytes("manifest.json", None, manifest)?;
        for name in names.iter().map(String::as_str).chain(["manifest.json"]) {
            let path = self.target.join(name);
            if let Some((inner, _)) = name.split_once('/') {
                private_folder(&self.target.join(inner))?;
            }
            fs::rename(self.folder.join(name), &path).map_err(Error::io(&path, moved.0, moved.1))?;
        }
        self.done = true;
        Ok(())
    }

    /// A new file of the stage; `folder/name` stands in a folder of the result.
    fn create(&self, name: &str) -> Result<Hashed> {
        let path = self.folder.join(name);
        if let Some((inner, _)) = name.split_once('/') {
            let there = self.target.join(inner);
            if fs::symlink_metadata(&there).is_ok_and(|meta| !meta.is_dir()) {
                return Err(Error::config(
                    there.display().to_string(),
                    "cần một thư mục, gặp một tệp hoặc một liên kết",
                    "expected a folder, found a file or a link",
                ));
            }
            private_folder(&self.folder.join(inner))?;
        }
        let file = private_file(&path).map_err(Error::io(&path, CANNOT_WRITE.0, CANNOT_WRITE.1))?;
        Ok(Hashed(Arc::new(Mutex::new(Digesting {
            file: BufWriter::with_capacity(1 << 18, file),
            blake3: blake3::Hasher::new(),
            sha256: sha2::Sha256::new(),
        }))))
    }

    fn keep(&mut self, name: &str, rows: Option<usize>, file: &Hashed) -> Result<()> {
        let mut file = file.lock();
        file.file.flush().map_err(Error::io(&self.folder.join(name), CANNOT_WRITE.0, CANNOT_WRITE.1))?;
        let sha256 = hex(&file.sha256.finalize_reset());
        let digest = format!("blake3:{}", file.blake3.finalize().to_hex());
        self.files.insert(name.to_owned(), OutputFile { file: name.to_owned(), rows, digest, sha256 });
        Ok(())
    }
}

/// A stage that was not committed leaves nothing behind.
impl Drop for Stage {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
        if let Some(lock) = self.lock.take() {
            drop(lock);
            let name = self.folder.with_extension("lock");
            let _ = fs::remove_file(name);
        }
    }
}

const CANNOT_WRITE: (&str, &str) = ("không ghi được", "cannot write");
const CANNOT_MOVE: (&str, &str) = ("không chuyển được kết quả vào chỗ", "cannot move the result into place");

/// A table that is being written.
pub struct TableWriter {
    name: String,
    file: Hashed,
    parquet: BatchedWriter<Hashed>,
    csv: Option<text::Csv<Hashed>>,
    #[cfg(feature = "xlsx")]
    xlsx: Option<workbook::Sheets>,
    held: Option<DataFrame>,
    rows: usize,
}

impl std::fmt::Debug for TableWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TableWriter").field("name", &self.name).field("rows", &self.rows).finish_non_exhaustive()
    }
}

impl TableWriter {
    /// Adds rows. Row groups do not follow the batches, so any batching gives the same bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] or [`Error::Library`] where the file cannot be written.
    pub fn write(&mut self, frame: &DataFrame) -> Result<()> {
        self.rows += frame.height();
        if let Some(csv) = &mut self.csv {
            csv.write(frame)?;
        }
        #[cfg(feature = "xlsx")]
        if let Some(xlsx) = &mut self.xlsx {
            xlsx.write(frame)?;
        }
        match &mut self.held {
            Some(held) => {
                held.vstack_mut(frame)?;
            }
            None => self.held = Some(frame.clone()),
        }
        self.flush(false)
    }

    fn flush(&mut self, all: bool) -> Result<()> {
        let Some(held) = self.held.take() else { return Ok(()) };
        let mut from = 0;
        while held.height() - from >= GROUP_ROWS || (all && from < held.height()) {
            let rows = GROUP_ROWS.min(held.height() - from);
            let mut group = held.slice(i64::try_from(from).unwrap_or(i64::MAX), rows);
            group.rechunk_mut();
            self.parquet.write_batch(&group)?;
            from += rows;
        }
        if from < held.height() {
            self.held = Some(held.slice(i64::try_from(from).unwrap_or(i64::MAX), held.height() - from));
        }
        Ok(())
    }
}

/// A file that knows the digests of what was written; clones write to the same file.
#[derive(Clone)]
struct Hashed(Arc<Mutex<Digesting>>);

struct Digesting {
    file: BufWriter<File>,
    blake3: blake3::Hasher,
    sha256: sha2::Sha256,
}

impl Hashed {
    fn lock(&self) -> std::sync::MutexGuard<'_, Digesting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut inner = self.lock();
        let written = inner.file.write(bytes)?;
        let bytes = bytes.get(..written).unwrap_or(bytes);
        inner.blake3.update(bytes);
        inner.sha256.update(bytes);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.lock().file.flush()
    }
}

/// Bytes as lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The files that an earlier manifest lists; only plain names and those of the copy to share, so that nothing outside
/// the folder is touched.
fn replaced(manifest: &Path) -> Vec<String> {
    #[derive(Deserialize)]
    struct Old {
        outputs: Vec<OutputFile>,
    }
    let old: Option<Old> = fs::read(manifest).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    old.into_iter()
        .flat_map(|old| old.outputs)
        .map(|output| output.file)
        .filter(|name| {
            let plain = name.strip_prefix("share/").unwrap_or(name);
            !plain.contains(['/', '\\', ':']) && plain != ".."
        })
        .collect()
}

/// One run at a time works on a folder.
fn lock(parent: &Path, name: &str) -> Result<File> {
    if !parent.exists() {
        fs::create_dir_all(parent).map_err(Error::io(parent, "không tạo được thư mục", "cannot make the folder"))?;
    }
    let path = parent.join(format!(".{name}.lock"));
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(Error::io(
        &path,
        CANNOT_WRITE.0,
        CANNOT_WRITE.1,
    ))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(_) => Err(Error::config(
            parent.join(name).display().to_string(),
            "một lần chạy khác đang ghi vào thư mục này",
            "another run is writing to this folder",
        )),
    }
}

fn private_folder(folder: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder).map_err(Error::io(folder, "không tạo được thư mục", "cannot make the folder"))
}

fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}
