//! `rms files` and `rms images`: firmware, backups, logs and pictures kept at the vendor.

use super::arguments::{LIMIT, OFFSET, Q};
use crate::catalog::{Argument, Effect, Kind, Operation, Paging};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/files")
        .about("List files")
        .arguments(&[
            Argument::query("device_id", Kind::String).help("only of this device; `is_null`, `not_null` for none, any"),
            LIMIT,
            OFFSET,
            Q,
        ])
        .pages(Paging::Offset)
        .columns(COLUMNS, WIDE)
        .members(MEMBERS),
    Operation::get("get", "/files/{id}").about("Show files").arguments(&[FILE]).columns(COLUMNS, WIDE).members(MEMBERS),
    Operation::post("upload", "/files").about("Upload a file").multipart().answers_in("meta").arguments(&[
        Argument::file("file").required().help("the file"),
        Argument::body("type", Kind::String)
            .required()
            .values(&["config", "firmware", "device_task_manager_file"])
            .help("what it is"),
        Argument::body("description", Kind::String).help("what it is for"),
        Argument::body("company_id", Kind::Integer).help("company that owns it"),
    ]),
    Operation::put("update", "/files/{id}")
        .about("Change the description of files")
        .object()
        .arguments(&[FILE, DESCRIPTION]),
    Operation::delete("delete", "/files/{id}").about("Delete files").arguments(&[FILE]),
    Operation::get("download", "/files/{id}/download").about("Save a file").saves().arguments(&[FILE]),
    Operation::post("download-zip", "/files/download/zip")
        .about("Save files as one zip")
        .batch_ids("files")
        .effect(Effect::Read)
        .saves(),
];

pub(super) const IMAGES: &[Operation] = &[
    Operation::list("list", "/images")
        .about("List images")
        .columns(
            &["id", "name", "type", "size", "description", "company_id", "created_at"],
            &["original_width", "original_height", "user_id", "updated_at"],
        )
        .members(&[
            "id",
            "company_id",
            "user_id",
            "name",
            "description",
            "size",
            "original_width",
            "original_height",
            "type",
            "updated_at",
            "created_at",
        ]),
    Operation::post("upload", "/images").about("Upload an image").multipart().arguments(&[
        Argument::file("image").spelled("file").required().help("JPEG or PNG, at most 5 MB and 2048x1080"),
        Argument::body("company_id", Kind::Integer).required().help("company that owns it"),
        Argument::body("type", Kind::String).required().values(&["device_dashboard"]).help("what it is for"),
        Argument::body("description", Kind::String).help("up to 255 characters"),
    ]),
    Operation::get("download", "/images/{id}").about("Save an image").saves().arguments(&[IMAGE]),
    Operation::get("thumbnail", "/images/{id}/thumbnail")
        .about("Save a small copy of an image")
        .saves()
        .arguments(&[IMAGE]),
    Operation::put("update", "/images/{id}")
        .about("Change the description of images")
        .object()
        .arguments(&[IMAGE, DESCRIPTION]),
    Operation::delete("delete", "/images/{id}").about("Delete images").arguments(&[IMAGE]),
];

const FILE: Argument = Argument::path("id").help("file");

const DESCRIPTION: Argument = Argument::body("description", Kind::String).required().help("up to 255 characters");

const IMAGE: Argument = Argument::path("id").help("image");

const MEMBERS: &[&str] = &[
    "id",
    "device_id",
    "company_id",
    "description",
    "device_model",
    "version",
    "company_name",
    "file_size",
    "type",
    "name",
    "created_at",
];

const COLUMNS: &[&str] = &["id", "name", "type", "version", "device_id", "file_size", "company_name", "created_at"];

const WIDE: &[&str] = &["device_model", "description", "company_id"];
