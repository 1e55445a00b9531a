//! Taking and deleting snapshots: whole, or not at all.

use jiff::Timestamp;

use super::connection::Value;
use super::{Key, Memory, Sighting, Snapshot, State, fault};
use crate::failure::Failure;

/// Devices a statement. A statement may have some ten thousand values, and gains nothing from more.
const BATCH: usize = 200;

/// What came of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The snapshot, with its number.
    pub snapshot: Snapshot,
    /// The numbers of the old ones that went.
    pub removed: Vec<i64>,
}

impl Memory {
    /// Keep what was gathered, and let go of what was taken before a time.
    pub async fn keep(
        &mut self,
        state: &State,
        label: Option<&str>,
        before: Option<Timestamp>,
    ) -> Result<Kept, Failure> {
        self.connection.begin_change().await.map_err(|error| self.told(error))?;
        let written = match self.write(state, label).await {
            Ok(id) => self.remove(before).await.map(|removed| (id, removed)),
            Err(error) => Err(error),
        };
        let (id, removed) = self.end(written).await?;
        let snapshot = Snapshot { id: Some(id), label: label.map(str::to_owned), ..state.snapshot.clone() };
        Ok(Kept { snapshot, removed })
    }

    /// Delete the snapshots that were taken before a time, but for the newest. Their numbers.
    pub async fn prune(&mut self, before: Timestamp) -> Result<Vec<i64>, Failure> {
        self.connection.begin_change().await.map_err(|error| self.told(error))?;
        let removed = self.remove(Some(before)).await;
        self.end(removed).await
    }

    async fn end<T>(&mut self, outcome: sqlx::Result<T>) -> Result<T, Failure> {
        match outcome {
            Ok(value) => match self.connection.commit().await {
                Ok(()) => Ok(value),
                Err(error) => Err(fault::uncertain(&self.shown, &error)),
            },
            Err(error) => {
                self.connection.take_back().await;
                Err(self.told(error))
            }
        }
    }

    async fn write(&mut self, state: &State, label: Option<&str>) -> sqlx::Result<i64> {
        let snapshot = &state.snapshot;
        let values =
            [Value::from(snapshot.taken_at.as_second()), Value::of(label), Value::from(&*snapshot.included.join(","))];
        let sql = "INSERT INTO snapshots (taken_at, label, included) VALUES ($1, $2, $3) RETURNING id";
        let rows = self.connection.rows(sql, &values).await?;
        let id = rows.first().ok_or(sqlx::Error::RowNotFound)?.integer(0)?;
        self.write_scopes(id, snapshot).await?;
        let devices: Vec<(&Key, &Sighting)> = state.devices.iter().collect();
        for batch in devices.chunks(BATCH) {
            self.write_devices(id, batch).await?;
        }
        Ok(id)
    }

    async fn write_scopes(&mut self, id: i64, snapshot: &Snapshot) -> sqlx::Result<()> {
        let sql =
            "INSERT INTO scopes (snapshot, vendor, profile, outcome, error, devices) VALUES ($1, $2, $3, $4, $5, $6)";
        for scope in &snapshot.scopes {
            let values = [
                id.into(),
                Value::from(&*scope.vendor),
                Value::from(&*scope.profile),
                scope.outcome.word().into(),
                Value::of(scope.error.as_deref()),
                scope.devices.into(),
            ];
            self.connection.execute(sql, &values).await?;
        }
        Ok(())
    }

    async fn write_devices(&mut self, id: i64, batch: &[(&Key, &Sighting)]) -> sqlx::Result<()> {
        let hashes: Vec<String> = batch.iter().map(|(_, sighting)| sighting.hash()).collect();
        let versions: Vec<Value> = batch.iter().zip(&hashes).flat_map(|(device, hash)| version(device, hash)).collect();
        let sql = format!(
            "INSERT INTO versions (hash, vendor, profile, device, document) VALUES {} ON CONFLICT (hash) DO NOTHING",
            places(batch.len(), 5, 1)
        );
        self.connection.execute(&sql, &versions).await?;
        let seen = batch.iter().zip(&hashes).flat_map(|((_, sighting), hash)| {
            [Value::from(&**hash), Value::Integer(sighting.last_seen.map(Timestamp::as_second))]
        });
        let values: Vec<Value> = std::iter::once(id.into()).chain(seen).collect();
        let sql = format!(
            "INSERT INTO sightings (snapshot, version, last_seen) SELECT $1, versions.id, seen.column2 \
             FROM (VALUES {}) AS seen JOIN versions ON versions.hash = seen.column1",
            places(batch.len(), 2, 2)
        );
        self.connection.execute(&sql, &values).await.map(drop)
    }

    /// Versions that no snapshot points at any more go with the last one that did.
    async fn remove(&mut self, before: Option<Timestamp>) -> sqlx::Result<Vec<i64>> {
        let Some(before) = before else { return Ok(Vec::new()) };
        let sql = "SELECT id FROM snapshots WHERE taken_at < $1 \
                   AND id <> (SELECT id FROM snapshots ORDER BY taken_at DESC, id DESC LIMIT 1) ORDER BY taken_at, id";
        let rows = self.connection.rows(sql, &[before.as_second().into()]).await?;
        let removed: Vec<i64> = rows.iter().map(|row| row.integer(0)).collect::<sqlx::Result<_>>()?;
        for id in &removed {
            self.connection.execute("DELETE FROM snapshots WHERE id = $1", &[(*id).into()]).await?;
        }
        if !removed.is_empty() {
            let sql = "DELETE FROM versions WHERE NOT EXISTS (SELECT 1 FROM sightings WHERE version = versions.id)";
            self.connection.execute(sql, &[]).await?;
        }
        Ok(removed)
    }
}

fn version(device: &(&Key, &Sighting), hash: &str) -> [Value; 5] {
    let (Key { vendor, profile, id }, sighting) = device;
    [hash, vendor, profile, id, &sighting.document].map(Value::from)
}

/// `($1, $2), ($3, $4)`: so many rows of so many values, the first of which has this number.
fn places(rows: usize, columns: usize, first: usize) -> String {
    let row = |row: usize| {
        let places: Vec<String> = (0..columns).map(|column| format!("${}", first + row * columns + column)).collect();
        format!("({})", places.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}
