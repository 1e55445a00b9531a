//! What holds for any text a vendor may send.

use proptest::prelude::*;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::*;

fn records() -> impl Strategy<Value = Vec<String>> {
    let record = prop::collection::vec(any::<String>(), 6).prop_map(|texts| {
        (0..6).map(|n| format!("member_{n}")).zip(texts.into_iter().map(Value::from)).collect::<Value>()
    });
    prop::collection::vec(record.prop_map(|record| record.to_string()), 1..5)
}

fn borrowed(records: &[String]) -> Vec<&str> {
    records.iter().map(String::as_str).collect()
}

proptest! {
    #[test]
    fn no_line_of_a_table_is_wider_than_the_terminal(records in records(), width in 1u16..100) {
        let out = open(&View { width: Some(width), ..view(Format::Table) }, &borrowed(&records));

        prop_assert_eq!(out.lines().count(), records.len() + 1);
        prop_assert!(out.lines().all(|line| line.width() <= usize::from(width) && line.trim_end() == line));
    }

    #[test]
    fn a_tsv_line_has_as_many_cells_as_its_header(records in records()) {
        let out = open(&view(Format::Tsv), &borrowed(&records));

        prop_assert_eq!(out.split_terminator('\n').count(), records.len() + 1);
        prop_assert!(out.split_terminator('\n').all(|line| line.matches('\t').count() == 5 && !line.contains('\r')));
    }

    #[test]
    fn ndjson_is_what_came(records in records()) {
        let out = open(&view(Format::Ndjson), &borrowed(&records));

        let read: Vec<Value> = out.split_terminator('\n').map(|line| serde_json::from_str(line).unwrap()).collect();
        let sent: Vec<Value> = records.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
        prop_assert_eq!(read, sent);
    }

    #[test]
    fn jq_gives_back_what_it_was_given(records in records()) {
        let out = open(&View { format: Format::Ndjson, ..jq(".[]") }, &borrowed(&records));

        prop_assert_eq!(out, open(&view(Format::Ndjson), &borrowed(&records)));
    }
}
