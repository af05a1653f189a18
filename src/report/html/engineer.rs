//! The engineer's part: how files were understood, what the rules found, what comes together, versions.

use super::{Page, escape, severity};
use crate::report::{Input, Report, RuleCount, Sheet, SheetColumn};
use crate::schema::Entry;

/// Pairs of findings shown.
const PAIRS: usize = 12;

pub(super) fn part(page: &mut Page, report: &Report) {
    page.part("engineer", page.say("Kỹ thuật: máy đã hiểu gì", "Engineer: what was understood"));
    page.add(format_args!(
        "<h3>{}</h3><p>{}</p>",
        page.say("Tệp và cột", "Files and columns"),
        page.say(
            "Nếu một cột bị hiểu sai, sửa <code>layout.toml</code> rồi chạy lại với <code>--config layout.toml</code>.",
            "Where a column was misunderstood, edit <code>layout.toml</code> and run again with <code>--config layout.toml</code>."
        )
    ));
    for input in &report.inputs {
        for sheet in &input.sheets {
            self::sheet(page, input, sheet);
        }
    }
    rules(page, report);
    together(page, report);
    versions(page, report);
    page.add("</section>");
}

fn sheet(page: &mut Page, input: &Input, sheet: &Sheet) {
    let (rows, skipped) = (page.count(sheet.rows), page.count(sheet.skipped.len() as u64));
    let header = match sheet.header_row {
        Some(row) => page.language.choose(format!("tiêu đề ở dòng {row}"), format!("heading in row {row}")),
        None => page.say("không có dòng tiêu đề", "no heading").to_owned(),
    };
    let counts = page.language.choose(
        format!("{rows} dòng dữ liệu, {header}, bỏ qua {skipped} dòng"),
        format!("{rows} data rows, {header}, {skipped} rows left out"),
    );
    page.add(format_args!(
        "<details open><summary>{} – {}: {counts}</summary>",
        escape(&input.file),
        escape(&sheet.sheet)
    ));
    let heads = [
        (page.say("Tiêu đề", "Heading"), false),
        (page.say("Cột", "Column"), true),
        (page.say("Hiểu là", "Taken for"), false),
        (page.say("Dạng của các ô", "Shapes of its cells"), false),
        (page.say("Chắc chắn", "Sure"), true),
    ];
    let caption = format!(
        "{} – {}: {} <code>{}</code>",
        escape(&input.file),
        escape(&sheet.sheet),
        page.say("mã ký tự", "encoding"),
        escape(&input.encoding)
    );
    page.table("columns", &caption, &heads);
    for column in &sheet.columns {
        self::column(page, column);
    }
    page.end_table();
    page.add("</details>");
}

fn column(page: &mut Page, column: &SheetColumn) {
    let hidden = page.say("(không hiện)", "(not shown)");
    page.row(column.header.as_deref().map_or_else(|| format!("<em>{hidden}</em>"), escape));
    page.number(column.index);
    let names = |names: &[String]| names.iter().map(|name| meaning(page, name)).collect::<Vec<_>>().join("<br>");
    let taken = match (column.canonical.as_slice(), column.question.as_slice()) {
        ([], []) => format!("<em>{}</em>", page.say("giữ nguyên", "kept as it is")),
        ([], doubtful) => format!("<strong>{}</strong> {}", page.say("Có phải là", "Is it"), names(doubtful) + "?"),
        (taken, _) => names(taken),
    };
    let shapes: Vec<String> = column.shapes.iter().map(|shape| format!("<code>{}</code>", escape(shape))).collect();
    page.add(format_args!("<td>{taken}</td><td>{}</td>", shapes.join("<br>")));
    if column.canonical.is_empty() {
        page.add("<td></td></tr>");
        return;
    }
    page.number(format_args!("{:.0}{}", column.confidence * 100.0, page.say("\u{A0}%", "%")));
    page.add("</tr>");
}

fn meaning(page: &Page, name: &str) -> String {
    let label = name.split_once('.').and_then(|(entry, column)| {
        let entry = Entry::ALL.into_iter().find(|e| e.as_str() == entry)?;
        Some(entry.column(column)?.label_vi)
    });
    let label = page.language.choose(label.unwrap_or(""), "");
    format!("{} <code>{}</code>", escape(label), escape(name)).trim_start().to_owned()
}

