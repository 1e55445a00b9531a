//! `sps firmware`: images in the slots of the box, and the change to another one.

use crate::catalog::{Argument, Effect, Group, Kind, Operation};

pub(super) const FIRMWARE: Group = Group {
    name: "firmware",
    about: "Firmware: its slots, and the change to another",
    operations: &[
        Operation::list("list", "/api/firmware")
            .about("List what is known of the firmware")
            .named_by("key")
            .columns(&["key"], &[]),
        Operation::post("upload", "/api/upload/firmware")
            .about("Upload an image into a free slot")
            .file_body("application/x-iso9660-image")
            .arguments(&[Argument::file("file").required().help("the ISO image")]),
        Operation::post("fetch", "/api/firmware/fetch").about("Let the box fetch an image, as the body says").object(),
        Operation::post("test", "/api/firmware/test")
            .about("Test whether the firmware of a slot could run")
            .one_id("slot_id")
            .fixed(NO_MESSAGE)
            .arguments(&[MESSAGE]),
        Operation::post("upgrade", "/api/firmware/upgrade")
            .about("Change to the firmware of a slot")
            .effect(Effect::Destroy)
            .warning("The box restarts: sessions end, and nobody connects meanwhile.")
            .one_id("slot_id")
            .fixed(NO_MESSAGE)
            .arguments(&[MESSAGE]),
    ],
    groups: &[Group {
        name: "slots",
        about: "Slots for firmware",
        operations: &[
            Operation::list("list", "/api/firmware/slots")
                .about("List the slots and their firmware")
                .named_by("key")
                .columns(&["key", "version", "current", "after_reboot"], &["upgrade_notes"]),
            Operation::get("get", "/api/firmware/slots/{slot}")
                .about("Show slots and their firmware")
                .arguments(&[SLOT])
                .named_by("key"),
            Operation::delete("delete", "/api/firmware/slots/{slot}").about("Empty slots").arguments(&[SLOT]),
        ],
        groups: &[],
    }],
};

const SLOT: Argument = Argument::path("slot").help("key of the slot, as `list` shows it");

const MESSAGE: Argument = Argument::body("message", Kind::String).help("what the box notes of it");

/// The member may not be missing.
const NO_MESSAGE: &[(&str, &str)] = &[("message", "")];
