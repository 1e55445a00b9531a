//! `/api/configuration`: the tree, its objects, and writing them into the transaction.

use super::Sps;
use super::call::Call;
use super::config::{Config, is_secret, kept, last_word};
use super::reader::Reader;
use super::refusal::Refusal;
use super::rules::Rules;
use super::shape::PASSWORDS;
use super::show::Show;
use super::tree::{Kind, Place, Resource, href, parent};
use crate::exchange::Reply;
use crate::wrong::Problem;
use serde_json::{Map, Value, json};
use std::sync::Arc;

impl Sps {
    pub(super) fn configuration(&mut self, call: &Call<'_>) -> Result<Reply, Refusal> {
        call.knows_only(&[])?;
        self.resource(call, &call.words[1..].join("/"))
    }

    /// A place of the tree, wherever its endpoint is.
    pub(super) fn resource(&mut self, call: &Call<'_>, path: &str) -> Result<Reply, Refusal> {
        let tree = Arc::clone(&self.tree);
        let place = tree.place(path).ok_or_else(|| Refusal::not_found(&call.path))?;
        call.allows(methods(&place))?;
        let is_there = match &place {
            Place::Item(_) => self.view(call).get(path).is_some(),
            _ => true,
        };
        if !is_there {
            return Err(Refusal::not_found(&call.path));
        }
        match (place, call.method()) {
            (Place::Order(resource), "GET") => Ok(self.order(call, resource)),
            (Place::Order(resource), _) => self.reorder(call, resource),
            (Place::Node(resource), "GET") if resource.kind == Kind::Area || resource.has_items() => {
                Ok(self.list(call, resource))
            }
            (Place::Node(resource), "GET") => Ok(self.object(call, resource, path)),
            (Place::Item(resource), "GET") => Ok(self.object(call, resource, path)),
            (Place::Node(resource), "POST") => self.create(call, resource),
            (Place::Node(resource) | Place::Item(resource), "PUT") => self.replace(call, resource, path),
            (_, _) => self.delete(call, path),
        }
    }

    /// What this login sees: its own transaction, or what is committed.
    fn view(&self, call: &Call<'_>) -> &Config {
        let login = self.logins.get(&call.session);
        login.and_then(|login| login.draft.as_ref()).map_or(&self.live, |draft| &draft.config)
    }

    fn list(&self, call: &Call<'_>, resource: &Resource) -> Reply {
        let config = self.view(call);
        let items: Vec<Value> = match resource.kind {
            Kind::Area => self.tree.children(&resource.path).map(|child| item(&child.path)).collect(),
            _ => {
                let paths = config.keys(&resource.path).iter().map(|key| format!("{}/{key}", resource.path));
                paths.filter(|path| !self.tree.is_hidden(path)).map(|path| self.item(config, resource, &path)).collect()
            }
        };
        let mut meta = self.meta(config, &resource.path);
        if resource.kind == Kind::Ordered {
            meta.insert("order".into(), format!("{}/@order", href(&resource.path)).into());
        }
        Reply::json(200, json!({ "items": items, "meta": meta }).to_string())
    }

    fn item(&self, config: &Config, resource: &Resource, path: &str) -> Value {
        let mut shown = item(path);
        if let Some(body) = config.get(path).filter(|_| !self.options.keys_only) {
            shown["body"] = Show::new(&self.tree, config, path).body(&resource.shape, body);
        }
        shown
    }

    fn object(&self, call: &Call<'_>, resource: &Resource, path: &str) -> Reply {
        let config = self.view(call);
        let mut shown = Map::new();
        if let Some(body) = config.get(path).filter(|_| !is_secret(parent(path))) {
            shown.insert("body".into(), Show::new(&self.tree, config, path).body(&resource.shape, body));
        }
        shown.insert("key".into(), last_word(path).into());
        shown.insert("meta".into(), self.meta(config, path).into());
        Reply::json(200, Value::Object(shown).to_string())
    }

    /// The shape of an order's body has not been seen; a plain list of the keys is the likeliest.
    fn order(&self, call: &Call<'_>, resource: &Resource) -> Reply {
        let config = self.view(call);
        let collection = href(&resource.path);
        let meta = json!({
            "href": format!("{collection}/@order"), "parent": collection, "transaction": "/api/transaction",
            "remaining_seconds": self.logins.seconds(),
        });
        Reply::json(200, json!({ "body": config.keys(&resource.path), "key": "@order", "meta": meta }).to_string())
    }

    fn reorder(&mut self, call: &Call<'_>, resource: &Resource) -> Result<Reply, Refusal> {
        let sent = call.json()?;
        let draft = self.draft(call)?;
        let wrong = |message: &str| Problem::new(format!("{}/@order", href(&resource.path)), message);
        let keys: Option<Vec<String>> = serde_json::from_value(sent).ok();
        let keys = keys.ok_or_else(|| Refusal::syntactic(wrong("A list of keys is expected")))?;
        let sorted = |keys: &[String]| {
            let mut keys = keys.to_vec();
            keys.sort();
            keys
        };
        if sorted(&keys) != sorted(draft.config.keys(&resource.path)) {
            return Err(Refusal::semantic(vec![wrong("Each key must be named once")]));
        }
        draft.config.order(&resource.path, keys);
        Ok(self.order(call, resource))
    }

