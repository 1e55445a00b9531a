//! The query of a request against the facts.

use super::facts::{Operation, Schema};
use super::refusal::{Problem, Refusal};

/// The parameters of a request, all of them known and well-formed.
#[derive(Debug, Default)]
pub(super) struct Query(Vec<(String, String)>);

/// The vendor's default page.
const PAGE: u64 = 10;

impl Query {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub(super) fn limit(&self) -> u64 {
        self.number("limit").unwrap_or(PAGE)
    }

    pub(super) fn offset(&self) -> u64 {
        self.number("offset").unwrap_or(0)
    }

    pub(super) fn is_set(&self, name: &str) -> bool {
        matches!(self.get(name), Some("true" | "1"))
    }

    /// The values of a list with commas; none where the parameter is missing.
    pub(super) fn list(&self, name: &str) -> Option<Vec<&str>> {
        self.get(name).map(|values| values.split(',').map(str::trim).collect())
    }

    /// Members to sort by, and whether downwards.
    pub(super) fn sorters(&self) -> Vec<(&str, bool)> {
        let names = self.list("sort").unwrap_or_default();
        names.into_iter().map(|name| name.strip_prefix('-').map_or((name, false), |name| (name, true))).collect()
    }

    pub(super) fn number(&self, name: &str) -> Option<u64> {
        self.get(name).and_then(|value| value.parse().ok())
    }
}

/// Refuse what the operation does not know, what is missing and what is written wrongly.
pub(super) fn check(operation: &Operation, query: &str, max_page: u64) -> Result<Query, Refusal> {
    let given: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let known = given.iter().flat_map(|(name, value)| problem(operation, name, value));
    let needed = operation.query.iter().filter(|(_, schema)| schema.needed);
    let missing = needed.filter(|(name, _)| !given.iter().any(|(known, _)| known == *name));
    let missing = missing.map(|(name, _)| Problem::invalid(name, format!("The {name} field is required.")));
    let mut problems: Vec<Problem> = known.chain(missing).collect();
    let query = Query(given);
    if query.limit() > max_page {
        problems.push(Problem::invalid("limit", format!("The limit must not be greater than {max_page}.")));
    }
    Refusal::unless_empty(problems)?;
    Ok(query)
}

fn problem(operation: &Operation, name: &str, value: &str) -> Option<Problem> {
    let Some(schema) = operation.query.get(name) else {
        return Some(Problem::invalid(name, format!("The {name} parameter is unknown.")));
    };
    let is_sound = words(schema, value).all(|word| schema.admits(word));
    (!is_sound).then(|| Problem::invalid(name, format!("The {name} parameter is invalid.")))
}

/// The values of one parameter; `-` in front of a word only turns an order round.
fn words<'a>(schema: &Schema, value: &'a str) -> Box<dyn Iterator<Item = &'a str> + 'a> {
    if schema.list {
        return Box::new(value.split(',').map(|word| word.trim().trim_start_matches('-')));
    }
    Box::new(std::iter::once(value))
}
