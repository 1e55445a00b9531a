//! The formats for programs, compared whole.

use serde_json::json;

use super::*;

#[test]
fn a_json_list_has_a_record_a_line_and_its_secrets_hidden() {
    assert_eq!(
        list(&view(Format::Json)),
        r#"[
{"id":9007199254740993123,"name":"gate-7","status":"online","site":{"name":"Oslo"},"tags":["a","b"],"rssi":-81},
{"id":12.50,"name":"\u001b[31mred","status":"offline","site":null},
{"id":3,"name":"=1+1","status":"pending","password":"<hidden>"}
]
"#
    );
}

#[test]
fn an_empty_list_is_still_a_list() {
    let empty = |format| open(&view(format), &[]);

    assert_eq!(empty(Format::Json), "[]\n");
    assert_eq!(empty(Format::Yaml), "[]\n");
    assert_eq!(empty(Format::Ndjson), "");
    assert_eq!(empty(Format::Name), "");
    assert_eq!(empty(Format::Table), "");
    assert_eq!(try_show(&view(Format::Csv), Shape::List, &DEVICES, &[]).unwrap().0, "id,name,status,site.name\n");
    assert_eq!(open(&jq("length"), &[]), "0\n");
}

#[test]
fn a_single_json_object_is_indented_and_keeps_its_digits() {
    assert_eq!(
        one(&view(Format::Json), r#"{"id":12.50,"tags":[],"site":{"name":"Oslo"}}"#),
        "{\n  \"id\": 12.50,\n  \"tags\": [],\n  \"site\": {\n    \"name\": \"Oslo\"\n  }\n}\n"
    );
}

#[test]
fn ndjson_has_one_line_for_each_record_however_it_came() {
    let view = View { show_secrets: true, ..view(Format::Ndjson) };

    assert_eq!(
        list(&view),
        r#"{"id":9007199254740993123,"name":"gate-7","status":"online","site":{"name":"Oslo"},"tags":["a","b"],"rssi":-81}
{"id":12.50,"name":"\u001b[31mred","status":"offline","site":null}
{"id":3,"name":"=1+1","status":"pending","password":"hunter2"}
"#
    );
}

#[test]
fn yaml_keeps_digits_and_quotes_what_would_be_read_as_something_else() {
    let text = r#"{"id":9007199254740993123,"n":12.50,"no":"no","when":"2024-01-01","num":"123","s":"a: b #c","m":"a\nb","e":"","x":{"y":[1,{"z":[]},[2,3]],"w":{}},"c":"\u001b\u009b","- k":null}"#;

    assert_eq!(
        open(&view(Format::Yaml), &[text, "[1]", "7"]),
        r#"- id: 9007199254740993123
  "n": 12.50
  "no": "no"
  when: "2024-01-01"
  num: "123"
  s: "a: b #c"
  m: "a\nb"
  e: ""
  x:
    "y":
    - 1
    - z: []
    - - 2
      - 3
    w: {}
  c: "\u001b\u009b"
  "- k": null
- - 1
- 7
"#
    );
    assert_eq!(one(&view(Format::Yaml), r#"{"id":1,"tags":["a"]}"#), "id: 1\ntags:\n- a\n");
}

#[test]
fn csv_quotes_what_it_must_and_disarms_formulas() {
    let view = View { columns: columns(&["id", "name", "rssi", "tags"]), ..view(Format::Csv) };

    assert_eq!(
        list(&view),
        "id,name,rssi,tags\n9007199254740993123,gate-7,-81,\"[\"\"a\"\",\"\"b\"\"]\"\n12.50,␛[31mred,,\n3,'=1+1,,\n"
    );
    assert_eq!(list(&View { formulas: true, header: false, ..view }).lines().last(), Some("3,=1+1,,"));
}

#[test]
fn csv_cells_that_could_be_run_are_text_and_numbers_are_numbers() {
    let cells = ["@SUM(A1)", "+49123", "-2+3", "-81", "\tx", "-1.5e-5", "a,b", "a\"b", "a\nb"];
    let records: Vec<String> = cells.iter().map(|cell| json!({"v": cell}).to_string()).collect();
    let records: Vec<&str> = records.iter().map(String::as_str).collect();

    assert_eq!(
        open(&view(Format::Csv), &records),
        "v\n'@SUM(A1)\n+49123\n'-2+3\n-81\n'\tx\n-1.5e-5\n\"a,b\"\n\"a\"\"b\"\n\"a\nb\"\n"
    );
}

#[test]
fn tsv_escapes_what_would_end_a_cell() {
    let text = r#"{"a":"x\ty\nz\\","b":null,"c":{"d":"\t"},"e":"=1"}"#;

    assert_eq!(open(&view(Format::Tsv), &[text]), "a\tb\tc\te\nx\\ty\\nz\\\\\t\t{\"d\":\"\\\\t\"}\t=1\n");
}

#[test]
fn name_prints_bare_identifiers() {
    assert_eq!(list(&view(Format::Name)), "9007199254740993123\n12.50\n3\n");
    assert_eq!(open(&view(Format::Name), &[r#""a\nb""#, "7"]), "a␊b\n7\n");
}

#[test]
fn a_record_without_identifier_is_left_out_and_said_so() {
    let (out, summary) = try_show(&view(Format::Name), Shape::List, &DEVICES, &["{}", r#"{"id":"x"}"#]).unwrap();

    assert_eq!(out, "x\n");
    assert_eq!(summary.warnings, ["1 record has no `id` and is left out"]);
}
