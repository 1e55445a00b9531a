//! What people type about a box, and about a server that a connection policy leads to.

use crate::fleet::{Next, Status, Watch, kind};

pub(super) const WATCH: Watch = Watch {
    next: &[
        // The list of a cluster's boxes does not say how they are; a box in no cluster has just answered.
        Next::of(kind::APPLIANCE, "sps cluster status get {id}").in_states(&[Status::Unknown]),
        Next::of(kind::APPLIANCE, "sps health"),
        target("http", "sps http connections get {key}"),
        target("ica", "sps ica connections get {key}"),
        target("mssql", "sps mssql connections get {key}"),
        target("rdp", "sps rdp connections get {key}"),
        target("ssh", "sps ssh connections get {key}"),
        target("telnet", "sps telnet connections get {key}"),
        target("vnc", "sps vnc connections get {key}"),
    ],
    ..Watch::NOTHING
};

const fn target(family: &'static str, words: &'static str) -> Next {
    Next::of_family(kind::CONNECTION_TARGET, family, words)
}
