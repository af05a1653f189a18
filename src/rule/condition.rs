//! Users' own rules, as the layout file writes them: conditions on columns, checked before any data are read.
//!
//! ```toml
//! [[rule]]
//! code = "U01"
//! entry = "conviction"                  # record, conviction, enforcement or expungement
//! message = "án phí cao bất thường"
//! severity = "warning"                  # error, warning or info
//! when = { column = "court_fee", given = true }              # may be left out: the rule is about every row
//! must = { column = "court_fee", at_most = 5_000_000 }
//! ```
//!
//! | Condition | Of columns | True where |
//! |---|---|---|
//! | `given = true` (`false`) | any | the column has a value (has none) |
//! | `equals`, `differs`, `one_of = […]`, `none_of = […]` | text, number, yes or no | the value is (not) that, or one of those |
//! | `at_least`, `at_most` | number, date | the value is not under, not over that |
//! | `between = [a, b]` | number, date | both |
//! | `shape = "99/9999/AA-AA"` | text | each `9` stands for a digit, `A` for a capital, `a` for a small letter |
//! | `not_before = "column"` | date | the date is not before that of another column |
//! | `all = […]`, `any = […]`, `not = {…}` | | all, one, not |
//!
//! Several conditions on one column in one pair of braces hold together. Fields of a structure are columns:
//! `principal_penalty.kind`, `.months`, `.days`, `.amount`. A missing value makes a condition unknown (but for `given`),
//! and so does a date that is only half known where its days differ; a rule that is unknown is counted, not broken.
//! There is no further language: what needs more is a [`Rule`](super::Rule) in Rust.

use std::borrow::Cow;
use std::collections::BTreeSet;

use polars::prelude::*;

use super::expression::{not_before, shaped, since, until};
use super::{Check, RuleSet, Scope};
use crate::date::Date;
use crate::error::Result;
use crate::frame::typed;
use crate::layout::{Condition, CustomRule, Value};
use crate::schema::{Entry, Tag};

/// What kind of values a column has for conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Flag,
    Date,
    /// A list or a structure: it is given or not.
    Other,
}

/// The rules that a layout file adds, ready to run.
///
/// # Errors
///
/// [`Error::Config`](crate::Error::Config) with line, key and what was expected: an unknown entry, column or severity, a
/// condition that does not fit its column, a code that is taken.
pub(super) fn checks(rules: &[CustomRule], known: &RuleSet) -> Result<Vec<(Scope, Check)>> {
    let mut codes: BTreeSet<&str> = BTreeSet::new();
    rules
        .iter()
        .map(|rule| {
            if rule.code.trim().is_empty() {
                return Err(rule.place.wrong("code", "expected a code, as `U01`"));
            }
            let built_in = known.has(&rule.code) || ["READ", "WV01", "WV02"].contains(&rule.code.as_str());
            if built_in || !codes.insert(&rule.code) {
                return Err(rule.place.wrong("code", "expected a code that no other rule has"));
            }
            if rule.message.trim().is_empty() {
                return Err(rule.place.wrong("message", "expected what is wrong where the rule is broken"));
            }
            let mut reads = BTreeSet::new();
            let mut read = |condition: &Condition, key: &str| {
                expression(condition, rule.entry, &mut reads).map_err(|expected| rule.place.wrong(key, &expected))
            };
            let applies = rule.when.as_ref().map_or(Ok(lit(true)), |when| read(when, "when"))?;
            let holds = read(&rule.must, "must")?;
            let reads: Vec<Cow<'static, str>> = reads.into_iter().map(Cow::Borrowed).collect();
            let mut check = Check::new(rule.code.clone().into(), rule.severity, reads, applies, holds);
            check.name = "own-rule".into();
            check.about_vi = rule.message.clone().into();
            check.about_en = rule.message.clone().into();
            check.reason = "quy_tac_rieng".into();
            Ok((Scope::Entry(rule.entry), check))
        })
        .collect()
}

