-- A ticket repeats when the same caller brought the same content shortly before, near the same place.
-- The content is the part of the category after KIND-; distance on the sphere by the haversine formula.
-- Judged are the given tickets, and those that the same callers brought shortly after the given calls.
WITH asked AS (
    SELECT g.ticket_id FROM unnest(%(ids)s::text []) AS g (ticket_id)
    UNION
    SELECT s.ticket_id
    FROM unnest(%(callers)s::text [], %(times)s::timestamptz []) AS c (caller_hash, accepted_at)
    INNER JOIN state.ticket AS s
        ON
            c.caller_hash = s.caller_hash
            AND s.accepted_at > c.accepted_at
            AND s.accepted_at <= c.accepted_at + make_interval(days => %(days)s)
),

judged AS (
    SELECT
        s.ticket_id, s.accepted_at, r.ticket_id IS NOT NULL AS was,
        s.accepted_at IS NOT NULL AND EXISTS (
            SELECT 1 FROM state.ticket AS p
            WHERE
                p.caller_hash = s.caller_hash
                AND p.ticket_id <> s.ticket_id
                AND p.accepted_at < s.accepted_at
                AND p.accepted_at >= s.accepted_at - make_interval(days => %(days)s)
                AND regexp_replace(p.category, '^[^-]*-', '') = regexp_replace(s.category, '^[^-]*-', '')
                AND (
                    p.lon IS NULL OR s.lon IS NULL
                    OR 2 * 6371008.8 * asin(least(1, sqrt(
                        sin(radians(p.lat - s.lat) / 2) ^ 2
                        + cos(radians(p.lat)) * cos(radians(s.lat)) * sin(radians(p.lon - s.lon) / 2) ^ 2
                    ))) <= %(metres)s
                )
        ) AS repeats
    FROM asked AS a
    INNER JOIN state.ticket AS s ON a.ticket_id = s.ticket_id
    LEFT JOIN state.repeat AS r ON a.ticket_id = r.ticket_id
),

gone AS (
    DELETE FROM state.repeat AS r
    USING judged AS j
    WHERE r.ticket_id = j.ticket_id AND j.was AND NOT j.repeats
),

come AS (
    INSERT INTO state.repeat (ticket_id)
    SELECT j.ticket_id FROM judged AS j
    WHERE j.repeats AND NOT j.was
    ON CONFLICT (ticket_id) DO NOTHING
)

SELECT j.accepted_at
FROM judged AS j
WHERE j.was <> j.repeats AND j.accepted_at IS NOT NULL;
