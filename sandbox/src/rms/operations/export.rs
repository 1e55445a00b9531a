//! The fleet in other forms: as CSV and as counts.

use super::devices::{fields, fitting, page};
use crate::exchange::Reply;
use crate::rms::call::Call;
use crate::rms::envelope;
use crate::rms::fleet::{Device, Field, Surroundings, chart, filters, write_member};
use crate::rms::refusal::Refusal;
use crate::rms::state::State;
use crate::writer::Writer;
use serde_json::{Map, Value};

/// The same devices as the list, one a line.
pub(super) fn csv(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let fields = fields(&call.query)?;
    let (indices, _) = page(state, &call.query)?;
    let around = state.surroundings();
    let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    let mut text = names.join(",") + "\n";
    for index in indices {
        let device = state.fleet.device(index);
        let cells: Vec<String> = fields.iter().map(|field| cell(field, &device, &around)).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    Ok(Reply::content(200, "text/csv; charset=utf-8", text))
}

fn cell(field: &Field, device: &Device<'_>, around: &Surroundings) -> String {
    let mut writer = Writer::default();
    write_member(field, device, around, &mut writer);
    match serde_json::from_str(writer.as_str()) {
        Ok(Value::Null) => String::new(),
        Ok(Value::String(text)) => quoted(&text),
        _ => quoted(writer.as_str()),
    }
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// How many devices there are of each kind, for every chart asked for.
pub(super) fn statistics(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let indices = fitting(state, &filters(&call.query)?);
    let mut charts = Map::new();
    for name in call.query.list("charts").unwrap_or_default() {
        let mut counts: Map<String, Value> = Map::new();
        for index in &indices {
            let word = chart(name, &state.fleet.device(*index));
            let count = counts.get(&word).and_then(Value::as_u64).unwrap_or(0);
            counts.insert(word, (count + 1).into());
        }
        charts.insert(name.to_owned(), counts.into());
    }
    Ok(envelope::data(call, &charts.into()))
}
