//! The key under which a heading is compared: no marks, case, punctuation or "và"; phrases and their abbreviations one.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Phrases and what stands for them in a key, longest first where one holds another.
const PHRASES: &[(&str, &str)] = &[
    ("duoc ap dung", "ad"),
    ("thoi diem", "ngay"),
    ("luat duoc", "luat"),
    ("ngay thang nam", "ngay"),
    ("ngay thanh nam", "ngay"),
    ("ngay thang", "ngay"),
    ("ntns", "ngay sinh"),
    ("toa an nhan dan", "tand"),
    ("toa an quan su", "ta"),
    ("taqs", "ta"),
    ("tand khu vuc", "tand"),
    ("toa an", "ta"),
    ("ban an", "ba"),
    ("quyet dinh", "qd"),
    ("hinh phat", "hp"),
    ("hpc", "hp chinh"),
    ("hpbs", "hp bs"),
    ("bo sung", "bs"),
    ("ly lich tu phap", "lltp"),
    ("li lich tu phap", "lltp"),
    ("thi hanh an", "tha"),
    ("thahs", "tha hs"),
    ("thads", "tha ds"),
    ("hinh su", "hs"),
    ("ho so", "hs"),
    ("dan su", "ds"),
    ("nvds", "nghia vu ds"),
    ("so tham", "st"),
    ("phuc tham", "pt"),
    ("hsst", "hs st"),
    ("hspt", "hs pt"),
    ("can cuoc cong dan", "cccd"),
    ("chung minh nhan dan", "cmnd"),
    ("chung minh thu nhan dan", "cmnd"),
    ("chung minh thu", "cmnd"),
    ("cmtnd", "cmnd"),
    ("cmt", "cmnd"),
    ("dinh danh ca nhan", "ddcn"),
    ("ho khau thuong tru", "hktt"),
    ("ho khau", "hk"),
    ("dkhk", "dk hk"),
    ("dkhktt", "dk hktt"),
    ("dktt", "dk tt"),
    ("hien nay", "hn"),
    ("hien tai", "hn"),
    ("cai tao khong giam giu", "ctkgg"),
    ("ap dung", "ad"),
    ("van ban", "vb"),
    ("giay chung nhan", "gcn"),
    ("thu ly", "tl"),
    ("khang cao", "kc"),
    ("khang nghi", "kn"),
    ("kckn", "kc kn"),
    ("bi cao", "bc"),
    ("thoi gian thu thach", "tgtt"),
    ("xet xu", "xx"),
    ("xxst", "xx st"),
    ("xxpt", "xx pt"),
    ("xoa an tich", "xat"),
    ("hieu luc", "hl"),
    ("phap luat", "pl"),
    ("hlpl", "hl pl"),
    ("dang ky", "dk"),
    ("dang ki", "dk"),
    ("co quan", "cq"),
    ("vien kiem sat", "vks"),
    ("uy ban nhan dan", "ubnd"),
    ("ket qua", "kq"),
    ("chx", "chap hanh xong"),
    ("chxapt", "chap hanh xong an phat tu"),
    ("chxhp", "chap hanh xong hp"),
];

/// The phrases and what stands for them, between blanks: ready to be looked for in a key.
static PADDED: LazyLock<Vec<(String, String)>> =
    LazyLock::new(|| PHRASES.iter().map(|(phrase, short)| (format!(" {phrase} "), format!(" {short} "))).collect());

/// Text without marks, in lower case: `Họ Đệm` → `ho dem`.
pub(crate) fn unmark(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' || c == 'ð' { 'd' } else { c })
        .collect()
}

/// The words of a heading without marks, with the separators between them.
pub(super) fn words(heading: &str) -> Vec<(String, bool)> {
    let folded = unmark(&parted(heading));
    let mut words: Vec<(String, bool)> = Vec::new();
    let (mut word, mut separated) = (String::new(), false);
    let mut dotted = false;
    let flush = |word: &mut String, separated: &mut bool, words: &mut Vec<(String, bool)>| {
        if !word.is_empty() {
            words.push((std::mem::take(word), std::mem::take(separated)));
        }
    };
    for c in folded.chars() {
        if c.is_alphanumeric() {
            // `T.H.A`, `Đ/c`: single letters parted by dots are one word
            if dotted
                && word.is_empty()
                && let Some((last, _)) = words.last_mut().filter(|(last, _)| last.len() <= 3 && single_run(last))
            {
                word = std::mem::take(last);
                separated = words.pop().is_some_and(|(_, s)| s);
            }
            dotted = false;
            word.push(c);
        } else {
            let single = word.chars().count() == 1 || (word.len() <= 4 && single_run(&word) && !word.is_empty());
            flush(&mut word, &mut separated, &mut words);
            dotted = (c == '.' || c == '/') && single && words.last().is_some_and(|(w, _)| w.len() == 1);
            if !c.is_whitespace() && c != '.' && c != '_' && c != '*' && c != ':' && c != '\'' && c != '"' || c == '\n'
            {
                separated = true;
            }
        }
    }
    flush(&mut word, &mut separated, &mut words);
    words
}

