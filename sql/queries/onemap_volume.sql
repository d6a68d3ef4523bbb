-- What happened in each five minutes: video events and tickets, at the time they happened and not when they arrived.
SELECT date_bin('5 minutes', r.bucket_at, TIMESTAMPTZ '2000-01-01 00:00:00+00') AS bucket_at, sum(r.n)::bigint AS n
FROM roll.minute AS r
WHERE r.measure = any(%(measures)s) AND r.bucket_at >= %(since)s AND r.bucket_at <= %(now)s
GROUP BY 1
ORDER BY 1;
