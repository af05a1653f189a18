//! Linkage in steps for an engine that deals rows out to many machines.
//!
//! ```text
//! records ─ facts ─► records with facts ─ keys ─► join on rule and key ─► pairs ─ score ─► the rows of `pairs`
//!           all rows at once, linear      any batch                               any batch
//! ```

use polars::prelude::*;
use polars_arrow::array::PrimitiveArray;

use super::decide::{self, Limits};
use super::frame::{Columns, Judgments, Lists, pair_frame, people};
use super::person::{People, Person, Rare, Row, Twice};
use super::word::NameCode;
use crate::error::{Error, Result};
use crate::frame::read::{column, flags, text, wrong};

/// How rare the values of a record are, in the order of [`rarity`].
const RARITY: [&str; 5] =
    ["rare_full_name", "rare_father_name", "rare_mother_name", "rare_birth_date", "rare_residence"];
const TWICE: [&str; 2] = ["citizen_id_twice", "identity_card_twice"];
const SEEN: [&str; 2] = ["seen_family", "seen_given"];
const JUDGMENTS: [&str; 3] = ["judgment_nos", "judgment_dates", "courts"];

/// What [`keys`] and [`score`] need to know of each record beyond the record: the only step of linkage, beside the
/// making of groups, that needs all records at once. One pass, linear; it holds the records in compact form.
///
/// Reads the columns of [`link_persons`](super::link_persons) and writes one row per record, to be joined by `row_id`:
///
/// | Column | Type | Says |
/// |---|---|---|
/// | `judgment_nos`, `judgment_dates`, `courts` | List(String) | the judgments of the record |
/// | `card_beside` | UInt32 | the card that another record holds beside its personal number; 0: none |
/// | `citizen_id_twice`, `identity_card_twice` | Boolean | somebody else bears the number, too |
/// | `rare_full_name`, `rare_father_name`, `rare_mother_name`, `rare_birth_date`, `rare_residence` | UInt32 | how rare the value is: eighths of bits |
/// | `seen_family`, `seen_given` | List(UInt32) | how many names hold each word of its names, as family name, and as middle or given name |
/// | `records` | UInt32 | how many records there are |
///
/// # Errors
///
/// [`Error::Column`] as for [`link_persons`](super::link_persons).
///
/// # Examples
///
/// See [`score`].
pub fn facts(records: &DataFrame, convictions: &DataFrame) -> Result<DataFrame> {
    let people = people(records, convictions)?;
    let judgments = Judgments::new(convictions)?;
    let rows = records.height();
    let mut columns = Columns::new(records, "")?;
    let mut told = JUDGMENTS.map(|name| ListStringChunkedBuilder::new(name.into(), rows, rows));
    let [numbers, dates, courts] = &mut told;
    for _ in 0..rows {
        let row = columns.next();
        let of = judgments.of(row.id, row.code);
        numbers.append_values_iter(of.iter().map(|judgment| judgment.0));
        dates.append_values_iter(of.iter().map(|judgment| judgment.1));
        courts.append_values_iter(of.iter().map(|judgment| judgment.2));
    }
    let number = |name: &str, of: &dyn Fn(&Person) -> u32| {
        UInt32Chunked::from_iter_values(name.into(), people.rows.iter().map(of)).into_column()
    };
    let mut all = vec![records.column("row_id")?.clone()];
    all.extend(told.into_iter().map(|mut lists| lists.finish().into_column()));
    all.push(number("card_beside", &|person| person.card_beside));
    for (name, twice) in TWICE.into_iter().zip([|twice: &Twice| twice.citizen, |twice: &Twice| twice.card]) {
        let flags = people.rows.iter().map(|person| twice(&person.twice));
        all.push(BooleanChunked::from_iter_values(name.into(), flags).into_column());
    }
    for (at, name) in RARITY.into_iter().enumerate() {
        all.push(number(name, &|person| rarity(person.rare).get(at).copied().map_or(0, u32::from)));
    }
    for (role, name) in SEEN.into_iter().enumerate() {
        let mut lists = ListPrimitiveChunkedBuilder::<UInt32Type>::new(name.into(), rows, rows * 8, DataType::UInt32);
        for person in &people.rows {
            let seen = words(&people, person).into_iter().map(|code| people.words.seen(code));
            lists.append_values_iter(seen.map(|seen| seen.get(role).copied().unwrap_or(0)));
        }
        all.push(lists.finish().into_column());
    }
    let records = u32::try_from(rows).unwrap_or(u32::MAX);
    all.push(number("records", &|_| records));
    Ok(DataFrame::new(rows, all)?)
}

