-- One ticket as it stands.
SELECT
    t.ticket_id, t.state, t.channel, t.category, t.area_id, t.department, t.accepted_at, t.reported_at, t.due_at, t.closed_at,
    t.cancelled_at, t.handled_at, t.returned_n, t.reopened_n, t.last_step_at, t.origin_event_id, t.event_grade
FROM state.ticket AS t
WHERE t.ticket_id = %(id)s;
