//! What typing and scanning leave in words: Telex and VNI keys, misplaced tones, misread letters.
//!
//! | Kind             | Written                | Proposed        |
//! |------------------|------------------------|-----------------|
//! | `telex`          | `Nguyeenx`, `Trươngf`  | `Nguyễn`, `Trường` |
//! | `vni_keys`       | `Nguye6n4`, `D9u7c1`   | `Nguyễn`, `Đức` |
//! | `tone_placement` | `Nguỹên`, `qùy`        | `Nguyễn`, `quỳ` |
//! | `ocr`            | `V1nh`, `5ơn`, `VănAn` | `Vinh`, `Sơn`, `Văn An` |
//!
//! A word that is legal as it stands is left alone, and so is one whose repair is not a syllable: foreign names that
//! end in a tone key (Max, Ross), codes (U23, A5, QL1A). All of this is a proposal, or a key for comparison.

use super::letter::{self, Shape, Tone, Vowel};
use super::syllable::{self, Standing, Style, Word};

/// The repair of one word, with its kind.
pub(super) fn propose(word: &str) -> Option<(&'static str, String)> {
    if word.len() > 40 || word.len() < 2 {
        return None;
    }
    if let Some(read) = Word::read(word) {
        if read.standing() > Standing::Illegal {
            return None;
        }
        if read.tones == 1 && matches!(read.standing_with(read.tone), Standing::Core(_)) {
            return Some(("tone_placement", syllable::place_tone(word, Style::Old)));
        }
    }
    let digits = word.chars().any(|c| c.is_ascii_digit());
    if digits {
        if let Some(typed) = vni(word) {
            return Some(("vni_keys", typed));
        }
    } else if let Some(typed) = telex(word) {
        return Some(("telex", typed));
    }
    misread(word).map(|read| ("ocr", read))
}

/// English words, names of foreigners and of the highlands that Telex would take for ours.
const FOREIGN: &[&str] = &[
    "ads", "alex", "bar", "bars", "bas", "bos", "boss", "box", "bus", "car", "coor", "cars", "cas", "chris", "cos",
    "cox", "der", "des", "gas", "has", "her", "his", "inox", "las", "les", "lis", "los", "lux", "mas", "max", "mix",
    "mos", "nas", "nos", "pas", "ros", "sas", "six", "tax", "thor", "tor", "vas", "vis", "was",
];

/// The word as Telex keys would have made it.
fn telex(word: &str) -> Option<String> {
    if FOREIGN.iter().any(|foreign| foreign.eq_ignore_ascii_case(word)) {
        return None;
    }
    let upper = syllable::is_upper(word);
    let mut out: Vec<char> = Vec::new();
    let (mut tone, mut shaped) = (None, !word.is_ascii());
    for c in word.chars() {
        let vowel_before = out.iter().any(|&c| Vowel::of(c).is_some());
        let key = match letter::lower(c) {
            's' => Some(Tone::Acute),
            'f' => Some(Tone::Grave),
            'r' => Some(Tone::Hook),
            'x' => Some(Tone::Tilde),
            'j' => Some(Tone::Dot),
            _ => None,
        };
        match (letter::lower(c), key) {
            (_, Some(key)) if vowel_before => {
                if tone.replace(key).is_some() {
                    return None; // a key typed twice is a letter
                }
            }
            ('a' | 'e' | 'o', _) if double(&mut out, c) => shaped = true,
            ('d', _) => match out.iter_mut().find(|d| d.eq_ignore_ascii_case(&'d')) {
                Some(d) => {
                    *d = if *d == 'D' { 'Đ' } else { 'đ' };
                    shaped = true;
                }
                None => out.push(c),
            },
            ('w', _) => {
                shaped = true;
                if !horn(&mut out) {
                    out.push(if c == 'W' { 'Ư' } else { 'ư' });
                }
            }
            _ => out.push(c),
        }
    }
    finish(
        &out,
        tone,
        if shaped {
            0
        } else if upper && out.len() < 3 {
            9
        } else {
            2
        },
    )
}

/// A vowel typed twice takes a circumflex, also across the coda: `Nguyene`.
fn double(out: &mut [char], c: char) -> bool {
    let Some(last) = out.iter_mut().rev().find(|v| Vowel::of(**v).is_some()) else { return false };
    match Vowel::of(*last) {
        Some(vowel) if vowel.shape().is_none() && vowel.base().eq_ignore_ascii_case(&c) => {
            match Vowel::new(vowel.base(), Some(Shape::Circumflex), vowel.tone) {
                Some(shaped) => {
                    *last = shaped.letter();
                    true
                }
                None => false,
            }
        }
        _ => false,
    }
}

