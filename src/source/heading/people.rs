//! Whom a heading speaks of: the person of the record, or somebody beside him.

/// Nouns for the person of the record, which may stand with any of his facts: `Ngày sinh bị cáo`.
const NOUNS: &[&str] = &["bc", "bi can", "bi an", "pham nhan", "can pham", "doi tuong", "cong dan", "ca nhan", "nguoi"];

/// What a person may be said to have done or undergone, word by word: `người [bị kết án]`, `người [xin xóa án tích]`.
const ROLE: &[&str] = &[
    "bi", "duoc", "phai", "xin", "da", "dang", "de", "nghi", "huong", "chap", "hanh", "xong", "an", "treo", "tu",
    "tich", "xat", "xoa", "tha", "ket", "pham", "toi", "ap", "dung", "phat", "hp", "cap", "phieu", "lltp", "co",
    "buoc", "bat", "giam", "giu", "tam", "truy", "na", "to", "khoi", "dac", "xa", "xet", "hoan", "mien", "xx", "cai",
    "tao", "ctkgg", "hs", "kc", "kn", "dau", "dieu", "tra", "truoc", "thoi", "han", "gcn", "tuyen", "bc", "can", "xu",
    "hien", "nay", "trong", "vu",
];

/// Words that begin what is said of him; `người xử` is a judge, `người bị xử` is not.
const UNDERGOES: &[&str] = &["bi", "duoc", "phai", "xin", "da", "dang", "co", "pham", "chap", "tung"];

/// Words that stand with any fact of the person and say nothing more.
const NEUTRAL: &[&str] =
    &["cua", "hien nay", "hien tai", "hn", "neu co", "theo ba", "trong ba", "thong tin", "day du", "cac", "theo hs"];

/// Whether words only name the person of the record, or say nothing.
fn is_subject(words: &str) -> bool {
    if NEUTRAL.contains(&words) {
        return true;
    }
    let words = ["cac ", "nhung ", "cua ", "moi "].iter().find_map(|start| words.strip_prefix(start)).unwrap_or(words);
    let Some(rest) = NOUNS.iter().find_map(|noun| {
        let rest = words.strip_prefix(noun)?;
        if rest.is_empty() { Some("") } else { rest.strip_prefix(' ') }
    }) else {
        return false;
    };
    let person = words.starts_with("nguoi");
    if rest.is_empty() {
        return !person;
    }
    // "người được thi hành án" is the other party; "được tha tù" is the prisoner
    (!of_another(words) || words.starts_with("nguoi duoc tha tu"))
        && (!person || rest.split(' ').next().is_some_and(|word| UNDERGOES.contains(&word)))
        && rest.split(' ').all(|word| ROLE.contains(&word))
}

/// What is left of a heading without the words for the person, at its end or its beginning.
pub(super) fn without_subject(whole: &str) -> impl Iterator<Item = &str> {
    let splits = || whole.match_indices(' ').map(|(at, _)| at);
    let behind = splits().filter(|at| whole.get(at + 1..).is_some_and(is_subject)).filter_map(|at| whole.get(..at));
    let before = splits().filter(|at| whole.get(..*at).is_some_and(is_subject)).filter_map(|at| whole.get(at + 1..));
    behind.chain(before).filter(|rest| rest.len() >= 2)
}

/// The words that may stand for the person.
pub(super) fn subject_words() -> impl Iterator<Item = &'static str> {
    NOUNS
        .iter()
        .chain(NEUTRAL)
        .chain(ROLE)
        .flat_map(|words| words.split(' '))
        .chain(["hoac", "neu", "ghi", "ro", "nhung"])
}

/// Words for other people: what stands beside them is never the person's.
const OTHERS: &[&str] = &[
    "tham phan",
    "thu ky",
    "hoi tham",
    "ksv",
    "kiem sat vien",
    "dieu tra vien",
    "dtv",
    "luat su",
    "bao chua",
    "bi hai",
    "nguoi hai",
    "nan nhan",
    "nguyen don",
    "bi don",
    "lam chung",
    "nhan chung",
    "dai dien",
    "giam ho",
    "nguoi nhap",
    "nguoi lap",
    "nguoi ky",
    "can bo",
    "chap hanh vien",
    "phien dich",
    "giam dinh",
    "nguoi bao",
    "to giac",
    "nguoi nhan",
    "nguoi giao",
    "nguoi nop",
    "nguoi yeu cau",
    "uy quyen",
    "chu toa",
    "lien quan",
    "quan giao",
    "duoc thi hanh",
    "duoc tha",
    "nguoi khai",
    "ko dau",
    "khong dau",
    "bao linh",
    "than nhan",
    "nguoi than",
    "nguoi cung cap",
    "nguoi tham dinh",
    "nguoi duyet",
    "lanh dao",
    "duong su",
    "hdxx",
    "htnd",
    "kstv",
    "nguoi kiem tra",
    "bat dau tu trang",
    "nguoi cap nhat",
    "nguoi xac minh",
    "to truong",
    "giam thi",
    "nguoi khoi kien",
    "nguoi bi kien",
    "nguoi mua",
    "nguoi ban",
    "nguoi bao lanh",
    "nguoi huong",
    "nguoi thu huong",
    "nguoi dang ky",
    "nguoi giam sat",
    "nguoi thu ly",
];

/// Whether a heading speaks of somebody else than the person of the record.
pub(crate) fn of_another(key: &str) -> bool {
    holds_any(key, OTHERS)
}

/// Those of the other people of whom birth, residence and papers are listed too: the parties of a case, not its judges.
const PARTIES: &[&str] = &[
    "bi hai",
    "nguoi hai",
    "nan nhan",
    "nguyen don",
    "bi don",
    "lam chung",
    "nhan chung",
    "dai dien",
    "giam ho",
    "nguoi yeu cau",
    "lien quan",
    "duoc thi hanh",
    "duoc tha",
    "bao linh",
    "than nhan",
    "nguoi than",
    "duong su",
    "nguoi khoi kien",
    "nguoi bi kien",
    "nguoi bao lanh",
    "nguoi huong",
    "nguoi thu huong",
    "to giac",
];

/// Whether a heading names a party of the case other than the person.
pub(crate) fn of_a_party(key: &str) -> bool {
    holds_any(key, PARTIES)
}

/// Whether a heading above others only says that what follows is about the person: `Thông tin bị cáo`.
pub(crate) fn of_the_person(key: &str) -> bool {
    !of_another(key)
        && (holds_any(key, NOUNS)
            || holds_any(
                key,
                &[
                    "nhan than",
                    "ly lich",
                    "lltp",
                    "ca nhan",
                    "thong tin",
                    "ho ten",
                    "hs",
                    "danh sach",
                    "chi tiet",
                    "phan",
                    "du lieu",
                ],
            ))
}

/// Whether one of the phrases stands in the key, as whole words.
fn holds_any(key: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| {
        key.match_indices(phrase).any(|(at, _)| {
            let starts = at == 0 || key.as_bytes().get(at - 1) == Some(&b' ');
            let ends = key.as_bytes().get(at + phrase.len()).is_none_or(|b| *b == b' ');
            starts && ends
        })
    })
}
