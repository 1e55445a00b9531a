//! What a body must be, checked before anything is sent. The box says the same, later and in its own words.

mod authentication;
mod channel;
mod connection;
mod options;
mod settings;
#[cfg(test)]
mod tests;

use serde_json::Value;

use super::compare::below;
use crate::failure::{Code, Failure};

/// One thing that must be true of a member. `[]` in its place means every entry of a list.
struct Rule {
    at: &'static str,
    /// Only where a member beside it has one of these values.
    when: Option<(&'static str, &'static [&'static str])>,
    demand: Demand,
}

/// What a member must be.
#[derive(Clone, Copy)]
enum Demand {
    /// It is there, and not null.
    Required,
    /// It is not there.
    Absent,
    /// One of these texts, where it is there.
    OneOf(&'static [&'static str]),
    /// A whole number in this range, where it is there.
    Between(i64, i64),
    /// Whole numbers in this range, where they are there.
    AllBetween(i64, i64),
    /// True or false, where it is there.
    Truth,
    /// A list, where it is there.
    List,
    /// A text without blanks, where it is there.
    Word,
    /// Addresses with a prefix, where they are there.
    Networks,
    /// An address with a prefix, where it is there.
    Network,
    /// A list with at least one entry.
    Filled,
    /// Plain `http` without a password, where it is there.
    PlainUrl,
}

/// One rule without a condition.
const fn always(at: &'static str, demand: Demand) -> Rule {
    Rule { at, when: None, demand }
}

/// One that counts where the member beside it has one of these values.
const fn when(at: &'static str, beside: &'static str, values: &'static [&'static str], demand: Demand) -> Rule {
    Rule { at, when: Some((beside, values)), demand }
}

const ON: &[&str] = &["true"];

/// What is wrong with a body at this path of the configuration, one sentence each.
pub(super) fn problems(path: &str, body: &Value) -> Vec<String> {
    let (protocol, rest) = path.split_once('/').unwrap_or((path, ""));
    let tables: &[&[Rule]] = match (protocol, rest) {
        ("telnet", "connections") => &[connection::RULES, connection::TELNET],
        ("ssh" | "rdp" | "http" | "ica" | "mssql" | "vnc", "connections") => &[connection::RULES],
        ("telnet", "channel_policies") => &[channel::RULES],
        ("telnet", "authentication_policies") => &[authentication::RULES],
        ("telnet", "options") => &[options::RULES],
        ("telnet", "settings_policies") => &[settings::RULES],
        _ => &[],
    };
    let mut problems: Vec<String> =
        tables.iter().flat_map(|rules| rules.iter()).flat_map(|rule| rule.problems(body)).collect();
    if (protocol, rest) == ("telnet", "channel_policies") {
        problems.extend(channel::problem(body));
    }
    problems
}

/// All problems of an object as one failure.
pub(super) fn check(of: &str, path: &str, body: &Value) -> Result<(), Failure> {
    refused(of, &problems(path, body))
}

/// The failure for problems, where there are any.
pub(super) fn refused(of: &str, problems: &[String]) -> Result<(), Failure> {
    match problems {
        [] => Ok(()),
        problems => Err(Failure::new(Code::Rejected, format!("{of}: {}", problems.join("; ")))
            .hint("`--no-validate` leaves it to the box")),
    }
}

/// For how many days a connection keeps what is known of its channels, against what the options of its protocol keep.
pub(super) fn days(connection: &Value, options: &Value) -> Option<String> {
    let kept = days_of(&connection["channel_database_cleanup"], "days")?;
    let new = days_of(&options["channel_database_cleanup"], "days");
    let most = new.or_else(|| days_of(&options["audit"]["cleanup"], "channel_database_cleanup_days"))?;
    (kept > most).then(|| {
        format!(
            "`channel_database_cleanup.days` is {kept}, and must not exceed the {most} days of the protocol's options"
        )
    })
}

fn days_of(cleanup: &Value, member: &str) -> Option<i64> {
    cleanup[member].as_i64().filter(|_| cleanup["enabled"] == true)
}

impl Rule {
    fn problems(&self, body: &Value) -> Vec<String> {
        let (parent, name) = self.at.rsplit_once('.').unwrap_or(("", self.at));
        let mut parents = Vec::new();
        places("", parent, body, &mut parents);
        parents.into_iter().filter_map(|(place, parent)| self.problem(&place, parent, name)).collect()
    }

