//! The pipelines of a box: what may be deployed, and what becomes of it.

use super::refusal::Refusal;
use data_encoding::BASE64;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What a script begins with: an escape character, and how the rest is written.
const MARK: &str = "\u{1b}bytes:";

#[derive(Debug)]
struct Pipeline {
    data: Value,
    looks: u64,
}

/// The pipelines by their names.
#[derive(Debug, Default)]
pub(super) struct Pipelines(BTreeMap<String, Pipeline>);

impl Pipelines {
    pub(super) fn deploy(&mut self, given: &Value) -> Result<String, Refusal> {
        let name = given["name"].as_str().unwrap_or_default();
        check_name(name)?;
        if self.0.contains_key(name) {
            return Err(Refusal::new(400, format!("A pipeline with the name {name} exists already")));
        }
        check_ports(&given["data"])?;
        if let Some(script) = given["data"]["scriptedDataLogic"]["script"].as_str() {
            read(script)?;
        }
        self.0.insert(name.to_owned(), Pipeline { data: given["data"].clone(), looks: 0 });
        Ok(name.to_owned())
    }

    pub(super) fn configuration(&self, name: &str) -> Result<Value, Refusal> {
        let pipeline = self.0.get(name).ok_or_else(|| unknown(404, name))?;
        Ok(json!({ "name": name, "data": pipeline.data }))
    }

    /// The status, and words where it is a bad one.
    pub(super) fn status(&mut self, name: &str, looks: u64) -> Result<(Value, &'static str), Refusal> {
        let pipeline = self.0.get_mut(name).ok_or_else(|| unknown(404, name))?;
        pipeline.looks += 1;
        let logic = &pipeline.data["scriptedDataLogic"];
        let is_empty = logic["script"].as_str().is_some_and(|script| script.trim_end() == MARK);
        let (status, words) = match pipeline.looks > looks {
            _ if logic["productive"] == json!(false) => ("Stopped", ""),
            false => ("Starting", ""),
            true if is_empty => ("Failed", "The data logic script is empty"),
            true => ("Running", ""),
        };
        Ok((json!({ "healthStatus": { "pipelineStatus": status } }), words))
    }

    pub(super) fn undeploy(&mut self, name: &str) -> Result<(), Refusal> {
        self.0.remove(name).map(|_| ()).ok_or_else(|| unknown(400, name))
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }
}

/// That it is a 400 when nothing can be deleted is published; what the others answer is not.
fn unknown(status: u16, name: &str) -> Refusal {
    Refusal::new(status, format!("The pipeline {name} does not exist"))
}

fn check_name(name: &str) -> Result<(), Refusal> {
    if !name.chars().all(|character| character.is_ascii_alphanumeric()) {
        return Err(Refusal::new(400, "The pipeline name must not contain special characters"));
    }
    if name.ends_with('s') {
        return Err(Refusal::new(400, "The pipeline name must not end with the letter s"));
    }
    Ok(())
}

/// The vendor's oddity: a port is a text in a source and a number in a target.
fn check_ports(data: &Value) -> Result<(), Refusal> {
    let sources = data["dataSources"].as_object().into_iter().flat_map(|sources| sources.values());
    let endpoints = sources.flat_map(|source| ports(&source["dataSourceConfiguration"]["endpoints"]));
    if endpoints.into_iter().any(|port| !port.is_string()) {
        return Err(Refusal::new(400, "The port of an endpoint must be a string"));
    }
    let targets = ports(&data["dataTarget"]["dataTargetConfiguration"]["connectors"]);
    if targets.into_iter().any(|port| !port.is_number()) {
        return Err(Refusal::new(400, "The port of a connector must be a number"));
    }
    Ok(())
}

fn ports(list: &Value) -> Vec<&Value> {
    list.as_array().into_iter().flatten().filter_map(|item| item.get("port")).filter(|port| !port.is_null()).collect()
}

fn read(script: &str) -> Result<String, Refusal> {
    let bytes = script.strip_prefix(MARK).and_then(|text| BASE64.decode(text.as_bytes()).ok());
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    text.ok_or_else(|| Refusal::new(400, "The script is not written as bytes in Base64"))
}
