-- Energy of each meter on the day, and its base: median of the same weekday in the 8 weeks before, else the registered base (n 0).
-- Only days with nine tenths of their readings count.
WITH day AS (
    SELECT b.no, b.first_at, r.bucket_at, r.area_id, r.dim, r.sum, r.last_at
    FROM unnest(%(no)s::int [], %(from)s::timestamptz []) AS b (no, first_at)
    INNER JOIN roll.day AS r ON r.bucket_at IN (SELECT b.first_at - k * INTERVAL '7 days' FROM generate_series(0, 8) AS k)
    INNER JOIN dim.source AS s ON s.source_id = r.dim
    WHERE r.measure = 'source:energy_kwh_n' AND r.n >= 0.9 * 86400 / coalesce(s.interval_s, 900)
        AND r.bucket_at >= %(first)s::timestamptz - INTERVAL '56 days' AND r.bucket_at < %(last)s
),

base AS (
    SELECT no, dim, percentile_cont(0.5) WITHIN GROUP (ORDER BY sum) AS median, count(*) AS days_n
    FROM day
    WHERE bucket_at < first_at
    GROUP BY 1, 2
),

today AS (
    SELECT d.no, d.area_id, d.dim, d.sum, d.last_at, s.attributes, b.median, coalesce(b.days_n, 0) AS days_n
    FROM day AS d
    INNER JOIN dim.source AS s ON s.source_id = d.dim
    LEFT JOIN base AS b ON b.no = d.no AND b.dim = d.dim
    WHERE d.bucket_at = d.first_at
)

SELECT
    no, 'meter_day' AS measure, area_id, dim, 1::bigint AS n, sum, NULL::float8 AS min, NULL::float8 AS max,
    NULL::float8 AS last, last_at
FROM today
UNION ALL
SELECT
    no, 'meter_base', area_id, dim, CASE WHEN days_n >= 4 THEN days_n ELSE 0 END,
    CASE WHEN days_n >= 4 THEN median ELSE (attributes ->> 'base_kwh_day')::float8 END, NULL, NULL, NULL, last_at
FROM today;
