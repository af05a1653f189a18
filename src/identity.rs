//! Identity numbers as printed on Vietnamese papers.
//!
//! | Paper                                             | Form             | Tells                                  |
//! |---------------------------------------------------|------------------|----------------------------------------|
//! | personal identification number (CCCD, căn cước)   | 12 digits        | where birth was registered, sex, year  |
//! | people's identity card (CMND), until 2024         | 9 digits         | province of issue                      |
//! | passport (hộ chiếu)                               | `B1234567`       | nothing                                |
//! | military card (CMSQ, CMQN)                        | beside its label | nothing                                |
//!
//! None has a check digit: a well-formed number can still be wrong. [`read`] checks the form;
//! [`IdentityNumber::agrees_with`] checks it against sex and birth year. Never compared, because it proves
//! nothing: the province of the number with the residence, the home town or the place of issue.
//!
//! | Written                                   | Read as                                                          |
//! |-------------------------------------------|------------------------------------------------------------------|
//! | `079 090 001 234`, `079.090.001.234`      | without separators, certain                                      |
//! | `CCCD: 079090001234 cấp ngày 12/3/2021`   | the number; [`issue`] reads the rest                             |
//! | `79090001234` (a spreadsheet cut the zero)| certain where sex and birth year of the [`Holder`] agree, else proposed |
//! | `O79O9OOO1234` (letters for digits)       | proposed                                                         |
//! | `7.9084E+10`                              | error: the digits are lost                                       |
//!
//! Where a cell holds several papers, [`read`] gives the personal number, and refuses two different numbers of one
//! kind; [`read_all`] gives them all.
//!
//! Source: Decree 137/2015/NĐ-CP, Art. 13; Circular 07/2016/TT-BCA, annex 1; Circular 59/2021/TT-BCA.

mod scan;
mod sex;

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::data;
use crate::date::{self, DateOptions, PartialDate};
use crate::name::plain::{self, Plain};
use crate::repair::{ErrorCode, Grade, Missing, Reading, Repair};
use crate::text;

use scan::{Candidate, Written};
pub use sex::{SexError, parse_sex, read_sex};

/// Sex as recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// nam
    Male,
    /// nữ
    Female,
}

/// Which paper a number is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityKind {
    /// 12-digit personal number.
    CitizenId,
    /// 9-digit card (CMND).
    IdentityCard,
    /// Passport.
    Passport,
    /// Military card.
    Military,
}

/// An identity number and what its digits tell.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct IdentityNumber {
    /// Which paper.
    pub kind: IdentityKind,
    /// The number, digits and capitals alone.
    pub number: String,
    /// Province code (63-province state) where the birth was registered; none for births registered abroad.
    pub province: Option<String>,
    /// Sex in the fourth digit.
    pub sex: Option<Sex>,
    /// Year of birth in the fourth to sixth digit.
    pub birth_year: Option<i16>,
}

/// Why an identity number could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdentityError {
    /// The cell holds nothing.
    #[error("no identity number: the cell is empty")]
    Missing(Missing),
    /// No form of an identity number.
    #[error("expected an identity number, found other text")]
    Unrecognised,
    /// Neither the length of a card nor of a personal number.
    #[error("expected 9 or 12 digits, found {found}")]
    WrongLength {
        /// How many digits there are.
        found: usize,
    },
    /// One or two leading zeros are gone, and nothing confirms them.
    #[error("expected 12 digits, found {found}: leading zeros may be lost")]
    LostZero {
        /// How many digits there are.
        found: usize,
    },
    /// Written as a power of ten, with digits cut off.
    #[error("expected an identity number, found a power of ten with digits cut off")]
    LostDigits,
    /// Letters stand where digits must be.
    #[error("expected digits, found letters that look like digits")]
    Misread,
    /// One digit over and over: filled in where a number was asked for.
    #[error("expected an identity number, found one digit repeated")]
    Placeholder,
    /// Some digits are hidden.
    #[error("expected an identity number, found one with hidden digits")]
    Masked,
    /// The first three digits begin with 0 and are no province.
    #[error("no such place of birth registration: the first three digits are not in use")]
    NoSuchProvince,
    /// The fourth digit places the birth in 2100 or later.
    #[error("no such birth year: the fourth digit means 2100 or later")]
    NotYetBorn,
    /// Different numbers of one kind.
    #[error("expected one number, found several of one kind")]
    SeveralNumbers,
}

impl ErrorCode for IdentityError {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Unrecognised => "unrecognised",
            Self::WrongLength { .. } => "wrong_length",
            Self::LostZero { .. } => "lost_zero",
            Self::LostDigits => "lost_digits",
            Self::Misread => "misread",
            Self::Placeholder => "placeholder",
            Self::Masked => "masked",
            Self::NoSuchProvince => "no_such_province",
            Self::NotYetBorn => "not_yet_born",
            Self::SeveralNumbers => "several_numbers",
        }
    }
}

