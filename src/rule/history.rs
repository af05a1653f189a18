//! Rules over a conviction together with the person it is of.

use polars::prelude::*;

use super::expression::{aged, field, given, not_before};
use super::{Rule, Severity, Source, Text};

/// Rules over one conviction and the facts of its person.
pub static HISTORY: &[Rule] = &[
    Rule {
        code: "HI01",
        name: "under-fourteen-at-the-act",
        about: Text { vi: "chưa đủ 14 tuổi khi phạm tội", en: "under 14 at the act" },
        source: Source::Law("Bộ luật Hình sự 2015, Điều 12"),
        severity: Severity::Error,
        reason: "tuoi_khong_hop_ly",
        reads: &["birth_date", "offence_date"],
        applies: || given("birth_date").and(given("offence_date")),
        holds: || aged("offence_date", 14),
        good: &[&["1975-01-01", "1995-03-01"]],
        bad: &[&["1985-01-01", "1995-03-01"]],
        unknown: &[&["1981", "1995-03-01"]],
    },
    Rule {
        code: "HI02",
        name: "over-a-hundred-at-the-act",
        about: Text { vi: "trên 100 tuổi khi phạm tội", en: "over 100 at the act" },
        source: Source::Reason,
        severity: Severity::Error,
        reason: "tuoi_khong_hop_ly",
        reads: &["birth_date", "offence_date"],
        applies: || given("birth_date").and(given("offence_date")),
        holds: || aged("offence_date", 101).not(),
        good: &[&["1975-01-01", "1995-03-01"]],
        bad: &[&["1890-01-01", "1995-03-01"]],
        unknown: &[&["1894", "1995-03-01"]],
    },
    Rule {
        code: "HI03",
        name: "judged-after-death",
        about: Text { vi: "tuyên án sau khi người này đã chết", en: "judged after death" },
        source: Source::Law("Bộ luật Tố tụng hình sự 2015, Điều 157"),
        severity: Severity::Error,
        reason: "thoi_gian_mau_thuan",
        reads: &["death_date", "judgment_date"],
        applies: || given("death_date").and(given("judgment_date")),
        holds: || not_before("death_date", "judgment_date"),
        good: &[&["2020-01-01", "2019-05-17"]],
        bad: &[&["2018-01-01", "2019-05-17"]],
        unknown: &[&["2019", "2019-05-17"]],
    },
    Rule {
        code: "HI04",
        name: "offence-after-death",
        about: Text { vi: "phạm tội sau khi người này đã chết", en: "the offence is dated after death" },
        source: Source::Reason,
        severity: Severity::Error,
        reason: "thoi_gian_mau_thuan",
        reads: &["death_date", "offence_date"],
        applies: || given("death_date").and(given("offence_date")),
        holds: || not_before("death_date", "offence_date"),
        good: &[&["2020-01-01", "2019-05-17"]],
        bad: &[&["2018-01-01", "2019-05-17"]],
        unknown: &[&["2019", "2019-05-17"]],
    },
    Rule {
        code: "HI05",
        name: "completed-after-death",
        about: Text {
            vi: "chấp hành xong sau khi người này đã chết", en: "the penalty was completed after death"
        },
        source: Source::Reason,
        severity: Severity::Warning,
        reason: "thoi_gian_mau_thuan",
        reads: &["death_date", "principal_completed_on"],
        applies: || given("death_date").and(given("principal_completed_on")),
        holds: || not_before("death_date", "principal_completed_on"),
        good: &[&["2020-01-01", "2019-05-17"]],
        bad: &[&["2018-01-01", "2019-05-17"]],
        unknown: &[&["2019", "2019-05-17"]],
    },
    Rule {
        code: "HI06",
        name: "offence-between-fourteen-and-sixteen",
        about: Text {
            vi: "phạm tội khi từ đủ 14 đến dưới 16 tuổi", en: "the act was committed between 14 and 16"
        },
        source: Source::Law("Bộ luật Hình sự 2015, Điều 12"),
        severity: Severity::Info,
        reason: "tuoi_khong_hop_ly",
        reads: &["birth_date", "offence_date"],
        applies: || given("birth_date").and(given("offence_date")),
        holds: || aged("offence_date", 16),
        good: &[&["1975-01-01", "1995-03-01"]],
        bad: &[&["1980-01-01", "1995-03-01"]],
        unknown: &[&["1979", "1995-03-01"]],
    },
    Rule {
        code: "HI07",
        name: "life-or-death-for-a-minor",
        about: Text {
            vi: "tù chung thân hoặc tử hình với người dưới 18 tuổi", en: "life or death for a minor"
        },
        source: Source::Law("Bộ luật Hình sự 2015, Điều 39, 40, 98"),
        severity: Severity::Error,
        reason: "hinh_phat_ngoai_gioi_han",
        reads: &["birth_date", "offence_date", "principal_penalty"],
        applies: || {
            field("principal_penalty", "kind").eq(lit("life")).or(field("principal_penalty", "kind").eq(lit("death")))
        },
        holds: || aged("offence_date", 18),
        good: &[&["1975-01-01", "1995-03-01", "Tù chung thân"]],
        bad: &[&["1980-01-01", "1995-03-01", "Tù chung thân"]],
        unknown: &[&["", "1995-03-01", "Tù chung thân"]],
    },
    Rule {
        code: "HI08",
        name: "over-eighteen-years-for-a-minor",
        about: Text {
            vi: "quá 18 năm tù với người dưới 18 tuổi", en: "more than eighteen years for a minor"
        },
        source: Source::Law("Bộ luật Hình sự 2015, Điều 101"),
        severity: Severity::Warning,
        reason: "hinh_phat_ngoai_gioi_han",
        reads: &["birth_date", "offence_date", "principal_penalty"],
        applies: || {
            field("principal_penalty", "kind")
                .eq(lit("imprisonment"))
                .and(field("principal_penalty", "months").gt(lit(216)))
        },
        holds: || aged("offence_date", 18),
        good: &[&["1975-01-01", "1995-03-01", "19 năm tù"]],
        bad: &[&["1980-01-01", "1995-03-01", "19 năm tù"]],
        unknown: &[&["", "1995-03-01", "19 năm tù"]],
    },
    Rule {
        code: "HI09",
        name: "detained-before-fourteen",
        about: Text { vi: "bị tạm giam khi chưa đủ 14 tuổi", en: "detained before the age of 14" },
        source: Source::Law("Bộ luật Hình sự 2015, Điều 12"),
        severity: Severity::Warning,
        reason: "tuoi_khong_hop_ly",
        reads: &["birth_date", "detained_from"],
        applies: || given("birth_date").and(given("detained_from")),
        holds: || aged("detained_from", 14),
        good: &[&["1975-01-01", "1995-03-01"]],
        bad: &[&["1985-01-01", "1995-03-01"]],
        unknown: &[&["1981", "1995-03-01"]],
    },
    Rule {
        code: "HI10",
        name: "judged-before-birth",
        about: Text { vi: "tuyên án trước ngày sinh", en: "judged before birth" },
        source: Source::Reason,
        severity: Severity::Error,
        reason: "thoi_gian_mau_thuan",
        reads: &["judgment_date", "birth_date"],
        applies: || given("judgment_date").and(given("birth_date")),
        holds: || not_before("judgment_date", "birth_date"),
        good: &[&["2019-05-17", "1975"]],
        bad: &[&["1974-05-17", "1975"]],
        unknown: &[&["1975-05-17", "1975"]],
    },
];
