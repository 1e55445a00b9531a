//! `ninjaone devices software|disks|...`: what a device is made of, and its Windows services.

use super::arguments::DEVICE;
use crate::catalog::{Argument, Group, Kind, Operation};

pub(super) const SOFTWARE: Group = Group {
    name: "software",
    about: "Programs on devices",
    operations: &[Operation::list("list", "/v2/device/{id}/software")
        .about("List the software of a device")
        .named_by("name")
        .arguments(&[DEVICE])
        .columns(
            &["name", "version", "publisher", "installDate"],
            &["size", "location", "productCode", "isSystemComponent"],
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
        ])],
    groups: &[],
};

pub(super) const WINDOWS_SERVICES: Group = Group {
    name: "windows-services",
    about: "Windows services of devices",
    operations: &[
        Operation::list("list", "/v2/device/{id}/windows-services")
            .about("List the Windows services of a device")
            .named_by("name")
            .arguments(&[DEVICE, SERVICE_NAME, SERVICE_STATE])
            .columns(&["name", "displayName", "state", "startType", "userName"], &["description"])
            .members(&["name", "displayName", "description", "startType", "userName", "state"]),
        Operation::post("control", "/v2/device/{id}/windows-service/{serviceId}/control")
            .about("Start, stop or restart a Windows service")
            .object()
            .arguments(&[
                DEVICE,
                SERVICE,
                Argument::body("action", Kind::String)
                    .required()
                    .values(&["START", "PAUSE", "STOP", "RESTART"])
                    .help("what is done with it"),
            ]),
        Operation::post("configure", "/v2/device/{id}/windows-service/{serviceId}/configure")
            .about("Set how a Windows service starts")
            .object()
            .arguments(&[
                DEVICE,
                SERVICE,
                Argument::body("startType", Kind::String)
                    .values(&[
                        "AUTO_START",
                        "AUTO_START_DELAYED",
                        "BOOT_START",
                        "DEMAND_START",
                        "DISABLED",
                        "SYSTEM_START",
                    ])
                    .help("when it starts"),
                Argument::body("userName", Kind::String).help("account that it runs as"),
            ]),
    ],
    groups: &[],
};

pub(super) const DISKS: Group = Group {
    name: "disks",
    about: "Physical disks of devices",
    operations: &[Operation::list("list", "/v2/device/{id}/disks")
        .about("List the disks of a device")
        .named_by("name")
        .arguments(&[DEVICE])
        .columns(
            &["name", "model", "serialNumber", "mediaType", "size", "status"],
            &["interfaceType", "manufacturer", "partitionCount", "smartCapable", "bytesPerSector", "description"],
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
        ])],
    groups: &[],
};

pub(super) const VOLUMES: Group = Group {
    name: "volumes",
    about: "File systems of devices",
    operations: &[Operation::list("list", "/v2/device/{id}/volumes")
        .about("List the volumes of a device")
        .named_by("name")
        .arguments(&[DEVICE, INCLUDE])
        .columns(
            &["name", "driveLetter", "label", "fileSystem", "capacity", "freeSpace"],
            &["deviceType", "serialNumber", "bitLockerStatus.protectionStatus", "compressed", "autoMount"],
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
        ])],
    groups: &[],
};

pub(super) const PROCESSORS: Group = Group {
    name: "processors",
    about: "Processors of devices",
    operations: &[Operation::list("list", "/v2/device/{id}/processors")
        .about("List the processors of a device")
        .named_by("name")
        .arguments(&[DEVICE])
        .columns(&["name", "architecture", "numCores", "numLogicalCores", "maxClockSpeed"], &["clockSpeed"])
        .members(&["architecture", "maxClockSpeed", "clockSpeed", "name", "numCores", "numLogicalCores"])],
    groups: &[],
};

pub(super) const NETWORK_INTERFACES: Group = Group {
    name: "network-interfaces",
    about: "Network adapters of devices",
    operations: &[Operation::list("list", "/v2/device/{id}/network-interfaces")
        .about("List the network interfaces of a device")
        .named_by("interfaceName")
        .arguments(&[DEVICE])
        .columns(
            &["interfaceName", "adapterName", "ipAddress", "macAddress", "status"],
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
        ])],
    groups: &[],
};

const SERVICE: Argument = Argument::path("serviceId").help("service, by the `name` that the list shows");

pub(super) const SERVICE_NAME: Argument = Argument::query("name", Kind::String).help("only the service of this name");

pub(super) const SERVICE_STATE: Argument = Argument::query("state", Kind::String)
    .values(&[
        "UNKNOWN",
        "STOPPED",
        "START_PENDING",
        "RUNNING",
        "STOP_PENDING",
        "PAUSE_PENDING",
        "PAUSED",
        "CONTINUE_PENDING",
    ])
    .help("only services in this state");

pub(super) const INCLUDE: Argument = Argument::query("include", Kind::String).help("`bl` adds the state of BitLocker");
