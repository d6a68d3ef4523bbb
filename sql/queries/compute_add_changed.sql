-- Tell the computation what was added, in steps of five minutes.
INSERT INTO roll.changed (measure, minute_at)
SELECT DISTINCT a.measure, date_bin(INTERVAL '5 minutes', a.bucket_at, '1970-01-01T00:00Z')
FROM added AS a;
