-- The newest reading of each series, and each ticket folded from its steps.
CREATE SCHEMA state;
CREATE TABLE state.latest (
    source_no integer NOT NULL,
    metric_no smallint NOT NULL,
    observed_at timestamptz NOT NULL,
    value double precision NOT NULL,
    quality smallint NOT NULL,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (source_no, metric_no)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
CREATE TABLE state.ticket (
    ticket_id text PRIMARY KEY,
    state text NOT NULL,              -- the last step that moves the case
    channel text,
    category text,
    content text,
    caller_hash text,
    area_id text NOT NULL DEFAULT '',
    lon double precision,
    lat double precision,
    origin_event_id text,
    event_grade text,
    department text,                  -- of the last dispatch
    first_department text,
    reported_at timestamptz,
    accepted_at timestamptz,
    first_dispatched_at timestamptz,
    dispatched_at timestamptz,
    first_returned_at timestamptz,
    handled_at timestamptz,
    checked_at timestamptz,
    check_reason text,
    closed_at timestamptz,            -- closed and not reopened since
    cancelled_at timestamptz,
    due_at timestamptz,               -- in force
    visited_at timestamptz,           -- last visit with a result
    contacted boolean,
    solved boolean,
    satisfaction text,
    repeats boolean,                  -- same caller and content shortly before
    returned_n integer NOT NULL DEFAULT 0,
    reopened_n integer NOT NULL DEFAULT 0,
    steps_n integer NOT NULL DEFAULT 0,
    last_step_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX ticket_accepted ON state.ticket (accepted_at);
CREATE INDEX ticket_due ON state.ticket (due_at);
CREATE INDEX ticket_closed ON state.ticket (closed_at);
CREATE INDEX ticket_visited ON state.ticket (visited_at);
CREATE INDEX ticket_dispatched ON state.ticket (first_dispatched_at);
CREATE INDEX ticket_open ON state.ticket (last_step_at) WHERE closed_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX ticket_caller ON state.ticket (caller_hash, accepted_at);
