//! The kinds of records that are stored, with what is there from the start.

use crate::rms::listing::Listing;
use crate::rms::state::State;
use crate::table::Record;

/// A kind of record. Its members are those of the list operation's answer.
#[derive(Debug)]
pub(in crate::rms) struct Resource {
    /// The path of the list, which also names the kind.
    pub(in crate::rms) list: &'static str,
    /// The first number that is given.
    pub(in crate::rms) first: u64,
    pub(in crate::rms) listing: Listing,
    /// JSON objects.
    pub(in crate::rms) seeds: &'static [&'static str],
    /// What is counted when the record is shown.
    pub(in crate::rms) count: fn(&State, &mut [Record]),
}

/// The company that the account belongs to.
pub(in crate::rms) const ACCOUNT: u64 = 7034;

const fn resource(list: &'static str, first: u64, search: &'static [&'static str]) -> Resource {
    Resource { list, first, listing: Listing { search, aliases: &[] }, seeds: &[], count: |_, _| {} }
}

const fn listing(search: &'static [&'static str], aliases: &'static [(&'static str, &'static str)]) -> Listing {
    Listing { search, aliases }
}

/// All of them, companies first: others name them.
pub(in crate::rms) const RESOURCES: &[&Resource] = &[
    &COMPANIES,
    &USERS,
    &INVITATIONS,
    &ROLES,
    &TAGS,
    &RULES,
    &SESSIONS,
    &LINKS,
    &PENDING_UPDATES,
    &ACTION_LOGS,
    &FILES,
    &IMAGES,
    &CREDITS,
    &CODES,
    &ALERTS,
    &ALERT_CONFIGURATIONS,
    &EMAIL,
    &REPORTS,
    &GENERATED_REPORTS,
    &TASK_GROUPS,
    &TASKS,
    &AUTOMATIONS,
    &DATA_CONFIGURATIONS,
    &TEMPLATES,
    &VPN_HUBS,
];

pub(in crate::rms) static COMPANIES: Resource = Resource {
    listing: listing(
        &["name"],
        &[("crated_at", "created_at"), ("company_name", "name"), ("device_count", "devices_count")],
    ),
    seeds: &[
        r#"{"name":"Example Ltd","level":1,"parent_id":1,"parent_name":"Example Holding","users_count":2,"credits_left":14,"remaining_data":161061273600}"#,
        r#"{"name":"Nordmart Retail","level":2,"parent_id":7034,"parent_name":"Example Ltd","users_count":1}"#,
        r#"{"name":"Baltic Wind Parks","level":2,"parent_id":7034,"parent_name":"Example Ltd"}"#,
        r#"{"name":"Aqua Metering Services","level":2,"parent_id":7034,"parent_name":"Example Ltd"}"#,
        r#"{"name":"City Light Signage","level":2,"parent_id":7034,"parent_name":"Example Ltd"}"#,
        r#"{"name":"Hanse Logistics","level":2,"parent_id":7034,"parent_name":"Example Ltd"}"#,
        r#"{"name":"Alpine Ski Lifts","level":2,"parent_id":7034,"parent_name":"Example Ltd"}"#,
        r#"{"name":"Grain & Field Co-op","level":2,"parent_id":7034,"parent_name":"Example Ltd"}"#,
    ],
    count: super::account::count_devices,
    ..resource("/companies", ACCOUNT, &[])
};

pub(in crate::rms) static TAGS: Resource = Resource {
    listing: listing(&["name", "description"], &[("device_count", "devices_count")]),
    seeds: &[
        r##"{"name":"north","description":"North sites","color":"#4287f5"}"##,
        r##"{"name":"south","description":"South sites","color":"#f5a742"}"##,
        r##"{"name":"east","description":"East sites","color":"#42f58d"}"##,
        r##"{"name":"west","description":"West sites","color":"#f54242"}"##,
        r##"{"name":"critical","description":"Call at night","color":"#b00020"}"##,
        r##"{"name":"pilot","description":"New firmware first","color":"#7b42f5"}"##,
    ],
    count: super::tags::count_devices,
    ..resource("/tags", 11, &[])
};

