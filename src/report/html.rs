//! The report as one HTML page: Vietnamese first, no script, nothing from outside.

use std::fmt::Write as _;

use super::{Report, Step};

pub(super) const STYLE: &str = include_str!("style.css");

/// The page.
pub(super) fn page(report: &Report) -> String {
    let mut page = String::with_capacity(32 * 1024);
    let _ = write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>Báo cáo làm sạch dữ liệu lý lịch tư pháp</title><style>{STYLE}</style></head><body><main>"
    );
    let _ = write!(
        page,
        "<header><h1>Báo cáo làm sạch dữ liệu lý lịch tư pháp</h1><p class=\"en\" lang=\"en\">Cleaning report, judicial records</p>\
         <p>Tính đến ngày <strong>{}</strong>. Không có tên hay số giấy tờ của ai trong báo cáo này.</p></header>",
        day(&report.as_of)
    );
    funnel(&mut page, report);
    deadline(&mut page, report);
    reasons(&mut page, report);
    statuses(&mut page, report);
    linkage(&mut page, report);
    columns(&mut page, report);
    rules(&mut page, report);
    let _ = writeln!(
        page,
        "<footer><p>lltp {}. Kết quả xóa án tích là đề xuất để cán bộ kiểm tra, không phải quyết định.</p></footer></main></body></html>",
        escape(&report.version)
    );
    page
}

fn funnel(page: &mut String, report: &Report) {
    page.push_str("<section><h2>Đang ở đâu</h2><p class=\"en\" lang=\"en\">Where we stand</p><table class=\"bars\"><caption>Mỗi bước: số dòng và tỷ lệ</caption><thead><tr><th scope=\"col\">Bước</th><th scope=\"col\" class=\"n\">Số lượng</th><th scope=\"col\">Tỷ lệ</th></tr></thead><tbody>");
    for step in &report.funnel {
        let earlier = report.previous.as_ref().and_then(|p| p.funnel.iter().find(|s| s.step == step.step));
        let change = earlier.map_or_else(String::new, |e| change(step, e));
        let _ = write!(
            page,
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}{change}</td><td>{}</td></tr>",
            step_name(&step.step),
            thousands(step.count),
            bar(step.count, step.of)
        );
    }
    page.push_str("</tbody></table></section>");
}

fn change(now: &Step, earlier: &Step) -> String {
    if now.count >= earlier.count {
        format!(" <small>(+{})</small>", thousands(now.count - earlier.count))
    } else {
        format!(" <small>(−{})</small>", thousands(earlier.count - now.count))
    }
}

fn deadline(page: &mut String, report: &Report) {
    let Some(deadline) = &report.deadline else { return };
    page.push_str("<section><h2>Thời hạn</h2><p class=\"en\" lang=\"en\">Deadline</p><p>");
    if deadline.days_left < 0 {
        let _ = write!(
            page,
            "Thời hạn {} đã qua <strong>{} ngày</strong>; còn <strong>{}</strong> dòng chưa xong.",
            day(&deadline.date),
            thousands(deadline.days_left.unsigned_abs()),
            thousands(deadline.open)
        );
    } else {
        let _ = write!(
            page,
            "Còn <strong>{} ngày</strong> đến {}; còn <strong>{}</strong> dòng chưa xong.",
            thousands(deadline.days_left.unsigned_abs()),
            day(&deadline.date),
            thousands(deadline.open)
        );
    }
    if let Some(rate) = deadline.rate_needed {
        let _ = write!(page, " Cần xong {} dòng mỗi ngày.", decimal(rate));
    }
    if let Some(rate) = deadline.rate_present {
        let _ = write!(page, " Hiện nay: {} dòng mỗi ngày.", decimal(rate));
    }
    if let Some(reached) = &deadline.reached_on {
        let _ = write!(page, " Với tốc độ này sẽ xong ngày {}.", day(reached));
    }
    page.push_str("</p></section>");
}

