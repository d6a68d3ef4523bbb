-- Incidents accepted and neither closed nor cancelled at each moment, by area.
SELECT
    b.no, 'incident_open' AS measure, t.area_id, coalesce(t.department, '') AS dim, count(*) AS n,
    count(*)::float8 AS sum, NULL::float8 AS min, NULL::float8 AS max, NULL::float8 AS last, max(t.last_step_at) AS last_at
FROM unnest(%(no)s::int [], %(until)s::timestamptz []) AS b (no, until_at)
INNER JOIN state.ticket AS t ON t.accepted_at <= b.until_at
WHERE t.category LIKE 'incident.%%'
    AND (t.closed_at IS NULL OR t.closed_at > b.until_at) AND (t.cancelled_at IS NULL OR t.cancelled_at > b.until_at)
GROUP BY 1, 3, 4;
