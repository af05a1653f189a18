//! Headings as people write them → the meanings they may have.
//!
//! A heading is compared without marks, case, punctuation and "và"; phrases and their abbreviations are one
//! (`bản án`, `BA`), column numbers and format hints fall away. What is not known as a whole is tried as a list of
//! facts (`Họ tên, năm sinh, HKTT`), with the words that the facts share (`Số/Ngày BA`), then with single words
//! mended (`Hộ vả tên bi cáo`), never with a known word taken for another.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::data;

/// One row of `header_aliases.tsv`: what a heading means, and when.
#[derive(Debug)]
pub(crate) struct Meaning {
    /// `record.full_name` …; empty where it is nothing for us.
    pub(crate) facts: Vec<String>,
    /// Part of an address.
    pub(crate) place: bool,
    /// Any of these must hold; always where empty.
    pub(crate) when: Vec<&'static str>,
    /// What the heading itself says.
    pub(crate) fixed: Option<(&'static str, &'static str)>,
}

/// How sure the look-up is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum How {
    /// The whole heading is an alias.
    Alias,
    /// A list of aliases.
    Joined,
    /// An alias with mended words.
    Spelling,
}

/// What a heading may mean: one element per fact (several in a joined heading), each with its possible meanings in
/// order of precedence.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    pub(crate) parts: Vec<Vec<&'static Meaning>>,
    pub(crate) how: How,
}

struct Table {
    meanings: Vec<Meaning>,
    keys: BTreeMap<String, Vec<usize>>,
    squashed: BTreeMap<String, String>,
    words: BTreeSet<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::read);

/// What stands before the name of a document: `số`, `ngày ra` …, and the columns that come of it for documents, for
/// judgments and for judgments of first instance beside an appeal.
const HEADS: &[(&str, &str)] = &[
    ("số|số hiệu|số ký hiệu|ký hiệu|số và ký hiệu", "no"),
    ("ngày|ngày ra|ngày ký|ngày ban hành|ngày cấp|ngày có", "date"),
    ("số ngày|số ngày ra|số ngày ký|số ngày ban hành", "no+date"),
    (
        "cơ quan ra|cơ quan ban hành|nơi ra|cơ quan cấp|tòa án|tand|tòa án ra|nơi cấp|đơn vị ra|cơ quan|tòa án ban hành|nơi ban hành|tên tòa án|đơn vị ban hành|tòa|đơn vị cấp|cơ quan ký",
        "by",
    ),
    ("ngày hiệu lực|ngày có hiệu lực|ngày có hiệu lực pháp luật|ngày hiệu lực của", "effective"),
    ("ngày nhận|ngày tiếp nhận", "received"),
    ("nội dung|trích yếu", "content"),
    ("thời gian|thời hạn|mức|thời gian được|mức được", "term"),
];

impl Table {
    fn read() -> Self {
        let mut table =
            Self { meanings: Vec::new(), keys: BTreeMap::new(), squashed: BTreeMap::new(), words: BTreeSet::new() };
        let rows: Vec<_> = data::rows(include_str!("../data/header_aliases.tsv")).collect();
        let mut generated = Vec::new();
        for row in &rows {
            let (meaning, when, fixed) = (row.get(0), row.get(1), row.get(2));
            let when: Vec<&str> = when.split(',').filter(|w| !w.is_empty()).collect();
            let fixed = fixed.split_once('=');
            if let Some(family) = meaning.strip_suffix('*') {
                generated.extend(row.variants(3).map(|noun| (family, when.clone(), fixed, noun)));
                continue;
            }
            let place = meaning == "place";
            let facts = match meaning {
                "keep" | "place" => Vec::new(),
                _ => meaning.split(['+', '|']).map(str::to_owned).collect(),
            };
            let index = table.push(Meaning { facts, place, when, fixed });
            for alias in row.variants(3) {
                table.alias(key(alias), index);
            }
        }
        for (family, when, fixed, noun) in generated {
            let noun = key(noun);
            let paper = noun.split(' ').any(|w| matches!(w, "ba" | "qd" | "gcn" | "giay" | "vb" | "lenh" | "hs"));
            for (heads, column) in HEADS {
                let Some(facts) = family_facts(family, column) else { continue };
                let index = table.push(Meaning { facts, place: false, when: when.clone(), fixed });
                for head in heads.split('|').map(key) {
                    table.alias(format!("{head} {noun}"), index);
                    if paper && (matches!(*column, "no" | "date") && !head.contains(' ') || head == "so ngay") {
                        table.alias(format!("{noun} {head}"), index);
                    }
                }
                if *column == "no+date" && paper {
                    table.alias(noun.clone(), index);
                    // `Bản án/ngày`: both, where the cells are no dates
                    table.alias(format!("{noun} ngay"), index);
                }
            }
        }
        let subjects = SUBJECTS.iter().flat_map(|s| s.split(' ')).chain(["hoac", "neu", "co", "ghi", "ro"]);
        table.words.extend(subjects.map(str::to_owned));
        table
    }

