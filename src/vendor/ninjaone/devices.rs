//! `ninjaone devices`: the fleet itself, and what is decided about a device.

use super::arguments::{DEVICE, PAGE_SIZE};
use super::filter::{CLASS, DF, GROUP, ONLINE, ORG};
use super::{activities, alerts, inventory, jobs, patches, scripts};
use crate::catalog::{Argument, Effect, Group, Kind, Operation, Paging, Words};
use crate::moment::{Meant, Written};

pub(super) const DEVICES: Group = Group {
    name: "devices",
    about: "Servers, workstations, network devices and whatever else is monitored",
    operations: OPERATIONS,
    groups: &[
        CUSTOM_FIELDS,
        alerts::OF_DEVICE,
        activities::OF_DEVICE,
        jobs::OF_DEVICE,
        scripts::OF_DEVICE,
        patches::OS,
        patches::SOFTWARE,
        MAINTENANCE,
        OWNER,
        POLICY_OVERRIDES,
        inventory::SOFTWARE,
        inventory::WINDOWS_SERVICES,
        inventory::DISKS,
        inventory::VOLUMES,
        inventory::PROCESSORS,
        inventory::NETWORK_INTERFACES,
    ],
};

pub(super) const LIST: Operation = Operation::list("list", "/v2/devices")
    .about("List devices")
    .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, PAGE_SIZE, AFTER])
    .pages(Paging::AfterId)
    .columns(COLUMNS, WIDE)
    .words(REACH)
    .members(MEMBERS);

pub(super) const LIST_DETAILED: Operation = Operation::list("list-detailed", "/v2/devices-detailed")
    .about("List devices with addresses, system and hardware")
    .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, PAGE_SIZE, AFTER])
    .pages(Paging::AfterId)
    .columns(COLUMNS, DETAILED_WIDE)
    .words(REACH)
    .members(DETAILED_MEMBERS);

pub(super) const SEARCH: Operation = Operation::list("search", "/v2/devices/search")
    .about("Find devices by name, address, user or other text")
    .arguments(&[
        Argument::query("q", Kind::String).help("text to look for, such as a name, a user or an IP address"),
        Argument::query("limit", Kind::Integer).help("most devices that the vendor answers"),
    ])
    .answers_in("devices")
    .columns(
        &["id", "displayName", "systemName", "offline", "matchAttr", "matchAttrValue", "nodeClass", "organizationId"],
        &["score", "locationId", "dnsName", "approvalStatus", "lastContact"],
    )
    .words(REACH)
    .members(FOUND_MEMBERS);

pub(super) const GET: Operation = Operation::get("get", "/v2/device/{id}")
    .about("Show devices")
    .arguments(&[DEVICE])
    .columns(COLUMNS, DETAILED_WIDE)
    .words(REACH)
    .members(DETAILED_MEMBERS);

