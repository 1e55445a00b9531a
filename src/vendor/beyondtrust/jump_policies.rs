//! `beyondtrust jump-policies`: when Jump Items may be used, and who has to approve it.

use super::arguments::{BY_CODE_NAME, CODE_NAME, CURRENT_PAGE, DESCRIPTION, PER_PAGE};
use super::product::PRA;
use crate::catalog::{Argument, Group, Kind, Operation, Paging};
use crate::moment::{Meant, Written};

pub(super) const JUMP_POLICIES: Group = Group {
    name: "jump-policies",
    about: "When and how Jump Items may be used",
    operations: JUMP_POLICIES_OPERATIONS,
    groups: &[Group {
        name: "schedules",
        about: "Hours in which a Jump Policy allows access",
        operations: SCHEDULES,
        groups: &[],
    }],
};

pub(super) const JUMP_APPROVALS: Group = Group {
    name: "jump-approvals",
    about: "Requests for access, and their answers",
    operations: JUMP_APPROVALS_OPERATIONS,
    groups: &[],
};

const JUMP_POLICIES_OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/jump-policy")
        .about("List Jump Policies")
        .arguments(&[BY_CODE_NAME, PER_PAGE, CURRENT_PAGE])
        .pages(Paging::LinkHeader)
        .columns(JUMP_POLICY_COLUMNS, JUMP_POLICY_WIDE)
        .members(JUMP_POLICY_MEMBERS),
    Operation::post("create", "/api/config/v1/jump-policy").about("Create a Jump Policy").object().arguments(&[
        DISPLAY_NAME.required(),
        CODE_NAME,
        DESCRIPTION,
        SCHEDULE_ENABLED,
        SIMULTANEOUS_JUMPS,
        SIMULTANEOUS_JUMP_BEHAVIOR_APPLIES_TO_COPIES,
        SIMULTANEOUS_JUMPS_RDP,
        EXTERNAL_TOOLS_RDP_ALLOWED,
        EXTERNAL_TOOLS_SHELL_ALLOWED,
        SCHEDULE_STRICT,
        TICKET_ID_REQUIRED,
        TWO_FACTOR_CHALLENGE_REQUIRED,
        SESSION_START_NOTIFICATION,
        SESSION_END_NOTIFICATION,
        NOTIFICATION_EMAIL_ADDRESSES,
        NOTIFICATION_DISPLAY_NAME,
        NOTIFICATION_EMAIL_LANGUAGE,
        APPROVAL_REQUIRED,
        APPROVAL_MAX_DURATION,
        APPROVAL_SCOPE,
        APPROVAL_EMAIL_ADDRESSES,
        APPROVAL_USER_IDS,
        APPROVAL_TEAM_IDS,
        APPROVAL_DISPLAY_NAME,
        APPROVAL_EMAIL_LANGUAGE,
        APPROVAL_APPROVER_SCOPE,
        RECORDINGS_DISABLED,
    ]),
    Operation::get("get", "/api/config/v1/jump-policy/{id}")
        .about("Show Jump Policies")
        .arguments(&[JUMP_POLICY])
        .columns(JUMP_POLICY_COLUMNS, JUMP_POLICY_WIDE)
        .members(JUMP_POLICY_MEMBERS),
    Operation::patch("update", "/api/config/v1/jump-policy/{id}").about("Change Jump Policies").object().arguments(&[
        JUMP_POLICY,
        DISPLAY_NAME,
        CODE_NAME,
        DESCRIPTION,
        SCHEDULE_ENABLED,
        SIMULTANEOUS_JUMPS,
        SIMULTANEOUS_JUMP_BEHAVIOR_APPLIES_TO_COPIES,
        SIMULTANEOUS_JUMPS_RDP,
        EXTERNAL_TOOLS_RDP_ALLOWED,
        EXTERNAL_TOOLS_SHELL_ALLOWED,
        SCHEDULE_STRICT,
        TICKET_ID_REQUIRED,
        TWO_FACTOR_CHALLENGE_REQUIRED,
        SESSION_START_NOTIFICATION,
        SESSION_END_NOTIFICATION,
        NOTIFICATION_EMAIL_ADDRESSES,
        NOTIFICATION_DISPLAY_NAME,
        NOTIFICATION_EMAIL_LANGUAGE,
        APPROVAL_REQUIRED,
        APPROVAL_MAX_DURATION,
        APPROVAL_SCOPE,
        APPROVAL_EMAIL_ADDRESSES,
        APPROVAL_USER_IDS,
        APPROVAL_TEAM_IDS,
        APPROVAL_DISPLAY_NAME,
        APPROVAL_EMAIL_LANGUAGE,
        APPROVAL_APPROVER_SCOPE,
        RECORDINGS_DISABLED,
    ]),
    Operation::delete("delete", "/api/config/v1/jump-policy/{id}")
        .about("Delete Jump Policies")
        .arguments(&[JUMP_POLICY]),
];

