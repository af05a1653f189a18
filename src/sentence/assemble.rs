//! From the row of events to sentences: which size belongs to which penalty, and what each is.

use super::event::{Event, Key, What, months};
use super::{AdditionalKind, AdditionalPenalty, Detained, Penalty, PrincipalKind, Range, Sentence, SentenceError};
use crate::date::PartialDate;
use crate::number::Duration;
use crate::number::money::Amount;
use crate::number::term::Term;

/// Puts the sentences together.
pub(super) fn assemble(events: &[Event]) -> Result<Vec<Sentence>, SentenceError> {
    let mut desk = Desk { events, ..Desk::default() };
    for index in 0..events.len() {
        desk.take(index)?;
    }
    desk.finish()
}

/// The additional penalties of a cell that holds nothing else.
pub(super) fn additional(events: &[Event]) -> Result<Vec<AdditionalPenalty>, SentenceError> {
    let mut desk = Desk { events, additional: true, only_additional: true, ..Desk::default() };
    for index in 0..events.len() {
        desk.take(index)?;
    }
    desk.close_open();
    if desk.garbled {
        return Err(SentenceError::Ocr);
    }
    if desk.conflict {
        return Err(SentenceError::FiguresWordsConflict);
    }
    if desk.frame {
        return Err(SentenceError::LegalFrame);
    }
    if desk.out.iter().any(|element| !element.settled) || desk.stray {
        return Err(SentenceError::Unrecognised);
    }
    if desk.held.is_empty() && !desk.denied {
        return Err(if desk.administrative { SentenceError::Administrative } else { SentenceError::Unrecognised });
    }
    Ok(desk.held)
}

/// The probation of a cell that holds nothing else.
pub(super) fn probation(events: &[Event]) -> Result<Duration, SentenceError> {
    let mut found = None;
    for (index, event) in events.iter().enumerate() {
        match event.what {
            What::Term(term) => {
                let prison = matches!(events.get(index + 1), Some(Event { what: What::Key(Key::Prison), start, .. }) if *start == event.end);
                if prison {
                    continue;
                }
                if term.conflict {
                    return Err(SentenceError::FiguresWordsConflict);
                }
                if found.replace(term.duration).is_some() {
                    return Err(SentenceError::Unrecognised);
                }
            }
            What::Terms(..) | What::Amount(_) | What::Amounts(..) => return Err(SentenceError::Unrecognised),
            _ => {}
        }
    }
    found.ok_or(SentenceError::Unrecognised)
}

/// A sentence under way.
struct Element {
    sentence: Sentence,
    /// Whether the kind of the penalty is known.
    settled: bool,
    /// Whether `về tội` stands behind it.
    offence: bool,
}

/// Which size a key waits for.
#[derive(Clone, Copy)]
struct Pending {
    key: Key,
    end: usize,
}

#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each flag is one thing that the text said so far")]
struct Desk<'a> {
    events: &'a [Event],
    out: Vec<Element>,
    /// Additional penalties before the first principal one.
    held: Vec<AdditionalPenalty>,
    /// An additional penalty that waits for its term.
    open: Option<AdditionalKind>,
    pending: Option<Pending>,
    /// The event that the term before it used up as its kind.
    used_key: Option<usize>,
    suspended_next: bool,
    denies: bool,
    denied: bool,
    additional: bool,
    only_additional: bool,
    combine: bool,
    with: bool,
    common: bool,
    prior_seen: bool,
    earlier: bool,
    propose: bool,
    law: bool,
    law_end: usize,
    or: bool,
    frame: bool,
    administrative: bool,
    civil: bool,
    detention_seen: bool,
    upheld: bool,
    kind_seen: bool,
    not_convicted: bool,
    stray: bool,
    reduced: bool,
    measure: bool,
    garbled: bool,
    enforces: bool,
    enforcement_seen: bool,
    person: bool,
    by_act: bool,
    /// How many sentences there were when the clause began.
    clause: usize,
    deducts: bool,
    explicit_law: bool,
    conflict: bool,
    bound_end: Option<usize>,
    since: bool,
    detention: bool,
    from: bool,
    to: bool,
    start: Option<PartialDate>,
    detained: Vec<Detained>,
}

