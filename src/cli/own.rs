//! The commands that are rmctl's own: `auth`, `config`, `sandbox`.

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, ArgMatches, Command, value_parser};
use sandbox::Variant;

use super::flags::{named_vendor, several, switch, text, typed, vendor};
use crate::catalog::Vendor;

/// `rmctl auth`. The profile comes from the global flag.
pub enum AuthCommand {
    /// Store the secrets of a profile.
    Login {
        /// The vendor of a profile that does not exist yet.
        vendor: Option<&'static Vendor>,
        /// Plain settings of the profile, by key.
        settings: Vec<(&'static str, String)>,
        /// The secret comes from standard input.
        stdin: bool,
    },
    /// Say who, where the secret lives, when the grant ends.
    Status {
        /// Only of this vendor.
        vendor: Option<&'static Vendor>,
    },
    /// Remove stored secrets and grants.
    Logout,
    /// Print the live grant.
    Token {
        /// Whose, where no profile is named.
        vendor: Option<&'static Vendor>,
    },
}

/// `rmctl config`.
pub enum ConfigCommand {
    /// Where the file is.
    Path,
    /// Write a first file.
    Init,
    /// Open it in `$EDITOR`.
    Edit,
    /// Find its mistakes.
    Validate,
    /// Every setting.
    Show {
        /// And where each comes from.
        origin: bool,
    },
}

/// `rmctl sandbox`.
pub enum SandboxCommand {
    /// Serve the simulators to other programs.
    Serve(ServeOptions),
    /// The variables that lead there.
    Env {
        /// Where it serves.
        address: String,
    },
}

/// How the served sandbox behaves.
pub struct ServeOptions {
    /// Where to listen.
    pub address: String,
    /// Size of the fleet.
    pub devices: Option<u64>,
    /// What the fleet is made from.
    pub seed: Option<u64>,
    /// Milliseconds before each answer.
    pub latency: Option<u64>,
    /// Requests before 429.
    pub quota: Option<u64>,
    /// Seconds that a 429 asks to wait.
    pub retry_after: Option<u64>,
    /// What the simulators are in the place of what they usually are.
    pub variants: Vec<String>,
}

/// Where the sandbox serves unless it is told otherwise.
pub const SANDBOX_ADDRESS: &str = "127.0.0.1:8020";

pub(super) fn group(name: &'static str, about: &'static str) -> Command {
    Command::new(name).about(about).subcommand_required(true).arg_required_else_help(true)
}

pub(super) fn auth_command(vendors: &'static [&'static Vendor]) -> Command {
    group("auth", "Log in, log out, see who you are")
        .subcommand(
            Command::new("login")
                .about("Store the secrets of a profile in the keyring, or log in with a browser")
                .arg(vendor(vendors, "vendor of a profile that does not exist yet"))
                .group(clap::ArgGroup::new("place").args(["url", "region"]))
                .args(SETTINGS.iter().map(|(flag, _, value, help)| text(flag, value, help)))
                .arg(switch("with-secret-stdin", "read the secret from standard input; several as FIELD=SECRET lines")),
        )
        .subcommand(
            Command::new("status")
                .about("Show who you are, where the secret lives and when it ends")
                .arg(vendor(vendors, "only of this vendor")),
        )
        .subcommand(Command::new("logout").about("Remove the stored secrets and grants of a profile"))
        .subcommand(
            Command::new("token")
                .about("Print the live token, for other tools")
                .arg(vendor(vendors, "whose, where no profile is named")),
        )
}

/// Flags of a login that become settings of the profile: flag, key, value, help.
const SETTINGS: &[(&str, &str, &str, &str)] = &[
    ("url", "url", "URL", "its URL, where it is not the vendor's default"),
    ("region", "region", "NAME", "its region, in the place of a URL"),
    ("username", "username", "NAME", "the user that logs in, for vendors with users and passwords"),
    ("client-id", "client_id", "ID", "the client id of the app, for vendors with OAuth 2"),
    ("scope", "scope", "SCOPES", "what a login asks for, parted by blanks"),
];

