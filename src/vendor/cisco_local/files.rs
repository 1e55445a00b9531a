//! The parts of a pipeline, out of files: variables filled in, scripts packed as the box wants them. Pure but for reading.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use crate::documents;
use crate::failure::Failure;
use crate::given::{Given, text_of};

/// Variables by name.
pub(super) type Variables = Map<String, Value>;

/// What a script begins with: an escape character, and how the rest is written.
const PACKED: &str = "\u{1b}bytes:";

/// The parts as their files hold them, before variables are filled in.
pub(super) struct Parts {
    sources: Value,
    target: Value,
    output_model: Option<Value>,
    logic: Option<Logic>,
    variables: Option<Variables>,
}

/// The script, and the settings around it.
struct Logic {
    script: Option<String>,
    around: Map<String, Value>,
}

impl Parts {
    /// Reads all files that are named, before anything is asked.
    pub(super) fn of(given: &Given) -> Result<Self, Failure> {
        let path = |name: &str| given.text(name);
        let part = |flag: &str, member: &str| path(flag).map(|path| read(&path, member)).transpose();
        let logic = path("logic").map(|path| logic(Path::new(&path), given)).transpose()?;
        Ok(Self {
            sources: part("sources", "dataSources")?.unwrap_or_default(),
            target: part("target", "dataTarget")?.unwrap_or_default(),
            output_model: part("output-model", "outputModel")?,
            logic,
            variables: path("variables").map(|path| variables(Path::new(&path))).transpose()?,
        })
    }

    /// The pipeline's `data`, with the variables of the file and, over them, those of one box.
    pub(super) fn data(&self, own: &Variables) -> Result<Value, Failure> {
        let all: Option<Variables> = match (&self.variables, own.is_empty()) {
            (None, true) => None,
            (of_file, _) => Some(of_file.iter().flatten().chain(own).map(|(k, v)| (k.clone(), v.clone())).collect()),
        };
        let filled = |part: &Value| all.as_ref().map_or_else(|| Ok(part.clone()), |all| fill(part, all));
        let mut data = Map::new();
        data.insert(
            "dataSources".to_owned(),
            with_ports(filled(&self.sources)?, &Value::is_number, |port| text_of(port).into()),
        );
        data.insert("dataTarget".to_owned(), with_ports(filled(&self.target)?, &Value::is_string, number));
        if let Some(model) = &self.output_model {
            data.insert("outputModel".to_owned(), filled(model)?);
        }
        if let Some(logic) = &self.logic {
            data.insert("scriptedDataLogic".to_owned(), logic.filled(all.as_ref())?);
        }
        Ok(Value::Object(data))
    }
}

/// A part by itself, or within the member that the box has it in.
fn read(path: &str, member: &str) -> Result<Value, Failure> {
    let document = documents::read(Path::new(path))?;
    match document {
        Value::Object(mut members) => Ok(members.remove(member).unwrap_or(Value::Object(members))),
        _ => Err(Failure::usage(format!("`{path}` is not made of members"))),
    }
}

fn variables(path: &Path) -> Result<Variables, Failure> {
    match documents::read(path)? {
        Value::Object(members) => Ok(members),
        _ => Err(Failure::usage(format!("`{}` is not made of variables", path.display()))),
    }
}

/// A script by itself, or a document with the script and its settings.
fn logic(path: &Path, given: &Given) -> Result<Logic, Failure> {
    let is_document = path.extension().is_some_and(|own| ["yaml", "yml", "json"].iter().any(|ending| own == *ending));
    let mut around = usual();
    let script = match is_document {
        false => Some(documents::text(path)?),
        true => {
            let Value::Object(members) = read(&path.display().to_string(), "scriptedDataLogic")? else {
                return Err(Failure::usage(format!("`{}` is not made of members", path.display())));
            };
            around.extend(members);
            around.remove("script").map(|script| text_of(&script))
        }
    };
    if let Some(every) = given.values.get("invoke-every") {
        around.insert("invokeEvery".to_owned(), every.clone());
    }
    Ok(Logic { script, around })
}

/// As the vendor's own tool deploys a script.
fn usual() -> Map<String, Value> {
    let usual = json!({
        "enableCloudCommands": false,
        "productive": true,
        "invokeEvery": 1000,
        "parameters": { "INVOKE_ON_NEW_DATA": null },
    });
    usual.as_object().cloned().unwrap_or_default()
}

impl Logic {
    /// Scripts have a `$` of their own: only what is a variable is filled in there.
    fn filled(&self, variables: Option<&Variables>) -> Result<Value, Failure> {
        let around = Value::Object(self.around.clone());
        let mut logic = variables.map_or_else(|| Ok(around.clone()), |all| fill(&around, all))?;
        if let Some(script) = &self.script {
            let script = match variables {
                Some(all) => filled(script, all, Unknown::Kept)?,
                None => script.clone(),
            };
            logic["script"] = Value::from(packed(&script));
        }
        Ok(logic)
    }
}

fn packed(script: &str) -> String {
    if script.starts_with(PACKED) { script.to_owned() } else { format!("{PACKED}{}", STANDARD.encode(script)) }
}

/// What becomes of the name of a variable that nobody gave.
#[derive(Clone, Copy, PartialEq)]
enum Unknown {
    Kept,
    Refused,
}

