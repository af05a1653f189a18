//! The units of all eras and the index of their names.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use super::fold::Folded;
use super::{Era, Kind};
use crate::data::{self, Row};

/// A province.
#[derive(Debug)]
pub(crate) struct Province {
    pub(crate) id: &'static str,
    pub(crate) era: Era,
    pub(crate) code: &'static str,
    pub(crate) number: u8,
    pub(crate) kind: Kind,
    pub(crate) name: &'static str,
    pub(crate) from: &'static str,
    pub(crate) to: &'static str,
    /// Numbers of the 63-era provinces on its ground.
    pub(crate) covers: Vec<u8>,
    /// Whether a later unit bore the name.
    pub(crate) outlived: bool,
}

/// One state of a district.
#[derive(Debug)]
pub(crate) struct District {
    pub(crate) code: &'static str,
    pub(crate) number: u16,
    pub(crate) last_seen: &'static str,
    pub(crate) kind: Kind,
    pub(crate) name: &'static str,
    pub(crate) province: u8,
    pub(crate) since: &'static str,
}

/// One state of a commune.
#[derive(Debug)]
pub(crate) struct Commune {
    pub(crate) code: &'static str,
    pub(crate) era: Era,
    pub(crate) last_seen: &'static str,
    pub(crate) kind: Kind,
    /// Its type from 30/4/2026, where that changed.
    pub(crate) later_kind: Kind,
    pub(crate) name: &'static str,
    pub(crate) province: u8,
    pub(crate) district: u16,
    pub(crate) since: &'static str,
    pub(crate) today: &'static str,
}

/// The day before today's division.
const LAST_DAY: &str = "2025-06-30";

impl Province {
    /// Whether it existed on a day in ISO form. Its own dates may be cut to month or year.
    pub(crate) fn in_force(&self, day: &str) -> bool {
        let cut = |bound: &str| day.get(..bound.len()).unwrap_or(day).cmp(bound);
        cut(self.from).is_ge() && (self.to.is_empty() || cut(self.to).is_le())
    }

    /// `Tỉnh Lạng Sơn`.
    pub(crate) fn full(&self) -> String {
        full(self.kind, self.name)
    }
}

impl District {
    /// Whether this state was in force on a day, as far as the lists show.
    pub(crate) fn in_force(&self, day: &str) -> bool {
        let last = if self.last_seen.is_empty() { LAST_DAY } else { self.last_seen };
        self.since <= day && day <= last
    }

    /// `Huyện Cao Lộc`.
    pub(crate) fn full(&self) -> String {
        full(self.kind, self.name)
    }
}

impl Commune {
    /// Whether this state was in force on a day, as far as the lists show.
    pub(crate) fn in_force(&self, day: &str) -> bool {
        if self.era == Era::Thirty4 {
            return day > LAST_DAY;
        }
        let last = if self.last_seen.is_empty() { LAST_DAY } else { self.last_seen };
        self.since <= day && day <= last
    }

    /// `Xã Tân Dương`.
    pub(crate) fn full(&self) -> String {
        full(self.kind, self.name)
    }
}

/// The type word before the name; `Phường Đúc` bears it already.
fn full(kind: Kind, name: &str) -> String {
    if name.starts_with(kind.word()) { name.to_owned() } else { format!("{} {name}", kind.word()) }
}

/// A name of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) level: Level,
    pub(crate) era: u8,
    pub(crate) province: u8,
    pub(crate) district: u16,
    /// Row in the table of its level; of provinces, districts or communes.
    pub(crate) row: u16,
    pub(crate) kind: Kind,
    pub(crate) marks: u64,
    pub(crate) name: &'static str,
    /// Where the marks of the name begin.
    spelled: u32,
    /// A short form that other units may share.
    pub(crate) short: bool,
    /// Whether it had ended by 30/6/2025, beside a living unit of this name in the same parent.
    pub(crate) past: Past,
    /// A number in the other writing: `III` of Phường 3, `3` of Phường III.
    pub(crate) other_number: bool,
}

/// Sixty-four bits a word, 2 to this number of words: about one bit in sixteen is set.
const SLOTS: u32 = 12;

/// The word and the bit of a key.
fn slot(key: u64) -> (usize, u32) {
    let mixed = key ^ key >> 29;
    (usize::try_from(mixed >> 6 & ((1 << SLOTS) - 1)).unwrap_or(0), u32::try_from(mixed & 63).unwrap_or(0))
}

/// Whether a state of a unit has ended and could be taken for a living one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Past {
    /// It lives, or nothing of its name does.
    No,
    /// A living unit of another type bears the name.
    Other,
    /// A living unit of its type bears the name.
    SameKind,
}

/// A level of the division.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Province,
    District,
    Commune,
}

