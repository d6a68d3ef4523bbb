-- When rows of each stream last arrived, to the end of that minute; null for one that never brought any.
SELECT
    asked.stream,
    (
        SELECT least(m.minute_at + INTERVAL '1 minute', %(now)s)
        FROM ing.minute AS m
        WHERE m.stream = asked.stream AND m.rows_n > 0 AND m.minute_at <= %(now)s
        ORDER BY m.minute_at DESC
        LIMIT 1
    ) AS arrived_at
FROM unnest(%(streams)s::text []) AS asked (stream);
