-- Private to one connection, emptied at every commit.
CREATE TEMP TABLE IF NOT EXISTS staged_reading (
    place integer NOT NULL,
    observed_at timestamptz NOT NULL,
    value double precision NOT NULL,
    event_hash bigint NOT NULL,
    source_no integer NOT NULL,
    metric_no smallint NOT NULL,
    quality smallint NOT NULL
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS staged_ticket (
    is_new boolean NOT NULL,
    LIKE state.ticket INCLUDING DEFAULTS
) ON COMMIT DELETE ROWS;
