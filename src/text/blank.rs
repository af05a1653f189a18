//! Blanks and placeholders: which kind of nothing a cell holds.

use crate::repair::Missing;

use super::{form, letter, syllable};

/// See [`super::missing`].
pub(super) fn missing(text: &str) -> Option<Missing> {
    let cleaned = form::clean(text);
    let text = &*cleaned;
    if text.is_empty() {
        return Some(Missing::Blank);
    }
    if !text.chars().any(char::is_alphanumeric) {
        return symbols(text);
    }
    if text.len() > 80 || !may_be_placeholder(text) {
        return None;
    }
    words(text)
}

/// Strokes, dots and brackets alone are a blank; question marks and lost characters are what nobody can read.
fn symbols(text: &str) -> Option<Missing> {
    if text.contains(['?', '\u{FFFD}', '¿']) {
        return Some(Missing::Illegible);
    }
    if text.len() >= 3 && text.chars().all(|c| c == '#') {
        return Some(Missing::Illegible); // a column too narrow for its number
    }
    let drawn = |c: char| {
        c.is_ascii_punctuation()
            || matches!(
                c,
                ' ' | '…'
                    | '‥'
                    | '·'
                    | '•'
                    | '∙'
                    | '⋅'
                    | '–'
                    | '—'
                    | '‑'
                    | '−'
                    | '―'
                    | '‐'
                    | '“'
                    | '”'
                    | '‘'
                    | '’'
                    | '´'
                    | '¨'
                    | '«'
                    | '»'
                    | '□'
                    | '☐'
                    | '■'
                    | '¯'
                    | '─'
                    | '━'
                    | '∕'
                    | '⁄'
                    | '／'
                    | '。'
                    | '、'
                    | '×'
                    | 'º'
                    | '°'
            )
    };
    text.chars().all(drawn).then_some(Missing::Blank)
}

/// A cheap look at the first two letters: no name that begins otherwise is folded.
fn may_be_placeholder(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).map(|c| letter::lower(syllable::strip_mark(c)));
    let (first, second) = (letters.next().unwrap_or(' '), letters.next().unwrap_or(' '));
    match first {
        'k' => "hoxcrby".contains(second),
        'c' => "hxrou".contains(second),
        'n' => "auiohkr".contains(second),
        't' => "rhb".contains(second),
        'b' => "oil".contains(second),
        'd' => "eai".contains(second),
        'm' => "oaui".contains(second),
        'r' => "ae".contains(second),
        'e' => second == 'm',
        'u' => second == 'n',
        'i' => second == 'l',
        'h' => "io".contains(second),
        'v' => second == 'a',
        _ => false,
    }
}

fn words(text: &str) -> Option<Missing> {
    // Excel's errors.
    match text.trim_end_matches(['!', '?']) {
        "#N/A" | "#NULL" => return Some(Missing::Blank),
        "#REF" | "#VALUE" | "#NAME" | "#NUM" | "#DIV/0" => return Some(Missing::Illegible),
        _ => {}
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        let c = letter::lower(syllable::strip_mark(c));
        match c {
            'a'..='z' | '0'..='9' | '/' => folded.push(c),
            _ if !folded.ends_with(' ') && !folded.is_empty() => folded.push(' '),
            _ => {}
        }
    }
    let folded = folded.trim_end_matches([' ', '/']).trim_start_matches('/').trim_start();
    // "không" folds to what "khống" folds to; a mark that is there must be the right one.
    let marked = !text.is_ascii();
    if marked && !marks_agree(text) {
        return None;
    }
    // Without marks these are as well Trọng, Mơ, Rạch.
    if !marked && matches!(folded, "trong" | "mo" | "rach" | "nhoe" | "mo chu" | "chu mo") {
        return None;
    }
    phrase(folded)
}

/// Marked letters must be those of the placeholder words: `Khổng Có` is a name.
fn marks_agree(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "không",
        "chưa",
        "rõ",
        "có",
        "biết",
        "xác",
        "định",
        "được",
        "nhớ",
        "đọc",
        "thấy",
        "nhìn",
        "mờ",
        "bị",
        "chữ",
        "nhòe",
        "nhoè",
        "rách",
        "mực",
        "đang",
        "cập",
        "nhật",
        "minh",
        "thông",
        "tin",
        "dữ",
        "liệu",
        "thiếu",
        "trống",
        "để",
        "bỏ",
        "năm",
        "sinh",
        "ngày",
        "tháng",
        "địa",
        "chỉ",
        "nơi",
        "ở",
        "cha",
        "mẹ",
        "họ",
        "tên",
        "lai",
        "lịch",
        "nguồn",
        "gốc",
        "tuổi",
        "là",
        "ai",
        "nghề",
        "nghiệp",
        "quê",
        "quán",
        "số",
        "gì",
        "khai",
        "báo",
        "điền",
        "ghi",
        "hiện",
        "kxđ",
        "cxđ",
        "k",
        "x",
        "đ",
        "nhập",
        "liệu",
        "cung",
        "cấp",
        "thể",
        "cư",
        "trú",
        "dân",
        "tộc",
        "gọi",
        "khác",
        "tin",
        "về",
        "của",
        "và",
        "tra",
        "tìm",
        "cmnd",
        "cccd",
        "hộ",
        "khẩu",
        "thường",
        "tạm",
        "trình",
        "độ",
        "văn",
        "hóa",
        "hoá",
        "tôn",
        "giáo",
        "quốc",
        "tịch",
        "bố",
        "vợ",
        "chồng",
        "ko",
        "chuyển",
        "không.",
        "mất",
        "ố",
        "nát",
        "kr",
    ];
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty() && !word.is_ascii())
        .all(|word| WORDS.iter().any(|known| known.chars().eq(word.chars().map(letter::lower))))
}

