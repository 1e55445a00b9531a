//! `ninjaone devices os-patches|software-patches`: what a device lacks, and what was installed on it.

use super::arguments::{DEVICE, INSTALLED_AFTER, INSTALLED_BEFORE};
use crate::catalog::{Argument, Effect, Group, Kind, Operation};

pub(super) const OS: Group = Group {
    name: "os-patches",
    about: "Patches of operating systems",
    operations: &[
        LIST_OS,
        Operation::list("list-installs", "/v2/device/{id}/os-patch-installs")
            .about("List what was installed on a device, or failed to be")
            .arguments(&[DEVICE, INSTALL_STATUS, INSTALLED_BEFORE, INSTALLED_AFTER])
            .columns(&["kbNumber", "name", "severity", "status", "installedAt"], &["type", "id"])
            .members(OS_MEMBERS),
        Operation::post("scan", "/v2/device/{id}/patch/os/scan")
            .about("Look for patches that devices lack")
            .arguments(&[DEVICE]),
        Operation::post("apply", "/v2/device/{id}/patch/os/apply")
            .about("Install the approved patches on devices")
            .effect(Effect::Destroy)
            .arguments(&[DEVICE])
            .warning(APPLY_WARNING),
    ],
    groups: &[],
};

pub(super) const SOFTWARE: Group = Group {
    name: "software-patches",
    about: "Patches of other software",
    operations: &[
        LIST_SOFTWARE,
        Operation::list("list-installs", "/v2/device/{id}/software-patch-installs")
            .about("List what was installed on a device, or failed to be")
            .arguments(&[DEVICE, TYPE, IMPACT, INSTALL_STATUS, PRODUCT, INSTALLED_BEFORE, INSTALLED_AFTER])
            .columns(&["title", "impact", "type", "status", "installedAt"], &["productIdentifier", "id"])
            .members(SOFTWARE_MEMBERS),
        Operation::post("scan", "/v2/device/{id}/patch/software/scan")
            .about("Look for patches that devices lack")
            .arguments(&[DEVICE]),
        Operation::post("apply", "/v2/device/{id}/patch/software/apply")
            .about("Install the approved patches on devices")
            .effect(Effect::Destroy)
            .arguments(&[DEVICE])
            .warning(APPLY_WARNING),
    ],
    groups: &[],
};

pub(super) const LIST_OS: Operation = Operation::list("list", "/v2/device/{id}/os-patches")
    .about("List the patches that a device lacks")
    .arguments(&[DEVICE, STATUS, TYPE, SEVERITY])
    .columns(&["kbNumber", "name", "severity", "type", "status"], &["id", "installedAt"])
    .members(OS_MEMBERS);

pub(super) const LIST_SOFTWARE: Operation = Operation::list("list", "/v2/device/{id}/software-patches")
    .about("List the patches that a device lacks")
    .arguments(&[DEVICE, STATUS, PRODUCT, TYPE, IMPACT])
    .columns(&["title", "impact", "type", "status"], &["productIdentifier", "id", "installedAt"])
    .members(SOFTWARE_MEMBERS);

const APPLY_WARNING: &str = "The device may restart, and no command takes a patch away again.";

pub(super) const STATUS: Argument = Argument::query("status", Kind::String)
    .help("only of this status, as `PENDING`, `APPROVED`, `REJECTED` or `FAILED`");

pub(super) const INSTALL_STATUS: Argument =
    Argument::query("status", Kind::String).help("only of this status, `INSTALLED` or `FAILED`");

pub(super) const TYPE: Argument = Argument::query("type", Kind::String).help("only of this type, as records show it");

pub(super) const SEVERITY: Argument =
    Argument::query("severity", Kind::String).help("only of this severity, as records show it");

pub(super) const IMPACT: Argument =
    Argument::query("impact", Kind::String).help("only of this impact, as records show it");

pub(super) const PRODUCT: Argument = Argument::query("productIdentifier", Kind::String)
    .help("only of this product, as `software-products list` shows it");

const OS_MEMBERS: &[&str] = &["id", "name", "severity", "status", "type", "installedAt", "kbNumber"];

const SOFTWARE_MEMBERS: &[&str] = &["id", "productIdentifier", "title", "impact", "status", "type", "installedAt"];
