//! `rms vpn`: private networks that devices and people share through the vendor's hubs.

use super::arguments::{DEVICE_ID, END_DATE, LIMIT, OF_COMPANY, OFFSET, Q, START_DATE};
use crate::catalog::{Argument, Kind, Operation, Paging};

pub(super) const HUBS: &[Operation] = &[
    Operation::list("list", "/vpn/hubs")
        .about("List VPN hubs")
        .arguments(&[
            OF_COMPANY,
            Argument::query("enabled", Kind::Integer).help("1 those that run, 0 those that do not"),
            Argument::query("tag_id", Kind::Integer).help("only with this tag"),
            Argument::query("quick_hub", Kind::Integer).help("1 quick hubs, 0 the others"),
            LIMIT,
            OFFSET,
            Q,
        ])
        .pages(Paging::Offset)
        .columns(
            &["id", "name", "enabled", "quick_hub", "company_name", "bytes_used", "created_at"],
            &["description", "port", "tags", "end_time", "ca_crt_expire_at", "server_crt_expire_at"],
        )
        .members(&[
            "id",
            "name",
            "quick_hub",
            "description",
            "bytes_used",
            "enabled",
            "company_id",
            "company_name",
            "port",
            "disabled_on_company_data_used",
            "disabled_for_inactive",
            "disabled_for_inactive_without_users",
            "disabled_because_expired",
            "start_time",
            "end_time",
            "ca_crt_expire_at",
            "server_crt_expire_at",
            "updated_at",
            "created_at",
            "tags",
        ]),
    Operation::get("info", "/vpn/hubs/{id}/info").about("Show how VPN hubs are set up").waits().arguments(&[HUB]),
    Operation::post("create", "/vpn/hubs").about("Create a VPN hub").object().waits().arguments(&[
        Argument::body("name", Kind::String).required().help("what it is called"),
        HUB_ZONE,
        Argument::body("company_id", Kind::Integer).help("company that owns it"),
        DESCRIPTION,
        Argument::body("vpn_type", Kind::String).values(&["tap", "tun"]).help("layer 2 or layer 3"),
        TAG_ID,
    ]),
    Operation::put("update", "/vpn/hubs/{id}").about("Change description and tags of VPN hubs").object().arguments(&[
        HUB,
        Argument::body("tag_id", Kind::Integers).help("the only tags from now on"),
        DESCRIPTION,
    ]),
    Operation::delete("delete", "/vpn/hubs").about("Delete VPN hubs").batch_ids("id").waits(),
    Operation::put("toggle", "/vpn/hubs/{id}/toggle").about("Start or stop VPN hubs").object().waits().arguments(&[
        HUB,
        Argument::body("enabled", Kind::Boolean).required().help("start, or with `=false` stop"),
        Argument::body("duration", Kind::Integer).help("how long a quick hub runs"),
    ]),
    Operation::put("settings", "/vpn/hubs/{id}/settings")
        .about("Change the network of VPN hubs")
        .object()
        .waits()
        .arguments(&[HUB, NETMASK, Argument::body("ip", Kind::String).required().help("address of the network")]),
    Operation::get("sessions", "/vpn/hubs/{id}/sessions")
        .about("Show who is connected to VPN hubs")
        .waits()
        .arguments(&[HUB]),
    Operation::list("zones", "/vpn/hubs/zones")
        .about("List where VPN hubs can run")
        .columns(&["id", "name", "visual_name"], &["latitude", "longitude"])
        .members(&["id", "name", "visual_name", "latitude", "longitude"]),
];

pub(super) const HUB_DEVICES: &[Operation] = &[
    Operation::post("add", "/vpn/hubs/{id}/devices")
        .about("Add devices to a VPN hub")
        .batch_ids("device_id")
        .waits()
        .arguments(&[HUB]),
    Operation::delete("delete", "/vpn/hubs/{id}/devices")
        .about("Take devices from a VPN hub")
        .batch_ids("device_id")
        .waits()
        .arguments(&[HUB]),
    Operation::post("sync", "/vpn/hubs/{id}/devices/{device_id}/sync")
        .about("Send the VPN configuration to a device again")
        .waits()
        .arguments(&[HUB, DEVICE_ID]),
    Operation::get("rules", "/vpn/hubs/{id}/devices/rules")
        .about("Show what devices forward to a VPN hub")
        .waits()
        .arguments(&[HUB, Argument::query("device_id", Kind::Integers).required().help("devices of the hub")]),
    Operation::post("set-rule", "/vpn/hubs/{id}/devices/{device_id}/rules")
        .about("Let a device forward a network to a VPN hub, or not")
        .object()
        .waits()
        .arguments(&[
            HUB,
            DEVICE_ID,
            Argument::body("network", Kind::String).required().values(&["wan", "lan"]).help("side of the device"),
            Argument::body("status", Kind::Boolean).required().help("forward, or with `=false` do not"),
        ]),
];

