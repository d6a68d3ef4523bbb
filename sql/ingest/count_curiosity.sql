INSERT INTO ing.curiosity AS c (stream, kind, name, source_id, n, example)
VALUES (%(stream)s, %(kind)s, %(name)s, %(source_id)s, %(n)s, %(example)s)
ON CONFLICT (stream, kind, name, source_id) DO UPDATE SET n = c.n + excluded.n, last_seen_at = clock_timestamp();
