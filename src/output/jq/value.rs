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
            let members = members.iter().map(|(name, value)| (Val::from(name.clone()), given(value)));
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
        Val::Obj(members) => members.iter().map(|(name, value)| (key(name), yielded(value))).collect(),
    }
}

fn key(name: &Val) -> String {
    match yielded(name) {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// Digits that came as text leave as text; jq also knows spellings that JSON does not, such as `+5.50`.
fn number(number: &Num) -> Value {
    if let Num::Float(calculated) = number {
        return float(*calculated);
    }
    let text = number.to_string();
    serde_json::from_str(&text).unwrap_or_else(|_| float(text.parse().unwrap_or(f64::NAN)))
}

fn float(calculated: f64) -> Value {
    match calculated {
        nan if nan.is_nan() => Value::Null,
        whole if whole.fract() == 0.0 && whole.abs() < EXACT => Value::from(whole as i64),
        other => Number::from_f64(other.clamp(f64::MIN, f64::MAX)).into(),
    }
}
