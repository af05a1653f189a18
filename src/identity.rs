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

mod issue;
mod judge;
mod scan;
mod sex;

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::data;
use crate::repair::{ErrorCode, Grade, Missing, Reading, Repair};
use crate::text;

pub use issue::{Issue, issue};
use judge::{judge, nothing, repeated};
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

#[cfg(test)]
mod tests;