/// What the record says about the person, to confirm a repair with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Holder {
    /// Recorded sex.
    pub sex: Option<Sex>,
    /// Recorded year of birth.
    pub birth_year: Option<i16>,
}

/// Whether two statements of one fact agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// Both say the same.
    Agrees,
    /// They contradict each other; one of them is wrong, or was lawfully changed since (Circular 59/2021/TT-BCA, Art. 6).
    Disagrees,
    /// One of them says nothing.
    CannotTell,
}

/// What a number says against the record of its holder, fact by fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Agreements {
    /// Sex in the fourth digit against the recorded sex.
    pub sex: Agreement,
    /// Year in the fourth to sixth digit against the recorded year of birth.
    pub birth_year: Agreement,
}

/// When and by whom a paper was issued, where the cell of its number says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Date of issue.
    pub on: Option<PartialDate>,
    /// Issuer, as written.
    pub by: Option<String>,
}

impl IdentityNumber {
    /// Checks the form of a personal number of twelve digits.
    ///
    /// # Errors
    ///
    /// [`IdentityError::WrongLength`], [`IdentityError::NoSuchProvince`] or [`IdentityError::NotYetBorn`].
    ///
    /// ```
    /// use lltp::identity::{IdentityError, IdentityNumber};
    ///
    /// assert_eq!(IdentityNumber::citizen_id("079190001234")?.birth_year, Some(1990));
    /// assert_eq!(IdentityNumber::citizen_id("003090001234"), Err(IdentityError::NoSuchProvince));
    /// # Ok::<(), IdentityError>(())
    /// ```
    pub fn citizen_id(digits: &str) -> Result<Self, IdentityError> {
        let (Ok([first, tens, ones, century, decade, year, ..]), true) =
            (<[u8; 12]>::try_from(digits.as_bytes()), digits.bytes().all(|b| b.is_ascii_digit()))
        else {
            return Err(IdentityError::WrongLength { found: digits.bytes().filter(u8::is_ascii_digit).count() });
        };
        let value = |digit: u8| i16::from(digit - b'0');
        // Codes that do not begin with 0 are countries; their annex was not obtained, so none is refused.
        if first == b'0' && !PROVINCES.iter().any(|p| p.number == value(tens) * 10 + value(ones)) {
            return Err(IdentityError::NoSuchProvince);
        }
        if century > b'3' {
            return Err(IdentityError::NotYetBorn);
        }
        Ok(Self {
            kind: IdentityKind::CitizenId,
            number: digits.to_owned(),
            province: (first == b'0').then(|| digits.get(1..3).unwrap_or("").to_owned()),
            sex: Some(if value(century) % 2 == 0 { Sex::Male } else { Sex::Female }),
            birth_year: Some(1900 + 100 * (value(century) / 2) + value(decade) * 10 + value(year)),
        })
    }

    fn without_structure(kind: IdentityKind, number: String) -> Self {
        Self { kind, number, province: None, sex: None, birth_year: None }
    }

    /// Compares sex and year of birth in the number with what the record says.
    ///
    /// A contradiction shows that one of the two is wrong, not which.
    ///
    /// ```
    /// use lltp::identity::{self, Agreement, Holder, Sex};
    ///
    /// let number = identity::parse("079190001234")?;
    /// let said = number.agrees_with(&Holder { sex: Some(Sex::Male), birth_year: Some(1990) });
    /// assert_eq!((said.sex, said.birth_year), (Agreement::Disagrees, Agreement::Agrees));
    /// let card = identity::parse("271234567")?;
    /// assert_eq!(card.agrees_with(&Holder::default()).sex, Agreement::CannotTell);
    /// # Ok::<(), lltp::identity::IdentityError>(())
    /// ```
    pub fn agrees_with(&self, holder: &Holder) -> Agreements {
        Agreements {
            sex: Agreement::between(self.sex, holder.sex),
            birth_year: Agreement::between(self.birth_year, holder.birth_year),
        }
    }

    /// Name of the province where the birth was registered.
    pub fn province_name(&self) -> Option<&'static str> {
        let number: i16 = self.province.as_deref()?.parse().ok()?;
        PROVINCES.iter().find(|p| p.number == number).map(|p| p.name)
    }

    /// The provinces (codes of the 63-province state) whose police were given the first two digits of a 9-digit card.
    ///
    /// Empty for other papers and for groups that were never allotted. The province is that of issue, not of birth, and
    /// the allotment is known for groups of provinces only: good for a hint, never for a refusal.
    ///
    /// ```
    /// use lltp::identity;
    ///
    /// assert_eq!(identity::parse("100234567")?.issuing_provinces().collect::<Vec<_>>(), ["22"]);
    /// assert_eq!(identity::parse("991234567")?.issuing_provinces().next(), None);
    /// # Ok::<(), lltp::identity::IdentityError>(())
    /// ```
    pub fn issuing_provinces(&self) -> impl Iterator<Item = &'static str> {
        let group = if self.kind == IdentityKind::IdentityCard { self.number.get(..2) } else { None };
        let codes = group.and_then(|group| GROUPS.iter().find(|g| g.0 == group)).map_or("", |g| g.1);
        codes.split(';').filter(|code| !code.is_empty())
    }
}

