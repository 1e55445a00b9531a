//! One operation of the vendor as a line of facts.

use super::document::Document;
use super::schema;
use serde_json::{Map, Value, json};

/// The methods of the specification, in the order in which a path lists them.
const METHODS: &[&str] = &["get", "post", "put", "patch", "delete"];

const JSON: &str = "application/json";
const ANYTHING: &str = "*/*";

/// Every operation, by path.
pub(super) fn all(document: &Document) -> Result<Vec<Value>, String> {
    let mut operations = Vec::new();
    for (path, methods) in document.paths() {
        for method in METHODS.iter().filter(|method| methods[**method].is_object()) {
            operations.push(one(document, method, path, &methods[*method])?);
        }
    }
    Ok(operations)
}

fn one(document: &Document, method: &str, path: &str, operation: &Value) -> Result<Value, String> {
    let mut facts = Map::new();
    facts.insert("method".into(), json!(method.to_uppercase()));
    facts.insert("path".into(), json!(path));
    parameters(document, path, operation, &mut facts)?;
    body(document, operation, &mut facts)?;
    answer(document, operation, &mut facts)?;
    Ok(Value::Object(facts))
}

/// A parameter that is declared in the path but has no slot there goes into the query.
fn parameters(
    document: &Document,
    path: &str,
    operation: &Value,
    facts: &mut Map<String, Value>,
) -> Result<(), String> {
    let (mut slots, mut query) = (Map::new(), Map::new());
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let parameter = document.resolve(parameter)?;
        let name = parameter["name"].as_str().ok_or("a parameter without a name")?;
        let mut schema = schema::strict(document, &with_example(parameter))?;
        if path.contains(&format!("{{{name}}}")) {
            slots.insert(name.into(), schema);
            continue;
        }
        if parameter["required"] == true {
            schema["needed"] = json!(true);
        }
        if says_comma(parameter) {
            schema["list"] = json!(true);
        }
        query.insert(name.into(), schema);
    }
    insert_unless_empty(facts, "slots", slots);
    insert_unless_empty(facts, "query", query);
    Ok(())
}

/// Some parameters carry their example, which may tell the format, beside the schema.
fn with_example(parameter: &Value) -> Value {
    let mut schema = parameter["schema"].clone();
    if schema["example"].is_null() && parameter["example"].is_string() {
        schema["example"] = parameter["example"].clone();
    }
    schema
}

/// That several values may be given at once is said in prose only.
fn says_comma(parameter: &Value) -> bool {
    let words = parameter["description"].as_str().unwrap_or_default();
    words.contains("comma") || words.contains("seprated")
}

fn body(document: &Document, operation: &Value, facts: &mut Map<String, Value>) -> Result<(), String> {
    let body = document.resolve(&operation["requestBody"])?;
    let Some((content, described)) = body["content"].as_object().and_then(|content| content.iter().next()) else {
        return Ok(());
    };
    // What takes anything is sent JSON.
    let content = if content == ANYTHING { JSON } else { content };
    let schema = schema::strict(document, &described["schema"])?;
    facts.insert("body".into(), json!({ "content": content, "schema": schema }));
    Ok(())
}

fn answer(document: &Document, operation: &Value, facts: &mut Map<String, Value>) -> Result<(), String> {
    let responses = operation["responses"].as_object().ok_or("an operation without responses")?;
    let success = responses.iter().find(|(status, _)| status.starts_with('2') || *status == "default");
    let (status, response) = success.ok_or("an operation without success")?;
    let content = response["content"].as_object().filter(|content| content.get(ANYTHING) != Some(&json!({})));
    facts.insert("status".into(), json!(number(status, content.is_some())?));
    let Some(content) = content else { return Ok(()) };
    let Some(described) = content.get(JSON).or(content.get(ANYTHING)) else {
        let download: Vec<&String> = content.keys().collect();
        facts.insert("download".into(), json!(download));
        return Ok(());
    };
    let mut shape = schema::shape(document, &described["schema"])?;
    if take_channel(&mut shape) {
        facts.insert("channel".into(), json!(true));
    }
    if is_something(&shape) {
        facts.insert("answer".into(), shape);
    }
    Ok(())
}

/// A vendor that names no status answers 200, or 204 where there is nothing to say.
fn number(status: &str, has_content: bool) -> Result<u16, String> {
    match (status, has_content) {
        ("default", true) => Ok(200),
        ("default", false) => Ok(204),
        _ => status.parse().map_err(|reason| format!("{status}: {reason}")),
    }
}

/// An object without members is not worth a word.
fn is_something(shape: &Value) -> bool {
    let has_members = shape["members"].as_object().is_some_and(|members| !members.is_empty());
    has_members || !shape["rest"].is_null() || shape["type"] != "object"
}

/// `success` and `meta.channel` are the same everywhere, so they are facts and not shapes.
fn take_channel(shape: &mut Value) -> bool {
    let Some(members) = shape.get_mut("members").and_then(Value::as_object_mut) else {
        return false;
    };
    members.shift_remove("success");
    let has_channel = members.get("meta").is_some_and(|meta| !meta["members"]["channel"].is_null());
    if has_channel {
        members.shift_remove("meta");
    }
    has_channel
}

fn insert_unless_empty(facts: &mut Map<String, Value>, name: &str, members: Map<String, Value>) {
    if !members.is_empty() {
        facts.insert(name.into(), Value::Object(members));
    }
}
