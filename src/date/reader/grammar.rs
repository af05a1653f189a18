//! From the row of items to a date.

use super::super::partial::{Point, days_in_month};
use super::super::{DateError, DateOptions, PartialDate, Role, add, subtract};
use super::items::{Item, Number, Part, Share, items};
use super::{Failure, Found, plausible};
use crate::number::Duration;
use crate::number::lex;
use crate::repair::Missing;
use jiff::civil::Date;

/// Reads a date from cleaned text.
pub(in super::super) fn date(text: &str, options: &DateOptions) -> Found {
    match parse(text, options) {
        Err(Failure::Error(error @ (DateError::Unrecognised | DateError::NoYear), None)) => match ocr(text) {
            Some(repaired) => match parse(&repaired, options) {
                Ok((date, _)) if plausible(date, options).is_ok() => {
                    Err(Failure::Error(DateError::Ocr, Some(("ocr", date.to_string()))))
                }
                _ => Err(error.into()),
            },
            None => Err(error.into()),
        },
        other => other,
    }
}

/// The text with letters put back to the digits they resemble; none where no word mixes both.
fn ocr(text: &str) -> Option<String> {
    let digit = |c: char| match c {
        'O' | 'o' | 'Q' | 'D' => Some('0'),
        'l' | 'I' | 'i' | '|' | '!' => Some('1'),
        'Z' | 'z' => Some('2'),
        'S' | 's' => Some('5'),
        'b' | 'G' => Some('6'),
        'B' => Some('8'),
        'g' | 'q' => Some('9'),
        _ => None,
    };
    let mixed = |part: &str| {
        part.bytes().any(|b| b.is_ascii_digit())
            && part.chars().any(|c| digit(c).is_some())
            && part.chars().all(|c| c.is_ascii_digit() || digit(c).is_some() || matches!(c, '/' | '-' | '.' | ','))
    };
    if !text.split_whitespace().any(mixed) {
        return None;
    }
    let parts = text.split_whitespace().map(|part| {
        if mixed(part) { part.chars().map(|c| digit(c).unwrap_or(c)).collect::<String>() } else { part.to_owned() }
    });
    Some(parts.collect::<Vec<_>>().join(" "))
}

fn parse(text: &str, options: &DateOptions) -> Found {
    let mut tokens = Vec::with_capacity(16);
    lex::lex(text, &mut tokens);
    let mut row = items(text, &tokens)?;
    let mut weekday = None;
    row.retain(|item| match item {
        Item::Weekday(day) => {
            weekday = Some(*day);
            false
        }
        Item::Noise => false,
        _ => true,
    });
    if let Some(kind) = blank(&row, text) {
        return Err(Failure::Missing(kind));
    }
    if row.contains(&Item::EarlyDay) {
        let solar = row.contains(&Item::Solar);
        row.retain(|item| *item != Item::EarlyDay);
        let found = finish(&row, weekday, options);
        return match found {
            found if solar => found,
            Ok((date, _)) => Err(Failure::Error(DateError::Lunar, Some(("solar", date.to_string())))),
            Err(_) => Err(DateError::Lunar.into()),
        };
    }
    finish(&row, weekday, options)
}

/// Reads the row without its days of the week.
fn finish(row: &[Item], weekday: Option<i8>, options: &DateOptions) -> Found {
    let row = calendar(row)?;
    if let Some(found) = digits_alone(row, options) {
        return found.map(|date| (date, None));
    }
    let date = Grammar { row: place_cut(row), at: 0, options }.date()?;
    let beside = match (weekday, date.as_day()) {
        (Some(said), Some(day)) if day.weekday().to_monday_one_offset() != said => Some(DateError::WeekdayConflict),
        _ => None,
    };
    Ok((date, beside))
}

/// Which kind of blank a form without numbers is.
fn blank(row: &[Item], text: &str) -> Option<Missing> {
    let mut holes = 0;
    for item in row {
        match item {
            Item::Hole => holes += 2,
            Item::Label(_) => holes += 1,
            Item::Separator(_) | Item::Open | Item::Close | Item::Question => {}
            _ => return None,
        }
    }
    let unknown = text.contains(['x', 'X', '?']);
    (holes >= 2).then_some(if unknown { Missing::Unknown } else { Missing::Blank })
}

