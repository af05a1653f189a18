//! The reasoning as text, in Vietnamese and English: one sentence, or the whole tree.
//!
//! Text is made from the typed answer and never read back.

use std::fmt::Write;

use super::calendar::Window;
use super::trace::{Node, Step, Truth};
use super::{Assessment, Route, Status};
use crate::date::Date;
use crate::language::Language;

impl Language {
    /// `15/08/2022`, as judgments write it, or `2022-08-15`.
    fn numeric(self, day: Date) -> String {
        self.choose(format!("{:02}/{:02}/{}", day.day(), day.month(), day.year()), day.to_string())
    }

    fn window(self, from: Option<Date>, to: Option<Date>) -> String {
        match (from, to) {
            (Some(from), Some(to)) if from == to => self.numeric(from),
            (Some(from), Some(to)) => match self {
                Self::Vi => format!("từ một ngày trong khoảng {} – {}", self.numeric(from), self.numeric(to)),
                Self::En => format!("from a day between {} and {}", self.numeric(from), self.numeric(to)),
            },
            (Some(from), None) => format!("{} {}", self.choose("không sớm hơn", "not before"), self.numeric(from)),
            (None, Some(to)) => format!("{} {}", self.choose("không muộn hơn", "not after"), self.numeric(to)),
            (None, None) => self.choose("không rõ ngày", "day unknown").to_owned(),
        }
    }

    /// `BLHS 2015, Art. 70(2)(b)` as a jurist writes it: `điểm b khoản 2 Điều 70 BLHS 2015`.
    fn article(self, article: &str) -> String {
        let Some((law, place)) = article.split_once(", Art. ") else { return article.to_owned() };
        if self == Self::En {
            return format!("Art. {place} {law}");
        }
        let mut parts = place.split(['(', ')']).filter(|part| !part.is_empty());
        let number = parts.next().unwrap_or(place);
        let (clause, point) = (parts.next(), parts.next());
        let mut text = String::new();
        if let Some(point) = point {
            let _ = write!(text, "điểm {point} ");
        }
        if let Some(clause) = clause {
            let _ = write!(text, "khoản {clause} ");
        }
        let _ = write!(text, "Điều {number} {law}");
        text
    }
}

impl Assessment {
    /// The answer in one sentence.
    ///
    /// `Đương nhiên được xóa án tích từ ngày 15/08/2022 (điểm b khoản 2 Điều 70 BLHS 2015).`
    pub fn sentence(&self, language: Language) -> String {
        let when = match (self.earliest_date, language) {
            (Some(day), Language::Vi) => format!("từ ngày {}", language.numeric(day)),
            (Some(day), Language::En) => format!("from {}", language.numeric(day)),
            (None, _) => language.window(self.earliest_from, self.earliest_to),
        };
        let mut text = match (self.status, language) {
            (Status::None, Language::Vi) => "Không bị coi là có án tích".to_owned(),
            (Status::None, Language::En) => "Regarded as having no record".to_owned(),
            (Status::Automatic, Language::Vi) => format!("Đương nhiên được xóa án tích {when}"),
            (Status::Automatic, Language::En) => format!("Expunged as of right {when}"),
            (Status::NotYet, Language::Vi) => format!("Chưa được xóa án tích; đương nhiên được xóa {when}"),
            (Status::NotYet, Language::En) => format!("Not yet expunged; as of right {when}"),
            (Status::CourtRequired, Language::Vi) => format!("Do Tòa án quyết định, sớm nhất {when}"),
            (Status::CourtRequired, Language::En) => format!("By decision of the court, at the earliest {when}"),
            (Status::Blocked, Language::Vi) => "Chưa đủ điều kiện".to_owned(),
            (Status::Blocked, Language::En) => "A condition is not met".to_owned(),
            (Status::NotInForce, Language::Vi) => "Bản án chưa có hiệu lực pháp luật".to_owned(),
            (Status::NotInForce, Language::En) => "The judgment is not in force".to_owned(),
            (Status::Undetermined, Language::Vi) => "Chưa xác định được".to_owned(),
            (Status::Undetermined, Language::En) => "Undetermined".to_owned(),
        };
        if self.status == Status::Blocked {
            for (at, condition) in self.blocked_by.iter().enumerate() {
                let _ = write!(
                    text,
                    "{}{}",
                    if at == 0 { ": " } else { ", " },
                    language.choose(condition.vi(), condition.en())
                );
            }
        }
        if self.status == Status::Undetermined {
            let mut said: Vec<&str> = Vec::new();
            for missing in &self.missing {
                let fact = language.choose(missing.fact.vi(), missing.fact.en());
                if !said.contains(&fact) {
                    said.push(fact);
                }
            }
            if said.is_empty() {
                said.extend(self.flags.iter().map(|flagged| language.choose(flagged.flag.vi(), flagged.flag.en())));
                if !said.is_empty() {
                    text.push_str(language.choose(": còn để ngỏ ", ": open: "));
                }
            } else {
                text.push_str(language.choose(": thiếu ", ": missing "));
            }
            text.push_str(&said.join(", "));
        }
        if let Some(statute) = self.statute {
            let _ = write!(text, " ({})", language.article(statute));
        }
        text.push('.');
        text
    }

