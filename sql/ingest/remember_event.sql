INSERT INTO ing.event_seen (stream, event_id, body_sha256)
SELECT %(stream)s, e.event_id, e.body_sha256
FROM unnest(%(ids)s::text[], %(bodies)s::bytea[]) AS e (event_id, body_sha256)
ORDER BY e.event_id
ON CONFLICT (stream, event_id) DO NOTHING
RETURNING event_id;