/// Without the place before the day: `Hà Nội, ngày 14 tháng 11 năm 2024`.
fn place_cut(row: &[Item]) -> &[Item] {
    let day = row.iter().position(|item| matches!(item, Item::Label(Part::Day) | Item::Number(_) | Item::Hole));
    match day {
        Some(at)
            if row.get(at) == Some(&Item::Label(Part::Day))
                && at.checked_sub(1).and_then(|n| row.get(n)) == Some(&Item::Separator(','))
                && row.iter().take(at).all(|item| !matches!(item, Item::About | Item::OpenEnd | Item::From)) =>
        {
            row.get(at..).unwrap_or(row)
        }
        _ => row,
    }
}

/// The solar part of a cell that may hold a lunar date or a can-chi year too.
fn calendar(row: &[Item]) -> Result<&[Item], DateError> {
    let lunar = |item: &Item| matches!(item, Item::Lunar | Item::CanChi(_));
    if !row.iter().any(lunar) {
        return Ok(row);
    }
    if row.contains(&Item::CanChi(None)) {
        return Err(DateError::NoSuchCanChi);
    }
    // `14/11/1990 (tức 27/9 Canh Ngọ)`, `27/9 âm lịch, tức 14/11/1990`
    let numbers = |part: &[Item]| part.iter().any(|item| matches!(item, Item::Number(_)));
    let parting = row
        .iter()
        .position(|item| *item == Item::That)
        .or_else(|| row.iter().position(|item| *item == Item::Open).filter(|at| row.get(*at..).is_some_and(numbers)));
    if let Some((left, right)) = parting.and_then(|at| row.split_at_checked(at)) {
        let left = left.strip_suffix(&[Item::Open]).unwrap_or(left);
        if numbers(left) && !left.iter().any(lunar) && right.iter().any(lunar) {
            return Ok(left);
        }
        let right = right.get(1..).unwrap_or(&[]);
        let right = right.strip_suffix(&[Item::Close]).unwrap_or(right);
        let said = row.contains(&Item::That) || right.contains(&Item::Solar);
        if numbers(right) && !right.iter().any(lunar) && numbers(left) && said {
            return Ok(right);
        }
    }
    if row.contains(&Item::Lunar) {
        return Err(DateError::Lunar);
    }
    // A can-chi year beside its solar year: the year as written, if the two agree.
    let year = row.iter().find_map(|item| match item {
        Item::Number(Number { value, len: 4, .. }) => Some(*value),
        _ => None,
    });
    let Some(year) = year else {
        return Err(if numbers(row) { DateError::Lunar } else { DateError::CanChi });
    };
    let place = row.iter().find_map(|item| match item {
        Item::CanChi(place) => *place,
        _ => None,
    });
    if place.is_some_and(|place| (year + 56) % 60 != u64::from(place)) {
        return Err(DateError::CanChiConflict);
    }
    // `14/11/Canh Tý (1960)` counts day and month by the moon, `14/11/1960 (Canh Tý)` by the sun.
    let marked = row.iter().position(|item| matches!(item, Item::CanChi(_))).unwrap_or(0);
    let solar = row.iter().position(|item| matches!(item, Item::Number(Number { len: 4, .. }))).unwrap_or(0);
    if marked < solar {
        let before = row.get(..marked).unwrap_or(&[]);
        if numbers(before) {
            return Err(DateError::Lunar);
        }
        return Ok(row.get(solar..).map_or(row, |rest| rest.strip_suffix(&[Item::Close]).unwrap_or(rest)));
    }
    let before = row.get(..marked).unwrap_or(row);
    Ok(before.strip_suffix(&[Item::Open]).or_else(|| before.strip_suffix(&[Item::Label(Part::Year)])).unwrap_or(before))
}

