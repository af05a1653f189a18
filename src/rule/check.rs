//! Rules made ready to run, and their evaluation: one pass over a frame, outcomes as bit masks, broken rows as indices.
//!
//! # Columns that a file lacks
//!
//! That a file has no column for a fact is one thing to say, not one of every row. Where a frame lacks every column that
//! a rule reads, or every one that it wants filled, the outcome is the same on all rows: *not applicable* where an empty row is, else *unknown*. A rule
//! that empty rows would break is listed as [absent](Verdicts::absent), for one finding about the table. Only rules of
//! severity error are still broken row by row: a conviction without a judgment's number is not accepted, whoever left
//! the column out.
//!
//! Cost: linear in rows and rules; some ten nanoseconds a rule and row, more where names or courts are read. Memory: two
//! bits a rule and row, four bytes a finding.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;
use polars_arrow::bitmap::{Bitmap, and_not};

use super::fact::Fact;
use super::{Counts, Outcome, Rule, Scope, Severity};
use crate::error::{Error, Result};
use crate::frame::typed;
use crate::layout::CustomRule;

/// A rule made ready to run: a declared [`Rule`], or one of the user's.
#[derive(Clone, Debug)]
pub struct Check {
    /// Fixed code.
    pub code: Cow<'static, str>,
    /// The fault, in kebab case.
    pub name: Cow<'static, str>,
    /// What is wrong where it is broken, Vietnamese.
    pub about_vi: Cow<'static, str>,
    /// What is wrong where it is broken, English.
    pub about_en: Cow<'static, str>,
    /// How grave.
    pub severity: Severity,
    /// Code of the reason.
    pub reason: Cow<'static, str>,
    /// The canonical columns it reads.
    pub reads: Vec<Cow<'static, str>>,
    /// None: it is about every row.
    applies: Option<Expr>,
    holds: Expr,
    /// The typed columns and facts that its expressions name.
    columns: BTreeSet<PlSmallStr>,
    /// Those of them that decide whether it holds.
    decide: BTreeSet<PlSmallStr>,
    /// What becomes of it on a row without any value.
    blank: Outcome,
}

impl From<&Rule> for Check {
    fn from(rule: &Rule) -> Self {
        let reads = rule.reads.iter().map(|column| Cow::Borrowed(*column)).collect();
        let mut check = Self::new(rule.code.into(), rule.severity, reads, (rule.applies)(), (rule.holds)());
        check.name = rule.name.into();
        check.about_vi = rule.about.vi.into();
        check.about_en = rule.about.en.into();
        check.reason = rule.reason.into();
        check
    }
}

impl Check {
    /// The rule with one of its conditions turned round, for the test that its rows would notice.
    #[cfg(test)]
    pub(super) fn turned(&self) -> Vec<(&'static str, Self)> {
        let turn = |expr: &Expr| expr.clone().not();
        let applies = self.applies.as_ref().map_or(lit(false), turn);
        vec![
            ("holds turned round", Self { holds: turn(&self.holds), ..self.clone() }),
            ("applies turned round", Self { applies: Some(applies), ..self.clone() }),
            ("always holds", Self { holds: lit(true), ..self.clone() }),
            ("never holds", Self { holds: lit(false), ..self.clone() }),
        ]
    }

    /// A rule by its expressions; the texts are still to be said.
    pub(super) fn new(
        code: Cow<'static, str>,
        severity: Severity,
        reads: Vec<Cow<'static, str>>,
        applies: Expr,
        holds: Expr,
    ) -> Self {
        let named = |expr: &Expr| -> Vec<PlSmallStr> {
            expr.into_iter()
                .filter_map(|part| if let Expr::Column(name) = part { Some(name.clone()) } else { None })
                .collect()
        };
        let decide: BTreeSet<PlSmallStr> = named(&holds).into_iter().collect();
        let columns = named(&applies).into_iter().chain(decide.iter().cloned()).collect();
        let applies = (applies != lit(true)).then_some(applies);
        let empty = Cow::Borrowed("");
        Self {
            code,
            name: empty.clone(),
            about_vi: empty.clone(),
            about_en: empty.clone(),
            severity,
            reason: empty,
            reads,
            applies,
            holds,
            columns,
            decide,
            blank: Outcome::Unknown,
        }
    }
}

/// What became of the rules of a scope on the rows of a frame.
#[derive(Debug, Default)]
pub struct Verdicts {
    /// The rows that break a rule, rule by rule, ascending.
    pub broken: Vec<Vec<IdxSize>>,
    /// Outcomes, rule by rule.
    pub counts: Vec<Counts>,
    /// Rules that would be broken on every row because the frame lacks their columns.
    pub absent: Vec<usize>,
}

/// The rules of one scope.
#[derive(Debug)]
struct Plan {
    checks: Vec<Check>,
    /// The columns that frames of the scope may have.
    fields: Vec<Field>,
}

