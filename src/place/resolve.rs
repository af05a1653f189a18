//! Which units a text determines: the chains province – district – commune that its mentions allow, weighed.

use super::find::{FILLERS, Found, Mention, TypeWord};
use super::fold::{Folded, Marks};
use super::tables::{Commune, Entry, Level, Past, TABLES};
use super::{Era, Kind};

/// Chains that are worth so much less than the best are out.
const MARGIN: i32 = 6;

/// What a chain must be worth for each of its mentions: less is too far from what the text says.
const LEAST: i32 = 13;

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
    /// Its era; that of 63 where the text fits both divisions and no commune is determined.
    pub(crate) era: Era,
    /// Whether province, district and commune are determined.
    pub(crate) keep: [bool; 3],
    /// Whether the best chains name the same district or agree that none is named.
    pub(crate) settled: bool,
}

/// A mention read as one unit.
type Piece<'a> = (&'a Mention, &'static Entry);

/// Such readings, with what each is worth.
type Weighed<'a> = Vec<(Piece<'a>, i32)>;

/// The upper levels of a chain, and what they are worth.
#[derive(Clone, Copy)]
struct Upper<'a> {
    province: Option<Piece<'a>>,
    district: Option<Piece<'a>>,
    era: Era,
    worth: i32,
}

struct Search<'a> {
    text: &'a Folded,
    found: &'a Found,
    known: Known<'a>,
    chains: &'a mut Vec<Chain>,
    best: i32,
}

/// What is known beside the text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known<'a> {
    /// The era of the codes.
    pub(crate) era: Option<Era>,
    /// The day on which the units must have been in force, in ISO form.
    pub(crate) day: Option<&'a str>,
    /// Where the columns of district and province begin, if the levels stand in columns of their own.
    pub(crate) columns: Option<[usize; 2]>,
    /// Whether the text names no commune: a court.
    pub(crate) upper: bool,
}

/// The best reading, cut to the levels on which all readings of nearly equal worth agree.
///
/// `chains` is a buffer.
pub(crate) fn resolve(text: &Folded, found: &Found, known: Known<'_>, chains: &mut Vec<Chain>) -> Option<Answer> {
    chains.clear();
    let mut search = Search { text, found, known, chains, best: 0 };
    search.run();
    let best =
        *search.chains.iter().max_by_key(|c| (c.score, std::cmp::Reverse(c.commune), std::cmp::Reverse(c.district)))?;
    let used = best.used.iter().flatten().count();
    if best.score < i32::try_from(used).unwrap_or(3) * LEAST {
        return None;
    }
    if found.second.is_some_and(|at| two_places(found, &best, at)) {
        return None;
    }
    let [mut province, mut district, mut commune] =
        [best.province.is_some(), best.district.is_some(), best.commune.is_some()];
    let mut settled = true;
    for other in search.chains.iter().filter(|c| c.score >= best.score - MARGIN) {
        commune &= same_commune(&best, other);
        settled &= same_district(&best, other);
        district &= same_district(&best, other);
        province &= same_province(&best, other);
    }
    let mut era = best.era;
    if best.era == Era::Thirty4 && best.commune.is_some() {
        // Two levels fit today's division and, with the district left out, also the one before: what both give the
        // same code is determined, the rest is open.
        let before = || search.chains.iter().filter(|c| c.score >= best.score - KEPT && c.era == Era::Sixty3);
        commune &= !before().any(|c| unit(c).is_some_and(|old| old.last_seen.is_empty() && !same_code(&best, old)));
        province &= before().all(|c| province_code(c) == province_code(&best));
        if !commune && before().next().is_some() {
            era = Era::Sixty3;
        }
    }
    let keep = [province, district, commune];
    keep.contains(&true).then_some(Answer { best, era, keep, settled })
}

/// Whether a province is named on the other side of a label than the units read.
fn two_places(found: &Found, best: &Chain, label: usize) -> bool {
    let mut used = best.used.iter().flatten();
    let (before, after) = (used.clone().all(|m| m.end <= label), used.all(|m| m.start >= label));
    found.mentions.iter().any(|m| {
        (before && m.start >= label || after && m.end <= label) && m.units.provinces().iter().any(|p| !p.short)
    })
}

fn unit(chain: &Chain) -> Option<&'static Commune> {
    chain.commune.and_then(|row| TABLES.communes.get(usize::from(row)))
}

/// Whether a commune of before has the code of the one of today and lies in it whole.
fn same_code(now: &Chain, before: &Commune) -> bool {
    unit(now).is_some_and(|now| now.code == before.code && before.today == now.code)
}

fn province_code(chain: &Chain) -> Option<&'static str> {
    chain.province.and_then(|row| TABLES.provinces.get(usize::from(row))).map(|p| p.code)
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

