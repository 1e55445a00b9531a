//! `/api/authentication`: logging in and out.

use super::Sps;
use super::call::Call;
use super::logins::User;
use super::refusal::Refusal;
use crate::exchange::Reply;
use data_encoding::BASE64;
use serde_json::json;

const MAX_AGE: i64 = 43_200;

/// How somebody may log in: name, where the user is known, what is shown.
const METHODS: [(&str, &str, &str); 3] =
    [("local", "local", "password"), ("corp_ad", "ldap", "password"), ("certificates", "x509", "x509")];

/// What logged-in users are told of their way in.
pub(super) fn login_method(name: &str) -> serde_json::Value {
    let (name, kind, credential) = METHODS.iter().find(|(known, ..)| *known == name).unwrap_or(&METHODS[0]);
    json!({ "name": name, "authentication": kind, "credential": credential })
}

impl Sps {
    /// These three need no login.
    pub(super) fn authentication(&mut self, call: &Call<'_>) -> Result<Reply, Refusal> {
        let words: Vec<&str> = call.words[1..].iter().map(String::as_str).collect();
        match words.as_slice() {
            [] if call.method() == "DELETE" => self.log_out(call),
            [] => self.log_in(call),
            ["login_methods"] => {
                call.allows(&["GET"])?;
                call.knows_only(&[])?;
                let methods: Vec<_> = METHODS.iter().map(|(name, ..)| login_method(name)).collect();
                Ok(Reply::json(200, json!({ "login_methods": methods, "meta": { "href": call.path } }).to_string()))
            }
            ["types"] => {
                call.allows(&["GET"])?;
                let types: &[&str] = if self.options.accepts_x509 { &["basic", "x509"] } else { &["basic"] };
                Ok(Reply::json(200, json!({ "types": types, "meta": { "href": call.path } }).to_string()))
            }
            _ => Err(Refusal::not_found(&call.path)),
        }
    }

    fn log_in(&mut self, call: &Call<'_>) -> Result<Reply, Refusal> {
        call.allows(&["GET"])?;
        call.knows_only(&["login_method", "type", "return"])?;
        let method = call.parameter("login_method").unwrap_or("local");
        let user = match call.parameter("type") {
            None | Some("basic") => by_password(call, method)?,
            Some("x509") if self.options.accepts_x509 => User::of_certificate(),
            Some("x509") => return Err(Refusal::wrong_credentials("A TLS client certificate is needed")),
            Some(_) => return Err(Refusal::query("type", "There is no such type")),
        };
        let session = self.logins.begin(user, method.to_owned(), call.now, &mut self.keys);
        let meta = json!({ "href": call.path, "parent": "/api", "remaining_seconds": self.logins.seconds() });
        let reply = Reply::json(200, json!({ "meta": meta }).to_string());
        Ok(self.with_cookies(reply, &session, call.now))
    }

    /// The cookie that counts does not always come first.
    fn with_cookies(&mut self, reply: Reply, session: &str, now: i64) -> Reply {
        let age = if self.options.cookie_expired { -MAX_AGE } else { MAX_AGE };
        let until = jiff::Timestamp::from_second(now.saturating_add(age)).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let until = until.strftime("%a, %d %b %Y %H:%M:%S GMT");
        let rest = format!("expires={until}; HttpOnly; Max-Age={MAX_AGE}; Path=/; Secure");
        let mut cookies = [format!("session_id={session}; {rest}"), format!("ticket={}; {rest}", self.keys.hex(40))];
        self.logged_in += 1;
        if self.logged_in.is_multiple_of(2) {
            cookies.reverse();
        }
        cookies.into_iter().fold(reply, |reply, cookie| reply.with("set-cookie", cookie))
    }

    /// Whether a box knows this is not certain.
    fn log_out(&mut self, call: &Call<'_>) -> Result<Reply, Refusal> {
        let session = self.logged_in_as(call)?;
        self.logins.end(&session);
        Ok(Reply::json(200, json!({ "meta": { "href": call.path } }).to_string()))
    }
}

fn by_password(call: &Call<'_>, method: &str) -> Result<&'static User, Refusal> {
    let wrong = || Refusal::wrong_credentials("The credentials are not valid");
    let given = call.request.header("authorization").ok_or_else(|| Refusal::unauthenticated(&call.path))?;
    let encoded = given.strip_prefix("Basic ").ok_or_else(wrong)?;
    let pair = BASE64.decode(encoded.as_bytes()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let pair = pair.ok_or_else(wrong)?;
    let (name, password) = pair.split_once(':').ok_or_else(wrong)?;
    match METHODS.iter().find(|(known, ..)| *known == method) {
        Some((_, _, "password")) => User::with(name, password).ok_or_else(wrong),
        _ => Err(wrong()),
    }
}
