//! `manifest.json`: what went in, what came out, with which options and versions. Written last.
//!
//! Times stand here alone, under keys that end in `_at`, and only where the caller gives them; everything else is equal
//! in two runs over the same files.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::Digest as _;

use crate::error::{Error, Result};
use crate::output::{OutputFile, hex};

/// Shape of the manifest.
pub const SCHEMA: &str = "lltp-manifest-1";

/// An input file of the manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputFile {
    /// File name without its folder.
    pub file: String,
    /// Data rows.
    pub rows: u64,
    /// Rows that are no data, and data rows about nobody's conviction.
    pub skipped: u64,
    /// `blake3:…`
    pub digest: String,
    /// SHA-256, hex.
    pub sha256: String,
}

/// How the source rows divide. Every row is counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFlow {
    /// Source rows of every kind.
    pub source_rows: u64,
    /// Rows of tables.
    pub data: u64,
    /// Titles, headings, totals, signatures, blank rows, bystanders, civil cases.
    pub skipped: u64,
    /// Data rows all of whose entries are accepted.
    pub accepted: u64,
    /// Data rows with an entry in quarantine.
    pub quarantined: u64,
}

impl RowFlow {
    /// A flow that adds up.
    ///
    /// # Errors
    ///
    /// [`Error::Library`] where it does not: every source row is data or skipped, every data row accepted or
    /// quarantined.
    pub fn new(source_rows: u64, data: u64, skipped: u64, accepted: u64, quarantined: u64) -> Result<Self> {
        if data + skipped == source_rows && accepted + quarantined == data {
            Ok(Self { source_rows, data, skipped, accepted, quarantined })
        } else {
            Err(Error::Library { step: "manifest", kind: "the rows do not add up" })
        }
    }
}

/// The manifest of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`SCHEMA`].
    pub schema: String,
    /// Version of this crate.
    pub version: String,
    /// Digest of inputs, options and version: equal runs have equal ids.
    pub run_id: String,
    /// Options of the run.
    pub options: BTreeMap<String, serde_json::Value>,
    /// Input files.
    pub inputs: Vec<InputFile>,
    /// Output files.
    pub outputs: Vec<OutputFile>,
    /// Row flow and rows of each table.
    pub counts: BTreeMap<String, u64>,
    /// Versions of what results rest on.
    pub versions: BTreeMap<String, String>,
    /// By the caller's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<String>,
    /// By the caller's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<String>,
}

impl Manifest {
    /// The id of a run: a digest of what decides its result.
    pub fn run_id(inputs: &[InputFile], options: &BTreeMap<String, serde_json::Value>, version: &str) -> String {
        let mut hasher = blake3::Hasher::new();
        for input in inputs {
            hasher.update(input.file.as_bytes());
            hasher.update(&[0]);
            hasher.update(input.digest.as_bytes());
            hasher.update(&[0]);
        }
        for (name, value) in options {
            hasher.update(name.as_bytes());
            hasher.update(value.to_string().as_bytes());
            hasher.update(&[0]);
        }
        hasher.update(version.as_bytes());
        hasher.finalize().to_hex().chars().take(32).collect()
    }

    /// A count by its name; 0 where it is not told.
    pub(crate) fn count(&self, name: &str) -> u64 {
        self.counts.get(name).copied().unwrap_or(0)
    }

    /// As JSON, with a line end.
    ///
    /// # Errors
    ///
    /// [`Error::Library`] where it cannot be serialised.
    pub fn to_json(&self) -> Result<Vec<u8>> {
        let mut json = serde_json::to_vec_pretty(self)
            .map_err(|_| Error::Library { step: "manifest", kind: "cannot be serialised" })?;
        json.push(b'\n');
        Ok(json)
    }

    /// Reads the manifest of a result folder.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] where there is none, [`Error::Input`] where it is not one.
    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join("manifest.json");
        let bytes = std::fs::read(&path).map_err(Error::io(&path, "không đọc được", "cannot read"))?;
        serde_json::from_slice(&bytes).map_err(|_| {
            Error::input(
                &path,
                "cần một manifest của lltp, gặp nội dung khác",
                "expected a manifest of lltp, found other content",
            )
        })
    }
}

/// Versions of what results rest on; `law_tables` is a digest of the tables of expungement law.
pub(crate) fn versions() -> BTreeMap<String, String> {
    let mut law = blake3::Hasher::new();
    for table in crate::expungement::law_tables() {
        law.update(table.as_bytes());
    }
    let law = format!("blake3:{}", law.finalize().to_hex().get(..16).unwrap_or_default());
    let versions =
        [("lltp", env!("CARGO_PKG_VERSION")), ("polars", crate::POLARS_VERSION), ("law_tables", law.as_str())];
    versions.map(|(name, version)| (name.to_owned(), version.to_owned())).into()
}

/// The files of a result folder that are not what its manifest says, with what is wrong.
///
/// # Errors
///
/// As [`Manifest::read`].
pub fn verify(folder: &Path) -> Result<Vec<(String, &'static str)>> {
    let manifest = Manifest::read(folder)?;
    let mut wrong = Vec::new();
    for output in manifest.outputs {
        let path = folder.join(&output.file);
        match digests(&path) {
            Ok((digest, sha256)) if digest == output.digest && sha256 == output.sha256 => {}
            Ok(_) => wrong.push((output.file, "changed")),
            Err(_) => wrong.push((output.file, "missing")),
        }
    }
    Ok(wrong)
}

/// BLAKE3 (with its prefix) and SHA-256 of a file.
pub(crate) fn digests(path: &Path) -> std::io::Result<(String, String)> {
    let mut file = File::open(path)?;
    let (mut blake3, mut sha256) = (blake3::Hasher::new(), sha2::Sha256::new());
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((format!("blake3:{}", blake3.finalize().to_hex()), hex(&sha256.finalize())));
        }
        let bytes = buffer.get(..read).unwrap_or_default();
        blake3.write_all(bytes)?;
        sha256.update(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flow_that_does_not_add_up_is_refused() {
        assert!(RowFlow::new(10, 8, 2, 7, 1).is_ok());
        assert!(RowFlow::new(10, 8, 1, 7, 1).is_err());
        assert!(RowFlow::new(10, 8, 2, 7, 2).is_err());
    }

    #[test]
    fn the_run_id_follows_inputs_options_and_version() {
        let input =
            InputFile { file: "a.csv".into(), rows: 1, skipped: 1, digest: "blake3:0".into(), sha256: String::new() };
        let id = |file: &str, version: &str| {
            Manifest::run_id(&[InputFile { file: file.into(), ..input.clone() }], &BTreeMap::new(), version)
        };
        assert_eq!(id("a.csv", "1"), id("a.csv", "1"));
        assert_ne!(id("a.csv", "1"), id("b.csv", "1"));
        assert_ne!(id("a.csv", "1"), id("a.csv", "2"));
    }
}
