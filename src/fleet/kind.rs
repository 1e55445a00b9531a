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
/// Lets through what may pass between networks.
pub const FIREWALL: &str = "firewall";
/// A telephone on a desk.
pub const PHONE: &str = "phone";
/// A phone or a tablet that people carry.
pub const MOBILE: &str = "mobile";
/// A virtual machine.
pub const VIRTUAL: &str = "virtual";
/// A host of virtual machines.
pub const HYPERVISOR: &str = "hypervisor";
/// A printer or a scanner.
pub const PRINTER: &str = "printer";
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
    FIREWALL,
    PHONE,
    SERVER,
    WORKSTATION,
    MOBILE,
    VIRTUAL,
    HYPERVISOR,
    PRINTER,
    APPLIANCE,
    AGENT,
    JUMP_CLIENT,
    JUMP_ITEM,
    CONNECTION_TARGET,
];

/// The kind that a vendor's word for a class means, such as `WINDOWS_SERVER` or `IOTGATEWAY`; none where it does not say.
/// The first part of a word that is known here counts.
pub fn of_class(class: &str) -> Option<&'static str> {
    const PARTS: &[(&str, &str)] = &[
        ("GUEST", VIRTUAL),
        ("VIRTUAL_MACHINE", VIRTUAL),
        ("VM_HOST", HYPERVISOR),
        ("VMM_HOST", HYPERVISOR),
        ("AGENT", AGENT),
        ("SERVER", SERVER),
        ("WORKSTATION", WORKSTATION),
        ("COMPUTER", WORKSTATION),
        ("ANDROID", MOBILE),
        ("APPLE_", MOBILE),
        ("GATEWAY", GATEWAY),
        ("ROUTER", ROUTER),
        ("SWITCH", SWITCH),
        ("FIREWALL", FIREWALL),
        ("PRINTER", PRINTER),
        ("SCANNER", PRINTER),
        ("PHONE", PHONE),
        ("WAP", ACCESS_POINT),
        ("ACCESSPOINT", ACCESS_POINT),
        ("APPLIANCE", APPLIANCE),
        ("NMS_", NETWORK),
    ];
    if class == "MAC" {
        return Some(WORKSTATION);
    }
    PARTS.iter().find(|(part, _)| class.contains(part)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_says_what_a_device_is() {
        let classes = [
            "WINDOWS_SERVER",
            "MAC",
            "MAC_SERVER",
            "APPLE_IPADOS",
            "HYPERV_VMM_GUEST",
            "NMS_VM_HOST",
            "NMS_WAP",
            "NMS_OTHER",
            "IOTGATEWAY",
            "NMS_NETWORK_MANAGEMENT_AGENT",
        ];

        let expected =
            [SERVER, WORKSTATION, SERVER, MOBILE, VIRTUAL, HYPERVISOR, ACCESS_POINT, NETWORK, GATEWAY, AGENT];
        assert_eq!(classes.map(of_class), expected.map(Some));
        assert_eq!(["UNMANAGED_DEVICE", "MANAGED_DEVICE", "CLOUD_MONITOR_TARGET"].map(of_class), [None; 3]);
    }

    #[test]
    fn every_word_is_listed_once() {
        let mut words = ALL.to_vec();

        words.sort_unstable();
        words.dedup();

        assert_eq!(words.len(), ALL.len());
    }
}
