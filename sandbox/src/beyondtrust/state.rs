//! The real-time state of Remote Support: a WebSocket over which a client logs in, subscribes to tables, gets all that is in
//! them, and from then on what changes. Of the answers only `success` is known; nothing may rely on the rest.

use super::BeyondTrust;
use super::options::BeyondTrustProduct;
use super::refusal::Refusal;
use super::site::Site;
use crate::exchange::{Reply, Request};
use crate::line::Said;
use bytes::Bytes;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

/// Where it is, as programs of others know.
pub(super) const PATH: &str = "/nw";
const PROTOCOL: &str = "ingredi state api";

type Table = BTreeMap<String, Map<String, Value>>;
type Model = BTreeMap<&'static str, Table>;

const TABLES: &[&str] = &[
    "attendee",
    "customer_client",
    "presentation_session",
    "presenter",
    "queue",
    "representative",
    "representative_queue",
    "representative_support_session",
    "support_session",
    "support_session_attribute",
    "support_session_skill",
];

/// The connections that are open.
#[derive(Debug, Default)]
pub(super) struct Lines {
    open: usize,
    /// Those over which something was said.
    begun: HashMap<u64, Line>,
}

/// How far one has come.
#[derive(Debug, Default)]
struct Line {
    is_known: bool,
    tables: Option<Vec<String>>,
    /// What the client has been told.
    told: Model,
    updates: u32,
}

impl BeyondTrust {
    /// The answer that makes a WebSocket of the connection.
    pub(super) fn open_line(&mut self, request: &Request) -> Result<Reply, Refusal> {
        if self.options.product != BeyondTrustProduct::RemoteSupport {
            return Err(Refusal::not_found());
        }
        let has = |name: &str, value: &str| request.header(name).is_some_and(|own| own.eq_ignore_ascii_case(value));
        let is_opening =
            has("upgrade", "websocket") && has("connection", "upgrade") && has("sec-websocket-version", "13");
        let key = request.header("sec-websocket-key").filter(|_| is_opening && request.method == "GET");
        let key = key.ok_or_else(|| Refusal::Said(426, "Upgrade Required".into()))?;
        if !has("sec-websocket-protocol", PROTOCOL) {
            return Err(Refusal::Said(400, "Unknown protocol".into()));
        }
        if self.lines.open >= self.options.state_readers {
            return Err(Refusal::Said(503, "Too many connections".into()));
        }
        self.lines.open += 1;
        let reply = Reply { status: 101, headers: Vec::new(), body: Bytes::new() };
        let reply = reply.with("connection", "Upgrade").with("upgrade", "websocket");
        let accepted = derive_accept_key(key.as_bytes());
        Ok(reply.with("sec-websocket-accept", accepted).with("sec-websocket-protocol", PROTOCOL))
    }

    /// One message of a client. Each ends with a line break.
    pub(super) fn hear_line(&mut self, line: u64, text: &str) -> Said {
        let message: Value = match text.strip_suffix('\n').map(serde_json::from_str) {
            Some(Ok(message)) => message,
            _ => return refused("error", "A message is JSON and ends with a line break."),
        };
        let state = self.lines.begun.entry(line).or_default();
        match (state.is_known, &state.tables) {
            (false, _) => {
                let token = message["credentials"]["bearer_token"].as_str().unwrap_or_default();
                let is_sound = message == json!({ "type": "authenticate", "credentials": { "bearer_token": token } });
                let account = self.tokens.of_text(token, self.clock.now()).filter(|_| is_sound);
                state.is_known = account.is_some_and(|account| account.may_follow);
                match state.is_known {
                    true => accepted("authentication_response"),
                    false => refused("authentication_response", "Authentication failed."),
                }
            }
            (true, None) => match subscribed(&message) {
                Some(tables) => {
                    state.tables = Some(tables);
                    let (mut said, news) = (accepted("subscribe_response"), self.news(line));
                    said.frames.extend(news.frames);
                    Said { ends: news.ends, ..said }
                }
                None => refused("subscribe_response", "Unknown table."),
            },
            (true, Some(_)) => refused("error", "There is nothing more to say."),
        }
    }

    /// What has changed since the client was told something.
    pub(super) fn news(&mut self, line: u64) -> Said {
        let now = self.clock.now();
        let Some(state) = self.lines.begun.get_mut(&line) else { return Said::default() };
        let Some(tables) = &state.tables else { return Said::default() };
        let mut model = model(&self.site);
        model.entry("support_session_attribute").or_default().extend(churn(self.options.state_churn, state.updates));
        model.retain(|name, _| tables.iter().any(|table| table == name));
        let update = difference(&state.told, &model);
        if update.is_empty() {
            return Said::default();
        }
        state.told = model;
        state.updates += 1;
        let ends = self.options.state_ends_after.is_some_and(|most| state.updates >= most);
        let mut message =
            Map::from_iter([("type".to_owned(), json!("update_model")), ("timestamp".into(), json!(now))]);
        message.extend(update);
        Said { frames: in_pieces(&Value::Object(message)), ends }
    }