/// No commune is worth more.
const BEST_COMMUNE: i32 = 36;

/// Chains below the best by more than this are not kept.
const KEPT: i32 = MARGIN + 3;

impl<'a> Search<'a> {
    fn run(&mut self) {
        let mut uppers: Vec<Upper<'a>> = Vec::with_capacity(16);
        let (provinces, districts) = self.pieces();
        for &(district, worth) in &districts {
            // `P. Vũ Ninh - Bắc Ninh`: the province rather than its town, which one writes with `TP`.
            let town = district.0.kind.is_none() && !district.0.units.provinces().is_empty();
            // A type that the district never had: which one is meant, if any, only its province could tell.
            let strange = district.0.kind.is_some_and(|kind| !rises(kind, district.1.kind));
            let worth = worth - if town { 8 } else { 0 } - if strange { 20 } else { 0 };
            uppers.push(Upper { province: None, district: Some(district), era: Era::Sixty3, worth });
        }
        for &(province, worth) in &provinces {
            let era = match province.1.era {
                0 => Era::Sixty3,
                1 => Era::Thirty4,
                _ => Era::Historic,
            };
            uppers.push(Upper { province: Some(province), district: None, era, worth });
            if Self::within_namesake(province, &provinces) {
                uppers.push(Upper { province: Some(province), district: None, era, worth: worth + 20 });
            }
            for &(district, more) in &districts {
                if !overlap(province.0, district.0)
                    && let Some((cost, era)) = fit(province.1, district.1)
                {
                    let worth = worth + more + cost;
                    uppers.push(Upper { province: Some(province), district: Some(district), era, worth });
                }
            }
        }
        // The most promising first, so that most of the others need no look.
        uppers.sort_by_key(|upper| std::cmp::Reverse(upper.worth));
        for upper in uppers {
            if upper.worth + BEST_COMMUNE < self.best - KEPT {
                break;
            }
            self.communes(&upper);
        }
        if !self.known.upper {
            self.lone_communes();
        }
    }

