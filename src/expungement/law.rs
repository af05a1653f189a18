//! The law of expungement as rows: packs, periods, limitation, single numbers, articles treated apart.
//!
//! Every number stands in a table under `src/data`; nothing here is a branch on a year or a band.

use std::sync::LazyLock;

use crate::data;
use crate::date::Date;
use crate::sentence::{AdditionalKind, PrincipalKind};

/// The texts of the tables; tests put changed ones in their place.
#[derive(Clone, Copy)]
pub(crate) struct Tables {
    pub(crate) codes: &'static str,
    pub(crate) packs: &'static str,
    pub(crate) periods: &'static str,
    pub(crate) limitation: &'static str,
    pub(crate) numbers: &'static str,
    pub(crate) articles: &'static str,
}

pub(crate) const TABLES: Tables = Tables {
    codes: include_str!("../data/expungement_code.tsv"),
    packs: include_str!("../data/expungement_pack.tsv"),
    periods: include_str!("../data/expungement_period.tsv"),
    limitation: include_str!("../data/expungement_limitation.tsv"),
    numbers: include_str!("../data/expungement_number.tsv"),
    articles: include_str!("../data/expungement_article.tsv"),
};

#[cfg(feature = "frame")]
impl Tables {
    /// The texts of the tables.
    pub(crate) fn texts(&self) -> [&'static str; 6] {
        [self.codes, self.packs, self.periods, self.limitation, self.numbers, self.articles]
    }
}

pub(crate) static LAW: LazyLock<Law> = LazyLock::new(|| Law::read(&TABLES));

/// Whose convictions a pack is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Any,
    Adult,
    Minor,
}

/// Under one pack: which acts, which route, from where and from when.
#[derive(Clone, Debug)]
pub(crate) struct Pack {
    pub(crate) name: &'static str,
    pub(crate) article: &'static str,
    pub(crate) who: Who,
    pub(crate) court: bool,
    pub(crate) acts_before: Option<Date>,
    pub(crate) binds_from: Date,
    pub(crate) binds_to: Date,
    /// The period runs from the completion of the whole judgment, not of the principal penalty.
    pub(crate) whole: bool,
    pub(crate) periods: Vec<Period>,
}

/// A set of penalties, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kinds(u16);

impl Kinds {
    const SUSPENDED: u16 = 1 << 15;

    fn read(names: &str) -> Self {
        Self(names.split(';').fold(0, |set, name| {
            set | match name {
                "imprisonment" => 1 << PrincipalKind::Imprisonment as u16,
                "life" => 1 << PrincipalKind::Life as u16,
                "death" => 1 << PrincipalKind::Death as u16,
                "fine" => 1 << PrincipalKind::Fine as u16,
                "non_custodial" => 1 << PrincipalKind::NonCustodial as u16,
                "warning" => 1 << PrincipalKind::Warning as u16,
                "suspended" => Self::SUSPENDED,
                _ => 0,
            }
        }))
    }

    pub(crate) fn holds(self, kind: PrincipalKind, suspended: bool) -> bool {
        let bit = if suspended { Self::SUSPENDED } else { 1 << kind as u16 };
        self.0 & bit != 0
    }
}

/// A set of additional penalties, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Waits(u8);

impl Waits {
    fn read(names: &str) -> Self {
        Self(names.split(';').fold(0, |set, name| {
            set | match name {
                "supervision" => 1 << AdditionalKind::Supervision as u8,
                "residence_ban" => 1 << AdditionalKind::ResidenceBan as u8,
                "occupation_ban" => 1 << AdditionalKind::OccupationBan as u8,
                "rights" => 1 << AdditionalKind::Rights as u8,
                _ => 0,
            }
        }))
    }

    pub(crate) fn holds(self, kind: AdditionalKind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }
}

/// A term in 32nds of a month, so that 60 months and a day lie above 60 months.
pub(crate) const fn term(months: u32, days: u32) -> u32 {
    months.saturating_mul(32).saturating_add(if days > 31 { 31 } else { days })
}

/// One band of a pack.
#[derive(Clone, Debug)]
pub(crate) struct Period {
    pub(crate) article: &'static str,
    kinds: Kinds,
    over: u32,
    up_to: u32,
    pub(crate) months: u32,
    pub(crate) waits: Waits,
}

impl Period {
    fn covers(&self, kind: PrincipalKind, suspended: bool, term: u32) -> bool {
        self.kinds.holds(kind, suspended)
            && (kind != PrincipalKind::Imprisonment || suspended || (self.over < term && term <= self.up_to))
    }
}

