-- Covers that stand open, gas over its alarm threshold, and devices of both kinds that went silent.
SELECT
    s.source_id AS id, s.kind, s.name_zh, s.name_en, s.lon, s.lat, s.interval_s, s.area_id, s.department, s.attributes,
    l.value, l.observed_at
FROM dim.source AS s
LEFT JOIN dim.metric AS m ON m.metric = CASE s.kind WHEN 'cover' THEN 'cover_state' ELSE 'gas_concentration' END
LEFT JOIN state.latest AS l ON s.source_no = l.source_no AND m.metric_no = l.metric_no
WHERE
    s.kind IN ('cover', 'gas_sensor') AND s.lon IS NOT NULL AND s.in_service_until_at IS NULL
    AND (
        l.observed_at IS NULL
        OR l.observed_at <= %(now)s - 2 * s.interval_s * INTERVAL '1 second'
        OR (s.kind = 'cover' AND l.value >= 1)
        OR (s.kind = 'gas_sensor' AND l.value >= coalesce((s.attributes ->> 'alarm_lel')::double precision, 20))
        OR s.source_id = %(id)s
    )
    AND (%(id)s = '' OR s.source_id = %(id)s)
ORDER BY s.source_id
LIMIT 2000;
