//! YAML or JSON to a tree, within limits. Knows nothing of OpenAPI.

use serde_json::Value;

use super::fault::Fault;
use crate::documents::{DEEPEST, LARGEST, MOST_VALUES, within_limits};

/// The tree of a file's bytes.
pub(super) fn parse(bytes: &[u8]) -> Result<Value, Fault> {
    if bytes.len() as u64 > LARGEST {
        return Err(Fault::Limit(format!("it is larger than {} MB", LARGEST >> 20)));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(bytes, error.valid_up_to()))?;
    let text = text.trim_start_matches('\u{feff}');
    match text.trim_start().starts_with('{') {
        true => json(text),
        false => yaml(text),
    }
}

fn not_utf8(bytes: &[u8], end: usize) -> Fault {
    let before = &bytes[..end];
    let line = before.iter().filter(|byte| **byte == b'\n').count();
    let column = before.iter().rev().take_while(|byte| **byte != b'\n').count();
    Fault::Syntax { line: line as u64 + 1, column: column as u64 + 1, reason: "it is not text in UTF-8".to_owned() }
}

fn json(text: &str) -> Result<Value, Fault> {
    // Every value but the first follows one of these; prose has some of them too, but not a million.
    let values = text.bytes().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count();
    if values > MOST_VALUES {
        return Err(too_many());
    }
    serde_json::from_str(text).or_else(|error| match text.trim_start().starts_with("{}") || looks_like_json(text) {
        true => Err(Fault::Syntax {
            line: error.line() as u64,
            column: error.column() as u64,
            reason: reason(&error.to_string()),
        }),
        // YAML, too, may begin with a brace.
        false => yaml(text),
    })
}

fn looks_like_json(text: &str) -> bool {
    text.trim_start()[1..].trim_start().starts_with('"')
}

fn too_many() -> Fault {
    Fault::Limit(format!("it holds more than {MOST_VALUES} values"))
}

fn yaml(text: &str) -> Result<Value, Fault> {
    serde_saphyr::from_str_with_options(text, within_limits(1)).map_err(|error| match error {
        serde_saphyr::Error::Budget { .. } => {
            Fault::Limit(format!("it holds more than {MOST_VALUES} values, or some that are more than {DEEPEST} deep"))
        }
        error => Fault::Syntax {
            line: error.location().map_or(1, |place| place.line()),
            column: error.location().map_or(1, |place| place.column()),
            reason: reason(&error.to_string()),
        },
    })
}

/// The parser's words without its place.
fn reason(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let end = line.find(" at line").unwrap_or(line.len());
    line[..end].to_owned()
}
