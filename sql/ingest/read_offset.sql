SELECT epoch, next_offset FROM ing.stream_offset
WHERE stream = %(stream)s AND topic_id = %(topic_id)s AND part = %(part)s;
