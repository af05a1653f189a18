//! Numbers and money in digits and words; durations.
//!
//! | Kind     | Written                                                                | Read          |
//! |----------|------------------------------------------------------------------------|---------------|
//! | number   | `105`, `một trăm linh năm`, `một trăm lẻ năm`                          | 105           |
//! | number   | `09 (chín)`, `âm hai mốt`, `ba phẩy năm`, `hai nghìn tỷ`               | 9, -21, 3.5 … |
//! | number   | `1.234` and `1,234` alone, `hai mươi năm` (25 or 20 years)             | ambiguous     |
//! | number   | `dưới 5`, `3–5`, `hai ba`                                              | not one number |
//! | money    | `50.000.000đ`, `50 triệu`, `1tr5`, `500k`, `2 tỷ 300 triệu`            | whole đồng    |
//! | money    | `200.000 đồng (hai trăm nghìn đồng chẵn)`                              | checked       |
//! | duration | `18 tháng`, `1 năm 6 tháng`, `một năm rưỡi`, `02 (hai) năm`            | as written    |
//!
//! Words are read with their marks or without any (`muoi lam`), in the forms of every region (`nghìn`/`ngàn`,
//! `linh`/`lẻ`, `bảy`/`bẩy`, `lăm`/`nhăm`). A word that is no part of a number refuses the cell: nothing is guessed.

pub(crate) mod lex;
pub(crate) mod money;
pub(crate) mod quantity;
pub(crate) mod spell;
pub(crate) mod term;

use serde::{Deserialize, Serialize};

use self::lex::{Kind, Token, Word, lex, word};
use self::quantity::ONE;
use crate::repair::{ErrorCode, Missing, Reading, Repair};
use crate::text;

/// A term as written: `18 tháng` is 18 months, not a year and a half.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Duration {
    /// Years as written.
    pub years: u32,
    /// Months as written.
    pub months: u32,
    /// Days as written.
    pub days: u32,
}

/// Why a number could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NumberError {
    /// The cell holds nothing.
    #[error("no number: the cell is empty")]
    Missing(Missing),
    /// No form of a number.
    #[error("expected a number in digits or words, found other text")]
    Unrecognised,
    /// Two readings that nothing decides between: `1.234`.
    #[error("the number can be read in two ways")]
    Ambiguous,
    /// A bound, a range or an estimate.
    #[error("expected one number, found a bound or a range")]
    NotOneNumber,
    /// Figures and words name different numbers.
    #[error("figures and words name different numbers")]
    FiguresWordsConflict,
    /// Several amounts in one cell.
    #[error("expected one amount, found several")]
    SeveralAmounts,
    /// Money of another country.
    #[error("expected đồng, found another currency")]
    OtherCurrency,
    /// A term without its unit.
    #[error("no unit of time beside the number")]
    NoUnit,
    /// Scientific notation, whose last digits may be lost.
    #[error("scientific notation: digits may be lost")]
    Scientific,
    /// Letters in the place of digits.
    #[error("letters in the place of digits")]
    Ocr,
}

impl ErrorCode for NumberError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Unrecognised => "unrecognised",
            Self::Ambiguous => "ambiguous",
            Self::NotOneNumber => "not_one_number",
            Self::FiguresWordsConflict => "figures_words_conflict",
            Self::SeveralAmounts => "several_amounts",
            Self::OtherCurrency => "other_currency",
            Self::NoUnit => "no_unit",
            Self::Scientific => "scientific",
            Self::Ocr => "ocr",
        }
    }
}

/// Reads a number in figures or words, or in both where they agree.
///
/// ```
/// use lltp::number;
/// use lltp::repair::ErrorCode;
///
/// assert_eq!(number::read("một trăm linh năm").value, Some(105.0));
/// assert_eq!(number::read("09 (chín)").value, Some(9.0));
/// assert_eq!(number::read("1.234").error.map(|e| e.code()), Some("ambiguous"));
/// assert_eq!(number::read("dưới 5").error.map(|e| e.code()), Some("not_one_number"));
/// ```
pub fn read(text: &str) -> Reading<f64, NumberError> {
    // Up to fifteen digits are read as they stand.
    if let Some(value) = plain(text) {
        // Exact: fifteen digits fit the mantissa.
        return Reading::value(value as f64);
    }
    cell(text, number)
}

