//! What a cell with more than a bare name says: whose name, and which facts beside it.

use std::ops::Range;

use crate::repair::{Missing, Reading, Repair};
use crate::text;

use super::segment::{self, Kind, Segment};
use super::{Name, NameError, PersonCell, parts, plain, table};

/// Words before a name that are never part of one, with their marks.
const ROLES: &[&str] = &[
    "họ và tên bị cáo",
    "họ và tên khai sinh",
    "họ tên khai sinh",
    "họ và tên",
    "họ, tên",
    "họ tên",
    "tên khai sinh",
    "tên đầy đủ",
    "tên",
    "bị cáo",
    "bị can",
    "bị án",
    "bị hại",
    "người bị hại",
    "nguyên đơn",
    "bị đơn",
    "đương sự",
    "phạm nhân",
    "can phạm",
    "người bị kết án",
    "người bị buộc tội",
    "người chấp hành án",
    "người phải thi hành án",
    "người được thi hành án",
    "người được đặc xá",
    "đối tượng",
    "bc",
    "nhân thân",
    "người phạm tội",
    "tù nhân",
    "người làm chứng",
    "người liên quan",
    "người có quyền lợi, nghĩa vụ liên quan",
    "họ tên bị cáo",
    "vụ án",
    "các bị cáo",
    "các bị can",
    "bị cáo thứ nhất",
    "bị cáo thứ hai",
    "bị cáo thứ ba",
    "stt",
    "số thứ tự",
    "vụ",
    "ông/bà",
    "ông (bà)",
    "ông(bà)",
    "anh/chị",
    "anh (chị)",
];

/// Forms of address before a name.
const TITLES: &[&str] = &[
    "ông",
    "bà",
    "anh",
    "chị",
    "em",
    "cháu",
    "cô",
    "chú",
    "bác",
    "cụ",
    "cậu",
    "dì",
    "thím",
    "mợ",
    "ông/bà",
    "ông (bà)",
    "ông(bà)",
    "anh/chị",
    "anh (chị)",
    "ông bà",
];

/// Forms of address that are also family names.
const TITLE_OR_FAMILY: &[&str] = &["ông", "bà", "chú", "cô"];

/// What a cell says.
#[derive(Debug, Default)]
pub(super) struct Cell<'a> {
    /// The name, without titles that go for certain.
    pub(super) name: &'a str,
    pub(super) aliases: Vec<String>,
    pub(super) birth: Option<&'a str>,
    pub(super) residence: Vec<&'a str>,
    pub(super) identity: Option<&'a str>,
    pub(super) other: Vec<&'a str>,
    /// Where further persons begin.
    pub(super) others: Vec<usize>,
    /// Persons without a name stand beside it.
    pub(super) accomplices: bool,
    /// Where they are mentioned.
    pub(super) accomplices_at: Option<usize>,
    /// Text that may belong to the name or not.
    loose: bool,
    /// The name with a comma inside it taken out.
    joined: Option<String>,
    /// A list number or bullet was cut.
    listed: bool,
    /// A title was cut, or is proposed to be.
    title: Option<&'a str>,
    proposed: Option<&'a str>,
}

