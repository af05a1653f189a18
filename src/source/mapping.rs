//! Headings and cells of a sheet → canonical columns, with confidence and reason.
//!
//! Each heading is looked up in the aliases ([`super::heading`]). The same words mean different things in different
//! sheets (`Số văn bản` of an enforcement document or of an expungement; `Ngày cấp` of a card or of a passport), so
//! the plain headings first say what the sheet is about, then decide about the others. Last the cells may object: a
//! column of names is no date. What is doubtful stays unmapped (`question`), for a wrong column costs more than five
//! unmapped ones.

mod beside;

use std::collections::{BTreeMap, HashSet};

use super::content::{self, Content};
use super::header::Heading;
use super::heading::{self, How, Match, Meaning};
use crate::layout::ColumnLayout;
use crate::schema::{Entry, Tag};

/// What a sheet is about.
#[derive(Clone, Copy, Debug, Default)]
struct Sheet {
    conviction: bool,
    record: bool,
    /// Enforcement documents or expungements, where the sheet is one of them first of all.
    primary: Option<Entry>,
    /// Which of the two its documents are, where it has any.
    documents: Option<Entry>,
    appeal: bool,
}

/// What stands before a column.
struct Before {
    /// `after_id` or `after_passport`.
    paper: Option<&'static str>,
    /// The entry of the column just before.
    entry: Option<String>,
    /// Its facts.
    facts: Vec<String>,
    /// What its heading itself says.
    fixed: BTreeMap<String, String>,
}

