//! The reasoning of one assessment, as a tree of small nodes.
//!
//! A node holds no text of the record: the step, the article (a row of the law tables), the entry and the fact it
//! looked at, its truth, and the days it gave. The tree is stored flat, each node with its depth, in the order in
//! which it is read; it is serialised as a tree and rendered by [`render`](super::render).

use serde::ser::{SerializeSeq, SerializeStruct};
use serde::{Serialize, Serializer};

use super::calendar::Window;
use super::point::{Fact, Flag, codes};
use crate::date::Date;

/// Three-valued truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    /// It holds.
    Yes,
    /// It does not hold.
    No,
    /// A fact is missing.
    Unknown,
}

impl Truth {
    pub(super) fn of(known: bool) -> Self {
        if known { Self::Yes } else { Self::No }
    }

    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Unknown,
        }
    }

    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (Self::No, Self::No) => Self::No,
            _ => Self::Unknown,
        }
    }

    pub(super) fn may(self) -> bool {
        self != Self::No
    }
}

codes! {
    /// A step of the reasoning.
    Step {
        Scope "scope" "thuộc phạm vi lý lịch tư pháp của cá nhân" "within the judicial records of natural persons",
        InForce "in_force" "bản án đã có hiệu lực pháp luật" "the judgment is in force",
        Consistent "consistent" "các dữ kiện không mâu thuẫn" "the facts can be true together",
        NoRecord "no_record" "không bị coi là có án tích" "regarded as without a record",
        Exempted "exempted" "được miễn hình phạt" "exempted from punishment",
        Amnesty "amnesty" "được đại xá" "under a general amnesty",
        UnderAge "under_age" "phạm tội khi chưa đủ 16 tuổi" "the act was committed before the age of 16",
        Minor "minor" "phạm tội khi chưa đủ 18 tuổi" "the act was committed before the age of 18",
        MinorClass "minor_class" "người chưa thành niên phạm tội thuộc loại không bị coi là có án tích" "a minor's offence of a class that leaves no record",
        Measure "measure" "bị áp dụng biện pháp tư pháp" "a judicial measure was applied",
        NegligentLesser "negligent_lesser" "tội ít nghiêm trọng hoặc nghiêm trọng do vô ý" "a less serious or serious offence by negligence",
        Abolished "abolished" "hành vi không còn là tội phạm" "the act is no offence any more",
        Route "route" "đương nhiên được xóa án tích (không phải do Tòa án quyết định)" "expunged as of right (not by the court)",
        Pack "pack" "luật áp dụng" "rules applied",
        Period "period" "thời hạn theo hình phạt chính đã tuyên" "period by the principal penalty imposed",
        Principal "principal" "chấp hành xong hình phạt chính hoặc hết thời gian thử thách" "principal penalty completed, or probation ended",
        Limitation "limitation" "hết thời hiệu thi hành bản án" "limitation of enforcement ended",
        Base "base" "hết thời hạn" "the period ends",
        Additional "additional" "chấp hành xong hình phạt bổ sung" "additional penalties completed",
        LongAdditional "long_additional" "thời hạn kéo đến khi xong hình phạt bổ sung" "the period ends with the additional penalty",
        Civil "civil" "thi hành xong nghĩa vụ dân sự và quyết định khác" "damages and other decisions carried out",
        Fee "fee" "nộp xong án phí" "court fees paid",
        NewAct "new_act" "hành vi phạm tội mới trước khi được xóa án tích" "a new act before the expungement",
        Restart "restart" "thời hạn tính lại từ bản án mới" "the period runs again from the new judgment",
        Refusal "refusal" "Tòa án đã bác đơn" "the court refused",
        Due "due" "đã qua ngày được xóa án tích" "the day of expungement has passed",
        Special "special" "trường hợp đặc biệt, do Tòa án quyết định" "special case, by decision of the court",
        Recorded "recorded" "mục xóa án tích đã ghi" "recorded expungement",
        OpenPoint "open_point" "vấn đề còn để ngỏ" "open point of law",
        Outcome "outcome" "kết quả" "outcome",
    }
}

/// One node of the reasoning.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node {
    /// What was asked.
    pub step: Step,
    /// How deep it stands in the tree; the outcome stands at 0.
    pub depth: u8,
    /// The answer.
    pub truth: Truth,
    /// The fact it looked at.
    pub fact: Option<Fact>,
    /// The open point, where the step is one.
    pub flag: Option<Flag>,
    /// The conviction it looked at: its place in the history.
    pub conviction: u32,
    /// Months, where the step counts them.
    pub months: u16,
    /// Where the rule stands: `BLHS 2015, Art. 70(2)(b)`.
    pub article: Option<&'static str>,
    /// First day of what the step gave.
    pub from: Option<Date>,
    /// Last day of what the step gave.
    pub to: Option<Date>,
}

