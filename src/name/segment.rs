//! Cuts a cell into what it says: the name, other names, birth, residence, papers, and whatever else.

use crate::text;

use super::plain::Plain;
use super::table::{self, Convention};

/// What a piece of a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Not told by a marker: the name, or what its words and place say.
    Plain,
    /// Behind a marker of other names.
    Alias,
    /// Behind `tên khai sinh`, `tên thật`: an earlier or true name, no alias.
    TrueName,
    Birth,
    Residence,
    Identity,
    Other,
    /// `và đồng phạm`: persons without a name.
    Accomplices,
}

/// A piece of the cell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment<'a> {
    pub(super) kind: Kind,
    /// What parts it from the piece before: `,`, `(`, `\n`, `&` for `và`, or a space.
    pub(super) sep: char,
    /// Without the marker, trimmed.
    pub(super) text: &'a str,
    /// With the marker.
    pub(super) whole: &'a str,
}

/// When a marker counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    /// Behind a separator, or before a colon or a digit.
    Separated,
    /// Written small in a cell with capitals, behind a separator, or behind three words.
    Small,
    /// Small or behind a separator, with its marks.
    Joining,
}

/// Markers with their marks, in small letters.
const MARKERS: &[(&str, Kind, When)] = {
    use Kind::{Accomplices, Alias, Birth, Identity, Other, Plain, Residence, TrueName};
    use When::{Always, Joining, Separated, Small};
    &[
        ("và đồng phạm", Accomplices, Always),
        ("cùng đồng phạm", Accomplices, Always),
        ("và các đồng phạm", Accomplices, Always),
        ("cùng các đồng phạm", Accomplices, Always),
        ("và đồng bọn", Accomplices, Always),
        ("cùng đồng bọn", Accomplices, Always),
        ("và các bị cáo khác", Accomplices, Always),
        ("cùng các bị cáo khác", Accomplices, Always),
        ("và những người khác", Accomplices, Always),
        ("và một số bị cáo khác", Accomplices, Always),
        ("đồng phạm", Accomplices, Always),
        ("tên gọi khác", Alias, Always),
        ("tên khác", Alias, Always),
        ("tên thường gọi", Alias, Always),
        ("tên thường dùng", Alias, Always),
        ("tên thường gọi ở nhà", Alias, Always),
        ("tên ở nhà", Alias, Always),
        ("tên gọi ở nhà", Alias, Always),
        ("tên gọi", Alias, Always),
        ("còn gọi là", Alias, Always),
        ("còn gọi", Alias, Always),
        ("còn được gọi là", Alias, Always),
        ("còn có tên là", Alias, Always),
        ("còn có tên gọi khác là", Alias, Always),
        ("còn có tên gọi là", Alias, Always),
        ("còn có tên", Alias, Always),
        ("còn tên là", Alias, Always),
        ("hay còn gọi là", Alias, Always),
        ("hay còn gọi", Alias, Always),
        ("hay gọi là", Alias, Always),
        ("hay gọi", Alias, Always),
        ("thường gọi là", Alias, Always),
        ("thường gọi", Alias, Always),
        ("tức là", Alias, Always),
        ("tức", Alias, Small),
        ("hay", Alias, Small),
        ("tự", Alias, Small),
        ("tự xưng", Alias, Always),
        ("bí danh", Alias, Always),
        ("biệt danh", Alias, Always),
        ("biệt hiệu", Alias, Always),
        ("tục danh", Alias, Always),
        ("a.k.a", Alias, Always),
        ("aka", Alias, Always),
        ("alias", Alias, Always),
        ("tgk", Alias, Always),
        ("pháp danh", Alias, Always),
        ("pháp hiệu", Alias, Always),
        ("thánh danh", Alias, Always),
        ("tên thánh", Alias, Always),
        ("tên khai sinh", TrueName, Always),
        ("họ tên khai sinh", TrueName, Always),
        ("tên cũ", TrueName, Always),
        ("họ tên thật", TrueName, Always),
        ("họ và tên thật", TrueName, Always),
        ("tên thật", TrueName, Always),
        ("sinh năm", Birth, Always),
        ("sinh ngày", Birth, Always),
        ("sinh tháng", Birth, Always),
        ("năm sinh", Birth, Always),
        ("ngày sinh", Birth, Always),
        ("ngày, tháng, năm sinh", Birth, Always),
        ("ngày tháng năm sinh", Birth, Always),
        ("sinh", Birth, Separated),
        ("ngày", Birth, Separated),
        ("sn", Birth, Separated),
        ("ns", Birth, Separated),
        ("nguyên quán", Other, Always),
        ("quê quán", Other, Always),
        ("quê", Other, Separated),
        ("nơi sinh", Other, Always),
        ("hktt", Residence, Always),
        ("nơi đkhktt", Residence, Always),
        ("nơi đkhkt", Residence, Always),
        ("đkhktt", Residence, Always),
        ("đkhkt", Residence, Always),
        ("đknktt", Residence, Always),
        ("đkhk", Residence, Always),
        ("đktt", Residence, Always),
        ("nơi đăng ký hktt", Residence, Always),
        ("nơi đăng ký hộ khẩu thường trú", Residence, Always),
        ("đăng ký hộ khẩu thường trú", Residence, Always),
        ("hộ khẩu thường trú", Residence, Always),
        ("hộ khẩu", Residence, Always),
        ("nơi thường trú", Residence, Always),
        ("thường trú tại", Residence, Always),
        ("thường trú", Residence, Always),
        ("tạm trú tại", Residence, Always),
        ("nơi tạm trú", Residence, Always),
        ("tạm trú", Residence, Always),
        ("trú tại", Residence, Always),
        ("trú quán", Residence, Always),
        ("nơi cư trú", Residence, Always),
        ("cư trú tại", Residence, Always),
        ("cư trú", Residence, Always),
        ("nơi ở hiện nay", Residence, Always),
        ("nơi ở", Residence, Always),
        ("chỗ ở hiện nay", Residence, Always),
        ("chỗ ở", Residence, Always),
        ("hiện ở", Residence, Always),
        ("hiện trú tại", Residence, Always),
        ("ngụ tại", Residence, Always),
        ("địa chỉ", Residence, Always),
        ("trú", Residence, Separated),
        ("ngụ", Residence, Separated),
        ("đ/c", Residence, Always),
        ("đc", Residence, Separated),
        ("hk", Residence, Separated),
        ("ở", Residence, Separated),
        ("số cmnd", Identity, Always),
        ("số cccd", Identity, Always),
        ("số định danh", Identity, Always),
        ("cmnd", Identity, Always),
        ("cmtnd", Identity, Always),
        ("cmt", Identity, Separated),
        ("cccd", Identity, Always),
        ("căn cước", Identity, Always),
        ("hộ chiếu", Identity, Always),
        ("sđt", Other, Always),
        ("điện thoại", Other, Always),
        ("giới tính", Other, Always),
        ("quốc tịch", Other, Always),
        ("dân tộc", Other, Always),
        ("tôn giáo", Other, Always),
        ("nghề nghiệp", Other, Always),
        ("nghề", Other, Separated),
        ("trình độ", Other, Always),
        ("con ông", Other, Always),
        ("con bà", Other, Always),
        ("tiền án", Other, Always),
        ("tiền sự", Other, Always),
        ("phạm tội", Other, Always),
        ("bị truy tố", Other, Always),
        ("bị xử phạt", Other, Always),
        ("đã chết", Other, Always),
        ("đã mất", Other, Always),
        ("chết", Other, Separated),
        ("đang bị", Other, Separated),
        ("đang trốn", Other, Separated),
        ("đang chấp hành", Other, Separated),
        ("đã bị", Other, Separated),
        ("chưa thành niên", Other, Separated),
        ("chưa đủ", Other, Separated),
        ("bị truy nã", Other, Separated),
        ("mất năm", Other, Always),
        ("bỏ trốn", Other, Separated),
        ("chưa rõ", Other, Separated),
        ("con", Other, Separated),
        ("vợ", Other, Separated),
        ("chồng", Other, Separated),
        ("anh", Other, Separated),
        ("em", Other, Separated),
        ("nam", Other, Separated),
        ("nữ", Other, Separated),
        ("có tên gọi khác là", Alias, Always),
        ("có tên gọi khác", Alias, Always),
        ("còn có tên gọi khác", Alias, Always),
        ("còn có tên gọi", Alias, Always),
        ("có tên khác", Alias, Always),
        ("có bí danh", Alias, Always),
        ("cùng với", Plain, Joining),
        ("và", Plain, Joining),
        ("cùng", Plain, Joining),
    ]
};

