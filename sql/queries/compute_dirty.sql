-- Marks waiting, by family and hour; older ones by blocks of several hours, because each pass costs the same few statements.
-- Reports first: they are few, and their periods are old. Then the newest, hours to come (limits of tickets) last.
WITH hour AS (
    SELECT family, date_bin(INTERVAL '1 hour', minute_at, '1970-01-01T00:00Z') AS hour_at, count(*) AS marks_n
    FROM ing.dirty
    GROUP BY 1, 2
),

size AS (
    SELECT
        family, hour_at, marks_n,
        CASE
            WHEN family = 'stats.report' THEN INTERVAL '36500 days'
            WHEN hour_at < %(now)s::timestamptz - INTERVAL '6 hours' THEN %(hours)s * INTERVAL '1 hour'
            ELSE INTERVAL '1 hour'
        END AS long
    FROM hour
),

block AS (
    SELECT family, long, date_bin(long, hour_at, '1970-01-01T00:00Z') AS from_at, sum(marks_n)::bigint AS marks_n
    FROM size
    GROUP BY 1, 2, 3
)

SELECT family, from_at, from_at + long AS to_at, marks_n
FROM block
ORDER BY family <> 'stats.report', from_at > %(now)s, from_at DESC, family
LIMIT %(limit)s;