/// One heading with what was found for it.
struct Found {
    matched: Option<Match>,
    /// The parent heading speaks of somebody else, or of something unknown.
    parent: Parent,
    key: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parent {
    None,
    Person,
    Other,
    Unknown,
}

/// Maps the columns of a sheet. `title` holds the name of the sheet and the text above the heading.
pub(crate) fn columns(headings: &[Heading], contents: &[Content], title: &str) -> Vec<ColumnLayout> {
    let found: Vec<Found> = headings.iter().map(look_up).collect();
    let sheet = kind(&found, contents, title);
    let mut columns: Vec<ColumnLayout> = Vec::with_capacity(found.len());
    let empty = Content::default();
    for (i, one) in found.iter().enumerate() {
        let content = contents.get(i).unwrap_or(&empty);
        let before = Before {
            paper: context(&columns),
            entry: columns
                .last()
                .and_then(|c| c.canonical.first())
                .and_then(|f| f.split('.').next().map(str::to_owned)),
            facts: columns.last().map(|c| c.canonical.clone()).unwrap_or_default(),
            fixed: columns.last().map(|c| c.fixed.clone()).unwrap_or_default(),
        };
        let mut column = ColumnLayout {
            index: i + 1,
            header: headings.get(i).map(Heading::flat).unwrap_or_default(),
            ..Default::default()
        };
        decide(&mut column, one, headings.get(i), content, sheet, &before);
        columns.push(column);
    }
    beside::addresses(&mut columns, &found, headings);
    beside::date_parts(&mut columns, &found, headings, contents);
    beside::penalty_kinds(&mut columns, headings, contents);
    beside::split_names(&mut columns, &found, contents);
    beside::of_others(&mut columns, &found, title);
    beside::doubles(&mut columns, &found, contents);
    beside::counts(&mut columns, &found);
    beside::unheaded(&mut columns, headings, contents);
    // what its neighbours answered is no question
    columns.iter_mut().filter(|column| !column.canonical.is_empty()).for_each(|column| column.question.clear());
    columns
}

/// Looks a heading up, with its parents.
fn look_up(heading: &Heading) -> Found {
    let own = heading::key(&heading::trim(&heading.text));
    let Some(above) = heading.parents.last().filter(|p| !p.is_empty()) else {
        return Found { matched: heading::find(&heading.text), parent: Parent::None, key: own };
    };
    let parents = heading.parents.join(" ");
    let above_key = heading::key(&heading::trim(above));
    let key = format!("{above_key} {own}");
    let other = heading::of_another(&heading::key(&parents));
    let exact = |text: String| heading::find_exact(&text);
    let combined = exact(format!("{} {above}", heading.text)).or_else(|| exact(format!("{above} {}", heading.text)));
    let alone = heading::find(&heading.text);
    let parent = if other {
        Parent::Other
    } else if combined.is_some() || heading::of_the_person(&above_key) {
        Parent::Person
    } else if heading::find(above)
        .is_some_and(|m| m.parts.iter().flatten().any(|m| m.facts.iter().any(|f| !f.starts_with("record."))))
    {
        // a parent of the judgment or of a document: its children are about it
        Parent::Person
    } else {
        Parent::Unknown
    };
    Found { matched: combined.or(alone), parent, key }
}

/// What the plain headings and the title say of the sheet.
fn kind(found: &[Found], contents: &[Content], title: &str) -> Sheet {
    let mut scores: BTreeMap<&str, f64> = BTreeMap::new();
    let (mut first, mut appeal) = (false, false);
    for (i, one) in found.iter().enumerate() {
        let words = format!(" {} ", one.key);
        first |= words.contains(" st ") || words.contains(" hs st ");
        appeal |= words.contains(" pt ");
        let Some(matched) = &one.matched else { continue };
        for part in &matched.parts {
            if part.iter().all(|m| !m.when.is_empty()) {
                continue;
            }
            let facts: Vec<&str> = part.iter().flat_map(|m| m.facts.iter().map(String::as_str)).collect();
            let entry = |fact: &&str| fact.split('.').next().unwrap_or("").to_owned();
            let Some(one_entry) = facts.first().map(entry).filter(|e| facts.iter().all(|f| entry(f) == *e)) else {
                continue;
            };
            let key_or_note = |f: &&str| f.ends_with("_code") || f.rsplit('.').next() == Some("note");
            if facts.iter().any(key_or_note) {
                continue;
            }
            let weight = if contents.get(i).is_some_and(|c| c.filled == 0) { 0.5 } else { 1.0 };
            if let Some(entry) = Entry::ALL.into_iter().find(|e| e.as_str() == one_entry) {
                *scores.entry(entry.as_str()).or_default() += weight;
            }
        }
    }
    let title = format!(" {} ", heading::key(title));
    let titled = |words: &[&str]| words.iter().any(|w| title.contains(&format!(" {w} ")));
    let score = |entry: Entry| scores.get(entry.as_str()).copied().unwrap_or(0.0);
    let conviction = score(Entry::Conviction);
    let mut enforcement = score(Entry::Enforcement);
    let mut expungement = score(Entry::Expungement);
    if titled(&["xat", "xoa an", "duong nhien xat"]) {
        expungement += 2.0;
    } else if titled(&[
        "tha",
        "thi hanh",
        "dac xa",
        "giam an",
        "hoan chap hanh",
        "tha hs",
        "vb",
        "mien giam",
        "thong tin",
    ]) {
        enforcement += 1.5;
    }
    let lists = documents(found);
    let documents = if expungement > 0.0 && expungement >= enforcement {
        Some(Entry::Expungement)
    } else if enforcement > 0.0 || lists && conviction == 0.0 {
        Some(Entry::Enforcement)
    } else {
        None
    };
    let strongest = if documents == Some(Entry::Expungement) { expungement } else { enforcement };
    let primary = documents.filter(|_| conviction < 2.0 || strongest > conviction);
    Sheet {
        conviction: conviction >= 1.0,
        record: score(Entry::Record) >= 1.0,
        primary,
        documents,
        appeal: first && appeal,
    }
}

/// Whether a sheet without any plain heading of a conviction lists documents: their number and their date.
fn documents(found: &[Found]) -> bool {
    let names = |column: &str| {
        found.iter().any(|one| {
            one.matched
                .as_ref()
                .is_some_and(|m| m.parts.iter().flatten().any(|m| m.facts.iter().any(|f| f.ends_with(column))))
        })
    };
    names(".document_no") && (names(".document_date") || names(".issued_by") || names(".content"))
}

/// Which paper the columns just before speak of.
fn context(columns: &[ColumnLayout]) -> Option<&'static str> {
    columns.iter().rev().take(3).find_map(|column| paper_of(&column.canonical))
}

/// Which paper facts are of.
fn paper_of(facts: &[String]) -> Option<&'static str> {
    const CARD: [&str; 5] = [
        "record.citizen_id",
        "record.identity_card",
        "record.id_issued_on",
        "record.military_id",
        "record.id_issued_by",
    ];
    const PASSPORT: [&str; 2] = ["record.passport", "record.passport_issued_on"];
    let has = |names: &[&str]| facts.iter().any(|fact| names.contains(&fact.as_str()));
    if has(&CARD) {
        Some("after_id")
    } else if has(&PASSPORT) {
        Some("after_passport")
    } else {
        None
    }
}

