-- Trucks of each counter in the 7 days up to the day, and a week of its base: the mean of the 8 weeks before, else the registered
-- base for as many days as were counted (n 0). Only days with eight tenths of their readings count.
WITH day AS (
    SELECT b.no, b.first_at, r.bucket_at, r.area_id, r.dim, r.sum, r.last_at
    FROM unnest(%(no)s::int [], %(from)s::timestamptz []) AS b (no, first_at)
    INNER JOIN roll.day AS r ON r.bucket_at > b.first_at - INTERVAL '63 days' AND r.bucket_at <= b.first_at
    INNER JOIN dim.source AS s ON s.source_id = r.dim
    WHERE r.measure = 'source:trucks_n' AND r.n >= 0.8 * 86400 / coalesce(s.interval_s, 300)
        AND r.bucket_at >= %(first)s::timestamptz - INTERVAL '63 days' AND r.bucket_at < %(last)s
),

week AS (
    SELECT no, dim, max(area_id) AS area_id, sum(sum) AS trucks, count(*) AS days_n, max(last_at) AS last_at
    FROM day
    WHERE bucket_at > first_at - INTERVAL '7 days'
    GROUP BY 1, 2
),

base AS (
    SELECT no, dim, sum(sum) / count(*) AS day_mean, count(*) AS days_n
    FROM day
    WHERE bucket_at <= first_at - INTERVAL '7 days'
    GROUP BY 1, 2
)

SELECT
    no, 'truck_week' AS measure, area_id, dim, days_n AS n, trucks AS sum, NULL::float8 AS min, NULL::float8 AS max,
    NULL::float8 AS last, last_at
FROM week
UNION ALL
SELECT
    w.no, 'truck_base', w.area_id, w.dim, CASE WHEN b.days_n >= 28 THEN b.days_n ELSE 0 END,
    w.days_n * CASE WHEN b.days_n >= 28 THEN b.day_mean ELSE (s.attributes ->> 'base_trucks_day')::float8 END,
    NULL, NULL, NULL, w.last_at
FROM week AS w
INNER JOIN dim.source AS s ON s.source_id = w.dim
LEFT JOIN base AS b ON b.no = w.no AND b.dim = w.dim;
