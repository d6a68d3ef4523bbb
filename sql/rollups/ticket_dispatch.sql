-- First dispatches on the minute they became 3 days old, and those of them not returned by then; by first department.
-- family: hotline.ticket
-- measures: hotline_first_dispatch hotline_first_right
-- grain: minute
-- shift: 72h
SELECT
    date_trunc('minute', t.first_dispatched_at) + INTERVAL '72 hours' AS bucket_at, fact.measure, t.area_id,
    coalesce(t.first_department, t.department, '') AS dim,
    count(*) AS n, count(*)::float8 AS sum, 1::float8 AS min, 1::float8 AS max, 1::float8 AS last,
    max(t.first_dispatched_at) + INTERVAL '72 hours' AS last_at
FROM state.ticket AS t
CROSS JOIN LATERAL (VALUES
    ('hotline_first_dispatch', TRUE),
    ('hotline_first_right', t.first_returned_at IS NULL OR t.first_returned_at > t.first_dispatched_at + INTERVAL '72 hours')
) AS fact (measure, holds)
WHERE t.first_dispatched_at >= %(first)s AND t.first_dispatched_at < %(until)s AND fact.holds
    AND 'hotline' = ANY(roll.ticket_scopes(t.channel, t.category, t.origin_event_id, %(urban)s))
GROUP BY 1, 2, 3, 4;