const SCHEDULES: &[Operation] = &[Operation::get("get", "/api/config/v1/jump-policy/{id}/schedule")
    .about("Show the schedules of Jump Policies")
    .arguments(&[JUMP_POLICY])
    .columns(&["timezone", "entries"], &[])
    .members(SCHEDULE_MEMBERS)];

const JUMP_APPROVALS_OPERATIONS: &[Operation] = &[
    Operation::list("list", "/api/config/v1/jump-approval/{user_id}")
        .about("List requests that a user may answer")
        .only(PRA)
        .arguments(&[
            USER_WHO_APPROVES,
            Argument::query("state", Kind::String)
                .values(&["pending", "approved", "denied", "cancelled", "in_use"])
                .help("only in this state"),
        ])
        .columns(JUMP_APPROVAL_COLUMNS, JUMP_APPROVAL_WIDE)
        .members(JUMP_APPROVAL_MEMBERS),
    Operation::get("get", "/api/config/v1/jump-approval/{user_id}/view/{id}")
        .about("Show a request that a user may answer")
        .only(PRA)
        .arguments(&[USER_WHO_APPROVES, Argument::number("id").help("request")])
        .columns(JUMP_APPROVAL_COLUMNS, JUMP_APPROVAL_WIDE)
        .members(JUMP_APPROVAL_MEMBERS),
    Operation::post("request", "/api/config/v1/jump-approval/request")
        .about("Ask for access to a Jump Item")
        .only(PRA)
        .object()
        .arguments(&[
            Argument::body("user_id", Kind::Integer).help("user who asks").required(),
            Argument::body("jump_item_type", Kind::String).help("type of the Jump Item").required(),
            Argument::body("jump_item_id", Kind::Integer).help("Jump Item").required(),
            Argument::body("start", Kind::Integer)
                .when(Meant::Ahead, Written::Seconds)
                .help("when access begins")
                .required(),
            Argument::body("duration", Kind::Integer)
                .at_least(60)
                .help("seconds that access is asked for, as 7200")
                .required(),
            Argument::body("reason", Kind::String).at_most(2048).help("why access is asked for"),
        ]),
    Operation::post("approve", "/api/config/v1/jump-approval/approve")
        .about("Approve requests, or deny them")
        .only(PRA)
        .one_id("id")
        .arguments(&[
            Argument::body("user_id", Kind::Integer).help("user who answers").required(),
            Argument::body("answer", Kind::String).values(&["approved", "denied"]).help("the answer").required(),
            Argument::body("comments", Kind::String).at_most(2048).help("remarks on the answer"),
        ]),
];

const DISPLAY_NAME: Argument = Argument::body("display_name", Kind::String).within(1, 255).help("name");

const SCHEDULE_ENABLED: Argument = Argument::body("schedule_enabled", Kind::Boolean)
    .help("access only within the hours of the schedule; not together with approvals");

const SIMULTANEOUS_JUMPS: Argument = Argument::body("simultaneous_jumps", Kind::String)
    .values(&["global", "join", "disallow"])
    .help("what a second user meets: the site's setting, the same session, or a refusal");

const SIMULTANEOUS_JUMP_BEHAVIOR_APPLIES_TO_COPIES: Argument =
    Argument::body("simultaneous_jump_behavior_applies_to_copies", Kind::Boolean)
        .help("the same for sessions started from a copy; with `join` only");

const SIMULTANEOUS_JUMPS_RDP: Argument = Argument::body("simultaneous_jumps_rdp", Kind::String)
    .values(&["global", "new_session", "disallow"])
    .help("what a second user of an RDP item meets");

const EXTERNAL_TOOLS_RDP_ALLOWED: Argument = Argument::body("external_tools_rdp_allowed", Kind::Boolean)
    .only(PRA)
    .help("RDP may be opened with external tools, where the site allows it");

const EXTERNAL_TOOLS_SHELL_ALLOWED: Argument = Argument::body("external_tools_shell_allowed", Kind::Boolean)
    .only(PRA)
    .help("shells may be opened with external tools, where the site allows it");

const SCHEDULE_STRICT: Argument =
    Argument::body("schedule_strict", Kind::Boolean).help("end sessions when the schedule ends");

const TICKET_ID_REQUIRED: Argument = Argument::body("ticket_id_required", Kind::Boolean).help("a ticket id is needed");

const TWO_FACTOR_CHALLENGE_REQUIRED: Argument =
    Argument::body("two_factor_challenge_required", Kind::Boolean).help("a second factor is needed");

