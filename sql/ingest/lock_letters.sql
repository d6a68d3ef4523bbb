SELECT record_offset FROM ing.dead_letter
WHERE
    stream = %(stream)s AND topic_id = %(topic_id)s AND part = %(part)s AND record_offset = any(%(offsets)s)
    AND status = 'open'
ORDER BY record_offset
FOR UPDATE;