    /// The whole reasoning, one line a step, indented as the tree.
    pub fn explain(&self, language: Language) -> String {
        let mut text = self.sentence(language);
        text.push('\n');
        for node in self.trace.nodes().iter().skip(1) {
            line(&mut text, node, language);
        }
        if let Some(day) = self.special_date {
            let _ = writeln!(
                text,
                "{} {} ({}).",
                language.choose(
                    "Có thể xin xóa án tích trong trường hợp đặc biệt, không sớm hơn",
                    "A special case may be put to the court, not before"
                ),
                language.numeric(day),
                language.article("BLHS 2015, Art. 72")
            );
        }
        let list = |text: &mut String, title: &str, items: &mut dyn Iterator<Item = String>| {
            let items: Vec<String> = items.collect();
            if !items.is_empty() {
                let _ = writeln!(text, "{title}: {}.", items.join("; "));
            }
        };
        list(
            &mut text,
            language.choose("Còn thiếu", "Missing"),
            &mut self.missing.iter().map(|missing| {
                let fact = language.choose(missing.fact.vi(), missing.fact.en());
                if missing.entry == self.entry {
                    fact.to_owned()
                } else {
                    format!("{fact} ({} {})", language.choose("mục", "entry"), missing.entry)
                }
            }),
        );
        list(
            &mut text,
            language.choose("Giả định", "Assumed"),
            &mut self.assumptions.iter().map(|assumed| language.choose(assumed.vi(), assumed.en()).to_owned()),
        );
        if self.route == Route::Automatic || self.route == Route::Court {
            text.push_str(language.choose(
                "Đây là đề xuất để người có thẩm quyền xem xét, không phải quyết định.\n",
                "This is a proposal for the competent person, not a decision.\n",
            ));
        }
        text
    }
}