/// Keys that wait for a size.
fn sized(key: Key) -> bool {
    matches!(
        key,
        Key::Prison
            | Key::NonCustodial
            | Key::Suspended
            | Key::Probation
            | Key::Supervision
            | Key::ResidenceBan
            | Key::OccupationBan
            | Key::Rights
            | Key::Detention
            | Key::Remaining
            | Key::Withhold
            | Key::Deadline
            | Key::Civil
            | Key::Fine
    )
}

fn additional_kind(key: Key) -> Option<AdditionalKind> {
    Some(match key {
        Key::Supervision => AdditionalKind::Supervision,
        Key::ResidenceBan => AdditionalKind::ResidenceBan,
        Key::OccupationBan => AdditionalKind::OccupationBan,
        Key::Rights => AdditionalKind::Rights,
        Key::Confiscation => AdditionalKind::Confiscation,
        _ => return None,
    })
}

impl Desk<'_> {
    fn event(&self, index: usize) -> Option<Event> {
        self.events.get(index).copied()
    }

    fn last(&mut self) -> Option<&mut Element> {
        self.out.last_mut()
    }

    fn take(&mut self, index: usize) -> Result<(), SentenceError> {
        let Some(event) = self.event(index) else { return Ok(()) };
        self.conflict |= event.conflict;
        match event.what {
            What::Weak => self.denies = false,
            What::Garbled => self.garbled = true,
            What::Strong => {
                self.close_open();
                // `Tù có thời hạn; 24 tháng`
                let waits =
                    matches!(self.pending, Some(Pending { key: Key::Prison | Key::NonCustodial | Key::Fine, .. }));
                if !(waits && self.out.is_empty()) {
                    self.pending = None;
                }
                self.clause = self.out.len();
                (self.enforces, self.person) = (false, false);
                (self.denies, self.since, self.detention, self.from, self.to, self.or) =
                    (false, false, false, false, false, false);
                self.deducts = false;
                self.additional = self.only_additional;
            }
            What::Day(day) => self.day(index, day),
            What::Term(term) => self.term(index, event, term),
            What::Terms(low, high) => self.terms(index, event, low, high),
            What::Amount(amount) => self.amount(index, event, amount)?,
            What::Amounts(low, high) => self.amounts(low, high),
            What::Key(key) => {
                if self.used_key != Some(index) {
                    self.key(key, event);
                }
            }
        }
        Ok(())
    }

    fn key(&mut self, key: Key, event: Event) {
        let denied = std::mem::take(&mut self.denies);
        match key {
            Key::Not => {
                self.denies = true;
                self.denied = true;
                return;
            }
            Key::With
            | Key::Plus
            | Key::ThisJudgment
            | Key::From
            | Key::To
            | Key::Serve
            | Key::Judgment
            | Key::Common
            | Key::Or
            | Key::Offence => {
                self.denies = denied;
            }
            _ if denied
                && (sized(key)
                    || additional_kind(key).is_some()
                    || matches!(key, Key::Additional | Key::Warning | Key::Expulsion | Key::Punish)) =>
            {
                // What is denied takes no size either.
                self.pending = None;
                if key == Key::Punish {
                    self.denies = true;
                }
                return;
            }
            _ => {}
        }
        match key {
            Key::Life | Key::Death | Key::Warning | Key::Exempted | Key::Expulsion => self.whole(key),
            Key::Confiscation => {
                self.close_open();
                self.add(AdditionalPenalty { kind: AdditionalKind::Confiscation, months: None, amount: None });
                // What it is worth is no fine.
                self.pending = Some(Pending { key: Key::Civil, end: event.end });
            }
            Key::Supervision | Key::ResidenceBan | Key::OccupationBan | Key::Rights => {
                let kind = additional_kind(key);
                if self.open != kind {
                    self.close_open();
                }
                self.open = kind;
                self.pending = Some(Pending { key, end: event.end });
            }
            Key::Suspended => {
                match self.last() {
                    // `phạt 12 tháng, cho hưởng án treo`: only imprisonment is suspended.
                    Some(element) if !element.settled => {
                        element.settled = true;
                        element.sentence.suspended = true;
                    }
                    Some(element)
                        if element.sentence.principal.is_some_and(|p| p.kind == PrincipalKind::Imprisonment) =>
                    {
                        element.sentence.suspended = true;
                    }
                    _ => self.suspended_next = true,
                }
                self.kind_seen = true;
                self.pending = Some(Pending { key, end: event.end });
            }
            Key::Prison | Key::NonCustodial | Key::Fine => {
                self.kind_seen = true;
                if key == Key::Fine {
                    self.close_open();
                }
                self.pending = Some(Pending { key, end: event.end });
            }
            // `9 tháng tù còn lại của bản án số …` says what the term before it is.
            Key::Remaining if self.pending.is_none() && self.out.last().is_some_and(|e| e.sentence.prior) => {}
            Key::Probation | Key::Withhold | Key::Deadline | Key::Remaining => {
                self.close_open();
                self.pending = Some(Pending { key, end: event.end });
            }
            Key::Civil => {
                self.close_open();
                self.civil = true;
                self.pending = Some(Pending { key, end: event.end });
            }
            // `Phạt tù có thời hạn, mức án 03 năm`: the kind was said before.
            Key::Punish
                if matches!(self.pending, Some(Pending { key: Key::Prison | Key::NonCustodial | Key::Fine, .. })) => {}
            Key::Punish => {
                // `thì bị phạt` is the law's, `khung …, xử phạt` leaves it.
                self.law &= self.law_end == event.start;
                self.enforces = false;
                self.pending = Some(Pending { key, end: event.end });
            }
            Key::Additional => {
                self.close_open();
                self.additional = true;
                self.pending = None;
            }
            Key::Combine => {
                self.close_open();
                self.prior_seen = self.out.last().is_some_and(|e| e.sentence.prior);
                (self.combine, self.with, self.common) = (true, false, false);
                self.pending = None;
            }
            Key::Common => {
                self.common = true;
                self.forget_remaining();
            }
            Key::With => self.with |= self.combine,
            Key::Plus => {
                if !self.combine {
                    self.prior_seen = false;
                }
                (self.combine, self.with) = (true, true);
            }
            Key::Reduced => {
                self.enforces = false;
                self.reduced = !self.out.is_empty();
            }
            Key::Measure => {
                self.measure = true;
                self.pending = Some(Pending { key: Key::Civil, end: event.end });
            }
            Key::Judgment => self.with |= self.combine && !self.common,
            Key::Serve => {
                self.common |= self.combine && self.with;
                self.forget_remaining();
            }
            Key::Person => self.person = true,
            Key::ByAct => self.by_act = true,
            Key::Enforcement => {
                self.close_open();
                (self.enforces, self.enforcement_seen) = (true, true);
                self.pending = None;
            }
            Key::From => self.from = true,
            Key::To => {
                self.to = true;
                self.bound_end = (!self.from).then_some(event.end);
            }
            Key::Since => (self.since, self.detention) = (true, false),
            Key::Detention => {
                self.detention_seen = true;
                if !self.since {
                    self.detention = true;
                    self.pending = Some(Pending { key, end: event.end });
                }
            }
            Key::Deduct => (self.since, self.detention, self.deducts) = (false, true, true),
            Key::Propose => self.propose = true,
            Key::Law => (self.law, self.law_end) = (true, event.end),
            Key::Or => self.or = true,
            Key::Administrative => {
                self.administrative = true;
                self.pending = Some(Pending { key: Key::Civil, end: event.end });
            }
            Key::Offence => {
                if let Some(element) = self.last() {
                    element.offence = true;
                }
            }
            Key::Upheld => self.upheld = true,
            Key::Bound => self.bound_end = Some(event.end),
            Key::Earlier => self.earlier = true,
            Key::NotConvicted => self.not_convicted = true,
            Key::Not | Key::ThisJudgment => {}
        }
    }

    fn forget_remaining(&mut self) {
        if matches!(self.pending, Some(Pending { key: Key::Remaining, .. })) {
            self.pending = None;
        }
    }

    /// Penalties that have no size.
    fn whole(&mut self, key: Key) {
        self.close_open();
        self.pending = None;
        if (self.law || self.or) && !self.propose {
            self.frame |= !self.law;
            self.explicit_law |= self.law;
            return;
        }
        let kind = match key {
            Key::Life => PrincipalKind::Life,
            Key::Death => PrincipalKind::Death,
            Key::Warning => PrincipalKind::Warning,
            Key::Expulsion => {
                if self.only_additional || self.additional || !self.out.is_empty() && !self.combine {
                    self.add(AdditionalPenalty { kind: AdditionalKind::Expulsion, months: None, amount: None });
                    return;
                }
                PrincipalKind::Expulsion
            }
            _ => PrincipalKind::Exempted,
        };
        self.principal(kind, true, None, None, None, usize::MAX);
    }

    fn add(&mut self, penalty: AdditionalPenalty) {
        let only = self.only_additional;
        match self.last() {
            Some(element) if !only => element.sentence.additional.push(penalty),
            _ => self.held.push(penalty),
        }
    }

    /// An additional penalty whose term never came.
    fn close_open(&mut self) {
        if let Some(kind) = self.open.take() {
            self.add(AdditionalPenalty { kind, months: None, amount: None });
        }
    }

    /// The next event, if it is a key right behind a size.
    fn behind(&self, index: usize, event: Event) -> Option<Key> {
        match self.event(index + 1) {
            Some(Event { what: What::Key(key), start, .. }) if start == event.end => Some(key),
            _ => None,
        }
    }

    /// The key that says what a term is; the one behind it is used up.
    fn kind_of(&mut self, index: usize, event: Event) -> Option<Key> {
        let pending = self.pending.filter(|p| sized(p.key));
        let behind = self.behind(index, event).filter(|key| {
            matches!(
                key,
                Key::Prison
                    | Key::NonCustodial
                    | Key::Suspended
                    | Key::Probation
                    | Key::Supervision
                    | Key::ResidenceBan
                    | Key::OccupationBan
                    | Key::Detention
            )
        });
        let remaining = pending.filter(|p| p.key == Key::Remaining);
        if let Some(pending) = pending.filter(|p| p.end == event.start && p.key != Key::Suspended) {
            if matches!(pending.key, Key::Withhold | Key::Detention | Key::Deadline | Key::Civil) {
                self.used_key = behind.map(|_| index + 1);
            }
            return Some(pending.key);
        }
        if remaining.is_some() {
            self.used_key = behind.map(|_| index + 1);
            return Some(Key::Remaining);
        }
        if let Some(key) = behind {
            if key != Key::Suspended {
                self.used_key = Some(index + 1);
            }
            return Some(key);
        }
        pending.map(|p| p.key)
    }

    fn term(&mut self, index: usize, event: Event, term: Term) {
        let bound = self.bound_end == Some(event.start);
        let key = self.kind_of(index, event);
        if self.enforces {
            // `Giảm 03 tháng tù` is about the execution of a sentence that stands elsewhere.
            if self.used_key.is_none() && matches!(self.behind(index, event), Some(Key::Suspended)) {
                self.used_key = Some(index + 1);
            }
            self.pending = None;
            return;
        }
        (self.since, self.from, self.to) = (false, false, false);
        if bound || self.law && !self.propose {
            self.frame |= bound && !self.law;
            self.explicit_law |= self.law;
            self.pending = None;
            return;
        }
        let d = term.duration;
        let range = self.propose.then(|| Range {
            min_months: Some(months(&d)),
            max_months: Some(months(&d)),
            ..Range::default()
        });
        let size = |kind: PrincipalKind| match range {
            Some(range) => Penalty { kind, months: None, days: None, amount: None, range: Some(range) },
            None => Penalty {
                kind,
                months: Some(months(&d)),
                days: (d.days > 0).then_some(d.days),
                amount: None,
                range: None,
            },
        };
        match key {
            Some(Key::Detention | Key::Withhold | Key::Deadline | Key::Civil) => {}
            Some(Key::Remaining) => {
                if self.combine && !self.common {
                    self.with = true;
                    self.push(size(PrincipalKind::Imprisonment), true, index);
                }
            }
            Some(Key::Probation) => self.probation(&d),
            Some(Key::Suspended) if self.awaits_probation() => self.probation(&d),
            Some(Key::Prison | Key::Suspended) => self.push(size(PrincipalKind::Imprisonment), true, index),
            Some(Key::NonCustodial) => self.push(size(PrincipalKind::NonCustodial), true, index),
            Some(key @ (Key::Supervision | Key::ResidenceBan | Key::OccupationBan | Key::Rights)) => {
                self.open = None;
                if let Some(kind) = additional_kind(key) {
                    let months = (!self.propose).then(|| months(&d));
                    self.add(AdditionalPenalty { kind, months, amount: None });
                }
            }
            _ => self.unsettled(size(PrincipalKind::Imprisonment), index),
        }
        self.pending = None;
    }

    /// Whether the last sentence is suspended and its probation not yet said.
    fn awaits_probation(&self) -> bool {
        self.out.last().is_some_and(|e| e.sentence.suspended && e.sentence.probation_months.is_none())
    }

    fn probation(&mut self, duration: &Duration) {
        let (whole, days) = (months(duration), duration.days);
        if let Some(element) = self.last()
            && element.sentence.probation_months.is_none()
        {
            element.sentence.probation_months = Some(whole);
            element.sentence.probation_days = (days > 0).then_some(days);
            // Only a suspended term has a probation.
            if !element.settled || element.sentence.principal.is_some_and(|p| p.kind == PrincipalKind::Imprisonment) {
                element.settled = true;
                element.sentence.suspended = true;
            }
        } else {
            self.stray = true;
        }
    }

    /// A term whose kind nobody said.
    fn unsettled(&mut self, penalty: Penalty, index: usize) {
        // `trừ … quy đổi 03 tháng, còn 09 tháng` is about what is left.
        if self.deducts && !self.out.is_empty() && !self.combine && !self.common {
            return;
        }
        // A combined penalty is of the kind of those that it combines.
        let prison =
            self.out.iter().all(|e| e.sentence.principal.is_some_and(|p| p.kind == PrincipalKind::Imprisonment));
        let settled = !self.out.is_empty() && prison && (self.common || self.combine);
        self.push(penalty, settled, index);
    }

    fn push(&mut self, penalty: Penalty, settled: bool, index: usize) {
        let Penalty { kind, months, days, amount, range } = penalty;
        self.principal(kind, settled, Some((months, days)), amount, range, index);
    }

    fn principal(
        &mut self,
        kind: PrincipalKind,
        settled: bool,
        term: Option<(Option<u32>, Option<u32>)>,
        amount: Option<i64>,
        range: Option<Range>,
        index: usize,
    ) {
        self.close_open();
        if std::mem::take(&mut self.reduced) {
            self.out.pop();
        }
        let (total, prior) = self.standing(index);
        let (months, days) = term.unwrap_or((None, None));
        let suspended = std::mem::take(&mut self.suspended_next) && kind == PrincipalKind::Imprisonment;
        let sentence = Sentence {
            principal: Some(Penalty { kind, months, days, amount, range }),
            suspended,
            probation_months: None,
            probation_days: None,
            additional: if self.only_additional { Vec::new() } else { std::mem::take(&mut self.held) },
            total,
            prior,
            from_date: None,
            detained: None,
        };
        self.out.push(Element { sentence, settled, offence: false });
        self.additional = self.only_additional;
        self.or = false;
    }

    /// Whether a principal penalty at this event is the combined one, and whether it is one of an earlier judgment.
    fn standing(&mut self, index: usize) -> (bool, bool) {
        let mut named = None;
        for event in self.events.iter().skip(index.saturating_add(1)) {
            match event.what {
                What::Term(_)
                | What::Terms(..)
                | What::Amount(_)
                | What::Amounts(..)
                | What::Strong
                | What::Key(Key::Common | Key::Serve | Key::Combine | Key::Plus) => break,
                What::Key(key @ (Key::Judgment | Key::ThisJudgment)) => {
                    named = Some(key);
                    break;
                }
                _ => {}
            }
        }
        let combines =
            self.combine || self.events.iter().any(|e| matches!(e.what, What::Key(Key::Combine | Key::Plus)));
        match named {
            Some(Key::ThisJudgment) => {
                self.prior_seen = true;
                return (false, false);
            }
            Some(_) if combines && !self.common => {
                self.prior_seen = true;
                return (false, true);
            }
            _ => {}
        }
        if self.common {
            (self.combine, self.common, self.with) = (false, false, false);
            return (true, false);
        }
        if !self.combine {
            return (false, self.earlier);
        }
        if self.with && !self.prior_seen {
            self.prior_seen = true;
            return (false, true);
        }
        (self.combine, self.with) = (false, false);
        (true, false)
    }

    fn terms(&mut self, index: usize, event: Event, low: Duration, high: Duration) {
        let announced = self.pending.filter(|p| sized(p.key)).map(|p| p.key);
        let key = self.kind_of(index, event);
        let behind = self.used_key == Some(index + 1);
        // The law says `phạt tù từ … đến …`, a proposal `từ … đến … tù`.
        let law = self.law || self.or || (matches!(announced, Some(Key::Prison | Key::NonCustodial)) && !behind);
        self.pending = None;
        (self.since, self.from, self.to) = (false, false, false);
        if law && !self.propose {
            self.frame |= !self.law;
            self.explicit_law |= self.law;
            return;
        }
        let range = Range { min_months: Some(months(&low)), max_months: Some(months(&high)), ..Range::default() };
        let penalty = |kind| Penalty { kind, months: None, days: None, amount: None, range: Some(range) };
        match key {
            Some(Key::Prison | Key::Suspended) => self.push(penalty(PrincipalKind::Imprisonment), true, index),
            Some(Key::NonCustodial) => self.push(penalty(PrincipalKind::NonCustodial), true, index),
            Some(key) if additional_kind(key).is_some() => self.close_open(),
            Some(_) => {}
            None => self.unsettled(penalty(PrincipalKind::Imprisonment), index),
        }
    }

    fn amount(&mut self, index: usize, event: Event, amount: Amount) -> Result<(), SentenceError> {
        if self.bound_end == Some(event.start) {
            self.frame = true;
            self.pending = None;
            return Ok(());
        }
        if self.enforces {
            self.pending = None;
            return Ok(());
        }
        // `phải nộp 200.000 đồng án phí`
        if self.behind(index, event) == Some(Key::Civil)
            && !matches!(self.pending, Some(Pending { key: Key::Fine | Key::Punish, .. }))
        {
            self.pending = None;
            return Ok(());
        }
        let fine = match self.pending.take() {
            Some(Pending { key: Key::Civil | Key::Withhold, .. }) => return Ok(()),
            Some(Pending { key: Key::Fine | Key::Punish, .. }) => true,
            _ => self.additional,
        };
        if !fine {
            // In a sentence of its own it is about something else.
            self.stray |= self.out.is_empty() || self.out.len() > self.clause;
            return Ok(());
        }
        let value = amount.value.ok_or(SentenceError::Ambiguous)?;
        if self.propose {
            self.fine(
                index,
                None,
                Some(Range { min_amount: Some(value), max_amount: Some(value), ..Range::default() }),
            );
            return Ok(());
        }
        self.fine(index, Some(value), None);
        Ok(())
    }

    fn amounts(&mut self, low: i64, high: i64) {
        let pending = self.pending.take();
        if matches!(pending, Some(Pending { key: Key::Civil | Key::Withhold, .. })) {
            return;
        }
        if !self.propose {
            self.frame = true;
            return;
        }
        self.fine(usize::MAX, None, Some(Range { min_amount: Some(low), max_amount: Some(high), ..Range::default() }));
    }

    /// A fine: beside another principal penalty it is additional, unless it is for an offence of its own.
    fn fine(&mut self, index: usize, amount: Option<i64>, range: Option<Range>) {
        let own = self
            .events
            .iter()
            .skip(index.saturating_add(1))
            .take_while(|e| !matches!(e.what, What::Term(_) | What::Terms(..) | What::Amount(_) | What::Strong))
            .any(|e| e.what == What::Key(Key::Offence));
        let beside = match self.out.last() {
            Some(last) => {
                let other = last
                    .sentence
                    .principal
                    .is_some_and(|p| !matches!(p.kind, PrincipalKind::Fine | PrincipalKind::Exempted));
                other && !(own && last.offence) && !(self.person && self.out.len() == self.clause)
            }
            None => false,
        };
        if self.additional || beside {
            self.add(AdditionalPenalty { kind: AdditionalKind::Fine, months: None, amount });
        } else {
            self.principal(PrincipalKind::Fine, true, None, amount, range, index);
        }
    }

    fn day(&mut self, index: usize, day: PartialDate) {
        let until = matches!(self.event(index + 1), Some(Event { what: What::Key(Key::To), .. }));
        let waits = matches!(self.pending, Some(Pending { key: Key::Prison | Key::Suspended | Key::Probation, .. }));
        let counts = waits || self.out.last().is_some_and(|e| e.settled);
        if self.since || self.from && !self.to && !self.detention && !until && counts {
            if self.start.is_none() {
                self.start = Some(day);
            }
            self.since = false;
        } else if self.detention {
            match self.detained.last_mut() {
                Some(last) if self.to && last.to.is_none() => last.to = Some(day),
                _ if self.from && !self.to => self.detained.push(Detained { from: Some(day), to: None }),
                _ if self.to => self.detained.push(Detained { from: None, to: Some(day) }),
                _ => {}
            }
        }
        (self.from, self.to) = (false, false);
    }

    fn finish(mut self) -> Result<Vec<Sentence>, SentenceError> {
        self.close_open();
        if self.garbled {
            return Err(SentenceError::Ocr);
        }
        if self.conflict {
            return Err(SentenceError::FiguresWordsConflict);
        }
        // `2 năm về tội A, 3 năm tù về tội B`: what the others say holds for a term with its own offence.
        let prison = self.out.iter().any(|e| e.settled)
            && self
                .out
                .iter()
                .filter(|e| e.settled)
                .all(|e| e.sentence.principal.is_some_and(|p| p.kind == PrincipalKind::Imprisonment));
        if self.out.iter().any(|e| !(e.settled || e.offence && prison)) {
            return Err(SentenceError::NoKind);
        }
        let start = self.start;
        let detained = if let [one] = *self.detained { Some(one) } else { None };
        let fines = self.out.iter().all(|e| {
            e.sentence.principal.is_some_and(|p| matches!(p.kind, PrincipalKind::Fine | PrincipalKind::Warning))
        });
        if (self.administrative || self.by_act) && fines && !self.out.is_empty() && !self.out.iter().any(|e| e.offence)
        {
            return Err(SentenceError::Administrative);
        }
        if let Some(element) = self.last() {
            element.sentence.from_date = start;
            element.sentence.detained = detained;
        } else {
            return Err(self.nothing());
        }
        if self.frame || self.stray {
            return Err(if self.frame { SentenceError::LegalFrame } else { SentenceError::Unrecognised });
        }
        Ok(self.out.into_iter().map(|element| element.sentence).collect())
    }

    /// Why no sentence was found.
    fn nothing(&self) -> SentenceError {
        if self.administrative {
            SentenceError::Administrative
        } else if self.frame || self.explicit_law {
            SentenceError::LegalFrame
        } else if self.enforcement_seen {
            SentenceError::Enforcement
        } else if self.not_convicted {
            SentenceError::NotConvicted
        } else if self.upheld {
            SentenceError::Upheld
        } else if self.kind_seen {
            SentenceError::NoSize
        } else if !self.held.is_empty() {
            SentenceError::NoPrincipal
        } else if self.measure {
            SentenceError::Measure
        } else if self.detention_seen {
            SentenceError::Detention
        } else if self.civil {
            SentenceError::Civil
        } else {
            SentenceError::Unrecognised
        }
    }
}
