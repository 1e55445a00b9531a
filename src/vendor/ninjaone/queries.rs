//! `ninjaone queries`: reports on all devices at once, each a list that pages by a cursor.

use super::arguments::{CURSOR, INSTALLED_AFTER, INSTALLED_BEFORE, PAGE_SIZE};
use super::devices;
use super::filter::{CLASS, DF, GROUP, ONLINE, ORG};
use super::inventory::{INCLUDE, SERVICE_NAME, SERVICE_STATE};
use super::patches::{IMPACT, INSTALL_STATUS, PRODUCT, SEVERITY, STATUS, TYPE};
use crate::catalog::{Argument, Group, Kind, Operation, Paging};

pub(super) const QUERIES: Group = Group {
    name: "queries",
    about: "Reports on all devices: health, patches, software, hardware",
    operations: OPERATIONS,
    groups: &[],
};

const fn report(name: &'static str, path: &'static str) -> Operation {
    Operation::list(name, path).pages(Paging::Cursor).answers_in("results")
}

pub(super) const DEVICE_HEALTH: Operation = report("device-health", "/v2/queries/device-health")
    .about("List how healthy devices are")
    .named_by("deviceId")
    .arguments(&[
        DF,
        ORG,
        CLASS,
        ONLINE,
        GROUP,
        Argument::query("health", Kind::String)
            .help("only in this state: `HEALTHY`, `NEEDS_ATTENTION`, `UNHEALTHY` or `UNKNOWN`"),
        CURSOR,
        PAGE_SIZE,
    ])
    .columns(
        &[
            "deviceId",
            "healthStatus",
            "offline",
            "alertCount",
            "pendingOSPatchesCount",
            "failedOSPatchesCount",
            "pendingRebootReason",
        ],
        &[
            "activeThreatsCount",
            "activeJobCount",
            "pendingSoftwarePatchesCount",
            "failedSoftwarePatchesCount",
            "criticalVulnerabilityCount",
            "highVulnerabilityCount",
        ],
    )
    .words(devices::REACH)
    .members(&[
        "activeThreatsCount",
        "quarantinedThreatsCount",
        "blockedThreatsCount",
        "failedOSPatchesCount",
        "pendingOSPatchesCount",
        "alertCount",
        "activeJobCount",
        "failedSoftwarePatchesCount",
        "pendingSoftwarePatchesCount",
        "pendingRebootReason",
        "avInstallStatus",
        "productsInstallationStatuses",
        "offline",
        "parentDeviceId",
        "parentOffline",
        "healthStatus",
        "criticalVulnerabilityCount",
        "highVulnerabilityCount",
        "mediumVulnerabilityCount",
        "lowVulnerabilityCount",
        "installationIssuesCount",
        "deviceId",
    ]);

pub(super) const OS_PATCHES: Operation = report("os-patches", "/v2/queries/os-patches")
    .about("List the operating system patches that devices lack")
    .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, TS, STATUS, TYPE, SEVERITY, CURSOR, PAGE_SIZE])
    .columns(&["deviceId", "kbNumber", "name", "severity", "type", "status"], &["id", "installedAt", "timestamp"])
    .members(OS_PATCH_MEMBERS);

pub(super) const SOFTWARE_PATCHES: Operation = report("software-patches", "/v2/queries/software-patches")
    .about("List the software patches that devices lack")
    .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, TS, STATUS, PRODUCT, TYPE, IMPACT, CURSOR, PAGE_SIZE])
    .columns(
        &["deviceId", "title", "impact", "type", "status"],
        &["productIdentifier", "id", "installedAt", "timestamp"],
    )
    .members(SOFTWARE_PATCH_MEMBERS);