/// A condition as an expression, or what was expected instead.
fn expression(
    condition: &Condition,
    entry: Entry,
    reads: &mut BTreeSet<&'static str>,
) -> std::result::Result<Expr, String> {
    let mut parts: Vec<Expr> = Vec::new();
    let mut each = |all: &[Condition], join: fn(Expr, Expr) -> Expr| {
        let all: Vec<Expr> =
            all.iter().map(|one| expression(one, entry, reads)).collect::<std::result::Result<_, _>>()?;
        all.into_iter().reduce(join).ok_or_else(|| "expected at least one condition".to_owned())
    };
    if let Some(all) = &condition.all {
        parts.push(each(all, Expr::and)?);
    }
    if let Some(any) = &condition.any {
        parts.push(each(any, Expr::or)?);
    }
    if let Some(not) = &condition.not {
        parts.push(expression(not, entry, reads)?.not());
    }
    match &condition.column {
        Some(column) => parts.append(&mut on_column(condition, column, entry, reads)?),
        None if condition.tests() => return Err("expected `column` beside the condition".to_owned()),
        None => {}
    }
    parts
        .into_iter()
        .reduce(Expr::and)
        .ok_or_else(|| "expected a condition, as { column = \"court\", given = true }".to_owned())
}

/// The conditions on one column.
fn on_column(
    condition: &Condition,
    column: &str,
    entry: Entry,
    reads: &mut BTreeSet<&'static str>,
) -> std::result::Result<Vec<Expr>, String> {
    let (name, kind, value) = find(column, entry)?;
    reads.insert(name);
    let literal = |value: &Value| literal(value, kind, column);
    let mut parts = Vec::new();
    if let Some(is) = condition.given {
        parts.push(if is { value.clone().is_not_null() } else { value.clone().is_null() });
    }
    if let Some(other) = &condition.equals {
        parts.push(value.clone().eq(literal(other)?));
    }
    if let Some(other) = &condition.differs {
        parts.push(value.clone().neq(literal(other)?));
    }
    let one_of = |all: &[Value]| {
        let all: Vec<Expr> =
            all.iter().map(|one| Ok(value.clone().eq(literal(one)?))).collect::<std::result::Result<_, String>>()?;
        all.into_iter().reduce(Expr::or).ok_or_else(|| "expected at least one value".to_owned())
    };
    if let Some(all) = &condition.one_of {
        parts.push(one_of(all)?);
    }
    if let Some(all) = &condition.none_of {
        parts.push(one_of(all)?.not());
    }
    let least = |least: &Value| match kind {
        Kind::Number => Ok(value.clone().gt_eq(literal(least)?)),
        Kind::Date => Ok(since(name, day(least, column)?)),
        _ => Err(format!("expected a column of numbers or dates, found `{column}`")),
    };
    let most = |most: &Value| match kind {
        Kind::Number => Ok(value.clone().lt_eq(literal(most)?)),
        Kind::Date => Ok(until(name, day(most, column)?)),
        _ => Err(format!("expected a column of numbers or dates, found `{column}`")),
    };
    if let Some(value) = &condition.at_least {
        parts.push(least(value)?);
    }
    if let Some(value) = &condition.at_most {
        parts.push(most(value)?);
    }
    if let Some([from, to]) = &condition.between {
        parts.push(least(from)?.and(most(to)?));
    }
    if let Some(shape) = &condition.shape {
        if kind != Kind::Text {
            return Err(format!("expected a column of text, found `{column}`"));
        }
        parts.push(shaped(value.clone(), shape.clone()));
    }
    if let Some(earlier) = &condition.not_before {
        let (other, other_kind, _) = find(earlier, entry)?;
        if (kind, other_kind) != (Kind::Date, Kind::Date) {
            return Err("expected two columns of dates".to_owned());
        }
        reads.insert(other);
        parts.push(not_before(name, other));
    }
    if parts.is_empty() {
        return Err("expected a condition beside `column`, as `given = true`".to_owned());
    }
    Ok(parts)
}

