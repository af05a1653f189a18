//! The text of a sentence as a row of events: terms, amounts, days and the words of penal law between them.

use crate::date::PartialDate;
use crate::number::lex::{Kind, Token, Word, pack, word};
use crate::number::money::{self, Amount};
use crate::number::quantity::{self, Quantity};
use crate::number::term::{self, Term};
use crate::number::{Duration, spell};

/// A word or phrase that decides what a size means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// tù
    Prison,
    /// tù chung thân
    Life,
    /// tử hình
    Death,
    /// cải tạo không giam giữ
    NonCustodial,
    /// phạt tiền
    Fine,
    /// cảnh cáo
    Warning,
    /// trục xuất
    Expulsion,
    /// miễn hình phạt
    Exempted,
    /// miễn trách nhiệm hình sự, không phạm tội
    NotConvicted,
    /// phạt, xử phạt, mức án
    Punish,
    /// án treo
    Suspended,
    /// thử thách
    Probation,
    /// quản chế
    Supervision,
    /// cấm cư trú
    ResidenceBan,
    /// cấm đảm nhiệm chức vụ, hành nghề, làm công việc
    OccupationBan,
    /// tước một số quyền công dân
    Rights,
    /// tịch thu tài sản
    Confiscation,
    /// phạt bổ sung
    Additional,
    /// tổng hợp
    Combine,
    /// hình phạt chung, tổng cộng
    Common,
    /// với
    With,
    /// cộng với: combines without saying so
    Plus,
    /// bản án (số)
    Judgment,
    /// bản án này
    ThisJudgment,
    /// A capitalised name before a colon: another accused
    Person,
    /// giảm, hoãn, miễn chấp hành: about the execution of a sentence
    Enforcement,
    /// xuống, giảm còn: what follows replaces what was said
    Reduced,
    /// giáo dưỡng, cai nghiện: no penalty
    Measure,
    /// chấp hành
    Serve,
    /// còn lại, chưa chấp hành
    Remaining,
    /// từ
    From,
    /// đến
    To,
    /// tính từ, kể từ
    Since,
    /// tạm giam, tạm giữ
    Detention,
    /// trừ
    Deduct,
    /// đề nghị
    Propose,
    /// khung, thì bị, có thể bị
    Law,
    /// vi phạm hành chính
    Administrative,
    /// về hành vi, công an: a fine that stands with it alone is administrative
    ByAct,
    /// án phí, bồi thường, truy thu, tịch thu tang vật
    Civil,
    /// khấu trừ (thu nhập)
    Withhold,
    /// hoặc
    Or,
    /// không, miễn: what follows is not imposed
    Not,
    /// về tội
    Offence,
    /// y án, giữ nguyên
    Upheld,
    /// dưới, trên, không quá
    Bound,
    /// trong hạn, kháng cáo
    Deadline,
    /// tiền án, đã bị
    Earlier,
}

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum What {
    Term(Term),
    Terms(Duration, Duration),
    Amount(Amount),
    Amounts(i64, i64),
    Day(PartialDate),
    Key(Key),
    /// Letters where digits were meant
    Garbled,
    /// Comma, dash
    Weak,
    /// Full stop, semicolon
    Strong,
}

/// An event with the tokens it took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Event {
    pub(super) what: What,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether figures and words in it name different sizes.
    pub(super) conflict: bool,
}

/// Cuts the tokens into events.
pub(super) fn events(text: &str, tokens: &[Token]) -> Vec<Event> {
    let mut scan = Scan { text, tokens, events: Vec::with_capacity(16), at: 0 };
    while scan.at < tokens.len() {
        let (what, used, conflict) = scan.step();
        if let Some(what) = what {
            scan.events.push(Event { what, start: scan.at, end: scan.at + used, conflict });
        }
        scan.at += used.max(1);
    }
    scan.events
}

struct Scan<'a> {
    text: &'a str,
    tokens: &'a [Token],
    events: Vec<Event>,
    at: usize,
}

type Step = (Option<What>, usize, bool);

macro_rules! bare {
    ($($name:ident $text:literal)*) => { $(const $name: u64 = pack($text).bare();)* };
}

