//! What the schemas of a file say: references followed, compositions gathered. Every walk ends, whatever the file holds.

use std::cell::Cell;

use serde_json::Value;

use super::fault::{At, Fault};
use crate::catalog::Kind;

/// References and compositions followed for one schema.
const LONGEST_CHAIN: usize = 32;
/// Parameters, members and values that one file may have in all.
const MOST_PARTS: usize = 500_000;
/// Members, compositions or values that one schema may have. What is looked up among them is looked up one by one.
const MOST_OF_ONE: usize = 1000;

/// The tree of a file, and how much of it may still be visited.
pub(super) struct Schemas<'d> {
    root: &'d Value,
    left: Cell<usize>,
}

/// A member of an object.
pub(super) struct Member<'d> {
    pub(super) name: &'d str,
    pub(super) schema: &'d Value,
    pub(super) required: bool,
}

impl<'d> Schemas<'d> {
    pub(super) fn new(root: &'d Value) -> Self {
        Self { root, left: Cell::new(MOST_PARTS) }
    }

    /// References multiply: a small file can describe more than any program can hold.
    pub(super) fn spend(&self, parts: usize) -> Result<(), Fault> {
        match self.left.get().checked_sub(parts) {
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
            None => Err(Fault::Limit(format!("it describes more than {MOST_PARTS} parameters"))),
        }
    }

    /// The value itself, or what its `$ref` leads to; a circle of references leads to nothing.
    pub(super) fn resolve(&self, at: &At<'_>, value: &'d Value) -> Result<&'d Value, Fault> {
        let mut value = value;
        for _ in 0..LONGEST_CHAIN {
            let Some(reference) = value["$ref"].as_str() else {
                return Ok(value);
            };
            let pointer = reference
                .strip_prefix('#')
                .ok_or_else(|| at.fault(format!("refers to `{reference}`, which is outside of the file")))?;
            value = self
                .root
                .pointer(&decoded(pointer))
                .ok_or_else(|| at.fault(format!("refers to `{reference}`, which is not there")))?;
            self.spend(1)?;
        }
        Ok(&Value::Null)
    }

    /// The schema behind references and the compositions that only wrap one.
    pub(super) fn plain(&self, at: &At<'_>, schema: &'d Value) -> Result<&'d Value, Fault> {
        let mut schema = self.resolve(at, schema)?;
        for _ in 0..LONGEST_CHAIN {
            if has_substance(schema) {
                break;
            }
            let parts = ["allOf", "oneOf", "anyOf"].map(|word| array(&schema[word]));
            let Some(part) = parts.into_iter().flatten().find(|part| part["type"] != "null") else {
                break;
            };
            schema = self.resolve(at, part)?;
        }
        Ok(schema)
    }

    /// The type, as a row would have it; `None` where the schema leaves it open.
    pub(super) fn kind(&self, at: &At<'_>, schema: &'d Value) -> Result<Option<Kind>, Fault> {
        let schema = self.plain(at, schema)?;
        Ok(match type_word(schema) {
            "string" => Some(Kind::String),
            "integer" => Some(Kind::Integer),
            "number" => Some(Kind::Number),
            "boolean" | "bool" => Some(Kind::Boolean),
            "array" => Some(self.kind_of_list(at, schema)?),
            "object" => Some(Kind::Object),
            _ if schema["properties"].is_object() => Some(Kind::Object),
            _ if schema["items"].is_object() => Some(self.kind_of_list(at, schema)?),
            _ if schema["enum"].is_array() => Some(Kind::String),
            _ => None,
        })
    }

    fn kind_of_list(&self, at: &At<'_>, schema: &'d Value) -> Result<Kind, Fault> {
        let items = self.plain(at, &schema["items"])?;
        Ok(match type_word(items) {
            "string" if items["enum"].is_array() => Kind::Choices,
            "string" => Kind::Strings,
            "integer" => Kind::Integers,
            _ => Kind::Array,
        })
    }

    /// The only values, of the schema or of its items, as text.
    pub(super) fn values(&self, at: &At<'_>, schema: &'d Value) -> Result<Vec<String>, Fault> {
        let schema = self.plain(at, schema)?;
        let items = self.plain(at, &schema["items"])?;
        let listed = [schema, items].into_iter().find(|place| place["enum"].is_array());
        let listed = listed.map_or(&[][..], |place| array(&place["enum"]));
        self.spend(listed.len())?;
        let mut values = Vec::new();
        // A choice among thousands is no help.
        if listed.len() > MOST_OF_ONE {
            return Ok(values);
        }
        for value in listed.iter().filter(|value| !value.is_null()).map(scalar) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        Ok(values)
    }

    /// The members of an object, those of its compositions included. What only one of several forms wants is not required.
    pub(super) fn members(&self, at: &At<'_>, schema: &'d Value) -> Result<Vec<Member<'d>>, Fault> {
        let mut found: Vec<Member<'d>> = Vec::new();
        let mut required: Vec<&str> = Vec::new();
        // A list of what to visit instead of recursion: chains of references can be longer than the stack.
        let mut visits = vec![(self.resolve(at, schema)?, true)];
        let mut next = 0;
        while let Some((part, whole)) = visits.get(next).copied() {
            next += 1;
            if visits.len().max(found.len()) > MOST_OF_ONE {
                return Err(at.fault(format!("has more than {MOST_OF_ONE} members or parts")));
            }
            if whole {
                required.extend(array(&part["required"]).iter().filter_map(Value::as_str));
            }
            for (name, schema) in part["properties"].as_object().into_iter().flatten() {
                self.spend(1)?;
                if !found.iter().any(|member| member.name == name) {
                    found.push(Member { name, schema, required: false });
                }
            }
            for (word, whole) in [("allOf", whole), ("oneOf", false), ("anyOf", false)] {
                for part in array(&part[word]) {
                    let part = self.resolve(at, part)?;
                    self.spend(1)?;
                    if !visits.iter().any(|(visited, _)| std::ptr::eq(*visited, part)) {
                        visits.push((part, whole));
                    }
                }
            }
        }
        found.iter_mut().for_each(|member| member.required = required.contains(&member.name));
        Ok(found)
    }
}

