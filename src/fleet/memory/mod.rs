//! What the fleet was like: snapshots in a database, and what changed between them. Knows no vendor, no command and no format.
//!
//! A snapshot points at versions of devices, and a version is kept once, under the hash of what it says. So a device that
//! stays as it is costs a row of three numbers a snapshot, one that goes on and off costs two versions in all, what a
//! snapshot says is never computed from others, and any of them can be deleted. Ranges of validity would be smaller still,
//! but every snapshot would have to close what the one before it opened: with several machines that write, and profiles
//! that fail at times, that is where memories get lost.

mod connection;
mod diff;
mod fault;
mod history;
mod keep;
mod place;
mod read;
mod reference;
mod schema;
mod server;
mod snapshot;

#[cfg(test)]
mod tests;

pub use diff::{Change, Difference, Field, Kind, Rules, Side, Unseen, Why, diff};
pub use history::{Event, Moment, events};
pub use keep::Kept;
pub use place::Place;
pub use reference::{Reference, before};
pub use server::open_to_others;
pub use snapshot::{Key, Outcome, Scope, Sighting, Snapshot, State};

use crate::failure::Failure;
use connection::Connection;

/// What the one who opens it wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Only look: what does not exist is not made.
    Look,
    /// Take or delete snapshots.
    Change,
}

/// An open database of snapshots.
pub struct Memory {
    connection: Connection,
    shown: String,
}

impl Memory {
    /// Open it, and bring it to the form that this version knows. `None` where there is nothing to look at.
    pub async fn open(place: &Place, wish: Wish) -> Result<Option<Self>, Failure> {
        let shown = place.shown();
        let Some(mut connection) = Connection::open(place, wish).await? else {
            return Ok(None);
        };
        let is_ready = schema::prepare(&mut connection, wish, &shown).await?;
        let mut memory = Self { connection, shown };
        if wish == Wish::Change {
            memory.may_change().await.map_err(|error| memory.told(error))?;
        }
        Ok(is_ready.then_some(memory))
    }

    /// Who may only read is told so before many vendors are asked for much: this writes nothing, and needs the right to.
    async fn may_change(&mut self) -> sqlx::Result<()> {
        let nothing = "INSERT INTO snapshots (taken_at, included) SELECT 0, '' WHERE 1 = 0";
        self.connection.execute(nothing, &[]).await.map(drop)
    }

    /// Let go of it.
    pub async fn close(self) {
        self.connection.close().await;
    }

    fn told(&self, error: sqlx::Error) -> Failure {
        fault::failure(&self.shown, &error)
    }
}
