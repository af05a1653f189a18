//! Cells that say whether and when a duty was done: a penalty served, a fee paid, damages settled.

use super::{Date, DateError, DateOptions, PartialDate};
use crate::number::lex::{Kind, Token, Word, lex, word};
use crate::repair::{Missing, Reading};
use crate::text;

/// What a completion cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Completion {
    /// Done, on the day given.
    Done(PartialDate),
    /// Done, but no day is given.
    DoneUndated,
    /// Not done yet, or only in part: `Chưa thi hành`, `đang chấp hành`.
    NotDone,
    /// Freed of the duty: `Được miễn`.
    Exempted(Option<PartialDate>),
    /// A stroke (`//`): nothing was imposed, or it is not known; the caller knows which.
    Stroke,
    /// The writer says that there is none: `không có`.
    NoneImposed,
    /// Nothing was written, or the writer does not know.
    Unknown,
}

impl Completion {
    /// The day, as far as it is given.
    pub fn date(&self) -> Option<PartialDate> {
        match self {
            Self::Done(date) => Some(*date),
            Self::Exempted(date) => *date,
            _ => None,
        }
    }
}

const NOT: [Word; 1] = [word!("chưa")];
const RUNNING: [Word; 2] = [word!("đang"), word!("còn")];
const EXEMPT: [Word; 1] = [word!("miễn")];
const DONE: [Word; 7] =
    [word!("xong"), word!("đã"), word!("đủ"), word!("nộp"), word!("rồi"), word!("hết"), word!("trả")];

/// Reads a completion cell: a date, a date in a sentence, or words alone.
///
/// ```
/// use lltp::date::{self, Completion, DateOptions, PartialDate};
///
/// let read = |text| date::read_completion(text, &DateOptions::default()).value;
/// let day = PartialDate::day(2019, 3, 12)?;
/// assert_eq!(read("Đã nộp xong ngày 12/3/2019"), Some(Completion::Done(day)));
/// assert_eq!(read("Chưa thi hành"), Some(Completion::NotDone));
/// assert_eq!(read("Được miễn án phí"), Some(Completion::Exempted(None)));
/// assert_eq!(read("//"), Some(Completion::Stroke));
/// assert_eq!(read("31/4/2019"), None);
/// # Ok::<(), lltp::date::DateError>(())
/// ```
pub fn read_completion(text: &str, options: &DateOptions) -> Reading<Completion, DateError> {
    let clean = text::clean(text);
    match text::missing(&clean) {
        Some(_) if clean.contains('/') => return Reading::value(Completion::Stroke),
        Some(Missing::None) => return Reading::value(Completion::NoneImposed),
        Some(_) => return Reading::value(Completion::Unknown),
        None => {}
    }
    let date = super::read(&clean, options);
    if date.value.is_some() {
        return date.map(Completion::Done);
    }
    let mut tokens = Vec::with_capacity(16);
    lex(&clean, &mut tokens);
    let has = |words: &[Word]| tokens.iter().any(|token| token.any(words));
    let follows =
        |first: Word, second: Word| tokens.windows(2).any(|pair| matches!(pair, [a, b] if a.is(first) && b.is(second)));
    // `Đã chấp hành xong ngày …; chưa nộp án phí` speaks of two duties.
    let first_not = tokens.iter().position(|t| t.any(&NOT));
    let two = first_not.and_then(|at| tokens.get(..at)).is_some_and(|before| {
        before.iter().any(|t| matches!(t.kind, Kind::Mark(',' | ';' | '.'))) && before.iter().any(|t| t.any(&DONE))
    });
    if two {
        return Reading::error(DateError::Unrecognised);
    }
    if first_not.is_some()
        || has(&RUNNING)
        || follows(word!("không"), word!("chấp"))
        || follows(word!("một"), word!("phần"))
    {
        return Reading::value(Completion::NotDone);
    }
    let words = tokens.iter().any(|token| token.kind == Kind::Word);
    let inner = if words { inside(&clean, &tokens, options) } else { Inner::None };
    let exempt = has(&EXEMPT);
    match inner {
        Inner::One(day) if exempt => Reading::value(Completion::Exempted(Some(day))),
        Inner::One(day) => Reading::value(Completion::Done(day)),
        Inner::None if exempt => Reading::value(Completion::Exempted(None)),
        Inner::None if has(&DONE) && date.error == Some(DateError::Unrecognised) => {
            Reading::value(Completion::DoneUndated)
        }
        Inner::None => Reading { value: None, ..date.map(Completion::Done) },
        Inner::Error(error) => Reading::error(error),
    }
}

enum Inner {
    None,
    One(PartialDate),
    Error(DateError),
}

/// The dates that stand in a sentence: days in figures, or behind `ngày`, `tháng`, `năm`.
fn inside(text: &str, tokens: &[Token], options: &DateOptions) -> Inner {
    let mut found: Vec<Date> = Vec::new();
    let mut partial = None;
    let mut error = None;
    let labels = [word!("ngày"), word!("tháng"), word!("năm")];
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let label = token.any(&labels);
        let digits = token.kind == Kind::Digits;
        if !label && !digits {
            at += 1;
            continue;
        }
        // The longest run of digits, separators and labels that reads as a date; `123 ngày 5/6/2019` begins with a number.
        let mut end = at;
        if digits && tokens.get(at + 1).is_some_and(|t| t.any(&labels)) {
            at += 1;
            continue;
        }
        let part = |t: &Token, n: usize| {
            t.kind == Kind::Digits
                || t.any(&labels) && (n == at || !t.is(word!("ngày")))
                || (t.mark('/') || t.mark('-') || t.mark('.'))
                    && tokens.get(n + 1).is_some_and(|next| next.kind == Kind::Digits && !next.spaced)
        };
        while tokens.get(end).is_some_and(|t| part(t, end)) {
            end += 1;
        }
        let run = tokens.get(at..end).unwrap_or(&[]);
        let digits = run.iter().filter(|t| t.kind == Kind::Digits).count();
        if let (Some(first), Some(last)) = (run.first(), run.last())
            && (label || digits >= 3)
            && digits > 0
        {
            match super::read(text.get(first.start..last.end).unwrap_or(""), options) {
                Reading { value: Some(date), .. } => match date.as_day() {
                    Some(day) => found.push(day),
                    None => partial = Some(date),
                },
                Reading { error: Some(cause), .. } => error = Some(cause),
                _ => {}
            }
        }
        at = end.max(at + 1);
    }
    found.sort_unstable();
    found.dedup();
    match (found.as_slice(), partial, error) {
        ([day], None, None) => Inner::One((*day).into()),
        ([], Some(date), None) => Inner::One(date),
        ([], None, None) => Inner::None,
        (_, _, Some(error)) => Inner::Error(error),
        _ => Inner::Error(DateError::SeveralDates),
    }
}