    fn push(&mut self, meaning: Meaning) -> usize {
        self.meanings.push(meaning);
        self.meanings.len() - 1
    }

    fn alias(&mut self, key: String, index: usize) {
        self.words.extend(key.split(' ').map(str::to_owned));
        let squashed: String = key.split(' ').collect();
        if squashed.len() >= 5 {
            self.squashed.entry(squashed).or_insert_with(|| key.clone());
        }
        let list = self.keys.entry(key).or_default();
        if !list.contains(&index) {
            list.push(index);
        }
    }

    /// The known words that begin with the letter of this one.
    fn starting_as(&self, word: &str) -> impl Iterator<Item = &String> {
        let first = word.chars().next();
        let from = first.map(String::from).unwrap_or_default();
        self.words.range(from..).take_while(move |known| known.chars().next() == first)
    }

    fn get(&'static self, key: &str) -> Option<Vec<&'static Meaning>> {
        let list = self.keys.get(key)?;
        Some(list.iter().filter_map(|index| self.meanings.get(*index)).collect())
    }
}

/// The canonical columns of a head before a document of a family.
fn family_facts(family: &str, column: &str) -> Option<Vec<String>> {
    let columns: &[&str] = match (family, column) {
        ("conviction.judgment", "no") => &["conviction.judgment_no"],
        ("conviction.judgment", "date") => &["conviction.judgment_date"],
        ("conviction.judgment", "no+date") => &["conviction.judgment_no", "conviction.judgment_date"],
        ("conviction.judgment", "by") => &["conviction.court"],
        ("conviction.judgment", "effective") => &["conviction.effective_date"],
        ("conviction.first_instance", "no") => &["conviction.first_instance_no"],
        ("conviction.first_instance", "date") => &["conviction.first_instance_date"],
        ("conviction.first_instance", "no+date") => &["conviction.first_instance_no", "conviction.first_instance_date"],
        ("conviction.first_instance", "by") => &["conviction.first_instance_court"],
        ("enforcement.document", "received") => &["enforcement.received_on"],
        ("enforcement.document", "content") => &["enforcement.content"],
        ("enforcement.document", "term") => &["enforcement.amount_or_term"],
        ("enforcement.document" | "expungement.document", _) => {
            let names: &[&str] = match column {
                "no" => &["document_no"],
                "date" => &["document_date"],
                "no+date" => &["document_no", "document_date"],
                "by" => &["issued_by"],
                "effective" => &["effective_date"],
                _ => return None,
            };
            let entry = family.split('.').next().unwrap_or(family);
            return Some(names.iter().map(|name| format!("{entry}.{name}")).collect());
        }
        _ => return None,
    };
    Some(columns.iter().map(|c| (*c).to_owned()).collect())
}

/// Phrases and what stands for them in a key, longest first where one holds another.
const PHRASES: &[(&str, &str)] = &[
    ("duoc ap dung", "ap dung"),
    ("thoi diem", "ngay"),
    ("luat duoc", "luat"),
    ("ngay thang nam", "ngay"),
    ("ngay thanh nam", "ngay"),
    ("ngay thang", "ngay"),
    ("ntns", "ngay sinh"),
    ("toa an nhan dan", "tand"),
    ("toa an", "ta"),
    ("ban an", "ba"),
    ("quyet dinh", "qd"),
    ("hinh phat", "hp"),
    ("hpc", "hp chinh"),
    ("hpbs", "hp bs"),
    ("bo sung", "bs"),
    ("ly lich tu phap", "lltp"),
    ("li lich tu phap", "lltp"),
    ("thi hanh an", "tha"),
    ("thahs", "tha hs"),
    ("thads", "tha ds"),
    ("hinh su", "hs"),
    ("ho so", "hs"),
    ("dan su", "ds"),
    ("nvds", "nghia vu ds"),
    ("so tham", "st"),
    ("phuc tham", "pt"),
    ("hsst", "hs st"),
    ("hspt", "hs pt"),
    ("can cuoc cong dan", "cccd"),
    ("chung minh nhan dan", "cmnd"),
    ("chung minh thu nhan dan", "cmnd"),
    ("chung minh thu", "cmnd"),
    ("cmtnd", "cmnd"),
    ("cmt", "cmnd"),
    ("dinh danh ca nhan", "ddcn"),
    ("ho khau thuong tru", "hktt"),
    ("van ban", "vb"),
    ("giay chung nhan", "gcn"),
    ("thu ly", "tl"),
    ("khang cao", "kc"),
    ("khang nghi", "kn"),
    ("kckn", "kc kn"),
    ("bi cao", "bc"),
    ("thoi gian thu thach", "tgtt"),
    ("xet xu", "xx"),
    ("xxst", "xx st"),
    ("xxpt", "xx pt"),
    ("xoa an tich", "xat"),
    ("hieu luc", "hl"),
    ("phap luat", "pl"),
    ("hlpl", "hl pl"),
    ("dang ky", "dk"),
    ("co quan", "cq"),
    ("vien kiem sat", "vks"),
    ("uy ban nhan dan", "ubnd"),
    ("ket qua", "kq"),
    ("chx", "chap hanh xong"),
    ("chxapt", "chap hanh xong an phat tu"),
    ("chxhp", "chap hanh xong hp"),
];

/// The phrases and what stands for them, between blanks: ready to be looked for in a key.
static PADDED: LazyLock<Vec<(String, String)>> =
    LazyLock::new(|| PHRASES.iter().map(|(phrase, short)| (format!(" {phrase} "), format!(" {short} "))).collect());

/// Text without marks, in lower case: `Họ Đệm` → `ho dem`.
pub(crate) fn unmark(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' || c == 'ð' { 'd' } else { c })
        .collect()
}

/// The words of a heading without marks, with the separators between them.
fn words(heading: &str) -> Vec<(String, bool)> {
    let folded = unmark(&parted(heading));
    let mut words: Vec<(String, bool)> = Vec::new();
    let (mut word, mut separated) = (String::new(), false);
    let mut dotted = false;
    let flush = |word: &mut String, separated: &mut bool, words: &mut Vec<(String, bool)>| {
        if !word.is_empty() {
            words.push((std::mem::take(word), std::mem::take(separated)));
        }
    };
    for c in folded.chars() {
        if c.is_alphanumeric() {
            // `T.H.A`, `Đ/c`: single letters parted by dots are one word
            if dotted
                && word.is_empty()
                && let Some((last, _)) = words.last_mut().filter(|(last, _)| last.len() <= 3 && single_run(last))
            {
                word = std::mem::take(last);
                separated = words.pop().is_some_and(|(_, s)| s);
            }
            dotted = false;
            word.push(c);
        } else {
            let single = word.chars().count() == 1 || (word.len() <= 4 && single_run(&word) && !word.is_empty());
            flush(&mut word, &mut separated, &mut words);
            dotted = (c == '.' || c == '/') && single && words.last().is_some_and(|(w, _)| w.len() == 1);
            if !c.is_whitespace() && c != '.' && c != '_' && c != '*' && c != ':' && c != '\'' && c != '"' || c == '\n'
            {
                separated = true;
            }
        }
    }
    flush(&mut word, &mut separated, &mut words);
    words
}

/// `ngayBanAn` as `ngay Ban An`: names of columns in programs.
fn parted(heading: &str) -> String {
    let camel = heading.is_ascii()
        && !heading.contains(' ')
        && heading.starts_with(|c: char| c.is_ascii_alphabetic())
        && heading
            .as_bytes()
            .windows(2)
            .any(|w| matches!(w, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()));
    if !camel {
        return heading.to_owned();
    }
    let mut out = String::new();
    let mut lower = false;
    for c in heading.chars() {
        if lower && c.is_ascii_uppercase() {
            out.push(' ');
        }
        lower = c.is_ascii_lowercase();
        out.push(c);
    }
    out
}

// Only words of one letter are ever joined; see `words`.
fn single_run(word: &str) -> bool {
    word.chars().count() == 1
}

/// The key under which a heading is looked up.
pub(crate) fn key(heading: &str) -> String {
    let list: Vec<String> = words(heading).into_iter().map(|(w, _)| w).collect();
    phrases(&list.join(" "))
}

/// A list of words with phrases replaced by their abbreviations and "va" left out.
fn phrases(text: &str) -> String {
    let mut text =
        format!(" {} ", text.split(' ').filter(|w| !matches!(*w, "va" | "cua" | "")).collect::<Vec<_>>().join(" "));
    for (phrase, short) in PADDED.iter() {
        while text.contains(phrase) {
            text = text.replace(phrase, short);
        }
    }
    text.trim().to_owned()
}

/// Takes column numbers and hints off a heading: `Họ tên (2)`, `1. Họ tên`, `Ngày sinh (dd/mm/yyyy)`, `Số CCCD (*)`.
pub(crate) fn trim(heading: &str) -> String {
    let mut text = heading.trim().trim_matches(['*', ':', '.', '"']).trim().to_owned();
    // brackets that hold a number or a hint
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(open) = rest.find(['(', '[', '{']) {
        let (before, after) = rest.split_at(open);
        let Some(close) = after.find([')', ']', '}']) else { break };
        let inside = unmark(after.get(1..close).unwrap_or(""));
        out.push_str(before);
        if hint(&inside) {
            out.push(' ');
        } else {
            out.push_str(after.get(..=close).unwrap_or(""));
        }
        rest = after.get(close + 1..).unwrap_or("");
    }
    out.push_str(rest);
    text = out.trim().to_owned();
    // a number in front
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && digits <= 2 {
        let after = text.get(digits..).unwrap_or("").trim_start();
        if let Some(after) = after.strip_prefix(['.', ')', '-', ':']) {
            text = after.trim().to_owned();
        }
    }
    text
}

/// Whether what stands in brackets is a number, a format or a hint, not a fact.
fn hint(inside: &str) -> bool {
    let inside = inside.trim();
    let number =
        !inside.is_empty() && inside.len() <= 3 && inside.chars().all(|c| c.is_ascii_digit() || c == '=' || c == '+');
    let letters: String = inside.chars().filter(|c| c.is_alphanumeric()).collect();
    number
        || letters.is_empty()
        || (!letters.is_empty()
            && letters.chars().all(|c| matches!(c, 'd' | 'm' | 'y' | 'n' | 't' | 'h'))
            && letters.len() >= 4)
        || matches!(
            letters.as_str(),
            "neuco"
                | "batbuoc"
                | "vnd"
                | "dong"
                | "vnđ"
                | "a"
                | "b"
                | "c"
                | "d"
                | "viethoa"
                | "inhoa"
                | "chuinhoa"
                | "viethoacodau"
                | "vietinhoa"
                | "chuinhoacodau"
                | "ngaythangnam"
                | "12so"
                | "9so"
                | "x"
                | "namnu"
                | "nhanbatbuoc"
                | "khongbatbuoc"
                | "tuychon"
                | "dongvn"
                | "tr"
                | "trieudong"
                | "ghiro"
                | "dayduho"
                | "ghidaydu"
                | "xahuyentinh"
                | "thonxahuyentinh"
                | "ghibangchuinhoa"
                | "tinhtheothang"
                | "vietbangchuinhoa"
                | "vietchuinhoa"
                | "bangchuinhoa"
                | "dangtext"
                | "dangvanban"
        )
}

/// Words for the person of the record, which may stand with any of his facts.
const SUBJECTS: &[&str] = &[
    "cua",
    "cua bc",
    "cua bi can",
    "cua bi an",
    "cua nguoi bi ket an",
    "cua doi tuong",
    "nguoi bi ket an",
    "nguoi co lltp",
    "nguoi pham toi",
    "nguoi chap hanh an",
    "nguoi phai tha",
    "nguoi phai chap hanh an",
    "bc",
    "bi can",
    "bi an",
    "bi can bc",
    "bc bi can",
    "pham nhan",
    "doi tuong",
    "nguoi duoc xat",
    "nguoi duoc dac xa",
    "nguoi bi bat",
    "nguoi bi tam giu",
    "nguoi bi tam giam",
    "cong dan",
    "ca nhan",
    "nguoi bi buoc toi",
    "nguoi duoc cap",
    "hien nay",
    "neu co",
    "nguoi duoc xoa an",
    "nguoi bi xu phat",
    "nguoi co an tich",
    "nguoi duoc tha tu",
    "nguoi bi tha",
    "cua ca nhan",
    "cua pham nhan",
    "nguoi duoc hoan",
    "nguoi duoc giam",
    "nguoi bi can",
    "nguoi bi ket toi",
    "theo ba",
    "trong ba",
    "thong tin",
    "nguoi dang chap hanh an",
];

/// Words for other people: what stands beside them is never the person's.
const OTHERS: &[&str] = &[
    "tham phan",
    "thu ky",
    "hoi tham",
    "ksv",
    "kiem sat vien",
    "dieu tra vien",
    "dtv",
    "luat su",
    "bao chua",
    "bi hai",
    "nguoi hai",
    "nan nhan",
    "nguyen don",
    "bi don",
    "lam chung",
    "nhan chung",
    "dai dien",
    "giam ho",
    "nguoi nhap",
    "nguoi lap",
    "nguoi ky",
    "can bo",
    "chap hanh vien",
    "phien dich",
    "giam dinh",
    "nguoi bao",
    "to giac",
    "nguoi nhan",
    "nguoi giao",
    "nguoi nop",
    "nguoi yeu cau",
    "uy quyen",
    "chu toa",
    "lien quan",
    "quan giao",
    "duoc thi hanh",
    "duoc tha",
    "nguoi khai",
    "ko dau",
    "khong dau",
    "bao linh",
    "than nhan",
    "nguoi than",
    "nguoi cung cap",
    "nguoi tham dinh",
    "nguoi duyet",
    "lanh dao",
    "duong su",
    "hdxx",
    "htnd",
    "kstv",
    "nguoi kiem tra",
    "bat dau tu trang",
    "nguoi cap nhat",
    "nguoi xac minh",
    "to truong",
    "giam thi",
    "nguoi khoi kien",
    "nguoi bi kien",
    "nguoi mua",
    "nguoi ban",
    "nguoi bao lanh",
    "nguoi huong",
    "nguoi thu huong",
    "nguoi dang ky",
    "nguoi giam sat",
    "nguoi thu ly",
];

/// Whether a heading speaks of somebody else than the person of the record.
pub(crate) fn of_another(key: &str) -> bool {
    holds_any(key, OTHERS)
}

/// Those of the other people of whom birth, residence and papers are listed too: the parties of a case, not its judges.
const PARTIES: &[&str] = &[
    "bi hai",
    "nguoi hai",
    "nan nhan",
    "nguyen don",
    "bi don",
    "lam chung",
    "nhan chung",
    "dai dien",
    "giam ho",
    "nguoi yeu cau",
    "lien quan",
    "duoc thi hanh",
    "duoc tha",
    "bao linh",
    "than nhan",
    "nguoi than",
    "duong su",
    "nguoi khoi kien",
    "nguoi bi kien",
    "nguoi bao lanh",
    "nguoi huong",
    "nguoi thu huong",
    "to giac",
];

/// Whether a heading names a party of the case other than the person.
pub(crate) fn of_a_party(key: &str) -> bool {
    holds_any(key, PARTIES)
}

/// Whether a heading above others only says that what follows is about the person: `Thông tin bị cáo`.
pub(crate) fn of_the_person(key: &str) -> bool {
    !of_another(key)
        && (holds_any(key, SUBJECTS)
            || holds_any(
                key,
                &[
                    "nhan than",
                    "ly lich",
                    "lltp",
                    "ca nhan",
                    "thong tin",
                    "ho ten",
                    "hs",
                    "danh sach",
                    "chi tiet",
                    "phan",
                    "du lieu",
                ],
            ))
}

/// Whether one of the phrases stands in the key, as whole words.
fn holds_any(key: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| {
        key.match_indices(phrase).any(|(at, _)| {
            let starts = at == 0 || key.as_bytes().get(at - 1) == Some(&b' ');
            let ends = key.as_bytes().get(at + phrase.len()).is_none_or(|b| *b == b' ');
            starts && ends
        })
    })
}