pub(super) const HUB_USERS: &[Operation] = &[
    Operation::list("list", "/vpn/hubs/users")
        .about("List users of VPN hubs")
        .arguments(&[OF_COMPANY, LIMIT, OFFSET, Q])
        .pages(Paging::Offset)
        .columns(
            &["id", "name", "type", "ip", "enabled", "vpn_hub_id", "company_name"],
            &["model", "status", "object_id", "is_facelift"],
        )
        .members(&[
            "id",
            "name",
            "type",
            "object_id",
            "ip",
            "enabled",
            "company_id",
            "company_name",
            "vpn_hub_id",
            "model",
            "is_facelift",
            "status",
            "is_esim_bootstrap",
        ]),
    Operation::post("create", "/vpn/hubs/users").about("Let an RMS user use a VPN hub").object().waits().arguments(&[
        VPN_HUB_ID,
        Argument::body("user_id", Kind::Integer).required().help("RMS user, as `users list` shows it"),
    ]),
    Operation::post("create-custom", "/vpn/hubs/users/custom")
        .about("Create a user of a VPN hub without an RMS account")
        .object()
        .waits()
        .arguments(&[VPN_HUB_ID, Argument::body("username", Kind::String).required().help("what the user is called")]),
    Operation::post("set-address", "/vpn/hubs/users/{id}")
        .about("Set how users of VPN hubs get their address")
        .object()
        .waits()
        .arguments(&[
            USER,
            Argument::body("mode", Kind::String)
                .required()
                .values(&["static", "dhcp"])
                .help("always the same, or given by the hub"),
            Argument::body("ip_address", Kind::String).help("the address, with `static`"),
        ]),
    Operation::post("toggle", "/vpn/hubs/users/{id}/toggle")
        .about("Let users of VPN hubs in, or not")
        .object()
        .waits()
        .arguments(&[USER, Argument::body("enabled", Kind::Boolean).required().help("in, or with `=false` not")]),
    Operation::delete("delete", "/vpn/hubs/users/{id}").about("Delete users of VPN hubs").waits().arguments(&[USER]),
    Operation::get("config", "/vpn/hubs/users/config")
        .about("Show the VPN client configuration of users")
        .waits()
        .arguments(&[Argument::query("vpn_hub_users", Kind::Integers)
            .required()
            .help("users, as `vpn hubs users list` shows them")])
        .secret(&["content"]),
    Operation::list("logs", "/vpn/hubs/{id}/users/{hub_user_id}/logs")
        .about("List what a user of a VPN hub transferred")
        .arguments(&[HUB, Argument::path("hub_user_id").help("user of the hub")])
        .columns(&["created_at", "session_bytes_send", "session_bytes_received"], &["hub_id"])
        .members(&["hub_id", "session_bytes_send", "session_bytes_received", "created_at"]),
];

pub(super) const HUB_ROUTES: &[Operation] = &[
    Operation::get("list", "/vpn/hubs/routes").about("List routes of a VPN hub").waits().arguments(&[
        Argument::query("vpn_hub_id", Kind::Integer).required().help("the hub"),
        Argument::query("vpn_hub_user_id", Kind::Integer)
            .required()
            .help("user of the hub behind whom the network lies"),
    ]),
    Operation::post("create", "/vpn/hubs/routes").about("Create a route of a VPN hub").object().waits().arguments(&[
        VPN_HUB_ID,
        IP_ADDRESS,
        NETMASK,
        VPN_HUB_USER_ID,
    ]),
    Operation::delete("delete", "/vpn/hubs/routes/{id}")
        .about("Delete a route of VPN hubs")
        .object()
        .waits()
        .arguments(&[HUB, IP_ADDRESS, NETMASK, VPN_HUB_USER_ID]),
];