/// Reads a number: [`read`] as a `Result`.
///
/// # Errors
///
/// Any [`NumberError`]; [`NumberError::Missing`] where the cell is empty.
pub fn parse(text: &str) -> Result<f64, NumberError> {
    read(text).into_result(NumberError::Missing)
}

/// Reads an amount of money in whole đồng.
///
/// Of figures with one mark, `200.000` and `200,000`, the thousands are meant: a đồng has no parts. A label in front
/// (`Án phí HSST:`) is passed over; several amounts are not added up.
///
/// ```
/// use lltp::number;
/// use lltp::repair::ErrorCode;
///
/// assert_eq!(number::read_money("50.000.000đ").value, Some(50_000_000));
/// assert_eq!(number::read_money("1tr5").value, Some(1_500_000));
/// assert_eq!(number::read_money("200.000 đồng (hai trăm ngàn đồng)").value, Some(200_000));
/// assert_eq!(number::read_money("100 USD").error.map(|e| e.code()), Some("other_currency"));
/// ```
pub fn read_money(text: &str) -> Reading<i64, NumberError> {
    match plain(text) {
        Some(value) if value == 0 || value >= 1000 => Reading::value(value),
        _ => cell(text, amount),
    }
}

/// Finds the one amount that a text names: `Bồi thường cho ông An 15.000.000 đồng`.
///
/// Only amounts with their unit count; of several, none is chosen.
///
/// ```
/// use lltp::number;
/// use lltp::repair::ErrorCode;
///
/// assert_eq!(number::find_money("Bồi thường cho ông An 15.000.000 đồng").value, Some(15_000_000));
/// assert_eq!(number::find_money("200.000đ và 300.000đ").error.map(|e| e.code()), Some("several_amounts"));
/// ```
pub fn find_money(text: &str) -> Reading<i64, NumberError> {
    let whole = read_money(text);
    if whole.error != Some(NumberError::Unrecognised) {
        return whole;
    }
    cell(text, |tokens| {
        let mut found = None;
        let mut at = 0;
        while let Some(rest) = tokens.get(at..).filter(|rest| !rest.is_empty()) {
            let begins = rest.first().is_some_and(|t| t.kind == Kind::Digits || spell::digit(Some(t)).is_some());
            let amount = if begins { money::read(rest).filter(|amount| amount.unit) } else { None };
            let Some(amount) = amount else {
                at += 1;
                continue;
            };
            if found.replace(amount).is_some() {
                return Err(NumberError::SeveralAmounts);
            }
            at += amount.used;
        }
        match found {
            None => Err(NumberError::Unrecognised),
            Some(_) if bound(tokens) => Err(NumberError::NotOneNumber),
            Some(amount) if amount.conflict => Err(NumberError::FiguresWordsConflict),
            Some(amount) => amount.value.ok_or(NumberError::Ambiguous),
        }
    })
}

/// Reads a term in years, months and days, as written.
///
/// ```
/// use lltp::number::{self, Duration};
/// use lltp::repair::ErrorCode;
///
/// assert_eq!(number::read_duration("18 tháng").value, Some(Duration { years: 0, months: 18, days: 0 }));
/// assert_eq!(number::read_duration("một năm rưỡi").value, Some(Duration { years: 1, months: 6, days: 0 }));
/// assert_eq!(number::read_duration("12 (mười) tháng").error.map(|e| e.code()), Some("figures_words_conflict"));
/// ```
pub fn read_duration(text: &str) -> Reading<Duration, NumberError> {
    cell(text, duration)
}

/// A cell of up to fifteen digits and nothing else.
fn plain(text: &str) -> Option<i64> {
    let bytes = text.as_bytes().trim_ascii();
    if bytes.is_empty() || bytes.len() > 15 || !bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(bytes.iter().fold(0, |value, b| value * 10 + i64::from(b - b'0')))
}

