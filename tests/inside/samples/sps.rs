//! What the rows of One Identity SPS are tried with.

use super::{Row, Samples, SecondPage};

pub(crate) static SPS: Samples = Samples {
    vendor: "sps",
    mounted: "/sps",
    facts: &[include_str!("../../../sandbox/src/sps/operations.json")],
    below: "",
    draws_answers: false,
    before: BEFORE,
    slots: SLOTS,
    of_row: OF_ROW,
    also: &[],
    within: &[],
    of_name: OF_NAME,
    // Firmware that is there and does not run yet.
    id: |_, _| "2",
    second_id: |_| "8348340645707e2575e3c8",
    page_sizes: &["limit"],
    no: r#"{"error":{"type":"SemanticError","message":"No.","details":{}},"meta":{}}"#,
    unauthorized: 4,
    renews: true,
    blind_429: true,
    html_is_limit: false,
    empty_is_done: false,
    takes_turns: true,
    second_page: Some(SecondPage { list: "sessions search", path: "/sps/api/audit/sessions", after: 1, records: 500 }),
    secret: |row: &Row, _| match row.words.as_str() {
        "sps diff" | "sps apply" => Some(DOCUMENT.to_owned()),
        "sps private-keys create" | "sps x509 create" => Some(PEM.to_owned()),
        _ => None,
    },
};

