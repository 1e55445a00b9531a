//! A zip archive without compression, as small as the format allows.

use bytes::Bytes;
use flate2::Crc;

/// The files in one archive.
pub(crate) fn archive(files: &[(String, Bytes)]) -> Vec<u8> {
    let (mut local, mut central) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let offset = length(local.len());
        let facts = facts(name, content);
        local.extend(b"PK\x03\x04");
        local.extend(&facts);
        local.extend(name.as_bytes());
        local.extend(content);
        central.extend(b"PK\x01\x02\x14\0");
        central.extend(&facts);
        central.extend([0; 10]);
        central.extend(offset.to_le_bytes());
        central.extend(name.as_bytes());
    }
    let count = u16::try_from(files.len()).unwrap_or(u16::MAX).to_le_bytes();
    let (start, size) = (length(local.len()), length(central.len()));
    local.extend(central);
    local.extend(b"PK\x05\x06\0\0\0\0");
    local.extend([count, count].concat());
    local.extend(size.to_le_bytes());
    local.extend(start.to_le_bytes());
    local.extend([0; 2]);
    local
}

/// Version, flags, method, time and date, checksum, both sizes, the length of the name and of nothing more.
fn facts(name: &str, content: &[u8]) -> Vec<u8> {
    let mut checksum = Crc::new();
    checksum.update(content);
    let size = length(content.len()).to_le_bytes();
    let name = u16::try_from(name.len()).unwrap_or(0).to_le_bytes();
    let begin = [20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
    [&begin[..], &checksum.sum().to_le_bytes(), &size, &size, &name, &[0, 0]].concat()
}

fn length(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_names_its_files_twice_and_ends_with_their_number() {
        let bytes = archive(&[("a.bin".into(), Bytes::from_static(b"content"))]);

        let names = bytes.windows(5).filter(|window| window == b"a.bin").count();

        assert_eq!((names, bytes[bytes.len() - 12]), (2, 1));
    }
}
