//! Rules over a whole entry table: codes, and the rows of one judgment or one person beside one another.
//!
//! The example rows of such a rule are one table: all rows of `good` hold, the last row of `bad` is broken and the last
//! row of `unknown` unknown.

use polars::prelude::*;

use super::expression::given;
use super::group::{agree, dates_agree, in_order, names_agree, once};
use super::{Rule, Severity, Source, Text};

/// Rules over all records.
pub static RECORDS: &[Rule] = &[
    Rule {
        code: "TR01",
        name: "record-code-of-two-persons",
        about: Text {
            vi: "một mã số lý lịch tư pháp ở hai người", en: "one record code on two persons"
        },
        source: Source::Law("Thông tư 13/2011/TT-BTP"),
        severity: Severity::Warning,
        reason: "thieu_ma_so",
        reads: &["record_code", "full_name", "birth_date"],
        applies: || given("record_code"),
        holds: || names_agree(["record_code"], "full_name").or(dates_agree(["record_code"], "birth_date")),
        good: &[&["25HN2010/00001", "Nguyễn Văn An", "1975"], &["25HN2010/00001", "Nguyễn Văn An", "1975-03-02"]],
        bad: &[&["25HN2010/00001", "Nguyễn Văn An", "1975"], &["25HN2010/00001", "Trần Thị Bình", "1980"]],
        unknown: &[&["25HN2010/00001", "", ""]],
    },
    Rule {
        code: "TR02",
        name: "record-code-with-two-personal-numbers",
        about: Text {
            vi: "một mã số hồ sơ có hai số định danh", en: "one record code with two personal numbers"
        },
        source: Source::Law("Luật Căn cước 26/2023/QH15, Điều 12"),
        severity: Severity::Warning,
        reason: "thieu_thong_tin_nhan_than",
        reads: &["record_code", "citizen_id"],
        applies: || given("record_code").and(given("citizen_id")),
        holds: || agree(["record_code"], "citizen_id"),
        good: &[&["25HN2010/00001", "001075000000"], &["25HN2010/00001", "001075000000"]],
        bad: &[&["25HN2010/00001", "001075000000"], &["25HN2010/00001", "001080000000"]],
        unknown: &[],
    },
    Rule {
        code: "TR03",
        name: "record-code-with-two-birth-dates",
        about: Text { vi: "một mã số hồ sơ có hai ngày sinh", en: "one record code with two birth dates" },
        source: Source::Reason,
        severity: Severity::Warning,
        reason: "thieu_thong_tin_nhan_than",
        reads: &["record_code", "birth_date"],
        applies: || given("record_code").and(given("birth_date")),
        holds: || dates_agree(["record_code"], "birth_date"),
        good: &[&["25HN2010/00001", "1975"], &["25HN2010/00001", "1975-03-02"]],
        bad: &[&["25HN2010/00001", "1975"], &["25HN2010/00001", "1975"], &["25HN2010/00001", "1976-01-02"]],
        unknown: &[&["25HN2010/00001", "khoảng 1975"]],
    },
    Rule {
        code: "TR04",
        name: "personal-number-of-two-persons",
        about: Text {
            vi: "một số định danh ở hai người khác nhau", en: "one personal number on two persons"
        },
        source: Source::Law("Luật Căn cước 26/2023/QH15, Điều 12"),
        severity: Severity::Error,
        reason: "so_dinh_danh_trung_hai_nguoi",
        reads: &["citizen_id", "full_name", "birth_date"],
        applies: || given("citizen_id"),
        holds: || names_agree(["citizen_id"], "full_name").or(dates_agree(["citizen_id"], "birth_date")),
        // One person's name as several clerks wrote it is one name.
        good: &[
            &["001075000000", "Nguyễn Văn An", "1975"],
            &["001075000000", "Nguyễn Văn An", ""],
            &["001075000000", "Nguyễn V. An", "1976"],
        ],
        bad: &[&["001075000000", "Nguyễn Văn An", "1975"], &["001075000000", "Trần Thị Bình", "1980"]],
        unknown: &[&["001075000000", "", ""]],
    },
    Rule {
        code: "TR05",
        name: "personal-number-with-two-birth-dates",
        about: Text {
            vi: "một số định danh có hai ngày sinh", en: "one personal number with two birth dates"
        },
        source: Source::Law("Luật Căn cước 26/2023/QH15, Điều 12"),
        severity: Severity::Warning,
        reason: "thieu_thong_tin_nhan_than",
        reads: &["citizen_id", "birth_date"],
        applies: || given("citizen_id").and(given("birth_date")),
        holds: || dates_agree(["citizen_id"], "birth_date"),
        good: &[&["001075000000", "1975"], &["001075000000", "1975-03-02"]],
        bad: &[&["001075000000", "1975-03-02"], &["001075000000", "1975-02-03"]],
        unknown: &[&["001075000000", "khoảng 1975"]],
    },
    Rule {
        code: "TR06",
        name: "two-records-in-one-agency",
        about: Text {
            vi: "một người có hai mã số hồ sơ ở một cơ quan",
            en: "one person with two record codes in one agency",
        },
        source: Source::Law("Luật LLTP 28/2009/QH12, Điều 28"),
        severity: Severity::Warning,
        reason: "nghi_trung_nguoi",
        reads: &["citizen_id", "managing_agency", "record_code"],
        applies: || given("citizen_id").and(given("record_code")),
        holds: || agree(["citizen_id", "agency"], "record_code"),
        good: &[
            &["001075000000", "Sở Tư pháp Hà Nội", "25HN2010/00001"],
            &["001075000000", "Sở Tư pháp Thanh Hóa", "27TH2010/00001"],
        ],
        bad: &[
            &["001075000000", "Sở Tư pháp Hà Nội", "25HN2010/00001"],
            &["001075000000", "Sở Tư pháp Hà Nội", "25HN2010/00002"],
        ],
        unknown: &[&["001075000000", "", "25HN2010/00001"]],
    },
];

