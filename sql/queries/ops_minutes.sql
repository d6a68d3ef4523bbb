-- Rows by stream and minute of the last hour.
SELECT m.stream, m.minute_at, sum(m.rows_n)::bigint AS rows_n
FROM ing.minute AS m
WHERE m.minute_at >= date_trunc('minute', now()) - interval '60 minutes' AND m.minute_at < date_trunc('minute', now())
GROUP BY m.stream, m.minute_at
ORDER BY m.stream, m.minute_at;
