-- Hours of one metric of one source: 24 probes of the rollup's key.
SELECT h.bucket_at, h.n, h.sum, h.min, h.max, h.last
FROM generate_series(
    date_trunc('hour', %(now)s::timestamptz) - INTERVAL '23 hours', date_trunc('hour', %(now)s::timestamptz), INTERVAL '1 hour'
) AS hours (bucket_at)
INNER JOIN roll.hour AS h ON hours.bucket_at = h.bucket_at
WHERE h.measure = 'source:' || %(metric)s AND h.area_id = %(area)s AND h.dim = %(id)s
ORDER BY h.bucket_at;
