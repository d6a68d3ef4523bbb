-- What the ingest adds to the rollups of readings (docs/decisions/rollups.md): partial rows of readings that were newer than
-- everything known of their series. Append-only; the refresh deletes what it has added, so a delta commits and dies with its rows.
CREATE TABLE ing.delta (
    bucket_at timestamptz NOT NULL,   -- the minute of an area, or the hour of a source
    last_at timestamptz NOT NULL,
    sum double precision NOT NULL,
    min double precision NOT NULL,
    max double precision NOT NULL,
    last double precision NOT NULL,
    n integer NOT NULL,
    area_no integer NOT NULL,         -- 0: unlocated
    source_no integer NOT NULL,       -- 0: the whole area
    metric_no smallint NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
-- Numbers keep the deltas narrow.
ALTER TABLE dim.area ADD COLUMN area_no integer GENERATED ALWAYS AS IDENTITY UNIQUE;
-- The newest reading that its writer replaced: a writer that thought of another one knows that it is not alone.
ALTER TABLE state.latest ADD COLUMN previous_at timestamptz;
