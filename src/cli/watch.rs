//! The words of what looks at every account: `doctor`.

use clap::{ArgMatches, Command};

use super::globals::Globals;
use super::own::vendor_argument;
use crate::catalog::Vendor;

/// The longest wait for a turn: a doctor says that there is none.
const LONGEST_WAIT: u64 = 5;

/// `rmctl doctor`. The profiles come from the global flag.
pub struct DoctorCommand {
    /// Only of this vendor.
    pub vendor: Option<&'static Vendor>,
}

pub(super) fn doctor_command(vendors: &'static [&'static Vendor]) -> Command {
    Command::new("doctor")
        .about("Look at every account: settings, secret, network, certificate, login, limits")
        .arg(vendor_argument(vendors).help("only of this vendor"))
        .after_help(
            "\
Each check is ok, a warning, failed or skipped, with what to do about it. The exit code is 0 unless one
failed; then that of the failure where every account failed alike, and 9 otherwise.

Examples:
  rmctl doctor                                   every account
  rmctl doctor -p field-routers                  one of them
  rmctl doctor -o json --jq '.[] | select(.verdict == \"failed\")'",
        )
}

pub(super) fn doctor(
    vendors: &'static [&'static Vendor],
    matches: &ArgMatches,
    globals: &mut Globals,
) -> DoctorCommand {
    // What is looked at is the first attempt, and what the vendor says now.
    globals.retries.get_or_insert(0);
    globals.max_retry_wait = globals.max_retry_wait.min(LONGEST_WAIT);
    globals.no_cache = true;
    let key = matches.get_one::<String>("vendor");
    let vendor = key.and_then(|key| vendors.iter().copied().find(|vendor| vendor.settings.key == key));
    DoctorCommand { vendor }
}
