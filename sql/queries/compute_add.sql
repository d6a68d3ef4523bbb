-- Add to a rollup: sums add, extremes stay extremes, the last is the newest by its time.
INSERT INTO {table} AS r (bucket_at, measure, area_id, dim, n, sum, min, max, last, last_at) -- noqa: PRS
SELECT
    d.bucket_at, CASE WHEN d.source_no = 0 THEN '' ELSE 'source:' END || m.metric, coalesce(a.area_id, ''), coalesce(s.source_id, ''),
    d.n, d.sum, d.min, d.max, d.last, d.last_at
FROM unnest(
    %(bucket_at)s::timestamptz [], %(last_at)s::timestamptz [], %(sum)s::float8 [], %(min)s::float8 [], %(max)s::float8 [],
    %(last)s::float8 [], %(n)s::int [], %(area_no)s::int [], %(source_no)s::int [], %(metric_no)s::smallint []
) AS d (bucket_at, last_at, sum, min, max, last, n, area_no, source_no, metric_no)
INNER JOIN dim.metric AS m ON m.metric_no = d.metric_no
LEFT JOIN dim.source AS s ON s.source_no = d.source_no
LEFT JOIN dim.area AS a ON a.area_no = d.area_no
ON CONFLICT (bucket_at, measure, area_id, dim) DO UPDATE
    SET
        n = r.n + excluded.n, sum = r.sum + excluded.sum, min = least(r.min, excluded.min), max = greatest(r.max, excluded.max),
        last = CASE WHEN excluded.last_at >= r.last_at THEN excluded.last ELSE r.last END,
        last_at = greatest(r.last_at, excluded.last_at);
