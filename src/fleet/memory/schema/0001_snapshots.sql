-- Words in braces differ between the databases: see schema.rs.
-- Times are whole seconds since 1970 in UTC.

CREATE TABLE snapshots (
    id {identity},
    taken_at BIGINT NOT NULL,
    label TEXT,
    -- The words after --include, sorted, with commas between.
    included TEXT NOT NULL
);

-- Which profiles were asked. A device of a profile that failed is neither there nor gone.
CREATE TABLE scopes (
    snapshot BIGINT NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    vendor TEXT NOT NULL,
    profile TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('complete', 'incomplete', 'failed')),
    error TEXT,
    devices BIGINT NOT NULL,
    PRIMARY KEY (snapshot, vendor, profile)
){clustered};

-- What a device was like. The same again, in whatever snapshot, is the same row.
CREATE TABLE versions (
    id {identity},
    hash TEXT NOT NULL UNIQUE,
    vendor TEXT NOT NULL,
    profile TEXT NOT NULL,
    device TEXT NOT NULL,
    -- The record of `rmctl inventory` as JSON, without when it was last seen.
    document TEXT NOT NULL
);

CREATE INDEX versions_by_device ON versions (device, vendor, profile);

-- Which devices were there. Nothing of it is wide: there is a row for each device and snapshot.
CREATE TABLE sightings (
    snapshot BIGINT NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    version BIGINT NOT NULL REFERENCES versions (id),
    last_seen BIGINT,
    PRIMARY KEY (snapshot, version)
){clustered};

CREATE INDEX sightings_by_version ON sightings (version);
