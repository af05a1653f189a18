#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use proptest::prelude::*;

const AS_OF: Date = Date::constant(2026, 6, 30);

fn options() -> DateOptions {
    DateOptions { as_of: Some(AS_OF), ..DateOptions::default() }
}

fn say(text: &str, options: &DateOptions) -> String {
    let reading = read(text, options);
    match (reading.value, reading.missing, reading.error) {
        (Some(date), None, None) => date.to_string(),
        (None, Some(missing), None) => format!("missing {missing:?}").to_lowercase(),
        (None, None, Some(error)) => match reading.repairs.first() {
            Some(repair) => format!("{} ({} {})", error.code(), repair.kind, repair.after),
            None => error.code().to_owned(),
        },
        (Some(date), None, Some(error)) => format!("{date} but {}", error.code()),
        other => panic!("{other:?}"),
    }
}

/// Cases as `text | reading`, read with a day of reading and without.
#[track_caller]
fn table(cases: &str, options: &DateOptions) {
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in cases.lines().filter(|line| !line.trim().is_empty()) {
        let (text, expected) = line.rsplit_once('|').unwrap();
        let (text, expected) = (text.trim_matches(' '), expected.trim());
        count += 1;
        let found = say(text, options);
        if found != expected {
            wrong.push(format!("{text:?}: expected {expected}, found {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn whole_days() {
    table(
        "
14/11/2024 | 2024-11-14
14-11-2024 | 2024-11-14
14.11.2024 | 2024-11-14
14 / 11 / 2024 | 2024-11-14
14/11-2024 | 2024-11-14
14.11.2024. | 2024-11-14
4/1/2024 | 2024-01-04
04/1/2024 | 2024-01-04
4-01-2024 | 2024-01-04
  14/11/2024  | 2024-11-14
'14/11/1990 | 1990-11-14
\"14/11/1990\" | 1990-11-14
14 11 1990 | 1990-11-14
14,11,1990 | 1990-11-14
14\\11\\1990 | 1990-11-14
14–11–1990 | 1990-11-14
14//11//1990 | 1990-11-14
(14/11/1990) | 1990-11-14
14/11/1990; | 1990-11-14
ngày 14/11/1990 | 1990-11-14
Ngày 14-11-1990 | 1990-11-14
ngày14/11/1990 | 1990-11-14
ngày 14 tháng 11 năm 2024 | 2024-11-14
Ngày 14 tháng 11 năm 2024. | 2024-11-14
NGÀY 02 THÁNG 9 NĂM 1975 | 1975-09-02
ngay 14 thang 11 nam 2024 | 2024-11-14
ngày14tháng11năm2024 | 2024-11-14
14 tháng 11 năm 1990 | 1990-11-14
14 tháng 11, 1990 | 1990-11-14
14 th 11 1990 | 1990-11-14
14/11 năm 1990 | 1990-11-14
ngày 14/11 năm 1990 | 1990-11-14
ngày 14, tháng 11, năm 1990 | 1990-11-14
ngày 21 tháng 09 năm 2025 | 2025-09-21
ngày 1 tháng 10 năm 1990 | 1990-10-01
ngày 14 (mười bốn) tháng 11 (mười một) năm 2024 | 2024-11-14
ngày 14 (mười ba) tháng 11 năm 2024 | figures_words_conflict
Hà Nội, ngày 14 tháng 11 năm 2024 | 2024-11-14
TP. Hồ Chí Minh, ngày 14 tháng 11 năm 2024 | 2024-11-14
sinh ngày 14/11/1990 | 1990-11-14
SN 14/11/1990 | 1990-11-14
Sinh ngày: 14/11/1990 | 1990-11-14
Ngày cấp: 14/11/2019 | 2019-11-14
Ngày, tháng, năm sinh: 14/11/1990 | 1990-11-14
NS: 14/11/1990 | 1990-11-14
cấp ngày 14/11/2019 | 2019-11-14
Thứ năm, 14/11/2024 | 2024-11-14
thứ 5 ngày 14 tháng 11 năm 2024 | 2024-11-14
Chủ nhật, ngày 17/11/2024 | 2024-11-17
thứ hai, 14/11/2024 | 2024-11-14 but weekday_conflict
năm 1990 tháng 11 ngày 14 | 1990-11-14
14/11/1990 (theo giấy khai sinh) | 1990-11-14
14/11/1990 tại Thanh Hóa | 1990-11-14
14/11/1990 dương lịch | 1990-11-14
14/11/1990 (DL) | 1990-11-14
ba mươi tháng tư năm bảy lăm | 1975-04-30
14-XI-1990 | 1990-11-14
14/IV/1990 | 1990-04-14
ngày mười bốn tháng mười một năm một nghìn chín trăm chín mươi | 1990-11-14
ngày hai mươi mốt tháng chín năm một nghìn chín trăm bảy mươi lăm | 1975-09-21
ngày ba mươi tháng tư năm một chín bảy lăm | 1975-04-30
ngày năm tháng năm năm hai nghìn không trăm linh năm | 2005-05-05
ngày 5 tháng năm năm 2005 | 2005-05-05
ngày một tháng tư năm hai nghìn lẻ sáu | 2006-04-01
ngày hai mươi lăm tháng mười hai năm hai nghìn hai mươi tư | 2024-12-25
14111990 | 1990-11-14
sinhngày 14/11/1990 | 1990-11-14
N.sinh 14/11/1990 | 1990-11-14
đã chết ngày 14/11/2015 | 2015-11-14
19901114 | 1990-11-14
",
        &options(),
    );
}

#[test]
fn times_and_zones() {
    table(
        "
2024-11-14 | 2024-11-14
2024/11/14 | 2024-11-14
2024.11.14 | 2024-11-14
2024-1-4 | 2024-01-04
2024-11-14T00:00:00 | 2024-11-14
2024-11-14 00:00:00 | 2024-11-14
2024-11-14 00:00:00.000 | 2024-11-14
2024-11-14T17:00:00Z | utc_instant
2024-11-14T17:00:00.000Z | utc_instant
2024-11-14T00:00:00+07:00 | 2024-11-14
2024-11-14T00:00:00+00:00 | utc_instant
2024-11-14 17:00:00 UTC | utc_instant
14/11/2024 00:00 | 2024-11-14
14/11/2024 12:00:00 AM | 2024-11-14
14/11/2024 12:00:00 SA | 2024-11-14
22h30 ngày 14/11/2024 | 2024-11-14
22 giờ 30 phút ngày 14/11/2024 | 2024-11-14
khoảng 22 giờ ngày 14/11/2024 | 2024-11-14
Khoảng 22h00 ngày 14/11/2024 | 2024-11-14
lúc 22 giờ ngày 14 tháng 11 năm 2024 | 2024-11-14
hồi 8 giờ 00 phút, ngày 14/11/2024 | 2024-11-14
vào khoảng 8h sáng ngày 14/11/2024 | 2024-11-14
14-Nov-1990 | 1990-11-14
14 November 1990 | 1990-11-14
Nov 14, 1990 | 1990-11-14
November 1990 | 1990-11
14-NOV-90 | 1990-11-14
May 5, 1990 | 1990-05-05
1990-Nov-14 | 1990-11-14
November 14th, 1990 | 1990-11-14
1st Jan 1980 | 1980-01-01
14th November 1990 | 1990-11-14
Thursday, November 14, 2024 | 2024-11-14
CN 17/11/2024 | 2024-11-17
14 thg 11 1990 | 1990-11-14
14-thg 11-1990 | 1990-11-14
19:30 ngày 14/11/2019 | 2019-11-14
bảy giờ ngày 5/6/2019 | 2019-06-05
14g30 ngày 5/6/2019 | 2019-06-05
2024-11-14 00:00:00+07 | 2024-11-14
20241114153000 | 2024-11-14
",
        &options(),
    );
}

#[test]
fn partial_dates() {
    table(
        "
1965 | 1965
năm 1965 | 1965
Năm 1965. | 1965
SN 1965 | 1965
SN1965 | 1965
S/N 1965 | 1965
sn: 1965 | 1965
sinh năm 1965 | 1965
Sinh năm: 1965 | 1965
sinh 1965 | 1965
00/00/1965 | 1965
0/0/1965 | 1965
00/11/1965 | 1965-11
14/00/1965 | 1965
1965-00-00 | 1965
1965-11-00 | 1965-11
__/__/1965 | 1965
_/_/1965 | 1965
../../1965 | 1965
…/…/1965 | 1965
…./…./1965 | 1965
--/--/1965 | 1965
-/-/1965 | 1965
xx/xx/1965 | 1965
XX/XX/1965 | 1965
x/x/1965 | 1965
?/?/1965 | 1965
??/??/1965 | 1965
../11/1965 | 1965-11
__/11/1965 | 1965-11
…/11/1965 | 1965-11
xx/11/1965 | 1965-11
--/11/1965 | 1965-11
ngày … tháng … năm 1965 | 1965
ngày ... tháng ... năm 1965 | 1965
ngày…tháng…năm 1965 | 1965
ngày    tháng    năm 1965 | 1965
ngày ... tháng 11 năm 1965 | 1965-11
ngày __ tháng __ năm 1965 | 1965
ngày 00 tháng 00 năm 1965 | 1965
tháng 5/1970 | 1970-05
tháng 5 năm 1970 | 1970-05
tháng năm năm 1970 | 1970-05
tháng tư năm 1970 | 1970-04
tháng mười hai năm 1970 | 1970-12
Tháng 10/1970 | 1970-10
tháng 5-1970 | 1970-05
05/1970 | 1970-05
5/1970 | 1970-05
5-1970 | 1970-05
05.1970 | 1970-05
T5/1970 | 1970-05
T.5/1970 | 1970-05
th5/1970 | 1970-05
1970-05 | 1970-05
năm một nghìn chín trăm sáu mươi | 1960
năm một chín sáu lăm | 1965
quý II/1965 | 1965-04/1965-06
quý 2/1965 | 1965-04/1965-06
Quý IV năm 1965 | 1965-10/1965-12
Q3/1965 | 1965-07/1965-09
quý V/1965 | no_such_quarter
nửa đầu năm 1965 | 1965-01/1965-06
nửa cuối năm 1965 | 1965-07/1965-12
6 tháng đầu năm 1965 | 1965-01/1965-06
6 tháng cuối năm 1965 | 1965-07/1965-12
sáu tháng đầu năm 1965 | 1965-01/1965-06
đầu năm 1965 | 1965-01/1965-04
giữa năm 1965 | 1965-05/1965-08
cuối năm 1965 | 1965-09/1965-12
đầu tháng 5/1965 | 1965-05-01/1965-05-10
cuối tháng 2 năm 1965 | 1965-02-21/1965-02-28
những năm 1960 | 1960/1969
từ tháng 3/2019 đến tháng 5/2019 | 2019-03/2019-05
từ ngày 1/2/2019 đến ngày 5/6/2019 | 2019-02-01/2019-06-05
từ ngày 5 đến ngày 10/6/2019 | 2019-06-05/2019-06-10
tháng 5 đến tháng 7 năm 2019 | 2019-05/2019-07
01/02/2019 - 05/06/2019 | 2019-02-01/2019-06-05
05/1970 - 07/1970 | 1970-05/1970-07
1965-1966 | 1965/1966
1965 đến 1966 | 1965/1966
1965 hoặc 1966 | [1965,1966]
1965/1966 | 1965/1966
1966-1965 | reversed
khoảng năm 1965 | 1965~
khoảng 1965 | 1965~
Khoảng tháng 5/1965 | 1965-05~
chừng 1965 | 1965~
ước 1965 | 1965~
~1965 | 1965~
1965~ | 1965~
1965 (khoảng) | 1965~
khoảng 45 tuổi | 1981~
trạc 45 tuổi | 1981~
khoảng bốn mươi lăm tuổi | 1981~
45 tuổi | [1980,1981]
1965 (61 tuổi) | 1965
năm ngoái | 2025
hôm qua | 2026-06-29
1965? | doubtful (doubtful 1965~)
khoảng tháng 3 - 4/2019 | 2019-03~/2019-04~
tháng 3-4/2019 | 2019-03/2019-04
khoảng năm 1975-1976 | 1975~/1976~
khoảng cuối năm 2018 | 2018-09~/2018-12~
quý một năm 2018 | 2018-01/2018-03
nửa đầu tháng 5/2018 | 2018-05-01/2018-05-15
xấp xỉ 1990 | 1990~
chừng khoảng 1990 | 1990~
40-45 tuổi | 1980/1986
khoảng 40 - 45 tuổi | 1980~/1986~
không rõ ngày tháng, năm 1965 | 1965
không rõ ngày/tháng/1965 | 1965
không nhớ ngày sinh, năm 1965 | 1965
ngày      /     /2020 | 2020
/ /2020 | 2020
00001965 | 1965
00111965 | 1965-11
19650000 | 1965
5/87 | 1987-05
tháng 5/87 | 1987-05
14 hoặc 15/11/1990 | [1990-11-14,1990-11-15]
trong năm 2018 | 2018
hồi tháng 5 năm 2018 | 2018-05
",
        &options(),
    );
}

#[test]
fn what_is_no_date() {
    table(
        "
31/04/1975 | no_such_day
29/02/1975 | no_such_day
32/01/1975 | no_such_day
ngày 32 tháng 4 năm 1975 | no_such_day
31/4/1990 | no_such_day
29/2/1900 | no_such_day
29/02/2024 | 2024-02-29
14/13/1990 | no_such_month
12/25/1990 | no_such_month (order 1990-12-25)
13/1990 | no_such_month
14/11 | no_year
ngày 14 tháng 11 | no_year
ngày 14 tháng 11 năm | no_year
ngày 14 tháng 11 năm … | no_year
tháng 5 | no_year
14/11/0000 | no_year
00/00/0000 | missing unknown
0000-00-00 | missing unknown
../../.... | missing blank
__/__/____ | missing blank
ngày … tháng … năm … | missing blank
ngày tháng năm | missing blank
xx/xx/xxxx | missing unknown
30/12/1899 | sentinel
00/01/1900 | sentinel
0/1/1900 | sentinel
Nam | no_year
1990 (?) | doubtful
14/11/1990-1991 | several_dates
ngày 14 tháng 11 năm 19 | two_digit_year
ngày 14 tháng 11 năm 20… | two_digit_year
từ 2015 đến nay | unrecognised
1411/1990 | year_out_of_range
đêm 14 rạng sáng 15/11/2019 | several_dates
01/01/1900 | sentinel
1900-01-01 | sentinel
01/01/0001 | sentinel
0001-01-01 | sentinel
31/12/9999 | sentinel
9999-12-31 | sentinel
14/11/1290 | year_out_of_range
14/11/2990 | year_out_of_range
14/11/990 | unrecognised
14/11/2027 | future
2027 | future
01/07/2026 | future
15/8/1990 âm lịch | lunar
15/8/1990 ÂL | lunar
15/8/1990 (âm) | lunar
15/8/1990 (AL) | lunar
rằm tháng 8 năm 1990 | lunar
tháng Giêng năm 1990 | lunar
23 tháng Chạp năm 1990 | lunar
mùng 5 tháng 3 năm 1990 | lunar (solar 1990-03-05)
ngày mồng 5 tháng 11 năm 1990 dương lịch | 1990-11-05
mùng 5 tháng 3 năm Canh Ngọ | lunar
Canh Tý | can_chi
năm Canh Tý | can_chi
Giáp Sửu | no_such_can_chi
canh ty | can_chi
at ty | can_chi
Canh Tý (1960) | 1960
năm Canh Tý 1960 | 1960
1960 (Canh Tý) | 1960
Canh Tý 1961 | can_chi_conflict
14/11/Canh Tý | lunar
14/11/Canh Tý (1960) | lunar
14/11/1960 (Canh Tý) | 1960-11-14
14/11/1990 (tức 27/9 âm lịch) | 1990-11-14
14/11/1990 (tức ngày 27/9 Canh Ngọ) | 1990-11-14
27/9 âm lịch, tức ngày 14/11/1990 | 1990-11-14
33445 | serial
33445.0 | serial
l4/11/I990 | ocr (ocr 1990-11-14)
O1/O2/198O | ocr (ocr 1980-02-01)
1S/0S/1979 | ocr (ocr 1979-05-15)
14/11/90 | 1990-11-14
14-11-24 | 2024-11-14
14/11/26 | 1926-11-14
14.11.05 | 2005-11-14
năm 75 | 1975
90/11/14 | ambiguous_order
141190 | ambiguous_order
5111990 | ambiguous_order (lost_zero 1990-11-05)
20101112 | 2010-11-12
trước năm 1975 | open_interval
sau 30/4/1975 | open_interval
14/11/1990 và 15/11/1990 | several_dates
14/11/1990; 15/11/1990 | several_dates
ngày | no_year
Nguyễn Văn An | unrecognised
123 | unrecognised
2 - 0 | no_year
2-3 tháng | unrecognised
12 tháng | no_year
18 (mười tám) tháng tù | unrecognised
02 năm tù | unrecognised
079090001234 | unrecognised
200.000 | unrecognised
",
        &options(),
    );
}

#[test]
fn what_needs_options() {
    table(
        "
14/11/90 | two_digit_year
năm 75 | two_digit_year
45 tuổi | no_as_of
hôm nay | no_as_of
14/11/2027 | 2027-11-14
",
        &DateOptions::default(),
    );
    let serial = DateOptions { serial: true, ..options() };
    table(
        "33445 | 1991-07-26\n33445.0 | 1991-07-26\n33445.75 | 1991-07-26\n14/11/1990 | 1990-11-14\n1965 | 1965",
        &serial,
    );
    table("31983 | 1991-07-26", &DateOptions { since_1904: true, ..serial });
    table("14/11/15 | 1915-11-14\n14/11/05 | 2005-11-14", &DateOptions { role: Role::Birth, ..options() });
    table("14/11/2031 | 2031-11-14\n14/11/31 | 2031-11-14", &DateOptions { role: Role::Expiry, ..options() });
}

#[test]
fn completions() {
    let check = |text: &str, expected: &str| {
        let reading = read_completion(text, &options());
        let found = match (reading.value, reading.error) {
            (Some(Completion::Done(date)), None) => date.to_string(),
            (Some(Completion::Exempted(Some(date))), None) => format!("exempted {date}"),
            (Some(other), None) => format!("{other:?}"),
            (None, Some(error)) => error.code().to_owned(),
            other => panic!("{other:?}"),
        };
        assert_eq!(found, expected, "{text}");
    };
    for (text, expected) in [
        ("12/3/2019", "2019-03-12"),
        ("Đã nộp xong ngày 12/3/2019", "2019-03-12"),
        ("Đã chấp hành xong ngày 12 tháng 3 năm 2019", "2019-03-12"),
        ("Biên lai số 123 ngày 5/6/2019", "2019-06-05"),
        ("Biên lai thu tiền số 0001234 ngày 05/06/2019 của Chi cục THADS", "2019-06-05"),
        ("Đã thi hành xong (BL 00123 ngày 5.6.2019)", "2019-06-05"),
        ("đã nộp năm 2019", "2019"),
        ("đã thi hành xong", "DoneUndated"),
        ("Đã nộp", "DoneUndated"),
        ("đã nộp đủ", "DoneUndated"),
        ("Chưa thi hành", "NotDone"),
        ("chưa nộp", "NotDone"),
        ("Chưa chấp hành xong", "NotDone"),
        ("chưa nộp án phí (tính đến 5/6/2019)", "NotDone"),
        ("Đang chấp hành", "NotDone"),
        ("Được miễn án phí", "Exempted(None)"),
        ("Được miễn", "Exempted(None)"),
        ("được miễn theo QĐ số 12/2019 ngày 5/6/2019", "exempted 2019-06-05"),
        ("Nộp ngày 5/6/2019", "2019-06-05"),
        ("BL số 0012 ngày 5/6/2019", "2019-06-05"),
        ("05/6/2019 (BL 123)", "2019-06-05"),
        ("Đã nộp tháng 6/2019", "2019-06"),
        ("Đã nộp 200.000đ ngày 5/6/2019", "2019-06-05"),
        ("Đã nộp ngày 5/6/19", "2019-06-05"),
        ("Thi hành xong theo QĐ số 12/QĐ-CCTHADS ngày 5/6/2019", "2019-06-05"),
        ("Đã chấp hành xong ngày 12/3/2019; chưa nộp án phí", "unrecognised"),
        ("Đã nộp một phần", "NotDone"),
        ("còn phải nộp 100.000đ", "NotDone"),
        ("không", "NoneImposed"),
        ("không có", "NoneImposed"),
        ("không rõ", "Unknown"),
        ("đã nộp xong", "DoneUndated"),
        ("chua nop", "NotDone"),
        ("Da nop ngay 5/6/2019", "2019-06-05"),
        ("//", "Stroke"),
        ("", "Unknown"),
        ("-", "Unknown"),
        ("31/4/2019", "no_such_day"),
        ("Đã nộp ngày 31/4/2019", "no_such_day"),
        ("nộp lần 1 ngày 5/6/2019, lần 2 ngày 7/8/2019", "several_dates"),
        ("Nguyễn Văn An", "unrecognised"),
    ] {
        check(text, expected);
    }
}

#[test]
fn values() {
    let date = |text: &str| text.parse::<PartialDate>().unwrap();
    assert_eq!(date("1965").before(&date("1966")), Some(true));
    assert_eq!(date("1965").before(&date("1965-05")), None);
    assert_eq!(date("1965~").before(&date("2000")), None);
    assert_eq!(date("1966").after(&date("1965-12-31")), Some(true));
    assert_eq!(date("[1965,1966]").earliest(), Some(Date::constant(1965, 1, 1)));
    assert_eq!(date("[1965,1966]").latest(), Some(Date::constant(1966, 12, 31)));
    assert_eq!(date("1965-04/1965-06").latest(), Some(Date::constant(1965, 6, 30)));
    assert_eq!(date("1965-04/1965-06").year_if_known(), Some(1965));
    assert_eq!(date("2000-02-29").age_on(Date::constant(2018, 2, 28)), Some((18, 18)));
    assert_eq!(date("2000").age_on(Date::constant(1999, 1, 1)), None);
    assert_eq!(date("2004-02").assumed_under_417(), Some(Date::constant(2004, 2, 29)));
    let months = |months| crate::number::Duration { years: 0, months, days: 0 };
    assert_eq!(add(Date::constant(2019, 1, 31), &months(1)), Some(Date::constant(2019, 2, 28)));
    assert_eq!(subtract(Date::constant(2019, 3, 31), &months(1)), Some(Date::constant(2019, 2, 28)));
    assert_eq!(serde_json::to_string(&date("1965-11")).unwrap(), "\"1965-11\"");
    assert!("1965-13".parse::<PartialDate>().is_err() && "+965".parse::<PartialDate>().is_err());
    assert_eq!(PartialDate::interval(date("1966"), date("1965")), Err(DateError::Reversed));
}

fn point() -> impl Strategy<Value = PartialDate> {
    (1_i16..=9999, 0_i8..=12, 0_i8..=31, any::<bool>()).prop_filter_map("no such day", |(y, m, d, about)| {
        let date = match (m, d) {
            (0, _) => PartialDate::year(y),
            (m, 0) => PartialDate::month(y, m),
            (m, d) => PartialDate::day(y, m, d),
        };
        date.ok().map(|date| if about { date.approximately() } else { date })
    })
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(a in point(), b in point()) {
        let several = [Ok(a), PartialDate::interval(a, b), PartialDate::one_of(&[a, b])];
        for date in several.into_iter().flatten() {
            prop_assert_eq!(date.to_string().parse::<PartialDate>(), Ok(date));
            if let (Some(first), Some(last)) = (date.earliest(), date.latest()) {
                prop_assert!(first <= last);
            }
            // The reader of cells understands what the library prints, too.
            let read = read(&date.to_string(), &DateOptions::default());
            prop_assert!(read.value.is_none() || read.value == Some(date), "{} {:?}", date, read.value);
        }
    }

    #[test]
    fn reading_never_panics(text in "\\PC{0,40}") {
        let _ = read(&text, &options());
        let _ = read_completion(&text, &DateOptions::default());
    }

    #[test]
    fn reading_date_like_text_never_panics(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "ngày", "tháng", "năm", "14", "0", "1965", "/", "-", ".", "(", ")", "quý", "II", "khoảng", "từ", "đến",
                "tuổi", "đầu", "mười", "T", "00:00", "Z", "x", "?", "…", "hoặc", " ", "Canh Tý", "âm", "99999999999999999999",
            ]),
            0..9,
        ),
    ) {
        let text = parts.join(" ");
        let _ = read(&text, &options());
        let _ = read(&parts.concat(), &DateOptions { serial: true, ..options() });
    }
}