    fn create(&mut self, call: &Call<'_>, resource: &Resource) -> Result<Reply, Refusal> {
        self.draft(call)?;
        let key = if resource.kind == Kind::Vault { self.keys.uuid() } else { self.keys.hex(22) };
        let path = format!("{}/{key}", resource.path);
        self.write(call, resource, &path)?;
        let meta = json!({
            "href": href(&path), "parent": href(&resource.path), "transaction": "/api/transaction",
            "remaining_seconds": self.logins.seconds(),
        });
        Ok(Reply::json(201, json!({ "key": key, "meta": meta }).to_string()))
    }

    /// The guides name 201 even here. Any 2xx has to do for a client, so singletons answer 200.
    fn replace(&mut self, call: &Call<'_>, resource: &Resource, path: &str) -> Result<Reply, Refusal> {
        self.draft(call)?;
        self.write(call, resource, path)?;
        let status = if resource.has_items() { 201 } else { 200 };
        let meta = self.meta(self.view(call), path);
        Ok(Reply::json(status, json!({ "key": last_word(path), "meta": meta }).to_string()))
    }

    fn write(&mut self, call: &Call<'_>, resource: &Resource, path: &str) -> Result<(), Refusal> {
        let sent = call.json()?;
        if resource.path == PASSWORDS && !is_password(&sent) {
            return Err(Refusal::syntactic(Problem::new("plain", "A password is `plain` or `hash`")));
        }
        let mut reader = Reader::new(&mut self.keys);
        let body = reader.body(&resource.shape, &sent).map_err(Refusal::syntactic)?;
        let minted = reader.minted;
        let mut after = self.draft(call)?.config.clone();
        after.put(path, kept(&resource.path, body));
        minted.iter().for_each(|key| after.put(&format!("{PASSWORDS}/{key}"), Value::Null));
        self.settle(call, path, after)
    }

    /// Take a change into the transaction, unless the box is set to refuse at once what is wrong with it.
    fn settle(&mut self, call: &Call<'_>, path: &str, after: Config) -> Result<(), Refusal> {
        let (refuses_now, tree) = (self.options.refuses_at_write, Arc::clone(&self.tree));
        let draft = self.draft(call)?;
        let rules = Rules { tree: &tree, config: &after, before: &draft.base };
        let problems = if refuses_now { rules.problems(&[path.to_owned()]) } else { Vec::new() };
        if !problems.is_empty() {
            return Err(Refusal::semantic(problems));
        }
        draft.config = after;
        Ok(())
    }

    /// Built-in objects stay; what others refer to is refused at the commit, unless the box is set to refuse it here.
    fn delete(&mut self, call: &Call<'_>, path: &str) -> Result<Reply, Refusal> {
        if last_word(path).starts_with('-') {
            return Err(Refusal::semantic(vec![Problem::new(href(path), "Built-in objects cannot be deleted")]));
        }
        let meta = self.meta(self.view(call), path);
        let mut after = self.draft(call)?.config.clone();
        after.remove(path);
        self.settle(call, path, after)?;
        Ok(Reply::json(200, json!({ "meta": meta }).to_string()))
    }

    /// Links to what stands beside it.
    fn meta(&self, config: &Config, path: &str) -> Map<String, Value> {
        let above = parent(path);
        let siblings: Vec<String> = match self.tree.get(above) {
            _ if path.is_empty() => vec![String::new()],
            // What cannot be listed does not name its neighbours either.
            Some(resource) if resource.kind == Kind::Vault => Vec::new(),
            Some(resource) if resource.has_items() => {
                let paths = config.keys(above).iter().map(|key| format!("{above}/{key}"));
                paths.filter(|path| !self.tree.is_hidden(path)).collect()
            }
            _ => self.tree.children(above).map(|child| child.path.clone()).collect(),
        };
        let here = siblings.iter().position(|sibling| sibling == path);
        let link = |at: Option<&String>| at.map_or(Value::Null, |path| href(path).into());
        let beside = |step: isize| here.and_then(|here| siblings.get(here.checked_add_signed(step)?));
        let above = if path.is_empty() { Value::Null } else { href(above).into() };
        let links = [
            ("first", link(siblings.first())),
            ("href", href(path).into()),
            ("last", link(siblings.last())),
            ("next", link(beside(1))),
            ("parent", above),
            ("previous", link(beside(-1))),
            ("remaining_seconds", self.logins.seconds().into()),
            ("transaction", "/api/transaction".into()),
        ];
        links.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

fn item(path: &str) -> Value {
    json!({ "key": last_word(path), "meta": { "href": href(path) } })
}

fn is_password(sent: &Value) -> bool {
    sent["plain"].is_string() || sent["hash"].is_string()
}

/// What may be done with each kind of place.
pub(super) fn methods(place: &Place<'_>) -> &'static [&'static str] {
    match place {
        Place::Order(_) => &["GET", "PUT"],
        Place::Node(resource) => match resource.kind {
            Kind::Collection | Kind::Ordered => &["GET", "POST"],
            Kind::Singleton => &["GET", "PUT"],
            Kind::Vault => &["POST"],
            Kind::Area | Kind::Listing | Kind::Fixed | Kind::Fragment => &["GET"],
        },
        Place::Item(resource) => match resource.kind {
            Kind::Collection | Kind::Ordered => &["GET", "PUT", "DELETE"],
            _ => &["GET"],
        },
    }
}