/// What commands read, by the names of the files.
pub(super) const FILES: &[(&str, &str)] = &[("passwords.json", r#"{"root_password":"Secret-123"}"#)];

const PEM: &str = "-----BEGIN PRIVATE KEY-----\nMIIBsandbox\n-----END PRIVATE KEY-----";

/// A file of configuration that differs from the box.
const DOCUMENT: &str =
    "path: telnet/options\nbody:\n  service: {enabled: false}\n  channel_database_cleanup: {enabled: false}\n";

/// What must have happened before a row finds what it is about: of many kinds the box has only what cannot be deleted.
#[rustfmt::skip]
const BEFORE: &[(&str, &[&str])] = &[
    ("sps ssh channel-policies get", &[r#"rmctl sps config post ssh/channel_policies --body {"name":"sample"}"#]),
    ("sps ssh channel-policies delete", &[r#"rmctl sps config post ssh/channel_policies --body {"name":"sample"}"#]),
    ("sps ssh settings-policies get", &[r#"rmctl sps config post ssh/settings_policies --body {"name":"sample"}"#]),
    ("sps ssh settings-policies delete", &[r#"rmctl sps config post ssh/settings_policies --body {"name":"sample"}"#]),
    ("sps rdp channel-policies get", &[r#"rmctl sps config post rdp/channel_policies --body {"name":"sample"}"#]),
    ("sps rdp channel-policies delete", &[r#"rmctl sps config post rdp/channel_policies --body {"name":"sample"}"#]),
    ("sps rdp settings-policies get", &[r#"rmctl sps config post rdp/settings_policies --body {"name":"sample"}"#]),
    ("sps rdp settings-policies delete", &[r#"rmctl sps config post rdp/settings_policies --body {"name":"sample"}"#]),
    ("sps http channel-policies get", &[r#"rmctl sps config post http/channel_policies --body {"name":"sample"}"#]),
    ("sps http channel-policies delete", &[r#"rmctl sps config post http/channel_policies --body {"name":"sample"}"#]),
    ("sps http settings-policies get", &[r#"rmctl sps config post http/settings_policies --body {"name":"sample"}"#]),
    ("sps http settings-policies delete", &[r#"rmctl sps config post http/settings_policies --body {"name":"sample"}"#]),
    ("sps ica channel-policies get", &[r#"rmctl sps config post ica/channel_policies --body {"name":"sample"}"#]),
    ("sps ica channel-policies delete", &[r#"rmctl sps config post ica/channel_policies --body {"name":"sample"}"#]),
    ("sps ica settings-policies get", &[r#"rmctl sps config post ica/settings_policies --body {"name":"sample"}"#]),
    ("sps ica settings-policies delete", &[r#"rmctl sps config post ica/settings_policies --body {"name":"sample"}"#]),
    ("sps mssql channel-policies get", &[r#"rmctl sps config post mssql/channel_policies --body {"name":"sample"}"#]),
    ("sps mssql channel-policies delete", &[r#"rmctl sps config post mssql/channel_policies --body {"name":"sample"}"#]),
    ("sps mssql settings-policies get", &[r#"rmctl sps config post mssql/settings_policies --body {"name":"sample"}"#]),
    ("sps mssql settings-policies delete", &[r#"rmctl sps config post mssql/settings_policies --body {"name":"sample"}"#]),
    ("sps vnc channel-policies get", &[r#"rmctl sps config post vnc/channel_policies --body {"name":"sample"}"#]),
    ("sps vnc channel-policies delete", &[r#"rmctl sps config post vnc/channel_policies --body {"name":"sample"}"#]),
    ("sps vnc settings-policies get", &[r#"rmctl sps config post vnc/settings_policies --body {"name":"sample"}"#]),
    ("sps vnc settings-policies delete", &[r#"rmctl sps config post vnc/settings_policies --body {"name":"sample"}"#]),
    ("sps telnet channel-policies get", &[r#"rmctl sps config post telnet/channel_policies --body {"name":"sample"}"#]),
    ("sps telnet channel-policies delete", &[r#"rmctl sps config post telnet/channel_policies --body {"name":"sample"}"#]),
    ("sps telnet settings-policies get", &[r#"rmctl sps config post telnet/settings_policies --body {"name":"sample"}"#]),
    ("sps telnet settings-policies delete", &[r#"rmctl sps config post telnet/settings_policies --body {"name":"sample"}"#]),
    ("sps ssh authentication-policies get", &[r#"rmctl sps config post ssh/authentication_policies --body {"name":"sample","backend":{"selection":"none"}}"#]),
    ("sps ssh authentication-policies delete", &[r#"rmctl sps config post ssh/authentication_policies --body {"name":"sample","backend":{"selection":"none"}}"#]),
    ("sps http authentication-policies get", &[r#"rmctl sps config post http/authentication_policies --body {"name":"sample","backend":{"selection":"none"}}"#]),
    ("sps http authentication-policies delete", &[r#"rmctl sps config post http/authentication_policies --body {"name":"sample","backend":{"selection":"none"}}"#]),
    ("sps telnet authentication-policies get", &[r#"rmctl sps config post telnet/authentication_policies --body {"name":"sample","backend":{"selection":"none"}}"#]),
    ("sps telnet authentication-policies delete", &[r#"rmctl sps config post telnet/authentication_policies --body {"name":"sample","backend":{"selection":"none"}}"#]),
    ("sps policies archive-cleanup-policies get", &[r#"rmctl sps config post policies/archive_cleanup_policies --body {"name":"sample","retention_days":9}"#]),
    ("sps policies archive-cleanup-policies delete", &[r#"rmctl sps config post policies/archive_cleanup_policies --body {"name":"sample","retention_days":9}"#]),
    ("sps policies backup-policies get", &[r#"rmctl sps config post policies/backup_policies --body {"name":"sample","target":{"selection":"nfs","server":"192.0.2.61","path":"/b"}}"#]),
    ("sps policies backup-policies delete", &[r#"rmctl sps config post policies/backup_policies --body {"name":"sample","target":{"selection":"nfs","server":"192.0.2.61","path":"/b"}}"#]),
    ("sps policies content-policies get", &[r#"rmctl sps config post policies/content_policies --body {"name":"sample"}"#]),
    ("sps policies content-policies delete", &[r#"rmctl sps config post policies/content_policies --body {"name":"sample"}"#]),
    ("sps policies credentialstores get", &[r#"rmctl sps config post policies/credentialstores --body {"name":"sample","type":{"selection":"local","entries":[]}}"#]),
    ("sps policies credentialstores delete", &[r#"rmctl sps config post policies/credentialstores --body {"name":"sample","type":{"selection":"local","entries":[]}}"#]),
    ("sps policies ldap-servers get", &[r#"rmctl sps config post policies/ldap_servers --body {"name":"sample","base_dn":"dc=a","servers":[{"address":{"selection":"fqdn","value":"a.example"}}]}"#]),
    ("sps policies ldap-servers delete", &[r#"rmctl sps config post policies/ldap_servers --body {"name":"sample","base_dn":"dc=a","servers":[{"address":{"selection":"fqdn","value":"a.example"}}]}"#]),
    ("sps policies signing-cas get", &[r#"rmctl sps config post policies/signing_cas --body {"name":"sample","ca":"fbd684e1-e1ac-4f34-ad25-86c560c51e24"}"#]),
    ("sps policies signing-cas delete", &[r#"rmctl sps config post policies/signing_cas --body {"name":"sample","ca":"fbd684e1-e1ac-4f34-ad25-86c560c51e24"}"#]),
    ("sps policies time-policies get", &[r#"rmctl sps config post policies/time_policies --body {"name":"sample"}"#]),
    ("sps policies time-policies delete", &[r#"rmctl sps config post policies/time_policies --body {"name":"sample"}"#]),
    ("sps policies trusted-ca-lists get", &[r#"rmctl sps config post policies/trusted_ca_lists --body {"name":"sample"}"#]),
    ("sps policies trusted-ca-lists delete", &[r#"rmctl sps config post policies/trusted_ca_lists --body {"name":"sample"}"#]),
    ("sps policies user-databases get", &[r#"rmctl sps config post policies/user_databases --body {"name":"sample","users":[]}"#]),
    ("sps policies user-databases delete", &[r#"rmctl sps config post policies/user_databases --body {"name":"sample","users":[]}"#]),
    ("sps policies usermapping-policies get", &[r#"rmctl sps config post policies/usermapping_policies --body {"name":"sample","mappings":[]}"#]),
    ("sps policies usermapping-policies delete", &[r#"rmctl sps config post policies/usermapping_policies --body {"name":"sample","mappings":[]}"#]),
    ("sps reporting content-subchapters list", &[r#"rmctl sps config post reporting/content_subchapters --body {"name":"sample"}"#]),
    ("sps reporting content-subchapters get", &[r#"rmctl sps config post reporting/content_subchapters --body {"name":"sample"}"#]),
    ("sps reporting content-subchapters delete", &[r#"rmctl sps config post reporting/content_subchapters --body {"name":"sample"}"#]),
    ("sps reporting predefined-reports get", &[r#"rmctl sps config post reporting/predefined_reports --body {"name":"sample"}"#]),
    ("sps reporting predefined-reports delete", &[r#"rmctl sps config post reporting/predefined_reports --body {"name":"sample"}"#]),
    ("sps reporting statistics-subchapters list", &[r#"rmctl sps config post reporting/statistics_subchapters --body {"name":"sample"}"#]),
    ("sps reporting statistics-subchapters get", &[r#"rmctl sps config post reporting/statistics_subchapters --body {"name":"sample"}"#]),
    ("sps reporting statistics-subchapters delete", &[r#"rmctl sps config post reporting/statistics_subchapters --body {"name":"sample"}"#]),
    ("sps private-keys get", &[KEEP_KEY]),
    ("sps sessions trail-downloads", &["rmctl sps sessions audit-trail Sa3tNS4ZVgaM0000000005 --save FOLDER/trail"]),
    ("sps troubleshooting support-bundles get", &[COLLECT]),
    ("sps troubleshooting support-bundles download", &[COLLECT, LOOK, LOOK, LOOK]),
    ("sps troubleshooting support-bundles delete", &[COLLECT]),
];

/// Without a blank, where words end.
const KEEP_KEY: &str = r#"rmctl sps config post private_keys --body "-----BEGIN\u0020PRIVATE\u0020KEY-----\nMIIB\n-----END\u0020PRIVATE\u0020KEY-----""#;
const COLLECT: &str = "rmctl sps troubleshooting support-bundles create";
const LOOK: &str = "rmctl sps troubleshooting support-bundles get 11f3d894-7214-1d93-7b0f-b37eeb044225";

/// The key of the first thing that is made, which is the same in every sandbox; there are two kinds of keys.
const MADE: &str = "11f3d89472141d937b0fb3";
const MADE_LONG: &str = "11f3d894-7214-1d93-7b0f-b37eeb044225";

/// What stands in the path, by the beginning of the template up to the slot; the longest one that fits is meant.
#[rustfmt::skip]
const SLOTS: &[(&str, &str)] = &[
    ("/api/configuration/ssh/channel_policies/{", MADE),
    ("/api/configuration/ssh/settings_policies/{", MADE),
    ("/api/configuration/rdp/channel_policies/{", MADE),
    ("/api/configuration/rdp/settings_policies/{", MADE),
    ("/api/configuration/http/channel_policies/{", MADE),
    ("/api/configuration/http/settings_policies/{", MADE),
    ("/api/configuration/ica/channel_policies/{", MADE),
    ("/api/configuration/ica/settings_policies/{", MADE),
    ("/api/configuration/mssql/channel_policies/{", MADE),
    ("/api/configuration/mssql/settings_policies/{", MADE),
    ("/api/configuration/vnc/channel_policies/{", MADE),
    ("/api/configuration/vnc/settings_policies/{", MADE),
    ("/api/configuration/telnet/channel_policies/{", MADE),
    ("/api/configuration/telnet/settings_policies/{", MADE),
    ("/api/configuration/ssh/authentication_policies/{", MADE),
    ("/api/configuration/http/authentication_policies/{", MADE),
    ("/api/configuration/telnet/authentication_policies/{", MADE),
    ("/api/configuration/policies/archive_cleanup_policies/{", MADE),
    ("/api/configuration/policies/backup_policies/{", MADE),
    ("/api/configuration/policies/content_policies/{", MADE),
    ("/api/configuration/policies/credentialstores/{", MADE),
    ("/api/configuration/policies/ldap_servers/{", MADE),
    ("/api/configuration/policies/signing_cas/{", MADE),
    ("/api/configuration/policies/time_policies/{", MADE),
    ("/api/configuration/policies/trusted_ca_lists/{", MADE),
    ("/api/configuration/policies/user_databases/{", MADE),
    ("/api/configuration/policies/usermapping_policies/{", MADE),
    ("/api/configuration/reporting/content_subchapters/{", MADE),
    ("/api/configuration/reporting/predefined_reports/{", MADE),
    ("/api/configuration/reporting/statistics_subchapters/{", MADE),
    ("/api/configuration/http/connections/{", "51020000056a1b2c3d4e5f"),
    ("/api/configuration/ica/connections/{", "56020000056a1b2c3d4e5f"),
    ("/api/configuration/mssql/connections/{", "57020000056a1b2c3d4e5f"),
    ("/api/configuration/rdp/connections/{", "52020000056a1b2c3d4e5f"),
    ("/api/configuration/ssh/connections/{", "54020000056a1b2c3d4e5f"),
    ("/api/configuration/vnc/connections/{", "55020000056a1b2c3d4e5f"),
    ("/api/configuration/telnet/connections/{", "8348340645707e2575e3c7"),
    ("/api/configuration/telnet/pattern_sets/{", "-8000"),
    ("/api/configuration/policies/analytics/{", "3310250156a0c1d0b7e9f2"),
    ("/api/configuration/policies/audit_policies/{", "4110330695c094b5776670"),
    ("/api/configuration/policies/indexing/{", "9120450156d1e2f3a4b5c6"),
    ("/api/configuration/policies/user_lists/{", "5512340156f1a2b3c4d5e6"),
    ("/api/configuration/plugins/aa/{", "aa-plugin-0001"),
    ("/api/configuration/plugins/credentialstore/{", "cs-plugin-0001"),
    ("/api/configuration/aaa/local_database/users/{", "77a1b2c3d4e5f60718293a"),
    ("/api/configuration/aaa/local_database/groups/{", "ca2dc85730ca082ee6b5c8"),
    ("/api/configuration/reporting/custom_subchapters/{", "4410230156a1b2c3d4e5f6"),
    ("/api/configuration/reporting/reports/{", "4510230156a1b2c3d4e5f6"),
    ("/api/configuration/passwords/{", "5f0f7a0e-3a35-4d54-8a2b-1f5d9a3c0001"),
    ("/api/configuration/x509/{", "fbd684e1-e1ac-4f34-ad25-86c560c51e24"),
    ("/api/configuration/private_keys/{", MADE_LONG),
    ("/api/audit/sessions/{", "Sa3tNS4ZVgaM0000000005"),
    ("/api/cluster/nodes/{", "46f97a58-4028-467d-9a22-9cfe78ae3e1c"),
    ("/api/cluster/status/{", "46f97a58-4028-467d-9a22-9cfe78ae3e1c"),
    ("/api/firmware/slots/{", "2"),
    ("/api/troubleshooting/support-bundle/{", MADE_LONG),
];

/// Values of one row's arguments, where the vendor wants something of its own. The body of what is typed as JSON is one.
const OF_ROW: &[(&str, &str, &str)] = &[
    ("sps support-bundle", "save", "FOLDER/saved"),
    ("sps setup run", "administration", "@FOLDER/passwords.json"),
    ("sps setup run", "certificates", "@FOLDER/passwords.json"),
    ("sps config ls", "path", "telnet/connections"),
    ("sps config get", "path", "telnet/options"),
    ("sps config put", "path", "telnet/options"),
    ("sps config put", "body", r#"{"service":{"enabled":false},"channel_database_cleanup":{"enabled":false}}"#),
    ("sps config post", "path", "telnet/channel_policies"),
    ("sps config post", "body", r#"{"name":"sample"}"#),
    ("sps config delete", "path", "telnet/connections/8348340645707e2575e3c7"),
    ("sps apply", "files", "FOLDER/secret"),
    ("sps diff", "files", "FOLDER/secret"),
    ("sps export", "folder", "FOLDER/export"),
    ("sps sessions stats", "field", "protocol"),
    ("sps sessions stats", "sub_fields", "verdict"),
    ("sps sessions search", "fields", "*"),
    ("sps sessions search", "sort", "-start_time"),
];

/// Values by the name of the argument.
const OF_NAME: &[(&str, &str)] = &[
    ("address", "10.0.0.9"),
    ("central_management_address", "10.0.0.1"),
    ("q", "protocol:SSH"),
    ("start", "2020-01-01T00:00:00Z"),
    ("end", "2099-01-01T00:00:00Z"),
    ("protocol", "SSH"),
    ("user", "ada"),
];

/// A line for a job that changes one object, and what must have happened before; nothing for other jobs.
pub(crate) fn job(row: &Row) -> Option<(Vec<String>, String)> {
    let path = row.operation.subject.strip_prefix("/api/configuration/")?;
    let group = row.words.rsplit_once(' ')?.0;
    let key = || {
        let start = format!("{}/{{", row.operation.subject);
        SLOTS.iter().find(|(slot, _)| *slot == start).map(|(_, key)| *key)
    };
    // Without a rule it is not valid in Telnet.
    let unchecked = if path == "telnet/channel_policies" { "--no-validate" } else { "" };
    let before = || {
        let sibling = format!("{group} delete");
        BEFORE.iter().filter(move |(words, _)| *words == sibling).flat_map(|(_, lines)| *lines).map(ToString::to_string)
    };
    let is_connection = path.ends_with("/connections");
    let line = match row.operation.name {
        "create" if is_connection => (Vec::new(), format!("--name made {FLAGS}")),
        "create" => (Vec::new(), format!("--name made --body={{{}}} {unchecked}", body(path))),
        "edit" => (before().collect(), format!("{} --set name=renamed {unchecked}", key()?)),
        "replace" => {
            (before().collect(), format!("{} --body={{\"name\":\"renamed\"{}}}", key()?, with_comma(body(path))))
        }
        "order" => (vec![format!("rmctl {group} create --name other {FLAGS}")], format!("{} --last", key()?)),
        "set" => {
            let sets = SETS.iter().find(|(own, _)| *own == path || is_options(own, path))?.1;
            (Vec::new(), sets.split(' ').map(|pair| format!("--set {pair}")).collect::<Vec<_>>().join(" "))
        }
        _ => return None,
    };
    Some((line.0, format!("rmctl {} {} --yes -o json", row.words, line.1)))
}

/// What a new connection has besides its name.
const FLAGS: &str = "--client 10.0.0.0/8 --target 192.0.2.0/24";

/// Those of all protocols are the same.
fn is_options(own: &str, path: &str) -> bool {
    own == "options" && path.ends_with("/options")
}

fn with_comma(body: &str) -> String {
    if body.is_empty() { String::new() } else { format!(",{body}") }
}

/// What an entry of the collection must have besides its name.
fn body(path: &str) -> &'static str {
    BODIES.iter().find(|(end, _)| path.ends_with(end)).map_or("", |(_, body)| *body)
}

#[rustfmt::skip]
const BODIES: &[(&str, &str)] = &[
    ("http/connections", r#""network":{"clients":["10.0.0.0/8"],"ports":[81],"targets":["192.0.2.0/24"]},"policies":{"audit_policy":"default","channel_policy":"all","settings":"default","authentication_policy":"base"},"server_address":{"selection":"original"},"source_address":{"selection":"box_address"}"#),
    ("ssh/connections", r#""network":{"clients":["10.0.0.0/8"],"ports":[81],"targets":["192.0.2.0/24"]},"policies":{"audit_policy":"default","channel_policy":"all","settings":"default","authentication_policy":"base"},"server_address":{"selection":"original"},"source_address":{"selection":"box_address"}"#),
    ("telnet/connections", r#""network":{"clients":["10.0.0.0/8"],"ports":[81],"targets":["192.0.2.0/24"]},"policies":{"audit_policy":"default","channel_policy":"telnet","settings":"default","authentication_policy":"base"},"server_address":{"selection":"original"},"source_address":{"selection":"box_address"}"#),
    ("/connections", r#""network":{"clients":["10.0.0.0/8"],"ports":[81],"targets":["192.0.2.0/24"]},"policies":{"audit_policy":"default","channel_policy":"all","settings":"default"},"server_address":{"selection":"original"},"source_address":{"selection":"box_address"}"#),
    ("/authentication_policies", r#""backend":{"selection":"none"}"#),
    ("/archive_cleanup_policies", r#""retention_days":9"#),
    ("/backup_policies", r#""target":{"selection":"nfs","server":"192.0.2.61","path":"/b"}"#),
    ("/credentialstores", r#""type":{"selection":"local","entries":[]}"#),
    ("/ldap_servers", r#""base_dn":"dc=a","servers":[{"address":{"selection":"fqdn","value":"a.example"}}]"#),
    ("/signing_cas", r#""ca":"fbd684e1-e1ac-4f34-ad25-86c560c51e24""#),
    ("/user_databases", r#""users":[]"#),
    ("/user_lists", r#""allow":"no_user""#),
    ("/usermapping_policies", r#""mappings":[]"#),
];

/// A change of each thing of which there is one. The password of root is a secret, which no word of a line holds.
const SETS: &[(&str, &str)] = &[
    ("aaa/settings", "minimum_password_strength=good"),
    ("datetime", "timezone=UTC"),
    ("local_services/admin_web", "access_restriction.enabled=false"),
    ("local_services/cluster", "enabled=false"),
    ("local_services/ssh", "allow_password_auth=false"),
    ("local_services/user_web", "listen=[]"),
    ("management/accounting", "require_commitlog=true"),
    ("management/certificates", "server=20e72ede-78ef-460a-b843-68a35d994142"),
    ("management/disk_fillup_prevention", "used_space_ratio_limit=70"),
    ("management/email", "admin_address=z@example.com"),
    ("management/exported_configuration_encryption", "enabled=true public_key=k"),
    ("management/health_monitoring", "maximum_load1=5"),
    ("management/license", "hosts=501"),
    ("management/snmp/trap", "version.value.username=u"),
    ("management/splunk_forwarder", r#"enabled=true host={"selection":"ip","value":"192.0.2.9"}"#),
    ("management/support_info", "support_link=mailto:x@example.com"),
    ("management/syslog", "receivers=[]"),
    ("management/web_gateway_authentication", "enabled=true"),
    ("management/webinterface", "session_timeout=20"),
    ("network/dns", "secondary=192.0.2.1"),
    ("network/ip_forwarding_rule_pairs", "rule_pairs=[1]"),
    ("network/naming", "nickname=n"),
    ("network/nics/nic1", r#"speed="100""#),
    ("network/nics/nic2", r#"speed="100""#),
    ("network/nics/nic3", r#"speed="100""#),
    ("network/routing", "gateway=10.40.255.3"),
    ("options", "service.log_level=6"),
    ("rdp/domain_membership", "enabled=true domain=d"),
    ("starling", "remote_access.enabled=true"),
    ("troubleshooting", "debug_logging.enabled=true"),
];
