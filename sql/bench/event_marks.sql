-- What the ingest would have marked of the last days.
INSERT INTO ing.dirty (family, measure, minute_at)
SELECT DISTINCT 'hotline.ticket', '', date_trunc('minute', f.at)
FROM state.ticket AS t
CROSS JOIN LATERAL (
    VALUES (t.accepted_at), (t.dispatched_at), (t.due_at), (t.handled_at), (t.closed_at), (t.visited_at)
) AS f (at)
WHERE f.at > %(now)s::timestamptz - %(days)s * INTERVAL '1 day' AND f.at <= %(now)s
UNION ALL
SELECT DISTINCT 'video.event', '', date_trunc('minute', e.observed_at)
FROM raw.video_event AS e
WHERE e.observed_at > %(now)s::timestamptz - %(days)s * INTERVAL '1 day';
