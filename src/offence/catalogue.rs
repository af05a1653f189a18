//! What the penal codes say about each offence: its name, its frames, how serious it is, the form of fault.

use std::cmp::Ordering;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::data;
use crate::date::Date;

/// One article of the special part of a penal code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Article {
    /// 1985, 1999 or 2015.
    pub year: i16,
    /// Number, as text: `173`, `217a`.
    pub article: &'static str,
    /// Chapter, in Roman figures of its code.
    pub chapter: &'static str,
    /// Name without "Tội".
    pub name: &'static str,
    /// Name before the amendment of 2009 (code of 1999) or as adopted in 2015, where it was another.
    pub former: Option<&'static str>,
    /// Whether the article describes an offence; four articles of each code define terms or add penalties.
    pub offence: bool,
    /// Number, name or chapter stand in no text that was seen: conclusions that rest on it are to be flagged.
    pub recalled: bool,
    court: Option<bool>,
}

/// How serious an offence is, by the top of the frame that was applied.
///
/// Penal Code 2015 Art. 9, 1999 Art. 8. The code of 1985 knew two classes only; its frames are measured by the
/// scale of 2015, which is the one that expungement asks for today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seriousness {
    /// Ít nghiêm trọng: no prison, or up to 3 years.
    LessSerious,
    /// Nghiêm trọng: over 3 to 7 years.
    Serious,
    /// Rất nghiêm trọng: over 7 to 15 years.
    VerySerious,
    /// Đặc biệt nghiêm trọng: over 15 years, life or death.
    EspeciallySerious,
}

/// The form of fault that an offence asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Cố ý. Where the code has no word of fault this is a presumption from the act described.
    Intentional,
    /// Vô ý.
    Negligent,
    /// Either form, or not decided: leaves open whatever turns on the fault.
    Unknown,
}

/// The penalties that one clause provides for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "six kinds of penalty, any of them together")]
pub struct Frame {
    /// Cảnh cáo.
    pub warning: bool,
    /// Phạt tiền as the main penalty.
    pub fine: bool,
    /// Cải tạo không giam giữ.
    pub non_custodial: bool,
    /// Tù có thời hạn.
    pub imprisonment: bool,
    /// Tù chung thân.
    pub life: bool,
    /// Tử hình.
    pub death: bool,
    /// Prison in months, shortest and longest.
    pub prison_months: (Option<u16>, Option<u16>),
    /// Non-custodial reform in months, shortest and longest.
    pub non_custodial_months: (Option<u16>, Option<u16>),
    /// Fine in đồng, smallest and largest; none where it is a multiple of a sum.
    pub fine_amount: (Option<u64>, Option<u64>),
    /// Whether it is the frame of preparation (chuẩn bị phạm tội); such a frame has no class of its own.
    pub preparation: bool,
}

impl Frame {
    /// The class of the offence, by the top of the frame; none for preparation.
    pub fn seriousness(&self) -> Option<Seriousness> {
        if self.preparation {
            return None;
        }
        let years = self.prison_months.1.unwrap_or(0);
        Some(if self.life || self.death || years > 180 {
            Seriousness::EspeciallySerious
        } else if !self.imprisonment || years <= 36 {
            Seriousness::LessSerious
        } else if years <= 84 {
            Seriousness::Serious
        } else {
            Seriousness::VerySerious
        })
    }
}

/// How an article of 1999 lives on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// One article for one.
    Same,
    /// Several articles for one.
    Split,
    /// A part of the old act only.
    Partial,
}

/// An article of 2015 that took the place of one of 1999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Successor {
    /// The article of 2015.
    pub article: &'static str,
    /// How much of the old act it holds.
    pub relation: Relation,
}

