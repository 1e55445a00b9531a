//! Rows of our own making, what is given for them, and the requests that they become.

use super::*;
use crate::http::{Content, Part};
use serde_json::json;

const ARGUMENTS: &[Argument] = &[
    Argument::path("id"),
    Argument::query("ne:status", Kind::String),
    Argument::query("fields", Kind::Strings),
    Argument::body("name", Kind::String).required(),
    Argument::body("port", Kind::Integer),
];
const RENAME: Operation = Operation::put("update", "/things/{id}/x").object().arguments(ARGUMENTS);
const ADD: Operation = Operation::post("create", "/things")
    .data_list()
    .arguments(&[Argument::body("name", Kind::String).required(), Argument::body("port", Kind::Integer)]);
const LIMITED: Operation = Operation::post("create", "/things").object().arguments(&[
    Argument::body("name", Kind::String).within(1, 4),
    Argument::body("port", Kind::Integer).within(1, 65_535),
    Argument::body("tags", Kind::Strings).at_most(2),
    Argument::body("password", Kind::String).at_least(8).secret(),
]);
const DELETE: Operation = Operation::delete("delete", "/things").batch_ids("id");

fn base() -> Url {
    Url::parse("https://vendor.example/api/").unwrap()
}

fn body_of(request: &Request) -> Value {
    match &request.content {
        Content::Bytes { bytes, .. } => serde_json::from_slice(bytes).unwrap(),
        Content::Empty | Content::Form(_) | Content::File { .. } => Value::Null,
    }
}

#[test]
fn what_selects_an_operation_stands_in_the_query_or_in_the_form() {
    const FIELDS: &[Argument] = &[Argument::body("to", Kind::String), Argument::body("*", Kind::Pairs)];
    const READ: Operation = Operation::get("get", "/do").selected_by("action", "show").fixed(&[("all", "1")]);
    const CHANGE: Operation = Operation::post("end", "/do")
        .selected_by("action", "end")
        .form()
        .one_id("lsid")
        .texts(&["lsid"])
        .arguments(FIELDS);
    let given = Given { ids: vec!["007".to_owned()], ..Given::default() };
    let given = given.with("to", "a b&c").with("*", json!({"n": 1}));

    let (read, change) = (plan(&base(), &READ, &Given::default()).unwrap(), plan(&base(), &CHANGE, &given).unwrap());

    assert_eq!(read.url.query(), Some("action=show&all=1"));
    let bytes = bytes::Bytes::from("action=end&to=a+b%26c&n=1&lsid=007");
    assert_eq!(change.content, Content::Bytes { bytes, media: "application/x-www-form-urlencoded" });
    assert_eq!(change.url.query(), None);
}

#[test]
fn a_slot_that_is_a_number_takes_no_other_word() {
    const ROW: Operation = Operation::get("get", "/things/{id}").arguments(&[Argument::number("id")]);
    let path = |id: &str| plan(&base(), &ROW, &Given::default().with("id", id)).map(|request| request.url.to_string());

    assert_eq!(path("042").unwrap(), "https://vendor.example/api/things/042");
    assert_eq!(path("4x").unwrap_err().message, "`4x` is no whole number, which ID takes");
    assert!(["-1", "1.0", "", "٣"].iter().all(|id| path(id).is_err()));
}

#[test]
fn slots_are_encoded_and_the_base_keeps_its_path() {
    let given = Given::default().with("id", "a/b c?").with("ne:status", "on line").with("fields", json!(["id", "x"]));

    let request = plan(&base(), &RENAME, &given.with("name", "n")).unwrap();

    assert_eq!(
        request.url.as_str(),
        "https://vendor.example/api/things/a%2Fb%20c%3F/x?ne%3Astatus=on%20line&fields=id%2Cx"
    );
    assert_eq!(request.repeat, Repeat::OnlyIfUnsent);
}

#[test]
fn a_detour_is_taken_where_its_slot_is_given() {
    const LIST: Operation = Operation::list("list", "/things")
        .arguments(&[Argument::path("kind"), Argument::detour("since")])
        .detour("/things/{kind}/since/{since}");
    let path =
        |given: Given| plan(&base(), &LIST, &given.with("kind", "a")).map(|request| request.url.path().to_owned());

    assert_eq!(path(Given::default()), Ok("/api/things".to_owned()));
    assert_eq!(path(Given::default().with("since", "7/8")), Ok("/api/things/a/since/7%2F8".to_owned()));
    assert_eq!(path(Given::default().with("since", "")).unwrap_err().message, "`` is no value for --since");
}

#[test]
fn what_a_row_checks_is_refused_before_there_is_a_request() {
    const NAMED: Operation = RENAME.checked(|given| match given.text("name").as_deref() {
        Some("bad") => Err(Failure::usage("it is bad")),
        _ => Ok(()),
    });
    let given = |name: &str| Given::default().with("id", "1").with("name", name);

    assert!(plan(&base(), &NAMED, &given("good")).is_ok());
    assert_eq!(plan(&base(), &NAMED, &given("bad")).unwrap_err().message, "it is bad");
}

