-- The ledger of the ingest: at every commit rows_n + dead_n + duplicates_n + gaps_n = next_offset - first_offset.
CREATE SCHEMA ing;
CREATE TABLE ing.stream_offset (
    stream text NOT NULL,
    topic_id text NOT NULL,
    part integer NOT NULL,
    first_offset bigint NOT NULL,
    next_offset bigint NOT NULL,
    epoch bigint NOT NULL DEFAULT 1,
    owner text NOT NULL,
    rows_n bigint NOT NULL DEFAULT 0,
    dead_n bigint NOT NULL DEFAULT 0,
    duplicates_n bigint NOT NULL DEFAULT 0,
    gaps_n bigint NOT NULL DEFAULT 0,
    newest_observed_at timestamptz,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (stream, topic_id, part),
    CHECK (rows_n + dead_n + duplicates_n + gaps_n = next_offset - first_offset)
) WITH (fillfactor = 50);
CREATE TABLE ing.dead_letter (
    stream text NOT NULL,
    topic_id text NOT NULL,
    part integer NOT NULL,
    record_offset bigint NOT NULL,
    reason text NOT NULL,
    sentence text NOT NULL,
    source_id text,
    raw bytea,
    raw_length_bytes integer NOT NULL,
    raw_sha256 bytea NOT NULL,
    record_key bytea,
    record_at timestamptz,
    dead_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    status text NOT NULL DEFAULT 'open',
    PRIMARY KEY (stream, topic_id, part, record_offset)
);
CREATE INDEX dead_letter_reason ON ing.dead_letter (stream, reason, dead_at DESC);
CREATE TABLE ing.gap (
    stream text NOT NULL,
    topic_id text NOT NULL,
    part integer NOT NULL,
    from_offset bigint NOT NULL,
    to_offset bigint NOT NULL,
    reason text NOT NULL,
    noted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (stream, topic_id, part, from_offset)
);
-- Ids of the low-volume streams: finds the same id under another time or with another body.
CREATE TABLE ing.event_seen (
    stream text NOT NULL,
    event_id text NOT NULL,
    body_sha256 bytea NOT NULL,
    PRIMARY KEY (stream, event_id)
);
-- Curiosities counted per stream and source: unknown fields, unknown codes, unlocated events.
CREATE TABLE ing.curiosity (
    stream text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    n bigint NOT NULL DEFAULT 0,
    example text,
    first_seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (stream, kind, name)
);
-- Counts per minute of arrival, for rate and delay on /ops; delay is committed minus observed.
CREATE TABLE ing.minute (
    stream text NOT NULL,
    minute_at timestamptz NOT NULL,
    owner text NOT NULL,
    rows_n bigint NOT NULL DEFAULT 0,
    dead_n bigint NOT NULL DEFAULT 0,
    duplicates_n bigint NOT NULL DEFAULT 0,
    located_n bigint NOT NULL DEFAULT 0,
    unlocated_n bigint NOT NULL DEFAULT 0,
    delay_p50_s double precision,
    delay_p95_s double precision,
    commit_ms double precision,
    PRIMARY KEY (stream, minute_at, owner)
) WITH (fillfactor = 50);
-- Lag per partition as the owner last saw it: high watermark of the broker.
CREATE TABLE ing.watermark (
    stream text NOT NULL,
    topic_id text NOT NULL,
    part integer NOT NULL,
    high_offset bigint NOT NULL,
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (stream, topic_id, part)
);
-- Append-only marks; the refresh deletes what it has folded, so a mark commits and dies with its rows.
CREATE TABLE ing.dirty (
    mark_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    family text NOT NULL,
    measure text NOT NULL DEFAULT '',
    minute_at timestamptz NOT NULL
);