/// Words that open an address behind a separator, with their marks.
const ADDRESS: &[&str] = &[
    "thôn",
    "xóm",
    "ấp",
    "xã",
    "phường",
    "quận",
    "huyện",
    "tỉnh",
    "tp",
    "thành",
    "thị",
    "khu",
    "kp",
    "khóm",
    "tdp",
    "tổ",
    "đường",
    "phố",
    "số",
    "làng",
    "bản",
    "buôn",
    "ngõ",
    "ngách",
    "hẻm",
    "cụm",
    "đội",
    "khối",
    "x",
    "p",
    "q",
    "h",
    "tt",
    "tx",
    "t",
    "f",
    "bon",
    "plei",
    "plây",
    "sóc",
    "kdc",
    "chung",
    "tiểu",
    "đặc",
    "thon",
    "xom",
    "phuong",
    "quan",
    "huyen",
    "tinh",
    "duong",
];

/// The pieces of a cell, the first of which is plain.
pub(super) fn segments(cell: &str) -> Vec<Segment<'_>> {
    let plain = Plain::new(cell);
    let text = plain.text.as_str();
    let capitals = cell.chars().any(char::is_uppercase) && cell.chars().any(char::is_lowercase);
    let mut marks: Vec<(usize, usize, Kind, char)> = vec![(0, 0, Kind::Plain, ' ')];
    let mut skip = 0;
    let mut words = 0;
    let mut before = ' ';
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        let previous = before;
        before = c;
        if at < skip {
            continue;
        }
        let behind = text.get(at + c.len_utf8()..).unwrap_or("");
        let next = behind.chars().next().unwrap_or(' ');
        let kind = marks.last().map_or(Kind::Plain, |m| m.2);
        let cut = match c {
            ',' | ';' | '\n' | '(' | ')' | '[' | ']' | '|' | '{' | '}' => Some(c),
            '\'' | '‘' | '’' if quoted_single(text, at) || (quoted && !next.is_alphanumeric()) => {
                quoted = !quoted;
                Some(if quoted { '"' } else { ')' })
            }
            // Inside a word these are halves of letters that nobody decoded.
            '"' | '“' | '”' | '«' | '»' | '„' if !(previous.is_alphabetic() && next.is_alphabetic()) => {
                quoted = !quoted;
                Some(if quoted { '"' } else { ')' })
            }
            '\'' | '‘' | '’'
                if previous == ' '
                    && behind.trim_start_matches(|c: char| c != '\'' && c != '’').len() > 1
                    && !quoted =>
            {
                None
            }
            '/' | '\\' if !(previous.is_ascii_digit() && next.is_ascii_digit()) => Some('/'),
            '-' | '–' | '—' if previous == ' ' && next == ' ' && !lone_marker(text, at) => Some('-'),
            '–' | '—' if previous.is_alphanumeric() && next.is_ascii_digit() && kind == Kind::Plain => Some('-'),
            '-' if previous.is_alphabetic() && next.is_ascii_digit() && kind == Kind::Plain => Some('-'),
            // `An- Trần`, `An -Trần`, `An.Trần`: the space is lost on one side.
            '-' | '–'
                if kind == Kind::Plain && words > 1 && (previous == ' ') != (next == ' ') && !lone_marker(text, at) =>
            {
                Some('-')
            }
            '.' if kind == Kind::Plain && words > 2 && next.is_alphabetic() && whole_words(text, at) => Some('.'),
            ':' if kind == Kind::Plain => Some(':'),
            '&' | '+' => Some('&'),
            '.' if next == ' ' && long_word(text, at) => Some('.'),
            _ => None,
        };
        if let Some(sep) = cut {
            let kind = if sep == '"' { Kind::Alias } else { Kind::Plain };
            marks.push((at, at + c.len_utf8(), kind, sep));
            words = 0;
            continue;
        }
        // `An1990`: the year is glued to the name.
        if c.is_ascii_digit() && previous.is_alphabetic() && kind == Kind::Plain && year_glued(text, at) {
            marks.push((at, at, Kind::Birth, ' '));
            words = 1;
            continue;
        }
        if !c.is_alphanumeric() || previous.is_alphanumeric() || (previous == '\'' && words > 0) {
            continue;
        }
        let word_end =
            text.get(at..).and_then(|t| t.find(|c: char| !c.is_alphanumeric())).map_or(text.len(), |end| at + end);
        let separated = words == 0 && marks.len() > 1;
        if let Some((end, kind)) = marker(cell, &plain, at, separated, words, capitals) {
            let sep = marks.last().filter(|_| separated).map_or(' ', |m| m.3);
            let sep = if kind == Kind::Plain { '&' } else { sep };
            // `ngày 10 tháng 11 năm 1993`: the word belongs to the date.
            let from = if text.get(at..end) == Some("ngay") { at } else { end };
            marks.push((at, from, kind, sep));
            skip = end;
            words = 0;
            continue;
        }
        let word = text.get(at..word_end).unwrap_or("");
        if matches!(kind, Kind::Plain | Kind::Alias) && birth_glued(word) {
            marks.push((at, at + 2, Kind::Birth, ' '));
            skip = word_end;
        } else if matches!(kind, Kind::Plain | Kind::Alias)
            && c.is_ascii_digit()
            && !(kind == Kind::Alias && words == 0)
        {
            let digits = word.bytes().filter(u8::is_ascii_digit).count();
            let kind = if digits >= 8 { Kind::Identity } else { Kind::Birth };
            let sep = marks.last().filter(|_| separated).map_or(' ', |m| m.3);
            marks.push((at, at, kind, sep));
        }
        words += 1;
    }
    let ends = marks.iter().skip(1).map(|m| m.0).chain([text.len()]);
    marks
        .iter()
        .zip(ends)
        .map(|(&(start, from, kind, sep), end)| {
            let slice = |from: usize| cell.get(plain.original(from)..plain.original(end)).unwrap_or("");
            Segment { kind, sep, text: trim(slice(from)), whole: trim(slice(start)) }
        })
        .filter(|segment| !segment.text.is_empty() || segment.kind != Kind::Plain || segment.sep == ')')
        .collect()
}

