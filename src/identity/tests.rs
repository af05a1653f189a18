#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;

use super::*;

const NOBODY: Holder = Holder { sex: None, birth_year: None };
const MAN_1990: Holder = Holder { sex: Some(Sex::Male), birth_year: Some(1990) };

#[track_caller]
fn gives(text: &str, kind: IdentityKind, number: &str) {
    let reading = read(text, &NOBODY);
    let Some(value) = &reading.value else { panic!("{text}: {reading:?}") };
    assert_eq!((value.kind, value.number.as_str()), (kind, number), "{text}");
    assert!(reading.repairs.iter().all(|r| r.grade == Grade::Certain), "{text}: {reading:?}");
}

#[track_caller]
fn refuses(text: &str, code: &str, proposal: Option<&str>) {
    let reading = read(text, &NOBODY);
    assert_eq!(reading.value, None, "{text}");
    assert_eq!(reading.error.as_ref().map(ErrorCode::code), Some(code), "{text}: {reading:?}");
    let proposed: Vec<_> = reading.repairs.iter().map(|r| (r.grade, r.after.as_str())).collect();
    let expected: Vec<_> = proposal.iter().map(|p| (Grade::Probable, *p)).collect();
    assert_eq!(proposed, expected, "{text}");
}

#[track_caller]
fn nothing_in(text: &str, kind: Missing) {
    let reading = read(text, &NOBODY);
    assert_eq!((reading.missing, &reading.value, &reading.error), (Some(kind), &None, &None), "{text}");
}

#[test]
fn structure_of_a_personal_number() {
    let number = parse("079090001234").unwrap();
    assert_eq!(number.province.as_deref(), Some("79"));
    assert_eq!((number.sex, number.birth_year), (Some(Sex::Male), Some(1990)));
    assert_eq!(number.province_name(), Some("Hồ Chí Minh"));
    let number = parse("024305000001").unwrap();
    assert_eq!((number.sex, number.birth_year), (Some(Sex::Female), Some(2005)));
    assert_eq!(number.province_name(), Some("Bắc Giang"));
    let abroad = parse("157090001234").unwrap();
    assert_eq!((abroad.province, abroad.birth_year), (None, Some(1990)));
    for unused in ["000", "003", "005", "013", "090", "097", "099"] {
        assert_eq!(parse(&format!("{unused}090001234")), Err(IdentityError::NoSuchProvince), "{unused}");
    }
    assert_eq!(parse("079490001234"), Err(IdentityError::NotYetBorn));
}

