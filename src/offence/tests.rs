#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
use super::*;

/// `[year:article] name`, joined by `; `; `?` where the code is open.
fn short(offences: &[Offence]) -> String {
    let one = |o: &Offence| {
        let year = o.year.map_or("?".to_owned(), |y| y.to_string());
        format!("{year}:{}", o.article.as_deref().unwrap_or(&o.name))
    };
    offences.iter().map(one).collect::<Vec<_>>().join("; ")
}

#[track_caller]
fn check_on(text: &str, date: Option<Date>, expected: &str) {
    let reading = read(text, date);
    let mut found = reading.value.as_deref().map(short).unwrap_or_default();
    if reading.error == Some(OffenceError::NameArticleConflict) {
        found += " !";
    }
    assert_eq!(found, expected, "{text}");
}

#[track_caller]
fn check(text: &str, expected: &str) {
    check_on(text, None, expected);
}

const NOW: fn() -> Option<Date> = || Date::new(2020, 5, 5).ok();

#[track_caller]
fn check_now(text: &str, expected: &str) {
    check_on(text, NOW(), expected);
}

#[test]
fn every_name_reads_back() {
    for year in [1985, 1999, 2015] {
        let date = match year {
            1985 => Date::new(1995, 1, 1),
            1999 => Date::new(2012, 1, 1),
            _ => Date::new(2026, 1, 1),
        }
        .ok();
        for article in catalogue(year).iter().filter(|a| a.offence) {
            let expected = format!("{year}:{}", article.article);
            check_on(article.name, date, &expected);
            check_on(&format!("Tội {}", article.name.to_lowercase()), date, &expected);
            check_on(&article.name.to_uppercase(), date, &expected);
            check_on(&format!("{} (Điều {} BLHS {year})", article.name, article.article), None, &expected);
            if let Some(former) = article.former {
                check_on(&format!("{former}, Điều {} BLHS năm {year}", article.article), None, &expected);
            }
        }
    }
}

#[test]
fn the_code_is_chosen() {
    check("Trộm cắp tài sản", "?:Trộm cắp tài sản");
    check_on("Trộm cắp tài sản", Date::new(2020, 1, 1).ok(), "2015:173");
    check_on("Trộm cắp tài sản", Date::new(2017, 12, 31).ok(), "1999:138");
    check_on("Trộm cắp tài sản", Date::new(1995, 1, 1).ok(), "1985:Trộm cắp tài sản");
    check("Trộm cắp tài sản của công dân", "1985:155");
    check("Trộm cắp tài sản (khoản 1 Điều 173 BLHS)", "2015:173");
    check("Trộm cắp tài sản - K2 Đ138", "1999:138");
    check("Trộm cắp tài sản theo khoản 1 Điều 155 BLHS 1985", "1985:155");
    check("Vi phạm quy định về tham gia giao thông đường bộ", "2015:260");
    check("Hiếp dâm trẻ em", "1999:112");
    check_now("Hiếp dâm trẻ em", "2015:142");
    check("Hiếp dâm trẻ em, Điều 142 BLHS 2015", "2015:142");
    check("Tàng trữ trái phép chất ma túy, khoản 1 Điều 194 BLHS 1999", "1999:194");
    check("khoản 1 Điều 173 BLHS 2015", "2015:173");
    check("Điều 38 BLHS 2015", "");
    check("Điều 173 BLHS", "");
}

#[test]
fn name_and_article_disagree() {
    check("Trộm cắp tài sản, Điều 171 BLHS 2015", "2015:173 !");
    check("Trộm cắp tài sản (Điều 138 BLHS 2015)", "2015:173 !");
    check("Trộm cắp tài sản; Cướp giật tài sản (Điều 171 BLHS 2015)", "2015:173; 2015:171");
    check("Trộm cắp tài sản, khoản 1 Điều 173, Điều 38, điểm s khoản 1 Điều 51 BLHS 2015", "2015:173");
}

