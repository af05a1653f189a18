//! Keyed tokens, masks, and the copy of a result that may leave the office.
//!
//! | Of             | In the copy                                     | Function       |
//! |----------------|-------------------------------------------------|----------------|
//! | numbers, codes | tokens: equal numbers keep equal tokens         | [`Key::token`] |
//! | names          | initials: `Nguyễn Văn An` → `N.V.A`             | [`initials`]   |
//! | dates          | years: `1965-11-14` → `1965`                    | [`year`]       |
//! | places         | era and code of the province                    |                |
//! | short texts    | kept where five persons or more have the same   | [`Share`]      |
//! | free text, `extra`, file names, trace | left out                 |                |
//!
//! What becomes of a column follows from its [`Sensitivity`] and [`Tag`](crate::schema::Tag); a column that is not
//! known here is left out. The copy is pseudonymous, not anonymous: who holds the key, or knows enough about a person,
//! can find the person in it. For people on a screen there is [`mask`]: `035085001891` → `035***891`.
//!
//! The same on columns of any frame:
//!
//! ```
//! use lltp::polars::prelude::*;
//! use lltp::privacy::{Key, Private as _};
//!
//! let key = Key::new(b"0123456789abcdef0123456789abcdef")?;
//! let frame = df!("name" => ["Nguyễn Văn An"], "id" => ["035085001891"])?;
//! let shown = frame.lazy().select([col("name").private().initials(), col("id").private().token(&key, "citizen_id")]).collect()?;
//! assert_eq!(shown.column("name")?.str()?.get(0), Some("N.V.A"));
//! assert_eq!(shown.column("id")?.str()?.get(0), Some(key.token("citizen_id", "035085001891").as_str()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod share;

use std::path::Path;

use hmac::{Hmac, KeyInit as _, Mac as _};
use polars::prelude::*;
use sha2::Sha256;
use unicode_normalization::UnicodeNormalization as _;

use crate::error::{Error, Result};
use crate::frame::typed::{Distinct, strings};
use crate::output::hex;
#[cfg(doc)]
use crate::schema::Sensitivity;

pub use share::{LEAST, Share, TABLES};

/// Bytes that a key has at least.
const KEY_LEAST: usize = 16;

/// Bytes of the digest that a token shows: enough that no two numbers of a country meet.
const TOKEN_BYTES: usize = 16;

/// A secret from which tokens are made. Its text never shows, not even in `Debug`.
#[derive(Clone)]
pub struct Key(Hmac<Sha256>);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(..)")
    }
}

impl Key {
    /// A key of 16 bytes or more.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] where the secret is shorter.
    pub fn new(secret: &[u8]) -> Result<Self> {
        Self::of(secret, "key")
    }

    /// The key in a file: its bytes, without line ends after them.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] where there is no such file, or it holds less than 16 bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// let missing = lltp::privacy::Key::read("no-such.key".as_ref()).unwrap_err();
    /// assert_eq!(missing.to_string(), "no-such.key: cần một tệp khóa đọc được / expected a key file that can be read");
    /// ```
    pub fn read(path: &Path) -> Result<Self> {
        let place = path.display().to_string();
        let unread = || Error::config(&place, "cần một tệp khóa đọc được", "expected a key file that can be read");
        if !path.is_file() {
            return Err(unread());
        }
        let bytes = std::fs::read(path).map_err(|_| unread())?;
        let end = bytes.iter().rposition(|byte| !matches!(byte, b'\n' | b'\r')).map_or(0, |last| last + 1);
        Self::of(bytes.get(..end).unwrap_or_default(), &place)
    }

    fn of(secret: &[u8], place: &str) -> Result<Self> {
        let short = || {
            Error::config(
                place,
                format!("cần khóa dài ít nhất {KEY_LEAST} byte, gặp {} byte", secret.len()),
                format!("expected a key of at least {KEY_LEAST} bytes, found {}", secret.len()),
            )
        };
        if secret.len() < KEY_LEAST {
            return Err(short());
        }
        Hmac::new_from_slice(secret).map(Self).map_err(|_| short())
    }

