-- Add to a rollup: sums add, extremes stay extremes, the last is the newest by its time.
INSERT INTO {table} AS r (bucket_at, measure, area_id, dim, n, sum, min, max, last, last_at) -- noqa: PRS
SELECT
    date_trunc(%(grain)s, a.bucket_at, %(zone)s), a.measure, a.area_id, a.dim, sum(a.n)::bigint, sum(a.sum), min(a.min), max(a.max),
    last(a.last, a.last_at), max(a.last_at)
FROM added AS a
GROUP BY 1, 2, 3, 4
ORDER BY 2, 1, 3, 4
ON CONFLICT (bucket_at, measure, area_id, dim) DO UPDATE
    SET
        n = r.n + excluded.n, sum = r.sum + excluded.sum, min = least(r.min, excluded.min), max = greatest(r.max, excluded.max),
        last = CASE WHEN excluded.last_at >= r.last_at THEN excluded.last ELSE r.last END,
        last_at = greatest(r.last_at, excluded.last_at);
