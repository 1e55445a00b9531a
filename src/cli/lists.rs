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
        _ => match separator(text) {
            Some(separator) => {
                let rows = rows(text, separator)?;
                rows.into_iter().map(|row| id_of(&with_id(row))).collect::<Result<_, _>>()?
            }
            None => text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(),
        },
    };
    match ids.is_empty() {
        true => Err(Failure::usage("`--ids-from` names no id")),
        false => Ok(ids),
    }
}

/// What stands between the cells, where the text is a table: its first line has a cell `id`, or commas. Some spreadsheets
/// write semicolons, and `-o tsv` tabs.
fn separator(text: &str) -> Option<u8> {
    let first = text.lines().next().unwrap_or_default();
    let has_id = |separator: &u8| first.split(char::from(*separator)).any(|cell| is_id(cell.trim().trim_matches('"')));
    [b',', b';', b'\t'].into_iter().find(has_id).or_else(|| first.contains(',').then_some(b','))
}

/// However its head is written.
fn is_id(name: &str) -> bool {
    name.eq_ignore_ascii_case("id")
}

fn with_id(row: Map<String, Value>) -> Value {
    let known = row.get("id").is_none().then(|| row.iter().find(|(name, _)| is_id(name))).flatten();
    match known.map(|(_, id)| id.clone()) {
        Some(id) => serde_json::json!({ "id": id }),
        None => Value::Object(row),
    }
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
        false => rows(text, b',')?.into_iter().map(|row| typed(operation, row)).collect::<Result<_, _>>()?,
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

fn rows(text: &str, separator: u8) -> Result<Vec<Map<String, Value>>, Failure> {
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(text.as_bytes());
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

fn broken(error: csv::Error) -> Failure {
    Failure::usage(match error.kind() {
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
            let line = pos.as_ref().map_or(0, csv::Position::line);
            format!(
                "line {line} of the list has another number of cells than its first line: {len}, not {expected_len}"
            )
        }
        _ => format!("the list is no CSV: {error}"),
    })
}

/// As people and spreadsheets write it. What else there is could be meant either way.
fn boolean(name: &str, text: &str) -> Result<Value, Failure> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" => Ok(Value::Bool(true)),
        "false" | "no" | "0" => Ok(Value::Bool(false)),
        _ => Err(Failure::usage(format!("`{name}` is true or false, not `{text}`"))),
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
            Some((_, Kind::Strings | Kind::Choices)) => text.split(';').map(str::trim).map(Value::from).collect(),
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
        Argument::body("word", Kind::Strings),
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
    fn tables_of_spreadsheets_and_of_our_own_have_their_ids_too() {
        for text in [
            "ID,Name\n7,a\n8,b\n",
            "name;Id\na;7\nb;8\n",
            "id\tname\r\n7\ta\r\n8\tb\r\n",
            "\"id\";\"name\"\n7;a\n8;b\n",
        ] {
            assert_eq!(ids(text).unwrap(), ["7", "8"], "{text}");
        }
    }

    #[test]
    fn the_column_that_is_called_as_the_member_is_goes_before_others() {
        assert_eq!(ids("ID,id\nx,7\n").unwrap(), ["7"]);
        assert_eq!(ids("serial,name\n1,a\n").unwrap_err().message, "a record of `--ids-from` has no `id`");
    }

    #[test]
    fn a_cell_that_is_neither_true_nor_false_is_refused() {
        let main = |cell: &str| items(&ADD, &format!("name,main\na,{cell}\n")).map(|items| items[0]["main"].clone());

        assert_eq!(["TRUE", "yes", "1"].map(|cell| main(cell).unwrap()), [true; 3].map(Value::Bool));
        assert_eq!(["False", "no", "0"].map(|cell| main(cell).unwrap()), [false; 3].map(Value::Bool));
        assert_eq!(main("maybe").unwrap_err().message, "`main` is true or false, not `maybe`");
    }

    #[test]
    fn a_row_of_another_length_is_refused_with_its_line() {
        let message = |text| items(&ADD, text).unwrap_err().message;

        let words = "of the list has another number of cells than its first line";
        assert_eq!(message("name,port\na,1\nb\n"), format!("line 3 {words}: 1, not 2"));
    }

    #[test]
    fn a_record_without_an_id_is_refused() {
        assert_eq!(ids("{\"name\":\"a\"}").unwrap_err().message, "a record of `--ids-from` has no `id`");
        assert_eq!(ids(" \n").unwrap_err().message, "`--ids-from` names no id");
    }

    #[test]
    fn the_cells_of_csv_get_the_types_of_the_row() {
        let items = items(&ADD, "name,port,tag_id,main,word\n007,22,1;2,true,a b; c\nb,,,,\n").unwrap();

        let first = json!({"name": "007", "port": 22, "tag_id": [1, 2], "main": true, "word": ["a b", "c"]});
        assert_eq!(items, [first, json!({"name": "b"})]);
    }
}
