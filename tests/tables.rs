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