pub(super) static USERS: Resource = Resource {
    seeds: &[
        r#"{"username":"jane.doe","email":"jane@example.com","role":2,"company_id":7034}"#,
        r#"{"username":"ops","email":"ops@example.com","role":3,"company_id":7034}"#,
        r#"{"username":"store.manager","email":"manager@nordmart.example","role":4,"company_id":7035}"#,
    ],
    ..resource("/users", 1, &["username", "email"])
};

pub(super) static INVITATIONS: Resource = resource("/users/invitations", 257, &["email"]);

pub(super) static ROLES: Resource = Resource {
    listing: listing(&["title", "name"], &[("type", "_type")]),
    seeds: &[
        r#"{"title":"Administrator","name":"admin","description":"May do anything.","permissions_count":151,"_type":"default"}"#,
        r#"{"title":"Administrator of the account","name":"account_admin","permissions_count":140,"_type":"default"}"#,
        r#"{"title":"End user","name":"end_user","permissions_count":56,"_type":"default"}"#,
        r#"{"title":"Read only","name":"read_only","permissions_count":31,"_type":"default"}"#,
    ],
    ..resource("/roles", 1, &[])
};

pub(super) static RULES: Resource = resource("/devices/remote-access", 1, &[]);
pub(super) static SESSIONS: Resource = resource("/devices/connect/{access_id}/sessions", 911, &[]);
pub(super) static LINKS: Resource = resource("/devices/{id}/links", 6963, &[]);
pub(super) static PENDING_UPDATES: Resource = resource("/devices/updates/pending", 44, &[]);
pub(super) static ACTION_LOGS: Resource = resource("/devices/actions/logs", 1, &[]);

pub(super) static FILES: Resource = Resource {
    seeds: &[
        r#"{"device_id":null,"company_id":7034,"description":"stable","device_model":"RUTX11","version":"RUTX_R_00.07.06.10","file_size":40,"type":"firmware","name":"RUTX_R_00.07.06.10_WEBUI.bin"}"#,
        r#"{"device_id":null,"company_id":7034,"description":"latest","device_model":"RUT241","version":"RUT2M_R_00.07.16.2","file_size":40,"type":"firmware","name":"RUT2M_R_00.07.16.2_WEBUI.bin"}"#,
        r#"{"device_id":70810,"company_id":7034,"description":"nightly","device_model":"RUTX11","version":"","file_size":40,"type":"periodic_backup","name":"backup-6003212345.tar.gz"}"#,
    ],
    ..resource("/files", 1506, &["name", "description"])
};

pub(super) static IMAGES: Resource = resource("/images", 1859, &[]);

pub(super) static CREDITS: Resource = Resource {
    seeds: &[
        r#"{"company_id":7034,"credit_type":"paid","credit_type_name":"management_5y","credit_type_id":2,"credit_count":20,"credit_left":12,"parent_company_name":"Example Holding","deleted_at":null}"#,
        r#"{"company_id":7034,"credit_type":"free","credit_type_name":"data_150GB_10y","credit_type_id":6,"credit_count":5,"credit_left":2,"parent_company_name":"Example Holding","deleted_at":null}"#,
        r#"{"company_id":7035,"credit_type":"paid","credit_type_name":"management_5y","credit_type_id":2,"credit_count":1,"credit_left":0,"parent_company_name":"Example Ltd","deleted_at":null}"#,
    ],
    ..resource("/credits", 2568, &["company_name", "credit_type_name"])
};

pub(super) static CODES: Resource = resource("/credits/codes", 27, &["code", "comment"]);

pub(super) static ALERTS: Resource = Resource {
    listing: listing(&["message"], &[("type", "alert_type"), ("alerts_configs_id", "_configuration")]),
    seeds: &[
        r#"{"company_id":7034,"device_id":70810,"message":"Router name - Site A router; Event type - Signal strength","alert_type":"Signal strength","alert_subtype":"below -85 dBm","alert_type_id":3,"alert_subtype_id":9,"_configuration":36}"#,
        r#"{"company_id":7035,"device_id":70811,"message":"Router name - Depot; Event type - Status change","alert_type":"Status change","alert_subtype":"went offline","alert_type_id":1,"alert_subtype_id":1,"_configuration":37}"#,
    ],
    ..resource("/alerts", 900, &[])
};

