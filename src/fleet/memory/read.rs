//! Reading snapshots: the list of them, one with its devices, one device through all of them.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::connection::{Row, Value};
use super::{Key, Memory, Moment, Outcome, Scope, Sighting, Snapshot, State};
use crate::failure::Failure;

impl Memory {
    /// All snapshots, the newest first.
    pub async fn snapshots(&mut self) -> Result<Vec<Snapshot>, Failure> {
        let read = self.read_snapshots().await;
        read.map_err(|error| self.told(error))
    }

    /// A snapshot with its devices.
    pub async fn state(&mut self, snapshot: &Snapshot) -> Result<State, Failure> {
        let read = self.read_state(snapshot).await;
        read.map_err(|error| self.told(error))
    }

    /// Who has had a device of this id.
    pub async fn owners(&mut self, id: &str) -> Result<Vec<Key>, Failure> {
        let read = self.read_owners(id).await;
        read.map_err(|error| self.told(error))
    }

    /// A device in every snapshot that its profile answered, the oldest first.
    pub async fn moments(&mut self, key: &Key) -> Result<Vec<Moment>, Failure> {
        let read = self.read_moments(key).await;
        read.map_err(|error| self.told(error))
    }

    /// From now on, what others do is not seen.
    pub async fn hold_still(&mut self) -> Result<(), Failure> {
        let begun = self.connection.begin_look().await;
        begun.map_err(|error| self.told(error))
    }

    async fn read_snapshots(&mut self) -> sqlx::Result<Vec<Snapshot>> {
        let sql = "SELECT snapshots.id, taken_at, label, included, vendor, profile, outcome, error, devices \
                   FROM snapshots LEFT JOIN scopes ON scopes.snapshot = snapshots.id \
                   ORDER BY taken_at DESC, snapshots.id DESC, vendor, profile";
        let mut found: Vec<Snapshot> = Vec::new();
        for row in self.connection.rows(sql, &[]).await? {
            let id = Some(row.integer(0)?);
            if found.last().is_none_or(|last| last.id != id) {
                found.push(head(&row)?);
            }
            found.last_mut().into_iter().try_for_each(|last| {
                last.scopes.extend(scope(&row)?);
                Ok::<(), sqlx::Error>(())
            })?;
        }
        Ok(found)
    }

    async fn read_state(&mut self, snapshot: &Snapshot) -> sqlx::Result<State> {
        let sql = "SELECT vendor, profile, device, document, last_seen \
                   FROM sightings JOIN versions ON versions.id = sightings.version WHERE snapshot = $1";
        let rows = self.connection.rows(sql, &[Value::Integer(snapshot.id)]).await?;
        let devices = rows.iter().map(|row| {
            let key = Key { vendor: row.text(0)?, profile: row.text(1)?, id: row.text(2)? };
            Ok((key, Sighting { document: row.text(3)?, last_seen: time(row, 4)? }))
        });
        Ok(State { snapshot: snapshot.clone(), devices: devices.collect::<sqlx::Result<BTreeMap<_, _>>>()? })
    }

    async fn read_owners(&mut self, id: &str) -> sqlx::Result<Vec<Key>> {
        let sql = "SELECT DISTINCT vendor, profile FROM versions WHERE device = $1 ORDER BY vendor, profile";
        let rows = self.connection.rows(sql, &[id.into()]).await?;
        let key = |row: &Row| Ok(Key { vendor: row.text(0)?, profile: row.text(1)?, id: id.to_owned() });
        rows.iter().map(key).collect()
    }

    async fn read_moments(&mut self, key: &Key) -> sqlx::Result<Vec<Moment>> {
        let sql = "SELECT snapshots.id, taken_at, label, included, outcome, seen.document, seen.last_seen FROM snapshots \
                   JOIN scopes ON scopes.snapshot = snapshots.id AND scopes.vendor = $1 AND scopes.profile = $2 \
                   LEFT JOIN (SELECT snapshot, document, last_seen FROM sightings \
                   JOIN versions ON versions.id = sightings.version \
                   WHERE vendor = $1 AND profile = $2 AND device = $3) AS seen ON seen.snapshot = snapshots.id \
                   WHERE outcome <> 'failed' ORDER BY taken_at, snapshots.id";
        let values = [&key.vendor, &key.profile, &key.id].map(|text| Value::from(&**text));
        let rows = self.connection.rows(sql, &values).await?;
        let moment = |row: &Row| {
            let (document, last_seen) = (row.maybe_text(5)?, time(row, 6)?);
            Ok(Moment {
                snapshot: head(row)?,
                outcome: Outcome::of(&row.text(4)?),
                sighting: document.map(|document| Sighting { document, last_seen }),
            })
        };
        rows.iter().map(moment).collect()
    }
}

fn head(row: &Row) -> sqlx::Result<Snapshot> {
    let included = row.text(3)?;
    Ok(Snapshot {
        id: Some(row.integer(0)?),
        taken_at: time(row, 1)?.unwrap_or_default(),
        label: row.maybe_text(2)?,
        included: included.split(',').filter(|word| !word.is_empty()).map(str::to_owned).collect(),
        scopes: Vec::new(),
    })
}

fn scope(row: &Row) -> sqlx::Result<Option<Scope>> {
    let Some(vendor) = row.maybe_text(4)? else { return Ok(None) };
    Ok(Some(Scope {
        vendor,
        profile: row.text(5)?,
        outcome: Outcome::of(&row.text(6)?),
        error: row.maybe_text(7)?,
        devices: row.integer(8)?,
    }))
}

fn time(row: &Row, column: usize) -> sqlx::Result<Option<Timestamp>> {
    Ok(row.maybe_integer(column)?.and_then(|seconds| Timestamp::from_second(seconds).ok()))
}