/// A number and a suffix, to sort `217` before `217a` before `218`.
type Number = (u16, &'static str);

fn number(article: &'static str) -> Number {
    let end = article.find(|c: char| !c.is_ascii_digit()).unwrap_or(article.len());
    let (digits, suffix) = article.split_at(end);
    (digits.parse().unwrap_or(0), suffix)
}

fn split(article: &str) -> (u16, &str) {
    let end = article.find(|c: char| !c.is_ascii_digit()).unwrap_or(article.len());
    let (digits, suffix) = article.split_at(end);
    (digits.parse().unwrap_or(0), suffix)
}

static ARTICLES: LazyLock<Vec<Article>> = LazyLock::new(|| {
    let some = |text: &'static str| Some(text).filter(|text| !text.is_empty());
    data::rows(include_str!("../data/offences.tsv"))
        .map(|row| Article {
            year: row.get(0).parse().unwrap_or(0),
            article: row.get(1),
            chapter: row.get(2),
            name: row.get(3),
            former: some(row.get(4)),
            offence: row.get(7) != "no_offence",
            recalled: row.get(6) == "1",
            court: match row.get(5) {
                "1" => Some(true),
                "0" => Some(false),
                _ => None,
            },
        })
        .collect()
});

/// The articles of the special part of a code, in order; empty for other years.
///
/// ```
/// use lltp::offence;
/// assert_eq!(offence::catalogue(2015).len(), 320);
/// assert!(offence::catalogue(2000).is_empty());
/// ```
pub fn catalogue(year: i16) -> &'static [Article] {
    let from = ARTICLES.partition_point(|a| a.year < year);
    let to = ARTICLES.partition_point(|a| a.year <= year);
    ARTICLES.get(from..to).unwrap_or(&[])
}

/// An article of a code.
///
/// ```
/// use lltp::offence;
/// assert_eq!(offence::find(2015, "173").map(|a| a.name), Some("Trộm cắp tài sản"));
/// assert_eq!(offence::find(2015, "51"), None, "not of the special part");
/// ```
pub fn find(year: i16, article: &str) -> Option<&'static Article> {
    let wanted = split(article);
    let articles = catalogue(year);
    articles.binary_search_by(|a| number(a.article).cmp(&wanted)).ok().and_then(|i| articles.get(i))
}

/// The code in force on a day: 1985 from 1986, 1999 from 1/7/2000, 2015 from 1/1/2018.
///
/// ```
/// use lltp::{date::Date, offence};
/// assert_eq!(offence::code_on(Date::new(2017, 12, 31).unwrap()), Some(1999));
/// assert_eq!(offence::code_on(Date::new(1979, 1, 1).unwrap()), None);
/// ```
pub fn code_on(day: Date) -> Option<i16> {
    let day = (day.year(), day.month(), day.day());
    if day >= (2018, 1, 1) {
        Some(2015)
    } else if day >= (2000, 7, 1) {
        Some(1999)
    } else if day >= (1986, 1, 1) {
        Some(1985)
    } else {
        None
    }
}

struct Row {
    year: i16,
    article: Number,
    clause: u16,
    from: Option<Date>,
    to: Option<Date>,
    frame: Frame,
}

static FRAMES: LazyLock<Vec<Row>> = LazyLock::new(|| {
    data::rows(include_str!("../data/offence_frames.tsv"))
        .map(|row| {
            let has = |letter: char| row.get(6).contains(letter);
            let months = |a, b| (row.get(a).parse().ok(), row.get(b).parse().ok());
            Row {
                year: row.get(0).parse().unwrap_or(0),
                article: number(row.get(1)),
                clause: row.get(2).parse().unwrap_or(0),
                from: row.get(3).parse().ok(),
                to: row.get(4).parse().ok(),
                frame: Frame {
                    warning: has('w'),
                    fine: has('f'),
                    non_custodial: has('n'),
                    imprisonment: has('p'),
                    life: has('l'),
                    death: has('d'),
                    prison_months: months(7, 8),
                    non_custodial_months: months(9, 10),
                    fine_amount: (row.get(11).parse().ok(), row.get(12).parse().ok()),
                    preparation: row.get(5) == "preparation",
                },
            }
        })
        .collect()
});

fn frames(year: i16, article: &str) -> &'static [Row] {
    let wanted = split(article);
    let order = |row: &Row| row.year.cmp(&year).then_with(|| row.article.cmp(&wanted));
    let from = FRAMES.partition_point(|row| order(row) == Ordering::Less);
    let to = FRAMES.partition_point(|row| order(row) != Ordering::Greater);
    FRAMES.get(from..to).unwrap_or(&[])
}

/// The frames of a clause that may apply to an act of the day: one, or none, or (no day) one for each time.
fn applicable(year: i16, article: &str, clause: Option<&str>, day: Option<Date>) -> impl Iterator<Item = &'static Row> {
    let rows = frames(year, article);
    let clause = if let Some(clause) = clause {
        clause.parse().ok()
    } else {
        // `Điều 184` has one paragraph; an article with one clause of its own leaves no choice either.
        let mut main = rows.iter().filter(|row| !row.frame.preparation).map(|row| row.clause);
        let first = main.next();
        first.filter(|first| main.all(|clause| clause == *first))
    };
    rows.iter().filter(move |row| {
        Some(row.clause) == clause
            && day.is_none_or(|day| row.from.is_none_or(|from| from <= day) && row.to.is_none_or(|to| day < to))
    })
}

