UPDATE ing.rewind
SET
    next_offset = %(until)s, rows_n = rows_n + %(rows_n)s, repeated_n = repeated_n + %(repeated_n)s,
    dead_n = dead_n + %(dead_n)s, gaps_n = gaps_n + %(gaps_n)s
WHERE
    work_no = %(work_no)s AND stream = %(stream)s AND topic_id = %(topic_id)s AND part = %(part)s
    AND next_offset = %(first)s;
