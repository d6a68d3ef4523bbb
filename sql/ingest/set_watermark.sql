INSERT INTO ing.watermark AS w (stream, topic_id, part, high_offset)
VALUES (%(stream)s, %(topic_id)s, %(part)s, %(high_offset)s)
ON CONFLICT (stream, topic_id, part) DO UPDATE SET high_offset = greatest(w.high_offset, excluded.high_offset), seen_at = clock_timestamp();
