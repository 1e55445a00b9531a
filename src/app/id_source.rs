//! Which list shows the ids that an argument takes, told from names alone: `--tag-id` takes what `tags list` shows.

use std::cmp::Reverse;

use super::catalogue;
use crate::catalog::{Argument, Kind, Operation, Place, Vendor, kebab};

/// The words of the list whose records have the ids that `argument` of the row takes, which is called by `words`.
pub(super) fn of_argument(
    vendor: &'static Vendor,
    words: &str,
    operation: &Operation,
    argument: &Argument,
) -> Option<String> {
    match (argument.place, argument.kind) {
        (Place::File | Place::Header, _) | (_, Kind::Object | Kind::Pairs | Kind::Array | Kind::Boolean) => None,
        (Place::Workflow, _) => by_noun(vendor, words, argument.name),
        (Place::Path, _) => of_slot(vendor, words, operation.path, argument.name).or_else(|| {
            let is_bare = thing(argument.name)?.is_empty();
            let list = of_name(vendor, words, argument.name)?;
            (!is_bare || names(operation.path, argument.name, &list)).then_some(list)
        }),
        _ => of_name(vendor, words, argument.name),
    }
}

/// In `/devices/{id}/wireless` it is a device that `id` names, whatever the command is about: of several lists of such
/// things, the one nearest to the command.
fn of_slot(vendor: &'static Vendor, words: &str, path: &str, slot: &str) -> Option<String> {
    let (before, _) = path.split_once(&format!("/{{{slot}}}")).filter(|_| thing(slot).is_some())?;
    let noun = singular(before.rsplit('/').next()?);
    lists(vendor)
        .into_iter()
        .filter(|list| list.ends_with(" list") && singular(things(list)) == noun)
        .max_by_key(|list| (shared(list, words), Reverse(depth(list))))
}

/// Whether the path has, before the slot, the things of the list: the end of `alerts-configurations` is `configurations`.
/// A `route` of hubs is no hub, although the hubs are the nearest list.
fn names(path: &str, slot: &str, list: &str) -> bool {
    let before = path.split_once(&format!("/{{{slot}}}")).map_or("", |(before, _)| before);
    let noun = before.rsplit(['/', '-']).next().unwrap_or_default();
    singular(noun) == singular(things(list))
}

/// The same for the ids in the body, whose member is called `name`.
pub(super) fn of_name(vendor: &'static Vendor, words: &str, name: &str) -> Option<String> {
    match thing(name.trim_end_matches("[]"))?.as_str() {
        "" => nearest(vendor, words),
        noun => by_noun(vendor, words, noun),
    }
}

/// What an id is of: `tag` for `tag_ids`, nothing for `id` alone; `None` for what is no id.
fn thing(name: &str) -> Option<String> {
    let name = kebab(name);
    let (noun, last) = name.rsplit_once('-').unwrap_or(("", &name));
    matches!(last, "id" | "ids" | "uid" | "uids").then(|| noun.to_owned())
}

/// The list of the command's own group, or else of the next group above it.
fn nearest(vendor: &'static Vendor, words: &str) -> Option<String> {
    let lists = lists(vendor);
    let group = |words: &str| words.rsplit_once(' ').map(|(group, _)| group.to_owned());
    let groups = std::iter::successors(group(words), |words| group(words));
    groups.map(|group| format!("{group} list")).find(|list| lists.contains(list))
}

/// The list of things with this name: all of them, rather than those that something else has.
fn by_noun(vendor: &'static Vendor, words: &str, noun: &str) -> Option<String> {
    let noun = noun.replace('_', "-");
    let fit = |list: &String| {
        let likeness = likeness(list, &noun);
        (likeness, list.ends_with(" list"), Reverse(depth(list)), shared(list, words))
    };
    lists(vendor).into_iter().filter(|list| fit(list).0 > 0).max_by_key(fit)
}

/// `device` is all of `devices`. `access` is the end of `remote-access`. Of `firmware-file` the end is `files`, and of
/// `hub-user` it is `hubs users`; but a `report-template` is not of the templates of something else.
fn likeness(list: &str, noun: &str) -> u8 {
    let things = singular(things(list));
    let last = noun.rsplit('-').next().unwrap_or(noun);
    let is_named = |part: &str| list.split([' ', '-']).any(|word| singular(word) == part);
    if things == noun {
        return 3;
    }
    if things.rsplit('-').next() != Some(last) {
        return 0;
    }
    match last != noun && noun.split('-').all(is_named) {
        true => 2,
        false => u8::from(last == noun || depth(list) == 3),
    }
}

fn depth(list: &str) -> usize {
    list.split(' ').count()
}

fn lists(vendor: &'static Vendor) -> Vec<String> {
    let rows = catalogue::operations(vendor).into_iter();
    let is_list = |operation: &Operation| operation.list;
    rows.filter(|(_, operation)| is_list(operation)).map(|(words, _)| words).collect()
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
        assert_eq!(of_name(&RMS, "rms devices get", "id").as_deref(), Some("rms devices list"));
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
        assert_eq!(of("vpn_hub_user_id").as_deref(), Some("rms vpn hubs users list"));
        assert_eq!(of("firmware_file_id").as_deref(), Some("rms files list"));
        assert_eq!(of("report_template_id"), None);
        assert_eq!(of("serial"), None);
        assert_eq!(of("teapot_id"), None);
    }

    #[test]
    fn a_slot_takes_what_the_path_names_before_it() {
        let of = |path| of_slot(&RMS, "rms devices connect start", path, "id");

        assert_eq!(of("/devices/{id}/remote-access").as_deref(), Some("rms devices list"));
        assert_eq!(of("/devices/teapots/{id}"), None);
    }

    #[test]
    fn a_slot_never_takes_the_things_that_its_own_are_part_of() {
        let of = |wanted: &str| {
            let mut rows = catalogue::operations(&RMS).into_iter();
            let (words, row) = rows.find(|(words, _)| words == wanted).unwrap();
            of_argument(&RMS, &words, row, &row.arguments[0])
        };

        assert_eq!(of("rms vpn hubs routes delete"), None);
        assert_eq!(of("rms vpn hubs update").as_deref(), Some("rms vpn hubs list"));
        assert_eq!(of("rms alerts configurations get").as_deref(), Some("rms alerts configurations list"));
    }

    #[test]
    fn plurals_become_singular() {
        let plurals = ["devices", "companies", "access", "sessions", "data"].map(singular);

        assert_eq!(plurals, ["device", "company", "access", "session", "data"]);
    }
}
