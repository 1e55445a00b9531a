//! The words for what a device is. Here is the whole list, which every vendor's mapping keeps to.

/// Passes traffic between networks.
pub const ROUTER: &str = "router";
/// Joins other devices to a network or to a service: cellular gateways, protocol gateways.
pub const GATEWAY: &str = "gateway";
/// A network switch.
pub const SWITCH: &str = "switch";
/// A wireless access point.
pub const ACCESS_POINT: &str = "access_point";
/// Network equipment whose vendor says no more, such as what is watched by SNMP.
pub const NETWORK: &str = "network";
/// A computer that serves others.
pub const SERVER: &str = "server";
/// A computer that a person sits at.
pub const WORKSTATION: &str = "workstation";
/// A phone or a tablet.
pub const MOBILE: &str = "mobile";
/// A virtual machine.
pub const VIRTUAL: &str = "virtual";
/// A host of virtual machines.
pub const HYPERVISOR: &str = "hypervisor";
/// A printer or a scanner.
pub const PRINTER: &str = "printer";
/// A disk or a library of disks in the network.
pub const STORAGE: &str = "storage";
/// A machine that does one job, sold as a whole.
pub const APPLIANCE: &str = "appliance";
/// Software on somebody's device that speaks for it.
pub const AGENT: &str = "agent";
/// A machine with an installed client that people jump to.
pub const JUMP_CLIENT: &str = "jump_client";
/// A machine that people jump to over the network, without anything installed.
pub const JUMP_ITEM: &str = "jump_item";
/// A server behind a gateway that people connect through.
pub const CONNECTION_TARGET: &str = "connection_target";

/// Every word.
pub const ALL: &[&str] = &[
    ROUTER,
    GATEWAY,
    SWITCH,
    ACCESS_POINT,
    NETWORK,
    SERVER,
    WORKSTATION,
    MOBILE,
    VIRTUAL,
    HYPERVISOR,
    PRINTER,
    STORAGE,
    APPLIANCE,
    AGENT,
    JUMP_CLIENT,
    JUMP_ITEM,
    CONNECTION_TARGET,
];
