//! The order of a collection: which policy is looked at first.

use serde_json::{Value, json};

use super::apply::{self, one_result};
use super::file::Document;
use super::mirror::Mirror;
use super::plan::{Manner, plan};
use super::subject;
use crate::catalog::{Argument, Effect, Kind, Operation};
use crate::failure::Failure;
use crate::given::Given;
use crate::http::Fault;
use crate::surroundings::LocalFuture;
use crate::workflow::{Outcome, Work};

/// Moves one entry of the collection at this path to another place.
pub(in super::super) const fn order(path: &'static str) -> Operation {
    Operation::workflow("order", Effect::Write, run)
        .about("Move one to another place in the order")
        .on(path)
        .arguments(ARGUMENTS)
        .one_of(&["first", "last", "before", "after"])
}

const ARGUMENTS: &[Argument] = &[
    Argument::workflow("key", Kind::String).positional().required().help("key or name"),
    Argument::workflow("first", Kind::Boolean).help("before all others"),
    Argument::workflow("last", Kind::Boolean).help("after all others"),
    Argument::workflow("before", Kind::String).help("key or name of the one that comes next"),
    Argument::workflow("after", Kind::String).help("key or name of the one that comes before"),
];

fn run<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let mirror = Mirror::new(work, work.session);
        let path = subject(work);
        let Some((now, _)) = mirror.order(&path).await? else {
            return Err(Failure::usage(format!("`{path}` has no order")).into());
        };
        let moved = super::entry(&mirror, &path, &given.text("key").unwrap_or_default()).await?;
        let order = match (given.text("before"), given.text("after")) {
            (Some(next), _) => beside(&now, &moved.key, &super::entry(&mirror, &path, &next).await?.key, 0),
            (_, Some(last)) => beside(&now, &moved.key, &super::entry(&mirror, &path, &last).await?.key, 1),
            _ if given.is_set("first") => at(&now, &moved.key, 0),
            _ => at(&now, &moved.key, usize::MAX),
        };
        let document = Document { path, order: Some(order), origin: "the command line".into(), ..Document::default() };
        let steps = plan(&mirror, &[document], Manner::default()).await?;
        let done = apply::carry_out(work, given, steps).await?;
        Ok(one_result(done, moved.label()))
    })
}

/// The keys with one of them at another place.
fn at(keys: &[String], moved: &str, place: usize) -> Vec<String> {
    let mut order: Vec<String> = keys.iter().filter(|key| *key != moved).cloned().collect();
    order.insert(place.min(order.len()), moved.to_owned());
    order
}

/// The keys with one of them before another, or so many behind.
fn beside(keys: &[String], moved: &str, other: &str, behind: usize) -> Vec<String> {
    let others = keys.iter().filter(|key| *key != moved);
    let place = others.clone().position(|key| key == other);
    place.map_or_else(|| keys.to_vec(), |place| at(keys, moved, place + behind))
}

/// The keys in the answer about an order. Its shape is not certain: a list, or a list inside something.
pub(super) fn keys(answer: &Value) -> Vec<String> {
    let entries = listed(answer).map(Vec::as_slice).unwrap_or_default();
    let key = |entry: &Value| entry.as_str().or_else(|| entry["key"].as_str()).map(str::to_owned);
    entries.iter().filter_map(key).collect()
}

fn listed(answer: &Value) -> Option<&Vec<Value>> {
    let places = [answer, &answer["body"], &answer["@order"], &answer["body"]["@order"], &answer["items"]];
    places.into_iter().find_map(Value::as_array)
}

/// The same in another order, in the shape in which it came, without what the box wraps around it.
pub(super) fn reordered(answer: &Value, keys: &[String]) -> Value {
    let is_inside = answer["@order"].is_array() || answer["body"]["@order"].is_array();
    match is_inside {
        true => json!({ "@order": keys }),
        false => json!(keys),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| (*key).to_owned()).collect()
    }

    #[test]
    fn one_is_moved_and_the_others_keep_their_order() {
        let now = texts(&["a", "b", "c", "d"]);

        let moved = [
            at(&now, "c", 0),
            at(&now, "a", usize::MAX),
            beside(&now, "a", "c", 0),
            beside(&now, "d", "a", 1),
            beside(&now, "b", "b", 0),
        ];

        assert_eq!(moved.map(|keys| keys.concat()), ["cabd", "bcda", "bacd", "adbc", "abcd"]);
    }

    #[test]
    fn an_order_is_sent_back_in_the_shape_in_which_it_came() {
        let shapes = [
            json!(["a", "b"]),
            json!({"body": ["a", "b"], "key": "@order", "meta": {}}),
            json!({"items": [{"key": "a", "meta": {}}, {"key": "b", "meta": {}}], "meta": {}}),
            json!({"body": {"@order": ["a", "b"]}, "meta": {}}),
        ];

        let read = shapes.clone().map(|shape| keys(&shape).concat());
        let sent = shapes.map(|shape| reordered(&shape, &texts(&["b", "a"])).to_string());

        assert_eq!(read, ["ab"; 4]);
        assert_eq!(sent, [r#"["b","a"]"#, r#"["b","a"]"#, r#"["b","a"]"#, r#"{"@order":["b","a"]}"#]);
    }
}