/// Reads a cell that is not a bare name.
pub(super) fn read(cell: &str) -> Reading<Name, NameError> {
    if !cell.chars().any(char::is_alphabetic) || organisation(cell) {
        return Reading::error(NameError::Unrecognised);
    }
    if let Some(kind) = nothing(cell) {
        return Reading::missing(kind);
    }
    let said = understand(cell);
    if !said.others.is_empty() || said.accomplices {
        return Reading::error(NameError::SeveralPersons);
    }
    if said.name.is_empty() {
        return Reading::error(NameError::Unrecognised);
    }
    if let Some(kind) = text::missing(said.name).or_else(|| nothing(said.name)) {
        return Reading::missing(kind);
    }
    if said.loose {
        let as_it_stands = cell.replace('\n', " ");
        let name = parts::build(as_it_stands.trim());
        let error = if name.is_some() { None } else { Some(NameError::Unrecognised) };
        let proposal = Repair::probable("neighbour", cell, said.name);
        return Reading { value: name, missing: None, repairs: vec![proposal], error };
    }
    let Some(mut name) = bare(&said) else { return Reading::error(NameError::Unrecognised) };
    // What is left must be a name by itself: cleaning twice is cleaning once.
    if name.full != cell {
        let again = super::read(&name.full);
        if again.value.as_ref().is_none_or(|again| again.full != name.full) {
            let error = if again.missing.is_some() { None } else { Some(NameError::Unrecognised) };
            return Reading { value: None, missing: again.missing, repairs: Vec::new(), error };
        }
    }
    let mut repairs = Vec::new();
    if name.full != cell {
        let kind = if !said.aliases.is_empty() {
            "alias"
        } else if said.birth.is_some()
            || !said.residence.is_empty()
            || said.identity.is_some()
            || !said.other.is_empty()
        {
            "neighbour"
        } else if said.title.is_some() {
            "title"
        } else if said.listed {
            "list_number"
        } else {
            "punctuation"
        };
        repairs.push(Repair::certain(kind, cell, name.full.as_str()));
    }
    if let Some(rest) = said.proposed {
        repairs.push(Repair::probable("title", name.full.as_str(), rest));
    }
    name.aliases = said.aliases;
    Reading { value: Some(name), missing: None, repairs, error: None }
}

/// `Nguyễn, Văn An`, `Nguyễn Văn,An`: a comma that parts no persons and no facts.
fn comma_inside(first: &Segment<'_>, second: &Segment<'_>) -> Option<String> {
    let words = |text: &str| text.split(' ').count();
    let middle =
        |word: Option<&str>| word.is_some_and(|w| ["văn", "thị", "van", "thi"].contains(&w.to_lowercase().as_str()));
    let family = words(first.text) == 1 && table::any_family(first.text).is_some_and(|f| f.common);
    let opens = middle(second.text.split(' ').next());
    let closes = words(first.text) > 1 && middle(first.text.rsplit(' ').next()) && words(second.text) == 1;
    let plain = second.kind == Kind::Plain && second.sep == ',' && words(second.text) <= 3;
    (plain && (family && opens || closes)).then(|| format!("{} {}", first.text, second.text))
}

/// The name alone, with the spaces around its hyphens and apostrophes closed.
fn bare(said: &Cell<'_>) -> Option<Name> {
    if let Some(joined) = &said.joined {
        return parts::build(joined);
    }
    if let Some(joined) = marker_joined(said.name) {
        return parts::build(&joined);
    }
    parts::build(said.name)
}

/// `Y - Thân Niê` and `Y- Thân Niê` as `Y-Thân Niê`; `H' Linh` stays.
fn marker_joined(name: &str) -> Option<String> {
    let dash = name.find(['-', '–'])?;
    let (before, after) = (name.get(..dash)?.trim_end(), name.get(dash..)?.trim_start_matches(['-', '–']).trim_start());
    let spaced = name.get(..dash)?.ends_with(' ') || name.get(dash + 1..)?.starts_with(' ');
    (spaced && before.chars().count() <= 2 && !after.is_empty()).then(|| format!("{before}-{after}"))
}

/// The facts beside a name that was read from the cell.
pub(super) fn person(name: Reading<Name, NameError>, cell: &str) -> PersonCell {
    let said = if text::missing(cell).is_some() { Cell::default() } else { understand(cell) };
    let join = |parts: &[&str]| if parts.is_empty() { None } else { Some(parts.join(", ")) };
    PersonCell {
        name,
        birth: said.birth.map(str::to_owned),
        residence: join(&said.residence),
        identity: said.identity.map(str::to_owned),
        rest: said.other.iter().map(|&other| other.to_owned()).collect(),
    }
}

