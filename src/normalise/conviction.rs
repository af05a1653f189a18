//! The columns of a conviction: the judgment, its offences and penalties, and what became of them.

use std::borrow::Cow;

use crate::citation::{self, Citation};
use crate::date::{self, DateOptions};
use crate::frame::typed::{CompletionCell, Distinct, snake};
use crate::judgment::{Instance, JudgmentNumber};
use crate::number::Duration;
use crate::offence;
use crate::repair::Repair;
use crate::sentence::{self, Penalty, Sentence};
use crate::text;

use super::CellRepair;
use super::cells;
use super::table::{Noted, Table};

impl Table<'_, '_> {
    /// The columns of a conviction.
    pub(super) fn conviction(&mut self) {
        let options = self.dates();
        let numbers = self.judgment("judgment_no", "judgment_date", &options);
        let sentences = self.sentences();
        for column in self.plan.columns() {
            match column.name {
                "judgment_no"
                | "judgment_date"
                | "principal_penalty"
                | "suspended"
                | "probation"
                | "additional_penalties"
                | "combined_penalty"
                | "sentence_start"
                | "detained_from"
                | "detained_to"
                | "offences"
                | "citations"
                | "civil_obligation"
                | "court_fee"
                | "instance" => {}
                "principal_completed_on" | "additional_completed_on" | "civil_completed_on" | "fee_completed_on" => {
                    self.completion(column.name);
                }
                "first_instance_no" => {
                    self.judgment("first_instance_no", "first_instance_date", &options);
                }
                "case_no" => {
                    self.judgment("case_no", "case_date", &options);
                }
                "first_instance_date" if self.plan.has("first_instance_no") => {}
                "case_date" if self.plan.has("case_no") => {}
                "first_instance_penalty" => {
                    let texts = self.texts(column.name);
                    let penalty = self.read(column.name, &texts, sentence::read);
                    self.push(column.name, &penalty.map(|s| s.as_deref().and_then(principal)));
                }
                _ => self.plain(column),
            }
        }
        self.instance(&numbers);
        self.offences();
        self.penalties(&sentences);
        self.money();
    }

    /// Number and date of a judgment, joined in one cell or not; the year of the number is completed from the date.
    pub(super) fn judgment(
        &mut self,
        number_column: &'static str,
        date_column: &'static str,
        options: &DateOptions,
    ) -> Distinct<Option<JudgmentNumber>> {
        let texts = self.texts(number_column);
        let numbers = Distinct::parse(texts.iter().map(Option::as_deref), |text| self.normaliser.known.judgment(text));
        let numbers = self.note(number_column, numbers, false);
        let joined = self.plan.feeds(date_column).iter().all(|feed| feed.also(self.plan.entry, number_column));
        let texts = if joined { vec![None; self.lines.len()] } else { self.texts(date_column) };
        let dates = self.read(date_column, &texts, |text| date::read(text, options));
        let dates = dates.or(&numbers.map(|number| number.as_ref().and_then(|number| number.date)));
        let normal = Distinct::each((0..self.lines.len()).map(|row| {
            let number = numbers.get(row)?.as_ref()?;
            let year = dates.get(row).copied().flatten().and_then(|date| date.year_if_known());
            if number.year.is_none() && year.is_some() && number.date.is_none() {
                let completed = JudgmentNumber { year, ..number.clone() };
                let repair = Repair::certain("year_from_date", number.normal(), completed.normal());
                self.repairs.push(CellRepair { row, column: number_column, at: None, repair });
                return Some(Some(completed.normal()));
            }
            Some(Some(number.normal()))
        }));
        if self.plan.has(number_column) {
            self.push(number_column, &normal);
        }
        if self.plan.has(date_column) || dates.values.iter().any(Option::is_some) {
            self.push(date_column, &dates);
        }
        numbers
    }

    /// The instance of the column, else of the number.
    pub(super) fn instance(&mut self, numbers: &Distinct<Option<JudgmentNumber>>) {
        let texts = self.texts("instance");
        let column = self.read("instance", &texts, |text| cells::coded("instance", text));
        let column = column.map(|code| code.map(str::to_owned));
        let number = numbers.map(|n| n.as_ref().and_then(|n| n.instance).map(|i: Instance| snake(&i)));
        self.push("instance", &column.or(&number));
    }

