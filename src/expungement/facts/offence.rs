//! What one offence of a judgment says: day, age, class, fault, and how the law treats its article.

use crate::date::Date;
use crate::expungement::calendar::{Window, add_months, least};
use crate::expungement::index;
use crate::expungement::law::Law;
use crate::expungement::model::ConvictedOffence;
use crate::expungement::point::Fact;
use crate::expungement::trace::Truth;
use crate::offence::{Fault, Seriousness};

/// The days of the act: at the latest the day of the judgment, and while the code cited was in force.
pub(in crate::expungement) fn act(offence: &ConvictedOffence, judged: Window) -> Window {
    let act = Window::of(offence.act);
    if act.to.is_some() {
        return act;
    }
    let last = match offence.code_year {
        Some(1985) => Date::new(2000, 6, 30).ok(),
        Some(1999) => Date::new(2017, 12, 31).ok(),
        _ => None,
    };
    Window { from: act.from, to: least(judged.to, last) }
}

/// Whether the person was younger than so many years at the act. The birthday itself counts as reached.
pub(super) fn younger(birth: Window, act: Window, years: u32) -> Truth {
    let months = years.saturating_mul(12);
    if birth.from != Date::MIN && act.to.is_some_and(|to| to < add_months(birth.from, months)) {
        Truth::Yes
    } else if birth.to.is_some_and(|to| act.from >= add_months(to, months)) {
        Truth::No
    } else {
        Truth::Unknown
    }
}

/// The class by the clause applied, where every possible day of the act gives the same.
pub(super) fn class(law: &Law, offence: &ConvictedOffence, act: Window) -> Option<Seriousness> {
    offence.seriousness.or_else(|| {
        let (code, article, clause) =
            (code(law, offence, act)?, offence.article.as_deref()?, offence.clause.as_deref());
        let constant = index::clause(code, article, clause)
            .map_or_else(|| crate::offence::seriousness(code, article, clause, None), |known| known.class);
        if constant.is_some() || act.from == Date::MIN {
            return constant;
        }
        let class = crate::offence::seriousness(code, article, clause, Some(act.from))?;
        let last = crate::offence::seriousness(code, article, clause, Some(act.to?));
        (last == Some(class)).then_some(class)
    })
}

pub(super) fn fault(law: &Law, offence: &ConvictedOffence, act: Window) -> Option<Fault> {
    offence
        .fault
        .or_else(|| {
            let (code, article) = (code(law, offence, act)?, offence.article.as_deref()?);
            let clause = offence.clause.as_deref();
            Some(
                index::clause(code, article, clause)
                    .map_or_else(|| crate::offence::fault(code, article, clause), |known| known.fault),
            )
        })
        .filter(|fault| *fault != Fault::Unknown)
}

/// The code applied; an act since the newest code leaves no choice.
fn code(law: &Law, offence: &ConvictedOffence, act: Window) -> Option<i16> {
    offence.code_year.or_else(|| {
        let last = law.pack("1999")?.acts_before?;
        (act.from >= last).then_some(2015)
    })
}

/// Asks the law about an article; where the code is not written, every code that may have been applied.
pub(super) fn ask(
    law: &Law,
    offence: &ConvictedOffence,
    act: Window,
    about: impl Fn(i16, &str) -> Option<Option<&'static str>>,
) -> Result<Option<&'static str>, Fact> {
    let Some(article) = &offence.article else { return Err(Fact::Article) };
    if let Some(code) = offence.code_year {
        return about(code, article).ok_or(Fact::Article);
    }
    let possible = |code: &str| law.pack(code).is_some_and(|pack| pack.acts_before.is_none_or(|day| act.from < day));
    let mut answers = [(1985, "1985"), (1999, "1999"), (2015, "2015")]
        .into_iter()
        .filter(|(_, code)| possible(code))
        .map(|(code, _)| about(code, article));
    let first = answers.next().flatten().ok_or(Fact::Code)?;
    if answers.all(|answer| answer.is_some_and(|answer| answer.is_some() == first.is_some())) {
        Ok(first)
    } else {
        Err(Fact::Code)
    }
}

/// Whether the court alone may expunge a conviction under the article, and where that stands.
pub(super) fn ask_court(law: &Law, offence: &ConvictedOffence, act: Window) -> Result<Option<&'static str>, Fact> {
    ask(law, offence, act, |code, article| {
        let court = index::article(code, article)
            .map_or_else(|| crate::offence::court_expungement(code, article), |known| known.court)?;
        let pack = match code {
            1985 => "1985-court",
            1999 => "1999-court",
            _ => "2015-court",
        };
        Some(court.then(|| law.pack(pack).map_or("BLHS 2015, Art. 71", |pack| pack.article)))
    })
}

pub(super) fn truth(held: Result<Option<&'static str>, Fact>) -> Truth {
    held.map_or(Truth::Unknown, |held| Truth::of(held.is_some()))
}
