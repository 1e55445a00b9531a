//! `sps reporting`: reports, and the chapters that they are made of.

use crate::catalog::Group;

pub(in super::super) const REPORTING: Group = Group {
    name: "reporting",
    about: "Reports, and the chapters that they are made of",
    operations: &[children!("List what can be configured", ["/api/configuration/reporting"])],
    groups: &[
        collection!(
            "content-subchapters",
            "Chapters about the content of sessions",
            "a chapter about content",
            "chapters about content",
            ["/api/configuration/reporting/content_subchapters"],
        ),
        collection!(
            "custom-subchapters",
            "Chapters of one's own",
            "a custom chapter",
            "custom chapters",
            ["/api/configuration/reporting/custom_subchapters"],
        ),
        collection!(
            "predefined-reports",
            "Reports that the box brings",
            "a predefined report",
            "predefined reports",
            ["/api/configuration/reporting/predefined_reports"],
        ),
        collection!("reports", "Reports of one's own", "a report", "reports", ["/api/configuration/reporting/reports"],),
        collection!(
            "statistics-subchapters",
            "Chapters of numbers about sessions",
            "a chapter of statistics",
            "chapters of statistics",
            ["/api/configuration/reporting/statistics_subchapters"],
        ),
    ],
};
