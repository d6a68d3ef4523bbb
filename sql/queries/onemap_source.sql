-- One source with the newest reading of each of its metrics.
SELECT
    s.source_id, s.source_no, s.kind, s.name_zh, s.name_en, s.lon, s.lat, s.area_id, s.department, s.interval_s, s.attributes,
    s.registered, s.in_service_until_at, m.metric, m.unit, l.value, l.observed_at, l.received_at, l.quality
FROM dim.source AS s
LEFT JOIN state.latest AS l ON s.source_no = l.source_no
LEFT JOIN dim.metric AS m ON l.metric_no = m.metric_no
WHERE s.source_id = %(id)s
ORDER BY m.metric
LIMIT 50;
