//! NinjaOne API v2: OAuth, five ways of paging, and writes that answer nothing.

mod dialect;
mod filter;
mod groups;
mod identity;
mod patches_pending;
mod rows;
mod run_script;
mod select;
mod stale;
#[cfg(test)]
mod tests;

use crate::catalog::{Field, Settings, Vendor};
use crate::failure::Failure;

/// The vendor.
pub static NINJAONE: Vendor = Vendor {
    settings: Settings {
        key: "ninjaone",
        name: "NinjaOne",
        env: "NINJAONE",
        url: Some("https://app.ninjarmm.com"),
        fields: &[
            Field::plain("client_id", "id of the client app").also(&["NINJA_CLIENT_ID"]),
            Field::secret("client_secret", "secret of the client app; native apps have none")
                .also(&["NINJA_CLIENT_SECRET"]),
            Field::plain("scope", "scopes with blanks between them; all that the app has"),
            Field::plain("grant_type", "whether a program logs in, or a person")
                .values(&["client_credentials", "authorization_code"]),
            Field::plain("redirect_uri", "where the browser goes after the login, as the app has it"),
            Field::plain("token_path", "where tokens are fetched; `/ws/oauth/token`"),
        ],
        credentials: &[&["client_id", "client_secret"], &["client_id"]],
    },
    aliases: &[],
    operations: &[],
    groups: groups::GROUPS,
    selectors: Some(select::SELECTORS),
    secret_members: SECRETS,
    dialect: |_| Ok(Box::new(dialect::NinjaOne)),
    // A stand-in: the authenticator comes with the module that knows OAuth.
    authenticator: |_| Err(Failure::usage("NinjaOne needs OAuth, and this build of rmctl has none")),
    origins: |account| vec![account.url().origin()],
    identity: identity::identify,
    // No limit is published; a 429 is taken for a busy minute.
    blind_429: true,
    ignores_unknown: true,
    times: TIMES,
    per_second: None,
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
