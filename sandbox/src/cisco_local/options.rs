//! What may differ between real boxes, or is not known of them.

/// How the simulated boxes behave where nobody knows, or where they may differ.
#[derive(Debug, Clone)]
pub struct CiscoLocalOptions {
    /// How many seconds a token lives.
    pub token_life: i64,
    /// After this many requests a token has ended, whatever the time is.
    pub requests_per_token: Option<u64>,
    /// Nothing tells the configuration of a pipeline: its path is not published.
    pub hides_configuration: bool,
    /// How often a pipeline is looked at before it runs.
    pub looks_until_running: u64,
}

impl Default for CiscoLocalOptions {
    fn default() -> CiscoLocalOptions {
        CiscoLocalOptions {
            token_life: 300,
            requests_per_token: None,
            hides_configuration: false,
            looks_until_running: 2,
        }
    }
}
