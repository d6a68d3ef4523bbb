SELECT event_id, body_sha256 FROM ing.event_seen
WHERE stream = %(stream)s AND event_id = any(%(ids)s);
