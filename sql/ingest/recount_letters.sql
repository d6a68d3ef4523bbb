-- Letters that are rows or duplicates now; the CHECK of the ledger holds the sum.
UPDATE ing.stream_offset
SET
    rows_n = rows_n + %(rows_n)s, duplicates_n = duplicates_n + %(duplicates_n)s,
    dead_n = dead_n - %(rows_n)s - %(duplicates_n)s,
    newest_observed_at = greatest(newest_observed_at, %(newest_at)s::timestamptz)
WHERE stream = %(stream)s AND topic_id = %(topic_id)s AND part = %(part)s;
