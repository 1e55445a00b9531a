//! The formats for people, compared whole.

use super::*;

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
    let view = View { color: true, ..view(Format::Wide) };

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
    let at = |width| open(&View { width: Some(width), ..view(Format::Table) }, &records);

    assert_eq!(
        at(60),
        "ID  NAME                     MODEL                   STATUS\n\
         1   東京都庁第一本庁舎のル…  RUTX50 industrial 5G…   online\n\
         22  e\u{301}le\u{301}phant                 TRB140                  offline\n"
    );
    assert_eq!(
        at(20),
        "ID  NAME\n\
         1   東京都庁第一本…\n\
         22  e\u{301}le\u{301}phant\n"
    );
}

#[test]
fn ids_and_times_are_whole_and_other_columns_give_way() {
    let knowledge = Knowledge { columns: &["uid", "name", "seen", "text"], id: "uid", times: &["seen"], ..DEVICES };
    let record =
        r#"{"uid":"41f460ef-a1e7-4a01-8733-0","name":"a long name of a device","seen":1742412252,"text":"said"}"#;
    let at = |width| {
        let view = View { width: Some(width), ..view(Format::Table) };
        try_show(&view, Shape::List, &knowledge, &[record]).unwrap().0
    };

    assert_eq!(
        at(74).lines().last(),
        Some("41f460ef-a1e7-4a01-8733-0  a long name of a d…  2025-03-19 19:24:12Z  said")
    );
    assert_eq!(at(60).lines().last(), Some("41f460ef-a1e7-4a01-8733-0  a long name of a device"));
}

#[test]
fn columns_that_have_no_room_are_named() {
    let view = View { width: Some(12), ..view(Format::Table) };

    let (out, summary) = try_show(&view, Shape::List, &DEVICES, &LIST[..1]).unwrap();

    assert_eq!(out, "ID\n90071992547…\n");
    assert_eq!(summary.warnings, ["no room for `name`, `status`; choose with `--columns`"]);
}

#[test]
fn one_record_is_a_line_for_each_member_and_never_cut() {
    let text = r#"{"id":1,"name":"a very long name that no terminal of twenty columns could show","status":"online"}"#;
    let narrow = |format| View { width: Some(20), ..view(format) };

    assert_eq!(
        one(&narrow(Format::Table), text),
        "id         1\n\
         name       a very long name that no terminal of twenty columns could show\n\
         status     online\n\
         site.name  -\n"
    );
    assert_eq!(one(&narrow(Format::Wide), r#"{"x":"","id":1,"password":"p"}"#), "x\nid        1\npassword  <hidden>\n");
}

#[test]
fn columns_come_as_they_were_asked_for() {
    let view = View { columns: columns(&["site.name", "+extra", "tags.1"]), header: false, ..view(Format::Table) };

    let (out, summary) = try_show(&view, Shape::List, &DEVICES, &LIST).unwrap();

    assert_eq!(out, "Oslo  -  b\n-     -  -\n-     -  -\n");
    assert_eq!(summary.warnings, ["no record has a column `extra`"]);
}

#[test]
fn plain_values_in_the_place_of_records_are_a_column_of_their_own() {
    let (out, summary) = try_show(&view(Format::Table), Shape::List, &DEVICES, &[r#""id""#, r#""name""#]).unwrap();

    assert_eq!(out, "VALUE\nid\nname\n");
    assert_eq!(summary.warnings, [""; 0]);
}
