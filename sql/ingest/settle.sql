-- What the insert found out: planned rows that were duplicates or conflicts, and the newest event.
UPDATE ing.stream_offset
SET
    rows_n = rows_n - %(duplicates_n)s - %(dead_n)s, duplicates_n = duplicates_n + %(duplicates_n)s,
    dead_n = dead_n + %(dead_n)s, newest_observed_at = greatest(newest_observed_at, %(newest_at)s::timestamptz)
WHERE stream = %(stream)s AND topic_id = %(topic_id)s AND part = %(part)s;
