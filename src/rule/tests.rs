//! The one test that walks all rules through their own rows.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::HashSet;

use polars::prelude::*;

use super::*;
use crate::citation;
use crate::date::{self, DateOptions};
use crate::frame::typed::{CompletionCell, Distinct, PlaceCell, Typed};
use crate::number;
use crate::offence;
use crate::place;
use crate::schema::Tag;
use crate::sentence::{self, Penalty};

/// Typed columns of one row, each column from one text as a clerk would write it; `""` is null.
fn row(scope: Scope, rule: &Rule, texts: &[&str]) -> DataFrame {
    assert_eq!(texts.len(), rule.reads.len(), "{}: one text per column it reads", rule.code);
    let columns = rule.reads.iter().zip(texts).flat_map(|(name, text)| {
        if scope == Scope::Assessment {
            return cell(name, Tag::Text, text);
        }
        let column = scope.column(name).unwrap_or_else(|| panic!("{} reads an unknown column {name}", rule.code));
        cell(name, column.tag, text)
    });
    DataFrame::new(1, columns.collect()).unwrap()
}

fn cell(name: &str, tag: Tag, text: &str) -> Vec<Column> {
    fn one<T: Typed>(name: &str, text: &str, value: impl FnOnce() -> Option<T>) -> Vec<Column> {
        let value = if text.is_empty() { None } else { value() };
        assert!(text.is_empty() || value.is_some(), "{name}: `{text}` does not read");
        Distinct::each(std::iter::once(Some(value))).columns(name)
    }
    match tag {
        Tag::Date => one(name, text, || date::read(text, &DateOptions::default()).value),
        Tag::Completion => {
            let state = |date, state| CompletionCell { date, state };
            let read = date::read_completion(text, &DateOptions::default()).value;
            let value = match read {
                Some(date::Completion::Done(date)) => state(Some(date), "done"),
                Some(date::Completion::NotDone) => state(None, "not_done"),
                Some(date::Completion::Exempted(date)) => state(date, "exempted"),
                _ => state(None, "unknown"),
            };
            Distinct::each(std::iter::once(Some(Some(value)))).columns(name)
        }
        Tag::Place => {
            one(name, text, || Some(PlaceCell { text: text.to_owned(), place: place::read(text, None).value }))
        }
        // A kind alone is a penalty whose text gave no more.
        Tag::Penalty => one(name, text, || match serde_json::from_value(text.into()) {
            Ok(kind) => Some(Penalty { kind, months: None, days: None, amount: None, range: None }),
            Err(_) => sentence::read(text).value?.first()?.principal,
        }),
        Tag::Term => one(name, text, || number::read_duration(text).value),
        Tag::Flag => one(name, text, || Some(text == "true")),
        Tag::Money => one(name, text, || text.parse::<i64>().ok()),
        Tag::Offences => one(name, text, || offence::read(text, None).value),
        Tag::Citations => one(name, text, || citation::read(text).value),
        _ => one(name, text, || Some(text.to_owned())),
    }
}

/// The outcome of a rule on the last of the rows.
fn outcome(scope: Scope, check: &Check, frame: &DataFrame) -> Outcome {
    let rules = RuleSet::of(scope, vec![check.clone()]).unwrap();
    let verdicts = rules.evaluate(frame, scope).unwrap();
    let (all, last) = (verdicts.counts[0], IdxSize::try_from(frame.height() - 1).unwrap());
    match frame.height() {
        1 => all.only(),
        _ if verdicts.broken[0].contains(&last) => Outcome::Broken,
        rows if all.held == rows as u64 => Outcome::Held,
        _ => Outcome::Unknown,
    }
}

/// The example rows of a rule as frames: each row one, or all of them one table where the rule is about tables.
fn examples(scope: Scope, rule: &Rule, rows: &[&[&str]]) -> Vec<DataFrame> {
    let mut frames: Vec<DataFrame> = rows.iter().map(|texts| row(scope, rule, texts)).collect();
    if matches!(scope, Scope::Table(_)) && frames.len() > 1 {
        let mut table = frames.remove(0);
        for row in &frames {
            table.vstack_mut(row).unwrap();
        }
        frames = vec![table];
    }
    frames
}

#[test]
fn every_rule_does_what_its_rows_say() {
    let mut wrong = Vec::new();
    for scope in Scope::ALL {
        for rule in scope.rules() {
            for (rows, expected) in
                [(rule.good, Outcome::Held), (rule.bad, Outcome::Broken), (rule.unknown, Outcome::Unknown)]
            {
                for frame in examples(scope, rule, rows) {
                    let found = outcome(scope, &Check::from(rule), &frame);
                    if found != expected {
                        wrong.push(format!("{} {rows:?}: {found:?}, not {expected:?}", rule.code));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_rule_is_declared_in_full() {
    let mut codes = HashSet::new();
    for scope in Scope::ALL {
        for rule in scope.rules() {
            assert!(codes.insert(rule.code), "{} twice", rule.code);
            assert!(reason::find(rule.reason).is_some(), "{}: no reason {}", rule.code, rule.reason);
            assert!(!rule.about.vi.is_empty() && !rule.about.en.is_empty(), "{}", rule.code);
            assert!(!rule.good.is_empty(), "{} has no row on which it holds", rule.code);
            assert!(!rule.bad.is_empty(), "{} has no row that breaks it", rule.code);
        }
    }
}

/// A row with some of its columns left empty, in every way.
fn blanked(texts: &[&'static str]) -> Vec<Vec<&'static str>> {
    (0..1_usize << texts.len())
        .map(|mask| texts.iter().enumerate().map(|(at, text)| if mask >> at & 1 == 1 { "" } else { *text }).collect())
        .collect()
}

#[test]
fn a_rule_that_can_be_unknown_says_so() {
    let mut wrong = Vec::new();
    for scope in Scope::ALL {
        for rule in scope.rules().iter().filter(|rule| rule.unknown.is_empty()) {
            let rules = RuleSet::of(scope, vec![Check::from(rule)]).unwrap();
            for texts in rule.good.iter().chain(rule.bad).flat_map(|texts| blanked(texts)) {
                if rules.evaluate(&row(scope, rule, &texts), scope).unwrap().counts[0].unknown > 0 {
                    wrong.push(format!("{} {texts:?} is unknown", rule.code));
                    break;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_condition_turned_round_is_caught_by_the_rows_of_its_rule() {
    let mut missed = Vec::new();
    for scope in Scope::ALL {
        for rule in scope.rules() {
            let check = Check::from(rule);
            for (what, mutant) in check.turned() {
                let caught =
                    [(rule.good, Outcome::Held), (rule.bad, Outcome::Broken), (rule.unknown, Outcome::Unknown)]
                        .into_iter()
                        .flat_map(|(rows, expected)| {
                            examples(scope, rule, rows).into_iter().map(move |f| (f, expected))
                        })
                        .any(|(frame, expected)| outcome(scope, &mutant, &frame) != expected);
                if !caught {
                    missed.push(format!("{}: {what}", rule.code));
                }
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}
