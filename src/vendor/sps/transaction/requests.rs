//! The requests that steer a transaction. Pure.

use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};
use url::Url;

use crate::failure::Failure;
use crate::http::{Repeat, Request};
use crate::plan::join;

/// Where the transaction of a login is.
pub(super) const PATH: &str = "/api/transaction";

/// Opens one.
pub(super) fn open(base: &Url) -> Result<Request, Failure> {
    let mut request = change(base, Method::POST, "open the transaction")?;
    request.set_header(CONTENT_TYPE, "application/json", false);
    Ok(request)
}

/// Asks whether one is open.
pub(super) fn status(base: &Url) -> Result<Request, Failure> {
    read(base, PATH, "look at the transaction")
}

/// Asks what it would change.
pub(super) fn changes(base: &Url) -> Result<Request, Failure> {
    read(base, &format!("{PATH}/changes"), "list the pending changes")
}

/// Makes its changes count. Which of the two members holds the message is not certain, and unknown ones are ignored.
pub(super) fn commit(base: &Url, message: Option<&str>) -> Result<Request, Failure> {
    let mut body = json!({ "status": "commit" });
    if let Some(message) = message {
        body["commit_message"] = Value::from(message);
        body["message"] = Value::from(message);
    }
    Ok(change(base, Method::PUT, "commit the transaction")?.json(&body))
}

/// Drops its changes, also after the user wants to stop.
pub(super) fn rollback(base: &Url) -> Result<Request, Failure> {
    let request = change(base, Method::DELETE, "roll the transaction back")?;
    Ok(Request { tidies: true, ..request })
}

fn change(base: &Url, method: Method, name: &str) -> Result<Request, Failure> {
    let mut request = Request::new(method, join(base, PATH)?, Repeat::OnlyIfUnsent);
    request.name = name.to_owned();
    Ok(request)
}

fn read(base: &Url, path: &str, name: &str) -> Result<Request, Failure> {
    let mut request = Request::get(join(base, path)?);
    request.name = name.to_owned();
    request.fresh = true;
    Ok(request)
}
