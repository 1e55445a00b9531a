//! `sps management`: how the box is kept, watched and told of.

use super::super::code::set;
use crate::catalog::{Group, Operation};

pub(in super::super) const MANAGEMENT: Group = Group {
    name: "management",
    about: "Certificates, mail, logs, licence and upkeep of the box",
    operations: &[],
    groups: &[
        singleton!(
            "accounting",
            "What the box notes of changes, such as a message for each",
            "what is noted of changes",
            ["/api/configuration/management/accounting"],
        ),
        singleton!(
            "certificates",
            "Certificates of the box itself",
            "the certificates of the box",
            ["/api/configuration/management/certificates"],
        ),
        singleton!(
            "disk-fillup-prevention",
            "What is done before the disk is full",
            "what is done before the disk is full",
            ["/api/configuration/management/disk_fillup_prevention"],
        ),
        singleton!("email", "Mail that the box sends", "how mail is sent", ["/api/configuration/management/email"]),
        singleton!(
            "exported-configuration-encryption",
            "Encryption of configuration that leaves the box",
            "how exported configuration is encrypted",
            ["/api/configuration/management/exported_configuration_encryption"],
        ),
        singleton!(
            "health-monitoring",
            "From when on the box is in trouble",
            "from when on the box is in trouble",
            ["/api/configuration/management/health_monitoring"],
        ),
        singleton!("license", "Licence of the box", "the licence", ["/api/configuration/management/license"]),
        singleton!(
            "root-password",
            "Password of root",
            "what is set of the password of root",
            ["/api/configuration/management/root_password"],
            warns "Nobody can read the old password again.",
        ),
        SNMP,
        singleton!(
            "splunk-forwarder",
            "What Splunk is told",
            "what Splunk is told",
            ["/api/configuration/management/splunk_forwarder"],
        ),
        singleton!(
            "support-info",
            "Whom users of the box ask for help",
            "whom users ask for help",
            ["/api/configuration/management/support_info"],
        ),
        singleton!(
            "syslog",
            "Servers that receive the log",
            "the servers that receive the log",
            ["/api/configuration/management/syslog"],
        ),
        singleton!(
            "web-gateway-authentication",
            "How users prove on the web page who they are",
            "how users prove on the web page who they are",
            ["/api/configuration/management/web_gateway_authentication"],
        ),
        singleton!(
            "webinterface",
            "How long logins to the web page last, and the like",
            "how the web page is set",
            ["/api/configuration/management/webinterface"],
        ),
    ],
};

const SNMP: Group = Group {
    name: "snmp",
    about: "SNMP: questions to the box, and its traps",
    operations: &[
        Operation::get("get", "/api/configuration/management/snmp")
            .about("Show how SNMP is set")
            .named_by("key")
            .secret(COMMUNITY),
        set("/api/configuration/management/snmp").about("Change how SNMP is set"),
    ],
    groups: &[Group {
        name: "trap",
        about: "Traps that the box sends",
        operations: &[
            Operation::get("get", "/api/configuration/management/snmp/trap")
                .about("Show where traps go")
                .named_by("key")
                .secret(COMMUNITY),
            set("/api/configuration/management/snmp/trap").about("Change where traps go"),
        ],
        groups: &[],
    }],
};

/// Who knows the community may ask the box.
const COMMUNITY: &[&str] = &["community"];
