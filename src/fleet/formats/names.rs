//! What devices are called where every name may be there once and only some letters are allowed.

use std::collections::{HashMap, HashSet};

use crate::fleet::Device;

/// One name a device, in their order: its name, serial number or id. Those that several would have get the profile and the
/// id as well, so that a name does not depend on the order in which devices came.
pub(super) fn unique(
    devices: &[Device],
    clean: impl Fn(&str) -> String,
    is_taken: impl Fn(&str) -> bool,
) -> Vec<String> {
    let plain: Vec<String> = devices.iter().map(|device| plain(device, &clean)).collect();
    let mut wanted: HashMap<String, usize> = HashMap::new();
    for name in &plain {
        *wanted.entry(name.to_lowercase()).or_default() += 1;
    }
    let is_own = |name: &String| wanted[&name.to_lowercase()] == 1 && !is_taken(name);
    let mut given: HashSet<String> = plain.iter().filter(|name| is_own(name)).map(|name| name.to_lowercase()).collect();
    let mut numbers = HashMap::new();
    let named = devices.iter().zip(&plain).map(|(device, name)| match is_own(name) {
        true => name.clone(),
        false => numbered(clean(&format!("{name}-{}-{}", device.profile, device.id)), &mut given, &mut numbers),
    });
    named.collect()
}

/// The name, or with the first number that nobody has: the same device twice, or a name made to look like another's.
fn numbered(name: String, given: &mut HashSet<String>, numbers: &mut HashMap<String, usize>) -> String {
    if given.insert(name.to_lowercase()) {
        return name;
    }
    let number = numbers.entry(name.to_lowercase()).or_insert(1);
    loop {
        *number += 1;
        let next = format!("{name}-{number}");
        if given.insert(next.to_lowercase()) {
            return next;
        }
    }
}

fn plain(device: &Device, clean: impl Fn(&str) -> String) -> String {
    let known = [device.name.as_deref(), device.serial.as_deref()].into_iter().flatten().map(&clean);
    let mut known = known.filter(|name| !name.is_empty());
    known.next().unwrap_or_else(|| clean(&format!("{}-{}", device.vendor, device.id)))
}

/// ASCII letters, digits, `.` and `_`, with `-` for everything else.
pub(super) fn host(text: &str) -> String {
    joined(text, '-', |letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_'))
}

/// Small ASCII letters and digits, with `_` for everything else.
pub(super) fn slug(text: &str) -> String {
    joined(&text.to_ascii_lowercase(), '_', |letter| letter.is_ascii_alphanumeric())
}

fn joined(text: &str, joint: char, is_kept: impl Fn(char) -> bool) -> String {
    let mut name = String::with_capacity(text.len());
    for letter in text.chars() {
        match is_kept(letter) {
            true => name.push(letter),
            false if name.ends_with(joint) => {}
            false => name.push(joint),
        }
    }
    name.trim_matches(['-', '.', '_']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(profile: &str, id: &str, name: &str) -> Device {
        Device {
            vendor: "rms".into(),
            profile: profile.into(),
            id: id.into(),
            name: Some(name.into()),
            ..Device::default()
        }
    }

    #[test]
    fn a_name_of_several_says_which_whatever_the_order() {
        let mut devices =
            [device("north", "1", "Gate 4"), device("south", "1", "gate/4"), device("north", "2", "Kiosk")];

        let named = unique(&devices, host, |_| false);
        devices.reverse();
        let mut reversed = unique(&devices, host, |_| false);
        reversed.reverse();

        assert_eq!(named, ["Gate-4-north-1", "gate-4-south-1", "Kiosk"]);
        assert_eq!(reversed, named);
    }

    #[test]
    fn a_name_that_imitates_another_does_not_get_it() {
        let devices = [device("p", "1", "a"), device("p", "2", "a"), device("p", "3", "a-p-1"), device("p", "1", "a")];

        assert_eq!(unique(&devices, host, |_| false), ["a-p-1-2", "a-p-2", "a-p-1", "a-p-1-3"]);
    }

    #[test]
    fn a_name_that_means_something_else_is_not_given() {
        assert_eq!(unique(&[device("p", "1", "localhost")], host, |name| name == "localhost"), ["localhost-p-1"]);
    }

    #[test]
    fn without_a_usable_name_the_serial_number_serves_and_then_the_id() {
        let nameless = Device { serial: Some("6003".into()), ..device("p", "1", "東京") };

        assert_eq!(unique(&[nameless, device("p", "2", " \n")], host, |_| false), ["6003", "rms-2"]);
    }

    #[test]
    fn nothing_but_plain_letters_is_left_of_a_name() {
        assert_eq!(host("-oProxy Command={{ x }}\n*?[a:b],.."), "oProxy-Command-x-a-b");
        assert_eq!(slug("Grain & Field Co-op"), "grain_field_co_op");
    }
}