/// Bytes of the longest text that may be a heading.
pub(crate) const LONGEST: usize = 400;

/// What a heading may mean; none where nothing fits.
pub(crate) fn find(heading: &str) -> Option<Match> {
    let trimmed = trim(heading);
    let whole = key(&trimmed);
    if whole.is_empty() {
        return None;
    }
    if let Some(found) = listed(&trimmed) {
        return Some(found);
    }
    if let Some(found) = whole_key(&whole) {
        return Some(found);
    }
    if of_another(&whole) {
        return Some(Match { parts: vec![Vec::new()], how: How::Alias });
    }
    // Values and prose have words that no heading has; they cost no more than this.
    let unknown = whole.split(' ').filter(|word| !TABLE.words.contains(*word)).count();
    if unknown == 0
        && let Some(found) = joined(&trimmed)
    {
        return Some(found);
    }
    // words run together: `Họvà tên`
    let squashed: String = whole.split(' ').collect();
    let run_together = TABLE.squashed.get(&squashed).or_else(|| TABLE.squashed.get(&squashed.replacen("va", "", 1)));
    if let Some(parts) = run_together.and_then(|key| TABLE.get(key)) {
        return Some(Match { parts: vec![parts], how: How::Spelling });
    }
    let mended = match unknown {
        0 => near(&whole)?,
        1 | 2 if whole.len() <= 60 => mend(&whole)?,
        _ => return None,
    };
    let found = whole_key(&mended)?;
    Some(Match { how: How::Spelling, ..found })
}