/// The blocking keys of records: one row for each record and rule that applies to it, in their order.
///
/// Reads the columns of `records` that [`link_persons`](super::link_persons) reads and, where they are there, the
/// judgments and `card_beside` of [`facts`]. Writes `row_id`, `rule` (String) and `key`, `finer`, `finest` (UInt64).
/// Two records are to be compared where `rule` and `key` agree. Where more records share a key than can be compared in
/// full (`block_limit`), those that agree in `finer` as well are, and where these are too many, in `finest`.
///
/// # Errors
///
/// [`Error::Column`] where `row_id` is missing or a column has another type.
///
/// # Examples
///
/// ```
/// use lltp::link::keys;
/// use lltp::polars::prelude::*;
///
/// let records = df!("row_id" => ["a-0-2-1-1", "a-0-3-1-1"], "citizen_id" => ["001075000011", "001075000011"])?;
/// let found = keys(&records)?;
/// let rules: Vec<_> = found.column("rule")?.str()?.iter().collect();
/// assert_eq!(rules, [Some("citizen_id"), Some("citizen_id")]);
/// let key = found.column("key")?.u64()?;
/// assert_eq!(key.get(0), key.get(1));
///
/// assert!(keys(&records.drop("row_id")?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn keys(records: &DataFrame) -> Result<DataFrame> {
    let mut people = People::with_capacity(records.height());
    let mut columns = Columns::new(records, "")?;
    let mut judgments = Told::new(records, "")?;
    let beside = match records.column("card_beside") {
        Ok(_) => numbers(records, "card_beside")?,
        Err(_) => vec![0; records.height()],
    };
    for card_beside in beside {
        people.push(&Row { judgments: judgments.next(), ..columns.next() });
        if let Some(person) = people.rows.last_mut() {
            person.card_beside = card_beside;
        }
    }
    people.make_keys();
    let (rules, finer) = decide::rules(&people);
    let ids = text(records, "row_id")?;
    let mut row_ids = StringChunkedBuilder::new("row_id".into(), records.height());
    let mut names = StringChunkedBuilder::new("rule".into(), records.height());
    let mut keys: [Vec<u64>; 3] = Default::default();
    for row in 0..records.height() {
        for rule in &rules {
            let Some(&key) = rule.keys.get(row).filter(|key| **key != 0) else { continue };
            row_ids.append_option(ids.get(row));
            names.append_value(&rule.name);
            let finer = rule.finer.map(|by| by.and_then(|by| finer.get(by)?.get(row)).copied().unwrap_or(0));
            let [finer, finest] = finer;
            keys.iter_mut().zip([key, finer, finest]).for_each(|(keys, key)| keys.push(key));
        }
    }
    let mut all = vec![row_ids.finish().into_column(), names.finish().into_column()];
    let height = keys.first().map_or(0, Vec::len);
    all.extend(["key", "finer", "finest"].into_iter().zip(keys).map(|(name, keys)| Column::new(name.into(), keys)));
    Ok(DataFrame::new(height, all)?)
}

