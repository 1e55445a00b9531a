//! Documents that people keep in files, as YAML or JSON. Knows neither vendors nor what the documents are about.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::failure::Failure;
use crate::store::write_durably;

/// What ends the names of documents in a folder.
const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

/// The text of a file.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::usage(format!("cannot read `{}`: {error}", path.display())))
}

/// The value that a file holds.
pub(crate) fn read(path: &Path) -> Result<Value, Failure> {
    parse(&text(path)?).map_err(|why| Failure::usage(format!("`{}` is neither YAML nor JSON: {why}", path.display())))
}

/// JSON keeps its digits; whatever else there is, is YAML.
pub(crate) fn parse(text: &str) -> Result<Value, String> {
    let is_json = text.trim_start().starts_with(['{', '[']);
    let json = is_json.then(|| serde_json::from_str(text).ok()).flatten();
    json.map_or_else(|| yaml(text), Ok)
}

fn yaml(text: &str) -> Result<Value, String> {
    // `on`, `no` and `y` are words since YAML 1.2.
    let options = serde_saphyr::options! { strict_booleans: true, with_snippet: false };
    serde_saphyr::from_str_with_options(text, options)
        .map_err(|error| error.to_string().lines().next().unwrap_or_default().to_owned())
}

/// The documents in a file, or in the files of a folder, in the order of their names; a list is as many as it has items.
pub(crate) fn all(path: &Path) -> Result<Vec<(PathBuf, Value)>, Failure> {
    let files = if path.is_dir() { files(path)? } else { vec![path.to_owned()] };
    let mut found = Vec::new();
    for file in files {
        match read(&file)? {
            Value::Array(items) => found.extend(items.into_iter().map(|item| (file.clone(), item))),
            document => found.push((file, document)),
        }
    }
    match found.is_empty() {
        true => Err(Failure::usage(format!("`{}` holds no document", path.display()))),
        false => Ok(found),
    }
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let refused = |error| Failure::usage(format!("cannot read `{}`: {error}", folder.display()));
    let entries = fs::read_dir(folder).map_err(refused)?.collect::<Result<Vec<_>, _>>().map_err(refused)?;
    let is_document = |path: &PathBuf| path.extension().is_some_and(|own| ENDINGS.iter().any(|ending| own == *ending));
    let mut files: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).filter(is_document).collect();
    files.sort();
    Ok(files)
}

/// Put a document where it belongs, whole, for the user alone; the folder is made where there is none.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let refused = |error: std::io::Error| Failure::usage(format!("cannot write `{}`: {error}", path.display()));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(refused)?;
    }
    write_durably(path, text.as_bytes(), None).map_err(refused)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn yaml_and_json_are_read_alike_and_json_keeps_its_digits() {
        let texts = ["a: 1\nb: [x, no]\n", r#"{"a":1,"b":["x","no"]}"#, "{a: 1, b: [x, 'no']}"];

        let found = texts.map(|text| parse(text).unwrap());

        assert_eq!(found, std::array::from_fn(|_| json!({"a": 1, "b": ["x", "no"]})));
        assert_eq!(parse("[1.50]").unwrap().to_string(), "[1.50]");
        assert!(parse("a: [").is_err());
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
        assert!(all(&folder.path().join("out")).is_err() && all(folder.path()).is_err());
    }
}
