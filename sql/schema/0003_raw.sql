-- Raw events. Column order and the time-first unique keys follow the measured layout (docs/decisions/raw-layout.md).
CREATE SCHEMA raw;
CREATE TABLE raw.reading (
    observed_at timestamptz NOT NULL,
    value double precision NOT NULL,
    event_hash bigint NOT NULL,       -- xxh3-64 of event_id
    source_no integer NOT NULL,
    metric_no smallint NOT NULL,
    quality smallint NOT NULL         -- 0 ok, 1 suspect, 2 missing
);
DO $$ BEGIN PERFORM create_hypertable('raw.reading', by_range('observed_at', INTERVAL '1 day'), create_default_indexes => FALSE); END $$;
CREATE UNIQUE INDEX reading_key ON raw.reading (observed_at, event_hash);
-- Only readings that say more than the plain row: their own position, or fields we do not know.
CREATE TABLE raw.reading_extra (
    observed_at timestamptz NOT NULL,
    event_hash bigint NOT NULL,
    lon double precision,
    lat double precision,
    area_id text,
    extra jsonb,
    PRIMARY KEY (observed_at, event_hash)
);
CREATE TABLE raw.video_event (
    observed_at timestamptz NOT NULL,
    event_id text NOT NULL,
    camera_id text NOT NULL,
    event_type text NOT NULL,
    confidence double precision,
    ended_at timestamptz,
    track_id text,
    snapshot text,
    lon double precision,
    lat double precision,
    area_id text NOT NULL DEFAULT '',
    attributes jsonb,
    extra jsonb,
    part integer NOT NULL,
    record_offset bigint NOT NULL,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
DO $$ BEGIN PERFORM create_hypertable('raw.video_event', by_range('observed_at', INTERVAL '7 days'), create_default_indexes => FALSE); END $$;
CREATE UNIQUE INDEX video_event_key ON raw.video_event (observed_at, event_id);
CREATE INDEX video_event_camera ON raw.video_event (camera_id, observed_at DESC);
CREATE TABLE raw.ticket_step (
    step_at timestamptz NOT NULL,
    event_id text NOT NULL,
    ticket_id text NOT NULL,
    step text NOT NULL,
    channel text,
    category text,
    content text,
    caller_hash text,                 -- keyed hash: the caller's number itself is never stored
    area_id text,
    lon double precision,
    lat double precision,
    address text,
    origin_event_id text,
    event_grade text,
    department text,
    due_at timestamptz,
    reason text,
    contacted boolean,
    solved boolean,
    satisfaction text,
    actor text,
    attributes jsonb,
    extra jsonb,
    part integer NOT NULL,
    record_offset bigint NOT NULL,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
DO $$ BEGIN PERFORM create_hypertable('raw.ticket_step', by_range('step_at', INTERVAL '30 days'), create_default_indexes => FALSE); END $$;
CREATE UNIQUE INDEX ticket_step_key ON raw.ticket_step (step_at, event_id);
CREATE INDEX ticket_step_ticket ON raw.ticket_step (ticket_id, step_at);
CREATE TABLE raw.report (
    event_id text PRIMARY KEY,
    indicator text NOT NULL,
    area_id text NOT NULL,
    period text NOT NULL,
    period_start_at timestamptz NOT NULL,
    period_end_at timestamptz NOT NULL,
    value double precision,
    numerator double precision,
    denominator double precision,
    revision integer NOT NULL DEFAULT 0,
    published_at timestamptz,
    department text,
    unit text,
    note text,
    reason text,
    extra jsonb,
    part integer NOT NULL,
    record_offset bigint NOT NULL,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX report_series ON raw.report (indicator, area_id, period_start_at, revision DESC);
