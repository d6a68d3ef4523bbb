-- Tickets closed or cancelled, by department and scope: what ends an open state.
-- family: hotline.ticket
-- measures: hotline_ended incident_ended cover_ended
-- grain: minute
SELECT
    date_trunc('minute', ended.at) AS bucket_at, scope.name || '_ended' AS measure, t.area_id, coalesce(t.department, '') AS dim,
    count(*) AS n, count(*)::float8 AS sum, 1::float8 AS min, 1::float8 AS max, 1::float8 AS last, max(ended.at) AS last_at
FROM state.ticket AS t
CROSS JOIN LATERAL (VALUES (t.closed_at), (t.cancelled_at)) AS ended (at)
CROSS JOIN LATERAL unnest(roll.ticket_scopes(t.channel, t.category, t.origin_event_id, %(urban)s)) AS scope (name)
WHERE (t.closed_at >= %(first)s AND t.closed_at < %(until)s OR t.cancelled_at >= %(first)s AND t.cancelled_at < %(until)s)
    AND ended.at >= %(first)s AND ended.at < %(until)s AND scope.name IN ('hotline', 'incident', 'cover')
GROUP BY 1, 2, 3, 4;
