//! Changes that are committed together or not at all.

use crate::catalog::{Argument, Kind, Transactions, Undone};
use crate::given::Given;
use crate::http::{Fault, Reply, Request};
use crate::session::Session;
use crate::workflow::Work;

/// How the runner makes changes.
pub(super) const TRANSACTIONS: Transactions = Transactions {
    concern: is_concerned,
    arguments: ARGUMENTS,
    steps: |_, _, requests| Ok(requests),
    carry_out: |work, given, requests| {
        Box::pin(within(work, given, async |transaction| {
            let mut replies = Vec::new();
            for (at, request) in requests.iter().enumerate() {
                let reply = transaction.write(request).await;
                replies.push(reply.map_err(|fault| Undone { at: Some(at), fault })?);
            }
            Ok(replies)
        }))
    },
};

const ARGUMENTS: &[Argument] = &[
    Argument::workflow("commit_message", Kind::String)
        .help("what the box keeps with the change, where it wants a message"),
    Argument::workflow("no_commit", Kind::Boolean).help("leave the transaction open for the next command"),
    Argument::workflow("lock_timeout", Kind::Integer)
        .help("seconds to wait while somebody else holds the configuration"),
    Argument::workflow("keep", Kind::Boolean).help("commit although members were dropped by the box"),
];

/// What below the API is changed in transactions.
fn is_concerned(path: &str) -> bool {
    const CLUSTER: [&str; 4] = ["promote", "nodes", "join_request", "configuration_sync_plugin"];
    let cluster = path.strip_prefix("/api/cluster/").and_then(|rest| rest.split('/').next());
    path.starts_with("/api/configuration") || cluster.is_some_and(|first| CLUSTER.contains(&first))
}

/// An open transaction, and the login that it belongs to.
pub(super) struct Transaction {
    session: Session,
}

impl Transaction {
    /// The conversation in which the transaction's own changes are seen.
    pub(super) fn session(&self) -> &Session {
        &self.session
    }

    /// Make a change, and see that all of it stuck.
    pub(super) async fn write(&self, request: &Request) -> Result<Reply, Fault> {
        self.session.send(request).await
    }
}

/// Open a transaction, make changes, and commit them; whatever goes wrong, nothing of them stays.
pub(super) async fn within<T>(
    work: &Work<'_>,
    _: &Given,
    changes: impl AsyncFnOnce(&Transaction) -> Result<T, Undone>,
) -> Result<T, Undone> {
    let own = work.opener.own(work.account, None).await?;
    changes(&Transaction { session: own.session }).await
}
