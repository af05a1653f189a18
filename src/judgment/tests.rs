#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;

use super::*;

#[track_caller]
fn gives(text: &str, normal: &str) -> JudgmentNumber {
    let reading = read(text);
    let Some(value) = reading.value else { panic!("{text}: {reading:?}") };
    assert_eq!(value.normal(), normal, "{text}");
    value
}

#[track_caller]
fn facts(text: &str, normal: &str, instance: Option<Instance>, matter: Option<Matter>, document: Option<Document>) {
    let number = gives(text, normal);
    assert_eq!((number.instance, number.matter, number.document), (instance, matter, document), "{text}");
}

#[track_caller]
fn refuses(text: &str, code: &str) {
    let reading = read(text);
    assert_eq!(reading.value, None, "{text}");
    assert_eq!(reading.error.as_ref().map(ErrorCode::code), Some(code), "{text}: {reading:?}");
}

#[test]
fn one_judgment_in_every_writing() {
    for text in [
        "12/2019/HS-ST",
        "12/2019/HSST",
        "012/2019/HS-ST",
        "12 /2019/HS-ST",
        "12/ 2019/HS-ST",
        "12/2019/ HS-ST",
        "12 / 2019 / HS - ST",
        "12/2019/HS - ST",
        "12/2019/HS -ST",
        "12/2019/HS- ST",
        "12/2019/HS–ST",
        "12/2019/HS—ST",
        "12/2019/HS_ST",
        "12/2019/HS.ST",
        "12/2019/HS ST",
        "12/2019/HS/ST",
        "12/2019/hs-st",
        "12/2019/hsst",
        "12/2019/Hs-St",
        "12/2019 HSST",
        "12/2019 HS-ST",
        "12/2019-HSST",
        "12-2019-HSST",
        "12-2019/HS-ST",
        "12/2019HSST",
        "12.2019.HSST",
        "12/HS-ST/2019",
        "12/HSST/2019",
        "12/HSST-2019",
        "12/HSST 2019",
        "12/HSST năm 2019",
        "12/2019/HSST-",
        "12/2019/HS-ST.",
        "12/2019/HS-ST;",
        "Số 12/2019/HS-ST",
        "Số: 12/2019/HS-ST",
        "số 12/2019/HSST",
        "BA số 12/2019/HS-ST",
        "BA: 12/2019/HSST",
        "BA 12/2019/HS-ST",
        "Bản án số 12/2019/HS-ST",
        "Bản án số: 12/2019/HS-ST",
        "BẢN ÁN SỐ 12/2019/HS-ST",
        "ban an so 12/2019/hsst",
        "Bản án hình sự sơ thẩm số 12/2019/HS-ST",
        "Bản án HSST số 12/2019",
        "BA HSST số: 12/2019",
        "BAHS 12/2019/HS-ST",
        "12/19/HSST",
        "12/19/HS-ST",
        "12/HS-ST/19",
        "12/2019/HS-ST ngày 14/3/2019",
        "12/2019/HS-ST ngày 14-03-2019",
        "12/2019/HS-ST, ngày 14/3/2019",
        "12/2019/HS-ST (14/3/2019)",
        "12/2019/HS-ST - 14/03/2019",
        "12/2019/HS-ST-14/3/2019",
        "12/2019/HS-ST 14.03.2019",
        "12/2019/HS-ST ngày 14 tháng 3 năm 2019",
        "12/2019/HS-ST\n14/3/2019",
        "12/HSST ngày 14/3/2019",
        "12/HS-ST ngày 14/3/2019",
        "12/HSST, 14/3/2019",
        "12/HSST-14/3/2019",
        "12/HSST (14/03/2019)",
        "12/HSST ngày 14.3.19",
        "Ngày 14/3/2019, số 12/2019/HS-ST",
        "14/3/2019 - 12/2019/HS-ST",
        "Bản án số 12/2019/HS-ST ngày 14/3/2019",
        "Bản án số 12/2019/HS-ST ngày 14/3/2019 của TAND huyện Cao Lộc, tỉnh Lạng Sơn",
        "12/2019/HS-ST của Tòa án nhân dân huyện X",
        "12/2019/HS-ST TAND huyện Cao Lộc",
        "12/2019/HS-ST - TAND huyện Cao Lộc",
        "12 HSST 14/3/2019",
        "12HSST 2019",
        "Bản án số 12/HSST ngày 14/3/2019 của TAND TP Hà Nội",
        "12/2019/HS-ST 14-3-2019",
        "12/2019/HS-ST ngày: 14/03/2019",
        "Bản án 12/2019/HS-ST tuyên ngày 14/3/2019",
        "12/2019/HSST ngày14/3/2019",
        "12/2019/HS-ST ngày 14/3/19",
        "N°12/2019/HS-ST",
    ] {
        let number = gives(text, "12/2019/HS-ST");
        assert_eq!(number.instance, Some(Instance::First), "{text}");
        assert_eq!(number.matter, Some(Matter::Criminal), "{text}");
        assert_eq!(number.document, Some(Document::Judgment), "{text}");
    }
}

