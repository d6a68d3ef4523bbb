-- River gauges: the newest level beside the levels of their registry entry, and the level of the last whole hour.
WITH before AS (
    SELECT h.dim, h.last AS level_before_m
    FROM roll.hour AS h
    WHERE
        h.measure = 'source:water_level'
        AND h.bucket_at = date_trunc('hour', %(now)s::timestamptz) - INTERVAL '1 hour'
)
SELECT
    s.source_id AS id, s.name_zh, s.name_en, s.lon, s.lat, s.interval_s, s.area_id, s.department, s.attributes,
    l.value, l.observed_at, b.level_before_m
FROM dim.source AS s
LEFT JOIN dim.metric AS m ON m.metric = 'water_level'
LEFT JOIN state.latest AS l ON s.source_no = l.source_no AND m.metric_no = l.metric_no
LEFT JOIN before AS b ON s.source_id = b.dim
WHERE
    s.kind = 'river_gauge' AND s.lon IS NOT NULL AND s.in_service_until_at IS NULL
    AND (%(id)s = '' OR s.source_id = %(id)s)
ORDER BY s.source_id
LIMIT 2000;
