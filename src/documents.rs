//! Documents that people keep in files, as YAML or JSON. Knows neither vendors nor what the documents are about.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::failure::Failure;
use crate::output::visible;
use crate::store::write_durably;

/// What ends the names of documents in a folder.
const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];
/// The largest file that is read, in bytes.
pub(crate) const LARGEST: u64 = 32 << 20;
/// Vendors' OpenAPI files hold tens of thousands.
pub(crate) const MOST_VALUES: usize = 1_000_000;
/// Those that aliases stand for.
const MOST_ALIASED: usize = 100_000;
const MOST_DOCUMENTS: usize = 100_000;
/// Vendors' OpenAPI files go 30 levels down; each costs stack.
pub(crate) const DEEPEST: usize = 64;

/// A path as messages show it.
pub(crate) fn shown(path: &Path) -> String {
    format!("`{}`", visible(&path.display().to_string()))
}

/// The text of a file.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    let unreadable = |cause: String| Failure::usage(format!("cannot read {}: {cause}", shown(path)));
    let metadata = fs::metadata(path).map_err(|error| unreadable(error.to_string()))?;
    if metadata.len() > LARGEST {
        return Err(unreadable(format!("it is larger than {} MB", LARGEST >> 20)));
    }
    fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))
}

/// The one value that a file holds.
pub(crate) fn read(path: &Path) -> Result<Value, Failure> {
    one(&text(path)?, &shown(path))
}

/// The one value in a text; `origin` is what messages call it.
pub(crate) fn one(text: &str, origin: &str) -> Result<Value, Failure> {
    let mut values = values(text, origin)?;
    match values.len() {
        0 => Ok(Value::Null),
        1 => Ok(values.remove(0)),
        several => Err(Failure::usage(format!("{origin} holds {several} documents, and this takes one"))),
    }
}

/// The documents in a text. JSON keeps its digits; whatever else there is, is YAML.
pub(crate) fn values(text: &str, origin: &str) -> Result<Vec<Value>, Failure> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with(['{', '['])
        && let Ok(value) = serde_json::from_str(text)
    {
        return Ok(vec![value]);
    }
    serde_saphyr::from_multiple_with_options::<Value>(text, within_limits(MOST_DOCUMENTS))
        .map_err(|error| unreadable(&error, origin))
}

/// How YAML is read whose writer we do not know.
pub(crate) fn within_limits(most_documents: usize) -> serde_saphyr::Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_events: 4 * MOST_VALUES,
            max_nodes: MOST_VALUES,
            max_depth: DEEPEST,
            flow_nesting_limit: DEEPEST,
            max_documents: most_documents,
            max_total_scalar_bytes: LARGEST as usize,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: MOST_ALIASED,
        },
        // `on`, `no` and `y` are words since YAML 1.2.
        strict_booleans: true,
        with_snippet: false,
    }
}

fn unreadable(error: &serde_saphyr::Error, origin: &str) -> Failure {
    let words = error.to_string();
    let line = words.lines().next().unwrap_or_default();
    let reason = line.split(" at line").next().unwrap_or(line);
    let place = error.location().map(|place| format!(" at line {}, column {}", place.line(), place.column()));
    Failure::usage(format!("{origin} is neither YAML nor JSON: {reason}{}", place.unwrap_or_default()))
}

/// The documents in a file, or in the files of a folder, in the order of their names; a list is as many as it has items.
pub(crate) fn all(path: &Path) -> Result<Vec<(PathBuf, Value)>, Failure> {
    let mut found = Vec::new();
    for file in files(path)? {
        let values = values(&text(&file)?, &shown(&file))?;
        found.extend(values.into_iter().flat_map(items).map(|item| (file.clone(), item)));
    }
    match found.is_empty() {
        true => Err(Failure::usage(format!("{} holds no document", shown(path)))),
        false => Ok(found),
    }
}

/// A list of documents, or the document itself.
pub(crate) fn items(value: Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items,
        one => vec![one],
    }
}

/// The file itself, or the files of documents in a folder and below it, in the order of their names. Links to folders are
/// not followed.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unreadable = |error: std::io::Error| Failure::usage(format!("cannot read {}: {error}", shown(path)));
    match fs::metadata(path).map_err(unreadable)?.is_dir() {
        true => below(path).map_err(unreadable),
        false => Ok(vec![path.to_owned()]),
    }
}

fn below(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    let mut found = Vec::new();
    for entry in entries.iter().filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b".")) {
        let path = entry.path();
        let is_document = path.extension().is_some_and(|ending| ENDINGS.iter().any(|own| ending == *own));
        match entry.file_type()?.is_dir() {
            true => found.extend(below(&path)?),
            false if is_document => found.push(path),
            false => {}
        }
    }
    Ok(found)
}

/// Put a document where it belongs, whole, for the user alone; the folder is made where there is none, and a file that
/// holds the text already stays as it is.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let unwritable = |error: std::io::Error| Failure::usage(format!("cannot write {}: {error}", shown(path)));
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).and_then(|()| write_durably(path, text.as_bytes(), None)).map_err(unwritable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn yaml_and_json_are_read_alike_and_json_keeps_its_digits() {
        let texts = ["a: 1\nb: [x, no]\n", r#"{"a":1,"b":["x","no"]}"#, "{a: 1, b: [x, 'no']}"];

        let found = texts.map(|text| one(text, "`x`").unwrap());

        assert_eq!(found, std::array::from_fn(|_| json!({"a": 1, "b": ["x", "no"]})));
        assert_eq!(one("[1.50]", "`x`").unwrap().to_string(), "[1.50]");
        assert!(one("a: [", "`x`").is_err());
    }

    #[test]
    fn a_folder_is_its_documents_in_the_order_of_their_names() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in
            [("b.yaml", "n: 2"), ("a.json", r#"[{"n":0},{"n":1}]"#), ("c.txt", "n: 3"), ("d.yml", "n: 4")]
        {
            write(&folder.path().join("in").join(name), text).unwrap();
        }

        let found = all(&folder.path().join("in")).unwrap();

        let numbers: Vec<Value> = found.into_iter().map(|(_, document)| document["n"].clone()).collect();
        assert_eq!(numbers, [json!(0), json!(1), json!(2), json!(4)]);
        assert_eq!(all(folder.path()).unwrap().len(), 4);
        assert!(all(&folder.path().join("out")).is_err() && all(&folder.path().join("in/c.txt")).is_ok());
    }

    #[test]
    fn a_file_is_written_whole_and_others_stay() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("other"), "mine").unwrap();

        write(&folder.path().join("telnet/options.yaml"), "path: telnet/options\n").unwrap();

        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!((read("telnet/options.yaml"), read("other")), ("path: telnet/options\n".into(), "mine".into()));
        assert_eq!(fs::read_dir(folder.path().join("telnet")).unwrap().count(), 1);
    }
}
