//! The vendors that are simulated, and the paths of the origin that belong to each.

use crate::Options;
use crate::beyondtrust::BeyondTrust;
use crate::cisco::Cisco;
use crate::cisco_local::CiscoLocal;
use crate::exchange::{Reply, Request};
use crate::line::Said;
use crate::ninja::Ninja;
use crate::ninjaone::NinjaOne;
use crate::rms::Rms;
use crate::sps::Sps;
use std::time::Duration;

/// A vendor with all it holds.
pub(crate) trait Simulator: Send {
    /// Judge one request, and carry it out where nothing is wrong with it.
    fn answer(&mut self, request: &Request) -> Reply;

    /// A message over a WebSocket, which the answer with status 101 has opened; lines are told apart by their numbers.
    fn hear(&mut self, _line: u64, _text: &str) -> Said {
        Said { ends: true, ..Said::default() }
    }

    /// What there is to tell over a line without having been asked.
    fn tell(&mut self, _line: u64) -> Said {
        Said::default()
    }

    /// How long it waits for a client that does not read what is told over a line; after that the line is cut.
    fn patience(&self) -> Duration {
        Duration::MAX
    }

    /// The line is closed, or was never open though the answer said so.
    fn hang_up(&mut self, _line: u64) {}

    /// How many changes are begun and neither committed nor discarded, where the vendor has transactions.
    fn open_transactions(&self) -> usize {
        0
    }
}

/// Where a vendor is, and how it is made.
pub(crate) struct Mount {
    /// Its paths begin with one of these.
    prefixes: &'static [&'static str],
    pub(crate) make: fn(&Options) -> Box<dyn Simulator>,
    /// What rmctl is to be told: variable and value, to which the origin is added where it is a path.
    variables: &'static [(&'static str, Told)],
}

/// The value of a variable.
pub(crate) enum Told {
    /// This path at the origin.
    At(&'static str),
    /// This text.
    Text(&'static str),
}

pub(crate) const MOUNTS: &[Mount] = &[RMS, NINJA, NINJAONE, CISCO, CISCO_LOCAL, SPS, BEYONDTRUST];

const RMS: Mount = Mount {
    // The real status host is at the origin of the API's URL, not below its path.
    prefixes: &["/rms/", "/status/"],
    make: |options| Box::new(Rms::new(options)),
    variables: &[("RMCTL_RMS_URL", Told::At("/rms/api")), ("RMCTL_RMS_TOKEN", Told::Text(crate::RMS_TOKEN))],
};

const NINJA: Mount = Mount {
    prefixes: &["/v1/"],
    make: |options| Box::new(Ninja::new(options)),
    variables: &[
        ("RMCTL_NINJA_URL", Told::At("")),
        ("RMCTL_NINJA_ACCESS_KEY_ID", Told::Text(crate::NINJA_KEY_ID)),
        ("RMCTL_NINJA_SECRET_ACCESS_KEY", Told::Text(crate::NINJA_SECRET)),
    ],
};

const NINJAONE: Mount = Mount {
    prefixes: &["/v2/", "/ws/oauth/", "/oauth/"],
    make: |options| Box::new(NinjaOne::new(options)),
    variables: &[
        ("RMCTL_NINJAONE_URL", Told::At("")),
        ("RMCTL_NINJAONE_CLIENT_ID", Told::Text(crate::NINJAONE_CLIENT_ID)),
        ("RMCTL_NINJAONE_CLIENT_SECRET", Told::Text(crate::NINJAONE_CLIENT_SECRET)),
    ],
};

const CISCO: Mount = Mount {
    prefixes: &["/iam/", "/nbapi/"],
    make: |options| Box::new(Cisco::new(options)),
    variables: &[
        ("RMCTL_CISCO_URL", Told::At("")),
        ("RMCTL_CISCO_USERNAME", Told::Text(crate::CISCO_USERNAME)),
        ("RMCTL_CISCO_PASSWORD", Told::Text(crate::CISCO_PASSWORD)),
    ],
};

const CISCO_LOCAL: Mount = Mount {
    prefixes: &["/cisco-local/"],
    make: |options| Box::new(CiscoLocal::new(options)),
    variables: &[
        ("RMCTL_CISCO_LOCAL_URL", Told::At("/cisco-local")),
        ("RMCTL_CISCO_LOCAL_USERNAME", Told::Text(crate::CISCO_LOCAL_USERNAME)),
        ("RMCTL_CISCO_LOCAL_PASSWORD", Told::Text(crate::CISCO_LOCAL_PASSWORD)),
    ],
};

const SPS: Mount = Mount {
    prefixes: &["/sps/"],
    make: |options| Box::new(Sps::new(options)),
    variables: &[
        ("RMCTL_SPS_URL", Told::At(crate::sps::PREFIX)),
        ("RMCTL_SPS_USERNAME", Told::Text(crate::SPS_USERNAME)),
        ("RMCTL_SPS_PASSWORD", Told::Text(crate::SPS_PASSWORD)),
    ],
};

const BEYONDTRUST: Mount = Mount {
    prefixes: &["/beyondtrust/"],
    make: |options| Box::new(BeyondTrust::new(options)),
    variables: &[
        ("RMCTL_BEYONDTRUST_URL", Told::At("/beyondtrust")),
        ("RMCTL_BEYONDTRUST_CLIENT_ID", Told::Text(crate::BEYONDTRUST_CLIENT_ID)),
        ("RMCTL_BEYONDTRUST_CLIENT_SECRET", Told::Text(crate::BEYONDTRUST_CLIENT_SECRET)),
    ],
};

impl Mount {
    pub(crate) fn has(&self, path: &str) -> bool {
        self.prefixes.iter().any(|prefix| path.starts_with(prefix))
    }
}

/// The variables that point rmctl at simulators which serve at `origin`.
pub fn environment_at(origin: &str) -> Vec<(&'static str, String)> {
    let value = |told: &Told| match told {
        Told::At(path) => format!("{origin}{path}"),
        Told::Text(text) => (*text).to_owned(),
    };
    MOUNTS.iter().flat_map(|mount| mount.variables).map(|(name, told)| (*name, value(told))).collect()
}
