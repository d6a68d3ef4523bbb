-- Readings by source and hour.
-- family: iot.reading
-- measures: source:*
-- grain: hour
SELECT
    date_trunc('hour', r.at) AS bucket_at, 'source:' || r.metric AS measure, r.area_id, r.source_id AS dim,
    count(*) AS n, sum(r.value) AS sum, min(r.value) AS min, max(r.value) AS max,
    last(r.value, r.observed_at) AS last, max(r.observed_at) AS last_at
FROM reading_once AS r
WHERE r.metric = ANY(%(metrics)s) AND r.at >= %(first)s AND r.at < %(until)s
GROUP BY 1, 2, 3, 4;