/// `ngayBanAn` as `ngay Ban An`: names of columns in programs.
fn parted(heading: &str) -> String {
    let camel = heading.is_ascii()
        && !heading.contains(' ')
        && heading.starts_with(|c: char| c.is_ascii_alphabetic())
        && heading
            .as_bytes()
            .windows(2)
            .any(|w| matches!(w, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()));
    if !camel {
        return heading.to_owned();
    }
    let mut out = String::new();
    let mut lower = false;
    for c in heading.chars() {
        if lower && c.is_ascii_uppercase() {
            out.push(' ');
        }
        lower = c.is_ascii_lowercase();
        out.push(c);
    }
    out
}

// Only words of one letter are ever joined; see `words`.
fn single_run(word: &str) -> bool {
    word.chars().count() == 1
}

/// The key under which a heading is looked up.
pub(crate) fn key(heading: &str) -> String {
    let list: Vec<String> = words(heading).into_iter().map(|(w, _)| w).collect();
    phrases(&list.join(" "))
}

/// A list of words with phrases replaced by their abbreviations and "va" left out.
pub(super) fn phrases(text: &str) -> String {
    let mut text =
        format!(" {} ", text.split(' ').filter(|w| !matches!(*w, "va" | "cua" | "")).collect::<Vec<_>>().join(" "));
    for (phrase, short) in PADDED.iter() {
        while text.contains(phrase) {
            text = text.replace(phrase, short);
        }
    }
    text.trim().to_owned()
}

/// Takes column numbers and hints off a heading: `Họ tên (2)`, `1. Họ tên`, `Ngày sinh (dd/mm/yyyy)`, `Số CCCD (*)`.
pub(crate) fn trim(heading: &str) -> String {
    let mut text = heading.trim().trim_matches(['*', ':', '.', '"']).trim().to_owned();
    // brackets that hold a number or a hint
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(open) = rest.find(['(', '[', '{']) {
        let (before, after) = rest.split_at(open);
        let Some(close) = after.find([')', ']', '}']) else { break };
        let inside = unmark(after.get(1..close).unwrap_or(""));
        out.push_str(before);
        if hint(&inside) {
            out.push(' ');
        } else {
            out.push_str(after.get(..=close).unwrap_or(""));
        }
        rest = after.get(close + 1..).unwrap_or("");
    }
    out.push_str(rest);
    text = out.trim().to_owned();
    // a number in front
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && digits <= 2 {
        let after = text.get(digits..).unwrap_or("").trim_start();
        if let Some(after) = after.strip_prefix(['.', ')', '-', ':']) {
            text = after.trim().to_owned();
        }
    }
    text
}

/// Whether what stands in brackets is a number, a format or a hint, not a fact.
fn hint(inside: &str) -> bool {
    let inside = inside.trim();
    let number =
        !inside.is_empty() && inside.len() <= 3 && inside.chars().all(|c| c.is_ascii_digit() || c == '=' || c == '+');
    // `(xã, huyện, tỉnh)`, `(năm, tháng)`: units alone
    let units = ["so", "nha", "thon", "to", "ap", "xom", "xa", "phuong", "huyen", "quan", "tinh", "thanh", "pho", "tp"];
    let times = ["nam", "thang"];
    let only = |units: &[&str]| {
        let mut words = inside.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
        words.peek().is_some() && words.all(|word| units.contains(&word))
    };
    // `(ghi rõ cấp)`, `(theo BLHS)`, `(loại, mức)`: how to fill the cell in
    let first = inside.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let advice = ["ghi", "nhap", "chon", "viet", "loai", "neu", "vd", "dinh", "dd", "mm", "yyyy", "bang", "tinh"];
    if advice.contains(&first) && !inside.contains("so ngay")
        || first == "theo" && ["blhs", "bo luat", "ba", "ban an", "giay", "cccd"].iter().any(|of| inside.contains(of))
    {
        return true;
    }
    if inside != "so" && only(&units)
        || only(&times)
        || inside.starts_with("sau sap nhap")
        || inside.starts_with("truoc sap nhap")
    {
        return true;
    }
    let letters: String = inside.chars().filter(|c| c.is_alphanumeric()).collect();
    number
        || letters.is_empty()
        || (!letters.is_empty()
            && letters.chars().all(|c| matches!(c, 'd' | 'm' | 'y' | 'n' | 't' | 'h'))
            && letters.len() >= 4)
        || matches!(
            letters.as_str(),
            "neuco"
                | "batbuoc"
                | "vnd"
                | "dong"
                | "vnđ"
                | "a"
                | "b"
                | "c"
                | "d"
                | "viethoa"
                | "inhoa"
                | "chuinhoa"
                | "viethoacodau"
                | "vietinhoa"
                | "chuinhoacodau"
                | "ngaythangnam"
                | "12so"
                | "9so"
                | "x"
                | "namnu"
                | "nhanbatbuoc"
                | "khongbatbuoc"
                | "tuychon"
                | "dongvn"
                | "tr"
                | "trieudong"
                | "ghiro"
                | "dayduho"
                | "ghidaydu"
                | "xahuyentinh"
                | "thonxahuyentinh"
                | "ghibangchuinhoa"
                | "tinhtheothang"
                | "vietbangchuinhoa"
                | "vietchuinhoa"
                | "bangchuinhoa"
                | "dangtext"
                | "dangvanban"
        )
}
