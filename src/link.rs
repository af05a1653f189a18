//! Which records are of one person: pairs, weights, decisions, groups.
//!
//! ```text
//! records ─ keys ─► blocks ─► pairs ─ levels ─► weight ─► decision ─► groups
//!          word.rs  block.rs   compare.rs       train.rs  decide.rs   cluster.rs
//! ```
//!
//! Two ways in: [`link_persons`] for typed judicial records, with what is known of Vietnamese names, papers and places
//! built in; and [`Linker`] for any table, as its [`Settings`] say. An engine for many machines takes the steps of the
//! first one by one: [`facts`], [`keys`], [`score`]. Both compare in ordered levels, weigh them after
//! Fellegi and Sunter, and know how rare a value is.
//!
//! | Decision | Means |
//! |---|---|
//! | `link`   | one person: a weight past the threshold, positive grounds of identity, and no conflict |
//! | `review` | perhaps one person: shown to somebody who decides |
//! | `apart`  | looked alike, and is kept to explain why not |
//!
//! Joining two persons is the worst error. Never linked, whatever the weight: two valid personal numbers more than a
//! typing error apart; another given name (twins, brothers and sisters); another father and another mother; a
//! judgment after death. A group that would hold such a pair is not made: the weakest link gives way and goes to review.
//!
//! Row order, threads and batches change nothing. Cost: keys and blocks are sorts, compared pairs some ten per record.

#![allow(clippy::needless_for_each, reason = "one line a fold")]

mod batch;
mod block;
mod cluster;
mod compare;
mod decide;
mod frame;
mod person;
mod table;
mod train;
mod word;

use polars::prelude::DataFrame;

pub use batch::{facts, keys, score};
pub use block::Step;
pub use compare::{DECIDED, GROUNDS};
pub use decide::{PersonSettings, Training};
pub use table::{Compare, Kind, Linker, Settings};
pub use train::{ColumnModel, LevelModel, Model};

use crate::error::Result;

/// What a linkage found.
#[derive(Clone, Debug)]
pub struct Linkage {
    /// Pairs that were kept: both row ids, weight, probability, levels, grounds, decision.
    pub pairs: DataFrame,
    /// Each record with its person.
    pub clusters: DataFrame,
    /// What each blocking rule brought.
    pub funnel: Vec<Step>,
    /// Pairs that were compared.
    pub compared: u64,
    /// The parameters that were used.
    pub model: Model,
    /// A short digest of the parameters.
    pub fingerprint: String,
}

/// Finds the records of one person among typed judicial records.
///
/// Reads of `records` (all String unless said; a column that is missing is unknown everywhere): `row_id`, `record_code`,
/// `full_name`, `other_names` (List), `sex`, `birth_date` and `death_date` (EDTF), `citizen_id`, `identity_card`, `passport`, `military_id`,
/// `father_name`, `mother_name`, `ethnicity`, and of `birth_place`, `home_town`, `permanent_residence`, `residence` the columns `_era`,
/// `_province`, `_district`, `_today` (List); of `convictions`: `row_id`, `record_code`, `judgment_no`, `judgment_date`, `court`. A conviction
/// belongs to the record of its own source row, else to that of its record code.
///
/// # Errors
///
/// [`Error::Column`](crate::Error::Column) where `row_id` is missing or a column has another type.
///
/// # Examples
///
/// ```
/// use lltp::link::{PersonSettings, link_persons};
/// use lltp::polars::prelude::*;
///
/// let records = df!(
///     "row_id" => ["a-0-2-1-1", "a-0-3-1-1", "a-0-4-1-1"],
///     "full_name" => ["Trần Văn Hòa", "Tran Van Hoa", "Trần Văn Hải"],
///     "birth_date" => ["1966-12-26", "1966-12-26", "1966-12-26"],
///     "father_name" => ["Trần Quang Đại", "Trần Quang Đại", "Trần Quang Đại"],
///     "mother_name" => ["Đinh Thị Thắm", "Đinh Thị Thắm", "Đinh Thị Thắm"],
/// )?;
/// let found = link_persons(&records, &DataFrame::empty(), &PersonSettings::default())?;
/// let size = found.clusters.column("cluster_size")?.u32()?;
/// // One man twice; his twin brother stays apart.
/// assert_eq!((size.get(0), size.get(1), size.get(2)), (Some(2), Some(2), Some(1)));
///
/// assert!(link_persons(&DataFrame::empty(), &DataFrame::empty(), &PersonSettings::default()).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn link_persons(records: &DataFrame, convictions: &DataFrame, settings: &PersonSettings) -> Result<Linkage> {
    let people = frame::people(records, convictions)?;
    let outcome = decide::run(&people, settings);
    frame::linkage(records, &people, outcome)
}

/// Counts the parameters of the model on records whose truth is known: `persons` says for each record whose it is. The
/// columns that it reads are those of [`link_persons`].
///
/// # Errors
///
/// [`Error::Column`](crate::Error::Column) as for [`link_persons`].
///
/// # Examples
///
/// ```
/// use lltp::link::count_persons;
/// use lltp::polars::prelude::*;
///
/// let records = df!("row_id" => ["a-0-2-1-1", "a-0-3-1-1", "a-0-4-1-1"], "sex" => ["male", "male", "female"])?;
/// let model = count_persons(&records, &DataFrame::empty(), &[1, 1, 2])?;
/// let sex = model.columns.iter().find(|column| column.column == "sex").ok_or("no such column")?;
/// // The one pair of one person has one sex.
/// assert!(sex.levels[1].m > 0.6);
///
/// assert!(count_persons(&DataFrame::empty(), &DataFrame::empty(), &[]).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn count_persons(records: &DataFrame, convictions: &DataFrame, persons: &[u64]) -> Result<Model> {
    Ok(decide::count(&frame::people(records, convictions)?, persons))
}