/// The penalties of a clause for an act of the day.
///
/// The clause may be left out where the article has one only. Without a day there is an answer only where the
/// frame never changed. None also for a clause without a frame, and for most of the code of 1985.
///
/// ```
/// use lltp::{date::Date, offence};
/// let act = Date::new(2019, 3, 1).ok();
/// assert_eq!(offence::frame(2015, "173", Some("1"), act).unwrap().prison_months, (Some(6), Some(36)));
/// // Law 86/2025/QH15 raised the bottom of the frame for acts from 1/7/2025.
/// assert_eq!(offence::frame(2015, "251", Some("1"), None), None);
/// assert_eq!(offence::frame(2015, "251", Some("1"), act).unwrap().prison_months, (Some(24), Some(84)));
/// ```
pub fn frame(year: i16, article: &str, clause: Option<&str>, day: Option<Date>) -> Option<Frame> {
    let mut rows = applicable(year, article, clause, day);
    let first = rows.next()?.frame;
    rows.all(|row| row.frame == first).then_some(first)
}

/// How serious an offence is by the clause applied, for an act of the day.
///
/// Without a clause there is an answer only where all clauses of the article are of one class; without a day only
/// where the class never changed. [`Article::recalled`] tells whether the article itself was seen in a text; the
/// frames all were.
///
/// ```
/// use lltp::offence::{self, Seriousness};
/// assert_eq!(offence::seriousness(2015, "173", Some("1"), None), Some(Seriousness::LessSerious));
/// assert_eq!(offence::seriousness(2015, "168", Some("1"), None), Some(Seriousness::VerySerious));
/// assert_eq!(offence::seriousness(2015, "173", None, None), None, "clause 4 is especially serious");
/// ```
pub fn seriousness(year: i16, article: &str, clause: Option<&str>, day: Option<Date>) -> Option<Seriousness> {
    let mut classes: Box<dyn Iterator<Item = Option<Seriousness>>> = match clause {
        Some(_) => Box::new(applicable(year, article, clause, day).map(|row| row.frame.seriousness())),
        None => Box::new(
            frames(year, article)
                .iter()
                .filter(move |row| {
                    !row.frame.preparation
                        && day.is_none_or(|day| {
                            row.from.is_none_or(|from| from <= day) && row.to.is_none_or(|to| day < to)
                        })
                })
                .map(|row| row.frame.seriousness()),
        ),
    };
    let first = classes.next()??;
    classes.all(|class| class == Some(first)).then_some(first)
}

/// Year, article, clause (none: every other clause), fault.
type FaultRow = (i16, Number, Option<u16>, Fault);

static FAULTS: LazyLock<Vec<FaultRow>> = LazyLock::new(|| {
    data::rows(include_str!("../data/offence_fault.tsv"))
        .map(|row| {
            let fault = match row.get(3) {
                "intentional" => Fault::Intentional,
                "negligent" => Fault::Negligent,
                _ => Fault::Unknown,
            };
            (row.get(0).parse().unwrap_or(0), number(row.get(1)), row.get(2).parse().ok(), fault)
        })
        .collect()
});

/// The form of fault of an offence; [`Fault::Unknown`] where either form will do or nothing was found.
///
/// Without a clause the answer is for all clauses, and unknown where they differ.
///
/// ```
/// use lltp::offence::{self, Fault};
/// assert_eq!(offence::fault(2015, "260", Some("1")), Fault::Negligent);
/// assert_eq!(offence::fault(2015, "173", Some("1")), Fault::Intentional);
/// assert_eq!(offence::fault(2015, "267", Some("1")), Fault::Unknown);
/// ```
pub fn fault(year: i16, article: &str, clause: Option<&str>) -> Fault {
    let wanted = split(article);
    let order = |row: &FaultRow| row.0.cmp(&year).then_with(|| row.1.cmp(&wanted));
    let from = FAULTS.partition_point(|row| order(row) == Ordering::Less);
    let to = FAULTS.partition_point(|row| order(row) != Ordering::Greater);
    let rows = FAULTS.get(from..to).unwrap_or(&[]);
    let clause: Option<u16> = clause.and_then(|clause| clause.parse().ok());
    let own = clause.and_then(|clause| rows.iter().find(|row| row.2 == Some(clause)));
    if let Some(row) = own {
        return row.3;
    }
    let mut faults = rows.iter().filter(|row| clause.is_none() || row.2.is_none()).map(|row| row.3);
    match faults.next() {
        Some(first) if faults.all(|fault| fault == first) => first,
        _ => Fault::Unknown,
    }
}