#[derive(Default)]
pub(crate) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, key: u64) {
        self.0 = key ^ key >> 32;
    }
}

/// Where the provinces, districts and communes of a key begin, and where the communes end.
type Index = HashMap<u64, [u32; 4], BuildHasherDefault<KeyHasher>>;

/// The units of one name, each level sorted by era, province, district.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named([u32; 4]);

impl Named {
    pub(crate) fn provinces(self) -> &'static [Entry] {
        TABLES.between(self.0[0], self.0[1])
    }

    pub(crate) fn districts(self) -> &'static [Entry] {
        TABLES.between(self.0[1], self.0[2])
    }

    pub(crate) fn communes(self) -> &'static [Entry] {
        TABLES.between(self.0[2], self.0[3])
    }
}

pub(crate) struct Tables {
    pub(crate) provinces: Vec<Province>,
    pub(crate) districts: Vec<District>,
    pub(crate) communes: Vec<Commune>,
    entries: Vec<Entry>,
    /// The marks of the entries' names, one after the other.
    spellings: Vec<u8>,
    index: Index,
    /// A bit for each key: most keys asked for are none, and this tells without a look into the index.
    known: Vec<u64>,
}

pub(crate) static TABLES: LazyLock<Tables> = LazyLock::new(Tables::load);

impl Tables {
    /// The units with this key.
    pub(crate) fn find(&'static self, key: u64) -> Option<Named> {
        let (word, bit) = slot(key);
        if self.known.get(word)? >> bit & 1 == 0 {
            return None;
        }
        self.index.get(&key).copied().map(Named)
    }

    fn between(&self, from: u32, to: u32) -> &[Entry] {
        self.entries.get(from as usize..to as usize).unwrap_or_default()
    }

    /// The spelling of an entry's name of so many letters.
    pub(crate) fn spelling(&self, entry: &Entry, letters: usize) -> &[u8] {
        let from = entry.spelled as usize;
        self.spellings.get(from..from + letters).unwrap_or_default()
    }

    /// The row of a province by era and number: the first state, or the one of a day; none where it was none then.
    pub(crate) fn province(&self, era: Era, number: u8, day: Option<&str>) -> Option<u16> {
        let is = |p: &Province| p.era == era && p.number == number && day.is_none_or(|day| p.in_force(day));
        self.provinces.iter().position(is).and_then(|row| u16::try_from(row).ok())
    }

    /// The row of a district by number, its latest state; none of 0.
    pub(crate) fn district(&self, number: u16) -> Option<u16> {
        let from = self.districts.partition_point(|d| d.number < number);
        let district = self.districts.get(from).filter(|d| d.number == number)?;
        // Rows are sorted by code, then by the day on which the state ended: the latest has none.
        debug_assert_eq!(district.number, number);
        u16::try_from(from).ok()
    }

    /// The states of a district.
    pub(crate) fn states(&self, number: u16) -> &[District] {
        let from = self.districts.partition_point(|d| d.number < number);
        let to = self.districts.partition_point(|d| d.number <= number);
        self.districts.get(from..to).unwrap_or_default()
    }