#[test]
fn spellings() {
    for text in [
        "Trộm cắp tài sản",
        "trộm cắp tài sản",
        "TRỘM CẮP TÀI SẢN",
        "Tội trộm cắp tài sản",
        "Tội: Trộm cắp tài sản",
        "Trom cap tai san",
        "Trộm cắp TS",
        "TCTS",
        "T.C.T.S",
        "TCts",
        "Trộm cắp",
        "Trộm cắp  tài  sản.",
        "Trộm cp tài sản",
        "Trộm cắp tài sn",
        "Trộm cắp tà sản",
        "Trôm căp tai san",
        "Trộm cắp tài sản (02 lần)",
        "phạm tội trộm cắp tài sản",
        "Trộm cắp t.sản",
        "Tr0m cap tai san",
        "Về tội Trộm cắp tài sản",
        "1. Trộm cắp tài sản",
        "Trộmcắptàisản",
        "Trộm cắp tàisản",
    ] {
        check_now(text, "2015:173");
    }
    for (text, expected) in [
        ("CGTS", "2015:171"),
        ("CTS", "2015:168"),
        ("CYGTT", "2015:134"),
        ("CÝGTT", "2015:134"),
        ("Cố ý GTT", "2015:134"),
        ("CYG thương tích", "2015:134"),
        ("Cố ý gây TT", "2015:134"),
        ("LĐCĐTS", "2015:174"),
        ("Lừa đảo CĐTS", "2015:174"),
        ("LĐ CĐTS", "2015:174"),
        ("Lừa đảo chiếm đoạt TS", "2015:174"),
        ("LDTNCĐTS", "2015:175"),
        ("Lạm dụng tín nhiệm CĐTS", "2015:175"),
        ("TTTPCMT", "2015:249"),
        ("Tàng trữ TPCMT", "2015:249"),
        ("Tàng trữ trái phép CMT", "2015:249"),
        ("Tàng trữ ma túy", "2015:249"),
        ("Tàng trữ trái phép chất ma tuý", "2015:249"),
        ("MBTPCMT", "2015:251"),
        ("Mua bán TP CMT", "2015:251"),
        ("VCTPCMT", "2015:250"),
        ("TCSDTPCMT", "2015:255"),
        ("Tổ chức SDTPCMT", "2015:255"),
        ("Gây rối TTCC", "2015:318"),
        ("GRTTCC", "2015:318"),
        ("TCĐB", "2015:322"),
        ("Đánh bạc", "2015:321"),
        ("Danh bac", "2015:321"),
        ("Chống NTHCV", "2015:330"),
        ("CNTHCV", "2015:330"),
        ("VPQĐ về tham gia GTĐB", "2015:260"),
        ("VPQĐVTGGTĐB", "2015:260"),
        ("Vi phạm QĐ về tham gia giao thông đường bộ", "2015:260"),
        ("Vi phạm các quy định về tham gia giao thông đường bộ", "2015:260"),
        ("HHHCÝLHHTS", "2015:178"),
        ("Tiêu thụ TS do người khác phạm tội mà có", "2015:323"),
        ("TTTSDNKPTMC", "2015:323"),
        ("Bắt giữ người trái pháp luật", "2015:157"),
        ("Bắt, giữ hoặc giam người trái pháp luật", "2015:157"),
        ("Cướp giựt tài sản", "2015:171"),
        ("Cưởng đoạt tài sản", "2015:170"),
        ("Gây rối trật tự công cộg", "2015:318"),
        ("Giết ngừơi", "2015:123"),
        ("Cướp tài sản", "2015:168"),
        ("Tàng trữ, vận chuyển hàng cấm", "2015:191"),
        ("Làm giả con dấu, tài liệu của cơ quan, tổ chức", "2015:341"),
        ("Cho vay lãi nặng trong GDDS", "2015:201"),
        ("MGMD", "2015:328"),
        ("Đưa vào sử dụng phương tiện giao thông cơ giới đường bộ không đảm bảo an toàn", "2015:262"),
    ] {
        check_now(text, expected);
    }
    check_now("CĐTS", "");
    check("CĐTS, Điều 170 BLHS 2015", "2015:170");
}

#[test]
fn several() {
    check_now("Trộm cắp tài sản; Cướp giật tài sản", "2015:173; 2015:171");
    check_now("Trộm cắp tài sản, cướp giật tài sản", "2015:173; 2015:171");
    check_now("Trộm cắp tài sản và cướp giật tài sản", "2015:173; 2015:171");
    check_now("Tội trộm cắp tài sản Tội cướp tài sản", "2015:173; 2015:168");
    check_now("Trộm cắp TS; TCĐB", "2015:173; 2015:322");
    check_now("TCTS, CGTS", "2015:173; 2015:171");
    check_now("1. Trộm cắp tài sản; 2. Đánh bạc", "2015:173; 2015:321");
    check_now("Tàng trữ, mua bán trái phép chất ma túy", "2015:249; 2015:251");
    check_on("Tàng trữ, mua bán trái phép chất ma túy", Date::new(2010, 1, 1).ok(), "1999:194");
    check_now("Tàng trữ, sử dụng trái phép vũ khí quân dụng", "2015:304");
    check_now("Giết người, cướp tài sản", "2015:123; 2015:168");
    check(
        "Trộm cắp tài sản (khoản 1 Điều 173 BLHS 2015); Cướp giật tài sản (khoản 2 Điều 171 BLHS 2015)",
        "2015:173; 2015:171",
    );
    check_now("Trộm cắp tài sản; xyz abc", "");
}

