//! Facts about the vendors' operations, taken from their OpenAPI files for the simulators. Knows nothing of rmctl's tables.

mod beyondtrust;
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
    /// What stands before the paths of the file.
    base: &'static str,
    /// Members that the file marks as of requests alone, or of answers alone, are so.
    is_sided: bool,
    corrections: &'static [Correction],
    /// What is wrong everywhere, by operation.
    tidy: fn(&mut Value),
}

const VENDORS: &[Vendor] = &[
    Vendor {
        file: "rms.openapi.yaml",
        simulator: "rms",
        base: "",
        is_sided: false,
        corrections: rms::CORRECTIONS,
        tidy: rms::wrap_arrays,
    },
    Vendor {
        file: "ninjaone-v2.openapi.yaml",
        simulator: "ninjaone",
        base: "",
        is_sided: false,
        corrections: ninjaone::CORRECTIONS,
        tidy: ninjaone::free_values,
    },
    Vendor {
        file: "beyondtrust-pra.openapi.yaml",
        simulator: "beyondtrust/pra",
        base: beyondtrust::BASE,
        is_sided: true,
        corrections: beyondtrust::CORRECTIONS,
        tidy: beyondtrust::partial_changes,
    },
    Vendor {
        file: "beyondtrust-rs.openapi.yaml",
        simulator: "beyondtrust/rs",
        base: beyondtrust::BASE,
        is_sided: true,
        corrections: beyondtrust::CORRECTIONS,
        tidy: beyondtrust::partial_changes,
    },
    Vendor {
        file: "beyondtrust-command-v2-pra.openapi.yaml",
        simulator: "beyondtrust/command_v2",
        base: beyondtrust::COMMAND_BASE,
        is_sided: false,
        corrections: &[],
        tidy: |_| (),
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

    fn put_below_base(&self, operation: &mut Value) {
        let path = operation["path"].as_str().unwrap_or_default();
        operation["path"] = Value::from(format!("{}{path}", self.base));
    }

    /// One operation a line, so that a change of the vendor is a readable difference.
    fn generate(&self, specifications: &Path) -> Result<String, Box<dyn Error>> {
        let document = Document::read(&specifications.join(self.file), self.is_sided)?;
        let mut operations = operation::all(&document)?;
        operations.iter_mut().for_each(|operation| self.put_below_base(operation));
        corrections::apply(self.corrections, &mut operations)?;
        operations.iter_mut().for_each(self.tidy);
        let lines: Vec<String> = operations.iter().map(Value::to_string).collect();
        Ok(format!("[\n{}\n]\n", lines.join(",\n")))
    }
}