    /// The token of a value: HMAC-SHA-256 over purpose and value, 32 hex digits of it.
    ///
    /// Equal values of one purpose have equal tokens under one key. The purpose keeps a card number and a record code
    /// that happen to be equal apart.
    ///
    /// # Examples
    ///
    /// ```
    /// let key = lltp::privacy::Key::new(b"0123456789abcdef")?;
    /// let token = key.token("citizen_id", "035085001891");
    /// assert_eq!(token.len(), 32);
    /// assert_ne!(token, key.token("passport", "035085001891"));
    /// assert!(lltp::privacy::Key::new(b"short").is_err());
    /// # Ok::<(), lltp::Error>(())
    /// ```
    pub fn token(&self, purpose: &str, value: &str) -> String {
        let mut mac = self.0.clone();
        // The length keeps ("ab", "c") and ("a", "bc") apart.
        mac.update(&(purpose.len() as u64).to_be_bytes());
        mac.update(purpose.as_bytes());
        mac.update(value.as_bytes());
        hex(mac.finalize().into_bytes().get(..TOKEN_BYTES).unwrap_or_default())
    }
}

/// Shows the ends of a number: at most three characters and at most a third of it on each side.
///
/// # Examples
///
/// ```
/// use lltp::privacy::mask;
///
/// assert_eq!(mask("035085001891"), "035***891");
/// assert_eq!(mask("B1234567"), "B1***67");
/// assert_eq!(mask("12"), "***");
/// ```
pub fn mask(text: &str) -> String {
    let letters: Vec<char> = text.nfc().collect();
    let shown = (letters.len() / 3).min(3);
    let head = letters.iter().take(shown);
    let tail = letters.iter().skip(letters.len() - shown);
    head.copied().chain("***".chars()).chain(tail.copied()).collect()
}

/// The initials of a name; a word without a letter has none.
///
/// # Examples
///
/// ```
/// use lltp::privacy::initials;
///
/// assert_eq!(initials("Nguyễn Văn An"), "N.V.A");
/// assert_eq!(initials("đỗ thị ánh"), "Đ.T.Á");
/// assert_eq!(initials("035085001891"), "");
/// ```
pub fn initials(name: &str) -> String {
    let mut out = String::new();
    for word in name.nfc().collect::<String>().split_whitespace() {
        let Some(first) = word.chars().find(|c| c.is_alphabetic()) else { continue };
        if !out.is_empty() {
            out.push('.');
        }
        out.extend(first.to_uppercase());
    }
    out
}

/// The year or years of a date in EDTF; nothing of any other text.
///
/// # Examples
///
/// ```
/// use lltp::privacy::year;
///
/// assert_eq!(year("1965-11-14").as_deref(), Some("1965"));
/// assert_eq!(year("1965-04/1965-06").as_deref(), Some("1965"));
/// assert_eq!(year("1965-12/1966-01").as_deref(), Some("1965/1966"));
/// assert_eq!(year("[1965,1966]").as_deref(), Some("[1965,1966]"));
/// assert_eq!(year("14/11/1965"), None);
/// ```
pub fn year(edtf: &str) -> Option<String> {
    let one = |date: &str| {
        let (date, rest) = date.strip_suffix('~').map_or((date, ""), |date| (date, "~"));
        let mut parts = date.split('-');
        let year = parts.next().filter(|y| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()))?;
        let rest_is_date =
            parts.clone().count() <= 2 && parts.all(|p| p.len() == 2 && p.bytes().all(|b| b.is_ascii_digit()));
        rest_is_date.then(|| format!("{year}{rest}"))
    };
    let many = |text: &str, between: char| {
        let mut years: Vec<String> = text.split(between).map(|part| one(part.trim())).collect::<Option<_>>()?;
        years.dedup();
        Some(years)
    };
    let set = edtf.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let (years, between) = match set {
        Some(set) => (many(set, ',')?, ","),
        None => (many(edtf, '/')?, "/"),
    };
    let text = years.join(between);
    Some(if set.is_some() && years.len() > 1 { format!("[{text}]") } else { text })
}

/// Gives expressions their masks.
pub trait Private {
    /// The masks of this expression.
    fn private(self) -> Masks;
}

impl Private for Expr {
    fn private(self) -> Masks {
        Masks(self)
    }
}

/// Masks of one expression of String. Elementwise; null stays null.
#[derive(Clone, Debug)]
pub struct Masks(Expr);

impl Masks {
    /// [`Key::token`].
    pub fn token(self, key: &Key, purpose: &str) -> Expr {
        let (key, purpose) = (key.clone(), purpose.to_owned());
        self.each(move |text| Some(key.token(&purpose, text)))
    }