/// A heading whose facts are parted by `;` outside brackets: each stretch by itself.
fn listed(heading: &str) -> Option<Match> {
    let mut depth = 0_i32;
    let stretches: Vec<&str> = heading
        .split(|c: char| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            c == ';' && depth == 0
        })
        .filter(|stretch| !stretch.trim().is_empty())
        .collect();
    if !(2..=6).contains(&stretches.len()) {
        return None;
    }
    let mut parts = Vec::new();
    for stretch in stretches {
        let found = find(stretch).filter(|found| found.how != How::Spelling)?;
        if found.parts.iter().any(|part| part.iter().all(|meaning| meaning.facts.is_empty())) {
            return None;
        }
        parts.extend(found.parts);
    }
    Some(Match { parts, how: How::Joined })
}

/// Whether one word may be a slip for the other: long enough to tell, and the same at its start.
fn slip(known: &str, word: &str) -> bool {
    known.len() >= 4 && word.len() >= 4 && known.bytes().next() == word.bytes().next()
}

/// The one alias that is one slip away from a long key: `noi thuong chu`. The cells must agree (see `mapping`).
fn near(whole: &str) -> Option<String> {
    if whole.len() < 8 || whole.len() > 60 {
        return None;
    }
    let mut near: Vec<&'static str> = gaps(whole)
        .filter_map(|gap| WITH_A_GAP.get(&gap))
        .flatten()
        .copied()
        .filter(|key| {
            strsim::osa_distance(key, whole) == 1
                && key.split(' ').zip(whole.split(' ')).all(|(a, b)| a == b || slip(a, b))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    match near.as_slice() {
        [only] => Some((*only).to_owned()),
        _ => None,
    }
}

/// Known headings by what is left of them without one word: a slip lies in one word, the others are as they stand.
static WITH_A_GAP: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let mut map: HashMap<String, Vec<&'static str>> = HashMap::new();
    for key in TABLE.keys.keys() {
        for gap in gaps(key) {
            map.entry(gap).or_default().push(key);
        }
    }
    map
});