impl Agreements {
    /// Whether the two facts together confirm the number: both agree.
    pub fn confirm(&self) -> bool {
        self.sex == Agreement::Agrees && self.birth_year == Agreement::Agrees
    }
}

impl Agreement {
    fn between<T: PartialEq>(a: Option<T>, b: Option<T>) -> Self {
        match (a, b) {
            (Some(a), Some(b)) if a == b => Self::Agrees,
            (Some(_), Some(_)) => Self::Disagrees,
            _ => Self::CannotTell,
        }
    }
}

impl std::fmt::Display for IdentityNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.number)
    }
}

/// Reads the identity number of a cell.
///
/// Accepts the forms in the [module table](self). Where the cell holds several papers, the personal number is given.
/// The holder confirms a lost zero; without sex and year of birth it is only proposed.
///
/// ```
/// use lltp::identity::{self, Holder, IdentityError, Sex};
///
/// let holder = Holder { sex: Some(Sex::Male), birth_year: Some(1990) };
/// let lost = identity::read("79090001234", &holder);
/// assert_eq!(lost.value.map(|n| n.number).as_deref(), Some("079090001234"));
///
/// let lost = identity::read("79090001234", &Holder::default());
/// assert_eq!(lost.error, Some(IdentityError::LostZero { found: 11 }));
/// assert_eq!(lost.repairs[0].after, "079090001234");
/// ```
pub fn read(text: &str, holder: &Holder) -> Reading<IdentityNumber, IdentityError> {
    read_one(text, None, *holder)
}

/// Reads the identity number of a cell in a column that is known to hold one kind of paper.
///
/// The heading serves as the label that the cell lacks: nine digits under `Hộ chiếu` are a passport. The digits still
/// decide where they can: twelve under `Số CMND` are a personal number, for such cards were issued.
///
/// ```
/// use lltp::identity::{self, Holder, IdentityKind};
///
/// let read = |kind| identity::read_as("567123489", kind, &Holder::default()).value.map(|n| n.kind);
/// assert_eq!(read(IdentityKind::Passport), Some(IdentityKind::Passport));
/// assert_eq!(read(IdentityKind::CitizenId), Some(IdentityKind::IdentityCard));
/// ```
pub fn read_as(text: &str, kind: IdentityKind, holder: &Holder) -> Reading<IdentityNumber, IdentityError> {
    read_one(text, Some(kind), *holder)
}

/// Reads every identity number of a cell, in the order of the text.
///
/// ```
/// use lltp::identity::{self, Holder};
///
/// let all = identity::read_all("CMND: 271234567; CCCD: 075090001234", &Holder::default());
/// let all: Vec<_> = all.value.unwrap_or_default().into_iter().map(|n| n.number).collect();
/// assert_eq!(all, ["271234567", "075090001234"]);
/// ```
pub fn read_all(text: &str, holder: &Holder) -> Reading<Vec<IdentityNumber>, IdentityError> {
    collect(text, None, *holder)
}

/// Reads one identity number, without a holder.
///
/// # Errors
///
/// Any [`IdentityError`]; [`IdentityError::Missing`] where the cell holds nothing.
///
/// ```
/// use lltp::identity;
///
/// assert_eq!(identity::parse("079.090.001.234")?.number, "079090001234");
/// let err = identity::parse("0790900012345").unwrap_err();
/// assert_eq!(err.to_string(), "expected 9 or 12 digits, found 13");
/// # Ok::<(), lltp::identity::IdentityError>(())
/// ```
pub fn parse(text: &str) -> Result<IdentityNumber, IdentityError> {
    read(text, &Holder::default()).into_result(IdentityError::Missing)
}

/// Reads when and by whom the paper was issued, from the cell of its number.
///
/// ```
/// use lltp::identity;
///
/// let issue = identity::issue("CMND số 271234567 do Công an Đồng Nai cấp ngày 12/3/2010");
/// assert_eq!(issue.by.as_deref(), Some("Công an Đồng Nai"));
/// assert_eq!(identity::issue("271234567"), identity::Issue::default());
/// ```
pub fn issue(text: &str) -> Issue {
    let text = text::clean(text);
    let plain = Plain::new(&text);
    let part = |from: usize, stops: &[&str]| {
        let end = stops
            .iter()
            .filter_map(|stop| plain.find(stop, from).map(|(at, _)| at))
            .chain(plain.text.get(from..).and_then(|t| t.find([',', ';', ')', '('])).map(|at| from + at))
            .min()
            .unwrap_or(plain.text.len());
        let part = text.get(plain.original(from)..plain.original(end)).unwrap_or("");
        part.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | ';' | '.' | '-' | '–'))
    };
    let behind = |phrases: &[&str]| phrases.iter().find_map(|phrase| plain.find(phrase, 0)).map(|(_, end)| end);
    let on = behind(&["ngay cap", "cap ngay", "cap vao ngay", "cap"]).and_then(|from| {
        let written = part(from, &["tai", "do", "noi cap", "noi", "boi", "co quan cap"]);
        date::read(written.strip_prefix("ngày").unwrap_or(written), &DateOptions::default()).value
    });
    let by = behind(&["noi cap", "co quan cap", "cap tai", "do", "tai", "boi"])
        .map(|from| part(from, &["cap ngay", "ngay cap", "cap", "ngay"]))
        .filter(|by| !by.is_empty() && text::missing(by).is_none() && by.chars().any(char::is_alphabetic));
    Issue { on, by: by.map(str::to_owned) }
}

