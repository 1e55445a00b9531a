//! Which devices of the fleet are meant. Pure.

use jiff::{SignedDuration, Timestamp};

use super::{Device, Status};

/// What a device must be; what is empty demands nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection {
    /// `--online`, `--offline`.
    pub status: Option<Status>,
    /// `--site`: any of them.
    pub sites: Vec<String>,
    /// `--tag`: all of them.
    pub tags: Vec<String>,
    /// `--stale DAYS`: not heard of since then, or never. What is online is heard of, whenever it came.
    pub silent_since: Option<Timestamp>,
    /// `--match`: text in something that identifies it.
    pub text: Option<String>,
}

impl Selection {
    /// Silent for so many days before `now`.
    #[must_use]
    pub fn stale(mut self, days: Option<u32>, now: Timestamp) -> Self {
        let before = |days| now.checked_sub(SignedDuration::from_hours(24 * i64::from(days)));
        self.silent_since = days.map(|days| before(days).unwrap_or(Timestamp::MIN));
        self
    }

    /// Whether nothing is demanded.
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the device is meant.
    pub fn admits(&self, device: &Device) -> bool {
        self.status.is_none_or(|status| status == device.status)
            && (self.sites.is_empty() || self.sites.iter().any(|site| is_same(device.site.as_deref(), site)))
            && self.tags.iter().all(|tag| device.tags.iter().any(|own| is_same(Some(own), tag)))
            && self.silent_since.is_none_or(|since| is_silent(device, since))
            && self.text.as_deref().is_none_or(|text| matches(device, text))
    }
}

/// Some vendors say when a device has connected, which for one that is still there may be long ago, and some say nothing.
fn is_silent(device: &Device, since: Timestamp) -> bool {
    device.status != Status::Online && device.last_seen.is_none_or(|seen| seen < since)
}

fn is_same(own: Option<&str>, wanted: &str) -> bool {
    own.is_some_and(|own| own.to_lowercase() == wanted.to_lowercase())
}

/// Whether the text is part of the id, serial, name, model, an address or a MAC; of a MAC in any spelling.
pub(super) fn matches(device: &Device, text: &str) -> bool {
    let wanted = text.to_lowercase();
    let bare = |text: &str| text.replace([':', '-', '.'], "");
    let hex = bare(&wanted);
    let is_mac = hex.len() >= 4 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    let texts = [Some(&device.id), device.serial.as_ref(), device.name.as_ref(), device.model.as_ref()];
    let mut texts = texts.into_iter().flatten().chain(&device.addresses);
    texts.any(|own| own.to_lowercase().contains(&wanted))
        || device.macs.iter().any(|mac| mac.contains(&wanted) || (is_mac && bare(mac).contains(&hex)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device() -> Device {
        Device {
            id: "7".to_owned(),
            serial: Some("6001".to_owned()),
            name: Some("Pump North".to_owned()),
            site: Some("Vilnius".to_owned()),
            tags: vec!["wet".to_owned(), "Old".to_owned()],
            status: Status::Online,
            last_seen: Some("2026-01-10T00:00:00Z".parse().unwrap()),
            addresses: vec!["10.0.0.7".to_owned()],
            macs: vec!["00:1e:42:aa:bb:cc".to_owned()],
            ..Device::default()
        }
    }

    fn admits(selection: Selection) -> bool {
        selection.admits(&device())
    }

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn nothing_demanded_admits_everything() {
        assert!(Selection::default().is_everything() && admits(Selection::default()));
    }

    #[test]
    fn any_of_the_sites_and_all_of_the_tags_must_fit_in_any_case() {
        assert!(admits(Selection { sites: words(&["kaunas", "VILNIUS"]), ..Selection::default() }));
        assert!(!admits(Selection { sites: words(&["vil"]), ..Selection::default() }));
        assert!(admits(Selection { tags: words(&["Wet", "old"]), ..Selection::default() }));
        assert!(!admits(Selection { tags: words(&["wet", "new"]), ..Selection::default() }));
    }

    fn stale(days: u32) -> Selection {
        Selection::default().stale(Some(days), "2026-01-20T00:00:00Z".parse().unwrap())
    }

    #[test]
    fn stale_is_what_was_not_heard_of_for_so_many_days_or_never() {
        let silent = Device { status: Status::Offline, ..device() };

        assert_eq!([9, 10, 30].map(|days| stale(days).admits(&silent)), [true, false, false]);
        assert!(stale(30).admits(&Device::default()));
    }

    #[test]
    fn what_is_online_is_not_stale_however_long_ago_it_has_connected() {
        let never_told = Device { last_seen: None, ..device() };

        assert!(!stale(9).admits(&device()) && !stale(9).admits(&never_told));
    }

    #[test]
    fn more_days_than_there_were_leave_what_was_never_heard_of() {
        let silent = Device { status: Status::Offline, ..device() };

        assert!(!stale(u32::MAX).admits(&silent) && stale(u32::MAX).admits(&Device::default()));
    }

    #[test]
    fn a_match_is_part_of_any_name_and_of_a_mac_in_any_spelling() {
        let found = |text: &str| admits(Selection { text: Some(text.to_owned()), ..Selection::default() });

        assert!(["pump", "600", "0.0.7", "42:AA", "42aa-bbcc", "001e42aabbcc"].into_iter().all(found));
        assert!(!["vilnius", "11:22", "zz"].into_iter().any(found));
    }
}