pub(super) static ALERT_CONFIGURATIONS: Resource = Resource {
    listing: listing(&["message", "receiver"], &[("company_id", "_company")]),
    seeds: &[
        r#"{"device_id":70810,"receiver":"ops@example.com","message":"Router name - %rn; Event type - %et","enable":true,"type":"Signal strength","subtype":"below -85 dBm","user_id":1,"alert_type_id":3,"alert_subtype_id":9,"_company":7034}"#,
    ],
    ..resource("/alerts-configurations", 36, &[])
};

pub(super) static EMAIL: Resource = Resource {
    listing: listing(&["name", "email", "host"], &[("company_id", "_company")]),
    ..resource("/email-configurations", 1, &[])
};

pub(super) static REPORTS: Resource = Resource {
    listing: listing(&["name", "description"], &[("period", "type")]),
    seeds: &[
        r#"{"company_id":7034,"name":"Monthly signal","description":"","type":"periodic","period":"month","applied_by":"company","apply_list":[7034],"is_active":1}"#,
    ],
    ..resource("/reports", 281, &[])
};

pub(super) static GENERATED_REPORTS: Resource = resource("/reports/generated", 1, &["name", "description"]);

pub(super) static TASK_GROUPS: Resource = Resource {
    seeds: &[r#"{"name":"Restart tunnel","company_id":7034}"#],
    ..resource("/devices/tasks/groups", 10, &[])
};

pub(super) static TASKS: Resource = Resource {
    seeds: &[
        r#"{"group_id":10,"group_name":"Restart tunnel","company_id":7034,"order":0,"type":"command","name":"restart","data":{"command":"/etc/init.d/openvpn restart","acceptable_codes":[0]},"timeout":30,"stop_on_failure":true}"#,
    ],
    ..resource("/devices/tasks", 41, &[])
};

pub(super) static AUTOMATIONS: Resource = resource("/automations", 12, &["name", "description"]);
pub(super) static DATA_CONFIGURATIONS: Resource = resource("/data-collect/configs", 1, &[]);
pub(super) static TEMPLATES: Resource = resource("/devices/configurator/templates", 1, &[]);

pub(super) static VPN_HUBS: Resource =
    Resource { listing: listing(&["name", "description"], &[("tag_id", "tags")]), ..resource("/vpn/hubs", 1, &[]) };

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rms::operations::{ROWS, Work};
    use crate::rms::surface;

    #[test]
    fn every_filter_and_sorter_of_a_stored_list_means_a_member() {
        let others = ["limit", "offset", "q", "fields", "fields_only", "sort"];
        let operations = surface::operations();
        let mut senseless = Vec::new();
        for (method, path, work) in ROWS {
            let Work::List(resource) = work else { continue };
            let list = operations.iter().find(|one| one.method == *method && one.path == *path).unwrap();
            let members = &list.record().unwrap().members;
            let sorters =
                list.query.get("sort").into_iter().flat_map(|sort| &sort.choices).filter_map(|one| one.as_str());
            let filters = list.query.keys().map(String::as_str).filter(|name| !others.contains(name));
            let means = |name: &str| {
                resource.listing.member(name).starts_with('_') || members.contains_key(resource.listing.member(name))
            };
            senseless.extend(filters.chain(sorters).filter(|name| !means(name)).map(|name| format!("{path} {name}")));
        }

        assert_eq!(senseless, Vec::<String>::new());
    }

    #[test]
    fn every_list_that_searches_says_where() {
        let operations = surface::operations();
        let searches = |path: &str| operations.iter().any(|one| one.path == path && one.query.contains_key("q"));

        let silent: Vec<_> = RESOURCES
            .iter()
            .filter(|one| searches(one.list) && one.listing.search.is_empty())
            .map(|one| one.list)
            .collect();

        assert_eq!(silent, Vec::<&str>::new());
    }
}