const OPERATIONS: &[Operation] = &[
    DEVICE_HEALTH,
    OS_PATCHES,
    report("os-patch-installs", "/v2/queries/os-patch-installs")
        .about("List operating system patches that were installed or failed")
        .arguments(&[
            DF,
            ORG,
            CLASS,
            ONLINE,
            GROUP,
            INSTALL_STATUS,
            INSTALLED_BEFORE,
            INSTALLED_AFTER,
            CURSOR,
            PAGE_SIZE,
        ])
        .columns(&["deviceId", "kbNumber", "name", "severity", "status", "installedAt"], &["type", "id", "timestamp"])
        .members(OS_PATCH_MEMBERS),
    SOFTWARE_PATCHES,
    report("software-patch-installs", "/v2/queries/software-patch-installs")
        .about("List software patches that were installed or failed")
        .arguments(&[
            DF,
            ORG,
            CLASS,
            ONLINE,
            GROUP,
            TYPE,
            IMPACT,
            INSTALL_STATUS,
            PRODUCT,
            INSTALLED_BEFORE,
            INSTALLED_AFTER,
            CURSOR,
            PAGE_SIZE,
        ])
        .columns(
            &["deviceId", "title", "impact", "type", "status", "installedAt"],
            &["productIdentifier", "id", "timestamp"],
        )
        .members(SOFTWARE_PATCH_MEMBERS),
    report("antivirus-status", "/v2/queries/antivirus-status")
        .about("List antivirus products and whether they work")
        .named_by("deviceId")
        .arguments(&[
            DF,
            ORG,
            CLASS,
            ONLINE,
            GROUP,
            TS,
            Argument::query("productState", Kind::String).help("only products in this state, as records show it"),
            Argument::query("productName", Kind::String).help("only the product of this name"),
            CURSOR,
            PAGE_SIZE,
        ])
        .columns(&["deviceId", "productName", "productState", "definitionStatus", "version"], &["timestamp"])
        .members(&["productName", "productState", "definitionStatus", "version", "deviceId", "timestamp"]),
    report("antivirus-threats", "/v2/queries/antivirus-threats")
        .about("List what antivirus products have found")
        .named_by("deviceId")
        .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, TS, CURSOR, PAGE_SIZE])
        .columns(
            &["deviceId", "name", "type", "status", "level", "category", "timestamp"],
            &["threatId", "quarantineId", "detectionSource", "productCode", "traceList"],
        )
        .members(&[
            "name",
            "productCode",
            "quarantineId",
            "status",
            "type",
            "threatId",
            "category",
            "level",
            "detectionSource",
            "traceList",
            "deviceId",
            "timestamp",
        ]),
    report("custom-fields", "/v2/queries/custom-fields")
        .about("List the custom fields of devices")
        .named_by("deviceId")
        .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, CURSOR, PAGE_SIZE, UPDATED_AFTER, FIELDS, SHOW_SECURE_VALUES])
        .columns(&["deviceId", "fields"], &[])
        .members(&["deviceId", "fields"]),
    report("custom-fields-detailed", "/v2/queries/custom-fields-detailed")
        .about("List the custom fields of devices, and who set them when")
        .named_by("deviceId")
        .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, CURSOR, PAGE_SIZE, UPDATED_AFTER, FIELDS, SHOW_SECURE_VALUES])
        .columns(&["deviceId", "entityId", "entityType", "fields"], &[])
        .members(&["deviceId", "entityType", "fields", "entityId"]),
    report("scoped-custom-fields", "/v2/queries/scoped-custom-fields")
        .about("List custom fields of organizations, locations and devices")
        .named_by("entityId")
        .arguments(&[CURSOR, PAGE_SIZE, UPDATED_AFTER, FIELDS, SCOPES, SHOW_SECURE_VALUES])
        .columns(&["scope", "entityId", "fields"], &[])
        .members(&["scope", "entityId", "fields"]),
    report("scoped-custom-fields-detailed", "/v2/queries/scoped-custom-fields-detailed")
        .about("List custom fields of all scopes, and who set them when")
        .named_by("entityId")
        .arguments(&[CURSOR, PAGE_SIZE, UPDATED_AFTER, FIELDS, SCOPES, SHOW_SECURE_VALUES])
        .columns(&["scope", "entityId", "fields"], &[])
        .members(&["scope", "entityId", "fields"]),
    report("software", "/v2/queries/software")
        .about("List the software of devices")
        .named_by("deviceId")
        .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, CURSOR, PAGE_SIZE, INSTALLED_BEFORE, INSTALLED_AFTER])
        .columns(
            &["deviceId", "name", "version", "publisher", "installDate"],
            &["size", "location", "productCode", "isSystemComponent", "timestamp"],
        )
        .members(&[
            "installDate",
            "location",
            "name",
            "publisher",
            "size",
            "version",
            "productCode",
            "isSystemComponent",
            "deviceId",
            "timestamp",
        ]),
    report("operating-systems", "/v2/queries/operating-systems")
        .about("List the operating systems of devices")
        .named_by("deviceId")
        .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, TS, CURSOR, PAGE_SIZE])
        .columns(
            &["deviceId", "name", "architecture", "releaseId", "buildNumber", "lastBootTime", "needsReboot"],
            &["manufacturer", "servicePackMajorVersion", "servicePackMinorVersion", "locale", "language", "timestamp"],
        )
        .members(&[
            "manufacturer",
            "name",
            "architecture",
            "lastBootTime",
            "buildNumber",
            "releaseId",
            "servicePackMajorVersion",
            "servicePackMinorVersion",
            "locale",
            "language",
            "needsReboot",
            "deviceId",
            "timestamp",
        ]),
    report("computer-systems", "/v2/queries/computer-systems")
        .about("List makers, models and serial numbers of devices")
        .named_by("deviceId")
        .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, TS, CURSOR, PAGE_SIZE])
        .columns(
            &["deviceId", "name", "manufacturer", "model", "serialNumber", "domain"],
            &[
                "biosSerialNumber",
                "assetSerialNumber",
                "chassisType",
                "virtualMachine",
                "totalPhysicalMemory",
                "timestamp",
            ],
        )
        .members(&[
            "name",
            "manufacturer",
            "model",
            "biosSerialNumber",
            "serialNumber",
            "assetSerialNumber",
            "domain",
            "domainRole",
            "numberOfProcessors",
            "totalPhysicalMemory",
            "virtualMachine",
            "chassisType",
            "deviceId",
            "timestamp",
        ]),
    report("processors", "/v2/queries/processors")
        .about("List the processors of devices")
        .named_by("deviceId")
        .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, TS, CURSOR, PAGE_SIZE])
        .columns(
            &["deviceId", "name", "architecture", "numCores", "numLogicalCores", "maxClockSpeed"],
            &["clockSpeed", "timestamp"],
        )
        .members(&[
            "architecture",
            "maxClockSpeed",
            "clockSpeed",
            "name",
            "numCores",
            "numLogicalCores",
            "deviceId",
            "timestamp",
        ]),
    report("disks", "/v2/queries/disks")
        .about("List the disks of devices")
        .named_by("deviceId")
        .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, TS, CURSOR, PAGE_SIZE])
        .columns(
            &["deviceId", "name", "model", "serialNumber", "mediaType", "size", "status"],
            &["interfaceType", "manufacturer", "partitionCount", "smartCapable", "description", "timestamp"],
        )
        .members(&[
            "bytesPerSector",
            "description",
            "interfaceType",
            "manufacturer",
            "mediaType",
            "model",
            "name",
            "partitionCount",
            "serialNumber",
            "size",
            "smartCapable",
            "status",
            "deviceId",
            "timestamp",
        ]),
    report("volumes", "/v2/queries/volumes")
        .about("List the volumes of devices")
        .named_by("deviceId")
        .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, TS, CURSOR, PAGE_SIZE, INCLUDE])
        .columns(
            &["deviceId", "name", "driveLetter", "label", "fileSystem", "capacity", "freeSpace"],
            &["deviceType", "serialNumber", "bitLockerStatus.protectionStatus", "compressed", "autoMount", "timestamp"],
        )
        .members(&[
            "name",
            "driveLetter",
            "label",
            "deviceType",
            "fileSystem",
            "autoMount",
            "compressed",
            "capacity",
            "freeSpace",
            "serialNumber",
            "bitLockerStatus",
            "deviceId",
            "timestamp",
        ]),
    report("raid-controllers", "/v2/queries/raid-controllers")
        .about("List the RAID controllers of devices")
        .named_by("deviceId")
        .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, TS, CURSOR, PAGE_SIZE])
        .columns(
            &["deviceId", "controllerIndex", "manufacturer", "model", "systemHealthStatus", "backupBatteryStatus"],
            &[
                "slot",
                "firmwareVersion",
                "driverVersion",
                "physicalDriveCount",
                "virtualDriveCount",
                "batteryTemperature",
            ],
        )
        .members(&[
            "backupBatteryStatus",
            "batteryTemperature",
            "biosVersion",
            "cacheSize",
            "controllerIndex",
            "driverName",
            "driverVersion",
            "family",
            "firmwareVersion",
            "hardwareRevision",
            "manufacturer",
            "manufacturingDate",
            "model",
            "physicalDriveCount",
            "slot",
            "systemHealthStatus",
            "virtualDriveCount",
            "deviceId",
            "timestamp",
        ]),
    report("raid-drives", "/v2/queries/raid-drives")
        .about("List the drives behind RAID controllers")
        .named_by("deviceId")
        .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, TS, CURSOR, PAGE_SIZE])
        .columns(
            &["deviceId", "controllerIndex", "driveId", "model", "serial", "size", "status"],
            &["driveGroup", "location", "interfaceType", "mediaType", "selfEncrypted", "timestamp"],
        )
        .members(&[
            "controllerIndex",
            "driveGroup",
            "driveId",
            "interfaceType",
            "location",
            "mediaType",
            "model",
            "protectionInfo",
            "selfEncrypted",
            "serial",
            "size",
            "spun",
            "status",
            "deviceId",
            "timestamp",
        ]),
    report("network-interfaces", "/v2/queries/network-interfaces")
        .about("List the network interfaces of devices")
        .named_by("deviceId")
        .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, CURSOR, PAGE_SIZE])
        .columns(
            &["deviceId", "interfaceName", "adapterName", "ipAddress", "macAddress", "status"],
            &["defaultGateway", "subnetMask", "dnsServers", "interfaceType", "linkSpeed", "mtu"],
        )
        .members(&[
            "adapterName",
            "defaultGateway",
            "interfaceType",
            "dnsHostName",
            "dnsServers",
            "interfaceIndex",
            "interfaceName",
            "ipAddress",
            "linkSpeed",
            "macAddress",
            "mtu",
            "status",
            "subnetMask",
            "deviceId",
        ]),
    report("windows-services", "/v2/queries/windows-services")
        .about("List the Windows services of devices")
        .named_by("deviceId")
        .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, SERVICE_NAME, SERVICE_STATE, CURSOR, PAGE_SIZE])
        .columns(&["deviceId", "name", "displayName", "state", "startType", "userName"], &["description", "timestamp"])
        .members(&["name", "displayName", "description", "startType", "userName", "state", "deviceId", "timestamp"]),
    report("logged-on-users", "/v2/queries/logged-on-users")
        .about("List who logged on to devices last")
        .named_by("deviceId")
        .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, CURSOR, PAGE_SIZE])
        .columns(&["deviceId", "userName", "logonTime"], &[])
        .members(&["userName", "logonTime", "deviceId"]),
    report("policy-overrides", "/v2/queries/policy-overrides")
        .about("List where devices depart from their policies")
        .named_by("deviceId")
        .arguments(&[DF, ORG, CLASS, ONLINE, GROUP, CURSOR, PAGE_SIZE])
        .columns(&["deviceId", "overrides"], &[])
        .members(&["overrides", "deviceId"]),
    report("backup-usage", "/v2/queries/backup/usage")
        .about("List what the backups of devices take up")
        .arguments(&[
            CURSOR,
            PAGE_SIZE,
            Argument::query("includeDeletedDevices", Kind::Boolean).help("devices too that are no longer managed"),
        ])
        .columns(
            &[
                "id",
                "displayName",
                "organizationId",
                "references.backupUsage.cloudTotalSize",
                "references.backupUsage.localTotalSize",
                "references.backupUsage.revisionsTotalSize",
            ],
            &["systemName", "nodeClass", "locationId", "offline", "lastContact"],
        )
        .words(devices::REACH)
        .members(devices::MEMBERS),
];

const TS: Argument = Argument::query("ts", Kind::String)
    .help("time of the readings; its form is not documented, epoch seconds are in use");

const UPDATED_AFTER: Argument = Argument::query("updatedAfter", Kind::String).help("only what was set after this date");

const FIELDS: Argument = Argument::query("fields", Kind::Strings).help("only these fields");

const SCOPES: Argument =
    Argument::query("scopes", Kind::Strings).help("only `node`, `location` or `organization`; all of them without it");

const SHOW_SECURE_VALUES: Argument =
    Argument::query("showSecureValues", Kind::Boolean).help("show secret fields in the clear");

const OS_PATCH_MEMBERS: &[&str] =
    &["id", "name", "severity", "status", "type", "installedAt", "deviceId", "timestamp", "kbNumber"];

const SOFTWARE_PATCH_MEMBERS: &[&str] =
    &["id", "productIdentifier", "title", "impact", "status", "type", "installedAt", "deviceId", "timestamp"];