const OPERATIONS: &[Operation] = &[
    super::stale::STALE,
    LIST,
    LIST_DETAILED,
    SEARCH,
    GET,
    Operation::patch("update", "/v2/device/{id}")
        .about("Change devices")
        .object()
        .arguments(&[
            DEVICE,
            Argument::body("displayName", Kind::String).help("what it is called in the console"),
            Argument::body("userData", Kind::Object).help("attributes of your own, as a JSON object"),
            Argument::body("nodeRoleId", Kind::Integer).help("its role"),
            Argument::body("policyId", Kind::Integer)
                .help("policy of its own; null in --body returns it to that of its organization"),
            Argument::body("organizationId", Kind::Integer).help("organization that it moves to"),
            Argument::body("locationId", Kind::Integer).help("location that it moves to"),
            Argument::body("warranty", Kind::Object)
                .help("epoch seconds: `{\"startDate\", \"endDate\", \"manufacturerFulfillmentDate\"}`"),
        ])
        .scope("management"),
    Operation::post("approval", "/v2/devices/approval/{mode}")
        .about("Approve or reject devices that wait for it")
        .batch_ids("devices")
        .effect(Effect::Destroy)
        .arguments(&[Argument::path("mode").values(&["APPROVE", "REJECT"]).help("what is decided")])
        .warning("A device that is rejected is not managed."),
    Operation::post("reboot", "/v2/device/{id}/reboot/{mode}")
        .about("Restart a device")
        .object()
        .effect(Effect::Destroy)
        .arguments(&[
            DEVICE,
            Argument::path("mode").values(&["NORMAL", "FORCED"]).help("whether programs may finish, or are ended"),
            Argument::body("reason", Kind::String).help("why, for the record"),
        ])
        .warning("Whoever works on the device is interrupted, and a forced restart loses what is not saved."),
    Operation::post("decommission", "/v2/device/{id}/decommission")
        .about("Take devices out of management")
        .effect(Effect::Destroy)
        .arguments(&[DEVICE])
        .scope("management")
        .warning("The device is no longer managed, and no command brings it back."),
    Operation::get("last-logged-on-user", "/v2/device/{id}/last-logged-on-user")
        .about("Show who logged on to devices last")
        .arguments(&[DEVICE])
        .columns(&["userName", "logonTime"], &[])
        .members(&["userName", "logonTime"])
        .scope("monitoring"),
    Operation::get("dashboard-url", "/v2/device/{id}/dashboard-url")
        .about("Show the address of devices in the console")
        .arguments(&[
            DEVICE,
            Argument::query("redirect", Kind::Boolean).help("answer with a redirection instead of a record"),
        ])
        .columns(&["url", "expires"], &[])
        .members(&["url", "expires"]),
];

const CUSTOM_FIELDS: Group = Group {
    name: "custom-fields",
    about: "Values of the custom fields of devices",
    operations: &[
        Operation::get("get", "/v2/device/{id}/custom-fields").about("Show the custom fields of devices").arguments(&[
            DEVICE,
            Argument::query("withInheritance", Kind::Boolean)
                .help("values of location and organization where the device has none"),
        ]),
        Operation::patch("update", "/v2/device/{id}/custom-fields")
            .about("Set custom fields of devices")
            .object()
            .arguments(&[
                DEVICE,
                Argument::body("*", Kind::Pairs).spelled("field").help("field to set; dates are epoch milliseconds"),
            ]),
    ],
    groups: &[],
};

const MAINTENANCE: Group = Group {
    name: "maintenance",
    about: "Times in which devices are left alone",
    operations: &[
        Operation::put("schedule", "/v2/device/{id}/maintenance")
            .about("Put devices into maintenance")
            .examples(&[("42 --disabled-features ALERTS,PATCHING --end 2h", "")])
            .object()
            .arguments(&[
                DEVICE,
                Argument::body("disabledFeatures", Kind::Choices)
                    .values(&["ALERTS", "PATCHING", "AVSCANS", "TASKS"])
                    .help("what is switched off meanwhile"),
                // The schema says numbers; the prose takes texts too, and no two clients agree on the unit of numbers.
                Argument::body("start", Kind::String)
                    .when(Meant::Ahead, Written::Rfc3339)
                    .help("from then on, at once without it"),
                Argument::body("end", Kind::String).when(Meant::Ahead, Written::Rfc3339).help("until then"),
                Argument::body("reasonMessage", Kind::String).help("why, for the record"),
            ]),
        Operation::delete("cancel", "/v2/device/{id}/maintenance")
            .about("End or call off the maintenance of devices")
            .arguments(&[DEVICE]),
    ],
    groups: &[],
};

const OWNER: Group = Group {
    name: "owner",
    about: "Users whom devices are assigned to",
    operations: &[
        Operation::post("set", "/v2/device/{id}/owner/{ownerUid}")
            .about("Assign a device to a user")
            .arguments(&[DEVICE, Argument::path("ownerUid").help("user, by `uid`")])
            .scope("management"),
        Operation::delete("remove", "/v2/device/{id}/owner")
            .about("Assign devices to nobody")
            .arguments(&[DEVICE])
            .scope("management"),
    ],
    groups: &[],
};

