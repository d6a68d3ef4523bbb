-- Records that arrived in each five minutes of the last 24 hours, by stream.
SELECT
    m.stream, date_bin('5 minutes', m.minute_at, TIMESTAMPTZ '2000-01-01 00:00:00+00') AS bucket_at, sum(m.rows_n)::bigint AS n
FROM ing.minute AS m
WHERE m.stream = any(%(streams)s) AND m.minute_at >= %(since)s AND m.minute_at <= %(now)s
GROUP BY m.stream, bucket_at
ORDER BY bucket_at;
