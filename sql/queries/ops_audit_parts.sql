-- Dead letters and gaps of each partition, counted again. A replayed letter is a row or a duplicate.
SELECT
    o.stream,
    o.topic_id,
    o.part,
    o.first_offset,
    o.next_offset,
    o.dead_n,
    o.gaps_n,
    o.rows_n + o.dead_n + o.duplicates_n + o.gaps_n = o.next_offset - o.first_offset AS exact,
    (
        SELECT count(*) FROM ing.dead_letter AS d
        WHERE d.stream = o.stream AND d.topic_id = o.topic_id AND d.part = o.part AND d.status <> 'replayed'
    ) AS counted_dead_n,
    (
        SELECT coalesce(sum(g.to_offset - g.from_offset), 0)::bigint FROM ing.gap AS g
        WHERE g.stream = o.stream AND g.topic_id = o.topic_id AND g.part = o.part
    ) AS counted_gaps_n
FROM ing.stream_offset AS o
ORDER BY o.stream, o.part, o.topic_id;