#[test]
fn number_and_date_joined() {
    for (text, normal) in [
        ("108/28.3.23", "108/2023"),
        ("215/18.6.23", "215/2023"),
        ("108/28.3.2023", "108/2023"),
        ("108/28-3-2023", "108/2023"),
        ("108/28/3/2023", "108/2023"),
        ("108/28/3/23", "108/2023"),
        ("108 - 28/3/2023", "108/2023"),
        ("108-28/3/2023", "108/2023"),
        ("108 ngày 28/3/2023", "108/2023"),
        ("108 (28/3/2023)", "108/2023"),
        ("108, 28/3/2023", "108/2023"),
        ("108 28/3/2023", "108/2023"),
        ("108; 28/03/2023", "108/2023"),
        ("108\n28/3/2023", "108/2023"),
        ("Số 108 ngày 28/3/2023", "108/2023"),
        ("108 ngày 28 tháng 3 năm 2023", "108/2023"),
        ("5/4/12/2019", "5/2019"),
        ("12/14/3/2019", "12/2019"),
        ("72/22.9.22", "72/2022"),
        ("BA số 108 ngày 28/3/2023 của TAND huyện X", "108/2023"),
        ("28/3/2023 - 108", "108/2023"),
        ("108/HSST/28.3.23", "108/2023/HS-ST"),
        ("45/12.7.98", "45/1998"),
        ("108/2023 ngày 28/3/2023", "108/2023"),
        ("108/2023-28/3/2023", "108/2023"),
    ] {
        gives(text, normal);
    }
}

#[test]
fn numbers_without_all_parts() {
    for (text, normal) in [
        ("191", "191"),
        ("63", "63"),
        ("084", "84"),
        ("Số 191", "191"),
        ("Bản án số 191", "191"),
        ("BA 191", "191"),
        ("191.0", "191"),
        ("160/2018", "160/2018"),
        ("05/2018", "5/2018"),
        ("12-2019", "12/2019"),
        ("123/HSST", "123/HS-ST"),
        ("12/HS-ST", "12/HS-ST"),
        ("12 HSST", "12/HS-ST"),
        ("12HSST", "12/HS-ST"),
        ("12A/2019/HS-ST", "12A/2019/HS-ST"),
        ("12a/2019/HSST", "12A/2019/HS-ST"),
        ("12/97/HSST", "12/1997/HS-ST"),
        ("12/03/HSST", "12/2003/HS-ST"),
        ("332/2025", "332/2025"),
        ("310/2013/ HSST", "310/2013/HS-ST"),
        ("12 năm 2019", "12/2019"),
        ("số 12 năm 2019", "12/2019"),
        ("12/19", "12/2019"),
        ("000", "000"),
        ("Bản án số 12 của TAND huyện Cao Lộc", "12"),
        ("HS-ST 12/2019", "12/2019/HS-ST"),
        ("HSST số 12/2019", "12/2019/HS-ST"),
        ("15/CT-VKSTC-V2", "15/CT-VKSTC-V2"),
        ("12∕2019∕HS-ST", "12/2019/HS-ST"),
    ] {
        gives(text, normal);
    }
    let number = gives("Bản án hình sự phúc thẩm số 45", "45");
    assert_eq!((number.instance, number.matter), (Some(Instance::Appeal), Some(Matter::Criminal)));
    assert_eq!(gives("05/2018/HSST", "5/2018/HS-ST").number, "05");
}

