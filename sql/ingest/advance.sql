-- The first statement of a batch: the fence. One row, or another worker owns the partition.
UPDATE ing.stream_offset
SET
    next_offset = %(until)s, rows_n = rows_n + %(rows_n)s, dead_n = dead_n + %(dead_n)s,
    duplicates_n = duplicates_n + %(duplicates_n)s, gaps_n = gaps_n + %(gaps_n)s, updated_at = clock_timestamp()
WHERE
    stream = %(stream)s AND topic_id = %(topic_id)s AND part = %(part)s
    AND epoch = %(epoch)s AND next_offset = %(first)s;
