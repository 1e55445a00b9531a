//! What the user gave for one operation, once the words are understood and before anything is sent.

use std::collections::BTreeMap;

use serde_json::Value;

/// Values by the vendor's spelling of their argument, ids, and what goes over or under them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Given {
    /// Values of arguments, typed as their rows say.
    pub values: BTreeMap<String, Value>,
    /// The ids that stand in the body, or the last slot of the path, of which there may be many.
    pub ids: Vec<String>,
    /// `--body`: the base over which the flags go.
    pub body: Option<Value>,
    /// `--items`: the items of a body that is a list, under the flags.
    pub items: Option<Vec<Value>>,
    /// `--param`: query parameters that the table does not know.
    pub parameters: Vec<(String, String)>,
}

impl Given {
    /// One value as text; numbers and booleans as they are written.
    pub fn text(&self, name: &str) -> Option<String> {
        self.values.get(name).map(text_of)
    }

    /// Whether a boolean argument was given as true.
    pub fn is_set(&self, name: &str) -> bool {
        self.values.get(name) == Some(&Value::Bool(true))
    }

    /// The same with one value more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.values.insert(name.to_owned(), value.into());
        self
    }

    /// The same for other ids.
    #[must_use]
    pub fn for_ids(&self, ids: &[String]) -> Self {
        Self { ids: ids.to_vec(), ..self.clone() }
    }
}

/// A value as it stands in a path or a query: strings bare, lists with commas.
pub fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text_of).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}
