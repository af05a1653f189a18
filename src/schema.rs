//! Entry kinds and canonical columns: name, type tag, label, sensitivity.
//!
//! Four kinds of entry; each canonical column has an English name in snake case, a Vietnamese label, a [`Tag`] that
//! says how its cells are read and which typed columns come of them, and a [`Sensitivity`]. Tags name parsers, they
//! do not call them. Header aliases, the words by which files name these columns, are rows of
//! `src/data/header_aliases.tsv`.

use serde::{Deserialize, Serialize};

/// A kind of entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// One judicial record of one person (lý lịch tư pháp).
    Record,
    /// One person in one judgment (án tích).
    Conviction,
    /// One document on the execution of a sentence (thi hành án).
    Enforcement,
    /// One expungement entry (xóa án tích).
    Expungement,
}

impl Entry {
    /// All kinds, in the order of the law's form.
    pub const ALL: [Self; 4] = [Self::Record, Self::Conviction, Self::Enforcement, Self::Expungement];

    /// The name in column references: `record`, as in `record.full_name`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Conviction => "conviction",
            Self::Enforcement => "enforcement",
            Self::Expungement => "expungement",
        }
    }

    /// The name of its table: `records`.
    pub fn table(self) -> &'static str {
        match self {
            Self::Record => "records",
            Self::Conviction => "convictions",
            Self::Enforcement => "enforcements",
            Self::Expungement => "expungements",
        }
    }

    /// Its canonical columns.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Record => RECORD,
            Self::Conviction => CONVICTION,
            Self::Enforcement => ENFORCEMENT,
            Self::Expungement => EXPUNGEMENT,
        }
    }

    /// The canonical column of that name.
    pub fn column(self, name: &str) -> Option<&'static Column> {
        self.columns().iter().find(|column| column.name == name)
    }
}

/// How the cells of a column are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Tag {
    /// Short text.
    Text,
    /// Running text about a person.
    FreeText,
    /// A code of an office, kept as written but for spacing.
    Code,
    /// Name of one person.
    Name,
    /// A list of names.
    Names,
    /// Sex.
    Sex,
    /// A date: EDTF text and its first and last possible day.
    Date,
    /// A completion: a date with a state.
    Completion,
    /// A place: text, era, codes, today's communes.
    Place,
    /// 12-digit personal number.
    CitizenId,
    /// 9-digit card.
    IdentityCard,
    /// Military card.
    Military,
    /// Passport.
    Passport,
    /// Number of a judgment.
    Judgment,
    /// Number of any document.
    Document,
    /// Instance of the court.
    Instance,
    /// Court.
    Court,
    /// List of offences.
    Offences,
    /// List of citations.
    Citations,
    /// A principal penalty.
    Penalty,
    /// List of additional penalties.
    Additional,
    /// Yes or no.
    Flag,
    /// A term: months and days.
    Term,
    /// Money, đồng.
    Money,
    /// Text and the amount in it.
    CivilObligation,
    /// Kind of an enforcement document.
    EnforcementKind,
    /// Route of an expungement.
    Route,
}

/// What a column says about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sensitivity {
    /// Nothing personal.
    None,
    /// Narrows down who it is, together with others.
    Quasi,
    /// Names the person.
    Direct,
    /// Protected in itself: offence, penalty, religion.
    Sensitive,
    /// Running text that may hold anything.
    Free,
}

/// A canonical column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Name in snake case, unique in its entry.
    pub name: &'static str,
    /// How its cells are read.
    pub tag: Tag,
    /// What it says about a person.
    pub sensitivity: Sensitivity,
    /// Vietnamese label.
    pub label_vi: &'static str,
}

const fn column(name: &'static str, tag: Tag, sensitivity: Sensitivity, label_vi: &'static str) -> Column {
    Column { name, tag, sensitivity, label_vi }
}

