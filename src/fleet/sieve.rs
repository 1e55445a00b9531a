//! Devices that are meant, among those that pass by, and why there may be none. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::{Device, Selection, Status};
use crate::failure::nearest;

/// A selection, and what was seen by it.
#[derive(Debug, Default)]
pub struct Sieve {
    selection: Selection,
    unsaid: usize,
    sites: BTreeSet<String>,
    tags: BTreeSet<String>,
}

impl Sieve {
    /// Nothing has passed yet.
    pub fn new(selection: Selection) -> Self {
        Self { selection, ..Self::default() }
    }

    /// Whether the device is meant.
    pub fn admits(&mut self, device: &Device) -> bool {
        let is_unsaid = self.selection.status.is_some() && device.status == Status::Unknown;
        let anyhow = || Selection { status: None, ..self.selection.clone() };
        self.unsaid += usize::from(is_unsaid && anyhow().admits(device));
        if !self.selection.sites.is_empty() {
            self.sites.extend(device.site.clone());
        }
        if !self.selection.tags.is_empty() {
            self.tags.extend(device.tags.iter().cloned());
        }
        self.selection.admits(device)
    }

    /// Devices that are left out, although they may be what is wanted: their vendor does not say how they are.
    pub fn unsaid(&self) -> usize {
        self.unsaid
    }

    /// A sentence for each site and tag that nothing has.
    pub fn unknown(&self) -> Vec<String> {
        let sites = self.selection.sites.iter().filter_map(|site| unknown("site", site, &self.sites));
        let tags = self.selection.tags.iter().filter_map(|tag| unknown("tag", tag, &self.tags));
        sites.chain(tags).collect()
    }
}

fn unknown(what: &str, typed: &str, known: &BTreeSet<String>) -> Option<String> {
    let lower = typed.to_lowercase();
    let known: BTreeMap<String, &String> = known.iter().map(|name| (name.to_lowercase(), name)).collect();
    if known.contains_key(&lower) {
        return None;
    }
    let names = || known.keys().map(String::as_str);
    let near = names().find(|name| name.contains(&lower)).or_else(|| nearest(&lower, names()));
    let near = near.map(|near| format!("; the nearest is `{}`", known[near])).unwrap_or_default();
    Some(format!("there is no {what} `{typed}`{near}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(status: Status, site: &str) -> Device {
        Device { status, site: Some(site.to_owned()), tags: vec!["Wet".to_owned()], ..Device::default() }
    }

    fn named(sites: &[&str], tags: &[&str]) -> Sieve {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Sieve::new(Selection { sites: words(sites), tags: words(tags), ..Selection::default() })
    }

    #[test]
    fn what_may_be_meant_but_is_not_said_to_be_is_counted() {
        let mut sieve = Sieve::new(Selection {
            status: Some(Status::Offline),
            sites: vec!["riga".to_owned()],
            ..Selection::default()
        });
        let fleet = [(Status::Offline, "Riga"), (Status::Unknown, "Riga"), (Status::Unknown, "Turku")];

        let admitted = fleet.map(|(status, site)| sieve.admits(&device(status, site)));

        assert_eq!((admitted, sieve.unsaid()), ([true, false, false], 1));
    }

    #[test]
    fn a_name_that_nothing_has_is_told_with_the_nearest() {
        let mut sieve = named(&["Rgia", "depot", "RIGA"], &["wett", "none like it"]);

        let admitted = ["Riga", "Turku depot"].map(|site| sieve.admits(&device(Status::Online, site)));

        let expected = [
            "there is no site `Rgia`; the nearest is `Riga`",
            "there is no site `depot`; the nearest is `Turku depot`",
            "there is no tag `wett`; the nearest is `Wet`",
            "there is no tag `none like it`",
        ];
        assert_eq!((admitted, sieve.unknown()), ([false; 2], expected.map(str::to_owned).to_vec()));
    }
}
