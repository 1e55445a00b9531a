//! A file of the user's that says what NetBox calls what the vendors call otherwise.

use std::path::Path;

use regex::{Regex, RegexBuilder};
use serde::Deserialize;
use serde_json::Value;

use crate::documents;
use crate::failure::Failure;
use crate::fleet::{Device, Status};

/// NetBox' words for the state of a device.
const STATUSES: [&str; 7] = ["offline", "active", "planned", "staged", "failed", "inventory", "decommissioning"];

/// Rules from top to bottom: for each column the first that fits the device and knows the column counts, then what the
/// vendor says, then the defaults.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    rules: Vec<Rule>,
    defaults: Set,
    statuses: Statuses,
}

#[derive(Debug, Clone)]
struct Rule {
    patterns: Vec<(Member, Regex)>,
    set: Set,
}

#[derive(Debug, Clone, Copy)]
enum Member {
    Vendor,
    Profile,
    Name,
    Model,
    Kind,
    Site,
    Tag,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    rules: Vec<WrittenRule>,
    #[serde(default)]
    defaults: Set,
    #[serde(default)]
    statuses: Statuses,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRule {
    #[serde(rename = "match")]
    patterns: Patterns,
    set: Set,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Patterns {
    vendor: Option<String>,
    profile: Option<String>,
    name: Option<String>,
    model: Option<String>,
    kind: Option<String>,
    site: Option<String>,
    tag: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Set {
    role: Option<String>,
    manufacturer: Option<String>,
    device_type: Option<String>,
    site: Option<String>,
    platform: Option<String>,
    tenant: Option<String>,
    status: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Statuses {
    online: Option<String>,
    offline: Option<String>,
    pending: Option<String>,
    unknown: Option<String>,
}

/// What NetBox is told of one device.
#[derive(Debug, Default)]
pub(super) struct Words<'m> {
    pub(super) role: Option<&'m str>,
    pub(super) manufacturer: Option<&'m str>,
    pub(super) device_type: Option<&'m str>,
    pub(super) site: Option<&'m str>,
    pub(super) platform: Option<&'m str>,
    pub(super) tenant: Option<&'m str>,
    pub(super) status: &'m str,
    pub(super) tags: Vec<&'m str>,
}

impl Mapping {
    /// The rules in a file: TOML if it is called `.toml`, else YAML or JSON.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let shown = documents::shown(path);
        let is_toml = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
        match is_toml {
            true => Self::from_toml(&documents::text(path)?, &shown),
            false => Self::from_value(documents::read(path)?, &shown),
        }
    }

    fn from_toml(text: &str, origin: &str) -> Result<Self, Failure> {
        let unreadable = |error: toml::de::Error| Failure::usage(format!("{origin} is not TOML: {}", error.message()));
        Self::from_value(toml::from_str(text).map_err(unreadable)?, origin)
    }

    fn from_value(value: Value, origin: &str) -> Result<Self, Failure> {
        let wrong = |reason: String| Failure::usage(format!("{origin} is no mapping: {reason}"));
        let written: Written = match value {
            Value::Null => Written::default(),
            value => serde_json::from_value(value).map_err(|error| wrong(error.to_string()))?,
        };
        match written.foreign_status() {
            Some(status) => Err(wrong(format!("`{status}` is no status of NetBox; there are {}", quoted(&STATUSES)))),
            None => Self::new(written).map_err(wrong),
        }
    }

    fn new(written: Written) -> Result<Self, String> {
        let rules = written.rules.into_iter().map(|rule| Ok(Rule { patterns: rule.patterns.read()?, set: rule.set }));
        let rules = rules.collect::<Result<_, String>>()?;
        Ok(Self { rules, defaults: written.defaults, statuses: written.statuses })
    }

    pub(super) fn words<'m>(&'m self, device: &'m Device) -> Words<'m> {
        let fitting: Vec<&Set> = self.rules.iter().filter(|rule| rule.fits(device)).map(|rule| &rule.set).collect();
        let first = |member: fn(&Set) -> &Option<String>, own: Option<&'m str>| {
            let ruled = fitting.iter().find_map(|set| member(set).as_deref());
            ruled.or(own.filter(|own| !own.trim().is_empty())).or(member(&self.defaults).as_deref())
        };
        Words {
            role: first(|set| &set.role, device.kind.as_deref()),
            manufacturer: first(|set| &set.manufacturer, None),
            device_type: first(|set| &set.device_type, device.model.as_deref()),
            site: first(|set| &set.site, device.site.as_deref()),
            platform: first(|set| &set.platform, None),
            tenant: first(|set| &set.tenant, None),
            status: first(|set| &set.status, None).unwrap_or_else(|| self.statuses.of(device.status)),
            tags: fitting.iter().chain([&&self.defaults]).flat_map(|set| &set.tags).map(String::as_str).collect(),
        }
    }
}

impl Written {
    fn foreign_status(&self) -> Option<String> {
        let sets = self.rules.iter().map(|rule| &rule.set).chain([&self.defaults]);
        let mut statuses = sets.filter_map(|set| set.status.as_deref()).chain(self.statuses.all());
        statuses.find(|status| !STATUSES.contains(status)).map(str::to_owned)
    }
}

impl Rule {
    fn fits(&self, device: &Device) -> bool {
        self.patterns.iter().all(|(member, pattern)| member.of(device).iter().any(|text| pattern.is_match(text)))
    }
}

impl Member {
    fn of(self, device: &Device) -> Vec<&str> {
        fn one(text: &Option<String>) -> Vec<&str> {
            text.as_deref().into_iter().collect()
        }
        match self {
            Self::Vendor => vec![&device.vendor],
            Self::Profile => vec![&device.profile],
            Self::Name => one(&device.name),
            Self::Model => one(&device.model),
            Self::Kind => one(&device.kind),
            Self::Site => one(&device.site),
            Self::Tag => device.tags.iter().map(String::as_str).collect(),
        }
    }
}

impl Patterns {
    fn read(self) -> Result<Vec<(Member, Regex)>, String> {
        let members = [
            (Member::Vendor, self.vendor),
            (Member::Profile, self.profile),
            (Member::Name, self.name),
            (Member::Model, self.model),
            (Member::Kind, self.kind),
            (Member::Site, self.site),
            (Member::Tag, self.tag),
        ];
        let given = members.into_iter().filter_map(|(member, pattern)| Some((member, pattern?)));
        given.map(|(member, pattern)| Ok((member, like(&pattern)?))).collect()
    }
}

/// `*` is any text and `?` any letter; capitals do not count.
fn like(pattern: &str) -> Result<Regex, String> {
    let escaped = regex::escape(pattern).replace(r"\*", ".*").replace(r"\?", ".");
    let built = RegexBuilder::new(&format!("^{escaped}$")).case_insensitive(true).dot_matches_new_line(true).build();
    built.map_err(|_| format!("a pattern of {} letters is too long", pattern.len()))
}

impl Statuses {
    fn all(&self) -> impl Iterator<Item = &str> {
        [&self.online, &self.offline, &self.pending, &self.unknown].into_iter().filter_map(Option::as_deref)
    }

