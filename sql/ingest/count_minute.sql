INSERT INTO ing.minute AS m (
    stream, minute_at, owner, rows_n, dead_n, duplicates_n, located_n, unlocated_n, delay_p50_s, delay_p95_s, commit_ms
)
VALUES (
    %(stream)s, date_trunc('minute', clock_timestamp()), %(owner)s, %(rows_n)s, %(dead_n)s, %(duplicates_n)s,
    %(located_n)s, %(unlocated_n)s, %(delay_p50_s)s, %(delay_p95_s)s, %(commit_ms)s
)
ON CONFLICT (stream, minute_at, owner) DO UPDATE
    SET
        rows_n = m.rows_n + excluded.rows_n, dead_n = m.dead_n + excluded.dead_n,
        duplicates_n = m.duplicates_n + excluded.duplicates_n, located_n = m.located_n + excluded.located_n,
        unlocated_n = m.unlocated_n + excluded.unlocated_n,
        delay_p50_s = coalesce(excluded.delay_p50_s, m.delay_p50_s),
        delay_p95_s = coalesce(excluded.delay_p95_s, m.delay_p95_s),
        commit_ms = coalesce(excluded.commit_ms, m.commit_ms);
