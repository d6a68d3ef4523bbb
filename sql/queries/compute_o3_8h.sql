-- Largest 8-hour sliding ozone mean of each station and local day: windows inside the day, six hours at least (GB 3095 table 4).
WITH sliding AS (
    SELECT
        b.no, r.area_id, r.dim, r.last_at, r.bucket_at, b.first_at,
        avg(r.sum / r.n) OVER eight AS mean, count(*) OVER eight AS hours_n
    FROM unnest(%(no)s::int [], %(from)s::timestamptz [], %(until)s::timestamptz []) AS b (no, first_at, until_at)
    INNER JOIN roll.hour AS r ON r.bucket_at >= b.first_at AND r.bucket_at < b.until_at
    WHERE r.measure = 'source:o3_ugm3' AND r.bucket_at >= %(first)s AND r.bucket_at < %(last)s
    WINDOW eight AS (PARTITION BY b.no, r.dim ORDER BY r.bucket_at RANGE BETWEEN INTERVAL '7 hours' PRECEDING AND CURRENT ROW)
)

SELECT
    no, 'o3_8h' AS measure, area_id, dim, count(*) AS n, sum(mean) AS sum, min(mean) AS min, max(mean) AS max,
    NULL::float8 AS last, max(last_at) AS last_at
FROM sliding
WHERE hours_n >= 6 AND bucket_at >= first_at + INTERVAL '7 hours'
GROUP BY 1, 3, 4;
