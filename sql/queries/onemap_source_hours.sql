-- Hours of one metric of one source: 24 probes of the rollup's key.
SELECT h.bucket_at, h.n, h.sum, h.min, h.max, h.last
FROM generate_series(
    date_trunc('hour', %(now)s::timestamptz) - INTERVAL '23 hours', date_trunc('hour', %(now)s::timestamptz), INTERVAL '1 hour'
) AS hours (bucket_at)
INNER JOIN roll.hour AS h ON hours.bucket_at = h.bucket_at
WHERE
    h.measure = 'source:' || %(metric)s AND h.area_id = %(area)s AND h.dim = %(id)s
    -- The same span once more as constants: other chunks are not even planned.
    AND h.bucket_at > %(now)s::timestamptz - INTERVAL '24 hours' AND h.bucket_at <= %(now)s
ORDER BY h.bucket_at;
