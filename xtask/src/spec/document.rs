//! An OpenAPI file, read into what rows can be compared with.

use std::error::Error;
use std::path::Path;

use serde_json::Value;

use super::described::{Described, Kind, Layout, Parameter};
use super::products;

const METHODS: &[&str] = &["get", "post", "put", "patch", "delete"];

/// Every operation of the file.
pub(super) fn read(file: &Path) -> Result<Vec<Described>, Box<dyn Error>> {
    let text = std::fs::read_to_string(file).map_err(|reason| format!("{}: {reason}", file.display()))?;
    let document = Document(serde_saphyr::from_str(&text)?);
    let paths = document.0["paths"].as_object().ok_or("the file has no `paths`")?;
    let mut operations = Vec::new();
    for (path, methods) in paths {
        for method in METHODS.iter().filter(|method| methods[**method].is_object()) {
            operations.push(document.operation(method, path, &methods["parameters"], &methods[*method]));
        }
    }
    Ok(operations)
}

struct Document(Value);

impl Document {
    /// The value itself, or what its `$ref` points to.
    fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
            Some(pointer) => self.0.pointer(pointer).map_or(&Value::Null, |target| self.resolve(target)),
            None => value,
        }
    }

    /// `shared` are the parameters that all operations of the path have.
    fn operation(&self, method: &str, path: &str, shared: &Value, operation: &Value) -> Described {
        let parameters = array(&operation["parameters"]).iter().chain(array(shared));
        let parameters: Vec<Parameter> = parameters.map(|parameter| self.parameter(parameter)).collect();
        let (slots, query) = parameters
            .into_iter()
            // What is declared in the path and has no slot there can only be meant for the query.
            .partition(|parameter| slot(path, &parameter.name).is_some());
        let (layout, body) = self.body(&operation["requestBody"]);
        let content = self.content_of_success(operation);
        let answer = self.resolve(&content["application/json"]["schema"]);
        Described {
            only: None,
            method: method.to_uppercase(),
            path: path.to_owned(),
            slots: in_order(path, slots),
            query,
            body,
            layout,
            is_list: answer["type"] == "array",
            lists: self.lists(answer),
            items: self.only_list(&operation["requestBody"]).unwrap_or_default(),
            waits: self.resolve(&answer["properties"]["meta"])["properties"]["channel"].is_object(),
            saves: is_file(content),
        }
    }

    fn parameter(&self, parameter: &Value) -> Parameter {
        let parameter = self.resolve(parameter);
        let name = text(&parameter["name"]);
        let mut read = self.member(&name, &parameter["schema"], parameter["required"] == true);
        if read.kind == Kind::String && says_several(parameter) {
            read.kind = Kind::Commas;
        }
        if says_dash(parameter) {
            read.values.clear();
        }
        read
    }

    fn member(&self, name: &str, schema: &Value, required: bool) -> Parameter {
        let schema = self.resolve(schema);
        let items = self.resolve(&schema["items"]);
        let values = [schema, items].into_iter().find(|place| place["enum"].is_array());
        let mut values: Vec<String> = values.map_or(&[][..], |place| array(&place["enum"])).iter().map(text).collect();
        let mut kind = self.kind(schema);
        if values == ["true", "false"] {
            (kind, values) = (Kind::Boolean, Vec::new());
        }
        Parameter { name: name.to_owned(), kind, values, required, only: None }
    }

    fn kind(&self, schema: &Value) -> Kind {
        let word = text(&schema["type"]);
        match word.trim_end_matches("|null") {
            "string" if schema["format"] == "binary" => Kind::File,
            "string" => Kind::String,
            "integer" => Kind::Integer,
            "number" => Kind::Number,
            "boolean" | "bool" => Kind::Boolean,
            "array" => match self.kind(self.resolve(&schema["items"])) {
                Kind::Integer => Kind::Integers,
                Kind::String => Kind::Strings,
                Kind::File => Kind::File,
                _ => Kind::Array,
            },
            _ => Kind::Object,
        }
    }

    fn body(&self, body: &Value) -> (Layout, Vec<Parameter>) {
        let Some((media, schema)) = self.content_of_body(body) else {
            return (Layout::None, Vec::new());
        };
        match (media, self.kind(schema), self.only_list(body)) {
            ("multipart/form-data", ..) => (Layout::Parts, self.members(schema)),
            (_, Kind::Array, _) => (Layout::List, self.item_members(schema)),
            (_, Kind::Integers | Kind::Strings, _) => (Layout::Ids, Vec::new()),
            (_, Kind::Object, _) if says_nothing(schema) => (Layout::Open, Vec::new()),
            (_, _, Some(name)) => (Layout::DataList, self.item_members(self.resolve(&schema["properties"][name]))),
            _ => (Layout::Object, self.members(schema)),
        }
    }

    fn content_of_body<'a>(&'a self, body: &'a Value) -> Option<(&'a str, &'a Value)> {
        let content = self.resolve(body)["content"].as_object()?;
        let (media, described) = content.iter().next()?;
        Some((media, self.resolve(&described["schema"])))
    }

    /// The one member of a body that has no other and is a list of objects.
    fn only_list(&self, body: &Value) -> Option<String> {
        let (_, schema) = self.content_of_body(body)?;
        let mut members = schema["properties"].as_object()?.iter();
        match (members.next(), members.next()) {
            (Some((name, list)), None) if self.kind(self.resolve(list)) == Kind::Array => Some(name.clone()),
            _ => None,
        }
    }

    fn lists(&self, answer: &Value) -> Vec<String> {
        let members = answer["properties"].as_object().into_iter().flatten();
        let lists = members.filter(|(_, member)| self.resolve(member)["type"] == "array");
        lists.map(|(name, _)| name.clone()).collect()
    }

    fn members(&self, schema: &Value) -> Vec<Parameter> {
        self.required_members(schema, array(&schema["required"]))
    }

    /// What is required of the items is sometimes written at the array.
    fn item_members(&self, list: &Value) -> Vec<Parameter> {
        let items = self.resolve(&list["items"]);
        let required = [array(&list["required"]), array(&items["required"])].concat();
        self.required_members(items, &required)
    }

    fn required_members(&self, schema: &Value, required: &[Value]) -> Vec<Parameter> {
        let own = schema["properties"].as_object().into_iter().flatten();
        // What only answers hold is no part of a body.
        let own = own.filter(|(_, part)| self.resolve(part)["readOnly"] != true);
        let own = own.map(|(name, part)| self.member(name, part, required.iter().any(|word| word == name)));
        let inherited = array(&schema["allOf"]).iter().map(|part| self.resolve(part));
        let inherited = inherited.flat_map(|part| self.required_members(part, array(&part["required"])));
        let kinds: Vec<_> = array(&schema["oneOf"]).iter().map(|kind| self.members(self.resolve(kind))).collect();
        inherited.chain(own).chain(products::either(kinds)).collect()
    }

    /// What the first success holds, by media type.
    fn content_of_success<'a>(&'a self, operation: &'a Value) -> &'a Value {
        let mut responses = operation["responses"].as_object().into_iter().flatten();
        let success = responses.find(|(status, _)| status.starts_with('2') || *status == "default");
        success.map_or(&Value::Null, |(_, response)| &self.resolve(response)["content"])
    }
}