impl Pack {
    /// The band of a penalty; `term` counts for imprisonment that is not suspended.
    pub(crate) fn period(&self, kind: PrincipalKind, suspended: bool, term: u32) -> Option<&Period> {
        self.periods.iter().find(|period| period.covers(kind, suspended, term))
    }
}

/// Limitation of enforcement of a penalty.
#[derive(Clone, Debug)]
pub(crate) struct Limit {
    kinds: Kinds,
    over: u32,
    up_to: u32,
    pub(crate) months: u32,
    pub(crate) article: &'static str,
}

/// What is special about an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Treatment {
    /// The older law goes on.
    Kept,
    /// No offence any more.
    Abolished,
    /// Some of its acts are no offence any more.
    AbolishedPart,
    /// Enforcement never lapses.
    NoLimitation,
}

#[derive(Clone, Debug)]
struct Special {
    code: i16,
    from: u16,
    to: u16,
    clauses: &'static str,
    treatment: Treatment,
    article: &'static str,
}

/// A number and where it stands.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Number {
    pub(crate) value: u32,
    pub(crate) article: &'static str,
}

/// Single numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Numbers {
    pub(crate) age_deemed_clear: Number,
    pub(crate) age_of_majority: Number,
    pub(crate) age_of_responsibility: Number,
    pub(crate) appeal_days: Number,
    pub(crate) protest_days: Number,
    pub(crate) refused_once: Number,
    pub(crate) refused_again: Number,
    pub(crate) request_enforcement: Number,
    pub(crate) served_share: Number,
    pub(crate) probation_share: Number,
    pub(crate) special_case: Number,
    pub(crate) suspended_most: Number,
}

/// All of it.
#[derive(Clone, Debug)]
pub(crate) struct Law {
    /// Code, for acts before which day, adopted on which day.
    codes: Vec<(i16, Option<Date>, Option<Date>)>,
    pub(crate) packs: Vec<Pack>,
    limits: Vec<Limit>,
    specials: Vec<Special>,
    pub(crate) numbers: Numbers,
}

