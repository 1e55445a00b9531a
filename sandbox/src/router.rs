//! Which operation a method and a path mean.

use crate::facts::Operation;
use crate::wrong::Wrong;
use percent_encoding::percent_decode_str;

/// The operations of the facts.
#[derive(Debug)]
pub(crate) struct Router(&'static [Operation]);

/// An operation with the values that stand in its path.
#[derive(Debug)]
pub(crate) struct Route<'a> {
    pub(crate) operation: &'a Operation,
    pub(crate) slots: Vec<(String, String)>,
}

impl Router {
    pub(crate) fn new(operations: &'static [Operation]) -> Router {
        Router(operations)
    }

    pub(crate) fn operation(&self, method: &str, path: &str) -> Option<&Operation> {
        self.0.iter().find(|operation| operation.method == method && operation.path == path)
    }

    /// The path with the most words of its own is meant: `/devices/logs` is no `/devices/{id}`.
    pub(crate) fn find(&self, method: &str, path: &str) -> Result<Route<'_>, Wrong> {
        let fitting: Vec<&Operation> = self.0.iter().filter(|operation| fits(&operation.path, path)).collect();
        let most = fitting.iter().map(|operation| words(&operation.path)).max().ok_or(Wrong::Path)?;
        let mut best = fitting.into_iter().filter(|operation| words(&operation.path) == most);
        let operation = best.find(|operation| operation.method == method).ok_or(Wrong::Method)?;
        let slots = slots(&operation.path, path);
        let is_sound =
            slots.iter().all(|(name, value)| operation.slots.get(name).is_none_or(|slot| slot.admits(value)));
        if is_sound { Ok(Route { operation, slots }) } else { Err(Wrong::Record) }
    }
}

/// A slash at the end is optional where the specification has one, and wrong elsewhere.
fn fits(template: &str, path: &str) -> bool {
    let path = if template.ends_with('/') { path.trim_end_matches('/') } else { path };
    let mut theirs = path.split('/');
    let mut ours = template.trim_end_matches('/').split('/');
    loop {
        match (ours.next(), theirs.next()) {
            (None, None) => return true,
            (Some(word), Some(given)) if is_slot(word) && !given.is_empty() || word == given => {}
            _ => return false,
        }
    }
}

fn is_slot(word: &str) -> bool {
    word.starts_with('{')
}

fn words(template: &str) -> usize {
    template.split('/').filter(|word| !is_slot(word)).count()
}

fn slots(template: &str, path: &str) -> Vec<(String, String)> {
    let pairs = template.split('/').zip(path.split('/')).filter(|(word, _)| is_slot(word));
    let named = |word: &str| word.trim_matches(['{', '}']).to_owned();
    pairs.map(|(word, given)| (named(word), percent_decode_str(given).decode_utf8_lossy().into_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts;

    #[test]
    fn a_word_of_the_path_wins_over_a_slot() {
        let operations = operations(&["/devices/tasks/groups/{id}", "/devices/tasks/groups/logs"]);
        let router = Router::new(operations);

        let route = router.find("GET", "/devices/tasks/groups/logs").unwrap();

        assert_eq!(route.operation.path, "/devices/tasks/groups/logs");
    }

    #[test]
    fn a_slash_at_the_end_is_optional_only_where_the_specification_has_it() {
        let router = Router::new(operations(&["/devices/{id}", "/devices/{id}/port-scan/"]));

        let found = ["/devices/7/port-scan/", "/devices/7/port-scan", "/devices/7/", "/devices/"]
            .map(|path| router.find("GET", path).is_ok());

        assert_eq!(found, [true, true, false, false]);
    }

    fn operations(paths: &[&str]) -> &'static [Operation] {
        let lines = paths.iter().map(|path| format!(r#"{{"method":"GET","path":"{path}","status":200}}"#));
        facts::parse(&format!("[{}]", lines.collect::<Vec<_>>().join(","))).leak()
    }
}
