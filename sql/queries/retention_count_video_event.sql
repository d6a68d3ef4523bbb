SELECT part, count(*) AS rows_n FROM raw.video_event
WHERE observed_at >= %(from_at)s AND observed_at < %(to_at)s
GROUP BY part;