fn rules(page: &mut Page, report: &Report) {
    page.add(format_args!(
        "<h3>{}</h3><p>{}</p>",
        page.say("Quy tắc kiểm tra", "Rules"),
        page.say(
            "Chưa rõ: thiếu thông tin để kiểm tra, không có nghĩa là đúng.",
            "Unknown: a fact is missing; that does not mean that the rule holds."
        )
    ));
    let (mut broken, silent): (Vec<&RuleCount>, Vec<&RuleCount>) =
        report.rules.iter().partition(|rule| rule.counts.broken > 0);
    broken.sort_by(|a, b| b.counts.broken.cmp(&a.counts.broken).then_with(|| a.code.cmp(&b.code)));
    for (title, list, open) in [
        (page.say("Quy tắc có dòng vi phạm", "Rules that were broken"), broken, true),
        (page.say("Quy tắc không có dòng vi phạm", "Rules that were not broken"), silent, false),
    ] {
        if !list.is_empty() {
            table(page, report, title, &list, open);
        }
    }
}

fn table(page: &mut Page, report: &Report, title: &'static str, list: &[&RuleCount], open: bool) {
    let count = page.count(list.len() as u64);
    page.add(format_args!("<details{}><summary>{title}: {count}</summary>", if open { " open" } else { "" }));
    let heads = [
        (page.say("Lỗi tìm thấy", "Fault"), false),
        (page.say("Mức", "Severity"), false),
        (page.say("Đạt", "Held"), true),
        (page.say("Vi phạm", "Broken"), true),
        (page.say("Chưa rõ", "Unknown"), true),
        (page.say("Không áp dụng", "Not applicable"), true),
    ];
    let caption = page.say("số dòng theo kết quả", "rows by outcome");
    page.table("rules", &format!("{title}: {caption}"), &heads);
    for rule in list {
        let about = escape(page.language.choose(&rule.about_vi, &rule.about_en));
        page.row(format_args!("<code>{}</code> {about}", escape(&rule.code)));
        let level = severity(&rule.severity, page.language);
        page.add(format_args!("<td><span class=\"tag {}\">{level}</span></td>", escape(&rule.severity)));
        let c = rule.counts;
        if report.reasons.iter().any(|r| (&r.reason, &r.severity) == (&rule.reason, &rule.severity)) && c.broken > 0 {
            page.number(page.count(c.held));
            page.number(format_args!(
                "<a href=\"#r-{}-{}\">{}</a>",
                escape(&rule.reason),
                escape(&rule.severity),
                page.count(c.broken)
            ));
        } else {
            page.number(page.count(c.held));
            page.number(page.count(c.broken));
        }
        page.number(page.count(c.unknown));
        page.number(page.count(c.not_applicable));
        page.add("</tr>");
    }
    page.end_table();
    page.add("</details>");
}

fn together(page: &mut Page, report: &Report) {
    if report.together.is_empty() {
        return;
    }
    page.add(format_args!(
        "<h3>{}</h3><p>{}</p>",
        page.say("Phát hiện đi cùng nhau", "Findings that come together"),
        page.say(
            "Hai phát hiện luôn có ở cùng một dòng thường do một nguyên nhân.",
            "Two findings that always share a row are mostly of one cause."
        )
    ));
    let heads = [
        (page.say("Hai phát hiện", "Two findings"), false),
        (page.say("Dòng có cả hai", "Rows with both"), true),
        (page.say("Có phát hiện trước", "With the first"), true),
        (page.say("Có phát hiện sau", "With the second"), true),
    ];
    page.table("", page.say("Số dòng", "Rows"), &heads);
    for pair in report.together.iter().take(PAIRS) {
        page.row(format_args!("<code>{}</code> + <code>{}</code>", escape(&pair.a), escape(&pair.b)));
        for count in [pair.rows, pair.rows_a, pair.rows_b] {
            page.number(page.count(count));
        }
        page.add("</tr>");
    }
    page.end_table();
}

fn versions(page: &mut Page, report: &Report) {
    page.add(format_args!("<h3>{}</h3><p>", page.say("Phiên bản và tệp vào", "Versions and inputs")));
    for (name, version) in &report.versions {
        let name = match name.as_str() {
            "law_tables" => page.say("Bảng pháp luật về xóa án tích", "Tables of expungement law"),
            name => name,
        };
        page.add(format_args!("{} <code>{}</code>. ", escape(name), escape(version)));
    }
    page.add(page.say(
        "Thời điểm chạy chỉ có trong <code>manifest.json</code>.</p><ul>",
        "Times stand in <code>manifest.json</code> alone.</p><ul>",
    ));
    for input in &report.inputs {
        page.add(format_args!("<li>{} <code>{}</code></li>", escape(&input.file), escape(&input.digest)));
    }
    page.add("</ul>");
}
