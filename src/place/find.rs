//! Where a text may name units: type words and names, each with the table entries that it may mean.

use std::sync::LazyLock;

use super::Kind;
use super::fold::{Folded, KEY, Marks, step};
use super::tables::{Entry, Named, TABLES};

/// A stretch of the text that may name a unit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mention {
    /// First letter, the type word included.
    pub(crate) start: usize,
    /// First letter of the name.
    pub(crate) name: usize,
    /// After the last letter.
    pub(crate) end: usize,
    /// The type word before the name.
    pub(crate) kind: Option<Kind>,
    pub(crate) marks: u64,
    pub(crate) marked: bool,
    pub(crate) units: Named,
}

/// A type word and what it may stand for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TypeWord {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: Kind,
}

/// Type words by their letters; the full ones with their spelling, so that `Phương Mai` opens no phường.
const TYPES: [(&[u8], &str, Kind); 33] = [
    (b"huiendao", "huyện đảo", Kind::Huyen),
    (b"tinh", "tỉnh", Kind::Province),
    (b"t", "", Kind::Province),
    (b"thanhpho", "thành phố", Kind::City),
    (b"thpho", "th phố", Kind::City),
    (b"tpho", "t phố", Kind::City),
    (b"tp", "", Kind::City),
    (b"thudo", "thủ đô", Kind::City),
    (b"quan", "quận", Kind::Quan),
    (b"q", "", Kind::Quan),
    (b"qn", "", Kind::Quan),
    (b"huien", "huyện", Kind::Huyen),
    (b"hien", "hyện", Kind::Huyen),
    (b"h", "", Kind::Huyen),
    (b"hn", "", Kind::Huyen),
    (b"thixa", "thị xã", Kind::Town),
    (b"txa", "t xã", Kind::Town),
    (b"tx", "", Kind::Town),
    (b"phuong", "phường", Kind::Phuong),
    (b"phg", "", Kind::Phuong),
    (b"ph", "", Kind::Phuong),
    (b"p", "", Kind::Phuong),
    (b"f", "", Kind::Phuong),
    (b"ward", "ward", Kind::Phuong),
    (b"xa", "xã", Kind::Xa),
    (b"x", "", Kind::Xa),
    (b"thitran", "thị trấn", Kind::Township),
    (b"ttran", "t trấn", Kind::Township),
    (b"ttr", "", Kind::Township),
    (b"tt", "", Kind::Township),
    (b"dackhu", "đặc khu", Kind::Zone),
    (b"dk", "", Kind::Zone),
    (b"dkhu", "đ khu", Kind::Zone),
];

/// Words before a name that make it a hamlet, a street or a house.
const LOCAL: [&str; 46] = [
    "thôn",
    "ấp",
    "xóm",
    "bản",
    "buôn",
    "làng",
    "sóc",
    "phum",
    "đội",
    "tổ",
    "khóm",
    "khu",
    "phố",
    "đường",
    "ngõ",
    "ngách",
    "hẻm",
    "kiệt",
    "số",
    "cụm",
    "tdp",
    "kp",
    "kdc",
    "tổ dân phố",
    "khu phố",
    "tiểu khu",
    "khu vực",
    "khu dân cư",
    "khu đô thị",
    "chung cư",
    "chợ",
    "cầu",
    "đại lộ",
    "quốc lộ",
    "tỉnh lộ",
    "công ty",
    "trường",
    "trại giam",
    "trại",
    "bệnh viện",
    "khu tập thể",
    "plei",
    "bon",
    "khu công nghiệp",
    "nhà",
    "sn",
];

/// Words that open a cell and say what address follows, the longer before the shorter.
const LABELS: [&str; 33] = [
    "nơi đăng ký hộ khẩu thường trú",
    "nơi đăng ký thường trú",
    "đăng ký hộ khẩu thường trú",
    "đăng ký hktt",
    "hộ khẩu thường trú",
    "nơi đk hktt",
    "nơi đkhktt",
    "nơi đktt",
    "nơi thường trú",
    "địa chỉ thường trú",
    "thường trú tại",
    "thường trú",
    "nơi tạm trú",
    "tạm trú tại",
    "tạm trú",
    "đkhktt",
    "hktt",
    "đktt",
    "trú quán",
    "trú tại",
    "cư trú tại",
    "nơi cư trú",
    "cư trú",
    "chỗ ở hiện nay",
    "nơi ở hiện nay",
    "nơi ở",
    "địa chỉ",
    "đ/c",
    "quê quán",
    "nguyên quán",
    "nơi sinh",
    "sinh tại",
    "tại",
];

/// A name has at most so many letters.
const LONGEST_NAME: usize = 26;

/// And so many words, `Đa` and `Krông` counted apart.
const MOST_WORDS: usize = 7;

/// Everything that a text may name.
pub(crate) struct Found {
    pub(crate) mentions: Vec<Mention>,
    typed: Vec<Mention>,
    pub(crate) types: Vec<TypeWord>,
    /// Where a label before the address (`HKTT:`) ends.
    pub(crate) label: usize,
}

