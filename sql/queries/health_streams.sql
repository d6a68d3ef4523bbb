-- Is each stream alive: last arrival, rate of the last five minutes, delay, and whether its ledger is exact.
WITH recent AS (
    SELECT stream, sum(rows_n) / 5.0 AS per_minute, max(delay_p95_s) FILTER (WHERE minute_at >= date_trunc('minute', now()) - INTERVAL '1 minute') AS delay_p95_s
    FROM ing.minute
    WHERE minute_at > date_trunc('minute', now()) - INTERVAL '6 minutes' AND minute_at < date_trunc('minute', now())
    GROUP BY stream
)

SELECT
    o.stream,
    max(o.updated_at) FILTER (WHERE o.next_offset > o.first_offset) AS arrived_at,
    max(o.newest_observed_at) AS newest_at,
    sum(o.rows_n)::bigint AS rows_n,
    bool_and(o.rows_n + o.dead_n + o.duplicates_n + o.gaps_n = o.next_offset - o.first_offset) AS exact,
    coalesce(max(r.per_minute), 0)::float8 AS per_minute,
    max(r.delay_p95_s) AS delay_p95_s,
    EXISTS (SELECT FROM ing.pause AS p WHERE p.stream = o.stream AND p.released_at IS NULL) AS paused
FROM ing.stream_offset AS o
LEFT JOIN recent AS r USING (stream)
GROUP BY o.stream;
