//! NinjaOne API v2: OAuth, five ways of paging, and writes that answer nothing.

mod activities;
mod alerts;
mod arguments;
mod asset_relationships;
mod backup;
mod billing;
mod checklist_templates;
mod checklists;
mod contacts;
mod custom_fields;
mod custom_tabs;
mod device_groups;
mod devices;
mod dialect;
mod document_templates;
mod documents;
mod filter;
mod fleet;
mod groups;
mod identity;
mod inventory;
mod jobs;
mod knowledge_base;
mod notification_channels;
mod organizations;
mod patches;
mod patches_pending;
mod policies;
mod queries;
mod related_items;
mod roles;
mod rows;
mod run_script;
mod scripts;
mod select;
mod software_licenses;
mod software_products;
mod stale;
mod tags;
#[cfg(test)]
mod tests;
mod ticketing;
mod unmanaged_devices;
mod users;
mod vulnerability;
mod watch;
mod webhook;

use std::rc::Rc;

use crate::auth::{BY_APP, BY_PERSON, ClientIn, Flow, Oauth};
use crate::catalog::{Field, Settings, Traffic, Vendor};

const SETTINGS: Settings = Settings {
    key: "ninjaone",
    name: "NinjaOne",
    env: "NINJAONE",
    url: Some("https://app.ninjarmm.com"),
    regions: &[
        ("us", "https://app.ninjarmm.com"),
        ("us2", "https://us2.ninjarmm.com"),
        ("eu", "https://eu.ninjarmm.com"),
        ("ca", "https://ca.ninjarmm.com"),
        ("oc", "https://oc.ninjarmm.com"),
        ("fed", "https://fed.ninjarmm.com"),
        ("jp", "https://jp.ninjarmm.com"),
    ],
    fields: &[
        Field::plain("client_id", "id of the client app").also(&["NINJA_CLIENT_ID"]),
        Field::secret("client_secret", "secret of the client app; native apps have none")
            .also(&["NINJA_CLIENT_SECRET"]),
        Field::plain("scope", "scopes with blanks between them; all that the app has"),
        Field::plain(
            "grant_type",
            "`client_credentials`: a program logs in; `authorization_code`: a person, in a browser",
        )
        .values(&[BY_APP, BY_PERSON]),
        Field::plain("redirect_uri", "where the browser goes after the login, as the app has it"),
        Field::plain("token_path", "where tokens are fetched; `/ws/oauth/token`"),
    ],
    credentials: &[&["client_id", "client_secret"], &["client_id"]],
};

/// The vendor.
pub static NINJAONE: Vendor = Vendor {
    about: "NinjaOne, API v2: NinjaRMM's successor, with a client app or a login",
    groups: groups::GROUPS,
    selectors: Some(select::SELECTORS),
    secret_members: SECRETS,
    fleet: fleet::FLEET,
    watch: watch::WATCH,
    ignores_unknown: true,
    times: TIMES,
    // No limit is published; a 429, or a page of HTML, is taken for a busy minute.
    traffic: Traffic { html_is_limit: true, ..Traffic::UNLIMITED },
    ..Vendor::plain(
        SETTINGS,
        |_| Ok(Box::new(dialect::NinjaOne)),
        |account| Ok(Rc::new(Oauth::new(account, FLOW))),
        identity::identify,
    )
};

/// Older tenants have their tokens at the second path.
const FLOW: Flow = Flow {
    token_paths: &["/ws/oauth/token", "/oauth/token"],
    authorize_path: Some("/ws/oauth/authorize"),
    client_in: ClientIn::Form,
    person_scope: "monitoring management control offline_access",
    denies: |_| true,
    unknown_client: &["Client app not exist"],
};

/// What is sent or answered and must not be seen: passwords of related items, and the headers of the webhook, with which
/// it authenticates itself. Links to installers and dashboards are asked for and shown.
const SECRETS: &[&str] = &["password", "totpSecret", "headers"];

/// Every member of the specification's schemas that is a time as a number.
const TIMES: &[&str] = &[
    "activityTime",
    "archiveTime",
    "archivedTime",
    "assetPurchaseDate",
    "completedOn",
    "createTime",
    "created",
    "createdOn",
    "createdTime",
    "date",
    "documentUpdateTime",
    "dueDate",
    "end",
    "endDate",
    "endTime",
    "expirationDate",
    "expires",
    "followupTime",
    "installedAt",
    "itamAssetEndOfLifeDate",
    "itamAssetPurchaseDate",
    "jobEndTime",
    "jobStartTime",
    "lastBootTime",
    "lastContact",
    "lastEvaluated",
    "lastFailedBackupJob",
    "lastRun",
    "lastSuccessfulBackupJob",
    "lastUpdate",
    "lastUpdatedOn",
    "logonTime",
    "manufacturerFulfillmentDate",
    "manufacturingDate",
    "purchaseDate",
    "start",
    "startDate",
    "startTime",
    "timestamp",
    "uiElementCreateTime",
    "uiElementUpdateTime",
    "updateTime",
    "updated",
    "updatedOn",
    "updatedTime",
    "valueUpdateTime",
    "warrantyEndDate",
    "warrantyStartDate",
];
