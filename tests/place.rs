//! Every commune of the 63-province table, and every one of today, written in six ways and read back.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout)]

use std::collections::HashMap;

use lltp::place::{self, Era};

fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| line.split('\t').collect())
}

fn kind(letter: &str) -> (&'static str, &'static str) {
    match letter {
        "P" => ("Phường", "P."),
        "T" => ("Thị trấn", "TT."),
        "K" => ("Đặc khu", "ĐK"),
        _ => ("Xã", "X."),
    }
}

/// How many texts were read rightly, to less, to nothing, wrongly.
#[derive(Debug, Default, PartialEq)]
struct Tally {
    right: usize,
    less: usize,
    empty: usize,
    wrong: usize,
}

impl Tally {
    fn add(&mut self, text: &str, era: Era, province: &str, district: Option<&str>, commune: &str, known: Option<Era>) {
        let Some(place) = place::read(text, known).value else {
            self.empty += 1;
            return;
        };
        let agrees = |found: &Option<String>, truth: Option<&str>| found.as_deref().is_none_or(|f| Some(f) == truth);
        let sound = place.era == era
            && agrees(&place.province, Some(province))
            && agrees(&place.district, district)
            && agrees(&place.commune, Some(commune));
        match (sound, place.commune.is_some()) {
            (true, true) => self.right += 1,
            (true, false) => self.less += 1,
            (false, _) => self.wrong += 1,
        }
    }

    /// Shares of a thousand.
    #[track_caller]
    fn at_least(&self, way: &str, right: usize, wrong: usize) {
        let all = self.right + self.less + self.empty + self.wrong;
        println!("{way}: {self:?}");
        assert!(self.right * 1000 >= all * right, "{way}: {self:?}");
        assert!(self.wrong * 1000 <= all * wrong, "{way}: {self:?}");
    }
}

#[test]
fn six_ways() {
    let provinces: HashMap<(&str, &str), (&str, &str)> = rows(include_str!("../src/data/provinces.tsv"))
        .filter(|row| row[0] != "63-46b" && row[0] != "34-75b")
        .map(|row| ((row[0].get(..2).unwrap(), row[1]), (row[3], row[2])))
        .collect();
    let districts: HashMap<&str, (&str, &str, &str)> = rows(include_str!("../src/data/districts.tsv"))
        .filter(|row| row[1].is_empty())
        .map(|row| (row[0], (row[2], row[3], row[4])))
        .collect();
    let short = |kind: &str| match kind {
        "Quận" => "Q.",
        "Thị xã" => "TX.",
        "Thành phố" => "TP.",
        _ => "H.",
    };
    let mut ways: [Tally; 6] = Default::default();
    for row in rows(include_str!("../src/data/communes.tsv")).filter(|row| row[1].is_empty()) {
        let (code, name) = (row[0], row[3]);
        let (long, letters) = kind(row[2]);
        let (d_kind, d_name, p_code) = districts[row[4]];
        let (p_kind, p_name) = provinces[&("63", p_code)];
        let full = format!("{long} {name}, {d_kind} {d_name}, {p_kind} {p_name}");
        let texts = [
            full.clone(),
            format!("{letters} {name} - {} {d_name} - {p_name}", short(d_kind)),
            lltp::text::key::key(&full, lltp::text::key::Level::Unmarked).to_uppercase(),
            format!("{long} {name}, {p_kind} {p_name}"),
            format!("{p_kind} {p_name}, {d_kind} {d_name}, {long} {name}, thôn 3"),
        ];
        for (way, text) in texts.iter().enumerate() {
            let known = (way == 3).then_some(Era::Sixty3);
            ways[way].add(text, Era::Sixty3, p_code, Some(row[4]), code, known);
        }
    }
    for row in rows(include_str!("../src/data/communes_2025.tsv")) {
        let (p_kind, p_name) = provinces[&("34", row[3])];
        let text = format!("{} {}, {p_kind} {p_name}", kind(row[1]).0, row[2]);
        ways[5].add(&text, Era::Thirty4, row[3], None, row[0], None);
    }
    ways[0].at_least("full", 999, 0);
    ways[1].at_least("abbreviated", 999, 0);
    // Names that only marks tell apart stay open.
    ways[2].at_least("capitals without marks", 990, 0);
    // A name borne by two communes of the province stays open.
    ways[3].at_least("without district, era known", 900, 2);
    ways[4].at_least("reversed", 999, 0);
    // Names that also fit a commune of before, elsewhere in the province, stay open.
    ways[5].at_least("today's two levels", 965, 0);
}

#[test]
fn two_levels_without_an_era_name_the_commune_of_today() {
    // Both divisions know the text; the commune of today holds that of before.
    let place = place::read("Xã Sơn Đồng, Thành phố Hà Nội", None).value.unwrap();
    assert_eq!((place.era, place.commune.as_deref()), (Era::Thirty4, Some("09871")));
    // Here it does not, and the text alone cannot tell which is meant.
    let place = place::read("Xã Tam Hợp, Tỉnh Nghệ An", None).value.unwrap();
    assert_eq!(place.commune, None);
}
