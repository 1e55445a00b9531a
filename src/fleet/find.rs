//! Where a device is, by whatever is known of it: name, id, serial, MAC, address. Pure.

mod card;

use std::net::IpAddr;

use serde_json::{Value, json};

use super::{Device, Next, Status, parts};
use crate::failure::Failure;
use crate::sought::quoted;
pub use card::card;

/// How likely two names are before one may be meant for the other.
const LIKELY: f64 = 0.8;
/// Names that are offered where nothing fits.
const MOST_NEAR: usize = 5;

/// What is looked for, in the forms in which it may be written.
#[derive(Debug, Clone)]
pub struct Text {
    plain: String,
    mac: Option<String>,
    /// A part of a MAC, as labels show it.
    pairs: Option<String>,
    address: Option<IpAddr>,
}

/// Where the text was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// It is a part of the member, not the whole.
    pub is_part: bool,
    /// The member.
    pub member: &'static str,
}

impl Text {
    /// Blanks around it count nothing.
    pub fn new(text: &str) -> Result<Self, Failure> {
        let plain = text.trim().to_lowercase();
        if plain.is_empty() {
            return Err(Failure::usage("there is nothing to look for").hint("`rmctl find TEXT`"));
        }
        Ok(Self { mac: parts::mac(&plain), pairs: pairs(&plain), address: plain.parse().ok(), plain })
    }

    /// The best place in the device where the text stands.
    pub fn found_in(&self, device: &Device) -> Option<Hit> {
        let texts = [("id", Some(&device.id)), ("serial", device.serial.as_ref()), ("name", device.name.as_ref())];
        let plain = texts.into_iter().filter_map(|(member, text)| self.in_text(member, text?));
        let macs = device.macs.iter().filter_map(|mac| self.in_mac(mac));
        let addresses = device.addresses.iter().filter_map(|address| self.in_address(address));
        plain.chain(macs).chain(addresses).min_by_key(|hit| hit.is_part)
    }

    /// A part of an id is an accident.
    fn in_text(&self, member: &'static str, text: &str) -> Option<Hit> {
        let text = text.to_lowercase();
        match text == self.plain {
            true => Some(Hit { is_part: false, member }),
            false => (member != "id" && text.contains(&self.plain)).then_some(Hit { is_part: true, member }),
        }
    }

    fn in_mac(&self, mac: &str) -> Option<Hit> {
        let is_part = self.mac.as_deref() != Some(mac);
        let has_part = self.pairs.as_ref().is_some_and(|pairs| mac.contains(pairs));
        (!is_part || has_part).then_some(Hit { is_part, member: "macs" })
    }

    fn in_address(&self, address: &str) -> Option<Hit> {
        let parsed: Option<IpAddr> = address.parse().ok();
        let is_same = address.eq_ignore_ascii_case(&self.plain) || (parsed.is_some() && parsed == self.address);
        let is_part = !is_same;
        // `10.0.0.1` is no part of `10.0.0.12`: only host names have parts.
        let has_part = parsed.is_none() && address.to_lowercase().contains(&self.plain);
        (is_same || has_part).then_some(Hit { is_part, member: "addresses" })
    }

    /// How near the device is to what was meant, where it may be.
    fn likeness(&self, device: &Device) -> Option<(f64, String)> {
        let known = [device.name.as_ref(), device.serial.as_ref()];
        let rated =
            known.into_iter().flatten().map(|text| (strsim::jaro_winkler(&self.plain, &text.to_lowercase()), text));
        let best = rated.max_by(|one, other| one.0.total_cmp(&other.0))?;
        (best.0 > LIKELY).then(|| (best.0, best.1.clone()))
    }
}

/// Three pairs or more of a MAC in any spelling, with colons between them. Three are a maker, or what a label shows; fewer
/// stand in every second address.
fn pairs(text: &str) -> Option<String> {
    const LEAST: usize = 6;
    let is_mark = |letter: char| matches!(letter, ':' | '-' | '.' | ' ');
    let digits: String = text.chars().filter(|letter| !is_mark(*letter)).collect();
    let is_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let pairs: Vec<&str> = (0..digits.len() / 2).filter_map(|pair| digits.get(pair * 2..pair * 2 + 2)).collect();
    (is_hexadecimal && digits.len() >= LEAST && digits.len().is_multiple_of(2)).then(|| pairs.join(":"))
}

/// The nearest names and serials, kept while devices pass by.
#[derive(Debug, Default)]
pub struct Near(Vec<(f64, String)>);

impl Near {
    /// One more device.
    pub fn see(&mut self, text: &Text, device: &Device) {
        let Some(found) = text.likeness(device) else { return };
        if self.0.iter().any(|(_, known)| *known == found.1) {
            return;
        }
        self.0.push(found);
        self.0.sort_by(|one, other| other.0.total_cmp(&one.0));
        self.0.truncate(MOST_NEAR);
    }

    /// The nearest first.
    pub fn names(&self) -> Vec<&str> {
        self.0.iter().map(|(_, name)| name.as_str()).collect()
    }
}

