//! The query of a request against the facts.

use crate::facts::{Operation, Schema};
use crate::wrong::Problem;

/// The parameters of a request, all of them known and well-formed.
#[derive(Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub(crate) fn is_set(&self, name: &str) -> bool {
        matches!(self.get(name), Some("true" | "1"))
    }

    /// The values of a list with commas; none where the parameter is missing.
    pub(crate) fn list(&self, name: &str) -> Option<Vec<&str>> {
        self.get(name).map(|values| values.split(',').map(str::trim).collect())
    }

    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        self.get(name).and_then(|value| value.parse().ok())
    }
}

/// The query, and what the operation does not know, what is missing and what is written wrongly.
pub(crate) fn read(operation: &Operation, query: &str) -> (Query, Vec<Problem>) {
    let given: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let known = given.iter().flat_map(|(name, value)| problem(operation, name, value));
    let needed = operation.query.iter().filter(|(_, schema)| schema.needed);
    let missing = needed.filter(|(name, _)| !given.iter().any(|(known, _)| known == *name));
    let missing = missing.map(|(name, _)| Problem::new(name, format!("The {name} field is required.")));
    let problems = known.chain(missing).collect();
    (Query(given), problems)
}

fn problem(operation: &Operation, name: &str, value: &str) -> Option<Problem> {
    let Some(schema) = operation.query.get(name) else {
        return Some(Problem::unknown(name, format!("The {name} parameter is unknown.")));
    };
    let is_sound = words(schema, value).all(|word| schema.admits(word));
    (!is_sound).then(|| Problem::new(name, format!("The {name} parameter is invalid.")))
}

/// The values of one parameter; `-` in front of a word only turns an order round.
fn words<'a>(schema: &Schema, value: &'a str) -> Box<dyn Iterator<Item = &'a str> + 'a> {
    if schema.list {
        return Box::new(value.split(',').map(|word| word.trim().trim_start_matches('-')));
    }
    Box::new(std::iter::once(value))
}
