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
DO $$ BEGIN PERFORM create_hypertable('roll.minute', by_range('bucket_at', INTERVAL '1 day'), create_default_indexes => FALSE); END $$;
CREATE UNIQUE INDEX minute_key ON roll.minute (bucket_at, measure, area_id, dim);
CREATE INDEX minute_measure ON roll.minute (measure, bucket_at);
CREATE TABLE roll.hour (LIKE roll.minute);
DO $$ BEGIN PERFORM create_hypertable('roll.hour', by_range('bucket_at', INTERVAL '7 days'), create_default_indexes => FALSE); END $$;
CREATE UNIQUE INDEX hour_key ON roll.hour (bucket_at, measure, area_id, dim);
CREATE INDEX hour_measure ON roll.hour (measure, bucket_at);
CREATE TABLE roll.day (LIKE roll.minute);
DO $$ BEGIN PERFORM create_hypertable('roll.day', by_range('bucket_at', INTERVAL '90 days'), create_default_indexes => FALSE); END $$;
CREATE UNIQUE INDEX day_key ON roll.day (bucket_at, measure, area_id, dim);
CREATE INDEX day_measure ON roll.day (measure, bucket_at);
-- What the refresh changed and the computation has not seen yet (same discipline as ing.dirty).
CREATE TABLE roll.changed (
    mark_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    measure text NOT NULL,
    minute_at timestamptz NOT NULL
);
-- Open hours and days whose fold waits a few seconds, so that a busy stream is not folded at every tick.
CREATE TABLE roll.waiting (
    grain text NOT NULL,
    bucket_at timestamptz NOT NULL,
    measure text NOT NULL,
    PRIMARY KEY (grain, bucket_at, measure)
);
-- Readings as a rollup counts them: one row for each (source, metric, time), the best quality and then the newest arrival;
-- a reading marked missing is no value. `at` lies inside the bucket: a metric stamped at the end belongs to what ends there.
-- Arrival is read from (xmin, ctid): the table is append-only and one source is written by one worker at a time.
CREATE FUNCTION roll.reading_once(first_at timestamptz, until_at timestamptz, metrics text [])
RETURNS TABLE (
    at timestamptz, observed_at timestamptz, source_no integer, source_id text, metric text, value double precision, area_id text
)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        CASE WHEN r.stamped_at_end THEN r.observed_at - INTERVAL '1 microsecond' ELSE r.observed_at END AS at,
        r.observed_at, r.source_no, s.source_id, r.metric, r.value, coalesce(nullif(e.area_id, ''), s.area_id, '') AS area_id
    FROM (
        SELECT DISTINCT ON (w.observed_at, w.source_no, w.metric_no)
            w.observed_at, w.source_no, w.event_hash, w.value, m.metric, m.stamped_at_end
        FROM raw.reading AS w
        INNER JOIN dim.metric AS m ON m.metric_no = w.metric_no
        WHERE w.observed_at >= first_at AND w.observed_at <= until_at AND w.quality < 2 AND m.metric = ANY(metrics)
            AND w.observed_at <> CASE WHEN m.stamped_at_end THEN first_at ELSE until_at END
        ORDER BY w.observed_at, w.source_no, w.metric_no, w.quality, w.xmin::text::bigint DESC, w.ctid DESC
    ) AS r
    INNER JOIN dim.source AS s ON s.source_no = r.source_no
    LEFT JOIN raw.reading_extra AS e ON e.observed_at = r.observed_at AND e.event_hash = r.event_hash
$$;
-- Scopes a ticket belongs to; they overlap on purpose. `urban` are the pack's categories with that tag.
CREATE FUNCTION roll.ticket_scopes(channel text, category text, origin_event_id text, urban text [])
RETURNS text []
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_remove(ARRAY[
        CASE WHEN channel IN ('phone', 'app', 'wechat', 'web', 'mailbox', 'media', 'biz', 'upper', 'emergency', 'bot')
            THEN 'hotline' END,
        CASE WHEN category LIKE 'BJ-%' OR category LIKE 'SJ-%' OR category = ANY(urban)
            OR channel IN ('collector', 'video', 'sensor') AND category NOT LIKE 'alarm.%' THEN 'urban' END,
        CASE WHEN category IN ('TS-consumer', 'TS-prepaid_card') THEN 'consumer' END,
        CASE WHEN category = 'alarm.gas' THEN 'gas' END,
        CASE WHEN category = 'alarm.cover' OR category = 'BJ-cover' THEN 'cover' END,
        CASE WHEN category LIKE 'incident.%' THEN 'incident' END,
        CASE WHEN channel = 'video' OR origin_event_id IS NOT NULL AND category NOT LIKE 'alarm.%' THEN 'video' END
    ], NULL)
$$;