/// The commands about a device, to be typed as they are; `whose` are the words that choose the account.
pub fn next(device: &Device, templates: &[Next], whose: &str) -> Vec<String> {
    let (family, _) = in_family(&device.id);
    let fitting = templates.iter().filter(|next| {
        (next.kind.is_none() || next.kind == device.kind.as_deref())
            && (next.family.is_none() || next.family == family)
            && (next.states.is_empty() || next.states.contains(&device.status))
    });
    fitting.filter_map(|next| Some(format!("rmctl {}{whose}", filled(next.words, device)?))).collect()
}

/// The family and the key of an id such as `telnet/83`.
fn in_family(id: &str) -> (Option<&str>, &str) {
    id.split_once('/').map_or((None, id), |(family, key)| (Some(family), key))
}

fn filled(words: &str, device: &Device) -> Option<String> {
    let (_, key) = in_family(&device.id);
    let members = [
        ("{id}", Some(device.id.as_str())),
        ("{key}", Some(key)),
        ("{serial}", device.serial.as_deref()),
        ("{name}", device.name.as_deref()),
    ];
    members.into_iter().filter(|(slot, _)| words.contains(slot)).try_fold(words.to_owned(), |words, (slot, value)| {
        let value = value.filter(|value| !value.is_empty() && !value.chars().any(char::is_control))?;
        Some(words.replace(slot, &quoted(value)))
    })
}

/// A device, where the text stands in it, and what to type.
pub fn record(device: &Device, hit: Hit, next: &[String]) -> Value {
    let mut record = json!(device);
    record["match"] = json!({ "member": hit.member, "exact": !hit.is_part });
    record["next"] = json!(next);
    record
}

#[cfg(test)]
mod tests {
    use super::*;

    fn router() -> Device {
        Device {
            id: "70810".into(),
            serial: Some("1100123456".into()),
            name: Some("Site A router".into()),
            kind: Some("router".into()),
            addresses: vec!["10.0.0.12".into(), "site-a.example".into(), "fd00::1".into()],
            macs: vec!["00:1e:42:aa:bb:cc".into()],
            ..Device::default()
        }
    }

    fn found(text: &str) -> Option<(&'static str, bool)> {
        Text::new(text).unwrap().found_in(&router()).map(|hit| (hit.member, !hit.is_part))
    }

    #[test]
    fn a_device_is_found_by_everything_that_tells_it_from_others() {
        let exact = ["70810", "1100123456", "site a ROUTER", "10.0.0.12", "FD00:0:0::1", "Site-A.example"].map(found);

        let members = ["id", "serial", "name", "addresses", "addresses", "addresses"];
        assert_eq!(exact, members.map(|member| Some((member, true))));
    }

    #[test]
    fn a_mac_is_found_in_any_spelling() {
        let spelled = ["00:1E:42:AA:BB:CC", "00-1e-42-aa-bb-cc", "001e.42aa.bbcc", "001E42AABBCC"].map(found);

        assert_eq!(spelled, [Some(("macs", true)); 4]);
        let parts = ["00-1e-42", "aa:bb:cc", "AABBCC", "42aa.bbcc"].map(found);
        assert_eq!(parts, [Some(("macs", false)); 4]);
        assert_eq!(["bbcc", "abbccc", "e42aabbc"].map(found), [None; 3]);
    }

    #[test]
    fn a_part_is_found_where_it_means_something() {
        assert_eq!(
            [found("site a"), found("0012345"), found(".example")],
            [Some(("name", false)), Some(("serial", false)), Some(("addresses", false))]
        );
        assert_eq!([found("0810"), found("10.0.0.1"), found("1e:42"), found("other")], [None; 4]);
    }

    #[test]
    fn what_is_nearly_the_name_is_offered() {
        let (mut near, text) = (Near::default(), Text::new("Site A ruoter").unwrap());
        near.see(&text, &router());
        near.see(&text, &Device { name: Some("printer".into()), ..Device::default() });

        assert_eq!(near.names(), ["Site A router"]);
    }

    #[test]
    fn commands_are_for_the_kind_and_for_what_the_device_has() {
        let templates = [
            Next::of("server", "x servers get {id}"),
            Next::of_all("rms connect-link --serial {serial}"),
            Next::of_all("x devices get --by-name {name}"),
        ];
        let nameless = Device { serial: None, ..router() };

        assert_eq!(
            next(&router(), &templates, " -p field"),
            [
                "rmctl rms connect-link --serial 1100123456 -p field",
                "rmctl x devices get --by-name 'Site A router' -p field"
            ]
        );
        assert_eq!(next(&nameless, &templates, ""), ["rmctl x devices get --by-name 'Site A router'"]);
    }

    #[test]
    fn a_command_that_helps_in_one_state_is_offered_in_no_other() {
        let templates =
            [Next::of_all("x connect {id}").in_states(&[Status::Online]), Next::of_all("x devices get {id}")];
        let offered = |status| next(&Device { status, ..router() }, &templates, "");

        assert_eq!(offered(Status::Online), ["rmctl x connect 70810", "rmctl x devices get 70810"]);
        assert_eq!(offered(Status::Offline), ["rmctl x devices get 70810"]);
    }

    #[test]
    fn a_name_that_would_steer_a_terminal_is_in_no_command() {
        let hostile = Device { name: Some("a\nrm -rf".into()), ..router() };

        assert!(next(&hostile, &[Next::of_all("x get --by-name {name}")], "").is_empty());
    }

    #[test]
    fn nothing_is_no_text() {
        assert!(Text::new("  ").is_err());
    }
}
