//! The report of a copy to share: what is not listed here stays out, and small counts cannot be found out.
//!
//! A count stands for [`LEAST`] persons at least, and so does what it leaves of its whole; counts are cut down to a
//! multiple of [`LEAST`]. Of the parts of a sum one is never hidden alone, for the sum would tell it: the least of the
//! others goes with it. Courts with a count too small for showing are shown as one, together with as many others as it
//! takes. Rows alone are counted by one division: a second one beside it would tell by difference what the first hides.

use serde_json::{Map, Value, json};

use super::html::{Page, STATUSES, escape, severity, step_name};
use super::progress::{Cell, STEPS, Tally};
use super::{ReasonCount, Report};
use crate::error::{Error, Result};
use crate::language::Language;
use crate::privacy::LEAST;

/// A count, or none where it would tell about few persons.
type Shown = Option<u64>;

/// Courts shown by name.
const COURTS: usize = 15;

/// Whether a count is of some persons, but few.
fn small(cell: Cell) -> bool {
    cell.rows > 0 && cell.persons < LEAST
}

fn cut(rows: u64) -> u64 {
    rows - rows % LEAST
}

fn shown(cell: Cell) -> Shown {
    (!small(cell)).then(|| cut(cell.rows))
}

/// A count whose complement would tell about few persons is hidden as well.
fn part(cell: Cell, complement: Cell) -> Shown {
    shown(cell).filter(|_| !small(complement))
}

/// The parts of a sum.
fn parts(cells: &[Cell]) -> Vec<Shown> {
    let mut all: Vec<Shown> = cells.iter().map(|cell| shown(*cell)).collect();
    if all.iter().filter(|count| count.is_none()).count() == 1 {
        let least = all.iter_mut().zip(cells).filter(|(shown, cell)| shown.is_some() && cell.rows > 0);
        if let Some((least, _)) = least.min_by_key(|(shown, _)| **shown) {
            *least = None;
        }
    }
    all
}

/// Whether nothing in a row of the funnel is of few persons.
fn safe(tally: &Tally) -> bool {
    [tally.all].iter().chain(&tally.met).chain(&tally.unmet).all(|cell| !small(*cell))
}

/// Units that may be shown, most rows first, and all others as one without a name; none where that cannot be done.
fn grouped(units: &[(String, Tally)]) -> Vec<(Option<&str>, Tally)> {
    let mut named: Vec<(&str, Tally)> = units
        .iter()
        .filter(|(name, tally)| !name.is_empty() && safe(tally))
        .map(|(name, t)| (name.as_str(), *t))
        .collect();
    named.sort_by(|(a, x), (b, y)| y.all.rows.cmp(&x.all.rows).then_with(|| a.cmp(b)));
    named.truncate(COURTS);
    let mut rest = Tally::default();
    for (name, tally) in units {
        if !named.iter().any(|(shown, _)| shown == name) {
            rest.join(tally);
        }
    }
    while !safe(&rest) {
        let Some((_, tally)) = named.pop() else { return Vec::new() };
        rest.join(&tally);
    }
    let mut all: Vec<(Option<&str>, Tally)> = named.into_iter().map(|(name, tally)| (Some(name), tally)).collect();
    if !all.is_empty() && rest.all.rows > 0 {
        all.push((None, rest));
    }
    all
}

impl Report {
    fn shared_reason(&self, reason: &ReasonCount) -> Shown {
        let without = Cell::new(
            self.persons.total.all.rows.saturating_sub(reason.rows),
            self.persons.all.saturating_sub(reason.persons),
        );
        part(Cell::new(reason.rows, reason.persons), without)
    }

    /// The funnel: rows received, then each step.
    fn shared_funnel(&self) -> Vec<(&'static str, Shown)> {
        let total = &self.persons.total;
        let steps = STEPS.iter().zip(total.met.iter().zip(&total.unmet));
        let steps = steps.map(|(step, (met, unmet))| (*step, part(*met, *unmet)));
        std::iter::once(("received", shown(total.all))).chain(steps).collect()
    }

    fn shared_statuses(&self) -> Vec<(&'static str, Shown)> {
        let of = |code: &str| {
            let count = |counts: &std::collections::BTreeMap<String, u64>| counts.get(code).copied().unwrap_or(0);
            Cell::new(count(&self.statuses), count(&self.persons.statuses))
        };
        let cells = STATUSES.map(|(code, _, _)| of(code));
        STATUSES.iter().map(|(code, _, _)| *code).zip(parts(&cells)).collect()
    }

