//! Small vocabularies about persons: ethnic group and nationality.
//!
//! | Written                                | Read                    |
//! |----------------------------------------|-------------------------|
//! | `H'Mông`, `HMÔNG`, `Mèo`, `Dân tộc: Mông` | `Mông`               |
//! | `Khơ-me`, `Khơ Me`, `Khmer`            | `Khmer`                 |
//! | `VN`, `Việt nam`, `CHXHCN Việt Nam`    | `Việt Nam`              |
//! | `Xá`, `Chil` (names of several groups) | nothing                 |
//!
//! The words are looked up whole: letter case, marks on unmarked text, hyphens, apostrophes and spaces are folded. For
//! the sex see [`identity::read_sex`](crate::identity::read_sex).
//!
//! Source: Decision 121-TCTK/PPCĐ of 1979 and its variants; Unicode CLDR for countries.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::data;
use crate::name::plain;
use crate::text;

/// Keys of a vocabulary; `None` where a key stands for several entries.
struct Vocabulary {
    marked: HashMap<String, Option<&'static str>>,
    unmarked: HashMap<String, Option<&'static str>>,
}

impl Vocabulary {
    /// Of entries (name, form, whether the form names one entry only); a name itself goes before every other form.
    fn new(entries: &[(&'static str, &'static str, bool)]) -> Self {
        let mut vocabulary = Self { marked: HashMap::new(), unmarked: HashMap::new() };
        vocabulary.add(entries.iter().filter(|(name, form, _)| name == form));
        let named = (vocabulary.marked.clone(), vocabulary.unmarked.clone());
        vocabulary.add(entries.iter().filter(|(name, form, _)| name != form));
        vocabulary.marked.extend(named.0);
        vocabulary.unmarked.extend(named.1);
        vocabulary
    }

    fn add<'e>(&mut self, entries: impl Iterator<Item = &'e (&'static str, &'static str, bool)>) {
        for &(name, form, known) in entries {
            let name = known.then_some(name);
            for (map, key) in [(&mut self.marked, fold(form)), (&mut self.unmarked, plain::plain(&fold(form)))] {
                let entry = map.entry(key).or_insert(name);
                if *entry != name {
                    *entry = None;
                }
            }
        }
    }

    fn find(&self, text: &str, labels: &[&str]) -> Option<&'static str> {
        let text = text::clean(text);
        let mut form = text.trim();
        for label in labels {
            let mut letters = form.char_indices();
            let same = label.chars().all(|l| letters.next().is_some_and(|(_, c)| plain::letter(c) == l));
            let rest = letters.next().and_then(|(at, _)| form.get(at..)).filter(|_| same);
            if let Some(rest) = rest.filter(|rest| rest.starts_with([' ', ':', '.'])) {
                form = rest.trim_start_matches([' ', ':', '.']);
            }
        }
        let form = form.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '-'));
        let key = fold(form);
        match self.marked.get(&key) {
            Some(name) => *name,
            None if key.is_ascii() => self.unmarked.get(&key).copied().flatten(),
            None => None,
        }
    }
}

/// Small letters without spaces, hyphens, apostrophes and dots, tones in one place.
fn fold(form: &str) -> String {
    let words = form.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| text::syllable::place_tone(&word.to_lowercase(), text::syllable::Style::Old)).collect()
}

static GROUPS: LazyLock<Vocabulary> = LazyLock::new(|| {
    let entries = data::rows(include_str!("data/ethnic_groups.tsv")).flat_map(|row| {
        let name = row.get(1);
        let known: Vec<_> = std::iter::once(name).chain(row.variants(2)).map(|form| (name, form, true)).collect();
        let ambiguous: Vec<_> = row.variants(3).map(|form| (name, form, false)).collect();
        known.into_iter().chain(ambiguous)
    });
    Vocabulary::new(&entries.collect::<Vec<_>>())
});

static COUNTRIES: LazyLock<Vocabulary> = LazyLock::new(|| {
    let entries = data::rows(include_str!("data/nationalities.tsv")).flat_map(|row| {
        let name = row.get(2);
        let forms: Vec<_> = [row.get(0), row.get(1), name].into_iter().chain(row.variants(3)).collect();
        forms.into_iter().map(move |form| (name, form, true))
    });
    Vocabulary::new(&entries.collect::<Vec<_>>())
});

