//! When and by whom a paper was issued.

use serde::{Deserialize, Serialize};

use crate::date::{self, DateOptions, PartialDate};
use crate::name::plain::Plain;
use crate::text;

/// When and by whom a paper was issued, where the cell of its number says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Date of issue.
    pub on: Option<PartialDate>,
    /// Issuer, as written.
    pub by: Option<String>,
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
