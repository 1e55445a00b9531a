//! How the simulated box of One Identity SPS behaves.

/// How the simulated box of One Identity SPS behaves. What the vendor's documents leave open can be set here.
#[derive(Debug, Clone)]
pub struct SpsOptions {
    /// A login ends after so many seconds without a request, and its open transaction with it.
    pub session_seconds: i64,
    /// A login ends after so many requests, however fresh it is.
    pub session_requests: Option<u64>,
    /// The `expires` of the cookie lies in the past, as on a box whose clock is wrong. Only the value counts.
    pub cookie_expired: bool,
    /// `?type=x509` is accepted; no certificate can be shown over plain HTTP.
    pub accepts_x509: bool,
    /// Every change needs `X-Token`, not only those of browsers.
    pub wants_token: bool,
    /// Transactions as before 6.9: another shape of the status, and nothing is written before one was opened.
    pub old_transactions: bool,
    /// The tree of 6.9: fewer resources below `telnet` and `vnc`, other options, references by fragment.
    pub old_tree: bool,
    /// Lists hold keys without bodies, as before 6.1.
    pub keys_only: bool,
    /// Who may write at the same time.
    pub lock: SpsLock,
    /// For so many seconds from the first request, somebody at the web interface holds the lock.
    pub web_lock_seconds: i64,
    /// `require_commitlog` is set: a commit needs a message.
    pub requires_commit_message: bool,
    /// The login ends with a commit, whose answer still arrives.
    pub drops_session_at_commit: bool,
    /// What is semantically wrong is refused when it is written, and not at the commit.
    pub refuses_at_write: bool,
    /// How many recorded sessions there are. They are computed, not stored.
    pub sessions: u64,
    /// How many snapshots of the search may live at the same time.
    pub snapshots: usize,
}

/// Who may write at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpsLock {
    /// One: the others are refused when they open a transaction, or at their first write.
    One,
    /// Many: who changed what somebody else changed first is refused at the commit.
    Many,
}

impl Default for SpsOptions {
    fn default() -> SpsOptions {
        SpsOptions {
            session_seconds: 600,
            session_requests: None,
            cookie_expired: false,
            accepts_x509: false,
            wants_token: false,
            old_transactions: false,
            old_tree: false,
            keys_only: false,
            lock: SpsLock::One,
            web_lock_seconds: 0,
            requires_commit_message: false,
            drops_session_at_commit: false,
            refuses_at_write: false,
            sessions: 1_300,
            snapshots: 10,
        }
    }
}