/// The ranges of the text that are one person each.
pub(super) fn persons(text: &str) -> Vec<Range<usize>> {
    let said = understand(text);
    let end = said.accomplices_at.filter(|_| said.others.is_empty()).unwrap_or(text.len());
    let starts: Vec<usize> = std::iter::once(0).chain(said.others).collect();
    let ends = starts.iter().skip(1).copied().chain([end]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// Takes a cell apart.
pub(super) fn understand(cell: &str) -> Cell<'_> {
    let mut said = Cell::default();
    let numbered = list(cell);
    if numbered.len() > 1 {
        said.others = numbered.get(1..).unwrap_or(&[]).to_vec();
    }
    let first_end = said.others.first().copied().unwrap_or(cell.len());
    let mut body = cell.get(..first_end).unwrap_or(cell);
    let unlisted = unlist(body);
    said.listed = unlisted.len() < body.trim_start().len();
    body = unlisted;
    let before_roles = body;
    while let Some(rest) = strip(body, ROLES) {
        body = unlist(rest);
    }
    // Before a colon a form of address is a label.
    if let Some(rest) = strip(body, TITLES)
        && body.get(..body.len() - rest.len()).is_some_and(|title| title.contains(':'))
    {
        body = rest;
    }
    if body.len() < before_roles.len() {
        said.title = before_roles.get(..before_roles.len() - body.len());
        body = unlist(body);
    }
    let mut segments = segment::segments(body);
    let at = |part: &str| (part.as_ptr() as usize).saturating_sub(cell.as_ptr() as usize).min(cell.len());
    let mut named = false;
    let mut context = Kind::Plain;
    let mut depth = 0;
    if let [first, second, rest @ ..] = segments.as_slice()
        && let Some(joined) = comma_inside(first, second)
        && rest.iter().all(|segment| segment.kind != Kind::Plain)
    {
        said.joined = Some(joined);
        segments.remove(1);
    }
    for (index, segment) in segments.iter().enumerate() {
        match segment.sep {
            '(' | '[' | '{' => depth = 1,
            ')' | ']' | '}' => {
                depth = 0;
                context = Kind::Plain;
            }
            _ => {}
        }
        let next = segments.get(index + 1).map(|s| s.kind);
        let goes_on = index
            .checked_sub(1)
            .and_then(|before| segments.get(before))
            .is_some_and(|before| before.kind == Kind::Alias && before.sep != '"' && !before.text.is_empty());
        match segment.kind {
            Kind::Plain if !named => {
                said.name = segment.text;
                named = true;
            }
            Kind::Plain => match plain_segment(segment, context, depth, next) {
                Role::Person => {
                    said.others.push(at(segment.text));
                    context = Kind::Plain;
                }
                Role::Label => said.name = segment.text,
                Role::Alias => said.aliases.extend(segment::other_names(segment.text).map(str::to_owned)),
                Role::Residence => {
                    said.residence.push(segment.whole);
                    context = Kind::Residence;
                }
                Role::Other => said.other.push(segment.whole),
                Role::Loose => said.loose = said.others.is_empty(),
                Role::Nothing => {}
            },
            Kind::Accomplices => {
                said.accomplices = true;
                said.accomplices_at = said.accomplices_at.or(Some(at(segment.whole)));
                break;
            }
            _ if !said.others.is_empty() => context = segment.kind,
            Kind::Alias if segment.sep == '"' && (depth > 0 || goes_on) && !said.aliases.is_empty() => {
                // `(An "Đen")`, `(tức Tý "Đen")`, `tên khác An "Đen"`: one nickname of two parts.
                if let Some(last) = said.aliases.last_mut() {
                    last.push(' ');
                    last.push_str(segment.text);
                }
            }
            Kind::Alias => {
                said.aliases.extend(segment::other_names(segment.text).map(str::to_owned));
                context = Kind::Alias;
            }
            Kind::TrueName | Kind::Other => {
                said.other.push(segment.whole);
                context = Kind::Other;
            }
            Kind::Birth => {
                if said.birth.is_none() && !segment.text.is_empty() {
                    said.birth = Some(segment.text);
                }
                context = Kind::Birth;
            }
            Kind::Residence => {
                if !segment.text.is_empty() {
                    said.residence.push(segment.text);
                }
                context = Kind::Residence;
            }
            Kind::Identity => {
                if said.identity.is_none() {
                    said.identity = Some(segment.whole);
                }
                context = Kind::Identity;
            }
        }
    }
    titles(&mut said);
    said
}

enum Role {
    Person,
    /// What stood before was a label: this is the name.
    Label,
    Alias,
    Residence,
    Other,
    Loose,
    Nothing,
}

/// What a piece without a marker is, from its words and from what stands before it.
fn plain_segment(segment: &Segment<'_>, context: Kind, depth: usize, next: Option<Kind>) -> Role {
    let words = segment.text.split(' ').count();
    let person = || segment::person(strip(segment.text, TITLES).unwrap_or(segment.text));
    if segment.text.is_empty() || text::missing(segment.text).is_some() {
        return Role::Nothing;
    }
    let new_line = matches!(segment.sep, ';' | '\n');
    match context {
        Kind::Plain if depth > 0 => {
            if segment::address(segment.text) {
                Role::Residence
            } else if matches!(segment.sep, '(' | '[' | '{' | ',' | '/') && words <= 5 {
                Role::Alias
            } else {
                Role::Other
            }
        }
        Kind::Plain if segment.sep == ':' && person() => Role::Label,
        Kind::Plain if segment.sep == '&' || person() => Role::Person,
        Kind::Plain if segment::address(segment.text) => Role::Residence,
        Kind::Plain if segment.sep == ':' => Role::Other,
        Kind::Plain => Role::Loose,
        Kind::Alias if new_line && words > 2 && person() => Role::Person,
        Kind::Alias => Role::Alias,
        Kind::Birth => {
            let middle = segment.text.split(' ').any(|w| plain::is(w, "van") || plain::is(w, "thi"));
            let followed = next == Some(Kind::Birth);
            let listed = (new_line && words > 2) || middle || followed || segment.sep == '&';
            if depth == 0 && listed && !segment::address(segment.text) && person() {
                Role::Person
            } else {
                Role::Residence
            }
        }
        Kind::Residence => {
            let listed = (new_line || segment.sep == '-') && depth == 0 && words > 2 && next == Some(Kind::Birth);
            if listed && person() { Role::Person } else { Role::Residence }
        }
        _ => {
            let listed = new_line && depth == 0 && words > 2 && next == Some(Kind::Birth);
            if listed && person() { Role::Person } else { Role::Other }
        }
    }
}

/// Takes the title off the name, or proposes to.
fn titles(said: &mut Cell<'_>) {
    let Some(rest) = strip(said.name, TITLES) else { return };
    let title = said.name.get(..said.name.len() - rest.len()).unwrap_or("").trim().to_lowercase();
    let words = rest.split(' ').count();
    let first = rest.split(' ').next().unwrap_or("");
    // Unmarked text hides which family name is meant; there the title is proposed alone.
    let common = table::family(first).or_else(|| table::unmarked_family(first)).is_some_and(|f| f.common);
    let family = TITLE_OR_FAMILY.contains(&title.as_str()) || title.is_ascii() && title != "em" && title != "anh";
    if words < 2 {
        return;
    }
    if common && words >= if family { 3 } else { 2 } {
        said.title = Some(said.name);
        said.name = rest;
    } else {
        said.proposed = Some(rest);
    }
}

/// The text without one of the phrases at its front.
fn strip<'a>(text: &'a str, phrases: &[&str]) -> Option<&'a str> {
    let mut best: Option<&'a str> = None;
    for phrase in phrases {
        let mut letters = text.char_indices();
        let same = phrase.chars().all(|p| {
            letters.next().is_some_and(|(_, c)| {
                c.to_lowercase().eq([p]) || (c.is_ascii() && plain::letter(p) == c.to_ascii_lowercase())
            })
        });
        let Some(rest) = text.get(letters.next().map_or(text.len(), |(at, _)| at)..).filter(|_| same) else { continue };
        // `Tên` alone is a label only before a colon: `Ten` is also a slip for a name.
        let pointed = rest.trim_start().starts_with(':');
        let boundary = rest.starts_with(|c: char| !c.is_alphanumeric());
        // Unmarked, the phrase may be a name: `Duong Su`.
        let marked =
            text.len() - rest.len() >= phrase.len() || phrase.is_ascii() || text.is_ascii() && phrase.contains(' ');
        let label = matches!(*phrase, "tên" | "bc" | "vụ");
        if !boundary
            || !(marked || pointed || phrase.chars().count() <= 5 && text.is_ascii())
            // Unmarked, it is the family name Vũ.
            || (label && !pointed && (*phrase != "vụ" || text.is_ascii()))
        {
            continue;
        }
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | '-' | '–' | ','));
        if !rest.is_empty() && best.is_none_or(|best| rest.len() < best.len()) {
            best = Some(rest);
        }
    }
    best
}

