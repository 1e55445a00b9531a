//! The tree of commands: which group holds which rows, in the order in which help shows them.

use super::{
    actions, alerts, automations, companies, configurator, connect, credits, data_collect, device_credits, device_tags,
    devices, email_configurations, files, hotspots, passwords, readings, remote_access, reports, roles, tags, tasks,
    updates, users, vpn, wireless,
};
use crate::catalog::{Group, Operation};

pub(super) const GROUPS: &[Group] = &[
    Group { groups: DEVICES, ..group("devices", "Routers, gateways, switches and access points", devices::OPERATIONS) },
    Group {
        groups: &[group("data", "Data for RMS Connect that credits buy", companies::DATA)],
        ..group("companies", "Companies and their subsidiaries", companies::OPERATIONS)
    },
    Group {
        groups: &[group("invitations", "Invitations that nobody has accepted yet", users::INVITATIONS)],
        ..group("users", "People who may log in", users::OPERATIONS)
    },
    Group {
        groups: &[group("permissions", "What roles allow", roles::PERMISSIONS)],
        ..group("roles", "Named sets of permissions", roles::OPERATIONS)
    },
    group("tags", "Labels that group devices", tags::OPERATIONS),
    Group {
        groups: &[group("configurations", "What is told when, and to whom", alerts::CONFIGURATIONS)],
        ..group("alerts", "What has gone wrong with devices", alerts::OPERATIONS)
    },
    group("email-configurations", "Mail servers that alerts are sent through", email_configurations::OPERATIONS),
    Group {
        groups: &[
            group("devices", "Devices that an automation watches", automations::DEVICES),
            group("logs", "What automations have done", automations::LOGS),
        ],
        ..group("automations", "Conditions that are watched and acted on", automations::OPERATIONS)
    },
    Group {
        groups: &[
            group("configs", "What is read from which devices", data_collect::CONFIGS),
            group("data", "What has been read", data_collect::DATA),
        ],
        ..group("data-collect", "Readings of your own choice from devices", &[])
    },
    group("files", "Firmware, backups and logs", files::OPERATIONS),
    group("images", "Pictures for dashboards", files::IMAGES),
    Group {
        groups: &[group("generated", "Reports that were made from templates", reports::GENERATED)],
        ..group("reports", "Templates of reports", reports::OPERATIONS)
    },
    Group {
        groups: &[group("codes", "Codes that carry credits to others", credits::CODES)],
        ..group("credits", "Credits: what is left and where they went", credits::OPERATIONS)
    },
    group("hotspots", "Hotspots of all devices", hotspots::OPERATIONS),
    group("wireless", "Access points of all devices", wireless::OPERATIONS),
    Group { groups: VPN, ..group("vpn", "Private networks of devices and people", &[]) },
];

const DEVICES: &[Group] = &[
    group("actions", "Reboots, backups and other actions on devices", actions::OPERATIONS),
    group("automations", "Automations that watch a device", automations::OF_DEVICE),
    group("companies", "What the devices of a company report", device_tags::COMPANIES),
    Group {
        groups: &[
            group("logs", "What was configured, and what came of it", configurator::LOGS),
            group("templates", "Settings to use again", configurator::TEMPLATES),
        ],
        ..group("configurator", "Settings of devices, read and written", configurator::OPERATIONS)
    },
    group("connect", "Sessions that make a service behind a device reachable by a link", connect::OPERATIONS),
    group("credits", "Packs that devices live on", device_credits::OPERATIONS),
    group("custom-data", "Readings of your own choice", readings::CUSTOM_DATA),
    group("data-usage", "Mobile data that devices used", readings::DATA_USAGE),
    Group {
        groups: &[group("users", "Who may use a hotspot", hotspots::USERS)],
        ..group("hotspots", "Hotspots of a device", hotspots::OF_DEVICE)
    },
    group("information", "Readings over time", readings::INFORMATION),
    group("information-history", "Everything that a device reported at a moment", readings::INFORMATION_HISTORY),
    group("links", "Open links to devices themselves", connect::LINKS),
    group("locations", "Where devices have been", readings::LOCATIONS),
    group("logs", "What has happened to devices", readings::LOGS),
    group("monitoring", "Whether devices are monitored", readings::MONITORING),
    Group {
        groups: &[group("tasks", "Work that sets passwords, and what it has set", passwords::TASKS)],
        ..group("passwords", "Passwords of devices", passwords::OPERATIONS)
    },
    group("remote-access", "Services behind devices for which links can be made", remote_access::OPERATIONS),
    group("statistics", "Numbers over the whole fleet", readings::STATISTICS),
    group("tags", "Which device has which tag", device_tags::OPERATIONS),
    Group {
        groups: &[
            Group {
                groups: &[group("logs", "Runs of groups of tasks", tasks::GROUP_LOGS)],
                ..group("groups", "Tasks that run together", tasks::GROUPS)
            },
            group("logs", "What came of tasks", tasks::LOGS),
        ],
        ..group("tasks", "Commands and files for devices", tasks::OPERATIONS)
    },
    group("updates", "Firmware and backups on their way to devices", updates::OPERATIONS),
    group("vpn-status", "VPN connections of devices", readings::VPN_STATUS),
    group("wireless", "Access points of a device", wireless::OF_DEVICE),
];

const VPN: &[Group] = &[
    Group {
        groups: &[
            group("devices", "Devices that a hub connects", vpn::HUB_DEVICES),
            group("dhcp", "Name servers that hubs hand out", vpn::HUB_DHCP),
            group("logs", "Traffic and connections of a hub", vpn::HUB_LOGS),
            group("routes", "Networks behind users of hubs", vpn::HUB_ROUTES),
            group("users", "People and devices that may connect", vpn::HUB_USERS),
        ],
        ..group("hubs", "Meeting points of private networks", vpn::HUBS)
    },
    group("quick-hubs", "Hubs for a short while", vpn::QUICK_HUBS),
];

const fn group(name: &'static str, about: &'static str, operations: &'static [Operation]) -> Group {
    Group { name, about, operations, groups: &[] }
}