pub(super) const HUB_DHCP: &[Operation] = &[
    Operation::get("list", "/vpn/hubs/{id}/dhcp")
        .about("Show the name servers that VPN hubs hand out")
        .waits()
        .arguments(&[HUB]),
    Operation::post("create", "/vpn/hubs/{id}/dhcp")
        .about("Let VPN hubs hand out a name server")
        .object()
        .waits()
        .arguments(&[HUB, SERVER_ADDRESS, TYPE]),
    Operation::delete("delete", "/vpn/hubs/{id}/dhcp")
        .about("Let VPN hubs not hand out a name server any more")
        .object()
        .waits()
        .arguments(&[HUB, SERVER_ADDRESS, TYPE]),
];

pub(super) const HUB_LOGS: &[Operation] = &[
    Operation::list("list", "/vpn/hubs/{id}/logs")
        .about("List what a VPN hub transferred")
        .arguments(&[HUB, START_DATE, END_DATE])
        .columns(&["created_at", "total_data_used", "session_bytes_send", "session_bytes_received"], &["hub_id"])
        .members(&["hub_id", "session_bytes_send", "session_bytes_received", "total_data_used", "created_at"]),
    Operation::list("connections", "/vpn/hubs/{id}/logs/user-connections")
        .about("List who connected to a VPN hub")
        .arguments(&[HUB, LIMIT, OFFSET])
        .pages(Paging::Offset)
        .columns(&["connected_at", "name", "visual_name", "ip", "type"], &["vpn_user_id", "vpn_hub_id"])
        .members(&["vpn_hub_id", "vpn_user_id", "name", "visual_name", "ip", "type", "connected_at"]),
];

pub(super) const QUICK_HUBS: &[Operation] = &[
    Operation::post("create", "/vpn/hubs/connect").about("Create a quick VPN hub").object().waits().arguments(&[
        Argument::body("company_id", Kind::Integer).required().help("company that owns it"),
        Argument::body("hub_name", Kind::String).required().help("what it is called"),
        HUB_ZONE,
        Argument::body("endpoint", Kind::Array).required().help("what it joins, a list of objects"),
        DESCRIPTION,
        TAG_ID,
    ]),
    Operation::list("routes", "/vpn/quick-hubs/{id}/routes")
        .about("List routes of a quick VPN hub")
        .arguments(&[QUICK_HUB, LIMIT, OFFSET])
        .pages(Paging::Offset)
        .columns(&["id", "name", "ip", "netmask", "created_at"], &["hub_id"])
        .members(&["id", "name", "hub_id", "ip", "netmask", "created_at"]),
    Operation::get("config", "/vpn/quick-hubs/{id}/users/config")
        .about("Show the VPN client configurations of quick hubs")
        .waits()
        .arguments(&[QUICK_HUB])
        .secret(&["content"]),
];

const HUB: Argument = Argument::path("id").help("hub");

const HUB_ZONE: Argument =
    Argument::body("hub_zone", Kind::String).required().values(&["frankfurt-1", "bahrain-1"]).help("where it runs");

const DESCRIPTION: Argument = Argument::body("description", Kind::String).help("what it is for");

const TAG_ID: Argument = Argument::body("tag_id", Kind::Integers).help("tags to give");

const NETMASK: Argument = Argument::body("netmask", Kind::String).required().help("as `255.255.255.0`");

const VPN_HUB_ID: Argument = Argument::body("vpn_hub_id", Kind::Integer).required().help("the hub");

const USER: Argument = Argument::path("id").help("user");

const IP_ADDRESS: Argument = Argument::body("ip_address", Kind::String).required().help("address of the network");

const VPN_HUB_USER_ID: Argument =
    Argument::body("vpn_hub_user_id", Kind::Integer).required().help("user of the hub behind whom the network lies");

const SERVER_ADDRESS: Argument = Argument::body("ip_address", Kind::String).required().help("address of the server");

const TYPE: Argument = Argument::body("type", Kind::String).required().values(&["DNS", "WINS"]).help("kind of server");

const QUICK_HUB: Argument = Argument::path("id").help("quick hub");