/// A text that is nothing but a variable becomes its value, whatever type it has.
fn fill(value: &Value, variables: &Variables) -> Result<Value, Failure> {
    Ok(match value {
        Value::String(text) => match whole(text).and_then(|name| variables.get(name)) {
            Some(value) => value.clone(),
            None => Value::from(filled(text, variables, Unknown::Refused)?),
        },
        Value::Array(items) => items.iter().map(|item| fill(item, variables)).collect::<Result<_, _>>()?,
        Value::Object(members) => {
            let filled = members.iter().map(|(name, value)| Ok((name.clone(), fill(value, variables)?)));
            Value::Object(filled.collect::<Result<_, Failure>>()?)
        }
        other => other.clone(),
    })
}

fn whole(text: &str) -> Option<&str> {
    let name = text.strip_prefix('$')?;
    let name = name.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(name);
    is_name(name).then_some(name)
}

fn is_name(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    name.bytes().all(is_part) && name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
}

/// `$NAME` and `${NAME}` become values, `$$` becomes `$`.
fn filled(text: &str, variables: &Variables, unknown: Unknown) -> Result<String, Failure> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        if let (Some(tail), Unknown::Refused) = (after.strip_prefix('$'), unknown) {
            out.push('$');
            rest = tail;
            continue;
        }
        let (name, length) = name_at(after);
        match variables.get(name).filter(|_| length > 0) {
            Some(value) => out.push_str(&text_of(value)),
            None if length > 0 && unknown == Unknown::Refused => return Err(no_variable(name)),
            None => out.push_str(&rest[at..at + 1 + length]),
        }
        rest = &after[length..];
    }
    out.push_str(rest);
    Ok(out)
}

/// The name that begins here, and how many bytes it takes with its braces.
fn name_at(text: &str) -> (&str, usize) {
    if let Some((name, _)) = text.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        return if is_name(name) { (name, name.len() + 2) } else { ("", 0) };
    }
    let end = text.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').unwrap_or(text.len());
    if is_name(&text[..end]) { (&text[..end], end) } else { ("", 0) }
}

fn no_variable(name: &str) -> Failure {
    Failure::usage(format!("nothing says what `${name}` is")).hint("`$$` stands for a `$` that begins no variable")
}

/// The box wants the port of a source as a text and that of a target as a number, which variables make easy to mix up.
fn with_ports(part: Value, is_other: &dyn Fn(&Value) -> bool, turned: fn(&Value) -> Value) -> Value {
    match part {
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| match name.as_str() {
                "port" if is_other(&value) => (name, turned(&value)),
                _ => (name, with_ports(value, is_other, turned)),
            })
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => items.into_iter().map(|item| with_ports(item, is_other, turned)).collect(),
        other => other,
    }
}

fn number(text: &Value) -> Value {
    let number = text.as_str().and_then(|text| text.parse::<u16>().ok());
    number.map_or_else(|| text.clone(), Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(value: Value) -> Variables {
        value.as_object().unwrap().clone()
    }

    fn parts(logic: Option<&str>, around: Value) -> Parts {
        Parts {
            sources: json!({"m": {"endpoints": [{"port": "$IN", "host": "${HOST}.example", "note": "5 $$"}]}}),
            target: json!({"connectors": [{"port": "$OUT"}]}),
            output_model: None,
            logic: logic.map(|script| Logic { script: Some(script.to_owned()), around: variables(around) }),
            variables: Some(variables(json!({"IN": 1883, "OUT": "1884", "HOST": "a"}))),
        }
    }

    #[test]
    fn variables_are_filled_in_and_those_of_a_box_go_over_those_of_the_file() {
        let data = parts(None, json!({})).data(&variables(json!({"HOST": "b"}))).unwrap();

        assert_eq!(
            data,
            json!({
                "dataSources": {"m": {"endpoints": [{"port": "1883", "host": "b.example", "note": "5 $"}]}},
                "dataTarget": {"connectors": [{"port": 1884}]},
            })
        );
    }

    #[test]
    fn a_variable_that_nobody_gave_is_refused_and_without_variables_nothing_is_filled_in() {
        let mut parts = parts(None, json!({}));
        parts.target = json!({"password": "pa$word"});

        let refused = parts.data(&Variables::new()).unwrap_err();
        parts.variables = None;
        let left = parts.data(&Variables::new()).unwrap();

        assert_eq!(refused.message, "nothing says what `$word` is");
        assert_eq!(left["dataTarget"], json!({"password": "pa$word"}));
    }

    #[test]
    fn a_script_is_packed_once_and_keeps_its_own_dollars() {
        let script = |text| parts(Some(text), json!({"invokeEvery": "$IN"})).data(&Variables::new()).unwrap();

        let logic = script("$x(${HOST}) + `${i}` $$")["scriptedDataLogic"].clone();
        let packed = STANDARD.encode("$x(a) + `${i}` $$");

        assert_eq!(logic, json!({"invokeEvery": 1883, "script": format!("\u{1b}bytes:{packed}")}));
        assert_eq!(script("\u{1b}bytes:aGk=")["scriptedDataLogic"]["script"], "\u{1b}bytes:aGk=");
    }
}