    /// As JSON for a copy to share: no file, sheet, heading or row, and null for a count that is not shown.
    ///
    /// # Errors
    ///
    /// [`Error::Library`] where it cannot be serialised.
    pub fn to_shared_json(&self) -> Result<Vec<u8>> {
        let object = |pairs: Vec<(&'static str, Shown)>| {
            pairs.into_iter().map(|(name, count)| (name.to_owned(), json!(count))).collect::<Map<_, _>>()
        };
        let reasons = self.reasons.iter().map(|reason| {
            json!({
                "reason": reason.reason, "severity": reason.severity, "message_vi": reason.message_vi,
                "message_en": reason.message_en, "rows": self.shared_reason(reason),
            })
        });
        let courts = grouped(&self.persons.courts).into_iter().map(|(name, tally)| {
            let mut court = Map::from_iter([
                ("court".to_owned(), json!(name)),
                ("received".to_owned(), json!(cut(tally.all.rows))),
            ]);
            court.extend(STEPS.iter().zip(tally.met).map(|(step, met)| ((*step).to_owned(), json!(cut(met.rows)))));
            court
        });
        let report = json!({
            "as_of": self.as_of,
            "version": self.version,
            "hidden_below": LEAST,
            "cut_to_multiples_of": LEAST,
            "funnel": object(self.shared_funnel()),
            "courts": courts.collect::<Vec<_>>(),
            "reasons": reasons.collect::<Vec<_>>(),
            "statuses": object(self.shared_statuses()),
        });
        let mut json = serde_json::to_vec_pretty::<Value>(&report)
            .map_err(|_| Error::Library { step: "report", kind: "cannot be serialised" })?;
        json.push(b'\n');
        Ok(json)
    }

    /// As one HTML page for a copy to share.
    pub fn to_shared_html(&self, language: Language) -> String {
        let mut page = Page::open(language, language.choose("Báo cáo kèm bản chia sẻ", "Report of the copy to share"));
        page.add(format_args!(
            "<p>{} <strong>{}</strong>. {}</p></header><main id=\"main\">",
            page.say("Tính đến ngày", "As of"),
            language.day(&self.as_of),
            language.choose(
                format!("Số làm tròn xuống bội của {LEAST}; số dưới {LEAST} người, và số có thể làm lộ số đó, được ẩn."),
                format!("Counts are cut to multiples of {LEAST}; counts of fewer than {LEAST} persons, and those that would tell them, are hidden.")
            )
        ));
        let rows = page.say("Số dòng", "Rows");
        let funnel =
            self.shared_funnel().into_iter().map(|(step, count)| (step_name(step, language).to_owned(), count));
        let title = page.say("Đang ở đâu", "Where we stand");
        table(&mut page, title, page_heads(language, "Bước", "Step", rows), funnel.collect());
        courts(&mut page, &grouped(&self.persons.courts));
        let reasons = self.reasons.iter().map(|reason| {
            let message = escape(language.choose(&reason.message_vi, &reason.message_en));
            (format!("{message} <small>{}</small>", severity(&reason.severity, language)), self.shared_reason(reason))
        });
        let title = page.say("Vấn đề", "Findings");
        table(&mut page, title, page_heads(language, "Vấn đề", "Finding", rows), reasons.collect());
        let statuses = STATUSES.iter().zip(self.shared_statuses());
        let statuses = statuses.map(|((_, vi, en), (_, count))| (language.choose(*vi, *en).to_owned(), count));
        let (title, count) = (page.say("Án tích", "Convictions"), page.say("Số án", "Convictions"));
        table(&mut page, title, page_heads(language, "Tình trạng", "Status", count), statuses.collect());
        page.close(&self.version)
    }
}

fn page_heads(language: Language, vi: &'static str, en: &'static str, count: &'static str) -> [super::html::Head; 2] {
    [(language.choose(vi, en), false), (count, true)]
}

fn table(page: &mut Page, title: &'static str, heads: [super::html::Head; 2], rows: Vec<(String, Shown)>) {
    page.add(format_args!("<section><h2>{title}</h2>"));
    page.table("", title, &heads);
    for (name, count) in rows {
        page.row(name);
        let hidden = page.say("ẩn", "hidden");
        page.number(count.map_or_else(|| format!("<em>{hidden}</em>"), |count| page.count(count)));
        page.add("</tr>");
    }
    page.end_table();
    page.add("</section>");
}

