INSERT INTO ing.rewind (work_no, stream, topic_id, part, first_offset, next_offset, until_offset)
VALUES (%(work_no)s, %(stream)s, %(topic_id)s, %(part)s, %(first)s, %(first)s, %(until)s)
ON CONFLICT (work_no, stream, topic_id, part) DO NOTHING;
