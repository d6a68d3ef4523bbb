-- What one camera saw in the last 24 hours.
SELECT e.event_id, e.event_type, e.observed_at, e.confidence
FROM raw.video_event AS e
WHERE e.camera_id = %(id)s AND e.observed_at > %(now)s - INTERVAL '24 hours'
ORDER BY e.observed_at DESC
LIMIT 8;
