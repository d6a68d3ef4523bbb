-- What one pass adds to the rollups, with names instead of numbers.
CREATE TEMP TABLE IF NOT EXISTS added (
    bucket_at timestamptz, measure text, area_id text, dim text, n bigint,
    sum double precision, min double precision, max double precision, last double precision, last_at timestamptz
) ON COMMIT DELETE ROWS;
