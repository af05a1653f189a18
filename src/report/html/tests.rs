#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use super::*;
use crate::manifest::RowFlow;
use crate::report::{
    Breakdown, Deadline, Pace, Previous, ReasonCount, Report, Row, RuleCount, Sheet, SheetColumn, Step, Together, Unit,
};
use crate::rule::Counts;

/// A report with something in every place, and markup where a text comes from outside.
fn full() -> Report {
    let steps = ["received", "readable", "standardised", "identified", "no_error", "expungement_known"];
    let funnel = steps.map(|step| Step { step: step.into(), count: 9, of: 10, through: 8 });
    let json = serde_json::json!({
        "as_of": "2026-06-30", "version": "<b>", "versions": {"lltp": "0.1.0", "law_tables": "blake3:0"},
        "waived": 2, "waivers": [
            {"rule": "CV03", "of": "0-1-2-1-1", "reason": "<b>12/CV-TA", "until": "2026-12-31", "expired": false, "covers": 2},
            {"rule": "CV04", "of": "0-1-3-1-1", "reason": "r", "until": "2026-06-01", "expired": true, "covers": 0},
        ],
        "flow": RowFlow { source_rows: 12, data: 10, skipped: 2, accepted: 9, quarantined: 1 },
        "funnel": funnel,
        "finished": 8, "units": [], "deadline": null, "previous": null, "reasons": [], "rules": [], "together": [],
        "statuses": {"none": 3, "undetermined": 6}, "linkage": {"records": 9, "persons": 8, "pairs_review": 1},
        "inputs": [],
    });
    let mut report: Report = serde_json::from_value(json).unwrap();
    let unit = |name: Option<&str>, open| Unit {
        unit: name.map(str::to_owned),
        received: open,
        readable: open,
        ..Unit::default()
    };
    let units: Vec<Unit> =
        (0..20).map(|i| unit(Some(&format!("<i>unit {i}")), 100 - i)).chain([unit(None, 1)]).collect();
    report.units =
        ["supplier", "court", "district", "commune"].map(|by| Breakdown { by: by.into(), units: units.clone() }).into();
    let pace = |step: &str| Pace {
        step: step.into(),
        open: 2,
        rate_needed: Some(0.5),
        rate_present: Some(1.0),
        reached_on: Some("2026-07-02".into()),
    };
    report.deadline =
        Some(Deadline { date: "2026-07-04".into(), days_left: 4, all: pace("all"), steps: vec![pace("readable")] });
    report.previous =
        Some(Previous { as_of: "2026-06-20".into(), funnel: report.funnel.clone(), finished: 5, units: Vec::new() });
    report.reasons = ["error", "warning", "info"]
        .map(|severity| ReasonCount {
            reason: format!("reason_{severity}"),
            severity: severity.into(),
            actor: "can_bo".into(),
            findings: 30,
            rows: 30,
            message_vi: "vi & <b>".into(),
            next_step_vi: "bước".into(),
            message_en: "en & <b>".into(),
            next_step_en: "step".into(),
            sheet: Some("01 reason".into()),
            first: vec![Row { file: "<x>.csv".into(), sheet: "<x>".into(), row: 1234, row_id: "0-1-2-1-1".into() }],
            persons: 0,
        })
        .into();
    report.rules = [0, 3]
        .map(|broken| RuleCount {
            code: format!("RC0{broken}"),
            name: String::new(),
            about_vi: "<lỗi>".into(),
            about_en: "<fault>".into(),
            reason: "reason_error".into(),
            severity: "error".into(),
            counts: Counts { held: 1, broken, unknown: 2, not_applicable: 3 },
        })
        .into();
    report.together = vec![Together { a: "RC01".into(), b: "<b>".into(), rows: 3, rows_a: 3, rows_b: 4 }];
    let column = |header: Option<&str>, canonical: &[&str]| SheetColumn {
        index: 1,
        header: header.map(str::to_owned),
        canonical: canonical.iter().map(|name| (*name).to_owned()).collect(),
        question: if canonical.is_empty() { vec!["record.birth_date".into()] } else { Vec::new() },
        fixed: BTreeMap::new(),
        confidence: 0.9,
        how: "alias".into(),
        shapes: vec!["99/99/9999".into()],
    };
    report.inputs = vec![super::super::Input {
        file: "<x>.csv".into(),
        format: "csv".into(),
        digest: "blake3:0".into(),
        encoding: "utf-8".into(),
        rows: 10,
        sheets: vec![Sheet {
            sheet: "<x>".into(),
            hidden: false,
            entries: Vec::new(),
            header_row: Some(1),
            rows: 10,
            skipped: Vec::new(),
            columns: vec![column(Some("<Họ tên>"), &["record.full_name"]), column(None, &[])],
        }],
    }];
    report
}

