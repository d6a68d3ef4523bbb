-- A ticket repeats when the same caller brought the same content shortly before, near the same place.
-- The content is the part of the category after KIND-; distance on the sphere by the haversine formula.
WITH touched AS (
    SELECT ticket_id, caller_hash, accepted_at
    FROM state.ticket
    WHERE ticket_id = any(%(ids)s)
),

asked AS (
    SELECT t.ticket_id FROM touched AS t
    UNION
    SELECT s.ticket_id
    FROM touched AS t
    INNER JOIN state.ticket AS s
        ON
            t.caller_hash = s.caller_hash
            AND s.accepted_at > t.accepted_at
            AND s.accepted_at <= t.accepted_at + make_interval(days => %(days)s)
),

judged AS (
    SELECT
        s.ticket_id,
        CASE
            WHEN s.caller_hash IS NULL OR s.accepted_at IS NULL THEN NULL
            ELSE EXISTS (
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
            )
        END AS repeats
    FROM state.ticket AS s
    WHERE s.ticket_id IN (SELECT a.ticket_id FROM asked AS a)
)

UPDATE state.ticket AS s
SET repeats = j.repeats
FROM judged AS j
WHERE j.ticket_id = s.ticket_id AND s.repeats IS DISTINCT FROM j.repeats AND s.accepted_at IS NOT NULL
RETURNING s.accepted_at;
