//! Headings and cells of a sheet → canonical columns, with confidence and reason.
//!
//! Each heading is looked up in the aliases ([`super::heading`]). The same words mean different things in different
//! sheets (`Số văn bản` of an enforcement document or of an expungement; `Ngày cấp` of a card or of a passport), so
//! the plain headings first say what the sheet is about, then decide about the others. Last the cells may object: a
//! column of names is no date. What is doubtful stays unmapped (`question`), for a wrong column costs more than five
//! unmapped ones.

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
    addresses(&mut columns, &found, headings);
    date_parts(&mut columns, &found, headings, contents);
    penalty_kinds(&mut columns, headings, contents);
    split_names(&mut columns, &found, contents);
    of_others(&mut columns, &found, title);
    doubles(&mut columns, &found, contents);
    counts(&mut columns, &found);
    unheaded(&mut columns, headings, contents);
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
    // A terse heading belongs to the documents of the sheet where they are what it is about, or where it follows one.
    let about = |entry: Entry| {
        sheet.primary == Some(entry)
            || sheet.documents == Some(entry) && before.entry.as_deref() == Some(entry.as_str())
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

/// Columns of parts of an address join the place before them, or are the residence where they stand together.
fn addresses(columns: &mut [ColumnLayout], found: &[Found], headings: &[Heading]) {
    const RESIDENCES: [&str; 3] = ["record.permanent_residence", "record.temporary_residence", "record.residence"];
    let mut at = 0;
    while at < columns.len() {
        if columns.get(at).is_none_or(|c| c.how != "place") {
            at += 1;
            continue;
        }
        let end = at + columns.iter().skip(at).take_while(|c| c.how == "place").count();
        for i in at..end {
            let above = headings.get(i).and_then(|h| h.parents.last()).map(|p| {
                heading::find(p)
                    .into_iter()
                    .flat_map(|m| m.parts)
                    .filter_map(|p| p.first().copied())
                    .flat_map(|m| m.facts.iter().cloned())
                    .collect::<Vec<_>>()
            });
            let before =
                at.checked_sub(1).and_then(|b| columns.get(b)).map(|c| c.canonical.clone()).unwrap_or_default();
            let place = |facts: &[String]| facts.iter().any(|f| content::tag(f) == Some(Tag::Place));
            let target = match above {
                Some(facts) if facts.len() == 1 && place(&facts) => facts.first().cloned(),
                Some(_) if found.get(i).is_some_and(|f| f.parent == Parent::Unknown) => None,
                _ if before.len() == 1 && RESIDENCES.iter().any(|r| before.first().is_some_and(|b| b == r)) => {
                    before.first().cloned()
                }
                _ if place(&before) => None,
                _ if end - at >= 2 => Some("record.residence".to_owned()),
                _ => None,
            };
            if let Some(column) = columns.get_mut(i) {
                match target {
                    Some(target) => {
                        column.canonical = vec![target];
                        column.confidence = 0.85;
                        "context".clone_into(&mut column.how);
                    }
                    None => ask(column, vec!["record.residence".to_owned()]),
                }
            }
        }
        at = end;
    }
}

/// `Họ`, `Tên đệm`, `Tên` side by side: all make the name.
fn split_names(columns: &mut [ColumnLayout], found: &[Found], contents: &[Content]) {
    const PARTS: [&str; 12] = [
        "ho",
        "ho dem",
        "ho ten dem",
        "ho chu dem",
        "ho lot",
        "ho chu lot",
        "ho ten lot",
        "dem",
        "ten dem",
        "chu dem",
        "ten lot",
        "chu lot",
    ];
    let is = |at: usize, names: &[&str]| {
        found
            .get(at)
            .is_some_and(|f| names.contains(&f.key.as_str()) && matches!(f.parent, Parent::None | Parent::Person))
            && contents.get(at).is_none_or(|c| !c.denies(Tag::Name, false))
    };
    let starts = |at: usize| is(at, &PARTS) && found.get(at).is_some_and(|f| f.key.starts_with("ho"));
    for start in (0..columns.len()).filter(|at| starts(*at)) {
        let end = (start + 1..columns.len()).find(|at| !is(*at, &PARTS)).unwrap_or(columns.len());
        let taken = columns
            .iter()
            .any(|c| c.canonical.iter().any(|f| f == "record.full_name") && !(start..=end).contains(&(c.index - 1)));
        if !is(end, &["ten", "ten goi"]) || taken {
            continue;
        }
        for column in columns.iter_mut().skip(start).take(end + 1 - start) {
            column.canonical = vec!["record.full_name".to_owned()];
            column.confidence = 0.9;
            "context".clone_into(&mut column.how);
        }
        return;
    }
}

/// What a heading means by itself, where that is one fact.
fn one_fact(heading: &str) -> Option<String> {
    let parts = heading::find(heading)?.parts;
    let mut facts = parts.iter().filter_map(|part| part.first()).flat_map(|meaning| meaning.facts.iter());
    let fact = facts.next()?;
    facts.next().is_none().then(|| fact.clone())
}

/// `Ngày`, `Tháng`, `Năm` below the heading of a date, or `Ngày sinh`, `Tháng sinh`, `Năm sinh` side by side: each holds
/// a part of it.
fn date_parts(columns: &mut [ColumnLayout], found: &[Found], headings: &[Heading], contents: &[Content]) {
    let parent = |i: usize| headings.get(i).and_then(|h| h.parents.last()).map(String::as_str);
    // the part and what it is a part of
    let part = |i: usize| {
        let heading = headings.get(i)?;
        let own = heading::key(&heading::trim(&heading.text));
        let (first, noun) = own.split_once(' ').unwrap_or((&own, ""));
        let rank = ["ngay", "thang", "nam"].iter().position(|word| *word == first)?;
        Some((rank, noun.to_owned()))
    };
    for start in 0..columns.len().saturating_sub(2) {
        let run: Vec<_> = (start..start + 3).filter_map(part).collect();
        let [(0, noun), (1, second), (2, third)] = run.as_slice() else { continue };
        if noun != second || noun != third || parent(start) != parent(start + 1) || parent(start) != parent(start + 2) {
            continue;
        }
        if found.iter().skip(start).take(3).any(|f| f.parent == Parent::Other) {
            continue;
        }
        let whole = match (noun.as_str(), parent(start)) {
            ("", Some(above)) => one_fact(above),
            ("", None) => None,
            (noun, _) => one_fact(&format!("ngày {noun}")),
        };
        let Some(fact) = whole.filter(|fact| content::tag(fact) == Some(Tag::Date)) else { continue };
        let holds = |i: usize, most: usize| contents.get(i).is_none_or(|content| content.is_small_number(most));
        if !(holds(start, 2) && holds(start + 1, 2) && holds(start + 2, 4)) {
            continue;
        }
        for column in columns.iter_mut().skip(start).take(3) {
            column.canonical = vec![fact.clone()];
            column.fixed.clear();
            column.confidence = 0.95;
            "context".clone_into(&mut column.how);
        }
    }
}

/// `Tù có thời hạn`, `Phạt tiền` below the heading of the penalty: the penalty stands in the column of its kind. Where
/// the cells hold a bare number or a cross, the kind would be lost.
fn penalty_kinds(columns: &mut [ColumnLayout], headings: &[Heading], contents: &[Content]) {
    for (i, column) in columns.iter_mut().enumerate() {
        if !column.canonical.is_empty() || column.how == "other_person" {
            continue;
        }
        let Some(above) = headings.get(i).and_then(|h| h.parents.last()) else { continue };
        let own = headings.get(i).map(|h| heading::key(&heading::trim(&h.text))).unwrap_or_default();
        let kind = own == "tu"
            || [
                "tu co thoi han",
                "phat tu",
                "chung than",
                "tu hinh",
                "an treo",
                "ctkgg",
                "cai tao",
                "phat tien",
                "canh cao",
            ]
            .iter()
            .any(|kind| own.contains(kind));
        let Some(fact) = one_fact(above).filter(|f| kind && content::tag(f) == Some(Tag::Penalty)) else { continue };
        if contents.get(i).is_some_and(|content| content.holds("penalty_text")) {
            column.canonical = vec![fact];
            column.confidence = 0.85;
            "context".clone_into(&mut column.how);
        }
    }
}

/// What stands behind the name of somebody else is his: `Người được THA`, `Địa chỉ`; and a sheet of somebody else's
/// names (`DANH SÁCH BỊ HẠI`) says nothing about a person of the records.
fn of_others(columns: &mut [ColumnLayout], found: &[Found], title: &str) {
    let personal = |column: &ColumnLayout| {
        !column.canonical.is_empty()
            && column.canonical.iter().all(|fact| {
                fact.starts_with("record.")
                    && !matches!(
                        fact.as_str(),
                        "record.full_name"
                            | "record.record_code"
                            | "record.note"
                            | "record.local_code"
                            | "record.archive_no"
                            | "record.box_no"
                            | "record.source_agency"
                            | "record.managing_agency"
                    )
            })
    };
    let names = |column: &ColumnLayout| column.canonical.iter().any(|fact| fact == "record.full_name");
    let nobody = !columns.iter().any(|c| names(c) || c.canonical.iter().any(|f| f.ends_with(".record_code")));
    let theirs = nobody
        && (heading::of_another(&heading::key(title))
            || found.iter().any(|f| f.key.contains("ten") && heading::of_another(&f.key)));
    let birth = columns.iter().filter(|c| c.canonical.iter().any(|fact| fact == "record.birth_date")).count();
    let (mut behind, mut relative) = (false, false);
    for (column, found) in columns.iter_mut().zip(found) {
        let bare = found.parent == Parent::None;
        // `Họ tên cha`, `Năm sinh`, where the person has a date of birth elsewhere
        let of_a_relative = relative
            && birth > 1
            && column.fixed.is_empty()
            && column.canonical.iter().any(|f| f == "record.birth_date");
        relative = column
            .canonical
            .iter()
            .any(|fact| matches!(fact.as_str(), "record.father_name" | "record.mother_name" | "record.spouse_name"));
        if column.canonical.is_empty() && heading::of_a_party(&found.key) {
            behind = true;
        } else if personal(column) && bare && (behind || theirs || of_a_relative) {
            column.canonical.clear();
            column.fixed.clear();
            column.confidence = 0.0;
            "other_person".clone_into(&mut column.how);
        } else {
            behind = false;
        }
    }
}

/// A sheet that counts (`Số vụ`, `Số bị cáo`) and names nobody and no paper is a statistic, no list.
fn counts(columns: &mut [ColumnLayout], found: &[Found]) {
    const COUNTS: [&str; 10] =
        ["so vu", "so bc", "so bi can", "so nguoi", "ty le", "tong so", "tong", "so luong", "so pham nhan", "so vu an"];
    let named = columns.iter().flat_map(|c| &c.canonical).any(|fact| {
        ["_name", "_no", "_code", "citizen_id", "identity_card", "passport"].iter().any(|end| fact.ends_with(end))
    });
    if named || !found.iter().any(|f| COUNTS.contains(&f.key.as_str())) {
        return;
    }
    for column in columns.iter_mut().filter(|c| !c.canonical.is_empty()) {
        column.canonical.clear();
        column.fixed.clear();
        column.confidence = 0.0;
        "statistic".clone_into(&mut column.how);
    }
}

/// Whether a heading says nothing: none, or a name that a program gave.
fn says_nothing(heading: &str) -> bool {
    let key = heading::key(heading);
    let word: String = key.chars().filter(|c| c.is_alphabetic()).collect();
    matches!(word.as_str(), "" | "column" | "col" | "cot" | "f" | "field" | "unnamed" | "truong" | "c")
        && key.chars().filter(char::is_ascii_digit).count() <= 4
}

/// A column whose heading says nothing may be told by its cells alone, where only one answer is possible: personal
/// numbers by their structure; names where the sheet has no other column of names at all.
fn unheaded(columns: &mut [ColumnLayout], headings: &[Heading], contents: &[Content]) {
    let silent = |i: usize| headings.get(i).is_none_or(|h| h.parents.is_empty() && says_nothing(&h.text));
    let taken = |columns: &[ColumnLayout], fact: &str| columns.iter().any(|c| c.canonical.iter().any(|f| f == fact));
    let named: Vec<usize> = (0..contents.len()).filter(|i| contents.get(*i).is_some_and(Content::is_names)).collect();
    let numbered: Vec<usize> =
        (0..contents.len()).filter(|i| contents.get(*i).is_some_and(Content::is_personal_numbers)).collect();
    for (fact, candidates) in [("record.citizen_id", numbered), ("record.full_name", named)] {
        let [only] = candidates.as_slice() else { continue };
        if !silent(*only) || taken(columns, fact) {
            continue;
        }
        if let Some(column) = columns.get_mut(*only).filter(|c| c.canonical.is_empty()) {
            column.canonical.push(fact.to_owned());
            column.confidence = 0.6;
            "content".clone_into(&mut column.how);
        }
    }
}

/// Facts that may come from several columns of a row: lists, free text, and papers that the value tells apart.
const SEVERAL: &[&str] = &[
    "record.other_names",
    "record.citizen_id",
    "record.identity_card",
    "record.passport",
    "record.note",
    "record.prior_convictions",
    "record.prior_sanctions",
    "conviction.note",
    "conviction.appeal",
    "conviction.offences",
    "conviction.citations",
    "conviction.additional_penalties",
    "conviction.civil_obligation",
    "conviction.judicial_measure",
    "enforcement.note",
    "enforcement.content",
    "expungement.note",
];

/// The same heading twice, or a second column of a fact that a row has once (`Ngày ra trại`, `Ngày chấp hành xong`): the
/// later one is a question, unless the cells take turns.
fn doubles(columns: &mut [ColumnLayout], found: &[Found], contents: &[Content]) {
    let mut seen: Vec<usize> = Vec::new();
    for i in 0..columns.len() {
        let doubled = columns
            .get(i)
            .filter(|c| !c.canonical.is_empty() && c.fixed.is_empty() && c.how != "context")
            .is_some_and(|column| {
                seen.iter().filter_map(|j| Some((*j, columns.get(*j)?))).any(|(j, before)| {
                    let same_heading = found.get(i).map(|f| &f.key) == found.get(j).map(|f| &f.key);
                    let once = column.canonical.iter().all(|fact| !SEVERAL.contains(&fact.as_str()));
                    let together = || contents.get(i).zip(contents.get(j)).is_none_or(|(a, b)| a.beside(b));
                    let names =
                        column.canonical.iter().any(|f| f == "record.full_name" && before.canonical.contains(f));
                    names
                        || before.canonical == column.canonical
                            && before.fixed.is_empty()
                            && (same_heading || once && together())
                })
            });
        seen.push(i);
        if let Some(column) = columns.get_mut(i).filter(|_| doubled) {
            let facts = std::mem::take(&mut column.canonical);
            ask(column, facts);
        }
    }
}