pub(crate) fn find(text: &mut Folded) -> Found {
    let mut found = Found {
        mentions: Vec::with_capacity(24),
        typed: Vec::with_capacity(8),
        types: Vec::with_capacity(6),
        label: 0,
    };
    for start in 0..text.len() {
        if !text.may_start(start) {
            continue;
        }
        let first = text.letters.get(start).map_or(0, |l| l.base);
        names(text, &mut found, start);
        if !first.is_ascii_alphabetic() {
            continue;
        }
        let words = WORDS.get(usize::from(first - b'a')).map_or(&[][..], Vec::as_slice);
        for word in words {
            let end = start + word.key.len();
            // `Ân Thi, xã …` holds no `thị xã`.
            if !text.spells(start, &word.key) || (start + 1..end).any(|inside| text.part_starts(inside)) {
                continue;
            }
            match word.means {
                Means::Local => {
                    if text.word_starts(end) && text.compare(start, &word.spelled) != Marks::Other {
                        text.mark_local(start, end);
                    }
                }
                Means::Label => {
                    if start == found.label && text.word_starts(end) && end > found.label {
                        text.mark_part(end);
                        found.label = end;
                    }
                }
                Means::Nothing => {
                    if text.word_starts(end) {
                        text.mark_stop(start);
                    }
                }
                Means::Type(kind) => {
                    // Glued to its name only where the word has lost its spaces, and then as a full word.
                    let glued = !text.word_starts(end);
                    let full = word.full;
                    if end >= text.len() || text.part_starts(end) || glued && (!full || !text.may_start(end)) {
                        continue;
                    }
                    if full && text.compare(start, &word.spelled) == Marks::Other {
                        continue;
                    }
                    // The `xã` of `thị xã` is no type word of its own.
                    if found.types.iter().any(|t| t.start < start && start < t.end) {
                        continue;
                    }
                    found.types.push(TypeWord { start, end, kind });
                    text.mark_stop(start);
                }
            }
        }
    }
    // A name after a type word is read with it and without.
    for index in 0..found.types.len() {
        let Some(&TypeWord { start, end, kind }) = found.types.get(index) else { continue };
        let from = found.mentions.partition_point(|m| m.name < end);
        let named = found.mentions.iter().skip(from).take_while(|m| m.name == end && m.kind.is_none());
        let typed: Vec<Mention> = named.map(|m| Mention { start, kind: Some(kind), ..*m }).collect();
        found.typed.extend(typed);
    }
    found.mentions.append(&mut found.typed);
    found
}

/// A word that parts an address.
struct Word {
    key: Vec<u8>,
    spelled: Folded,
    means: Means,
    /// Whether it is spelled in full.
    full: bool,
}

#[derive(Clone, Copy)]
enum Means {
    Type(Kind),
    Local,
    Nothing,
    Label,
}

/// The words by their first letter.
static WORDS: LazyLock<Vec<Vec<Word>>> = LazyLock::new(|| {
    let mut words: Vec<Vec<Word>> = std::iter::repeat_with(Vec::new).take(26).collect();
    let types = TYPES.iter().map(|(key, spelled, kind)| (key.to_vec(), *spelled, Means::Type(*kind)));
    let key = |word: &str| Folded::new(word).letters.iter().map(|l| l.base).collect::<Vec<u8>>();
    let local = LOCAL.iter().map(|word| (key(word), *word, Means::Local));
    let nothing = FILLERS.iter().map(|word| (word.as_bytes().to_vec(), "", Means::Nothing));
    let label = LABELS.iter().map(|word| (key(word), *word, Means::Label));
    for (key, spelled, means) in types.chain(local).chain(nothing).chain(label) {
        let first = key.first().map_or(0, |first| usize::from(first - b'a'));
        if let Some(list) = words.get_mut(first) {
            list.push(Word { key, spelled: Folded::new(spelled), means, full: !spelled.is_empty() });
        }
    }
    words
});

/// Words after a unit that say nothing about it.
pub(crate) const FILLERS: [&str; 14] = [
    "vietnam",
    "vn",
    "cu",
    "nuocvietnam",
    "nuocchxhcnvietnam",
    "chxhcnvietnam",
    // The fields of a form, beside what was filled in.
    "xaphuong",
    "phuongxa",
    "xaphuongthitran",
    "phuongxathitran",
    "quanhuien",
    "huienquan",
    "tinhtp",
    "tinhthanhpho",
];

/// Whether a part of an address is the country or `cũ`.
pub(crate) fn says_nothing(part: &str) -> bool {
    part.len() <= 40 && {
        let folded = Folded::new(part);
        FILLERS.iter().any(|filler| filler.len() == folded.len() && folded.spells(0, filler.as_bytes()))
    }
}

/// Adds the names that begin at a letter.
fn names(text: &Folded, found: &mut Found, name: usize) {
    let mut key = KEY;
    let mut words = 0;
    for (end, letter) in text.letters.iter().enumerate().skip(name).take(LONGEST_NAME) {
        if end > name && text.hard_before(end) {
            break;
        }
        key = step(key, letter.base);
        if !text.may_start(end + 1) {
            continue;
        }
        words += usize::from(text.word_starts(end + 1));
        if words > MOST_WORDS {
            break;
        }
        let Some(units) = TABLES.find(key) else { continue };
        let (marks, marked) = text.marks(name, end + 1);
        found.mentions.push(Mention { start: name, name, end: end + 1, kind: None, marks, marked, units });
    }
}

impl Mention {
    /// How the marks of the text stand to those of the entry.
    pub(crate) fn compare(&self, text: &Folded, entry: &Entry) -> Marks {
        if self.marks == entry.marks {
            Marks::Same
        } else if !self.marked {
            Marks::Bare
        } else {
            text.compare(self.name, &Folded::new(entry.name))
        }
    }

    /// Whether it is a number without a type word.
    pub(crate) fn is_bare_number(&self, text: &Folded) -> bool {
        let digit = |index: usize| text.letters.get(index).is_some_and(|l| l.base.is_ascii_digit());
        self.kind.is_none() && digit(self.name) && digit(self.end - 1)
    }

    /// Whether a hamlet, street or house word stands right before.
    pub(crate) fn is_local(&self, text: &Folded) -> bool {
        if text.part_starts(self.start) {
            return false;
        }
        text.local_ends(self.start)
    }
}