#[test]
fn flags_that_are_terms_join_the_expression_that_was_given() {
    const LIST: Operation = Operation::list("list", "/things").arguments(&[
        Argument::query("df", Kind::String),
        Argument::term("org", Kind::Integers, "df", "org in ({})"),
        Argument::either_term("online", "df", "online", "offline"),
    ]);
    let query = |given: Given| plan(&base(), &LIST, &given).unwrap().query("df");
    let given = || Given::default().with("org", json!([1, 2])).with("online", json!(false));

    assert_eq!(query(Given::default()), None);
    assert_eq!(query(given()).unwrap(), "org in (1, 2) AND offline");
    assert_eq!(query(given().with("df", "class eq MAC")).unwrap(), "class eq MAC AND org in (1, 2) AND offline");
}

#[test]
fn a_slot_that_would_be_another_path_is_refused() {
    for id in ["", ".", ".."] {
        let failure = plan(&base(), &RENAME, &Given::default().with("id", id).with("name", "n")).unwrap_err();

        assert_eq!(failure.message, format!("`{id}` is no value for ID"));
    }
}

#[test]
fn the_slashes_of_a_slot_that_is_a_path_part_it() {
    const GET: Operation = Operation::get("get", "/tree/{path}").arguments(&[Argument::rest("path")]);
    let path = |typed: &str| {
        let request = plan(&base(), &GET, &Given::default().with("path", typed));
        request.map(|request| request.url.path().to_owned()).map_err(|failure| failure.message)
    };

    assert_eq!(path("a/b c/@order").as_deref(), Ok("/api/tree/a/b%20c/%40order"));
    assert_eq!(path("/a/").as_deref(), Ok("/api/tree/a"));
    assert_eq!(path("a/../b"), Err("`a/../b` is no value for PATH".to_owned()));
}

#[test]
fn flags_go_over_the_body() {
    let mut given = Given::default().with("id", "1").with("port", json!(2));
    given.body = Some(json!({"name": "n", "port": 1, "more": true}));

    let request = plan(&base(), &RENAME, &given).unwrap();

    assert_eq!(body_of(&request), json!({"name": "n", "port": 2, "more": true}));
}

#[test]
fn what_is_required_is_missed_before_anything_is_sent() {
    let failure = plan(&base(), &RENAME, &Given::default().with("id", "1")).unwrap_err();

    assert_eq!(failure.message, "`--name` is required");
}

#[test]
fn all_that_is_required_is_named_at_once_with_what_it_takes() {
    const MODE: Argument = Argument::body("mode", Kind::String).required().values(&["on", "off"]).help("how");
    const KEY: Argument = Argument::body("key", Kind::String).required().secret().help("key of it");
    const SET: Operation = Operation::post("set", "/things").object().arguments(&[MODE, KEY]);

    let failure = plan(&base(), &SET, &Given::default()).unwrap_err();

    assert_eq!(failure.message, "`--mode` and `--key` are required");
    assert_eq!(failure.hint.as_deref(), Some("`--mode on|off`: how; `--key @FILE`: key of it"));
}

#[test]
fn the_flags_of_a_list_are_the_members_of_its_one_item() {
    let request = plan(&base(), &ADD, &Given::default().with("name", "n").with("port", json!(1))).unwrap();

    assert_eq!(body_of(&request), json!({"data": [{"name": "n", "port": 1}]}));
}

