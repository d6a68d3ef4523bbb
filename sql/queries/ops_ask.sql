-- What a person asks for on the page; a worker carries it out.
INSERT INTO ing.work (action, who, why, stream, part, record_offset, reason, source_id)
VALUES (
    %(action)s, %(who)s, %(why)s, %(stream)s, %(part)s, %(record_offset)s, %(reason)s, %(source_id)s
)
RETURNING work_no;