    pub(super) fn end_line(&mut self, line: u64) {
        self.lines.open -= 1;
        self.lines.begun.remove(&line);
    }
}

fn accepted(kind: &str) -> Said {
    Said { frames: vec![format!("{}\n", json!({ "type": kind, "success": true })).into()], ends: false }
}

fn refused(kind: &str, sentence: &str) -> Said {
    let message = json!({ "type": kind, "success": false, "message": sentence });
    Said { frames: vec![format!("{message}\n").into()], ends: true }
}

/// The tables that are wanted: all, or some that exist.
fn subscribed(message: &Value) -> Option<Vec<String>> {
    let tables = &message["tables"];
    if *message != json!({ "type": "subscribe", "tables": tables }) {
        return None;
    }
    if tables == "all" {
        return Some(TABLES.iter().map(|table| (*table).to_owned()).collect());
    }
    let named = tables.as_array()?.iter().map(|name| name.as_str().filter(|name| TABLES.contains(name)));
    named.map(|name| name.map(str::to_owned)).collect()
}

/// Frames end where they like.
fn in_pieces(message: &Value) -> Vec<Bytes> {
    let mut first = Bytes::from(format!("{message}\n"));
    let second = first.split_off(first.len() / 2);
    vec![first, second]
}

/// The tables as they are now.
fn model(site: &Site) -> Model {
    let row = |value: Value| value.as_object().cloned().unwrap_or_default();
    let queues = BTreeMap::from([("1".to_owned(), row(json!({ "type": "team", "name": "First line" })))]);
    let people = site.present.iter().map(|person| {
        let fields = json!({ "username": person.username(), "display_name": person.name, "status": person.status });
        (person.id.to_string(), row(fields))
    });
    let sessions = site.sessions.iter().map(|session| {
        (
            session.lsid.clone(),
            row(json!({ "lsid": session.lsid, "queue_id": "1", "has_customer": session.has_customer })),
        )
    });
    let members = site.sessions.iter().flat_map(|session| {
        session.members.iter().map(|member| {
            let fields = json!({ "support_session_id": session.lsid, "representative_id": member.to_string() });
            (format!("{}-{member}", session.lsid), row(fields))
        })
    });
    let attributes = site.sessions.iter().flat_map(|session| {
        session.attributes.iter().map(|(code, value)| {
            let fields = json!({ "support_session_id": session.lsid, "code_name": code, "value": value });
            (format!("{}-{code}", session.lsid), row(fields))
        })
    });
    BTreeMap::from([
        ("queue", queues),
        ("representative", people.collect()),
        ("support_session", sessions.collect()),
        ("representative_support_session", members.collect()),
        ("support_session_attribute", attributes.collect()),
    ])
}

/// Rows that are others after each update.
fn churn(rows: usize, updates: u32) -> impl Iterator<Item = (String, Map<String, Value>)> {
    let value = json!(format!("{updates:1000}"));
    let row = move || Map::from_iter([("code_name".to_owned(), json!("busy")), ("value".to_owned(), value.clone())]);
    (0..rows).map(move |number| (format!("busy-{number}"), row()))
}

/// Rows that are new, fields that are others, and rows that are gone.
fn difference(before: &Model, after: &Model) -> Map<String, Value> {
    let none = Table::new();
    let mut update = Map::new();
    let mut put = |change: &str, table: &str, rows: Value| {
        let is_empty = rows.as_object().map_or_else(|| rows.as_array().is_none_or(Vec::is_empty), Map::is_empty);
        if !is_empty {
            update.entry(change).or_insert_with(|| json!({}))[table] = rows;
        }
    };
    for (name, rows) in after {
        let old = before.get(name).unwrap_or(&none);
        let inserted = rows.iter().filter(|(id, _)| !old.contains_key(*id));
        put("insert", name, inserted.map(|(id, row)| (id.clone(), json!(row))).collect());
        let changed = rows.iter().filter_map(|(id, row)| Some((id.clone(), others(old.get(id)?, row)?)));
        put("update", name, changed.collect());
        put("delete", name, old.keys().filter(|id| !rows.contains_key(*id)).map(|id| json!(id)).collect());
    }
    update
}

fn others(before: &Map<String, Value>, after: &Map<String, Value>) -> Option<Value> {
    let others: Map<String, Value> = after
        .iter()
        .filter(|(name, value)| before.get(*name) != Some(value))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    (!others.is_empty()).then_some(Value::Object(others))
}