#[test]
fn one_number_in_every_writing() {
    use IdentityKind::{CitizenId, IdentityCard, Military, Passport};
    for text in [
        "079090001234",
        " 079090001234 ",
        "079 090 001 234",
        "079.090.001.234",
        "079-090-001-234",
        "079090 001234",
        "0790 9000 1234",
        "079 090001234",
        "079 - 090 - 001234",
        "'079090001234",
        "’079090001234",
        "`079090001234",
        "=\"079090001234\"",
        "079090001234.",
        "079090001234;",
        "079090001234.0",
        "CCCD: 079090001234",
        "CCCD:079090001234",
        "CCCD số 079090001234",
        "Số CCCD 079090001234",
        "cccd 079090001234",
        "CC: 079090001234",
        "Căn cước công dân số: 079090001234",
        "Thẻ căn cước số 079090001234",
        "Số định danh cá nhân: 079090001234",
        "SĐDCN 079090001234",
        "ĐDCN: 079090001234",
        "CMND: 079090001234",
        "CMND/CCCD: 079090001234",
        "CCCD/Hộ chiếu số 079090001234",
        "079090001234 (CCCD)",
        "(079090001234)",
        "079090001234 cấp ngày 12/03/2021",
        "079090001234, cấp ngày 12-03-2021, nơi cấp: Cục CSQLHC về TTXH",
        "079090001234 ngày 12/3/2021",
        "079090001234 - 12/03/2021",
        "079090001234 - 12.03.2021",
        "079090001234 12/03/2021 Bộ Công an",
        "Ngày cấp 12/03/2021 số CCCD 079090001234",
        "CCCD 079090001234 SĐT 0912345678",
        "CCCD số 079090001234 do Cục Cảnh sát QLHC về TTXH cấp ngày 10 tháng 5 năm 2021",
        "CCCD\n079090001234",
        "079090001234 cấp năm 2021",
        "079090001234 / 079090001234",
        "CCCD: 079 090 001 234 cấp 12/3/2021",
    ] {
        gives(text, CitizenId, "079090001234");
    }
    for text in [
        "271234567",
        "271 234 567",
        "271.234.567",
        "271-234-567",
        "27 12 34 567",
        "CMND 271234567",
        "CMTND số 271234567",
        "CMND số: 271234567 do CA Đồng Nai cấp ngày 12/03/2010",
        "271234567, CA Đồng Nai, 12/03/2010",
        "271234567.0",
        "Số CMND: 271234567 cấp ngày 01.02.1999 tại Công an tỉnh Đồng Nai",
        "CMT: 271234567",
        "GCMND: 271234567",
        "Giấy CMND số 271234567",
        "2.71234567E+8",
        "2,71234567E+08",
        "2.71234567e8",
        "'271234567",
        "CMND:271234567 (cũ)",
        "CCCD: 271234567",
        "Chứng minh nhân dân số 271234567",
        "271234567 cấp 2010",
        "CMND-271234567",
    ] {
        gives(text, IdentityCard, "271234567");
    }
    for text in [
        "B1234567",
        "b1234567",
        "B 1234567",
        "B-1234567",
        "Hộ chiếu: B1234567",
        "HC số B1234567",
        "Hộ chiếu số B1234567 cấp ngày 1/2/2015 tại Cục QLXNC",
        "Passport No. B1234567",
        "B1234567 (hộ chiếu)",
        "PP: B1234567",
    ] {
        gives(text, Passport, "B1234567");
    }
    gives("P00123456", Passport, "P00123456");
    gives("EA1234567", Passport, "EA1234567");
    gives("M123A4567", Passport, "M123A4567");
    gives("Hộ chiếu: 567123489", Passport, "567123489");
    gives("HC: 12AB34567", Passport, "12AB34567");
    gives("CMSQ: 12345678", Military, "12345678");
    gives("CMQN số 91234567", Military, "91234567");
    gives("Giấy chứng minh sĩ quan số 12345678", Military, "12345678");
    gives("SHSQ: 12345678", Military, "12345678");
    gives("CMND số 271234567 cấp ngày 12032010", IdentityCard, "271234567");
    gives("012345678", IdentityCard, "012345678");
    gives("991234567", IdentityCard, "991234567");
}

#[test]
fn several_papers() {
    use IdentityKind::{CitizenId, IdentityCard, Passport};
    let all = |text: &str| -> Vec<(IdentityKind, String)> {
        read_all(text, &NOBODY).value.unwrap_or_default().into_iter().map(|n| (n.kind, n.number)).collect()
    };
    let both = vec![(IdentityCard, "271234567".to_owned()), (CitizenId, "075090001234".to_owned())];
    for text in [
        "CMND: 271234567; CCCD: 075090001234",
        "271234567/075090001234",
        "271234567 - 075090001234",
        "271234567, 075090001234",
        "271234567 075090001234",
        "271234567 (cũ), 075090001234 (mới)",
        "CMND 271234567 cấp 12/3/2010; CCCD 075090001234 cấp 1/4/2021",
        "271234567\n075090001234",
        "271 234 567 - 075 090 001 234",
        "CMND số 271234567 (nay là CCCD số 075090001234)",
    ] {
        assert_eq!(all(text), both, "{text}");
        assert_eq!(read(text, &NOBODY).value.map(|n| n.number).as_deref(), Some("075090001234"), "{text}");
    }
    assert_eq!(all("CCCD 075090001234, HC B1234567").get(1).map(|n| n.0), Some(Passport));
    refuses("CCCD 075090001234, 075090001235", "several_numbers", None);
    refuses("271234567; 281234567", "several_numbers", None);
    let card = read_as("CMND: 271234567; CCCD: 075090001234", IdentityCard, &NOBODY);
    assert_eq!(card.value.map(|n| n.number).as_deref(), Some("271234567"));
}