struct Province {
    number: i16,
    name: &'static str,
}

static PROVINCES: LazyLock<Vec<Province>> = LazyLock::new(|| {
    data::rows(include_str!("data/citizen_id_province_codes.tsv"))
        .filter_map(|row| Some(Province { number: row.get(0).parse().ok()?, name: row.get(1) }))
        .collect()
});

/// Two leading digits of a card and the provinces they were allotted to.
static GROUPS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    data::rows(include_str!("data/cmnd_prefixes.tsv"))
        .filter(|row| row.get(1) == "group")
        .map(|row| (row.get(0), row.get(2)))
        .collect()
});

fn read_one(text: &str, hint: Option<IdentityKind>, holder: Holder) -> Reading<IdentityNumber, IdentityError> {
    let Reading { value, missing, repairs, error } = collect(text, hint, holder);
    let chosen = value.map(|mut numbers| {
        let rank = |number: &IdentityNumber| (hint.is_some_and(|hint| number.kind != hint), number.kind);
        numbers.sort_by_key(rank);
        let mut numbers = numbers.into_iter();
        let first = numbers.next();
        let second = numbers.next();
        match (first, second) {
            (Some(first), Some(second)) if rank(&first) == rank(&second) => Err(IdentityError::SeveralNumbers),
            (Some(first), _) => Ok(first),
            (None, _) => Err(IdentityError::Unrecognised),
        }
    });
    match chosen {
        Some(Ok(number)) => Reading { value: Some(number), missing: None, repairs, error: None },
        Some(Err(error)) => Reading { value: None, missing: None, repairs, error: Some(error) },
        None => Reading { value: None, missing, repairs, error },
    }
}

/// The numbers of a cell, each once; at least one where there is a value.
fn collect(raw: &str, hint: Option<IdentityKind>, holder: Holder) -> Reading<Vec<IdentityNumber>, IdentityError> {
    let cell = text::clean(raw);
    let cell = cell.trim();
    let plain_digits = cell.bytes().all(|b| b.is_ascii_digit());
    if plain_digits
        && cell.len() == 12
        && !repeated(cell)
        && let Ok(number) = IdentityNumber::citizen_id(cell)
    {
        return Reading::value(vec![number]);
    }
    if let Some(kind) = text::missing(cell) {
        return Reading::missing(kind);
    }
    let candidates = scan::candidates(cell, hint);
    let mut numbers: Vec<IdentityNumber> = Vec::new();
    let mut repairs = Vec::new();
    let mut refused = None;
    for candidate in &candidates {
        let written = cell.get(candidate.start..candidate.end).unwrap_or("");
        match judge(candidate, written, holder) {
            Ok((number, repair)) => {
                repairs.extend(repair);
                if !numbers.contains(&number) {
                    numbers.push(number);
                }
            }
            Err((error, proposal)) => {
                repairs.extend(proposal);
                refused = refused.or(Some(error));
            }
        }
    }
    if !numbers.is_empty() {
        // What a date or a telephone number beside the number might have been is of no interest.
        repairs.retain(|repair| repair.grade == Grade::Certain);
    }
    if let [number] = numbers.as_slice()
        && let [candidate] = candidates.as_slice()
    {
        let written = cell.get(candidate.start..candidate.end).unwrap_or("");
        if written.len() < cell.len() {
            let kind = if candidate.end == cell.len() { "label" } else { "neighbour" };
            repairs.insert(0, Repair::certain(kind, cell, if repairs.is_empty() { &number.number } else { written }));
        }
    }
    if !numbers.is_empty() {
        return Reading { value: Some(numbers), missing: None, repairs, error: None };
    }
    let refused = refused.filter(|e| *e != IdentityError::Unrecognised);
    let plain_refusal = matches!(refused, None | Some(IdentityError::WrongLength { .. }));
    match (refused, nothing(cell)) {
        _ if plain_refusal && scan::masked(cell) => Reading::error(IdentityError::Masked),
        (Some(error), _) => Reading { value: None, missing: None, repairs, error: Some(error) },
        (None, Some(kind)) => Reading::missing(kind),
        (None, None) => Reading::error(IdentityError::Unrecognised),
    }
}

type Judged = Result<(IdentityNumber, Option<Repair>), (IdentityError, Option<Repair>)>;

