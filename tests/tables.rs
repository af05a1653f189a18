//! Every embedded table: unique keys, parents present, NFC, sorted, intervals without gap or overlap.

mod text {
    use std::collections::HashSet;

    use unicode_normalization::is_nfc;

    fn rows(table: &str) -> Vec<Vec<&str>> {
        table.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| line.split('\t').collect()).collect()
    }

    #[test]
    fn charsets() {
        for (table, letters) in [
            (include_str!("../src/data/legacy_tcvn3.tsv"), 139),
            (include_str!("../src/data/legacy_vni.tsv"), 134),
            (include_str!("../src/data/legacy_viscii.tsv"), 134),
            (include_str!("../src/data/legacy_vps.tsv"), 134),
            (include_str!("../src/data/legacy_cp1258.tsv"), 14),
        ] {
            let rows = rows(table);
            let bytes: Vec<&str> = rows.iter().filter_map(|row| row.first().copied()).collect();
            assert!(bytes.is_sorted(), "sorted by bytes");
            assert_eq!(bytes.iter().collect::<HashSet<_>>().len(), bytes.len(), "no byte twice");
            assert_eq!(rows.iter().filter_map(|row| row.get(1)).collect::<HashSet<_>>().len(), letters);
            assert!(is_nfc(table));
        }
    }

    #[test]
    fn codepages() {
        let rows = rows(include_str!("../src/data/codepages.tsv"));
        assert_eq!(rows.len(), 128);
        for page in 1..7 {
            let letters: HashSet<_> = rows.iter().filter_map(|row| row.get(page)).collect();
            assert_eq!(letters.len(), 128, "page {page} can be read back");
        }
    }

    #[test]
    fn syllables() {
        let table = include_str!("../src/data/syllables.tsv");
        let rows = rows(table);
        assert_eq!(rows.len(), 4316);
        assert!(rows.is_sorted_by(|a, b| a.first() < b.first()), "sorted, none twice");
        assert!(is_nfc(table));
        for row in &rows {
            let tones = row.get(1).copied().unwrap_or_default();
            assert_eq!(tones.len(), 6);
            assert!(tones.bytes().all(|b| matches!(b, b'.' | b'-' | b'0'..=b'9')) && tones != "......");
            let checked = row.first().is_some_and(|s| s.ends_with(['p', 't', 'c']) || s.ends_with("ch"));
            assert!(!checked || tones.starts_with("...."), "before p t c ch only sắc and nặng");
        }
    }
}

mod headings {
    use std::collections::HashSet;

    use unicode_normalization::is_nfc;

    #[test]
    fn no_alias_twice_under_one_meaning() {
        let table = include_str!("../src/data/header_aliases.tsv");
        assert!(is_nfc(table));
        let mut seen = HashSet::new();
        for line in table.lines().filter(|line| !line.starts_with('#')).skip(1) {
            let (meaning, aliases) = line.rsplit_once('\t').unwrap_or_default();
            assert_eq!(meaning.matches('\t').count(), 2, "{meaning}");
            for alias in aliases.split('|') {
                assert!(!alias.trim().is_empty() && seen.insert((meaning, alias.to_lowercase())), "{meaning}: {alias}");
            }
        }
    }
}

mod place {
    use std::collections::{HashMap, HashSet};

    use unicode_normalization::is_nfc;

    fn rows(table: &str) -> Vec<Vec<&str>> {
        table.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| line.split('\t').collect()).collect()
    }

    fn field<'a>(row: &[&'a str], index: usize) -> &'a str {
        row.get(index).copied().unwrap_or("")
    }

    #[test]
    fn units() {
        let provinces = rows(include_str!("../src/data/provinces.tsv"));
        let districts = rows(include_str!("../src/data/districts.tsv"));
        let communes = rows(include_str!("../src/data/communes.tsv"));
        let today = rows(include_str!("../src/data/communes_2025.tsv"));
        let keys: HashSet<_> = provinces.iter().map(|row| field(row, 0)).collect();
        assert_eq!(keys.len(), provinces.len(), "no id twice");
        let numbers = |era: &str| -> HashSet<&str> {
            provinces.iter().filter(|row| field(row, 0).starts_with(era)).map(|row| field(row, 1)).collect()
        };
        let (before, after) = (numbers("63-"), numbers("34-"));
        assert_eq!((before.len(), after.len()), (63, 34));

        for table in [&districts, &communes] {
            assert!(table.is_sorted_by_key(|row| (field(row, 0), field(row, 1))), "sorted by code and end");
            let mut states: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
            for row in table {
                states.entry(field(row, 0)).or_default().push((field(row, 6), field(row, 1)));
            }
            for state in states.values().flatten() {
                assert!(state.1.is_empty() || state.0 <= state.1, "a state begins before it ends");
            }
        }
        assert!(districts.iter().all(|row| before.contains(field(row, 4))), "every district has its province");
        let parents: HashSet<_> = districts.iter().map(|row| field(row, 0)).collect();
        assert!(communes.iter().all(|row| parents.contains(field(row, 4))), "every commune has its district");

        let codes: HashSet<_> = today.iter().map(|row| field(row, 0)).collect();
        assert_eq!(codes.len(), 3321);
        assert!(today.iter().all(|row| after.contains(field(row, 3))), "every commune of today has its province");
        let mut covered = HashSet::new();
        for row in &communes {
            let holders = field(row, 7);
            assert!(!holders.is_empty() || !field(row, 1).is_empty(), "every living commune went somewhere");
            covered.extend(holders.split(';').filter(|code| !code.is_empty()));
        }
        assert!(covered.is_subset(&codes));
        for table in [
            include_str!("../src/data/provinces.tsv"),
            include_str!("../src/data/districts.tsv"),
            include_str!("../src/data/communes.tsv"),
            include_str!("../src/data/communes_2025.tsv"),
            include_str!("../src/data/courts.tsv"),
        ] {
            assert!(is_nfc(table));
        }
    }
}

