COPY staged_ticket (
    is_new, ticket_id, state, channel, category, content, caller_hash, area_id, lon, lat, origin_event_id,
    event_grade, department, first_department, reported_at, accepted_at, first_dispatched_at, dispatched_at,
    first_returned_at, handled_at, checked_at, check_reason, closed_at, cancelled_at, due_at, paused_at,
    visited_at, contacted, solved, satisfaction, returned_n, reopened_n, steps_n, last_step_at, fold_no
) FROM STDIN;
