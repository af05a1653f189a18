//! The copy to share, table by table.

use std::collections::{HashMap, HashSet};

use polars::prelude::*;

use super::{Key, each, initials, year};
use crate::error::Result;
use crate::frame::read::line;
use crate::frame::typed::{Distinct, date_of, strings};
use crate::schema::{self, Entry, Sensitivity, Tag};

/// Persons that a short text, or a count in the report of a copy, stands for at least.
pub const LEAST: u64 = 5;

/// The tables of a copy: all but `raw` and `repairs`.
pub const TABLES: [&str; 11] = [
    "records",
    "convictions",
    "enforcements",
    "expungements",
    "findings",
    "pairs",
    "clusters",
    "persons",
    "identifiers",
    "assessments",
    "decisions",
];

/// What becomes of a column. One that has no treatment is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Treatment {
    Keep,
    /// Kept where [`LEAST`] persons have the same text: what few have may name one.
    Common,
    /// Text or list of texts; the purpose of the tokens.
    Token(&'static str),
    /// The purpose stands in the column `kind`.
    TokenByKind,
    Initials,
    Year,
    /// `<line of a row>/<code>` or a plain id: the id becomes a token.
    Group,
    /// List of `<code>` or `<code>@<row id>`.
    Missing,
}
use Treatment::{Common, Group, Initials, Keep, Missing, Token, TokenByKind, Year};

const ROW: Treatment = Token("row_id");
const PERSON: Treatment = Token("person_id");
const CODE: Treatment = Token("record_code");

/// The columns that are no canonical columns, by table; `""`: of every entry table and of `persons`.
static STAGES: &[(&str, &[(&str, Treatment)])] = &[
    ("", &[("row_id", ROW), ("person_id", PERSON), ("accepted", Keep), ("name_kind", Keep), ("conflicts", Keep)]),
    (
        "findings",
        &[
            ("row_id", ROW),
            ("entry", Keep),
            ("columns", Keep),
            ("rule", Keep),
            ("reason", Keep),
            ("severity", Keep),
            ("actor", Keep),
            ("message_vi", Keep),
            ("message_en", Keep),
            ("next_step_vi", Keep),
            ("group", Group),
            ("cause", Keep),
            ("waived_until", Keep),
        ],
    ),
    (
        "pairs",
        &[
            ("row_id_l", ROW),
            ("row_id_r", ROW),
            ("match_weight", Keep),
            ("match_probability", Keep),
            ("grounds", Keep),
            ("decision", Keep),
        ],
    ),
    ("clusters", &[("row_id", ROW), ("record_code", CODE), ("person_id", PERSON), ("cluster_size", Keep)]),
    ("identifiers", &[("person_id", PERSON), ("kind", Keep), ("value", TokenByKind), ("state", Keep)]),
    (
        "assessments",
        &[
            ("row_id", ROW),
            ("record_code", CODE),
            ("judgment_no", Token("judgment_no")),
            ("person_id", PERSON),
            ("status", Keep),
            ("route", Keep),
            ("earliest_date", Year),
            ("earliest_from", Year),
            ("earliest_to", Year),
            ("due", Keep),
            ("special_date", Year),
            ("statute", Keep),
            ("blocked_by", Keep),
            ("missing", Missing),
            ("assumptions", Keep),
            ("flags", Keep),
            ("recorded_expungement", Year),
            ("agreement", Keep),
        ],
    ),
    ("decisions", &[("group", Group), ("record_keys", CODE), ("state", Keep)]),
];

/// Makes the tables of a copy.
#[derive(Debug)]
pub struct Share<'a> {
    key: &'a Key,
    /// Source row and person within it → person.
    by_line: HashMap<String, String>,
    /// Record code → person.
    by_code: HashMap<String, String>,
}

impl<'a> Share<'a> {
    /// A copy under a key. Reads of `clusters`: `row_id`, `record_code`, `person_id`.
    ///
    /// # Errors
    ///
    /// [`Error`](crate::Error) where a column is missing or has another type.
    pub fn new(key: &'a Key, clusters: &DataFrame) -> Result<Self> {
        let (mut by_line, mut by_code) = (HashMap::new(), HashMap::new());
        let [ids, codes, persons] = ["row_id", "record_code", "person_id"].map(|name| clusters.column(name));
        let (ids, codes, persons) = (ids?.str()?, codes?.str()?, persons?.str()?);
        for ((id, code), person) in ids.iter().zip(codes.iter()).zip(persons.iter()) {
            let Some(person) = person else { continue };
            if let Some(id) = id {
                by_line.insert(line(id).to_owned(), person.to_owned());
            }
            if let Some(code) = code {
                by_code.insert(code.to_owned(), person.to_owned());
            }
        }
        Ok(Self { key, by_line, by_code })
    }

