//! Where the file of a job goes: to a path of the user's, or through a temporary one into a redirected standard output.

use std::fs::File;
use std::io::Write;

use tempfile::TempDir;

use super::stop::Stop;
use crate::cli::Call;
use crate::failure::Failure;
use crate::given::Given;
use crate::output::View;

/// The flag that names the path, which jobs read as one of their own.
const SAVE: &str = "save";

/// A place for one file.
pub(super) struct Target {
    /// What was given, the path included.
    pub(super) given: Given,
    passing: Option<TempDir>,
}

impl Target {
    /// A terminal is no place for a file; what is only shown before it is done needs none.
    pub(super) fn of(call: &Call, view: &View, is_dry: bool) -> Result<Self, Stop> {
        if let Some(path) = &call.save {
            return Ok(Self { given: call.given.clone().with(SAVE, path.as_str()), passing: None });
        }
        if view.width.is_some() && !is_dry {
            return Err(no_place().into());
        }
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("answer").display().to_string();
        Ok(Self { given: call.given.clone().with(SAVE, path), passing: Some(folder) })
    }

    /// Whether nothing but the file is to be on standard output.
    pub(super) fn passes_on(&self) -> bool {
        self.passing.is_some()
    }

    /// Write the file, which is whole by now, where the user wants it.
    pub(super) fn pass_on(&self, out: &mut dyn Write) -> Result<(), Stop> {
        if let Some(folder) = &self.passing {
            std::io::copy(&mut File::open(folder.path().join("answer"))?, out)?;
        }
        Ok(out.flush()?)
    }
}

/// Nobody reads a file on a terminal.
pub(super) fn no_place() -> Failure {
    Failure::usage("the answer is a file").hint("`--save PATH` says where it goes")
}
