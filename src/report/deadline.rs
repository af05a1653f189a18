//! Whether the work will be done in time.

use serde::{Deserialize, Serialize};

use super::progress::{STEPS, Tally};
use super::{Previous, Step};
use crate::date::Date;

/// How the run stands to the deadline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deadline {
    /// The day.
    pub date: String,
    /// Days from `as_of` to it; negative where it has passed.
    pub days_left: i64,
    /// All steps together.
    #[serde(flatten)]
    pub all: Pace,
    /// Step by step.
    #[serde(default)]
    pub steps: Vec<Pace>,
}

/// How fast a step is taken. Rates are rows a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pace {
    /// The step; `all` for every step together.
    #[serde(default)]
    pub step: String,
    /// Rows that have not taken it.
    pub open: u64,
    /// The rate needed to reach the deadline; none on the day itself and after it.
    pub rate_needed: Option<f64>,
    /// The rate between the days of the earlier result and of this one; none without an earlier day.
    pub rate_present: Option<f64>,
    /// The day reached at the present rate; none where nothing moves.
    pub reached_on: Option<String>,
}

impl Deadline {
    pub(super) fn new(day: Date, as_of: Date, total: &Tally, previous: Option<&Previous>) -> Self {
        let days_left = days(as_of, day);
        let elapsed = previous.and_then(|p| Some(days(p.as_of.parse().ok()?, as_of))).filter(|days| *days > 0);
        let pace = |step: &str, done: u64, before: Option<u64>| {
            let open = total.all.rows.saturating_sub(done);
            let rate_present = elapsed.zip(before).map(|(days, before)| (done as f64 - before as f64) / days as f64);
            Pace {
                step: step.to_owned(),
                open,
                rate_needed: (days_left > 0 && open > 0).then(|| open as f64 / days_left as f64),
                rate_present,
                reached_on: reached(open, rate_present, as_of).map(|day| day.to_string()),
            }
        };
        let steps = STEPS.iter().zip(total.met).map(|(step, met)| {
            let before = previous.and_then(|p| count(&p.funnel, step));
            pace(step, met.rows, before)
        });
        let all = pace("all", total.finished(), previous.map(|p| p.finished));
        Self { date: day.to_string(), days_left, all, steps: steps.collect() }
    }
}

fn days(from: Date, to: Date) -> i64 {
    i64::from(from.until(to).map_or(0, |span| span.get_days()))
}

fn count(funnel: &[Step], step: &str) -> Option<u64> {
    funnel.iter().find(|s| s.step == step).map(|s| s.count)
}

/// The day on which nothing is open; none where nothing moves, nothing is open, or the calendar ends before.
fn reached(open: u64, rate: Option<f64>, as_of: Date) -> Option<Date> {
    let rate = rate.filter(|rate| *rate > 0.0 && open > 0)?;
    #[allow(clippy::cast_possible_truncation)] // a count of days
    let days = (open as f64 / rate).ceil() as i64;
    as_of.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use super::super::progress::Cell;
    use super::*;

    fn total(all: u64, met: u64, finished: u64) -> Tally {
        let cell = |rows| Cell::new(rows, rows);
        Tally {
            all: cell(all),
            met: [cell(met); 5],
            unmet: [cell(all - met); 5],
            through: [met, met, met, met, finished],
        }
    }

    fn earlier(as_of: &str, met: u64, finished: u64) -> Previous {
        let step = |step: &&str| Step { step: (*step).to_owned(), count: met, of: 100, through: met };
        Previous { as_of: as_of.to_owned(), funnel: STEPS.iter().map(step).collect(), finished, units: Vec::new() }
    }

    const TODAY: Date = Date::constant(2026, 6, 30);

    #[test]
    fn the_rate_needed_and_the_day_reached() {
        let earlier = earlier("2026-06-20", 60, 30);
        let found = Deadline::new(Date::constant(2026, 7, 20), TODAY, &total(100, 80, 50), Some(&earlier));
        assert_eq!(found.days_left, 20);
        // 20 rows in 10 days, 50 to go: 25 days.
        assert_eq!((found.all.open, found.all.rate_needed, found.all.rate_present), (50, Some(2.5), Some(2.0)));
        assert_eq!(found.all.reached_on.as_deref(), Some("2026-07-25"));
        assert_eq!(found.steps.len(), 5);
        assert_eq!((found.steps[0].open, found.steps[0].rate_present), (20, Some(2.0)));
        assert_eq!(found.steps[0].reached_on.as_deref(), Some("2026-07-10"));
    }

    #[test]
    fn a_deadline_that_has_passed_asks_for_no_rate() {
        let found = Deadline::new(Date::constant(2025, 3, 31), TODAY, &total(100, 80, 50), None);
        assert_eq!((found.days_left, found.all.open), (-456, 50));
        assert_eq!((found.all.rate_needed, found.all.rate_present, &found.all.reached_on), (None, None, &None));
    }

    #[test]
    fn where_nothing_moves_no_day_is_promised() {
        for (as_of, finished) in
            [("2026-06-20", 50), ("2026-06-20", 60), ("2026-06-30", 10), ("2026-07-01", 10), ("", 10)]
        {
            let found = Deadline::new(
                Date::constant(2026, 7, 1),
                TODAY,
                &total(100, 80, 50),
                Some(&earlier(as_of, 80, finished)),
            );
            assert_eq!(found.all.reached_on, None, "{as_of} {finished}");
        }
    }

    #[test]
    fn nothing_open_needs_no_rate() {
        let found = Deadline::new(Date::constant(2026, 7, 1), TODAY, &total(100, 100, 100), None);
        assert_eq!((found.all.open, found.all.rate_needed), (0, None));
    }
}