const SESSION_START_NOTIFICATION: Argument =
    Argument::body("session_start_notification", Kind::Boolean).only(PRA).help("mail when a session starts");

const SESSION_END_NOTIFICATION: Argument =
    Argument::body("session_end_notification", Kind::Boolean).only(PRA).help("mail when a session ends");

const NOTIFICATION_EMAIL_ADDRESSES: Argument = Argument::body("notification_email_addresses", Kind::Strings)
    .at_most(100)
    .only(PRA)
    .help("who gets those mails; required with notifications");

const NOTIFICATION_DISPLAY_NAME: Argument = Argument::body("notification_display_name", Kind::String)
    .at_most(255)
    .only(PRA)
    .help("what users see of who gets them");

const NOTIFICATION_EMAIL_LANGUAGE: Argument =
    Argument::body("notification_email_language", Kind::String).only(PRA).help("language of those mails, as `en-us`");

const APPROVAL_REQUIRED: Argument = Argument::body("approval_required", Kind::Boolean)
    .only(PRA)
    .help("somebody has to approve first; not together with a schedule");

const APPROVAL_MAX_DURATION: Argument = Argument::body("approval_max_duration", Kind::Integer)
    .within(1, 524_160)
    .only(PRA)
    .help("minutes that an approval lasts at most; 480 by default");

const APPROVAL_SCOPE: Argument = Argument::body("approval_scope", Kind::String)
    .values(&["requestor", "anyone"])
    .only(PRA)
    .help("whom an approval lets in");

const APPROVAL_EMAIL_ADDRESSES: Argument = Argument::body("approval_email_addresses", Kind::Strings)
    .at_most(100)
    .only(PRA)
    .help("who is asked by mail; required with approvals");

const APPROVAL_USER_IDS: Argument =
    Argument::body("approval_user_ids", Kind::Strings).at_most(100).only(PRA).help("users who are asked");

const APPROVAL_TEAM_IDS: Argument =
    Argument::body("approval_team_ids", Kind::Strings).at_most(100).only(PRA).help("teams that are asked");

const APPROVAL_DISPLAY_NAME: Argument =
    Argument::body("approval_display_name", Kind::String).at_most(255).only(PRA).help("what users see of who approves");

const APPROVAL_EMAIL_LANGUAGE: Argument =
    Argument::body("approval_email_language", Kind::String).only(PRA).help("language of those mails, as `en-us`");

const APPROVAL_APPROVER_SCOPE: Argument = Argument::body("approval_approver_scope", Kind::String)
    .values(&["not_requestor", "anyone"])
    .only(PRA)
    .help("whether people may approve their own requests");

const RECORDINGS_DISABLED: Argument =
    Argument::body("recordings_disabled", Kind::Boolean).only(PRA).help("sessions are not recorded");

const JUMP_POLICY: Argument = Argument::number("id").help("Jump Policy");

const USER_WHO_APPROVES: Argument = Argument::number("user_id").help("user who approves");

const JUMP_POLICY_MEMBERS: &[&str] = &[
    "id",
    "display_name",
    "code_name",
    "description",
    "schedule_enabled",
    "simultaneous_jumps",
    "simultaneous_jump_behavior_applies_to_copies",
    "simultaneous_jumps_rdp",
    "external_tools_rdp_allowed",
    "external_tools_shell_allowed",
    "schedule_strict",
    "ticket_id_required",
    "two_factor_challenge_required",
    "session_start_notification",
    "session_end_notification",
    "notification_email_addresses",
    "notification_display_name",
    "notification_email_language",
    "approval_required",
    "approval_max_duration",
    "approval_scope",
    "approval_email_addresses",
    "approval_user_ids",
    "approval_team_ids",
    "approval_display_name",
    "approval_email_language",
    "approval_approver_scope",
    "recordings_disabled",
];

const SCHEDULE_MEMBERS: &[&str] = &["timezone", "entries"];

const JUMP_APPROVAL_MEMBERS: &[&str] = &[
    "id",
    "state",
    "jump_policy_id",
    "jump_item_type",
    "jump_item_id",
    "created_by_user_id",
    "start_timestamp",
    "duration",
    "request_reason",
    "response_comments",
];

const JUMP_POLICY_COLUMNS: &[&str] =
    &["id", "display_name", "code_name", "schedule_enabled", "approval_required", "ticket_id_required"];

const JUMP_POLICY_WIDE: &[&str] =
    &["simultaneous_jumps", "two_factor_challenge_required", "recordings_disabled", "description"];

const JUMP_APPROVAL_COLUMNS: &[&str] =
    &["id", "state", "jump_item_type", "jump_item_id", "created_by_user_id", "start_timestamp", "duration"];

const JUMP_APPROVAL_WIDE: &[&str] = &["jump_policy_id", "request_reason", "response_comments"];
