-- What cameras saw in the last two hours; the camera's position stands in for a missing one.
SELECT
    e.event_id AS id, e.event_type, e.confidence, e.observed_at, e.ended_at, e.camera_id, e.area_id,
    s.name_zh, s.name_en, s.department, coalesce(e.lon, s.lon) AS lon, coalesce(e.lat, s.lat) AS lat
FROM raw.video_event AS e
LEFT JOIN dim.source AS s ON e.camera_id = s.source_id
WHERE
    e.observed_at > %(now)s - INTERVAL '2 hours' AND e.observed_at <= %(now)s + INTERVAL '1 minute'
    AND coalesce(e.lon, s.lon) IS NOT NULL
    AND (%(id)s = '' OR e.event_id = %(id)s)
ORDER BY e.observed_at DESC
LIMIT 400;
