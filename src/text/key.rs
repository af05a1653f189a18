//! Comparison keys: a named ladder from exact to sound.
//!
//! | Rung      | `Nguyễn Thị Thuý Vy` | Folds                                                                     |
//! |-----------|----------------------|---------------------------------------------------------------------------|
//! | exact     | `Nguyễn Thị Thuý Vy` | form alone ([`clean`](super::clean))                                      |
//! | placement | `nguyễn thị thúy vi` | case, place of the tone, i/y, apostrophes, `H' Y- K'` and their words; what typing and scanning left |
//! | unmarked  | `nguyen thi thuy vi` | all marks, `đ`                                                            |
//! | sound     | `nuien thi thi di`   | what is one sound in some region (below)                                  |
//!
//! Every rung folds what the one before it folded: texts with one key keep one key further up (Tràng, heard as Trường,
//! leaves Trang there). The order of words is
//! always kept. Keys propose who may be the same; they never decide, and nothing is stored under them.
//!
//! Sound merges ch/tr, s/x, d/gi/r/v, l/n, c/k/q, g/gh, ng/ngh, qu/hu; final n/ng and t/c, after i and e also nh and
//! ch; iêu/ươu/ưu/iu, the glide in oa/oe/uyê, and names that are one word by taboo: Hoàng/Huỳnh, Vũ/Võ, Phúc/Phước …

use serde::{Deserialize, Serialize};

use super::letter::{self, Vowel};
use super::residue;
use super::syllable::{Standing, Style, Tone, Word, strip_mark};

/// A rung of the ladder of comparison keys, from strict to loose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The cleaned text.
    Exact,
    /// Case, tone style, i/y, apostrophes and the prefixes of ethnic names folded.
    Placement,
    /// Placement without any marks.
    Unmarked,
    /// Unmarked with the regional merges of sound.
    Sound,
}

/// The comparison key of a text; the order of its words is kept.
///
/// ```
/// use lltp::text::key::{Level, key};
///
/// assert_eq!(key("NGUYỄN THỊ HOÀ", Level::Placement), "nguyễn thị hòa");
/// assert_eq!(key("Lý Qúy", Level::Placement), key("Lí Quí", Level::Placement));
/// assert_eq!(key("H’ Linh Niê", Level::Placement), key("HLinh Niê", Level::Placement));
/// assert_eq!(key("Đặng Thị Ngọc", Level::Unmarked), "dang thi ngoc");
/// assert_eq!(key("Huỳnh Xinh", Level::Sound), key("Hoàng Sinh", Level::Sound));
/// assert_ne!(key("Hoàng", Level::Placement), key("Huỳnh", Level::Placement)); // different legal names
/// ```
pub fn key(text: &str, level: Level) -> String {
    let mut out = String::with_capacity(text.len());
    key_into(text, level, &mut out);
    out
}

/// Appends the key of a text to a buffer; see [`key`]. Allocates nothing beside where the text is in good form.
pub fn key_into(text: &str, level: Level, out: &mut String) {
    let text = super::clean(text);
    if level == Level::Exact {
        out.push_str(&text);
        return;
    }
    let start = out.len();
    let mut rest = &*text;
    while let Some(c) = rest.chars().next() {
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(end);
        if !word.is_empty() {
            fold(word, level, out);
            rest = after_word(word, tail, start, out);
            continue;
        }
        let (between, tail) = rest.split_at(c.len_utf8());
        match c {
            // Only before a word: behind one it was taken already.
            c if is_apostrophe(c) => {}
            c if c == ' ' || is_hyphen(c) || c == '.' => {
                let spaced = out.len() == start || out.ends_with(' ');
                let in_number = tail.starts_with(|c: char| c.is_ascii_digit());
                match c {
                    '.' if in_number && !spaced => out.push('.'),
                    c if c != '.' && c != ' ' && in_number => out.push('-'),
                    _ if spaced => {}
                    _ => out.push(' '),
                }
            }
            _ => out.push_str(between),
        }
        rest = tail;
    }
    let end = out.trim_end_matches(' ').len();
    out.truncate(end.max(start));
}

