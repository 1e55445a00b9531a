//! `--sort`: records kept until all are there, then given back in order. Keeps their text, and of their values the key.

use std::cmp::Ordering;

use serde_json::Value;

use super::bare::bare;
use super::cell::{is_time, spelled};
use super::decimal::Decimal;
use super::path::Path;
use super::row::Row;
use super::{Error, Knowledge};
use crate::failure::Failure;
use crate::record::Record;

/// Null and missing come first, then booleans, numbers by value, strings by code point, and what is nested last.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Nothing,
    Boolean(bool),
    Number(Decimal),
    Text(String),
    Nested(String),
}

pub(super) struct Sort {
    path: Path,
    is_descending: bool,
    is_time: bool,
    kept: Vec<(Key, Record)>,
}

impl Sort {
    pub(super) fn read(typed: &str, knowledge: &Knowledge) -> Result<Self, Failure> {
        let ascending = typed.trim();
        let descending = ascending.strip_prefix('-');
        let path = knowledge.path("sort key", descending.unwrap_or(ascending))?;
        let is_time = is_time(knowledge.times, path.text());
        Ok(Self { path, is_descending: descending.is_some(), is_time, kept: Vec::new() })
    }

    pub(super) fn keep(&mut self, row: Row) -> Result<(), Error> {
        let value = self.path.find(row.value()?);
        let time = value.filter(|_| self.is_time).and_then(Key::of_time);
        let key = time.unwrap_or_else(|| Key::of(value));
        self.kept.push((key, row.into_record()));
        Ok(())
    }

    /// What was kept, in order; records with equal keys stay in the order in which they came, either way round.
    pub(super) fn take(&mut self) -> impl Iterator<Item = Record> + use<> {
        let mut kept = std::mem::take(&mut self.kept);
        kept.sort_by(|(a, _), (b, _)| self.compare(a, b));
        kept.into_iter().map(|(_, record)| record)
    }

    fn compare(&self, a: &Key, b: &Key) -> Ordering {
        if self.is_descending { b.cmp(a) } else { a.cmp(b) }
    }

    pub(super) fn warning(&self) -> Option<String> {
        (!self.path.was_found()).then(|| format!("no record has a member `{}` to sort by", self.path.text()))
    }
}

impl Key {
    /// A time that is spelled out, among those that are numbers.
    fn of_time(value: &Value) -> Option<Self> {
        let time = spelled(value.as_str()?)?;
        Some(Self::Number(Decimal::new(&time.as_second().to_string())))
    }

    fn of(value: Option<&Value>) -> Self {
        match value {
            None | Some(Value::Null) => Self::Nothing,
            Some(Value::Bool(truth)) => Self::Boolean(*truth),
            Some(Value::Number(number)) => Self::Number(Decimal::new(number.as_str())),
            Some(Value::String(text)) => Self::Text(text.clone()),
            nested => Self::Nested(bare(nested).into_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn sorted(typed: &str, records: impl IntoIterator<Item = Value>) -> Vec<Value> {
        let mut sort = Sort::read(typed, &Knowledge::OPEN).unwrap();
        records.into_iter().for_each(|record| sort.keep(Row::from(record)).unwrap());
        sort.take().map(|record| record.parse().unwrap()).collect()
    }

    #[test]
    fn kinds_have_an_order_and_numbers_are_numbers() {
        let shuffled =
            [json!("b"), json!(10), json!([1]), json!(9), json!(null), json!("B"), json!(true), json!(false)];

        let values = sorted("k", shuffled.map(|k| json!({"k": k})));

        let keys: Vec<&Value> = values.iter().map(|value| &value["k"]).collect();
        assert_eq!(json!(keys), json!([null, false, true, 9, 10, "B", "b", [1]]));
    }

    #[test]
    fn equal_keys_keep_their_order_in_both_directions() {
        let records = || [json!({"k": 1, "n": 1}), json!({"k": 2, "n": 2}), json!({"k": 1.0, "n": 3}), json!({"n": 4})];
        let order = |typed| -> Vec<Value> { sorted(typed, records()).iter().map(|value| value["n"].clone()).collect() };

        assert_eq!(json!(order("k")), json!([4, 1, 3, 2]));
        assert_eq!(json!(order("-k")), json!([2, 1, 3, 4]));
    }

    proptest! {
        #[test]
        fn sorting_is_stable_and_loses_nothing(keys in prop::collection::vec(0u8..4, 0..40)) {
            let records = keys.iter().enumerate().map(|(n, k)| json!({"k": k, "n": n}));
            let mut expected: Vec<Value> = records.clone().collect();
            expected.sort_by_key(|record| record["k"].as_u64());

            prop_assert_eq!(sorted("k", records), expected);
        }
    }
}