/// The text with each of its words in turn left out, its place marked.
fn gaps(text: &str) -> impl Iterator<Item = String> {
    let words: Vec<&str> = text.split(' ').collect();
    (0..words.len()).map(move |gap| {
        words.iter().enumerate().map(|(i, word)| if i == gap { "*" } else { word }).collect::<Vec<_>>().join(" ")
    })
}

/// The whole key, as it stands or without words for the person.
fn whole_key(whole: &str) -> Option<Match> {
    let alias = |key: &str| TABLE.get(key).map(|parts| Match { parts: vec![parts], how: How::Alias });
    if let Some(found) = alias(whole) {
        return Some(found);
    }
    for subject in SUBJECTS {
        let rest = whole
            .strip_suffix(subject)
            .and_then(|rest| rest.strip_suffix(' '))
            .or_else(|| whole.strip_prefix(subject).and_then(|rest| rest.strip_prefix(' ')));
        if let Some(rest) = rest.map(str::trim).filter(|rest| rest.contains(' ') || rest.len() >= 4) {
            let rest = rest.strip_suffix(" cua").unwrap_or(rest);
            if let Some(found) = alias(rest) {
                return Some(found);
            }
        }
    }
    None
}

/// A heading of several facts: each stretch between separators is an alias, or shares the last words of the next.
fn joined(heading: &str) -> Option<Match> {
    let mut pieces: Vec<String> = Vec::new();
    for (word, separated) in words(&unmark(heading).replace(" hoac ", " / ")) {
        // "và" parts facts too, but "họ và tên" is one
        if separated || pieces.is_empty() {
            pieces.push(word);
        } else if word == "va" {
            pieces.push(String::new());
        } else if let Some(last) = pieces.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(&word);
        }
    }
    pieces.retain(|p| !p.is_empty());
    if !(2..=8).contains(&pieces.len()) {
        return None;
    }
    // Each stretch of neighbours as one key, then every way to put them together, the one with the fewest parts first.
    let stretch: Vec<Vec<String>> = (0..pieces.len())
        .map(|from| (from..pieces.len()).map(|to| phrases(&pieces.get(from..=to).unwrap_or(&[]).join(" "))).collect())
        .collect();
    let gaps = pieces.len() - 1;
    let mut ways: Vec<u32> = (1..1_u32 << gaps).collect();
    ways.sort_by_key(|way| (way.count_ones(), *way));
    ways.into_iter().find_map(|way| {
        let starts = std::iter::once(0).chain((1..=gaps).filter(|i| way >> (i - 1) & 1 == 1));
        let ends = (1..=gaps).filter(|i| way >> (i - 1) & 1 == 1).chain([pieces.len()]);
        let groups: Vec<&str> =
            starts.zip(ends).filter_map(|(from, end)| Some(stretch.get(from)?.get(end - from - 1)?.as_str())).collect();
        let parts = facts(&groups)?;
        Some(Match { parts, how: How::Joined })
    })
}