/// Compares the two records of each row and decides about them: the rows of `pairs`, one for each row of `pairs`.
///
/// Reads the columns of `records` that [`link_persons`](super::link_persons) reads and all of [`facts`], with `_l` after
/// their names for the one record and `_r` for the other. Writes `row_id_l`, `row_id_r` (the lesser one first),
/// `match_weight`, `match_probability`, `level_…`, `grounds`, `decision`, equal to those of
/// [`link_persons`](super::link_persons) before it makes groups: a group may yet turn a `link` into a `review`
/// (`conflict_in_group`) and answer a `review` (`same_group`). A [`model`](super::PersonSettings::model) of the settings
/// takes the place of the shipped one; none is trained here.
///
/// # Errors
///
/// [`Error::Column`] where a row id or a column of the facts is missing or has another type. Without the facts a shared
/// number would count though strangers bear it, and a frequent name as if it were rare; so they are not guessed.
///
/// # Examples
///
/// ```
/// use lltp::link::{PersonSettings, facts, score};
/// use lltp::polars::prelude::*;
///
/// let records = df!(
///     "row_id" => ["a-0-2-1-1", "a-0-3-1-1"],
///     "full_name" => ["Trần Văn Hòa", "Tran Van Hoa"],
///     "birth_date" => ["1966-12-26", "1966-12-26"],
///     "citizen_id" => ["001066000033", "001066000033"],
/// )?;
/// let known = facts(&records, &DataFrame::empty())?;
/// let records = records.hstack(known.drop("row_id")?.columns())?;
/// // The pair of the two: their rows side by side.
/// let side = |row: i64, end: &str| -> PolarsResult<Vec<Column>> {
///     let row = records.slice(row, 1);
///     Ok(row.columns().iter().map(|c| c.clone().with_name(format!("{}{end}", c.name()).into())).collect())
/// };
/// let pairs = DataFrame::new(1, [side(0, "_l")?, side(1, "_r")?].concat())?;
/// let scored = score(&pairs, &PersonSettings::default())?;
/// assert_eq!(scored.column("decision")?.str()?.get(0), Some("link"));
///
/// let error = score(&pairs.drop("citizen_id_twice_r")?, &PersonSettings::default()).unwrap_err();
/// assert!(error.to_string().starts_with("column `citizen_id_twice_r`: expected Boolean, found ["));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn score(pairs: &DataFrame, settings: &super::PersonSettings) -> Result<DataFrame> {
    let mut people = People::with_capacity(2 * pairs.height());
    let mut sides = [Side::new(pairs, "_l")?, Side::new(pairs, "_r")?];
    for row in 0..pairs.height() {
        sides.iter_mut().try_for_each(|side| side.push(row, &mut people))?;
    }
    let limits = Limits::of(settings);
    let model = settings.model.as_ref().unwrap_or(&decide::SHIPPED);
    let [left, right] = &sides;
    let (mut records, mut weights) = (0, decide::weights(model, 0.0));
    let rows = (0u32..).step_by(2).zip(&left.facts.records);
    let judged = rows.map(|(l, &among)| {
        if among != records {
            (records, weights) = (among, decide::weights(model, f64::from(among)));
        }
        decide::judge(&people, &weights, &limits, l, l + 1)
    });
    let judged: Vec<decide::Pair> = judged.collect();
    let id = |row: u32| {
        let side = if row.is_multiple_of(2) { left } else { right };
        side.ids.get(row as usize / 2).unwrap_or("")
    };
    pair_frame(&judged, id)
}

fn rarity(rare: Rare) -> [u8; 5] {
    [rare.name, rare.father, rare.mother, rare.birth, rare.commune]
}

/// The words of all names of a record, in a fixed order.
fn words(people: &People, person: &Person) -> Vec<u32> {
    let own = [&person.name, &person.father, &person.mother].into_iter();
    own.chain(people.aliases(person)).flat_map(NameCode::codes).copied().collect()
}

/// The judgments of records as lists, row by row.
struct Told<'a>([Lists<'a>; 3]);

impl<'a> Told<'a> {
    fn new(frame: &'a DataFrame, suffix: &str) -> Result<Self> {
        let [numbers, dates, courts] = JUDGMENTS.map(|name| Lists::new(frame, &format!("{name}{suffix}")));
        Ok(Self([numbers?, dates?, courts?]))
    }

    fn next(&mut self) -> Vec<(&'a str, &'a str, &'a str)> {
        let [numbers, dates, courts] = self.0.each_mut().map(Lists::next);
        numbers.into_iter().zip(dates).zip(courts).map(|((number, date), court)| (number, date, court)).collect()
    }
}

/// One of the two records of each pair.
struct Side<'a> {
    ids: StringChunked,
    columns: Columns<'a>,
    judgments: Told<'a>,
    facts: Facts,
}

impl<'a> Side<'a> {
    fn new(pairs: &'a DataFrame, suffix: &str) -> Result<Self> {
        Ok(Self {
            columns: Columns::new(pairs, suffix)?,
            ids: text(pairs, &format!("row_id{suffix}"))?,
            facts: Facts::new(pairs, suffix)?,
            judgments: Told::new(pairs, suffix)?,
        })
    }

