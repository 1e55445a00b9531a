//! Many things from one file: ids for a bulk command, items for a body that is a list. JSON, ndjson, CSV or plain lines.

use serde_json::{Map, Value};

use super::values::number;
use crate::catalog::{Kind, Operation, Place};
use crate::failure::Failure;
use crate::given::text_of;

/// The ids: one a line, or the column or member `id` of CSV, ndjson or a JSON array.
pub(super) fn ids(text: &str) -> Result<Vec<String>, Failure> {
    let first = text.trim_start().chars().next();
    let ids: Vec<String> = match first {
        Some('{' | '[') => objects(text)?.iter().map(id_of).collect::<Result<_, _>>()?,
        _ if has_header(text) => {
            rows(text)?.iter().map(|row| id_of(&Value::Object(row.clone()))).collect::<Result<_, _>>()?
        }
        _ => text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(),
    };
    match ids.is_empty() {
        true => Err(Failure::usage("`--ids-from` names no id")),
        false => Ok(ids),
    }
}

/// A first line with commas, or one that is just the name of the column.
fn has_header(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    first.contains(',') || first.trim() == "id"
}

fn id_of(value: &Value) -> Result<String, Failure> {
    match value {
        Value::Object(members) => members.get("id").filter(|id| !id.is_null()).map(text_of),
        Value::Null | Value::Array(_) => None,
        scalar => Some(text_of(scalar)),
    }
    .filter(|id| !id.is_empty())
    .ok_or_else(|| Failure::usage("a record of `--ids-from` has no `id`"))
}

/// The items of a body: the objects of a JSON array or of ndjson, or the rows of CSV, typed as the row of the table says.
pub(super) fn items(operation: &'static Operation, text: &str) -> Result<Vec<Value>, Failure> {
    let items = match text.trim_start().starts_with(['{', '[']) {
        true => objects(text)?,
        false => rows(text)?.into_iter().map(|row| typed(operation, row)).collect::<Result<_, _>>()?,
    };
    match items.is_empty() {
        true => Err(Failure::usage("`--items` holds no item")),
        false => Ok(items),
    }
}

fn objects(text: &str) -> Result<Vec<Value>, Failure> {
    let mut objects = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        match value {
            Ok(Value::Array(items)) => objects.extend(items),
            Ok(value) => objects.push(value),
            Err(error) => return Err(Failure::usage(format!("the list is no JSON: {error}"))),
        }
    }
    Ok(objects)
}

fn rows(text: &str) -> Result<Vec<Map<String, Value>>, Failure> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let broken = |error: csv::Error| Failure::usage(format!("the list is no CSV: {error}"));
    let names = reader.headers().map_err(broken)?.clone();
    reader
        .records()
        .map(|record| {
            let record = record.map_err(broken)?;
            // An empty cell says nothing, which is not the same as an empty text.
            let cells = names.iter().zip(record.iter()).filter(|(_, cell)| !cell.is_empty());
            Ok(cells.map(|(name, cell)| (name.trim().to_owned(), Value::from(cell))).collect())
        })
        .collect()
}

/// Spreadsheets write `TRUE`. What is neither yes nor no must not become no.
fn boolean(name: &str, text: &str) -> Result<Value, Failure> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" => Ok(Value::Bool(true)),
        "false" | "0" => Ok(Value::Bool(false)),
        _ => Err(Failure::usage(format!("`{name}` takes `true` or `false`, not `{text}`"))),
    }
}

fn typed(operation: &'static Operation, row: Map<String, Value>) -> Result<Value, Failure> {
    let member = |(name, value): (String, Value)| {
        let argument =
            operation.arguments.iter().find(|argument| argument.place == Place::Body && argument.name == name);
        let text = text_of(&value);
        let value = match argument.map(|argument| (argument, argument.kind)) {
            Some((argument, Kind::Integer | Kind::Number)) => number(argument, &text)?,
            Some((_, Kind::Boolean)) => boolean(&name, &text)?,
            Some((argument, Kind::Integers)) => text
                .split([';', ' '])
                .filter(|part| !part.is_empty())
                .map(|part| number(argument, part))
                .collect::<Result<_, _>>()?,
            Some((_, Kind::Object | Kind::Array)) => super::values::json(&name, &text)?,
            _ => value,
        };
        Ok((name, value))
    };
    row.into_iter().map(member).collect::<Result<Map<_, _>, _>>().map(Value::Object)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Argument;
    use serde_json::json;

    static ADD: Operation = Operation::post("create", "/things").data_list().arguments(&[
        Argument::body("port", Kind::Integer),
        Argument::body("tag_id", Kind::Integers),
        Argument::body("main", Kind::Boolean),
    ]);

    #[test]
    fn ids_come_from_lines_csv_ndjson_and_json() {
        for text in
            ["7\n 8 \n\n", "name,id\na,7\nb,8\n", "id\n7\n8\n", "{\"id\":7}\n{\"id\":\"8\"}\n", "[{\"id\":7},8]"]
        {
            assert_eq!(ids(text).unwrap(), ["7", "8"], "{text}");
        }
    }

    #[test]
    fn a_record_without_an_id_is_refused() {
        assert_eq!(ids("{\"name\":\"a\"}").unwrap_err().message, "a record of `--ids-from` has no `id`");
        assert_eq!(ids(" \n").unwrap_err().message, "`--ids-from` names no id");
    }

    #[test]
    fn the_cells_of_csv_get_the_types_of_the_row() {
        let items = items(&ADD, "name,port,tag_id,main\n007,22,1;2,true\nb,,,\n").unwrap();

        assert_eq!(items, [json!({"name": "007", "port": 22, "tag_id": [1, 2], "main": true}), json!({"name": "b"})]);
    }

    #[test]
    fn a_spreadsheet_s_yes_is_a_yes_and_what_is_neither_is_refused() {
        let main = |cell: &str| items(&ADD, &format!("name,main\na,{cell}\n"));

        let yes = || vec![json!({"name": "a", "main": true})];
        assert_eq!(["TRUE", "1"].map(|cell| main(cell).unwrap()), [yes(), yes()]);
        assert_eq!(main("False").unwrap(), [json!({"name": "a", "main": false})]);
        assert_eq!(main("yes").unwrap_err().message, "`main` takes `true` or `false`, not `yes`");
    }
}