    /// The copy of a table; its rows and their order stay.
    ///
    /// # Errors
    ///
    /// [`Error::Library`](crate::Error::Library) where a column has another type than its canonical one.
    ///
    /// # Examples
    ///
    /// ```
    /// use lltp::polars::prelude::*;
    /// use lltp::privacy::{Key, Share};
    ///
    /// let clusters = df!("row_id" => ["f-1-2-1-1"], "record_code" => ["01HN2015/00001"], "person_id" => ["P1"])?;
    /// let records = df!("row_id" => ["f-1-2-1-1"], "full_name" => ["Nguyễn Văn An"], "note" => ["…"])?;
    /// let key = Key::new(b"0123456789abcdef")?;
    /// let copy = Share::new(&key, &clusters)?.table("records", &records)?;
    /// let names: Vec<&str> = copy.get_column_names().into_iter().map(|name| name.as_str()).collect();
    /// assert_eq!(names, ["row_id", "full_name"]);
    /// assert_eq!(copy.column("full_name")?.str()?.get(0), Some("N.V.A"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn table(&self, name: &str, frame: &DataFrame) -> Result<DataFrame> {
        let mut columns = Vec::new();
        for column in frame.columns() {
            let Some(treatment) = treatment(name, column.name()) else { continue };
            columns.push(self.column(frame, column, treatment)?);
        }
        Ok(DataFrame::new(frame.height(), columns)?)
    }

    fn column(&self, frame: &DataFrame, column: &Column, treatment: Treatment) -> Result<Column> {
        if *column.dtype() == DataType::Null {
            return Ok(column.clone());
        }
        let full = |text: String| (!text.is_empty()).then_some(text);
        Ok(match treatment {
            Keep => column.clone(),
            Common => common(column, &self.people(frame))?,
            Token(purpose) => texts(column, |text| Some(self.key.token(purpose, text)))?,
            TokenByKind => {
                let (values, kinds) = (column.str()?, frame.column("kind")?.str()?);
                let tokens = values.iter().zip(kinds.iter()).map(|(v, kind)| Some(self.key.token(kind?, v?)));
                strings(column.name(), tokens)
            }
            Initials => texts(column, |name| full(initials(name)))?,
            Year if *column.dtype() == DataType::Date => {
                let days = column.date()?.physical();
                strings(column.name(), days.iter().map(|day| date_of(day?).map(|date| date.year().to_string())))
            }
            Year => texts(column, year)?,
            Group => texts(column, |group| {
                Some(match group.split_once('/') {
                    Some((line, code)) => format!("{}/{code}", self.key.token("line", line)),
                    None => self.key.token("group", group),
                })
            })?,
            Missing => texts(column, |missing| {
                Some(match missing.split_once('@') {
                    Some((code, row)) => format!("{code}@{}", self.key.token("row_id", row)),
                    None => missing.to_owned(),
                })
            })?,
        })
    }

    /// The person of each row, where it is known.
    fn people(&self, frame: &DataFrame) -> Vec<Option<&str>> {
        let column = |name: &str| frame.column(name).ok().and_then(|column| column.str().ok());
        if let Some(persons) = column("person_id") {
            // Persons of this table alone: their own rows tell them apart.
            let known: HashMap<&str, &str> = self.by_line.values().map(|p| (p.as_str(), p.as_str())).collect();
            return persons.iter().map(|person| known.get(person?).copied()).collect();
        }
        let (ids, codes) = (column("row_id"), column("record_code"));
        let person = |row: usize| {
            let by_line = ids.and_then(|ids| self.by_line.get(line(ids.get(row)?)));
            by_line.or_else(|| self.by_code.get(codes?.get(row)?)).map(String::as_str)
        };
        (0..frame.height()).map(person).collect()
    }
}

