//! Cleans Vietnamese judicial records (lý lịch tư pháp).

// values: &str and plain types; no Polars, no I/O, no clock
pub mod citation;
pub mod court;
mod data;
pub mod date;
pub mod expungement;
pub mod identity;
pub mod judgment;
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
pub mod source;

#[cfg(feature = "frame")]
pub use error::{Error, Result};
#[cfg(feature = "frame")]
pub use polars;

/// The version of Polars that is re-exported.
#[cfg(feature = "frame")]
pub const POLARS_VERSION: &str = "0.55.2";
