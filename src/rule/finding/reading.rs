//! What an unreadable cell is a finding of.

use crate::normalise::Unread;
use crate::rule::{Severity, reason};
use crate::schema::{Entry, Tag};

/// The reason and severity of an unreadable cell, by what its column holds.
pub(super) fn reason_of(unread: &Unread, entry: Entry) -> (&'static str, Severity) {
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
