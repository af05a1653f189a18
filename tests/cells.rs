//! Cells as clerks, police, courts and scanners write them, and what each reader makes of them.
//!
//! `cells.tsv` was written from the references and from practice, apart from the readers: what they say of it is
//! worth more than their own tables. A row is KIND, cell, and the value in the short form of the printers below;
//! `null` where the cell must not be read, ` !` behind a value that stands beside an error.

#![allow(missing_docs, clippy::panic, clippy::format_push_string)]

use lltp::citation::Citation;
use lltp::date::DateOptions;
use lltp::identity::{Holder, IdentityKind, IdentityNumber};
use lltp::judgment::JudgmentNumber;
use lltp::name::Name;
use lltp::number::Duration;
use lltp::offence::Offence;
use lltp::repair::{ErrorCode, Reading};
use lltp::sentence::{AdditionalPenalty, Penalty, PrincipalKind, Sentence};
use lltp::{citation, date, identity, judgment, name, number, offence, sentence};

type Reader = fn(&str) -> String;

/// What reads and prints a KIND.
const READERS: &[(&str, Reader)] = &[
    ("identity", |cell| say(identity::read(cell, &Holder::default()), identity_number)),
    ("judgment", |cell| say(judgment::read(cell), judgment_number)),
    ("citation", |cell| say(citation::read(cell), |cited| join(cited, ";", cited_clause))),
    ("offence", |cell| say(offence::read(cell, None), |found| join(found, ";", one_offence))),
    ("sentence", |cell| say(sentence::read(cell), |said| join(said, ";;", one_sentence))),
    ("name", |cell| say(name::read(cell), full_name)),
    ("date", |cell| say(date::read(cell, &DateOptions::default()), ToString::to_string)),
    ("number", |cell| say(number::read(cell), ToString::to_string)),
    ("money", |cell| say(number::read_money(cell), ToString::to_string)),
    ("duration", |cell| say(number::read_duration(cell), duration)),
];

#[test]
fn cells_of_other_hands() {
    let mut wrong = Vec::new();
    let mut rows = 0;
    for row in include_str!("cells.tsv").lines().filter(|row| !row.starts_with('#')) {
        let mut fields = row.split('\t');
        let (Some(kind), Some(cell), Some(expected), None) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            panic!("expected three fields: {row}")
        };
        let Some((_, read)) = READERS.iter().find(|(name, _)| *name == kind) else { panic!("no such KIND: {kind}") };
        let found = read(cell);
        if found != expected {
            wrong.push(format!("{kind}: {cell}: expected {expected}, found {found}"));
        }
        rows += 1;
    }
    assert!(wrong.is_empty(), "{} of {rows} cells:\n{}", wrong.len(), wrong.join("\n"));
}

fn say<T, E: ErrorCode>(reading: Reading<T, E>, print: impl Fn(&T) -> String) -> String {
    let beside = if reading.error.is_some() { " !" } else { "" };
    reading.value.map_or_else(|| "null".to_owned(), |value| print(&value) + beside)
}

fn join<T>(all: &[T], by: &str, print: fn(&T) -> String) -> String {
    all.iter().map(print).collect::<Vec<_>>().join(by)
}

fn or_empty<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn identity_number(number: &IdentityNumber) -> String {
    let kind = match number.kind {
        IdentityKind::CitizenId => "citizen_id",
        IdentityKind::IdentityCard => "identity_card",
        IdentityKind::Passport => "passport",
        IdentityKind::Military => "military",
    };
    format!("{kind} {}", number.number)
}

fn judgment_number(number: &JudgmentNumber) -> String {
    let suffix = number.suffix.as_deref().unwrap_or("");
    format!("{}|{}|{suffix}|{}", number.number, or_empty(number.year), or_empty(number.date))
}

fn cited_clause(cited: &Citation) -> String {
    let mut text =
        format!("{} {}{}:{}", cited.code, or_empty(cited.year), if cited.amended { "+" } else { "" }, cited.article);
    for part in cited.clause.iter().cloned().chain((!cited.points.is_empty()).then(|| cited.points.join(","))) {
        text += "/";
        text += &part;
    }
    text
}

fn one_offence(found: &Offence) -> String {
    let article = found.article.as_deref().unwrap_or("");
    format!("{}:{article}:{}", or_empty(found.year), found.name)
}

fn one_sentence(said: &Sentence) -> String {
    let mut text = said.principal.map_or_else(String::new, principal);
    for (word, holds) in [("suspended", said.suspended), ("total", said.total), ("prior", said.prior)] {
        if holds {
            text = text + " " + word;
        }
    }
    if let Some(months) = said.probation_months {
        text += &format!(" probation {months}");
    }
    text += &said.additional.iter().map(additional).collect::<String>();
    if let Some(day) = said.from_date {
        text += &format!(" from {day}");
    }
    if let Some(detained) = said.detained {
        text += &format!(" detained {}..{}", or_empty(detained.from), or_empty(detained.to));
    }
    text
}

fn principal(penalty: Penalty) -> String {
    let mut text = match penalty.kind {
        PrincipalKind::Imprisonment => "prison",
        PrincipalKind::Life => "life",
        PrincipalKind::Death => "death",
        PrincipalKind::Fine => "fine",
        PrincipalKind::NonCustodial => "non_custodial",
        PrincipalKind::Warning => "warning",
        PrincipalKind::Expulsion => "expulsion",
        PrincipalKind::Exempted => "exempted",
    }
    .to_owned();
    if let Some(months) = penalty.months {
        text += &format!(" {months}m");
    }
    if let Some(days) = penalty.days {
        text += &format!(" {days}d");
    }
    if let Some(amount) = penalty.amount {
        text += &format!(" {amount}");
    }
    if let Some(range) = penalty.range {
        let (months, amounts) = ((range.min_months, range.max_months), (range.min_amount, range.max_amount));
        text +=
            &format!(" {}{}..{}{}", or_empty(months.0), or_empty(amounts.0), or_empty(months.1), or_empty(amounts.1));
    }
    text
}

fn additional(penalty: &AdditionalPenalty) -> String {
    let kind = format!("{:?}", penalty.kind).to_lowercase();
    format!(" +{kind} {}{}", or_empty(penalty.months), or_empty(penalty.amount)).trim_end().to_owned()
}

fn full_name(name: &Name) -> String {
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    format!("{}|{}|{}|{}", part(&name.family), part(&name.middle), part(&name.given), name.aliases.join(","))
}

fn duration(term: &Duration) -> String {
    format!("{} years {} months {} days", term.years, term.months, term.days)
}
