//! The cell as a row of parts, labels and separators, with the time of day, weekdays and notes taken out.

use super::super::DateError;
use crate::number::lex::{Kind, Token, Word, word};
use crate::number::spell;

/// Which part of a date a label or a name announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Day,
    Month,
    Year,
}

/// A number as it stands in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// Its value.
    pub(super) value: u64,
    /// How many digits it has; for words, as many as the value.
    pub(super) len: u64,
    /// A month written by name.
    pub(super) month: bool,
}

/// Which third or half of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Share {
    FirstThird,
    MiddleThird,
    LastThird,
    FirstHalf,
    LastHalf,
}

/// One item of the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Number(Number),
    /// Dots, strokes, `x` or `?` in the place of a number.
    Hole,
    Label(Part),
    /// A mark that may part a date: `/`, `-`, `.`, `,`, `\`.
    Separator(char),
    Open,
    Close,
    /// khoảng, chừng, trạc, `~`
    About,
    /// quý
    Quarter,
    /// tuổi
    Age,
    Share(Share),
    /// từ
    From,
    /// đến, tới
    To,
    /// hoặc, hay
    Or,
    /// và, `;`
    And,
    /// trước, sau: only one end is known
    OpenEnd,
    /// Index in the cycle of sixty, none where stem and branch never meet.
    CanChi(Option<u8>),
    /// âm lịch and its like
    Lunar,
    /// mùng, mồng: the early days of a month, by the moon unless the cell says otherwise
    EarlyDay,
    /// dương lịch
    Solar,
    /// tức, nhằm
    That,
    /// những năm, thập niên
    Decade,
    /// hôm nay, năm ngoái …: a part of the day of reading and how many of it earlier
    Relative(Part, i8),
    /// `?` behind a number
    Question,
    /// tại, ở: what follows is a place
    Place,
    /// A day of the week, Monday 1 to Sunday 7.
    Weekday(i8),
    /// A word that announces a date and says nothing else.
    Noise,
    Other,
}

const NGAY: Word = word!("ngày");
const THANG: [Word; 4] = [word!("tháng"), word!("th"), word!("thg"), word!("t")];
const NAM: [Word; 1] = [word!("năm")];
const ABOUT: [Word; 12] = [
    word!("khoảng"),
    word!("chừng"),
    word!("độ"),
    word!("ước"),
    word!("trạc"),
    word!("tầm"),
    word!("cỡ"),
    word!("phỏng"),
    word!("áng"),
    word!("ca"),
    word!("kh"),
    word!("khoang"),
];
const NOISE: [Word; 52] = [
    word!("sinh"),
    word!("sn"),
    word!("ns"),
    word!("ntns"),
    word!("dob"),
    word!("ký"),
    word!("kí"),
    word!("cấp"),
    word!("tuyên"),
    word!("án"),
    word!("hết"),
    word!("hạn"),
    word!("vào"),
    word!("lúc"),
    word!("hồi"),
    word!("là"),
    word!("ban"),
    word!("hành"),
    word!("xét"),
    word!("xử"),
    word!("phạm"),
    word!("tội"),
    word!("bắt"),
    word!("kể"),
    word!("tính"),
    word!("mất"),
    word!("chết"),
    word!("nộp"),
    word!("thụ"),
    word!("lý"),
    word!("lập"),
    word!("bản"),
    word!("đã"),
    word!("trong"),
    word!("của"),
    word!("hiệu"),
    word!("lực"),
    word!("có"),
    word!("bị"),
    word!("tạm"),
    word!("giam"),
    word!("giữ"),
    word!("xong"),
    word!("chấp"),
    word!("thi"),
    word!("sáng"),
    word!("chiều"),
    word!("tối"),
    word!("đêm"),
    word!("trưa"),
    word!("rạng"),
    word!("date"),
];
const LUNAR: [Word; 6] = [word!("âl"), word!("al"), word!("giêng"), word!("chạp"), word!("rằm"), word!("nhuận")];
const EARLY_DAY: [Word; 3] = [word!("mùng"), word!("mồng"), word!("mừng")];
const TIME_HOUR: [Word; 4] = [word!("giờ"), word!("h"), word!("g"), word!("gio")];
const TIME_REST: [Word; 6] = [word!("phút"), word!("giây"), word!("p"), word!("ph"), word!("s"), word!("m")];
const HALF_DAY: [Word; 10] = [
    word!("am"),
    word!("pm"),
    word!("sa"),
    word!("ch"),
    word!("sáng"),
    word!("chiều"),
    word!("tối"),
    word!("đêm"),
    word!("trưa"),
    word!("khuya"),
];
const MONTHS: [(&str, u64); 24] = [
    ("jan", 1),
    ("january", 1),
    ("feb", 2),
    ("february", 2),
    ("mar", 3),
    ("march", 3),
    ("apr", 4),
    ("april", 4),
    ("may", 5),
    ("jun", 6),
    ("june", 6),
    ("jul", 7),
    ("july", 7),
    ("aug", 8),
    ("august", 8),
    ("sep", 9),
    ("sept", 9),
    ("september", 9),
    ("oct", 10),
    ("october", 10),
    ("nov", 11),
    ("november", 11),
    ("dec", 12),
    ("december", 12),
];
const ROMAN: [(&str, u64); 12] = [
    ("i", 1),
    ("ii", 2),
    ("iii", 3),
    ("iv", 4),
    ("v", 5),
    ("vi", 6),
    ("vii", 7),
    ("viii", 8),
    ("ix", 9),
    ("x", 10),
    ("xi", 11),
    ("xii", 12),
];
const STEMS: [&[Word]; 10] = [
    &[word!("giáp")],
    &[word!("ất")],
    &[word!("bính")],
    &[word!("đinh")],
    &[word!("mậu")],
    &[word!("kỷ"), word!("kỉ")],
    &[word!("canh")],
    &[word!("tân")],
    &[word!("nhâm")],
    &[word!("quý"), word!("quí")],
];
const BRANCHES: [&[Word]; 12] = [
    &[word!("tý"), word!("tí")],
    &[word!("sửu")],
    &[word!("dần")],
    &[word!("mão"), word!("mẹo")],
    &[word!("thìn")],
    &[word!("tỵ"), word!("tị")],
    &[word!("ngọ")],
    &[word!("mùi")],
    &[word!("thân")],
    &[word!("dậu")],
    &[word!("tuất")],
    &[word!("hợi")],
];