fn reasons(page: &mut String, report: &Report) {
    page.push_str("<section><h2>Việc cần làm trước</h2><p class=\"en\" lang=\"en\">What to do first</p>");
    if report.reasons.is_empty() {
        page.push_str("<p>Không có việc nào.</p></section>");
        return;
    }
    page.push_str("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Việc cần làm\"><table><thead><tr><th scope=\"col\">Vấn đề</th><th scope=\"col\">Mức</th><th scope=\"col\" class=\"n\">Số dòng</th><th scope=\"col\">Bước tiếp theo</th><th scope=\"col\">Ai làm</th></tr></thead><tbody>");
    for order in ["error", "warning", "info"] {
        for reason in report.reasons.iter().filter(|reason| reason.severity == order) {
            let _ = write!(
                page,
                "<tr><th scope=\"row\">{}<br><code>{}</code></th><td><span class=\"tag {order}\">{}</span></td><td class=\"n\">{}</td><td>{}</td><td>{}</td></tr>",
                escape(&reason.message_vi),
                escape(&reason.reason),
                severity(order),
                thousands(reason.rows),
                escape(&reason.next_step_vi),
                actor(&reason.actor)
            );
        }
    }
    page.push_str(
        "</tbody></table></div><p>Từng dòng: bảng <code>findings</code>, cột <code>reason</code>.</p></section>",
    );
}

fn statuses(page: &mut String, report: &Report) {
    let all: u64 = report.statuses.values().sum();
    if all == 0 {
        return;
    }
    page.push_str("<section><h2>Án tích</h2><p class=\"en\" lang=\"en\">Where convictions stand</p><table class=\"bars\"><thead><tr><th scope=\"col\">Tình trạng</th><th scope=\"col\" class=\"n\">Số án</th><th scope=\"col\">Tỷ lệ</th></tr></thead><tbody>");
    for (code, name) in STATUSES {
        if let Some(count) = report.statuses.get(code) {
            let _ = write!(
                page,
                "<tr><th scope=\"row\">{name}</th><td class=\"n\">{}</td><td>{}</td></tr>",
                thousands(*count),
                bar(*count, all)
            );
        }
    }
    page.push_str("</tbody></table></section>");
}

fn linkage(page: &mut String, report: &Report) {
    let of = |name: &str| report.linkage.get(name).copied().unwrap_or(0);
    if of("records") == 0 {
        return;
    }
    let _ = write!(
        page,
        "<section><h2>Người và hồ sơ</h2><p class=\"en\" lang=\"en\">People and records</p><p><strong>{}</strong> hồ sơ của <strong>{}</strong> người. \
         Tự động nối: {} cặp. Chờ cán bộ xem: {} cặp. Không hồ sơ nào bị xóa hay ghi đè.</p></section>",
        thousands(of("records")),
        thousands(of("persons")),
        thousands(of("pairs_link")),
        thousands(of("pairs_review"))
    );
}

fn columns(page: &mut String, report: &Report) {
    page.push_str("<section><h2>Máy đã hiểu tệp như thế nào</h2><p class=\"en\" lang=\"en\">How the files were understood</p><p>Nếu một cột bị hiểu sai, sửa <code>layout.toml</code> rồi chạy lại với <code>--config layout.toml</code>.</p>");
    for input in &report.inputs {
        for sheet in &input.sheets {
            let header = sheet
                .header_row
                .map_or_else(|| "không có dòng tiêu đề".to_owned(), |row| format!("tiêu đề ở dòng {row}"));
            let _ = write!(
                page,
                "<details open><summary>{} – {}: {} dòng dữ liệu, {header}, bỏ qua {} dòng</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Các cột\"><table><thead><tr><th scope=\"col\" class=\"n\">Cột</th><th scope=\"col\">Tiêu đề</th><th scope=\"col\">Hiểu là</th><th scope=\"col\" class=\"n\">Chắc chắn</th></tr></thead><tbody>",
                escape(&input.file),
                escape(&sheet.sheet),
                thousands(sheet.rows),
                thousands(sheet.skipped.len() as u64)
            );
            for column in &sheet.columns {
                let meaning = if column.canonical.is_empty() {
                    "<em>giữ nguyên</em>".to_owned()
                } else {
                    meaning(&column.canonical)
                };
                let _ = write!(
                    page,
                    "<tr><td class=\"n\">{}</td><th scope=\"row\">{}</th><td>{meaning}</td><td class=\"n\">{}</td></tr>",
                    column.index,
                    column.header.as_deref().map_or_else(|| "<em>(không hiện)</em>".to_owned(), escape),
                    if column.canonical.is_empty() {
                        String::new()
                    } else {
                        format!("{:.0} %", column.confidence * 100.0)
                    }
                );
            }
            page.push_str("</tbody></table></div></details>");
        }
    }
    page.push_str("</section>");
}

