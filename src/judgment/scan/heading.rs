//! The words around a number: what kind of paper it is of, at which instance, about what.

use super::super::{Document, Instance, JudgmentNumber, Matter, suffix};
use super::Token;
use crate::name::plain;

/// What the words before a number say.
pub(super) struct Heading {
    pub(super) known: bool,
    instance: Option<Instance>,
    matter: Option<Matter>,
    document: Option<Document>,
    /// The letters of a short form before the number: `BA HSST số 12`.
    letters: Option<String>,
}

pub(super) fn heading(tokens: &[Token<'_>]) -> Heading {
    if tokens.is_empty() {
        return Heading { known: true, instance: None, matter: None, document: None, letters: None };
    }
    let text: String = tokens.iter().flat_map(|t| [" ", t.text]).collect();
    let mut text = plain::plain(&text);
    text.push(' ');
    let first = |forms: &[&str]| forms.iter().filter_map(|form| text.find(form)).min();
    let documents = [
        (first(&[" ban an ", " ba ", " hsst ", " hspt "]), Document::Judgment),
        (first(&[" quyet dinh ", " qd "]), Document::Decision),
        (first(&[" thu ly ", " tl "]), Document::Docket),
        (first(&[" cao trang ", " ct "]), Document::Indictment),
    ];
    let document = documents.iter().filter_map(|(at, document)| at.map(|at| (at, *document))).min_by_key(|d| d.0);
    let mut letters = None;
    let mut known = true;
    let mut after = tokens.iter().skip(1);
    for token in tokens {
        let word = plain::plain(token.text);
        // `BAHSST số 12`: the judgment and its letters in one word.
        let part = if word.len() > 4 { word.strip_prefix("ba").unwrap_or(&word) } else { &word };
        let form = suffix::normal(&[part]);
        let facts = suffix::facts(&form);
        let named = facts.matter.is_some() && facts.instance.is_some() && part.len() <= 6;
        if named {
            letters = Some(form);
        }
        if let Some(next) = after.next()
            && next.gap == "-"
        {
            let form = suffix::normal(&[token.text, next.text]);
            let facts = suffix::facts(&form);
            if facts.matter.is_some() && facts.instance.is_some() {
                letters = Some(form);
            }
        }
        known &= named || WORDS.contains(&word.as_str()) || letters.is_some() && suffix::known(token.text);
    }
    Heading {
        known,
        instance: if first(&[" giam doc tham "]).is_some() {
            Some(Instance::Cassation)
        } else if first(&[" tai tham "]).is_some() {
            Some(Instance::Reopening)
        } else if first(&[" phuc tham "]).is_some() {
            Some(Instance::Appeal)
        } else if first(&[" so tham "]).is_some() {
            Some(Instance::First)
        } else {
            None
        },
        matter: [
            (" hinh su ", Matter::Criminal),
            (" dan su ", Matter::Civil),
            (" hon nhan ", Matter::Family),
            (" kinh doanh ", Matter::Commercial),
            (" kinh te ", Matter::Commercial),
            (" lao dong ", Matter::Labour),
            (" hanh chinh ", Matter::Administrative),
            (" pha san ", Matter::Bankruptcy),
        ]
        .into_iter()
        .find_map(|(form, matter)| first(&[form]).map(|_| matter)),
        document: document.map(|d| d.1),
        letters,
    }
}

/// Words that may stand before or behind a number without a name or a place among them.
const WORDS: &[&str] = &[
    "ba", "ban", "an", "so", "s", "no", "quyet", "dinh", "qd", "hinh", "su", "dan", "hon", "nhan", "va", "gia", "kinh",
    "doanh", "thuong", "mai", "te", "lao", "dong", "hanh", "chinh", "tham", "phuc", "giam", "doc", "tai", "thu", "ly",
    "tl", "cao", "trang", "ct", "thi", "tha", "giay", "chung", "xac", "gcn", "xn", "ngay", "tuyen", "xu", "xet", "cua",
    "vu", "theo", "tai", "hs", "ds", "hn", "st", "pt", "hsst", "hspt", "dac", "xa", "van", "bbtt", "kn", "khang",
    "nghi", "vb", "pha", "san", "hoan", "mien", "chap", "xong", "thoi", "han", "sơ", "cong",
];

/// Whether the words behind a number name a court or an office.
pub(super) fn court(tokens: &[Token<'_>]) -> bool {
    let words = tokens.iter().take(4);
    words.map(|t| plain::plain(t.text)).any(|word| {
        matches!(
            word.as_str(),
            "tand" | "toa" | "taqs" | "tandtc" | "vks" | "vksnd" | "ta" | "thads" | "cuc" | "ubnd" | "bca"
        )
    })
}

/// Fills in what the words before the number say and the number does not.
pub(super) fn complete(number: &mut JudgmentNumber, heading: &Heading) {
    if number.suffix.is_none()
        && let Some(letters) = &heading.letters
    {
        let facts = suffix::facts(letters);
        number.suffix = Some(letters.clone());
        (number.instance, number.matter, number.document) = (facts.instance, facts.matter, facts.document);
    }
    number.instance = number.instance.or(heading.instance);
    number.matter = number.matter.or(heading.matter);
    let marked = number.suffix.as_deref().is_some_and(|s| suffix::facts(s).marked);
    if let Some(document) = heading.document
        && !marked
    {
        number.document = Some(document);
    }
}
