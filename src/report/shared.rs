//! The report of a copy to share: what is not listed here stays out, and counts below five are hidden.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::html::{STATUSES, STYLE, day, escape, severity, step_name, thousands};
use super::{Report, Step};
use crate::error::{Error, Result};
use crate::privacy::LEAST;

/// A count, or none where it is too small to be shown.
type Shown = Option<u64>;

fn small(count: u64) -> bool {
    (1..LEAST).contains(&count)
}

fn shown(count: u64) -> Shown {
    (!small(count)).then_some(count)
}

/// The parts of a known sum: where one alone would be hidden, the least of the others goes with it, for the sum would
/// tell it.
fn parts<const N: usize>(counts: [u64; N]) -> [Shown; N] {
    hide(&counts).try_into().unwrap_or([None; N])
}

fn hide(counts: &[u64]) -> Vec<Shown> {
    let mut all: Vec<Shown> = counts.iter().map(|count| shown(*count)).collect();
    if all.iter().filter(|count| count.is_none()).count() == 1 {
        let least = all.iter_mut().filter(|count| count.is_some_and(|count| count > 0)).min();
        if let Some(least) = least {
            *least = None;
        }
    }
    all
}

/// A step tells how many are missing as well.
fn step(step: &Step) -> Shown {
    if small(step.of.saturating_sub(step.count)) { None } else { shown(step.count) }
}

impl Report {
    /// As JSON for a copy to share: no file, sheet or heading, and null for a count of less than five.
    ///
    /// # Errors
    ///
    /// [`Error::Library`] where it cannot be serialised.
    pub fn to_shared_json(&self) -> Result<Vec<u8>> {
        let flow = &self.flow;
        let [accepted, quarantined] = parts([flow.accepted, flow.quarantined]);
        let statuses = self.statuses.keys().zip(hide(&self.statuses.values().copied().collect::<Vec<_>>()));
        let rules = self.rules.iter().map(|rule| {
            let c = rule.counts;
            let [held, broken, unknown, other] = parts([c.held, c.broken, c.unknown, c.not_applicable]);
            json!({
                "code": rule.code, "name": rule.name, "about_vi": rule.about_vi, "severity": rule.severity,
                "held": held, "broken": broken, "unknown": unknown, "not_applicable": other,
            })
        });
        let reasons = self.reasons.iter().map(|reason| {
            json!({
                "reason": reason.reason, "severity": reason.severity, "message_vi": reason.message_vi,
                "message_en": reason.message_en, "findings": shown(reason.findings).and(shown(reason.rows)).map(|_| reason.findings),
                "rows": shown(reason.rows),
            })
        });
        let report = json!({
            "as_of": self.as_of,
            "version": self.version,
            "hidden_below": LEAST,
            "flow": {
                "source_rows": flow.source_rows, "data": shown(flow.data), "skipped": flow.skipped,
                "accepted": accepted, "quarantined": quarantined,
            },
            "funnel": self.funnel.iter().map(|s| json!({"step": s.step, "count": step(s), "of": shown(s.of)})).collect::<Vec<_>>(),
            "reasons": reasons.collect::<Vec<_>>(),
            "rules": rules.collect::<Vec<_>>(),
            "statuses": statuses.map(|(name, count)| (name.clone(), json!(count))).collect::<serde_json::Map<_, _>>(),
            "linkage": self.linkage.iter().map(|(name, count)| (name.clone(), json!(shown(*count)))).collect::<serde_json::Map<_, _>>(),
        });
        let mut json = serde_json::to_vec_pretty::<Value>(&report)
            .map_err(|_| Error::Library { step: "report", kind: "cannot be serialised" })?;
        json.push(b'\n');
        Ok(json)
    }

    /// As one HTML page for a copy to share: counts without shares, `< 5` for a count of less than five.
    pub fn to_shared_html(&self) -> String {
        let mut page = format!(
            "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>Báo cáo kèm bản chia sẻ</title><style>{STYLE}</style></head><body><main><header><h1>Báo cáo kèm bản chia sẻ</h1>\
             <p class=\"en\" lang=\"en\">Report of the copy to share</p><p>Tính đến ngày <strong>{}</strong>. Số dưới {LEAST} không hiện.</p></header>",
            day(&self.as_of)
        );
        let funnel: Vec<_> =
            self.funnel.iter().map(|s| (step_name(&s.step).to_owned(), String::new(), step(s))).collect();
        table(&mut page, "Đang ở đâu", "Where we stand", &funnel);
        let reasons: Vec<_> = self
            .reasons
            .iter()
            .map(|r| (escape(&r.message_vi), severity(&r.severity).to_owned(), shown(r.rows)))
            .collect();
        table(&mut page, "Vấn đề", "Findings, rows concerned", &reasons);
        let counts: Vec<u64> =
            STATUSES.iter().map(|(code, _)| self.statuses.get(*code).copied().unwrap_or(0)).collect();
        let statuses: Vec<_> = STATUSES
            .iter()
            .zip(hide(&counts))
            .map(|((_, name), count)| ((*name).to_owned(), String::new(), count))
            .collect();
        table(&mut page, "Án tích", "Where convictions stand", &statuses);
        let _ = writeln!(page, "<footer><p>lltp {}.</p></footer></main></body></html>", escape(&self.version));
        page
    }
}

fn table(page: &mut String, title: &str, english: &str, rows: &[(String, String, Shown)]) {
    let _ = write!(
        page,
        "<section><h2>{title}</h2><p class=\"en\" lang=\"en\">{english}</p><table><thead><tr><th scope=\"col\">Mục</th>\
         <th scope=\"col\">Mức</th><th scope=\"col\" class=\"n\">Số lượng</th></tr></thead><tbody>"
    );
    for (name, kind, count) in rows {
        let count = count.map_or_else(|| format!("&lt; {LEAST} *"), thousands);
        let _ = write!(page, "<tr><th scope=\"row\">{name}</th><td>{kind}</td><td class=\"n\">{count}</td></tr>");
    }
    page.push_str("</tbody></table><p><small>* hoặc không hiện để không suy ra được số khác.</small></p></section>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_count_takes_the_next_one_with_it() {
        assert_eq!(parts([100, 4]), [None, None]);
        assert_eq!(parts([100, 0, 7, 3]), [Some(100), Some(0), None, None]);
        assert_eq!(parts([100, 2, 3]), [Some(100), None, None]);
        assert_eq!(parts([100, 5, 0]), [Some(100), Some(5), Some(0)]);
    }

    #[test]
    fn a_step_that_lacks_few_is_hidden() {
        let of = |count, of| step(&Step { step: "no_error".into(), count, of });
        assert_eq!([of(98, 100), of(3, 100), of(100, 100), of(90, 100)], [None, None, Some(100), Some(90)]);
    }
}
