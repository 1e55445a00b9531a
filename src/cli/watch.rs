//! The words of what looks at every account: `doctor`, `find`, `alerts`.

use clap::{Arg, ArgMatches, Command, value_parser};

use super::flags::{several, switch, text, typed};
use super::fleet::{named_vendors, of_vendors, strict};
use super::globals::Globals;
use crate::catalog::Vendor;

/// The longest wait for a turn: a doctor says that there is none.
const LONGEST_WAIT: u64 = 5;

/// `rmctl doctor`. The profiles come from the global flag.
pub struct DoctorCommand {
    /// `--vendor`: of these alone, if there are any.
    pub vendors: Vec<&'static Vendor>,
}

pub(super) fn doctor_command(vendors: &'static [&'static Vendor]) -> Command {
    Command::new("doctor")
        .about("Look at every account: settings, secret, network, certificate, login, limits")
        .args(of_vendors(vendors))
        .after_help(
            "\
Each check is ok, a warning, failed or skipped, with what to do about it. The exit code is 0 unless one \
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
    DoctorCommand { vendors: named_vendors(vendors, matches) }
}

/// `rmctl find`.
pub struct FindCommand {
    /// What is known of the device.
    pub text: String,
    /// `--vendor`: in these alone, if there are any.
    pub vendors: Vec<&'static Vendor>,
}

pub(super) fn find_command(vendors: &'static [&'static Vendor]) -> Command {
    Command::new("find")
        .about("Find a device in every account, and what to type about it")
        .arg(Arg::new("text").value_name("TEXT").required(true).help("name, serial number, MAC, address or id"))
        .args(of_vendors(vendors))
        .after_help(
            "\
What fits as a whole comes before what has it as a part. A MAC may be written in any way, and three
pairs of it are enough.
Nothing found is exit 3, with the names that are near.

Examples:
  rmctl find 1100123456                by serial number
  rmctl find 00-1e-42-aa-bb-cc         by MAC
  rmctl find 10.20.0.7 -o ndjson       for a script, with `match` and `next`",
        )
}

pub(super) fn find(vendors: &'static [&'static Vendor], matches: &ArgMatches) -> FindCommand {
    let text = matches.get_one::<String>("text").expect("clap requires it").clone();
    FindCommand { text, vendors: named_vendors(vendors, matches) }
}

/// `rmctl alerts`.
pub struct AlertsCommand {
    /// `--vendor`: of these alone, if there are any.
    pub vendors: Vec<&'static Vendor>,
    /// `--severity`.
    pub severities: Vec<String>,
    /// `--since`, as it was typed.
    pub since: Option<String>,
    /// `--device`.
    pub device: Option<String>,
    /// `--strict`.
    pub strict: bool,
    /// `--follow`.
    pub follow: bool,
    /// `--every`, in seconds.
    pub every: Option<u64>,
}

/// Seconds between two looks, at least.
const LEAST_PAUSE: u64 = 60;

pub(super) fn alerts_command(vendors: &'static [&'static Vendor]) -> Command {
    let telling: Vec<&str> =
        vendors.iter().filter(|vendor| !vendor.fleet.alerts.is_empty()).map(|vendor| vendor.settings.key).collect();
    Command::new("alerts")
        .about("List the alerts of every vendor in one shape")
        .args(of_vendors(vendors))
        .args([
            several("severity", "WORD", "only this severity, in the vendor's word; several mean any of them"),
            text("since", "WHEN", "only what began then or later: a time, or a span as `24h` or `7d`"),
            text("device", "TEXT", "only about the device with this id, or with this in its name"),
            strict().conflicts_with("follow"),
            switch("follow", "go on with new ones as they come"),
            text(
                "every",
                "SECS",
                "seconds between two looks, 60 or more; a vendor that bears less is asked less often",
            )
            .value_parser(value_parser!(u64).range(LEAST_PAUSE..))
            .requires("follow"),
        ])
        .after_help(format!(
            "\
Alerts come from {}; the other vendors' APIs have none. What a vendor does not say is null, and an alert \
that its vendor does not grade is left out by `--severity`.

With `--follow` an alert is printed once, as ndjson; without `--since` beginning with the next new one.

Examples:
  rmctl alerts --since 24h --severity critical
  rmctl alerts --follow | while read -r alert; do notify \"$alert\"; done",
            telling.join(", ")
        ))
}

pub(super) fn alerts(
    vendors: &'static [&'static Vendor],
    matches: &ArgMatches,
    globals: &mut Globals,
) -> AlertsCommand {
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let follow = matches.get_flag("follow");
    // What is kept of a list is not new.
    globals.no_cache |= follow;
    AlertsCommand {
        vendors: named_vendors(vendors, matches),
        severities: typed(matches, "severity"),
        since: text("since"),
        device: text("device"),
        strict: matches.get_flag("strict"),
        follow,
        every: matches.get_one("every").copied(),
    }
}