fn pages() -> Vec<(&'static str, String)> {
    let report = full();
    let mut pages = Vec::new();
    for language in [Language::Vi, Language::En] {
        pages.push((language.tag(), report.to_html(language)));
        pages.push((language.tag(), report.to_shared_html(language)));
    }
    pages
}

/// The tags of a page in order: name and attributes.
fn tags(page: &str) -> Vec<(String, String)> {
    page.split('<')
        .skip(1)
        .filter_map(|piece| piece.split_once('>'))
        .map(|(tag, _)| tag.split_once(' ').unwrap_or((tag, "")))
        .map(|(name, attributes)| (name.to_owned(), attributes.to_owned()))
        .collect()
}

#[test]
fn every_tag_is_closed_in_order() {
    const EMPTY: [&str; 3] = ["meta", "br", "!DOCTYPE"];
    for (_, page) in pages() {
        let mut open: Vec<String> = Vec::new();
        for (name, attributes) in tags(&page) {
            if let Some(closed) = name.strip_prefix('/') {
                assert_eq!(open.pop().as_deref(), Some(closed));
            } else if !EMPTY.contains(&name.as_str()) && !attributes.ends_with('/') {
                open.push(name);
            }
        }
        assert_eq!(open, Vec::<String>::new());
    }
}

#[test]
fn texts_from_outside_stay_texts() {
    for (_, page) in pages() {
        for markup in ["<b>", "<i>", "<x>", "<lỗi>", "<fault>", "<Họ"] {
            assert!(!page.contains(markup), "{markup}");
        }
    }
    assert_eq!(escape("<b>\"&\u{202E}"), "&lt;b&gt;&quot;&amp;");
}

#[test]
fn a_page_is_of_one_language_and_has_all_parts() {
    for (language, page) in pages() {
        assert!(page.contains(&format!("<html lang=\"{language}\">")));
    }
    let report = full();
    let (vi, en) = (report.to_html(Language::Vi), report.to_html(Language::En));
    for id in ["manager", "clerk", "engineer", "r-reason_error-error"] {
        assert!(vi.contains(&format!("id=\"{id}\"")) && en.contains(&format!("id=\"{id}\"")), "{id}");
    }
    let own = en.replace("<span lang=\"vi\">", "");
    let vietnamese = |c: char| ('\u{1EA0}'..='\u{1EF9}').contains(&c) || "ăâđêôơưĂÂĐÊÔƠƯ".contains(c);
    let rest = own.replace("Họ tên", "");
    assert_eq!(rest.chars().find(|c| vietnamese(*c)), None);
}

#[test]
fn headings_go_down_one_level_at_a_time() {
    for (_, page) in pages() {
        let levels: Vec<u32> =
            tags(&page).iter().filter_map(|(name, _)| name.strip_prefix('h')?.parse().ok()).collect();
        assert_eq!(levels.first(), Some(&1));
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
    }
}

