//! A checksum around a content, so that a damaged file is known from a whole one.

use sha2::{Digest, Sha256};

const MARK: &[u8] = b"rmctl-1\n";
const SUM: usize = 32;

/// The content with what proves it whole.
pub(super) fn seal(content: &[u8]) -> Vec<u8> {
    [MARK, &Sha256::digest(content)[..], content].concat()
}

/// The content again, if every byte of it is there.
pub(super) fn open(sealed: &[u8]) -> Option<Vec<u8>> {
    let (sum, content) = sealed.strip_prefix(MARK)?.split_at_checked(SUM)?;
    (Sha256::digest(content)[..] == *sum).then(|| content.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_unchanged() {
        assert_eq!(open(&seal(b"content")), Some(b"content".to_vec()));
        assert_eq!(open(&seal(b"")), Some(Vec::new()));
    }

    #[test]
    fn no_part_of_a_sealed_content_opens() {
        let sealed = seal(b"content");

        let opened: Vec<usize> = (0..sealed.len()).filter(|&end| open(&sealed[..end]).is_some()).collect();

        assert_eq!(opened, Vec::<usize>::new());
    }

    #[test]
    fn a_changed_byte_is_noticed() {
        let mut sealed = seal(b"content");
        *sealed.last_mut().unwrap() ^= 1;

        assert_eq!(open(&sealed), None);
    }
}
