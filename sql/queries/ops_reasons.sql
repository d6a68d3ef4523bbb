-- Open dead letters of each stream and reason, with what came of the last day by the hour.
WITH hourly AS (
    SELECT d.stream, d.reason, date_trunc('hour', d.dead_at) AS hour_at, count(*) AS n
    FROM ing.dead_letter AS d
    WHERE d.dead_at >= date_trunc('hour', now()) - INTERVAL '23 hours'
    GROUP BY 1, 2, 3
),

trend AS (
    SELECT stream, reason, jsonb_object_agg(extract(EPOCH FROM hour_at)::bigint, n) AS hours FROM hourly
    GROUP BY stream, reason
)

SELECT
    d.stream, d.reason, count(*) AS dead_n, min(d.dead_at) AS first_at, max(d.dead_at) AS last_at,
    count(DISTINCT d.source_id) AS sources_n, mode() WITHIN GROUP (ORDER BY d.source_id) AS source_id, t.hours
FROM ing.dead_letter AS d
LEFT JOIN trend AS t ON d.stream = t.stream AND d.reason = t.reason
WHERE d.status = 'open'
GROUP BY d.stream, d.reason, t.hours
ORDER BY dead_n DESC, d.stream, d.reason
LIMIT 200;
