-- Nobody has the whole record any more: tried, and left as they are.
UPDATE ing.dead_letter SET tried_n = tried_n + 1, work_no = %(work_no)s
WHERE
    stream = %(stream)s AND topic_id = %(topic_id)s AND part = %(part)s AND record_offset = any(%(offsets)s)
    AND status = 'open';
