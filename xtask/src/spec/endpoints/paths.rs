//! Reads the table: one line stands for many endpoints.

use std::collections::BTreeMap;

use super::Endpoint;

/// Protocols that the box proxies, for which `<proto>` stands.
const PROTOCOLS: &str = "{http,ica,mssql,rdp,ssh,telnet,vnc}";
const METHODS: [&str; 4] = ["GET", "POST", "PUT", "DELETE"];

/// Every endpoint of the table, and whether it is certain: seen at the vendor's, not remembered.
pub(super) fn read(text: &str) -> BTreeMap<Endpoint, bool> {
    let mut found = BTreeMap::new();
    for line in text.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [paths, methods, .., certainty] = columns[..] else { continue };
        let is_certain = certainty.starts_with(['V', 'S']);
        for endpoint in endpoints(paths, methods) {
            *found.entry(endpoint).or_insert(false) |= is_certain;
        }
    }
    found
}

/// Slots without their names.
pub(super) fn without_names(path: &str) -> String {
    let path = path.split('?').next().unwrap_or(path);
    path.split('/').map(|word| if word.starts_with(['{', '<']) { "{}" } else { word }).collect::<Vec<_>>().join("/")
}

fn endpoints(paths: &str, methods: &str) -> Vec<Endpoint> {
    let is_named =
        |method: &&str| methods.split(|letter: char| !letter.is_ascii_alphabetic()).any(|word| word == *method);
    let methods: Vec<&str> = METHODS.into_iter().filter(is_named).collect();
    let mut paths: Vec<String> = all(paths).iter().map(|path| without_names(path)).collect();
    let is_plain = !paths.iter().any(|path| path.contains("{}"));
    let is_configuration = paths.iter().all(|path| path.starts_with("/api/configuration/"));
    if is_plain && is_configuration && methods.len() == METHODS.len() {
        let entries: Vec<String> = paths.iter().map(|path| format!("{path}/{{}}")).collect();
        paths.extend(entries);
    }
    let collections: Vec<String> =
        paths.iter().filter_map(|path| path.strip_suffix("/{}").map(str::to_owned)).collect();
    let suits = |path: &str, method: &str| match method {
        "POST" => !path.contains("{}"),
        "PUT" | "DELETE" => path.ends_with("/{}") || !collections.iter().any(|own| path.starts_with(own.as_str())),
        _ => true,
    };
    let pairs = paths.iter().flat_map(|path| methods.iter().map(move |method| (*method, path)));
    pairs.filter(|(method, path)| suits(path, method)).map(|(method, path)| (method.to_owned(), path.clone())).collect()
}

/// Every path that the text names. What begins with a slash after a comma goes on from the first, or stands beside it.
fn all(text: &str) -> Vec<String> {
    let mut parts = text.split(" , ");
    let first = parts.next().unwrap_or_default().trim();
    let base = match first.rsplit_once("/_") {
        Some((parent, _)) => parent,
        None => first,
    };
    let others = parts.map(str::trim).map(|part| match part.starts_with("/api") {
        true => part.to_owned(),
        false => format!("{base}{part}"),
    });
    std::iter::once(first.to_owned())
        .chain(others)
        .flat_map(|path| expanded(&path.replace("<proto>", PROTOCOLS)))
        .collect()
}

/// Braces hold words of which each is meant, brackets what may be missing.
fn expanded(path: &str) -> Vec<String> {
    if let Some((head, inside, tail)) = around(path, '{', '}') {
        return inside
            .split(',')
            .filter(|word| *word != "...")
            .flat_map(ranged)
            .flat_map(|word| expanded(&format!("{head}{word}{tail}")))
            .collect();
    }
    if let Some((head, inside, tail)) = around(path, '[', ']') {
        let words = std::iter::once("").chain(inside.split('|').filter(|word| *word != "..."));
        return words.flat_map(|word| expanded(&format!("{head}{word}{tail}"))).collect();
    }
    vec![path.to_owned()]
}

/// The text before the first bracket, inside it, and after the one that closes it.
fn around(path: &str, open: char, close: char) -> Option<(&str, &str, &str)> {
    let (head, rest) = path.split_once(open)?;
    let mut depth = 1;
    for (at, letter) in rest.char_indices() {
        depth += i32::from(letter == open) - i32::from(letter == close);
        if depth == 0 {
            return Some((head, &rest[..at], &rest[at + 1..]));
        }
    }
    None
}

/// `nic1..3` is `nic1`, `nic2` and `nic3`.
fn ranged(word: &str) -> Vec<String> {
    let Some((begin, end)) = word.split_once("..") else {
        return vec![word.to_owned()];
    };
    let stem = begin.trim_end_matches(|letter: char| letter.is_ascii_digit());
    match (begin[stem.len()..].parse::<u32>(), end.parse::<u32>()) {
        (Ok(from), Ok(to)) => (from..=to).map(|number| format!("{stem}{number}")).collect(),
        _ => vec![word.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(paths: &str, methods: &str) -> Vec<String> {
        let mut found: Vec<String> =
            endpoints(paths, methods).into_iter().map(|(method, path)| format!("{method} {path}")).collect();
        found.sort();
        found
    }

    #[test]
    fn a_line_stands_for_all_that_its_brackets_mean() {
        assert_eq!(of("/api/x/{a,b/n1..2,...}", "GET"), ["GET /api/x/a", "GET /api/x/b/n1", "GET /api/x/b/n2"]);
        assert_eq!(of("/api/x[/a|/b|...]", "GET ..."), ["GET /api/x", "GET /api/x/a", "GET /api/x/b"]);
        assert_eq!(of("/api/a , /api/b", "GET"), ["GET /api/a", "GET /api/b"]);
        assert_eq!(of("/api/a , /b", "GET"), ["GET /api/a", "GET /api/a/b"]);
        assert_eq!(of("/api/a/_x , /_y", "GET"), ["GET /api/a/_x", "GET /api/a/_y"]);
        assert_eq!(of("/api/a/<id>/c/?q=", "GET"), ["GET /api/a/{}/c/"]);
    }

    #[test]
    fn a_collection_is_added_to_and_its_entries_are_changed() {
        let expected = [
            "DELETE /api/configuration/a/{}",
            "GET /api/configuration/a",
            "GET /api/configuration/a/{}",
            "POST /api/configuration/a",
            "PUT /api/configuration/a/{}",
        ];

        assert_eq!(of("/api/configuration/a[/<key>]", "GET POST PUT DELETE"), expected);
        assert_eq!(of("/api/configuration/a", "GET POST PUT DELETE"), expected);
        assert_eq!(of("/api/transaction", "GET PUT"), ["GET /api/transaction", "PUT /api/transaction"]);
    }
}
