INSERT INTO ing.curiosity AS c (stream, kind, name, n, example)
VALUES (%(stream)s, %(kind)s, %(name)s, %(n)s, %(example)s)
ON CONFLICT (stream, kind, name) DO UPDATE SET n = c.n + excluded.n, last_seen_at = clock_timestamp();