/// A part of a cell without the separators and the list number around it.
pub(super) fn tidy(text: &str) -> &str {
    let text = segment::trim(unlist(text));
    // `Nguyễn Văn An và` before the next person.
    text.strip_suffix(" và")
        .or_else(|| text.strip_suffix(" VÀ"))
        .or_else(|| text.strip_suffix(" cùng"))
        .unwrap_or(text)
        .trim_end_matches([' ', '\n', '\r', '&', '+', '/', '-', ',', ';'])
}

/// The text without a list number or bullet at its front.
fn unlist(text: &str) -> &str {
    let text = text.trim_start();
    let bare = text.trim_start_matches('(');
    if let [letter, b')', ..] = bare.as_bytes()
        && letter.is_ascii_lowercase()
    {
        return bare.get(2..).unwrap_or("").trim_start();
    }
    // `1.`, `1.1`
    let digits = bare.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(bare.len());
    let digits = bare.get(..digits).unwrap_or("").trim_end_matches('.').len();
    if (1..=5).contains(&digits)
        && bare.starts_with(|c: char| c.is_ascii_digit())
        && !bare.get(..4).is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()))
    {
        let behind = bare.get(digits..).unwrap_or("");
        let rest = behind.trim_start_matches([' ', '.', ')', '/', ':', '-', '–', ',']);
        let number = behind.starts_with(['.', ')', '/', ':', '-', ' ', '–']) && rest.starts_with(char::is_alphabetic);
        if number {
            return rest;
        }
    }
    text.trim_start_matches(['-', '+', '*', '•', '–', '.', ' ', '"', ',', ';', '✓', '●', '▪', '='])
}

