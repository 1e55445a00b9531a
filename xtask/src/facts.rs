//! Facts about the vendors' operations, taken from their OpenAPI files for the simulators. Knows nothing of rmctl's tables.

mod corrections;
mod document;
mod operation;
mod schema;

use document::Document;
use serde_json::Value;
use std::error::Error;
use std::path::{Path, PathBuf};

/// Generate the facts and put them in place.
pub(crate) fn write(specifications: &Path) -> Result<(), Box<dyn Error>> {
    std::fs::write(place(), generate(specifications)?)?;
    Ok(())
}

/// Generate the facts and fail where the committed ones differ.
pub(crate) fn check(specifications: &Path) -> Result<(), Box<dyn Error>> {
    let committed = std::fs::read_to_string(place())?;
    if committed == generate(specifications)? {
        return Ok(());
    }
    Err(format!("{} differs from the specification: run `cargo xtask facts`", place().display()).into())
}

fn place() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../sandbox/src/rms/operations.json")
}

/// One operation a line, so that a change of the vendor is a readable difference.
fn generate(specifications: &Path) -> Result<String, Box<dyn Error>> {
    let document = Document::read(&specifications.join("rms.openapi.yaml"))?;
    let mut operations = operation::all(&document)?;
    corrections::apply(&mut operations)?;
    let lines: Vec<String> = operations.iter().map(Value::to_string).collect();
    Ok(format!("[\n{}\n]\n", lines.join(",\n")))
}
