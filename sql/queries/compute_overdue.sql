-- Hotline tickets open at each moment whose limit had passed, by area and department.
SELECT
    b.no, 'overdue' AS measure, t.area_id, coalesce(t.department, '') AS dim, count(*) AS n,
    count(*)::float8 AS sum, NULL::float8 AS min, NULL::float8 AS max, NULL::float8 AS last, max(t.last_step_at) AS last_at
FROM unnest(%(no)s::int [], %(until)s::timestamptz []) AS b (no, until_at)
INNER JOIN state.ticket AS t ON t.due_at < b.until_at AND t.accepted_at <= b.until_at
WHERE (t.closed_at IS NULL OR t.closed_at > b.until_at) AND (t.cancelled_at IS NULL OR t.cancelled_at > b.until_at)
    AND 'hotline' = ANY(roll.ticket_scopes(t.channel, t.category, t.origin_event_id, %(urban)s))
GROUP BY 1, 3, 4;