fn is_word(c: char) -> bool {
    letter::is_vietnamese(c) || c.is_alphanumeric()
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '′' | 'ʻ')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '‑' | '−' | '\u{2010}')
}

/// What follows a word: an apostrophe inside or behind it goes, and a prefix (`H'`, `K'`, `Y-`, `A`) is joined to its
/// word whether glued, spaced, dotted or hyphened.
fn after_word<'a>(word: &str, tail: &'a str, start: usize, out: &str) -> &'a str {
    let bare = tail.trim_start_matches(is_apostrophe);
    let at_start = out.len() - start == word.len() || out.as_bytes().iter().rev().nth(word.len()) == Some(&b' ');
    let prefix = matches!(word, "H" | "h" | "K" | "k" | "Y" | "y" | "A" | "a") && at_start;
    if prefix {
        let joined = bare.strip_prefix(|c| is_hyphen(c) || c == '.').unwrap_or(bare);
        let joined = joined.strip_prefix(' ').unwrap_or(joined);
        if joined.starts_with(char::is_alphabetic) {
            return joined;
        }
    }
    bare
}

/// Appends the folded word.
fn fold(word: &str, level: Level, out: &mut String) {
    // Behind a prefix stands no Kinh name: `K'Sor` was not typed in Telex.
    let joined = out.ends_with(char::is_alphabetic);
    let read = Word::read(word);
    let doubtful = match &read {
        Some(read) => read.standing() == Standing::Illegal,
        None => is_typed(word),
    };
    if doubtful
        && !joined
        && let Some((_, repaired)) = residue::propose(word)
    {
        for (at, word) in repaired.split(' ').enumerate() {
            if at > 0 {
                out.push(' ');
            }
            push(Word::read(word).as_ref(), word, level, out);
        }
        return;
    }
    push(read.as_ref(), word, level, out);
}

fn push(read: Option<&Word>, word: &str, level: Level, out: &mut String) {
    let start = out.len();
    match read {
        Some(read) => push_word(read, word, level, out),
        None => push_letters(word, level, out),
    }
    sound_tail(start, level, out);
}

/// Whether a word that is no syllable may hold keys: digits among letters, or more letters than a syllable has.
fn is_typed(word: &str) -> bool {
    let letters = word.chars().any(char::is_alphabetic);
    letters && (word.len() > 7 || word.chars().any(|c| c.is_ascii_digit()))
}

fn push_letters(word: &str, level: Level, out: &mut String) {
    out.extend(
        word.chars().map(|c| if level == Level::Placement { letter::lower(c) } else { letter::lower(strip_mark(c)) }),
    );
}

/// The word in small letters, its tone in the old place, a final `y` behind consonants as `i`.
fn push_word(read: &Word, word: &str, level: Level, out: &mut String) {
    if read.tones > 1 {
        return push_letters(word, level, out);
    }
    let letters = read.letters();
    // The one pair of the taboo names that needs its tone: Tràng is Trường, Trang is itself.
    if level == Level::Sound && read.tone == Tone::Grave && matches!(letters, ['t', 'r', 'a', 'n', 'g']) {
        return out.push_str("truong");
    }
    // Only a syllable has a place for its tone.
    let place = if read.standing_with(read.tone) > Standing::Illegal { read.place(Style::Old) } else { read.at };
    let i_for_y = folds_y(letters);
    for (at, &c) in letters.iter().enumerate() {
        let c = if c == 'y' && i_for_y == Some(at) { 'i' } else { c };
        match Vowel::of(c) {
            Some(vowel) if level > Level::Placement => out.push(vowel.base()),
            Some(vowel) if read.tones == 1 && at == place => out.push(vowel.with_tone(read.tone).letter()),
            None if level > Level::Placement => out.push(strip_mark(c)),
            _ => out.push(c),
        }
    }
    debug_assert!(read.tones == 1 || read.tone == Tone::Level);
}

