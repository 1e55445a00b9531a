//! Where a file goes: to a path of the user's, or through a temporary one into a redirected standard output, so that it is never
//! half of it.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::stop::Stop;
use crate::failure::Failure;
use crate::store::plain;

/// What `--save` calls standard output.
pub(super) const STANDARD_OUTPUT: &str = "-";

/// A place for one file.
pub(super) struct Target {
    path: PathBuf,
    passing: Option<TempDir>,
}

impl Target {
    /// The path that was given, if one was. A terminal is no place for a file, unless it is asked for as `-`.
    pub(super) fn of(given: Option<&str>, is_terminal: bool) -> Result<Self, Stop> {
        match given {
            Some(path) if path != STANDARD_OUTPUT => Ok(Self { path: path.into(), passing: None }),
            None if is_terminal => {
                Err(Failure::usage("the answer is a file").hint("`--save PATH` says where it goes").into())
            }
            _ => Self::passing(),
        }
    }

    /// A temporary one.
    pub(super) fn passing() -> Result<Self, Stop> {
        let folder = tempfile::tempdir().map_err(plain)?;
        Ok(Self { path: folder.path().join("answer"), passing: Some(folder) })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether nothing but the file is to be on standard output.
    pub(super) fn passes_on(&self) -> bool {
        self.passing.is_some()
    }

    /// Write the file, which is whole by now, where the user wants it.
    pub(super) fn pass_on(&self, out: &mut dyn Write) -> Result<(), Stop> {
        if self.passes_on() {
            std::io::copy(&mut File::open(&self.path)?, out)?;
        }
        Ok(out.flush()?)
    }
}
