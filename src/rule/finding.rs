//! Findings: one row per broken rule or unreadable cell, with its sentence, next step and actor; never a value.

use std::collections::HashSet;

use polars::prelude::*;

use super::{Rule, Severity, reason};
use crate::error::Result;
use crate::frame::read::line;
use crate::frame::typed::{Typed as _, strings};
use crate::normalise::Unread;
use crate::schema::{Entry, Tag};

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Row of the entry table.
    pub row_id: String,
    /// Kind of entry, or `assessment`, `person`.
    pub entry: &'static str,
    /// Columns concerned.
    pub columns: Vec<String>,
    /// Code of the rule; `READ` for an unreadable cell.
    pub rule: &'static str,
    /// Code of the reason.
    pub reason: &'static str,
    /// How grave.
    pub severity: Severity,
    /// What is the matter, Vietnamese.
    pub message_vi: String,
    /// What is the matter, English.
    pub message_en: String,
    /// Shape of the cell.
    pub shape: String,
}

/// The findings of a run.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// In the order in which they were found.
    pub list: Vec<Finding>,
}

impl Findings {
    /// Adds a broken rule.
    pub fn broken(&mut self, rule: &Rule, row_id: &str, entry: &'static str) {
        self.list.push(Finding {
            row_id: row_id.to_owned(),
            entry,
            columns: rule.reads.iter().map(|column| (*column).to_owned()).collect(),
            rule: rule.code,
            reason: rule.reason,
            severity: rule.severity,
            message_vi: rule.about.vi.to_owned(),
            message_en: rule.about.en.to_owned(),
            shape: String::new(),
        });
    }

    /// Adds an unreadable cell.
    pub fn unread(&mut self, unread: &Unread, row_id: &str, entry: Entry) {
        let (code, severity) = reading_reason(unread, entry);
        let message_vi = reason::find(code).map_or_else(String::new, |reason| reason.message_vi.to_owned());
        self.list.push(Finding {
            row_id: row_id.to_owned(),
            entry: entry.as_str(),
            columns: vec![unread.column.to_owned()],
            rule: "READ",
            reason: code,
            severity,
            message_vi,
            message_en: unread.message.clone(),
            shape: unread.shape.clone(),
        });
    }

    /// The rows with a finding of severity error.
    pub fn quarantined(&self) -> HashSet<String> {
        self.list.iter().filter(|f| f.severity == Severity::Error).map(|f| f.row_id.clone()).collect()
    }

    /// The rows with a finding of that reason.
    pub fn rows_with(&self, reason: &str) -> HashSet<String> {
        self.list.iter().filter(|f| f.reason == reason).map(|f| f.row_id.clone()).collect()
    }

    /// How many findings are at least that grave.
    pub fn at_least(&self, severity: Severity) -> usize {
        self.list.iter().filter(|finding| finding.severity >= severity).count()
    }

    /// The table, sorted by entry and row.
    ///
    /// # Errors
    ///
    /// [`Error::Library`](crate::Error::Library) where Polars refuses to build it.
    pub fn frame(&self) -> Result<DataFrame> {
        let mut list: Vec<&Finding> = self.list.iter().collect();
        list.sort_by(|a, b| (a.entry, &a.row_id, a.rule, &a.columns).cmp(&(b.entry, &b.row_id, b.rule, &b.columns)));
        let text = |name: &str, f: fn(&Finding) -> &str| strings(name, list.iter().map(|finding| Some(f(finding))));
        let of = |finding: &Finding| reason::find(finding.reason);
        let columns: Vec<Option<&Vec<String>>> = list.iter().map(|finding| Some(&finding.columns)).collect();
        let mut all = vec![text("row_id", |f| &f.row_id), text("entry", |f| f.entry)];
        all.append(&mut Vec::<String>::columns("columns", &columns));
        all.extend([
            text("rule", |f| f.rule),
            text("reason", |f| f.reason),
            text("severity", |f| f.severity.as_str()),
            strings("actor", list.iter().map(|f| of(f).map(|r| r.actor))),
            text("message_vi", |f| &f.message_vi),
            text("message_en", |f| &f.message_en),
            strings("next_step_vi", list.iter().map(|f| of(f).map(|r| r.next_step_vi))),
            strings("shape", list.iter().map(|f| (!f.shape.is_empty()).then_some(f.shape.as_str()))),
            strings("group", list.iter().map(|f| Some(group(f)))),
        ]);
        Ok(DataFrame::new(list.len(), all)?)
    }
}

/// Findings of one cause share a group: the same source row and the same reason.
fn group(finding: &Finding) -> String {
    format!("{}/{}", line(&finding.row_id), finding.reason)
}

/// The reason and severity of an unreadable cell, by what its column holds.
fn reading_reason(unread: &Unread, entry: Entry) -> (&'static str, Severity) {
    let decisive = match entry {
        Entry::Record => matches!(unread.column, "full_name" | "birth_date"),
        Entry::Conviction => {
            matches!(unread.column, "judgment_date" | "offence_date" | "effective_date" | "principal_completed_on")
        }
        Entry::Enforcement | Entry::Expungement => false,
    };
    let code = match unread.tag {
        Tag::Name if unread.column == "full_name" => "ho_ten_khong_doc_duoc",
        Tag::Date | Tag::Completion
            if matches!(unread.code, "no_such_day" | "no_such_month" | "future" | "placeholder") =>
        {
            "ngay_khong_co_that"
        }
        Tag::CitizenId | Tag::IdentityCard | Tag::Passport | Tag::Military if unread.code == "lost_digits" => {
            "so_dinh_danh_mat_chu_so"
        }
        Tag::CitizenId | Tag::IdentityCard => "so_dinh_danh_sai_dinh_dang",
        Tag::Judgment if unread.column == "judgment_no" => "so_ban_an_khong_doc_duoc",
        Tag::Penalty if unread.column == "principal_penalty" => "hinh_phat_khong_doc_duoc",
        Tag::Offences if unread.code == "name_article_conflict" => "toi_danh_khac_dieu_luat",
        Tag::Offences => "toi_danh_ngoai_danh_muc",
        Tag::Citations => "dieu_khoan_thieu",
        Tag::Court => "toa_an_khong_doc_duoc",
        _ => "o_khong_doc_duoc",
    };
    let usual = reason::find(code).map_or(Severity::Warning, |reason| reason.severity);
    let severity = match unread.tag {
        Tag::Date | Tag::Completion if decisive => Severity::Error,
        Tag::Date | Tag::Completion => Severity::Warning,
        _ => usual,
    };
    (code, severity)
}