fn meaning(canonical: &[String]) -> String {
    let labels: Vec<String> = canonical
        .iter()
        .map(|name| {
            let label = name.split_once('.').and_then(|(entry, column)| {
                let entry = crate::schema::Entry::ALL.into_iter().find(|e| e.as_str() == entry)?;
                Some(entry.column(column)?.label_vi)
            });
            format!("{} <code>{}</code>", escape(label.unwrap_or("")), escape(name))
        })
        .collect();
    labels.join("<br>")
}

fn rules(page: &mut String, report: &Report) {
    page.push_str("<section><h2>Quy tắc kiểm tra</h2><p class=\"en\" lang=\"en\">Rules</p><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Quy tắc\"><table><thead><tr><th scope=\"col\">Mã</th><th scope=\"col\">Lỗi tìm thấy</th><th scope=\"col\" class=\"n\">Đạt</th><th scope=\"col\" class=\"n\">Vi phạm</th><th scope=\"col\" class=\"n\">Chưa rõ</th><th scope=\"col\" class=\"n\">Không áp dụng</th></tr></thead><tbody>");
    for rule in &report.rules {
        let _ = write!(
            page,
            "<tr><td><code>{}</code></td><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            escape(&rule.code),
            escape(&rule.about_vi),
            thousands(rule.counts.held),
            thousands(rule.counts.broken),
            thousands(rule.counts.unknown),
            thousands(rule.counts.not_applicable)
        );
    }
    page.push_str("</tbody></table></div></section>");
}

/// A share as a bar and a number.
fn bar(count: u64, of: u64) -> String {
    let share = if of == 0 { 0.0 } else { count as f64 / of as f64 };
    format!(
        "<svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"100\" height=\"8\" class=\"all\"/><rect width=\"{:.2}\" height=\"8\" class=\"part\"/></svg> {}",
        share * 100.0,
        percent(count, of)
    )
}

fn percent(count: u64, of: u64) -> String {
    if of == 0 {
        return "–".to_owned();
    }
    let permille = count * 1000 / of;
    format!("{},{} %", permille / 10, permille % 10)
}

/// 12345 → 12.345
pub(super) fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

fn decimal(value: f64) -> String {
    format!("{value:.1}").replace('.', ",")
}

/// 2026-06-30 → 30/6/2026
pub(super) fn day(iso: &str) -> String {
    let mut parts = iso.split('-');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), Some(day)) => {
            format!("{}/{}/{year}", day.trim_start_matches('0'), month.trim_start_matches('0'))
        }
        _ => escape(iso),
    }
}

pub(super) fn step_name(step: &str) -> &'static str {
    match step {
        "received" => "Dòng đã nhận",
        "readable" => "Dòng dữ liệu",
        "standardised" => "Đọc được mọi ô cần đọc",
        "no_error" => "Không có lỗi",
        "identified" => "Hồ sơ có số định danh",
        _ => "Án đã rõ tình trạng xóa án tích",
    }
}

pub(super) const STATUSES: [(&str, &str); 7] = [
    ("none", "Không có án tích"),
    ("automatic", "Đương nhiên được xóa (đã đến ngày)"),
    ("not_yet", "Chưa đến ngày"),
    ("court_required", "Phải có quyết định của Tòa án"),
    ("blocked", "Chưa đủ điều kiện"),
    ("not_in_force", "Bản án chưa có hiệu lực"),
    ("undetermined", "Chưa xác định được (thiếu thông tin)"),
];

pub(super) fn severity(code: &str) -> &'static str {
    match code {
        "error" => "Lỗi",
        "warning" => "Cần xem",
        _ => "Để biết",
    }
}

fn actor(code: &str) -> &'static str {
    match code {
        "can_bo" => "Cán bộ nhập liệu",
        "don_vi_cung_cap" => "Đơn vị cung cấp",
        "cong_an_xa" => "Công an xã",
        "toa_an" => "Tòa án",
        "thi_hanh_an" => "Cơ quan thi hành án",
        "lanh_dao" => "Người duyệt",
        _ => "",
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
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_are_written_the_vietnamese_way() {
        assert_eq!(thousands(1_234_567), "1.234.567");
        assert_eq!(thousands(12), "12");
        assert_eq!(percent(1, 3), "33,3 %");
        assert_eq!(percent(1, 0), "–");
        assert_eq!(day("2026-06-30"), "30/6/2026");
    }

    #[test]
    fn markup_in_a_heading_stays_text() {
        assert_eq!(escape("<b>\"&\u{202E}"), "&lt;b&gt;&quot;&amp;");
    }
}
