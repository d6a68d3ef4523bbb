INSERT INTO ing.gap (stream, topic_id, part, from_offset, to_offset, reason)
VALUES (%(stream)s, %(topic_id)s, %(part)s, %(from_offset)s, %(to_offset)s, %(reason)s);
