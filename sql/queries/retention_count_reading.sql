SELECT -1 AS part, count(*) AS rows_n FROM raw.reading
WHERE observed_at >= %(from_at)s AND observed_at < %(to_at)s;
