//! Which units a text determines: the chains province – district – commune that its mentions allow, weighed.

use super::find::{Found, Mention, TypeWord, local_ends, local_starts};
use super::fold::{Folded, Marks};
use super::tables::{Entry, Level, TABLES};
use super::{Era, Kind};

/// Chains that are worth so much less than the best are out.
const MARGIN: i32 = 6;

/// A reading of the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chain {
    pub(crate) era: Era,
    /// Row of the province, written or implied.
    pub(crate) province: Option<u16>,
    /// Row of the district.
    pub(crate) district: Option<u16>,
    /// Row of the commune.
    pub(crate) commune: Option<u16>,
    /// The mentions used: province, district, commune.
    pub(crate) used: [Option<Mention>; 3],
    pub(crate) score: i32,
}

/// What the best chains agree on.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) best: Chain,
    pub(crate) province: bool,
    pub(crate) district: bool,
    pub(crate) commune: bool,
    /// Whether the best chains name the same district or agree that none is named.
    pub(crate) settled: bool,
}

struct Search<'a> {
    text: &'a Folded,
    found: &'a Found,
    era: Option<Era>,
    chains: Vec<Chain>,
    with_communes: bool,
}

/// The best reading, cut to the levels on which all readings of nearly equal worth agree.
pub(crate) fn resolve(text: &Folded, found: &Found, era: Option<Era>) -> Option<Answer> {
    weigh(Search { text, found, era, chains: Vec::with_capacity(32), with_communes: true })
}

/// The same for a text that names no commune: a court.
pub(crate) fn resolve_upper(text: &Folded, found: &Found, era: Option<Era>) -> Option<Answer> {
    weigh(Search { text, found, era, chains: Vec::with_capacity(32), with_communes: false })
}

fn weigh(mut search: Search<'_>) -> Option<Answer> {
    search.run();
    let best =
        *search.chains.iter().max_by_key(|c| (c.score, std::cmp::Reverse(c.commune), std::cmp::Reverse(c.district)))?;
    if best.score <= 0 {
        return None;
    }
    let mut answer = Answer {
        province: best.province.is_some(),
        district: best.district.is_some(),
        commune: best.commune.is_some(),
        settled: true,
        best,
    };
    for other in search.chains.iter().filter(|c| c.score >= best.score - MARGIN) {
        answer.commune &= same_commune(&best, other);
        answer.settled &= same_district(&best, other);
        answer.district &= same_district(&best, other);
        answer.province &= same_province(&best, other);
    }
    (answer.province || answer.district || answer.commune).then_some(answer)
}

fn same_commune(a: &Chain, b: &Chain) -> bool {
    let code = |row: Option<u16>| row.and_then(|row| TABLES.communes.get(usize::from(row))).map(|c| c.code);
    a.era == b.era && code(a.commune) == code(b.commune)
}

fn same_district(a: &Chain, b: &Chain) -> bool {
    let code = |row: Option<u16>| row.and_then(|row| TABLES.districts.get(usize::from(row))).map(|c| c.code);
    code(a.district) == code(b.district)
}

fn same_province(a: &Chain, b: &Chain) -> bool {
    let code = |row: Option<u16>| row.and_then(|row| TABLES.provinces.get(usize::from(row))).map(|c| (c.era, c.code));
    code(a.province) == code(b.province)
}

/// A mention read as one entry, with what that is worth.
type Reading = (Option<(Mention, Entry)>, i32);

