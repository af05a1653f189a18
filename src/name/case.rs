//! Title case for names.

use super::plain;

/// The name with a capital at the front of every syllable, behind `H'` and `K'`, and behind a hyphen.
///
/// Clusters of clan names stay small inside (`KĐĂM` → `Kđăm`). A word that mixes cases on purpose (`McDonald`, `HLinh`)
/// stays as it is.
pub(super) fn display(full: &str) -> String {
    // Most names are in title case as they stand.
    let mut front = true;
    let titled = full.chars().all(|c| {
        let expected = if front { plain::capital(c) } else { plain::small(c) };
        front = !plain::is_letter(c) && !c.is_alphanumeric() && !('\u{300}'..='\u{36F}').contains(&c);
        c == expected
    });
    if titled {
        return full.to_owned();
    }
    let mut out = String::with_capacity(full.len());
    for (at, word) in full.split(' ').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        if mixed(word) {
            out.push_str(word);
        } else {
            title(word, &mut out);
        }
    }
    out
}

/// `McDonald`, `O'Neill`, `HLinh`: one inner capital behind a known opening.
fn mixed(word: &str) -> bool {
    let rest = word.strip_prefix("Mc").or_else(|| word.strip_prefix("Mac")).or_else(|| word.strip_prefix('H'));
    rest.is_some_and(|rest| {
        let mut chars = rest.chars();
        chars.next().is_some_and(char::is_uppercase)
            && chars.as_str().chars().count() > 1
            && chars.all(char::is_lowercase)
    })
}

fn title(word: &str, out: &mut String) {
    let mut front = true;
    for c in word.chars() {
        out.push(if front { plain::capital(c) } else { plain::small(c) });
        front = !plain::is_letter(c) && !c.is_alphanumeric() && !('\u{300}'..='\u{36F}').contains(&c);
    }
}
