-- The row a worker's batch begins with: a replay of the same partition waits for it, and it for the replay.
SELECT next_offset FROM ing.stream_offset
WHERE stream = %(stream)s AND topic_id = %(topic_id)s AND part = %(part)s
FOR UPDATE;
