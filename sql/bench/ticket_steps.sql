-- Their steps: the first of every ticket, all of those of the last 30 days.
INSERT INTO raw.ticket_step (step_at, event_id, ticket_id, step, category, area_id, department, part, record_offset)
SELECT s.step_at, t.ticket_id || s.step, t.ticket_id, s.step, t.category, t.area_id, t.department, 0, 0
FROM state.ticket AS t
CROSS JOIN LATERAL (
    VALUES ('accepted', t.accepted_at), ('dispatched', t.dispatched_at), ('handled', t.handled_at), ('closed', t.closed_at),
        ('visited', t.visited_at)
) AS s (step, step_at)
WHERE s.step_at IS NOT NULL AND (s.step = 'accepted' OR s.step_at > %(now)s::timestamptz - INTERVAL '30 days');