#[allow(clippy::indexing_slicing)]
mod expungement {
    use std::collections::HashSet;

    use unicode_normalization::is_nfc;

    fn rows(table: &str) -> Vec<Vec<&str>> {
        table.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| line.split('\t').collect()).collect()
    }

    #[test]
    fn tables_of_the_law() {
        let packs = rows(include_str!("../src/data/expungement_pack.tsv"));
        let codes = rows(include_str!("../src/data/expungement_code.tsv"));
        let periods = rows(include_str!("../src/data/expungement_period.tsv"));
        let keys = |rows: &[Vec<&'static str>]| rows.iter().map(|row| row[0]).collect::<Vec<_>>();
        for table in [&packs, &codes] {
            let keys = keys(table);
            assert_eq!(keys.iter().collect::<HashSet<_>>().len(), keys.len(), "no key twice");
        }
        assert!(packs.iter().all(|row| keys(&codes).contains(&row[1])), "every pack has its code");
        assert!(periods.iter().all(|row| keys(&packs).contains(&row[0])), "every period has its pack");
        assert!(packs.iter().all(|row| periods.iter().any(|period| period[0] == row[0])), "every pack has periods");
        for table in [
            include_str!("../src/data/expungement_pack.tsv"),
            include_str!("../src/data/expungement_period.tsv"),
            include_str!("../src/data/expungement_number.tsv"),
            include_str!("../src/data/expungement_limitation.tsv"),
            include_str!("../src/data/expungement_article.tsv"),
            include_str!("../tests/expungement_cases.tsv"),
        ] {
            assert!(is_nfc(table) && table.starts_with("# what"));
            // Bands themselves are checked for gaps and overlaps where they are read (`expungement/cases.rs`).
            assert!(rows(table).iter().all(|row| row.len() >= 4));
        }
    }
}

mod offences {
    #![allow(clippy::indexing_slicing)]
    use std::collections::HashSet;

    use unicode_normalization::is_nfc;

