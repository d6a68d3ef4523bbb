-- Fold a finer rollup into a coarser one: sums add, extremes stay extremes, the last is the newest by its time.
SELECT
    date_trunc(%(grain)s, f.bucket_at, %(zone)s) AS bucket_at, f.measure, f.area_id, f.dim,
    sum(f.n)::bigint AS n, sum(f.sum) AS sum, min(f.min) AS min, max(f.max) AS max,
    last(f.last, f.last_at) AS last, max(f.last_at) AS last_at
FROM {finer} AS f
WHERE f.measure = ANY(%(measures)s) AND f.bucket_at >= %(first)s AND f.bucket_at < %(until)s
GROUP BY 1, 2, 3, 4;
