-- Spans of time that hold readings or minutes of them, and from when on retention kept the readings.
SELECT c.range_start AS from_at, c.range_end AS to_at, (SELECT d.until_at FROM ing.dropped AS d WHERE d.stream = 'iot.reading') AS kept_from_at
FROM timescaledb_information.chunks AS c
WHERE (c.hypertable_schema, c.hypertable_name) IN (('raw', 'reading'), ('roll', 'minute'))
GROUP BY 1, 2
ORDER BY 1;
