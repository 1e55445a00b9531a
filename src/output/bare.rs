//! The text of a value without quotes: what filters compare, `name` prints and csv cells hold.

use std::borrow::Cow;

use serde_json::Value;

/// Numbers keep their digits, null and missing are empty, arrays and objects are compact JSON.
pub(super) fn bare(value: Option<&Value>) -> Cow<'_, str> {
    match value {
        None | Some(Value::Null) => Cow::Borrowed(""),
        Some(Value::String(text)) => Cow::Borrowed(text),
        Some(Value::Number(number)) => Cow::Borrowed(number.as_str()),
        Some(Value::Bool(true)) => Cow::Borrowed("true"),
        Some(Value::Bool(false)) => Cow::Borrowed("false"),
        Some(nested) => Cow::Owned(nested.to_string()),
    }
}
