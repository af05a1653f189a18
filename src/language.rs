//! The languages of what people read: reports, work lists, refusals.

use serde::{Deserialize, Serialize};

/// A language.
///
/// ```
/// use lltp::language::Language;
///
/// assert_eq!(Language::Vi.choose("dòng", "row"), "dòng");
/// assert_eq!(Language::default(), Language::Vi);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

impl Language {
    /// `vi` or `en`: the language tag.
    pub fn tag(self) -> &'static str {
        self.choose("vi", "en")
    }

    /// Of two texts of one meaning, the one in this language.
    pub fn choose<T>(self, vi: T, en: T) -> T {
        match self {
            Self::Vi => vi,
            Self::En => en,
        }
    }

    /// 12345 → `12.345` or `12,345`.
    ///
    /// ```
    /// use lltp::language::Language;
    /// assert_eq!(Language::Vi.count(1_234_567), "1.234.567");
    /// assert_eq!(Language::En.count(1_234_567), "1,234,567");
    /// ```
    pub fn count(self, count: u64) -> String {
        let digits = count.to_string();
        let mut out = String::with_capacity(digits.len() * 4 / 3);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(self.choose('.', ','));
            }
            out.push(digit);
        }
        out
    }

    /// `33,3 %` or `33.3%`, cut and not rounded, so that only the whole is 100; a dash where there is nothing to share.
    ///
    /// ```
    /// use lltp::language::Language;
    /// assert_eq!(Language::Vi.share(1, 3), "33,3\u{A0}%");
    /// assert_eq!(Language::En.share(9999, 10000), "99.9%");
    /// assert_eq!(Language::En.share(1, 0), "–");
    /// ```
    pub fn share(self, count: u64, of: u64) -> String {
        if of == 0 {
            return "–".to_owned();
        }
        let permille = u128::from(count) * 1000 / u128::from(of);
        let (whole, tenth) = (permille / 10, permille % 10);
        self.choose(format!("{whole},{tenth}\u{A0}%"), format!("{whole}.{tenth}%"))
    }

    /// `12,5` or `12.5`.
    pub fn decimal(self, value: f64) -> String {
        let text = format!("{value:.1}");
        self.choose(text.replace('.', ","), text)
    }

    /// `30/6/2026` or `30 June 2026`; any other text as it stands.
    ///
    /// ```
    /// use lltp::language::Language;
    /// assert_eq!(Language::Vi.day("2026-06-30"), "30/6/2026");
    /// assert_eq!(Language::En.day("2026-06-30"), "30 June 2026");
    /// assert_eq!(Language::En.day("soon"), "soon");
    /// ```
    pub fn day(self, iso: &str) -> String {
        let Ok(date) = iso.parse::<crate::date::Date>() else { return iso.to_owned() };
        let month = usize::try_from(date.month()).ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
        self.choose(
            format!("{}/{}/{}", date.day(), date.month(), date.year()),
            format!("{} {} {}", date.day(), month.unwrap_or(&""), date.year()),
        )
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