/// A success that is neither JSON nor of a type that nobody names.
fn is_file(content: &Value) -> bool {
    let media = content.as_object();
    media.is_some_and(|media| !media.contains_key("application/json") && !media.contains_key("*/*"))
}

/// Members of any name.
fn says_nothing(schema: &Value) -> bool {
    ["properties", "allOf", "oneOf"].iter().all(|word| schema[*word].is_null())
}

/// Where the slot of that name stands in the path.
fn slot(path: &str, name: &str) -> Option<usize> {
    path.find(&format!("{{{name}}}"))
}

fn in_order(path: &str, mut slots: Vec<Parameter>) -> Vec<Parameter> {
    slots.sort_by_key(|parameter| slot(path, &parameter.name));
    slots
}

/// That several values may be given at once is said in prose, in words that vary, or shown by an example.
fn says_several(parameter: &Value) -> bool {
    let examples = [&parameter["example"], &parameter["schema"]["example"]];
    let prose = text(&parameter["description"]);
    let says = ["comma", "separated", "seprated"].iter().any(|word| prose.contains(word));
    says || shows_several(&prose) || examples.iter().any(|example| shows_several(&text(example)))
}

/// Words that may have a dash in front are no closed set, whatever the enumeration says.
fn says_dash(parameter: &Value) -> bool {
    text(&parameter["description"]).contains("dash symbol")
}

/// `1,2`: a comma between two digits.
fn shows_several(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    characters.windows(3).any(|three| three[0].is_ascii_digit() && three[1] == ',' && three[2].is_ascii_digit())
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
