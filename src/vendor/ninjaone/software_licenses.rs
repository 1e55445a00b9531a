//! `ninjaone software-licenses`: what was bought, how much of it is used, and by whom.

use super::asset_relationships::MEMBER;
use crate::catalog::{Argument, Group, Kind, Operation};
use crate::moment::{Meant, Written};

pub(super) const SOFTWARE_LICENSES: Group = Group {
    name: "software-licenses",
    about: "Licenses of software, and who uses them",
    operations: OPERATIONS,
    groups: &[Group {
        name: "assignments",
        about: "Who has which license",
        operations: ASSIGNMENTS,
        groups: &[Group {
            name: "last-usage",
            about: "When licenses were last used",
            operations: LAST_USAGE,
            groups: &[],
        }],
    }],
};

const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/v2/software-license/licenses").about("List software licenses"),
    Operation::get("get", "/v2/software-license/{licenseId}")
        .about("Show software licenses")
        .arguments(&[LICENSE])
        .columns(
            &["name", "type", "quantity", "currentUsage", "purchaseDate", "term.expirationDate"],
            &["description", "publisherId", "vendorId", "scope.global", "term.autoRenewal", "note"],
        )
        .members(&[
            "name",
            "description",
            "type",
            "automated",
            "purchaseDate",
            "publisherId",
            "vendorId",
            "scope",
            "quantity",
            "currentUsage",
            "term",
            "notificationChannelInfo",
            "assigmentAutomationSettings",
            "assignedLicenses",
            "unassignedLicenses",
            "note",
            "characterLimit",
        ]),
    Operation::post("create", "/v2/software-license").about("Create a software license").object().arguments(&[
        NAME,
        DESCRIPTION.required(),
        TYPE,
        PURCHASE_DATE,
        PUBLISHER_ID,
        VENDOR_ID,
        SCOPE,
        QUANTITY,
        CURRENT_USAGE.required(),
        TERM,
        NOTIFICATION_CHANNEL_INFO,
        ASSIGMENT_AUTOMATION_SETTINGS,
        ASSIGNED_LICENSES,
        UNASSIGNED_LICENSES,
        NOTE,
    ]),
    Operation::put("update", "/v2/software-license/{licenseId}").about("Change software licenses").object().arguments(
        &[
            LICENSE,
            NAME,
            DESCRIPTION.required(),
            TYPE,
            PURCHASE_DATE,
            PUBLISHER_ID,
            VENDOR_ID,
            SCOPE,
            QUANTITY,
            CURRENT_USAGE.required(),
            TERM,
            NOTIFICATION_CHANNEL_INFO,
            ASSIGMENT_AUTOMATION_SETTINGS,
            ASSIGNED_LICENSES,
            UNASSIGNED_LICENSES,
            NOTE,
        ],
    ),
    Operation::post("upsert", "/v2/software-license/upsert")
        .about("Create or change a software license by names alone")
        .object()
        .arguments(&[
            NAME,
            TYPE,
            Argument::body("publisherName", Kind::String).required().help("who makes the software"),
            Argument::body("vendorName", Kind::String).required().help("who sold the license"),
            Argument::body("scope", Kind::Object)
                .required()
                .help("where it holds: `{\"global\", \"organizationNames\": [], \"locationNames\": []}`"),
            QUANTITY,
            DESCRIPTION,
            Argument::body("date", Kind::Integer).when(Meant::From, Written::Milliseconds).help("when it was bought"),
            CURRENT_USAGE,
            Argument::body("currentLicensees", Kind::Strings).help("who has it by name; whoever is not named loses it"),
            Argument::body("licenseesToAssign", Kind::Strings).help("who gets it besides, by name"),
            Argument::body("licenseesToRemove", Kind::Strings).help("who loses it, by name"),
            NOTE,
        ]),
    Operation::delete("delete", "/v2/software-license/{licenseId}")
        .about("Delete software licenses")
        .arguments(&[LICENSE]),
];

const ASSIGNMENTS: &[Operation] = &[Operation::list("list", "/v2/software-license/{licenseId}/assignments")
    .about("List who has a software license")
    .arguments(&[LICENSE])];

const LAST_USAGE: &[Operation] = &[Operation::put("update", "/v2/software-license/assignments/last-usage")
    .about("Say when licenses were last used")
    .object()
    .arguments(&[MEMBER])];

const LICENSE: Argument = Argument::path("licenseId").help("software license");

const NAME: Argument = Argument::body("name", Kind::String).required().help("what it is called");

const DESCRIPTION: Argument = Argument::body("description", Kind::String).help("what it is for");

const TYPE: Argument = Argument::body("type", Kind::String)
    .required()
    .values(&["PER_DEVICE", "PER_END_USER", "CUSTOM"])
    .help("what counts as one use");

const PURCHASE_DATE: Argument = Argument::body("purchaseDate", Kind::Integer)
    .when(Meant::From, Written::Milliseconds)
    .required()
    .help("when it was bought");

const PUBLISHER_ID: Argument = Argument::body("publisherId", Kind::Integer).required().help("who makes the software");

const VENDOR_ID: Argument = Argument::body("vendorId", Kind::Integer).required().help("who sold the license");

const SCOPE: Argument = Argument::body("scope", Kind::Object)
    .required()
    .help("where it holds: `{\"global\", \"organizationIds\": [], \"locationIds\": []}`");

const QUANTITY: Argument = Argument::body("quantity", Kind::Integer).required().help("how many were bought");

const CURRENT_USAGE: Argument = Argument::body("currentUsage", Kind::Integer).help("how many are in use");

const TERM: Argument = Argument::body("term", Kind::Object)
    .required()
    .help("how long it lasts: `{\"renewalUnit\": \"YEAR\", \"value\", \"expirationDate\", \"autoRenewal\", ...}`");

const NOTIFICATION_CHANNEL_INFO: Argument = Argument::body("notificationChannelInfo", Kind::Object)
    .required()
    .help("who is told before it ends: `{\"email\", \"sms\", \"pushNotification\"}`");

/// The vendor's spelling.
const ASSIGMENT_AUTOMATION_SETTINGS: Argument = Argument::body("assigmentAutomationSettings", Kind::Object)
    .spelled("assignment-automation-settings")
    .help("how it is given out by itself: `{\"assignmentType\": \"SOFTWARE_INVENTORY\", \"type\", ...}`");

const ASSIGNED_LICENSES: Argument = Argument::body("assignedLicenses", Kind::Integers).help("ids of those who have it");

const UNASSIGNED_LICENSES: Argument =
    Argument::body("unassignedLicenses", Kind::Integers).help("ids of those who have it no longer");

const NOTE: Argument = Argument::body("note", Kind::String).help("what else there is to say");