/// Cleans a cell and reads it; where that fails, once more with letters put back to the digits they resemble.
fn cell<T: std::fmt::Debug + Copy + Shown>(
    text: &str,
    reader: fn(&[Token]) -> Result<T, NumberError>,
) -> Reading<T, NumberError> {
    let clean = text::clean(text);
    if let Some(kind) = text::missing(&clean) {
        return Reading::missing(kind);
    }
    let mut tokens = Vec::with_capacity(16);
    lex(&clean, &mut tokens);
    let error = match reader(trimmed(&tokens)) {
        Ok(value) => return Reading::value(value),
        Err(error) => error,
    };
    if error == NumberError::Unrecognised
        && let Some(digits) = ocr(&clean)
    {
        tokens.clear();
        lex(&digits, &mut tokens);
        if let Ok(value) = reader(trimmed(&tokens)) {
            return Reading::error(NumberError::Ocr).with(Repair::probable("ocr", text, value.text()));
        }
    }
    Reading::error(error)
}

/// How a value is shown in a repair.
trait Shown {
    fn text(&self) -> String;
}

impl Shown for f64 {
    fn text(&self) -> String {
        self.to_string()
    }
}

impl Shown for i64 {
    fn text(&self) -> String {
        self.to_string()
    }
}

impl Shown for Duration {
    fn text(&self) -> String {
        format!("{} năm {} tháng {} ngày", self.years, self.months, self.days)
    }
}

/// The text with `O`, `l` and `I` inside figures put back to digits; none where there are none.
pub(crate) fn ocr(text: &str) -> Option<String> {
    let digit = |c: char| match c {
        'O' | 'o' => '0',
        'l' | 'I' => '1',
        'S' => '5',
        'B' => '8',
        c => c,
    };
    let mixed = |part: &str| {
        let body = part.trim_end_matches(['đ', 'd', ',', '.']);
        body.chars().any(|c| c.is_ascii_digit())
            && body.chars().any(|c| digit(c) != c)
            && body.chars().all(|c| digit(c).is_ascii_digit() || matches!(c, '.' | ','))
    };
    text.split_whitespace().any(mixed).then(|| {
        let parts =
            text.split_whitespace().map(|p| if mixed(p) { p.chars().map(digit).collect() } else { p.to_owned() });
        parts.collect::<Vec<String>>().join(" ")
    })
}

/// Without quotes, brackets around the whole, and marks at the end.
fn trimmed(mut tokens: &[Token]) -> &[Token] {
    let quote = |t: &Token| matches!(t.kind, Kind::Mark('\'' | '"' | '‘' | '’' | '“' | '”' | '`'));
    while let [first, rest @ ..] = tokens {
        if !quote(first) {
            break;
        }
        tokens = rest;
    }
    while let [rest @ .., last] = tokens {
        if !(quote(last) || last.mark('.') || last.mark(',') || last.mark(';') || last.mark('/') || last.mark(':')) {
            break;
        }
        tokens = rest;
    }
    // `(200.000đ)`
    if let [open, inner @ .., close] = tokens
        && open.mark('(')
        && close.mark(')')
        && !inner.iter().any(|t| t.mark('(') || t.mark(')'))
    {
        return inner;
    }
    tokens
}

const BOUND: [Word; 22] = [
    word!("dưới"),
    word!("trên"),
    word!("hơn"),
    word!("ít"),
    word!("tối"),
    word!("quá"),
    word!("khoảng"),
    word!("gần"),
    word!("từ"),
    word!("đến"),
    word!("tới"),
    word!("vài"),
    word!("mấy"),
    word!("chừng"),
    word!("độ"),
    word!("dăm"),
    word!("ngót"),
    word!("hoặc"),
    word!("hay"),
    word!("nhất"),
    word!("ước"),
    word!("trở"),
];

