-- What fell due, by department and scope: all of it, done, done on time, handled in time. Cancelled tickets are never due.
-- family: hotline.ticket
-- measures: hotline_due hotline_done hotline_on_time urban_due urban_done urban_on_time consumer_due consumer_on_time
-- measures: gas_due gas_in_time video_due video_in_time
-- grain: minute
SELECT
    date_trunc('minute', t.due_at) AS bucket_at, scope.name || fact.suffix AS measure, t.area_id,
    coalesce(t.department, '') AS dim,
    count(*) AS n, count(*)::float8 AS sum, 1::float8 AS min, 1::float8 AS max, 1::float8 AS last, max(t.due_at) AS last_at
FROM state.ticket AS t
CROSS JOIN LATERAL unnest(roll.ticket_scopes(t.channel, t.category, t.origin_event_id, %(urban)s)) AS scope (name)
CROSS JOIN LATERAL (VALUES
    ('_due', TRUE), ('_done', t.closed_at IS NOT NULL), ('_on_time', t.closed_at <= t.due_at), ('_in_time', t.handled_at <= t.due_at)
) AS fact (suffix, holds)
WHERE t.due_at >= %(first)s AND t.due_at < %(until)s AND t.cancelled_at IS NULL AND fact.holds
    AND scope.name || fact.suffix = ANY(%(measures)s)
GROUP BY 1, 2, 3, 4;
