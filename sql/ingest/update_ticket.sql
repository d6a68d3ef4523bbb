-- Tickets that this transaction has locked.
UPDATE state.ticket AS t
SET (
    state, channel, category, content, caller_hash, area_id, lon, lat, origin_event_id, event_grade, department,
    first_department, reported_at, accepted_at, first_dispatched_at, dispatched_at, first_returned_at,
    handled_at, checked_at, check_reason, closed_at, cancelled_at, due_at, paused_at, visited_at, contacted,
    solved, satisfaction, returned_n, reopened_n, steps_n, last_step_at, fold_no, updated_at
) = (
    s.state, s.channel, s.category, s.content, s.caller_hash, s.area_id, s.lon, s.lat, s.origin_event_id,
    s.event_grade, s.department, s.first_department, s.reported_at, s.accepted_at, s.first_dispatched_at,
    s.dispatched_at, s.first_returned_at, s.handled_at, s.checked_at, s.check_reason, s.closed_at,
    s.cancelled_at, s.due_at, s.paused_at, s.visited_at, s.contacted, s.solved, s.satisfaction, s.returned_n,
    s.reopened_n, s.steps_n, s.last_step_at, s.fold_no, clock_timestamp()
)
FROM staged_ticket AS s
WHERE s.ticket_id = t.ticket_id AND NOT s.is_new;
