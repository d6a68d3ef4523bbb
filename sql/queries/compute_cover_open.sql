-- Covers heard in the two hours before each moment, those last seen open, and open cases with no open cover within 50 m.
WITH state AS (
    SELECT b.no, r.area_id, r.dim, last(r.last, r.last_at) AS open, max(r.last_at) AS last_at
    FROM unnest(%(no)s::int [], %(until)s::timestamptz []) AS b (no, until_at)
    INNER JOIN roll.minute AS r ON r.bucket_at >= b.until_at - INTERVAL '2 hours' AND r.bucket_at < b.until_at
    WHERE r.measure = 'gauge:cover_state' AND r.bucket_at >= %(first)s::timestamptz - INTERVAL '2 hours' AND r.bucket_at < %(last)s
    GROUP BY 1, 2, 3
),

open_cover AS (
    SELECT o.no, o.area_id, o.dim, o.last_at, s.lon, s.lat
    FROM state AS o
    INNER JOIN dim.source AS s ON s.source_id = o.dim
    WHERE o.open >= 0.5
),

open_case AS (
    SELECT b.no, t.area_id, t.ticket_id, t.last_step_at
    FROM unnest(%(no)s::int [], %(until)s::timestamptz []) AS b (no, until_at)
    INNER JOIN state.ticket AS t ON t.accepted_at <= b.until_at
    WHERE t.category IN ('alarm.cover', 'BJ-cover')
        AND (t.closed_at IS NULL OR t.closed_at > b.until_at) AND (t.cancelled_at IS NULL OR t.cancelled_at > b.until_at)
        AND NOT EXISTS (
            SELECT 1 FROM open_cover AS o
            -- One degree of latitude is 111,320 m; 50 m need no better sphere.
            WHERE o.no = b.no AND abs(o.lat - t.lat) * 111320 <= 50 AND abs(o.lon - t.lon) * 111320 * cos(radians(t.lat)) <= 50
        )
)

SELECT
    no, 'cover_seen' AS measure, area_id, dim, 1 AS n, 1::float8 AS sum, NULL::float8 AS min, NULL::float8 AS max,
    NULL::float8 AS last, last_at
FROM state
UNION ALL
SELECT no, 'cover_open', area_id, dim, 1, 1, NULL, NULL, NULL, last_at FROM open_cover
UNION ALL
SELECT no, 'cover_open', area_id, ticket_id, 1, 1, NULL, NULL, NULL, last_step_at FROM open_case;
