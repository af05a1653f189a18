//! The report as one HTML page in one language: no script, nothing from outside.

mod clerk;
mod engineer;
mod manager;

use std::fmt::{Display, Write as _};

use super::Report;
use crate::language::Language;

pub(super) const STYLE: &str = include_str!("style.css");

/// The page.
pub(super) fn page(report: &Report, language: Language) -> String {
    let mut page = Page::open(
        language,
        language.choose("Báo cáo làm sạch dữ liệu lý lịch tư pháp", "Cleaning report, judicial records"),
    );
    page.add(format_args!(
        "<p>{} <strong>{}</strong>. {}</p>",
        page.say("Tính đến ngày", "As of"),
        language.day(&report.as_of),
        page.say(
            "Chỉ có số đếm và vị trí dòng, không có tên hay số giấy tờ.",
            "Counts and places of rows alone, no names or numbers of people."
        )
    ));
    page.add("<nav aria-label=\"");
    page.add(page.say("Các phần", "Parts"));
    page.add("\"><ul>");
    for (id, vi, en) in [
        ("manager", "Quản lý: đang ở đâu", "Manager: where we stand"),
        ("clerk", "Cán bộ: làm gì trước", "Clerk: what to do first"),
        ("engineer", "Kỹ thuật: máy đã hiểu gì", "Engineer: what was understood"),
    ] {
        page.add(format_args!("<li><a href=\"#{id}\">{}</a></li>", page.say(vi, en)));
    }
    page.add("</ul></nav></header><main id=\"main\">");
    manager::part(&mut page, report);
    clerk::part(&mut page, report);
    engineer::part(&mut page, report);
    page.close(&report.version)
}

/// A page as it grows.
pub(super) struct Page {
    out: String,
    pub(super) language: Language,
    tables: usize,
}

/// A heading cell: its text, and whether the column holds numbers.
pub(super) type Head = (&'static str, bool);

impl Page {
    /// Begins a page; its header is still open.
    pub(super) fn open(language: Language, title: &str) -> Self {
        let mut page = Self { out: String::with_capacity(64 * 1024), language, tables: 0 };
        page.add(format_args!(
            "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>{title}</title><style>{STYLE}</style></head><body><a class=\"skip\" href=\"#main\">{}</a><header><h1>{title}</h1>",
            language.tag(),
            language.choose("Đến nội dung", "Skip to content")
        ));
        page
    }

    /// Ends the page.
    pub(super) fn close(mut self, version: &str) -> String {
        self.add(format_args!(
            "</main><footer><p>lltp {}. {}</p></footer></body></html>\n",
            escape(version),
            self.say(
                "Kết quả xóa án tích là đề xuất để cán bộ kiểm tra, không phải quyết định.",
                "Where a conviction stands is a proposal for an officer to check, not a decision."
            )
        ));
        self.out
    }

    pub(super) fn add(&mut self, text: impl Display) {
        let _ = write!(self.out, "{text}");
    }

    /// A text of the page itself.
    pub(super) fn say(&self, vi: &'static str, en: &'static str) -> &'static str {
        self.language.choose(vi, en)
    }

    pub(super) fn count(&self, count: u64) -> String {
        self.language.count(count)
    }

    /// Begins a part for one reader.
    pub(super) fn part(&mut self, id: &str, title: &str) {
        self.add(format_args!("<section id=\"{id}\" aria-labelledby=\"{id}-h\"><h2 id=\"{id}-h\">{title}</h2>"));
    }

    /// Begins a table; it scrolls by itself where it is wider than the page.
    pub(super) fn table(&mut self, class: &str, caption: &str, heads: &[Head]) {
        self.tables += 1;
        let id = format!("t{}", self.tables);
        self.add(format_args!(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"{id}\"><table class=\"{class}\"><caption id=\"{id}\">{caption}</caption><thead><tr>"
        ));
        for (text, number) in heads {
            self.add(format_args!("<th scope=\"col\"{}>{text}</th>", if *number { " class=\"n\"" } else { "" }));
        }
        self.add("</tr></thead><tbody>");
    }

    pub(super) fn end_table(&mut self) {
        self.add("</tbody></table></div>");
    }

    /// A heading cell of a row.
    pub(super) fn row(&mut self, name: impl Display) {
        self.add(format_args!("<tr><th scope=\"row\">{name}</th>"));
    }

    /// A cell with a number or a day.
    pub(super) fn number(&mut self, text: impl Display) {
        self.add(format_args!("<td class=\"n\">{text}</td>"));
    }

    /// A cell with a share, drawn and written.
    pub(super) fn bar(&mut self, count: u64, of: u64) {
        let share = if of == 0 { 0.0 } else { count as f64 / of as f64 };
        self.add(format_args!(
            "<td class=\"bar\"><svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"100\" height=\"8\" class=\"all\"/>\
             <rect width=\"{:.2}\" height=\"8\" class=\"part\"/></svg><span>{}</span></td>",
            share * 100.0,
            self.language.share(count, of)
        ));
    }

    /// How a count has changed since an earlier result.
    pub(super) fn change(&self, now: u64, before: u64) -> String {
        let by = self.count(now.abs_diff(before));
        match now.cmp(&before) {
            std::cmp::Ordering::Less => format!("−{by}"),
            std::cmp::Ordering::Equal => "0".to_owned(),
            std::cmp::Ordering::Greater => format!("+{by}"),
        }
    }
}

pub(super) fn step_name(step: &str, language: Language) -> &'static str {
    match step {
        "received" => language.choose("Đã nhận", "Received"),
        "readable" => language.choose("Đọc được", "Readable"),
        "standardised" => language.choose("Mọi ô đã chuẩn hóa", "Standardised"),
        "identified" => language.choose("Có số định danh", "Identified"),
        "no_error" => language.choose("Không có lỗi", "No error"),
        "expungement_known" => language.choose("Rõ tình trạng xóa án tích", "Expungement state known"),
        _ => language.choose("Tất cả các bước", "Every step"),
    }
}

pub(super) const STATUSES: [(&str, &str, &str); 7] = [
    ("none", "Không có án tích", "No conviction that counts"),
    ("automatic", "Đương nhiên được xóa (đã đến ngày)", "Expunged as of right"),
    ("not_yet", "Chưa đến ngày", "Not yet due"),
    ("court_required", "Phải có quyết định của Tòa án", "Needs a decision of the court"),
    ("blocked", "Chưa đủ điều kiện", "A condition is unmet"),
    ("not_in_force", "Bản án chưa có hiệu lực", "Judgment not in force"),
    ("undetermined", "Chưa xác định được (thiếu thông tin)", "Undetermined: a fact is missing"),
];

pub(super) fn severity(code: &str, language: Language) -> &'static str {
    match code {
        "error" => language.choose("Lỗi", "Error"),
        "warning" => language.choose("Cần xem", "To be looked at"),
        _ => language.choose("Để biết", "Worth knowing"),
    }
}

pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Bidi overrides would turn the page around.
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