/// Fixed phrases of several words.
const PHRASES: [(&[Word], Item); 24] = [
    (&[word!("âm"), word!("lịch")], Item::Lunar),
    (&[word!("dương"), word!("lịch")], Item::Solar),
    (&[word!("sáu"), word!("tháng"), word!("đầu")], Item::Share(Share::FirstHalf)),
    (&[word!("sáu"), word!("tháng"), word!("cuối")], Item::Share(Share::LastHalf)),
    (&[word!("nửa"), word!("đầu")], Item::Share(Share::FirstHalf)),
    (&[word!("nửa"), word!("cuối")], Item::Share(Share::LastHalf)),
    (&[word!("nửa"), word!("sau")], Item::Share(Share::LastHalf)),
    (&[word!("nửa"), word!("năm"), word!("đầu")], Item::Share(Share::FirstHalf)),
    (&[word!("nửa"), word!("năm"), word!("cuối")], Item::Share(Share::LastHalf)),
    (&[word!("thượng"), word!("tuần")], Item::Share(Share::FirstThird)),
    (&[word!("trung"), word!("tuần")], Item::Share(Share::MiddleThird)),
    (&[word!("hạ"), word!("tuần")], Item::Share(Share::LastThird)),
    (&[word!("những"), word!("năm")], Item::Decade),
    (&[word!("thập"), word!("niên")], Item::Decade),
    (&[word!("thập"), word!("kỷ")], Item::Decade),
    (&[word!("hôm"), word!("nay")], Item::Relative(Part::Day, 0)),
    (&[word!("hôm"), word!("qua")], Item::Relative(Part::Day, 1)),
    (&[word!("năm"), word!("nay")], Item::Relative(Part::Year, 0)),
    (&[word!("năm"), word!("ngoái")], Item::Relative(Part::Year, 1)),
    (&[word!("năm"), word!("kia")], Item::Relative(Part::Year, 2)),
    (&[word!("tháng"), word!("này")], Item::Relative(Part::Month, 0)),
    (&[word!("tháng"), word!("trước")], Item::Relative(Part::Month, 1)),
    (&[word!("chủ"), word!("nhật")], Item::Weekday(7)),
    (&[word!("chúa"), word!("nhật")], Item::Weekday(7)),
];