/// A column of String or of List of String, another text for each.
fn texts(column: &Column, of: impl Fn(&str) -> Option<String>) -> Result<Column> {
    if !matches!(column.dtype(), DataType::List(_)) {
        return Ok(each(column, of)?);
    }
    let lists = column.list()?;
    let rows = (0..lists.len()).map(|row| {
        let list = lists.get_as_series(row)?;
        let items: Vec<String> = list.str().ok()?.iter().flatten().filter_map(&of).collect();
        Some(Some(items))
    });
    let rows: Vec<Option<Option<Vec<String>>>> = rows.collect();
    let made = Distinct::each(rows.into_iter()).columns(column.name());
    Ok(made
        .into_iter()
        .next()
        .unwrap_or_else(|| Column::full_null(column.name().clone(), column.len(), column.dtype())))
}

/// The texts that [`LEAST`] persons have.
fn common(column: &Column, people: &[Option<&str>]) -> Result<Column> {
    let texts = column.str()?;
    let mut holders: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (text, person) in texts.iter().zip(people) {
        if let (Some(text), Some(person)) = (text, person) {
            holders.entry(text).or_default().insert(person);
        }
    }
    let enough = |text: &&str| holders.get(text).is_some_and(|people| people.len() as u64 >= LEAST);
    Ok(strings(column.name(), texts.iter().map(|text| text.filter(enough))))
}

/// What becomes of a column of a table.
fn treatment(table: &str, column: &str) -> Option<Treatment> {
    let entry = Entry::ALL.into_iter().find(|entry| entry.table() == table);
    let entry = if table == "persons" { Some(Entry::Record) } else { entry };
    let stage = if entry.is_some() { "" } else { table };
    let of_stage = STAGES.iter().find(|(name, _)| *name == stage)?.1.iter().find(|(name, _)| *name == column);
    if let Some((_, treatment)) = of_stage {
        return Some(*treatment);
    }
    match entry {
        // How well each column of a pair agrees.
        None => (table == "pairs" && column.starts_with("level_")).then_some(Keep),
        Some(entry) => entry.column(column).map_or_else(|| derived(entry, column), canonical),
    }
}

/// What becomes of a canonical column.
fn canonical(column: &schema::Column) -> Option<Treatment> {
    if column.sensitivity == Sensitivity::Free {
        return None;
    }
    match column.tag {
        Tag::FreeText | Tag::Place | Tag::CivilObligation => None,
        Tag::Name | Tag::Names => Some(Initials),
        Tag::Date | Tag::Completion => Some(Year),
        Tag::Judgment => Some(Token("judgment_no")),
        Tag::CitizenId | Tag::IdentityCard | Tag::Military | Tag::Passport | Tag::Document => Some(Token(column.name)),
        Tag::Text | Tag::Code => match column.sensitivity {
            Sensitivity::Direct => Some(Token(column.name)),
            Sensitivity::Quasi if column.tag == Tag::Code => Some(Token(column.name)),
            _ => Some(Common),
        },
        Tag::Sex
        | Tag::Instance
        | Tag::Court
        | Tag::Offences
        | Tag::Citations
        | Tag::Penalty
        | Tag::Additional
        | Tag::Flag
        | Tag::Term
        | Tag::Money
        | Tag::EnforcementKind
        | Tag::Route => Some(Keep),
    }
}

