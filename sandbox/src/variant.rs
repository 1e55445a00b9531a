//! What the simulators may be in the place of what they usually are, each by a word, for those who serve them from a shell.

use crate::{BeyondTrustProduct, Options};

/// Another way to be.
#[derive(Debug)]
pub struct Variant {
    /// How it is called.
    pub name: &'static str,
    /// What is different then.
    pub about: &'static str,
    apply: fn(&mut Options),
}

impl Variant {
    /// All there are.
    pub const ALL: &[Variant] = &[
        Variant {
            name: "remote-support",
            about: "the site of BeyondTrust is Remote Support, not Privileged Remote Access",
            apply: |options| options.beyondtrust.product = BeyondTrustProduct::RemoteSupport,
        },
        Variant {
            name: "command-v2",
            about: "the site of BeyondTrust has version 2 of the Command API, too",
            apply: |options| options.beyondtrust.command_v2 = true,
        },
        Variant {
            name: "unwell",
            about: "the appliance of BeyondTrust is not well",
            apply: |options| options.beyondtrust.unwell = true,
        },
    ];

    /// The options, changed by those that are named. A word that is no name changes nothing.
    pub fn apply(names: &[String], options: Options) -> Options {
        let mut options = options;
        Variant::ALL
            .iter()
            .filter(|variant| names.iter().any(|name| name == variant.name))
            .for_each(|variant| (variant.apply)(&mut options));
        options
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_is_different() {
        let named = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(ToString::to_string).collect();
            let options = Variant::apply(&names, Options::default()).beyondtrust;
            (options.product == BeyondTrustProduct::RemoteSupport, options.command_v2, options.unwell)
        };

        assert_eq!(named(&[]), (false, false, false));
        assert_eq!(named(&["remote-support", "command-v2"]), (true, true, false));
        assert_eq!(named(&["unwell"]), (false, false, true));
    }
}
