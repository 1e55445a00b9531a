//! A vendor's regions: a name that stands for a URL, wherever a URL may stand.

use super::complaint::{Complaint, quoted, suggestion};
use super::{SHARED, Shared};
use crate::catalog::Settings;

/// The key of the setting.
pub(super) const REGION: &str = "region";

/// The shared settings that profiles of this vendor may have: a region only where there are some.
pub(super) fn shared(vendor: &Settings) -> impl Iterator<Item = &'static Shared> {
    let has_regions = !vendor.regions.is_empty();
    SHARED.iter().filter(move |shared| has_regions || shared.key != REGION)
}

/// Where a region is.
pub(super) fn url(vendor: &Settings, name: &str) -> Option<&'static str> {
    vendor.regions.iter().find(|(region, _)| *region == name).map(|(_, url)| *url)
}

/// Whether the vendor has this region.
pub(super) fn check(vendor: &Settings, name: &str) -> Result<(), Complaint> {
    let names = || vendor.regions.iter().map(|(region, _)| *region);
    match names().any(|region| region == name) {
        true => Ok(()),
        false => Err(Complaint::new(format!("is no region of {}{}", vendor.name, suggestion(name, names())))
            .hint(format!("the regions are {}; `url` takes any other host", quoted(names())))),
    }
}
