//! What one number is: the kind of paper by its digits, its letters and its label; what was lost or misread in it.

use super::scan::{Candidate, Written};
use super::{Holder, IdentityError, IdentityKind, IdentityNumber};
use crate::name::plain;
use crate::repair::{Missing, Repair};

pub(super) type Judged = Result<(IdentityNumber, Option<Repair>), (IdentityError, Option<Repair>)>;

/// What a candidate is.
pub(super) fn judge(candidate: &Candidate, written: &str, holder: Holder) -> Judged {
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
pub(super) fn repeated(digits: &str) -> bool {
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
pub(super) fn nothing(cell: &str) -> Option<Missing> {
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