/// Short forms made by rule from the names: abbreviations, initials, no marks.
#[test]
fn mechanical_forms() {
    for (article, forms) in [
        ("Điều 123 BLHS 2015", "Giet nguoi"),
        ("Điều 128 BLHS 2015", "VÝLCN|VYLCN|Vo y lam chet nguoi"),
        ("Điều 133 BLHS 2015", "ĐDGN|DDGN|De doa giet nguoi"),
        ("Điều 134 BLHS 2015", "CYGTT|Cố ý gây TT|CÝGTT|Co y gay thuong tich"),
        ("Điều 141 BLHS 2015", "Hiep dam"),
        ("Điều 142 BLHS 2015", "HDND1T|Hiep dam nguoi duoi 16 tuoi"),
        ("Điều 146 BLHS 2015", "DÔĐVND1T|DODVND1T|Dam o doi voi nguoi duoi 16 tuoi"),
        ("Điều 155 BLHS 2015", "LNNK|Lam nhuc nguoi khac"),
        ("Điều 156 BLHS 2015", "Vu khong"),
        ("Điều 157 BLHS 2015", "BGHGNTPL|Bat, giu hoac giam nguoi trai phap luat"),
        ("Điều 168 BLHS 2015", "Cướp TS|Cuop tai san"),
        (
            "Điều 169 BLHS 2015",
            "Bắt cóc nhằm CĐ tài sản|Bắt cóc nhằm CĐTS|Bắt cóc nhằm chiếm đoạt TS|BCNCĐTS|BCNCDTS|Bat coc nham chiem doat tai san",
        ),
        ("Điều 170 BLHS 2015", "Cưỡng đoạt TS|Cuong doat tai san"),
        ("Điều 171 BLHS 2015", "Cướp giật TS|CGTS|Cuop giat tai san"),
        (
            "Điều 172 BLHS 2015",
            "Công nhiên CĐ tài sản|Công nhiên CĐTS|Công nhiên chiếm đoạt TS|CNCĐTS|CNCDTS|Cong nhien chiem doat tai san",
        ),
        ("Điều 173 BLHS 2015", "Trộm cắp TS|TCTS|Trom cap tai san"),
        (
            "Điều 174 BLHS 2015",
            "LĐCĐ tài sản|Lừa đảo CĐ tài sản|Lừa đảo CĐTS|Lừa đảo chiếm đoạt TS|LĐCĐTS|LDCDTS|Lua dao chiem doat tai san",
        ),
        (
            "Điều 175 BLHS 2015",
            "LDTN chiếm đoạt tài sản|Lạm dụng tín nhiệm CĐ tài sản|Lạm dụng tín nhiệm CĐTS|Lạm dụng tín nhiệm chiếm đoạt TS|LDTNCĐTS|LDTNCDTS|Lam dung tin nhiem chiem doat tai san",
        ),
        ("Điều 176 BLHS 2015", "Chiếm giữ trái phép TS|CGTPTS|Chiem giu trai phep tai san"),
        ("Điều 177 BLHS 2015", "Sử dụng trái phép TS|SDTPTS|Su dung trai phep tai san"),
        (
            "Điều 178 BLHS 2015",
            "Hủy hoại hoặc cố ý làm hư hỏng TS|HHHCÝLHHTS|HHHCYLHHTS|Huy hoai hoac co y lam hu hong tai san",
        ),
        ("Điều 188 BLHS 2015", "Buon lau"),
        ("Điều 191 BLHS 2015", "TTVCHC|Tang tru, van chuyen hang cam"),
        ("Điều 200 BLHS 2015", "Tron thue"),
        (
            "Điều 249 BLHS 2015",
            "Tàng trữ MT|Tàng trữ TPCMT|Tàng trữ ma túy|Tàng trữ trái phép CMT|Tàng trữ trái phép ma túy|TTTPCMT|Tang tru trai phep chat ma tuy",
        ),
        (
            "Điều 250 BLHS 2015",
            "Vận chuyển MT|Vận chuyển TPCMT|Vận chuyển ma túy|Vận chuyển trái phép CMT|Vận chuyển trái phép ma túy|VCTPCMT|Van chuyen trai phep chat ma tuy",
        ),
        (
            "Điều 251 BLHS 2015",
            "Mua bán MT|Mua bán TPCMT|Mua bán ma túy|Mua bán trái phép CMT|Mua bán trái phép ma túy|MBTPCMT|Mua ban trai phep chat ma tuy",
        ),
        (
            "Điều 255 BLHS 2015",
            "Tổ chức sử dụng MT|Tổ chức sử dụng TPCMT|Tổ chức sử dụng ma túy|Tổ chức sử dụng trái phép CMT|Tổ chức sử dụng trái phép ma túy|TCSDTPCMT|To chuc su dung trai phep chat ma tuy",
        ),
        (
            "Điều 256 BLHS 2015",
            "Chứa chấp việc sử dụng MT|Chứa chấp việc sử dụng TPCMT|Chứa chấp việc sử dụng ma túy|Chứa chấp việc sử dụng trái phép CMT|Chứa chấp việc sử dụng trái phép ma túy|CCVSDTPCMT|Chua chap viec su dung trai phep chat ma tuy",
        ),
        (
            "Điều 260 BLHS 2015",
            "VPQĐ tham gia giao thông đường bộ|VPQĐ về tham gia giao thông đường bộ|Vi phạm QĐ về tham gia giao thông đường bộ|Vi phạm quy định về tham gia GTĐB|VPQĐVTGGTĐB|VPQDVTGGTDB|Vi pham quy dinh ve tham gia giao thong duong bo",
        ),
        ("Điều 304 BLHS 2015", "Tàng trữ trái phép VKQD|TTTPVKQD|Tang tru trai phep vu khi quan dung"),
        ("Điều 318 BLHS 2015", "Gây rối TTCC|GRTTCC|Gay roi trat tu cong cong"),
        ("Điều 321 BLHS 2015", "Danh bac"),
        ("Điều 322 BLHS 2015", "TCĐB|TCDB|To chuc danh bac"),
        (
            "Điều 323 BLHS 2015",
            "Chứa chấp hoặc tiêu thụ TS do người khác phạm tội mà có|Tiêu thụ TS do người khác phạm tội mà có|CCHTTTSDNKPTMC|TTTSDNKPTMC|Chua chap hoac tieu thu tai san do nguoi khac pham toi ma co|Tieu thu tai san do nguoi khac pham toi ma co",
        ),
        ("Điều 327 BLHS 2015", "Chua mai dam"),
        ("Điều 328 BLHS 2015", "MGMD|Moi gioi mai dam"),
        ("Điều 330 BLHS 2015", "Chống NTHCV|CNTHCV|Chong nguoi thi hanh cong vu"),
        ("Điều 353 BLHS 2015", "Tham ô TS|TÔTS|TOTS|Tham o tai san"),
        ("Điều 354 BLHS 2015", "Nhan hoi lo"),
        ("Điều 364 BLHS 2015", "Dua hoi lo"),
        ("Điều 386 BLHS 2015", "TKNG|Tron khoi noi giam"),
        ("Điều 93 BLHS 1999", "Giet nguoi"),
        ("Điều 98 BLHS 1999", "VÝLCN|VYLCN|Vo y lam chet nguoi"),
        ("Điều 103 BLHS 1999", "ĐDGN|DDGN|De doa giet nguoi"),
        ("Điều 104 BLHS 1999", "CYGTT|Cố ý gây TT|CÝGTT|Co y gay thuong tich"),
        ("Điều 111 BLHS 1999", "Hiep dam"),
        ("Điều 121 BLHS 1999", "LNNK|Lam nhuc nguoi khac"),
        ("Điều 122 BLHS 1999", "Vu khong"),
        ("Điều 123 BLHS 1999", "BGHGNTPL|Bat, giu hoac giam nguoi trai phap luat"),
        ("Điều 133 BLHS 1999", "Cướp TS|Cuop tai san"),
        (
            "Điều 134 BLHS 1999",
            "Bắt cóc nhằm CĐ tài sản|Bắt cóc nhằm CĐTS|Bắt cóc nhằm chiếm đoạt TS|BCNCĐTS|BCNCDTS|Bat coc nham chiem doat tai san",
        ),
        ("Điều 135 BLHS 1999", "Cưỡng đoạt TS|Cuong doat tai san"),
        ("Điều 136 BLHS 1999", "Cướp giật TS|CGTS|Cuop giat tai san"),
        (
            "Điều 137 BLHS 1999",
            "Công nhiên CĐ tài sản|Công nhiên CĐTS|Công nhiên chiếm đoạt TS|CNCĐTS|CNCDTS|Cong nhien chiem doat tai san",
        ),
        ("Điều 138 BLHS 1999", "Trộm cắp TS|TCTS|Trom cap tai san"),
        (
            "Điều 139 BLHS 1999",
            "LĐCĐ tài sản|Lừa đảo CĐ tài sản|Lừa đảo CĐTS|Lừa đảo chiếm đoạt TS|LĐCĐTS|LDCDTS|Lua dao chiem doat tai san",
        ),
        (
            "Điều 140 BLHS 1999",
            "LDTN chiếm đoạt tài sản|Lạm dụng tín nhiệm CĐ tài sản|Lạm dụng tín nhiệm CĐTS|Lạm dụng tín nhiệm chiếm đoạt TS|LDTNCĐTS|LDTNCDTS|Lam dung tin nhiem chiem doat tai san",
        ),
        ("Điều 141 BLHS 1999", "Chiếm giữ trái phép TS|CGTPTS|Chiem giu trai phep tai san"),
        ("Điều 142 BLHS 1999", "Sử dụng trái phép TS|SDTPTS|Su dung trai phep tai san"),
        (
            "Điều 143 BLHS 1999",
            "Hủy hoại hoặc cố ý làm hư hỏng TS|HHHCÝLHHTS|HHHCYLHHTS|Huy hoai hoac co y lam hu hong tai san",
        ),
        ("Điều 153 BLHS 1999", "Buon lau"),
        ("Điều 161 BLHS 1999", "Tron thue"),
        (
            "Điều 197 BLHS 1999",
            "Tổ chức sử dụng MT|Tổ chức sử dụng TPCMT|Tổ chức sử dụng ma túy|Tổ chức sử dụng trái phép CMT|Tổ chức sử dụng trái phép ma túy|TCSDTPCMT|To chuc su dung trai phep chat ma tuy",
        ),
        (
            "Điều 198 BLHS 1999",
            "Chứa chấp việc sử dụng MT|Chứa chấp việc sử dụng TPCMT|Chứa chấp việc sử dụng ma túy|Chứa chấp việc sử dụng trái phép CMT|Chứa chấp việc sử dụng trái phép ma túy|CCVSDTPCMT|Chua chap viec su dung trai phep chat ma tuy",
        ),
        (
            "Điều 202 BLHS 1999",
            "VPQĐ về điều khiển phương tiện giao thông đường bộ|VPQĐ điều khiển phương tiện giao thông đường bộ|Vi phạm QĐ về điều khiển phương tiện giao thông đường bộ|Vi phạm quy định về điều khiển PT giao thông đường bộ|Vi phạm quy định về điều khiển phương tiện GTĐB|VPQĐVĐKPTGTĐB|VPQDVDKPTGTDB|Vi pham quy dinh ve dieu khien phuong tien giao thong duong bo",
        ),
        ("Điều 245 BLHS 1999", "Gây rối TTCC|GRTTCC|Gay roi trat tu cong cong"),
        ("Điều 248 BLHS 1999", "Danh bac"),
        ("Điều 249 BLHS 1999", "TCĐB|TCDB|To chuc danh bac"),
        (
            "Điều 250 BLHS 1999",
            "Chứa chấp hoặc tiêu thụ TS do người khác phạm tội mà có|Tiêu thụ TS do người khác phạm tội mà có|CCHTTTSDNKPTMC|TTTSDNKPTMC|Chua chap hoac tieu thu tai san do nguoi khac pham toi ma co|Tieu thu tai san do nguoi khac pham toi ma co",
        ),
        ("Điều 254 BLHS 1999", "Chua mai dam"),
        ("Điều 255 BLHS 1999", "MGMD|Moi gioi mai dam"),
        ("Điều 257 BLHS 1999", "Chống NTHCV|CNTHCV|Chong nguoi thi hanh cong vu"),
        ("Điều 278 BLHS 1999", "Tham ô TS|TÔTS|TOTS|Tham o tai san"),
        ("Điều 279 BLHS 1999", "Nhan hoi lo"),
        ("Điều 289 BLHS 1999", "Dua hoi lo"),
    ] {
        let cited = citation::parse(article).unwrap();
        for form in forms.split('|') {
            let reading = read_with(form, &cited, None);
            let found = reading.value.unwrap_or_default();
            assert_eq!(found.len(), 1, "{form}");
            assert_eq!(agrees(&found[0], &cited[0]), Some(true), "{form}");
            assert_eq!(reading.error, None, "{form}");
        }
    }
}