#[test]
fn marks_and_what_they_say() {
    use Document::{Decision, Docket, Indictment, Judgment};
    use Instance::{Appeal, Cassation, First, Reopening};
    use Matter::{Administrative, Bankruptcy, Civil, Commercial, Criminal, Family, Labour};
    for (text, normal, instance, matter, document) in [
        ("43/2017/HS-ST", "43/2017/HS-ST", Some(First), Some(Criminal), Some(Judgment)),
        ("833/2024/HS-PT", "833/2024/HS-PT", Some(Appeal), Some(Criminal), Some(Judgment)),
        ("899/2024/DS-PT", "899/2024/DS-PT", Some(Appeal), Some(Civil), Some(Judgment)),
        ("860/2024/QĐ-PT", "860/2024/QĐ-PT", Some(Appeal), None, Some(Decision)),
        ("34/2017/HSPT", "34/2017/HS-PT", Some(Appeal), Some(Criminal), Some(Judgment)),
        ("27/2018/HSPT-QĐ", "27/2018/HSPT-QĐ", Some(Appeal), Some(Criminal), Some(Decision)),
        ("117/2017/HSPT- QĐ", "117/2017/HSPT-QĐ", Some(Appeal), Some(Criminal), Some(Decision)),
        ("08/2017/HSPT – QĐ", "8/2017/HSPT-QĐ", Some(Appeal), Some(Criminal), Some(Decision)),
        ("124/ 2018 HSPT-QĐ", "124/2018/HSPT-QĐ", Some(Appeal), Some(Criminal), Some(Decision)),
        ("12/2015/HSST-QD", "12/2015/HSST-QĐ", Some(First), Some(Criminal), Some(Decision)),
        ("21/2018/QĐST-HNGĐ", "21/2018/QĐST-HNGĐ", Some(First), Some(Family), Some(Decision)),
        ("27/2018/QĐST- HNGĐ", "27/2018/QĐST-HNGĐ", Some(First), Some(Family), Some(Decision)),
        ("06/2018/QĐST-HC", "6/2018/QĐST-HC", Some(First), Some(Administrative), Some(Decision)),
        ("06/2018/QDST-DS", "6/2018/QĐST-DS", Some(First), Some(Civil), Some(Decision)),
        ("33/2018/TLPT-HS", "33/2018/TLPT-HS", Some(Appeal), Some(Criminal), Some(Docket)),
        ("60/2018/TLST-HNGĐ", "60/2018/TLST-HNGĐ", Some(First), Some(Family), Some(Docket)),
        ("179/2018/TLST - HNGĐ", "179/2018/TLST-HNGĐ", Some(First), Some(Family), Some(Docket)),
        ("36/2016/TLST-HC", "36/2016/TLST-HC", Some(First), Some(Administrative), Some(Docket)),
        ("45/2019/QĐXXST-HS", "45/2019/QĐXXST-HS", Some(First), Some(Criminal), Some(Decision)),
        ("03/2018/HSGĐT", "3/2018/HS-GĐT", Some(Cassation), Some(Criminal), Some(Judgment)),
        ("03/2018/HS-GDT", "3/2018/HS-GĐT", Some(Cassation), Some(Criminal), Some(Judgment)),
        ("01/2020/HS-TT", "1/2020/HS-TT", Some(Reopening), Some(Criminal), Some(Judgment)),
        ("12/2018/HNGĐ-ST", "12/2018/HNGĐ-ST", Some(First), Some(Family), Some(Judgment)),
        ("12/2018/HNGD-ST", "12/2018/HNGĐ-ST", Some(First), Some(Family), Some(Judgment)),
        ("12/2018/HN&GĐ-ST", "12/2018/HNGĐ-ST", Some(First), Some(Family), Some(Judgment)),
        ("12/2018/HN-ST", "12/2018/HNGĐ-ST", Some(First), Some(Family), Some(Judgment)),
        ("12/2018/KDTM-ST", "12/2018/KDTM-ST", Some(First), Some(Commercial), Some(Judgment)),
        ("12/2003/KTST", "12/2003/KT-ST", Some(First), Some(Commercial), Some(Judgment)),
        ("12/2018/LĐ-ST", "12/2018/LĐ-ST", Some(First), Some(Labour), Some(Judgment)),
        ("12/2018/LD-ST", "12/2018/LĐ-ST", Some(First), Some(Labour), Some(Judgment)),
        ("12/2018/HC-PT", "12/2018/HC-PT", Some(Appeal), Some(Administrative), Some(Judgment)),
        ("12/2018/DSST", "12/2018/DS-ST", Some(First), Some(Civil), Some(Judgment)),
        ("12/2018/QĐST-PS", "12/2018/QĐST-PS", Some(First), Some(Bankruptcy), Some(Decision)),
        ("15/CT-VKS", "15/CT-VKS", None, None, Some(Indictment)),
        ("15/2019/CT-VKSND", "15/2019/CT-VKSND", None, None, Some(Indictment)),
        ("15/CT-VKS-P1", "15/CT-VKS-P1", None, None, Some(Indictment)),
        ("484/2018/QĐ-CA", "484/2018/QĐ-CA", None, None, Some(Decision)),
        ("484/2018/QD-CA", "484/2018/QĐ-CA", None, None, Some(Decision)),
        ("484/2018/qđ-ca", "484/2018/QĐ-CA", None, None, Some(Decision)),
        ("QĐ số 484/2018/QĐ-CA ngày 1/2/2018", "484/2018/QĐ-CA", None, None, Some(Decision)),
        ("Quyết định thi hành án số 484/2018/QĐ-CA", "484/2018/QĐ-CA", None, None, Some(Decision)),
        ("635/2015/QĐ-MCH", "635/2015/QĐ-MCH", None, None, Some(Decision)),
        ("476/2016/QĐ-TTTHCĐK", "476/2016/QĐ-TTTHCĐK", None, None, Some(Decision)),
        ("12/2010/QĐ-THA", "12/2010/QĐ-THA", None, None, Some(Decision)),
        ("12/2010/THA", "12/2010/THA", None, None, Some(Decision)),
        ("184/2016/GCNĐX", "184/2016/GCNĐX", None, None, None),
        ("112/2019/XN-CCTHADS", "112/2019/XN-CCTHADS", None, None, None),
        ("82/2015/GCN-XAT", "82/2015/GCN-XAT", None, None, None),
        ("87/2021/XM-LLTP", "87/2021/XM-LLTP", None, None, None),
        ("494/2020/GCN", "494/2020/GCN", None, None, None),
        ("12/2019/QĐ-XAT", "12/2019/QĐ-XAT", None, None, Some(Decision)),
        ("Quyết định số 05/2019/HSST", "5/2019/HS-ST", Some(First), Some(Criminal), Some(Decision)),
        ("Thụ lý số 38/2018/HSPT", "38/2018/HS-PT", Some(Appeal), Some(Criminal), Some(Docket)),
        ("Cáo trạng số 15 ngày 3/4/2019", "15/2019", None, None, Some(Indictment)),
    ] {
        facts(text, normal, instance, matter, document);
    }
}

