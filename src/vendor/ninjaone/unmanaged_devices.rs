//! `ninjaone unmanaged-devices` and `ninjaone staged-devices`: devices that no agent reports, and those that wait for one.

use crate::catalog::{Argument, Effect, Group, Kind, Operation};
use crate::moment::{Meant, Written};

pub(super) const UNMANAGED_DEVICES: Group = Group {
    name: "unmanaged-devices",
    about: "Assets on record that have no agent",
    operations: OPERATIONS,
    groups: &[],
};

pub(super) const STAGED_DEVICES: Group = Group {
    name: "staged-devices",
    about: "Devices that are on record before their agent reports",
    operations: STAGED,
    groups: &[],
};

const OPERATIONS: &[Operation] = &[
    Operation::post("create", "/v2/itam/unmanaged-device").about("Create an unmanaged device").object().arguments(&[
        NAME,
        ORG_ID,
        LOCATION_ID,
        Argument::body("roleId", Kind::Integer).required().help("role, one of those below Unmanaged Device"),
        ASSIGNED_USER_UID,
        WARRANTY_START_DATE,
        WARRANTY_END_DATE,
        ASSET_FIELDS,
    ]),
    Operation::put("update", "/v2/itam/unmanaged-device/{nodeId}")
        .about("Change unmanaged devices")
        .object()
        .arguments(&[
            DEVICE,
            NAME,
            ORG_ID,
            LOCATION_ID,
            ASSIGNED_USER_UID,
            WARRANTY_START_DATE,
            WARRANTY_END_DATE,
            ASSET_FIELDS,
        ]),
    Operation::post("decommission", "/v2/itam/unmanaged-device/{nodeId}/decommission")
        .about("Take unmanaged devices out of service")
        .effect(Effect::Destroy)
        .arguments(&[DEVICE])
        .warning(NO_WAY_BACK),
    Operation::post("decommission-many", "/v2/itam/unmanaged-device/decommissionList")
        .about("Take unmanaged devices out of service in one request")
        .batch_ids("nodeIds")
        .effect(Effect::Destroy)
        .warning(NO_WAY_BACK),
    Operation::delete("delete", "/v2/itam/unmanaged-device/{nodeId}")
        .about("Delete unmanaged devices")
        .arguments(&[DEVICE]),
];

const STAGED: &[Operation] = &[Operation::post("create", "/v2/staged-device")
    .about("Put a device on record before its agent reports")
    .object()
    .arguments(&[
        NAME,
        ORG_ID,
        LOCATION_ID,
        Argument::body("roleId", Kind::Integer).required().help("role of the device"),
        ASSIGNED_USER_UID,
        WARRANTY_START_DATE,
        WARRANTY_END_DATE,
        Argument::body("itamAssetId", Kind::String).help("number in your books"),
        Argument::body("itamAssetStatus", Kind::String).help("state in your books"),
        Argument::body("itamAssetPurchaseDate", Kind::Number)
            .when(Meant::From, Written::Seconds)
            .help("when it was bought"),
        Argument::body("itamAssetPurchaseAmount", Kind::Number).help("what it cost"),
        Argument::body("itamAssetExpectedLifetime", Kind::String).help("how long it should last"),
        Argument::body("itamAssetEndOfLifeDate", Kind::Number)
            .when(Meant::Ahead, Written::Seconds)
            .help("when it is to be replaced"),
        Argument::body("itamAssetSerialNumber", Kind::String).help("serial number"),
    ])];

const NO_WAY_BACK: &str = "No call puts them back into service.";

const DEVICE: Argument = Argument::path("nodeId").help("unmanaged device");

const NAME: Argument = Argument::body("name", Kind::String).required().help("what it is called");

const ORG_ID: Argument = Argument::body("orgId", Kind::Integer).required().help("organization that it belongs to");

const LOCATION_ID: Argument = Argument::body("locationId", Kind::Integer).required().help("location that it is at");

const ASSIGNED_USER_UID: Argument =
    Argument::body("assignedUserUid", Kind::String).help("who has it, by the user's `uid`");

const WARRANTY_START_DATE: Argument = Argument::body("warrantyStartDate", Kind::Number)
    .when(Meant::From, Written::Seconds)
    .help("when its warranty begins");

const WARRANTY_END_DATE: Argument =
    Argument::body("warrantyEndDate", Kind::Number).when(Meant::Ahead, Written::Seconds).help("when its warranty ends");

const ASSET_FIELDS: Argument = Argument::body("assetFields", Kind::Object)
    .help("what is in your books: `{\"serialNumber\", \"assetId\", \"assetStatus\", \"assetPurchaseDate\", ...}`");
