-- Rain gauges: the newest reading, and the sum of the last 24 whole or begun hours.
WITH fallen AS (
    SELECT
        h.dim, sum(h.sum) AS rain_24h_mm,
        sum(h.sum) FILTER (WHERE h.bucket_at >= %(now)s - INTERVAL '3 hours') AS rain_3h_mm
    FROM roll.hour AS h
    WHERE h.measure = 'source:rain_5min' AND h.bucket_at >= %(now)s - INTERVAL '24 hours' AND h.bucket_at <= %(now)s
    GROUP BY h.dim
)
SELECT
    s.source_id AS id, s.name_zh, s.name_en, s.lon, s.lat, s.interval_s, s.area_id, s.department,
    l.value, l.observed_at, f.rain_24h_mm, f.rain_3h_mm
FROM dim.source AS s
LEFT JOIN dim.metric AS m ON m.metric = 'rain_5min'
LEFT JOIN state.latest AS l ON s.source_no = l.source_no AND m.metric_no = l.metric_no
LEFT JOIN fallen AS f ON s.source_id = f.dim
WHERE
    s.kind = 'rain_gauge' AND s.lon IS NOT NULL AND s.in_service_until_at IS NULL
    AND (%(id)s = '' OR s.source_id = %(id)s)
ORDER BY s.source_id
LIMIT 2000;