/// What becomes of a column that was made of a canonical one: `<column>_<part>`.
fn derived(entry: Entry, name: &str) -> Option<Treatment> {
    let parts = entry.columns().iter().filter_map(|c| Some((c, name.strip_prefix(c.name)?.strip_prefix('_')?)));
    let (column, part) = parts.max_by_key(|(column, _)| column.name.len())?;
    match (column.tag, part) {
        (Tag::Place, "era" | "province") | (Tag::Completion, "state") | (Tag::CivilObligation, "amount") => Some(Keep),
        (_, "row_id") => canonical(column).map(|_| ROW),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::frame::typed;

    #[test]
    fn every_canonical_column_has_a_treatment_or_is_left_out_for_its_sensitivity() {
        let kept = |entry: Entry, name: &str| treatment(entry.table(), name);
        for (name, expected) in [
            ("row_id", Some(ROW)),
            ("source_file", None),
            ("record_code", Some(CODE)),
            ("full_name", Some(Initials)),
            ("other_names", Some(Initials)),
            ("birth_date", Some(Year)),
            ("birth_date_from", None),
            ("birth_place", None),
            ("birth_place_province", Some(Keep)),
            ("birth_place_commune", None),
            ("permanent_residence_today", None),
            ("citizen_id", Some(Token("citizen_id"))),
            ("occupation", Some(Common)),
            ("prior_convictions", None),
            ("note", None),
            ("extra", None),
            ("accepted", Some(Keep)),
            ("an_unknown_column", None),
        ] {
            assert_eq!(kept(Entry::Record, name), expected, "{name}");
        }
        assert_eq!(kept(Entry::Conviction, "judgment_no"), Some(Token("judgment_no")));
        assert_eq!(kept(Entry::Conviction, "principal_completed_on_state"), Some(Keep));
        assert_eq!(kept(Entry::Conviction, "civil_obligation"), None);
        assert_eq!(kept(Entry::Conviction, "civil_obligation_amount"), Some(Keep));
        assert_eq!(kept(Entry::Enforcement, "content"), None);
        assert_eq!(treatment("persons", "full_name_row_id"), Some(ROW));
        assert_eq!(treatment("persons", "note_row_id"), None);
        assert_eq!(treatment("raw", "cells"), None);
        assert_eq!(treatment("findings", "shape"), None);
        assert_eq!(treatment("decisions", "reason"), None);
        for entry in Entry::ALL {
            for column in entry.columns().iter().filter(|c| c.sensitivity == Sensitivity::Direct) {
                assert!(!matches!(canonical(column), Some(Keep | Common | Year)), "{}", column.name);
            }
        }
    }

    #[test]
    fn every_type_of_an_entry_table_is_taken() {
        let key = Key::new(b"0123456789abcdef").unwrap();
        let clusters = df!("row_id" => ["f-1-2-1-1"], "record_code" => [Some("A")], "person_id" => ["P"]).unwrap();
        let share = Share::new(&key, &clusters).unwrap();
        for entry in Entry::ALL {
            let frame = typed::complete(&DataFrame::empty_with_height(3), &typed::entry_fields(entry)).unwrap();
            let copy = share.table(entry.table(), &frame).unwrap();
            assert_eq!(copy.height(), 3);
            assert!(copy.column("note").is_err() && copy.column("extra").is_err());
        }
    }

    #[test]
    fn a_text_of_few_persons_is_hidden() {
        let ids: Vec<String> = (0..7).map(|row| format!("f-1-{row}-1-1")).collect();
        let persons = ["P1", "P2", "P3", "P4", "P5", "P5", "P6"];
        let codes = [None::<&str>; 7];
        let clusters = df!("row_id" => &ids, "record_code" => codes, "person_id" => persons).unwrap();
        let religion =
            [Some("Không"), Some("Không"), Some("Không"), Some("Không"), Some("Không"), Some("Phật giáo"), None];
        let records = df!("row_id" => &ids, "religion" => religion).unwrap();
        let key = Key::new(b"0123456789abcdef").unwrap();
        let copy = Share::new(&key, &clusters).unwrap().table("records", &records).unwrap();
        let kept: Vec<_> = copy.column("religion").unwrap().str().unwrap().iter().collect();
        let no = Some("Không");
        assert_eq!(kept, [no, no, no, no, no, None, None]);
    }

    #[test]
    fn equal_ids_have_equal_tokens_in_every_table() {
        let key = Key::new(b"0123456789abcdef").unwrap();
        let clusters = df!("row_id" => ["f-1-2-1-1"], "record_code" => ["A"], "person_id" => ["P1"]).unwrap();
        let share = Share::new(&key, &clusters).unwrap();
        let records = df!("row_id" => ["f-1-2-1-1"], "record_code" => ["A"], "citizen_id" => ["035085001891"]).unwrap();
        let numbers = df!("person_id" => ["P1"], "kind" => ["citizen_id"], "value" => ["035085001891"]).unwrap();
        let cell =
            |frame: &DataFrame, name: &str| frame.column(name).unwrap().str().unwrap().get(0).unwrap().to_owned();
        let (records, numbers) =
            (share.table("records", &records).unwrap(), share.table("identifiers", &numbers).unwrap());
        let clusters = share.table("clusters", &clusters).unwrap();
        assert_eq!(cell(&records, "row_id"), cell(&clusters, "row_id"));
        assert_eq!(cell(&records, "record_code"), cell(&clusters, "record_code"));
        assert_eq!(cell(&records, "citizen_id"), cell(&numbers, "value"));
        assert_eq!(cell(&numbers, "person_id"), cell(&clusters, "person_id"));
    }
}
