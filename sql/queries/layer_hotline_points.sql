-- Open tickets that have a place, the most overdue first.
SELECT
    t.ticket_id AS id, t.category, t.department, t.area_id, t.lon, t.lat, t.accepted_at, t.due_at, t.state,
    t.last_step_at AS observed_at
FROM state.ticket AS t
WHERE
    t.closed_at IS NULL AND t.cancelled_at IS NULL AND t.lon IS NOT NULL
    AND (t.channel IS NULL OR t.channel NOT IN ('grid', 'collector', 'video', 'sensor'))
    AND t.category !~ '(^|-)(alarm|incident)\.'
    AND (%(id)s = '' OR t.ticket_id = %(id)s)
ORDER BY t.due_at ASC NULLS LAST
LIMIT 10000;