fn bound(tokens: &[Token]) -> bool {
    let range = |three: &[Token]| matches!(three, [a, dash, b] if a.kind == Kind::Digits && b.kind == Kind::Digits && matches!(dash.kind, Kind::Mark('-' | '–' | '—' | '÷')));
    let either = |two: &[Token]| match two {
        // `hai ba`, `năm sáu`: two or three, five or six
        [a, b] => matches!((spell::digit(Some(a)), spell::digit(Some(b))), (Some(a), Some(b)) if a > 0 && b == a + 1),
        _ => false,
    };
    tokens.iter().any(|t| t.any(&BOUND) || matches!(t.kind, Kind::Mark('<' | '>' | '≤' | '≥' | '~' | '≈' | '±')))
        || tokens.windows(3).any(range)
        || tokens.len() == 2 && either(tokens)
}

fn number(tokens: &[Token]) -> Result<f64, NumberError> {
    let (sign, start) = match tokens.first() {
        Some(t) if t.mark('-') || t.mark('−') || t.mark('–') || t.is(word!("âm")) || t.is(word!("trừ")) => {
            (-1, 1)
        }
        Some(t) if t.mark('+') || t.is(word!("dương")) => (1, 1),
        _ => (1, 0),
    };
    let tokens = tokens.get(start..).unwrap_or(&[]);
    if tokens.iter().skip(1).any(|t| t.is(word!("e")))
        && tokens.iter().all(|t| t.kind != Kind::Word || t.is(word!("e")))
    {
        return Err(NumberError::Scientific);
    }
    let Some(found) = quantity::read(tokens) else {
        return Err(if bound(tokens) { NumberError::NotOneNumber } else { NumberError::Unrecognised });
    };
    let mut rest = tokens.get(found.used..).unwrap_or(&[]);
    let mut value = if found.other.is_none() { Some(found.value) } else { None };
    if let Some((said, used)) = quantity::bracketed(rest, &[]) {
        rest = rest.get(used..).unwrap_or(&[]);
        if said.other.is_some() && value.is_none() {
            return Err(NumberError::Ambiguous);
        }
        // The side with one reading decides between the readings of the other.
        let (sure, readings) = match (value, said.other) {
            (Some(value), _) => (value, [Some(said.value), said.other]),
            (None, _) => (said.value, [Some(found.value), found.other]),
        };
        if !readings.contains(&Some(sure)) {
            return Err(NumberError::FiguresWordsConflict);
        }
        value = Some(sure);
    }
    match rest {
        [] => {}
        // `hai mươi năm`: 25 miswritten, or twenty years
        [last] if last.is(spell::NAM) && tokens.first().is_some_and(|t| t.kind == Kind::Word) => {
            return Err(NumberError::Ambiguous);
        }
        rest if bound(tokens) || rest.len() == 1 && bound(rest) => return Err(NumberError::NotOneNumber),
        _ => return Err(NumberError::Unrecognised),
    }
    let value = value.ok_or(NumberError::Ambiguous)? * sign;
    Ok(if value % ONE == 0 { (value / ONE) as f64 } else { value as f64 / ONE as f64 })
}

const MONEY_LABEL: [Word; 46] = [
    word!("đủ"),
    word!("xong"),
    word!("án"),
    word!("phí"),
    word!("lệ"),
    word!("hsst"),
    word!("hspt"),
    word!("dsst"),
    word!("dspt"),
    word!("hình"),
    word!("sự"),
    word!("dân"),
    word!("sơ"),
    word!("phúc"),
    word!("thẩm"),
    word!("tiền"),
    word!("số"),
    word!("là"),
    word!("phải"),
    word!("chịu"),
    word!("nộp"),
    word!("bồi"),
    word!("thường"),
    word!("tổng"),
    word!("cộng"),
    word!("sung"),
    word!("công"),
    word!("quỹ"),
    word!("phạt"),
    word!("ngân"),
    word!("sách"),
    word!("nhà"),
    word!("nước"),
    word!("đã"),
    word!("có"),
    word!("giá"),
    word!("ngạch"),
    word!("hs"),
    word!("ds"),
    word!("st"),
    word!("aphs"),
    word!("ap"),
    word!("aphsst"),
    word!("aphspt"),
    word!("apdsst"),
    word!("hsst"),
];

