UPDATE ing.dead_letter
SET status = 'replayed', settled_at = clock_timestamp(), tried_n = tried_n + 1, work_no = %(work_no)s
WHERE
    stream = %(stream)s AND topic_id = %(topic_id)s AND part = %(part)s AND record_offset = any(%(offsets)s);
