-- Open tickets that have a place, the most overdue first; only what the map draws, because there are many.
SELECT t.ticket_id AS id, t.category, t.lon, t.lat, t.due_at, t.last_step_at AS observed_at
FROM state.ticket AS t
WHERE
    t.closed_at IS NULL AND t.cancelled_at IS NULL AND t.lon IS NOT NULL
    AND state.is_hotline(t.channel)
    AND t.category NOT LIKE 'alarm.%%' AND t.category NOT LIKE '%%-alarm.%%'
    AND t.category NOT LIKE 'incident.%%' AND t.category NOT LIKE '%%-incident.%%'
    AND (%(id)s = '' OR t.ticket_id = %(id)s)
ORDER BY t.due_at ASC NULLS LAST
LIMIT 10000;
