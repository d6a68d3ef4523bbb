-- Video events by type: how many, and the sum of their confidence.
-- family: video.event
-- measures: video_event
-- grain: minute
SELECT
    date_trunc('minute', v.observed_at) AS bucket_at, 'video_event' AS measure, v.area_id, v.event_type AS dim,
    count(*) AS n, sum(v.confidence) AS sum, min(v.confidence) AS min, max(v.confidence) AS max,
    last(v.confidence, v.observed_at) AS last, max(v.observed_at) AS last_at
FROM raw.video_event AS v
WHERE v.observed_at >= %(first)s AND v.observed_at < %(until)s
GROUP BY 1, 2, 3, 4;
