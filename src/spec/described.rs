//! One operation as an OpenAPI file describes it: what can be compared with a row, kept, and made a row.

use serde::{Deserialize, Serialize};

use crate::catalog::{Body, Effect, Kind, Place};

/// An OpenAPI file, read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct File {
    /// What it calls itself.
    pub title: String,
    /// Of which version it is.
    pub version: String,
    /// Where its API is served: absolute URLs, or paths.
    pub servers: Vec<String>,
    /// Its operations, in its order.
    pub operations: Vec<Described>,
}

/// One operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Described {
    /// `operationId`, where it has one.
    pub id: Option<String>,
    /// In capitals.
    pub method: String,
    /// With slots in braces.
    pub path: String,
    /// One line of help.
    pub about: String,
    /// What can be given: slots in the order of the path, then the query, then the body. Names are unique.
    pub parameters: Vec<Parameter>,
    /// Layout of the body.
    pub body: Layout,
    /// The answer is a list.
    pub list: bool,
    /// The answer is a file.
    pub saves: bool,
}

/// One thing that can be given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// The vendor's spelling.
    pub name: String,
    /// Where it goes.
    pub place: Place,
    /// The type of its value.
    pub kind: Kind,
    /// The only values it may have; empty for any.
    pub values: Vec<String>,
    /// Nothing is sent without it.
    pub required: bool,
    /// Its value is a secret.
    pub secret: bool,
    /// One line of help.
    pub about: String,
}

/// How the body holds the parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// No body.
    None,
    /// Members of an object.
    Object,
    /// Members of the items under `data`.
    DataList,
    /// Members of the items of the list that is the body.
    List,
    /// Parts of a form.
    Multipart,
    /// A media type that no row can send.
    Other(String),
}

impl Layout {
    /// The layout of a row; `None` where no row can have it.
    pub(super) fn body(&self) -> Option<Body> {
        Some(match self {
            Self::None => Body::None,
            Self::Object => Body::Object,
            Self::DataList => Body::DataList,
            Self::List => Body::List,
            Self::Multipart => Body::Multipart,
            Self::Other(_) => return None,
        })
    }
}

impl Described {
    /// Whether a row can be made of it.
    pub fn is_callable(&self) -> bool {
        self.body.body().is_some()
    }

    /// What the method does: nobody else knows better.
    pub fn effect(&self) -> Effect {
        match self.method.as_str() {
            "GET" | "HEAD" => Effect::Read,
            "DELETE" => Effect::Destroy,
            _ => Effect::Write,
        }
    }

    /// Method and path with the slots' names left out: what makes two operations the same.
    pub(super) fn key(&self) -> String {
        key(&self.method, &self.path)
    }
}

/// `GET /devices/{}`: vendors rename slots and lose slashes at the end.
pub(super) fn key(method: &str, path: &str) -> String {
    let segment = |segment: &str| match segment.split_once('{') {
        Some((before, rest)) => format!("{before}{{{}", rest.split_once('}').map_or(rest, |(_, after)| after)),
        None => segment.to_owned(),
    };
    let segments: Vec<String> = path.trim_end_matches('/').split('/').map(segment).collect();
    format!("{method} {}", segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_slots_and_a_slash_at_the_end_make_no_other_operation() {
        assert_eq!(key("GET", "/a/{id}/b/"), key("GET", "/a/{device_id}/b"));
        assert_ne!(key("GET", "/a/{id}/b"), key("GET", "/a/b/{id}"));
        assert_ne!(key("GET", "/a"), key("PUT", "/a"));
    }
}
