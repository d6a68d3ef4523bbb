-- Counters and gauges of each stream for /metrics.
SELECT
    o.stream,
    sum(o.next_offset - o.first_offset)::bigint AS records,
    sum(o.rows_n)::bigint AS rows_n,
    sum(o.dead_n)::bigint AS dead_n,
    sum(o.duplicates_n)::bigint AS duplicates_n,
    sum(o.gaps_n)::bigint AS gaps_n,
    coalesce(sum(greatest(w.high_offset - o.next_offset, 0)), 0)::bigint AS lag,
    extract(EPOCH FROM max(o.newest_observed_at))::float8 AS newest_s,
    EXISTS (SELECT FROM ing.pause AS p WHERE p.stream = o.stream AND p.released_at IS NULL)::int AS paused,
    (
        SELECT avg(m.commit_ms)
        FROM ing.minute AS m
        WHERE m.stream = o.stream AND m.minute_at > now() - INTERVAL '5 minutes'
    ) AS commit_ms
FROM ing.stream_offset AS o
LEFT JOIN ing.watermark AS w USING (stream, topic_id, part)
GROUP BY o.stream;