const POLICY_OVERRIDES: Group = Group {
    name: "policy-overrides",
    about: "Where devices depart from their policies",
    operations: &[
        Operation::get("get", "/v2/device/{id}/policy/overrides")
            .about("Show which sections of its policy a device overrides")
            .arguments(&[DEVICE])
            .columns(&["overrides"], &[])
            .members(&["overrides"]),
        Operation::delete("reset", "/v2/device/{id}/policy/overrides")
            .about("Return devices to their policies")
            .arguments(&[DEVICE])
            .warning("What was set for the device alone is lost."),
    ],
    groups: &[],
};

const AFTER: Argument = Argument::paging("after", Kind::Integer);

pub(super) const COLUMNS: &[&str] =
    &["id", "displayName", "systemName", "offline", "lastContact", "nodeClass", "organizationId"];

/// What `offline` means to a reader.
pub(super) const REACH: Words = &[("offline", "false", "online"), ("offline", "true", "offline")];

pub(super) const WIDE: &[&str] =
    &["locationId", "dnsName", "approvalStatus", "policyId", "maintenance.status", "lastUpdate"];

const DETAILED_WIDE: &[&str] =
    &["locationId", "publicIP", "os.name", "system.model", "system.serialNumber", "lastLoggedInUser"];

/// What every list of devices shows.
pub(super) const MEMBERS: &[&str] = &[
    "id",
    "uid",
    "assignedOwnerUid",
    "parentDeviceId",
    "organizationId",
    "locationId",
    "nodeClass",
    "nodeRoleId",
    "rolePolicyId",
    "policyId",
    "approvalStatus",
    "offline",
    "displayName",
    "systemName",
    "dnsName",
    "netbiosName",
    "created",
    "lastContact",
    "lastUpdate",
    "userData",
    "tags",
    "maintenance",
    "references",
];

const FOUND_MEMBERS: &[&str] = &[
    "id",
    "uid",
    "assignedOwnerUid",
    "parentDeviceId",
    "organizationId",
    "locationId",
    "nodeClass",
    "nodeRoleId",
    "rolePolicyId",
    "policyId",
    "approvalStatus",
    "offline",
    "displayName",
    "systemName",
    "dnsName",
    "netbiosName",
    "created",
    "lastContact",
    "lastUpdate",
    "userData",
    "tags",
    "maintenance",
    "references",
    "score",
    "matchAttr",
    "matchAttrValue",
];

/// Those of all types of devices: which ones a record has depends on its `deviceType`.
const DETAILED_MEMBERS: &[&str] = &[
    "id",
    "uid",
    "assignedOwnerUid",
    "parentDeviceId",
    "organizationId",
    "locationId",
    "nodeClass",
    "nodeRoleId",
    "rolePolicyId",
    "policyId",
    "approvalStatus",
    "offline",
    "displayName",
    "systemName",
    "dnsName",
    "netbiosName",
    "created",
    "lastContact",
    "lastUpdate",
    "userData",
    "tags",
    "maintenance",
    "references",
    "ipAddresses",
    "macAddresses",
    "publicIP",
    "notes",
    "deviceType",
    // With an agent, or in mobile management.
    "os",
    "system",
    "memory",
    "processors",
    "volumes",
    "lastLoggedInUser",
    "network",
    // Monitors in the cloud.
    "enabled",
    "interval",
    "timeout",
    "target",
    "smtpPort",
    "senderEmail",
    "recipientEmail",
    // Virtual machines and their hosts.
    "files",
    "fullName",
    "lastBootTime",
    "memorySize",
    "coresPerSocket",
    "cpuCores",
    "powerState",
    "toolsInstallType",
    "toolStatus",
    "toolsVersion",
    "guestOSFullName",
    "guestOSFamily",
    "guestOSId",
    "toolsVersionStatus",
    "snapshotCount",
    "snapshotTotalSize",
    "cpuMhz",
    "cpuModel",
    "htActive",
    "htAvailable",
    "model",
    "name",
    "cpuPackages",
    "cpuThreads",
    "serviceTag",
    "vendor",
    "releaseName",
    "version",
    "buildNumber",
];
