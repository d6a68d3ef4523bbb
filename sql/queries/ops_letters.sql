-- The newest dead letters, of one stream, partition and offset, reason, source or time when asked.
SELECT
    d.stream, d.part, d.record_offset, d.reason, d.sentence, d.source_id, d.raw, d.raw_length_bytes, d.record_at,
    d.dead_at, d.status, d.tried_n, d.settled_at, w.action, w.who, w.why
FROM ing.dead_letter AS d
LEFT JOIN ing.work AS w ON d.work_no = w.work_no
WHERE
    (%(stream)s::text IS NULL OR d.stream = %(stream)s)
    AND (%(part)s::int IS NULL OR d.part = %(part)s)
    AND (%(record_offset)s::bigint IS NULL OR d.record_offset = %(record_offset)s)
    AND (%(reason)s::text IS NULL OR d.reason = %(reason)s)
    AND (%(source_id)s::text IS NULL OR d.source_id = %(source_id)s)
    AND (%(status)s::text IS NULL OR d.status = %(status)s)
    AND (%(from_at)s::timestamptz IS NULL OR d.dead_at >= %(from_at)s)
    AND (%(to_at)s::timestamptz IS NULL OR d.dead_at < %(to_at)s)
ORDER BY d.dead_at DESC, d.record_offset DESC
LIMIT %(limit)s;
