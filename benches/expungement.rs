//! The expungement engine: convictions per second on one core, traces built and not rendered.
//!
//! Seeded invented histories of one to five convictions; the same at ten times the number shows that the cost is
//! linear.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use lltp::date::{Date, PartialDate};
use lltp::expungement::{ConvictedOffence, Conviction, Execution, Person, assess};
use lltp::sentence::{AdditionalKind, AdditionalPenalty, Penalty, PrincipalKind};

/// A small seeded generator: the same people in every run.
struct Seed(u64);

impl Seed {
    fn below(&mut self, top: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % top
    }
}

fn after(day: Date, days: u64) -> Date {
    day.checked_add(jiff::Span::new().days(i64::try_from(days).unwrap())).unwrap()
}

fn partial(day: Date) -> PartialDate {
    PartialDate::day(day.year(), day.month(), day.day()).unwrap()
}

fn conviction(seed: &mut Seed, entry: usize) -> Conviction {
    let articles = [("173", "1"), ("173", "2"), ("168", "2"), ("251", "1"), ("260", "1"), ("321", "1"), ("134", "2")];
    let act = after(Date::new(2005, 1, 1).unwrap(), seed.below(7000));
    let judged = after(act, 60 + seed.below(300));
    let months = u32::try_from(6 + seed.below(90)).unwrap();
    let done = after(judged, u64::from(months) * 25);
    let (article, clause) = articles[usize::try_from(seed.below(7)).unwrap()];
    let old = act < Date::new(2018, 1, 1).unwrap();
    let long = seed.below(5) == 0;
    let suspended = months <= 36 && seed.below(3) == 0;
    let state = |seed: &mut Seed, day| match seed.below(8) {
        0 => Execution::Unknown,
        1 => Execution::NoneImposed,
        _ => Execution::Done(partial(day)),
    };
    Conviction {
        entry,
        judgment_date: Some(partial(judged)),
        effective_date: Some(partial(after(judged, 30))),
        offences: vec![ConvictedOffence {
            code_year: Some(if old { 1999 } else { 2015 }),
            article: Some(if old { "138" } else { article }.to_owned()),
            clause: Some(clause.to_owned()),
            act: Some(partial(act)),
            ..ConvictedOffence::default()
        }],
        penalties: vec![Penalty {
            kind: PrincipalKind::Imprisonment,
            months: Some(months),
            days: None,
            amount: None,
            range: None,
        }],
        suspended: Some(suspended),
        additional: Some(if long {
            vec![AdditionalPenalty { kind: AdditionalKind::Supervision, months: Some(24), amount: None }]
        } else {
            Vec::new()
        }),
        principal_state: state(seed, done),
        additional_state: if long { Execution::Done(partial(after(done, 730))) } else { Execution::NoneImposed },
        civil_state: state(seed, after(judged, 400)),
        fee_state: state(seed, after(judged, 90)),
        ..Conviction::default()
    }
}

fn people(convictions: usize) -> Vec<Person> {
    let mut seed = Seed(7);
    let mut people = Vec::new();
    let mut left = convictions;
    while left > 0 {
        // Most people have one conviction.
        let many = [1, 1, 1, 1, 2, 2, 3, 5][usize::try_from(seed.below(8)).unwrap()].min(left);
        left -= many;
        people.push(Person {
            birth: Some(partial(after(Date::new(1955, 1, 1).unwrap(), seed.below(16000)))),
            convictions: (0..many).map(|entry| conviction(&mut seed, entry)).collect(),
            ..Person::default()
        });
    }
    people
}

fn bench(c: &mut Criterion) {
    let as_of = Date::new(2026, 6, 30).unwrap();
    let mut group = c.benchmark_group("expungement");
    for convictions in [10_000, 100_000] {
        let people = people(convictions);
        group.throughput(Throughput::Elements(convictions as u64));
        group.sample_size(20);
        group.bench_function(format!("assess {convictions} convictions"), |b| {
            b.iter(|| people.iter().map(|person| assess(person, as_of).len()).sum::<usize>());
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
