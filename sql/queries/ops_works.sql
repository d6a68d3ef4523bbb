-- What was asked of dead letters and streams lately, and what came of it.
SELECT
    work_no, action, who, why, asked_at, stream, part, record_offset, reason, source_id, from_at, to_at, state, done_at,
    letters_n, rows_n, duplicates_n, still_dead_n, unreadable_n, said
FROM ing.work
ORDER BY work_no DESC
LIMIT %(limit)s;
