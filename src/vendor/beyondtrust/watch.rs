//! What people type about a machine.

use crate::fleet::{Next, Watch, kind};

pub(super) const WATCH: Watch = Watch {
    next: &[
        Next::of(kind::JUMP_CLIENT, "beyondtrust jump-clients get {id}"),
        item("shell-jump", "beyondtrust jump-items shell-jumps get {key}"),
        item("remote-rdp", "beyondtrust jump-items remote-rdp get {key}"),
        item("remote-vnc", "beyondtrust jump-items remote-vnc get {key}"),
        item("web-jump", "beyondtrust jump-items web-jumps get {key}"),
        item("protocol-tunnel-jump", "beyondtrust jump-items protocol-tunnel-jumps get {key}"),
        item("mysql-tunnel-jump", "beyondtrust jump-items mysql-tunnel-jumps get {key}"),
        item("psql-tunnel-jump", "beyondtrust jump-items psql-tunnel-jumps get {key}"),
    ],
    ..Watch::NOTHING
};

const fn item(family: &'static str, words: &'static str) -> Next {
    Next::of_family(kind::JUMP_ITEM, family, words)
}