/// Without a date, each checked by hand.
#[test]
fn more_forms() {
    for (text, expected) in [
        ("Trộm cắp tài sản (K1 Đ173)", "2015:173"),
        ("Trộm cắp tài sản - Điều 138", "1999:138"),
        ("Trộm cắp tài sản, khoản 2 Điều 173 BLHS năm 2015", "2015:173"),
        ("tội trộm cắp tài sản theo khoản 1 Điều 173 Bộ luật Hình sự năm 2015 (sửa đổi, bổ sung năm 2017)", "2015:173"),
        ("Trộm cắp TS và Cướp giật TS", "?:Trộm cắp tài sản; ?:Cướp giật tài sản"),
        ("Trộm cắp, cướp giật tài sản", "?:Trộm cắp tài sản; ?:Cướp giật tài sản"),
        ("Trộm cắp, lừa đảo", "?:Trộm cắp tài sản; ?:Lừa đảo chiếm đoạt tài sản"),
        (
            "Lừa đảo, lạm dụng tín nhiệm chiếm đoạt tài sản",
            "?:Lừa đảo chiếm đoạt tài sản; ?:Lạm dụng tín nhiệm chiếm đoạt tài sản",
        ),
        ("Cướp, hiếp dâm", "?:Cướp tài sản; ?:Hiếp dâm"),
        ("Giết người, hiếp dâm, cướp tài sản", "?:Giết người; ?:Hiếp dâm; ?:Cướp tài sản"),
        ("Giết người và Cướp tài sản", "?:Giết người; ?:Cướp tài sản"),
        ("Giết người - Cướp tài sản", "?:Giết người; ?:Cướp tài sản"),
        ("Giết người + Cướp TS", "?:Giết người; ?:Cướp tài sản"),
        ("Giết người/Cướp tài sản", "?:Giết người; ?:Cướp tài sản"),
        ("Giet nguoi cuop tai san", "?:Giết người; ?:Cướp tài sản"),
        ("GIẾT NGƯỜI; CƯỚP TÀI SẢN", "?:Giết người; ?:Cướp tài sản"),
        ("Giết người (Điều 123), Cướp tài sản (Điều 168)", "2015:123; 2015:168"),
        ("Giết người (Điều 93), Cướp tài sản (Điều 133)", "1999:93; 1999:133"),
        ("Giết người Điều 123; Trộm cắp tài sản Điều 173 BLHS 2015", "2015:123; 2015:173"),
        (
            "Mua bán, tàng trữ trái phép chất ma túy",
            "?:Mua bán trái phép chất ma túy; ?:Tàng trữ trái phép chất ma túy",
        ),
        (
            "Tàng trữ, vận chuyển, mua bán trái phép chất ma túy",
            "?:Tàng trữ trái phép chất ma túy; ?:Vận chuyển trái phép chất ma túy; ?:Mua bán trái phép chất ma túy",
        ),
        ("Tàng trữ, vận chuyển, mua bán trái phép hoặc chiếm đoạt chất ma túy", "1999:194"),
        ("Tàng trữ, vận chuyển trái phép chất ma túy (Điều 194 BLHS 1999)", "1999:194"),
        ("Tàng trữ trái phép chất MT", "?:Tàng trữ trái phép chất ma túy"),
        ("TTTP chất ma túy", "?:Tàng trữ trái phép chất ma túy"),
        ("TTTP CMT", "?:Tàng trữ trái phép chất ma túy"),
        ("TT TPCMT", "?:Tàng trữ trái phép chất ma túy"),
        ("Tàng trữ TP CMT", "?:Tàng trữ trái phép chất ma túy"),
        ("tàng trữ trái phép chất ma t", "?:Tàng trữ trái phép chất ma túy"),
        ("Tàng tr trái phép chất ma túy", "?:Tàng trữ trái phép chất ma túy"),
        ("Tàng trữ trái phếp chất ma túy", "?:Tàng trữ trái phép chất ma túy"),
        ("Tàng trữ trái fép chất ma túy", "?:Tàng trữ trái phép chất ma túy"),
        ("Tàng chữ trái phép chất ma túy", "?:Tàng trữ trái phép chất ma túy"),
        ("Mua bán trái phép chất matúy", "?:Mua bán trái phép chất ma túy"),
        ("MB TPCMT", "?:Mua bán trái phép chất ma túy"),
        ("MBTP CMT", "?:Mua bán trái phép chất ma túy"),
        ("Mua bán chất ma túy", "?:Mua bán trái phép chất ma túy"),
        ("Mua bán trái phép CMT", "?:Mua bán trái phép chất ma túy"),
        ("M.B.T.P.C.M.T", "?:Mua bán trái phép chất ma túy"),
        ("Vận chuyển TPCMT", "?:Vận chuyển trái phép chất ma túy"),
        ("Tổ chức SD TPCMT", "?:Tổ chức sử dụng trái phép chất ma túy"),
        ("Tổ chức sử dụng trái phép CMT", "?:Tổ chức sử dụng trái phép chất ma túy"),
        ("Tc SDTPCMT", "?:Tổ chức sử dụng trái phép chất ma túy"),
        ("Chứa chấp việc SDTPCMT", "?:Chứa chấp việc sử dụng trái phép chất ma túy"),
        ("CCVSDTPCMT", "?:Chứa chấp việc sử dụng trái phép chất ma túy"),
        (
            "CYGTT & GRTTCC",
            "?:Cố ý gây thương tích hoặc gây tổn hại cho sức khỏe của người khác; ?:Gây rối trật tự công cộng",
        ),
        (
            "Cố ý gây thương tích và Gây rối trật tự công cộng",
            "?:Cố ý gây thương tích hoặc gây tổn hại cho sức khỏe của người khác; ?:Gây rối trật tự công cộng",
        ),
        (
            "Cố ý GTT; GRTTCC",
            "?:Cố ý gây thương tích hoặc gây tổn hại cho sức khỏe của người khác; ?:Gây rối trật tự công cộng",
        ),
        (
            "Cố ý gây thương tích, gây rối TTCC",
            "?:Cố ý gây thương tích hoặc gây tổn hại cho sức khỏe của người khác; ?:Gây rối trật tự công cộng",
        ),
        ("Cô ý gây thương tích", "?:Cố ý gây thương tích hoặc gây tổn hại cho sức khỏe của người khác"),
        ("Cố ý gây thuơng tích", "?:Cố ý gây thương tích hoặc gây tổn hại cho sức khỏe của người khác"),
        ("Cố ý gây thương tich", "?:Cố ý gây thương tích hoặc gây tổn hại cho sức khỏe của người khác"),
        ("Cố ý gây thương tíc", "?:Cố ý gây thương tích hoặc gây tổn hại cho sức khỏe của người khác"),
        ("cố í gây thương tích", "?:Cố ý gây thương tích hoặc gây tổn hại cho sức khỏe của người khác"),
        (
            "Cố ý gây thương tích hoặc gây tổn hại cho SK của người khác",
            "?:Cố ý gây thương tích hoặc gây tổn hại cho sức khỏe của người khác",
        ),
        (
            "Cố ý gây thương tích hoặc gây tổn hại cho sức khỏe người khác",
            "?:Cố ý gây thương tích hoặc gây tổn hại cho sức khỏe của người khác",
        ),
        ("CYGTTHGTHCSKCNK", "?:Cố ý gây thương tích hoặc gây tổn hại cho sức khỏe của người khác"),
        ("Vô ý làm chết người", "?:Vô ý làm chết người"),
        ("VYLCN", "?:Vô ý làm chết người"),
        ("Vi phạm QĐ về TGGTĐB", "2015:260"),
        ("VPQĐ về TGGTĐB", "2015:260"),
        ("Vi phạm quy định về TGGT đường bộ", "2015:260"),
        ("Vi phạm quy định tham gia giao thông đường bộ", "2015:260"),
        ("VPQĐ TGGTĐB", "2015:260"),
        ("VPQĐTGGTĐB", "2015:260"),
        ("VP quy định về TGGTĐB", "2015:260"),
        ("Vi phạm quy định về ĐKPT giao thông đường bộ", "1999:202"),
        ("VPQĐ về ĐKPTGTĐB", "1999:202"),
        ("VPQĐVĐKPTGTĐB", "1999:202"),
        ("Vi phạm các QĐ về ĐK PTGTĐB", "1999:202"),
        ("Vi phạm quy định về điều khiển phương tiện GTĐB", "1999:202"),
        ("Vi phạm quy định điều khiển phương tiện giao thông đường bộ", "1999:202"),
        ("Đánh bạc và Tổ chức đánh bạc", "?:Đánh bạc; ?:Tổ chức đánh bạc hoặc gá bạc"),
        ("Tổ chức đánh bạc và gá bạc", "?:Tổ chức đánh bạc hoặc gá bạc"),
        ("Đánh bạc, TCĐB", "?:Đánh bạc; ?:Tổ chức đánh bạc hoặc gá bạc"),
        ("Đánh bac", "?:Đánh bạc"),
        ("đánh bạt", "?:Đánh bạc"),
        ("Tổ chức đánh bạc; đánh bạc", "?:Tổ chức đánh bạc hoặc gá bạc; ?:Đánh bạc"),
        ("Gá bạc", "?:Tổ chức đánh bạc hoặc gá bạc"),
        ("LĐCĐTS; LDTNCĐTS", "?:Lừa đảo chiếm đoạt tài sản; ?:Lạm dụng tín nhiệm chiếm đoạt tài sản"),
        ("Lừa đảo CĐ TS", "?:Lừa đảo chiếm đoạt tài sản"),
        ("Lừa đảo chiếm đoạt tài sãn", "?:Lừa đảo chiếm đoạt tài sản"),
        ("Lừa đảo chiếm đọat tài sản", "?:Lừa đảo chiếm đoạt tài sản"),
        ("Lừa dảo chiếm đoạt tài sản", "?:Lừa đảo chiếm đoạt tài sản"),
        ("Lua dao chiem doat tai san", "?:Lừa đảo chiếm đoạt tài sản"),
        ("lạm dụng tín nhiệm CĐ TS", "?:Lạm dụng tín nhiệm chiếm đoạt tài sản"),
        (
            "Làm giả con dấu, tài liệu của cơ quan, tổ chức; Sử dụng con dấu, tài liệu giả của cơ quan, tổ chức",
            "2015:341",
        ),
        (
            "Làm giả con dấu, tài liệu của cơ quan, tổ chức; tội sử dụng con dấu hoặc tài liệu giả của cơ quan, tổ chức",
            "2015:341",
        ),
        (
            "Làm giả tài liệu của CQ, TC",
            "?:Làm giả con dấu, tài liệu của cơ quan, tổ chức; tội sử dụng con dấu hoặc tài liệu giả của cơ quan, tổ chức",
        ),
        (
            "Lừa đảo chiếm đoạt tài sản; Làm giả con dấu, tài liệu của cơ quan, tổ chức",
            "?:Lừa đảo chiếm đoạt tài sản; ?:Làm giả con dấu, tài liệu của cơ quan, tổ chức; tội sử dụng con dấu hoặc tài liệu giả của cơ quan, tổ chức",
        ),
        ("Chống người thi hành công vụ; Trộm cắp tài sản", "?:Chống người thi hành công vụ; ?:Trộm cắp tài sản"),
        (
            "Chống NTHCV, CYGTT",
            "?:Chống người thi hành công vụ; ?:Cố ý gây thương tích hoặc gây tổn hại cho sức khỏe của người khác",
        ),
        ("Chống người thi hành CV", "?:Chống người thi hành công vụ"),
        (
            "Tiêu thụ tài sản do người khác phạm tội mà có",
            "?:Chứa chấp hoặc tiêu thụ tài sản do người khác phạm tội mà có",
        ),
        ("Tiêu thụ TSDNKPTMC", "?:Chứa chấp hoặc tiêu thụ tài sản do người khác phạm tội mà có"),
        (
            "Chứa chấp, tiêu thụ tài sản do người khác phạm tội mà có",
            "?:Chứa chấp hoặc tiêu thụ tài sản do người khác phạm tội mà có",
        ),
        (
            "Trộm cắp tài sản, tiêu thụ tài sản do người khác phạm tội mà có",
            "?:Trộm cắp tài sản; ?:Chứa chấp hoặc tiêu thụ tài sản do người khác phạm tội mà có",
        ),
        ("Chứa mại dâm, môi giới mại dâm", "?:Chứa mại dâm; ?:Môi giới mại dâm"),
        ("Chứa, môi giới mại dâm", "?:Chứa mại dâm; ?:Môi giới mại dâm"),
        (
            "Hủy hoại tài sản, cố ý gây thương tích",
            "?:Hủy hoại hoặc cố ý làm hư hỏng tài sản; ?:Cố ý gây thương tích hoặc gây tổn hại cho sức khỏe của người khác",
        ),
        ("Hủy hoại hoặc cố ý làm hư hỏng tài sản", "?:Hủy hoại hoặc cố ý làm hư hỏng tài sản"),
        ("Bắt, giữ người trái pháp luật", "?:Bắt, giữ hoặc giam người trái pháp luật"),
        (
            "Giữ người trái pháp luật và cưỡng đoạt tài sản",
            "?:Bắt, giữ hoặc giam người trái pháp luật; ?:Cưỡng đoạt tài sản",
        ),
        ("Bắt giữ người trái PL", "?:Bắt, giữ hoặc giam người trái pháp luật"),
        (
            "Tàng trữ, sử dụng trái phép VKQD",
            "?:Chế tạo, tàng trữ, vận chuyển, sử dụng, mua bán trái phép hoặc chiếm đoạt vũ khí quân dụng, phương tiện kỹ thuật quân sự",
        ),
        (
            "TTTPVKQD",
            "?:Chế tạo, tàng trữ, vận chuyển, sử dụng, mua bán trái phép hoặc chiếm đoạt vũ khí quân dụng, phương tiện kỹ thuật quân sự",
        ),
        (
            "Chế tạo, mua bán trái phép VLN",
            "?:Chế tạo, tàng trữ, vận chuyển, sử dụng, mua bán trái phép hoặc chiếm đoạt vật liệu nổ",
        ),
        ("Buôn bán hàng cấm", "?:Sản xuất, buôn bán hàng cấm"),
        ("Tàng trữ hàng cấm, buôn bán hàng cấm", "?:Tàng trữ, vận chuyển hàng cấm; ?:Sản xuất, buôn bán hàng cấm"),
        ("Vận chuyển, buôn bán hàng cấm", "?:Tàng trữ, vận chuyển hàng cấm; ?:Sản xuất, buôn bán hàng cấm"),
        ("Tham ô TS", "?:Tham ô tài sản"),
        ("Tham ô tài sản xã hội chủ nghĩa", "1985:133"),
        ("Trộm cắp tài sản XHCN", "1985:132"),
        ("Cướp tài sản công dân", "1985:151"),
        ("Trộm cắp TS của công dân", "1985:155"),
        ("Lừa đảo CĐTS của công dân", "1985:157"),
        ("Trộm cắp tài sản riêng của công dân", "1985:155"),
        ("Trộm cắp tài sản (chưa đạt)", "?:Trộm cắp tài sản"),
        ("Trộm cắp tài sản (phạm tội nhiều lần)", "?:Trộm cắp tài sản"),
        ("Trộm cắp tài sản (01 xe máy)", "?:Trộm cắp tài sản"),
        ("Trộm cắp tài sản với vai trò đồng phạm", "?:Trộm cắp tài sản"),
        ("Đồng phạm trộm cắp tài sản", "?:Trộm cắp tài sản"),
        ("Chuẩn bị phạm tội giết người", "?:Giết người"),
        ("Giết người chưa đạt", "?:Giết người"),
        ("Giết người (chưa đạt)", "?:Giết người"),
        ("Hiếp dâm người dưới 16 tuổi", "2015:142"),
        ("Hiếp dâm người dưới 16t", "2015:142"),
        ("HDND16T", "2015:142"),
        ("Giao cấu với trẻ em", "1999:115"),
        ("Giao cấu với người từ đủ 13 đến dưới 16 tuổi", "2015:145"),
        ("Giao cấu với người từ 13 đến dưới 16 tuổi", "2015:145"),
        ("Dâm ô đối với người dưới 16 tuổi", "2015:146"),
        ("Cho vay lãi nặng", "1999:163"),
        ("Cho vay lãi nặng trong giao dịch dân sự", "2015:201"),
        ("Tổ chức cho người khác nhập cảnh Việt Nam trái phép", "2015:348"),
        ("Tổ chức cho người khác ở lại Việt Nam trái phép", "2015:348"),
        ("Tổ chức, môi giới cho người khác xuất cảnh, nhập cảnh trái phép", "2015:348"),
        ("Xuất cảnh trái phép", "?:Vi phạm quy định về xuất cảnh, nhập cảnh; tội ở lại Việt Nam trái phép"),
        ("Làm, tàng trữ, phát tán thông tin, tài liệu, vật phẩm nhằm chống Nhà nước CHXHCN Việt Nam", "2015:117"),
        ("Tuyên truyền chống Nhà nước CHXHCNVN", "1999:88"),
        ("Lợi dụng chức vụ, quyền hạn trong khi THCV", "?:Lợi dụng chức vụ, quyền hạn trong khi thi hành công vụ"),
        ("Lợi dụng CVQH trong khi thi hành công vụ", "?:Lợi dụng chức vụ, quyền hạn trong khi thi hành công vụ"),
        ("Thiếu trách nhiệm gây HQNT", "?:Thiếu trách nhiệm gây hậu quả nghiêm trọng"),
        (
            "Cố ý làm trái QĐ của Nhà nước về quản lý kinh tế gây HQNT",
            "?:Cố ý làm trái quy định của Nhà nước về quản lý kinh tế gây hậu quả nghiêm trọng",
        ),
        ("Đưa hối lộ", "?:Đưa hối lộ"),
        ("Nhận hối lộ; Đưa hối lộ", "?:Nhận hối lộ; ?:Đưa hối lộ"),
        ("Trốn khỏi nơi giam", "?:Trốn khỏi nơi giam, giữ hoặc trốn khi đang bị áp giải, đang bị xét xử"),
        ("Trốn khỏi nơi giam giữ", "?:Trốn khỏi nơi giam, giữ hoặc trốn khi đang bị áp giải, đang bị xét xử"),
        ("Không tố giác tội phạm", "?:Không tố giác tội phạm"),
        ("Che giấu tội phạm", "?:Che giấu tội phạm"),
        (
            "Sử dụng mạng máy tính, mạng viễn thông, phương tiện điện tử thực hiện hành vi chiếm đoạt tài sản",
            "2015:290",
        ),
        ("Sử dụng MMT, MVT, PTĐT thực hiện hành vi CĐTS", "2015:290"),
        ("Hủy hoại rừng", "?:Hủy hoại rừng"),
        ("Vi phạm các quy định về khai thác, bảo vệ rừng và lâm sản", "2015:232"),
        ("Vi phạm quy định về quản lý rừng", "?:Vi phạm quy định về quản lý rừng"),
        ("Trộm cắp tài sản Điều 171 BLHS 2015", "2015:173 !"),
        ("Cướp tài sản (khoản 1 Điều 173 BLHS 2015)", "2015:168 !"),
        ("Đánh bạc (Điều 248 BLHS 2015)", "2015:321 !"),
        ("Đánh bạc (Điều 321 BLHS 1999)", "1999:248 !"),
        ("Điều 173 BLHS 2015", "2015:173"),
        ("K1Đ173 BLHS 2015; K1Đ321 BLHS 2015", "2015:173; 2015:321"),
        ("Vi phạm luật giao thông", "?:Vi phạm quy định về tham gia giao thông đường bộ"),
    ] {
        check(text, expected);
    }
}

