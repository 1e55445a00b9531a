//! What would be sent, for `--dry-run` and `--print-curl`: signed with placeholders, so that no secret is even read.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::context::{Context, Opened};
use super::stop::Stop;
use crate::config::CLIENT_KEY;
use crate::failure::Failure;
use crate::http::{Content, HIDDEN, Part, Request, mask};
use crate::output::{Format, Knowledge, Shape};
use crate::record::Record;
use crate::surroundings::Environment;

/// Print the requests of a dry run: one object for one request, an array otherwise.
pub(super) fn dry_run(context: &Context<'_>, opened: &Opened, requests: &[Request]) -> Result<(), Stop> {
    let view = context.view(Format::Table)?;
    let shown = all_described(context, opened, requests);
    if matches!(view.format, Format::Table | Format::Wide) {
        let texts: Vec<String> = shown.iter().map(text).collect();
        return context.print_text(&texts.join("\n\n"));
    }
    let records: Vec<Record> = shown.iter().map(Record::from).collect();
    let shape = if records.len() == 1 { Shape::One } else { Shape::List };
    context.print_all(&view, shape, &Knowledge::OPEN, &records).map(drop)
}

/// Print what a job would do, and the requests for it.
pub(super) fn plan(
    context: &Context<'_>,
    opened: &Opened,
    plan: &Value,
    words: &str,
    requests: &[Request],
) -> Result<(), Stop> {
    let view = context.view(Format::Table)?;
    if matches!(view.format, Format::Table | Format::Wide) {
        return context.print_lines(words);
    }
    let shown = json!({ "plan": plan, "requests": all_described(context, opened, requests) });
    context.print_all(&view, Shape::One, &Knowledge::OPEN, [&Record::from(&shown)]).map(drop)
}

fn all_described(context: &Context<'_>, opened: &Opened, requests: &[Request]) -> Vec<Value> {
    requests.iter().map(|request| described(context, opened, request)).collect()
}

/// Why there is no such line for a change that is part of a transaction.
pub(super) fn no_curl() -> Failure {
    Failure::usage("`--print-curl` prints one request, and this is part of a transaction")
        .hint("`--dry-run` shows all that would be sent")
}

/// Why there is no such line for what takes several requests, or none.
pub(super) fn not_one_request() -> Failure {
    Failure::usage("`--print-curl` prints one request, and this command is not one")
        .hint("`-vv` shows the requests of a command while they are sent")
}

/// Print a line that runs as it stands.
pub(super) fn curl(context: &Context<'_>, opened: &Opened, request: &Request) -> Result<(), Stop> {
    let mut signed = as_shown(opened, request);
    let before = opened.authenticator.sign_by_shell(&mut signed);
    let mut words = vec!["curl -sS".to_owned()];
    match signed.method {
        reqwest::Method::GET => {}
        // Told to send `-X HEAD`, curl waits for a body.
        reqwest::Method::HEAD => words.push("--head".to_owned()),
        ref method => words.push(format!("-X {method}")),
    }
    // Else curl takes brackets and braces for a pattern of many URLs.
    words.extend(signed.url.as_str().contains(['[', ']', '{', '}']).then(|| "--globoff".to_owned()));
    words.extend(connection_words(opened));
    for (name, value) in &signed.headers {
        let text = String::from_utf8_lossy(value.as_bytes());
        // Only where a variable stands for a secret may the shell look inside.
        words.push(match value.is_sensitive() {
            true => format!("-H \"{name}: {text}\""),
            false => format!("-H {}", quoted(&format!("{name}: {text}"))),
        });
    }
    words.extend(content_words(&signed.content));
    words.push(quoted(signed.url.as_str()));
    let line = before.into_iter().chain([words.join(" ")]).collect::<Vec<_>>().join("; ");
    context.print_text(&context.redactor.scrub(&line))?;
    let unset = unset_variables(&line, context.environment);
    if !unset.is_empty() && context.sandbox.is_none() {
        context.reporter.tell(&format!("set {} before you run it: the line takes it from there", unset.join(" and ")));
    }
    Ok(())
}

/// The variables of ours in a line for a shell that the environment does not have.
fn unset_variables(line: &str, environment: &Environment) -> Vec<String> {
    let is_name = |letter: char| letter == '_' || letter.is_ascii_alphanumeric();
    let names = line.split('$').skip(1).map(|rest| rest.split(|letter| !is_name(letter)).next().unwrap_or_default());
    let unset = names.filter(|name| name.starts_with("RMCTL_") && environment.get(name).is_none());
    unset.map(|name| format!("`${name}`")).collect()
}

/// A sum over the body is of the body that is shown: that of another could tell what is hidden.
fn as_shown(opened: &Opened, request: &Request) -> Request {
    let mut shown = opened.session.dialect.known_way(request).unwrap_or_else(|| request.clone());
    if let Content::Bytes { bytes, .. } = &mut shown.content {
        *bytes = match request.sealed {
            true => json!(HIDDEN).to_string(),
            false => body_text(opened, bytes),
        }
        .into();
    }
    shown
}

