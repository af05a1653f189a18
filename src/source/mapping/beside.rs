//! What the columns of a sheet say of one another, once each has been looked at by itself.

use super::{Found, Parent, ask};
use crate::layout::ColumnLayout;
use crate::schema::Tag;
use crate::source::content::{self, Content};
use crate::source::header::Heading;
use crate::source::heading;

/// Columns of parts of an address join the place before them, or are the residence where they stand together.
pub(super) fn addresses(columns: &mut [ColumnLayout], found: &[Found], headings: &[Heading]) {
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
pub(super) fn split_names(columns: &mut [ColumnLayout], found: &[Found], contents: &[Content]) {
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
pub(super) fn date_parts(columns: &mut [ColumnLayout], found: &[Found], headings: &[Heading], contents: &[Content]) {
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
pub(super) fn penalty_kinds(columns: &mut [ColumnLayout], headings: &[Heading], contents: &[Content]) {
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
pub(super) fn of_others(columns: &mut [ColumnLayout], found: &[Found], title: &str) {
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
pub(super) fn counts(columns: &mut [ColumnLayout], found: &[Found]) {
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
pub(super) fn unheaded(columns: &mut [ColumnLayout], headings: &[Heading], contents: &[Content]) {
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
pub(super) fn doubles(columns: &mut [ColumnLayout], found: &[Found], contents: &[Content]) {
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