#[test]
fn other_text() {
    let texts = "Nguyễn Văn An|12 tháng tù|Tòa án nhân dân tỉnh Thanh Hóa|Cải tạo không giam giữ|Phạt tiền 5.000.000 đồng|Tịch thu tài sản|Tàng trữ|Mua bán|Bồi thường thiệt hại tài sản|Xâm phạm quyền|Cấm đảm nhiệm chức vụ|Vi phạm hành chính|Vi phạm chế độ|Vi phạm quy định|Vi phạm quy định về điều khiển phương tiện|Cản trở giao thông|Tài sản|Chiếm đoạt tài sản|Lợi dụng chức vụ|Nghiện ma túy|Bạo hành gia đình|Phạt cảnh cáo|Đã chấp hành xong|Hà Nội|abc def ghi jkl|Trộm chó|Trộm cắp vặt|Giết mổ gia súc|Lái xe không bằng lái|Đánh nhau|Cướp vợ|Tham gia giao thông|Không có tội|Vô tội|TTTS|BTTH|CTKGG|TAND|VKSND|UBND|HSST|BLHS|CCCD|THAHS|12/2019/HS-ST|Quản chế|TQCD|án treo|Công an nhân dân|Làm ruộng|Lao động tự do|Buôn bán|Thợ xây|Đang điều tra|Trộm cắp; Không rõ|Tội phạm ma túy|Tội giao thông|Tội trộm";
    for text in texts.split('|') {
        assert_eq!(read(text, None).error, Some(OffenceError::Unrecognised), "{text}");
    }
}

