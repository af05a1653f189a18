//! The manager's part: where we stand, whether the deadline will be met, unit by unit.

use super::{Page, STATUSES, escape, step_name};
use crate::report::{Breakdown, Deadline, Pace, Report, Unit};

/// Units shown of a division; the rest is summed.
const SHOWN: usize = 15;

pub(super) fn part(page: &mut Page, report: &Report) {
    page.part("manager", page.say("Quản lý: đang ở đâu", "Manager: where we stand"));
    figures(page, report);
    funnel(page, report);
    if let Some(found) = &report.deadline {
        deadline(page, report, found);
    }
    page.add(format_args!(
        "<h3>{}</h3><p>{}</p>",
        page.say("Theo đơn vị", "By unit"),
        page.say(
            "Đơn vị có nhiều việc nhất đứng trước. Đơn vị được gọi theo danh mục, không theo nội dung ô.",
            "Units with most open work first, named by the tables and never by a cell."
        )
    ));
    for (at, division) in report.units.iter().enumerate() {
        units(page, report, division, at == 0);
    }
    statuses(page, report);
    page.add("</section>");
}

fn figures(page: &mut Page, report: &Report) {
    let of = |name: &str| report.linkage.get(name).copied().unwrap_or(0);
    let flow = &report.flow;
    let figure = |page: &mut Page, name: &str, figure: String, note: String| {
        page.add(format_args!("<div><dt>{name}</dt><dd><strong>{figure}</strong> <span>{note}</span></dd></div>"));
    };
    page.add("<dl class=\"figures\">");
    let name = page.say("Dòng dữ liệu", "Data rows");
    let other = page.count(flow.skipped);
    let note = page.language.choose(
        format!("và {other} dòng khác (tiêu đề, tổng cộng, dòng trống)"),
        format!("and {other} more (headings, totals, blank rows)"),
    );
    figure(page, name, page.count(flow.data), note);
    let name = page.say("Được nhận", "Accepted");
    let kept = page.count(flow.quarantined);
    let note =
        page.language.choose(format!("{kept} dòng giữ lại vì có lỗi"), format!("{kept} in quarantine for an error"));
    figure(page, name, page.language.share(flow.accepted, flow.data), note);
    let name = page.say("Xong mọi bước", "Every step taken");
    let rows = page.count(report.finished);
    let note = page.language.choose(format!("{rows} dòng"), format!("{rows} rows"));
    figure(page, name, page.language.share(report.finished, flow.data), note);
    let name = page.say("Người", "People");
    let (records, pairs) = (page.count(of("records")), page.count(of("pairs_review")));
    let note = page.language.choose(
        format!("từ {records} hồ sơ; {pairs} cặp chờ xem. Không hồ sơ nào bị xóa hay ghi đè"),
        format!("from {records} records; {pairs} pairs to be looked at. No record is deleted or overwritten"),
    );
    figure(page, name, page.count(of("persons")), note);
    page.add("</dl>");
}

fn funnel(page: &mut Page, report: &Report) {
    let mut heads = vec![
        (page.say("Bước", "Step"), false),
        (page.say("Đạt", "Taken"), true),
        (page.say("Tỷ lệ", "Share"), false),
        (page.say("Đạt mọi bước đến đây", "This and all before"), true),
    ];
    let caption = match &report.previous {
        Some(previous) => {
            heads.push((page.say("Thay đổi", "Change"), true));
            let day = page.language.day(&previous.as_of);
            page.language.choose(
                format!("Số dòng qua từng bước, so với lần chạy tính đến ngày {day}"),
                format!("Rows by step, compared with the result as of {day}"),
            )
        }
        None => page.say("Số dòng qua từng bước", "Rows by step").to_owned(),
    };
    page.table("funnel", &caption, &heads);
    for step in &report.funnel {
        page.row(step_name(&step.step, page.language));
        page.number(page.count(step.count));
        page.bar(step.count, step.of);
        page.number(page.count(step.through));
        if let Some(previous) = &report.previous {
            let before = previous.funnel.iter().find(|s| s.step == step.step);
            page.number(before.map_or_else(String::new, |before| page.change(step.count, before.count)));
        }
        page.add("</tr>");
    }
    page.end_table();
}

