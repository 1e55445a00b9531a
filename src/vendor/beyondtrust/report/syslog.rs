//! The syslog of the site: a ZIP archive of text and older, packed text. Long entries come in segments, which are joined before
//! they are parted into members, because they break anywhere.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use serde_json::{Map, Value, json};

use super::super::packed::{Archive, LARGEST, broken, is_gzip, is_zip, line_of_bytes, open_zip, put, unzipped};
use crate::catalog::{Pack, Receive, Unpacked};
use crate::failure::Failure;
use crate::given::Given;
use crate::record::Record;

pub(super) const PACK: Pack = Pack { noun: "ZIP archive", begins: is_zip, unpack };

/// Members of a record that are ours, whatever the site calls its own.
const OURS: &[&str] = &["time", "host", "site_id", "pid", "is_whole", "text"];
/// So many lines are looked at to know from when a file is.
const LOOKED_AT: usize = 100;

fn unpack(path: &Path, _: &Given, receive: Receive<'_>) -> Result<(), Failure> {
    let mut archive = open_zip(path)?;
    let mut log = Log::default();
    for index in in_order(&mut archive)? {
        let member = archive.by_index(index).map_err(|error| broken(&error))?;
        let mut reader = unzipped(BufReader::new(member)).map_err(|error| broken(&error))?;
        while let Some(text) = next_line(&mut *reader)? {
            for record in log.take(&text) {
                if !receive(Unpacked::Record(record)) {
                    return Ok(());
                }
            }
        }
    }
    for record in log.rest() {
        if !receive(Unpacked::Record(record)) {
            return Ok(());
        }
    }
    if let Some(warning) = log.warning() {
        receive(Unpacked::Warning(warning));
    }
    Ok(())
}

/// The oldest file first, by what stands in it: what the files are called is the site's affair. Of one that does not say, only
/// that older files are packed once more is known.
fn in_order(archive: &mut Archive) -> Result<Vec<usize>, Failure> {
    let mut found = Vec::new();
    for index in 0..archive.len() {
        let member = archive.by_index(index).map_err(|error| broken(&error))?;
        if member.is_dir() {
            continue;
        }
        let mut reader = BufReader::new(member);
        let mut first = None;
        let is_packed = is_gzip(reader.fill_buf().map_err(|error| broken(&error))?);
        let mut reader = unzipped(reader).map_err(|error| broken(&error))?;
        for _ in 0..LOOKED_AT {
            let Some(text) = next_line(&mut *reader)? else { break };
            first = when_of(&text);
            if first.is_some() {
                break;
            }
        }
        found.push((first.unwrap_or(if is_packed { i64::MIN } else { i64::MAX }), index));
    }
    found.sort();
    Ok(found.into_iter().map(|(_, index)| index).collect())
}

/// The next line with each of its bytes as a letter: a segment may end in the middle of one of the site's letters, which is
/// whole only when the segments are joined.
fn next_line(reader: &mut dyn std::io::BufRead) -> Result<Option<String>, Failure> {
    let bytes = line_of_bytes(reader).map_err(|error| broken(&error))?;
    Ok(bytes.map(|bytes| bytes.into_iter().map(char::from).collect()))
}

/// What such a text says.
fn readable(text: &str) -> String {
    let bytes: Vec<u8> = text.chars().filter_map(|letter| u8::try_from(letter).ok()).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn when_of(line: &str) -> Option<i64> {
    fields(Segment::of(line)?.text).into_iter().find(|(name, _)| name == "when")?.1.parse().ok()
}

/// `Dec 10 07:04:11 host BG[12482]: 1427:01:02:event=login;...`
#[derive(Clone, Copy)]
struct Segment<'a> {
    time: &'a str,
    host: &'a str,
    pid: &'a str,
    site_id: &'a str,
    number: u32,
    count: u32,
    text: &'a str,
}

impl<'a> Segment<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let (head, rest) = line.split_once(" BG[")?;
        let (time, host) = head.rsplit_once(' ')?;
        let (pid, rest) = rest.split_once("]: ")?;
        let mut parts = rest.splitn(4, ':');
        let mut next = || parts.next();
        let (site_id, number, count, text) = (next()?, next()?.parse().ok()?, next()?.parse().ok()?, next()?);
        (1..=count).contains(&number).then_some(Self { time, host, pid, site_id, number, count, text })
    }
}

/// An entry of which the first segments have come.
struct Begun {
    time: String,
    site_id: String,
    came: u32,
    count: u32,
    text: String,
}

/// What is read, and what is not whole.
#[derive(Default)]
struct Log {
    /// By host and process: each writes one entry after the other.
    begun: BTreeMap<(String, String), Begun>,
    size: u64,
    in_part: usize,
    strange: usize,
}