/// A cell that is one run of digits: `14111990`, `19901114`, an Excel serial.
fn digits_alone(row: &[Item], options: &DateOptions) -> Option<Result<PartialDate, Failure>> {
    let (number, fraction) = match *row {
        [Item::Number(n)] | [Item::Number(n), Item::Separator(_)] => (n, false),
        [Item::Number(n), Item::Separator('.' | ','), Item::Number(_)] if n.len == 5 => (n, true),
        _ => return None,
    };
    let value = number.value;
    let ymd = |v: u64| day_of(v / 10_000, v / 100 % 100, v % 100);
    let dmy = |v: u64| day_of(v % 10_000, v / 10_000 % 100, v / 1_000_000);
    Some(match number.len {
        _ if number.month => return None,
        5 if options.serial => serial(value, options).map_err(Failure::from),
        5 if fraction || value < 73_051 => Err(DateError::Serial.into()),
        7 => Err(match dmy(value) {
            // A cell typed as a number loses the zero in front; `1111990` may be 11 January too.
            Some(date) => Failure::Error(DateError::AmbiguousOrder, Some(("lost_zero", date.to_string()))),
            None => DateError::Unrecognised.into(),
        }),
        8 => match (dmy(value), ymd(value)) {
            (Some(_), Some(_)) => Err(DateError::AmbiguousOrder.into()),
            (Some(date), None) | (None, Some(date)) => Ok(date),
            (None, None) if zeros(value).is_some() => zeros(value).ok_or_else(|| DateError::Unrecognised.into()),
            (None, None) => Err(eight(value).into()),
        },
        14 => ymd(value / 1_000_000).ok_or_else(|| DateError::Unrecognised.into()),
        6 => Err(DateError::AmbiguousOrder.into()),
        _ => return None,
    })
}

fn day_of(year: u64, month: u64, day: u64) -> Option<PartialDate> {
    let date = point_day(i16::try_from(year).ok()?, month, day).ok()?;
    let date = PartialDate::of(date);
    plausible(date, &DateOptions::default()).ok()
}

/// Eight digits with zeros for what is not known: `00001965`, `00111965`, `19651100`.
fn zeros(value: u64) -> Option<PartialDate> {
    let (year, month) = match (value / 1_000_000, value % 100) {
        (0, _) => (value % 10_000, value / 10_000),
        (_, 0) => (value / 10_000, value / 100 % 100),
        _ => return None,
    };
    let year = i16::try_from(year).ok()?;
    let date = if month == 0 { PartialDate::year(year) } else { PartialDate::month(year, i8::try_from(month).ok()?) };
    plausible(date.ok()?, &DateOptions::default()).ok()
}

/// Why eight digits are no date, read day first.
fn eight(value: u64) -> DateError {
    let year = i16::try_from(value % 10_000).unwrap_or(0);
    match point_day(year, value / 10_000 % 100, value / 1_000_000) {
        Err(error) if (1850..2200).contains(&year) => error,
        _ => DateError::Unrecognised,
    }
}

fn point_day(year: i16, month: u64, day: u64) -> Result<Point, DateError> {
    let month = i8::try_from(month).map_err(|_| DateError::NoSuchMonth)?;
    Point::month(year, month)?;
    let day = i8::try_from(day).map_err(|_| DateError::NoSuchDay { days: days_in_month(year, month) })?;
    Point::day(year, month, day)
}

/// A day count of a spreadsheet. The 1900 system counts a day that never was, number 60.
fn serial(value: u64, options: &DateOptions) -> Result<PartialDate, DateError> {
    let (zero, days) = match (options.since_1904, value) {
        (true, n) => (Date::constant(1904, 1, 1), n),
        (false, 60) => return Err(DateError::NoSuchDay { days: 28 }),
        (false, n) if n < 60 => (Date::constant(1899, 12, 31), n),
        (false, n) => (Date::constant(1899, 12, 30), n),
    };
    let days = u32::try_from(days).map_err(|_| DateError::Serial)?;
    add(zero, &Duration { years: 0, months: 0, days }).map(PartialDate::from).ok_or(DateError::Serial)
}

/// One part of a date: a number, or nothing known.
type Slot = Option<Number>;

/// Day, month and year as far as they were written; the outer option says whether the part was written at all.
#[derive(Clone, Copy, Debug, Default)]
struct Parts {
    day: Option<Slot>,
    month: Option<Slot>,
    year: Option<Slot>,
}

