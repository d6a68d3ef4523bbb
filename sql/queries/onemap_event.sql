-- One video event; events are found within a week.
SELECT
    e.event_id, e.event_type, e.observed_at, e.ended_at, e.confidence, e.camera_id, e.area_id, e.snapshot, e.received_at,
    s.name_zh, s.name_en, s.department
FROM raw.video_event AS e
LEFT JOIN dim.source AS s ON e.camera_id = s.source_id
WHERE e.event_id = %(id)s AND e.observed_at > %(now)s - INTERVAL '7 days'
LIMIT 1;
