#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;

fn say<T: ToString>(reading: Reading<T, NumberError>) -> String {
    match (reading.value, reading.missing, reading.error) {
        (Some(value), None, None) => value.to_string(),
        (None, Some(missing), None) => format!("missing {missing:?}").to_lowercase(),
        (None, None, Some(error)) => match reading.repairs.first() {
            Some(repair) => format!("{} ({})", error.code(), repair.after),
            None => error.code().to_owned(),
        },
        _ => "several outcomes".to_owned(),
    }
}

#[track_caller]
fn table(cases: &str, read: impl Fn(&str) -> String) {
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in cases.lines().filter(|line| !line.trim().is_empty()) {
        let (text, expected) = line.rsplit_once('|').unwrap();
        let (text, expected) = (text.trim_matches(' '), expected.trim());
        count += 1;
        let found = read(text);
        if found != expected {
            wrong.push(format!("{text:?}: expected {expected}, found {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn numbers() {
    table(
        "
105 | 105
05 | 5
+5 | 5
-5 | -5
−5 | -5
một trăm linh năm | 105
một trăm lẻ năm | 105
một trăm lẽ năm | 105
Một trăm linh năm | 105
mot tram linh nam | 105
một nghìn không trăm linh năm | 1005
một nghìn lẻ năm | 1005
một ngàn không trăm lẻ năm | 1005
không | missing none
một | 1
hai | 2
ba | 3
bốn | 4
tư | 4
năm | 5
sáu | 6
bảy | 7
bẩy | 7
tám | 8
chín | 9
mười | 10
mười một | 11
mười bốn | 14
mười lăm | 15
mười nhăm | 15
hai mươi | 20
hai mươi mốt | 21
hai mươi một | 21
hai mươi tư | 24
hai mươi bốn | 24
hai mươi lăm | 25
hai mươi nhăm | 25
hai mốt | 21
ba tư | 34
năm lăm | 55
hăm mốt | 21
hăm lăm | 25
băm sáu | 36
chín mươi chín | 99
một trăm | 100
một trăm hai | 120
một trăm hai mươi | 120
một trăm rưỡi | 150
một trăm hai mốt | 121
ba trăm sáu mươi lăm | 365
chín trăm chín mươi chín | 999
một nghìn hai | 1200
hai nghìn không trăm hai mươi tư | 2024
một nghìn chín trăm chín mươi | 1990
mười hai nghìn ba trăm bốn mươi lăm | 12345
một vạn | 10000
ba vạn rưỡi | 35000
một triệu | 1000000
một triệu hai | 1200000
hai tỷ ba | 2300000000
hai tỉ ba | 2300000000
một triệu rưỡi | 1500000
hai triệu rưởi | 2500000
nghìn | unrecognised
hai nghìn tỷ | 2000000000000
hai nghìn ba trăm tỷ | 2300000000000
một tỷ hai trăm ba mươi bốn triệu năm trăm sáu mươi bảy nghìn tám trăm chín mươi | 1234567890
một triệu không trăm linh năm nghìn | 1005000
năm mươi triệu | 50000000
năm chục | 50
ba phẩy năm | 3.5
hai phẩy hai lăm | 2.25
không phẩy năm | 0.5
ba phẩy không năm | 3.05
ba phẩy mười bốn | 3.14
một phẩy năm triệu | 1500000
âm năm | -5
âm hai mốt | -21
trừ ba | -3
dương sáu | 6
năm rưỡi | 5.5
hai rưỡi | 2.5
50 triệu | 50000000
2 tỷ 300 triệu | 2300000000
1,5 triệu | 1500000
1.5 tỷ | 1500000000
500k | 500000
1tr5 | 1500000
1.234.567 | 1234567
1,234,567 | 1234567
1.234.567,5 | 1234567.5
1,234,567.5 | 1234567.5
1.234,5 | 1234.5
1 234 567 | 1234567
1234,5 | 1234.5
1234.5 | 1234.5
12,5 | 12.5
12.5 | 12.5
0,125 | 0.125
0.125 | 0.125
1234.567 | 1234.567
1.234 | ambiguous
1,234 | ambiguous
12.345 | ambiguous
hai mươi năm | ambiguous
hai triệu ba trăm | ambiguous
09 (chín) | 9
9 (chín) | 9
chín (9) | 9
12 (mười hai) | 12
12 (mười) | figures_words_conflict
1.234 (một nghìn hai trăm ba mươi bốn) | 1234
9 (tám) | figures_words_conflict
105 (một trăm lẻ năm) | 105
dưới 5 | not_one_number
trên 10 | not_one_number
3–5 | not_one_number
3-5 | not_one_number
3 - 5 | not_one_number
từ 3 đến 5 | not_one_number
khoảng 5 | not_one_number
>5 | not_one_number
≥ 3 | not_one_number
hơn 100 | not_one_number
ít nhất 3 | not_one_number
hai ba | not_one_number
năm sáu | not_one_number
vài trăm | not_one_number
5 trở lên | not_one_number
mười năm | ambiguous
năm người | unrecognised
5 con bò | unrecognised
một hai ba | unrecognised
trăm | unrecognised
mười mươi | unrecognised
linh năm | unrecognised
hai trăm nghìn triệu nghìn | unrecognised
1E+05 | scientific
1.2E+10 | scientific
1.23.45 | unrecognised
1.2345.678 | unrecognised
Nguyễn Văn An | unrecognised
 | missing blank
- | missing blank
1O5 | ocr (105)
",
        |text| say(read(text)),
    );
}

#[test]
fn money() {
    table(
        "
50.000.000đ | 50000000
50.000.000 đồng | 50000000
50.000.000 VNĐ | 50000000
50.000.000vnđ | 50000000
50,000,000 VND | 50000000
VND 50,000,000 | 50000000
50.000.000₫ | 50000000
50000000 | 50000000
200000 | 200000
200.000 | 200000
200,000 | 200000
200.000đ | 200000
200.000 đ | 200000
200.000d | 200000
200.000 dong | 200000
200.000 đồng. | 200000
200.000 đồng./. | 200000
200.000đ chẵn | 200000
200.000 đồng chẵn | 200000
200.000,00 | 200000
200,000.00 | 200000
200.000,- | 200000
200 000 đồng | 200000
200. 000. 000 đồng | 200000000
50 triệu | 50000000
50 triệu đồng | 50000000
50tr | 50000000
50 tr | 50000000
50trđ | 50000000
50 tr.đ | 50000000
1tr5 | 1500000
1tr500 | 1500000
1tr25 | 1250000
1 triệu 2 | 1200000
1,5 triệu | 1500000
1.5 triệu đồng | 1500000
500k | 500000
500K | 500000
200 nghìn | 200000
200 ngàn đồng | 200000
200 nghìn đồng | 200000
2 tỷ 300 triệu | 2300000000
2 tỷ 300 triệu đồng | 2300000000
2 tỷ 3 | 2300000000
1 tỷ rưỡi | 1500000000
5 triệu 500 nghìn đồng | 5500000
5 triệu 500.000 đồng | 5500000
hai trăm nghìn đồng | 200000
Hai trăm ngàn đồng chẵn | 200000
năm mươi triệu đồng | 50000000
năm triệu rưỡi | 5500000
một triệu hai | 1200000
200.000 đồng (hai trăm nghìn đồng) | 200000
200.000 (hai trăm nghìn) đồng | 200000
200.000đ (hai trăm ngàn đồng chẵn) | 200000
200.000đ (Hai trăm nghìn đồng chẵn) | 200000
200.000 đồng (ba trăm nghìn đồng) | figures_words_conflict
5.000.000 (Năm triệu) đồng | 5000000
Án phí HSST: 200.000đ | 200000
án phí hình sự sơ thẩm 200.000 đồng | 200000
200.000đ án phí HSST | 200000
HSST: 200.000đ; DSST: 500.000đ | several_amounts
200.000đ án phí HSST và 300.000đ án phí DSST | several_amounts
từ 5.000.000 đồng đến 50.000.000 đồng | not_one_number
dưới 2.000.000 đồng | not_one_number
1.234 triệu | ambiguous
200 | ambiguous
200đ | 200
0 | 0
0đ | 0
100 USD | other_currency
$100 | other_currency
2OO.OOOđ | ocr (200000)
(200.000đ) | 200000
200.000,đ | 200000
AP HSST: 200.000đ | 200000
APHSST: 200.000 | 200000
3tr2 | 3200000
1 tỷ 200 triệu 500 nghìn đồng | 1200500000
2.000.000đ (2 triệu) | 2000000
50 triệu 500 | ambiguous
Nguyễn Văn An | unrecognised
được miễn | unrecognised
// | missing blank
1.234.56 | unrecognised
",
        |text| say(read_money(text)),
    );
}

#[test]
fn durations() {
    let read = |text: &str| {
        say(read_duration(text).map(|d| {
            let (y, m, d) = (d.years, d.months, d.days);
            format!("{y}-{m}-{d}")
        }))
    };
    table(
        "
18 tháng | 0-18-0
1 năm 6 tháng | 1-6-0
01 năm 06 tháng | 1-6-0
01 năm 06 tháng 15 ngày | 1-6-15
1 năm, 6 tháng | 1-6-0
một năm và sáu tháng | 1-6-0
15 ngày | 0-0-15
3 năm | 3-0-0
03 (ba) năm | 3-0-0
02 (hai) năm 06 (sáu) tháng | 2-6-0
02(hai) năm 06(sáu) tháng | 2-6-0
36 tháng (ba mươi sáu tháng) | 0-36-0
36 (ba mươi sáu) tháng | 0-36-0
02 năm (hai năm) | 2-0-0
02 (hai năm) | 2-0-0
01 năm 06 tháng (mười tám tháng) | 1-6-0
12 (mười) tháng | figures_words_conflict
02 (ba) năm | figures_words_conflict
36 tháng (ba mươi tháng) | figures_words_conflict
mười lăm tháng | 0-15-0
hai mươi bốn tháng | 0-24-0
hai mươi tư tháng | 0-24-0
hai mươi mốt ngày | 0-0-21
năm năm | 5-0-0
năm năm sáu tháng | 5-6-0
năm tháng | 0-5-0
mười năm | 10-0-0
hai mươi năm | 20-0-0
mười lăm năm | 15-0-0
một năm rưỡi | 1-6-0
1 năm rưỡi | 1-6-0
hai năm rưỡi | 2-6-0
1,5 năm | 1-6-0
2.5 năm | 2-6-0
nửa năm | 0-6-0
2 tuần | 0-0-14
2n6t | 2-6-0
2N 6T | 2-6-0
18t | 0-18-0
18 th | 0-18-0
2 nam 6 thang | 2-6-0
muoi tam thang | 0-18-0
sau thang | 0-6-0
NĂM NĂM | 5-0-0
24 tháng tù | 0-24-0
còn lại 14 tháng 5 ngày | 0-14-5
24 tháng kể từ ngày tuyên án | 0-24-0
(24 tháng) | 0-24-0
năm năm năm tháng năm ngày | 5-5-5
hai mươi bốn (24) tháng | 0-24-0
1 năm sáu tháng | 1-6-0
Thời hạn: 02 năm | 2-0-0
18 | no_unit
mười tám | no_unit
dưới 5 năm | not_one_number
2-3 năm | not_one_number
từ 2 năm đến 3 năm | not_one_number
6 tháng 1 năm | unrecognised
tháng 5/2019 | unrecognised
5 người | unrecognised
1,3 năm | unrecognised
// | missing blank
",
        read,
    );
}

/// Words for a number, in careful style.
fn print(value: u64, linh: &str, thousand: &str) -> String {
    const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
    let digit = |d: u64| DIGITS.get(usize::try_from(d).unwrap()).copied().unwrap();
    let group = |value: u64, full: bool| {
        let (h, t, u) = (value / 100, value / 10 % 10, value % 10);
        let mut words = Vec::new();
        if h > 0 || full {
            words.push(format!("{} trăm", digit(h)));
        }
        match (t, u) {
            (0, 0) => {}
            (0, u) if words.is_empty() => words.push(digit(u).to_owned()),
            (0, u) => words.push(format!("{linh} {}", digit(u))),
            (1, 0) => words.push("mười".to_owned()),
            (1, 5) => words.push("mười lăm".to_owned()),
            (1, u) => words.push(format!("mười {}", digit(u))),
            (t, 0) => words.push(format!("{} mươi", digit(t))),
            (t, 1) => words.push(format!("{} mươi mốt", digit(t))),
            (t, 5) => words.push(format!("{} mươi lăm", digit(t))),
            (t, u) => words.push(format!("{} mươi {}", digit(t), digit(u))),
        }
        words.join(" ")
    };
    if value == 0 {
        return "không".to_owned();
    }
    let mut words = Vec::new();
    for (weight, name) in [(1_000_000_000, "tỷ"), (1_000_000, "triệu"), (1000, thousand), (1, "")] {
        let part = value / weight % 1000;
        if part > 0 {
            words.push(format!("{} {name}", group(part, value >= weight * 1000)).trim().to_owned());
        }
    }
    words.join(" ")
}

proptest! {
    #[test]
    fn words_read_back(value in prop_oneof![0_u64..10_000, 0_u64..999_999_999_999]) {
        for (linh, thousand) in [("linh", "nghìn"), ("lẻ", "ngàn")] {
            let words = print(value, linh, thousand);
            let mut tokens = Vec::new();
            lex(&words, &mut tokens);
            let spelled = spell::read(&tokens).unwrap();
            prop_assert_eq!((spelled.value, spelled.used), (value, tokens.len()), "{}", words);
            prop_assert!(!spelled.ambiguous, "{}", words);
            let both = format!("{value} ({words})");
            prop_assert_eq!(read(&both).value, Some(value as f64), "{}", both);
            let wrong = format!("{} ({words})", value + 1);
            prop_assert_eq!(read(&wrong).error, Some(NumberError::FiguresWordsConflict), "{}", wrong);
        }
    }

    #[test]
    fn terms_read_back(years in 0_u32..40, months in 0_u32..60, days in 0_u32..31) {
        let mut parts = Vec::new();
        for (n, unit) in [(years, "năm"), (months, "tháng"), (days, "ngày")] {
            if n > 0 {
                parts.push(format!("{n:02} ({}) {unit}", print(u64::from(n), "linh", "nghìn")));
            }
        }
        prop_assume!(!parts.is_empty());
        prop_assert_eq!(read_duration(&parts.join(" ")).value, Some(Duration { years, months, days }));
    }

    #[test]
    fn reading_never_panics(text in "\\PC{0,40}") {
        let _ = (read(&text), read_money(&text), read_duration(&text));
    }

    #[test]
    fn reading_number_like_text_never_panics(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "một", "năm", "mươi", "mười", "trăm", "nghìn", "tỷ", "rưỡi", "linh", "phẩy", "999999999999999999", "1", "000", ".", ",", "(",
                ")", "đ", "tr", "tháng", " ", "-", "e",
            ]),
            0..12,
        ),
    ) {
        for text in [parts.join(" "), parts.concat()] {
            let _ = (read(&text), read_money(&text), read_duration(&text));
        }
    }
}
