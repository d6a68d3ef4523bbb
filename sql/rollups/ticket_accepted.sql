-- Tickets accepted, by department and scope; repeats are those with the same caller and content shortly before.
-- family: hotline.ticket
-- measures: hotline_accepted hotline_repeat urban_accepted consumer_accepted gas_accepted incident_accepted cover_accepted
-- grain: minute
SELECT
    date_trunc('minute', t.accepted_at) AS bucket_at, fact.measure, t.area_id, coalesce(t.department, '') AS dim,
    count(*) AS n, count(*)::float8 AS sum, 1::float8 AS min, 1::float8 AS max, 1::float8 AS last, max(t.accepted_at) AS last_at
FROM state.ticket AS t
LEFT JOIN state.repeat AS r ON t.ticket_id = r.ticket_id
CROSS JOIN LATERAL unnest(roll.ticket_scopes(t.channel, t.category, t.origin_event_id, %(urban)s)) AS scope (name)
CROSS JOIN LATERAL (VALUES
    (scope.name || '_accepted', scope.name IN ('hotline', 'urban', 'consumer', 'gas', 'incident', 'cover')),
    ('hotline_repeat', scope.name = 'hotline' AND r.ticket_id IS NOT NULL)
) AS fact (measure, holds)
WHERE t.accepted_at >= %(first)s AND t.accepted_at < %(until)s AND fact.holds
GROUP BY 1, 2, 3, 4;
