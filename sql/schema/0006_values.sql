-- Every published number with what it stands on; a new version is a new row, so history stays as known then.
CREATE SCHEMA val;
CREATE TABLE val.value (
    indicator text NOT NULL,
    subject_kind text NOT NULL,
    subject text NOT NULL,
    grain text NOT NULL,
    period_start_at timestamptz NOT NULL,
    period_end_at timestamptz NOT NULL,
    value double precision,
    numerator double precision,
    denominator double precision,
    status text NOT NULL,
    reason text NOT NULL DEFAULT '',
    detail text NOT NULL DEFAULT '',
    definition text NOT NULL,
    known_at timestamptz NOT NULL,
    data_until_at timestamptz
);
DO $$ BEGIN PERFORM create_hypertable('val.value', by_range('period_start_at', INTERVAL '30 days'), create_default_indexes => FALSE); END $$;
-- A cumulative figure (January to month m) shares its start with the others of its year: the end is part of the key.
CREATE UNIQUE INDEX value_key ON val.value
    (indicator, subject_kind, subject, grain, period_start_at, period_end_at, known_at);
-- The newest version of the newest period of each series, for cards and maps that show now.
CREATE TABLE val.latest (
    indicator text NOT NULL,
    subject_kind text NOT NULL,
    subject text NOT NULL,
    grain text NOT NULL,
    period_start_at timestamptz NOT NULL,
    period_end_at timestamptz NOT NULL,
    value double precision,
    numerator double precision,
    denominator double precision,
    status text NOT NULL,
    reason text NOT NULL DEFAULT '',
    detail text NOT NULL DEFAULT '',
    definition text NOT NULL,
    known_at timestamptz NOT NULL,
    data_until_at timestamptz,
    PRIMARY KEY (indicator, subject_kind, subject, grain)
) WITH (fillfactor = 50);
-- Buckets that a change of the rollups or of other values touched and that are not computed yet.
CREATE TABLE val.waiting (
    indicator text NOT NULL,
    grain text NOT NULL,
    bucket_at timestamptz NOT NULL,
    PRIMARY KEY (indicator, grain, bucket_at)
);