bare! {
    AN "an" AT "at" BA "ba" BAN "ban" BANG "bang" BO "bo" BOI "boi" CA "ca" CAI "cai" CAM "cam" CANH "canh" CAP "cap"
    CCT "cct" CDNCV "cdncv" CHAP "chap" CHUA "chua" CHUNG "chung" CO "co" CON "con" CONG "cong" CT "ct" CTKG "ctkg" CTKGG "ctkgg" CTKGGG "ctkggg"
    DA "da" DE "de" DEN "den" DIEM "diem" DIEU "dieu" DUOI "duoi" GIAM "giam" GIAO "giao" GIU "giu" HANH "hanh" HAN "han" HOAC "hoac" HOAN "hoan"
    HPBS "hpbs" HPC "hpc" IT "it" KE "ke" KHANG "khang" KHAU "khau" KHOAN "khoan" KHONG "khong" KHUNG "khung" LE "le" MIEN "mien" MUC "muc"
    NAM "nam" NGAY "ngay" NOP "nop" PBS "pbs" PHAT "phat" PHUC "phuc" PT "pt" QC "qc" QUA "qua" QUAN "quan" RUT "rut" TAM "tam" TCT "tct" TGTT "tgtt" THA "tha" THANG "thang"
    THI "thi" THU "thu" TICH "tich" TIEN "tien" TINH "tinh" TOI "toi" TONG "tong" TQCD "tqcd" TRA "tra" TREN "tren" TREO "treo" TRU "tru"
    TRUC "truc" TRUY "truy" TT "tt" TTTS "ttts" TU "tu" TUOC "tuoc" VE "ve" VOI "voi" VPHC "vphc" XPHC "xphc" XPVPHC "xpvphc" XU "xu" XUONG "xuong" Y "y"
}

