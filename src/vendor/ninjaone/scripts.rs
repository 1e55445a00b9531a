//! `ninjaone scripts`, and what can be run on a device.

use super::arguments::{DEVICE, LANG};
use crate::catalog::{Argument, Effect, Group, Kind, Operation};

pub(super) const SCRIPTS: Group =
    Group { name: "scripts", about: "The library of automation scripts", operations: OPERATIONS, groups: &[] };

pub(super) const OF_DEVICE: Group = Group {
    name: "scripts",
    about: "Scripts and built-in actions for devices",
    operations: &[OPTIONS, RUN],
    groups: &[],
};

pub(super) const OPERATIONS: &[Operation] = &[LIST, super::run_script::RUN_SCRIPT];

pub(super) const LIST: Operation = Operation::list("list", "/v2/automation/scripts")
    .about("List scripts")
    .arguments(&[LANG])
    .columns(
        &["id", "name", "language", "operatingSystems", "active", "updatedOn"],
        &["description", "architecture", "scriptParameters", "createdBy", "lastUpdatedBy", "createdOn"],
    )
    .members(&[
        "id",
        "name",
        "description",
        "active",
        "language",
        "architecture",
        "operatingSystems",
        "scriptParameters",
        "scriptVariables",
        "createdBy",
        "lastUpdatedBy",
        "createdOn",
        "updatedOn",
    ]);

pub(super) const OPTIONS: Operation = Operation::get("options", "/v2/device/{id}/scripting/options")
    .about("Show what can be run on devices, and as whom")
    .arguments(&[DEVICE, LANG])
    .members(&["categories", "scripts", "credentials"]);

pub(super) const RUN: Operation = Operation::post("run", "/v2/device/{id}/script/run")
    .about("Run a script or a built-in action on devices")
    .object()
    .fixed(&[("type", "SCRIPT")])
    .effect(Effect::Destroy)
    .arguments(&[
        Argument::path("id").help("device"),
        Argument::body("type", Kind::String).values(&["ACTION", "SCRIPT"]).help("what is run; without it a script"),
        Argument::body("script", Kind::Integer).sent_as("id").help("script to run, as `scripts list` shows it"),
        Argument::body("uid", Kind::String)
            .spelled("action")
            .help("with `--type ACTION`: action to run, as `devices scripts options` shows it"),
        Argument::body("parameters", Kind::String).help("what follows its name on the command line there"),
        Argument::body("runAs", Kind::String)
            .help("`system`, `loggedonuser`, or a credential, as `devices scripts options` shows it"),
    ])
    .warning("A script can change anything on the device.");