fn settings(matches: &ArgMatches) -> Vec<(&'static str, String)> {
    let given = SETTINGS.iter().filter_map(|(flag, key, ..)| Some((*key, matches.get_one::<String>(flag)?.clone())));
    given.collect()
}

pub(super) fn auth(vendors: &'static [&'static Vendor], matches: &ArgMatches) -> AuthCommand {
    let (name, rest) = matches.subcommand().expect("the tree requires a subcommand");
    let vendor = || named_vendor(vendors, rest);
    match name {
        "login" => {
            AuthCommand::Login { vendor: vendor(), settings: settings(rest), stdin: rest.get_flag("with-secret-stdin") }
        }
        "status" => AuthCommand::Status { vendor: vendor() },
        "logout" => AuthCommand::Logout,
        _ => AuthCommand::Token { vendor: vendor() },
    }
}

pub(super) fn config_command() -> Command {
    group("config", "See and edit the configuration file")
        .subcommand(Command::new("path").about("Print where the file is"))
        .subcommand(Command::new("init").about("Write a first file, with comments"))
        .subcommand(Command::new("edit").about("Open the file in $VISUAL or $EDITOR, then check it"))
        .subcommand(Command::new("validate").about("Find mistakes in the file"))
        .subcommand(
            Command::new("show").about("Print every setting").arg(switch("origin", "and where each value comes from")),
        )
}

pub(super) fn config(matches: &ArgMatches) -> ConfigCommand {
    match matches.subcommand().expect("the tree requires a subcommand") {
        ("path", _) => ConfigCommand::Path,
        ("init", _) => ConfigCommand::Init,
        ("edit", _) => ConfigCommand::Edit,
        ("validate", _) => ConfigCommand::Validate,
        (_, rest) => ConfigCommand::Show { origin: rest.get_flag("origin") },
    }
}

pub(super) fn sandbox_command() -> Command {
    let number = |name: &'static str, value: &'static str, help: &'static str| {
        text(name, value, help).value_parser(value_parser!(u64))
    };
    let address = |help: &'static str| text("addr", "ADDR", help).default_value(SANDBOX_ADDRESS);
    group("sandbox", "Serve the built-in simulators to other programs")
        .subcommand(
            Command::new("serve")
                .about("Serve until interrupted")
                .after_help("Example:\n  rmctl sandbox serve --variant remote-support --addr 127.0.0.1:8021")
                .arg(address("where to listen"))
                .arg(number("devices", "N", "size of the fleet"))
                .arg(number("seed", "S", "another fleet of that size"))
                .arg(number("latency", "MS", "wait before each answer"))
                .arg(number("quota", "N", "answer 429 after this many requests"))
                .arg(number("retry-after", "SECS", "what a 429 asks to wait"))
                .arg(variant_argument()),
        )
        .subcommand(
            Command::new("env")
                .about("Print the variables that lead to a served sandbox")
                .after_help("Example:\n  eval \"$(rmctl sandbox env)\"")
                .arg(address("where it serves")),
        )
}

fn variant_argument() -> Arg {
    let named = |variant: &Variant| PossibleValue::new(variant.name).help(variant.about);
    several("variant", "NAME", "simulate another product or state; several by commas")
        .value_delimiter(',')
        .value_parser(PossibleValuesParser::new(Variant::ALL.iter().map(named)))
}

pub(super) fn sandbox(matches: &ArgMatches) -> SandboxCommand {
    let (name, rest) = matches.subcommand().expect("the tree requires a subcommand");
    let address = rest.get_one::<String>("addr").expect("it has a default").clone();
    let number = |name: &str| rest.get_one::<u64>(name).copied();
    match name {
        "env" => SandboxCommand::Env { address },
        _ => SandboxCommand::Serve(ServeOptions {
            address,
            devices: number("devices"),
            seed: number("seed"),
            latency: number("latency"),
            quota: number("quota"),
            retry_after: number("retry-after"),
            variants: typed(rest, "variant"),
        }),
    }
}