    /// What a vendor knows nothing of is there all the same, and `active` is what NetBox itself takes then.
    fn of(&self, status: Status) -> &str {
        let (own, usual) = match status {
            Status::Online => (&self.online, "active"),
            Status::Offline => (&self.offline, Status::Offline.word()),
            Status::Pending => (&self.pending, "planned"),
            Status::Unknown => (&self.unknown, "active"),
        };
        own.as_deref().unwrap_or(usual)
    }
}

fn quoted(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = r#"
[defaults]
manufacturer = "Teltonika"
site = "HQ"
tags = ["managed"]

[statuses]
unknown = "inventory"

[[rules]]
match = { model = "rut*", site = "Riga ?" }
set = { role = "edge", site = "Riga", tags = ["edge"] }

[[rules]]
match = { tag = "lab" }
set = { role = "test", status = "staged" }
"#;

    fn device(model: &str, site: &str, tags: &[&str]) -> Device {
        Device {
            model: Some(model.into()),
            site: Some(site.into()),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            ..Device::default()
        }
    }

    #[test]
    fn the_first_rule_that_knows_a_column_says_it_then_the_vendor_then_the_defaults() {
        let mapping = Mapping::from_toml(RULES, "`m`").unwrap();
        let [both, none] = [device("RUTX11", "riga 4", &["x", "Lab"]), device("TSW202", "Graz", &[])];
        let nowhere = device("TSW202", " ", &[]);

        let (both, none) = (mapping.words(&both), mapping.words(&none));

        assert_eq!((both.role, both.manufacturer, both.site), (Some("edge"), Some("Teltonika"), Some("Riga")));
        assert_eq!((both.status, both.tags), ("staged", vec!["edge", "managed"]));
        assert_eq!((none.role, none.site, none.status), (None, Some("Graz"), "inventory"));
        assert_eq!(mapping.words(&nowhere).site, Some("HQ"));
    }

    #[test]
    fn a_mapping_may_be_yaml_or_json_too() {
        let folder = tempfile::tempdir().unwrap();
        let texts = [
            ("m.toml", "[defaults]\nrole = 'edge'\n"),
            ("m.yaml", "defaults: {role: edge}\n"),
            ("m.json", r#"{"defaults":{"role":"edge"}}"#),
            ("empty.yaml", ""),
        ];

        let roles = texts.map(|(name, text)| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            Mapping::read(&path).unwrap().words(&Device::default()).role.map(str::to_owned)
        });

        assert_eq!(roles, [Some("edge".into()), Some("edge".into()), Some("edge".into()), None]);
    }

    #[test]
    fn a_mistake_is_told_with_what_would_be_right() {
        let told = |text| Mapping::from_toml(text, "`m`").unwrap_err().message;

        assert_eq!(
            told("[defaults]\nstatus = 'online'"),
            "`m` is no mapping: `online` is no status of NetBox; there are `offline`, `active`, `planned`, `staged`, \
             `failed`, `inventory`, `decommissioning`"
        );
        assert_eq!(
            told("[defaults]\nrol = 'x'"),
            "`m` is no mapping: unknown field `rol`, expected one of `role`, `manufacturer`, `device_type`, `site`, \
             `platform`, `tenant`, `status`, `tags`"
        );
        assert!(told("[defaults").starts_with("`m` is not TOML: "));
    }

    #[test]
    fn a_pattern_is_no_regular_expression() {
        let fits = |pattern: &str, text: &str| like(pattern).unwrap().is_match(text);

        assert!(fits("a.b*", "A.B\n(") && fits("rut?", "RUT2"));
        assert!(!fits("a.b", "axb") && !fits("a", "ab") && !fits("rut?", "rut"));
    }
}
