//! Bodies on their way to a file: beside the target, private, and renamed when they are whole.

use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::store::{folder_for, plain, put};

/// A file that exists under its name only once it is whole.
pub(super) struct Download {
    file: NamedTempFile,
    written: u64,
}

impl Download {
    /// Begin beside `target`, readable by nobody else.
    pub(super) fn begin(target: &Path) -> io::Result<Self> {
        let folder = folder_for(target);
        if !folder.is_dir() {
            let why = format!("there is no folder `{}`", folder.display());
            return Err(io::Error::new(io::ErrorKind::NotFound, why));
        }
        Ok(Self { file: NamedTempFile::new_in(folder).map_err(plain)?, written: 0 })
    }

    /// Add what came.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.written += bytes.len() as u64;
        self.file.as_file_mut().write_all(bytes)
    }

    /// Whether nothing came.
    pub(super) fn is_empty(&self) -> bool {
        self.written == 0
    }

    /// Everything came: on disk first, then under its name. Answers the number of bytes.
    pub(super) fn finish(self, target: &Path) -> io::Result<u64> {
        self.file.as_file().sync_all()?;
        put(self.file.path(), target)?;
        Ok(self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_download_that_does_not_finish_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.csv");
        std::fs::write(&target, "old").unwrap();

        let mut download = Download::begin(&target).unwrap();
        download.write(b"half").unwrap();
        drop(download);

        assert_eq!(std::fs::read_to_string(&target).unwrap(), "old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_finished_download_is_whole_and_private() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.csv");

        let mut download = Download::begin(&target).unwrap();
        download.write(b"who").unwrap();
        download.write(b"le").unwrap();
        let written = download.finish(&target).unwrap();

        assert_eq!((written, std::fs::read(&target).unwrap()), (5, b"whole".to_vec()));
        assert_eq!(std::fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
