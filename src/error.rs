//! The caller's fault: a file, a column or a configuration that the run cannot start from.
//!
//! What is wrong with a *record* is never an [`Error`]; it becomes a finding. An error names the file, the key or the
//! column and says what was expected and what was found, in Vietnamese and in English, never a cell's value: texts of
//! wrapped libraries are replaced by the kind of their error, because they quote cells.

use std::path::{Path, PathBuf};

use crate::language::Language;

/// A result of the frames floor.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a run cannot start or go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The operating system refused.
    #[error("{}: {vi}: {kind} / {en}: {kind}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was tried, Vietnamese.
        vi: &'static str,
        /// What was tried, English.
        en: &'static str,
        /// The kind of error of the system.
        kind: std::io::ErrorKind,
    },
    /// A file that is not what it should be.
    #[error("{}: {vi} / {en}", path.display())]
    Input {
        /// The file.
        path: PathBuf,
        /// What was expected and found, Vietnamese.
        vi: String,
        /// What was expected and found, English.
        en: String,
    },
    /// A configuration file or option that does not fit.
    #[error("{place}: {vi} / {en}")]
    Config {
        /// File, line and key, or the option.
        place: String,
        /// What was expected and found, Vietnamese.
        vi: String,
        /// What was expected and found, English.
        en: String,
    },
    /// A frame without a column that a function reads, or with a column of another type.
    #[error("column `{column}`: expected {expected}, found {found}")]
    Column {
        /// The column.
        column: String,
        /// Its type.
        expected: String,
        /// Its type in the frame, or in brackets the names of the columns that the frame has instead.
        found: String,
    },
    /// A step that failed inside a library; its text is left out, for it may quote cells.
    #[error("{step}: {kind}")]
    Library {
        /// What was being done.
        step: &'static str,
        /// The kind of the library's error.
        kind: &'static str,
    },
}

impl Error {
    /// The message in one language: what [`Display`](std::fmt::Display) gives in both.
    ///
    /// ```
    /// use lltp::language::Language;
    ///
    /// let error = lltp::privacy::Key::new(b"short").unwrap_err();
    /// assert_eq!(error.message(Language::Vi), "key: cần khóa dài ít nhất 16 byte, gặp 5 byte");
    /// assert_eq!(error.message(Language::En), "key: expected a key of at least 16 bytes, found 5");
    /// ```
    pub fn message(&self, language: Language) -> String {
        match self {
            Self::Io { path, vi, en, kind } => format!("{}: {}: {kind}", path.display(), language.choose(vi, en)),
            Self::Input { path, vi, en } => format!("{}: {}", path.display(), language.choose(vi, en)),
            Self::Config { place, vi, en } => format!("{place}: {}", language.choose(vi, en)),
            Self::Column { column, expected, found } if language == Language::Vi => {
                format!("cột `{column}`: cần {expected}, gặp {found}")
            }
            Self::Column { .. } | Self::Library { .. } => self.to_string(),
        }
    }

    /// A refusal of the operating system.
    pub(crate) fn io(path: &Path, vi: &'static str, en: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        move |error| Self::Io { path: path.to_owned(), vi, en, kind: error.kind() }
    }

    /// A file that is not what it should be.
    pub(crate) fn input(path: &Path, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Input { path: path.to_owned(), vi: vi.into(), en: en.into() }
    }

    /// A configuration that does not fit.
    pub(crate) fn config(place: impl Into<String>, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Config { place: place.into(), vi: vi.into(), en: en.into() }
    }
}

/// Keeps the kind of a Polars error and drops its text.
impl From<polars::error::PolarsError> for Error {
    fn from(error: polars::error::PolarsError) -> Self {
        use polars::error::PolarsError as P;
        let kind = match error {
            P::ColumnNotFound(_) => "column not found",
            P::ComputeError(_) => "computation failed",
            P::Duplicate(_) => "duplicate name",
            P::InvalidOperation(_) => "invalid operation",
            P::IO { .. } => "input or output failed",
            P::NoData(_) => "no data",
            P::OutOfBounds(_) => "out of bounds",
            P::SchemaFieldNotFound(_) | P::SchemaMismatch(_) => "schema mismatch",
            P::ShapeMismatch(_) => "shape mismatch",
            _ => "other failure",
        };
        Self::Library { step: "polars", kind }
    }
}