fn amount(tokens: &[Token]) -> Result<i64, NumberError> {
    if tokens.iter().any(|t| {
        t.any(&[word!("usd"), word!("eur"), word!("cny"), word!("kip"), word!("lak"), word!("đô"), word!("tệ")])
            || matches!(t.kind, Kind::Mark('$' | '€' | '¥'))
    }) {
        return Err(NumberError::OtherCurrency);
    }
    let mut start = 0;
    while tokens
        .get(start)
        .is_some_and(|t| t.any(&MONEY_LABEL) || t.mark(':') || t.mark('-') || t.mark('.') && start > 0)
        && !(start == 0 && tokens.first().is_some_and(|t| t.mark('-')))
    {
        start += 1;
    }
    let tokens = tokens.get(start..).unwrap_or(&[]);
    let Some(found) = money::read(tokens) else {
        return Err(if bound(tokens) { NumberError::NotOneNumber } else { NumberError::Unrecognised });
    };
    let mut rest = tokens.get(found.used..).unwrap_or(&[]);
    // `200.000 đồng án phí HSST`, `200.000,-`
    while let [first, more @ ..] = rest {
        // `… ngày 12/5/2019`, `… (BL 0001234)`: the day and the receipt of its payment.
        if first.any(&[word!("ngày"), word!("bl"), word!("lai")]) {
            let figure = |t: &Token| {
                t.kind == Kind::Digits || matches!(t.kind, Kind::Mark('/' | '-' | '.' | ':')) || t.is(word!("số"))
            };
            rest = more.get(more.iter().take_while(|t| figure(t)).count()..).unwrap_or(&[]);
            continue;
        }
        if first.is(word!("biên")) {
            rest = more;
            continue;
        }
        if !(first.any(&MONEY_LABEL) || matches!(first.kind, Kind::Mark('.' | ',' | '/' | '-' | ')' | '('))) {
            break;
        }
        rest = more;
    }
    if !rest.is_empty() {
        let again = rest.iter().any(|t| t.kind == Kind::Digits);
        return Err(if bound(tokens) {
            NumberError::NotOneNumber
        } else if again && found.large {
            NumberError::SeveralAmounts
        } else {
            NumberError::Unrecognised
        });
    }
    if found.conflict {
        return Err(NumberError::FiguresWordsConflict);
    }
    match found.value {
        // `200` in a column of money may be thousands.
        Some(value) if value > 0 && value < 1000 && !found.unit => Err(NumberError::Ambiguous),
        Some(value) => Ok(value),
        None => Err(NumberError::Ambiguous),
    }
}

const TERM_LABEL: [Word; 12] = [
    word!("thời"),
    word!("hạn"),
    word!("gian"),
    word!("còn"),
    word!("lại"),
    word!("là"),
    word!("thử"),
    word!("thách"),
    word!("trong"),
    word!("tgtt"),
    word!("phạt"),
    word!("tù"),
];

fn duration(tokens: &[Token]) -> Result<Duration, NumberError> {
    let mut start = 0;
    while tokens.get(start).is_some_and(|t| t.any(&TERM_LABEL) || t.mark(':')) {
        start += 1;
    }
    let tokens = tokens.get(start..).unwrap_or(&[]);
    let Some(found) = term::read(tokens) else {
        return Err(match quantity::read(tokens) {
            _ if bound(tokens) => NumberError::NotOneNumber,
            Some(number) if number.used == tokens.len() => NumberError::NoUnit,
            _ => NumberError::Unrecognised,
        });
    };
    let mut rest = tokens.get(found.used..).unwrap_or(&[]);
    // `24 tháng kể từ ngày tuyên án`
    if rest.first().is_some_and(|t| t.any(&[word!("kể"), word!("tính")]))
        && rest.get(1).is_some_and(|t| t.is(word!("từ")))
    {
        rest = &[];
    }
    while let [first, more @ ..] = rest {
        if !(first.any(&TERM_LABEL) || first.any(&[word!("giam")])) {
            break;
        }
        rest = more;
    }
    if !rest.is_empty() {
        return Err(if bound(tokens) { NumberError::NotOneNumber } else { NumberError::Unrecognised });
    }
    if found.conflict { Err(NumberError::FiguresWordsConflict) } else { Ok(found.duration) }
}

#[cfg(test)]
mod tests;
