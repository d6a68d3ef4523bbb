-- The ledger by partition, with the broker's end as its owner last saw it.
SELECT
    o.stream,
    o.topic_id,
    o.part,
    o.first_offset,
    o.next_offset,
    o.rows_n,
    o.dead_n,
    o.duplicates_n,
    o.gaps_n,
    o.epoch,
    o.owner,
    o.updated_at,
    o.newest_observed_at,
    o.rows_n + o.dead_n + o.duplicates_n + o.gaps_n = o.next_offset - o.first_offset AS exact,
    greatest(w.high_offset - o.next_offset, 0) AS lag_n,
    w.seen_at
FROM ing.stream_offset AS o
LEFT JOIN ing.watermark AS w ON o.stream = w.stream AND o.topic_id = w.topic_id AND o.part = w.part
ORDER BY o.stream, o.part, o.topic_id;
