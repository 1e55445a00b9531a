//! The fleet as one text for where it goes next: pure functions from devices to text. Knows no vendor and no network.

mod address;
mod ansible;
mod counts;
mod html;
mod markdown;
mod names;
mod netbox;
mod prometheus;
mod ssh_config;
#[cfg(test)]
mod tests;

use jiff::Timestamp;

use super::Device;
use crate::failure::Failure;
use crate::output::Page;

pub use netbox::Mapping;

/// What was gathered, and where from.
#[derive(Debug, Clone, Copy)]
pub struct Fleet<'f> {
    /// The devices, in the order in which they are shown.
    pub devices: &'f [Device],
    /// Every profile that was asked, those that failed included.
    pub profiles: &'f [Gathered],
    /// When.
    pub made_at: Timestamp,
}

/// One profile that was asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gathered {
    /// The key of the vendor.
    pub vendor: String,
    /// The profile.
    pub profile: String,
    /// Why not all of its devices are there, in one sentence; `None` if they are.
    pub fault: Option<String>,
}

/// What the user may say about a page.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The one host whose variables Ansible wants.
    pub host: Option<String>,
    /// What NetBox calls things.
    pub mapping: Mapping,
    /// The text that the page replaces.
    pub previous: Option<String>,
    /// Leave cells alone that a spreadsheet would run as a formula.
    pub formulas: bool,
}

/// A page, and what the user should hear about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// All of it, the last line end included.
    pub text: String,
    /// Sentences for standard error.
    pub warnings: Vec<String>,
}

impl From<String> for Document {
    fn from(text: String) -> Self {
        Self { text, warnings: Vec::new() }
    }
}

/// Write the page. Fails where a host is asked for that is not there.
pub fn render(page: Page, fleet: &Fleet<'_>, options: &Options) -> Result<Document, Failure> {
    Ok(match (page, &options.host) {
        (Page::Ansible, Some(host)) => ansible::host(fleet.devices, host)?.into(),
        (Page::Ansible, None) => ansible::list(fleet.devices).into(),
        (Page::Prometheus, _) => prometheus::document(fleet, options.previous.as_deref().unwrap_or_default()),
        (Page::Netbox, _) => netbox::document(fleet.devices, &options.mapping, options.formulas),
        (Page::SshConfig, _) => ssh_config::text(fleet.devices).into(),
        (Page::Markdown, _) => markdown::text(fleet).into(),
        (Page::Html, _) => html::text(fleet).into(),
    })
}

/// `1 device`, `2 devices`.
fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}
