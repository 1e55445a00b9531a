//! Which list shows the ids that an argument takes, told from names alone: `--tag-id` takes what `tags list` shows.

use super::catalogue;
use crate::catalog::{Argument, Kind, Operation, Place, Vendor};

/// The words of the list whose records have the ids that `argument` of the command `words` takes.
pub(super) fn of_argument(vendor: &'static Vendor, words: &str, argument: &Argument) -> Option<String> {
    match (argument.place, argument.kind) {
        (Place::File | Place::Header, _) | (_, Kind::Object | Kind::Array | Kind::Boolean) => None,
        (Place::Workflow, _) => by_noun(vendor, words, argument.name),
        _ => of_name(vendor, words, argument.name),
    }
}

/// The same for the ids in the body, whose member is called `name`.
pub(super) fn of_name(vendor: &'static Vendor, words: &str, name: &str) -> Option<String> {
    let name = name.trim_end_matches("[]");
    if matches!(name, "id" | "ids") {
        return nearest(vendor, words);
    }
    let noun = name.strip_suffix("_id").or_else(|| name.strip_suffix("_ids"))?;
    by_noun(vendor, words, noun)
}

/// The list of the command's own group, or else of the next group above it.
fn nearest(vendor: &'static Vendor, words: &str) -> Option<String> {
    let lists = lists(vendor);
    let group = |words: &str| words.rsplit_once(' ').map(|(group, _)| group.to_owned());
    let groups = std::iter::successors(group(words), |words| group(words));
    groups
        .map(|group| format!("{group} list"))
        .find(|list| lists.contains(list))
}

/// The list of things with this name: by the whole of its noun rather than by the last part, and as near as can be.
fn by_noun(vendor: &'static Vendor, words: &str, noun: &str) -> Option<String> {
    let noun = noun.replace('_', "-");
    let fit = |list: &String| {
        let things = singular(things(list));
        let is_part = things.rsplit('-').next() == noun.rsplit('-').next();
        let rank = if things == noun { 2 } else { usize::from(is_part) };
        (rank, shared(list, words))
    };
    lists(vendor).into_iter().filter(|list| fit(list).0 > 0).max_by_key(fit)
}

fn lists(vendor: &'static Vendor) -> Vec<String> {
    let rows = catalogue::operations(vendor).into_iter();
    let is_list = |operation: &Operation| operation.list;
    rows.filter(|(_, operation)| is_list(operation))
        .map(|(words, _)| words)
        .collect()
}

/// `rms devices list` and `rms connect sessions` list devices and sessions.
fn things(list: &str) -> &str {
    let mut words = list.rsplit(' ');
    match words.next() {
        Some("list") => words.next().unwrap_or_default(),
        last => last.unwrap_or_default(),
    }
}

fn singular(plural: &str) -> String {
    match (plural.strip_suffix("ies"), plural.strip_suffix('s')) {
        (Some(stem), _) => format!("{stem}y"),
        (None, Some(stem)) if !stem.ends_with('s') => stem.to_owned(),
        _ => plural.to_owned(),
    }
}

/// Words that two commands begin with alike.
fn shared(one: &str, other: &str) -> usize {
    let pairs = one.split(' ').zip(other.split(' '));
    pairs.take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vendor::rms::RMS;

    #[test]
    fn an_id_alone_is_of_the_commands_own_group() {
        assert_eq!(
            of_name(&RMS, "rms devices get", "id").as_deref(),
            Some("rms devices list")
        );
        assert_eq!(
            of_name(&RMS, "rms devices remote-access delete", "id").as_deref(),
            Some("rms devices remote-access list")
        );
    }

    #[test]
    fn a_noun_leads_to_the_list_of_such_things() {
        let of = |name| of_name(&RMS, "rms devices connect close", name);

        assert_eq!(of("device_id").as_deref(), Some("rms devices list"));
        assert_eq!(of("session_id").as_deref(), Some("rms devices connect sessions"));
        assert_eq!(of("access_id").as_deref(), Some("rms devices remote-access list"));
        assert_eq!(of("serial"), None);
        assert_eq!(of("teapot_id"), None);
    }

    #[test]
    fn plurals_become_singular() {
        let plurals = ["devices", "companies", "access", "sessions", "data"].map(singular);

        assert_eq!(plurals, ["device", "company", "access", "session", "data"]);
    }
}