fn content_words(content: &Content) -> Vec<String> {
    match content {
        Content::Empty => Vec::new(),
        Content::Bytes { bytes, media } => vec![
            format!("-H {}", quoted(&format!("content-type: {media}"))),
            format!("--data-raw {}", quoted(&String::from_utf8_lossy(bytes))),
        ],
        Content::Form(parts) => parts.iter().map(form_words).collect(),
        Content::File { path, media } => vec![
            format!("-H {}", quoted(&format!("content-type: {media}"))),
            format!("--data-binary {}", quoted(&format!("@{}", path.display()))),
        ],
    }
}

/// What a form holds, for curl, which reads more into `-F` than a plain value should say.
fn form_words(part: &Part) -> String {
    match part {
        Part::Text { .. } => format!("--form-string {}", quoted(&form_field(part))),
        Part::Json { name, json } => {
            let json = json.replace('\\', r"\\").replace('"', "\\\"");
            format!("-F {}", quoted(&format!("{name}=\"{json}\";type=application/json")))
        }
        Part::File { name, path } => {
            format!("-F {}", quoted(&format!("{name}=@{}", form_path(&path.to_string_lossy()))))
        }
    }
}

/// In the name of a file, a comma parts it from the next, and a semicolon from its type.
fn form_path(path: &str) -> String {
    match path.contains([',', ';', '"', '\\']) {
        true => format!("\"{}\"", path.replace('\\', r"\\").replace('"', "\\\"")),
        false => path.to_owned(),
    }
}

/// `name=text` or `name=@file`.
fn form_field(part: &Part) -> String {
    match part {
        Part::Text { name, text } | Part::Json { name, json: text } => format!("{name}={text}"),
        Part::File { name, path } => format!("{name}=@{}", path.display()),
    }
}

fn connection_words(opened: &Opened) -> Vec<String> {
    let connection = opened.account.connection();
    let ca_file = connection.ca_file.iter().map(|file| format!("--cacert {}", quoted(&file.display().to_string())));
    let variable = format!("$RMCTL_{}_CLIENT_KEY", opened.vendor.settings.env);
    let key = opened.account.has_secret(CLIENT_KEY).then(|| format!(" --key <(printf %s \"{variable}\")"));
    let key = key.unwrap_or_default();
    let certificate = connection.client_cert_file.iter();
    let certificate = certificate.map(|file| format!("--cert {}{key}", quoted(&file.display().to_string())));
    let pin = connection.pin.iter().map(|pin| format!("-k --pinnedpubkey 'sha256//{}'", STANDARD.encode(pin)));
    let insecure = connection.insecure.then(|| "-k".to_owned());
    ca_file.chain(certificate).chain(pin).chain(insecure).collect()
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn described(context: &Context<'_>, opened: &Opened, request: &Request) -> Value {
    let mut pretended = as_shown(opened, request);
    opened.authenticator.pretend(&mut pretended, context.clock.now());
    let mut headers: serde_json::Map<String, Value> = pretended
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), Value::from(String::from_utf8_lossy(value.as_bytes()))))
        .collect();
    let body = match &pretended.content {
        Content::Empty => Value::Null,
        Content::Bytes { bytes, media } => {
            headers.insert("content-type".to_owned(), Value::from(*media));
            let text = String::from_utf8_lossy(bytes);
            serde_json::from_str(&text).unwrap_or(Value::from(text.into_owned()))
        }
        Content::Form(parts) => {
            headers.insert("content-type".to_owned(), Value::from("multipart/form-data"));
            parts.iter().map(form_field).map(Value::from).collect()
        }
        Content::File { path, media } => {
            headers.insert("content-type".to_owned(), Value::from(*media));
            Value::from(format!("@{}", path.display()))
        }
    };
    let url = with_open_slots(pretended.url.as_str());
    let shown = json!({ "method": pretended.method.as_str(), "url": url, "headers": headers, "body": body });
    serde_json::from_str(&context.redactor.scrub(&shown.to_string())).unwrap_or(shown)
}

/// A value that only an earlier answer could give is written `<like_this>`.
fn with_open_slots(url: &str) -> String {
    url.replace("%3C", "<").replace("%3E", ">")
}

fn body_text(opened: &Opened, bytes: &[u8]) -> String {
    match serde_json::from_slice::<Value>(bytes) {
        Ok(mut body) => {
            mask(&mut body, opened.vendor.secret_members);
            body.to_string()
        }
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn text(shown: &Value) -> String {
    let headers = shown["headers"].as_object().into_iter().flatten();
    let headers: String =
        headers.map(|(name, value)| format!("\n{name}: {}", value.as_str().unwrap_or_default())).collect();
    let body = match &shown["body"] {
        Value::Null => String::new(),
        body => format!("\n\n{body:#}"),
    };
    let line =
        format!("{} {}", shown["method"].as_str().unwrap_or_default(), shown["url"].as_str().unwrap_or_default());
    crate::output::visible(&line).into_owned() + &headers + &body
}

#[cfg(test)]
mod tests {
    use super::form_path;

    #[test]
    fn curl_gets_the_whole_name_of_a_file() {
        assert_eq!(form_path("/a/b c.txt"), "/a/b c.txt");
        assert_eq!(form_path(r#"/a/b;c,"d".txt"#), r#""/a/b;c,\"d\".txt""#);
    }
}
