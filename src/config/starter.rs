//! The configuration file that `config init` writes: an example in comments, made from the tables.

use super::region::REGION;
use super::{Kind, SHARED, Shared};
use crate::catalog::Settings;

const SOURCES: &str = "\
# A secret is never written here, only where it is; one of:
#   { keyring = true }                          put there by `rmctl auth login -p NAME`
#   { env = \"NAME\" }                            a variable of the environment
#   { file = \"~/secret\" }                       a file that only you can read
#   { command = [\"pass\", \"show\", \"NAME\"] }      what a program prints
";

const SNAPSHOTS: &str = "\
# Where `rmctl inventory snapshot` keeps what it saw, and for how long:
# [snapshots]
# database = \"postgres://USER@HOST/DATABASE\"    # a URL without password, a path, or where the URL is, as above
# keep = \"365d\"
";

/// The whole file. Every line is a comment, so it changes nothing until it is edited.
pub(super) fn text(vendors: &[&'static Settings]) -> String {
    let head = "# Configuration of rmctl. Take out the `#` in front of what you need.\n";
    let examples: String = vendors.iter().copied().map(example).collect();
    let shared: String = SHARED.iter().skip(2).filter(|shared| shared.key != REGION).map(setting).collect();
    let defaults = "# Which profile a vendor's commands use when it has several:\n# [defaults]\n";
    let default: String =
        vendors.first().map(|vendor| format!("# {0} = \"my-{0}\"\n", vendor.key)).into_iter().collect();
    format!("{head}\n{SOURCES}\n{examples}# Every profile may also have:\n{shared}\n{defaults}{default}\n{SNAPSHOTS}")
}

fn example(vendor: &Settings) -> String {
    let key = vendor.key;
    let url = vendor.url.unwrap_or("https://HOST");
    let fields: String = vendor
        .fields
        .iter()
        .filter(|field| field.key != "url")
        .map(|field| {
            let value = match (field.secret, field.values.first()) {
                (true, _) => "{ keyring = true }".to_owned(),
                (false, value) => format!("{:?}", value.unwrap_or(&"...")),
            };
            format!("# {} = {value}    # {}\n", field.key, field.about)
        })
        .collect();
    let region = region(vendor);
    format!("# {}\n# [profiles.my-{key}]\n# vendor = \"{key}\"\n# url = \"{url}\"\n{region}{fields}\n", vendor.name)
}

fn region(vendor: &Settings) -> String {
    let names: Vec<&str> = vendor.regions.iter().map(|(name, _)| *name).collect();
    match names.first() {
        Some(first) => format!("# region = \"{first}\"    # in the place of `url`; one of {}\n", names.join(", ")),
        None => String::new(),
    }
}

fn setting(shared: &Shared) -> String {
    let value = match (shared.kind, shared.default) {
        (Kind::Switch | Kind::Seconds | Kind::Count, Some(default)) => default,
        (Kind::Rate, _) => "\"5/s\"",
        (Kind::Pin, _) => "\"sha256/...\"",
        (Kind::Secret, _) => "{ file = \"...\" }",
        _ => "\"...\"",
    };
    format!("#   {} = {value}    # {}\n", shared.key, shared.about)
}
