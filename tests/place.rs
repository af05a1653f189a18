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
        // Without an era, codes that both divisions give to the units are right for either.
        let sound = (place.era == era || known.is_none())
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
    let mut ways: [Tally; 8] = Default::default();
    for row in rows(include_str!("../src/data/communes.tsv")).filter(|row| row[1].is_empty()) {
        let (code, name) = (row[0], row[3]);
        let (long, letters) = kind(row[2]);
        let (d_kind, d_name, p_code) = districts[row[4]];
        let (p_kind, p_name) = provinces[&("63", p_code)];
        let full = format!("{long} {name}, {d_kind} {d_name}, {p_kind} {p_name}");
        let two_levels = format!("{long} {name}, {p_kind} {p_name}");
        let texts = [
            (full.clone(), None),
            (format!("{letters} {name} - {} {d_name} - {p_name}", short(d_kind)), None),
            (lltp::text::key::key(&full, lltp::text::key::Level::Unmarked).to_uppercase(), None),
            (format!("{p_kind} {p_name}, {d_kind} {d_name}, {long} {name}, thôn 3"), None),
            (two_levels.clone(), Some(Era::Sixty3)),
            (two_levels, None),
        ];
        for ((text, known), way) in texts.iter().zip(&mut ways) {
            way.add(text, Era::Sixty3, p_code, Some(row[4]), code, *known);
        }
    }
    for row in rows(include_str!("../src/data/communes_2025.tsv")) {
        let (p_kind, p_name) = provinces[&("34", row[3])];
        let text = format!("{} {}, {p_kind} {p_name}", kind(row[1]).0, row[2]);
        for (known, way) in [Some(Era::Thirty4), None].into_iter().zip(&mut ways[6..]) {
            way.add(&text, Era::Thirty4, row[3], None, row[0], known);
        }
    }
    // Thousandths read rightly at least, and wrongly at most. Open stay names that only marks tell apart, names that
    // two communes of the province bear, and without an era those of two communes of either division.
    for ((way, right, wrong), tally) in [
        ("full", 999, 0),
        ("abbreviated", 999, 0),
        ("capitals without marks", 990, 0),
        ("reversed", 999, 0),
        ("without district, era known", 900, 2),
        ("without district", 890, 2),
        ("today's two levels, era known", 999, 0),
        ("today's two levels", 840, 0),
    ]
    .into_iter()
    .zip(&ways)
    {
        tally.at_least(way, right, wrong);
    }
}

#[test]
fn two_levels_without_an_era_name_what_both_divisions_give_one_code() {
    let read = |text: &str, era: Option<Era>| place::read(text, era).value.unwrap();
    // Both divisions know the name, with one code.
    let place = read("Xã Xuân Nha, Tỉnh Sơn La", None);
    assert_eq!((place.province.as_deref(), place.commune.as_deref()), (Some("14"), Some("04057")));
    // Here with two, and the text alone cannot tell which is meant.
    let place = read("Xã Sơn Đồng, Thành phố Hà Nội", None);
    assert_eq!((place.era, place.province.as_deref(), place.commune), (Era::Sixty3, Some("01"), None));
    assert_eq!(read("Xã Sơn Đồng, Thành phố Hà Nội", Some(Era::Thirty4)).commune.as_deref(), Some("09871"));
    // The province has two codes, the commune one.
    let place = read("Xã Chiềng Ken, Tỉnh Lào Cai", None);
    assert_eq!((place.province, place.commune.as_deref()), (None, Some("03091")));
}
