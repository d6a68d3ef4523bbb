COPY ing.event_seen (stream, event_id, body_sha256) FROM STDIN (FORMAT binary); -- noqa: PRS
