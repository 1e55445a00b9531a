//! The operations of an OpenAPI 3 file.

use serde_json::Value;

use super::described::{Described, File, Layout, Parameter};
use super::fault::{At, Fault};
use super::schema::{Member, Schemas, array, scalar};
use super::words;
use crate::catalog::{Kind, Place};

const METHODS: &[&str] = &["get", "head", "post", "put", "patch", "delete"];
const MOST_OPERATIONS: usize = 5_000;
const MOST_PARAMETERS: usize = 1_000;
/// Members that hold the records of an answer, as vendors call them.
const ENVELOPES: &[&str] = &["data", "items", "results", "records"];

/// Read a file's bytes.
pub fn read(bytes: &[u8]) -> Result<File, Fault> {
    let root = super::text::parse(bytes)?;
    check_version(&root)?;
    let reader = Reader { schemas: Schemas::new(&root) };
    Ok(File {
        title: words::line(&scalar_or_nothing(&root["info"]["title"])),
        version: words::line(&scalar_or_nothing(&root["info"]["version"])),
        servers: array(&root["servers"]).iter().filter_map(server).collect(),
        operations: reader.operations(&root)?,
    })
}

fn check_version(root: &Value) -> Result<(), Fault> {
    match (&root["openapi"], &root["swagger"]) {
        _ if !root.is_object() => Err(Fault::Other("it is not made of members".to_owned())),
        (Value::Null, Value::Null) => Err(Fault::Other("it has no `openapi`".to_owned())),
        (Value::Null, version) => Err(Fault::Swagger(words::line(&scalar(version)))),
        (version, _) => match words::line(&scalar(version)) {
            version if version == "3" || version.starts_with("3.") => Ok(()),
            version => Err(Fault::Other(format!("its `openapi` is `{version}`"))),
        },
    }
}

fn scalar_or_nothing(value: &Value) -> String {
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
        value => scalar(value),
    }
}

/// Its URL, with the defaults of its variables.
fn server(server: &Value) -> Option<String> {
    let mut url = server["url"].as_str()?.to_owned();
    for (name, variable) in server["variables"].as_object().into_iter().flatten().take(20) {
        url = url.replace(&format!("{{{name}}}"), &scalar_or_nothing(&variable["default"]));
    }
    Some(url)
}

struct Reader<'d> {
    schemas: Schemas<'d>,
}

impl<'d> Reader<'d> {
    fn operations(&self, root: &'d Value) -> Result<Vec<Described>, Fault> {
        let at = At::root("paths");
        let paths = root["paths"].as_object().ok_or_else(|| match &root["paths"] {
            Value::Null => Fault::Other("it has no `paths`".to_owned()),
            _ => at.fault("is not made of paths"),
        })?;
        let mut operations = Vec::new();
        for (path, methods) in paths.iter().filter(|(path, _)| !path.starts_with("x-")) {
            let at = at.member(path);
            check_path(&at, path)?;
            let methods = self.schemas.resolve(&at, methods)?;
            for (name, operation) in object(&at, methods)? {
                if METHODS.contains(&name.as_str()) {
                    let at = at.member(name);
                    operations.push(self.operation(&at, name, path, methods, operation)?);
                }
            }
            if operations.len() > MOST_OPERATIONS {
                return Err(Fault::Limit(format!("it has more than {MOST_OPERATIONS} operations")));
            }
        }
        Ok(operations)
    }

    fn operation(
        &self,
        at: &At<'_>,
        method: &str,
        path: &str,
        methods: &'d Value,
        operation: &'d Value,
    ) -> Result<Described, Fault> {
        object(at, operation)?;
        let shared = self.parameters(at, path, &methods["parameters"])?;
        let own = self.parameters(at, path, &operation["parameters"])?;
        let (body, members) = self.body(&at.member("requestBody"), &operation["requestBody"])?;
        let (list, saves) = self.answer(&at.member("responses"), &operation["responses"])?;
        let prose = [&operation["summary"], &operation["description"], &methods["summary"]];
        let prose = prose.map(scalar_or_nothing).into_iter().find(|text| !text.is_empty());
        let method = method.to_uppercase();
        Ok(Described {
            id: operation["operationId"].as_str().map(words::line).filter(|id| !id.is_empty()),
            about: prose.map_or_else(|| format!("Send {method} {path}"), |text| words::imperative(&text)),
            parameters: arranged(path, own.into_iter().chain(shared).chain(members)),
            body,
            list: list && method == "GET",
            saves,
            method,
            path: path.to_owned(),
        })
    }

    fn parameters(&self, at: &At<'_>, path: &str, listed: &'d Value) -> Result<Vec<Parameter>, Fault> {
        let at = at.member("parameters");
        let listed = match listed {
            Value::Null => return Ok(Vec::new()),
            Value::Array(listed) => listed,
            _ => return Err(at.fault("is no list")),
        };
        if listed.len() > MOST_PARAMETERS {
            return Err(at.fault(format!("has more than {MOST_PARAMETERS} of them")));
        }
        let mut parameters = Vec::new();
        for (number, parameter) in listed.iter().enumerate() {
            let at = at.number(number);
            let parameter = self.schemas.resolve(&at, parameter)?;
            parameters.extend(self.parameter(&at, path, parameter)?);
        }
        Ok(parameters)
    }