#[test]
fn what_is_no_number() {
    for text in [
        "Trộm cắp tài sản",
        "TAND huyện Cao Lộc",
        "Nguyễn Văn An",
        "HSST",
        "Bản án số",
        "điều 173",
        "33LA2013/00102",
        "số 12 Nguyễn Trãi",
        "0790900012345",
        "12 tháng tù",
        "phạt 12 tháng",
    ] {
        refuses(text, "unrecognised");
    }
    for text in
        ["14/3/2019", "ngày 14/3/2019", "2019-03-14", "2019-03-14 00:00:00", "14.3.19", "ngày 14 tháng 3 năm 2019"]
    {
        refuses(text, "date_alone");
    }
    refuses("12/05", "ambiguous");
    refuses("2019", "ambiguous");
    refuses("43800", "ambiguous");
    refuses("I2/2019/HSST", "misread");
    refuses("12/20l9/HS-ST", "misread");
    refuses("12/209/HSST", "unrecognised");
    refuses("12/20019/HSST", "unrecognised");
    refuses("12/2/HSST", "unrecognised");
    assert_eq!(read("không có số").missing, Some(Missing::None));
    refuses("12/2019/HS-ST; 45/2019/HS-PT", "several_numbers");
    refuses("l2/2O19/HS-ST", "misread");
    assert_eq!(read("l2/2O19/HS-ST").repairs.first().map(|r| r.after.as_str()), Some("12/2019/HS-ST"));
    assert_eq!(read("//").missing, Some(Missing::Blank));
}