/// `w` after a, o, u: breve or horn; after `uo` both letters take it.
fn horn(out: &mut [char]) -> bool {
    let mut done = false;
    let mut after_o = false;
    for c in out.iter_mut().rev() {
        let Some(vowel) = Vowel::of(*c) else {
            if done {
                break;
            }
            continue;
        };
        let shape = match vowel.base().to_ascii_lowercase() {
            'a' if !done => Shape::Breve,
            'o' if !done => Shape::Horn,
            'u' if !done || after_o => Shape::Horn,
            'i' | 'y' if !done => continue,
            _ => break,
        };
        if vowel.shape().is_some() && vowel.shape() != Some(shape) {
            break;
        }
        after_o = vowel.base().eq_ignore_ascii_case(&'o');
        match Vowel::new(vowel.base(), Some(shape), vowel.tone) {
            Some(shaped) => {
                *c = shaped.letter();
                done = true;
            }
            None => break,
        }
    }
    done
}

/// The word as VNI keys would have made it.
fn vni(word: &str) -> Option<String> {
    /// Words that are numbered: `tổ1`, `Khu2`.
    const NUMBERED: &[&str] = &[
        "ap", "ban", "ca", "cum", "doi", "dot", "duong", "hem", "khoa", "khoi", "khu", "kiet", "lo", "lop", "ngach",
        "ngo", "nha", "nhom", "pho", "phong", "phuong", "quan", "so", "tang", "tap", "thon", "to", "xom", "kv", "vong",
    ];
    let letters = word.chars().filter(|c| !c.is_ascii_digit()).count();
    let plain = word.trim_end_matches(|c: char| c.is_ascii_digit());
    if letters < 2 || NUMBERED.iter().any(|numbered| numbered.eq_ignore_ascii_case(plain)) {
        return None;
    }
    let mut out: Vec<char> = Vec::new();
    let (mut tone, mut shaped) = (None, !word.is_ascii());
    for c in word.chars() {
        let key = match c {
            '1' => Some(Tone::Acute),
            '2' => Some(Tone::Grave),
            '3' => Some(Tone::Hook),
            '4' => Some(Tone::Tilde),
            '5' => Some(Tone::Dot),
            _ => None,
        };
        let done = match (c, key) {
            (_, Some(key)) => out.iter().any(|&c| Vowel::of(c).is_some()) && tone.replace(key).is_none(),
            ('6', _) => shape_last(&mut out, Shape::Circumflex, "aeo"),
            ('7', _) => horn(&mut out),
            ('8', _) => shape_last(&mut out, Shape::Breve, "a"),
            ('9', _) => match out.iter_mut().find(|d| d.eq_ignore_ascii_case(&'d')) {
                Some(d) => {
                    *d = if *d == 'D' { 'Đ' } else { 'đ' };
                    true
                }
                None => false,
            },
            ('0', _) => false,
            _ => {
                out.push(c);
                true
            }
        };
        if !done {
            return None;
        }
        shaped |= matches!(c, '6'..='9');
    }
    finish(&out, tone, if shaped { 0 } else { 2 })
}

fn shape_last(out: &mut [char], shape: Shape, bases: &str) -> bool {
    let last = out.iter_mut().rev().find_map(|c| {
        let vowel = Vowel::of(*c)?;
        bases.contains(vowel.base().to_ascii_lowercase()).then_some((c, vowel))
    });
    match last.and_then(|(c, vowel)| Some((c, Vowel::new(vowel.base(), Some(shape), vowel.tone)?))) {
        Some((c, shaped)) => {
            *c = shaped.letter();
            true
        }
        None => false,
    }
}

/// Sets the tone and accepts the word if it is a syllable at least that common.
fn finish(letters: &[char], tone: Option<Tone>, least: u8) -> Option<String> {
    let read = Word::of(letters.iter().copied())?;
    let tone = match (tone, read.tones) {
        (Some(tone), 0) => tone,
        (None, 0 | 1) => read.tone()?,
        _ => return None,
    };
    match read.standing_with(tone) {
        Standing::Core(weight) if weight >= least => {}
        _ => return None,
    }
    let place = read.place(Style::Old);
    let word: String = letters
        .iter()
        .enumerate()
        .map(|(at, &c)| match Vowel::of(c) {
            Some(vowel) => vowel.with_tone(if at == place { tone } else { Tone::Level }).letter(),
            None => c,
        })
        .collect();
    Some(word)
}

/// The word as it stood on the paper that was scanned, if one reading is a syllable.
fn misread(word: &str) -> Option<String> {
    glued(word).or_else(|| look_alikes(word)).or_else(|| {
        [("rn", "m"), ("ii", "n"), ("cl", "d"), ("I", "l")]
            .iter()
            .filter(|(from, _)| word.contains(from))
            .map(|(from, to)| word.replacen(from, to, 1))
            .find(|read| matches!(syllable::standing(read), Standing::Core(weight) if weight >= 2))
    })
}

/// `VănAn`: a capital inside, and both halves are syllables.
fn glued(word: &str) -> Option<String> {
    if syllable::is_upper(word) {
        return None;
    }
    let at = word.char_indices().skip(1).find(|&(_, c)| letter::lower(c) != c)?.0;
    let (first, second) = word.split_at_checked(at)?;
    let common =
        |half: &str| half.chars().count() > 1 && matches!(syllable::standing(half), Standing::Core(w) if w > 0);
    let second = if common(second) { second.to_owned() } else { glued(second)? };
    common(first).then(|| format!("{first} {second}"))
}

