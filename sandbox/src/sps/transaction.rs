//! `/api/transaction`: opening, looking, committing, discarding.

use super::Sps;
use super::call::Call;
use super::changes::{changed, listed, reordered};
use super::config::Config;
use super::logins::Draft;
use super::options::SpsLock;
use super::refusal::Refusal;
use super::rules::Rules;
use super::tree::href;
use crate::exchange::Reply;
use crate::wrong::Problem;
use serde_json::{Value, json};

impl Sps {
    pub(super) fn transaction(&mut self, call: &Call<'_>) -> Result<Reply, Refusal> {
        call.knows_only(&[])?;
        match call.words[1..].iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["changes"] => {
                call.allows(&["GET"])?;
                Ok(self.pending(call))
            }
            [] => match call.method() {
                "GET" => Ok(self.status(call)),
                "POST" => {
                    call.no_body()?;
                    self.open(call)?;
                    Ok(self.status(call))
                }
                "PUT" => self.commit(call),
                "DELETE" => self.discard(call),
                method => Err(Refusal::wrong_method(method, &call.path)),
            },
            _ => Err(Refusal::not_found(&call.path)),
        }
    }

    fn status(&self, call: &Call<'_>) -> Reply {
        let draft = self.logins.get(&call.session).and_then(|login| login.draft.as_ref());
        let status = if draft.is_some() { "open" } else { "closed" };
        let mut meta = json!({ "href": "/api/transaction", "parent": "/api" });
        if self.options.old_transactions {
            let body = json!({ "key": "transaction", "meta": meta, "transaction": { "status": status } });
            return Reply::json(200, body.to_string());
        }
        meta["remaining_seconds"] = self.logins.seconds().into();
        if draft.is_some_and(|draft| draft.base != draft.config) {
            meta["changes"] = "/api/transaction/changes".into();
        }
        let message = if self.requires_message() { "required" } else { "optional" };
        let body = json!({ "commit_message": message, "status": status });
        Reply::json(200, json!({ "body": body, "key": "transaction", "meta": meta }).to_string())
    }

    fn pending(&self, call: &Call<'_>) -> Reply {
        let draft = self.logins.get(&call.session).and_then(|login| login.draft.as_ref());
        let changes = draft.map(|draft| listed(&draft.base, &draft.config)).unwrap_or_default();
        let meta = json!({
            "href": call.path, "parent": "/api/transaction", "transaction": "/api/transaction",
            "remaining_seconds": self.logins.seconds(),
        });
        Reply::json(200, json!({ "changes": changes, "meta": meta }).to_string())
    }

    fn requires_message(&self) -> bool {
        self.live.get("management/accounting").is_some_and(|body| body["require_commitlog"] == true)
    }

    /// Open a transaction unless one is open. What a box says about a second opening is not known.
    pub(super) fn open(&mut self, call: &Call<'_>) -> Result<(), Refusal> {
        if self.logins.get(&call.session).is_some_and(|login| login.draft.is_some()) {
            return Ok(());
        }
        self.refuse_while_locked(call)?;
        let draft = Draft { base: self.live.clone(), config: self.live.clone() };
        if let Some(login) = self.logins.get_mut(&call.session) {
            login.draft = Some(draft);
        }
        Ok(())
    }

    fn refuse_while_locked(&self, call: &Call<'_>) -> Result<(), Refusal> {
        let locked = |user: &str, place: &str| {
            let message = format!("The configuration is locked by {user} ({place})");
            Refusal::conflict(message, json!({ "user": user, "interface": place }))
        };
        if call.now < self.web_lock_until {
            return Err(locked("operator", "web"));
        }
        match self.logins.other_writer(&call.session) {
            Some(other) if self.options.lock == SpsLock::One => Err(locked(other.user.name, "rest")),
            _ => Ok(()),
        }
    }

    /// The transaction to write into. Since 6.9 the first write opens one.
    pub(super) fn draft(&mut self, call: &Call<'_>) -> Result<&mut Draft, Refusal> {
        if !self.options.old_transactions {
            self.open(call)?;
        }
        let login = self.logins.get_mut(&call.session);
        login.and_then(|login| login.draft.as_mut()).ok_or_else(Refusal::no_transaction)
    }

    fn discard(&mut self, call: &Call<'_>) -> Result<Reply, Refusal> {
        let login = self.logins.get_mut(&call.session);
        login.and_then(|login| login.draft.take()).ok_or_else(Refusal::no_transaction)?;
        Ok(self.status(call))
    }

    /// A refused commit leaves the transaction open.
    fn commit(&mut self, call: &Call<'_>) -> Result<Reply, Refusal> {
        let order = call.json()?;
        if order["status"] != "commit" {
            return Err(Refusal::syntactic(Problem::new("status", "The only value is `commit`")));
        }
        let draft = self.logins.get(&call.session).and_then(|login| login.draft.as_ref());
        let draft = draft.ok_or_else(Refusal::no_transaction)?;
        if self.requires_message() && !has_message(&order) {
            let problem = Problem::new("/api/transaction", "A commit message is required");
            return Err(Refusal::semantic(vec![problem]));
        }
        let merged = merge(&self.live, draft)?;
        let rules = Rules { tree: &self.tree, config: &merged, before: &self.live };
        let problems = rules.problems(&changed(&self.live, &merged));
        if !problems.is_empty() {
            return Err(Refusal::semantic(problems));
        }
        self.live = merged;
        if let Some(login) = self.logins.get_mut(&call.session) {
            login.draft = None;
        }
        let reply = self.status(call);
        if self.options.drops_session_at_commit {
            self.logins.end(&call.session);
        }
        Ok(reply)
    }
}

/// The name of the message's member is not certain; either is taken.
fn has_message(order: &Value) -> bool {
    let given = |name: &str| order[name].as_str().is_some_and(|text| !text.is_empty());
    given("commit_message") || given("message")
}

/// What others committed meanwhile stays, unless both changed the same object.
fn merge(live: &Config, draft: &Draft) -> Result<Config, Refusal> {
    if *live == draft.base {
        return Ok(draft.config.clone());
    }
    let (mine, theirs) = (changed(&draft.base, &draft.config), changed(&draft.base, live));
    if let Some(path) = mine.iter().find(|path| theirs.contains(path)) {
        let path = href(path);
        return Err(Refusal::conflict(format!("{path} was changed by another transaction"), json!({ "path": path })));
    }
    let mut merged = live.clone();
    for path in &mine {
        match draft.config.get(path) {
            Some(body) => merged.put(path, body.clone()),
            None => merged.remove(path),
        }
    }
    for collection in reordered(&draft.base, &draft.config) {
        if live.keys(collection) != draft.base.keys(collection) {
            let path = href(collection);
            return Err(Refusal::conflict(format!("{path} has changed meanwhile"), json!({ "path": path })));
        }
        merged.order(collection, draft.config.keys(collection).to_vec());
    }
    Ok(merged)
}
