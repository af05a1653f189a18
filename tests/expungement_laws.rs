//! Laws of the expungement engine, on invented histories.
//!
//! Fail closed: taking a fact away never clears a person and never brings a day forward; time never undoes an
//! expungement; a further conviction never clears an earlier one; the order of the entries does not matter.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use lltp::date::{Date, PartialDate};
use lltp::expungement::{
    Assessment, ConditionalRelease, ConvictedOffence, Conviction, Execution, Flag, Force, Gap, GapCause, PendingAct,
    Person, RecordedExpungement, RecordedRoute, Route, Status, Trust, assess,
};
use lltp::judgment::Instance;
use lltp::sentence::{AdditionalKind, AdditionalPenalty, Penalty, PrincipalKind};
use proptest::prelude::*;

const ARTICLES: [(i16, &str); 18] = [
    (2015, "173"),
    (2015, "168"),
    (2015, "260"),
    (2015, "295"),
    (2015, "117"),
    (2015, "251"),
    (2015, "321"),
    (2015, "353"),
    (1999, "138"),
    (1999, "202"),
    (1999, "165"),
    (1999, "88"),
    (1999, "83"),
    (1999, "269"),
    (1999, "148"),
    (1999, "133"),
    (1985, "155"),
    (1985, "72"),
];

fn day(from: i16, years: i16) -> impl Strategy<Value = Date> {
    (0..i32::from(years) * 365).prop_map(move |days| {
        Date::new(from, 1, 1).unwrap().checked_add(jiff::Span::new().days(i64::from(days))).unwrap()
    })
}

fn full(day: Date) -> PartialDate {
    PartialDate::day(day.year(), day.month(), day.day()).unwrap()
}

/// Some day after another.
fn later(day: Date, days: i32) -> PartialDate {
    full(day.checked_add(jiff::Span::new().days(i64::from(days))).unwrap())
}

fn state(from: Date, days: i32, kind: u8) -> Execution {
    match kind {
        0 => Execution::Unknown,
        1 => Execution::NotDone,
        2 => Execution::Exempted(Some(later(from, days))),
        3 => Execution::Exempted(None),
        4..8 => Execution::NoneImposed,
        _ => Execution::Done(later(from, days)),
    }
}

fn penalty() -> impl Strategy<Value = (Penalty, bool)> {
    (0..12_u8, 1..200_u32, prop::bool::ANY).prop_map(|(kind, months, suspended)| {
        let kind = match kind {
            0 => PrincipalKind::Fine,
            1 => PrincipalKind::NonCustodial,
            2 => PrincipalKind::Warning,
            3 => PrincipalKind::Life,
            4 => PrincipalKind::Expulsion,
            _ => PrincipalKind::Imprisonment,
        };
        let suspended = suspended && kind == PrincipalKind::Imprisonment && months <= 36;
        (Penalty { kind, months: Some(months), days: None, amount: None, range: None }, suspended)
    })
}

fn additional() -> impl Strategy<Value = Option<Vec<AdditionalPenalty>>> {
    prop_oneof![
        3 => Just(Some(Vec::new())),
        1 => Just(None),
        2 => (0..3_u8, 12..60_u32).prop_map(|(kind, months)| {
            let kind = [AdditionalKind::Supervision, AdditionalKind::OccupationBan, AdditionalKind::Fine][usize::from(kind)];
            Some(vec![AdditionalPenalty { kind, months: Some(months), amount: None }])
        }),
    ]
}