#[test]
fn ids_are_numbers_only_where_that_loses_nothing() {
    let ids = ["12", "007", "0", "abc", "123456789012345678901234567890"].map(str::to_owned);

    let request = plan(&base(), &DELETE, &Given::default().for_ids(&ids)).unwrap();

    let text = body_of(&request).to_string();
    assert_eq!(text, r#"{"id":[12,"007",0,"abc",123456789012345678901234567890]}"#);
}

#[test]
fn ids_that_are_texts_stay_texts_whatever_they_look_like() {
    const UPDATE: Operation =
        Operation::put("update", "/fields/{name}").object().repeated(&["name"]).texts(&["name"]).arguments(ARGUMENT);
    const UPDATE_MANY: Operation = Operation::put("update", "/fields").data_list().batch_ids("name").texts(&["name"]);
    const ARGUMENT: &[Argument] = &[Argument::path("name")];
    let ids = ["1", "a"].map(str::to_owned);

    let one = plan(&base(), &UPDATE, &Given::default().with("name", "123")).unwrap();
    let many = plan(&base(), &UPDATE_MANY, &Given::default().for_ids(&ids)).unwrap();

    assert_eq!(body_of(&one), json!({"name": "123"}));
    assert_eq!(body_of(&many), json!({"data": [{"name": "1"}, {"name": "a"}]}));
}

#[test]
fn the_body_may_be_the_list_of_ids_itself() {
    const REMOVE: Operation = Operation::post("delete", "/things/delete").id_list("id");
    let ids = ["7", "x8"].map(str::to_owned);

    let request = plan(&base(), &REMOVE, &Given::default().for_ids(&ids)).unwrap();

    assert_eq!(body_of(&request), json!([7, "x8"]));
}

#[test]
fn pairs_of_an_open_body_are_its_members() {
    const SET: Operation = Operation::put("set", "/things/{id}")
        .object()
        .arguments(&[Argument::path("id"), Argument::body("*", Kind::Pairs)]);
    let given = Given::default().with("id", "1").with("*", json!({"site": "north", "floor": 2}));

    let request = plan(&base(), &SET, &given).unwrap();

    assert_eq!(body_of(&request), json!({"site": "north", "floor": 2}));
}

#[test]
fn each_id_is_an_item_of_a_body_that_is_a_list() {
    const SET: Operation = Operation::put("set", "/things")
        .data_list()
        .batch_ids("id")
        .arguments(&[Argument::body("port", Kind::Integer)]);
    let ids = ["7", "8"].map(str::to_owned);

    let request = plan(&base(), &SET, &Given::default().for_ids(&ids).with("port", json!(1))).unwrap();

    assert_eq!(body_of(&request), json!({"data": [{"id": 7, "port": 1}, {"id": 8, "port": 1}]}));
}

#[test]
fn the_items_of_a_file_lie_under_the_flags() {
    let mut given = Given::default().with("port", json!(9));
    given.items = Some(vec![json!({"name": "a", "port": 1}), json!({"name": "b"})]);

    let request = plan(&base(), &ADD, &given).unwrap();

    assert_eq!(body_of(&request), json!({"data": [{"name": "a", "port": 9}, {"name": "b", "port": 9}]}));
}

#[test]
fn what_a_command_stands_for_lies_under_everything_that_is_given() {
    const CREATE: Operation = Operation::post("create", "/things")
        .data_list()
        .fixed(&[("mac", ""), ("imei", "")])
        .arguments(&[Argument::body("mac", Kind::String)]);
    let given = Given { items: Some(vec![json!({"mac": "a"}), json!({"imei": "b"})]), ..Given::default() };

    let request = plan(&base(), &CREATE, &given).unwrap();

    assert_eq!(body_of(&request), json!({"data": [{"mac": "a", "imei": ""}, {"mac": "", "imei": "b"}]}));
}

#[test]
fn a_form_has_a_part_for_each_value_and_each_file() {
    const UPLOAD: Operation = Operation::post("upload", "/files").multipart().arguments(&[
        Argument::file("file").required(),
        Argument::body("tag_id", Kind::Integers),
        Argument::body("type", Kind::String),
        Argument::body("note", Kind::Object),
    ]);
    let given = Given::default().with("file", "/tmp/a.bin").with("tag_id", json!([1, 2])).with("type", "csv");
    let given = given.with("note", json!({"public": true}));

    let request = plan(&base(), &UPLOAD, &given).unwrap();

    let text = |name: &str, text: &str| Part::Text { name: name.to_owned(), text: text.to_owned() };
    let note = Part::Json { name: "note".to_owned(), json: r#"{"public":true}"#.to_owned() };
    let file = Part::File { name: "file".to_owned(), path: "/tmp/a.bin".into() };
    let expected = vec![file, text("tag_id[]", "1"), text("tag_id[]", "2"), text("type", "csv"), note];
    assert_eq!(request.content, Content::Form(expected));
}

#[test]
fn a_file_may_be_the_body_and_so_may_the_value_of_an_argument() {
    const UPLOAD: Operation = Operation::post("upload", "/images")
        .file_body("application/octet-stream")
        .arguments(&[Argument::file("file").required()]);
    const ADD: Operation =
        Operation::post("add", "/keys")
            .value_body()
            .arguments(&[Argument::body("pem", Kind::String).required().secret()]);

    let upload = plan(&base(), &UPLOAD, &Given::default().with("file", "/tmp/a.iso")).unwrap();
    let add = plan(&base(), &ADD, &Given::default().with("pem", "BEGIN END")).unwrap();

    let file = Content::File { path: "/tmp/a.iso".into(), media: "application/octet-stream" };
    assert_eq!((upload.sealed, upload.content), (false, file));
    assert_eq!((add.sealed, body_of(&add)), (true, json!("BEGIN END")));
}

#[test]
fn a_mask_is_never_sent_as_a_value() {
    let failure = plan(&base(), &RENAME, &Given::default().with("id", "1").with("name", "<hidden>")).unwrap_err();

    assert_eq!(failure.message, "the body holds `<hidden>`, which stands for a secret that was not shown");
}

#[test]
fn what_is_beyond_a_limit_is_refused_with_the_limit_and_without_the_value() {
    let refused = |name: &str, value: Value| {
        let mut given = Given::default();
        given.values.insert(name.to_owned(), value);
        plan(&base(), &LIMITED, &given).err().map(|failure| failure.message)
    };

    assert_eq!(refused("name", json!("four")), None);
    assert_eq!(refused("name", json!("äöüßé")).unwrap(), "`--name` takes 1 to 4 characters, not 5");
    assert_eq!(refused("port", json!(0)).unwrap(), "`--port` takes 1 to 65535, not 0");
    assert_eq!(refused("tags", json!(["a", "b", "c"])).unwrap(), "`--tags` takes up to 2 items, not 3");
    assert_eq!(refused("password", json!("short")).unwrap(), "`--password` takes 8 or more characters, not 5");
}
