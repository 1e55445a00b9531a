//! An answer that is a file: beside its place, private, until it is known to be whole and not words in the place of one.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use bytes::Bytes;

use super::dialect::instead_of_file;
use crate::dialect::garbled;
use crate::failure::Failure;
use crate::http::{Fault, Reply, Request};
use crate::store::{folder_for, put};
use crate::workflow::Work;

/// What a site says in the place of a file.
const WORDS: &[&str] = &["text/html", "text/xml", "application/xml", "application/json"];
/// So much of a file is looked at.
const HEAD: u64 = 512;
/// So much of words that are no file is read.
const LONGEST: u64 = 64 << 10;

/// The same request for a file, as it is sent.
pub(super) fn of(request: Request) -> Request {
    let mut request = Request { no_file: WORDS, ..request };
    request.set_header(reqwest::header::ACCEPT, "*/*", false);
    // What is packed on its way has no length to compare.
    request.set_header(reqwest::header::ACCEPT_ENCODING, "identity", false);
    request
}

/// The folder that a file goes to. It has to be there before anything is asked for.
pub(super) fn folder_of(target: &str) -> Result<&Path, Failure> {
    let (path, names_folder) = (Path::new(target), target.ends_with(std::path::is_separator));
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let why = match folder.is_dir() {
        _ if path.is_dir() => "it is a folder".to_owned(),
        _ if names_folder => format!("there is no folder `{target}`"),
        true => return Ok(folder),
        false => format!("there is no folder `{}`", folder.display()),
    };
    Err(Failure::usage(format!("cannot write `{target}`: {why}")))
}

/// Save the answer to `request` at `target`, and tell how many bytes it has. What stood there stays unless all is well.
pub(super) async fn save(work: &Work<'_>, request: &Request, target: &Path) -> Result<u64, Fault> {
    let cannot =
        |error: io::Error| Fault::from(Failure::usage(format!("cannot write `{}`: {error}", target.display())));
    let beside = tempfile::Builder::new().prefix(".rmctl-").tempdir_in(folder_for(target)).map_err(cannot)?;
    let path = beside.path().join("answer");
    let request = Request { save: Some(path.clone()), ..request.clone() };
    let reply = work.session.send(&request).await?;
    let saved = match reply.saved {
        Some(saved) => saved,
        None => return Err(no_file(work, &request, &reply)),
    };
    check_length(&request, &reply, saved)?;
    if let Some(body) = words(&path).map_err(cannot)? {
        return Err(instead_of_file(&request, &Reply { body, ..reply }));
    }
    put(&path, target).map_err(cannot)?;
    Ok(saved)
}

/// A refusal, words in a success, or nothing at all.
fn no_file(work: &Work<'_>, request: &Request, reply: &Reply) -> Fault {
    match work.session.read(request, reply) {
        Err(fault) if !reply.is_success() => fault,
        _ if reply.body.is_empty() => garbled(request, reply, "it is empty"),
        _ => instead_of_file(request, reply),
    }
}

fn check_length(request: &Request, reply: &Reply, saved: u64) -> Result<(), Fault> {
    let told = reply.header("content-length").and_then(|length| length.trim().parse::<u64>().ok());
    match told {
        Some(told) if told != saved => {
            Err(garbled(request, reply, &format!("it has {saved} bytes, and {told} were announced")))
        }
        _ => Ok(()),
    }
}

/// The beginning of a file that is no file, but XML, HTML or JSON under another name.
fn words(path: &Path) -> io::Result<Option<Bytes>> {
    let mut head = Vec::new();
    File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    if !is_words(&head) {
        return Ok(None);
    }
    let mut text = Vec::new();
    File::open(path)?.take(LONGEST).read_to_end(&mut text)?;
    Ok(Some(text.into()))
}

fn is_words(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    matches!(text.first(), Some(b'<' | b'{' | b'[')) && !head.contains(&0)
}

#[cfg(test)]
mod tests {
    use super::is_words;

    #[test]
    fn words_begin_as_xml_or_json_does_and_have_no_zeros() {
        let words = [&b"<error>no</error>"[..], b"\n {\"message\":\"no\"}", b"\xef\xbb\xbf<html>", b"[1]"];
        let files = [&b"PK\x03\x04"[..], b"", b"{\x00\x01", b"NSB<"];

        assert_eq!((words.map(is_words), files.map(is_words)), ([true; 4], [false; 4]));
    }
}
