-- The readings of one pass, so that every file of sql/rollups/ reads them from here and raw.reading is read once.
CREATE TEMP TABLE IF NOT EXISTS reading_once (
    at timestamptz, observed_at timestamptz, source_no integer, source_id text, metric text, value double precision, area_id text
) ON COMMIT DELETE ROWS;
