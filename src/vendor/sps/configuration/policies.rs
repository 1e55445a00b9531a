//! `sps policies` and `sps plugins`: what connection policies refer to.

use crate::catalog::Group;

pub(in super::super) const POLICIES: Group = Group {
    name: "policies",
    about: "Policies that connections refer to",
    operations: &[children!("List the kinds of policies", ["/api/configuration/policies"])],
    groups: &[
        collection!(
            "analytics",
            "Analytics policies: what is unusual",
            "an analytics policy",
            "analytics policies",
            ["/api/configuration/policies/analytics"],
        ),
        collection!(
            "archive-cleanup-policies",
            "Archive and cleanup policies: when recordings move away and end",
            "an archive policy",
            "archive policies",
            ["/api/configuration/policies/archive_cleanup_policies"],
        ),
        collection!(
            "audit-policies",
            "Audit policies: how recordings are signed, stamped and encrypted",
            "an audit policy",
            "audit policies",
            ["/api/configuration/policies/audit_policies"],
            columns(
                &["key", "name", "encryption.enabled", "signing.enabled", "timestamping.enabled"],
                &["signing_and_timestamping_interval"]
            ),
        ),
        collection!(
            "backup-policies",
            "Backup policies: where and when backups go",
            "a backup policy",
            "backup policies",
            ["/api/configuration/policies/backup_policies"],
        ),
        collection!(
            "content-policies",
            "Content policies: what ends or reports a session",
            "a content policy",
            "content policies",
            ["/api/configuration/policies/content_policies"],
        ),
        collection!(
            "credentialstores",
            "Credential stores: where passwords of servers are kept",
            "a credential store",
            "credential stores",
            ["/api/configuration/policies/credentialstores"],
        ),
        collection!(
            "indexing",
            "Indexing policies: what of recordings can be searched",
            "an indexing policy",
            "indexing policies",
            ["/api/configuration/policies/indexing"],
        ),
        collection!(
            "ldap-servers",
            "LDAP servers: directories of users and groups",
            "an LDAP server",
            "LDAP servers",
            ["/api/configuration/policies/ldap_servers"],
        ),
        collection!(
            "signing-cas",
            "Signing CAs: who signs the certificates that the box makes",
            "a signing CA",
            "signing CAs",
            ["/api/configuration/policies/signing_cas"],
        ),
        collection!(
            "time-policies",
            "Time policies: when something is allowed",
            "a time policy",
            "time policies",
            ["/api/configuration/policies/time_policies"],
        ),
        collection!(
            "trusted-ca-lists",
            "Trusted CA lists: whose certificates are believed",
            "a trusted CA list",
            "trusted CA lists",
            ["/api/configuration/policies/trusted_ca_lists"],
        ),
        collection!(
            "user-databases",
            "User databases: users that the box itself knows",
            "a user database",
            "user databases",
            ["/api/configuration/policies/user_databases"],
        ),
        collection!(
            "user-lists",
            "User lists: who is let through and who is not",
            "a user list",
            "user lists",
            ["/api/configuration/policies/user_lists"],
        ),
        collection!(
            "usermapping-policies",
            "Usermapping policies: who may log in as whom",
            "a usermapping policy",
            "usermapping policies",
            ["/api/configuration/policies/usermapping_policies"],
        ),
    ],
};

pub(in super::super) const PLUGINS: Group = Group {
    name: "plugins",
    about: "Plugins that are installed",
    operations: &[children!("List the kinds of plugins", ["/api/configuration/plugins"])],
    groups: &[
        shelf!(
            "aa",
            "Plugins for authentication and authorization",
            "authentication plugins",
            ["/api/configuration/plugins/aa"]
        ),
        shelf!(
            "credentialstore",
            "Plugins for credential stores",
            "credential store plugins",
            ["/api/configuration/plugins/credentialstore"]
        ),
    ],
};
