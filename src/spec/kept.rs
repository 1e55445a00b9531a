//! What was imported, in a form of our own that later versions can still read.

use serde::{Deserialize, Serialize};

use super::described::{Described, File};
use crate::failure::Failure;

/// Counts up when an older rmctl could not read it any more.
const FORMAT: u64 = 1;

/// The imported operations of one vendor.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// The files they came from.
    pub sources: Vec<Source>,
}

/// What came from one file. Another file of the same title takes its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// What the file calls itself.
    pub title: String,
    /// Of which version it was.
    pub version: String,
    /// What the tables lacked.
    pub operations: Vec<Described>,
}

impl Source {
    /// Of these operations of the file. What all its names of operations begin with tells none from another.
    pub fn of(file: &File, operations: Vec<Described>) -> Self {
        let common = common_start(file);
        let shortened = operations.into_iter().map(|operation| {
            let id = operation.id.map(|id| id.split('.').skip(common).collect::<Vec<_>>().join("."));
            Described { id, ..operation }
        });
        Self { title: file.title.clone(), version: file.version.clone(), operations: shortened.collect() }
    }
}

/// How many parts of `api.command.v2.user.list` every name in the file begins with. None of them is a whole name.
fn common_start(file: &File) -> usize {
    let ids: Vec<Vec<&str>> =
        file.operations.iter().filter_map(|operation| Some(operation.id.as_deref()?.split('.').collect())).collect();
    match &ids[..] {
        [] | [_] => 0,
        [first, others @ ..] => others.iter().fold(first.len() - 1, |common, id| {
            let alike = first.iter().zip(id).take_while(|(one, other)| one == other).count();
            common.min(alike).min(id.len() - 1)
        }),
    }
}

#[derive(Serialize)]
struct Written<'k> {
    format: u64,
    #[serde(flatten)]
    kept: &'k Kept,
}

#[derive(Deserialize)]
struct Head {
    format: u64,
}

impl Kept {
    /// The name under which a vendor's are kept.
    pub fn name(vendor: &str) -> String {
        format!("imported operations of {vendor}")
    }

    /// From what was kept; nothing kept is nothing imported.
    pub fn read(vendor: &str, bytes: Option<&[u8]>) -> Result<Self, Failure> {
        let Some(bytes) = bytes else {
            return Ok(Self::default());
        };
        let refused = |why: &str| {
            Failure::usage(format!("cannot read the imported operations of `{vendor}`: {why}"))
                .hint(format!("`rmctl spec forget --vendor {vendor}`, then import the file again"))
        };
        let head: Head = serde_json::from_slice(bytes).map_err(|_| refused("they are damaged"))?;
        if head.format > FORMAT {
            let why =
                format!("they are of format {}, which a newer rmctl wrote; this one reads up to {FORMAT}", head.format);
            return Err(refused(&why));
        }
        serde_json::from_slice(bytes).map_err(|_| refused("they are damaged"))
    }

    /// As it is kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        let written = Written { format: FORMAT, kept: self };
        serde_json::to_vec(&written).expect("names and lists are always JSON")
    }

    /// With this source, in the place of one of the same title.
    #[must_use]
    pub fn with(mut self, source: Source) -> Self {
        match self.sources.iter_mut().find(|kept| kept.title == source.title) {
            Some(kept) => *kept = source,
            None => self.sources.push(source),
        }
        self.sources.retain(|source| !source.operations.is_empty());
        self
    }

    /// All operations, source by source, each with the word that names it: the same every time.
    pub fn named(&self) -> Vec<(String, &Source, &Described)> {
        let mut named: Vec<(String, &Source, &Described)> = Vec::new();
        // clap may want this word for itself.
        let mut taken = std::collections::HashSet::from(["help".to_owned()]);
        for source in &self.sources {
            for operation in &source.operations {
                let word = super::words::unique(&word(operation), |word| taken.contains(word));
                taken.insert(word.clone());
                named.push((word, source, operation));
            }
        }
        named
    }
}