#[test]
fn tables_have_captions_and_scopes_and_can_be_reached_by_keyboard() {
    for (_, page) in pages() {
        let tags = tags(&page);
        let count = |wanted: &str| tags.iter().filter(|(name, _)| name == wanted).count();
        assert_eq!(count("table"), count("caption"));
        for (name, attributes) in &tags {
            assert!(name != "th" || attributes.contains("scope="), "{attributes}");
        }
        let regions = tags.iter().filter(|(_, a)| a.contains("class=\"scroll\""));
        assert!(regions.clone().all(|(_, a)| a.contains("tabindex=\"0\"") && a.contains("aria-labelledby=")));
        assert_eq!(regions.count(), count("table"));
    }
}

#[test]
fn ids_are_unique_and_links_lead_to_them() {
    for (_, page) in pages() {
        let all = |attribute: &str| -> Vec<String> {
            let before = format!(" {attribute}=\"");
            let parts = page.split(&before).skip(1);
            parts.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
        };
        let ids = all("id");
        let mut unique = ids.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(ids.len(), unique.len(), "{ids:?}");
        for target in all("href") {
            assert!(target == "todo.xlsx" || ids.contains(&target.trim_start_matches('#').to_owned()), "{target}");
        }
        for label in all("aria-labelledby") {
            assert!(ids.contains(&label), "{label}");
        }
    }
}

#[test]
fn nothing_comes_from_outside_and_nothing_runs() {
    for (_, page) in pages() {
        for outside in ["http:", "https:", "//", "url(", "@import", "<script", "<link", "<img", "src=", "javascript:"] {
            assert!(!page.contains(outside), "{outside}");
        }
        // No attribute that runs something.
        let attributes = |a: &str| a.split_whitespace().any(|a| a.starts_with("on") && a.contains('='));
        assert!(!tags(&page).iter().any(|(_, a)| attributes(a)));
    }
}

#[test]
fn large_tables_are_cut_and_the_rest_is_summed() {
    let page = full().to_html(Language::En);
    assert!(page.contains("The other 6") && page.contains("unit 14") && !page.contains("unit 15"));
    assert!(page.contains(">Total<"));
}

#[test]
fn a_deadline_ahead_today_and_past() {
    let mut report = full();
    let mut says = |days: i64| {
        if let Some(deadline) = &mut report.deadline {
            deadline.days_left = days;
        }
        report.to_html(Language::En)
    };
    assert!(says(4).contains("<strong>4 days</strong> are left to 4 July 2026"));
    assert!(says(0).contains("The deadline is <strong>today</strong>"));
    let past = says(-456);
    assert!(past.contains("passed <strong>456 days ago</strong>") && !past.contains("Needed a day"));
}

/// The colours of one scheme, by name: those of `:root` within the text.
fn colours(css: &str) -> BTreeMap<&str, [f64; 3]> {
    let root = css.split(":root{").nth(1).unwrap().split('}').next().unwrap();
    let mut colours = BTreeMap::new();
    for (name, hex) in root.split(';').filter_map(|line| line.split_once(":#")) {
        let full: String = if hex.len() == 3 { hex.chars().flat_map(|c| [c, c]).collect() } else { hex.to_owned() };
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&full[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        colours.insert(name, [channel(0), channel(2), channel(4)]);
    }
    colours
}

/// The contrast of WCAG 2.
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let light = |[r, g, b]: [f64; 3]| 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    let (a, b) = (light(a), light(b));
    a.max(b) / a.min(b)
}

#[test]
fn texts_and_bars_stand_out_in_light_dark_and_print() {
    let dark = STYLE.split("prefers-color-scheme:dark").nth(1).unwrap();
    let print = STYLE.split("@media print").nth(1).unwrap();
    for scheme in [colours(STYLE), colours(dark), colours(print)] {
        for ground in ["--paper", "--soft"] {
            for text in ["--ink", "--quiet", "--link", "--error", "--warning", "--info"] {
                let found = contrast(scheme[text], scheme[ground]);
                assert!(found >= 4.5, "{text} on {ground}: {found:.2}");
            }
        }
        let bar = contrast(scheme["--part"], scheme["--all"]);
        assert!(bar >= 3.0, "bars: {bar:.2}");
    }
}