fn decide(
    column: &mut ColumnLayout,
    found: &Found,
    heading: Option<&Heading>,
    content: &Content,
    sheet: Sheet,
    before: &Before,
) {
    if column.header.is_empty() {
        return;
    }
    if found.parent == Parent::Other {
        "other_person".clone_into(&mut column.how);
        return;
    }
    if split_by_sex(column, heading, content) {
        return;
    }
    if found.key == "ngay" && bare_head(column, found, content, before) {
        return;
    }
    let Some(matched) = &found.matched else {
        bare_head(column, found, content, before);
        return;
    };
    let mut facts: Vec<String> = Vec::new();
    let mut conditional = false;
    for part in &matched.parts {
        // `Số CCCD, ngày cấp`: the number stands before the day in the same heading
        let paper = paper_of(&facts).or(before.paper);
        let fits =
            |m: &&Meaning| m.when.is_empty() || m.when.iter().any(|when| holds(when, sheet, before, paper, content));
        // Of the meanings that fit the sheet, the first that the cells do not deny.
        let denied = |m: &&Meaning| {
            let tags = || m.facts.iter().filter_map(|f| content::tag(f));
            m.facts.len() == 1 && tags().any(|tag| content.denies(tag, matched.parts.len() > 1))
        };
        let fitting = || part.iter().copied().filter(|m| fits(m));
        let Some(meaning) = fitting().find(|m| !denied(m)).or_else(|| fitting().next()) else {
            if !part.is_empty() && !bare_head(column, found, content, before) {
                ask(column, part.iter().flat_map(|meaning| meaning.facts.iter().cloned()).collect());
            }
            return;
        };
        if meaning.place {
            "place".clone_into(&mut column.how);
            return;
        }
        if meaning.facts.is_empty() {
            "alias".clone_into(&mut column.how);
            column.confidence = 1.0;
            return;
        }
        conditional |= part.len() > 1 || !meaning.when.is_empty();
        facts.extend(meaning.facts.iter().filter(|f| !facts.contains(f)).cloned().collect::<Vec<_>>());
        if let Some((key, value)) = meaning.fixed {
            column.fixed.insert(key.to_owned(), value.to_owned());
        }
    }
    // `Họ tên, tuổi` over names with a year of birth
    if facts.iter().any(|f| f == "record.full_name")
        && found.key.split(' ').any(|word| word == "tuoi")
        && content.supports(Tag::Date)
        && !facts.iter().any(|f| f == "record.birth_date")
    {
        facts.push("record.birth_date".to_owned());
    }
    // `Bản án` over numbers alone
    if let [number, date] = facts.as_slice()
        && number.ends_with("_no")
        && date.ends_with("_date")
        && !found.key.contains("ngay")
        && content.is_undated()
    {
        facts.truncate(1);
    }
    // `Họ tên cha, năm sinh`: what stands beside a relative is the relative's.
    let relative =
        |f: &String| matches!(f.as_str(), "record.father_name" | "record.mother_name" | "record.spouse_name");
    if facts.iter().any(relative) && !facts.iter().any(|f| f == "record.full_name") {
        facts.retain(|f| relative(f) || !f.starts_with("record."));
    }
    let first_instance =
        sheet.appeal && format!(" {} ", found.key).contains(" st ") && heading.is_some_and(|h| !h.parents.is_empty());
    if first_instance {
        for fact in &mut facts {
            let own = match fact.as_str() {
                "conviction.judgment_no" => "conviction.first_instance_no",
                "conviction.judgment_date" => "conviction.first_instance_date",
                "conviction.court" => "conviction.first_instance_court",
                "conviction.principal_penalty" => "conviction.first_instance_penalty",
                _ => continue,
            };
            own.clone_into(fact);
        }
    }
    let personal = facts.iter().any(|f| f.starts_with("record."));
    if found.parent == Parent::Unknown && personal {
        ask(column, facts);
        return;
    }
    let joined = facts.len() > 1;
    let tags: Vec<Tag> = facts.iter().filter_map(|f| content::tag(f)).collect();
    // In a joined column any of the facts may be absent, but not all.
    if tags.iter().all(|tag| content.denies(*tag, joined))
        || !joined && tags.iter().any(|tag| content.denies(*tag, false))
    {
        ask(column, facts);
        return;
    }
    // A guess needs cells that nothing else has: of a few words, of a form of their own.
    let closed = |tag: &Tag| matches!(tag, Tag::Sex | Tag::CitizenId | Tag::IdentityCard | Tag::Court | Tag::Penalty);
    let mended = match matched.how {
        How::Alias | How::Joined => true,
        How::Spelling => content.filled < 3 || tags.iter().any(|tag| content.supports(*tag)),
        How::Guess => content.filled >= 3 && tags.iter().all(|tag| closed(tag) && content.supports(*tag)),
    };
    if !mended {
        ask(column, facts);
        return;
    }
    (column.confidence, column.how) = match (matched.how, conditional) {
        (How::Spelling | How::Guess, _) => (0.8, "spelling".to_owned()),
        (_, true) => (0.9, "context".to_owned()),
        (How::Joined, _) => (0.95, "joined".to_owned()),
        (How::Alias, _) => (1.0, "alias".to_owned()),
    };
    column.canonical = facts;
}