    /// `Cần Thơ, Hậu Giang`: beside the name of a province that only its namesake of before held, the namesake is meant.
    fn within_namesake(namesake: Piece<'a>, provinces: &[(Piece<'a>, i32)]) -> bool {
        let Some(unit) = TABLES.provinces.get(usize::from(namesake.1.row)) else { return false };
        if unit.era != Era::Historic || TABLES.provinces.iter().any(|p| p.era == Era::Thirty4 && p.name == unit.name) {
            return false;
        }
        let living = |number: u8| TABLES.provinces.iter().any(|p| p.number == number && p.name == unit.name);
        provinces.iter().any(|&((mention, entry), _)| {
            entry.era == Era::Sixty3 as u8
                && !entry.short
                && !overlap(mention, namesake.0)
                && unit.covers.contains(&entry.province)
                && !living(entry.province)
        })
    }

    /// What may be a province, what a district, and what each is worth.
    fn pieces(&self) -> (Weighed<'a>, Weighed<'a>) {
        let (mut provinces, mut districts) = (Vec::with_capacity(4), Vec::with_capacity(8));
        for mention in &self.found.mentions {
            if !mention.units.provinces().is_empty() {
                // `Hà Nam` in `Hà Nam Ninh` is not named.
                let inside = self.found.mentions.iter().any(|m| {
                    m.name <= mention.name
                        && mention.end <= m.end
                        && m.end - m.name > mention.end - mention.name
                        && (m.start, m.end) != (mention.start, mention.end)
                        && !m.units.provinces().is_empty()
                });
                for entry in mention.units.provinces().iter().filter(|_| !inside) {
                    let fits = match self.known.era {
                        None => true,
                        Some(Era::Thirty4) => entry.era == Era::Thirty4 as u8,
                        Some(_) => entry.era != Era::Thirty4 as u8,
                    };
                    if fits && let Some(worth) = self.worth(mention, entry) {
                        provinces.push(((mention, entry), worth));
                    }
                }
            }
            if self.known.era != Some(Era::Thirty4) {
                for entry in mention.units.districts() {
                    if let Some(worth) = self.worth(mention, entry) {
                        districts.push(((mention, entry), worth));
                    }
                }
            }
        }
        (provinces, districts)
    }

    /// Chains with the given upper levels, with each commune that they allow and without one.
    fn communes(&mut self, upper: &Upper<'a>) {
        // A province alone is read in the older era: most records are older than the newer.
        let newer = if upper.era == Era::Thirty4 && self.known.era.is_none() { 8 } else { 0 };
        if !self.known.upper {
            for mention in &self.found.mentions {
                if mention.units.communes().is_empty()
                    || upper.province.is_some_and(|(m, _)| overlap(m, mention))
                    || upper.district.is_some_and(|(m, _)| overlap(m, mention))
                {
                    continue;
                }
                let communes = mention.units.communes();
                let matching = match (upper.district, upper.province) {
                    (Some((_, d)), _) => {
                        range(communes, |e| (e.era, e.province, e.district), &(0, d.province, d.district))
                    }
                    (None, Some((_, p))) if p.era <= 1 => {
                        range(communes, |e| (e.era, e.province, 0), &(p.era, p.province, 0))
                    }
                    _ => &[],
                };
                for entry in matching {
                    if let Some(worth) = self.worth(mention, entry) {
                        let missing = if upper.district.is_none() && entry.era == 0 { -7 } else { 0 };
                        let open = upper.district.is_none() || upper.province.is_none();
                        let open = open && self.known.columns.is_none();
                        if open && mention.kind.is_none() && !mention.units.provinces().is_empty() {
                            continue;
                        }
                        let untyped = if open && mention.kind.is_none() { -14 } else { 0 };
                        self.add(upper, Some((mention, entry)), upper.worth + worth + missing + untyped);
                    }
                }
            }
        }
        self.add(upper, None, upper.worth - newer);
    }

    /// A commune named alone: only where its name is the only one of its kind.
    fn lone_communes(&mut self) {
        if self.best >= BEST_COMMUNE + KEPT - 12 {
            return;
        }
        for mention in &self.found.mentions {
            let communes = mention.units.communes();
            if mention.kind.is_none() || communes.len() > 4 {
                continue;
            }
            for entry in communes {
                let era = if entry.era == 0 { Era::Sixty3 } else { Era::Thirty4 };
                if self.known.era.is_some_and(|e| e != era) {
                    continue;
                }
                if let Some(worth) = self.worth(mention, entry)
                    && mention.compare(self.text, entry) == Marks::Same
                {
                    let upper = Upper { province: None, district: None, era, worth: 0 };
                    self.add(&upper, Some((mention, entry)), worth - 12);
                }
            }
        }
    }

    /// What a mention is worth as this entry; none where it cannot mean it.
    fn worth(&self, mention: &Mention, entry: &Entry) -> Option<i32> {
        if self.known.day.is_some_and(|day| !in_force(entry, day)) || !self.in_column(mention, entry.level) {
            return None;
        }
        let mut worth = 20;
        if entry.other_number || mention.end - mention.name == 1 && mention.kind.is_none() {
            let digit = self.text.letters.get(mention.name).is_some_and(|l| l.base.is_ascii_digit());
            if !digit && (mention.kind.is_none() || !self.text.upper(mention.name)) {
                return None;
            }
            worth -= 3;
        }
        match mention.kind {
            Some(kind) => worth += kind_fits(kind, entry)?,
            None if mention.is_local(self.text) => return None,
            // `P. Tân An` is no town of Tân An.
            None if self.found.types.iter().any(|t| t.end == mention.start && self.counts(t)) => return None,
            None => {}
        }
        worth += match mention.compare(self.text, entry) {
            Marks::Same => 6,
            Marks::Bare => 3,
            Marks::Fewer => -2,
            Marks::Other => -10,
        };
        if entry.short {
            worth -= 12;
        }
        if self.known.day.is_some() {
            // The day has chosen.
        } else if entry.past == Past::SameKind || entry.past == Past::Other && mention.kind != Some(entry.kind) {
            worth -= 7;
        }
        if entry.era == Era::Historic as u8 {
            worth -= if TABLES.provinces.get(usize::from(entry.row)).is_some_and(|p| p.outlived) { 16 } else { 8 };
        }
        if mention.is_bare_number(self.text) && self.known.columns.is_none() {
            // `8 - TP Hồ Chí Minh`: a district that lost its type word.
            if entry.level != Level::District || mention.start != 0 || !self.text.part_starts(mention.end) {
                return None;
            }
            worth -= 10;
        }
        Some(worth)
    }

    /// Whether the mention stands in the column of its level, where there are columns.
    fn in_column(&self, mention: &Mention, level: Level) -> bool {
        let Some([districts, provinces]) = self.known.columns else { return true };
        match level {
            Level::Commune => mention.end <= districts,
            Level::District => mention.start >= districts && mention.end <= provinces,
            Level::Province => mention.start >= provinces,
        }
    }

    fn add(&mut self, upper: &Upper<'a>, commune: Option<Piece<'a>>, mut score: i32) {
        let &Upper { province, district, era, .. } = upper;
        if score < self.best - KEPT {
            return;
        }
        let mut used = [province.map(|(m, _)| m), district.map(|(m, _)| m), commune.map(|(m, _)| m)];
        used.sort_by_key(|m| m.map_or(usize::MAX, |m| m.start));
        let mut last: Option<&Mention> = None;
        for mention in used.iter().flatten() {
            if mention.kind.is_none() {
                let joined = last.is_some_and(|l| l.end == mention.start);
                if !joined && !self.text.part_starts(mention.start) {
                    score -= if commune.is_some_and(|(c, _)| c.start == mention.start) { 14 } else { 12 };
                    // Named alone, after words of another sense, it may be a part of a name that nobody knows.
                    if used.iter().flatten().count() == 1 && !self.text.digit_before(mention.start) {
                        score -= 8;
                    }
                }
            }
            let next = used.iter().flatten().any(|m| m.start == mention.end);
            if !next && !self.text.stops(mention.end) {
                score -= 12;
            }
            if let Some(last) = last
                && last.end < mention.start
            {
                score -= self.gap(last.end, mention.start);
            }
            last = Some(mention);
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
                m.start == c.start && m.end == d.end && m.units.communes().iter().any(|e| e.era == Era::Thirty4 as u8)
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
        if score < self.best - KEPT {
            return;
        }
        self.best = self.best.max(score);
        let row = |unit: Option<Piece<'_>>| unit.map(|(_, e)| e.row);
        let implied = match (province, district, commune) {
            (Some((_, p)), None, _) => Some(p.row),
            (Some((_, p)), Some(_), _) if p.era != Era::Thirty4 as u8 => Some(p.row),
            (_, Some((_, d)), _) => TABLES.province(Era::Sixty3, d.province, self.known.day),
            (None, None, Some((_, c))) => TABLES.province(era, c.province, self.known.day),
            (None, None, None) => None,
        };
        self.chains.push(Chain {
            era,
            province: implied,
            district: row(district).or_else(|| commune.and_then(|(_, c)| TABLES.district(c.district))),
            commune: row(commune),
            used: [province.map(|(m, _)| *m), district.map(|(m, _)| *m), commune.map(|(m, _)| *m)],
            score,
        });
    }

    /// Whether a type word is surely one: written in full, or a short form before a name in capitals.
    fn counts(&self, word: &TypeWord) -> bool {
        let long = word.end - word.start > 2;
        (long || self.text.upper(word.start) || self.text.part_starts(word.start)) && !self.text.local_ends(word.start)
    }

    /// What letters that belong to no unit cost, between units or after them.
    fn gap(&self, from: usize, to: usize) -> i32 {
        if self.text.local_starts(from) {
            return 1;
        }
        for filler in FILLERS {
            if self.text.spells(from, filler.as_bytes()) && from + filler.len() == to {
                return 0;
            }
        }
        7
    }
}

