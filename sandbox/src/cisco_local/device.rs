//! One box: its user, its pipelines, its events.

use super::options::CiscoLocalOptions;
use super::pipelines::Pipelines;
use super::refusal::Refusal;
use super::sessions::Sessions;
use crate::body;
use crate::exchange::{Reply, Request};
use crate::query;
use crate::router::{Route, Router};
use crate::wrong::Wrong;
use serde_json::{Value, json};

/// What needs no token.
const OPEN: &[&str] = &["/token", "/change-password"];

#[derive(Debug)]
pub(super) struct Device {
    options: CiscoLocalOptions,
    sessions: Sessions,
    pipelines: Pipelines,
    events: Vec<Value>,
    started: i64,
}

impl Device {
    pub(super) fn new(seed: u64, password: &str, options: &CiscoLocalOptions, now: i64) -> Device {
        let mut device = Device {
            options: options.clone(),
            sessions: Sessions::new(seed, password, options),
            pipelines: Pipelines::default(),
            events: Vec::new(),
            started: now,
        };
        device.record(now, "INFO", "Agent started");
        device
    }

    /// `path` is what stands behind the API's own.
    pub(super) fn answer(
        &mut self,
        router: &Router,
        request: &Request,
        path: &str,
        now: i64,
    ) -> Result<Reply, Refusal> {
        let route = router.find(&request.method, path);
        if !OPEN.contains(&path) {
            self.sessions.spend(request, now)?;
        }
        let route = route?;
        Wrong::unless_empty(query::read(route.operation, &request.query).1)?;
        let body = body::check(route.operation, request)?.value;
        let (data, message) = self.perform(&route, &body, now)?;
        Ok(envelope(&data, message))
    }

    fn perform(&mut self, route: &Route<'_>, body: &Value, now: i64) -> Result<(Value, &'static str), Refusal> {
        let name = route.slots.first().map_or("", |(_, value)| value.as_str());
        match (route.operation.method.as_str(), route.operation.path.as_str()) {
            (_, "/token") => Ok((self.sessions.login(body, now)?, "Login successful")),
            (_, "/change-password") => {
                self.sessions.change_password(body)?;
                Ok((Value::Null, "Password changed successfully"))
            }
            ("POST", _) => self.deploy(body, now),
            ("DELETE", _) => {
                self.pipelines.undeploy(name)?;
                self.record(now, "INFO", &format!("Pipeline {name} undeployed"));
                Ok((Value::Null, "Pipeline undeployed"))
            }
            (_, "/events") => Ok((self.events.clone().into(), "")),
            (_, "/system-metrics") => Ok((self.metrics(now), "")),
            (_, "/pipelines/{name}") if self.options.hides_configuration => Err(Refusal::not_found()),
            (_, "/pipelines/{name}") => Ok((self.pipelines.configuration(name)?, "")),
            _ => self.pipelines.status(name, self.options.looks_until_running),
        }
    }

    fn deploy(&mut self, body: &Value, now: i64) -> Result<(Value, &'static str), Refusal> {
        let name = self.pipelines.deploy(body)?;
        self.record(now, "INFO", &format!("Pipeline {name} deployed"));
        Ok((json!({ "name": name }), "Pipeline deployed"))
    }

    /// What an event looks like is not published; nothing may rely on its members.
    fn record(&mut self, now: i64, level: &str, message: &str) {
        let at = jiff::Timestamp::from_second(now).unwrap_or_default().to_string();
        self.events.push(json!({ "timestamp": at, "level": level, "message": message }));
    }

    /// What the metrics are is not published; nothing may rely on their members.
    fn metrics(&self, now: i64) -> Value {
        json!({
            "cpu": { "usagePercent": 12.5 },
            "memory": { "totalBytes": 2_147_483_648_u64, "usedBytes": 805_306_368 },
            "pipelines": self.pipelines.count(),
            "uptimeSeconds": now - self.started,
        })
    }
}

/// Without data and message where there are none.
fn envelope(data: &Value, message: &str) -> Reply {
    let mut body = json!({ "success": true });
    if !data.is_null() {
        body["data"] = data.clone();
    }
    if !message.is_empty() {
        body["message"] = message.into();
    }
    Reply::json(200, body.to_string())
}
