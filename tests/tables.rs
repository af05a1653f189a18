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