/// Rules over all convictions.
pub static CONVICTIONS: &[Rule] = &[
    Rule {
        code: "TC01",
        name: "conviction-code-of-two-judgments",
        about: Text { vi: "một mã số bản án ở hai bản án", en: "one conviction code on two judgments" },
        source: Source::Law("Thông tư 13/2011/TT-BTP"),
        severity: Severity::Warning,
        reason: "thieu_ma_so",
        reads: &["conviction_code", "judgment_no"],
        applies: || given("conviction_code"),
        holds: || agree(["conviction_code"], "judgment_no"),
        good: &[&["25HN2010/00001/01", "12/2019/HS-ST"], &["25HN2010/00001/02", "13/2019/HS-ST"]],
        bad: &[&["25HN2010/00001/01", "12/2019/HS-ST"], &["25HN2010/00001/01", "13/2019/HS-ST"]],
        unknown: &[&["25HN2010/00001/01", ""]],
    },
    Rule {
        code: "TC02",
        name: "judgment-entered-twice",
        about: Text {
            vi: "một bản án được nhập nhiều lần cho một hồ sơ",
            en: "one judgment entered twice for a record",
        },
        source: Source::Law("Luật LLTP 28/2009/QH12, Điều 26"),
        severity: Severity::Warning,
        reason: "nghi_trung_ban_an",
        reads: &["record_code", "judgment_no", "court"],
        applies: || given("record_code").and(given("judgment_no")),
        holds: || once(["record_code", "judgment_no", "court"]),
        good: &[
            &["25HN2010/00001", "12/2019/HS-ST", "Tòa án nhân dân tỉnh Thanh Hóa"],
            &["25HN2010/00002", "12/2019/HS-ST", "Tòa án nhân dân tỉnh Thanh Hóa"],
        ],
        bad: &[
            &["25HN2010/00001", "12/2019/HS-ST", "Tòa án nhân dân tỉnh Thanh Hóa"],
            &["25HN2010/00001", "12/2019/HS-ST", "Tòa án nhân dân tỉnh Thanh Hóa"],
        ],
        unknown: &[&["25HN2010/00001", "12/2019/HS-ST", ""]],
    },
    Rule {
        code: "TC03",
        name: "judgment-number-with-two-dates",
        about: Text {
            vi: "một số bản án của một tòa án có hai ngày tuyên án",
            en: "one number of one court with two dates",
        },
        source: Source::Law("Nghị quyết 05/2017/NQ-HĐTP"),
        severity: Severity::Warning,
        reason: "thoi_gian_mau_thuan",
        reads: &["judgment_no", "court", "judgment_date"],
        // A number without its year comes again every year.
        applies: || given("judgment_date").and(col("judgment_no.dated")),
        holds: || dates_agree(["judgment_no", "court"], "judgment_date"),
        good: &[
            &["12/2019/HS-ST", "Tòa án nhân dân tỉnh Thanh Hóa", "2019-05-17"],
            &["12/2019/HS-ST", "Tòa án nhân dân tỉnh Thanh Hóa", "2019-05"],
        ],
        bad: &[
            &["12/2019/HS-ST", "Tòa án nhân dân tỉnh Thanh Hóa", "2019-05-17"],
            &["12/2019/HS-ST", "Tòa án nhân dân tỉnh Thanh Hóa", "2019-06-17"],
        ],
        unknown: &[&["12/2019/HS-ST", "", "2019-05-17"]],
    },
    Rule {
        code: "TC04",
        name: "accused-of-two-instances",
        about: Text {
            vi: "các bị cáo của một bản án có cấp xét xử khác nhau",
            en: "one judgment's accused differ in the instance",
        },
        source: Source::Reason,
        severity: Severity::Warning,
        reason: "tham_quyen_toa_an",
        reads: &["judgment_no", "court", "judgment_date", "instance"],
        applies: || given("judgment_no").and(given("instance")),
        holds: || agree(["judgment_no", "court", "judgment_date"], "instance"),
        good: &[
            &["12/2019/HS-ST", "Tòa án nhân dân tỉnh Thanh Hóa", "2019-05-17", "first"],
            &["12/2019/HS-ST", "Tòa án nhân dân tỉnh Thanh Hóa", "2019-05-17", "first"],
        ],
        bad: &[
            &["12/2019/HS-ST", "Tòa án nhân dân tỉnh Thanh Hóa", "2019-05-17", "first"],
            &["12/2019/HS-ST", "Tòa án nhân dân tỉnh Thanh Hóa", "2019-05-17", "appeal"],
        ],
        unknown: &[&["12/2019/HS-ST", "", "2019-05-17", "first"]],
    },
    Rule {
        code: "TC05",
        name: "accused-with-two-effective-dates",
        // Not an error: who appeals is bound later than who does not.
        about: Text {
            vi: "các bị cáo của một bản án có ngày hiệu lực khác nhau",
            en: "one judgment's accused differ in the effective date",
        },
        source: Source::Law("Bộ luật Tố tụng hình sự 2015, Điều 343"),
        severity: Severity::Info,
        reason: "thoi_gian_mau_thuan",
        reads: &["judgment_no", "court", "judgment_date", "effective_date"],
        applies: || given("judgment_no").and(given("effective_date")),
        holds: || dates_agree(["judgment_no", "court", "judgment_date"], "effective_date"),
        good: &[
            &["12/2019/HS-ST", "Tòa án nhân dân tỉnh Thanh Hóa", "2019-05-17", "2019-06-17"],
            &["12/2019/HS-ST", "Tòa án nhân dân tỉnh Thanh Hóa", "2019-05-17", "2019-06"],
        ],
        bad: &[
            &["12/2019/HS-ST", "Tòa án nhân dân tỉnh Thanh Hóa", "2019-05-17", "2019-06-17"],
            &["12/2019/HS-ST", "Tòa án nhân dân tỉnh Thanh Hóa", "2019-05-17", "2019-07-17"],
        ],
        unknown: &[&["12/2019/HS-ST", "", "2019-05-17", "2019-06-17"]],
    },
    Rule {
        code: "TC06",
        name: "accused-of-two-cases",
        about: Text {
            vi: "các bị cáo của một bản án có số thụ lý khác nhau",
            en: "one judgment's accused differ in the case number",
        },
        source: Source::Reason,
        severity: Severity::Info,
        reason: "ban_an_thieu_so_ngay",
        reads: &["judgment_no", "court", "judgment_date", "case_no"],
        applies: || given("judgment_no").and(given("case_no")),
        holds: || agree(["judgment_no", "court", "judgment_date"], "case_no"),
        good: &[
            &["12/2019/HS-ST", "Tòa án nhân dân tỉnh Thanh Hóa", "2019-05-17", "7/2019/TLST-HS"],
            &["12/2019/HS-ST", "Tòa án nhân dân tỉnh Thanh Hóa", "2019-05-17", "7/2019/TLST-HS"],
        ],
        bad: &[
            &["12/2019/HS-ST", "Tòa án nhân dân tỉnh Thanh Hóa", "2019-05-17", "7/2019/TLST-HS"],
            &["12/2019/HS-ST", "Tòa án nhân dân tỉnh Thanh Hóa", "2019-05-17", "8/2019/TLST-HS"],
        ],
        unknown: &[&["12/2019/HS-ST", "", "2019-05-17", "7/2019/TLST-HS"]],
    },
    Rule {
        code: "TC07",
        name: "accused-of-two-first-instances",
        about: Text {
            vi: "các bị cáo của một bản án có bản án sơ thẩm khác nhau",
            en: "one judgment's accused differ in the judgment of first instance",
        },
        source: Source::Law("Bộ luật Tố tụng hình sự 2015, Điều 330"),
        severity: Severity::Warning,
        reason: "ban_an_thieu_so_ngay",
        reads: &["judgment_no", "court", "judgment_date", "first_instance_no"],
        applies: || given("judgment_no").and(given("first_instance_no")),
        holds: || agree(["judgment_no", "court", "judgment_date"], "first_instance_no"),
        good: &[
            &["12/2019/HS-PT", "Tòa án nhân dân tỉnh Thanh Hóa", "2019-05-17", "1/2019/HS-ST"],
            &["12/2019/HS-PT", "Tòa án nhân dân tỉnh Thanh Hóa", "2019-05-17", "1/2019/HS-ST"],
        ],
        bad: &[
            &["12/2019/HS-PT", "Tòa án nhân dân tỉnh Thanh Hóa", "2019-05-17", "1/2019/HS-ST"],
            &["12/2019/HS-PT", "Tòa án nhân dân tỉnh Thanh Hóa", "2019-05-17", "2/2019/HS-ST"],
        ],
        unknown: &[&["12/2019/HS-PT", "", "2019-05-17", "1/2019/HS-ST"]],
    },
    Rule {
        code: "TC08",
        name: "judgment-numbers-out-of-order",
        about: Text {
            vi: "số bản án không theo thứ tự ngày tuyên án của tòa án trong năm",
            en: "the number does not follow the dates of the court's year",
        },
        source: Source::Law("Nghị quyết 05/2017/NQ-HĐTP"),
        severity: Severity::Info,
        reason: "thoi_gian_mau_thuan",
        reads: &["court", "judgment_no", "judgment_date"],
        applies: || given("court").and(given("judgment_date")).and(col("judgment_no.dated")),
        holds: || {
            in_order(["court", "judgment_no.year", "judgment_no.instance"], "judgment_no.number", "judgment_date")
        },
        good: &[
            &["Tòa án nhân dân tỉnh Thanh Hóa", "12/2019/HS-ST", "2019-05-17"],
            &["Tòa án nhân dân tỉnh Thanh Hóa", "13/2019/HS-ST", "2019-05-17"],
        ],
        bad: &[
            &["Tòa án nhân dân tỉnh Thanh Hóa", "12/2019/HS-ST", "2019-05-17"],
            &["Tòa án nhân dân tỉnh Thanh Hóa", "14/2019/HS-ST", "2019-05-19"],
            &["Tòa án nhân dân tỉnh Thanh Hóa", "13/2019/HS-ST", "2019-09-18"],
            &["Tòa án nhân dân tỉnh Thanh Hóa", "15/2019/HS-ST", "2019-05-20"],
            &["Tòa án nhân dân tỉnh Thanh Hóa", "16/2019/HS-ST", "2019-01-20"],
        ],
        unknown: &[
            &["Tòa án nhân dân tỉnh Thanh Hóa", "12/2019/HS-ST", "2019-05-17"],
            &["Tòa án nhân dân tỉnh Thanh Hóa", "13/2019/HS-ST", "2019-05-16"],
        ],
    },
    Rule {
        code: "TC09",
        name: "conviction-codes-out-of-order",
        about: Text {
            vi: "mã số bản án không theo thứ tự ngày tuyên án của hồ sơ",
            en: "the conviction code does not follow the dates of the record",
        },
        source: Source::Law("Thông tư 13/2011/TT-BTP"),
        severity: Severity::Info,
        reason: "thieu_ma_so",
        reads: &["record_code", "conviction_code", "judgment_date"],
        applies: || given("record_code").and(given("conviction_code")).and(given("judgment_date")),
        holds: || in_order(["record_code"], "conviction_code.number", "judgment_date"),
        good: &[
            &["25HN2010/00001", "25HN2010/00001/01", "2012-05-17"],
            &["25HN2010/00001", "25HN2010/00001/02", "2019-05-17"],
        ],
        bad: &[
            &["25HN2010/00001", "25HN2010/00001/01", "2012-05-17"],
            &["25HN2010/00001", "25HN2010/00001/02", "2019-05-17"],
            &["25HN2010/00001", "25HN2010/00001/03", "2010-05-17"],
        ],
        unknown: &[&["25HN2010/00001", "25HN2010/00001/01", "2012"]],
    },
];
