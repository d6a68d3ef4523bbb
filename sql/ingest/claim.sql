-- Waits for the row lock of a stopped owner, then raises the fence: from now on only this epoch can write.
INSERT INTO ing.stream_offset AS o (stream, topic_id, part, first_offset, next_offset, epoch, owner)
VALUES (%(stream)s, %(topic_id)s, %(part)s, %(low)s, %(low)s, 1, %(owner)s)
ON CONFLICT (stream, topic_id, part) DO UPDATE
    SET epoch = o.epoch + 1, owner = excluded.owner, updated_at = clock_timestamp()
RETURNING epoch, next_offset;