/// Whether a conviction under the article is expunged by the court alone.
///
/// The chapters on national security and on peace, mankind and war crimes: XIII and XXVI of 2015 (Art. 71), XI and
/// XXIV of 1999 (Art. 65). Of the code of 1985 the "especially dangerous" offences (Art. 72–86) and Chapter XII are
/// meant; for its other offences against national security (Art. 87–100) there is no answer. The chapters of 1985
/// are recalled: flag what rests on them. None for articles that are not of the special part.
///
/// ```
/// use lltp::offence;
/// assert_eq!(offence::court_expungement(2015, "117"), Some(true));
/// assert_eq!(offence::court_expungement(1999, "88"), Some(true));
/// assert_eq!(offence::court_expungement(2015, "173"), Some(false));
/// assert_eq!(offence::court_expungement(2015, "51"), None);
/// ```
pub fn court_expungement(year: i16, article: &str) -> Option<bool> {
    if year == 1985 {
        return match split(article).0 {
            72..=86 | 277..=280 => Some(true),
            101..=276 => Some(false),
            _ => None,
        };
    }
    find(year, article)?.court
}

static SUCCESSORS: LazyLock<Vec<(Number, Successor)>> = LazyLock::new(|| {
    data::rows(include_str!("../data/offence_map_1999_2015.tsv"))
        .filter(|row| !row.get(1).is_empty())
        .map(|row| {
            let relation = match row.get(2) {
                "1:1" => Relation::Same,
                "1:n" => Relation::Split,
                _ => Relation::Partial,
            };
            (number(row.get(0)), Successor { article: row.get(1), relation })
        })
        .collect()
});

/// The articles of 2015 that took the place of an article of 1999; none where the act is no longer an offence.
///
/// ```
/// use lltp::offence;
/// let drugs: Vec<_> = offence::successors("194").map(|s| s.article).collect();
/// assert_eq!(drugs, ["249", "250", "251", "252"]);
/// assert_eq!(offence::successors("159").count(), 0, "kinh doanh trái phép");
/// ```
pub fn successors(article_1999: &str) -> impl Iterator<Item = Successor> {
    let wanted = split(article_1999);
    let from = SUCCESSORS.partition_point(|(article, _)| *article < wanted);
    let to = SUCCESSORS.partition_point(|(article, _)| *article <= wanted);
    SUCCESSORS.get(from..to).unwrap_or(&[]).iter().map(|(_, successor)| *successor)
}

/// The clauses of the code of 2015 with their points.
static STRUCTURE: LazyLock<Vec<(Number, u16, &'static str)>> = LazyLock::new(|| {
    data::rows(include_str!("../data/blhs_2015_structure.tsv"))
        .map(|row| (number(row.get(0)), row.get(1).parse().unwrap_or(0), row.get(3)))
        .collect()
});

