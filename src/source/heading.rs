//! Headings as people write them → the meanings they may have.
//!
//! A heading is compared without marks, case, punctuation and "và"; phrases and their abbreviations are one
//! (`bản án`, `BA`), column numbers and format hints fall away. What is not known as a whole is tried as a list of
//! facts (`Họ tên, năm sinh, HKTT`), with the words that the facts share (`Số/Ngày BA`), then with single words
//! mended (`Hộ vả tên bi cáo`), never with a known word taken for another.

mod key;
mod people;
mod slip;
mod table;

pub(crate) use self::key::{key, trim, unmark};
pub(crate) use self::people::{of_a_party, of_another, of_the_person};
pub(crate) use self::table::{Meaning, bare_head};

use self::key::{phrases, words};
use self::people::without_subject;
use self::slip::{guessed, mended};
use self::table::{TABLE, without_modifier};

/// How sure the look-up is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum How {
    /// The whole heading is an alias.
    Alias,
    /// A list of aliases.
    Joined,
    /// An alias with mended words.
    Spelling,
    /// An alias that is one letter away, where what is written is a word too.
    Guess,
}

/// What a heading may mean: one element per fact (several in a joined heading), each with its possible meanings in
/// order of precedence.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    pub(crate) parts: Vec<Vec<&'static Meaning>>,
    pub(crate) how: How,
}

/// Bytes of the longest text that may be a heading.
pub(crate) const LONGEST: usize = 400;

/// What a heading may mean; none where nothing fits.
pub(crate) fn find(heading: &str) -> Option<Match> {
    find_exact(heading).or_else(|| {
        let whole = key(&trim(heading));
        let spelling = mended(&whole).map(|key| (key, How::Spelling));
        let (key, how) = spelling.or_else(|| Some((guessed(&whole)?, How::Guess)))?;
        Some(Match { how, ..whole_key(&key)? })
    })
}

/// What a heading may mean as it is written, without a slip of the pen.
pub(crate) fn find_exact(heading: &str) -> Option<Match> {
    let trimmed = trim(heading);
    let whole = key(&trimmed);
    if whole.is_empty() {
        return None;
    }
    if let Some(found) = listed(&trimmed).or_else(|| whole_key(&whole)) {
        return Some(found);
    }
    if of_another(&whole) {
        return Some(Match { parts: vec![Vec::new()], how: How::Alias });
    }
    // Values and prose have words that no heading has; they cost no more than this.
    if whole.split(' ').all(|word| TABLE.words.contains(word)) {
        return joined(&trimmed);
    }
    None
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
        let found = find_exact(stretch)?;
        if found.parts.iter().any(|part| part.iter().all(|meaning| meaning.facts.is_empty())) {
            return None;
        }
        parts.extend(found.parts);
    }
    Some(Match { parts, how: How::Joined })
}

/// The whole key, as it stands, or without words for the person or for the act that a fact comes from.
fn whole_key(whole: &str) -> Option<Match> {
    let part = TABLE.get(whole).or_else(|| without_subject(whole).find_map(|rest| TABLE.get(rest))).or_else(|| {
        without_modifier(whole).find_map(|(rest, facts)| {
            let known = |meaning: &&Meaning| meaning.facts.iter().all(|fact| facts.contains(&fact.as_str()));
            TABLE.get(rest).filter(|part| part.first().is_some_and(known))
        })
    })?;
    Some(Match { parts: vec![part], how: How::Alias })
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

/// The age, which stands among the facts of a person.
const AGES: &[&str] = &["tuoi", "so tuoi", "do tuoi"];

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
        if AGES.contains(group) || without_subject(group).any(|rest| AGES.contains(&rest)) {
            continue; // it says nothing that the year of birth does not
        }
        if found.iter().any(|m| m.facts.is_empty() && !m.place) {
            return None; // a fact that is not for us: the cell is another's
        }
        parts.push(found);
    }
    Some(parts)
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
