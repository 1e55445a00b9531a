//! What the box tells of itself and of its user.

use super::Sps;
use super::call::Call;
use super::options::SpsOptions;
use super::refusal::Refusal;
use super::tree::{Place, href};
use crate::exchange::Reply;
use serde_json::{Value, json};

/// The release that runs.
pub(super) fn release(options: &SpsOptions) -> &'static str {
    if options.old_tree { "6.9.5" } else { "8.0.1" }
}

impl Sps {
    /// Strangers learn the names, users the release, too.
    pub(super) fn info(&self, call: &Call<'_>) -> Result<Reply, Refusal> {
        call.allows(&["GET"])?;
        call.knows_only(&[])?;
        let naming = self.live.get("network/naming").unwrap_or(&Value::Null);
        let support = self.live.get("management/support_info").unwrap_or(&Value::Null);
        let mut meta = json!({ "href": "/api/info", "parent": "/api" });
        let mut body = json!({
            "domainname": naming["domainname"], "hostname": naming["hostname"], "nickname": naming["nickname"],
            "plugin_sdk_version": { "feature": "1.8", "full": "1.8.0" }, "support_link": support["support_link"],
        });
        if !call.session.is_empty() {
            body["analytics_enabled"] = false.into();
            body["build_date"] = "2025-03-11T20:18:40+00:00".into();
            body["config_hash"] = self.live.hash().into();
            body["firmware_version"] = release(&self.options).into();
            body["roles"] = json!(["central-management", "search-local"]);
            body["version"] = if self.options.old_tree { "6.9.5" } else { "8.0 LTS" }.into();
            meta["remaining_seconds"] = self.logins.seconds().into();
        }
        body.sort_all_objects();
        Ok(Reply::json(200, json!({ "body": body, "key": "about_info", "meta": meta }).to_string()))
    }

    /// The name of the token's member is not certain.
    pub(super) fn user_info(&self, call: &Call<'_>) -> Result<Reply, Refusal> {
        call.allows(&["GET"])?;
        call.knows_only(&[])?;
        let login = self.logins.get(&call.session).ok_or_else(|| Refusal::unauthenticated(&call.path))?;
        let mut body = json!({
            "user": { "name": login.user.name },
            "meta": { "href": call.path, "remaining_seconds": self.logins.seconds() },
        });
        if self.options.old_tree {
            body["endpoints"] = self.endpoints_of(login.user.may_write);
        } else {
            body["login_method"] = super::authentication::login_method(&login.method);
            body["token"] = login.token.as_str().into();
        }
        Ok(Reply::json(200, body.to_string()))
    }

    pub(super) fn endpoints(&self, call: &Call<'_>) -> Result<Reply, Refusal> {
        call.allows(&["GET"])?;
        call.knows_only(&[])?;
        let may_write = self.logins.get(&call.session).is_some_and(|login| login.user.may_write);
        let meta = json!({ "href": call.path, "parent": "/api" });
        Ok(Reply::json(200, json!({ "endpoints": self.endpoints_of(may_write), "meta": meta }).to_string()))
    }

    fn endpoints_of(&self, may_write: bool) -> Value {
        let places = self.tree.resources().filter_map(|resource| Some((resource, self.tree.place(&resource.path)?)));
        let told = places.map(|(resource, place): (_, Place<'_>)| {
            let methods = super::configuration::methods(&place).iter();
            let allowed: Vec<_> = methods.filter(|method| may_write || **method == "GET").collect();
            json!({ "methods": allowed, "url": href(&resource.path) })
        });
        let others = super::ROOT.iter().map(|name| json!({ "methods": ["GET"], "url": format!("/api/{name}") }));
        others.chain(told).collect()
    }

    /// The root of the interface.
    pub(super) fn root(&self, call: &Call<'_>) -> Result<Reply, Refusal> {
        call.allows(&["GET"])?;
        call.knows_only(&[])?;
        let item = |name: &&str| json!({ "key": name, "meta": { "href": format!("/api/{name}") } });
        let items: Vec<Value> = super::ROOT.iter().map(item).collect();
        let meta = json!({ "href": "/api", "parent": null, "remaining_seconds": self.logins.seconds() });
        Ok(Reply::json(200, json!({ "items": items, "meta": meta }).to_string()))
    }

    /// The welcome wizard has been through.
    pub(super) fn setup(&self, call: &Call<'_>) -> Result<Reply, Refusal> {
        call.allows(&["GET", "POST"])?;
        if call.method() == "POST" {
            return Err(Refusal::conflict("The box is already set up".into(), json!({ "status": "completed" })));
        }
        Ok(Reply::json(200, json!({ "status": "completed", "meta": { "href": "/api/setup" } }).to_string()))
    }

    pub(super) fn health(&self, call: &Call<'_>) -> Result<Reply, Refusal> {
        call.allows(&["GET"])?;
        call.knows_only(&[])?;
        let health = json!({
            "cpu": 1.0, "disk": 42.0, "memory": 37.5, "swap": 0.0, "load1": 0.3, "load5": 0.4, "load15": 0.5,
            "sessions": { "http": 1, "ica": 0, "mssql": 0, "rdp": 4, "ssh": 5, "telnet": 2, "vnc": 0 },
            "sessions_total": 12,
            "raid": { "disks": { "252:0": { "status": "OK" } }, "status": { "status": "OK", "operation_progress": 0 } },
            "firmware": { "integrity": { "boot": "OK", "core": "OK" }, "tainted_files": { "boot": 0, "core": 0 } },
            "indexer": { "indexer_status": [], "processing_tasks": [], "remaining_tasks": [] },
        });
        let meta =
            json!({ "href": "/api/health_status", "parent": "/api", "remaining_seconds": self.logins.seconds() });
        Ok(Reply::json(200, json!({ "health_status": health, "meta": meta }).to_string()))
    }
}
