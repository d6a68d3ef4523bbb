-- Dead letters of the last seven days by stream and reason.
SELECT
    d.stream, d.reason, count(*) AS dead_n, min(d.dead_at) AS first_at, max(d.dead_at) AS last_at,
    count(DISTINCT d.source_id) AS sources_n
FROM ing.dead_letter AS d
WHERE d.dead_at >= now() - interval '7 days'
GROUP BY d.stream, d.reason
ORDER BY dead_n DESC, d.stream, d.reason
LIMIT 200;