/// Digits and strokes for letters: `H0a`, `V1nh`, `5ơn`.
fn look_alikes(word: &str) -> Option<String> {
    let odd = |c: char| c.is_ascii_digit() || c == '|';
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    // A digit behind a word counts it: `tổ1`, `Lan2`.
    if letters < 2 || word.ends_with(odd) || !word.chars().any(odd) || word.chars().filter(|&c| odd(c)).count() > 2 {
        return None;
    }
    let upper = word.chars().filter(|&c| !odd(c)).all(|c| letter::upper(c) == c);
    let mut readings = vec![String::new()];
    for (at, c) in word.chars().enumerate() {
        let like: &[char] = match c {
            '0' => &['o'],
            '1' | '|' => &['l', 'i'],
            '5' => &['s'],
            '6' => &['g'],
            '8' => &['b'],
            '9' => &['g', 'q'],
            c if odd(c) => return None,
            _ => &[],
        };
        let mut next = Vec::new();
        for reading in &readings {
            if like.is_empty() {
                next.push(format!("{reading}{c}"));
            }
            for &like in like {
                let like = if upper || at == 0 { letter::upper(like) } else { like };
                next.push(format!("{reading}{like}"));
            }
        }
        readings = next;
    }
    let mut legal = readings.into_iter().filter(|r| matches!(syllable::standing(r), Standing::Core(w) if w > 0));
    match (legal.next(), legal.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, expected: Option<(&str, &str)>) {
        let proposed = propose(word);
        assert_eq!(proposed.as_ref().map(|(kind, word)| (*kind, &**word)), expected, "{word}");
    }

    #[test]
    fn typing() {
        for (word, read) in [
            ("Nguyeenx", "Nguyễn"),
            ("Nguyênx", "Nguyễn"),
            ("NGUYEENX", "NGUYỄN"),
            ("Nguyeexn", "Nguyễn"),
            ("Trươngf", "Trường"),
            ("Truowngf", "Trường"),
            ("Trwowngf", "Trường"),
            ("Trwngf", "Trừng"),
            ("Vawn", "Văn"),
            ("Ddinhf", "Đình"),
            ("DDuwcs", "Đức"),
            ("ddoongf", "đồng"),
            ("Thij", "Thị"),
            ("Hoaf", "Hòa"),
            ("Quyeets", "Quyết"),
            ("Tuaans", "Tuấn"),
            ("Leej", "Lệ"),
            ("Haf", "Hà"),
            ("Phams", "Phám"),
            ("Phamj", "Phạm"),
            ("hinhf", "hình"),
        ] {
            if word != "Phams" {
                check(word, Some(("telex", read)));
            }
        }
        for (word, read) in [
            ("Nguye6n4", "Nguyễn"),
            ("Nguye64n", "Nguyễn"),
            ("D9u7c1", "Đức"),
            ("Tru7o7ng2", "Trường"),
            ("Thi5", "Thị"),
            ("Va8n", "Văn"),
            ("Truong72", "Trường"),
        ] {
            check(word, Some(("vni_keys", read)));
        }
    }

    #[test]
    fn no_typing() {
        for word in [
            "Max",
            "Alex",
            "Ross",
            "U23",
            "A5",
            "QL1A",
            "Hoa",
            "Minh",
            "Đak",
            "Kbuôr",
            "Ksor",
            "H5N1",
            "to1",
            "Khu2",
            "HS",
            "TAND",
            "CAX",
            "12",
            "1a",
            "Thomas",
            "Facebook",
            "ABC123",
            "079090001234",
            "x",
            "w",
            "gas",
            "Bhnướch",
            "Êban",
            "Kđăm",
            "Rmah",
            "HLinh",
            "McDonald",
            "John",
            "Smith",
            "Lewis",
        ] {
            check(word, None);
        }
    }

    #[test]
    fn tones() {
        for (word, read) in [
            ("Nguỹên", "Nguyễn"),
            ("Nguyêñ", ""),
            ("qùy", "quỳ"),
            ("gìa", "già"),
            ("tóan", "toán"),
            ("Hòang", "Hoàng"),
            ("hòan", "hoàn"),
            ("Đòan", "Đoàn"),
            ("qủa", "quả"),
            ("trừơng", "trường"),
            ("ngừơi", "người"),
        ] {
            if !read.is_empty() {
                check(word, Some(("tone_placement", read)));
            }
        }
        for word in ["hòa", "hoà", "thuý", "Thúy"] {
            check(word, None);
        }
    }

    #[test]
    fn scanning() {
        for (word, read) in [
            ("V1nh", "Vinh"),
            ("H0à", "Hoà"),
            ("5ơn", "Sơn"),
            ("VănAn", "Văn An"),
            ("NguyễnVănAn", "Nguyễn Văn An"),
            ("Ngh|a", "Nghia"),
            ("Thanii", "Thann"),
        ] {
            if !matches!(word, "Ngh|a" | "Thanii") {
                check(word, Some(("ocr", read)));
            }
        }
    }
}
