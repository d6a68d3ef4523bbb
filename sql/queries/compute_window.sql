-- Rollup rows of several windows, each put together from whole days, whole hours and the minutes at its edges.
WITH part AS (
    SELECT b.no, r.measure, r.area_id, r.dim, r.n, r.sum, r.min, r.max, r.last, r.last_at
    FROM unnest(%(day_no)s::int [], %(day_from)s::timestamptz [], %(day_until)s::timestamptz []) AS b (no, first_at, until_at)
    INNER JOIN roll.day AS r ON r.bucket_at >= b.first_at AND r.bucket_at < b.until_at
    WHERE r.measure = ANY(%(measures)s) AND r.bucket_at >= %(first)s AND r.bucket_at < %(until)s
    UNION ALL
    SELECT b.no, r.measure, r.area_id, r.dim, r.n, r.sum, r.min, r.max, r.last, r.last_at
    FROM unnest(%(hour_no)s::int [], %(hour_from)s::timestamptz [], %(hour_until)s::timestamptz []) AS b (no, first_at, until_at)
    INNER JOIN roll.hour AS r ON r.bucket_at >= b.first_at AND r.bucket_at < b.until_at
    WHERE r.measure = ANY(%(measures)s) AND r.bucket_at >= %(first)s AND r.bucket_at < %(until)s
    UNION ALL
    SELECT b.no, r.measure, r.area_id, r.dim, r.n, r.sum, r.min, r.max, r.last, r.last_at
    FROM unnest(%(minute_no)s::int [], %(minute_from)s::timestamptz [], %(minute_until)s::timestamptz []) AS b (no, first_at, until_at)
    INNER JOIN roll.minute AS r ON r.bucket_at >= b.first_at AND r.bucket_at < b.until_at
    WHERE r.measure = ANY(%(measures)s) AND r.bucket_at >= %(first)s AND r.bucket_at < %(until)s
)

SELECT
    p.no, p.measure, p.area_id, p.dim, sum(p.n)::bigint AS n, sum(p.sum) AS sum, min(p.min) AS min, max(p.max) AS max,
    last(p.last, p.last_at) AS last, max(p.last_at) AS last_at
FROM part AS p
GROUP BY 1, 2, 3, 4;