fn courts(page: &mut Page, courts: &[(Option<&str>, Tally)]) {
    if courts.is_empty() {
        return;
    }
    let title = page.say("Theo tòa án", "By court");
    page.add(format_args!("<section><h2>{title}</h2>"));
    let mut heads = vec![(page.say("Tòa án", "Court"), false), (step_name("received", page.language), true)];
    heads.extend(STEPS.iter().map(|step| (step_name(step, page.language), true)));
    page.table("units", title, &heads);
    for (name, tally) in courts {
        let rest = page.say("<em>Các tòa án khác, hoặc không rõ</em>", "<em>Other courts, or none told</em>");
        page.row(name.map_or_else(|| rest.to_owned(), escape));
        for cell in [tally.all].iter().chain(&tally.met) {
            page.number(page.count(cut(cell.rows)));
        }
        page.add("</tr>");
    }
    page.end_table();
    page.add("</section>");
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    /// As many persons as rows.
    fn cell(rows: u64) -> Cell {
        Cell::new(rows, rows)
    }

    #[test]
    fn a_small_count_takes_the_next_one_with_it() {
        let shown = |counts: &[u64]| parts(&counts.iter().map(|count| cell(*count)).collect::<Vec<_>>());
        assert_eq!(shown(&[100, 4]), [None, None]);
        assert_eq!(shown(&[101, 0, 7, 3]), [Some(100), Some(0), None, None]);
        assert_eq!(shown(&[100, 2, 3]), [Some(100), None, None]);
        assert_eq!(shown(&[104, 9, 0]), [Some(100), Some(5), Some(0)]);
    }

    #[test]
    fn many_rows_of_few_persons_are_hidden() {
        assert_eq!(shown(Cell::new(100, 4)), None);
        assert_eq!(shown(Cell::new(100, 5)), Some(100));
        assert_eq!(shown(Cell::new(0, 0)), Some(0));
        assert_eq!(part(cell(98), cell(2)), None);
        assert_eq!(part(cell(90), cell(10)), Some(90));
        assert_eq!(part(cell(100), cell(0)), Some(100));
    }

    /// Whoever knows the total and how we hide cannot tell a small part: every table of the same look is tried.
    #[test]
    fn a_hidden_part_is_not_found_by_subtraction() {
        for parts_of in [2, 3, 4] {
            let mut looks: BTreeMap<(u64, Vec<Shown>), Vec<BTreeSet<u64>>> = BTreeMap::new();
            let most = 16u64.pow(parts_of);
            for number in 0..most {
                let counts: Vec<u64> = (0..parts_of).map(|at| number / 16u64.pow(at) % 16).collect();
                let cells: Vec<Cell> = counts.iter().map(|count| cell(*count)).collect();
                let total = counts.iter().sum::<u64>();
                if (1..LEAST).contains(&total) {
                    continue; // the total is hidden
                }
                let values =
                    looks.entry((cut(total), parts(&cells))).or_insert_with(|| vec![BTreeSet::new(); counts.len()]);
                values.iter_mut().zip(&counts).for_each(|(seen, count)| {
                    seen.insert(*count);
                });
            }
            for ((total, look), values) in looks {
                for (shown, values) in look.iter().zip(&values) {
                    let wide = values.len() >= 2;
                    assert!(shown.is_some() || wide, "{total} {look:?}: {values:?}");
                }
            }
        }
    }

    fn tally(all: u64, met: [u64; 5]) -> Tally {
        Tally { all: cell(all), met: met.map(cell), unmet: met.map(|met| cell(all - met)), through: [0; 5] }
    }

    proptest! {
        #[test]
        fn courts_are_shown_with_counts_of_five_or_more_or_not(
            courts in prop::collection::vec((0u64..40).prop_flat_map(|all| (Just(all), prop::array::uniform5(0..=all))), 0..30)
        ) {
            let courts: Vec<(String, Tally)> =
                courts.into_iter().enumerate().map(|(i, (all, met))| (format!("court {i}"), tally(all, met))).collect();
            let shown = grouped(&courts);
            for (_, tally) in &shown {
                for cell in [tally.all].iter().chain(&tally.met).chain(&tally.unmet) {
                    prop_assert!(cell.rows == 0 || cell.rows >= LEAST);
                }
            }
            // Nothing is left out that a total could tell: what is not shown by name is in the rest.
            if !shown.is_empty() {
                let sum: u64 = shown.iter().map(|(_, tally)| tally.all.rows).sum();
                prop_assert_eq!(sum, courts.iter().map(|(_, tally)| tally.all.rows).sum::<u64>());
            }
            let unsafe_courts = courts.iter().filter(|(_, tally)| !safe(tally));
            for (name, _) in unsafe_courts {
                prop_assert!(!shown.iter().any(|(shown, _)| *shown == Some(name.as_str())));
            }
        }
    }
}
