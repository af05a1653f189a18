//! The closed lists of what an assessment may say beside its status: facts, flags, conditions, assumptions.
//!
//! Each has a fixed code (scripts rely on it) and a wording in Vietnamese and English. The wording is for people;
//! no logic reads it.

use serde::{Serialize, Serializer};

macro_rules! codes {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $code:literal $vi:literal $en:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name { $(#[doc = $en] $(#[$doc])* $variant,)* }

        impl $name {
            /// Every one, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The fixed code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// What it means, in Vietnamese.
            pub const fn vi(self) -> &'static str {
                match self { $(Self::$variant => $vi,)* }
            }

            /// What it means, in English.
            pub const fn en(self) -> &'static str {
                match self { $(Self::$variant => $en,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }
    };
}
pub(super) use codes;

codes! {
    /// A fact that a rule needs. The code is the column that would hold it.
    Fact {
        Birth "birth_date" "ngày sinh" "birth date",
        Act "offence_date" "ngày phạm tội" "day of the act",
        JudgmentDate "judgment_date" "ngày tuyên án" "day of the judgment",
        EffectiveDate "effective_date" "ngày bản án có hiệu lực" "day the judgment took effect",
        Code "code" "bộ luật được áp dụng" "penal code applied",
        Article "article" "điều luật được áp dụng" "article applied",
        Clause "clause" "khoản được áp dụng" "clause applied",
        Seriousness "seriousness" "loại tội phạm (mức độ nghiêm trọng)" "seriousness of the offence",
        Fault "fault" "hình thức lỗi" "form of fault",
        Principal "principal_penalty" "hình phạt chính đã tuyên" "principal penalty imposed",
        Suspended "suspended" "có cho hưởng án treo hay không" "whether imprisonment is suspended",
        PrincipalCompletion "principal_completed_on" "ngày chấp hành xong hình phạt chính" "completion of the principal penalty",
        AdditionalPenalties "additional_penalties" "hình phạt bổ sung đã tuyên" "additional penalties imposed",
        AdditionalCompletion "additional_completed_on" "ngày chấp hành xong hình phạt bổ sung" "completion of the additional penalties",
        CivilCompletion "civil_completed_on" "ngày thi hành xong nghĩa vụ dân sự" "completion of damages and other decisions",
        FeeCompletion "fee_completed_on" "ngày nộp án phí" "payment of court fees",
        ReleaseRemaining "conditional_release_remaining" "thời hạn thử thách của người được tha tù trước thời hạn" "probation of the conditional release",
        Commutation "commutation" "việc giảm án tử hình" "commutation of the death sentence",
        Wanted "wanted" "quyết định truy nã" "whether a wanted notice was issued",
        AmnestyDay "general_amnesty_on" "ngày đại xá" "day of the general amnesty",
        NewActOutcome "prosecution_outcome" "kết quả xử lý hành vi mới đang bị truy cứu" "outcome of the prosecution of a new act",
        RefusalDay "refusal_date" "ngày bị bác đơn xin xóa án tích" "day of the refusal",
        QuarantinedEntry "quarantined_entry" "mục còn bị giữ lại chờ sửa có thể làm đổi kết quả" "a quarantined entry that could change the outcome",
        OpenReview "open_review" "hồ sơ nghi trùng chưa được quyết định có thể làm đổi kết quả" "an open review pair that could change the outcome",
        Execution "execution" "tình trạng thi hành bản án" "state of execution",
    }
}

codes! {
    /// A condition that is known to be unmet.
    Condition {
        Principal "principal_completed_on" "chưa chấp hành xong hình phạt chính" "the principal penalty is not completed",
        Additional "additional_completed_on" "chưa chấp hành xong hình phạt bổ sung" "the additional penalties are not completed",
        Civil "civil_completed_on" "chưa thi hành xong nghĩa vụ dân sự" "damages and other decisions are not carried out",
        Fee "fee_completed_on" "chưa nộp án phí" "court fees are not paid",
    }
}

codes! {
    /// What was taken for granted because nothing speaks against it.
    Assumption {
        HistoryComplete "history_complete" "lịch sử án tích đã đầy đủ: không có hành vi phạm tội mới ngoài hồ sơ" "the history is complete: no new act beside the record",
        InForceByLapse "in_force_by_lapse" "bản án có hiệu lực vì hết thời hạn kháng cáo, kháng nghị" "the judgment took effect as the terms of appeal and protest lapsed",
        InForceByExecution "in_force_by_execution" "bản án có hiệu lực vì đã được thi hành" "the judgment took effect, as it was executed",
        SuspensionKept "suspension_kept" "không bị buộc chấp hành hình phạt tù của án treo" "the suspended sentence was not activated",
        ProbationKept "probation_kept" "không vi phạm trong thời gian thử thách sau khi được tha tù" "the probation of the conditional release was kept",
        ExemptedInTime "exempted_in_time" "việc miễn không ghi ngày có trước khi hết thời hạn" "an exemption without a day came before the end of the period",
        Intentional "intentional" "điều luật không nói lỗi, hành vi là cố ý" "the article names no fault; the act described is intentional",
        Deceased "deceased" "người bị kết án đã chết" "the person has died",
    }
}

codes! {
    /// A question that the law or its texts leave open. The code begins with the point of `expungement.md`, §9, where there is one.
    Flag {
        Unpaid "9.1-unpaid" "có phải nộp đủ án phí, bồi thường thì mới đương nhiên được xóa án tích hay không" "whether fees and damages must be paid for automatic expungement",
        RequestLapsed "9.2-request-lapsed" "người được thi hành án không yêu cầu và đã hết thời hiệu yêu cầu" "enforcement was not requested and the term for the request may have lapsed",
        PaidLate "9.3-carried-out-late" "thi hành xong sau khi hết thời hạn: xóa án tích từ ngày đó hay từ khi hết thời hạn" "carried out after the end of the period: expunged from that day or from the end of the period",
        Parallel "9.4-parallel" "thời hạn cũ và mới tính song song hay cộng lại" "whether old and new periods run side by side or are added",
        CombinedBand "9.5-combined" "thời hạn theo hình phạt chung hay hình phạt của từng tội" "whether the combined penalty or that of each offence sets the period",
        LastDay "9.6-last-day" "ngày cuối của thời hạn còn án tích hay không" "whether the last day of the period still counts",
        ProbationDay "9.7-probation-day" "ngày đầu thời gian thử thách có được tính hay không" "whether the first day of the probation counts",
        Prosecution "9.8-prosecution" "hành vi mới đang bị truy cứu, chưa có bản án" "a new act is being prosecuted, without a judgment",
        LesserAct "9.9-lesser-act" "hành vi mới không bị coi là có án tích có làm tính lại thời hạn hay không" "whether a new act that itself leaves no record restarts the period",
        Expulsion "9.10-expulsion" "hình phạt chính là trục xuất: luật không định thời hạn" "expulsion as principal penalty has no period",
        CourtFine "9.11-court-fine" "phạt tiền là hình phạt chính của tội thuộc Điều 71: luật không định thời hạn" "a fine as principal penalty under Art. 71 has no period",
        WarningDay "9.12-warning-day" "ngày chấp hành xong hình phạt cảnh cáo" "on which day a warning is completed",
        Activated "9.13-activated" "án treo bị buộc chấp hành" "the suspended sentence was activated",
        Combination "9.14-combination" "tổng hợp hình phạt của nhiều bản án" "penalties of several judgments were combined",
        MinorConditions "9.15-minor-conditions" "người chưa thành niên có phải chấp hành xong các quyết định khác hay không" "whether a minor must have carried out the other decisions",
        PastDate "9.16-past-date" "luật áp dụng vào một ngày trong quá khứ" "which law applied on a past day",
        Minor2024 "9.17-minor-2024" "Điều 127 Luật Tư pháp người chưa thành niên: mới đọc ở một bản" "Law 59/2024, Art. 127: read in one copy",
        Foreign "9.18-foreign" "bản án của Tòa án nước ngoài" "a foreign conviction",
        MissingFact "9.19-missing-fact" "thiếu dữ kiện" "a fact is missing",
        NonCustodialStart "9.20-non-custodial-start" "ngày bắt đầu chấp hành cải tạo không giam giữ" "on which day non-custodial reform begins",
        NotInForce "9.21-not-in-force" "bản án mới chưa có hiệu lực" "a newer judgment is not in force",
        OldLawKept "9.22-old-law" "tội mà luật cũ tiếp tục được áp dụng" "an offence for which the older law goes on",
        Contradiction "9.23-contradiction" "các dữ kiện không thể cùng đúng" "facts that cannot be true together",
        MixedChapters "mixed-chapters" "một bản án có cả tội thuộc Điều 70 và Điều 71" "one judgment with offences of Art. 70 and Art. 71",
        ActBetween "act-before-effect" "hành vi mới giữa ngày tuyên án và ngày có hiệu lực" "a new act between judgment and effect",
        LimitationUnpaid "limitation-unpaid" "hết thời hiệu thi hành nhưng còn khoản chưa thi hành" "enforcement lapsed while other decisions stand open",
        SpecialMinor "special-minor" "có áp dụng Điều 72 cho người chưa thành niên hay không" "whether Art. 72 applies to minors",
        LegalPerson "legal-person" "pháp nhân thương mại: ngoài phạm vi lý lịch tư pháp (Điều 89)" "a legal person: outside judicial records (Art. 89)",
        OldChapter "chapter-1985" "tội của Bộ luật 1985 ở chương mà sau này được tách ra" "an offence of the 1985 Code in a chapter that was later divided",
        CourtBan "court-ban" "hình phạt bổ sung còn chấp hành khi Tòa án xem xét" "an additional penalty outlasts the period before the court",
        AbolishedPart "abolished-part" "một phần hành vi của điều luật đã được bãi bỏ" "some acts of the article are no offence any more",
        RestartMinor2024 "restart-2024" "Điều 127 Luật 59/2024 không nói về việc tính lại thời hạn" "Law 59/2024, Art. 127 is silent on a restart",
    }
}

impl Flag {
    /// The point of §9 that it stands for: `9.3`.
    pub fn point(self) -> Option<&'static str> {
        self.code().split_once('-').map(|(point, _)| point).filter(|point| point.starts_with("9."))
    }
}

/// A set of assumptions, in order.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Assumptions(u16);

impl Assumptions {
    pub(super) fn add(&mut self, assumption: Assumption) {
        self.0 |= 1 << assumption as u16;
    }

    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = Assumption> {
        Assumption::ALL.iter().copied().filter(move |a| self.0 & (1 << *a as u16) != 0)
    }

    /// Whether this one was made.
    pub fn contains(self, assumption: Assumption) -> bool {
        self.0 & (1 << assumption as u16) != 0
    }
}

impl std::fmt::Debug for Assumptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Serialize for Assumptions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// A set of unmet conditions, in order.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Conditions(u8);

impl Conditions {
    pub(super) fn add(&mut self, condition: Condition) {
        self.0 |= 1 << condition as u8;
    }

    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = Condition> {
        Condition::ALL.iter().copied().filter(move |c| self.0 & (1 << *c as u8) != 0)
    }

    /// Whether it is among them.
    pub fn contains(self, condition: Condition) -> bool {
        self.0 & (1 << condition as u8) != 0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl std::fmt::Debug for Conditions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Serialize for Conditions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