prop_compose! {
    fn conviction()(
        act in day(1998, 29),
        (article, clause) in (0..ARTICLES.len(), 1..4_u8),
        judged in 20..400_i32,
        effective in prop::option::weighted(0.7, 0..31_i32),
        (penalty, suspended) in penalty(),
        more in prop::option::weighted(0.15, penalty()),
        combined in prop::bool::ANY,
        additional in additional(),
        (principal, additional_kind, civil, fee) in (0..14_u8, 0..14_u8, 0..14_u8, 0..14_u8),
        (principal_days, additional_days, civil_days, fee_days) in (0..3000_i32, 0..3500_i32, 0..3000_i32, 0..3000_i32),
        odd in 0..40_u8,
        probation in prop::option::of(12..60_u32),
    ) -> Conviction {
        let fits = |code: i16| match code {
            1985 => act < Date::new(2000, 7, 1).unwrap(),
            1999 => act < Date::new(2018, 1, 1).unwrap() && act >= Date::new(1999, 12, 21).unwrap(),
            _ => act >= Date::new(2016, 1, 1).unwrap(),
        };
        let turned = ARTICLES.iter().skip(article).chain(&ARTICLES);
        let (code, article) = turned.copied().find(|(code, _)| fits(*code)).unwrap();
        let served = i32::try_from(penalty.months.unwrap_or(0)).unwrap() * 13;
        let principal_days = if odd == 20 { principal_days } else { principal_days.max(served) };
        let additional_days = if odd == 21 { additional_days } else { principal_days + additional_days % 2000 };
        let judged: Date = act.checked_add(jiff::Span::new().days(i64::from(judged))).unwrap();
        let mut penalties = vec![penalty];
        penalties.extend(more.map(|(penalty, _)| penalty));
        let mut sum = penalty;
        sum.months = Some(penalties.iter().filter_map(|p| p.months).sum::<u32>().min(360));
        let mut conviction = Conviction {
            judgment_date: Some(full(judged)),
            effective_date: effective.map(|days| later(judged, days)),
            offences: vec![ConvictedOffence {
                code_year: Some(code),
                article: Some(article.to_owned()),
                // These have one paragraph.
                clause: Some(if matches!(article, "148" | "269") { 0 } else { clause }.to_string()),
                act: Some(full(act)),
                ..ConvictedOffence::default()
            }],
            combined: (penalties.len() > 1
                && combined
                && penalties.iter().all(|p| p.kind == PrincipalKind::Imprisonment))
            .then_some(sum),
            penalties,
            suspended: Some(suspended),
            probation_months: probation,
            additional,
            principal_state: state(judged, principal_days, principal),
            additional_state: state(judged, additional_days, additional_kind),
            civil_state: state(judged, civil_days, civil),
            fee_state: state(judged, fee_days, fee),
            ..Conviction::default()
        };
        // "None imposed" beside an imposed penalty is no fact but a contradiction.
        if conviction.additional_state == Execution::NoneImposed
            && conviction.additional.as_ref().is_none_or(|list| !list.is_empty())
        {
            conviction.additional_state = Execution::Unknown;
        }
        if conviction.additional == Some(Vec::new()) && conviction.additional_state != Execution::Unknown {
            conviction.additional_state = Execution::NoneImposed;
        }
        match odd {
            0 => conviction.special_amnesty = Some(later(judged, principal_days)),
            1 => conviction.remission = Some(later(judged, principal_days)),
            2 => conviction.conditional_release = Some(ConditionalRelease {
                on: later(judged, principal_days),
                remaining_months: Some(7),
                remaining_days: Some(3),
            }),
            3 => {
                conviction.never_executed = true;
                conviction.wanted = Some(false);
                conviction.principal_state = Execution::NotDone;
            }
            4 => {
                conviction.limitation_ended = Some(later(judged, 1825));
                conviction.principal_state = Execution::NotDone;
            }
            5 => conviction.force = Force::Appealed,
            6 => conviction.force = Force::InForce,
            7 => conviction.instance = Some(Instance::Appeal),
            8 => conviction.trust = Trust::OpenReview,
            9 => conviction.trust = Trust::Quarantined,
            10 => conviction.general_amnesty = Some(later(judged, fee_days)),
            11 => conviction.recorded.push(RecordedExpungement {
                route: RecordedRoute::Court, on: Some(later(judged, fee_days + 700)), ..RecordedExpungement::default()
            }),
            12 => conviction.recorded.push(RecordedExpungement {
                route: RecordedRoute::Court, on: Some(later(judged, fee_days + 700)), refused: true, ..RecordedExpungement::default()
            }),
            13 => conviction.suspension_activated = true,
            14 => conviction.force = Force::SetAside,
            _ => {}
        }
        conviction
    }
}

prop_compose! {
    fn person()(
        birth in prop_oneof![day(1950, 34), day(1950, 34), day(1980, 25)],
        convictions in prop::collection::vec(conviction(), 1..5),
        pending in prop::option::weighted(0.1, day(2000, 26)),
        gap in prop::option::weighted(0.1, day(2000, 26)),
    ) -> Person {
        let mut person = Person { birth: Some(full(birth)), convictions, ..Person::default() };
        for (at, conviction) in person.convictions.iter_mut().enumerate() {
            conviction.entry = at;
        }
        person.pending.extend(pending.map(|act| PendingAct { entry: None, act: Some(full(act)) }));
        person.gaps.extend(gap.map(|act| Gap { cause: GapCause::OpenReview, entry: None, act: Some(full(act)) }));
        person
    }
}

