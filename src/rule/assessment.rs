//! Rules over where a conviction stands.

use polars::prelude::*;

use super::{Rule, Severity, Source, Text};

/// Rules over one assessment.
pub static ASSESSMENT: &[Rule] = &[
    Rule {
        code: "AS01",
        name: "expunged-without-grounds",
        about: Text {
            vi: "ghi đã xóa án tích nhưng luật chưa cho",
            en: "recorded as expunged before the law allows it, or without basis",
        },
        source: Source::Law("Bộ luật Hình sự 2015, Điều 70–73"),
        severity: Severity::Error,
        reason: "xoa_an_tich_chua_du_can_cu",
        reads: &["agreement"],
        applies: || {
            col("agreement")
                .is_not_null()
                .and(col("agreement").neq(lit("not_recorded")))
                .and(col("agreement").neq(lit("refused")))
        },
        holds: || col("agreement").neq(lit("earlier_than_law")).and(col("agreement").neq(lit("no_basis"))),
        good: &[&["agrees"]],
        bad: &[&["no_basis"]],
        unknown: &[],
    },
    Rule {
        code: "AS02",
        name: "expungement-not-recorded",
        about: Text {
            vi: "đã đủ điều kiện xóa án tích nhưng chưa ghi", en: "expunged as of right, yet not recorded"
        },
        source: Source::Law("Bộ luật Hình sự 2015, Điều 70(4)"),
        severity: Severity::Info,
        reason: "da_du_dieu_kien_chua_ghi",
        reads: &["status", "agreement"],
        applies: || col("status").eq(lit("automatic")),
        holds: || col("agreement").neq(lit("not_recorded")),
        good: &[&["automatic", "agrees"]],
        bad: &[&["automatic", "not_recorded"]],
        unknown: &[&["automatic", ""]],
    },
];
