//! The table of cases that a jurist can edit (`tests/expungement_cases.tsv`), run against the engine; and the check
//! that some case fails for every number of the law tables that is changed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use super::law::{LAW, Law, TABLES, Tables};
use super::*;
use crate::data::{self, Row};
use crate::offence::{Fault, Seriousness};
use crate::sentence::{AdditionalKind, AdditionalPenalty, Penalty, PrincipalKind};

const CASES: &str = include_str!("../../tests/expungement_cases.tsv");

/// Columns of the table.
mod column {
    pub(super) const CASE: usize = 0;
    pub(super) const BIRTH: usize = 1;
    pub(super) const ACT: usize = 2;
    pub(super) const JUDGED: usize = 3;
    pub(super) const OFFENCES: usize = 4;
    pub(super) const PENALTY: usize = 5;
    pub(super) const ADDITIONAL: usize = 6;
    pub(super) const DONE: usize = 7;
    pub(super) const ADDITIONAL_DONE: usize = 8;
    pub(super) const CIVIL_DONE: usize = 9;
    pub(super) const FEE_DONE: usize = 10;
    pub(super) const OTHER: usize = 11;
    pub(super) const AS_OF: usize = 12;
    pub(super) const STATUS: usize = 13;
    pub(super) const DATE: usize = 14;
    pub(super) const ARTICLE: usize = 15;
    pub(super) const SAYS: usize = 16;
    pub(super) const NOTE: usize = 17;
}

fn day(text: &str) -> PartialDate {
    text.parse().unwrap_or_else(|_| panic!("no date: {text}"))
}

fn maybe(text: &str) -> Option<PartialDate> {
    (!matches!(text, "" | "?")).then(|| day(text))
}

fn state(text: &str) -> Execution {
    match text {
        "-" => Execution::NoneImposed,
        "" | "?" => Execution::Unknown,
        "no" => Execution::NotDone,
        "exempt" => Execution::Exempted(None),
        _ => match text.strip_prefix("exempt ") {
            Some(date) => Execution::Exempted(Some(day(date))),
            None => Execution::Done(day(text)),
        },
    }
}

fn penalty(text: &str) -> Penalty {
    let mut words = text.split(' ');
    let kind = match words.next().unwrap() {
        "prison" | "suspended" => PrincipalKind::Imprisonment,
        "life" => PrincipalKind::Life,
        "death" => PrincipalKind::Death,
        "fine" => PrincipalKind::Fine,
        "non_custodial" => PrincipalKind::NonCustodial,
        "warning" => PrincipalKind::Warning,
        "expulsion" => PrincipalKind::Expulsion,
        "exempted" => PrincipalKind::Exempted,
        other => panic!("no penalty: {other}"),
    };
    let months = words.next().filter(|word| *word != "?").map(|word| word.parse().unwrap());
    let days = words.next().and_then(|word| word.strip_suffix('d')).map(|word| word.parse().unwrap());
    Penalty { kind, months, days, amount: None, range: None }
}

/// `173:1` of the 2015 Code, `1999:138:1`, `?:173:1` where the code is not written.
fn offence(text: &str, act: Option<PartialDate>) -> ConvictedOffence {
    let parts: Vec<&str> = text.split(':').collect();
    let (code, article, clause) = match parts[..] {
        [code, article, clause] => (code, article, clause),
        [article, clause] => ("2015", article, clause),
        _ => panic!("no offence: {text}"),
    };
    let known = |part: &str| (part != "?").then(|| part.to_owned());
    ConvictedOffence {
        code_year: code.parse().ok(),
        article: known(article),
        clause: known(clause),
        act,
        ..ConvictedOffence::default()
    }
}

