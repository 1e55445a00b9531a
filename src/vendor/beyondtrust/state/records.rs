//! What a message of the real-time state says, one record a row: which table, what became of the row, and its fields as the
//! site sends them.

use serde_json::{Map, Value, json};

use crate::record::Record;

const CHANGES: &[&str] = &["insert", "update", "delete"];

/// All tables are empty; what is in them comes after.
pub(super) fn truncation() -> Value {
    json!({ "type": "truncate_model" })
}

/// The records of one message. What is of no known kind is a record, too: nothing that the site says gets lost.
pub(super) fn of(message: &Value) -> Vec<Record> {
    match message["type"].as_str() {
        Some("update_model") => CHANGES.iter().flat_map(|change| changed(change, message)).collect(),
        Some("truncate_model") => vec![row(&Value::Null, "truncate", &Value::Null, message, None)],
        kind => {
            let mut record = head(&Value::Null, kind.unwrap_or("unknown"), &Value::Null);
            record.insert("message".into(), message.clone());
            vec![Record::from(Value::Object(record))]
        }
    }
}

fn changed(change: &str, message: &Value) -> Vec<Record> {
    let tables = message[change].as_object().into_iter().flatten();
    tables.flat_map(|(table, rows)| rows_of(table, change, rows, message)).collect()
}

/// Rows by their ids; of those that are gone often the ids alone.
fn rows_of(table: &str, change: &str, rows: &Value, message: &Value) -> Vec<Record> {
    let table = Value::from(table);
    match rows {
        Value::Object(rows) => {
            let one = |(id, fields): (&String, &Value)| row(&table, change, &id.as_str().into(), message, Some(fields));
            rows.iter().map(one).collect()
        }
        Value::Array(ids) => ids.iter().map(|id| row(&table, change, id, message, None)).collect(),
        _ => Vec::new(),
    }
}

fn row(table: &Value, change: &str, id: &Value, message: &Value, fields: Option<&Value>) -> Record {
    let mut record = head(table, change, id);
    if let Some(time) = message.get("timestamp") {
        record.insert("timestamp".into(), time.clone());
    }
    for (name, value) in fields.and_then(Value::as_object).into_iter().flatten() {
        // A row that says its id itself says it in its own type.
        record.insert(name.clone(), value.clone());
    }
    Record::from(Value::Object(record))
}

fn head(table: &Value, change: &str, id: &Value) -> Map<String, Value> {
    let members = [("table", table.clone()), ("change", change.into()), ("id", id.clone())];
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
