//! The columns of enforcement documents and expungement entries.

use crate::frame::typed::Distinct;

use super::cells;
use super::table::Table;
use super::vocabulary;

impl Table<'_, '_> {
    /// The columns of an enforcement document.
    pub(super) fn enforcement(&mut self) {
        let texts = self.texts("kind");
        let kinds = self.read("kind", &texts, |text| cells::coded("kind", text)).map(|kind| kind.map(str::to_owned));
        let fixed = self.plan.fixed.get("kind").cloned();
        let fixed = Distinct::each(self.lines.iter().map(|_| Some(fixed.clone())));
        let content = self.texts("content");
        let content =
            Distinct::parse(content.iter().map(Option::as_deref), |t| vocabulary::find("kind", t).map(str::to_owned));
        self.push("kind", &kinds.or(&fixed).or(&content));
        self.documents();
    }

    /// The columns of an expungement entry.
    pub(super) fn expungement(&mut self) {
        let texts = self.texts("route");
        let route =
            self.read("route", &texts, |text| cells::coded("route", text)).map(|route| route.map(str::to_owned));
        self.push("route", &route);
        self.documents();
    }

    /// Number and date of a document, and the plain columns.
    pub(super) fn documents(&mut self) {
        let options = self.dates();
        for column in self.plan.columns() {
            match column.name {
                "kind" | "route" => {}
                "document_no" => {
                    self.judgment("document_no", "document_date", &options);
                }
                "document_date" if self.plan.has("document_no") => {}
                _ => self.plain(column),
            }
        }
    }
}