/// Every way to take one fact away. What only removes a document (an amnesty, a release) is no such way.
fn unknowns(person: &Person) -> Vec<(String, Person)> {
    let mut all: Vec<(String, Person)> = Vec::new();
    let year = |date: Option<PartialDate>| date.and_then(|date| PartialDate::year(date.earliest()?.year()).ok());
    let month = |date: Option<PartialDate>| {
        date.and_then(|date| PartialDate::month(date.earliest()?.year(), date.earliest()?.month()).ok())
    };
    let mut add = |name: &str, change: &dyn Fn(&mut Person)| {
        let mut changed = person.clone();
        change(&mut changed);
        if changed != *person {
            all.push((name.to_owned(), changed));
        }
    };
    add("birth", &|p| p.birth = None);
    add("birth year", &|p| p.birth = year(p.birth));
    for at in 0..person.pending.len() {
        add("pending", &|p| p.pending[at].act = None);
    }
    for at in 0..person.gaps.len() {
        add("gap", &|p| p.gaps[at].act = None);
    }
    for at in 0..person.convictions.len() {
        type Change = fn(&mut Conviction);
        let changes: [(&str, Change); 22] = [
            ("judged", |c| c.judgment_date = None),
            ("effective", |c| c.effective_date = None),
            ("act", |c| c.offences[0].act = None),
            ("code", |c| c.offences[0].code_year = None),
            ("article", |c| c.offences[0].article = None),
            ("clause", |c| c.offences[0].clause = None),
            ("offences", |c| c.offences.clear()),
            ("penalties", |c| {
                c.penalties.clear();
                c.combined = None;
            }),
            ("term", |c| {
                c.penalties.iter_mut().for_each(|p| p.months = None);
                c.combined = None;
            }),
            ("combined", |c| c.combined = None),
            ("suspended", |c| c.suspended = None),
            ("probation", |c| c.probation_months = None),
            ("additional", |c| c.additional = None),
            ("principal", |c| c.principal_state = Execution::Unknown),
            ("additional state", |c| c.additional_state = Execution::Unknown),
            ("civil", |c| c.civil_state = Execution::Unknown),
            ("fee", |c| c.fee_state = Execution::Unknown),
            ("release", |c| {
                if let Some(release) = &mut c.conditional_release {
                    release.remaining_months = None;
                    release.remaining_days = None;
                }
            }),
            ("wanted", |c| c.wanted = None),
            ("never executed", |c| c.never_executed = false),
            ("recorded", |c| c.recorded.iter_mut().for_each(|r| r.on = None)),
            ("limitation", |c| c.limitation_ended = None),
        ];
        for (name, change) in changes {
            add(&format!("{name} of {at}"), &|p| change(&mut p.convictions[at]));
        }
        add(&format!("act year of {at}"), &|p| {
            let act = &mut p.convictions[at].offences[0].act;
            *act = year(*act);
        });
        add(&format!("act month of {at}"), &|p| {
            let act = &mut p.convictions[at].offences[0].act;
            *act = month(*act);
        });
        add(&format!("judged year of {at}"), &|p| {
            p.convictions[at].judgment_date = year(p.convictions[at].judgment_date);
        });
        add(&format!("states to years of {at}"), &|p| {
            let c = &mut p.convictions[at];
            for state in [&mut c.principal_state, &mut c.additional_state, &mut c.civil_state, &mut c.fee_state] {
                if let Execution::Done(date) = state
                    && let Some(year) = year(Some(*date))
                {
                    *state = Execution::Done(year);
                }
            }
        });
    }
    all
}

/// A fact that contradicts others is taken away with them: such histories say nothing about this law.
fn consistent(found: &[Assessment]) -> bool {
    !found.iter().any(|found| found.has_flag(Flag::Contradiction))
}

