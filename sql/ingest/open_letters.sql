-- The next letters of a work it has not tried yet, partition by partition.
SELECT stream, topic_id, part, record_offset, reason, raw, raw_length_bytes, raw_sha256, record_key, record_at
FROM ing.dead_letter
WHERE
    status = 'open' AND work_no IS DISTINCT FROM %(work_no)s AND dead_at <= %(asked_at)s
    AND (%(stream)s::text IS NULL OR stream = %(stream)s)
    AND (%(part)s::int IS NULL OR part = %(part)s)
    AND (%(record_offset)s::bigint IS NULL OR record_offset = %(record_offset)s)
    AND (%(reason)s::text IS NULL OR reason = %(reason)s)
    AND (%(source_id)s::text IS NULL OR source_id = %(source_id)s)
    AND (%(from_at)s::timestamptz IS NULL OR dead_at >= %(from_at)s)
    AND (%(to_at)s::timestamptz IS NULL OR dead_at < %(to_at)s)
ORDER BY stream, topic_id, part, record_offset
LIMIT %(limit)s;
