-- Additive measures by bucket, finest known area and dimension. Ratios are never stored here.
CREATE SCHEMA roll;
CREATE TABLE roll.minute (
    bucket_at timestamptz NOT NULL,
    measure text NOT NULL,
    area_id text NOT NULL,
    dim text NOT NULL,
    n bigint NOT NULL,
    sum double precision,
    min double precision,
    max double precision,
    last double precision,
    last_at timestamptz
);
SELECT create_hypertable('roll.minute', by_range('bucket_at', INTERVAL '1 day'), create_default_indexes => FALSE);
CREATE UNIQUE INDEX minute_key ON roll.minute (bucket_at, measure, area_id, dim);
CREATE TABLE roll.hour (LIKE roll.minute);
SELECT create_hypertable('roll.hour', by_range('bucket_at', INTERVAL '7 days'), create_default_indexes => FALSE);
CREATE UNIQUE INDEX hour_key ON roll.hour (bucket_at, measure, area_id, dim);
CREATE INDEX hour_measure ON roll.hour (measure, bucket_at);
CREATE TABLE roll.day (LIKE roll.minute);
SELECT create_hypertable('roll.day', by_range('bucket_at', INTERVAL '90 days'), create_default_indexes => FALSE);
CREATE UNIQUE INDEX day_key ON roll.day (bucket_at, measure, area_id, dim);
CREATE INDEX day_measure ON roll.day (measure, bucket_at);
-- What the refresh changed and the computation has not seen yet (same discipline as ing.dirty).
CREATE TABLE roll.changed (
    mark_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    measure text NOT NULL,
    minute_at timestamptz NOT NULL
);
