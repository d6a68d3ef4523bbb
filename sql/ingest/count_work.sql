UPDATE ing.work
SET
    letters_n = letters_n + %(letters_n)s, rows_n = rows_n + %(rows_n)s, duplicates_n = duplicates_n + %(duplicates_n)s,
    still_dead_n = still_dead_n + %(still_dead_n)s, unreadable_n = unreadable_n + %(unreadable_n)s,
    touched_at = clock_timestamp()
WHERE work_no = %(work_no)s;