/// Heads that mean nothing alone and borrow the noun of a neighbour.
const BARE: &[&str] =
    &["so", "ngay", "so hieu", "ky hieu", "ta", "cq", "noi", "cq ban hanh", "so ky hieu", "tand", "ngay ra", "cq ra"];

/// Names of papers that stand behind another for "or".
const PAPERS: &[&str] = &["qd", "gcn", "vb", "ba", "giay", "lenh"];

/// The meanings of the groups of a joined heading; none unless all are known.
fn facts(groups: &[&str]) -> Option<Vec<Vec<&'static Meaning>>> {
    let with = |head: &str, noun: &str| TABLE.get(&phrases(&format!("{head} {noun}")));
    let mut parts = Vec::new();
    for (i, group) in groups.iter().enumerate() {
        let bare = BARE.contains(group);
        if i > 0 && PAPERS.contains(group) {
            continue; // `Ngày GCN/QĐ`: one paper or the other
        }
        // `Bản án (số, ngày, tòa án)`: the noun stands first
        let first = groups.first().filter(|_| i > 0).and_then(|noun| with(group, noun));
        // `Số, ngày bản án`: the noun stands behind the head of a later group
        let later = groups.iter().skip(i + 1).find_map(|next| {
            let noun = next.split_once(' ')?.1;
            with(group, noun).or_else(|| with(group, noun.split_once(' ')?.1))
        });
        // `Số bản án, ngày`: behind the group whose noun it shares
        let earlier = groups.iter().take(i).rev().find_map(|before| with(group, before.split_once(' ')?.1));
        let own = if bare {
            None
        } else {
            TABLE.get(group).or_else(|| whole_key(group).and_then(|m| m.parts.into_iter().next()))
        };
        let heads_others = i == 0
            && !group.split(' ').any(|word| matches!(word, "so" | "ngay"))
            && groups.len() > 1
            && groups.iter().skip(1).all(|g| BARE.contains(g) && with(g, group).is_some());
        if heads_others {
            continue;
        }
        let found = if bare { later.or(first).or(earlier).or_else(|| TABLE.get(group)) } else { own.or(first) };
        let found = found?;
        if found.iter().any(|m| m.facts.is_empty() && !m.place) {
            return None; // a fact that is not for us: the cell is another's
        }
        parts.push(found);
    }
    Some(parts)
}