impl Log {
    /// The entries that end with this line.
    fn take(&mut self, line: &str) -> Vec<Record> {
        let Some(segment) = Segment::of(line) else {
            self.strange += usize::from(!line.is_empty());
            let record = json!({ "when": null, "time": null, "host": null, "site": null, "text": readable(line) });
            return if line.is_empty() { Vec::new() } else { vec![record.into()] };
        };
        let key = (readable(segment.host), segment.pid.to_owned());
        let before = self.begun.remove(&key);
        self.size -= before.as_ref().map_or(0, |begun| begun.text.len() as u64);
        let follows = |begun: &Begun| begun.count == segment.count && begun.came + 1 == segment.number;
        let (mut ended, begun) = match before {
            Some(begun) if follows(&begun) => (Vec::new(), begun.and(segment)),
            other => (other.map(|begun| self.part(&key, &begun)).into_iter().collect(), Begun::new(segment)),
        };
        if begun.came == begun.count {
            ended.push(entry(&key, &begun));
        } else if begun.came == segment.number && self.size + (begun.text.len() as u64) < LARGEST {
            self.size += begun.text.len() as u64;
            self.begun.insert(key, begun);
        } else {
            ended.push(self.part(&key, &begun));
        }
        ended
    }

    fn rest(&mut self) -> Vec<Record> {
        let begun = std::mem::take(&mut self.begun);
        begun.iter().map(|(key, begun)| self.part(key, begun)).collect()
    }

    /// What there is of an entry, as it came: it may break in the middle of a name.
    fn part(&mut self, (host, pid): &(String, String), begun: &Begun) -> Record {
        self.in_part += 1;
        let Begun { time, site_id, text, .. } = begun;
        Record::from(json!({
            "when": null, "time": time, "host": host, "site": null, "site_id": site_id, "pid": pid, "is_whole": false,
            "text": readable(text),
        }))
    }

    fn warning(&self) -> Option<String> {
        let parts = (self.in_part > 0).then(|| format!("entries of which parts are missing: {}", self.in_part));
        let strange = (self.strange > 0).then(|| format!("lines of another form: {}", self.strange));
        let all: Vec<String> = parts.into_iter().chain(strange).collect();
        (!all.is_empty()).then(|| format!("{}; `text` holds them, which `-o wide` shows", all.join(", ")))
    }
}

impl Begun {
    /// A segment that is not the first has nothing before it, so it never becomes whole.
    fn new(segment: Segment<'_>) -> Self {
        let came = if segment.number == 1 { 1 } else { 0 };
        let Segment { time, site_id, count, text, .. } = segment;
        Self { time: time.to_owned(), site_id: site_id.to_owned(), came, count, text: text.to_owned() }
    }

    fn and(mut self, segment: Segment<'_>) -> Self {
        self.came += 1;
        self.text.push_str(segment.text);
        self
    }
}

/// A whole entry: what the line says, then its members, in their order.
fn entry((host, pid): &(String, String), begun: &Begun) -> Record {
    let fields = fields(&readable(&begun.text));
    let first = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let when = first("when").and_then(|when| when.parse::<i64>().ok());
    let known = json!({
        "when": when, "time": begun.time, "host": host, "site": first("site"), "site_id": begun.site_id, "pid": pid,
    });
    let Value::Object(mut record) = known else { return known.into() };
    let (mut saw_when, mut saw_site) = (when.is_none(), false);
    for (name, value) in &fields {
        let is_shown = match name.as_str() {
            "when" => !std::mem::replace(&mut saw_when, true),
            "site" => !std::mem::replace(&mut saw_site, true),
            _ => false,
        };
        if !is_shown {
            add(&mut record, name, value);
        }
    }
    record.into_iter().collect::<Value>().into()
}

/// A time that is none is not lost.
fn add(record: &mut Map<String, Value>, name: &str, value: &str) {
    match (name, &record["when"]) {
        ("when", Value::Null) => drop(record.insert("when".to_owned(), Value::from(value))),
        _ => put(record, OURS, name, Value::from(value)),
    }
}

/// Names and values; a semicolon that belongs to a value has a backslash before it.
fn fields(text: &str) -> Vec<(String, String)> {
    let mut pieces = vec![String::new()];
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let last = pieces.last_mut().expect("there is a first one");
        match letter {
            '\\' if letters.next_if_eq(&';').is_some() => last.push(';'),
            ';' => pieces.push(String::new()),
            letter => last.push(letter),
        }
    }
    let named = pieces.into_iter().filter(|piece| !piece.is_empty());
    named
        .map(|piece| {
            piece.split_once('=').map_or((piece.clone(), String::new()), |(name, value)| (name.into(), value.into()))
        })
        .collect()
}

#[cfg(test)]
mod tests;