    /// Adds the next record, with what is known of it.
    fn push(&mut self, row: usize, people: &mut People) -> Result<()> {
        people.push(&Row { judgments: self.judgments.next(), ..self.columns.next() });
        let Some(person) = people.rows.last_mut() else { return Ok(()) };
        self.facts.tell(row, person);
        let person = *person;
        let codes = words(people, &person);
        let [family, given] = &self.facts.seen;
        let (family, given) = (family.row(row), given.row(row));
        if (family.len(), given.len()) != (codes.len(), codes.len()) {
            return Err(Error::config(
                "`seen_family`, `seen_given`",
                "cần một số cho mỗi từ của các tên, như link::facts ghi",
                "expected a number for each word of the names, as link::facts writes them",
            ));
        }
        for ((code, &family), &given) in codes.into_iter().zip(family).zip(given) {
            people.words.set_seen(code, [family, given]);
        }
        Ok(())
    }
}

/// The columns of [`facts`] but for the judgments.
struct Facts {
    card_beside: Vec<u32>,
    twice: [BooleanChunked; 2],
    rare: [Vec<u32>; 5],
    seen: [Counts; 2],
    records: Vec<u32>,
}

impl Facts {
    fn new(pairs: &DataFrame, suffix: &str) -> Result<Self> {
        let name = |name: &str| format!("{name}{suffix}");
        for list in JUDGMENTS {
            column(pairs, &name(list), "List(String)")?;
        }
        let flags = |flag: &str| flags(pairs, &name(flag));
        let [citizen, card] = TWICE.map(flags);
        let [full_name, father, mother, birth, residence] = RARITY.map(|rare| numbers(pairs, &name(rare)));
        let [family, given] = SEEN.map(|seen| Counts::new(pairs, &name(seen)));
        Ok(Self {
            card_beside: numbers(pairs, &name("card_beside"))?,
            twice: [citizen?, card?],
            rare: [full_name?, father?, mother?, birth?, residence?],
            seen: [family?, given?],
            records: numbers(pairs, &name("records"))?,
        })
    }

    fn tell(&self, row: usize, person: &mut Person) {
        let rare = |at: usize| {
            let known = self.rare.get(at).and_then(|rare| rare.get(row)).copied().unwrap_or(0);
            u8::try_from(known).unwrap_or(u8::MAX)
        };
        person.card_beside = self.card_beside.get(row).copied().unwrap_or(0);
        // A number of which nothing is known may be a stranger's, too.
        let [citizen, card] = self.twice.each_ref().map(|twice| twice.get(row).unwrap_or(true));
        person.twice = Twice { citizen, card };
        person.rare = Rare { name: rare(0), father: rare(1), mother: rare(2), birth: rare(3), commune: rare(4) };
    }
}

/// A column of numbers; null is refused.
fn numbers(frame: &DataFrame, name: &str) -> Result<Vec<u32>> {
    let column = column(frame, name, "UInt32")?;
    if !column.dtype().is_integer() {
        return Err(wrong(name, "UInt32", column.dtype()));
    }
    let numbers = column.cast(&DataType::UInt32)?;
    let numbers: Option<Vec<u32>> = numbers.u32()?.iter().collect();
    numbers.ok_or_else(|| wrong(name, "UInt32", &DataType::Null))
}

/// A column of lists of numbers.
struct Counts(ListChunked);

impl Counts {
    fn new(frame: &DataFrame, name: &str) -> Result<Self> {
        let column = column(frame, name, "List(UInt32)")?;
        match column.dtype() {
            DataType::List(inner) if **inner == DataType::UInt32 => Ok(Self(column.list()?.rechunk().into_owned())),
            other => Err(wrong(name, "List(UInt32)", other)),
        }
    }

    fn row(&self, row: usize) -> &[u32] {
        let Some(list) = self.0.downcast_iter().next().filter(|list| row + 1 < list.offsets().len()) else {
            return &[];
        };
        let (from, to) = list.offsets().start_end(row);
        let numbers = list.values().as_any().downcast_ref::<PrimitiveArray<u32>>();
        numbers.and_then(|numbers| numbers.values().get(from..to)).unwrap_or(&[])
    }
}