    fn rows(table: &str) -> Vec<Vec<&str>> {
        table.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| line.split('\t').collect()).collect()
    }

    /// Year, number and suffix of an article, number of a clause.
    fn key<'a>(row: &[&'a str], columns: &[usize]) -> Vec<(u32, &'a str)> {
        let number = |field: &'a str| {
            let end = field.find(|c: char| !c.is_ascii_digit()).unwrap_or(field.len());
            (field[..end].parse().unwrap_or(0), &field[end..])
        };
        columns.iter().map(|column| number(row[*column])).collect()
    }

    fn articles() -> HashSet<String> {
        rows(include_str!("../src/data/offences.tsv")).iter().map(|row| format!("{}:{}", row[0], row[1])).collect()
    }

    #[test]
    fn catalogue() {
        let table = include_str!("../src/data/offences.tsv");
        let rows = rows(table);
        assert_eq!(rows.len(), 663);
        assert!(rows.is_sorted_by(|a, b| key(a, &[0, 1]) < key(b, &[0, 1])), "sorted, none twice");
        assert!(is_nfc(table));
        for row in &rows {
            assert!(!row[3].is_empty() && !row[3].starts_with("Tội "), "{}", row[1]);
            assert_eq!(row[5].is_empty(), row[0] == "1985", "{}", row[1]);
            let chapters: &[&str] = if row[0] == "2015" { &["XIII", "XXVI"] } else { &["XI", "XXIV"] };
            let court = (row[5] == "1") == chapters.contains(&row[2]);
            assert!(row[0] == "1985" || row[7] == "no_offence" || court, "{} {}", row[0], row[1]);
        }
    }

    #[test]
    fn frames() {
        let table = include_str!("../src/data/offence_frames.tsv");
        let rows = rows(table);
        let articles = articles();
        assert!(
            rows.is_sorted_by(|a, b| (key(a, &[0, 1, 2]), a[3]) < (key(b, &[0, 1, 2]), b[3])),
            "sorted, none twice"
        );
        for row in &rows {
            assert!(articles.contains(&format!("{}:{}", row[0], row[1])), "{} {}", row[0], row[1]);
            let months = |column: usize| row[column].parse::<u32>().ok();
            assert!(months(7) <= months(8) || months(8).is_none(), "{row:?}");
            assert_eq!(row[6].contains('p'), months(8).is_some_and(|most| most > 0), "{row:?}");
        }
        for pair in rows.windows(2) {
            if key(&pair[0], &[0, 1, 2]) == key(&pair[1], &[0, 1, 2]) {
                assert!(pair[0][4] == pair[1][3] && !pair[0][4].is_empty(), "no gap, no overlap: {pair:?}");
            }
        }
    }

    #[test]
    fn fault_map_structure() {
        let articles = articles();
        let table = rows(include_str!("../src/data/offence_fault.tsv"));
        assert!(table.is_sorted_by(|a, b| key(a, &[0, 1, 2]) < key(b, &[0, 1, 2])), "sorted, none twice");
        for row in &table {
            assert!(articles.contains(&format!("{}:{}", row[0], row[1])), "{row:?}");
            assert!(["intentional", "negligent", "either", "unknown"].contains(&row[3]), "{row:?}");
        }
        let table = rows(include_str!("../src/data/offence_map_1999_2015.tsv"));
        assert!(table.is_sorted_by(|a, b| key(a, &[0, 1]) < key(b, &[0, 1])), "sorted, none twice");
        for row in &table {
            assert!(articles.contains(&format!("1999:{}", row[0])), "{row:?}");
            assert!(row[1].is_empty() == (row[2] == "none"), "{row:?}");
            assert!(row[1].is_empty() || articles.contains(&format!("2015:{}", row[1])), "{row:?}");
        }
        let table = rows(include_str!("../src/data/blhs_2015_structure.tsv"));
        assert!(table.is_sorted_by(|a, b| key(a, &[0, 1]) < key(b, &[0, 1])), "sorted, none twice");
        let order = "abcdđeghiklmnopqrstuvxy";
        for row in &table {
            let places: Vec<_> = row[3].split(' ').filter(|p| !p.is_empty()).map(|p| order.find(p)).collect();
            assert!(places.is_sorted_by(|a, b| a < b) && !places.contains(&None), "{row:?}");
        }
    }

    #[test]
    fn aliases_and_laws() {
        let articles = articles();
        let table = include_str!("../src/data/offence_aliases.tsv");
        assert!(is_nfc(table));
        let rows_ = rows(table);
        assert_eq!(rows_.iter().map(|row| row[0]).collect::<HashSet<_>>().len(), rows_.len(), "none twice");
        for row in &rows_ {
            let mut offences = row[1].split(' ').chain(row[2].split(' ')).filter(|o| !o.is_empty()).peekable();
            assert!(offences.peek().is_some() && offences.all(|o| articles.contains(o)), "{row:?}");
        }
        let laws = rows(include_str!("../src/data/laws.tsv"));
        let forms: Vec<_> = laws.iter().flat_map(|row| row[1].split('|')).collect();
        assert_eq!(forms.iter().collect::<HashSet<_>>().len(), forms.len(), "no form of two laws");
        assert!(forms.iter().all(|form| form.bytes().all(|b| b.is_ascii_lowercase())));
    }
}

mod person {
    use unicode_normalization::is_nfc;

    #[test]
    fn tables_of_persons() {
        for (table, rows) in [
            (include_str!("../src/data/family_names.tsv"), 452),
            (include_str!("../src/data/double_surnames.tsv"), 137),
            (include_str!("../src/data/middle_names.tsv"), 270),
            (include_str!("../src/data/given_names.tsv"), 536),
            (include_str!("../src/data/given_names_dkl01.tsv"), 171),
            (include_str!("../src/data/ethnic_groups.tsv"), 55),
            (include_str!("../src/data/nationalities.tsv"), 254),
            (include_str!("../src/data/citizen_id_province_codes.tsv"), 63),
            (include_str!("../src/data/cmnd_prefixes.tsv"), 149),
        ] {
            let lines = table.lines().filter(|line| !line.starts_with('#')).skip(1);
            let keys: Vec<&str> = lines.filter_map(|line| line.split('\t').next()).collect();
            assert!(keys.is_sorted_by(|a, b| a < b), "sorted, none twice");
            assert_eq!(keys.len(), rows);
            assert!(is_nfc(table) && table.starts_with("# what"));
        }
    }
}