/// What a writer says who does not know a part.
const UNKNOWN: [&[Word]; 5] = [
    &[word!("không"), word!("rõ")],
    &[word!("chưa"), word!("rõ")],
    &[word!("không"), word!("nhớ")],
    &[word!("không"), word!("biết")],
    &[word!("không"), word!("xác"), word!("định")],
];
/// English days of the week, Monday first, and the short form of `chủ nhật`.
const WEEKDAYS: [&[Word]; 7] = [
    &[word!("monday"), word!("mon")],
    &[word!("tuesday"), word!("tue")],
    &[word!("wednesday"), word!("wed")],
    &[word!("thursday"), word!("thu")],
    &[word!("friday"), word!("fri")],
    &[word!("saturday"), word!("sat")],
    &[word!("sunday"), word!("sun"), word!("cn")],
];

struct Reader<'a> {
    tokens: &'a [Token],
    text: &'a str,
    items: Vec<Item>,
    at: usize,
}

/// The row of items of a cell.
///
/// # Errors
///
/// [`DateError::FiguresWordsConflict`], [`DateError::UtcInstant`].
pub(super) fn items(text: &str, tokens: &[Token]) -> Result<Vec<Item>, DateError> {
    let mut reader = Reader { tokens, text, items: Vec::with_capacity(tokens.len()), at: label_end(tokens) };
    while reader.at < tokens.len() {
        reader.step()?;
    }
    Ok(reader.items)
}

/// Where the label before a colon ends: words alone stand in it.
fn label_end(tokens: &[Token]) -> usize {
    let colon = tokens.iter().position(|token| token.mark(':') || token.kind == Kind::Digits);
    match colon {
        Some(at) if tokens.get(at).is_some_and(|token| token.mark(':')) => at + 1,
        _ => 0,
    }
}

