//! Facts about the vendors' operations, taken from their OpenAPI files for the simulators. Knows nothing of rmctl's tables.

mod corrections;
mod document;
mod ninjaone;
mod operation;
mod rms;
mod schema;

use corrections::Correction;
use document::Document;
use serde_json::Value;
use std::error::Error;
use std::path::{Path, PathBuf};

/// A vendor whose operations are taken from a file.
struct Vendor {
    /// The file, in the folder of specifications.
    file: &'static str,
    /// The folder of the simulator, where the facts are put.
    simulator: &'static str,
    corrections: &'static [Correction],
    /// What is wrong everywhere, by operation.
    tidy: fn(&mut Value),
}

const VENDORS: &[Vendor] = &[
    Vendor { file: "rms.openapi.yaml", simulator: "rms", corrections: rms::CORRECTIONS, tidy: rms::wrap_arrays },
    Vendor {
        file: "ninjaone-v2.openapi.yaml",
        simulator: "ninjaone",
        corrections: ninjaone::CORRECTIONS,
        tidy: ninjaone::free_values,
    },
];

/// Generate the facts and put them in place.
pub(crate) fn write(specifications: &Path) -> Result<(), Box<dyn Error>> {
    for vendor in VENDORS {
        std::fs::write(vendor.place(), vendor.generate(specifications)?)?;
    }
    Ok(())
}

/// Generate the facts and fail where the committed ones differ.
pub(crate) fn check(specifications: &Path) -> Result<(), Box<dyn Error>> {
    for vendor in VENDORS {
        let place = vendor.place();
        if std::fs::read_to_string(&place)? != vendor.generate(specifications)? {
            return Err(format!("{} differs from the specification: run `cargo xtask facts`", place.display()).into());
        }
    }
    Ok(())
}

impl Vendor {
    fn place(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../sandbox/src/{}/operations.json", self.simulator))
    }

    /// One operation a line, so that a change of the vendor is a readable difference.
    fn generate(&self, specifications: &Path) -> Result<String, Box<dyn Error>> {
        let document = Document::read(&specifications.join(self.file))?;
        let mut operations = operation::all(&document)?;
        corrections::apply(self.corrections, &mut operations)?;
        operations.iter_mut().for_each(self.tidy);
        let lines: Vec<String> = operations.iter().map(Value::to_string).collect();
        Ok(format!("[\n{}\n]\n", lines.join(",\n")))
    }
}
