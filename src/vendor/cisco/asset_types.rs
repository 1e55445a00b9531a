//! `cisco asset-types`: what kinds of assets there are, how they are connected, and what is read from them.

mod apply;
mod compare;
mod export;

use crate::catalog::{Argument, Effect, Kind, Operation};
use crate::failure::Failure;
use crate::given::Given;
use crate::plain_name;

pub(super) const LIST: Operation = Operation::list("list", super::dialect::ASSET_TYPES)
    .about("List asset types")
    .answers_in("assetTypes")
    .columns(&["id", "name", "connectionType"], &["config", "dataModel"]);

const GET: Operation = Operation::get("get", "/nbapi/ei/v1/assetTypes/{id}")
    .about("Show asset types")
    .arguments(&[ID])
    .columns(&["id", "name", "connectionType"], &["config", "dataModel"]);

const CREATE: Operation = Operation::post("create", super::dialect::ASSET_TYPES)
    .about("Create an asset type")
    .object()
    .arguments(&[NAME, CONNECTION_TYPE, CONFIG, DATA_MODEL, NO_VALIDATE])
    .checked(check)
    .scope(SCOPE);

const UPDATE: Operation = Operation::put("update", "/nbapi/ei/v1/assetTypes/{id}")
    .about("Replace an asset type")
    .object()
    .arguments(&[ID, NAME, CONNECTION_TYPE, CONFIG, DATA_MODEL, NO_VALIDATE])
    .checked(check)
    .scope(SCOPE);

pub(super) const OPERATIONS: &[Operation] = &[
    LIST,
    GET,
    CREATE,
    UPDATE,
    Operation::delete("delete", "/nbapi/ei/v1/assetTypes/{id}")
        .about("Delete asset types")
        .arguments(&[ID])
        .scope(SCOPE),
    Operation::stream("export", Effect::Read, |work, given| Box::pin(export::export(work, given)))
        .about("Write asset types to files, one for each")
        .arguments(&[
            Argument::workflow("folder", Kind::String).required().positional().help("where the files go"),
            Argument::workflow("format", Kind::String)
                .values(&["yaml", "json"])
                .spelled("file-format")
                .help("how they are written [default: yaml]"),
        ])
        .named_by("name")
        .columns(&["name", "file"], &[])
        .members(&["name", "file"]),
    Operation::workflow("apply", Effect::Write, |work, given| Box::pin(apply::apply(work, given)))
        .about("Apply files of asset types, and send only what differs")
        .examples(&[("-f types/ --dry-run", "")])
        .columns(&["id", "status", "result.action", "error.message"], &[])
        .arguments(&[
            Argument::workflow("file", Kind::String)
                .required()
                .on_disk()
                .short('f')
                .names_many()
                .help("a file of YAML or JSON, or a folder of them"),
            Argument::workflow("ignore", Kind::Strings)
                .help("a member that the server sets by itself, besides the usual ones"),
            NO_VALIDATE,
        ])
        .named_by("name")
        .scope(SCOPE),
];

const ID: Argument = Argument::path("id").help("asset type, as `asset-types list` shows it");
const NAME: Argument =
    Argument::body("name", Kind::String).help("name: letters and digits, not ending in `s`, in camel case by custom");
const CONNECTION_TYPE: Argument = Argument::body("connectionType", Kind::String)
    .values(CONNECTION_TYPES)
    .help("how assets of this type are connected");
const CONFIG: Argument = Argument::body("config", Kind::Object).help("settings of the connection");
const DATA_MODEL: Argument = Argument::body("dataModel", Kind::Object).help("what is read from the asset");
const NO_VALIDATE: Argument =
    Argument::workflow("no-validate", Kind::Boolean).help("leave the check of names to the server");

/// The published enumeration, whole.
pub(super) const CONNECTION_TYPES: &[&str] = &[
    "EIPCIP",
    "MODBUS_TCP",
    "MODBUS_SERIAL",
    "MQTT",
    "NTCIP1202",
    "NTCIP1203",
    "NTCIP1204",
    "OPC_UA",
    "RSU",
    "SERIAL",
];

const SCOPE: &str = "Asset Management";

/// A name is judged where one is given: what else the server wants is not published.
fn check(given: &Given) -> Result<(), Failure> {
    let in_body = given.body.as_ref().and_then(|body| body["name"].as_str()).map(str::to_owned);
    let Some(name) = given.text("name").or(in_body).filter(|_| !given.is_set("no-validate")) else {
        return Ok(());
    };
    plain_name::check(&name, "an asset type")
}
