-- The newest dead letters, of one stream and reason when asked.
SELECT d.stream, d.part, d.record_offset, d.reason, d.sentence, d.source_id, d.raw, d.raw_length_bytes, d.dead_at
FROM ing.dead_letter AS d
WHERE
    (%(stream)s::text IS NULL OR d.stream = %(stream)s)
    AND (%(reason)s::text IS NULL OR d.reason = %(reason)s)
    AND d.dead_at >= now() - interval '7 days'
ORDER BY d.dead_at DESC, d.record_offset DESC
LIMIT 30;
