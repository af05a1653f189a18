//! The manual of rules: every rule with its meaning, law, severity and examples.
//!
//! ```text
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
    #[arg(long)]
    json: bool,
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
    let _ = if options.json { as_json(&mut out, &chosen) } else { as_text(&mut out, &chosen, options.code.is_some()) };
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

fn source(rule: &Rule) -> &'static str {
    match rule.source {
        Source::Law(law) => law,
        Source::Reason => "lẽ thường / plain reason",
    }
}
