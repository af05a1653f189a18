//! Reasons: why a record is not finished, the next step, and who takes it.

use std::sync::LazyLock;

use crate::data;
use crate::rule::Severity;

/// One cause with its sentence, next step and actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Fixed code, ASCII snake case.
    pub code: &'static str,
    /// Severity of a finding with this reason, unless its rule says otherwise.
    pub severity: Severity,
    /// Who acts: `can_bo`, `don_vi_cung_cap`, `cong_an_xa`, `toa_an`, `thi_hanh_an`, `lanh_dao`.
    pub actor: &'static str,
    /// What is the matter, Vietnamese.
    pub message_vi: &'static str,
    /// What to do next, Vietnamese.
    pub next_step_vi: &'static str,
    /// What is the matter, English.
    pub message_en: &'static str,
    /// What to do next, English.
    pub next_step_en: &'static str,
}

static REASONS: LazyLock<Vec<Reason>> = LazyLock::new(|| {
    let mut reasons: Vec<Reason> = data::rows(include_str!("../data/reasons.tsv"))
        .map(|row| Reason {
            code: row.get(0),
            severity: match row.get(1) {
                "error" => Severity::Error,
                "warning" => Severity::Warning,
                _ => Severity::Info,
            },
            actor: row.get(2),
            message_vi: row.get(3),
            next_step_vi: row.get(4),
            message_en: row.get(5),
            next_step_en: row.get(6),
        })
        .collect();
    reasons.sort_by_key(|reason| reason.code);
    reasons
});

/// Every reason, by code.
pub fn all() -> &'static [Reason] {
    &REASONS
}

/// The reason of that code.
///
/// ```
/// use lltp::rule::reason;
/// assert_eq!(reason::find("ngay_khong_co_that").map(|r| r.actor), Some("can_bo"));
/// assert!(reason::find("no such reason").is_none());
/// ```
pub fn find(code: &str) -> Option<&'static Reason> {
    let reasons = all();
    reasons.binary_search_by_key(&code, |reason| reason.code).ok().and_then(|at| reasons.get(at))
}
