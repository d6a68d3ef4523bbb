-- Cameras: on line or not, as they last said themselves; only what the map draws, because there are many.
SELECT s.source_id AS id, s.name_zh, s.name_en, s.lon, s.lat, s.interval_s, l.value, l.observed_at
FROM dim.source AS s
LEFT JOIN dim.metric AS m ON m.metric = 'camera_online'
LEFT JOIN state.latest AS l ON s.source_no = l.source_no AND m.metric_no = l.metric_no
WHERE
    s.kind = 'camera' AND s.lon IS NOT NULL AND s.in_service_until_at IS NULL
    AND (%(id)s = '' OR s.source_id = %(id)s)
ORDER BY s.source_id
LIMIT 50000;