impl Node {
    pub(super) fn new(step: Step, depth: u8, truth: Truth, conviction: u32) -> Self {
        Self { step, depth, truth, fact: None, flag: None, conviction, months: 0, article: None, from: None, to: None }
    }

    pub(super) fn article(mut self, article: &'static str) -> Self {
        self.article = Some(article);
        self
    }

    pub(super) fn fact(mut self, fact: Fact) -> Self {
        self.fact = Some(fact);
        self
    }

    pub(super) fn flag(mut self, flag: Flag) -> Self {
        self.flag = Some(flag);
        self
    }

    pub(super) fn months(mut self, months: u32) -> Self {
        self.months = u16::try_from(months).unwrap_or(u16::MAX);
        self
    }

    pub(super) fn days(mut self, window: Window) -> Self {
        self.from = Some(window.from).filter(|from| *from != Date::MIN);
        self.to = window.to;
        self
    }
}

/// The reasoning of one assessment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    pub(super) nodes: Vec<Node>,
}

impl Trace {
    /// The nodes in reading order, each with its depth.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The nodes without children.
    pub fn leaves(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().enumerate().filter_map(|(at, node)| {
            let next = self.nodes.get(at + 1).map_or(0, |next| next.depth);
            (next <= node.depth).then_some(node)
        })
    }

    pub(super) fn push(&mut self, node: Node) {
        self.nodes.push(node);
    }
}

impl Serialize for Trace {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Children { nodes: &self.nodes, depth: 0 }.serialize(serializer)
    }
}

/// The nodes of one depth, each with what stands below it.
struct Children<'a> {
    nodes: &'a [Node],
    depth: u8,
}

impl Children<'_> {
    fn groups(&self) -> impl Iterator<Item = &[Node]> {
        let depth = self.depth;
        self.nodes.chunk_by(move |_, next| next.depth > depth)
    }
}

impl Serialize for Children<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sequence = serializer.serialize_seq(None)?;
        for group in self.groups() {
            if let Some((node, below)) = group.split_first() {
                sequence.serialize_element(&Branch { node, below })?;
            }
        }
        sequence.end()
    }
}

struct Branch<'a> {
    node: &'a Node,
    below: &'a [Node],
}

impl Serialize for Branch<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { node, below } = self;
        let mut fields = serializer.serialize_struct("Node", 10)?;
        fields.serialize_field("step", &node.step)?;
        fields.serialize_field("truth", &node.truth)?;
        fields.serialize_field("conviction", &node.conviction)?;
        if let Some(article) = node.article {
            fields.serialize_field("article", article)?;
        }
        if let Some(fact) = node.fact {
            fields.serialize_field("fact", &fact)?;
        }
        if let Some(flag) = node.flag {
            fields.serialize_field("flag", &flag)?;
        }
        if node.months > 0 {
            fields.serialize_field("months", &node.months)?;
        }
        if let Some(from) = node.from {
            fields.serialize_field("from", &Day(from))?;
        }
        if let Some(to) = node.to {
            fields.serialize_field("to", &Day(to))?;
        }
        if !below.is_empty() {
            fields.serialize_field("because", &Children { nodes: below, depth: node.depth + 1 })?;
        }
        fields.end()
    }
}

/// A day as ISO text.
pub(super) struct Day(pub(super) Date);

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // By hand, because a run writes some ten days for every conviction.
        let (Ok(year @ 0..=9999), Ok(month), Ok(day)) =
            (u32::try_from(self.0.year()), u32::try_from(self.0.month()), u32::try_from(self.0.day()))
        else {
            return serializer.collect_str(&self.0);
        };
        let digit = |number: u32| u8::try_from(number % 10).map_or(b'0', |digit| b'0' + digit);
        let iso = [
            digit(year / 1000),
            digit(year / 100),
            digit(year / 10),
            digit(year),
            b'-',
            digit(month / 10),
            digit(month),
            b'-',
            digit(day / 10),
            digit(day),
        ];
        match std::str::from_utf8(&iso) {
            Ok(iso) => serializer.serialize_str(iso),
            Err(_) => serializer.collect_str(&self.0),
        }
    }
}