impl Reader<'_> {
    fn token(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead)
    }

    fn is(&self, ahead: usize, word: Word) -> bool {
        self.token(ahead).is_some_and(|token| token.is(word))
    }

    fn any(&self, ahead: usize, words: &[Word]) -> bool {
        self.token(ahead).is_some_and(|token| token.any(words))
    }

    fn all_words(&self, ahead: usize, words: &[Word]) -> bool {
        words.iter().enumerate().all(|(n, word)| self.is(ahead + n, *word))
    }

    fn marked(&self, ahead: usize, mark: char) -> bool {
        self.token(ahead).is_some_and(|token| token.mark(mark))
    }

    fn digits(&self, ahead: usize) -> bool {
        self.token(ahead).is_some_and(|token| token.kind == Kind::Digits)
    }

    fn push(&mut self, item: Item, used: usize) {
        self.items.push(item);
        self.at += used;
    }

    fn step(&mut self) -> Result<(), DateError> {
        let Some(&token) = self.token(0) else { return Ok(()) };
        if self.time()? {
            return Ok(());
        }
        match token.kind {
            Kind::Digits => self.figure(token),
            Kind::Mark(mark) => {
                self.mark(mark);
                Ok(())
            }
            Kind::Word => {
                self.word(token);
                Ok(())
            }
        }
    }

    /// `10:30:00.5 PM`, `10h30`, `22 giờ 15 phút`, with what announces it; and the zone of an instant.
    fn time(&mut self) -> Result<bool, DateError> {
        let Some(token) = self.token(0) else { return Ok(false) };
        let spelled = if token.kind == Kind::Word && self.items.last() != Some(&Item::Label(Part::Month)) {
            spell::read(self.tokens.get(self.at..).unwrap_or(&[]))
        } else {
            None
        };
        let (hour, mut used) = match (token.digits(), spelled) {
            (Some(hour), _) => (hour, 1),
            (None, Some(spelled)) => (spelled.value, spelled.used),
            _ => return Ok(false),
        };
        if hour > 24 {
            return Ok(false);
        }
        if self.any(used, &TIME_HOUR) && !(self.token(used).is_some_and(|t| t.end - t.start == 1 && t.spaced)) {
            used += 1;
            if self.digits(used) && self.token(used).is_some_and(|t| t.bare <= 2) && !self.part_follows(used) {
                used += 1;
                if self.any(used, &TIME_REST) || self.marked(used, '\'') {
                    used += 1;
                }
                if self.digits(used) && self.any(used + 1, &TIME_REST) {
                    used += 2;
                }
            } else if self.is(used, word!("rưỡi")) {
                used += 1;
            }
        } else if self.marked(used, ':') && self.digits(used + 1) {
            while self.marked(used, ':') && self.digits(used + 1) {
                used += 2;
            }
            if (self.marked(used, '.') || self.marked(used, ','))
                && self.digits(used + 1)
                && self.token(used + 1).is_some_and(|t| !t.spaced)
            {
                used += 2;
            }
        } else {
            return Ok(false);
        }
        // The `T` of `2024-11-14T10:30` announces a time, not a month.
        let announced =
            self.at.checked_sub(1).and_then(|before| self.tokens.get(before)).is_some_and(|t| t.is(word!("t")));
        if announced && self.items.last() == Some(&Item::Label(Part::Month)) {
            self.items.pop();
        }
        self.at += used;
        if self.any(0, &HALF_DAY) {
            self.at += 1;
        }
        self.zone()?;
        // `khoảng 22 giờ ngày …`: the hour is about right, the day is known.
        while matches!(self.items.last(), Some(Item::About | Item::Noise)) {
            self.items.pop();
        }
        self.items.push(Item::Noise);
        Ok(true)
    }

    fn part_follows(&self, ahead: usize) -> bool {
        self.marked(ahead + 1, '/') || self.any(ahead + 1, &THANG)
    }

    /// A zone behind a time: the one of Viet Nam is local time, every other asks for the convention of the source.
    fn zone(&mut self) -> Result<(), DateError> {
        if self.any(0, &[word!("z"), word!("utc")]) {
            return Err(DateError::UtcInstant);
        }
        let gmt = usize::from(self.any(0, &[word!("gmt")]));
        if (self.marked(gmt, '+') || self.marked(gmt, '-'))
            && self.digits(gmt + 1)
            && (gmt == 1 || self.token(gmt).is_some_and(|t| !t.spaced))
        {
            let Some(&offset) = self.token(gmt + 1) else { return Ok(()) };
            let local = self.marked(gmt, '+') && matches!((offset.full, offset.bare), (7, 1 | 2) | (700, 4));
            if !local {
                return Err(DateError::UtcInstant);
            }
            self.at += gmt + 2;
            if self.marked(0, ':') && self.digits(1) {
                self.at += 2;
            }
        } else if gmt == 1 {
            return Err(DateError::UtcInstant);
        }
        Ok(())
    }

    fn figure(&mut self, token: Token) -> Result<(), DateError> {
        let Some(value) = token.digits() else {
            self.push(Item::Other, 1);
            return Ok(());
        };
        self.push(Item::Number(Number { value, len: token.bare, month: false }), 1);
        // `14 (mười bốn)`
        if self.marked(0, '(')
            && let Some(spelled) = spell::read(self.tokens.get(self.at + 1..).unwrap_or(&[]))
            && self.marked(spelled.used + 1, ')')
        {
            if spelled.value != value {
                return Err(DateError::FiguresWordsConflict);
            }
            self.at += spelled.used + 2;
        }
        Ok(())
    }

    fn mark(&mut self, mark: char) {
        let mut used = 1;
        while self.marked(used, mark) {
            used += 1;
        }
        let behind = self.token(used);
        let edge = |item: Option<&Item>| !matches!(item, Some(Item::Number(_)));
        let item = match mark {
            '_' | '…' | '*' | '·' if used > 1 || mark != '·' => Item::Hole,
            '.' | '-' | '–' | '—' if used > 1 => Item::Hole,
            // `-/-/1965`
            '-' if edge(self.items.last())
                && matches!(self.items.last(), None | Some(Item::Separator('/') | Item::Noise | Item::Label(_)))
                && behind.is_some_and(|t| t.mark('/')) =>
            {
                Item::Hole
            }
            '?' if behind.is_none() && !edge(self.items.last()) => Item::Question,
            '?' => Item::Hole,
            '/' | '-' | '.' | ',' | '\\' | '–' | '—' | '−' | '·' | '⁄' => {
                Item::Separator(if matches!(mark, '–' | '—' | '−') { '-' } else { mark })
            }
            '(' | '[' => Item::Open,
            ')' | ']' => Item::Close,
            '~' | '≈' | '±' => Item::About,
            ';' | '&' | '+' => Item::And,
            '\'' | '"' | '`' | '’' | '‘' | '“' | '”' | '´' | ':' | '|' => Item::Noise,
            _ => Item::Other,
        };
        // `...` written as an ellipsis and dots is one hole.
        if item == Item::Hole && self.items.last() == Some(&Item::Hole) && !self.token(0).is_some_and(|t| t.spaced) {
            self.at += used;
            return;
        }
        self.push(item, used);
    }

    fn raw(&self, token: Token) -> &str {
        self.text.get(token.start..token.end).unwrap_or("")
    }

    fn word(&mut self, token: Token) {
        let last = self.items.last().copied();
        let in_parts = matches!(last, Some(Item::Separator(_) | Item::Quarter));
        if let Some(item) = self.can_chi() {
            return self.push(item, 2);
        }
        if let Some((item, used)) = self.phrase() {
            return self.push(item, used);
        }
        if let Some((number, used)) = self.spelled(token, last) {
            return self.push(Item::Number(number), used);
        }
        if token.is(NGAY) {
            return self.push(Item::Label(Part::Day), 1);
        }
        if token.any(&THANG) {
            return self.push(Item::Label(Part::Month), 1);
        }
        if token.any(&NAM) {
            return self.push(Item::Label(Part::Year), 1);
        }
        let raw = self.raw(token);
        // `14-XI-1990`; a lone `x` stands for a digit.
        if raw.bytes().all(|b| matches!(b, b'x' | b'X')) {
            return self.push(Item::Hole, 1);
        }
        if in_parts && let Some((_, value)) = ROMAN.iter().find(|(roman, _)| raw.eq_ignore_ascii_case(roman)) {
            return self.push(Item::Number(Number { value: *value, len: 2, month: true }), 1);
        }
        if let Some((_, value)) = MONTHS.iter().find(|(name, _)| raw.eq_ignore_ascii_case(name)) {
            return self.push(Item::Number(Number { value: *value, len: 2, month: true }), 1);
        }
        let item = if token.any(&EARLY_DAY) {
            Item::EarlyDay
        } else if token.any(&LUNAR) {
            Item::Lunar
        } else if token.any(&ABOUT) || raw.eq_ignore_ascii_case("k") {
            Item::About
        } else if token.any(&[word!("tuổi")]) {
            Item::Age
        } else if token.any(&[word!("từ")]) {
            Item::From
        } else if token.any(&[word!("đến"), word!("tới")]) {
            Item::To
        } else if token.any(&[word!("hoặc"), word!("hay")]) {
            Item::Or
        } else if token.any(&[word!("và")]) {
            Item::And
        } else if token.any(&[word!("trước"), word!("sau")]) {
            Item::OpenEnd
        } else if token.any(&[word!("tức"), word!("nhằm")]) {
            Item::That
        } else if token.any(&[word!("quý"), word!("quí"), word!("q")]) {
            Item::Quarter
        } else if token.any(&[word!("đầu")]) {
            Item::Share(Share::FirstThird)
        } else if token.any(&[word!("giữa")]) {
            Item::Share(Share::MiddleThird)
        } else if token.any(&[word!("cuối")]) {
            Item::Share(Share::LastThird)
        } else if token.any(&[word!("tại"), word!("ở")]) {
            Item::Place
        } else if token.any(&NOISE) {
            Item::Noise
        } else {
            Item::Other
        };
        self.push(item, 1);
    }

    fn can_chi(&self) -> Option<Item> {
        let index = |token: Option<&Token>, names: &[&[Word]]| token.and_then(|t| names.iter().position(|n| t.any(n)));
        let stem = index(self.token(0), &STEMS)?;
        let branch_token = self.token(1)?;
        let mut branch = index(Some(branch_token), &BRANCHES)?;
        // `ty` without marks is Tý or Tỵ; the parity tells.
        if branch == 0 && branch_token.is(word!("tỵ")) && stem % 2 == 1 {
            branch = 5;
        }
        let place = (0..60_u8).find(|n| usize::from(n % 10) == stem && usize::from(n % 12) == branch);
        Some(Item::CanChi(place))
    }

    /// Fixed phrases of several words.
    fn phrase(&self) -> Option<(Item, usize)> {
        let all = |words: &[Word]| self.all_words(0, words);
        if let Some((words, item)) = PHRASES.iter().find(|(words, _)| all(words)) {
            return Some((*item, words.len()));
        }
        if self.all_words(0, &[word!("xấp"), word!("xỉ")]) {
            return Some((Item::About, 2));
        }
        // `không rõ ngày, tháng, năm 1965`
        for words in UNKNOWN {
            if self.all_words(0, words) && (self.is(words.len(), NGAY) || self.any(words.len(), &THANG)) {
                return Some((Item::Noise, words.len()));
            }
        }
        // `N.sinh`, `Ng.sinh`
        if self.any(0, &[word!("n"), word!("ng")]) && self.marked(1, '.') && self.is(2, word!("sinh")) {
            return Some((Item::Noise, 3));
        }
        if self.any(0, &[word!("sinhngày"), word!("ngàysinh")]) {
            return Some((Item::Label(Part::Day), 1));
        }
        if self.any(0, &[word!("sinhnăm"), word!("nămsinh")]) {
            return Some((Item::Label(Part::Year), 1));
        }
        // `14th November`, `1st Jan`, `November 14th`
        if matches!(self.items.last(), Some(Item::Number(_)))
            && self.token(0).is_some_and(|t| !t.spaced)
            && (self.any(0, &[word!("st"), word!("nd"), word!("rd")])
                || self.is(0, word!("th"))
                    && matches!(self.items.iter().rev().nth(1), Some(Item::Number(n)) if n.month))
        {
            return Some((Item::Noise, 1));
        }
        if let Some(day) = self.token(0).and_then(|t| WEEKDAYS.iter().position(|names| t.any(names))) {
            return Some((Item::Weekday(i8::try_from(day + 1).ok()?), 1));
        }
        if self.is(0, word!("dl")) {
            return Some((Item::Solar, 1));
        }
        if self.is(0, word!("âm")) {
            return Some((Item::Lunar, 1));
        }
        if self.is(0, word!("dương")) {
            return Some((Item::Solar, 1));
        }
        // `S/N`, `s.n.`
        if self.is(0, word!("s")) && (self.marked(1, '/') || self.marked(1, '.')) && self.is(2, word!("n")) {
            return Some((Item::Noise, 3));
        }
        if self.is(0, word!("n")) && (self.marked(1, '/') || self.marked(1, '.')) && self.is(2, word!("s")) {
            return Some((Item::Noise, 3));
        }
        if self.is(0, word!("thứ")) {
            let day = match spell::digit(self.token(1)).or_else(|| self.token(1).and_then(Token::digits)) {
                Some(day @ 2..=7) => i8::try_from(day - 1).ok()?,
                _ => return None,
            };
            return Some((Item::Weekday(day), 2));
        }
        None
    }

    /// A number in words, where a date may hold one.
    fn spelled(&self, token: Token, last: Option<Item>) -> Option<(Number, usize)> {
        let rest = self.tokens.get(self.at..)?;
        let year = matches!(last, Some(Item::Label(Part::Year)));
        if token.is(spell::NAM) {
            let next = self.token(1);
            let number = match last {
                Some(Item::Label(Part::Day)) => next.is_some_and(|t| t.any(&THANG)),
                Some(Item::Label(Part::Month)) => next.is_some_and(|t| t.any(&NAM)),
                Some(Item::Label(Part::Year)) => next.is_some_and(|t| t.kind == Kind::Word),
                _ => spell::read(rest).is_some_and(|s| s.used > 1),
            };
            if !number {
                return None;
            }
        }
        let before_month = || spell::read(rest).is_some_and(|s| rest.get(s.used).is_some_and(|t| t.any(&THANG)));
        match last {
            Some(Item::Label(_) | Item::Quarter) => {}
            Some(Item::About | Item::Noise) | None => {
                let age = spell::read(rest).is_some_and(|s| rest.get(s.used).is_some_and(|t| t.is(word!("tuổi"))));
                if !age && !before_month() {
                    return None;
                }
            }
            _ if before_month() => {}
            _ => return None,
        }
        if year && let Some((value, used)) = spell::digits(rest) {
            return Some((Number { value, len: 4, month: false }, used));
        }
        let spelled = spell::read(rest)?;
        let len = if spelled.value > 99 { 4 } else { 2 };
        Some((Number { value: spelled.value, len, month: false }, spelled.used))
    }
}
