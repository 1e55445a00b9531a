//! Whole outputs of the engine, compared as literals.

use bytes::Bytes;
use proptest::prelude::*;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use super::*;
use crate::record::Record;

const DEVICES: Knowledge = Knowledge {
    columns: &["id", "name", "status"],
    wide: &["site.name"],
    members: &["id", "name", "status", "site", "tags", "password", "rssi"],
    secret: &["password"],
    ..Knowledge::OPEN
};

/// Three devices as a vendor might send them: odd spacing, a long number, hostile text.
const LIST: [&str; 3] = [
    r#"{"id":9007199254740993123,"name":"gate-7","status":"online","site":{"name":"Oslo"},"tags":["a","b"],"rssi":-81}"#,
    "{\n  \"id\": 12.50,\n  \"name\": \"\\u001b[31mred\",\n  \"status\": \"offline\",\n  \"site\": null\n}",
    r#"{"id":3,"name":"=1+1","status":"pending","password":"hunter2"}"#,
];

fn view(format: Format) -> View {
    View {
        format,
        ..View::default()
    }
}

fn record(text: &str) -> Record {
    Record::from_json_bytes(Bytes::copy_from_slice(text.as_bytes()))
}

fn try_show(view: &View, shape: Shape, knowledge: &Knowledge, records: &[&str]) -> Result<(String, Summary), Error> {
    let mut out = Vec::new();
    let mut printer = Printer::new(view, shape, knowledge, &mut out)?;
    for text in records {
        if printer.record(&record(text))? == Flow::Enough {
            break;
        }
    }
    let summary = printer.finish()?;
    Ok((String::from_utf8(out).unwrap(), summary))
}

fn list(view: &View) -> String {
    try_show(view, Shape::List, &DEVICES, &LIST).unwrap().0
}

fn one(view: &View, text: &str) -> String {
    try_show(view, Shape::One, &DEVICES, &[text]).unwrap().0
}

fn open(view: &View, records: &[&str]) -> String {
    try_show(view, Shape::List, &Knowledge::OPEN, records).unwrap().0
}

fn failure(outcome: Result<(String, Summary), Error>) -> String {
    match outcome {
        Err(Error::Failure(failure)) => failure.message,
        other => panic!("it did not fail: {other:?}"),
    }
}

fn columns(names: &[&str]) -> Option<Vec<String>> {
    Some(names.iter().map(|name| (*name).to_owned()).collect())
}

fn jq(expression: &str) -> View {
    View {
        jq: Some(expression.to_owned()),
        ..view(Format::Json)
    }
}

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
    assert_eq!(
        try_show(&view(Format::Csv), Shape::List, &DEVICES, &[]).unwrap().0,
        "id,name,status,site.name\n"
    );
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
    let view = View {
        show_secrets: true,
        ..view(Format::Ndjson)
    };

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
    assert_eq!(
        one(&view(Format::Yaml), r#"{"id":1,"tags":["a"]}"#),
        "id: 1\ntags:\n- a\n"
    );
}

#[test]
fn csv_quotes_what_it_must_and_disarms_formulas() {
    let view = View {
        columns: columns(&["id", "name", "rssi", "tags"]),
        ..view(Format::Csv)
    };

    assert_eq!(
        list(&view),
        "id,name,rssi,tags\n9007199254740993123,gate-7,-81,\"[\"\"a\"\",\"\"b\"\"]\"\n12.50,␛[31mred,,\n3,'=1+1,,\n"
    );
    assert_eq!(
        list(&View {
            formulas: true,
            header: false,
            ..view
        })
        .lines()
        .last(),
        Some("3,=1+1,,")
    );
}