    /// Nothing for a header or a cookie: those are the business of the login.
    fn parameter(&self, at: &At<'_>, path: &str, parameter: &'d Value) -> Result<Option<Parameter>, Fault> {
        object(at, parameter)?;
        let text = |name: &str| match parameter[name].as_str() {
            Some(text) if !text.is_empty() => Ok(text),
            Some(_) => Err(at.fault(format!("has an empty `{name}`"))),
            None => Err(at.fault(format!("has no `{name}`"))),
        };
        let (name, place) = (text("name")?, text("in")?);
        let is_slot = path.contains(&format!("{{{name}}}"));
        let place = match place {
            "path" if is_slot => Place::Path,
            // What is declared in the path and has no slot there can only be meant for the query.
            "path" | "query" => Place::Query,
            "header" | "cookie" => return Ok(None),
            other => return Err(at.fault(format!("is in `{other}`, which is no place for it"))),
        };
        let content = parameter["content"].as_object().and_then(|content| content.values().next());
        let schema = content.map_or(&parameter["schema"], |media| &media["schema"]);
        let member =
            Member { name, schema, required: parameter["required"] == true && parameter["in"] == text_of(place) };
        let mut read = self.given(at, place, &member)?;
        let own = scalar_or_nothing(&parameter["description"]);
        if !own.is_empty() {
            read.about = words::line(&own);
        }
        Ok(Some(read))
    }

    fn given(&self, at: &At<'_>, place: Place, member: &Member<'d>) -> Result<Parameter, Fault> {
        self.schemas.spend(1)?;
        if !words::is_plain(member.name) || member.name.is_empty() {
            return Err(at.fault("has a name that cannot be shown"));
        }
        let schema = self.schemas.plain(at, member.schema)?;
        let open = if place == Place::Body { Kind::Object } else { Kind::String };
        let mut kind = self.schemas.kind(at, schema)?.unwrap_or(open);
        let mut values = self.schemas.values(at, schema)?;
        if values == ["true", "false"] || values == ["false", "true"] {
            (kind, values) = (Kind::Boolean, Vec::new());
        }
        // A choice that cannot be shown cannot be offered; the vendor will know it.
        if !values.iter().all(|value| words::is_plain(value)) || matches!(kind, Kind::Object | Kind::Array) {
            values.clear();
        }
        if kind == Kind::Choices && values.is_empty() {
            kind = Kind::Strings;
        }
        let is_password = schema["format"] == "password" || member.name.to_lowercase().contains("password");
        let is_secret = is_password && values.is_empty() && place == Place::Body && kind == Kind::String;
        Ok(Parameter {
            name: member.name.to_owned(),
            place,
            kind: if place == Place::Path { Kind::String } else { kind },
            values,
            required: member.required || place == Place::Path,
            secret: is_secret,
            about: words::line(&scalar_or_nothing(&schema["description"])),
        })
    }

    fn body(&self, at: &At<'_>, body: &'d Value) -> Result<(Layout, Vec<Parameter>), Fault> {
        let body = self.schemas.resolve(at, body)?;
        let Some(content) = body["content"].as_object().filter(|content| !content.is_empty()) else {
            return Ok((Layout::None, Vec::new()));
        };
        let at = at.member("content");
        let fits = |wanted: fn(&str) -> bool| content.iter().find(|(media, _)| wanted(media));
        let chosen = fits(is_json).or_else(|| fits(is_form));
        let Some((media, described)) = chosen else {
            let media = content.keys().next().map(|media| words::line(media));
            return Ok((Layout::Other(media.unwrap_or_default()), Vec::new()));
        };
        let at = at.member(media);
        let at = at.member("schema");
        let schema = self.schemas.plain(&at, &described["schema"])?;
        match is_form(media) {
            true => Ok((Layout::Multipart, self.parts(&at, schema)?)),
            false => self.json_body(&at, schema, &described["schema"]),
        }
    }

    /// A list of objects, an object with nothing but such a list under `data`, or an object.
    fn json_body(&self, at: &At<'_>, plain: &'d Value, schema: &'d Value) -> Result<(Layout, Vec<Parameter>), Fault> {
        let members = self.schemas.members(at, schema)?;
        let data = match &members[..] {
            [only] if only.name == "data" => self.schemas.plain(at, only.schema)?,
            _ => &Value::Null,
        };
        for (list, layout) in [(plain, Layout::List), (data, Layout::DataList)] {
            let items = self.item_members(at, list)?;
            if !items.is_empty() {
                return Ok((layout, items));
            }
        }
        Ok((Layout::Object, self.body_members(at, members)?))
    }