proptest! {
    #[test]
    fn unknown_is_never_better(person in person(), as_of in day(1999, 40)) {
        let before = assess(&person, as_of);
        if !consistent(&before) {
            return Ok(());
        }
        for (name, changed) in unknowns(&person) {
            let after = assess(&changed, as_of);
            for (before, after) in before.iter().zip(&after) {
                prop_assert!(before.status.is_clear() || !after.status.is_clear(), "{name}: {:?} became {:?}", before.status, after.status);
                if let (Some(was), Some(is)) = (before.earliest_date, after.earliest_date) && before.status != Status::Blocked && after.status != Status::Blocked {
                    prop_assert!(is >= was, "{name}: {was} became {is}");
                }
                if !matches!(before.status, Status::None | Status::NotInForce) && before.earliest_from.is_some() {
                    let was = before.earliest_to.unwrap_or(Date::MAX);
                    if after.earliest_from.is_some() || after.earliest_to.is_some() {
                        prop_assert!(after.earliest_to.unwrap_or(Date::MAX) >= was, "{name}: to {was} became {:?}", after.earliest_to);
                    }
                }
            }
        }
    }

    #[test]
    fn time_undoes_nothing(person in person(), as_of in day(1999, 40), days in 1..8000_i32) {
        let later = as_of.checked_add(jiff::Span::new().days(i64::from(days))).unwrap();
        for (before, after) in assess(&person, as_of).iter().zip(&assess(&person, later)) {
            prop_assert!(!before.status.is_clear() || after.status.is_clear(), "{:?} on {as_of}, {:?} on {later}", before.status, after.status);
            prop_assert!(!before.due.unwrap_or(false) || after.due != Some(false));
        }
    }

    #[test]
    fn another_conviction_clears_nothing(person in person(), more in conviction(), as_of in day(1999, 40)) {
        let before = assess(&person, as_of);
        let mut longer = person.clone();
        longer.convictions.push(Conviction { entry: 99, ..more });
        for (before, after) in before.iter().zip(&assess(&longer, as_of)) {
            prop_assert!(before.status.is_clear() || !after.status.is_clear(), "{:?} became {:?}", before.status, after.status);
            prop_assert!(after.earliest_to.unwrap_or(Date::MAX) >= before.earliest_to.unwrap_or(Date::MAX));
            prop_assert!(after.earliest_from >= before.earliest_from);
        }
    }

    #[test]
    fn order_does_not_matter(person in person(), as_of in day(1999, 40)) {
        let mut turned = person.clone();
        turned.convictions.reverse();
        let mut found = assess(&turned, as_of);
        found.reverse();
        for (one, other) in assess(&person, as_of).iter().zip(&found) {
            prop_assert_eq!(one.status, other.status);
            prop_assert_eq!((one.earliest_date, one.earliest_from, one.earliest_to), (other.earliest_date, other.earliest_from, other.earliest_to));
            prop_assert_eq!((one.due, one.special_date, one.statute, one.agreement), (other.due, other.special_date, other.statute, other.agreement));
            prop_assert_eq!(&one.flags, &other.flags);
            prop_assert_eq!(&one.missing, &other.missing);
        }
    }

    #[test]
    fn every_leaf_names_its_ground(person in person(), as_of in day(1999, 40)) {
        for found in assess(&person, as_of) {
            prop_assert!(!found.trace.nodes().is_empty());
            for (at, leaf) in found.trace.leaves().enumerate() {
                prop_assert!(leaf.article.is_some() || leaf.fact.is_some(), "leaf {at}: {leaf:?}");
            }
            // Serialised as a tree that holds every node once.
            let text = serde_json::to_string(&found).unwrap();
            prop_assert_eq!(text.matches("\"step\":").count(), found.trace.nodes().len());
            for language in [lltp::language::Language::Vi, lltp::language::Language::En] {
                prop_assert!(found.sentence(language).ends_with('.'));
                prop_assert!(found.explain(language).starts_with(&found.sentence(language)));
            }
        }
    }

    #[test]
    fn an_answer_is_whole(person in person(), as_of in day(1999, 40)) {
        for found in assess(&person, as_of) {
            if let Some(day) = found.earliest_date && found.status != Status::Blocked {
                prop_assert_eq!((found.earliest_from, found.earliest_to), (Some(day), Some(day)));
            }
            if let (Some(from), Some(to)) = (found.earliest_from, found.earliest_to) {
                prop_assert!(from <= to);
            }
            match found.status {
                Status::Automatic => prop_assert!(found.earliest_to.is_some_and(|to| to < as_of)),
                Status::NotYet => prop_assert!(found.earliest_from.is_some_and(|from| as_of <= from)),
                Status::Undetermined => prop_assert!(!found.missing.is_empty() || !found.flags.is_empty()),
                Status::Blocked => prop_assert!(!found.blocked_by.is_empty()),
                Status::None | Status::NotInForce => prop_assert!(found.statute.is_some()),
                Status::CourtRequired => prop_assert_eq!(found.route, Route::Court),
            }
        }
    }
}