    /// [`mask`].
    pub fn mask(self) -> Expr {
        self.each(|text| Some(mask(text)))
    }

    /// [`initials`].
    pub fn initials(self) -> Expr {
        self.each(|name| Some(initials(name)))
    }

    /// [`year`]; null where the text is no date.
    pub fn year(self) -> Expr {
        self.each(year)
    }

    fn each(self, of: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Expr {
        self.0.map(move |column| each(&column, &of), |_, field| Ok(Field::new(field.name().clone(), DataType::String)))
    }
}

/// A column of String, another text for each distinct one.
fn each(column: &Column, of: impl Fn(&str) -> Option<String>) -> PolarsResult<Column> {
    let texts = column.str()?;
    let made = Distinct::parse(texts.iter(), of);
    Ok(strings(texts.name(), (0..made.len()).map(|row| made.get(row).and_then(Option::as_deref))))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn key() -> Key {
        Key::new(b"0123456789abcdef").unwrap()
    }

    #[test]
    fn a_token_is_hmac_of_purpose_and_value() {
        // python3 -c 'import hmac,struct; print(hmac.new(b"0123456789abcdef", struct.pack(">Q",10)+b"citizen_id"+b"035085001891", "sha256").hexdigest()[:32])'
        assert_eq!(key().token("citizen_id", "035085001891"), "1272ab40fb9aa914d06060ea0c646a5c");
        assert_ne!(key().token("ab", "c"), key().token("a", "bc"));
        assert_ne!(key().token("a", "b"), Key::new(b"another key, also long").unwrap().token("a", "b"));
    }

    #[test]
    fn a_key_shows_nothing_of_itself() {
        assert_eq!(format!("{:?}", key()), "Key(..)");
        let error = Key::new(b"secret").unwrap_err();
        assert_eq!(
            error.to_string(),
            "key: cần khóa dài ít nhất 16 byte, gặp 6 byte / expected a key of at least 16 bytes, found 6"
        );
    }

    #[test]
    fn line_ends_are_no_part_of_a_key_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("khoa.txt");
        std::fs::write(&path, "0123456789abcdef\r\n").unwrap();
        assert_eq!(Key::read(&path).unwrap().token("a", "b"), key().token("a", "b"));
        std::fs::write(&path, "0123456789\n\n\n\n\n\n\n\n").unwrap();
        assert!(matches!(Key::read(&path), Err(Error::Config { .. })));
        assert!(matches!(Key::read(folder.path()), Err(Error::Config { .. })));
    }

    #[test]
    fn masks_show_a_third_at_each_end_at_most() {
        for (text, masked) in [
            ("", "***"),
            ("1", "***"),
            ("123", "1***3"),
            ("031507823", "031***823"),
            ("035085001891", "035***891"),
            ("e\u{302}", "***"),
            ("Đặng", "Đ***g"),
        ] {
            assert_eq!(mask(text), masked, "{text}");
        }
    }

    #[test]
    fn initials_of_names_in_any_form() {
        for (name, short) in [
            ("NGUYEN VAN AN", "N.V.A"),
            ("H'Hen Niê", "H.N"),
            ("  Lê   Mai ", "L.M"),
            ("a\u{302}u co\u{31B}", "Â.C"),
            ("A", "A"),
            ("", ""),
            ("(?) 12", ""),
        ] {
            assert_eq!(initials(name), short, "{name}");
        }
    }

    #[test]
    fn years_of_dates_alone() {
        for (edtf, years) in [
            ("1965", Some("1965")),
            ("1965-11", Some("1965")),
            ("1965~", Some("1965~")),
            ("1965-11~", Some("1965~")),
            ("[1965-03,1965-04]", Some("1965")),
            ("[1965-03-01,1966-03-01]", Some("[1965,1966]")),
            ("", None),
            ("196", None),
            ("Nguyễn Văn An", None),
            ("1965-11-14-01", None),
            ("035085001891", None),
        ] {
            assert_eq!(year(edtf).as_deref(), years, "{edtf}");
        }
    }

    #[test]
    fn expressions_keep_null_and_name() {
        let frame = df!("x" => [Some("1965-11-14"), None, Some("ngày 5")]).unwrap();
        let out = frame.lazy().select([col("x").private().year()]).collect().unwrap();
        assert_eq!(out.column("x").unwrap().str().unwrap().iter().collect::<Vec<_>>(), [Some("1965"), None, None]);
    }
}
