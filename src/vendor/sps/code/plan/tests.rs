//! In which order steps are taken.

use super::sequence::sorted;
use super::*;

fn step(path: &str, name: &str, refers: &[(&str, &str)]) -> Step {
    Step {
        action: Action::Create,
        path: path.to_owned(),
        name: Some(name.to_owned()),
        key: None,
        body: None,
        open: refers.iter().map(|(collection, name)| Open::new("/x", collection, name)).collect(),
        found: Vec::new(),
    }
}

#[test]
fn what_is_referred_to_comes_first_and_the_rest_stays_in_its_order() {
    let steps = vec![
        step("telnet/connections", "c", &[("telnet/channel_policies", "p")]),
        step("policies/user_lists", "u", &[]),
        step("telnet/channel_policies", "p", &[("policies/content_policies", "t")]),
        step("policies/content_policies", "t", &[]),
    ];

    let names: Vec<String> = sorted(steps).unwrap().into_iter().filter_map(|step| step.name).collect();

    assert_eq!(names, ["u", "t", "p", "c"]);
}

#[test]
fn a_circle_is_refused_with_the_names_in_it() {
    let steps = vec![step("a", "x", &[("b", "y")]), step("b", "y", &[("a", "x")])];

    let failure = sorted(steps).unwrap_err();

    assert_eq!(failure.code, Code::Usage);
    assert_eq!(failure.message, "each of these must be created before another of them: `a` `x`, `b` `y`");
}

#[test]
fn one_thing_stands_in_one_document() {
    let document = |origin: &str| Document {
        path: "telnet/connections".into(),
        name: Some("demo".into()),
        origin: origin.into(),
        ..Document::default()
    };

    let failure = refuse_doubles(&[document("`a.yaml`, document 1"), document("`b.yaml`, document 2")]).unwrap_err();

    assert_eq!(failure.message, "`b.yaml`, document 2: `telnet/connections` `demo` is in `a.yaml`, document 1 already");
}
