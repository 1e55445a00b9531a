//! Addresses and links that other programs may be handed: what could be taken for an option or an expression is none.

use std::net::IpAddr;

use crate::fleet::Device;

/// The first address that another program can be told to connect to.
pub(super) fn reachable(device: &Device) -> Option<&str> {
    device.addresses.iter().map(String::as_str).find(|text| is_reachable(text))
}

/// The device's page, if it is a plain link.
pub(super) fn link(device: &Device) -> Option<&str> {
    device.url.as_deref().filter(|url| is_plain_link(url))
}

/// An address of a machine of its own, or a name for the DNS.
fn is_reachable(text: &str) -> bool {
    match text.parse().map(|address: IpAddr| address.to_canonical()) {
        Ok(address) => {
            !address.is_loopback() && !address.is_unspecified() && !address.is_multicast() && !is_of_one_link(address)
        }
        Err(_) => is_host_name(text),
    }
}

/// Of no use without the interface that it is on, or the sign of a network that gave none.
fn is_of_one_link(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_link_local() || address.is_broadcast(),
        IpAddr::V6(address) => address.is_unicast_link_local(),
    }
}

/// RFC 1123. A name of digits alone would be read as a number, and `localhost` is not the device.
fn is_host_name(text: &str) -> bool {
    let is_own = text.eq_ignore_ascii_case("localhost") || text.to_ascii_lowercase().ends_with(".localhost");
    let is_number = text.split('.').next_back().is_some_and(|label| label.bytes().all(|byte| byte.is_ascii_digit()));
    text.len() <= 253 && !is_own && !is_number && text.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let is_plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (1..=63).contains(&label.len()) && is_plain && !label.starts_with('-') && !label.ends_with('-')
}

fn is_plain_link(url: &str) -> bool {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    is_web && url.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&+,;=%".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_names_can_be_reached() {
        let sound = ["10.57.0.3", "2001:db8::7", "gate.example.com", "sw1", "xn--mnchen-3ya.example"];

        assert_eq!(sound.map(is_reachable), [true; 5]);
    }

    #[test]
    fn what_another_program_would_misread_is_no_address() {
        let unsound = [
            "",
            "-oProxyCommand=id",
            "127.0.0.1",
            "::1",
            "::ffff:127.0.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "fe80::1",
            "169.254.7.7",
            "255.255.255.255",
            "localhost",
            "gate.localhost",
            "10.0.0.1 -x",
            "a\nProxyCommand id",
            "{{ 7 }}",
            "%h",
            "2130706433",
            "10.0.0.999",
            "a..b",
            "gate-",
        ];

        assert_eq!(unsound.map(is_reachable), [false; 20]);
    }

    #[test]
    fn the_first_address_that_can_be_reached_counts() {
        let addresses = ["", "127.0.0.1", "10.0.0.9", "gate.example.com"].map(str::to_owned).to_vec();

        assert_eq!(reachable(&Device { addresses, ..Device::default() }), Some("10.0.0.9"));
    }

    #[test]
    fn only_plain_web_links_are_links() {
        let given =
            ["https://rms.example/device/7?a=b", "javascript:alert(1)", "https://x/\"onclick=", "https://x/)<b>"];

        assert_eq!(given.map(is_plain_link), [true, false, false, false]);
    }
}