fn deadline(page: &mut Page, report: &Report, deadline: &Deadline) {
    let language = page.language;
    let (days, open) = (language.count(deadline.days_left.unsigned_abs()), language.count(deadline.all.open));
    let day = language.day(&deadline.date);
    page.add(format_args!("<h3>{}</h3><p class=\"lead\">", page.say("Thời hạn", "Deadline")));
    page.add(match deadline.days_left {
        ..0 => language.choose(
            format!("Thời hạn {day} đã qua <strong>{days} ngày</strong>. Còn <strong>{open}</strong> dòng chưa xong."),
            format!("The deadline, {day}, passed <strong>{days} days ago</strong>. <strong>{open}</strong> rows are still open."),
        ),
        0 => language.choose(
            format!("Hôm nay {day} là <strong>hạn cuối</strong>. Còn <strong>{open}</strong> dòng chưa xong."),
            format!("The deadline is <strong>today</strong>, {day}. <strong>{open}</strong> rows are still open."),
        ),
        1.. => language.choose(
            format!("Còn <strong>{days} ngày</strong> đến {day}. Còn <strong>{open}</strong> dòng chưa xong."),
            format!("<strong>{days} days</strong> are left to {day}. <strong>{open}</strong> rows are still open."),
        ),
    });
    page.add("</p>");
    let known = deadline.all.rate_present.is_some();
    if !known {
        page.add(format_args!(
            "<p>{}</p>",
            match &report.previous {
                Some(_) => page.say(
                    "Chưa tính được tốc độ: kết quả so sánh không có ngày tính sớm hơn.",
                    "No rate: the result compared with is not of an earlier day."
                ),
                None => page.say(
                    "Chưa tính được tốc độ: cần kết quả lần trước (<code>--previous</code>).",
                    "No rate without an earlier result (<code>--previous</code>)."
                ),
            }
        ));
    }
    let passed = deadline.days_left <= 0;
    let mut heads = vec![(page.say("Bước", "Step"), false), (page.say("Còn mở", "Open"), true)];
    if !passed {
        heads.push((page.say("Cần mỗi ngày", "Needed a day"), true));
    }
    if known {
        heads.push((page.say("Hiện nay mỗi ngày", "Now a day"), true));
        heads.push((page.say("Sẽ xong ngày", "Done on"), true));
    }
    page.table("", page.say("Còn phải làm, theo bước", "What is open, by step"), &heads);
    for pace in deadline.steps.iter().chain([&deadline.all]) {
        page.row(step_name(&pace.step, language));
        page.number(page.count(pace.open));
        if !passed {
            page.number(pace.rate_needed.map_or_else(|| "–".to_owned(), |rate| language.decimal(rate)));
        }
        if known {
            page.number(pace.rate_present.map_or_else(String::new, |rate| language.decimal(rate).replace('-', "−")));
            page.number(reached(page, pace));
        }
        page.add("</tr>");
    }
    page.end_table();
}

fn reached(page: &Page, pace: &Pace) -> String {
    match &pace.reached_on {
        Some(day) => page.language.day(day),
        None if pace.open == 0 => page.say("đã xong", "done").to_owned(),
        None => page.say("không tiến", "no progress").to_owned(),
    }
}

