//! Rules over one enforcement document and one expungement entry.

use super::expression::{always, given, not_before, one_given};
use super::{Rule, Severity, Source, Text};

/// Rules over one enforcement document.
pub static ENFORCEMENT: &[Rule] = &[
    Rule {
        code: "EN01",
        name: "kind-missing",
        about: Text { vi: "chưa rõ loại văn bản", en: "the kind of document is unknown" },
        source: Source::Law("Luật LLTP 28/2009/QH12, Điều 26"),
        severity: Severity::Warning,
        reason: "o_khong_doc_duoc",
        reads: &["kind"],
        applies: always,
        holds: || given("kind"),
        good: &[&["completion"]],
        bad: &[&[""]],
        unknown: &[],
    },
    Rule {
        code: "EN02",
        name: "document-date-missing",
        about: Text { vi: "văn bản thiếu ngày", en: "the document has no date" },
        source: Source::Law("Luật LLTP 28/2009/QH12, Điều 26"),
        severity: Severity::Warning,
        reason: "ban_an_thieu_so_ngay",
        reads: &["document_date"],
        applies: always,
        holds: || given("document_date"),
        good: &[&["2020-05-17"]],
        bad: &[&[""]],
        unknown: &[],
    },
    Rule {
        code: "EN03",
        name: "execution-without-judgment",
        about: Text {
            vi: "có văn bản thi hành án nhưng chưa có bản án",
            en: "an enforcement document without a judgment",
        },
        source: Source::Law("Luật LLTP 28/2009/QH12, Điều 26"),
        severity: Severity::Info,
        reason: "thieu_ban_an_chi_co_qd_tha",
        reads: &["conviction_code", "judgment_no", "record_code"],
        applies: always,
        holds: || one_given(&["conviction_code", "judgment_no", "record_code"]),
        good: &[&["25HN2010/00001/01", "", ""]],
        bad: &[&["", "", ""]],
        unknown: &[],
    },
];

/// Rules over one expungement entry.
pub static EXPUNGEMENT: &[Rule] = &[
    Rule {
        code: "EX01",
        name: "route-missing",
        about: Text { vi: "chưa rõ hình thức xóa án tích", en: "the route of the expungement is unknown" },
        source: Source::Law("Bộ luật Hình sự 2015, Điều 70, 71"),
        severity: Severity::Warning,
        reason: "xoa_an_tich_chua_du_can_cu",
        reads: &["route"],
        applies: always,
        holds: || given("route"),
        good: &[&["automatic"]],
        bad: &[&[""]],
        unknown: &[],
    },
    Rule {
        code: "EX02",
        name: "expunged-before-document",
        about: Text {
            vi: "xóa án tích trước ngày văn bản", en: "the expungement takes effect before its document"
        },
        source: Source::Reason,
        severity: Severity::Warning,
        reason: "thoi_gian_mau_thuan",
        reads: &["effective_date", "document_date"],
        applies: || given("effective_date").and(given("document_date")),
        holds: || not_before("effective_date", "document_date"),
        good: &[&["2020-06-17", "2020-05-17"]],
        bad: &[&["2020-05-01", "2020-05-17"]],
        unknown: &[&["2020", "2020-05-17"]],
    },
];
