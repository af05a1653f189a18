//! The table of headings, read once from `header_aliases.tsv`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::key::{key, unmark};
use super::people::subject_words;
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
pub(super) struct Table {
    meanings: Vec<Meaning>,
    pub(super) keys: BTreeMap<String, Vec<usize>>,
    pub(super) squashed: BTreeMap<String, String>,
    pub(super) words: BTreeSet<String>,
}

pub(super) static TABLE: LazyLock<Table> = LazyLock::new(Table::read);

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
        let rows: Vec<_> = data::rows(include_str!("../../data/header_aliases.tsv")).collect();
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
                // as it is written in full too, for a slip in it: `bổ xung`
                table.words.extend(unmark(alias).split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
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
        table.words.extend(subject_words().chain(CITING.iter().copied()).map(str::to_owned));
        table.words.extend(MODIFIERS.iter().flat_map(|(_, words)| words.split(['|', ' '])).map(str::to_owned));
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
    pub(super) fn starting_as(&self, word: &str) -> impl Iterator<Item = &String> {
        let first = word.chars().next();
        let from = first.map(String::from).unwrap_or_default();
        self.words.range(from..).take_while(move |known| known.chars().next() == first)
    }

    /// What a key means as it stands.
    pub(super) fn get(&'static self, key: &str) -> Option<Vec<&'static Meaning>> {
        let list = self.keys.get(key).or_else(|| self.keys.get("dieu khoan ad").filter(|_| cites(key)))?;
        Some(list.iter().filter_map(|index| self.meanings.get(*index)).collect())
    }
}

/// Words of which any list names the articles of the law: `Điểm, khoản, điều BLHS áp dụng`.
const CITING: &[&str] = &[
    "diem", "khoan", "dieu", "luat", "blhs", "ad", "so", "cac", "bo", "hs", "quy", "dinh", "tai", "theo", "k", "d",
    "nam",
];

fn cites(key: &str) -> bool {
    let core = ["diem", "khoan", "dieu", "luat", "blhs"];
    key.split(' ').all(|word| CITING.contains(&word))
        && key.split(' ').filter(|word| core.contains(word)).count() >= 2
        && key.split(' ').any(|word| matches!(word, "dieu" | "khoan" | "blhs"))
}

/// Words behind a fact that say which act it comes from, and leave it what it is; by the columns that they go with.
const MODIFIERS: &[(&[&str], &str)] = &[
    (
        &["conviction.offences", "conviction.citations"],
        "vks truy to|bi truy to|truy to|bi xx|xx|da xx|theo cao trang|theo ct|da tuyen|bi tuyen|theo ba|ta tuyen|ta ad|\
         bi khoi to|khoi to|bi ket an|da ad|ta xx|ad|da pham|pham phai",
    ),
    (
        &["conviction.principal_penalty", "conviction.additional_penalties"],
        "da tuyen|tuyen phat|ad|da ad|bi tuyen|ta tuyen|ta ad|bi xu phat|phai chap hanh|bi ad|bi phat",
    ),
    (&["record.note", "conviction.note"], "ta|tand|cq tha|vks|ca"),
    (
        &["record.residence", "record.permanent_residence", "record.temporary_residence", "record.occupation"],
        "truoc khi bi bat|truoc khi pham toi|truoc khi bi khoi to|truoc khi bi tam giam|truoc khi vao trai|\
         khi pham toi|khi bi bat|luc pham toi|thon xa huyen tinh|xa huyen tinh|xa tinh|sau sap nhap|moi",
    ),
];

/// What is left of a key without the words that say which act a fact comes from.
pub(super) fn without_modifier(whole: &str) -> impl Iterator<Item = (&str, &'static [&'static str])> {
    MODIFIERS.iter().flat_map(move |(facts, list)| {
        list.split('|').filter_map(move |words| Some((whole.strip_suffix(words)?.strip_suffix(' ')?, *facts)))
    })
}

/// The canonical column that a bare head (`ngày`, `cơ quan ban hành`) has behind a column of a paper.
pub(crate) fn bare_head(key: &str, before: &str) -> Option<String> {
    let head = |heads: &str| heads.split('|').any(|head| self::key(head) == key);
    let (_, column) = HEADS.iter().find(|(heads, column)| !matches!(*column, "no" | "no+date") && head(heads))?;
    let (entry, name) = before.split_once('.')?;
    let family = match (entry, name) {
        ("conviction", "judgment_no" | "judgment_date" | "court") => "conviction.judgment",
        ("conviction", "first_instance_no" | "first_instance_date" | "first_instance_court") => {
            "conviction.first_instance"
        }
        ("conviction", "case_no") if *column == "date" => return Some("conviction.case_date".to_owned()),
        ("enforcement", "document_no" | "document_date" | "issued_by") => "enforcement.document",
        ("expungement", "document_no" | "document_date" | "issued_by") => "expungement.document",
        _ => return None,
    };
    family_facts(family, column)?.pop()
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Headings whose words mean one thing alone and another before a family of documents.
    #[test]
    fn an_alias_means_one_thing_without_a_context() {
        let mut seen = BTreeMap::new();
        for row in data::rows(include_str!("../../data/header_aliases.tsv")).filter(|row| !row.get(0).ends_with('*')) {
            let meaning = (row.get(0), row.get(1), row.get(2));
            for alias in row.variants(3) {
                let key = key(alias);
                assert!(!key.is_empty(), "{alias}");
                let before = seen.insert((key.clone(), row.get(1)), meaning);
                assert!(before.is_none_or(|before| before == meaning), "{alias}: {before:?} and {meaning:?}");
            }
        }
        assert!(seen.len() > 1_500);
    }
}
