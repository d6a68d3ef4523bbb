-- Buckets of the readings' rollups in [first, until), whole local days, that do not hold what raw holds. What waits to be added
-- counts as held; a bucket that waits to be computed anew is not judged. Minutes by area and hours by source stand against raw,
-- hours and days by area and days by source against the finer grain. Areas are summed up: a source may have moved since.
-- `metrics` is every metric: with a subquery in its place the function is not inlined, and each day is planned over all chunks.
WITH raw AS MATERIALIZED (
    SELECT r.at, r.metric, r.value
    FROM roll.reading_once(%(first)s, %(until)s, %(metrics)s) AS r
    WHERE r.at >= %(first)s AND r.at < %(until)s
),

dirty AS (
    SELECT d.measure AS metric, at.minute_at
    FROM ing.dirty AS d
    INNER JOIN dim.metric AS m ON m.metric = d.measure
    CROSS JOIN LATERAL (
        VALUES (d.minute_at), (CASE WHEN m.stamped_at_end THEN d.minute_at - INTERVAL '1 minute' END)
    ) AS at (minute_at)
    WHERE d.family = 'iot.reading' AND at.minute_at IS NOT NULL
),

dirty_hour AS (
    SELECT metric, date_trunc('hour', minute_at) AS bucket_at FROM dirty
    UNION
    SELECT measure, bucket_at FROM roll.waiting WHERE grain = 'hour'
),

delta AS (
    SELECT d.bucket_at, m.metric, d.source_no <> 0 AS by_source, sum(d.n) AS n, sum(d.sum) AS sum, min(d.min) AS min, max(d.max) AS max
    FROM ing.delta AS d
    INNER JOIN dim.metric AS m ON m.metric_no = d.metric_no
    WHERE d.bucket_at >= %(first)s AND d.bucket_at < %(until)s
    GROUP BY 1, 2, 3
),

part AS (
    SELECT 'minute' AS grain, date_trunc('minute', at) AS bucket_at, metric AS measure, TRUE AS expected,
        count(*) AS n, sum(value) AS sum, min(value) AS min, max(value) AS max
    FROM raw
    GROUP BY 2, 3
    UNION ALL
    SELECT 'hour', date_trunc('hour', at), 'source:' || metric, TRUE, count(*), sum(value), min(value), max(value)
    FROM raw
    GROUP BY 2, 3
    UNION ALL
    SELECT 'minute', bucket_at, measure, FALSE, n, sum, min, max
    FROM roll.minute
    WHERE bucket_at >= %(first)s AND bucket_at < %(until)s AND measure IN (SELECT metric FROM dim.metric)
    UNION ALL
    SELECT 'hour', bucket_at, measure, FALSE, n, sum, min, max
    FROM roll.hour
    WHERE bucket_at >= %(first)s AND bucket_at < %(until)s AND measure IN (SELECT 'source:' || metric FROM dim.metric)
    UNION ALL
    SELECT CASE WHEN by_source THEN 'hour' ELSE 'minute' END, bucket_at, CASE WHEN by_source THEN 'source:' ELSE '' END || metric,
        FALSE, n, sum, min, max
    FROM delta
    UNION ALL
    SELECT 'hour ', date_trunc('hour', bucket_at, %(zone)s), measure, TRUE, n, sum, min, max
    FROM roll.minute
    WHERE bucket_at >= %(first)s AND bucket_at < %(until)s AND measure IN (SELECT metric FROM dim.metric)
    UNION ALL
    SELECT 'hour ', bucket_at, measure, FALSE, n, sum, min, max
    FROM roll.hour
    WHERE bucket_at >= %(first)s AND bucket_at < %(until)s AND measure IN (SELECT metric FROM dim.metric)
    UNION ALL
    SELECT 'day', date_trunc('day', h.bucket_at, %(zone)s), h.measure, TRUE, h.n, h.sum, h.min, h.max
    FROM roll.hour AS h
    WHERE h.bucket_at >= %(first)s AND h.bucket_at < %(until)s
        AND (h.measure IN (SELECT metric FROM dim.metric) OR h.measure LIKE 'source:%%')
    UNION ALL
    SELECT 'day', d.bucket_at, d.measure, FALSE, d.n, d.sum, d.min, d.max
    FROM roll.day AS d
    WHERE d.bucket_at >= %(first)s AND d.bucket_at < %(until)s
        AND (d.measure IN (SELECT metric FROM dim.metric) OR d.measure LIKE 'source:%%')
),

bucket AS (
    SELECT
        p.grain, p.bucket_at, p.measure,
        coalesce(sum(p.n) FILTER (WHERE p.expected), 0) AS expected_n, coalesce(sum(p.n) FILTER (WHERE NOT p.expected), 0) AS found_n,
        coalesce(sum(p.sum) FILTER (WHERE p.expected), 0) AS expected_sum,
        coalesce(sum(p.sum) FILTER (WHERE NOT p.expected), 0) AS found_sum,
        min(p.min) FILTER (WHERE p.expected) AS expected_min, min(p.min) FILTER (WHERE NOT p.expected) AS found_min,
        max(p.max) FILTER (WHERE p.expected) AS expected_max, max(p.max) FILTER (WHERE NOT p.expected) AS found_max,
        -- A sum of both signs may be all but nothing: what its last digits can differ by hangs on what was added, not on what is left.
        sum(p.n * greatest(abs(p.min), abs(p.max))) AS size
    FROM part AS p
    GROUP BY 1, 2, 3
)

SELECT trim(b.grain) AS grain, b.bucket_at, b.measure, b.expected_n, b.found_n, b.expected_sum, b.found_sum
FROM bucket AS b
WHERE (
    b.expected_n <> b.found_n OR abs(b.expected_sum - b.found_sum) > 1e-9 * b.size
    OR b.expected_min IS DISTINCT FROM b.found_min OR b.expected_max IS DISTINCT FROM b.found_max
)
AND NOT (b.grain = 'minute' AND EXISTS (SELECT FROM dirty AS d WHERE d.metric = b.measure AND d.minute_at = b.bucket_at))
AND NOT (
    b.grain = 'hour'
    AND EXISTS (SELECT FROM dirty_hour AS d WHERE 'source:' || d.metric = b.measure AND d.bucket_at = b.bucket_at)
)
AND NOT EXISTS (SELECT FROM roll.waiting AS w WHERE w.grain = b.grain AND w.measure = b.measure AND w.bucket_at = b.bucket_at)
ORDER BY b.bucket_at, b.grain, b.measure
LIMIT %(limit)s;
