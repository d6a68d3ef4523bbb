UPDATE ing.dead_letter SET status = 'discarded', settled_at = clock_timestamp(), work_no = %(work_no)s
WHERE
    status = 'open' AND dead_at <= %(asked_at)s
    AND (%(stream)s::text IS NULL OR stream = %(stream)s)
    AND (%(part)s::int IS NULL OR part = %(part)s)
    AND (%(record_offset)s::bigint IS NULL OR record_offset = %(record_offset)s)
    AND (%(reason)s::text IS NULL OR reason = %(reason)s)
    AND (%(source_id)s::text IS NULL OR source_id = %(source_id)s)
    AND (%(from_at)s::timestamptz IS NULL OR dead_at >= %(from_at)s)
    AND (%(to_at)s::timestamptz IS NULL OR dead_at < %(to_at)s);