    /// The members of a list's items; what is required of them is sometimes written at the list.
    fn item_members(&self, at: &At<'_>, list: &'d Value) -> Result<Vec<Parameter>, Fault> {
        if self.schemas.kind(at, list)? != Some(Kind::Array) {
            return Ok(Vec::new());
        }
        let mut members = self.schemas.members(at, &list["items"])?;
        for member in &mut members {
            member.required |= array(&list["required"]).iter().any(|name| name == member.name);
        }
        self.body_members(at, members)
    }

    fn body_members(&self, at: &At<'_>, members: Vec<Member<'d>>) -> Result<Vec<Parameter>, Fault> {
        let at = at.member("properties");
        let mut given = Vec::new();
        for member in members {
            let at = at.member(member.name);
            // The vendor fills these.
            if self.schemas.plain(&at, member.schema)?["readOnly"] != true {
                given.push(self.given(&at, Place::Body, &member)?);
            }
        }
        Ok(given)
    }

    fn parts(&self, at: &At<'_>, schema: &'d Value) -> Result<Vec<Parameter>, Fault> {
        let at = at.member("properties");
        let mut given = Vec::new();
        for member in self.schemas.members(&at, schema)? {
            let at = at.member(member.name);
            let part = self.schemas.plain(&at, member.schema)?;
            let items = self.schemas.plain(&at, &part["items"])?;
            let is_file = [part, items].iter().any(|one| one["format"] == "binary");
            let place = if is_file { Place::File } else { Place::Body };
            let mut part = self.given(&at, place, &member)?;
            if is_file {
                part.kind = Kind::String;
            }
            given.push(part);
        }
        Ok(given)
    }

    /// Whether the first success is a list, and whether it is a file.
    fn answer(&self, at: &At<'_>, responses: &'d Value) -> Result<(bool, bool), Fault> {
        let mut responses = responses.as_object().into_iter().flatten();
        let Some((status, success)) = responses.find(|(status, _)| status.starts_with('2')) else {
            return Ok((false, false));
        };
        let at = at.member(status);
        let success = self.schemas.resolve(&at, success)?;
        let Some(content) = success["content"].as_object().filter(|content| !content.is_empty()) else {
            return Ok((false, false));
        };
        let at = at.member("content");
        let Some((media, described)) = content.iter().find(|(media, _)| is_json(media)) else {
            return Ok((false, !content.keys().any(|media| media.contains("xml"))));
        };
        let at = at.member(media);
        let schema = self.schemas.plain(&at, &described["schema"])?;
        Ok((self.is_list(&at, schema)?, false))
    }

    fn is_list(&self, at: &At<'_>, schema: &'d Value) -> Result<bool, Fault> {
        let is_list =
            |kind: Option<Kind>| matches!(kind, Some(Kind::Array | Kind::Strings | Kind::Integers | Kind::Choices));
        if is_list(self.schemas.kind(at, schema)?) {
            return Ok(true);
        }
        let members = self.schemas.members(at, schema)?;
        let records = members.iter().find(|member| ENVELOPES.contains(&member.name));
        match records {
            Some(member) => Ok(is_list(self.schemas.kind(at, member.schema)?)),
            None => Ok(false),
        }
    }
}

fn text_of(place: Place) -> &'static str {
    place.word().unwrap_or_default()
}

fn is_json(media: &str) -> bool {
    media.contains("json") || media == "*/*"
}

fn is_form(media: &str) -> bool {
    media.starts_with("multipart/")
}

fn object<'v>(at: &At<'_>, value: &'v Value) -> Result<&'v serde_json::Map<String, Value>, Fault> {
    value.as_object().ok_or_else(|| at.fault("is not made of members"))
}

fn check_path(at: &At<'_>, path: &str) -> Result<(), Fault> {
    match path {
        path if !path.starts_with('/') => Err(at.fault("does not begin with `/`")),
        path if crate::output::visible(path) != path || path.len() > 500 => Err(at.fault("cannot be shown")),
        path if path.contains("{}") => Err(at.fault("has a slot without a name")),
        _ => Ok(()),
    }
}

/// Slots in the order of the path, those included that the file forgot, then the rest; each name once.
fn arranged(path: &str, given: impl Iterator<Item = Parameter>) -> Vec<Parameter> {
    let mut rest: Vec<Parameter> = Vec::new();
    for parameter in given {
        if !rest.iter().any(|other| other.name == parameter.name) {
            rest.push(parameter);
        }
    }
    let mut arranged: Vec<Parameter> = Vec::new();
    for name in slots(path) {
        if arranged.iter().any(|slot| slot.name == name) {
            continue;
        }
        let declared = rest.iter().position(|parameter| parameter.name == name);
        let declared = declared.map(|number| rest.remove(number));
        arranged.push(match declared {
            Some(slot) if slot.place == Place::Path => slot,
            _ => Parameter {
                name: name.to_owned(),
                place: Place::Path,
                kind: Kind::String,
                values: Vec::new(),
                required: true,
                secret: false,
                about: String::new(),
            },
        });
    }
    arranged.extend(rest);
    arranged
}

fn slots(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

#[cfg(test)]
mod tests;