/// Without the punctuation around it.
pub(super) fn trim(text: &str) -> &str {
    let text = text
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '*' | '=' | '_' | '|' | '•' | '"'));
    let text = text.trim_start_matches(['.', '-', '–', '+', ' ']);
    let text = text.strip_suffix(" ?").or_else(|| text.strip_suffix(" .")).unwrap_or(text);
    // A dot behind an initial belongs to it (`Trần Văn H.`).
    let dotted = text.strip_suffix('.').filter(|t| t.chars().rev().take_while(|c| c.is_alphabetic()).count() > 1);
    dotted.unwrap_or(text).trim_end_matches([' ', '-', '–'])
}

/// `SN1990`: the marker glued to its year.
fn birth_glued(word: &str) -> bool {
    word.strip_prefix("sn")
        .or_else(|| word.strip_prefix("ns"))
        .is_some_and(|year| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a single quotation mark opens a nickname: a space before it, its like behind a word.
fn quoted_single(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|t| t.chars().next_back());
    let mut behind = text.get(at..).unwrap_or("").chars().skip(1);
    let mut inside = 0;
    before.is_some_and(|c| matches!(c, ' ' | '('))
        && loop {
            match behind.next() {
                Some('\'' | '’' | '‘') => break inside > 0 && behind.next().is_none_or(|c| !c.is_alphanumeric()),
                Some(c) if c.is_alphanumeric() || c == ' ' => inside += 1,
                _ => break false,
            }
        }
}

/// Whether four digits of a year stand at a byte, and nothing behind them.
fn year_glued(text: &str, at: usize) -> bool {
    let digits = text.get(at..).unwrap_or("");
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    length == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

/// Whether the words on both sides of a dot have more than one letter.
fn whole_words(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("").chars().rev().take_while(|c| c.is_alphabetic()).count();
    let after = text.get(at + 1..).unwrap_or("").chars().take_while(|c| c.is_alphabetic()).count();
    let stops = text.get(at + 1 + after..).is_some_and(|t| t.starts_with('.'));
    before > 1 && after > 1 && !stops
}

/// Whether the word before a dash is Y, H or K: `Y - Thân Niê`.
fn lone_marker(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("").trim_end();
    matches!(before.rsplit(' ').next(), Some("y" | "h" | "k" | "h'" | "k'"))
}

/// Whether the dot at a byte ends a sentence: the word before it is no abbreviation.
fn long_word(text: &str, at: usize) -> bool {
    let word = text.get(..at).unwrap_or("").rsplit([' ', '.']).next().unwrap_or("");
    word.chars().count() > 2 && word.chars().all(char::is_alphabetic)
        || word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())
}

/// The marker that begins at a byte of the plain text: where it ends, and what it opens.
fn marker(
    cell: &str,
    plain: &Plain,
    at: usize,
    separated: bool,
    words: usize,
    capitals: bool,
) -> Option<(usize, Kind)> {
    let mut best: Option<(usize, Kind)> = None;
    let text = plain.text.get(at..)?;
    for &(phrase, kind, when) in MARKERS {
        if super::plain::letter(phrase.chars().next()?) != text.chars().next()? {
            continue;
        }
        let Some(length) = matches(text, phrase) else { continue };
        let end = at + length;
        if best.is_some_and(|(best, _)| best >= end) {
            continue;
        }
        let written = cell.get(plain.original(at)..plain.original(end))?;
        let exact = written.to_lowercase() == phrase;
        let unmarked = written.is_ascii() && !phrase.is_ascii();
        if !exact && !unmarked {
            continue;
        }
        let behind = plain.text.get(end..)?.trim_start();
        let pointed = behind.starts_with(|c: char| c == ':' || c.is_ascii_digit());
        let small = capitals && written.chars().all(|c| !c.is_uppercase());
        let first = at == 0;
        // `và 3 bị cáo khác`
        let kind = if when == When::Joining && behind.starts_with(|c: char| c.is_ascii_digit()) {
            Kind::Accomplices
        } else {
            kind
        };
        let holds = match when {
            When::Always => !unmarked || separated || pointed || small,
            When::Separated => (separated || pointed && (small || written.len() <= 2)) && !first,
            When::Small => {
                !first
                    && !behind.is_empty()
                    && (separated || (small && words >= 1) || (!capitals && words >= 3 && exact))
            }
            When::Joining => !first && exact && !behind.is_empty() && words >= 2 && (small || !capitals),
        };
        if holds && !(first && matches!(kind, Kind::TrueName)) {
            best = Some((end, kind));
        }
    }
    best
}

/// How long the phrase with marks is at the front of the plain text, in whole words.
fn matches(text: &str, phrase: &str) -> Option<usize> {
    let mut rest = text.chars();
    let mut length = 0;
    for c in phrase.chars().map(super::plain::letter) {
        let found = rest.next().filter(|&f| f == c)?;
        length += found.len_utf8();
    }
    rest.next().is_none_or(|c| !c.is_alphabetic()).then_some(length)
}

/// Whether the words are a name that begins with a common family name.
pub(super) fn person(text: &str) -> bool {
    let mut words = 0;
    for word in text.split(' ') {
        if !word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.')) {
            return false;
        }
        words += 1;
    }
    let first = text.split(' ').next().unwrap_or("");
    let capital = text.chars().next().is_some_and(char::is_uppercase) || !text.chars().any(char::is_uppercase);
    let clan = table::any_family(first).is_some_and(|f| f.common || f.convention != Convention::Kinh && words > 1);
    let highland = matches!(first, "Y" | "H'" | "H’") && words > 2
        || (first.starts_with("H'") || first.starts_with("H’")) && words > 1;
    (2..=6).contains(&words) && capital && (clan || highland) && !province(text)
}

