//! Rules across tables: an entry beside the entries that it names.
//!
//! They read the columns of their own table, and three that say what the other tables hold: `conviction_found`,
//! `record_found` (null where the run has no such table) and, of a document that is about one conviction, its
//! `judgment_date`.

use polars::prelude::*;

use super::expression::{given, not_before, one_given};
use super::{Rule, Severity, Source, Text};
use crate::schema::{Column, Sensitivity, Tag};

const fn found(name: &'static str, label_vi: &'static str) -> Column {
    Column { name, tag: Tag::Flag, sensitivity: Sensitivity::None, label_vi }
}

/// What the other tables hold.
pub(super) static FOUND: &[Column] =
    &[found("conviction_found", "Có bản án trong lần chạy"), found("record_found", "Có lý lịch trong lần chạy")];

/// Rules over a record beside its convictions.
pub static RECORD_ACROSS: &[Rule] = &[Rule {
    code: "AC01",
    name: "record-without-conviction",
    about: Text {
        vi: "lý lịch chưa có bản án nào trong dữ liệu", en: "a record without a conviction in the data"
    },
    source: Source::Law("Luật LLTP 28/2009/QH12, Điều 26"),
    severity: Severity::Info,
    reason: "ban_an_thieu_so_ngay",
    reads: &["conviction_found"],
    applies: || given("conviction_found"),
    holds: || col("conviction_found"),
    good: &[&["true"]],
    bad: &[&["false"]],
    unknown: &[],
}];

/// Rules over a conviction beside its record.
pub static CONVICTION_ACROSS: &[Rule] = &[Rule {
    code: "AC02",
    name: "conviction-without-record",
    about: Text {
        vi: "bản án không có lý lịch nào trong dữ liệu", en: "a conviction without a record in the data"
    },
    source: Source::Law("Luật LLTP 28/2009/QH12, Điều 26"),
    severity: Severity::Warning,
    reason: "thieu_thong_tin_nhan_than",
    reads: &["record_found"],
    applies: super::expression::always,
    holds: || col("record_found"),
    good: &[&["true"]],
    bad: &[&["false"]],
    unknown: &[&[""]],
}];

/// Rules over an enforcement document beside its conviction.
pub static ENFORCEMENT_ACROSS: &[Rule] = &[
    Rule {
        code: "AC03",
        name: "enforcement-of-unlisted-judgment",
        about: Text {
            vi: "văn bản thi hành án của một bản án không có trong dữ liệu",
            en: "an enforcement document of a judgment that is not in the data",
        },
        source: Source::Law("Luật LLTP 28/2009/QH12, Điều 26"),
        severity: Severity::Warning,
        reason: "thieu_ban_an_chi_co_qd_tha",
        reads: &["conviction_code", "judgment_no", "record_code", "conviction_found"],
        applies: || one_given(&["conviction_code", "judgment_no", "record_code"]),
        holds: || col("conviction_found"),
        good: &[&["25HN2010/00001/01", "", "", "true"]],
        bad: &[&["25HN2010/00001/01", "", "", "false"]],
        unknown: &[&["25HN2010/00001/01", "", "", ""]],
    },
    Rule {
        code: "AC04",
        name: "enforced-before-judgment",
        about: Text {
            vi: "văn bản thi hành án có trước ngày tuyên án",
            en: "the enforcement document precedes the judgment",
        },
        source: Source::Law("Bộ luật Tố tụng hình sự 2015, Điều 364"),
        severity: Severity::Warning,
        reason: "thoi_gian_mau_thuan",
        // A person may be wanted, and die, before judgment.
        reads: &["document_date", "judgment_date", "kind"],
        applies: || {
            let early =
                col("kind").eq(lit("wanted")).or(col("kind").eq(lit("death"))).or(col("kind").eq(lit("escape")));
            given("document_date").and(given("judgment_date")).and(early.fill_null(lit(false)).not())
        },
        holds: || not_before("document_date", "judgment_date"),
        good: &[&["2019-07-17", "2019-05-17", "execution"]],
        bad: &[&["2019-03-17", "2019-05-17", "execution"]],
        unknown: &[&["2019", "2019-05-17", "execution"]],
    },
];

/// Rules over an expungement entry beside its conviction.
pub static EXPUNGEMENT_ACROSS: &[Rule] = &[
    Rule {
        code: "AC05",
        name: "expungement-without-conviction",
        about: Text {
            vi: "xóa án tích của một bản án không có trong dữ liệu",
            en: "an expungement of a judgment that is not in the data",
        },
        source: Source::Law("Luật LLTP 28/2009/QH12, Điều 26"),
        severity: Severity::Warning,
        reason: "xoa_an_tich_chua_du_can_cu",
        reads: &["conviction_code", "judgment_no", "record_code", "conviction_found"],
        applies: || one_given(&["conviction_code", "judgment_no", "record_code"]),
        holds: || col("conviction_found"),
        good: &[&["25HN2010/00001/01", "", "", "true"]],
        bad: &[&["25HN2010/00001/01", "", "", "false"]],
        unknown: &[&["25HN2010/00001/01", "", "", ""]],
    },
    Rule {
        code: "AC06",
        name: "expunged-before-judgment",
        about: Text { vi: "xóa án tích trước ngày tuyên án", en: "expunged before the judgment" },
        source: Source::Law("Bộ luật Hình sự 2015, Điều 69"),
        severity: Severity::Error,
        reason: "thoi_gian_mau_thuan",
        reads: &["effective_date", "judgment_date", "judgment_no", "conviction_code"],
        // What names the person alone may be about an earlier conviction, which the data do not hold.
        applies: || {
            let named = one_given(&["judgment_no", "conviction_code"]);
            given("effective_date").and(given("judgment_date")).and(named)
        },
        holds: || not_before("effective_date", "judgment_date"),
        good: &[&["2024-07-17", "2019-05-17", "12/2019/HS-ST", ""]],
        bad: &[
            &["2019-03-17", "2019-05-17", "12/2019/HS-ST", ""],
            &["2019-03-17", "2019-05-17", "", "25HN2010/00001/01"],
        ],
        unknown: &[&["2019", "2019-05-17", "12/2019/HS-ST", ""]],
    },
];