#[test]
fn damaged_numbers() {
    refuses("79090001234", "lost_zero", Some("079090001234"));
    refuses("79 090 001 234", "lost_zero", Some("079090001234"));
    refuses("79090001234.0", "lost_zero", Some("079090001234"));
    refuses("CCCD: 79090001234", "lost_zero", Some("079090001234"));
    refuses("1090001234", "lost_zero", Some("001090001234"));
    refuses("3090001234", "wrong_length", None);
    refuses("0912345678", "wrong_length", None);
    refuses("07909000123", "wrong_length", None);
    refuses("0790900012345", "wrong_length", None);
    refuses("07909000123", "wrong_length", None);
    refuses("27123456", "wrong_length", Some("027123456"));
    refuses("2712345", "wrong_length", None);
    refuses("7.9084E+10", "lost_digits", None);
    refuses("7,9084E+10", "lost_digits", None);
    refuses("7.9E10", "lost_digits", None);
    refuses("8E+10", "lost_digits", None);
    refuses("CCCD: 7.9084E+10", "lost_digits", None);
    refuses("O79O9OOO1234", "misread", Some("079090001234"));
    refuses("0790900O1234", "misread", Some("079090001234"));
    refuses("07909000l234", "misread", Some("079090001234"));
    refuses("27l2345S7", "misread", Some("271234557"));
    refuses("O12345678", "misread", Some("012345678"));
    refuses("0790900*****", "masked", None);
    refuses("079xxxxxx234", "masked", None);
    refuses("000000000", "placeholder", None);
    refuses("111111111111", "placeholder", None);
    refuses("Nguyễn Văn An", "unrecognised", None);
    refuses("12/03/2021", "unrecognised", None);
    refuses("QĐ 12/2019", "unrecognised", None);
    let exact = read("7.9090001234E+10", &MAN_1990);
    assert_eq!(exact.value.map(|n| n.number).as_deref(), Some("079090001234"));
}

#[test]
fn the_holder_confirms_a_lost_zero() {
    let reading = read("79090001234", &MAN_1990);
    assert_eq!(reading.value.map(|n| n.number).as_deref(), Some("079090001234"));
    assert_eq!(reading.repairs, [Repair::certain("lost_zero", "79090001234", "079090001234")]);
    let reading = read("1090001234", &MAN_1990);
    assert_eq!(reading.value.map(|n| n.number).as_deref(), Some("001090001234"));
    for holder in [
        NOBODY,
        Holder { sex: Some(Sex::Male), birth_year: None },
        Holder { sex: Some(Sex::Female), birth_year: Some(1990) },
        Holder { sex: Some(Sex::Male), birth_year: Some(1991) },
    ] {
        assert_eq!(read("79090001234", &holder).error, Some(IdentityError::LostZero { found: 11 }));
    }
}

#[test]
fn kinds_of_nothing() {
    for text in ["", "  ", "//", "-", "CMND:", "CCCD số", "Số CMND/CCCD:"] {
        nothing_in(text, Missing::Blank);
    }
    for text in
        ["Chưa có", "chưa được cấp", "Không có CMND", "không có giấy tờ tùy thân", "CCCD: không", "chưa làm CCCD"]
    {
        nothing_in(text, Missing::None);
    }
    for text in ["Không nhớ số", "chưa rõ", "không xác định được", "quên số CMND"] {
        nothing_in(text, Missing::Unknown);
    }
}

#[test]
fn issue_beside_the_number() {
    for (text, by) in [
        ("CMND số 271234567 do CA Đồng Nai cấp ngày 12/03/2010", Some("CA Đồng Nai")),
        ("271234567 cấp ngày 12/03/2010 tại Công an tỉnh Đồng Nai", Some("Công an tỉnh Đồng Nai")),
        ("079090001234, ngày cấp: 12/03/2021, nơi cấp: Cục CSQLHC về TTXH", Some("Cục CSQLHC về TTXH")),
        ("079090001234 cấp ngày 12/03/2021", None),
        ("079090001234", None),
    ] {
        assert_eq!(issue(text).by.as_deref(), by, "{text}");
    }
}

#[test]
fn messages_name_no_value() {
    assert_eq!(
        IdentityError::LostZero { found: 11 }.to_string(),
        "expected 12 digits, found 11: leading zeros may be lost"
    );
    assert_eq!(IdentityError::WrongLength { found: 8 }.to_string(), "expected 9 or 12 digits, found 8");
}

proptest! {
    #[test]
    fn reading_never_panics(text in any::<String>()) {
        let _ = read(&text, &MAN_1990);
        let _ = issue(&text);
        let _ = read_sex(&text);
    }

    #[test]
    fn reading_digits_and_separators_never_panics(text in "[0-9OlEe+., /'()-]{0,30}") {
        let _ = read_all(&text, &MAN_1990);
    }

    #[test]
    fn printed_numbers_read_back(text in "[0-3][0-9]{3}12345|0(01|79|48|96)[0-3][0-9]{8}|[BCPE][0-9]{7,8}") {
        let number = parse(&text).unwrap();
        prop_assert_eq!(number.to_string(), text);
        prop_assert_eq!(parse(&number.to_string()), Ok(number));
    }
}