fn additional(text: &str) -> Option<Vec<AdditionalPenalty>> {
    if text == "?" {
        return None;
    }
    Some(
        text.split(';')
            .filter(|part| !matches!(*part, "" | "-"))
            .map(|part| {
                let (kind, months) = part.split_once(' ').unwrap_or((part, ""));
                let kind = match kind {
                    "supervision" => AdditionalKind::Supervision,
                    "residence_ban" => AdditionalKind::ResidenceBan,
                    "occupation_ban" => AdditionalKind::OccupationBan,
                    "rights" => AdditionalKind::Rights,
                    "confiscation" => AdditionalKind::Confiscation,
                    "fine" => AdditionalKind::Fine,
                    "expulsion" => AdditionalKind::Expulsion,
                    other => panic!("no additional penalty: {other}"),
                };
                AdditionalPenalty { kind, months: months.parse().ok(), amount: None }
            })
            .collect(),
    )
}

fn conviction(row: &Row, person: &mut Person, entry: usize) -> Conviction {
    let get = |column| row.get(column);
    let acts: Vec<&str> = get(column::ACT).split(';').collect();
    let mut conviction = Conviction {
        entry,
        judgment_date: maybe(get(column::JUDGED)),
        offences: get(column::OFFENCES)
            .split(';')
            .filter(|text| !text.is_empty())
            .enumerate()
            .map(|(at, text)| offence(text, maybe(acts.get(at).or(acts.last()).unwrap())))
            .collect(),
        additional: additional(get(column::ADDITIONAL)),
        principal_state: state(get(column::DONE)),
        additional_state: state(get(column::ADDITIONAL_DONE)),
        civil_state: state(get(column::CIVIL_DONE)),
        fee_state: state(get(column::FEE_DONE)),
        ..Conviction::default()
    };
    let (each, combined) = get(column::PENALTY).split_once(" = ").unwrap_or((get(column::PENALTY), ""));
    for text in each.split(" + ").filter(|text| !text.is_empty() && *text != "?") {
        conviction.penalties.push(penalty(text));
    }
    if !combined.is_empty() {
        conviction.combined = Some(penalty(combined));
    }
    conviction.suspended = Some(get(column::PENALTY).contains("suspended"));
    for fact in get(column::OTHER).split(';').map(str::trim).filter(|fact| !fact.is_empty()) {
        let (name, value) = fact.split_once('=').unwrap_or((fact, ""));
        let record = |route, refused| RecordedExpungement { entry: None, route, on: maybe(value), refused };
        match name {
            "effective" => conviction.effective_date = maybe(value),
            "appeal_judgment" => conviction.instance = Some(crate::judgment::Instance::Appeal),
            "in_force" => conviction.force = Force::InForce,
            "appealed" => conviction.force = Force::Appealed,
            "set_aside" => conviction.force = Force::SetAside,
            "no_conviction" => conviction.force = Force::NoConviction,
            "probation" => conviction.probation_months = value.parse().ok(),
            "suspended_unknown" => conviction.suspended = None,
            "activated" => conviction.suspension_activated = true,
            "amnesty" => conviction.special_amnesty = maybe(value),
            "general_amnesty" => conviction.general_amnesty = maybe(value),
            "remission" => conviction.remission = maybe(value),
            "limitation_ended" => conviction.limitation_ended = maybe(value),
            "never_executed" => conviction.never_executed = true,
            "wanted" => conviction.wanted = Some(value == "yes"),
            "commuted" => conviction.death_commuted = true,
            "measure" => conviction.judicial_measure = true,
            "foreign" => conviction.foreign = true,
            "quarantined" => conviction.trust = Trust::Quarantined,
            "review" => conviction.trust = Trust::OpenReview,
            "combined_into" => conviction.combined_into = value.parse().ok(),
            "release" => {
                let (on, rest) = value.split_once('+').unwrap_or((value, ""));
                conviction.conditional_release =
                    Some(ConditionalRelease { on: day(on), remaining_months: rest.parse().ok(), remaining_days: None });
            }
            "fault" => {
                let fault = if value == "negligent" { Fault::Negligent } else { Fault::Intentional };
                conviction.offences.iter_mut().for_each(|offence| offence.fault = Some(fault));
            }
            "class" => {
                let class = match value {
                    "less" => Seriousness::LessSerious,
                    "serious" => Seriousness::Serious,
                    "very" => Seriousness::VerySerious,
                    _ => Seriousness::EspeciallySerious,
                };
                conviction.offences.iter_mut().for_each(|offence| offence.seriousness = Some(class));
            }
            "expunged" => conviction.recorded.push(record(RecordedRoute::Automatic, false)),
            "court_expunged" => conviction.recorded.push(record(RecordedRoute::Court, false)),
            "certificate" => conviction.recorded.push(record(RecordedRoute::Certificate, false)),
            "refused" => conviction.recorded.push(record(RecordedRoute::Court, true)),
            "legal_person" => person.kind = PersonKind::Legal,
            "death_of_person" => person.death = maybe(value),
            "pending" => person.pending.push(PendingAct { entry: None, act: maybe(value) }),
            "gap" => person.gaps.push(Gap { cause: GapCause::QuarantinedEntry, entry: None, act: maybe(value) }),
            "pair" => person.gaps.push(Gap { cause: GapCause::OpenReview, entry: None, act: maybe(value) }),
            other => panic!("no such fact: {other}"),
        }
    }
    conviction
}

