INSERT INTO ing.work (
    action, who, why, stream, part, record_offset, reason, source_id, from_at, to_at, state, owner, touched_at
)
VALUES (
    %(action)s, %(who)s, %(why)s, %(stream)s, %(part)s, %(record_offset)s, %(reason)s, %(source_id)s, %(from_at)s,
    %(to_at)s, 'running', %(owner)s, clock_timestamp()
)
RETURNING *;