/// The ethnic group (dân tộc) that a cell names, in the spelling of the census.
///
/// ```
/// use lltp::person::ethnicity;
///
/// assert_eq!(ethnicity("H'MÔNG"), Some("Mông"));
/// assert_eq!(ethnicity("Dân tộc: ê-đê"), Some("Ê Đê"));
/// assert_eq!(ethnicity("Xá"), None); // several groups are called so
/// ```
pub fn ethnicity(text: &str) -> Option<&'static str> {
    GROUPS.find(text, &["dan toc", "nguoi"])
}

/// The country of a nationality (quốc tịch) that a cell names, in Vietnamese.
///
/// ```
/// use lltp::person::nationality;
///
/// assert_eq!(nationality("VN"), Some("Việt Nam"));
/// assert_eq!(nationality("Quốc tịch: Cam-pu-chia"), Some("Campuchia"));
/// assert_eq!(nationality("không rõ"), None);
/// ```
pub fn nationality(text: &str) -> Option<&'static str> {
    COUNTRIES.find(text, &["quoc tich", "nguoi", "nuoc"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ethnic_groups() {
        for (text, name) in [
            ("Kinh", "Kinh"),
            ("KINH", "Kinh"),
            ("kinh.", "Kinh"),
            ("Việt", "Kinh"),
            ("Tày", "Tày"),
            ("tay", "Tày"),
            ("Thái", "Thái"),
            ("Khmer", "Khmer"),
            ("Khơ-me", "Khmer"),
            ("Khơ Me", "Khmer"),
            ("KHƠ ME", "Khmer"),
            ("Mông", "Mông"),
            ("H'Mông", "Mông"),
            ("H’Mông", "Mông"),
            ("HMông", "Mông"),
            ("Hmong", "Mông"),
            ("Mèo", "Mông"),
            ("Ê Đê", "Ê Đê"),
            ("Ê-đê", "Ê Đê"),
            ("Êđê", "Ê Đê"),
            ("Ede", "Ê Đê"),
            ("Gia Rai", "Gia Rai"),
            ("Gia-rai", "Gia Rai"),
            ("Jrai", "Gia Rai"),
            ("J'rai", "Gia Rai"),
            ("Ba Na", "Ba Na"),
            ("Bahnar", "Ba Na"),
            ("K'Ho", "Cơ Ho"),
            ("Cơ Ho", "Cơ Ho"),
            ("Vân Kiều", "Bru Vân Kiều"),
            ("Bru - Vân Kiều", "Bru Vân Kiều"),
            ("Hoa", "Hoa"),
            ("Thổ", "Thổ"),
            ("Hoa (Hán)", "Hoa"),
            ("Nùng", "Nùng"),
            ("Mường", "Mường"),
            ("Dao", "Dao"),
            ("S'tiêng", "Xtiêng"),
            ("Người Kinh", "Kinh"),
            ("Dân tộc Tày", "Tày"),
            ("Ra Glai", "Ra Glai"),
            ("Raglai", "Ra Glai"),
            ("M'Nông", "Mnông"),
        ] {
            assert_eq!(ethnicity(text), Some(name), "{text}");
        }
        for text in ["", "Xá", "Việt Nam", "1", "Chil", "không rõ", "Kinh, Tày"] {
            assert_eq!(ethnicity(text), None, "{text}");
        }
    }

    #[test]
    fn nationalities() {
        for (text, name) in [
            ("Việt Nam", "Việt Nam"),
            ("VN", "Việt Nam"),
            ("vn", "Việt Nam"),
            ("VIỆT NAM", "Việt Nam"),
            ("Viet Nam", "Việt Nam"),
            ("Vietnam", "Việt Nam"),
            ("CHXHCN Việt Nam", "Việt Nam"),
            ("Trung Quốc", "Trung Quốc"),
            ("TQ", "Trung Quốc"),
            ("Lào", "Lào"),
            ("Campuchia", "Campuchia"),
            ("Cam-pu-chia", "Campuchia"),
            ("Hàn Quốc", "Hàn Quốc"),
            ("Mỹ", "Hoa Kỳ"),
            ("USA", "Hoa Kỳ"),
            ("Đài Loan", "Đài Loan"),
            ("Quốc tịch Việt Nam", "Việt Nam"),
            ("VNM", "Việt Nam"),
        ] {
            assert_eq!(nationality(text), Some(name), "{text}");
        }
        for text in ["", "Kinh", "không rõ", "Việt Nam, Lào"] {
            assert_eq!(nationality(text), None, "{text}");
        }
    }
}