/// What a candidate is.
fn judge(candidate: &Candidate, written: &str, holder: Holder) -> Judged {
    let compact = candidate.compact.as_str();
    let change = match candidate.written {
        Written::Lost => return Err((IdentityError::LostDigits, None)),
        Written::Plain => None,
        Written::Separated => Some("separators"),
        Written::Decimal | Written::Scientific => Some("number_format"),
    };
    let repaired = |number: IdentityNumber| {
        let repair = change.map(|kind| Repair::certain(kind, written, &number.number));
        Ok((number, repair))
    };
    if !compact.bytes().all(|b| b.is_ascii_digit()) {
        return letters(candidate, written);
    }
    let found = compact.len();
    if found >= 9 && repeated(compact) {
        return Err((IdentityError::Placeholder, None));
    }
    let unstructured = |kind| IdentityNumber::without_structure(kind, compact.to_owned());
    match (candidate.label, found) {
        (Some(IdentityKind::Military), 6..=12) => repaired(unstructured(IdentityKind::Military)),
        (_, 12) => IdentityNumber::citizen_id(compact).map_err(|error| (error, None)).and_then(repaired),
        (Some(IdentityKind::Passport), 6..=11) => repaired(unstructured(IdentityKind::Passport)),
        (_, 9) => repaired(unstructured(IdentityKind::IdentityCard)),
        (_, 10 | 11) => {
            // Only a spreadsheet's zeros are put back: a number that still begins with one lost something else.
            let padded = format!("{compact:0>12}");
            match IdentityNumber::citizen_id(&padded) {
                Ok(number) if !compact.starts_with('0') => {
                    if number.agrees_with(&holder).confirm() {
                        let repair = Repair::certain("lost_zero", written, &number.number);
                        Ok((number, Some(repair)))
                    } else {
                        let proposal = Repair::probable("lost_zero", written, padded);
                        Err((IdentityError::LostZero { found }, Some(proposal)))
                    }
                }
                _ => Err((IdentityError::WrongLength { found }, None)),
            }
        }
        (_, 8) if !compact.starts_with('0') => {
            let proposal = Repair::probable("lost_zero", written, format!("0{compact}"));
            Err((IdentityError::WrongLength { found }, Some(proposal)))
        }
        (_, 6..) => Err((IdentityError::WrongLength { found }, None)),
        _ => Err((IdentityError::Unrecognised, None)),
    }
}

/// Whether all digits are one.
fn repeated(digits: &str) -> bool {
    digits.bytes().all(|b| digits.as_bytes().first() == Some(&b))
}

/// What a run of digits and letters is: a passport, or digits misread as letters.
fn letters(candidate: &Candidate, written: &str) -> Judged {
    let number = candidate.compact.to_ascii_uppercase();
    let label = candidate.label;
    let digits: String = candidate.compact.chars().map(|c| look_alike(c).unwrap_or(c)).collect();
    let misread = digits.bytes().all(|b| b.is_ascii_digit());
    let free_form = |range: std::ops::RangeInclusive<usize>| {
        range.contains(&number.len()) && number.bytes().filter(u8::is_ascii_digit).count() >= 4
    };
    let kind = match label {
        Some(IdentityKind::Military) if free_form(6..=12) => Some(IdentityKind::Military),
        Some(IdentityKind::Passport) if free_form(6..=12) => Some(IdentityKind::Passport),
        // No Vietnamese series is O, I or L: before eight digits they are the first digit of a card.
        _ if misread && digits.len() == 9 && number.starts_with(['O', 'I', 'L']) => None,
        _ if passport(&number) => Some(IdentityKind::Passport),
        _ => None,
    };
    if let Some(kind) = kind {
        let repair = (number != written).then(|| {
            let kind = if candidate.written == Written::Separated { "separators" } else { "case" };
            Repair::certain(kind, written, &number)
        });
        return Ok((IdentityNumber::without_structure(kind, number), repair));
    }
    if misread {
        let proposal = match digits.len() {
            9 => Some(digits.clone()),
            12 => IdentityNumber::citizen_id(&digits).ok().map(|n| n.number),
            10 | 11 => IdentityNumber::citizen_id(&format!("{digits:0>12}")).ok().map(|n| n.number),
            _ => None,
        };
        return match proposal {
            Some(after) => Err((IdentityError::Misread, Some(Repair::probable("ocr", written, after)))),
            None if digits.len() >= 6 => Err((IdentityError::WrongLength { found: digits.len() }, None)),
            None => Err((IdentityError::Unrecognised, None)),
        };
    }
    Err((IdentityError::Unrecognised, None))
}

/// The forms of passport numbers that need no label: one or two letters and 6–8 digits, and `M123A4567`.
fn passport(number: &str) -> bool {
    let letters = number.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = number.bytes().skip(letters).filter(u8::is_ascii_digit).count();
    let series = (1..=2).contains(&letters) && letters + digits == number.len() && (6..=8).contains(&digits);
    let korean = matches!(number.as_bytes(), [a, x @ .., b, _, _, _, _] if a.is_ascii_uppercase() && b.is_ascii_uppercase()
        && x.len() == 3 && x.iter().all(u8::is_ascii_digit))
        && number.bytes().rev().take(4).all(|b| b.is_ascii_digit());
    series || korean
}

