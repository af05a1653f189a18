//! The letters behind number and year: normal form, and what they say.

use crate::name::plain;

use super::{Document, Instance, Matter};

/// Case types with their plain form and what they are about.
const MATTERS: &[(&str, &str, Matter)] = &[
    ("hngd", "HNGĐ", Matter::Family),
    ("hnvgd", "HNGĐ", Matter::Family),
    ("hn", "HNGĐ", Matter::Family),
    ("kdtm", "KDTM", Matter::Commercial),
    ("kt", "KT", Matter::Commercial),
    ("hs", "HS", Matter::Criminal),
    ("ds", "DS", Matter::Civil),
    ("ld", "LĐ", Matter::Labour),
    ("hc", "HC", Matter::Administrative),
    ("ps", "PS", Matter::Bankruptcy),
];

/// Instances with their plain form.
const INSTANCES: &[(&str, &str, Instance)] = &[
    ("st", "ST", Instance::First),
    ("pt", "PT", Instance::Appeal),
    ("gdt", "GĐT", Instance::Cassation),
    ("tt", "TT", Instance::Reopening),
];

/// What stands before instance and case type in numbers of decisions and dockets.
const ACTS: &[(&str, &str)] = &[("qdxx", "QĐXX"), ("qd", "QĐ"), ("tl", "TL"), ("xx", "XX"), ("tb", "TB")];

/// Marks of documents whose Đ clerks leave without its stroke.
const MARKS: &[(&str, &str)] = &[
    ("qdca", "QĐ-CA"),
    ("qdtha", "QĐ-THA"),
    ("qdthahs", "QĐ-THAHS"),
    ("qdxat", "QĐ-XAT"),
    ("qdta", "QĐ-TA"),
    ("qdmch", "QĐ-MCH"),
    ("qdhtha", "QĐ-HTHA"),
    ("qdctha", "QĐ-CTHA"),
    ("qdcctha", "QĐ-CCTHA"),
    ("qdccthads", "QĐ-CCTHADS"),
    ("qdthads", "QĐ-THADS"),
    ("qdctn", "QĐ-CTN"),
    ("qdtttthcdk", "QĐ-TTTHCĐK"),
    ("qdttthcdk", "QĐ-TTTHCĐK"),
    ("gcndx", "GCNĐX"),
    ("gcn", "GCN"),
    ("gcnxat", "GCN-XAT"),
    ("gcnchxapt", "GCN-CHXAPT"),
    ("xncctha", "XN-CCTHA"),
    ("xnccthads", "XN-CCTHADS"),
    ("xmlltp", "XM-LLTP"),
    ("ctvks", "CT-VKS"),
    ("ctvksnd", "CT-VKSND"),
];

/// What the letters of a number say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) instance: Option<Instance>,
    pub(super) matter: Option<Matter>,
    pub(super) document: Option<Document>,
    /// Whether a mark names the document (QĐ, TL, CT), rather than the form `HS-ST` alone.
    pub(super) marked: bool,
}

/// The letters in normal form: `HSST`, `hs - st`, `HS.ST` → `HS-ST`; `QD-CA` → `QĐ-CA`.
pub(super) fn normal(segments: &[&str]) -> String {
    let compact: String = segments.iter().map(|s| plain::plain(s)).collect();
    if let Some(known) = compose(&compact) {
        return known;
    }
    if let Some((_, mark)) = MARKS.iter().find(|(form, _)| *form == compact) {
        return (*mark).to_owned();
    }
    let segments: Vec<String> = segments.iter().map(|s| segment(s)).collect();
    segments.join("-")
}

