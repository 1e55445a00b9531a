//! The OpenAPI file that a site has of itself, written from the facts by which it judges.

use crate::facts::{Kind, Operation, Schema};
use serde_json::{Map, Value, json};

/// The file, in JSON, which is YAML too. A newer one has another operation and parameter, and lacks an operation.
pub(super) fn written(operations: &[Operation], base: &str, is_newer: bool) -> String {
    let mut paths = Map::new();
    for operation in operations {
        let below = operation.path.strip_prefix(base).unwrap_or(&operation.path);
        let methods = paths.entry(below).or_insert_with(|| json!({}));
        methods[operation.method.to_lowercase()] = described(operation);
    }
    if is_newer {
        ["/security-provider/{id}", "/health"].iter().for_each(|path| drop(paths.shift_remove(*path)));
        paths.insert("/gadget".into(), json!({ "get": { "operationId": "gadget.index", "summary": "List gadgets" } }));
        let users = paths.get_mut("/user").and_then(|user| user["get"]["parameters"].as_array_mut());
        if let Some(list) = users {
            list.push(json!({ "in": "query", "name": "color", "schema": { "type": "string" } }));
        }
    }
    let document = json!({
        "openapi": "3.0.0",
        "info": { "title": format!("BeyondTrust sandbox {base}"), "version": if is_newer { "1.99" } else { "1.10" } },
        "servers": [{ "url": format!("https://site.example.com{base}") }],
        "paths": paths,
    });
    document.to_string()
}

fn described(operation: &Operation) -> Value {
    let parameter = |place: &'static str| {
        move |(name, schema): (&String, &Schema)| {
            let required = place == "path" || schema.needed;
            json!({ "in": place, "name": name, "required": required, "schema": drawn(schema) })
        }
    };
    let slots = operation.slots.iter().map(parameter("path"));
    let parameters: Vec<Value> = slots.chain(operation.query.iter().map(parameter("query"))).collect();
    let mut described =
        json!({ "parameters": parameters, "responses": { operation.status.to_string(): answer(operation) } });
    if let Some(body) = &operation.body {
        described["requestBody"] = json!({ "content": { &body.content: { "schema": drawn(&body.schema) } } });
    }
    described
}

fn answer(operation: &Operation) -> Value {
    let content = match (&operation.answer, operation.download.first()) {
        (_, Some(kind)) => json!({ kind: { "schema": { "type": "string", "format": "binary" } } }),
        (Some(schema), None) => json!({ "application/json": { "schema": drawn(schema) } }),
        (None, None) => return json!({ "description": "Done" }),
    };
    json!({ "description": "OK", "content": content })
}

fn drawn(schema: &Schema) -> Value {
    if !schema.one_of.is_empty() {
        return json!({ "oneOf": schema.one_of.iter().map(drawn).collect::<Vec<_>>() });
    }
    let kind = match schema.kind {
        Kind::Any if schema.members.is_empty() => return json!({}),
        Kind::Array => "array",
        Kind::Boolean => "boolean",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Object | Kind::Any => "object",
        Kind::String | Kind::File => "string",
    };
    let mut drawn_schema = json!({ "type": kind });
    if schema.kind == Kind::File {
        drawn_schema["format"] = json!("binary");
    }
    if let Some(items) = &schema.items {
        drawn_schema["items"] = drawn(items);
    }
    if !schema.choices.is_empty() {
        drawn_schema["enum"] = json!(schema.choices);
    }
    if !schema.members.is_empty() {
        let members = schema.members.iter().map(|(name, member)| (name.clone(), drawn(member)));
        drawn_schema["properties"] = Value::Object(members.collect());
        drawn_schema["required"] = json!(schema.required);
    }
    drawn_schema
}