    fn load() -> Self {
        let mut provinces: Vec<Province> = Vec::new();
        let mut names: Vec<(u64, Entry)> = Vec::with_capacity(24_000);
        let mut next: Vec<(&'static str, &'static str)> = Vec::new();
        for row in data::rows(include_str!("../data/provinces.tsv")) {
            let id = row.get(0);
            let era = match id.get(..3) {
                Some("63-") => Era::Sixty3,
                Some("34-") => Era::Thirty4,
                _ => Era::Historic,
            };
            let province = Province {
                id,
                era,
                code: if era == Era::Historic { id } else { row.get(1) },
                number: row.get(1).parse().unwrap_or(0),
                kind: Kind::of(row.get(3)),
                name: row.get(2),
                from: row.get(4),
                to: row.get(5),
                covers: Vec::new(),
                outlived: false,
            };
            next.push((row.get(7), row.get(6)));
            add_province(&mut names, &province, provinces.len(), &row);
            provinces.push(province);
        }
        for index in 0..provinces.len() {
            let covers = covers(&provinces, &next, index, 4);
            let later = |a: &Province, b: &Province| a.era == Era::Historic && a.name == b.name && a.from > b.from;
            let outlived = provinces.get(index).is_some_and(|this| provinces.iter().any(|p| later(p, this)));
            if let Some(province) = provinces.get_mut(index) {
                province.covers = covers;
                province.outlived = outlived;
            }
        }
        let mut districts: Vec<District> = Vec::with_capacity(800);
        let mut province_of = vec![0u8; 1000];
        for row in data::rows(include_str!("../data/districts.tsv")) {
            let district = District {
                code: row.get(0),
                number: row.get(0).parse().unwrap_or(0),
                last_seen: row.get(1),
                kind: Kind::of(row.get(2)),
                name: row.get(3),
                province: row.get(4).parse().unwrap_or(0),
                since: row.get(6),
            };
            if let Some(slot) = province_of.get_mut(usize::from(district.number)) {
                *slot = district.province;
            }
            let entry = Entry {
                level: Level::District,
                era: Era::Sixty3 as u8,
                province: district.province,
                district: district.number,
                row: number(districts.len()),
                kind: district.kind,
                marks: 0,
                name: district.name,
                spelled: 0,
                short: false,
                past: if district.last_seen.is_empty() { Past::No } else { Past::Other },
                other_number: false,
            };
            for name in std::iter::once(district.name).chain(row.variants(5)) {
                add(&mut names, entry, name);
            }
            districts.push(district);
        }
        let mut communes: Vec<Commune> = Vec::with_capacity(16_000);
        for row in data::rows(include_str!("../data/communes.tsv")) {
            let district: u16 = row.get(4).parse().unwrap_or(0);
            let kind = Kind::of(row.get(2));
            let commune = Commune {
                code: row.get(0),
                era: Era::Sixty3,
                last_seen: row.get(1),
                kind,
                later_kind: kind,
                name: row.get(3),
                province: province_of.get(usize::from(district)).copied().unwrap_or(0),
                district,
                since: row.get(6),
                today: row.get(7),
            };
            add_commune(&mut names, &commune, communes.len(), row.variants(5));
            communes.push(commune);
        }
        for row in data::rows(include_str!("../data/communes_2025.tsv")) {
            let kind = Kind::of(row.get(1));
            let commune = Commune {
                code: row.get(0),
                era: Era::Thirty4,
                last_seen: "",
                kind,
                later_kind: if row.get(4).is_empty() { kind } else { Kind::of(row.get(4)) },
                name: row.get(2),
                province: row.get(3).parse().unwrap_or(0),
                district: 0,
                since: "",
                today: row.get(0),
            };
            add_commune(&mut names, &commune, communes.len(), row.variants(5));
            communes.push(commune);
        }
        names.sort_unstable();
        names.dedup();
        mark_past(&mut names, &districts, &communes);
        let mut index = Index::with_capacity_and_hasher(names.len(), BuildHasherDefault::default());
        let mut entries = Vec::with_capacity(names.len());
        let mut known = vec![0u64; 1 << SLOTS];
        let mut spellings = Vec::with_capacity(names.len() * 10);
        let mut folded = Folded::default();
        let mut last = "";
        for (key, mut entry) in names {
            if entry.name != last {
                folded.read(entry.name);
                last = entry.name;
            }
            entry.spelled = u32::try_from(spellings.len()).unwrap_or(u32::MAX);
            spellings.extend(folded.spelling());
            let at = u32::try_from(entries.len()).unwrap_or(u32::MAX);
            let (word, bit) = slot(key);
            if let Some(word) = known.get_mut(word) {
                *word |= 1 << bit;
            }
            let [_, districts, communes, to] = index.entry(key).or_insert([at; 4]);
            match entry.level {
                Level::Province => (*districts, *communes) = (at + 1, at + 1),
                Level::District => *communes = at + 1,
                Level::Commune => {}
            }
            *to = at + 1;
            entries.push(entry);
        }
        Self { provinces, districts, communes, entries, spellings, index, known }
    }
}

/// Clears the mark of past states that no living unit could be taken for.
fn mark_past(names: &mut [(u64, Entry)], districts: &[District], communes: &[Commune]) {
    let kind = |e: &Entry| match e.level {
        Level::Commune => communes.get(usize::from(e.row)).map(|c| c.kind),
        _ => districts.get(usize::from(e.row)).map(|d| d.kind),
    };
    let parent = |e: &Entry| (e.level, e.era, e.province, if e.level == Level::Commune { e.district } else { 0 });
    for same in names.chunk_by_mut(|a, b| a.0 == b.0) {
        let living: Vec<_> =
            same.iter().filter(|(_, e)| e.past == Past::No).map(|(_, e)| (parent(e), kind(e))).collect();
        for (_, entry) in same.iter_mut().filter(|(_, e)| e.past != Past::No) {
            entry.past = if living.contains(&(parent(entry), kind(entry))) {
                Past::SameKind
            } else if living.iter().any(|(other, _)| *other == parent(entry)) {
                Past::Other
            } else {
                Past::No
            };
        }
    }
}