impl Scan<'_> {
    fn token(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead)
    }

    fn rest(&self, ahead: usize) -> &[Token] {
        self.tokens.get(self.at + ahead..).unwrap_or(&[])
    }

    fn is(&self, ahead: usize, word: Word) -> bool {
        self.token(ahead).is_some_and(|token| token.is(word))
    }

    fn all(&self, ahead: usize, words: &[Word]) -> bool {
        words.iter().enumerate().all(|(n, word)| self.is(ahead + n, *word))
    }

    fn marked(&self, ahead: usize, mark: char) -> bool {
        self.token(ahead).is_some_and(|token| token.mark(mark))
    }

    fn digits(&self, ahead: usize) -> Option<(u64, u64)> {
        self.token(ahead).and_then(|token| token.digits().map(|value| (value, token.bare)))
    }

    fn before(&self, back: usize) -> Option<&Token> {
        self.at.checked_sub(back).and_then(|at| self.tokens.get(at))
    }

    fn last_key(&self) -> Option<Key> {
        match self.events.last() {
            Some(Event { what: What::Key(key), end, .. }) if *end == self.at => Some(*key),
            _ => None,
        }
    }

    fn behind_term(&self) -> bool {
        matches!(self.events.last(), Some(Event { what: What::Term(_) | What::Terms(..), end, .. }) if *end == self.at)
    }

    fn step(&self) -> Step {
        let Some(token) = self.token(0) else { return (None, 1, false) };
        match token.kind {
            Kind::Digits => self.number(),
            Kind::Mark(mark) => {
                if let Some(step) = self.restated() {
                    return step;
                }
                let what = match mark {
                    '=' => Some(What::Key(Key::Common)),
                    ':' if self.named() => Some(What::Key(Key::Person)),
                    // The full stop of `Đ. 173` ends nothing, but that does no harm here.
                    ';' | '.' => Some(What::Strong),
                    ',' | '-' | '–' | '+' | '—' => Some(What::Weak),
                    _ => None,
                };
                (what, 1, false)
            }
            Kind::Word => {
                if let Some((key, used)) = self.key(*token) {
                    return (Some(What::Key(key)), used, false);
                }
                self.word(*token)
            }
        }
    }

    /// A day, an amount, a term, or a number that is none of ours.
    fn number(&self) -> Step {
        if self.garbled() {
            return (Some(What::Garbled), 1, false);
        }
        if let Some((day, used)) = self.figures_day() {
            return (day.map(What::Day), used, false);
        }
        // `12/2019/HS-ST`, `1/2`: a run without spaces
        if self.marked(1, '/') && self.token(1).is_some_and(|t| !t.spaced) && self.token(2).is_some_and(|t| !t.spaced) {
            let run =
                self.rest(1).iter().take_while(|t| !t.spaced && !t.mark(';') && !t.mark(',') && !t.mark(')')).count();
            return (None, 1 + run, false);
        }
        if let Some((day, used)) = self.spelled_day(0) {
            return (Some(What::Day(day)), used, false);
        }
        self.size().unwrap_or((None, 1, false))
    }

    /// Whether two capitalised words that are no penal words stand right before: a name.
    fn named(&self) -> bool {
        let free = self.events.last().is_none_or(|event| event.end + 1 < self.at);
        free && (1..=2).all(|back| {
            self.before(back).is_some_and(|t| {
                t.kind == Kind::Word
                    && self.text.get(t.start..).and_then(|rest| rest.chars().next()).is_some_and(char::is_uppercase)
            })
        })
    }

    /// `l8 tháng`, `5.OOO.000 đồng`: letters glued to the figures that they resemble.
    fn garbled(&self) -> bool {
        let glued = |n: usize| self.tokens.get(n).is_some_and(|t| !t.spaced);
        let like = |t: &Token| {
            t.kind == Kind::Word
                && self
                    .text
                    .get(t.start..t.end)
                    .is_some_and(|w| w.chars().all(|c| matches!(c, 'l' | 'I' | 'O' | 'o' | 'S' | 'B' | 'Z')))
        };
        if !glued(self.at) {
            return false;
        }
        let mark = self.before(1).is_some_and(|t| matches!(t.kind, Kind::Mark('.' | ',')));
        let back = 1 + usize::from(mark);
        self.before(back).is_some_and(like) && (back == 1 || glued(self.at - 1))
    }

    /// `30 tháng tù (ba mươi tháng tù)`: the term behind it in brackets, passed over where it is the same.
    fn restated(&self) -> Option<Step> {
        if !self.marked(0, '(') {
            return None;
        }
        let mut events = self.events.iter().rev();
        let mut last = events.next()?;
        if last.end != self.at {
            return None;
        }
        if matches!(last.what, What::Key(Key::Prison | Key::NonCustodial)) {
            let term = events.next()?;
            if term.end != last.start {
                return None;
            }
            last = term;
        }
        let What::Term(term) = last.what else { return None };
        let d = term.duration;
        if let Some(said) = term::read(self.rest(1)) {
            let prison = if self.is(said.used + 1, word!("tù")) {
                1 + usize::from(self.is(said.used + 2, word!("giam")))
            } else {
                0
            };
            let end = said.used + 1 + prison;
            if !self.marked(end, ')') {
                return None;
            }
            let same = (months(&d), d.days) == (months(&said.duration), said.duration.days);
            let conflict = !same || said.conflict;
            return Some((conflict.then_some(What::Weak), end + 1, conflict));
        }
        let (said, used) = quantity::bracketed(self.rest(0), &[])?;
        let mut parts = [d.years, d.months, d.days].into_iter().filter(|n| *n > 0);
        let same = parts.next().map(|n| i128::from(n) * quantity::ONE) == Some(said.value) && parts.next().is_none();
        Some(((!same).then_some(What::Weak), used, !same))
    }

    /// `14/11/2019`, also with hyphens and full stops.
    fn figures_day(&self) -> Option<(Option<PartialDate>, usize)> {
        let (day, _) = self.digits(0)?;
        let mark = |ahead| self.token(ahead).is_some_and(|t| matches!(t.kind, Kind::Mark('/' | '-' | '.')));
        if !mark(1) {
            return None;
        }
        let (month, len) = self.digits(2)?;
        if len > 2 || day > 31 {
            return None;
        }
        if !mark(3) {
            return None;
        }
        let (year, len) = self.digits(4)?;
        let whole = len == 4 && !self.token(4).is_some_and(|t| t.spaced && !self.token(3).is_some_and(|m| m.spaced));
        // `12/3/19` names no century.
        if len == 2 && self.marked(1, '/') {
            return Some((None, 5));
        }
        whole.then(|| (date(year, month, day), 5))
    }

    /// `14 tháng 11 năm 2019`, `tháng 11 năm 2019`, `tháng 11/2019` from `ahead`.
    fn spelled_day(&self, ahead: usize) -> Option<(PartialDate, usize)> {
        let (day, at) = match self.digits(ahead) {
            Some((day, _)) => (Some(day), ahead + 1),
            None => (None, ahead),
        };
        if !self.is(at, word!("tháng")) {
            return None;
        }
        let (month, _) = self.digits(at + 1)?;
        let comma = usize::from(self.marked(at + 2, ','));
        let next = at + 2 + comma;
        if !(self.is(next, word!("năm")) || self.marked(next, '/') || self.marked(next, '-')) {
            return None;
        }
        let (year, 4) = self.digits(next + 1)? else { return None };
        let month = i8::try_from(month).ok()?;
        let year = i16::try_from(year).ok()?;
        let found = match day {
            Some(day) => PartialDate::day(year, month, i8::try_from(day).ok()?),
            None => PartialDate::month(year, month),
        };
        found.ok().map(|found| (found, next + 2))
    }

    /// A term or an amount, or a range of them.
    fn size(&self) -> Option<Step> {
        let rest = self.rest(0);
        let number = quantity::read(rest)?;
        let behind = rest.get(number.used);
        let bracket = behind.is_some_and(|t| t.mark('(') || t.mark('[') || t.mark('/'));
        // `24.tháng`
        let dotted = behind.is_some_and(|t| !t.spaced && (t.mark('.') || t.mark('-')))
            && rest.get(number.used + 1).is_some_and(|t| !t.spaced && term::timed(Some(t)));
        let timed = bracket || dotted || term::timed(behind);
        if timed && let Some(term) = term::read(rest) {
            return match rest.get(term.used) {
                Some(next) if linked(next) => {
                    self.range(number).or(Some((Some(What::Term(term)), term.used, term.conflict)))
                }
                _ => Some((Some(What::Term(term)), term.used, term.conflict)),
            };
        }
        if behind.is_some_and(linked)
            && let Some(range) = self.range(number)
        {
            return Some(range);
        }
        if let Some(amount) = money::read(rest)
            && amount.unit
        {
            if rest.get(amount.used).is_some_and(linked)
                && let Some(range) = self.range(number)
            {
                return Some(range);
            }
            return Some((Some(What::Amount(amount)), amount.used, amount.conflict));
        }
        if bracket && let Some(range) = self.range(number) {
            return Some(range);
        }
        if rest.first().is_some_and(|t| t.kind != Kind::Digits) {
            return None;
        }
        // `phạt tiền 5.000.000`: large enough to be money where a fine was announced.
        if number.value >= 100_000 * quantity::ONE
            && number.other.is_none_or(|o| o < number.value)
            && let Some(amount) = money::read(rest)
            && matches!(self.announced(), Some(Key::Fine))
        {
            return Some((Some(What::Amount(amount)), amount.used, amount.conflict));
        }
        let percent = behind.is_some_and(|t| t.mark('%'));
        Some((None, number.used + usize::from(percent), false))
    }

    /// The last penal word in this clause.
    fn announced(&self) -> Option<Key> {
        self.events.iter().rev().find_map(|event| match event.what {
            What::Key(key @ (Key::Fine | Key::Prison | Key::Civil | Key::Supervision)) => Some(key),
            _ => None,
        })
    }

    /// `12 đến 18 tháng`, `2 năm - 3 năm`, `từ 5 đến 7 triệu đồng`.
    fn range(&self, first: Quantity) -> Option<Step> {
        let rest = self.rest(0);
        let low_term = term::read(rest);
        let low_money = money::read(rest);
        let link = |at: usize| {
            // `02 năm tù đến 03 năm tù`
            let at = if rest.get(at).is_some_and(|t| t.is(word!("tù"))) { at + 1 } else { at };
            let to = rest.get(at).is_some_and(|t| {
                t.any(&[word!("đến"), word!("tới")]) || matches!(t.kind, Kind::Mark('-' | '–' | '—' | '÷'))
            });
            to.then_some(at + 1)
        };
        // With units on both sides.
        if let Some(low) = low_term
            && let Some(next) = link(low.used)
            && let Some(high) = term::read(rest.get(next..)?)
            && (months(&low.duration), low.duration.days) < (months(&high.duration), high.duration.days)
        {
            let what = What::Terms(low.duration, high.duration);
            return Some((Some(what), next + high.used, low.conflict || high.conflict));
        }
        if let Some(low) = low_money
            && let Some(next) = link(low.used)
            && let Some(high) = money::read(rest.get(next..)?)
            && high.unit
            && let (Some(least), Some(most)) = (low.value, high.value)
        {
            // `5 đến 7 triệu`: the unit of the second counts for both.
            let least =
                if low.unit || low.large { least } else { scaled(least, first.value, rest.get(next..)?, most)? };
            if least < most {
                return Some((Some(What::Amounts(least, most)), next + high.used, low.conflict || high.conflict));
            }
        }
        // The unit of the second counts for both.
        let bracket = quantity::bracketed(rest.get(first.used..)?, &[]).map_or(0, |(_, used)| used);
        let next = link(first.used + bracket)?;
        let high = term::read(rest.get(next..)?)?;
        let low = u32::try_from(first.value / quantity::ONE).ok()?;
        let low = match high.duration {
            Duration { years: 1.., months: 0, days: 0 } => Duration { years: low, months: 0, days: 0 },
            Duration { years: 0, months: 1.., days: 0 } => Duration { years: 0, months: low, days: 0 },
            _ => return None,
        };
        let ordered = months(&low) < months(&high.duration);
        ordered.then_some((Some(What::Terms(low, high.duration)), next + high.used, high.conflict))
    }

    /// What is no penal word: a day behind `ngày`, an article, a number in words.
    fn word(&self, token: Token) -> Step {
        match token.bare {
            // `bằng thời hạn tạm giam` measures, and names no detention of its own.
            BANG if token.is(word!("bằng")) => {
                let filler = [word!("với"), word!("thời"), word!("gian"), word!("hạn"), word!("đã")];
                // `trừ 09 ngày tạm giữ (bằng 27 ngày cải tạo không giam giữ)`
                if self.token(1).is_some_and(|t| t.kind == Kind::Digits) {
                    return (Some(What::Key(Key::Withhold)), 1, false);
                }
                let skip = self.rest(1).iter().take_while(|t| t.any(&filler)).count();
                if self.is(skip + 1, word!("tạm")) && (1..=4).contains(&skip) {
                    return (None, skip + 3, false);
                }
                return (None, 1, false);
            }
            NGAY if token.is(word!("ngày")) => {
                if let Some((day, used)) = self.spelled_day(1) {
                    return (Some(What::Day(day)), used, false);
                }
                return (None, 1, false);
            }
            THANG if token.is(word!("tháng")) => {
                if let Some((day, used)) = self.spelled_day(0) {
                    return (Some(What::Day(day)), used, false);
                }
                return (None, 1, false);
            }
            // `năm 2015`, `Điều 173`, `khoản 1, 2`, `điểm 5`
            NAM | DIEU | KHOAN | DIEM
                if self.digits(1).is_some()
                    && (token.bare != NAM || self.digits(1).is_some_and(|(_, len)| len == 4)) =>
            {
                let mut used = 2;
                while token.bare != NAM
                    && self.marked(used, ',')
                    && self.digits(used + 1).is_some()
                    && term::read(self.rest(used + 1)).is_none()
                {
                    used += 2;
                }
                return (None, used, false);
            }
            _ => {}
        }
        let number = spell::digit(Some(&token)).is_some()
            || token.any(&[word!("mười"), word!("nửa"), word!("hăm"), word!("băm")]);
        if number && let Some(step) = self.size() {
            return step;
        }
        (None, 1, false)
    }

    /// A penal word or phrase and how many tokens it takes.
    fn key(&self, token: Token) -> Option<(Key, usize)> {
        let is = |text: Word| token.is(text);
        let key = match token.bare {
            TU if is(word!("tử")) && self.is(1, word!("hình")) => (Key::Death, 2),
            TU if is(word!("từ")) && token.full != word!("từ").bare() => (Key::From, 1),
            TU if is(word!("tù")) => self.prison(token),
            CHUNG if self.is(1, word!("thân")) => (Key::Life, 2),
            CHUNG if is(word!("chung")) => (Key::Common, 1),
            CAI if self.is(1, word!("tạo"))
                && (self.is(2, word!("không")) || self.is(2, word!("ko")) || self.is(2, word!("k")))
                && self.is(3, word!("giam")) =>
            {
                (Key::NonCustodial, if self.is(4, word!("giữ")) { 5 } else { 4 })
            }
            CAI if self.is(1, word!("tạo")) && self.is(2, word!("kgg")) => (Key::NonCustodial, 3),
            CTKGG | CTKG | CTKGGG => (Key::NonCustodial, 1),
            CANH if self.all(0, &[word!("cảnh"), word!("cáo")]) => (Key::Warning, 2),
            TRUC if self.all(0, &[word!("trục"), word!("xuất")]) => (Key::Expulsion, 2),
            PHAT if is(word!("phạt")) => return self.punish(),
            XU if is(word!("xử")) && !self.is(1, word!("phạt")) && !self.is(1, word!("lý")) => (Key::Punish, 1),
            MUC if self.all(0, &[word!("mức"), word!("án")]) => (Key::Punish, 2),
            HPC | PT => (Key::Punish, 1),
            HPBS | PBS => (Key::Additional, 1),
            BO if self.all(0, &[word!("bổ"), word!("sung")]) => {
                let amended = (1..=2).any(|back| self.before(back).is_some_and(|t| t.is(word!("đổi"))));
                if amended || self.is(2, word!("năm")) {
                    return None;
                }
                (Key::Additional, 2)
            }
            AN if self.all(0, &[word!("án"), word!("treo")]) => (Key::Suspended, 2),
            AN if self.all(0, &[word!("án"), word!("phí")]) => (Key::Civil, 2),
            TREO => (Key::Suspended, 1),
            AT if self.last_key() == Some(Key::Prison) || self.before(1).is_some_and(|t| t.mark('(')) => {
                (Key::Suspended, 1)
            }
            THU if self.all(0, &[word!("thử"), word!("thách")]) => (Key::Probation, 2),
            TGTT => (Key::Probation, 1),
            TT if self.behind_term()
                || self.marked(1, ':')
                || matches!(self.token(1).map(|t| t.kind), Some(Kind::Digits)) =>
            {
                (Key::Probation, 1)
            }
            QUAN if self.all(0, &[word!("quản"), word!("chế")]) => (Key::Supervision, 2),
            QC if self.behind_term() || self.digits(1).is_some() || self.marked(1, ':') => (Key::Supervision, 1),
            CAM if is(word!("cấm")) => return self.ban(),
            CCT => (Key::ResidenceBan, 1),
            CDNCV => (Key::OccupationBan, 1),
            TUOC if is(word!("tước")) => return self.rights().or(Some((Key::Withhold, 1))),
            TQCD => (Key::Rights, 1),
            TICH if self.all(0, &[word!("tịch"), word!("thu")]) => self.confiscation(),
            TTTS => (Key::Confiscation, 1),
            MIEN if is(word!("miễn")) => self.exempt(),
            KHONG if is(word!("không")) => return self.not(),
            TONG if self.all(0, &[word!("tổng"), word!("hợp")]) => (Key::Combine, 2),
            TONG if is(word!("tổng")) => (Key::Common, 1),
            CA if is(word!("cả"))
                && (self.is(1, word!("hai")) || self.is(1, word!("ba")) || self.digits(1).is_some()) =>
            {
                (Key::Common, 2)
            }
            BAN if self.all(0, &[word!("bản"), word!("án")]) => self.judgment(),
            TCT => (Key::Life, 1),
            XUONG if is(word!("xuống")) => (Key::Reduced, if self.is(1, word!("còn")) { 2 } else { 1 }),
            GIAM if self.all(0, &[word!("giảm"), word!("còn")]) => (Key::Reduced, 2),
            // `Sơ thẩm: 3 năm tù; phúc thẩm: 2 năm tù`
            PHUC if self.all(0, &[word!("phúc"), word!("thẩm")]) && self.marked(2, ':') => (Key::Reduced, 3),
            GIAO if self.all(0, &[word!("giáo"), word!("dưỡng")])
                || self.all(0, &[word!("giáo"), word!("dục"), word!("tại")]) =>
            {
                (Key::Measure, 2)
            }
            GIAO if self.all(0, &[word!("giáo"), word!("dục"), word!("bắt"), word!("buộc")]) => {
                (Key::Measure, 4)
            }
            CAI if self.all(0, &[word!("cai"), word!("nghiện")]) => (Key::Measure, 2),
            CHUA if self.all(0, &[word!("chữa"), word!("bệnh")]) => (Key::Measure, 2),
            BA if token.full == BA && self.is(1, word!("số")) => (Key::Judgment, 2),
            VOI if is(word!("với")) => (Key::With, 1),
            CONG if self.all(0, &[word!("cộng"), word!("với")]) => (Key::Plus, 2),
            CON if self.all(0, &[word!("còn"), word!("lại")]) => (Key::Remaining, 2),
            CON if self.all(0, &[word!("còn"), word!("phải")]) => {
                (Key::Remaining, if self.all(2, &[word!("chấp"), word!("hành")]) { 4 } else { 2 })
            }
            CON if is(word!("còn")) && self.token(1).is_some_and(|t| t.kind == Kind::Digits) => (Key::Reduced, 1),
            GIAM if token.full == const { word!("giảm").full() }
                && !self.is(1, word!("nhẹ"))
                && !self.all(0, &[word!("giảm"), word!("còn")]) =>
            {
                (Key::Enforcement, 1)
            }
            HOAN if is(word!("hoãn")) => (Key::Enforcement, 1),
            RUT if self.all(0, &[word!("rút"), word!("ngắn")]) => (Key::Enforcement, 2),
            THA if self.all(0, &[word!("tha"), word!("tù")]) => (Key::Enforcement, 2),
            TAM if self.all(0, &[word!("tạm"), word!("đình"), word!("chỉ")]) => (Key::Enforcement, 3),
            NOP if is(word!("nộp")) && !self.is(1, word!("phạt")) && !self.is(1, word!("lại")) => (Key::Civil, 1),
            VE if self.all(0, &[word!("về"), word!("hành"), word!("vi")]) => (Key::ByAct, 3),
            CONG if self.all(0, &[word!("công"), word!("an")]) => (Key::ByAct, 2),
            CHUA if self.all(0, &[word!("chưa"), word!("chấp"), word!("hành")]) => (Key::Remaining, 3),
            CHAP if self.all(0, &[word!("chấp"), word!("hành")]) => (Key::Serve, 2),
            TINH if self.all(0, &[word!("tính"), word!("từ")]) => (Key::Since, 2),
            TINH if self.all(0, &[word!("tính"), word!("kể"), word!("từ")]) => (Key::Since, 3),
            KE if self.all(0, &[word!("kể"), word!("từ")]) => (Key::Since, 2),
            DEN if is(word!("đến")) => (Key::To, 1),
            TAM if is(word!("tạm")) && (self.is(1, word!("giam")) || self.is(1, word!("giữ"))) => {
                (Key::Detention, 2)
            }
            GIAM if is(word!("giam")) && self.is(1, word!("giữ")) => (Key::Detention, 2),
            GIAM if self.last_key() == Some(Key::Punish) && is(word!("giam")) => (Key::Prison, 1),
            TRU if is(word!("trừ")) => (Key::Deduct, 1),
            KHAU if self.all(0, &[word!("khấu"), word!("trừ")]) => (Key::Withhold, 2),
            DE if self.all(0, &[word!("đề"), word!("nghị")]) => (Key::Propose, 2),
            KHUNG => (Key::Law, 1),
            THI if self.all(0, &[word!("thì"), word!("bị")]) => (Key::Law, 2),
            CO if self.all(0, &[word!("có"), word!("thể"), word!("bị")]) => (Key::Law, 3),
            HANH if self.all(0, &[word!("hành"), word!("chính")]) => (Key::Administrative, 2),
            VPHC | XPVPHC | XPHC => (Key::Administrative, 1),
            BOI if self.all(0, &[word!("bồi"), word!("thường")]) => (Key::Civil, 2),
            LE if self.all(0, &[word!("lệ"), word!("phí")]) => (Key::Civil, 2),
            TRUY if self.all(0, &[word!("truy"), word!("thu")]) || self.all(0, &[word!("truy"), word!("nộp")]) => {
                (Key::Civil, 2)
            }
            CAP if self.all(0, &[word!("cấp"), word!("dưỡng")]) => (Key::Civil, 2),
            NOP if self.all(0, &[word!("nộp"), word!("lại")]) => (Key::Civil, 2),
            HOAN if self.all(0, &[word!("hoàn"), word!("trả")]) => (Key::Civil, 2),
            TRA if self.all(0, &[word!("trả"), word!("lại")]) => (Key::Civil, 2),
            THU if self.all(0, &[word!("thu"), word!("lợi")]) => (Key::Civil, 2),
            HOAC if is(word!("hoặc")) => (Key::Or, 1),
            VE if self.all(0, &[word!("về"), word!("tội")]) => (Key::Offence, 2),
            TOI if is(word!("tội")) => (Key::Offence, 1),
            TOI if self.all(0, &[word!("tối"), word!("đa")]) || self.all(0, &[word!("tối"), word!("thiểu")]) => {
                (Key::Bound, 2)
            }
            Y if self.all(0, &[word!("y"), word!("án")]) => (Key::Upheld, 2),
            GIU if self.all(0, &[word!("giữ"), word!("nguyên")]) => (Key::Upheld, 2),
            DUOI if is(word!("dưới")) => (Key::Bound, 1),
            TREN if is(word!("trên")) => (Key::Bound, 1),
            QUA if is(word!("quá")) => (Key::Bound, 1),
            IT if self.all(0, &[word!("ít"), word!("nhất")]) => (Key::Bound, 2),
            KHANG if self.all(0, &[word!("kháng"), word!("cáo")]) => (Key::Deadline, 2),
            HAN if self.last_key().is_none()
                && self.before(1).is_some_and(|t| t.is(word!("trong")))
                && self.token(1).is_some_and(|t| t.kind == Kind::Digits)
                && self.is(2, word!("ngày")) =>
            {
                (Key::Deadline, 1)
            }
            TIEN if self.all(0, &[word!("tiền"), word!("án")]) => (Key::Earlier, 2),
            DA if self.all(0, &[word!("đã"), word!("bị")]) => (Key::Earlier, 2),
            CT if token.end - token.start == 2 && self.tokens.len() == 1 => (Key::Life, 1),
            _ => return None,
        };
        Some(key)
    }

    /// `tù`, `tù giam`, `tù có thời hạn`, `tù chung thân`; `tu` without marks may be `từ`.
    fn prison(&self, token: Token) -> (Key, usize) {
        if self.all(1, &[word!("chung"), word!("thân")]) {
            return (Key::Life, 3);
        }
        let unmarked = token.full == TU;
        let number = self.token(1).is_some_and(|t| t.kind == Kind::Digits) || self.is(1, word!("ngày"));
        let after_punish = matches!(self.last_key(), Some(Key::Punish));
        if unmarked && number && !self.behind_term() && !after_punish {
            return (Key::From, 1);
        }
        if self.all(1, &[word!("có"), word!("thời"), word!("hạn")]) {
            return (Key::Prison, 4);
        }
        (Key::Prison, if self.is(1, word!("giam")) { 2 } else { 1 })
    }

    fn punish(&self) -> Option<(Key, usize)> {
        if self.is(1, word!("tiền")) {
            return Some((Key::Fine, 2));
        }
        if self.all(1, &[word!("bổ"), word!("sung")]) {
            return Some((Key::Additional, 3));
        }
        if self.all(1, &[word!("hành"), word!("chính")]) {
            return Some((Key::Administrative, 3));
        }
        if self.all(1, &[word!("vi"), word!("phạm")]) {
            return Some((Key::Administrative, if self.all(3, &[word!("hành"), word!("chính")]) { 5 } else { 3 }));
        }
        // `hình phạt` names the thing, `phạt` imposes it.
        if self.before(1).is_some_and(|t| t.any(&[word!("hình"), word!("án")])) {
            return None;
        }
        Some((Key::Punish, 1))
    }

    /// `bản án số …` is another judgment, `bản án này` the present one, `hai bản án` are all of them.
    fn judgment(&self) -> (Key, usize) {
        let counted = self.before(1).is_some_and(|t| {
            t.kind == Kind::Digits
                || t.any(&[word!("hai"), word!("ba"), word!("các"), word!("cả"), word!("những"), word!("bốn")])
        });
        if counted {
            (Key::Common, 2)
        } else if self.is(2, word!("này")) || self.all(2, &[word!("hôm"), word!("nay")]) {
            (Key::ThisJudgment, 3)
        } else {
            (Key::Judgment, 2)
        }
    }

    /// `cấm cư trú`, `cấm hành nghề`, also with the name of the accused in between.
    fn ban(&self) -> Option<(Key, usize)> {
        for n in 1..8 {
            let token = self.token(n)?;
            if token.kind != Kind::Word {
                return None;
            }
            if self.all(n, &[word!("cư"), word!("trú")]) {
                return Some((Key::ResidenceBan, n + 2));
            }
            if token.any(&[word!("đảm"), word!("hành"), word!("làm"), word!("đncv"), word!("giữ"), word!("chức")])
                || n == 1
                    && token.any(&[
                        word!("điều"),
                        word!("lái"),
                        word!("hoạt"),
                        word!("kinh"),
                        word!("tham"),
                        word!("đn"),
                    ])
            {
                return Some((Key::OccupationBan, n + 1));
            }
        }
        None
    }

    fn rights(&self) -> Option<(Key, usize)> {
        let named = |n: usize| {
            self.all(n, &[word!("công"), word!("dân")])
                || self.all(n, &[word!("bầu"), word!("cử")])
                || self.all(n, &[word!("ứng"), word!("cử")])
        };
        (1..=4).find(|n| named(*n)).map(|n| (Key::Rights, n + 2))
    }

    /// Confiscation of property is a penalty, of exhibits and gains a judicial measure.
    fn confiscation(&self) -> (Key, usize) {
        for n in 2..8 {
            if self.token(n).is_none_or(|t| {
                t.any(&[word!("sung"), word!("tiêu"), word!("số"), word!("nộp")]) || t.mark(';') || t.mark('.')
            }) {
                break;
            }
            if self.all(n, &[word!("tài"), word!("sản")]) {
                return (Key::Confiscation, n + 2);
            }
        }
        (Key::Civil, 2)
    }

    fn exempt(&self) -> (Key, usize) {
        if self.all(1, &[word!("chấp"), word!("hành")]) {
            return (Key::Enforcement, 3);
        }
        for n in 1..=3 {
            if self.all(n, &[word!("hình"), word!("phạt")]) {
                let additional = self.all(n + 2, &[word!("bổ"), word!("sung")])
                    || self.is(n + 2, word!("tiền"))
                    || self.is(n + 2, word!("tù"));
                return if additional { (Key::Not, n) } else { (Key::Exempted, n + 2) };
            }
        }
        if self.all(1, &[word!("trách"), word!("nhiệm")]) || self.is(1, word!("tnhs")) || self.is(1, word!("truy")) {
            return (Key::NotConvicted, 3);
        }
        (Key::Not, 1)
    }

    fn not(&self) -> Option<(Key, usize)> {
        if self.is(1, word!("quá")) || self.is(1, word!("dưới")) {
            return Some((Key::Bound, 2));
        }
        if self.all(1, &[word!("phạm"), word!("tội")]) {
            return Some((Key::NotConvicted, 3));
        }
        // `không tháng` is a number of its own.
        if self.is(1, word!("tháng")) || self.is(1, word!("năm")) {
            return None;
        }
        Some((Key::Not, 1))
    }
}

/// Whether a range may go on with this: `đến`, a hyphen, or `tù` and one of them.
fn linked(token: &Token) -> bool {
    matches!(token.kind, Kind::Mark('-' | '–' | '—' | '÷')) || token.any(&[word!("đến"), word!("tới"), word!("tù")])
}

fn date(year: u64, month: u64, day: u64) -> Option<PartialDate> {
    PartialDate::day(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The smaller end of `5 đến 7 triệu` in the unit of the larger.
fn scaled(least: i64, value: i128, high: &[Token], most: i64) -> Option<i64> {
    let figure = quantity::read(high.get(..1)?)?;
    let weight = i128::from(most) * quantity::ONE / figure.value.max(1);
    let scaled = i64::try_from(value * weight / quantity::ONE).ok()?;
    Some(scaled.max(least))
}

/// A term in months; a year is twelve, as courts count it.
pub(super) fn months(duration: &Duration) -> u32 {
    duration.years.saturating_mul(12).saturating_add(duration.months)
}