/// Whether the words open an address.
pub(super) fn address(text: &str) -> bool {
    let first = text.split([' ', '.']).next().unwrap_or("").to_lowercase();
    ADDRESS.contains(&first.as_str()) && text.len() > first.len() || province(text)
}

/// Whether the text is the name of a province.
fn province(text: &str) -> bool {
    const MORE: &[&str] = &[
        "Hà Tây",
        "Sài Gòn",
        "TP HCM",
        "Huế",
        "Nam Hà",
        "Hà Bắc",
        "Sông Bé",
        "Minh Hải",
        "Hải Hưng",
        "Bắc Thái",
        "Vĩnh Phú",
        "Việt Nam",
    ];
    static PROVINCES: std::sync::LazyLock<Vec<&'static str>> = std::sync::LazyLock::new(|| {
        let table = crate::data::rows(include_str!("../data/citizen_id_province_codes.tsv")).map(|row| row.get(1));
        table.chain(MORE.iter().copied()).collect()
    });
    let text = text.trim();
    PROVINCES.iter().any(|p| p.len() == text.len() && *p == text || p.to_lowercase() == text.to_lowercase())
}

/// The other names in the text behind a marker.
pub(super) fn other_names(written: &str) -> impl Iterator<Item = &str> {
    written
        .split([',', ';', '/', '"', '“', '”', '«', '»'])
        .flat_map(|part| part.split(" và "))
        .flat_map(|part| part.split(" hoặc "))
        .filter_map(|part| {
            let mut part = trim(part);
            for lead in ["khác là", "khác", "là", "tên là", "tên", "gọi là"] {
                if let Some(rest) = part.strip_prefix(lead)
                    && rest.starts_with([' ', ':'])
                {
                    part = trim(rest);
                }
            }
            let part = part.trim_matches(['\'', '‘', '’', '.']).trim();
            (part.chars().any(char::is_alphabetic) && text::missing(part).is_none()).then_some(part)
        })
}
