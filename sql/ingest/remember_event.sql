-- Remembers the ids of a batch; answers those that were remembered before. `bodies` are 32 bytes each, in the order of the ids.
WITH given AS (
    SELECT e.event_id, substring(%(bodies)s::bytea FROM (32 * (e.place - 1) + 1)::integer FOR 32) AS body_sha256
    FROM unnest(%(ids)s::text []) WITH ORDINALITY AS e (event_id, place)
),

remembered AS (
    INSERT INTO ing.event_seen (stream, event_id, body_sha256)
    SELECT %(stream)s, g.event_id, g.body_sha256
    FROM given AS g
    ON CONFLICT (stream, event_id) DO NOTHING
    RETURNING event_id
)

SELECT g.event_id
FROM given AS g
WHERE g.event_id NOT IN (SELECT r.event_id FROM remembered AS r);