/// Whether article, clause and points stand in the penal code of the year; none where no table tells.
pub(crate) fn stands(year: i16, article: &str, clause: Option<&str>, points: &[String]) -> Option<bool> {
    let wanted = split(article);
    let clause: Option<u16> = match clause {
        None => None,
        Some(clause) => Some(clause.parse().ok()?),
    };
    match year {
        2015 => {
            let from = STRUCTURE.partition_point(|row| row.0 < wanted);
            let to = STRUCTURE.partition_point(|row| row.0 <= wanted);
            let rows = STRUCTURE.get(from..to).unwrap_or(&[]);
            if rows.is_empty() {
                // Article 256a came in 2025.
                let inserted = frames(2015, article);
                return Some(!inserted.is_empty() && clause.is_none_or(|c| inserted.iter().any(|row| row.clause == c)));
            }
            let number = clause.unwrap_or(0);
            let Some(row) = rows.iter().find(|row| row.1 == number) else {
                // Law 86/2025/QH15 moved the additional penalty of 248 and 251 to a clause 6.
                let moved = number == 6 && matches!(article, "248" | "251");
                return Some(moved || clause.is_none() && points.is_empty());
            };
            Some(points.iter().all(|point| row.2.split(' ').any(|p| p == point)))
        }
        1999 => {
            if wanted.0 < 78 && wanted.1.is_empty() {
                return if clause.is_none() && points.is_empty() { Some(wanted.0 > 0) } else { None };
            }
            if find(1999, article).is_none() {
                return Some(false);
            }
            let known = clause.is_none_or(|clause| frames(1999, article).iter().any(|row| row.clause == clause));
            // Clauses on additional penalties and points are in no table.
            (known && points.is_empty()).then_some(true)
        }
        1985 => (wanted.0 == 0 || wanted.0 > 280).then_some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(year: i16, month: i8, day: i8) -> Option<Date> {
        Date::new(year, month, day).ok()
    }

    #[test]
    fn frames_follow_the_day_of_the_act() {
        let class = |y, a, c, d| seriousness(y, a, Some(c), d);
        // expungement.md 4.5
        for (article, clause, expected) in [
            ("173", "1", Seriousness::LessSerious),
            ("173", "2", Seriousness::Serious),
            ("173", "3", Seriousness::VerySerious),
            ("168", "1", Seriousness::VerySerious),
            ("171", "1", Seriousness::Serious),
            ("171", "2", Seriousness::VerySerious),
            ("251", "1", Seriousness::Serious),
            ("251", "2", Seriousness::VerySerious),
            ("260", "1", Seriousness::Serious),
            ("260", "2", Seriousness::VerySerious),
            ("331", "1", Seriousness::LessSerious),
            ("331", "2", Seriousness::Serious),
            ("117", "1", Seriousness::VerySerious),
            ("123", "1", Seriousness::EspeciallySerious),
            ("123", "2", Seriousness::VerySerious),
        ] {
            assert_eq!(class(2015, article, clause, None), Some(expected), "{article}({clause})");
        }
        assert_eq!(class(2015, "123", "3", None), None, "preparation has no class");
        assert_eq!(class(1999, "138", "1", day(2005, 1, 1)), Some(Seriousness::LessSerious));
        assert_eq!(class(1985, "151", "1", None), Some(Seriousness::VerySerious));
        assert_eq!(class(1985, "155", "1", None), None);
        assert_eq!(class(2015, "173", "9", None), None);

        let death = |a, c, d| frame(2015, a, Some(c), d).map(|f| f.death);
        assert_eq!(death("353", "4", day(2025, 6, 30)), Some(true));
        assert_eq!(death("353", "4", day(2025, 7, 1)), Some(false));
        assert_eq!(death("251", "5", day(2025, 6, 30)), None, "an additional penalty then");
        assert_eq!(death("251", "5", day(2025, 7, 1)), Some(true));
        assert_eq!(frame(1999, "139", Some("4"), day(2009, 12, 31)).map(|f| f.death), Some(true));
        assert_eq!(frame(1999, "139", Some("4"), day(2010, 1, 1)).map(|f| f.death), Some(false));
        assert_eq!(frame(1999, "199", Some("1"), day(2010, 1, 1)), None, "abolished in 2010");
        assert!(frame(2015, "184", None, None).is_some(), "one paragraph without a number");
    }

    #[test]
    fn fault_chapters_successors() {
        assert_eq!(fault(2015, "128", None), Fault::Negligent);
        assert_eq!(fault(1999, "202", Some("1")), Fault::Negligent);
        assert_eq!(fault(2015, "108", None), Fault::Intentional);
        assert_eq!(fault(2015, "51", None), Fault::Unknown);
        for (year, article, expected) in [
            (2015, "108", Some(true)),
            (2015, "121", Some(true)),
            (2015, "123", Some(false)),
            (2015, "421", Some(true)),
            (2015, "425", Some(true)),
            (1999, "78", Some(true)),
            (1999, "93", Some(false)),
            (1999, "344", Some(true)),
            (1985, "73", Some(true)),
            (1985, "96a", None),
            (1985, "155", Some(false)),
            (1985, "277", Some(true)),
        ] {
            assert_eq!(court_expungement(year, article), expected, "{year} {article}");
        }
        assert_eq!(successors("138").map(|s| (s.article, s.relation)).collect::<Vec<_>>(), [("173", Relation::Same)]);
        assert_eq!(successors("999").count(), 0);
    }
}
