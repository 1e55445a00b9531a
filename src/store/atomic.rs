//! Writing a file so that others see the old content or the new, never a part. Knows nothing of what it writes.

use std::fs::Permissions;
use std::io::{self, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

/// Put `bytes` at `path` in one step, for the user alone; the folder must exist.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    in_place(beside(path, bytes)?, path)
}

/// The same for a file that people wrote: on the disk before it is in place, and as readable as they made it.
pub(crate) fn write_durably(path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
    let file = beside(path, bytes)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    in_place(file, path)
}

/// `tempfile` makes files that only their owner can read, and removes this one if it never gets its name.
fn beside(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let folder = path.parent().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
    let mut file = Builder::new().prefix(".new-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    Ok(file)
}

fn in_place(file: NamedTempFile, path: &Path) -> io::Result<()> {
    file.persist(path).map(drop).map_err(|refused| refused.error)
}