/// Leaves a column unmapped and shows what it may be as a question.
fn ask(column: &mut ColumnLayout, mut facts: Vec<String>) {
    let mut seen = HashSet::new();
    facts.retain(|fact| seen.insert(fact.clone()));
    column.canonical.clear();
    column.fixed.clear();
    column.confidence = 0.0;
    column.question = facts;
    "question".clone_into(&mut column.how);
}

/// `Ngày`, `Cơ quan ban hành` alone behind a number or a date: of that paper.
fn bare_head(column: &mut ColumnLayout, found: &Found, content: &Content, before: &Before) -> bool {
    if found.parent != Parent::None {
        return false;
    }
    let [fact] = before.facts.as_slice() else { return false };
    let Some(own) = heading::bare_head(&found.key, fact).filter(|own| {
        let denied = content::tag(own)
            .is_some_and(|tag| content.denies(tag, false) || tag == Tag::Court && !content.supports(tag));
        !before.facts.contains(own) && !denied
    }) else {
        return false;
    };
    column.canonical.push(own);
    column.fixed.clone_from(&before.fixed);
    column.confidence = 0.85;
    "context".clone_into(&mut column.how);
    true
}

fn holds(when: &str, sheet: Sheet, before: &Before, paper: Option<&str>, content: &Content) -> bool {
    // A terse heading belongs to the documents of the sheet where they are what it is about and it follows no judgment,
    // or where it follows one.
    let about = |entry: Entry| {
        let behind = |entry: Entry| before.entry.as_deref() == Some(entry.as_str());
        sheet.primary == Some(entry) && !behind(Entry::Conviction) || sheet.documents == Some(entry) && behind(entry)
    };
    match when {
        "conviction" => sheet.conviction && sheet.primary.is_none(),
        "record" => sheet.record,
        "enforcement" => sheet.documents == Some(Entry::Enforcement),
        "expungement" => sheet.documents == Some(Entry::Expungement),
        "enforcement_only" => about(Entry::Enforcement),
        "expungement_only" => about(Entry::Expungement),
        "appeal" => sheet.appeal,
        "after_id" | "after_passport" => paper == Some(when),
        "after_detained" => before.facts.iter().any(|fact| fact == "conviction.detained_from"),
        _ => content.holds(when),
    }
}

/// `Năm sinh` over `Nam` and `Nữ`: the year stands in the column of the sex; `Giới tính` over them: a cross does.
fn split_by_sex(column: &mut ColumnLayout, heading: Option<&Heading>, content: &Content) -> bool {
    let Some(heading) = heading else { return false };
    let sex = match heading::unmark(heading.text.trim()).as_str() {
        "nam" => "male",
        "nu" => "female",
        _ => return false,
    };
    // "Năm" is unmarked to "nam" too.
    if sex == "male" && heading.text.trim().to_lowercase() == "năm" {
        return false;
    }
    let Some(parent) = heading.parents.last() else { return false };
    let facts: Vec<String> = heading::find(parent)
        .into_iter()
        .flat_map(|m| m.parts)
        .filter_map(|p| p.first().copied())
        .flat_map(|m| m.facts.iter().cloned())
        .collect();
    match facts.as_slice() {
        [one] if one == "record.birth_date" && !content.denies(Tag::Date, false) => column.canonical.push(one.clone()),
        [one] if one == "record.sex" => column.canonical.push(one.clone()),
        _ => return false,
    }
    column.fixed.insert("record.sex".to_owned(), sex.to_owned());
    column.confidence = 0.95;
    "context".clone_into(&mut column.how);
    true
}
