//! Files of the site, ZIP and gzip, read as streams: what is in memory is one line, one row or one record, and not a large one.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use flate2::read::MultiGzDecoder;
use serde_json::{Map, Value};
use zip::ZipArchive;

use crate::failure::{Code, Failure};

/// The site says in these why there is no file.
pub(super) const NO_FILE: &[&str] = &["text/html", "text/xml", "application/xml"];
/// One record is never larger; what claims to be was made to fill a memory.
pub(super) const LARGEST: u64 = 4 << 20;

pub(super) type Archive = ZipArchive<BufReader<File>>;

/// With a member, or without any.
pub(super) fn is_zip(first: &[u8]) -> bool {
    first.starts_with(b"PK\x03\x04") || first.starts_with(b"PK\x05\x06")
}

pub(super) fn is_gzip(first: &[u8]) -> bool {
    first.starts_with(&[0x1f, 0x8b])
}

pub(super) fn open(path: &Path) -> Result<BufReader<File>, Failure> {
    File::open(path).map(BufReader::new).map_err(|error| broken(&error))
}

pub(super) fn open_zip(path: &Path) -> Result<Archive, Failure> {
    ZipArchive::new(open(path)?).map_err(|error| broken(&error))
}

/// What is wrong with a file that came.
pub(super) fn broken(cause: &dyn std::fmt::Display) -> Failure {
    Failure::new(Code::VendorError, format!("the file that came cannot be read: {cause}"))
}

/// What is packed once more comes out of it, too.
pub(super) fn unzipped<'a>(mut reader: impl BufRead + 'a) -> io::Result<Box<dyn BufRead + 'a>> {
    Ok(match is_gzip(reader.fill_buf()?) {
        true => Box::new(BufReader::new(MultiGzDecoder::new(reader))),
        false => Box::new(reader),
    })
}

/// The next line, without its end; nothing at the end of the file.
pub(super) fn line(reader: &mut dyn BufRead) -> io::Result<Option<String>> {
    Ok(line_of_bytes(reader)?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

/// The same where a line may end in the middle of a letter.
pub(super) fn line_of_bytes(reader: &mut dyn BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take(LARGEST).read_until(b'\n', &mut bytes)?;
    if bytes.len() as u64 == LARGEST {
        return Err(too_large());
    }
    let is_end = bytes.is_empty();
    while matches!(bytes.last(), Some(b'\r' | b'\n')) {
        bytes.pop();
    }
    Ok((!is_end).then_some(bytes))
}

fn too_large() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("a record is larger than {} MiB", LARGEST >> 20))
}

/// Reads no more than one record may have, until it is told that the next one begins.
pub(super) struct Metered<R> {
    reader: R,
    left: Allowance,
}

/// How much the record that is read may still have.
#[derive(Clone)]
pub(super) struct Allowance(Rc<Cell<u64>>);

impl Allowance {
    /// Another record begins.
    pub(super) fn renew(&self) {
        self.0.set(LARGEST);
    }
}

impl<R> Metered<R> {
    pub(super) fn new(reader: R) -> (Self, Allowance) {
        let left = Allowance(Rc::new(Cell::new(LARGEST)));
        (Self { reader, left: left.clone() }, left)
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        let left = self.left.0.get().checked_sub(count as u64).ok_or_else(too_large)?;
        self.left.0.set(left);
        Ok(count)
    }
}

/// A member of the site's own in a record that has members of ours, which keep their names. What comes twice is an array.
pub(super) fn put(record: &mut Map<String, Value>, ours: &[&str], name: &str, value: Value) {
    let name = if ours.contains(&name) { format!("data:{name}") } else { name.to_owned() };
    match record.get_mut(&name) {
        Some(Value::Array(values)) => values.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
        None => drop(record.insert(name, value)),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::catalog::Unpacked;
    use crate::given::Given;

    type Unpack = fn(&Path, &Given, crate::catalog::Receive<'_>) -> Result<(), Failure>;

    pub(in super::super) fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    pub(in super::super) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        for (name, content) in members {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    /// The records, the warnings, and how it ended.
    pub(in super::super) fn unpacked(
        unpack: Unpack,
        given: &Given,
        bytes: &[u8],
        most: usize,
    ) -> (Vec<Value>, Vec<String>, Result<(), String>) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let (mut records, mut warnings) = (Vec::new(), Vec::new());
        let ended = unpack(file.path(), given, &mut |piece| {
            match piece {
                Unpacked::Record(record) => records.push(record.parse().unwrap()),
                Unpacked::Warning(text) => warnings.push(text),
            }
            records.len() < most
        });
        (records, warnings, ended.map_err(|failure| failure.message))
    }

    #[test]
    fn a_line_that_would_fill_a_memory_is_refused() {
        let mut endless = BufReader::new(io::repeat(b'x'));
        let mut lines: &[u8] = b"a\r\n\nb";

        let read: Vec<_> = (0..4).map(|_| line(&mut lines).unwrap()).collect();

        assert_eq!(read, [Some("a".to_owned()), Some(String::new()), Some("b".to_owned()), None]);
        assert!(line(&mut endless).unwrap_err().to_string().contains("larger than 4 MiB"));
    }

    #[test]
    fn each_record_has_an_allowance_of_its_own() {
        let (mut reader, allowance) = Metered::new(io::repeat(0));
        let mut half = vec![0; LARGEST as usize / 2];

        let first = [(); 3].map(|()| reader.read_exact(&mut half).is_ok());
        allowance.renew();
        let second = reader.read_exact(&mut half).is_ok();

        assert_eq!((first, second), ([true, true, false], true));
    }
}
