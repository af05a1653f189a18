//! Cleans exports of Vietnamese judicial records (lý lịch tư pháp): reads them as they are, normalises, checks, links the
//! records of one person, and computes where each conviction stands towards expungement (xóa án tích).
//!
//! Two floors. **Values**: pure readers of `&str` and plain types, without Polars, I/O or clock. **Frames** (feature
//! `frame`, default): the same readers over Polars columns, and the stages of a whole run.
//!
//! ```text
//! file ─ source ─► layout, batches ─ normalise ─► entries ─ rule ─► findings
//!                                      ├─ link ─► clusters ─ resolve ─► persons     review ◄─► people
//!                                      └─ assess ─► assessments                     report, output
//! ```
//!
//! | You want to | Start at |
//! |---|---|
//! | clean files in one call | `cleaner::Cleaner` |
//! | read one value | [`name`], [`date`], [`number`], [`identity`], [`place`], [`judgment`], [`court`], [`citation`], [`offence`], [`sentence`] |
//! | know where a conviction stands | [`expungement::assess`] |
//! | repair text | [`text`], [`text::charset`] |
//! | read columns of a frame | `frame::Vietnamese` |
//! | find the records of one person | `link` |
//! | run stages on many machines | `normalise::RawNormaliser`, `link::facts`, `link::keys`, `link::score` |
//!
//! Every reader returns a [`repair::Reading`]: value, which kind of missing, repairs, error. Errors and findings never
//! hold a cell's text.

// values: &str and plain types; no Polars, no I/O, no clock
pub mod citation;
pub mod court;
mod data;
pub mod date;
pub mod expungement;
pub mod identity;
pub mod judgment;
pub mod language;
pub mod name;
pub mod number;
pub mod offence;
pub mod person;
pub mod place;
pub mod repair;
pub mod sentence;
pub mod text;

// frames: Polars
#[cfg(feature = "frame")]
pub mod assess;
#[cfg(feature = "frame")]
pub mod cleaner;
#[cfg(feature = "frame")]
pub mod error;
#[cfg(feature = "frame")]
pub mod frame;
#[cfg(feature = "frame")]
pub mod generate;
#[cfg(feature = "frame")]
pub mod layout;
#[cfg(feature = "frame")]
pub mod link;
#[cfg(feature = "frame")]
pub mod manifest;
#[cfg(feature = "frame")]
pub mod normalise;
#[cfg(feature = "frame")]
pub mod output;
#[cfg(feature = "frame")]
pub mod privacy;
#[cfg(feature = "frame")]
pub mod report;
#[cfg(feature = "frame")]
pub mod resolve;
#[cfg(feature = "frame")]
pub mod review;
#[cfg(feature = "frame")]
pub mod rule;
#[cfg(feature = "frame")]
pub mod schema;
#[cfg(feature = "frame")]
pub mod severity;
#[cfg(feature = "frame")]
pub mod source;

#[cfg(feature = "frame")]
pub use error::{Error, Result};
#[cfg(feature = "frame")]
pub use polars;

/// The version of Polars that is re-exported.
#[cfg(feature = "frame")]
pub const POLARS_VERSION: &str = "0.55.2";

/// The examples of the README are tests.
#[cfg(all(doctest, feature = "frame"))]
#[doc = include_str!("../README.md")]
struct Readme;