/// Whether a schema says by itself what it is.
fn has_substance(schema: &Value) -> bool {
    ["type", "properties", "items", "enum"].iter().any(|word| !schema[*word].is_null())
}

/// The one type besides null; `string|null` is how some generators write it.
fn type_word(schema: &Value) -> &str {
    let word = match &schema["type"] {
        Value::Array(words) => words.iter().filter_map(Value::as_str).find(|word| *word != "null"),
        word => word.as_str(),
    };
    word.map_or("", |word| word.trim_end_matches("|null"))
}

/// A reference is a URI: what a pointer may not hold there is percent-encoded.
fn decoded(pointer: &str) -> String {
    if !pointer.contains('%') {
        return pointer.to_owned();
    }
    let form = format!("={}", pointer.replace('+', "%2B"));
    url::form_urlencoded::parse(form.as_bytes()).next().map_or_else(String::new, |(_, text)| text.into_owned())
}

pub(super) fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

pub(super) fn scalar(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn members(root: &Value) -> Vec<(&str, bool)> {
        let schemas = Schemas::new(root);
        let members = schemas.members(&At::root("s"), &root["s"]).unwrap();
        members.iter().map(|member| (member.name, member.required)).collect()
    }

    #[test]
    fn members_are_gathered_from_all_parts_and_alternatives_require_nothing() {
        let root = json!({
            "s": {"required": ["c"], "allOf": [{"$ref": "#/base"}, {"properties": {"b": {}, "c": {}}}], "oneOf": [{"$ref": "#/other"}]},
            "base": {"properties": {"a": {}}, "required": ["a"]},
            "other": {"properties": {"d": {}}, "required": ["d"]},
        });

        assert_eq!(members(&root), [("a", true), ("b", false), ("c", true), ("d", false)]);
    }

    #[test]
    fn circles_end() {
        let root = json!({
            "s": {"allOf": [{"$ref": "#/s"}, {"$ref": "#/t"}], "properties": {"self": {"$ref": "#/s"}}},
            "t": {"allOf": [{"$ref": "#/s"}], "properties": {"t": {"$ref": "#/a"}}},
            "a": {"$ref": "#/b"},
            "b": {"$ref": "#/a"},
        });
        let schemas = Schemas::new(&root);

        assert_eq!(members(&root), [("self", false), ("t", false)]);
        assert_eq!(schemas.kind(&At::root("a"), &root["a"]), Ok(None));
    }

    #[test]
    fn a_chain_without_end_is_given_up() {
        let mut root = serde_json::Map::new();
        root.insert("s".into(), json!({"allOf": [{"$ref": "#/0"}]}));
        for number in 0..20_000 {
            let next = format!("#/{}", number + 1);
            root.insert(number.to_string(), json!({"allOf": [{"$ref": next}]}));
        }
        let root = Value::Object(root);

        let fault = Schemas::new(&root).members(&At::root("s"), &root["s"]).err();

        assert_eq!(fault.map(|fault| fault.to_string()).as_deref(), Some("`s` has more than 1000 members or parts"));
    }

    #[test]
    fn a_reference_to_nothing_is_a_fault_of_its_place() {
        let root = json!({"s": {"$ref": "#/nowhere"}, "t": {"$ref": "other.yaml#/x"}});
        let schemas = Schemas::new(&root);
        let message = |name: &str| schemas.resolve(&At::root(name), &root[name]).unwrap_err().to_string();

        assert_eq!(message("s"), "`s` refers to `#/nowhere`, which is not there");
        assert_eq!(message("t"), "`t` refers to `other.yaml#/x`, which is outside of the file");
    }

    #[test]
    fn types_are_found_behind_wrappers_and_null() {
        let root = json!({
            "wrapped": {"allOf": [{"$ref": "#/number"}]},
            "number": {"type": ["null", "integer"]},
            "odd": {"type": "string|null"},
            "either": {"anyOf": [{"type": "null"}, {"type": "array", "items": {"enum": ["a"], "type": "string"}}]},
            "open": {},
        });
        let schemas = Schemas::new(&root);

        let kinds =
            ["wrapped", "odd", "either", "open"].map(|name| schemas.kind(&At::root(name), &root[name]).unwrap());

        assert_eq!(kinds, [Some(Kind::Integer), Some(Kind::String), Some(Kind::Choices), None]);
    }
}
