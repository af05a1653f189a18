//! The manual of rules: every rule with its meaning, law, severity and examples; as text, JSON, or one HTML page.
//!
//! ```text
//! $ cargo run -q --example rules -- --html > rules.html
//! $ cargo run -q --example rules -- CV03
//! CV03 judged-before-offence (error)
//!   bản án có trước ngày phạm tội / the judgment is dated before the offence
//! …
//! ```

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use lltp::rule::{Rule, Scope, Source, reason};
use serde_json::json;

/// Quy tắc kiểm tra / the manual of rules.
#[derive(Parser)]
struct Options {
    /// Mã quy tắc / code of one rule; without it all are listed
    code: Option<String>,
    /// As JSON
    #[arg(long, conflicts_with = "html")]
    json: bool,
    /// Thành một trang HTML / as one HTML page
    #[arg(long)]
    html: bool,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let all: Vec<(Scope, &Rule)> =
        Scope::ALL.into_iter().flat_map(|scope| scope.rules().iter().map(move |rule| (scope, rule))).collect();
    let chosen: Vec<(Scope, &Rule)> = match &options.code {
        Some(code) => all.into_iter().filter(|(_, rule)| rule.code.eq_ignore_ascii_case(code)).collect(),
        None => all,
    };
    if chosen.is_empty() {
        eprintln!("không có quy tắc nào mang mã này / no rule has this code");
        return ExitCode::from(2);
    }
    let mut out = io::stdout().lock();
    // A closed pipe ends the listing quietly.
    let _ = if options.json {
        as_json(&mut out, &chosen)
    } else if options.html {
        as_html(&mut out, &chosen)
    } else {
        as_text(&mut out, &chosen, options.code.is_some())
    };
    ExitCode::SUCCESS
}

fn as_json(out: &mut impl Write, rules: &[(Scope, &Rule)]) -> io::Result<()> {
    let rules: Vec<_> = rules
        .iter()
        .map(|(scope, rule)| {
            json!({
                "code": rule.code, "name": rule.name, "entry": scope.entry(), "severity": rule.severity,
                "about": {"vi": rule.about.vi, "en": rule.about.en}, "source": source(rule), "reason": rule.reason,
                "reads": rule.reads, "good": rule.good, "bad": rule.bad, "unknown": rule.unknown,
            })
        })
        .collect();
    writeln!(out, "{}", serde_json::to_string_pretty(&rules).unwrap_or_default())
}

fn as_text(out: &mut impl Write, rules: &[(Scope, &Rule)], full: bool) -> io::Result<()> {
    for (scope, rule) in rules {
        writeln!(out, "{} {} ({}, {})", rule.code, rule.name, scope.entry(), rule.severity.as_str())?;
        writeln!(out, "  {} / {}", rule.about.vi, rule.about.en)?;
        if full {
            writeln!(out, "  Căn cứ / source: {}", source(rule))?;
            writeln!(out, "  Đọc / reads: {}", rule.reads.join(", "))?;
            if let Some(reason) = reason::find(rule.reason) {
                writeln!(out, "  Bước tiếp theo / next step: {} / {}", reason.next_step_vi, reason.next_step_en)?;
            }
            for (label, rows) in
                [("đạt / holds", rule.good), ("vi phạm / broken", rule.bad), ("chưa rõ / unknown", rule.unknown)]
            {
                for row in rows {
                    writeln!(out, "  {label}: {}", row.join(" | "))?;
                }
            }
        }
    }
    Ok(())
}