struct Expected {
    case: String,
    as_of: Date,
    status: String,
    date: String,
    article: String,
    says: Vec<String>,
}

/// The people of the table, each with what is expected of every conviction.
fn read() -> Vec<(Person, Vec<Expected>)> {
    let mut people: Vec<(Person, Vec<Expected>)> = Vec::new();
    for row in data::rows(CASES) {
        let case = row.get(column::CASE);
        let same =
            people.last().is_some_and(|(_, expected)| expected[0].case.split('/').next() == case.split('/').next());
        if !same || !case.contains('/') {
            people.push((Person { birth: maybe(row.get(column::BIRTH)), ..Person::default() }, Vec::new()));
        }
        let (person, expected) = people.last_mut().unwrap();
        let entry = person.convictions.len();
        let conviction = conviction(&row, person, entry);
        person.convictions.push(conviction);
        assert!(row.get(column::NOTE).chars().count() < 200);
        expected.push(Expected {
            case: case.to_owned(),
            as_of: row.get(column::AS_OF).parse().unwrap_or_else(|_| panic!("as_of of case {case}")),
            status: row.get(column::STATUS).to_owned(),
            date: row.get(column::DATE).to_owned(),
            article: row.get(column::ARTICLE).to_owned(),
            says: row.get(column::SAYS).split(';').map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect(),
        });
    }
    people
}

fn date_of(found: &Assessment) -> String {
    let text = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    match found.earliest_date {
        Some(day) => day.to_string(),
        None if found.earliest_from.is_none() && found.earliest_to.is_none() => String::new(),
        None => format!("{}..{}", text(found.earliest_from), text(found.earliest_to)),
    }
}

/// Everything an assessment says beside its status, as words a row may ask for.
fn words(found: &Assessment) -> Vec<String> {
    let text = |day: Option<Date>| day.map_or("?".to_owned(), |day| day.to_string());
    let mut words: Vec<String> = Vec::new();
    for flagged in &found.flags {
        words.push(flagged.flag.to_string());
        words.push(format!("{} {}|{}", flagged.flag, text(flagged.day), text(flagged.other_day)));
    }
    words.extend(found.missing.iter().map(|missing| {
        if missing.entry == found.entry {
            format!("missing {}", missing.fact)
        } else {
            format!("missing {}@{}", missing.fact, missing.entry)
        }
    }));
    words.extend(found.blocked_by.iter().map(|condition| format!("blocked {condition}")));
    words.extend(found.assumptions.iter().map(|assumption| format!("assumed {assumption}")));
    words.extend(found.special_date.map(|day| format!("special {day}")));
    words.extend(found.agreement.map(|agreement| format!("record {}", agreement.code())));
    words.push(format!("due {}", found.due.map_or("?".to_owned(), |due| due.to_string())));
    words.extend(found.pack.map(|pack| format!("pack {pack}")));
    words
}

