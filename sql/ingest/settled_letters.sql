-- Letters of a span that a person or a replay has settled already: a rewind leaves them alone.
SELECT record_offset, status FROM ing.dead_letter
WHERE
    stream = %(stream)s AND topic_id = %(topic_id)s AND part = %(part)s
    AND record_offset >= %(first)s AND record_offset < %(until)s
ORDER BY record_offset;
