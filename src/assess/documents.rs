//! Documents on the execution of sentences and expungement entries, and the convictions that they are about.

use std::collections::HashMap;

use polars::prelude::*;

use super::History;
use super::keys::{ConvictionKeys, DocumentKeys};
use crate::date::PartialDate;
use crate::error::Result;
use crate::expungement::{ConditionalRelease, Conviction, Execution, Force, RecordedExpungement, RecordedRoute};
use crate::frame::read::{Dates, text};
use crate::number::{self, Duration};
use crate::text::key::{self, Level};

/// What the documents say, by conviction.
pub(super) struct Documents {
    enforcements: Enforcements,
    expungements: Expungements,
    /// Rows of `enforcements` and of `expungements` about the conviction of a row.
    about: HashMap<usize, [Vec<usize>; 2]>,
    deaths: HashMap<usize, PartialDate>,
}

impl Documents {
    pub(super) fn new<S>(history: &History<'_, S>, keys: &ConvictionKeys) -> Result<Self> {
        let enforcements = Enforcements::new(history.enforcements)?;
        let expungements = Expungements::new(history.expungements)?;
        let mut about: HashMap<usize, [Vec<usize>; 2]> = HashMap::new();
        let mut deaths = HashMap::new();
        DocumentKeys::new(history.enforcements)?.each(keys, |row, convictions| {
            let death = enforcements.on(row).filter(|_| enforcements.kinds.get(row) == Some("death"));
            for conviction in convictions {
                about.entry(*conviction).or_default()[0].push(row);
                deaths.extend(death.map(|on| (*conviction, on)));
            }
        });
        DocumentKeys::new(history.expungements)?.each(keys, |row, convictions| {
            for conviction in convictions {
                about.entry(*conviction).or_default()[1].push(row);
            }
        });
        Ok(Self { enforcements, expungements, about, deaths })
    }

    /// Tells a conviction what its documents say.
    pub(super) fn tell(&self, conviction: &mut Conviction) {
        let Some([enforcements, expungements]) = self.about.get(&conviction.entry) else { return };
        for row in enforcements {
            self.enforcements.tell(*row, conviction);
        }
        conviction.recorded.extend(expungements.iter().map(|row| self.expungements.recorded(*row)));
    }

    /// The death that a document on one of these convictions tells of.
    pub(super) fn death(&self, convictions: &[usize]) -> Option<PartialDate> {
        convictions.iter().find_map(|row| self.deaths.get(row).copied())
    }
}

/// Documents on the execution of sentences.
struct Enforcements {
    kinds: StringChunked,
    dates: Dates,
    effective: Dates,
    terms: StringChunked,
    contents: StringChunked,
}

impl Enforcements {
    fn new(frame: &DataFrame) -> Result<Self> {
        Ok(Self {
            kinds: text(frame, "kind")?,
            dates: Dates::new(frame, "document_date")?,
            effective: Dates::new(frame, "effective_date")?,
            terms: text(frame, "amount_or_term")?,
            contents: text(frame, "content")?,
        })
    }

    /// From which day a document holds.
    fn on(&self, row: usize) -> Option<PartialDate> {
        self.effective.get(row).or_else(|| self.dates.get(row))
    }

    /// What a row says of the conviction that it is about.
    fn tell(&self, row: usize, conviction: &mut Conviction) {
        let on = self.on(row);
        match self.kinds.get(row) {
            // The certificate is never older than what it certifies.
            Some("completion") if conviction.principal_state == Execution::Unknown => {
                if let Some(on) = on {
                    conviction.principal_state = Execution::Done(on);
                }
            }
            Some("civil_completion") => {
                let content = self.contents.get(row).map(|c| key::key(c, Level::Unmarked)).unwrap_or_default();
                let Some(on) = on else { return };
                if content.contains("an phi") && conviction.fee_state == Execution::Unknown {
                    conviction.fee_state = Execution::Done(on);
                }
                let damages = ["boi thuong", "cap duong", "dan su"].iter().any(|word| content.contains(word));
                if damages && conviction.civil_state == Execution::Unknown {
                    conviction.civil_state = Execution::Done(on);
                }
            }
            Some("special_amnesty") => conviction.special_amnesty = conviction.special_amnesty.or(on),
            Some("general_amnesty") => conviction.general_amnesty = conviction.general_amnesty.or(on),
            Some("exemption") => conviction.remission = conviction.remission.or(on),
            Some("conditional_release") => {
                let rest: Option<Duration> = self.terms.get(row).and_then(|term| number::read_duration(term).value);
                if let (None, Some(on)) = (conviction.conditional_release, on) {
                    conviction.conditional_release = Some(ConditionalRelease {
                        on,
                        remaining_months: rest.map(|rest| rest.years * 12 + rest.months),
                        remaining_days: rest.map(|rest| rest.days),
                    });
                }
            }
            Some("breach") => conviction.suspension_activated = true,
            Some("quashed") => conviction.force = Force::SetAside,
            Some("commutation") => conviction.death_commuted = true,
            Some("wanted") => conviction.wanted = Some(true),
            _ => {}
        }
    }
}

/// Expungement entries on record.
struct Expungements {
    routes: StringChunked,
    results: StringChunked,
    dates: Dates,
    effective: Dates,
}

impl Expungements {
    fn new(frame: &DataFrame) -> Result<Self> {
        Ok(Self {
            routes: text(frame, "route")?,
            results: text(frame, "result")?,
            dates: Dates::new(frame, "document_date")?,
            effective: Dates::new(frame, "effective_date")?,
        })
    }

    /// What a row says of the conviction that it is about.
    fn recorded(&self, row: usize) -> RecordedExpungement {
        let result = self.results.get(row).map(|r| key::key(r, Level::Unmarked)).unwrap_or_default();
        RecordedExpungement {
            entry: Some(row),
            route: match self.routes.get(row) {
                Some("automatic") => RecordedRoute::Automatic,
                Some("court") => RecordedRoute::Court,
                Some("certificate") => RecordedRoute::Certificate,
                _ => RecordedRoute::Unknown,
            },
            on: self.effective.get(row).or_else(|| self.dates.get(row)),
            refused: ["bac", "khong chap nhan", "khong du", "chua du", "tu choi"]
                .iter()
                .any(|word| result.contains(word)),
        }
    }
}
