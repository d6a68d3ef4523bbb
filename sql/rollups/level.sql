-- River level above the marks of its own register entry, in metres; a gauge without a mark has no row for it.
-- A revised mark counts from its date (attribute `thresholds`, newest `since` not after the reading).
-- family: iot.reading
-- measures: level:warning level:guarantee level:record
-- when: water_level
-- grain: minute
SELECT
    date_trunc('minute', r.at) AS bucket_at, 'level:' || mark.name AS measure, r.area_id, s.source_id AS dim,
    count(*) AS n, sum(r.value - mark.level) AS sum, min(r.value - mark.level) AS min, max(r.value - mark.level) AS max,
    last(r.value - mark.level, r.observed_at) AS last, max(r.observed_at) AS last_at
FROM reading_once AS r
INNER JOIN dim.source AS s ON s.source_no = r.source_no
CROSS JOIN LATERAL (
    SELECT coalesce((
        SELECT t.entry
        FROM jsonb_array_elements(s.attributes -> 'thresholds') AS t (entry)
        WHERE (t.entry ->> 'since')::timestamptz <= r.observed_at
        ORDER BY (t.entry ->> 'since')::timestamptz DESC
        LIMIT 1
    ), s.attributes) AS marks
) AS dated
CROSS JOIN LATERAL (VALUES
    ('warning', (dated.marks ->> 'warning_m')::float8),
    ('guarantee', (dated.marks ->> 'guarantee_m')::float8),
    ('record', (dated.marks ->> 'record_m')::float8)
) AS mark (name, level)
WHERE mark.level IS NOT NULL AND r.metric = ANY(%(metrics)s) AND r.at >= %(first)s AND r.at < %(until)s
GROUP BY 1, 2, 3, 4;