#[test]
fn several_numbers() {
    let all =
        |text: &str| -> Vec<String> { read_all(text).value.unwrap().iter().map(JudgmentNumber::normal).collect() };
    let both = ["12/2019/HS-ST", "45/2019/HS-PT"];
    for text in [
        "12/2019/HS-ST; 45/2019/HS-PT",
        "12/2019/HS-ST và 45/2019/HS-PT",
        "12/2019/HSST, 45/2019/HSPT",
        "ST: 12/2019/HS-ST ngày 14/3/2019; PT: 45/2019/HS-PT ngày 2/7/2019",
        "12/2019/HS-ST\n45/2019/HS-PT",
        "BAST số 12/2019/HS-ST, BAPT số 45/2019/HS-PT",
    ] {
        assert_eq!(all(text), both, "{text}");
    }
}

#[test]
fn documents_of_any_shape() {
    for (text, normal) in [
        ("C 045678", "C 045678"),
        ("GCN 0012345", "12345"),
        ("Số 12/2019/QD-CA", "12/2019/QĐ-CA"),
        ("12/GCN-TG", "12/GCN-TG"),
        ("12/05", "12/05"),
    ] {
        assert_eq!(read_document_no(text).value.as_deref(), Some(normal), "{text}");
    }
    assert!(read_document_no("chưa có").value.is_none());
}

proptest! {
    #[test]
    fn reading_never_panics(text in any::<String>()) {
        let _ = read_all(&text);
        let _ = RecordCode::read(&text);
        let _ = read_document_no(&text);
    }

    #[test]
    fn reading_pieces_never_panics(text in "([0-9]{1,4}|HS|ST|QĐ|ngày|số|[ ./-]){0,12}") {
        let _ = read_all(&text);
    }

    #[test]
    fn printed_numbers_read_back(
        number in 1u16..1900, year in proptest::option::of(1950i16..2099),
        suffix in proptest::option::of(prop::sample::select(vec!["HS-ST", "HS-PT", "HS-GĐT", "DS-ST", "HNGĐ-ST", "QĐ-CA",
            "HSPT-QĐ", "QĐST-HNGĐ", "GCNĐX", "XN-CCTHADS", "TLST-HS", "CT-VKS"])),
    ) {
        let year = year.map(|year| format!("/{year}")).unwrap_or_default();
        let suffix = suffix.map(|suffix| format!("/{suffix}")).unwrap_or_default();
        let text = format!("{number}{year}{suffix}");
        let read = parse(&text);
        prop_assert_eq!(read.as_ref().map(JudgmentNumber::normal), Ok(text));
        prop_assert_eq!(parse(&read.as_ref().unwrap().normal()), read);
    }
}
