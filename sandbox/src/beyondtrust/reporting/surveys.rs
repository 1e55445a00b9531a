//! What people answered after their sessions.

use super::super::xml::Element;
use super::range::TIMES;
use super::{Asked, No};

impl Asked<'_> {
    /// Of every session that has ended one.
    pub(super) fn surveys(&self, by: &'static str) -> Result<Element, No> {
        let is_known = self.given("report_type") == "rep" && ["all", "2"].contains(&self.given("id"));
        if !is_known {
            return Err(No::Root("Invalid report_type or id".into()));
        }
        let range = self.range(&TIMES, &["report_type", "id"])?;
        let ended = self.site.past.iter().filter(|one| one.end.is_some() && range.has(one.start, one.end));
        let one = |lsid: &str| {
            let answers = Element::new("answer_list").holding([Element::text("answer", "Very")]);
            let texts =
                [("type", "radio"), ("label", "Were you helped?"), ("name", "helped"), ("report_header", "Helped")];
            let texts = texts.map(|(name, text)| Element::text(name, text));
            let question = Element::new("question").with("id", 1).holding(texts.into_iter().chain([answers]));
            let submitted = Element::text("submitted_by", "harbour-01").with("type", by);
            let questions = Element::new("question_list").holding([question]);
            Element::new("exit_survey").with("lsid", lsid).holding([submitted, questions])
        };
        Ok(Element::new("exit_survey_list").holding(ended.map(|ended| one(&ended.lsid))))
    }
}
