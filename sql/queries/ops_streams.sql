-- One row per stream: what the last ten minutes brought, how late, and what the ledger says in total.
WITH ledger AS (
    SELECT
        o.stream,
        sum(o.rows_n)::bigint AS rows_n,
        sum(o.dead_n)::bigint AS dead_n,
        sum(o.duplicates_n)::bigint AS duplicates_n,
        sum(o.gaps_n)::bigint AS gaps_n,
        sum(greatest(w.high_offset - o.next_offset, 0))::bigint AS lag_n,
        max(o.newest_observed_at) AS newest_at,
        max(o.updated_at) FILTER (WHERE o.next_offset > o.first_offset) AS arrived_at,
        max(w.seen_at) AS seen_at
    FROM ing.stream_offset AS o
    LEFT JOIN ing.watermark AS w ON o.stream = w.stream AND o.topic_id = w.topic_id AND o.part = w.part
    GROUP BY o.stream
),

recent AS (
    SELECT
        m.stream,
        sum(m.rows_n) / 300.0 AS per_second,
        sum(m.located_n)::bigint AS located_n,
        sum(m.unlocated_n)::bigint AS unlocated_n
    FROM ing.minute AS m
    WHERE m.minute_at >= date_trunc('minute', now()) - interval '5 minutes' AND m.minute_at < date_trunc('minute', now())
    GROUP BY m.stream
),

newest AS (
    SELECT DISTINCT ON (m.stream) m.stream, m.delay_p50_s, m.delay_p95_s, m.commit_ms
    FROM ing.minute AS m
    WHERE m.minute_at >= now() - interval '1 day' AND m.delay_p50_s IS NOT NULL
    ORDER BY m.stream, m.minute_at DESC
)

SELECT
    l.*,
    coalesce(r.per_second, 0)::double precision AS per_second,
    r.located_n,
    r.unlocated_n,
    n.delay_p50_s,
    n.delay_p95_s,
    n.commit_ms
FROM ledger AS l
LEFT JOIN recent AS r ON l.stream = r.stream
LEFT JOIN newest AS n ON l.stream = n.stream
ORDER BY l.stream;