/// From the file's name of it, or else from what it does where.
fn word(operation: &Described) -> String {
    use super::words::kebab;
    let word = operation.id.as_deref().map(kebab).filter(|word| !word.is_empty());
    word.unwrap_or_else(|| kebab(&format!("{} {}", operation.method.to_lowercase(), operation.path)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::read;

    fn source(title: &str, paths: &str) -> Source {
        let text = format!("openapi: 3.0.0\ninfo: {{title: {title}}}\npaths: {paths}");
        let file = read(text.as_bytes()).unwrap();
        Source::of(&file, file.operations.clone())
    }

    fn words(kept: &Kept) -> Vec<String> {
        kept.named().into_iter().map(|(word, ..)| word).collect()
    }

    #[test]
    fn what_was_kept_is_read_again() {
        let kept = Kept::default().with(source("a", "{/x: {get: {}}}"));

        assert_eq!(Kept::read("rms", Some(&kept.to_bytes())).unwrap(), kept);
        assert_eq!(Kept::read("rms", None).unwrap(), Kept::default());
    }

    /// If this changes, `FORMAT` must.
    #[test]
    fn the_form_is_the_one_that_is_promised() {
        let operation = "{'/x/{id}': {post: {operationId: o, requestBody: {content: {application/json: {schema: {properties: {a: {type: array, items: {enum: [b], type: string}}}}}}}}}}";

        let text = String::from_utf8(Kept::default().with(source("t", operation)).to_bytes()).unwrap();

        assert_eq!(
            text,
            concat!(
                r#"{"format":1,"sources":[{"title":"t","version":"","operations":[{"id":"o","method":"POST","path":"/x/{id}","#,
                r#""about":"Send POST /x/{id}","parameters":["#,
                r#"{"name":"id","place":"path","kind":"string","values":[],"required":true,"secret":false,"about":""},"#,
                r#"{"name":"a","place":"body","kind":"choices","values":["b"],"required":false,"secret":false,"about":""}],"#,
                r#""body":"object","list":false,"saves":false}]}]}"#
            )
        );
    }

    #[test]
    fn a_newer_form_is_refused_and_says_so() {
        let failure = Kept::read("rms", Some(br#"{"format":2,"wonders":[]}"#)).unwrap_err();

        assert_eq!(
            failure.message,
            "cannot read the imported operations of `rms`: they are of format 2, which a newer rmctl wrote; this one reads up to 1"
        );
        assert_eq!(failure.hint.as_deref(), Some("`rmctl spec forget --vendor rms`, then import the file again"));
    }

    #[test]
    fn every_operation_has_a_word_of_its_own() {
        let kept = Kept::default()
            .with(source("a", "{/x: {get: {operationId: help}, put: {operationId: getAll}}}"))
            .with(source("b", "{'/x/{id}': {get: {operationId: get_all}, delete: {}}}"));

        assert_eq!(words(&kept), ["help-2", "get-all", "get-all-2", "delete-x-id"]);
    }

    #[test]
    fn what_all_names_of_a_file_begin_with_is_left_out() {
        let of = |ids: [&str; 3]| {
            let [one, other, third] = ids;
            let paths = format!(
                "{{/x: {{get: {{operationId: {one}}}, put: {{operationId: {other}}}, post: {{operationId: {third}}}}}}}"
            );
            words(&Kept::default().with(source("a", &paths)))
        };

        assert_eq!(of(["api.v2.team.index", "api.v2.user.index", "api.v2.user"]), ["team-index", "user-index", "user"]);
        assert_eq!(of(["a.x", "a.x", "a.x"]), ["x", "x-2", "x-3"]);
        assert_eq!(of(["a", "a.b", "a.c"]), ["a", "a-b", "a-c"]);
        assert_eq!(words(&Kept::default().with(source("a", "{/x: {get: {operationId: a.b}}}"))), ["a-b"]);
    }

    #[test]
    fn another_file_of_the_same_title_takes_the_place_of_the_first() {
        let kept = Kept::default()
            .with(source("a", "{/x: {get: {}}}"))
            .with(source("b", "{/y: {get: {}}}"))
            .with(source("a", "{/z: {get: {}}}"));

        assert_eq!(words(&kept), ["get-z", "get-y"]);
        assert_eq!(words(&kept.with(source("b", "{}"))), ["get-z"]);
    }
}
