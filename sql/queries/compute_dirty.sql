-- Marks waiting, by family and hour; older ones by blocks of several hours, because each pass costs the same few statements.
-- The newest first, hours to come (limits of tickets) last.
WITH hour AS (
    SELECT family, date_bin(INTERVAL '1 hour', minute_at, '2000-01-01T00:00Z') AS hour_at, count(*) AS marks_n
    FROM ing.dirty
    GROUP BY 1, 2
),

size AS (
    SELECT
        family, hour_at, marks_n,
        CASE WHEN hour_at < %(now)s::timestamptz - INTERVAL '6 hours' THEN %(hours)s ELSE 1 END * INTERVAL '1 hour' AS long
    FROM hour
),

block AS (
    SELECT family, long, date_bin(long, hour_at, '2000-01-01T00:00Z') AS from_at, sum(marks_n)::bigint AS marks_n
    FROM size
    GROUP BY 1, 2, 3
)

SELECT family, from_at, from_at + long AS to_at, marks_n
FROM block
ORDER BY from_at > %(now)s, from_at DESC, family
LIMIT %(limit)s;