fn line(text: &mut String, node: &Node, language: Language) {
    for _ in 1..node.depth {
        text.push_str("  ");
    }
    let truth = match node.truth {
        Truth::Yes => language.choose("có", "yes"),
        Truth::No => language.choose("không", "no"),
        Truth::Unknown => language.choose("chưa rõ", "unknown"),
    };
    if let Some(flag) = node.flag.filter(|_| node.step == Step::OpenPoint) {
        let _ = write!(
            text,
            "- {} {}: {}",
            language.choose("còn để ngỏ", "open point"),
            flag.point().unwrap_or(""),
            language.choose(flag.vi(), flag.en())
        );
        for (name, day) in [
            (language.choose("đã tính", "used"), node.from),
            (language.choose("cách hiểu khác", "other reading"), node.to),
        ] {
            if let Some(day) = day {
                let _ = write!(text, "; {name} {}", language.numeric(day));
            }
        }
        text.push('\n');
        return;
    }
    let _ = write!(text, "- {}: {truth}", language.choose(node.step.vi(), node.step.en()));
    if node.months > 0 {
        let _ = write!(text, ", {} {}", node.months, language.choose("tháng", "months"));
    }
    let window = Window { from: node.from.unwrap_or(Date::MIN), to: node.to };
    if !window.is_open() {
        let _ = write!(text, ", {}", language.window(node.from, node.to));
    }
    if let Some(article) = node.article {
        let _ = write!(text, " [{}]", language.article(article));
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::super::{Execution, Person, assess};
    use super::*;

    /// Two years for theft, completed on the day given (none: not known).
    fn person(done: Option<&str>, fee: Execution) -> Person {
        let offence = super::super::ConvictedOffence {
            code_year: Some(2015),
            article: Some("173".to_owned()),
            clause: Some("1".to_owned()),
            act: "2018-08-01".parse().ok(),
            ..super::super::ConvictedOffence::default()
        };
        let penalty = crate::sentence::Penalty {
            kind: crate::sentence::PrincipalKind::Imprisonment,
            months: Some(24),
            days: None,
            amount: None,
            range: None,
        };
        let conviction = super::super::Conviction {
            judgment_date: "2018-11-20".parse().ok(),
            effective_date: "2018-12-20".parse().ok(),
            offences: vec![offence],
            penalties: vec![penalty],
            suspended: Some(false),
            additional: Some(Vec::new()),
            principal_state: done.and_then(|day| day.parse().ok()).map_or(Execution::Unknown, Execution::Done),
            civil_state: Execution::NoneImposed,
            fee_state: fee,
            ..super::super::Conviction::default()
        };
        Person { birth: "1980".parse().ok(), convictions: vec![conviction], ..Person::default() }
    }

    #[track_caller]
    fn check(person: &Person, vi: &str, en: &str) {
        let as_of = Date::new(2026, 6, 30).unwrap_or(Date::MIN);
        let found = assess(person, as_of);
        let said: Vec<_> =
            found.iter().map(|found| (found.sentence(Language::Vi), found.sentence(Language::En))).collect();
        assert_eq!(said, [(vi.to_owned(), en.to_owned())]);
    }

    #[test]
    fn one_sentence() {
        check(
            &person(Some("2020-08-15"), Execution::NoneImposed),
            "Đương nhiên được xóa án tích từ ngày 15/08/2022 (điểm b khoản 2 Điều 70 BLHS 2015).",
            "Expunged as of right from 2022-08-15 (Art. 70(2)(b) BLHS 2015).",
        );
        check(
            &person(Some("2020"), Execution::NoneImposed),
            "Đương nhiên được xóa án tích từ một ngày trong khoảng 01/01/2022 – 31/12/2022 (điểm b khoản 2 Điều 70 BLHS 2015).",
            "Expunged as of right from a day between 2022-01-01 and 2022-12-31 (Art. 70(2)(b) BLHS 2015).",
        );
        check(
            &person(Some("2025-08-15"), Execution::NoneImposed),
            "Chưa được xóa án tích; đương nhiên được xóa từ ngày 15/08/2027 (điểm b khoản 2 Điều 70 BLHS 2015).",
            "Not yet expunged; as of right from 2027-08-15 (Art. 70(2)(b) BLHS 2015).",
        );
        check(
            &person(Some("2020-08-15"), Execution::NotDone),
            "Chưa đủ điều kiện: chưa nộp án phí (điểm b khoản 2 Điều 70 BLHS 2015).",
            "A condition is not met: court fees are not paid (Art. 70(2)(b) BLHS 2015).",
        );
        check(
            &person(None, Execution::NoneImposed),
            "Chưa xác định được: thiếu ngày chấp hành xong hình phạt chính (điểm b khoản 2 Điều 70 BLHS 2015).",
            "Undetermined: missing completion of the principal penalty (Art. 70(2)(b) BLHS 2015).",
        );
    }

    #[test]
    fn the_whole_names_no_day_of_its_own() {
        let as_of = Date::new(2026, 6, 30).unwrap_or(Date::MIN);
        for found in assess(&person(None, Execution::Unknown), as_of) {
            let text = found.explain(Language::En);
            assert!(
                text.contains("- principal penalty completed, or probation ended: unknown, not before 2018-11-20"),
                "{text}"
            );
            assert!(text.contains("Missing: completion of the principal penalty; payment of court fees."), "{text}");
            assert!(text.ends_with("not a decision.\n"), "{text}");
        }
    }
}
