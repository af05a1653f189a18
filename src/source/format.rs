//! What a file is, by its bytes: the format, the digest, whether they are UTF-8.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::Digest;

use super::csv::Validity;
use crate::error::{Error, Result};

/// What a file is by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Xlsx,
    Xls,
    Ods,
    Parquet,
}
/// BLAKE3 of a file, as a layout and a manifest write it.
pub(super) fn digest(path: &Path) -> Result<String> {
    let mut blake = blake3::Hasher::new();
    let mut file = File::open(path).map_err(Error::io(path, "không mở được tệp", "the file cannot be opened"))?;
    let mut block = vec![0; 1 << 20];
    loop {
        let n = file.read(&mut block).map_err(Error::io(path, "không đọc được tệp", "the file cannot be read"))?;
        let Some(part) = block.get(..n).filter(|part| !part.is_empty()) else { break };
        blake.update(part);
    }
    Ok(format!("blake3:{}", blake.finalize().to_hex()))
}

/// What reading all bytes once tells.
pub(super) struct Scan {
    pub(super) digest: String,
    pub(super) sha256: String,
    pub(super) head: Vec<u8>,
    pub(super) validity: Validity,
}

pub(super) fn scan(path: &Path) -> Result<Scan> {
    let fail = || Error::io(path, "không đọc được tệp", "the file cannot be read");
    let mut file = File::open(path).map_err(fail())?;
    let (mut blake, mut sha) = (blake3::Hasher::new(), sha2::Sha256::new());
    let mut validity = Validity::default();
    let mut head = Vec::new();
    let mut text = None;
    let mut block = vec![0; 1 << 20];
    loop {
        let n = file.read(&mut block).map_err(fail())?;
        let Some(part) = block.get(..n).filter(|p| !p.is_empty()) else { break };
        blake.update(part);
        sha.update(part);
        if head.len() < 1 << 20 {
            head.extend_from_slice(part);
        }
        if *text.get_or_insert_with(|| binary(part).is_none()) {
            validity.add(part);
        }
    }
    let sha256 = sha.finalize().iter().fold(String::with_capacity(64), |mut hex, b| {
        for digit in [b >> 4, b & 15] {
            hex.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
        hex
    });
    Ok(Scan { digest: format!("blake3:{}", blake.finalize().to_hex()), sha256, head, validity })
}

/// Binary formats by their first bytes.
fn binary(head: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"PK\x03\x04", "zip"),
        (b"PK\x05\x06", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
        (b"PAR1", "parquet"),
        (b"%PDF", "PDF"),
        (b"\x1f\x8b", "gzip"),
        (b"Rar!", "RAR"),
        (b"7z\xbc\xaf", "7z"),
        (b"\x89PNG", "PNG"),
        (b"\xff\xd8\xff", "JPEG"),
        (b"GIF8", "GIF"),
        (b"SQLite format 3\0", "SQLite"),
        (b"\x7fELF", "ELF"),
        (b"MZ\x90\0", "EXE"),
        (b"BM\x36", "BMP"),
        (b"II*\0", "TIFF"),
        (b"MM\0*", "TIFF"),
        (b"\0\x01\0\0Standard", "Access"),
        (b"ARROW1", "Arrow"),
        (b"\xfd7zXZ", "xz"),
        (b"BZh9", "bzip2"),
        (b"\x28\xb5\x2f\xfd", "zstd"),
        (b"{\\rtf", "RTF"),
    ];
    MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, name)| *name)
}

/// The format by content, checked against nothing: an extension that says otherwise is simply wrong.
pub(super) fn format(path: &Path, head: &[u8]) -> Result<Format> {
    let has = |needle: &[u8]| memchr::memmem::find(head, needle).is_some();
    let refuse = |what: &str| {
        Err(Error::input(
            path,
            format!("tệp là {what}, cần CSV, XLSX, XLS, ODS hoặc Parquet"),
            format!("the file is {what}; CSV, XLSX, XLS, ODS or Parquet is needed"),
        ))
    };
    match binary(head) {
        Some("zip") if has(b"application/vnd.oasis.opendocument.spreadsheet") => Ok(Format::Ods),
        Some("zip") if has(b"xl/") || has(b"[Content_Types].xml") || has(b"_rels/.rels") => {
            if has(b"word/") {
                return refuse("Word (docx)");
            }
            if has(b"ppt/slides") {
                return refuse("PowerPoint (pptx)");
            }
            Ok(Format::Xlsx)
        }
        Some("zip") => {
            // The names may stand beyond the head; the workbook reader tells.
            let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
            match extension.as_deref() {
                Some("xlsx" | "xlsm") => Ok(Format::Xlsx),
                Some("ods") => Ok(Format::Ods),
                _ => refuse("ZIP"),
            }
        }
        Some("ole") => Ok(Format::Xls),
        Some("parquet") => Ok(Format::Parquet),
        Some(other) => refuse(other),
        None => {
            let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
            let start: Vec<u8> = start
                .iter()
                .copied()
                .skip_while(u8::is_ascii_whitespace)
                .take(1024)
                .map(|b| b.to_ascii_lowercase())
                .collect();
            if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") || start.starts_with(b"<table") {
                return refuse("HTML");
            }
            if start.starts_with(b"<?xml") {
                return refuse("XML");
            }
            if start.starts_with(b"{\"") || start.starts_with(b"[{") {
                return refuse("JSON");
            }
            // Text has hardly any control characters; UTF-16 has NULs in every other place, which `csv` knows.
            let sample = head.get(..head.len().min(1 << 16)).unwrap_or(head);
            let controls = sample
                .iter()
                .filter(|b| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0 | 0x1a | 0x0c | 0x0b))
                .count();
            if controls * 10 > sample.len() {
                return Err(Error::input(path, "không nhận ra định dạng tệp", "the format of the file is not known"));
            }
            if sample.iter().all(|b| *b == 0) {
                return Err(Error::input(path, "tệp chỉ chứa byte rỗng", "the file holds nothing but NUL bytes"));
            }
            Ok(Format::Text)
        }
    }
}
