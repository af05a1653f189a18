//! Waivers: a known defect stays visible and does not count.
//!
//! The layout file says which finding is known, why, and until when:
//!
//! ```toml
//! [[waive]]
//! rule = "CV03"
//! row = "0123456789abcdef-1-17-1-1"      # or group = "…", as the findings name them
//! reason = "Tòa án đã xác nhận bằng công văn 12/CV-TA"
//! until = "2026-12-31"
//! ```
//!
//! A waived finding is listed with its waiver, puts no row in quarantine and fails no run. A waiver whose last day has
//! passed covers nothing and is a finding (`WV01`), as is one that covers nothing (`WV02`).

use std::collections::{HashMap, HashSet};

use super::RuleSet;
use crate::date::Date;
use crate::error::Result;
use crate::layout::Waiver;

/// The waiver that covers a finding, by its place in the list.
pub(super) type Applied = Option<u16>;

/// The waivers of a run.
#[derive(Clone, Debug, Default)]
pub struct Waivers {
    all: Vec<Waiver>,
    expired: Vec<bool>,
    /// Rule and row, or rule and group, to the waiver.
    rows: HashMap<(String, String), u16>,
    groups: HashMap<(String, String), u16>,
}

/// What is wrong with a waiver.
pub(super) struct Wrong {
    pub(super) rule: &'static str,
    pub(super) reason: &'static str,
    pub(super) message_vi: String,
    pub(super) message_en: String,
}

impl Waivers {
    /// The waivers of a layout, on a day.
    ///
    /// # Errors
    ///
    /// [`Error::Config`](crate::Error::Config) with line and key where one names a rule that is not in the run.
    pub fn new(waivers: &[Waiver], rules: &RuleSet, as_of: Date) -> Result<Self> {
        let mut all = Self { all: waivers.to_vec(), ..Self::default() };
        for (at, waiver) in (0u16..).zip(waivers) {
            if waiver.rule != "READ" && !rules.has(&waiver.rule) {
                return Err(waiver.place.wrong("rule", "expected the code of a rule, as `CV03`"));
            }
            let expired = waiver.until.parse::<Date>().is_ok_and(|until| until < as_of);
            all.expired.push(expired);
            if expired {
                continue;
            }
            let key = |of: &String| (waiver.rule.clone(), of.clone());
            all.rows.extend(waiver.row.as_ref().map(|row| (key(row), at)));
            all.groups.extend(waiver.group.as_ref().map(|group| (key(group), at)));
        }
        Ok(all)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether one is about a group of findings.
    pub(super) fn by_group(&self) -> bool {
        !self.groups.is_empty()
    }

    /// The waiver that covers a finding.
    pub(super) fn find(&self, rule: &str, row: Option<&str>, group: Option<&str>) -> Applied {
        let of = |all: &HashMap<(String, String), u16>, name: Option<&str>| {
            if all.is_empty() { None } else { all.get(&(rule.to_owned(), name?.to_owned())).copied() }
        };
        of(&self.rows, row).or_else(|| of(&self.groups, group))
    }

    pub(super) fn get(&self, at: u16) -> Option<&Waiver> {
        self.all.get(usize::from(at))
    }

    /// The waivers, each with whether it has expired.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Waiver, bool)> {
        self.all.iter().zip(self.expired.iter().copied())
    }

    /// What is wrong with the waivers, given those that cover something.
    pub(super) fn wrong(&self, used: &HashSet<u16>) -> Vec<Wrong> {
        (0u16..)
            .zip(self.all.iter().zip(&self.expired))
            .filter(|(at, _)| !used.contains(at))
            .map(|(_, (waiver, expired))| {
                let (line, until) = (waiver.place.line(), &waiver.until);
                if *expired {
                    Wrong {
                        rule: "WV01",
                        reason: "mien_tru_het_han",
                        message_vi: format!("miễn trừ ở dòng {line} của tệp layout đã hết hạn ngày {until}"),
                        message_en: format!("the waiver on line {line} of the layout file expired on {until}"),
                    }
                } else {
                    Wrong {
                        rule: "WV02",
                        reason: "mien_tru_khong_khop",
                        message_vi: format!("miễn trừ ở dòng {line} của tệp layout không ứng với phát hiện nào"),
                        message_en: format!("the waiver on line {line} of the layout file covers no finding"),
                    }
                }
            })
            .collect()
    }
}