/// Whether the state of a unit was in force on a day, as far as the lists show.
fn in_force(entry: &Entry, day: &str) -> bool {
    let row = usize::from(entry.row);
    match entry.level {
        Level::Province => TABLES.provinces.get(row).is_some_and(|p| p.in_force(day)),
        Level::District => TABLES.districts.get(row).is_some_and(|d| d.in_force(day)),
        Level::Commune => TABLES.communes.get(row).is_some_and(|c| c.in_force(day)),
    }
}

fn overlap(a: &Mention, b: &Mention) -> bool {
    a.start < b.end && b.start < a.end
}

fn range<K: Ord>(entries: &'static [Entry], key: impl Fn(&Entry) -> K, wanted: &K) -> &'static [Entry] {
    let from = entries.partition_point(|e| key(e) < *wanted);
    let to = entries.partition_point(|e| key(e) <= *wanted);
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

/// Whether a unit of the one type may have become one of the other: towns and cities grow, and so do districts.
fn rises(from: Kind, to: Kind) -> bool {
    from == to
        || matches!(
            (from, to),
            (Kind::Huyen, Kind::Town | Kind::City | Kind::Quan)
                | (Kind::Town, Kind::City | Kind::Quan)
                | (Kind::Quan, Kind::City)
                | (Kind::City, Kind::Quan)
        )
}

/// What the type word is worth for the entry; none where it contradicts its level.
fn kind_fits(kind: Kind, entry: &Entry) -> Option<i32> {
    let later = || {
        entry.era == Era::Thirty4 as u8 && entry.level == Level::Commune && kind == Kind::Phuong && {
            TABLES.communes.get(usize::from(entry.row)).is_some_and(|c| c.later_kind == kind)
        }
    };
    if kind == entry.kind || later() {
        return Some(10);
    }
    match (entry.level, kind) {
        (Level::Province, Kind::Province) | (Level::Commune, Kind::Phuong | Kind::Xa | Kind::Township | Kind::Zone) => {
            Some(-6)
        }
        (Level::District, Kind::City | Kind::Quan | Kind::Huyen | Kind::Town) => Some(2),
        _ => None,
    }
}
