INSERT INTO ing.dead_letter (
    stream, topic_id, part, record_offset, reason, sentence, source_id, raw, raw_length_bytes, raw_sha256,
    record_key, record_at
)
VALUES (
    %(stream)s, %(topic_id)s, %(part)s, %(record_offset)s, %(reason)s, %(sentence)s, %(source_id)s, %(raw)s,
    %(raw_length_bytes)s, %(raw_sha256)s, %(record_key)s, %(record_at)s
);
