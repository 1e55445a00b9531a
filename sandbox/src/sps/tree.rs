//! Which resources there are below `/api/configuration`, read from `tree.txt`, and what may be done with each.

use super::shape::{Shape, Shapes};
use std::collections::BTreeMap;

/// The built-in policy that connections refer to and that has no endpoint of its own.
const HIDDEN: &str = "telnet/authentication_policies/-400";

/// What a resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Lists what is below it.
    Area,
    Collection,
    /// A collection whose order counts.
    Ordered,
    /// A collection that is only read.
    Listing,
    /// A collection without an endpoint: its objects are referred to by a fragment.
    Fragment,
    /// A collection that is never listed, and whose objects never change.
    Vault,
    Singleton,
    /// A singleton that is only read.
    Fixed,
}

#[derive(Debug)]
pub(super) struct Resource {
    /// From `/api/configuration/`.
    pub(super) path: String,
    pub(super) kind: Kind,
    /// Of the body, or of each object's body.
    pub(super) shape: Shape,
}

/// What a path means.
#[derive(Debug)]
pub(super) enum Place<'a> {
    Node(&'a Resource),
    Item(&'a Resource),
    Order(&'a Resource),
}

#[derive(Debug)]
pub(super) struct Tree(BTreeMap<String, Resource>);

impl Tree {
    pub(super) fn new(is_old: bool) -> Tree {
        let shapes = Shapes::new();
        let unwanted = if is_old { "new" } else { "old" };
        let lines = include_str!("configuration/tree.txt").lines().map(|line| line.split(' ').collect::<Vec<_>>());
        let wanted = lines.filter(|words| words.get(3).is_none_or(|age| *age != unwanted));
        let resources = wanted.flat_map(|words| {
            let shape = words.get(2).copied().filter(|age| !matches!(*age, "old" | "new"));
            paths(words[1]).into_iter().map(|path| resource(&shapes, kind(words[0]), path, shape)).collect::<Vec<_>>()
        });
        let root = resource(&shapes, Kind::Area, String::new(), None);
        Tree(resources.chain([root]).map(|resource| (resource.path.clone(), resource)).collect())
    }

    pub(super) fn resources(&self) -> impl Iterator<Item = &Resource> {
        self.0.values()
    }

    pub(super) fn get(&self, path: &str) -> Option<&Resource> {
        self.0.get(path)
    }

    /// What a listing of an area shows, in its order.
    pub(super) fn children<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Resource> {
        self.0
            .values()
            .filter(move |one| !one.path.is_empty() && one.kind != Kind::Fragment && parent(&one.path) == path)
    }

    pub(super) fn place(&self, path: &str) -> Option<Place<'_>> {
        if let Some(resource) = self.0.get(path) {
            return (resource.kind != Kind::Fragment).then_some(Place::Node(resource));
        }
        let (collection, key) = path.rsplit_once('/')?;
        let resource = self.0.get(collection)?;
        match resource.kind {
            Kind::Ordered if key == "@order" => Some(Place::Order(resource)),
            _ if resource.has_items() && !self.is_hidden(path) => Some(Place::Item(resource)),
            _ => None,
        }
    }

    /// The shape of the object at this path.
    pub(super) fn shape(&self, path: &str) -> Option<&Shape> {
        let resource = self.0.get(path).or_else(|| self.0.get(parent(path)))?;
        Some(&resource.shape)
    }

    /// An object that is there but has no endpoint.
    pub(super) fn is_hidden(&self, path: &str) -> bool {
        path == HIDDEN || self.0.get(parent(path)).is_some_and(|one| one.kind == Kind::Fragment)
    }
}

impl Resource {
    pub(super) fn has_items(&self) -> bool {
        matches!(self.kind, Kind::Collection | Kind::Ordered | Kind::Listing | Kind::Fragment | Kind::Vault)
    }
}

fn resource(shapes: &Shapes, kind: Kind, path: String, shape: Option<&str>) -> Resource {
    let protocol = path.split('/').next().unwrap_or_default();
    let shape = shape.map_or_else(Shape::none, |name| shapes.shape(name, protocol));
    Resource { path, kind, shape }
}

/// `{a,b}/c` is `a/c` and `b/c`.
fn paths(written: &str) -> Vec<String> {
    match written.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        Some((protocols, rest)) => protocols.split(',').map(|protocol| format!("{protocol}{rest}")).collect(),
        None => vec![written.to_owned()],
    }
}

fn kind(word: &str) -> Kind {
    match word {
        "area" => Kind::Area,
        "collection" => Kind::Collection,
        "ordered" => Kind::Ordered,
        "listing" => Kind::Listing,
        "fragment" => Kind::Fragment,
        "vault" => Kind::Vault,
        "singleton" => Kind::Singleton,
        "fixed" => Kind::Fixed,
        _ => unreachable!("the file of the tree has no other kind than these: {word}"),
    }
}

/// The path above; that of the root is the root.
pub(super) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// What is configured outside `/api/configuration` has a path that begins with `@`.
pub(super) fn href(path: &str) -> String {
    match path.strip_prefix('@') {
        Some(path) => format!("/api/{path}"),
        None => format!("/api/configuration/{path}").trim_end_matches('/').to_owned(),
    }
}