/// A canonical column, or a field of one: its name, the kind of its values, and the expression that gives them.
fn find(column: &str, entry: Entry) -> std::result::Result<(&'static str, Kind, Expr), String> {
    let (name, part) = column.split_once('.').map_or((column, None), |(name, part)| (name, Some(part)));
    let unknown = || {
        let names = entry.columns().iter().map(|known| known.name);
        let near = names.map(|known| (strsim::osa_distance(known, name), known)).min();
        let near = near.filter(|(distance, _)| *distance <= 4).map_or("full_name", |(_, known)| known);
        format!("expected a column of `{}`, as `{near}`", entry.as_str())
    };
    let known = entry.column(name).ok_or_else(unknown)?;
    let whole = typed::fields(known).into_iter().find(|field| field.name().as_str() == known.name);
    let dtype = whole.map(|field| field.dtype().clone());
    let kind = |dtype: &DataType| match dtype {
        DataType::String => Kind::Text,
        DataType::Int64 => Kind::Number,
        DataType::Boolean => Kind::Flag,
        _ => Kind::Other,
    };
    match (part, dtype) {
        (None, Some(_)) if matches!(known.tag, Tag::Date | Tag::Completion) => {
            Ok((known.name, Kind::Date, col(known.name)))
        }
        (None, Some(dtype)) => Ok((known.name, kind(&dtype), col(known.name))),
        (Some(part), Some(DataType::Struct(fields))) => {
            let field = fields.iter().find(|field| field.name().as_str() == part);
            let field = field.ok_or_else(|| {
                let names: Vec<&str> = fields.iter().map(|field| field.name().as_str()).collect();
                format!("expected a field of `{name}`: {}", names.join(", "))
            })?;
            Ok((known.name, kind(field.dtype()), col(known.name).struct_().field_by_name(part)))
        }
        _ => Err(format!("expected `{name}` without a field")),
    }
}

/// A value of the layout file as a literal of the column's type.
fn literal(value: &Value, kind: Kind, column: &str) -> std::result::Result<Expr, String> {
    match (value, kind) {
        (Value::Text(text), Kind::Text) => Ok(lit(text.clone())),
        (Value::Number(number), Kind::Number) => Ok(lit(*number)),
        (Value::Flag(flag), Kind::Flag) => Ok(lit(*flag)),
        (_, Kind::Text) => Err(format!("expected text for `{column}`")),
        (_, Kind::Number) => Err(format!("expected a whole number for `{column}`")),
        (_, Kind::Flag) => Err(format!("expected true or false for `{column}`")),
        (_, Kind::Date) => Err(format!("expected `at_least`, `at_most`, `between` or `not_before` for `{column}`")),
        (_, Kind::Other) => Err(format!("expected `given` alone for `{column}`, which holds no single value")),
    }
}

