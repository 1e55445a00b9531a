//! Values on their way into jq and out of it, every digit kept.

use jaq_core::ValT;
use jaq_json::{Map, Num, Val};
use serde_json::{Number, Value};

/// Whole numbers up to here are written without a point, as jq does.
const EXACT: f64 = 1e17;

/// A record for jq. Digits that no machine number holds stay as text until somebody calculates with them.
pub(super) fn given(value: &Value) -> Val {
    match value {
        Value::Null => Val::Null,
        Value::Bool(truth) => Val::from(*truth),
        Value::Number(number) => Val::from_num(number.as_str()).unwrap_or_default(),
        Value::String(text) => Val::from(text.clone()),
        Value::Array(items) => items.iter().map(given).collect(),
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(name, value)| (Val::from(name.clone()), given(value)));
            Val::obj(members.collect::<Map>())
        }
    }
}

/// A value from jq as JSON: jaq knows more values than JSON has, and they give way as in jq.
pub(super) fn yielded(value: &Val) -> Value {
    match value {
        Val::Null => Value::Null,
        Val::Bool(truth) => Value::Bool(*truth),
        Val::Num(number) => self::number(number),
        Val::BStr(bytes) | Val::TStr(bytes) => Value::from(String::from_utf8_lossy(bytes)),
        Val::Arr(items) => items.iter().map(yielded).collect(),
        Val::Obj(members) => members
            .iter()
            .map(|(name, value)| (key(name), yielded(value)))
            .collect(),
    }
}

fn key(name: &Val) -> String {
    match yielded(name) {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

fn number(number: &Num) -> Value {
    match number {
        Num::Float(float) if float.is_nan() => Value::Null,
        Num::Float(float) if float.fract() == 0.0 && float.abs() < EXACT => exact(&format!("{float:.0}")),
        Num::Float(float) => Number::from_f64(float.clamp(f64::MIN, f64::MAX)).into(),
        whole_or_text => exact(&whole_or_text.to_string()),
    }
}

fn exact(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}