fn units(page: &mut Page, report: &Report, division: &Breakdown, open: bool) {
    let named = division.units.iter().filter(|unit| unit.unit.is_some()).count() as u64;
    if named == 0 {
        return;
    }
    let (title, unknown) = match division.by.as_str() {
        "supplier" => (page.say("Nơi cung cấp", "Supplier"), page.say("Không rõ", "Not told")),
        "court" => (page.say("Tòa án", "Court"), page.say("Không rõ tòa án", "No court told")),
        "district" => (
            page.say("Đơn vị cấp huyện cũ (đến 30/6/2025)", "Old district (to 30 June 2025)"),
            page.say("Không rõ nơi cư trú cấp huyện", "No district told"),
        ),
        _ => (
            page.say("Xã, phường mới (từ 1/7/2025)", "New commune (from 1 July 2025)"),
            page.say("Không rõ, hoặc nhiều khả năng", "Not told, or several possible"),
        ),
    };
    let count = page.count(named);
    page.add(format_args!(
        "<details{}><summary>{title}: {count} {}</summary>",
        if open { " open" } else { "" },
        page.say("đơn vị", "in all")
    ));
    let mut heads = vec![(title, false)];
    for step in ["received", "readable", "standardised", "identified", "no_error", "expungement_known", "all"] {
        heads.push((step_name(step, page.language), true));
    }
    if report.previous.is_some() {
        heads.push((page.say("Thay đổi", "Change"), true));
    }
    let caption = page.say("số dòng và tỷ lệ", "rows and shares");
    page.table("units", &format!("{title}: {caption}"), &heads);
    let none = || "–".to_owned();
    // A single unit more needs no row of its own for the rest.
    let shown = if division.units.len() == SHOWN + 1 { SHOWN + 1 } else { SHOWN };
    for unit in division.units.iter().take(shown) {
        let name = unit.unit.as_deref().map_or_else(|| format!("<em>{unknown}</em>"), |name| vietnamese(page, name));
        let before = report.previous.as_ref().map(|p| p.unit(&division.by, unit.unit.as_deref()));
        let change =
            before.map(|before| before.map_or_else(none, |before| page.change(unit.finished, before.finished)));
        self::unit(page, &name, unit, change.as_deref());
    }
    let rest = division.units.get(shown..).unwrap_or_default();
    if !rest.is_empty() {
        let count = page.count(rest.len() as u64);
        let name =
            page.language.choose(format!("<em>Còn lại: {count} đơn vị</em>"), format!("<em>The other {count}</em>"));
        let change = report.previous.as_ref().map(|_| none());
        unit(page, &name, &sum(rest), change.as_deref());
    }
    if division.units.len() > 1 {
        let total = sum(&division.units);
        let change = report.previous.as_ref().map(|previous| page.change(total.finished, previous.finished));
        let name = format!("<strong>{}</strong>", page.say("Tổng", "Total"));
        unit(page, &name, &total, change.as_deref());
    }
    page.end_table();
    page.add("</details>");
}

/// A name from our tables.
fn vietnamese(page: &Page, name: &str) -> String {
    let name = escape(name);
    page.language.choose(name.clone(), format!("<span lang=\"vi\">{name}</span>"))
}

fn unit(page: &mut Page, name: &str, unit: &Unit, change: Option<&str>) {
    page.row(name);
    page.number(page.count(unit.received));
    for count in unit.steps().into_iter().chain([unit.finished]) {
        page.number(format_args!("{} <small>{}</small>", page.count(count), page.language.share(count, unit.received)));
    }
    if let Some(change) = change {
        page.number(change);
    }
    page.add("</tr>");
}

fn sum(units: &[Unit]) -> Unit {
    units.iter().fold(Unit::default(), |sum, unit| Unit {
        unit: None,
        received: sum.received + unit.received,
        readable: sum.readable + unit.readable,
        standardised: sum.standardised + unit.standardised,
        identified: sum.identified + unit.identified,
        no_error: sum.no_error + unit.no_error,
        expungement_known: sum.expungement_known + unit.expungement_known,
        finished: sum.finished + unit.finished,
    })
}

fn statuses(page: &mut Page, report: &Report) {
    let all: u64 = report.statuses.values().sum();
    if all == 0 {
        return;
    }
    page.add(format_args!("<h3>{}</h3>", page.say("Án tích", "Convictions")));
    let heads = [
        (page.say("Tình trạng", "Status"), false),
        (page.say("Số án", "Convictions"), true),
        (page.say("Tỷ lệ", "Share"), false),
    ];
    page.table("funnel", page.say("Án tích theo tình trạng", "Convictions by status"), &heads);
    for (code, vi, en) in STATUSES {
        if let Some(count) = report.statuses.get(code) {
            page.row(page.say(vi, en));
            page.number(page.count(*count));
            page.bar(*count, all);
            page.add("</tr>");
        }
    }
    page.end_table();
}
