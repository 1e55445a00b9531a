//! `/api/cluster` and `/api/starling`: what joins this box to others.

use super::Sps;
use super::call::Call;
use super::refusal::Refusal;
use crate::exchange::Reply;
use crate::wrong::Problem;
use serde_json::{Value, json};

/// This box among the others.
const SELF: &str = "b35c54da-b556-4f91-ade5-d26283d68277";

const PARTS: [&str; 6] = ["configuration_sync_plugin", "join_request", "nodes", "promote", "spp", "status"];

impl Sps {
    pub(super) fn cluster(&mut self, call: &Call<'_>) -> Result<Reply, Refusal> {
        call.knows_only(&[])?;
        let words: Vec<&str> = call.words[1..].iter().map(String::as_str).collect();
        match words.as_slice() {
            [] => {
                call.allows(&["GET"])?;
                let item = |name: &&str| json!({ "key": name, "meta": { "href": format!("/api/cluster/{name}") } });
                let items: Vec<Value> = PARTS.iter().map(item).collect();
                Ok(Reply::json(200, json!({ "items": items, "meta": { "href": call.path } }).to_string()))
            }
            ["nodes", ..] => self.resource(call, &format!("@{}", call.words.join("/"))),
            ["status", rest @ ..] => self.cluster_status(call, rest),
            ["promote" | "configuration_sync_plugin"] => self.order_of_cluster(call),
            ["join_request"] => self.join_request(call),
            ["spp"] => join_spp(call),
            _ => Err(Refusal::not_found(&call.path)),
        }
    }

    fn cluster_status(&self, call: &Call<'_>, rest: &[&str]) -> Result<Reply, Refusal> {
        call.allows(&["GET"])?;
        let status = |key: &String| {
            json!({
                "key": key, "fqdn": "sps.example.com", "health_status": null, "sync_status": "n/a",
                "meta": {
                    "configuration": format!("/api/cluster/nodes/{key}"), "href": format!("/api/cluster/status/{key}"),
                },
            })
        };
        let nodes = self.live.keys("@cluster/nodes");
        match rest {
            [] => {
                let items: Vec<Value> = nodes.iter().map(status).collect();
                let meta = json!({
                    "href": call.path, "parent": "/api/cluster", "self": format!("/api/cluster/status/{SELF}"),
                });
                Ok(Reply::json(200, json!({ "items": items, "meta": meta }).to_string()))
            }
            [key] => {
                let node = nodes.iter().find(|node| node == key).ok_or_else(|| Refusal::not_found(&call.path))?;
                Ok(Reply::json(200, status(node).to_string()))
            }
            _ => Err(Refusal::not_found(&call.path)),
        }
    }

    /// Takes effect with the transaction, as everything else that is configured.
    fn order_of_cluster(&mut self, call: &Call<'_>) -> Result<Reply, Refusal> {
        call.allows(&["POST"])?;
        let sent = if call.request.body.is_empty() { Value::Null } else { call.json()? };
        self.draft(call)?.config.put(&format!("@{}", call.words.join("/")), sent);
        let meta = json!({ "href": call.path, "parent": "/api/cluster", "transaction": "/api/transaction" });
        Ok(Reply::json(200, json!({ "meta": meta }).to_string()))
    }

    fn join_request(&mut self, call: &Call<'_>) -> Result<Reply, Refusal> {
        call.allows(&["POST"])?;
        let sent = call.json()?;
        if !sent["central_management_address"].is_string() {
            let problem = Problem::new("central_management_address", "The element is required");
            return Err(Refusal::syntactic(problem));
        }
        let body = json!({ "address": "10.40.255.171", "node_id": SELF, "psk": self.keys.hex(64), "roles": [] });
        self.draft(call)?.config.put("@cluster/join_request", sent);
        let meta = json!({
            "href": call.path, "parent": "/api/cluster", "transaction": "/api/transaction",
            "remaining_seconds": self.logins.seconds(),
        });
        Ok(Reply::json(200, json!({ "body": body, "meta": meta }).to_string()))
    }

    /// The shapes of these answers have not been seen.
    pub(super) fn starling(&mut self, call: &Call<'_>) -> Result<Reply, Refusal> {
        call.knows_only(&[])?;
        match call.words.get(1).map(String::as_str) {
            None => {
                call.allows(&["GET"])?;
                let item = json!({ "key": "join", "meta": { "href": "/api/starling/join" } });
                return Ok(Reply::json(200, json!({ "items": [item], "meta": { "href": call.path } }).to_string()));
            }
            Some("join") if call.words.len() == 2 => {}
            Some(_) => return Err(Refusal::not_found(&call.path)),
        }
        match call.method() {
            "GET" => {}
            "POST" => {
                if !call.request.body.is_empty() {
                    call.json()?;
                }
                self.is_joined = true;
            }
            "DELETE" => self.is_joined = false,
            method => return Err(Refusal::wrong_method(method, &call.path)),
        }
        let body = json!({ "joined": self.is_joined });
        Ok(Reply::json(200, json!({ "body": body, "key": "join", "meta": { "href": call.path } }).to_string()))
    }
}

fn join_spp(call: &Call<'_>) -> Result<Reply, Refusal> {
    call.allows(&["POST"])?;
    let sent = call.json()?;
    if let Some(name) = ["spp", "spp_api_token", "spp_cert_chain"].into_iter().find(|name| sent[*name].is_null()) {
        return Err(Refusal::syntactic(Problem::new(name, "The element is required")));
    }
    Ok(Reply::json(200, json!({ "meta": { "href": call.path, "parent": "/api/cluster" } }).to_string()))
}
