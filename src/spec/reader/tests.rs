//! Files of our own making, honest and hostile.

use super::*;

fn file(paths: &str) -> Result<File, Fault> {
    read(format!("openapi: 3.0.1\ninfo: {{title: T, version: 1}}\npaths:\n{paths}").as_bytes())
}

fn message(text: &str) -> String {
    read(text.as_bytes()).unwrap_err().to_string()
}

fn parameters(operation: &Described) -> Vec<(&str, Place, Kind, bool)> {
    let parameters = operation.parameters.iter();
    parameters.map(|one| (one.name.as_str(), one.place, one.kind, one.required)).collect()
}

#[test]
fn parameters_of_the_path_and_of_the_operation_come_in_the_order_of_the_slots() {
    let file = file(
        "
  /a/{x}/b/{y}:
    parameters:
      - {name: y, in: path, required: true, schema: {type: integer}}
      - {name: q, in: query, schema: {type: string}}
    get:
      operationId: abGet
      description: Returns all b. And more.
      parameters:
        - {name: q, in: query, required: true, schema: {type: array, items: {type: integer}}}
        - {name: z, in: path, required: true}
        - {name: X-Tenant, in: header}
      responses: {200: {content: {application/json: {schema: {properties: {data: {type: array}}}}}}}
",
    )
    .unwrap();

    let operation = &file.operations[0];
    assert_eq!(
        parameters(operation),
        [
            ("x", Place::Path, Kind::String, true),
            ("y", Place::Path, Kind::String, true),
            ("q", Place::Query, Kind::Integers, true),
            ("z", Place::Query, Kind::String, false),
        ]
    );
    assert_eq!(operation.about, "Return all b");
    assert!(operation.list && !operation.saves);
}

#[test]
fn bodies_are_objects_lists_lists_under_data_or_forms() {
    let body = |media: &str, schema: &str| {
        let text = format!("  /x: {{post: {{requestBody: {{content: {{{media}: {{schema: {schema}}}}}}}}}}}");
        let operation = file(&text).unwrap().operations.remove(0);
        let names: Vec<String> = operation.parameters.into_iter().map(|one| one.name).collect();
        (operation.body, names.join(" "))
    };
    let members = "{properties: {a: {}, b: {readOnly: true}, c: {type: integer}}}";
    let list = format!("{{type: array, items: {members}}}");

    let bodies = [
        body("application/json", members),
        body("application/json", &list),
        body("application/json", &format!("{{properties: {{data: {list}}}}}")),
        body("application/json", "{type: array, items: {type: integer}}"),
        body("multipart/form-data", members),
        body("text/csv", members),
    ];

    let expected = [
        (Layout::Object, "a c"),
        (Layout::List, "a c"),
        (Layout::DataList, "a c"),
        (Layout::Object, ""),
        (Layout::Multipart, "a b c"),
        (Layout::Other("text/csv".to_owned()), ""),
    ];
    assert_eq!(bodies, expected.map(|(layout, names)| (layout, names.to_owned())));
}

#[test]
fn a_form_tells_its_files_from_its_texts() {
    let file = file(
        "  /x: {post: {requestBody: {content: {multipart/form-data: {schema: {required: [file], properties: {file: {type: string, format: binary}, note: {type: string}}}}}}}}",
    )
    .unwrap();

    assert_eq!(
        parameters(&file.operations[0]),
        [("file", Place::File, Kind::String, true), ("note", Place::Body, Kind::String, false)]
    );
}

#[test]
fn an_answer_without_json_is_a_file() {
    let file = file(
        "  /x: {get: {responses: {'200': {content: {application/zip: {}}}}}, put: {responses: {'204': {}}}, head: {responses: {'200': {content: {text/xml: {}}}}}}",
    )
    .unwrap();

    assert_eq!(file.operations.iter().map(|one| one.saves).collect::<Vec<_>>(), [true, false, false]);
}

#[test]
fn passwords_are_secrets_and_choices_that_cannot_be_shown_are_none() {
    let file = file(
        "  /x: {post: {requestBody: {content: {application/json: {schema: {properties: {password: {type: string}, pin: {type: string, format: password}, e: {type: string, enum: [\"a\\e[2J\"]}}}}}}}}",
    )
    .unwrap();

    let told: Vec<(bool, usize)> =
        file.operations[0].parameters.iter().map(|one| (one.secret, one.values.len())).collect();
    assert_eq!(told, [(true, 0), (true, 0), (false, 0)]);
}

