//! OpenAPI files of the user's own: compared, imported, called and forgotten, by the real program against the simulator.
//!
//! The operations of the files are some that the simulator answers and no table can have: a slot stands where the tables
//! have a word.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use sandbox::{Options, Sandbox};
use tempfile::TempDir;

const FILE: &str = r"
openapi: 3.0.3
info: {title: My RMS, version: '1'}
servers: [{url: https://rms.teltonika-networks.com/api}]
paths:
  /{collection}:
    get:
      operationId: listAnything
      description: Returns records of any kind. With filters.
      parameters:
        - {$ref: '#/components/parameters/collection'}
        - {name: limit, in: query, schema: {type: integer}}
        - {name: offset, in: query, schema: {type: integer}}
        - {name: status, in: query, schema: {type: string, enum: [online, offline]}, description: connection state}
        - {name: sort, in: query, schema: {type: string}, description: order at the vendor}
    post:
      operationId: createAnything
      summary: Creates one
      requestBody:
        content:
          application/json:
            schema:
              required: [name]
              properties:
                name: {type: string}
                color: {type: string}
                company_id: {type: integer}
                description: {type: string}
  /{collection}/{id}:
    get: {}
    delete: {operationId: deleteAnything, summary: Deletes one}
  /devices/{work}:
    post:
      operationId: doAnything
      requestBody:
        content: {application/json: {schema: {properties: {action: {type: string}, device_id: {type: array, items: {type: integer}}}}}}
  /devices:
    get: {operationId: devicesGet}
  /{collection}/raw:
    put: {requestBody: {content: {text/csv: {}}}}
components:
  parameters:
    collection: {name: collection, in: path, required: true, description: what kind, schema: {type: string}}
";

/// A user with a folder, a file and a simulated account.
struct User {
    folder: TempDir,
    sandbox: Sandbox,
}

impl User {
    fn new(options: Options) -> Self {
        let user = Self {
            folder: tempfile::tempdir().expect("there is room for a folder"),
            sandbox: Sandbox::start(options).expect("there is a free port"),
        };
        user.write("rms.yaml", FILE);
        user
    }

    fn with_import() -> Self {
        let user = Self::new(Options::default());
        let imported = user.run("spec import rms.yaml");
        assert!(imported.status.success(), "{}", stderr(&imported));
        user
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).expect("the folder takes files");
    }

    fn run(&self, words: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rmctl"));
        command
            .args(words.split_whitespace())
            .current_dir(self.folder.path())
            .envs(self.sandbox.environment())
            .env_remove("RMCTL_SANDBOX")
            .env("RMCTL_CONFIG", "config.toml")
            .env("RMCTL_CACHE_DIR", "cache")
            .env("RMCTL_STATE_DIR", "state")
            .stdin(Stdio::null());
        command.output().expect("rmctl is built")
    }

    /// Standard output of a command that has to succeed.
    fn get(&self, words: &str) -> String {
        let output = self.run(words);
        assert!(output.status.success(), "{}", stderr(&output));
        text(&output.stdout)
    }

    /// The first line of standard error, and the exit code, of a command that has to fail.
    fn refused(&self, words: &str) -> (String, i32) {
        let output = self.run(words);
        let line = stderr(&output).lines().next().unwrap_or_default().to_owned();
        (line, output.status.code().expect("it ends by itself"))
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("rmctl prints UTF-8")
}

fn stderr(output: &Output) -> String {
    text(&output.stderr)
}

#[test]
fn an_import_says_what_became_callable_and_what_did_not() {
    let user = User::new(Options::default());

    let output = user.run("spec import rms.yaml");

    insta::assert_snapshot!(text(&output.stdout), @r"
    COMMAND                  KIND         METHOD  PATH
    rms x list-anything      read         GET     /{collection}
    rms x create-anything    write        POST    /{collection}
    rms x get-collection-id  read         GET     /{collection}/{id}
    rms x delete-anything    destructive  DELETE  /{collection}/{id}
    rms x do-anything        write        POST    /devices/{work}
    ");
    insta::assert_snapshot!(stderr(&output), @r"
    warning: PUT /{collection}/raw is left out: rmctl sends no body of its kind
    imported 5 operations from `rms.yaml`; 1 more have commands already
    ");
}

#[test]
fn a_list_comes_page_by_page_with_its_flags() {
    let user = User::new(Options { devices: 2500, ..Options::default() });
    user.run("spec import rms.yaml");

    let names = user.get("rms x list-anything devices --status online --server-sort name -o name");

    let pages = user.sandbox.requests();
    let mut queries: Vec<&str> =
        pages.iter().filter_map(|one| one.path.split_once('?')).map(|(_, query)| query).collect();
    // Pages are fetched ahead, in any order.
    queries.sort_unstable();
    assert!(names.lines().count() > 1000);
    assert_eq!(queries[0], "status=online&sort=name&limit=1000&offset=0");
    assert_eq!(queries[1], "status=online&sort=name&limit=1000&offset=1000");
}

#[test]
fn a_thing_is_created_found_and_deleted() {
    let user = User::with_import();

    user.get("rms x create-anything tags --name mine --server-color #112233 --company-id 7034 --description own");
    let found = user.get("rms x list-anything tags --filter name=mine -o name");
    let read = user.get(&format!("rms x get-collection-id tags {} -o csv --columns name,color", found.trim()));
    user.get(&format!("rms x delete-anything tags {} --yes", found.trim()));
    let left = user.get("rms x list-anything tags --filter name=mine -o json");

    assert_eq!(read, "name,color\nmine,#112233\n");
    assert_eq!(left, "[]\n");
}

#[test]
fn accepted_work_is_waited_for() {
    let user = User::with_import();

    let ended = user.get("rms x do-anything actions --action reboot --device-id 70810 -o json --jq .value");

    assert_eq!(ended, "\"Action completed.\"\n");
}

#[test]
fn a_change_is_shown_before_it_is_made_and_asks_when_it_destroys() {
    let user = User::with_import();

    let shown =
        user.get(r#"rms x create-anything tags --body {"name":"a"} --server-color b --dry-run -o ndjson --jq .body"#);
    let destroyed = user.refused("rms x delete-anything tags 11");

    assert_eq!(shown, "{\"name\":\"a\",\"color\":\"b\"}\n");
    assert_eq!(destroyed, ("error: not confirmed, and there is no terminal to ask on: Delete one?".to_owned(), 2));
    assert_eq!(user.sandbox.requests(), []);
}

#[test]
fn a_typo_is_refused_before_anything_is_sent() {
    let user = User::with_import();

    let (flag, code) = user.refused("rms x list-anything devices --statsu online");
    let (value, _) = user.refused("rms x list-anything devices --status onlin");
    let (required, _) = user.refused("rms x create-anything tags");

    assert!(flag.contains("--statsu"), "{flag}");
    assert!(value.contains("onlin"), "{value}");
    assert_eq!(required, "error: `--name` is required");
    assert_eq!(code, 2);
    assert_eq!(user.sandbox.requests(), []);
}

#[test]
fn the_help_is_that_of_any_command() {
    let user = User::with_import();

    let all = user.get("rms x -h");
    let one = user.get("rms x list-anything -h");

    let commands: Vec<&str> = all.lines().filter(|line| line.contains("anything")).collect();
    insta::assert_snapshot!(commands.join("\n"), @r"
      list-anything      Return records of any kind
      create-anything    Create one
      delete-anything    Delete one
      do-anything        Send POST /devices/{work}
    ");
    let head: Vec<&str> = one.lines().take_while(|line| !line.starts_with("Global")).collect();
    insta::assert_snapshot!(head.join("\n"), @r"
    Return records of any kind

    Usage: rmctl rms x list-anything [OPTIONS] <COLLECTION>

    Arguments:
      <COLLECTION>  what kind

    Options:
          --status <VALUE>      connection state [possible values: online, offline]
          --server-sort <TEXT>  order at the vendor
    ");
}

#[test]
fn what_is_imported_is_listed_and_forgotten() {
    let user = User::with_import();

    let listed = user.get("spec list -o name");
    let forgotten = stderr(&user.run("spec forget --vendor rms"));
    let gone = user.refused("rms x list-anything tags");
    let nothing = user.get("spec list -o json");

    assert_eq!(
        listed,
        "rms x list-anything\nrms x create-anything\nrms x get-collection-id\nrms x delete-anything\nrms x do-anything\n"
    );
    assert_eq!(forgotten, "forgot the imported operations of `rms`\n");
    assert_eq!(gone, ("error: nothing is imported for `rms`".to_owned(), 2));
    assert_eq!(nothing, "[]\n");
}

#[test]
#[cfg(unix)]
fn what_is_imported_is_the_users_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let user = User::with_import();

    let modes: Vec<u32> = files(&user.folder.path().join("state"))
        .map(|file| file.metadata().unwrap().permissions().mode() & 0o777)
        .collect();

    assert_eq!(modes, [0o600]);
}

#[cfg(unix)]
fn files(folder: &Path) -> impl Iterator<Item = std::fs::DirEntry> {
    std::fs::read_dir(folder).expect("the folder is there").map(|file| file.expect("it can be read"))
}

const NEWER: &str = r"
openapi: 3.1.0
info: {title: RMS API}
paths:
  /devices/{device_id}:
    get:
      operationId: deviceGet
      parameters:
        - {name: fields, in: query, required: true, schema: {type: array, items: {type: string, enum: [id]}}}
        - {name: expand, in: query}
  /devices/{device_id}/dreams:
    get: {operationId: dreamsGet}
";

#[test]
fn a_difference_is_a_record() {
    let user = User::new(Options::default());
    user.write("newer.yaml", NEWER);

    let in_the_file = user.get("spec diff newer.yaml --filter kind!=gone -o ndjson");
    let gone = user.get("spec diff newer.yaml --filter kind=gone --filter path=/devices --filter method=GET -o ndjson");

    insta::assert_snapshot!(in_the_file, @r#"
    {"kind":"changed","method":"GET","path":"/devices/{device_id}","command":"rms devices get","operation_id":"deviceGet","detail":"`fields` is required in the file alone"}
    {"kind":"changed","method":"GET","path":"/devices/{device_id}","command":"rms devices get","operation_id":"deviceGet","detail":"`fields` may be anything in the command"}
    {"kind":"changed","method":"GET","path":"/devices/{device_id}","command":"rms devices get","operation_id":"deviceGet","detail":"`expand` is not in the command"}
    {"kind":"changed","method":"GET","path":"/devices/{device_id}","command":"rms devices get","operation_id":"deviceGet","detail":"`fields_only` is not in the file"}
    {"kind":"missing","method":"GET","path":"/devices/{device_id}/dreams","command":null,"operation_id":"dreamsGet","detail":""}
    "#);
    insta::assert_snapshot!(gone, @r#"{"kind":"gone","method":"GET","path":"/devices","command":"rms devices list","operation_id":null,"detail":""}"#);
}

#[test]
fn a_file_that_cannot_be_used_says_where_and_why() {
    let user = User::new(Options::default());
    user.write("broken.json", "{\n  \"openapi\": oops");
    user.write("old.yaml", "swagger: '2.0'");
    user.write("bad.yaml", "openapi: 3.0.0\npaths: {/x: {get: {parameters: [{in: query}]}}}");
    user.write("whose.yaml", "openapi: 3.0.0\ninfo: {title: \"x\\e[2J\"}\npaths: {}");

    let told = ["none.yaml", "broken.json", "old.yaml", "bad.yaml", "whose.yaml"]
        .map(|file| user.refused(&format!("spec diff {file}")))
        .map(|(line, code)| format!("{code} {line}"));

    assert_eq!(
        told,
        [
            "2 error: cannot read `none.yaml`: No such file or directory",
            "2 error: cannot read `broken.json`: line 2, column 14: expected value",
            "2 error: cannot read `old.yaml`: it is Swagger 2.0, and OpenAPI 3 is what can be read",
            "2 error: cannot read `bad.yaml`: `paths./x.get.parameters[0]` has no `name`",
            "2 error: cannot tell whose file `whose.yaml` is: its title is `x␛[2J`",
        ]
    );
}

#[test]
fn the_sandbox_of_one_run_keeps_no_import() {
    let user = User::new(Options::default());

    let imported = user.refused("--sandbox spec import rms.yaml");
    let called = user.refused("--sandbox rms x list-anything tags");

    let refusal = "error: what is imported is kept between runs, and `--sandbox` keeps nothing";
    assert_eq!(imported, (refusal.to_owned(), 2));
    assert_eq!(called, (refusal.to_owned(), 2));
}
