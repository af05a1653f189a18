//! The clerk's part: what to do first, reason by reason, and where.

use super::{Page, escape};
use crate::report::{ReasonCount, Report, Row};

pub(super) fn part(page: &mut Page, report: &Report) {
    page.part("clerk", page.say("Cán bộ: làm gì trước", "Clerk: what to do first"));
    if report.waived > 0 {
        let waived = page.count(report.waived);
        page.add(page.language.choose(
            format!("<p>{waived} phát hiện đã biết và tạm miễn (<code>waive</code> trong <code>layout.toml</code>) không tính ở đây.</p>"),
            format!("<p>{waived} known findings, waived in <code>layout.toml</code>, are not counted here.</p>"),
        ));
    }
    waivers(page, report);
    if report.reasons.is_empty() {
        page.add(format_args!("<p>{}</p></section>", page.say("Không có việc nào.", "Nothing to do.")));
        return;
    }
    page.add(format_args!(
        "<p>{}</p>",
        page.say(
            "Từ trên xuống: lỗi trước, rồi việc cần xem; việc nhiều dòng đứng trước. Làm trong <a href=\"todo.xlsx\">todo.xlsx</a> \
             (mỗi việc một trang) hoặc lọc bảng <code>findings</code> theo cột <code>reason</code> và <code>row_id</code>.",
            "From the top: errors first, then what is to be looked at; most rows first. Work in <a href=\"todo.xlsx\">todo.xlsx</a> \
             (a sheet for each), or filter the table <code>findings</code> by <code>reason</code> and <code>row_id</code>."
        )
    ));
    for (level, vi, en) in [
        ("error", "Lỗi: dòng bị giữ lại", "Errors: the row is in quarantine"),
        ("warning", "Cần xem", "To be looked at"),
        ("info", "Để biết", "Worth knowing"),
    ] {
        let mut list = report.reasons.iter().filter(|reason| reason.severity == level).peekable();
        if list.peek().is_none() {
            continue;
        }
        page.add(format_args!("<h3>{}</h3><ol class=\"work {level}\">", page.say(vi, en)));
        for reason in list {
            item(page, reason);
        }
        page.add("</ol>");
    }
    page.add("</section>");
}

/// Every waiver with its reason and its last day, those that have expired first.
fn waivers(page: &mut Page, report: &Report) {
    if report.waivers.is_empty() {
        return;
    }
    let heads = [
        (page.say("Quy tắc", "Rule"), false),
        (page.say("Dòng hoặc nhóm", "Row or group"), false),
        (page.say("Lý do", "Reason"), false),
        (page.say("Đến hết ngày", "Until"), true),
        (page.say("Phát hiện", "Findings"), true),
    ];
    page.table("", page.say("Miễn trừ trong layout.toml", "Waivers in layout.toml"), &heads);
    let (expired, open): (Vec<_>, Vec<_>) = report.waivers.iter().partition(|waiver| waiver.expired);
    for waiver in expired.into_iter().chain(open) {
        page.row(format_args!("<code>{}</code>", escape(&waiver.rule)));
        page.add(format_args!("<td><code>{}</code></td><td>{}</td>", escape(&waiver.of), escape(&waiver.reason)));
        let day = page.language.day(&waiver.until);
        let past = if waiver.expired { page.say(" (đã hết hạn)", " (expired)") } else { "" };
        page.number(format_args!("{day}{past}"));
        page.number(page.count(waiver.covers));
        page.add("</tr>");
    }
    page.end_table();
}

fn item(page: &mut Page, reason: &ReasonCount) {
    let language = page.language;
    // The sheet is named by its number and the reason, which stands here anyway.
    let sheet = reason.sheet.as_deref().and_then(|sheet| sheet.split(' ').next());
    page.add(format_args!(
        "<li id=\"r-{code}-{level}\"><p><strong>{}</strong></p><p class=\"many\"><strong>{}</strong> {}</p>\
         <p class=\"next\">{} <small>{} · {}<code>{code}</code></small></p>",
        escape(language.choose(&reason.message_vi, &reason.message_en)),
        page.count(reason.rows),
        language.choose("dòng", if reason.rows == 1 { "row" } else { "rows" }),
        escape(language.choose(&reason.next_step_vi, &reason.next_step_en)),
        actor(page, &reason.actor),
        sheet.map_or_else(String::new, |number| format!("{} {} · ", page.say("trang", "sheet"), escape(number))),
        code = escape(&reason.reason),
        level = escape(&reason.severity),
    ));
    if !reason.first.is_empty() {
        rows(page, reason);
    }
    page.add("</li>");
}

fn rows(page: &mut Page, reason: &ReasonCount) {
    let shown = reason.first.len() as u64;
    let (count, rest) = (page.count(shown), page.count(reason.rows.saturating_sub(shown)));
    let summary = if reason.rows > shown {
        page.language
            .choose(format!("{count} dòng đầu, còn {rest} dòng"), format!("the first {count} rows, {rest} more"))
    } else {
        page.language.choose(format!("ở {count} dòng"), format!("in {count} rows"))
    };
    page.add(format_args!("<details class=\"rows\"><summary>{summary}</summary>"));
    for rows in reason.first.chunk_by(|a, b| (&a.file, &a.sheet) == (&b.file, &b.sheet)) {
        let Some(Row { file, sheet, .. }) = rows.first() else { continue };
        // A text file is its own only sheet.
        let sheet = if file.starts_with(sheet.as_str()) { String::new() } else { format!(" – {}", escape(sheet)) };
        page.add(format_args!("<p>{}{sheet}</p><ul>", escape(file)));
        for row in rows {
            page.add(format_args!(
                "<li>{} {} <code>{}</code></li>",
                page.say("dòng", "row"),
                page.count(u64::from(row.row)),
                escape(&row.row_id)
            ));
        }
        page.add("</ul>");
    }
    page.add("</details>");
}

fn actor(page: &Page, code: &str) -> &'static str {
    match code {
        "can_bo" => page.say("Cán bộ nhập liệu", "The clerk"),
        "don_vi_cung_cap" => page.say("Đơn vị cung cấp", "The sender"),
        "cong_an_xa" => page.say("Công an xã", "Commune police"),
        "toa_an" => page.say("Tòa án", "The court"),
        "thi_hanh_an" => page.say("Cơ quan thi hành án", "The enforcement body"),
        "lanh_dao" => page.say("Người duyệt", "The approver"),
        _ => "",
    }
}