/// Colours follow the reader's choice of light or dark; nothing is loaded from anywhere.
const STYLE: &str = "
:root { color-scheme: light dark; --ink: #1d2430; --paper: #fbfaf7; --line: #d8d4c8; --soft: #5c6470; --card: #fff;
  --error: #a3201d; --warning: #7a5200; --info: #1f5a8a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e3da; --paper: #16181c; --line: #3a3e46; --soft: #a3a9b3;
  --card: #1e2126; --error: #ff9a92; --warning: #f0c26a; --info: #8cc4f5; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { margin: 0; font-size: 1.9rem; } h2 { margin: 2.5rem 0 .25rem; } h3 { margin: 0; font-size: 1.05rem; }
.soft, dt { color: var(--soft); } a { color: inherit; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; }
article { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem 1.25rem; margin: 1rem 0; break-inside: avoid; }
article p { margin: .25rem 0; } code { font-size: .92em; overflow-wrap: anywhere; }
.error { color: var(--error); } .warning { color: var(--warning); } .info { color: var(--info); }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .15rem 1rem; margin: .5rem 0 0; } dd { margin: 0; }
.rows { overflow-x: auto; } table { border-collapse: collapse; margin-top: .75rem; font-size: .92rem; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .75rem .25rem 0; text-align: left; vertical-align: top; }
@media print { article { border-color: #999; } nav { display: none; } }
";

/// Where rules stand in the manual: title and English of each scope.
fn title(scope: Scope) -> (&'static str, &'static str) {
    use lltp::schema::Entry::{Conviction, Enforcement, Expungement, Record};
    match scope {
        Scope::Entry(Record) => ("Lý lịch", "one record"),
        Scope::Entry(Conviction) => ("Bản án", "one conviction"),
        Scope::Entry(Enforcement) => ("Văn bản thi hành án", "one enforcement document"),
        Scope::Entry(Expungement) => ("Xóa án tích", "one expungement entry"),
        Scope::Table(Record) => ("Các lý lịch với nhau", "all records beside one another"),
        Scope::Table(Conviction) => ("Các bản án với nhau", "all convictions beside one another"),
        Scope::Table(_) => ("Các văn bản với nhau", "all documents beside one another"),
        Scope::Across(Record) => ("Lý lịch và bản án", "a record beside its convictions"),
        Scope::Across(Conviction) => ("Bản án và lý lịch", "a conviction beside its record"),
        Scope::Across(Enforcement) => ("Thi hành án và bản án", "an enforcement document beside its conviction"),
        Scope::Across(Expungement) => ("Xóa án tích và bản án", "an expungement beside its conviction"),
        Scope::History => ("Bản án và người phạm tội", "a conviction with the facts of its person"),
        Scope::Assessment => ("Kết quả tính án tích", "where a conviction stands"),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn as_html(out: &mut impl Write, rules: &[(Scope, &Rule)]) -> io::Result<()> {
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Quy tắc kiểm tra lý lịch tư pháp</title><style>{STYLE}</style></head><body><main><h1>Quy tắc kiểm tra</h1>\n\
         <p class=\"soft\"><span lang=\"en\">The manual of rules.</span> {} quy tắc; mỗi quy tắc có căn cứ và dòng ví dụ. Mọi người trong ví dụ đều là hư cấu.</p>",
        rules.len()
    )?;
    write!(out, "<nav aria-label=\"Mục lục\"><ul>")?;
    for (at, list) in rules.chunk_by(|a, b| a.0 == b.0).enumerate() {
        let name = list.first().map_or("", |(scope, _)| title(*scope).0);
        write!(out, "<li><a href=\"#s{at}\">{name} ({})</a></li>", list.len())?;
    }
    writeln!(out, "</ul></nav>")?;
    for (at, list) in rules.chunk_by(|a, b| a.0 == b.0).enumerate() {
        let (name, english) = list.first().map_or(("", ""), |(scope, _)| title(*scope));
        writeln!(out, "<section id=\"s{at}\"><h2>{name}</h2><p class=\"soft\" lang=\"en\">{english}</p>")?;
        for (_, rule) in list {
            article(out, rule)?;
        }
        writeln!(out, "</section>")?;
    }
    writeln!(out, "</main></body></html>")
}

fn article(out: &mut impl Write, rule: &Rule) -> io::Result<()> {
    let severity = rule.severity.as_str();
    let name = match rule.severity {
        lltp::rule::Severity::Error => "Lỗi",
        lltp::rule::Severity::Warning => "Cần xem",
        lltp::rule::Severity::Info => "Để biết",
    };
    writeln!(
        out,
        "<article id=\"{0}\"><h3><a href=\"#{0}\">{0}</a> {1} <span class=\"{severity}\">{name}</span></h3>\
         <p class=\"soft\" lang=\"en\">{2} <code>{3}</code></p>",
        rule.code,
        escape(rule.about.vi),
        escape(rule.about.en),
        rule.name
    )?;
    let next = reason::find(rule.reason).map_or("", |reason| reason.next_step_vi);
    writeln!(
        out,
        "<dl><dt>Căn cứ</dt><dd>{}</dd><dt>Bước tiếp theo</dt><dd>{}</dd></dl><div class=\"rows\" tabindex=\"0\" role=\"region\" aria-label=\"Ví dụ {}\"><table><thead><tr><th scope=\"col\">Ví dụ</th>{}</tr></thead><tbody>",
        escape(source(rule)),
        escape(next),
        rule.code,
        rule.reads.iter().map(|column| format!("<th scope=\"col\"><code>{column}</code></th>")).collect::<String>()
    )?;
    for (label, rows) in [("Đạt", rule.good), ("Vi phạm", rule.bad), ("Chưa rõ", rule.unknown)] {
        for row in rows {
            let shown = |cell: &str| if cell.is_empty() { "<i>(trống)</i>".to_owned() } else { escape(cell) };
            let cells: String = row.iter().map(|cell| format!("<td>{}</td>", shown(cell))).collect();
            writeln!(out, "<tr><th scope=\"row\">{label}</th>{cells}</tr>")?;
        }
    }
    writeln!(out, "</tbody></table></div></article>")
}

fn source(rule: &Rule) -> &'static str {
    match rule.source {
        Source::Law(law) => law,
        Source::Reason => "lẽ thường / plain reason",
    }
}
