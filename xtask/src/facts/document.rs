//! An OpenAPI file and the references inside it.

use serde_json::Value;
use std::error::Error;
use std::path::Path;

pub(super) struct Document {
    whole: Value,
    /// What is marked as of requests alone, or of answers alone, is so. Not every file means it.
    pub(super) is_sided: bool,
}

impl Document {
    pub(super) fn read(file: &Path, is_sided: bool) -> Result<Document, Box<dyn Error>> {
        let text = std::fs::read_to_string(file).map_err(|reason| format!("{}: {reason}", file.display()))?;
        Ok(Document { whole: serde_saphyr::from_str(&text)?, is_sided })
    }

    /// Every path with its methods, in the order of the file.
    pub(super) fn paths(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.whole["paths"].as_object().into_iter().flatten()
    }

    /// The value itself, or what its `$ref` points to.
    pub(super) fn resolve<'a>(&'a self, value: &'a Value) -> Result<&'a Value, String> {
        let Some(reference) = value["$ref"].as_str() else {
            return Ok(value);
        };
        let pointer = reference.trim_start_matches('#');
        self.whole.pointer(pointer).ok_or_else(|| format!("nothing at `{reference}`"))
    }
}
