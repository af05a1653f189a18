//! Where a text may name units: type words and names, each with the table entries that it may mean.

use std::sync::LazyLock;

use super::Kind;
use super::fold::{Folded, Marks, step};
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
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) mentions: Vec<Mention>,
    typed: Vec<Mention>,
    pub(crate) types: Vec<TypeWord>,
    /// Where a label before the address (`HKTT:`) ends.
    pub(crate) label: usize,
    /// Where a label opens a second address (`quê …, trú tại …`).
    pub(crate) second: Option<usize>,
    /// The words that start at one letter, by row, and where they end.
    words: Vec<(u16, usize)>,
}

impl Found {
    /// Finds what a text may name.
    pub(crate) fn read(&mut self, text: &mut Folded) {
        self.mentions.clear();
        self.typed.clear();
        self.types.clear();
        self.label = 0;
        self.second = None;
        let words: &Words = &WORDS;
        for from in 0..text.edges.len() {
            self.look(text, words, from);
            for index in 0..self.words.len() {
                if let Some(&(row, end)) = self.words.get(index)
                    && let Some(&start) = text.edges.get(from)
                    && let Some(word) = words.list.get(usize::from(row))
                {
                    self.word(text, word, start, end);
                }
            }
        }
        // A name after a type word is read with it and without.
        for &TypeWord { start, end, kind } in &self.types {
            let from = self.mentions.partition_point(|m| m.name < end);
            let named = self.mentions.get(from..).unwrap_or_default().iter().take_while(|m| m.name == end);
            self.typed.extend(named.map(|m| Mention { start, kind: Some(kind), ..*m }));
        }
        self.mentions.append(&mut self.typed);
    }

    /// Adds the names that begin at a stop, and notes the words.
    fn look(&mut self, text: &Folded, words: &Words, from: usize) {
        self.words.clear();
        let Some((&start, ends)) = text.edges.get(from..).and_then(<[usize]>::split_first) else { return };
        let (mut count, mut parted) = (0, false);
        let mut last = start;
        for &end in ends {
            if end - start > LONGEST_NAME || last > start && text.hard_before(last) {
                break;
            }
            parted |= last > start && text.part_starts(last);
            last = end;
            count += usize::from(text.word_starts(end));
            if count > MOST_WORDS {
                break;
            }
            let key = text.key(start, end);
            // `Ân Thi, xã …` holds no `thị xã`.
            if !parted && let Some(rows) = words.find(key) {
                self.words.extend(rows.map(|row| (row, end)));
            }
            if let Some(units) = TABLES.find(key) {
                let (marks, marked) = text.marks(start, end);
                self.mentions.push(Mention { start, name: start, end, kind: None, marks, marked, units });
            }
        }
        self.words.sort_unstable();
    }

    fn word(&mut self, text: &mut Folded, word: &Word, start: usize, end: usize) {
        match word.means {
            Means::Local => {
                if text.word_starts(end) && text.compare(start, &word.spelled) != Marks::Other {
                    text.mark_local(start, end);
                }
            }
            Means::Label => {
                if start == self.label && text.word_starts(end) && end > self.label {
                    text.mark_part(end);
                    self.label = end;
                } else if start > self.label && end - start > 5 && text.part_starts(start) && text.word_starts(end) {
                    self.second.get_or_insert(start);
                }
            }
            Means::Nothing => {
                if text.word_starts(end) {
                    text.mark_stop(start);
                }
            }
            Means::Type(kind) => {
                // Glued to its name only where the word has lost its spaces, and then as a full word.
                let full = !word.spelled.is_empty();
                if end >= text.len() || text.part_starts(end) || !full && !text.word_starts(end) {
                    return;
                }
                if full && text.compare(start, &word.spelled) == Marks::Other {
                    return;
                }
                // The `xã` of `thị xã` is no type word of its own.
                if self.types.iter().any(|t| t.start < start && start < t.end) {
                    return;
                }
                self.types.push(TypeWord { start, end, kind });
                text.mark_stop(start);
            }
        }
    }
}

/// A word that parts an address.
struct Word {
    key: u64,
    /// Empty of a short form.
    spelled: Vec<u8>,
    means: Means,
}

#[derive(Clone, Copy)]
enum Means {
    Type(Kind),
    Local,
    Nothing,
    Label,
}

/// The words in the order in which they are tried.
struct Words {
    list: Vec<Word>,
    /// Their rows by key.
    rows: Vec<(u64, u16)>,
    /// A bit for the last letters of each key.
    known: Vec<u64>,
}

impl Words {
    /// The rows of the words with this key.
    fn find(&self, key: u64) -> Option<impl Iterator<Item = u16> + '_> {
        let (word, bit) = slot(key);
        if self.known.get(word)? >> bit & 1 == 0 {
            return None;
        }
        let from = self.rows.partition_point(|(k, _)| *k < key);
        Some(self.rows.get(from..)?.iter().take_while(move |(k, _)| *k == key).map(|(_, row)| *row))
    }
}

/// The word and the bit of a key.
fn slot(key: u64) -> (usize, u32) {
    let mixed = key ^ key >> 29;
    (usize::try_from(mixed >> 6 & 63).unwrap_or(0), u32::try_from(mixed & 63).unwrap_or(0))
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let types = TYPES.iter().map(|(key, spelled, kind)| (key.to_vec(), *spelled, Means::Type(*kind)));
    let key = |word: &str| Folded::new(word).letters.iter().map(|l| l.base).collect::<Vec<u8>>();
    let local = LOCAL.iter().map(|word| (key(word), *word, Means::Local));
    let nothing = FILLERS.iter().map(|word| (word.as_bytes().to_vec(), "", Means::Nothing));
    let label = LABELS.iter().map(|word| (key(word), *word, Means::Label));
    let list: Vec<Word> = types
        .chain(local)
        .chain(nothing)
        .chain(label)
        .map(|(letters, spelled, means)| Word {
            key: letters.iter().fold(0, |key, letter| step(key, *letter)),
            spelled: Folded::new(spelled).spelling().collect(),
            means,
        })
        .collect();
    let mut rows: Vec<(u64, u16)> = list.iter().map(|word| word.key).zip(0..).collect();
    rows.sort_unstable();
    let mut known = vec![0u64; 64];
    for (key, _) in &rows {
        let (word, bit) = slot(*key);
        if let Some(word) = known.get_mut(word) {
            *word |= 1 << bit;
        }
    }
    Words { list, rows, known }
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

/// Whether a stretch of the text is the country, `cũ` or a field of a form.
pub(crate) fn says_nothing(text: &Folded, from: usize, to: usize) -> bool {
    FILLERS.iter().any(|filler| filler.len() == to - from && text.spells(from, filler.as_bytes()))
}

impl Mention {
    /// How the marks of the text stand to those of the entry.
    pub(crate) fn compare(&self, text: &Folded, entry: &Entry) -> Marks {
        if self.marks == entry.marks {
            Marks::Same
        } else if !self.marked {
            Marks::Bare
        } else {
            text.compare(self.name, TABLES.spelling(entry, self.end - self.name))
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