struct Grammar<'a> {
    row: &'a [Item],
    at: usize,
    options: &'a DateOptions,
}

/// What stood at a place: a finished date, or parts that may borrow from the next ones.
enum Term {
    Done(PartialDate),
    Parts(Parts),
}

impl Grammar<'_> {
    fn peek(&self, ahead: usize) -> Option<Item> {
        self.row.get(self.at + ahead).copied()
    }

    fn take(&mut self, item: Item) -> bool {
        let taken = self.peek(0) == Some(item);
        self.at += usize::from(taken);
        taken
    }

    fn skip_separators(&mut self) {
        while matches!(self.peek(0), Some(Item::Separator(_))) {
            self.at += 1;
        }
    }

    /// The whole cell.
    fn date(&mut self) -> Result<PartialDate, Failure> {
        self.skip_separators();
        let whole = self.take(Item::Open);
        if matches!(self.peek(0), Some(Item::OpenEnd)) {
            return Err(DateError::OpenInterval.into());
        }
        let from = self.take(Item::From);
        let mut about = false;
        while self.take(Item::About) {
            about = true;
        }
        let first = self.term()?;
        let mut date: Option<PartialDate> = None;
        let mut closed = !whole;
        while let Some(item) = self.peek(0) {
            self.at += 1;
            match item {
                Item::Separator('-') if self.starts() && date.is_none() => date = Some(self.interval(&first)?),
                Item::To if date.is_none() => date = Some(self.interval(&first)?),
                Item::Or if date.is_none() => date = Some(self.choice(&first)?),
                Item::And if self.peek(0).is_none() => {}
                Item::And => return Err(DateError::SeveralDates.into()),
                Item::Separator(_) if self.starts() => return Err(DateError::SeveralDates.into()),
                Item::Separator(_) | Item::Solar => {}
                Item::About => about = true,
                Item::Question => {
                    let date = match date {
                        Some(date) => date,
                        None => self.finish(&first)?,
                    };
                    let proposed = date.approximately().to_string();
                    return Err(Failure::Error(DateError::Doubtful, Some(("doubtful", proposed))));
                }
                Item::Open => about |= self.note()?,
                Item::Close if !closed => closed = true,
                Item::Place => break,
                Item::OpenEnd => return Err(DateError::OpenInterval.into()),
                _ => return Err(DateError::Unrecognised.into()),
            }
        }
        let date = match date {
            Some(date) => date,
            None if from => return Err(DateError::OpenInterval.into()),
            None => self.finish(&first)?,
        };
        Ok(if about { date.approximately() } else { date })
    }

    /// Whether a date may begin here.
    fn starts(&self) -> bool {
        matches!(self.peek(0), Some(Item::Number(_) | Item::Hole | Item::Label(_) | Item::Quarter))
    }

    /// What stands in brackets behind a date: no second date; whether it says `khoảng`.
    fn note(&mut self) -> Result<bool, DateError> {
        let mut about = false;
        let (mut number, mut age) = (false, false);
        while let Some(item) = self.peek(0) {
            self.at += 1;
            match item {
                Item::Close => break,
                Item::About => about = true,
                Item::Number(_) => number = true,
                Item::Hole | Item::Question => return Err(DateError::Doubtful),
                Item::Age => age = true,
                _ => {}
            }
        }
        if number && !age { Err(DateError::SeveralDates) } else { Ok(about && !age) }
    }

    fn finish(&self, term: &Term) -> Result<PartialDate, Failure> {
        match term {
            Term::Done(date) => Ok(*date),
            Term::Parts(parts) => self.point(parts).map(PartialDate::of),
        }
    }

    fn ends(&mut self, first: &Term) -> Result<(PartialDate, PartialDate), Failure> {
        self.take(Item::About);
        let second = self.term()?;
        let to = self.finish(&second)?;
        let from = match (first, &second) {
            // `từ ngày 5 đến ngày 10/6/2019`: the first end borrows what it does not say.
            (Term::Parts(a), Term::Parts(b)) => {
                let mut a = *a;
                if a.year.is_none() {
                    a.year = b.year;
                    if a.month.is_none() {
                        a.month = b.month;
                    }
                }
                self.point(&a).map(PartialDate::of)?
            }
            (first, _) => self.finish(first)?,
        };
        Ok((from, to))
    }

    fn interval(&mut self, first: &Term) -> Result<PartialDate, Failure> {
        let (from, to) = self.ends(first)?;
        if from == to {
            Ok(from)
        } else if from.precision() != to.precision() {
            Err(DateError::SeveralDates.into())
        } else {
            PartialDate::interval(from, to).map_err(Failure::from)
        }
    }

    fn choice(&mut self, first: &Term) -> Result<PartialDate, Failure> {
        let (a, b) = self.ends(first)?;
        if a == b { Ok(a) } else { PartialDate::one_of(&[a, b]).map_err(Failure::from) }
    }

    fn term(&mut self) -> Result<Term, Failure> {
        let as_of = self.options.as_of;
        match (self.peek(0), self.peek(1), self.peek(2)) {
            (Some(Item::Quarter), _, _) => self.quarter().map(Term::Done),
            (Some(Item::Number(Number { value: 6, .. })), Some(Item::Label(Part::Month)), Some(Item::Share(share))) => {
                self.at += 3;
                let half = if share == Share::FirstThird { Share::FirstHalf } else { Share::LastHalf };
                self.share(half).map(Term::Done)
            }
            (Some(Item::Share(share)), _, _) => {
                self.at += 1;
                self.share(share).map(Term::Done)
            }
            (Some(Item::Number(number)), Some(Item::Age), _) => {
                self.at += 2;
                let about = self.at.checked_sub(3).and_then(|n| self.row.get(n)) == Some(&Item::About);
                age(number.value, about, as_of).map(Term::Done).map_err(Failure::from)
            }
            (Some(Item::Number(low)), Some(Item::Separator('-') | Item::To), Some(Item::Number(high)))
                if self.peek(3) == Some(Item::Age) =>
            {
                self.at += 4;
                let ends = (age(high.value, false, as_of)?, age(low.value, true, as_of)?);
                let first = ends.0.earliest().ok_or(DateError::NoAsOf)?;
                PartialDate::interval(PartialDate::year(first.year())?, ends.1).map(Term::Done).map_err(Failure::from)
            }
            (Some(Item::Relative(part, ago)), _, _) => {
                self.at += 1;
                relative(part, ago, as_of).map(Term::Done).map_err(Failure::from)
            }
            (Some(Item::Decade), Some(Item::Number(number)), _) if number.len == 4 && number.value % 10 == 0 => {
                self.at += 2;
                let year = year_of(number.value)?;
                PartialDate::interval(PartialDate::year(year)?, PartialDate::year(year + 9)?)
                    .map(Term::Done)
                    .map_err(Failure::from)
            }
            _ => self.parts().map(Term::Parts),
        }
    }

    fn quarter(&mut self) -> Result<PartialDate, Failure> {
        self.at += 1;
        let Some(Item::Number(number)) = self.peek(0) else { return Err(DateError::Unrecognised.into()) };
        self.at += 1;
        self.skip_separators();
        let parts = self.parts()?;
        let Parts { year: Some(Some(year)), month: None, day: None } = parts else {
            return Err(DateError::NoYear.into());
        };
        let year = self.whole_year(year)?;
        let last = match number.value {
            n @ 1..=4 => i8::try_from(n * 3).map_err(|_| DateError::NoSuchQuarter)?,
            _ => return Err(DateError::NoSuchQuarter.into()),
        };
        months(year, last - 2, last).map_err(Failure::from)
    }

    /// A third or half of the month or year that follows.
    fn share(&mut self, share: Share) -> Result<PartialDate, Failure> {
        let parts = self.parts()?;
        let point = self.point(&parts)?;
        let whole = PartialDate::of(point);
        let (Some(first), Some(last), None) = (whole.earliest(), whole.latest(), parts.day) else {
            return Err(DateError::Unrecognised.into());
        };
        let (year, month) = (first.year(), first.month());
        if month == last.month() {
            let (from, to) = match share {
                Share::FirstThird => (1, 10),
                Share::MiddleThird => (11, 20),
                Share::LastThird => (21, last.day()),
                Share::FirstHalf => (1, 15),
                Share::LastHalf => (16, last.day()),
            };
            return PartialDate::interval(PartialDate::day(year, month, from)?, PartialDate::day(year, month, to)?)
                .map_err(Failure::from);
        }
        let (from, to) = match share {
            Share::FirstThird => (1, 4),
            Share::MiddleThird => (5, 8),
            Share::LastThird => (9, 12),
            Share::FirstHalf => (1, 6),
            Share::LastHalf => (7, 12),
        };
        months(year, from, to).map_err(Failure::from)
    }

    /// Up to three parts with their labels and separators.
    fn parts(&mut self) -> Result<Parts, Failure> {
        let mut found: [(Option<Part>, Slot); 3] = [(None, None); 3];
        let mut count = 0;
        let mut label: Option<Part> = None;
        while count < 3 {
            let (slot, used) = match (self.peek(0), self.peek(1), self.peek(2)) {
                (Some(Item::Label(next)), _, _) => {
                    // `ngày tháng năm 1965`: labels whose part was left out.
                    if let Some(open) = label.replace(next)
                        && let Some(place) = found.get_mut(count)
                    {
                        *place = (Some(open), None);
                        count += 1;
                    }
                    self.at += 1;
                    // `ngày, tháng, năm 1965`
                    if matches!(self.peek(0), Some(Item::Separator(_))) && matches!(self.peek(1), Some(Item::Label(_)))
                    {
                        self.at += 1;
                        continue;
                    }
                    // `ngày     /     /2020`
                    let blank = next == Part::Day
                        || next == Part::Month && matches!(self.peek(1), Some(Item::Number(n)) if n.len == 4);
                    if blank
                        && self.peek(0) == Some(Item::Separator('/'))
                        && let Some(place) = found.get_mut(count)
                    {
                        *place = (label.take(), None);
                        count += 1;
                        self.skip_separators();
                        continue;
                    }
                    // `T.5/1970`
                    if self.peek(0) == Some(Item::Separator('.')) && matches!(self.peek(1), Some(Item::Number(_))) {
                        self.at += 1;
                    }
                    continue;
                }
                (Some(Item::Number(number)), _, _) => (Some(number), 1),
                (Some(Item::Hole), _, _) => (None, 1),
                (Some(Item::Open), Some(Item::Number(number)), Some(Item::Close)) if label.is_some() => {
                    (Some(number), 3)
                }
                _ => break,
            };
            // A second year begins another date: `1965-1966`.
            let years = found.iter().take(count).any(|(_, slot)| slot.is_some_and(|n| n.len == 4));
            if label.is_none() && years && slot.is_some_and(|n| n.len == 4) {
                self.at = self.at.saturating_sub(1);
                break;
            }
            // `năm 19` may be the stump of a printed `năm 19…`.
            let stump = label == Some(Part::Year) && slot.is_some_and(|n| n.len == 2 && matches!(n.value, 19 | 20));
            if stump {
                return Err(DateError::TwoDigitYear.into());
            }
            let role = label.take().or_else(|| slot.filter(|n| n.month).map(|_| Part::Month));
            if let Some(place) = found.get_mut(count) {
                *place = (role, slot);
            }
            count += 1;
            self.at += used;
            // `05/1970 - 07/1970` ends with its year.
            if slot.is_some_and(|n| n.len == 4)
                && (count > 1 || role == Some(Part::Year))
                && !matches!(self.peek(0), Some(Item::Label(_)))
            {
                break;
            }
            // `tháng 3 - 4/2019` is two months.
            let months = role == Some(Part::Month)
                && slot.is_some_and(|n| !n.month)
                && self.peek(0) == Some(Item::Separator('-'))
                && matches!(self.peek(1), Some(Item::Number(n)) if n.len <= 2)
                && matches!(self.peek(2), Some(Item::Separator(_) | Item::Label(Part::Year)));
            if count == 3 || months {
                break;
            }
            let start = self.at;
            self.skip_separators();
            if !self.starts() || matches!(self.peek(0), Some(Item::Quarter)) {
                self.at = start;
                break;
            }
        }
        if let Some(open) = label
            && let Some(place) = found.get_mut(count)
        {
            *place = (Some(open), None);
            count += 1;
        }
        assign(found.get(..count).unwrap_or(&[])).map_err(Failure::from)
    }

    fn whole_year(&self, number: Number) -> Result<i16, DateError> {
        match number.len {
            4 => year_of(number.value),
            2 => {
                let as_of = self.options.as_of.ok_or(DateError::TwoDigitYear)?;
                let year = year_of(number.value)? + as_of.year() / 100 * 100;
                Ok(if year > as_of.year() && self.options.role != Role::Expiry { year - 100 } else { year })
            }
            _ => Err(DateError::Unrecognised),
        }
    }

    /// The date that the parts make.
    fn point(&self, parts: &Parts) -> Result<Point, Failure> {
        let known = |slot: Option<Slot>| slot.flatten().filter(|number| number.value > 0);
        let (day, month) = (known(parts.day), known(parts.month));
        let two_digits = parts.year.flatten().is_some_and(|n| n.len == 2);
        if day.or(month).is_some_and(|n| n.len > 2) {
            return Err(DateError::Unrecognised.into());
        }
        let Some(year) = parts.year.flatten().filter(|n| n.value > 0 || two_digits) else {
            if day.is_none() && month.is_none() && parts.year.flatten().is_some() {
                return Err(Failure::Missing(Missing::Unknown));
            }
            return Err(DateError::NoYear.into());
        };
        if two_digits && day.is_some_and(|d| d.value > 31) {
            return Err(DateError::AmbiguousOrder.into());
        }
        // Day zero of a spreadsheet.
        let zero = parts.day.flatten().is_some_and(|d| d.value == 0);
        if zero && year.value == 1900 && month.is_some_and(|m| m.value == 1) {
            return Err(DateError::Sentinel.into());
        }
        let at = |year: i16| -> Result<Point, DateError> {
            match (day, month) {
                (Some(day), Some(month)) => point_day(year, month.value, day.value),
                (_, Some(month)) => Point::month(year, i8::try_from(month.value).map_err(|_| DateError::NoSuchMonth)?),
                _ => Point::year(year),
            }
        };
        // `12/25/1990` comes from an export in the order of the United States.
        if let (Some(d), Some(m)) = (day, month)
            && m.value > 12
            && d.value <= 12
            && !two_digits
            && let Ok(swapped) = point_day(year_of(year.value)?, d.value, m.value)
        {
            let proposed = PartialDate::of(swapped).to_string();
            return Err(Failure::Error(DateError::NoSuchMonth, Some(("order", proposed))));
        }
        let whole = self.whole_year(year)?;
        let point = at(whole)?;
        if let (true, Some(as_of)) = (two_digits, self.options.as_of) {
            let limit = match self.options.role {
                Role::Expiry => return Ok(point),
                Role::Birth => subtract(as_of, &Duration { years: 14, months: 0, days: 0 }).unwrap_or(as_of),
                Role::Any => as_of,
            };
            if PartialDate::of(point).earliest().is_some_and(|first| first > limit) {
                return at(whole - 100).map_err(Failure::from);
            }
        }
        Ok(point)
    }
}