#[test]
fn a_fault_of_the_syntax_has_line_and_column() {
    assert_eq!(message("{\n \"openapi\": \"3.0.0\",\n  oops}"), "line 3, column 3: key must be a string");
    assert_eq!(message("openapi: 3.0.0\npaths:\n  - [a\n"), "line 3, column 5: unclosed bracket '['");
    assert_eq!(read(b"openapi: 3\nx: \xff").unwrap_err().to_string(), "line 2, column 4: it is not text in UTF-8");
}

#[test]
fn a_fault_of_the_structure_has_its_path() {
    let message = |paths: &str| file(paths).unwrap_err().to_string();

    let messages = [
        message("  /devices: {get: {parameters: [{name: a, in: query}, {in: query}]}}"),
        message("  /devices: {get: {parameters: {}}}"),
        message("  /devices: {get: []}"),
        message("  devices: {get: {}}"),
        message("  /devices: {get: {parameters: [{name: a, in: body}]}}"),
        message("  /devices: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/x'}}}}}}"),
        message("  /{}: {get: {}}"),
        message("  []"),
    ];

    assert_eq!(
        messages,
        [
            "`paths./devices.get.parameters[1]` has no `name`",
            "`paths./devices.get.parameters` is no list",
            "`paths./devices.get` is not made of members",
            "`paths.devices` does not begin with `/`",
            "`paths./devices.get.parameters[0]` is in `body`, which is no place for it",
            "`paths./devices.post.requestBody.content.application/json.schema` refers to `#/x`, which is not there",
            "`paths./{}` has a slot without a name",
            "`paths` is not made of paths",
        ]
    );
}

#[test]
fn other_files_are_named_for_what_they_are() {
    assert_eq!(message("swagger: '2.0'\npaths: {}"), "it is Swagger 2.0, and OpenAPI 3 is what can be read");
    assert_eq!(message("a: 1"), "it is no OpenAPI 3 file: it has no `openapi`");
    assert_eq!(message("openapi: 4.0.0"), "it is no OpenAPI 3 file: its `openapi` is `4.0.0`");
    assert_eq!(message("openapi: 3.1.0"), "it is no OpenAPI 3 file: it has no `paths`");
    assert_eq!(message("just text"), "it is no OpenAPI 3 file: it is not made of members");
    assert_eq!(message(""), "it is no OpenAPI 3 file: it is not made of members");
}

#[test]
fn a_billion_laughs_are_cut_short() {
    let mut text = String::from("openapi: 3.0.0\na0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
    for number in 1..12 {
        let before = vec![format!("*a{}", number - 1); 9].join(", ");
        text.push_str(&format!("a{number}: &a{number} [{before}]\n"));
    }

    assert!(matches!(read(text.as_bytes()), Err(Fault::Syntax { .. } | Fault::Limit(_))));
}

#[test]
fn nesting_that_would_break_the_stack_is_refused() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));

    for text in [
        format!("{{\"openapi\": {}}}", deep("[", "]")),
        format!("openapi: {}", deep("[", "]")),
        format!("openapi: {}", deep("{a: ", "}")),
        format!("openapi: {}", "- ".repeat(100_000)),
    ] {
        assert!(matches!(read(text.as_bytes()), Err(Fault::Syntax { .. } | Fault::Limit(_))));
    }
}

#[test]
fn what_is_too_much_is_refused() {
    let large = vec![b' '; 33 << 20];
    let many = format!("{{\"openapi\": \"3.0.0\", \"paths\": [{}1]}}", "1,".repeat(1_000_000));
    let mut wide = String::from("openapi: 3.0.0\ncomponents: {schemas: {S: {properties: {");
    (0..900).for_each(|number| wide.push_str(&format!("p{number}: {{}}, ")));
    wide.push_str("}}}}\npaths:\n");
    for number in 0..600 {
        wide.push_str(&format!(
            "  /p{number}: {{post: {{requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/S'}}}}}}}}}}}}\n"
        ));
    }

    let messages = [&large[..], many.as_bytes(), wide.as_bytes()].map(|bytes| read(bytes).unwrap_err().to_string());

    assert_eq!(
        messages,
        ["it is larger than 32 MB", "it holds more than 1000000 values", "it describes more than 500000 parameters"]
    );
}