fn phrase(folded: &str) -> Option<Missing> {
    Some(match folded {
        "" => Missing::Blank,
        "n/a" | "null" | "nan" | "nil" | "trong" | "bo trong" | "de trong" | "blank" | "empty" | "undefined"
        | "khong ghi" | "khong dien" | "chua dien" | "chua ghi" | "chua nhap" | "chua nhap lieu" | "khong nhap" => {
            Missing::Blank
        }
        "khong"
        | "khong co"
        | "ko"
        | "ko co"
        | "k co"
        | "khong co gi"
        | "chua co"
        | "khong co ten"
        | "none"
        | "hien khong co"
        | "khong co ten goi khac"
        | "khong co ten khac"
        | "hong co"
        | "kg co"
        | "khg"
        | "khg co" => Missing::None,
        "kxd" | "k x d" | "cxd" | "c x d" | "kr" | "cr" | "unknown" | "thieu thong tin" | "khong co thong tin"
        | "chua co thong tin" | "chua co du lieu" | "khong co du lieu" | "dang cap nhat" | "chua cap nhat"
        | "dang xac minh" | "chua xac minh" | "chua xac minh duoc" | "khong khai" | "khong khai bao"
        | "khong cung cap" | "chua khai bao" | "not known" | "khong tra duoc" | "khong tim thay" => Missing::Unknown,
        "khong doc duoc"
        | "khong doc ro"
        | "mo"
        | "bi mo"
        | "chu mo"
        | "mo khong doc duoc"
        | "khong ro chu"
        | "bi rach"
        | "rach"
        | "nhoe"
        | "bi nhoe"
        | "nhoe muc"
        | "muc nhoe"
        | "khong nhin ro"
        | "khong nhin thay"
        | "khong thay ro"
        | "illegible"
        | "unreadable"
        | "mo chu"
        | "rach nat"
        | "chu mo khong doc duoc"
        | "bi mo khong doc duoc"
        | "ko doc duoc"
        | "k doc duoc"
        | "khong the doc"
        | "khong the doc duoc"
        | "bi mat chu"
        | "mat chu"
        | "chua doc duoc" => Missing::Illegible,
        _ => return unknown_of(folded),
    })
}

/// `không rõ` and the like, alone or with what is not known: `không rõ năm sinh`.
fn unknown_of(folded: &str) -> Option<Missing> {
    const UNKNOWN: &[&str] = &[
        "khong xac dinh duoc",
        "chua xac dinh duoc",
        "khong xac dinh",
        "chua xac dinh",
        "khong nho ro",
        "khong nho",
        "khong biet ro",
        "khong biet",
        "chua biet",
        "khong duoc ro",
        "chua duoc ro",
        "khong ro",
        "chua ro",
        "ko ro",
        "ko biet",
        "ko xac dinh",
        "ko nho",
        "k ro",
        "k biet",
        "k xac dinh",
        "khg ro",
        "chua duoc xac dinh",
        "khong duoc xac dinh",
    ];
    const OF: &[&str] = &[
        "",
        "nam sinh",
        "ngay sinh",
        "ngay thang",
        "ngay thang nam",
        "ngay thang nam sinh",
        "ngay",
        "thang",
        "nam",
        "dia chi",
        "noi o",
        "noi sinh",
        "noi cu tru",
        "cho o",
        "cha",
        "me",
        "bo",
        "cha me",
        "bo me",
        "ho ten",
        "ho va ten",
        "ten",
        "ten tuoi",
        "lai lich",
        "thong tin",
        "nguon goc",
        "tuoi",
        "la ai",
        "nghe nghiep",
        "que quan",
        "que",
        "so",
        "so cmnd",
        "so cccd",
        "ho khau",
        "dan toc",
        "ton giao",
        "quoc tich",
        "vo",
        "chong",
        "trinh do",
        "trinh do van hoa",
        "duoc",
        "ro",
        "cu the",
        "chinh xac",
        "o dau",
        "noi thuong tru",
        "noi tam tru",
        "so ban an",
        "ngay tuyen an",
        "lam",
        "chu",
        "ngay nao",
        "nam nao",
        "ho ten cha",
        "ho ten me",
        "cha la ai",
        "me la ai",
        "cha de",
        "cha ruot",
    ];
    let rest =
        UNKNOWN.iter().find_map(|start| folded.strip_prefix(start).filter(|r| r.is_empty() || r.starts_with(' ')))?;
    let rest = rest.trim_start();
    OF.contains(&rest).then_some(if rest == "chu" { Missing::Illegible } else { Missing::Unknown })
}
