-- When a record of any of the streams last arrived, within the last day.
SELECT max(m.minute_at) AS arrived_at
FROM ing.minute AS m
WHERE m.stream = any(%(streams)s) AND m.rows_n > 0 AND m.minute_at > %(now)s - INTERVAL '1 day' AND m.minute_at <= %(now)s;
