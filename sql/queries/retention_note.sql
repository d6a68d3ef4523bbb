INSERT INTO ing.dropped AS d (stream, part, rows_n, until_at)
VALUES (%(stream)s, %(part)s, %(rows_n)s, %(until_at)s)
ON CONFLICT (stream, part) DO UPDATE
    SET rows_n = d.rows_n + excluded.rows_n, until_at = greatest(d.until_at, excluded.until_at), dropped_at = clock_timestamp();