/// The digit that scanners and typists write as this letter.
fn look_alike(letter: char) -> Option<char> {
    Some(match letter {
        'O' | 'o' | 'Q' | 'D' => '0',
        'l' | 'I' | 'i' | 'L' => '1',
        'Z' | 'z' => '2',
        'S' | 's' => '5',
        'G' | 'b' => '6',
        'B' => '8',
        'g' | 'q' => '9',
        _ => return None,
    })
}

/// Which kind of nothing a cell without a number says: `CMND:`, `chưa được cấp`, `không nhớ số`.
fn nothing(cell: &str) -> Option<Missing> {
    if cell.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let text = plain::plain(cell);
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let has = |any: &[&str]| words.iter().any(|w| any.contains(w));
    if has(&["khong", "chua", "ko", "k", "kg", "mat", "quen", "that", "kxd"]) {
        let unknown = has(&["ro", "nho", "xac", "biet", "quen", "kxd", "khai"]);
        return Some(if unknown { Missing::Unknown } else { Missing::None });
    }
    let labels = [
        "so", "cccd", "cmnd", "cmtnd", "cmt", "gcmnd", "cc", "can", "cuoc", "cong", "dan", "chung", "minh", "nhan",
        "ho", "chieu", "hc", "dinh", "danh", "ca", "the", "giay", "passport", "ddcn", "sdd", "ma", "cap", "ngay",
        "noi", "tai", "thang", "nam", "va",
    ];
    words.iter().all(|w| labels.contains(w)).then_some(Missing::Blank)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOBODY: Holder = Holder { sex: None, birth_year: None };
    const MAN_1990: Holder = Holder { sex: Some(Sex::Male), birth_year: Some(1990) };

    #[track_caller]
    fn gives(text: &str, kind: IdentityKind, number: &str) {
        let reading = read(text, &NOBODY);
        let Some(value) = &reading.value else { panic!("{text}: {reading:?}") };
        assert_eq!((value.kind, value.number.as_str()), (kind, number), "{text}");
        assert!(reading.repairs.iter().all(|r| r.grade == Grade::Certain), "{text}: {reading:?}");
    }

    #[track_caller]
    fn refuses(text: &str, code: &str, proposal: Option<&str>) {
        let reading = read(text, &NOBODY);
        assert_eq!(reading.value, None, "{text}");
        assert_eq!(reading.error.as_ref().map(ErrorCode::code), Some(code), "{text}: {reading:?}");
        let proposed: Vec<_> = reading.repairs.iter().map(|r| (r.grade, r.after.as_str())).collect();
        let expected: Vec<_> = proposal.iter().map(|p| (Grade::Probable, *p)).collect();
        assert_eq!(proposed, expected, "{text}");
    }

    #[track_caller]
    fn nothing_in(text: &str, kind: Missing) {
        let reading = read(text, &NOBODY);
        assert_eq!((reading.missing, &reading.value, &reading.error), (Some(kind), &None, &None), "{text}");
    }

    #[test]
    fn structure_of_a_personal_number() {
        let number = parse("079090001234").unwrap();
        assert_eq!(number.province.as_deref(), Some("79"));
        assert_eq!((number.sex, number.birth_year), (Some(Sex::Male), Some(1990)));
        assert_eq!(number.province_name(), Some("Hồ Chí Minh"));
        let number = parse("024305000001").unwrap();
        assert_eq!((number.sex, number.birth_year), (Some(Sex::Female), Some(2005)));
        assert_eq!(number.province_name(), Some("Bắc Giang"));
        let abroad = parse("157090001234").unwrap();
        assert_eq!((abroad.province, abroad.birth_year), (None, Some(1990)));
        for unused in ["000", "003", "005", "013", "090", "097", "099"] {
            assert_eq!(parse(&format!("{unused}090001234")), Err(IdentityError::NoSuchProvince), "{unused}");
        }
        assert_eq!(parse("079490001234"), Err(IdentityError::NotYetBorn));
    }

    #[test]
    fn one_number_in_every_writing() {
        use IdentityKind::{CitizenId, IdentityCard, Military, Passport};
        for text in [
            "079090001234",
            " 079090001234 ",
            "079 090 001 234",
            "079.090.001.234",
            "079-090-001-234",
            "079090 001234",
            "0790 9000 1234",
            "079 090001234",
            "079 - 090 - 001234",
            "'079090001234",
            "’079090001234",
            "`079090001234",
            "=\"079090001234\"",
            "079090001234.",
            "079090001234;",
            "079090001234.0",
            "CCCD: 079090001234",
            "CCCD:079090001234",
            "CCCD số 079090001234",
            "Số CCCD 079090001234",
            "cccd 079090001234",
            "CC: 079090001234",
            "Căn cước công dân số: 079090001234",
            "Thẻ căn cước số 079090001234",
            "Số định danh cá nhân: 079090001234",
            "SĐDCN 079090001234",
            "ĐDCN: 079090001234",
            "CMND: 079090001234",
            "CMND/CCCD: 079090001234",
            "CCCD/Hộ chiếu số 079090001234",
            "079090001234 (CCCD)",
            "(079090001234)",
            "079090001234 cấp ngày 12/03/2021",
            "079090001234, cấp ngày 12-03-2021, nơi cấp: Cục CSQLHC về TTXH",
            "079090001234 ngày 12/3/2021",
            "079090001234 - 12/03/2021",
            "079090001234 - 12.03.2021",
            "079090001234 12/03/2021 Bộ Công an",
            "Ngày cấp 12/03/2021 số CCCD 079090001234",
            "CCCD 079090001234 SĐT 0912345678",
            "CCCD số 079090001234 do Cục Cảnh sát QLHC về TTXH cấp ngày 10 tháng 5 năm 2021",
            "CCCD\n079090001234",
            "079090001234 cấp năm 2021",
            "079090001234 / 079090001234",
            "CCCD: 079 090 001 234 cấp 12/3/2021",
        ] {
            gives(text, CitizenId, "079090001234");
        }
        for text in [
            "271234567",
            "271 234 567",
            "271.234.567",
            "271-234-567",
            "27 12 34 567",
            "CMND 271234567",
            "CMTND số 271234567",
            "CMND số: 271234567 do CA Đồng Nai cấp ngày 12/03/2010",
            "271234567, CA Đồng Nai, 12/03/2010",
            "271234567.0",
            "Số CMND: 271234567 cấp ngày 01.02.1999 tại Công an tỉnh Đồng Nai",
            "CMT: 271234567",
            "GCMND: 271234567",
            "Giấy CMND số 271234567",
            "2.71234567E+8",
            "2,71234567E+08",
            "2.71234567e8",
            "'271234567",
            "CMND:271234567 (cũ)",
            "CCCD: 271234567",
            "Chứng minh nhân dân số 271234567",
            "271234567 cấp 2010",
            "CMND-271234567",
        ] {
            gives(text, IdentityCard, "271234567");
        }
        for text in [
            "B1234567",
            "b1234567",
            "B 1234567",
            "B-1234567",
            "Hộ chiếu: B1234567",
            "HC số B1234567",
            "Hộ chiếu số B1234567 cấp ngày 1/2/2015 tại Cục QLXNC",
            "Passport No. B1234567",
            "B1234567 (hộ chiếu)",
            "PP: B1234567",
        ] {
            gives(text, Passport, "B1234567");
        }
        gives("P00123456", Passport, "P00123456");
        gives("EA1234567", Passport, "EA1234567");
        gives("M123A4567", Passport, "M123A4567");
        gives("Hộ chiếu: 567123489", Passport, "567123489");
        gives("HC: 12AB34567", Passport, "12AB34567");
        gives("CMSQ: 12345678", Military, "12345678");
        gives("CMQN số 91234567", Military, "91234567");
        gives("Giấy chứng minh sĩ quan số 12345678", Military, "12345678");
        gives("SHSQ: 12345678", Military, "12345678");
        gives("CMND số 271234567 cấp ngày 12032010", IdentityCard, "271234567");
        gives("012345678", IdentityCard, "012345678");
        gives("991234567", IdentityCard, "991234567");
    }

    #[test]
    fn several_papers() {
        use IdentityKind::{CitizenId, IdentityCard, Passport};
        let all = |text: &str| -> Vec<(IdentityKind, String)> {
            read_all(text, &NOBODY).value.unwrap_or_default().into_iter().map(|n| (n.kind, n.number)).collect()
        };
        let both = vec![(IdentityCard, "271234567".to_owned()), (CitizenId, "075090001234".to_owned())];
        for text in [
            "CMND: 271234567; CCCD: 075090001234",
            "271234567/075090001234",
            "271234567 - 075090001234",
            "271234567, 075090001234",
            "271234567 075090001234",
            "271234567 (cũ), 075090001234 (mới)",
            "CMND 271234567 cấp 12/3/2010; CCCD 075090001234 cấp 1/4/2021",
            "271234567\n075090001234",
            "271 234 567 - 075 090 001 234",
            "CMND số 271234567 (nay là CCCD số 075090001234)",
        ] {
            assert_eq!(all(text), both, "{text}");
            assert_eq!(read(text, &NOBODY).value.map(|n| n.number).as_deref(), Some("075090001234"), "{text}");
        }
        assert_eq!(all("CCCD 075090001234, HC B1234567").get(1).map(|n| n.0), Some(Passport));
        refuses("CCCD 075090001234, 075090001235", "several_numbers", None);
        refuses("271234567; 281234567", "several_numbers", None);
        let card = read_as("CMND: 271234567; CCCD: 075090001234", IdentityCard, &NOBODY);
        assert_eq!(card.value.map(|n| n.number).as_deref(), Some("271234567"));
    }

    #[test]
    fn damaged_numbers() {
        refuses("79090001234", "lost_zero", Some("079090001234"));
        refuses("79 090 001 234", "lost_zero", Some("079090001234"));
        refuses("79090001234.0", "lost_zero", Some("079090001234"));
        refuses("CCCD: 79090001234", "lost_zero", Some("079090001234"));
        refuses("1090001234", "lost_zero", Some("001090001234"));
        refuses("3090001234", "wrong_length", None);
        refuses("0912345678", "wrong_length", None);
        refuses("07909000123", "wrong_length", None);
        refuses("0790900012345", "wrong_length", None);
        refuses("07909000123", "wrong_length", None);
        refuses("27123456", "wrong_length", Some("027123456"));
        refuses("2712345", "wrong_length", None);
        refuses("7.9084E+10", "lost_digits", None);
        refuses("7,9084E+10", "lost_digits", None);
        refuses("7.9E10", "lost_digits", None);
        refuses("8E+10", "lost_digits", None);
        refuses("CCCD: 7.9084E+10", "lost_digits", None);
        refuses("O79O9OOO1234", "misread", Some("079090001234"));
        refuses("0790900O1234", "misread", Some("079090001234"));
        refuses("07909000l234", "misread", Some("079090001234"));
        refuses("27l2345S7", "misread", Some("271234557"));
        refuses("O12345678", "misread", Some("012345678"));
        refuses("0790900*****", "masked", None);
        refuses("079xxxxxx234", "masked", None);
        refuses("000000000", "placeholder", None);
        refuses("111111111111", "placeholder", None);
        refuses("Nguyễn Văn An", "unrecognised", None);
        refuses("12/03/2021", "unrecognised", None);
        refuses("QĐ 12/2019", "unrecognised", None);
        let exact = read("7.9090001234E+10", &MAN_1990);
        assert_eq!(exact.value.map(|n| n.number).as_deref(), Some("079090001234"));
    }

    #[test]
    fn the_holder_confirms_a_lost_zero() {
        let reading = read("79090001234", &MAN_1990);
        assert_eq!(reading.value.map(|n| n.number).as_deref(), Some("079090001234"));
        assert_eq!(reading.repairs, [Repair::certain("lost_zero", "79090001234", "079090001234")]);
        let reading = read("1090001234", &MAN_1990);
        assert_eq!(reading.value.map(|n| n.number).as_deref(), Some("001090001234"));
        for holder in [
            NOBODY,
            Holder { sex: Some(Sex::Male), birth_year: None },
            Holder { sex: Some(Sex::Female), birth_year: Some(1990) },
            Holder { sex: Some(Sex::Male), birth_year: Some(1991) },
        ] {
            assert_eq!(read("79090001234", &holder).error, Some(IdentityError::LostZero { found: 11 }));
        }
    }

    #[test]
    fn kinds_of_nothing() {
        for text in ["", "  ", "//", "-", "CMND:", "CCCD số", "Số CMND/CCCD:"] {
            nothing_in(text, Missing::Blank);
        }
        for text in
            ["Chưa có", "chưa được cấp", "Không có CMND", "không có giấy tờ tùy thân", "CCCD: không", "chưa làm CCCD"]
        {
            nothing_in(text, Missing::None);
        }
        for text in ["Không nhớ số", "chưa rõ", "không xác định được", "quên số CMND"] {
            nothing_in(text, Missing::Unknown);
        }
    }

    #[test]
    fn issue_beside_the_number() {
        for (text, by) in [
            ("CMND số 271234567 do CA Đồng Nai cấp ngày 12/03/2010", Some("CA Đồng Nai")),
            ("271234567 cấp ngày 12/03/2010 tại Công an tỉnh Đồng Nai", Some("Công an tỉnh Đồng Nai")),
            ("079090001234, ngày cấp: 12/03/2021, nơi cấp: Cục CSQLHC về TTXH", Some("Cục CSQLHC về TTXH")),
            ("079090001234 cấp ngày 12/03/2021", None),
            ("079090001234", None),
        ] {
            assert_eq!(issue(text).by.as_deref(), by, "{text}");
        }
    }

    #[test]
    fn messages_name_no_value() {
        assert_eq!(
            IdentityError::LostZero { found: 11 }.to_string(),
            "expected 12 digits, found 11: leading zeros may be lost"
        );
        assert_eq!(IdentityError::WrongLength { found: 8 }.to_string(), "expected 9 or 12 digits, found 8");
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in any::<String>()) {
            let _ = read(&text, &MAN_1990);
            let _ = issue(&text);
            let _ = read_sex(&text);
        }

        #[test]
        fn reading_digits_and_separators_never_panics(text in "[0-9OlEe+., /'()-]{0,30}") {
            let _ = read_all(&text, &MAN_1990);
        }

        #[test]
        fn printed_numbers_read_back(text in "[0-3][0-9]{3}12345|0(01|79|48|96)[0-3][0-9]{8}|[BCPE][0-9]{7,8}") {
            let number = parse(&text).unwrap();
            prop_assert_eq!(number.to_string(), text);
            prop_assert_eq!(parse(&number.to_string()), Ok(number));
        }
    }
}