fn year_of(value: u64) -> Result<i16, DateError> {
    i16::try_from(value).map_err(|_| DateError::YearOutOfRange)
}

fn months(year: i16, from: i8, to: i8) -> Result<PartialDate, DateError> {
    PartialDate::interval(PartialDate::month(year, from)?, PartialDate::month(year, to)?)
}

/// The years of birth of who is that old on the day of reading.
fn age(years: u64, about: bool, as_of: Option<Date>) -> Result<PartialDate, DateError> {
    let as_of = as_of.ok_or(DateError::NoAsOf)?;
    let years = i16::try_from(years).ok().filter(|n| *n <= 130).ok_or(DateError::Unrecognised)?;
    let last = PartialDate::year(as_of.year() - years)?;
    if about || (as_of.month(), as_of.day()) == (12, 31) {
        return Ok(last);
    }
    PartialDate::one_of(&[PartialDate::year(as_of.year() - years - 1)?, last])
}

fn relative(part: Part, ago: i8, as_of: Option<Date>) -> Result<PartialDate, DateError> {
    let as_of = as_of.ok_or(DateError::NoAsOf)?;
    let ago = u32::from(ago.unsigned_abs());
    let term = match part {
        Part::Day => Duration { years: 0, months: 0, days: ago },
        Part::Month => Duration { years: 0, months: ago, days: 0 },
        Part::Year => Duration { years: ago, months: 0, days: 0 },
    };
    let day = subtract(as_of, &term).ok_or(DateError::YearOutOfRange)?;
    match part {
        Part::Day => Ok(day.into()),
        Part::Month => PartialDate::month(day.year(), day.month()),
        Part::Year => PartialDate::year(day.year()),
    }
}