#[test]
fn sentences() {
    check_now("Tuyên bố bị cáo phạm tội Trộm cắp tài sản", "2015:173");
    check_now("Bị cáo Nguyễn Văn A phạm tội trộm cắp tài sản, xử phạt 12 tháng tù", "2015:173");
    check_now("xử phạt về tội Đánh bạc theo khoản 1 Điều 321 BLHS 2015", "2015:321");
}

#[test]
fn repairs_are_listed() {
    let reading = read("Trộm cp tài sản", NOW());
    assert_eq!(reading.repairs, [Repair::certain("spelling", "Trộm cp tài sản", "Trộm cắp tài sản")]);
    assert!(read("TCTS", NOW()).repairs.is_empty());
}

mod laws {
    use proptest::prelude::*;

    use super::super::*;

    proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,60}") {
            let _ = read(&text, None);
        }

        #[test]
        fn a_code_was_in_force_on_the_day(index in 0..663usize, year in 1986..2027i16) {
            let articles: Vec<_> = [1985, 1999, 2015].into_iter().flat_map(catalogue).filter(|a| a.offence).collect();
            let name = articles.get(index % articles.len()).map_or("", |a| a.name);
            let day = Date::new(year, 8, 1).ok();
            for offence in read(name, day).value.unwrap_or_default() {
                let code = day.and_then(code_on);
                // Another code only where the day's own has no such name.
                if offence.year != code && let Some(code) = code {
                    prop_assert!(!catalogue(code).iter().any(|a| a.name == name), "{}", name);
                }
            }
        }
    }
}

#[test]
fn not_offences() {
    for text in ["12 tháng tù", "xyz", "Nguyễn Văn An", "Vi phạm hành chính", "tài sản"] {
        assert_eq!(read(text, NOW()).error, Some(OffenceError::Unrecognised), "{text}");
    }
    assert_eq!(read("", None).missing, Some(Missing::Blank));
    assert_eq!(parse("//", None), Err(OffenceError::Missing(Missing::Blank)));
}