/// Where the entries of a numbered list begin: `1. Nguyễn Văn An 2. Trần Thị Bình`.
fn list(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut wanted = 1u32;
    let mut before = ' ';
    let mut skip = 0;
    for (at, c) in text.char_indices() {
        let previous = before;
        before = c;
        if at < skip || !c.is_ascii_digit() || previous.is_alphanumeric() || matches!(previous, '/' | '.') {
            continue;
        }
        let rest = text.get(at..).unwrap_or("");
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        skip = at + digits;
        let behind = rest.get(digits..).unwrap_or("");
        let point = behind.trim_start().starts_with(['.', ')', '/', '-', ':']);
        let name = behind.trim_start_matches([' ', '.', ')', '/', '-', ':']);
        let number = rest.get(..digits).and_then(|n| n.parse().ok());
        if point && number == Some(wanted) && digits <= 2 && name.starts_with(char::is_alphabetic) {
            starts.push(at);
            wanted += 1;
        }
    }
    starts
}

/// Legal persons and agencies: not the name of a person.
fn organisation(cell: &str) -> bool {
    let mut start = String::new();
    plain::push(&mut start, cell.split(' ').take(3).collect::<Vec<_>>().join(" ").as_str());
    let marked = cell.to_lowercase();
    [
        "công ty",
        "cty",
        "doanh nghiệp",
        "hợp tác xã",
        "ngân hàng",
        "ủy ban",
        "uỷ ban",
        "tòa án",
        "toà án",
        "viện kiểm sát",
        "tập đoàn",
        "chi nhánh",
    ]
    .iter()
    .any(|o| marked.starts_with(o))
        || ["cong ty ", "doanh nghiep ", "hop tac xa", "tand ", "ubnd ", "htx ", "dntn "]
            .iter()
            .any(|o| start.starts_with(o) && cell.is_ascii() || marked.starts_with(o))
}

/// `Chưa rõ họ tên`, `Không xác định được tên`: which kind of nothing.
fn nothing(cell: &str) -> Option<Missing> {
    let lower = cell.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    if bare == "vô danh" {
        return Some(Missing::Unknown);
    }
    if ROLES.contains(&bare) {
        return Some(Missing::Blank);
    }
    let denied = ["không ", "chưa ", "ko "].iter().any(|w| lower.starts_with(w));
    let unknown = ["rõ", "xác định", "biết", "nhớ"].iter().any(|w| lower.contains(w));
    let none = ["có tên", "có", "khai", "tên"].iter().any(|w| lower.contains(w));
    if denied && unknown {
        Some(Missing::Unknown)
    } else if denied && none && lower.split(' ').count() <= 4 {
        Some(Missing::None)
    } else {
        None
    }
}