static RECORD: &[Column] = &[
    column("record_code", Tag::Code, Sensitivity::Quasi, "Mã số lý lịch tư pháp"),
    column("full_name", Tag::Name, Sensitivity::Direct, "Họ và tên"),
    column("other_names", Tag::Names, Sensitivity::Direct, "Tên gọi khác"),
    column("sex", Tag::Sex, Sensitivity::Quasi, "Giới tính"),
    column("birth_date", Tag::Date, Sensitivity::Quasi, "Ngày sinh"),
    column("birth_place", Tag::Place, Sensitivity::Quasi, "Nơi sinh"),
    column("home_town", Tag::Place, Sensitivity::Quasi, "Quê quán"),
    column("nationality", Tag::Text, Sensitivity::Quasi, "Quốc tịch"),
    column("ethnicity", Tag::Text, Sensitivity::Sensitive, "Dân tộc"),
    column("religion", Tag::Text, Sensitivity::Sensitive, "Tôn giáo"),
    column("education", Tag::Text, Sensitivity::Quasi, "Trình độ học vấn"),
    column("occupation", Tag::Text, Sensitivity::Quasi, "Nghề nghiệp"),
    column("permanent_residence", Tag::Place, Sensitivity::Quasi, "Nơi thường trú"),
    column("temporary_residence", Tag::Place, Sensitivity::Quasi, "Nơi tạm trú"),
    column("residence", Tag::Place, Sensitivity::Quasi, "Nơi cư trú"),
    column("citizen_id", Tag::CitizenId, Sensitivity::Direct, "Số định danh cá nhân"),
    column("identity_card", Tag::IdentityCard, Sensitivity::Direct, "Số CMND"),
    column("military_id", Tag::Military, Sensitivity::Direct, "Số chứng minh quân đội"),
    column("passport", Tag::Passport, Sensitivity::Direct, "Số hộ chiếu"),
    column("id_issued_on", Tag::Date, Sensitivity::Quasi, "Ngày cấp"),
    column("id_issued_by", Tag::Text, Sensitivity::Quasi, "Nơi cấp"),
    column("id_expires_on", Tag::Date, Sensitivity::Quasi, "Ngày hết hạn"),
    column("passport_issued_on", Tag::Date, Sensitivity::Quasi, "Ngày cấp hộ chiếu"),
    column("passport_issued_by", Tag::Text, Sensitivity::Quasi, "Nơi cấp hộ chiếu"),
    column("father_name", Tag::Name, Sensitivity::Direct, "Họ tên cha"),
    column("mother_name", Tag::Name, Sensitivity::Direct, "Họ tên mẹ"),
    column("spouse_name", Tag::Name, Sensitivity::Direct, "Họ tên vợ, chồng"),
    column("death_date", Tag::Date, Sensitivity::Quasi, "Ngày chết"),
    column("prior_convictions", Tag::FreeText, Sensitivity::Free, "Tiền án"),
    column("prior_sanctions", Tag::FreeText, Sensitivity::Free, "Tiền sự"),
    column("local_code", Tag::Code, Sensitivity::Quasi, "Mã của đơn vị gửi"),
    column("archive_no", Tag::Code, Sensitivity::Quasi, "Số lưu trữ"),
    column("box_no", Tag::Code, Sensitivity::None, "Số hộp"),
    column("source_agency", Tag::Text, Sensitivity::None, "Đơn vị cung cấp"),
    column("managing_agency", Tag::Text, Sensitivity::None, "Cơ quan quản lý"),
    column("note", Tag::FreeText, Sensitivity::Free, "Ghi chú"),
];

static CONVICTION: &[Column] = &[
    column("conviction_code", Tag::Code, Sensitivity::Quasi, "Mã số bản án"),
    column("record_code", Tag::Code, Sensitivity::Quasi, "Mã số lý lịch tư pháp"),
    column("judgment_no", Tag::Judgment, Sensitivity::Quasi, "Số bản án"),
    column("judgment_date", Tag::Date, Sensitivity::Quasi, "Ngày tuyên án"),
    column("instance", Tag::Instance, Sensitivity::None, "Cấp xét xử"),
    column("court", Tag::Court, Sensitivity::None, "Tòa án"),
    column("first_instance_no", Tag::Judgment, Sensitivity::Quasi, "Số bản án sơ thẩm"),
    column("first_instance_date", Tag::Date, Sensitivity::Quasi, "Ngày bản án sơ thẩm"),
    column("first_instance_court", Tag::Court, Sensitivity::None, "Tòa án sơ thẩm"),
    column("effective_date", Tag::Date, Sensitivity::Quasi, "Ngày có hiệu lực"),
    column("offence_date", Tag::Date, Sensitivity::Quasi, "Ngày phạm tội"),
    column("offences", Tag::Offences, Sensitivity::Sensitive, "Tội danh"),
    column("citations", Tag::Citations, Sensitivity::Sensitive, "Điều khoản áp dụng"),
    column("principal_penalty", Tag::Penalty, Sensitivity::Sensitive, "Hình phạt chính"),
    column("suspended", Tag::Flag, Sensitivity::Sensitive, "Án treo"),
    column("probation", Tag::Term, Sensitivity::Sensitive, "Thời gian thử thách"),
    column("additional_penalties", Tag::Additional, Sensitivity::Sensitive, "Hình phạt bổ sung"),
    column("combined_penalty", Tag::Penalty, Sensitivity::Sensitive, "Tổng hợp hình phạt"),
    column("civil_obligation", Tag::CivilObligation, Sensitivity::Free, "Nghĩa vụ dân sự"),
    column("court_fee", Tag::Money, Sensitivity::None, "Án phí"),
    column("judicial_measure", Tag::Text, Sensitivity::Sensitive, "Biện pháp tư pháp"),
    column("role", Tag::Text, Sensitivity::Sensitive, "Vai trò"),
    column("sentence_start", Tag::Date, Sensitivity::Quasi, "Ngày bắt đầu chấp hành"),
    column("detained_from", Tag::Date, Sensitivity::Quasi, "Tạm giam từ"),
    column("detained_to", Tag::Date, Sensitivity::Quasi, "Tạm giam đến"),
    column("principal_completed_on", Tag::Completion, Sensitivity::Quasi, "Ngày chấp hành xong hình phạt chính"),
    column("additional_completed_on", Tag::Completion, Sensitivity::Quasi, "Ngày chấp hành xong hình phạt bổ sung"),
    column("civil_completed_on", Tag::Completion, Sensitivity::Quasi, "Ngày thi hành xong nghĩa vụ dân sự"),
    column("fee_completed_on", Tag::Completion, Sensitivity::Quasi, "Ngày nộp án phí"),
    column("special_amnesty_on", Tag::Date, Sensitivity::Quasi, "Ngày đặc xá"),
    column("general_amnesty_on", Tag::Date, Sensitivity::Quasi, "Ngày đại xá"),
    column("remission_on", Tag::Date, Sensitivity::Quasi, "Ngày miễn chấp hành"),
    column("conditional_release_on", Tag::Date, Sensitivity::Quasi, "Ngày tha tù trước thời hạn có điều kiện"),
    column("conditional_release_remaining", Tag::Term, Sensitivity::Quasi, "Thời gian còn lại khi tha tù"),
    column("limitation_ended_on", Tag::Date, Sensitivity::Quasi, "Ngày hết thời hiệu thi hành"),
    column("case_no", Tag::Judgment, Sensitivity::Quasi, "Số thụ lý"),
    column("case_date", Tag::Date, Sensitivity::Quasi, "Ngày thụ lý"),
    column("result", Tag::Text, Sensitivity::Sensitive, "Kết quả xét xử"),
    column("appeal", Tag::Text, Sensitivity::None, "Kháng cáo, kháng nghị"),
    column("first_instance_penalty", Tag::Penalty, Sensitivity::Sensitive, "Hình phạt sơ thẩm"),
    column("entry_status", Tag::Text, Sensitivity::None, "Tình trạng bản ghi"),
    column("note", Tag::FreeText, Sensitivity::Free, "Ghi chú"),
];