/// Where a `y` stands that is the whole vowel: `ly`, `quy`, `quynh`. Alone (`Y`) and in `thuy` it is another sound.
fn folds_y(letters: &[char]) -> Option<usize> {
    let (head, behind_qu) = match letters {
        ['q', 'u', rest @ ..] => (rest, true),
        _ => (letters, false),
    };
    let at = head.iter().position(|&c| Vowel::of(c).is_some())?;
    if head.get(at) != Some(&'y') {
        return None;
    }
    let last = at + 1 == head.len();
    if behind_qu {
        let vowel_next = head.get(at + 1).is_some_and(|&c| Vowel::of(c).is_some());
        (at == 0 && !vowel_next).then_some(2)
    } else {
        (at > 0 && last).then_some(at)
    }
}

/// Turns the word at the end of the buffer into its sound.
fn sound_tail(start: usize, level: Level, out: &mut String) {
    if level != Level::Sound {
        return;
    }
    let mut word = [0_u8; 8];
    let Some(tail) = out.get(start..) else { return };
    if tail.len() >= word.len() || !tail.bytes().all(|b| b.is_ascii_lowercase()) {
        return;
    }
    let len = tail.len();
    word.iter_mut().zip(tail.bytes()).for_each(|(to, from)| *to = from);
    out.truncate(start);
    let Some(word) = word.get(..len).and_then(|word| str::from_utf8(word).ok()) else { return };
    push_sound(word, out);
}

/// Names that are one word by taboo, without marks.
const TABOO: &[(&str, &str)] = &[
    ("buu", "bao"),
    ("chanh", "chinh"),
    ("dom", "dam"),
    ("huynh", "hoang"),
    ("kieng", "canh"),
    ("lanh", "linh"),
    ("mieng", "minh"),
    ("nhiem", "nham"),
    ("nhon", "nhan"),
    ("phuoc", "phuc"),
    ("phuong", "phung"),
    ("quinh", "hoang"), // Quỳnh is heard as Huỳnh
    ("quoi", "qui"),
    ("san", "son"),
    ("thoi", "thai"),
    ("tong", "tung"),
    ("vo", "vu"),
];

fn push_sound(word: &str, out: &mut String) {
    if word.len() == 1 {
        return out.push_str(word);
    }
    // A prefix that is written as one with its word is heard apart.
    if word.starts_with(['h', 'k', 'y', 'a'])
        && let Some((prefix, rest)) = word.split_at_checked(1)
        && !Word::read(word).is_some_and(|word| word.is_unmarked_syllable())
        && Word::read(rest).is_some_and(|rest| rest.is_unmarked_syllable())
    {
        out.push_str(prefix);
        return push_sound(rest, out);
    }
    let word = TABOO.iter().find(|(name, _)| *name == word).map_or(word, |(_, other)| other);
    let (onset, rhyme) = onset(word);
    out.push_str(onset);
    // South: the glide is lost, but for h and qu, where it is the onset.
    let rhyme = match rhyme {
        "ieu" | "uou" | "uu" | "yeu" | "iu" => {
            out.push_str("iu");
            return;
        }
        _ if onset == "h" || onset.is_empty() => rhyme,
        _ => match rhyme.as_bytes() {
            [b'o', b'a' | b'e', ..] | [b'u', b'y', b'e', ..] => rhyme.get(1..).unwrap_or(rhyme),
            _ => rhyme,
        },
    };
    let (vowels, coda) = rhyme.split_at(rhyme.rfind(|c| "aeiouy".contains(c)).map_or(0, |at| at + 1));
    match vowels.strip_prefix('y') {
        Some(rest) => {
            out.push('i');
            out.push_str(rest);
        }
        None => out.push_str(vowels),
    }
    match (vowels.as_bytes().last(), coda) {
        (Some(b'o'), "m") if vowels == "o" => {
            out.pop();
            out.push_str("am"); // Tơm, Tâm
        }
        (_, "ng") | (Some(b'i' | b'e' | b'y'), "nh") => out.push('n'),
        (_, "c") | (Some(b'i' | b'e' | b'y'), "ch") => out.push('t'),
        (_, coda) => out.push_str(coda),
    }
}