#[test]
fn csv_cells_that_could_be_run_are_text_and_numbers_are_numbers() {
    let cells = [
        "@SUM(A1)", "+49123", "-2+3", "-81", "\tx", "-1.5e-5", "a,b", "a\"b", "a\nb",
    ];
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

    assert_eq!(
        open(&view(Format::Tsv), &[text]),
        "a\tb\tc\te\nx\\ty\\nz\\\\\t\t{\"d\":\"\\\\t\"}\t=1\n"
    );
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

#[test]
fn a_table_shows_the_chosen_columns() {
    assert_eq!(
        list(&view(Format::Table)),
        "ID                   NAME      STATUS\n\
         9007199254740993123  gate-7    online\n\
         12.50                ␛[31mred  offline\n\
         3                    =1+1      pending\n"
    );
}

#[test]
fn wide_shows_more_columns_and_colours_only_status_words() {
    let view = View {
        color: true,
        ..view(Format::Wide)
    };

    assert_eq!(
        list(&view),
        "ID                   NAME      STATUS   SITE NAME\n\
         9007199254740993123  gate-7    \x1b[32monline\x1b[0m   Oslo\n\
         12.50                ␛[31mred  \x1b[31moffline\x1b[0m  -\n\
         3                    =1+1      \x1b[33mpending\x1b[0m  -\n"
    );
}

#[test]
fn a_table_fits_sixty_columns_and_twenty() {
    let records = [
        r#"{"id":1,"name":"東京都庁第一本庁舎のルーター","model":"RUTX50 industrial 5G router","status":"online"}"#,
        r#"{"id":22,"name":"e\u0301le\u0301phant","model":"TRB140","status":"offline"}"#,
    ];
    let at = |width| {
        open(
            &View {
                width: Some(width),
                ..view(Format::Table)
            },
            &records,
        )
    };

    assert_eq!(
        at(60),
        "ID  NAME                     MODEL                   STATUS\n\
         1   東京都庁第一本庁舎のル…  RUTX50 industrial 5G…   online\n\
         22  e\u{301}le\u{301}phant                 TRB140                  offline\n"
    );
    assert_eq!(
        at(20),
        "ID  NAME     MODEL\n\
         1   東京都…  RUTX50…\n\
         22  e\u{301}le\u{301}pha…  TRB140\n"
    );
}

#[test]
fn columns_that_have_no_room_are_named() {
    let view = View {
        width: Some(12),
        ..view(Format::Table)
    };

    let (out, summary) = try_show(&view, Shape::List, &DEVICES, &LIST[..1]).unwrap();

    assert_eq!(out, "ID     NAME\n9007…  gate…\n");
    assert_eq!(summary.warnings, ["no room for `status`; choose with `--columns`"]);
}

#[test]
fn one_record_is_a_line_for_each_member_and_never_cut() {
    let text = r#"{"id":1,"name":"a very long name that no terminal of twenty columns could show","status":"online"}"#;
    let narrow = |format| View {
        width: Some(20),
        ..view(format)
    };

    assert_eq!(
        one(&narrow(Format::Table), text),
        "id         1\n\
         name       a very long name that no terminal of twenty columns could show\n\
         status     online\n\
         site.name  -\n"
    );
    assert_eq!(
        one(&narrow(Format::Wide), r#"{"x":"","id":1,"password":"p"}"#),
        "x\nid        1\npassword  <hidden>\n"
    );
}

#[test]
fn columns_come_as_they_were_asked_for() {
    let view = View {
        columns: columns(&["site.name", "+extra", "tags.1"]),
        header: false,
        ..view(Format::Table)
    };

    let (out, summary) = try_show(&view, Shape::List, &DEVICES, &LIST).unwrap();

    assert_eq!(out, "Oslo  -  b\n-     -  -\n-     -  -\n");
    assert_eq!(summary.warnings, ["no record has a column `extra`"]);
}

#[test]
fn a_missing_name_is_no_news_where_there_is_no_record() {
    let view = View {
        columns: columns(&["x"]),
        sort: Some("y".into()),
        filters: vec!["z=1".into()],
        ..View::default()
    };

    let (_, summary) = try_show(&view, Shape::List, &Knowledge::OPEN, &[]).unwrap();

    assert_eq!(summary, Summary::default());
}

#[test]
fn a_filter_that_names_nothing_is_said_so() {
    let view = View {
        filters: vec!["statu=online".into()],
        ..view(Format::Json)
    };

    let (out, summary) = try_show(&view, Shape::List, &Knowledge::OPEN, &LIST).unwrap();

    assert_eq!(out, "[]\n");
    assert_eq!(summary.warnings, ["no record has a member `statu` to filter by"]);
}

#[test]
fn unknown_names_are_refused_before_anything_is_sent() {
    let check = |view: View| view.check(Shape::List, &DEVICES).unwrap_err().message;

    assert_eq!(
        check(View {
            columns: columns(&["sate"]),
            ..View::default()
        }),
        "unknown column `sate`; there are `site`, `name`, `status`, `tags`, `rssi`, `password` and 1 more"
    );
    assert_eq!(
        check(View {
            sort: Some("-nam".into()),
            ..View::default()
        }),
        "unknown sort key `nam`; there are `name`, `tags`, `status`, `password`, `id`, `site` and 1 more"
    );
    assert_eq!(
        check(View {
            filters: vec!["sit.name=x".into()],
            ..View::default()
        }),
        "unknown filter key `sit.name`; there are `site`, `status`, `rssi`, `password`, `id`, `name` and 1 more"
    );
}

#[test]
fn work_is_done_in_order_filter_sort_limit_columns() {
    let view = View {
        filters: vec!["status!=offline".into()],
        sort: Some("-id".into()),
        limit: Some(1),
        columns: columns(&["id"]),
        ..view(Format::Tsv)
    };

    let (out, summary) = try_show(&view, Shape::List, &DEVICES, &LIST).unwrap();

    assert_eq!(out, "id\n9007199254740993123\n");
    assert_eq!(summary.printed, 1);
}

#[test]
fn the_limit_says_enough_with_the_last_record_it_allows() {
    let mut out = Vec::new();
    let view = View {
        limit: Some(2),
        ..view(Format::Ndjson)
    };
    let mut printer = Printer::new(&view, Shape::List, &Knowledge::OPEN, &mut out).unwrap();

    let flows = ["1", "2", "3"].map(|text| printer.record(&record(text)).unwrap());
    let summary = printer.finish().unwrap();

    assert_eq!(flows, [Flow::More, Flow::Enough, Flow::Enough]);
    assert_eq!(summary.printed, 2);
    assert_eq!(out, b"1\n2\n");
}

#[test]
fn secrets_cannot_be_guessed_by_filter_or_sort() {
    let view = View {
        filters: vec!["password~hunter".into()],
        ..view(Format::Json)
    };

    assert_eq!(list(&view), "[]\n");
}

#[test]
fn secrets_are_hidden_from_jq_and_from_columns() {
    let hidden = View {
        columns: columns(&["password"]),
        header: false,
        ..view(Format::Csv)
    };

    assert_eq!(list(&jq("map(.password)")), "[\n  null,\n  null,\n  \"<hidden>\"\n]\n");
    assert_eq!(list(&hidden).lines().last(), Some("<hidden>"));
}

#[test]
fn what_streams_is_written_before_the_next_record_comes() {
    let first = |format| {
        let mut out = Vec::new();
        let mut printer = Printer::new(&view(format), Shape::List, &DEVICES, &mut out).unwrap();
        printer.record(&record(r#"{"id":1}"#)).unwrap();
        drop(printer);
        String::from_utf8(out).unwrap()
    };

    assert_eq!(first(Format::Json), "[\n{\"id\":1}");
    assert_eq!(first(Format::Ndjson), "{\"id\":1}\n");
    assert_eq!(first(Format::Yaml), "- id: 1\n");
    assert_eq!(first(Format::Csv), "id,name,status,site.name\n1,,,\n");
    assert_eq!(first(Format::Name), "1\n");
}

#[test]
fn jq_sees_the_whole_result_once() {
    assert_eq!(list(&jq("length")), "3\n");
    assert_eq!(
        list(&jq("map(.status) | sort")),
        "[\n  \"offline\",\n  \"online\",\n  \"pending\"\n]\n"
    );
    assert_eq!(one(&jq(".site.name"), LIST[0]), "\"Oslo\"\n");
}

#[test]
fn jq_keeps_every_digit_that_it_does_not_calculate_with() {
    let digits = "9".repeat(100);
    let ndjson = View {
        format: Format::Ndjson,
        ..jq(".[] | .id")
    };

    assert_eq!(list(&ndjson), "9007199254740993123\n12.50\n3\n");
    assert_eq!(
        open(&jq(".[]"), &[&digits, "1E+400", "0.10"]),
        format!("{digits}\n1e+400\n0.10\n")
    );
}

#[test]
fn jq_yields_nothing_that_is_not_json() {
    let expression = "4/2, 1/3, nan, infinite, -0.5, {(\"a\"): [1]}, 1e3";

    assert_eq!(
        open(
            &View {
                format: Format::Ndjson,
                ..jq(expression)
            },
            &[]
        ),
        "2\n0.3333333333333333\nnull\n1.7976931348623157e+308\n-0.5\n{\"a\":[1]}\n1e+3\n"
    );
    assert_eq!(open(&jq("\"+5.50\", \"007.0\" | tonumber"), &[]), "5.5\n7\n");
}

#[test]
fn raw_strings_have_no_quotes_and_do_not_steer_a_terminal() {
    let raw = View {
        raw_output: true,
        ..jq(".[].name, [1]")
    };

    assert_eq!(list(&raw), "gate-7\n\x1b[31mred\n=1+1\n[\n  1\n]\n");
    assert_eq!(
        list(&View { width: Some(80), ..raw }),
        "gate-7\n␛[31mred\n=1+1\n[\n  1\n]\n"
    );
}

#[test]
fn a_jq_expression_that_cannot_be_read_is_refused_before_anything_is_sent() {
    let check = |expression| jq(expression).check(Shape::List, &Knowledge::OPEN).unwrap_err().message;

    assert_eq!(
        check(".["),
        "cannot read the jq expression: it ends where closing bracket should stand"
    );
    assert_eq!(
        check(".a | | .b"),
        "cannot read the jq expression: term should stand at `|`"
    );
    assert_eq!(
        check("nosuch(1)"),
        "cannot read the jq expression: there is no filter `nosuch/1`"
    );
    assert_eq!(
        check("$ENV"),
        "cannot read the jq expression: there is no variable `$ENV`"
    );
    assert_eq!(
        check("env"),
        "cannot read the jq expression: there is no filter `env/0`"
    );
    assert_eq!(
        check(r#"include "x"; ."#),
        "cannot read the jq expression: there is no module `x`"
    );
}

#[test]
fn a_jq_expression_that_fails_or_halts_does_not_end_the_program() {
    let run = |expression| try_show(&jq(expression), Shape::List, &Knowledge::OPEN, &["1"]);

    assert_eq!(
        failure(run(".[0].a")),
        "cannot run the jq expression: cannot index 1 with \"a\""
    );
    assert_eq!(failure(run("error(\"no\")")), "cannot run the jq expression: no");
    assert_eq!(failure(run("halt(3)")), "the jq expression halted with 3");
    assert_eq!(run("1, halt, 2").unwrap().0, "1\n");
}

#[test]
fn a_closed_pipe_is_told_from_a_failure() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _bytes: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut out = Closed;
    let mut printer = Printer::new(&view(Format::Csv), Shape::List, &DEVICES, &mut out).unwrap();

    let outcome = printer.record(&record("{}"));

    assert!(matches!(outcome, Err(Error::Stream(error)) if error.kind() == std::io::ErrorKind::BrokenPipe));
}

#[test]
fn after_an_unreadable_record_the_array_is_still_closed() {
    let mut out = Vec::new();
    let view = View {
        filters: vec!["id!=0".into()],
        ..view(Format::Json)
    };
    let mut printer = Printer::new(&view, Shape::List, &DEVICES, &mut out).unwrap();
    printer.record(&record(r#"{"id":1}"#)).unwrap();

    let outcome = printer.record(&record(&("[".repeat(1000) + &"]".repeat(1000))));
    printer.finish().unwrap();

    assert!(matches!(outcome, Err(Error::Failure(_))));
    assert_eq!(out, b"[\n{\"id\":1}\n]\n");
}

fn records() -> impl Strategy<Value = Vec<String>> {
    let record = prop::collection::vec(any::<String>(), 6).prop_map(|texts| {
        (0..6)
            .map(|n| format!("member_{n}"))
            .zip(texts.into_iter().map(Value::from))
            .collect::<Value>()
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