/// What letters in normal form say.
pub(super) fn facts(normal: &str) -> Facts {
    let mut facts = Facts::default();
    let segments: Vec<String> = normal.split('-').map(plain::plain).collect();
    let mut rest = segments.iter().map(String::as_str).peekable();
    let mut first = true;
    while let Some(segment) = rest.next() {
        let mut letters = segment;
        for (form, name) in ACTS {
            if let Some(behind) = letters.strip_prefix(form)
                && (behind.is_empty() || instance(behind).is_some() || *name == "QĐ")
            {
                facts.marked = true;
                facts.document = facts.document.or(match *name {
                    "QĐ" | "QĐXX" => Some(Document::Decision),
                    "TL" => Some(Document::Docket),
                    _ => None,
                });
                letters = behind;
                break;
            }
        }
        let (case, behind) = match MATTERS.iter().find(|m| letters.starts_with(m.0)) {
            // `HC-ST` is a case, `HCM` is not.
            Some(m) if letters.len() == m.0.len() || instance(letters.get(m.0.len()..).unwrap_or("")).is_some() => {
                (Some(m.2), letters.get(m.0.len()..).unwrap_or(""))
            }
            _ => (None, letters),
        };
        facts.matter = facts.matter.or(case);
        // TT alone is a circular (TT-BTP), unless a case type stands before it.
        if let Some(stage) = instance(behind)
            && (stage != Instance::Reopening || facts.matter.is_some())
        {
            facts.instance = facts.instance.or(Some(stage));
        }
        if first
            && matches!(segment, "ct" | "ctr" | "cao" | "ctvks")
            && rest.peek().is_none_or(|s| s.starts_with("vks"))
        {
            facts.document = Some(Document::Indictment);
            facts.marked = true;
        }
        if first && matches!(segment, "tha" | "thahs" | "thads") {
            facts.document = Some(Document::Decision);
            facts.marked = true;
        }
        first = false;
    }
    if facts.document.is_none() && facts.matter.is_some() && facts.instance.is_some() {
        facts.document = Some(Document::Judgment);
    }
    facts
}

/// Whether a word may go on a number across a space: `124/2018 HSPT`, `28/2023/HS - ST`.
pub(super) fn known(word: &str) -> bool {
    let word = plain::plain(word);
    compose(&word).is_some()
        || instance(&word).is_some()
        || MATTERS.iter().any(|m| m.0 == word)
        || MARKS.iter().any(|m| m.0 == word)
        || matches!(
            word.as_str(),
            "qd" | "tl" | "ct" | "vks" | "vksnd" | "tha" | "xat" | "qdst" | "qdpt" | "gd" | "gcn"
        )
        || ACTS.iter().any(|(act, _)| word.strip_prefix(act).is_some_and(|w| w.is_empty() || instance(w).is_some()))
}

/// Whether the letters are a form that needs no more: `HS-ST`, `QĐ-CA`.
pub(super) fn complete(segments: &[&str]) -> bool {
    let compact: String = segments.iter().map(|s| plain::plain(s)).collect();
    compose(&compact).is_some() || MARKS.iter().any(|m| m.0 == compact)
}

fn instance(form: &str) -> Option<Instance> {
    INSTANCES.iter().find(|i| i.0 == form).map(|i| i.2)
}

/// The forms made of case type and instance, with or without an act: `HS-ST`, `HSPT-QĐ`, `QĐST-HNGĐ`, `TLPT-HS`; and
/// the older order `STHS`.
fn compose(compact: &str) -> Option<String> {
    for (form, matter, _) in MATTERS {
        // `TT` in front is a circular.
        if let Some(stage) = compact.strip_suffix(form)
            && let Some((_, stage, _)) = INSTANCES.iter().find(|i| i.0 == stage && i.2 != Instance::Reopening)
        {
            return Some(format!("{matter}-{stage}"));
        }
        if let Some(rest) = compact.strip_prefix(form) {
            for (stage_form, stage, _) in INSTANCES {
                if rest == *stage_form {
                    return Some(format!("{matter}-{stage}"));
                }
                if rest.strip_prefix(stage_form) == Some("qd") {
                    return Some(format!("{matter}{stage}-QĐ"));
                }
            }
        }
        for (act_form, act) in ACTS {
            let Some(rest) = compact.strip_prefix(act_form).and_then(|rest| rest.strip_suffix(form)) else { continue };
            if let Some((_, stage, _)) = INSTANCES.iter().find(|i| i.0 == rest) {
                return Some(format!("{act}{stage}-{matter}"));
            }
        }
    }
    None
}

/// One segment in capitals, with the strokes that belong to it.
fn segment(segment: &str) -> String {
    let form = plain::plain(segment);
    if let Some((_, mark)) = MARKS.iter().find(|(known, _)| *known == form) {
        return (*mark).to_owned();
    }
    if let Some(m) = MATTERS.iter().find(|m| m.0 == form) {
        return m.1.to_owned();
    }
    if let Some(i) = INSTANCES.iter().find(|i| i.0 == form) {
        return i.1.to_owned();
    }
    let capitals = segment.to_uppercase();
    match form.strip_prefix("qd") {
        Some(rest) if rest.is_empty() || instance(rest).is_some() || rest.starts_with("xx") => {
            format!("QĐ{}", capitals.chars().skip(2).collect::<String>())
        }
        _ => capitals,
    }
}