impl Search<'_> {
    fn run(&mut self) {
        let mut provinces: Vec<(Mention, Entry, i32)> = Vec::new();
        let mut districts: Vec<(Mention, Entry, i32)> = Vec::new();
        for mention in &self.found.mentions {
            // `Hà Nam` in `Hà Nam Ninh` is not named.
            let inside = |m: &&Mention| {
                m.name <= mention.name && mention.end <= m.end && m.end - m.name > mention.end - mention.name
            };
            let provinces_inside = self.found.mentions.iter().filter(inside).any(|m| !m.of(Level::Province).is_empty());
            for entry in mention.of(Level::Province).iter().filter(|_| !provinces_inside) {
                let fits = match self.era {
                    None => true,
                    Some(Era::Thirty4) => entry.era == Era::Thirty4 as u8,
                    Some(_) => entry.era != Era::Thirty4 as u8,
                };
                if fits && let Some(worth) = self.worth(mention, entry) {
                    provinces.push((*mention, *entry, worth));
                }
            }
            if self.era != Some(Era::Thirty4) {
                for entry in mention.of(Level::District) {
                    if let Some(worth) = self.worth(mention, entry) {
                        districts.push((*mention, *entry, worth));
                    }
                }
            }
        }
        // The province as written, or none.
        for index in 0..=provinces.len() {
            let province = provinces.get(index);
            let written = province.map(|(m, e, w)| (*m, *e, *w));
            // The district as written, or none.
            for (mention, entry, worth) in &districts {
                let fit = match written {
                    None => Some((0, Era::Sixty3)),
                    Some((m, p, _)) if overlap(&m, mention) => {
                        let _ = p;
                        None
                    }
                    Some((_, p, _)) => fit(&p, entry),
                };
                let Some((cost, era)) = fit else { continue };
                let province = written.map(|(m, e, _)| (m, e));
                let base = written.map_or(0, |(_, _, w)| w) + worth + cost;
                self.communes(province, Some((*mention, *entry)), base, era);
            }
            if let Some((m, p, worth)) = written {
                let era = match p.era {
                    0 => Era::Sixty3,
                    1 => Era::Thirty4,
                    _ => Era::Historic,
                };
                self.communes(Some((m, p)), None, worth, era);
            } else if self.with_communes {
                self.lone_communes();
            }
        }
    }

    /// Chains with the given upper levels, with each commune that they allow and without one.
    fn communes(
        &mut self,
        province: Option<(Mention, Entry)>,
        district: Option<(Mention, Entry)>,
        base: i32,
        era: Era,
    ) {
        // A province alone is read in the older era: most records are older than the newer.
        let newer = if era == Era::Thirty4 && self.era.is_none() { 8 } else { 0 };
        self.add(province, district, None, base - newer, era);
        if !self.with_communes {
            return;
        }
        for index in 0..self.found.mentions.len() {
            let Some(mention) = self.found.mentions.get(index).copied() else { continue };
            if province.is_some_and(|(m, _)| overlap(&m, &mention))
                || district.is_some_and(|(m, _)| overlap(&m, &mention))
            {
                continue;
            }
            let communes = mention.of(Level::Commune);
            let matching = match (district, province) {
                (Some((_, d)), _) => range(communes, |e| (e.era, e.province, e.district), (0, d.province, d.district)),
                (None, Some((_, p))) if p.era <= 1 => {
                    range(communes, |e| (e.era, e.province, 0), (p.era, p.province, 0))
                }
                _ => &[],
            };
            for entry in matching {
                if let Some(worth) = self.worth(&mention, entry) {
                    let missing = if district.is_none() && entry.era == 0 { -7 } else { 0 };
                    let untyped = if district.is_none() && mention.kind.is_none() { -8 } else { 0 };
                    self.add(province, district, Some((mention, *entry)), base + worth + missing + untyped, era);
                }
            }
        }
    }

    /// A commune named alone: only where its name is the only one of its kind.
    fn lone_communes(&mut self) {
        for index in 0..self.found.mentions.len() {
            let Some(mention) = self.found.mentions.get(index).copied() else { continue };
            let communes = mention.of(Level::Commune);
            if mention.kind.is_none() || communes.len() > 4 {
                continue;
            }
            for entry in communes {
                let era = if entry.era == 0 { Era::Sixty3 } else { Era::Thirty4 };
                if self.era.is_some_and(|e| e != era) {
                    continue;
                }
                if let Some(worth) = self.worth(&mention, entry)
                    && mention.compare(self.text, entry) == Marks::Same
                {
                    self.add(None, None, Some((mention, *entry)), worth - 12, era);
                }
            }
        }
    }

    /// What a mention is worth as this entry; none where it cannot mean it.
    fn worth(&self, mention: &Mention, entry: &Entry) -> Option<i32> {
        let mut worth = 20;
        match mention.kind {
            Some(kind) => worth += kind_fits(kind, entry)?,
            None if mention.is_local(self.text) => return None,
            None => {}
        }
        worth += match mention.compare(self.text, entry) {
            Marks::Same => 6,
            Marks::Bare => 3,
            Marks::Fewer => 0,
            Marks::Other => -10,
        };
        if entry.short {
            worth -= 12;
        }
        if entry.past {
            worth -= 7;
        }
        if entry.era == Era::Historic as u8 {
            worth -= if TABLES.provinces.get(usize::from(entry.row)).is_some_and(|p| p.outlived) { 16 } else { 8 };
        }
        if mention.is_bare_number(self.text) {
            // `8 - TP Hồ Chí Minh`: a district that lost its type word.
            if entry.level != Level::District || mention.start != 0 || !self.text.part_starts(mention.end) {
                return None;
            }
            worth -= 10;
        }
        Some(worth)
    }

    fn add(
        &mut self,
        province: Option<(Mention, Entry)>,
        district: Option<(Mention, Entry)>,
        commune: Option<(Mention, Entry)>,
        mut score: i32,
        era: Era,
    ) {
        let mut used = [province.map(|(m, _)| m), district.map(|(m, _)| m), commune.map(|(m, _)| m)];
        used.sort_by_key(|m| m.map_or(usize::MAX, |m| m.start));
        let mut last: Option<Mention> = None;
        for mention in used.iter().flatten() {
            if mention.kind.is_none() {
                let joined = last.is_some_and(|l| l.end == mention.start);
                if !joined && !self.text.part_starts(mention.start) {
                    score -= if commune.is_some_and(|(c, _)| c.start == mention.start) { 14 } else { 6 };
                }
            }
            let next = used.iter().flatten().any(|m| m.start == mention.end);
            if !next && !self.text.part_starts(mention.end) && !self.stops(mention.end) {
                score -= 12;
            }
            if let Some(last) = last
                && last.end < mention.start
            {
                score -= self.gap(last.end, mention.start);
            }
            last = Some(*mention);
        }
        if let Some(last) = last
            && last.end < self.text.len()
        {
            score -= self.gap(last.end, self.text.len());
        }
        // `Xã Đinh Văn Lâm Hà` is one name of today, not a commune and its district.
        if let (Some((c, _)), Some((d, _))) = (commune, district)
            && d.kind.is_none()
            && c.end == d.start
            && self.found.mentions.iter().any(|m| {
                m.start == c.start && m.end == d.end && m.of(Level::Commune).iter().any(|e| e.era == Era::Thirty4 as u8)
            })
        {
            score -= 40;
        }
        // A type word whose name nobody knows: what lies below it is not determined.
        for word in &self.found.types {
            let inside = used.iter().flatten().any(|m| word.start < m.end && m.start < word.end);
            if inside || !self.counts(word) {
                continue;
            }
            match word.kind {
                Kind::Quan | Kind::Huyen | Kind::Town if district.is_none() => {
                    score -= if commune.is_some() { 60 } else { 2 }
                }
                Kind::City if district.is_none() => score -= if commune.is_some() { 30 } else { 2 },
                Kind::Province if province.is_none() => score -= 8,
                _ => {}
            }
        }
        if district.is_none() && commune.is_none() && province.is_some_and(|(_, p)| p.short)
            || province.is_none() && commune.is_none() && district.is_some_and(|(m, _)| m.is_bare_number(self.text))
        {
            return;
        }
        let row = |unit: Option<(Mention, Entry)>| unit.map(|(_, e)| e.row);
        let implied = match (province, district, commune) {
            (Some((_, p)), None, _) => Some(p.row),
            (Some((_, p)), Some(_), _) if p.era != Era::Thirty4 as u8 => Some(p.row),
            (_, Some((_, d)), _) => TABLES.province(Era::Sixty3, d.province),
            (None, None, Some((_, c))) => TABLES.province(era, c.province),
            (None, None, None) => None,
        };
        self.chains.push(Chain {
            era,
            province: implied,
            district: row(district).or_else(|| commune.and_then(|(_, c)| TABLES.district(c.district))),
            commune: row(commune),
            used: [province.map(|(m, _)| m), district.map(|(m, _)| m), commune.map(|(m, _)| m)],
            score,
        });
    }

    /// Whether something begins here that ends the name before: a type word, a hamlet, a word of no meaning.
    fn stops(&self, at: usize) -> bool {
        at >= self.text.len()
            || self.found.types.iter().any(|t| t.start == at)
            || local_starts(self.text, at)
            || FILLERS.iter().any(|f| self.text.spells(at, f.as_bytes()) && self.text.word_starts(at + f.len()))
    }

    /// Whether a type word is surely one: written in full, or a short form before a name in capitals.
    fn counts(&self, word: &TypeWord) -> bool {
        let long = word.end - word.start > 2;
        (long || self.text.upper(word.start) || self.text.part_starts(word.start)) && !local_ends(self.text, word.start)
    }

    /// What letters that belong to no unit cost, between units or after them.
    fn gap(&self, from: usize, to: usize) -> i32 {
        if local_starts(self.text, from) {
            return 1;
        }
        for filler in FILLERS {
            if self.text.spells(from, filler.as_bytes()) && from + filler.len() == to {
                return 0;
            }
        }
        5
    }
}

