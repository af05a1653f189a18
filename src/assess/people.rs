//! Who is who, and what the records say of a person.

use std::collections::{BTreeSet, HashSet};
use std::hash::BuildHasher;

use polars::prelude::*;

use super::History;
use super::keys::ConvictionKeys;
use crate::date::PartialDate;
use crate::error::Result;
use crate::frame::read::{Dates, line, text};

/// The columns that tell who is who, in one piece each.
pub(super) struct RecordColumns {
    ids: StringChunked,
    codes: StringChunked,
    births: Dates,
    deaths: Dates,
    cluster_rows: StringChunked,
    cluster_people: StringChunked,
    /// Ends of the pairs that nobody has decided yet.
    reviews: [StringChunked; 2],
}

impl RecordColumns {
    pub(super) fn new<S>(history: &History<'_, S>) -> Result<Self> {
        let open = text(history.pairs, "decision")?.equal("review");
        let side = |name: &str| Ok::<_, crate::Error>(text(history.pairs, name)?.filter(&open)?.rechunk().into_owned());
        Ok(Self {
            ids: text(history.records, "row_id")?,
            codes: text(history.records, "record_code")?,
            births: Dates::new(history.records, "birth_date")?,
            deaths: Dates::new(history.records, "death_date")?,
            cluster_rows: text(history.clusters, "row_id")?,
            cluster_people: text(history.clusters, "person_id")?,
            reviews: [side("row_id_l")?, side("row_id_r")?],
        })
    }
}

/// A person whose convictions are assessed together, by number.
pub(super) type Owner = u32;

/// The persons, and those who have convictions but no record.
pub(super) struct People<'a> {
    /// The person id of an owner; none where no record stands behind it.
    ids: Vec<Option<&'a str>>,
    births: Vec<Option<PartialDate>>,
    deaths: Vec<Option<PartialDate>>,
    reviews: PlHashMap<Owner, Vec<Owner>>,
    /// Source row and person of a row → owner.
    by_line: PlHashMap<&'a str, Owner>,
    by_code: PlHashMap<&'a str, Owner>,
    /// Owners that a record code alone names.
    unknown: PlHashMap<&'a str, Owner>,
}

impl<'a> People<'a> {
    pub(super) fn new<S: BuildHasher>(columns: &'a RecordColumns, doubtful_birth: &HashSet<String, S>) -> Self {
        let mut people = Self {
            ids: Vec::new(),
            births: Vec::new(),
            deaths: Vec::new(),
            reviews: PlHashMap::default(),
            by_line: PlHashMap::default(),
            by_code: PlHashMap::default(),
            unknown: PlHashMap::default(),
        };
        let mut numbers: PlHashMap<&str, Owner> = PlHashMap::default();
        let mut owner_of: PlHashMap<&str, Owner> = PlHashMap::default();
        owner_of.reserve(columns.cluster_rows.len());
        for (row, person) in columns.cluster_rows.iter().zip(columns.cluster_people.iter()) {
            if let (Some(row), Some(person)) = (row, person) {
                let owner = *numbers.entry(person).or_insert_with(|| people.add(Some(person)));
                owner_of.insert(row, owner);
            }
        }
        // What nothing has been said of yet is not the same as what is not agreed on.
        let mut seen: HashSet<Owner> = HashSet::new();
        let mut ambiguous: BTreeSet<&str> = BTreeSet::new();
        for row in 0..columns.ids.len() {
            let Some(id) = columns.ids.get(row) else { continue };
            let owner = owner_of.get(id).copied().unwrap_or_else(|| people.add(None));
            people.by_line.insert(line(id), owner);
            if let Some(code) = columns.codes.get(row)
                && people.by_code.insert(code, owner).is_some_and(|other| other != owner)
            {
                // One code on two people says nothing about either.
                ambiguous.insert(code);
            }
            let birth = columns.births.get(row).filter(|_| !doubtful_birth.contains(id));
            if let Some(known) = people.births.get_mut(owner as usize) {
                *known = if seen.insert(owner) { birth } else { agreed(*known, birth) };
            }
            if let Some(death) = columns.deaths.get(row)
                && let Some(known) = people.deaths.get_mut(owner as usize)
            {
                *known = Some(death);
            }
        }
        for code in ambiguous {
            people.by_code.remove(code);
        }
        let mut reviews: BTreeSet<(Owner, Owner)> = BTreeSet::new();
        let [left, right] = &columns.reviews;
        for (l, r) in left.iter().zip(right.iter()) {
            let ends = l.and_then(|l| owner_of.get(l)).zip(r.and_then(|r| owner_of.get(r)));
            if let Some((l, r)) = ends.filter(|(l, r)| l != r) {
                reviews.extend([(*l, *r), (*r, *l)]);
            }
        }
        for (one, other) in reviews {
            people.reviews.entry(one).or_default().push(other);
        }
        people
    }

    fn add(&mut self, id: Option<&'a str>) -> Owner {
        self.ids.push(id);
        self.births.push(None);
        self.deaths.push(None);
        Owner::try_from(self.ids.len() - 1).unwrap_or(Owner::MAX)
    }

    /// How many owners.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whose conviction it is: of its source row's record, of its record code, else its own.
    pub(super) fn owner(&mut self, keys: &'a ConvictionKeys, row: usize) -> Owner {
        if let Some(owner) = self.by_line.get(keys.line(row)) {
            return *owner;
        }
        let Some(code) = keys.record_code(row) else { return self.add(None) };
        if let Some(owner) = self.by_code.get(code).or_else(|| self.unknown.get(code)) {
            return *owner;
        }
        let owner = self.add(None);
        self.unknown.insert(code, owner);
        owner
    }

    /// The person id of an owner; none where no record stands behind it.
    pub(super) fn id(&self, owner: Owner) -> Option<&'a str> {
        self.ids.get(owner as usize).copied().flatten()
    }

    pub(super) fn birth(&self, owner: Owner) -> Option<PartialDate> {
        self.births.get(owner as usize).copied().flatten()
    }

    pub(super) fn death(&self, owner: Owner) -> Option<PartialDate> {
        self.deaths.get(owner as usize).copied().flatten()
    }

    /// Other owners with an open review pair.
    pub(super) fn reviews(&self, owner: Owner) -> &[Owner] {
        self.reviews.get(&owner).map_or(&[], Vec::as_slice)
    }
}

/// Two records of one person: the more exact birth date where one contains the other, else none.
fn agreed(one: Option<PartialDate>, other: Option<PartialDate>) -> Option<PartialDate> {
    let (Some(one), Some(other)) = (one, other) else { return one.or(other) };
    let (Some(a), Some(b), Some(c), Some(d)) = (one.earliest(), one.latest(), other.earliest(), other.latest()) else {
        return None;
    };
    if a <= c && d <= b {
        Some(other)
    } else if c <= a && b <= d {
        Some(one)
    } else {
        None
    }
}
