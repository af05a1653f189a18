#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
use super::*;

/// Short form: `[code][year][+]:article[/clause[ points]]`, joined by `; `.
fn short(cited: &[Citation]) -> String {
    let one = |c: &Citation| {
        let mut s = String::new();
        if c.code != "BLHS" || c.year.is_some() || c.amended {
            if c.code != "BLHS" {
                s += &c.code;
            }
            if let Some(year) = c.year {
                if c.code != "BLHS" {
                    s += " ";
                }
                s += &year.to_string();
            }
            if c.amended {
                s += "+";
            }
            s += ":";
        }
        s += &c.article;
        if let Some(clause) = &c.clause {
            s += "/";
            s += clause;
        }
        if !c.points.is_empty() {
            s += " ";
            s += &c.points.concat();
        }
        s
    };
    cited.iter().map(one).collect::<Vec<_>>().join("; ")
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let reading = read(text);
    let found = reading.value.as_deref().map(short).unwrap_or_default();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn rising() {
    check("khoản 1 Điều 173", "173/1");
    check("điểm a, b khoản 1, khoản 2 Điều 173; Điều 38", "173/1 ab; 173/2; 38");
    check("điểm b, s khoản 1 Điều 51 BLHS 2015 (sửa đổi 2017)", "2015+:51/1 bs");
    check("điểm s khoản 1, khoản 2 Điều 51", "51/1 s; 51/2");
    check("khoản 1, 2 Điều 51", "51/1; 51/2");
    check("khoản 1 và khoản 2 Điều 51", "51/1; 51/2");
    check("điểm a khoản 1 và điểm b khoản 2 Điều 173", "173/1 a; 173/2 b");
    check("Khoản 1, Điều 168 BLHS 2015", "2015:168/1");
    check("Khoản 1, Điều 168; Khoản 1, Điều 173", "168/1; 173/1");
    check("Khoản 1, Điều 168, Khoản 1, Điều 173", "168/1; 173/1");
    check("khoản 1 Điều 168 khoản 2 Điều 173", "168/1; 173/2");
    check("Điều 38; khoản 1 Điều 173", "38; 173/1");
    check("Điều 38, khoản 1 Điều 173", "38; 173/1");
    check("Điều 17; Điều 58; điểm s khoản 1 Điều 51", "17; 58; 51/1 s");
    check("điểm đ khoản 2 Điều 134", "134/2 đ");
    check("điểm i, s khoản 1 Điều 51", "51/1 is");
    check("điểm h, k khoản 1 Điều 52", "52/1 hk");
    check("điểm k khoản 1 Điều 52", "52/1 k");
    check("điểm b và s khoản 1 Điều 51", "51/1 bs");
    check("điểm b và điểm s khoản 1 Điều 51", "51/1 bs");
    check("điểm b; s khoản 1 Điều 51", "51/1 bs");
    check("điểm b s khoản 1 Điều 51", "51/1 bs");
    check("điểm b-s khoản 1 Điều 51", "51/1 bs");
    check("điểm a-d khoản 2 Điều 173", "173/2 abcd");
    check("điểm a đến điểm d khoản 2 Điều 173", "173/2 abcd");
    check("khoản 1 các Điều 38, 51, 65", "38/1; 51; 65");
    check("các điều 51, 38, 65", "51; 38; 65");
    check("Điều 51 và 38", "51; 38");
    check("từ khoản 1 đến khoản 3 Điều 52", "52/1; 52/2; 52/3");
    check("khoản 1-3 Điều 52", "52/1; 52/2; 52/3");
    check("điểm a khoản 1, điểm b khoản 1 Điều 51", "51/1 ab");
}

#[test]
fn falling_and_short() {
    check("Điều 173 khoản 1 điểm a", "173/1 a");
    check("Điều 173, khoản 1, điểm a; Điều 51", "173/1 a; 51");
    check("Điều 51 khoản 1 điểm s, khoản 2", "51/1 s; 51/2");
    check("Điều 51 khoản 1 điểm b, s; Điều 52 khoản 1 điểm h", "51/1 bs; 52/1 h");
    check("Điều 173 khoản 1; Điều 38", "173/1; 38");
    check("Điều 51 khoản 1 Điều 52 khoản 2", "51/1; 52/2");
    check("Điều 173 BLHS khoản 1", "173/1");
    check("k1 Đ173", "173/1");
    check("K1 Đ173 BLHS 2015", "2015:173/1");
    check("K1Đ173BLHS", "173/1");
    check("đ.a k.1 Đ.173", "173/1 a");
    check("đa k1 Đ173", "173/1 a");
    check("đ a, b k1 Đ173", "173/1 ab");
    check("173/1", "173/1");
    check("1/173", "173/1");
    check("k1/173", "173/1");
    check("173 k1", "173/1");
    check("173.1", "173/1");
    check("173(1)", "173/1");
    check("Điều 173(1)", "173/1");
    check("Điều 173/1", "173/1");
    check("Điều 173/k1", "173/1");
    check("điểm a/1/173", "173/1 a");
    check("173", "173");
    check("138, 139 BLHS 1999", "1999:138; 1999:139");
    check("khoản 1 173 BLHS", "173/1");
    check("17/58", "17; 58");
}

#[test]
fn noise() {
    check("khoản1Điều173", "173/1");
    check("điểma,bkhoản1Điều51", "51/1 ab");
    check("Đi ều 173", "173");
    check("kho ản 1 Đi ều 173", "173/1");
    check("khoả12n 1 Điều 173", "173/1");
    check("điểm s kho-ản 1 Điều 51", "51/1 s");
    check("khỏan 1 Điều 173", "173/1");
    check("khoan 1 dieu 173 blhs", "173/1");
    check("KHOẢN 1 ĐIỀU 173 BỘ LUẬT HÌNH SỰ", "173/1");
    check("khoản l Điều l73", "173/1");
    check("khoản 1 Điều 25O", "250/1");
    check("khoản 1 Điều 173 Trang 3; Điều 38", "173/1; 38");
    check("điểm s khoản 1 Điều 51 5 Bộ luật hình sự", "51/1 s");
    check("khoản 01 Điều 173", "173/1");
    check("khoản 1 Đều 173", "173/1");
    check("khỏn 1 Điều 173", "173/1");
    check(
        "Áp dụng khoản 1 Điều 173; điểm s khoản 1 Điều 51 của Bộ luật hình sự xử phạt bị cáo 12 tháng tù",
        "173/1; 51/1 s",
    );
    check("khoản 1 (một) Điều 173", "173/1");
    check("Điều 217a BLHS 2015", "2015:217a");
}

#[test]
fn codes_and_years() {
    check("Điều 173 BLHS năm 2015", "2015:173");
    check("Điều 173 BLHS2015", "2015:173");
    check("Điều 173 Bộ luật Hình sự năm 2015 (sửa đổi, bổ sung năm 2017)", "2015+:173");
    check("Điều 173 Bộ luật hình sự năm 2015 được sửa đổi, bổ sung năm 2017", "2015+:173");
    check("Điều 138 Bộ luật hình sự năm 1999 (sửa đổi, bổ sung năm 2009)", "1999+:138");
    check("Điều 155 BLHS 1985", "1985:155");
    check("Điều 155 BLHS 85", "1985:155");
    check("Điều 138 BLHS 99", "1999:138");
    check("Điều 173 BLHS (SĐBS 2017)", "+:173");
    check("Điều 173 BLHS 2017", "2015+:173");
    check("Điều 138 Bộ luật hình sự nước Cộng hòa xã hội chủ nghĩa Việt Nam năm 1999", "1999:138");
    check("Điều 173 Bộ luật Hình sự số 100/2015/QH13", "2015:173");
    check("Điều 173 BLHS số 100/2015/QH13 được sửa đổi, bổ sung theo Luật số 12/2017/QH14", "2015+:173");
    check("Điều 106 BLTTHS; Điều 47 BLHS", "BLTTHS:106; 47");
    check("Điều 331 và Điều 333 Bộ luật Tố tụng hình sự năm 2015", "BLTTHS 2015:331; BLTTHS 2015:333");
    check("Điều 584 Bộ luật dân sự", "BLDS:584");
    check("điểm a khoản 1 Điều 23 Nghị quyết số 326/2016/UBTVQH14", "326/2016/UBTVQH14 2016:23/1 a");
    check("Điều 23 NQ 326/2016/UBTVQH14 ngày 30/12/2016", "326/2016/UBTVQH14 2016:23");
    check(
        "khoản 1 Điều 173 BLHS 2015; Điều 106 BLTTHS; khoản 1 Điều 23 NQ326/2016/UBTVQH14",
        "2015:173/1; BLTTHS:106; 326/2016/UBTVQH14 2016:23/1",
    );
    check("BLHS 2015: khoản 1 Điều 173, Điều 38", "2015:173/1; 2015:38");
    check("khoản 1 Điều 173 BLHS 2015; Điều 38", "2015:173/1; 2015:38");
    check("khoản 1 Điều 173 BLHS 2015, khoản 2 Điều 51", "2015:173/1; 2015:51/2");
    check("K1 Đ168 Bộ luật Hình sự năm 2015; Khoản 1, Điều 173 BLHS 2015", "2015:168/1; 2015:173/1");
    check("Điều 41 Luật Thi hành án hình sự 2019", "Luật THAHS 2019:41");
    check("Điều 41 Luật THAHS", "Luật THAHS:41");
}

/// Forms seen in registers and judgments, each checked by hand.
#[test]
fn more_forms() {
    for (text, expected) in [
        ("điểm b, s khoản 1, khoản 2 Điều 51; Điều 38 BLHS", "51/1 bs; 51/2; 38"),
        ("Điểm c Khoản 2 Điều 134 Bộ luật Hình sự năm 2015 (sửa đổi, bổ sung năm 2017)", "2015+:134/2 c"),
        ("Điều 134 khoản 2 điểm c, d", "134/2 cd"),
        ("điểm c, d khoản 2 Điều 173, điểm s khoản 1 Điều 51, Điều 38", "173/2 cd; 51/1 s; 38"),
        ("khoản 1 Điều 249; điểm s khoản 1, khoản 2 Điều 51; Điều 65 BLHS", "249/1; 51/1 s; 51/2; 65"),
        ("K2 Đ251", "251/2"),
        ("k2đ251", "251/2"),
        ("đ251k2", "251/2"),
        ("Đ.251 K.2", "251/2"),
        ("Đ 251 k 2", "251/2"),
        ("Điều 251 K2", "251/2"),
        ("K.2 Đ.251 BLHS", "251/2"),
        ("đc k2 Đ251", "251/2 c"),
        ("điểm c k2 Đ251", "251/2 c"),
        ("đ.c k.2 Đ.251", "251/2 c"),
        ("đc,k2,Đ251", "251/2 c"),
        ("c k2 Đ251", "251/2 c"),
        ("điểm c, khoản 2, Điều 251", "251/2 c"),
        ("điểm c - khoản 2 - Điều 251", "251/2 c"),
        ("Điều 251 - khoản 2 - điểm c", "251/2 c"),
        ("Khoản 2 Điều 251; khoản 1 Điều 249 của BLHS", "251/2; 249/1"),
        ("khoản 2 điều 251 và khoản 1 điều 249", "251/2; 249/1"),
        ("Điều 251 (khoản 2), Điều 249 (khoản 1)", "251/2; 249/1"),
        ("Điều 251, Điều 249 BLHS", "251; 249"),
        ("Điều 251,249 BLHS", "251; 249"),
        ("điều 251; 249; 38; 51", "251; 249; 38; 51"),
        ("Đ251, Đ249", "251; 249"),
        ("Đ251,249,38", "251; 249; 38"),
        ("251, 249", "251; 249"),
        ("251", "251"),
        ("Điều 251 BLHS 2015 và Điều 194 BLHS 1999", "2015:251; 1999:194"),
        ("khoản 1 Điều 194 BLHS 1999; khoản 1 Điều 249 BLHS 2015", "1999:194/1; 2015:249/1"),
        (
            "khoản 1 Điều 138 Bộ luật hình sự năm 1999 (được sửa đổi, bổ sung năm 2009); Điều 7 Bộ luật Hình sự năm 2015",
            "1999+:138/1; 2015:7",
        ),
        ("khoan 1 dieu 138 bo luat hinh su nam 1999 sua doi bo sung nam 2009", "1999+:138/1"),
        ("KHOẢN 1 ĐIỀU 138 BLHS NĂM 1999 (SỬA ĐỔI BỔ SUNG NĂM 2009)", "1999+:138/1"),
        ("Khoản1, điều138, BLHS", "138/1"),
        ("khoản 1điều 138BLHS", "138/1"),
        ("khoản 1 Điều138BLHS1999", "1999:138/1"),
        ("điểmgkhoản1Điều48", "48/1 g"),
        ("điểm g khoản 1 Điều 48, điểm p khoản 1, khoản 2 Điều 46 BLHS", "48/1 g; 46/1 p; 46/2"),
        ("điểm p khoản 1 và khoản 2 Điều 46", "46/1 p; 46/2"),
        (
            "các điểm b, p khoản 1 và khoản 2 Điều 46; Điều 47; khoản 3 Điều 20 Bộ luật hình sự",
            "46/1 bp; 46/2; 47; 20/3",
        ),
        ("điểm a, điểm b, điểm đ khoản 1 Điều 171", "171/1 abđ"),
        ("điểm a và đ khoản 2 Điều 168", "168/2 ađ"),
        ("điểm a,b,đ K2 Đ168", "168/2 abđ"),
        ("Điểm đ Khoản 2 Điều 168", "168/2 đ"),
        ("đđ k2 Đ168", "168/2 đ"),
        ("điểm d Điều 51", "51 d"),
        ("Điểm s K1 Đ51, Đ17, Đ58", "51/1 s; 17; 58"),
        ("Điều 17, 58; Điều 38; điểm s khoản 1 Điều 51", "17; 58; 38; 51/1 s"),
        ("Điều 47 Bộ luật Hình sự; Điều 106 Bộ luật Tố tụng hình sự", "47; BLTTHS:106"),
        (
            "Điều 47 BLHS, Điều 106 BLTTHS năm 2015, Điều 584, 585, 586 BLDS",
            "47; BLTTHS 2015:106; BLDS:584; BLDS:585; BLDS:586",
        ),
        (
            "Điều 584, 585, 586, 589, 357, 468 Bộ luật Dân sự năm 2015",
            "BLDS 2015:584; BLDS 2015:585; BLDS 2015:586; BLDS 2015:589; BLDS 2015:357; BLDS 2015:468",
        ),
        (
            "khoản 2 Điều 136 BLTTHS; điểm a khoản 1 Điều 23 Nghị quyết 326/2016/UBTVQH14 ngày 30/12/2016",
            "BLTTHS:136/2; 326/2016/UBTVQH14 2016:23/1 a",
        ),
        (
            "điểm a khoản 1 Điều 23 Nghị quyết số 326/2016/UBTVQH14 ngày 30 tháng 12 năm 2016 của Ủy ban thường vụ Quốc hội",
            "326/2016/UBTVQH14 2016:23/1 a",
        ),
        ("Điều 331, 333 BLTTHS", "BLTTHS:331; BLTTHS:333"),
        ("khoản 1 Điều 2 Nghị quyết 41/2017/QH14", "41/2017/QH14 2017:2/1"),
        ("Điều 2 NQ số 02/2018/NQ-HĐTP", "02/2018/NQ-HĐTP 2018:2"),
        ("Điều 65 BLHS; Điều 2, 4 NQ 02/2018/NQ-HĐTP", "65; 02/2018/NQ-HĐTP 2018:2; 02/2018/NQ-HĐTP 2018:4"),
        ("theo khoản 1 Điều 173 của Bộ luật Hình sự", "173/1"),
        ("phạm vào khoản 1 Điều 260", "260/1"),
        (
            "Căn cứ khoản 1 Điều 173; điểm i, s khoản 1, khoản 2 Điều 51; Điều 65 Bộ luật Hình sự năm 2015",
            "2015:173/1; 2015:51/1 is; 2015:51/2; 2015:65",
        ),
        ("Căn cứ vào: Điều 173 khoản 1; Điều 51 khoản 1 điểm i, s; Điều 65", "173/1; 51/1 is; 65"),
        ("BLHS 2015: Điều 173 (khoản 1), Điều 51 (điểm s khoản 1)", "2015:173/1; 2015:51/1 s"),
        ("BLHS: k1 Đ173, đ.s k1 Đ51", "173/1; 51/1 s"),
        ("khoản 1, điểm a khoản 2 Điều 173", "173/1; 173/2 a"),
        ("điểm a khoản 2, khoản 3 Điều 173", "173/2 a; 173/3"),
        ("Khoản 2 (điểm a, b) Điều 173", "173/2 ab"),
        ("Điều 173.2", "173/2"),
        ("Điều 173.2.a", "173/2 a"),
        ("Điều 173(2)(a)", "173/2 a"),
        ("173 (1)", "173/1"),
        ("khoản 1 Điều 138 BLHS 1999 (nay là khoản 1 Điều 173 BLHS 2015)", "1999:138/1; 2015:173/1"),
        ("khoản 2 điều 104 (điểm a, i khoản 1) BLHS", "104/2; 104/1 ai"),
        ("Bộ luật hình sự 1999: Điều 138, 46; Bộ luật hình sự 2015: Điều 173", "1999:138; 1999:46; 2015:173"),
        ("diem d, d khoan 2 Dieu 168", "168/2 dđ"),
        ("Đ108 K4 Đ.D B.L.H.S 2015 (SĐBS 2017)", "2015+:108/4 d"),
        ("173(2)(a)", "173/2 a"),
        ("173/2/a", "173/2 a"),
        ("173/2a", "173/2 a"),
        ("173 khoản 2", "173/2"),
        ("173 k.2", "173/2"),
        ("Đ173/2", "173/2"),
        ("Đ173-2", "173/2"),
        ("2/173", "173/2"),
        ("2.173", "173/2"),
        ("khoản 2/Điều 173", "173/2"),
        ("điểm a/khoản 2/Điều 173", "173/2 a"),
        ("a/2/173", "173/2 a"),
        ("khoản 1 Đìêu 173", "173/1"),
        ("khoàn 1 Điêu 173", "173/1"),
        ("khoản 1 Diều 173", "173/1"),
        ("khoản 1 Ðiều 173", "173/1"),
        ("khoản 1 Điềú 173", "173/1"),
        ("kh oản 1 Đ iều 173", "173/1"),
        ("kho4ản 1 Điều 173", "173/1"),
        ("khoản 1 3 Điều 173", "173/1"),
        ("- 3 - khoản 1 Điều 173", "173/1"),
        ("khoản 1 Điều 173 - 5 -", "173/1"),
        ("điểm s khoản 1 Điều 51 [12]", "51/1 s"),
        ("Điều 1O4", "104"),
        ("khoản I Điều 173", "173/1"),
        ("khoản II Điều 173", "173/2"),
        ("Khoản 1 Điều 173, BLHS", "173/1"),
        ("Điều 173 k1 BLHS; Điều 51 k1 đs", "173/1; 51/1 s"),
        ("Điều 51 k1 đs, Điều 52 k1 đh", "51/1 s; 52/1 h"),
        ("Điều 51, khoản 1, điểm s và khoản 2", "51/1 s; 51/2"),
        ("Điều 46 (điểm p khoản 1, khoản 2), Điều 47, Điều 60", "46/1 p; 46/2; 47; 60"),
        ("đ.p k.1 k.2 Đ.46; Đ.60", "46/1 p; 46/2; 60"),
        ("điểm p k1,2 Đ46", "46/1 p; 46/2"),
        ("điểm p khoản 1,2 Điều 46", "46/1 p; 46/2"),
        ("khoản 1, 2 và 3 Điều 46", "46/1; 46/2; 46/3"),
        ("khoản 1,2,3 Đ46", "46/1; 46/2; 46/3"),
        ("từ Điều 331 đến Điều 333 BLTTHS", "BLTTHS:331; BLTTHS:332; BLTTHS:333"),
        ("Điều 331 đến 333 BLTTHS", "BLTTHS:331; BLTTHS:332; BLTTHS:333"),
        ("Điều 331-333 BLTTHS", "BLTTHS:331; BLTTHS:332; BLTTHS:333"),
        ("khoản 1 đến 3 Điều 52", "52/1; 52/2; 52/3"),
        ("khoản 1 - 3 Điều 52", "52/1; 52/2; 52/3"),
        ("điểm a-c khoản 1 Điều 52", "52/1 abc"),
        ("điểm a đến c khoản 1 Điều 52", "52/1 abc"),
        ("điểm a tới điểm đ khoản 1 Điều 52", "52/1 abcdđ"),
        ("từ điểm a đến điểm đ khoản 1 Điều 52", "52/1 abcdđ"),
        ("Điều 170a BLHS 1999", "1999:170a"),
        ("khoản 1 Điều 226b BLHS", "226b/1"),
        ("Điều 217a", "217a"),
        ("Điều 155 BLHS năm 1985", "1985:155"),
        ("Điều 155 BLHS 1985 sửa đổi năm 1989", "1985+:155"),
        ("Khoản 1 Điều 173 BLHS xử phạt 24 tháng tù", "173/1"),
        ("Khoản 1 Điều 173 BLHS ngày 12/5/2018", "173/1"),
        ("Bản án số 12/2019/HS-ST ngày 10/5/2019; khoản 1 Điều 173", "173/1"),
        ("Điều 12, 17, 20, 33, 46 BLHS 1999", "1999:12; 1999:17; 1999:20; 1999:33; 1999:46"),
        ("Áp dụng: k1 đ138; đ p k1 đ46; đ60 BLHS", "138/1; 46/1 p; 60"),
        ("áp dụng Điều 25, Điều 29 Bộ luật Hình sự", "25; 29"),
        ("khoản 1 Điều 173 BLHS2015 (SĐ,BS 2017)", "2015+:173/1"),
        ("khoản 1 Điều 173 BLHS 2015 (SĐ 2017)", "2015+:173/1"),
        ("khoản 1 Điều 173 BLHS 2015, sửa đổi bổ sung 2017", "2015+:173/1"),
        ("khoản 1 Điều 173 BLHS 2015 SĐBS năm 2017", "2015+:173/1"),
        ("khoản 1 Điều 173 BLHS 2015 (được SĐ, BS năm 2017)", "2015+:173/1"),
        ("khoản 1 Điều 173 BLHS 2015 - sửa đổi 2017", "2015+:173/1"),
        ("khoản 1 Điều 173 BLHS 2015/2017", "2015+:173/1"),
        ("khoản 1 Điều 173 BLHS (2015)", "2015:173/1"),
        ("khoản 1 Điều 173 BLHS năm 2015 và Luật sửa đổi, bổ sung một số điều của BLHS năm 2017", "2015+:173/1"),
        ("khoản 1 Điều 173 Luật số 100/2015/QH13", "2015:173/1"),
        ("khoản 1 Điều 173 BLHS sửa đổi", "+:173/1"),
        ("khoản 1 Điều 138 BLHS năm 1999, sửa đổi năm 2009; Điều 51 BLHS 2015", "1999+:138/1; 2015:51"),
        ("Điều 251 BLHS 2015; Điều 38", "2015:251; 2015:38"),
        ("Điều 41 Luật THAHS năm 2019", "Luật THAHS 2019:41"),
        ("Điều 41 Luật Thi hành án hình sự số 41/2019/QH14", "Luật THAHS 2019:41"),
        ("Điều 22 Luật Lý lịch tư pháp", "Luật LLTP:22"),
        ("Điều 27 Luật Phòng, chống ma túy", "Luật PCMT:27"),
        ("khoản 2 Điều 32 Luật Xử lý vi phạm hành chính", "Luật XLVPHC:32/2"),
        ("Điều 119 Luật Tư pháp người chưa thành niên", "Luật TPNCTN:119"),
        ("Áp dụng BLHS 2015; khoản 1 Điều 173; Điều 106 BLTTHS; Điều 38", "2015:173/1; BLTTHS:106; 2015:38"),
        ("BLHS 2015: khoản 1 Điều 173, Điều 38; BLTTHS: Điều 106, 136", "2015:173/1; 2015:38; BLTTHS:106; BLTTHS:136"),
        ("BLHS 2015 (khoản 1 Điều 173); BLTTHS (Điều 106)", "2015:173/1; BLTTHS:106"),
        ("đi.ểm a kh.oản 1 Đi.ều 173", "173/1 a"),
        ("đ iểm a kho_ản 1 Đi_ều 173", "173/1 a"),
        ("Điềm a khõan 1 Điêu 173", "173/1 a"),
        ("điểm a, khoản 1, Điều 173, BLHS, 2015", "2015:173/1 a"),
        ("điểm a khoản 1 điều 173 bộ luật hình sự 2015 đã được sửa đổi bổ sung năm 2017", "2015+:173/1 a"),
        ("a khoản 1 Điều 173", "173/1 a"),
        ("điểm a khoản 1 - Điều 173 - BLHS 2015", "2015:173/1 a"),
        ("điểm (a) khoản (1) Điều (173)", "173/1 a"),
        ("điểm a) khoản 1) Điều 173", "173/1 a"),
        ("điểm a, b, c khoản 2; khoản 3 Điều 173", "173/2 abc; 173/3"),
        ("Điều 51 (khoản 1 điểm s; khoản 2); Điều 38", "51/1 s; 51/2; 38"),
        ("Điều 51: điểm s khoản 1, khoản 2; Điều 38", "51/1 s; 51/2; 38"),
        ("Điều 17, Điều 58, Điều 51 (điểm b, s khoản 1, khoản 2), Điều 65", "17; 58; 51/1 bs; 51/2; 65"),
        ("điều 51 khoản 1, 2", "51/1; 51/2"),
        ("điều 51 khoản 1 và 2; điều 52 khoản 1 điểm g", "51/1; 51/2; 52/1 g"),
        ("Đ51 K1,2; Đ38", "51/1; 51/2; 38"),
        ("Đ51k1đs", "51/1 s"),
        ("Đ51K1Đs,K2", "51/1 s; 51/2"),
        ("Đ.51K.1Đ.s", "51/1 s"),
        ("k1,2đ51", "51/1; 51/2"),
        ("s k1 đ51", "51/1 s"),
        ("đs k1, k2 đ51; đ38; đ17; đ58", "51/1 s; 51/2; 38; 17; 58"),
        ("Điều 51 điểm s khoản 1", "51/1 s"),
        ("điểm s, t khoản 1; khoản 2 Điều 51; khoản 1 Điều 54", "51/1 st; 51/2; 54/1"),
        ("khoản1 Điều 123 BLHS;Điều39 BLHS", "123/1; 39"),
        ("K1Đ123;Đ39BLHS", "123/1; 39"),
        ("Điều 93 khoản 1 điểm n BLHS 1999", "1999:93/1 n"),
        ("Khoản 1 Điều 93/BLHS 1999", "1999:93/1"),
        ("K1/Đ93/BLHS/1999", "1999:93/1"),
        ("khoản 1/ Điều 93/ BLHS", "93/1"),
        ("93/1 BLHS 1999", "1999:93/1"),
        ("93.1 BLHS99", "1999:93/1"),
        ("Điều luật: 173 khoản 1", "173/1"),
        ("Điều khoản: khoản 1 Điều 173", "173/1"),
        ("khoản 1 các Điều 173, 174 BLHS", "173/1; 174"),
        ("khoản 1 Điều 173, khoản 1 Điều 174, khoản 2 Điều 175, Điều 55", "173/1; 174/1; 175/2; 55"),
        ("Điểm a Khoản 3 Điều 249 - BLHS 2015", "2015:249/3 a"),
        ("điểm a K3 Đ 249 BLHS(2015)", "2015:249/3 a"),
        ("K3-Đ249-BLHS2015", "2015:249/3"),
        ("khoản 3, Điều 249, Bộ Luật Hình Sự Năm 2015 Sửa Đổi Bổ Sung Năm 2017", "2015+:249/3"),
        ("Điều 249 BLHS 2015 sđ, bs 2017", "2015+:249"),
        ("Điều 249 BLHS 2015 (sđbs)", "2015+:249"),
        ("Điều 249 BLHS (sửa đổi, bổ sung năm 2017)", "+:249"),
        ("Điều 260 khoản 2 điểm a BLHS; Điều 260 khoản 1 BLHS", "260/2 a; 260/1"),
        ("Điều 260 khoản 1; Điều 260 khoản 2", "260/1; 260/2"),
        ("Điều 248, 249 Bộ luật hình sự năm 1999; Điều 321 Bộ luật hình sự năm 2015", "1999:248; 1999:249; 2015:321"),
        (
            "Điều 248 BLHS 1999, Điều 51 BLHS 2015, Điều 136 BLTTHS 2015, Điều 23 NQ 326/2016/UBTVQH14, Điều 41 Luật THAHS 2019",
            "1999:248; 2015:51; BLTTHS 2015:136; 326/2016/UBTVQH14 2016:23; Luật THAHS 2019:41",
        ),
        ("điểm h khoản 2 Điều 52; điểm o khoản 1 Điều 52", "52/2 h; 52/1 o"),
        ("điểm x khoản 1 Điều 51", "51/1 x"),
        ("điểm s khoản 1,khoản 2Điều 51", "51/1 s; 51/2"),
        ("điểms khoản1 Điều51", "51/1 s"),
        ("điểm s, khoản 1; khoản 2, Điều 51", "51/1 s; 51/2"),
        ("Điều 20; 53 BLHS", "20; 53"),
        ("Điều 33 BLHS năm 1985", "1985:33"),
        ("Điều 151 khoản 1 BLHS 85", "1985:151/1"),
        ("Trang 2 khoản 1 Điều 173", "173/1"),
        ("khoản 1 Trang 2 Điều 173", "173/1"),
        ("khoản 1 (trang 2) Điều 173", "173/1"),
        ("khoản 1 [2] Điều 173", "173/1"),
        ("khoản 1 2/5 Điều 173", "173/1"),
        ("Khoản 1 Đ. 173 BLHS 2015", "2015:173/1"),
        ("khoản 1, đ.173", "173/1"),
        ("K 1, Đ 173, BLHS", "173/1"),
        ("k1. đ173. blhs", "173/1"),
    ] {
        check(text, expected);
    }
}

#[test]
fn exists() {
    for (text, expected) in [
        ("điểm s khoản 1 Điều 51 BLHS 2015", Some(true)),
        ("điểm y khoản 1 Điều 51 BLHS 2015", Some(false)),
        ("khoản 3 Điều 51 BLHS 2015", Some(true)),
        ("khoản 9 Điều 51 BLHS 2015", Some(false)),
        ("Điều 184 BLHS 2015", Some(true)),
        ("Điều 426 BLHS 2015", Some(false)),
        ("Điều 217a BLHS 2015", Some(true)),
        ("khoản 2 Điều 256a BLHS 2015", Some(true)),
        ("khoản 6 Điều 251 BLHS 2015", Some(true)),
        ("khoản 2 Điều 138 BLHS 1999", Some(true)),
        ("điểm a khoản 2 Điều 138 BLHS 1999", None),
        ("Điều 345 BLHS 1999", Some(false)),
        ("Điều 46 BLHS 1999", Some(true)),
        ("Điều 155 BLHS 1985", None),
        ("Điều 281 BLHS 1985", Some(false)),
        ("Điều 173 BLHS", None),
        ("Điều 106 BLTTHS 2015", None),
    ] {
        assert_eq!(read(text).value.unwrap()[0].exists(), expected, "{text}");
    }
}

#[test]
fn repairs_are_listed() {
    let reading = read("kh oản 1 Điều 173");
    assert_eq!(reading.repairs, [Repair::certain("keyword", "kh oản", "khoản")]);
    assert!(read("khoản 1 Điều 173").repairs.is_empty());
}

mod laws {
    use proptest::prelude::*;

    use super::super::*;

    fn citation() -> impl Strategy<Value = Citation> {
        let code = prop_oneof![
            (Just("BLHS".to_owned()), prop_oneof![Just(None), Just(Some(1985)), Just(Some(1999)), Just(Some(2015))]),
            (
                prop_oneof![Just("BLTTHS".to_owned()), Just("BLDS".to_owned())],
                prop_oneof![Just(None), Just(Some(2015))]
            ),
            Just(("326/2016/UBTVQH14".to_owned(), Some(2016))),
        ];
        let points = proptest::collection::btree_set(0..23usize, 0..4);
        (code, any::<bool>(), 1..600u16, proptest::option::of(1..9u16), points).prop_map(
            |((code, year), amended, article, clause, points)| Citation {
                amended: amended && code == "BLHS",
                code,
                year,
                article: article.to_string(),
                clause: clause.map(|n| n.to_string()),
                points: points
                    .into_iter()
                    .filter(|_| clause.is_some())
                    .filter_map(|i| "abcdđeghiklmnopqrstuvxy".chars().nth(i))
                    .map(String::from)
                    .collect(),
            },
        )
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,60}") {
            let _ = read(&text);
        }

        #[test]
        fn never_panics_near_the_forms(text in "(điểm|khoản|Điều|k|đ|[a-z]|[0-9]{1,4}|BLHS|năm|sửa đổi|NQ|/|,|;|\\.|-|\\(|\\)| ){0,24}") {
            let _ = read(&text);
        }

        #[test]
        fn what_is_printed_reads_back(cited in proptest::collection::vec(citation(), 1..4)) {
            let text = cited.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
            let mut expected: Vec<Citation> = Vec::new();
            for citation in cited {
                if !expected.contains(&citation) {
                    expected.push(citation);
                }
            }
            prop_assert_eq!(read(&text).value.unwrap_or_default(), expected, "{}", text);
        }
    }
}

#[test]
fn not_citations() {
    for text in [
        "xử phạt 12 tháng tù",
        "12/03/2019",
        "Trộm cắp tài sản",
        "abc",
        "0123456789",
        "12/2019/HS-ST",
        "điều kiện",
        "108/28.3.23",
        "100/20.3.22",
        "12.03.19",
        "2 lần",
    ] {
        assert_eq!(read(text).error, Some(CitationError::Unrecognised), "{text}");
    }
    assert_eq!(read("").missing, Some(Missing::Blank));
    assert_eq!(parse("//"), Err(CitationError::Missing(Missing::Blank)));
    assert_eq!(CitationError::Unrecognised.to_string(), "expected cited articles, found other text");
}