    /// Offences and citations, each helping to read the other.
    pub(super) fn offences(&mut self) {
        let texts = self.texts("offences");
        let cited = self.texts("citations");
        let citations = self.read("citations", &cited, citation::read);
        let act = self.first_days("offence_date");
        let judged = self.first_days("judgment_date");
        let key = |row: usize| -> Option<String> {
            let text = texts.get(row)?.as_deref()?;
            let era = act.get(row).copied().flatten().or(judged.get(row).copied().flatten()).map(cells::code_era);
            let cited = cited.get(row).and_then(Option::as_deref).unwrap_or("");
            Some(format!("{text}\u{1}{cited}\u{1}{}", era.map_or(String::new(), |d| d.to_string())))
        };
        let keys: Vec<Option<Cow<'_, str>>> = (0..self.lines.len()).map(|row| key(row).map(Cow::Owned)).collect();
        let read = |key: &str| {
            let mut parts = key.split('\u{1}');
            let (text, cited, era) =
                (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
            let cited: Vec<Citation> = citation::read(cited).value.unwrap_or_default();
            (text.to_owned(), offence::read_with(text, &cited, era.parse().ok()))
        };
        let readings = Distinct::parse(keys.iter().map(Option::as_deref), |key| {
            self.normaliser.known.offences.get(key, |key| {
                let (text, reading) = read(key);
                Noted::new(&text, reading)
            })
        });
        let offences = self.note("offences", readings, false);
        if self.plan.has("offences") {
            self.push("offences", &offences);
        }
        if self.plan.has("citations") {
            self.push("citations", &citations);
        }
    }

    pub(super) fn sentences(&mut self) -> Distinct<Option<Vec<Sentence>>> {
        let mut texts = self.texts("principal_penalty");
        for (text, line) in texts.iter_mut().zip(&self.lines) {
            // One result beside several persons is nobody's.
            if line.of > 1 {
                *text = None;
            }
        }
        let read = |text| self.normaliser.known.sentence(text);
        let sentences = Distinct::parse(texts.iter().map(Option::as_deref), read);
        self.note("principal_penalty", sentences, false)
    }

    /// The penalties: columns of their own first, else what the principal penalty's cell says.
    pub(super) fn penalties(&mut self, sentences: &Distinct<Option<Vec<Sentence>>>) {
        let of = |f: fn(&[Sentence]) -> Option<Penalty>| sentences.map(|s| s.as_deref().and_then(f));
        if self.plan.has("principal_penalty") {
            self.push("principal_penalty", &of(principal));
        }
        let texts = self.texts("combined_penalty");
        let combined = self.read("combined_penalty", &texts, sentence::read);
        self.push("combined_penalty", &combined.map(|s| s.as_deref().and_then(principal)).or(&of(total)));

        let texts = self.texts("suspended");
        let suspended = self.read("suspended", &texts, cells::flag);
        let said = sentences.map(|s| s.as_deref().and_then(main).map(|s| s.suspended));
        self.push("suspended", &suspended.or(&said));

        let texts = self.texts("probation");
        let probation = self.read("probation", &texts, sentence::read_probation);
        let said = sentences.map(|s| {
            let months = s.as_deref().and_then(main)?.probation_months?;
            Some(Duration { years: 0, months, days: 0 })
        });
        self.push("probation", &probation.or(&said));

        let texts = self.texts("additional_penalties");
        let additional = self.read("additional_penalties", &texts, sentence::read_additional);
        let said = sentences.map(|s| {
            let all: Vec<_> =
                s.iter().flatten().filter(|s| !s.prior).flat_map(|s| s.additional.iter().copied()).collect();
            (!all.is_empty()).then_some(all)
        });
        // An explicit "there is none" is an empty list, not null.
        let none =
            Distinct::each(texts.iter().map(|text| Some(text.as_deref().is_some_and(cells::says_none).then(Vec::new))));
        self.push("additional_penalties", &additional.or(&said).or(&none));

        let options = self.dates();
        for (column, said) in [
            ("sentence_start", sentences.map(|s| s.as_deref().and_then(main)?.from_date)),
            ("detained_from", sentences.map(|s| s.as_deref().and_then(main)?.detained?.from)),
            ("detained_to", sentences.map(|s| s.as_deref().and_then(main)?.detained?.to)),
        ] {
            let texts = self.texts(column);
            let dates = self.read(column, &texts, |text| date::read(text, &options)).or(&said);
            if self.plan.has(column) || dates.values.iter().any(Option::is_some) {
                self.push(column, &dates);
            }
        }
    }

    /// Fee and damages.
    pub(super) fn money(&mut self) {
        if self.plan.has("court_fee") {
            let texts = self.texts("court_fee");
            let fee = self.read("court_fee", &texts, cells::fee);
            self.push("court_fee", &fee);
        }
        if self.plan.has("civil_obligation") {
            let texts = self.texts("civil_obligation");
            let text = self.read("civil_obligation", &texts, text::read);
            self.push("civil_obligation", &text);
            let amount = Distinct::parse(texts.iter().map(Option::as_deref), cells::amount);
            self.push("civil_obligation_amount", &amount);
        }
    }

    /// A completion: `//` means none imposed only where the judgment imposed none.
    pub(super) fn completion(&mut self, column: &'static str) {
        let imposed = match column {
            "additional_completed_on" => "additional_penalties",
            "civil_completed_on" => "civil_obligation",
            "fee_completed_on" => "court_fee",
            _ => "principal_penalty",
        };
        let texts = self.texts(column);
        let options = self.dates();
        let done = self.read(column, &texts, |text| cells::completion(text, &options));
        let none = self.texts(imposed);
        let states = Distinct::each((0..self.lines.len()).map(|row| {
            if let Some(cell) = done.get(row).and_then(Option::as_ref) {
                return Some(Some(cell.clone()));
            }
            let nothing_imposed = none.get(row).and_then(Option::as_deref).is_some_and(cells::says_none);
            let unread = texts.get(row).and_then(Option::as_deref).is_some_and(|text| text::missing(text).is_none());
            let state = if nothing_imposed && !unread { "none_imposed" } else { "unknown" };
            Some(Some(CompletionCell { date: None, state }))
        }));
        self.push(column, &states);
    }
}

/// The sentence that counts: the combined one, else the only one that is not quoted from before.
fn main(sentences: &[Sentence]) -> Option<&Sentence> {
    if let Some(total) = sentences.iter().rev().find(|s| s.total) {
        return Some(total);
    }
    let mut own = sentences.iter().filter(|s| !s.prior);
    own.next().filter(|_| own.next().is_none())
}

fn principal(sentences: &[Sentence]) -> Option<Penalty> {
    main(sentences)?.principal
}

fn total(sentences: &[Sentence]) -> Option<Penalty> {
    sentences.iter().rev().find(|s| s.total)?.principal
}
