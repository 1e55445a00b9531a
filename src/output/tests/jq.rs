//! `--jq` from the expression to the printed values.

use super::*;

#[test]
fn secrets_are_hidden_from_jq_and_from_columns() {
    let hidden = View { columns: columns(&["password"]), header: false, ..view(Format::Csv) };

    assert_eq!(list(&jq("map(.password)")), "[\n  null,\n  null,\n  \"<hidden>\"\n]\n");
    assert_eq!(list(&hidden).lines().last(), Some("<hidden>"));
}

#[test]
fn jq_sees_the_whole_result_once() {
    assert_eq!(list(&jq("length")), "3\n");
    assert_eq!(list(&jq("map(.status) | sort")), "[\n  \"offline\",\n  \"online\",\n  \"pending\"\n]\n");
    assert_eq!(one(&jq(".site.name"), LIST[0]), "\"Oslo\"\n");
}

#[test]
fn jq_keeps_every_digit_that_it_does_not_calculate_with() {
    let digits = "9".repeat(100);
    let ndjson = View { format: Format::Ndjson, ..jq(".[] | .id") };

    assert_eq!(list(&ndjson), "9007199254740993123\n12.50\n3\n");
    assert_eq!(open(&jq(".[]"), &[&digits, "1E+400", "0.10"]), format!("{digits}\n1e+400\n0.10\n"));
}

#[test]
fn jq_yields_nothing_that_is_not_json() {
    let expression = "4/2, 1/3, nan, infinite, -0.5, {(\"a\"): [1]}, 1e3";

    assert_eq!(
        open(&View { format: Format::Ndjson, ..jq(expression) }, &[]),
        "2\n0.3333333333333333\nnull\n1.7976931348623157e+308\n-0.5\n{\"a\":[1]}\n1e+3\n"
    );
    assert_eq!(open(&jq("\"+5.50\", \"007.0\" | tonumber"), &[]), "5.5\n7\n");
}

#[test]
fn raw_strings_have_no_quotes_and_do_not_steer_a_terminal() {
    let raw = View { raw_output: true, ..jq(".[].name, [1]") };

    assert_eq!(list(&raw), "gate-7\n\x1b[31mred\n=1+1\n[\n  1\n]\n");
    assert_eq!(list(&View { width: Some(80), ..raw }), "gate-7\n␛[31mred\n=1+1\n[\n  1\n]\n");
}

#[test]
fn a_jq_expression_that_cannot_be_read_is_refused_before_anything_is_sent() {
    let check = |expression| jq(expression).check(Shape::List, &Knowledge::OPEN).unwrap_err().message;

    assert_eq!(check(".["), "cannot read the jq expression: it ends where closing bracket should stand");
    assert_eq!(check(".a | | .b"), "cannot read the jq expression: term should stand at `|`");
    assert_eq!(check("nosuch(1)"), "cannot read the jq expression: there is no filter `nosuch/1`");
    assert_eq!(check("$ENV"), "cannot read the jq expression: there is no variable `$ENV`");
    assert_eq!(check("env"), "cannot read the jq expression: there is no filter `env/0`");
    assert_eq!(check(r#"include "x"; ."#), "cannot read the jq expression: there is no module `x`");
}

#[test]
fn a_jq_expression_that_fails_or_halts_does_not_end_the_program() {
    let run = |expression| try_show(&jq(expression), Shape::List, &Knowledge::OPEN, &["1"]);

    assert_eq!(failure(run(".[0].a")), "cannot run the jq expression: cannot index 1 with \"a\"");
    assert_eq!(failure(run("error(\"no\")")), "cannot run the jq expression: no");
    assert_eq!(failure(run("halt(3)")), "the jq expression halted with 3");
    assert_eq!(run("1, halt, 2").unwrap().0, "1\n");
}
