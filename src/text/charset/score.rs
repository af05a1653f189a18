//! How well a text reads: word by word, whether it is a syllable of Vietnamese, and how common a one.

use crate::text::form;
use crate::text::letter::{self, Vowel};
use crate::text::syllable::{Standing, Word};

/// What may be legal beside the core syllables.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// The text as it stands: doubt speaks for it.
    AsItStands,
    /// The text as a charset would have it.
    Decoded,
}

/// Words that are no syllables and yet common: places and clans of the highlands.
const KNOWN: &[&str] = &[
    "đắk",
    "lắk",
    "đăk",
    "lăk",
    "kạn",
    "krông",
    "niê",
    "mlô",
    "êban",
    "kđăm",
    "kbuôr",
    "hđơk",
    "kpă",
    "byă",
    "buôr",
    "êñuôl",
    "chưgông",
    "plei",
    "kôn",
    "đăkglei",
    "rơmah",
    "ksơr",
];

/// The tokens of a text: what stands between plain spaces. No-break space and the like are letters in some charsets.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\t', '\n', '\r']).filter(|token| !token.is_empty())
}

/// Whether a token tells anything about a charset.
pub(super) fn is_telling(token: &str) -> bool {
    token.bytes().any(|b| !(b' '..=b'~').contains(&b))
}

/// The weight of a token all of whose words are legal; `None` where one is not.
pub(super) fn weigh(token: &str, claim: Claim) -> Option<u32> {
    // Nearly every token is one word of ours.
    if let Some(read) = Word::read(token)
        && let Standing::Core(weight) = read.standing()
        && !has_capital_inside(token)
    {
        return Some(u32::from(weight) + 1);
    }
    let mut weight = 0;
    let mut rest = token;
    let mut before: Option<char> = None;
    while !rest.is_empty() {
        let start = rest.find(in_word).unwrap_or(rest.len());
        let (between, tail) = rest.split_at(start);
        let end = tail.find(|c| !in_word(c)).unwrap_or(tail.len());
        let (word, tail) = tail.split_at(end);
        check_between(between, before, word.chars().next())?;
        if !word.is_empty() {
            let last = between.chars().next_back().or(before);
            weight += weigh_word(word, claim, last.is_some_and(|c| c.is_ascii_digit()))?;
            before = word.chars().next_back();
        }
        rest = tail;
    }
    Some(weight)
}

fn in_word(c: char) -> bool {
    letter::is_vietnamese(c) || c.is_alphabetic() || ('\u{300}'..'\u{370}').contains(&c)
}

/// Signs between words: a sign that stands for a letter in some charset touches one.
fn check_between(between: &str, before: Option<char>, after: Option<char>) -> Option<()> {
    let mut chars = between.chars().peekable();
    let mut touches_before = before.is_some();
    while let Some(c) = chars.next() {
        let touches_after = chars.peek().is_none() && after.is_some();
        let sign_after = chars.peek().is_some_and(|next| !next.is_ascii());
        let fine = match c {
            c if c.is_ascii() => !c.is_ascii_control(),
            '²' | '³' | '…' | '”' => !(touches_before && touches_after),
            '´' => !touches_before || before.is_some_and(|c| c.is_ascii()),
            '’' => !(touches_before && touches_after && before == Some('Ã')),
            '–' | '—' | '\u{2010}'..='\u{2015}' | 'ʼ' => true,
            '“' | '‘' | '•' | '·' | '«' => !touches_before,
            '»' => !(touches_after || touches_before && sign_after),
            // Half of a misread `à`, unless a word in capitals ends before it.
            '\u{A0}' => {
                !(touches_before && before == Some('Ã') && touches_after && after.is_some_and(char::is_lowercase))
            }
            '\u{80}'..='\u{9F}' => false,
            _ => !touches_before && !touches_after,
        };
        if !fine {
            return None;
        }
        touches_before = false;
    }
    Some(())
}

fn weigh_word(word: &str, claim: Claim, after_digit: bool) -> Option<u32> {
    if word.is_ascii() {
        return Some(0);
    }
    if after_digit && matches!(word, "đ" | "Đ" | "º" | "ª") {
        return Some(0);
    }
    // An Icelandic letter for `đ` is a matter of form.
    if claim == Claim::AsItStands && word.contains(['Ð', 'ð']) {
        return weigh_word(&word.replace('Ð', "Đ").replace('ð', "đ"), claim, after_digit);
    }
    // A capital inside a word in small letters is a code: `ChÝ` in TCVN3.
    if has_capital_inside(word) {
        return None;
    }
    let composed;
    let word = if word.chars().any(|c| ('\u{300}'..'\u{370}').contains(&c)) {
        composed = form::clean(word);
        &*composed
    } else {
        word
    };
    if let Some(read) = Word::read(word) {
        match read.standing() {
            Standing::Core(weight) => return Some(u32::from(weight) + 1),
            Standing::Marginal if claim == Claim::AsItStands => return Some(0),
            _ => {}
        }
    }
    let known = || KNOWN.iter().any(|known| known.chars().eq(word.chars().map(letter::lower)));
    // Abbreviations: QĐ, HĐXX.
    let abbreviation = || word.chars().all(|c| c == 'Đ' || (c.is_ascii_uppercase() && Vowel::of(c).is_none()));
    if known() {
        Some(1)
    } else if abbreviation() {
        Some(0)
    } else {
        None
    }
}

fn has_capital_inside(word: &str) -> bool {
    let mut small = false;
    word.chars().any(|c| {
        let inside = small && !c.is_ascii() && letter::lower(c) != c;
        small |= letter::upper(c) != c;
        inside
    })
}

/// Words without marks that are no syllables: a foreign text.
pub(super) fn has_foreign(text: &str) -> bool {
    tokens(text).any(|token| {
        token.is_ascii()
            && token.len() > 2
            && token.chars().all(|c| c.is_ascii_alphabetic())
            && token.chars().any(|c| c.is_ascii_lowercase())
            && !Word::read(token).is_some_and(|word| word.is_syllable())
    })
}
