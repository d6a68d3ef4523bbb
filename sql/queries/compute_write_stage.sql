CREATE TEMP TABLE IF NOT EXISTS fresh_value (LIKE val.value, replaced_at timestamptz, is_latest boolean NOT NULL)
ON COMMIT DELETE ROWS;
