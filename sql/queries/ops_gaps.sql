-- Offsets that hold no record, or no longer: declared, so that the identity says what was lost.
SELECT g.stream, g.topic_id, g.part, g.from_offset, g.to_offset, g.to_offset - g.from_offset AS offsets_n, g.reason, g.noted_at
FROM ing.gap AS g
WHERE %(stream)s::text IS NULL OR g.stream = %(stream)s
ORDER BY g.noted_at DESC, g.stream, g.part, g.from_offset DESC
LIMIT %(limit)s;