static ENFORCEMENT: &[Column] = &[
    column("record_code", Tag::Code, Sensitivity::Quasi, "Mã số lý lịch tư pháp"),
    column("conviction_code", Tag::Code, Sensitivity::Quasi, "Mã số bản án"),
    column("judgment_no", Tag::Judgment, Sensitivity::Quasi, "Số bản án"),
    column("kind", Tag::EnforcementKind, Sensitivity::None, "Loại văn bản"),
    column("document_no", Tag::Document, Sensitivity::Quasi, "Số văn bản"),
    column("document_date", Tag::Date, Sensitivity::Quasi, "Ngày văn bản"),
    column("received_on", Tag::Date, Sensitivity::Quasi, "Ngày nhận"),
    column("issued_by", Tag::Text, Sensitivity::None, "Cơ quan ban hành"),
    column("supervised_by", Tag::Text, Sensitivity::None, "Cơ quan giám sát, giáo dục"),
    column("effective_date", Tag::Date, Sensitivity::Quasi, "Ngày có hiệu lực"),
    column("amount_or_term", Tag::Text, Sensitivity::Quasi, "Thời hạn, số tiền"),
    column("content", Tag::FreeText, Sensitivity::Free, "Nội dung"),
];

static EXPUNGEMENT: &[Column] = &[
    column("record_code", Tag::Code, Sensitivity::Quasi, "Mã số lý lịch tư pháp"),
    column("conviction_code", Tag::Code, Sensitivity::Quasi, "Mã số bản án"),
    column("judgment_no", Tag::Judgment, Sensitivity::Quasi, "Số bản án"),
    column("route", Tag::Route, Sensitivity::None, "Hình thức xóa án tích"),
    column("document_no", Tag::Document, Sensitivity::Quasi, "Số văn bản"),
    column("document_date", Tag::Date, Sensitivity::Quasi, "Ngày văn bản"),
    column("issued_by", Tag::Text, Sensitivity::None, "Cơ quan ban hành"),
    column("effective_date", Tag::Date, Sensitivity::Quasi, "Ngày có hiệu lực"),
    column("verified_on", Tag::Date, Sensitivity::Quasi, "Ngày xác minh"),
    column("verified_where", Tag::Text, Sensitivity::None, "Nơi xác minh"),
    column("result", Tag::Text, Sensitivity::None, "Kết quả"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_in_their_entry() {
        for entry in Entry::ALL {
            let mut names: Vec<_> = entry.columns().iter().map(|c| c.name).collect();
            names.sort_unstable();
            let count = names.len();
            names.dedup();
            assert_eq!(names.len(), count, "{}", entry.as_str());
        }
    }
}