/// The sound of the onset, and what follows it.
fn onset(word: &str) -> (&'static str, &str) {
    const ONSETS: &[(&str, &str)] = &[
        ("ngh", "ng"),
        ("ng", "ng"),
        ("nh", "nh"),
        ("ch", "ch"),
        ("tr", "ch"),
        ("th", "th"),
        ("kh", "kh"),
        ("ph", "ph"),
        ("gh", "g"),
        ("b", "b"),
        ("c", "k"),
        ("d", "d"),
        ("g", "g"),
        ("h", "h"),
        ("k", "k"),
        ("l", "n"),
        ("m", "m"),
        ("n", "n"),
        ("p", "p"),
        ("r", "d"),
        ("s", "s"),
        ("t", "t"),
        ("v", "d"),
        ("w", "h"),
        ("x", "s"),
    ];
    if let Some(rest) = word.strip_prefix("qu") {
        // Quang is heard as Hoang: the glide stays, written as behind h.
        return match rest.as_bytes() {
            [b'a', ..] => ("ho", rest),
            _ => ("h", word.get(1..).unwrap_or(rest)),
        };
    }
    if let Some(rest) = word.strip_prefix("gi") {
        return if rest.starts_with(|c| "aeouy".contains(c)) {
            ("d", rest)
        } else {
            ("d", word.get(1..).unwrap_or(""))
        };
    }
    let found = ONSETS.iter().find_map(|(spelled, sound)| Some((*sound, word.strip_prefix(spelled)?)));
    match found {
        Some(found) => found,
        // Uyên is heard as Huyên.
        None if word.starts_with("uy") || word.starts_with("oa") || word.starts_with("oe") => ("h", word),
        None => ("", word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(level: Level, one: &str, other: &str) {
        assert_eq!(key(one, level), key(other, level), "{one} {other}");
        if level < Level::Sound {
            for looser in [Level::Unmarked, Level::Sound] {
                assert_eq!(key(one, looser), key(other, looser), "{one} {other} {looser:?}");
            }
        }
    }

    #[track_caller]
    fn apart(level: Level, one: &str, other: &str) {
        assert_ne!(key(one, level), key(other, level), "{one} {other}");
    }

    #[test]
    fn placement() {
        for (one, other) in [
            ("NGUYỄN VĂN AN", "Nguyễn Văn An"),
            ("Hoà", "Hòa"),
            ("Thuý", "Thúy"),
            ("Khoẻ", "Khỏe"),
            ("Lý", "Lí"),
            ("Mỹ", "Mĩ"),
            ("Kỳ", "Kì"),
            ("Kỷ", "Kỉ"),
            ("Sỹ", "Sĩ"),
            ("Vỹ", "Vĩ"),
            ("Vy", "Vi"),
            ("Ly", "Li"),
            ("My", "Mi"),
            ("Ny", "Ni"),
            ("Thy", "Thi"),
            ("Quý", "Quí"),
            ("Quy", "Qui"),
            ("Quỳnh", "Quình"),
            ("Tý", "Tí"),
            ("Tỷ", "Tỉ"),
            ("Hy", "Hi"),
            ("Nghy", "Nghi"),
            ("HLinh", "H Linh"),
            ("H'Linh", "H’Linh"),
            ("H' Linh", "HLinh"),
            ("H’Linh Niê", "H-Linh Niê"),
            ("Y-Thân", "Y Thân"),
            ("Y.Thân", "Y Thân"),
            ("Y- Thân", "YThân"),
            ("K'Sor", "KSor"),
            ("A Lềnh", "ALềnh"),
            ("Giàng A Páo", "Giàng A-Páo"),
            ("Nguyeenx Vawn An", "Nguyễn Văn An"),
            ("Nguye6n4 Va8n An", "Nguyễn Văn An"),
            ("Nguỹên Hòang", "Nguyễn Hoàng"),
            ("NguyễnVăn An", "Nguyễn Văn An"),
            ("Ðặng", "Đặng"),
            ("Niê-Kđăm", "Niê Kđăm"),
            ("TP.Hồ Chí Minh", "TP. Hồ Chí Minh"),
            ("Nguye\u{302}\u{303}n", "Nguyễn"),
        ] {
            same(Level::Placement, one, other);
        }
        for (one, other) in [
            ("Thúy", "Thúi"),
            ("Hoàng", "Huỳnh"),
            ("Vũ", "Võ"),
            ("Nguyễn", "Nguyên"),
            ("Văn Nguyễn", "Nguyễn Văn"),
            ("Y", "I"),
            ("Đức", "Dức"),
            ("12.5", "125"),
        ] {
            apart(Level::Placement, one, other);
        }
    }

    #[test]
    fn unmarked() {
        assert_eq!(key("Đặng Thị Ngọc Quỳnh", Level::Unmarked), "dang thi ngoc quinh");
        assert_eq!(key("Niê Êčăm", Level::Unmarked), "nie ecam");
        same(Level::Unmarked, "Nguyen Van Duc", "Nguyễn Văn Đức");
        same(Level::Unmarked, "Bya", "Byă");
        apart(Level::Unmarked, "Hoàng", "Huỳnh");
        apart(Level::Unmarked, "Sinh", "Xinh");
    }

    #[test]
    fn sound() {
        for (one, other) in [
            ("Sinh", "Xinh"),
            ("Trang", "Chang"),
            ("Dung", "Giung"),
            ("Lam", "Nam"),
            ("Linh", "Ninh"),
            ("Vũ", "Dũ"),
            ("Vương", "Dương"),
            ("Quang", "Hoang"),
            ("Huỳnh", "Quỳnh"),
            ("Vĩ", "Vỉ"),
            ("Nghĩa", "Nghỉa"),
            ("Vân", "Vâng"),
            ("Đạt", "Đạc"),
            ("Tuấn", "Tuấng"),
            ("Tín", "Tính"),
            ("Bích", "Bít"),
            ("Lưu", "Liu"),
            ("Hưu", "Hiêu"),
            ("Loan", "Lan"),
            ("Duyên", "Diên"),
            ("Toàn", "Tàn"),
            ("Tâm", "Tơm"),
            ("Năm", "Nam"),
            ("Hoàng", "Huỳnh"),
            ("Vũ", "Võ"),
            ("Phúc", "Phước"),
            ("Cảnh", "Kiểng"),
            ("Tùng", "Tòng"),
            ("Nhân", "Nhơn"),
            ("Chính", "Chánh"),
            ("Bảo", "Bửu"),
            ("Sơn", "San"),
            ("Nhậm", "Nhiệm"),
            ("Quí", "Quới"),
            ("Minh", "Miêng"),
            ("Thái", "Thới"),
            ("Trường", "Tràng"),
            ("Phụng", "Phượng"),
            ("Lĩnh", "Lãnh"),
            ("Đàm", "Đờm"),
            ("Nghi", "Nghy"),
            ("Giang", "Dang"),
            ("Uyên", "Huyên"),
        ] {
            same(Level::Sound, one, other);
        }
        for (one, other) in
            [("Hùng", "Dũng"), ("An", "Anh"), ("Thanh", "Than"), ("Hoa", "Ha"), ("Mai", "Mây"), ("Bình", "Minh")]
        {
            apart(Level::Sound, one, other);
        }
    }
}