/// The rules of a run: those of the crate, and the user's.
///
/// ```
/// use lltp::polars::prelude::*;
/// use lltp::rule::{Counts, RuleSet, Scope};
/// use lltp::schema::Entry;
///
/// let rules = RuleSet::new()?;
/// let frame = df!("judgment_no" => ["12/2019/HS-ST", "12/2019/DS-ST"])?;
/// let scope = Scope::Entry(Entry::Conviction);
/// let verdicts = rules.evaluate(&frame, scope)?;
/// let at = rules.checks(scope).iter().position(|check| check.code == "CV54").unwrap();
/// assert_eq!(verdicts.broken[at], [1]); // a civil case
/// assert_eq!(verdicts.counts[at], Counts { held: 1, broken: 1, ..Counts::default() });
///
/// let wrong = df!("judgment_no" => [12])?;
/// assert!(rules.evaluate(&wrong, scope).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct RuleSet {
    plans: BTreeMap<Scope, Plan>,
}

impl RuleSet {
    /// The rules of the crate.
    ///
    /// # Errors
    ///
    /// [`Error::Library`] where Polars refuses an expression.
    pub fn new() -> Result<Self> {
        let mut set = Self { plans: BTreeMap::new() };
        for scope in Scope::ALL {
            set.add(scope, scope.rules().iter().map(Check::from).collect())?;
        }
        Ok(set)
    }

    /// With rules of the user's own in Rust, declared as those of the crate are.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] where a code is taken, or a rule reads a column that its scope does not have,
    /// [`Error::Library`] where Polars refuses an expression.
    pub fn with(mut self, scope: Scope, rules: &[Rule]) -> Result<Self> {
        for rule in rules {
            if self.has(rule.code) {
                let place = format!("rule {}", rule.code);
                return Err(Error::config(place, "mã quy tắc đã có", "expected a code that no other rule has"));
            }
            if let Some(column) = rule.reads.iter().find(|name| scope.column(name).is_none()) {
                let place = format!("rule {}, `{column}`", rule.code);
                return Err(Error::config(place, "không có cột này", "expected a column of the rule's scope"));
            }
            self.add(scope, vec![Check::from(rule)])?;
        }
        Ok(self)
    }

    /// With the rules that a layout file adds: see [`condition`](super::condition).
    ///
    /// # Errors
    ///
    /// [`Error::Config`] with line and key where one does not fit.
    pub fn with_custom(mut self, rules: &[CustomRule]) -> Result<Self> {
        for (scope, check) in super::condition::checks(rules, &self)? {
            self.add(scope, vec![check])?;
        }
        Ok(self)
    }

    /// Only the rules that pass a test.
    #[must_use]
    pub fn only(mut self, keep: impl Fn(&Check) -> bool) -> Self {
        for plan in self.plans.values_mut() {
            plan.checks.retain(&keep);
        }
        self
    }

    /// These rules alone.
    #[cfg(test)]
    pub(super) fn of(scope: Scope, checks: Vec<Check>) -> Result<Self> {
        let mut set = Self { plans: BTreeMap::new() };
        set.add(scope, checks)?;
        Ok(set)
    }

    /// Adds rules; each is tried on a row without any value.
    fn add(&mut self, scope: Scope, mut checks: Vec<Check>) -> Result<()> {
        let plan = self.plans.entry(scope).or_insert_with(|| Plan { checks: Vec::new(), fields: scope.fields() });
        let nothing = typed::complete(&DataFrame::empty_with_height(1), &plan.fields)?;
        let all: Vec<&Check> = checks.iter().collect();
        let blanks = outcomes(&nothing, &plan.fields, &all)?;
        for (check, (counts, _)) in checks.iter_mut().zip(blanks) {
            check.blank = counts.only();
        }
        plan.checks.append(&mut checks);
        Ok(())
    }

    /// The rules of a scope, in the order of [`Verdicts`].
    pub fn checks(&self, scope: Scope) -> &[Check] {
        self.plans.get(&scope).map_or(&[], |plan| &plan.checks)
    }

    /// Whether a rule of that code is in the run.
    pub fn has(&self, code: &str) -> bool {
        self.plans.values().flat_map(|plan| &plan.checks).any(|check| check.code == code)
    }

