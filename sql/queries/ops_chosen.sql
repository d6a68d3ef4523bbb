-- How many open letters a choice holds.
SELECT count(*) AS letters_n FROM ing.dead_letter
WHERE
    status = 'open'
    AND (%(stream)s::text IS NULL OR stream = %(stream)s)
    AND (%(part)s::int IS NULL OR part = %(part)s)
    AND (%(record_offset)s::bigint IS NULL OR record_offset = %(record_offset)s)
    AND (%(reason)s::text IS NULL OR reason = %(reason)s)
    AND (%(source_id)s::text IS NULL OR source_id = %(source_id)s);