/// A day of the layout file.
fn day(value: &Value, column: &str) -> std::result::Result<Date, String> {
    let day = if let Value::Text(text) = value { text.parse().ok() } else { None };
    day.ok_or_else(|| format!("expected a day for `{column}`, as \"2019-05-17\""))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;
    use crate::frame::typed::Typed as _;
    use crate::layout::Layout;
    use crate::rule::{Counts, Outcome};

    fn rule(rest: &str) -> String {
        format!("[[rule]]\ncode = \"U01\"\nentry = \"conviction\"\nmessage = \"m\"\nseverity = \"error\"\n{rest}")
    }

    fn load(text: &str) -> Result<RuleSet> {
        RuleSet::new()?.with_custom(&Layout::parse(text, "layout.toml")?.rules)
    }

    #[track_caller]
    fn check(rest: &str, expected: &[Outcome]) {
        let rules = load(&rule(rest)).unwrap().only(|check| check.code == "U01");
        let dates: Vec<Option<crate::date::PartialDate>> =
            ["2019-05-17", "2019", "2015-01-02"].map(|text| text.parse().ok()).into();
        let mut columns =
            crate::date::PartialDate::columns("judgment_date", &dates.iter().map(Option::as_ref).collect::<Vec<_>>());
        columns.push(Column::new("court_fee".into(), [Some(200_000_i64), None, Some(9_000_000)]));
        columns.push(Column::new("judgment_no".into(), [Some("12/2019/HS-ST"), Some("12"), None]));
        columns.push(Column::new("suspended".into(), [Some(true), Some(false), None]));
        let frame = DataFrame::new(3, columns).unwrap();
        for (row, expected) in expected.iter().enumerate() {
            let counts =
                rules.evaluate(&frame.slice(i64::try_from(row).unwrap(), 1), Scope::Entry(Entry::Conviction)).unwrap();
            let counts: Counts = counts.counts[0];
            assert_eq!(counts.only(), *expected, "{rest}, row {row}");
        }
    }

    #[test]
    fn conditions_hold_are_broken_or_unknown() {
        use Outcome::{Broken, Held, NotApplicable, Unknown};
        check("must = { column = \"court_fee\", at_most = 5_000_000 }", &[Held, Unknown, Broken]);
        check("must = { column = \"court_fee\", given = true }", &[Held, Broken, Held]);
        check("must = { column = \"court_fee\", one_of = [200000, 300000] }", &[Held, Unknown, Broken]);
        check("must = { column = \"judgment_no\", shape = \"99/9999/AA-AA\" }", &[Held, Broken, Unknown]);
        check(
            "must = { column = \"judgment_date\", between = [\"2019-02-01\", \"2019-12-31\"] }",
            &[Held, Unknown, Broken],
        );
        check("must = { column = \"suspended\", equals = true }", &[Held, Broken, Unknown]);
        check("must = { not = { column = \"judgment_no\", equals = \"12\" } }", &[Held, Broken, Unknown]);
        check(
            "when = { column = \"court_fee\", given = true }\nmust = { any = [{ column = \"court_fee\", at_most = 5 }, { column = \"suspended\", equals = true }] }",
            &[Held, NotApplicable, Unknown],
        );
        check(
            "must = { all = [{ column = \"court_fee\", at_least = 1 }, { column = \"suspended\", differs = false }] }",
            &[Held, Broken, Unknown],
        );
    }

    #[track_caller]
    fn refused(text: &str, start: &str, expected: &str) {
        let message = load(text).unwrap_err().to_string();
        assert!(message.starts_with(start) && message.ends_with(expected), "{message}");
    }

    #[test]
    fn what_does_not_fit_is_refused_before_any_data() {
        let line6 = "layout.toml, line 6, `must`";
        refused(
            &rule("must = { column = \"cuort\", given = true }"),
            line6,
            "expected a column of `conviction`, as `court`",
        );
        refused(
            &rule("must = { column = \"court_fee\", equals = \"x\" }"),
            line6,
            "expected a whole number for `court_fee`",
        );
        refused(&rule("must = { column = \"court\", equals = 5 }"), line6, "expected text for `court`");
        refused(
            &rule("must = { column = \"court\", at_least = 5 }"),
            line6,
            "expected a column of numbers or dates, found `court`",
        );
        refused(
            &rule("must = { column = \"court\" }"),
            line6,
            "expected a condition beside `column`, as `given = true`",
        );
        refused(&rule("must = { given = true }"), line6, "expected `column` beside the condition");
        refused(
            &rule("must = { column = \"judgment_date\", at_least = \"2019\" }"),
            line6,
            "expected a day for `judgment_date`, as \"2019-05-17\"",
        );
        refused(
            &rule("must = { column = \"judgment_date\", not_before = \"court\" }"),
            line6,
            "expected two columns of dates",
        );
        refused(
            &rule("must = { column = \"offences\", equals = \"x\" }"),
            line6,
            "expected `given` alone for `offences`, which holds no single value",
        );
        refused(
            &rule("must = { column = \"principal_penalty.years\", at_most = 5 }"),
            line6,
            "expected a field of `principal_penalty`: kind, months, days, amount",
        );
        refused(
            &rule("must = { column = \"court\", like = \"x\" }"),
            "layout.toml, line 6, `must`",
            "`all`, `any`, `not`, found another key",
        );
        let taken = rule("must = { column = \"court\", given = true }");
        refused(&taken.replace("U01", "CV03"), "layout.toml, line 2, `code`", "expected a code that no other rule has");
        refused(&format!("{taken}\n{taken}"), "layout.toml, line 8, `code`", "expected a code that no other rule has");
        refused(&taken.replace("\"m\"", "\"\""), "layout.toml, line 4, `message`", "where the rule is broken");
        refused(
            &taken.replace("conviction", "person"),
            "layout.toml, line 3, `entry`",
            "`enforcement`, `expungement`, found another word",
        );
        refused(
            &taken.replace("\"error\"", "\"fatal\""),
            "layout.toml, line 5, `severity`",
            "`info`, `warning`, `error`, found another word",
        );
    }
}