    /// Runs the rules of a scope over a frame of typed columns. What becomes of rules about columns that the frame lacks
    /// is said [above](self).
    ///
    /// # Errors
    ///
    /// [`Error::Library`] where a column has another type than its canonical one.
    pub fn evaluate(&self, frame: &DataFrame, scope: Scope) -> Result<Verdicts> {
        let Some(plan) = self.plans.get(&scope) else { return Ok(Verdicts::default()) };
        let rows = frame.height();
        let lacking = |name: &str| frame.column(name).is_err();
        // A rule that a column must be filled asks for nothing else: others only say whom it is about.
        let lacks = |check: &Check| {
            let asks = check.blank == Outcome::Broken && check.severity != Severity::Error;
            check.reads.iter().all(|column| lacking(column)) || asks && check.decide.iter().all(|name| lacking(name))
        };
        let here: Vec<&Check> = plan.checks.iter().filter(|check| !lacks(check)).collect();
        let mut run = outcomes(frame, &plan.fields, &here)?.into_iter();
        let mut verdicts = Verdicts::default();
        for (at, check) in plan.checks.iter().enumerate() {
            let (counts, broken) = if lacks(check) {
                let rows = rows as u64;
                match (check.blank, check.severity) {
                    (Outcome::NotApplicable, _) => (Counts { not_applicable: rows, ..Counts::default() }, Vec::new()),
                    (Outcome::Broken, Severity::Error) => {
                        verdicts.absent.push(at);
                        let all = 0..IdxSize::try_from(rows).unwrap_or(IdxSize::MAX);
                        (Counts { broken: rows, ..Counts::default() }, all.collect())
                    }
                    (outcome, _) => {
                        if outcome == Outcome::Broken {
                            verdicts.absent.push(at);
                        }
                        (Counts { unknown: rows, ..Counts::default() }, Vec::new())
                    }
                }
            } else {
                run.next().ok_or(Error::Library { step: "rules", kind: "an outcome is missing" })?
            };
            verdicts.counts.push(counts);
            verdicts.broken.push(broken);
        }
        Ok(verdicts)
    }
}

/// Outcomes of rules and the rows that break them, over a frame that has some of the fields.
fn outcomes(frame: &DataFrame, fields: &[Field], checks: &[&Check]) -> Result<Vec<(Counts, Vec<IdxSize>)>> {
    let rows = frame.height();
    let mut named: BTreeSet<&str> = checks.iter().flat_map(|check| &check.columns).map(PlSmallStr::as_str).collect();
    // By address: the facts of one parse stand together.
    let mut facts: Vec<&'static Fact> = Vec::new();
    for name in named.clone() {
        if let Some(fact) = Fact::find(name).filter(|fact| !facts.iter().any(|known| std::ptr::eq(*known, *fact))) {
            facts.push(fact);
        }
    }
    named.extend(facts.iter().flat_map(|fact| fact.reads));
    let fields: Vec<Field> = fields.iter().filter(|field| named.contains(field.name().as_str())).cloned().collect();
    let mut frame = typed::complete(frame, &fields)?;
    for fact in facts {
        for column in fact.columns(&frame)? {
            frame.with_column(column)?;
        }
    }
    let expressions: Vec<Expr> = checks
        .iter()
        .enumerate()
        .flat_map(|(i, check)| {
            let applies = check.applies.as_ref().map(|applies| applies.clone().alias(format!("a{i}")));
            applies.into_iter().chain([check.holds.clone().alias(format!("h{i}"))])
        })
        .collect();
    // The expressions are plain columns and cheap comparisons: to look for common parts costs more than it saves.
    let found = frame.lazy().with_comm_subexpr_elim(false).select(expressions).collect()?;
    let mut all = Vec::with_capacity(checks.len());
    for (i, check) in checks.iter().enumerate() {
        let applies = check.applies.as_ref().map(|_| Mask::new(&found, &format!("a{i}"), rows)).transpose()?;
        all.push(count(applies.as_ref(), &Mask::new(&found, &format!("h{i}"), rows)?, rows));
    }
    Ok(all)
}

/// A three-valued column as two masks.
struct Mask {
    yes: Bitmap,
    no: Bitmap,
}

impl Mask {
    fn new(found: &DataFrame, name: &str, rows: usize) -> Result<Self> {
        let column = found.column(name)?.cast(&DataType::Boolean)?;
        // An expression of literals alone has length 1.
        let column = if column.len() == 1 && rows != 1 { column.new_from_index(0, rows) } else { column };
        let truth = column.bool()?.rechunk();
        let array = truth.downcast_as_array();
        Ok(match array.validity() {
            Some(known) => Self { yes: array.values() & known, no: and_not(known, array.values()) },
            None => Self { yes: array.values().clone(), no: !array.values() },
        })
    }
}

fn count(applies: Option<&Mask>, holds: &Mask, rows: usize) -> (Counts, Vec<IdxSize>) {
    let (held, broken, not_applicable) = match applies {
        None => (holds.yes.clone(), holds.no.clone(), 0),
        Some(applies) => (&applies.yes & &holds.yes, &applies.yes & &holds.no, applies.no.set_bits()),
    };
    let counts = Counts {
        held: held.set_bits() as u64,
        broken: broken.set_bits() as u64,
        not_applicable: not_applicable as u64,
        unknown: (rows - held.set_bits() - broken.set_bits() - not_applicable) as u64,
    };
    let broken = broken.true_idx_iter().map(|row| IdxSize::try_from(row).unwrap_or(IdxSize::MAX)).collect();
    (counts, broken)
}
