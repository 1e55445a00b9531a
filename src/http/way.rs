//! Whether a request goes straight to its server or through a proxy, and who said so. Pure; knows no socket.

use std::net::IpAddr;

use url::{Host, Url};

use crate::surroundings::Environment;

/// The way to a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Without a proxy.
    Straight {
        /// The variable that names a proxy which is not for this server.
        despite: Option<String>,
    },
    /// Through one.
    Through {
        /// Its URL, as it was written: there may be a password in it.
        proxy: String,
        /// Who said so.
        said_by: SaidBy,
    },
}

/// Who names a proxy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaidBy {
    /// The setting `proxy` of the profile, which holds for every host.
    Profile,
    /// This variable.
    Variable(String),
}

/// The way to `url`: the profile's proxy, else that of the variables, but for what `NO_PROXY` names and this machine.
pub fn way(profile: Option<&Url>, environment: &Environment, url: &Url) -> Way {
    if let Some(proxy) = profile {
        return Way::Through { proxy: proxy.to_string(), said_by: SaidBy::Profile };
    }
    let own = format!("{}_PROXY", url.scheme().to_uppercase());
    let Some((name, proxy)) = variable(environment, &own).or_else(|| variable(environment, "ALL_PROXY")) else {
        return Way::Straight { despite: None };
    };
    let exceptions = variable(environment, "NO_PROXY").map(|(_, text)| text).unwrap_or_default();
    match is_excepted(url, exceptions) {
        true => Way::Straight { despite: Some(name) },
        false => Way::Through { proxy: proxy.to_owned(), said_by: SaidBy::Variable(name) },
    }
}

/// The URL of a proxy may hold a password.
pub(super) fn without_credentials(url: &str) -> &str {
    url.rsplit('@').next().unwrap_or(url).trim_end_matches('/')
}

/// The name as it is written there, and its value.
fn variable<'e>(environment: &'e Environment, name: &str) -> Option<(String, &'e str)> {
    [name.to_owned(), name.to_lowercase()]
        .into_iter()
        .find_map(|name| environment.get(&name).map(|value| (name, value)))
}

fn is_excepted(url: &Url, exceptions: &str) -> bool {
    let mut patterns = exceptions.split(',').map(str::trim).filter(|pattern| !pattern.is_empty());
    match url.host() {
        Some(Host::Ipv4(address)) => {
            address.is_loopback() || patterns.any(|pattern| has_address(pattern, address.into()))
        }
        Some(Host::Ipv6(address)) => {
            address.is_loopback() || patterns.any(|pattern| has_address(pattern, address.into()))
        }
        Some(Host::Domain(name)) => name == "localhost" || patterns.any(|pattern| has_name(pattern, name)),
        None => false,
    }
}

/// `example.com` and `.example.com` are the domain and all below it.
fn has_name(pattern: &str, name: &str) -> bool {
    let domain = pattern.trim_start_matches('.');
    let above = name.len().checked_sub(domain.len()).map(|start| name.split_at(start));
    pattern == "*"
        || above.is_some_and(|(rest, end)| end.eq_ignore_ascii_case(domain) && (rest.is_empty() || rest.ends_with('.')))
}

/// An address, or a network as `10.0.0.0/8`.
fn has_address(pattern: &str, address: IpAddr) -> bool {
    let (network, length) =
        pattern.split_once('/').map_or((pattern, None), |(network, length)| (network, Some(length)));
    let bits = |address: IpAddr| match address {
        IpAddr::V4(address) => (u128::from(u32::from(address)) << 96, 32),
        IpAddr::V6(address) => (u128::from(address), 128),
    };
    let Ok(network) = network.trim_matches(['[', ']']).parse::<IpAddr>() else {
        return pattern == "*";
    };
    let ((network_bits, most), (address_bits, of_address)) = (bits(network), bits(address));
    let length = length.map_or(Some(most), |length| length.parse().ok().filter(|length| *length <= most));
    most == of_address
        && length.is_some_and(|length| {
            let shift = 128 - length;
            shift == 128 || network_bits >> shift == address_bits >> shift
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(variables: &[(&str, &str)], url: &str) -> Way {
        way(None, &variables.iter().copied().collect(), &url.parse().unwrap())
    }

    fn excepted(pattern: &str, url: &str) -> bool {
        let variables = [("HTTPS_PROXY", "http://p:3128"), ("NO_PROXY", pattern)];
        matches!(told(&variables, url), Way::Straight { despite: Some(_) })
    }

    #[test]
    fn the_profile_s_proxy_is_for_every_host() {
        let profile = "socks5h://p:1080".parse().unwrap();

        let through = way(Some(&profile), &Environment::empty(), &"https://127.0.0.1".parse().unwrap());

        assert_eq!(through, Way::Through { proxy: "socks5h://p:1080".into(), said_by: SaidBy::Profile });
    }

    #[test]
    fn the_variable_of_the_scheme_comes_before_that_of_all() {
        let variables = [("https_proxy", "http://p:3128"), ("ALL_PROXY", "http://q:1")];
        let through =
            |proxy: &str, name: &str| Way::Through { proxy: proxy.into(), said_by: SaidBy::Variable(name.into()) };

        assert_eq!(told(&variables, "https://vendor.example"), through("http://p:3128", "https_proxy"));
        assert_eq!(told(&variables, "http://vendor.example"), through("http://q:1", "ALL_PROXY"));
        assert_eq!(told(&[], "https://vendor.example"), Way::Straight { despite: None });
    }

    #[test]
    fn this_machine_is_reached_without_a_proxy() {
        assert!(
            excepted("", "https://127.0.0.1:8443")
                && excepted("", "https://localhost")
                && excepted("", "https://[::1]")
        );
        assert!(!excepted("", "https://vendor.example"));
    }

    #[test]
    fn exceptions_are_domains_addresses_and_networks() {
        assert!(excepted("a.example, vendor.example", "https://eu.vendor.example"));
        assert!(excepted(".vendor.example", "https://vendor.example") && excepted("*", "https://vendor.example"));
        assert!(!excepted("dor.example", "https://vendor.example"));
        assert!(excepted("10.0.0.0/8", "https://10.20.30.40") && excepted("10.1.1.1", "https://10.1.1.1"));
        assert!(!excepted("10.0.0.0/16", "https://10.20.30.40") && !excepted("10.0.0.0/99", "https://10.20.30.40"));
        assert!(excepted("fd00::/8", "https://[fd12::1]") && !excepted("::/0", "https://10.0.0.1"));
    }
}
