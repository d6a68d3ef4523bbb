SELECT stream, topic_id, part, first_offset, next_offset FROM ing.stream_offset
ORDER BY stream, part, topic_id;