impl Law {
    pub(crate) fn read(tables: &Tables) -> Self {
        let periods: Vec<(&'static str, Period)> = data::rows(tables.periods)
            .map(|row| {
                let period = Period {
                    article: row.get(2),
                    kinds: Kinds::read(row.get(3)),
                    over: bound(row.get(1), 0),
                    up_to: bound(row.get(4), u32::MAX),
                    months: number(row.get(5)),
                    waits: Waits::read(row.get(6)),
                };
                (row.get(0), period)
            })
            .collect();
        let codes: Vec<_> = data::rows(tables.codes)
            .map(|row| {
                let day = |column| row.get(column).parse::<Date>().ok();
                (row.get(0), day(1).unwrap_or(Date::MIN), day(2).unwrap_or(Date::MIN), day(3))
            })
            .collect();
        let packs = data::rows(tables.packs)
            .filter_map(|row| {
                let (_, binds_from, binds_to, acts_before) = *codes.iter().find(|(code, ..)| *code == row.get(1))?;
                Some(Pack {
                    name: row.get(0),
                    article: row.get(2),
                    who: match row.get(3) {
                        "adult" => Who::Adult,
                        "minor" => Who::Minor,
                        _ => Who::Any,
                    },
                    court: row.get(4) == "court",
                    whole: row.get(5) == "whole",
                    acts_before: row.get(6).parse().ok().or(acts_before),
                    binds_from,
                    binds_to,
                    periods: periods
                        .iter()
                        .filter(|(pack, _)| *pack == row.get(0))
                        .map(|(_, period)| period.clone())
                        .collect(),
                })
            })
            .collect();
        let limits = data::rows(tables.limitation)
            .map(|row| Limit {
                kinds: Kinds::read(row.get(1)),
                over: bound(row.get(0), 0),
                up_to: bound(row.get(2), u32::MAX),
                months: number(row.get(3)),
                article: row.get(4),
            })
            .collect();
        let specials = data::rows(tables.articles)
            .filter_map(|row| {
                Some(Special {
                    code: row.get(0).parse().ok()?,
                    from: row.get(1).parse().ok()?,
                    to: row.get(2).parse().ok()?,
                    clauses: row.get(3),
                    treatment: match row.get(4) {
                        "kept" => Treatment::Kept,
                        "abolished" => Treatment::Abolished,
                        "abolished_part" => Treatment::AbolishedPart,
                        "no_limitation" => Treatment::NoLimitation,
                        _ => return None,
                    },
                    article: row.get(5),
                })
            })
            .collect();
        let mut numbers = Numbers::default();
        for row in data::rows(tables.numbers) {
            let field = match row.get(0) {
                "age_deemed_clear" => &mut numbers.age_deemed_clear,
                "age_of_majority" => &mut numbers.age_of_majority,
                "age_of_responsibility" => &mut numbers.age_of_responsibility,
                "appeal" => &mut numbers.appeal_days,
                "protest" => &mut numbers.protest_days,
                "refused_once" => &mut numbers.refused_once,
                "refused_again" => &mut numbers.refused_again,
                "request_enforcement" => &mut numbers.request_enforcement,
                "served_share" => &mut numbers.served_share,
                "probation_share" => &mut numbers.probation_share,
                "special_case" => &mut numbers.special_case,
                "suspended_most" => &mut numbers.suspended_most,
                _ => continue,
            };
            *field = Number { value: number(row.get(1)), article: row.get(3) };
        }
        let codes = data::rows(tables.codes)
            .filter_map(|row| Some((row.get(0).parse().ok()?, row.get(3).parse().ok(), row.get(4).parse().ok())))
            .collect();
        Self { codes, packs, limits, specials, numbers }
    }

    /// Bands of imprisonment that leave a gap, overlap or do not begin at nothing: for the tests of the tables.
    #[cfg(test)]
    pub(crate) fn gaps(&self) -> Vec<String> {
        let mut gaps = Vec::new();
        let prison = |kinds: Kinds| kinds.holds(PrincipalKind::Imprisonment, false);
        let mut check = |name: &str, bands: Vec<(u32, u32)>| {
            let mut last = 0;
            for (over, up_to) in bands {
                if over != last || up_to <= over {
                    gaps.push(format!("{name}: over {over}, expected {last}"));
                }
                last = up_to;
            }
        };
        for pack in &self.packs {
            let bands = pack.periods.iter().filter(|p| prison(p.kinds)).map(|p| (p.over, p.up_to));
            check(pack.name, bands.collect());
            // What is no imprisonment has no band of its own.
            check(pack.name, pack.periods.iter().filter(|p| !prison(p.kinds)).map(|p| (p.over, p.up_to)).collect());
        }
        let limits = self.limits.iter().filter(|limit| prison(limit.kinds));
        check("limitation", limits.map(|limit| (limit.over, limit.up_to)).collect());
        for limit in self.limits.iter().filter(|limit| !prison(limit.kinds)) {
            check("limitation", vec![(limit.over, limit.up_to)]);
        }
        gaps
    }

    pub(crate) fn pack(&self, name: &str) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.name == name)
    }

    /// How an article is treated apart, where it is.
    pub(crate) fn treatment(
        &self,
        code: i16,
        article: &str,
        clause: Option<&str>,
        treatment: Treatment,
    ) -> Option<&'static str> {
        let mut own = self.specials.iter().filter(|special| special.treatment == treatment && special.code == code);
        let first = own.next()?;
        // 230a stands with 230.
        let number: u16 = article.trim_end_matches(|c: char| c.is_alphabetic()).parse().ok()?;
        std::iter::once(first)
            .chain(own)
            .find(|special| {
                (special.from..=special.to).contains(&number)
                    && (special.clauses.is_empty()
                        || clause.is_none_or(|clause| special.clauses.split(';').any(|c| c == clause)))
            })
            .map(|special| special.article)
    }

    /// Whether a judgment may apply a code: adopted by then, and not ended before the act.
    pub(crate) fn may_apply(&self, code: i16, act_from: Date, judged_to: Option<Date>) -> bool {
        self.codes.iter().any(|(year, acts_before, adopted)| {
            *year == code
                && acts_before.is_none_or(|day| act_from < day)
                && adopted.is_none_or(|day| judged_to.is_none_or(|judged| judged >= day))
        })
    }

    /// Limitation of enforcement of a penalty.
    pub(crate) fn limit(&self, kind: PrincipalKind, term: u32) -> Option<&Limit> {
        self.limits.iter().find(|limit| {
            limit.kinds.holds(kind, false)
                && (kind != PrincipalKind::Imprisonment || (limit.over < term && term <= limit.up_to))
        })
    }
}

fn number(field: &str) -> u32 {
    field.parse().unwrap_or(u32::MAX)
}

/// A bound in months; an empty one is open.
fn bound(field: &str, open: u32) -> u32 {
    field.parse().map_or(open, |months| term(months, 0))
}

impl Period {
    /// Whether some term of imprisonment between the two falls into the band.
    pub(crate) fn meets(&self, kind: PrincipalKind, least: u32, most: u32) -> bool {
        kind == PrincipalKind::Imprisonment && self.kinds.holds(kind, false) && self.over < most && least <= self.up_to
    }
}
