-- The newest tickets and video events of an area within two hours.
(
    SELECT 'hotline_points' AS layer, t.ticket_id AS id, t.category AS code, t.accepted_at AS at, t.lon, t.lat
    FROM state.ticket AS t
    INNER JOIN dim.area_path AS p ON t.area_id = p.area_id
    WHERE p.ancestor_id = %(area)s AND t.accepted_at > %(now)s - INTERVAL '2 hours' AND t.accepted_at <= %(now)s
    ORDER BY t.accepted_at DESC
    LIMIT 6
)
UNION ALL
(
    SELECT 'video_events' AS layer, e.event_id AS id, e.event_type AS code, e.observed_at AS at, e.lon, e.lat
    FROM raw.video_event AS e
    INNER JOIN dim.area_path AS p ON e.area_id = p.area_id
    WHERE p.ancestor_id = %(area)s AND e.observed_at > %(now)s - INTERVAL '2 hours' AND e.observed_at <= %(now)s
    ORDER BY e.observed_at DESC
    LIMIT 6
)
ORDER BY at DESC
LIMIT 8;
