//! Who may log in, to which tenants, and what that allows.

/// The user of the sandbox: one tenant, in two roles.
pub const CISCO_USERNAME: &str = "operator@sandbox.example";
/// The password of every user of the sandbox.
pub const CISCO_PASSWORD: &str = "cisco-sandbox-Password1";
/// A user of three tenants, one of them without Edge Intelligence.
pub const CISCO_MANY_USERNAME: &str = "many@sandbox.example";
/// A user who may look at lists and change nothing.
pub const CISCO_READING_USERNAME: &str = "reader@sandbox.example";
/// The tenant of the user of the sandbox, and of the API key.
pub const CISCO_TENANT_ID: &str = "4ec4e912-0000-4000-8000-000000000001";
/// Another tenant, where its user may only operate agents.
pub const CISCO_OTHER_TENANT_ID: &str = "4213b2bc-0000-4000-8000-000000000002";
/// A tenant below the first, for which Edge Intelligence is not enabled.
pub const CISCO_SUB_TENANT_ID: &str = "77aa31d0-0000-4000-8000-000000000003";
/// The name of the API key, as its page shows it.
pub const CISCO_KEY_NAME: &str = "Sandbox-Key";
/// The secret of the API key.
pub const CISCO_KEY_SECRET: &str = "cisco-sandbox-key-Secret1";
/// The organisation of the API key: the first half of its older id.
pub const CISCO_KEY_ORGANISATION: &str = "Sandbox Plant";

/// A permission by the vendor's name.
pub(super) type Permission = &'static str;

pub(super) const ASSETS: Permission = "Asset Management";
pub(super) const VIEW_PASSWORD: Permission = "View Password";
pub(super) const MANAGE_DEVICES: Permission = "Manage Devices";
pub(super) const ADD_DEVICES: Permission = "Add Devices";
pub(super) const DELETE_DEVICES: Permission = "Delete_devices";

/// Any of them opens what only reads Edge Intelligence.
pub(super) const OF_EI: &[Permission] =
    &[ASSETS, "Data Management", "Develop and Manage Data Logics", "EI System Management", "Operations Management"];
/// Any of them opens what only reads gateways.
pub(super) const OF_EDM: &[Permission] = &["View Devices", MANAGE_DEVICES, ADD_DEVICES, DELETE_DEVICES];

/// A tenant of the dashboard.
#[derive(Debug)]
pub(super) struct Tenant {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) has_ei: bool,
}

/// The last one's name wants to clear the screen.
pub(super) const TENANTS: &[Tenant] = &[
    Tenant { id: CISCO_TENANT_ID, name: CISCO_KEY_ORGANISATION, has_ei: true },
    Tenant { id: CISCO_OTHER_TENANT_ID, name: "Harbour Works", has_ei: true },
    Tenant { id: CISCO_SUB_TENANT_ID, name: "Quay \u{1b}[2J4, \"north\"", has_ei: false },
];

/// A named set of permissions.
#[derive(Debug)]
pub(super) struct Role {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    permissions: &'static [&'static [Permission]],
}

const ADMIN: Role = Role {
    id: "8cc52173-0000-4000-8000-00000000000a",
    name: "tenant-admin",
    permissions: &[OF_EI, OF_EDM, &[VIEW_PASSWORD]],
};
const EI_ADMIN: Role = Role { id: "8cc52173-0000-4000-8000-00000000000b", name: "EI Admin", permissions: &[OF_EI] };
const ASSET_EXPERT: Role =
    Role { id: "8cc52173-0000-4000-8000-00000000000c", name: "Asset Expert", permissions: &[&[ASSETS]] };
const OPERATOR: Role = Role {
    id: "8cc52173-0000-4000-8000-00000000000d",
    name: "Operator",
    permissions: &[&["Operations Management", "View Devices"]],
};

/// A user, or an API key where there is no name.
#[derive(Debug)]
pub(super) struct Account {
    /// None for an API key.
    pub(super) username: Option<&'static str>,
    /// One row for each role in each tenant, as the vendor lists them.
    pub(super) roles: &'static [(&'static Tenant, &'static Role)],
}

/// Everybody who can log in with a password.
pub(super) const USERS: &[Account] = &[
    Account { username: Some(CISCO_USERNAME), roles: &[(&TENANTS[0], &ADMIN), (&TENANTS[0], &EI_ADMIN)] },
    Account {
        username: Some(CISCO_MANY_USERNAME),
        roles: &[(&TENANTS[1], &OPERATOR), (&TENANTS[0], &ADMIN), (&TENANTS[2], &ADMIN), (&TENANTS[0], &ASSET_EXPERT)],
    },
    Account { username: Some(CISCO_READING_USERNAME), roles: &[(&TENANTS[0], &OPERATOR)] },
];

/// The only API key.
pub(super) const KEY: &Account = &Account { username: None, roles: &[(&TENANTS[0], &ADMIN)] };

impl Account {
    pub(super) fn user(name: &str) -> Option<&'static Account> {
        USERS.iter().find(|user| user.username == Some(name))
    }

    pub(super) fn tenant(&self, id: &str) -> Option<&'static Tenant> {
        self.roles.iter().map(|(tenant, _)| *tenant).find(|tenant| tenant.id.eq_ignore_ascii_case(id))
    }

    /// Whether any role in the tenant has any of the permissions.
    pub(super) fn may(&self, tenant: &Tenant, any: &[Permission]) -> bool {
        let here = self.roles.iter().filter(|(one, _)| one.id == tenant.id);
        let mut has = here.flat_map(|(_, role)| role.permissions.iter().flat_map(|set| set.iter()));
        has.any(|permission| any.contains(permission))
    }
}
