//! Strict, stateful simulators of the vendors that rmctl speaks to. Shares no code with rmctl, so that no bug is shared.
//!
//! A [`Sandbox`] answers on a port of its own until it is dropped. What is wrong with a request is refused as the vendor
//! would refuse it: unknown paths, parameters and members, wrong types, missing tokens and scopes.

mod beyondtrust;
mod body;
mod call;
mod check;
mod cisco;
mod cisco_local;
mod clock;
mod compression;
mod exchange;
mod facts;
mod fault;
mod line;
mod mount;
mod multipart;
mod ninja;
mod ninjaone;
mod options;
mod query;
mod random;
mod rms;
mod router;
mod server;
mod shared;
mod simulator;
mod sketch;
mod spoilt;
mod sps;
mod table;
mod variant;
mod writer;
mod wrong;
mod zip;

pub use beyondtrust::{
    BEYONDTRUST_CLIENT_ID, BEYONDTRUST_CLIENT_SECRET, BEYONDTRUST_READING_CLIENT_ID, BEYONDTRUST_READING_CLIENT_SECRET,
    BeyondTrustOptions, BeyondTrustProduct,
};
pub use cisco::{
    CISCO_ADMIN_PASSWORD, CISCO_FAILING_EID, CISCO_FIRST_EID, CISCO_FIRST_SERIAL, CISCO_KEY_NAME,
    CISCO_KEY_ORGANISATION, CISCO_KEY_SECRET, CISCO_MANY_USERNAME, CISCO_OTHER_TENANT_ID, CISCO_PASSWORD,
    CISCO_READING_USERNAME, CISCO_SHARED_SERIAL, CISCO_SUB_TENANT_ID, CISCO_TENANT_ID, CISCO_USERNAME, CiscoEiPaging,
    CiscoKeyForm, CiscoOptions,
};
pub use cisco_local::{CISCO_LOCAL_OTHER_PASSWORD, CISCO_LOCAL_PASSWORD, CISCO_LOCAL_USERNAME, CiscoLocalOptions};
pub use clock::Clock;
pub use exchange::Seen;
pub use fault::{Fault, Misbehaviour};
pub use mount::environment_at;
pub use ninja::{
    NINJA_EXAMPLE_KEY_ID, NINJA_EXAMPLE_SECRET, NINJA_FIRST_SERIAL, NINJA_KEY_ID, NINJA_ODD_KEY_ID, NINJA_ODD_SECRET,
    NINJA_REMOTE_PASSWORD, NINJA_SECRET, NINJA_SHARED_NAME, NINJA_SHARED_SERIAL,
};
pub use ninjaone::{
    NINJAONE_CANARY, NINJAONE_CLIENT_ID, NINJAONE_CLIENT_SECRET, NINJAONE_FIRST_DEVICE, NINJAONE_NATIVE_CLIENT_ID,
    NINJAONE_READING_CLIENT_ID, NINJAONE_READING_CLIENT_SECRET, NINJAONE_SHARED_SERIAL, NINJAONE_WEB_CLIENT_ID,
    NINJAONE_WEB_CLIENT_SECRET, NINJAONE_WEB_REDIRECT,
};
pub use options::Options;
pub use rms::{FIRST_SERIAL, RMS_TOKEN, RMS_TOKEN_CONNECTING, RMS_TOKEN_EXPIRED, RMS_TOKEN_READING, SHARED_SERIAL};
pub use simulator::{Sandbox, serve};
pub use sps::{SPS_PASSWORD, SPS_READING_PASSWORD, SPS_READING_USERNAME, SPS_USERNAME, SpsLock, SpsOptions};
pub use variant::Variant;