    fn problem(&self, place: &str, parent: &Value, name: &str) -> Option<String> {
        let mut condition = String::new();
        if let Some((beside, values)) = self.when {
            let value = parent.get(beside).map(text).filter(|value| values.contains(&value.as_str()))?;
            condition = format!(" when `{}` is `{value}`", below(place, beside));
        }
        let what = self.demand.unmet(parent.get(name))?;
        Some(format!("`{}` {what}{condition}", below(place, name)))
    }
}

/// Every value at a place, with where it stands; none where the way to it is not there.
fn places<'a>(before: &str, place: &str, value: &'a Value, found: &mut Vec<(String, &'a Value)>) {
    if place.is_empty() {
        found.push((before.to_owned(), value));
        return;
    }
    let (first, rest) = place.split_once('.').unwrap_or((place, ""));
    match first.strip_suffix("[]") {
        Some(list) => {
            for (at, entry) in value[list].as_array().into_iter().flatten().enumerate() {
                places(&format!("{}[{at}]", below(before, list)), rest, entry, found);
            }
        }
        None => {
            if let Some(member) = value.get(first).filter(|member| member.is_object()) {
                places(&below(before, first), rest, member, found);
            }
        }
    }
}

impl Demand {
    /// What is wrong with the value, as the rest of a sentence about its member.
    fn unmet(self, value: Option<&Value>) -> Option<String> {
        let given = value.filter(|value| !value.is_null());
        match self {
            Self::Required => given.is_none().then(|| "is required".to_owned()),
            Self::Absent => given.map(|_| "cannot be used".to_owned()),
            Self::Filled => match given.and_then(Value::as_array) {
                Some(entries) if !entries.is_empty() => None,
                _ => Some("needs an entry at least".to_owned()),
            },
            _ => given.and_then(|value| self.misfit(value)),
        }
    }

    fn misfit(self, value: &Value) -> Option<String> {
        let fits = match self {
            Self::OneOf(words) => value.as_str().is_some_and(|word| words.contains(&word)),
            Self::Between(least, most) => is_between(value, least, most),
            Self::AllBetween(least, most) => all(value, |entry| is_between(entry, least, most)),
            Self::Truth => value.is_boolean(),
            Self::List => value.is_array(),
            Self::Word => value.as_str().is_some_and(|text| !text.is_empty() && !text.contains(char::is_whitespace)),
            Self::Networks => all(value, is_network),
            Self::Network => is_network(value),
            Self::PlainUrl => value.as_str().is_some_and(|url| url.starts_with("http://") && !url.contains('@')),
            Self::Required | Self::Absent | Self::Filled => true,
        };
        (!fits).then(|| format!("must be {}, not `{}`", self.words(), text(value)))
    }

    fn words(self) -> String {
        match self {
            Self::OneOf(words) => format!("one of `{}`", words.join("`, `")),
            Self::Between(least, i64::MAX) => format!("a whole number from {least}"),
            Self::Between(least, most) => format!("a whole number from {least} to {most}"),
            Self::AllBetween(least, most) => format!("a list of whole numbers from {least} to {most}"),
            Self::Truth => "`true` or `false`".to_owned(),
            Self::List => "a list".to_owned(),
            Self::Word => "a text without blanks".to_owned(),
            Self::Networks => "a list of addresses with a prefix, as `10.0.0.0/8`".to_owned(),
            Self::Network => "an address with a prefix, as `10.20.30.40/24`".to_owned(),
            Self::PlainUrl => "an `http://` address without a password".to_owned(),
            Self::Required | Self::Absent | Self::Filled => String::new(),
        }
    }
}

fn all(value: &Value, fits: impl Fn(&Value) -> bool) -> bool {
    value.as_array().is_some_and(|entries| entries.iter().all(fits))
}

fn is_between(value: &Value, least: i64, most: i64) -> bool {
    value.as_i64().is_some_and(|number| (least..=most).contains(&number))
}

fn is_network(value: &Value) -> bool {
    let Some((address, prefix)) = value.as_str().and_then(|text| text.split_once('/')) else { return false };
    let longest = match address.parse() {
        Ok(std::net::IpAddr::V4(_)) => 32,
        Ok(std::net::IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    prefix.parse::<u8>().is_ok_and(|prefix| prefix <= longest)
}

/// A value as a message shows it; nothing of a secret.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => super::compare::shown(other).to_string(),
    }
}
