-- Marks waiting, by family and hour; older ones by blocks of several hours, because each pass costs the same few statements.
-- The newest first, hours to come (limits of tickets) last.
SELECT
    d.family, min(b.from_at) AS from_at, min(b.to_at) AS to_at, array_agg(DISTINCT d.measure) AS measures,
    min(d.minute_at) AS first_at, max(d.minute_at) + INTERVAL '1 minute' AS until_at, count(*) AS marks_n
FROM ing.dirty AS d
CROSS JOIN LATERAL (
    SELECT CASE WHEN d.minute_at < %(now)s::timestamptz - INTERVAL '6 hours' THEN %(hours)s ELSE 1 END * INTERVAL '1 hour' AS long
) AS size
CROSS JOIN LATERAL (SELECT date_bin(size.long, d.minute_at, '2000-01-01T00:00Z') AS from_at) AS start
CROSS JOIN LATERAL (SELECT start.from_at, start.from_at + size.long AS to_at) AS b
GROUP BY d.family, b.from_at, b.to_at
ORDER BY b.from_at > %(now)s, b.from_at DESC
LIMIT %(limit)s;
