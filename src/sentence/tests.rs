#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use proptest::prelude::*;
use std::fmt::Write as _;

fn show(sentence: &Sentence) -> String {
    let mut out = String::new();
    let p = sentence.principal.unwrap();
    out += serde_json::to_value(p.kind).unwrap().as_str().unwrap();
    if let Some(months) = p.months {
        write!(out, " {months}").unwrap();
    }
    if let Some(days) = p.days {
        write!(out, "+{days}").unwrap();
    }
    if let Some(amount) = p.amount {
        write!(out, " {amount}đ").unwrap();
    }
    if let Some(r) = p.range {
        if let (Some(low), Some(high)) = (r.min_months, r.max_months) {
            write!(out, " {low}..{high}").unwrap();
        }
        if let (Some(low), Some(high)) = (r.min_amount, r.max_amount) {
            write!(out, " {low}..{high}đ").unwrap();
        }
    }
    if sentence.suspended {
        out += " suspended";
    }
    if let Some(months) = sentence.probation_months {
        write!(out, " probation {months}").unwrap();
    }
    if let Some(days) = sentence.probation_days {
        write!(out, "+{days}").unwrap();
    }
    for penalty in &sentence.additional {
        write!(out, " {}", show_additional(penalty)).unwrap();
    }
    if sentence.total {
        out += " total";
    }
    if sentence.prior {
        out += " prior";
    }
    if let Some(day) = sentence.from_date {
        write!(out, " from {day}").unwrap();
    }
    if let Some(d) = sentence.detained {
        let day = |day: Option<PartialDate>| day.map_or("?".to_owned(), |day| day.to_string());
        write!(out, " detained {}..{}", day(d.from), day(d.to)).unwrap();
    }
    out
}

fn show_additional(penalty: &AdditionalPenalty) -> String {
    let kind = serde_json::to_value(penalty.kind).unwrap();
    let mut out = format!("+{}", kind.as_str().unwrap());
    if let Some(months) = penalty.months {
        write!(out, ":{months}").unwrap();
    }
    if let Some(amount) = penalty.amount {
        write!(out, ":{amount}đ").unwrap();
    }
    out
}

