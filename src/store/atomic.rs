//! Writing a file so that others see the old content or the new, never a part. Knows nothing of what it writes.

use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// Where a file is made that is to be put at `target`: beside it, so that one step puts it there.
pub(crate) fn folder_for(target: &Path) -> PathBuf {
    match target.parent() {
        _ if is_stream(target) => tempfile::env::temp_dir(),
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Put a whole file at `target` in one step. A device or a pipe, such as `/dev/null`, gets what the file holds, and stays.
pub(crate) fn put(file: &Path, target: &Path) -> io::Result<()> {
    match is_stream(target) {
        true => io::copy(&mut File::open(file)?, &mut OpenOptions::new().write(true).open(target)?).map(drop),
        false => std::fs::rename(file, target),
    }
}

fn is_stream(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// Put `bytes` at `path` in one step, for the user alone; the folder must exist.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    in_place(beside(path, bytes)?, path)
}

/// The same for a file that people wrote: on the disk before it is in place, and as readable as they made it.
pub(crate) fn write_durably(path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
    if is_stream(path) {
        return OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
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
    let mut file = Builder::new().prefix(".new-").tempfile_in(folder).map_err(plain)?;
    file.as_file_mut().write_all(bytes)?;
    Ok(file)
}

/// Why a temporary file cannot be made, without its name, which nobody knows.
pub(crate) fn plain(error: io::Error) -> io::Error {
    match error.to_string().split_once(" at path ") {
        Some((why, _)) => io::Error::new(error.kind(), why),
        None => error,
    }
}

fn in_place(file: NamedTempFile, path: &Path) -> io::Result<()> {
    file.persist(path).map(drop).map_err(|refused| refused.error)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::FileTypeExt as _;

    #[test]
    fn a_device_is_written_into_and_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("whole");
        std::fs::write(&file, "whole").unwrap();
        let device = Path::new("/dev/null");

        put(&file, device).unwrap();
        write_durably(device, b"whole", None).unwrap();

        assert!(std::fs::metadata(device).unwrap().file_type().is_char_device());
        assert_ne!(folder_for(device), Path::new("/dev"));
    }

    #[test]
    fn what_cannot_be_written_is_told_without_the_name_of_a_temporary_file() {
        let folder = tempfile::tempdir().unwrap();

        let error = write_durably(&folder.path().join("missing/file"), b"text", None).unwrap_err();

        assert_eq!(error.to_string(), io::Error::from_raw_os_error(2).to_string());
    }

    #[test]
    fn a_file_is_made_beside_its_place() {
        let folder = tempfile::tempdir().unwrap();

        assert_eq!(folder_for(&folder.path().join("new")), folder.path());
        assert_eq!(folder_for(Path::new("new")), Path::new("."));
    }
}