fn failures(law: &Law, people: &[(Person, Vec<Expected>)], first_only: bool) -> Vec<String> {
    let mut failures = law.gaps();
    for (person, expected) in people {
        for (at, expected) in expected.iter().enumerate() {
            let found = &engine::assess(law, person, expected.as_of)[at];
            let mut wrong = Vec::new();
            if found.status.code() != expected.status {
                wrong.push(format!("status {} for {}", found.status.code(), expected.status));
                if found.status.is_clear() {
                    wrong.push("DANGEROUS".to_owned());
                }
            }
            if date_of(found) != expected.date {
                wrong.push(format!("date {} for {}", date_of(found), expected.date));
            }
            if found.statute.unwrap_or("") != expected.article {
                wrong.push(format!("article {:?} for {}", found.statute, expected.article));
            }
            let words = words(found);
            let lacking: Vec<&String> = expected
                .says
                .iter()
                .filter(|say| match say.strip_prefix('!') {
                    Some(not) => words.iter().any(|word| word == not),
                    None => !words.contains(say),
                })
                .collect();
            if !lacking.is_empty() {
                wrong.push(format!("says {words:?}, not {lacking:?}"));
            }
            if !wrong.is_empty() {
                failures.push(format!("case {}: {}", expected.case, wrong.join("; ")));
                if first_only {
                    return failures;
                }
            }
        }
    }
    failures
}

#[test]
fn every_case() {
    let people = read();
    let failures = failures(&LAW, &people, false);
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
    let rows: usize = people.iter().map(|(_, expected)| expected.len()).sum();
    assert!(rows >= 150, "{rows} rows");
}

/// One of the tables.
type Field = fn(&mut Tables) -> &mut &'static str;

/// Changes each number and each day of the law tables in turn: some case must fail for every one.
#[test]
fn every_number_of_the_law_matters() {
    let people = read();
    let mut idle = Vec::new();
    let fields: [(&str, Field); 6] = [
        ("code", |t| &mut t.codes),
        ("pack", |t| &mut t.packs),
        ("period", |t| &mut t.periods),
        ("limitation", |t| &mut t.limitation),
        ("number", |t| &mut t.numbers),
        ("article", |t| &mut t.articles),
    ];
    let mut changed = 0;
    for (name, field) in fields {
        let mut tables = TABLES;
        let text: &'static str = field(&mut tables);
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            if line.starts_with('#') {
                continue;
            }
            let cells: Vec<&str> = line.split('\t').collect();
            for (column, cell) in cells.iter().enumerate() {
                for other in changes(name, column, cell) {
                    let mut cells: Vec<&str> = cells.clone();
                    cells[column] = &other;
                    let row = cells.join("\t");
                    let mut lines = lines.clone();
                    lines[at] = &row;
                    let mut tables = TABLES;
                    *field(&mut tables) = Box::leak(lines.join("\n").into_boxed_str());
                    changed += 1;
                    if failures(&Law::read(&tables), &people, true).is_empty() {
                        idle.push(format!("{name}: {line:?} column {column} as {other}"));
                    }
                }
            }
        }
    }
    assert!(changed > 100, "{changed}");
    assert!(idle.is_empty(), "{} of {changed} changes unnoticed\n{}", idle.len(), idle.join("\n"));
}

/// A number one more and one less, a day a day later.
fn changes(table: &str, column: usize, cell: &str) -> Vec<String> {
    // The names of codes and packs are keys, not numbers of the law.
    if column == 0 && matches!(table, "article" | "code" | "pack" | "period") || table == "pack" && column == 1 {
        return Vec::new();
    }
    if let Ok(number) = cell.parse::<u32>() {
        let less = number.checked_sub(1).map(|less| less.to_string());
        return less.into_iter().chain([(number + 1).to_string()]).collect();
    }
    if let Ok(day) = cell.parse::<Date>() {
        return vec![day.tomorrow().unwrap().to_string(), day.yesterday().unwrap().to_string()];
    }
    Vec::new()
}