// "caoo", "tenn": a short word with a letter doubled or too much is still told by its beginning.
fn slip_or_short(known: &str, word: &str) -> bool {
    // "sih", "hin": a letter lost from a short word
    slip(known, word)
        || known.len() == 4 && word.len() == 3 && known.bytes().next() == word.bytes().next()
        || known.len() == 3 && word.len() >= 3 && known.get(..2) == word.get(..2)
}

/// The key with its unknown words replaced by the one known word that is close; none where a word stays unknown.
fn mend(whole: &str) -> Option<String> {
    let mut changed = false;
    let mut out: Vec<String> = Vec::new();
    for word in whole.split(' ') {
        if TABLE.words.contains(word) {
            out.push(word.to_owned());
            continue;
        }
        let len = word.chars().count();
        if len < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        let bound = if len >= 8 { 2 } else { 1 };
        let mut near = TABLE
            .starting_as(word)
            .filter(|known| {
                known.len().abs_diff(word.len()) <= bound
                    && slip_or_short(known, word)
                    && known.chars().all(|c| c.is_ascii_lowercase())
            })
            .filter(|known| strsim::osa_distance(known, word) <= bound);
        // Several known words may be near; only one may make a known heading.
        let candidates: Vec<&String> = near.by_ref().take(12).collect();
        let mut best = None;
        for candidate in candidates {
            let mut trial = out.clone();
            trial.push(candidate.clone());
            let rest: Vec<&str> = whole.split(' ').skip(out.len() + 1).collect();
            trial.extend(rest.iter().map(|w| (*w).to_owned()));
            if TABLE.keys.contains_key(&phrases(&trial.join(" "))) {
                if best.is_some() {
                    return None;
                }
                best = Some(candidate.clone());
            }
        }
        out.push(best?);
        changed = true;
    }
    changed.then(|| phrases(&out.join(" ")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[track_caller]
    fn first(heading: &str, expected: &str) {
        let found = find(heading).map(|m| {
            m.parts
                .iter()
                .map(|p| {
                    p.first().map_or("keep".to_owned(), |m| {
                        if m.facts.is_empty() { "keep".into() } else { m.facts.join("+") }
                    })
                })
                .collect::<Vec<_>>()
                .join("+")
        });
        assert_eq!(found.as_deref().unwrap_or("none"), expected, "{heading}: {}", key(&trim(heading)));
    }

    #[test]
    fn headings_are_found() {
        for (heading, expected) in [
            ("Họ và tên", "record.full_name"),
            ("HỌ VÀ TÊN", "record.full_name"),
            ("Ho va ten", "record.full_name"),
            ("Họvà tên", "record.full_name"),
            ("Hộ và tênn bị cáo", "record.full_name"),
            ("Họ và tên bị cáo", "record.full_name"),
            (
                "Họ và tên (Ngày, tháng, năm sinh; Nơi cư trú) (2)",
                "record.full_name+record.birth_date+record.residence",
            ),
            ("Họ tên, năm sinh, HKTT", "record.full_name+record.birth_date+record.permanent_residence"),
            ("Ngày, tháng, năm sinh", "record.birth_date"),
            ("NTNS", "record.birth_date"),
            ("Số/Ngày BA/QD", "conviction.judgment_no+conviction.judgment_date"),
            ("Số, ngày bản án", "conviction.judgment_no+conviction.judgment_date"),
            ("Số, ngày tháng năm bản án, quyết định", "conviction.judgment_no+conviction.judgment_date"),
            ("Bản án (số, ngày)", "conviction.judgment_no+conviction.judgment_date"),
            ("Số, ngày, tòa án ra bản án", "conviction.judgment_no+conviction.judgment_date+conviction.court"),
            ("Số BA", "conviction.judgment_no"),
            ("BA số", "conviction.judgment_no"),
            ("Tội danh (điều khoản áp dụng)", "conviction.offences+conviction.citations"),
            ("Số CMND/CCCD/Hộ chiếu", "record.citizen_id+record.identity_card+record.passport"),
            ("số Chứng minh nhân dân hoặc hộ chiếu", "record.citizen_id+record.identity_card+record.passport"),
            ("Ngày QĐ T.H.A", "enforcement.document_date"),
            ("Số QĐ thi hành án", "enforcement.document_no"),
            ("Sổ KHVB", "expungement.document_no"),
            ("TÊN KO DẤU", "keep"),
            ("Họ tên thẩm phán", "keep"),
            ("Năm sinh người bị hại", "keep"),
            ("Năm sinh cha", "none"),
            ("STT (1)", "keep"),
            ("QĐ tạm giữ (Số; ngày, tháng, năm; Cơ quan ra QĐ; Từ ngày đến ngày) (6)", "none"),
            ("Số CCCD (*)", "record.citizen_id"),
            ("Ngày sinh (dd/mm/yyyy)", "record.birth_date"),
            ("2. Họ và tên", "record.full_name"),
            ("Màu sắc", "none"),
        ] {
            first(heading, expected);
        }
    }
}
