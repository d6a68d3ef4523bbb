-- One index where there were two: every reader names its measures, and the refresh adds to many measures at once, so that each
-- of them grows at its own end. A third of the bytes and of the time of adding to a rollup (docs/decisions/rollups.md).
DROP INDEX roll.minute_key;
DROP INDEX roll.minute_measure;
CREATE UNIQUE INDEX minute_key ON roll.minute (measure, bucket_at, area_id, dim);
DROP INDEX roll.hour_key;
DROP INDEX roll.hour_measure;
CREATE UNIQUE INDEX hour_key ON roll.hour (measure, bucket_at, area_id, dim);
DROP INDEX roll.day_key;
DROP INDEX roll.day_measure;
CREATE UNIQUE INDEX day_key ON roll.day (measure, bucket_at, area_id, dim);