fn say<T>(reading: Reading<T, SentenceError>, show: impl Fn(T) -> String) -> String {
    match (reading.value, reading.missing, reading.error) {
        (Some(value), None, None) => show(value),
        (None, Some(missing), None) => format!("missing {missing:?}").to_lowercase(),
        (None, None, Some(error)) => error.code().to_owned(),
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
            wrong.push(format!("{text}\n   expected {expected}\n   found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn sentences(text: &str) -> String {
    say(read(text), |list| list.iter().map(show).collect::<Vec<_>>().join("; "))
}

#[test]
fn one_principal_penalty() {
    table(
        "
02 năm tù | imprisonment 24
2 năm tù giam | imprisonment 24
01 năm 06 tháng tù | imprisonment 18
1 năm 6 tháng tù. | imprisonment 18
02 (hai) năm 06 (sáu) tháng tù | imprisonment 30
05 (năm) năm tù | imprisonment 60
02(hai) năm tù | imprisonment 24
02 (Hai) năm 06 (Sáu) tháng tù giam | imprisonment 30
18 tháng tù | imprisonment 18
18 (mười tám) tháng tù | imprisonment 18
mười tám tháng tù | imprisonment 18
hai năm sáu tháng tù | imprisonment 30
năm năm tù | imprisonment 60
mười lăm năm tù | imprisonment 180
hai mươi năm tù | imprisonment 240
phạt 36 tháng tù | imprisonment 36
Xử phạt 36 tháng tù | imprisonment 36
xử phạt bị cáo Nguyễn Văn An 36 (ba mươi sáu) tháng tù | imprisonment 36
Xử phạt: Nguyễn Văn An 02 năm tù về tội Trộm cắp tài sản | imprisonment 24
Phạt tù 02 năm | imprisonment 24
phạt tù 02 năm 06 tháng | imprisonment 30
Tù: 2 năm 6 tháng | imprisonment 30
Tù có thời hạn 05 năm | imprisonment 60
tù có thời hạn: 5 năm | imprisonment 60
Phạt tù có thời hạn, mức án 03 năm | imprisonment 36
HPC: 3 năm tù | imprisonment 36
Hình phạt chính: 03 năm tù giam | imprisonment 36
2n6t tù | imprisonment 30
24 thang tu | imprisonment 24
02 nam tu | imprisonment 24
02 nam 06 thang tu | imprisonment 30
Phat tu 02 nam | imprisonment 24
24 THÁNG TÙ | imprisonment 24
04 tháng 05 ngày tù | imprisonment 4+5
06 tháng 15 ngày tù | imprisonment 6+15
08 tháng 12 ngày tù bằng thời hạn tạm giam | imprisonment 8+12
xử 2 năm tù | imprisonment 24
24.tháng tù | imprisonment 24
Tù có thời hạn; 24 tháng | imprisonment 24
Cải tạo không giam giữ (12 tháng) | non_custodial 12
Xử phạt Trần Thị Bình 12 tháng cải tạo không giam giữ về tội Đánh bạc, được trừ 09 ngày tạm giữ (bằng 27 ngày cải tạo không giam giữ). Bị cáo còn phải chấp hành 11 tháng 03 ngày cải tạo không giam giữ. Phạt bổ sung bị cáo 3.000.000đ | non_custodial 12 +fine:3000000đ
Xử phạt bị cáo 07 (bảy) năm tù về tội Mua bán trái phép chất ma túy, thời hạn tù tính từ ngày 05/3/2014. Phạt tiền bị cáo 5.000.000 đồng (năm triệu đồng) để sung công quỹ Nhà nước. Tịch thu sung quỹ 01 xe máy và 2.500.000 đồng. Bị cáo phải nộp 200.000 đồng án phí HSST. Án xử công khai sơ thẩm, các bị cáo có quyền kháng cáo trong hạn 15 ngày kể từ ngày tuyên án. | imprisonment 84 +fine:5000000đ from 2014-03-05
Phạt: 30 tháng tù (ba mươi tháng tù) | imprisonment 30
30 tháng tù giam (ba mươi tháng) | imprisonment 30
30 tháng tù (ba mươi) | imprisonment 30
24 tháng (hai năm) tù | imprisonment 24
02 năm (24 tháng) tù | imprisonment 24
2,5 năm tù | imprisonment 30
00 năm 06 tháng 00 ngày tù | imprisonment 6
- 02 năm tù | imprisonment 24
1. 02 năm tù | imprisonment 24
24 (hai tư) tháng tù | imprisonment 24
hai mươi tư (24) tháng tù | imprisonment 24
02năm06tháng tù | imprisonment 30
Phạt tù bằng thời gian tạm giam là 05 tháng 12 ngày | imprisonment 5+12
Giữ nguyên mức án 18 tháng tù | imprisonment 18
PT 5.000.000đ | fine 5000000đ
TCT | life
Phạt cải tạo không giam giữ 12 (mười hai) tháng, trừ thời gian tạm giam 01 tháng quy đổi 03 tháng, còn phải chấp hành 09 tháng | non_custodial 12
3 năm tù, tước giấy phép lái xe 12 tháng | imprisonment 36
phạt giam 2 năm | imprisonment 24
một năm rưỡi tù | imprisonment 18
Áp dụng khoản 1 Điều 173; điểm s khoản 1 Điều 51 BLHS 2015 (sửa đổi, bổ sung năm 2017), xử phạt bị cáo 12 tháng tù | imprisonment 12
căn cứ điểm b khoản 2 Điều 51, Điều 38 Bộ luật hình sự năm 2015 xử phạt Nguyễn Văn An 03 (ba) năm tù | imprisonment 36
Bản án số 12/2019/HS-ST ngày 12/3/2019 của TAND huyện Ba Vì xử phạt 02 năm tù | imprisonment 24
Tù chung thân | life
tù chung thân. | life
Chung thân | life
án chung thân | life
Phạt tù chung thân về tội Giết người | life
Tử hình | death
tử hình về tội giết người | death
tu chung than | life
Cảnh cáo | warning
Phạt cảnh cáo | warning
Trục xuất | expulsion
Miễn hình phạt | exempted
miễn hình phạt cho bị cáo | exempted
Được miễn hình phạt | exempted
12 tháng cải tạo không giam giữ | non_custodial 12
12 tháng CTKGG | non_custodial 12
CTKGG 9 tháng | non_custodial 9
09 tháng CTKGGG | non_custodial 9
Cải tạo không giam giữ 02 (hai) năm | non_custodial 24
12 thang cai tao khong giam giu | non_custodial 12
12 (mười hai) tháng cải tạo không giam giữ, khấu trừ 5% thu nhập | non_custodial 12
18 tháng cải tạo không giam giữ, khấu trừ thu nhập 05%/tháng trong thời gian 18 tháng | non_custodial 18
12 tháng cải tạo không giam giữ, miễn khấu trừ thu nhập | non_custodial 12
01 năm 06 tháng cải tạo không giam giữ, không khấu trừ thu nhập | non_custodial 18
Phạt tiền 10.000.000 đồng | fine 10000000đ
Phạt tiền 10.000.000đ | fine 10000000đ
phạt tiền: 10.000.000 | fine 10000000đ
Phạt 58 triệu đồng | fine 58000000đ
Phat tien 10.000.000 dong | fine 10000000đ
phạt tiền 20tr | fine 20000000đ
Phạt tiền 20.000.000 (hai mươi triệu) đồng | fine 20000000đ
Phạt tiền 20.000.000 đồng (Hai mươi triệu đồng) | fine 20000000đ
Phạt tiền bị cáo Nguyễn Văn An 30.000.000 đồng sung công quỹ nhà nước | fine 30000000đ
Xử phạt 5.000.000đ | fine 5000000đ
",
        sentences,
    );
}

#[test]
fn suspended() {
    table(
        "
24 tháng tù cho hưởng án treo | imprisonment 24 suspended
24 thang tu cho huong an treo | imprisonment 24 suspended
24 tháng tù nhưng cho hưởng án treo, thời gian thử thách 48 tháng | imprisonment 24 suspended probation 48
15 tháng tù, cho hưởng án treo. Thử thách 30 tháng | imprisonment 15 suspended probation 30
phạt 36 tháng tù (án treo, thử thách 60 tháng) | imprisonment 36 suspended probation 60
3 năm tù cho hưởng án treo, TGTT 60 tháng | imprisonment 36 suspended probation 60
2 năm 9 tháng tù nhưng cho hưởng án treo, thời gian thử thách 05 năm | imprisonment 33 suspended probation 60
30 (ba mươi) tháng tù, cho hưởng án treo. Thử thách 05 (năm) năm | imprisonment 30 suspended probation 60
18 tháng tù treo | imprisonment 18 suspended
18 tháng án treo | imprisonment 18 suspended
24 tháng treo, TT 48 tháng | imprisonment 24 suspended probation 48
Án treo 18 tháng, thử thách 36 tháng | imprisonment 18 suspended probation 36
18 tháng tù án treo 36 tháng | imprisonment 18 suspended probation 36
9 tháng tù cho hưởng án treo, 18 tháng thử thách | imprisonment 9 suspended probation 18
phạt 12 tháng, cho hưởng án treo, thử thách 24 tháng | imprisonment 12 suspended probation 24
01 năm tù cho hưởng án treo, thời gian thử thách 01 năm 02 tháng 28 ngày | imprisonment 12 suspended probation 14+28
09 tháng tù nhưng cho hưởng án treo, thời gian thử thách 18 tháng tính từ ngày tuyên án sơ thẩm 12/3/2019 | imprisonment 9 suspended probation 18 from 2019-03-12
09 (chín) tháng tù nhưng cho hưởng án treo, thời gian thử thách là 18 (mười tám) tháng kể từ ngày tuyên án sơ thẩm | imprisonment 9 suspended probation 18
24 tháng tù, không cho hưởng án treo | imprisonment 24
36 tháng tù AT | imprisonment 36 suspended
Án treo: 18 tháng tù, TT: 36 tháng | imprisonment 18 suspended probation 36
18 tháng tù/36 tháng thử thách | imprisonment 18 suspended probation 36
18 tháng tù giam/án treo/36 tháng | imprisonment 18 suspended probation 36
cho hưởng án treo 18 tháng tù, thời gian thử thách 03 năm | imprisonment 18 suspended probation 36
Xử phạt: Nguyễn Văn An 09 (chín) tháng tù nhưng cho hưởng án treo, thời gian thử thách là 18 (mười tám) tháng, kể từ ngày tuyên án sơ thẩm. Giao bị cáo cho UBND xã Ba Trại giám sát, giáo dục trong thời gian thử thách. Người được hưởng án treo cố ý vi phạm nghĩa vụ từ 02 lần trở lên thì Tòa án có thể quyết định buộc phải chấp hành hình phạt tù của bản án đã cho hưởng án treo. | imprisonment 9 suspended probation 18
2 năm tù cho hưởng án treo, thử thách 4 năm, phạt bổ sung 5.000.000đ | imprisonment 24 suspended probation 48 +fine:5000000đ
",
        sentences,
    );
}

#[test]
fn additional_penalties() {
    table(
        "
02 năm tù, phạt tiền 10.000.000 đồng | imprisonment 24 +fine:10000000đ
02 năm tù và phạt tiền 5 triệu đồng | imprisonment 24 +fine:5000000đ
02 năm tù, phạt bổ sung 10 triệu đồng, quản chế 02 năm | imprisonment 24 +fine:10000000đ +supervision:24
2 năm tù; hình phạt bổ sung: phạt tiền 5.000.000đ | imprisonment 24 +fine:5000000đ
07 năm tù. Phạt quản chế 03 năm | imprisonment 84 +supervision:36
07 năm tù, 03 năm quản chế | imprisonment 84 +supervision:36
5 năm tù, tước quyền bầu cử 03 năm | imprisonment 60 +rights:36
03 năm tù + phạt 20tr | imprisonment 36 +fine:20000000đ
HPC: 3 năm tù; HPBS: 10.000.000đ | imprisonment 36 +fine:10000000đ
05 năm tù, cấm cư trú 02 năm | imprisonment 60 +residence_ban:24
03 năm tù, cấm hành nghề lái xe ô tô trong thời hạn 01 năm kể từ ngày chấp hành xong hình phạt tù | imprisonment 36 +occupation_ban:12
03 năm tù. Cấm bị cáo đảm nhiệm chức vụ 2 năm | imprisonment 36 +occupation_ban:24
03 năm tù, cấm đảm nhiệm chức vụ kế toán 02 (hai) năm | imprisonment 36 +occupation_ban:24
10 năm tù, tước một số quyền công dân trong thời hạn 03 năm | imprisonment 120 +rights:36
15 năm tù, tịch thu toàn bộ tài sản | imprisonment 180 +confiscation
15 năm tù, tịch thu một phần tài sản | imprisonment 180 +confiscation
20 năm tù và tịch thu một phần tài sản trị giá 10.000.000đ | imprisonment 240 +confiscation
20 năm tù, quản chế 5 năm, tịch thu 1/2 tài sản | imprisonment 240 +supervision:60 +confiscation
7 năm tù. HPBS: Không | imprisonment 84
7 năm tù; HPBS: Phạt tiền 5tr | imprisonment 84 +fine:5000000đ
15 năm tù, phạt thêm 10.000.000 đồng | imprisonment 180 +fine:10000000đ
Phạt tiền 10.000.000đ, cấm hành nghề 2 năm | fine 10000000đ +occupation_ban:24
Cấm đảm nhiệm chức vụ quản lý tài chính 03 năm sau khi chấp hành xong hình phạt tù, 5 năm tù | imprisonment 60 +occupation_ban:36
tù chung thân, tịch thu tài sản | life +confiscation
2 năm tù. Tịch thu tiêu hủy 01 con dao | imprisonment 24
2 năm tù. Tịch thu sung công quỹ nhà nước 500.000 đồng | imprisonment 24
2 năm tù. Buộc bồi thường 5.000.000 đồng. Án phí 200.000đ | imprisonment 24
2 năm tù, truy thu 3.000.000 đồng | imprisonment 24
2 năm tù, không áp dụng hình phạt bổ sung | imprisonment 24
2 năm tù, miễn hình phạt bổ sung | imprisonment 24
2 năm tù, không phạt tiền bổ sung | imprisonment 24
2 năm tù, trục xuất | imprisonment 24 +expulsion
02 năm tù và trục xuất khỏi lãnh thổ Việt Nam | imprisonment 24 +expulsion
7 năm tù, QC 2 năm | imprisonment 84 +supervision:24
Phạt bổ sung 5.000.000đ; 02 năm tù | imprisonment 24 +fine:5000000đ
03 năm tù, cấm đảm nhiệm chức vụ, cấm hành nghề hoặc làm công việc nhất định 02 năm | imprisonment 36 +occupation_ban:24
12 tháng cải tạo không giam giữ, phạt tiền 5.000.000 đồng | non_custodial 12 +fine:5000000đ
",
        sentences,
    );
}

#[test]
fn several() {
    table(
        "
01 năm tù về tội Trộm cắp tài sản; 02 năm tù về tội Cướp giật tài sản. Tổng hợp hình phạt chung là 03 năm tù | imprisonment 12; imprisonment 24; imprisonment 36 total
01 năm tù về tội Trộm cắp tài sản, 02 năm tù về tội Cướp giật tài sản, tổng hợp hình phạt của hai tội là 03 năm tù | imprisonment 12; imprisonment 24; imprisonment 36 total
2 năm tù về tội A; 3 năm tù về tội B; tổng hợp 5 năm tù | imprisonment 24; imprisonment 36; imprisonment 60 total
02 năm tù về tội A và 12 tháng cải tạo không giam giữ về tội B | imprisonment 24; non_custodial 12
06 tháng tù về tội A; phạt tiền 10.000.000 đồng về tội B | imprisonment 6; fine 10000000đ
03 năm tù, tổng hợp với 02 năm tù của bản án số 12/2015/HSST, buộc chấp hành chung 05 năm tù | imprisonment 36; imprisonment 24 prior; imprisonment 60 total
Xử phạt 03 năm tù. Tổng hợp với hình phạt 02 năm tù tại Bản án số 12/2015/HSST ngày 12/3/2015, buộc bị cáo phải chấp hành hình phạt chung của hai bản án là 05 năm tù | imprisonment 36; imprisonment 24 prior; imprisonment 60 total
Xử phạt 03 năm tù. Tổng hợp hình phạt 12 tháng tù cho hưởng án treo của Bản án số 12/2015/HSST, buộc bị cáo phải chấp hành 04 năm tù | imprisonment 36; imprisonment 12 suspended prior; imprisonment 48 total
03 năm tù; tổng hợp với bản án số 12/2015/HSST là 5 năm tù, buộc chấp hành hình phạt chung 08 năm tù | imprisonment 36; imprisonment 60 prior; imprisonment 96 total
03 năm tù, tổng hợp với phần hình phạt chưa chấp hành là 01 năm 02 tháng tù, buộc chấp hành chung là 04 năm 02 tháng tù | imprisonment 36; imprisonment 14 prior; imprisonment 50 total
Tổng hợp hình phạt chung 07 năm tù | imprisonment 84 total
Xử phạt bị cáo 36 tháng tù. Tổng hợp với 9 tháng tù còn lại của bản án số 15/2012/HSST, buộc bị cáo phải chấp hành hình phạt chung 45 tháng tù | imprisonment 36; imprisonment 9 prior; imprisonment 45 total
Nguyễn Văn An: 24 tháng tù; Trần Văn Bình: 18 tháng tù cho hưởng án treo, thử thách 36 tháng; Lê Văn Cường: phạt tiền 10.000.000đ | imprisonment 24; imprisonment 18 suspended probation 36; fine 10000000đ
24 tháng tù, tổng hợp hình phạt tù chưa chấp hành của bản án số 5/2015 là 10 tháng 5 ngày, buộc chấp hành chung 34 tháng 5 ngày tù | imprisonment 24; imprisonment 10+5 prior; imprisonment 34+5 total
Tử hình về tội Giết người, 03 năm tù về tội Cướp tài sản. Tổng hợp hình phạt chung là tử hình | death; imprisonment 36; death total
20 năm tù về tội Mua bán, 05 năm về tội Tàng trữ, tổng hợp 25 năm tù | imprisonment 240; imprisonment 60; imprisonment 300 total
giảm cho bị cáo 06 tháng tù, còn 18 tháng tù | imprisonment 18
Tổng hợp hình phạt 02 bản án là 05 năm tù | imprisonment 60 total
Tổng hợp hình phạt của hai bản án là 05 năm tù | imprisonment 60 total
Chuyển 12 tháng tù cho hưởng án treo của bản án số 5/2018 thành tù giam, tổng hợp với 2 năm tù của bản án này, buộc chấp hành chung 3 năm tù | imprisonment 12 suspended prior; imprisonment 24; imprisonment 36 total
Buộc bị cáo chấp hành 12 tháng tù của bản án số 05/2018/HSST ngày 12/3/2018, tổng hợp với hình phạt 18 tháng tù của bản án này thành 30 tháng tù | imprisonment 12 prior; imprisonment 18; imprisonment 30 total
Phạt 24 tháng tù, cộng với 12 tháng tù của bản án trước, tổng cộng 36 tháng tù | imprisonment 24; imprisonment 12 prior; imprisonment 36 total
2 năm tù (tội trộm cắp tài sản) + 1 năm tù (tội gây rối) = 3 năm tù | imprisonment 24; imprisonment 12; imprisonment 36 total
Tội trộm cắp tài sản: 2 năm tù; tội cướp giật tài sản: 3 năm tù; tổng hợp: 5 năm tù | imprisonment 24; imprisonment 36; imprisonment 60 total
Chấp nhận kháng cáo, giảm án từ 24 tháng tù xuống 18 tháng tù | imprisonment 18
Sửa án sơ thẩm, xử phạt 18 tháng tù | imprisonment 18
Tiền án: ngày 12/3/2015 TAND huyện Ba Vì xử phạt 12 tháng tù về tội trộm cắp tài sản | imprisonment 12 prior
Tổng hợp hình phạt với bản án số 45/2018/HS-ST ngày 12/5/2018 của TAND huyện Ba Vì, buộc bị cáo chấp hành hình phạt chung là 4 năm 6 tháng tù | imprisonment 54 total
Xử phạt: An 3 năm tù; Bình 2 năm tù; Cường 18 tháng cải tạo không giam giữ | imprisonment 36; imprisonment 24; non_custodial 18
1 năm tù (tội A), 2 năm tù (tội B). Tổng hợp là 3 năm | imprisonment 12; imprisonment 24; imprisonment 36 total
Xử phạt Nguyễn Văn An 02 năm tù; Trần Văn Bình 03 năm tù | imprisonment 24; imprisonment 36
2 năm về tội trộm cắp tài sản, 3 năm tù về tội cướp giật tài sản | imprisonment 24; imprisonment 36
",
        sentences,
    );
}

#[test]
fn days() {
    table(
        "
02 năm tù. Thời hạn tù tính từ ngày 12/3/2019 | imprisonment 24 from 2019-03-12
02 năm tù, thời hạn chấp hành hình phạt tù tính từ ngày 12 tháng 3 năm 2019 | imprisonment 24 from 2019-03-12
02 năm tù kể từ ngày bắt tạm giam 12/3/2019 | imprisonment 24 from 2019-03-12
02 năm tù, tính từ ngày bị bắt thi hành án | imprisonment 24
02 năm tù. Thời hạn tù tính từ ngày bị cáo đi chấp hành án, được trừ thời gian tạm giam từ ngày 01/02/2019 đến ngày 03/4/2019 | imprisonment 24 detained 2019-02-01..2019-04-03
02 năm tù, trừ thời gian tạm giữ, tạm giam (từ 1/2/2019 đến 3/4/2019) | imprisonment 24 detained 2019-02-01..2019-04-03
02 năm tù, trừ 02 tháng tạm giam | imprisonment 24
12 tháng tù từ ngày 12/3/2019 | imprisonment 12 from 2019-03-12
12 tháng tù, khấu trừ thời gian tạm giam từ 1/1/2019 đến 1/3/2019 | imprisonment 12 detained 2019-01-01..2019-03-01
12 tháng tù, được trừ thời gian tạm giữ 09 ngày (từ ngày 01/3/2019 đến ngày 10/3/2019) | imprisonment 12 detained 2019-03-01..2019-03-10
12 tháng tù. Trừ thời gian tạm giữ từ ngày 01/3/2019 đến ngày 10/3/2019 và tạm giam từ ngày 5/4/2019 đến 6/5/2019 | imprisonment 12
02 năm tù, được trừ thời gian tạm giam 03 tháng 05 ngày | imprisonment 24
02 năm tù, được trừ thời gian tạm giam, còn phải chấp hành 01 năm 08 tháng tù | imprisonment 24
ngày 12 tháng 3 năm 2019 xử phạt 02 năm tù | imprisonment 24
ngày 12 tháng 3 năm 2019 | unrecognised
",
        sentences,
    );
}

#[test]
fn proposals_and_frames() {
    table(
        "
Đề nghị xử phạt từ 12 đến 18 tháng tù | imprisonment 12..18
đề nghị xử phạt bị cáo từ 12 tháng đến 18 tháng tù | imprisonment 12..18
VKS đề nghị mức án từ 02 năm đến 02 năm 06 tháng tù | imprisonment 24..30
từ 12 tháng đến 18 tháng tù | imprisonment 12..18
12-18 tháng tù | imprisonment 12..18
12 - 18 tháng tù | imprisonment 12..18
từ 02 năm tù đến 03 năm tù | imprisonment 24..36
đề nghị phạt tiền từ 10.000.000 đồng đến 15.000.000 đồng | fine 10000000..15000000đ
đề nghị phạt tiền từ 10 đến 15 triệu đồng | fine 10000000..15000000đ
đề nghị xử phạt từ 12 đến 15 tháng tù cho hưởng án treo, thử thách từ 24 đến 30 tháng | imprisonment 12..15 suspended
từ 01 (một) năm đến 02 (hai) năm tù | imprisonment 12..24
phạt tù từ 02 năm đến 07 năm | legal_frame
thì bị phạt tù từ 02 năm đến 07 năm | legal_frame
thì bị phạt cải tạo không giam giữ đến 03 năm hoặc phạt tù từ 06 tháng đến 03 năm | legal_frame
phạt tù từ 12 năm đến 20 năm, tù chung thân hoặc tử hình | legal_frame
khung hình phạt từ 02 năm đến 07 năm tù | legal_frame
bị phạt tiền từ 5.000.000 đồng đến 50.000.000 đồng | legal_frame
phạt tù đến 03 năm | legal_frame
dưới 3 năm tù | legal_frame
3 năm 6 tháng - 4 năm tù | imprisonment 42..48
03 - 04 năm tù | imprisonment 36..48
Đề nghị 12-15 tháng CTKGG | non_custodial 12..15
VKS đề nghị 18 tháng tù | imprisonment 18..18
Mức cao nhất của khung hình phạt là 3 năm tù | legal_frame
khoản 1 Điều 173 (khung từ 06 tháng đến 03 năm), xử phạt 12 tháng tù | imprisonment 12
",
        sentences,
    );
}

#[test]
fn what_is_no_sentence() {
    table(
        "
02 (ba) năm tù | figures_words_conflict
30 tháng tù (hai mươi tháng tù) | figures_words_conflict
30 tháng tù (ba mốt) | figures_words_conflict
đưa vào trường giáo dưỡng 24 tháng | measure
cai nghiện bắt buộc 18 tháng | measure
QĐ XPVPHC số 15 ngày 12/3/2019, phạt tiền 2.500.000 đồng | administrative
12 (mười) tháng tù | figures_words_conflict
Phạt tiền 5.000.000 đồng (sáu triệu đồng) | figures_words_conflict
24 tháng tù cho hưởng án treo, thử thách 48 (bốn mươi) tháng | figures_words_conflict
tạm giam 02 tháng | detention
Tạm giam 4 tháng từ ngày 12/3/2019 | detention
tạm giữ 3 ngày | detention
Phạt vi phạm hành chính 2.000.000 đồng | administrative
xử phạt hành chính 750.000đ | administrative
bị xử phạt vi phạm hành chính, phạt tiền 1.500.000 đồng | administrative
Quyết định xử phạt VPHC số 12/QĐ-XPHC phạt 1.500.000 đồng | administrative
Án phí 200.000 đồng | civil
Bồi thường 5.000.000 đồng | civil
02 năm | no_kind
36 tháng | no_kind
phạt 36 tháng | no_kind
Phạt tù | no_size
Tù có thời hạn | no_size
Án treo | no_size
Phạt tiền | no_size
Quản chế 2 năm | no_principal
Giảm 03 tháng tù | enforcement
Giảm thời hạn chấp hành án phạt tù 06 tháng | enforcement
Được giảm 6 tháng tù | enforcement
Hoãn chấp hành hình phạt tù 12 tháng | enforcement
Miễn chấp hành phần hình phạt còn lại 06 tháng tù | enforcement
Rút ngắn thời gian thử thách 06 tháng | enforcement
Miễn chấp hành hình phạt | enforcement
Xử phạt 2.500.000đ về hành vi đánh bạc | administrative
l8 tháng tù | ocr
O2 năm tù | ocr
phạt tiền 5.OOO.000 đồng | ocr
Y án sơ thẩm | upheld
giữ nguyên bản án sơ thẩm | upheld
miễn trách nhiệm hình sự | not_convicted
Không phạm tội | not_convicted
// | missing blank
 | missing blank
Nguyễn Văn An | unrecognised
",
        sentences,
    );
}

#[test]
fn cells_of_one_kind() {
    let list =
        |text: &str| say(read_additional(text), |list| list.iter().map(show_additional).collect::<Vec<_>>().join(" "));
    table(
        "
Phạt tiền 10.000.000 đồng | +fine:10000000đ
Quản chế 2 năm | +supervision:24
Quản chế 04 (bốn) năm | +supervision:48
Cấm hành nghề lái xe 01 năm | +occupation_ban:12
Cấm cư trú 02 năm; phạt tiền 5tr | +residence_ban:24 +fine:5000000đ
02 năm quản chế | +supervision:24
10.000.000đ | +fine:10000000đ
Tước một số quyền công dân 3 năm | +rights:36
Tịch thu một phần tài sản | +confiscation
Trục xuất | +expulsion
Quản chế | +supervision
Không áp dụng hình phạt bổ sung |
02 năm tù | unrecognised
Quản chế 02 (ba) năm | figures_words_conflict
Phạt bổ sung 5.000.000 đồng | +fine:5000000đ
phạt 5 triệu | +fine:5000000đ
HPBS: Phạt tiền 5tr, quản chế 3 năm | +fine:5000000đ +supervision:36
Cấm đảm nhiệm chức vụ 02 năm | +occupation_ban:24
cấm cư trú 1 năm | +residence_ban:12
Phạt tiền bổ sung 7.000.000đ (bảy triệu đồng) | +fine:7000000đ
Phạt tiền 7.000.000đ (sáu triệu đồng) | figures_words_conflict
quan che 02 nam | +supervision:24
Tịch thu tài sản | +confiscation
Tịch thu tiêu hủy 01 con dao | unrecognised
Miễn |
không | missing none
// | missing blank
Nguyễn Văn An | unrecognised
",
        list,
    );
    let term = |text: &str| say(read_probation(text), |d| format!("{}-{}-{}", d.years, d.months, d.days));
    table(
        "
48 tháng | 0-48-0
thử thách 05 năm | 5-0-0
Thời gian thử thách: 36 (ba mươi sáu) tháng kể từ ngày tuyên án 12/3/2019 | 0-36-0
01 năm 02 tháng 28 ngày | 1-2-28
36 (ba mươi) tháng | figures_words_conflict
24 tháng tù, thử thách 48 tháng | 0-48-0
24 tháng, 48 tháng | unrecognised
",
        term,
    );
}

#[test]
fn limits_are_findings() {
    let of = |text: &str, minor: Option<bool>, offence: &str| {
        let offence: Option<PartialDate> = offence.parse().ok();
        let list = parse(text).unwrap();
        limits(list.last().unwrap(), minor, offence.as_ref()).iter().map(|l| l.code()).collect::<Vec<_>>().join(" ")
    };
    for (text, minor, offence, expected) in [
        ("02 năm tù", None, "", ""),
        ("02 tháng tù", None, "", "prison_too_short"),
        ("25 năm tù", None, "", "prison_too_long"),
        ("tổng hợp hình phạt chung 25 năm tù", None, "", ""),
        ("4 năm tù cho hưởng án treo, thử thách 5 năm", None, "", "suspended_too_long"),
        ("1 năm tù cho hưởng án treo, thử thách 6 tháng", None, "", "probation_out_of_range"),
        ("4 năm cải tạo không giam giữ", None, "", "non_custodial_too_long"),
        ("3 tháng cải tạo không giam giữ", None, "", "non_custodial_too_short"),
        ("phạt tiền 500.000đ", None, "", ""),
        ("phạt tiền 500.000đ", None, "2019-05", "fine_too_small"),
        ("2 năm tù cho hưởng án treo, quản chế 2 năm", None, "", "needs_served_prison"),
        ("12 tháng cải tạo không giam giữ, quản chế 2 năm", None, "", "needs_served_prison"),
        ("phạt tiền 20.000.000đ, phạt bổ sung 5.000.000đ", None, "", "fine_twice"),
        ("2 năm tù, quản chế 6 năm", None, "", "additional_out_of_range"),
        ("2 năm tù, phạt tiền 5.000.000đ", Some(true), "", "additional_on_minor"),
        ("tù chung thân", Some(true), "", "penalty_on_minor"),
        ("19 năm tù", Some(true), "", "minor_prison_too_long"),
        ("1 năm tù cho hưởng án treo, thử thách 4 năm", Some(true), "2026-02", "probation_out_of_range"),
    ] {
        assert_eq!(of(text, minor, offence), expected, "{text}");
    }
}

#[test]
fn json_is_as_promised() {
    let read = parse("18 tháng tù cho hưởng án treo, thử thách 36 tháng, phạt bổ sung 5.000.000đ").unwrap();
    assert_eq!(
        serde_json::to_value(read).unwrap(),
        serde_json::json!([{
            "principal": {"kind": "imprisonment", "months": 18, "days": null, "amount": null, "range": null},
            "suspended": true, "probation_months": 36,
            "additional": [{"kind": "fine", "months": null, "amount": 5_000_000}],
            "total": false, "prior": false, "from_date": null, "detained": null,
        }])
    );
}

proptest! {
    #[test]
    fn reading_never_panics(text in "\\PC{0,60}") {
        let _ = (read(&text), read_additional(&text), read_probation(&text), read_kind(&text));
    }

    #[test]
    fn reading_sentence_like_text_never_panics(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "02", "(hai)", "năm", "06", "tháng", "tù", "án treo", "thử thách", "phạt tiền", "5.000.000", "đồng", "đến", "từ", "-",
                "quản chế", "cấm", "hành nghề", "tổng hợp", "với", "bản án", "chung", ";", ".", ",", "tính từ", "12/3/2019", "không",
                "miễn hình phạt", "đề nghị", "hoặc", "99999999999999999999", "tạm giam", "(", ")", "tước", "tịch thu", "tài sản",
            ]),
            0..14,
        ),
    ) {
        let text = parts.join(" ");
        if let Some(list) = read(&text).value {
            prop_assert!(!list.is_empty());
            for sentence in &list {
                let _ = limits(sentence, Some(true), None);
            }
        }
        let _ = (read_additional(&text), read_probation(&text));
    }

    #[test]
    fn terms_read_back(months in 1_u32..300, days in 0_u32..30) {
        let text = if days > 0 {
            format!("{} năm {} tháng {days} ngày tù", months / 12, months % 12)
        } else {
            format!("{months} tháng tù")
        };
        let read = parse(&text).unwrap();
        let principal = read[0].principal.unwrap();
        prop_assert_eq!((principal.months, principal.days), (Some(months), (days > 0).then_some(days)));
    }
}