/// Gives each part its role: by label, else by its place in the order day, month, year (or year first).
fn assign(found: &[(Option<Part>, Slot)]) -> Result<Parts, DateError> {
    let year_like = |slot: &Slot| slot.is_some_and(|n| n.len == 4);
    let roles: [Part; 3] = match *found {
        [(None, slot)] if year_like(&slot) => [Part::Year; 3],
        // A day that waits for the end of its interval.
        [(None, Some(number))] if number.len <= 2 => [Part::Day; 3],
        [(Some(role), _)] => [role; 3],
        [(a, first), (b, second)] => {
            let pair = match (a, b) {
                (Some(a), Some(b)) => (a, b),
                (None, Some(Part::Year)) => (Part::Month, Part::Year),
                (None, Some(Part::Day)) => (Part::Month, Part::Day),
                // `Nov 1990`, `tháng 5/1970`, but `Nov 14`
                (Some(Part::Month), None) if year_like(&second) || second.is_some_and(|n| n.value > 31) => {
                    (Part::Month, Part::Year)
                }
                (Some(Part::Month), None) => return Err(DateError::NoYear),
                (Some(Part::Year), None) => (Part::Year, Part::Month),
                (Some(Part::Day), None) if year_like(&second) => (Part::Day, Part::Year),
                // `5/87`
                (None, None) if second.is_some_and(|n| n.len == 2 && n.value > 31) => (Part::Month, Part::Year),
                (None, None) if year_like(&first) => (Part::Year, Part::Month),
                (None, None) if year_like(&second) => (Part::Month, Part::Year),
                (None | Some(Part::Day), None) | (None, Some(Part::Month)) => (Part::Day, Part::Month),
            };
            [pair.0, pair.1, Part::Year]
        }
        [(a, first), (b, _), (c, third)] => match (a, b, c) {
            (Some(a), Some(b), Some(c)) => [a, b, c],
            // `Nov 14, 1990`
            (Some(Part::Month), None, _) if year_like(&third) && first.is_some_and(|n| n.month) => {
                [Part::Month, Part::Day, Part::Year]
            }
            (Some(Part::Month), None, _) => return Err(DateError::Unrecognised),
            // `1990-Nov-14`
            (None, Some(Part::Month), None) if year_like(&first) => [Part::Year, Part::Month, Part::Day],
            (_, None, _) if year_like(&first) && a != Some(Part::Day) => [Part::Year, Part::Month, Part::Day],
            (Some(Part::Year), ..) => [Part::Year, Part::Month, Part::Day],
            (None | Some(Part::Day), None | Some(Part::Month), None | Some(Part::Year)) => {
                [Part::Day, Part::Month, Part::Year]
            }
            _ => return Err(DateError::Unrecognised),
        },
        _ => return Err(DateError::Unrecognised),
    };
    let mut parts = Parts::default();
    for ((_, slot), role) in found.iter().zip(roles) {
        let place = match role {
            Part::Day => &mut parts.day,
            Part::Month => &mut parts.month,
            Part::Year => &mut parts.year,
        };
        if place.replace(*slot).is_some() {
            return Err(DateError::Unrecognised);
        }
    }
    Ok(parts)
}