fn number(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

fn key_of(name: &str) -> u64 {
    let folded = Folded::new(name);
    folded.key(0, folded.len())
}

fn add(names: &mut Vec<(u64, Entry)>, entry: Entry, name: &'static str) {
    let folded = Folded::new(name);
    let (marks, marked) = folded.marks(0, folded.len());
    if name != entry.name {
        // A variant that folds to the name itself, or lacks its marks, says nothing new.
        let own = Folded::new(entry.name);
        if own.key(0, own.len()) == folded.key(0, folded.len()) && (!marked || own.marks(0, own.len()).0 == marks) {
            return;
        }
    }
    let entry = Entry { marks, name, ..entry };
    names.push((folded.key(0, folded.len()), entry));
    // Phường 3 is also written Phường III, and the wards named I, III … also 1, 3.
    if let Some(other) = name.parse::<usize>().ok().and_then(|n| ROMAN.get(n.wrapping_sub(1))) {
        names.push((key_of(other), Entry { other_number: true, ..entry }));
    } else if let Some(value) = ROMAN.iter().position(|roman| *roman == name) {
        names.push((key_of(&(value + 1).to_string()), Entry { other_number: true, ..entry }));
    }
}

fn add_province(names: &mut Vec<(u64, Entry)>, province: &Province, row: usize, fields: &Row<'static>) {
    let entry = Entry {
        level: Level::Province,
        era: province.era as u8,
        province: province.number,
        district: 0,
        row: number(row),
        kind: province.kind,
        marks: 0,
        name: province.name,
        spelled: 0,
        short: false,
        past: Past::No,
        other_number: false,
    };
    add(names, entry, province.name);
    for alias in fields.variants(8) {
        // The type word is read apart from the name.
        if ["TP ", "TP.", "Tp ", "Tp. ", "tỉnh ", "Đặc khu ", "Khu vực ", "Thủ đô ", "Đô thành "]
            .iter()
            .any(|word| alias.strip_prefix(word).is_some_and(|name| name.trim() == province.name))
        {
            continue;
        }
        let letters = Folded::new(alias).len();
        let short = letters <= 3 && !matches!(alias, "HCM" | "Huế" | "Hue");
        add(names, Entry { short: short || alias.contains('.') && !alias.starts_with("TP"), ..entry }, alias);
    }
    // Two-letter initials fit several provinces: of use with a district alone.
    let initials: String = province.name.split_whitespace().filter_map(|w| w.chars().next()).collect();
    if initials.chars().count() == 2 && province.era != Era::Historic {
        let folded = Folded::new(&initials);
        let (marks, _) = folded.marks(0, folded.len());
        names.push((folded.key(0, folded.len()), Entry { marks, short: true, ..entry }));
    }
}

fn add_commune(
    names: &mut Vec<(u64, Entry)>,
    commune: &Commune,
    row: usize,
    variants: impl Iterator<Item = &'static str>,
) {
    let entry = Entry {
        level: Level::Commune,
        era: commune.era as u8,
        province: commune.province,
        district: commune.district,
        row: number(row),
        kind: commune.kind,
        marks: 0,
        name: commune.name,
        spelled: 0,
        short: false,
        past: if commune.last_seen.is_empty() { Past::No } else { Past::Other },
        other_number: false,
    };
    for name in std::iter::once(commune.name).chain(variants) {
        add(names, entry, name);
    }
}

fn living(provinces: &[Province], name: &str) -> Option<u8> {
    provinces.iter().find(|p| p.era == Era::Sixty3 && p.name == name).map(|p| p.number)
}

/// The 63-era provinces on the ground of a province, by the names of the units that followed it.
fn covers(provinces: &[Province], next: &[(&'static str, &'static str)], index: usize, depth: u8) -> Vec<u8> {
    let Some(province) = provinces.get(index) else { return Vec::new() };
    let mut found = Vec::new();
    match province.era {
        Era::Sixty3 => found.push(province.number),
        Era::Thirty4 => {
            for (other, (_, codes)) in provinces.iter().zip(next) {
                if other.era == Era::Sixty3 && codes.split(';').any(|code| code == province.code) {
                    found.push(other.number);
                }
            }
        }
        // Before 1976 the namesakes of living provinces had about their ground.
        Era::Historic if province.to < "1976-12" && living(provinces, province.name).is_some() => {
            found.extend(living(provinces, province.name));
        }
        Era::Historic if depth > 0 => {
            let (units, _) = next.get(index).copied().unwrap_or_default();
            for unit in units.split(';') {
                let unit = unit.trim().trim_start_matches("TP ").trim_end_matches(" (cũ)");
                let unit = unit.trim_start_matches("Thành phố ");
                if let Some(other) = provinces.iter().find(|p| p.era == Era::Sixty3 && p.name == unit) {
                    found.push(other.number);
                } else if let Some(other) =
                    provinces.iter().position(|p| p.era == Era::Historic && p.name == unit && p.from >= province.to)
                {
                    found.extend(covers(provinces, next, other, depth - 1));
                }
            }
        }
        Era::Historic => {}
    }
    found.sort_unstable();
    found.dedup();
    found
}
