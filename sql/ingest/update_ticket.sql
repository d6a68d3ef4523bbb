UPDATE state.ticket
SET
    state = %(state)s, channel = %(channel)s, category = %(category)s, content = %(content)s,
    caller_hash = %(caller_hash)s, area_id = %(area_id)s, lon = %(lon)s, lat = %(lat)s,
    origin_event_id = %(origin_event_id)s, event_grade = %(event_grade)s, department = %(department)s,
    first_department = %(first_department)s, reported_at = %(reported_at)s, accepted_at = %(accepted_at)s,
    first_dispatched_at = %(first_dispatched_at)s, dispatched_at = %(dispatched_at)s,
    first_returned_at = %(first_returned_at)s, handled_at = %(handled_at)s, checked_at = %(checked_at)s,
    check_reason = %(check_reason)s, closed_at = %(closed_at)s, cancelled_at = %(cancelled_at)s,
    due_at = %(due_at)s, visited_at = %(visited_at)s, contacted = %(contacted)s, solved = %(solved)s,
    satisfaction = %(satisfaction)s, returned_n = %(returned_n)s, reopened_n = %(reopened_n)s,
    steps_n = %(steps_n)s, last_step_at = %(last_step_at)s, updated_at = clock_timestamp()
WHERE ticket_id = %(ticket_id)s;