/// Words after a unit that say nothing about it.
const FILLERS: [&str; 6] = ["vietnam", "vn", "cu", "nuocvietnam", "nuocchxhcnvietnam", "chxhcnvietnam"];

fn overlap(a: &Mention, b: &Mention) -> bool {
    a.start < b.end && b.start < a.end
}

fn range<K: Ord>(entries: &'static [Entry], key: impl Fn(&Entry) -> K, wanted: K) -> &'static [Entry] {
    let from = entries.partition_point(|e| key(e) < wanted);
    let to = entries.partition_point(|e| key(e) <= wanted);
    entries.get(from..to).unwrap_or_default()
}

/// Whether a district may be written with this province: its own; one of the 34, while districts were still in
/// use; or a historic one on whose ground it lies.
fn fit(province: &Entry, district: &Entry) -> Option<(i32, Era)> {
    if province.era == Era::Sixty3 as u8 {
        return (province.province == district.province).then_some((0, Era::Sixty3));
    }
    let covers = &TABLES.provinces.get(usize::from(province.row))?.covers;
    if !covers.contains(&district.province) {
        return None;
    }
    if province.era == Era::Thirty4 as u8 { Some((-9, Era::Sixty3)) } else { Some((0, Era::Historic)) }
}

/// What the type word is worth for the entry; none where it contradicts its level.
fn kind_fits(kind: Kind, entry: &Entry) -> Option<i32> {
    if kind == entry.kind {
        return Some(10);
    }
    match (entry.level, kind) {
        (Level::Province, Kind::Province) => Some(-6),
        (Level::District, Kind::City | Kind::Quan | Kind::Huyen | Kind::Town) => Some(2),
        (Level::Commune, Kind::Phuong | Kind::Xa | Kind::Township | Kind::Zone) => Some(-6),
        _ => None,
    }
}
