-- Rows by the ledger, and as the tables hold them or held them until retention dropped them.
-- Readings keep no partition, so theirs are counted as a whole.
WITH held (stream, part, n) AS (
    SELECT 'iot.reading', NULL::integer, count(*) FROM raw.reading
    UNION ALL
    SELECT 'video.event', part, count(*) FROM raw.video_event
    GROUP BY part
    UNION ALL
    SELECT 'hotline.ticket', part, count(*) FROM raw.ticket_step
    GROUP BY part
    UNION ALL
    SELECT 'stats.report', part, count(*) FROM raw.report
    GROUP BY part
    UNION ALL
    SELECT stream, nullif(part, -1), rows_n FROM ing.dropped
),

counted AS (
    SELECT stream, part, sum(n)::bigint AS counted_n FROM held
    GROUP BY stream, part
),

numbered AS (
    SELECT stream, rows_n, CASE WHEN stream <> 'iot.reading' THEN part END AS part FROM ing.stream_offset
),

ledger AS (
    SELECT stream, part, sum(rows_n)::bigint AS rows_n FROM numbered
    GROUP BY stream, part
)

SELECT
    coalesce(l.stream, c.stream) AS stream,
    coalesce(l.part, c.part) AS part,
    coalesce(l.rows_n, 0) AS rows_n,
    coalesce(c.counted_n, 0) AS counted_n
FROM ledger AS l
FULL OUTER JOIN counted AS c ON l.stream = c.stream AND coalesce(l.part, -1) = coalesce(c.part, -1)
ORDER BY stream, part;
